"""What follows from the points that were given: sums, what is missing, what is still possible.

`Given` holds hundredths for each node of a plan, None where nothing was given. A node that was
given counts as given; one that was not counts as the sum of its children.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vn766._engine.plan import Plan

Given: TypeAlias = "tuple[int | None, ...]"


def total(plan: Plan, given: Given) -> int | None:
    """Return the sum of the groups, or None if anything is missing."""
    if next(missing(plan, given, plan.groups), None) is not None:
        return None
    return bounds(plan, given)[0]


def bounds(plan: Plan, given: Given) -> tuple[int, int]:
    """Return the least and the most total that the given points allow."""
    return span(plan, given, plan.groups)


def span(plan: Plan, given: Given, positions: Iterable[int]) -> tuple[int, int]:
    """Return the least and the most that the nodes at `positions` can sum to."""
    least = most = 0
    for at in positions:
        stated = given[at]
        if stated is not None:
            low, high = stated, stated
        elif plan.children[at]:
            low, high = span(plan, given, plan.children[at])
        else:
            low, high = 0, plan.maxima[at]
        least += low
        most += high
    return least, most


def missing(plan: Plan, given: Given, positions: Iterable[int]) -> Iterator[int]:
    """Yield the positions of the leaves at or below `positions` that no given point covers."""
    for at in positions:
        if given[at] is not None:
            continue
        if plan.children[at]:
            yield from missing(plan, given, plan.children[at])
        else:
            yield at


def values(plan: Plan, given: Given) -> tuple[int | None, ...]:
    """Return the points of every node: as given, else the sum of its children if all are known."""
    known = list(given)
    for at in plan.parents:
        if known[at] is None:
            total = 0
            for child in plan.children[at]:
                part = known[child]
                if part is None:
                    break
                total += part
            else:
                known[at] = total
    return tuple(known)
