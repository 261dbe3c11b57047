# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Figures that follow from others: changes, rates, percents told again, ranks, classes."""

from __future__ import annotations

import pytest

from vn766.audit import ClaimKind, read_claims

OWN = "Kết quả Bộ chỉ số 766 tháng 9/2025: UBND xã Hòa An đạt 85,35/100 điểm, "


class TestChanges:
    @pytest.mark.parametrize(
        "words",
        [
            "tăng {} điểm so với tháng trước (80,1/100 điểm).",
            "tăng {} điểm so với tháng 8/2025 (80,1/100 điểm).",
            "xếp loại Tốt. So với tháng trước (80,1/100 điểm), tổng điểm tăng {} điểm.",
            "tăng {} điểm so với tháng 8/2025.\n\nTháng 8/2025, xã đạt 80,1/100 điểm.",
            "cao hơn {} điểm so với tháng 8/2025; tháng 8/2025 xã đạt 80,1/100 điểm.",
        ],
    )
    def test_rises(self, codes_of, words):
        assert codes_of(OWN + words.format("5,25"))["error"] == []
        assert codes_of(OWN + words.format("5,52"))["error"] == ["change-mismatch"]

    def test_falls(self, codes_of):
        text = f"{OWN}giảm {{}} điểm so với tháng trước (86,4/100 điểm)."
        assert codes_of(text.format("1,05"))["error"] == []
        assert codes_of(text.format("1,5"))["error"] == ["change-mismatch"]
        assert codes_of(text.format("1,05").replace("giảm", "tăng"))["error"] == ["change-mismatch"]

    def test_of_groups(self, codes_of):
        text = (
            "Số hóa hồ sơ đạt 17,08/22 điểm, tăng {} điểm so với tháng trước (16,08/22 điểm); Công "
            "khai, minh bạch đạt 15/18 điểm, tăng 2 điểm."
        )
        assert codes_of(text.format(1))["error"] == []
        assert codes_of(text.format(2))["error"] == ["change-mismatch"]

    def test_what_cannot_be_compared(self, codes_of):
        for words in (
            "tăng 9 điểm so với tháng trước.",
            "tăng 9 điểm. Tháng 7/2025: 70/100 điểm. Tháng 8/2025: 80,1/100 điểm.",
            "tăng 9 điểm, số hóa hồ sơ tháng trước đạt 16/22 điểm.",
            "xếp loại Tốt. Hồ sơ tăng 9 điểm. Phấn đấu đạt trên 90/100 điểm, tăng 9 điểm.",
        ):
            assert codes_of(OWN + words)["error"] == []


class TestRates:
    @pytest.mark.parametrize("words", ["1.200/1.250 hồ sơ", "1.200 trên tổng số 1.250 hồ sơ"])
    def test_beside_counts(self, codes_of, words):
        text = f"Giải quyết đúng hạn {words}, đạt {{}}%."
        for right in ("96", "96,0"):
            assert codes_of(text.format(right))["error"] == []
        assert codes_of(text.format("95"))["error"] == ["rate-mismatch"]

    def test_of_something_else(self, codes_of):
        for text in (
            "Giải quyết 1.200/1.250 hồ sơ, đạt 80% kế hoạch.",
            "Giải quyết 1.200/1.250 hồ sơ, tỷ lệ đúng hạn 80%.",
            "Giải quyết 1.200/1.250 hồ sơ; đạt tỷ lệ cao. Số hóa hồ sơ: 11/22 điểm, đạt 50%.",
            "Số hóa 1.200/1.250 hồ sơ, số hóa hồ sơ đạt 11/22 điểm, đạt 50%.",
            "Có 0/0 hồ sơ, đạt 100%.",
            "Giải quyết 2/3 hồ sơ, đạt 66,66%.",
            "Giải quyết 1.200/1.250 \nhồ sơ, đạt 9\n6%.",
        ):
            assert codes_of(text)["error"] == []


class TestPercentsToldAgain:
    TEXT = (
        "V/v kết quả Bộ chỉ số 766 tháng 9/2025\n\nThanh toán trực tuyến 7,36/10 điểm (73,6%).\n\n"
        "Nhóm chỉ số thấp nhất là Thanh toán trực tuyến ({}%){}."
    )

    def test_in_brackets(self, codes_of):
        assert codes_of(self.TEXT.format("73,6", ""))["error"] == []
        assert codes_of(self.TEXT.format("76,3", ""))["error"] == ["percent-mismatch"]

    def test_of_dossiers(self, codes_of):
        text = self.TEXT.replace("Nhóm chỉ số thấp nhất là", "Tỷ lệ")
        assert codes_of(text.format("45", ""))["error"] == []


class TestRanksInARow:
    def test_pools(self, codes_of):
        text = f"{OWN}xếp thứ 3/15 phường, {{}}/102 xã, phường và 14/117 đơn vị."
        assert codes_of(text.format(9))["error"] == []
        assert codes_of(text.format(109))["error"] == ["rank-outside-pool"]
        ranks = [it for it in read_claims(text.format(9).encode()) if it.kind is ClaimKind.RANK]
        assert [(it.value.text, it.value.pool) for it in ranks] == [
            ("3/15", "phường"),
            ("9/102", "xã, phường"),
            ("14/117", "đơn vị"),
        ]

    def test_counts_are_none(self):
        text = f"{OWN}xếp thứ 3/15 phường, có 9/10 hồ sơ, 1,5/2 xã."
        ranks = [it for it in read_claims(text.encode()) if it.kind is ClaimKind.RANK]
        assert len(ranks) == 1


class TestClassesOfSeveral:
    TABLE = "\n\nTên đơn vị\tTổng điểm (100)\nUBND xã An\t85\nUBND xã Bình\t86\nUBND xã Cam\t72\n"

    @pytest.mark.parametrize(
        "words",
        [
            "UBND xã An, UBND xã {} và UBND xã Đông đều xếp loại Tốt.",
            "Xếp loại Tốt: UBND xã An, UBND xã {}.",
            "Xếp loại Tốt (02 đơn vị) gồm: UBND xã An, UBND xã {}.",
        ],
    )
    def test_each_has_it(self, codes_of, words):
        text = f"Bộ chỉ số 766 tháng 9/2025.\n\n{words}{self.TABLE}"
        assert codes_of(text.format("Bình"))["error"] == []
        assert codes_of(text.format("Cam"))["error"] == ["class-mismatch"]

    def test_a_list_ends(self, codes_of):
        text = f"Xếp loại Tốt: UBND xã An. UBND xã Cam cần cố gắng; UBND xã Cam.{self.TABLE}"
        assert codes_of(text)["error"] == []
