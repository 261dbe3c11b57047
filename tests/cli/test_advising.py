"""``vn766 advise``: what a unit loses, and the fewest dossiers to a class."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTS = EXAMPLES / "counts-2026-09.csv"
POINTS = EXAMPLES / "provinces-2025.csv"


@pytest.fixture
def advise(run):
    def advise(*args, unit="H99.103"):
        done = run("advise", COUNTS, "--unit", unit, *args)
        assert done.exit_code == 0, done.stderr
        return done.stdout

    return advise


def rows(text):
    """The cells of the lines of a table, by what they begin with."""
    return {
        cells[0]: cells[1:]
        for line in text.splitlines()
        if len(cells := re.split(r"  +", line.strip())) > 1
    }


class TestShortfalls:
    def test_groups_and_indicators(self, advise):
        shown = advise()
        assert shown.startswith("UBND xã Tân Phú (H99.103): 71,31 điểm, Khá\n")
        assert rows(shown)["MDSH Số hóa hồ sơ"] == ["6,69", "23,32%"]
        assert rows(shown)["2.1 Tỷ lệ hồ sơ xử lý trước hạn, đúng hạn"] == ["5,44", "18,96%"]
        assert "công trực tuyến (không áp dụng)" in shown
        assert "4.2 chưa được đối chiếu" in shown

    def test_of_points_that_are_not_complete(self, run, table):
        path = table("Mã;Tên đơn vị;CKMB;TDGQ\nH01;UBND tỉnh A;17;\n")
        shown = run("advise", path).stdout
        assert shown.startswith("UBND tỉnh A (H01): chưa đủ số liệu, từ 17 đến 99 điểm (")
        assert rows(shown)["CKMB Công khai, minh bạch"] == ["1,00", "100,00%"]
        assert "Chỉ số thành phần" not in shown
        assert "Thiếu số liệu: Tiến độ, kết quả giải quyết, Dịch vụ công trực tuyến" in shown

    def test_of_counts_that_are_not_complete(self, run, table):
        path = table("Mã;Chỉ số;Tử số;Mẫu số\nH01;2.1;1;2\n")
        assert "Thiếu số liệu: 1.1, 1.2, 1.3, 1.4, 3.1" in run("advise", path).stdout

    def test_nothing(self, run, table):
        path = table("Tên đơn vị;CKMB\nUBND xã A;18\n")
        done = run("advise", path, "--lang", "en")
        assert done.stdout.startswith("UBND xã A: incomplete, from 18 to 100 points")
        assert "Nothing is lost." in done.stdout


class TestReach:
    def test_a_class(self, advise):
        shown = advise("--reach", "tot", "--lang", "en")
        assert "At least 138 more dossiers (procedures, petitions) are needed." in shown
        assert "Then: 80.02 points, Tốt." in shown
        assert "+2.00" in shown

    def test_a_total(self, advise):
        shown = advise("--reach", "72,5")
        assert "Mục tiêu: 72,5. Cần tăng thêm ít nhất 1 hồ sơ (thủ tục, phản ánh)." in shown
        assert "Khi đó: 73,31 điểm, Khá." in shown
        assert "Giả định" in shown
        assert "At least 1 more dossier (procedure, petition) is needed." in advise(
            "--reach", "72,5", "--lang", "en"
        )

    def test_what_is_reached(self, advise):
        assert "Đã đạt, không cần tăng thêm." in advise("--reach", "Khá")

    def test_out_of_reach(self, advise):
        shown = advise("--reach", "100")
        assert "Không thể đạt: cao nhất là 94,05 điểm, khi tăng thêm ít nhất 1.507." in shown
        assert "Khi đó: 94,05 điểm, Xuất sắc." in shown
        assert "cùng mẫu số 640" in shown

    def test_nothing_can_rise(self, advise):
        shown = advise("--reach", "100", "--movable", "2.1", "--limit", "2.1=0")
        assert "không chỉ số nào được phép thay đổi còn tăng được nữa" in shown

    def test_options(self, advise):
        options = ("--reach", "73", "--movable", "4.1", "--movable", "4.2", "--limit", "4.1=9")
        shown = advise(*options)
        assert "+9" in shown
        assert "4.2" in shown
        assert "2.1" not in shown
        shown = advise("--reach", "72", "--movable", "2.1", "--new", "2.1")
        assert re.search(r"\+[0-9]+ mới", shown)
        assert "Giả định" not in shown

    def test_of_nothing(self, run, table):
        rows = "Mã;Chỉ số;Tử số;Mẫu số;Điểm\nH01;2.1;0;0;\n" + "".join(
            f"H01;{node};;;9\n" for node in ("CKMB", "CLGQ", "TTTT", "MDHL", "MDSH")
        )
        shown = run("advise", table(rows), "--reach", "60", "--new", "2.1").stdout
        assert "0/0 → 1/1" in shown
        assert "– → 100,00%" in shown

    def test_json(self, run):
        done = run("advise", COUNTS, "--unit", "H99.103", "--reach", "tot", "--json")
        shown = json.loads(done.stdout)
        assert shown["unit"]["code"] == "H99.103"
        assert shown["advice"]["added"] == 138
        assert shown["shortfalls"][0]["id"] == "online"
        assert shown["advice"]["moves"][0]["no"] == "2.1"
        assert (shown["total"], shown["missing"]) == ("71.31", [])
        assert shown["band"] == {"id": "fair", "label": "Khá"}
        without = json.loads(run("advise", COUNTS, "--unit", "H99.103", "--json").stdout)
        assert without["advice"] is None


class TestRefused:
    def test_points_alone(self, run):
        done = run("advise", POINTS, "--unit", "H05", "--reach", "95")
        assert done.exit_code == 2
        assert "provinces-2025.csv chỉ có điểm" in done.stderr

    @pytest.mark.parametrize("text", ["4.1", "=5", "4.1=", "4.1=-1", "4.1=1,5", "4.1=" + "9" * 16])
    def test_limits(self, run, text):
        done = run("advise", COUNTS, "--unit", "H99.103", "--reach", "80", "--limit", text)
        assert done.exit_code == 2
        assert "4.1=50" in done.stderr

    def test_a_class_that_there_is_not(self, run):
        done = run("advise", COUNTS, "--unit", "H99.103", "--reach", "giỏi")
        assert done.exit_code == 2
        assert "Xuất sắc, Tốt" in done.stderr
