# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Columns of tables: which percents go with which points, and which columns nobody reads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vn766.audit import ClaimKind, Rate, Score, audit, read_claims

D = Decimal


def tabs(*rows):
    """Return a table of a text; semicolons part the cells of its rows."""
    return "\n".join(row.replace(";", "\t") for row in rows) + "\n"


def rates_of(text):
    return [it.value for it in read_claims(text.encode()) if it.kind is ClaimKind.PERCENT]


class TestPercentsBeforePoints:
    """Percents belong to the points behind them, if all of a head or table stand there."""

    GROUPS = ("STT;Đơn vị;Công khai, minh bạch;;Tiến độ giải quyết;;Tổng điểm",)
    ROWS = ("1;Xã An;{};15,00;80;16,00;31,00", "2;Xã Bình;88,89;16,00;80;16,00;32,00")

    @pytest.mark.parametrize("percent", ["Tỷ lệ (%)", "%", "Đạt tỷ lệ (%)", "Tỉ lệ"])
    def test_below_the_head_of_each_group(self, codes_of, percent):
        text = tabs(*self.GROUPS, f";;{percent};Điểm;{percent};Điểm;", *self.ROWS)
        sound = codes_of(text.format("83,33"))
        assert (sound["error"], sound["note"]) == ([], ["partial-publication"])
        assert codes_of(text.format("70"))["error"] == ["percent-mismatch"]

    def test_claims_keep_the_order_of_the_text(self):
        text = tabs(*self.GROUPS, ";;Tỷ lệ;Điểm;Tỷ lệ;Điểm;", self.ROWS[0]).format("83,33")
        found = [it.quote for it in read_claims(text.encode())]
        assert found == ["Xã An", "83,33", "15,00", "80", "16,00", "31,00"]
        assert rates_of(text) == [
            Rate(D("83.33"), Score(D(15), D(18))),
            Rate(D(80), Score(D(16), D(20))),
        ]

    def test_numbers_of_columns_and_maxima_below_the_heads(self, codes_of):
        heads = (
            "TT;Xã, phường;CKMB;;;TDGQ;;;Tổng điểm;Tỷ lệ (%)",
            ";;Tỷ lệ (%);Điểm;Hạng;Tỷ lệ (%);Điểm;Hạng;;",
            "(1);(2);(3);(4);(5);(6);(7);(8);(9);(10)",
        )
        rows = ("1;An;83,33;15,00;2;80;16,00;1;31,00;{}", "2;Bình;88,89;16;1;80;16;1;32,00;32")
        text = tabs(*heads, *rows)
        assert codes_of(text.format("31"))["error"] == []
        assert codes_of(text.format("35"))["error"] == ["percent-mismatch"]
        maxima = ";Điểm tối đa;;18;;;20;;100;"
        assert codes_of(tabs(*heads, maxima, *rows).format("35"))["error"] == ["percent-mismatch"]

    def test_in_heads_of_one_row(self, codes_of):
        head = "STT;Đơn vị;Tỷ lệ (%);Điểm CKMB;Tỷ lệ (%);Điểm TDGQ;Tổng điểm"
        text = tabs(head, *self.ROWS)
        assert codes_of(text.format("83,33"))["error"] == []
        assert codes_of(text.format("70"))["error"] == ["percent-mismatch"]

    def test_one_alone_may_be_of_anything(self, codes_of):
        text = tabs("Đơn vị;Tỷ lệ (%);Tổng điểm;Xếp loại", "Xã An;98,5;83,00;Tốt")
        assert rates_of(text) == [Rate(D("98.5"))]
        assert codes_of(text) == {"error": [], "warning": [], "note": []}

    def test_rates_that_do_not_go_with_the_points_leave_these_alone(self, codes_of):
        rows = (f"{at};Xã {name};4{at};15,00;99;16,00;31,00" for at, name in enumerate("ABC"))
        text = tabs(*self.GROUPS, ";;Tỷ lệ (%);Điểm;Tỷ lệ (%);Điểm;", *rows)
        assert codes_of(text)["error"] == []
        assert {rate.of for rate in rates_of(text)} == {None}
        wrong = text.replace("31,00", "90,00", 1)
        assert codes_of(wrong)["error"] == []  # within reach of the groups that are not there
        assert codes_of(text.replace("31,00", "30,00", 1))["error"] == ["total-out-of-reach"]

    def test_for_each_month(self, codes_of):
        text = tabs(
            "Nhóm chỉ số;Điểm tối đa;Tháng 8/2025;;Tháng 9/2025;",
            ";;Tỷ lệ (%);Điểm;Tỷ lệ (%);Điểm",
            "Công khai, minh bạch;18;83,33;15,00;88,89;16,00",
            "Tiến độ giải quyết;20;80;16,00;85;17,00",
            "Số hóa hồ sơ;22;50;11,00;{};16,50",
        )
        assert codes_of(text.format("75"))["error"] == []
        assert codes_of(text.format("70"))["error"] == ["percent-mismatch"]

    def test_rates_do_not_go_with_points_of_a_stated_maximum_either(self, codes_of):
        head = "Đơn vị;Công khai, minh bạch (18);;Tiến độ giải quyết (20);"
        rows = (f"Xã {name};4{at};15,00;99;16,00" for at, name in enumerate("ABC"))
        text = tabs(head, ";Tỷ lệ (%);Điểm;Tỷ lệ (%);Điểm", *rows)
        assert codes_of(text)["error"] == []
        slip = text.replace("15,00", "19,00", 1)
        assert codes_of(slip)["error"] == ["above-maximum"]


class TestColumnsNotRead:
    """Columns with figures of which none was read are named, with the heads over them."""

    @staticmethod
    def named(text):
        (found,) = [it for it in audit(text.encode()).findings if it.code == "columns-not-read"]
        return found.line("vi").partition("đối chiếu: ")[2].partition(".")[0]

    def test_sections_are_no_heads(self, codes_of):
        head = "STT;Đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH"
        rows = [f"{at};Xã {at};15,00;16,00;7,00;6,00;15,00;14,00" for at in range(1, 4)]
        for first, second in (("I", "II"), ("A", "B"), ("a)", "b)")):
            sections = (f"{first};Cụm phía Bắc", f"{second};Cụm phía Nam")
            text = tabs(head, sections[0], *rows[:2], sections[1], rows[0])
            assert codes_of(text)["note"] == []
            numbered = tabs(
                head, "(1);(2);(3);(4);(5);(6);(7);(8)", sections[0], *rows, sections[1]
            )
            assert codes_of(numbered)["note"] == []

    def test_points_below_heads_that_say_nothing_known(self):
        text = tabs(
            "STT;Đơn vị;Công khai, minh bạch;;Tiến độ giải quyết;;Tổng điểm",
            ";;{};{};{};{};",
            "(1);(2);(3);(4);(5);(6);(7)",
            "1;Xã An;16;15;17;16;80",
            "2;Xã Bình;17;16;18;16;81",
        )
        heads = ("Tự chấm", "Thẩm định", "Tự chấm", "Thẩm định")
        assert self.named(text.format(*heads)) == (
            "Công khai, minh bạch / Tự chấm; Công khai, minh bạch / Thẩm định; "
            "Tiến độ giải quyết / Tự chấm; Tiến độ giải quyết / Thẩm định"
        )
        heads = ("Đạt (%)", "Quy điểm", "Đạt (%)", "Quy điểm")
        assert self.named(text.format(*heads)) == (
            "Công khai, minh bạch / Quy điểm; Tiến độ giải quyết / Quy điểm"
        )

    def test_ranks_in_other_pools_and_of_other_times(self):
        text = tabs(
            "STT;Đơn vị;Tổng điểm;Hạng toàn tỉnh;Thứ hạng tháng trước",
            *("1;Xã An;82,00;1;2", "2;Xã Bình;81,00;2;1", "3;Xã Cam;79,00;3;3"),
        )
        assert self.named(text) == "Hạng toàn tỉnh; Thứ hạng tháng trước"

    def test_columns_without_a_head_have_a_letter(self):
        text = tabs("Đơn vị;Tổng điểm;;", "Xã An;82,00;;15,5", "Xã Bình;81,00;7;16,5;3")
        assert self.named(text) == "C; D; E"

    def test_tables_about_another_matter_are_left_alone(self, codes_of):
        text = "Kết quả hội thi\n\n" + tabs(
            "Đơn vị;Tổng điểm;Vòng một", "Xã An;82;41", "Xã Ba;81;40"
        )
        assert codes_of(text) == {"error": [], "warning": [], "note": []}


class TestListsSideBySide:
    """Lists of units that stand beside each other to save paper are read, each for itself."""

    @pytest.mark.parametrize("gap", ["", ";"])
    @pytest.mark.parametrize("first", ["STT", "Hạng", "TT"])
    def test_both_are_read(self, codes_of, first, gap):
        head = f"{first};Đơn vị;Tổng điểm;Xếp loại"
        text = tabs(
            f"{head};{gap}{head}",
            f"1;Xã An;73,00;Khá;{gap}4;Xã Đông;{{}}",
            f"2;Xã Bình;72,00;Khá;{gap}5;Xã Giang;70,00;Khá",
            "3;Xã Cam;71,50;Khá",
        )
        assert codes_of(text.format("71,00\tKhá")) == {"error": [], "warning": [], "note": []}
        assert codes_of(text.format("71,00\tTốt"))["error"] == ["class-mismatch"]

    def test_numbered_line_by_line_below_heads_of_two_rows(self, codes_of):
        own = ("STT;Xã, phường;CKMB;;TDGQ;;Tổng điểm", ";;Tỷ lệ;Điểm;Tỷ lệ;Điểm;")
        figures = "83,33;15,00;80;16,00;31,00"
        text = tabs(
            *(f"{half};{half};{half}" for half in own),
            f"1;An;{figures};2;Bình;{figures};3;Cam;{{}}",
            f"4;Đông;{figures};5;Yên;{figures}" + ";" * 7,
        )
        figures = figures.replace(";", "\t")
        sound = codes_of(text.format(figures))
        assert (sound["error"], sound["note"]) == ([], ["partial-publication"])
        slip = text.format(figures.replace("83,33", "70"))
        assert codes_of(slip)["error"] == ["percent-mismatch"]
        assert [it.quote for it in read_claims(slip.encode()) if it.kind is ClaimKind.UNIT] == [
            *("An", "Đông", "Bình", "Yên", "Cam")
        ]

    def test_lists_of_other_figures(self, codes_of):
        text = tabs(
            "Đơn vị;CKMB;TDGQ;;Đơn vị;Tổng điểm;Xếp loại", "Xã An;15,00;16,00;;Xã Bình;83,00;{}"
        )
        assert codes_of(text.format("Tốt"))["error"] == []
        assert codes_of(text.format("Khá"))["error"] == ["class-mismatch"]

    @pytest.mark.parametrize(
        "text",
        [
            ("STT;Huyện, thị xã, thành phố;Xã, phường;Tổng điểm;Xếp loại", "1;A;B;{}"),
            ("STT;Đơn vị;Tổng điểm;Xếp loại;Cơ quan", "1;Xã An;{};Sở Y tế"),
            ("STT;Đơn vị;Tổng điểm;Xếp loại;STT;Xã", "1;Xã An;{};1;B"),
            ("STT;Đơn vị;Tổng điểm;Xếp loại" + ";STT" * 9, "1;Xã An;{}" + ";" * 9),
        ],
    )
    def test_more_names_make_no_other_list(self, codes_of, text):
        assert codes_of(tabs(*text).format("83,00\tTốt"))["error"] == []
        assert codes_of(tabs(*text).format("83,00\tKhá"))["error"] == ["class-mismatch"]
