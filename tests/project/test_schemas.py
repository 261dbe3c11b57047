"""The schemas in the package are those that the classes give, and sound ones.

``python tests/project/test_schemas.py`` writes them.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest

from vn766.schemas import FOLDER, get_schema, list_schemas
from vn766.schemas.tables import framework_schema
from vn766.texts import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MADE: Final[dict[str, Callable[[], dict[str, Any]]]] = {"framework": framework_schema}


def text_of(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def fields_in(schema: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items() if "type" in schema else ()
        schema = [*schema.values()]
    if isinstance(schema, list):
        for part in schema:
            yield from fields_in(part)


def test_each_schema_is_made_and_no_other_is_there() -> None:
    assert set(list_schemas()) == MADE.keys()


@pytest.mark.parametrize("name", MADE)
class TestEachSchema:
    def test_is_the_one_that_is_made(self, name: str) -> None:
        written = (FOLDER / f"{name}.json").read_text("utf-8")
        assert written == text_of(MADE[name]()), f"python {sys.argv[0]}"

    def test_is_a_schema(self, name: str) -> None:
        jsonschema = pytest.importorskip("jsonschema")
        jsonschema.Draft202012Validator.check_schema(get_schema(name))

    def test_describes_every_field_in_every_language(self, name: str) -> None:
        fields = list(fields_in(get_schema(name)))
        assert len(fields) > 1
        for field, schema in fields:
            lines = schema["description"].split("\n\n")
            assert len(lines) == len(languages()), field
            assert all(line.endswith(".") for line in lines), field


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        get_schema("x")


if __name__ == "__main__":
    for name, make in MADE.items():
        (FOLDER / f"{name}.json").write_text(text_of(make()), "utf-8", newline="\n")
