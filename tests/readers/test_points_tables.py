"""Tables of points to records: real forms, and every trap in them."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import FrameworkError, InvalidRecordError, ProblemCode, Severity
from vn766.period import Month, Year
from vn766.readers import PointsTable, read_points
from vn766.readers.asides import is_missing
from vn766.records import Unit
from vn766.score import rank_units, score_points

if TYPE_CHECKING:
    from pathlib import Path

FORM = (
    '"STT";"Tên Cơ quan/\nđơn vị";"Mã định danh";"Công khai, minh bạch (điểm đạt/18)";'
    '"Tiến độ, kết quả giải quyết (điểm đạt/20)";'
    '"Cung cấp dịch vụ công trực tuyến (điểm đạt/22)";"Mức độ hài lòng (điểm đạt/18)";'
    '"Số hóa hồ sơ (điểm đạt/22)";"Tổng điểm";"Tổng hợp xếp loại";"Xếp hạng"\n'
)


def refused(read: Reader, text: str) -> list[tuple[str, str]]:
    """Return cell and code of each problem for which a file is refused."""
    with pytest.raises(InvalidRecordError) as caught:
        read(text)
    return [
        ((problem.origin or "").removeprefix("t.csv, "), str(problem.code))
        for problem in caught.value.problems
    ]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


class Reader:
    """Reads a text as the file ``t.csv``."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "t.csv"

    def __call__(self, text: str) -> PointsTable:
        self.path.write_text(text, "utf-8")
        return read_points(self.path)


def found(table: PointsTable, *, notes: bool = False) -> list[tuple[str, str]]:
    """Return cell and code of each problem."""
    return [
        ((problem.origin or "").removeprefix("t.csv, "), str(problem.code))
        for problem in table.problems
        if notes or problem.severity is not Severity.NOTE
    ]


class TestForms:
    def test_the_form_of_officials(self, read: Reader) -> None:
        table = read(
            "BẢNG XẾP LOẠI, ĐÁNH GIÁ;;\nQuý II/2023;;\n\n"
            + FORM
            + "5;UBND phường A;000.21.35.H53;0,3;18,4;15,2;18;19,2;71,1;Khá;7/8\n"
        )
        (record,) = table.records
        assert record.unit == Unit(name="UBND phường A", code="000.21.35.H53")
        assert record.points == {
            "transparency": "0,3",
            "progress": "18,4",
            "online": "15,2",
            "satisfaction": "18",
            "digitization": "19,2",
        }
        published = record.published
        assert published is not None
        assert (published.total, published.rank, published.of, published.band) == (
            *("71,1", 7, 8, "Khá"),
        )
        assert published.source == table.source == "t.csv"
        assert table.title == ("BẢNG XẾP LOẠI, ĐÁNH GIÁ", "Quý II/2023")
        assert (table.problems, table.broken, table.rows) == ((), (), 1)
        assert table.extra[0]["STT"] == "5"
        result = score_points(record)
        assert (result.total, result.published) != (None, None)
        assert result.total == Decimal("71.1")

    def test_what_is_not_points_is_kept_by_its_header(self, read: Reader) -> None:
        table = read("Tên,Khối,CKMB,Tiến độ giải quyết (%)\nA,Sở,1,93%\nB,Xã,2\n")
        assert table.extra == (
            {"Tên": "A", "Khối": "Sở", "Tiến độ giải quyết (%)": "93%"},
            {"Tên": "B", "Khối": "Xã", "Tiến độ giải quyết (%)": ""},
        )
        assert (ProblemCode.PERCENT_COLUMN, Severity.NOTE) in [
            (problem.code, problem.severity) for problem in table.problems
        ]

    def test_missing_groups_are_noted_with_the_heads_not_understood(self, read: Reader) -> None:
        table = read("Tên,Nhận xét về số hoá,CKMB,TDGQ,CLGQ,MDHL\nA,1,2,3,4,5\n")
        (note,) = table.problems
        assert (note.code, note.severity) == (ProblemCode.MISSING_COLUMNS, Severity.NOTE)
        assert "Không có cột điểm cho: Thanh toán trực tuyến; Số hóa hồ sơ." in note.line("vi")
        assert "Nhận xét về số hoá" in note.line("vi")

    def test_a_head_that_looks_like_points_is_never_a_silent_null(self, read: Reader) -> None:
        text = "Tên,Số hoá hồ sơ giấy,CKMB,TDGQ,CLGQ,MDHL\nA,1,2,3,4,5\n"
        assert refused(read, text) == [("B1", "unknown-key")]

    def test_a_part_whose_group_has_another_part_is_noted(self, read: Reader) -> None:
        table = read("Tên,Mã ĐV,CKMB,TDGQ,DVC một cửa,TTTT,MDHL,MDSH\nA,H1.2,1,2,3,4,5,6\n")
        (note,) = table.problems
        assert "Không có cột điểm cho: Dịch vụ công trực tuyến." in note.line("vi")
        assert "Các cột không nhận ra: DVC một cửa." in note.line("vi")

    def test_a_group_without_any_part_is_noted_once(self, read: Reader) -> None:
        (note,) = read("Tên,CKMB,TDGQ,MDHL,MDSH\nA,1,2,3,4\n").problems
        assert "Không có cột điểm cho: Cung cấp dịch vụ trực tuyến." in note.line("vi")

    def test_missing_groups_where_every_head_was_understood(self, read: Reader) -> None:
        (note,) = read("Tên,CKMB,TDGQ,CLGQ,TTTT,MDHL\nA,1,2,3,4,5\n").problems
        assert note.line("vi").startswith("t.csv, A1: Không có cột điểm cho: Số hóa hồ sơ. ")
        assert "không nhận ra" not in note.line("vi")
        assert "recognised" not in note.line("en")

    def test_totals_alone_are_a_table(self, read: Reader) -> None:
        table = read('Đơn vị,Tổng điểm/100,Xếp hạng\nA,"87,09/100",05/65\n')
        assert table.problems == ()
        result = score_points(table.records[0])
        assert (result.total, result.known_total) == (None, Decimal("87.09"))

    @pytest.mark.parametrize(
        ("text", "level"),
        [
            ("commune", "commune"),
            ("Xã", "commune"),
            ("Sở, ban, ngành", "department"),
            ("Cấp tỉnh", "province"),
            ("huyện", "district"),
            ("-", None),
        ],
    )
    def test_levels(self, read: Reader, text: str, level: str | None) -> None:
        table = read(f'Tên,Cấp,CKMB\nA,"{text}",1\n')
        assert table.records[0].unit == Unit(name="A", level=level)  # type: ignore[arg-type]
        assert found(table) == []

    def test_an_unknown_level_is_a_warning(self, read: Reader) -> None:
        table = read("Tên,Cấp,CKMB\nA,thôn,1\n")
        assert table.records[0].unit == Unit(name="A")
        assert found(table) == [("B2", "unknown-level")]
        assert table.extra[0]["Cấp"] == "thôn"

    def test_a_code_may_stand_for_the_name(self, read: Reader) -> None:
        table = read("Mã định danh,CKMB\nH01.12,1\n")
        assert table.records[0].unit == Unit(name="H01.12", code="H01.12")

    def test_the_pool_may_stand_in_the_head(self, read: Reader) -> None:
        table = read("Tên,Tổng điểm,Xếp hạng/65\nA,80,5\nB,79,6/7\n")
        ranks = [(r.published.rank, r.published.of) for r in table.records if r.published]
        assert ranks == [(5, 65), (6, 7)]

    def test_period_and_framework_go_into_the_records(self, tmp_path: Path) -> None:
        path = tmp_path / "t.csv"
        path.write_text("Tên,CKMB\nA,1\n", "utf-8")
        (record,) = read_points(path, period=Month(2026, 5)).records
        assert record.period == Month(2026, 5)
        assert score_points(record).framework_id == "portal-2026"
        assert read_points(path, framework="portal-2025", period=Year(2025)).rows == 1
        with pytest.raises(FrameworkError):
            read_points(path, framework="none")


class TestRowsThatAreNoUnits:
    @pytest.mark.parametrize(
        "row",
        [
            ";Tổng;;18;20",
            ";Tổng cộng;;18;20",
            "Tổng cộng;;;18;20",
            ";TRUNG BÌNH;-;9,123456;8",
            ";Điểm trung bình chung toàn tỉnh;;9;8",
            ";Cả nước;;9;8",
            "I;KHỐI SỞ, BAN, NGÀNH;;;",
            ";UBND các xã;;;",
            "II. Khối xã;;;;",
            ";;;;KT. CHỦ TỊCH",
            "Ghi chú: số liệu lúc 15 giờ;;;;",
            ";;;;Hòa Thành, ngày 05 tháng 7",
            "STT;Tên;Mã;CKMB;TDGQ",
            ";Thang điểm tối đa;;18;20",
            "0;Điểm tối đa;;18;20",
            "0;Điểm tối đa theo QĐ 766;-;18;20",
            ";Điểm chuẩn;;18;20",
            "Điểm tối đa;;;18;20",
            "3;Tổng điểm tối đa;;18;20",
            ";Mức tối đa;;18;20",
            ";Số điểm chuẩn;;18;20",
            "Điểm tối đa;0;;18;20",
            "Bình quân;x;;9;8",
            "Trung bình;x;;9;8",
            ";Giá trị trung bình;;9;8",
            "3;Điểm trung bình;;9;8",
            "3;Tổng cộng;;9;8",
            ";Kết quả toàn tỉnh;;9;8",
            ";Trung vị;;9;8",
            ";Max;;9;8",
            ";Bình quân các xã;;9;8",
            "3;Bình quân các xã;;9;8",
            ";Trung bình các xã, phường;;9;8",
            ";Tổng điểm các xã;;18;20",
            ";Trung bình khối;;9;8",
            ";Toàn tỉnh Bắc Ninh;;9;8",
            ";Cộng (2 đơn vị);;9;8",
            ";TB;;9;8",
            ";Điểm cao nhất;;9;8",
            "4;Điểm thấp nhất;;9;8",
            ";Khối Đảng, đoàn thể;;9;8",
            ";KHOI SO NGANH;;9;8",
            "I;Khối sở;;17;18",
            "A.;Sở, ban, ngành;;17;18",
        ],
    )
    def test_they_are_left_out_with_a_note(self, read: Reader, row: str) -> None:
        table = read(f"STT;Tên;Mã;CKMB;TDGQ\n1;UBND xã A;;1;2\n{row}\n\n;;;;\n2;UBND xã B;;3;4\n")
        assert [r.unit.name for r in table.records if r.unit] == ["UBND xã A", "UBND xã B"]
        assert ("3", "row-left-out") in found(table, notes=True)
        assert (table.broken, table.rows) == ((), 2)

    @pytest.mark.parametrize(
        "row",
        [
            "2;Trung Bình;;1;2",
            ";Cả nước;G01;1;2",
            "2;UBND xã B;;;",
            ";Tổng cục Thuế;;1;2",
            ";UBND xã B;;-;-",
            ";Cộng Hòa;;1;2",
            ";UBND xã B;H01.2;;",
            ";xã Cộng Hòa;;1;2",
            ";UBND xã Trung Bình;;1;2",
            ";phường Tổng Cọt;;1;2",
            ";Tổng Cọt;;1;2",
            ";Cộng Hiền;;1;2",
            ";Khôi Kỳ;;1;2",
            ";Tổng công ty Điện lực;;1;2",
            "I;Khối sở;H01.3;17;18",
            "2;Khối sở;;17;18",
            ";Điểm tối đa;H01.3;17;18",
        ],
    )
    def test_units_are_not(self, read: Reader, row: str) -> None:
        table = read(f"STT;Tên;Mã;CKMB;TDGQ\n1;UBND xã A;;1;2\n{row}\n")
        assert len(table.records) == 2

    def test_roman_numbers_alone_number_units(self, read: Reader) -> None:
        table = read("STT;Tên;CKMB\nI;UBND xã A;1\nII;UBND xã B;2\n")
        assert [r.unit.name for r in table.records if r.unit] == ["UBND xã A", "UBND xã B"]

    @pytest.mark.parametrize("row", ["UBND xã A;;18;20,0", "UBND xã A;-;18/18;20.00"])
    def test_nothing_but_maxima_is_doubted(self, read: Reader, row: str) -> None:
        table = read(f"Tên;Mã;CKMB;TDGQ\n{row}\n")
        assert found(table) == [("C2", "all-maxima")]
        assert len(table.records) == 1  # a unit may be perfect

    @pytest.mark.parametrize(
        "text",
        [
            "Tên;Mã;CKMB;TDGQ\nA;H01;18;20\n",
            "Tên;Mã;CKMB;TDGQ\nA;;18;\n",
            "Tên;Mã;CKMB;TDGQ\nA;;18;19,99\n",
            "Tên;CKMB\nA;18\n",
        ],
    )
    def test_other_maxima_are_not(self, read: Reader, text: str) -> None:
        assert found(read(text)) == []

    def test_what_is_no_number_is_no_maximum(self, read: Reader) -> None:
        assert found(read("Tên;CKMB;TDGQ\nA;x;20\n")) == [("B2", "not-a-number")]

    def test_without_numbers_a_unit_may_have_no_figures(self, read: Reader) -> None:
        table = read("Tên,CKMB\nUBND xã A,\nGhi chú: số liệu tạm,\nNguồn: Cổng,\n")
        assert [r.unit.name for r in table.records if r.unit] == ["UBND xã A"]
        assert score_points(table.records[0]).missing[0] == "transparency"


class TestCells:
    @pytest.mark.parametrize("mark", ["", "-", " – ", "—", "…", "...", "N/A", "null"])
    def test_missing_ones(self, read: Reader, mark: str) -> None:
        table = read(f"Tên,CKMB,Tổng điểm,Hạng,Xếp loại\nA,{mark},{mark},{mark},{mark}\n")
        assert (table.records[0].points, table.records[0].published) == (
            {"transparency": None},
            None,
        )
        assert found(table) == []

    @pytest.mark.parametrize("mark", ["x", "không có", "#1", "93,6%", "18 điểm"])
    def test_what_is_no_number_is_a_problem(self, read: Reader, mark: str) -> None:
        table = read(f'Tên;CKMB;TDGQ\nA;1;"{mark}"\nB;1;2\n')
        assert found(table) == [("C2", "not-a-number")]
        assert (table.broken, len(table.records)) == ((2,), 1)

    @pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#NAME?", "#VALUE!"])
    def test_errors_of_formulas_are_named(self, read: Reader, error: str) -> None:
        table = read(f"Tên;Khác;CKMB;Hạng\nA;{error};1;{error}\nB;;{error};2\n")
        assert found(table) == [("D2", "error-cell"), ("C3", "error-cell")]
        assert error in table.problems[-1].line("vi")

    def test_zero_is_a_figure(self, read: Reader) -> None:
        assert not is_missing("0")
        assert read("Tên,CKMB\nA,0\n").records[0].points == {"transparency": "0"}

    def test_points_may_carry_their_maximum(self, read: Reader) -> None:
        table = read("Tên;CLGQ;TTTT\nA;7,93/12;7.36/10 điểm\n")
        assert table.records[0].points == {
            "online.services": Decimal("7.93"),
            "online.payment": Decimal("7.36"),
        }

    @pytest.mark.parametrize(
        ("cell", "code"),
        [("7,93/10", "stated-maximum"), ("7,93/", "not-points"), ("13/12", "above-maximum")],
    )
    def test_which_must_be_the_framework_s(self, read: Reader, cell: str, code: str) -> None:
        assert found(read(f"Tên;CLGQ\nA;{cell}\n")) == [("B2", code)]

    @pytest.mark.parametrize(
        ("cells", "place", "code"),
        [
            ("18;;;", "B2", "above-maximum"),
            (";90/110;;", "C2", "stated-maximum"),
            (";101;;", "C2", "above-maximum"),
            (";;thứ 5;", "D2", "not-a-rank"),
            (";;1234567890;", "D2", "not-a-rank"),
            (";;0;", "D2", "published-rank"),
            (";;;Giỏi", "E2", "unknown-band"),
            (";95;;Khá", "E2", "published-band"),
            ("1;0,5;;", "C2", "out-of-bounds"),
        ],
    )
    def test_problems_of_scoring_name_the_cell(
        self, read: Reader, cells: str, place: str, code: str
    ) -> None:
        table = read(f"Tên;TTTT;Tổng điểm;Xếp hạng;Xếp loại\nA;{cells}\n")
        assert found(table) == [(place, code)]

    def test_swapped_columns_end_as_swapped(self, read: Reader) -> None:
        table = read("Tên;CLGQ;TTTT\nA;7,36;10,93\n")
        assert found(table) == [("C2", "swapped")]

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("STT,Đơn vị,Tổng điểm\n1,UBND xã A,87,09\n", "D2"),
            ("Đơn vị,CKMB,TDGQ\nUBND xã A,17,5,18,2\n", "D2"),
            ("Đơn vị,CKMB,TDGQ,\nUBND xã A,17,,5\n", "D2"),
        ],
    )
    def test_cells_beyond_the_heads_may_be_shifted(
        self, read: Reader, text: str, place: str
    ) -> None:
        table = read(text + 'UBND xã B,"1"\n')
        assert (place, "cell-beyond-heads") in found(table)
        assert 2 in table.broken
        assert "UBND xã A" not in [r.unit.name for r in table.records if r.unit]

    @pytest.mark.parametrize("cells", ["17,5", ",,", '"17,5","18,2", '])
    def test_a_blank_cell_too_many_is_one_too_many(self, read: Reader, cells: str) -> None:
        table = read(f"Đơn vị,CKMB,TDGQ\nUBND xã A,{cells},\nUBND xã B,17,18\n")
        assert ("D2", "cell-beyond-heads") in found(table)
        assert (table.broken, len(table.records)) == ((2,), 1)

    def test_heads_may_have_blank_ones_too(self, read: Reader) -> None:
        table = read("Đơn vị;CKMB;TDGQ;; ;\nUBND xã A;17,5;18,2;; ;\nGhi chú: tạm;;;;;;;;\n")
        assert (found(table), len(table.records)) == ([], 1)

    def test_figures_of_nobody(self, read: Reader) -> None:
        table = read("Tên;Mã;CKMB\n;-;17,5\nA;;1\n")
        assert found(table) == [("A2", "no-unit")]
        assert (table.broken, table.rows) == ((2,), 2)


class TestProblemsOfAFile:
    def test_all_are_listed_row_by_row_and_column_by_column(self, read: Reader) -> None:
        table = read("MDSH;Tên;Lạ;CKMB;Hạng\n23;A;1;19;x\n1;B;;2;3\nx;C;;-1;\n;D;;;\n")
        assert found(table) == [
            ("A2", "above-maximum"),
            ("D2", "above-maximum"),
            ("E2", "not-a-rank"),
            ("A4", "not-a-number"),
            ("D4", "negative"),
        ]
        assert table.broken == (2, 4)
        assert [r.unit.name for r in table.records if r.unit] == ["B", "D"]

    def test_a_code_twice_leaves_both_rows_out(self, read: Reader) -> None:
        table = read("Tên;Mã;CKMB\nA;H37;1\nB;H01;1\nC;000.00.00.H37;2\n")
        assert [(p.origin, p.code) for p in table.problems if p.severity is Severity.ERROR] == [
            ("t.csv, B2; t.csv, B4", ProblemCode.DUPLICATE_UNIT)
        ]
        assert (table.broken, len(table.records)) == ((2, 4), 1)

    def test_a_code_many_times_is_still_one_line(self, read: Reader) -> None:
        table = read("Mã;CKMB\n" + "H37;1\n" * 9)
        (problem,) = (p for p in table.problems if p.code is ProblemCode.DUPLICATE_UNIT)
        assert problem.origin == "; ".join([f"t.csv, A{row}" for row in range(2, 7)] + ["…"])
        assert len(table.broken) == 9

    def test_a_name_that_is_a_code_is_the_code(self, read: Reader) -> None:
        table = read("Tên;CKMB\nH37;1\n000.00.00.H37;2\nH01;3\n")
        assert table.records[0].unit == Unit(name="H01", code="H01")
        assert [(p.origin, p.code) for p in table.problems if p.severity is Severity.ERROR] == [
            ("t.csv, 2; t.csv, 3", ProblemCode.DUPLICATE_UNIT)
        ]

    def test_a_name_twice_without_codes_is_a_warning(self, read: Reader) -> None:
        table = read("Mã;Tên;CKMB\n;UBND xã A;1\n;UBND XÃ  A;2\n;!;1\n;?;2\nH01.2;UBND xã A;3\n")
        (problem,) = (p for p in table.problems if p.severity is not Severity.NOTE)
        assert (problem.code, problem.severity) == (ProblemCode.SAME_NAME, Severity.WARNING)
        assert (problem.origin, problem.value) == ("t.csv, B2; t.csv, B3", "UBND XÃ A")
        assert len(table.records) == 5
        # Each of the two is told of the other.
        assert table.remarks == ((problem,), (problem,), (), (), ())

    def test_remarks_stand_beside_their_records(self, read: Reader) -> None:
        table = read("Tên;Cấp;CKMB;TDGQ;?\nA;xã;1;1;\nTổng;;2;2;\nB;thôn;99;1;\nC;thôn;18;20;\n")
        assert [record.unit.name for record in table.records if record.unit] == ["A", "C"]
        assert [[p.code for p in remarks] for remarks in table.remarks] == [
            [],
            [ProblemCode.UNKNOWN_LEVEL, ProblemCode.ALL_MAXIMA],
        ]
        elsewhere = [p.code for p in table.problems if p not in table.remarks[1]]
        assert elsewhere == [
            *(ProblemCode.MISSING_COLUMNS, ProblemCode.ROW_LEFT_OUT),
            *(ProblemCode.UNKNOWN_LEVEL, ProblemCode.ABOVE_MAXIMUM),
        ]

    @pytest.mark.parametrize(
        "heads",
        [
            "STT;Tên;TDGQ;CKMB",
            "STT;Đơn vị;CKMB;MDHL",
            "Tên;CKMB",
            "STT;Các sở;TDGQ;CKMB",
            "STT;Tên;CKMB;Số hồ sơ",
            "STT;Tên;CKMB",
            "Các sở;;Tiến độ, kết quả giải quyết (điểm đạt/20);Công khai, minh bạch",
            ";;;Các sở;TDGQ;CKMB",
            "STT;Tên;Nhóm;\n;;TDGQ;CKMB",
        ],
    )
    def test_another_table_is_not_read_by_the_heads_of_the_first(
        self, read: Reader, heads: str
    ) -> None:
        text = f"STT;Tên;CKMB;TDGQ\n1;UBND xã A;1;2\n\n{heads}\n1;UBND xã B;3;4\n\nx;;;\n"
        assert refused(read, text) == [("4", "another-table")]

    @pytest.mark.parametrize(
        "heads",
        [
            "STT;Tên;CKMB;TDGQ",
            "STT;Các sở;CKMB;TDGQ",
            "stt;TÊN ;CKMB ;TDGQ;",
            "TT;Đơn vị;Công khai, minh bạch;TDGQ",
        ],
    )
    def test_the_same_heads_are_printed_again(self, read: Reader, heads: str) -> None:
        table = read(f"STT;Tên;CKMB;TDGQ\n1;UBND xã A;1;2\n{heads}\n2;UBND xã B;3;4\n")
        assert found(table) == []
        assert ("3", "row-left-out") in found(table, notes=True)
        assert (len(table.records), table.rows) == (2, 2)

    @pytest.mark.parametrize("heads", ["STT;Tên;Nhóm;\n;;CKMB;TDGQ", "TT;Tên;Nhóm:;\n;;CKMB ;TDGQ"])
    def test_heads_of_several_rows_are_printed_again(self, read: Reader, heads: str) -> None:
        table = read(
            "STT;Tên;Nhóm;\n;;CKMB;TDGQ\n(1);(2);(3);(4)\n1;UBND xã A;1;2\n"
            f"{heads}\n(1);(2);(3);(4)\n2;UBND xã B;3;4\n;;CKMB;TDGQ\n3;UBND xã C;3;4\n"
        )
        assert found(table) == []
        assert [r.unit.name for r in table.records if r.unit] == [f"UBND xã {x}" for x in "ABC"]

    @pytest.mark.parametrize(
        "numbers",
        [
            *("I;II;III;IV;V;VI;VII;VIII", "a;b;c;d;đ;e;g;h", "A;Ă;Â;B;C;D;Đ;E"),
            *("(I);(II);(III);(IV);(V);(VI);(VII);(VIII)", "a;b;c;d;e;f;g;h", ";a;b;c;d;đ;e;g"),
            *("I;II;1;2;3;4;5;6", "A;B;(1);(2);(3);(4);(5);(6)"),
        ],
    )
    def test_columns_are_numbered_in_any_way(self, read: Reader, numbers: str) -> None:
        heads, unit = "STT;Tên;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH", "1;Xã A;15;16;7;6;15;14"
        table = read(f"{heads}\n{numbers}\n{unit}\n{heads}\n{numbers}\n{unit.replace('A', 'B')}\n")
        assert found(table) == []
        assert [r.unit.name for r in table.records if r.unit] == ["Xã A", "Xã B"]
        assert set(table.sections) == {""}

    @pytest.mark.parametrize("cells", ["I;II;IV;V", "b;c;d;đ", "I;Xã;II;III"])
    def test_other_letters_number_none(self, read: Reader, cells: str) -> None:
        table = read(f"STT;Tên;CKMB;TDGQ\n{cells}\n1;Xã A;15;16\n")
        assert table.sections == (". ".join(cells.split(";")[:2]),)

    def test_a_row_without_a_name_is_told_by_its_place_once(self, read: Reader) -> None:
        rows = "".join(f"{at};Xã {at};15;16\n" for at in range(1, 4))
        table = read(f"STT;Tên;CKMB;TDGQ\n{rows};;14;13\n")
        [told] = [str(each) for each in table.problems if each.code is ProblemCode.ROWS_APART]
        assert told.count("t.csv") == 1

    def test_doubtful_heads_stop_the_file_all_at_once(self, read: Reader) -> None:
        text = "Tên;Cung cấp dịch vụ công trực tuyến;CKMB;MDSH (18)\nA;7;99;\n"
        assert refused(read, text) == [("B1", "ambiguous-key"), ("D1", "stated-maximum")]

    @pytest.mark.parametrize("rows", ["", "\n;\n", "Tổng cộng;18\nGhi chú: tạm;\n"])
    def test_a_table_without_units_is_refused(self, read: Reader, rows: str) -> None:
        assert refused(read, f"Tên;CKMB\n{rows}") == [("", "no-units")]


class TestPublishedFigures:
    def test_the_provinces_of_2026(self, data: Path) -> None:
        table = read_points(data / "provinces_2026-10-05.csv")
        assert (len(table.records), table.broken) == (34, ())
        assert [p for p in table.problems if p.severity is Severity.ERROR] == []
        results = [score_points(record) for record in table.records]
        assert all(r.published and r.total == Decimal(str(r.published.total)) for r in results)
        ranks = {row.result.unit.name: row.rank for row in rank_units(results) if row.result.unit}
        assert ranks == {
            record.unit.name: record.published.rank
            for record in table.records
            if record.unit and record.published
        }

    @pytest.mark.parametrize(
        ("level", "period_type", "count"),
        [("province", "year", 34), ("province", "month", 34), ("department", "year", 15)],
    )
    def test_the_tables_of_2025(
        self, data: Path, tmp_path: Path, level: str, period_type: str, count: int
    ) -> None:
        with (data / "portal_2025_scores.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        wanted = [r for r in rows if (r["level"], r["period_type"]) == (level, period_type)]
        path = tmp_path / "one.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(wanted)
        table = read_points(path)
        assert (len(table.records), table.broken) == (count, ())
        for record, row in zip(table.records, wanted, strict=True):
            assert score_points(record).total == Decimal(row["total_100"])
            assert record.published is not None
            assert record.published.rank is None  # the row number is no rank
            assert record.unit is not None
            assert record.unit.level == level

    def test_two_periods_in_one_file_are_told_apart(self, data: Path) -> None:
        table = read_points(data / "portal_2025_scores.csv")
        assert not [p.code for p in table.problems if p.severity is Severity.ERROR]
        assert (len(table.broken), len(table.records)) == (0, 83)
        assert set(table.times) == {"2025; ", "2025; 10"}

    def test_the_five_reports(self, data: Path) -> None:
        table = read_points(data / "reports.csv")
        assert table.broken == ()
        assert table.times[:2] == ("Quý II/2023", "Tháng 6/2023")  # of one office
        totals = [score_points(record).known_total for record in table.records[2:]]
        assert totals == [None, Decimal("87.09"), Decimal("80.11"), Decimal("87.18")]
        assert table.records[3].published is not None
        assert table.records[3].published.of == 65


@given(
    st.lists(
        st.tuples(
            st.text("ABCĐ ếạ", min_size=1, max_size=8).filter(str.strip),
            *(
                st.none() | st.decimals(0, maximum, places=2)
                for maximum in (18, 20, 12, 10, 18, 22)
            ),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([",", "."]),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, *tuple[Decimal | None, ...]]],
    mark: str,
) -> None:
    path = tmp_path_factory.getbasetemp() / "round_trip.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["STT", "Tên đơn vị", "CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"])
        for number, (name, *points) in enumerate(rows, 1):
            cells = ["" if p is None else str(p).replace(".", mark) for p in points]
            writer.writerow([number, f"UBND {name}", *cells])
    table = read_points(path)
    doubts = {ProblemCode.SAME_NAME, ProblemCode.ALL_MAXIMA, ProblemCode.ROW_SUMS_UP}
    doubts.add(ProblemCode.LOOKS_LIKE_RATES)
    assert {problem.code for problem in table.problems} <= doubts
    for record, (name, *points) in zip(table.records, rows, strict=True):
        assert record.unit is not None
        assert record.unit.name.split() == ["UBND", *name.split()]
        result = score_points(record)
        assert result.total == (None if None in points else sum(p for p in points if p is not None))


def test_a_whole_country_is_read(tmp_path: Path) -> None:
    path = tmp_path / "communes.csv"
    head = "STT,Tên,Mã định danh,CKMB,TDGQ,CLGQ,TTTT,MDHL,MDSH,Tổng điểm,Xếp loại\n"
    row = '{0},UBND xã {0},H01.{0},18,"18,72","7,93",7.36,18,"17,08","87,09",Tốt\n'
    path.write_text(head + "".join(row.format(at) for at in range(3321)), "utf-8")
    table = read_points(path)
    assert (len(table.records), table.problems) == (3321, ())
