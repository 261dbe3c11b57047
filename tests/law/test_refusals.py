"""What is refused, and in which words: each problem with its place, its value and both texts.

The texts stand in `refusals.toml`, to be read by people; `python tests/law/test_refusals.py` writes
those of today there.
"""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from attrs import evolve

from vn766.errors import InvalidRecordError
from vn766.period import Month
from vn766.records import Origin, Published, Unit, UnitCounts, UnitPoints
from vn766.score import classify, iter_problems, percent, score_counts

TEXTS = Path(__file__).with_name("refusals.toml")
WHOLE = {"CKMB": 18, "TDGQ": 18, "CLGQ": 7, "TTTT": 7, "MDHL": 18, "MDSH": 17}
ORIGIN = Origin(file="t6.xlsx", sheet="Tháng 6", row=7, columns={"TDGQ": "D", "total": "K"})
AFTER_DISTRICTS = Month(2025, 7)
XA = Unit(name="xã A", level="commune")


def points(**beside):
    return evolve(UnitPoints(points=WHOLE), **beside)


def published(**figures):
    return points(published=Published(**figures))


def counts(ratios, **beside):
    return evolve(UnitCounts(), counts=ratios, **beside)


RECORDS = {
    "negative": {"TDGQ": -1},
    "negative-zero-point": {"TDGQ": Decimal("-0.01"), "MDHL": "19"},
    "above-maximum": {"TDGQ": "20,01"},
    "above-maximum-with-a-sibling": {"CLGQ": "13", "TTTT": "11"},
    "swapped": {"CLGQ": "9", "TTTT": "12"},
    "swapped-at-the-maxima": {"CLGQ": "10", "TTTT": "12"},
    "not-a-number": {"TDGQ": "mười", "MDHL": []},
    "too-precise": {"TDGQ": "18,725", "MDHL": 17.123},
    "ambiguous-number": {"TDGQ": "1.234"},
    "not-finite": {"TDGQ": float("nan"), "MDHL": Decimal("Infinity")},
    "unknown-key": {"tiến độ giải quyếtt": 1, "": 2},
    "key-of-another-type": {3: 1},
    "twice": {"TDGQ": 18, "progress": 18},
    "sum-mismatch": {"online": 20, "CLGQ": "10", "TTTT": "9"},
    "out-of-bounds": {"online": "5", "CLGQ": "10"},
    "in-a-file": evolve(UnitPoints(points={"TDGQ": "20,01", "MDHL": -1}), origin=ORIGIN),
    "words-in-a-file": evolve(UnitPoints(points={"TDGQ": "mười", "MDHX": 1}), origin=ORIGIN),
    "a-sum-in-a-file": evolve(UnitPoints(points={"online": 1, "CLGQ": 2}), origin=ORIGIN),
    "unknown-level": points(unit=Unit(name="A", level=cast("Any", "phường"))),
    "ended-level": points(unit=Unit(name="A", level="district"), period=AFTER_DISTRICTS),
    "published-total": published(total="86,17"),
    "published-total-in-a-file": evolve(published(total="86,17"), origin=ORIGIN),
    "published-total-above": published(total=101),
    "published-total-of-unknown-parts": evolve(published(total=20), points={"TDGQ": 5, "MDHL": 18}),
    "published-band": published(band="Xuất sắc"),
    "published-band-of-its-total": evolve(published(band="Yếu", total="83"), points={}),
    "published-band-of-unknown-parts": evolve(published(band="Xuất sắc"), points={"TDGQ": 2}),
    "unknown-band": published(band="Giỏi"),
    "published-types": published(rank="5", of=6.0, band=7),
    "published-rank-of-a-truth": published(rank=True),
    "published-rank": published(rank=66, of=65),
    "published-rank-0": published(rank=0),
    "published-rank-below-0": published(rank=-3),
    "published-pool-of-none": published(of=0),
    "wrong-points-prove-nothing": evolve(published(total=20), points={"TDGQ": 21}),
    "counts-swapped": counts({"4.2": (5, 4)}),
    "counts-above-nothing": counts({"4.2": (3, 0)}),
    "counts-and-points-wrong": counts({"4.2": (5, 4)}, points={"3.1": "x"}),
    "beside-counts-in-a-file": counts({"4.2": (1, 2)}, points={"TDGQ": "21"}, origin=ORIGIN),
    "a-sum-of-counts-in-a-file": counts({"4.2": (1, 2)}, points={"MDSH": 22}, origin=ORIGIN),
    "a-sum-beside-counts-in-a-file": counts({}, points={"TDGQ": 1, "2.1": 2}, origin=ORIGIN),
    "counts-negative": counts({"4.2": (-1, 4), "4.1": (1, -4)}),
    "not-counts": counts({"4.2": (1.5, 4), "4.1": (True, 4), "5.1": 3, "5.2": (1, 2, 3)}),
    "not-at-this-level": counts({"3.1": (1, 2)}, unit=XA),
    "points-not-at-this-level": counts({}, points={"3.1": 1}, unit=XA),
    "counts-and-points": counts({"4.2": (1, 2)}, points={"4.2": "3"}),
    "counts-of-a-group": counts({"TDGQ": (1, 2)}),
    "unknown-indicator": counts({"9.9": (1, 2), "tiến": (3, 4)}),
    "counts-twice": counts({"4.2": (1, 2), "SO_HOA_GIAY_TO_GIAI_QUYET": (1, 2)}),
    "count-too-large": counts({"4.2": (1, 2**50)}),
}


def of_record(record):
    return list(iter_problems(record))


CALLS = {
    "classify-above": lambda: classify("100,01"),
    "classify-negative": lambda: classify(-1),
    "percent-above": lambda: percent(23, 22),
    "percent-of-nothing": lambda: percent(0, 0),
    "percent-too-precise": lambda: percent("1,234", 22),
    "counts-without-rules": lambda: score_counts({"4.2": (1, 2)}, framework="qd766"),
}


def of_call(call):
    with pytest.raises(InvalidRecordError) as caught:
        call()
    return caught.value.problems


def told(problems):
    return [
        [
            f"{problem.severity} {problem.code} {problem.path} {problem.value!r}",
            problem.line("vi"),
            problem.line("en"),
        ]
        for problem in problems
    ]


def today():
    found = {name: told(of_record(record)) for name, record in RECORDS.items()}
    return found | {name: told(of_call(call)) for name, call in CALLS.items()}


EXPECTED = tomllib.loads(TEXTS.read_text("utf-8"))


def test_every_case_has_its_texts():
    assert list(EXPECTED) == [*RECORDS, *CALLS]


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_refused_in_these_words(name):
    assert told(of_record(RECORDS[name])) == EXPECTED[name]


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_refused_in_these_words(name):
    assert told(of_call(CALLS[name])) == EXPECTED[name]


if __name__ == "__main__":
    lines = ["# The words of each refusal: severity, code, path and value; Vietnamese; English."]
    for case, problems in today().items():
        texts = [
            [f"    {json.dumps(text, ensure_ascii=False)}," for text in one] for one in problems
        ]
        lines += [f"{case} = [", *("\n".join(["  [", *one, "  ],"]) for one in texts), "]"]
    TEXTS.write_text("\n".join(lines) + "\n", "utf-8")
