"""Columns that are set with blanks, as letterheads are typed and texts copied from a PDF are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from vn766.lazy import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP: Final = regex(r" {2,}")
_FIGURE: Final = regex(
    r"(?:[^\W\d_]{1,4} )?[+-]?\d[\d.,]{0,12}(?: ?/ ?\d[\d.,]{0,8})?(?: ?(?:%|điểm))?"
)
_WIDE: Final = 4  # blanks between two columns of words
_LONGEST: Final = 1_000  # characters of a line in columns
_MOST: Final = 40  # columns


@frozen
class _Cell:
    begins: int
    ends: int
    text: str


@frozen
class Run:
    """Lines set in columns: from the line `first` to the one before `last`, counted from 0.

    ``"table"`` has rows of figures, ``"columns"`` words that stand side by side. Each row has its
    line and a text for each column.
    """

    first: int
    last: int
    kind: Literal["table", "columns"]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def runs_of(lines: Sequence[str]) -> dict[int, Run]:
    """Return the runs of lines that are set in columns, by their first line."""
    found: dict[int, Run] = {}
    at = 0
    while at < len(lines):
        cells = _cells_of(lines[at])
        if len(cells) < 2:  # noqa: PLR2004 (columns)
            at += 1
            continue
        rows: list[tuple[int, list[_Cell]]] = [(at, cells)]
        last = at
        for below in range(at + 1, len(lines)):
            cells = _cells_of(lines[below])
            if len(cells) > 1:
                rows.append((below, cells))
                last = below
            elif below - last > 1:
                break  # one line may be blank, or hold the rest of a cell
            elif cells:
                rows.append((below, cells))
        rows = [row for row in rows if row[0] <= last]
        kind = _kind(rows)
        if kind is not None:
            found[at] = Run(at, last + 1, kind, tuple(_columns(rows)))
        at = last + 1
    return found


def _cells_of(line: str) -> list[_Cell]:
    """Return the texts of a line that more than one blank parts."""
    line = line.replace("\xa0", " ").rstrip()
    at = len(line) - len(line.lstrip())
    if not line or len(line) > _LONGEST or "\t" in line or line[at] == "|":
        return []
    cells: list[_Cell] = []
    for gap in _GAP.finditer(line, at):
        cells.append(_Cell(at, gap.start(), line[at : gap.start()]))
        at = gap.end()
    return [*cells, _Cell(at, len(line), line[at:])]


def _kind(rows: Sequence[tuple[int, list[_Cell]]]) -> Literal["table", "columns"] | None:
    if max(len(cells) for _, cells in rows) > _MOST:
        return None
    with_figures = sum(
        len(cells) > 1 and any(_FIGURE.fullmatch(cell.text) for cell in cells[1:])
        for _, cells in rows
    )
    if with_figures > 1:
        return "table"
    wide = [
        cells
        for _, cells in rows
        if len(cells) > 1 and all(b.begins - a.ends >= _WIDE for a, b in pairwise(cells))
    ]
    return "columns" if len(wide) > 1 and len(wide) == sum(len(c) > 1 for _, c in rows) else None


def _columns(rows: Sequence[tuple[int, list[_Cell]]]) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows with their texts by column: what stands above one another is of one."""
    most = max(len(cells) for _, cells in rows)
    spans: list[list[int]] = []
    for cell in sorted(
        (cell for _, cells in rows if len(cells) == most for cell in cells),
        key=lambda each: each.begins,
    ):
        if spans and cell.begins < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], cell.ends)
        else:
            spans.append([cell.begins, cell.ends])
    found: list[tuple[int, tuple[str, ...]]] = []
    for line, cells in rows:
        texts = [""] * len(spans)
        for cell in cells:
            at = min(range(len(spans)), key=lambda one: _distance(cell, spans[one]))
            texts[at] = f"{texts[at]} {cell.text}".strip()
        found.append((line, tuple(texts)))
    return found


def _distance(cell: _Cell, span: Sequence[int]) -> tuple[int, int]:
    """Return how far a cell lies from a column, and how far their middles are apart."""
    begins, ends = span
    apart = max(begins - cell.ends, cell.begins - ends, 0)
    overlap = min(cell.ends, ends) - max(cell.begins, begins)
    return (apart, abs(cell.begins + cell.ends - begins - ends) - max(overlap, 0))
