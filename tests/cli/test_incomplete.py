"""Units whose counts are not all there: listed as incomplete, with the names of what is missing."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from vn766.framework import get_framework

COUNTS = (Path(__file__).parents[2] / "examples" / "counts-2026-09.csv").read_text("utf-8-sig")
EDITION = get_framework("portal-2026")
SCORED = {each.no: each for each in EDITION.indicators()}
GIVEN = [
    no
    for no, count in Counter(line.split(";")[3] for line in COUNTS.splitlines()[1:]).items()
    if no in SCORED and SCORED[no].max_points and count == 3
]


def without(no, units=("H99.101", "H99.102", "H99.103")):
    """Return the table of counts without one component of some units."""
    lines = COUNTS.splitlines(keepends=True)
    return "".join(
        line for line in lines if not (line.split(";")[0] in units and line.split(";")[3] == no)
    )


def named(no):
    return f"{no} {SCORED[no].label}"


def one_line(output):
    """Return what was printed without the line ends that the width of a terminal makes."""
    return " ".join(output.split())


class TestEveryComponent:
    def test_all_of_the_example_are_tried(self):
        assert len(GIVEN) >= 17

    @pytest.mark.parametrize("no", GIVEN)
    def test_one_unit_lacks_it(self, run, table, no):
        path = table(without(no, ["H99.102"]))
        result = run("score", path, "-o", "o.json")
        assert result.exit_code == 0, result.output
        said = one_line(result.output)
        assert f"Chưa đủ số liệu (1 đơn vị: UBND phường Hòa Lợi): thiếu {named(no)} " in said
        document = json.loads(Path("o.json").read_text("utf-8"))
        assert [row["unit"]["code"] for row in document["rows"]] == ["H99.101", "H99.103"]
        (lacking,) = document["unranked"]
        assert lacking["missing"] == [SCORED[no].code]
        assert (lacking["total"], lacking["band"]) == (None, None)

    @pytest.mark.parametrize("no", GIVEN)
    def test_files_name_it(self, run, table, no):
        path = table(without(no, ["H99.102"]))
        assert run("score", path, "-o", "o.csv").exit_code == 0
        rows = list(
            csv.DictReader(io.StringIO(Path("o.csv").read_text("utf-8-sig")), delimiter=";")
        )
        assert [row["Chỉ số chưa có số liệu"] for row in rows] == ["", "", named(no)]
        assert run("score", path, "-o", "o.xlsx").exit_code == 0
        lines = CalamineWorkbook.from_path("o.xlsx").get_sheet_by_index(0).to_python()
        head = next(line for line in lines if line[0] == "STT")
        first = lines.index(head) + 1
        at = head.index("Chỉ số chưa có số liệu")
        assert [line[at] for line in lines[first : first + 3]] == ["", "", named(no)]


class TestOneUnit:
    def test_that_is_incomplete(self, run, table):
        path = table(without("5.4", ["H99.102"]))
        result = run("score", path, "--unit", "H99.102")
        assert result.exit_code == 0
        assert f"thiếu {named('5.4')}" in one_line(result.output)
        assert "UBND xã An Bình" not in result.output

    def test_that_is_whole_keeps_its_rank_among_all(self, run, table):
        path = table(without("5.4", ["H99.102"]))
        result = run("score", path, "--unit", "UBND xã Tân Phú", "-o", "o.json")
        assert "2/2" in result.output
        assert "thiếu 5.4" not in one_line(result.output)
        assert "2 đơn vị được xếp hạng" in result.output
        assert len(json.loads(Path("o.json").read_text("utf-8"))["rows"]) == 2

    def test_as_json(self, run, table):
        path = table(without("5.4", ["H99.102"]))
        whole, lacking = (
            json.loads(run("score", path, "--json", "--unit", code).output)
            for code in ("H99.103", "H99.102")
        )
        assert [(row["rank"], row["of"]) for row in whole["rows"]] == [(2, 2)]
        assert (whole["unranked"], lacking["rows"]) == ([], [])
        assert lacking["unranked"][0]["missing"] == [SCORED["5.4"].code]

    def test_that_is_not_there(self, run, table):
        result = run("score", table(COUNTS), "--unit", "H99.104")
        assert result.exit_code == 2
        assert "H99.104" in result.output

    def test_is_not_looked_up_by_an_engine(self, run, table):
        path = table("Đơn vị,CKMB\nA,1\n")
        result = run("score", path, "--engine", "duckdb", "--unit", "A")
        assert result.exit_code == 2
        assert "--unit không dùng được cùng --engine" in one_line(result.output)


class TestOneUnitIsWhole:
    def test_the_other_is_listed_last(self, run, table):
        lines = COUNTS.splitlines(keepends=True)
        two = "".join(line for line in lines if not line.startswith("H99.101"))
        mine = [line for line in two.splitlines(keepends=True) if line.startswith("H99.103")]
        path = table(two.replace("".join(mine), "".join(mine[:-1])))
        result = run("score", path, "--lang", "en")
        assert result.exit_code == 0
        rows = [line for line in result.output.splitlines() if "H99." in line]
        assert ["1/1" in row for row in rows] == [True, False]
        assert "incomplete" in rows[1]
        assert "Incomplete (UBND xã Tân Phú): " in one_line(result.output)


class TestMissingResponse:
    """A unit that no response tells the components of is incomplete, whatever is missing."""

    @pytest.fixture
    def folder(self, tmp_path):
        root = {"departmentId": "d-1", "departmentName": "UBND tỉnh Y", "departmentCode": "H00"}
        unit = {"departmentId": "d-7", "departmentName": "Sở X"}
        metric = {"code": "DOSSIER_RECEIVING_SATISFACTION", "numerator": 755, "denominator": 1120}
        satisfaction = {
            "overview": {**root, "metrics": []},
            "evaluation": [{**unit, "metrics": [{**metric, "score": 4.49, "maxScore": 6}]}],
        }
        dossiers = {"totalReceived": 161, "totalOnTime": 156, "totalOverdue": 5}
        points = {"score": 19.38, "maxScore": 20}
        progress = {
            "parent": {**root, "totalReceived": 1840, "totalOnTime": 1689},
            "children": [
                {**unit, "departmentCode": "H00.07", "level": "PROVINCE", **dossiers, **points}
            ],
        }
        folder = tmp_path / "responses"
        folder.mkdir()
        for name, data in [("satisfaction", satisfaction), ("progress", progress)]:
            (folder / f"{name}.json").write_text(json.dumps({"data": data}), "utf-8")
        return folder

    @pytest.mark.parametrize("target", ["o.csv", "o.xlsx", "o.json"])
    def test_is_written_to_every_kind_of_file(self, run, folder, target):
        result = run("score", folder, "-o", target)
        assert result.exit_code == 0, result.output
        assert Path(target).exists()
        # The response with the progress is there, so that component is not missing.
        for no in GIVEN:
            assert (named(no) in one_line(result.output)) is (no != "2.1")


class TestManyAreIncomplete:
    HEAD = "Đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH\n"

    def test_units_that_lack_the_same_share_a_line(self, run, table):
        rows = "".join(f"UBND xã {at};15;18;9;8;17;\n" for at in range(7))
        said = one_line(run("score", table(self.HEAD + rows)).output)
        names = "; ".join(f"UBND xã {at}" for at in range(5))
        assert f"Chưa đủ số liệu (7 đơn vị: {names} …): thiếu Số hóa hồ sơ" in said

    def test_the_rest_is_counted(self, run, table):
        full = ["15", "18", "9", "8", "17", "19"]
        rows = []
        for at in range(7):
            points = list(full)
            points[at % 6] = ""
            if at == 6:
                points[1] = ""
            rows.append(f"UBND xã {at};{';'.join(points)}\n")
        output = run("score", table(self.HEAD + "".join(rows))).output
        assert output.count("Chưa đủ số liệu (1 đơn vị: ") == 5
        assert "còn 2 đơn vị nữa; tệp ghi bằng -o nêu đủ" in one_line(output)

    def test_a_total_that_was_published_is_not_incomplete(self, run, table):
        path = table("Đơn vị;CKMB;Tổng điểm;Xếp loại\nUBND xã A;15;80,5;Tốt\n")
        result = run("score", path)
        assert result.exit_code == 0
        assert "Chưa đủ số liệu" not in result.output

    def test_a_unit_without_a_name_goes_by_its_code(self, run, table):
        path = table("Mã định danh;CKMB;TDGQ\nH99.1;15;18\n")
        result = run("score", path)
        assert "H99.1" in result.output
