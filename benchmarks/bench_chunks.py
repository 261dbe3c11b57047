"""A table in chunks, which is never held as a whole: memory a row, and time.

``bench_chunks.py 100_000_000`` takes about two minutes. Up to ten million rows memory is traced
to the byte and bounded; above, where tracing would take too long, the peak of the process is
shown. A chunk is made when it is asked for, as if it were read from a file: pools follow each
other, in any order within a chunk, and are cut by its ends.
"""

from __future__ import annotations

import resource
import sys
import tracemalloc
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import pandas as pd
from bench_tables import POOL, table
from ratios import report

from vn766.tables import rank_chunks, score_table

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 200_000
TRACED = 10_000_000


def points(rows: int) -> Iterator[pd.DataFrame]:
    """Yield a table in chunks, the same at every call."""
    columns = table(min(rows, CHUNK))
    for first in range(0, rows, CHUNK):
        length = min(CHUNK, rows - first)
        chunk = pd.DataFrame({name: values[:length] for name, values in columns.items()})
        # Chunks do not begin with a pool: the last one of each goes on in the next.
        chunk["pool"] += first // POOL
        yield chunk


def do(rows: int) -> int:
    """Score and rank all rows; return how many have a rank."""
    chunks = rank_chunks(
        lambda: (score_table(chunk, hundredths=True) for chunk in points(rows)), within="pool"
    )
    return sum(int(chunk["rank"].count()) for chunk in chunks)


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else TRACED
    do(1000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock, processor = perf_counter(), process_time()
    ranked = do(rows)
    clock, processor = perf_counter() - clock, process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"     {ranked:,} rows ranked: {clock:.1f} s ({processor:.1f} s of the processor), "
        f"peak of the process {peak / 1024:,.0f} MB, of which {before / 1024:,.0f} before"
    )
    if rows > TRACED:
        return 0
    tracemalloc.start()
    do(rows)
    traced = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return 0 if report("bytes a row in chunks / 24", traced / rows / 24, 1) else 1


if __name__ == "__main__":
    sys.exit(main())
