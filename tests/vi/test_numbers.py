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
from unicodedata import is_normalized

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from vn766 import vi
from vn766.errors import FormatError, ProblemCode
from vn766.testing import vietnamese_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Counted:
    """An integer of some other library."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


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

    def test_an_integer_of_any_library_is_written(self) -> None:
        assert vi.format_number(Counted(1234)) == "1.234"

    @pytest.mark.parametrize("number", [True, "18,9", None, Fraction(1, 2), 1j])
    def test_other_types_are_refused(self, number: object) -> None:
        assert refusal(vi.format_number, number).problem.code is ProblemCode.UNSUPPORTED_NUMBER

    def test_a_float_subclass_with_another_repr_is_written(self) -> None:
        class Float64(float):
            def __repr__(self) -> str:
                return f"np.float64({float(self)})"

        assert vi.format_number(Float64(18.9)) == "18,9"

    @pytest.mark.parametrize("places", [-1, 40, "2", 1.5, True])
    def test_impossible_numbers_of_decimals_are_refused(self, places: int) -> None:
        for options in ({"decimals": places}, {"max_decimals": places}):
            error = refusal(vi.format_number, 1, **options)
            assert error.problem.code is ProblemCode.OUT_OF_RANGE


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
            ("100.00", ("100,00",)),
            ("1.234.567.89", ("1.234.567,89",)),
            ("1234.567", ("1234,567",)),
            ("1 234 567", ("1234567",)),
            ("1.234,", ("1.234",)),
            ("12.34", ("12,34",)),
            ("1.23.456", ()),
            ("0.123.456", ()),
            ("Infinity", ()),
            ("1_000", ()),
            ("\uff11\uff12", ()),
            ("\u0663", ()),
            ("\u00b2", ()),
            ("--5", ()),
            ("7/12", ()),
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
        [
            ("18,9", ("18.9",)),
            ("1,234", ("1.234", "1234")),
            ("1,234.5", ("1234.5",)),
            ("1.234,5", ()),
            (".5", ("0.5",)),
        ],
    )
    def test_the_plain_way_has_no_mark_between_thousands(
        self, text: str, suggestions: tuple[str, ...]
    ) -> None:
        assert refusal(vi.parse_number, text, decimal_mark=".").suggestions == suggestions

    @pytest.mark.parametrize("most", [100, Decimal("79.995"), 79_994])
    @pytest.mark.parametrize("text", ["79.995", "79,995"])
    def test_the_largest_value_settles_two_readings(self, text: str, most: int | Decimal) -> None:
        read = vi.parse_number(text, decimal_mark="auto", max_value=most)
        assert read == Decimal("79.995")

    @pytest.mark.parametrize("most", [79_995, 79, 0])
    @pytest.mark.parametrize("text", ["79.995", "79,995"])
    def test_unless_both_or_none_fit(self, text: str, most: int) -> None:
        error = refusal(vi.parse_number, text, decimal_mark="auto", max_value=most)
        assert error.problem.code is ProblemCode.AMBIGUOUS_NUMBER

    def test_it_settles_nothing_else(self) -> None:
        assert vi.parse_number("79.995", max_value=100) == 79_995
        assert vi.parse_number("101", decimal_mark="auto", max_value=100) == 101

    def test_an_unknown_mark_is_a_mistake_of_the_caller(self) -> None:
        with pytest.raises(ValueError, match=r"decimal_mark must be .*, not ';'"):
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
            for suggestion in found.suggestions:
                assert vi.parse_number(suggestion, decimal_mark=mark).is_finite()
        else:
            assert found.is_finite()


READERS: list[Callable[[str], object]] = [
    vi.parse_number,
    vi.parse_percent,
    vi.parse_points,
    vi.parse_rank,
    vi.parse_date,
    vi.parse_datetime,
    vi.parse_period,
    vi.parse_words,
]


class Flood(str):
    """A text without its blanks can only be measured: whoever reads on in it gets no text."""

    __slots__ = ()

    def strip(self, chars: str | None = None, /) -> str:
        return cast("str", range(len(super().strip(chars))))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.filterwarnings("ignore::vn766.errors.LookalikeWarning")
class TestAllReaders:
    @given(text=NUMBER_TEXTS)
    def test_any_text_is_read_or_refused(self, reader: Callable[[str], object], text: str) -> None:
        found = attempt(reader, text)
        if isinstance(found, FormatError):
            assert found.text == text
            assert all(is_normalized("NFC", said) for said in found.problem.text("vi")[1:])
            for suggestion in found.suggestions:
                assert not isinstance(attempt(reader, suggestion), FormatError)

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
        "vi.parse_words(vi.spell_number(5)); vi.parse_datetime('15:10 5/7/2023');"
        "vi.sort_key('xã A'); before = 'babel' in sys.modules; vi.format_number(5);"
        "print(before, 'babel' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["False", "True"]
