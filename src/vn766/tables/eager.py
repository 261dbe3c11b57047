"""Materialised tables, scored as NumPy arrays in blocks that fit the processor's cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from vn766._engine import formulas
from vn766.tables.arrays import ARRAYS, Cells, smallest
from vn766.tables.blocks import source_of
from vn766.tables.natives import Counts, Labels, Points, add_columns
from vn766.tables.ranks import Pools, places, pools_of
from vn766.tables.sums import sums

if TYPE_CHECKING:
    from collections.abc import Callable

    import narwhals.stable.v2 as nw

    from vn766.tables.arrays import Ints, Mask
    from vn766.tables.columns import Job, PointsColumns
    from vn766.tables.natives import Result

__all__ = ["score_arrays", "totals_of"]

_BLOCK = 1 << 16  # rows


class Totals(NamedTuple):
    """What follows from the points of all rows, before it becomes columns."""

    total: Ints
    missing: Ints
    problems: Ints


def score_arrays(frame: nw.DataFrame[Any], job: Job) -> nw.DataFrame[Any]:
    """Return `frame` with what the job adds."""
    plan = job.found.plan
    totals = totals_of(frame, job.found)
    without = (totals.missing != 0) | (totals.problems != 0)
    null = without if without.any() else None
    ranks = _ranks(frame, job, totals.total, null)

    def percent_of(total: int) -> int:
        return formulas.percent(total, plan.maximum)

    def band_of(total: int) -> int:
        return formulas.reached(total, plan.thresholds[1:], algebra=ARRAYS)

    percent = _looked_up(percent_of, totals.total, plan.maximum, 100_00)
    band = _looked_up(band_of, totals.total, plan.maximum, len(plan.bands))
    results: dict[str, Result] = {
        "total": Points(totals.total, null, plan.maximum),
        "percent": Points(percent, null, 100_00),
        "band": Labels(band, null, job.found.labels),
        "missing": Counts(totals.missing),
        "problems": Counts(totals.problems),
    }
    results |= ranks
    return add_columns(frame, job.keep, {name: results[name] for name in job.adds})


def totals_of(frame: nw.DataFrame[Any], found: PointsColumns) -> Totals:
    """Sum the points of all rows, block by block."""
    plan, length = found.plan, len(frame)
    kind = smallest(plan.maximum)  # no sum of nodes is larger
    sources = {at: source_of(frame, column, kind) for at, column in found.by_position.items()}
    result = Totals(
        total=np.zeros(length, kind),
        missing=np.zeros(length, np.int16),
        problems=np.zeros(length, np.int16),
    )
    for start in range(0, length, _BLOCK):
        part = slice(start, start + _BLOCK)
        given: list[int | None] = [None] * len(plan.nodes)
        unsound: Cells | None = None
        for at, source in sources.items():
            cells, wrong = source.read(part)
            given[at] = cast("int", cells)
            if wrong is not None:
                counted = Cells(wrong.astype(np.int16))
                unsound = counted if unsound is None else unsound + counted
        total, missing, contradictions = sums(plan, given, ARRAYS)
        _store(result.total, part, 0 if total is None else total)
        _store(result.missing, part, missing)
        # Sums of values that are wrong themselves prove nothing.
        if unsound is not None:
            wrongs = cast("int", unsound)
            contradictions = wrongs + contradictions * (1 - ARRAYS.at_least(wrongs, 1))
        _store(result.problems, part, contradictions)
    return result


def _store(column: Ints, part: slice, cells: Any) -> None:  # noqa: ANN401
    """Write cells, or one integer, into the rows of `part`."""
    if isinstance(cells, Cells):
        column[part] = cells.values
    elif cells:  # a new column is 0, and memory that is not touched costs nothing
        column[part] = cells


def _looked_up(formula: Callable[[int], int], totals: Ints, maximum: int, largest: int) -> Ints:
    """Return what a formula makes of each total; it is computed once for each that there is."""
    table = np.zeros(maximum + 1, smallest(largest))
    _store(table, slice(None), formula(cast("int", Cells(np.arange(maximum + 1)))))
    return table[totals]


def _ranks(
    frame: nw.DataFrame[Any], job: Job, totals: Ints, null: Mask | None
) -> dict[str, Result]:
    if job.within is None:
        return {}
    maximum = job.found.plan.maximum
    lost = totals.dtype.type(maximum) - totals
    pools = pools_of(frame, job.within)
    if null is None:
        found = places(lost, maximum, pools, job.method)
        return {name: Counts(values, may_be_null=True) for name, values in found._asdict().items()}
    rows = np.flatnonzero(~null)
    if pools is not None:
        pools = Pools(pools.codes[rows], pools.number)
    found = places(lost[rows], maximum, pools, job.method)
    results: dict[str, Result] = {}
    for name, values in found._asdict().items():
        spread = np.zeros(len(totals), np.int32)
        spread[rows] = values
        results[name] = Counts(spread, null, may_be_null=True)
    return results
