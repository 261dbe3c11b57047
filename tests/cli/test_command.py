"""The command line as its users meet it: output, exit status, files, messages."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from vn766.cli import vn766

PROVINCES = Path(__file__).parents[2] / "examples" / "provinces-2025.csv"

EDITION = Path(__file__).parents[2] / "src/vn766/framework/editions/qd766.toml"

HEADER = "Mã định danh;Tên đơn vị;CKMB (18);TDGQ (20);CLGQ (12);TTTT (10);MDHL (18);MDSH (22)\n"
GOOD = (
    "H01.02;UBND xã A;18;18,72;7,93;7,36;18;17,08\n"
    "H01.03;UBND xã B;18;18,72;7,93;7,36;18;17,08\n"
    "H01.04;UBND xã C;9;;7;6;15;11\n"
)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*args):
        return CliRunner().invoke(vn766, [str(arg) for arg in args])

    return run


@pytest.fixture
def table(tmp_path):
    def write(text, name="t.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


class TestScore:
    def test_real_figures(self, run):
        done = run("score", PROVINCES)
        assert done.exit_code == 0, done.stderr
        assert "91,64" in done.stdout
        assert "Xuất sắc" in done.stdout
        assert "34 đơn vị được xếp hạng" in done.stdout
        assert "qd766" in done.stdout
        assert "(1, 2, 2, 4)" in done.stdout
        assert "provinces-2025.csv" in done.stdout
        assert done.stdout.count("chưa được đối chiếu") == 1

    def test_in_english(self, run):
        done = run(
            "score", PROVINCES, "--lang", "en", "--period", "năm 2025", "--pool", "provinces"
        )
        assert done.exit_code == 0, done.stderr
        assert "91.64" in done.stdout
        assert "Pool: provinces; 34 units ranked" in done.stdout
        assert "portal-2025" in done.stdout

    def test_ties_and_missing_figures_are_marked(self, run, table):
        done = run("score", table(HEADER + GOOD))
        assert done.exit_code == 0, done.stderr
        assert done.stdout.count("=1/2") == 2
        assert "chưa đủ số liệu" in done.stdout
        assert "1 đơn vị chưa đủ số liệu nên không xếp hạng" in done.stdout

    def test_within_a_column(self, run, table):
        text = (
            "Khu vực;"
            + HEADER
            + "".join(
                f"{area};{line}\n" for area, line in zip("AAB", GOOD.splitlines(), strict=True)
            )
        )
        done = run("score", table(text), "--within", "Khu vực")
        assert done.exit_code == 0, done.stderr
        assert "=1/2" in done.stdout
        done = run("score", table(text), "--within", "Vùng")
        assert done.exit_code == 2
        assert "Khu vực" in done.stderr

    def test_a_broken_row_stops_everything(self, run, table, tmp_path):
        bad = "H01.05;UBND xã D;19;21;x;1;1;1\n"
        path = table(HEADER + GOOD + bad)
        done = run("score", path, "-o", "out.csv")
        assert done.exit_code == 2
        assert done.stdout == ""
        for cell in ("C5", "D5", "E5"):
            assert cell in done.stderr
        assert "--keep-going" in done.stderr
        assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]

    def test_unless_told_to_keep_going(self, run, table, tmp_path):
        bad = "H01.05;UBND xã D;19;21;x;1;1;1\n"
        path = table(HEADER + GOOD + bad)
        done = run("score", path, "--keep-going", "-o", "out.csv")
        assert done.exit_code == 1
        assert "UBND xã A" in done.stdout
        assert "UBND xã D" not in done.stdout
        assert "1 dòng có lỗi đã bị bỏ qua" in done.stdout
        listed = (tmp_path / "out.problems.csv").read_text(encoding="utf-8-sig")
        assert listed.count("t.csv") == 3

    def test_when_every_row_is_broken(self, run, table):
        path = table(HEADER + "H01.05;UBND xã D;19;21;x;1;1;1\n")
        done = run("score", path, "--keep-going")
        assert done.exit_code == 1
        assert "0 đơn vị được xếp hạng" in done.stdout
        assert json.loads(run("score", path, "--keep-going", "--json").stdout)["rows"] == []

    def test_problems_as_json(self, run, table):
        done = run("score", table(HEADER + "H01;A;19;1;1;1;1;1\n"), "--json")
        assert done.exit_code == 2
        (problem,) = json.loads(done.stdout)["problems"]
        assert problem["code"] == "above-maximum"

    def test_as_json(self, run, table):
        done = run("score", table(HEADER + GOOD), "--json", "--lang", "en")
        assert done.exit_code == 0, done.stderr
        document = json.loads(done.stdout)
        assert document["framework"] == "qd766"
        assert len(document["framework_digest"]) == 64
        first = document["rows"][0]
        assert (first["rank"], first["of"], first["tied"]) == (1, 2, 2)
        assert first["total"] == "87.09"
        assert first["band"] == {"id": "good", "label": "Tốt"}
        (partial,) = document["unranked"]
        assert partial["total"] is None
        assert partial["missing"] == ["progress"]
        assert partial["bounds"] == ["48.00", "68.00"]
        assert [warning["code"] for warning in document["warnings"]] == ["unverified-bands"]

    @pytest.mark.parametrize("period", ["tháng 13/2025", "soon"])
    def test_periods_that_cannot_be(self, run, period):
        done = run("score", PROVINCES, "--period", period)
        assert done.exit_code == 2
        assert period in done.stderr

    def test_unknown_frameworks(self, run):
        done = run("score", PROVINCES, "--framework", "qd767")
        assert done.exit_code == 2
        assert "qd766" in done.stderr

    def test_files_that_are_not_there(self, run):
        done = run("score", "nothing.csv")
        assert done.exit_code == 2
        assert "nothing.csv" in done.stderr

    def test_only_totals(self, run, table):
        done = run("score", table("Tên đơn vị;Tổng điểm\nUBND xã A;80,11\nUBND xã B;87,18\n"))
        assert done.exit_code == 0, done.stderr
        assert "87,18*" in done.stdout
        assert "theo công bố" in done.stdout


class TestFilesOut:
    def test_csv(self, run, table, tmp_path):
        evil = "H01.07;=HYPERLINK(1);1;1;1;1;1;1\n"
        assert run("score", table(HEADER + GOOD + evil), "-o", "out.csv").exit_code == 0
        raw = (tmp_path / "out.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
        assert rows[0][:5] == ["Hạng", "Trên tổng số", "Số đơn vị cùng hạng", "Mã", "Đơn vị"]
        assert rows[1][:5] == ["1", "3", "2", "H01.02", "UBND xã A"]
        assert "87,09" in rows[1]
        assert rows[3][4] == "'=HYPERLINK(1)"
        assert rows[4][0] == ""

    def test_it_can_be_read_again(self, run, table):
        assert run("score", table(HEADER + GOOD), "-o", "out.csv").exit_code == 0
        again = run("score", "out.csv", "--json")
        assert again.exit_code == 0, again.stdout
        assert json.loads(again.stdout)["rows"][0]["total"] == "87.09"

    def test_xlsx(self, run, table, tmp_path):
        evil = "H01.07;=HYPERLINK(1);1;1;1;1;1;1\n"
        assert run("score", table(HEADER + GOOD + evil), "-o", "out.xlsx").exit_code == 0
        sheet = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_index(0)
        rows = sheet.to_python()
        assert rows[0][4] == "Đơn vị"
        assert rows[1][:5] == [1, 3, 2, "H01.02", "UBND xã A"]
        assert 87.09 in rows[1]
        assert rows[3][4] == "=HYPERLINK(1)"

    def test_xlsx_without_its_extra(self, run, table, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "xlsxwriter", None)
        done = run("score", table(HEADER + GOOD), "-o", "out.xlsx")
        assert done.exit_code == 2
        assert "pip install 'vn766[xlsx]'" in done.stderr
        assert not (tmp_path / "out.xlsx").exists()

    def test_json(self, run, table, tmp_path):
        assert run("score", table(HEADER + GOOD), "-o", "out.json").exit_code == 0
        document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
        assert document["source"].startswith("t.csv")

    def test_problems_beside_are_not_overwritten_either(self, run, table, tmp_path):
        (tmp_path / "out.problems.csv").write_text("mine", encoding="utf-8")
        assert run("score", table(HEADER + GOOD), "-o", "out.csv").exit_code == 2

    def test_nothing_is_overwritten(self, run, table, tmp_path):
        path = table(HEADER + GOOD)
        (tmp_path / "out.csv").write_text("mine", encoding="utf-8")
        done = run("score", path, "-o", "out.csv")
        assert done.exit_code == 2
        assert "--force" in done.stderr
        assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "mine"
        assert run("score", path, "-o", "out.csv", "--force").exit_code == 0
        assert (tmp_path / "out.csv").read_text(encoding="utf-8") != "mine"

    def test_other_kinds_are_refused(self, run, table):
        done = run("score", table(HEADER + GOOD), "-o", "out.pdf")
        assert done.exit_code == 2
        assert ".xlsx" in done.stderr

    def test_folders_that_are_not_there(self, run, table, tmp_path):
        done = run("score", table(HEADER + GOOD), "-o", "no/out.csv")
        assert done.exit_code == 2
        assert "out.csv" in done.stderr
        assert not (tmp_path / "no").exists()

    def test_a_failed_write_leaves_nothing_behind(self, run, table, tmp_path, monkeypatch):
        def fail(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", fail)
        done = run("score", table(HEADER + GOOD), "-o", "out.csv")
        assert done.exit_code == 2
        assert "No space left" in done.stderr
        assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


class TestFramework:
    def test_list(self, run):
        done = run("framework", "list")
        assert done.exit_code == 0
        for edition in ("qd766", "portal-2025", "portal-2026"):
            assert edition in done.stdout
        ids = [row["id"] for row in json.loads(run("framework", "list", "--json").stdout)]
        assert {"qd766", "portal-2025", "portal-2026"} <= set(ids)

    def test_list_names_what_is_broken(self, run, monkeypatch):
        monkeypatch.setattr("vn766.cli.frameworks.list_frameworks", lambda: ("tinh-vi-du",))
        (listed,) = json.loads(run("framework", "list", "--json", "--lang", "en").stdout)
        assert listed["id"] == "tinh-vi-du"
        assert "tinh-vi-du" in listed["title"]

    def test_a_framework_of_one_s_own(self, run, table):
        text = EDITION.read_text(encoding="utf-8")
        start = text.index("[validity]")
        end = text.index("\n[", start + 1)
        path = table(text[:start] + text[end:], "mine.toml")
        done = run("framework", "show", path)
        assert done.exit_code == 0, done.stderr
        assert "validity" not in done.stdout
        done = run("framework", "diff", "qd766", path)
        assert "validity" in done.stdout
        assert " – " in done.stdout

    def test_show_prints_every_value_with_source_and_status(self, run):
        done = run("framework", "show", "portal-2026", "--json")
        assert done.exit_code == 0
        values = {row["path"]: row for row in json.loads(done.stdout)["values"]}
        assert values["progress.max_points"]["value"] == "20"
        assert all(row["status"] and row["instruments"] for row in values.values())
        disputed = [path for path, row in values.items() if row["status"] == "disputed"]
        assert any("SO_HOA_GIAY_TO_GIAI_QUYET.rule" in path for path in disputed)
        shown = run("framework", "show", "portal-2026").stdout
        assert "các nguồn mâu thuẫn" in shown

    def test_lint(self, run, table):
        text = EDITION.read_text(encoding="utf-8")
        assert run("framework", "lint", table(text, "mine.toml")).exit_code == 0
        broken = table(text.replace("max_points = 18", "max_points = 17"), "broken.toml")
        done = run("framework", "lint", broken)
        assert done.exit_code == 1
        assert "broken.toml" in done.stderr
        done = run("framework", "lint", broken, "--json")
        assert json.loads(done.stdout)["problems"]
        done = run("framework", "lint", table(text, "again.toml"), "--json")
        assert json.loads(done.stdout) == {"problems": []}

    def test_diff(self, run):
        done = run("framework", "diff", "qd766", "portal-2025")
        assert done.exit_code == 0
        assert "portal-2025" in done.stdout
        rows = json.loads(run("framework", "diff", "qd766", "portal-2025", "--json").stdout)
        assert {"path", "before", "after"} == set(rows[0])
        assert "Không có khác biệt" in run("framework", "diff", "qd766", "qd766").stdout


class TestAsAProcess:
    def run(self, *args, **env):
        return subprocess.run(
            [sys.executable, "-m", "vn766", *map(str, args)],
            capture_output=True,
            check=False,
            env=os.environ | env,
        )

    def test_a_pipe_of_another_encoding_gets_utf8(self):
        done = self.run("score", PROVINCES, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
        assert done.returncode == 0, done.stderr
        assert "Bắc Ninh" in done.stdout.decode("utf-8")

    def test_help_in_the_language_of_the_environment(self):
        assert "xếp hạng" in self.run("--help", PYTHONUTF8="1").stdout.decode("utf-8")
        english = self.run("--help", VN766_LANG="en").stdout.decode("utf-8")
        assert "exact scores, classes and ranks" in english
