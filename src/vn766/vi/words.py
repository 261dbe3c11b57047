"""Numbers in words, and in Roman numerals.

Whole numbers are read as schoolbooks of grade 4 teach: places after "mươi" change their sound, and
a class of zeros inside a number is read ("không nghìn"), so that no other number is heard.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypedDict, cast, get_args

from vn766.errors import FormatError, ProblemCode, Word
from vn766.vi.numbers import count, exact, rounded
from vn766.vocabulary.typed import integer, not_among, stripped

if TYPE_CHECKING:
    from vn766.vi.numbers import Number

Fraction: TypeAlias = Literal["digits", "grouped"]
Register: TypeAlias = Literal["north", "south"]
Second: TypeAlias = Literal["hai", "nhì"]


class Spelling(TypedDict, total=False):
    """The options of `spell_number`."""

    fraction: Fraction
    register: Register
    keep_zeros: bool


DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
# After "mươi" some digits change: hai mươi mốt, hai mươi tư, hai mươi lăm.
AFTER_TENS: Final = ("", "mốt", "hai", "ba", "tư", "lăm", "sáu", "bảy", "tám", "chín")
AFTER_TEN: Final = ("", "một", "hai", "ba", "bốn", "lăm", "sáu", "bảy", "tám", "chín")
CLASSES: Final = ((1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn"))
SOUTHERN: Final = {"linh": "lẻ", "nghìn": "ngàn"}
_ORDINALS: Final = {1: "nhất", 4: "tư"}
_A_CLASS: Final = 1_000
_LARGEST: Final = 10**15
_MAX_DECIMALS: Final = 20
_MOST_GROUPED: Final = 3  # decimals; schoolbooks read no more as one number

_ROMAN: Final = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_ROMAN_DIGITS: Final = {letters: value for value, letters in _ROMAN if len(letters) == 1}
_LARGEST_ROMAN: Final = 3999


def spell_number(
    x: Number,
    *,
    fraction: Fraction = "digits",
    register: Register = "north",
    keep_zeros: bool = False,
) -> str:
    """Return `x` in words: ``tám mươi bảy phẩy không chín``.

    Empty hundreds and classes inside a number are read (một triệu không nghìn không trăm linh
    năm). Above a thousand million, so many "tỷ" are counted: 10^12 is "một nghìn tỷ".

    Args:
        x: from -10^15 to 10^15, with at most 20 decimals; a float stands for its shortest text.
        fraction: ``"digits"`` reads decimals one by one, 77,64 "phẩy sáu bốn", as Unicode's
            CLDR and most speech programs do; ``"grouped"`` reads up to three of them as one
            number, "phẩy sáu mươi tư", as the schoolbooks of grade 5 teach. More are read
            one by one in both.
        register: ``"north"`` says "linh" and "nghìn", as schoolbooks do; ``"south"`` says
            "lẻ" and "ngàn", as is usual in the south.
        keep_zeros: read zeros at the end of the decimals of a `Decimal`; both conventions
            drop them.

    Raises:
        FormatError: `x` is larger, has more decimals, or is not a finite number.
        ValueError: there is no such fraction or register.

    Example:
        >>> spell_number(87.09), spell_number(1005)
        ('tám mươi bảy phẩy không chín', 'một nghìn không trăm linh năm')
        >>> spell_number(-21), spell_number(24), spell_number(15)
        ('âm hai mươi mốt', 'hai mươi tư', 'mười lăm')
        >>> spell_number(7.081, fraction="grouped"), spell_number(1005, register="south")
        ('bảy phẩy không trăm tám mươi mốt', 'một ngàn không trăm lẻ năm')
    """
    if fraction not in get_args(Fraction):
        raise not_among(fraction, "fraction", get_args(Fraction))
    if register not in get_args(Register):
        raise not_among(register, "register", get_args(Register))
    negative, whole, decimals = _digits(x)
    words = ["âm"] if negative else []
    words += _whole(whole)
    decimals = decimals if keep_zeros else decimals.rstrip("0")
    if decimals:
        words += ("phẩy", _decimals(decimals, fraction))
    text = " ".join(words)
    if register == "south":
        text = " ".join(SOUTHERN.get(word, word) for word in text.split())
    return text


def spell_ordinal(number: Number, *, second: Second = "hai", register: Register = "north") -> str:
    """Return a place in an order in words: ``thứ nhất``, ``thứ hai``, ``thứ tư``.

    Args:
        number: 1 to 10^15, whole.
        second: how the second is called; "nhì" is usual for places in a contest.
        register: as in `spell_number`.

    Raises:
        FormatError: `number` is not whole or out of range.
        ValueError: there is no such word for the second, or register.

    Example:
        >>> [spell_ordinal(number) for number in (1, 2, 4, 24)]
        ['thứ nhất', 'thứ hai', 'thứ tư', 'thứ hai mươi tư']
        >>> spell_ordinal(2, second="nhì")
        'thứ nhì'
    """
    if second not in get_args(Second):
        raise not_among(second, "second", get_args(Second))
    place = count(number, "a rank", _LARGEST)
    word = second if place == 2 else _ORDINALS.get(place)  # noqa: PLR2004
    return f"thứ {word or spell_number(place, register=register)}"


def _digits(x: Number) -> tuple[bool, int, str]:
    """Return whether a number is negative, its whole part, and the digits of its decimals."""
    whole = integer(x)
    if whole is not None and -_LARGEST <= whole <= _LARGEST:
        return whole < 0, abs(whole), ""
    number = exact(x)
    if number.copy_abs() > _LARGEST:
        raise FormatError.of(ProblemCode.TOO_LARGE, str(number), label="x")
    written = rounded(number, _MAX_DECIMALS)
    if written != number:
        raise FormatError.of(
            ProblemCode.OUT_OF_RANGE,
            str(number),
            part=Word("the number of decimals"),
            least=0,
            most=_MAX_DECIMALS,
        )
    first, _, decimals = f"{written.copy_abs():f}".partition(".")
    exponent = cast("int", number.as_tuple().exponent)
    return number < 0, int(first), decimals[: max(-exponent, 0)]


def _whole(number: int) -> list[str]:
    """Read a whole number class by class; so many "tỷ" are a number of their own."""
    words: list[str] = []
    for size, name in CLASSES:
        if number >= size:
            part, number = divmod(number, size)
            words += _whole(part) if part >= _A_CLASS else [_group(part, inside=bool(words))]
            words.append(name)
        elif words and number:
            words += (DIGITS[0], name)
    if number:
        words.append(_group(number, inside=bool(words)))
    return words or [DIGITS[0]]


@cache
def _group(number: int, *, inside: bool) -> str:
    """Read one to three digits that are not all zero; `inside` a number its zeros are read."""
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds or inside else []
    if tens > 1:
        words += [DIGITS[tens], "mươi", AFTER_TENS[units]]
    elif tens:
        words += ["mười", AFTER_TEN[units]]
    elif units:
        words += ["linh", DIGITS[units]] if words else [DIGITS[units]]
    return " ".join(filter(None, words))


def _decimals(digits: str, fraction: Fraction) -> str:
    grouped = fraction == "grouped" and 1 < len(digits) <= _MOST_GROUPED
    if not grouped or not int(digits) or (digits[0] == "0" and len(digits) < _MOST_GROUPED):
        return " ".join(DIGITS[int(digit)] for digit in digits)
    return _group(int(digits), inside=len(digits) == _MOST_GROUPED)


def to_roman(number: Number) -> str:
    """Return a whole number from 1 to 3999 in Roman numerals, as quarters are printed.

    Raises:
        FormatError: the number is not whole or out of range.

    Example:
        >>> to_roman(2), to_roman(4), to_roman(2023)
        ('II', 'IV', 'MMXXIII')
    """
    rest = count(number, "what a Roman numeral writes", _LARGEST_ROMAN)
    letters: list[str] = []
    for value, letter in _ROMAN:
        times, rest = divmod(rest, value)
        letters.append(letter * times)
    return "".join(letters)


def from_roman(text: str) -> int:
    """Return the value of a Roman numeral from I to MMMCMXCIX.

    Strict: capitals, and each number in the one way it is written (IV, never IIII). Blanks
    around it do not count. 64 characters at most.

    Raises:
        FormatError: the text is not such a numeral; what it would add up to is suggested.

    Example:
        >>> from_roman("II"), from_roman("MCMXCIV")
        (2, 1994)
        >>> from_roman("IIII")
        Traceback (most recent call last):
        vn766.errors.FormatError: 'IIII' is not a Roman numeral. Write it in capitals, as in II or \
IV. Did you mean 'IV'?
    """
    written = stripped(text)
    value = _loose_value(written)
    if value is None:
        raise FormatError.of(ProblemCode.NOT_ROMAN, text)
    numeral = to_roman(value)
    if numeral != written:
        raise FormatError.of(ProblemCode.NOT_ROMAN, text, suggestions=(numeral,))
    return value


def _loose_value(written: str) -> int | None:
    """Return what the letters of any order and case add up to, if a numeral can write it."""
    if not written or not written.isascii():
        return None
    values = [_ROMAN_DIGITS.get(letter, 0) for letter in written.upper()]
    if 0 in values:
        return None
    following = [*values[1:], 0]
    total = sum(-a if a < b else a for a, b in zip(values, following, strict=True))
    return total if 1 <= total <= _LARGEST_ROMAN else None
