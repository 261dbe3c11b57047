# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""A class is that of the total nearest before it, of the same unit, matter and time."""

from __future__ import annotations

import pytest

from vn766.audit import ClaimKind, read_claims
from vn766.period import Month

HEAD = """ỦY BAN NHÂN DÂN
XÃ YÊN SƠN
Số: 31/BC-UBND
Yên Sơn, ngày 06 tháng 10 năm 2026

BÁO CÁO
Kết quả thực hiện Bộ chỉ số phục vụ người dân, doanh nghiệp tháng 9/2026

"""
TRUE = "Xã Yên Sơn đạt 84,35/100 điểm, xếp loại Tốt"
OTHER_TIMES = [
    *("tháng 8/2026 đạt 76,20 điểm, xếp loại Khá", "tháng 8/2026 xếp loại Khá"),
    *("tháng 8: xếp loại Khá", "tháng Tám xếp loại Khá", "quý II/2026 đạt 76,2 điểm, loại Khá"),
    *("kỳ trước 76,20 điểm, loại Khá", "cùng kỳ năm 2025: 61 điểm, loại Trung bình, hạng 40/90"),
    *("năm ngoái đạt 61,5 điểm, xếp loại Trung bình", "trước đây chỉ xếp loại Khá"),
    *("các tháng trước xếp loại Khá", "6 tháng đầu năm xếp loại Khá"),
    *("ngày 31/8/2026 xếp loại Khá", "các tháng 6, 7 và 8/2026 xếp loại Khá"),
]


class TestOtherTimes:
    """A class behind a mark of another time is held against the total of that time only."""

    @pytest.mark.parametrize("other", OTHER_TIMES)
    @pytest.mark.parametrize("marks", [" ({})", " – {}", ", {}", "; {}", ", trong khi {}", ". {}"])
    def test_no_error(self, other, marks, codes_of):
        assert codes_of(f"{HEAD}{TRUE}{marks.format(other)}.")["error"] == []

    @pytest.mark.parametrize("other", OTHER_TIMES)
    @pytest.mark.parametrize("marks", [" ({})", " – {}", ", {}", "; {}", ", trong khi {}", ". {}"])
    def test_a_slip_before_it(self, other, marks, codes_of):
        wrong = TRUE.replace("Tốt", "Khá") + marks.format(other)
        assert codes_of(f"{HEAD}{wrong}.")["error"] == ["class-mismatch"]

    @pytest.mark.parametrize(
        "text",
        [
            f"{TRUE}, tăng 8,15 điểm so với tháng 8/2026 (76,20 điểm, loại Khá).",
            f"{TRUE}, tăng 8,15 điểm (từ 76,20 điểm, xếp loại Khá).",
            "Xã Yên Sơn đạt 84,35/100 điểm, tăng từ mức 76,20 điểm xếp loại Khá.",
            "Xã Yên Sơn (tháng 8/2026 xếp loại Khá) đạt 84,35/100 điểm, xếp loại Tốt.",
            "So với tháng 8/2026 (76,20 điểm, xếp loại Khá), xã Yên Sơn đạt 84,35/100 điểm.",
            "Từ xếp loại Khá tháng 8/2026, xã Yên Sơn vươn lên xếp loại Tốt với 84,35/100 điểm.",
        ],
    )
    def test_in_other_places(self, text, codes_of):
        assert codes_of(HEAD + text)["error"] == []

    @pytest.mark.parametrize(
        "text",
        [
            f"{TRUE} (tháng 8/2026 đạt 76,20/100 điểm, xếp loại Tốt).",
            f"{TRUE}, tăng so với tháng 8/2026 (76,20/100 điểm, loại Tốt).",
            "Tháng 8/2026, xã Yên Sơn đạt 76,20/100 điểm.\n\nTháng 8/2026, xã xếp loại Tốt.",
        ],
    )
    def test_a_slip_of_the_other_time(self, text, codes_of):
        assert codes_of(HEAD + text)["error"] == ["class-mismatch"]

    def test_time_told_between_a_total_and_its_class(self, codes_of):
        text = "Xã Yên Sơn đạt 84,35/100 điểm{}, xếp loại Khá."
        for between in (
            *(" theo kết quả tháng 9/2026", " trong tháng 9/2026", " (số liệu ngày 04/10/2026)"),
            *(" (tháng 8/2026 đạt 76,20 điểm)", " (điểm thưởng 2 điểm)", ", tăng 8,15 điểm"),
        ):
            assert codes_of(HEAD + text.format(between))["error"] == ["class-mismatch"]

    def test_a_bracket_at_the_end_says_nothing_of_the_next_sentence(self):
        text = f"{HEAD}{TRUE} (tháng 8/2026: 76,20 điểm); xã Yên Sơn xếp loại Khá."
        first, second = (it for it in read_claims(text.encode()) if it.kind is ClaimKind.CLASS)
        assert first.subject.period is second.subject.period is None

    def test_the_period_of_a_class(self):
        text = f"{HEAD}{TRUE} (tháng 8/2026 xếp loại Khá)."
        own, other = (it for it in read_claims(text.encode()) if it.kind is ClaimKind.CLASS)
        assert (own.value.of.points, other.value.of) == (own.value.of.points, None)
        assert (other.subject.period, other.subject.clear) == (Month(2026, 8), True)


class TestLengthsOfTime:
    @pytest.mark.parametrize(
        "text",
        [
            "Với 84,35/100 điểm, xã Yên Sơn lần đầu được xếp loại Tốt sau 4 tháng xếp loại Khá.",
            "Với 84,35/100 điểm, sau ba kỳ xếp loại Khá, xã Yên Sơn được xếp loại Tốt.",
            "Sau nhiều tháng xếp loại Khá, xã Yên Sơn đạt 84,35/100 điểm, xếp loại Tốt.",
            "Xã Yên Sơn liên tục xếp loại Khá, nay đạt 84,35/100 điểm.",
            f"{TRUE}. Trong 3 tháng đầu năm, xã Yên Sơn đều xếp loại Khá.",
        ],
    )
    def test_no_error(self, text, codes_of):
        assert codes_of(HEAD + text)["error"] == []

    def test_a_slip_before_them(self, codes_of):
        text = "Với 84,35/100 điểm, xã Yên Sơn được xếp loại Khá sau 4 tháng xếp loại Tốt."
        assert codes_of(HEAD + text)["error"] == ["class-mismatch"]


class TestOthers:
    """Classes of somebody else, or in another matter."""

    @pytest.mark.parametrize(
        "text",
        [
            "Xã Yên Sơn xếp loại Khá về thể thao; xã Yên Sơn đạt 84,35/100 điểm.",
            "Về thể thao, xã Yên Sơn xếp loại Khá. Theo Bộ chỉ số 766, xã đạt 84,35/100 điểm.",
            "Cán bộ, công chức xã Yên Sơn xếp loại Khá; xã Yên Sơn đạt 84,35/100 điểm.",
            "Xã Yên Sơn đạt 84,35/100 điểm, xã Yên Lạc vẫn xếp loại Khá.",
            "Xã Yên Sơn đạt 84,35/100 điểm, cao hơn xã Yên Lạc (xếp loại Khá).",
            "Sở Y tế đạt 84,35/100 điểm, xã Yên Lạc xếp loại Khá.",
            "Xã Yên Sơn đạt 84,35/100 điểm, toàn tỉnh xếp loại Khá.",
            "Xã Yên Sơn đạt 84,35/100 điểm, Trạm y tế xếp loại Khá.",
            "Xã Yên Sơn đạt 84,35/100 điểm theo Bộ chỉ số 766, chỉ số CCHC xếp loại Khá.",
            f"{TRUE}, thoát khỏi nhóm xếp loại Khá.",
        ],
    )
    def test_no_error(self, text, codes_of):
        assert codes_of(HEAD + text)["error"] == []

    @pytest.mark.parametrize(
        "text",
        [
            "Xã Yên Sơn xếp loại Khá về mức độ phục vụ; xã Yên Sơn đạt 84,35/100 điểm.",
            "Về kết quả chung, xã Yên Sơn xếp loại Khá. Xã Yên Sơn đạt 84,35/100 điểm.",
            "Xã Yên Sơn đạt 84,35/100 điểm, UBND xã xếp loại Khá.",
            "Xã Yên Sơn đạt 84,35/100 điểm, đứng thứ 9/90 xã, phường của tỉnh, xếp loại Khá.",
            "Với 84,35/100 điểm, xã Yên Sơn xếp loại Khá.",
        ],
    )
    def test_slips(self, text, codes_of):
        assert codes_of(HEAD + text)["error"] == ["class-mismatch"]


class TestLabels:
    @pytest.mark.parametrize(
        ("text", "errors"),
        [
            ("Xã Yên Sơn đạt 84,35/100 điểm, loại Khá.", 1),
            ("Xã Yên Sơn đạt 84,35/100 điểm, tăng 8,15 điểm, loại Khá.", 1),
            ("Xã Yên Sơn đạt 84,35/100 điểm (Tốt), năm ngoái 61,5 điểm (Trung bình).", 0),
            ("Tổng điểm: 84,35/100 điểm, tháng 8/2026: 76,2 điểm (Khá).", 0),
        ],
    )
    def test_only_right_behind_a_total(self, text, errors, codes_of):
        assert codes_of(HEAD + text)["error"] == ["class-mismatch"] * errors
