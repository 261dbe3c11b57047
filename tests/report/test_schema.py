"""The schema of a document's file: the examples fulfil it, slips of the pen do not."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = Path(__file__).parents[2] / "examples" / "documents"
SPECS = sorted(EXAMPLES.glob("*.toml"))


def as_json(value: object) -> Any:
    """Return what an editor holds against a schema: days are texts of a format."""
    if isinstance(value, dict):
        return {name: as_json(part) for name, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_examples_fulfil_it(path: Path, conforms: Callable[[object, str], None]) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("#:schema ../../src/vn766/schemas/document.json\n")
    conforms(as_json(tomllib.loads(text)), "document")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('document = "letter"', "document"),
        ('documents = "monthly-letter"', "documents"),
        ("[frame]\nissued = 2026-07-02", "issued"),
        ("[frame]\nnumber = 1.5", "number"),
        ("[result]\nlevel = 'xa'", "level"),
        ("[[series]]\nperiod = 2026", "period"),
        ("provisional = 'maybe'", "provisional"),
    ],
)
def test_slips_do_not(text: str, place: str, conforms: Callable[[object, str], None]) -> None:
    with pytest.raises(AssertionError, match=place):
        conforms(as_json(tomllib.loads(text)), "document")


def test_entries_may_have_their_labels(conforms: Callable[[object, str], None]) -> None:
    conforms({"Loại văn bản": "Công văn công khai", "Kỳ số liệu": "tháng 10/2026"}, "document")
