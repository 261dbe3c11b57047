"""The schemas of files that people write, made from the classes that the files are read into.

A field is described in every language, by the catalogue ``schemas``. A schema says what a file may
hold where; that its figures add up, its names are known and its days in order is said by reading.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from vn766.framework.checks import ID, LARGEST
from vn766.framework.model import Framework
from vn766.framework.rules import Rule, rule_kinds
from vn766.framework.sources import Citation, Status
from vn766.texts import Catalogue, languages

if TYPE_CHECKING:
    from vn766.schemas import Schema

_SAID: Final = Catalogue("schemas")
_TEXT: Final[Schema] = {"type": "string", "pattern": r"\S"}
_PLAIN: Final[dict[object, Schema]] = {
    str: _TEXT,
    date: {"type": "string", "format": "date"},
    Decimal: {"type": "number", "minimum": 0, "maximum": int(LARGEST)},
    Citation: _TEXT,  # its name
}
_VERIFIED_HAS_PLACE: Final[Schema] = {
    "if": {"properties": {"status": {"const": Status.VERIFIED}}},
    "then": {"required": ["locator"]},
}


def framework_schema() -> Schema:
    """Return the schema of a framework's TOML file."""
    definitions: dict[str, Schema] = {}
    whole = _table(Framework, definitions)
    properties: dict[str, Schema] = {**whole["properties"]}
    properties["id"] |= {"pattern": f"^{ID.pattern}$"}
    # The evidence stands once in a file, and instruments of the library need not.
    properties["citations"] = {
        "type": "object",
        "additionalProperties": _reference(Citation, definitions),
        "description": _description("Framework", "citations"),
    }
    del properties["instruments"]["minItems"]
    required = [name for name in whole["required"] if name != "instruments"]
    definitions["Citation"] |= _VERIFIED_HAS_PLACE
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:vn766:schema:framework",
        "title": "vn766 framework",
        **whole,
        "properties": properties,
        "required": required,
        "$defs": dict(sorted(definitions.items())),
    }


def _table(kind: type, definitions: dict[str, Schema]) -> dict[str, Any]:
    """Return the schema of a table with the fields of an attrs class and no others."""
    types = get_type_hints(kind)
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(kind)
    properties: dict[str, Schema] = {}
    required: list[str] = []
    if issubclass(kind, Rule):
        said = _description(kind.__name__, "kind")
        properties["kind"] = {"const": kind.kind, "description": said}
        required.append("kind")
    for field in fields:
        schema = _value(types[field.name], definitions)
        if field.default is attrs.NOTHING:
            required.append(field.name)
            if schema.get("type") == "array":
                schema["minItems"] = 1
        if issubclass(kind, Rule) and field.name in kind.figures:
            least, most = kind.figures[field.name]
            schema |= {"minimum": int(least), "maximum": int(most)}
        said = _description(kind.__name__, field.name)
        properties[field.name] = {**schema, "description": said}
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _value(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """Return the schema of a field's value; TOML has no null, so that an absent one is left out."""
    if get_origin(kind) in {Union, UnionType}:
        [kind] = (part for part in get_args(kind) if part is not NoneType)
    if kind in _PLAIN:
        return {**_PLAIN[kind]}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _value(get_args(kind)[0], definitions)}
    if get_origin(kind) is Literal:
        return {"enum": [*get_args(kind)]}
    if kind is Rule:
        return {"oneOf": [_reference(each, definitions) for each in rule_kinds().values()]}
    if issubclass(kind, StrEnum):
        return {"enum": [str(word) for word in kind]}
    return _reference(kind, definitions)


def _reference(kind: type, definitions: dict[str, Schema]) -> Schema:
    """Return a reference to the definition of a class, which is made if there is none yet."""
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # a node holds nodes
        definitions[name] = _table(kind, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _description(table: str, field: str) -> str:
    """Return what a field is in every language, a line each."""
    own = f"field.{table}.{field}"
    code = own if own in _SAID else f"field.{field}"
    return "\n\n".join(_SAID.say(code, language) for language in languages())
