"""The pools of dataframes are those of files: spellings, blanks, levels."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from unicodedata import normalize

import polars as pl
import pyarrow as pa
import pytest

from vn766.errors import UnsupportedBackendError
from vn766.tables import pools as module
from vn766.tables import rank_table, score_counts_table, score_table

LEAVES = {"TDGQ": 18, "CLGQ": 9, "TTTT": 8, "MDHL": 17, "MDSH": 19}


def table(**columns):
    count = len(columns["CKMB"])
    return pa.table({**columns, **{name: [points] * count for name, points in LEAVES.items()}})


def places(rows, native):
    return [(row["rank"], row["of"], row["tied"]) for row in rows(native, "rank", "of", "tied")]


NONE = (None, None, None)


class TestSpellings:
    NAMES = ("Thanh Hóa", "THANH  HOÁ", normalize("NFD", " Thanh Hóa"), "", "–", None, "Thanh Hòa")

    def test_of_one_name_are_one_pool(self, engine, rows):
        native = engine(table(CKMB=[15, 16, 17, 18, 18, 18, 1], Tỉnh=self.NAMES))
        found = places(rows, score_table(native, within="Tỉnh"))
        assert found == [(3, 3, 1), (2, 3, 1), (1, 3, 1), NONE, NONE, NONE, (1, 1, 1)]

    def test_of_levels_too(self, engine, rows):
        levels = ["sở", "xã", "Phường", "department", None, "?"]
        native = engine(table(CKMB=[15, 16, 17, 18, 18, 9], Cấp=levels))
        split = [(2, 2, 1), (2, 2, 1), (1, 2, 1), (1, 2, 1), NONE, NONE]
        assert places(rows, score_table(native, within=[])) == split
        assert places(rows, score_table(native, pool="cơ quan")) == [
            *((5, 6, 1), (4, 6, 1), (3, 6, 1), (1, 6, 2), (1, 6, 2), (6, 6, 1))
        ]
        assert places(rows, score_table(native, within=[], columns={"Cấp": None}))[0] == (5, 6, 1)

    def test_levels_split_pools_that_mix_them(self, engine, rows):
        native = engine(
            table(CKMB=[15, 16, 17, 18], Cấp=["sở", "xã", "xã", "xã"], Cụm=["1", "1", "1", "2"])
        )
        assert places(rows, score_table(native, within="Cụm")) == [
            *((1, 1, 1), (2, 2, 1), (1, 2, 1), (1, 1, 1))
        ]
        apart = engine(table(CKMB=[15, 16, 17], Cấp=["sở", "xã", None], Cụm=["1", "2", "2"]))
        assert places(rows, score_table(apart, within="Cụm")) == [(1, 1, 1), (2, 2, 1), (1, 2, 1)]

    def test_blank_pools_are_no_pool_of_a_level_either(self, engine, rows):
        native = engine(table(CKMB=[1, 2, 3], Cấp=["sở", "xã", "sở"], Cụm=["1", None, "1"]))
        assert places(rows, score_table(native, within="Cụm")) == [(2, 2, 1), NONE, (1, 2, 1)]

    def test_one_level_is_one_pool(self, engine, rows):
        native = engine(table(CKMB=[15, 16, 17], Cấp=["xã", None, "phường"]))
        assert places(rows, score_table(native, within=[])) == [(3, 3, 1), (2, 3, 1), (1, 3, 1)]

    def test_other_columns_of_levels_than_texts_tell_nothing(self, engine, rows):
        native = engine(table(CKMB=[15, 16], level=[1, 2]))
        assert places(rows, score_table(native, within=[])) == [(2, 2, 1), (1, 2, 1)]

    def test_nothing_is_ranked_unless_pools_are_named(self, rows):
        found = rows(score_table(table(CKMB=[15], Cấp=["xã"])))
        assert "rank" not in found[0]

    def test_of_counts(self, engine, rows):
        native = engine(
            pa.table(
                {
                    **{name: [18, 18, 18] for name in ("transparency", "satisfaction")},
                    **{name: [22, 22, 22] for name in ("online", "digitization")},
                    "PROGRESS_ON_TIME_numerator": [1, 2, 3],
                    "PROGRESS_ON_TIME_denominator": [4, 4, 4],
                    "Cấp": ["xã", "sở", "xã"],
                }
            )
        )
        found = places(rows, score_counts_table(native, within=[]))
        assert found == [(2, 2, 1), (1, 1, 1), (1, 2, 1)]
        assert places(rows, score_counts_table(native, pool="cơ quan"))[0] == (3, 3, 1)
        levels = score_counts_table(native, within=[], level="province")
        assert places(rows, levels)[0] == (3, 3, 1)

    def test_numbers_and_none(self, engine, rows):
        native = engine(pa.table({"total": [1.0, 2.0, 3.0], "x": [1.5, None, 1.5]}))
        assert places(rows, rank_table(native, within="x")) == [(2, 2, 1), NONE, (1, 2, 1)]
        nan = engine(pa.table({"total": [1.0, 2.0], "x": [float("nan"), 1.0]}))
        assert places(rows, rank_table(nan, within="x")) == [NONE, (1, 1, 1)]


def test_too_many_spellings_for_an_engine(monkeypatch):
    monkeypatch.setattr(module, "_MOST_VARIANTS", 0)
    lazy = pl.LazyFrame({"total": [1, 2], "x": ["a", "A"]})
    with pytest.raises(UnsupportedBackendError, match="'x'"):
        rank_table(lazy, within="x")
