"""A workbook that was filled in, read as the spec that it stands for.

What `vn766.report.workbook` writes comes back here as the entries of a spec, each with its cell.
Points and counts stay where they are: readers find them in their sheet.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from attrs import define, field

from vn766.errors import Problem, ProblemCode
from vn766.files import read, refusal
from vn766.files.blocks import Grid, read_text
from vn766.files.workbooks import read_workbook
from vn766.framework.checks import nearest
from vn766.report.fields import ABOUT_ONE_UNIT, definitions
from vn766.report.places import Path, Places, Written
from vn766.report.workbook import CONTENT, SERIES, frame_fields
from vn766.texts import figure
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as File

    from vn766.files import Named
    from vn766.files.blocks import Cell

_Tables: TypeAlias = dict[str, object]
_MIDNIGHT: Final = "T00:00:00"
_HEAD_ROWS: Final = 10  # among which the head of a sheet is


def own_rows(path: File, sheet: str | None) -> list[tuple[str, ...]]:
    """Return the rows of a table in a CSV file or a workbook as texts, first those of its heads.

    Raises:
        InvalidRecordError: the file cannot be read, or has no such sheet, or several.
    """
    content = read(path)
    grids: list[Grid]
    if content.is_zip and b"xl/" in content.data:
        grids = [grid for grid in read_workbook(content, sheet) if _rows(grid)]
    else:
        grids = [block for block in read_text(content).blocks if isinstance(block, Grid)]
    if len(grids) > 1:
        names = ", ".join(str(grid.sheet or grid.table) for grid in grids)
        raise refusal(ProblemCode.SEVERAL_SHEETS, content.name, known=names)
    if not grids:
        raise refusal(ProblemCode.EMPTY_FILE, content.name)
    return _rows(grids[0])


def _rows(grid: Grid) -> list[tuple[str, ...]]:
    """Return the rows of a grid that hold something, each at least as wide as the first one."""
    rows = [_trimmed([said(cell) for cell in row]) for row in grid.rows]
    rows = [row for row in rows if row]
    width = len(rows[0]) if rows else 0
    return [(*row, *[""] * (width - len(row))) for row in rows]


def _trimmed(row: list[str]) -> list[str]:
    """Return a row without the blank cells at its end."""
    while row and not row[-1]:
        row.pop()
    return row


def said(cell: Cell) -> str:
    """Return a cell as text: numbers as Vietnamese writes them, a day without its midnight."""
    if isinstance(cell, str):
        return cell.strip().removesuffix(_MIDNIGHT)
    return figure(Decimal(repr(float(cell))), "vi", grouped=False)


def read_filled(content: Named, problems: list[Problem]) -> Written | None:
    """Return the entries of a workbook with their cells, and add what is wrong with it.

    Raises:
        InvalidRecordError: it cannot be read, or is no workbook of a document.
    """
    grids = {fold(str(grid.sheet)): grid for grid in read_workbook(content, None)}
    sheets = definitions().sheets
    frame = grids.get(fold(sheets["frame"]))
    if frame is None:
        known = ", ".join(str(grid.sheet) for grid in grids.values())
        raise refusal(ProblemCode.NOT_A_FORM, content.name, sheet=sheets["frame"], known=known)
    found = _Filled(content.name, problems)
    found.frame(frame)
    for name, take in (
        ("content", found.content),
        ("series", found.series),
        ("texts", found.texts),
        ("annex", found.annex),
        ("data", found.data),
    ):
        grid = grids.get(fold(sheets[name]))
        if grid is not None:
            take(grid)
    places = Places(file=content.name, known=found.places)
    return Written(document=found.document(), places=places)


@define
class _Filled:
    """The entries of a workbook while they are read."""

    _file: str
    _problems: list[Problem]
    places: dict[Path, str] = field(factory=dict[Path, str])
    _entries: dict[Path, object] = field(factory=dict[Path, object])
    _kind: str = ""
    _unit: str = ""

    # Sheets.

    def frame(self, grid: Grid) -> None:
        """Take the sheet of the frame: below an entry, rows without a label go on with it."""
        labels = {fold(each.label): each for each in frame_fields(None)}
        current: Path = ()
        for at, label, text in self._pairs(grid):
            if label:
                each = labels.get(fold(label))
                current = () if each is None else each.path
                if each is None:
                    self._unknown(grid, at, label, [other.label for other in labels.values()])
                else:
                    self.places.setdefault(current, f"{grid.place(at, 1)} ({each.label})")
            if text and current:
                self._add(current, text, grid.place(at, 1))
        kind = definitions().kind(str(self._entries.get(("document",), "")))
        self._kind = kind.id if kind is not None else ""

    def content(self, grid: Grid) -> None:
        """Take the sheet of contents: blank cells go on with what stands above them."""
        found = {path: definitions().at(path) for path in CONTENT}
        paths = {fold(each.label): path for path, each in found.items() if each is not None}
        part, section, office = "", "", ""
        for at, row in enumerate(grid.rows[1:], 1):
            cells = [said(cell) for cell in (*row, "", "", "", "")[:4]]
            if not any(cells):
                continue
            office = cells[2] or ("" if cells[0] else office)
            part, section = cells[0] or part, cells[1] or section
            path = paths.get(fold(part))
            if path is None:
                labels = [each.label for each in found.values() if each is not None]
                self._unknown(grid, at, part, labels)
                continue
            self._content(path, (section, office, cells[3]), grid, at)

    def _content(self, path: Path, row: tuple[str, str, str], grid: Grid, at: int) -> None:
        section, office, text = row
        place = grid.place(at, 3)
        if path[0] == "sections":
            number = self._section(section, grid, at)
            path = ("sections", number, *path[1:])
        if path[-1] == "duties":
            if not office:
                self._missing((*path, office), grid.place(at, 2))
            path = (*path, office)
            self._entries.setdefault(path, [])
            self.places.setdefault(path, place)
        if text:
            self._add(path, text, place, listed=True)

    def _section(self, title: str, grid: Grid, at: int) -> int:
        """Return the number of the section of a title."""
        if not title:
            self._missing(("sections",), grid.place(at, 1))
        number = 0
        while (known := self._entries.get(("sections", number, "title"))) not in {None, title}:
            number += 1
        if known is None:
            self._entries["sections", number, "title"] = title
            self.places["sections", number] = grid.place(at, 1)
        return number

    def series(self, grid: Grid) -> None:
        """Take the sheet of periods, a row a period."""
        number = 0
        for at, row in enumerate(grid.rows[1:], 1):
            cells = [said(cell) for cell in (*row, *[""] * len(SERIES))[: len(SERIES)]]
            for column, (steps, text) in enumerate(zip(SERIES, cells, strict=True)):
                if text:
                    self._add(("series", number, *steps), text, grid.place(at, column))
            number += any(cells)

    def texts(self, grid: Grid) -> None:
        """Take the sheet of sentences; the word for it leaves ours out."""
        labels = {fold(each.label): each.name for each in definitions().below(("texts",))}
        leave_out = fold(definitions().words["leave_out"])
        current = ""
        for at, label, text in self._pairs(grid):
            current = label or current
            name = labels.get(fold(current))
            if not text:
                continue
            if name is None:
                self._unknown(grid, at, label, list(labels))
            elif fold(text) == leave_out:
                self._entries["texts", name] = ""
            else:
                self._add(("texts", name), text, grid.place(at, 1))

    def annex(self, grid: Grid) -> None:
        """Take the table of the office's own, if there is one."""
        rows = _rows(grid)
        if rows:
            self._entries["annex", "heads"] = list(rows[0])
            self._entries["annex", "rows"] = [list(row) for row in rows[1:]]
            self.places["annex",] = grid.place(0, 0)

    def data(self, grid: Grid) -> None:
        """Name the sheet of figures where the kind of document looks for them."""
        names = dict.fromkeys(text for row in grid.rows[1:] if row and (text := said(row[0])))
        where: _Tables = {"file": self._file, "sheet": str(grid.sheet)}
        if not names:
            return
        about_one = self._kind in ABOUT_ONE_UNIT
        alone = ("result", "unit") in self._entries or len(names) == 1
        has_result = self._kind == "office-letter" or (about_one and alone)
        if has_result:
            self._where("result", where, grid)
        ranked = ("units", "pool") in self._entries
        others = len(names) > 1 if self._kind == "office-letter" else ranked
        if not has_result or others:
            self._where("units", where, grid)

    def _where(self, table: str, where: _Tables, grid: Grid) -> None:
        for name, value in where.items():
            self._entries[table, name] = value
            self.places[table, name] = grid.source

    # Entries.

    def _pairs(self, grid: Grid) -> Iterator[tuple[int, str, str]]:
        """Yield the rows below the head of a sheet: their number, label and text."""
        head = fold(definitions().words["entry"])
        first = next(
            (
                at + 1
                for at, row in enumerate(grid.rows[:_HEAD_ROWS])
                if row and fold(said(row[0])) == head
            ),
            1,
        )
        for at, row in enumerate(grid.rows[first:], first):
            label, text = (said(cell) for cell in (*row, "", "")[:2])
            flaw = grid.flaws.get((at, 1))
            if flaw is not None and flaw is not ProblemCode.DATE_CELL:
                place = grid.place(at, 1)
                self._problems.append(Problem.of(flaw, ("row",), value=text, origin=place))
            yield at, label, text

    def _add(self, path: Path, text: str, place: str, *, listed: bool = False) -> None:
        """Add a text to an entry; several make a list."""
        self.places.setdefault(path, place)
        each = definitions().at(path)
        value: object = text
        if each is not None:
            value = each.value_of(text)
            if each.whole and text.isascii() and text.isdigit():
                value = int(text)
        before = self._entries.get(path)
        if isinstance(before, list):
            self._entries[path] = [*cast("list[object]", before), value]
        elif before is not None or listed:
            self._entries[path] = [value] if before is None else [before, value]
        else:
            self._entries[path] = value

    def _unknown(self, grid: Grid, at: int, label: str, known: list[str]) -> None:
        near = nearest(label, known)
        self._problems.append(
            Problem.of(
                ProblemCode.FIELD_UNKNOWN,
                ("row",),
                value=label,
                origin=grid.place(at, 0),
                nearest=near,
            )
        )

    def _missing(self, path: Path, place: str) -> None:
        self._problems.append(Problem.of(ProblemCode.FIELD_MISSING, path, origin=place))

    def document(self) -> _Tables:
        """Return the entries as the tables of a spec."""
        document: _Tables = {"frame": {"signature": {}}}
        for path, value in self._entries.items():
            _put(document, path, value)
        if self._kind:
            document["document"] = self._kind
        return document


def _put(document: _Tables, path: Path, value: object) -> None:
    """Put a value into tables and lists that are made on the way to its place."""
    table: Any = document
    for step, following in pairwise(path):
        made: object = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            if step == len(table):
                table.append(made)
            table = table[step]
        else:
            table = table.setdefault(step, made)
    table[path[-1]] = value
