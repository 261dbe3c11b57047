"""Numbers in words, and in Roman numerals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vn766.errors import FormatError, ProblemCode, Word
from vn766.vi.numbers import MAX_LENGTH, exact, rounded

if TYPE_CHECKING:
    from vn766.vi.numbers import Number

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
# After "mươi" some digits change: hai mươi mốt, hai mươi tư, hai mươi lăm.
_AFTER_TENS = ("", "mốt", "hai", "ba", "tư", "lăm", "sáu", "bảy", "tám", "chín")
_AFTER_TEN = ("", "một", "hai", "ba", "bốn", "lăm", "sáu", "bảy", "tám", "chín")
_GROUPS = ((1_000_000, "triệu"), (1_000, "nghìn"), (1, ""))
_BILLION = 1_000_000_000
_LARGEST = 10**15
_MAX_DECIMALS = 20

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
_ROMAN_DIGITS = {letters: value for value, letters in _ROMAN if len(letters) == 1}
_LARGEST_ROMAN = 3999


def spell_number(x: Number) -> str:
    """Return `x` in words: ``tám mươi bảy phẩy không chín``.

    Decimals are read digit by digit after "phẩy", so that 87,09 and 87,9 stay apart; trailing
    zeros are not read. The words are those of northern official usage: "nghìn", "linh" (một
    trăm linh năm), "tỷ"; "mốt", "tư" and "lăm" after "mươi", "lăm" after "mười". Empty hundreds
    inside a number are read (một nghìn không trăm linh năm), empty groups of three are not.
    Above a thousand million, so many "tỷ" are counted: 10^12 is "một nghìn tỷ".

    Args:
        x: from -10^15 to 10^15, with at most 20 decimals; a float stands for its shortest text.

    Raises:
        FormatError: `x` is larger, has more decimals, or is not a finite number.

    Example:
        >>> spell_number(87.09), spell_number(1005)
        ('tám mươi bảy phẩy không chín', 'một nghìn không trăm linh năm')
        >>> spell_number(-21), spell_number(24), spell_number(15)
        ('âm hai mươi mốt', 'hai mươi tư', 'mười lăm')
    """
    number = exact(x)
    written = rounded(number, _MAX_DECIMALS)
    if written.copy_abs() > _LARGEST:
        raise FormatError.of(ProblemCode.TOO_LARGE, str(number), label="x")
    if written != number:
        raise FormatError.of(
            ProblemCode.OUT_OF_RANGE,
            str(number),
            part=Word("the number of decimals"),
            least=0,
            most=_MAX_DECIMALS,
        )
    whole, _, decimals = f"{written.copy_abs():f}".partition(".")
    words = ["âm"] if written < 0 else []
    words += _whole(int(whole))
    decimals = decimals.rstrip("0")
    if decimals:
        words += ["phẩy", *(_DIGITS[int(digit)] for digit in decimals)]
    return " ".join(filter(None, words))


def _whole(number: int) -> list[str]:
    """Read a whole number: so many "tỷ" (at most a million of them), then the rest."""
    billions, rest = divmod(number, _BILLION)
    words = [*_below_billion(billions, inside=False), "tỷ"] if billions else []
    words += _below_billion(rest, inside=bool(words))
    return words or [_DIGITS[0]]


def _below_billion(number: int, *, inside: bool) -> list[str]:
    """Read up to three groups of three digits; `inside` a number, zeros in front are read."""
    words: list[str] = []
    for unit, name in _GROUPS:
        group = number // unit % 1000
        if group:
            words += _group(group, inside=inside or bool(words))
            words.append(name)
    return words


def _group(number: int, *, inside: bool) -> list[str]:
    """Read one to three digits that are not all zero."""
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inside else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi", _AFTER_TENS[units]]
    elif tens:
        words += ["mười", _AFTER_TEN[units]]
    elif units:
        words += ["linh", _DIGITS[units]] if words else [_DIGITS[units]]
    return words


def to_roman(number: int) -> str:
    """Return a whole number from 1 to 3999 in Roman numerals, as quarters are printed.

    Raises:
        FormatError: the number is out of range.

    Example:
        >>> to_roman(2), to_roman(4), to_roman(2023)
        ('II', 'IV', 'MMXXIII')
    """
    if not 1 <= number <= _LARGEST_ROMAN:
        raise FormatError.of(
            ProblemCode.OUT_OF_RANGE,
            str(exact(number)),
            part=Word("what a Roman numeral writes"),
            least=1,
            most=_LARGEST_ROMAN,
        )
    letters: list[str] = []
    for value, letter in _ROMAN:
        count, number = divmod(number, value)
        letters.append(letter * count)
    return "".join(letters)


def from_roman(text: str) -> int:
    """Return the value of a Roman numeral from I to MMMCMXCIX.

    Strict: capitals, and each number in the one way it is written (IV, never IIII). Blanks
    around it do not count.

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
    written = text.strip()
    value = _loose_value(written)
    if value is None:
        raise FormatError.of(ProblemCode.NOT_ROMAN, text)
    numeral = to_roman(value)
    if numeral != written:
        raise FormatError.of(ProblemCode.NOT_ROMAN, text, suggestions=(numeral,))
    return value


def _loose_value(written: str) -> int | None:
    """Return what the letters of any order and case add up to, if a numeral can write it."""
    if not 0 < len(written) <= MAX_LENGTH or not written.isascii():
        return None
    values = [_ROMAN_DIGITS.get(letter, 0) for letter in written.upper()]
    if 0 in values:
        return None
    following = [*values[1:], 0]
    total = sum(-a if a < b else a for a, b in zip(values, following, strict=True))
    return total if 1 <= total <= _LARGEST_ROMAN else None
