"""What a formula needs beyond ``+ - * //``: the few operations that numbers spell differently.

One unit computes with Python's integers. Whoever brings other numbers (arrays, expressions of a
dataframe engine) brings their `Algebra`, and the formulas stay as they are.
"""

from __future__ import annotations

from typing import Protocol


class Algebra(Protocol):
    """The operations on one kind of integers."""

    def least(self, a: int, b: int) -> int:
        """Return the smaller of two."""
        ...

    def at_least(self, a: int, b: int) -> int:
        """Return 1 where `a` reaches `b`, else 0."""
        ...


class _Integers:
    """Python's own."""

    def least(self, a: int, b: int) -> int:
        return min(a, b)

    def at_least(self, a: int, b: int) -> int:
        return int(a >= b)


INTEGERS: Algebra = _Integers()
