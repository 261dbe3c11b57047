"""The spans of time that results are published for.

Five kinds of period, each also cumulative ("đến tháng 8/2025"). They are pure values: their
Vietnamese texts are read and written in `vn766.vi`.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from functools import total_ordering
from typing import TYPE_CHECKING, ClassVar, TypeAlias, final

from attrs import evolve, field, frozen

from vn766.errors import FormatError, ProblemCode, Word

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["HalfYear", "Month", "NineMonths", "Period", "Quarter", "Year", "days_in_month"]

_FEBRUARY = 2
_LONG_MONTHS = frozenset({1, 3, 5, 7, 8, 10, 12})
_PRINTABLE_BITS = 64


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


@total_ordering
class _Span:
    """The base of all periods; the classes below hold the fields."""

    __slots__ = ()

    _name: ClassVar[str]
    year: int
    up_to: bool

    @property
    def _first_month(self) -> int:
        return 1

    @property
    def _last_month(self) -> int:
        return 12

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

    def __lt__(self, other: _Span) -> bool:
        if type(self) is not type(other) or self.up_to != other.up_to:
            return NotImplemented
        return self.end < other.end


def _between(least: int, most: int, part: str) -> Callable[[object, object, int], None]:
    """Return a validator for integers from `least` to `most` (True is not meant as 1)."""

    def check(_instance: object, _attribute: object, value: object) -> None:
        if isinstance(value, int) and not isinstance(value, bool):
            if least <= value <= most:
                return
            # Python refuses to print integers of thousands of digits in decimal.
            text = hex(value) if value.bit_length() > _PRINTABLE_BITS else str(value)
        else:
            text = repr(value)
        raise FormatError.of(
            ProblemCode.OUT_OF_RANGE, text, part=Word(part), least=least, most=most
        )

    return check


_YEAR = _between(MINYEAR, MAXYEAR, "a year")


@final
@frozen(order=False)
class Month(_Span):
    """One month, or with `up_to` the months from January to it.

    Args:
        year: 1 to 9999.
        month: 1 to 12.
        up_to: cumulative from 1 January ("đến tháng 8/2025").

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

    year: int = field(validator=_YEAR)
    month: int = field(validator=_between(1, 12, "a month"))
    up_to: bool = field(default=False, kw_only=True, converter=bool)

    @property
    def _first_month(self) -> int:
        return self.month

    @property
    def _last_month(self) -> int:
        return self.month

    @property
    def next(self) -> Month:
        """The month that follows.

        Raises:
            FormatError: it would be in the year 10000.

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

    Args:
        year: 1 to 9999.
        quarter: 1 to 4 (printed in Roman numerals: "Quý II/2023").
        up_to: cumulative from 1 January ("đến Quý II/2023").

    Raises:
        FormatError: a part is not an integer in its range.

    Example:
        >>> Quarter(2023, 2).start, Quarter(2023, 2).end
        (datetime.date(2023, 4, 1), datetime.date(2023, 6, 30))
    """

    _name: ClassVar[str] = "quarter"

    year: int = field(validator=_YEAR)
    quarter: int = field(validator=_between(1, 4, "a quarter"))
    up_to: bool = field(default=False, kw_only=True, converter=bool)

    @property
    def _first_month(self) -> int:
        return 3 * self.quarter - 2

    @property
    def _last_month(self) -> int:
        return 3 * self.quarter

    @property
    def next(self) -> Quarter:
        """The quarter that follows; raises `FormatError` beyond the year 9999."""
        years, quarter = divmod(self.quarter, 4)
        return evolve(self, year=self.year + years, quarter=quarter + 1)


@final
@frozen(order=False)
class HalfYear(_Span):
    """The first or last six months of a year, or with `up_to` the year to their end.

    Args:
        year: 1 to 9999.
        half: 1 ("6 tháng đầu năm") or 2 ("6 tháng cuối năm").
        up_to: cumulative from 1 January.

    Raises:
        FormatError: a part is not an integer in its range.

    Example:
        >>> HalfYear(2023, 2).start, HalfYear(2023, 2).end
        (datetime.date(2023, 7, 1), datetime.date(2023, 12, 31))
    """

    _name: ClassVar[str] = "half-year"

    year: int = field(validator=_YEAR)
    half: int = field(validator=_between(1, 2, "a half of the year"))
    up_to: bool = field(default=False, kw_only=True, converter=bool)

    @property
    def _first_month(self) -> int:
        return 6 * self.half - 5

    @property
    def _last_month(self) -> int:
        return 6 * self.half

    @property
    def next(self) -> HalfYear:
        """The half-year that follows; raises `FormatError` beyond the year 9999."""
        years, half = divmod(self.half, 2)
        return evolve(self, year=self.year + years, half=half + 1)


@final
@frozen(order=False)
class NineMonths(_Span):
    """The first nine months of a year ("9 tháng đầu năm").

    Args:
        year: 1 to 9999.
        up_to: said as cumulative ("đến 9 tháng đầu năm"); the days are the same.

    Raises:
        FormatError: a part is not an integer in its range.

    Example:
        >>> NineMonths(2023).end
        datetime.date(2023, 9, 30)
    """

    _name: ClassVar[str] = "nine-months"

    year: int = field(validator=_YEAR)
    up_to: bool = field(default=False, kw_only=True, converter=bool)

    @property
    def _last_month(self) -> int:
        return 9

    @property
    def next(self) -> NineMonths:
        """Those of the year that follows; raises `FormatError` beyond the year 9999."""
        return evolve(self, year=self.year + 1)


@final
@frozen(order=False)
class Year(_Span):
    """One calendar year.

    Args:
        year: 1 to 9999.
        up_to: said as cumulative ("đến năm 2025"); the days are the same.

    Raises:
        FormatError: a part is not an integer in its range.

    Example:
        >>> Year(2025).start, Year(2025).end
        (datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    """

    _name: ClassVar[str] = "year"

    year: int = field(validator=_YEAR)
    up_to: bool = field(default=False, kw_only=True, converter=bool)

    @property
    def next(self) -> Year:
        """The year that follows; raises `FormatError` beyond the year 9999."""
        return evolve(self, year=self.year + 1)


Period: TypeAlias = Month | Quarter | HalfYear | NineMonths | Year
