"""Rankings and tables of files as dataframes: exact figures, ordered classes, nulls where null.

One choice holds everywhere, as it does in `vn766.tables`: figures are decimals of two places where
the library has them (Polars, PyArrow); pandas has floats, each with its exact whole number of
hundredths beside.
"""

# pandas and PyArrow have no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from vn766._engine.exact import read, to_decimal
from vn766._engine.plan import plan_of
from vn766.errors import MissingExtraError, MissingLibraryError
from vn766.readers.counts import CountsTable
from vn766.readers.tables import PointsTable
from vn766.records import Published
from vn766.score import Ranking
from vn766.show.columns import COLUMNS, column_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    import pandas as pd
    import polars as pl

    from vn766.framework.model import Framework
    from vn766.records import Ratio, Record, UnitCounts
    from vn766.score import Number

_FIRST = ("pool", "rank", "of", "tied", "code", "unit")
_LAST = ("total", "percent", "band", "by_publication")
_UNIT = ("code", "unit", "level", "period")
_PUBLISHED = ("published_total", "published_rank", "published_of", "published_band")

Kind: TypeAlias = Literal["text", "count", "figure", "class", "flag"]


class Filled(NamedTuple):
    """A column of a dataframe: its name, what it holds, and its cells; None is null."""

    name: str
    kind: Kind
    cells: Sequence[Any]
    labels: Sequence[str] = ()
    """The labels of classes, lowest first."""


def to_polars(value: object) -> pl.DataFrame:
    """Return a value as a Polars dataframe."""
    try:
        import polars as pl
    except ModuleNotFoundError as error:
        library = "polars"
        raise MissingLibraryError(library) from error
    types: dict[Kind, Any] = {
        "text": pl.String(),
        "count": pl.Int64(),
        "figure": pl.Decimal(precision=38, scale=2),
        "flag": pl.Boolean(),
    }
    return pl.DataFrame(
        pl.Series(
            column.name,
            column.cells,
            pl.Enum(column.labels) if column.kind == "class" else types[column.kind],
        )
        for column in columns_of(value)
    )


def to_pandas(value: object) -> pd.DataFrame:
    """Return a value as a pandas dataframe."""
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        library = "pandas"
        raise MissingLibraryError(library) from error
    types: dict[Kind, str] = {"text": "string", "count": "Int64", "flag": "bool"}
    columns: dict[str, Any] = {}
    for name, kind, values, labels in columns_of(value):
        if kind == "class":
            columns[name] = pd.Categorical(values, labels, ordered=True)
        elif kind == "figure":
            exact = [None if each is None else read(each) for each in values]
            floats = [None if each is None else each / 100 for each in exact]
            columns[name] = pd.Series(floats, dtype="float64")
            columns[f"{name}_hundredths"] = pd.Series(exact, dtype="Int64")
        else:
            columns[name] = pd.Series(values, dtype=types[kind])
    return pd.DataFrame(columns)


def to_arrow(value: object) -> Any:
    """Return a value as an Arrow table."""
    try:
        import pyarrow as pa
    except ModuleNotFoundError as error:
        extra = "parquet"
        raise MissingExtraError(extra) from error
    types: dict[Kind, Any] = {
        "text": pa.string(),
        "count": pa.int64(),
        "figure": pa.decimal128(38, 2),
        "flag": pa.bool_(),
    }

    def array(column: Filled) -> Any:
        if column.kind != "class":
            return pa.array(column.cells, types[column.kind])
        place = {label: at for at, label in enumerate(column.labels)}
        places = [None if label is None else place[label] for label in column.cells]
        labels = pa.array(column.labels, pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(places, pa.int8()), labels, ordered=True)

    return pa.table({column.name: array(column) for column in columns_of(value)})


def to_parquet(ranking: Ranking) -> bytes:
    """Return a ranking as a Parquet file: figures of type decimal with two places."""
    table = to_arrow(ranking)
    import pyarrow as pa
    from pyarrow import parquet

    stream = pa.BufferOutputStream()
    parquet.write_table(table, stream)
    content: bytes = stream.getvalue().to_pybytes()
    return content


@singledispatch
def columns_of(value: object) -> Iterator[Filled]:
    """Yield the columns of a value."""
    message = f"a {type(value).__name__} is no table"
    raise TypeError(message)


@columns_of.register(Ranking)
def _of_ranking(ranking: Ranking) -> Iterator[Filled]:
    """Yield places, units, nodes, then what follows from them."""
    rows = list(rows_of(ranking))
    framework = rows[0].result.framework if rows else None
    nodes = [] if framework is None else [column_of(node) for node in framework.nodes()]
    others = {*_FIRST, *_LAST, "missing"}
    first, last = ([COLUMNS[key] for key in keys] for keys in (_FIRST, _LAST))
    kinds: dict[str, Kind] = {
        "points": "figure",
        "percent": "figure",
        "count": "count",
        "flag": "flag",
    }
    for column in (*first, *nodes, *last):
        taken = column.node is not None and column.key in others
        name = f"points.{column.key}" if taken else column.key
        kind = "class" if column.key == "band" and not taken else kinds.get(column.kind, "text")
        labels = _labels(framework) if kind == "class" else ()
        yield Filled(name, kind, [column.value(row) for row in rows], labels)
    missing = [", ".join(row.result.missing) or None for row in rows]  # by ids
    yield Filled("missing", "text", missing)


@columns_of.register(PointsTable)
def _of_points(table: PointsTable) -> Iterator[Filled]:
    """Yield units, the points that were given, then what was printed about them."""
    plan, records = plan_of(table.framework), table.records
    yield from _units(records, table.times)
    given = [
        {at: value for key, value in record.points.items() for at in plan.find(key)}
        for record in records
    ]
    for at, name in enumerate(plan.ids):
        points = [_exact(each.get(at), plan.maxima[at]) for each in given]
        taken = name in {*_UNIT, *_PUBLISHED}
        yield Filled(f"points.{name}" if taken else name, "figure", points)
    printed = [record.published or Published() for record in records]
    totals = [_exact(each.total, plan.maximum) for each in printed]
    bands = [plan.band_labelled(each.band or "") for each in printed]
    labels = [None if band is None else band.label for band in bands]
    yield Filled("published_total", "figure", totals)
    yield Filled("published_rank", "count", [each.rank for each in printed])
    yield Filled("published_of", "count", [each.of for each in printed])
    yield Filled("published_band", "class", labels, _labels(table.framework))


@columns_of.register(CountsTable)
def _of_counts(table: CountsTable) -> Iterator[Filled]:
    """Yield a row for each component, or node, that a unit was given figures of.

    One that is missing has no row, and one that was published as null has a row of nulls: beside
    each other in one row of a unit they would be alike.
    """
    plan = plan_of(table.framework, with_components=True)
    rows: list[tuple[UnitCounts, str, Ratio | tuple[int, int] | None, Decimal | None]] = []
    for record in table.records:
        counts = {at: pair for key, pair in record.counts.items() for at in plan.components(key)}
        points = {at: value for key, value in record.points.items() for at in plan.find(key)}
        for at, name in enumerate(plan.ids):
            if at in counts or points.get(at) is not None:
                exact = _exact(points.get(at), plan.maxima[at])
                rows.append((record, name, counts.get(at), exact))
    yield from _units([record for record, *_ in rows], ())
    yield Filled("indicator", "text", [name for _, name, _, _ in rows])
    yield Filled("numerator", "count", [pair and pair[0] for _, _, pair, _ in rows])
    yield Filled("denominator", "count", [pair and pair[1] for _, _, pair, _ in rows])
    yield Filled("points", "figure", [points for *_, points in rows])


def _units(records: Sequence[Record], times: Sequence[str]) -> Iterator[Filled]:
    """Yield the units of records, and their periods, else what the file says of these."""
    units = [record.unit for record in records]
    periods = [None if record.period is None else str(record.period) for record in records]
    said = [time or None for time in times] or [None] * len(periods)
    values: tuple[Sequence[str | None], ...] = (
        [None if unit is None else unit.code for unit in units],
        [None if unit is None else unit.name for unit in units],
        [None if unit is None else unit.level for unit in units],
        [period or time for period, time in zip(periods, said, strict=True)],
    )
    for name, column in zip(_UNIT, values, strict=True):
        yield Filled(name, "text", column)


def _exact(value: Number | None, maximum: int) -> Decimal | None:
    return None if value is None else to_decimal(read(value, maximum))


def _labels(framework: Framework | None) -> list[str]:
    """Return the labels of classes, lowest first."""
    return [] if framework is None else [band.label for band in reversed(framework.bands)]
