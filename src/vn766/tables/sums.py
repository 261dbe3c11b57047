"""Sums over columns: what `vn766._engine.tally` says of one unit, said of all rows at once.

A cell is whatever the algebra computes with (an array, an expression of a dataframe engine). It
may be null, and a null makes every sum it enters null, as in SQL. None stands for a column that
the table does not have, which is null in every row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from vn766._engine.algebra import Algebra

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vn766._engine.plan import Plan


class NullAlgebra(Algebra, Protocol):
    """The operations on columns of integers some of which are null."""

    def first(self, a: int, b: int) -> int:
        """Return `a` where it is not null, else `b`."""
        ...

    def fill(self, a: int, constant: int) -> int:
        """Return `a` with `constant` where it is null."""
        ...

    def is_null(self, a: int) -> int:
        """Return 1 where `a` is null, else 0."""
        ...


class Sums(NamedTuple):
    """What follows from the points of a row."""

    total: int | None
    """The sum of the groups, null where anything is missing."""
    missing: int
    """How many leaves no points cover."""
    contradictions: int
    """How many parents state what their parts cannot make."""


def sums(plan: Plan, given: Sequence[int | None], algebra: NullAlgebra) -> Sums:
    """Return total, missing parts and contradictions of the cells by position in `plan`."""
    tree = _Tree(plan, given, algebra)
    parts = [tree.value(at) for at in plan.groups]
    return Sums(
        total=_sum(parts),
        missing=sum(tree.missing(at) for at in plan.groups),
        contradictions=sum(tree.contradicts(at) for at in plan.parents if tree.is_checked(at)),
    )


def _sum(parts: Iterable[int | None]) -> int | None:
    """Return the sum of cells; with one that is null everywhere it is null everywhere."""
    known: list[int] = []
    for part in parts:
        if part is None:
            return None
        known.append(part)
    total = known[0]
    for part in known[1:]:
        total += part
    return total


class _Tree:
    """The nodes of a plan over the cells that were given."""

    def __init__(self, plan: Plan, given: Sequence[int | None], algebra: NullAlgebra) -> None:
        self._plan = plan
        self._given = given
        self._algebra = algebra

    def value(self, at: int) -> int | None:
        """Return the points of a node: as given, else the sum of its children."""
        stated, children = self._given[at], self._plan.children[at]
        derived = _sum(map(self.value, children)) if children else None
        if stated is None or derived is None:
            return derived if stated is None else stated
        return self._algebra.first(stated, derived)

    def missing(self, at: int) -> int:
        """Return the number of leaves at or below a node that no points cover."""
        stated, children = self._given[at], self._plan.children[at]
        below = sum(map(self.missing, children)) if children else 1
        return below if stated is None else self._algebra.is_null(stated) * below

    def is_checked(self, at: int) -> bool:
        """Whether a parent and something below it are columns of the table."""
        return self._given[at] is not None and any(map(self._has_column, self._plan.children[at]))

    def contradicts(self, at: int) -> int:
        """Return 1 where a parent states what its children cannot make, else 0."""
        algebra, children, stated = self._algebra, self._plan.children[at], self._given[at]
        assert stated is not None, "only what is stated can contradict"  # noqa: S101 (see is_checked)
        least = sum(self._extreme(child, most=False) for child in children)
        most = sum(self._extreme(child, most=True) for child in children)
        fits = algebra.at_least(stated, least) * algebra.at_least(most, stated)
        return 1 - algebra.fill(fits, 1)

    def _has_column(self, at: int) -> bool:
        return self._given[at] is not None or any(map(self._has_column, self._plan.children[at]))

    def _extreme(self, at: int, *, most: bool) -> int:
        """Return the least or the most that a node can be, by what is given."""
        stated, children = self._given[at], self._plan.children[at]
        if children:
            free = sum(self._extreme(child, most=most) for child in children)
            return free if stated is None else self._algebra.first(stated, free)
        free = self._plan.maxima[at] if most else 0
        return free if stated is None else self._algebra.fill(stated, free)
