"""Web pages to paragraphs and grids, by the parser of the standard library.

The parser meets one tag at a time, cut out here: what it takes for a tag, a comment or a
declaration that never ends costs nothing, and scripts and styles are left out before it.
"""

from __future__ import annotations

import codecs
import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from vn766.files.blocks import Extent, Grid, Paragraph, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGINS: Final = re.compile(
    rb"\s*<(?:!doctype\s+html|html|head|body|table|div|p|meta|title|h\d)\b", re.IGNORECASE
)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{1,20})", re.IGNORECASE)
_TOKEN: Final = re.compile(r"<(/?[A-Za-z][^<>]{0,2000})>|[^<]+|<")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{0,20}")
_HIDDEN: Final = {
    name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "template")
}
_BLOCKS: Final = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("br", "hr", "section", "article", "header", "footer", "main", "nav", "aside", "pre"),
        *("blockquote", "caption", "title", "address", "figure", "thead", "tbody", "tfoot"),
    )
)
_BLANKS: Final = re.compile(r"\s+")
_HEAD: Final = 2_000  # bytes in which a page says how it is encoded
_LONGEST_DECLARATION: Final = 2_000
_MOST_DEPTH: Final = 50  # of tables
_MOST_SPAN: Final = 100


def find(data: bytes) -> str | None:
    """Return the content as text if it is a web page, else None."""
    start = data.removeprefix(codecs.BOM_UTF8)
    if not _BEGINS.match(start):
        return None
    stated = _CHARSET.search(start, 0, _HEAD)
    encoding = "utf-8" if stated is None else stated[1].decode("ascii")
    try:
        return start.decode(encoding, "replace")
    except LookupError:
        return start.decode("utf-8", "replace")


def blocks_of(text: str, file: str) -> list[Paragraph | Grid]:
    """Return the paragraphs and tables of a web page."""
    reader = _Reader(file)
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
        name = _NAME.match(match[1] or "")
        closing = _HIDDEN.get(name[0].lower()) if name else None
        if closing is not None:
            hidden = closing.search(text, at)
            at = len(text) if hidden is None else hidden.start()
            continue
        yield match


class _Tag(HTMLParser):
    """The name and attributes of one tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: tuple[str, dict[str, str], bool] = ("", {}, True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = (tag, {name: value or "" for name, value in attrs}, False)

    def handle_endtag(self, tag: str) -> None:
        self.found = (tag, {}, True)


class _Table:
    """A table while it is read; cells that span several leave blank ones behind them."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.cell: list[str] | None = None
        self._down: dict[int, int] = {}

    def row(self) -> None:
        self.close_cell()
        self.rows.append([])
        self._down = {column: left - 1 for column, left in self._down.items() if left > 1}

    def open_cell(self, attributes: dict[str, str]) -> None:
        self.close_cell()
        if not self.rows:
            self.row()
        row = self.rows[-1]
        while len(row) in self._down:
            row.append("")
        across, down = (_span(attributes.get(name, "")) for name in ("colspan", "rowspan"))
        for column in range(len(row), len(row) + across):
            if down > 1:
                self._down[column] = down
        row.append("")
        self.cell = []
        self._across = across

    def close_cell(self) -> None:
        if self.cell is not None:
            self.rows[-1][-1] = " ".join("".join(self.cell).split())
            self.rows[-1] += [""] * (self._across - 1)
            self.cell = None


def _span(text: str) -> int:
    return min(int(text), _MOST_SPAN) if text.isascii() and text.isdecimal() and text != "0" else 1


class _Reader:
    """What a page holds, token by token."""

    def __init__(self, file: str) -> None:
        self.blocks: list[Paragraph | Grid] = []
        self._file = file
        self._extent = Extent(file)
        self._words: list[str] = []
        self._tables: list[_Table] = []
        self._paragraphs = self._numbers = 0

    def take(self, token: re.Match[str]) -> None:
        if token[1] is None:
            self._text(html.unescape(token[0]))
            return
        tag = _Tag()
        tag.feed(token[0])
        self._tag(*tag.found)

    def end(self) -> None:
        while self._tables:
            self._end_table()
        self._end_paragraph()

    def _text(self, text: str) -> None:
        if self._tables:
            if self._tables[-1].cell is not None:
                self._tables[-1].cell.append(text)
        else:
            self._words.append(text)

    def _tag(self, name: str, attributes: dict[str, str], closing: bool) -> None:  # noqa: FBT001
        if name == "table":
            self._take_table(closing=closing)
        elif self._tables:
            self._take_cell(self._tables[-1], name, attributes, closing=closing)
        elif name == "br":
            self._words.append("\n")
        elif name in _BLOCKS:
            self._end_paragraph()

    def _take_table(self, *, closing: bool) -> None:
        if closing and self._tables:
            self._end_table()
        elif not closing and len(self._tables) < _MOST_DEPTH:
            self._text(" ")
            self._end_paragraph()
            self._tables.append(_Table())

    def _take_cell(
        self, table: _Table, name: str, attributes: dict[str, str], *, closing: bool
    ) -> None:
        if name in {"td", "th"}:
            if closing:
                table.close_cell()
            else:
                table.open_cell(attributes)
        elif name == "tr" and not closing:
            table.row()
        elif name in _BLOCKS:
            self._text(" ")

    def _end_table(self) -> None:
        table = self._tables.pop()
        table.close_cell()
        self._numbers += 1
        cells = sum(map(len, table.rows))
        self._extent.add(len(table.rows), max(map(len, table.rows), default=0), cells)
        if cells:
            self.blocks.append(Grid(file=self._file, rows=table.rows, table=self._numbers))
        self._text(" ")

    def _end_paragraph(self) -> None:
        # Line ends of the source are blanks; only <br> is a line end.
        text = "".join(word if word == "\n" else _BLANKS.sub(" ", word) for word in self._words)
        self._words = []
        if text.strip():
            self._paragraphs += 1
            place = Place(file=self._file, paragraph=self._paragraphs)
            self.blocks.append(Paragraph(text=text, place=place))
