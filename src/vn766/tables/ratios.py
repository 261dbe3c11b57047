"""Points of counts, in whatever algebra: by the rule of a component, of 0 of 0 and of null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vn766._engine import formulas

if TYPE_CHECKING:
    from vn766.tables.columns import RatioColumns
    from vn766.tables.sums import NullAlgebra

NULL = -1
"""The denominator that stands for a published null."""


def ratio_points(
    numerator: Any,
    denominator: Any,
    columns: RatioColumns,
    algebra: NullAlgebra,
) -> Any:
    """Return the points of ``numerator / denominator`` in hundredths.

    0 of 0 has what the zero rule says; 0 of `NULL` is a published null.
    """
    rule = columns.rule
    counted = algebra.at_least(denominator, 1)
    points = formulas.component(
        rule.maximum,
        numerator,
        denominator + 2 * (1 - counted),  # nothing is divided by 0
        times=rule.times,
        over=rule.over,
        algebra=algebra,
    )
    points = points * counted + columns.zero * (1 - counted)
    if columns.null != columns.zero:
        points = points + (columns.null - columns.zero) * (1 - algebra.at_least(denominator, 0))
    return points
