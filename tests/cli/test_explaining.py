"""``vn766 explain``: one unit of a file, step by step."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTS = EXAMPLES / "counts-2026-09.csv"
POINTS = EXAMPLES / "provinces-2025.csv"


def test_counts(run):
    done = run("explain", COUNTS, "--unit", "H99.103", "--period", "tháng 9/2026")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("UBND xã Tân Phú (H99.103), tháng 9/2026\n")
    assert "Xếp loại Khá: 70 ≤ 71,31 < 80 [1]\n" in done.stdout
    assert "2.1 Tỷ lệ hồ sơ xử lý trước hạn, đúng hạn (tối đa 20): 20 × 466 ÷ 640" in done.stdout
    assert " \n" not in done.stdout


def test_points(run):
    done = run("explain", POINTS, "--unit", "000.00.00.h05", "--lang", "en")
    assert done.exit_code == 0, done.stderr
    assert "Class Xuất sắc: 90 ≤ 91.64" in done.stdout
    assert "15.64, points as given" in done.stdout


def test_lines_that_wrap_stay_below_their_beginning(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    lines = run("explain", COUNTS, "--unit", "H99.103").stdout.splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("    1.1 "))
    assert lines[at + 1].startswith("    ")
    assert max(map(len, lines)) <= 60


def test_json(run):
    done = run("explain", COUNTS, "--unit", "H99.101", "--json")
    shown = json.loads(done.stdout)
    assert shown["unit"]["code"] == "H99.101"
    assert shown["source"] == "counts-2026-09.csv"
    assert shown["step"]["kind"] == "class"
    assert shown["problems"] == []


def test_another_framework(run):
    done = run("explain", POINTS, "--unit", "H05", "--framework", "portal-2025")
    assert "portal-2025" in done.stdout
    done = run("explain", COUNTS, "--unit", "H99.101", "--framework", "portal-2026")
    assert done.exit_code == 0, done.stderr


def test_a_response_that_has_changed_is_not_taken_for_points(run, table):
    tree = {"parent": {"departmentId": "u", "totalOnTime": 1}, "children": []}
    done = run("explain", table(json.dumps({"data": tree}), "prog.json"))
    assert done.exit_code == 2
    assert "data.parent.totalReceived" in done.stderr
    assert "MA_COQUAN" not in done.stderr


def test_a_summary_is_read_as_points(run, table):
    points = {"CKMB": 8, "TDGQ": 16, "CLGQ": 8, "TTTT": 6, "MDHL": 10, "MDSH": 9}
    row = {"departmentId": "u", "departmentName": "X", "groupScores": points}
    done = run("explain", table(json.dumps({"data": {"evaluation": [row]}}), "s.json"))
    assert done.exit_code == 0, done.stderr
    assert "57" in done.stdout


def test_counts_are_scored_and_compared_too(run):
    done = run("score", COUNTS, "--lang", "en")
    assert done.exit_code == 0, done.stderr
    assert "portal-2026" in done.stdout
    assert "71.31" in done.stdout
    assert "71.31" in run("score", COUNTS, "--framework", "portal-2026", "--lang", "en").stdout
    done = run("compare", COUNTS, COUNTS, "--same-basis", "--lang", "en")
    assert done.exit_code == 0, done.stderr
    assert "71.31" in done.stdout


class TestWhichUnit:
    def test_by_name_however_typed(self, run):
        done = run("explain", COUNTS, "--unit", "ubnd XA tan phu")
        assert done.stdout.startswith("UBND xã Tân Phú (H99.103)")

    def test_the_only_one_needs_no_name(self, run, table):
        path = table("Mã;Tên đơn vị;CKMB\nH01;UBND tỉnh A;17\n")
        assert run("explain", path).stdout.startswith("UBND tỉnh A (H01)")

    def test_a_unit_with_errors_is_not_passed_over(self, run, table):
        path = table("Mã;Tên đơn vị;CKMB\nH01.1;UBND xã A;19\nH01.2;UBND xã B;18\n")
        done = run("explain", path)
        assert done.exit_code == 2
        assert "có 2 đơn vị" in done.stderr
        one = table("Mã;Tên đơn vị;CKMB\nH01.1;UBND xã A;19\n", "one.csv")
        done = run("explain", one, "--lang", "en")
        assert done.exit_code == 2
        assert done.stderr.startswith("one.csv:\n• one.csv, C2: ")
        assert done.stdout == ""

    def test_several(self, run):
        done = run("explain", COUNTS)
        assert done.exit_code == 2
        assert "có 3 đơn vị: hãy chọn một đơn vị bằng --unit" in done.stderr

    def test_unknown(self, run):
        done = run("explain", COUNTS, "--unit", "Hoa Lơi", "--lang", "en")
        assert done.exit_code == 2
        assert "no unit 'Hoa Lơi'. The nearest: UBND phường Hòa Lợi (H99.102)" in done.stderr

    def test_unknown_and_like_none(self, run, table):
        path = table("Tên đơn vị;CKMB\nUBND xã A;17\n")
        assert "Gần giống nhất: –." in run("explain", path, "--unit", "zzz").stderr
        assert "UBND xã A." in run("explain", path, "--unit", "ubnd xa b").stderr

    def test_two_of_one_name(self, run, table):
        path = table("Mã;Tên đơn vị;CKMB\nH01.1;UBND xã A;17\nH01.2;UBND xã A;18\n")
        done = run("explain", path, "--unit", "UBND xã A")
        assert done.exit_code == 2
        assert "nhiều đơn vị tên 'UBND xã A'" in done.stderr
        assert run("explain", path, "--unit", "H01.2").exit_code == 0

    def test_one_that_was_left_out_comes_with_the_reasons(self, run, table):
        path = table("Mã;Tên đơn vị;CKMB\nH01.1;UBND xã A;19\nH01.2;UBND xã B;18\n")
        done = run("explain", path, "--unit", "H01.1")
        assert done.exit_code == 2
        assert "không tìm thấy đơn vị 'H01.1' trong những dòng không có lỗi" in done.stderr
        assert "t.csv, C2" in done.stderr
        done = run("explain", path, "--unit", "H01.2")
        assert done.exit_code == 0
        assert "Ngoài ra tệp có 2 nội dung cần lưu ý" in done.stderr


class TestWhatTheFilesHold:
    def test_a_folder_of_responses(self, run, tmp_path):
        unit = {"departmentId": "u", "departmentName": "UBND xã A", "departmentCode": "H01.1"}
        tree = {"parent": {**unit, "totalReceived": 161, "totalOnTime": 156}, "children": []}
        folder = tmp_path / "responses"
        folder.mkdir()
        (folder / "progress.json").write_text(json.dumps({"data": tree}), "utf-8")
        done = run("explain", folder)
        assert done.exit_code == 0, done.stderr
        assert "20 × 156 ÷ 161" in done.stdout

    def test_several_files_are_responses(self, run, table):
        one, other = table("[]", "a.json"), table("[]", "b.json")
        assert run("explain", one, other).exit_code == 2

    def test_neither(self, run, table):
        done = run("explain", table("a;b\n1;2\n"))
        assert done.exit_code == 2
        assert "CKMB" in done.stderr

    def test_flawed_counts_are_not_read_as_points(self, run, table):
        path = table("Mã;Chỉ số;Tử số;Mẫu số;Tử số\nH01;2.1;1;2;1\n")
        done = run("explain", path)
        assert done.exit_code == 2
        assert "E1" in done.stderr

    def test_problems_of_other_units_are_only_counted(self, run, table):
        rows = "".join(f"H01.{at};xã {at};19\n" for at in range(1, 15))
        path = table(f"Mã;Tên đơn vị;CKMB\n{rows}H02;xã B;18\n")
        done = run("explain", path, "--unit", "H02")
        assert done.exit_code == 0
        assert "C2" not in done.stderr
        assert "Ngoài ra tệp có 15 nội dung cần lưu ý" in done.stderr
        shown = json.loads(run("explain", path, "--unit", "H02", "--json").stdout)
        assert (shown["problems"], shown["other_problems"]) == ([], 15)

    def test_problems_of_the_unit_are_told(self, run, table):
        path = table("Mã;Chỉ số;Tử số;Mẫu số;Điểm\nH01;2.1;1;2;11\n")
        done = run("explain", path)
        assert done.exit_code == 0, done.stderr
        assert "t.csv, E2" in done.stderr
        assert "Ngoài ra" not in done.stderr


@pytest.mark.parametrize("command", ["explain", "advise"])
def test_help(run, command):
    done = run(command, "--help")
    assert done.exit_code == 0
    assert "--unit MÃ" in done.stdout
