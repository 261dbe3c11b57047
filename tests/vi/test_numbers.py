"""Numbers in figures, written and read."""

from __future__ import annotations

import decimal
import math
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast
from unicodedata import is_normalized, normalize

import pytest
from babel.numbers import format_decimal
from babel.numbers import format_percent as babel_percent
from hypothesis import given
from hypothesis import strategies as st

from vn766 import vi
from vn766.errors import FormatError, ProblemCode
from vn766.testing import vietnamese_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

DECIMALS = st.decimals(min_value=-(10**20), max_value=10**20, allow_nan=False)
NUMBER_TEXTS = st.text() | st.text("0123456789.,-+\u2212 %/e_đi\u1ec3m", max_size=20)


def refusal(reader: Callable[..., object], *args: object, **options: object) -> FormatError:
    with pytest.raises(FormatError) as caught:
        reader(*args, **options)
    return caught.value


def attempt(reader: Callable[[str], T], text: str) -> T | FormatError:
    """Return what `reader` reads, or how it refuses; anything else it raises fails the test."""
    try:
        return reader(text)
    except FormatError as error:
        return error


class TestFormatNumber:
    def test_all_hundredths_of_a_total_are_read_back(self) -> None:
        for hundredths in range(10_001):
            number = Decimal(hundredths) / 100
            text = vi.format_number(number)
            assert vi.parse_number(text) == number
            assert text == vi.format_number(hundredths / 100)

    @pytest.mark.parametrize(
        ("number", "text"),
        [
            (0, "0"),
            (18.9, "18,9"),
            (87.09, "87,09"),
            (Decimal("100.00"), "100"),
            (1234.5, "1.234,5"),
            (999, "999"),
            (1000, "1.000"),
            (-1_234_567, "-1.234.567"),
            (17.085, "17,09"),
            (2.345, "2,35"),
            (0.125, "0,13"),
            (-0.125, "-0,13"),
            (-0.004, "0"),
            (Decimal("-0"), "0"),
            (Decimal("1E+3"), "1.000"),
            (Decimal("0E+5000"), "0"),
            (Decimal("-1E-99999999"), "0"),
            (1e-7, "0"),
        ],
    )
    def test_figures(self, number: Decimal | float, text: str) -> None:
        assert vi.format_number(number) == text

    @pytest.mark.parametrize(
        ("options", "text"),
        [
            ({"decimals": 0}, "1.235"),
            ({"decimals": 1}, "1.234,6"),
            ({"decimals": 4}, "1.234,5600"),
            ({"decimals": 8}, "1.234,56000000"),
            ({"max_decimals": 0}, "1.235"),
            ({"max_decimals": 4}, "1.234,56"),
            ({"decimals": 3, "max_decimals": 0}, "1.234,560"),
        ],
    )
    def test_decimals(self, options: dict[str, int], text: str) -> None:
        assert vi.format_number(Decimal("1234.56"), **options) == text

    @given(DECIMALS, st.integers(0, 6))
    def test_half_up_away_from_zero(self, number: Decimal, places: int) -> None:
        scaled = abs(Fraction(number)) * 10**places
        units = math.floor(scaled + Fraction(1, 2))
        expected = Fraction(-units if number < 0 else units, 10**places)
        text = vi.format_number(number, decimals=places)
        assert Fraction(vi.parse_number(text)) == expected
        assert len(text.partition(",")[2]) == places

    @given(st.integers(-(10**12), 10**12))
    def test_the_signs_are_those_of_babel(self, hundredths: int) -> None:
        number = Decimal(hundredths) / 100  # two decimals: Babel has nothing to round
        assert vi.format_number(number) == format_decimal(number, locale="vi")
        fixed = format_decimal(number, "#,##0.00", locale="vi")
        assert vi.format_number(number, decimals=2) == fixed

    @pytest.mark.parametrize(
        "context",
        [
            decimal.Context(prec=3, rounding=decimal.ROUND_DOWN),
            decimal.Context(prec=1, rounding=decimal.ROUND_CEILING, Emin=0, Emax=0),
            decimal.Context(prec=2, traps=[decimal.Inexact, decimal.Rounded, decimal.Subnormal]),
            decimal.Context(prec=28, traps=[decimal.FloatOperation], capitals=0, clamp=1),
        ],
    )
    @given(DECIMALS | st.floats(-1e9, 1e9), st.integers(0, 6))
    def test_the_callers_decimal_context_changes_nothing(
        self, context: decimal.Context, number: Decimal | float, places: int
    ) -> None:
        expected = vi.format_number(number, decimals=places)
        value, limit = vi.parse_number(expected), Decimal("79.995")
        spelled = vi.spell_number(value) if abs(value) <= 10**15 else None
        with decimal.localcontext(context):
            assert vi.format_number(number, decimals=places) == expected
            assert vi.parse_number(expected) == value
            assert vi.parse_number("-79.9951", decimal_mark=".").as_tuple() == (
                (1, (7, 9, 9, 9, 5, 1), -4)
            )
            settled = vi.parse_number("79.995", decimal_mark="auto", max_value=limit)
            assert settled == limit
            assert spelled is None or vi.spell_number(value) == spelled

    def test_forty_digits_fit_and_are_read_back(self) -> None:
        largest = 10**40 - 1
        assert vi.parse_number(vi.format_number(largest, max_decimals=0)) == largest

    @pytest.mark.parametrize(
        "number",
        [10**40, Decimal("9" * 40), Decimal("1E+999999"), 1 << 20_000, Decimal("-1E+50")],
        ids=range(5),
    )
    def test_what_is_too_large_is_refused(self, number: Decimal | int) -> None:
        assert refusal(vi.format_number, number).problem.code is ProblemCode.TOO_LARGE

    @pytest.mark.parametrize(
        "number", [math.nan, math.inf, -math.inf, Decimal("NaN"), Decimal("sNaN"), Decimal("-Inf")]
    )
    def test_what_is_not_finite_is_refused(self, number: Decimal | float) -> None:
        assert refusal(vi.format_number, number).problem.code is ProblemCode.NOT_FINITE
        assert refusal(vi.spell_number, number).problem.code is ProblemCode.NOT_FINITE

    @pytest.mark.parametrize("number", [True, "18,9", None, Fraction(1, 2), 1j])
    def test_other_types_are_refused(self, number: object) -> None:
        assert refusal(vi.format_number, number).problem.code is ProblemCode.UNSUPPORTED_NUMBER

    def test_a_float_subclass_with_another_repr_is_written(self) -> None:
        class Float64(float):
            def __repr__(self) -> str:
                return f"np.float64({float(self)})"

        assert vi.format_number(Float64(18.9)) == "18,9"

    @pytest.mark.parametrize("places", [-1, 40])
    def test_impossible_numbers_of_decimals_are_refused(self, places: int) -> None:
        for options in ({"decimals": places}, {"max_decimals": places}):
            error = refusal(vi.format_number, 1, **options)
            assert error.problem.code is ProblemCode.OUT_OF_RANGE


@pytest.mark.parametrize(
    ("percent", "decimals", "text"),
    [
        (77.64, None, "77,64%"),
        (100, None, "100%"),
        (66.1, None, "66,1%"),
        (93.6, 2, "93,60%"),
        (77.735, None, "77,74%"),
    ],
)
def test_format_percent(percent: float, decimals: int | None, text: str) -> None:
    assert vi.format_percent(percent, decimals=decimals) == text


def test_the_percent_sign_is_that_of_babel() -> None:
    expected = babel_percent(Decimal("0.7764"), "#,##0.##%", locale="vi")
    assert vi.format_percent(Decimal("77.64")) == expected


def test_format_points() -> None:
    assert vi.format_points(Decimal("17.08"), 22) == "17,08/22"
    assert vi.format_points(18, 18) == "18/18"


@given(st.integers(1, 5000), st.integers(0, 5000), st.booleans())
def test_ranks_are_read_back(rank: int, behind: int, pad: bool) -> None:  # noqa: FBT001
    text = vi.format_rank(rank, rank + behind, pad=pad)
    assert vi.parse_rank(text) == (rank, rank + behind)
    assert not pad or len(text) == 2 * len(str(rank + behind)) + 1


@pytest.mark.parametrize(("rank", "of"), [(0, 5), (6, 5), (-1, 5), (1, 0)])
def test_an_impossible_rank_is_not_written(rank: int, of: int) -> None:
    assert refusal(vi.format_rank, rank, of).problem.code is ProblemCode.OUT_OF_RANGE


class TestParseNumber:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("18,9", "18.9"),
            ("1.234,50", "1234.50"),
            ("1.234.567", "1234567"),
            ("79.995", "79995"),
            ("00", "0"),
            ("05", "5"),
            ("0,30", "0.30"),
            ("-7,2", "-7.2"),
            ("\u22127,2", "-7.2"),
            ("\u00a0 18,9\n", "18.9"),
            ("-0", "0"),
            ("\u22120,00", "0.00"),
        ],
    )
    def test_the_vietnamese_way(self, text: str, number: str) -> None:
        assert str(vi.parse_number(text)) == number

    @pytest.mark.parametrize(
        ("text", "suggestions"),
        [
            ("18.9", ("18,9",)),
            ("87.18", ("87,18",)),
            ("0.125", ("0,125",)),
            ("100.00", ("100,00",)),
            ("1,234.5", ("1.234,5",)),
            ("1.234.567.89", ("1.234.567,89",)),
            ("1234.567", ("1234,567",)),
            ("+3,5", ("3,5",)),
            (",5", ("0,5",)),
            ("5,", ("5",)),
            ("1 234,5", ("1234,5",)),
            ("12.34", ("12,34",)),
            ("1.23.456", ()),
            ("0.123.456", ()),
            ("NaN", ()),
            ("Infinity", ()),
            ("1e3", ()),
            ("1_000", ()),
            ("\uff11\uff12", ()),
            ("\u0663", ()),
            ("\u00b2", ()),
            ("--5", ()),
            ("5-", ("5",)),
            ("- 5", ("-5",)),
            ("7/12", ()),
            ("69,81%", ("69,81",)),
        ],
    )
    def test_what_is_refused_and_what_may_be_meant(
        self, text: str, suggestions: tuple[str, ...]
    ) -> None:
        error = refusal(vi.parse_number, text)
        assert error.problem.code is ProblemCode.NOT_A_NUMBER
        assert (error.text, error.suggestions) == (text, suggestions)

    @pytest.mark.parametrize("text", ["", " ", "\u00a0", "-", "\u2013", "\u2014", "\u2212", "--"])
    @pytest.mark.parametrize("mark", [",", ".", "auto"])
    def test_blanks_and_dashes_are_no_numbers(self, text: str, mark: vi.DecimalMark) -> None:
        error = refusal(vi.parse_number, text, decimal_mark=mark)
        assert error.problem.code is ProblemCode.BLANK

    @pytest.mark.parametrize(
        ("text", "number"), [("18.9", "18.9"), ("79.995", "79.995"), ("1234", "1234")]
    )
    def test_the_plain_way(self, text: str, number: str) -> None:
        assert vi.parse_number(text, decimal_mark=".") == Decimal(number)

    @pytest.mark.parametrize(
        ("text", "suggestions"),
        [("18,9", ("18.9",)), ("1.234,5", ()), ("1,234.5", ()), (".5", ("0.5",))],
    )
    def test_the_plain_way_has_no_mark_between_thousands(
        self, text: str, suggestions: tuple[str, ...]
    ) -> None:
        assert refusal(vi.parse_number, text, decimal_mark=".").suggestions == suggestions

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("18,9", "18.9"),
            ("18.9", "18.9"),
            ("87.18", "87.18"),
            ("0.125", "0.125"),
            ("1234.567", "1234.567"),
            ("79,995", "79.995"),
            ("1.234,5", "1234.5"),
            ("1.234.567", "1234567"),
            ("100", "100"),
        ],
    )
    def test_either_way_when_only_one_can_be_meant(self, text: str, number: str) -> None:
        assert vi.parse_number(text, decimal_mark="auto") == Decimal(number)

    def test_two_readings_are_refused(self) -> None:
        error = refusal(vi.parse_number, "79.995", decimal_mark="auto")
        assert error.problem.code is ProblemCode.AMBIGUOUS_NUMBER
        assert error.suggestions == ("79,995", "79995")

    @pytest.mark.parametrize("most", [100, Decimal("79.995"), 79_994])
    def test_the_largest_value_settles_them(self, most: int | Decimal) -> None:
        read = vi.parse_number("79.995", decimal_mark="auto", max_value=most)
        assert read == Decimal("79.995")

    @pytest.mark.parametrize("most", [79_995, 79, 0])
    def test_unless_both_or_none_fit(self, most: int) -> None:
        error = refusal(vi.parse_number, "79.995", decimal_mark="auto", max_value=most)
        assert error.problem.code is ProblemCode.AMBIGUOUS_NUMBER

    def test_it_settles_nothing_else(self) -> None:
        assert vi.parse_number("79.995", max_value=100) == 79_995
        assert vi.parse_number("101", decimal_mark="auto", max_value=100) == 101

    def test_an_unknown_mark_is_a_mistake_of_the_caller(self) -> None:
        with pytest.raises(AssertionError):
            vi.parse_number("1", decimal_mark=";")  # type: ignore[arg-type]

    @given(vietnamese_numbers(max_decimals=4))
    def test_every_spelling_is_read(self, text: str) -> None:
        number = vi.parse_number(text)
        digits = text.strip().replace(".", "").replace(",", ".").replace("\u2212", "-")
        assert Fraction(number) == Fraction(digits)
        assert vi.parse_number(vi.format_number(number, max_decimals=4)) == number

    @given(NUMBER_TEXTS, st.sampled_from([",", ".", "auto"]))
    def test_any_text_is_a_number_or_refused(self, text: str, mark: vi.DecimalMark) -> None:
        found = attempt(partial(vi.parse_number, decimal_mark=mark), text)
        if isinstance(found, FormatError):
            assert found.text == text
            wanted: vi.DecimalMark = "." if mark == "." else ","
            for suggestion in found.suggestions:
                assert vi.parse_number(suggestion, decimal_mark=wanted).is_finite()
        else:
            assert found.is_finite()


class TestParsePercent:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("77,64%", "77.64"),
            ("93.6 %", "93.6"),
            ("100%", "100"),
            ("77.742%", "77.742"),
            ("120,5%", "120.5"),
        ],
    )
    def test_read(self, text: str, number: str) -> None:
        assert vi.parse_percent(text) == Decimal(number)

    @pytest.mark.parametrize(
        ("text", "code", "suggestions"),
        [
            ("77,64", ProblemCode.NOT_A_PERCENT, ()),
            ("%", ProblemCode.NOT_A_PERCENT, ()),
            (",5%", ProblemCode.NOT_A_PERCENT, ("0,5%",)),
            ("199.999%", ProblemCode.AMBIGUOUS_NUMBER, ("199,999%", "199999%")),
        ],
    )
    def test_refused(self, text: str, code: ProblemCode, suggestions: tuple[str, ...]) -> None:
        error = refusal(vi.parse_percent, text)
        assert (error.problem.code, error.suggestions) == (code, suggestions)


class TestParsePoints:
    @pytest.mark.parametrize(
        ("text", "points", "out_of"),
        [
            ("87,09/100 điểm", "87.09", "100"),
            ("87.18/100", "87.18", "100"),
            ("18.9/22 điểm", "18.9", "22"),
            ("18.900/22", "18.900", "22"),
            ("7/12\u00a0ĐIỂM", "7", "12"),
            (normalize("NFD", "7 / 12 điểm"), "7", "12"),
            ("00/18", "0", "18"),
            ("19/18", "19", "18"),
        ],
    )
    def test_read(self, text: str, points: str, out_of: str) -> None:
        assert vi.parse_points(text) == (Decimal(points), Decimal(out_of))

    @pytest.mark.parametrize(
        ("text", "code", "suggestions"),
        [
            ("", ProblemCode.NOT_POINTS, ()),
            ("18", ProblemCode.NOT_POINTS, ()),
            ("/18", ProblemCode.NOT_POINTS, ()),
            ("-/18", ProblemCode.NOT_POINTS, ()),
            ("5/0", ProblemCode.NOT_POINTS, ()),
            ("5/-18", ProblemCode.NOT_POINTS, ()),
            ("7/12/2023", ProblemCode.NOT_POINTS, ()),
            (",5/18", ProblemCode.NOT_POINTS, ("0,5/18",)),
            ("5/18,", ProblemCode.NOT_POINTS, ("5/18",)),
            ("1.234/2.000", ProblemCode.AMBIGUOUS_NUMBER, ("1.234/2,000", "1.234/2000")),
            ("1.234/2000", ProblemCode.AMBIGUOUS_NUMBER, ("1,234/2000", "1234/2000")),
        ],
    )
    def test_refused(self, text: str, code: ProblemCode, suggestions: tuple[str, ...]) -> None:
        error = refusal(vi.parse_points, text)
        assert (error.problem.code, error.suggestions) == (code, suggestions)
        assert error.text == text

    @given(st.integers(0, 2200), st.integers(1, 2200))
    def test_read_back(self, points: int, out_of: int) -> None:
        pair = (Decimal(points) / 100, Decimal(out_of) / 100)
        assert vi.parse_points(vi.format_points(*pair)) == pair


class TestParseRank:
    @pytest.mark.parametrize(
        ("text", "rank"),
        [("05/65", (5, 65)), ("7/8", (7, 8)), (" 02 / 11 ", (2, 11)), ("1/1", (1, 1))],
    )
    def test_read(self, text: str, rank: tuple[int, int]) -> None:
        assert vi.parse_rank(text) == rank

    @pytest.mark.parametrize("text", ["0/5", "6/5", "00/65"])
    def test_a_rank_outside_its_pool_is_refused(self, text: str) -> None:
        assert refusal(vi.parse_rank, text).problem.code is ProblemCode.OUT_OF_RANGE

    @pytest.mark.parametrize(
        "text", ["", "5", "5/0", "a/b", "-1/5", "1/5/6", "1,0/5", "1/1234567890", "\uff11/5"]
    )
    def test_what_is_no_rank_is_refused(self, text: str) -> None:
        assert refusal(vi.parse_rank, text).problem.code is ProblemCode.NOT_A_RANK


READERS: list[Callable[[str], object]] = [
    vi.parse_number,
    vi.parse_percent,
    vi.parse_points,
    vi.parse_rank,
    vi.parse_date,
    vi.parse_period,
]


class Flood(str):
    """A text without its blanks can only be measured: whoever reads on in it gets no text."""

    __slots__ = ()

    def strip(self, chars: str | None = None, /) -> str:
        return cast("str", range(len(super().strip(chars))))


@pytest.mark.parametrize("reader", READERS)
class TestAllReaders:
    @given(text=NUMBER_TEXTS)
    def test_any_text_is_read_or_refused(self, reader: Callable[[str], object], text: str) -> None:
        found = attempt(reader, text)
        if isinstance(found, FormatError):
            assert found.text == text
            assert all(is_normalized("NFC", said) for said in found.problem.text("vi")[1:])

    @pytest.mark.parametrize(
        "piece", ["9", "1.", ".000", "9/", "ngày ", "\u0323", "a\u0300\u0323", "6 tháng ", "-", " "]
    )
    def test_a_flood_is_refused_by_its_length(
        self, reader: Callable[[str], object], piece: str
    ) -> None:
        error = refusal(reader, Flood(f"x{piece * 300_000}x"))
        assert error.problem.code is ProblemCode.TEXT_TOO_LONG
        assert len(str(error)) < 500


def test_only_the_first_writing_loads_babel() -> None:
    code = (
        "import sys; from vn766 import vi; vi.parse_number('1,5'); vi.parse_period('2025');"
        "vi.spell_number(5); before = 'babel' in sys.modules; vi.format_number(5);"
        "print(before, 'babel' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["False", "True"]
