"""``vn766 advise``: what a unit loses, and the fewest dossiers to a class."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import docx
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from vn766.advise import shortfalls
from vn766.cli import advising
from vn766.score import score_counts

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTS = EXAMPLES / "counts-2026-09.csv"
POINTS = EXAMPLES / "provinces-2025.csv"
LETTER = EXAMPLES / "documents" / "cong-khai-xa.toml"


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


def cells_of(text):
    """The lines of all tables, each with its first cell and the others."""
    return [
        (cells[0], cells[1:])
        for line in text.splitlines()
        if len(cells := re.split(r"  +", line.strip())) > 1
    ]


class TestShortfalls:
    def test_groups_and_indicators(self, advise):
        shown = advise()
        assert shown.startswith("UBND xã Tân Phú (H99.103): 71,31 điểm, Khá\n")
        assert "MDSH Số hóa hồ sơ" not in rows(shown)
        assert rows(shown)["2.1 Tỷ lệ hồ sơ xử lý trước hạn, đúng hạn"] == ["5,44", "18,96%"]
        assert rows(shown)["CLGQ Dịch vụ công trực tuyến"] == ["5,10", "17,78%"]
        assert "4.2 chưa được đối chiếu" in shown

    def test_of_points_that_are_not_complete(self, run, table):
        path = table("Mã;Tên đơn vị;CKMB;TDGQ\nH01;UBND tỉnh A;17;\n")
        shown = run("advise", path).stdout
        assert shown.startswith("UBND tỉnh A (H01): chưa đủ số liệu, từ 17 đến 99 điểm (")
        assert rows(shown)["CKMB Công khai, minh bạch"] == ["1,00", "100,00%"]
        assert "Chưa có số liệu: Tiến độ, kết quả giải quyết; Dịch vụ công trực tuyến" in shown

    def test_of_counts_that_are_not_complete(self, run, table):
        path = table("Mã;Chỉ số;Tử số;Mẫu số\nH01;2.1;1;2\n")
        assert "Chưa có số liệu: 1.1; 1.2; 1.3; 1.4; 3.1" in run("advise", path).stdout

    def test_nothing(self, run, table):
        path = table("Tên đơn vị;CKMB\nUBND xã A;18\n")
        done = run("advise", path, "--lang", "en")
        assert done.stdout.startswith("UBND xã A: incomplete, from 18 to 100 points")
        assert "Nothing is lost." in done.stdout


class TestReach:
    def test_a_class(self, advise):
        shown = advise("--reach", "tot", "--lang", "en")
        assert "At least 120 dossiers, 16 procedures, 2 petitions more." in shown
        assert "Then: 80.02 points, Tốt." in shown
        assert "+2.00" in shown

    def test_a_total(self, advise):
        shown = advise("--reach", "72,5")
        assert "Mục tiêu: 72,5. Cần tăng thêm ít nhất 1 phản ánh." in shown
        assert "Khi đó: 73,31 điểm, Khá." in shown
        assert "Giả định" in shown
        assert "At least 1 petition more." in advise("--reach", "72,5", "--lang", "en")

    def test_what_is_reached(self, advise):
        assert "Đã đạt, không cần tăng thêm." in advise("--reach", "Khá")

    def test_out_of_reach(self, advise):
        shown = advise("--reach", "100")
        more = "1.431 hồ sơ, 74 thủ tục, 2 phản ánh"
        assert f"Không thể đạt: cao nhất là 94,05 điểm, khi tăng thêm ít nhất {more}." in shown
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
        assert shown["shortfalls"][0]["id"] == "PROGRESS_ON_TIME"
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
        assert "• --reach: " in done.stderr

    def test_what_is_no_indicator_is_said_of_its_option(self, run):
        done = run("advise", COUNTS, "--unit", "H99.103", "--reach", "80", "--movable", "9.9")
        assert done.exit_code == 2
        assert "--movable" in done.stderr


DEPARTMENTS = "Chỉ số;Đơn vị chủ trì\n2.1;Bộ phận Một cửa\n5.2;Văn phòng\n4.2;\n"


class TestAllUnits:
    def test_each_has_what_it_needs(self, run):
        done = run("advise", COUNTS, "--reach", "Tốt")
        assert done.exit_code == 0, done.stderr
        assert "đã đạt," in done.stdout
        first = ["UBND xã Tân", "71,31", "Khá", "120", "16", "2", "80,02", "Tốt"]
        assert next(cells for key, cells in cells_of(done.stdout) if key == "3")[:8] == first
        assert "Điểm chưa đạt" not in done.stdout

    def test_without_a_target_what_each_loses(self, run):
        done = run("advise", COUNTS)
        assert done.exit_code == 0, done.stderr
        assert "Điểm chưa đạt" in done.stdout
        assert "UBND phường Hòa Lợi" in done.stdout

    def test_an_incomplete_unit_has_none(self, run, table):
        text = COUNTS.read_text("utf-8-sig")
        lines = [
            line
            for line in text.splitlines()
            if not line.startswith("H99.102;") or ";5.4;" not in line
        ]
        done = run("advise", table("\n".join(lines)), "--reach", "Tốt")
        assert done.exit_code == 0, done.stderr
        assert "chưa đủ" in done.stdout

    def test_out_of_reach(self, run):
        done = run("advise", COUNTS, "--reach", "99,9")
        assert "chưa đạt mục" in done.stdout

    def test_as_json(self, run):
        document = json.loads(run("advise", COUNTS, "--reach", "Tốt", "--json").stdout)
        assert [unit["advice"]["added"] for unit in document["units"]] == [0, 0, 138]

    @pytest.mark.parametrize("ending", ["xlsx", "csv", "json", "html", "docx"])
    @pytest.mark.parametrize("unit", [(), ("--unit", "H99.103")])
    def test_every_form(self, run, unit, ending):
        args = ("advise", COUNTS, *unit, "--reach", "Tốt", "-o", f"x.{ending}")
        done = run(*args)
        assert done.exit_code == 0, done.stderr
        assert Path(f"x.{ending}").stat().st_size
        assert run(*args).exit_code == 2
        if ending == "docx":
            assert run("check", "x.docx").exit_code == 0

    def test_points_have_no_advice(self, run):
        assert run("advise", POINTS, "--reach", "Tốt").exit_code == 2


class TestDepartments:
    def test_each_has_its_tasks(self, run, table):
        path = table(DEPARTMENTS, "phân công.csv")
        args = ("--reach", "Tốt", "--departments", path, "-o", "x.xlsx")
        done = run("advise", COUNTS, *args)
        assert done.exit_code == 0, done.stderr
        book = CalamineWorkbook.from_path("x.xlsx")
        assert book.sheet_names == [
            *("Số cần tăng thêm", "Bộ phận Một cửa", "Văn phòng", "Nhiệm vụ"),
            *("Điểm chưa đạt", "Thông tin"),
        ]

    def test_a_group_is_all_of_its_indicators_but_those_with_a_row(self, run, table):
        path = table("Chỉ số;Đơn vị chủ trì\nThanh toán trực tuyến;Ban A\n3.5;Ban B\n", "p.csv")
        args = ("--unit", "H99.103", "--reach", "Tốt", "--departments", path, "-o", "x.toml")
        done = run("advise", COUNTS, *args)
        assert done.exit_code == 0, done.stderr
        duties = tomllib.loads(Path("x.toml").read_text("utf-8"))["duties"]
        numbers = {
            name: re.findall(r"chỉ số (\S+)", " ".join(all_)) for name, all_ in duties.items()
        }
        assert numbers == {"Ban A": ["3.4"], "Ban B": ["3.5"]}

    def test_a_sheet_of_a_workbook(self, run, tmp_path):
        with xlsxwriter.Workbook(tmp_path / "p.xlsx") as book:
            sheet = book.add_worksheet("Phân công")
            sheet.write_row(0, 0, ["PHÂN CÔNG NHIỆM VỤ"])
            sheet.write_row(1, 0, ["STT", "Chỉ số", "Tên chỉ số", "Đơn vị chủ trì"])
            sheet.write_row(2, 0, [1, 2.1, "Tiến độ", "Bộ phận Một cửa"])
        done = run("advise", COUNTS, "--reach", "Tốt", "--departments", "p.xlsx", "-o", "x.toml")
        assert done.exit_code == 0, done.stderr
        spec = tomllib.loads(Path("x.toml").read_text("utf-8"))
        (task,) = spec["duties"]["Bộ phận Một cửa"]
        assert task.startswith("UBND xã Tân Phú: Xử lý thêm ít nhất 120 hồ sơ")
        assert len(spec["tasks"]) == 4

    def test_without_departments_all_are_tasks(self, run, table):
        path = table("Chỉ số;Đơn vị chủ trì\n1.1;A\n", "p.csv")
        args = ("--unit", "H99.103", "--reach", "Tốt", "--departments", path, "-o", "x.toml")
        assert run("advise", COUNTS, *args).exit_code == 0
        assert list(tomllib.loads(Path("x.toml").read_text("utf-8"))) == ["tasks"]

    def test_the_tasks_go_into_a_document(self, run, table):
        path = table(DEPARTMENTS, "phân công.csv")
        asked = ("--reach", "Tốt", "--departments", path, "-o", "nhiem-vu.toml")
        assert run("advise", COUNTS, *asked).exit_code == 0
        done = run("report", LETTER, "--tasks", "nhiem-vu.toml", "-o", "x.docx")
        assert done.exit_code == 0, done.stderr
        own, found = (
            tomllib.loads(Path(name).read_text("utf-8")) for name in (LETTER, "nhiem-vu.toml")
        )
        lines = [each.text for each in docx.Document("x.docx").paragraphs]
        for department in (*own["duties"], *found["duties"]):
            assert any(department in line for line in lines)
        said = "\n".join(lines).replace("\u00a0", " ")
        tasks = [*found["tasks"], *(task for of in found["duties"].values() for task in of)]
        assert all(task.rstrip(".") in said for task in tasks)
        assert run("check", "x.docx").exit_code == 0
        assert run("audit", "x.docx").exit_code == 0

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"tasks = [", "TOML"),
            (b"[frame]\nplace = 'a'", "frame"),
            (b"tasks = 1", "tasks"),
            (None, "không có tệp này"),
        ],
    )
    def test_what_is_no_file_of_tasks(self, run, tmp_path, content, said):
        if content is not None:
            (tmp_path / "t.toml").write_bytes(content)
        done = run("report", LETTER, "--tasks", "t.toml", "-o", "x.docx")
        assert (done.exit_code, said in done.stderr) == (2, True), done.stderr
        assert not Path("x.docx").exists()

    def test_the_tasks_are_no_target(self, run, table):
        table("tasks = 'Giải quyết hồ sơ.'", "x.docx")
        done = run("report", LETTER, "--tasks", "x.docx", "-o", "x.docx", "--force")
        assert (done.exit_code, "đầu vào" in done.stderr) == (2, True)

    def test_what_does_not_apply_is_told(self):
        result = score_counts({"4.2": (1, 2), "4.1": None})
        names = [
            advising._name(part, "vi")  # noqa: SLF001
            for part in shortfalls(result)
        ]
        assert [name for name in names if name.endswith("(không áp dụng)")] != []

    def test_one_unit_is_not_named_in_its_own_tasks(self, run, table):
        path = table(DEPARTMENTS.replace("4.2;", "3.4;A\n3.5;A\n5.3;A"), "p.csv")
        args = ("--unit", "H99.103", "--reach", "Tốt", "--departments", path, "-o", "x.toml")
        assert run("advise", COUNTS, *args).exit_code == 0
        spec = tomllib.loads(Path("x.toml").read_text("utf-8"))
        assert list(spec) == ["duties"]
        assert spec["duties"]["Văn phòng"][0].startswith("Xử lý thêm ít nhất 1 phản ánh")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("Chỉ số;Đơn vị chủ trì\n9.9;A\n", "9.9"),
            ("Chỉ số;Đơn vị chủ trì\n2.1;A\n2.1;B\n", "2.1"),
            ("Chỉ số;Việc\n2.1;A\n", "Đơn vị chủ trì"),
        ],
    )
    def test_what_is_wrong_is_said(self, run, table, text, said):
        path = table(text, "p.csv")
        done = run("advise", COUNTS, "--reach", "Tốt", "--departments", path)
        assert done.exit_code == 2
        assert said in done.stderr

    def test_tasks_need_a_target(self, run):
        done = run("advise", COUNTS, "-o", "x.toml")
        assert done.exit_code == 2
        assert "--reach" in done.stderr

    def test_another_ending_is_refused(self, run):
        assert run("advise", COUNTS, "-o", "x.txt").exit_code == 2


def test_nobody_is_advised_to_have_more_petitions(run):
    done = run("advise", COUNTS, "--unit", "H99.103", "--reach", "Tốt", "--new", "5.2")
    assert done.exit_code == 2
    assert "không gợi ý có thêm phản ánh" in " ".join(done.stderr.split())


class TestWhatIf:
    def test_before_and_after(self, advise):
        asked = ("--what-if", "2.1=950/1000", "--what-if", " 1.1 = 9 / 10 ")
        shown = rows(advise(*asked, unit="H99.102"))
        assert shown["2.1 Tỷ lệ hồ sơ xử lý trước hạn, đúng hạn"] == ["15,15", "19,00", "+3,85"]
        assert shown["Tổng điểm"][0] == "84,81"

    def test_in_english(self, run):
        done = run(
            *("advise", COUNTS, "--unit", "H99.102", "--what-if", "2.1=950/1000", "--lang", "en")
        )
        assert "What if" in done.stdout
        assert "Class: Tốt → Tốt." in done.stdout

    def test_json(self, run):
        done = run("advise", COUNTS, "--unit", "H99.102", "--what-if", "2.1=950/1000", "--json")
        document = json.loads(done.stdout)
        assert (document["kind"], document["change"]) == ("what_if", "3.85")
        assert document["source"] == "counts-2026-09.csv"

    @pytest.mark.parametrize("ending", ["xlsx", "csv", "json", "html"])
    def test_every_form(self, run, ending):
        done = run(
            *("advise", COUNTS, "--unit", "H99.102", "--what-if", "2.1=950/1000"),
            *("-o", f"x.{ending}"),
        )
        assert done.exit_code == 0, done.stderr
        assert Path(f"x.{ending}").stat().st_size > 100

    def test_of_points(self, run):
        done = run("advise", POINTS, "--unit", "UBND tỉnh Bắc Ninh", "--what-if", "CKMB=10")
        assert done.exit_code == 0, done.stderr
        assert "→" in done.stdout

    @pytest.mark.parametrize("text", ["2.1", "=1/2", "2.1=1/2/3", "2.1=a/b", "2.1=", "2.1=1/"])
    def test_what_is_no_change(self, run, text):
        done = run("advise", COUNTS, "--unit", "H99.102", "--what-if", text, "--lang", "en")
        assert done.exit_code == 2
        assert f"{text}: a change is INDICATOR=" in done.stderr

    def test_what_cannot_be(self, run):
        done = run("advise", COUNTS, "--unit", "H99.102", "--what-if", "2.1=9/8")
        assert done.exit_code == 2
        assert "tử số lớn hơn mẫu số" in done.stderr

    def test_one_key_twice(self, run):
        twice = ("--what-if", "2.1=9/10", "--what-if", "2.1=8/10")
        done = run("advise", COUNTS, "--unit", "H99.102", *twice)
        assert done.exit_code == 2
        assert "2.1: chỉ số hoặc nhóm này được thay đổi hai lần." in done.stderr

    def test_a_unit_is_needed(self, run):
        assert run("advise", COUNTS, "--what-if", "2.1=9/10").exit_code == 2


class TestMargins:
    def test_of_all_units(self, run):
        done = run("advise", COUNTS, "--margins")
        assert done.exit_code == 0, done.stderr
        lines = dict(cells_of(done.stdout)[::-1])  # the first table
        assert lines["2/3"][1:4] == ["84,81", "Tốt", "5,25"]
        assert "Mất hạng nếu giảm" in done.stdout

    def test_of_points(self, run):
        done = run("advise", POINTS, "--margins", "--lang", "en")
        assert "To next rank" in done.stdout
        assert "More needed" not in done.stdout

    def test_of_one_unit(self, run):
        done = run("advise", COUNTS, "--margins", "--unit", "H99.102", "--json")
        (row,) = json.loads(done.stdout)["rows"]
        assert row["unit"]["code"] == "H99.102"
        assert row["next_rank"]["counts"] == {"dossiers": 525, "procedures": 38}

    def test_units_without_a_rank(self, run, table):
        text = (
            "Tên đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH\nXã A;18;18;8;8;18;18\nXã B;18;;8;8;18;18\n"
        )
        assert "Chưa xếp hạng: Xã B." in run("advise", table(text), "--margins").stdout

    @pytest.mark.parametrize("ending", ["xlsx", "csv", "json", "html"])
    def test_every_form(self, run, ending):
        done = run("advise", COUNTS, "--margins", "-o", f"x.{ending}")
        assert done.exit_code == 0, done.stderr
        if ending == "csv":
            lines = Path("x.csv").read_text("utf-8-sig").splitlines()
            assert len([line for line in lines if "UBND xã An Bình" in line]) == 2

    def test_tasks_are_those_of_a_target(self, run):
        for asked in (("--margins",), ("--what-if", "2.1=9/10", "--unit", "H99.102")):
            done = run("advise", COUNTS, *asked, "-o", "x.toml")
            assert done.exit_code == 2
            assert "--reach" in done.stderr
            assert not Path("x.toml").exists()

    def test_one_question_at_a_time(self, run):
        done = run("advise", COUNTS, "--margins", "--reach", "90", "--lang", "en")
        assert done.exit_code == 2
        assert "Choose one of the three" in done.stderr
