"""Files to passages and sheets: Word, web pages, text, CSV and workbooks, within fixed limits.

The content decides how a file is read, not its name. What cannot be read as a whole is refused by
`vn766.errors.InvalidRecordError` or `InvalidDocumentError`, which say what to do.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

from vn766.audit.reading.texts import Location, Passage, Sheet, Text
from vn766.errors import ProblemCode
from vn766.readers import grids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vn766.nd30.judge.reading import Cell, Line

Source: TypeAlias = str | Path | bytes | BinaryIO
"""A path, the content of a file, or a stream of it."""

MAX_TEXT: Final = 16 * 1024 * 1024
"""Characters of prose: a report of 500 pages has about two million."""

_DATA: Final = frozenset({".csv", ".tsv"})
_ITEM: Final = re.compile(
    r"[ \t]{0,12}(?:[-+*•▪–—]|\d{1,2}(?:\.\d{1,2}){0,2}[.)]|[a-zđ]\)|#{1,6})[ \t]"
)
_RULER: Final = re.compile(r"[ \t:|-]*")
_EMPHASIS: Final = re.compile(
    r"\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|`|\\(?=[*_#.\[\]()\\-])"
)
_HEADING: Final = re.compile(r"^[ \t]{0,3}(?:#{1,6}|>)[ \t]+")
_TITLE_ROWS: Final = 60
_LONGEST_ROW: Final = 20_000  # characters: a longer line with tabs is no row


def name_of(source: Source) -> str:
    """Return what a source is called: the name of its file, or "document"."""
    if isinstance(source, str | Path):
        return Path(source).name
    return "document" if isinstance(source, bytes) else str(getattr(source, "name", "document"))


def read_bytes(source: Source) -> bytes:
    """Return the content of a source of at most `grids.MAX_BYTES`.

    Raises:
        InvalidRecordError: it cannot be read, is empty or too large.
    """
    if isinstance(source, str | Path):
        return grids.read_bytes(Path(source))
    data = source if isinstance(source, bytes) else source.read(grids.MAX_BYTES + 1)
    name = name_of(source)
    if len(data) > grids.MAX_BYTES:
        limit = f"{grids.MAX_BYTES // 2**20} MiB"
        raise grids.refusal(ProblemCode.FILE_BEYOND_LIMIT, name, limit=limit)
    if not data.strip():
        raise grids.refusal(ProblemCode.EMPTY_FILE, name)
    return data


def read_text(data: bytes, name: str) -> Text:
    """Return what is in the content of a file called `name`.

    Raises:
        InvalidRecordError, InvalidDocumentError: it is none of the formats, damaged or too large.
        MissingExtraError: for a workbook, if the extra ``xlsx`` is not installed.
    """
    if data.startswith(b"%PDF"):
        raise grids.refusal(ProblemCode.PDF_NOT_READ, name)
    if grids.is_zip(data) and b"word/" in data:
        return _read_docx(data, name)
    if grids.is_ole2(data) and Path(name).suffix.lower() in {".doc", ".dot"}:
        raise grids.refusal(ProblemCode.OLD_WORD, name)
    grids.refuse_binary(data, name)
    if grids.is_zip(data):
        return _read_workbook(data, name)
    return _read_characters(data, name)


def _read_characters(data: bytes, name: str) -> Text:
    from vn766.audit.reading import markup

    page = markup.find(data)
    text = grids.decode(data, name) if page is None else page
    if len(text) > MAX_TEXT:
        limit = f"{MAX_TEXT // 2**20} MiB"
        raise grids.refusal(ProblemCode.FILE_BEYOND_LIMIT, name, limit=limit)
    if page is not None:
        return markup.read(text, name)
    if Path(name).suffix.lower() in _DATA:
        return Text(file=name, blocks=tuple(_delimited(text, name)), form="data")
    return Text(file=name, blocks=tuple(_blocks(text, name)))


# --- text ---------------------------------------------------------------------------------------


def _blocks(text: str, file: str) -> Iterator[Passage | Sheet]:
    """Yield the paragraphs and tables of a text; blank lines and items of lists part paragraphs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    paragraph: list[str] = []
    table: list[list[str]] = []
    first = 1
    for number, line in enumerate([*lines, ""], 1):
        cells = _cells(line)
        if cells is None and table:
            yield from _sheet(table, first, file)
            table = []
        if paragraph and (cells is not None or not line.strip() or _ITEM.match(line)):
            yield _passage(paragraph, first, file)
            paragraph = []
        if cells is not None:
            first = first if table else number
            table.append(cells)
        elif line.strip():
            first = first if paragraph else number
            paragraph.append(line)


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


def _passage(lines: Sequence[str], first: int, file: str) -> Passage:
    text = "\n".join(map(_unmarked, lines))
    return Passage(text=text, place=Location(file=file, line=first))


def _sheet(rows: list[list[str]], first: int, file: str) -> Iterator[Sheet]:
    kept = [(row, number) for number, row in enumerate(rows, first) if not all(map(_is_ruler, row))]
    if kept:
        yield Sheet(
            rows=[row for row, _ in kept],
            place=Location(file=file),
            lines=tuple(number for _, number in kept),
        )


def _is_ruler(cell: str) -> bool:
    """Whether a cell is empty, or a part of the line under the heads of a table."""
    return not cell or ("-" in cell and bool(_RULER.fullmatch(cell)))


# --- tables -------------------------------------------------------------------------------------


def _delimited(text: str, file: str) -> Iterator[Passage | Sheet]:
    """Yield the table of a delimited text, by the mark that makes most cells of its first rows."""
    best: tuple[int, str] = (0, ",")
    for delimiter in grids.delimiters(text):
        sample = grids.split(text, delimiter, file, first=_TITLE_ROWS)
        cells = max((sum(map(bool, row)) for row in sample), default=0)
        best = max(best, (cells, delimiter), key=lambda item: item[0])
    rows = grids.split(text, best[1], file)
    yield Sheet(rows=rows, place=Location(file=file))


def _read_workbook(data: bytes, file: str) -> Text:
    from vn766.readers import workbooks

    sheets = workbooks.read_workbook(data, file, None)
    blocks = tuple(
        Sheet(rows=_shown(grid), place=Location(file=file, sheet=grid.sheet)) for grid in sheets
    )
    return Text(file=file, blocks=blocks, form="data")


def _shown(grid: grids.Grid) -> list[list[grids.Cell]]:
    """Return the cells of a sheet, without those that hold no value of their own."""
    rows = [list(row) for row in grid.rows]
    for (row, column), code in grid.flaws.items():
        if code is not ProblemCode.PERCENT_CELL:
            rows[row][column] = ""
        else:
            rows[row][column] = round(100 * float(rows[row][column]), 6)
    return rows


# --- Word ---------------------------------------------------------------------------------------


def _read_docx(data: bytes, file: str) -> Text:
    from vn766.nd30.judge.reading import read
    from vn766.nd30.package import read_package

    reading = read(read_package(data))
    blocks: list[Passage | Sheet] = []
    lines: list[Line] = []
    tables: dict[int, list[tuple[Cell, Line]]] = {}
    for line in reading.lines:
        cell = line.cell
        if lines and not (line.continued and cell is None):
            blocks.append(_paragraph(lines, file))
            lines = []
        if cell is None:
            lines.append(line)
            continue
        if cell.table not in tables:
            tables[cell.table] = []
            blocks.append(Sheet(rows=(), place=Location(file=file, table=cell.table)))
        tables[cell.table].append((cell, line))
    blocks += [_paragraph(lines, file)] if lines else []
    if sum(len(line.text) for line in reading.lines) > MAX_TEXT:
        limit = f"{MAX_TEXT // 2**20} MiB"
        raise grids.refusal(ProblemCode.FILE_BEYOND_LIMIT, file, limit=limit)
    filled = [
        Sheet(rows=_grid(tables[block.place.table], file), place=block.place)
        if isinstance(block, Sheet) and block.place.table is not None
        else block
        for block in blocks
    ]
    return Text(file=file, blocks=tuple(filled))


def _paragraph(lines: Sequence[Line], file: str) -> Passage:
    text = "\n".join(map(_letters, lines))
    return Passage(text=text, place=Location(file=file, paragraph=lines[0].paragraph))


def _letters(line: Line) -> str:
    """Return the text of a line without raised marks, such as those of footnotes."""
    raised = any(piece.letters.raised and piece.text.strip() for piece in line.pieces)
    if not raised:
        return line.text
    shown = "".join(" " if piece.letters.raised else piece.text for piece in line.pieces)
    return f"{line.label} {shown}".strip()


def _grid(cells: Sequence[tuple[Cell, Line]], file: str) -> list[list[str]]:
    """Return the cells of a table of a document, each in its column of the grid."""
    height = max(cell.row for cell, _ in cells)
    width = 1 + max(cell.column for cell, _ in cells)
    if height > grids.MAX_ROWS or width > grids.MAX_COLUMNS or height * width > grids.MAX_CELLS:
        raise grids.too_large(file)
    rows = [[""] * width for _ in range(height)]
    for cell, line in cells:
        text = rows[cell.row - 1][cell.column]
        rows[cell.row - 1][cell.column] = f"{text}\n{_letters(line)}".strip("\n")
    return rows
