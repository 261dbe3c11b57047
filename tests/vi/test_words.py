"""Numbers in words and in Roman numerals, held to readers that know nothing of the writers."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import FormatError, ProblemCode
from vn766.vi import from_roman, spell_number, to_roman

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
            (1_000_005, "một triệu không trăm linh năm"),
            (10**9, "một tỷ"),
            (10**9 + 5, "một tỷ không trăm linh năm"),
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
        assert not re.search(r"không (mươi|nghìn|triệu|tỷ)", words)

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

    @pytest.mark.parametrize("number", [Decimal("1E-21"), Decimal("1E-999999999")])
    def test_more_decimals_are_refused(self, number: Decimal) -> None:
        with pytest.raises(FormatError) as caught:
            spell_number(number)
        assert caught.value.problem.code is ProblemCode.OUT_OF_RANGE


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
            ("I" * 65, ()),
        ],
    )
    def test_what_is_refused(self, text: str, suggestions: tuple[str, ...]) -> None:
        with pytest.raises(FormatError) as caught:
            from_roman(text)
        assert caught.value.problem.code is ProblemCode.NOT_ROMAN
        assert caught.value.suggestions == suggestions

    def test_blanks_around_do_not_count(self) -> None:
        assert from_roman(" IV\u00a0") == 4

    @pytest.mark.parametrize("number", [0, -1, 4000, 1 << 20_000], ids=range(4))
    def test_numbers_out_of_range_are_refused(self, number: int) -> None:
        with pytest.raises(FormatError) as caught:
            to_roman(number)
        assert caught.value.problem.code is ProblemCode.OUT_OF_RANGE
