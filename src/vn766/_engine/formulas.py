"""The formulas, each once, and the numbers that they are written for.

They use only ``+ - * // >=`` on integers and the operations of an `Algebra`, which agree exactly
between Python, NumPy and the dataframe engines as long as every intermediate stays below 2**53.
Points and percents are in hundredths; nothing here is negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

EXACT_BELOW: Final = 2**53
"""The integers below it are exact on every dataframe engine."""


class Algebra(Protocol):
    """The operations that numbers of one kind spell in their own way.

    One unit computes with Python's integers, of which none is null. Whoever brings other numbers
    (arrays, expressions of a dataframe engine) brings their algebra, and the formulas stay as
    they are: they are written for `int`, and whatever computes like one takes part.
    """

    def least(self, a: int, b: int) -> int:
        """Return the smaller of two."""
        ...

    def at_least(self, a: int, b: int) -> int:
        """Return 1 where `a` reaches `b`, else 0."""
        ...

    def first(self, a: int, b: int) -> int:
        """Return `a` where it is not null, else `b`."""
        ...

    def is_null(self, a: int) -> int:
        """Return 1 where `a` is null, else 0."""
        ...


class _Integers:
    """Python's own."""

    def least(self, a: int, b: int) -> int:
        return min(a, b)

    def at_least(self, a: int, b: int) -> int:
        return int(a >= b)

    def first(self, a: int, b: int) -> int:
        del b
        return a

    def is_null(self, a: int) -> int:
        del a
        return 0


INTEGERS: Final[Algebra] = _Integers()


def half_up(numerator: int, denominator: int) -> int:
    """Return the integer nearest to ``numerator / denominator``, ties upwards."""
    return (2 * numerator + denominator) // (2 * denominator)


def percent(points: int, out_of: int, decimals: int = 2) -> int:
    """Return ``points / out_of`` in percent, as an integer with `decimals` implied places."""
    whole = 10 ** (2 + decimals)
    return points if out_of == whole else half_up(points * whole, out_of)


def reached(total: int, thresholds: Iterable[int], *, algebra: Algebra = INTEGERS) -> int:
    """Return how many of `thresholds` a total reaches: the place of its class from below."""
    return sum(algebra.at_least(total, threshold) for threshold in thresholds)
