# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Columns of tables: which percents go with which points, and which columns nobody reads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vn766.audit import ClaimKind, Rate, Score, read_claims

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
