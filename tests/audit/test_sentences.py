# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Sentences as offices write them: each with its figure wrong, and right."""

from __future__ import annotations

import pytest

from vn766.audit import ClaimKind, audit, read_claims
from vn766.period import Month, Year
from vn766.vi import parse_period

HEAD = (
    "UBND PHƯỜNG MAI LÂM\n\nMai Lâm, ngày 08 tháng 10 năm 2025\n\nTHÔNG BÁO\n"
    "Kết quả Bộ chỉ số 766 tháng 9/2025\n\n"
)
GROUPS = (
    "- Công khai, minh bạch: 15,64/18 điểm.\n- Tiến độ giải quyết: 18,99/20 điểm.\n"
    "- Dịch vụ công trực tuyến: 8,42/12 điểm.\n- Thanh toán trực tuyến: 7,36/10 điểm.\n"
    "- Mức độ hài lòng: 17,86/18 điểm.\n- Số hóa hồ sơ: 17,08/22 điểm.\n"
)  # 85,35
SENTENCES = [
    ("Kết quả tổng hợp: {} điểm.", "86,35", "85,35", "total-mismatch"),
    ("Phường đạt {} điểm, cụ thể:", "86,35", "85,35", "total-mismatch"),
    ("Tổng điểm đạt được của phường là {} điểm.", "86,35", "85,35", "total-mismatch"),
    ("Điểm số đạt {}/100.", "86,35", "85,35", "total-mismatch"),
    ("Tổng cộng: {} điểm.", "86,35", "85,35", "total-mismatch"),
    ("- Tổng điểm: {}.", "86,35", "85,35", "total-mismatch"),
    ("Tổng điểm 6 nhóm chỉ số: {} điểm.", "86,35", "85,35", "total-mismatch"),
    ("Phường Mai Lâm đạt số điểm {}/100.", "86,35", "85,35", "total-mismatch"),
    ("Trong tháng, điểm của phường là {} điểm (xếp loại Tốt).", "86,35", "85,35", "total-mismatch"),
    ("Kết quả: 85,35/100 điểm (loại {}).", "Khá", "Tốt", "class-mismatch"),
    ("Phường đạt 85,35/100 điểm - {}.", "Khá", "Tốt", "class-mismatch"),
    ("Phường đạt 85,35/100 điểm, thuộc loại {}.", "Khá", "Tốt", "class-mismatch"),
    ("Phường đạt 85,35/100 điểm, mức {}.", "Khá", "Tốt", "class-mismatch"),
    ("Phường đạt loại {} với 85,35/100 điểm.", "Khá", "Tốt", "class-mismatch"),
    ("Xếp loại: {}; tổng điểm: 85,35/100.", "Khá", "Tốt", "class-mismatch"),
    ("Phường xếp loại {} (85,35/100 điểm).", "Khá", "Tốt", "class-mismatch"),
    ("Phường xếp hạng thứ {} trong tổng số 65 xã, phường.", "66", "60", "rank-outside-pool"),
    ("Phường đứng thứ {} trên tổng số 65 đơn vị.", "66", "60", "rank-outside-pool"),
    ("Phường xếp hạng {} trên 65 xã, phường.", "66", "60", "rank-outside-pool"),
    ("Phường đứng vị trí {}/65.", "66", "60", "rank-outside-pool"),
    ("Phường đứng ở vị trí thứ {}/65 xã, phường.", "66", "60", "rank-outside-pool"),
    ("Hạng: {}/65.", "66", "60", "rank-outside-pool"),
    ("Thứ hạng của phường: {}/65.", "66", "60", "rank-outside-pool"),
    ("Phường xếp ở vị trí {}/65 xã.", "66", "60", "rank-outside-pool"),
    ("Vị trí xếp hạng: {}/65 xã, phường.", "66", "60", "rank-outside-pool"),
    ("Số hóa hồ sơ: 17,08/22 điểm, chiếm {}%.", "76,64", "77,64", "percent-mismatch"),
    ("Số hóa hồ sơ: 17,08/22 điểm - {}%.", "76,64", "77,64", "percent-mismatch"),
    ("Số hóa hồ sơ đạt {}% (17,08/22 điểm).", "76,64", "77,64", "percent-mismatch"),
    ("Số hóa hồ sơ đạt 17,08/22 điểm, bằng {}% điểm tối đa.", "76,64", "77,64", "percent-mismatch"),
    ("Số hóa hồ sơ đạt 17,08 điểm/22 điểm (tỷ lệ đạt {}%).", "76,64", "77,64", "percent-mismatch"),
    ("Số hóa hồ sơ: {}/22 điểm.", "23,08", "17,08", "above-maximum"),
    (
        "Phường đạt 85,35/100 điểm, tăng {} điểm so với tháng 8/2025 (80,1 điểm).",
        "5,52",
        "5,25",
        "change-mismatch",
    ),
    (
        (
            "Tháng 8/2025 phường đạt 80,1/100 điểm. Tháng 9/2025 phường "
            "đạt 85,35/100 điểm, tăng {} điểm."
        ),
        "5,52",
        "5,25",
        "change-mismatch",
    ),
    (
        "Tổng điểm tăng từ 80,1 điểm lên 85,35 điểm (tăng {} điểm).",
        "5,52",
        "5,25",
        "change-mismatch",
    ),
    (
        "Tổng điểm tăng từ 80,1/100 điểm lên 85,35/100 điểm, tăng {} điểm.",
        "5,52",
        "5,25",
        "change-mismatch",
    ),
    ("Đã giải quyết {}/1.250 hồ sơ.", "1.260", "1.240", "count-above-whole"),
    ("Tỷ lệ hồ sơ đúng hạn đạt {} (1.200/1.250 hồ sơ).", "95%", "96%", "rate-mismatch"),
    ("Số liệu cập nhật đến ngày {}/2025.", "31/9", "30/9", "impossible-date"),
    ("Số liệu trích xuất ngày {}/2025.", "12/10", "06/10", "data-after-document"),
    ("Nhóm thấp nhất: Thanh toán trực tuyến ({} điểm).", "7,63", "7,36", "figures-differ"),
    ("Thanh toán trực tuyến chỉ đạt {}/10 điểm.", "7,63", "7,36", "figures-differ"),
    (
        "Các nhóm đạt cao: Mức độ hài lòng ({}/18 điểm), Tiến độ giải quyết (18,99/20 điểm).",
        "17,68",
        "17,86",
        "figures-differ",
    ),
    (
        (
            "UBND xã An Bình đạt 92,5 điểm, xếp loại Xuất sắc; UBND xã "
            "Tân Lập đạt 88,1 điểm, xếp loại {}."
        ),
        "Khá",
        "Tốt",
        "class-mismatch",
    ),
]


@pytest.mark.parametrize(("text", "wrong", "right", "code"), SENTENCES)
def test_a_sentence(codes_of, text, wrong, right, code):
    below = f"{HEAD}{text}\n\n{GROUPS if code in {'total-mismatch', 'figures-differ'} else ''}"
    assert code in codes_of(below.format(wrong))["error"]
    assert codes_of(below.format(right))["error"] == []


def test_in_capitals_throughout(codes_of):
    """The letterhead tells where the name of its unit ends."""
    text = f"{HEAD}UBND phường Mai Lâm đạt {{}}/100 điểm.\n\n{GROUPS}"
    assert codes_of(text.format("85,35").upper())["error"] == []
    assert codes_of(text.format("86,35").upper())["error"] == ["total-mismatch"]


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp nhận 1.250 hồ sơ, giải quyết đúng hạn 1.200 hồ sơ, đạt 95%.",
        "Phường đạt 85,35/100 điểm, tăng 3 bậc so với tháng trước.",
        "Có 02 nhóm đạt trên 90%: Tiến độ giải quyết, Mức độ hài lòng.",
        "Các xã An Bình, Tân Lập, Phú Thịnh xếp loại Tốt.",
        "Phường xếp loại Tốt, số xã xếp loại Khá: 12.",
    ],
)
def test_what_is_no_contradiction(codes_of, text):
    assert codes_of(f"{HEAD}{text}")["error"] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A maximum in brackets, and points that something else is said of.
        ("Số hóa hồ sơ (tối đa 22): 17,08 điểm.", {"points"}),
        ("Số hóa hồ sơ (tối đa 22) của các xã là 17,08 điểm.", set()),
        ("Tổng điểm (100 điểm): 85,35 điểm.", {"total"}),
        # The points of the unit before, and more than there can be.
        ("UBND phường Mai Lâm 85,35 điểm, xếp thứ 3/65.", {"total", "rank"}),
        ("UBND phường Mai Lâm 185,35 điểm, xếp thứ 3/65.", {"rank"}),
        # A fall from what cannot be read.
        ("Giảm từ 85,35 điểm xuống 80,1 điểm, giảm 5,25 điểm.", {"change"}),
        ("Giảm từ 85.3.5 điểm xuống 80,1 điểm, giảm 5,25 điểm.", set()),
        # Behind a rank, a figure with a pool is a rank if it is a whole number.
        ("Phường xếp thứ 3/65 xã, phường và 17/20 phường.", {"rank"}),
        ("Phường xếp thứ 3/65 xã, phường và 17,5/20 phường.", {"rank"}),
    ],
)
def test_what_is_told(text, told):
    kinds = {str(claim.kind) for claim in audit(f"{HEAD}{text}".encode()).claims}
    assert kinds - {"document-date", "unit", "period"} == told


def test_a_rise_of_a_group_alone(codes_of):
    text = f"{HEAD}Phường đạt 85,35/100 điểm. Tháng trước số hóa hồ sơ đạt 17/22 điểm, tăng 2 điểm."
    changes = [it for it in audit(text.encode()).claims if it.kind is ClaimKind.CHANGE]
    assert [change.subject.node for change in changes] == ["digitization"]
    assert codes_of(text)["error"] == []


def test_a_percent_of_counts_that_may_be_a_part_of_a_figure(codes_of):
    text = f"{HEAD}Phường đã giải quyết 85/90 hồ sơ, đạt 96%"
    assert codes_of(f"{text}.")["error"] == ["rate-mismatch"]
    assert codes_of(f"{text}.5")["error"] == []


class TestMonthsOfAYear:
    """So many months are those from January on, as `parse_period` reads them."""

    TEXT = "BÁO CÁO\nKết quả Bộ chỉ số 766 {}\nTỉnh A đạt 83,61/100 điểm, xếp loại Tốt.\n"

    def periods(self, words):
        claims = read_claims(self.TEXT.format(words).encode())
        return [it.value for it in claims if it.kind is ClaimKind.PERIOD]

    @pytest.mark.parametrize("number", range(1, 13))
    def test_of_digits(self, number):
        for words in (f"{number} tháng đầu năm 2026", f"{number:02} tháng năm 2026"):
            assert self.periods(words) == [parse_period(words)]
            assert self.periods(f"lũy kế đến {words}") == [parse_period(f"lũy kế đến {words}")]

    def test_of_words_and_the_other_half(self):
        for words in (
            "mười một tháng đầu năm 2026",
            "chín tháng năm 2026",
            "6 tháng cuối năm 2026",
        ):
            assert self.periods(words) == [parse_period(words)]

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("từ tháng đầu năm 2026", [Year(2026)]),
            ("trong 18 tháng năm 2026", [Year(2026)]),
            ("sau 3 tháng, năm 2026", [Year(2026)]),
            ("tháng 10 năm 2026", [Month(2026, 10)]),
            ("3 tháng cuối năm 2026", []),
        ],
    )
    def test_other_times(self, words, found):
        assert self.periods(words) == found

    def test_the_year_is_not_over_yet(self, codes_of):
        text = "UBND TỈNH A\n\nTỉnh A, ngày 05 tháng 11 năm 2026\n\n" + self.TEXT
        text = text.replace("\nTỉnh A đạt", "\n\nTỉnh A đạt")
        assert codes_of(text.format("10 tháng đầu năm 2026"))["note"] == ["cumulative-period"]

    def test_without_the_year(self, codes_of):
        text = self.TEXT.format("tháng 8/2026")
        text += "10 tháng đầu năm, tỉnh A đạt 81,00/100 điểm.\n"
        assert codes_of(text)["error"] == []
        totals = [it for it in read_claims(text.encode()) if it.kind is ClaimKind.TOTAL]
        assert totals[1].subject.period == Month(2026, 10, up_to=True)


class TestSentencesThatBeginWithANumber:
    TEXT = "Kết quả Bộ chỉ số 766 của tỉnh A\nTháng 8/2026, tỉnh A đạt {}.\n"

    @pytest.mark.parametrize(
        "figures",
        [
            "80,00/100 điểm. 10 tháng đầu năm, cả tỉnh mở 5 lớp tập huấn",
            "80,00/100. 10 tháng đầu năm, cả tỉnh mở 5 lớp tập huấn",
            "80,00/100 điểm, xếp hạng 5/34. 7 sở chưa có số liệu",
            "80,00/100 điểm (80%). 05 xã, phường chưa đạt",
            "80,00/100 điểm, tương đương 80%. 2026 là năm đầu áp dụng",
            "80,00/100. 10/12 xã có số liệu",
        ],
    )
    def test_the_figure_before_is_used(self, codes_of, figures):
        text = self.TEXT.format(figures)
        assert codes_of(text) == {"error": [], "warning": [], "note": []}
        assert not any(it.doubtful for it in read_claims(text.encode()))

    @pytest.mark.parametrize("figures", ["80,00/100. 25", "80,00/100. 5 điểm", "80,00/100 .5"])
    def test_a_figure_with_a_gap_is_still_doubtful(self, codes_of, figures):
        assert codes_of(self.TEXT.format(figures))["note"] == ["unclear-figure"]
