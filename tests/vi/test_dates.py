"""Dates and points in time, written and read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Self, TypeVar, get_args
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import FormatError, LookalikeWarning, ProblemCode
from vn766.period import VIETNAM_TIME, Month
from vn766.testing import vietnamese_dates
from vn766.vi import (
    DateStyle,
    format_date,
    format_datetime,
    parse_date,
    parse_datetime,
    parse_period,
    spell_date,
)

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

STYLES: tuple[DateStyle, ...] = get_args(DateStyle)
TEXTS = st.text() | st.lists(
    st.sampled_from(
        [
            *("ngày", "tháng", "năm", "quý", "đến", "hết", "đầu", "cuối", "thứ", "hai", "6", "9"),
            *("/", "-", ".", ",", " ", "0", "2", "12", "31", "II", "V", "2023", "23", "0000", "T"),
            *("giờ", "phút", "24", ":", "từ", "nghìn", "lũy kế"),
        ]
    ),
    max_size=8,
).map("".join)


class NotATime(datetime):
    """pandas' NaT: it calls itself a datetime, and nothing is equal to it."""

    def __new__(cls) -> Self:
        return super().__new__(cls, 2023, 7, 5)

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = datetime.__hash__


def refusal(reader: Callable[[str], object], text: str) -> FormatError:
    with pytest.raises(FormatError) as caught:
        reader(text)
    return caught.value


def attempt(reader: Callable[[str], T], text: str) -> T | FormatError:
    """Return what `reader` reads, or how it refuses; anything else it raises fails the test."""
    try:
        return reader(text)
    except FormatError as error:
        return error


class TestFormatDate:
    @pytest.mark.parametrize(
        ("day", "style", "text"),
        [
            (date(2023, 7, 5), "issue", "ngày 05 tháng 7 năm 2023"),
            (date(2025, 2, 10), "issue", "ngày 10 tháng 02 năm 2025"),
            (date(2023, 12, 4), "slash", "04/12/2023"),
            (date(2023, 1, 6), "slash", "06/01/2023"),
            (date(2023, 7, 5), "long", "Thứ Tư, ngày 05 tháng 7 năm 2023"),
            (date(2023, 7, 9), "long", "Chủ nhật, ngày 09 tháng 7 năm 2023"),
            (date(2023, 7, 5), "inside", "thứ Tư, ngày 05 tháng 7 năm 2023"),
            (date(2023, 7, 9), "inside", "Chủ nhật, ngày 09 tháng 7 năm 2023"),
        ],
    )
    def test_styles(self, day: date, style: DateStyle, text: str) -> None:
        assert format_date(day, style) == text

    def test_the_issue_style_is_the_default(self) -> None:
        assert format_date(datetime(2023, 7, 5, 23, 59)) == "ngày 05 tháng 7 năm 2023"  # noqa: DTZ001

    def test_an_unknown_style_is_a_mistake_of_the_caller(self) -> None:
        with pytest.raises(
            ValueError, match="style must be issue, slash, long or inside, not 'short'"
        ):
            format_date(date(2023, 7, 5), "short")  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("day", "code"),
        [
            (date(1899, 12, 31), ProblemCode.OUT_OF_RANGE),
            (date(2101, 1, 1), ProblemCode.OUT_OF_RANGE),
            (NotATime(), ProblemCode.NOT_A_DATE),
            (None, ProblemCode.NOT_A_DATE),
            ("2023-07-05", ProblemCode.NOT_A_DATE),
        ],
    )
    def test_what_is_not_read_back_is_not_written(self, day: date, code: ProblemCode) -> None:
        for write in (format_date, spell_date):
            with pytest.raises(FormatError) as caught:
                write(day)
            assert caught.value.problem.code is code


def test_all_days_are_read_back_in_all_styles() -> None:
    first = date(1990, 1, 1)
    for offset in range((date(2100, 12, 31) - first).days + 1):
        day = first + timedelta(offset)
        assert parse_date(format_date(day)) == day
        # Weekdays are seven and styles four: all pairs of them come.
        assert parse_date(format_date(day, STYLES[offset % 4])) == day


def test_all_days_of_some_years_are_read_back_from_words() -> None:
    for year in (1900, 1975, 2000, 2024, 2100):
        first = date(year, 1, 1)
        for offset in range((date(year, 12, 31) - first).days + 1):
            day = first + timedelta(offset)
            assert (
                parse_date(spell_date(day)) == parse_date(spell_date(day, register="south")) == day
            )


class TestParseDate:
    @given(vietnamese_dates(min_value=date(2022, 8, 1), max_value=date(2022, 8, 31)))
    def test_every_spelling_is_read(self, text: str) -> None:
        day = parse_date(text)
        assert (day.year, day.month) == (2022, 8)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("31/6/2023", "June 2023 has 30 days"),
            ("ngày 29 tháng 2 năm 2023", "February 2023 has 28"),
            ("30/02/2024", "February 2024 has 29 days"),
            ("0/7/2023", "July 2023 has 31 days"),
            ("32/12/2023", "December 2023 has 31 days"),
        ],
    )
    def test_a_day_that_does_not_exist(self, text: str, said: str) -> None:
        error = refusal(parse_date, text)
        assert error.problem.code is ProblemCode.IMPOSSIBLE_DATE
        assert said in str(error)

    def test_it_is_said_in_vietnamese_too(self) -> None:
        said = refusal(parse_date, "31/6/2023").line("vi")
        assert "tháng 6 năm 2023 có 30 ngày" in said
        assert "'30/6/2023' hoặc '01/7/2023'" in said

    @pytest.mark.parametrize(
        ("text", "code", "suggestions"),
        [
            ("31/13/2022", ProblemCode.OUT_OF_RANGE, ()),
            ("5/0/2022", ProblemCode.OUT_OF_RANGE, ()),
            ("5/7/0000", ProblemCode.OUT_OF_RANGE, ()),
            ("31/6/23", ProblemCode.TWO_DIGIT_YEAR, ()),
            ("", ProblemCode.NOT_A_DATE, ()),
            ("ngày tháng 12 năm 2023", ProblemCode.NOT_A_DATE, ()),
            ("5/7-2023", ProblemCode.NOT_A_DATE, ()),
            ("5/7/202", ProblemCode.NOT_A_DATE, ()),
            ("005/7/2023", ProblemCode.NOT_A_DATE, ()),
            ("\uff15/7/2023", ProblemCode.NOT_A_DATE, ()),
            ("ngày năm tháng tư năm hai nghìn lẻ hai mươi", ProblemCode.NOT_A_DATE, ()),
            ("ngày bốn mươi tháng tư năm 2023", ProblemCode.NOT_A_DATE, ()),
            ("5/7/2023 " * 23, ProblemCode.TEXT_TOO_LONG, ()),
        ],
    )
    def test_what_is_refused(
        self, text: str, code: ProblemCode, suggestions: tuple[str, ...]
    ) -> None:
        error = refusal(parse_date, text)
        assert (error.problem.code, error.suggestions, error.text) == (code, suggestions, text)

    @pytest.mark.filterwarnings("ignore::vn766.errors.LookalikeWarning")
    @given(TEXTS)
    def test_any_text_is_a_day_or_refused(self, text: str) -> None:
        found = attempt(parse_date, text)
        if isinstance(found, FormatError):
            assert found.text == text
            for suggestion in found.suggestions:
                assert isinstance(parse_date(suggestion), date)
        else:
            assert parse_date(format_date(found)) == found


@pytest.mark.parametrize("letter", ["\u00d0", "\u00f0", "\u0189"])
def test_a_letter_that_looks_like_another_is_read_with_a_warning(letter: str) -> None:
    with pytest.warns(LookalikeWarning, match=f"U\\+{ord(letter):04X}") as seen:
        assert parse_period(f"{letter}ến tháng 8/2025") == Month(2025, 8, up_to=True)
    assert seen[0].filename == __file__


class TestFormatDatetime:
    @pytest.mark.parametrize(
        ("moment", "text"),
        [
            (datetime(2023, 6, 30, 15, 10, tzinfo=VIETNAM_TIME), "15 giờ 10 phút ngày 30/6/2023"),
            (datetime(2025, 9, 4, 7, 5, tzinfo=UTC), "14 giờ 05 phút ngày 04/9/2025"),
            (datetime(2025, 9, 4, 20, 0, 9, tzinfo=UTC), "03 giờ 00 phút 09 giây ngày 05/9/2025"),
            (datetime(2025, 1, 1, tzinfo=VIETNAM_TIME), "00 giờ 00 phút ngày 01/01/2025"),
        ],
    )
    def test_it_is_vietnamese_time(self, moment: datetime, text: str) -> None:
        assert format_datetime(moment) == text
        assert parse_datetime(text) == moment

    def test_the_date_of_a_document(self) -> None:
        moment = datetime(2023, 6, 30, 15, 10, tzinfo=VIETNAM_TIME)
        assert format_datetime(moment, "issue") == "15 giờ 10 phút ngày 30 tháng 6 năm 2023"

    @pytest.mark.parametrize(
        ("moment", "code"),
        [
            (datetime(2023, 6, 30, 15, 10), ProblemCode.WITHOUT_ZONE),  # noqa: DTZ001
            (datetime(2023, 6, 30, 15, 10, 0, 1, UTC), ProblemCode.PARTS_OF_A_SECOND),
            (datetime(1899, 6, 30, tzinfo=UTC), ProblemCode.OUT_OF_RANGE),
            (datetime(2100, 12, 31, 20, tzinfo=UTC), ProblemCode.OUT_OF_RANGE),
            (NotATime(), ProblemCode.NOT_A_DATE),
        ],
    )
    def test_what_is_not_read_back_is_not_written(
        self, moment: datetime, code: ProblemCode
    ) -> None:
        with pytest.raises(FormatError) as caught:
            format_datetime(moment)
        assert caught.value.problem.code is code

    @given(
        st.datetimes(datetime(1900, 1, 2), datetime(2100, 12, 30)),  # noqa: DTZ001
        st.integers(-12, 14),
        st.sampled_from(["slash", "issue"]),
    )
    def test_it_is_read_back(self, moment: datetime, hours: int, style: DateStyle) -> None:
        zone = timezone(timedelta(hours=hours))
        told = moment.replace(microsecond=0, tzinfo=zone)
        text = format_datetime(told, style)  # type: ignore[arg-type]
        assert is_normalized("NFC", text)
        spellings = (text, text.upper(), normalize("NFD", text), f"\u00a0{text} ")
        assert {parse_datetime(spelling) for spelling in spellings} == {told}


@pytest.mark.filterwarnings("ignore::vn766.errors.LookalikeWarning")
@given(TEXTS)
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    found = attempt(parse_datetime, text)
    if isinstance(found, FormatError):
        assert (found.text, found.suggestions) == (text, ())
    else:
        assert found.utcoffset() == timedelta(hours=7)
