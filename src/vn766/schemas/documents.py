"""The schema of a document's spec, made from the classes that it is read into and its entries.

`vn766.report.fields` describes each entry. An entry may stand under its name or its Vietnamese
label; reading takes a label without accents as well, which an editor does not complete. What a
document cannot do without depends on its kind: reading says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from vn766.report.fields import definitions
from vn766.report.spec import Spec
from vn766.texts import languages

if TYPE_CHECKING:
    from vn766.schemas import Schema

_TEXT: Final[Schema] = {"type": "string"}
_DAY: Final[Schema] = {"anyOf": [{"format": form} for form in ("date", "date-time")], **_TEXT}
_TEXTS: Final[Schema] = {"type": ["string", "array"], "items": _TEXT}
_PLAIN: Final[dict[object, Schema]] = {
    **dict.fromkeys((str, Path), _TEXT),
    **dict.fromkeys((tuple[str, ...], str | tuple[str, ...]), _TEXTS),
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    datetime: _DAY,
    tuple[int, int]: {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
}


def document_schema() -> Schema:
    """Return the schema of a document's TOML file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:vn766:schema:document",
        "title": "vn766 document",
        **_table(Spec, ()),
    }


def _table(kind: type, path: tuple[str, ...]) -> Schema:
    """Return the schema of the table at a path: its entries by name and by label."""
    types = get_type_hints(kind)
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(kind)
    properties: dict[str, Schema] = {}
    for field in fields:
        here = (*path, field.name)
        entry = definitions().at(here)
        if entry is None:  # no entry: what reading adds
            continue
        schema = _value(types[field.name], here)
        words = [*filter(None, entry.choices.values())]
        if here == ("document",):
            words = [each.label for each in definitions().kinds]
        if words:
            schema = {"enum": [*_values(schema), *words]}
        said = "\n\n".join(entry.text(language) for language in languages())
        properties[field.name] = {**schema, "description": said}
        properties[entry.label] = properties[field.name]
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _values(schema: Schema) -> list[Any]:
    found = schema.get("enum", [True, False])
    return [*found] if isinstance(found, list) else []


def _value(kind: Any, path: tuple[str, ...]) -> Schema:
    """Return the schema of an entry."""
    parts = [part for part in get_args(kind) if part is not NoneType]
    if get_origin(kind) in {Union, UnionType} and len(parts) == 1:
        [kind] = parts
    if kind in _PLAIN:
        return {**_PLAIN[kind]}
    arguments = get_args(kind)
    if get_origin(kind) is Literal:
        return {"enum": [*arguments]}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _value(arguments[0], path)}
    if get_origin(kind) is Mapping:
        return {"type": "object", "additionalProperties": _value(arguments[1], path)}
    if isinstance(kind, type) and attrs.has(kind):
        return _table(kind, path)
    # A figure, a period, or a day of which only the month is known: texts are read later.
    return (
        {"type": ["string", "number"]} if int in parts else {**(_DAY if date in parts else _TEXT)}
    )
