"""Columns of points as NumPy arrays, block by block, exactly as `vn766._engine.exact` reads.

`Cells` take part in the formulas as Python's integers do. A mask is only carried where a null
is: tables without nulls cost nothing for those with.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast

import numpy as np

from vn766._engine.exact import RefusedError, is_null, read
from vn766._engine.plan import NULL
from vn766.tables.columns import Column, CountColumns
from vn766.tables.expressions import hundredths

if TYPE_CHECKING:
    from collections.abc import Callable

    import narwhals.stable.v2 as nw

    from vn766._engine.formulas import Algebra
    from vn766.tables.columns import Source

Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.integer[Any]]]"
Floats: TypeAlias = "np.ndarray[Any, np.dtype[np.floating[Any]]]"
Mask: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"
Type: TypeAlias = "np.dtype[Any]"

_CERTAIN = 0.999e-6
"""Floats this near to a hundredth are taken without a look at the last bit of the bound."""

_READ: Final = (str, int, float, Decimal, np.generic)  # what may be points


def smallest(bound: int) -> Type:
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
        return Cells(np.minimum(_values(a), _values(b)), _either(_null(a), _null(b)))

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


class Block(NamedTuple):
    """The points of some rows: null where there are none, or none sound."""

    cells: Cells
    unsound: Mask | None
    """The rows with a value that cannot be points; None: none has."""


Reader: TypeAlias = "Callable[[slice], Block]"
"""A column that can be read block by block."""


def reader_of(frame: nw.DataFrame[Any], source: Source, kind: Type) -> Reader:
    """Return what reads points of a materialised table as integers of type `kind`."""
    columns = [frame.get_column(name) for name in source.names]
    if isinstance(source, CountColumns):
        numerators, denominators = map(Raw, columns)
        return partial(_counts, numerators, denominators, source, kind)
    if not isinstance(source, Column):
        nothing = Block(Cells(np.array(0, kind)), None)
        return lambda _: nothing
    series = columns[0]
    match source.kind:
        case "integer":
            return partial(_integers, Raw(series), source, kind)
        case "float":
            return partial(_floats, Raw(series), source, kind)
        case "decimal":
            return _decimals(frame, source, kind)
        case _:
            return partial(_each, series, source, kind, {})


class Raw:
    """The values of a series as they are, without copying them where nothing is null."""

    def __init__(self, series: nw.Series[Any]) -> None:
        self._series = series
        native = series.to_native()
        # NumPy-backed pandas holds NaN where others hold null; it needs no copy either.
        self._is_numpy = isinstance(getattr(native, "dtype", None), np.dtype)
        self.values: np.ndarray[Any, Any] | None = None
        """All values, unless some have to be made where nulls are."""
        if self._is_numpy:
            self.values = native.to_numpy()
        elif not series.null_count():
            self.values = series.to_numpy()

    def read(self, part: slice) -> tuple[np.ndarray[Any, Any], Mask | None]:
        """Return values and nulls of some rows; the value of a null is 0."""
        if self.values is not None:
            values = self.values[part]
            if self._is_numpy and values.dtype.kind == "f":
                null = np.isnan(values)
                if null.any():
                    return np.where(null, 0, values), null
            return values, None
        series = self._series[part]
        null = series.is_null().to_numpy()
        return series.fill_null(0).to_numpy(), _any(null)


def _any(mask: Mask) -> Mask | None:
    return mask if mask.any() else None


def _block(cells: Ints, null: Mask | None, unsound: Mask | None) -> Block:
    if unsound is not None and null is not None:
        unsound &= ~null
        null = null | unsound
    return Block(Cells(cells, unsound if null is None else null), unsound)


def _counts(
    numerators: Raw, denominators: Raw, columns: CountColumns, kind: Type, part: slice
) -> Block:
    """Read counts and score them by the rule of their component."""
    numerator, no_numerator = numerators.read(part)
    denominator, no_denominator = denominators.read(part)
    none = np.zeros(len(numerator), np.bool_)
    given = ~(none if no_numerator is None else no_numerator)
    unsound = given != ~(none if no_denominator is None else no_denominator)
    if not columns.applies:
        return _block(np.zeros(len(none), kind), None, _any(unsound | given))
    unsound |= (numerator < 0) | (numerator > denominator)
    unsound |= denominator > columns.component.largest_count
    unsound |= ~_is_whole(numerator) | ~_is_whole(denominator)
    counts = tuple(
        Cells(np.where(unsound, 0, values).astype(np.int64))
        for values in (numerator, np.where(given, denominator, NULL))
    )
    points = columns.component.points(*cast("tuple[int, int]", counts), ARRAYS)
    return _block(cast("Cells", points).values.astype(kind), None, _any(unsound))


def _is_whole(values: np.ndarray[Any, Any]) -> Mask:
    """Mark whole numbers: pandas turns integers with nulls into floats."""
    if values.dtype.kind != "f":
        return np.ones(len(values), np.bool_)
    whole: Mask = np.equal(values, np.floor(values))
    return whole


def _integers(raw: Raw, column: Column, kind: Type, part: slice) -> Block:
    """Read whole points, or hundredths."""
    values, null = raw.read(part)
    most = column.maximum // column.unit
    unsound = None
    # Seen without a sign, negative ones are huge.
    if len(values) and int(values.view(f"u{values.itemsize}").max()) > most:
        unsound = (values < 0) | (values > most)
        values = np.where(unsound, 0, values)
    cells = values.astype(kind, copy=False)
    return _block(cells if column.unit == 1 else cells * kind.type(column.unit), null, unsound)


def _floats(raw: Raw, column: Column, kind: Type, part: slice) -> Block:
    """Read points as doubles, snapped to the nearest hundredth."""
    values, null = raw.read(part)
    values = values.astype(np.float64, copy=False)
    scaled = values * float(column.unit)
    scaled += 0.5
    np.floor(scaled, out=scaled)
    unsound = None
    if len(values) and not (scaled.min() >= 0 and scaled.max() <= column.maximum):
        unsound = ~((scaled >= 0) & (scaled <= column.maximum))  # NaN is neither
        scaled[unsound] = 0
    cells = scaled.astype(kind)
    off = _any(values != scaled) if column.unit == 1 else _off(values, scaled)
    if off is not None:
        unsound = off if unsound is None else unsound | off
    return _block(cells, null, unsound)


def _off(values: Floats, nearest: Floats) -> Mask | None:
    """Return which values are no hundredths; `nearest` is overwritten."""
    nearest *= 0.01
    nearest -= values
    np.abs(nearest, out=nearest)
    if not len(values) or nearest.max() < _CERTAIN:
        return None
    doubtful = np.flatnonzero(~(nearest < _CERTAIN))
    off = np.zeros(len(values), np.bool_)
    off[doubtful] = [_points(value) is None for value in values[doubtful].tolist()]
    return off


def _points(value: object, maximum: int | None = None) -> int | None:
    """Return hundredths, or None for what is no points."""
    try:
        return read(value, maximum)
    except RefusedError:
        return None


def _decimals(frame: nw.DataFrame[Any], column: Column, kind: Type) -> Reader:
    series = frame.get_column(column.name)
    try:
        points = frame.select(hundredths(column).alias(column.name))[column.name]
    except ValueError:  # PyArrow: with our two places they would have more digits than it knows
        return partial(_each, series, column, kind, {})
    return partial(_known, Raw(points), series)


def _known(points: Raw, given: nw.Series[Any], part: slice) -> Block:
    """Take hundredths that the table's own engine has read."""
    values, null = points.read(part)
    if null is None:
        return Block(Cells(values), None)
    return Block(Cells(values, null), _any(null & ~given[part].is_null().to_numpy()))


def _each(
    series: nw.Series[Any],
    column: Column,
    kind: Type,
    known: dict[tuple[str, object], int],
    part: slice,
) -> Block:
    """Read texts and objects: each different value once, then it is `known`; -1 is no points."""
    given: list[object] = series[part].to_list()
    null = np.fromiter(map(is_null, given), np.bool_, len(given))
    cells = np.zeros(len(given), kind)
    for at in np.flatnonzero(~null).tolist():
        value = given[at]
        key = (type(value).__name__, value if _is_comparable(value) else id(value))  # True is no 1
        if key not in known:
            points = _points(value, column.maximum)
            known[key] = points if points is not None and 0 <= points <= column.maximum else -1
        cells[at] = known[key]
    return _block(cells, _any(null), _any(cells < 0))


def _is_comparable(value: object) -> bool:
    """Whether a value may be points and be asked if another is equal: some decimals refuse."""
    return not value.is_nan() if isinstance(value, Decimal) else isinstance(value, _READ)
