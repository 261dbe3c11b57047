"""A column of periods decides the edition of each row, as the period of a single unit does."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from vn766.errors import FormatError, InvalidRecordError, ProblemCode
from vn766.framework import edition_for, get_framework
from vn766.framework.model import Validity
from vn766.period import Month
from vn766.records import Unit, UnitPoints
from vn766.score import iter_problems, rank_units, score_counts, score_points
from vn766.tables import (
    counts_problems_table,
    editions,
    problems_table,
    score_counts_table,
    score_table,
    to_results,
)
from vn766.vi import parse_period

LEAVES = ("transparency", "progress", "online.services", "online.payment", "satisfaction")
WHOLE = (*LEAVES, "digitization")
TEXTS = (
    *("tháng 6/2025", "6/2025", "2025-06", "Quý II/2025", "năm 2025"),
    *("tháng 6/2026", "2026-06", "tháng 1/2026", "6 tháng đầu năm 2026"),
    *("tháng 7/2022", "tháng 1/2022", "năm 2019", "tháng 13/2026", "lần 2", "", "2026-06-01"),
)


def period_of(text):
    try:
        period = parse_period(text or "")
    except FormatError:
        return None
    edition = edition_for(period.start, period.end)
    return period if edition.validity.covers(period.start, period.end) else None


@st.composite
def tables(draw, max_rows=12):
    count = draw(st.integers(1, max_rows))
    points = st.lists(st.none() | st.integers(0, 13), min_size=count, max_size=count)
    columns = {name: pa.array(draw(points), pa.int32()) for name in WHOLE}
    texts = st.lists(st.none() | st.sampled_from(TEXTS), min_size=count, max_size=count)
    return pa.table({"row": range(count), "Kỳ": pa.array(draw(texts), pa.string()), **columns})


def exact(row, name):
    if f"{name}_hundredths" in row:
        hundredths = row[f"{name}_hundredths"]
        return None if hundredths is None else Decimal(hundredths).scaleb(-2)
    return row[name]


def assert_like_single_units(table, engine, rows):
    result = score_table(engine(table), period="Kỳ", within=(), keep=["row"], nodes=True)
    found = {row["row"]: row for row in rows(result)}
    units = {}
    for record in table.to_pylist():
        at, text = record.pop("row"), record.pop("Kỳ")
        row, period = found[at], period_of(text)
        if period is None:
            assert (row["problems"], row["missing"], row["framework"]) == (1, 0, None)
            assert {exact(row, name) for name in ("total", "percent", *WHOLE)} == {None}
            assert row["band"] is None
            continue
        unit = UnitPoints(points=record, period=period, unit=Unit(name=str(at)))
        problems = list(iter_problems(unit))
        assert row["problems"] == len(problems)
        assert row["framework"] == edition_for(period.start, period.end).id
        if not problems:
            expected = units[at] = score_points(unit)
            assert exact(row, "total") == expected.total
            assert row["band"] == (expected.band and expected.band.label)
            assert row["missing"] == len(expected.missing)
            assert {name: exact(row, name) for name in WHOLE} == {
                name: expected.nodes[name].points for name in WHOLE
            }
    ranks = dict.fromkeys(found)
    for period in {unit.period for unit in units.values()}:
        for place in rank_units(unit for unit in units.values() if unit.period == period):
            ranks[int(place.result.unit.name)] = (place.rank, place.of, place.tied)
    for at, place in ranks.items():
        row = found[at]
        assert (row["rank"], row["of"], row["tied"]) == (place or (None, None, None))


class TestLikeSingleUnits:
    """Each row is scored as a unit of its period, and ranked among those of the same period."""

    @given(table=tables())
    @settings(max_examples=20)
    def test_in_process(self, table, engine, rows):
        assert_like_single_units(table, engine, rows)

    @given(table=tables(max_rows=100))
    @settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def test_on_spark(self, table, spark_engine, rows):
        assert_like_single_units(table, spark_engine, rows)


COUNTS = pa.table(
    {
        "Kỳ": ["tháng 6/2025", "2026-06", None],
        "2.1_numerator": pa.array([755] * 3, pa.int64()),
        "2.1_denominator": pa.array([1120] * 3, pa.int64()),
    }
)


class TestCounts:
    """Only an edition with component rules covers counts."""

    def test_scored(self, engine, rows):
        scored = score_counts_table(engine(COUNTS), period="Kỳ", components=True)
        found = [(exact(row, "PROGRESS_ON_TIME"), row["framework"]) for row in rows(scored)]
        assert found == [(None, None), (Decimal("13.48"), "portal-2026"), (None, None)]

    def test_problems(self, engine, rows):
        listed = rows(
            counts_problems_table(
                engine(COUNTS.add_column(0, "row", [[1, 2, 3]])), key="row", period="Kỳ"
            )
        )
        assert [(row["row"], row["column"], row["code"], row["value"]) for row in listed] == [
            (1, "Kỳ", "no-edition-for-period", "tháng 6/2025"),
            (3, "Kỳ", "no-edition-for-period", ""),
        ]

    def test_a_named_framework_is_that_of_all(self):
        scored = score_counts_table(pl.from_arrow(COUNTS), period="Kỳ", framework="portal-2026")
        assert scored["problems"].to_list() == [0, 0, 1]

    def test_results(self):
        [result] = to_results(pl.from_arrow(COUNTS)[1:2], period="Kỳ")
        assert result == score_counts({"2.1": (755, 1120)}, period=Month(2026, 6))


POINTS = pl.DataFrame(
    {"unit": ["A", "B", "C"], "Kỳ": ["6/2025", "2026-06", "?"], "CKMB": [19, 1, 1]}
)


class TestProblems:
    def test_of_points(self, engine, rows):
        listed = rows(
            problems_table(engine(POINTS.to_arrow()), key="unit", period="Kỳ", language="vi")
        )
        assert [(row["unit"], row["column"], row["code"], row["value"]) for row in listed] == [
            ("A", "CKMB", "above-maximum", "19"),
            ("C", "Kỳ", "not-a-period", "?"),
        ]

    def test_results(self):
        assert to_results(POINTS[1:2], period="Kỳ") == (
            score_points({"CKMB": 1}, period=Month(2026, 6)),
        )
        with pytest.raises(InvalidRecordError) as refused:
            to_results(POINTS[2:], period="Kỳ")
        assert [problem.code for problem in refused.value.problems] == [ProblemCode.NOT_A_PERIOD]

    def test_a_day_is_no_period_and_another_year_has_no_edition(self):
        days = pl.DataFrame({"k": [date(2026, 6, 1), None], "CKMB": [18, 18]})
        years = pl.DataFrame({"k": ["năm 2019"], "CKMB": [18]})
        listed = [*problems_table(days, period="k").rows(named=True)]
        listed += problems_table(years, period="k").rows(named=True)
        assert [row["code"] for row in listed] == ["not-a-period", *["no-edition-for-period"] * 2]

    def test_no_such_column(self):
        with pytest.raises(InvalidRecordError, match="Kỳ"):
            score_table(POINTS.drop("Kỳ"), period="Kỳ")

    def test_no_rows(self):
        assert score_table(POINTS.head(0), period="Kỳ").height == 0

    @pytest.mark.parametrize(
        ("column", "ids"),
        [
            (pl.Series([2025, 2026, None], dtype=pl.Int32), ["portal-2025", "portal-2026", None]),
            (pl.Series([date(2025, 6, 1)] * 3), [None] * 3),
            (
                pl.Series(["2025-06", "2026-06", None], dtype=pl.Categorical),
                ["portal-2025", "portal-2026", None],
            ),
        ],
        ids=["years", "days", "categories"],
    )
    def test_of_other_types(self, column, ids):
        table = POINTS.with_columns(column.alias("Kỳ"))
        assert score_table(table, period="Kỳ")["framework"].to_list() == ids
        lazy = score_table(table.lazy(), period="Kỳ").collect()
        assert lazy["framework"].to_list() == ids

    def test_pandas_has_categories(self):
        found = score_table(POINTS.to_pandas(), period="Kỳ")["framework"]
        assert isinstance(found.dtype, pd.CategoricalDtype)
        assert list(found.cat.categories) == ["portal-2025", "portal-2026"]


class TestUnlikeEditions:
    """Editions may have other groups and classes; each row has those of its own."""

    def test_each_row_has_its_own(self, engine, rows, monkeypatch):
        edition = get_framework("qd766")
        old = evolve(
            edition,
            id="old",
            validity=Validity(last_day=date(2025, 12, 31), source=edition.source),
            bands=(
                evolve(edition.bands[0], label="Đạt", min_points=Decimal(60)),
                edition.bands[-1],
            ),
        )
        online = next(node for node in edition.groups if node.id == "online")
        groups = [
            node if node is not online else evolve(node, children=()) for node in edition.groups
        ]
        new = evolve(edition, id="new", validity=None, groups=tuple(groups))
        monkeypatch.setattr(
            editions, "edition_for", lambda start, _: old if start.year < 2026 else new
        )
        table = pa.table(
            {
                "Kỳ": ["2025-06", "2026-06", "2025-07", "2026-07"],
                "CKMB": [18, 18, 1, 1],
                "TDGQ": [20, 20, 1, 1],
                "online": [22, 22, 1, 1],
                "MDHL": [18, 18, 1, 1],
                "MDSH": [12, 12, 1, 1],
            }
        )
        scored = rows(score_table(engine(table), period="Kỳ", keep=[], nodes=True))
        assert [(row["framework"], row["band"], exact(row, "total")) for row in scored] == [
            ("old", "Đạt", 90),
            ("new", "Xuất sắc", 90),
            ("old", "Yếu", 5),
            ("new", "Yếu", 5),
        ]
        assert "online.payment" in scored[0]
