"""Materialised tables: scored as NumPy arrays, in blocks that fit the processor's cache.

What follows is written back as columns that the table's own library is at home with.
"""

# Neither pandas nor PyArrow has type stubs; their tables are Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

import numpy as np

from vn766._engine import formulas, tally
from vn766._engine.exact import to_decimal
from vn766.errors import UnsupportedBackendError
from vn766.tables.arrays import ARRAYS, Cells, reader_of, smallest
from vn766.tables.columns import BASIS
from vn766.tables.expressions import digits_of
from vn766.tables.ranks import Entries, places, pools_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import narwhals.stable.v2 as nw

    from vn766._engine.plan import Plan
    from vn766.tables.arrays import Ints, Mask, Reader
    from vn766.tables.columns import Job, PointsColumns
    from vn766.tables.ranks import Places, Pools

_BLOCK = 1 << 16  # rows


Sums: TypeAlias = "tuple[Cells | int | None, Cells | int, Cells | int]"


class Scores(NamedTuple):
    """The scores of all rows, before they become columns."""

    total: Ints
    percent: Ints
    band: Ints
    missing: Ints
    problems: Ints
    null: Mask | None
    """The rows without total, percent and class; None: all have them."""
    points: Mapping[str, tuple[Ints, Mask]] = {}
    """The points that are shown of nodes and components, and the rows without them."""


def score_arrays(frame: nw.DataFrame[Any], job: Job) -> Any:
    """Return the native table of `frame` with what the job adds."""
    maximum = job.maximum
    results: dict[str, Result] = {}
    if job.editions is None:
        scores = scores_of(frame, job.found)
    else:
        editions = job.editions.of_rows(frame)
        scores = _scores_by_edition(frame, job, editions)
        results[BASIS] = Labels(editions, editions < 0, job.editions.ids)
    results |= {
        name: Points(ints, null if null.any() else None, maximum)
        for name, (ints, null) in scores.points.items()
    }
    results |= {
        "total": Points(scores.total, scores.null, maximum),
        "percent": Points(scores.percent, scores.null, 100_00),
        "band": Labels(scores.band, scores.null, job.labels),
        "missing": Counts(scores.missing),
        "problems": Counts(scores.problems),
    }
    if job.within is not None:
        pools = pools_of(frame, job.within, job.levels, job.editions)
        null = unranked(scores.null, pools)
        number = 1 if pools is None else pools.number
        entries = [Entries(scores.total, null, None if pools is None else pools.codes)]
        del pools  # its memory is free once it is packed
        results |= place_columns(places(entries, number, maximum, job.method), null)
    return add_columns(frame, job.keep, {name: results[name] for name in job.adds})


def unranked(null: Mask | None, pools: Pools | None) -> Mask | None:
    """Return the rows without a total or a pool; None: there are none."""
    if pools is None or pools.unknown is None:
        return null
    return pools.unknown if null is None else null | pools.unknown


def place_columns(found: Places, null: Mask | None) -> dict[str, Result]:
    """Return places as columns by their names."""
    return {name: Counts(ints, null, may_be_null=True) for name, ints in found._asdict().items()}


def scores_of(frame: nw.DataFrame[Any], found: PointsColumns) -> Scores:
    """Score all rows, block by block."""
    plan, length = found.plan, len(frame)
    kind = smallest(plan.maximum)  # no sum of nodes is larger
    readers = {at: reader_of(frame, source, kind) for at, source in found.by_position.items()}
    percents, bands = _by_total(plan)
    scores = Scores(
        total=np.zeros(length, kind),
        percent=np.empty(length, np.int16),
        band=np.empty(length, np.int8),
        missing=np.zeros(length, np.int16),
        problems=np.zeros(length, np.int16),
        null=None,
        points={name: (np.zeros(length, kind), np.zeros(length, np.bool_)) for name in found.shown},
    )
    is_whole = True
    for start in range(0, length, _BLOCK):
        part = slice(start, start + _BLOCK)
        given, unsound = _given(plan, readers, part)
        total, missing, contradictions = cast("Sums", tally.sums(plan, given, ARRAYS))
        problems = _problems(unsound, contradictions)
        _store(scores.total, part, 0 if total is None else total)
        lacks = _store(scores.missing, part, missing)
        is_wrong = _store(scores.problems, part, problems)
        is_whole = is_whole and not lacks and not is_wrong
        at = scores.total[part].astype(np.intp)
        np.take(bands, at, out=scores.band[part], mode="clip")
        if percents is None:
            scores.percent[part] = scores.total[part]
        else:
            np.take(percents, at, out=scores.percent[part], mode="clip")
        if found.shown:
            values = cast("tuple[Cells | None, ...]", tally.values(plan, given, ARRAYS))
            for name, position in found.shown.items():
                _store_points(scores.points[name], part, values[position], contradictions)
    null = None if is_whole else (scores.missing != 0) | (scores.problems != 0)
    return scores._replace(null=null)


def _scores_by_edition(frame: nw.DataFrame[Any], job: Job, editions: Ints) -> Scores:
    """Score the rows of each edition by it; a row without an edition has one problem."""
    length, kind = len(frame), smallest(job.maximum)
    names = dict.fromkeys(name for found in job.bases for name in found.shown)
    whole = Scores(
        total=np.zeros(length, kind),
        percent=np.zeros(length, np.int16),
        band=np.zeros(length, np.int8),
        missing=np.zeros(length, np.int16),
        problems=(editions < 0).astype(np.int16),
        null=None,
        points={name: (np.zeros(length, kind), np.ones(length, np.bool_)) for name in names},
    )
    for at, found in enumerate(job.bases):
        rows = np.flatnonzero(editions == at)
        some = scores_of(frame[rows], found)
        labels = np.array([job.labels.index(label) for label in found.labels], np.int8)
        whole.total[rows], whole.percent[rows] = some.total, some.percent
        whole.missing[rows], whole.problems[rows] = some.missing, some.problems
        whole.band[rows] = labels[some.band]
        for name, (points, null) in some.points.items():
            whole.points[name][0][rows], whole.points[name][1][rows] = points, null
    return whole._replace(null=(whole.missing != 0) | (whole.problems != 0))


def _given(
    plan: Plan, readers: dict[int, Reader], part: slice
) -> tuple[list[int | None], Cells | None]:
    """Return the points of the rows of `part` by position, and how many of each are unsound."""
    given: list[int | None] = [None] * len(plan.nodes)
    unsound: Cells | None = None
    for at, read in readers.items():
        cells, wrong = read(part)
        given[at] = cast("int", cells)
        if wrong is not None:
            counted = Cells(wrong.astype(np.int16))
            unsound = counted if unsound is None else unsound + counted
    return given, unsound


def _problems(unsound: Cells | None, contradictions: Cells | int) -> Cells | int:
    """Return how many problems rows have: sums of values that are wrong prove nothing."""
    if unsound is None:
        return contradictions
    is_sound = 1 - cast("Cells", ARRAYS.at_least(cast("int", unsound), 1))
    return unsound + is_sound * contradictions


def _store(column: Ints, part: slice, cells: Cells | int) -> bool:
    """Write cells, or one integer, into the rows of `part`; return whether any is not 0."""
    if isinstance(cells, Cells):
        column[part] = cells.values
        return bool(cells.values.any())
    if cells:  # a new column is 0, and memory that is not touched costs nothing
        column[part] = cells
    return bool(cells)


def _store_points(
    column: tuple[Ints, Mask], part: slice, cells: Cells | None, contradictions: Cells | int
) -> None:
    """Write points into the rows of `part`, and where there are none: nobody knows, or says two."""
    points, null = column
    if cells is None:
        null[part] = True
        return
    points[part] = cells.values
    if cells.null is not None:
        null[part] = cells.null
    if isinstance(contradictions, Cells):
        null[part] |= contradictions.values > 0


@lru_cache(maxsize=8)
def _by_total(plan: Plan) -> tuple[Ints | None, Ints]:
    """Return percent and class of every total there can be: looking up is faster than dividing.

    Percents are None where they are the totals, which is so for a maximum of 100 points.
    """
    every = np.arange(plan.maximum + 1)
    totals = cast("int", Cells(every))
    percent = cast("Any", formulas.percent(totals, plan.maximum)).values
    band = cast("Any", formulas.reached(totals, plan.thresholds[1:], algebra=ARRAYS))
    # A framework of one class has no threshold to reach.
    bands = band.values if isinstance(band, Cells) else np.full_like(every, band)
    percents = None if np.array_equal(percent, every) else percent.astype(np.int16)
    return percents, bands.astype(np.int8)


# --- results as columns of a library ------------------------------------------------------------


class Points(NamedTuple):
    """Hundredths, to become decimals."""

    ints: Ints
    null: Mask | None
    maximum: int
    """No value is larger."""
    least: int = 0
    """No value is smaller."""


class Labels(NamedTuple):
    """Places in a list of labels, to become an ordered category."""

    ints: Ints
    null: Mask | None
    labels: Sequence[str]
    """Lowest first."""


class Counts(NamedTuple):
    """Integers; without a mask they are never null in any table."""

    ints: Ints
    null: Mask | None = None
    may_be_null: bool = False


Result: TypeAlias = Points | Labels | Counts


def add_columns(
    frame: nw.DataFrame[Any], keep: Sequence[str], results: Mapping[str, Result]
) -> Any:
    """Return the columns `keep` of `frame` as a native table with the results beside them.

    Raises:
        UnsupportedBackendError: if the library is not pandas, Polars or PyArrow.
    """
    library = _library(frame)
    columns: dict[str, Any] = {}
    for name, result in results.items():
        columns |= library.columns(name, result)
    return library.attach(frame.to_native(), keep, columns)


def _library(frame: nw.DataFrame[Any]) -> _Pandas | _PyArrow | _Polars:
    implementation = frame.implementation
    if implementation.is_pandas():
        import pandas as pd

        kinds = frame.to_native().dtypes
        return _ArrowPandas() if any(isinstance(k, pd.ArrowDtype) for k in kinds) else _Pandas()
    if implementation.is_polars():
        return _Polars()
    if implementation.is_pyarrow():
        return _PyArrow()
    message = (
        f"{implementation} is not supported: pass a table of pandas, Polars or PyArrow "
        f"(most libraries turn into PyArrow without a copy), or a lazy one"
    )
    raise UnsupportedBackendError(message)


class _Pandas:
    """pandas over NumPy: there are no decimals, so hundredths stand beside floats."""

    def columns(self, name: str, result: Result) -> dict[str, Any]:
        import pandas as pd

        if isinstance(result, Labels):
            codes = result.ints if result.null is None else np.where(result.null, -1, result.ints)
            classes = _pandas_classes(tuple(result.labels))
            return {name: pd.Categorical.from_codes(codes, dtype=classes)}
        if isinstance(result, Points):
            # The double nearest to a hundredth prints as that hundredth.
            points = result.ints / 100.0
            if result.null is not None:
                points[result.null] = np.nan
            exact = Counts(result.ints, result.null, may_be_null=True)
            return {name: points} | self.columns(f"{name}_hundredths", exact)
        if not result.may_be_null:
            return {name: result.ints}
        null = np.zeros(len(result.ints), np.bool_) if result.null is None else result.null
        return {name: pd.arrays.IntegerArray(result.ints, null)}

    def attach(self, native: Any, keep: Sequence[str], columns: dict[str, Any]) -> Any:
        return _beside(native, keep, columns)


def _beside(native: Any, keep: Sequence[str], columns: dict[str, Any]) -> Any:
    """Return the columns `keep` of a pandas table with others beside them."""
    import pandas as pd

    added = pd.DataFrame(columns, index=native.index, copy=False)
    kept = native if list(native.columns) == list(keep) else native[list(keep)]
    return pd.concat([kept, added], axis=1)


@lru_cache(maxsize=8)
def _pandas_classes(labels: tuple[str, ...]) -> Any:
    """Return the type of an ordered category: making it takes as long as a column of it."""
    import pandas as pd

    return pd.CategoricalDtype(labels, ordered=True)


class _PyArrow:
    """PyArrow: decimals, and dictionaries for classes."""

    def columns(self, name: str, result: Result) -> dict[str, Any]:
        import pyarrow as pa

        if isinstance(result, Labels):
            codes = pa.array(result.ints.astype(np.int8, copy=False), mask=result.null)
            labels = pa.array(list(result.labels))
            return {name: pa.DictionaryArray.from_arrays(codes, labels, ordered=True)}
        if isinstance(result, Counts):
            return {name: pa.array(result.ints, mask=result.null)}
        wide = np.zeros((len(result.ints), 2), np.int64)  # 128 bits, the upper half 0
        wide[:, 0] = result.ints
        if result.least < 0:
            wide[:, 1] = -(result.ints < 0).astype(np.int64)
        valid = None
        if result.null is not None:
            valid = pa.array(~result.null).buffers()[1]
        kind = pa.decimal128(digits_of(result.maximum), 2)
        buffers = [valid, pa.py_buffer(wide)]
        return {name: pa.Array.from_buffers(kind, len(result.ints), buffers)}

    def attach(self, native: Any, keep: Sequence[str], columns: dict[str, Any]) -> Any:
        import pyarrow as pa

        return pa.table({name: native[name] for name in keep} | columns)


class _ArrowPandas(_PyArrow):
    """pandas over Arrow."""

    def attach(self, native: Any, keep: Sequence[str], columns: dict[str, Any]) -> Any:
        import pandas as pd

        arrow = {name: pd.arrays.ArrowExtensionArray(column) for name, column in columns.items()}
        return _beside(native, keep, arrow)


class _Polars:
    """Polars: decimals, and enumerations for classes."""

    def columns(self, name: str, result: Result) -> dict[str, Any]:
        import polars as pl

        if isinstance(result, Labels):
            series = pl.Series(list(result.labels), dtype=pl.Enum(list(result.labels)))
            series = series.gather(result.ints)
        elif isinstance(result, Points):
            # Looked up: how Polars computes with decimals has changed between its versions.
            decimals = _polars_decimals(result.least, result.maximum)
            series = decimals.gather(result.ints - result.least if result.least else result.ints)
        else:
            series = pl.Series(result.ints)
        if result.null is not None:
            known = pl.lit(pl.Series(~result.null))
            series = pl.select(pl.when(known).then(pl.lit(series))).to_series()
        return {name: series.alias(name)}

    def attach(self, native: Any, keep: Sequence[str], columns: dict[str, Any]) -> Any:
        import polars as pl

        return pl.DataFrame([*native.select(keep).get_columns(), *columns.values()])


@lru_cache(maxsize=4)
def _polars_decimals(least: int, maximum: int) -> Any:
    """Return all hundredths from `least` to `maximum` as Polars has them."""
    import polars as pl

    points = [to_decimal(hundredths) for hundredths in range(least, maximum + 1)]
    return pl.Series(points, dtype=pl.Decimal(digits_of(maximum), 2))
