# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Figures in sentences: what belongs to what, and what stays unclear."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from vn766.audit import ClaimKind, Count, Grade, Rank, Rate, Reference, Score, audit, read_claims
from vn766.files.blocks import Place
from vn766.period import Month, Year

D = Decimal


def read(text, kind):
    return [claim for claim in read_claims(text.encode()) if claim.kind is kind]


class TestPoints:
    @pytest.mark.parametrize(
        ("text", "node", "points"),
        [
            ("Thanh toán trực tuyến 8/10 điểm", "online.payment", "8"),
            ("THANH TOÁN TRỰC TUYẾN: 8,5/10 ĐIỂM", "online.payment", "8.5"),
            ("Công khai, minh bạch đạt 17,5 / 18 điểm", "transparency", "17.5"),
            ("Cung cấp dịch vụ công trực tuyến: 15,2/22 điểm", "online", "15.2"),
            ("Cung cấp dịch vụ công trực tuyến: 8,2/12 điểm", "online.services", "8.2"),
            ("Mức độ hài lòng: 17 điểm", "satisfaction", "17"),
            ("- Số hóa: đạt được 20,25 điểm", "digitization", "20.25"),
            ("Tiến độ giải quyết là 19.5/20", "progress", "19.5"),
        ],
    )
    def test_named_before(self, text, node, points):
        (claim,) = read(text, ClaimKind.POINTS)
        assert (claim.subject.node, claim.value.points) == (node, D(points))

    @pytest.mark.parametrize(
        "text",
        [
            "đạt 8/10 điểm",
            "Mức độ hài lòng, theo kết quả của 3 kỳ trước, 18/18 điểm",
            "Số hóa hồ sơ: xử lý phản ánh 6/6 điểm",
            f"Công khai {'rất nhiều chữ ' * 10} 17/18 điểm",
            "Mức độ hài lòng của người dân được đánh giá ở phần nhận hồ sơ là 5/6 điểm",
        ],
    )
    def test_unclear(self, text, codes_of):
        found = codes_of(text)
        assert found == {"error": [], "warning": [], "note": ["unclear-subject"]}

    @pytest.mark.parametrize(
        "text",
        [
            *("tỷ lệ 3/7 phần", "vào lúc 9/10", "đường 3/2", "khoản 1/0 điểm", "lên 2 điểm"),
            *("Số hóa hồ sơ tăng 2 điểm", "Cung cấp dịch vụ công trực tuyến: 9 điểm"),
            *("điểm 1/2/3", "cộng 1.5/xã", "2,5/3,5 hồ sơ"),
        ],
    )
    def test_no_points(self, text):
        assert read(text, ClaimKind.POINTS) == read(text, ClaimKind.TOTAL) == []

    def test_another_maximum(self, codes_of):
        assert codes_of("Số hóa hồ sơ: 18,9/20 điểm")["warning"] == ["stated-maximum"]
        assert codes_of("Tổng điểm: 18,9/18 điểm")["error"] == ["above-maximum"]

    def test_above_the_maximum(self, codes_of):
        assert codes_of("đạt 9/8 điểm")["error"] == ["above-maximum"]
        text = "Tổng điểm: 120,5/100 điểm, xếp loại Tốt"
        assert codes_of(text)["error"] == ["above-maximum"]
        assert codes_of("Số hóa hồ sơ: 22,9/22 điểm")["error"] == ["above-maximum"]

    def test_total_without_maximum(self):
        (claim,) = read("Tổng điểm của UBND xã A đạt 85,5 điểm", ClaimKind.TOTAL)
        assert claim.value == Score(D("85.5"))

    def test_ambiguous_figure(self, codes_of):
        assert codes_of("Tổng điểm: 1.2.3/100 điểm")["note"] == ["unclear-figure", "dot-decimals"]
        assert "unclear-figure" in codes_of("Tổng điểm: 1.2.3 điểm")["note"]

    def test_too_precise_points_follow_nothing(self, codes_of):
        assert codes_of("Số hóa hồ sơ: 17,085/22 điểm, tổng điểm 90/100 điểm")["error"] == []


class TestCounts:
    """So many dossiers, units or formalities: with their whole, or alone."""

    @pytest.mark.parametrize(
        ("text", "counts"),
        [
            ("tiếp nhận 1.234 hồ sơ", [Count(1234, None, "ho so")]),
            ("02 xã, 1.234.567 hồ sơ", [Count(2, None, "xa"), Count(1234567, None, "ho so")]),
            ("đúng hạn 3.990/4.000 hồ sơ", [Count(3990, 4000, "ho so")]),
            ("giải quyết 105/110 hồ sơ", [Count(105, 110, "ho so")]),
            ("1,5/2 hồ sơ; 1/0 hồ sơ", []),
            ("1,5 hồ sơ; 12.34 hồ sơ; năm 2025; 1.234 điểm", []),
        ],
    )
    def test_counts(self, text, counts):
        assert [it.value for it in read(text, ClaimKind.COUNT)] == counts

    def test_more_than_the_whole(self, codes_of):
        assert codes_of("đúng hạn 4.001/4.000 hồ sơ")["error"] == ["count-above-whole"]
        assert codes_of("đúng hạn 999/4.000 hồ sơ")["error"] == []

    def test_a_broken_one_is_doubtful(self):
        (claim,) = read("tiếp nhận 1 234 hồ sơ", ClaimKind.COUNT)
        assert claim.doubtful


class TestDoubt:
    """A figure that may be only a part of one is never an error."""

    @pytest.mark.parametrize(
        "text",
        [
            *("Tổng điểm 87,\n09/100 điểm", "Tổng điểm 8 7,09/100", "Tổng điểm 87,0 9/100"),
            *("Tổng điểm 87,09/10 0 điểm", "Số hóa hồ sơ: 1 7,08/22 điểm, tỷ lệ 10%"),
            "Tổng điểm 87 ,09/100 điểm",
        ],
    )
    def test_broken_figures(self, text, codes_of):
        found = codes_of(text)
        assert found["error"] == found["warning"] == []

    def test_percent(self, codes_of):
        text = "Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 7 7,64%"
        assert codes_of(text)["error"] == []

    def test_rank(self, codes_of):
        assert codes_of("xếp hạng 7/6 5 xã")["error"] == []


class TestPercent:
    @pytest.mark.parametrize(
        "text",
        [
            "Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,64%",
            "Số hóa hồ sơ: 17,08/22 điểm (đạt 77,64%)",
            "Số hóa hồ sơ: 17,08/22 điểm (77,6%)",
            "Số hóa hồ sơ: 17,08/22 điểm, đạt tỷ lệ 78 %",
            "Số hóa hồ sơ: 17,08/22 điểm, tương ứng 77,66%",
            "Số hóa hồ sơ đạt 77,64% (17,08/22 điểm)",
            "Số hóa hồ sơ: 17,08 điểm, đạt 77,64%",
            "Cung cấp dịch vụ trực tuyến: 13,1/22 điểm, tỷ lệ 59,24%",
        ],
    )
    def test_follows(self, text, codes_of):
        (claim,) = [it for it in read(text, ClaimKind.PERCENT) if it.value.of is not None]
        assert claim.value.of.maximum == 22
        assert codes_of(text)["error"] == codes_of(text)["warning"] == []

    @pytest.mark.parametrize(
        "text",
        [
            "Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,74%",
            "Số hóa hồ sơ: 17,08/22 điểm (đạt 70%)",
            "Số hóa hồ sơ đạt 77,74% (17,08/22 điểm)",
            "Số hóa hồ sơ: 17,08 điểm, đạt 76,64%",
            "Cung cấp dịch vụ trực tuyến: 13,1/22 điểm, tỷ lệ 58,9%",
        ],
    )
    def test_does_not_follow(self, text, codes_of):
        assert codes_of(text)["error"] == ["percent-mismatch"]

    @pytest.mark.parametrize("share", ["77%", "77,1%"])
    def test_cut_off(self, share, codes_of):
        points = "17,08" if share == "77%" else "16,98"
        found = codes_of(f"Số hóa hồ sơ: {points}/22 điểm, tỷ lệ {share}")
        assert found["warning"] == ["percent-cut-off"]

    @pytest.mark.parametrize(
        "text",
        [
            "Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ hồ sơ đúng hạn 98%",
            "Đảm bảo 100% TTHC. Số hóa hồ sơ: 17,08/22 điểm",
            "Tỷ lệ 50% (xem 17,08/22 điểm)",
        ],
    )
    def test_of_something_else(self, text):
        assert [it for it in read(text, ClaimKind.PERCENT) if it.value.of is not None] == []

    def test_of_a_group_without_points(self):
        (claim,) = read("Tiến độ giải quyết đạt 93,6%", ClaimKind.PERCENT)
        assert (claim.subject.node, claim.value) == ("progress", Rate(D("93.6")))
        assert read("Cung cấp dịch vụ công trực tuyến đạt 93,6%", ClaimKind.PERCENT) == []

    def test_more_digits_than_a_percent_has(self, codes_of):
        assert codes_of("Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 1.23.4%")["error"] == []
        assert codes_of("Số hóa hồ sơ đạt 1.23.4% (17,08/22 điểm)")["error"] == []
        assert codes_of("Số hóa hồ sơ: 17,085/22 điểm, tỷ lệ 50%")["error"] == ["percent-mismatch"]


class TestRanksAndClasses:
    @pytest.mark.parametrize(
        ("text", "rank"),
        [
            ("xếp hạng 7/8 xã, phường", Rank(7, 8, "xã, phường")),
            ("đứng thứ 05/65 xã, phường, đặc khu thuộc tỉnh A", Rank(5, 65, "xã, phường, đặc khu")),
            ("xếp thứ 3 trên tổng số 34 tỉnh", Rank(3, 34, "tỉnh")),
            ("Thứ hạng: 2", Rank(2)),
            ("hạng 2/11", Rank(2, 11)),
            ("đứng ở vị trí thứ 4/102 đơn vị", Rank(4, 102, "đơn vị")),
        ],
    )
    def test_rank(self, text, rank):
        assert [claim.value for claim in read(text, ClaimKind.RANK)] == [rank]

    @pytest.mark.parametrize("text", ["hạng 2", "xếp hạng 5%", "xếp hạng 3,5", "hạng mục 2/3"])
    def test_no_rank(self, text):
        assert read(text, ClaimKind.RANK) == []

    @pytest.mark.parametrize("text", ["đứng thứ 66/65 xã", "xếp hạng 0/65 xã", "xếp hạng 0"])
    def test_outside_the_pool(self, text, codes_of):
        assert codes_of(text)["error"] == ["rank-outside-pool"]

    def test_two_ranks(self, codes_of):
        text = "Tổng điểm 87,09/100, xếp hạng {} xã.\n\nKết quả xếp hạng {}."
        assert codes_of(text.format("5/65", "6/65 xã"))["error"] == ["two-ranks"]
        assert codes_of(text.format("5/65", "5/66 xã"))["error"] == ["two-ranks"]
        assert codes_of(text.format("5/65", "5/66 huyện"))["error"] == []
        assert codes_of(text.format("5/65", "5/65 xã"))["error"] == []

    def test_ranks_among_pools_of_two_sizes_may_both_be_right(self, codes_of):
        found = codes_of("Tổng điểm 69,81/100, xếp hạng 7/8; đứng thứ 05/65.")
        assert found["error"] == []
        assert "two-ranks" in found["note"]

    def test_rank_of_a_group_is_another_thing(self, codes_of):
        text = "Xếp hạng 5/65 xã. Số hóa hồ sơ: 17,08/22 điểm, xếp hạng 1/65 xã."
        assert codes_of(text)["error"] == []

    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("xếp loại “TỐT”", "TỐT"),
            ("Xếp loại: Trung bình", "Trung bình"),
            ("kết quả xếp loại đạt loại Khá", "Khá"),
            ("xếp loại Yếu/Kém", "Yếu/Kém"),
        ],
    )
    def test_class(self, text, label):
        (claim,) = read(text, ClaimKind.CLASS)
        assert isinstance(claim.value, Grade)
        assert claim.value.label == label

    @pytest.mark.parametrize(
        "text",
        [
            *("03 đơn vị xếp loại Tốt", "phấn đấu xếp loại Tốt", "xếp loại Trung bình khá"),
            *("để được xếp loại Xuất sắc", "12 xã được xếp loại Khá"),
        ],
    )
    def test_no_class(self, text):
        assert read(text, ClaimKind.CLASS) == []

    @pytest.mark.parametrize(
        ("total", "label"),
        [("90,00", "Tốt"), ("89,99", "Xuất sắc"), ("80,00", "Khá"), ("49,99", "TB")],
    )
    def test_class_against_total(self, total, label, codes_of):
        assert codes_of(f"Tổng điểm {total}/100, xếp loại {label}.")["error"] == ["class-mismatch"]

    def test_class_that_rounding_may_explain(self, codes_of):
        found = codes_of("Tổng điểm 80/100, xếp loại Khá.")
        assert (found["error"], found["warning"]) == ([], ["class-mismatch"])

    def test_class_against_what_is_still_possible(self, codes_of):
        text = "Số hóa hồ sơ: 1,25/22 điểm. Kết quả xếp loại {}."
        assert codes_of(text.format("Xuất sắc"))["error"] == ["class-mismatch"]
        assert codes_of(text.format("Khá"))["error"] == []


class TestUnits:
    def test_figures_of_several_units_stay_apart(self, codes_of):
        text = (
            "UBND xã An Hòa đạt 85,25/100 điểm, xếp loại Tốt, xếp hạng 3/9; "
            "UBND phường 2 đạt 79,99/100 điểm, xếp loại Khá, xếp hạng 4/9. Xếp loại Yếu."
        )
        assert codes_of(text)["error"] == []

    def test_two_totals_of_one_unit(self, codes_of):
        text = "UBND xã An Hòa đạt 85,25/100 điểm.\n\nUBND xã An Hòa đạt {}/100 điểm."
        assert codes_of(text.format("85,2"))["error"] == []
        assert codes_of(text.format("86,25"))["error"] == ["figures-differ"]

    def test_figures_of_another_time_are_their_own(self, codes_of):
        text = "Tổng điểm 85,25/100, xếp loại Tốt; so với kỳ trước 79/100, xếp loại Khá."
        assert codes_of(text)["error"] == []
        assert read(text, ClaimKind.TOTAL)[1].subject.earlier

    def test_where_a_unit_lies(self):
        text = "Tổng điểm của UBND xã An Hòa thuộc tỉnh Bình Hải là 85,5/100 điểm"
        (claim,) = read(text, ClaimKind.TOTAL)
        assert claim.subject.unit.name == "UBND xã An Hòa"

    def test_short_forms(self):
        (claim,) = read("TP. Huế", ClaimKind.UNIT)
        assert claim.value.name == "thành phố Huế"

    @pytest.mark.parametrize(
        ("other", "notes"),
        [
            ("UBND xã An Lòa", ["name-variant"]),
            ("UBND xã An Làao", ["name-variant"]),
            ("UBND xã An Lạc", []),
            ("UBND xã An Lào Hạ", []),
            ("UBND xã An Là", ["name-variant"]),
        ],
    )
    def test_misspelled_names(self, other, notes, codes_of):
        text = f"UBND xã An Lào. UBND xã An Lào. UBND xã An Lào. {other}."
        assert codes_of(text)["note"] == notes


class TestTime:
    def test_dates_that_exist_in_no_year(self, codes_of):
        assert codes_of("từ ngày 31/6 đến ngày 29/2")["error"] == ["no-such-date"]

    def test_weekdays(self, codes_of):
        assert codes_of("Thứ Tư, ngày 05 tháng 7 năm 2023")["error"] == []
        assert codes_of("Thứ Năm, ngày 05 tháng 7 năm 2023")["error"] == ["weekday-mismatch"]
        assert codes_of("Thứ năm, ngày 05 tháng 7 năm 2023")["error"] == []

    def test_day_only(self):
        (claim,) = read("số liệu tính đến ngày 04/9/2025", ClaimKind.AS_OF)
        assert claim.value == date(2025, 9, 4)
        assert read("họp ngày 04/9/2025", ClaimKind.DATE)[0].value == date(2025, 9, 4)

    def test_years(self, codes_of):
        text = "V/v công bố kết quả năm {}\n\nTrên đây là kết quả năm 2024."
        assert codes_of(text.format(2024))["error"] == []
        assert codes_of(text.format(2023))["error"] == ["periods-differ"]
        assert read(text.format(2024), ClaimKind.PERIOD)[0].value == Year(2024)

    def test_plans_of_a_year_are_no_opening(self, codes_of):
        text = "V/v kết quả năm 2024\n\nThực hiện Kế hoạch năm 2025, kết quả như sau:"
        assert codes_of(text)["error"] == []

    def test_ranges_are_no_subject(self):
        (first, last) = read("V/v kết quả từ tháng 1/2025 đến tháng 6/2025", ClaimKind.PERIOD)
        assert last.doubtful
        assert first.value == Month(2025, 1)

    def test_impossible_periods(self, codes_of):
        assert codes_of("kết quả Quý V/2023; tháng 00/2023")["error"] == ["out-of-range"] * 2

    def test_data_and_dossiers_before_the_document(self, codes_of):
        text = (
            "An Hòa, ngày 05 tháng 7 năm 2023\n\nCập nhật lúc 8h30 ngày {}/2023. "
            "Mã hồ sơ: H99.21-{}-0005."
        )
        assert codes_of(text.format("04/7", "230612"))["error"] == []
        assert codes_of(text.format("06/7", "230706"))["error"] == [
            *("data-after-document", "dossier-after-document")
        ]

    def test_blank_day(self, codes_of):
        assert codes_of("An Hòa, ngày … tháng 7 năm 2023") == {
            "error": [],
            "warning": [],
            "note": [],
        }
        assert codes_of("An Hòa, ngày .... tháng 7 năm 2023")["note"] == ["date-left-blank"]


class TestCitations:
    TITLE = "của Thủ tướng Chính phủ phê duyệt Bộ chỉ số chỉ đạo, điều hành và đánh giá chất lượng"

    def test_known_text(self):
        text = f"Quyết định số 766/QĐ-TTg ngày 23 tháng 6 năm 2022 {self.TITLE}"
        (claim,) = read(text, ClaimKind.CITATION)
        assert isinstance(claim.value, Reference)
        assert (claim.value.number, claim.value.issued_on) == ("766/QĐ-TTg", date(2022, 6, 23))

    @pytest.mark.parametrize(
        ("text", "errors"),
        [
            ("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020", []),
            ("Nghị định số 30/2020/NĐ-CP ngày 03/5/2020", ["citation-date"]),
            ("Quyết định số 766/QĐ-TTg", []),
            (f"Quyết định số 766/QĐ-UBND ngày 23/6/2022 {TITLE}", ["citation-number"]),
            (f"Công văn số 76/VP-TH ngày 23/6/2022 {TITLE}", []),
            ("Quyết định số 1234/QĐ-TTg ngày 23/6/2022 về việc khác", []),
        ],
    )
    def test_what_the_library_knows(self, text, errors, codes_of):
        assert codes_of(text)["error"] == errors


class TestCodes:
    @pytest.mark.parametrize(
        ("text", "kind", "value"),
        [
            ("mã định danh: H99.21", ClaimKind.AGENCY_CODE, "H99.21"),
            ("đơn vị 000.21.35.H99.", ClaimKind.AGENCY_CODE, "000.21.35.H99"),
            ("hồ sơ h99.21-230612-0005", ClaimKind.DOSSIER_CODE, "H99.21-230612-0005"),
        ],
    )
    def test_sound(self, text, kind, value):
        (claim,) = read(text, kind)
        assert (str(claim.value), claim.flaw) == (value, None)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("mã định danh: H9921", "not-an-agency-code"),
            ("đơn vị 000.21.35H99", "not-an-agency-code"),
            ("mã hồ sơ: 230612-0005", "not-a-dossier-code"),
        ],
    )
    def test_malformed(self, text, code, codes_of):
        assert codes_of(text) == {"error": [], "warning": [code], "note": []}

    @pytest.mark.parametrize("text", ["phần mềm v1.2.34.5", "192.168.10.250", "covid-19-2023"])
    def test_other_words(self, text, codes_of):
        assert codes_of(text)["warning"] == []


def test_a_place_in_a_document():
    place = Place(file="a.docx", table=2, row=3, column=4)
    assert place.text("vi") == "a.docx, bảng 2, hàng 3, cột 4"
    assert Place(file="a.xlsx", row=1, column=28).text() == "a.xlsx, AB1"


def test_own_framework(codes_of):
    text = "Tổng điểm 85/100, xếp loại Khá"
    assert codes_of(text, framework="portal-2026")["error"] == ["class-mismatch"]
    assert audit(text.encode(), framework="portal-2026").framework_id == "portal-2026"
