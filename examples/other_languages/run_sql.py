"""Run `scorer.sql` on a folder of cases in SQLite, which Python brings along."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

SCORER = Path(__file__).with_name("scorer.sql").read_text("utf-8")

with closing(sqlite3.connect(":memory:")) as base:
    base.execute("CREATE TABLE documents (content TEXT)")
    files = sorted(Path(sys.argv[1]).glob("*.json"))
    base.executemany(
        "INSERT INTO documents VALUES (?)", [(file.read_text("utf-8"),) for file in files]
    )
    statements, last = SCORER.rstrip().rsplit("\n\n", 1)
    base.executescript(statements)
    suites = base.execute(last).fetchall()

for suite, right, cases in suites:
    print(f"{suite}: {right}/{cases}")
sys.exit(any(right < cases for _, right, cases in suites))
