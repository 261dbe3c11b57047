"""Dossiers counted: what must add up, and the two rates of those on time."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import cast

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity
from vn766.framework import get_framework
from vn766.records import ON_TIME_RATES, DossierCounts, OnTimeRate, UnitCounts
from vn766.score import iter_problems, score_counts

SOUND = DossierCounts(
    received=10,
    on_time=8,
    overdue=2,
    completed=7,
    pending=3,
    channel_total=9,
    online=6,
    direct=2,
    postal=1,
    online_on_time=5,
    online_overdue=1,
)
NAMES = tuple(each.name for each in fields(DossierCounts))
SCORED = ("received", "on_time", "channel_total", "online")


def found(counts: DossierCounts) -> list[tuple[str, str, str]]:
    return [(str(p.path[1]), str(p.code), str(p.severity)) for p in counts.problems()]


class TestBalances:
    def test_sound_counts(self) -> None:
        assert SOUND.problems() == ()
        assert DossierCounts().problems() == ()
        assert DossierCounts(**dict.fromkeys(NAMES, 0)).problems() == ()

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("on_time", [("received", "error")]),
            ("overdue", [("received", "error")]),
            ("completed", [("received", "warning")]),
            ("pending", [("received", "warning")]),
            ("direct", [("channel_total", "error")]),
            ("postal", [("channel_total", "error")]),
            ("online", [("channel_total", "error"), ("online", "warning")]),
            ("online_on_time", [("online", "warning")]),
            ("online_overdue", [("online", "warning")]),
            ("received", [("received", "error"), ("received", "warning")]),
            ("channel_total", [("channel_total", "error")]),
        ],
    )
    def test_one_more_or_one_less(self, name: str, expected: list[tuple[str, str]]) -> None:
        for step in (1, -1):
            changed = evolve(SOUND, **{name: getattr(SOUND, name) + step})
            assert found(changed) == [(at, "unbalanced", severity) for at, severity in expected]

    @pytest.mark.parametrize("name", NAMES)
    def test_a_part_that_is_not_known_may_be_anything(self, name: str) -> None:
        assert evolve(SOUND, **{name: None}).problems() == ()

    def test_known_parts_never_exceed_the_whole(self) -> None:
        assert found(DossierCounts(received=3, on_time=4)) == [
            ("received", "parts-above-whole", "error")
        ]
        assert found(DossierCounts(channel_total=3, online=2, postal=2)) == [
            ("channel_total", "parts-above-whole", "error")
        ]

    def test_exhaustively(self) -> None:
        for whole, a, b in product(range(5), repeat=3):
            counts = DossierCounts(received=whole, on_time=a, overdue=b)
            assert bool(counts.problems()) == (a + b != whole)

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("value", [-1, True, 1.0, "1", Decimal(1)])
    def test_what_is_no_count(self, name: str, value: object) -> None:
        counts = evolve(SOUND, **{name: cast("int", value)})
        code = "negative-count" if value == -1 else "not-a-count"
        severity = "error" if name in SCORED else "warning"
        assert found(counts) == [(name, code, severity)]

    def test_the_texts(self) -> None:
        (problem,) = DossierCounts(channel_total=1, online=2, direct=0, postal=0).problems()
        assert problem.text("vi")[0] == (
            "Hồ sơ của mọi kênh: 1, nhưng số của từng kênh (trực tuyến, trực tiếp, bưu chính) "
            "cộng lại là 2."
        )


class TestRates:
    def test_the_instruments_are_those_that_the_editions_cite(self) -> None:
        instruments = {i.id: i.number for i in get_framework("portal-2026").instruments}
        assert instruments["qd-766-2022"] == "766/QĐ-TTg"
        assert list(ON_TIME_RATES) == ["qd-766-2022", "tt-01-2018-vpcp"]

    def test_each_has_its_denominator(self) -> None:
        counts = DossierCounts(received=300, on_time=100, completed=200)
        assert counts.on_time_rate() == Decimal("33.33")
        assert counts.on_time_rate("tt-01-2018-vpcp") == Decimal("50.00")

    @given(st.integers(0, 10**9), st.integers(0, 10**9))
    def test_they_are_exact(self, part: int, rest: int) -> None:
        rate = DossierCounts(received=part + rest, on_time=part).on_time_rate()
        if part + rest == 0:
            assert rate is None
        else:
            exact = Fraction(100 * part, part + rest)
            assert rate is not None
            assert Fraction(-1, 200) < exact - Fraction(rate) < Fraction(1, 200) or (
                exact - Fraction(rate) == Fraction(-1, 200)  # half goes up
            )
            assert rate.as_tuple().exponent == -2

    @pytest.mark.parametrize(
        "counts",
        [
            {},
            {"received": 5},
            {"on_time": 5},
            {"received": 0, "on_time": 0},
            {"received": 4, "on_time": 5},
            {"received": 5, "on_time": -1},
            {"received": "5", "on_time": 4},
            {"received": 5, "on_time": True},
        ],
    )
    def test_no_rate(self, counts: dict[str, int]) -> None:
        assert DossierCounts(**counts).on_time_rate() is None

    def test_an_unknown_instrument(self) -> None:
        with pytest.raises(ValueError, match="qd-766-2022, tt-01-2018-vpcp"):
            DossierCounts().on_time_rate(cast("OnTimeRate", "received"))


class TestKnownParts:
    """Parts that are not known may be 0: only what is known can be too much."""

    def test_only_the_known_parts_are_named(self) -> None:
        (problem,) = DossierCounts(received=1800, completed=1900).problems()
        assert (problem.code, problem.severity) == (ProblemCode.PARTS_ABOVE_WHOLE, Severity.WARNING)
        assert problem.text("vi")[0] == (
            "Hồ sơ tiếp nhận: 1800, ít hơn riêng các phần đã biết (Hồ sơ đã giải quyết): 1900."
        )
        (problem,) = DossierCounts(channel_total=9, direct=8, postal=2).problems()
        assert problem.severity is Severity.ERROR
        assert problem.message == (
            "Dossiers of all channels: 9, less than the known parts alone "
            "(Dossiers filed in person, Dossiers filed by post): 10."
        )

    def test_too_little_is_known(self) -> None:
        assert DossierCounts(received=1900, completed=1800).problems() == ()
        assert DossierCounts(channel_total=10, direct=8, postal=2).problems() == ()


def problems_of(record: UnitCounts) -> list[tuple[ProblemCode, Severity]]:
    return [(problem.code, problem.severity) for problem in iter_problems(record)]


class TestInRecords:
    def test_an_error_keeps_a_record_from_being_scored(self) -> None:
        record = UnitCounts(counts={"2.1": (8, 10)}, dossiers=evolve(SOUND, overdue=3))
        assert problems_of(record) == [(ProblemCode.UNBALANCED, Severity.ERROR)]
        with pytest.raises(InvalidRecordError, match="add up to 11"):
            score_counts(record)

    def test_a_warning_does_not(self) -> None:
        record = UnitCounts(counts={"2.1": (8, 10)}, dossiers=evolve(SOUND, pending=4))
        assert problems_of(record) == [(ProblemCode.UNBALANCED, Severity.WARNING)]
        assert score_counts(record).nodes["progress"].points == 16

    def test_counts_come_first(self) -> None:
        record = UnitCounts(counts={"2.1": (11, 10)}, dossiers=evolve(SOUND, on_time=11))
        assert problems_of(record) == [(ProblemCode.ABOVE_DENOMINATOR, Severity.ERROR)]

    def test_problems_of_counts_and_points(self) -> None:
        record = UnitCounts(counts={"4.2": (-1, 2), "9.9": (1, 2)}, points={"CLGQ": 13})
        problems: list[Problem] = [*iter_problems(record, framework="portal-2026")]
        assert [p.path for p in problems] == [
            ("nodes", "online.services"),
            ("counts", "SO_HOA_GIAY_TO_GIAI_QUYET"),
            ("counts", "9.9"),
        ]

    def test_a_count_that_is_too_large_is_a_problem(self) -> None:
        record = UnitCounts(counts={"1.4": (10**15, 10**15), "2.1": (10**15, 10**15)})
        assert problems_of(record) == [(ProblemCode.COUNT_TOO_LARGE, Severity.ERROR)] * 2
