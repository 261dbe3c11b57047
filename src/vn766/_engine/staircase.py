"""The cheapest way up: several staircases of whole costs, and a height to reach together.

Why the climb is exact: along the lower convex hulls a greedy climb is optimal, and it stops
between two corners of one hull only. Costs there are less than 1 above the hull, because the
cost of a gain is the next whole number above a convex curve. So the climb costs less than 1 more
than what no climb can undercut; and costs are whole numbers.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@frozen
class Staircase:
    """The cost of each gain: ``costs[gain]`` is the least cost of at least that gain.

    Costs begin with 0 and never fall. Of those that are climbed none lies 1 or more above the lower
    convex hull.
    """

    costs: Sequence[int]

    @property
    def top(self) -> int:
        """The largest gain."""
        return len(self.costs) - 1

    @cached_property
    def corners(self) -> tuple[int, ...]:
        """The gains at the corners of the lower convex hull, from 0 to the top."""
        costs, corners = self.costs, [0]
        for gain in range(1, len(costs)):
            while len(corners) > 1:
                low, last = corners[-2], corners[-1]
                # The last corner stays only below the line from the one before it to this gain.
                if (costs[last] - costs[low]) * (gain - low) < (costs[gain] - costs[low]) * (
                    last - low
                ):
                    break
                corners.pop()
            corners.append(gain)
        return tuple(corners)

    @property
    def is_nearly_convex(self) -> bool:
        """Whether no step lies 1 or more above the lower convex hull: so must those of a climb."""
        costs = self.costs
        return all(
            (costs[at] - costs[low] - 1) * (high - low) < (costs[high] - costs[low]) * (at - low)
            for low, high in pairwise(self.corners)
            for at in range(low + 1, high)
        )


def climb(staircases: Sequence[Staircase], height: int) -> list[int] | None:
    """Return the gains that sum to `height` at least cost, or None if they cannot.

    Of equally cheap climbs it is one on few staircases: as long as one of them can be left out
    at no cost, the one with the smallest gain is.
    """
    stretches = sorted(
        (Fraction(stairs.costs[high] - stairs.costs[low], high - low), at, high - low)
        for at, stairs in enumerate(staircases)
        for low, high in pairwise(stairs.corners)
    )
    best = _flattest_first(stretches, dict.fromkeys(range(len(staircases)), 0), height)
    if best is None:
        return None
    for _, at in sorted((gain, -at) for at, gain in best.items()):
        other = _flattest_first(stretches, dict.fromkeys(best.keys() - {-at}, 0), height)
        if other is not None and _cost(staircases, other) == _cost(staircases, best):
            best = other
    return [best.get(at, 0) for at in range(len(staircases))]


def _flattest_first(
    stretches: Sequence[tuple[Fraction, int, int]], gains: dict[int, int], height: int
) -> dict[int, int] | None:
    """Return `gains` after climbing the stretches of its staircases, the flattest ones first."""
    for _, at, length in stretches:
        if at in gains:
            step = min(length, height)
            gains[at] += step
            height -= step
    return gains if height == 0 else None


def _cost(staircases: Sequence[Staircase], gains: Mapping[int, int]) -> int:
    return sum(staircases[at].costs[gain] for at, gain in gains.items())
