"""The sums of the points that were given, the leaves without any, the contradictions.

Points stand by the positions of a plan, in hundredths, and a node that was given counts as given,
one that was not as the sum of its children. For one unit a point is an integer, or None where
nothing was given. For a table a point is a column of whatever the algebra computes with, and None
a column that the table does not have; in a column a null makes every sum that it enters null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from vn766._engine.formulas import INTEGERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vn766._engine.formulas import Algebra
    from vn766._engine.plan import Plan

Given: TypeAlias = "tuple[int | None, ...]"


def sums(plan: Plan, given: Sequence[int | None], algebra: Algebra) -> tuple[int | None, int, int]:
    """Return the total, how many leaves lack points, and how many parents contradict."""
    lacking = sum(lacks for _, lacks in _leaves(plan, given, plan.groups, algebra))
    wrong = sum(is_wrong for _, is_wrong in contradictions(plan, given, algebra))
    return total(plan, given, algebra), lacking, wrong


def total(plan: Plan, given: Sequence[int | None], algebra: Algebra = INTEGERS) -> int | None:
    """Return the sum of the groups, or None if anything is missing."""
    return _sum(values(plan, given, algebra), plan.groups)


def values(plan: Plan, given: Sequence[int | None], algebra: Algebra = INTEGERS) -> Given:
    """Return the points of every node: as given, else the sum of its children if all are known."""
    known = list(given)
    for at in plan.parents:
        stated, derived = known[at], _sum(known, plan.children[at])
        if stated is None:
            known[at] = derived
        elif derived is not None:
            known[at] = algebra.first(stated, derived)
    return tuple(known)


def _sum(known: Sequence[int | None], positions: Iterable[int]) -> int | None:
    """Return the sum of the points at `positions`; with one that is None it is None."""
    whole = None
    for at in positions:
        part = known[at]
        if part is None:
            return None
        whole = part if whole is None else whole + part
    return whole


def missing(plan: Plan, given: Given, positions: Iterable[int]) -> Iterator[int]:
    """Yield the positions of the leaves at or below `positions` that no points cover."""
    return (leaf for leaf, lacks in _leaves(plan, given, positions, INTEGERS) if lacks)


def _leaves(
    plan: Plan, given: Sequence[int | None], positions: Iterable[int], algebra: Algebra
) -> Iterator[tuple[int, int]]:
    """Yield the leaves at or below `positions`, each with 1 where no points cover it, else 0."""
    for at in positions:
        stated, children = given[at], plan.children[at]
        if not children:
            yield at, 1 if stated is None else algebra.is_null(stated)
        for leaf, lacks in _leaves(plan, given, children, algebra):
            yield leaf, lacks if stated is None else algebra.is_null(stated) * lacks


def bounds(plan: Plan, given: Given) -> tuple[int, int]:
    """Return the least and the most total that the given points allow."""
    return span(plan, given, plan.groups)


def span(
    plan: Plan, given: Sequence[int | None], positions: Iterable[int], algebra: Algebra = INTEGERS
) -> tuple[int, int]:
    """Return the least and the most that the nodes at `positions` can sum to."""
    least = most = 0
    for at in positions:
        stated, children = given[at], plan.children[at]
        low, high = span(plan, given, children, algebra) if children else (0, plan.maxima[at])
        if stated is not None:
            low, high = algebra.first(stated, low), algebra.first(stated, high)
        least += low
        most += high
    return least, most


def contradictions(
    plan: Plan, given: Sequence[int | None], algebra: Algebra = INTEGERS
) -> Iterator[tuple[int, int]]:
    """Yield the parents that were given beside parts, with 1 where these cannot make them, else 0.

    A parent contradicts whose points are less than the least of its children, or more than the
    most; a null one contradicts nothing.
    """
    for at in reversed(plan.parents):
        stated = given[at]
        if stated is None or all(given[part] is None for part in plan.parts(at)):
            continue
        least, most = span(plan, given, plan.children[at], algebra)
        fits = algebra.at_least(stated, least) * algebra.at_least(most, stated)
        yield at, 1 - algebra.first(fits, 1)
