"""Workbooks: written, filled in as offices do, and read again as the documents they stand for."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from runpy import run_path

import openpyxl
import pytest

from vn766.errors import InvalidDocumentError, InvalidRecordError, MissingExtraError
from vn766.framework import get_framework
from vn766.nd30 import check, layout
from vn766.nd30.model import Table
from vn766.nd30.writer import docx_bytes
from vn766.report.fields import definitions
from vn766.report.jobs import Jobs
from vn766.report.spec import read_spec
from vn766.report.workbook import new_workbook

fill = run_path(str(Path(__file__).with_name("clerk.py")))["fill"]
KINDS = [kind.id for kind in definitions().kinds]
PORTAL = "Cổng Dịch vụ công quốc gia"
WARD = {
    "Kỳ số liệu": "tháng 10/2026",
    "Nguồn số liệu": PORTAL,
    "Thời điểm trích xuất": "15 giờ 10 phút ngày 01/11/2026",
    "Cơ quan ban hành": ["Ủy ban nhân dân", "phường Tân Khánh"],
    "Tên gọi trong văn bản": "UBND phường Tân Khánh",
    "Ký hiệu": "UBND-VP",
    "Số văn bản": 87,
    "Địa danh": "Tân Khánh",
    "Ngày ban hành": date(2026, 11, 5),
    "Kính gửi": "Các phòng chuyên môn",
    "Nơi nhận": "Trang thông tin điện tử phường",
    "Lưu": ["VT", "VP"],
    "Quyền hạn, chức vụ": ["TM. Ủy ban nhân dân", "Chủ tịch"],
    "Họ tên người ký": "Lê Thị B",
}
OWN = ("UBND phường Tân Khánh", "H99.23", "xã", 17.1, 18.95, None, 8.02, 7.38, 18, 17.09)
OTHER = ("UBND xã A", "H99.24", "xã", 17, 18, None, 8, 7, 18, 10.5)


@pytest.fixture
def filled(tmp_path):
    def write(kind, frame, *, counts=False, **rest):
        path = tmp_path / "thang.xlsx"
        path.write_bytes(new_workbook(kind, counts=counts))
        return fill(path, frame, **rest)

    return write


def document_of(path):
    return Jobs(read_spec(path)).document()


def text_of(document):
    printed = layout.body_lines(document)
    lines = [each.text for each in printed if not isinstance(each, Table)]
    return "\n".join(lines).replace("\u00a0", " ")


def refused(build):
    with pytest.raises(InvalidDocumentError) as caught:
        build()
    return [(str(each.code), each.origin) for each in caught.value.problems]


class TestNew:
    @pytest.mark.parametrize("kind", KINDS)
    def test_says_what_is_missing_and_where(self, filled, kind):
        found = refused(lambda: read_spec(filled(kind, {})))
        assert {code for code, _ in found} == {"field-missing"}
        places = [place for _, place in found]
        assert any("Văn bản!B" in place and "(Ký hiệu)" in place for place in places)

    def test_points_are_held_to_their_maxima(self, filled):
        sheet = openpyxl.load_workbook(filled("disclosure-letter", {}))["Số liệu"]
        most = [
            (each.formula1, each.formula2, each.operator)
            for each in sheet.data_validations.dataValidation
            if each.type == "decimal"
        ]
        assert most == [
            ("0", str(float(node.max_points)), None) for node in get_framework().nodes()
        ]

    def test_heads_are_kept_and_sheets_are_not_locked(self, filled):
        book = openpyxl.load_workbook(filled("district-report", {}))
        for sheet in book:
            assert not sheet.protection.sheet  # rows can be inserted, sorted and pasted
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.print_title_rows
        for name in ("Văn bản", "Nội dung", "Số liệu", "Các kỳ", "Lời văn"):
            rules = book[name].data_validations.dataValidation
            assert any(rule.type == "custom" and rule.formula1 == "FALSE" for rule in rules)

    def test_counts_are_those_of_a_commune(self, filled):
        sheet = openpyxl.load_workbook(filled("monthly-letter", {}, counts=True))["Số liệu"]
        numbers = [sheet.cell(row, 4).value for row in range(2, sheet.max_row + 1)]
        assert numbers[:5] == ["1.1", "1.2", "1.3", "1.4", "2.1"]
        assert "CLGQ" in numbers
        assert "3.1" not in numbers

    def test_needs_its_extra(self, monkeypatch):
        monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
        with pytest.raises(MissingExtraError):
            new_workbook("monthly-letter")


class TestReading:
    def test_columns_of_published_figures(self, filled):
        path = filled("disclosure-letter", WARD | {"Nhóm công bố": "xã, phường"}, data=[OWN])
        book = openpyxl.load_workbook(path)
        for row, value in ((1, "Xếp hạng"), (2, "05/65")):
            book["Số liệu"].cell(row, 11).value = value
        book.save(path)
        assert "xếp thứ 5/65 xã, phường" in text_of(document_of(path))

    def test_a_unit_that_is_not_among_those_that_are_ranked(self, filled):
        frame = WARD | {"Đơn vị": "UBND xã Z", "Nhóm xếp hạng": "xã"}
        found = refused(lambda: document_of(filled("disclosure-letter", frame, data=[OWN])))
        assert [code for code, _ in found] == ["unit-not-found"]

    def test_a_document_is_not_older_than_its_figures(self, filled):
        frame = WARD | {"Ngày ban hành": "tháng 9/2026"}
        found = refused(lambda: document_of(filled("disclosure-letter", frame, data=[OWN])))
        assert [code for code, _ in found] == ["data-after-document", "document-before-period"]

    def test_no_letters_of_the_frame_and_of_headings_are_made_bold(self, filled):
        frame = WARD | {"Họ tên người ký": "**Lê Thị B**"}
        content = [("Đoạn văn", "Khó **khăn**", None, "Một đoạn.")]
        path = filled("disclosure-letter", frame, data=[OWN], content=content)
        found = refused(lambda: document_of(path))
        assert [code for code, _ in found] == ["bold-not-here"] * 2

    def test_one_unit_among_others_is_ranked(self, filled):
        frame = WARD | {"Đơn vị": OWN[0], "Nhóm xếp hạng": "xã, phường"}
        document = document_of(filled("disclosure-letter", frame, data=[OTHER, OWN]))
        assert "86,54/100 điểm, xếp loại Tốt, xếp thứ 1/2 xã, phường" in text_of(document)
        assert document.frame.number == 87
        assert document.frame.issued_on == date(2026, 11, 5)

    def test_several_units_without_a_name_are_a_batch(self, filled):
        spec = read_spec(filled("disclosure-letter", WARD, data=[OTHER, OWN]))
        assert spec.is_batch
        assert [job.unit for job in Jobs(spec).each()] == [OTHER[0], OWN[0]]

    def test_counts(self, filled):
        path = filled("monthly-letter", WARD, counts=True)
        book = openpyxl.load_workbook(path)
        sheet = book["Số liệu"]
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, 1).value = OWN[0]
            if sheet.cell(row, 4).value == "CLGQ":
                sheet.cell(row, 8).value = 9.5
            else:
                sheet.cell(row, 6).value, sheet.cell(row, 7).value = 9, 10
        book.save(path)
        document = document_of(path)
        assert (
            "tháng 10/2026 trên Cổng Dịch vụ công quốc gia của UBND phường Tân Khánh đạt"
            in text_of(document)
        )
        assert len(document.annexes[0].blocks[0].columns) > 5

    def test_an_office_does_not_stand_among_its_units(self, filled):
        frame = WARD | {"Đơn vị": "phường", "Nêu tên đơn vị dưới (%)": 80}
        own = ("phường", None, None, 17, 18, None, 8, 7, 18, 10.5)
        document = document_of(filled("office-letter", frame, data=[own, OWN, OTHER]))
        assert [row[1] for row in document.annexes[0].blocks[0].rows] == [OWN[0], OTHER[0]]
        assert "gồm: UBND phường Tân Khánh; UBND xã A" in text_of(document)

    def test_parts_of_ones_own(self, filled):
        content = [
            ("Nhiệm vụ chung", None, None, "Việc **gấp** {period}."),
            (None, None, None, "Việc hai."),
            ("Nhiệm vụ của đơn vị", None, "Phòng A", "Việc của A."),
            (None, None, None, None),
            (None, None, "Phòng B", "Việc của B."),
            (None, None, "Phòng E", None),
            ("Kiến nghị", None, None, "Kiến nghị một điều."),
            ("Đoạn văn", "Khó khăn", None, "Một đoạn."),
            ("Nội dung đánh số", None, None, "Điều một."),
            ("Việc của đơn vị trong mục", None, "Phòng C", "Việc của C."),
            (None, "Giải pháp", "Phòng D", "Việc của D."),
        ]
        text = text_of(document_of(filled("monthly-letter", WARD, data=[OWN], content=content)))
        assert "1. Việc gấp tháng 10/2026.\n2. Việc hai.\n3. Phòng A:\n- Việc của A.\n" in text
        assert "4. Phòng B:\n- Việc của B.\n5. Phòng E\nKiến nghị:\n- Kiến nghị một điều.\n" in text
        assert "6. Khó khăn\nMột đoạn.\n6.1. Điều một.\n6.2. Phòng C:\n- Việc của C.\n" in text
        assert "7. Giải pháp\n7.1. Phòng D:\n- Việc của D.\n" in text

    def test_an_annex_of_ones_own(self, filled):
        frame = WARD | {"Tên phụ lục riêng": "Hồ sơ quá hạn", "Khổ phụ lục riêng": "ngang"}
        annex = [("Mã hồ sơ", "Quá hạn|Số ngày"), ("H99-1", 3), (), ("H99-2", 1.5)]
        document = document_of(filled("disclosure-letter", frame, data=[OWN], annex=annex))
        (own,) = document.annexes
        assert (own.title, own.orientation) == ("Hồ sơ quá hạn", "landscape")
        assert own.blocks[0].rows == (("H99-1", "3"), ("H99-2", "1,5"))
        assert [head.text for head in own.blocks[0].columns[1].heads] == ["Quá hạn", "Số ngày"]
        assert "(Chi tiết tại Phụ lục kèm theo.)" in text_of(document)

    def test_sentences(self, filled):
        texts = {"Kết thúc": "Hết.", "Câu nguồn số liệu": "(bỏ)"}
        text = text_of(document_of(filled("disclosure-letter", WARD, data=[OWN], texts=texts)))
        assert text.endswith("Hết./.")
        assert "trích xuất" not in text

    def test_times_of_excel(self, filled):
        frame = WARD | {"Thời điểm trích xuất": datetime(2026, 11, 1, 8, 5)}  # noqa: DTZ001 (Excel)
        text = text_of(document_of(filled("disclosure-letter", frame, data=[OWN])))
        assert "lúc 08 giờ 05 phút ngày 01/11/2026" in text

    def test_what_is_wrong_has_its_cell(self, filled):
        frame = WARD | {"Ký hiệu": "UBND", "Số văn bản": "tám", "Ngày ban hành": "31/11/2026"}
        content = [
            ("Nhiệm vụ", None, None, "Không rõ loại."),
            ("Nhiệm vụ của đơn vị", None, None, "Của ai?"),
            ("Đoạn văn", None, None, "Trong mục nào?"),
        ]
        path = filled("disclosure-letter", frame, data=[OWN], content=content)
        book = openpyxl.load_workbook(path)
        book["Văn bản"].cell(book["Văn bản"].max_row + 1, 1).value = "Mục lạ"
        book["Lời văn"].cell(book["Lời văn"].max_row + 1, 1).value = "Câu lạ"
        book["Lời văn"].cell(book["Lời văn"].max_row, 2).value = "Lời lạ."
        book["Văn bản"].cell(6, 2).value = "=1/0"
        book.save(path)
        found = refused(lambda: read_spec(path))
        codes = [code for code, _ in found]
        assert sorted(set(codes)) == [
            "field-empty",
            "field-missing",
            "field-type",
            "field-unknown",
            "impossible-date",
            "uncomputed-cell",
        ]
        assert codes.count("field-unknown") == 3
        assert all(place.startswith("thang.xlsx, ") and "!" in place for _, place in found)

    def test_a_problem_of_the_document_has_its_cell(self, filled):
        path = filled("disclosure-letter", WARD | {"Ký hiệu": "UBND"}, data=[OWN])
        ((code, place),) = refused(lambda: document_of(path))
        assert code == "not-a-symbol"
        assert place.startswith("thang.xlsx, Văn bản!B")
        assert place.endswith("(Ký hiệu)")

    @pytest.mark.parametrize(
        ("label", "value", "code"),
        [
            ("Thời điểm trích xuất", "15 giờ 10 phút ngày 31/6/2026", "impossible-date"),
            ("Thời điểm trích xuất", "31/6/2026", "impossible-date"),
            ("Thời điểm trích xuất", "hôm qua", "not-a-moment"),
            ("Ngày ban hành", "31/11/2026", "impossible-date"),
        ],
    )
    def test_a_wrong_time_is_told_as_a_clerk_writes_it(self, filled, label, value, code):
        path = filled("disclosure-letter", WARD | {label: value}, data=[OWN])
        ((found, place),) = refused(lambda: read_spec(path))
        assert (found, place.endswith(f"({label})")) == (code, True)

    def test_what_the_decree_has_otherwise_is_refused(self, filled):
        frame = {"Lưu": ["VP", None], "Họ tên người ký": "ThS. Lê Thị B", "Ký hiệu": "UBND"}
        path = filled("disclosure-letter", WARD | frame, data=[OWN])
        found = [code for code, _ in refused(lambda: document_of(path))]
        assert found == ["not-a-symbol", "archive-without-clerk", "academic-title"]

    def test_another_workbook(self, tmp_path):
        book = openpyxl.Workbook()
        book.save(tmp_path / "khac.xlsx")
        with pytest.raises(InvalidDocumentError, match="no sheet"):
            read_spec(tmp_path / "khac.xlsx")

    def test_an_unknown_kind(self, filled):
        found = refused(lambda: read_spec(filled("disclosure-letter", {"Loại văn bản": "Thư"})))
        assert ("field-choice", "thang.xlsx, Văn bản!B4 (Loại văn bản)") in found


REPORTS = {
    "Quý II/2023": (
        "classification-report",
        {
            "Kỳ số liệu": "Quý II/2023",
            "Ký hiệu": "BC-UBND",
            "Số văn bản": None,
            "Ngày ban hành": "05/7/2023",
            "Thời điểm trích xuất": None,
            "Căn cứ": [
                "Căn cứ {decision}",
                "Căn cứ Quyết định số 35/2022/QĐ-UBND ngày 31/10/2022 của UBND tỉnh Tây Ninh",
            ],
        },
        {
            "data": [
                ("UBND phường Hiệp Tân", None, "xã", "0,3", "18,4", "15,2", None, None, 18, 19.2)
            ]
        },
        ["UBND phường Hiệp Tân đạt 71,1/100 điểm, xếp loại Khá."],
    ),
    "6/2023": (
        "monthly-letter",
        {
            "Kỳ số liệu": "tháng 6/2023",
            "Thời điểm trích xuất": "15 giờ 10 phút ngày 30/6/2023",
            "Ngày ban hành": "ngày 05 tháng 7 năm 2023",
            "Tổng điểm công bố": "69,81",
            "Thứ hạng công bố": 7,
            "Số đơn vị xếp hạng": 8,
            "Nhóm công bố": "xã, phường",
            "Tên phụ lục riêng": "Một số tiêu chí thành phần",
        },
        {
            "data": [
                ("UBND phường Hiệp Tân", "000.21.35.H53", "xã", *[None] * 3, 7, 8, None, 18.9)
            ],
            "content": [("Nhiệm vụ chung", None, None, "Xử lý 01 hồ sơ quá hạn.")],
            "annex": [("STT", "Số hóa|Tỷ lệ (%)"), (3, 87.11)],
            "texts": {"Tên phụ lục": "(bỏ)"},
        },
        ["69,81/100 điểm, xếp loại Trung bình, xếp hạng 7/8 xã, phường", "18,9/22 điểm"],
    ),
    "11/2023": (
        "office-letter",
        {
            "Kỳ số liệu": "tháng 11/2023",
            "Thời điểm trích xuất": None,
            "Cơ quan chủ quản": "UBND thị xã Mỹ Hào",
            "Cơ quan ban hành": ["Văn phòng", None],
            "Số văn bản": None,
            "Ký hiệu": "VP-KSTT",
            "Ngày ban hành": "tháng 12/2023",
            "Quyền hạn, chức vụ": ["KT. Chánh Văn phòng", "Phó Chánh Văn phòng"],
        },
        {
            "data": [("tỉnh Hưng Yên", None, "tỉnh", 7.3, 19.8, None, None, 7.9, None, 17.6)],
            "content": [("Nhiệm vụ chung", None, None, "Gồm: **UBND xã A, UBND phường B**.")],
        },
        ["- Công khai, minh bạch: 7,3/18 điểm.", "- Thanh toán trực tuyến: 7,9/10 điểm."],
    ),
    "8/2025": (
        "disclosure-letter",
        {
            "Kỳ số liệu": "đến tháng 8/2025",
            "Thời điểm trích xuất": "04/9/2025",
            "Số văn bản": None,
            "Ngày ban hành": "năm 2025",
            "Thứ hạng công bố": 5,
            "Số đơn vị xếp hạng": 65,
            "Nhóm công bố": "xã, phường, đặc khu thuộc tỉnh Khánh Hòa",
        },
        {
            "data": [("UBND phường Hòa Thắng", None, "xã", 18, 18.72, None, 7.93, 7.36, 18, 17.08)],
            "content": [("Nhiệm vụ của đơn vị", None, "Các phòng", "Giải quyết đúng hạn.")],
        },
        [
            "87,09/100 điểm, xếp loại Tốt, xếp thứ 5/65",
            "II. NHIỆM VỤ",
            "1. Các phòng\n- Giải quyết",
        ],
    ),
    "02/2025": (
        "district-report",
        {
            "Kỳ số liệu": "tháng 02/2025",
            "Thời điểm trích xuất": None,
            "Ký hiệu": "BC-VP",
            "Số văn bản": None,
            "Ngày ban hành": "tháng 3/2025",
        },
        {
            "series": [
                ("huyện Phú Tân", "tháng 01/2025", "80,11", "TỐT", 2, None, "huyện"),
                ("huyện Phú Tân", "tháng 02/2025", 87.18, "TỐT", 2, 11, "huyện"),
            ],
            "content": [
                ("Đoạn văn", "Đề nghị", None, "Rà soát các tiêu chí."),
                ("Việc của đơn vị trong mục", None, "Bộ phận Một cửa huyện", "Chủ trì rà soát."),
                (None, None, "Phòng Tư pháp", "Theo dõi, đôn đốc."),
            ],
            "texts": {"Tên mục kết quả": "Kết quả"},
        },
        [
            "1. Kết quả\nTổng số điểm của huyện Phú Tân đạt 87,18/100 điểm",
            "2. Đề nghị\nRà soát các tiêu chí.\n2.1. Bộ phận Một cửa huyện:\n- Chủ trì rà soát.",
            "2.2. Phòng Tư pháp:\n- Theo dõi, đôn đốc.",
        ],
    ),
}


@pytest.mark.parametrize("case", REPORTS.values(), ids=REPORTS)
def test_published_reports_can_be_written_from_a_workbook(filled, case):
    kind, frame, sheets, said = case
    document = document_of(filled(kind, WARD | frame, **sheets))
    for text in said:
        assert text in text_of(document)
    failed = [each.rule for each in check(docx_bytes(document)) if each.status.name == "FAIL"]
    assert failed == []


def test_a_spec_may_take_its_annex_from_a_file(tmp_path):
    for name, content in (("a.csv", "Mã hồ sơ;Số ngày\nH1;3\n"), ("b.csv", "")):
        (tmp_path / name).write_text(content, "utf-8")
    book = openpyxl.Workbook()
    book.active.append(("Mã hồ sơ", "Số ngày"))
    book.active.append(("H1", 3))
    book.save(tmp_path / "c.xlsx")
    openpyxl.Workbook().save(tmp_path / "e.xlsx")
    book.create_sheet("Khác").append(("x",))
    book.save(tmp_path / "d.xlsx")

    def annex(words):
        text = f"""
"Loại văn bản" = "Công văn công khai"
ky_so_lieu = "tháng 8/2025"
nguon_so_lieu = "Cổng"
[ket_qua]
don_vi = "UBND xã A"
diem = {{ CKMB = 18, TDGQ = 18, CLGQ = 7, TTTT = 7, MDHL = 18, MDSH = 17 }}
["Phụ lục riêng"]
"Tên phụ lục riêng" = "Hồ sơ"
{words}
[the_thuc]
co_quan_ban_hanh = ["Ủy ban nhân dân", "xã A"]
ky_hieu = "UBND-VP"
dia_danh = "A"
ten_goi_trong_van_ban = "UBND xã A"
kinh_gui = "Các phòng"
noi_nhan = "Trang thông tin"
[the_thuc.chu_ky]
"Quyền hạn, chức vụ" = "Chủ tịch"
"""
        (tmp_path / "s.toml").write_text(text, "utf-8")
        return document_of(tmp_path / "s.toml").annexes[0].blocks[0].rows

    for words in ('file = "a.csv"', 'file = "c.xlsx"', 'file = "d.xlsx"\nsheet = "Sheet"'):
        assert annex(words) == (("H1", "3"),)
    assert annex('heads = ["Mã", "Số"]\nrows = [["H1", "3"]]') == (("H1", "3"),)
    for words, code in (
        ('file = "d.xlsx"', "several-sheets"),
        ('file = "b.csv"', "empty-file"),
        ('file = "e.xlsx"', "empty-file"),
    ):
        with pytest.raises(InvalidRecordError) as caught:
            annex(words)
        assert [str(each.code) for each in caught.value.problems] == [code]
    ((code, place),) = refused(lambda: annex(""))
    assert (code, place) == ("field-missing", "s.toml:8, Phụ lục riêng.file")
