# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Documents as offices publish them, in texts of our own: what is read, and what is found."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from unicodedata import normalize

import pytest

from vn766.audit import ClaimKind, Count, Rank, Score, audit, read_claims
from vn766.codes import DossierCode
from vn766.period import Month, Quarter

D = Decimal

QUARTERLY = """**BÁO CÁO**

**Kết quả xếp loại chất lượng giải quyết TTHC trên địa bàn phường Tân Khánh Quý II/2023**

Căn cứ Quyết định số 766/QĐ-TTg ngày 23/6/2022 của Thủ tướng Chính phủ phê duyệt Bộ chỉ số.

Trên đây là báo cáo kết quả xếp loại trên địa bàn phường Tân Khánh Quý II/2023./.

**Phụ lục**
**BẢNG XẾP LOẠI CỦA UBND PHƯỜNG TÂN KHÁNH**
**QUÝ II/2023**

(Kèm theo Báo cáo số: /BC-UBND ngày 05 tháng 7 năm 2023
của UBND phường Tân Khánh)

STT\tTên Cơ quan/ đơn vị\tCông khai, minh bạch (điểm đạt/18)\tTiến độ, kết quả giải quyết \
(điểm đạt/20)\tCung cấp dịch vụ công trực tuyến (điểm đạt/22)\tMức độ hài lòng (điểm đạt/18)\t\
Số hóa hồ sơ (điểm đạt/22)\tTổng hợp xếp loại
5\tUBND phường Tân Khánh\t0,3\t18,4\t15,2\t18\t19,2\tKhá
"""

MONTHLY = """**ỦY BAN NHÂN DÂN
PHƯỜNG TÂN KHÁNH**

Số: 87 /UBND

V/v công bố kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng 6/2023

Tân Khánh, ngày 5 tháng 7 năm 2023

Kính gửi: - Các công chức chuyên môn phường;

Căn cứ kết quả trên Cổng Dịch vụ công quốc gia (<https://dichvucong.gov.vn/1/2>) của UBND phường \
Tân Khánh với tổng số điểm là 69,81/100 điểm, xếp hạng 7/8 xã, phường. Một số tiêu chí đạt thấp \
như: Dịch vụ công trực tuyến 7/12 điểm; Thanh toán trực tuyến 8/10 điểm; số hóa hồ sơ 18.9/22 \
điểm (kết quả số liệu cập nhật đến 15 giờ 10 ngày 31/6/2023).

1. Đảm bảo 100% TTHC có phát sinh hồ sơ (tháng qua có 51 hồ sơ).

2. Xử lý 01 hồ sơ quá hạn có mã biên nhận 000.21.35.H99230612-0005, ngày 12/6/2023.

Trên đây là Kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng 6/2023.

Phụ lục
MỘT SỐ TIÊU CHÍ THÀNH PHẦN CỦA UBND PHƯỜNG TÂN KHÁNH TRONG THÁNG 5/2023

(Kèm theo Công văn số: /UBND ngày 8 tháng 6 năm 2023 của UBND phường)

STT\tTên đơn vị\tMã định danh\tCông khai, minh bạch (%)\tTiến độ giải quyết hồ sơ (số hồ sơ \
quá hạn) (*)\tKết quả số hóa hồ sơ (**)\t
\t\t\t\t\tTỷ lệ hồ sơ cấp kết quả điện tử (%)\tLũy kế hồ sơ (hồ sơ)
3\tUBND phường Tân Khánh\t000.21.35.H99\t00\t00\t92,45\t51
"""

TOWN = """UBND THỊ XÃ AN LÀO
VĂN PHÒNG

Số: /VP

An Lào, ngày tháng 12 năm 2023

V/v Công bố kết quả đánh giá Bộ chỉ số tháng 11/2023

Căn cứ Công văn số 443/VPUB-KSTT ngày 04/12/2023 của Văn phòng UBND tỉnh về kết quả tháng 11/2023.

Văn phòng HĐND và UBND thị xã An Lào công bố kết quả tháng 11/2023 của tỉnh như sau:

- Chỉ số Công khai minh bạch: 7,3/18 điểm.
- Chỉ số Tiến độ giải quyết: 19,8/20 điểm.
- Chỉ số Thanh toán trực tuyến: 7,9/10 điểm.
- Chỉ số về số hóa hồ sơ: 17,6/22 điểm, đã triển khai 14/14 đơn vị.

1. Thực hiện chỉ đạo tại Công văn số 1500/UBND-VP ngày 13/10/2023 của UBND thị xã An Lòa.
"""

DISCLOSURE = """**ỦY BAN NHÂN DÂN
PHƯỜNG HÒA YÊN**

Số: /UBND

Hòa Yên, ngày tháng năm 2025

V/v công khai kết quả Bộ chỉ số đến tháng 8 năm 2025

Theo kết quả trên Cổng, UBND phường Hòa Yên công khai kết quả đến tháng 8/2025 (trích xuất ngày \
04/9/2025) của UBND phường với Chỉ số tổng hợp 87,09/100 điểm, xếp loại Tốt, đứng thứ 05/65 xã, \
phường, đặc khu thuộc tỉnh Bình Hải, kết quả cụ thể như sau:

1. Công khai minh bạch: 18/18 điểm, tỷ lệ 100%.
2. Tiến độ giải quyết công việc: 18,72/20 điểm, tỷ lệ 93,6%.
3. Dịch vụ trực tuyến
  - Dịch vụ công trực tuyến: 7,93/12 điểm, tỷ lệ 66,1%.
  - Thanh toán trực tuyến: 7,36/10 điểm, tỷ lệ 73,6%.
4. Mức độ hài lòng: 18/18 điểm, tỷ lệ 100%.
5. Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,74%
"""

DISTRICT = """BÁO CÁO

Kết quả xếp loại các đơn vị theo Bộ Chỉ số (Quyết định số 766/QĐ-TTg) Tháng 02

Văn phòng HĐND và UBND huyện Phú An báo cáo kết quả trong **tháng 02 năm 2025** như sau:

1. Tổng số điểm huyện đạt: **87.18/100** điểm, xếp hạng 02/11 huyện, thị xã, thành phố, xếp loại \
**“TỐT”** so với thang điểm tại Quyết định số 766/QĐ-TTg ngày 23/06/2022.

THÁNG\tTỔNG ĐIỂM\tXẾP LOẠI\tHẠNG
01\t80.11\tTỐT\t2
02\t87.18\tTỐT\t2

2. Đề nghị rà soát (**trước 11 giờ**) thứ Năm hàng tuần.
"""


def claims_of(text, kind):
    return [claim for claim in read_claims(text.encode()) if claim.kind is kind]


def values_of(text, kind):
    return [claim.value for claim in claims_of(text, kind)]


class TestQuarterlyReport:
    def test_findings(self, codes_of):
        assert codes_of(QUARTERLY) == {
            "error": [],
            "warning": [],
            "note": ["rounded-points", "total-not-printed", "row-numbers"],
        }

    def test_total_that_follows(self):
        (note,) = [it for it in audit(QUARTERLY.encode()).notes if it.code == "total-not-printed"]
        assert note.expected == "71,1"

    def test_class_that_does_not_follow(self, codes_of):
        assert codes_of(QUARTERLY.replace("\tKhá", "\tTốt"))["error"] == ["class-mismatch"]

    def test_enclosure_gives_the_date(self, codes_of):
        early = QUARTERLY.replace("ngày 05 tháng 7", "ngày 05 tháng 3")
        assert codes_of(early)["error"] == ["document-before-period"]
        early = QUARTERLY.replace("ngày 05 tháng 7", "ngày 15 tháng 6")
        assert "period-still-open" in codes_of(early)["note"]


class TestMonthlyLetter:
    def test_findings(self, codes_of):
        assert codes_of(MONTHLY) == {
            "error": ["impossible-date", "periods-differ", "enclosure-date"],
            "warning": [
                *("issue-date-padding", "mixed-decimal-marks", "lost-hyphen"),
                "issue-date-padding",
            ],
            "note": ["partial-publication", "row-numbers", "columns-not-read"],
        }

    def test_claims(self):
        assert values_of(MONTHLY, ClaimKind.TOTAL) == [Score(D("69.81"), D(100))]
        assert values_of(MONTHLY, ClaimKind.RANK) == [Rank(7, 8, "xã, phường")]
        assert [claim.subject.node for claim in claims_of(MONTHLY, ClaimKind.POINTS)] == [
            *("online.services", "online.payment", "digitization")
        ]
        assert values_of(MONTHLY, ClaimKind.DOSSIER_CODE) == [
            DossierCode.parse("000.21.35.H99-230612-0005")
        ]
        assert values_of(MONTHLY, ClaimKind.PERIOD) == [
            *(Month(2023, 6), Month(2023, 6), Month(2023, 5))
        ]
        assert values_of(MONTHLY, ClaimKind.AS_OF) == [None]
        rates = [claim for claim in claims_of(MONTHLY, ClaimKind.PERCENT) if claim.in_table]
        assert [claim.value.percent for claim in rates] == [D("0"), D("92.45")]

    def test_time_of_data(self):
        right = MONTHLY.replace("31/6/2023", "30/6/2023")
        assert values_of(right, ClaimKind.AS_OF) == [datetime(2023, 6, 30, 15, 10)]  # noqa: DTZ001

    def test_annex_of_another_number(self, codes_of):
        other = MONTHLY.replace("Công văn số: /UBND", "Công văn số: 61/UBND")
        assert "enclosure-number" in codes_of(other)["error"]

    def test_annex_of_another_text(self, codes_of):
        other = MONTHLY.replace("Kèm theo Công văn số", "Kèm theo Quyết định số")
        assert codes_of(other)["error"] == ["impossible-date", "periods-differ"]

    def test_annex_that_compares(self, codes_of):
        other = MONTHLY.replace("TRONG THÁNG 5/2023", "THÁNG 6/2023 VÀ THÁNG 5/2023")
        assert "periods-differ" not in codes_of(other)["error"]

    def test_decomposed_letters_and_blanks_make_no_difference(self, codes_of):
        spaced = MONTHLY.replace("tháng 6/2023", "tháng\xa06/2023").replace(" điểm", "\u200b  điểm")
        assert codes_of(normalize("NFD", spaced)) == codes_of(MONTHLY)

    def test_place_in_a_text(self):
        (claim,) = claims_of(MONTHLY, ClaimKind.AS_OF)
        assert str(claim.location) == "document, line 12"
        claim = claims_of(MONTHLY, ClaimKind.AGENCY_CODE)[0]
        assert str(claim.location) == "document, line 27, column 3"


class TestTownLetter:
    def test_findings(self, codes_of):
        assert codes_of(TOWN) == {
            "error": [],
            "warning": [],
            "note": [
                *("date-left-blank", "rounded-points", "partial-publication", "name-variant"),
                "whose-figures",
            ],
        }

    def test_what_is_missing(self):
        (note,) = [it for it in audit(TOWN.encode()).notes if it.code == "partial-publication"]
        assert note.found == "Dịch vụ công trực tuyến; Mức độ hài lòng"
        assert note.expected == "52,6–82,6"

    def test_counts(self):
        assert values_of(TOWN, ClaimKind.COUNT) == [Count(14, 14, "don vi")]

    def test_count_above_the_whole(self, codes_of):
        assert codes_of(TOWN.replace("14/14", "15/14"))["error"] == ["count-above-whole"]

    def test_total_out_of_reach(self, codes_of):
        wrong = TOWN + "\nTổng điểm: 85/100 điểm.\n"
        assert codes_of(wrong)["error"] == ["total-out-of-reach"]


class TestDisclosureLetter:
    def test_findings(self, codes_of):
        assert codes_of(DISCLOSURE) == {
            "error": ["percent-mismatch"],
            "warning": [],
            "note": ["date-left-blank", "cumulative-period", "padded-rank"],
        }

    def test_right_percent(self, codes_of):
        assert codes_of(DISCLOSURE.replace("77,74", "77,64"))["error"] == []

    def test_as_of(self):
        assert values_of(DISCLOSURE, ClaimKind.AS_OF) == [date(2025, 9, 4)]


class TestDistrictReport:
    def test_findings(self, codes_of):
        assert codes_of(DISTRICT) == {
            "error": [],
            "warning": [],
            "note": ["dot-decimals", "padded-month"],
        }

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("02\t87.18\tTỐT\t2", "02\t87.18\tTỐT\t3", "two-ranks"),
            ("02\t87.18", "02\t86.18", "figures-differ"),
            ("02\t87.18\tTỐT", "02\t87.18\tKHÁ", "class-mismatch"),
            ("01\t80.11\tTỐT", "01\t79.99\tTỐT", "class-mismatch"),
            ("“TỐT”", "“KHÁ”", "class-mismatch"),
        ],
    )
    def test_slips(self, codes_of, old, new, code):
        assert codes_of(DISTRICT.replace(old, new))["error"] == [code]

    def test_quarters(self, codes_of):
        text = DISTRICT.replace("tháng 02 năm 2025", "Quý II năm 2025").replace("THÁNG", "QUÝ")
        assert codes_of(text)["error"] == []
        assert codes_of(text.replace("02\t87.18", "02\t86.18"))["error"] == ["figures-differ"]
        assert Quarter(2025, 2) in values_of(text, ClaimKind.PERIOD)


@pytest.mark.parametrize("text", [QUARTERLY, MONTHLY, TOWN, DISCLOSURE, DISTRICT])
class TestAll:
    def test_findings_say_both_languages_and_stand_where_they_say(self, text):
        report = audit(text.encode())
        for finding in report.findings:
            assert finding.quote
            assert finding.line("vi") != finding.line("en")
            assert str(finding) == finding.line()
            assert finding.message == finding.text("en")[0]
            said = finding.to_dict("vi")
            assert said["code"] == finding.code
            assert finding.location.line <= text.count("\n") + 1

    def test_claims_are_values(self, text):
        claims = read_claims(text.encode())
        assert len({hash(claim) for claim in claims}) > len(claims) // 2
        assert all(claim.to_dict()["kind"] == claim.kind for claim in claims)

    def test_capitals_make_no_error(self, text, codes_of):
        # Names end where small letters begin, so that units may be lost, but nothing is invented.
        assert set(codes_of(text.upper())["error"]) <= set(codes_of(text)["error"])
