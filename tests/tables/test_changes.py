"""Tables side by side give what two rankings side by side give, on every engine."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from vn766.compare import compare
from vn766.errors import InvalidRecordError, NotComparableError, ProblemCode
from vn766.framework import get_framework
from vn766.records import Unit, UnitPoints
from vn766.score import rank_units, score_points
from vn766.tables import compare_tables, rank_table

MAXIMA = {"CKMB": 18_00, "TDGQ": 20_00, "online": 22_00, "MDHL": 18_00, "MDSH": 22_00}
POOLS = ("H01", "H37")
COLUMNS = (
    *("total_before", "total_after", "change", "band_before", "band_after", "band_change"),
    *("rank_before", "rank_after", "rank_change", "only_in"),
)

units = st.tuples(st.sampled_from(POOLS), st.sampled_from("ABCDEFGH"))
sides = st.dictionaries(units, st.none() | st.integers(0, 100_00) | st.just(80_00), max_size=12)


def result_of(pool, name, total):
    """The result of a unit with this total in hundredths; None: with a part that is missing."""
    points, left = {}, total or 0
    for node, maximum in MAXIMA.items():
        points[node] = Decimal(min(left, maximum)).scaleb(-2)
        left -= min(left, maximum)
    if total is None:
        del points["CKMB"]
    unit = Unit(name=name, code=f"{pool}.{ord(name)}")
    return score_points(UnitPoints(points=points, unit=unit))


def pool_of(result):
    return result.unit.code.partition(".")[0]


def figure(row, name):
    if f"{name}_hundredths" in row:
        hundredths = row[f"{name}_hundredths"]
        assert row[name] == (None if hundredths is None else hundredths / 100)
        return None if hundredths is None else Decimal(hundredths).scaleb(-2)
    return row[name]


def table_of(side):
    return pa.table(
        {
            "pool": pa.array([pool for pool, _ in side], pa.string()),
            "unit": pa.array([name for _, name in side], pa.string()),
            "total": pa.array(
                [None if total is None else Decimal(total).scaleb(-2) for total in side.values()],
                pa.decimal128(5, 2),
            ),
        }
    )


class TestLikeRankings:
    """What changed of a unit is what `compare` says of two rankings."""

    @given(old=sides, new=sides)
    @settings(max_examples=25)
    def test_in_process(self, old, new, engine, rows):
        ranked = [rank_table(engine(table_of(side)), within="pool") for side in (old, new)]
        found = rows(compare_tables(*ranked, on=["pool", "unit"]))
        by_unit = {(row["pool"], row["unit"]): row for row in found}
        assert len(by_unit) == len(found) == len(old.keys() | new.keys())
        rankings = [
            rank_units((result_of(*unit, total) for unit, total in side.items()), within=pool_of)
            for side in (old, new)
        ]
        places = [
            {(row.pool, row.result.unit.name): row.rank for row in ranking} for ranking in rankings
        ]
        for unit, row in by_unit.items():
            before, after = (
                result_of(*unit, side[unit]) if unit in side else None for side in (old, new)
            )
            expected = {"only_in": "after" if before is None else None if after else "before"}
            for name, result in (("before", before), ("after", after)):
                expected[f"total_{name}"] = result and result.total
                expected[f"band_{name}"] = result and result.band and result.band.label
            expected["rank_before"], expected["rank_after"] = (side.get(unit) for side in places)
            compared = before and after and compare(before, after, same_basis=True)
            expected["change"] = compared and compared.change
            expected["band_change"] = compared and compared.band_change
            both = None not in {expected["rank_before"], expected["rank_after"]}
            moved = expected["rank_before"] - expected["rank_after"] if both else None
            expected["rank_change"] = moved
            assert {name: figure(row, name) for name in COLUMNS} == expected, unit

    def test_order_of_materialised_tables(self):
        old, new = (pl.DataFrame({"unit": [*units], "total": [50] * 3}) for units in ("CAB", "DBE"))
        assert compare_tables(old, new, on="unit")["unit"].to_list() == [*"DBECA"]


TWO = pl.DataFrame({"unit": ["A", "B"], "total": ["70", "80"]})


class TestWhatItTakes:
    def test_ranks_only_where_both_have_them(self):
        assert "rank_change" not in compare_tables(TWO, rank_table(TWO), on="unit").columns

    def test_totals_that_cannot_be_are_none(self):
        wrong = pl.DataFrame({"unit": ["A", "B"], "total": ["100,01", "79,99"]})
        for old, new in ((TWO, wrong), (TWO.lazy(), wrong.lazy())):
            found = compare_tables(old, new, on="unit").lazy().collect().sort("unit")
            assert found["change"].to_list() == [None, Decimal("-0.01")]

    def test_another_total_and_framework(self):
        edition = get_framework()
        passed = evolve(edition.bands[-1], label="Có", min_points=Decimal(0))
        one_class = evolve(edition, id="one", bands=(passed,))
        for old in (TWO.rename({"total": "điểm"}), TWO.rename({"total": "điểm"}).lazy()):
            found = compare_tables(old, old, on="unit", total="điểm", framework=one_class)
            table = found.lazy().collect()
            assert table["band_after"].to_list() == ["Có", "Có"]
            assert table["band_change"].to_list() == [0, 0]

    def test_floats_of_pandas_have_exact_hundredths_beside(self):
        old = pd.DataFrame({"unit": ["A"], "total": [0.1], "total_hundredths": [7_01]})
        assert compare_tables(old, old, on="unit")["total_after"].tolist() == [7.01]

    def test_a_null_is_no_unit_of_the_other_table(self, engine, rows):
        table = pa.table({"unit": pa.array([None, None, "A"], pa.string()), "total": [1, 2, 3]})
        found = rows(compare_tables(engine(table), engine(table), on="unit"))
        assert sorted(str(row["only_in"]) for row in found) == [
            *("None", "after", "after", "before", "before")
        ]

    def test_rows_of_pandas_are_numbered_anew(self):
        table = TWO.to_pandas().set_index(pd.Index([7, 9]))
        assert list(compare_tables(table, table, on="unit").index) == [0, 1]


class TestRefusals:
    def test_a_unit_that_stands_there_twice(self, engine):
        table = engine(pa.table({"unit": ["A", "A", "B"], "total": [1, 2, 3]}))
        with pytest.raises(InvalidRecordError, match="is there 2 times") as refused:
            compare_tables(table, table, on="unit")
        assert [problem.code for problem in refused.value.problems] == [ProblemCode.DUPLICATE_UNIT]

    def test_two_editions_of_one_unit(self, engine, rows):
        def scored(*editions):
            return engine(
                pa.table(
                    {
                        "unit": ["A", "B"],
                        "total": [1, 2],
                        "framework": pa.array(editions, pa.string()),
                    }
                )
            )

        old, new = scored("portal-2025", None), scored("portal-2026", None)
        with pytest.raises(NotComparableError, match="portal-2025, portal-2026"):
            compare_tables(old, new, on="unit")
        assert len(rows(compare_tables(old, old, on="unit"))) == 2

    def test_tables_of_two_libraries(self):
        for other in (TWO.lazy(), TWO.to_pandas()):
            with pytest.raises(TypeError, match="one library"):
                compare_tables(TWO, other, on="unit")

    def test_columns(self):
        with pytest.raises(InvalidRecordError, match="xã"):
            compare_tables(TWO, TWO, on="xã")
        with pytest.raises(InvalidRecordError, match="change"):
            compare_tables(TWO, TWO, on="change")
        with pytest.raises(InvalidRecordError, match="total"):
            compare_tables(TWO.drop("total"), TWO, on="unit")
