"""Saved responses of the portal to records."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, ProblemCode, Severity
from vn766.files import limits
from vn766.period import Year
from vn766.readers import PointsTable, read_points, read_portal
from vn766.records import Unit
from vn766.score import score_points

if TYPE_CHECKING:
    from pathlib import Path

# fmt: off
ROW_2025 = {
    "ID": "401621", "TEN": "UBND tỉnh X", "TEN_COQUAN": "UBND tỉnh X", "MA_COQUAN": "H05",
    "LOAI_COQUAN": "1", "CAPDONVIID": "1", "ID_COQUAN": "401621",
    "TDGQ": "19.05", "MDHL": "17.86", "MDSH": "20.79", "TTTT": "10", "CLGQ": "8.36",
    "CKMB": "15.64", "TONG_SCORE": "91.7", "ROW_STT": "1",
}
SCORES = {"CKMB": 8, "TDGQ": 16.17, "CLGQ": 8.73, "TTTT": 5.99, "MDHL": 9.78, "MDSH": 8.69}
ROW_2026: dict[str, object] = {
    "departmentId": "u-1", "departmentName": "UBND tỉnh X", "departmentCode": "H00",
    "totalScore": 57.36, "ratio": 57.36, "scoreDelta": 9.24, "groupScores": SCORES,
}
# fmt: on
POINTS = ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH")


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


class Reader:
    """Reads a value, or a text of JSON, as the file ``p.json``."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "p.json"

    def __call__(self, content: object) -> PointsTable:
        text = content if isinstance(content, str) else json.dumps(content)
        self.path.write_text(text, "utf-8")
        return read_portal(self.path)

    def refused(self, content: object) -> str:
        with pytest.raises(InvalidRecordError) as caught:
            self(content)
        (problem,) = caught.value.problems
        assert caught.value.subject == "p.json"
        return f"{problem.code} {dict(problem.details).get('place', '')}".strip()


def found(table: PointsTable) -> list[tuple[str, str]]:
    return [
        ((problem.origin or "").removeprefix("p.json, "), str(problem.code))
        for problem in table.problems
    ]


class TestRowsOf2025:
    @pytest.mark.parametrize("envelope", ["list", "data", "deeper"])
    def test_they_are_read(self, read: Reader, envelope: str) -> None:
        content = {"list": [ROW_2025], "data": {"data": [ROW_2025]}}.get(
            envelope, {"data": {"data": [ROW_2025]}, "status": 200}
        )
        table = read(content)
        (record,) = table.records
        assert record.unit == Unit(name="UBND tỉnh X", code="H05", level="province")
        assert record.points["online.services"] == "8.36"
        assert record.published is not None
        assert (record.published.total, record.published.rank) == ("91.7", None)
        assert table.extra[0]["ROW_STT"] == "1"
        assert (table.problems, table.broken, table.rows) == ((), (), 1)
        assert score_points(record).total == Decimal("91.70")

    def test_the_old_layout_of_codes_is_the_same_unit(self, read: Reader) -> None:
        old = ROW_2025 | {"MA_COQUAN": "000.00.00.H05"}
        table = read([ROW_2025, old])
        assert [problem.code for problem in table.problems] == [ProblemCode.DUPLICATE_UNIT]
        assert table.problems[0].origin == "p.json, [0].MA_COQUAN; p.json, [1].MA_COQUAN"
        assert table.broken == (1, 2)

    @pytest.mark.parametrize(
        ("kind", "level"), [("2", "department"), ("3", "commune"), ("9", None)]
    )
    def test_levels(self, read: Reader, kind: str, level: str | None) -> None:
        (record,) = read([ROW_2025 | {"LOAI_COQUAN": kind}]).records
        assert record.unit is not None
        assert record.unit.level == level

    @pytest.mark.parametrize("value", ["", "-", None])
    def test_missing_is_not_zero(self, read: Reader, value: str | None) -> None:
        table = read([{**ROW_2025, "TTTT": value, "TONG_SCORE": None}])
        result = score_points(table.records[0])
        assert (result.total, result.missing) == (None, ("online.payment",))

    def test_a_field_that_is_absent_is_missing(self, read: Reader) -> None:
        row = {key: value for key, value in ROW_2025.items() if key not in {"TTTT", "TEN_COQUAN"}}
        (record,) = read([row]).records
        assert "online.payment" not in record.points
        assert record.unit is not None
        assert record.unit.name == "UBND tỉnh X"

    def test_swapped_values_are_found(self, read: Reader) -> None:
        table = read([ROW_2025, ROW_2025 | {"TTTT": "10.36", "CLGQ": "8", "MA_COQUAN": "H06"}])
        assert found(table)[0] == ("[1].TTTT", "swapped")
        assert (len(table.records), table.broken) == (1, (2,))

    def test_a_total_that_is_not_the_sum(self, read: Reader) -> None:
        table = read({"data": [ROW_2025 | {"TONG_SCORE": "91.71"}]})
        assert found(table) == [("data[0].TONG_SCORE", "sum-mismatch")]

    def test_read_points_is_the_same_door(self, read: Reader, tmp_path: Path) -> None:
        table = read([ROW_2025])
        assert read_points(read.path) == table
        unnamed = tmp_path / "response"
        unnamed.write_bytes(read.path.read_bytes())
        assert read_points(unnamed).records[0].points == table.records[0].points

    def test_published_rows_come_back(self, read: Reader, data: Path) -> None:
        with (data / "portal_2025_scores.csv").open(encoding="utf-8", newline="") as stream:
            rows = [row for row in csv.DictReader(stream) if row["period_type"] == "year"]
        columns = dict(
            zip(
                POINTS,
                ("ckmb_18", "tdgq_20", "dvctt_12", "tttt_10", "mdhl_18", "mdsh_22"),
                strict=True,
            )
        )
        table = read(
            [
                {code: row[column] for code, column in columns.items()}
                | {"MA_COQUAN": row["unit_code"], "TEN_COQUAN": row["unit_name"]}
                | {"TONG_SCORE": row["total_100"], "ROW_STT": row["portal_row_stt"]}
                for row in rows
            ]
        )
        assert (table.problems, table.broken, len(table.records)) == ((), (), len(rows))
        assert any(record.unit and record.unit.key == "H37" for record in table.records)


class TestSummaryOf2026:
    @pytest.mark.parametrize("envelope", ["full", "data", "bare", "list"])
    def test_it_is_read(self, read: Reader, envelope: str) -> None:
        inner = {"overview": {"departmentName": "Cả nước"}, "evaluation": [ROW_2026]}
        content = {
            "full": {"code": 0, "data": inner},
            "data": {"data": inner},
            "bare": inner,
            "list": [ROW_2026],
        }[envelope]
        table = read(content)
        (record,) = table.records
        assert record.unit == Unit(name="UBND tỉnh X", code="H00")
        assert record.points["progress"] == Decimal("16.17")
        assert record.published is not None
        assert record.published.total == Decimal("57.36")
        assert (table.problems, table.rows) == ((), 1)
        assert table.extra[0]["scoreDelta"] == "9.24"

    def test_null_is_missing_and_kept_apart_from_zero(self, read: Reader) -> None:
        scores = {**SCORES, "TTTT": None, "CLGQ": 0}
        table = read({"evaluation": [ROW_2026 | {"groupScores": scores, "totalScore": None}]})
        (record,) = table.records
        assert (record.points["online.payment"], record.points["online.services"]) == (None, 0)
        assert record.published is None

    @pytest.mark.parametrize("scores", [None, {}])
    def test_a_unit_without_scores_does_not_hide_the_others(
        self, read: Reader, scores: object
    ) -> None:
        other = {**ROW_2026, "departmentCode": "H01", "groupScores": scores}
        table = read({"data": {"evaluation": [ROW_2026, other]}})
        assert found(table) == [("data.evaluation[1].groupScores", "unknown-shape")]
        assert "data.evaluation[1].groupScores" in table.problems[0].line("vi")
        assert (len(table.records), table.broken, table.rows) == (1, (2,), 2)

    def test_numbers_are_exact(self, read: Reader) -> None:
        text = json.dumps([ROW_2026]).replace("16.17", "16.1700000000000000001")
        assert found(read(text)) == [("[0].groupScores.TDGQ", "too-precise")]

    def test_swapped_values_are_found(self, read: Reader) -> None:
        scores = SCORES | {"CLGQ": 8, "TTTT": 11}
        row = {**ROW_2026, "groupScores": scores, "totalScore": None}
        table = read({"data": {"evaluation": [row]}})
        assert found(table) == [("data.evaluation[0].groupScores.TTTT", "swapped")]

    def test_unknown_fields_are_kept_and_noted_once(self, read: Reader) -> None:
        scores = {**SCORES, "NEW": 3}
        row = ROW_2026 | {"groupScores": scores, "tags": ["a", 1.5], "old": True}
        table = read({"data": {"evaluation": [row, row | {"departmentCode": "H01"}]}})
        (note,) = table.problems
        assert (note.code, note.severity) == (ProblemCode.UNKNOWN_FIELDS, Severity.NOTE)
        assert note.origin == "p.json, data.evaluation"
        assert "NEW" in note.line("vi")
        assert [table.extra[0][key] for key in ("NEW", "tags", "old")] == [
            "3",
            '["a", 1.5]',
            "true",
        ]

    def test_the_period_and_the_framework_count(self, read: Reader) -> None:
        read([ROW_2026])
        (record,) = read_portal(read.path, period=Year(2026), framework="portal-2026").records
        assert record.period == Year(2026)

    @pytest.mark.parametrize("value", [True, [1], {"a": 1}])
    def test_what_is_no_number(self, read: Reader, value: object) -> None:
        table = read([ROW_2026 | {"totalScore": value}])
        assert found(table) == [("[0].totalScore", "wrong-type")]

    def test_one_group_under_two_names(self, read: Reader) -> None:
        scores = {**SCORES, "transparency": 8}
        table = read([ROW_2026 | {"groupScores": scores}])
        assert found(table) == [("[0].groupScores.transparency", "duplicate-key")]

    def test_scores_of_nobody(self, read: Reader) -> None:
        table = read([{**ROW_2026, "departmentName": None, "departmentCode": None}])
        assert found(table) == [("[0]", "no-unit")]

    def test_an_empty_list(self, read: Reader) -> None:
        contents: list[object] = [{"data": {"evaluation": []}}, {"data": []}, []]
        for content in contents:
            with pytest.raises(InvalidRecordError) as caught:
                read(content)
            assert [problem.code for problem in caught.value.problems] == [ProblemCode.NO_UNITS]


class TestShapes:
    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            ("5", "unknown-shape $"),
            ({"message": "error"}, "unknown-shape $"),
            ({"data": None}, "unknown-shape data"),
            ({"data": {"rows": []}}, "unknown-shape data"),
            ({"data": {"evaluation": {"a": 1}}}, "unknown-shape data.evaluation"),
            ([1], "unknown-shape [0]"),
            ([{"A": 1}], "unknown-shape [0]"),
            ([{"MA_COQUAN": "H05", "TONG_SCORE": "5"}], "unknown-shape [0]"),
            ([{"departmentName": "A", "metrics": []}], "unknown-shape [0].groupScores"),
            ([ROW_2026, {**ROW_2026, "groupScores": []}], "unknown-shape [1].groupScores"),
            ([ROW_2026, {**ROW_2026, "groupScores": {"A": 1}}], "unknown-shape [1].groupScores"),
            ('{"data": [', "damaged-file"),
            ('[{"CKMB": NaN}]', "damaged-file"),
            ('[{"CKMB": 1, "CKMB": 2}]', "damaged-file"),
            ('[{"CKMB": 1e9999999999999999999}]', "damaged-file"),
            ("[" * 200_000, "damaged-file"),
            ('[{"CKMB": 1, "TEN": "\\ud800"}]', "damaged-file"),
            (json.dumps([ROW_2026 | {"departmentName": "x" * 10_001}]), "cell-too-long"),
            ("", "empty-file"),
        ],
    )
    def test_others_are_refused_at_their_place(
        self, read: Reader, content: object, refusal: str
    ) -> None:
        assert read.refused(content) == refusal

    def test_whole_numbers_of_any_length(self, read: Reader) -> None:
        text = json.dumps([ROW_2026]).replace('"CKMB": 8', f'"CKMB": {"8" * 9000}')
        assert found(read(text)) == [("[0].groupScores.CKMB", "too-large")]

    def test_too_many_rows(self, read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "UNITS", 1)
        assert read([ROW_2026]).rows == 1
        assert read.refused([ROW_2026] * 2) == "table-too-large"

    def test_too_many_fields(self, read: Reader) -> None:
        row = ROW_2026 | {f"x{at}": 1 for at in range(500)}
        assert read.refused([row]) == "table-too-large"

    def test_binary_content(self, read: Reader) -> None:
        read.path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        with pytest.raises(InvalidRecordError):
            read_portal(read.path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(*POINTS, "data", "evaluation", "groupScores", "departmentName"),
                    *("departmentCode", "totalScore", "MA_COQUAN", "TEN", "TONG_SCORE", "x"),
                ]
            ),
            inner,
            max_size=8,
        )
    ),
    max_leaves=30,
)


@given(JSON | st.builds(lambda rows: {"data": rows}, st.lists(JSON)) | st.text(max_size=40))
def test_any_json_is_a_table_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, content: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_bytes(text.encode("utf-8", "replace"))
    try:
        table = read_points(path)
    except InvalidRecordError as error:
        assert error.text("vi")  # noqa: PT017
        return
    assert table.rows == len(table.records) + len(table.broken)
    for problem in table.problems:
        assert problem.line("vi")
