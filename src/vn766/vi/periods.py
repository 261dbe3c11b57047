"""Periods as Vietnamese offices name them.

No rule fixes these forms: they are those of published documents. One text names one period, and
every text that is written is read back as the same period, or is not written.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, get_args

from attrs import evolve

from vn766.errors import FormatError, ProblemCode
from vn766.period import Days, HalfYear, Month, NineMonths, Quarter, Year, padded_month
from vn766.vi.dates import (
    BEFORE_YEAR,
    CENTURY,
    MONTH,
    MONTH_WORDS,
    YEAR,
    folded,
    format_date,
    month_in_words,
    number_of,
    of_the_whole,
    read_date,
    spell_date,
    unmarked,
)
from vn766.vi.words import spell_number, to_roman
from vn766.vocabulary.typed import not_among

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from vn766.period import Period
    from vn766.vi.words import Register

PeriodStyle: TypeAlias = Literal[
    "slash", "long", "words", "plain", "months", "months-of", "half", "cumulative", "since-january"
]

_EXAMPLE_YEAR: Final = 2025
_QUARTERS: Final = {"mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4}
_QUARTER_WORDS: Final = ("một", "hai", "ba", "tư")
_HALVES: Final = {"dau": 1, "cuoi": 2}

# --- writing --------------------------------------------------------------------------------------

# By style and kind of period; a cumulative period without a form of its own has "đến" before that
# of its kind. What no form of its style means is refused.
_FORMS: Final[dict[str, dict[str, str]]] = {
    "long": {
        "month": "tháng {padded} năm {year}",
        "quarter": "Quý {roman} năm {year}",
        "half-year": "6 tháng {half} năm {year}",
        "nine-months": "9 tháng đầu năm {year}",
        "year": "năm {year}",
        "days": "từ {first} đến {last}",
    },
    "words": {
        "month": "tháng {Word} năm {year}",
        "quarter": "quý {word} năm {year}",
        "half-year": "sáu tháng {half} năm {year}",
        "nine-months": "chín tháng đầu năm {year}",
        "year": "năm {year}",
    },
    "plain": {
        "month": "tháng {number} {year}",
        "quarter": "quý {number} {year}",
        "year": "năm {year}",
    },
    "months": {
        "up-to-month": "{number} tháng đầu năm {year}",
        "half-year": "6 tháng {half} năm {year}",
        "nine-months": "9 tháng đầu năm {year}",
    },
    "months-of": {
        "up-to-month": "{number} tháng năm {year}",
        "half-year": "6 tháng năm {year}",
        "nine-months": "9 tháng năm {year}",
    },
    "half": {"half-year": "nửa {half} năm {year}"},
    "cumulative": {
        "up-to-month": "lũy kế {text}",
        "up-to-quarter": "lũy kế {text}",
        "up-to-half-year": "lũy kế {text}",
        "up-to-nine-months": "lũy kế {text}",
        "up-to-year": "lũy kế {text}",
    },
    "since-january": {
        "up-to-month": "từ đầu năm đến hết tháng {padded}/{year}",
        "up-to-quarter": "từ đầu năm đến hết Quý {roman}/{year}",
    },
}


def format_period(p: Period, style: PeriodStyle = "slash") -> str:
    """Return a period as documents write it.

    ========================  ================================================================
    ``"slash"``               ``tháng 6/2023``, ``Quý II/2023``, ``6 tháng đầu năm 2023``,
                              ``9 tháng đầu năm 2023``, ``năm 2025``, ``đến tháng 8/2025``,
                              ``từ ngày 15/6/2025 đến ngày 14/7/2025``; the same as `str`
    ``"long"``                ``tháng 6 năm 2023``, ``Quý II năm 2023``
    ``"words"``               ``tháng Sáu năm 2023`` (Nghị định 30/2020/NĐ-CP, Phụ lục II,
                              V.8.c), ``quý hai năm 2023``, ``sáu tháng đầu năm 2023``
    ``"plain"``               ``tháng 6 2023``, ``quý 2 2023``, as programs write
    ``"months"``              ``8 tháng đầu năm 2025``: months counted from January
    ``"months-of"``           ``8 tháng năm 2025``, the same in statistics
    ``"half"``                ``nửa đầu năm 2025``
    ``"cumulative"``          ``lũy kế đến tháng 8/2025``
    ``"since-january"``       ``từ đầu năm đến hết tháng 8/2025``
    ========================  ================================================================

    The months 1 and 2 have a zero in front in the first two, as in dates. A cumulative period has
    "đến" before it where its style has no other form.

    Raises:
        FormatError: no text of the style means this period. ``6 tháng đầu năm 2025`` is
            `HalfYear`, and no text for ``Month(2025, 6, up_to=True)``.
        ValueError: `p` is no period, or there is no such style.

    Example:
        >>> format_period(Month(2023, 6)), format_period(Quarter(2023, 2), "long")
        ('tháng 6/2023', 'Quý II năm 2023')
        >>> august = Month(2025, 8, up_to=True)
        >>> format_period(august), format_period(august, "months")
        ('đến tháng 8/2025', '8 tháng đầu năm 2025')
    """
    match p:
        case Month() | Quarter() | HalfYear() | NineMonths() | Year() | Days():
            text = str(p)
        case _:
            raise not_among(p, "p", ("Month", "Quarter", "HalfYear", "NineMonths", "Year", "Days"))
    if style not in get_args(PeriodStyle):
        raise not_among(style, "style", get_args(PeriodStyle))
    if style == "slash":
        return text
    form = _form(p, style)
    if form is not None:
        styled = form.format(
            text=text, year=p.year, first=format_date(p.start), last=format_date(p.end), **_parts(p)
        )
        with suppress(FormatError):
            if parse_period(styled) == p:
                return styled
    raise FormatError.of(ProblemCode.PERIOD_STYLE, text, style=style)


def spell_period(p: Period, *, register: Register = "north") -> str:
    """Return a period in words, its year too.

    Example:
        >>> spell_period(Quarter(2026, 2))
        'quý hai năm hai nghìn không trăm hai mươi sáu'
    """
    form = _form(p, "words") or "từ {first} đến {last}"
    first, last = (spell_date(day, register=register) for day in (p.start, p.end))
    year = spell_number(p.year, register=register)
    return form.replace("{Word}", "{word}").format(year=year, first=first, last=last, **_parts(p))


def _form(p: Period, style: PeriodStyle) -> str | None:
    forms = _FORMS[style]
    plain = forms.get(p.kind.removeprefix("up-to-"))
    return forms.get(p.kind) or (f"đến {plain}" if plain and p.up_to else plain)


def _parts(p: Period) -> dict[str, str]:
    """Return the parts that the forms of a kind of period put together."""
    match p:
        case Month():
            word = month_in_words(p.month)
            named = f"{word[0].upper()}{word[1:]}"
            padded = padded_month(p.month)
            return {"number": str(p.month), "padded": padded, "word": word, "Word": named}
        case Quarter():
            word = _QUARTER_WORDS[p.quarter - 1]
            return {"number": str(p.quarter), "roman": to_roman(p.quarter), "word": word}
        case HalfYear():
            return {"half": "đầu" if p.half == 1 else "cuối"}
        case _:
            return {}


# --- reading --------------------------------------------------------------------------------------

_Build: TypeAlias = "Callable[..., Period]"  # of a year and a number, with `up_to`
_MONTHS: Final = r"(?:thang|thg|th|t\.?) ?"
_QUARTER: Final = r"(?:qu[yi]|q\.?) ?"
_UP_TO: Final = r"(?P<up_to>(?:luy ke )?(?:tinh )?(?:tu dau nam )?den (?:het |cuoi )?)?"
_SINCE_JANUARY: Final = rf"(?P<up_to>(?:luy ke |tinh )?tu dau nam) {YEAR} den (?:het |cuoi )?"
_COUNTED: Final = r"(?P<up_to>(?:luy ke )?(?:tinh )?den (?:het |cuoi )?|luy ke )?"
_OF_YEAR: Final = rf"(?:{BEFORE_YEAR}| ?[/.-] ?){YEAR}"
_OF_MONTHS: Final = rf"(?:,? nam | ?[/.-] ?){YEAR}"
_ROMAN: Final = {to_roman(number).lower(): number for number in range(1, 13)}


def _first_months(year: int, number: int, *, up_to: bool) -> Period:
    """Return the first months of a year: half of it and nine months are kinds of their own."""
    match number:
        case 6:
            return HalfYear(year, 1, up_to=up_to)
        case 9:
            return NineMonths(year, up_to=up_to)
        case _:
            return Month(year, number, up_to=True)


def _year(year: int, _: int, *, up_to: bool) -> Period:
    return Year(year, up_to=up_to)


# All patterns are matched against folded texts.
_PERIODS: Final[tuple[tuple[_Build, tuple[str, ...]], ...]] = (
    (
        Month,
        (
            rf"{_UP_TO}{_MONTHS}(?P<number>[0-9]{{1,2}})(?:{_OF_YEAR})?",
            rf"{_UP_TO}thang (?P<number>{MONTH})(?:{_OF_YEAR})?",
            rf"{_UP_TO}(?P<number>[0-9]{{1,2}}) ?[/-] ?(?P<year>[0-9]{{4}})",
            rf"{_UP_TO}(?P<year>[0-9]{{4}})[/-](?P<number>[0-9]{{2}})",
            rf"{_SINCE_JANUARY}{_MONTHS}(?P<number>{MONTH})",
        ),
    ),
    (
        Quarter,
        (
            rf"{_UP_TO}{_QUARTER}(?P<number>[0-9]|[ivx]+)(?:{_OF_YEAR})?",
            rf"{_UP_TO}{_QUARTER}(?P<number>{'|'.join(_QUARTERS)})(?:{_OF_YEAR})?",
            rf"{_UP_TO}(?P<year>[0-9]{{4}})[/-]?q(?P<number>[0-9])",
            rf"{_SINCE_JANUARY}{_QUARTER}(?P<number>[0-9]|[ivx]+)",
        ),
    ),
    (
        HalfYear,
        (
            rf"{_UP_TO}(?:0?6|sau) thang (?P<number>cuoi)(?:{_OF_MONTHS}| nam)?",
            rf"{_UP_TO}nua (?P<number>dau|cuoi)(?: nam)?(?: {YEAR})?",
        ),
    ),
    (_first_months, (rf"{_COUNTED}(?P<number>{MONTH}) thang(?: dau)?(?:{_OF_MONTHS}| nam)?",)),
    (
        _year,
        (rf"{_UP_TO}(?:ca )?nam (?P<number>){YEAR}", rf"{_UP_TO}(?P<number>)(?P<year>[0-9]{{4}})"),
    ),
)
_FROM: Final = r"(?:tinh )?(?:tu )?(?:0?0 ?(?:gio|h|:)(?: ?00)?(?: phut)?,? )?"
_CLOCK_OF_THE_LAST: Final = r"(?:24 ?(?:gio|h|:)(?: ?00)?(?: phut)?,? )?"
_ISO_DATE: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAYS: Final = (
    rf"{_FROM}(?P<first>.+?) den (?:het )?{_CLOCK_OF_THE_LAST}(?P<last>.+)",
    r"(?P<first>.+?) - (?P<last>.+)",
    r"(?P<first>[0-9/.]+)-(?P<last>[0-9/.]+)",
    rf"(?P<first>{_ISO_DATE})/(?P<last>{_ISO_DATE})",
)


class _Pattern(NamedTuple):
    matches: Callable[[str], re.Match[str] | None]
    build: _Build


# Compiled when first needed: many who import this module never read a period.
@cache
def _calendar_patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(re.compile(pattern).fullmatch, build)
        for build, patterns in _PERIODS
        for pattern in patterns
    )


@cache
def _days_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _DAYS))


def parse_period(text: str) -> Period:
    """Return the period that `text` names.

    Read is all that `format_period` and `spell_period` write, months and quarters in digits,
    Roman numerals and words, with "năm", a slash, a comma or a blank before the year: ``T6/2023``,
    ``Q2/2023``, ``6/2023``, ``tháng 7, 2023``, ``quý 3 2026``; ``2025-06``, ``2025-Q2``, ``2025``;
    before any of them "đến", "tính đến", "lũy kế đến" or "đến hết". Days in a row may leave out
    the year of the first, and stand "từ 0 giờ … đến 24 giờ …". Capitals, missing tone marks and
    kinds of blanks and dashes make no difference. At most 200 characters.

    Raises:
        FormatError: the text is no period, says no year, two digits of it or one that is not from
            1900 to 2100, or there is no such month, quarter or day.

    Example:
        >>> parse_period("Tháng 02 năm 2025"), parse_period("đến hết quý 2/2023")
        (Month(year=2025, month=2, up_to=False), Quarter(year=2023, quarter=2, up_to=True))
        >>> parse_period("8 tháng đầu năm 2025")
        Month(year=2025, month=8, up_to=True)
    """
    written = folded(text)
    found = _read(text, written)
    if found is None:
        raise FormatError.of(ProblemCode.NOT_A_PERIOD, text, suggestions=_meant(written))
    return found


def _meant(written: str) -> list[str]:
    """Return what may be meant: the words that other marks make others of, or a bare month."""
    for candidate in (unmarked(written), f"thang {written}"):
        with suppress(FormatError):
            found = _read(candidate, candidate)
            if found is not None:
                return [str(found)]
    return []


def _read(text: str, written: str) -> Period | None:
    for pattern in _calendar_patterns():
        match = pattern.matches(written)
        if match:
            return _read_calendar(text, match, pattern.build)
    for days in _days_patterns():
        match = days.fullmatch(written)
        found = _read_days(text, match["first"], match["last"]) if match else None
        if found is not None:
            return found
    return None


def _read_calendar(text: str, match: re.Match[str], build: _Build) -> Period | None:
    up_to, written, year_text = match["up_to"] is not None, match["number"], match["year"]
    number = int(written) if written.isdigit() else _named(written)
    year = number_of(year_text) if year_text else _EXAMPLE_YEAR
    if year is None:
        return None
    short = year_text is not None and len(year_text) == 2  # noqa: PLR2004
    year += CENTURY if short else 0
    try:
        period = build(year, number, up_to=up_to)
    except FormatError as error:
        meant = _nearest_below(year, number, build, up_to=up_to)
        raise FormatError(evolve(error.problem, value=text), meant) from None
    if year_text is None:
        raise FormatError.of(ProblemCode.PERIOD_WITHOUT_YEAR, text, example=str(period))
    if short:
        raise FormatError.of(ProblemCode.TWO_DIGIT_YEAR, text, suggestions=(str(period),))
    return period


def _named(written: str) -> int:
    return (_ROMAN | MONTH_WORDS | _HALVES).get(written, 0)


def _nearest_below(year: int, number: int, build: _Build, *, up_to: bool) -> list[str]:
    for smaller in range(number - 1, 0, -1):
        with suppress(FormatError):
            return [str(build(year, smaller, up_to=up_to))]
    return []


def _read_days(text: str, first: str, last: str) -> Days | None:
    """Return the days from the first to the last; the last may say month and year for both."""
    try:
        end = read_date(text, last)
        if end is None:
            return None
        said = read_date(text, first)
        start = said or _completed(text, first, f"{end.year}", f"{end:%m/%Y}")
    except FormatError as error:  # its suggestions are days, no periods
        raise of_the_whole(text, error) from None
    if start is None:
        return None
    if start <= end:
        return Days(start, end)
    meant: list[str] = []
    with suppress(FormatError):
        earlier = None if said else _completed(text, first, f"{end.year - 1}")
        meant = [str(Days(earlier, end))] if earlier else []
    raise FormatError.of(ProblemCode.LAST_BEFORE_FIRST, text, suggestions=meant)


def _completed(text: str, day: str, *years: str) -> date | None:
    """Return the day that is meant with a year, or with a month and year, behind it."""
    candidates = (f"{day}{mark}{year}" for year in years for mark in ("/", " nam "))
    return next(filter(None, (read_date(text, candidate) for candidate in candidates)), None)
