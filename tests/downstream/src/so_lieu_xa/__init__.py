"""The communes of an invented province, as a notice lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import vn766.score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vn766 import UnitPoints

__all__ = ["FRAMEWORK", "lines"]

FRAMEWORK = "xa-vi-du-2026"


def lines(records: Iterable[UnitPoints]) -> list[str]:
    """Return a line for each commune with its rank, total and class; then the incomplete ones."""
    results = [vn766.score.score_points(record, framework=FRAMEWORK) for record in records]
    ranking = vn766.score.rank_units(results, pool="xã")
    ranked = [
        f"{row.rank}/{row.of} {name_of(row.result)}: {row.result.total} ({label_of(row.result)})"
        for row in ranking
    ]
    return [*ranked, *(f"– {name_of(unit.result)}" for unit in ranking.unranked)]


def name_of(result: vn766.score.UnitResult) -> str:
    """Return whose result it is."""
    return "" if result.unit is None else result.unit.name


def label_of(result: vn766.score.UnitResult) -> str:
    """Return the class of a result."""
    return "" if result.band is None else result.band.label
