"""Workbooks of counts to records."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from datetime import datetime

import pytest
import xlsxwriter

from vn766.errors import InvalidRecordError
from vn766.readers import read_counts
from vn766.records import Ratio

HEADS = ("Mã đơn vị", "Tên đơn vị", "Chỉ số", "Tử số", "Mẫu số", "Điểm")


@pytest.fixture
def workbook(tmp_path):
    """Return a function that writes the sheets of a workbook and returns its path."""

    def write(**sheets):
        path = tmp_path / "counts.xlsx"
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
            formats = {
                "date": book.add_format({"num_format": "dd/mm/yyyy"}),
                "percent": book.add_format({"num_format": "0%"}),
            }
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for at, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        if isinstance(cell, tuple):
                            value, kind = cell
                            put = sheet.write_datetime if kind == "date" else sheet.write_number
                            put(at, column, value, formats[kind])
                        elif isinstance(cell, str) and cell.startswith("{="):
                            sheet.write_formula(at, column, cell[1:-1], None, "")
                        else:
                            sheet.write(at, column, cell)
        return path

    return write


def row(indicator, numerator, denominator, points=""):
    return ("H00.01", "UBND xã A", indicator, numerator, denominator, points)


def found(table):
    return [(problem.origin, str(problem.code)) for problem in table.problems]


def test_numbers_are_counts(workbook):
    path = workbook(S=[HEADS, row(1.4, 755, 1120, 4.04), row("4.6", "null", "null", 2)])
    table = read_counts(path)
    (record,) = table.records
    assert record.counts == {"DOSSIER_SYNC": Ratio(755, 1120), "ELECTRONIC_CERTIFIED_COPY": None}
    assert (table.problems, table.source) == ((), "counts.xlsx, S")
    assert (record.origin.sheet, record.origin.row) == ("S", 2)
    assert record.unit.level is None


def test_points_of_a_node(workbook):
    (record,) = read_counts(workbook(S=[HEADS, row("CLGQ", "", "", 8.57)])).records
    assert record.points == {"online.services": 8.57}


@pytest.mark.parametrize(
    ("cells", "origin", "code"),
    [
        (row(1.4, 12.345, 20), "D2", "not-a-count"),  # no 12.345 dossiers
        (row(1.4, 12.5, 20), "D2", "not-a-count"),
        (row(1.4, 1e15, 1e15), "D2", "too-large"),
        (row(1.4, 1e300, 1e300), "D2", "too-large"),
        (row(1.4, numerator=True, denominator=20), "D2", "not-a-count"),
        (row(1.4, "=1+1", 20), "D2", "not-a-count"),
        (row(1.4, "{=1+1}", 20), "D2", "uncomputed-cell"),
        (row(1.4, (0.5, "percent"), 20), "D2", "percent-cell"),
        (row(1.4, 1, (datetime(2026, 1, 4), "date")), "E2", "date-cell"),  # noqa: DTZ001 (a cell)
        (row("CLGQ", "", "", (0.5, "percent")), "F2", "percent-cell"),
    ],
)
def test_what_is_wrong_with_a_cell(workbook, cells, origin, code):
    table = read_counts(workbook(S=[HEADS, cells]))
    assert found(table) == [(f"counts.xlsx, S!{origin}", code)]
    assert table.broken == ("H00.01",)


def test_an_indicator_that_became_a_date(workbook):
    day = (datetime(2026, 2, 4), "date")  # noqa: DTZ001 (a cell has no time zone)
    table = read_counts(workbook(S=[HEADS, row(day, 1, 2)]))
    assert found(table)[0] == ("counts.xlsx, S!C2", "date-cell")
    assert table.broken == ("H00.01",)


def test_the_sheet_with_counts_is_found(workbook):
    counts = [HEADS, row(1.4, 1, 2)]
    path = workbook(Notes=[("Ghi chú",)], Counts=counts)
    assert read_counts(path).source == "counts.xlsx, Counts"
    path = workbook(T5=counts, T6=[HEADS, row(1.4, 2, 2)])
    with pytest.raises(InvalidRecordError, match="T5, T6"):
        read_counts(path)
    (record,) = read_counts(path, sheet="T6").records
    assert record.counts == {"DOSSIER_SYNC": Ratio(2, 2)}


def test_no_sheet_with_counts(workbook):
    with pytest.raises(InvalidRecordError) as caught:
        read_counts(workbook(S=[("Tên đơn vị", "CKMB"), ("UBND xã A", 17)]))
    assert [problem.code for problem in caught.value.problems] == ["no-counts"]
