"""Tables against what one writes by hand: pandas on floats and ints, lazy Polars, DuckDB's SQL.

The full job is total, percent, class, and rank, size of the pool and ties within pools of 65
units. Both sides get the table in their own library and answer in it; pandas is asked on floats
(what users write, and what is wrong for some units) and on integer hundredths.

Times are those of the processor where both sides use one thread, else those of the clock.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
from ratios import ratio, report

from vn766.tables import score_table
from vn766.tables.columns import points_columns
from vn766.tables.eager import scores_of
from vn766.tables.ranks import Entries, places, pools_of

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
    """)


def measure(
    title: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    bound: float,
    *,
    turns: int = 7,
    clock: Callable[[], float] = process_time,
) -> bool:
    """Report the median of `turns` ratios measured in turn, with its range."""
    ours(), theirs()
    ratios = []
    for _ in range(turns):
        times = [_time(job, clock) for job in (ours, theirs)]
        ratios.append(times[0] / times[1])
        last = times
    low, middle, high = quantiles(ratios, n=4)
    print(
        f"     {last[0] * 1e3:.1f} ms against {last[1] * 1e3:.1f}; "
        f"middle half {low:.3f} to {high:.3f}"
    )
    return report(title, middle, bound)


def _time(job: Callable[[], object], clock: Callable[[], float]) -> float:
    gc.collect()
    start = clock()
    job()
    return clock() - start


def score_only(columns: dict[str, np.ndarray]) -> bool:
    """Total, percent and class of each row as integers, against copying the points once."""
    frame = nw.from_native(pl.DataFrame(columns), eager_only=True)
    found = points_columns(frame.schema, columns=None, framework=None, hundredths=True)
    points = [columns[name] for name in MAXIMA]
    copies = [np.empty_like(values) for values in points]

    def copy() -> None:
        for target, values in zip(copies, points, strict=True):
            np.copyto(target, values)

    title = "score only / numpy.copyto of the points"
    return measure(title, lambda: scores_of(frame, found), copy, 4, turns=51)


def small(rows: int, bound: float | None) -> bool:
    """Few rows, where libraries are asked for longer than anything is computed.

    Without a bound beside it stands what no way to compute can undercut: putting columns that
    are there already beside those of the table, by the shortest way that pandas has, and by the
    one that users know.
    """
    frame = pd.DataFrame(table(rows))
    floats = pd.DataFrame(as_floats(table(rows)))
    scored = score_table(frame, within="pool", hundredths=True)
    added = {name: scored[name].array for name in scored if name not in frame}

    def theirs() -> object:
        return by_pandas(floats, 1)

    def ours() -> object:
        return score_table(frame, within="pool", hundredths=True)

    def beside() -> object:
        return pd.concat([frame, pd.DataFrame(added, index=frame.index, copy=False)], axis=1)

    def compute() -> object:
        table = nw.from_native(frame, eager_only=True)
        found = points_columns(table.schema, columns=None, framework=None, hundredths=True)
        scores = scores_of(table, found)
        codes, number, _ = pools_of(table, ["pool"]) or (None, 1, None)
        entries = [Entries(scores.total, scores.null, codes)]
        return places(entries, number, found.plan.maximum, "competition")

    parts = [
        ("pandas.concat of finished columns, alone", beside),
        ("DataFrame.assign of finished columns, alone", lambda: frame.assign(**added)),
        ("finding columns and computing, alone", compute),
    ]
    for title, part in parts:
        print(f"     {ratio(part, theirs):6.3f} {rows:,} rows: {title} / pandas floats")
    title = f"{rows:,} rows / pandas floats"
    if bound is not None:
        return measure(title, ours, theirs, bound, turns=51)
    print(f"     {ratio(ours, theirs):6.3f} {title}")
    return True


def bytes_a_row(rows: int) -> float:
    """Return the most memory that the full job holds above its input, a row."""
    frame = pd.DataFrame(table(rows))
    score_table(frame.head(1000), within="pool", hundredths=True)
    tracemalloc.start()
    score_table(frame, within="pool", hundredths=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / rows


def growth(rows: int) -> bool:
    """Print rows against time, and bound what ten times the rows cost at most."""
    sizes = [10**power for power in range(3, 9) if 10**power <= rows]
    print("\n|      rows | pandas, ms | ns a row | Polars, ms | ns a row |")
    print("|----------:|-----------:|---------:|-----------:|---------:|")
    times: dict[int, float] = {}
    for size in sizes:
        columns = table(size)
        cells = []
        for frame in (pd.DataFrame(columns), pl.DataFrame(columns)):
            turns = [
                _time(
                    lambda frame=frame: score_table(frame, within="pool", hundredths=True),
                    process_time,
                )
                for _ in range(max(3, min(51, 10**7 // size)))
            ]
            times.setdefault(size, median(turns))
            cells.append(f"{median(turns) * 1e3:10.1f} | {median(turns) / size * 1e9:8.0f}")
        print(f"| {size:9,} | {' | '.join(cells)} |")
    print()
    if len(sizes) < 2:
        return True
    return report(
        f"{sizes[-1]:,} rows / ten times {sizes[-2]:,}", times[sizes[-1]] / times[sizes[-2]] / 10, 2
    )


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

    holds = [
        measure(
            "floats / pandas",
            lambda: job(floats, hundredths=False),
            lambda: by_pandas(floats, 1),
            0.17,
        ),
        measure("hundredths / pandas", lambda: job(ints), lambda: by_pandas(ints, 100), 0.3),
        measure(
            "arrays / lazy Polars",
            lambda: job(polars),
            lambda: by_polars(polars.lazy()),
            0.75,
            clock=perf_counter,
        ),
        measure(
            "expressions / lazy Polars",
            lambda: job(polars.lazy()).collect(),
            lambda: by_polars(polars.lazy()),
            1.4,
            clock=perf_counter,
        ),
        measure(
            "expressions / DuckDB",
            duckdb_job,
            lambda: by_duckdb(connection),
            1.8,
            clock=perf_counter,
        ),
        score_only(columns),
        report("bytes a row above the input / 48", bytes_a_row(rows) / 48, 1),
        small(65, None),
        small(3321, 0.5),
        growth(rows),
    ]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
