"""How wide the columns of a table are, and how large its letters, so that no word is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vn766.nd30.metrics import longest_word, width_mm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vn766.nd30.model import Table

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
    """Return widths that add up to `room_mm`, with the largest letters whose words all fit.

    Example:
        >>> from vn766.nd30.model import Column, Table
        >>> table = Table(title="Điểm", columns=(Column(heads="STT"), Column(heads="Tên đơn vị")),
        ...     rows=[("1", "UBND phường Hiệp Tân")])
        >>> fitted = fit(table, 165)
        >>> fitted.size_pt, round(sum(fitted.widths_mm)), fitted.widths_mm[0] < fitted.widths_mm[1]
        (12, 165, True)
    """
    longest = [_longest(column) for column in zip(*table.rows, strict=True)]
    for size in _SIZES_PT[:-1]:
        needs = _needs(table, longest, size)
        if sum(need.least for need in needs) <= room_mm:
            return Fit(_shared(needs, room_mm), size)
    size = _SIZES_PT[-1]
    return Fit(_shared(_needs(table, longest, size), room_mm), size)


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
            longest_word(head, size, "bold"),
            width_mm(word, size, "bold"),
            text_mm / _LINES_OF_CELL,
        )
        wanted = max(
            text_mm,
            width_mm(head, size, "bold") / _LINES_OF_HEAD,
            least,
        )
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
