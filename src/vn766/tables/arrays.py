"""NumPy arrays of integers some of which are null.

`Cells` take part in the formulas as Python's integers do. A mask is only carried where a null
is: tables without nulls cost nothing for those with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np

if TYPE_CHECKING:
    from vn766._engine.formulas import Algebra

Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.integer[Any]]]"
Floats: TypeAlias = "np.ndarray[Any, np.dtype[np.floating[Any]]]"
Mask: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"


def smallest(bound: int) -> np.dtype[Any]:
    """Return the smallest signed type that holds 0 to `bound` and their differences."""
    return np.dtype(next(f"i{size}" for size in (1, 2, 4, 8) if bound < 1 << (8 * size - 1)))


class Cells:
    """A column of integers; `null` marks those that are null, None means that none is.

    Where a cell is null its value says nothing.
    """

    __slots__ = ("null", "values")

    def __init__(self, values: Ints, null: Mask | None = None) -> None:
        self.values = values
        self.null = null

    def __add__(self, other: Cells | int) -> Cells:
        return Cells(self.values + _values(other), _either(self.null, _null(other)))

    def __sub__(self, other: Cells | int) -> Cells:
        return Cells(self.values - _values(other), _either(self.null, _null(other)))

    def __rsub__(self, other: int) -> Cells:
        return Cells(other - self.values, self.null)

    def __mul__(self, other: Cells | int) -> Cells:
        return Cells(self.values * _values(other), _either(self.null, _null(other)))

    def __floordiv__(self, other: Cells | int) -> Cells:
        return Cells(self.values // _values(other), _either(self.null, _null(other)))

    __radd__ = __add__
    __rmul__ = __mul__


def _values(cells: Cells | int) -> Ints | int:
    return cells.values if isinstance(cells, Cells) else cells


def _null(cells: Cells | int) -> Mask | None:
    return cells.null if isinstance(cells, Cells) else None


def _either(a: Mask | None, b: Mask | None) -> Mask | None:
    if a is None or b is None:
        return b if a is None else a
    return a | b


class _Arrays:
    """The operations on `Cells`, and on plain integers among them."""

    def least(self, a: Cells | int, b: Cells | int) -> Cells:
        least = np.minimum(_values(a), _values(b))
        return Cells(least, _either(_null(a), _null(b)))

    def at_least(self, a: Cells | int, b: Cells | int) -> Cells:
        # Of the type of what was compared: what is computed with the answer has its bounds.
        kind = np.result_type(*(x.values for x in (a, b) if isinstance(x, Cells)))
        reaches = np.asarray(_values(a) >= _values(b)).astype(kind)
        return Cells(reaches, _either(_null(a), _null(b)))

    def first(self, a: Cells, b: Cells | int) -> Cells:
        if a.null is None:
            return a
        other = _null(b)
        null = None if other is None else a.null & other
        return Cells(np.where(a.null, _values(b), a.values), null)

    def is_null(self, a: Cells) -> Cells | int:
        return 0 if a.null is None else Cells(a.null.astype(np.int16))


ARRAYS = cast("Algebra", _Arrays())
