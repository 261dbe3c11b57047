"""What the formulas rest on: integers agree on every engine up to 2**53."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from vn766._engine.formulas import INTEGERS
from vn766.tables.arrays import ARRAYS, Cells
from vn766.tables.expressions import EXPRESSIONS

BOUND = 2**53

factors = st.integers(0, BOUND - 1).flatmap(
    lambda a: st.tuples(st.just(a), st.integers(1, max(1, (BOUND - 1) // max(a, 1))))
)
"""Pairs of a number and a positive one whose product stays below the bound."""

OPERATIONS = {
    "sum": lambda a, b, _: (a // 2) + (b // 2),
    "difference": lambda a, b, _: a - b,
    "product": lambda a, b, _: a * b,
    "quotient": lambda a, b, _: a // b,
    "least": lambda a, b, algebra: algebra.least(a, b),
    "reaches": lambda a, b, algebra: algebra.at_least(a, b),
}


def expected(pairs):
    return [
        {name: operation(a, b, INTEGERS) for name, operation in OPERATIONS.items()}
        for a, b in pairs
    ]


def on_engine(pairs, engine, rows):
    a, b = zip(*pairs, strict=True)
    # The rows of Spark have no order of their own.
    table = pa.table({"n": range(len(pairs)), "a": a, "b": b})
    x, y = nw.col("a"), nw.col("b")
    frame = nw.from_native(engine(table)).select(
        "n",
        *(
            operation(x, y, EXPRESSIONS).cast(nw.Int64).alias(name)
            for name, operation in OPERATIONS.items()
        ),
    )
    found = sorted(rows(frame.to_native()), key=lambda row: row["n"])
    return [{name: row[name] for name in OPERATIONS} for row in found]


class TestLemma:
    """int ``+ - * // >=`` of each engine equals Python's up to 2**53."""

    @given(pairs=st.lists(factors, min_size=1, max_size=60))
    @settings(max_examples=40)
    def test_in_process(self, pairs, engine, rows):
        assert on_engine(pairs, engine, rows) == expected(pairs)

    @given(pairs=st.lists(factors, min_size=300, max_size=600))
    @settings(max_examples=2)
    def test_on_spark(self, pairs, spark_engine, rows):
        assert on_engine(pairs, spark_engine, rows) == expected(pairs)

    @given(pairs=st.lists(factors, min_size=1, max_size=60))
    def test_on_numpy(self, pairs):
        a, b = (Cells(np.array(column)) for column in zip(*pairs, strict=True))
        found = {name: operation(a, b, ARRAYS) for name, operation in OPERATIONS.items()}
        for at, row in enumerate(expected(pairs)):
            assert {name: int(cells.values[at]) for name, cells in found.items()} == row
