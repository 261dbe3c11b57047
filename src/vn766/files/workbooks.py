"""XLSX workbooks to grids (extra ``xlsx``).

Calamine reads the cells: stored values only, no macro is run and nothing is fetched. It is handed
a copy of those parts of the workbook that were unpacked and measured here before, so that it
never meets more than the limits allow. The same pass over the sheets finds what calamine does
not tell: cells with errors, formulas without a stored result, and numbers shown as percentages.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from vn766.errors import InvalidRecordError, MissingExtraError, Problem, ProblemCode, Word
from vn766.files import check_length, damaged, limits, refusal, too_large
from vn766.files.blocks import Block, Cell, Extent, Grid
from vn766.files.packages import unpack
from vn766.lazy import regex
from vn766.vocabulary import composed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from python_calamine import CalamineWorkbook

    from vn766.files import Named

_EXTRA: Final = "xlsx"
_NEEDED: Final = regex(
    r"\[content_types\]\.xml|_rels/\.rels|xl/(?:workbook|sharedstrings|styles)\.xml|"
    r"xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml"
)
_WORKBOOK: Final = "xl/workbook.xml"
_MAIN: Final = regex(re.escape(_WORKBOOK))
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_SHARED: Final = "xl/sharedstrings.xml"
_STYLES: Final = "xl/styles.xml"
_PERCENT_FORMATS: Final = frozenset({"9", "10"})  # built in: 0% and 0.00%
_QUOTED: Final = regex(r'"[^"]*"|\\.|[_*].|\[[^][]*\]')
"""The parts of a format's code that stand for themselves, or are not shown."""
_MANY: Final = re.compile(r"\s*\+?0*[1-9][0-9]{7,}\s*").fullmatch
_NO_ATTRIBUTES: Final[Mapping[str, str]] = {}
_CHUNK: Final = 2**16  # bytes, parsed at once
_REFERENCE: Final = regex(r"([A-Za-z]{1,3})([0-9]{1,7})")

_Value = Cell | int | bool | date | datetime | time | timedelta
"""A cell as calamine hands it over."""


def read_workbook(content: Named, sheet: str | None) -> tuple[Grid, ...]:
    """Return the visible sheets of a workbook, or the one that is named, visible or not.

    XLSX, ODS, and Parquet, which has one sheet without a name.

    Raises:
        MissingExtraError: for XLSX, if calamine is not installed.
        InvalidRecordError: if the workbook cannot be read, or has no such sheet.
    """
    if content.is_parquet:
        from vn766.files.parquet import read_parquet

        return (read_parquet(content),)
    if content.is_ods:
        from vn766.files.opendocument import read_spreadsheet

        return read_spreadsheet(content, sheet)
    try:
        from python_calamine import CalamineWorkbook
    except ModuleNotFoundError as error:
        raise MissingExtraError(_EXTRA) from error
    file = content.name
    parts = unpack(content, main=_MAIN, needed=_NEEDED, most=limits.WORKBOOK_BYTES)
    sheets = _sheets(parts, file)
    names = chosen({each.name: each.visible for each in sheets}, sheet, file)
    sheets = [each for each in sheets if each.name in names]
    lengths = _lengths_of_shared_texts(parts, file)
    percents = _percent_styles(parts, file)
    measure = _Measure(lengths, file)
    found = {each.name: _Scan(parts[each.part], percents, measure) for each in sheets}
    try:
        with CalamineWorkbook.from_filelike(_pack(parts)) as workbook:
            return tuple(_grid(workbook, name, scan, file) for name, scan in found.items())
    except BaseException as error:  # a panic in calamine is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        damaged(file, Word("unsound content"))


def chosen(sheets: Mapping[str, bool], sheet: str | None, file: str) -> list[str]:
    """Return the names of the visible sheets, or of the one that is wanted, visible or not."""
    if sheet is None:
        return [name for name, visible in sheets.items() if visible]
    names = [name for name in sheets if composed(name) == composed(sheet)]
    if not names:
        known = ", ".join(sheets)
        problem = Problem.of(ProblemCode.UNKNOWN_SHEET, (), value=sheet, known=known)
        raise InvalidRecordError([problem], subject=file)
    return names


# --- parts --------------------------------------------------------------------------------------


class _Sheet(NamedTuple):
    name: str
    part: str
    visible: bool


def _pack(parts: Mapping[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    return packed


def _sheets(parts: Mapping[str, bytes], file: str) -> list[_Sheet]:
    """Return the worksheets of a workbook in its order; charts are none."""
    targets: dict[str, str] = {}
    for tag, attributes, _ in events(parts.get(_RELATIONS, b"<none/>"), file):
        if tag == "Relationship" and attributes is not None:
            target = attributes.get("Target", "")
            target = target[1:] if target.startswith("/") else f"xl/{target}"
            targets[attributes.get("Id", "")] = target.lower()
    sheets: list[_Sheet] = []
    for tag, attributes, _ in events(parts[_WORKBOOK], file):
        if tag == "sheet" and attributes is not None:
            part = targets.get(attributes.get("id", ""), "")
            if part in parts:
                visible = attributes.get("state", "visible") == "visible"
                sheets.append(_Sheet(attributes.get("name", ""), part, visible))
    # Names must tell them apart, and no part may be read over and over.
    if min(len({each.name for each in sheets}), len({each.part for each in sheets})) < len(sheets):
        damaged(file, Word("one sheet twice"))
    return sheets


def events(xml: bytes, file: str) -> Iterator[tuple[str, Mapping[str, str] | None, str]]:
    """Yield each tag with its attributes, None at its end, and with the text before it.

    Names come without their prefixes.
    """
    parser = expat.ParserCreate()
    # Three lists and no tuples: each of millions would be followed up by the garbage collector.
    tags: list[str] = []
    said: list[Mapping[str, str] | None] = []
    before: list[str] = []
    texts: list[str] = []
    depth = 0

    def refuse_doctype(*_: object) -> None:
        damaged(file, Word("a DOCTYPE"))  # no workbook has one, and entities could be anything

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.WORKBOOK_DEPTH:
            damaged(file, Word("nested too deep"))
        local = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        take(tag, local or _NO_ATTRIBUTES)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        take(tag, None)

    def take(tag: str, attributes: Mapping[str, str] | None) -> None:
        tags.append(tag.rpartition(":")[2])
        said.append(attributes)
        before.append("".join(texts))
        texts.clear()

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = texts.append
    unfinished = 0  # bytes since the last tag
    try:
        for at in range(0, len(xml) + 1, _CHUNK):
            chunk = xml[at : at + _CHUNK]
            parser.Parse(chunk, len(chunk) < _CHUNK)
            unfinished = 0 if tags else unfinished + len(chunk)
            if unfinished > limits.TAG:  # with each chunk the parser begins it anew
                damaged(file, Word("a tag or text of too many letters"))
            yield from zip(tags, said, before, strict=True)
            del tags[:], said[:], before[:]
    except InvalidRecordError:
        raise
    except (expat.ExpatError, LookupError, ValueError):
        damaged(file, Word("a part that is no XML"))


# --- cells --------------------------------------------------------------------------------------


def _lengths_of_shared_texts(parts: Mapping[str, bytes], file: str) -> list[int]:
    """Return the lengths of the texts that cells refer to by number."""
    lengths: list[int] = []
    sum_of_lengths = 0
    for tag, attributes, text in events(parts.get(_SHARED, b"<none/>"), file):
        if tag == "sst" and attributes and _MANY(attributes.get("uniqueCount", "")):
            raise too_large(file)  # calamine makes room for so many as are announced
        if lengths:
            lengths[-1] += len(text)
            sum_of_lengths += len(text)
        if tag == "si" and attributes is not None:
            lengths.append(0)
        if len(lengths) > limits.CELLS:
            raise too_large(file)
        check_length(sum_of_lengths, file, limits.CELLS_LENGTH)
    return lengths


def _percent_styles(parts: Mapping[str, bytes], file: str) -> frozenset[str]:
    """Return the numbers of the styles by which cells show their values as percentages."""
    shown: dict[str, bool] = dict.fromkeys(_PERCENT_FORMATS, True)
    formats: list[str] = []
    inside = False
    for tag, attributes, _ in events(parts.get(_STYLES, b"<none/>"), file):
        if tag == "cellXfs":
            inside = attributes is not None
        elif tag == "numFmt" and attributes is not None:
            code = _QUOTED.sub("", attributes.get("formatCode", ""))
            shown[attributes.get("numFmtId", "")] = "%" in code
        elif tag == "xf" and inside and attributes is not None:
            formats.append(attributes.get("numFmtId", "0"))
    return frozenset(str(at) for at, number in enumerate(formats) if shown.get(number, False))


class _Measure:
    """How large the sheets of a workbook are together, before calamine lays out their cells."""

    def __init__(self, lengths: Sequence[int], file: str) -> None:
        self.file = file
        self._lengths = lengths
        self._extent = Extent(file)
        self._characters = self._rows = self._cells = 0

    def meet(self, *, rows: int = 0, cells: int = 0) -> None:
        """Count what is written of rows and cells, be they blank or not."""
        self._rows += rows
        self._cells += cells
        if self._rows > limits.BLANK_ROWS:
            raise too_large(self.file, rows=limits.BLANK_ROWS)
        if self._cells > limits.CELLS:
            raise too_large(self.file)

    def grow(self, before: tuple[int, int], size: tuple[int, int]) -> None:
        """Count what a sheet grows by: it has all rows and cells from the first to the last."""
        (rows, columns), (height, width) = before, size
        self._extent.add(height - rows, width, height * width - rows * columns)

    def read(self, kind: str, value: str) -> None:
        """Count the characters of a cell, also if they stand among the shared texts."""
        length = len(value)
        if kind == "s" and re.fullmatch(r"\s*[0-9]{1,9}\s*", value):
            length = self._lengths[int(value)] if int(value) < len(self._lengths) else 0
        self._characters += length
        if length > limits.CELL_LENGTH:
            raise refusal(ProblemCode.CELL_TOO_LONG, self.file, limit=limits.CELL_LENGTH)
        check_length(self._characters, self.file, limits.CELLS_LENGTH)


class _Scan:
    """A pass over a sheet, which finds the cells that are not what they seem.

    `flaws` holds what each of them shows, None if it is what calamine reads. `merged` and `hidden`
    are as in `Grid`.
    """

    def __init__(self, xml: bytes, percents: frozenset[str], measure: _Measure) -> None:
        self.flaws: dict[tuple[int, int], tuple[ProblemCode, str | None]] = {}
        self.merged: list[Block] = []
        self.hidden: set[int] = set()
        self._percents, self._measure = percents, measure
        self._row = self._column = -1
        self._last = (-1, -1)
        self._size = (0, 0)
        cell: Mapping[str, str] = {}
        value: list[str] = []
        inside = filled = formula = False
        tables = values = 0
        for tag, attributes, text in events(xml, measure.file):
            if inside:
                value.append(text)
            if tag in {"v", "is"}:
                inside, filled = attributes is not None, True
                values += inside
            elif tag == "f":
                formula = filled = True
            elif attributes is not None:
                self._begin(tag, attributes)
                if tag == "c":
                    cell, value, filled, formula, values = attributes, [], False, False, 0
                elif tag == "sheetData":
                    tables += 1
            elif tag == "c" and filled:
                self._judge(cell, "".join(value), formula=formula)
            if tables > 1 or values > 1:  # each program would read another of them
                damaged(measure.file, Word("cells twice or out of order"))

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Enter a row or cell; those without a number follow the ones before."""
        if tag == "row":
            self._measure.meet(rows=1)
            number = attributes.get("r", str(self._row + 2))
            if not re.fullmatch("[0-9]{1,7}", number) or number == "0":
                damaged(self._measure.file, Word("a cell without a place"))
            self._row, self._column = int(number) - 1, -1
            if attributes.get("hidden") in {"1", "true"}:
                self.hidden.add(self._row)
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            file = self._measure.file
            self.merged.append((*_position(first, file), *_position(last or first, file)))
        elif tag == "c":
            self._measure.meet(cells=1)
            self._column += 1
            if "r" in attributes:
                self._row, self._column = _position(attributes["r"], self._measure.file)
            if (self._row, self._column) <= self._last:
                damaged(self._measure.file, Word("cells twice or out of order"))
            self._last = self._row, self._column

    def _judge(self, cell: Mapping[str, str], value: str, *, formula: bool) -> None:
        at, kind = (self._row, self._column), cell.get("t", "n")
        height, width = self._size
        if self._row >= height or self._column >= width:
            self._size = max(height, self._row + 1), max(width, self._column + 1)
            self._measure.grow((height, width), self._size)
        self._measure.read(kind, value)
        if kind == "e":
            self.flaws[at] = (ProblemCode.ERROR_CELL, value.strip()[:20])
        elif formula and kind != "str" and not value.strip():
            self.flaws[at] = (ProblemCode.UNCOMPUTED_CELL, "=")
        elif kind == "n" and value.strip() and cell.get("s", "0") in self._percents:
            self.flaws[at] = (ProblemCode.PERCENT_CELL, None)


def _position(reference: str, file: str) -> tuple[int, int]:
    """Return row and column, from 0, of a reference such as B7."""
    match = _REFERENCE.fullmatch(reference)
    if match is None or int(match[2]) == 0:
        damaged(file, Word("a cell without a place"))
    column = 0
    for letter in match[1].upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _grid(workbook: CalamineWorkbook, name: str, scan: _Scan, file: str) -> Grid:
    """Return the cells of one sheet with their flaws."""
    rows: list[list[Cell]] = []
    flaws = {at: code for at, (code, _) in scan.flaws.items()}
    for at, values in enumerate(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)):
        row: list[Cell] = []
        for column, value in enumerate(values):
            cell, dated = cell_of(value)
            row.append(cell)
            if dated:
                flaws[at, column] = ProblemCode.DATE_CELL
        rows.append(row)
    for (at, column), (_, text) in scan.flaws.items():
        if text is not None:
            # Calamine leaves out what is blank to it at the end of the sheet.
            rows += [[] for _ in range(at + 1 - len(rows))]
            rows[at] += [""] * (column + 1 - len(rows[at]))
            rows[at][column] = text
    return Grid(
        file=file,
        sheet=name,
        rows=rows,
        flaws=flaws,
        merged=scan.merged,
        hidden=frozenset(scan.hidden),
    )


def cell_of(value: _Value) -> tuple[Cell, bool]:
    """Return what calamine read as a cell, and whether it was a date or time."""
    match value:
        case str():
            return composed(value), False
        case bool():
            return str(value).upper(), False
        case int() | float():
            return float(value), False
        case timedelta():
            return str(value), True
        case _:
            return value.isoformat(), True
