"""The same arithmetic on tables of any size and engine (extra ``tables``).

The formulas of `vn766.score` run unchanged: on NumPy arrays where a table is materialised
(pandas, Polars, PyArrow), as expressions of the engine where it is lazy (Polars, DuckDB,
PySpark).
"""

from __future__ import annotations

from vn766.errors import MissingExtraError

try:
    from vn766.tables.changes import compare_tables
    from vn766.tables.dossiers import (
        BEYOND_DOSSIERS,
        DOSSIER_COMPONENTS,
        DOSSIER_FIELDS,
        count_dossiers,
    )
    from vn766.tables.rows import counts_problems_table, problems_table, to_results
    from vn766.tables.scores import rank_chunks, rank_table, score_counts_table, score_table
except ModuleNotFoundError as error:
    extra = "tables"
    raise MissingExtraError(extra) from error

__all__ = [
    "BEYOND_DOSSIERS",
    "DOSSIER_COMPONENTS",
    "DOSSIER_FIELDS",
    "compare_tables",
    "count_dossiers",
    "counts_problems_table",
    "problems_table",
    "rank_chunks",
    "rank_table",
    "score_counts_table",
    "score_table",
    "to_results",
]
