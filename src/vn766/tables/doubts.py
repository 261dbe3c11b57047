"""What the levels and the printed ranks of a scored Parquet file make doubtful."""

# PyArrow has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from itertools import chain, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
from attrs import evolve
from pyarrow import compute

from vn766.errors import FormatError, Problem, ProblemCode, Severity
from vn766.readers.points import read_rank, stated_size
from vn766.tables.pieces import pieces_of, said
from vn766.tables.pools import level_key, pool_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping
    from decimal import Decimal

    from vn766.tables.large import Scored

pc: Any = compute

_MOST_TOLD: Final = 20
"""Problems of one kind that are told one by one; all are counted."""


class _Printed(NamedTuple):
    """A printed rank: itself, the number of units beside it, and its row."""

    rank: int
    of: int | None
    row: Mapping[str, Any]


def doubts_of(scored: Scored) -> list[Problem]:
    """Return warnings of units without a level where others have one, and of printed ranks.

    Of each kind the first are told, and how many there are.
    """
    told: dict[ProblemCode, list[Problem]] = {}
    counts: Counter[ProblemCode] = Counter()
    for problem in chain(_without_level(scored), _of_ranks(scored)):
        counts[problem.code] += 1
        if counts[problem.code] <= _MOST_TOLD:
            told.setdefault(problem.code, []).append(problem)
    for code, (first, *_) in told.items():
        if counts[code] > _MOST_TOLD:
            told[code][0] = evolve(first, origin=f"{scored.source} ({counts[code]})")
    return [problem for problems in told.values() for problem in problems]


def _without_level(scored: Scored) -> Iterator[Problem]:
    """Yield the warning of the units that are in no pool, as they name no level."""
    if scored.basis != "level" and not scored.levels_apart:
        return
    level = scored.columns.names[scored.columns.kinds["level"]]
    for piece in pieces_of(scored, [level, "problems", *_called(scored)]):
        texts = piece[level].unique()
        unknown = texts.filter(pa.array([level_key(text) is None for text in texts.to_pylist()]))
        mask = pc.and_(pc.is_in(piece[level], value_set=unknown), pc.equal(piece["problems"], 0))
        for row in piece.filter(mask).to_pylist():
            code, path = ProblemCode.UNKNOWN_POOL, ("unit", "level")
            yield _warning(code, path, scored, unit=_unit(row, scored))


def _of_ranks(scored: Scored) -> Iterator[Problem]:
    """Yield a warning of each printed rank that cannot be, of pools of another size one each."""
    place = scored.columns.kinds.get("rank")
    if place is None:
        return
    names, kinds = scored.columns.names, scored.columns.kinds
    head = names[place]
    keys: dict[str, Callable[[object], Hashable]] = dict.fromkeys(scored.within, pool_key)
    if scored.basis == "level" or scored.levels_apart:
        keys[names[kinds["level"]]] = level_key
    stated = stated_size(scored.head)
    sizes: set[tuple[int, int]] = set()
    pools: dict[Hashable, dict[Decimal, tuple[int, _Printed]]] = {}
    wanted = dict.fromkeys([head, "rank", "of", "tied", "total", *keys, *_called(scored)])
    for piece in pieces_of(scored, list(wanted)):
        is_ranked = pc.and_(pc.is_valid(piece["rank"]), pc.is_valid(piece[head]))
        for row in piece.filter(is_ranked).to_pylist():
            with suppress(FormatError):
                rank, of = read_rank(said(row[head]))
                printed = _Printed(rank, of or stated, row)
                code = _contradiction(printed, sizes)
                if code is not None:
                    yield _of_rank(code, printed, scored)
                pool = pools.setdefault(tuple(key(row[name]) for name, key in keys.items()), {})
                best, worst = pool.get(row["total"], (rank, printed))
                pool[row["total"]] = min(best, rank), max(worst, printed, key=attrgetter("rank"))
    for pool in pools.values():
        in_order = [pool[total] for total in sorted(pool, reverse=True)]
        for (_, worst), (best, _) in pairwise(in_order):
            if worst.of not in {None, worst.row["of"]} and worst.rank > best:
                yield _of_rank(ProblemCode.WORSE_RANK, worst, scored)


def _contradiction(printed: _Printed, sizes: set[tuple[int, int]]) -> ProblemCode | None:
    """Return what a printed rank contradicts; `sizes` of pools are told once."""
    rank, of, row = printed
    if of not in {None, row["of"]}:
        pair = (int(of or 0), int(row["of"]))
        is_new = pair not in sizes
        sizes.add(pair)
        return ProblemCode.POOL_SIZE_DIFFERS if is_new else None
    if rank > row["of"]:
        return ProblemCode.RANK_ABOVE_POOL
    is_one = row["rank"] <= rank < row["rank"] + row["tied"]
    return None if is_one else ProblemCode.RANK_DIFFERS


def _of_rank(code: ProblemCode, printed: _Printed, scored: Scored) -> Problem:
    rank, of, row = printed
    sizes = {"computed": row["rank"], "size": row["of"], "of": of}
    unit = _unit(row, scored)
    return _warning(code, ("published", "rank"), scored, value=rank, unit=unit, **sizes)


def _warning(
    code: ProblemCode, path: tuple[str, str], scored: Scored, **details: object
) -> Problem:
    severity, origin = Severity.WARNING, scored.source
    return Problem.of(code, path, severity=severity, origin=origin, **details)


def _called(scored: Scored) -> list[str]:
    """Return the columns of the names and the codes of units."""
    return [scored.columns.names[at] for at in reversed(list(scored.columns.units.values()))]


def _unit(row: Mapping[str, Any], scored: Scored) -> str:
    return next((text for name in _called(scored) if (text := said(row[name]))), "–")
