"""A file as a scored, ranked table: one verb for points and counts, one file and six responses."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vn766.errors import InvalidRecordError
from vn766.files import workbooks
from vn766.files.blocks import Grid
from vn766.period import Month
from vn766.readers import CountsTable, Named, PointsTable, read_counts, read_points, score_file
from vn766.score import rank_units, score_counts, score_points

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTS = EXAMPLES / "counts-2026-09.csv"
POINTS = EXAMPLES / "provinces-2025.csv"
HEAD = "Khu vực;Tên đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH\n"
ROWS = "A;UBND xã A;18;18;8;7;18;12\n;UBND xã B;18;18;8;7;18;13\nA;UBND xã C;18;18;8;7;18;14\n"
BROKEN = "A;UBND xã D;19;18;8;7;18;12\n"


@pytest.fixture
def file(tmp_path):
    def write(text, name="t.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


class TestWhateverIsInIt:
    def test_a_workbook_is_read_once(self, monkeypatch):
        asked = []

        def reading(content, sheet):
            asked.append(sheet)
            rows = [
                line.split(";") for line in (HEAD + ROWS.replace(";UBND xã B", "A;B")).split("\n")
            ]
            return (Grid(file=content.name, sheet="S", rows=rows),)

        monkeypatch.setattr(workbooks, "read_workbook", reading)
        assert score_file(Named("a.xlsx", b"PK\3\4"), sheet="S").ranking[0].rank == 1
        assert asked == ["S"]

    def test_points(self):
        scored = score_file(POINTS, period=Month(2025, 12), pool="tỉnh")
        table = read_points(POINTS, period=Month(2025, 12))
        assert scored.table == table
        assert isinstance(scored.table, PointsTable)
        assert scored.ranking == rank_units(map(score_points, table.records), pool="tỉnh")
        assert (scored.framework.id, scored.period) == ("portal-2025", Month(2025, 12))

    def test_counts(self):
        scored = score_file(COUNTS)
        table = read_counts(COUNTS)
        assert scored.table == table
        assert isinstance(scored.table, CountsTable)
        assert scored.ranking == rank_units(map(score_counts, table.records))
        assert (scored.framework.id, scored.period) == ("portal-2026", None)

    def test_responses_of_the_portal(self, file, tmp_path):
        unit = {"departmentId": "u", "departmentName": "UBND xã A", "departmentCode": "H00.1"}
        tree = {"parent": {**unit, "totalReceived": 161, "totalOnTime": 156}, "children": []}
        metric = {"code": "DOSSIER_RECEIVING_SATISFACTION", "numerator": 755, "denominator": 1120}
        overview = {"overview": {**unit, "metrics": [metric]}, "evaluation": []}
        paths = [
            file(json.dumps({"data": data}), name)
            for name, data in (("a.json", tree), ("b.json", overview))
        ]
        both = score_file(*paths)
        assert both == score_file(tmp_path)
        nodes = both.results[0].nodes
        assert [str(nodes[name].points) for name in ("progress", "satisfaction")] == [
            "19.38",
            "None",
        ]
        assert str(both.results[0].indicators["DOSSIER_RECEIVING_SATISFACTION"].points) == "4.49"

    def test_an_edition_without_components_has_points_only(self):
        assert score_file(POINTS, framework="qd766").framework.id == "qd766"
        with pytest.raises(InvalidRecordError):
            score_file(COUNTS, framework="qd766")

    def test_what_is_neither_is_refused_as_a_table_of_points(self, file):
        with pytest.raises(InvalidRecordError, match=r"t\.csv"):
            score_file(file("a;b\n1;2\n"))


class TestSources:
    """A path, its content, a stream, content with a name and parsed JSON say the same."""

    @pytest.mark.parametrize("path", [COUNTS, POINTS, EXAMPLES / "portal-2026-10.json"])
    def test_say_the_same(self, path):
        figures = score_file(path, keep_going=True).ranking.to_dict()
        data = path.read_bytes()
        for source in (str(path), data, io.BytesIO(data), Named(path.name, data)):
            again = score_file(source, name=path.name, keep_going=True)
            assert again.ranking.to_dict() == figures

    def test_parsed_json(self):
        path = EXAMPLES / "portal-2026-10.json"
        parsed = json.loads(path.read_text("utf-8"))
        scored = score_file(parsed, name=path.name, keep_going=True)
        assert scored.ranking.to_dict() == score_file(path, keep_going=True).ranking.to_dict()
        assert scored.table.source == path.name
        assert score_file(parsed, keep_going=True).table.source == "table"

    def test_responses_that_are_no_files(self):
        unit = {"departmentId": "u", "departmentName": "UBND xã A", "departmentCode": "H00.1"}
        tree = {"parent": {**unit, "totalReceived": 161, "totalOnTime": 156}, "children": []}
        metric = {"code": "DOSSIER_RECEIVING_SATISFACTION", "numerator": 755, "denominator": 1120}
        overview = {"overview": {**unit, "metrics": [metric]}, "evaluation": []}
        parsed = [{"data": tree}, {"data": overview}]
        named = [Named(f"{at}.json", json.dumps(each).encode()) for at, each in enumerate(parsed)]
        assert score_file(*parsed).results == score_file(*named).results
        assert len(score_file(*named).table.sources) == 2

    def test_content_without_a_name_is_called_a_table(self):
        with pytest.raises(InvalidRecordError, match="table"):
            score_file(b"a;b\n1;2\n")
        with pytest.raises(InvalidRecordError, match=r"quy2\.csv"):
            score_file(b"a;b\n1;2\n", name="quy2.csv")


class TestPools:
    def test_by_a_column(self, file):
        ranking = score_file(
            file(HEAD + ROWS.replace("\n;", "\nB;")), within="Khu vực", pool="xã"
        ).ranking
        assert [(row.pool, row.rank, row.of) for row in ranking] == [
            ("A", 1, 2),
            ("A", 2, 2),
            ("B", 1, 1),
        ]
        assert ranking.pool == "xã"

    def test_a_column_that_is_not_there(self, file):
        with pytest.raises(InvalidRecordError, match=r"t\.csv has no column 'Vùng'") as caught:
            score_file(file(HEAD + ROWS), within="Vùng")
        (problem,) = caught.value.problems
        assert problem.code == "unknown-column"
        assert problem.text("vi")[1] == "Các cột có thể dùng: Khu vực, Tên đơn vị."


class TestErrors:
    def test_of_rows_stop_all_others(self, file):
        with pytest.raises(InvalidRecordError, match=r"t\.csv") as caught:
            score_file(file(HEAD + ROWS + BROKEN))
        assert [problem.code for problem in caught.value.problems] == ["above-maximum"]

    def test_of_rows_are_told_by_whoever_goes_on(self, file):
        scored = score_file(file(HEAD + ROWS + BROKEN), keep_going=True)
        assert len(scored.results) == len(scored.ranking) == 3
        assert [problem.code for problem in scored.errors] == ["above-maximum"]
        assert set(scored.errors) <= set(scored.problems)


def test_what_is_said_of_all_figures_is_said_of_each_result(file):
    at = datetime(2026, 7, 1, tzinfo=UTC)
    scored = score_file(file(HEAD + ROWS), retrieved_at=at, provisional=True)
    assert {(result.retrieved_at, result.provisional) for result in scored.results} == {(at, True)}
