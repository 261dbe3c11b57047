"""Pools: which units are ranked among each other, and why."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, get_args

from vn766._engine.exact import is_null
from vn766.errors import Problem, ProblemCode, Severity, printed
from vn766.framework import Level
from vn766.lazy import regex
from vn766.vi.order import sort_key
from vn766.vocabulary import Vocabulary, fold, locality, spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from vn766.score.results import UnitResult

PoolBasis: TypeAlias = Literal["whole", "named", "level", "section", "within"]
"""Why units are one pool: nothing tells them apart, the caller says so by a name, they are of one
level, stand in one section of a table, or `within` names the same pool for them."""

_UNITS: Final = Vocabulary("units")
_NOUGHTS: Final = regex(r"\b0+(?=[0-9])")


class Pooled(NamedTuple):
    """The pool of each of some units; with a basis of the units' own, None is not known."""

    basis: PoolBasis
    levels_apart: bool
    """Whether the pools of `within` are split by the levels of their units."""
    names: Sequence[Hashable]


@cache
def level_pools() -> Mapping[Level, str]:
    """Return what the pool of a level is called, the highest level first."""
    names = _UNITS.table("pools")
    return {level: names[level] for level in get_args(Level)}


@cache
def _kind() -> re.Pattern[str]:
    return re.compile("|".join(map(fold, _UNITS.written("kinds"))))


def pools_of(
    results: Sequence[UnitResult], pool: str | None, within: Callable[[UnitResult], Hashable] | None
) -> Pooled:
    """Return the pool of each unit.

    Units of known different levels are apart, unless `pool` is the caller's word for all of them
    or the pools of `within` tell the levels apart themselves.
    """
    levels: list[Level | None] = [
        None if result.unit is None else result.unit.level for result in results
    ]
    if within is None:
        if pool is None and len({*levels} - {None}) > 1:
            by_level = [None if level is None else level_pools()[level] for level in levels]
            return Pooled("level", levels_apart=False, names=by_level)
        basis: PoolBasis = "whole" if pool is None else "named"
        return Pooled(basis, levels_apart=False, names=[pool] * len(results))
    names = one_spelling([within(result) for result in results])
    apart = pool is None and mixes_levels(zip(names, levels, strict=True))
    if apart:
        names = [
            None if name is None or level is None else f"{name}: {level_pools()[level]}"
            for name, level in zip(names, levels, strict=True)
        ]
    return Pooled("within", levels_apart=apart, names=names)


def place_of(pool: Hashable) -> tuple[int, str]:
    """Return the key by which pools stand in order: levels from the highest, then names."""
    levels: list[Hashable] = [*level_pools().values()]
    return levels.index(pool) if pool in levels else len(levels), sort_key(printed(pool))


def mixes_levels(pools: Iterable[tuple[Hashable, Level | None]]) -> bool:
    """Whether units of different known levels are in one pool."""
    found: dict[Hashable, Level] = {}
    return any(
        level is not None and name is not None and found.setdefault(name, level) != level
        for name, level in pools
    )


def one_spelling(names: Sequence[Hashable]) -> list[Hashable]:
    """Return names with one spelling for each pool, the most usual one; blank ones are None."""
    spelt: dict[str, Counter[str]] = {}
    for name in names:
        if isinstance(name, str):
            spelt.setdefault(spelling(name), Counter())[" ".join(name.split())] += 1
    usual = {
        key: min(found, key=lambda name: (-found[name], sort_key(name)))
        for key, found in spelt.items()
    }
    return [
        usual[spelling(name)] or None
        if isinstance(name, str)
        else (None if is_null(name) else name)
        for name in names
    ]


def similar(names: Iterable[Hashable]) -> Iterator[Problem]:
    """Yield a warning for pools that may be one: they differ in accents, or in words of kinds."""
    alike: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        if isinstance(name, str):
            bare = _NOUGHTS.sub("", fold(locality(name)))
            found = _kind().match(bare)
            place = bare if found is None else bare[found.end() :].strip() or bare
            alike.setdefault(place, []).append(name)
    for several in alike.values():
        if len(several) > 1:
            yield Problem.of(
                ProblemCode.SIMILAR_POOLS,
                ("pool",),
                value=several[0],
                severity=Severity.WARNING,
                labels="; ".join(sorted(several, key=sort_key)),
            )
