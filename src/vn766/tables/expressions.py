"""Cells of points as expressions of a dataframe engine, exactly as `vn766._engine.exact` reads.

Everything is written with operations that all engines compute alike; what they do not (rounding,
truth of null, sums that skip nulls) is not used.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, assert_never, cast

import narwhals.stable.v2 as nw

from vn766._engine.plan import NULL
from vn766.errors import UnsupportedBackendError
from vn766.tables.columns import Column, Constant, RatioColumns
from vn766.vi.numbers import MAX_LENGTH

if TYPE_CHECKING:
    from vn766._engine.formulas import Algebra
    from vn766.tables.columns import Source

_CENT: Final = Decimal("0.01")
_NEAR: Final = 0.001  # points beyond the range that a snapped float may still come from
_FINE: Final = 2.0**20  # splits a double in two parts that multiply by a million exactly
_LONGEST_MAXIMUM: Final = 1000_00  # from here a dot may be a mark of thousands
# What `str.strip` takes for blanks; the engines' own notions differ.
_BLANKS: Final = "[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
_NUMBER: Final = "^-?[0-9]+([.,][0-9]{1,2}0*)?$"


class _Expressions:
    """The operations on expressions of integers."""

    def least(self, a: nw.Expr | int, b: nw.Expr | int) -> nw.Expr:
        return nw.when(_expr(a) <= b).then(_expr(a)).otherwise(_expr(b))

    def at_least(self, a: nw.Expr | int, b: nw.Expr | int) -> nw.Expr:
        return (_expr(a) >= b).cast(nw.Int64)

    def first(self, a: nw.Expr, b: nw.Expr | int) -> nw.Expr:
        return nw.when(~a.is_null()).then(a).otherwise(_expr(b))

    def is_null(self, a: nw.Expr) -> nw.Expr:
        return a.is_null().cast(nw.Int64)


def _expr(value: nw.Expr | int) -> nw.Expr:
    return nw.lit(value) if isinstance(value, int) else value


EXPRESSIONS = cast("Algebra", _Expressions())


def sound_counts(columns: RatioColumns) -> tuple[nw.Expr, nw.Expr]:
    """Return two counts as they are scored: two nulls are 0 of `NULL`, wrong ones are null.

    They become columns before points are made of them: expressions that repeat others grow
    faster than SQL engines can plan.
    """
    numerator, denominator = nw.col(columns.numerator), nw.col(columns.denominator)
    is_null = numerator.is_null() & denominator.is_null()
    sound = (numerator >= 0) & (numerator <= denominator)
    sound &= denominator <= columns.component.largest_count
    if not columns.applies:
        sound = nw.lit(value=False)
    top, bottom = (
        nw.when(is_null)
        .then(nw.lit(of_null, dtype=nw.Int64))
        .otherwise(nw.when(sound).then(count).cast(nw.Int64))
        for count, of_null in ((numerator, 0), (denominator, NULL))
    )
    return top, bottom


def points_of(source: Source, counts: tuple[nw.Expr, nw.Expr] | None) -> nw.Expr:
    """Return the points of a node in hundredths: null where there are none, or none sound.

    `counts` are what `sound_counts` returned, as columns.
    """
    match source:
        case Constant():
            return nw.lit(source.points, dtype=nw.Int64)
        case Column():
            return hundredths(source)
        case RatioColumns():
            assert counts is not None, "counts have columns"  # noqa: S101 (the caller made them)
            numerator, denominator = cast("tuple[int, int]", counts)
            points = source.component.points(numerator, denominator, EXPRESSIONS)
            return cast("nw.Expr", points)
        case _:
            assert_never(source)


def is_given(source: Source) -> nw.Expr:
    """Return whether a row has a value where the points of a node come from.

    Two nulls for counts are a value: the portal publishes them.
    """
    return ~nw.col(source.name).is_null() if isinstance(source, Column) else nw.lit(value=True)


def hundredths(column: Column) -> nw.Expr:
    """Return the points of a column in hundredths: null where there are none, or none sound.

    Raises:
        UnsupportedBackendError: texts under a maximum from 1000 points, where ``1.234`` may
            be either of two numbers.
    """
    cell = nw.col(column.name)
    match column.kind:
        case "integer":
            return _of_integer(cell, column)
        case "float":
            return _of_float(cell.cast(nw.Float64), column)
        case "decimal":
            return _of_decimal(cell, column)
        case "text":
            return _of_text(cell.cast(nw.String), column)
        case _:
            return nw.lit(None, dtype=nw.Int64)


def _of_integer(cell: nw.Expr, column: Column) -> nw.Expr:
    fits = (cell >= 0) & (cell <= column.maximum // column.unit)
    return nw.when(fits).then(cell).cast(nw.Int64) * column.unit


def _of_decimal(cell: nw.Expr, column: Column) -> nw.Expr:
    # The nearest hundredth is found among doubles; that it is the number is seen in decimals.
    near = _in_range(cell.cast(nw.Float64), column)
    nearest = (near * 100.0 + 0.5).floor().cast(nw.Int64)
    return nw.when(cell == nearest * nw.lit(_CENT)).then(nearest)


def _of_float(cell: nw.Expr, column: Column) -> nw.Expr:
    """Snap to the nearest hundredth within 1e-6, decided without a rounding error.

    A double is cut into a coarse and a fine part. A million times each is exact, and so is the
    distance of the coarse one from the hundredth: no step rounds before the comparison.
    """
    cell = _in_range(cell, column)  # Spark's floor makes an integer, which must not overflow
    if column.unit == 1:
        return nw.when(cell == cell.floor()).then(cell).cast(nw.Int64)
    nearest = (cell * 100.0 + 0.5).floor()
    coarse = (cell * _FINE).floor() * (1 / _FINE)
    off_by = coarse * 1e6 - nearest * 1e4
    rest = (cell - coarse) * 1e6
    is_near = (rest <= 1.0 - off_by) & (rest >= -1.0 - off_by)
    return nw.when(is_near).then(nearest).cast(nw.Int64)


def _in_range(cell: nw.Expr, column: Column) -> nw.Expr:
    """Return doubles that may be points of the column; others are null, and so is NaN."""
    in_range = (cell > -_NEAR) & (cell < column.maximum / column.unit + _NEAR)
    return nw.when(in_range).then(cell)


def _of_text(cell: nw.Expr, column: Column) -> nw.Expr:
    if column.maximum >= _LONGEST_MAXIMUM:
        message = (
            f"texts in {column.name!r} may mean two numbers, as its maximum has thousands: "
            f"turn the column into decimals first"
        )
        raise UnsupportedBackendError(message)
    written = cell.str.replace_all(f"^{_BLANKS}|{_BLANKS}$", "")
    plain = written.str.replace_all("\u2212", "-", literal=True)
    is_number = plain.str.contains(_NUMBER) & (plain.str.len_chars() <= MAX_LENGTH)
    number = nw.when(is_number).then(plain.str.replace_all(",", ".", literal=True))
    # A double nearest to a number of two decimals is nearest to no other hundredth.
    value = number.cast(nw.Float64)
    in_range = (value >= 0.0) & (value <= column.maximum / 100)
    return (nw.when(in_range).then(value) * 100.0 + 0.5).floor().cast(nw.Int64)
