"""Periods: their days, their order, what they refuse."""

from __future__ import annotations

import calendar
import copy
import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import FormatError, ProblemCode
from vn766.period import (
    VIETNAM_TIME,
    Days,
    HalfYear,
    Month,
    NineMonths,
    Quarter,
    Year,
    days_in_month,
    sort_key,
)
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
        (Year(2100), date(2100, 1, 1), date(2100, 12, 31)),
        (Days(date(2025, 6, 15), date(2025, 7, 14)), date(2025, 6, 15), date(2025, 7, 14)),
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
        period.up_to = True  # type: ignore[misc]
    with pytest.raises((AttributeError, TypeError)):
        period.name = "x"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: Month(2023, 0), "'0': a month is a whole number from 1 to 12."),
        (lambda: Month(2023, 13), "'13': a month is a whole number from 1 to 12."),
        (lambda: Quarter(2023, 5), "'5': a quarter is a whole number from 1 to 4."),
        (lambda: HalfYear(2023, 3), "'3': a half of the year is a whole number from 1 to 2."),
        (lambda: NineMonths(1899), "'1899': a year is a whole number from 1900 to 2100."),
        (lambda: Year(2101), "'2101': a year is a whole number from 1900 to 2100."),
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
def test_one_period_follows_the_other(first: Month, a_year: int, up_to: bool) -> None:  # noqa: FBT001
    period: Period = attrs.evolve(first, up_to=up_to)
    for step in range(3 * a_year):
        following = period.next
        assert following.kind == period.kind
        assert following > period
        assert following.year == 2024 + (step + 1) // a_year
        if a_year > 1 and not up_to:
            assert following.start == period.end + timedelta(days=1)
        period = following


@pytest.mark.parametrize(
    "last",
    [
        Month(2100, 12),
        Quarter(2100, 4),
        HalfYear(2100, 2),
        Year(2100),
        Days(date(2100, 1, 1), date(2100, 12, 31)),
    ],
)
def test_nothing_follows_the_year_2100(last: Period) -> None:
    with pytest.raises(FormatError):
        _ = last.next


class TestDays:
    """Any days in a row: a reporting month need not begin on the 1st."""

    def test_they_are_a_kind_of_their_own(self) -> None:
        june: Period = Days(date(2025, 6, 1), date(2025, 6, 30))
        assert june != Month(2025, 6)
        assert (june.kind, june.year, june.up_to) == ("days", 2025, False)
        assert Days(date(2025, 12, 15), date(2026, 1, 14)).year == 2026

    def test_of_a_point_in_time_its_date_is_taken(self) -> None:
        noon = datetime(2025, 6, 15, 12)  # noqa: DTZ001
        assert Days(noon, noon) == Days(date(2025, 6, 15), date(2025, 6, 15))

    def test_all_of_one_length_are_in_order(self) -> None:
        first = Days(date(2025, 6, 1), date(2025, 6, 30))
        assert Days(date(2025, 6, 2), date(2025, 6, 30)) < first < first.next

    @pytest.mark.parametrize(
        ("start", "end", "following"),
        [
            (date(2025, 6, 15), date(2025, 7, 14), (date(2025, 7, 15), date(2025, 8, 14))),
            (date(2025, 1, 1), date(2025, 1, 31), (date(2025, 2, 1), date(2025, 2, 28))),
            (date(2025, 10, 1), date(2025, 12, 31), (date(2026, 1, 1), date(2026, 3, 31))),
            (date(2025, 6, 2), date(2025, 6, 8), (date(2025, 6, 9), date(2025, 6, 15))),
            (date(2024, 12, 31), date(2025, 1, 30), (date(2025, 1, 31), date(2025, 2, 27))),
        ],
    )
    def test_what_follows(self, start: date, end: date, following: tuple[date, date]) -> None:
        assert Days(start, end).next == Days(*following)

    @pytest.mark.parametrize(
        ("start", "end", "code"),
        [
            (date(2025, 6, 2), date(2025, 6, 1), ProblemCode.LAST_BEFORE_FIRST),
            (date(1899, 12, 31), date(2025, 6, 1), ProblemCode.OUT_OF_RANGE),
            (date(2025, 6, 2), None, ProblemCode.NOT_A_DATE),
            ("2025-06-02", date(2025, 6, 2), ProblemCode.NOT_A_DATE),
        ],
    )
    def test_what_are_none(self, start: date, end: date, code: ProblemCode) -> None:
        with pytest.raises(FormatError) as caught:
            Days(start, end)
        assert caught.value.problem.code is code


@pytest.mark.parametrize(
    ("period", "text", "iso"),
    [
        (Month(2026, 3), "tháng 3/2026", "2026-03"),
        (Month(2026, 2), "tháng 02/2026", "2026-02"),
        (Month(2026, 3, up_to=True), "đến tháng 3/2026", "2026-01-01/2026-03-31"),
        (Quarter(2026, 3), "Quý III/2026", "2026-Q3"),
        (Quarter(2026, 3, up_to=True), "đến Quý III/2026", "2026-01-01/2026-09-30"),
        (HalfYear(2026, 1), "6 tháng đầu năm 2026", "2026-01-01/2026-06-30"),
        (HalfYear(2026, 2), "6 tháng cuối năm 2026", "2026-07-01/2026-12-31"),
        (NineMonths(2026), "9 tháng đầu năm 2026", "2026-01-01/2026-09-30"),
        (Year(2026), "năm 2026", "2026"),
        (Year(2026, up_to=True), "đến năm 2026", "2026-01-01/2026-12-31"),
        (
            Days(date(2025, 6, 15), date(2025, 7, 14)),
            "từ ngày 15/6/2025 đến ngày 14/7/2025",
            "2025-06-15/2025-07-14",
        ),
    ],
)
def test_its_texts_for_people_and_for_programs(period: Period, text: str, iso: str) -> None:
    assert str(period) == f"{period}" == text
    assert period.isoformat() == iso


class TestContainment:
    def test_of_days(self) -> None:
        june = Month(2025, 6)
        assert date(2025, 6, 1) in june
        assert date(2025, 6, 30) in june
        assert date(2025, 7, 1) not in june
        assert date(2025, 1, 1) in Month(2025, 6, up_to=True)

    def test_of_points_in_time_in_vietnamese_time(self) -> None:
        evening = datetime(2025, 6, 30, 20, tzinfo=UTC)
        assert evening not in Month(2025, 6)
        assert evening.astimezone(VIETNAM_TIME) in Month(2025, 7)
        assert evening.replace(tzinfo=None) in Month(2025, 6)

    def test_of_periods(self) -> None:
        assert Month(2025, 6) in Quarter(2025, 2) in HalfYear(2025, 1) in Year(2025)
        assert Quarter(2025, 3) not in HalfYear(2025, 1)
        assert Month(2025, 6) in Month(2025, 6)

    def test_of_nothing_else(self) -> None:
        with pytest.raises(TypeError):
            assert "tháng 6/2025" in Year(2025)  # type: ignore[operator]


@given(st.lists(periods(), max_size=20))
def test_all_kinds_have_one_order_for_sorting(several: list[Period]) -> None:
    ordered = sorted(several, key=sort_key)
    ends = [period.end for period in ordered]
    assert ends == sorted(ends)
    for before, after in pairwise(ordered):
        if before.kind == after.kind:
            assert before <= after
        elif before.end == after.end:
            assert before.start >= after.start
