"""Where the lines of a document stand: above and below each other, or side by side.

Heads and ends of documents are set in cells, in one row or in several, or in paragraphs whose
parts are held apart by tabs or blanks. Here both are columns, so that no rule needs to know.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from attrs import evolve

from vn766.lazy import regex
from vn766.nd30 import signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vn766.files.documents import Line, Piece, Reading

_GAP: Final = regex(r"(?<=\S)(?:[ \u00a0]*\t\s*|[ \u00a0]{5,})(?=\S)")
_FAR: Final = regex(r"[ \u00a0]*\t|[ \u00a0]{10}")
_ROOM: Final = regex(r"(?:số\s*:?|ngày|tháng|năm)\s*", re.IGNORECASE)  # to be filled in
_MOST_BETWEEN: Final = 8  # lines between two that are parted
_MOST_BELOW: Final = 30  # lines below the last one that is known
_LONGEST: Final = 300  # characters of a line with parts


class Spot(NamedTuple):
    """A place side by side with others: a row and a column of a block.

    Blocks are tables by their numbers, or paragraphs with parts, by numbers below 0.
    """

    block: int
    row: int
    column: int


class Layout:
    """The lines of the body, parts of paragraphs by themselves, and where they stand."""

    def __init__(self, reading: Reading) -> None:
        self._spots: dict[int, Spot] = {}
        self.lines: tuple[Line, ...] = tuple(self._parted(reading.lines))

    @cached_property
    def _at(self) -> dict[int, int]:
        return {id(line): at for at, line in enumerate(self.lines)}

    def spot(self, line: Line) -> Spot | None:
        """Return where a line stands side by side with others, if it does."""
        cell = line.cell
        if cell is not None:
            return Spot(cell.table, cell.row, cell.column)
        return self._spots.get(id(line))

    def is_loose(self, line: Line) -> bool:
        """Whether a line is a part of a paragraph."""
        return id(line) in self._spots

    def position(self, line: Line) -> int:
        """Return where a line stands among all lines, blank ones included."""
        return self._at[id(line)]

    def are_beside(self, one: Line, other: Line) -> bool:
        """Whether two lines stand in different columns of a block, or in boxes put anywhere."""
        if one.boxed and other.boxed:
            return True
        here, there = self.spot(one), self.spot(other)
        if here is None or there is None:
            return False
        return here.block == there.block and here.column != there.column

    def below(self, line: Line) -> Iterator[Line]:
        """Yield the lines below one in its column, or below a paragraph until the next block."""
        spot = self.spot(line)
        for other in self.lines[self.position(line) + 1 :]:
            there = self.spot(other)
            if (spot and spot.block) != (there and there.block):
                return
            if spot is None or there is None or spot.column == there.column:
                yield other

    # --- paragraphs with parts --------------------------------------------------------------------

    def _parted(self, lines: Sequence[Line]) -> Iterator[Line]:
        at = 0
        for block, (start, end) in enumerate(_blocks(lines), 1):
            yield from lines[at:start]
            for row, line in enumerate(lines[start:end], 1):
                column = 1 if _FAR.match(line.raw) else 0
                for part in _parts(line):
                    self._spots[id(part)] = Spot(-block, row, column)
                    column += 1
                    yield part
            at = end
        yield from lines[at:]


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield where paragraphs with parts begin and end: from one with a known part to the last.

    The head of a document is one block, its end from "Nơi nhận" on another.
    """
    start, last = 0, -1  # no block yet
    for at, line in enumerate(lines):
        parted = line.cell is None and not line.boxed and _is_parted(line)
        ends = line.cell is not None or at - last > _MOST_BETWEEN
        if last >= start and (ends or (parted and _is_end(line))):
            yield start, _end(lines, last)
            start, last = at, -1
        if parted:
            start, last = (at if last < start else start), at
    if last >= start:
        yield start, _end(lines, last)


def _end(lines: Sequence[Line], last: int) -> int:
    """Return where a block ends: below its last parts go on lists, and names far on the right."""
    end = last + 1
    for at in range(end, min(end + _MOST_BELOW, len(lines))):
        line = lines[at]
        open_item = signs.is_item(lines[at - 1]) and not lines[at - 1].text.endswith((".", ";"))
        goes_on = open_item or signs.is_item(line) or _GAP.search(line.raw) or _FAR.match(line.raw)
        if line.cell is not None or signs.is_addressed(line) or not (line.is_blank or goes_on):
            break
        end = end if line.is_blank else at + 1
    return end


def _is_parted(line: Line) -> bool:
    """Whether a line has several parts of which one is known, or a known one far on the right."""
    if len(line.raw) > _LONGEST or not (_FAR.match(line.raw) or _GAP.search(line.raw)):
        return False
    parts = list(_parts(line))
    if len(parts) == 1 and not _FAR.match(line.raw):
        return False
    if len(parts) > 1 and line.is_capital and all(map(signs.is_signatory, parts)):
        return True
    return any(_is_known(part) for part in parts)


def _is_end(line: Line) -> bool:
    return any(signs.is_recipients_label(part) for part in _parts(line))


def _is_known(part: Line) -> bool:
    return any(
        told(part)
        for told in (
            *(signs.is_national_name, signs.is_motto, signs.is_number, signs.is_place_date),
            *(signs.is_recipients_label, signs.is_archive),
        )
    )


def _parts(line: Line) -> Iterator[Line]:
    start = 0
    for gap in _GAP.finditer(line.raw):
        before = line.raw[start : gap.start()]
        # What is left open for a number or a date is no gap.
        if _ROOM.fullmatch(before[-8:].split()[-1]) or line.raw[gap.end()] == "/":
            continue
        yield _part(line, start, gap.start())
        start = gap.end()
    yield line if start == 0 else _part(line, start, len(line.raw))


def _part(line: Line, start: int, end: int) -> Line:
    pieces: list[Piece] = []
    at = 0
    for piece in line.pieces:
        text = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if text:
            pieces.append(evolve(piece, text=text))
    drawn = line.strokes if start == 0 else 0
    pictures = line.pictures if start == 0 else 0
    return evolve(
        line,
        raw=line.raw[start:end],
        pieces=tuple(pieces),
        label=line.label if start == 0 else "",
        strokes=drawn,
        pictures=pictures,
    )
