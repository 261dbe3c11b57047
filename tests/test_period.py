"""Periods: their days, their order, what they refuse."""

from __future__ import annotations

import calendar
import copy
import pickle
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import FormatError, ProblemCode
from vn766.period import HalfYear, Month, NineMonths, Quarter, Year, days_in_month
from vn766.testing import periods

if TYPE_CHECKING:
    from collections.abc import Callable

    from vn766.period import Period

KINDS = (Month, Quarter, HalfYear, NineMonths, Year)


@pytest.mark.parametrize("year", [1, 4, 100, 400, 1900, 2000, 2023, 2024, 2100, 9999])
def test_days_in_month_agrees_with_the_calendar(year: int) -> None:
    lengths = [days_in_month(year, month) for month in range(1, 13)]
    assert lengths == [calendar.monthrange(year, month)[1] for month in range(1, 13)]


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (Month(2024, 2), date(2024, 2, 1), date(2024, 2, 29)),
        (Month(2025, 8, up_to=True), date(2025, 1, 1), date(2025, 8, 31)),
        (Quarter(2023, 1), date(2023, 1, 1), date(2023, 3, 31)),
        (Quarter(2023, 4), date(2023, 10, 1), date(2023, 12, 31)),
        (Quarter(2023, 3, up_to=True), date(2023, 1, 1), date(2023, 9, 30)),
        (HalfYear(2023, 1), date(2023, 1, 1), date(2023, 6, 30)),
        (HalfYear(2023, 2), date(2023, 7, 1), date(2023, 12, 31)),
        (HalfYear(2023, 2, up_to=True), date(2023, 1, 1), date(2023, 12, 31)),
        (NineMonths(2023), date(2023, 1, 1), date(2023, 9, 30)),
        (Year(9999), date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_first_and_last_day(period: Period, start: date, end: date) -> None:
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(("kind", "count"), [(Month, 12), (Quarter, 4), (HalfYear, 2)])
def test_the_parts_of_a_year_cover_it_without_gaps(
    kind: Callable[[int, int], Period], count: int
) -> None:
    parts = [kind(2023, number) for number in range(1, count + 1)]
    for before, after in pairwise(parts):
        assert before.end + timedelta(1) == after.start
    assert (parts[0].start, parts[-1].end) == (Year(2023).start, Year(2023).end)


class TestOrder:
    @given(st.data(), st.sampled_from(KINDS), st.booleans())
    def test_one_kind_is_ordered_by_time(
        self,
        data: st.DataObject,
        kind: type[Period],
        up_to: bool,  # noqa: FBT001
    ) -> None:
        first, second = (data.draw(periods(kinds=[kind], up_to=up_to)) for _ in range(2))
        assert (first < second) == (first.end < second.end)
        assert (first <= second) == (first.end <= second.end)
        assert (first > second) == (first.end > second.end)
        assert (first >= second) == (first.end >= second.end)
        assert (first == second) == (first.end == second.end)

    @pytest.mark.parametrize(
        "other", [Quarter(2023, 2), Month(2023, 6, up_to=True), Year(2023), date(2023, 6, 1), 6]
    )
    def test_nothing_else_is(self, other: object) -> None:
        month = Month(2023, 6)
        assert month != other
        comparisons: list[Callable[[], bool]] = [
            lambda: month < other,  # type: ignore[operator]
            lambda: month <= other,  # type: ignore[operator]
            lambda: month > other,  # type: ignore[operator]
            lambda: month >= other,  # type: ignore[operator]
        ]
        for comparison in comparisons:
            with pytest.raises(TypeError):
                comparison()


def test_the_names_of_the_kinds() -> None:
    plain: tuple[Period, ...]
    plain = (Month(2023, 6), Quarter(2023, 2), HalfYear(2023, 1), NineMonths(2023), Year(2023))
    names = ["month", "quarter", "half-year", "nine-months", "year"]
    assert [period.kind for period in plain] == names
    cumulative = [attrs.evolve(period, up_to=True) for period in plain]
    assert [period.kind for period in cumulative] == [f"up-to-{name}" for name in names]


@given(periods())
def test_they_are_values(period: Period) -> None:
    for twin in (copy.copy(period), copy.deepcopy(period), pickle.loads(pickle.dumps(period))):
        assert twin == period
        assert hash(twin) == hash(period)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        period.year = 2000  # type: ignore[misc]
    with pytest.raises((AttributeError, TypeError)):
        period.name = "x"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: Month(2023, 0), "'0': a month is a whole number from 1 to 12."),
        (lambda: Month(2023, 13), "'13': a month is a whole number from 1 to 12."),
        (lambda: Quarter(2023, 5), "'5': a quarter is a whole number from 1 to 4."),
        (lambda: HalfYear(2023, 3), "'3': a half of the year is a whole number from 1 to 2."),
        (lambda: NineMonths(0), "'0': a year is a whole number from 1 to 9999."),
        (lambda: Year(10_000), "'10000': a year is a whole number from 1 to 9999."),
        (lambda: Month(year=2023, month=True), "'True': a month is"),
        (lambda: Month(2023, 6.0), "'6.0': a month is"),  # type: ignore[arg-type]
        (lambda: Year("2023"), "a year is a whole number"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_period_is_refused(build: Callable[[], Period], said: str) -> None:
    with pytest.raises(FormatError) as caught:
        build()
    assert caught.value.problem.code is ProblemCode.OUT_OF_RANGE
    assert said in str(caught.value)


def test_a_number_too_long_for_python_to_print_is_refused_too() -> None:
    with pytest.raises(FormatError, match="0x1"):
        Year(1 << 20_000)


@pytest.mark.parametrize(
    ("first", "a_year"),
    [
        (Month(2024, 1), 12),
        (Quarter(2024, 1), 4),
        (HalfYear(2024, 1), 2),
        (NineMonths(2024), 1),
        (Year(2024), 1),
    ],
)
@pytest.mark.parametrize("up_to", [False, True])
def test_one_period_follows_the_other(first: Period, a_year: int, up_to: bool) -> None:  # noqa: FBT001
    period: Period = attrs.evolve(first, up_to=up_to)
    for step in range(3 * a_year):
        following = period.next
        assert following.kind == period.kind
        assert following > period
        assert following.year == 2024 + (step + 1) // a_year
        if a_year > 1 and not up_to:
            assert following.start == period.end + timedelta(days=1)
        period = following


@pytest.mark.parametrize("last", [Month(9999, 12), Quarter(9999, 4), HalfYear(9999, 2), Year(9999)])
def test_nothing_follows_the_year_9999(last: Period) -> None:
    with pytest.raises(FormatError):
        _ = last.next
