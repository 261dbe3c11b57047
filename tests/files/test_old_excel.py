"""Old Excel workbooks (.xls) are refused with advice: nobody can bound what reads them."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io
import struct

import pytest
from python_calamine import CalamineWorkbook

from vn766.errors import InvalidRecordError, ProblemCode
from vn766.files import limits
from vn766.readers import Named, read_points, score_file

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def cell(row, column, value):
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
    return record(0x0203, place + struct.pack("<d", value))


def begin(kind):
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def old_excel(*cells):
    """Return a workbook of one sheet in the format of Excel 97, in as few bytes as it takes."""
    name = "T6"
    text = name.encode("utf-16-le")
    start = len(begin(5)) + 4 + 8 + len(text) + 4
    sheet = struct.pack("<IBBBB", start, 0, 0, len(name), 1) + text
    book = begin(5) + record(0x0085, sheet) + record(0x000A)
    book += begin(0x10) + b"".join(cell(*each) for each in cells) + record(0x000A)
    book = book.ljust(8 * SECTOR, b"\0")  # shorter streams stand elsewhere
    chain = [TABLE, END, *range(3, 10), END]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)

    def entry(called, kind, child, first, size):
        letters = called.encode("utf-16-le")
        parts = (len(letters) + 2, kind, 1, FREE, FREE, child, 0, first, size)
        return letters.ljust(64, b"\0") + struct.pack("<HBBIII16xI16xIQ", *parts)

    entries = entry("Root Entry", 5, 1, END, 0) + entry("Workbook", 2, FREE, 2, len(book))
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    return head + table + entries.ljust(SECTOR, b"\0") + book


def opened(data):
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)


class TestOldExcel:
    SOUND = ((0, 0, "Tên đơn vị"), (0, 1, "CKMB"), (1, 0, "UBND xã A"), (1, 1, 15.5))

    def test_calamine_reads_it(self):
        assert opened(old_excel(*self.SOUND)).to_python() == [
            ["Tên đơn vị", "CKMB"],
            ["UBND xã A", 15.5],
        ]

    def test_two_cells_are_laid_out_as_a_million_before_anybody_can_measure(self):
        data = old_excel((0, 0, 1.0), (65_535, 15, 1.0))
        assert len(data) == 5632
        sheet = opened(data)
        assert sheet.height * sheet.width == 2**20 > limits.CELLS

    @pytest.mark.parametrize(
        "cells",
        [
            SOUND,
            ((0, 0, 1.0), (65_535, 255, 1.0)),
            ((0, 0, 1.0), (65_535, 65_535, 1.0)),  # which ends the process of whoever lays it out
            ((0, 0, "x" * 200),),
            (),
        ],
    )
    @pytest.mark.parametrize("name", ["t.xls", "t.xlsx", "t.csv", "t"])
    def test_is_refused_with_advice_whatever_it_holds(self, cells, name):
        with pytest.raises(InvalidRecordError) as caught:
            score_file(Named(name, old_excel(*cells)))
        (problem,) = caught.value.problems
        assert problem.code is ProblemCode.OLD_EXCEL
        assert ".xlsx" in problem.text("vi")[1]

    def test_a_name_is_no_format(self):
        text = "Tên đơn vị\tCKMB\nUBND xã A\t15,5\n"
        for encoding in ("utf-8", "utf-16"):
            (found,) = read_points(Named("t.xls", text.encode(encoding))).records
            assert found.points == {"transparency": "15,5"}
        page = Named("t.xls", f"<table><tr><td>{text}</td></tr></table>".encode())
        with pytest.raises(InvalidRecordError) as caught:
            read_points(page)
        assert caught.value.problems[0].code is ProblemCode.UNKNOWN_FORMAT
