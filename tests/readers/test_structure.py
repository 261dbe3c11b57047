"""Broken structure is refused: what would put figures into the wrong row or column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity, foremost, unshown
from vn766.files.blocks import split
from vn766.readers import read_counts, read_points, score_file

if TYPE_CHECKING:
    from pathlib import Path


HEADS = "STT;Mã;Tên đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH"
ROWS = [f"{at};H99.10{at};UBND xã {at};1{at};18;9;8;17;19" for at in range(1, 9)]
SCORED = "Tên đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH"


def refused(text: str) -> Problem:
    """Return the only problem for which a table is refused, rows left out or not."""
    found: set[Problem] = set()
    for keep_going in (False, True):
        with pytest.raises(InvalidRecordError) as caught:
            score_file(text.encode(), name="t.csv", keep_going=keep_going)
        found.update(caught.value.problems)
    (problem,) = found
    assert problem.text("vi") != problem.text("en")
    return problem


class TestQuotationMarks:
    @pytest.mark.parametrize("open_at", range(8))
    @pytest.mark.parametrize("heads", [HEADS, f"BẢNG ĐIỂM;;;;;;;;\n{HEADS}"])
    def test_an_open_one_is_named_by_its_line(self, open_at: int, heads: str) -> None:
        rows = [row.replace("UBND", '"UBND') if at == open_at else row for at, row in numbered()]
        problem = refused("\n".join([heads, *rows]))
        assert problem.code is ProblemCode.STRAY_QUOTE
        assert dict(problem.details)["line"] == heads.count("\n") + 2 + open_at

    @pytest.mark.parametrize("second", [3, 5, 7])
    @pytest.mark.parametrize("cell", ["UBND", "18;9", "8;17"])
    def test_two_that_part_no_cell_are_refused(self, second: int, cell: str) -> None:
        rows = [
            row.replace(cell, f'"{cell}') if at in {2, second} else row for at, row in numbered()
        ]
        problem = refused("\n".join([HEADS, *rows]))
        assert (problem.code, dict(problem.details)["line"]) == (ProblemCode.STRAY_QUOTE, 4)

    def test_two_that_close_a_cell_of_several_rows(self) -> None:
        rows = list(ROWS)
        rows[2] = rows[2].replace("UBND", '"UBND')
        rows[4] = rows[4].replace("xã 5", 'xã 5"')
        problem = refused("\n".join([HEADS, *rows]))
        assert (problem.code, dict(problem.details)["line"]) == (ProblemCode.STRAY_QUOTE, 4)

    def test_one_in_the_heads(self) -> None:
        problem = refused("\n".join([HEADS.replace("Tên", '"Tên'), *ROWS]))
        assert (problem.code, dict(problem.details)["line"]) == (ProblemCode.STRAY_QUOTE, 1)

    def test_text_behind_a_closed_cell(self) -> None:
        problem = refused(f'{SCORED}\n"Xã" A;17;18;9;8;17;19\n')
        assert (problem.code, dict(problem.details)["line"]) == (ProblemCode.STRAY_QUOTE, 2)

    def test_one_that_takes_more_than_a_cell_may_hold(self) -> None:
        rows = [f"UBND xã {at};17;18;9;8;17;19" for at in range(6000)]
        rows[3000] = '"' + rows[3000]
        problem = refused("\n".join([SCORED, *rows]))
        assert (problem.code, dict(problem.details)["line"]) == (ProblemCode.STRAY_QUOTE, 3002)

    def test_counts_are_read_by_the_same_rule(self) -> None:
        text = 'Tên đơn vị;Chỉ số;Tử số;Mẫu số\nA;"2.1;5;6\nB;2.1;5;6\n'
        with pytest.raises(InvalidRecordError) as caught:
            read_counts(text.encode())
        assert [problem.code for problem in caught.value.problems] == [ProblemCode.STRAY_QUOTE]

    @pytest.mark.parametrize(
        "note", ['"xem ""a""; b"', '"hai\ndòng"', '"a; b\nc; d"', 'Sở "A"', '"ba\n\ndòng; x"']
    )
    def test_cells_may_hold_marks_and_lines(self, note: str) -> None:
        text = f"{SCORED};Ghi chú\nXã A;17;18;9;8;17;19;{note}\nXã B;16;18;9;8;17;19;\n"
        assert score_file(text.encode()).table.rows == 2

    @given(
        st.lists(
            st.lists(st.text('ab";,\n ', max_size=4), min_size=3, max_size=3),
            min_size=1,
            max_size=5,
        )
    )
    def test_what_is_quoted_properly_is_split_as_it_was(self, rows: list[list[str]]) -> None:
        text = "\n".join(
            "|".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
        )
        assert split(text, "|", "t.csv") == rows


class TestBlocks:
    def test_two_periods_side_by_side(self) -> None:
        points = "CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH;Tổng điểm"
        problem = refused(
            f"STT;Tên đơn vị;Tháng 9/2025;;;;;;;Tháng 10/2025;;;;;;\n;;{points};{points}\n"
            "1;UBND xã A;15;18;9;8;17;19;86;17;18;9;8;17;19;88\n"
        )
        assert (problem.code, problem.origin) == (ProblemCode.SIDE_BY_SIDE, "t.csv, J1")
        assert "CKMB (J), TDGQ (K)" in problem.message

    def test_two_lists_of_units_side_by_side(self) -> None:
        problem = refused(
            f"Khối sở;;;;;;;;Khối xã;;;;;;\n{SCORED};;{SCORED}\n"
            "Sở A;15;18;9;8;17;19;;Xã B;16;18;9;8;17;19\n"
        )
        assert (problem.code, problem.origin) == (ProblemCode.SIDE_BY_SIDE, "t.csv, J2")

    def test_two_lists_with_other_points(self) -> None:
        problem = refused("Tên đơn vị;CKMB;TDGQ;Tên đơn vị;MDHL;MDSH\nXã A;15;18;Xã B;17;19\n")
        assert (problem.code, problem.origin) == (ProblemCode.SIDE_BY_SIDE, "t.csv, D1")

    def test_one_column_twice_is_said_of_that_column(self) -> None:
        problem = refused("Tên đơn vị;CKMB;TDGQ;CKMB\nXã A;15;18;16\n")
        assert (problem.code, problem.origin) == (ProblemCode.DUPLICATE_KEY, "t.csv, D1")

    @pytest.mark.parametrize(
        "heads",
        ["Mã;Tên;CKMB;TDGQ;Đơn vị", "Tên;Đơn vị;CKMB;TDGQ;Mã", "Tên;Địa phương;CKMB;TDGQ;x"],
    )
    def test_more_columns_about_the_unit_are_no_table(self, heads: str) -> None:
        assert read_points(f"{heads}\nH01;A;15;18;H01\n".encode()).rows == 1


class TestNothing:
    def test_a_file_with_no_sound_row_ranks_nobody(self) -> None:
        problem = refused(f"{SCORED}\nXã A;19;18;9;8;17;19\n")
        assert problem.code is ProblemCode.ABOVE_MAXIMUM

    def test_no_counts(self, tmp_path: Path) -> None:
        path = tmp_path / "c.csv"
        path.write_text("Tên đơn vị;Chỉ số;Tử số;Mẫu số\n", "utf-8")
        with pytest.raises(InvalidRecordError) as caught:
            read_counts(path)
        assert [problem.code for problem in caught.value.problems] == [ProblemCode.NO_UNITS]


def numbered() -> list[tuple[int, str]]:
    return list(enumerate(ROWS))


class TestManyProblems:
    def test_twenty_are_shown_and_all_are_counted(self) -> None:
        rows = "".join(f"Xã {at};19;18;9;8;17;19\n" for at in range(33))
        with pytest.raises(InvalidRecordError) as caught:
            score_file(f"{SCORED};Tỷ lệ (%)\n{rows}".encode(), name="t.csv")
        lines = caught.value.text("vi").split("\n")
        assert len(lines) == 1 + 20 + 1
        assert (lines[1][:9], lines[-1]) == ("t.csv, B2", "… và 13 vấn đề khác.")
        assert len(caught.value.problems) == 33

    def test_the_gravest_come_first_in_their_order(self) -> None:
        problems = [
            Problem.of(ProblemCode.NO_UNIT, (at,), severity=severity)
            for at, severity in enumerate([Severity.NOTE] * 21 + [Severity.ERROR, Severity.WARNING])
        ]
        assert [problem.path[0] for problem in foremost(problems)] == [*range(18), 21, 22]
        assert foremost(problems[:20]) == tuple(problems[:20])
        assert (unshown(20), unshown(21)) == ((), ("… and one more problem.",))
