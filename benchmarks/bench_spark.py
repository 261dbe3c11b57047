"""PySpark with ``local[2]`` against the same job by hand in Spark's SQL: totals, classes and ranks.

``bench_spark.py 1_000_000`` measures that size alone. Results are computed and thrown away; pools
are a month of a province. Both sides run in turn in one session, the first time uncounted.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bench_bulk import make
from bench_tables import CUTS, MAXIMA
from pyspark.sql import SparkSession
from ratios import report

from vn766.tables import score_table

if TYPE_CHECKING:
    from collections.abc import Callable

BOUND = 1.3
TURNS = {1_000_000: 5, 4_000_000: 3, 16_000_000: 1}


def by_hand(spark: Any, points: Any) -> Any:
    """Return the same columns by a query of one's own, and ask which pools there are.

    Who ranks has to know whether one pool is spelled in two ways.
    """
    points.createOrReplaceTempView("points")
    spark.sql("SELECT DISTINCT month, province FROM points").toArrow()
    snapped = ", ".join(
        f"CASE WHEN {id_} > -0.001 AND {id_} < {most / 100} + 0.001D"
        f" AND abs({id_} * 100 - round({id_} * 100)) <= 1e-4"
        f" THEN cast(round({id_} * 100) AS int) END AS h_{id_}"
        for id_, most in MAXIMA.items()
    )
    wrong = " + ".join(f"cast({id_} IS NOT NULL AND h_{id_} IS NULL AS int)" for id_ in MAXIMA)
    missing = " + ".join(f"cast({id_} IS NULL AS int)" for id_ in MAXIMA)
    labels = " ".join(f"WHEN total >= {cut} THEN '{label}'" for cut, label in CUTS)
    pool = "PARTITION BY month, province"
    return spark.sql(f"""
        SELECT month, province, {", ".join(MAXIMA)},
            cast(total * 0.01 AS decimal(5, 2)) AS total,
            cast(total * 0.01 AS decimal(5, 2)) AS percent,
            CASE {labels} WHEN total IS NOT NULL THEN 'Yếu' END AS band,
            cast(missing AS smallint) AS missing, cast(problems AS smallint) AS problems,
            CASE WHEN total IS NOT NULL
                THEN rank() OVER ({pool} ORDER BY total DESC NULLS LAST) END AS rank,
            CASE WHEN total IS NOT NULL THEN count(total) OVER ({pool}) END AS of,
            CASE WHEN total IS NOT NULL THEN count(total) OVER ({pool}, total) END AS tied
        FROM (SELECT *, CASE WHEN problems = 0
            THEN {" + ".join(f"h_{id_}" for id_ in MAXIMA)} END AS total
        FROM (SELECT *, {wrong} AS problems, {missing} AS missing
        FROM (SELECT *, {snapped} FROM points)))
    """)


def seconds(job: Callable[[], Any]) -> float:
    """Return how long a job takes whose result is thrown away."""
    start = perf_counter()
    job().write.format("noop").mode("overwrite").save()
    return perf_counter() - start


def bulk(spark: Any, rows: int, folder: Path) -> bool:
    """Report both sides on a file of so many rows."""
    path = folder / f"{rows}.parquet"
    make(path, rows)
    points = spark.read.parquet(str(path))

    def ours() -> Any:
        return score_table(points, within=["month", "province"])

    def theirs() -> Any:
        return by_hand(spark, points)

    seconds(ours), seconds(theirs)
    ratios = []
    for _ in range(TURNS.get(rows, 3)):
        times = seconds(ours), seconds(theirs)
        ratios.append(times[0] / times[1])
        print(f"     {rows:,} rows: {times[0]:.1f} s against {times[1]:.1f}")
    path.unlink()
    return report(f"{rows:,} rows on Spark / by hand", median(ratios), BOUND)


def main() -> int:
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    builder: Any = SparkSession.builder
    spark = builder.master("local[2]").config("spark.driver.memory", "2g").config(map=quiet)
    session = spark.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        with tempfile.TemporaryDirectory() as name:
            sizes = [int(number) for number in sys.argv[1:]] or TURNS
            kept = [bulk(session, rows, Path(name)) for rows in sizes]
    finally:
        session.stop()
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
