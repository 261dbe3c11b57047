"""Which columns are points, what is refused, and what the messages name."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve

from vn766.errors import (
    InvalidFrameworkError,
    InvalidRecordError,
    ProblemCode,
    UnsupportedBackendError,
)
from vn766.framework import get_framework
from vn766.period import Month
from vn766.records import Unit
from vn766.score import iter_problems, rank_units, score_counts, score_points
from vn766.tables import problems_table, rank_table, score_counts_table, score_table, to_results
from vn766.tables.columns import RANKS, SCORES, Column
from vn766.tables.expressions import hundredths

ONE = pl.DataFrame({"TDGQ": [18.72], "unit": ["xã A"]})
COMPLETE = pl.DataFrame(
    {
        "unit": ["xã A", "xã B", "xã C"],
        "transparency": [18, 10, 18],
        "progress": [20, 20, 20],
        "online": [22, 22, 22],
        "satisfaction": [18, 18, 18],
        "digitization": [22, 22, 22],
    }
)


def codes_of(call):
    with pytest.raises(InvalidRecordError) as caught:
        call()
    return [problem.code for problem in caught.value.problems]


def scaled(points):
    """A framework of one group, as large as it is told."""
    edition = get_framework()
    [group] = [node for node in edition.groups if node.id == "progress"]
    return evolve(
        edition,
        max_points=Decimal(points),
        groups=(evolve(group, max_points=Decimal(points)),),
        bands=edition.bands[-1:],
    )


class TestColumns:
    def test_names_are_recognised_like_keys(self):
        for name in ("progress", "TDGQ", "Tiến độ giải quyết", "TIẾN ĐỘ"):
            table = score_table(pl.DataFrame({name: [1]}), keep=[])
            assert table["missing"].to_list() == [5]

    def test_what_they_mean_can_be_told(self):
        table = pl.DataFrame({"a": [18.72], "TDGQ": [99]})
        scored = score_table(table, columns={"a": "progress", "TDGQ": None})
        assert scored.row(0)[2:] == (None, None, None, 5, 0)

    def test_rows_order_and_columns_stay(self):
        scored = score_table(COMPLETE, within="unit")
        assert scored.select(COMPLETE.columns).equals(COMPLETE)

    @pytest.mark.parametrize("library", ["pandas", "pyarrow", "polars"])
    def test_only_some_are_kept(self, library):
        table = {"pandas": COMPLETE.to_pandas, "pyarrow": COMPLETE.to_arrow}.get(
            library, COMPLETE.clone
        )()
        for keep in (["unit"], []):
            scored = nw.from_native(score_table(table, keep=keep))
            assert scored.columns[: len(keep)] == keep
            assert scored["band"].to_list() == ["Xuất sắc"] * 3

    def test_pandas_keeps_its_index(self):
        table = COMPLETE.to_pandas().set_index("unit")
        assert list(score_table(table).index) == ["xã A", "xã B", "xã C"]

    def test_classes_are_ordered(self):
        table = COMPLETE.to_pandas()
        assert score_table(table)["band"].cat.categories[0] == "Yếu"
        assert score_table(table)["band"].cat.ordered
        assert score_table(COMPLETE)["band"].dtype.categories[-1] == "Xuất sắc"
        assert score_table(COMPLETE.to_arrow()).schema.field("band").type.ordered

    def test_a_pool_in_many_columns(self):
        many = pl.DataFrame(
            {
                **{name: [18] * 40 for name in ("CKMB", "TDGQ", "MDHL", "MDSH")},
                "online": [22] * 40,
                **{name: [f"{name}{at % 20}" for at in range(40)] for name in "abc"},
            }
        )
        for table in (many, many.to_pandas()):
            ranked = nw.from_native(score_table(table, within=["a", "b", "c"], keep=[]))
            assert ranked["of"].to_list() == [2] * 40


class TestRefusals:
    def test_columns_that_cannot_be_understood(self):
        clear = ProblemCode.UNKNOWN_KEY, ProblemCode.NO_SUCH_COLUMN
        both = {"unit": "tiến bộ", "absent": "progress"}
        assert sorted(codes_of(lambda: score_table(ONE, columns=both))) == sorted(clear)
        twice = ONE.with_columns(progress=pl.lit(1))
        assert codes_of(lambda: score_table(twice)) == [ProblemCode.DUPLICATE_KEY]
        either = pl.DataFrame({"Cung cấp dịch vụ công trực tuyến": [1]})
        assert codes_of(lambda: score_table(either)) == [ProblemCode.AMBIGUOUS_KEY]
        assert codes_of(lambda: score_table(ONE.select("unit"))) == [ProblemCode.NO_POINTS_COLUMN]
        logical = pl.DataFrame({"TDGQ": [True]})
        assert codes_of(lambda: score_table(logical)) == [ProblemCode.WRONG_TYPE]

    def test_nothing_is_overwritten(self):
        published = ONE.with_columns(total=pl.lit(1), rank=pl.lit(2))
        taken = [ProblemCode.COLUMN_TAKEN]
        assert codes_of(lambda: score_table(published)) == taken
        assert codes_of(lambda: score_table(published, within=[])) == taken * 2
        assert codes_of(lambda: score_table(published, keep=["x"])) == [ProblemCode.NO_SUCH_COLUMN]
        assert score_table(published, keep=["unit"]).columns[:2] == ["unit", "total"]

    def test_ways_that_do_not_exist(self):
        with pytest.raises(ValueError, match="how must be"):
            score_table(ONE, how="magic")
        with pytest.raises(ValueError, match="method must be"):
            score_table(ONE, method="best")

    def test_ways_that_an_engine_lacks(self):
        with pytest.raises(UnsupportedBackendError, match="collect it first"):
            score_table(ONE.lazy(), how="arrays")
        with pytest.raises(UnsupportedBackendError, match="lazy table or Polars"):
            score_table(ONE.to_pandas(), how="expressions")
        assert score_table(ONE, how="expressions").row(0) == score_table(ONE).row(0)

    def test_spark_has_no_order_of_rows(self, spark_engine):
        table = spark_engine(COMPLETE.to_arrow().cast(plain(COMPLETE.to_arrow().schema)))
        with pytest.raises(UnsupportedBackendError, match="rows have no order"):
            score_table(table, within="unit", method="ordinal")

    def test_libraries_that_are_not_proven(self, monkeypatch):
        frame = nw.from_native(COMPLETE)
        monkeypatch.setattr(type(frame.implementation), "is_polars", lambda _: False)
        with pytest.raises(UnsupportedBackendError, match="pandas, Polars or PyArrow"):
            score_table(frame)  # which Narwhals knows already

    def test_every_framework_is_exact(self):
        """The largest intermediate of the largest framework there can be stays below 2**53."""
        with pytest.raises(InvalidFrameworkError, match=r"from 0\.01 to 10000"):
            score_table(ONE, framework=scaled(10_001))
        total = 10_000 * 100
        assert 2 * total * 10_000 + total < 2**53

    def test_texts_under_a_maximum_with_thousands(self):
        texts = pl.DataFrame({"TDGQ": ["1.234", "1.234,5"]})
        with pytest.raises(UnsupportedBackendError, match="may mean two numbers"):
            score_table(texts.lazy(), framework=scaled(2000))
        scored = score_table(texts, framework=scaled(2000), keep=[])
        assert scored["total"].to_list() == [None, Decimal("1234.50")]

    def test_no_points_are_read_from_columns_of_nothing(self):
        assert score_table(pl.DataFrame({"TDGQ": [None]}), keep=[]).row(0)[3:] == (6, 0)
        assert score_table(pl.LazyFrame({"TDGQ": [None]}), keep=[]).collect().row(0)[3:] == (6, 0)
        assert isinstance(
            hundredths(Column(("TDGQ",), kind="null", maximum=2000, unit=100)), nw.Expr
        )


def plain(schema):
    return pa.schema(
        [
            (field.name, pa.string() if "string" in str(field.type) else field.type)
            for field in schema
        ]
    )


class TestKinds:
    def test_large_maxima(self):
        table = pl.DataFrame({"TDGQ": [10_000, 2_500, None]})
        scored = score_table(table, framework=scaled(10_000), keep=[])
        assert scored["total"].to_list() == [Decimal(10_000), Decimal(2_500), None]
        assert scored["percent"].to_list() == [Decimal(100), Decimal(25), None]

    def test_objects_are_read_one_by_one(self):
        cells = [Decimal("18.72"), "18,72", 18, True, [1], None, float("nan"), Decimal("0.001")]
        table = pd.DataFrame({"TDGQ": pd.Series(cells, dtype=object)})
        scored = score_table(table, keep=[])
        assert scored["problems"].tolist() == [0, 0, 0, 1, 1, 0, 0, 1]
        assert scored["missing"].tolist() == [5, 5, 5, 6, 6, 6, 6, 6]

    def test_nullable_integers_of_pandas(self):
        table = pd.DataFrame({"TDGQ": pd.array([1872, None, 3000], "Int64")})
        scored = score_table(table, hundredths=True, keep=[])
        assert scored["missing"].tolist() == [5, 6, 6]
        assert scored["problems"].tolist() == [0, 0, 1]

    @pytest.mark.parametrize("table", [pl.DataFrame, pl.LazyFrame, pd.DataFrame])
    def test_hundredths_are_whole(self, table):
        scored = score_table(table({"TDGQ": [1872.0, 1872.5, None]}), hundredths=True, keep=[])
        scored = nw.from_native(scored).lazy().collect("polars")
        assert scored["problems"].to_list() == [0, 1, 0]

    def test_empty_tables_stay_empty(self):
        for table in (COMPLETE.head(0), COMPLETE.head(0).to_pandas(), COMPLETE.head(0).to_arrow()):
            assert len(score_table(table, within="unit")) == 0
            assert len(score_table(table, within=[], method="dense")) == 0
        floats = pl.DataFrame({"TDGQ": pl.Series([], dtype=pl.Float64)})
        assert score_table(floats).height == 0


class TestRankTable:
    def test_like_the_ranks_of_scores(self):
        scored = score_table(COMPLETE, within=[])
        ranked = rank_table(scored.select("unit", "total"))
        places = ["rank", "of", "tied"]
        assert ranked.select(places).rows() == scored.select(places).rows()
        assert ranked["rank"].to_list() == [1, 3, 1]

    def test_of_pools_on_an_engine(self):
        table = pl.LazyFrame({"p": [1, 1, 2], "points": [80, None, 101]})
        ranked = rank_table(table, total="points", within="p", keep=["p"]).collect()
        assert ranked.rows() == [(1, 1, 1, 1), (1, None, None, None), (2, None, None, None)]

    def test_without_the_column(self):
        assert codes_of(lambda: rank_table(ONE)) == [ProblemCode.NO_SUCH_COLUMN]


WRONG = pl.DataFrame(
    {
        "unit": ["A", "B", "C"],
        "TDGQ": ["18,72", "20,01", "mười"],
        "online": [15.2, 22.0, 3.0],
        "CLGQ": [12.0, 12.0, 3.005],
        "TTTT": [10.0, 10.0, None],
    }
)


class TestProblemsTable:
    def expected(self):
        return [
            ("A", "online", "sum-mismatch", "15.2"),
            ("B", "TDGQ", "above-maximum", "20,01"),
            ("C", "TDGQ", "not-a-number", "mười"),
            ("C", "CLGQ", "too-precise", "3.005"),
        ]

    def test_every_engine_lists_the_same(self, engine, rows):
        listed = rows(problems_table(engine(WRONG.to_arrow()), key="unit"))
        names = ("unit", "column", "code", "value")
        assert [tuple(row[name] for name in names) for row in listed] == self.expected()

    def test_on_spark(self, spark_engine, rows):
        table = spark_engine(WRONG.to_arrow().cast(plain(WRONG.to_arrow().schema)))
        listed = rows(problems_table(table, key="unit"), "unit", "code")
        assert sorted(row["unit"] for row in listed) == ["A", "B", "C", "C"]
        with pytest.raises(UnsupportedBackendError, match="name a key"):
            problems_table(table)

    def test_rows_have_positions(self, engine, rows):
        listed = rows(problems_table(engine(WRONG.to_arrow())), "row", "message")
        assert [row["row"] for row in listed] == [0, 1, 2, 2]
        assert "above its maximum of 20" in listed[1]["message"]

    def test_hundredths_and_nulls(self):
        table = pd.DataFrame(
            {"TDGQ": [2001.0, None, 1872.5], "MDHL": pd.array([1, None, -1], "Int64")}
        )
        listed = problems_table(table, hundredths=True)
        assert listed[["row", "column", "code"]].to_numpy().tolist() == [
            [0, "TDGQ", "above-maximum"],
            [2, "TDGQ", "above-maximum"],
            [2, "MDHL", "negative"],
        ]

    def test_a_column_called_row_needs_a_key(self):
        with pytest.raises(UnsupportedBackendError, match="name the key"):
            problems_table(WRONG.rename({"unit": "row"}))


class TestShownPoints:
    def test_they_stand_before_what_follows_from_them(self):
        names = [node.id for node in get_framework().nodes()]
        shown = score_table(COMPLETE, keep=["unit"], within=(), nodes=True)
        assert shown.columns == ["unit", *names, *SCORES, *RANKS]

    def test_what_is_there_is_not_overwritten(self):
        table = pl.DataFrame({"transparency": [18]})
        with pytest.raises(InvalidRecordError, match="keep=") as refused:
            score_table(table, nodes=True)
        assert [problem.path[-1] for problem in refused.value.problems] == ["transparency"]
        pandas = pd.DataFrame({"progress": [1], "transparency_hundredths": [1]})
        with pytest.raises(InvalidRecordError) as refused:
            score_table(pandas, nodes=True, columns={"transparency_hundredths": None})
        assert [problem.path[-1] for problem in refused.value.problems] == [
            "progress",
            "transparency_hundredths",
        ]

    def test_a_node_may_be_called_like_a_result(self):
        edition = get_framework()
        groups = (evolve(edition.groups[0], id="total"), *edition.groups[1:])
        named = evolve(edition, id="vi-du", groups=groups)
        [row] = score_table(
            pl.DataFrame({"total": [5]}), framework=named, keep=[], nodes=True
        ).to_dicts()
        assert (row["points.total"], row["total"]) == (Decimal("5.00"), None)

    def test_of_an_empty_table(self):
        for table in (COMPLETE.head(0), COMPLETE.head(0).to_pandas(), COMPLETE.head(0).lazy()):
            shown = nw.from_native(score_table(table, keep=[], nodes=True)).lazy().collect()
            assert len(shown) == 0
            assert "online.payment" in shown.columns


class TestLikeSingleUnits:
    """What one value means in a column of objects it means for a single unit."""

    @pytest.mark.parametrize(
        "value",
        [
            *(None, pd.NA, pd.NaT, "18,0", "17,08", "1234,0", "18.720", 18, True, 18.72),
            *(np.float32(18.72), np.int64(18), np.uint8(18), np.str_("17,5"), Decimal("18.72")),
        ],
        ids=lambda value: f"{type(value).__name__}-{value}",
    )
    def test_of_points(self, value):
        table = pd.DataFrame({"TDGQ": pd.Series([value], dtype=object)})
        [row] = pl.from_pandas(score_table(table, keep=[], nodes=True)).to_dicts()
        problems = list(iter_problems({"TDGQ": value}))
        assert row["problems"] == len(problems)
        points = None if problems else score_points({"TDGQ": value}).nodes["progress"].points
        exact = row["progress_hundredths"]
        assert (None if exact is None else Decimal(exact) / 100) == points

    def test_nan_is_null_in_pandas_alone(self):
        """For a single unit, and in other libraries, it is no number: it may be a mistake."""
        assert score_table(pd.DataFrame({"TDGQ": [np.nan]}))["problems"].tolist() == [0]
        assert score_table(pl.DataFrame({"TDGQ": [np.nan]}))["problems"].to_list() == [1]
        assert [problem.code for problem in iter_problems({"TDGQ": np.nan})] == [
            ProblemCode.NOT_FINITE
        ]


class TestToResults:
    def test_rows_become_results(self):
        table = COMPLETE.with_columns(code=pl.lit("H37"))
        for rows in (table, table.lazy(), table.to_pandas()):
            first, *_ = to_results(rows, name="unit", code="code")
            assert (first.unit.name, first.unit.key, first.total) == ("xã A", "H37", Decimal(100))
        [*_, last] = to_results(table, code="code")
        assert last.unit.name == "H37"
        assert to_results(COMPLETE)[0].unit is None

    def test_of_counts(self):
        counts = {"PROGRESS_ON_TIME": (1, 2), "DOSSIER_SYNC": None, "5.4": (755, 1120)}
        points = {"online.services": "8,57"}
        unit = Unit(name="xã A", level="commune")
        ends = ("numerator", "denominator")
        cells = {
            f"{key}_{end}": pl.Series([None if pair is None else pair[at]], dtype=pl.Int64)
            for key, pair in counts.items()
            for at, end in enumerate(ends)
        }
        table = pl.DataFrame(
            {"unit": ["xã A"], **cells, **{key: [it] for key, it in points.items()}}
        )
        expected = score_counts(counts, points=points, unit=unit)
        for rows in (table, table.lazy(), table.to_pandas()):
            assert to_results(rows, name="unit", level="commune") == (expected,)
        [named] = to_results(
            pl.DataFrame({"n": [1], "d": [2]}),
            columns={"2.1": ("n", "d")},
            period=Month(2026, 6),
            framework="portal-2026",
        )
        assert named == score_counts({"2.1": (1, 2)}, period=Month(2026, 6))
        assert to_results(table, level="commune")[0].unit == Unit(name="", level="commune")

    def test_a_null_is_no_name(self):
        table = pd.DataFrame({"unit": ["xã A", None, float("nan")], "CKMB": [1, 2, 3]})
        assert [result.unit and result.unit.name for result in to_results(table, name="unit")] == [
            "xã A",
            None,
            None,
        ]

    def test_problems_are_raised(self):
        assert codes_of(lambda: to_results(WRONG)) == [ProblemCode.SUM_MISMATCH]


class TestCountsColumns:
    def table(self, **columns):
        return pl.DataFrame(
            {"PROGRESS_ON_TIME_numerator": [1], "PROGRESS_ON_TIME_denominator": [2], **columns}
        )

    def test_other_names_and_numbers(self):
        named = pl.DataFrame({"a": [1], "b": [2]})
        scored = score_counts_table(named, columns={"2.1": ("a", "b")}, keep=[])
        assert scored["missing"].to_list() == [len(score_counts({"2.1": (1, 2)}).missing)]

    def test_what_cannot_be_understood(self):
        both = {"9.9": ("a", "b"), "5.4": ("a", "b")}
        assert codes_of(lambda: score_counts_table(self.table(), columns=both)) == [
            ProblemCode.UNKNOWN_KEY,
            ProblemCode.NO_SUCH_COLUMN,
            ProblemCode.NO_SUCH_COLUMN,
        ]
        twice = self.table(**{"2.1_numerator": [1], "2.1_denominator": [1]})
        assert codes_of(lambda: score_counts_table(twice)) == [ProblemCode.DUPLICATE_KEY]
        given = self.table(PROGRESS_ON_TIME=[20])
        assert codes_of(lambda: score_counts_table(given)) == [ProblemCode.DUPLICATE_KEY]
        texts = self.table().cast({"PROGRESS_ON_TIME_numerator": pl.String})
        assert codes_of(lambda: score_counts_table(texts)) == [ProblemCode.WRONG_TYPE]
        assert codes_of(lambda: score_counts_table(ONE.select("unit"))) == [
            ProblemCode.NO_POINTS_COLUMN
        ]
        assert codes_of(lambda: score_counts_table(self.table(), level="làng")) == [
            ProblemCode.UNKNOWN_LEVEL
        ]

    def test_points_that_are_given(self):
        edition = get_framework("portal-2026")
        [group] = [node for node in edition.groups if node.id == "progress"]
        first, *others = group.indicators
        from vn766.framework import Given

        given = evolve(first, rule=Given(source=first.rule.source))
        groups = tuple(
            evolve(node, indicators=(given, *others)) if node is group else node
            for node in edition.groups
        )
        framework = evolve(edition, groups=groups)
        assert codes_of(lambda: score_counts_table(self.table(), framework=framework)) == [
            ProblemCode.POINTS_ARE_GIVEN
        ]

    def test_counts_of_pandas_may_be_floats(self):
        table = pd.DataFrame(
            {
                "PROGRESS_ON_TIME_numerator": [1.0, None, 1.5],
                "PROGRESS_ON_TIME_denominator": [2.0, None, 2.0],
            }
        )
        assert score_counts_table(table)["problems"].tolist() == [0, 0, 1]


class TestFewDifferentTotals:
    """Where there are fewer possible totals than rows, ranks are counted and not sorted."""

    @pytest.mark.parametrize("method", ["competition", "dense", "ordinal"])
    @pytest.mark.parametrize("within", [None, "pool"])
    def test_like_single_units(self, method, within):
        framework = scaled("0.03")
        values = [Decimal(at % 4).scaleb(-2) for at in range(200)]
        pools = [f"P{at % 3}" for at in range(200)]
        table = pl.DataFrame({"progress": values, "pool": pools})
        if within is None:
            table = table.with_columns(pool=pl.lit("all"))
        ranked = score_table(table, framework=framework, within="pool", method=method, how="arrays")
        single = rank_units(
            [
                score_points({"progress": value}, unit=Unit(name=f"{at:03}"), framework=framework)
                for at, value in enumerate(values)
            ],
            within=lambda result: table["pool"][int(result.unit.name)],
            method=method,
        )
        places = {int(it.result.unit.name): (it.rank, it.of, it.tied) for it in single}
        found = list(zip(ranked["rank"], ranked["of"], ranked["tied"], strict=True))
        assert [places[at] for at in range(200)] == found

    def test_one_pool(self):
        table = pl.DataFrame({"total": [Decimal("0.01"), Decimal("0.03")] * 100})
        ranked = rank_table(table, framework=scaled("0.03"), how="arrays")
        assert set(ranked["rank"]) == {1, 101}
        assert set(ranked["tied"]) == {100}


def test_a_group_above_nodes_with_components_is_checked():
    counts = {"PAYMENT_PAID_ONLINE_numerator": [1, 1], "PAYMENT_PAID_ONLINE_denominator": [2, 2]}
    for make in (pl.DataFrame, pl.LazyFrame):
        scored = score_counts_table(make({"online": [10, 1], **counts}))
        collected = scored.collect() if isinstance(scored, pl.LazyFrame) else scored
        assert collected["problems"].to_list() == [0, 1]


def test_the_example_of_a_relation_stays_lazy():
    connection = duckdb.connect()
    relation = connection.from_arrow(pa.table({"TDGQ": np.array([1.0])}))
    assert isinstance(score_table(relation), duckdb.DuckDBPyRelation)


class TestProblemsOfAllKinds:
    def test_messages_have_a_language(self):
        listed = problems_table(WRONG, key="unit", language="vi")
        assert "vượt quá điểm tối đa 20" in listed["message"][1]

    def test_keys_that_would_be_written_twice(self):
        table = WRONG.rename({"unit": "code"})
        assert codes_of(lambda: problems_table(table, key="code")) == [ProblemCode.COLUMN_TAKEN]

    def test_keys_of_any_type_on_spark(self, spark_engine, rows):
        table = WRONG.with_columns(day=pl.date(2026, 9, 1), no=pl.lit(7))
        plain_table = table.to_arrow().cast(plain(table.to_arrow().schema))
        [first, *_] = rows(problems_table(spark_engine(plain_table), key=["day", "no"]))
        assert (first["day"], first["no"]) == (date(2026, 9, 1), 7)

    def test_infinite_hundredths(self):
        listed = problems_table(pl.DataFrame({"TDGQ": [float("inf")]}), hundredths=True)
        assert listed["code"].to_list() == ["not-finite"]


class TestHeads:
    """Names of columns are read by the grammar of the file readers."""

    @pytest.mark.parametrize(
        "name",
        [
            *("Điểm số hóa hồ sơ", "Số hóa hồ sơ (MDSH)", "SoHoaHoSo", "mdsh_22"),
            "Số hóa hồ sơ (điểm đạt/22)",
        ],
    )
    def test_they_are_understood(self, name):
        frame = pl.DataFrame({"Tên đơn vị": ["A"], "CKMB": [1], name: [17.5]})
        scored = score_table(frame)
        assert scored["missing"].to_list() == [4]  # of six: both are understood

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("Số hóa hồ sơ giấy", ProblemCode.UNKNOWN_KEY),
            ("Số hóa hồ sơ (25)", ProblemCode.STATED_MAXIMUM),
            ("Cung cấp dịch vụ công trực tuyến", ProblemCode.AMBIGUOUS_KEY),
        ],
    )
    def test_what_looks_like_points_is_never_a_silent_null(self, name, code):
        frame = pl.DataFrame({"CKMB": [1], name: [17.5]})
        assert codes_of(lambda: score_table(frame)) == [code]
        assert score_table(frame, columns={name: None})["total"].to_list() == [None]

    @pytest.mark.parametrize(
        "name", ["CKMB (%)", "CKMB tháng 9/2025", "Tổng điểm/110", "Ghi chú", "rank"]
    )
    def test_other_columns_are_left_alone(self, name):
        frame = pl.DataFrame({"CKMB": [1], name: [7]})
        assert score_table(frame)[name].to_list() == [7]


def test_floats_of_numpy_are_floats():
    points = {"CKMB": np.float32(7.36), "TDGQ": np.float64(18.72)}
    assert score_points(points).nodes["transparency"].points == Decimal("7.36")
    with pytest.raises(InvalidRecordError):
        score_points({"CKMB": np.float32("nan")})


@pytest.mark.parametrize("nothing", [None, pd.NA, pd.NaT])
def test_what_pandas_has_for_no_counts_is_a_published_null(nothing):
    given = {"2.1": (9, 10)}
    alone = score_counts({**given, "5.4": nothing}).indicators["5.4"]
    assert (alone.status, alone.basis) == ("not_applicable", "null")
    cells = {"5.4_numerator": [None], "5.4_denominator": [None]}
    table = pd.DataFrame({"2.1_numerator": [9], "2.1_denominator": [10], **cells}, dtype="Int64")
    scored = score_counts_table(table, components=True)
    assert scored[alone.code].tolist() == [0]


def test_the_nearest_names_of_a_column_of_points_are_those_of_groups():
    with pytest.raises(InvalidRecordError) as caught:
        score_table(pl.DataFrame({"x": [1]}), columns={"x": "zz"})
    assert "The nearest known: transparency, " in str(caught.value)


@pytest.mark.parametrize("table", [pd.Series([1]), [{"CKMB": 1}], None])
def test_what_is_no_table_is_refused_with_what_is_needed(table):
    with pytest.raises(TypeError, match=r"^a table must be a dataframe of pandas, .+, not a \w+$"):
        score_table(table)
