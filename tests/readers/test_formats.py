"""One table in every format: the same results, and the same problems."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
import io
import json

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet
from tests.files.test_opendocument import cell, ods, row, sheet

from vn766.errors import InvalidRecordError
from vn766.files.workbooks import cell_of
from vn766.readers import score_file

HEADS = ["STT", "Mã", "Tên đơn vị", "CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH", "Xếp hạng"]
UNITS = [
    ["1", "H01.1", "Xã A", 15.5, 18.0, 9.0, 8.0, 17.0, 19.0, 2],
    ["2", "H01.2", "Xã B", 16.25, 17.0, 9.0, 8.0, 17.0, 19.0, 3],
    ["3", "H01.3", "Xã C", 17.0, 16.0, 9.0, 8.0, 17.0, 20.0, 1],
]
SLIPS = {
    "clean": (HEADS, UNITS),
    "total": (HEADS, [*UNITS, ["", "", "Tổng cộng", 48.75, 51.0, 27.0, 24.0, 51.0, 58.0, ""]]),
    "target": (HEADS, [*UNITS, ["", "", "Mục tiêu", 18.0, 20.0, 12.0, 10.0, 18.0, 22.0, ""]]),
    "mean": (HEADS, [*UNITS, ["", "", "Chung", 16.25, 17.0, 9.0, 8.0, 17.0, 19.33, ""]]),
    "apart": (HEADS, [*UNITS, ["4", "", "Đội", 16.0, 17.0, 9.0, 8.0, 17.0, 19.5, ""]]),
    "twice": (HEADS, [*UNITS, UNITS[0]]),
    "beyond": (HEADS, [*UNITS, ["4", "H01.4", "Xã D", 19.0, 1.0, 1.0, 1.0, 1.0, 1.0, ""]]),
    "nobody": (HEADS, [*UNITS, ["4", "", "", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, ""]]),
    "missing": (HEADS, [*UNITS, ["4", "H01.4", "Xã D", "", 1.0, 1.0, 1.0, 1.0, 1.0, ""]]),
    "rates": (HEADS, [[*unit[:3], *[0.5] * 6, ""] for unit in UNITS]),
    "month": ([*HEADS[:9], "Tổng điểm tháng 9/2025"], UNITS),
    "unknown": ([*HEADS[:8], "Số hóa giấy", "Xếp hạng"], UNITS),
    "camel": ([*HEADS[:3], "CongKhaiMinhBach", *HEADS[4:]], UNITS),
    "empty": (HEADS, []),
}


def as_csv(heads, rows):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    texts = (
        [str(each).replace(".", ",") if isinstance(each, float) else each for each in unit]
        for unit in rows
    )
    writer.writerows([heads, *texts])
    return stream.getvalue().encode()


def as_xlsx(heads, rows):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet("S")
        for at, cells in enumerate([heads, *rows]):
            page.write_row(at, 0, cells)
    return stream.getvalue()


def as_ods(heads, rows):
    return ods(sheet(*(row(*map(_cell, cells)) for cells in [heads, *rows]))).data


def _cell(value):
    return cell(float(value) if isinstance(value, int) else value)


def as_json(heads, rows):
    records = [
        {head: None if each == "" else each for head, each in zip(heads, cells, strict=True)}
        for cells in rows
    ]
    return json.dumps(records).encode()


def as_parquet(heads, rows):
    columns = {
        head: [None if cells[at] == "" else cells[at] for cells in rows]
        for at, head in enumerate(heads)
    }
    stream = io.BytesIO()
    parquet.write_table(pa.table(columns), stream)
    return stream.getvalue()


def said(content):
    """Return results and the kinds of problems of a table, or of its refusal."""
    try:
        scored = score_file(content, keep_going=True)
    except InvalidRecordError as error:
        return [], [str(problem.code) for problem in error.problems]
    results = [
        (str(entry.result.unit), str(entry.result.total), entry.rank, entry.of)
        for entry in scored.ranking
    ]
    unranked = [(str(entry.result.unit), "", 0, 0) for entry in scored.ranking.unranked]
    return [*results, *unranked], [str(problem.code) for problem in scored.problems]


def test_a_text_that_all_rows_of_parquet_share_counts_in_each(monkeypatch):
    heads, rows = [*HEADS, "Ghi chú"], [[*unit, "x" * 5_000] for unit in UNITS * 500]
    content = as_parquet(heads, rows)
    assert len(content) < 50_000
    monkeypatch.setattr("vn766.files.limits.CELLS_LENGTH", 5_000 * len(rows))
    laid_out = []

    def counted(value):
        laid_out.append(value)
        return cell_of(value)

    monkeypatch.setattr("vn766.files.parquet.cell_of", counted)
    assert said(content) == ([], ["file-beyond-limit"])
    assert len(laid_out) < 12 * 1_000  # the rows of the first part


@pytest.mark.parametrize("slip", SLIPS)
def test_every_format_says_the_same(slip):
    heads, rows = SLIPS[slip]
    wanted = said(as_csv(heads, rows))
    for write in (as_xlsx, as_ods, as_json, as_parquet):
        if rows or write is not as_json:  # objects of nothing have no names
            assert said(write(heads, rows)) == wanted, write.__name__
    assert (wanted[1] == []) == (slip in {"clean", "camel", "missing"})
