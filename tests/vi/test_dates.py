"""Dates and periods, written and read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import FormatError, ProblemCode
from vn766.period import HalfYear, Month, NineMonths, Quarter, Year
from vn766.testing import periods, vietnamese_dates
from vn766.vi import format_date, format_period, parse_date, parse_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from vn766.period import Period
    from vn766.vi import DateStyle

T = TypeVar("T")

STYLES: tuple[DateStyle, ...] = ("issue", "slash", "long")
TEXTS = st.text() | st.lists(
    st.sampled_from(
        [
            *("ngày", "tháng", "năm", "quý", "đến", "hết", "đầu", "cuối", "thứ", "hai", "6", "9"),
            *("/", "-", ".", ",", " ", "0", "2", "12", "31", "II", "V", "2023", "23", "0000", "T"),
        ]
    ),
    max_size=8,
).map("".join)


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
    """Days below 10 and the months 1 and 2 have a zero in front (Phụ lục I, II.4.b)."""

    @pytest.mark.parametrize(
        ("day", "style", "text"),
        [
            (date(2023, 7, 5), "issue", "ngày 05 tháng 7 năm 2023"),
            (date(2020, 1, 5), "issue", "ngày 05 tháng 01 năm 2020"),
            (date(2019, 6, 29), "issue", "ngày 29 tháng 6 năm 2019"),
            (date(2025, 2, 10), "issue", "ngày 10 tháng 02 năm 2025"),
            (date(2025, 3, 9), "issue", "ngày 09 tháng 3 năm 2025"),
            (date(2023, 12, 4), "slash", "04/12/2023"),
            (date(2023, 3, 8), "slash", "08/3/2023"),
            (date(2023, 1, 6), "slash", "06/01/2023"),
            (date(2023, 7, 5), "long", "Thứ Tư, ngày 05 tháng 7 năm 2023"),
            (date(2023, 7, 9), "long", "Chủ nhật, ngày 09 tháng 7 năm 2023"),
            (date(5, 1, 1), "slash", "01/01/0005"),
        ],
    )
    def test_styles(self, day: date, style: DateStyle, text: str) -> None:
        assert format_date(day, style) == text
        assert is_normalized("NFC", format_date(day, style))

    def test_the_issue_style_is_the_default(self) -> None:
        assert format_date(datetime(2023, 7, 5, 23, 59)) == "ngày 05 tháng 7 năm 2023"  # noqa: DTZ001

    def test_an_unknown_style_is_a_mistake_of_the_caller(self) -> None:
        with pytest.raises(AssertionError):
            format_date(date(2023, 7, 5), "short")  # type: ignore[arg-type]

    @pytest.mark.parametrize("year", [1, 2000, 2023, 2024, 9999])
    @pytest.mark.parametrize("style", STYLES)
    def test_all_days_of_a_year_are_read_back(self, year: int, style: DateStyle) -> None:
        first = date(year, 1, 1)
        length = (date(year, 12, 31) - first).days + 1
        for offset in range(length):
            day = first + timedelta(offset)
            assert parse_date(format_date(day, style)) == day


class TestParseDate:
    @pytest.mark.parametrize(
        "text",
        [
            "ngày 5 tháng 7 năm 2023",
            "ngày 05 tháng 07 năm 2023",
            "NGÀY 5 THÁNG 7 NĂM 2023",
            normalize("NFD", "ngày 5 tháng 7 năm 2023"),
            "ngày\u00a05 tháng\u00a07  năm 2023",
            "ngay 5 thang 7 nam 2023",
            "5 tháng 7 năm 2023",
            "05/07/2023",
            "05/7/2023",
            "5/7/2023",
            "ngày 5/7/2023",
            "5 / 7 / 2023",
            "5-7-2023",
            "5.7.2023",
            "2023-07-05",
            "thứ Tư, ngày 5/7/2023",
            "Thứ 4 ngày 05 tháng 7 năm 2023",
            " 5/7/2023\n",
        ],
    )
    def test_the_forms_of_one_day(self, text: str) -> None:
        assert parse_date(text) == date(2023, 7, 5)

    @given(vietnamese_dates(min_value=date(2022, 8, 1), max_value=date(2022, 8, 31)))
    def test_every_spelling_is_read(self, text: str) -> None:
        day = parse_date(text)
        assert (day.year, day.month) == (2022, 8)

    @pytest.mark.parametrize(
        ("text", "suggestions", "said"),
        [
            ("31/6/2023", ("30/6/2023", "01/7/2023"), "June 2023 has 30 days"),
            ("ngày 29 tháng 2 năm 2023", ("28/02/2023", "01/3/2023"), "February 2023 has 28"),
            ("30/02/2024", ("29/02/2024", "01/3/2024"), "February 2024 has 29 days"),
            ("0/7/2023", (), "July 2023 has 31 days"),
            ("32/12/2023", (), "December 2023 has 31 days"),
            ("2023-06-31", ("30/6/2023", "01/7/2023"), "June 2023 has 30 days"),
        ],
    )
    def test_a_day_that_does_not_exist(
        self, text: str, suggestions: tuple[str, ...], said: str
    ) -> None:
        error = refusal(parse_date, text)
        assert error.problem.code is ProblemCode.IMPOSSIBLE_DATE
        assert error.suggestions == suggestions
        assert said in str(error)

    def test_it_is_said_in_vietnamese_too(self) -> None:
        said = refusal(parse_date, "31/6/2023").line("vi")
        assert "tháng 6 năm 2023 có 30 ngày" in said
        assert "'30/6/2023' hoặc '01/7/2023'" in said

    @pytest.mark.parametrize(
        ("text", "code", "suggestions"),
        [
            ("06/23/2022", ProblemCode.OUT_OF_RANGE, ("23/6/2022",)),
            ("31/13/2022", ProblemCode.OUT_OF_RANGE, ()),
            ("5/0/2022", ProblemCode.OUT_OF_RANGE, ()),
            ("5/7/0000", ProblemCode.OUT_OF_RANGE, ()),
            ("5/7/23", ProblemCode.TWO_DIGIT_YEAR, ("05/7/2023",)),
            ("31/6/23", ProblemCode.TWO_DIGIT_YEAR, ()),
            (
                "thứ Ba, 5/7/2023",
                ProblemCode.WEEKDAY_MISMATCH,
                ("Thứ Tư, ngày 05 tháng 7 năm 2023",),
            ),
            ("", ProblemCode.NOT_A_DATE, ()),
            ("ngày tháng 12 năm 2023", ProblemCode.NOT_A_DATE, ()),
            ("tháng 7 năm 2023", ProblemCode.NOT_A_DATE, ()),
            ("5/7-2023", ProblemCode.NOT_A_DATE, ()),
            ("5/7/202", ProblemCode.NOT_A_DATE, ()),
            ("005/7/2023", ProblemCode.NOT_A_DATE, ()),
            ("\uff15/7/2023", ProblemCode.NOT_A_DATE, ()),
            ("2023/07/05", ProblemCode.NOT_A_DATE, ()),
            ("5/7/2023 " * 9, ProblemCode.TEXT_TOO_LONG, ()),
        ],
    )
    def test_what_is_refused(
        self, text: str, code: ProblemCode, suggestions: tuple[str, ...]
    ) -> None:
        error = refusal(parse_date, text)
        assert (error.problem.code, error.suggestions, error.text) == (code, suggestions, text)

    @given(TEXTS)
    def test_any_text_is_a_day_or_refused(self, text: str) -> None:
        found = attempt(parse_date, text)
        if isinstance(found, FormatError):
            assert found.text == text
            for suggestion in found.suggestions:
                assert isinstance(parse_date(suggestion), date)
        else:
            assert parse_date(format_date(found)) == found


PERIODS = [
    (Month(2023, 6), "tháng 6/2023"),
    (Month(2025, 2), "tháng 02/2025"),
    (Month(2025, 12), "tháng 12/2025"),
    (Month(2025, 8, up_to=True), "đến tháng 8/2025"),
    (Quarter(2023, 2), "Quý II/2023"),
    (Quarter(2023, 4, up_to=True), "đến Quý IV/2023"),
    (HalfYear(2023, 1), "6 tháng đầu năm 2023"),
    (HalfYear(2023, 2), "6 tháng cuối năm 2023"),
    (NineMonths(2023), "9 tháng đầu năm 2023"),
    (Year(2025), "năm 2025"),
    (Year(2025, up_to=True), "đến năm 2025"),
]


@pytest.mark.parametrize(("period", "text"), PERIODS)
def test_format_period(period: Period, text: str) -> None:
    assert format_period(period) == text


@given(periods())
def test_every_period_is_read_back(period: Period) -> None:
    text = format_period(period)
    assert is_normalized("NFC", text)
    spellings = (text, text.upper(), text.lower(), normalize("NFD", text), f" {text}\u00a0")
    assert {parse_period(spelling) for spelling in spellings} == {period}


def test_what_is_no_period_is_not_written() -> None:
    with pytest.raises(AssertionError):
        format_period(date(2023, 6, 1))  # type: ignore[arg-type]


class TestParsePeriod:
    @pytest.mark.parametrize(
        ("text", "period"),
        [
            ("Tháng 02 năm 2025", Month(2025, 2)),
            ("tháng 8 năm 2025", Month(2025, 8)),
            ("tháng 8, năm 2025", Month(2025, 8)),
            ("Tháng\u00a011/2023", Month(2023, 11)),
            ("tháng 11 - 2023", Month(2023, 11)),
            ("T6/2023", Month(2023, 6)),
            ("T.06/2023", Month(2023, 6)),
            ("06/2023", Month(2023, 6)),
            ("6.2023", Month(2023, 6)),
            ("2025-06", Month(2025, 6)),
            ("quý 2/2023", Quarter(2023, 2)),
            ("Quý II năm 2023", Quarter(2023, 2)),
            ("QUÝ iv/2023", Quarter(2023, 4)),
            ("quí I/2023", Quarter(2023, 1)),
            ("Qúy I/2023", Quarter(2023, 1)),
            ("Q2/2023", Quarter(2023, 2)),
            ("QIII/2023", Quarter(2023, 3)),
            ("2023-Q4", Quarter(2023, 4)),
            ("06 tháng cuối năm 2023", HalfYear(2023, 2)),
            ("Sáu tháng đầu năm 2023", HalfYear(2023, 1)),
            ("9 tháng năm 2023", NineMonths(2023)),
            ("09 tháng đầu năm 2023", NineMonths(2023)),
            ("chín tháng đầu năm 2023", NineMonths(2023)),
            ("2025", Year(2025)),
            ("Năm 2025", Year(2025)),
            ("cả năm 2025", Year(2025)),
            ("đến tháng 8 năm 2025", Month(2025, 8, up_to=True)),
            ("Đến hết tháng 8/2025", Month(2025, 8, up_to=True)),
            ("tính đến cuối Quý III/2025", Quarter(2025, 3, up_to=True)),
            ("lũy kế đến tháng 8/2025", Month(2025, 8, up_to=True)),
            ("luỹ kế tính đến hết 9 tháng đầu năm 2025", NineMonths(2025, up_to=True)),
        ],
    )
    def test_the_forms(self, text: str, period: Period) -> None:
        assert parse_period(text) == period
        assert parse_period(normalize("NFD", text)) == period

    @pytest.mark.parametrize(
        ("text", "code", "suggestions"),
        [
            ("quý V/2023", ProblemCode.OUT_OF_RANGE, ("Quý IV/2023",)),
            ("đến quý 7/2023", ProblemCode.OUT_OF_RANGE, ("đến Quý IV/2023",)),
            ("quý IIII/2023", ProblemCode.OUT_OF_RANGE, ()),
            ("quý 0/2023", ProblemCode.OUT_OF_RANGE, ()),
            ("tháng 13/2023", ProblemCode.OUT_OF_RANGE, ("tháng 12/2023",)),
            ("tháng 00/2023", ProblemCode.OUT_OF_RANGE, ()),
            ("2025-26", ProblemCode.OUT_OF_RANGE, ("tháng 12/2025",)),
            ("năm 0000", ProblemCode.OUT_OF_RANGE, ()),
            ("T6/23", ProblemCode.TWO_DIGIT_YEAR, ("tháng 6/2023",)),
            ("quý II/23", ProblemCode.TWO_DIGIT_YEAR, ("Quý II/2023",)),
            ("T13/23", ProblemCode.OUT_OF_RANGE, ("tháng 12/2023",)),
            ("năm 25", ProblemCode.TWO_DIGIT_YEAR, ("năm 2025",)),
            ("", ProblemCode.NOT_A_PERIOD, ()),
            ("25", ProblemCode.NOT_A_PERIOD, ()),
            ("tháng 6/202", ProblemCode.NOT_A_PERIOD, ()),
            ("3 tháng đầu năm 2023", ProblemCode.NOT_A_PERIOD, ()),
            ("6 tháng năm 2023", ProblemCode.NOT_A_PERIOD, ()),
            ("9 tháng cuối năm 2023", ProblemCode.NOT_A_PERIOD, ()),
            ("5/7/2023", ProblemCode.NOT_A_PERIOD, ()),
            ("tháng \uff16/2023", ProblemCode.NOT_A_PERIOD, ()),
            ("đến", ProblemCode.NOT_A_PERIOD, ()),
            ("tháng 6/2023" * 6, ProblemCode.TEXT_TOO_LONG, ()),
        ],
    )
    def test_what_is_refused(
        self, text: str, code: ProblemCode, suggestions: tuple[str, ...]
    ) -> None:
        error = refusal(parse_period, text)
        assert (error.problem.code, error.suggestions, error.text) == (code, suggestions, text)

    @pytest.mark.parametrize(
        ("text", "example"),
        [
            ("Tháng 02", "tháng 02/2025"),
            ("6 tháng đầu năm", "6 tháng đầu năm 2025"),
            ("đến Quý II", "đến Quý II/2025"),
            ("9 tháng", "9 tháng đầu năm 2025"),
        ],
    )
    def test_without_its_year_it_is_refused(self, text: str, example: str) -> None:
        error = refusal(parse_period, text)
        assert error.problem.code is ProblemCode.PERIOD_WITHOUT_YEAR
        assert example in error.problem.hint

    @given(TEXTS)
    def test_any_text_is_a_period_or_refused(self, text: str) -> None:
        found = attempt(parse_period, text)
        if isinstance(found, FormatError):
            assert found.text == text
            for suggestion in found.suggestions:
                assert format_period(parse_period(suggestion)) == suggestion
        else:
            assert parse_period(format_period(found)) == found
