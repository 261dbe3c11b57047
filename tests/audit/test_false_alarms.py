# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Truthful documents raise no error, in whatever style an office writes them.

`truthful.txt` has notices, letters, reports and tables about the framework, `other_matters.txt`
documents about anything else; all names and figures are invented, and each figure follows.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from vn766.audit import ClaimKind, audit, read_claims

HERE = Path(__file__).parent


def documents(name):
    parts = (HERE / name).read_text("utf-8").split("=== ")[1:]
    return dict(part.split("\n", 1) for part in parts)


TRUTHFUL = documents("truthful.txt")
OTHER = documents("other_matters.txt")


def errors(text):
    return [finding.line() for finding in audit(text.encode()).errors]


def test_there_are_enough():
    assert len(TRUTHFUL) >= 40
    assert len(OTHER) >= 25


class TestTruthful:
    @pytest.mark.parametrize("text", TRUTHFUL.values(), ids=TRUTHFUL)
    def test_no_error(self, text):
        assert errors(text) == []

    @pytest.mark.parametrize("text", TRUTHFUL.values(), ids=TRUTHFUL)
    def test_no_error_however_it_is_typed(self, text):
        assert errors(normalize("NFD", text)) == []
        assert errors(text.replace(" điểm", "\xa0điểm").replace(" năm ", "\xa0năm ")) == []

    def test_they_are_read(self):
        unread = {name for name, text in TRUTHFUL.items() if not read_claims(text.encode())}
        assert unread == {"bands in a table"}


class TestOtherMatters:
    """What is about something else raises nothing at all."""

    @pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
    def test_nothing(self, text):
        assert [str(finding) for finding in audit(text.encode()).findings] == []

    def test_a_text_that_names_nothing_is_taken_for_one_of_the_framework(self, codes_of):
        text = "UBND xã Ea Tul đạt 82/100 điểm, xếp loại Khá."
        assert codes_of(text)["error"] == ["class-mismatch"]
        assert codes_of(f"{text} An toàn thực phẩm được bảo đảm.")["error"] == []
        text = f"{text} Hồ sơ an toàn thực phẩm theo Bộ chỉ số 766."
        assert codes_of(text)["error"] == ["class-mismatch"]

    def test_the_groups_name_the_framework_too(self, codes_of):
        text = "Kiểm tra: Số hóa hồ sơ 20/22 điểm; tổng điểm 82/100 điểm, xếp loại Khá."
        assert codes_of(text)["error"] == ["class-mismatch"]

    def test_claims_say_so(self):
        (total, *_) = read_claims("Chỉ số PAPI đạt tổng điểm 82/100 điểm.".encode())
        assert total.subject.foreign
        assert total.to_dict()["foreign"] is True

    def test_arithmetic_holds_everywhere(self, codes_of):
        assert codes_of("Thư viện trường học đạt 45/50 điểm (80%).")["error"] == [
            "percent-mismatch"
        ]
        assert codes_of("Chỉ số PAPI: xếp thứ 64/63.")["error"] == ["rank-outside-pool"]


class TestAims:
    """Figures that are aimed at are held against nothing."""

    def test_after_a_semicolon(self, codes_of):
        text = (
            "Số hóa hồ sơ đạt 16/22 điểm.\n\nPhấn đấu tổng điểm đạt 95/100 điểm; Số hóa hồ sơ đạt "
            "21/22 điểm{} Số hóa hồ sơ đạt 20/22 điểm."
        )
        assert codes_of(text.format(";"))["error"] == []
        assert codes_of(text.format("."))["error"] == ["figures-differ"]

    def test_under_a_heading(self, codes_of):
        text = (
            "I. KẾT QUẢ\n\nSố hóa hồ sơ đạt 16/22 điểm.\n\n{}\n\n1. Chỉ tiêu\n\n"
            "- Số hóa hồ sơ đạt 21/22 điểm.\n"
        )
        for heading in ("II. NHIỆM VỤ THÁNG TỚI", "II. Một số mục tiêu", "II. Giải pháp"):
            assert codes_of(text.format(heading))["error"] == []
        assert codes_of(text.format("II. Chi tiết"))["error"] == ["figures-differ"]
        after = text.format("II. NHIỆM VỤ") + "\nIII. CHI TIẾT\n\n- Số hóa hồ sơ đạt 20/22 điểm.\n"
        assert codes_of(after)["error"] == ["figures-differ"]

    def test_plans_are_written_before_their_time(self, codes_of):
        text = "An Hòa, ngày 30 tháng 7 năm 2025\n\nBộ chỉ số 766 tháng 8/2025\n\n{} 85/100 điểm.\n"
        assert codes_of(text.format("Mục tiêu: tổng điểm đạt"))["error"] == []
        assert codes_of(text.format("Tổng điểm đạt"))["error"] == ["document-before-period"]

    def test_days_that_lie_ahead(self):
        text = "An Hòa, ngày 30 tháng 7 năm 2025\n\nSố liệu tính đến ngày 31/8/2025{}."
        assert errors(text.format(" sẽ là căn cứ đánh giá")) == []
        assert len(errors(text.format(" là căn cứ đánh giá"))) == 1

    def test_more_than_planned(self, codes_of):
        assert codes_of("Tuyển 105/100 chỉ tiêu")["error"] == []
        assert codes_of("Giải quyết 105/100 hồ sơ")["error"] == ["count-above-whole"]


class TestPeriods:
    def test_columns_of_several_periods(self):
        text = "Bộ chỉ số 766\n\nĐơn vị\tTháng 7/2025\tTháng 8/2025\nXã An\t80\t81\n"
        assert errors(text) == []
        assert errors(text.replace("Tháng 7/2025", "Tháng 8/2024")) == []

    def test_an_annex_beside_one_of_the_period(self, codes_of):
        text = (
            "THÔNG BÁO\nKết quả Bộ chỉ số 766 tháng 8/2025\n\nPHỤ LỤC I\nKẾT QUẢ THÁNG {}/2025\n\n"
            "PHỤ LỤC II\nKẾT QUẢ THÁNG 6/2025\n"
        )
        found = codes_of(text.format(8))
        assert (found["error"], found["note"]) == ([], ["periods-differ"])
        assert codes_of(text.format(7))["error"] == ["periods-differ"] * 2


class TestAnnexes:
    @pytest.mark.parametrize(
        ("kind", "own", "enclosed", "codes"),
        [
            ("Công văn", "UBND-VP", "UBND-VP", ["enclosure-date", "enclosure-number"]),
            ("Công văn", "UBND-VP", "UBND", ["enclosure-date", "enclosure-number"]),
            ("Công văn", "UBND-VP", "VPCP-KSTT", []),
            ("Báo cáo", "BC-UBND", "BC-UBND", ["enclosure-date", "enclosure-number"]),
            ("Báo cáo", "BC-UBND", "BC-STC", []),
            ("Kế hoạch", "BC-UBND", "KH-UBND", []),
        ],
    )
    def test_texts_of_other_offices(self, codes_of, kind, own, enclosed, codes):
        title = "V/v kết quả" if kind == "Công văn" else "BÁO CÁO"
        text = (
            f"Số: 81/{own}\n\nAn Bình, ngày 20 tháng 3 năm 2025\n\n{title}\n\nPhụ lục\n"
            f"BIỂU MẪU\n(Kèm theo {kind} số 45/{enclosed} ngày 12/3/2025)\n"
        )
        assert codes_of(text)["error"] == codes


class TestMidnight:
    def test_a_day_ends_at_24(self, codes_of):
        text = "Số liệu tính đến {} ngày 31/8/2025."
        for hour in ("24 giờ", "24h00", "24 giờ 00", "0 giờ"):
            assert codes_of(text.format(hour))["error"] == []
        for hour in ("24 giờ 01", "25 giờ"):
            assert codes_of(text.format(hour))["error"] == ["no-such-time"]
        (claim,) = read_claims(text.format("24 giờ").encode())
        assert claim.value == date(2025, 8, 31)


class TestWhose:
    def test_one_note_for_all(self):
        text = "Sở Y tế đạt 70,5/100 điểm. Sở Nội vụ đạt 80/100 điểm. Cộng 12/18 điểm."
        notes = {str(it.code): it for it in audit(text.encode()).notes}
        assert "(số điểm như vậy: 2)" in notes["unclear-unit"].line("vi")
        assert notes["unclear-unit"].quote == "70,5/100 điểm"

    def test_figures_of_others_and_aims_are_clear_enough(self, codes_of):
        assert "unclear-unit" not in codes_of("Chỉ số CCHC đạt 70,5/100 điểm.")["note"]
        assert "unclear-unit" not in codes_of("Phấn đấu đạt 70,5/100 điểm.")["note"]
        kinds = {claim.kind for claim in read_claims("Phấn đấu đạt 70,5/100 điểm.".encode())}
        assert kinds == {ClaimKind.TOTAL}


class TestAmongOtherMatters:
    """In a report about everything the paragraph on the framework is still checked."""

    REPORT = TRUTHFUL["economic report of a month"]

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("87,09/100 điểm, xếp loại Tốt", "87,09/100 điểm, xếp loại Khá", "class-mismatch"),
            ("xếp thứ 7/65", "xếp thứ 77/65", "rank-outside-pool"),
            ("500/512 hồ sơ", "520/512 hồ sơ", "count-above-whole"),
            ("ngày 25 tháng 8", "ngày 31 tháng 9", "impossible-date"),
        ],
    )
    def test_slips(self, codes_of, old, new, code):
        assert codes_of(self.REPORT.replace(old, new))["error"] == [code]

    def test_ranks_of_parts(self):
        text = TRUTHFUL["rank of something else in ours"]
        ranks = [it for it in read_claims(text.encode()) if it.kind is ClaimKind.RANK]
        assert [(it.subject.node, it.subject.clear) for it in ranks] == [
            *((None, True), ("online.services", True), ("online.payment", True), (None, False))
        ]

    def test_a_set_told_after_its_figures(self, codes_of):
        text = "Xã Tân Lập đạt 87/100 điểm, xếp loại Khá{}. Bộ chỉ số 766 được theo dõi."
        assert codes_of(text.format(""))["error"] == ["class-mismatch"]
        assert codes_of(text.format(" theo Bộ tiêu chí của tỉnh"))["error"] == []
