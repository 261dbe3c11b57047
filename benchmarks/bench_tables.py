"""Tables against what one writes by hand: pandas on floats and ints, lazy Polars, DuckDB's SQL.

The full job is total, percent, class, and rank, size of the pool and ties within pools of 65
units. Both sides get the table in their own library and answer in it; pandas is asked on floats
(what users write, and what is wrong for some units) and on integer hundredths.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
from ratios import report

from vn766.tables import score_table
from vn766.tables.columns import points_columns
from vn766.tables.eager import scores_of

if TYPE_CHECKING:
    from collections.abc import Callable

MAXIMA = {"CKMB": 1800, "TDGQ": 2000, "CLGQ": 1200, "TTTT": 1000, "MDHL": 1800, "MDSH": 2200}
CUTS = [(9000, "Xuất sắc"), (8000, "Tốt"), (7000, "Khá"), (5000, "Trung bình")]
LABELS = ["Yếu", "Trung bình", "Khá", "Tốt", "Xuất sắc"]
POOL = 65


def table(rows: int) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(766)
    points = {
        name: chance.integers(0, maximum, rows, endpoint=True).astype(np.int16)
        for name, maximum in MAXIMA.items()
    }
    pools = chance.permutation(np.arange(rows, dtype=np.int32) // POOL)
    return {"pool": pools, **points}


def as_floats(columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: values if name == "pool" else values / 100 for name, values in columns.items()}


def by_pandas(frame: pd.DataFrame, one: int) -> pd.DataFrame:
    """Return the full job in pandas; `one` is how much a point is."""
    total = frame[list(MAXIMA)].sum(axis=1)
    cuts = [0, *(cut * one // 100 for cut, _ in reversed(CUTS)), 10_001 * one]
    result = frame.assign(
        total=total,
        percent=(total / one).round(2),
        band=pd.cut(total, cuts, right=False, labels=LABELS),
        missing=frame[list(MAXIMA)].isna().sum(axis=1),
    )
    pools = result.groupby("pool")["total"]
    return result.assign(
        rank=pools.rank(method="min", ascending=False),
        of=pools.transform("count"),
        tied=result.groupby(["pool", "total"])["total"].transform("size"),
    )


def by_polars(frame: pl.LazyFrame) -> pl.DataFrame:
    total = pl.col("total")
    band = pl.when(total >= CUTS[0][0]).then(pl.lit(CUTS[0][1]))
    for cut, label in CUTS[1:]:
        band = band.when(total >= cut).then(pl.lit(label))
    return (
        frame.with_columns(
            total=pl.sum_horizontal(pl.col(name).cast(pl.Int32) for name in MAXIMA),
            missing=pl.sum_horizontal(pl.col(name).is_null() for name in MAXIMA),
        )
        .with_columns(
            band=band.otherwise(pl.lit("Yếu")).cast(pl.Enum(LABELS)),
            points=total.cast(pl.Decimal(9, 2)) * pl.lit("0.01").cast(pl.Decimal(9, 2)),
            percent=total.cast(pl.Decimal(9, 2)) * pl.lit("0.01").cast(pl.Decimal(9, 2)),
            rank=total.rank("min", descending=True).over("pool"),
            of=total.count().over("pool"),
            tied=pl.len().over("pool", "total"),
        )
        .collect()
    )


def by_duckdb(connection: duckdb.DuckDBPyConnection) -> None:
    labels = " ".join(f"WHEN total >= {cut} THEN '{label}'" for cut, label in CUTS)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE result AS SELECT * EXCLUDE (row) FROM (
        SELECT *, (total * 0.01)::DECIMAL(9, 2) AS points, (total * 0.01)::DECIMAL(9, 2) AS percent,
            CASE {labels} ELSE 'Yếu' END AS band,
            rank() OVER (PARTITION BY pool ORDER BY total DESC) AS rank,
            count(total) OVER (PARTITION BY pool) AS of,
            count(*) OVER (PARTITION BY pool, total) AS tied
        FROM (SELECT *, row_number() OVER () AS row, {" + ".join(MAXIMA)}::INT AS total,
              {" + ".join(f"({name} IS NULL)::INT" for name in MAXIMA)} AS missing FROM input)
        ) ORDER BY row
    """)  # noqa: S608 (our own names)


def measure(
    title: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    bound: float,
    turns: int = 7,
) -> bool:
    """Report the median of `turns` ratios measured in turn, with its range."""
    ours(), theirs()
    ratios = []
    for _ in range(turns):
        times = []
        for job in (ours, theirs):
            gc.collect()
            start = perf_counter()
            job()
            times.append(perf_counter() - start)
        ratios.append(times[0] / times[1])
        last = times
    low, _, high = quantiles(ratios, n=4)
    print(
        f"     {last[0] * 1e3:.1f} ms against {last[1] * 1e3:.1f}; "
        f"middle half {low:.3f} to {high:.3f}"
    )
    return report(title, median(ratios), bound)


def score_only(columns: dict[str, np.ndarray]) -> bool:
    """Total and class of each row as integers, against copying the points once."""
    frame = nw.from_native(pl.DataFrame(columns), eager_only=True)
    found = points_columns(frame.schema, columns=None, framework=None, hundredths=True)
    points = [columns[name] for name in MAXIMA]
    copies = [np.empty_like(values) for values in points]

    def copy() -> None:
        for target, values in zip(copies, points, strict=True):
            np.copyto(target, values)

    return measure("totals / numpy.copyto of the points", lambda: scores_of(frame, found), copy, 4)


def bytes_a_row(rows: int = 1_000_000) -> float:
    """Return the most memory that the full job holds above its input, a row."""
    frame = pd.DataFrame(table(rows))
    score_table(frame.head(1000), within="pool", hundredths=True)
    tracemalloc.start()
    score_table(frame, within="pool", hundredths=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / rows


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    columns = table(rows)
    floats, ints = pd.DataFrame(as_floats(columns)), pd.DataFrame(columns)
    polars = pl.DataFrame(columns)
    connection = duckdb.connect()
    connection.register("arrow", polars.to_arrow())
    connection.execute("CREATE TABLE input AS SELECT * FROM arrow")

    def job(frame: object, *, hundredths: bool = True) -> object:
        return score_table(frame, within="pool", hundredths=hundredths)

    def duckdb_job() -> None:
        result = score_table(connection.table("input"), within="pool", hundredths=True)
        result.create_view("scored", replace=True)
        connection.execute("CREATE OR REPLACE TEMP TABLE result AS SELECT * FROM scored")

    month, month_floats = ints.head(3321), floats.head(3321)
    holds = [
        measure(
            "floats / pandas",
            lambda: job(floats, hundredths=False),
            lambda: by_pandas(floats, 1),
            0.17,
        ),
        measure("hundredths / pandas", lambda: job(ints), lambda: by_pandas(ints, 100), 0.3),
        measure(
            "arrays / lazy Polars", lambda: job(polars), lambda: by_polars(polars.lazy()), 0.75
        ),
        measure(
            "expressions / lazy Polars",
            lambda: job(polars.lazy()).collect(),
            lambda: by_polars(polars.lazy()),
            1.4,
        ),
        measure("expressions / DuckDB", duckdb_job, lambda: by_duckdb(connection), 1.8),
        measure(
            "3,321 rows / pandas floats",
            lambda: job(month),
            lambda: by_pandas(month_floats, 1),
            0.05,
            21,
        ),
        score_only(columns),
        report("bytes a row above the input / 48", bytes_a_row() / 48, 1),
    ]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
