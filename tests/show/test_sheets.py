"""Tables for print: what a workbook and a CSV file make of them."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from vn766.score.ranking import Place
from vn766.show.sheets import Head, Sheet, Sheets, cell_text, flat
from vn766.show.xlsx import workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEADS = (
    Head("STT", "count"),
    Head("Đơn vị"),
    Head("Công khai, minh bạch trong giải quyết", "points"),
    Head("Tỷ lệ", "percent"),
    Head("Tăng, giảm", "change"),
    Head("Số bậc", "step"),
    Head("Thứ hạng", "place"),
)
ROW = (
    *(1, "UBND xã An Bình", Decimal("9.50"), Decimal("77.64"), Decimal("1.50")),
    *(-2, Place(5, 65, 1)),
)
NOTHING = (2, "=1+1", None, None, None, None, None)


def sheets_of(*names, rows=(ROW, NOTHING), title="Kết quả"):
    return Sheets(
        title=title,
        facts=("Nguồn: a.xlsx",),
        sheets=tuple(Sheet(name=name, heads=HEADS, rows=rows, facts=(name,)) for name in names),
        notes=("Ghi chú của bảng.",),
        about=(("Mã băm", "f39f"),),
    )


def page_of(content, at=1):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ET.fromstring(archive.read(f"xl/worksheets/sheet{at}.xml"))  # noqa: S314 (ours)


def names_of(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names


class TestWorkbook:
    def test_the_table_stands_between_title_and_notes(self):
        content = workbook(sheets_of("Xã"), "vi")
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = [
            [cell for cell in row if cell != ""] for row in book.get_sheet_by_name("Xã").to_python()
        ]
        assert rows == [
            ["Kết quả"],
            ["Nguồn: a.xlsx"],
            ["Xã"],
            [],
            [head.text for head in HEADS],
            [1, "UBND xã An Bình", 9.5, 77.64, 1.5, -2, "05/65"],
            [2, "=1+1"],
            [],
            ["Ghi chú của bảng."],
        ]
        assert book.get_sheet_by_name("Thông tin").to_python() == [["Mã băm", "f39f"]]

    def test_it_prints_across_one_page_wide_with_its_heads(self):
        content = workbook(sheets_of("Xã"), "vi")
        page = page_of(content)
        setup = page.find(f"{MAIN}pageSetup").attrib
        assert (setup["paperSize"], setup["orientation"]) == ("9", "landscape")
        assert (setup.get("fitToWidth", "1"), setup["fitToHeight"]) == ("1", "0")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 (ours)
            styles = archive.read("xl/styles.xml").decode()
        titles = {each.get("name"): each.text for each in book.iter(f"{MAIN}definedName")}
        assert titles["_xlnm.Print_Titles"] == "Xã!$5:$5"
        assert page.find(f".//{MAIN}pane").attrib["topLeftCell"] == "C6"
        assert page.find(f"{MAIN}autoFilter").attrib["ref"] == "A5:G7"
        assert "Times New Roman" in styles
        assert "Calibri" not in styles
        assert 'formatCode="0.00"' in styles
        assert 'style="thin"' in styles

    def test_a_sheet_a_table_each_with_a_name_that_excel_takes(self):
        long = "Các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh"
        content = workbook(sheets_of("a/b", "A b", long, long + " X", "'", "thông tin"), "vi")
        names = names_of(content)
        assert names == [
            *("a b", "A b (2)", long[:31].strip(), long[:27] + " (2)"),
            *("1", "thông tin (2)", "Thông tin"),
        ]
        assert all(len(name) <= 31 for name in names)

    def test_nothing_is_filtered_where_no_row_is(self):
        page = page_of(workbook(sheets_of("Xã", rows=()), "vi"))
        assert page.find(f"{MAIN}autoFilter") is None

    def test_rows_are_as_high_as_their_texts(self):
        long = (1, "Ủy ban nhân dân đặc khu thuộc tỉnh " * 4, *ROW[2:])
        page = page_of(workbook(sheets_of("Xã", rows=(ROW, long)), "vi"))
        heights = {row.get("r"): float(row.get("ht", 0)) for row in page.iter(f"{MAIN}row")}
        assert heights["7"] > 3 * heights["6"]

    def test_the_heads_of_a_list_without_names_stay_in_view_only(self):
        sheet = Sheet(
            name="1", heads=(Head("Số", "count"), Head("Điểm", "points")), rows=((1, None),)
        )
        page = page_of(
            workbook(Sheets(title="x", facts=(), sheets=(sheet,), notes=(), about=()), "en")
        )
        assert page.find(f".//{MAIN}pane").attrib["topLeftCell"].startswith("A")


class TestLines:
    def test_rank_and_size_of_the_pool_stand_apart(self):
        heads, row, nothing = flat(sheets_of("Xã"), "vi")
        assert heads[-2:] == ["Thứ hạng", "Số đơn vị xếp hạng"]
        assert row == ["1", "UBND xã An Bình", "9,50", "77,64", "1,50", "-2", "5", "65"]
        assert nothing == ["2", "=1+1", *[""] * 6]

    def test_several_tables_are_one_where_heads_are_equal(self):
        lines = list(flat(sheets_of("Xã", "Sở"), "en"))
        assert [line[0] for line in lines] == ["Table", "Xã", "Xã", "Sở", "Sở"]

    def test_other_heads_begin_anew(self):
        first = sheets_of("Xã")
        other = Sheet(name="Việc", heads=(Head("Việc"),), rows=(("a",),))
        both = Sheets(title="", facts=(), sheets=(*first.sheets, other), notes=(), about=())
        lines = list(flat(both, "vi"))
        assert [] in lines
        assert lines[-2:] == [["Bảng", "Việc"], ["Việc", "a"]]


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (None, "points", "–"),
        (Place(1, 3, 2), "place", "=1/3"),
        (Place(4, None, None), "place", "4"),
        (Decimal("1.5"), "change", "+1,50"),
        (Decimal("1.5"), "points", "1,50"),
        (Decimal("77.64"), "percent", "77,64%"),
        (3, "step", "+3"),
        (-3, "step", "-3"),
        (12345, "count", "12.345"),
        ("a", "text", "a"),
    ],
)
def test_people_read(cell, kind, text):
    assert cell_text(cell, kind, "vi") == text
    assert cell_text(cell, kind, "vi", marked=False) == text.lstrip("=")


def test_the_fixture_has_a_cell_for_each_head():
    for one, other in pairwise((HEADS, ROW, NOTHING)):
        assert len(one) == len(other)
