# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Totals, maxima, ranks and dates in the words that offices have for them."""

from __future__ import annotations

from datetime import date

import pytest

from vn766.audit import ClaimKind, audit, read_claims

GROUPS = (
    "công khai, minh bạch 15,64 điểm; tiến độ giải quyết 18,99 điểm; dịch vụ công trực tuyến "
    "8,42 điểm; thanh toán trực tuyến 7,36 điểm; mức độ hài lòng 17,86 điểm; số hóa hồ sơ 17,08 "
    "điểm."
)  # 85,35
BASIS = "Theo Quyết định số 766/QĐ-TTg, trong tháng 9/2025 "


class TestTotals:
    @pytest.mark.parametrize(
        "words",
        [
            "đạt tổng điểm {}, trong đó: ",
            "đạt tổng {} điểm, trong đó: ",
            "đạt tổng cộng {} điểm, trong đó: ",
            "đạt {} điểm trên thang điểm 100, trong đó ",
            "đạt {}/100 điểm, trong đó ",
            "đạt {} trên 100 điểm, gồm: ",
            "đạt {} điểm/thang điểm 100; cụ thể: ",
            "đạt {} điểm trên tổng số 100 điểm, cụ thể: ",
            "đạt {} điểm (tối đa 100 điểm): ",
            "đạt {} điểm, trong đó: ",
            "đạt tổng số điểm là {} điểm; ",
            "đạt {} điểm, xếp thứ 5/65 xã. Cụ thể: ",
        ],
    )
    def test_of_a_sentence(self, codes_of, words):
        text = f"{BASIS}UBND xã Hòa An {words}{GROUPS}"
        assert codes_of(text.format("85,35")) == {"error": [], "warning": [], "note": []}
        assert codes_of(text.format("86,35"))["error"] == ["total-mismatch"]

    @pytest.mark.parametrize(
        "words",
        ["Tổng {}/100 điểm.", "Cộng: {} điểm.", "Tổng điểm các nhóm: {}.", "Tổng: {} điểm."],
    )
    def test_below_the_groups(self, codes_of, words):
        text = f"{BASIS}UBND xã Hòa An: {GROUPS} {words}"
        assert codes_of(text.format("85,35"))["error"] == []
        assert codes_of(text.format("86,35"))["error"] == ["total-mismatch"]

    def test_sums_of_parts_are_no_totals(self, codes_of):
        text = f"{BASIS}xã Hòa An đạt 85,35/100 điểm. Trong hai nhóm, tổng cộng 24,44 điểm bị mất."
        assert codes_of(text)["error"] == []

    def test_points_of_a_unit_where_nothing_else_can_be_meant(self, codes_of):
        text = "Kết quả Bộ chỉ số 766: xã Hòa An đạt 82,09 điểm, {}."
        assert codes_of(text.format("xếp loại Khá"))["error"] == ["class-mismatch"]
        assert codes_of(text.format("được cộng thêm 2 điểm"))["error"] == []
        other = text.replace("Bộ chỉ số 766", "hội thi").format("xếp loại Khá")
        assert codes_of(other)["error"] == []


class TestClasses:
    """Totals of units beside their classes, as reports of many units write them."""

    TEXTS = (
        "Xã Hải Hòa tháng 9/2026 đạt {} điểm, xếp loại Tốt.",
        "Phường Móng Cái 1: {} điểm – Tốt.",
        "UBND xã Hải Hòa: {} điểm, Tốt",
        "Phường Cẩm Phả được {} điểm, loại Tốt",
        "Tổng điểm của xã Hải Hòa là {}, loại Tốt",
        "Xã Hải Hòa xếp loại Tốt với {} điểm",
        "Xã Hải Hòa xếp loại Tốt ({} điểm)",
        "Xã Hải Hòa xếp hạng 3/54 với {} điểm, xếp loại Tốt.",
        "Các đơn vị xếp loại Tốt: xã Hải Hòa (81,5 điểm), xã Tiên Yên ({} điểm).",
        "- Loại Tốt: xã Hải Hòa (81,5 điểm), xã Tiên Yên ({} điểm).",
        "* Xếp loại Tốt (02 đơn vị): Xã Hải Hòa: 81,5 điểm; Xã Tiên Yên: {} điểm.",
    )

    @pytest.mark.parametrize("text", TEXTS)
    def test_beside_totals(self, codes_of, text):
        text = f"Kết quả Bộ chỉ số 766\n{text}"
        assert codes_of(text.format("87,09")) == {"error": [], "warning": [], "note": []}
        assert codes_of(text.format("91,2"))["error"] == ["class-mismatch"]

    @pytest.mark.parametrize(
        "text",
        [
            "Xã Hải Hòa xếp loại Tốt với 18 điểm về công khai, minh bạch.",
            "Xã Hải Hòa xếp loại Tốt (trong đó nhóm số hóa 20 điểm).",
            "Xã Hải Hòa xếp loại Tốt với 5 tiêu chí đạt điểm tối đa.",
            "Xã Hải Hòa đạt 17,5 điểm (Tốt) ở nhóm số hóa.",
            "Xã Hải Hòa: 18 điểm - Tốt nhất tỉnh.",
            "Xã Hải Hòa đứng thứ 2 với 20,5 điểm.",
            "Xã Hải Hòa xếp loại Khá, thiếu 2,5 điểm để đạt loại Tốt.",
            "Các xã xếp loại Tốt: xã Hải Hòa (tăng 3,1 điểm), xã Tiên Yên (85,1 điểm).",
            "Xã Hải Hòa (92,1 điểm), xã Tiên Yên xếp loại Tốt.",
            "Xã Hải Hòa 5 hồ sơ, xã Tiên Yên 7 hồ sơ quá hạn; xếp loại Tốt.",
        ],
    )
    def test_what_contradicts_nothing(self, codes_of, text):
        assert codes_of(f"Kết quả Bộ chỉ số 766\n{text}")["error"] == []


class TestShares:
    @pytest.mark.parametrize(
        "text",
        [
            "Đã giải quyết 1.198/1.240 hồ sơ đúng hạn, đạt {}%.",
            "Có 1.198/1.240 hồ sơ trực tuyến, chiếm {}%.",
            "Đã có 1.198/1.240 hồ sơ được số hóa ({}%).",
        ],
    )
    def test_of_counts(self, codes_of, text):
        text = f"Kết quả Bộ chỉ số 766\n{text}"
        assert codes_of(text.format("96,61"))["error"] == []
        assert codes_of(text.format("95,61"))["error"] == ["rate-mismatch"]

    @pytest.mark.parametrize(
        "text",
        [
            "Đã giải quyết 1.198/1.240 hồ sơ, trong đó đúng hạn đạt 99,5%.",
            "Có 1.198/1.240 hồ sơ đúng hạn, 92% hồ sơ trực tuyến.",
            "Có 1.198/1.240 hồ sơ trực tuyến, 92% trong số đó được thanh toán.",
        ],
    )
    def test_of_something_else(self, codes_of, text):
        assert codes_of(f"Kết quả Bộ chỉ số 766\n{text}")["error"] == []


class TestUnitsOfClasses:
    TEXTS = (
        "Trong 54 xã, phường, đặc khu có 12 đơn vị xếp loại Xuất sắc, 30 xã loại Tốt, {} loại Khá.",
        "Tổng số 54 đơn vị, trong đó 12 đơn vị đạt loại Xuất sắc; 30 đơn vị loại Tốt; {} loại Khá.",
        "Toàn tỉnh có 54 xã, phường, trong đó 12 xã xếp loại Xuất sắc, 30 loại Tốt, {} loại Khá.",
        "Có 12/54 đơn vị xếp loại Xuất sắc, 30/54 đơn vị loại Tốt, {}/54 đơn vị loại Khá.",
    )

    @pytest.mark.parametrize("text", TEXTS)
    def test_are_no_more_than_all_units(self, codes_of, text):
        text = f"Kết quả Bộ chỉ số 766. {text}"
        assert codes_of(text.format("12"))["error"] == []
        assert codes_of(text.format("11"))["error"] == []
        assert codes_of(text.format("13"))["error"] == ["classes-not-whole"]

    def test_are_all_units_if_every_class_is_named(self, codes_of):
        text = (
            "Kết quả Bộ chỉ số 766. Trong 54 xã có 12 xã xếp loại Xuất sắc, 30 xã loại Tốt, 9 xã "
            "loại Khá, {} xã loại Trung bình, 0 xã loại Yếu."
        )
        assert codes_of(text.format("3"))["error"] == []
        assert codes_of(text.format("2"))["error"] == ["classes-not-whole"]

    def test_none_of_the_first_class(self, codes_of):
        text = "Bộ chỉ số 766. Trong 5 xã có 0 xã loại Xuất sắc, {} xã loại Tốt."
        assert codes_of(text.format(5))["error"] == []
        assert codes_of(text.format(6))["error"] == ["classes-not-whole"]

    def test_are_told_once(self, codes_of):
        text = "Trong 5 xã có 3 xã loại Xuất sắc, 3 xã loại Tốt, 3 xã loại Khá. Bộ chỉ số 766."
        assert codes_of(text)["error"] == ["classes-not-whole"]

    @pytest.mark.parametrize(
        "text",
        [
            "Trong 10 xã miền núi, 3 xã xếp loại Tốt; trong 44 xã còn lại, 42 xã loại Tốt.",
            "Trong 54 xã có 12 xã loại Tốt; so với tháng 9 có 50 xã loại Khá, 3 xã loại Yếu.",
            "Trong 54 xã có 52 xã xếp loại Khá trở lên, 12 xã loại Xuất sắc.",
            "Trong 5 xã có 3 xã loại Xuất sắc, 2 xã loại Tốt; toàn tỉnh có 40 xã loại Khá.",
            "Có 3/5 phường xếp loại Tốt, 40/49 xã loại Khá, 9/49 xã loại Tốt.",
            "Mô hình 3 không, 5 tốt trong 4 xã.",
        ],
    )
    def test_of_other_wholes(self, codes_of, text):
        assert codes_of(f"Kết quả Bộ chỉ số 766. {text}")["error"] == []


class TestMaxima:
    @pytest.mark.parametrize(
        "words",
        [
            "đạt 8,42 điểm (tối đa 12 điểm), đạt tỷ lệ {}%",
            "đạt 8,42 điểm (điểm tối đa: 12), đạt {}%",
            "đạt 8,42 trên 12 điểm, tỷ lệ {}%",
            "đạt 8,42 điểm trên tổng số 12 điểm, đạt tỷ lệ {}%",
            "đạt 8,42/12, tỷ lệ {}%",
            "(12 điểm): 8,42 điểm, đạt {}%",
            "(tối đa 12 điểm): đạt 8,42 điểm, đạt {}%",
            "(0-12 điểm): 8,42 điểm ({}%)",
        ],
    )
    def test_percents(self, codes_of, words):
        text = f"{BASIS}xã Hòa An đạt 85,35/100 điểm. Dịch vụ công trực tuyến {words}."
        assert codes_of(text.format("70,17"))["error"] == []
        assert codes_of(text.format("71,70"))["error"] == ["percent-mismatch"]

    @pytest.mark.parametrize("words", ["đạt 8,42 điểm (tối đa {} điểm)", "({} điểm): 8,42 điểm"])
    def test_another_maximum(self, codes_of, words):
        text = f"{BASIS}xã Hòa An đạt 85,35/100 điểm. Dịch vụ công trực tuyến {words}."
        assert codes_of(text.format(12))["warning"] == []
        assert codes_of(text.format(10))["warning"] == ["stated-maximum"]

    @pytest.mark.parametrize(
        "text",
        [
            "tăng 2,5 điểm trên 3 lĩnh vực",
            "Công khai (18 điểm) và Số hóa hồ sơ (22 điểm): 2 nhóm cần cải thiện",
            "Số hóa hồ sơ: 98,5",
            "Số hóa hồ sơ (tối đa): 17,08 điểm",
        ],
    )
    def test_what_is_none(self, text):
        kinds = {claim.kind for claim in read_claims(text.encode())}
        assert kinds <= {ClaimKind.COUNT, ClaimKind.POINTS}
        assert audit(text.encode()).errors == ()


class TestRanks:
    @pytest.mark.parametrize(
        "words", ["xếp vị thứ", "vị thứ", "thứ bậc", "xếp thứ bậc", "xếp thứ", "đứng vị trí thứ"]
    )
    def test_words(self, codes_of, words):
        text = f"{BASIS}UBND xã Hòa An đạt 85,35/100 điểm, {words} {{}}/65 xã, phường."
        assert codes_of(text.format(12))["error"] == []
        assert codes_of(text.format(66))["error"] == ["rank-outside-pool"]
        again = f"{text.format(12)} Với {words} 21/65, xã thuộc nhóm dẫn đầu."
        assert codes_of(again)["error"] == ["two-ranks"]


class TestInitials:
    def test_notice(self, codes_of):
        text = (
            f"{BASIS}UBND xã Hòa An: CKMB 15,64/18 điểm; TĐGQ 18,99/20 điểm; DVCTT 8,42/12 điểm; "
            "TTTT 7,36/10 điểm; MĐHL 17,86/18 điểm; SHHS 17,08/22 điểm. Tổng {}/100 điểm."
        )
        assert codes_of(text.format("85,35")) == {"error": [], "warning": [], "note": []}
        assert codes_of(text.format("86,35"))["error"] == ["total-mismatch"]


class TestMissingBlanks:
    @pytest.mark.parametrize(
        "written", ["ngày 05 tháng9 năm 2025", "ngày 05tháng 9 năm 2025", "ngày05 tháng 9năm 2025"]
    )
    def test_the_date_is_read(self, codes_of, written):
        text = f"Hòa An, {written}\n\nSố liệu tính đến ngày 06/9/2025."
        (dated,) = [it for it in read_claims(text.encode()) if it.kind is ClaimKind.DOCUMENT_DATE]
        assert dated.value == date(2025, 9, 5)
        found = codes_of(text)
        assert (found["error"], found["warning"]) == (["data-after-document"], ["missing-blank"])
        (warning,) = audit(text.encode()).warnings
        assert "Viết đúng: ngày 05 tháng 9 năm 2025." in warning.line("vi")


class TestEnclosureLines:
    HEAD = "Số: 81/QĐ-UBND\n\nAn Bình, ngày 20 tháng 3 năm 2025\n\nQUYẾT ĐỊNH\n\n"

    def test_only_the_line_below_the_title_is_one(self, codes_of):
        line = "(Kèm theo Quyết định số 80/QĐ-UBND ngày 20/3/2025)\n"
        title = f"{self.HEAD}Phụ lục\n\nDANH MỤC\n\n"
        assert codes_of(title + line)["error"] == ["enclosure-number"]
        within = "Theo Quy chế ban hành kèm theo Quyết định số 25/QĐ-UBND ngày 27/6/2016.\n"
        assert codes_of(title + within)["error"] == []
        far = title + "Nội dung.\n\n" * 5 + line
        assert codes_of(far)["error"] == []

    def test_what_a_page_says_below_is_no_period_of_the_annex(self, codes_of):
        text = (
            "THÔNG BÁO\nKết quả Bộ chỉ số 766 tháng 8/2025\n\nPhụ lục\n\nDANH MỤC\n\n"
            "Lượt truy cập từ đầu tháng 5/2021: 12.345\n"
        )
        assert codes_of(text)["error"] == []


class TestNames:
    def test_the_first_name_that_fits_is_told(self):
        text = "UBND xã Hòa Thắng. UBND xã Hòa Thắng. UBND xã Hòa Thăng. UBND xã Hòa Thắn."
        (note,) = audit(text.encode()).notes
        assert (note.quote, note.expected) == ("UBND xã Hòa Thắn", "UBND xã Hòa Thắng")
