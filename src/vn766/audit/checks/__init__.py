"""From claims to findings, within the tolerances that are cited in ``tolerances.toml``."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from vn766.framework.loader import load_cited
from vn766.framework.sources import Citation

_FILE = Path(__file__).with_name("tolerances.toml")


@frozen(kw_only=True)
class Tolerance:
    """The largest difference, in points of percent."""

    largest: Decimal
    source: Citation


@frozen(kw_only=True)
class NodeTolerance:
    """The largest difference for one group of indicators."""

    id: str
    largest: Decimal
    source: Citation


@frozen(kw_only=True)
class Tolerances:
    """The tolerance of percents, and those of single groups."""

    percent: Tolerance
    nodes: tuple[NodeTolerance, ...]

    def of_percent(self, node: str | None) -> Decimal:
        """Return how far the percent of a group, or of the total, may lie from its points."""
        own = (each.largest for each in self.nodes if each.id == node)
        return next(own, self.percent.largest)


@lru_cache(maxsize=1)
def tolerances() -> Tolerances:
    """Return how far published figures may lie from what follows: read once, then kept."""
    return load_cited(_FILE, Tolerances)
