"""A scorer that was here before vn766: whole hundredths, and nothing of vn766 at run time.

What it knows of a framework is the file `framework.json` that ``vn766 cases -o DIR`` writes.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vn766.schemas import CasesFrameworkDict


class Scorer:
    """Points, counts and ranks by the figures of one framework."""

    def __init__(self, path: Path) -> None:
        figures: CasesFrameworkDict = json.loads(path.read_text("utf-8"))
        groups = {node["parent"] for node in figures["nodes"]}
        self._maxima = {
            node["id"]: _hundredths(node["max_points"])
            for node in figures["nodes"]
            if node["id"] not in groups
        }
        self._whole = _hundredths(figures["max_points"])
        self._bands = [(_hundredths(each["min_points"]), each["id"]) for each in figures["bands"]]
        self._indicators = {each["code"]: each for each in figures["indicators"]}
        self._is_dense = figures["rank_method"] == "dense"

    def score(self, points: Mapping[str, Decimal | None]) -> dict[str, object]:
        """Return total, percent and class; None where points are missing.

        Raises:
            ValueError: points are negative or above their maximum.
        """
        known = {name: int(value * 100) for name, value in points.items() if value is not None}
        for name, value in known.items():
            if not 0 <= value <= self._maxima[name]:
                message = f"{name}: {value}"
                raise ValueError(message)
        if len(known) < len(self._maxima):
            return {"total": None, "percent": None, "band": None}
        total = sum(known.values())
        return {
            "total": _text(total),
            "percent": _text(_half_up(total * 100_00, self._whole)),
            "band": next(band for cut_off, band in self._bands if total >= cut_off),
        }

    def points(self, code: str, numerator: int, denominator: int) -> str:
        """Return the points of the two counts of an indicator."""
        indicator = self._indicators[code]
        most = _hundredths(indicator["max_points"])
        if denominator == 0:
            return _text(most if indicator["of_nothing"] == "full" else 0)
        target = _hundredths(indicator["target_percent"] or "100")
        return _text(min(most, _half_up(most * numerator * 100_00, denominator * target)))

    def ranks(self, totals: Sequence[Decimal | None]) -> list[int | None]:
        """Return the ranks of the units of a pool."""
        known = [total for total in totals if total is not None]
        better = set(known) if self._is_dense else known
        return [
            None if total is None else 1 + sum(other > total for other in better)
            for total in totals
        ]


def _hundredths(text: str) -> int:
    return int(Decimal(text) * 100)


def _text(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
