"""Tables of counts give what single units give, and every ratio gives what Python gives."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import narwhals.stable.v2 as nw
import pandas as pd
import pyarrow as pa
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError, PrecisionBoundError
from vn766.framework import get_framework
from vn766.records import Unit, UnitCounts
from vn766.score import iter_problems, score_counts
from vn766.tables import counts_problems_table, score_counts_table
from vn766.tables.columns import CountColumns
from vn766.tables.expressions import points_of

EDITION = get_framework("portal-2026")
PLAN = plan_of(EDITION, with_components=True)
RULES = {rule.indicator.code: rule for rule in PLAN.rules.values()}
SCORED = [code for code, rule in RULES.items() if rule.indicator.rule.gives_points]
RATIOS = [(n, d) for d in range(221) for n in range(d + 1)]


def expected_points(code, numerator, denominator):
    """The rule in fractions, half-up to hundredths, in points."""
    indicator = RULES[code].indicator
    if denominator == 0:
        return indicator.max_points if indicator.zero.rule == "full" else Decimal(0)
    rate = Fraction(numerator, denominator)
    if indicator.rule.kind == "target":
        rate = min(Fraction(1), rate / (Fraction(indicator.rule.target_percent) / 100))
    return Decimal(int(Fraction(indicator.max_points) * rate * 100 + Fraction(1, 2))).scaleb(-2)


def of_ratios():
    """All ratios up to 220 in every scored component at once."""
    columns = {"row": range(len(RATIOS))}
    for code in SCORED:
        columns[f"{code}_numerator"] = pa.array([n for n, _ in RATIOS], pa.int32())
        columns[f"{code}_denominator"] = pa.array([d for _, d in RATIOS], pa.int32())
    return pa.table(columns)


class TestEveryRatio:
    """All ratios up to 220 for every rule, on every engine."""

    def assert_every_ratio(self, engine, rows):
        # A framework of one component at a time shows the points of that component as total.
        table = of_ratios()
        rules = {
            (RULES[code].maximum, RULES[code].rule.scale, RULES[code].indicator.zero.rule): code
            for code in SCORED
        }
        for code in rules.values():
            alone = only(code)
            names = [f"{code}_numerator", f"{code}_denominator"]
            result = score_counts_table(
                engine(table.select(["row", *names])), framework=alone, keep=["row"]
            )
            found = {row["row"]: total_of(row) for row in rows(result)}
            assert found == {at: expected_points(code, n, d) for at, (n, d) in enumerate(RATIOS)}, (
                code
            )

    def test_in_process(self, engine, rows):
        self.assert_every_ratio(engine, rows)

    def test_on_spark(self, spark_engine, rows):
        """All rules in one query: what costs is each job of Spark, not its rows."""
        ends = "n_numerator", "n_denominator"
        table = pa.table({end: [ratio[at] for ratio in RATIOS] for at, end in enumerate(ends)})
        points = []
        for code in SCORED:
            columns = CountColumns(ends, component=RULES[code], applies=True)
            points.append(points_of(columns, "n").cast(nw.Int64).alias(code))
        frame = nw.from_native(spark_engine(table)).select(*ends, *points)
        found = rows(frame.to_native())
        assert len(found) == len(RATIOS)
        for row in found:
            for code in SCORED:
                expected = expected_points(code, *(row[end] for end in ends))
                assert row[code] == expected * 100, (code, row)


def total_of(row):
    return points_in(row, "total")


def only(code):
    """The framework of one component."""
    indicator = RULES[code].indicator
    group = next(
        node for node in EDITION.nodes() if code in {found.code for found in node.indicators}
    )
    return evolve(
        EDITION,
        max_points=indicator.max_points,
        groups=(evolve(group, max_points=indicator.max_points, indicators=(indicator,)),),
        bands=(evolve(EDITION.bands[-1], min_points=Decimal(0)),),
    )


counts = st.integers(-1, 40) | st.sampled_from([10**6, 2**52, 2**60])
pairs = st.one_of(
    st.none(),
    st.tuples(counts, counts),
    st.integers(0, 50).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
    st.tuples(st.none(), st.integers(0, 9)),
)


@st.composite
def tables(draw, max_rows=12):
    count = draw(st.integers(1, max_rows))
    columns = {"row": pa.array(range(count))}
    chosen = draw(st.lists(st.sampled_from(list(RULES)), min_size=1, unique=True))
    if draw(st.booleans()):
        chosen = list(RULES)  # all, so that there are totals
    for code in chosen:
        drawn = draw(st.lists(pairs, min_size=count, max_size=count))
        if draw(st.booleans()):
            drawn = [pair if pair and sound(pair) else (1, 2) for pair in drawn]
        for at, end in enumerate(("numerator", "denominator")):
            values = [None if pair is None else pair[at] for pair in drawn]
            columns[f"{code}_{end}"] = pa.array(values, pa.int64())
    return pa.table(columns)


def sound(pair):
    return None not in pair and 0 <= pair[0] <= pair[1] < 10**7


def assert_like_single_units(table, engine, rows, level):
    result = score_counts_table(
        engine(table), level=level, keep=["row"], nodes=True, components=True
    )
    found = {row["row"]: row for row in rows(result)}
    for record in table.to_pylist():
        row = found.pop(record.pop("row"))
        given_counts = {}
        for name, value in record.items():
            if name.endswith("_numerator"):
                code = name.removesuffix("_numerator")
                pair = (value, record[f"{code}_denominator"])
                given_counts[code] = None if pair == (None, None) else pair
        unit = Unit(name="xã", level=level)
        assert points_of_parts(row) == sound_points(given_counts, unit), record
        try:
            expected = score_counts(given_counts, unit=unit)
        except (InvalidRecordError, PrecisionBoundError):
            assert row["problems"] > 0, record
            assert (row["total"], row["band"]) == (None, None)
            continue
        assert row["problems"] == 0, record
        assert total_of(row) == expected.total
        assert row["band"] == (expected.band and expected.band.label)
        assert row["missing"] == len(expected.missing)


class TestLikeSingleUnits:
    """The same formulas on every engine, also for what is null, 0 of 0 or wrong."""

    @given(table=tables(), level=st.sampled_from([None, "province", "commune"]))
    @settings(max_examples=15, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def test_in_process(self, table, engine, rows, level):
        assert_like_single_units(table, engine, rows, level)

    @given(table=tables(max_rows=60), level=st.just("commune"))
    @settings(max_examples=2, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def test_on_spark(self, table, spark_engine, rows, level):
        assert_like_single_units(table, spark_engine, rows, level)


def points_of_parts(row):
    """The points of all groups and components that a row of a scored table shows."""
    return {name: points_in(row, name) for name in PLAN.ids}


def points_in(row, name):
    if f"{name}_hundredths" in row:
        hundredths = row[f"{name}_hundredths"]
        return None if hundredths is None else Decimal(hundredths).scaleb(-2)
    return row[name]


def sound_points(pairs, unit):
    """The points of all groups and components of a unit, None where counts are wrong."""
    record = UnitCounts(counts=pairs, unit=unit)
    wrong = {problem.path[-1] for problem in iter_problems(record)}
    wrong |= {
        code
        for code, pair in pairs.items()
        if pair and None not in pair and pair[1] > RULES[code].largest_count
    }
    left = {code: pair for code, pair in pairs.items() if code not in wrong}
    result = score_counts(left, unit=unit)
    parts = {name: part.points for name, part in {**result.nodes, **result.indicators}.items()}
    wrong |= {
        node.id
        for node in EDITION.nodes()
        for part in node.walk()
        if wrong & {indicator.code for indicator in part.indicators}
    }
    return parts | dict.fromkeys(wrong)


def problems_of(record, level):
    """The problems that the counts of a row have as those of a single unit."""
    pairs = {}
    for name, value in record.items():
        if name.endswith("_numerator"):
            code = name.removesuffix("_numerator")
            pair = (value, record[f"{code}_denominator"])
            pairs[code] = None if pair == (None, None) else pair
    found = iter_problems(UnitCounts(counts=pairs, unit=Unit(name="xã", level=level)))
    return sorted((f"{problem.path[-1]}_numerator", str(problem.code)) for problem in found)


class TestProblems:
    """All problems of a table of counts are those of its rows as single units."""

    @given(table=tables(), level=st.sampled_from([None, "province", "commune"]))
    @settings(max_examples=15, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def test_like_single_units(self, table, engine, rows, level):
        listed = rows(counts_problems_table(engine(table), key="row", level=level))
        for record in table.to_pylist():
            at = record.pop("row")
            found = [(row["column"], row["code"]) for row in listed if row["row"] == at]
            assert sorted(found) == problems_of(record, level)

    def test_what_they_name(self, engine, rows):
        columns = {
            "unit": ["A", "B", "C"],
            "online.services": [13, 1, 1],
            "2.1_numerator": pa.array([1, 3, None], pa.int64()),
            "2.1_denominator": pa.array([2, 2, 4], pa.int64()),
        }
        table = counts_problems_table(engine(pa.table(columns)), key="unit", language="vi")
        found = [(row["unit"], row["column"], row["code"], row["value"]) for row in rows(table)]
        assert found == [
            ("A", "online.services", "above-maximum", "13"),
            ("B", "2.1_numerator", "above-denominator", "3/2"),
            ("C", "2.1_numerator", "not-counts", "/4"),
        ]

    def test_no_counts_of_pandas(self):
        frame = pd.DataFrame({"2.1_numerator": [1.5, math.inf], "2.1_denominator": [2.0, 2.0]})
        listed = counts_problems_table(frame)
        assert listed["code"].tolist() == ["not-counts"] * 2
        assert listed["value"].tolist() == ["1.5/2", "inf/2"]

    def test_on_spark(self, spark_engine, rows):
        table = pa.table({"unit": ["A"], "2.1_numerator": [3], "2.1_denominator": [2]})
        [row] = rows(counts_problems_table(spark_engine(table), key="unit"))
        assert (row["unit"], row["value"]) == ("A", "3/2")
