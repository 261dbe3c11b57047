# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Whose figures a document gives, and of when: only the same thing told twice can contradict."""

from __future__ import annotations

from datetime import date

import pytest

from vn766.audit import ClaimKind, Grade, audit, read_claims
from vn766.audit.claims import Score
from vn766.period import Month, Quarter

HEAD = """ỦY BAN NHÂN DÂN
PHƯỜNG MAI LÂM

Số: 21/UBND-VP

Mai Lâm, ngày 06 tháng 10 năm 2026

V/v kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng 9/2026

"""
GROUPS = """- Công khai, minh bạch: {}/18 điểm.
- Tiến độ giải quyết: 18,72/20 điểm.
- Dịch vụ công trực tuyến: 7,93/12 điểm.
- Thanh toán trực tuyến: 7,36/10 điểm.
- Mức độ hài lòng: {}/18 điểm.
- Số hóa hồ sơ: 17,08/22 điểm.
"""
ONE, OTHER = GROUPS.format("17,5", 18), GROUPS.format("16,5", 18)  # 86,59 and 85,59


def values(text, kind):
    return [claim.value for claim in read_claims(text.encode()) if claim.kind is kind]


class TestOtherFigures:
    """Figures of others, of other times, aims, limits and averages contradict nothing."""

    @pytest.mark.parametrize(
        "text",
        [
            "Tháng 7/2026 phường đạt 71,5/100 điểm, xếp loại Khá; tháng 9/2026 đạt 84/100 điểm.",
            "Tổng điểm 84/100 điểm (tháng 7/2026: 71,5/100 điểm, xếp loại Khá), xếp loại Tốt.",
            "Phường xếp thứ 8/40 xã, phường (tháng 7 xếp thứ 12/40 xã, phường).",
            "Phường xếp thứ 12/40 tháng 7/2026, đến tháng 9/2026 xếp thứ 8/40 xã, phường.",
            "Quý II/2026 phường đạt 84,5/100 điểm; quý III/2026 đạt 81,5/100 điểm.",
            "Phường xếp hạng 8/40, vượt 4 bậc: từ hạng 12/40 lên hạng 8/40.",
            "Phường đạt 84/100 điểm, cao hơn mức của toàn tỉnh (77,5/100 điểm).",
            "Phường đạt 84/100 điểm. Điểm bình quân là 77,5/100 điểm, xếp loại Khá.",
            "Phường đạt 84/100 điểm.\n\nQuyết tâm đưa tổng điểm lên 91/100 điểm vào cuối năm.",
            "Phường đạt 84/100 điểm.\n\nĐơn vị nào dưới 60/100 điểm thì xếp loại Yếu.",
            "Phường đạt 84/100 điểm.\n\nTừ 90/100 điểm trở lên được xếp loại Xuất sắc.",
            "Phường đạt 84/100 điểm, xếp loại Tốt (thang điểm: từ 90 điểm xếp loại Xuất sắc).",
            "Phường đạt 84/100 điểm.\n\nSở Văn hóa đạt 91/100 điểm. Trạm y tế đạt 70/100 điểm.",
            "Công an phường Mai Lâm đạt 95/100 điểm. UBND phường Mai Lâm đạt 84/100 điểm.",
            "Phường đạt 84/100 điểm. Phường bên cạnh đạt kết quả 91/100 điểm.",
            "Toàn tỉnh đạt 80,5/100 điểm, hạng 9/34 tỉnh. Trong đó phường đạt 84/100 điểm.",
            "Chỉ số CCHC của phường đạt 92/100 điểm. Bộ chỉ số 766: phường đạt 84/100 điểm.",
            "Tự chấm tổng điểm đạt 89/100 điểm.\n\nTổng điểm đạt 84/100 điểm.",
            "Ngày 02/10/2026 phường đạt 83/100 điểm. Ngày 04/10/2026 phường đạt 84/100 điểm.",
            "Ngày 02/10/2026 phường xếp hạng 9/40.\n\nNgày 04/10/2026 phường xếp hạng 8/40.",
            "Tổng điểm 83/100 (số liệu ngày 02/10/2026). Tổng điểm 84/100 (ngày 04/10/2026).",
            "Phường đạt 84/100 điểm; nếu hết hồ sơ quá hạn, phường sẽ đạt 86/100 điểm.",
            "Tổng điểm 84/100 điểm, điểm chuẩn xếp loại Xuất sắc là 90/100 điểm.",
            "Phường xếp thứ 3/40 xã, phường về số hóa hồ sơ. Phường xếp thứ 8/40 xã, phường.",
            "Số hóa hồ sơ: 17,08/22 điểm.\n\nTới đây, Số hóa hồ sơ phải đạt 20/22 điểm.",
            "Tổng điểm là 100 điểm, Số hóa hồ sơ 22 điểm.\n\nTổng điểm: 84/100. Số hóa: 17/22.",
            "Công khai, minh bạch đạt 9/18 điểm (50%), xếp thứ 4/34. Phường xếp thứ 9/34.",
            "Số hóa hồ sơ bị trừ 5,2/22 điểm.\n\nSố hóa hồ sơ: 16,8/22 điểm.",
            "Xếp loại Khá: xã Yên Lạc (74/100 điểm); xếp loại Tốt: phường Mai Lâm (84/100 điểm).",
            "Phường đạt 84/100 điểm. Xếp loại Xuất sắc: 02 xã; xếp loại Khá gồm 4 phường.",
            "Phường đạt 84/100 điểm.\n\nMức độ hài lòng: 17/18 điểm, xếp loại Khá.",
            "Đã giải quyết 105/100 hồ sơ theo kế hoạch.",
        ],
    )
    def test_no_error(self, text, codes_of):
        assert codes_of(HEAD + text)["error"] == codes_of(HEAD + text)["warning"] == []

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Phường đạt 84/100 điểm.\n\nTổng điểm: 85,25/100 điểm.", "figures-differ"),
            ("Phường đạt 84/100 điểm, xếp loại Khá.", "class-mismatch"),
            ("Sở Văn hóa đạt 84,25/100 điểm, xếp loại Khá.", "class-mismatch"),
            ("Phường đạt 84/100 điểm (tháng 7: 79,25/100 điểm, xếp loại Tốt).", "class-mismatch"),
            ("Phường xếp hạng 8/40.\n\nTrong tháng, phường xếp hạng 9/40.", "two-ranks"),
            ("Số hóa hồ sơ: 17,08 điểm/22 điểm, đạt 87,64%.", "percent-mismatch"),
            ("Số hóa hồ sơ: 17,08/22 điểm, bằng 87,64% so với điểm tối đa.", "percent-mismatch"),
            ("Phường đạt 86,69/100 điểm, cụ thể như sau:\n\n" + ONE, "total-mismatch"),
            ("UBND phường Mai Lâm đạt 86,69/100 điểm.\n\n" + ONE, "total-mismatch"),
        ],
    )
    def test_contradictions(self, text, code, codes_of):
        assert codes_of(HEAD + text)["error"] == [code]

    def test_one_of_two_figures_that_a_table_gives(self, codes_of):
        text = (
            "Ngày 02/10/2026 phường đạt 83/100 điểm; ngày 04/10/2026 phường đạt 84/100 điểm.\n\n"
            "Tên đơn vị\tTổng điểm\nPhường Mai Lâm\t{}\n"
        )
        assert codes_of(HEAD + text.format(84))["error"] == []
        assert codes_of(HEAD + text.format("85,25"))["error"] == ["figures-differ"]

    def test_percents_of_something_else(self, codes_of):
        for words in ("hồ sơ nộp trực tuyến", "kế hoạch", "tổng điểm"):
            assert codes_of(f"Số hóa hồ sơ: 17,08/22 điểm, đạt 70% {words}.")["error"] == []

    def test_a_class_keeps_its_total(self):
        (grade,) = values("Tổng điểm 84/100 điểm, xếp loại Tốt.", ClaimKind.CLASS)
        assert isinstance(grade.of, Score)
        assert isinstance(grade, Grade)

    def test_periods_and_days(self):
        text = "Tháng 7/2026 đạt 71/100 điểm. Quý II đạt 70/100 điểm. Tháng 13 đạt 1/100 điểm."
        totals = [it for it in read_claims(text.encode()) if it.kind is ClaimKind.TOTAL]
        assert [it.subject.period for it in totals] == [Month(2026, 7), Quarter(2026, 2), None]
        assert not totals[2].subject.clear
        text = "Tháng 7: đến ngày 02/7/2026 đạt 71/100 điểm."
        (total,) = [it for it in read_claims(text.encode()) if it.kind is ClaimKind.TOTAL]
        assert (total.subject.as_of, total.subject.clear) == (date(2026, 7, 2), False)
        assert total.to_dict()["clear"] is False

    def test_a_message_says_places_in_its_language(self):
        text = "Tổng điểm: 84/100 điểm.\n\nTổng điểm: 85,25/100 điểm."
        (error,) = audit(text.encode()).errors
        assert "(document, dòng 1)" in error.line("vi")
        assert "(document, line 1)" in error.line("en")


class TestHeadings:
    """What stands under a heading is about whom, or when, the heading names."""

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("1. UBND xã Yên Lạc\n", "2. UBND xã Yên Sơn\n"),
            ("UBND xã Yên Lạc:\n\n", "\nUBND xã Yên Sơn:\n\n"),
            ("1. Phòng Kinh tế đạt 86,59/100 điểm, trong đó:\n", "2. Trạm y tế, cụ thể:\n"),
            ("a) Tháng 8/2026\n", "b) Tháng 9/2026\n"),
            ("I. CHỈ SỐ CCHC\n\n", "\nII. BỘ CHỈ SỐ PHỤC VỤ NGƯỜI DÂN\n\n"),
        ],
    )
    def test_two_lists(self, first, second, codes_of):
        assert codes_of(HEAD + first + ONE + second + OTHER)["error"] == []

    def test_a_total_below(self, codes_of):
        total = "- Tổng điểm: {}/100 điểm.\n"
        text = "1. UBND xã Yên Lạc\n" + ONE + total.format("86,59")
        text += "2. UBND xã Yên Sơn\n" + OTHER
        assert codes_of(text + total.format("85,59"))["error"] == []
        assert codes_of(text + total.format("85,69"))["error"] == ["total-mismatch"]

    def test_levels_above_still_hold(self, codes_of):
        text = (
            "1. UBND xã Yên Lạc\na) Kết quả\nTổng điểm: 86,59/100 điểm.\n\n"
            "2. UBND xã Yên Sơn\na) Kết quả\nTổng điểm: 85,59/100 điểm.\n\n"
        )
        assert codes_of(text)["error"] == []
        assert {
            it.subject.unit.name for it in read_claims(text.encode()) if it.kind == "total"
        } == {*("UBND xã Yên Lạc", "UBND xã Yên Sơn")}

    @pytest.mark.parametrize(
        "line",
        [
            "Văn phòng UBND phường báo cáo kết quả như sau:",  # it speaks, and is not spoken of
            "Kính gửi:\n- UBND các xã, phường;\n- Sở Văn hóa.\n\n",
        ],
    )
    def test_lines_that_are_none(self, line, codes_of):
        text = f"{HEAD}{line}\n\n{ONE}\nTổng điểm: 86,69/100 điểm."
        assert codes_of(text)["error"] == ["total-mismatch"]

    def test_two_lists_without_names_may_be_of_two(self, codes_of):
        text = f"Danh sách một\n\n{ONE}\nDanh sách hai\n\n{GROUPS.format('16,5', '17,2')}"
        assert codes_of(text)["error"] == []
        assert codes_of(text)["note"].count("figures-differ") == 2
        assert codes_of(f"{ONE}\n{OTHER}")["error"] == ["figures-differ"]

    def test_an_annex_begins_anew(self, codes_of):
        text = (
            "1. UBND xã Yên Lạc:\n- Tổng điểm: 80/100 điểm.\n\nPhụ lục\n\nTổng điểm: 84/100 điểm."
        )
        assert codes_of(HEAD + text)["error"] == []


class TestWho:
    def test_a_department_is_not_its_province(self, codes_of):
        head = "UBND TỈNH BÌNH HẢI\nSỞ VĂN HÓA\n\n"
        text = "Toàn tỉnh đạt 80,5/100 điểm, xếp loại Tốt.\n\nTổng điểm: 91/100 điểm.\n\n"
        assert codes_of(head + text)["error"] == []
        again = "Sở Văn hóa đạt tổng điểm 92/100 điểm."
        assert codes_of(head + text + again)["error"] == []

    def test_an_office_speaks_for_its_unit(self, codes_of):
        head = "UBND HUYỆN MAI LÂM\nVĂN PHÒNG\n\n"
        text = "Huyện đạt 80,5/100 điểm.\n\nTổng điểm: 91/100 điểm."
        assert codes_of(head + text)["error"] == ["figures-differ"]

    def test_a_sentence_is_no_letterhead(self, codes_of):
        text = "UBND xã Yên Lạc đạt 80,5/100 điểm.\n\nXã đạt 91/100 điểm."
        assert codes_of(text)["error"] == []  # which xã the second is about is not said

    def test_another_unit_is_not_the_issuer(self, codes_of):
        text = HEAD + "Xã Yên Lạc đạt 92,5/100 điểm.\n\n" + ONE
        assert codes_of(text)["error"] == []


class TestTime:
    @pytest.mark.parametrize(
        "text",
        [
            "Đề nghị các phòng cập nhật số liệu trước ngày 20/10/2026.",
            "Chậm nhất đến hết ngày 20/10/2026 phải cập nhật dữ liệu đến ngày 20/10/2026.",
            "Phấn đấu tính đến ngày 31/12/2026 không còn hồ sơ quá hạn.",
            "Nhiệm vụ trọng tâm tháng 10/2026, cụ thể: rà soát hồ sơ.",
            "Tháng 8/2026 phường đạt 80/100 điểm; tháng 9/2026 đạt 84/100 điểm.",
            "1. Kết quả tháng 8/2026.",
            "Văn bản này thay cho Công văn số 9/UBND-VP ngày 05/9/2026 về kết quả tháng 8/2026.",
            "Phụ lục 1\nKẾT QUẢ THÁNG 9/2026\n\nPhụ lục 2\nSO SÁNH VỚI THÁNG 8/2026\n\n",
        ],
    )
    def test_other_times(self, text, codes_of):
        assert codes_of(HEAD + text)["error"] == []

    def test_data_after_the_document(self, codes_of):
        text = "Số liệu lấy lúc 16 giờ ngày 07/10/2026."
        assert codes_of(HEAD + text)["error"] == ["data-after-document"]

    def test_a_day_at_the_end_of_a_sentence(self, codes_of):
        assert codes_of("Họp ngày 31/4.")["error"] == ["no-such-date"]


class TestCitations:
    TITLE = "phê duyệt Bộ chỉ số chỉ đạo, điều hành và đánh giá chất lượng phục vụ người dân"

    @pytest.mark.parametrize(
        "text",
        [
            f"Quyết định số 66/QĐ-UBND ngày 5/4/2024 về thực hiện Quyết định số 766/QĐ-TTg {TITLE}",
            f"Quyết định số 66/QĐ-UBND ngày 5/4/2024 của UBND tỉnh Bình Hải {TITLE}",
            "Quyết định số 892/QĐ-UBND ngày 5/4/2024 của UBND tỉnh Bình Hải",
            "Quyết định số 766/QĐ-TTg ngày 18/5/2021 phê duyệt quy hoạch",
        ],
    )
    def test_other_texts(self, text, codes_of):
        assert codes_of(text)["error"] == []

    @pytest.mark.parametrize(
        "text",
        [
            "Quyết định số 766/QĐ-TTg ngày 26/3/2022",
            f"Quyết định số 766/QĐ-TTg ngày 23/6/2021 {TITLE}",
            "Quyết định số 892/QĐ-UBND ngày 5/4/2023 của UBND tỉnh Quảng Nam",
        ],
    )
    def test_wrong_dates(self, text, codes_of):
        assert codes_of(text)["error"] == ["citation-date"]


class TestTables:
    HEAD = "Tên đơn vị\t{}\tMức độ hài lòng{}\n"
    ROWS = "UBND xã An\t234\t98\nUBND xã Bình\t200\t97\n"

    def test_columns_of_numbers_and_percents(self, codes_of):
        assert codes_of(self.HEAD.format("Tổng cộng", "") + self.ROWS)["error"] == []
        assert codes_of(self.HEAD.format("Tổng điểm", "") + self.ROWS)["error"] == []
        found = codes_of(self.HEAD.format("Tổng điểm (100)", " (18)") + self.ROWS)["error"]
        assert found == ["above-maximum"] * 4
        one = "Tên đơn vị\tTổng {}\nUBND xã An\t102\n"
        assert codes_of(one.format("điểm"))["error"] == ["above-maximum"]
        assert codes_of(one.format("cộng"))["error"] == []

    def test_numbers_with_percents_beside_them(self, codes_of):
        text = "Tên đơn vị\tSố hóa hồ sơ{}\tTỷ lệ (%)\nXã An\t20\t85,47\nXã Bình\t9\t90\n"
        assert codes_of(text.format(""))["error"] == []
        assert codes_of(text.format(" (22)"))["error"] == ["percent-mismatch"] * 2

    @pytest.mark.parametrize("title", ["CHỈ SỐ CẢI CÁCH HÀNH CHÍNH", "Kết quả đánh giá công chức"])
    def test_tables_of_another_index(self, title, codes_of):
        table = "Tên đơn vị\tTổng điểm\tXếp loại\nUBND xã An\t72\tTốt\n"
        assert codes_of(f"{title}\n\n{table}")["error"] == []
        assert codes_of(f"{title} VÀ BỘ CHỈ SỐ 766\n\n{table}")["error"] == ["class-mismatch"]

    def test_a_row_without_a_name(self, codes_of):
        text = (
            "STT\tTên đơn vị\tSố hóa hồ sơ (22)\n1\tUBND xã An\t20\n2\tUBND xã Bình\t19\n\t\t39\n"
        )
        assert codes_of(text)["error"] == []


class TestNotebook:
    def test_table(self):
        text = "Tổng điểm <b> 1: 84/100 điểm, xếp loại Khá; đạt <i>3/10 điểm."
        html = audit(text.encode())._repr_html_()
        assert "<caption>document: 1 lỗi, 0 cảnh báo, 2 lưu ý</caption>" in html
        assert html.index(">Lỗi<") < html.index(">Lưu ý<")
        assert html.count('scope="col"') == 5
        assert html.count('scope="row"') == 3
        assert "<b>" not in html
        assert "http" not in html
        assert "Bộ chỉ số: qd766" in html

    def test_a_long_one_is_cut(self):
        html = audit(("đạt 3/10 điểm\n\n" * 203).encode())._repr_html_()
        assert html.count('scope="row"') == 200
        assert "Còn 4 phát hiện nữa" in html
