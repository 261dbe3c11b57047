"""Small Parquet files are tables like others."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io
import sys
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet

from vn766.audit import audit
from vn766.errors import InvalidRecordError, MissingExtraError, ProblemCode
from vn766.files import Named, limits
from vn766.files.parquet import read_parquet
from vn766.readers import read_counts, read_points, score_file

HEADS = ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH")


def written(**columns):
    stream = io.BytesIO()
    parquet.write_table(pa.table(columns), stream)
    return Named("t.parquet", stream.getvalue())


def test_a_table_is_scored_and_ranked():
    points = {head: [10, 9] for head in HEADS[1:]}
    content = written(**{"Tên đơn vị": ["Xã A", "Tổng cộng"], "CKMB": [17.25, 1.0]}, **points)
    scored = score_file(content)
    assert [(str(row.result.total), row.of) for row in scored.ranking] == [("67.25", 1)]
    assert [problem.code for problem in scored.problems] == [ProblemCode.ROW_LEFT_OUT]
    assert score_file(content.data, name="x.parquet").table.source == "x.parquet"


def test_days_that_python_does_not_have_are_texts():
    days = pa.array([2932897 + 1000, 0], pa.date32())
    grid = read_parquet(written(a=["x", "y"], b=days, c=pa.array([2**62, 0], pa.timestamp("us"))))
    assert [row[1] for row in grid.rows] == ["b", "10002-09-27", "1970-01-01"]
    assert grid.rows[1][2] == "<value out of range: 4611686018427387904>"
    points = {head: [10, 9] for head in HEADS}
    scored = score_file(written(**{"Tên đơn vị": ["A", "B"], **points, "Ngày": days}))
    assert [row.rank for row in scored.ranking] == [1, 2]


def test_a_table_is_audited():
    content = written(**{"Đơn vị": ["xã A"], "Tổng điểm": [87.09], "Xếp loại": ["Khá"]})
    (finding,) = audit(content).findings
    assert finding.code == "class-mismatch"


def test_counts_are_read_too():
    columns = {"Tên đơn vị": ["A"], "Chỉ số": ["2.1"], "Tử số": [5], "Mẫu số": [6]}
    assert read_counts(written(**columns)).rows == 1


def test_values_are_cells():
    grid = read_parquet(
        written(
            a=["x", None],
            b=[1.5, float("nan")],
            c=[Decimal("18.25"), None],
            d=[date(2025, 8, 7), None],
            e=[[1, 2], None],
            f=[True, False],
        )
    )
    assert grid.rows == [
        ["a", "b", "c", "d", "e", "f"],
        ["x", 1.5, 18.25, "2025-08-07", "[1, 2]", "TRUE"],
        ["", "", "", "", "", "FALSE"],
    ]
    assert grid.flaws == {(1, 3): ProblemCode.DATE_CELL}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (Named("t", b"PAR1 and no end"), ProblemCode.DAMAGED_FILE),
        (written(x=["y" * 10_001]), ProblemCode.CELL_TOO_LONG),
        (written(x=["y"]), ProblemCode.NO_HEADER),
    ],
)
def test_what_is_no_table_is_refused(content, code):
    with pytest.raises(InvalidRecordError) as caught:
        read_points(content)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_the_footer_tells_the_rows_first(monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 2)
    assert len(read_parquet(written(x=[1])).rows) == 2
    monkeypatch.setattr(parquet.ParquetFile, "iter_batches", None)
    with pytest.raises(InvalidRecordError) as caught:
        read_parquet(written(x=[1, 2]))
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.TABLE_TOO_LARGE]


def test_without_pyarrow(monkeypatch):
    content = written(x=[1])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match="parquet"):
        read_parquet(content)
