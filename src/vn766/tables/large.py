"""Tables beyond memory: Parquet and CSV files, scored by an engine into one Parquet file.

What a file is and what its heads mean is decided as for small files; nothing else of it is read
here. The result is a file, too, and whatever is shown of it is read from there in pieces.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import narwhals.stable.v2 as nw
from attrs import evolve, frozen

from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity
from vn766.files import PARQUET, Named, beginning, is_csv, is_parquet, name_of, refusal
from vn766.files.blocks import Grid, delimiters, letters, sample
from vn766.readers.counts import has_counts
from vn766.readers.headers import is_counted, read_head
from vn766.readers.points import TIMES, missing_columns, stated_size
from vn766.readers.scored import WITHIN, no_column
from vn766.score.pools import similar
from vn766.tables.columns import RANKS, SCORES, Job, PointsColumns, points_columns
from vn766.tables.engines import open_engine, plain_names
from vn766.tables.expressions import POOL, ROW, numbered, score_expressions, settled
from vn766.tables.figures import plausible
from vn766.tables.pools import pool_columns, spellings
from vn766.tables.transcripts import check_quotes, transcribed
from vn766.tables.units import (
    BY_PUBLICATION,
    COPIES,
    Cells,
    judged,
    readable,
    units_of,
    with_copies,
)
from vn766.vocabulary import fold, spelling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vn766._engine.plan import Plan
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.readers.headers import Head
    from vn766.score.pools import PoolBasis
    from vn766.tables.engines import EngineName

_BEGINNING: Final = 1 << 20  # bytes of a CSV file in which its heads must stand
_SAMPLE: Final = 10  # rows that show where the heads end
PLACE: Final = "row"
"""The column of the places of rows in the file, from 1."""
_ADDED: Final = (*SCORES, *RANKS, BY_PUBLICATION, COPIES, PLACE, "framework")
"""The names of columns of results; input columns that have them are published figures."""


class Columns(NamedTuple):
    """The columns of a file: what they will be called, and which mean what."""

    names: list[str]
    points: dict[int, str]
    """The ids of nodes by the places of the columns that hold their points."""
    kinds: dict[str, int]
    """The places of the columns of units (``code``, ``name``, ``level``, …), and of what was
    printed about them (``total``, ``rank``, ``band``)."""
    times: list[int]
    """The places of the columns that tell periods apart."""

    @property
    def units(self) -> dict[str, int]:
        """The places of the columns of the ``code`` and the ``name`` of units."""
        return {kind: self.kinds[kind] for kind in ("code", "name") if kind in self.kinds}


@frozen(kw_only=True)
class Scored:
    """A scored table: the Parquet file that holds it, and what it rests on."""

    path: Path
    columns: Columns
    head: Head
    source: str
    engine: EngineName
    framework: Framework
    period: Period | None
    within: tuple[str, ...]
    """The names of the columns of the pools."""
    basis: PoolBasis
    levels_apart: bool
    renamed: tuple[str, ...]
    """Columns that had the names of results."""
    notes: tuple[Problem, ...]
    """The rows that are no units, and what is doubtful of the table as a whole."""


def score_large(
    file: Path,
    *,
    engine: EngineName,
    framework: Framework,
    within: Sequence[str] = (),
    pool: str | None = None,
    period: Period | None = None,
    folder: Path,
) -> Scored:
    """Score the rows of a file of any size; the result goes into the empty `folder`.

    Rows are judged as those of small files, and pools are those that `readers.score_file` takes.

    Raises:
        InvalidRecordError: if the file or its heads cannot be understood, the engine fails, or
            only the reader of small files can tell who is ranked among whom.
    """
    plan, target = plan_of(framework), folder / "scored.parquet"
    notes: list[Problem] = []
    csv: tuple[str, list[str]] | None = None
    if not _is_parquet(file):
        file, notes = transcribed(file, folder)
        csv = delimiter, heads = _csv_heads(file, plan)
        check_quotes(file, delimiter, len(heads))
    with open_engine(engine, file, folder) as opened:
        if csv is None:
            table, heads = opened.read_parquet()
        else:
            delimiter, heads = csv
            table = opened.read_csv(len(heads), delimiter)
        head = _understood(file, [heads], plan)
        columns, renamed = _columns(heads, head)
        places, by_level = _pools(within, heads, columns, file)
        plain = plain_names(len(heads))
        cells = Cells(
            file=name_of(file),
            heads=dict(zip(plain, heads, strict=True)),
            kinds={kind: plain[at] for kind, at in columns.kinds.items()},
            points={f"p{at}": id_ for at, id_ in columns.points.items()},
            counted=[c.header for c in head.columns if c.node is None and is_counted(c.header)],
            times={plain[at]: heads[at] for at in columns.times},
            within=[plain[at] for at in places],
            of=stated_size(head),
            notes=[*notes, *(note for _, note in head.problems)],
        )
        cells.notes.extend(missing_columns(head.columns, plan, cells.file))
        is_one = pool is not None or bool(places) or by_level
        frame = settled(_read(table, columns, plain, plan))
        frame = settled(units_of(frame, cells, is_one_pool=is_one))
        frame = plausible(frame, cells, plan)
        levels = cells.kinds.get("level") if pool is None else None
        frame = settled(with_copies(frame, cells))
        spelt = spellings(frame, cells.within)
        pools = pool_columns(frame, cells.within, levels, POOL, spelt=spelt)
        own = [*pools][: len(places)]
        near = [similar(names.values()) for names in spelt.values()]
        job = _job(frame, cells, framework, pools)
        result = score_expressions(
            frame, job, lambda each: judged(each, cells, job.found, period, own)
        )
        opened.write(_named(result, columns, framework), target)
    apart = len(pools) > len(places)
    return Scored(
        path=target,
        columns=columns,
        head=head,
        source=name_of(file),
        engine=engine,
        framework=framework,
        period=period,
        within=tuple(columns.names[at] for at in places),
        basis="within" if places else "level" if apart else "whole" if pool is None else "named",
        levels_apart=bool(places) and apart,
        renamed=renamed,
        notes=(*cells.notes, *(evolve(each, origin=cells.file) for each in chain(*near))),
    )


# --- what its columns mean ------------------------------------------------------------------------


def _is_parquet(file: Path) -> bool:
    """Whether a file is Parquet, and not CSV; anything else is refused."""
    data = beginning(file, _BEGINNING)
    if data.startswith(PARQUET):
        return True
    if is_parquet(file):  # by its name only
        raise refusal(ProblemCode.NOT_PARQUET, name_of(file))
    Named(name_of(file), data).refuse_binary()
    if not is_csv(file):
        raise refusal(ProblemCode.NOT_FOR_ENGINES, name_of(file))
    return False


def _csv_heads(file: Path, plan: Plan) -> tuple[str, list[str]]:
    """Return the delimiter and the heads of a CSV file."""
    data = beginning(file, _BEGINNING)
    whole = data[: data.rfind(b"\n") + 1] if len(data) > _BEGINNING else data
    text = Named(name_of(file), whole).text()
    found: list[tuple[int, str, list[str], Head]] = []
    samples = [
        (mark, Grid(file=name_of(file), rows=sample(text, mark, name_of(file), _SAMPLE)))
        for mark in delimiters(text)
    ]
    for delimiter, grid in samples:
        head = read_head(grid, plan)
        if head is not None:
            found.append((head.known, delimiter, [*map(str, grid.rows[0])], head))
    if not found:
        raise _no_points(*(grid for _, grid in samples))
    _, delimiter, heads, head = max(found, key=lambda way: way[0])
    if (head.first, head.body) != (0, 1):
        raise refusal(ProblemCode.HEAD_FIRST, name_of(file))
    return delimiter, heads


def _understood(file: Path, rows: list[list[str]], plan: Plan) -> Head:
    """Return what heads mean; those that may mean several things are refused."""
    grid = Grid(file=name_of(file), rows=rows)
    head = read_head(grid, plan)
    problems = [problem for _, problem in head.problems] if head else []
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise InvalidRecordError(errors, subject=name_of(file))
    if head is None or not any(column.kind in {"points", "total"} for column in head.columns):
        raise _no_points(grid)
    return head


def _no_points(*grids: Grid) -> InvalidRecordError:
    """Return the refusal of heads that are not of points; counts are for other readers."""
    is_counts = any(map(has_counts, grids))
    return refusal(
        ProblemCode.COUNTS_BY_ENGINE if is_counts else ProblemCode.NO_HEADER, grids[0].file
    )


def _columns(heads: Sequence[str], head: Head) -> tuple[Columns, tuple[str, ...]]:
    """Return the columns of a file, and the names that are changed as results have them."""
    found = {column.index: column for column in head.columns}
    kinds: dict[str, int] = {}
    for at, column in found.items():
        if column.kind not in {"points", "percent", "other"}:
            kinds.setdefault(column.kind, at)
    times = [at for at, column in found.items() if fold(column.header) in TIMES]
    points = {at: column.node for at, column in found.items() if column.node is not None}
    names: list[str] = []
    renamed: list[str] = []
    taken = {name.casefold() for name in _ADDED}
    for at, text in enumerate(heads):
        name = text.strip() or letters(at)
        if name.casefold() in _ADDED:
            renamed.append(name)
            name = f"{name}_published"
        while name.casefold() in taken:  # engines do not tell cases apart
            name = f"{name} ({letters(at)})"
        taken.add(name.casefold())
        names.append(name)
    return Columns(names, points, kinds, times), tuple(renamed)


def _pools(
    within: Sequence[str], heads: Sequence[str], columns: Columns, file: Path
) -> tuple[list[int], bool]:
    """Return the places of the columns of pools, and whether levels were asked for."""
    places: list[int] = []
    by_level = False
    spelt = [spelling(head) for head in heads]
    for name in within:
        if (wanted := spelling(name)) in spelt:
            at, word = spelt.index(wanted), None
        else:
            at, word = -1, WITHIN.get(fold(name))
        if word == "section":
            raise refusal(ProblemCode.SECTIONS_BY_ENGINE, name_of(file), labels=name)
        if word == "level" and "level" not in columns.kinds:
            raise InvalidRecordError([Problem.of(ProblemCode.NO_LEVELS, (), file=name_of(file))])
        if word == "level" or columns.kinds.get("level") == at:
            by_level = True
        elif at < 0:
            raise no_column(name, name_of(file), filter(None, heads))
        else:
            places.append(at)
    return list(dict.fromkeys(places)), by_level


# --- scoring --------------------------------------------------------------------------------------


def _read(table: Any, columns: Columns, plain: Sequence[str], plan: Plan) -> nw.LazyFrame[Any]:
    """Return a table with its columns of points beside them as points."""
    frame = cast("nw.LazyFrame[Any]", nw.from_native(table))
    if not frame.implementation.is_spark_like():  # whose rows have no order
        frame = numbered(frame, ROW)
    schema = frame.collect_schema()
    maxima = {at: plan.maxima[plan.ids.index(id_)] for at, id_ in columns.points.items()}
    return frame.with_columns(
        readable(plain[at], schema[plain[at]], most).alias(f"p{at}") for at, most in maxima.items()
    )


def _job(
    frame: nw.LazyFrame[Any], cells: Cells, framework: Framework, pools: Mapping[str, nw.Expr]
) -> Job:
    """Return the task with the units of a table."""
    schema = frame.collect_schema()
    found = PointsColumns(plan=plan_of(framework), by_position={})
    if cells.points:  # else totals alone were printed
        points = {name: schema[name] for name in cells.points}
        found = points_columns(points, columns=cells.points, framework=framework, hundredths=False)
    rows = [ROW] if ROW in schema else []
    return Job(
        found=found,
        within=cells.within,
        method=framework.ranking.method,
        keep=[*cells.heads, COPIES, BY_PUBLICATION, *rows],
        adds=(*SCORES, *RANKS),
        pools=pools,
    )


def _named(result: nw.LazyFrame[Any], columns: Columns, framework: Framework) -> Any:
    """Return units with their results, under the names that a reader knows."""
    plain = plain_names(len(columns.names))
    named = [nw.col(name).alias(title) for name, title in zip(plain, columns.names, strict=True)]
    places = [(nw.col(ROW) + 1).alias(PLACE)] if ROW in result.collect_schema() else []
    percent = nw.when(~nw.col(BY_PUBLICATION)).then(nw.col("percent")).alias("percent")
    scores = [percent if name == "percent" else name for name in SCORES]
    basis = nw.lit(framework.id).alias("framework")
    added = (*scores, *RANKS, BY_PUBLICATION, COPIES)
    return result.select(*named, *added, *places, basis).to_native()
