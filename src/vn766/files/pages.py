"""Web pages to paragraphs and grids, tag by tag, in a time that grows with their length alone.

A tag, comment or declaration that never ends costs nothing; scripts and styles are left out.
"""

from __future__ import annotations

import codecs
import html
import re
from array import array
from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING, Final

from vn766.files import check_length, limits
from vn766.files.blocks import Extent, Grid, Paragraph, Place
from vn766.lazy import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vn766.files.blocks import Position

_BEGINS: Final = re.compile(
    rb"\s*<(?:!doctype\s+html|html|head|body|table|div|p|meta|title|h\d)\b", re.IGNORECASE
)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{1,20})", re.IGNORECASE)
_TOKEN: Final = regex(r"<(?P<closing>/?)(?P<name>[A-Za-z][^\s/<>]{0,100})[^<>]{0,2000}>|[^<]+|<")
_SPAN: Final = regex(r"(?<![\w-])(colspan|rowspan)\s*=\s*[\"']?([0-9]{1,9})\b", re.IGNORECASE)
_HIDDEN: Final = {
    name: regex(f"</{name}", re.IGNORECASE) for name in ("script", "style", "template")
}
_BLOCKS: Final = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("br", "hr", "section", "article", "header", "footer", "main", "nav", "aside", "pre"),
        *("blockquote", "caption", "title", "address", "figure", "thead", "tbody", "tfoot"),
    )
)
_TABLES: Final = {"table": "table", "dl": "table", "dt": "tr", "dd": "td"}
"""A list of terms is a table: a term begins a row, and what is said of it is a cell."""
_BLANKS: Final = regex(r"\s+")
_LINE_END: Final = regex(r"\r\n?|\n")
# What browsers read, by the names of Python: other codecs of Python decode in the square of the
# length, are no encodings of text, or let a page say something else than it shows.
_ENCODINGS: Final = {
    name: name
    for name in (
        *(f"cp125{number}" for number in range(9)),
        *(f"iso8859-{number}" for number in (*range(2, 9), 10, 13, 14, 15, 16)),
        *("koi8-r", "koi8-u", "gbk", "gb18030", "big5", "euc_jp", "shift_jis", "euc_kr"),
    )
} | {"iso8859-1": "cp1252", "ascii": "cp1252"}
_HEAD: Final = 2_000  # bytes in which a page says how it is encoded
_LONGEST_DECLARATION: Final = 2_000
_MOST_DEPTH: Final = 50  # of tables
_MOST_SPAN: Final = 100
_CELL_DEPTH: Final = 3  # a cell, its row and its table, as boxes
_LONGEST_CELL: Final = 200  # characters of a box that is a cell
_LEAST_ROWS: Final = 2
_LEAST_CELLS: Final = 2


def find(data: bytes) -> str | None:
    """Return the content as text if it is a web page, else None."""
    start = data.removeprefix(codecs.BOM_UTF8)
    if not _BEGINS.match(start):
        return None
    stated = _CHARSET.search(start, 0, _HEAD)
    return start.decode("utf-8" if stated is None else _encoding(stated[1].decode()), "replace")


def _encoding(stated: str) -> str:
    """Return the encoding that a browser reads a page in that states this one."""
    try:
        name = codecs.lookup(stated).name
    except LookupError:
        return "utf-8"
    return _ENCODINGS.get(name, "utf-8")


def blocks_of(text: str, file: str) -> list[Paragraph | Grid]:
    """Return the paragraphs and tables of a web page."""
    reader = _Reader(file, _Lines(text))
    for token in _tokens(text):
        reader.take(token)
    reader.end()
    return reader.blocks


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield tags and texts; comments, declarations, scripts and styles are passed over."""
    at = 0
    while at < len(text):
        if text.startswith("<!--", at):
            end = text.find("-->", at)
            at = len(text) if end < 0 else end + 3
            continue
        if text.startswith(("<!", "<?"), at):
            end = text.find(">", at, at + _LONGEST_DECLARATION)
            at = at + 2 if end < 0 else end + 1
            continue
        match = _TOKEN.match(text, at)
        assert match is not None  # noqa: S101 (it matches every character)
        at = match.end()
        end_of = None if match["closing"] else _HIDDEN.get((match["name"] or "").lower())
        if end_of is not None:
            hidden = end_of.search(text, at)
            at = len(text) if hidden is None else hidden.start()
            continue
        yield match


class _Lines:
    """The lines of a page's source."""

    def __init__(self, text: str) -> None:
        self._starts = array("Q", [0, *(end.end() for end in _LINE_END.finditer(text))])

    def position(self, offset: int) -> Position:
        """Return line and character of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class _Table:
    """A table while it is read; cells that span several leave blank ones behind them."""

    def __init__(self, extent: Extent) -> None:
        self._extent = extent
        self.starts: list[array[int]] = []
        """Where each cell begins in the source."""
        self.rows: list[list[str]] = []
        self.cell: list[str] | None = None
        self._down: dict[int, int] = {}

    def row(self) -> None:
        self.close_cell()
        self._extent.add(1, 0, 0)
        self.rows.append([])
        self.starts.append(array("Q"))
        self._down = {column: left - 1 for column, left in self._down.items() if left > 1}

    def open_cell(self, tag: str, start: int) -> None:
        self.close_cell()
        if not self.rows:
            self.row()
        row = self.rows[-1]
        before = len(row)
        while len(row) in self._down:
            row.append("")
        spans = {name.lower(): min(int(span), _MOST_SPAN) for name, span in _SPAN.findall(tag)}
        self._across, down = (max(1, spans.get(name, 1)) for name in ("colspan", "rowspan"))
        width = len(row) + self._across
        self._extent.add(0, width, width - before)
        self.starts[-1].extend([start] * (width - before))
        for column in range(len(row), width):
            if down > 1:
                self._down[column] = down
        row.append("")
        self.cell = []

    def close_cell(self) -> None:
        if self.cell is not None:
            self.rows[-1][-1] = " ".join("".join(self.cell).split())
            self.rows[-1] += [""] * (self._across - 1)
            self.cell = None


class _Reader:
    """The content of a page, token by token."""

    def __init__(self, file: str, lines: _Lines) -> None:
        self.blocks: list[Paragraph | Grid] = []
        self._file = file
        self._lines = lines
        self._extent = Extent(file)
        self._words: list[str] = []
        self._start: int | None = None  # of the first word
        self._tables: list[_Table] = []
        self._paragraphs = self._numbers = self._length = 0
        self._boxes: list[int] = []  # the numbers of the div elements that are open
        self._opened = 0
        self._within: dict[int, tuple[int, ...]] = {}
        """The open div elements of paragraphs, by the places of these among the blocks."""
        self._starts: dict[Paragraph, int] = {}
        """Where paragraphs begin in the source."""

    def take(self, token: re.Match[str]) -> None:
        name, closing = (token["name"] or "").lower(), token["closing"]
        if name in _TABLES:
            self._take_table(_TABLES[name], token.start(), closing=bool(closing))
        elif not name:
            blanks = len(token[0]) - len(token[0].lstrip())
            self._text(html.unescape(token[0]), token.start() + blanks)
        elif self._tables:
            self._take_cell(self._tables[-1], name, token)
        elif name == "br":
            self._words.append("\n")
        elif name in _BLOCKS:
            self._end_paragraph()
            if name == "div":
                self._box(closing=bool(closing))

    def _take_table(self, part: str, start: int, *, closing: bool) -> None:
        """Begin or end a table, or a cell of a list of terms."""
        if part == "table" and closing:
            if self._tables:
                self._end_table()
        elif part == "table":
            self._begin_table()
        elif self._tables and not closing:
            if part == "tr":
                self._tables[-1].row()
            self._tables[-1].open_cell("", start)

    def _box(self, *, closing: bool) -> None:
        if not closing and len(self._boxes) < _MOST_DEPTH:
            self._opened += 1
            self._boxes.append(self._opened)
        elif closing and self._boxes:
            self._boxes.pop()

    def end(self) -> None:
        while self._tables:
            self._end_table()
        self._end_paragraph()
        self.blocks = list(self._gathered())

    def _gathered(self) -> Iterator[Paragraph | Grid]:
        """Yield the blocks; boxes in rows that stand below one another are a table."""
        rows: list[tuple[int, list[Paragraph]]] = []  # the box over a row, and its cells
        waiting: list[tuple[int, ...]] = []
        for at, block in enumerate(self.blocks):
            within = self._within.get(at, ())
            if (
                isinstance(block, Grid)
                or len(within) < _CELL_DEPTH
                or len(block.text) > _LONGEST_CELL
            ):
                yield from self._rows(rows)
                rows, waiting = [], []
                yield block
                continue
            over, row = within[-3], within[-2]
            if rows and rows[-1][0] != over:
                yield from self._rows(rows)
                rows, waiting = [], []
            if waiting and waiting[-1][-2] == row and waiting[-1] != within:
                rows[-1][1].append(block)
            else:
                rows.append((over, [block]))
            waiting.append(within)
        yield from self._rows(rows)

    def _rows(self, rows: list[tuple[int, list[Paragraph]]]) -> Iterator[Paragraph | Grid]:
        """Yield a table of rows that are alike, or their cells as paragraphs."""
        widths = {len(cells) for _, cells in rows}
        figures = sum(any(map(str.isdigit, cell.text)) for _, cells in rows for cell in cells)
        if len(rows) < _LEAST_ROWS or min(widths) < _LEAST_CELLS or figures < _LEAST_ROWS:
            for _, cells in rows:
                yield from cells
            return
        texts = [[cell.text.strip() for cell in cells] for _, cells in rows]
        self._extent.add(len(rows), max(widths), sum(map(len, texts)))
        starts = [[self._starts[cell] for cell in cells] for _, cells in rows]
        yield self._grid(texts, starts)

    def _text(self, text: str, start: int = 0) -> None:
        self._length += len(text)
        check_length(self._length, self._file, limits.TEXT)
        if not self._tables:
            if self._start is None and text.strip():
                self._start = start
            self._words.append(text)
        elif self._tables[-1].cell is not None:
            self._tables[-1].cell.append(text)

    def _take_cell(self, table: _Table, name: str, tag: re.Match[str]) -> None:
        if name in {"td", "th"} and tag["closing"]:
            table.close_cell()
        elif name in {"td", "th"}:
            table.open_cell(tag[0], tag.start())
        elif name == "tr" and not tag["closing"]:
            table.row()
        elif name in _BLOCKS:
            self._text(" ")

    def _begin_table(self) -> None:
        if len(self._tables) < _MOST_DEPTH:
            self._text(" ")
            self._end_paragraph()
            self._tables.append(_Table(self._extent))

    def _end_table(self) -> None:
        table = self._tables.pop()
        table.close_cell()
        grid = self._grid(table.rows, table.starts)
        if any(table.rows):
            self.blocks.append(grid)
        self._text(" ")

    def _grid(self, rows: list[list[str]], starts: Sequence[Sequence[int]]) -> Grid:
        self._numbers += 1
        begins = partial(_begins, self._lines, starts)
        return Grid(file=self._file, rows=rows, table=self._numbers, begins=begins)

    def _end_paragraph(self) -> None:
        # Line ends of the source are blanks; only <br> is a line end.
        text = "".join(word if word == "\n" else _BLANKS.sub(" ", word) for word in self._words)
        start = self._start
        self._words, self._start = [], None
        if start is not None:
            self._paragraphs += 1
            line, column = self._lines.position(start)
            place = Place(
                file=self._file, paragraph=self._paragraphs, source_line=line, source_column=column
            )
            self._within[len(self.blocks)] = tuple(self._boxes[-_CELL_DEPTH:])
            block = Paragraph(text=text, place=place)
            self._starts[block] = start
            self.blocks.append(block)


def _begins(lines: _Lines, starts: Sequence[Sequence[int]], row: int, column: int) -> Position:
    """Return where a cell begins in the source of a page."""
    return lines.position(starts[row][column])
