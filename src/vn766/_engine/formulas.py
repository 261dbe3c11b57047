"""Each formula once.

They use only ``+ - * // >=`` on integers, which agree exactly between Python, NumPy and the
dataframe engines as long as every intermediate stays below 2**53. Points and percents are in
hundredths; nothing here is negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766._engine.algebra import INTEGERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vn766._engine.algebra import Algebra


def half_up(numerator: int, denominator: int) -> int:
    """Return the integer nearest to ``numerator / denominator``, ties upwards."""
    return (2 * numerator + denominator) // (2 * denominator)


def percent(points: int, out_of: int, decimals: int = 2) -> int:
    """Return ``points / out_of`` in percent, as an integer with `decimals` implied places."""
    return half_up(points * 10 ** (2 + decimals), out_of)


def component(
    maximum: int,
    numerator: int,
    denominator: int,
    *,
    times: int = 1,
    over: int = 1,
    algebra: Algebra = INTEGERS,
) -> int:
    """Return the points of a component: maximum times rate times ``times / over``, capped.

    A proportional rule has 1/1; a target of 80 % has 5/4. Rounded half-up, once, from the
    unrounded rate. The denominator is not 0.
    """
    points = half_up(maximum * numerator * times, denominator * over)
    return algebra.least(maximum, points)


def reached(total: int, thresholds: Iterable[int], *, algebra: Algebra = INTEGERS) -> int:
    """Return how many of `thresholds` a total reaches: the place of its class from below."""
    return sum(algebra.at_least(total, threshold) for threshold in thresholds)


def least_numerator(
    points: int, maximum: int, denominator: int, *, times: int = 1, over: int = 1
) -> int:
    """Return the smallest numerator that gives `points`: the inverse of `component`.

    `points` are from 1 to `maximum`; the numerator may exceed the denominator, which then says
    that the points are out of reach.
    """
    return -(-(2 * points - 1) * denominator * over // (2 * maximum * times))


def least_added(
    points: int, maximum: int, numerator: int, denominator: int, *, times: int = 1, over: int = 1
) -> int:
    """Return how many to add to numerator and denominator alike for `points`, from 1 to `maximum`.

    From ``component(maximum, numerator + added, denominator + added) >= points``, solved for
    the smallest `added`. A denominator of 0 needs at least 1.
    """
    lacking = (2 * points - 1) * over * denominator - 2 * maximum * times * numerator
    each = 2 * maximum * times - (2 * points - 1) * over
    return max(-(-lacking // each), int(denominator == 0))
