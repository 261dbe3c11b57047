"""The command line as its users meet it: output, exit status, files, messages."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from attrs import evolve
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from python_calamine import CalamineWorkbook

from vn766 import Unit, get_framework, score_points
from vn766.cli import terminal, words
from vn766.errors import Problem, ProblemCode
from vn766.files import write_file
from vn766.framework.sources import Status
from vn766.readers import PointsTable, ScoredFile
from vn766.score import RankMethod
from vn766.show.columns import ties_text
from vn766.show.files import problems_csv, scored_csv
from vn766.texts import Catalogue

PROVINCES = Path(__file__).parents[2] / "examples" / "provinces-2025.csv"

EDITION = Path(__file__).parents[2] / "src/vn766/framework/editions/qd766.toml"

HEADER = "Mã định danh;Tên đơn vị;CKMB (18);TDGQ (20);CLGQ (12);TTTT (10);MDHL (18);MDSH (22)\n"
GOOD = (
    "H01.02;UBND xã A;18;18,72;7,93;7,36;18;17,08\n"
    "H01.03;UBND xã B;18;18,72;7,93;7,36;18;17,08\n"
    "H01.04;UBND xã C;9;;7;6;15;11\n"
)


posix = pytest.mark.skipif(os.name != "posix", reason="Windows has other modes, links, limits")


def read_csv(path):
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


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
        assert done.stdout.count("chưa đối chiếu") == 1

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
        assert (done.exit_code, done.stdout) == (2, "")
        assert "t.csv, E2" in done.stderr
        problems = json.loads(run("score", path, "--keep-going", "--json").stdout)["problems"]
        assert {problem["severity"] for problem in problems} == {"error"}

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
        assert document["warnings"] == []  # 87,09 is Tốt wherever the cut-off of 80 lies

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

    def test_the_legend_names_what_is_shown(self, run, table):
        text = "Tên đơn vị;Cung cấp dịch vụ công trực tuyến (22)\nUBND xã A;15,2\n"
        done = run("score", table(text))
        assert "ONLINE_SERVICE Cung cấp dịch vụ trực tuyến" in done.stdout
        assert "TTTT" not in done.stdout

    def test_only_totals(self, run, table):
        done = run("score", table("Tên đơn vị;Tổng điểm\nUBND xã A;80,11\nUBND xã B;87,18\n"))
        assert done.exit_code == 0, done.stderr
        assert "87,18*" in done.stdout
        assert "theo công bố" in done.stdout
        assert "lệ" not in done.stdout.splitlines()[1]

    def test_only_totals_lack_points_to_the_next_class_too(self, run, table):
        path = table("Tên đơn vị;Tổng điểm\nUBND xã A;95\nUBND xã B;87,18\nUBND xã C;\n")
        rows = run("score", path).stdout.splitlines()
        best, good, unknown = (next(r for r in rows if f"xã {name}" in r) for name in "ABC")
        assert best.rstrip().endswith("–")
        assert good.rstrip().endswith("2,82")
        assert unknown.rstrip().endswith("chưa đủ số liệu")
        document = json.loads(run("score", path, "--json").stdout)
        assert [row["to_next_band"] for row in document["rows"]] == [None, "2.82"]

    @pytest.mark.parametrize("name", ["[/]", "[red]x[/]", ":smile:", "x\\", "[b]", "\\[x]"])
    def test_names_are_printed_as_they_are(self, run, table, name):
        done = run("score", table(HEADER + f"H01.02;{name};18;18;7;7;18;17\n"))
        assert done.exit_code == 0, done.stderr
        assert f" {name} " in done.stdout

    def test_control_characters_do_not_reach_the_terminal(self, run, table):
        line = "H01.02;UBND \x1b[2JA;18;18;7;7;18;17\n"
        text = "Vùng \x1b;" + HEADER + f"\x1b]0;{line}H01.03"
        path = table(text.replace("H01.03", "\x07x;H01.03;UBND B\x9b;18;x;7;7;18;17\n"))
        done = run("score", path, "--keep-going", "--within", "Vùng \x1b")
        assert "UBND \N{REPLACEMENT CHARACTER}[2JA" in done.stdout
        done_wrong = run("score", path, "--within", "\x1b", "--keep-going")
        for text in (done.stdout, done.stderr, done_wrong.stderr):
            assert not set(text) & set("\x1b\x07\x9b")

    @pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 200])
    def test_narrow_terminals_show_fewer_columns(self, run, table, monkeypatch, width):
        monkeypatch.setenv("COLUMNS", str(width))
        done = run("score", table(HEADER + GOOD))
        first = next(line for line in done.stdout.splitlines() if line.startswith("=1/2"))
        for text in ("UBND xã A", "87,09", "Tốt"):
            assert text in first
        assert ("H01.02" in first) == (width >= 100)
        assert ("Cửa sổ hẹp:" in done.stdout) == (width < 100)
        assert all(len(line.rstrip()) <= max(width, 40) for line in done.stdout.splitlines())

    def test_what_goes_first_in_a_narrow_terminal(self, run, table, monkeypatch):
        text = HEADER + GOOD.replace("9;;7;6", "9;1;7;6")
        left_out = []
        for width in range(100, 29, -1):
            monkeypatch.setenv("COLUMNS", str(width))
            output = " ".join(run("score", table(text), "--lang", "en").stdout.split())
            said = output.partition("Narrow terminal: ")[2].partition(" not shown")[0]
            left_out.append(set(filter(None, said.split(", "))))
        order = ["Code", "Percent", "MDSH", "MDHL", "TTTT", "CLGQ", "TDGQ", "CKMB", "To next"]
        seen = {len(names): names for names in left_out}
        assert all(names == set(order[:count]) for count, names in seen.items())
        assert set(seen) == set(range(len(order) + 1))

    def test_units_without_a_total_stay_in_their_pool(self, run, table, tmp_path):
        lines = zip(("A", "", "B"), GOOD.splitlines(), strict=True)
        path = table("Vùng;" + HEADER + "".join(f"{area};{line}\n" for area, line in lines))
        options = ("--within", "Vùng", "--keep-going")
        done = run("score", path, *options, "-o", "out.csv", "--pool", "các xã")
        assert done.exit_code == 1, done.stderr
        assert "UBND xã B không có giá trị ở cột Vùng" in done.stderr
        titles = [line.strip() for line in done.stdout.splitlines()]
        assert titles.index("A") < titles.index("B")
        assert "xã C" in " ".join(titles[titles.index("B") :])
        assert "các xã, riêng theo từng giá trị của cột Vùng;" in done.stdout
        rows = read_csv(tmp_path / "out.csv")
        assert [row["Nhóm xếp hạng"] for row in rows] == ["A", "B"]
        document = json.loads(run("score", path, *options, "--json").stdout)
        assert [row["pool"] for row in document["rows"]] == ["A"]
        assert [row["pool"] for row in document["unranked"]] == ["B"]
        assert document["within"] == ["Vùng"]

    def test_one_is_not_many(self, run, table):
        path = table(HEADER + GOOD.splitlines()[0] + "\nH01.09;X;19;1;1;1;1;1\n")
        done = run("score", path, "--lang", "en")
        assert "t.csv: 1 error, nothing was scored:" in done.stderr
        done = run("score", path, "--keep-going", "--lang", "en")
        for said in ("1 unit ranked", "(2 rows)", "1 row with errors was left out"):
            assert said in done.stdout

    def test_a_refusal_says_what_then_where_then_what_to_do(self, run, table):
        bad = "H01.05;UBND xã D;19;21;1;1;1;1\n"
        done = run("score", table(HEADER + GOOD + bad))
        lines = done.stderr.splitlines()
        assert lines[0] == "t.csv: có 2 lỗi, nên chưa tính điểm:"
        assert lines[1].startswith("• t.csv, C5")
        assert lines[-1].startswith("Sửa các ô trên")

    @pytest.mark.parametrize(
        "args",
        [
            ("--period", "foo"),
            ("--within", "foo"),
            ("--framework", "foo"),
            ("--sheet", "foo", "-o", "t.csv"),
            ("-o", "out.pdf"),
        ],
    )
    def test_every_refusal_is_json_if_asked_for(self, run, table, args):
        done = run("score", table(HEADER + GOOD), "--json", *args)
        assert done.exit_code == 2
        assert done.stderr == ""
        assert all(problem["message"] for problem in json.loads(done.stdout)["problems"])

    def test_suggestions_are_json_too(self, run):
        done = run("score", PROVINCES, "--json", "--period", "tháng 13/2025")
        (problem,) = json.loads(done.stdout)["problems"]
        assert problem["value"] == "tháng 13/2025"
        assert isinstance(problem["suggestions"], list)


class TestWords:
    @pytest.mark.parametrize("name", get_args(RankMethod))
    def test_nothing_lacks_a_word(self, name):
        assert ties_text(name, "vi") != ties_text(name, "en")

    @pytest.mark.parametrize("status", Status)
    def test_every_status_has_a_word(self, status):
        said = Catalogue("words").say
        assert said(status, "vi") != said(status, "en")


class TestFilesOut:
    def test_csv(self, run, table, tmp_path):
        evil = "H01.07;=HYPERLINK(1);1;1;1;1;1;1\n"
        assert run("score", table(HEADER + GOOD + evil), "-o", "out.csv").exit_code == 0
        raw = (tmp_path / "out.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
        assert rows[0][:5] == ["Hạng", "Số đơn vị xếp hạng", "Số đơn vị cùng hạng", "Mã", "Đơn vị"]
        assert rows[1][:5] == ["1", "3", "2", "H01.02", "UBND xã A"]
        assert "87,09" in rows[1]
        assert rows[3][4] == "'=HYPERLINK(1)"
        assert rows[4][0] == ""

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_it_can_be_read_again(self, run, table, lang):
        assert run("score", table(HEADER + GOOD), "-o", "out.csv", "--lang", lang).exit_code == 0
        again = run("score", "out.csv", "--json")
        assert again.exit_code == 0, again.stdout
        document = json.loads(again.stdout)
        assert document["rows"][0]["total"] == "87.09"
        assert {it["code"] for it in document["problems"]} <= {"percent-column"}

    def test_xlsx(self, run, table, tmp_path):
        evil = "H01.07;=HYPERLINK(1);1;1;1;1;1;1\n"
        assert run("score", table(HEADER + GOOD + evil), "-o", "out.xlsx").exit_code == 0
        sheet = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_index(0)
        rows = sheet.to_python()
        at = next(at for at, row in enumerate(rows) if row[0] == "STT")
        assert rows[at][:3] == ["STT", "Đơn vị", "Mã"]
        assert rows[at + 1][:3] == [1, "UBND xã A", "H01.02"]
        assert rows[at + 1][-4:] == [87.09, "Tốt", "1/3", ""]
        assert rows[at + 3][1] == "=HYPERLINK(1)"

    def test_xlsx_without_its_extra(self, run, table, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "xlsxwriter", None)
        done = run("score", table(HEADER + GOOD), "-o", "out.xlsx")
        assert done.exit_code == 2
        assert 'gói xlsx: pip install "vn766[xlsx]"' in done.stderr
        done = run("score", table(HEADER + GOOD), "-o", "out.xlsx", "--json")
        assert "pip install" in json.loads(done.stdout)["problems"][0]["message"]
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
        assert "Không có thư mục no" in done.stderr
        assert not (tmp_path / "no").exists()

    def test_a_failed_write_leaves_nothing_behind(self, run, table, tmp_path, monkeypatch):
        def fail(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", fail)
        done = run("score", table(HEADER + GOOD), "-o", "out.csv", "--force")
        assert done.exit_code == 2
        assert "ổ đĩa đã đầy" in done.stderr
        assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_no_cell_is_run_as_a_formula(self, start, lang):
        evil = f"{start}1+1"
        for text in (evil, f"UBND xã A,{evil}", f'A;"{evil}', f"A\n{evil}"):
            unit = Unit(name=text, code=evil)
            edition = get_framework()
            first = evolve(edition.groups[0], label=evil, children=())
            points = {node.id: 1 for node in (first, *edition.groups[1:])}
            edition = evolve(edition, groups=(first, *edition.groups[1:]))
            result = score_points(points, unit=unit, framework=edition)
            problem = Problem.of(ProblemCode.NEGATIVE, ("x",), value=evil, label="x", origin=evil)
            outcome = ScoredFile(
                results=(result,),
                pool=evil,
                table=PointsTable(
                    records=(),
                    problems=(),
                    broken=(),
                    columns=(),
                    extra=(),
                    remarks=(),
                    source="",
                    framework=edition,
                    rows=1,
                ),
                framework=edition,
                period=None,
            )
            for raw in (scored_csv(outcome, lang), problems_csv([problem], lang)):
                for delimiter in ",;\t":
                    lines = io.StringIO(raw.decode("utf-8-sig"), newline="")
                    cells = [cell for row in csv.reader(lines, delimiter=delimiter) for cell in row]
                    assert not [c for c in cells if c.lstrip('"\t\r\n').startswith(tuple("=+-@"))]
            (row,) = list(
                csv.DictReader(
                    io.StringIO(scored_csv(outcome, lang).decode("utf-8-sig"), newline=""),
                    delimiter=";" if lang == "vi" else ",",
                )
            )
            assert row[words.word("code", lang)] == f"'{evil}"
            assert row[words.word("pool", lang)] == f"'{evil}"
            assert f"'{evil} (18)" in row

    def test_harmless_cells_stay_as_they_are(self, run, table, tmp_path):
        name = "UBND xã A - B, C (a+b)"
        assert run("score", table(HEADER + f"1;{name};1;1;1;1;1;1\n"), "-o", "o.csv").exit_code == 0
        assert read_csv(tmp_path / "o.csv")[0]["Đơn vị"] == name

    @pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
    def test_published_totals_do_not_look_computed(self, run, table, tmp_path, suffix):
        path = table("Tên đơn vị;Tổng điểm\nUBND xã A;80,11\nUBND xã B;87,18\n")
        assert run("score", path, "-o", f"out{suffix}").exit_code == 0
        if suffix == ".csv":
            row = read_csv(tmp_path / "out.csv")[0]
            assert row["Tổng công bố"] == "87,18"
            assert row["Điểm còn thiếu để lên loại"] == "2,82"
        else:
            book = CalamineWorkbook.from_path(tmp_path / "out.xlsx")
            rows = book.get_sheet_by_index(0).to_python()
            at = next(at for at, row in enumerate(rows) if row[0] == "STT")
            row = dict(zip(rows[at], rows[at + 1], strict=True))
            assert row["Tổng công bố"] == 87.18
        assert row["Tổng điểm"] == ""
        assert row["Xếp loại"] == "Tốt"

    def test_computed_totals_need_no_second_column(self, run, table, tmp_path):
        assert run("score", table(HEADER + GOOD), "-o", "out.csv").exit_code == 0
        assert "Tổng công bố" not in read_csv(tmp_path / "out.csv")[0]

    def test_files_say_what_a_rank_means(self, run, table, tmp_path):
        bad = "H01.05;UBND xã D;19;21;x;1;1;1\n"
        args = ("--period", "tháng 6/2023", "--pool", "các xã", "--keep-going")
        path = table(HEADER + GOOD + bad)
        for name in ("o.csv", "o.xlsx", "o.json"):
            assert run("score", path, "-o", name, *args, "--force").exit_code == 1
        digest = get_framework("portal-2025").digest
        row = read_csv(tmp_path / "o.csv")[0]
        assert list(row)[-3:] == ["Bộ chỉ số", "Kỳ báo cáo", "Mã băm của khung"]
        assert row["Mã băm của khung"] == digest
        assert (row["Bộ chỉ số"], row["Kỳ báo cáo"]) == ("portal-2025", "tháng 6/2023")
        assert row["Nhóm xếp hạng"] == "các xã"
        book = CalamineWorkbook.from_path(tmp_path / "o.xlsx")
        assert book.sheet_names == ["các xã", "Thông tin"]
        about = dict(book.get_sheet_by_index(1).to_python())
        assert about["Mã khung"] == "portal-2025"
        assert about["Mã băm của khung"] == digest
        assert about["Kỳ báo cáo"] == "tháng 6/2023"
        assert about["Nhóm xếp hạng"] == "các xã"
        assert "(1, 2, 2, 4)" in about["Bằng điểm"]
        assert about["Nguồn"] == "t.csv"
        assert (about["Số dòng đã đọc"], about["Số dòng có lỗi, không tính điểm"]) == ("4", "1")
        assert "Lưu ý" in about
        document = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
        assert document["period"]["text"] == "tháng 6/2023"
        assert (document["source_rows"], document["left_out"]) == (4, 1)
        assert (document["framework"], document["framework_digest"]) == ("portal-2025", digest)
        assert document["rows"][0]["provisional"] is None
        for name in ("o.csv", "o.xlsx"):
            again = json.loads(run("score", name, "--json").stdout)
            assert [row["total"] for row in again["rows"]] == ["87.09", "87.09"]

    def test_the_framework_is_known_without_a_total(self, run, table):
        path = table(HEADER + "H01.05;UBND xã D;18;20;;1;1;1\n")
        document = json.loads(run("score", path, "--keep-going", "--json").stdout)
        assert (document["framework"], document["period"]) == ("qd766", None)
        assert document["framework_digest"] == get_framework().digest

    @posix
    def test_the_input_is_never_overwritten(self, run, table, tmp_path):
        path = table(HEADER + GOOD, "t.problems.csv")
        (tmp_path / "link.csv").symlink_to(path)
        for target in ("t.problems.csv", "./t.csv", "link.csv"):
            done = run("score", path, "-o", target, "--force")
            assert done.exit_code == 2
            assert "tệp số liệu đầu vào" in done.stderr
        assert path.read_text(encoding="utf-8") == HEADER + GOOD

    @posix
    @pytest.mark.parametrize("name", ["d.csv", "e.csv", "x" * 300 + ".csv", "x" * 250 + ".csv"])
    def test_targets_that_cannot_be(self, run, table, tmp_path, name):
        (tmp_path / "d.csv").mkdir()
        (tmp_path / "e.problems.csv").mkdir()
        done = run("score", table(HEADER + GOOD), "-o", name, "--force")
        assert done.exit_code == 2
        assert done.stdout == ""
        assert "là một thư mục" in done.stderr or "tên tệp quá dài" in done.stderr
        assert not (tmp_path / "e.csv").exists()

    @posix
    def test_links_are_written_through(self, run, table, tmp_path):
        (tmp_path / "real").mkdir()
        for name in ("old.csv", "new.csv"):
            (tmp_path / name).symlink_to(tmp_path / "real" / name)
        (tmp_path / "real" / "old.csv").write_text("mine", encoding="utf-8")
        path = table(HEADER + GOOD)
        for name in ("old.csv", "new.csv"):
            assert run("score", path, "-o", name).exit_code == 2  # a dangling link exists, too
            assert run("score", path, "-o", name, "--force").exit_code == 0
            assert (tmp_path / name).is_symlink()
            assert (tmp_path / "real" / name).read_bytes().startswith(b"\xef\xbb\xbf")

    @posix
    def test_modes_of_files(self, run, table, tmp_path):
        path, out = table(HEADER + GOOD), tmp_path / "out.csv"
        mask = os.umask(0o027)
        try:
            assert run("score", path, "-o", "out.csv").exit_code == 0
        finally:
            assert os.umask(mask) == 0o027
        assert stat.S_IMODE(out.stat().st_mode) == 0o640
        out.chmod(0o604)
        assert run("score", path, "-o", "out.csv", "--force").exit_code == 0
        assert stat.S_IMODE(out.stat().st_mode) == 0o604

    def test_an_interrupt_leaves_nothing_behind(self, tmp_path, monkeypatch):
        def interrupt(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(Path, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_file(tmp_path / "out.csv", b"x", force=True)
        assert list(tmp_path.iterdir()) == []

    def test_problems_of_an_earlier_run_stay_and_are_told(self, run, table, tmp_path):
        stale = tmp_path / "out.problems.csv"
        bad = table(HEADER + GOOD + "H01.05;UBND xã D;19;1;1;1;1;1\n", "bad.csv")
        assert run("score", bad, "-o", "out.csv", "--keep-going").exit_code == 1
        (listed,) = read_csv(stale)
        assert list(listed) == ["Vị trí", "Mã", "Mức độ", "Giá trị", "Nội dung", "Cách xử lý"]
        assert listed["Vị trí"] == "bad.csv, C5"
        before = stale.read_bytes()
        done = run("score", table(HEADER + GOOD), "-o", "out.csv", "--force")
        assert (done.exit_code, stale.read_bytes()) == (0, before)
        assert "out.problems.csv là của lần chạy trước" in done.stderr

    def test_without_its_problems_no_result_is_written(self, run, table, tmp_path, monkeypatch):
        replace = Path.replace

        def fail(self, target):
            if str(target).endswith("problems.csv"):
                raise OSError(28, "No space left on device")
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", fail)
        bad = table(HEADER + GOOD + "H01.05;UBND xã D;19;1;1;1;1;1\n")
        done = run("score", bad, "-o", "out.csv", "--keep-going", "--force")
        assert done.exit_code == 2
        assert "out.problems.csv" in done.stderr
        assert done.stdout == ""
        assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


class TestFramework:
    def test_list(self, run):
        done = run("framework", "list")
        assert done.exit_code == 0
        for edition in ("qd766", "portal-2025", "portal-2026"):
            assert edition in done.stdout
        listed = {
            row["id"]: row
            for row in json.loads(run("framework", "list", "--json").stdout)["frameworks"]
        }
        assert {"qd766", "portal-2025", "portal-2026"} <= set(listed)
        assert listed["portal-2026"]["first_day"] == "2026-01-01"
        assert listed["portal-2026"]["last_day"] is None
        assert listed["portal-2026"]["problems"] == []

    def test_list_names_what_is_broken(self, run, monkeypatch):
        monkeypatch.setattr("vn766.cli.frameworks.list_frameworks", lambda: ("tinh-vi-du",))
        (listed,) = json.loads(run("framework", "list", "--json", "--lang", "en").stdout)[
            "frameworks"
        ]
        assert (listed["id"], listed["title"]) == ("tinh-vi-du", None)
        assert "tinh-vi-du" in listed["problems"][0]["message"]
        assert "tinh-vi-du" in run("framework", "list").stdout

    def test_a_framework_of_one_s_own(self, run, table, monkeypatch):
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
        changes = json.loads(run("framework", "diff", "qd766", path, "--json").stdout)["changes"]
        after = {change["path"]: change["after"] for change in changes}
        assert after["validity.first_day"] is None
        monkeypatch.setattr("vn766.cli.frameworks.list_frameworks", lambda: (str(path),))
        (listed,) = json.loads(run("framework", "list", "--json").stdout)["frameworks"]
        assert (listed["first_day"], listed["last_day"]) == (None, None)

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

    def test_show_prints_the_doubts_alone(self, run, table):
        done = run("framework", "show", "qd766", "--doubts", "--json")
        document = json.loads(done.stdout)
        assert {row["status"] for row in document["values"]} == {"inferred"}
        paths = {row["path"] for row in document["values"]}
        assert {"bands.good.min_points", "bands.fair.min_points", "validity"} <= paths
        assert not any("excellent" in path or "max_points" in path for path in paths)
        assert any("cut-offs 80 and 70" in it for it in document["not_found"])
        shown = run("framework", "show", "qd766", "--doubts").stdout
        assert "bands.good.min_points" in shown
        assert "bands.excellent" not in shown
        assert "[press-vneconomy]" not in shown  # cited for what is verified
        text = EDITION.read_text(encoding="utf-8")
        text = text.replace('"inferred"', '"verified"\nlocator = "Điều 1"')
        text = re.sub(r'(locator = "Điều 1")\nlocator = "[^"]+"', r"\1", text)
        done = run("framework", "show", table(text, "mine.toml"), "--doubts")
        assert done.stdout.splitlines()[1:] == ["Mọi giá trị đều đã đối chiếu."]

    def test_show_names_who_takes_part_and_what_was_published(self, run):
        done = run("framework", "show", "qd766", "--json")
        values = {row["path"]: row["value"] for row in json.loads(done.stdout)["values"]}
        assert values["parties.evaluates"] == "Bộ Tư pháp (2026-08-05 – …)"
        assert values["bands.good.published.lowest"] == "80.11"
        assert values["levels.district.ended_on"] == "2025-07-01"
        assert values["bands.label"] == "Xuất sắc, Tốt, Khá, Trung bình, Yếu"

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
        assert json.loads(done.stdout)["problems"] == []

    def test_diff(self, run):
        done = run("framework", "diff", "qd766", "portal-2025")
        assert done.exit_code == 0
        assert "portal-2025" in done.stdout
        rows = json.loads(run("framework", "diff", "qd766", "portal-2025", "--json").stdout)[
            "changes"
        ]
        assert {"path", "before", "after"} == set(rows[0])
        before = {row["path"]: row["before"] for row in rows}
        assert isinstance(before["source.instruments"], list)
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
        narrow = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
        done = self.run("score", PROVINCES, COLUMNS="120", **narrow)
        assert done.returncode == 0, done.stderr
        assert "Bắc Ninh" in done.stdout.decode("utf-8")

    def test_so_does_what_click_prints_itself(self):
        narrow = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "VN766_LANG": "vi"}
        for command in (("--help",), ("score", "--help")):
            done = self.run(*command, **narrow)
            assert done.returncode == 0, done.stderr
            assert "xếp hạng" in done.stdout.decode("utf-8")
        done = self.run("score", "--hạng", **narrow)
        assert done.returncode == 2
        assert "--hạng" in done.stderr.decode("utf-8")

    def test_a_reader_may_stop_early(self):
        for json_too in ((), ("--json",)):
            process = subprocess.Popen(
                [sys.executable, "-m", "vn766", "score", str(PROVINCES), *json_too],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            process.stdout.close()
            errors = process.stderr.read()
            process.stderr.close()
            assert process.wait() == 0
            assert errors == b""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
    def test_a_full_disk_is_no_traceback(self):
        for json_too in ((), ("--json",)):
            with open("/dev/full", "wb") as full:  # noqa: PTH123
                done = subprocess.run(
                    [sys.executable, "-m", "vn766", "score", str(PROVINCES), *json_too],
                    stdout=full,
                    stderr=subprocess.PIPE,
                    check=False,
                )
            assert done.returncode == 2
            assert done.stderr.decode().startswith("Không ghi được stdout")
            assert b"Traceback" not in done.stderr

    def test_help_in_the_language_of_the_environment(self):
        assert "xếp hạng" in self.run("--help").stdout.decode("utf-8")
        english = self.run("--help", VN766_LANG="en").stdout.decode("utf-8")
        assert "exact scores, classes and ranks" in english

    @pytest.mark.parametrize(
        ("args", "vi", "en"),
        [
            (["--version"], "phiên bản", "version"),
            (["score", "--help"], "Cách dùng: ", "Usage: "),
            (["score"], "Lỗi: Thiếu tham số 'TỆP'.", "Error: Missing argument 'FILE'."),
            (["scor"], "Lỗi: Không có lệnh 'scor'.", "Error: No such command 'scor'."),
            (["score", "a", "b"], "Thừa tham số (b)", "Got unexpected extra argument (b)"),
            (["report", "a.toml"], "Thiếu tùy chọn '-o'", "Missing option '-o'"),
            (["score", "--lang", "fr"], "không phải là một trong", "is not one of"),
        ],
    )
    def test_usage_in_the_language_of_the_environment(self, args, vi, en):
        for language, said in (("vi", vi), ("en", en)):
            done = self.run(*args, VN766_LANG=language, LANG="C.UTF-8", LC_ALL="")
            assert said in (done.stdout + done.stderr).decode("utf-8")

    @pytest.mark.parametrize("group", [(), ("framework",)])
    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_lists_of_commands_are_not_cut(self, group, language):
        text = self.run(*group, "--help", VN766_LANG=language, COLUMNS="80").stdout.decode("utf-8")
        listed = text.rstrip().split("\n\n")[-1].splitlines()[1:]
        assert len(listed) >= 4
        assert [line for line in listed if not line.endswith(".") or "..." in line] == []


def test_the_catalogue_is_what_was_compiled_from_its_source():
    source = Path(words.__file__).parent / "locale/vi/LC_MESSAGES/vn766.po"
    again = io.BytesIO()
    with source.open("rb") as text:
        write_mo(again, read_po(text, locale="vi"))
    committed = io.BytesIO(source.with_suffix(".mo").read_bytes())
    again.seek(0)
    now, used = (
        {str(message.id): message.string for message in read_mo(file) if message.id}
        for file in (again, committed)
    )
    assert now == used != {}


def test_a_page_for_leaders(run, table):
    path = table("Tên đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH\nxã A;18;18,72;7,93;7,36;18;17,08\n")
    assert run("score", path, "-o", "x.html").exit_code == 0
    page = Path("x.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert ("(dấu =)" in page) == (">=1/" in page)
    assert "87,09" in page


def test_an_annex_for_a_document(run, table):
    heads = "Mục;Tên đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH\n"
    rows = [f"{part};xã {n};18;18,72;7,93;7,36;18;17,0{n}\n" for part in "AB" for n in range(3)]
    path = table(heads + "".join(rows))
    args = ("score", path, "--period", "10/2026", "--within", "Mục", "--lang", "en")
    assert run(*args, "-o", "x.docx").exit_code == 0
    checked = run("check", "x.docx")
    assert checked.exit_code == 0
    assert "phụ lục. Không đạt: 0 nội dung; Cần xem xét thêm: 0 nội dung" in checked.stdout
    audited = run("audit", "x.docx")
    assert audited.exit_code == 0
    assert "Đã đọc" in audited.stdout
    annex = Path("x.docx").read_bytes()
    assert run(*args, "-o", "x.docx").exit_code == 2
    assert Path("x.docx").read_bytes() == annex


def test_without_a_terminal_lines_are_wide(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert terminal.output().width == 160


def test_problems_beyond_those_shown_are_counted(capsys):
    problems = [
        Problem.of(ProblemCode.NEGATIVE, ("nodes", str(at)), value=-at, label="MDSH")
        for at in range(1, 31)
    ]
    terminal.print_problems(terminal.output(), problems, "vi")
    printed = capsys.readouterr().out
    assert printed.count("•") == 20
    assert "10" in printed.splitlines()[-1]
