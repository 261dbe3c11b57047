"""Rankings as dataframes of Polars and pandas, exact to the hundredth."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given

from vn766.framework import get_framework
from vn766.period import Month
from vn766.records import Published, Unit, UnitPoints
from vn766.score import rank_units, score_points
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
    assert [None if it is None else it for it in frame["total"]] == [
        it.known_total for it in ranking.results
    ]
    assert str(frame["rank"].dtype) == "Int64"
    assert frame["rank"].isna().sum() == len(ranking.unranked)


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_columns(library):
    results = [
        unit_with("H01", {**REST, "progress": 10}),
        unit_with("H02", REST),
        unit_with(None, {}, Published(total="66,7")),
    ]
    frame = getattr(rank_units(results, pool="xã"), f"to_{library}")()
    assert list(frame.columns) == [
        *("pool", "rank", "of", "tied", "code", "unit"),
        *(node.id for node in get_framework("portal-2026").nodes()),
        *("total", "percent", "band", "by_publication", "missing"),
    ]
    assert list(frame["pool"]) == ["xã"] * 3
    assert list(frame["by_publication"]) == [False, True, False]
    assert list(frame["missing"])[2] == "progress"
    assert list(frame["total"])[:2] == [Decimal("79.00"), Decimal("66.70")]


def test_a_node_may_be_called_like_a_column():
    edition = get_framework()
    groups = (evolve(edition.groups[0], id="total"), *edition.groups[1:])
    named = evolve(edition, id="vi-du", groups=groups)
    frame = rank_units([score_points({"total": 5}, framework=named)]).to_polars()
    assert frame["points.total"].to_list() == [Decimal("5.00")]
    assert frame["total"].to_list() == [None]
