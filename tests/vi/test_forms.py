"""Every form of `forms.toml` is read as it says, and what it refuses is refused."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from unicodedata import normalize

import pytest

from vn766 import codes, period, vi
from vn766.errors import FormatError

READERS = tomllib.loads((Path(__file__).parent / "forms.toml").read_text("utf-8"))["reader"]
CALLS = {
    'parse_number, decimal_mark="auto"': partial(vi.parse_number, decimal_mark="auto"),
    "AgencyCode": codes.AgencyCode,
    "DossierCode.parse": codes.DossierCode.parse,
}
READ = [(each["call"], text, value) for each in READERS for text, value in each["read"]]
REFUSED = [(each["call"], *case) for each in READERS for case in each["refused"]]


def reader_of(call):
    return CALLS.get(call) or getattr(vi, call)


def as_written(value):
    """Return a value as the file writes it."""
    match value:
        case tuple():
            return " / ".join(map(str, value))
        case date():
            return value.isoformat()
        case _:
            return str(value)


@pytest.mark.parametrize(("call", "text", "value"), READ)
def test_it_is_read(call, text, value):
    found = reader_of(call)(text)
    if call == "parse_period":
        assert found == eval(value, vars(period) | {"date": date})  # noqa: S307
    else:
        assert as_written(found) == value
    assert reader_of(call)(normalize("NFD", text)) == found


@pytest.mark.parametrize(("call", "text", "code", "suggestions"), REFUSED)
def test_it_is_refused_with_what_may_be_meant(call, text, code, suggestions):
    with pytest.raises(FormatError) as caught:
        reader_of(call)(text)
    error = caught.value
    assert (error.problem.code, list(error.suggestions)) == (code, suggestions)
    assert error.text == text
    for suggestion in suggestions:
        reader_of(call)(suggestion)


@pytest.mark.parametrize(("call", "text"), [(call, text) for call, text, *_ in (*READ, *REFUSED)])
def test_a_suggestion_keeps_every_digit(call, text):
    """A repair may add a zero or leave out a mark; a digit that was typed stands where it stood."""
    if not call.startswith(("parse_number", "parse_percent", "parse_points")):
        return
    typed = "".join(char for char in text if char.isdigit())
    try:
        reader_of(call)(text)
    except FormatError as error:
        for suggestion in error.suggestions:
            said = "".join(char for char in suggestion if char.isdigit())
            assert (
                said.removesuffix("0") == typed or said.removeprefix("0") == typed or said == typed
            )


@pytest.mark.parametrize("call", sorted({each["call"] for each in READERS}))
@pytest.mark.parametrize("value", [None, 5, 5.0, b"5", [], date(2023, 7, 5), Decimal(5)])
def test_what_is_no_text_is_refused(call, value):
    with pytest.raises(FormatError) as caught:
        reader_of(call)(value)
    assert caught.value.problem.code == "not-a-text"
    assert type(value).__name__ in str(caught.value)
