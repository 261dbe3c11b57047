"""Strategies for texts as officials write them, and for the values behind them.

`vietnamese_numbers` and `vietnamese_dates` draw texts in all the spellings that `vn766.vi`
reads: to know the value of one, parse it. The other strategies draw values, whose texts are
``str(code)`` and ``format_period(period)``. All build what they draw, filter nothing, and shrink
towards plain examples.
"""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from vn766.codes import AgencyCode, DossierCode
from vn766.errors import FormatError
from vn766.period import FIRST_YEAR, LAST_YEAR, Days, HalfYear, Month, NineMonths, Quarter, Year
from vn766.vi.dates import format_date
from vn766.vi.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from vn766.period import Period
    from vn766.vi.numbers import Number

_NBSP = "\u00a0"
_LARGEST = 10**15
_MAX_DECIMALS = 20
_MAX_SEGMENTS = 15

_DATE_SPELLINGS: tuple[Callable[[date], str], ...] = (
    lambda day: format_date(day, "slash"),
    lambda day: format_date(day, "issue"),
    lambda day: format_date(day, "long"),
    lambda day: f"{day.day:02d}/{day.month:02d}/{day.year:04d}",
    lambda day: f"{day.day}-{day.month}-{day.year:04d}",
    lambda day: f"{day.day}.{day.month}.{day.year:04d}",
    lambda day: f"ngày {day.day} tháng {day.month} năm {day.year:04d}",
    lambda day: f"ngày {day.day}/{day.month}/{day.year:04d}",
    date.isoformat,
)
_PERIOD_KINDS: dict[type[Period], Callable[[date, bool], Period]] = {
    Month: lambda day, up_to: Month(day.year, day.month, up_to=up_to),
    Quarter: lambda day, up_to: Quarter(day.year, (day.month + 2) // 3, up_to=up_to),
    HalfYear: lambda day, up_to: HalfYear(day.year, (day.month + 5) // 6, up_to=up_to),
    NineMonths: lambda day, up_to: NineMonths(day.year, up_to=up_to),
    Year: lambda day, up_to: Year(day.year, up_to=up_to),
}
_FIRST_DAY, _LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


def vietnamese_numbers(
    *, min_value: Number = -_LARGEST, max_value: Number = _LARGEST, max_decimals: int = 2
) -> st.SearchStrategy[str]:
    """Draw texts that `vi.parse_number` reads with its default decimal mark.

    Among them are thousands with and without dots, zeros in front and at the end, both minus
    signs, and blanks around. Every number of the range that has so few decimals can come.

    Args:
        min_value: the least number, included.
        max_value: the largest number, included; both at most 10^15 in absolute value.
        max_decimals: the most decimals written, 0 to 20.

    Raises:
        InvalidArgument: an option is out of range, or no number lies between the limits.

    Example:
        >>> from hypothesis import find
        >>> find(vietnamese_numbers(min_value=1000), lambda text: True)
        '1000'
        >>> find(vietnamese_numbers(max_value=100), lambda text: "," in text)
        '0,0'
    """
    _require(
        type(max_decimals) is int and 0 <= max_decimals <= _MAX_DECIMALS,
        f"max_decimals must be an integer from 0 to {_MAX_DECIMALS}, not {max_decimals!r}",
    )
    least, most = _limit("min_value", min_value), _limit("max_value", max_value)
    strategies: list[st.SearchStrategy[str]] = []
    for places in range(max_decimals + 1):
        first, last = math.ceil(least * 10**places), math.floor(most * 10**places)
        if first <= last:
            strategies.append(_number_texts(first, last, places))
    _require(
        bool(strategies),
        f"no number with at most {max_decimals} decimals lies between "
        f"min_value={min_value!r} and max_value={max_value!r}",
    )
    return st.one_of(strategies)


@st.composite
def _number_texts(draw: st.DrawFn, first: int, last: int, places: int) -> str:
    number = draw(st.integers(first, last))
    zeros = draw(st.sampled_from(("", "0", "00")))
    digits = str(abs(number)).rjust(places + 1, "0")
    whole, fraction = digits[: len(digits) - places], digits[len(digits) - places :]
    if draw(st.booleans()):
        whole, zeros = f"{int(whole):,}".replace(",", "."), ""
    sign = draw(st.sampled_from("-\u2212")) if number < 0 else ""
    before, after = (draw(st.sampled_from(("", " ", _NBSP))) for _ in range(2))
    mark = "," if fraction else ""
    return f"{before}{sign}{zeros}{whole}{mark}{fraction}{after}"


def vietnamese_dates(
    *, min_value: date = _FIRST_DAY, max_value: date = _LAST_DAY
) -> st.SearchStrategy[str]:
    """Draw texts that `vi.parse_date` reads.

    Among them are all styles of `vi.format_date`, the months with and without zeros, the marks
    ``/``, ``-`` and ``.``, ISO dates, capitals, decomposed letters and non-breaking spaces.

    Args:
        min_value: the first day, included, not before 1900.
        max_value: the last day, included, not after 2100.

    Raises:
        InvalidArgument: a day is not of the years 1900 to 2100.

    Example:
        >>> from hypothesis import find
        >>> find(vietnamese_dates(), lambda text: True)
        '01/01/2000'
    """
    return _date_texts(_days(min_value, max_value))


def _days(first: date, last: date) -> st.SearchStrategy[date]:
    _require(
        first >= _FIRST_DAY and last <= _LAST_DAY,
        f"min_value and max_value must be of the years {FIRST_YEAR} to {LAST_YEAR}, "
        f"not {first!r}, {last!r}",
    )
    return st.dates(first, last)


@st.composite
def _date_texts(draw: st.DrawFn, days: st.SearchStrategy[date]) -> str:
    text = draw(st.sampled_from(_DATE_SPELLINGS))(draw(days))
    text = draw(st.sampled_from((text, text.upper(), text.lower())))
    text = draw(st.sampled_from((text, normalize("NFD", text))))
    return text.replace(" ", draw(st.sampled_from((" ", _NBSP, "  "))))


def periods(
    *,
    min_value: date = _FIRST_DAY,
    max_value: date = _LAST_DAY,
    kinds: Collection[type[Period]] = (*_PERIOD_KINDS, Days),
    up_to: bool | None = None,
) -> st.SearchStrategy[Period]:
    """Draw periods: the month, quarter, half, nine months or year of a day, or some days in a row.

    Args:
        min_value: the first day whose periods are drawn, not before 1900.
        max_value: the last day whose periods are drawn, not after 2100.
        kinds: the classes to draw from.
        up_to: only cumulative ones, or only others; both by default. `Days` are never cumulative.

    Raises:
        InvalidArgument: `kinds` is empty or holds something else, nothing of them is cumulative,
            or a day is not of the years 1900 to 2100.

    Example:
        >>> from hypothesis import find
        >>> find(periods(kinds=[Quarter], up_to=True), lambda period: True)
        Quarter(year=2000, quarter=1, up_to=True)
    """
    _require(
        bool(kinds) and all(kind in {*_PERIOD_KINDS, Days} for kind in kinds),
        f"kinds must be some of the period classes, not {kinds!r}",
    )
    strategies: list[st.SearchStrategy[Period]] = []
    days, calendar = _days(min_value, max_value), [kind for kind in kinds if kind is not Days]
    if calendar:
        cumulative = st.booleans() if up_to is None else st.just(up_to)
        strategies.append(st.builds(_period_of, st.sampled_from(calendar), days, cumulative))
    if Days in kinds and not up_to:
        strategies.append(st.tuples(days, days).map(lambda ends: Days(min(ends), max(ends))))
    _require(bool(strategies), "Days are never cumulative")
    return st.one_of(strategies)


def _period_of(kind: type[Period], day: date, up_to: bool) -> Period:  # noqa: FBT001
    return _PERIOD_KINDS[kind](day, up_to)


def agency_codes(
    *, layout: Literal["new", "old"] | None = None, max_segments: int = 3
) -> st.SearchStrategy[AgencyCode]:
    """Draw agency codes of one layout or both; the agencies need not exist.

    Args:
        layout: ``"new"`` (``H21.17``) or ``"old"`` (``000.21.35.H53``); both by default.
        max_segments: the most segments behind the province, 1 to 15; before it, in the old layout,
            there are always three.

    Raises:
        InvalidArgument: an option is out of range.

    Example:
        >>> from hypothesis import find
        >>> find(agency_codes(), lambda code: True)
        AgencyCode('H00')
        >>> find(agency_codes(layout="old"), lambda code: True)
        AgencyCode('000.00.00.H00')
    """
    _require(layout in {None, "new", "old"}, f"layout must be 'new', 'old' or None, not {layout!r}")
    _require(
        type(max_segments) is int and 1 <= max_segments <= _MAX_SEGMENTS,
        f"max_segments must be an integer from 1 to {_MAX_SEGMENTS}, not {max_segments!r}",
    )
    provinces = st.builds(
        "{}{:02d}".format,
        st.sampled_from("HGABCDEFIJKLMNOPQRSTUVWXYZ"),  # shrinks to a province's letter
        st.integers(0, 99),
    )
    two, three = st.integers(0, 99).map("{:02d}".format), st.integers(0, 999).map("{:03d}".format)
    new = st.builds(_agency, st.tuples(provinces), st.lists(two | three, max_size=max_segments))
    old = st.builds(_agency, st.tuples(three, two, two), st.tuples(provinces))
    return {None: new | old, "new": new, "old": old}[layout]


def _agency(first: Iterable[str], then: Iterable[str]) -> AgencyCode:
    return AgencyCode(".".join((*first, *then)))


def dossier_codes(
    *,
    agencies: st.SearchStrategy[AgencyCode] | None = None,
    min_value: date = date(2000, 1, 1),
    max_value: date = date(2099, 12, 31),
) -> st.SearchStrategy[DossierCode]:
    """Draw dossier codes, without warnings.

    Args:
        agencies: where their agencies come from; `agency_codes` by default.
        min_value: the first day of receipt, not before 2000.
        max_value: the last day of receipt, not after 2099.

    Raises:
        InvalidArgument: a day is outside the years that two digits stand for.

    Example:
        >>> from hypothesis import find
        >>> str(find(dossier_codes(), lambda code: True))
        'H00-000101-0000'
    """
    _require(
        date(2000, 1, 1) <= min_value and max_value <= date(2099, 12, 31),
        f"min_value and max_value must be from 2000 to 2099, not {min_value!r}, {max_value!r}",
    )
    return st.builds(
        DossierCode,
        agency=agency_codes() if agencies is None else agencies,
        received_on=st.dates(min_value, max_value),
        sequence=st.integers(4, 7).flatmap(
            lambda width: st.integers(0, 10**width - 1).map(f"{{:0{width}d}}".format)
        ),
        warnings=st.just(()),
    )


def _limit(name: str, value: Number) -> Fraction:
    try:
        limit = Fraction(exact(value))
    except FormatError as error:
        message = f"{name}={value!r} is not a finite number"
        raise InvalidArgument(message) from error
    _require(abs(limit) <= _LARGEST, f"{name}={value!r} is not from -10**15 to 10**15")
    return limit


def _require(condition: bool, message: str) -> None:  # noqa: FBT001
    if not condition:
        raise InvalidArgument(message)
