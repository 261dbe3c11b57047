"""Dates and periods as Vietnamese documents write them.

Writing follows Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4.b: days below 10 and the months 1
and 2 have a zero in front, the other months none. The rule is about the date of issue; published
documents keep it in running text too, and so does this module.

Reading is kinder: capitals, tone marks, the kind of blanks and composed or decomposed letters
make no difference. A date or period that does not exist is refused with what could be meant.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never
from unicodedata import normalize

from vn766.errors import FormatError, ProblemCode, Word
from vn766.period import HalfYear, Month, NineMonths, Quarter, Year, days_in_month
from vn766.texts import Catalogue
from vn766.vi.numbers import MAX_LENGTH
from vn766.vi.words import to_roman

if TYPE_CHECKING:
    from collections.abc import Callable

    from vn766.period import Period

DateStyle: TypeAlias = Literal["issue", "slash", "long"]
_Build: TypeAlias = "Callable[[int, int, bool], Period]"  # year, number, up_to

_CENTURY = 2000  # what two digits of a year are suggested to mean
_EXAMPLE_YEAR = 2025
_LAST_PADDED_MONTH = 2
_LONGEST_MONTH = 31


# Grave, acute, circumflex, tilde, breve, hook above, horn, dot below; and the barred d.
_MARKS = dict.fromkeys((0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323)) | {0x111: "d"}

# All patterns below are matched against `_folded` texts.
_WEEKDAY_NUMBERS = {
    **{f"thu {word}": n for n, word in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"))},
    **{f"thu {n + 2}": n for n in range(6)},
    "chu nhat": 6,
}
_START = rf"(?:(?P<weekday>{'|'.join(_WEEKDAY_NUMBERS)}),? )?(?:ngay )?(?P<day>[0-9]{{1,2}})"
_SOME_YEAR = "(?P<year>[0-9]{4}|[0-9]{2})"
_DATES = (
    rf"{_START} thang (?P<month>[0-9]{{1,2}}) nam {_SOME_YEAR}",
    rf"{_START} ?(?P<mark>[/.-]) ?(?P<month>[0-9]{{1,2}}) ?(?P=mark) ?{_SOME_YEAR}",
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?P<weekday>)",
)

_UP_TO = r"(?P<up_to>(?:luy ke )?(?:tinh )?den (?:het |cuoi )?)?"
_OF_YEAR = rf"(?:,? nam | ?[/.-] ?){_SOME_YEAR}"
_PERIODS: tuple[tuple[_Build, tuple[str, ...]], ...] = (
    (
        lambda year, month, up_to: Month(year, month, up_to=up_to),
        (
            rf"(?:thang ?|t\.? ?)(?P<number>[0-9]{{1,2}})(?:{_OF_YEAR})?",
            r"(?P<number>[0-9]{1,2}) ?[/.-] ?(?P<year>[0-9]{4})",
            r"(?P<year>[0-9]{4})[/-](?P<number>[0-9]{2})",
        ),
    ),
    (
        lambda year, quarter, up_to: Quarter(year, quarter, up_to=up_to),
        (
            rf"(?:qu[yi] ?|q\.? ?)(?P<number>[0-9]|[ivx]+)(?:{_OF_YEAR})?",
            r"(?P<year>[0-9]{4})[/-]?q(?P<number>[0-9])",
        ),
    ),
    (
        lambda year, half, up_to: HalfYear(year, half, up_to=up_to),
        (rf"(?:0?6|sau) thang (?P<number>dau|cuoi)(?:{_OF_YEAR}| nam)?",),
    ),
    (
        lambda year, _, up_to: NineMonths(year, up_to=up_to),
        (rf"(?:0?9|chin) thang(?P<number>)(?: dau)?(?:{_OF_YEAR}| nam)?",),
    ),
    (
        lambda year, _, up_to: Year(year, up_to=up_to),
        (rf"(?:ca )?nam (?P<number>){_SOME_YEAR}", r"(?P<number>)(?P<year>[0-9]{4})"),
    ),
)
_NUMBERS = {
    "": 0,
    "dau": 1,
    "cuoi": 2,
    **{to_roman(number).lower(): number for number in range(1, 13)},
}


# Compiled when first needed: many who import this module never read a date.
@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _DATES))


@cache
def _period_patterns() -> tuple[tuple[re.Pattern[str], _Build], ...]:
    return tuple(
        (re.compile(_UP_TO + pattern), build)
        for build, patterns in _PERIODS
        for pattern in patterns
    )


def _folded(text: str) -> str:
    """Return `text` in lower case, with single blanks and without tone and vowel marks."""
    stripped = text.strip()
    if len(stripped) > MAX_LENGTH:
        raise FormatError.of(ProblemCode.TEXT_TOO_LONG, text, most=MAX_LENGTH)
    return " ".join(normalize("NFD", stripped).lower().translate(_MARKS).split())


def format_date(d: date, style: DateStyle = "issue") -> str:
    """Return a date as documents write it, years with four digits.

    ``"issue"``: ``ngày 05 tháng 7 năm 2023`` (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4.b).
    ``"slash"``: ``05/7/2023``, the same zeros, for running text. ``"long"``: the first with the
    day of the week before it, ``Thứ Tư, ngày 05 tháng 7 năm 2023``; its capital is that of a
    beginning sentence, while inside one Phụ lục II of the decree has "thứ Tư".

    Example:
        >>> format_date(date(2023, 7, 5)), format_date(date(2020, 1, 5), "slash")
        ('ngày 05 tháng 7 năm 2023', '05/01/2020')
        >>> format_date(date(2023, 7, 5), "long")
        'Thứ Tư, ngày 05 tháng 7 năm 2023'
    """
    match style:
        case "issue":
            return f"ngày {d.day:02d} tháng {_month_text(d.month)} năm {d.year:04d}"
        case "slash":
            return f"{d.day:02d}/{_month_text(d.month)}/{d.year:04d}"
        case "long":
            return f"{Catalogue('words').say(_weekday(d), 'vi')}, {format_date(d)}"
        case _:
            assert_never(style)


def _weekday(d: date) -> Word:
    return Word(f"weekday {d.isoweekday()}")


def _month_text(month: int) -> str:
    return f"{month:02d}" if month <= _LAST_PADDED_MONTH else str(month)


def parse_date(text: str) -> date:
    """Return the day that `text` names.

    Read are ``ngày 5 tháng 7 năm 2023``, ``05/07/2023`` (day first, also with ``-`` or ``.``,
    also after "ngày"), a day of the week before either, and ``2023-07-05``. Zeros in front,
    capitals, tone marks and kinds of blanks make no difference. At most 64 characters.

    Raises:
        FormatError: the text is no date, the year has two digits, there is no such day, or it
            is another day of the week.

    Example:
        >>> parse_date("ngày 5 tháng 7 năm 2023")
        datetime.date(2023, 7, 5)
        >>> parse_date("31/6/2023")
        Traceback (most recent call last):
        vn766.errors.FormatError: '31/6/2023' does not exist: June 2023 has 30 days. Check the \
day in the original document. Did you mean '30/6/2023' or '01/7/2023'?
    """
    folded = _folded(text)
    for pattern in _date_patterns():
        match = pattern.fullmatch(folded)
        if match:
            return _read_date(text, match)
    raise FormatError.of(ProblemCode.NOT_A_DATE, text)


def _read_date(text: str, match: re.Match[str]) -> date:
    day, month, year = int(match["day"]), int(match["month"]), int(match["year"])
    if len(match["year"]) == 2:  # noqa: PLR2004
        found = _existing(day, month, _CENTURY + year)
        raise FormatError.of(ProblemCode.TWO_DIGIT_YEAR, text, suggestions=_slashed(found))
    found = _existing(day, month, year)
    if found is None:
        raise _no_such_date(text, day, month, year)
    weekday = match["weekday"]
    if weekday and _WEEKDAY_NUMBERS[weekday] != found.weekday():
        raise FormatError.of(
            ProblemCode.WEEKDAY_MISMATCH,
            text,
            suggestions=(format_date(found, "long"),),
            date=format_date(found, "slash"),
            weekday=_weekday(found),
        )
    return found


def _existing(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _slashed(*dates: date | None) -> list[str]:
    return [format_date(found, "slash") for found in dates if found]


def _no_such_date(text: str, day: int, month: int, year: int) -> FormatError:
    try:
        Month(year, month)
    except FormatError as error:
        return FormatError.of(
            ProblemCode.OUT_OF_RANGE,
            text,
            suggestions=_slashed(_existing(month, day, year)),  # the American order
            **dict(error.problem.details),
        )
    days = days_in_month(year, month)
    slip = days < day <= _LONGEST_MONTH
    return FormatError.of(
        ProblemCode.IMPOSSIBLE_DATE,
        text,
        suggestions=_slashed(date(year, month, days), date(year, month + 1, day - days))
        if slip
        else (),
        month=Word(f"month {month}"),
        year=year,
        days=days,
    )


def format_period(p: Period) -> str:
    """Return a period as documents write it.

    ``tháng 6/2023`` (the months 1 and 2 with a zero, as in dates), ``Quý II/2023``, ``6 tháng
    đầu năm 2023``, ``6 tháng cuối năm 2023``, ``9 tháng đầu năm 2023``, ``năm 2025``; a
    cumulative one with "đến" before it. No rule fixes these forms: they are those of published
    documents.

    Example:
        >>> format_period(Month(2023, 6)), format_period(Quarter(2023, 2))
        ('tháng 6/2023', 'Quý II/2023')
        >>> format_period(Month(2025, 8, up_to=True)), format_period(HalfYear(2023, 1))
        ('đến tháng 8/2025', '6 tháng đầu năm 2023')
    """
    match p:
        case Month():
            text = f"tháng {_month_text(p.month)}/{p.year:04d}"
        case Quarter():
            text = f"Quý {to_roman(p.quarter)}/{p.year:04d}"
        case HalfYear():
            text = f"6 tháng {'đầu' if p.half == 1 else 'cuối'} năm {p.year:04d}"
        case NineMonths():
            text = f"9 tháng đầu năm {p.year:04d}"
        case Year():
            text = f"năm {p.year:04d}"
        case _:
            assert_never(p)
    return f"đến {text}" if p.up_to else text


def parse_period(text: str) -> Period:
    """Return the period that `text` names.

    Read are the forms of `format_period`, the same with "năm" instead of the slash (``tháng 02
    năm 2025``), quarters in Arabic digits, ``T6/2023``, ``Q2/2023``, ``6/2023``, ``2025-06``,
    ``2025-Q2`` and ``2025``; before any of them "đến", "tính đến", "lũy kế đến" or "đến hết".
    Capitals, tone marks and kinds of blanks make no difference. At most 64 characters.

    Raises:
        FormatError: the text is no period, says no year or two digits of it, or there is no
            such month or quarter.

    Example:
        >>> parse_period("Tháng 02 năm 2025"), parse_period("đến hết quý 2/2023")
        (Month(year=2025, month=2, up_to=False), Quarter(year=2023, quarter=2, up_to=True))
    """
    folded = _folded(text)
    for pattern, build in _period_patterns():
        match = pattern.fullmatch(folded)
        if match:
            return _read_period(text, match, build)
    raise FormatError.of(ProblemCode.NOT_A_PERIOD, text)


def _read_period(text: str, match: re.Match[str], build: _Build) -> Period:
    up_to, written, year_text = match["up_to"] is not None, match["number"], match["year"]
    number = int(written) if written.isdigit() else _NUMBERS.get(written, 0)
    if year_text is None:
        year = _EXAMPLE_YEAR
    elif len(year_text) == 2:  # noqa: PLR2004
        year = _CENTURY + int(year_text)
    else:
        year = int(year_text)
    try:
        period = build(year, number, up_to)
    except FormatError as error:
        raise FormatError.of(
            error.problem.code,
            text,
            suggestions=_nearest_below(year, number, build, up_to=up_to),
            **dict(error.problem.details),
        ) from None
    meant = format_period(period)
    if year_text is None:
        raise FormatError.of(ProblemCode.PERIOD_WITHOUT_YEAR, text, example=meant)
    if year != int(year_text):
        raise FormatError.of(ProblemCode.TWO_DIGIT_YEAR, text, suggestions=(meant,))
    return period


def _nearest_below(year: int, number: int, build: _Build, *, up_to: bool) -> list[str]:
    for smaller in range(number - 1, 0, -1):
        with suppress(FormatError):
            return [format_period(build(year, smaller, up_to))]
    return []
