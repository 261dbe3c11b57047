"""Rankings as dataframes, with figures that stay exact and nulls that stay null."""

# pandas and PyArrow have no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.errors import MissingExtraError, MissingLibraryError
from vn766.show.columns import COLUMNS, Column, column_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from vn766.score import Ranking
    from vn766.show.columns import Kind, Value

_FIRST = ("pool", "rank", "of", "tied", "code", "unit")
_LAST = ("total", "percent", "band", "by_publication")
_MISSING = Column("missing", "text", lambda row: ", ".join(row.result.missing) or None)  # by ids


def to_polars(ranking: Ranking) -> pl.DataFrame:
    """Return a ranking as a Polars dataframe: figures of type Decimal with two places."""
    try:
        import polars as pl
    except ModuleNotFoundError as error:
        library = "polars"
        raise MissingLibraryError(library) from error
    figures = pl.Decimal(precision=38, scale=2)
    types: dict[Kind, pl.DataType] = {
        "text": pl.String(),
        "count": pl.Int64(),
        "points": figures,
        "percent": figures,
        "flag": pl.Boolean(),
    }
    columns = _columns(ranking)
    return pl.DataFrame([pl.Series(name, values, types[kind]) for name, kind, values in columns])


def to_pandas(ranking: Ranking) -> pd.DataFrame:
    """Return a ranking as a pandas dataframe: figures are Python's Decimals, missing ones None."""
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        library = "pandas"
        raise MissingLibraryError(library) from error
    types: dict[Kind, str] = {
        "text": "string",
        "count": "Int64",
        "points": "object",
        "percent": "object",
        "flag": "bool",
    }
    columns = _columns(ranking)
    return pd.DataFrame(
        {name: pd.Series(values, dtype=types[kind]) for name, kind, values in columns}
    )


def to_parquet(ranking: Ranking) -> bytes:
    """Return a ranking as a Parquet file: figures of type decimal with two places."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        extra = "parquet"
        raise MissingExtraError(extra) from error
    figures = pa.decimal128(38, 2)
    types: dict[Kind, pa.DataType] = {
        "text": pa.string(),
        "count": pa.int64(),
        "points": figures,
        "percent": figures,
        "flag": pa.bool_(),
    }
    columns = {name: pa.array(values, types[kind]) for name, kind, values in _columns(ranking)}
    stream = pa.BufferOutputStream()
    parquet.write_table(pa.table(columns), stream)
    content: bytes = stream.getvalue().to_pybytes()
    return content


def _columns(ranking: Ranking) -> Iterator[tuple[str, Kind, list[Value]]]:
    """Yield name, kind and values of each column: places, units, nodes, then what follows."""
    rows = list(rows_of(ranking))
    nodes = [column_of(node) for node in rows[0].result.framework.nodes()] if rows else []
    others = {*_FIRST, *_LAST, _MISSING.key}
    first, last = ([COLUMNS[key] for key in keys] for keys in (_FIRST, _LAST))
    for column in (*first, *nodes, *last, _MISSING):
        taken = column.node is not None and column.key in others
        name = f"points.{column.key}" if taken else column.key
        yield name, column.kind, [column.value(row) for row in rows]
