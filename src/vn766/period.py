"""The spans of time that results are published for.

Five kinds of the calendar, each also cumulative ("đến tháng 8/2025"), and any days in a row. They
are pure values: `str` is their usual Vietnamese text, all other texts are read and written in
`vn766.vi`.
"""

from __future__ import annotations

from abc import abstractmethod
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from functools import total_ordering
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias, final

from attrs import evolve, field, frozen

from vn766.errors import FormatError, ProblemCode, Word, printed
from vn766.vocabulary.typed import integer

if TYPE_CHECKING:
    from typing import SupportsIndex

__all__ = [
    "VIETNAM_TIME",
    "Days",
    "HalfYear",
    "Month",
    "NineMonths",
    "Period",
    "Quarter",
    "Year",
    "days_in_month",
    "sort_key",
]

VIETNAM_TIME: Final = timezone(timedelta(hours=7))
"""The time zone of Vietnam, UTC+7 the whole year."""

FIRST_YEAR: Final = 1900  # four digits outside of these years are a number, or a slip
LAST_YEAR: Final = 2100

_FEBRUARY = 2
_LONG_MONTHS = frozenset({1, 3, 5, 7, 8, 10, 12})
_PRINTABLE_BITS = 64
_ROMAN = ("I", "II", "III", "IV")


def days_in_month(year: int, month: int) -> int:
    """Return how many days a month of the Gregorian calendar has, 28 to 31.

    Example:
        >>> days_in_month(2023, 6), days_in_month(2024, 2)
        (30, 29)
    """
    # `calendar` would do, but it loads `locale`, and importing this module must stay light.
    if month == _FEBRUARY:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 31 if month in _LONG_MONTHS else 30


def padded_month(month: int) -> str:
    """Return the digits of a month: 1 and 2 have a zero in front, the others none.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4.b.
    """
    return f"{month:02d}" if month <= _FEBRUARY else str(month)


@total_ordering
class _Span:
    """The base of all periods; the classes below hold the fields."""

    __slots__ = ()

    _name: ClassVar[str]

    @property
    def year(self) -> int:
        """The year in which it ends."""
        return self.end.year

    @property
    def up_to(self) -> bool:
        """Whether it is cumulative from 1 January."""
        return False

    @property
    def _first_month(self) -> int:
        return 1

    @property
    def _last_month(self) -> int:
        return 12

    @property
    @abstractmethod
    def _text(self) -> str:
        """Its text when it is not cumulative."""

    @property
    def _iso(self) -> str:
        """Its name in ISO 8601 when it is not cumulative, blank if it has none."""
        return ""

    @property
    def kind(self) -> str:
        """The kind, such as ``"quarter"``, or ``"up-to-quarter"`` when cumulative.

        Only periods of one kind have an order, and only their results may be compared.
        """
        return f"up-to-{self._name}" if self.up_to else self._name

    @property
    def start(self) -> date:
        """The first day; 1 January when cumulative."""
        return date(self.year, 1 if self.up_to else self._first_month, 1)

    @property
    def end(self) -> date:
        """The last day, included."""
        return date(self.year, self._last_month, days_in_month(self.year, self._last_month))

    def isoformat(self) -> str:
        """Return it as programs exchange it.

        ``2026-03``, ``2026-Q3`` and ``2026`` are a month, a quarter and a year; all others, and
        whatever is cumulative, are the interval of their days, ``2026-01-01/2026-06-30``.
        """
        named = "" if self.up_to else self._iso
        return named or f"{self.start.isoformat()}/{self.end.isoformat()}"

    def __str__(self) -> str:
        return f"đến {self._text}" if self.up_to else self._text

    def __contains__(self, other: date | _Span) -> bool:
        if isinstance(other, _Span):
            return self.start <= other.start and other.end <= self.end
        if isinstance(other, datetime):
            other = (other.astimezone(VIETNAM_TIME) if other.tzinfo else other).date()
        return self.start <= other <= self.end

    def __lt__(self, other: _Span) -> bool:
        if type(self) is not type(other) or self.up_to != other.up_to:
            return NotImplemented
        return _order(self) < _order(other)


def _order(period: _Span) -> tuple[date, int]:
    return period.end, -period.start.toordinal()


def _between(value: SupportsIndex, least: int, most: int, part: str) -> int:
    """Return an integer from `least` to `most`."""
    number = integer(value)
    if number is not None and least <= number <= most:
        return number
    # Python refuses to print integers of thousands of digits in decimal.
    large = number is not None and number.bit_length() > _PRINTABLE_BITS
    text = printed(value, repr) if number is None else hex(number) if large else str(number)
    raise FormatError.of(ProblemCode.OUT_OF_RANGE, text, part=Word(part), least=least, most=most)


def _year(value: SupportsIndex) -> int:
    return _between(value, FIRST_YEAR, LAST_YEAR, "a year")


def _month(value: SupportsIndex) -> int:
    return _between(value, 1, 12, "a month")


def _quarter(value: SupportsIndex) -> int:
    return _between(value, 1, 4, "a quarter")


def _half(value: SupportsIndex) -> int:
    return _between(value, 1, 2, "a half of the year")


def day_of(value: object) -> date:
    """Return the day of a date or point in time, in the years that periods have.

    Raises:
        FormatError: the value is none, or of another year.
    """
    day = None
    with suppress(Exception):  # the methods of a type that is not ours
        # pandas' NaT calls itself a datetime, and is not equal to itself.
        if isinstance(value, date) and value == value:  # noqa: PLR0124 (NaT is no day)
            day = date(value.year, value.month, value.day)
    if day is None:
        raise FormatError.of(ProblemCode.NOT_A_DATE, value)
    _year(day.year)
    return day


@final
@frozen(order=False)
class Month(_Span):
    """One month, or with `up_to` the months from January to it.

    Raises:
        FormatError: a part is not an integer in its range.

    Example:
        >>> june = Month(2023, 6)
        >>> june.start, june.end
        (datetime.date(2023, 6, 1), datetime.date(2023, 6, 30))
        >>> june < Month(2023, 7)
        True
        >>> Month(2025, 8, up_to=True).start
        datetime.date(2025, 1, 1)
    """

    _name: ClassVar[str] = "month"

    year: int = field(converter=_year)
    """1900 to 2100."""
    month: int = field(converter=_month)
    """1 to 12."""
    up_to: bool = field(default=False, kw_only=True, converter=bool)
    """Cumulative from 1 January ("đến tháng 8/2025")."""

    @property
    def _first_month(self) -> int:
        return self.month

    @property
    def _last_month(self) -> int:
        return self.month

    @property
    def _text(self) -> str:
        return f"tháng {padded_month(self.month)}/{self.year}"

    @property
    def _iso(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def next(self) -> Month:
        """The month that follows.

        Raises:
            FormatError: it would be in the year 2101.

        Example:
            >>> Month(2025, 12).next
            Month(year=2026, month=1, up_to=False)
        """
        years, month = divmod(self.month, 12)
        return evolve(self, year=self.year + years, month=month + 1)


@final
@frozen(order=False)
class Quarter(_Span):
    """One quarter of the calendar year, or with `up_to` the quarters from the first to it.

    Raises:
        FormatError: a part is not an integer in its range.

    Example:
        >>> Quarter(2023, 2).start, Quarter(2023, 2).end
        (datetime.date(2023, 4, 1), datetime.date(2023, 6, 30))
    """

    _name: ClassVar[str] = "quarter"

    year: int = field(converter=_year)
    """1900 to 2100."""
    quarter: int = field(converter=_quarter)
    """1 to 4 (printed in Roman numerals: "Quý II/2023")."""
    up_to: bool = field(default=False, kw_only=True, converter=bool)
    """Cumulative from 1 January ("đến Quý II/2023")."""

    @property
    def _first_month(self) -> int:
        return 3 * self.quarter - 2

    @property
    def _last_month(self) -> int:
        return 3 * self.quarter

    @property
    def _text(self) -> str:
        return f"Quý {_ROMAN[self.quarter - 1]}/{self.year}"

    @property
    def _iso(self) -> str:
        return f"{self.year}-Q{self.quarter}"

    @property
    def next(self) -> Quarter:
        """The quarter that follows; raises `FormatError` beyond the year 2100."""
        years, quarter = divmod(self.quarter, 4)
        return evolve(self, year=self.year + years, quarter=quarter + 1)


@final
@frozen(order=False)
class HalfYear(_Span):
    """The first or last six months of a year, or with `up_to` the year to their end.

    Raises:
        FormatError: a part is not an integer in its range.

    Example:
        >>> HalfYear(2023, 2).start, HalfYear(2023, 2).end
        (datetime.date(2023, 7, 1), datetime.date(2023, 12, 31))
    """

    _name: ClassVar[str] = "half-year"

    year: int = field(converter=_year)
    """1900 to 2100."""
    half: int = field(converter=_half)
    """1 ("6 tháng đầu năm") or 2 ("6 tháng cuối năm")."""
    up_to: bool = field(default=False, kw_only=True, converter=bool)
    """Cumulative from 1 January."""

    @property
    def _first_month(self) -> int:
        return 6 * self.half - 5

    @property
    def _last_month(self) -> int:
        return 6 * self.half

    @property
    def _text(self) -> str:
        return f"6 tháng {'đầu' if self.half == 1 else 'cuối'} năm {self.year}"

    @property
    def next(self) -> HalfYear:
        """The half-year that follows; raises `FormatError` beyond the year 2100."""
        years, half = divmod(self.half, 2)
        return evolve(self, year=self.year + years, half=half + 1)


@final
@frozen(order=False)
class NineMonths(_Span):
    """The first nine months of a year ("9 tháng đầu năm").

    Raises:
        FormatError: a part is not an integer in its range.

    Example:
        >>> NineMonths(2023).end
        datetime.date(2023, 9, 30)
    """

    _name: ClassVar[str] = "nine-months"

    year: int = field(converter=_year)
    """1900 to 2100."""
    up_to: bool = field(default=False, kw_only=True, converter=bool)
    """Said as cumulative ("đến 9 tháng đầu năm"); the days are the same."""

    @property
    def _last_month(self) -> int:
        return 9

    @property
    def _text(self) -> str:
        return f"9 tháng đầu năm {self.year}"

    @property
    def next(self) -> NineMonths:
        """Those of the year that follows; raises `FormatError` beyond the year 2100."""
        return evolve(self, year=self.year + 1)


@final
@frozen(order=False)
class Year(_Span):
    """One calendar year.

    Raises:
        FormatError: a part is not an integer in its range.

    Example:
        >>> Year(2025).start, Year(2025).end
        (datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    """

    _name: ClassVar[str] = "year"

    year: int = field(converter=_year)
    """1900 to 2100."""
    up_to: bool = field(default=False, kw_only=True, converter=bool)
    """Said as cumulative ("đến năm 2025"); the days are the same."""

    @property
    def _text(self) -> str:
        return f"năm {self.year}"

    @property
    def _iso(self) -> str:
        return str(self.year)

    @property
    def next(self) -> Year:
        """The year that follows; raises `FormatError` beyond the year 2100."""
        return evolve(self, year=self.year + 1)


@final
@frozen(order=False)
class Days(_Span):
    """Any days in a row, such as a reporting month from the 15th to the 14th.

    Raises:
        FormatError: a part is no day of those years, or the last day comes before the first.

    Example:
        >>> reporting_month = Days(date(2025, 6, 15), date(2025, 7, 14))
        >>> str(reporting_month), date(2025, 7, 15) in reporting_month
        ('từ ngày 15/6/2025 đến ngày 14/7/2025', False)
    """

    _name: ClassVar[str] = "days"

    start: date = field(converter=day_of)
    """The first day, in the years 1900 to 2100; of a point in time its date is taken."""
    end: date = field(converter=day_of)
    """The last day, included."""

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise FormatError.of(ProblemCode.LAST_BEFORE_FIRST, str(self))

    @property
    def _text(self) -> str:
        first, last = (
            f"{day.day:02d}/{padded_month(day.month)}/{day.year}" for day in (self.start, self.end)
        )
        return f"từ ngày {first} đến ngày {last}"

    @property
    def next(self) -> Days:
        """The days that follow, as many; if these are whole months, as many months.

        Raises:
            FormatError: they would end after the year 2100.

        Example:
            >>> str(Days(date(2025, 6, 15), date(2025, 7, 14)).next)
            'từ ngày 15/7/2025 đến ngày 14/8/2025'
        """
        first = self.end + timedelta(days=1)
        months = 12 * (first.year - self.start.year) + first.month - self.start.month
        if first.day != self.start.day:
            return Days(first, first + (self.end - self.start))
        years, month = divmod(first.month - 1 + months, 12)
        day = min(first.day, days_in_month(first.year + years, month + 1))
        return Days(first, date(first.year + years, month + 1, day) - timedelta(days=1))


Period: TypeAlias = Month | Quarter | HalfYear | NineMonths | Year | Days


def sort_key(period: Period) -> tuple[date, int, str]:
    """Return a key that orders periods of all kinds by their last day, the shorter first.

    Example:
        >>> periods = [Year(2025), Month(2025, 12), Quarter(2025, 4), Month(2025, 1)]
        >>> [str(period) for period in sorted(periods, key=sort_key)]
        ['tháng 01/2025', 'tháng 12/2025', 'Quý IV/2025', 'năm 2025']
    """
    return *_order(period), period.kind
