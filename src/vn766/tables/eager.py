"""Materialised tables, scored as NumPy arrays in blocks that fit the processor's cache."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from vn766._engine import formulas, tally
from vn766.tables.arrays import ARRAYS, Cells, smallest
from vn766.tables.blocks import source_of
from vn766.tables.natives import Counts, Labels, Points, add_columns
from vn766.tables.ranks import Entries, places, pools_of

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

    from vn766._engine.plan import Plan
    from vn766.tables.arrays import Ints, Mask
    from vn766.tables.blocks import Source
    from vn766.tables.columns import Job, PointsColumns
    from vn766.tables.natives import Result
    from vn766.tables.ranks import Places

_BLOCK = 1 << 16  # rows


class Scores(NamedTuple):
    """What follows from the points of all rows, before it becomes columns."""

    total: Ints
    percent: Ints
    band: Ints
    missing: Ints
    problems: Ints
    null: Mask | None
    """Which rows have no total, percent and class; None: all have."""


def score_arrays(frame: nw.DataFrame[Any], job: Job) -> Any:
    """Return the native table of `frame` with what the job adds."""
    plan = job.found.plan
    scores = scores_of(frame, job.found)
    results: dict[str, Result] = {
        "total": Points(scores.total, scores.null, plan.maximum),
        "percent": Points(scores.percent, scores.null, 100_00),
        "band": Labels(scores.band, scores.null, job.found.labels),
        "missing": Counts(scores.missing),
        "problems": Counts(scores.problems),
    }
    if job.within is not None:
        pools = pools_of(frame, job.within)
        codes, number = (None, 1) if pools is None else pools
        entries = [Entries(scores.total, scores.null, codes)]
        del pools, codes  # their memory is free once they are packed
        results |= place_columns(places(entries, number, plan.maximum, job.method), scores.null)
    return add_columns(frame, job.keep, {name: results[name] for name in job.adds})


def place_columns(found: Places, null: Mask | None) -> dict[str, Result]:
    """Return places as columns by their names."""
    return {name: Counts(ints, null, may_be_null=True) for name, ints in found._asdict().items()}


def scores_of(frame: nw.DataFrame[Any], found: PointsColumns) -> Scores:
    """Score all rows, block by block."""
    plan, length = found.plan, len(frame)
    kind = smallest(plan.maximum)  # no sum of nodes is larger
    sources = {at: source_of(frame, column, kind) for at, column in found.by_position.items()}
    percents, bands = _by_total(plan)
    scores = Scores(
        total=np.zeros(length, kind),
        percent=np.empty(length, np.int16),
        band=np.empty(length, np.int8),
        missing=np.zeros(length, np.int16),
        problems=np.zeros(length, np.int16),
        null=None,
    )
    is_whole = True
    for start in range(0, length, _BLOCK):
        part = slice(start, start + _BLOCK)
        total, missing, problems = _sums(plan, sources, part)
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
    null = None if is_whole else (scores.missing != 0) | (scores.problems != 0)
    return scores._replace(null=null)


def _sums(plan: Plan, sources: dict[int, Source], part: slice) -> tuple[Any, Any, Any]:
    """Return total, missing parts and problems of the rows of `part`, as cells or integers."""
    given: list[int | None] = [None] * len(plan.nodes)
    unsound: Cells | None = None
    for at, source in sources.items():
        cells, wrong = source.read(part)
        given[at] = cast("int", cells)
        if wrong is not None:
            counted = Cells(wrong.astype(np.int16))
            unsound = counted if unsound is None else unsound + counted
    total, missing, contradictions = tally.sums(plan, given, ARRAYS)
    if unsound is not None:
        # Sums of values that are wrong themselves prove nothing.
        wrongs = cast("int", unsound)
        contradictions = wrongs + contradictions * (1 - ARRAYS.at_least(wrongs, 1))
    return total, missing, contradictions


def _store(column: Ints, part: slice, cells: Cells | int) -> bool:
    """Write cells, or one integer, into the rows of `part`; return whether any is not 0."""
    if isinstance(cells, Cells):
        column[part] = cells.values
        return bool(cells.values.any())
    if cells:  # a new column is 0, and memory that is not touched costs nothing
        column[part] = cells
    return bool(cells)


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
