"""Dates and points in time as Vietnamese documents write them.

Writing follows Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4.b: days below 10 and the months 1
and 2 have a zero in front, the other months none. The rule is about the date of issue; published
documents keep it in running text too, and so does this module.

Reading is kinder: capitals, missing tone marks, the kind of blanks and dashes and composed or
decomposed letters make no difference. A date that does not exist is refused with what could be
meant. Years are those from 1900 to 2100.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args
from unicodedata import normalize

from attrs import evolve

from vn766.errors import FormatError, ProblemCode, Word
from vn766.lazy import regex
from vn766.period import (
    FIRST_YEAR,
    LAST_YEAR,
    VIETNAM_TIME,
    Month,
    day_of,
    days_in_month,
    padded_month,
)
from vn766.texts import Catalogue
from vn766.vi.words import spell_number
from vn766.vocabulary import Vocabulary
from vn766.vocabulary.typed import DATE_LENGTH, not_among, stripped, with_barred_d, with_hyphens

if TYPE_CHECKING:
    from vn766.vi.words import Register

DateStyle: TypeAlias = Literal["issue", "slash", "long", "inside"]

CENTURY: Final = 2000  # what two digits of a year are suggested to mean
_LONGEST_MONTH: Final = 31
_SUNDAY: Final = 7
_MIDNIGHT: Final = 24

# --- letters ------------------------------------------------------------------------------------

# Grave, acute, circumflex, tilde, breve, hook above, horn, dot below.
_MARKS: Final = regex("[\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]")
_LETTERS: Final = regex(r"[^\W\d_]+")


@lru_cache(maxsize=1024)
def _apart(word: str) -> tuple[str, str]:
    """Return the plain letters of a word and its marks, wherever these stand."""
    decomposed = normalize("NFD", word)
    letters = _MARKS.sub("", decomposed).replace("đ", "d")
    return letters, "".join(sorted(_MARKS.findall(decomposed)))


@cache
def _known() -> set[tuple[str, str]]:
    return set(map(_apart, Vocabulary("vi").written("dates")))


def folded(text: str) -> str:
    """Return a text in small letters, with single blanks and plain hyphens.

    The words of dates and periods have no marks; a word with other marks than its own keeps them.

    Raises:
        FormatError: the text is no text or too long.

    Example:
        >>> folded("Ngày  05\u20117, QUÝ"), folded("quỹ")
        ('ngay 05-7, quy', 'quỹ')
    """

    def plain(match: re.Match[str]) -> str:
        letters, marks = _apart(match[0])
        return letters if not marks or (letters, marks) in _known() else match[0]

    written = normalize(
        "NFC", with_barred_d(with_hyphens(stripped(text, most=DATE_LENGTH)))
    ).lower()
    return " ".join(_LETTERS.sub(plain, written).split())


def unmarked(text: str) -> str:
    """Return a folded text without any marks: the words that it may be meant to have."""
    return _LETTERS.sub(lambda match: _apart(match[0])[0], text)


# --- numbers inside, all of them folded -----------------------------------------------------------

_MONTH_NAMES: Final = (
    *("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin"),
    *("muoi", "muoi mot", "muoi hai"),
)
MONTH_WORDS: Final = {name: n for n, name in enumerate(_MONTH_NAMES, 1)} | {"bon": 4}
_LONGEST_FIRST: Final = sorted(MONTH_WORDS, key=len, reverse=True)
MONTH: Final = rf"[0-9]{{1,2}}|{'|'.join(_LONGEST_FIRST)}"
_YEAR_WORDS: Final = "(?:mot|hai) (?:nghin|ngan)(?: [a-z]+)*"
YEAR: Final = rf"(?P<year>[0-9]{{4}}|[0-9]{{2}}|{_YEAR_WORDS})"
# Before a year in digits its word may be missing, but "tháng năm 2025" leaves out the month.
BEFORE_YEAR: Final = r"(?:,? nam |(?<!nam),? (?=[0-9]))"


@cache
def _spelled(first: int, last: int) -> dict[str, int]:
    registers: tuple[Register, ...] = ("north", "south")
    return {
        unmarked(spell_number(number, register=register)): number
        for number in range(first, last + 1)
        for register in registers
    }


def number_of(written: str) -> int | None:
    """Return a number in digits or words: of a day, a month or a year."""
    if written.isdigit():
        return int(written)
    known = MONTH_WORDS.get(written) or _spelled(1, _LONGEST_MONTH).get(written)
    return known or _spelled(FIRST_YEAR, LAST_YEAR).get(written)


# --- dates ----------------------------------------------------------------------------------------

_WEEKDAY_NUMBERS: Final = {
    **{f"thu {word}": n for n, word in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"))},
    **{f"thu {n + 2}": n for n in range(6)},
    "chu nhat": 6,
}
_WEEKDAY: Final = rf"(?:(?P<weekday>{'|'.join(_WEEKDAY_NUMBERS)}),? )?"
_DAY: Final = r"(?:ngay )?(?P<day>[0-9]{1,2})"
_DATES: Final = (
    rf"{_WEEKDAY}{_DAY} (?:thang|thg|th) ?(?P<month>{MONTH}){BEFORE_YEAR}{YEAR}",
    rf"{_WEEKDAY}ngay (?P<day>[a-z ]+?) thang (?P<month>{MONTH}) nam {YEAR}",
    rf"{_WEEKDAY}{_DAY} ?(?P<mark>[/.-]) ?(?P<month>[0-9]{{1,2}}) ?(?P=mark) ?{YEAR}",
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?P<weekday>)",
)


# Compiled when first needed: many who import this module never read a date.
@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _DATES))


def format_date(d: date, style: DateStyle = "issue") -> str:
    """Return a date as documents write it.

    ``"issue"``: ``ngày 05 tháng 7 năm 2023`` (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4.b).
    ``"slash"``: ``05/7/2023``, the same zeros, for running text. ``"long"``: the first with the
    day of the week before it, ``Thứ Tư, ngày 05 tháng 7 năm 2023``, which begins a sentence.
    ``"inside"``: the same inside a sentence, ``thứ Tư, ngày 05 tháng 7 năm 2023`` (Phụ lục II,
    V.8.c).

    Raises:
        FormatError: it is no date, or not of the years 1900 to 2100.
        ValueError: there is no such style.

    Example:
        >>> format_date(date(2023, 7, 5)), format_date(date(2020, 1, 5), "slash")
        ('ngày 05 tháng 7 năm 2023', '05/01/2020')
        >>> format_date(date(2023, 7, 5), "long")
        'Thứ Tư, ngày 05 tháng 7 năm 2023'
    """
    day = day_of(d)
    match style:
        case "issue":
            return f"ngày {day.day:02d} tháng {padded_month(day.month)} năm {day.year}"
        case "slash":
            return f"{day.day:02d}/{padded_month(day.month)}/{day.year}"
        case "long":
            return f"{Catalogue('words').say(_weekday(day), 'vi')}, {format_date(day)}"
        case "inside":
            text = format_date(day, "long")
            return text if day.isoweekday() == _SUNDAY else f"{text[0].lower()}{text[1:]}"
        case _:
            raise not_among(style, "style", get_args(DateStyle))


def spell_date(d: date, *, register: Register = "north") -> str:
    """Return a date in words, as registers of civil status do.

    Raises:
        FormatError: it is no date, or not of the years 1900 to 2100.

    Example:
        >>> spell_date(date(2023, 4, 5))
        'ngày năm tháng tư năm hai nghìn không trăm hai mươi ba'
    """
    day = day_of(d)
    parts = (
        spell_number(day.day, register=register),
        month_in_words(day.month),
        spell_number(day.year, register=register),
    )
    return "ngày {} tháng {} năm {}".format(*parts)


def month_in_words(month: int) -> str:
    """Return the name of a month behind "tháng", in small letters.

    Example:
        >>> month_in_words(4), month_in_words(11)
        ('tư', 'mười một')
    """
    return "tư" if month == 4 else spell_number(month)  # noqa: PLR2004


def _weekday(d: date) -> Word:
    return Word(f"weekday {d.isoweekday()}")


def parse_date(text: str) -> date:
    """Return the day that `text` names.

    Read are ``ngày 5 tháng 7 năm 2023``, the month or all of it in words, ``05/07/2023`` (day
    first, also with a dash or dot, also after "ngày"), a day of the week before either,
    ``5 tháng 7, 2023`` and ``5 thg 7, 2023`` as programs write, and ``2023-07-05``. Zeros in
    front, capitals, missing tone marks and kinds of blanks make no difference. At most 200
    characters.

    Raises:
        FormatError: the text is no date, the year has two digits or is not from 1900 to 2100,
            there is no such day, or it is another day of the week.

    Example:
        >>> parse_date("ngày 5 tháng 7 năm 2023")
        datetime.date(2023, 7, 5)
        >>> parse_date("31/6/2023")
        Traceback (most recent call last):
        vn766.errors.FormatError: '31/6/2023' does not exist: June 2023 has 30 days. Check the \
day in the original document. Did you mean '30/6/2023' or '01/7/2023'?
    """
    written = folded(text)
    found = read_date(text, written)
    if found is None:
        meant: list[date | None] = []
        with suppress(FormatError):
            meant.append(read_date(text, unmarked(written)))
        raise FormatError.of(ProblemCode.NOT_A_DATE, text, suggestions=_slashed(*meant))
    return found


def read_date(text: str, written: str) -> date | None:
    """Return the day that a folded text names; None if it names none.

    Raises:
        FormatError: `text`, in which it stands, names a day that there is not.
    """
    for pattern in _date_patterns():
        match = pattern.fullmatch(written)
        if match:
            day, month, year = map(number_of, match.group("day", "month", "year"))
            if day is not None and month is not None and year is not None:
                return _checked(text, match, day, month, year)
    return None


def _checked(text: str, match: re.Match[str], day: int, month: int, year: int) -> date:
    if len(match["year"]) == 2:  # noqa: PLR2004
        found = _existing(day, month, CENTURY + year)
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
        return day_of(date(year, month, day))
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


# --- points in time -------------------------------------------------------------------------------

_CLOCK: Final = (
    r"(?:luc )?(?P<hour>[0-9]{1,2}) ?(?:gio|h|:)(?: ?(?P<minute>[0-9]{1,2})(?: ?phut)?"
    r"(?:[ :](?P<second>[0-9]{1,2})(?: ?giay)?)?)?"
)
_PARTS: Final = ("hour", "minute", "second")
_NAMES: Final = (Word("an hour"), Word("a minute"), Word("a second"))
_ISO_DATE: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ISO_TIME: Final = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
_MOMENTS: Final = (rf"{_CLOCK},? (?P<date>.+)", rf"(?P<date>.+?),? {_CLOCK}")
_ISO_MOMENT: Final = rf"{_ISO_DATE}[t ]{_ISO_TIME}(?:z|[+-][0-9]{{2}}:[0-9]{{2}})?"


@cache
def _moment_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _MOMENTS))


def format_datetime(moment: datetime, style: Literal["slash", "issue"] = "slash") -> str:
    """Return a point in time as documents write it, in Vietnamese time (UTC+7).

    ``"slash"``: ``15 giờ 10 phút ngày 30/6/2023``. ``"issue"``: ``15 giờ 10 phút ngày 30 tháng 6
    năm 2023``. Seconds are written when they are not 0.

    Args:
        moment: with its time zone: without one nobody could tell what was read back.
        style: how the date is written.

    Raises:
        FormatError: it has no time zone or parts of a second, or is not of the years 1900 to
            2100.

    Example:
        >>> from datetime import UTC
        >>> format_datetime(datetime(2023, 6, 30, 8, 10, tzinfo=UTC))
        '15 giờ 10 phút ngày 30/6/2023'
    """
    day_of(moment)
    if getattr(moment, "tzinfo", None) is None:  # a day has none
        raise FormatError.of(ProblemCode.WITHOUT_ZONE, moment)
    if moment.microsecond:
        raise FormatError.of(ProblemCode.PARTS_OF_A_SECOND, moment)
    local = moment.astimezone(VIETNAM_TIME)
    seconds = f" {local.second:02d} giây" if local.second else ""
    day = format_date(local, style)
    said = f"ngày {day}" if style == "slash" else day
    return f"{local.hour:02d} giờ {local.minute:02d} phút{seconds} {said}"


def parse_datetime(text: str) -> datetime:
    """Return the point in time that `text` names, in Vietnamese time (UTC+7).

    Read are ``15 giờ 10 phút ngày 30/6/2023`` with any date that `parse_date` reads, ``15h10`` and
    ``15:10``, seconds, the date before the time, and ISO 8601, whose own time zone counts. The end
    of a day, ``24 giờ``, is the beginning of the next. At most 200 characters.

    Raises:
        FormatError: the text names no time of a day, or there is no such time or day.

    Example:
        >>> parse_datetime("15 giờ 10 phút ngày 30/6/2023").isoformat()
        '2023-06-30T15:10:00+07:00'
        >>> parse_datetime("24 giờ ngày 30/6/2023").isoformat()
        '2023-07-01T00:00:00+07:00'
    """
    written = folded(text)
    if re.fullmatch(_ISO_MOMENT, written):
        with suppress(ValueError):
            moment = datetime.fromisoformat(written.upper())
            zoned = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM_TIME)
            return zoned.astimezone(VIETNAM_TIME)
    for pattern in _moment_patterns():
        match = pattern.fullmatch(written)
        day = _day_of(text, match["date"]) if match else None
        if match and day:
            return _at(text, day, [int(part or 0) for part in match.group(*_PARTS)])
    raise FormatError.of(ProblemCode.NOT_A_MOMENT, text)


def of_the_whole(text: str, error: FormatError) -> FormatError:
    """Return the same finding about the text that holds what is wrong."""
    return FormatError(evolve(error.problem, value=text))


def _day_of(text: str, written: str) -> date | None:
    try:
        return read_date(text, written)
    except FormatError as error:  # its suggestions are days without a time
        raise of_the_whole(text, error) from None


def _at(text: str, day: date, clock: list[int]) -> datetime:
    start = datetime.combine(day, time(), VIETNAM_TIME)
    if clock == [_MIDNIGHT, 0, 0]:
        return start + timedelta(days=1)
    for value, part, most in zip(clock, _NAMES, (23, 59, 59), strict=True):
        if value > most:
            raise FormatError.of(ProblemCode.OUT_OF_RANGE, text, part=part, least=0, most=most)
    hour, minute, second = clock
    return start + timedelta(hours=hour, minutes=minute, seconds=second)
