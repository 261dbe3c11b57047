"""Periods, written in every style and read back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import get_args
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import FormatError, ProblemCode
from vn766.period import Days, HalfYear, Month, NineMonths, Period, Quarter, Year
from vn766.testing import periods
from vn766.vi import PeriodStyle, format_period, parse_period, spell_period

STYLES: tuple[PeriodStyle, ...] = get_args(PeriodStyle)
AUGUST = Month(2025, 8, up_to=True)
JUNE_TO_JULY = Days(date(2025, 6, 15), date(2025, 7, 14))
TEXTS = st.text() | st.lists(
    st.sampled_from(
        [
            *("tháng ", "năm ", "quý ", "đến ", "hết ", "đầu ", "cuối ", "từ ", "lũy kế ", "ngày "),
            *("/", "-", ".", ",", " ", "0", "2", "6", "9", "12", "31", "II", "V", "2023", "23"),
            *("0000", "T", "Q", "nửa ", "tư ", "24 giờ ", "3321", "hai nghìn "),
        ]
    ),
    max_size=8,
).map("".join)


def attempt(text: str) -> Period | FormatError:
    """Return the period that is read, or how it is refused."""
    try:
        return parse_period(text)
    except FormatError as error:
        return error


def all_periods(first: int, last: int) -> list[Period]:
    """Return all periods of some years, cumulative or not, and reporting months from the 15th."""
    found: list[Period] = []
    for year in range(first, last + 1):
        for up_to in (False, True):
            found += [Month(year, n, up_to=up_to) for n in range(1, 13)]
            found += [Quarter(year, n, up_to=up_to) for n in range(1, 5)]
            found += [HalfYear(year, n, up_to=up_to) for n in (1, 2)]
            found += [NineMonths(year, up_to=up_to), Year(year, up_to=up_to)]
        found += [Days(date(year, n, 15), date(year, n + 1, 14)) for n in range(1, 12)]
    return found


@pytest.mark.parametrize(
    ("period", "style", "text"),
    [
        (Month(2023, 6), "slash", "tháng 6/2023"),
        (Month(2025, 2), "slash", "tháng 02/2025"),
        (AUGUST, "slash", "đến tháng 8/2025"),
        (Quarter(2023, 2), "slash", "Quý II/2023"),
        (Quarter(2023, 4, up_to=True), "slash", "đến Quý IV/2023"),
        (HalfYear(2023, 1), "slash", "6 tháng đầu năm 2023"),
        (HalfYear(2023, 2), "slash", "6 tháng cuối năm 2023"),
        (NineMonths(2023), "slash", "9 tháng đầu năm 2023"),
        (Year(2025), "slash", "năm 2025"),
        (JUNE_TO_JULY, "slash", "từ ngày 15/6/2025 đến ngày 14/7/2025"),
        (Month(2025, 2), "long", "tháng 02 năm 2025"),
        (Quarter(2023, 2), "long", "Quý II năm 2023"),
        (AUGUST, "long", "đến tháng 8 năm 2025"),
        (JUNE_TO_JULY, "long", "từ ngày 15 tháng 6 năm 2025 đến ngày 14 tháng 7 năm 2025"),
        (Month(2023, 4), "words", "tháng Tư năm 2023"),
        (Month(2023, 5), "words", "tháng Năm năm 2023"),
        (Month(2023, 11), "words", "tháng Mười một năm 2023"),
        (Quarter(2023, 4), "words", "quý tư năm 2023"),
        (HalfYear(2023, 1), "words", "sáu tháng đầu năm 2023"),
        (NineMonths(2023), "words", "chín tháng đầu năm 2023"),
        (AUGUST, "words", "đến tháng Tám năm 2025"),
        (Month(2026, 7), "plain", "tháng 7 2026"),
        (Quarter(2026, 3), "plain", "quý 3 2026"),
        (AUGUST, "months", "8 tháng đầu năm 2025"),
        (HalfYear(2025, 1), "months", "6 tháng đầu năm 2025"),
        (NineMonths(2025), "months", "9 tháng đầu năm 2025"),
        (AUGUST, "months-of", "8 tháng năm 2025"),
        (HalfYear(2025, 1), "months-of", "6 tháng năm 2025"),
        (HalfYear(2025, 1), "half", "nửa đầu năm 2025"),
        (HalfYear(2025, 2), "half", "nửa cuối năm 2025"),
        (AUGUST, "cumulative", "lũy kế đến tháng 8/2025"),
        (AUGUST, "since-january", "từ đầu năm đến hết tháng 8/2025"),
        (Quarter(2025, 3, up_to=True), "since-january", "từ đầu năm đến hết Quý III/2025"),
    ],
)
def test_styles(period: Period, style: PeriodStyle, text: str) -> None:
    assert format_period(period, style) == text
    if style == "slash":
        assert str(period) == format_period(period) == text


@pytest.mark.parametrize(
    ("period", "style"),
    [
        (Month(2025, 6, up_to=True), "months"),  # "6 tháng đầu năm 2025" is half a year
        (Month(2025, 9, up_to=True), "months-of"),
        (HalfYear(2025, 2), "months-of"),
        (Month(2025, 8), "months"),
        (Month(2025, 8), "half"),
        (Month(2025, 8), "cumulative"),
        (Year(2025, up_to=True), "since-january"),
        (JUNE_TO_JULY, "words"),
    ],
)
def test_what_no_text_of_a_style_means_is_not_written(period: Period, style: PeriodStyle) -> None:
    with pytest.raises(FormatError, match=f"the style {style} has no text") as caught:
        format_period(period, style)
    assert caught.value.problem.code is ProblemCode.PERIOD_STYLE


def test_all_periods_are_read_back_in_every_style() -> None:
    written = dict.fromkeys(STYLES, 0)
    for period in all_periods(2020, 2030):
        for style in STYLES:
            with suppress(FormatError):
                assert parse_period(format_period(period, style)) == period
                written[style] += 1
        for spelled in (spell_period(period), spell_period(period, register="south")):
            assert parse_period(spelled) == period
    assert written["slash"] == len(all_periods(2020, 2030))
    assert min(written.values()) == 2 * 2 * 11  # the halves of eleven years


def test_all_names_of_programs_are_read_back() -> None:
    for period in all_periods(2020, 2030):
        found = parse_period(period.isoformat())
        assert (found.start, found.end) == (period.start, period.end)
        assert found == period or "/" in period.isoformat()  # an interval names days


@given(periods())
def test_every_spelling_is_read_back(period: Period) -> None:
    text = format_period(period)
    assert is_normalized("NFC", text)
    spellings = (text, text.upper(), text.lower(), normalize("NFD", text), f" {text}\u00a0")
    assert {parse_period(spelling) for spelling in spellings} == {period}


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Month(2024, 4), "tháng tư năm hai nghìn không trăm hai mươi tư"),
        (Quarter(2026, 2), "quý hai năm hai nghìn không trăm hai mươi sáu"),
        (NineMonths(2025), "chín tháng đầu năm hai nghìn không trăm hai mươi lăm"),
        (Year(2005, up_to=True), "đến năm hai nghìn không trăm linh năm"),
        (
            Days(date(2025, 6, 15), date(2025, 7, 14)),
            (
                "từ ngày mười lăm tháng sáu năm hai nghìn không trăm hai mươi lăm "
                "đến ngày mười bốn tháng bảy năm hai nghìn không trăm hai mươi lăm"
            ),
        ),
    ],
)
def test_spell_period(period: Period, text: str) -> None:
    assert spell_period(period) == text


def test_what_is_no_period_is_not_written() -> None:
    with pytest.raises(ValueError, match=r"p must be Month, .* not datetime.date"):
        format_period(date(2023, 6, 1))  # type: ignore[arg-type]


class TestParsePeriod:
    @pytest.mark.parametrize(
        ("text", "code", "suggestions"),
        [
            ("đến quý 7/2023", ProblemCode.OUT_OF_RANGE, ("đến Quý IV/2023",)),
            ("quý IIII/2023", ProblemCode.OUT_OF_RANGE, ()),
            ("quý 0/2023", ProblemCode.OUT_OF_RANGE, ()),
            ("tháng 00/2023", ProblemCode.OUT_OF_RANGE, ()),
            ("2025-26", ProblemCode.OUT_OF_RANGE, ("tháng 12/2025",)),
            ("năm 0000", ProblemCode.OUT_OF_RANGE, ()),
            ("quý II/23", ProblemCode.TWO_DIGIT_YEAR, ("Quý II/2023",)),
            ("T13/23", ProblemCode.OUT_OF_RANGE, ("tháng 12/2023",)),
            ("", ProblemCode.NOT_A_PERIOD, ()),
            ("tháng 6/202", ProblemCode.NOT_A_PERIOD, ()),
            ("tháng \uff16/2023", ProblemCode.NOT_A_PERIOD, ()),
            ("năm hai nghìn lẻ", ProblemCode.NOT_A_PERIOD, ()),
            ("lũy kế tháng 8/2025", ProblemCode.NOT_A_PERIOD, ()),
            ("tháng 6/2023" * 17, ProblemCode.TEXT_TOO_LONG, ()),
        ],
    )
    def test_what_is_refused(
        self, text: str, code: ProblemCode, suggestions: tuple[str, ...]
    ) -> None:
        with pytest.raises(FormatError) as caught:
            parse_period(text)
        error = caught.value
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
        with pytest.raises(FormatError) as caught:
            parse_period(text)
        assert caught.value.problem.code is ProblemCode.PERIOD_WITHOUT_YEAR
        assert example in caught.value.problem.hint

    @pytest.mark.filterwarnings("ignore::vn766.errors.LookalikeWarning")
    @given(TEXTS)
    def test_any_text_is_a_period_or_refused(self, text: str) -> None:
        found = attempt(text)
        if isinstance(found, FormatError):
            assert found.text == text
            for suggestion in found.suggestions:
                assert str(parse_period(suggestion)) == suggestion
        else:
            assert parse_period(str(found)) == found

    @given(st.dates(date(1900, 1, 1), date(2100, 12, 1)), st.integers(0, 400))
    def test_days_in_a_row_may_say_the_year_once(self, first: date, more: int) -> None:
        last = min(first + timedelta(more), date(2100, 12, 31))
        text = f"từ ngày {first.day}/{first.month} đến ngày {last.day}/{last.month}/{last.year}"
        if first.year == last.year:
            assert parse_period(text) == Days(first, last)
        elif (first.month, first.day) > (last.month, last.day):
            with pytest.raises(FormatError) as caught:
                parse_period(text)
            assert caught.value.problem.code in {"last-before-first", "impossible-date"}
