"""PDF files with a text layer to paragraphs and grids (extra ``pdf``): lines and cells by position.

The file is taken apart in a process of its own (`vn766.files.extraction`). What rules enclose is a
table; other letters are lines, in which wide gaps are columns.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from bisect import bisect_right
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from attrs import evolve

from vn766.errors import MissingExtraError, ProblemCode, Word
from vn766.files import check_length, damaged, limits, refusal
from vn766.files.blocks import Extent, Grid, Paragraph, Place, blocks_of_lines
from vn766.files.extraction import NEAR, allowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vn766.files import Named

_INDENT: Final = 14.0  # points by which the first line of a paragraph stands in
_LETTER: Final = 0.5  # of its size is the width of a letter, on average
_NARROW: Final = 0.42  # of its size, of the narrow ones
_BLANK: Final = 0.3  # of its size parts words
_COLUMN: Final = 2.5  # of their size part columns, and more the longer the letters before are:
_DOUBT: Final = 0.08  # of its size is each letter wider than is known, in a wide font
_PARAGRAPH: Final = 1.3  # of the usual distance of lines parts paragraphs
_WIDEST: Final = 1_000  # characters before a column: in longer lines nobody looks for some
_MOST_CELLS: Final = 400  # across or down, of a table
_NO_PROCESSES: Final = ("emscripten", "wasi")  # browsers hold each page to limits of their own


class _Text(NamedTuple):
    """A stretch of letters: where it begins, its size, and the letters."""

    x: float
    y: float
    size: float
    text: str


class _Rule(NamedTuple):
    """A rule: where it stands, and from where to where it goes."""

    at: float
    begins: float
    ends: float


def read_pdf(content: Named) -> list[Paragraph | Grid]:
    """Return the paragraphs and tables of a PDF file, page by page.

    Raises:
        InvalidRecordError: it is damaged, has a password, is beyond the limits, or a scan.
        MissingExtraError: if the extra ``pdf`` is not installed.
    """
    if importlib.util.find_spec("pypdf") is None:
        extra = "pdf"
        raise MissingExtraError(extra)
    found = _taken_apart(content)
    if "pages" not in found:
        _refuse(content, found)
    pages: list[dict[str, Any]] = found["pages"]
    if not any(page["texts"] for page in pages):
        content.refuse(ProblemCode.SCANNED_PDF)
    return list(_joined(_blocks(pages, content.name)))


def _taken_apart(content: Named) -> dict[str, Any]:
    if sys.platform in _NO_PROCESSES:
        from vn766.files.extraction import extract

        return extract(content.data)
    command = [sys.executable, "-m", "vn766.files.extraction"]
    try:
        # Our own module: the file is only its standard input.
        done = subprocess.run(  # noqa: S603
            command, input=content.data, capture_output=True, timeout=limits.PDF_WAIT, check=False
        )
    except subprocess.TimeoutExpired:
        return {"error": "time"}
    if done.returncode != 0:
        return {"error": "time"}  # the system ended it, for its time or its memory
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _refuse(content: Named, found: dict[str, Any]) -> NoReturn:
    if found["error"] == "encrypted":
        content.refuse(ProblemCode.ENCRYPTED_FILE)
    if found["error"] == "damaged":
        damaged(content.name, Word("unsound content"))
    seconds, memory = allowed(len(content.data))
    raise refusal(
        ProblemCode.PDF_BEYOND_LIMIT,
        content.name,
        pages=limits.PDF_PAGES,
        characters=limits.TEXT,
        seconds=seconds,
        memory=memory // limits.MIB,
    )


# --- from positions to lines and cells ------------------------------------------------------------


def _blocks(pages: Sequence[dict[str, Any]], file: str) -> Iterator[Paragraph | Grid]:
    """Yield the blocks of all pages from top to bottom; tables are counted through the file."""
    extent, tables, length = Extent(file), 0, 0
    for number, page in enumerate(pages, 1):
        texts = [_Text(*each) for each in page["texts"]]
        texts.sort(key=lambda each: (-each.y, each.x))
        lines_before = 0
        for part in _parts(texts, _tables(page["rules"], extent)):
            if isinstance(part, _Table):
                tables += 1
                rows = part.rows()
                yield Grid(file=file, rows=rows, table=tables, page=number)
            else:
                lines = _lines(part)
                length += sum(len(line.text) for line in lines)
                check_length(length, file, limits.TEXT)
                yield from _paragraphs(lines, file, number, lines_before, extent)
                lines_before += len(lines)


def _paragraphs(
    lines: Sequence[_Text], file: str, page: int, before: int, extent: Extent
) -> Iterator[Paragraph | Grid]:
    """Yield the blocks of lines on a page, in places that count its lines."""
    texts: list[str] = []
    numbers: list[int] = []
    left = min((line.x for line in lines), default=0.0)
    steps = [a.y - b.y for a, b in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    for at, line in enumerate(lines):
        above = lines[at - 1] if at else line
        indented = line.x - left > _INDENT >= above.x - left
        if at and (above.y - line.y > _PARAGRAPH * usual or indented):
            texts.append("")
            numbers.append(before + at)
        texts.append(line.text)
        numbers.append(before + at + 1)
    for block in blocks_of_lines(texts, file, extent):
        if isinstance(block, Grid):
            rows = tuple(numbers[line - 1] for line in block.lines)
            yield evolve(block, page=page, lines=rows)
        else:
            first = numbers[(block.place.line or 1) - 1]
            yield Paragraph(text=block.text, place=Place(file=file, page=page, line=first))


def _joined(blocks: Iterable[Paragraph | Grid]) -> Iterator[Paragraph | Grid]:
    """Yield blocks; a table that goes on at the top of the next page is one with its beginning."""
    held: Grid | None = None
    for block in blocks:
        if held is not None and isinstance(block, Paragraph) and block.text.strip().isdecimal():
            continue  # the number of a page
        if held is not None and isinstance(block, Grid) and _goes_on(held, block):
            held = evolve(held, rows=[*held.rows, *block.rows])
            continue
        if held is not None:
            yield held
        held = block if isinstance(block, Grid) else None
        if held is None:
            yield block
    if held is not None:
        yield held


def _goes_on(table: Grid, other: Grid) -> bool:
    """Whether a table between rules may be the rest of one on the page before."""
    ruled = not (table.lines or other.lines)
    below = (other.page or 0) > (table.page or 0)
    return ruled and below and len(table.rows[0]) == len(other.rows[0])


def _parts(texts: Sequence[_Text], tables: Sequence[_Table]) -> Iterator[_Table | list[_Text]]:
    """Yield the letters above, between and below tables, and the tables with theirs in them."""
    at = 0
    for table in tables:
        above: list[_Text] = []
        inside: list[_Text] = []
        while at < len(texts) and texts[at].y > table.bottom - NEAR:
            (inside if texts[at].y < table.top else above).append(texts[at])
            at += 1
        if above:
            yield above
        if inside:
            for each in inside:
                table.put(each)
            yield table
    if at < len(texts):
        yield list(texts[at:])


def _lines(texts: Sequence[_Text]) -> list[_Text]:
    """Return the lines of letters, from the top; columns are parted by many blanks."""
    found: list[list[_Text]] = []
    for each in texts:
        if found and found[-1][0].y - each.y < NEAR:
            found[-1].append(each)
        else:
            found.append([each])
    left = min((each.x for each in texts), default=0.0)
    return [_line(sorted(line), left) for line in found]


def _line(texts: Sequence[_Text], left: float) -> _Text:
    """Return letters of one line as one text, set with blanks where there are columns."""
    text, ends, wide = "", texts[0].x, _COLUMN
    for each in texts:
        gap = (each.x - ends) / each.size
        if text and gap > wide:
            column = min(int((each.x - left) / (_LETTER * each.size)), _WIDEST)
            text = text.rstrip().ljust(max(column, len(text.rstrip()) + 4))
        elif text and gap > _BLANK:
            text = f"{text.rstrip()} "
        text += each.text.lstrip() if text.endswith(" ") else each.text
        ends = each.x + _NARROW * each.size * len(each.text)
        wide = _COLUMN + _DOUBT * len(each.text)
    return _Text(texts[0].x, texts[0].y, texts[0].size, text.rstrip())


# --- tables by their rules ------------------------------------------------------------------------


class _Table:
    """A table between rules: the ends of its rows and columns, and the letters in its cells.

    Where a rule is missing between two cells they are one, whose letters stand in the first.
    """

    def __init__(self, across: Sequence[_Rule], down: Sequence[_Rule], extent: Extent) -> None:
        self.bottom = min(rule.begins for rule in down)
        self.top = max(rule.ends for rule in down)
        self._columns = _apart(rule.at for rule in down)
        self._rows = _apart(rule.at for rule in across)  # from below
        width, height = len(self._columns) - 1, len(self._rows) - 1
        self.is_one = 0 < width <= _MOST_CELLS and 0 < height <= _MOST_CELLS
        self._texts: dict[tuple[int, int], list[_Text]] = {}
        if self.is_one:
            extent.add(height, width, height * width)
            left = [[False] * height for _ in range(width)]  # rules left of a cell, by columns
            above = [[False] * width for _ in range(height)]
            for rule in down:
                at = _nearest(self._columns, rule.at)
                first, last = _covered(self._rows, rule)
                if at < width:
                    left[at][first:last] = [True] * max(last - first, 0)
            for rule in across:
                at = _nearest(self._rows, rule.at) - 1
                first, last = _covered(self._columns, rule)
                if at >= 0:
                    above[at][first:last] = [True] * max(last - first, 0)
            self._first = _firsts(left, above)

    def put(self, text: _Text) -> None:
        """Put letters into the cell that they stand in."""
        row = min(max(bisect_right(self._rows, text.y + 1) - 1, 0), len(self._rows) - 2)
        column = min(max(bisect_right(self._columns, text.x + 1) - 1, 0), len(self._columns) - 2)
        self._texts.setdefault(self._first[row][column], []).append(text)

    def rows(self) -> list[list[str]]:
        """Return the texts of the cells, from the top."""
        return [
            [
                " ".join(" ".join(line.text.split()) for line in _lines(texts))
                if (texts := self._texts.get((row, column)))
                else ""
                for column in range(len(self._columns) - 1)
            ]
            for row in range(len(self._rows) - 2, -1, -1)
        ]


def _firsts(
    left: Sequence[Sequence[bool]], above: Sequence[Sequence[bool]]
) -> list[list[tuple[int, int]]]:
    """Return the cell that holds the letters of each: to the left, then up, to the next rules."""
    tops = [[row for row, _ in enumerate(above)] for _ in left]
    for column, top in enumerate(tops):
        for row in range(len(above) - 2, -1, -1):
            if not above[row][column]:
                top[row] = top[row + 1]
    found: list[list[tuple[int, int]]] = []
    for row, _ in enumerate(above):
        first = 0
        found.append([])
        for column, ruled in enumerate(left):
            first = column if ruled[row] else first
            found[-1].append((tops[first][row], first))
    return found


def _nearest(values: Sequence[float], value: float) -> int:
    return min(max(bisect_right(values, value + NEAR) - 1, 0), len(values) - 1)


def _covered(ends: Sequence[float], rule: _Rule) -> tuple[int, int]:
    """Return the first and last cell whose side a rule is, the last one left out."""
    return _nearest(ends, rule.begins), _nearest(ends, rule.ends)


def _tables(rules: Iterable[Sequence[float]], extent: Extent) -> list[_Table]:
    """Return the tables that rules make, from the top."""
    across: list[_Rule] = []
    down: list[_Rule] = []
    for x0, y0, x1, y1 in rules:
        if abs(y1 - y0) <= NEAR:
            across.append(_Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        else:
            down.append(_Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    found: list[_Table] = []
    above = sorted(across, key=lambda each: each.at)
    for band in _bands(down):
        bottom, top = min(each.begins for each in band), max(each.ends for each in band)
        while above and above[-1].at > top + NEAR:
            above.pop()
        own: list[_Rule] = []
        while above and above[-1].at > bottom - NEAR:
            own.append(above.pop())
        table = _Table(own, band, extent)
        if table.is_one:
            found.append(table)
    return found


def _bands(down: Iterable[_Rule]) -> Iterator[list[_Rule]]:
    """Yield the rules that go down side by side, from the top: those of one table."""
    band: list[_Rule] = []
    lowest = 0.0
    for rule in sorted(down, key=lambda each: -each.ends):
        if band and rule.ends <= lowest - NEAR:
            yield band
            band = []
        lowest = min(lowest, rule.begins) if band else rule.begins
        band.append(rule)
    if band:
        yield band


def _apart(values: Iterable[float]) -> list[float]:
    """Return values in order, those that are near to another one left out."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > NEAR:
            kept.append(value)
    return kept
