"""All that files hold, whatever their format: paragraphs and grids of cells, with their places."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from attrs import asdict, evolve, field, frozen

from vn766.errors import ProblemCode
from vn766.files import check_length, limits, refusal, too_large
from vn766.files.aligned import Run, runs_of
from vn766.lazy import regex
from vn766.texts import Catalogue, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vn766.errors import InvalidRecordError, Language
    from vn766.files import Named
    from vn766.schemas.types import PlaceDict

Cell: TypeAlias = str | float
"""A text, or a number as a spreadsheet holds it; blank cells are empty texts."""

Block: TypeAlias = tuple[int, int, int, int]

Position: TypeAlias = tuple[int, int]
"""A line and a character of it, both from 1."""

Part: TypeAlias = Literal["document", "body", "header", "footer"]

ENDINGS: Final = (
    *(".docx", ".pdf", ".txt", ".md", ".html", ".htm", ".csv", ".tsv", ".xlsx", ".xlsm"),
)
"""How the names of documents end that `read_text` reads."""

_LONGEST_QUOTE: Final = 60  # characters
_TEXTS: Final = Catalogue("files")


@frozen(kw_only=True)
class Place:
    """Where something stands in a file; all numbers count from 1, None where there is none.

    A text has lines, a PDF file pages with lines; a document parts, sections, paragraphs and
    tables, whose rows have cells in columns; a workbook sheets, whose cells are called by letter
    and number.

    Example:
        >>> Place(file="t6.txt", line=12).text("vi"), Place(file="t6.txt", line=12).text()
        ('t6.txt, dòng 12', 't6.txt, line 12')
        >>> str(Place(file="t6.xlsx", sheet="Tháng 6", row=7, column=4))
        't6.xlsx, Tháng 6!D7'
        >>> place = Place(part="body", table=1, row=1, cell=2, paragraph=1, quote="CỘNG HÒA")
        >>> place.text("vi"), place.text("en")
        ('bảng 1, hàng 1, ô 2, đoạn 1 “CỘNG HÒA”', 'table 1, row 1, cell 2, paragraph 1 “CỘNG HÒA”')
    """

    file: str | None = None
    """The name of the file."""
    sheet: str | None = None
    """The sheet of a workbook."""
    part: Part | None = None
    """The part of a document."""
    section: int | None = None
    """The section of a document."""
    page: int | None = None
    """The page of a PDF file."""
    line: int | None = None
    """The line of a text."""
    table: int | None = None
    """The table of a document."""
    row: int | None = None
    """The row of a table."""
    column: int | None = None
    """The column of a table."""
    cell: int | None = None
    """The cell of a row."""
    paragraph: int | None = None
    """The paragraph, within its part or its cell."""
    quote: str = ""
    """The beginning of the text there."""
    source_line: int | None = None
    """The line of a web page's source, which nobody sees who reads the page."""
    source_column: int | None = None
    """The character of that line."""

    def text(self, language: Language = "en") -> str:
        """Return the place in words."""
        if self.file is not None and self.row is not None and self.table is self.line is None:
            sheet = f"{self.sheet}!" if self.sheet else ""
            column = "" if self.column is None else letters(self.column - 1)
            return f"{self.file}, {sheet}{column}{self.row}"
        steps = [self.file]
        if self.part in {"header", "footer"}:
            steps.append(_TEXTS.say(self.part, language))
        for name in ("section", "page", "line", "table", "row", "column", "cell", "paragraph"):
            number = getattr(self, name)
            if number is not None:
                steps.append(_TEXTS.say(name, language, number=number))
        mark = writing(language).list_mark
        said = mark.join(filter(None, steps)) or _TEXTS.say("document", language)
        if not self.quote:
            return said
        cut = len(self.quote) > _LONGEST_QUOTE
        quote = f"{self.quote[: _LONGEST_QUOTE - 1]}…" if cut else self.quote
        return _TEXTS.say("quoted", language, place=said, quote=quote)

    def to_dict(self) -> PlaceDict:
        """Return the place as JSON-ready values, without what is not there."""
        return cast("PlaceDict", asdict(self, filter=lambda _, value: value not in {None, ""}))

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"Place({', '.join(f'{name}={value!r}' for name, value in self.to_dict().items())})"


def letters(column: int) -> str:
    """Return the letters that spreadsheets call a column by; columns count from 0."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


# --- grids and paragraphs -------------------------------------------------------------------------


@frozen(kw_only=True, eq=False)
class Paragraph:
    """A paragraph, or the text of a cell; its lines are parted by line ends."""

    text: str
    place: Place

    @cached_property
    def _line_ends(self) -> tuple[int, ...]:
        return tuple(match.start() for match in re.finditer("\n", self.text))

    def at(self, offset: int) -> Place:
        """Return the place of the character at `offset`."""
        if self.place.line is None:
            return self.place
        return evolve(self.place, line=self.place.line + bisect_right(self._line_ends, offset - 1))


@frozen(kw_only=True)
class Grid:
    """The cells of one table, and which of them hold no value of their own.

    Rows and columns count from 0. `flaws` maps the place of a cell to what is wrong with it;
    the cell itself then holds what a spreadsheet shows there. A workbook's table has a `sheet`, a
    document's or page's the number of its `table`, a text's a line for each row (`lines`), and that
    of a PDF file its `page`.
    `merged` are the blocks of cells that are shown as one: first row and column, last row and
    column; `hidden` are the rows that a sheet does not show. `records` is the place of a list of
    JSON objects, whose fields are the columns; the first row holds their names. `begins` tells of a
    cell of a web page at which line and character of the source it begins.
    """

    file: str
    rows: Sequence[Sequence[Cell]] = field(repr=False)
    sheet: str | None = None
    flaws: Mapping[tuple[int, int], ProblemCode] = field(factory=dict[tuple[int, int], ProblemCode])
    table: int | None = None
    lines: tuple[int, ...] = ()
    page: int | None = None
    merged: Sequence[Block] = field(default=(), repr=False)
    hidden: frozenset[int] = field(default=frozenset(), repr=False)
    records: str | None = None
    begins: Callable[[int, int], Position] | None = field(default=None, repr=False)

    @property
    def source(self) -> str:
        """The file, and its sheet if it has any."""
        return f"{self.file}, {self.sheet}" if self.sheet else self.file

    def at(self, row: int, column: int | None = None) -> Place:
        """Return the place of a cell, or of a row: in a text its line."""
        line, character = self.begins(row, column or 0) if self.begins else (None, None)
        return Place(
            file=self.file,
            sheet=self.sheet,
            table=self.table,
            page=self.page,
            line=self.lines[row] if self.lines else None,
            row=None if self.lines else row + 1,
            column=None if column is None else column + 1,
            source_line=line,
            source_column=character,
        )

    def number(self, row: int) -> int:
        """Return the number of a row, from 1: in a list of objects the heads have none."""
        return row + (self.records is None)

    def place(self, row: int, column: int | None = None) -> str:
        """Return what problems call a cell, or a row: file, sheet, letters and number."""
        if self.records is not None:
            steps = [f"{self.records}[{row - 1}]"] if row else [self.records]
            steps += [] if column is None else [str(self.rows[0][column])]
            return ", ".join(filter(None, (self.file, ".".join(filter(None, steps)))))
        return self.at(row, column).text()


class Extent:
    """The rows and cells of all tables of a file so far, held to the limits."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._rows = self._cells = 0

    def add(self, rows: int, columns: int, cells: int) -> None:
        """Count one more table, or a part of one.

        Raises:
            InvalidRecordError: the tables of the file are too large together, or too wide.
        """
        self._rows += rows
        self._cells += cells
        if self._rows > limits.ROWS or columns > limits.COLUMNS or self._cells > limits.CELLS:
            raise too_large(self._file)


@frozen(kw_only=True, eq=False)
class Text:
    """All of a file in the order of reading; `form` is ``"data"`` for CSV and workbooks."""

    file: str
    blocks: tuple[Paragraph | Grid, ...] = field(repr=False)
    form: Literal["prose", "data"] = "prose"


def read_text(content: Named) -> Text:
    """Return what is in a file: Word, a web page, text or Markdown, CSV, a workbook or Parquet.

    Raises:
        InvalidRecordError, InvalidDocumentError: it is none of the formats, damaged or too large.
        MissingExtraError: for a workbook, if the extra ``xlsx`` is not installed.
    """
    name = content.name
    if content.data.startswith(b"%PDF"):
        from vn766.files.pdf import read_pdf

        return Text(file=name, blocks=tuple(read_pdf(content)))
    if content.is_zip and b"word/" in content.data:
        from vn766.files.documents import blocks_of, read
        from vn766.files.packages import read_package

        return Text(file=name, blocks=blocks_of(read(read_package(content)), name))
    if content.is_ole2 and content.suffix in {".doc", ".dot"}:
        content.refuse(ProblemCode.OLD_WORD)
    content.refuse_binary()
    if content.holds_cells:
        from vn766.files.workbooks import read_workbook

        return Text(file=name, blocks=read_workbook(content, None), form="data")
    from vn766.files import pages

    page = pages.find(content.data)
    if page is not None:
        return Text(file=name, blocks=tuple(pages.blocks_of(page, name)))
    text = content.text()
    check_length(len(text), name, limits.TEXT)
    if content.suffix in _DATA:
        return Text(file=name, blocks=(_delimited(text, name),), form="data")
    return Text(file=name, blocks=tuple(_blocks(text, name)))


# --- delimited texts ------------------------------------------------------------------------------

_DELIMITERS: Final = ("\t", "|", ";", ",")  # the rarer inside cells, the earlier
_SAMPLE: Final = 60  # rows by which the mark between cells is known
_DATA: Final = frozenset({".csv", ".tsv"})


def delimiters(text: str) -> Sequence[str]:
    """Return the characters that may part the cells of `text`, likeliest first."""
    first = text[:10].split("\n", 1)[0].strip('\r "').lower()
    stated = first.removeprefix("sep=")  # how spreadsheets are told
    return (stated,) if first != stated and stated in _DELIMITERS else _DELIMITERS


def split(text: str, delimiter: str, file: str) -> list[list[str]]:
    """Return the rows of a delimited text.

    Raises:
        InvalidRecordError: the table is too large, or a quotation mark does not close its cell.
    """
    numbered = list(_bounded(_numbered(io.StringIO(text, newline=""), delimiter, file), file))
    heads = max((len(row) for _, row in numbered), default=0)
    for line, row in numbered:
        _check_swallowed(row, heads, delimiter, file, line)
    return [row for _, row in numbered]


def check_quotes(lines: Iterable[str], delimiter: str, heads: int, file: str) -> None:
    """Refuse a delimited text of any size in which a quotation mark does not close its cell.

    Raises:
        InvalidRecordError: it names the line; or a cell is longer than csv reads at all.
    """
    for line, row in _numbered(lines, delimiter, file):
        _check_swallowed(row, heads, delimiter, file, line)


def _numbered(lines: Iterable[str], delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a delimited text, each with the line in which it begins."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 1
    try:
        for row in reader:
            yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        long = "field larger" in str(error) and reader.line_num == start
        raise _too_long(file) if long else _stray_quote(file, start) from None


def _check_swallowed(row: list[str], heads: int, delimiter: str, file: str, line: int) -> None:
    """Refuse a row in which two marks took the rest of one row into one cell."""
    if any("\n" in cell and 0 < heads - 1 <= cell.count(delimiter) for cell in row):
        raise _stray_quote(file, line)


def sample(text: str, delimiter: str, file: str, rows: int) -> list[list[str]]:
    """Return the first rows of a delimited text, however its quotation marks stand."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [row for _, row in _bounded(enumerate(islice(reader, rows)), file)]
    except csv.Error:  # a field beyond the limit of csv itself, which is beyond ours
        raise _too_long(file) from None


def _bounded(
    numbered: Iterable[tuple[int, list[str]]], file: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield numbered rows as long as the table stays within all limits."""
    extent = Extent(file)
    for number, row in numbered:
        extent.add(1, len(row), len(row))
        if any(len(cell) > limits.CELL_LENGTH for cell in row):
            raise _too_long(file)
        yield number, row


def _too_long(file: str) -> InvalidRecordError:
    return refusal(ProblemCode.CELL_TOO_LONG, file, limit=limits.CELL_LENGTH)


def _stray_quote(file: str, line: int) -> InvalidRecordError:
    return refusal(ProblemCode.STRAY_QUOTE, file, line=line)


def likeliest_delimiter(text: str, file: str) -> str:
    """Return the mark by which most of the first rows of a delimited text have one width.

    Decimals and lists in cells have marks, too, but seldom as many in each row.
    """

    def agreement(delimiter: str) -> int:
        widths = Counter(len(row) for row in sample(text, delimiter, file, _SAMPLE) if any(row))
        return max((rows * rows * (width - 1) for width, rows in widths.items()), default=0)

    return max(delimiters(text), key=agreement)


def _delimited(text: str, file: str) -> Grid:
    """Return the table of a delimited text."""
    return Grid(file=file, rows=split(text, likeliest_delimiter(text, file), file))


# --- prose with tables in it ----------------------------------------------------------------------

_ITEM: Final = regex(r"[ \t]{0,12}(?:[-+*•▪–—]|\d{1,2}(?:\.\d{1,2}){0,2}[.)]|[a-zđ]\)|#{1,6})[ \t]")
_RULER: Final = regex(r"[ \t:|-]*")
_EMPHASIS: Final = regex(r"\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|`|\\(?=[*_#.\[\]()\\-])")
_HEADING: Final = regex(r"^[ \t]{0,3}(?:#{1,6}|>)[ \t]+")
_LONGEST_ROW: Final = 20_000  # characters: a longer line with tabs is no row


def _blocks(text: str, file: str) -> Iterator[Paragraph | Grid]:
    """Yield the paragraphs and tables of a text; blank lines and items of lists part paragraphs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return blocks_of_lines(lines, file, Extent(file))


def blocks_of_lines(lines: Sequence[str], file: str, extent: Extent) -> Iterator[Paragraph | Grid]:
    """Yield the paragraphs and tables that lines make; they are counted from 1."""
    paragraph: list[str] = []
    table: list[list[str]] = []
    first = 1
    runs = runs_of(lines)
    ends = 0  # of the last run that is set in columns
    for number, line in enumerate([*lines, ""], 1):
        run = runs.get(number - 1)
        if number <= ends:
            continue
        cells = None if run else _cells(line)
        if cells is None and table:
            yield from _table(table, first, file)
            table = []
        if paragraph and (run or cells is not None or not line.strip() or _ITEM.match(line)):
            text = "\n".join(map(_unmarked, paragraph))
            yield Paragraph(text=text, place=Place(file=file, line=first))
            paragraph = []
        if run is not None:
            yield from _set_in_columns(run, file, extent)
            ends = run.last
            continue
        if cells is not None:
            extent.add(1, len(cells), len(cells))
            first = first if table else number
            table.append(cells)
        elif line.strip():
            first = first if paragraph else number
            paragraph.append(line)


def _set_in_columns(run: Run, file: str, extent: Extent) -> Iterator[Paragraph | Grid]:
    """Yield the table that lines set with blanks are, or the paragraphs that stand side by side."""
    rows = [texts for _, texts in run.rows]
    if run.kind == "table":
        extent.add(len(rows), len(rows[0]), len(rows) * len(rows[0]))
        yield Grid(file=file, rows=rows, lines=tuple(line + 1 for line, _ in run.rows))
        return
    for column in range(len(rows[0])):
        texts = [texts[column] for texts in rows if texts[column]]
        begins = next(line for line, texts in run.rows if texts[column])
        text = "\n".join(map(_unmarked, texts))
        yield Paragraph(text=text, place=Place(file=file, line=begins + 1))


def _cells(line: str) -> list[str] | None:
    """Return the cells of a line with tabs or bars, or None if it is none."""
    if len(line) > _LONGEST_ROW:
        return None
    if "\t" in line.strip(" "):
        cells = [_unmarked(cell).strip() for cell in line.split("\t")]
        return cells if sum(map(bool, cells)) > 1 or line.startswith("\t\t") else None
    bare = line.strip()
    if bare.startswith("|") and bare.count("|") > 2:  # noqa: PLR2004 (two cells)
        return [_unmarked(cell).strip() for cell in bare.strip("|").split("|")]
    return None


def _unmarked(line: str) -> str:
    """Return a line without the marks of Markdown."""
    return _EMPHASIS.sub("", _HEADING.sub("", line))


def _table(rows: list[list[str]], first: int, file: str) -> Iterator[Grid]:
    """Yield a table without the line under its heads, if anything else is left."""
    kept = {number: row for number, row in enumerate(rows, first) if not all(map(_is_ruler, row))}
    if kept:
        yield Grid(file=file, rows=list(kept.values()), lines=tuple(kept))


def _is_ruler(cell: str) -> bool:
    """Whether a cell is empty, or a part of the line under the heads of a table."""
    return not cell or ("-" in cell and bool(_RULER.fullmatch(cell)))
