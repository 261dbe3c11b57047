"""Pools in sheets: cells that are merged over several rows, and rows that nobody sees."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io

import pytest
import xlsxwriter

from vn766.errors import InvalidRecordError
from vn766.files import limits
from vn766.files.blocks import Grid
from vn766.readers import read_counts, read_points, score_file
from vn766.readers.tables import unmerged

POINTS = "CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH"
REST = "18;9;8;17;19"


def places(scored):
    return {row.result.unit.name: (row.pool, row.rank, row.of) for row in scored.ranking}


def refused(data, **options):
    with pytest.raises(InvalidRecordError) as caught:
        score_file(data, **options)
    return [(str(problem.code), problem.origin) for problem in caught.value.problems]


class TestSheets:
    def workbook(self, write):
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
            sheet = book.add_worksheet("T6")
            sheet.write_row(0, 0, ["Cụm", "Tên đơn vị", *POINTS.split(";")])
            for at, (cluster, name, points) in enumerate(
                [("Cụm 1", "Xã A", 15), ("", "Xã B", 16), ("Cụm 2", "Xã C", 17), ("", "Xã D", 9)], 1
            ):
                row = [cluster, name, points, *map(int, REST.split(";"))]
                sheet.write_row(at, 0, row)
            write(sheet)
        return content.getvalue()

    def test_merged_pools_are_those_of_each_row(self):
        def merge(sheet):
            sheet.merge_range("A2:A3", "Cụm 1")
            sheet.merge_range("A4:A5", "Cụm 2")

        scored = score_file(self.workbook(merge), within="Cụm")
        assert places(scored) == {
            "Xã B": ("Cụm 1", 1, 2),
            "Xã A": ("Cụm 1", 2, 2),
            "Xã C": ("Cụm 2", 1, 2),
            "Xã D": ("Cụm 2", 2, 2),
        }

    def test_blank_pools_that_are_not_merged_are_errors(self):
        assert refused(self.workbook(lambda _: None), within="Cụm") == [
            ("blank-pool", "table, T6!3"),
            ("blank-pool", "table, T6!5"),
        ]

    def test_merged_points_are_nobody_s(self):
        found = read_points(self.workbook(lambda sheet: sheet.merge_range("D2:D3", 18)))
        assert [(str(problem.code), problem.origin) for problem in found.problems] == [
            ("merged-cell", "table, T6!D2"),
            ("merged-cell", "table, T6!D3"),
        ]
        blank = read_points(self.workbook(lambda sheet: sheet.merge_range("J2:K3", "")))
        assert blank.problems == ()

    def test_hidden_rows_are_named(self):
        def hide(sheet):
            sheet.set_row(2, None, None, {"hidden": True})
            sheet.set_row(9, None, None, {"hidden": True})

        scored = score_file(self.workbook(hide), pool="xã")
        [problem] = scored.problems
        assert (problem.code, problem.origin) == ("hidden-rows", "table, T6!3")
        assert dict(problem.details)["names"] == "Xã B"
        assert len(scored.ranking) == 4

    def test_blocks_that_lie_on_each_other_are_refused(self, monkeypatch):
        monkeypatch.setattr(limits, "CELLS", 50)
        rows = [[""] * 9 for _ in range(6)]
        block = (1, 0, 5, 8)
        for merged in ([block], [(0, 0, 5, 8)] * 9, [(1, 0, 1, 8)] * 9):
            grid = Grid(file="t", rows=rows, merged=merged)
            assert unmerged(grid, 1, shared={0}, values=set()).rows == rows
        with pytest.raises(InvalidRecordError):
            unmerged(Grid(file="t", rows=rows, merged=[block] * 2), 1, shared={0}, values=set())

    def test_a_unit_merged_over_its_counts_is_that_of_each(self):
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["Tên đơn vị", "Chỉ số", "Tử số", "Mẫu số"])
            sheet.merge_range("A2:A3", "Xã A")
            sheet.write_row(1, 1, ["2.1", 3, 4])
            sheet.write_row(2, 1, ["4.1", 1, 2])
            sheet.write_row(3, 0, ["Xã B", "2.1"])
            sheet.merge_range("C4:D5", 9)
            sheet.write_row(4, 0, ["Xã C", "2.1"])
        table = read_counts(content.getvalue())
        [record] = table.records
        assert (record.unit.name, len(record.counts)) == ("Xã A", 2)
        assert {str(problem.code) for problem in table.problems} == {"merged-cell"}
