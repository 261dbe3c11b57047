"""What commands have computed, as an annex for a document of the office."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

from vn766 import nd30
from vn766.errors import InvalidDocumentError, ProblemCode
from vn766.nd30.decree import decree
from vn766.nd30.layout import annex_heads
from vn766.nd30.model import Annex, AnnexFile, Heading, Paragraph, Table
from vn766.nd30.writer import docx_bytes
from vn766.report.annexes import annex_file
from vn766.score.ranking import Place
from vn766.show.sheets import Head, Sheet, Sheets

HEADS = (Head("STT", "count"), Head("Đơn vị"), Head("Mã"), Head("Tổng điểm", "points"))
ROWS = ((1, "UBND xã An Bình", None, Decimal(87)), (2, "UBND xã Phú Xuân", None, None))
WIDE = tuple(Head(f"Nhóm chỉ số thứ {at}", "points") for at in range(12))


def sheets_of(*sheets, notes=(), edition=""):
    return Sheets(
        title="Kết quả tháng 10/2026",
        facts=("Nguồn: a.xlsx",),
        sheets=sheets,
        notes=notes,
        about=(),
        edition=edition,
    )


def blocks_of(sheets):
    (annex,) = annex_file(sheets).annexes
    return annex.blocks


def xml_of(file):
    with zipfile.ZipFile(io.BytesIO(docx_bytes(file))) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


class TestTables:
    def test_one_table_stands_below_what_it_is_from(self):
        sheet = Sheet(name="Xã", heads=HEADS, rows=ROWS, facts=("Nhóm xếp hạng: xã",))
        notes = ("Ghi chú.",)
        source, pool, table = blocks_of(sheets_of(sheet, notes=notes, edition="Bộ chỉ số 766"))
        assert (source.text, pool.text) == ("Nguồn: a.xlsx", "Nhóm xếp hạng: xã")
        assert [column.heads[0].text for column in table.columns] == ["STT", "Đơn vị", "Tổng điểm"]
        assert table.rows == (("1", "UBND xã An Bình", "87,00"), ("2", "UBND xã Phú Xuân", "–"))
        assert table.notes == (
            "Dấu “–”: chưa có số liệu.",
            "Ghi chú.",
            "Điểm tính theo Bộ chỉ số 766.",
        )

    def test_several_have_headings_with_numbers_of_their_own(self):
        sheets = [
            Sheet(name=name, heads=HEADS, rows=rows)
            for name, rows in (("II. Các sở", ROWS[:1]), ("Xã", ROWS[:1]), ("Đặc khu", ()))
        ]
        _, *blocks = blocks_of(sheets_of(*sheets, notes=("Ghi chú.",)))
        assert [block.text for block in blocks if isinstance(block, Heading)] == [
            "Các sở",
            "Xã",
            "Đặc khu",
        ]
        assert [block.notes for block in blocks if isinstance(block, Table)] == [(), ("Ghi chú.",)]
        assert blocks[-1] == Paragraph("Không có.")

    def test_a_place_has_its_pool_and_an_unknown_text_is_blank(self):
        heads = (Head("Hạng", "place"), Head("Chỉ số chưa có số liệu"))
        rows = ((Place(5, 65, 1), None), (Place(6, 65, 2), "Tiến độ"))
        *_, table = blocks_of(sheets_of(Sheet(name="Xã", heads=heads, rows=rows)))
        assert table.rows == (("05/65", ""), ("06/65", "Tiến độ"))
        assert table.notes == ()

    @pytest.mark.parametrize(
        ("heads", "orientation"), [(HEADS, "portrait"), ((*HEADS[:2], *WIDE), "landscape")]
    )
    def test_a_wide_table_stands_across(self, heads, orientation):
        row = (1, "UBND phường Tân Khánh Trung", *[Decimal("17.25")] * 12)[: len(heads)]
        (annex,) = annex_file(sheets_of(Sheet(name="Xã", heads=heads, rows=(row,)))).annexes
        assert annex.orientation == orientation


class TestFile:
    def test_an_annex_alone_conforms_and_repeats_its_heads(self):
        sheets = [Sheet(name=name, heads=HEADS, rows=ROWS * 40) for name in ("Sở", "Xã")]
        content = docx_bytes(annex_file(sheets_of(*sheets)))
        kind, *verdicts = nd30.check(io.BytesIO(content))
        assert kind.found.text("vi") == "phụ lục"
        assert {str(each) for each in verdicts if each.status in {"FAIL", "NEEDS_REVIEW"}} == set()
        text = xml_of(annex_file(sheets_of(*sheets)))["word/document.xml"]
        assert text.count("<w:tblHeader/>") == 2

    def test_room_is_left_for_the_document_it_goes_with(self):
        sheet = Sheet(name="Xã", heads=HEADS, rows=ROWS)
        label, title, enclosure = annex_heads(annex_file(sheets_of(sheet)), 0)
        assert (label.text, title.text) == (decree().texts.annex, "KẾT QUẢ THÁNG\u00a010/2026")
        assert enclosure.text.startswith("(Kèm theo Văn bản số ....")

    def test_two_annexes_have_numbers_and_pages_of_their_own(self):
        annexes = [
            Annex(title="Một", blocks=["a"]),
            Annex(title="Hai", blocks=["b"], orientation="landscape"),
        ]
        file = AnnexFile(annexes=annexes, provenance=Paragraph("Nguồn: a.xlsx"))
        members = xml_of(file)
        text, properties = members["word/document.xml"], members["docProps/core.xml"]
        assert text.count("<w:sectPr>") == 2
        assert text.index("Phụ lục\u00a0I<") < text.index("Phụ lục\u00a0II<")
        assert "<dc:title>Một</dc:title>" in properties
        assert "Nguồn: a.xlsx" in properties
        assert "creator" not in properties

    def test_an_empty_one_and_a_typed_mark_are_refused(self):
        with pytest.raises(InvalidDocumentError) as caught:
            AnnexFile(annexes=[])
        assert [each.code for each in caught.value.problems] == [ProblemCode.FIELD_EMPTY]
        with pytest.raises(InvalidDocumentError) as caught:
            AnnexFile(annexes=[Annex(title="Phụ lục I", blocks=[])])
        assert [each.code for each in caught.value.problems] == [
            ProblemCode.MARK_WRITTEN,
            ProblemCode.FIELD_EMPTY,
        ]
