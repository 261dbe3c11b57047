"""Rankings as dataframes, with figures that stay exact and nulls that stay null."""

# pandas has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from vn766.errors import MissingLibraryError
from vn766.show.json import pool_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    import pandas as pd
    import polars as pl

    from vn766.score import Ranking, UnitResult

_Kind: TypeAlias = Literal["figure", "count", "text", "flag"]


class _Column(NamedTuple):
    kind: _Kind
    values: Sequence[object]


def to_polars(ranking: Ranking) -> pl.DataFrame:
    """Return a ranking as a Polars dataframe: figures of type Decimal with two places."""
    try:
        import polars as pl
    except ModuleNotFoundError as error:
        library = "polars"
        raise MissingLibraryError(library) from error
    types: dict[_Kind, pl.DataType] = {
        "figure": pl.Decimal(precision=38, scale=2),
        "count": pl.Int64(),
        "text": pl.String(),
        "flag": pl.Boolean(),
    }
    columns = _columns(ranking).items()
    return pl.DataFrame([pl.Series(name, it.values, types[it.kind]) for name, it in columns])


def to_pandas(ranking: Ranking) -> pd.DataFrame:
    """Return a ranking as a pandas dataframe: figures are Python's Decimals, missing ones None."""
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        library = "pandas"
        raise MissingLibraryError(library) from error
    types = {"figure": "object", "count": "Int64", "text": "string", "flag": "bool"}
    columns = _columns(ranking).items()
    return pd.DataFrame({name: pd.Series(it.values, dtype=types[it.kind]) for name, it in columns})


def _columns(ranking: Ranking) -> Mapping[str, _Column]:
    """Return the columns by name: places, units, nodes, then what follows from these."""
    results = ranking.results
    pools = [row.pool for row in ranking.rows] + [unit.pool for unit in ranking.unranked]
    unranked = [None] * len(ranking.unranked)
    units = [result.unit for result in results]
    first = {
        "pool": _Column("text", [pool_value(pool) for pool in pools]),
        "rank": _Column("count", [*(row.rank for row in ranking.rows), *unranked]),
        "of": _Column("count", [*(row.of for row in ranking.rows), *unranked]),
        "tied": _Column("count", [*(row.tied for row in ranking.rows), *unranked]),
        "code": _Column("text", [None if unit is None else unit.code for unit in units]),
        "unit": _Column("text", [None if unit is None else unit.name for unit in units]),
    }
    last = {
        "total": _Column("figure", [result.known_total for result in results]),
        "percent": _Column("figure", [result.percent for result in results]),
        "band": _Column("text", [_band(result) for result in results]),
        "by_publication": _Column("flag", [result.by_publication for result in results]),
        "missing": _Column("text", [", ".join(result.missing) or None for result in results]),
    }
    taken = first.keys() | last.keys()
    nodes = {
        f"points.{name}" if name in taken else name: _Column("figure", points)
        for name, points in _points(results)
    }
    return {**first, **nodes, **last}


def _points(results: Sequence[UnitResult]) -> Iterator[tuple[str, list[Decimal | None]]]:
    nodes = [result.nodes for result in results]
    for name in nodes[0] if nodes else ():
        yield name, [each[name].points for each in nodes]


def _band(result: UnitResult) -> str | None:
    return result.known_band.label if result.known_band else None
