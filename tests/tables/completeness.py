"""What each engine does with each operation, by doing it: the table of docs/engines.md.

``python tests/tables/completeness.py`` does it all and writes the table into the page; the test
beside does the same and fails if the page says anything else.
"""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import sys
import warnings
from decimal import Decimal
from functools import partial
from pathlib import Path

import narwhals.stable.v2 as nw
import pandas as pd
import pyarrow as pa

from vn766.errors import UnsupportedBackendError
from vn766.tables import (
    compare_tables,
    counts_problems_table,
    problems_table,
    rank_table,
    score_counts_table,
    score_table,
    to_results,
)

PAGE = Path(__file__).parents[2] / "docs" / "engines.md"
BEGIN = "<!-- written by tests/tables/completeness.py -->\n"
END = "<!-- end -->\n"

TITLES = {
    "pandas": "pandas (NumPy)",
    "pandas-arrow": "pandas (Arrow)",
    "polars": "Polars, eager",
    "polars-lazy": "Polars, lazy",
    "pyarrow": "PyArrow",
    "duckdb": "DuckDB",
    "spark": "PySpark",
}

TOTALS = ["87.09", "65.47", None, "87.09", "100", "40"]
PROVINCES = ["H01", "H01", "H01", "H01", "H37", "H37"]
RANKS = {
    "competition": [1, 3, None, 1, 1, 2],
    "dense": [1, 2, None, 1, 1, 2],
    "ordinal": [1, 3, None, 2, 1, 2],
}
FRAMEWORK_NODES = {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 18, "MDSH": 22}
COUNTS = {
    "transparency": [18, 18],
    "online": [22, 22],
    "satisfaction": [18, 18],
    "digitization": [22, 22],
    "PROGRESS_ON_TIME_numerator": [755, 3],
    "PROGRESS_ON_TIME_denominator": [1120, 2],
}


def points(kind=str):
    """Six rows whose totals are `TOTALS`, in pools `PROVINCES`."""
    columns = {"unit": [*"ABCDEF"], "province": PROVINCES}
    left = [None if total is None else Decimal(total) for total in TOTALS]
    for name, most in FRAMEWORK_NODES.items():
        cells = [None if it is None else min(it, Decimal(most)) for it in left]
        left = [None if it is None else it - cell for it, cell in zip(left, cells, strict=True)]
        columns[name] = [None if cell is None else kind(cell) for cell in cells]
    return pa.table(columns)


def rows_of(native):
    """Return the rows of a table of any engine as dicts of plain values, by unit."""
    frame = nw.from_native(native)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Spark
        table = (frame.collect("pyarrow") if isinstance(frame, nw.LazyFrame) else frame).to_arrow()
    return table.to_pylist()


def in_order(native):
    return sorted(rows_of(native), key=lambda row: row["unit"])


def figure_of(row, name):
    if f"{name}_hundredths" in row:
        hundredths = row[f"{name}_hundredths"]
        return None if hundredths is None else Decimal(hundredths).scaleb(-2)
    return row[name]


def total_of(row):
    return figure_of(row, "total")


# --- what is done: each returns what the table says, and fails if that is not so --


def totals(engine, kind):
    expected = [None if total is None else Decimal(total) for total in TOTALS]
    rows = in_order(score_table(engine(points(kind))))
    assert [total_of(row) for row in rows] == expected
    assert [row["missing"] for row in rows] == [0, 0, 6, 0, 0, 0]
    return "yes"


def decimals(engine):
    scored = nw.from_native(score_table(engine(points())))
    kind = scored.collect_schema()["total"]
    if kind.is_decimal():
        return "decimals"
    assert kind.is_float()
    totals(engine, str)  # by hundredths beside
    return "floats, exact hundredths beside"


def classes(engine):
    native = score_table(engine(points()))
    labels = ["Tốt", "Trung bình", None, "Tốt", "Xuất sắc", "Yếu"]
    assert [row["band"] for row in in_order(native)] == labels
    if isinstance(native, pa.Table):
        assert native["band"].type.ordered
        return "ordered dictionary"
    if isinstance(native, pd.DataFrame):
        if not isinstance(native["band"].dtype, pd.ArrowDtype):
            assert native["band"].cat.ordered
            return "ordered category"
        assert native["band"].dtype.pyarrow_dtype.ordered
        return "ordered dictionary"
    if nw.from_native(native).collect_schema()["band"] == nw.String:
        return "text"
    kind = nw.from_native(native).collect_schema()["band"]
    assert isinstance(kind, nw.Enum)
    assert kind.categories[0] == "Yếu"
    return "enumeration"


def ranks(engine, method):
    rows = in_order(score_table(engine(points()), within="province", method=method))
    assert [row["rank"] for row in rows] == RANKS[method]
    assert [row["of"] for row in rows] == [3, 3, None, 3, 2, 2]
    assert [row["tied"] for row in rows] == [2, 1, None, 2, 1, 1]
    return "yes"


def rank_totals(engine):
    table = pa.table({"unit": [*"ABCDEF"], "province": PROVINCES, "total": TOTALS})
    rows = in_order(rank_table(engine(table), within="province"))
    assert [row["rank"] for row in rows] == RANKS["competition"]
    return "yes"


def counts(engine):
    rows = in_order(score_counts_table(engine(pa.table({"unit": ["A", "B"], **COUNTS}))))
    assert [total_of(row) for row in rows] == [Decimal("93.48"), None]
    assert [row["problems"] for row in rows] == [0, 1]
    return "yes"


def parts(engine):
    scored = score_counts_table(
        engine(pa.table({"unit": ["A", "B"], **COUNTS})), keep=["unit"], components=True, nodes=True
    )
    rows = in_order(scored)
    names = ("PROGRESS_ON_TIME", "progress", "online", "total")
    found = [[figure_of(row, name) for name in names] for row in rows]
    assert found == [
        [Decimal("13.48"), Decimal("13.48"), Decimal(22), Decimal("93.48")],
        [None, None, Decimal(22), None],
    ]
    return "yes"


def editions(engine):
    table = pa.table(
        {"unit": ["A", "B", "C"], "Kỳ": ["6/2025", "2026-06", None], "TDGQ": [18, 19, 20]}
    )
    rows = in_order(score_table(engine(table), period="Kỳ", within=()))
    assert [row["framework"] for row in rows] == ["portal-2025", "portal-2026", None]
    assert [row["problems"] for row in rows] == [0, 0, 1]
    return "yes"


def changes(engine):
    old, new = [["A", "79.5"], ["B", "65.47"]], [["C", "91"], ["A", "80.01"]]
    sides = [
        rank_table(engine(pa.table({"unit": units, "total": totals})))
        for units, totals in (zip(*side, strict=True) for side in (old, new))
    ]
    rows = in_order(compare_tables(*sides, on="unit"))
    found = [
        (figure_of(row, "change"), row["band_change"], row["rank_change"], row["only_in"])
        for row in rows
    ]
    assert found == [
        (Decimal("0.51"), 1, -1, None),
        (None, None, None, "before"),
        (None, None, None, "after"),
    ]
    return "yes"


def problems(engine):
    table = pa.table({"unit": ["A", "B"], "TDGQ": ["18,72", "20,01"]})
    [row] = rows_of(problems_table(engine(table), key="unit"))
    assert (row["unit"], row["code"], row["value"]) == ("B", "above-maximum", "20,01")
    return "yes"


def counts_problems(engine):
    table = pa.table({"unit": ["A", "B"], **COUNTS})
    [row] = rows_of(counts_problems_table(engine(table), key="unit"))
    assert (row["unit"], row["code"], row["value"]) == ("B", "above-denominator", "3/2")
    return "yes"


def positions(engine):
    table = pa.table({"unit": ["A", "B"], "TDGQ": ["18,72", "20,01"]})
    [row] = rows_of(problems_table(engine(table)))
    assert row["row"] == 1
    return "yes"


def results(engine):
    found = {result.unit.name: result.total for result in to_results(engine(points()), name="unit")}
    totals = [None if total is None else Decimal(total) for total in TOTALS]
    assert [found[unit] for unit in "ABCDEF"] == totals
    return "yes"


def laziness(engine):
    table = engine(points())
    is_lazy = isinstance(nw.from_native(table), nw.LazyFrame)
    results = [score_table(table), score_table(table, within="province"), rank_like(table)]
    assert all(type(result) is type(table) for result in results)
    return "yes" if is_lazy else "at once"


def rank_like(table):
    return rank_table(table, total="CKMB", within="province", keep=["unit"])


def order(engine):
    units = [row["unit"] for row in rows_of(score_table(engine(points()), within="province"))]
    assert units == [*"ABCDEF"]
    return "kept"


def no_order(engine):
    """Say that rows have no order, where the engine itself promises none."""
    assert nw.from_native(engine(points())).implementation.is_spark_like()
    return "Spark keeps none"


OPERATIONS = {
    "points as texts": partial(totals, kind=str),
    "points as floats": partial(totals, kind=float),
    "points as decimals": partial(totals, kind=Decimal),
    "total, percent": decimals,
    "class": classes,
    "competition ranks in pools": partial(ranks, method="competition"),
    "dense ranks": partial(ranks, method="dense"),
    "ordinal ranks": partial(ranks, method="ordinal"),
    "`rank_table`": rank_totals,
    "`score_counts_table`": counts,
    "`nodes=` and `components=`": parts,
    "`period=`": editions,
    "`compare_tables`": changes,
    "`problems_table` with a key": problems,
    "`problems_table` by position": positions,
    "`counts_problems_table`": counts_problems,
    "`to_results`": results,
    "computed when asked for": laziness,
    "order of rows": order,
}


def cell(name, operation, engine):
    """Return what the table says of one operation on one engine, having done it."""
    if name == "spark" and operation is order:
        operation = no_order
    try:
        return operation(engine)
    except UnsupportedBackendError as error:
        return "refused" if "rows have no order" in str(error) else str(error)


def table_of(engines):
    """Return the table of all operations on `engines`, whatever brings a PyArrow table there."""
    lines = [f"| | {' | '.join(TITLES[name] for name in engines)} |", "|---" * (len(engines) + 1)]
    lines[1] += "|"
    for title, operation in OPERATIONS.items():
        cells = [cell(name, operation, engine) for name, engine in engines.items()]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "".join(f"{line}\n" for line in lines)


def parts_of(page):
    """Return the text before the table, the table, and the text behind it."""
    before, rest = page.split(BEGIN)
    table, after = rest.split(END)
    return before + BEGIN + "\n", table.strip("\n") + "\n", "\n" + END + after


def main():
    sys.path.insert(0, str(Path(__file__).parent))
    from conftest import IN_PROCESS, on_spark, session

    with session() as spark:
        table = table_of({**IN_PROCESS, "spark": partial(on_spark, spark)})
    before, _, after = parts_of(PAGE.read_text("utf-8"))
    PAGE.write_text(before + table + after, "utf-8")


if __name__ == "__main__":
    main()
