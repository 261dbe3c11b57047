"""The words that people write: a file of lists a room, and letters without accents to compare by.

``<room>.toml`` holds what a room recognises, each list once, as officials write it; ``units.toml``
what several rooms do. Officials type one label with capitals or without, with old or new accent
placement (``hoà``, ``hòa``), with or without accents, in NFC or NFD: all of these are one here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Final, Literal

from vn766.lazy import regex

_BETWEEN_WORDS: Final = regex(r"[\W_]+")
_WORD: Final = regex(r"[^\W\d_]+")
_LAST_LATIN: Final = "\u024f"
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]").match
TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
"""The marks of tone in the order of the alphabet: huyền, hỏi, ngã, sắc, nặng."""
_MOST_MARKS: Final = 30  # on one letter, as the Stream-Safe Text Format of UAX #15 has them
# All marks that normalizing puts in order are in this class; two half-width ones are letters, too.
_LIKE_MARKS: Final = regex(rf"(?:[^\w\s\x00-\x7f]|[\uff9e\uff9f]){{{_MOST_MARKS + 1},}}+")
_LONGEST_KEPT: Final = 100  # characters: folded labels are kept, and texts of cells are not
_JOINER: Final = "\N{COMBINING GRAPHEME JOINER}"


def composed(text: str) -> str:
    r"""Return `text` in Unicode form NFC, in a time that grows with its length and not faster.

    Marks on one letter are put in order, which takes the square of their number: behind every
    30th one stands a joiner, which leaves no ink.

    Example:
        >>> composed("Ho\u0301a") == "Hóa"
        True
    """
    return unicodedata.normalize("NFC", stream_safe(text))


def stream_safe(text: str) -> str:
    """Return `text` with a joiner behind every 30th mark on one letter, where it has so many."""
    return text if text.isascii() else _LIKE_MARKS.sub(lambda run: _joined(run[0]), text)


@lru_cache(maxsize=2**6)  # a text of a workbook may stand in thousands of cells
def _joined(text: str) -> str:
    parts = list[str]()
    marks = start = 0
    for at, letter in enumerate(text):
        if not unicodedata.combining(unicodedata.normalize("NFKD", letter)[0]):
            marks = 0
        elif marks == _MOST_MARKS:
            parts += text[start:at], _JOINER
            start, marks = at, 1
        else:
            marks += 1
    return "".join((*parts, text[start:]))


def unaccented(text: str, form: Literal["NFD", "NFKD"] = "NFD") -> str:
    """Return `text` in lower case and without accents."""
    letters = unicodedata.normalize(form, stream_safe(text))
    bare = "".join(char for char in letters if not unicodedata.combining(char) and char != _JOINER)
    return bare.casefold().replace("đ", "d")


def fold(label: str) -> str:
    """Return `label` in lower case without accents and punctuation, words apart by one space.

    Two labels that differ only in case, accents, Unicode form or punctuation fold to the same
    text. The result may be empty.

    Example:
        >>> fold("Số hoá hồ sơ,  KẾT QUẢ")
        'so hoa ho so ket qua'
        >>> fold("online.services")
        'online services'
    """
    label = str.__str__(label)  # without the methods of a type that is not ours
    return _short(label) if len(label) <= _LONGEST_KEPT else _folded(label)


def _folded(label: str) -> str:
    return _BETWEEN_WORDS.sub(" ", unaccented(label, "NFKD")).strip()


_short = lru_cache(maxsize=2**12)(_folded)  # a reader asks about one cell again and again


def spelling(name: str) -> str:
    """Return `name` as it is compared with other spellings of itself.

    Two names that differ only in case, Unicode form, blanks or the letter that bears the mark of
    tone have the same spelling; with other letters or tones a name is another one.

    Example:
        >>> spelling("Thanh  Hoá ") == spelling("THANH HÓA") != spelling("Thanh Hòa")
        True
    """
    letters = unicodedata.normalize("NFKD", stream_safe(name)).casefold()
    words = "".join(char for char in letters if unicodedata.category(char) != "Cf").split()
    return " ".join("".join(sorted(word, key=lambda char: char in TONES)) for word in words)


@cache
def _plain_letters() -> dict[int, str]:
    """Return the plain form of each letter that has one, one character for one."""
    codes = chain(range(0x41, 0x5B), range(0xC0, 0x250), range(0x1E00, 0x1F00))
    letters = {code: letter for code in codes if (letter := unaccented(chr(code))).isascii()}
    spaces = chain((0xA0, 0x1680, 0x202F, 0x205F, 0x3000), range(0x2000, 0x200B))
    raised = (0xB9, 0xB2, 0xB3, 0x2070, *range(0x2074, 0x207A))  # marks of footnotes
    return (
        {code: letter for code, letter in letters.items() if len(letter) == 1}
        | dict.fromkeys(chain(spaces, raised, (9, 10)), " ")
        | dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
        | dict.fromkeys((0x201C, 0x201D, 0x201E, 0x2018, 0x2019, 0xAB, 0xBB), '"')
        | dict.fromkeys(map(ord, "ðÐ"), "d")
        | dict.fromkeys(map(ord, "\u2044\u2215"), "/")
    )


def plain(text: str) -> str:
    """Return `text` in lower case, without accents and on one line, letter for letter.

    Example:
        >>> plain("ĐIỂM – 18,9/22")
        'diem - 18,9/22'
    """
    return text.translate(_plain_letters())


def as_meant(text: str) -> str:
    """Return `text` without characters that are not shown, and with letters that look like others.

    Example:
        >>> as_meant("\N{LATIN CAPITAL LETTER ETH}ộc\N{ZERO WIDTH SPACE} lập")
        'Độc lập'
    """
    odd = odd_characters(text)
    return text.translate({ord(letter): meant for letter, meant in odd.items()}) if odd else text


def odd_characters(text: str) -> dict[str, str]:
    """Return the characters of `text` that are not what they seem, and what each stands for.

    Letters of another alphabet are not what they seem in a word that has Latin ones, too.
    """
    if text.isascii() or not _odd_letters().search(text):
        return {}
    seen = set(_odd_letters().findall(text))
    foreign = {letter for letter in seen if letter.isalpha() and letter > _LAST_LATIN}
    shown = text.translate({ord(letter): "" for letter in seen if not letter.isalpha()})
    if foreign and not any(_mixes(word, foreign) for word in _WORD.findall(shown)):
        seen -= foreign
    return {letter: _odd_characters()[letter] for letter in sorted(seen)}


def _mixes(word: str, foreign: set[str]) -> bool:
    """Whether a word has letters of both alphabets."""
    return not foreign.isdisjoint(word) and any(map(_LATIN, word))


@cache
def _odd_letters() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_odd_characters()))}]")


@cache
def _odd_characters() -> dict[str, str]:
    words = Vocabulary("letters")
    return dict.fromkeys(words.written("invisible"), "") | words.table("lookalikes")


class Vocabulary:
    """The words of one room.

    Example:
        >>> words = Vocabulary("units")
        >>> words.written("kinds")[:3], words.kind_of("levels")["tinh thanh pho"]
        (('tỉnh', 'thành phố', 'huyện'), 'province')
        >>> re.fullmatch(words.any_of("committees"), fold("Ủy ban nhân dân")) is not None
        True
    """

    def __init__(self, room: str) -> None:
        self._room = room

    def written(self, name: str) -> tuple[str, ...]:
        """Return a list as it is written."""
        return tuple(_read(self._room)[name])

    def folded(self, *names: str) -> frozenset[str]:
        """Return the words of lists, folded."""
        return frozenset(fold(word) for name in names for word in self.written(name))

    def table(self, name: str) -> dict[str, Any]:
        """Return a table as it is written."""
        return dict(_read(self._room)[name])

    def kind_of(self, name: str) -> dict[str, str]:
        """Return the kind of each word in a table of lists, the words folded."""
        kinds: dict[str, list[str]] = _read(self._room)[name]
        return {fold(word): kind for kind, words in kinds.items() for word in words}

    def any_of(self, *names: str) -> str:
        """Return a pattern for the words of lists in `plain` texts; the first that fits counts."""
        words = dict.fromkeys(plain(word) for name in names for word in self.written(name))
        return f"(?:{'|'.join(map(re.escape, words))})"


@cache
def _read(room: str) -> dict[str, Any]:
    import tomllib  # fold is everybody's, lists are of few
    from pathlib import Path

    return tomllib.loads(Path(__file__).with_name(f"{room}.toml").read_text("utf-8"))


@cache
def _committee() -> re.Pattern[str]:
    words = "|".join(Vocabulary("units").written("committees"))
    return re.compile(rf"(?:{words}|{unaccented(words)})\s+", re.IGNORECASE)


def locality(office: str) -> str:
    """Return the name of an office without the words for a People's Committee.

    Example:
        >>> locality("UBND phường Hòa Thắng"), locality("Uỷ ban nhân dân xã A"), locality("Sở Y tế")
        ('phường Hòa Thắng', 'xã A', 'Sở Y tế')
    """
    found = _committee().match(office)
    return office if found is None else office[found.end() :]
