"""What a type checker knows of the public names, from outside.

mypy and pyright read this file as the code of a user: `assert_type` fails where they infer
something else, and an exception that is not needed is an error too, so that every use marked as
wrong is one that they refuse. As tests the same lines run.
"""

# pyright: strict, reportUnnecessaryTypeIgnoreComment=true, reportUnusedExpression=false
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, assert_type

import pytest

import vn766
from vn766 import (
    Published,
    Unit,
    UnitPoints,
    classify,
    get_framework,
    nd30,
    rank_units,
    readers,
    score_points,
    vi,
)
from vn766.codes import AgencyCode
from vn766.compare import Comparison, RankingComparison, compare
from vn766.errors import InvalidRecordError, Problem, ProblemCode
from vn766.explain import Explanation
from vn766.framework import Band, Framework, Indicator, Node, Target
from vn766.period import Month, Period
from vn766.records import Counts, Ratio, UnitCounts
from vn766.score import (
    IndicatorResult,
    NodeResult,
    Number,
    RankedUnit,
    Ranking,
    UnitResult,
    iter_problems,
    percent,
    score_counts,
)
from vn766.vi import format_number, parse_date, parse_number, parse_period, parse_points, parse_rank

if TYPE_CHECKING:
    from collections.abc import Iterator

POINTS: dict[str, Number | None] = {
    "CKMB": 18,
    "TDGQ": "18,72",
    "CLGQ": 7.93,
    "TTTT": Decimal("7.36"),
    "MDHL": None,
}


class TestResults:
    def test_a_result(self) -> None:
        result = assert_type(score_points(POINTS), UnitResult)
        assert_type(result.total, Decimal | None)
        assert_type(result.percent, Decimal | None)
        assert_type(result.bounds, tuple[Decimal, Decimal])
        assert_type(result.band, Band | None)
        assert_type(result.possible_bands, tuple[Band, ...])
        assert_type(result.missing, tuple[str, ...])
        assert_type(result.nodes["progress"], NodeResult)
        assert_type(result.nodes["progress"].points, Decimal | None)
        assert_type(result.to_next_band, Decimal | None)
        assert_type(result.warnings, tuple[Problem, ...])
        assert_type(result.framework_digest, str)
        assert_type(result.unit, Unit | None)
        assert_type(result.period, Period | None)
        assert_type(result.published, Published | None)
        assert_type(result.explain(), Explanation)

    def test_counts(self) -> None:
        counts: Counts = {"5.4": (755, 1120), "5.2": None, "5.3": Ratio(4, 4)}
        result = score_counts(counts, points={"CLGQ": "8,57"})
        (component, *_) = result.indicators.values()
        assert_type(component, IndicatorResult)
        assert_type(component.status, Literal["scored", "not_applicable", "missing"])
        assert_type(score_counts(UnitCounts(counts=counts)), UnitResult)

    def test_a_ranking(self) -> None:
        ranking = assert_type(rank_units([score_points(POINTS)], pool="xã"), Ranking)
        assert_type(ranking.rows, tuple[RankedUnit, ...])
        for row in ranking:
            assert_type(row.rank, int)
            assert_type(row.result, UnitResult)

    def test_a_comparison_of_two_of_a_kind(self) -> None:
        result = score_points(POINTS, period=Month(2025, 6))
        assert_type(compare(result, result), Comparison)
        ranking = rank_units([score_points(POINTS, unit=Unit(name="A", code="H01"))], pool="xã")
        assert_type(compare(ranking, ranking, same_basis=True), RankingComparison)


class TestWhatGoesIn:
    def test_every_number(self) -> None:
        numbers: list[Number] = [1, "1,5", 1.5, Decimal("1.5")]
        for number in numbers:
            assert_type(classify(number), Band)
            assert_type(percent(number, 22), Decimal)

    def test_a_mapping_of_one_kind_of_number(self) -> None:
        assert_type(score_points({"CKMB": 18}), UnitResult)
        assert_type(score_points({"CKMB": 17.5}), UnitResult)
        read_only: Mapping[str, Decimal] = {"CKMB": Decimal(18)}
        assert_type(score_points(read_only), UnitResult)

    def test_a_record(self) -> None:
        record = UnitPoints(unit=Unit(name="UBND xã A", level="commune"), points={"CKMB": "17,5"})
        assert_type(record.points, Mapping[str, Number | None])
        problems: Iterator[Problem] = iter_problems(record)
        assert list(problems) == []

    def test_what_both_checkers_refuse(self) -> None:
        if TYPE_CHECKING:
            score_points({"CKMB": [18]})  # type: ignore[dict-item]
            score_points({"CKMB": 18}, None)  # type: ignore[call-arg]
            classify(None)  # type: ignore[arg-type]
            rank_units([], method="best")  # type: ignore[arg-type]
            Unit(name="A", level="tỉnh")  # type: ignore[arg-type]
            result = score_points({})
            result.total = None  # type: ignore[misc]
            result.total + 1  # type: ignore[operator]
            Month(2025)  # type: ignore[call-arg]


class TestTheRest:
    def test_frameworks(self) -> None:
        framework = assert_type(get_framework("portal-2026"), Framework)
        assert_type(framework.groups, tuple[Node, ...])
        assert_type(framework.max_points, Decimal)
        indicator = assert_type(next(framework.indicators()), Indicator)
        if isinstance(indicator.rule, Target):
            assert_type(indicator.rule.target_percent, Decimal)

    def test_errors(self) -> None:
        try:
            score_points({"CKMB": 19})
        except InvalidRecordError as error:
            assert_type(error.problems, tuple[Problem, ...])
            assert_type(error.problems[0].code, ProblemCode)
            assert_type(error.problems[0].text("vi"), tuple[str, str])

    def test_texts(self) -> None:
        assert_type(parse_number("87,09"), Decimal)
        assert_type(parse_points("87,09/100 điểm"), tuple[Decimal, Decimal])
        assert_type(parse_rank("05/65"), tuple[int, int])
        assert_type(parse_date("05/7/2023"), date)
        assert_type(parse_period("Quý II/2023"), Period)
        assert_type(format_number(Decimal("87.09")), str)
        assert_type(AgencyCode.parse("000.21.35.H53"), AgencyCode)

    def test_the_version(self) -> None:
        assert_type(vn766.__version__, str)


class TestNames:
    """A name that is not there is none to type checkers either: it is likely a slip.

    The excuses are what is tested: type checking fails on each that is not needed.
    """

    def test_of_packages_that_load_their_names_late(self) -> None:
        with pytest.raises(AttributeError):
            _ = vn766.score_pionts  # type: ignore[attr-defined]
        with pytest.raises(AttributeError):
            _ = vi.parse_nummber  # type: ignore[attr-defined]
        with pytest.raises(AttributeError):
            _ = nd30.foo  # type: ignore[attr-defined]
        with pytest.raises(AttributeError):
            _ = readers.read_point  # type: ignore[attr-defined]
