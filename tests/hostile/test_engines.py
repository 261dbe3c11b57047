"""Tables that engines score: what they hold may be anything, and more than it looks."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
from decimal import Decimal

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from vn766.errors import InvalidRecordError, UnsupportedBackendError
from vn766.files import limits
from vn766.period import Month
from vn766.tables import count_dossiers, problems_table, score_table, to_results
from vn766.tables.engines import open_engine
from vn766.tables.pieces import size_of

POINTS = {"CKMB": 17, "TDGQ": 18, "CLGQ": 7, "TTTT": 7, "MDHL": 17, "MDSH": 20}
ENGINES = ("duckdb", "polars")


@pytest.fixture
def table(tmp_path):
    """Write a Parquet file of two units, some of its columns others."""

    def write(**columns):
        given = {"Tên đơn vị": ["A", "B"]} | {node: [value] * 2 for node, value in POINTS.items()}
        parquet.write_table(pa.table(given | columns), tmp_path / "t.parquet")
        return "t.parquet"

    return write


class TestSizes:
    def test_they_are_told_first(self, run, table):
        done = run("score", table(), "--engine", "duckdb")
        assert (done.exit_code, done.stderr.splitlines()[0]) == (0, "t.parquet: 2 dòng, 7 cột.")

    @pytest.mark.parametrize("size", [(limits.ROWS + 1, 7), (2, limits.PARQUET_COLUMNS + 1)])
    def test_many_rows_or_columns_only_if_asked(self, run, table, monkeypatch, size):
        monkeypatch.setattr("vn766.cli.large.size_of", lambda _: size)
        monkeypatch.setattr(limits, "UNITS", 1)  # so that this one is beyond the limits
        done = run("score", table())
        assert (done.exit_code, "--engine duckdb" in " ".join(done.stderr.split())) == (2, True)
        assert run("score", "t.parquet", "--engine", "duckdb").exit_code == 0

    def test_a_footer_that_is_not_sound(self, run, tmp_path):
        (tmp_path / "t.parquet").write_bytes(b"PAR1" + b"x" * 100 + b"PAR1")
        assert size_of(tmp_path / "t.parquet") is None
        assert run("score", "t.parquet").exit_code == 2


@pytest.mark.parametrize("engine", ENGINES)
class TestTypes:
    """A day beyond the year 9999 is honest data: "infinity" of other databases."""

    def score(self, run, tmp_path, name, engine):
        outputs = ("-o", "o.csv", "--problems", "p.csv", "--force")
        for more in ((), ("--json",), outputs):
            done = run("score", name, "--engine", engine, *more)
            assert done.exception is None or isinstance(done.exception, SystemExit), more
        return done.exit_code, (tmp_path / "o.csv").read_text("utf-8-sig")

    @pytest.mark.parametrize(
        "days",
        [pa.array([2_933_897, 0], pa.date32()), pa.array([2**62, 0], pa.timestamp("us"))],
        ids=["days", "moments"],
    )
    def test_far_days(self, run, tmp_path, table, engine, days):
        code, text = self.score(run, tmp_path, table(Ngày=days), engine)
        assert (code, "1970-01-01" in text) == (0, True)

    @pytest.mark.parametrize("head", ["Mã", "Tên đơn vị"])
    def test_far_days_as_what_a_unit_is_called(self, run, table, engine, head):
        name = table(**{head: pa.array([2**62, 0], pa.timestamp("us"))})
        for more in (("--json",), ("-o", "o.csv", "--problems", "p.csv", "--force")):
            done = run("score", name, "--engine", engine, *more)
            assert done.exit_code in {0, 1, 2}, done.exception
            assert done.exception is None or isinstance(done.exception, SystemExit), more

    def test_codes_without_values_or_of_bytes(self, run, table, engine):
        for codes in (
            pa.nulls(2),
            pa.array([b"\xff", None]),
            pa.array([b"ab", b"cd"], pa.binary(2)),
        ):
            name = table(Mã=codes, CKMB=["x", "17"])
            for more in ((), ("--json",), ("-o", "o.csv", "--problems", "p.csv", "--force")):
                done = run("score", name, "--engine", engine, *more)
                assert done.exit_code in {1, 2}, more
                assert isinstance(done.exception, SystemExit), done.exception

    def test_numbers_of_many_digits(self, run, table, engine):
        digits = pa.array(["9" * 70, None]).cast(pa.decimal256(76, 0))
        done = run("score", table(X=digits), "--engine", engine, "--json")
        assert done.exit_code in {0, 2}
        json.loads(done.stdout)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_line_ends(run, tmp_path, engine, end):
    row = ",".join(map(str, POINTS.values()))
    lines = [f"Tên đơn vị,{','.join(POINTS)}", f"A,{row}", f"B,{row}"]
    (tmp_path / "t.csv").write_bytes(end.join([*lines, ""]).encode())
    done = run("score", "t.csv", "--engine", engine, "--json")
    assert json.loads(done.stdout)["source_rows"] == 2


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RuntimeError("Query interrupted"), KeyboardInterrupt),
        (RuntimeError("another"), RuntimeError),
        (InvalidRecordError([], subject="a"), InvalidRecordError),
    ],
)
def test_what_ends_an_engine(tmp_path, table, error, expected):
    with pytest.raises(expected) as caught, open_engine("duckdb", tmp_path / table(), tmp_path):
        raise error
    assert caught.value is error or expected is KeyboardInterrupt


@pytest.mark.parametrize("library", ["pyarrow", "pandas", "polars", "duckdb"])
def test_dossiers_without_an_end_beside_nanoseconds(library):
    """9999-12-31 means never; nanoseconds, which pandas writes, end in the year 2262."""
    moment = pa.array([1_748_908_800_000_000_001], pa.timestamp("ns"))
    table = pa.table(
        {
            "g": ["a"],
            "received": moment,
            "finished": moment,
            "due": pa.array([253_402_214_400_000_000], pa.timestamp("us")),
        }
    )
    kinds = {
        "pyarrow": lambda: table,
        "pandas": lambda: table.to_pandas(types_mapper=pd.ArrowDtype),
        "polars": lambda: pl.from_arrow(table),
        "duckdb": lambda: duckdb.from_arrow(table),
    }
    counted = nw.from_native(count_dossiers(kinds[library](), by="g", period=Month(2025, 6)))
    frame = counted.collect() if isinstance(counted, nw.LazyFrame) else counted
    (row,) = frame.rows(named=True)
    assert row["PROGRESS_ON_TIME_numerator"] == row["PROGRESS_ON_TIME_denominator"] == 1


def raising(*names, base=object, of=()):
    """Return an object whose own methods raise."""

    def raise_it(*_):
        raise RuntimeError

    return type("Odd", (base,), dict.fromkeys(names, raise_it))(*of)


METHODS = ("__float__", "__str__", "__repr__", "__eq__", "__hash__", "__index__")
OBJECTS = [
    *(Decimal("sNaN"), Decimal("Infinity"), 10**5_000, -(10**5_000), ([],), [1], {}, {1}),
    *(np.array([1, 2]), np.True_, b"17", 1 + 2j, ..., object(), "x", "1" * 10_000),
    *(raising(name) for name in METHODS),
    *(raising(*METHODS), raising("as_integer_ratio", base=float, of=(17.0,))),
    *(
        raising("is_snan", "adjusted", base=Decimal, of=(17,)),
        raising("strip", base=str, of=("x",)),
    ),
]


class TestObjects:
    """No value stops a table: a row with a wrong one has no total, and its problem is told."""

    def table(self, values, **columns):
        column = np.empty(len(values), object)
        for at, value in enumerate(values):
            column[at] = value
        points = {name: [each] * len(values) for name, each in POINTS.items()}
        return pd.DataFrame(points | {"CKMB": column, "u": range(len(values))} | columns)

    def test_each_is_a_problem_of_its_row(self):
        table = self.table([*OBJECTS, 17, None, float("nan"), pd.NaT, pd.NA, Decimal("NaN")])
        scored = score_table(table)
        wrong, missing = len(OBJECTS), 5
        assert scored["problems"].tolist() == [1] * wrong + [0] * (1 + missing)
        assert scored["missing"].tolist() == [1] * wrong + [0] + [1] * missing
        problems = problems_table(table, key="u")
        assert problems["u"].tolist() == list(range(wrong))
        assert max(map(len, problems["message"])) < 300
        told = problems.set_index("u")["value"]
        assert (told[0], told[2], told[8]) == ("sNaN", "(≈ 2^16609)", "[1 2]")
        for at in range(wrong):
            with pytest.raises(InvalidRecordError):
                to_results(table[at : at + 1])
        assert to_results(table[wrong:])[0].total == 86

    def test_names_and_codes_are_texts(self):
        (result,) = to_results(self.table([17]).assign(u=[10**5_000], ma=7), name="u", code="ma")
        assert (result.unit.name, result.unit.code) == ("(≈ 2^16609)", "7")

    def test_pools(self):
        table = self.table([17] * 4, g=pd.Series(["a", 1, pd.NA, 1], dtype=object))
        assert score_table(table, within="g")["of"].tolist() == [1, 2, pd.NA, 2]
        for value in ([1], {}, Decimal("sNaN"), raising("__hash__")):
            unhashable = self.table([17], g=pd.Series([value], dtype=object))
            with pytest.raises(UnsupportedBackendError, match="'g' cannot tell pools apart"):
                score_table(unhashable, within="g")


ODD = {
    "far day": pa.array([2_933_897, 0, 0, None], pa.date32()),
    "far moment": pa.array([2**62, 0, 0, None], pa.timestamp("us")),
    "large": pa.array([2**64 - 1, 0, 0, None], pa.uint64()),
    "half": pa.array([1.5, 0, 0, None], pa.float16()),
    "moment of a day": pa.array([5_000, 1_000, 1_000, None], pa.time64("us")),
    "nothing": pa.nulls(4),
    "list": pa.array([[1], [0], [0], None]),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize(
    "of",
    [lambda table: table, lambda table: table.to_pandas(types_mapper=pd.ArrowDtype), pl.from_arrow],
    ids=["pyarrow", "pandas", "polars"],
)
def test_columns_of_odd_types(kind, of):
    points = {name: [each] * 4 for name, each in POINTS.items()}
    table = of(pa.table({**points, "x": ODD[kind]}))
    assert len(to_results(table)) == 4  # a column that nobody asks for stops nothing
    if kind == "list":
        with pytest.raises(UnsupportedBackendError):
            score_table(table, within="x")
    else:
        ranked = nw.from_native(score_table(table, within="x"))
        own = [None] * 3 if kind == "nothing" else [1, 2, 2]
        assert [None if pd.isna(each) else each for each in ranked["of"]] == [*own, None]
    wrong = of(pa.table({**points, "CKMB": ["x", "17", "y", "17"], "x": ODD[kind]}))
    found = nw.from_native(problems_table(wrong, key="x"))
    same = nw.from_native(wrong)[[0, 2]]["x"]
    assert found["x"].dtype == same.dtype
    assert found["x"].to_frame().to_arrow().equals(same.to_frame().to_arrow())


@pytest.mark.parametrize("digits", [36, 37, 38])
@pytest.mark.parametrize("places", [0, 2, 5])
def test_decimals_of_many_digits(digits, places):
    numbers = ["17", "18.01", "0.001", "99", None][: 5 if places == 5 else 1]
    column = pa.array([each and Decimal(each) for each in numbers], pa.decimal128(digits, places))
    table = pa.table({name: [each] * len(column) for name, each in POINTS.items()})
    table = table.set_column(0, "CKMB", column)
    totals = [Decimal(86), None, None, None, None][: len(column)]
    for of in (lambda each: each, pl.from_arrow, duckdb.from_arrow):
        scored = nw.from_native(score_table(of(table)))
        frame = scored.collect() if isinstance(scored, nw.LazyFrame) else scored
        assert frame["total"].to_list() == totals
        assert frame["problems"].to_list() == [0, 1, 1, 1, 0][: len(column)]
