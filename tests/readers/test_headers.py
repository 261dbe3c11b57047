"""Heads to columns: words, stated maxima, several rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766._engine.plan import plan_of
from vn766.errors import Problem, ProblemCode, Severity
from vn766.files.blocks import Cell, Grid
from vn766.framework import get_framework
from vn766.readers.headers import Column, Head, find_head, text_of, unclear_heads

if TYPE_CHECKING:
    from collections.abc import Sequence

PLAN = plan_of(get_framework())


def head_of(*rows: Sequence[Cell]) -> Head:
    """Return the head of a table, which must have one."""
    head = find_head(Grid(file="t.csv", rows=rows), PLAN)
    assert head is not None
    return head


def column_of(text: str) -> tuple[Column, tuple[Problem, ...]]:
    """Return how the head of one column is understood, with its problems."""
    head = head_of(["Tên đơn vị", "MDHL", text])
    return head.columns[2], tuple(problem for _, problem in head.problems)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("Công khai, minh bạch (điểm đạt/18)", "transparency"),
        ("CÔNG KHAI MINH BẠCH (18 điểm)", "transparency"),
        ("1. Công khai, minh bạch [tối đa 18]", "transparency"),
        ("(2) Điểm công khai, minh bạch", "transparency"),
        ("Điểm số nhóm Công khai, minh bạch", "transparency"),
        ("Công khai, minh bạch 18đ", "transparency"),
        ("Công khai, minh bạch 18 điểm", "transparency"),
        ("Công khai, minh bạch (điểm tối đa là 18)", "transparency"),
        ("Công khai, minh bạch (0-18)", "transparency"),
        ("Công khai, minh bạch (từ 0 đến 18 điểm)", "transparency"),
        ("ckmb_18", "transparency"),
        ("cong_khai_18", "transparency"),
        ("CKMB", "transparency"),
        ("transparency", "transparency"),
        ("Tiến độ, kết quả giải quyết (điểm đạt/20)", "progress"),
        ("II. Tiến độ giải quyết - 20 điểm", "progress"),
        ("tien_do_20", "progress"),
        ("Cung cấp dịch vụ công trực tuyến (điểm đạt/22)", "online"),
        ("Cung cấp dịch vụ công trực tuyến/22", "online"),
        ("Cung cấp dịch vụ công trực tuyến (12)", "online.services"),
        ("Cung cấp dịch vụ trực tuyến", "online"),
        ("dvctt_12", "online.services"),
        ("CLGQ", "online.services"),
        ("tttt_10", "online.payment"),
        ("Thanh toán trực tuyến tối đa: 10 điểm", "online.payment"),
        ("Thanh toán trực tuyến (**)", "online.payment"),
        ("Thanh toán trực tuyến (điểm)", "online.payment"),
        ("mdsh_22", "digitization"),
        ("Điểm số hóa hồ sơ", "digitization"),
        ("Điểm số hoá", "digitization"),
        ("ĐIỂM SỐ SỐ HÓA HỒ SƠ", "digitization"),
        ("Điểm số nhóm chỉ tiêu về số hóa hồ sơ điểm đạt", "digitization"),
        ("Công khai, minh bạch (CKMB)", "transparency"),
        ("CKMB (Công khai, minh bạch)", "transparency"),
        ("CKMB - Công khai, minh bạch", "transparency"),
        ("CKMB: Công khai minh bạch (18 điểm)", "transparency"),
        ("1. Công khai, minh bạch [CKMB] (18)", "transparency"),
        ("TTTT (Thanh toán trực tuyến)", "online.payment"),
        ("Cung cấp dịch vụ công trực tuyến (CLGQ)", "online.services"),
        ("ONLINE_SERVICE – Cung cấp dịch vụ công trực tuyến", "online"),
        ("CongKhaiMinhBach", "transparency"),
        ("DiemSoHoaHoSo", "digitization"),
        ("CONGKHAIMINHBACH", "transparency"),
        ("CôngKhaiMinhBạch", "transparency"),
        ("DichVuTrucTuyen", "online"),
        ("onlinePayment", "online.payment"),
        ("so_hoa_22", "digitization"),
        ("Số hoá hồ sơ (22,00)", "digitization"),
    ],
)
def test_points_are_known_by_their_words_and_maximum(text: str, node: str) -> None:
    column, problems = column_of(text)
    assert (column.kind, column.node, problems) == ("points", node, ())
    assert column.header == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("STT", "ordinal"),
        ("portal_row_stt", "ordinal"),
        ("maDinhDanh", "code"),
        ("Mã Đơn vị", "code"),
        ("TongDiem", "total"),
        ("totalScore", "total"),
        ("XepHang", "rank"),
        ("xepLoai", "band"),
        ("Mã định danh", "code"),
        ("unit_code", "code"),
        ("Cấp", "level"),
        ("Tổng điểm", "total"),
        ("Tổng hợp", "total"),
        ("Chỉ số tổng hợp", "total"),
        ("Điểm tổng/100", "total"),
        ("TỔNG ĐIỂM (100)", "total"),
        ("total_100", "total"),
        ("total_published", "total"),
        ("Xếp loại", "band"),
        ("Tổng hợp xếp loại", "band"),
        ("Hạng", "rank"),
        ("Xếp hạng/65", "rank"),
        ("THỨ HẠNG", "rank"),
        ("Thứ hạng (65 xã, phường)", "rank"),
        ("Xếp loại (theo Quyết định 766)", "band"),
        ("Tổng điểm (làm tròn)", "total"),
        ("Tổng (hồ sơ)", "other"),
        ("Xếp hạng (kỳ trước)", "other"),
        ("Công khai, minh bạch (%)", "percent"),
        ("± Công khai, minh bạch", "other"),
        ("Tiến độ giải quyết (+/-)", "other"),
        ("Tỷ lệ hồ sơ nộp trực tuyến", "percent"),
        ("rank_CKMB", "other"),
        ("Ghi chú", "other"),
        ("Năm 2025", "other"),
        ("Tiến độ giải quyết hồ sơ (số lượng hồ sơ xử lý quá hạn) (*)", "other"),
        ("Công khai, minh bạch " + "rất dài " * 60, "other"),
    ],
)
def test_other_columns(text: str, kind: str) -> None:
    column, _ = column_of(text)
    assert (column.kind, column.node) == (kind, None)


@pytest.mark.parametrize(
    ("text", "pool"),
    [
        *(("Xếp hạng/65", 65), ("Thứ hạng (65 xã, phường)", 65), ("Hạng (trên 34 tỉnh)", 34)),
        *(("Hạng (quý 2)", None), ("Hạng (766 QĐ-TTg)", None)),
    ],
)
def test_the_pool_of_a_rank_may_be_stated(text: str, pool: int | None) -> None:
    column, problems = column_of(text)
    assert (column.kind, column.maximum, problems) == ("rank", pool, ())


def test_a_plain_head_is_preferred_to_one_with_more_words() -> None:
    for heads in (["Hạng", "Hạng (quý I)"], ["Hạng (quý I)", "Hạng"]):
        head = head_of(["Tên", "CKMB", *heads])
        assert head.problems == ()
        assert [c.kind for c in head.columns[2:]] == [
            "rank" if each == "Hạng" else "other" for each in heads
        ]
    assert len(head_of(["Tên", "CKMB", "Hạng (quý I)", "Hạng (quý II)"]).problems) == 1


class TestNumbersOfColumns:
    def test_brackets_that_count_are_not_maxima(self) -> None:
        heads = ["STT", "Tên (1)", "CKMB (2)", "TDGQ (3)", "Tổng điểm (4)=(2)+(3)", "Hạng (5)"]
        head = head_of(heads, ["1", "A", "18", "20", "38", "1"])
        assert head.problems == ()
        assert [(c.node or c.kind, c.maximum) for c in head.columns] == [
            *(("ordinal", None), ("name", None), ("transparency", None), ("progress", None)),
            *(("total", None), ("rank", None)),
        ]
        assert [c.header for c in head.columns] == heads

    def test_they_may_stand_in_two_rows_and_beside_maxima(self) -> None:
        head = head_of(
            ["Tên", "Cung cấp dịch vụ trực tuyến", "", "CKMB (18) (3)", "Tổng điểm [4=1+2+3]"],
            ["", "DVCTT (12) (1)", "Thanh toán (2)", "", ""],
        )
        assert [c.node or c.kind for c in head.columns] == [
            *("name", "online.services", "online.payment", "transparency", "total")
        ]
        assert [c.maximum for c in head.columns] == [None, 12, None, 18, None]
        assert head.problems == ()

    def test_they_may_be_the_last_row_of_the_heads(self) -> None:
        head = head_of(["Tên", "CKMB", "TDGQ"], ["", "(1)", "(2)"], ["A", "1", "2"])
        assert [c.node for c in head.columns] == [None, "transparency", "progress"]
        assert (head.problems, head.body) == ((), 2)

    @pytest.mark.parametrize("heads", [["CKMB (1)", "TDGQ (3)"], ["CKMB (1)", "TDGQ"]])
    def test_others_are_maxima(self, heads: list[str]) -> None:
        problems = {problem.code for _, problem in head_of(["Tên", *heads]).problems}
        assert problems == {ProblemCode.STATED_MAXIMUM}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Cung cấp dịch vụ công trực tuyến", ProblemCode.AMBIGUOUS_KEY),
        ("Cung cấp dịch vụ công trực tuyến (18)", ProblemCode.STATED_MAXIMUM),
        ("Số hóa hồ sơ (25)", ProblemCode.STATED_MAXIMUM),
        ("Tổng điểm/110", ProblemCode.STATED_MAXIMUM),
        ("Chỉ số mới (điểm đạt/5)", ProblemCode.UNKNOWN_KEY),
        ("Mức độ hài lòng (18)", ProblemCode.DUPLICATE_KEY),
        ("Số hóa hồ sơ (%)", ProblemCode.PERCENT_COLUMN),
    ],
)
def test_what_is_not_clear_is_a_problem_with_its_cell(text: str, code: ProblemCode) -> None:
    column, problems = column_of(text)
    assert [(p.code, p.origin, p.value) for p in problems] == [(code, "t.csv, C1", text)]
    assert column.kind in {"other", "percent"}


class TestAWholeBesideOneOfItsParts:
    """Its name may mean the other part: it has to say so by its maximum or its code."""

    REST: ClassVar = [
        "Công khai, minh bạch",
        "Tiến độ giải quyết",
        "Mức độ hài lòng",
        "Số hóa hồ sơ",
    ]

    @pytest.mark.parametrize(
        ("text", "part", "node"),
        [
            ("Cung cấp dịch vụ trực tuyến", "Thanh toán trực tuyến", None),
            ("Dịch vụ trực tuyến", "TTTT", None),
            ("Cung cấp dịch vụ trực tuyến", "CLGQ", None),
            ("Cung cấp dịch vụ trực tuyến (12)", "Thanh toán trực tuyến", "online.services"),
            ("Cung cấp dịch vụ trực tuyến (22)", "Thanh toán trực tuyến (10)", "online"),
            ("Dịch vụ trực tuyến/10", "DVCTT/12", "online.payment"),
            ("ONLINE_SERVICE", "Thanh toán trực tuyến", "online"),
            ("online", "online.payment", "online"),
        ],
    )
    def test_one_part(self, text: str, part: str, node: str | None) -> None:
        for heads in (["Tên", *self.REST, text, part], ["Tên", part, text, *self.REST]):
            head = head_of(heads)
            assert {c.header: c.node for c in head.columns}[text] == node
            codes = [problem.code for _, problem in head.problems]
            assert codes == ([] if node else [ProblemCode.AMBIGUOUS_KEY])

    def test_no_part_or_both(self) -> None:
        for parts in ([], ["CLGQ", "TTTT"]):
            head = head_of(["Tên", *self.REST, "Cung cấp dịch vụ trực tuyến", *parts])
            assert (head.columns[5].node, head.problems) == ("online", ())

    def test_a_part_below_it(self) -> None:
        head = head_of(
            ["STT", "Tên đơn vị", "Cung cấp dịch vụ trực tuyến", ""],
            ["", "", "Điểm", "Thanh toán trực tuyến"],
            ["1", "A", "17", "8"],
        )
        assert [c.node for c in head.columns[2:]] == ["online", "online.payment"]
        assert head.problems == ()


class TestNamesOfUnitsAndOfWhereTheyAre:
    @pytest.mark.parametrize("wider", ["Tỉnh, thành phố", "Địa phương", "Huyện, thị xã, thành phố"])
    def test_units_are_those_of_the_narrower_column(self, wider: str) -> None:
        for names in ([wider, "Xã, phường"], ["Tên đơn vị", wider]):
            head = head_of(["STT", *names, "CKMB", "TDGQ"])
            found = {column.header: column.kind for column in head.columns}
            assert {found[name]: name for name in names}["other"] == wider
            assert head.problems == ()

    def test_alone_it_has_the_names(self) -> None:
        for names in (["Tỉnh, thành phố"], ["Địa phương", "Tên tỉnh"]):
            assert head_of(["STT", *names, "CKMB", "TDGQ"]).columns[1].kind == "name"


class TestFiguresThatAreNoMaxima:
    """A figure in a head is a maximum if words say so, or some node has it."""

    @pytest.mark.parametrize(
        "text",
        [
            "Tổng điểm tháng 9/2025",
            "So với tháng 9/2025",
            "Ghi chú (tháng 10)",
            "Ghi chu (thang 10)",
            "Chỉ tiêu giao (80)",
            "Ngày cập nhật 05/11/2025",
            "Kỳ trước 30/9",
            "thang_10",
            "diem_2025",
            "CKMB tháng 9/2025",
            "Mức độ hài lòng quý I",
            "Công khai (MDHL)",
            "Mức độ hài lòng tháng_10",
        ],
    )
    def test_the_column_is_kept_with_a_note(self, text: str) -> None:
        head = head_of(["Tên đơn vị", "MDHL", "CKMB", text])
        assert [(c.kind, c.maximum) for c in head.columns[3:]] == [("other", None)]
        assert [(p.code, p.severity) for _, p in head.problems] == [
            (ProblemCode.COLUMN_KEPT, Severity.NOTE)
        ]

    @pytest.mark.parametrize(
        "text",
        [
            *("Chỉ số mới (18)", "Chỉ số mới (thang điểm 7)", "Chỉ số mới tối đa 7", "Mới 7 điểm"),
            *("Số hóa giấy", "Điểm số hóa giấy", "Tiến độ (MDSH)", "Thanh toán trực tuyến quý I"),
        ],
    )
    def test_what_looks_like_points_and_is_not_understood_is_an_error(self, text: str) -> None:
        head = head_of(["Tên đơn vị", "MDHL", "CKMB", text])
        assert [(p.code, p.origin) for _, p in head.problems] == [
            (ProblemCode.UNKNOWN_KEY, "t.csv, D1")
        ]

    @pytest.mark.parametrize("text", ["Tiến độ", "Điểm dịch vụ công trực tuyến theo nhóm"])
    def test_a_whole_or_its_parts_are_there(self, text: str) -> None:
        head = head_of(["Tên đơn vị", "Cung cấp dịch vụ trực tuyến (22)", "TDGQ", f"{text} kỳ 2"])
        assert [p.code for _, p in head.problems] == [ProblemCode.COLUMN_KEPT]

    @pytest.mark.parametrize(
        "text", ["Số hồ sơ tiến độ", "Tiến độ (%)", "Tỷ lệ số hóa", "Đã số hóa", "Nhận xét tiến độ"]
    )
    def test_counts_percents_and_remarks_are_no_points(self, text: str) -> None:
        head = head_of(["Tên đơn vị", "MDHL", text])
        assert all(p.severity is Severity.NOTE for _, p in head.problems)


def test_many_words_around_a_name_take_no_time() -> None:
    head_of(["Tên", "CKMB", *["điểm số " * 37] * 400])


def test_the_maximum_is_the_framework_s_own() -> None:
    (problem,) = column_of("Cung cấp dịch vụ công trực tuyến (18)")[1]
    assert problem.text("vi")[0].endswith("phải là 22 / 12.")


@pytest.mark.parametrize("text", ["Tổng điểm", "Xếp hạng", "Xếp loại"])
def test_of_two_totals_ranks_or_classes_none_is_chosen_silently(text: str) -> None:
    head = head_of(["Tên", "CKMB", text, f"{text} (*)"])
    assert [problem.code for _, problem in head.problems] == [ProblemCode.DUPLICATE_KEY]


def test_of_two_names_the_second_is_a_text() -> None:
    head = head_of(["Tên", "Đơn vị", "CKMB", "Ghi chú", "Ghi chú"])
    assert [column.kind for column in head.columns] == ["name", "other", "points", "other", "other"]
    assert [column.header for column in head.columns][3:] == ["Ghi chú", "Ghi chú (E)"]
    assert head.problems == ()


class TestSeveralRows:
    def test_a_group_stands_over_its_parts(self) -> None:
        head = head_of(
            ["PHỤ LỤC", "", "", "", "", ""],
            ["", "", "", "", "", ""],
            ["STT", "Tên đơn\nvị", "Mức độ hài lòng (18)", "Cung cấp dịch vụ trực tuyến", "", ""],
            ["", "", "", "Dịch vụ công trực\ntuyến (12)", "Thanh toán trực tuyến (10)", "Tổng"],
            ["1", "UBND xã A", "18", "7,93", "7,36", "15,29"],
        )
        assert [column.node for column in head.columns][2:] == [
            *("satisfaction", "online.services", "online.payment", "online")
        ]
        assert (head.first, head.body, head.title) == (2, 4, ("PHỤ LỤC",))

    def test_points_and_percents_below_each_group(self) -> None:
        head = head_of(
            ["Tên đơn vị", "Công khai, minh bạch (18)", "", "Số hóa hồ sơ", "", "Tổng hợp", ""],
            ["", "Điểm đạt", "Tỷ lệ (%)", "(điểm đạt/22)", "%", "Điểm", "Xếp loại"],
            ["A", "18", "100", "17,08", "77,64", "35,08", "Yếu"],
        )
        assert [(c.kind, c.node, c.maximum) for c in head.columns] == [
            ("name", None, None),
            ("points", "transparency", Decimal(18)),
            ("percent", None, None),
            ("points", "digitization", Decimal(22)),
            ("percent", None, None),
            ("total", None, None),
            ("band", None, None),
        ]
        assert [problem.code for _, problem in head.problems] == [ProblemCode.PERCENT_COLUMN] * 2

    def test_what_stands_beside_a_group_is_not_of_it(self) -> None:
        head = head_of(
            ["TT", "Đơn vị", "Điểm các nhóm", "", "Tổng điểm"],
            ["", "", "Công khai, minh bạch", "Số hóa hồ sơ", ""],
            ["", "", "(18 điểm)", "(22 điểm)", "(100 điểm)"],
        )
        assert [(c.kind, c.node, c.maximum) for c in head.columns[2:]] == [
            ("points", "transparency", Decimal(18)),
            ("points", "digitization", Decimal(22)),
            ("total", None, Decimal(100)),
        ]
        assert (head.problems, head.body) == ((), 3)

    def test_leading_heads_may_stand_in_the_lowest_row(self) -> None:
        head = head_of(
            ["", "", "Công khai, minh bạch", "", "Tiến độ giải quyết", ""],
            ["STT", "Đơn vị", "Điểm", "Hạng", "Điểm", "Hạng"],
            ["1", "A", "16", "1", "17", "1"],
        )
        found = [(column.kind, column.node) for column in head.columns if column.kind != "other"]
        assert found == [
            *(("ordinal", None), ("name", None)),
            *(("points", "transparency"), ("points", "progress")),
        ]
        assert (head.first, head.body) == (0, 2)

    def test_the_group_above_tells_which_node_is_meant(self) -> None:
        head = head_of(
            ["TT", "Đơn vị", "Cung cấp dịch vụ trực tuyến", ""],
            ["", "", "Cung cấp dịch vụ công trực tuyến", "Thanh toán"],
            ["1", "A", "7", "8"],
        )
        assert [c.node for c in head.columns[2:]] == ["online.services", "online.payment"]
        assert head.problems == ()

    def test_a_sum_below_a_group_may_be_one_of_dossiers(self) -> None:
        head = head_of(
            ["STT", "Đơn vị", "Tiến độ giải quyết", "", "", "Tổng điểm"],
            ["", "", "Tổng số", "Đúng hạn", "Tỷ lệ", ""],
            ["1", "UBND xã A", "15", "14", "93", "80"],
        )
        assert [c.node or c.kind for c in head.columns] == [
            *("ordinal", "name", "other", "other", "percent", "total")
        ]

    @pytest.mark.parametrize("text", ["Tổng", "Cộng", "Tổng cộng", "Chung", "Tổng hợp"])
    def test_a_sum_is_of_points_only_beside_all_parts(self, text: str) -> None:
        group, parts = "Cung cấp dịch vụ trực tuyến", ("DVCTT", "Thanh toán trực tuyến")
        for below, node in (
            ((text, *parts), "online"),
            ((*parts, text), "online"),
            ((f"{text} (22)", "Một phần", "Toàn trình"), "online"),
            ((text, "Một phần", "Toàn trình"), None),
            ((text, parts[0], "Toàn trình"), None),
            ((text, parts[0], "Điểm"), None),
        ):
            head = head_of(["Tên", "CKMB", group, "", ""], ["", "", *below])
            column = head.columns[2 + below.index(next(b for b in below if b.startswith(text)))]
            assert (column.kind, column.node) == ("points" if node else "other", node)
            assert head.problems == ()

    @pytest.mark.parametrize("text", ["Tổng", "Tổng điểm", "Cộng"])
    def test_points_by_name_are_preferred_to_a_sum(self, text: str) -> None:
        for below in ((text, "Điểm"), ("Điểm", text)):
            head = head_of(["Tên", "CKMB", "Tiến độ giải quyết", ""], ["", "", *below])
            assert [c.node for c in head.columns[2:]] == [
                "progress" if each == "Điểm" else None for each in below
            ]
            assert head.problems == ()

    @pytest.mark.parametrize("text", ["Xếp hạng", "Hạng/65", "Xếp loại"])
    def test_rank_and_class_of_a_group_are_not_those_of_the_unit(self, text: str) -> None:
        head = head_of(
            ["Tên", "Tiến độ giải quyết", "", "Tổng điểm"], ["", "Điểm", text, ""], ["A", 1, 2, 3]
        )
        assert [c.node or c.kind for c in head.columns] == ["name", "progress", "other", "total"]
        assert head.columns[2].header == f"Tiến độ giải quyết / {text}"
        assert head.problems == ()

    @pytest.mark.parametrize("text", ["Tổng điểm", "Tổng số điểm", "Điểm tổng hợp", "total"])
    def test_the_total_of_a_group_is_its_points(self, text: str) -> None:
        head = head_of(["Tên", "Tiến độ giải quyết", "", "CKMB"], ["", text, "Số hồ sơ", ""])
        assert [c.node or c.kind for c in head.columns] == [
            *("name", "progress", "other", "transparency")
        ]
        deeper = head_of(
            ["Tên", "Tiến độ giải quyết", "", "CKMB"],
            ["", "Quý I", "Quý II", ""],
            ["", text, text, ""],
        )
        assert [c.node or c.kind for c in deeper.columns] == [
            *("name", "other", "other", "transparency")
        ]

    def test_a_node_over_points_of_others_is_a_title(self) -> None:
        head = head_of(
            ["STT", "Tên", "Kết quả giải quyết", "", "", "", ""],
            ["", "", "CKMB", "TDGQ", "Tổng", "Xếp hạng", "Xếp loại"],
        )
        assert [c.node or c.kind for c in head.columns] == [
            *("ordinal", "name", "transparency", "progress", "total", "rank", "band")
        ]

    def test_a_title_over_all_groups_means_nothing(self) -> None:
        head = head_of(
            ["STT", "Địa phương", "Điểm các nhóm chỉ số", "", "Tổng điểm"],
            ["", "", "CKMB", "TDGQ", ""],
            ["", "", "(điểm)", "(điểm)", ""],
            ["1", "A", "18", "20", "38"],
        )
        assert [c.node or c.kind for c in head.columns] == [
            *("ordinal", "name", "transparency", "progress", "total")
        ]
        assert head.body == 3

    def test_the_group_may_stand_above_the_row_of_names(self) -> None:
        head = head_of(
            ["TỔNG HỢP KẾT QUẢ"],
            ["", "", "Cung cấp dịch vụ trực tuyến", ""],
            ["STT", "Tên", "Dịch vụ công trực tuyến", "Thanh toán trực tuyến"],
            ["1", "A", "7", "8"],
        )
        assert (head.first, head.body, len(head.title)) == (1, 3, 1)
        assert [c.node for c in head.columns[2:]] == ["online.services", "online.payment"]

    def test_the_head_ends_after_four_rows(self) -> None:
        rows = [["STT", "Tên", "CKMB", "Khác"], *[["", "", "", "chữ"]] * 9]
        assert head_of(*rows).body == 4


class TestRowsBelow:
    @pytest.mark.parametrize(
        "row",
        [
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6) = (3)+(4)+(5)"],
            ["A", "B", "1", "2", "3", "4"],
            ["1", "2", "3", "4", "5", "6=3+4+5"],
            ["(a)", "(1)", "(2)", "", "(3)", "(4)"],
        ],
    )
    def test_numbers_of_columns_are_passed_over_with_a_note(self, row: list[str]) -> None:
        head = head_of(
            ["STT", "Tên", "CKMB", "TDGQ", "MDHL", "Tổng điểm"], row, ["1", "X", "1", "2", "3", "6"]
        )
        assert head.body == 2
        assert [(p.code, p.origin) for _, p in head.problems] == [
            (ProblemCode.ROW_LEFT_OUT, "t.csv, 2")
        ]

    @pytest.mark.parametrize(
        "row",
        [
            ["A", "1", "2", "3"],
            ["A", "B", "", "-"],
            ["A", "(1)", "(2)", ""],
            ["A", "B", "2", "3"],
            ["B", "C", "1", "2"],
            ["7", "8", "9", "10"],
            ["A", "1", "", ""],
        ],
    )
    def test_a_unit_may_be_called_a(self, row: list[str]) -> None:
        assert head_of(["Tên", "CKMB", "TDGQ", "MDHL"], row).body == 1

    @pytest.mark.parametrize("label", ["Điểm tối đa", "ĐIỂM CHUẨN", ""])
    def test_a_row_of_maxima_decides(self, label: str) -> None:
        head = head_of(
            ["STT", "Tên", "Cung cấp dịch vụ công trực tuyến", "Mức độ hài lòng", "Tổng", "Hạng"],
            ["", label, 22.0, "18", "100", ""],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
            ["1", "A", 15.2, "18", "33,2", ""],
        )
        assert head.columns[2].node == "online"
        assert head.body == 3

    @pytest.mark.parametrize("label", ["Điểm tối đa", ""])
    @pytest.mark.parametrize(
        "row", [["20 điểm", "22 điểm", "100%"], ["20đ", "22đ", ""], ["(20)", "Tối đa 22", "-%"]]
    )
    def test_maxima_may_have_words(self, label: str, row: list[str]) -> None:
        head = head_of(
            ["STT", "Tên", "TDGQ", "Cung cấp dịch vụ công trực tuyến", "Tỷ lệ"],
            ["", label, *row],
            ["1", "A", "15", "16", "17"],
        )
        assert [c.maximum for c in head.columns[2:]] == [20, 22, None]
        assert [c.node for c in head.columns[2:]] == ["progress", "online", None]
        assert head.body == 2

    def test_maxima_that_do_not_fit_are_problems(self) -> None:
        head = head_of(["STT", "Tên", "CKMB"], ["", "Điểm tối đa", "20"], ["1", "A", "15,2"])
        assert [problem.code for _, problem in head.problems] == [ProblemCode.STATED_MAXIMUM]

    @pytest.mark.parametrize("row", [["", "", "15"], ["", "UBND xã", "18"], ["", "Tối đa", "cao"]])
    def test_a_row_that_is_not_of_maxima_is_below_the_head(self, row: list[str]) -> None:
        assert head_of(["STT", "Tên", "CKMB"], row).body == 1

    def test_a_short_row(self) -> None:
        assert head_of(["STT", "Tên", "CKMB", "TDGQ"], ["", "Điểm tối đa", "18"]).body == 2


class TestNoHead:
    @pytest.mark.parametrize(
        "rows",
        [
            [],
            [[]],
            [["Tên", "CKMB thử"]],
            [["CKMB", "TDGQ"], ["1", "2"]],  # of whom?
            [["STT", "Tên", "Mã"]],  # of what?
            [["Tên", "Công khai, minh bạch (%)", "Số hóa (%)", "STT"]],
        ],
    )
    def test_none_is_found(self, rows: list[list[str]]) -> None:
        assert find_head(Grid(file="t.csv", rows=rows), PLAN) is None

    def test_heads_that_were_not_understood_can_be_named(self) -> None:
        rows = (
            ["STT", "Tên", "Kết quả số hóa (lần 2)", "Tổng số", "rank_CKMB", "CKMB (%)"],
            ["1", "A"],
        )
        grid = Grid(file="t.csv", rows=rows)
        assert find_head(grid, PLAN) is None
        assert [(p.code, p.value, p.origin) for p in unclear_heads(grid, PLAN)] == [
            (ProblemCode.UNKNOWN_KEY, "Kết quả số hóa (lần 2)", "t.csv, C1"),
            (ProblemCode.UNKNOWN_KEY, "rank_CKMB", "t.csv, E1"),
        ]

    def test_heads_that_begin_as_points_do_are_problems_of_the_table(self) -> None:
        head = head_of(["STT", "Tên", "Số hóa (lần 2)", "Tổng số", "CKMB quý I", "CKMB (%)"])
        assert [(p.code, p.origin) for _, p in head.problems] == [
            (ProblemCode.UNKNOWN_KEY, "t.csv, C1"),
            (ProblemCode.UNKNOWN_KEY, "t.csv, E1"),
            (ProblemCode.PERCENT_COLUMN, "t.csv, F1"),
        ]

    @pytest.mark.parametrize("row", [[], ["STT", "Cấp", "CKMB quý I"]])
    def test_a_table_of_no_units_has_none_to_name(self, row: list[str]) -> None:
        assert unclear_heads(Grid(file="t.csv", rows=[row]), PLAN) == ()

    def test_an_ambiguous_one_is_found_so_that_it_can_be_named(self) -> None:
        head = head_of(["STT", "Tên", "Cung cấp dịch vụ công trực tuyến"])
        assert [problem.code for _, problem in head.problems] == [ProblemCode.AMBIGUOUS_KEY]


class TestTexts:
    @given(st.integers(-(10**6), 10**6))
    def test_whole_numbers_have_no_decimals(self, number: int) -> None:
        assert text_of(float(number)) == str(number)

    def test_others(self) -> None:
        assert text_of(float("inf")) == "inf"
        assert text_of(float("nan")) == "nan"
        assert text_of("\u00a0Số\r\n hóa\t") == "Số hóa"


def test_columns_have_letters() -> None:
    assert [column.letter for column in head_of(["", "Tên", "CKMB"]).columns] == ["B", "C"]


@given(st.text(alphabet="()[]/_.%- 0123456789điểmCKMBtốađSHố", max_size=400))
def test_any_text_can_be_read_as_a_head(text: str) -> None:
    find_head(Grid(file="t.csv", rows=[["Tên", "CKMB", text], ["", "", text]]), PLAN)
