"""Places of totals within pools, for all rows of a table at once."""

# pandas has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import narwhals.stable.v2 as nw
import numpy as np

from vn766._engine.exact import is_null
from vn766.errors import UnsupportedBackendError
from vn766.tables.arrays import Raw, smallest
from vn766.tables.pools import is_text, level_key, pool_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from vn766.score import RankMethod
    from vn766.tables.arrays import Ints, Mask
    from vn766.tables.editions import Editions

_MOST_POOLS = 4
"""Numbers of pools a row: some may be left out, but they must stay small to be counted."""

_FEWEST_ROWS = 4
"""Rows a counter: with so many, counting is up to five times as fast as sorting, and small."""

_KEY = 32  # bits
_DIGIT = 16  # bits

_BLOCK = 1 << 15  # rows; what one step reads and writes stays in the processor's cache


class Pools(NamedTuple):
    """The pool of each row as a number from 0, how many there are, and the rows that are in none.

    Numbers of rows in none mean nothing.
    """

    codes: Ints
    number: int
    unknown: Mask | None = None


def pools_of(
    frame: nw.DataFrame[Any],
    names: Sequence[str],
    levels: str | None = None,
    editions: Editions | None = None,
) -> Pools | None:
    """Number the pools of a table by its columns `names`; None: there is but one.

    Pools in which the column `levels` tells of several levels are split by them, and all by the
    periods that `editions` knows.
    """
    pools: Pools | None = None
    for name in names:
        numbered = _numbered(frame.get_column(name), pool_key)
        pools = numbered if pools is None else _both(pools, numbered)
    if editions is not None:
        known_periods = cast("Callable[[object], Hashable]", editions.periods.get)
        by_period = _numbered(texts_of(frame, editions.column), known_periods)
        pools = by_period if pools is None else _both(pools, by_period)
    if levels is None:
        return pools
    by_level = _numbered(frame.get_column(levels), level_key)
    known = np.ones(len(frame), np.bool_) if by_level.unknown is None else ~by_level.unknown
    whole = pools or Pools(np.zeros(len(frame), np.int8), 1)
    if whole.unknown is not None:
        known &= ~whole.unknown
    apart = whole.codes[known].astype(np.int64) * by_level.number + by_level.codes[known]
    split = np.unique(apart) // by_level.number
    return pools if len(split) == len(np.unique(split)) else _both(whole, by_level)


def _both(first: Pools, second: Pools) -> Pools:
    """Return the pools of rows that are together in both."""
    codes: Ints = first.codes.astype(np.int64) * second.number + second.codes
    number = first.number * second.number
    if number > _MOST_POOLS * len(codes):
        present, codes = np.unique(codes, return_inverse=True)
        number = len(present)
    masks = [mask for mask in (first.unknown, second.unknown) if mask is not None]
    return Pools(codes, number, np.logical_or.reduce(masks) if masks else None)


def _numbered(series: nw.Series[Any], key_of: Callable[[object], Hashable]) -> Pools:
    """Number the different keys of the values of a column."""
    values = Raw(series).values if series.dtype.is_integer() and len(series) else None
    if values is not None:
        low, high = int(values.min()), int(values.max())
        if high - low < _MOST_POOLS * len(values):
            return Pools(values - low if low else values, high - low + 1)
    if isinstance(series.dtype, nw.Date | nw.Datetime):  # Python has no days beyond the year 9999
        series = series.dt.timestamp("us")
    codes, present = factorized(series)
    numbers: dict[Hashable, int] = {}
    keys = [None if value is None else key_of(value) for value in present]
    mapped = [-1 if key is None else numbers.setdefault(key, len(numbers)) for key in keys]
    found: Ints = np.array(mapped, np.int64)[codes] if mapped else codes.astype(np.int64)
    if -1 not in mapped:
        return Pools(found, max(1, len(numbers)))
    return Pools(np.maximum(found, 0), max(1, len(numbers)), found < 0)


def texts_of(frame: nw.DataFrame[Any], name: str) -> nw.Series[Any]:
    """Return a column as texts."""
    series = frame.get_column(name)
    return series if is_text(series.dtype) else series.cast(nw.String)


def factorized(series: nw.Series[Any]) -> tuple[Ints, list[Any]]:
    """Return the place of each value among the different ones; the null of a library is None."""
    is_pandas = series.implementation.is_pandas()
    is_plain = is_text(series.dtype) or series.dtype.is_signed_integer()
    if not is_plain and (
        not is_pandas or series.dtype.is_nested() or isinstance(series.dtype, nw.Object)
    ):
        return _equal(series)
    if is_pandas:
        import pandas as pd

        codes, present = pd.factorize(series.to_native(), use_na_sentinel=False)
        nulls = pd.isna(present)
        pairs = zip(present, nulls, strict=True)
        return codes, [None if is_null else value for value, is_null in pairs]
    present = [None, *series.drop_nulls().unique().to_list()]
    if len(present) == 1:
        return np.zeros(len(series), np.int64), present
    numbers = series.replace_strict(
        present[1:], list(range(1, len(present))), default=None, return_dtype=nw.Int64
    )
    return numbers.fill_null(0).to_numpy(), present


def _equal(series: nw.Series[Any]) -> tuple[Ints, list[Any]]:
    """Do the same one by one, as objects of Python: libraries tell few types apart."""
    numbers: dict[Any, int] = {}
    try:
        codes = [
            numbers.setdefault(None if is_null(value) else value, len(numbers))
            for value in series.to_list()
        ]
    except Exception as error:  # the methods of a type that is not ours
        message = f"{series.name!r} cannot tell pools apart: {error}; write their names as texts"
        raise UnsupportedBackendError(message) from error
    return np.array(codes, np.int64), list(numbers)


class Entries(NamedTuple):
    """Rows that follow each other: what their places are made of."""

    total: Ints
    null: Mask | None
    """The rows that are unranked; None: none is."""
    pool: Ints | None
    """The number of the pool of each row; None: all are one pool."""


class Places(NamedTuple):
    """Rank, size of the pool, and how many share the total, each as int32; 0 if unranked."""

    rank: Ints
    of: Ints
    tied: Ints


def places(entries: list[Entries], pools: int, maximum: int, method: RankMethod) -> Places:
    """Return the places of rows.

    Args:
        entries: the rows in their order; they are taken out of the list as soon as they are
            not needed any more, so that their memory can be used again.
        pools: how many pools there are.
        maximum: the largest total there can be.
        method: the tie rule; ``ordinal`` counts ties in the order of the rows.
    """
    length = sum(len(some.total) for some in entries)
    if method != "ordinal" and pools * (maximum + 1) * _FEWEST_ROWS <= length:
        return _by_counting(entries, pools, maximum, method)
    return _by_sorting(entries, pools, maximum, method)


def _unranked(length: int) -> Places:
    return Places(*(np.zeros(length, np.int32) for _ in Places._fields))


def _by_counting(entries: list[Entries], pools: int, maximum: int, method: RankMethod) -> Places:
    """Count the rows of each pool and total: what stands before a total is its rank."""
    width = maximum + 1
    rows = np.zeros(pools * width, np.int32)
    for some in entries:
        # A part has as many rows as there are counters, so that adding these up costs no more.
        for part in _parts(len(some.total), len(rows)):
            ranked, keys = _counters(some, part, maximum)
            rows += np.bincount(keys[ranked], minlength=len(rows))
    sizes = rows.reshape(pools, width)
    of = np.repeat(sizes.sum(axis=1, dtype=np.int32), width)
    steps = (sizes > 0).astype(np.int32) if method == "dense" else sizes
    before = np.cumsum(steps, axis=1, dtype=np.int32)
    before -= steps
    before += 1
    result = _unranked(sum(len(some.total) for some in entries))
    first = 0
    while entries:
        some = entries.pop(0)
        for part in _parts(len(some.total)):
            ranked, keys = _counters(some, part, maximum)
            at = slice(first + part.start, first + part.start + len(keys))
            for values, column in zip((before.ravel(), of, rows), result, strict=True):
                column[at][ranked] = values[keys[ranked]]
        first += len(some.total)
    return result


def _counters(some: Entries, part: slice, maximum: int) -> tuple[Mask | slice, Ints]:
    """Return which rows of `part` are ranked, and the counters of all."""
    keys = maximum - some.total[part].astype(np.intp)
    if some.pool is not None:
        keys += some.pool[part].astype(np.intp) * (maximum + 1)
    return slice(None) if some.null is None else ~some.null[part], keys


def _parts(length: int, size: int = 0) -> Iterator[slice]:
    size = max(size, _BLOCK)
    return (slice(start, min(start + size, length)) for start in range(0, length, size))


def _by_sorting(entries: list[Entries], pools: int, maximum: int, method: RankMethod) -> Places:
    """Sort by pool and total: runs of equal rows share a rank."""
    length = sum(len(some.total) for some in entries)
    sections = _sections(entries, pools, maximum)
    result = _unranked(length)  # only now, when the entries are gone
    for part in sections.parts:
        keys, rows = sections.keys[part], sections.rows[part]
        order = _order(keys)
        keys, rows = keys[order], rows[order].astype(np.intp)  # others are slow to write to
        new_run = _starts(keys)
        new_pool = _starts(keys >> np.uint32(sections.bits))
        pool, run = _Runs.of(new_pool), _Runs.of(new_run)
        match method:
            case "competition":
                rank = run.each(run.starts)
                rank -= pool.each(pool.starts)
            case "ordinal":
                rank = np.arange(len(rows), dtype=np.int32)
                rank -= pool.each(pool.starts)
            case _:
                rank = np.cumsum(new_run, dtype=np.int32)
                rank -= pool.each(rank[pool.starts])
        rank += 1
        result.rank[rows] = rank
        result.of[rows] = pool.each(pool.lengths)
        result.tied[rows] = run.each(run.lengths)
    return result


def _order(keys: Ints) -> Ints:
    """Return the order of integers of 32 bits; equal ones keep theirs.

    NumPy sorts integers of 16 bits by counting, several times as fast as wider ones.
    """
    order: Ints = np.argsort(keys.astype(np.uint16), kind="stable")
    high = (keys >> np.uint32(_DIGIT)).astype(np.uint16)
    if high.any():
        order = order[np.argsort(high[order], kind="stable")]
    return order


class _Sections(NamedTuple):
    """The ranked rows, those of neighbouring pools together: each part can be ranked by itself."""

    keys: Ints
    """The pool within its section and what lacks to the maximum, in one integer of 32 bits."""
    rows: Ints
    bits: int
    """How many bits what lacks takes in a key."""
    parts: list[slice]


def _sections(entries: list[Entries], pools: int, maximum: int) -> _Sections:
    """Lay rows together that stay in the processor's cache while they are sorted."""
    length = sum(len(some.total) for some in entries)
    bits = maximum.bit_length()
    together = max(1, _BLOCK * pools // max(1, length))  # pools
    shift = min(together.bit_length() - 1, _KEY - bits)
    count = ((pools - 1) >> shift) + 1
    sizes = np.zeros(count, np.intp)
    for some in entries:
        for part in _parts(len(some.total)):
            sizes += np.bincount(_numbers(some, part)[1] >> shift, minlength=count)
    ends = np.cumsum(sizes)
    free = ends - sizes  # where the next row of each section goes
    keys = np.empty(int(sizes.sum()), np.uint32)
    rows: Ints = np.empty(len(keys), smallest(length))
    first = 0
    while entries:
        some = entries.pop(0)
        for part in _parts(len(some.total)):
            ranked, numbers = _numbers(some, part)
            section = (numbers >> shift).astype(np.uint16 if count <= 1 << _DIGIT else np.intp)
            order = np.argsort(section, kind="stable")
            here = np.bincount(section, minlength=count)
            at = np.repeat(free - np.cumsum(here) + here, here)
            at += np.arange(len(at))
            key = (numbers & ((1 << shift) - 1)) << bits
            key |= maximum - some.total[part][ranked].astype(np.intp)
            keys[at] = key[order]
            rows[at] = np.arange(first + part.start, first + part.stop)[ranked][order]
            free += here
        first += len(some.total)
    return _Sections(keys, rows, bits, list(map(slice, ends - sizes, ends)))


def _numbers(some: Entries, part: slice) -> tuple[Mask | slice, Ints]:
    """Return which rows of `part` are ranked, and the numbers of their pools."""
    ranked = slice(None) if some.null is None else ~some.null[part]
    if some.pool is None:
        return ranked, np.zeros(len(some.total[part][ranked]), np.intp)
    return ranked, some.pool[part][ranked].astype(np.intp)


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


def _starts(values: Ints) -> Mask:
    """Mark where `values` differ from the one before; the first row always starts."""
    starts = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=starts[1:])
    return starts
