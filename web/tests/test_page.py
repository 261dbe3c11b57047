"""What people do on the page, against what the command and the library say of the same files."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from runpy import run_path

import docx
import openpyxl
import pypdf
import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from browsing import (
    EXAMPLES,
    PATIENCE,
    ROOT,
    choose,
    done,
    download,
    drop,
    opened,
    settled,
    tab_to,
    table_of,
)
from vn766.advise import reach
from vn766.cli import vn766
from vn766.compare import compare, each_series
from vn766.errors import InvalidRecordError
from vn766.files import limits
from vn766.period import Month
from vn766.readers import read_counts, score_file
from vn766.report import read_spec
from vn766.report.workbook import new_workbook
from vn766.show.columns import COLUMNS, rows_of
from vn766.show.files import columns_of, compared_sheets, periods_sheets
from vn766.show.sheets import cell_text
from vn766.show.tasks import Advised, advice_sheets

DOCUMENTS = EXAMPLES / "documents"
TABLES = sorted([*EXAMPLES.glob("*.csv"), *EXAMPLES.glob("*.json"), *DOCUMENTS.glob("*.csv")])
SPECS = sorted(DOCUMENTS.glob("*.toml"))
PROVINCES = EXAMPLES / "provinces-2025.csv"
APART = {"rank", "of", "tied"}  # on the page they stand in one column
FORMS = {
    "csv": "Tải CSV",
    "xlsx": "Tải Excel",
    "json": "Tải JSON",
    "html": "Tải trang HTML",
    "svg": "Tải hình vẽ",
}


fill = run_path(str(ROOT / "tests/report/clerk.py"))["fill"]
paper = run_path(str(ROOT / "tests/files/test_pdf.py"))["paper"]
SPREADSHEET = run_path(str(ROOT / "tests/files/test_opendocument.py"))
SIX = run_path(str(ROOT / "tests/readers/test_counts_readers.py"))["all_six"]()
FRAME = {
    "Kỳ số liệu": "tháng 10/2026",
    "Thời điểm trích xuất": "15 giờ 10 phút ngày 01/11/2026",
    "Nguồn số liệu": "Cổng Dịch vụ công quốc gia",
    "Số văn bản": 87,
    "Ngày ban hành": "05/11/2026",
    "Cơ quan ban hành": ["Ủy ban nhân dân", "phường Tân Khánh"],
    "Tên gọi trong văn bản": "UBND phường Tân Khánh",
    "Ký hiệu": "UBND-VP",
    "Địa danh": "Tân Khánh",
    "Kính gửi": ["Các phòng chuyên môn"],
    "Nơi nhận": ["Trang thông tin điện tử phường"],
    "Lưu": ["VT"],
    "Quyền hạn, chức vụ": ["Chủ tịch"],
    "Họ tên người ký": "Nguyễn Hoàng Long",
    "Đơn vị": "UBND phường Tân Khánh",
    "Nhóm xếp hạng": "xã, phường, đặc khu",
}
DATA = [
    ("UBND phường Tân Khánh", "H99.23", "xã", 17.1, 18.95, None, 8.02, 7.38, 18, 17.09),
    ("UBND xã Cẩm Thượng", "H99.24", "xã", 14.75, 17.36, None, 7.62, 5.2, 17.1, 14.93),
]
TASKS = [("Nhiệm vụ của đơn vị", None, "Các phòng chuyên môn", "Giải quyết hồ sơ **đúng hạn**.")]


def shown(scored, language="vi"):
    """Return heads and cells of a ranking as they must be shown."""
    columns = [COLUMNS["standing"], *columns_of(scored)]
    columns = [column for column in columns if column.key not in APART]
    heads = [column.title(language) for column in columns]
    rows = rows_of(scored.ranking)
    return heads, [[column.text(row, language) for column in columns] for row in rows]


def printed(sheets):
    """Return the cells of tables for print as they must be shown."""
    return [
        [
            [cell_text(cell, head.kind, "vi") for cell, head in zip(row, sheet.heads, strict=True)]
            for row in sheet.rows
        ]
        for sheet in sheets.sheets
        if sheet.rows
    ]


def months(page, *numbers):
    """Choose the tables of some months, and say of which month each is."""
    files = [EXAMPLES / f"communes-2026-0{number}.csv" for number in numbers]
    choose(page, *files)
    for at, number in enumerate(numbers):
        page.locator("#list li").nth(at).get_by_label("Kỳ báo cáo").fill(f"tháng {number}/2026")
    return files


def assert_saved(page, section, forms, asked, folder):
    """Assert that files of a section are those that the command writes."""
    for form in forms:
        target = folder / f"{section}.{form}"
        command(*asked, "-o", target)
        button = page.locator(f"#{section}").get_by_role("button", name=FORMS[form])
        assert_same(form, download(page, button)[1], target)


def assert_same(form, found, target):
    """Assert that a file that came is that of the command; a workbook says when it was made."""
    if form == "xlsx":
        dated = {"docProps/core.xml"}
        assert members(found, dated) == members(target.read_bytes(), dated)
    else:
        assert found == target.read_bytes()


def units(file, count):
    """Write a table with points of so many units."""
    heads = "Đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH"
    rows = [
        f"Xã {at};1{at % 8},5;{at % 20},25;7,93;7,36;1{at % 7};{at % 22}" for at in range(count)
    ]
    file.write_text("\n".join([heads, *rows]), "utf-8")
    return file


def regions(file):
    """Write the table of the provinces with a column more, two values in turn."""
    rows = PROVINCES.read_text("utf-8-sig").splitlines()
    mark = ";" if ";" in rows[0] else ","
    lines = [f"{rows[0]}{mark}Vùng"]
    lines += [f"{row}{mark}{'Bắc' if at % 2 else 'Nam'}" for at, row in enumerate(rows[1:])]
    file.write_text("\n".join(lines), "utf-8")
    return file


def printed_pages(page):
    """Print the page, and return the text of each sheet."""
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    return [unicodedata.normalize("NFC", sheet.extract_text()) for sheet in printed.pages]


def focused(page):
    return page.evaluate("() => document.activeElement.id")


def command(*arguments):
    """Run the command, and return how it ended and what it printed."""
    ran = CliRunner().invoke(vn766, [str(each) for each in arguments])
    return ran.exit_code, ran.stdout


def members(content, without=()):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name not in without}


def bomb(folder):
    file = folder / "bom.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * 400_000_000)
    return file


def many_cells(folder):
    file = folder / "o.csv"
    row = ";".join("1" * 500)
    file.write_text("\n".join([f"Đơn vị;CKMB;TDGQ;{'x;' * 496}y", *[row] * 2_000]), "utf-8")
    return file


def many_columns(folder):
    file = folder / "cot.csv"
    file.write_text(f"Đơn vị;CKMB;TDGQ;{'x;' * 500}\nA;1;2\n", "utf-8")
    return file


def nested(folder):
    file = folder / "sau.json"
    file.write_text("[" * 100_000 + "]" * 100_000, "utf-8")
    return file


HARMFUL = {write.__name__: write for write in (bomb, many_cells, many_columns, nested)}


@pytest.fixture(scope="module")
def laid_out(browser):
    """How a browser shows the library's own HTML: the cells of each of its tables."""
    page = browser.new_page()

    def cells(value):
        page.set_content(value._repr_html_())
        return page.evaluate(
            "() => [...document.querySelectorAll('tbody')].map((body) =>"
            " [...body.rows].map((row) => [...row.cells].map((cell) => cell.textContent)))"
        )

    yield cells
    page.close()


def told(page, at):
    """Return title, finding and requirement of each verdict in a table."""
    _, cells = table_of(page, "review", at)
    return sorted((row[0], row[2], row[3]) for row in cells)


def rules(verdicts):
    return sorted((it["title"], it["found"], it["required"]) for it in verdicts)


class TestRanking:
    @pytest.mark.parametrize("file", TABLES, ids=lambda file: file.name)
    def test_figures_are_those_of_the_library(self, page, file):
        choose(page, file)
        scored = score_file(file, keep_going=True)
        if not scored.errors:
            assert table_of(page, "ranking") == shown(scored)
            return
        _, cells = table_of(page, "problems")
        assert [(row[0], row[2], row[3]) for row in cells] == [
            (problem.where, *problem.text("vi")) for problem in scored.errors
        ]
        expect(page.locator("#ranking")).to_be_hidden()

    @pytest.mark.parametrize("file", TABLES, ids=lambda file: file.name)
    def test_files_are_those_of_the_command(self, page, file, tmp_path):
        choose(page, file)
        for form in ("csv", "xlsx", "json", "html"):
            target = tmp_path / f"x.{form}"
            ended, _ = command("score", file, "-o", target)
            button = page.locator("#ranking").get_by_role("button", name=FORMS[form])
            assert button.is_visible() == (ended == 0)
            if ended:
                continue
            name, found = download(page, button)
            assert name == f"{file.stem}-766.{form}"
            assert_same(form, found, target)

    def test_a_page_for_leaders_marks_the_own_unit(self, page, tmp_path):
        choose(page, PROVINCES)
        page.locator("#own").evaluate("(field) => { field.value = 'UBND tỉnh Bắc Ninh'; }")
        button = page.locator("#ranking").get_by_role("button", name=FORMS["html"])
        _, found = download(page, button)
        target = tmp_path / "x.html"
        command("score", PROVINCES, "-o", target, "--unit", "UBND tỉnh Bắc Ninh")
        assert found == target.read_bytes()

    def test_pictures_are_those_of_the_command(self, page, tmp_path):
        choose(page, PROVINCES)
        name, found = download(
            page, page.locator("#ranking").get_by_role("button", name="Tải hình vẽ")
        )
        target = tmp_path / "x.svg"
        command("plot", PROVINCES, "-o", target)
        assert (name, found) == ("provinces-2025-766.svg", target.read_bytes())
        page.locator("#ranking tbody th button").first.click()
        done(page)
        _, found = download(page, page.locator("#unit").get_by_role("button", name="Tải hình vẽ"))
        unit = score_file(PROVINCES).ranking.rows[0].result.unit
        command("plot", PROVINCES, "-o", target, "--unit", unit.key, "--force")
        assert found == target.read_bytes()

    def test_rows_are_sorted_and_sifted(self, page):
        choose(page, PROVINCES)
        heads, cells = table_of(page, "ranking")
        at = heads.index("Tổng điểm")
        page.locator("#ranking thead button").filter(has_text="Tổng điểm").click()
        done(page)
        _, rising = table_of(page, "ranking")
        totals = [float(row[at].rstrip("*").replace(",", ".")) for row in rising]
        assert totals == sorted(totals)
        assert page.locator("#ranking [aria-sort=ascending]").inner_text() == "Tổng điểm"
        page.locator("#ranking input[type=search]").fill("bac ninh")
        expect(page.locator("#ranking tbody tr")).to_have_count(1)
        assert table_of(page, "ranking")[1] == [row for row in cells if "Bắc Ninh" in row[2]]

    def test_the_own_unit_is_marked(self, page):
        page.locator("#options summary").click()
        page.fill("#own", "UBND tỉnh Bắc Ninh")
        choose(page, PROVINCES)
        page.locator("#own").dispatch_event("change")
        expect(page.locator("#ranking tr[aria-current]")).to_have_count(1)
        expect(page.locator("#ranking tr[aria-current]")).to_contain_text("Bắc Ninh")

    def test_pools_are_those_of_a_column(self, page, tmp_path):
        file = regions(tmp_path / "vung.csv")
        choose(page, file)
        page.locator("#options summary").click()
        page.select_option("#within", "Vùng")
        page.click("#again")
        done(page)
        assert table_of(page, "ranking") == shown(score_file(file, within="Vùng"))
        page.locator("#ranking .tools select").select_option("Nam")
        expect(page.locator("#ranking tbody tr")).to_have_count(17)


class TestFiles:
    def test_six_responses_that_are_dropped_are_one_table(self, page, tmp_path):
        files = [tmp_path / f"{name}.json" for name in SIX]
        for file, content in zip(files, SIX.values(), strict=True):
            file.write_text(json.dumps(content), "utf-8")
        drop(page, *files)
        assert page.locator("#list .name").all_inner_texts() == ["a.json (6)"]
        assert table_of(page, "ranking") == shown(score_file(*files, keep_going=True))

    def test_files_with_points_stand_alone(self, page, tmp_path):
        before = EXAMPLES / "portal-2026-10.json"
        after = tmp_path / "thang-11.json"
        after.write_bytes(before.read_bytes())
        drop(page, after, before)
        assert page.locator("#list .name").all_inner_texts() == [before.name, after.name]

    @pytest.mark.parametrize("ending", ["ods", "xlsx"])
    def test_workbooks(self, page, tmp_path, ending):
        heads = ["Tên đơn vị", "Mã", "CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"]
        rows = [
            ["UBND đặc khu Hòn Mây", "H99.31", 15.25, 18.5, 9.0, 8.0, 17.0, 19.75],
            ["UBND xã Ô Loan", "H99.32", 15.0, 18.5, None, 8.0, 17.0, 19.0],
        ]
        file = tmp_path / f"bảng điểm.{ending}"
        if ending == "ods":
            lines = [
                SPREADSHEET["row"](*("" if cell is None else cell for cell in row))
                for row in [heads, *rows]
            ]
            file.write_bytes(SPREADSHEET["ods"](SPREADSHEET["sheet"](*lines)).data)
        else:
            book = openpyxl.Workbook()
            for row in [heads, *rows]:
                book.active.append(row)
            book.save(file)
        drop(page, file)
        assert table_of(page, "ranking") == shown(score_file(file))


class TestUnit:
    def test_a_unit_is_explained(self, page, laid_out):
        choose(page, PROVINCES)
        page.locator("#ranking tbody th button").nth(3).click()
        done(page)
        scored = score_file(PROVINCES)
        result = scored.ranking.rows[3].result
        assert table_of(page, "unit")[1] == laid_out(result.explain())[0]
        lost = advice_sheets(scored, [Advised(result=result)], {}, "vi")
        assert table_of(page, "unit", 1)[1] == printed(lost)[0]
        assert page.locator("#unit h3").inner_text() == result.unit.name
        assert focused(page) == "unit-head"

    def test_advice_is_given_for_counts(self, page, laid_out, tmp_path):
        file = EXAMPLES / "counts-2026-09.csv"
        choose(page, file)
        page.locator("#ranking tbody th button").nth(2).click()
        done(page)
        page.locator("#unit select").select_option("Xuất sắc")
        page.locator("#unit form button").click()
        done(page)
        unit = score_file(file).ranking.rows[2].result.unit
        (counts,) = [it for it in read_counts(file).records if it.unit.name == unit.name]
        assert table_of(page, "unit", -1)[1] == laid_out(reach(counts, "Xuất sắc"))[0]
        asked = ("advise", file, "--unit", unit.key, "--reach", "Xuất sắc")
        assert_saved(page, "unit", ("xlsx", "csv", "html"), asked, tmp_path)


class TestComparison:
    def test_two_months(self, page, tmp_path):
        files = months(page, 5, 6)
        page.get_by_role("button", name="So sánh", exact=True).click()
        done(page)
        before, after = scored = [
            score_file(file, period=Month(2026, month))
            for file, month in zip(files, (5, 6), strict=True)
        ]
        found = compare(before.ranking, after.ranking)
        tables = printed(compared_sheets(*scored, found, "vi"))
        assert [table_of(page, "comparison", at)[1] for at in range(len(tables))] == tables
        periods = ("--period", "5/2026", "--period", "6/2026")
        asked = ("compare", *files, *periods)
        assert_saved(page, "comparison", ("xlsx", "csv", "html"), asked, tmp_path)
        asked = ("plot", *files, *periods)
        assert_saved(page, "comparison", ("svg",), asked, tmp_path)

    def test_no_common_basis_is_said(self, page):
        choose(page, *(EXAMPLES / f"communes-2026-0{month}.csv" for month in (5, 6)))
        page.get_by_role("button", name="So sánh", exact=True).click()
        done(page)
        expect(page.locator("#problems table")).to_be_visible()

    def test_several_months(self, page, tmp_path):
        files = months(page, 5, 6, 8)
        page.get_by_role("button", name="Diễn biến qua tất cả các kỳ").click()
        done(page)
        scored = [
            score_file(file, period=Month(2026, month))
            for file, month in zip(files, (5, 6, 8), strict=True)
        ]
        lines = each_series(each.ranking for each in scored)
        tables = printed(periods_sheets(scored, lines, "vi"))
        assert [table_of(page, "comparison", at)[1] for at in range(len(tables))] == tables
        periods = [text for month in (5, 6, 8) for text in ("--period", f"{month}/2026")]
        asked = ("compare", *files, *periods)
        assert_saved(page, "comparison", ("xlsx", "csv", "html"), asked, tmp_path)
        page.locator("#list li").first.get_by_role("button", name="Xếp hạng").click()
        done(page)
        page.locator("#ranking tbody th button").first.click()
        done(page)
        assert page.locator("#unit table").last.locator("tbody th").all_inner_texts() == [
            f"tháng {month}/2026" for month in (5, 6, 7, 8)
        ]


class TestDocuments:
    @pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
    def test_they_are_those_of_the_command(self, page, spec, tmp_path):
        batch = read_spec(spec).is_batch
        target = tmp_path / ("folder" if batch else "x.docx")
        command("report", spec, "-o", target)
        choose(page, spec, *DOCUMENTS.glob("*.csv"))
        if not batch:
            button = page.locator("#documents li button")
            _, found = download(page, button)
            assert members(found) == members(target.read_bytes())
            return
        name, archive = download(page, page.get_by_role("button", name="Tải tất cả"))
        assert name == f"{spec.stem}.zip"
        found = members(archive)
        assert found.keys() == {path.name for path in target.iterdir()}
        for path in target.iterdir():
            assert members(found[path.name]) == members(path.read_bytes())

    @pytest.mark.parametrize("counts", [False, True])
    def test_a_workbook_to_fill_in_is_that_of_the_command(self, page, counts, tmp_path):
        page.get_by_text("Tệp Excel để điền").click()
        page.select_option("#kind", "disclosure-letter")
        page.set_checked("#counts", counts)
        name, found = download(page, page.get_by_role("button", name="Tải tệp để điền"))
        target = tmp_path / "x.xlsx"
        command("new", "disclosure-letter", "-o", target, *(["--counts"] if counts else []))
        dated = {"docProps/core.xml"}
        assert members(found, dated) == members(target.read_bytes(), dated)
        assert name == "Công văn công khai.xlsx"
        page.get_by_text("Tệp Excel để điền").click()

    def test_a_workbook_that_was_filled_in_becomes_a_document(self, page, tmp_path):
        filled = tmp_path / "thang-10.xlsx"
        filled.write_bytes(new_workbook("disclosure-letter"))
        fill(filled, FRAME, data=DATA, content=TASKS)
        choose(page, filled)
        page.locator("#list").get_by_role("button", name="Soạn văn bản").click()
        done(page)
        _, found = download(page, page.locator("#documents li button"))
        command("report", filled, "-o", tmp_path / "x.docx")
        assert members(found) == members((tmp_path / "x.docx").read_bytes())

    def test_a_spec_without_its_data_is_refused(self, page):
        choose(page, DOCUMENTS / "bao-cao-xep-loai-quy.toml")
        assert "xep-loai-quy.csv" in page.locator("#problems table").inner_text()


class TestReview:
    def test_findings_are_those_of_the_command(self, page):
        file = EXAMPLES / "notice.txt"
        choose(page, file)
        _, printed = command("audit", file, "--json")
        (report,) = json.loads(printed)["reports"]
        _, cells = table_of(page, "review")
        order = ["error", "warning", "note"]
        expected = sorted(report["findings"], key=lambda it: order.index(it["severity"]))
        assert [(row[1], row[2], row[5]) for row in cells] == [
            (it["quote"], it["message"], it["code"]) for it in expected
        ]
        marks = page.locator("#review mark").all_inner_texts()
        assert sorted(marks) == sorted(it["quote"] for it in report["findings"])

    @pytest.mark.parametrize("spoilt", [False, True])
    def test_verdicts_are_those_of_the_command(self, page, spoilt, tmp_path):
        file = tmp_path / "cong-van.docx"
        command("report", DOCUMENTS / "cong-van-thang.toml", "-o", file)
        if spoilt:
            document = docx.Document(str(file))
            document.sections[0].left_margin = 0
            document.save(str(file))
        choose(page, file)
        _, said = command("check", file)
        assert page.locator("#review .lines").inner_text() == said.splitlines()[0]
        _, printed = command("check", file, "--json")
        (expected,) = (each["verdicts"] for each in json.loads(printed)["documents"])
        wanting = [it for it in expected if it["status"] in {"FAIL", "NEEDS_REVIEW"}]
        assert bool(wanting) == spoilt
        if wanting:
            assert told(page, 1) == rules(wanting)
        page.locator("#review summary").click()
        met = [it for it in expected[1:] if it["location"] and it not in wanting]
        assert told(page, -1) == rules(met)

    def test_what_is_no_administrative_document_is_said_to_be_unchecked(self, page, tmp_path):
        file = tmp_path / "thu.docx"
        document = docx.Document()
        document.add_paragraph("Chào các bạn.")
        document.save(str(file))
        choose(page, file)
        _, said = command("check", file)
        assert page.locator("#review .lines").inner_text() == said.splitlines()[0]
        expect(page.locator("#review table")).to_have_count(1)

    def test_a_pdf_is_read_as_the_command_reads_it(self, page, tmp_path):
        file = tmp_path / "thong-bao.pdf"
        said = "UBND xã A đạt 87,09/100 điểm (tỷ lệ 78,09%), xếp loại Khá."
        file.write_bytes(paper([(72, 700, 14, said)]))
        choose(page, file)
        _, printed = command("audit", file, "--json")
        (report,) = json.loads(printed)["reports"]
        assert report["findings"]
        _, cells = table_of(page, "review")
        assert sorted(row[2] for row in cells) == sorted(it["message"] for it in report["findings"])
        assert said in page.locator("#review .text").inner_text()

    def test_a_copy_has_all_comments(self, page, tmp_path):
        file, figures, both = (tmp_path / name for name in ("cong-khai.docx", "1.docx", "2.docx"))
        document = docx.Document()
        document.add_paragraph("UBND xã A đạt 87,09/100 điểm (tỷ lệ 78,09%), xếp loại Khá.")
        document.save(str(file))
        command("audit", file, "--annotate", figures)
        command("check", figures, "--annotate", both)
        choose(page, file)
        name, found = download(page, page.get_by_role("button", name="Tải bản sao"))
        assert name == file.name
        assert members(found) == members(both.read_bytes())
        assert members(found)["word/comments-vn766.xml"].count(b"<w:comment ") > 1


class TestLanguage:
    def test_everything_is_said_in_english(self, page):
        choose(page, PROVINCES)
        page.get_by_role("button", name="English").click()
        done(page)
        assert table_of(page, "ranking") == shown(score_file(PROVINCES), "en")
        assert page.locator("#ranking h2").inner_text() == "Ranking"
        assert page.evaluate("() => document.documentElement.lang") == "en"
        page.get_by_role("button", name="Tiếng Việt").click()
        done(page)
        assert table_of(page, "ranking") == shown(score_file(PROVINCES))


class TestKeyboard:
    """Every step by the keyboard alone; the dialog in which files are chosen is the system's."""

    def test_files_are_ranked_explained_compared_and_saved(self, page):
        files = [EXAMPLES / f"communes-2026-0{month}.csv" for month in (5, 6)]
        self.choose(page, *files)
        assert focused(page) == "ranking-head"
        tab_to(page, "#ranking thead button")
        page.keyboard.press("Enter")
        done(page)
        expect(page.locator("#ranking [aria-sort]")).to_have_count(1)
        tab_to(page, "#ranking tbody th button")
        page.keyboard.press("Enter")
        done(page)
        assert focused(page) == "unit-head"
        tab_to(page, "#unit .tools button")
        assert self.saved(page).endswith(".xlsx")
        tab_to(page, "#same_basis")
        page.keyboard.press("Space")
        tab_to(page, "#compare button")
        page.keyboard.press("Enter")
        done(page)
        assert focused(page) == "comparison-head"
        tab_to(page, "#comparison .body .tools button")
        assert self.saved(page) == "so-sanh-766.xlsx"

    def test_advice_is_asked_for(self, page):
        self.choose(page, EXAMPLES / "counts-2026-09.csv")
        tab_to(page, "#ranking tbody th button")
        page.keyboard.press("Enter")
        done(page)
        tab_to(page, "#unit select")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        done(page)
        assert "Tốt" in page.locator("#unit table").last.inner_text()

    def test_documents_are_begun_written_and_checked(self, page, tmp_path):
        page.bring_to_front()
        page.locator("#choose").focus()
        tab_to(page, "summary")
        page.keyboard.press("Enter")
        tab_to(page, "#new button")
        assert self.saved(page).endswith(".xlsx")
        page.locator("#new").evaluate("(form) => { form.closest('details').open = false; }")
        self.choose(page, DOCUMENTS / "cong-khai-xa.toml", *DOCUMENTS.glob("*.csv"))
        assert focused(page) == "documents-head"
        tab_to(page, "#documents li button")
        assert self.saved(page) == "cong-khai-xa.docx"
        file = tmp_path / "a.docx"
        document = docx.Document()
        document.add_paragraph("UBND xã A đạt 87,09/100 điểm (tỷ lệ 78,09%), xếp loại Khá.")
        document.save(str(file))
        self.choose(page, file)
        assert focused(page) == "review-head"
        tab_to(page, "#review .body > button")
        assert self.saved(page) == "a.docx"

    def test_rows_are_pooled_marked_and_sifted(self, page, tmp_path):
        file = regions(tmp_path / "vung.csv")
        self.choose(page, file)
        page.locator("#choose").focus()
        self.press(page, "#options summary")
        self.type(page, "#own", "UBND tỉnh Bắc Ninh")
        self.type(page, "#within", "Vùng")
        self.press(page, "#again")
        assert table_of(page, "ranking") == shown(score_file(file, within="Vùng"))
        expect(page.locator("#ranking tr[aria-current]")).to_contain_text("Bắc Ninh")
        self.type(page, "#ranking .tools select", "Nam")
        expect(page.locator("#ranking tbody tr")).to_have_count(17)
        tab_to(page, "#ranking .scroll")
        page.keyboard.press("Shift+Tab")
        page.locator("#ranking h2").focus()
        self.type(page, "#ranking input[type=search]", "bac giang")
        expect(page.locator("#ranking tbody tr")).to_have_count(0)

    def test_the_rows_of_a_long_table_are_turned(self, page, tmp_path):
        self.choose(page, units(tmp_path / "150.csv", 150))
        expect(page.locator("#ranking tbody tr")).to_have_count(100)
        page.locator("#ranking thead button").last.focus()
        tab_to(page, "#ranking .pager button:last-of-type")
        page.keyboard.press("Enter")
        expect(page.locator("#ranking tbody tr")).to_have_count(50)

    def test_every_form_is_saved(self, page):
        self.choose(page, PROVINCES)
        saved = []
        for at in range(1, 6):
            page.locator("#ranking h2").focus()
            tab_to(page, f"#ranking .tools button:nth-of-type({at})")
            saved.append(self.saved(page).rpartition(".")[2])
        assert saved == ["xlsx", "csv", "html", "json", "svg"]

    def test_periods_are_said_and_put_side_by_side(self, page):
        files = [EXAMPLES / f"communes-2026-0{month}.csv" for month in (5, 6, 8)]
        self.choose(page, *files)
        page.locator("#choose").focus()
        for at, month in enumerate((5, 6, 8), 1):
            self.type(page, f"#list li:nth-child({at}) input", f"tháng {month}/2026")
        self.press(page, "#series")
        assert focused(page) == "comparison-head"
        saved = []
        for at in range(1, 4):
            page.locator("#comparison h2").focus()
            tab_to(page, f"#comparison .body > .tools button:nth-of-type({at})")
            saved.append(self.saved(page))
        assert saved == [f"so-sanh-766.{form}" for form in ("xlsx", "csv", "html")]

    def test_problems_are_gone_to_and_files_removed(self, page):
        self.choose(page, EXAMPLES / "communes-with-slips.csv")
        assert focused(page) == "problems-head"
        page.locator("#choose").focus()
        self.press(page, "#list .quiet")
        expect(page.locator("#list li")).to_have_count(0)
        expect(page.locator("#problems")).to_be_hidden()

    def test_the_language_is_chosen(self, page):
        page.bring_to_front()
        page.locator(".skip").focus()
        self.press(page, "[data-language=en]")
        assert page.locator("#files h2").inner_text() == "Files"
        page.locator(".skip").focus()
        self.press(page, "[data-language=vi]")
        assert page.locator("#files h2").inner_text() == "Tệp"

    @staticmethod
    def press(page, selector):
        tab_to(page, selector)
        page.keyboard.press("Enter")
        done(page)

    @staticmethod
    def type(page, selector, text):
        tab_to(page, selector)
        page.keyboard.type(text)

    @staticmethod
    def choose(page, *files):
        page.bring_to_front()  # keys go to the page in front
        page.locator("#main").focus()
        tab_to(page, "#choose")
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Enter")
        chooser.value.set_files([str(file) for file in files])
        done(page)

    @staticmethod
    def saved(page):
        with page.expect_download(timeout=PATIENCE) as coming:
            page.keyboard.press("Enter")
        return coming.value.suggested_filename


class TestLimits:
    @pytest.mark.parametrize("write", HARMFUL)
    def test_what_is_beyond_a_limit_is_refused_as_by_the_library(self, page, write, tmp_path):
        file = HARMFUL[write](tmp_path)
        drop(page, file)
        with pytest.raises(InvalidRecordError) as caught:  # the command would ask for an engine
            score_file(file)
        _, cells = table_of(page, "problems")
        assert [row[2] for row in cells] == [
            problem.text("vi")[0] for problem in caught.value.problems
        ]

    def test_a_pdf_is_given_as_long_as_by_the_command(self, browser, origin, tmp_path):
        file = tmp_path / "dài.pdf"
        line = "UBND xã A đạt 87,09/100 điểm (tỷ lệ 78,09%), xếp loại Khá."
        file.write_bytes(paper(*[[(72, y, 9, line) for y in range(50, 800, 10)]] * 60))
        with opened(browser, origin.url) as page:
            choose(page, PROVINCES)
            page.clock.install()
            page.set_input_files("#choose", str(file))
            expect(page.locator("#status")).to_have_text("Đang kiểm tra dài.pdf…")
            page.clock.fast_forward((limits.PDF_WAIT + 1) * 1000)
            settled(page)
            expect(page.locator("#status")).to_contain_text("dài.pdf làm chương trình dừng")
            assert page.locator("#list .name").all_inner_texts() == [PROVINCES.name]
            page.get_by_role("button", name="Xếp hạng").click()
            done(page)
            assert table_of(page, "ranking") == shown(score_file(PROVINCES))

    def test_ten_thousand_units_do_not_freeze_the_page(self, page, tmp_path):
        file = units(tmp_path / "10000.csv", 10_000)
        page.evaluate(
            """() => {
              globalThis.moments = 0;
              const main = document.querySelector("main");
              setInterval(() => { moments += main.ariaBusy === "true"; }, 10);
            }"""
        )
        choose(page, file)
        assert page.evaluate("() => moments") > 10  # in which it could do what people ask
        expect(page.locator("#ranking tbody tr")).to_have_count(100)
        page.locator("#ranking thead button").last.click()
        done(page)
        page.locator("#ranking input[type=search]").fill("xã 99")
        expect(page.locator("#ranking .place")).to_contain_text("111", timeout=PATIENCE)

    def test_a_document_nested_too_deep_is_refused_as_by_the_command(self, page, tmp_path):
        deep = "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000
        namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        body = f'<w:document xmlns:w="{namespace}"><w:body>{deep}</w:body></w:document>'
        file = tmp_path / "deep.docx"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", body)
        choose(page, file)
        ended, printed = command("check", file, "--json")
        assert ended == 2
        _, cells = table_of(page, "problems")
        assert [row[2] for row in cells] == [
            it["message"] for it in json.loads(printed)["problems"]
        ]


class TestForms:
    def test_it_works_offline_after_the_first_time(self, browser, origin):
        with opened(browser, origin.url) as page:
            expect(page.locator("html")).to_have_attribute("data-kept", "")
            asked = len(origin.asked)
            page.context.set_offline(True)
            page.reload()
            expect(page.locator("#status")).to_have_text("Sẵn sàng.", timeout=PATIENCE)
            choose(page, PROVINCES)
            assert table_of(page, "ranking") == shown(score_file(PROVINCES))
            # A browser asks by itself whether offline.js was renewed.
            assert set(origin.asked[asked:]) <= {"/offline.js"}

    def test_one_file_works_from_a_disk(self, browser, dist, tmp_path):
        file = tmp_path / "vn766.html"
        file.write_bytes((dist / "vn766.html").read_bytes())
        with opened(browser, file.as_uri()) as page:
            choose(page, PROVINCES)
            assert table_of(page, "ranking") == shown(score_file(PROVINCES))
            spec = DOCUMENTS / "cong-khai-xa.toml"
            choose(page, spec)
            _, found = download(page, page.locator("#documents li button"))
            target = tmp_path / "x.docx"
            command("report", spec, "-o", target)
            assert members(found) == members(target.read_bytes())


class TestPaper:
    def test_no_controls_are_printed(self, page):
        choose(page, PROVINCES)
        page.emulate_media(media="print")
        for part in ("#files", "#ranking .tools", ".languages", "#about .links"):
            expect(page.locator(part)).to_be_hidden()
        page.emulate_media(media="null")

    def test_every_page_has_heads_and_the_last_what_the_table_rests_on(self, page, tmp_path):
        choose(page, units(tmp_path / "350.csv", 350))
        sheets = printed_pages(page)
        with_rows = [text for text in sheets if "7,93" in text]
        assert len(with_rows) > 1
        assert all("Đơn vị" in text for text in with_rows)
        assert "1–100 trên 350" in "".join(sheets)  # more was not asked for
        assert "Bộ chỉ số: Bộ chỉ số phục vụ người dân, doanh nghiệp" in sheets[-1]
        assert page.locator("#ranking details[open]").count() == 0

    def test_a_whole_table_is_printed_on_demand(self, page, tmp_path):
        page.evaluate(
            """() => {
              globalThis.print = () => {
                globalThis.printed = document.querySelectorAll("#ranking tbody tr").length;
              };
            }"""
        )
        choose(page, units(tmp_path / "350.csv", 350))
        page.get_by_role("button", name="In toàn bảng").click()
        done(page)
        assert page.evaluate("() => printed") == 350
        expect(page.locator("#ranking tbody tr")).to_have_count(100)
