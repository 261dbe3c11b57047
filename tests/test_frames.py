"""Rankings and tables of files as dataframes, exact to the hundredth."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from decimal import Decimal

import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve
from hypothesis import given

from vn766._engine.exact import to_decimal
from vn766.files import Named
from vn766.framework import get_framework
from vn766.period import Month
from vn766.readers import read_counts, read_points
from vn766.records import Published, Unit, UnitPoints
from vn766.score import rank_units, score_points
from vn766.show.frames import columns_of
from vn766.tables import score_table
from vn766.testing import pools

REST = {"transparency": 9, "online": 20, "satisfaction": 18, "digitization": 22}


def unit_with(code, points, published=None):
    record = UnitPoints(
        unit=code and Unit(name=f"UBND xã {code}", code=code),
        points=points,
        period=Month(2026, 6),
        published=published,
    )
    return score_points(record)


@given(pools())
def test_of_polars_is_exact(records):
    ranking = rank_units([score_points(record) for record in records])
    frame = ranking.to_polars()
    assert frame["total"].to_list() == [it.known_total for it in ranking.results]
    assert frame["rank"].to_list() == [
        *(row.rank for row in ranking),
        *(None for _ in ranking.unranked),
    ]
    if records:
        assert frame.schema["progress"] == pl.Decimal(38, 2)
        assert frame["progress"].to_list() == [
            it.nodes["progress"].points for it in ranking.results
        ]


@given(pools())
def test_of_pandas_is_exact(records):
    ranking = rank_units([score_points(record) for record in records])
    frame = ranking.to_pandas()
    assert [to_decimal(int(it)) if pd.notna(it) else None for it in frame["total_hundredths"]] == [
        it.known_total for it in ranking.results
    ]
    for name in ("total", "percent"):
        assert frame[name].dtype == "float64"
        floats = frame[f"{name}_hundredths"].astype("Float64") / 100
        assert frame[name].astype("Float64").equals(floats)
    assert str(frame["rank"].dtype) == "Int64"
    assert frame["rank"].isna().sum() == len(ranking.unranked)


@given(pools())
def test_all_libraries_hold_the_same(records):
    """Decimals and classes of Arrow and Polars are those of pandas, whose floats are beside."""
    ranking = rank_units([score_points(record) for record in records])
    arrow, polars = ranking.to_arrow().to_pylist(), ranking.to_polars().to_dicts()
    assert arrow == polars
    for name, kind in zip(
        ranking.to_arrow().schema.names, ranking.to_arrow().schema.types, strict=True
    ):
        if pa.types.is_decimal(kind):
            exact = ranking.to_pandas()[f"{name}_hundredths"]
            hundredths = [None if pd.isna(it) else to_decimal(int(it)) for it in exact]
            assert hundredths == [row[name] for row in arrow]


@given(pools())
def test_classes_are_ordered(records):
    ranking = rank_units([score_points(record) for record in records])
    labels = [band.label for band in reversed(get_framework().bands)] if records else []
    known = [it.known_band and it.known_band.label for it in ranking.results]
    polars, pandas = ranking.to_polars()["band"], ranking.to_pandas()["band"]
    arrow = ranking.to_arrow()["band"]
    assert polars.dtype == pl.Enum(labels)
    assert pandas.dtype == pd.CategoricalDtype(labels, ordered=True)
    assert arrow.type.ordered
    found = (polars.to_list(), arrow.to_pylist(), [None if pd.isna(it) else it for it in pandas])
    assert found == (known, known, known)


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_columns(library):
    results = [
        unit_with("H01", {**REST, "progress": 10}),
        unit_with("H02", REST),
        unit_with(None, {}, Published(total="66,7")),
    ]
    frame = getattr(rank_units(results, pool="xã"), f"to_{library}")()
    exact = [name for name in frame.columns if name.endswith("_hundredths")]
    assert bool(exact) == (library == "pandas")
    assert [name for name in frame.columns if name not in exact] == [
        *("pool", "rank", "of", "tied", "code", "unit"),
        *(node.id for node in get_framework("portal-2026").nodes()),
        *("total", "percent", "band", "by_publication", "missing"),
    ]
    assert list(frame["pool"]) == ["xã"] * 3
    assert list(frame["by_publication"]) == [False, True, False]
    assert list(frame["missing"])[2] == "progress"
    assert list(frame["total"])[:2] == [79, 66.7 if library == "pandas" else Decimal("66.70")]


def test_a_node_may_be_called_like_a_column():
    edition = get_framework()
    groups = (evolve(edition.groups[0], id="total"), *edition.groups[1:])
    named = evolve(edition, id="vi-du", groups=groups)
    frame = rank_units([score_points({"total": 5}, framework=named)]).to_polars()
    assert frame["points.total"].to_list() == [Decimal("5.00")]
    assert frame["total"].to_list() == [None]


POINTS = """Tên đơn vị;Mã định danh;Cấp;Kỳ;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH;Tổng điểm;Xếp hạng;Xếp loại
UBND xã A;H99.1;Cấp xã;tháng 6/2026;18;18,72;7,93;7,36;18;17,08;87,09;01/02;tốt
UBND xã B;;;;17,5;;;;;;;;
"""


class TestTablesOfPoints:
    """A table of a file is a dataframe that is scored as the file itself is."""

    table = read_points(Named("t6.csv", POINTS.encode()))

    def test_columns(self):
        first, second = self.table.to_polars().to_dicts()
        nodes = {node.id: None for node in get_framework().nodes()}
        known = {
            "code": "H99.1",
            "unit": "UBND xã A",
            "level": "commune",
            "period": "tháng 6/2026",
            "transparency": Decimal(18),
            "progress": Decimal("18.72"),
            "online.services": Decimal("7.93"),
            "online.payment": Decimal("7.36"),
            "satisfaction": Decimal(18),
            "digitization": Decimal("17.08"),
            "published_total": Decimal("87.09"),
            "published_rank": 1,
            "published_of": 2,
            "published_band": "Tốt",
        }
        assert first == nodes | known
        others = dict.fromkeys(known)
        assert second == nodes | others | {"unit": "UBND xã B", "transparency": Decimal("17.50")}

    def test_types(self):
        frame = self.table.to_pandas()
        assert frame["published_band"].dtype.ordered
        assert frame["progress_hundredths"].dtype == "Int64"
        assert self.table.to_arrow().schema.field("online.payment").type == pa.decimal128(38, 2)

    @pytest.mark.parametrize("library", ["polars", "pandas", "arrow"])
    def test_scored_as_it_is(self, library):
        scored = score_table(getattr(self.table, f"to_{library}")(), keep=["unit"])
        [total, none] = nw.from_native(scored)["total"].to_list()
        assert total == (87.09 if library == "pandas" else Decimal("87.09"))
        assert none is None or none != none  # noqa: PLR0124 (NaN)

    def test_a_period_of_all_is_in_each_row(self):
        table = read_points(Named("t6.csv", POINTS.encode()), period=Month(2026, 6))
        assert table.to_polars()["period"].to_list() == ["tháng 6/2026"] * 2


COUNTS = """Tên đơn vị;Mã chỉ tiêu;Tử số;Mẫu số;Điểm
UBND xã A;2.1;755;1120;
UBND xã A;4.6;null;null;
UBND xã B;2.1;3;4;
UBND xã B;CLGQ;;;8,57
"""


def test_tables_of_counts():
    """A published null has a row of nulls, a missing component none, so that they stay apart."""
    table = read_counts(Named("t6.csv", COUNTS.encode()))
    found = [tuple(row.values()) for row in table.to_polars().to_dicts()]
    assert [row[1:2] + row[4:] for row in found] == [
        ("UBND xã A", "PROGRESS_ON_TIME", 755, 1120, None),
        ("UBND xã A", "ELECTRONIC_CERTIFIED_COPY", None, None, None),
        ("UBND xã B", "PROGRESS_ON_TIME", 3, 4, None),
        ("UBND xã B", "online.services", None, None, Decimal("8.57")),
    ]
    frame = table.to_pandas()
    assert [*frame.columns[-2:]] == ["points", "points_hundredths"]
    assert frame["numerator"].dtype == "Int64"


def test_anything_else_is_no_table():
    with pytest.raises(TypeError, match="a list is no table"):
        columns_of([])
