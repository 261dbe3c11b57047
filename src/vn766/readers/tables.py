"""The tables that readers hand over: records, all that is wrong with them, and nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeAlias, TypeVar, cast

from attrs import evolve, field, frozen

from vn766._engine import exact, tally
from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity, Word
from vn766.files import Named, limits, refusal, too_large
from vn766.files.blocks import Grid, delimiters, likeliest_delimiter, sample, split
from vn766.readers.headers import SEARCHED_ROWS
from vn766.records import DossierCounts, Ratio, Record, Unit, UnitCounts, UnitPoints
from vn766.score import iter_problems
from vn766.score.counts import read_counts
from vn766.shown import Tabular
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from vn766._engine.exact import Number
    from vn766._engine.plan import Plan
    from vn766.framework import Level
    from vn766.framework.model import Framework
    from vn766.readers.counts import CountsTable
    from vn766.readers.headers import Column
    from vn766.records import Origin

_MOST_PLACES = 5


@frozen(kw_only=True, repr=False)
class PointsTable(Tabular):
    r"""The records of a file, and everything that was found on the way to them.

    As a dataframe it has a row a record: ``code``, ``unit``, ``level`` and ``period``, the points
    of every node by its id, and what was printed: ``published_total``, ``published_rank``,
    ``published_of`` and ``published_band``. `vn766.tables.score_table` takes it as it is.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from vn766.readers import read_points
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder, "t6.csv")
        ...     _ = file.write_text("Tên đơn vị;CKMB\nUBND xã A;17,5\nUBND xã B;19\n", "utf-8")
        ...     table = read_points(file)
        >>> [record.unit.name for record in table.records], table.broken, table.source
        (['UBND xã A'], (3,), 't6.csv')
        >>> [f"{p.origin}: {p.code}" for p in table.problems if p.severity == "error"]
        ['t6.csv, B3: above-maximum']
    """

    records: tuple[UnitPoints, ...]
    """The records without errors, in the order of the file."""
    problems: tuple[Problem, ...]
    """All errors, warnings and notes, row by row and column by column, each with its cell."""
    broken: tuple[int, ...]
    """The numbers of the rows that were left out because of errors.

    In JSON: positions in the list, from 1.
    """
    columns: tuple[Column, ...]
    """How each head was understood; in JSON there are none."""
    extra: tuple[Mapping[str, str], ...] = field(hash=False)
    """Beside each record the text of every column that is not points, by its header."""
    remarks: tuple[tuple[Problem, ...], ...]
    """Beside each record the warnings and notes about it; those of the file are in `problems`."""
    source: str
    """The name of the file and its sheet."""
    framework: Framework
    """The edition that the figures were checked by."""
    rows: int
    """How many units the file has, with the broken ones."""
    title: tuple[str, ...] = ()
    """The texts above the heads."""
    sections: tuple[str, ...] = ()
    """Beside each record the heading that its row stands below ("II. Cấp xã"), or a blank."""
    times: tuple[str, ...] = ()
    """Beside each record the cell of the column of periods, if there is one."""

    def __repr__(self) -> str:
        return brief(self)

    def without(self, positions: Container[int], problems: Iterable[Problem]) -> PointsTable:
        """Return the table without some of its records, and the errors that say why."""
        gone = [record for at, record in enumerate(self.records) if at in positions]
        return evolve(
            self,
            records=others(self.records, positions),
            extra=others(self.extra, positions),
            remarks=others(self.remarks, positions),
            sections=others(self.sections, positions),
            times=others(self.times, positions),
            broken=(*self.broken, *(record.origin.row for record in gone if record.origin)),
            problems=(*self.problems, *problems),
        )

    def remarked(
        self, found: Sequence[tuple[int, Problem]], more: Iterable[Problem]
    ) -> PointsTable:
        """Return the table with more warnings: those of records by their positions, and others."""
        return evolve(
            self,
            remarks=with_remarks(self.remarks, found),
            problems=(*self.problems, *(problem for _, problem in found), *more),
        )


V = TypeVar("V")


def brief(table: PointsTable | CountsTable) -> str:
    """Return what a table is of and how much there is, for whoever looks at values."""
    sizes = f"{len(table.records)} records, {len(table.broken)} left out"
    return f"{type(table).__name__}({table.source!r}, {sizes}, {len(table.problems)} problems)"


def others(values: Sequence[V], positions: Container[int]) -> tuple[V, ...]:
    """Return the values that do not stand at `positions`."""
    return tuple(value for at, value in enumerate(values) if at not in positions)


def with_remarks(
    remarks: Sequence[tuple[Problem, ...]], found: Iterable[tuple[int, Problem]]
) -> tuple[tuple[Problem, ...], ...]:
    """Return what was found about each record, with more of it."""
    more: dict[int, list[Problem]] = {}
    for at, problem in found:
        more.setdefault(at, []).append(problem)
    return tuple((*known, *more.get(at, ())) for at, known in enumerate(remarks))


R = TypeVar("R", UnitPoints, UnitCounts)
Found: TypeAlias = tuple[int, int, Problem]
"""A problem after the numbers of its row and column, by which problems are ordered."""


class Printed(NamedTuple):
    """The points of a node or component as somebody published them, with their place."""

    key: str
    value: object
    place: str


@frozen(kw_only=True)
class RawRecord(Generic[R]):
    """A record that was read and not yet checked.

    `problems` were found by the reader, each with its column, or the key of it; `place` names the
    cell of a key (`key_of` a problem), `order` is the column of each key and `row` counts from
    1. `printed` is what was published beside the counts. `section` is the heading above the row,
    `time` what its column of periods says: a unit may have a row in each.
    """

    record: R
    row: int
    extra: Mapping[str, str]
    problems: tuple[tuple[int | str, Problem], ...]
    place: Callable[[str], str]
    order: Mapping[str, int]
    printed: Sequence[Printed] = ()
    section: str = ""
    time: str = ""
    is_parent: bool = False

    def column(self, key: int | str) -> int:
        """Return the column of a key; -1 if it has none."""
        return key if isinstance(key, int) else self.order.get(key, -1)

    @property
    def name(self) -> str:
        """The code or name of the unit, else the place of its row."""
        unit = self.record.unit
        return self.place("") if unit is None else unit.key


@frozen(kw_only=True)
class Checked(Generic[R]):
    """The drafts of a file, those without errors apart, and all problems, not yet in order.

    `shared` are problems of `found` once more, for the other drafts that they are about.
    """

    sound: tuple[RawRecord[R], ...]
    broken: tuple[RawRecord[R], ...]
    found: tuple[Found, ...]
    shared: tuple[Found, ...]


_T = TypeVar("_T", PointsTable, "CountsTable")


def converted(table: _T, content: Named) -> _T:
    """Return a table with a note if its text was not in Unicode."""
    if content.holds_cells or not content.is_windows_1258:
        return table
    note = Problem.of(
        ProblemCode.ENCODING_CONVERTED, (), severity=Severity.NOTE, origin=content.name
    )
    return evolve(table, problems=(note, *table.problems))


def assemble(
    drafts: Sequence[RawRecord[UnitPoints]],
    *,
    framework: Framework,
    source: str,
    columns: tuple[Column, ...] = (),
    problems: Iterable[Found] = (),
    title: tuple[str, ...] = (),
) -> PointsTable:
    """Check every draft and gather the sound ones.

    Raises:
        InvalidRecordError: there is none: what was fetched badly must not overwrite anything.
    """
    if not drafts:
        raise refusal(ProblemCode.NO_UNITS, source)
    checked = check(drafts, framework)
    found = (*problems, *checked.found)
    return PointsTable(
        records=tuple(draft.record for draft in checked.sound),
        problems=in_order(found),
        broken=tuple(draft.row for draft in checked.broken),
        columns=columns,
        extra=tuple(draft.extra for draft in checked.sound),
        remarks=remarks(checked.sound, (*found, *checked.shared)),
        source=source,
        framework=framework,
        rows=len(drafts),
        title=title,
        sections=tuple(draft.section for draft in checked.sound),
        times=tuple(draft.time for draft in checked.sound),
    )


def check(
    drafts: Sequence[RawRecord[R]], framework: Framework, *, pieces: bool = False
) -> Checked[R]:
    """Return which drafts are sound, and what is wrong with each and with several together.

    If drafts were put together out of `pieces`, one name with and without a code may be one unit
    that fell apart.
    """
    found: list[Found] = []
    for draft in drafts:
        found += [(draft.row, draft.column(at), problem) for at, problem in draft.problems]
        for problem in iter_problems(draft.record, framework=framework):
            key = key_of(problem)
            placed = evolve(problem, origin=draft.place(key))
            found.append((draft.row, draft.column(key), placed))
    broken = {row for row, _, problem in found if problem.severity is Severity.ERROR}
    for twins in _twins(drafts):
        found.append(_repeated(twins, ProblemCode.DUPLICATE_UNIT))
        broken.update(draft.row for draft in twins)
    shared: list[Found] = []
    for code, namesakes in _namesakes(drafts, pieces=pieces):
        row, column, problem = _repeated(namesakes, code)
        found.append((row, column, problem))
        shared += [(draft.row, column, problem) for draft in namesakes if draft.row != row]
    return Checked(
        sound=tuple(draft for draft in drafts if draft.row not in broken),
        broken=tuple(draft for draft in drafts if draft.row in broken),
        found=tuple(found),
        shared=tuple(shared),
    )


def in_order(found: Iterable[Found]) -> tuple[Problem, ...]:
    """Return problems row by row, and in a row column by column."""
    return tuple(problem for _, _, problem in sorted(found, key=lambda item: item[:2]))


def remarks(
    drafts: Iterable[RawRecord[R]], found: Iterable[Found]
) -> tuple[tuple[Problem, ...], ...]:
    """Return, for each draft without errors, what was found about it."""
    about: dict[int, list[Found]] = {}
    for item in found:
        about.setdefault(item[0], []).append(item)
    return tuple(in_order(about.get(draft.row, ())) for draft in drafts)


def key_of(problem: Problem) -> str:
    """Return the key that names the cell of a problem: the id or field that its path ends in.

    Dossiers have names that nodes also have, so theirs go on: ``dossiers.online``.
    """
    path = list(map(str, problem.path))
    return ".".join(path) if path[0] == "dossiers" else path[-1]


def _twins(drafts: Iterable[RawRecord[R]]) -> list[list[RawRecord[R]]]:
    """Return the drafts of each unit code that is there more than once in one period."""
    by_key: dict[tuple[str, str], list[RawRecord[R]]] = {}
    for draft in drafts:
        unit = draft.record.unit
        if unit is not None and unit.code is not None:
            by_key.setdefault((unit.key, draft.time), []).append(draft)
    return [twins for twins in by_key.values() if len(twins) > 1]


def _namesakes(
    drafts: Iterable[RawRecord[R]], *, pieces: bool
) -> Iterator[tuple[ProblemCode, list[RawRecord[R]]]]:
    """Yield the drafts that share a name, case and accents aside, and what is doubtful in it."""
    by_name: dict[tuple[str, str], list[RawRecord[R]]] = {}
    for draft in drafts:
        unit = draft.record.unit
        if unit is not None:
            name = fold(unit.name) or unit.name
            by_name.setdefault((name, draft.time), []).append(draft)
    for named in by_name.values():
        bare = [each for each in named if each.record.unit is None or each.record.unit.code is None]
        if len(bare) > 1:
            yield ProblemCode.SAME_NAME, bare
        if pieces and 0 < len(bare) < len(named):
            yield ProblemCode.HALF_CODED, named


def _repeated(drafts: list[RawRecord[R]], code: ProblemCode) -> Found:
    """Return the problem of several drafts with one code or name, at the second one."""
    second = drafts[1]
    coded = code is ProblemCode.DUPLICATE_UNIT
    key, unit = "code" if coded else "name", second.record.unit
    places = [draft.place(key) for draft in drafts[:_MOST_PLACES]]
    if len(drafts) > _MOST_PLACES:
        places.append("…")
    problem = Problem.of(
        code,
        ("unit", key),
        value=None if unit is None else unit.key if coded else unit.name,
        severity=Severity.ERROR if coded else Severity.WARNING,
        label=Word(key),
        count=len(drafts),
        origin="; ".join(places),
    )
    return second.row, second.column(key), problem


def unmerged(grid: Grid, body: int, *, shared: Container[int], values: Container[int]) -> Grid:
    """Return a grid in which cells merged over several rows of the body are cells of each row.

    In `shared` columns each row gets what the block shows; in columns of `values` nothing says
    whose a value is: these cells are flawed. Others stay as they are.
    """
    if not grid.merged:
        return grid
    rows = [list(row) for row in grid.rows]
    flaws = dict(grid.flaws)
    area = 0
    for top, left, bottom, right in grid.merged:
        last = min(bottom, len(rows) - 1)
        if top < body or last <= top:
            continue
        area += (last - top + 1) * (min(right, limits.COLUMNS) - left + 1)
        if area > limits.CELLS:  # blocks that lie on each other are no workbook's
            raise too_large(grid.file)
        for column in range(left, min(right, limits.COLUMNS) + 1):
            shown = "".join(map(str, rows[top][left : left + 1]))
            for at in range(top, last + 1):
                if column in shared:
                    rows[at] += [""] * (column + 1 - len(rows[at]))
                    rows[at][column] = rows[top][left]
                elif column in values and shown:
                    flaws[at, column] = ProblemCode.MERGED_CELL
    return evolve(grid, rows=rows, flaws=flaws)


def hidden_rows(drafts: Sequence[RawRecord[R]], grid: Grid) -> Iterator[Found]:
    """Yield the warning that names the units in rows that a sheet does not show."""
    if drafts:
        units = [draft.record.unit for draft in drafts[:_MOST_PLACES]]
        names = [unit.name for unit in units if unit] + ["…"] * (len(drafts) > _MOST_PLACES)
        warning = Problem.of(
            ProblemCode.HIDDEN_ROWS,
            ("rows",),
            severity=Severity.WARNING,
            origin=grid.place(drafts[0].row - 1),
            count=len(drafts),
            names="; ".join(names),
        )
        yield drafts[0].row, -1, warning


# --- which table --------------------------------------------------------------------------------


class _HasKnown(Protocol):
    @property
    def known(self) -> int: ...


_H = TypeVar("_H", bound=_HasKnown)


class Twice(Named):
    """Content that is read as one kind of table and, if it is none, as another: its sheets once."""

    _sheets: tuple[Grid, ...] | None = None

    def sheets(self, sheet: str | None) -> tuple[Grid, ...]:
        """Return what `read_workbook` does, which is asked for the same sheet both times."""
        if self._sheets is None:
            from vn766.files.workbooks import read_workbook

            self._sheets = read_workbook(self, sheet)
        return self._sheets


def choose_table(
    content: Named,
    text: str,
    sheet: str | None,
    *,
    find: Callable[[Grid], _H | None],
    refuse: Callable[[Sequence[Grid], str], InvalidRecordError],
) -> tuple[Grid, _H]:
    """Return the only table with a head: a sheet of a workbook, or `text` parted by one character.

    Of several characters the one counts whose head has most known columns: commas also stand in
    names and decimals. If `find` finds no head, `refuse` says why.
    """
    file = content.name
    if content.holds_cells:
        sheets = (content if isinstance(content, Twice) else Twice(*content)).sheets(sheet)
        found = [(grid, head) for grid in sheets if (head := find(grid)) is not None]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(str(grid.sheet) for grid, _ in found)
            raise refusal(ProblemCode.SEVERAL_SHEETS, file, known=names)
        above = (row for grid in sheets for row in grid.rows[:SEARCHED_ROWS])
        texts = (cell for row in above for cell in row if isinstance(cell, str))
        raise refuse(sheets, " ".join(texts))
    refused: InvalidRecordError | None = None
    samples: list[Grid] = []
    heads: dict[str, _H] = {}
    for delimiter in delimiters(text):
        try:
            rows = sample(text, delimiter, file, SEARCHED_ROWS + 10)
        except InvalidRecordError as error:  # a line is one long cell by the wrong delimiter
            refused = error
            continue
        samples.append(Grid(file=file, rows=rows))
        if (head := find(samples[-1])) is not None:
            heads[delimiter] = head
    if not heads:
        if refused is None:
            split(text, likeliest_delimiter(text, file), file)  # which a stray quote may stop
        raise refused or refuse(samples, text)
    best = max(heads, key=lambda delimiter: heads[delimiter].known)
    grid = Grid(file=file, rows=split(text, best, file))
    head = find(grid)
    assert head is not None  # noqa: S101 (its sample had one)
    return grid, head


# --- rows of counts put together ------------------------------------------------------------------


@frozen(kw_only=True)
class Fragment:
    """The figures of one unit in one row.

    `key` is what rows of one unit share; None is a row of no unit. `places` maps each key (the
    codes and ids of counts and points, ``dossiers.…``, ``name``, ``code``, ``level``) to its
    place, `place` is that of the row. `problems` come with the key that they stand at.
    """

    key: str | None
    place: str
    origin: Origin
    time: str = ""
    """What the column of periods says: figures of several periods are several records."""
    is_parent: bool = False
    """Whether it is the unit that the other units of its response belong to."""
    name: str = ""
    code: str = ""
    level: Level | None = None
    counts: Mapping[str, Ratio | None] = field(factory=dict[str, "Ratio | None"])
    points: Mapping[str, Number | None] = field(factory=dict[str, "Number | None"])
    dossiers: Mapping[str, int] = field(factory=dict[str, int])
    printed: Sequence[Printed] = ()
    extra: Mapping[str, str] = field(factory=dict[str, str])
    beside: Mapping[str, str] = field(factory=dict[str, str])
    """The texts of columns that may be about the unit as a whole, by their headers."""
    places: Mapping[str, str] = field(factory=dict[str, str])
    problems: Sequence[tuple[str, Problem]] = ()


_Placed: TypeAlias = "tuple[str, Problem]"


def merge(fragments: Sequence[Fragment], plan: Plan, about: Record) -> list[RawRecord[UnitCounts]]:
    """Return one record for each unit and period, in the order in which they come first.

    `about` holds what all records have in common: period, time of retrieval.
    """
    rows_of: dict[tuple[str, str], list[Fragment]] = {}
    for at, fragment in enumerate(fragments):
        # A NUL is in no file that is read: a row of no unit stands alone.
        key = f"\0{at}" if fragment.key is None else fragment.key
        rows_of.setdefault((key, fragment.time), []).append(fragment)
    return [_merge_unit(at, rows, plan, about) for at, rows in enumerate(rows_of.values(), 1)]


def _merge_unit(at: int, rows: list[Fragment], plan: Plan, about: Record) -> RawRecord[UnitCounts]:
    unit, problems = _unit(rows)
    counts: dict[str, Ratio | None] = {}
    points: dict[str, Number | None] = {}
    dossiers: dict[str, int] = {}
    extra: dict[str, str] = {}
    places: dict[str, str] = {}
    for row in rows:
        for key in (*row.counts, *row.points):
            if key in counts or key in points:
                problems.append((key, twice(key, row.places[key], places[key], plan)))
        counts |= {key: ratio for key, ratio in row.counts.items() if key not in counts}
        points |= {key: value for key, value in row.points.items() if key not in points}
        dossiers |= row.dossiers
        extra |= row.extra
        places |= {key: place for key, place in row.places.items() if key not in places}
        problems += row.problems
    order = {key: i for i, key in enumerate(dict.fromkeys(k for row in rows for k in row.places))}
    first = rows[0]
    extra |= {
        header: text
        for header, text in first.beside.items()
        if all(row.beside.get(header) == text for row in rows)
    }
    record = UnitCounts(
        unit=unit,
        counts=counts,
        points=points,
        dossiers=DossierCounts(**dossiers) if dossiers else None,
        period=about.period,
        retrieved_at=about.retrieved_at,
        provisional=about.provisional,
        origin=first.origin,
    )
    return RawRecord(
        record=record,
        row=at,
        extra=extra,
        problems=tuple(problems),
        place=lambda key: places.get(key, first.place),
        order=order,
        printed=[printed for row in rows for printed in row.printed],
        time=first.time,
        is_parent=any(row.is_parent for row in rows),
    )


def _unit(rows: Sequence[Fragment]) -> tuple[Unit | None, list[_Placed]]:
    """Return the unit that rows are about, and where they contradict each other about it."""
    key = rows[0].key
    if key is None:
        return None, []
    said: dict[str, object] = {}
    problems: list[_Placed] = []
    told: set[object] = set()
    for row in rows:
        known = {"name": row.name, "code": row.code, "level": row.level}
        for what, value in known.items():
            other = said.setdefault(what, value) or value
            said[what] = other
            if value and _normal(what, value) != _normal(what, other) and value not in told:
                told.add(value)  # a table says it once a row
                problem = Problem.of(
                    ProblemCode.CONTRADICTING_UNIT,
                    ("unit", what),
                    value=value,
                    severity=Severity.WARNING if what == "name" else Severity.ERROR,
                    origin=row.places.get(what, row.place),
                    unit=said["name"] or key,
                    label=Word(what),
                    other=_said(what, other),
                    stated=_said(what, value),
                )
                problems.append((what, problem))
    name, code = cast("str", said["name"]), cast("str", said["code"])
    level = cast("Level | None", said["level"])
    return Unit(name=name or code or key, code=code or None, level=level), problems


def _normal(what: str, value: object) -> object:
    return Unit(name="", code=str(value)).key if what == "code" else value


def _said(what: str, value: object) -> object:
    return Word(value) if what == "level" else value


def twice(key: str, here: str, before: str, plan: Plan) -> Problem:
    """Return the problem of two figures for one component."""
    return Problem.of(
        ProblemCode.DUPLICATE_KEY,
        ("counts", key),
        value=here,
        origin=here,
        label=label_of(key, plan),
        other=before,
    )


def label_of(key: str, plan: Plan) -> str:
    """Return what a node or component is called, with the number of a component."""
    found = plan.find(key)
    if len(found) != 1:
        return key
    at, node = found[0], plan.nodes[found[0]]
    return f"{node.code} {node.label}" if at in plan.rules else node.label


def half_pair(key: str, pair: str, place: str, plan: Plan) -> Problem:
    """Return the problem of two counts of which only one is there."""
    return Problem.of(
        ProblemCode.NOT_COUNTS, ("counts", key), value=pair, origin=place, label=label_of(key, plan)
    )


def printed_problems(draft: RawRecord[UnitCounts], plan: Plan) -> Iterator[Found]:
    """Yield where the points that were published differ from those that the counts give.

    The record has no errors. What the counts do not decide cannot differ.
    """
    if not draft.printed:
        return
    values = tally.values(plan, read_counts(draft.record, plan)[0])
    points_of = dict(zip(plan.ids, values, strict=True))
    for key, value, place in draft.printed:
        computed = points_of[key]
        if computed is None:
            continue
        try:
            # A null is what the portal prints where it gives nothing.
            same = exact.read(0 if value is None else value) == computed
        except exact.RefusedError:
            same = False
        if not same:
            problem = Problem.of(
                ProblemCode.PRINTED_SCORE,
                ("printed", key),
                value="null" if value is None else value,
                severity=Severity.WARNING,
                origin=place,
                label=label_of(key, plan),
                computed=exact.to_decimal(computed),
            )
            yield draft.row, draft.order.get(key, len(draft.order)), problem
