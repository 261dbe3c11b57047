"""A strategy for the counts of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from vn766._engine.exact import read, to_decimal
from vn766.framework import get_framework
from vn766.framework.registry import COUNTS_EDITION
from vn766.records import Ratio, Unit, UnitCounts

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from vn766.framework import Level
    from vn766.framework.model import Framework, Node


@st.composite
def unit_counts(
    draw: st.DrawFn,
    *,
    framework: Framework | str | Path = COUNTS_EDITION,
    level: Level | None = None,
    max_count: int = 1000,
    allow_missing: bool = True,
    allow_null: bool = True,
    allow_points: bool = True,
) -> UnitCounts:
    """Generate records of counts that score without a problem, keyed by indicator code.

    Denominators run to `max_count`; 0 of 0 occurs. With `allow_missing` components may be
    absent, with `allow_null` null, and with `allow_points` the points of a node may be given
    instead of its components. Units are of `level`; by default of any that the framework has,
    or of none. Shrinks towards zeros.

    Example:
        >>> from hypothesis import given
        >>> from vn766.score import score_counts
        >>> @given(unit_counts(allow_missing=False))
        ... def test_complete_records_have_a_total(record):
        ...     assert score_counts(record).total is not None
        >>> test_complete_records_have_a_total()
    """
    edition = get_framework(framework)
    unit = draw(_units(edition, level))
    counts: dict[str, Ratio | tuple[int, int] | None] = {}
    points: dict[str, Decimal | None] = {}
    ratio = _ratios(max_count)

    def fill(node: Node) -> None:
        by_points = not (node.indicators or node.children)
        if by_points or (allow_points and draw(st.booleans())):
            if not (allow_missing and draw(st.booleans())):
                points[node.id] = draw(_points(_most(node, unit.level)))
            return
        for child in node.children:
            fill(child)
        for indicator in node.indicators:
            if not indicator.rule.takes_counts:
                points[indicator.code] = draw(_points(read(indicator.max_points)))
            elif allow_missing and draw(st.booleans()):
                continue
            elif indicator.applies_to(unit.level):
                counts[indicator.code] = draw(ratio | st.none() if allow_null else ratio)

    for group in edition.groups:
        fill(group)
    return UnitCounts(unit=unit, counts=counts, points=points)


def _ratios(max_count: int) -> st.SearchStrategy[Ratio]:
    # Two counts in order shrink better than one count that limits the other.
    counts = st.integers(0, max_count)
    return st.tuples(counts, counts).map(lambda pair: Ratio(min(pair), max(pair)))


def _points(most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most).map(to_decimal)


def _most(node: Node, level: Level | None) -> int:
    """Return what a unit of `level` can get at most: indicators it does not have add 0."""
    if not (node.indicators or node.children):
        return read(node.max_points)
    own = sum(read(each.max_points) for each in node.indicators if each.applies_to(level))
    return own + sum(_most(child, level) for child in node.children)


def _units(edition: Framework, level: Level | None) -> st.SearchStrategy[Unit]:
    levels = st.sampled_from([None, *edition.levels]) if level is None else st.just(level)
    return st.builds(_unit, st.integers(1, 200), levels)


def _unit(number: int, level: Level | None) -> Unit:
    return Unit(name=f"Đơn vị số {number}", code=f"H00.{number:02}", level=level)
