"""Number words read back to numbers.

One reading or none: words that mean two numbers are refused with both. A value that a text may
have is carried along as one of several readings until all words are read.
"""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from vn766.errors import FormatError, ProblemCode
from vn766.vi.words import AFTER_TENS, CLASSES, DIGITS, SOUTHERN, spell_number
from vn766.vocabulary import composed
from vn766.vocabulary.typed import WORDS_LENGTH, stripped

if TYPE_CHECKING:
    from collections.abc import Sequence

# Words of one meaning, each with the one that is read here.
_SPELLINGS: Final = {
    **{southern: word for word, southern in SOUTHERN.items()},
    "tỉ": "tỷ",
    "bẩy": "bảy",
    "nhăm": "lăm",
    "rưởi": "rưỡi",
    "phảy": "phẩy",
}
_DIGITS: Final = {word: digit for digit, word in enumerate(DIGITS)}
# Said only after tens: where they follow anything else, the word in between is left out.
_CHANGED: Final = {word: AFTER_TENS.index(word) for word in ("mốt", "tư", "lăm")}
# "năm" after tens is the word for years: ba mươi năm is no 35.
_AFTER_TENS: Final = {word: n for word, n in (_DIGITS | _CHANGED).items() if n and word != "năm"}
_AFTER_TEN: Final = {word: n for word, n in _AFTER_TENS.items() if word not in {"mốt", "tư"}}
_AFTER_ZEROS: Final = {word: n for word, n in _DIGITS.items() if n} | {"tư": 4}
_ZEROS: Final = {"không", "linh"}
_PLACES: Final = {"nhất": 1, "nhì": 2, "tư": 4}
_TEN: Final = 10
_HUNDRED: Final = 100


def parse_words(text: str) -> Decimal:
    """Return the number that `text` says in words, or the place in an order after "thứ".

    All that `spell_number` and `spell_ordinal` write is read, and the other usual words: lẻ and
    linh, tư and bốn, nhăm and lăm, ngàn and nghìn, tỉ and tỷ, rưỡi, and "hai tư" for 24. Decimals
    may be said one by one or as one number. Capitals and blanks make no difference. At most 300
    characters.

    Raises:
        FormatError: the text is no number, or may mean two, "một trăm hai" 102 and 120: both
            are suggested.

    Example:
        >>> parse_words("một nghìn không trăm lẻ năm"), parse_words("bảy phẩy sáu tư")
        (Decimal('1005'), Decimal('7.64'))
        >>> parse_words("hai triệu rưỡi"), parse_words("thứ nhất")
        (Decimal('2500000'), Decimal('1'))
        >>> parse_words("một trăm hai")
        Traceback (most recent call last):
        vn766.errors.FormatError: 'một trăm hai' may mean two different numbers. Say all places \
and classes. Did you mean 'một trăm linh hai' or 'một trăm hai mươi'?
    """
    written = normal(stripped(text, most=WORDS_LENGTH))
    words = [_SPELLINGS.get(word, word) for word in written.split()]
    readings = _ordinal(words[1:]) if words[:1] == ["thứ"] else _signed(words)
    if len(readings) == 1:
        return readings[0]
    suggestions: list[str] = []
    for reading in readings:
        with suppress(FormatError):  # too large to be written
            suggestions.append(spell_number(reading, keep_zeros=True))
    code = ProblemCode.TWO_NUMBERS if readings else ProblemCode.NOT_NUMBER_WORDS
    raise FormatError.of(code, text, suggestions=suggestions)


def normal(text: str) -> str:
    """Return `text` in composed small letters with single blanks."""
    return " ".join(composed(text).lower().split())


def _ordinal(words: Sequence[str]) -> list[Decimal]:
    if len(words) == 1 and words[0] in _PLACES:
        return [Decimal(_PLACES[words[0]])]
    return [Decimal(number) for number in _whole(words, CLASSES, inside=False) if number]


def _signed(words: Sequence[str]) -> list[Decimal]:
    if words[:1] == ["âm"]:
        return [number.copy_negate() for number in _number(words[1:]) if number]
    return _number(words)


def _number(words: Sequence[str]) -> list[Decimal]:
    if "phẩy" in words:
        mark = words.index("phẩy")
        wholes = _whole(words[:mark], CLASSES, inside=False)
        return [
            Decimal(f"{whole}.{decimals}")
            for whole in wholes
            for decimals in _decimals(words[mark + 1 :])
        ]
    if words[-1:] == ["rưỡi"] and (ones := [n for n in _group(words[:-1]) if n < _HUNDRED]):
        # Half of one; half of a hundred or more is read with the word for that.
        return [Decimal(f"{n}.5") for n in ones if n == _TEN or n % _TEN]
    return [Decimal(number) for number in _whole(words, CLASSES, inside=False)]


def _decimals(words: Sequence[str]) -> list[str]:
    if words and all(word in _DIGITS for word in words):
        return ["".join(str(_DIGITS[word]) for word in words)]
    if "linh" in words[:1] or "rưỡi" in words:
        return []
    if words[:1] == ["không"] and "trăm" not in words[:2]:
        return [f"0{decimals}" for decimals in _decimals(words[1:])]
    width = 3 if "trăm" in words else 2
    return [f"{number:0{width}d}" for number in _group(words, inside=True)]


def _whole(words: Sequence[str], classes: Sequence[tuple[int, str]], *, inside: bool) -> list[int]:
    """Return the whole numbers that words of some classes may mean; none if they mean none.

    `inside` a number, after a larger class, zeros in front are said.
    """
    for at, (size, name) in enumerate(classes):
        if name in words:
            split, smaller = words.index(name), classes[at + 1 :]
            head, tail = words[:split], words[split + 1 :]
            # So many "tỷ" are counted in classes of their own.
            counted = size == CLASSES[0][0]
            heads = _whole(head, smaller, inside=False) if counted else _group(head, inside=inside)
            tails = _after(tail, size, smaller)
            return [n * size + rest for n in heads if n or inside for rest in tails]
    return _group(words, inside=inside)


def _after(words: Sequence[str], size: int, smaller: Sequence[tuple[int, str]]) -> list[int]:
    """Return what words may add to a count of some `size`, hundred or class."""
    match words:
        case []:
            return [0]
        case ["rưỡi"]:
            return [size // 2]
        case [word] if word in _CHANGED:
            return [_CHANGED[word] * size // _TEN]
        case [word] if digit := _DIGITS.get(word):
            return [digit, digit * size // _TEN]
        case _:
            pass
    found = _group(words, inside=True) if size == _HUNDRED else _whole(words, smaller, inside=True)
    named = words[0] in _ZEROS or any(name in words for _, name in smaller)
    if smaller and not named:  # "một triệu hai trăm" leaves the class open
        found += [number * smaller[0][0] for number in found]
    return found


def _group(words: Sequence[str], *, inside: bool = False) -> list[int]:
    """Return the numbers below 1,000 that words may mean."""
    match words:
        case [word] if word in _DIGITS:
            return [_DIGITS[word]]
        case ["linh", word] if inside and word in _AFTER_ZEROS:
            return [_AFTER_ZEROS[word]]
        case ["linh", *rest] if inside:  # "một nghìn lẻ mười", as some programs say
            return _tens(rest)
        case [word, "trăm", *rest] if hundreds := _DIGITS.get(word):
            return [hundreds * _HUNDRED + n for n in _after(rest, _HUNDRED, ())]
        case ["không", "trăm", *rest] if inside:
            return _tens(rest) or (_group(rest, inside=True) if rest[:1] == ["linh"] else [])
        case _:
            return _tens(words)


def _tens(words: Sequence[str]) -> list[int]:
    """Return the number from 10 to 99 that words mean, if they mean one."""
    match words:
        case ["mười"]:
            return [_TEN]
        case ["mười", word] if units := _AFTER_TEN.get(word):
            return [_TEN + units]
        case [word, "mươi"] if (tens := _DIGITS.get(word, 0)) > 1:
            return [tens * _TEN]
        case [word, "mươi", last] if (tens := _DIGITS.get(word, 0)) > 1 and last in _AFTER_TENS:
            return [tens * _TEN + _AFTER_TENS[last]]
        case [word, last] if (tens := _DIGITS.get(word, 0)) > 1 and last in _CHANGED:
            return [tens * _TEN + _CHANGED[last]]
        case _:
            return []
