"""Columns of points as NumPy arrays, block by block, exactly as `vn766._engine.exact` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

import numpy as np

from vn766._engine.exact import RefusedError, read
from vn766._engine.plan import NULL
from vn766.tables.arrays import ARRAYS, Cells
from vn766.tables.columns import Constant, RatioColumns
from vn766.tables.expressions import hundredths

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

    from vn766.tables.arrays import Floats, Ints, Mask
    from vn766.tables.columns import Column

_CERTAIN = 0.999e-6
"""Floats this near to a hundredth are taken without a look at the last bit of the bound."""


class Block(NamedTuple):
    """The points of some rows: null where there are none, or none sound."""

    cells: Cells
    unsound: Mask | None
    """Which rows have a value that cannot be points; None: none has."""


class Source(Protocol):
    """A column that can be read block by block."""

    def read(self, part: slice) -> Block:
        """Return the rows of `part`."""
        ...


def source_of(
    frame: nw.DataFrame[Any], source: Column | RatioColumns | Constant, kind: np.dtype[Any]
) -> Source:
    """Return what reads points of a materialised table as integers of type `kind`."""
    if isinstance(source, Constant):
        return _Same(source.points, kind)
    if isinstance(source, RatioColumns):
        return _Ratios(
            frame.get_column(source.numerator),
            frame.get_column(source.denominator),
            source,
            kind,
        )
    series = frame.get_column(source.name)
    match source.kind:
        case "integer":
            return _Integers(series, source, kind)
        case "float":
            return _Floats(series, source, kind)
        case "decimal":
            points = frame.select(hundredths(source).alias(source.name))[source.name]
            return _Known(points, series)
        case _:
            return _Each(series, source, kind)


class _Same:
    """The same points in every row."""

    def __init__(self, points: int, kind: np.dtype[Any]) -> None:
        self._cells = Cells(np.array(points, kind))

    def read(self, part: slice) -> Block:  # noqa: ARG002 (all parts are alike)
        return Block(self._cells, None)


class _Ratios:
    """Counts, scored by the rule of their component."""

    def __init__(
        self,
        numerators: nw.Series[Any],
        denominators: nw.Series[Any],
        columns: RatioColumns,
        kind: np.dtype[Any],
    ) -> None:
        self._numerators = Raw(numerators)
        self._denominators = Raw(denominators)
        self._columns = columns
        self._type = kind

    def read(self, part: slice) -> Block:
        numerator, no_numerator = self._numerators.read(part)
        denominator, no_denominator = self._denominators.read(part)
        columns = self._columns
        none = np.zeros(len(numerator), np.bool_)
        given = ~(none if no_numerator is None else no_numerator)
        unsound = given != ~(none if no_denominator is None else no_denominator)
        if not columns.applies:
            return _block(np.zeros(len(none), self._type), None, _any(unsound | given))
        unsound |= (numerator < 0) | (numerator > denominator)
        unsound |= denominator > columns.component.largest_count
        unsound |= ~_is_whole(numerator) | ~_is_whole(denominator)
        counts = [
            Cells(np.where(unsound, 0, values).astype(np.int64))
            for values in (numerator, np.where(given, denominator, NULL))
        ]
        points = columns.component.points(*cast("tuple[int, int]", tuple(counts)), ARRAYS)
        return _block(cast("Cells", points).values.astype(self._type), None, _any(unsound))


def _is_whole(values: np.ndarray[Any, Any]) -> Mask:
    """Mark whole numbers: pandas turns integers with nulls into floats."""
    if values.dtype.kind != "f":
        return np.ones(len(values), np.bool_)
    whole: Mask = np.equal(values, np.floor(values))
    return whole


def _any(mask: Mask) -> Mask | None:
    return mask if mask.any() else None


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
        return series.fill_null(0).to_numpy(), null if null.any() else None


class _Integers:
    """Whole points, or hundredths."""

    def __init__(self, series: nw.Series[Any], column: Column, kind: np.dtype[Any]) -> None:
        self._raw = Raw(series)
        self._most = column.maximum // column.unit
        self._unit = column.unit
        self._type = kind

    def read(self, part: slice) -> Block:
        values, null = self._raw.read(part)
        unsound = None
        if not _all_within(values, self._most):
            unsound = (values < 0) | (values > self._most)
            values = np.where(unsound, 0, values)
        cells = values.astype(self._type, copy=False)
        if self._unit != 1:
            cells = cells * self._type.type(self._unit)
        return _block(cells, null, unsound)


def _all_within(values: Ints, most: int) -> bool:
    """Whether all integers are from 0 to `most`; seen without a sign, negative ones are huge."""
    unsigned = values.view(f"u{values.itemsize}")
    return not len(values) or int(unsigned.max()) <= most


class _Floats:
    """Points as doubles, snapped to the nearest hundredth."""

    def __init__(self, series: nw.Series[Any], column: Column, kind: np.dtype[Any]) -> None:
        self._raw = Raw(series)
        self._maximum = column.maximum
        self._unit = column.unit
        self._type = kind

    def read(self, part: slice) -> Block:
        values, null = self._raw.read(part)
        values = values.astype(np.float64, copy=False)
        scaled = values * float(self._unit)
        scaled += 0.5
        np.floor(scaled, out=scaled)
        unsound = None
        if len(values) and not (scaled.min() >= 0 and scaled.max() <= self._maximum):
            unsound = ~((scaled >= 0) & (scaled <= self._maximum))  # NaN is neither
            scaled[unsound] = 0
        cells = scaled.astype(self._type)
        off = self._off(values, scaled)
        if off is not None:
            unsound = off if unsound is None else unsound | off
        return _block(cells, null, unsound)

    def _off(self, values: Floats, nearest: Floats) -> Mask | None:
        """Return which values are no hundredths; `nearest` is overwritten."""
        if self._unit == 1:
            off = values != nearest
            return off if off.any() else None
        nearest *= 0.01
        nearest -= values
        np.abs(nearest, out=nearest)
        if not len(values) or nearest.max() < _CERTAIN:
            return None
        doubtful = np.flatnonzero(~(nearest < _CERTAIN))
        off = np.zeros(len(values), np.bool_)
        off[doubtful] = [_is_refused(value) for value in values[doubtful].tolist()]
        return off


def _is_refused(value: float) -> bool:
    try:
        read(value)
    except RefusedError:
        return True
    return False


class _Known:
    """Hundredths that the table's own engine has read."""

    def __init__(self, points: nw.Series[Any], given: nw.Series[Any]) -> None:
        self._points = Raw(points)
        self._given = given

    def read(self, part: slice) -> Block:
        values, null = self._points.read(part)
        if null is None:
            return Block(Cells(values), None)
        unsound = null & ~self._given[part].is_null().to_numpy()
        return Block(Cells(values, null), unsound if unsound.any() else None)


class _Each:
    """Texts and objects: each different value is read once."""

    def __init__(self, series: nw.Series[Any], column: Column, kind: np.dtype[Any]) -> None:
        self._series = series
        self._maximum = column.maximum
        self._type = kind
        self._known: dict[tuple[str, object], int] = {}

    def read(self, part: slice) -> Block:
        series = self._series[part]
        null = series.is_null().to_numpy()
        known = self._known
        points = np.zeros(len(null), self._type)
        given = series.to_list()
        for at in np.flatnonzero(~null).tolist():
            value = given[at]
            if value.__hash__ is None:  # a list or the like
                points[at] = -1
                continue
            key = (type(value).__name__, value)  # True is no 1
            if key not in known:
                known[key] = self._points(value)
            points[at] = known[key]
        unsound = points < 0
        return _block(points, null if null.any() else None, unsound if unsound.any() else None)

    def _points(self, value: object) -> int:
        """Return hundredths, or -1 for what is no points of this column."""
        try:
            points = read(value, self._maximum)
        except RefusedError:
            return -1
        return points if 0 <= points <= self._maximum else -1


def _block(cells: Ints, null: Mask | None, unsound: Mask | None) -> Block:
    if unsound is not None and null is not None:
        unsound &= ~null
        null = null | unsound
    return Block(Cells(cells, unsound if null is None else null), unsound)
