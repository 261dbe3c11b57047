# An analyst's notebook as a script whose cells begin with "# %%", as editors and Jupytext know
# them: type checkers read it, and the tests run it as a notebook. Cells end with what they show.
# pyright: reportUnusedExpression=false
# ruff: noqa: B018, T201

# %% [markdown]
# # The communes of an invented province, May to June 2026

# %%
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

from vn766.compare import compare
from vn766.period import Month
from vn766.readers import score_file
from vn766.tables import score_table

FILES = {month: Path(f"communes-2026-{month:02}.csv") for month in (5, 6)}

# %%
# Files as officials send them: read, scored and ranked at once; what is wrong is listed.
before, after = (
    score_file(path, period=Month(2026, month), pool="xã, phường").ranking
    for month, path in FILES.items()
)
after

# %%
# Who rose, who fell: a comparison knows what may be compared.
change = compare(before, after)
change

# %%
# The same figures as dataframes of Polars and pandas: decimals in the one; in the other, which has
# none, floats and beside them whole hundredths. Nulls stay null.
ranked = after.to_polars()
assert ranked.schema["total"] == pl.Decimal(38, 2)
as_pandas = after.to_pandas()
assert [*as_pandas["total_hundredths"]] == [total * 100 for total in ranked["total"]]
assert [*as_pandas["total"].round(2)] == [float(total) for total in ranked["total"]]
ranked.select("rank", "unit", "total", "band")

# %%
# Tables that were never files: one row a unit, on whatever library they came.
polars_table = pl.read_csv(FILES[6])
pandas_table = pd.read_csv(FILES[6])
by_polars = score_table(polars_table, keep=["Mã định danh"])
by_pandas = score_table(pandas_table, keep=["Mã định danh"])
by_duckdb = score_table(duckdb.read_csv(str(FILES[6])), keep=["Mã định danh"])
totals = [f"{total:.2f}" for total in by_polars["total"].to_list()]
assert totals == [f"{total:.2f}" for total in by_pandas["total"]]
assert totals == [f"{total:.2f}" for (total,) in by_duckdb.project("total").fetchall()]
print(totals)

# %%
# Questions in SQL, about the frame above.
duckdb.sql(
    "SELECT band, count(*) AS units, max(total) AS best FROM ranked GROUP BY band ORDER BY best"
)

# %%
# Why the first of them stands where it stands.
after[0].result.explain()
