"""The verbs on tables: totals, classes and ranks of all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast, get_args

import narwhals.stable.v2 as nw
import numpy as np
from attrs import evolve

from vn766._engine.exact import read
from vn766.errors import UnsupportedBackendError, printed
from vn766.framework import get_framework
from vn766.framework.model import Node
from vn766.score import RankMethod
from vn766.tables.columns import (
    BASIS,
    RANKS,
    SCORES,
    Job,
    check_names,
    counts_columns,
    points_columns,
)
from vn766.tables.eager import add_columns, place_columns, score_arrays, scores_of, unranked
from vn766.tables.editions import Editions, basis_of
from vn766.tables.expressions import score_expressions
from vn766.tables.pools import column_of_levels, pool_key
from vn766.tables.ranks import Entries, Places, places, pools_of
from vn766.vocabulary.typed import not_a

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from narwhals.stable.v2.dtypes import DType

    from vn766.framework import Level
    from vn766.framework.model import Framework
    from vn766.tables.arrays import Ints
    from vn766.tables.columns import Frame, PointsColumns
    from vn766.tables.ranks import Pools

Table = TypeVar("Table")
"""A table of any library that Narwhals knows."""

How: TypeAlias = Literal["auto", "arrays", "expressions"]


def score_table(
    df: Table,
    *,
    columns: Mapping[str, str | None] | None = None,
    framework: Framework | str | Path | None = None,
    period: str | None = None,
    within: str | Sequence[str] | None = None,
    pool: str | None = None,
    method: RankMethod | None = None,
    keep: Literal["all"] | Sequence[str] = "all",
    nodes: bool = False,
    hundredths: bool = False,
    how: How = "auto",
) -> Table:
    """Return a table with the total, percent and class of every row, and its rank.

    Columns added: ``total`` (points) and ``percent`` (of the framework's maximum), both with two
    decimals; ``band`` (the label of the class); ``missing`` (how many parts have no points);
    ``problems`` (how many things are wrong with the row); with `within` also ``rank``, ``of``
    (ranked rows of the pool) and ``tied`` (rows that share the total). A row with missing parts
    or with problems has no total, percent, class or rank: these are null. `problems_table` says
    what is wrong.

    Decimals are decimals and classes ordered categories where the library has them. NumPy-backed
    pandas has no decimals: there ``total`` and ``percent`` are the nearest floats, and
    ``total_hundredths`` and ``percent_hundredths`` are exact. Rows, their order and what is kept
    stay as they were; lazy tables stay lazy.

    Args:
        df: a table of pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark.
        columns: what columns mean, by name: a key as `vn766.score.score_points` takes it, or
            None for a column to leave alone. Columns that are not named are recognised by
            their names; those that mean nothing are kept as they are.
        framework: an edition, its id, or the path of a user's own; default: the edition that
            covers the row's period, without periods ``qd766``.
        period: the column of periods, as texts that `vn766.vi.parse_period` reads. Each row is
            scored by the edition of its period, which the column ``framework`` names, and ranked
            among rows of the same period. A row without a period, or with one that no edition
            covers, has a problem. To find them, the different texts are read at once.
        within: one or several columns that tell the pools apart; every pool is ranked by
            itself. Texts that differ only in case, blanks, Unicode form or the place of a mark of
            tone are one pool; a row that is blank there is in none, and unranked. To find them,
            the different texts of a lazy table are read at once. Units of several levels stay
            apart, if a column ("Cấp", ``level``) says so.
        pool: what the units are; your word that they may be ranked together, whatever their
            levels: without `within` all rows are one pool.
        method: the tie rule; default: that of the framework. ``ordinal`` counts ties in the
            order of the rows.
        keep: the columns of `df` to keep.
        nodes: whether to add the points of every group and part, in columns named by their ids
            (``online``, ``online.payment``), before the total. What a row was not given is the
            sum of its parts. What is missing or wrong is null, and so is all in a row whose
            parts contradict their sums.
        hundredths: whether numbers that are no decimals hold whole hundredths (1872), not
            points (18,72).
        how: ``arrays`` computes on NumPy arrays, which needs a materialised table,
            ``expressions`` on the engine itself, which needs a lazy one or Polars. By default
            materialised tables use arrays.

    Raises:
        InvalidRecordError: if columns cannot be understood, are absent, or would be written
            twice. Values raise nothing: their rows have ``problems``.
        UnsupportedBackendError: if the engine cannot do it; the message says what can.
        FrameworkError: if the framework is unknown or broken.
        ValueError: if there is no such `method` or `how`.

    Example:
        >>> import polars as pl
        >>> communes = pl.DataFrame({
        ...     "unit": ["xã A", "xã B"], "CKMB": ["18", "17,5"], "TDGQ": [18.72, 20.0],
        ...     "CLGQ": [7.93, None], "TTTT": [7.36, 10], "MDHL": [18, 18], "MDSH": [17.08, 22],
        ... })
        >>> score_table(communes, keep=["unit"]).rows()
        [('xã A', Decimal('87.09'), Decimal('87.09'), 'Tốt', 0, 0),
         ('xã B', None, None, None, 1, 0)]
    """
    frame = frame_of(df)
    schema = frame.collect_schema()

    def find(edition: Framework | str | Path | None) -> PointsColumns:
        found = points_columns(schema, columns=columns, framework=edition, hundredths=hundredths)
        return found.showing(nodes=nodes)

    found = basis_of(frame, period, framework, find)
    names = schema.names()
    ours = {name: dtype for name, dtype in schema.items() if (columns or {}).get(name, name)}
    levels = column_of_levels(ours)
    pools, levels = _asked(within, pool, levels)
    result = do(frame, found, names, within=pools, levels=levels, method=method, keep=keep, how=how)
    return cast("Table", result)


def score_counts_table(
    df: Table,
    *,
    columns: Mapping[str, tuple[str, str]] | None = None,
    framework: Framework | str | Path | None = None,
    period: str | None = None,
    level: Level | None = None,
    within: str | Sequence[str] | None = None,
    pool: str | None = None,
    method: RankMethod | None = None,
    keep: Literal["all"] | Sequence[str] = "all",
    components: bool = False,
    nodes: bool = False,
    how: How = "auto",
) -> Table:
    """Return a table of counts with the total, percent and class of every row, and its rank.

    Each component has two columns of whole numbers, ``…_numerator`` and ``…_denominator`` behind
    its code or number. What 0 of 0 means, the zero rule decides; two nulls are a published null,
    as in `vn766.score.score_counts`; a component without columns is missing. Columns named like
    nodes hold points, as `score_table` takes them. What is added is the same as there.

    Args:
        df: a table of pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark.
        columns: columns of other names: numerator and denominator by the code or number of the
            component.
        framework: an edition with component rules, its id, or the path of a user's own; default:
            the edition that covers the row's period, without periods ``portal-2026``.
        period: as in `score_table`; an edition without component rules covers no counts.
        level: the level of all units of the table, which decides the components they have.
        within: as in `score_table`.
        pool: as in `score_table`.
        method: as in `score_table`.
        keep: as in `score_table`.
        components: whether to add the points of every component, in columns named by their
            codes (``PROGRESS_ON_TIME``).
        nodes: as in `score_table`.
        how: as in `score_table`.

    Raises:
        InvalidRecordError: if columns cannot be understood, are absent, or would be written
            twice. Values raise nothing: a row with negative counts, with more in the numerator
            than in the denominator, with one of two counts, or with counts beyond what every
            engine computes exactly has ``problems`` and no total.
        UnsupportedBackendError: if the engine cannot do it; the message says what can.
        FrameworkError: if the framework is unknown or broken.

    Source: rules, targets and zero rules stand in the framework, each with its evidence.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({
        ...     "transparency": [18], "online": [22], "satisfaction": [18], "digitization": [22],
        ...     "PROGRESS_ON_TIME_numerator": [755], "PROGRESS_ON_TIME_denominator": [1120],
        ... })
        >>> score_counts_table(table, keep=[]).row(0)
        (Decimal('93.48'), Decimal('93.48'), 'Xuất sắc', 0, 0)
    """
    frame = frame_of(df)

    def find(edition: Framework | str | Path | None) -> PointsColumns:
        found = counts_columns(frame, columns=columns, framework=edition, level=level)
        return found.showing(nodes=nodes, components=components)

    found = basis_of(frame, period, framework, find, counted=True)
    schema = frame.collect_schema()
    names = schema.names()
    pools, levels = _asked(within, pool, column_of_levels(schema) if level is None else None)
    result = do(frame, found, names, within=pools, levels=levels, method=method, keep=keep, how=how)
    return cast("Table", result)


def rank_table(
    df: Table,
    *,
    total: str = "total",
    within: str | Sequence[str] = (),
    framework: Framework | str | Path | None = None,
    method: RankMethod | None = None,
    keep: Literal["all"] | Sequence[str] = "all",
    how: How = "auto",
) -> Table:
    """Return a table of totals with the rank of every row: ``rank``, ``of`` and ``tied``.

    Rows without a total, or with one that cannot be, are unranked: null, never last.

    Args:
        df: a table of pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark.
        total: the column of totals, in points.
        within: columns that tell the pools apart, as in `score_table`; by default all rows are
            one pool, whatever their levels.
        framework: whose maximum totals have, and whose tie rule applies; default ``qd766``.
        method: as in `score_table`.
        keep: as in `score_table`.
        how: as in `score_table`.

    Raises:
        InvalidRecordError: if columns are absent, of another type, or would be written twice.
        UnsupportedBackendError: if the engine cannot do it; the message says what can.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"unit": ["A", "B", "C"], "total": ["65,47", "70", "65,47"]})
        >>> rank_table(table).rows()
        [('A', '65,47', 2, 3, 2), ('B', '70', 1, 3, 1), ('C', '65,47', 2, 3, 2)]
    """
    frame = frame_of(df)
    schema = frame.collect_schema()
    found = total_column(schema, total, undivided(framework))
    result = do(
        frame, found, schema.names(), within=within, method=method, keep=keep, how=how, adds=RANKS
    )
    return cast("Table", result)


def rank_chunks(
    chunks: Callable[[], Iterable[Table]],
    *,
    total: str = "total",
    within: str | Sequence[str] = (),
    framework: Framework | str | Path | None = None,
    method: RankMethod | None = None,
    keep: Literal["all"] | Sequence[str] = "all",
) -> Iterator[Table]:
    """Yield every chunk of a table with the rank of its rows among all rows of all chunks.

    What is added is the same as in `rank_table`. Scoring needs no row but its own, so chunks are
    scored on their way here, one by one; only ranks need all of them. Therefore the table is
    read twice: once for its totals, and once to add the ranks. Besides one chunk at a time,
    ranking takes at most 24 bytes of memory a row.

    Args:
        chunks: a function that opens the table from its beginning: each call returns the same
            chunks (materialised tables of pandas, Polars or PyArrow) in the same order. It is
            called twice.
        total: as in `rank_table`.
        within: as in `rank_table`; a pool may be spread over chunks.
        framework: as in `rank_table`.
        method: as in `rank_table`.
        keep: as in `rank_table`.

    Raises:
        InvalidRecordError: if a chunk lacks a column, has it as another type than points, or
            would have one written twice.
        UnsupportedBackendError: if a chunk is lazy, or of another library.
        FrameworkError: if the framework is unknown or broken.
        ValueError: if there is no such `method`, or the second reading has other rows.

    Example:
        >>> import polars as pl
        >>> points = pl.DataFrame({"unit": ["A", "B", "C"], "total": ["65,47", "70", "65,47"]})
        >>> ranked = rank_chunks(lambda: points.iter_slices(2))
        >>> [chunk.rows() for chunk in ranked]
        [[('A', '65,47', 2, 3, 2), ('B', '70', 1, 3, 1)], [('C', '65,47', 2, 3, 2)]]
    """
    whole = undivided(framework)
    pools = (within,) if isinstance(within, str) else tuple(within)
    totals = _Totals(total, pools, whole)
    for chunk in chunks():
        totals.add(_materialised(chunk))
        del chunk  # it would be kept while everything is ranked
    found = totals.places(tie_rule_of(method, whole))
    stop = 0
    for chunk in chunks():
        frame = _materialised(chunk)
        start, stop = stop, stop + len(frame)
        if stop > len(found.rank):
            break
        names = frame.collect_schema().names()
        kept = names if keep == "all" else list(keep)
        check_names(names, keep=kept, added=RANKS)
        # Copied, so that a chunk that is kept does not keep all ranks.
        part = Places(*(column[start:stop].copy() for column in found))
        null = part.rank == 0
        results = place_columns(part, null if null.any() else None)
        yield cast("Table", add_columns(frame, kept, results))
    if stop != len(found.rank):
        message = "the second reading has other rows than the first: open the same chunks anew"
        raise ValueError(message)


# --- how they do it -----------------------------------------------------------------------------


def frame_of(df: object) -> Frame:
    """Return the Narwhals frame of a table; a TypeError tells what is none."""
    try:
        return cast("Frame", nw.from_native(cast("Any", df)))
    except TypeError:
        needed = "a dataframe of pandas, Polars, PyArrow, DuckDB or PySpark"
        raise not_a(df, "a table", needed) from None


def _asked(
    within: str | Sequence[str] | None, pool: str | None, levels: str | None
) -> tuple[str | Sequence[str] | None, str | None]:
    """Return the columns of pools and that of levels, if they are to be apart."""
    if pool is None:
        return within, levels
    return (() if within is None else within), None


def do(
    frame: Frame,
    basis: PointsColumns | Editions,
    names: Sequence[str],
    *,
    within: str | Sequence[str] | None,
    levels: str | None = None,
    method: RankMethod | None,
    keep: Literal["all"] | Sequence[str],
    how: How,
    adds: Sequence[str] | None = None,
) -> Any:
    """Return the native table of `frame` with what follows from the columns that were found.

    `basis` says what they mean, for all rows or by the edition of each. `names` are those of all
    columns: asking a table again would cost small ones much.
    """
    pools = (within,) if isinstance(within, str) else within
    editions = basis if isinstance(basis, Editions) else None
    found = basis.found[0] if isinstance(basis, Editions) else basis
    if adds is None:
        shown = found.shown if editions is None else editions.shown
        ids = () if editions is None else (BASIS,)
        adds = (*shown, *SCORES, *(() if pools is None else RANKS), *ids)
    kept = names if keep == "all" else list(keep)
    check_names(names, used=pools or (), keep=kept, added=_written(frame, adds))
    tie_rule = tie_rule_of(method, found.plan.framework)
    job = Job(
        found=found,
        within=pools,
        method=tie_rule,
        keep=kept,
        adds=adds,
        levels=levels,
        editions=editions,
    )
    return _run(frame, job, how)


def undivided(framework: Framework | str | Path | None) -> Framework:
    """Return a framework whose total is its only part."""
    edition = get_framework(framework)
    whole = Node(
        id="total", label="Tổng điểm", max_points=edition.max_points, source=edition.source
    )
    return evolve(edition, groups=(whole,))


def total_column(schema: Mapping[str, DType], total: str, whole: Framework) -> PointsColumns:
    """Find the column of totals in a table; `whole` is `undivided`.

    Raises:
        InvalidRecordError: if it is absent, or of a type that no points have.
    """
    check_names(list(schema), used=(total,))
    return points_columns(
        {total: schema[total]}, columns={total: "total"}, framework=whole, hundredths=False
    )


def _run(frame: Frame, job: Job, how: How) -> Any:
    """Do a job the way that was asked for, or the one that suits the table."""
    if how not in get_args(How):
        message = f"how must be auto, arrays or expressions, not {how!r}"
        raise ValueError(message)
    if isinstance(frame, nw.LazyFrame):
        if how == "arrays":
            message = "a lazy table has no arrays: collect it first, or leave how='auto'"
            raise UnsupportedBackendError(message)
        return score_expressions(frame, job).to_native()
    if how != "expressions":
        return score_arrays(frame, job)
    if not frame.implementation.is_polars():
        message = f"expressions need a lazy table or Polars, not {frame.implementation}"
        raise UnsupportedBackendError(message)
    return score_expressions(frame.lazy(), job).collect().to_native()


def _written(frame: Frame, adds: Sequence[str]) -> list[str]:
    """Return the names of the columns that will be written."""
    others = {*SCORES, *RANKS, BASIS} - {"total", "percent"}
    exact = [f"{name}_hundredths" for name in adds if name not in others]
    return [*adds, *exact] if frame.implementation.is_pandas() else [*adds]


def tie_rule_of(method: RankMethod | None, framework: Framework) -> RankMethod:
    """Return a tie rule, by default that of the framework; a ValueError tells what is none."""
    if method is None:
        return framework.ranking.method
    if method not in get_args(RankMethod):
        message = f"method must be competition, ordinal or dense, not {printed(method, repr)}"
        raise ValueError(message)
    return method


# --- chunks -------------------------------------------------------------------------------------


class _Totals:
    """The totals and pools of the rows so far."""

    def __init__(self, total: str, pools: Sequence[str], whole: Framework) -> None:
        self._total = total
        self._pools = pools
        self._whole = whole
        self._entries: list[Entries] = []
        self._numbers: dict[tuple[object, ...], int] = {}
        """The number of each pool by the values of its columns."""

    def add(self, frame: nw.DataFrame[Any]) -> None:
        """Add the rows of a chunk."""
        schema = frame.collect_schema()
        check_names(schema.names(), used=self._pools)
        scores = scores_of(frame, total_column(schema, self._total, self._whole))
        pools = pools_of(frame, self._pools)
        null = unranked(scores.null, pools)
        codes = None if pools is None else self._numbered(frame, pools)
        self._entries.append(Entries(scores.total, null, codes))

    def places(self, method: RankMethod) -> Places:
        """Return the places of all rows; the rows themselves are forgotten."""
        number = max(1, len(self._numbers))
        self._numbers.clear()
        return places(self._entries, number, read(self._whole.max_points), method)

    def _numbered(self, frame: nw.DataFrame[Any], pools: Pools) -> Ints:
        """Number the pools of a chunk as those before: the same names, the same number."""
        some_row = np.full(pools.number, -1, np.intp)
        rows = np.arange(len(frame)) if pools.unknown is None else np.flatnonzero(~pools.unknown)
        some_row[pools.codes[rows]] = rows
        present = np.flatnonzero(some_row >= 0)
        columns = [
            map(pool_key, frame.get_column(name)[some_row[present]].to_list())
            for name in self._pools
        ]
        known, numbers = self._numbers, np.zeros(pools.number, np.int32)
        numbers[present] = [known.setdefault(key, len(known)) for key in zip(*columns, strict=True)]
        return numbers[pools.codes]


def _materialised(chunk: object) -> nw.DataFrame[Any]:
    frame = frame_of(chunk)
    if isinstance(frame, nw.LazyFrame):
        message = "chunks must be materialised tables: a lazy one is ranked at once by rank_table"
        raise UnsupportedBackendError(message)
    return frame
