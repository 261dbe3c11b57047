"""Numbers in words and in Roman numerals, held to readers that know nothing of the writers."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from typing import get_args
from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import FormatError, ProblemCode
from vn766.vi import from_roman, parse_words, spell_number, spell_ordinal, to_roman
from vn766.vi.words import Fraction, Register

UNITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
}
SCALES = {"nghìn": 10**3, "triệu": 10**6}


def value_of(words: str) -> Decimal:
    """Read words back: an oracle that adds up what it hears."""
    sign = -1 if words.startswith("âm ") else 1
    whole, _, fraction = words.removeprefix("âm ").partition(" phẩy ")
    digits = "".join(str(UNITS[word]) for word in fraction.split())
    return sign * Decimal(f"{whole_of(whole)}.{digits or 0}")


def whole_of(words: str) -> int:
    head, billions, tail = words.partition(" tỷ")
    if billions:
        return whole_of(head) * 10**9 + (whole_of(tail.strip()) if tail else 0)
    total = group = digit = 0
    for word in words.split():
        if word in UNITS:
            digit = UNITS[word]
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group += 10
        elif word in SCALES:
            total, group, digit = total + (group + digit) * SCALES[word], 0, 0
        else:
            assert word == "linh"
    return total + group + digit


class TestSpellNumber:
    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (0, "không"),
            (Decimal("-0.00"), "không"),
            (4, "bốn"),
            (10, "mười"),
            (11, "mười một"),
            (14, "mười bốn"),
            (15, "mười lăm"),
            (20, "hai mươi"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (25, "hai mươi lăm"),
            (100, "một trăm"),
            (101, "một trăm linh một"),
            (104, "một trăm linh bốn"),
            (105, "một trăm linh năm"),
            (110, "một trăm mười"),
            (555, "năm trăm năm mươi lăm"),
            (1000, "một nghìn"),
            (1005, "một nghìn không trăm linh năm"),
            (1050, "một nghìn không trăm năm mươi"),
            (10_010, "mười nghìn không trăm mười"),
            (1_000_005, "một triệu không nghìn không trăm linh năm"),
            (85_000_120, "tám mươi lăm triệu không nghìn một trăm hai mươi"),
            (700_000_231, "bảy trăm triệu không nghìn hai trăm ba mươi mốt"),
            (5_000_000, "năm triệu"),
            (10**9, "một tỷ"),
            (10**9 + 5, "một tỷ không triệu không nghìn không trăm linh năm"),
            (10**9 + 10**6, "một tỷ không trăm linh một triệu"),
            (10**12, "một nghìn tỷ"),
            (10**15, "một triệu tỷ"),
            (-(10**15), "âm một triệu tỷ"),
            (87.09, "tám mươi bảy phẩy không chín"),
            (87.9, "tám mươi bảy phẩy chín"),
            (Decimal("87.90"), "tám mươi bảy phẩy chín"),
            (69.81, "sáu mươi chín phẩy tám một"),
            (0.25, "không phẩy hai năm"),
            (-0.5, "âm không phẩy năm"),
            (Decimal("1E-20"), "không phẩy" + " không" * 19 + " một"),
        ],
    )
    def test_words(self, number: Decimal | float, words: str) -> None:
        assert spell_number(number) == words

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (Decimal("77.64"), "bảy mươi bảy phẩy sáu mươi tư"),
            (Decimal("99.99"), "chín mươi chín phẩy chín mươi chín"),
            (Decimal("63.42"), "sáu mươi ba phẩy bốn mươi hai"),
            (Decimal("7.081"), "bảy phẩy không trăm tám mươi mốt"),
            (Decimal("0.032"), "không phẩy không trăm ba mươi hai"),
            (Decimal("87.09"), "tám mươi bảy phẩy không chín"),
            (Decimal("0.005"), "không phẩy không trăm linh năm"),
            (Decimal("1.10"), "một phẩy một"),
            (Decimal("1.125"), "một phẩy một trăm hai mươi lăm"),
            (Decimal("3.1416"), "ba phẩy một bốn một sáu"),
        ],
    )
    def test_decimals_as_schools_teach(self, number: Decimal, words: str) -> None:
        assert spell_number(number, fraction="grouped") == words

    def test_as_the_south_says(self) -> None:
        assert spell_number(1005, register="south") == "một ngàn không trăm lẻ năm"
        assert spell_number(24, register="south") == "hai mươi tư"

    @pytest.mark.parametrize(
        ("number", "fraction", "words"),
        [
            ("1.50", "digits", "một phẩy năm không"),
            ("1.50", "grouped", "một phẩy năm mươi"),
            ("1.00", "digits", "một phẩy không không"),
            ("1.00", "grouped", "một phẩy không không"),
            ("1.100", "grouped", "một phẩy một trăm"),
            ("100", "digits", "một trăm"),
            ("1E+2", "digits", "một trăm"),
            ("0E-999999", "digits", "không phẩy" + " không" * 20),
        ],
    )
    def test_zeros_at_the_end_can_be_kept(
        self, number: str, fraction: Fraction, words: str
    ) -> None:
        kept = spell_number(Decimal(number), fraction=fraction, keep_zeros=True)
        assert kept == words

    def test_the_first_ten_thousand_are_read_back_and_differ(self) -> None:
        spelled = [spell_number(number) for number in range(10_000)]
        assert [whole_of(words) for words in spelled] == list(range(10_000))
        assert len(set(spelled)) == 10_000

    def test_all_hundredths_of_a_total_are_read_back(self) -> None:
        for hundredths in range(10_001):
            number = Decimal(hundredths) / 100
            assert value_of(spell_number(number)) == number

    @given(st.decimals(-(10**15), 10**15, allow_nan=False, places=4))
    def test_any_number_is_read_back(self, number: Decimal) -> None:
        words = spell_number(number)
        assert value_of(words) == number
        assert is_normalized("NFC", words)

    @given(st.integers(0, 10**15))
    def test_the_spelling_keeps_the_rules_of_speech(self, number: int) -> None:
        words = spell_number(number)
        assert not re.search(r"mươi (một|bốn|năm)\b", words)
        assert not re.search(r"mười (mốt|tư|năm)\b", words)
        assert not re.search(r"(?<!mươi )(mốt|tư)\b", words)
        assert not re.search(r"(?<!mươi )(?<!mười )lăm\b", words)
        assert not re.search(r"không (mươi|tỷ)|^không .", words)
        assert not re.search(r"không (nghìn|triệu)$", words)

    @pytest.mark.parametrize(
        "number",
        [
            10**15 + 1,
            Decimal(10**15) + Decimal("0.1"),
            -(10**16),
            Decimal("1E+999999"),
            1 << 20_000,
        ],
        ids=range(5),
    )
    def test_what_is_larger_is_refused(self, number: Decimal | int) -> None:
        with pytest.raises(FormatError) as caught:
            spell_number(number)
        assert caught.value.problem.code is ProblemCode.TOO_LARGE

    @pytest.mark.parametrize("number", [Decimal("1E-21"), Decimal("1E-400000000")])
    def test_more_decimals_are_refused(self, number: Decimal) -> None:
        with pytest.raises(FormatError) as caught:
            spell_number(number)
        assert caught.value.problem.code is ProblemCode.OUT_OF_RANGE


class TestSpellOrdinal:
    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (1, "thứ nhất"),
            (2, "thứ hai"),
            (3, "thứ ba"),
            (4, "thứ tư"),
            (5.0, "thứ năm"),
            (14, "thứ mười bốn"),
            (21, "thứ hai mươi mốt"),
            (24, "thứ hai mươi tư"),
        ],
    )
    def test_words(self, number: float, words: str) -> None:
        assert spell_ordinal(number) == words

    def test_the_second_in_a_contest(self) -> None:
        assert spell_ordinal(2, second="nhì") == "thứ nhì"
        assert spell_ordinal(22, second="nhì") == "thứ hai mươi hai"

    @pytest.mark.parametrize("number", [0, -1, 1.5, 10**15 + 1])
    def test_what_is_no_place_is_refused(self, number: float) -> None:
        with pytest.raises(FormatError) as caught:
            spell_ordinal(number)
        assert caught.value.problem.code is ProblemCode.OUT_OF_RANGE


class TestParseWords:
    """Whatever is spelled is read back, in every convention."""

    @given(
        st.integers(-(10**15), 10**15)
        | st.decimals(-(10**15), 10**15, allow_nan=False, places=3)
        | st.integers(0, 10**7).map(lambda number: Decimal(number).scaleb(-20)),
        st.sampled_from(get_args(Fraction)),
        st.sampled_from(get_args(Register)),
        st.booleans(),
    )
    def test_any_number(
        self,
        number: Decimal,
        fraction: Fraction,
        register: Register,
        zeros: bool,  # noqa: FBT001
    ) -> None:
        words = spell_number(number, fraction=fraction, register=register, keep_zeros=zeros)
        assert parse_words(words) == number
        assert parse_words(f" {words.upper()}\u00a0") == number
        if zeros and number and type(number) is Decimal:
            assert str(parse_words(words)) == str(number)

    def test_all_places_of_the_communes(self) -> None:
        for number in range(1, 3322):
            assert parse_words(spell_ordinal(number)) == number

    def test_the_longest(self) -> None:
        longest = Decimal("-444444444444444.77777777777777777777")
        assert parse_words(spell_number(longest)) == longest

    @given(
        st.lists(
            st.sampled_from(
                [
                    "một",
                    "hai",
                    "tư",
                    "năm",
                    "mươi",
                    "mười",
                    "trăm",
                    "nghìn",
                    "triệu",
                    "tỷ",
                    "linh",
                    "rưỡi",
                ]
            )
        )
    )
    def test_words_in_any_order_are_a_number_or_refused(self, words: list[str]) -> None:
        text = " ".join(words)[:300]
        try:
            number = parse_words(text)
        except FormatError as error:
            said = [parse_words(suggestion) for suggestion in error.suggestions]
            ambiguous = error.problem.code is ProblemCode.TWO_NUMBERS
            assert (len({*said}) > 1) == ambiguous or any(n > 10**15 for n in said) or not said
        else:
            assert number > 0

    def test_two_numbers_beyond_what_is_spelled_are_refused_without_a_suggestion(self) -> None:
        with pytest.raises(FormatError) as caught:
            parse_words("chín triệu tỷ hai")
        assert caught.value.problem.code is ProblemCode.TWO_NUMBERS
        assert caught.value.suggestions == ()


# Each place of a numeral has its ten forms; all numerals are their products.
PLACES = (
    ["", "M", "MM", "MMM"],
    ["", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"],
    ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"],
    ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"],
)
NUMERALS = ["".join(parts) for parts in itertools.product(*PLACES)]


class TestRoman:
    def test_all_of_them(self) -> None:
        assert [to_roman(number) for number in range(1, 4000)] == NUMERALS[1:]
        assert [from_roman(numeral) for numeral in NUMERALS[1:]] == list(range(1, 4000))

    def test_no_other_word_of_up_to_five_letters_is_one(self) -> None:
        real = set(NUMERALS)
        for length in range(1, 6):
            for letters in itertools.product("IVXLC", repeat=length):
                word = "".join(letters)
                if word not in real:
                    with pytest.raises(FormatError):
                        from_roman(word)

    @pytest.mark.parametrize(
        ("text", "suggestions"),
        [
            ("IIII", ("IV",)),
            ("ii", ("II",)),
            ("VX", ("V",)),
            ("", ()),
            ("A", ()),
            ("MMMM", ()),
            ("\u0131", ()),
            ("\u2161", ()),
        ],
    )
    def test_what_is_refused(self, text: str, suggestions: tuple[str, ...]) -> None:
        with pytest.raises(FormatError) as caught:
            from_roman(text)
        assert caught.value.problem.code is ProblemCode.NOT_ROMAN
        assert caught.value.suggestions == suggestions

    def test_a_flood_is_refused_by_its_length(self) -> None:
        with pytest.raises(FormatError) as caught:
            from_roman("I" * 65)
        assert caught.value.problem.code is ProblemCode.TEXT_TOO_LONG

    def test_blanks_around_do_not_count(self) -> None:
        assert from_roman(" IV\u00a0") == 4

    @pytest.mark.parametrize("number", [0, -1, 4000, 1 << 20_000], ids=range(4))
    def test_numbers_out_of_range_are_refused(self, number: int) -> None:
        with pytest.raises(FormatError) as caught:
            to_roman(number)
        assert caught.value.problem.code is ProblemCode.OUT_OF_RANGE
