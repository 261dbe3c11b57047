"""A DOCX file as a reader sees it: pages with their heads, and lines of letters in their places.

A line is a paragraph, or a part of one between line breaks. Text that was deleted with changes
tracked is not there, text that was inserted is; numbers of lists are part of their lines.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from attrs import evolve, field, frozen

from vn766.files import limits
from vn766.files.blocks import Extent, Grid, Paragraph, Place
from vn766.files.formatting import (
    Properties,
    Styles,
    is_on,
    is_true,
    paragraph_properties,
    twips,
    value_of,
)
from vn766.files.packages import WP, R, W
from vn766.lazy import regex
from vn766.vocabulary import as_meant, composed, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vn766.files.blocks import Part
    from vn766.files.formatting import Letters, Setting
    from vn766.files.packages import Package, XmlElement

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES: Final = f"{_MC}AlternateContent"
_CHOICE: Final = f"{_MC}Choice"
_WRAPPERS: Final = {
    f"{W}{name}" for name in ("ins", "moveTo", "smartTag", "customXml", "hyperlink", "dir", "bdo")
}
_BLANKS: Final = regex(r"[^\S\n]+")
_RULE: Final = regex(r"[_\-–—―─¯.…=*]+|\s")
_PAGE: Final = regex(r"\s*+PAGE\b[^*]*+(?:\*\s*+(?P<form>\w*+))?", re.IGNORECASE)
_STROKES: Final = frozenset({"line", "straightConnector1"})
_LONGEST_FOLDED: Final = 2_000  # characters: what tells a line from others stands at its start
_MOST_FIELDS: Final = 20  # inside each other
_LONGEST_INSTRUCTION: Final = 100
_LONGEST_PLACE: Final = 2_000  # characters of a line that tell where something stands


@frozen(eq=False)
class TableCell:
    """A cell of a table: its numbers from 1, and the `column` of the grid from 0.

    `merged` says that the cell reaches over several rows.
    """

    table: int
    row: int
    number: int
    column: int
    merged: bool = False


@frozen(eq=False)
class Table:
    """A table: its number, rows, the rows repeated on every page, and its section."""

    number: int
    rows: int
    heading_rows: int
    section: int


@frozen(eq=False)
class Piece:
    """A stretch of letters of one look; `page_number` if a field fills it in.

    `page_form` is the form of numbers that such a field asks for, such as ``roman``.
    """

    text: str
    letters: Letters
    page_number: bool = False
    page_form: str = ""


@frozen(eq=False, kw_only=True)
class Line:
    """A line of a document, its letters and its place.

    `text` is in NFC and single blanks, without letters that are not shown or only look like
    others; `raw` is what the file holds. `continued` says that the
    line is a later one of its paragraph. `strokes` counts drawn lines, of which some are
    `broken` if they are not solid; `pictures` counts all other drawings.
    """

    raw: str
    pieces: tuple[Piece, ...]
    setting: Setting
    part: Part
    section: int
    paragraph: int
    cell: TableCell | None
    label: str = ""
    boxed: bool = False
    continued: bool = False
    strokes: int = 0
    broken: bool = False
    pictures: int = 0
    breaks: bool = False
    text: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        text = f"{self.label} {self.raw}" if self.label else self.raw
        object.__setattr__(self, "text", _BLANKS.sub(" ", as_meant(composed(text))).strip())

    @cached_property
    def folded(self) -> str:
        """The beginning of the text in lower case, without accents and punctuation."""
        return fold(self.text[:_LONGEST_FOLDED])

    @cached_property
    def shown(self) -> tuple[Piece, ...]:
        """The pieces that leave ink and are no drawn rule or mark of a note."""
        return tuple(
            piece for piece in self.pieces if piece.text.strip() and not piece.letters.raised
        )

    @cached_property
    def is_capital(self) -> bool:
        """Whether all letters are shown as capitals.

        "Thường" and "hoa" are about letters; a line without any is not in capitals.
        """
        text = "".join(
            piece.text.upper() if piece.letters.capitals else piece.text for piece in self.shown
        )
        return text.isupper()

    @property
    def is_blank(self) -> bool:
        """Whether the line has no text."""
        return not self.text

    @property
    def is_tabbed(self) -> bool:
        """Whether tabs set parts of the line side by side, as columns without a table."""
        return "\t" in self.raw.strip()

    @property
    def is_rule(self) -> bool:
        """Whether the line is drawn with signs such as underscores."""
        return len(self.text) > 2 and not _RULE.sub("", self.text)  # noqa: PLR2004 (more than a dash)

    @property
    def place(self) -> Place:
        """Where the line stands."""
        cell = self.cell
        return Place(
            part=self.part,
            section=None if self.part == "body" else self.section,
            table=None if cell is None else cell.table,
            row=None if cell is None else cell.row,
            cell=None if cell is None else cell.number,
            paragraph=self.paragraph,
            quote=self.text[:_LONGEST_PLACE],
        )


@frozen(eq=False, kw_only=True)
class Section:
    """Pages of one format; lengths in twips, None what the file does not say.

    `heads` are the lines of the headers and footers by their kind (``"default"``, ``"first"``,
    ``"even"``); a kind that is not there shows nothing.
    """

    number: int
    width: int | None
    height: int | None
    margins: dict[str, int | None]
    title_page: bool
    first_number: str | None
    number_format: str
    headers: dict[str, tuple[Line, ...]]
    footers: dict[str, tuple[Line, ...]]

    @property
    def place(self) -> Place:
        """Where the section stands."""
        return Place(part="document", section=self.number)

    @property
    def sides(self) -> tuple[int, int] | None:
        """The shorter and the longer side of the paper."""
        if self.width is None or self.height is None:
            return None
        return min(self.width, self.height), max(self.width, self.height)

    @property
    def is_wide(self) -> bool:
        """Whether the paper lies across."""
        return self.sides is not None and self.sides != (self.width, self.height)

    def numbers(self, kind: str) -> tuple[Line, ...]:
        """Return the lines of the headers and footers of a kind that number the pages."""
        return tuple(
            line
            for heads in (self.headers, self.footers)
            for line in heads.get(kind, ())
            if any(piece.page_number for piece in line.pieces)
        )


@frozen(eq=False, kw_only=True)
class Reading:
    """All of a document: its sections, the lines of its body in order, and its tables.

    `has_other_files` says that other files are put in as a whole, which are not read.
    """

    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    even_and_odd: bool
    has_other_files: bool

    @property
    def kinds_of_pages(self) -> tuple[str, ...]:
        """The kinds of headers and footers that pages after the first of a section have."""
        return ("default", "even") if self.even_and_odd else ("default",)

    @cached_property
    def page_numbers(self) -> tuple[Line, ...]:
        """The lines that number the pages after the first ones, each once."""
        lines = {
            id(line): line
            for section in self.sections
            for kind in self.kinds_of_pages
            for line in section.numbers(kind)
        }
        return tuple(lines.values())

    @cached_property
    def in_margins(self) -> tuple[Line, ...]:
        """The lines of headers and footers that pages show, each once."""
        lines: dict[int, Line] = {}
        for section in self.sections:
            kinds = (*self.kinds_of_pages, *(["first"] if section.title_page else []))
            for kind in kinds:
                for heads in (section.headers, section.footers):
                    lines |= {id(line): line for line in heads.get(kind, ())}
        return tuple(lines.values())

    @property
    def everything(self) -> Iterator[Line]:
        """Yield all lines that are shown, those of headers and footers last."""
        yield from self.lines
        yield from self.in_margins


def read(package: Package) -> Reading:
    """Return a package as a reader sees it."""
    return _Reader(package).read()


def blocks_of(reading: Reading, file: str) -> tuple[Paragraph | Grid, ...]:
    """Return the paragraphs and tables of the body, each cell in its column of the grid."""
    blocks: list[Paragraph | int] = []  # a table by its number
    lines: list[Line] = []
    tables: dict[int, list[tuple[TableCell, Line]]] = {}

    def end_paragraph() -> None:
        if lines:
            place = Place(file=file, paragraph=lines[0].paragraph)
            blocks.append(Paragraph(text="\n".join(map(_shown_text, lines)), place=place))
            lines.clear()

    for line in reading.lines:
        if not (line.continued and line.cell is None):
            end_paragraph()
        if line.cell is None:
            lines.append(line)
            continue
        if line.cell.table not in tables:
            tables[line.cell.table] = []
            blocks.append(line.cell.table)
        tables[line.cell.table].append((line.cell, line))
    end_paragraph()
    extent = Extent(file)
    return tuple(
        Grid(file=file, table=block, rows=_rows(tables[block], extent))
        if isinstance(block, int)
        else block
        for block in blocks
    )


def _shown_text(line: Line) -> str:
    """Return the text of a line without raised marks, such as those of footnotes."""
    raised = any(piece.letters.raised and piece.text.strip() for piece in line.pieces)
    if not raised:
        return line.text
    shown = "".join(" " if piece.letters.raised else piece.text for piece in line.pieces)
    return f"{line.label} {shown}".strip()


def _rows(cells: Sequence[tuple[TableCell, Line]], extent: Extent) -> list[list[str]]:
    height = max(cell.row for cell, _ in cells)
    width = 1 + max(cell.column for cell, _ in cells)
    extent.add(height, width, height * width)
    rows = [[""] * width for _ in range(height)]
    for cell, line in cells:
        text = rows[cell.row - 1][cell.column]
        rows[cell.row - 1][cell.column] = f"{text}\n{_shown_text(line)}".strip("\n")
    return rows


class _Around(NamedTuple):
    """The surroundings of paragraphs: a cell, the styles of its table and parts, a box of text."""

    cell: TableCell | None = None
    styles: tuple[str, ...] = ()
    boxed: bool = False


_OUTSIDE: Final = _Around()


class _Reader:
    """One way through a document, from its first paragraph to its last."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package)
        self._lines: list[Line] = []
        self._ends: list[XmlElement] = []  # of sections
        self._tables: list[Table] = []
        self._sections: list[Section] = []
        self._heads_read: dict[str, tuple[Line, ...]] = {}
        self._heads_counted = 0
        self._part: Part = "body"
        self._paragraphs = 0
        self._other_files = False

    def read(self) -> Reading:
        body, settings = self._package.body, self._package.settings
        self._walk(body, _OUTSIDE)
        last = body.find(f"{W}sectPr")
        ends, self._ends = [*self._ends, *([] if last is None else [last])], []
        lines, tables = tuple(self._lines), tuple(self._tables)
        for end in ends:
            self._sections.append(self._section(end))
        even = None if settings is None else settings.find(f"{W}evenAndOddHeaders")
        return Reading(
            sections=tuple(self._sections),
            lines=lines,
            tables=tables,
            even_and_odd=even is not None and is_on(even),
            has_other_files=self._other_files,
        )

    # --- blocks ---------------------------------------------------------------------------------

    def _walk(self, parent: XmlElement, around: _Around) -> None:
        """Read what stands in `parent`, and gather the ends of sections."""
        number = 0
        for block in _unwrapped(parent):
            if block.tag == f"{W}p":
                number += 1
                if around.cell is None:
                    self._paragraphs += 1
                at = self._paragraphs if around.cell is None else number
                self._paragraph(block, around, at)
                end = block.find(f"{W}pPr/{W}sectPr")
                self._ends += [] if end is None else [end]
            elif block.tag == f"{W}tbl":
                self._table(block, boxed=around.boxed)
            elif block.tag == f"{W}altChunk":
                self._other_files = True

    def _table(self, element: XmlElement, *, boxed: bool) -> None:
        number = len(self._tables) + 1
        properties = element.find(f"{W}tblPr")
        style = value_of(properties, "tblStyle") or self._styles.default("table")
        look = None if properties is None else properties.find(f"{W}tblLook")
        rows = [row for row in _unwrapped(element) if row.tag == f"{W}tr"]
        heads = (row.find(f"{W}trPr/{W}tblHeader") for row in rows)
        repeated = takewhile(lambda head: head is not None and is_on(head), heads)
        section = len(self._ends) + 1
        self._tables.append(Table(number, len(rows), sum(1 for _ in repeated), section))
        for y, row in enumerate(rows, 1):
            column = twips(value_of(row.find(f"{W}trPr"), "gridBefore") or "0")
            cells = [cell for cell in _unwrapped(row) if cell.tag == f"{W}tc"]
            for x, inner in enumerate(cells, 1):
                said = inner.find(f"{W}tcPr")
                span = twips(value_of(said, "gridSpan") or "1")
                merged = said is not None and said.find(f"{W}vMerge") is not None
                conditions = _conditions(look, y, x, len(rows), len(cells))
                place = TableCell(number, y, x, column, merged)
                self._walk(inner, _Around(place, (style, *conditions), boxed))
                column += max(1, span)

    # --- paragraphs -----------------------------------------------------------------------------

    def _paragraph(self, element: XmlElement, around: _Around, number: int) -> None:
        direct = paragraph_properties(element.find(f"{W}pPr"))
        setting = self._styles.setting(direct, next(iter(around.styles), ""))
        run = _Runs(self._styles, setting.style, around.styles)
        run.read(element)
        label = self._styles.numbering.next(setting.numbering) if setting.numbering else ""
        for at, pieces in enumerate(run.lines):
            line = Line(
                raw="".join(piece.text for piece in pieces),
                pieces=tuple(pieces),
                setting=setting,
                part=self._part,
                section=len(self._ends) + 1,
                paragraph=number,
                cell=around.cell,
                label="" if at else label,
                boxed=around.boxed,
                continued=at > 0,
                strokes=0 if at else run.strokes,
                broken=at == 0 and run.broken,
                pictures=0 if at else run.pictures,
                breaks=at == 0 and (run.breaks or setting.page_break_before),
            )
            self._lines.append(line)
        for box in run.boxes:
            self._walk(box, around._replace(boxed=True))

    # --- sections -------------------------------------------------------------------------------

    def _section(self, end: XmlElement) -> Section:
        before = self._sections[-1] if self._sections else None
        number = len(self._sections) + 1
        size, margins = end.find(f"{W}pgSz"), end.find(f"{W}pgMar")
        numbers = end.find(f"{W}pgNumType")
        title = end.find(f"{W}titlePg")
        return Section(
            number=number,
            width=_measure(size, "w"),
            height=_measure(size, "h"),
            margins=_margins(margins),
            title_page=title is not None and is_on(title),
            first_number=None if numbers is None else numbers.get(f"{W}start"),
            number_format="decimal" if numbers is None else numbers.get(f"{W}fmt", "decimal"),
            headers=self._heads(end, "header", number, before.headers if before else {}),
            footers=self._heads(end, "footer", number, before.footers if before else {}),
        )

    def _heads(
        self,
        end: XmlElement,
        part: Literal["header", "footer"],
        section: int,
        inherited: dict[str, tuple[Line, ...]],
    ) -> dict[str, tuple[Line, ...]]:
        """Return the lines of the headers or footers of a section, or those it inherits."""
        heads = dict(inherited)
        for reference in end.findall(f"{W}{part}Reference"):
            id_ = reference.get(f"{R}id", "")
            if id_ not in self._heads_read:
                root = self._package.related.get(id_)
                self._lines, self._part, self._paragraphs = [], part, 0
                if root is not None:
                    self._walk(root, _OUTSIDE)
                self._heads_read[id_] = tuple(evolve(line, section=section) for line in self._lines)
                self._count_heads([self._heads_read[id_]])
            heads[reference.get(f"{W}type", "default")] = self._heads_read[id_]
        self._count_heads(heads.values())
        return heads

    def _count_heads(self, heads: Iterable[tuple[Line, ...]]) -> None:
        """Refuse a few long heads under many names or in many sections, which inherit them."""
        self._heads_counted += sum(1 + len(lines) for lines in heads)
        if self._heads_counted > limits.HEAD_LINES:
            self._package.refuse(f"{limits.HEAD_LINES} (w:hdr, w:ftr)")


class _Field(NamedTuple):
    """A field: what it is told to do, and what holds of the text in it and in those around it."""

    told: str = ""
    shown: bool = True
    page_number: bool = False
    page_form: str = ""

    def inside(self, told: str) -> _Field:
        """Return a field in this one whose result has begun."""
        page = _PAGE.match(told)
        if page is None:
            return self._replace(told=told)
        return _Field(told, self.shown, page_number=True, page_form=page["form"] or "")


class _Runs:
    """The letters of one paragraph, in lines, and what is drawn among them."""

    def __init__(self, styles: Styles, style: str, table: tuple[str, ...]) -> None:
        self.lines: list[list[Piece]] = [[]]
        self.boxes: list[XmlElement] = []
        self.strokes = self.pictures = 0
        self.breaks = self.broken = self._numbered = False
        self._styles, self._style, self._table = styles, style, table
        self._fields = [_Field()]  # inside each other, below all of them one that is none

    def read(self, parent: XmlElement) -> None:
        """Read the runs in `parent`."""
        for element in _unwrapped(parent):
            if element.tag == f"{W}r":
                self._run(element)
            elif element.tag in _WRAPPERS:
                self.read(element)
            elif element.tag == f"{W}fldSimple":
                depth = len(self._fields)
                told = element.get(f"{W}instr", "")[:_LONGEST_INSTRUCTION]
                self._fields.append(self._fields[-1].inside(told))
                self.read(element)
                del self._fields[depth:]

    def _run(self, run: XmlElement) -> None:
        direct: Properties = self._styles.letter_properties(run.find(f"{W}rPr"))
        letters = self._styles.letters(direct, self._style, self._table)
        if letters.hidden:
            return
        for element in _unwrapped(run):
            name = element.tag.removeprefix(W)
            text = _text(name, element)
            if text == "\n":
                self.lines.append([])
            elif text:
                self._add(text, letters)
            elif name == "br":
                self.breaks = self.breaks or element.get(f"{W}type") == "page"
            elif name == "lastRenderedPageBreak":
                self.breaks = True
            elif name in {"drawing", "pict", "object"}:
                self._draw(element)
            elif name == "fldChar":
                self._field(element.get(f"{W}fldCharType", ""), letters)
            elif name == "instrText" and len(self._fields) > 1:
                field_ = self._fields[-1]
                told = f"{field_.told}{element.text or ''}"[:_LONGEST_INSTRUCTION]
                self._fields[-1] = field_._replace(told=told)

    def _add(self, text: str, letters: Letters, around: _Field | None = None) -> None:
        around = around or self._fields[-1]
        if around.shown:
            self._numbered = self._numbered or around.page_number
            self.lines[-1].append(Piece(text, letters, around.page_number, around.page_form))

    def _field(self, kind: str, letters: Letters) -> None:
        if kind == "begin" and len(self._fields) <= _MOST_FIELDS:
            self._fields.append(self._fields[-1]._replace(told="", shown=False))
        elif kind == "separate" and len(self._fields) > 1:
            self._fields[-1] = self._fields[-2].inside(self._fields[-1].told)
        elif kind == "end" and len(self._fields) > 1:
            told = self._fields.pop().told
            if _PAGE.match(told) and not self._numbered:  # one whose result was never written
                self._add("1", letters, self._fields[-1].inside(told))

    def _draw(self, element: XmlElement) -> None:
        parts = list(_outside_boxes(element))
        boxes = [part for part in parts if part.tag == f"{W}txbxContent"]
        self.boxes += boxes
        names = {part.tag.rpartition("}")[2] for part in parts}
        shapes = {part.get("prst") for part in parts}
        flat = any(part.tag == f"{WP}extent" and _is_flat(part) for part in parts)
        if "line" in names or shapes & _STROKES or (flat and not boxes):
            self.strokes += 1
            self.broken = self.broken or any(map(_is_broken, parts))
        elif not boxes:
            self.pictures += 1


def _outside_boxes(element: XmlElement) -> Iterator[XmlElement]:
    """Yield what is in a drawing; of boxes of text only the boxes, which may hold drawings."""
    for child in element:
        yield child
        if child.tag != f"{W}txbxContent":
            yield from _outside_boxes(child)


def _is_broken(part: XmlElement) -> bool:
    """Whether a part of a drawing asks for dashes, or for more than one line."""
    dashes = part.get("val") if part.tag.endswith("}prstDash") else part.get("dashstyle")
    compound = part.get("cmpd") or part.get("linestyle")
    return (
        part.tag.endswith("}custDash")
        or dashes not in {None, "solid"}
        or compound not in {None, "sng", "single"}
    )


def _is_flat(extent: XmlElement) -> bool:
    """Whether a drawing is much wider than it is high, as a line is."""
    width, height = twips(extent.get("cx", "0")), twips(extent.get("cy", "0"))
    return width > 20 * max(height, 1)


def _text(name: str, element: XmlElement) -> str:
    """Return the text that an element of a run stands for; of a break that of a line end."""
    if name == "t":
        return (element.text or "").replace("\n", " ").replace("\r", " ")
    if name in {"tab", "ptab"}:
        return "\t"
    if name == "noBreakHyphen":
        return "-"
    if name == "cr" or (name == "br" and element.get(f"{W}type", "textWrapping") == "textWrapping"):
        return "\n"
    return ""


def _unwrapped(parent: XmlElement) -> Iterator[XmlElement]:
    """Yield the children, those of content controls and alternatives in place of them."""
    for child in parent:
        if child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            yield from () if content is None else _unwrapped(content)
        elif child.tag == _ALTERNATIVES:
            choice = child.find(_CHOICE)
            yield from () if choice is None else _unwrapped(choice)
        elif child.tag in _WRAPPERS and parent.tag not in {f"{W}p", *_WRAPPERS}:
            yield from _unwrapped(child)
        else:
            yield child


def _conditions(
    look: XmlElement | None, row: int, cell: int, rows: int, cells: int
) -> Sequence[str]:
    """Return which parts of a table's style a cell is in, the weakest first."""
    if look is None:
        return ()
    bits = look.get(f"{W}val", "0")
    mask = int(bits, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", bits) else 0

    def on(name: str, bit: int) -> bool:
        stated = look.get(f"{W}{name}")
        return bool(mask & bit) if stated is None else is_true(stated)

    first = on("firstRow", 0x20)
    parts: list[str] = []
    if not on("noHBand", 0x200):
        parts.append("band1Horz" if (row - first) % 2 else "band2Horz")
    parts += ["firstCol"] if cell == 1 and on("firstColumn", 0x80) else []
    parts += ["lastCol"] if cell == cells and on("lastColumn", 0x100) else []
    parts += ["firstRow"] if row == 1 and first else []
    parts += ["lastRow"] if row == rows and on("lastRow", 0x40) else []
    return parts


def _margins(element: XmlElement | None) -> dict[str, int | None]:
    margins = {side: _measure(element, side) for side in ("top", "bottom", "left", "right")}
    if margins["left"] is not None:  # what is bound is added
        margins["left"] += _measure(element, "gutter") or 0
    return margins


def _measure(element: XmlElement | None, name: str) -> int | None:
    value = None if element is None else element.get(f"{W}{name}")
    return None if value is None else twips(value)
