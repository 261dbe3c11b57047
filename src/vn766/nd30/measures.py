"""The measures of letters, pages and columns, chosen so that lines fit what they hold.

Letters are as wide as in Times New Roman (``nd30/widths.toml``); one with marks is as wide as the
letter below them, but for the horned ones. Pages are the ones that the decree allows.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, cast
from unicodedata import normalize

from vn766.nd30.decree import decree
from vn766.nd30.layout import place_date_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from vn766.nd30.model import Frame, Orientation, Table

Face: TypeAlias = Literal["regular", "bold", "italic"]

_FILE: Final = Path(__file__).with_name("widths.toml")
_UNKNOWN = 722  # a letter of another script: as wide as most capitals
_HORN = "\u031b"
_MM_PER_POINT = 25.4 / 72


def width_mm(text: str, size_pt: float, face: Face = "regular") -> float:
    """Return how long `text` is on one line, in millimetres."""
    return sum(_advance(letter, face) for letter in text) * size_pt * _MM_PER_POINT / 1000


def longest_word(text: str, size_pt: float, face: Face = "regular") -> float:
    """Return how long the longest word of `text` is, in millimetres; 0 if it has none."""
    return max((width_mm(word, size_pt, face) for word in text.split()), default=0.0)


@lru_cache(maxsize=1)
def _widths() -> dict[Face, dict[str, int]]:
    faces = cast("dict[Face, dict[str, str]]", tomllib.loads(_FILE.read_text("utf-8")))
    return {
        face: {letter: int(width) for width, letters in widths.items() for letter in letters}
        for face, widths in faces.items()
    }


@lru_cache(maxsize=4096)
def _advance(letter: str, face: Face) -> int:
    known = _widths()[face]
    if letter in known:
        return known[letter]
    parts = normalize("NFD", letter)
    base = parts[0]
    return known.get(normalize("NFC", base + _HORN) if _HORN in parts else base, _UNKNOWN)


# --- pages ----------------------------------------------------------------------------------------

Sizes: TypeAlias = Literal["13/14/14", "12/13/13"]
"""The two sets of sizes that go together in one document, named as in the decree."""

_LARGE: Final = "13/14/14"
_SMALL: Final = "12/13/13"
_TWIPS_PER_MM: Final = 1440 / 25.4
_PART_OF_LINE: Final = 0.42  # between a third and a half
_WIDEST_DATE: Final = 2 / 3  # of the text's width, before place and date are broken into lines
_SLACK_MM: Final = 1.0  # what renderers round
_GAP_MM: Final = 2.0  # between the names that stand side by side


def twips(millimetres: float | Decimal) -> int:
    """Return a length in twips."""
    return round(float(millimetres) * _TWIPS_PER_MM)


class Sheet(NamedTuple):
    """Paper and margins in millimetres: the widest text that the decree's margins leave."""

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    header_mm: float

    @property
    def text_mm(self) -> float:
        """How wide the text is."""
        return self.width_mm - self.left_mm - self.right_mm


@cache
def sheet(orientation: Orientation) -> Sheet:
    """Return the page; the margins are the same for the page as it is displayed."""
    page = decree().page
    short, long = float(page.width_mm), float(page.height_mm)
    width, height = (short, long) if orientation == "portrait" else (long, short)
    margins = page.margins
    return Sheet(
        width_mm=width,
        height_mm=height,
        top_mm=float(margins.top.least),
        bottom_mm=float(margins.bottom.least),
        left_mm=float(margins.left.least),
        right_mm=float(margins.right.least),
        header_mm=float(page.sample.header_mm),
    )


class LineUp(NamedTuple):
    """How wide the two columns at the top of the first page are, in millimetres."""

    left_mm: float
    right_mm: float


def sizes_for(frame: Frame | None) -> Sizes:
    """Return the larger sizes, or the smaller ones where place and date else do not fit."""
    if frame is None:
        return _LARGE
    left = _issuer_mm(frame, _LARGE)
    right = _motto_mm(frame, _LARGE)
    return _LARGE if left + _GAP_MM + right <= sheet("portrait").text_mm else _SMALL


def line_up(frame: Frame, sizes: Sizes) -> LineUp:
    """Return the columns: each as wide as its longest line needs, and what is left shared.

    A name of an issuer that is too long is broken into lines; the national name never is, place
    and date only if they would leave no room for the issuer.
    """
    text = sheet("portrait").text_mm
    left, right = _issuer_mm(frame, sizes), _motto_mm(frame, sizes)
    spare = text - left - right
    if spare >= _GAP_MM:
        return LineUp(left + spare / 2, right + spare / 2)
    if right > text * _WIDEST_DATE:
        right = _national_name_mm(sizes)
    right += 2 * _GAP_MM  # half of it on either side of what stands in the middle
    return LineUp(text - right, right)


def part_line_mm(text_mm: float) -> float:
    """Return how long the line below a text is that is a third to a half of it."""
    return text_mm * _PART_OF_LINE


def _national_name_mm(sizes: Sizes) -> float:
    size = decree().size_set(sizes).national_name
    return width_mm(decree().texts.national_names[0], float(size), "bold") + _SLACK_MM


def _motto_mm(frame: Frame, sizes: Sizes) -> float:
    size = decree().size_set(sizes).place_date
    dated = width_mm(place_date_text(frame), float(size), "italic") + _SLACK_MM
    return max(_national_name_mm(sizes), dated)


def _issuer_mm(frame: Frame, sizes: Sizes) -> float:
    size = float(decree().size_set(sizes).national_name)
    lines = [width_mm(name.upper(), size) for name in frame.parent]
    lines += [width_mm(name.upper(), size, "bold") for name in frame.issuer]
    return max(lines) + _SLACK_MM


# --- columns of tables ----------------------------------------------------------------------------

# The decree says nothing about the letters in tables: 12 points is what its small texts have, and
# wide tables go down from there.
_SIZES_PT: Final = (12, 11, 10, 9, 8)
_PADDING_MM: Final = 2.4  # both sides of a cell, and what renderers round
_LINES_OF_HEAD: Final = 3  # a head may have so many before its column gets wider
_LINES_OF_CELL: Final = 3  # a text may have so many before letters get smaller
_WIDEST_MM: Final = 70.0  # a text that is longer is broken at its blanks


class Fit(NamedTuple):
    """Widths of columns in millimetres, and the size of letters in points."""

    widths_mm: tuple[float, ...]
    size_pt: int


class _Need(NamedTuple):
    least: float
    wanted: float
    fixed: bool = False


def fit(table: Table, room_mm: float) -> Fit:
    """Return widths that add up to `room_mm`, with the largest letters whose words all fit."""
    longest = _longest_of(table)
    for size in _SIZES_PT[:-1]:
        needs = _needs(table, longest, size)
        if sum(need.least for need in needs) <= room_mm:
            return Fit(_shared(needs, room_mm), size)
    size = _SIZES_PT[-1]
    return Fit(_shared(_needs(table, longest, size), room_mm), size)


def is_wide(table: Table) -> bool:
    """Whether the columns of a table want more than the width of an upright page."""
    needs = _needs(table, _longest_of(table), _SIZES_PT[0])
    return sum(need.wanted for need in needs) > sheet("portrait").text_mm


def _longest_of(table: Table) -> list[tuple[str, str]]:
    return [_longest(column) for column in zip(*table.rows, strict=True)]


def _longest(cells: Iterable[str]) -> tuple[str, str]:
    """Return the longest word and the longest text of a column, of several the first."""
    distinct = dict.fromkeys(cells)
    words = dict.fromkeys(word for cell in distinct for word in cell.split())
    return max(words, key=len, default=""), max(distinct, key=len)


def _needs(table: Table, longest: Sequence[tuple[str, str]], size: int) -> list[_Need]:
    needs: list[_Need] = []
    for column, (word, text) in zip(table.columns, longest, strict=True):
        if column.width_mm is not None:
            needs.append(_Need(column.width_mm, column.width_mm, fixed=True))
            continue
        head = column.heads[-1].text
        text_mm = min(width_mm(text, size, "bold"), _WIDEST_MM)
        least = max(
            longest_word(head, size, "bold"), width_mm(word, size, "bold"), text_mm / _LINES_OF_CELL
        )
        wanted = max(text_mm, width_mm(head, size, "bold") / _LINES_OF_HEAD, least)
        needs.append(_Need(least + _PADDING_MM, wanted + _PADDING_MM))
    return needs


def _shared(needs: Sequence[_Need], room: float) -> tuple[float, ...]:
    """Return widths between least and wanted, or from wanted upwards if there is room."""
    least, wanted = sum(need.least for need in needs), sum(need.wanted for need in needs)
    if wanted <= room:
        # What is left over goes to the columns whose width was not given, if there are any.
        free = sum(need.wanted for need in needs if not need.fixed) or wanted
        grown = 1 + (room - wanted) / free
        return tuple(need.wanted * (1 if need.fixed and free < wanted else grown) for need in needs)
    if least >= room:
        return tuple(need.least * room / least for need in needs)
    part = (room - least) / (wanted - least)
    return tuple(need.least + (need.wanted - need.least) * part for need in needs)
