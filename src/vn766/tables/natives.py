"""Integers as columns that a materialised table's own library is at home with."""

# Neither pandas nor PyArrow has type stubs; their tables are Any here.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

import numpy as np

from vn766._engine.exact import to_decimal
from vn766.errors import UnsupportedBackendError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import narwhals.stable.v2 as nw

    from vn766.tables.arrays import Ints, Mask


class Points(NamedTuple):
    """Hundredths, to become decimals."""

    ints: Ints
    null: Mask | None
    maximum: int
    """No value is larger."""


class Labels(NamedTuple):
    """Places in a list of labels, to become an ordered category."""

    ints: Ints
    null: Mask | None
    labels: Sequence[str]
    """Lowest first."""


class Counts(NamedTuple):
    """Integers; without a mask they are never null in any table."""

    ints: Ints
    null: Mask | None = None
    may_be_null: bool = False


Result: TypeAlias = Points | Labels | Counts


class _Native(Protocol):
    """What one library makes of results."""

    def columns(self, name: str, result: Result) -> dict[str, Any]: ...
    def attach(self, native: Any, keep: Sequence[str], columns: dict[str, Any]) -> Any: ...


def digits_of(maximum: int) -> int:
    """Return how many digits decimals up to `maximum` hundredths have, with 0 before the mark."""
    return max(3, len(str(maximum)))


def add_columns(
    frame: nw.DataFrame[Any], keep: Sequence[str], results: Mapping[str, Result]
) -> Any:
    """Return the columns `keep` of `frame` as a native table with the results beside them.

    Raises:
        UnsupportedBackendError: if the library is not pandas, Polars or PyArrow.
    """
    library = _library(frame)
    columns: dict[str, Any] = {}
    for name, result in results.items():
        columns |= library.columns(name, result)
    return library.attach(frame.to_native(), keep, columns)


def _library(frame: nw.DataFrame[Any]) -> _Native:
    implementation = frame.implementation
    if implementation.is_pandas():
        import pandas as pd

        kinds = frame.to_native().dtypes
        return _ArrowPandas() if any(isinstance(k, pd.ArrowDtype) for k in kinds) else _Pandas()
    if implementation.is_polars():
        return _Polars()
    if implementation.is_pyarrow():
        return _PyArrow()
    message = (
        f"{implementation} is not supported: pass a table of pandas, Polars or PyArrow "
        f"(most libraries turn into PyArrow without a copy), or a lazy one"
    )
    raise UnsupportedBackendError(message)


class _Pandas:
    """pandas over NumPy: there are no decimals, so hundredths stand beside floats."""

    def columns(self, name: str, result: Result) -> dict[str, Any]:
        import pandas as pd

        if isinstance(result, Labels):
            codes = result.ints if result.null is None else np.where(result.null, -1, result.ints)
            classes = _pandas_classes(tuple(result.labels))
            return {name: pd.Categorical.from_codes(codes, dtype=classes)}
        if isinstance(result, Points):
            # The double nearest to a hundredth prints as that hundredth.
            points = result.ints / 100.0
            if result.null is not None:
                points[result.null] = np.nan
            exact = Counts(result.ints, result.null, may_be_null=True)
            return {name: points} | self.columns(f"{name}_hundredths", exact)
        if not result.may_be_null:
            return {name: result.ints}
        null = np.zeros(len(result.ints), np.bool_) if result.null is None else result.null
        return {name: pd.arrays.IntegerArray(result.ints, null)}

    def attach(self, native: Any, keep: Sequence[str], columns: dict[str, Any]) -> Any:
        return _beside(native, keep, columns)


def _beside(native: Any, keep: Sequence[str], columns: dict[str, Any]) -> Any:
    """Return the columns `keep` of a pandas table with others beside them."""
    import pandas as pd

    added = pd.DataFrame(columns, index=native.index, copy=False)
    kept = native if list(native.columns) == list(keep) else native[list(keep)]
    return pd.concat([kept, added], axis=1)


@lru_cache(maxsize=8)
def _pandas_classes(labels: tuple[str, ...]) -> Any:
    """Return the type of an ordered category: making it takes as long as a column of it."""
    import pandas as pd

    return pd.CategoricalDtype(labels, ordered=True)


class _PyArrow:
    """PyArrow: decimals, and dictionaries for classes."""

    def columns(self, name: str, result: Result) -> dict[str, Any]:
        import pyarrow as pa

        if isinstance(result, Labels):
            codes = pa.array(result.ints.astype(np.int8, copy=False), mask=result.null)
            labels = pa.array(list(result.labels))
            return {name: pa.DictionaryArray.from_arrays(codes, labels, ordered=True)}
        if isinstance(result, Counts):
            return {name: pa.array(result.ints, mask=result.null)}
        wide = np.zeros((len(result.ints), 2), np.int64)  # 128 bits, the upper half 0
        wide[:, 0] = result.ints
        valid = None
        if result.null is not None:
            valid = pa.array(~result.null).buffers()[1]
        kind = pa.decimal128(digits_of(result.maximum), 2)
        buffers = [valid, pa.py_buffer(wide)]
        return {name: pa.Array.from_buffers(kind, len(result.ints), buffers)}

    def attach(self, native: Any, keep: Sequence[str], columns: dict[str, Any]) -> Any:
        import pyarrow as pa

        return pa.table({name: native[name] for name in keep} | columns)


class _ArrowPandas(_PyArrow):
    """pandas over Arrow."""

    def attach(self, native: Any, keep: Sequence[str], columns: dict[str, Any]) -> Any:
        import pandas as pd

        arrow = {name: pd.arrays.ArrowExtensionArray(column) for name, column in columns.items()}
        return _beside(native, keep, arrow)


class _Polars:
    """Polars: decimals, and enumerations for classes."""

    def columns(self, name: str, result: Result) -> dict[str, Any]:
        import polars as pl

        if isinstance(result, Labels):
            series = pl.Series(list(result.labels), dtype=pl.Enum(list(result.labels)))
            series = series.gather(result.ints)
        elif isinstance(result, Points):
            # Looked up: how Polars computes with decimals has changed between its versions.
            series = _polars_decimals(result.maximum).gather(result.ints)
        else:
            series = pl.Series(result.ints)
        if result.null is not None:
            known = pl.lit(pl.Series(~result.null))
            series = pl.select(pl.when(known).then(pl.lit(series))).to_series()
        return {name: series.alias(name)}

    def attach(self, native: Any, keep: Sequence[str], columns: dict[str, Any]) -> Any:
        import polars as pl

        return pl.DataFrame([*native.select(keep).get_columns(), *columns.values()])


@lru_cache(maxsize=4)
def _polars_decimals(maximum: int) -> Any:
    """Return all hundredths up to `maximum` as Polars has them."""
    import polars as pl

    points = [to_decimal(hundredths) for hundredths in range(maximum + 1)]
    return pl.Series(points, dtype=pl.Decimal(digits_of(maximum), 2))
