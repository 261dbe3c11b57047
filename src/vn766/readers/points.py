"""Tables of points to records: one row a unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve

from vn766._engine import exact
from vn766._engine.plan import Plan, plan_of
from vn766.codes import AgencyCode
from vn766.errors import FormatError, InvalidRecordError, Problem, ProblemCode, Severity, Word
from vn766.files import limits, read, refusal, strange_letters, too_large
from vn766.files.blocks import Grid
from vn766.framework import edition_for, get_framework
from vn766.lazy import regex
from vn766.readers import headers, plausibility
from vn766.readers.asides import (
    FIGURE,
    Said,
    Sections,
    foot_of,
    is_aside,
    is_error,
    is_missing,
    numbering_of,
    with_headings,
)
from vn766.readers.tables import (
    PointsTable,
    RawRecord,
    assemble,
    choose_table,
    converted,
    hidden_rows,
    unmerged,
)
from vn766.records import Origin, Published, Unit, UnitPoints
from vn766.texts import Wording
from vn766.vi import parse_points, parse_rank
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from vn766._engine.exact import Number
    from vn766.files import Source
    from vn766.files.blocks import Cell
    from vn766.framework import Level
    from vn766.framework.model import Framework, Node
    from vn766.period import Period
    from vn766.readers.headers import Column, ColumnKind, Head

TIMES: Final = Vocabulary("readers").folded("times")
"""The heads of a column that tells periods apart, folded."""
LEVELS: Final = cast("Mapping[str, Level]", Vocabulary("units").kind_of("levels"))

_VALUES: Final = frozenset({"points", "total", "rank", "band"})
_PLAIN: Final = regex(r"[0-9]+(?:[.,][0-9]+)?")
_HEAD_ROWS: Final = 4  # as many as a head has
_FIGURE: Final = regex(FIGURE)


def read_points(
    source: Source,
    *,
    name: str | None = None,
    framework: Framework | str | Path | None = None,
    period: Period | None = None,
    sheet: str | None = None,
) -> PointsTable:
    r"""Return the points of the units in a file, with all problems found in it.

    The content decides how the file is read: CSV (UTF-8, UTF-16 with its mark, or Windows-1258
    with a note; tab, semicolon or comma), XLSX (extra ``xlsx``; stored values, macros are never
    run), ODS, Parquet (extra ``parquet``), JSON of the portal (see `read_portal`) or JSON objects
    with the heads of a table. Heads are recognised by their words in one or several rows, below any
    titles, with the maximum that they state: "Công khai, minh bạch (điểm đạt/18)", ``ckmb_18``,
    ``CKMB``. Blank cells and those for "not known" (–, …, n/a) are missing. Percent columns and
    unknown ones are kept as texts. Cells of other columns that are merged over several rows hold
    for each of them; merged points are an error. A unit may have a row for each period, if a column
    ("Kỳ", "Năm") tells them apart. Rows of totals, averages and maxima, headings and notes are
    left out, with a note. Rows with errors are left out and listed: they do not hide the others.
    The file as a whole is refused if a head is doubtful, if a second table stands below or beside
    the first, or if there is no unit.

    Args:
        source: a file of at most 32 MiB, 10,000 units, 500 columns, 1,000,000 cells and 10,000
            characters a cell: its path, its content, an open file, parsed JSON, or `Named` content.
        name: what problems call a source that has no name.
        framework: the edition whose groups the columns are; default: the one that covers the
            period, else ``qd766``.
        period: the time that all records are about.
        sheet: the sheet of a workbook; default: the only visible one that holds such a table.

    Raises:
        InvalidRecordError: if the file as a whole cannot be read; it says what to do.
        FrameworkError: if the framework is unknown or broken.
        MissingExtraError: for a workbook, if the extra ``xlsx`` is not installed.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder, "quy2.csv")
        ...     _ = file.write_text(
        ...         "STT,Tên đơn vị,Số hóa hồ sơ (điểm đạt/22),Xếp loại\n5,UBND xã A,"
        ...         '"19,2",Khá\n', "utf-8")
        ...     table = read_points(file)
        >>> table.records[0].points, table.records[0].published.band
        ({'digitization': '19,2'}, 'Khá')
    """
    plan = plan_for(framework, period)
    content = read(source, called=name or "table")
    content.refuse_binary()
    text = "" if content.holds_cells else content.text()
    braced = text.lstrip()[:1] in {"{", "["} and content.suffix not in {".csv", ".tsv", ".txt"}
    if text and (braced or content.suffix == ".json"):
        from vn766.readers import portal

        return portal.read_response(text, content.name, plan, period)
    grid, head = choose_table(
        content,
        text,
        sheet,
        find=lambda grid: headers.find_head(grid, plan),
        refuse=lambda grids, text: _no_table(grids, text, plan, content.name),
    )
    return converted(table_of(grid, head, plan, period), content)


def plan_for(framework: Framework | str | Path | None, period: Period | None) -> Plan:
    """Return the plan by which scoring would read a record of `period`."""
    if framework is None and period is not None:
        return plan_of(edition_for(period.start, period.end))
    return plan_of(get_framework(framework))


# --- which table --------------------------------------------------------------------------------


def _no_table(tables: Sequence[Grid], text: str, plan: Plan, file: str) -> InvalidRecordError:
    """Return why no table was found; heads that name points among other words are listed."""
    strange = strange_letters(text, file)
    if strange is not None:
        return strange
    shapes = [problem for table in tables if (problem := headers.misshapen(table, plan))]
    if shapes:
        return InvalidRecordError(shapes[:1], subject=file)
    unclear = [problem for table in tables for problem in headers.unclear_heads(table, plan)]
    if unclear:
        return InvalidRecordError(unclear, subject=file)
    return refusal(ProblemCode.NO_HEADER, file)


# --- rows to records ----------------------------------------------------------------------------


class _Layout:
    """The purpose of each column of a table, and the rules by which its cells are read."""

    def __init__(self, grid: Grid, head: Head, plan: Plan, period: Period | None) -> None:
        nodes = {node.id: node for node in plan.nodes}
        known = [column for column in head.columns if column.kind not in {"percent", "other"}]
        self.grid, self.plan, self.period = grid, plan, period
        self.kinds = {column.kind: column for column in known if column.node is None}
        self.points = [(nodes[column.node], column) for column in known if column.node]
        self.extra = [column for column in head.columns if column.node is None]
        self.letters = {column.node or column.kind: column.letter for column in known}
        self.order = {column.node or column.kind: column.index for column in known}
        self.size = stated_size(head)
        self.width = head.columns[-1].index + 1
        self.times = [column.index for column in self.extra if fold(column.header) in TIMES]
        self.cells = max(map(len, grid.rows[head.first : head.body]))

    def text(self, kind: ColumnKind, texts: Sequence[str]) -> str:
        """Return what stands in the column of a kind; rows may be short."""
        column = self.kinds.get(kind)
        return "" if column is None or column.index >= len(texts) else texts[column.index]

    def said(self, texts: Sequence[str]) -> Said:
        """Return what a row says of a unit."""
        name, number, code = (self.text(kind, texts) for kind in ("name", "ordinal", "code"))
        values = [
            texts[column.index]
            for column in (*(c for _, c in self.points), *self.kinds.values())
            if column.kind in _VALUES and column.index < len(texts)
        ]
        return Said(name, number, code, any(values), any(map(_FIGURE.match, values)))


def table_of(grid: Grid, head: Head, plan: Plan, period: Period | None) -> PointsTable:
    """Return the records of a table below its heads."""
    unclear = [problem for _, problem in head.problems if problem.severity is Severity.ERROR]
    if unclear:  # whichever column were meant, every row would rest on a guess
        raise InvalidRecordError(unclear, subject=grid.source)
    grid = _unmerged(grid, head)
    layout = _Layout(grid, head, plan, period)
    problems = [(head.first + 1, at, problem) for at, problem in head.problems]
    place = grid.place(head.first, 0)
    problems += [(head.first + 1, -1, note) for note in missing_columns(head.columns, plan, place)]
    drafts: list[RawRecord[UnitPoints]] = []
    heads = [_texts(row) for row in grid.rows[head.first : head.body]]
    body, sections = head.body, Sections()
    below = [_texts(row) for row in grid.rows[head.body :]]
    rows = with_headings(list(map(layout.said, below)))
    foot = head.body + foot_of(rows)
    numbering = numbering_of(rows, is_there="ordinal" in layout.kinds)
    for at, (texts, said) in enumerate(zip(below, rows, strict=True), head.body):
        if not any(texts):
            continue
        again = _head_at(at, texts, layout) if at >= body and texts not in heads[1:] else None
        if again is not None and _columns_of(again) != _columns_of(head):
            problem = Problem.of(
                ProblemCode.ANOTHER_TABLE,
                ("rows", at + 1),
                value=" ".join(filter(None, texts)),
                origin=grid.place(at),
            )
            raise InvalidRecordError([problem], subject=grid.source)
        if again is not None:
            body = at + again.body
        # Heads are printed again on each page.
        is_head = at < body or texts in heads
        if is_head or at >= foot or is_aside(said, numbering):
            if not is_head:
                sections.enter(said)
            note = headers.row_note(grid, at, " ".join(filter(None, texts)))
            problems.append((at + 1, -1, note))
        else:
            drafts.append(_Row(at, texts, layout).draft(sections.of(said)))
            if len(drafts) > limits.UNITS:
                raise too_large(grid.file, rows=limits.UNITS)
    units = plausibility.Body(
        drafts=drafts,
        grid=grid,
        plan=plan,
        heads=head.first,
        points={node.id: column.index for node, column in layout.points},
        ordinal=layout.kinds["ordinal"].header if "ordinal" in layout.kinds else None,
        counted=[c.header for c in layout.extra if headers.is_counted(c.header)],
    )
    drafts, found = plausibility.judged(units)
    problems += found
    hidden = [draft for draft in drafts if draft.row - grid.number(0) in grid.hidden]
    problems += hidden_rows(hidden, grid)
    return assemble(
        drafts,
        framework=plan.framework,
        source=grid.source,
        columns=head.columns,
        problems=problems,
        title=head.title,
    )


def _unmerged(grid: Grid, head: Head) -> Grid:
    """Return a table whose merged cells hold for each of their rows, or are refused as values."""
    values = {column.index for column in head.columns if column.kind in _VALUES}
    shared = {column.index for column in head.columns if column.kind in {"level", "other"}}
    return unmerged(grid, head.body, shared=shared, values=values)


def _head_at(at: int, texts: Sequence[str], layout: _Layout) -> Head | None:
    """Return the heads that begin in a row of the body: of another table, or printed again."""
    if sum(map(bool, texts)) == 1 or any(map(_PLAIN.fullmatch, texts)):
        return None  # for speed: that is most rows
    rows = layout.grid.rows[at : at + _HEAD_ROWS]
    head = headers.find_head(Grid(file=layout.grid.file, rows=rows), layout.plan)
    if head is not None:
        return head if head.first == 0 else None
    # Whatever it calls its units by: two heads of points are no figures of a unit.
    column = layout.kinds.get("name") or layout.kinds["code"]
    row = [*texts, *[""] * (column.index + 1 - len(texts))]
    row[column.index] = "Tên đơn vị"
    head = headers.find_head(Grid(file=layout.grid.file, rows=[row]), layout.plan)
    figures = [] if head is None else [c for c in head.columns if c.kind in {"points", "total"}]
    return head if len(figures) > 1 else None


def _columns_of(head: Head) -> list[tuple[int, str]]:
    return [(column.index, column.node or column.kind) for column in head.columns]


def _texts(row: Sequence[Cell]) -> list[str]:
    return [headers.text_of(cell) for cell in row]


def missing_columns(columns: Sequence[Column], plan: Plan, place: str) -> Iterator[Problem]:
    """Yield a note on the groups or parts without a column, and on the heads that are unknown."""
    nodes, children = plan.nodes, plan.children
    given = {column.node for column in columns if column.node}
    absent: list[int] = []
    for at in plan.groups:
        parts = [child for child in children[at] if nodes[child].id not in given]
        if nodes[at].id not in given:
            absent += [at] if len(parts) == len(children[at]) else parts
    if absent and given:
        unknown = [column.header for column in columns if column.kind == "other"]
        yield Problem.of(
            ProblemCode.MISSING_COLUMNS,
            ("columns",),
            severity=Severity.NOTE,
            origin=place,
            labels="; ".join(nodes[at].label for at in absent),
            unknown=Wording.of("readers", "unknown-columns", names="; ".join(unknown))
            if unknown
            else "",
        )


def units_in(
    grid: Grid, head: Head, plan: Plan, period: Period | None
) -> list[RawRecord[UnitPoints]]:
    """Return the records of rows that are known to be units."""
    layout = _Layout(grid, head, plan, period)
    rows = range(head.body, len(grid.rows))
    return [_Row(at, _texts(grid.rows[at]), layout).draft("") for at in rows]


class _Row:
    """One row while it is read: its cells, and everything that is wrong with them."""

    def __init__(self, at: int, texts: list[str], layout: _Layout) -> None:
        self._at, self._texts, self._layout = at, texts, layout
        self._problems: list[tuple[int, Problem]] = []
        beyond = cell_beyond(texts, layout.width, layout.cells)
        if beyond is not None:
            column, problem = beyond
            self._report(column, problem)
        for key, column in layout.order.items():
            code = layout.grid.flaws.get((at, column))
            text = texts[column] if column < len(texts) else ""
            if code is None and is_error(text):
                code = ProblemCode.ERROR_CELL  # as a spreadsheet exports it
            if code is not None:
                self._report(column, Problem.of(code, ("row", key), value=text))
                texts[column] = ""
        # Numbers stay the floats that they are: scoring snaps them.
        self._cells = [
            text if isinstance(cell, str) or not text else cell
            for cell, text in zip(layout.grid.rows[at], texts, strict=True)
        ]

    def draft(self, section: str) -> RawRecord[UnitPoints]:
        """Return the record of the row, which stands in a section."""
        layout, texts = self._layout, self._texts
        points = {
            node.id: self._points(column, node.max_points, ("nodes", node.id))
            for node, column in layout.points
        }
        published, unit = self._published(), self._unit()
        if unit is not None and unit.code is None and _are_maxima(points, layout.points):
            code, severity = ProblemCode.ALL_MAXIMA, Severity.WARNING
            problem = Problem.of(code, ("row",), value=unit.name, severity=severity)
            self._report(layout.points[0][1].index, problem)
        grid, number = layout.grid, layout.grid.number(self._at)
        letters = layout.letters if grid.records is None else {}
        origin = Origin(file=grid.file, sheet=grid.sheet, row=number, columns=letters)
        return RawRecord(
            record=UnitPoints(
                unit=unit, points=points, period=layout.period, published=published, origin=origin
            ),
            row=number,
            extra={c.header: texts[c.index] if c.index < len(texts) else "" for c in layout.extra},
            problems=tuple(self._problems),
            place=lambda key: grid.place(self._at, layout.order.get(key)),
            order=layout.order,
            section=section,
            time="; ".join(texts[at] for at in layout.times if at < len(texts)),
        )

    def _report(self, column: int, problem: Problem) -> None:
        place = self._layout.grid.place(self._at, column)
        self._problems.append((column, evolve(problem, origin=place)))

    def _points(self, column: Column, maximum: Decimal, path: tuple[str, str]) -> Number | None:
        """Return a number of points as it stands, or out of ``7,93/12`` if the maximum agrees."""
        cell = self._cells[column.index] if column.index < len(self._cells) else ""
        if not isinstance(cell, str) or (not is_missing(cell) and "/" not in cell):
            return cell
        if is_missing(cell):
            return None
        try:
            points, stated = parse_points(cell)
        except FormatError as error:
            self._report(column.index, evolve(error.problem, path=path))
            return None
        if stated == maximum:
            return points
        problem = Problem.of(
            ProblemCode.STATED_MAXIMUM,
            path,
            value=cell,
            label=column.header,
            stated=stated,
            maximum=maximum,
        )
        self._report(column.index, problem)
        return None

    def _published(self) -> Published | None:
        """Return what the table itself says of total, rank and class."""
        layout = self._layout
        total, rank, of = None, None, None
        column = layout.kinds.get("total")
        if column is not None and layout.text("total", self._texts):
            whole = layout.plan.framework.max_points
            total = self._points(column, whole, ("published", "total"))
        column = layout.kinds.get("rank")
        if column is not None and not is_missing(text := layout.text("rank", self._texts)):
            try:
                rank, of = read_rank(text)
            except FormatError as error:
                self._report(column.index, evolve(error.problem, path=("published", "rank")))
            if of is None and rank is not None:
                of = layout.size
        text = layout.text("band", self._texts)
        band = None if is_missing(text) else text
        if total is None and rank is None and band is None:
            return None
        return Published(total=total, rank=rank, of=of, band=band, source=layout.grid.source)

    def _unit(self) -> Unit | None:
        layout = self._layout
        name, code, level = (layout.text(kind, self._texts) for kind in ("name", "code", "level"))
        name, code = ("" if is_missing(text) else text for text in (name, code))
        if not name and not code:
            problem = Problem.of(ProblemCode.NO_UNIT, ("unit", "name"))
            self._report(layout.order.get("name", 0), problem)
            return None
        if not code and _is_code(name):
            code = name
        if not is_missing(level) and fold(level) not in LEVELS:
            problem = unknown_level(level, layout.plan)
            self._report(layout.order["level"], problem)
        return Unit(name=name or code, code=code or None, level=LEVELS.get(fold(level)))


def unknown_level(level: str, plan: Plan) -> Problem:
    """Return the warning that a level is not known, so that the unit has none."""
    return Problem.of(
        ProblemCode.UNKNOWN_LEVEL,
        ("unit", "level"),
        value=level,
        severity=Severity.WARNING,
        known=tuple(map(Word, plan.framework.levels)),
    )


def cell_beyond(texts: Sequence[str], width: int, cells: int) -> tuple[int, Problem] | None:
    """Return the first cell of a row that no head stands over, with its problem.

    Heads end at `width`, and their rows have so many `cells`: decimal commas without quotes shift
    all cells behind them, and the one that is too many may be blank.
    """
    beyond = next((at for at, text in enumerate(texts) if at >= width and text), None)
    if beyond is None and len(texts) <= cells:
        return None
    column = cells if beyond is None else beyond
    problem = Problem.of(ProblemCode.CELL_BEYOND_HEADS, ("row",), value=texts[column])
    return column, problem


def _are_maxima(
    points: Mapping[str, Number | None], columns: Sequence[tuple[Node, Column]]
) -> bool:
    """Whether several points are given and each is the maximum of its node."""
    given = [points[node.id] for node, _ in columns]
    try:
        read = [None if value is None else exact.read(value) for value in given]
    except exact.RefusedError:
        return False
    return len(read) > 1 and read == [exact.read(node.max_points) for node, _ in columns]


def stated_size(head: Head) -> int | None:
    """Return the number of units that the head of a column of ranks states."""
    stated = (column.maximum for column in head.columns if column.kind == "rank")
    return next((int(maximum) for maximum in stated if maximum is not None), None)


def read_rank(text: str) -> tuple[int, int | None]:
    """Return a rank and, where it is printed, the number of units.

    Raises:
        FormatError: the text is neither a whole number nor two with a slash between them.

    Example:
        >>> read_rank("05/65"), read_rank("2")
        ((5, 65), (2, None))
    """
    if re.fullmatch("[0-9]{1,9}", text):
        return int(text), None
    return parse_rank(text)


def _is_code(text: str) -> bool:
    try:
        AgencyCode.parse(text)
    except FormatError:
        return False
    return True
