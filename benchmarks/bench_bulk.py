"""A Parquet file of millions of rows, scored into another one, against a query by hand.

Both sides are fresh processes of DuckDB with the same memory and threads, which write the same
columns in the order of the rows. The query by hand asks what the command asks, too: whether a
number has more than two decimals or exceeds its maximum, whether rows sum up all others, whether
the values may be rates, counts or percents, and how the names of pools are spelt.

Compared is the time of all processors, which a busy machine changes least. ``bench_bulk.py
2_000_000`` measures that size alone; files go to the folder for temporary ones.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import duckdb
from bench_tables import CUTS, MAXIMA
from ratios import report

THREADS = min(4, os.cpu_count() or 1)
MEMORY = 1.3e9  # bytes
TURNS = {2_000_000: 5, 20_000_000: 1}


class Run(NamedTuple):
    """What one process took: seconds of processors and of the clock, and bytes at its peak."""

    processors: float
    clock: float
    peak: int


def make(path: Path, rows: int) -> None:
    """Write a table of so many communes and months, with points of two decimals."""
    points = ", ".join(
        f"round(random() * {most / 100}, 2) AS {id_}" for id_, most in MAXIMA.items()
    )
    duckdb.connect().execute(f"""
        COPY (SELECT '2025-' || lpad((1 + (i // 98) % 12)::VARCHAR, 2, '0') AS month,
        'Tỉnh ' || (i // (98 * 12))::VARCHAR AS province, {points} FROM range({rows}) t(i))
        TO '{path}' (FORMAT parquet)
    """)


def by_hand(source: Path, target: Path) -> None:
    """Ask DuckDB what the command asks it."""
    folder = target.parent / "spilled"
    config = {"memory_limit": "896MiB", "threads": THREADS, "temp_directory": str(folder)}
    connection = duckdb.connect(config=config)
    snapped = ", ".join(
        f"CASE WHEN {id_} > -0.001 AND {id_} < {most / 100} + 0.001"
        f" AND abs({id_} * 100 - round({id_} * 100)) <= 1e-4"
        f" THEN round({id_} * 100)::INTEGER END AS h_{id_}"
        for id_, most in MAXIMA.items()
    )
    points = [f"h_{id_}" for id_ in MAXIMA]
    read = f"(SELECT *, {snapped} FROM read_parquet('{source}'))"
    whole = ", ".join(f"sum({p}), count({p}), min({p}), max({p})" for p in points)
    (sums,) = connection.execute(f"SELECT count(*), {whole} FROM {read}").fetchall()
    rows, totals = sums[0], sums[1::4]
    means = [total // rows for total in totals]
    counts = ", ".join(
        f"max({p}), count({p}), count(*) FILTER ({p} > 0), count(*) FILTER ({p} % 100 != 0)"
        for p in points
    )
    is_sum, is_mean, is_most = (
        " AND ".join(f"{p} = {value}" for p, value in zip(points, values, strict=True))
        for values in (totals, means, MAXIMA.values())
    )
    connection.execute(f"""
        SELECT count(*), count(*) FILTER ({" + ".join(points)} > 10000), {counts},
        count(*) FILTER ({is_sum}), count(*) FILTER ({is_mean}), count(*) FILTER ({is_most})
        FROM {read}
    """).fetchone()
    for pool in ("month", "province"):
        connection.execute(f"SELECT DISTINCT {pool} FROM {read}").fetchall()
    wrong = " + ".join(f"({id_} IS NOT NULL AND h_{id_} IS NULL)::INTEGER" for id_ in MAXIMA)
    missing = " + ".join(f"({id_} IS NULL)::INTEGER" for id_ in MAXIMA)
    labels = " ".join(f"WHEN total >= {cut} THEN '{label}'" for cut, label in CUTS)
    pool = "PARTITION BY month, province"
    connection.execute(f"""
        COPY (SELECT month, province, {", ".join(MAXIMA)},
            (total * 0.01)::DECIMAL(5, 2) AS total, (total * 0.01)::DECIMAL(5, 2) AS percent,
            CASE {labels} WHEN total IS NOT NULL THEN 'Yếu' END
                ::ENUM('Yếu', 'Trung bình', 'Khá', 'Tốt', 'Xuất sắc') AS band,
            missing::SMALLINT AS missing, problems::SMALLINT AS problems,
            CASE WHEN total IS NOT NULL THEN rank() OVER ({pool} ORDER BY total DESC NULLS LAST)
                END::INTEGER AS rank,
            CASE WHEN total IS NOT NULL THEN count(total) OVER ({pool}) END::INTEGER AS of,
            CASE WHEN total IS NOT NULL THEN count(total) OVER ({pool}, total) END::INTEGER AS tied,
            false AS by_publication, 1::INTEGER AS copies, row, 'qd766' AS framework
        FROM (SELECT *, CASE WHEN problems = 0 THEN {" + ".join(points)} END AS total
        FROM (SELECT *, {wrong} + (month IS NULL)::INTEGER + (province IS NULL)::INTEGER
            AS problems, {missing} AS missing
        FROM (SELECT row_number() OVER () AS row, * FROM {read})
        WHERE {" OR ".join(f"{id_} IS NOT NULL" for id_ in (*MAXIMA, "month", "province"))}))
        ORDER BY row) TO '{target}' (FORMAT parquet)
    """)


def run(*arguments: str) -> Run:
    """Run this interpreter with arguments and without output, and return what that took."""
    start = perf_counter()
    child = os.posix_spawn(
        sys.executable,
        [sys.executable, *arguments],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)],
    )
    _, status, used = os.wait4(child, 0)
    if status:
        message = f"{arguments} ended with {status}"
        raise RuntimeError(message)
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(used.ru_utime + used.ru_stime, perf_counter() - start, used.ru_maxrss * unit)


def bulk(rows: int) -> bool:
    """Report how long a file of so many rows takes, and from ten million rows on its memory."""
    is_large = rows >= 10_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, ours, theirs = (folder / f"{part}.parquet" for part in ("points", "ours", "hand"))
        make(source, rows)
        within = ("--within", "month", "--within", "province")
        score = ("-m", "vn766", "score", str(source), *within, "--engine", "duckdb", "--force")
        turns = []
        for _ in range(TURNS.get(rows, 3)):
            hand = run(__file__, str(source), str(theirs))
            turns.append((run(*score, "-o", str(ours)), hand))
            print(
                f"     {rows:,} rows: {turns[-1][0].processors:.1f} s against {hand.processors:.1f}"
                f" of the processors, {turns[-1][0].clock:.1f} s against {hand.clock:.1f}"
            )
        names = ", ".join(duckdb.read_parquet(str(theirs)).columns)
        differing = duckdb.sql(
            f"SELECT count(*) FROM (SELECT {names} FROM '{ours}' EXCEPT ALL FROM '{theirs}')"
        ).fetchall()
    if differing != [(0,)]:
        message = f"{differing} rows differ from those by hand"
        raise RuntimeError(message)
    ratio = median(mine.processors / hand.processors for mine, hand in turns)
    kept = [report(f"vn766 score of {rows:,} rows / by hand", ratio, 1.2 if is_large else 1.3)]
    if is_large:
        peak = max(mine.peak for mine, _ in turns)
        kept.append(report(f"peak of {rows:,} rows / 1.3 GB", peak / MEMORY, 1))
    return all(kept)


def main() -> int:
    match sys.argv[1:]:
        case [source, target]:
            by_hand(Path(source), Path(target))
            return 0
        case rows:
            kept = [bulk(int(number)) for number in rows or TURNS]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
