"""Places of totals within pools, for all rows of a table at once."""

# pandas has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals.stable.v2 as nw
import numpy as np

from vn766.tables.arrays import order_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vn766.score import RankMethod
    from vn766.tables.arrays import Ints, Mask

__all__ = ["Places", "Pools", "places", "pools_of"]


_MOST_POOLS = 4
"""Numbers of pools a row: some may be left out, but they must stay small to sort fast."""

_BLOCK = 1 << 15  # rows; what one step reads and writes stays in the processor's cache


class Pools(NamedTuple):
    """The pool of each row as a number from 0, and how many pools there are."""

    codes: Ints
    number: int


def pools_of(frame: nw.DataFrame[Any], names: Sequence[str]) -> Pools | None:
    """Number the pools of a table by the values of its columns `names`; None: there is but one."""
    pools: Pools | None = None
    for name in names:
        numbered = _numbered(frame[name])
        if pools is None:
            pools = numbered
            continue
        codes = pools.codes.astype(np.int64) * numbered.number + numbered.codes
        pools = Pools(codes, pools.number * numbered.number)
        if pools.number > _MOST_POOLS * len(frame):
            present, codes = np.unique(codes, return_inverse=True)
            pools = Pools(codes, len(present))
    return pools


def _numbered(series: nw.Series[Any]) -> Pools:
    """Number the different values of a column; null is one of them."""
    if series.dtype.is_integer() and len(series) and not series.null_count():
        values = series.to_numpy()
        low, high = int(values.min()), int(values.max())
        if high - low < _MOST_POOLS * len(values):
            return Pools(values - low if low else values, high - low + 1)
    if series.implementation.is_pandas():
        import pandas as pd  # noqa: PLC0415 (the caller has it)

        codes, present = pd.factorize(series.to_native(), use_na_sentinel=False)
        return Pools(codes, len(present))
    present = series.drop_nulls().unique().to_list()
    if not present:
        return Pools(np.zeros(len(series), np.int64), 1)
    numbers = series.replace_strict(
        present, list(range(1, len(present) + 1)), default=None, return_dtype=nw.Int64
    )
    return Pools(numbers.fill_null(0).to_numpy(), len(present) + 1)


class Places(NamedTuple):
    """Rank, size of the pool, and how many share the total, each as int32."""

    rank: Ints
    of: Ints
    tied: Ints


def places(lost: Ints, maximum: int, pools: Pools | None, method: RankMethod) -> Places:
    """Return the places of rows that are all ranked.

    Args:
        lost: what each row lacks to `maximum`, from 0: the best rows have the least.
        maximum: the largest value there can be.
        pools: the pool of each row; None: all are one pool.
        method: the tie rule; ``ordinal`` counts ties in the order of the rows.
    """
    count = 1 if pools is None else pools.number
    # With fewer counters than rows, counting is up to five times as fast as sorting.
    if method != "ordinal" and count * (maximum + 1) <= len(lost):
        return _by_counting(lost, maximum, pools, method)
    return _by_sorting(lost, maximum, pools, method)


def _by_counting(lost: Ints, maximum: int, pools: Pools | None, method: RankMethod) -> Places:
    """Count the rows of each pool and total: what stands before a total is its rank."""
    width = maximum + 1
    count = 1 if pools is None else pools.number
    rows = np.zeros(count * width, np.int64)
    # A part has as many rows as there are counters, so that adding these up costs no more.
    for part in _parts(len(lost), max(_BLOCK, len(rows))):
        rows += np.bincount(_keys(lost[part], width, pools, part), minlength=len(rows))
    rows = rows.astype(np.int32)
    sizes = rows.reshape(count, width)
    of = sizes.sum(axis=1, dtype=np.int32)
    steps = (sizes > 0).astype(np.int32) if method == "dense" else sizes
    before = (np.cumsum(steps, axis=1, dtype=np.int32) - steps).ravel()
    before += 1
    result = Places(*(np.empty(len(lost), np.int32) for _ in Places._fields))
    for part in _parts(len(lost)):
        keys = _keys(lost[part], width, pools, part)
        result.rank[part] = before[keys]
        result.tied[part] = rows[keys]
        result.of[part] = of[0] if pools is None else of[pools.codes[part]]
    return result


def _keys(lost: Ints, width: int, pools: Pools | None, part: slice) -> Ints:
    keys = lost.astype(np.intp)
    if pools is not None:
        keys += pools.codes[part].astype(np.intp) * width
    return keys


def _parts(length: int, size: int = _BLOCK) -> list[slice]:
    return [slice(start, start + size) for start in range(0, length, size)]


def _by_sorting(lost: Ints, maximum: int, pools: Pools | None, method: RankMethod) -> Places:
    """Sort by pool and total: runs of equal rows share a rank.

    Everything is computed in sorted order, which reads memory in sequence, and spread once.
    """
    keys = [(lost, maximum + 1)]
    if pools is not None:
        keys.insert(0, (pools.codes, pools.number))
    order = order_by(keys)
    new_pool = _starts(None if pools is None else pools.codes[order], len(order))
    new_run = _starts(lost[order], len(order))
    new_run |= new_pool
    pool, run = _Runs.of(new_pool), _Runs.of(new_run)
    match method:
        case "competition":
            rank = run.each(run.starts)
            rank -= pool.each(pool.starts)
        case "ordinal":
            rank = np.arange(len(order), dtype=np.int32)
            rank -= pool.each(pool.starts)
        case _:
            rank = np.cumsum(new_run, dtype=np.int32)
            rank -= pool.each(rank[pool.starts])
    rank += 1
    rank = _spread(rank, order)
    return Places(
        rank, _spread(pool.each(pool.lengths), order), _spread(run.each(run.lengths), order)
    )


def _spread(values: Ints, order: Ints) -> Ints:
    """Return `values`, which stand in sorted order, in the order of the rows."""
    spread = np.empty(len(order), values.dtype)
    spread[order] = values
    return spread


class _Runs(NamedTuple):
    """Rows that follow each other and belong together: where each run starts, how long it is."""

    starts: Ints
    lengths: Ints

    @classmethod
    def of(cls, starts: Mask) -> _Runs:
        """Return the runs of rows, by the marks of where they start."""
        at = np.flatnonzero(starts).astype(np.int32)
        return cls(at, np.diff(at, append=np.int32(len(starts))))

    def each(self, values: Ints) -> Ints:
        """Return for each row the value of its run."""
        return np.repeat(values, self.lengths)


def _starts(values: Ints | None, length: int) -> Mask:
    """Mark where `values` differ from the one before; the first row always starts."""
    starts = np.zeros(length, np.bool_)
    starts[:1] = True
    if values is not None:
        np.not_equal(values[1:], values[:-1], out=starts[1:])
    return starts
