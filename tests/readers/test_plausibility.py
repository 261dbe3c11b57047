"""Words and figures decide together which rows are units, and whether values are points."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, ProblemCode, Severity
from vn766.readers import read_counts, read_points, score_file
from vn766.readers.plausibility import Figures, summing_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from vn766.readers import PointsTable

POINTS = "CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH"
UNITS = "1;UBND xã A;15;18;9;8;17;19\n2;UBND xã B;16;17;9;8;17;19\n3;UBND xã C;14,3;16;9;8;17;19\n"
MEAN = "15,1;17;9;8;17;19"


def read(text: str) -> PointsTable:
    return read_points(text.encode())


def found(table: PointsTable) -> list[tuple[ProblemCode, str]]:
    """Return code and place of each doubt."""
    return [
        (problem.code, (problem.origin or "").removeprefix("table, "))
        for problem in table.problems
        if problem.severity is not Severity.NOTE
    ]


def names(table: PointsTable) -> list[str]:
    return [record.unit.name for record in table.records if record.unit]


class TestRows:
    @pytest.mark.parametrize("number", ["", "4"])
    @pytest.mark.parametrize(
        "name",
        [
            *("Total", "GRAND TOTAL", "Subtotal", "Mục tiêu", "Mục tiêu năm 2025", "Kế hoạch"),
            *("Chỉ tiêu giao", "Chỉ tiêu được giao năm 2025", "Chênh lệch", "So với tháng trước"),
            *("Trung bình Cụm 1", "Cộng (I)", "Tổng cộng II", "Tổng", "Toàn tỉnh", "Cả nước"),
            *("Bình quân cụm", "Tổng số các xã"),
        ],
    )
    def test_words_leave_them_out(self, name: str, number: str) -> None:
        table = read(f"STT;Tên đơn vị;{POINTS}\n{UNITS}{number};{name};15;18;9;8;17;18\n")
        assert names(table) == ["UBND xã A", "UBND xã B", "UBND xã C"]
        assert [p.code for p in table.problems] == [ProblemCode.ROW_LEFT_OUT]

    @pytest.mark.parametrize(
        "name",
        [
            *("Kế hoạch và Đầu tư", "Sở Kế hoạch", "xã Cộng Hòa", "Trung Bình", "Tổng Cọt"),
            *("Tổng công ty Điện lực", "Chỉ Đạo", "Mục Xá", "Ngưỡng Mộ"),
        ],
    )
    def test_units_may_have_such_words_in_their_names(self, name: str) -> None:
        table = read(f"STT;Tên đơn vị;{POINTS}\n{UNITS}4;{name};15;18;9;8;17;18\n")
        assert names(table)[-1] == name
        assert found(table) == []

    @pytest.mark.parametrize("values", [MEAN, "45,3;51;27;24;51;57", "15,10;17,0;9;8;17;19,00"])
    @pytest.mark.parametrize("name", ["Xếp chung", "Đội", "Σ"])
    def test_figures_leave_out_what_stands_apart(self, name: str, values: str) -> None:
        table = read(f"STT;Tên đơn vị;{POINTS}\n{UNITS};{name};{values}\n")
        assert names(table) == ["UBND xã A", "UBND xã B", "UBND xã C"]
        (note,) = table.problems
        assert (note.code, note.value, note.severity) == (
            *(ProblemCode.ROW_LEFT_OUT, name, Severity.NOTE),
        )

    def test_a_row_without_the_code_of_all_others(self) -> None:
        rows = "H01.1;A;15;18\nH01.2;B;16;17\nH01.3;C;14,3;16\n"
        assert names(read(f"Mã;Tên;CKMB;TDGQ\n{rows};Xếp chung;15,1;17\n")) == ["A", "B", "C"]
        table = read(f"Mã;Tên;CKMB;TDGQ\n{rows};Xếp chung;15;17\n")
        assert names(table) == ["A", "B", "C", "Xếp chung"]
        assert found(table) == [(ProblemCode.ROWS_APART, "5")]
        assert "Xếp chung: không có mã" in table.problems[-1].text("vi")[0]

    def test_a_unit_that_is_the_mean_is_doubted_and_stays(self) -> None:
        table = read(f"STT;Tên đơn vị;{POINTS}\n{UNITS}4;Xếp chung;{MEAN}\n")
        assert len(table.records) == 4
        assert found(table) == [(ProblemCode.ROW_SUMS_UP, "5")]

    def test_many_rows_apart_are_one_doubt(self) -> None:
        rows = "".join(f"{at};Xã {at};{at};1{at % 7}\n" for at in range(1, 18))
        rows += "".join(f";Đội {at};{at};{at + 1}\n" for at in range(6))
        (problem,) = (
            p
            for p in read(f"STT;Tên;CKMB;TDGQ\n{rows}").problems
            if p.value is None and p.severity is Severity.WARNING
        )
        assert problem.code is ProblemCode.ROWS_APART
        assert "Đội 4, …: không có số thứ tự" in problem.text("vi")[0]

    @pytest.mark.parametrize(
        "rows",
        [
            "1;A;15;18\n2;B;15;18\n3;C;15;18\n",  # all alike
            "1;A;15;18\n;B;15,5;18,5\n3;C;16;19\n",  # of two others no mean is chance
            ";A;15;18\n;B;16;19\n;C;15,5;18,6\n4;D;1;2\n",  # most have no number
            "1;A;;\n2;B;;\n3;C;;\n",
        ],
    )
    def test_chance_is_no_doubt(self, rows: str) -> None:
        codes = {code for code, _ in found(read(f"STT;Tên;CKMB;TDGQ\n{rows}"))}
        assert ProblemCode.ROW_SUMS_UP not in codes

    @given(
        st.lists(st.lists(st.integers(0, 2200), min_size=3, max_size=3), min_size=3, max_size=6),
        st.booleans(),
    )
    def test_means_are_found_exactly(self, rows: list[list[int]], apart: bool) -> None:  # noqa: FBT001 (drawn)
        columns = list(zip(*rows, strict=True))
        assume(sum(len(set(column)) > 1 for column in columns) > 1)
        means = [Fraction(sum(column), len(column)) for column in columns]
        last = Figures(tuple(int(mean + Fraction(1, 2)) for mean in means), apart=apart)
        table = [*(Figures(tuple(row)) for row in rows), last]
        assert summing_up(table)[-1]
        off = Figures((last.points[0] + 6, *last.points[1:]), apart=apart)  # type: ignore[operator]
        totals = tuple(map(sum, columns))
        assume(off.points != totals)
        assert not summing_up([*table[:-1], off])[-1]

    def test_no_rows(self) -> None:
        assert summing_up([]) == []


class TestValues:
    @pytest.mark.parametrize("scale", ["0,83;0,9;0,75;0,8;0,94;0,86", "1;0,9;1;1;0;1"])
    def test_rates(self, scale: str) -> None:
        table = read(f"Tên;{POINTS}\nA;{scale}\nB;{scale}\n")
        assert found(table) == [(ProblemCode.LOOKS_LIKE_RATES, "B1")]

    @pytest.mark.parametrize(
        "rows", ["A;0;0;0;0;0;0", "A;0,83;0,9;0,75;0,8;0,94;1,01", "A;0,1;0,2;;;;", "A;0;0;0;0;0;1"]
    )
    def test_small_points_are_no_rates(self, rows: str) -> None:
        assert found(read(f"Tên;{POINTS}\n{rows}\n")) == []

    def test_counts_beside_dossiers(self) -> None:
        heads = "STT;Đơn vị;Tiếp nhận;Số hóa hồ sơ;Thanh toán trực tuyến;Tỷ lệ TTTT (%)"
        table = read(f"{heads}\n1;UBND xã A;15;12;7;58,3\n2;UBND xã B;21;18;9;50\n")
        assert found(table) == [(ProblemCode.LOOKS_LIKE_COUNTS, "D1")]
        assert found(read(f"{heads}\n1;UBND xã A;15;12,5;7;58,3\n")) == []
        assert found(read(f"{heads.replace('Tiếp nhận', 'Vùng')}\n1;UBND xã A;15;12;7;5\n")) == []

    def test_percents_of_each_group(self) -> None:
        text = f"Tên;{POINTS}\n" + "".join(f"Xã {at};90;95;80;85;99;70\n" for at in range(9))
        with pytest.raises(InvalidRecordError) as caught:
            score_file(text.encode(), keep_going=True)
        first, *others = caught.value.problems
        assert (first.code, first.origin) == (ProblemCode.LOOKS_LIKE_PERCENTS, "table, B1")
        assert {problem.code for problem in others} == {ProblemCode.ABOVE_MAXIMUM}

    def test_a_whole_and_its_parts_are_counted_once(self) -> None:
        heads = "Tên;CKMB;TDGQ;ONLINE_SERVICE;CLGQ;TTTT;MDHL;MDSH"
        assert found(read(f"{heads}\nA;18;20;22;12;10;17,5;21\n")) == []

    @pytest.mark.parametrize("mark", ["NaN", "nan", "null", "N/A"])
    def test_what_pandas_writes_for_nothing_is_missing(self, mark: str) -> None:
        assert read(f"Tên;CKMB\nA;{mark}\n").records[0].points == {"transparency": None}

    def test_counts_that_went_through_decimals(self) -> None:
        text = "Mã đơn vị;Tên đơn vị;Chỉ số;Tử số;Mẫu số\nH99.1;A;2.1;1234,0;1250.0\n"
        (record,) = read_counts(text.encode()).records
        assert [tuple(ratio) for ratio in record.counts.values() if ratio] == [(1234, 1250)]


def refused_as(text: str, reading: Callable[[bytes], object] = score_file) -> tuple[str, str]:
    """Return code and place with which a table is refused."""
    with pytest.raises(InvalidRecordError) as caught:
        reading(text.encode())
    (problem,) = caught.value.problems
    assert problem.text("vi") != problem.text("en")
    return str(problem.code), problem.where.removeprefix("table, ")


class TestShapes:
    """What a table is instead of a table of points is said, with the way out."""

    @pytest.mark.parametrize(
        ("heads", "place"),
        [
            ("STT;Đơn vị;Tiếp nhận;Số hóa TTHC;;Xong\n;;;Chưa số hóa TPHS;Đã số hóa;\n", "C1"),
            ("STT;Mã định danh;Tên đơn vị;Tổng HS có nghĩa vụ;Số HS đã TTTT cổng DVC QG\n", "D1"),
            ("Tên đơn vị;Tổng số hồ sơ;Đúng hạn;Tỷ lệ đúng hạn (%)\n", "B1"),
        ],
    )
    def test_a_wide_table_of_counts(self, heads: str, place: str) -> None:
        assert refused_as(f"{heads}1;Sở A;12;2;10\n") == ("wide-counts", place)

    @pytest.mark.parametrize(
        "heads",
        [
            "STT;Nội dung;Điểm tối đa;Điểm đạt;Tỷ lệ (%)",
            "STT;Nhóm chỉ số;Điểm tối đa;UBND xã A;UBND xã B",
            "STT;Chỉ số;Điểm",
        ],
    )
    def test_groups_in_rows(self, heads: str) -> None:
        rows = "1;Công khai, minh bạch;18;15\n2;Tiến độ giải quyết;20;18\n3;Số hóa hồ sơ;22;19\n"
        assert refused_as(f"{heads}\n{rows};Tổng điểm;100;86\n") == ("turned-table", "B2")
        assert refused_as(f"{heads}\n{rows[:40]}\n")[0] == "no-header"

    def test_heads_that_only_name_points_are_listed(self) -> None:
        assert refused_as("Tên đơn vị;rank_CKMB\nXã A;1\n")[0] == "no-header"
        assert refused_as("Tên đơn vị;STT;rank_CKMB\nXã A;1;1\n") == ("unknown-key", "C1")

    def test_counts_of_nobody(self) -> None:
        text = "STT;Chỉ số;Tử số;Mẫu số\n1.1;Tỷ lệ TTHC công bố đúng hạn;82;89\n"
        assert refused_as(text)[0] == refused_as(text, read_counts)[0] == "no-unit-column"
        assert refused_as("STT;Tử số;Mẫu số\n1;2;3\n", read_counts)[0] == "no-counts"

    def test_utf_8_read_as_something_else(self) -> None:
        text = "STT;Tên đơn vị;CKMB;TDGQ\n1;UBND xã A;17,5;18\n2;Sở Kế hoạch;Khá;1\n"
        broken = text.encode().decode("cp1252", "replace")
        assert refused_as(broken)[0] == refused_as(broken, read_points)[0] == "mojibake"
