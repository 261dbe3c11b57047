"""Ranks of a table in chunks are those of the whole table; places are what their words say."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import math
from decimal import Decimal
from unittest.mock import patch

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, ProblemCode, UnsupportedBackendError
from vn766.framework import get_framework
from vn766.tables import rank_chunks, rank_table, score_table
from vn766.tables import ranks as module
from vn766.tables.ranks import Entries, places

TABLE = pl.DataFrame(
    {
        "unit": ["A", "B", "C", "D", "E"],
        "province": ["H01", None, "H01", "H01", None],
        "month": [1.0, 2.0, math.nan, 1.0, 2.0],
        "total": [Decimal("65.47"), Decimal(70), Decimal(65), None, Decimal(70)],
    }
)
LIBRARIES = {
    "pandas": lambda table: table.to_pandas(),
    "pandas-arrow": lambda table: table.to_arrow().to_pandas(types_mapper=pd.ArrowDtype),
    "polars": lambda table: table,
    "pyarrow": lambda table: table.to_arrow(),
}
METHODS = ["competition", "dense", "ordinal"]


def small(maximum):
    """A framework of few totals, whose ranks are counted in small tables, too."""
    edition = get_framework()
    [group] = [node for node in edition.groups if node.id == "progress"]
    return evolve(
        edition,
        max_points=Decimal(maximum),
        groups=(evolve(group, max_points=Decimal(maximum)),),
        bands=edition.bands[-1:],
    )


def records(native):
    return nw.from_native(native).to_arrow().to_pylist()


@st.composite
def tables(draw):
    totals = st.none() | st.integers(0, 3).map(lambda h: Decimal(h).scaleb(-2))
    count = draw(st.integers(1, 40))
    column = {
        "total": totals,
        "province": st.sampled_from(["H01", "H37", None]),
        "month": st.sampled_from([1, 2, 700_000]),
    }
    rows = {
        name: draw(st.lists(cells, min_size=count, max_size=count))
        for name, cells in column.items()
    }
    kinds = {"total": pl.Decimal(5, 2), "province": pl.String, "month": pl.Int32}
    return pl.DataFrame({"row": range(count), **rows}, schema={"row": pl.Int64, **kinds})


class TestLikeTheWholeTable:
    """However a table is cut, its rows have the ranks that they have in one piece."""

    @pytest.mark.parametrize("library", LIBRARIES)
    @given(
        table=tables(),
        size=st.integers(1, 15),
        within=st.sampled_from(["province", "month", ["province", "month"], []]),
        method=st.sampled_from(METHODS),
    )
    @settings(max_examples=40)
    def test_in_every_library(self, library, table, size, within, method):
        options = {"within": within, "method": method, "framework": small("0.03")}
        convert = LIBRARIES[library]
        ranked = rank_chunks(lambda: map(convert, table.iter_slices(size)), **options)
        found = [record for chunk in ranked for record in records(chunk)]
        assert found == records(rank_table(convert(table), **options))

    @pytest.mark.parametrize("library", LIBRARIES)
    def test_nulls_are_no_pool_in_any_chunk(self, library):
        for size in (1, 2, 5):
            ranked = rank_chunks(
                lambda size=size: map(LIBRARIES[library], TABLE.iter_slices(size)),
                within=["province", "month"],
                keep=["unit"],
            )
            found = {row["unit"]: (row["rank"], row["of"]) for c in ranked for row in records(c)}
            assert found == {"A": (1, 1)} | dict.fromkeys("BCDE", (None, None))

    @pytest.mark.parametrize("library", LIBRARIES)
    def test_spellings_are_one_pool_in_all_chunks(self, library):
        names = ["Thanh Hóa", "THANH HOÁ", " ", "Huế", " huế"]
        table = pl.DataFrame({"total": [1, 2, 9, 3, 3], "province": names})
        for size in (1, 2, 5):
            ranked = rank_chunks(
                lambda size=size: map(LIBRARIES[library], table.iter_slices(size)),
                within="province",
            )
            found = [(row["rank"], row["of"]) for chunk in ranked for row in records(chunk)]
            assert found == [(2, 2), (1, 2), (None, None), (1, 2), (1, 2)]

    def test_chunks_are_scored_on_their_way(self):
        points = pl.DataFrame({"TDGQ": [18, 20], "CKMB": [18, 18], "CLGQ": [12, 12]})
        points = points.with_columns(TTTT=10, MDHL=18, MDSH=22)
        ranked = rank_chunks(lambda: (score_table(chunk) for chunk in points.iter_slices(1)))
        whole = score_table(points, within=[])
        assert pl.concat(ranked).equals(whole)

    def test_no_chunks_and_empty_ones(self):
        assert list(rank_chunks(list)) == []
        [empty] = rank_chunks(lambda: [TABLE.head(0)], within="province")
        assert empty.columns == [*TABLE.columns, "rank", "of", "tied"]


class TestRefusals:
    def test_a_table_that_cannot_be_read_twice(self):
        once = TABLE.iter_slices(2)
        with pytest.raises(ValueError, match="open the same chunks anew"):
            list(rank_chunks(lambda: once))
        readings = iter([[TABLE.head(2)], [TABLE]])
        with pytest.raises(ValueError, match="open the same chunks anew"):
            list(rank_chunks(lambda: next(readings)))

    def test_lazy_chunks(self):
        with pytest.raises(UnsupportedBackendError, match="must be materialised"):
            list(rank_chunks(lambda: [TABLE.lazy()]))

    def test_columns(self):
        def codes_of(table, **options):
            with pytest.raises(InvalidRecordError) as caught:
                list(rank_chunks(lambda: [table], **options))
            return [problem.code for problem in caught.value.problems]

        absent = [ProblemCode.NO_SUCH_COLUMN]
        assert codes_of(TABLE, total="x") == absent
        assert codes_of(TABLE, within="x") == absent
        assert codes_of(TABLE, keep=["x"]) == absent
        assert codes_of(TABLE.with_columns(of=1)) == [ProblemCode.COLUMN_TAKEN]

    def test_tie_rules(self):
        with pytest.raises(ValueError, match="method must be"):
            list(rank_chunks(lambda: [TABLE], method="best"))


def expected_places(rows, method):
    """What the words say: one more than how many are better, or different and better."""
    found = []
    for at, (pool, total) in enumerate(rows):
        if total is None:
            found.append((0, 0, 0))
            continue
        same = [t for p, t in rows if p == pool and t is not None]
        better = [t for t in same if t > total]
        rank = 1 + len(set(better) if method == "dense" else better)
        if method == "ordinal":
            rank += sum(row == (pool, total) for row in rows[:at])
        found.append((rank, len(same), same.count(total)))
    return found


pooled = st.lists(
    st.tuples(st.integers(0, 4), st.none() | st.integers(0, 3)), min_size=1, max_size=60
)


class TestPlaces:
    """Counted or sorted, in one section or in many: the places are the same."""

    @given(rows=pooled, cuts=st.lists(st.integers(0, 60)), method=st.sampled_from(METHODS))
    # Five pools of four totals are counted from 80 rows on, one pool from 16.
    @pytest.mark.parametrize("maximum", [3, 9_999])
    @pytest.mark.parametrize("pools", [None, 5, 200])
    def test_like_their_words(self, pools, maximum, rows, cuts, method):
        if pools is None:
            rows = [(0, total) for _, total in rows]
        spread = 1 if pools is None else pools // 5
        entries = []
        for start, stop in zip([0, *sorted(cuts)], [*sorted(cuts), len(rows)], strict=True):
            some = rows[start:stop]
            null = np.array([total is None for _, total in some], np.bool_)
            entries.append(
                Entries(
                    np.array([total or 0 for _, total in some], np.int16),
                    null if null.any() else None,
                    None
                    if pools is None
                    else np.array([pool * spread for pool, _ in some], np.int64),
                )
            )
        with patch.object(module, "_BLOCK", 8):
            found = places(entries, pools or 1, maximum, method)
        assert entries == []
        assert list(zip(*map(np.ndarray.tolist, found), strict=True)) == expected_places(
            rows, method
        )
