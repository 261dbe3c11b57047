"""Tables give what single units give, on every engine, value by value."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import math
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from vn766.errors import ProblemCode
from vn766.framework import get_framework
from vn766.records import Unit
from vn766.score import classify, iter_problems, percent, rank_units, score_points
from vn766.tables import score_table
from vn766.testing import frameworks, vietnamese_numbers

NODES = {node.id: node.max_points for node in get_framework().nodes()}
LEAVES = [name for name in NODES if name != "online"]

cents = st.integers(0, 25_00)
floats = st.one_of(
    cents.map(lambda h: h / 100),
    # Around the bound of 1e-6, to the last bit.
    st.builds(
        lambda h, away, steps: nudged(h / 100 + away, steps),
        cents,
        st.sampled_from([0, 1e-6, -1e-6, 1e-7, -1e-7]),
        st.integers(-3, 3),
    ),
    st.floats(-1, 30),
    st.sampled_from([math.inf, -math.inf, math.nan, -0.0, 1e-6, -1e-6, 1e300, 5e-324]),
)
texts = st.one_of(
    vietnamese_numbers(max_value=30),
    cents.map(lambda h: f"{h / 100:.2f}"),
    st.sampled_from(
        [
            "",
            " ",
            "-",
            "18",
            "18,",
            ",5",
            "1e1",
            "NaN",
            "-0",
            "-0,00",
            "17.080",
            "17,0800",
            "17.001",
            "1.234",
            "1.234,5",
            "\u221217",
            "0018,50",
            "\xa018\u2003",
            "1_0",
            "１８",
            "5\n",
            "5.",
            "+5",
            "mười",
            "18" * 40,
            "9" * 64,
            "9.9.9",
        ]
    ),
    st.text("0123456789., -\u2212", max_size=6),
)
decimals = st.one_of(
    cents.map(lambda h: Decimal(h).scaleb(-2)),
    st.integers(-2_000_000, 30_000_000).map(lambda h: Decimal(h).scaleb(-6)),
)
KINDS = {
    "integer": (st.integers(-3, 25), pa.int32()),
    "small": (st.integers(0, 255), pa.uint8()),
    "float": (floats, pa.float64()),
    "decimal": (decimals, pa.decimal128(20, 6)),
    "text": (texts, pa.string()),
}


def nudged(value, steps):
    for _ in range(abs(steps)):
        value = math.nextafter(value, math.inf if steps > 0 else -math.inf)
    return value


@st.composite
def tables(draw, nodes=NODES, *, max_rows=20):
    """Tables with some nodes as columns of one kind each: sound, wrong, null, contradictory."""
    count = draw(st.integers(1, max_rows))
    columns = {"row": pa.array(range(count))}
    for name in draw(st.lists(st.sampled_from(list(nodes)), min_size=1, unique=True)):
        cells, kind = KINDS[draw(st.sampled_from(list(KINDS)))]
        values = st.lists(st.none() | cells, min_size=count, max_size=count)
        columns[name] = pa.array(draw(values), kind, from_pandas=False)
    return pa.table(columns)


@st.composite
def sound_tables(draw):
    """Tables whose rows are complete or lack something, with ties in several pools."""
    count = draw(st.integers(1, 30))
    totals = st.integers(0, 3).map(Decimal) | st.none()
    columns = {
        name: pa.array(draw(st.lists(totals, min_size=count, max_size=count)), pa.decimal128(5, 2))
        for name in LEAVES
    }
    for name, kind in (("province", pa.string()), ("month", pa.int32())):
        values = st.sampled_from(["H01", "H37", None] if name == "province" else [1, 2, 700_000])
        columns[name] = pa.array(draw(st.lists(values, min_size=count, max_size=count)), kind)
    return pa.table({"row": pa.array(range(count)), **columns})


def assert_like_single_units(table, engine, rows, framework=None):
    result = score_table(engine(table), framework=framework, keep=["row"], nodes=True)
    found = {row["row"]: row for row in rows(result)}
    nan_is_null = getattr(engine, "__name__", "") == "on_pandas"
    for given_row in table.to_pylist():
        row = found.pop(given_row.pop("row"))
        points = {
            name: None if nan_is_null and value != value else value  # noqa: PLR0124 (NaN)
            for name, value in given_row.items()
        }
        problems = list(iter_problems(points, framework=framework))
        assert row["problems"] == len(problems), (points, problems)
        assert points_of_nodes(row, framework) == sound_points(points, problems, framework), points
        if problems:
            assert (row["total"], row["percent"], row["band"]) == (None, None, None)
            continue
        expected = score_points(points, framework=framework)
        assert exact(row, "total") == expected.total, points
        assert exact(row, "percent") == expected.percent
        assert row["band"] == (expected.band and expected.band.label)
        assert row["missing"] == len(expected.missing)
    assert found == {}


SUMS = {ProblemCode.SUM_MISMATCH, ProblemCode.OUT_OF_BOUNDS}


def points_of_nodes(row, framework):
    """The points of all groups and parts that a row of a scored table shows."""
    return {node.id: exact(row, node.id) for node in get_framework(framework).nodes()}


def sound_points(points, problems, framework):
    """The points of all groups and parts of a unit whose wrong values are as missing ones."""
    wrong = {problem.path[-1] for problem in problems if problem.code not in SUMS}
    left = {name: value for name, value in points.items() if name not in wrong}
    if list(iter_problems(left, framework=framework)):  # the rest contradicts itself
        return {node.id: None for node in get_framework(framework).nodes()}
    nodes = score_points(left, framework=framework).nodes
    return {name: node.points for name, node in nodes.items()}


def exact(row, name):
    """Return the exact figure: beside floats stand hundredths."""
    if f"{name}_hundredths" in row:
        hundredths = row[f"{name}_hundredths"]
        assert row[name] == (None if hundredths is None else hundredths / 100)
        return None if hundredths is None else Decimal(hundredths).scaleb(-2)
    return row[name]


class TestLikeSingleUnits:
    """The same formulas must run, exactly, on the engine that the user already has."""

    @given(table=tables())
    @settings(max_examples=60)
    def test_in_process(self, table, engine, rows):
        assert_like_single_units(table, engine, rows)

    @given(table=tables(max_rows=300))
    @settings(max_examples=4, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def test_on_spark(self, table, spark_engine, rows):
        assert_like_single_units(table, spark_engine, rows)

    @given(data=st.data())
    @settings(max_examples=20)
    def test_for_any_framework(self, data, engine, rows):
        framework = data.draw(frameworks())
        nodes = {node.id: node.max_points for node in framework.nodes()}
        table = data.draw(tables(nodes, max_rows=8))
        assert_like_single_units(table, engine, rows, framework)


def all_totals(kind):
    """A table of the 10,001 totals there are, in one kind of numbers; the last row is null."""
    rows = []
    for total in range(10_001):
        left, points = total, {}
        for name in LEAVES:
            points[name] = min(left, int(NODES[name] * 100))
            left -= points[name]
        rows.append(points)
    columns = {"row": range(10_002)}
    for name in LEAVES:
        values = [Decimal(points[name]).scaleb(-2) for points in rows]
        if kind == "float":
            values = pa.array([*map(float, values), None], pa.float64())
        elif kind == "text":
            values = pa.array([*(str(value).replace(".", ",") for value in values), None])
        elif kind == "hundredths":
            values = pa.array([*(int(value * 100) for value in values), None], pa.int16())
        else:
            values = pa.array([*values, None], pa.decimal128(5, 2))
        columns[name] = values
    return pa.table(columns)


EVERY_TOTAL = [Decimal(total).scaleb(-2) for total in range(10_001)]


def assert_every_total(engine, rows, kind):
    result = score_table(engine(all_totals(kind)), keep=["row"], hundredths=kind == "hundredths")
    found = sorted(rows(result), key=lambda row: row["row"])
    last = found.pop()
    assert (exact(last, "total"), last["band"], last["missing"]) == (None, None, len(LEAVES))
    assert [exact(row, "total") for row in found] == EVERY_TOTAL
    assert [exact(row, "percent") for row in found] == [percent(t, 100) for t in EVERY_TOTAL]
    assert [row["band"] for row in found] == [classify(total).label for total in EVERY_TOTAL]


class TestEveryTotal:
    """All 10,001 totals, on every engine, from every kind of numbers."""

    @pytest.mark.parametrize("kind", ["decimal", "float", "text", "hundredths"])
    def test_in_process(self, engine, rows, kind):
        assert_every_total(engine, rows, kind)

    def test_on_spark(self, spark_engine, rows):
        assert_every_total(spark_engine, rows, "float")


def assert_ranks_like_units(table, engine, rows, within, method):
    result = score_table(engine(table), within=within, method=method, keep=["row"])
    records = table.to_pylist()
    names = [within] if isinstance(within, str) else within
    results, pools = [], {}
    for record in records:
        unit = Unit(name=f"{record['row']:04}")  # ties of ordinal ranks go by names
        results.append(score_points({name: record[name] for name in LEAVES}, unit=unit))
        values = tuple(record[name] for name in names)
        pools[id(results[-1])] = None if None in values else values
    ranking = rank_units(results, within=lambda result: pools[id(result)], method=method)
    expected = {
        int(row.result.unit.name): {"rank": row.rank, "of": row.of, "tied": row.tied}
        for row in ranking
    } | {
        int(row.result.unit.name): {"rank": None, "of": None, "tied": None}
        for row in ranking.unranked
    }
    found = rows(result, "row", "rank", "of", "tied")
    assert {row.pop("row"): row for row in map(dict, found)} == expected
    return [row["row"] for row in found]


METHODS = st.sampled_from(["competition", "dense", "ordinal"])
WITHIN = st.sampled_from(["province", "month", ["province", "month"], []])


class TestRanks:
    """A rank is one within a pool; units without a total are unranked; ties are reported."""

    @given(table=sound_tables(), within=WITHIN, method=METHODS)
    @settings(max_examples=60)
    def test_in_process(self, table, engine, rows, within, method):
        order = assert_ranks_like_units(table, engine, rows, within, method)
        assert order == list(range(len(order))), "rows keep their order"

    @given(table=sound_tables(), within=WITHIN, method=st.sampled_from(["competition", "dense"]))
    @settings(max_examples=4, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def test_on_spark(self, table, spark_engine, rows, within, method):
        assert_ranks_like_units(table, spark_engine, rows, within, method)
