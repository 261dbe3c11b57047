"""The units of several rankings that are the same one: by their codes, else by names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vn766.vocabulary import locality, spelling

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from vn766.records import Unit
    from vn766.score.ranking import Ranking
    from vn766.score.results import UnitResult


class Matching:
    """The identities of the units of some rankings.

    A code decides. A unit without one is the unit of its name, if that name stands at most once
    in each ranking and always with the same code and level, as far as these are known.
    """

    def __init__(self, rankings: Iterable[Ranking]) -> None:
        named: dict[str, list[Unit]] = {}
        self._doubtful: set[str] = set()
        for ranking in rankings:
            units = [result.unit for result in ranking.results if result.unit is not None]
            times = Counter(_name(unit) for unit in units)
            self._doubtful |= {name for name, count in times.items() if count > 1}
            for unit in units:
                named.setdefault(_name(unit), []).append(unit)
        self._codes: dict[str, str] = {}
        for name, units in named.items():
            codes = {unit.key for unit in units if unit.code is not None}
            levels = {unit.level for unit in units} - {None}
            if len(codes) > 1 or len(levels) > 1:
                self._doubtful.add(name)
            self._codes[name] = next(iter(codes), "")

    def key(self, result: UnitResult) -> Hashable | None:
        """Return the identity of a unit, or None if nothing decides it."""
        unit = result.unit
        if unit is None:
            return None
        if unit.code is not None:
            return unit.key
        name = _name(unit)
        if name in self._doubtful:
            return None
        return self._codes[name] or (name,)


def _name(unit: Unit) -> str:
    """Return a name however it is typed, with or without the words for a People's Committee."""
    return spelling(locality(unit.name))
