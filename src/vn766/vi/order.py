"""The order of Vietnamese names: by letters, then tones, then capitals.

The alphabet has letters of its own (a, ă, â, …, d, đ, …), the five marks of tone weigh only where
all letters are the same, and small letters stand before capitals: the order of Unicode's CLDR for
Vietnamese, to which a test holds this one. Places are found by their names: "UBND xã Ân Thi" stands
among the names with Â.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import category, normalize

from vn766.vocabulary import TONES, Vocabulary, composed
from vn766.vocabulary.typed import as_text

if TYPE_CHECKING:
    from collections.abc import Callable

_PUNCTUATION: Final = "_-–—,;:!?.'’\"()[]{}@*/\\&#%`^+<=>|~$"  # in the order of CLDR, before digits
_DIGITS: Final = "0123456789"
_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

# Weights are characters, so that a key is a text: any engine can sort by a column of keys.
_END: Final = "\x00"  # of a level: the shorter text comes first
_BLANK: Final = "\x01"
_FIRST_LETTER: Final = 0x100
_FOREIGN: Final = 0xE000  # Latin letters and signs that are none of ours
_LAST_LATIN: Final = 0x24F
_LATIN: Final = ((0, _LAST_LATIN), (0x300, 0x36F), (0x1E00, 0x1EFF), (0x2000, 0x206F))
_WEIGHTS: Final = {
    **{char: chr(2 + at) for at, char in enumerate(_PUNCTUATION + _DIGITS)},
    **{char: chr(_FIRST_LETTER + at) for at, char in enumerate(_ALPHABET)},
    "\xf0": chr(_FIRST_LETTER + _ALPHABET.index("đ")),  # eth is drawn like it
}


def sort_key(text: str, *, prefixes: tuple[str, ...] | None = None) -> str:
    """Return a key that sorts Vietnamese names: ``sorted(names, key=vi.sort_key)``.

    Letters weigh first (a, ă, â, b, c, d, đ, e, ê, …), then tones (none, huyền, hỏi, ngã, sắc,
    nặng), then capitals, after small letters; blanks, punctuation and digits stand before letters.
    The key is a text without meaning of its own; different texts have different keys.

    Args:
        text: the name.
        prefixes: the words before a name that do not count, unless two names are otherwise the
            same; in any case. By default those of places and their authorities: "xã",
            "UBND phường", "Thành phố". Without any, the order is that of Unicode's CLDR.

    Raises:
        FormatError: `text` is no text.

    Example:
        >>> sorted(["Vĩnh Thanh", "Đông Hải", "Ân Thi", "An Bình", "Dương Xá"], key=sort_key)
        ['An Bình', 'Ân Thi', 'Dương Xá', 'Đông Hải', 'Vĩnh Thanh']
        >>> sorted(["xã Ba Vì", "phường An Khê"], key=sort_key)
        ['phường An Khê', 'xã Ba Vì']
    """
    name = whole = composed(as_text(text))
    before = _places() if prefixes is None else _prefixes(prefixes)
    prefix = ""
    if whole.partition(" ")[0] in before.first_words:
        match = before.pattern.match(whole)
        if match:
            prefix, name = match[0], whole[match.end() :]
    first, second = name.translate(_LETTERS), name.translate(_TONES)
    return f"{first}{_END}{second}{_END}{name.swapcase()}{_END}{prefix}"


class _Prefixes(NamedTuple):
    """How prefixes are found: their first words are looked up before anything is matched."""

    first_words: frozenset[str]
    pattern: re.Pattern[str]


@cache
def _prefixes(prefixes: tuple[str, ...]) -> _Prefixes:
    words = {composed(prefix.partition(" ")[0]) for prefix in prefixes}
    shapes = (str, str.lower, str.upper, str.title)
    longest_first = sorted((composed(each) for each in prefixes), key=len, reverse=True)
    pattern = f"(?:{'|'.join(map(re.escape, longest_first))}) (?=.)" if prefixes else "(?!)"
    return _Prefixes(
        frozenset(shape(word) for word in words for shape in shapes),
        re.compile(pattern, re.IGNORECASE | re.DOTALL),
    )


@cache
def _places() -> _Prefixes:
    """Return how the words before the name of a place are found, after those for an office."""
    words = Vocabulary("units")
    abbreviated: dict[str, list[str]] = words.table("abbreviated")
    short = [each for shorts in abbreviated.values() for each in shorts]
    kinds = (*words.written("kinds"), *short, *(f"{each}." for each in short))
    offices = words.written("committees")
    return _prefixes((*kinds, *(f"{office} {kind}" for office in offices for kind in kinds)))


class _Weights(dict[int, int | str]):
    """The weights of the characters that names have, each found out when it is first met.

    Other characters, all behind these, weigh what they are.
    """

    def __init__(self, weigh: Callable[[str], str]) -> None:
        super().__init__()
        self._weigh = weigh

    def __missing__(self, code: int) -> int | str:
        if not any(first <= code <= last for first, last in _LATIN):
            raise KeyError(code)
        weight = self._weigh(chr(code))
        # Single characters are translated faster as numbers.
        return self.setdefault(code, ord(weight) if len(weight) == 1 else weight)


def _letter_weight(char: str) -> str:
    """Return the weight of a character whatever its tone and case."""
    base = "".join(part for part in normalize("NFD", char.lower()) if part not in TONES)
    known = _WEIGHTS.get(composed(base))
    if known is not None:
        return known
    if len(base) > 1:  # a letter of another alphabet with a mark of its own
        return "".join(map(_letter_weight, base))
    if char.isspace():
        return _BLANK
    if category(char).startswith(("C", "M")):
        return ""
    return chr(_FOREIGN + ord(char)) if ord(char) <= _LAST_LATIN else char


def _tone_weight(char: str) -> str:
    tone = next((part for part in normalize("NFD", char) if part in TONES), None)
    return _BLANK if tone is None else chr(2 + TONES.index(tone))


_LETTERS: Final = _Weights(_letter_weight)
_TONES: Final = _Weights(_tone_weight)
