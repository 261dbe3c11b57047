"""Dossiers counted out of Parquet, against queries by hand on the same engine and mere decoding.

The queries by hand follow the same definitions, as one writes them for a table that is known.
Decoding reads every column that is counted and takes its greatest value. Ratios are of elapsed
time, measured in turn, each turn in the same process; memory is the peak of a process of its own,
which imports nothing but the engine and `vn766.tables`.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from ratios import report

from vn766.period import Year
from vn766.tables import count_dossiers

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE = 1_000_000
GROUP = 122_880  # rows that are written together, as DuckDB does
AGENCIES = 3_321
PERIOD = Year(2025)
START, LAST_DAY, AFTER = (
    datetime(2025, 1, 1),  # noqa: DTZ001 (dossiers have local times)
    datetime(2025, 12, 31),  # noqa: DTZ001 (likewise)
    datetime(2026, 1, 1),  # noqa: DTZ001 (likewise)
)
ENDED = [
    "Đã xử lý xong",
    "Đã trả kết quả",
    "Dừng xử lý",
    "Từ chối",
    "Công dân yêu cầu rút hồ sơ",
    "Yêu cầu bổ sung",
]
FLAGS = ("reused", "from_storage", "citizen_data")
LIMIT = 500  # MB


def piece(chance: np.random.Generator, rows: int) -> pa.Table:
    """Return dossiers received from October 2024 to the end of 2025, some things not known."""

    def some(values: np.ndarray, missing: float = 0.01) -> pa.Array:
        return pa.array(values, mask=chance.random(rows) < missing)

    def after(earlier: np.ndarray, days: int) -> np.ndarray:
        return earlier + chance.integers(1, days * 86_400, rows).astype("timedelta64[s]")

    start = np.datetime64("2024-10-01", "s")
    received = start + chance.integers(0, 457 * 86_400, rows).astype("timedelta64[s]")
    codes = pa.array([f"H{10 + at % 60}.{at}" for at in range(AGENCIES)])
    agencies = pa.DictionaryArray.from_arrays(
        chance.integers(0, AGENCIES, rows).astype(np.int32), codes
    )
    words = pa.array([*ENDED[:2], "Đang xử lý", ENDED[-1]])
    statuses = pa.DictionaryArray.from_arrays(
        chance.choice(4, rows, p=[0.3, 0.6, 0.08, 0.02]).astype(np.int32), words
    )
    links = np.char.add("https://kq.example.vn/", chance.integers(0, 1 << 40, rows).astype(str))
    return pa.table(
        {
            "agency": agencies.dictionary_decode(),
            "received": received.astype("datetime64[us]"),
            "due": some(after(received, 20).astype("datetime64[us]")),
            "finished": some(after(received, 25).astype("datetime64[us]"), 0.1),
            "status": statuses.dictionary_decode(),
            "channel": some(chance.integers(1, 4, rows).astype(np.int8)),
            "fee": some(10_000 * chance.integers(0, 5, rows).astype(np.int32)),
            "paid_online": some(chance.integers(0, 3, rows).astype(np.int8)),
            "result_file": some(links, 0.2),
            **{name: some(chance.random(rows) < 0.4) for name in ("digitised", *FLAGS)},
        }
    )


def write(path: Path, rows: int) -> None:
    """Write dossiers piece by piece, so that memory stays bounded."""
    chance = np.random.default_rng(766)
    writer = None
    for start in range(0, rows, PIECE):
        table = piece(np.random.default_rng(chance.integers(1 << 32)), min(PIECE, rows - start))
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table, row_group_size=GROUP)
    if writer is not None:
        writer.close()


def by_duckdb(path: Path) -> object:
    ended = ", ".join(f"'{word}'" for word in ENDED)
    flags = ", ".join(
        f"count(*) FILTER (WHERE {name}), count({name}), count(*) - count({name})" for name in FLAGS
    )
    return duckdb.sql(f"""
        WITH dossiers AS (
            SELECT *, received >= '{START}' AS arrived,
                CASE WHEN due IS NULL OR vague THEN NULL
                     WHEN finished < '{AFTER}'
                     THEN finished <= due OR date_trunc('day', finished) = due
                     ELSE due >= '{LAST_DAY}' END AS on_time,
                CASE WHEN received < '{START}' THEN NULL
                     WHEN channel = 2 THEN TRUE
                     WHEN channel IS NULL OR channel IN (1, 3) THEN FALSE END AS online,
                CASE WHEN received >= '{START}' AND fee > 0 AND paid_online BETWEEN 0 AND 2
                     THEN paid_online > 0 END AS paid,
                coalesce(result_file <> '', FALSE) AS result
            FROM (SELECT *, finished IS NULL AND status IN ({ended}) AS vague
                  FROM read_parquet('{path}'))
            WHERE received < '{AFTER}' AND (received >= '{START}'
                  OR ((finished IS NULL OR finished >= '{START}') AND NOT vague))
        )
        SELECT agency,
            count(*) FILTER (WHERE on_time), count(on_time), count(*) - count(on_time),
            count(*) FILTER (WHERE online), count(online),
            count(*) FILTER (WHERE arrived) - count(online),
            count(*) FILTER (WHERE paid), count(paid),
            count(*) FILTER (WHERE arrived AND fee IS DISTINCT FROM 0) - count(paid),
            count(*) FILTER (WHERE result), count(*), 0,
            count(*) FILTER (WHERE digitised AND result),
            count(digitised AND result), count(*) - count(digitised AND result),
            {flags}
        FROM dossiers GROUP BY agency ORDER BY agency
    """).fetchall()


def ours_on_duckdb(path: Path) -> list[Any]:
    table = duckdb.read_parquet(str(path))
    return count_dossiers(table, by="agency", period=PERIOD).fetchall()


def decoded_by_duckdb(path: Path) -> object:
    names = ", ".join(f"max({name})" for name in pq.read_schema(path).names)
    return duckdb.sql(f"SELECT {names} FROM read_parquet('{path}')").fetchall()


def by_polars(path: Path) -> object:
    col = pl.col
    due, finished = col("due"), col("finished")
    arrived, fee = col("received") >= START, col("fee")
    vague = finished.is_null() & col("status").is_in(ENDED)
    in_time = (finished <= due) | (finished.dt.truncate("1d") == due)
    stopped = (finished < AFTER).fill_null(value=False)
    on_time = pl.when(due.is_not_null() & ~vague).then(
        pl.when(stopped).then(in_time).otherwise(due >= LAST_DAY)
    )
    channel = col("channel").fill_null(1)
    marks = {
        "on_time": on_time,
        "online": pl.when(arrived & channel.is_between(1, 3)).then(channel == 2),
        "paid": pl.when(arrived & (fee > 0) & col("paid_online").is_between(0, 2)).then(
            col("paid_online") > 0
        ),
        "result": (col("result_file") != "").fill_null(value=False),
        "digital": col("digitised") & (col("result_file") != "").fill_null(value=False),
    } | {name: col(name) for name in FLAGS}
    return (
        pl.scan_parquet(path)
        .filter(
            (col("received") < AFTER)
            & (arrived | ((finished.is_null() | (finished >= START)) & ~vague))
        )
        .select(
            "agency",
            arrived.alias("arrived"),
            (arrived & fee.ne_missing(0)).alias("charged"),
            *(mark.alias(name) for name, mark in marks.items()),
        )
        .group_by("agency")
        .agg(
            pl.len().alias("in_hand"),
            col("arrived", "charged").sum(),
            *(col(name).sum().alias(f"{name}_yes") for name in marks),
            *(col(name).count().alias(f"{name}_known") for name in marks),
        )
        .sort("agency")
        .collect(engine="streaming")
    )


def ours_on_polars(path: Path) -> object:
    table = pl.scan_parquet(path)
    return count_dossiers(table, by="agency", period=PERIOD).collect(engine="streaming")


def decoded_by_polars(path: Path) -> object:
    return pl.scan_parquet(path).select(pl.all().max()).collect(engine="streaming")


def by_pandas(path: Path) -> object:
    """Return the counts as one writes them in pandas: the whole table, sums of booleans."""
    df = pd.read_parquet(path)
    vague = df["finished"].isna() & df["status"].isin(ENDED)
    arrived = df["received"] >= START
    current = df["finished"].isna() | (df["finished"] >= START)
    df = df[(df["received"] < AFTER) & (arrived | (current & ~vague))]
    vague, arrived = vague[df.index], arrived[df.index]
    due, finished, fee = df["due"], df["finished"], df["fee"]
    judged = due.notna() & ~vague
    in_time = (finished <= due) | (finished.dt.floor("D") == due)
    channel = df["channel"].fillna(1)
    charged = arrived & (fee > 0) & df["paid_online"].between(0, 2)
    result = df["result_file"].fillna("") != ""
    marks = {
        "on_time": judged & in_time.where(finished < AFTER, due >= LAST_DAY),
        "judged": judged,
        "online": arrived & (channel == 2),
        "channel": arrived & channel.between(1, 3),
        "arrived": arrived,
        "paid": charged & (df["paid_online"] > 0),
        "charged": charged,
        "maybe": arrived & (fee != 0),
        "result": result,
        "digital": result & (df["digitised"] == True),  # noqa: E712 (nulls are no yes)
        "digital_known": ~result | df["digitised"].notna(),
    }
    for name in FLAGS:
        marks |= {name: df[name] == True, f"{name}_known": df[name].notna()}  # noqa: E712
    return pd.DataFrame(marks).groupby(df["agency"]).sum()


ALONE = {
    "DuckDB": "import duckdb; done = count(duckdb.read_parquet(sys.argv[1])).fetchall()",
    "Polars streaming": (
        "import polars; done = count(polars.scan_parquet(sys.argv[1])).collect(engine='streaming')"
    ),
}
"""What a process does whose memory is measured."""

PEAK = """\
import sys
from functools import partial
from pathlib import Path
from vn766.period import Year
from vn766.tables import count_dossiers
count = partial(count_dossiers, by="agency", period=Year(2025))
{job}
# Not what `resource` says: that counts the process that started this one, too.
status = Path("/proc/self/status").read_text("ascii")
print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
"""


def measure(  # noqa: PLR0917 (what a measurement consists of)
    title: str,
    ours: Callable[[Path], object],
    theirs: Callable[[Path], object],
    path: Path,
    bound: float,
    turns: int = 5,
) -> bool:
    """Report the median of `turns` ratios measured in turn, with its range and those of CPU."""
    ours(path), theirs(path)
    elapsed, used = [], []
    for turn in range(turns):
        times = {}
        for job in (ours, theirs) if turn % 2 else (theirs, ours):
            start, cpu = perf_counter(), process_time()
            job(path)
            times[job] = perf_counter() - start, process_time() - cpu
        elapsed.append(times[ours][0] / times[theirs][0])
        used.append(times[ours][1] / times[theirs][1])
    low, _, high = quantiles(elapsed, n=4)
    print(
        f"     {times[ours][0]:.2f} s against {times[theirs][0]:.2f}; "
        f"middle half {low:.3f} to {high:.3f}; CPU {median(used):.3f}"
    )
    return report(title, median(elapsed), bound)


def peak(engine: str, path: Path) -> float:
    """Return the most memory in MB that a process held which counted on one engine."""
    code = PEAK.format(job=ALONE[engine])
    shown = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
    )
    return float(shown.stdout.splitlines()[-1])  # DuckDB shows its progress before


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with TemporaryDirectory() as folder:
        path = Path(folder, "dossiers.parquet")
        write(path, rows)
        ours = [(agency, *counts) for agency, _period, *counts in ours_on_duckdb(path)]
        check = ours == by_duckdb(path)
        print(f"{'ok  ' if check else 'OVER'} DuckDB by hand has the same counts")
        holds = [
            check,
            measure("DuckDB / by hand", ours_on_duckdb, by_duckdb, path, 1.15),
            measure("Polars streaming / by hand", ours_on_polars, by_polars, path, 1.15),
            measure("DuckDB / decoding", ours_on_duckdb, decoded_by_duckdb, path, 2.2),
            measure("Polars streaming / decoding", ours_on_polars, decoded_by_polars, path, 2.2),
            measure("DuckDB / pandas", ours_on_duckdb, by_pandas, path, 1 / 3, 2),
            measure("Polars streaming / pandas", ours_on_polars, by_pandas, path, 1 / 3, 2),
            *(report(f"{engine}, MB / {LIMIT}", peak(engine, path) / LIMIT, 1) for engine in ALONE),
        ]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
