"""Ranks of a table that comes in chunks, since it is too large to be held at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, cast

import narwhals.stable.v2 as nw
import numpy as np

from vn766._engine.exact import read
from vn766.errors import UnsupportedBackendError
from vn766.tables.columns import RANKS, check_names
from vn766.tables.eager import place_columns, scores_of
from vn766.tables.natives import add_columns
from vn766.tables.ranks import Entries, Places, places, pools_of
from vn766.tables.scores import Table, frame_of, tie_rule_of, total_column, undivided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from vn766.framework.model import Framework
    from vn766.score import RankMethod
    from vn766.tables.arrays import Ints

_NAN: Final = object()
"""What stands for NaN among the keys of pools: NaN itself is not found again."""


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
        self._entries.append(Entries(scores.total, scores.null, self._numbered(frame)))

    def places(self, method: RankMethod) -> Places:
        """Return the places of all rows; the rows themselves are forgotten."""
        number = max(1, len(self._numbers))
        self._numbers.clear()
        return places(self._entries, number, read(self._whole.max_points), method)

    def _numbered(self, frame: nw.DataFrame[Any]) -> Ints | None:
        """Number the pools of a chunk as those before: the same values, the same number."""
        pools = pools_of(frame, self._pools)
        if pools is None:
            return None
        some_row = np.full(pools.number, -1, np.intp)
        some_row[pools.codes] = np.arange(len(frame))
        present = np.flatnonzero(some_row >= 0)
        columns = [_keys(frame.get_column(name)[some_row[present]]) for name in self._pools]
        known, numbers = self._numbers, np.zeros(pools.number, np.int32)
        numbers[present] = [known.setdefault(key, len(known)) for key in zip(*columns, strict=True)]
        return numbers[pools.codes]


def _keys(values: nw.Series[Any]) -> list[object]:
    """Return values by which pools are found again; the nulls of a library are all None."""
    return [
        None if is_null else value if value == value else _NAN  # noqa: PLR0124 (NaN)
        for value, is_null in zip(values.to_list(), values.is_null().to_list(), strict=True)
    ]


def _materialised(chunk: object) -> nw.DataFrame[Any]:
    frame = frame_of(chunk)
    if isinstance(frame, nw.LazyFrame):
        message = "chunks must be materialised tables: a lazy one is ranked at once by rank_table"
        raise UnsupportedBackendError(message)
    return frame
