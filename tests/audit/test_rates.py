# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Percents beside counts, in whatever order the two are told, and the units of all classes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vn766.vi import format_number

ORDERS = [
    "Tỷ lệ hồ sơ đúng hạn đạt {percent}% ({part}/{whole}).",
    "Hồ sơ đúng hạn chiếm {percent}% ({part}/{whole}), số còn lại quá hạn.",
    "Hồ sơ nộp trực tuyến {part}/{whole}, đạt {percent}%.",
    "Số phiếu thu về: {part}/{whole} ({percent}%).",
    "Đã giải quyết {whole} hồ sơ, trong đó đúng hạn {part} hồ sơ (đạt {percent}%).",
    "Đã giải quyết {whole} hồ sơ, trong đó: {part} hồ sơ đúng hạn, tỷ lệ {percent}%.",
]


def written(hundredths):
    return format_number(Decimal(hundredths).scaleb(-2))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("part", "whole"), [(571, 629), (45, 48), (629, 629), (17, 40)])
class TestOrders:
    def test_what_follows(self, order, part, whole, codes_of):
        percent = written(10_000 * part // whole)
        assert codes_of(order.format(part=part, whole=whole, percent=percent))["error"] == []

    def test_a_slip(self, order, part, whole, codes_of):
        percent = written(10_000 * part // whole - 150)
        found = codes_of(order.format(part=part, whole=whole, percent=percent))["error"]
        assert found == ["rate-mismatch"]


class TestOtherFractions:
    @pytest.mark.parametrize(
        "text",
        [
            "Hồ sơ nộp trực tuyến đến 30/9, đạt 91,63%.",
            "Hồ sơ số 571/629, đạt 91,63%.",
            "Hồ sơ của xã xếp 45/90, đạt 91,63%.",
            "Hồ sơ đúng hạn 5 71/629, đạt 91,63%.",
            "Tỷ lệ hồ sơ đúng hạn tăng 12,5% (90/80).",
            "Tỷ lệ hồ sơ đúng hạn đạt 91,63% (571/629 theo kế hoạch).",
            "Thanh toán trực tuyến đạt 91,63% (14/90).",
            "Hồ sơ thanh toán đạt 91,63% (1,5/90).",
            "Hồ sơ đúng hạn 571/0, đạt 91,63%.",
            "Đã giải quyết 629 hồ sơ, trong đó đúng hạn 571 hồ sơ (đạt 85% kế hoạch).",
            "Đã giải quyết 629 hồ sơ, trong đó đúng hạn 571 hồ sơ, tăng 5%.",
            "Đã giải quyết 0 hồ sơ, trong đó đúng hạn 0 hồ sơ (đạt 100%).",
            "Đã giải quyết 1 629 hồ sơ, trong đó đúng hạn 571 hồ sơ (đạt 35,05%).",
        ],
    )
    def test_no_error(self, text, codes_of):
        assert codes_of(text)["error"] == []


class TestClassesOfAll:
    TEXT = (
        "Toàn tỉnh có {} xã, phường{} trong đó 11 đơn vị xếp loại Xuất sắc, 40 đơn vị Tốt, 30 đơn "
        "vị Khá, 9 đơn vị Trung bình."
    )

    @pytest.mark.parametrize("mark", [",", ";"])
    def test_more_than_all(self, mark, codes_of):
        assert codes_of(self.TEXT.format(90, mark))["error"] == []
        assert codes_of(self.TEXT.format(86, mark))["error"] == ["classes-not-whole"]
