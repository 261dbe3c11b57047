"""``vn766 compare`` as its users meet it."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from vn766.cli import vn766

HEADER = "Mã định danh;Tên đơn vị;CKMB (18);TDGQ (20);CLGQ (12);TTTT (10);MDHL (18);MDSH (22)\n"
OLD = (
    "H01.02;UBND xã A;18;18,72;7,93;7,36;18;17,08\n"  # 87,09
    "000.00.00.H37;UBND tỉnh B;18;18;7;7;18;12\n"  # 80
    "H01.04;UBND xã C;9;;7;6;15;11\n"
    "H01.05;UBND xã D;18;10;7;7;18;12\n"  # 72
    ";UBND xã Không mã;1;1;1;1;1;1\n"  # 6
)
NEW = (
    "H37;UBND thành phố B;18;18;7;10;18;20\n"  # 91
    "H01.02;UBND xã A;18;18,72;7,93;7,36;18;17,07\n"  # 87,08
    "H01.04;UBND xã C;9;9;7;6;15;11\n"  # 57
    "H01.06;UBND xã E;18;18,72;7,93;7,36;18;17,07\n"
)
BOTH = ("--period", "tháng 5/2026", "--period", "tháng 6/2026")


@pytest.fixture
def pair(table):
    return table(HEADER + OLD, "t5.csv"), table(HEADER + NEW, "t6.csv")


def lines(text):
    return [" ".join(line.split()) for line in text.splitlines()]


class TestCompare:
    def test_moves_read_well_for_any_number(self, run, pair):
        shown = run("compare", *pair, *BOTH, "--lang", "en").stdout
        assert "Points of units: 1 up, 1 down, 0 unchanged, 1 not known" in lines(shown)
        assert " units up" not in shown

    def test_two_months(self, run, pair):
        done = run("compare", *pair, *BOTH, "--pool", "xã, phường")
        assert done.exit_code == 0, done.stderr
        shown = lines(done.stdout)
        assert (
            "2 → 1 ▲1 H37 UBND thành phố B 80,00 91,00 ▲ +11,00 Tốt → Xuất sắc ▲ "
            "0,00 0,00 0,00 +3,00 0,00 +8,00"
        ) in shown
        assert (
            "1 → =2 ▼1 H01.02 UBND xã A 87,09 87,08 ▼ -0,01 Tốt 0,00 0,00 0,00 0,00 0,00 -0,01"
        ) in shown
        assert (
            "– H01.04 UBND xã C – 57,00 – chưa đủ số liệu → Trung bình 0,00 – 0,00 0,00 0,00 0,00"
        ) in shown
        for line in (
            "Kỳ báo cáo: tháng 5/2026 → tháng 6/2026. Thay đổi giữa hai kỳ.",
            "Cơ sở so sánh: khung chỉ số theo kỳ báo cáo",
            "Nhóm xếp hạng: xã, phường; 4 → 4 đơn vị được xếp hạng",
            "Điểm: 1 đơn vị tăng, 1 giảm, 0 không đổi, 1 chưa rõ",
            "Thứ hạng: 1 đơn vị lên, 1 xuống, 0 không đổi, 1 chưa rõ",
            "Xếp loại: 1 đơn vị lên, 0 xuống, 1 không đổi, 1 chưa rõ",
            "Nguồn: t5.csv (5 dòng) → t6.csv (4 dòng)",
            "Mới xuất hiện (1 đơn vị): UBND xã E (H01.06)",
            "Không còn trong danh sách (2 đơn vị): UBND xã D (H01.05); UBND xã Không mã",
            "Đối chiếu: 3 đơn vị theo mã",
            "Tăng hạng (1 đơn vị): UBND thành phố B (2 → 1)",
            "Giảm hạng (1 đơn vị): UBND xã A (1 → 2)",
            "Dưới 80 điểm, chưa đạt loại Tốt (1 đơn vị): UBND xã C (57,00)",
        ):
            assert line in shown
        assert "Lưu ý: " in done.stdout

    def test_in_english_with_a_framework(self, run, pair):
        done = run("compare", *pair, "--framework", "qd766", "--lang", "en")
        assert done.exit_code == 0, done.stderr
        assert "▼ -0.01" in done.stdout
        assert "Basis: the framework that was named" in done.stdout
        assert "Period: –. The periods of both are not known" in done.stdout

    def test_a_revision(self, run, pair):
        done = run("compare", *pair, "--period", "năm 2025", "--period", "năm 2025")
        assert done.exit_code == 0, done.stderr
        assert "Kỳ báo cáo: năm 2025. Hai lần trích xuất của cùng một kỳ" in done.stdout

    def test_a_narrow_terminal_leaves_the_changes_of_nodes_out(self, run, pair, monkeypatch):
        monkeypatch.setenv("COLUMNS", "80")
        done = run("compare", *pair, *BOTH)
        assert all(len(line) <= 80 for line in done.stdout.splitlines())
        table = done.stdout.partition("\n\n")[0]
        assert "Cửa sổ hẹp: không hiện CKMB, TDGQ, CLGQ, TTTT, MDHL, MDSH." in table
        assert "Tốt → Xuất sắc ▲" in table

    def test_colours_only_add_to_what_the_marks_say(self, pair, monkeypatch):
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.setenv("COLUMNS", "120")
        arguments = ["compare", *map(str, pair), *BOTH]
        coloured = CliRunner().invoke(vn766, arguments, color=True).stdout
        assert re.search(r"\x1b\[32m *▲ \+11,00\x1b", coloured)
        assert re.search(r"\x1b\[31m *▼ -0,01\x1b", coloured)
        monkeypatch.setenv("NO_COLOR", "1")
        plain = CliRunner().invoke(vn766, arguments, color=True).stdout
        assert "\x1b[32m" not in plain
        escapes = re.compile(r"\x1b\[[0-9;]*m")
        assert escapes.sub("", plain) == escapes.sub("", coloured)

    def test_within_a_column(self, run, table):
        old, new = (
            table(
                "Khu vực;"
                + HEADER
                + "".join(f"{a};{row}\n" for a, row in zip(areas, text.splitlines(), strict=False)),
                name,
            )
            for areas, text, name in (("AAABB", OLD, "old.csv"), ("BAAA", NEW, "new.csv"))
        )
        done = run("compare", old, new, *BOTH, "--within", "Khu vực")
        assert done.exit_code == 0, done.stderr
        shown = lines(done.stdout)
        assert shown.index("A") < shown.index("B")
        assert any("1 H01.02" in line or "=1 H01.02" in line for line in shown)
        assert "Thứ hạng thuộc những nhóm xếp hạng khác nhau: A; B." in done.stdout

    def test_published_totals_are_marked(self, run, table):
        head = "Mã định danh;Tên đơn vị;Tổng điểm;CKMB (18)\n"
        old, new = table(head + "H01;A;80;\n", "old.csv"), table(head + "H01;A;81;\n", "new.csv")
        done = run("compare", old, new, *BOTH)
        assert "80,00* 81,00* ▲ +1,00 Tốt" in " ".join(done.stdout.split())
        assert "* tổng điểm theo công bố" in done.stdout

    def test_without_codes_names_decide(self, run, table):
        text = HEADER + ";UBND xã A;1;1;1;1;1;1\n;UBND xã B;2;1;1;1;1;1\n"
        other = text.replace("UBND xã A", "Ủy ban nhân dân XÃ A")
        done = run("compare", table(text, "a.csv"), table(other, "b.csv"), *BOTH)
        assert done.exit_code == 0, done.stderr
        assert "Đối chiếu: 0 đơn vị theo mã, 2 theo tên" in lines(done.stdout)

    def test_a_name_that_stands_twice_decides_nothing(self, run, table):
        text = HEADER + ";A;1;1;1;1;1;1\n;A;2;1;1;1;1;1\nH01.02;B;2;1;1;1;1;1\n"
        done = run("compare", table(text, "a.csv"), table(text, "b.csv"), *BOTH)
        assert done.exit_code == 0, done.stderr
        said = "Không đối chiếu được vì không có mã và trùng tên, b.csv (2 đơn vị): A; A"
        assert said in lines(done.stdout)

    def test_nothing_in_common_is_refused_with_advice(self, run, table):
        old, new = (table(HEADER + f";{name};1;1;1;1;1;1\n", f"{name}.csv") for name in "AB")
        done = run("compare", old, new, *BOTH)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "Hãy thêm cột Mã định danh vào các tệp" in done.stderr

    def test_one_file_is_no_comparison(self, run, pair):
        done = run("compare", pair[0])
        assert done.exit_code == 2
        assert "Cần ít nhất hai tệp" in done.stderr

    def test_long_lists_are_cut(self, run, table):
        rows = "".join(f"H1.{at};X{at};9;9;9;9;9;9\n" for at in range(30))
        path = table(HEADER + rows, "x.csv")
        done = run("compare", path, table(HEADER + rows, "y.csv"), *BOTH)
        assert "(30 đơn vị): X0" in done.stdout
        (line,) = (line for line in done.stdout.split("Dưới ") if line.startswith("80"))
        assert line.count("(54,00)") == 20
        assert line.rstrip().endswith("…")


SERIES = ("--period", "4/2026", *("--period", "5/2026"), *("--period", "6/2026"))


class TestSeveral:
    @pytest.fixture
    def three(self, table, pair):
        april = OLD.replace("18;18,72", "18;17,72").replace("UBND xã A", "UBND xã  A")
        return (table(HEADER + april, "t4.csv"), *pair)

    def test_a_series_for_each_unit(self, run, three):
        done = run("compare", *three, *SERIES)
        assert done.exit_code == 0, done.stderr
        shown = lines(done.stdout)
        assert "2 UBND xã A H01.02 86,09 87,09 87,08 -0,01 Tốt =2/4" in shown
        assert any(line.startswith("Dưới 80 điểm, chưa đạt loại Tốt 1") for line in shown)
        assert "Nguồn: t4.csv; t5.csv; t6.csv" in shown

    def test_as_json(self, run, three):
        done = run("compare", *three, *SERIES, "--json")
        document = json.loads(done.stdout)
        assert [each["source"] for each in document["sources"]] == ["t4.csv", "t5.csv", "t6.csv"]
        assert {len(line["entries"]) for line in document["series"]} <= {1, 2, 3}

    def test_without_periods_there_is_no_order(self, run, three):
        done = run("compare", *three)
        assert done.exit_code == 2
        assert "kỳ" in done.stderr

    def test_nothing_in_common_is_refused(self, run, table):
        paths = [table(HEADER + f";{name};1;1;1;1;1;1\n", f"{name}.csv") for name in "ABC"]
        assert run("compare", *paths, *SERIES).exit_code == 2


class TestFiles:
    @pytest.mark.parametrize("ending", ["xlsx", "csv", "json", "html", "docx"])
    @pytest.mark.parametrize("count", [2, 3])
    def test_every_form(self, run, table, pair, count, ending):
        paths = (table(HEADER + OLD, "t4.csv"), *pair)[-count:]
        periods = SERIES[-2 * count :]
        done = run("compare", *paths, *periods, "-o", f"out.{ending}")
        assert done.exit_code == 0, done.stderr
        assert f"Đã ghi out.{ending}" in done.stderr
        content = Path(f"out.{ending}").read_bytes()
        if ending == "xlsx":
            book = CalamineWorkbook.from_path(f"out.{ending}")
            assert book.sheet_names[-2:] == ["Tổng hợp", "Thông tin"]
        elif ending == "docx":
            checked = run("check", f"out.{ending}")
            assert checked.stdout.startswith("out.docx: phụ lục. Không đạt: 0 nội dung")
            assert checked.exit_code == 0
        else:
            assert "UBND thành phố B".encode() in content
        assert run("compare", *paths, *periods, "-o", f"out.{ending}").exit_code == 2

    def test_another_ending_is_refused(self, run, pair):
        done = run("compare", *pair, *BOTH, "-o", "x.txt")
        assert done.exit_code == 2
        assert ".xlsx" in done.stderr

    def test_what_is_open_elsewhere_is_to_be_closed(self, run, pair, monkeypatch):
        def refuse(_, target):
            raise PermissionError(13, "Permission denied", str(target))

        monkeypatch.setattr(Path, "replace", refuse)
        done = run("compare", *pair, *BOTH, "-o", "x.xlsx", "--force")
        assert done.exit_code == 2
        assert "hãy đóng tệp rồi chạy lại" in " ".join(done.stderr.split())
        assert "Permission" not in done.stderr


class TestWhateverScoreTakes:
    COUNTS = (Path(__file__).parents[2] / "examples" / "counts-2026-09.csv").read_text("utf-8-sig")

    def test_tables_of_counts(self, run, table):
        # One more of 640 dossiers was in time: 20 × 1 ÷ 640 = 0,03 points.
        later = self.COUNTS.replace(";466;640", ";467;640")
        assert later != self.COUNTS
        old, new = table(self.COUNTS, "t8.csv"), table(later, "t9.csv")
        done = run("compare", old, new, "--period", "tháng 8/2026", "--period", "tháng 9/2026")
        assert done.exit_code == 0, done.stderr
        assert "▲ +0,03" in done.stdout
        assert "Điểm: 1 đơn vị tăng, 0 giảm, 2 không đổi" in lines(done.stdout)

    def test_folders_of_responses(self, run, tmp_path):
        unit = {"departmentId": "u", "departmentName": "UBND xã A", "departmentCode": "H00.1"}
        for name, on_time in (("t8", 150), ("t9", 156)):
            tree = {"parent": {**unit, "totalReceived": 161, "totalOnTime": on_time}}
            (tmp_path / name).mkdir()
            text = json.dumps({"data": {**tree, "children": []}})
            (tmp_path / name / "progress.json").write_text(text, "utf-8")
        done = run(
            "compare", "t8", "t9", "--period", "tháng 8/2026", "--period", "tháng 9/2026", "--json"
        )
        assert done.exit_code == 0, done.stderr
        (row,) = json.loads(done.stdout)["rows"]
        assert row["nodes"]["progress"]["change"] == "0.75"


class TestRefusals:
    def test_a_basis_that_is_not_known(self, run, pair):
        done = run("compare", *pair)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "--same-basis" in done.stderr
        done = run("compare", *pair, "--same-basis")
        assert done.exit_code == 0
        assert "Cơ sở so sánh: theo xác nhận của người dùng" in done.stdout

    def test_all_reasons(self, run, pair):
        done = run("compare", *pair, "--period", "tháng 12/2025", "--period", "năm 2026", "--json")
        assert done.exit_code == 2
        assert [problem["code"] for problem in json.loads(done.stdout)["problems"]] == [
            "different-frameworks",
            "different-methods",
            "different-kinds",
        ]

    def test_errors_of_both_files_are_listed_together(self, run, table):
        old = table(HEADER + OLD + "H09;X;19;1;1;1;1;1\n", "t5.csv")
        new = table(HEADER + NEW + "H09;X;x;1;1;1;1;1\n", "t6.csv")
        done = run("compare", old, new, *BOTH)
        assert (done.exit_code, done.stdout) == (2, "")
        for place in ("t5.csv, C7", "t6.csv, C6"):
            assert place in done.stderr
        assert done.stderr.count("--keep-going") == 1
        done = run("compare", old, new, *BOTH, "--keep-going")
        assert done.exit_code == 1
        assert "t5.csv: 1 dòng có lỗi đã bị bỏ qua" in done.stdout
        assert "t6.csv, C6" in done.stderr
        done = run("compare", table(HEADER + OLD, "fine.csv"), new, *BOTH, "--keep-going", "--json")
        assert done.exit_code == 1
        problems = json.loads(done.stdout)["problems"]
        errors = [problem["code"] for problem in problems if problem["severity"] == "error"]
        assert errors == ["not-a-number"]

    def test_a_column_that_neither_file_has(self, run, pair):
        done = run("compare", *pair, *BOTH, "--within", "Vùng")
        assert done.exit_code == 2
        for name in ("t5.csv", "t6.csv"):
            assert f"{name} không có cột 'Vùng'" in done.stderr

    def test_a_period_for_one_file_only(self, run, pair):
        assert run("compare", *pair, "--period", "tháng 5/2026").exit_code == 2


class TestJson:
    def test_figures_and_where_they_are_from(self, run, pair):
        done = run("compare", *pair, *BOTH, "--json", "--lang", "en")
        assert done.exit_code == 0, done.stderr
        document = json.loads(done.stdout)
        assert document["framework"] == "portal-2026"
        assert document["kind"] == "trend"
        assert document["sources"]["before"] == {
            "source": "t5.csv",
            "source_rows": 5,
            "left_out": 0,
        }
        first = document["rows"][0]
        assert first["unit"] == {"code": "H37", "name": "UBND thành phố B", "level": None}
        assert (first["change"], first["rank_change"], first["band_change"]) == ("11.00", 1, 1)
        # The row without a code is told of, since all others have one.
        assert [problem["code"] for problem in document["problems"]] == ["rows-apart"]


class TestSheets:
    @pytest.fixture
    def book(self, tmp_path):
        path = tmp_path / "hai thang.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name, text in (("T5", OLD), ("T6", NEW)):
                sheet = book.add_worksheet(name)
                for y, line in enumerate((HEADER + text).splitlines()):
                    sheet.write_row(y, 0, line.split(";"))
        return path

    def test_of_one_workbook(self, run, book):
        done = run("compare", book, book, *BOTH, "--sheet", "T5", "--sheet", "T6")
        assert done.exit_code == 0, done.stderr
        assert "▲ +11,00" in done.stdout

    def test_the_same_of_both(self, run, book):
        done = run("compare", book, book, *BOTH, "--sheet", "T5")
        assert done.exit_code == 0, done.stderr
        assert "Điểm: 0 đơn vị tăng, 0 giảm, 4 không đổi, 1 chưa rõ" in done.stdout

    def test_three_are_too_many(self, run, book):
        done = run("compare", book, book, *("--sheet", "T5") * 3)
        assert done.exit_code == 2
        assert "--sheet" in done.stderr
