"""What other programs write in Vietnamese is read as the same value, or is refused."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from vn766 import vi
from vn766.errors import FormatError
from vn766.vi.words import Fraction, Register

DATA = Path(__file__).parents[1] / "data" / "language_peers.csv"
READERS = {"words": vi.parse_words, "date": vi.parse_date, "period": vi.parse_period}
with DATA.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
PEERS = sorted({row["peer"] for row in ROWS})
# The value is right; the peer's text is that of another one.
SLIPS = {"another-number"}


def read(row):
    found = READERS[row["kind"]](row["text"])
    return str(found.normalize()) if row["kind"] == "words" else found.isoformat()


def meant(row):
    return str(Decimal(row["value"]).normalize()) if row["kind"] == "words" else row["value"]


@pytest.mark.parametrize("peer", PEERS)
class TestAPeer:
    def test_its_texts_are_read_as_it_means_them(self, peer):
        wrong = [
            (row["text"], row["value"])
            for row in ROWS
            if row["peer"] == peer and not row["why"] and read(row) != meant(row)
        ]
        assert wrong == []

    def test_all_others_are_refused_or_say_something_else(self, peer):
        for row in ROWS:
            if row["peer"] == peer and row["why"] in SLIPS:
                assert read(row) != meant(row)
            elif row["peer"] == peer and row["why"]:
                with pytest.raises(FormatError):
                    read(row)

    def test_what_says_something_else_is_what_we_write_for_it(self, peer):
        """No text is misread: it is one of our own spellings of the number that is read."""
        for row in ROWS:
            if row["peer"] == peer and row["why"] in SLIPS:
                found = vi.parse_words(row["text"])
                spelled = {
                    vi.spell_number(found, fraction=fraction, register=register, keep_zeros=True)
                    for fraction, register in product(get_args(Fraction), get_args(Register))
                }
                assert row["text"].replace("mươi bốn", "mươi tư") in spelled


def test_what_is_large_enough_to_tell():
    assert len(ROWS) > 800
    assert len(PEERS) == 12
    assert sum(not row["why"] for row in ROWS) > 0.85 * len(ROWS)
