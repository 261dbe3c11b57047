"""Points of counts, in whatever algebra: the rule of a component, and what it says of 0 of 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vn766._engine import formulas

if TYPE_CHECKING:
    from vn766.tables.columns import RatioColumns
    from vn766.tables.sums import NullAlgebra

__all__ = ["ratio_points"]


def ratio_points(
    numerator: Any,  # noqa: ANN401 (whatever the algebra computes with)
    denominator: Any,  # noqa: ANN401
    columns: RatioColumns,
    algebra: NullAlgebra,
) -> Any:  # noqa: ANN401
    """Return the points of ``numerator / denominator`` in hundredths; 0 of 0 by the zero rule."""
    rule = columns.rule
    counted = algebra.at_least(denominator, 1)
    points = formulas.component(
        rule.maximum,
        numerator,
        denominator + (1 - counted),  # nothing is divided by 0
        times=rule.times,
        over=rule.over,
        algebra=algebra,
    )
    return points * counted + columns.zero * (1 - counted)
