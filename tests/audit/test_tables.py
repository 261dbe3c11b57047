# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Tables: rows for units, for periods, for groups; and what follows within a row and a column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vn766.audit import ClaimKind, Rank, Rate, Score, audit, read_claims
from vn766.period import HalfYear, Month
from vn766.records import Published, Unit, UnitPoints
from vn766.score import rank_units, score_points

D = Decimal

HEAD = "STT\tTên đơn vị\tCKMB\tTDGQ\tCLGQ\tTTTT\tMDHL\tMDSH\tTổng điểm\tXếp loại\tHạng\n"
ROWS = (
    "1\tUBND xã An\t18\t18,72\t7,93\t7,36\t18\t17,08\t87,09\tTốt\t1\n"
    "2\tUBND xã Bình\t17\t18\t7\t7\t18\t17,5\t84,5\tTốt\t2\n"
    "3\tUBND xã Cam\t16\t18\t7\t7\t18\t17,5\t83,5\tTốt\t3\n"
    "4\tUBND xã Đông\t15\t18\t7\t7\t18\t17,5\t82,5\tTốt\t4\n"
    "5\tUBND xã Yên\t14\t18\t7\t7\t18\t17,5\t81,5\tTốt\t5\n"
    "6\tUBND xã Giang\t13\t18\t7\t7\t18\t17,5\t80,5\tTốt\t6\n"
)
TABLE = HEAD + ROWS

GROUPS = """STT | Nhóm chỉ số | Điểm tối đa | Điểm đạt | Tỷ lệ (%)
1 | Công khai, minh bạch | 18 | 18 | 100
2 | Tiến độ giải quyết | 20 | 18,72 | 93,6
3 | Cung cấp dịch vụ công trực tuyến | 12 | 7,93 | 66,1
4 | Thanh toán trực tuyến | 10 | 7,36 | 73,6
5 | Mức độ hài lòng | 18 | 18 | 100
6 | Số hóa hồ sơ | 22 | 17,08 | 77,64
 | Tổng cộng | 100 | 87,09 | 87,09
""".replace(" | ", "\t")


def table_claims(text, kind):
    return [it for it in read_claims(text.encode()) if it.kind is kind and it.in_table]


class TestRowsOfUnits:
    def test_clean(self, codes_of):
        assert codes_of(TABLE) == {"error": [], "warning": [], "note": []}

    @pytest.mark.parametrize(
        ("old", "new", "codes"),
        [
            ("87,09", "87,19", ["total-mismatch"]),
            ("84,5\tTốt", "84,5\tKhá", ["class-mismatch"]),
            ("\t18,72", "\t20,72", ["above-maximum"]),
            ("\t4\n", "\t5\n", ["rank-order"]),
            ("83,5\tTốt\t3", "83,5\tTốt\t9/6", ["rank-outside-pool"]),
            ("87,09\tTốt", "-\tKhá", ["class-mismatch"]),
        ],
    )
    def test_slips(self, codes_of, old, new, codes):
        assert codes_of(TABLE.replace(old, new))["error"] == codes

    @pytest.mark.parametrize(
        "ranks",
        [
            (1, 2, 3, 4, 5, 12),  # an excerpt of a larger pool
            (1, 2, 3, 1, 2, 3),  # two pools in one table
            ("1/60", "2/60", "3/60", "4/60", "5/60", "5/60"),
            (3, 1, 2, 6, 4, 5),  # no order at all
            ("1/6", "2/6", "3/6", "4/6", "5/6", "6/7"),
            (1, 2, 3, 4, "–", "x"),
        ],
    )
    def test_ranks_that_are_not_of_this_table_alone(self, codes_of, ranks):
        lines = ROWS.splitlines()
        rows = [
            f"{line.rsplit(chr(9), 1)[0]}\t{rank}" for line, rank in zip(lines, ranks, strict=True)
        ]
        assert codes_of(HEAD + "\n".join(rows))["error"] == []

    @pytest.mark.parametrize("ranks", [(1, 1, 3, 4, 5, 6), (1, 1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6)])
    def test_any_rule_for_ties(self, codes_of, ranks):
        totals = (85, 85, 84, 83, 82, 81)
        rows = [
            f"UBND xã {name}\t{total},25\t{rank}"
            for name, total, rank in zip("ABCDEG", totals, ranks, strict=True)
        ]
        text = "Tên đơn vị\tTổng điểm\tThứ hạng\n" + "\n".join(rows)
        assert codes_of(text)["error"] == []

    def test_sums_and_averages_are_no_units(self, codes_of):
        assert codes_of(TABLE + "\tTrung bình\t15\t18\t7\t7\t18\t17\t99\tKhá\t9\n")["error"] == []

    def test_heads_printed_again_and_blank_rows(self, codes_of):
        assert codes_of(HEAD + "\t\t\t\n" + HEAD + ROWS)["error"] == []

    def test_two_units_of_one_name(self, codes_of):
        assert codes_of(TABLE.replace("xã Bình", "xã An"))["error"] == []

    def test_a_group_and_its_parts(self, codes_of):
        head = "Tên đơn vị\tCung cấp dịch vụ trực tuyến (22)\tCLGQ\tTTTT\n"
        assert codes_of(head + "UBND xã A\t15,25\t8,25\t7\n")["error"] == []
        assert codes_of(head + "UBND xã A\t15,26\t8,25\t7\n")["error"] == ["parts-mismatch"]

    def test_sums_of_rounded_points(self, codes_of):
        text = TABLE.replace("18,72", "18,7").replace("7,93", "7,9").replace("17,08", "17,1")
        text = text.replace("7,36", "7,4").replace("87,09", "87,0")
        assert codes_of(text)["note"] == ["rounded-points", "sum-by-rounding"]

    def test_percents_beside_points(self, codes_of):
        head = "Tên đơn vị\tSố hóa hồ sơ (22)\tTỷ lệ (%)\tTỷ lệ hồ sơ đúng hạn (%)\n"
        text = head + "UBND xã A\t17,08\t{}\t12\n"
        assert codes_of(text.format("77,64%"))["error"] == []
        assert codes_of(text.format("77,74"))["error"] == ["percent-mismatch"]
        assert codes_of(text.format("x"))["error"] == []

    def test_cells_with_maxima_and_codes(self):
        text = "Mã định danh\tSố hóa hồ sơ\tHạng (trên 65 đơn vị)\n"
        text += "H99.21\t17,08/22\t5\nH9921\tx/22\t6\nH99.23\tmột\t7\n"
        assert [it.value for it in table_claims(text, ClaimKind.POINTS)] == [
            Score(D("17.08"), D(22))
        ]
        assert [it.value for it in table_claims(text, ClaimKind.RANK)] == [
            *(Rank(5, 65), Rank(6, 65), Rank(7, 65))
        ]
        flaws = [it.flaw and str(it.flaw.code) for it in table_claims(text, ClaimKind.AGENCY_CODE)]
        assert flaws == [None, "not-an-agency-code", None]

    def test_a_cell_with_another_maximum(self, codes_of):
        text = "Tên đơn vị\tSố hóa hồ sơ\nUBND xã A\t17,08/20\n"
        assert codes_of(text)["warning"] == ["stated-maximum"]

    def test_ambiguous_points(self, codes_of):
        text = "Tên đơn vị\tTổng điểm\nUBND xã A\t1.2.3\n"
        assert "unclear-figure" in codes_of(text)["note"]
        text = "Tên đơn vị\tTổng điểm\nUBND xã A\t1.234/9.999\nUBND xã B\t9.123\n"
        assert "unclear-figure" in codes_of(text)["note"]

    @pytest.mark.parametrize(
        ("numbers", "found"),
        [("123456", False), ("124567", True), ("123123", False), ("111111", False)],
    )
    def test_numbers_of_rows(self, codes_of, numbers, found):
        lines = ROWS.splitlines()
        rows = [f"{number}{line[1:]}" for number, line in zip(numbers, lines, strict=True)]
        assert ("row-numbers" in codes_of(HEAD + "\n".join(rows))["note"]) is found

    def test_a_sentence_may_single_out_some_groups(self, codes_of):
        text = "Số hóa hồ sơ 17,08/22 điểm, xếp loại Tốt.\n\n" + TABLE
        assert codes_of(text)["note"] == []

    def test_a_class_in_a_sentence_and_its_total_in_a_row(self, codes_of):
        text = (
            "V/v kết quả tháng 6/2023\n\nUBND xã An đạt 87,09/100 điểm.\n\n"
            "Tên đơn vị\tXếp loại\tHạng\nUBND xã An\tKhá\t1\n"
        )
        assert codes_of(text)["error"] == ["class-mismatch"]


class TestRowsOfPeriods:
    TEXT = (
        "Kỳ\tTổng điểm\tXếp loại\n6 tháng đầu năm 2023\t85\tTốt\n13/2023\t85\tTốt\nkhác\t1\tYếu\n"
    )

    def test_periods(self, codes_of):
        text = self.TEXT.replace("Kỳ", "Tháng").replace("6 tháng đầu năm 2023", "12/2023")
        claims = table_claims(text, ClaimKind.PERIOD)
        assert [claim.value for claim in claims] == [Month(2023, 12), None]
        assert codes_of(text)["error"] == ["out-of-range"]

    def test_halves(self):
        assert table_claims(self.TEXT, ClaimKind.PERIOD)[0].value == HalfYear(2023, 1)

    def test_numbers_without_a_year(self, codes_of):
        text = "Tổng điểm 90/100.\n\nTháng\tTổng điểm\tXếp loại\n1\t81\tTốt\n2\t82\tTốt\n"
        assert codes_of(text)["error"] == []


class TestRowsOfGroups:
    def test_clean(self, codes_of):
        assert codes_of(GROUPS) == {"error": [], "warning": [], "note": []}
        rates = [it.value for it in table_claims(GROUPS, ClaimKind.PERCENT)]
        assert rates[5] == Rate(D("77.64"), Score(D("17.08"), D(22)))

    @pytest.mark.parametrize(
        ("old", "new", "severity", "code"),
        [
            ("77,64", "77,74", "error", "percent-mismatch"),
            ("100\t87,09", "100\t88,09", "error", "total-mismatch"),
            ("18,72", "18,7x", "note", "partial-publication"),
            ("\t7,36", "\t-", "note", "partial-publication"),
            ("22\t17,08", "20\t17,08", "note", "partial-publication"),
        ],
    )
    def test_slips(self, codes_of, old, new, severity, code):
        assert code in codes_of(GROUPS.replace(old, new))[severity]

    def test_without_maxima(self, codes_of):
        rows = [line.split("\t") for line in GROUPS.splitlines()]
        text = "\n".join("\t".join((row[1], row[3])) for row in rows)
        assert codes_of(text)["error"] == []
        assert len(table_claims(text, ClaimKind.POINTS)) == 5  # dịch vụ công: 12 or 22

    def test_remarks_are_no_points(self):
        head = "STT\tNhóm chỉ số\tĐiểm tối đa\tGhi chú\tTỷ lệ"
        text = "\n".join([head, *GROUPS.splitlines()[1:]])
        assert table_claims(text, ClaimKind.POINTS) == []

    def test_heads_that_say_nothing(self, codes_of):
        text = "\n".join(["a\tĐiểm\tĐiểm\tĐiểm\tb", *GROUPS.splitlines()[1:]])
        assert codes_of(text) == {"error": [], "warning": [], "note": []}
        assert codes_of(text.replace("77,64", "77,74"))["error"] == ["percent-mismatch"]

    def test_a_column_of_percents_whose_head_does_not_say_so(self, codes_of):
        text = GROUPS.replace("Tỷ lệ", "So sánh")
        rows = [f"{line}%" if line[-1].isdigit() else line for line in text.splitlines()]
        text = "\n".join(rows)
        rates = [it.value for it in table_claims(text, ClaimKind.PERCENT)]
        assert rates[5] == Rate(D("77.64"), Score(D("17.08"), D(22)))
        assert codes_of(text.replace("77,64", "77,74"))["error"] == ["percent-mismatch"]

    @pytest.mark.parametrize(("band", "rank"), [("Tốt", "3/65"), ("chưa xếp", "chưa có")])
    def test_lines_of_class_and_rank(self, band, rank):
        text = f"{GROUPS.rstrip()}\n\tXếp loại\t\t{band}\n\tXếp hạng\t\t{rank}\n"
        found = [table_claims(text, kind) for kind in (ClaimKind.CLASS, ClaimKind.RANK)]
        told = [claim.quote for claims in found for claim in claims]
        assert told == ([band, rank] if band == "Tốt" else [])


POINTS = {"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36", "MDHL": 18, "MDSH": "17,08"}


class TestData:
    TEXT = (
        "UBND xã An đạt tổng điểm 87,09/100 điểm, xếp loại Tốt, xếp hạng 1/6 xã.\n\n"
        "Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,64%.\n"
    )

    def result(self, name="UBND xã An", **options):
        return score_points(UnitPoints(points=POINTS, unit=Unit(name=name), **options))

    def test_clean(self, codes_of):
        published = Published(rank=1, of=6, source="Cổng")
        assert codes_of(self.TEXT, data=self.result(published=published))["error"] == []
        assert codes_of(self.TEXT, data=[self.result()])["error"] == []

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("tổng điểm 87,09", "tổng điểm 87,10"),
            ("17,08/22", "17,09/22"),
            ("1/6", "2/6"),
            ("1/6", "1/7"),
            ("Tốt", "Khá"),
            ("77,64", "77,69"),
        ],
    )
    def test_slips(self, codes_of, old, new):
        published = Published(rank=1, of=6, source="Cổng")
        found = codes_of(self.TEXT.replace(old, new), data=self.result(published=published))
        assert "data-differs" in found["error"]

    def test_ranking(self, codes_of):
        ranking = rank_units([self.result(), self.result("UBND xã Bình")])
        found = codes_of(self.TEXT, data=ranking)["error"]
        assert found == ["data-differs"]  # 1/6, where two are ranked
        row = audit(self.TEXT.encode(), data=ranking).errors[0]
        assert (row.found, row.expected) == ("1/6", "1/2")

    def test_rank_without_pool(self, codes_of):
        text = self.TEXT.replace("1/6", "3")
        published = Published(rank=1, source="Cổng")
        assert codes_of(text, data=self.result(published=published))["error"] == ["data-differs"]
        (found,) = audit(text.encode(), data=self.result(published=published)).errors
        assert (found.found, found.expected) == ("3", "1")

    def test_other_units(self, codes_of):
        found = codes_of(self.TEXT, data=[self.result("UBND xã Bình")])
        assert "unit-not-in-data" in found["note"]
        assert codes_of("Không có số liệu nào", data=self.result())["note"] == []

    def test_other_periods(self, codes_of):
        text = "V/v kết quả tháng 6/2023\n\n" + self.TEXT
        other = self.result(period=Month(2023, 5))
        assert "unit-not-in-data" in codes_of(text, data=other)["note"]

    def test_a_unit_without_a_name(self, codes_of):
        unnamed = score_points(POINTS)
        assert codes_of(self.TEXT.replace("17,08", "17,18"), data=unnamed)["error"] == [
            *("data-differs", "percent-mismatch")
        ]

    def test_own_unit_of_a_text_without_names(self, codes_of):
        text = "ỦY BAN NHÂN DÂN XÃ AN\n\nTổng điểm 87,10/100 điểm; thanh toán trực tuyến đạt 7%."
        assert codes_of(text, data=[self.result()])["error"] == ["data-differs"]

    def test_percents_of_fewer_decimals(self, codes_of):
        text = self.TEXT.replace("77,64", "77,6")
        assert codes_of(text, data=self.result())["error"] == []

    def test_missing_in_data(self, codes_of):
        result = score_points(UnitPoints(points={"CKMB": 18}, unit=Unit(name="UBND xã An")))
        assert codes_of(self.TEXT, data=result)["error"] == []


class TestHeads:
    """Heads as offices set them: in two rows, with a maximum, or none at all."""

    def test_percents_of_each_group_below_merged_heads(self, codes_of):
        text = (
            "STT\tĐơn vị\tCông khai, minh bạch (18)\t\tSố hóa hồ sơ (22)\t\n"
            "\t\tĐiểm\tTỷ lệ\tĐiểm\tTỷ lệ\n1\tXã An\t17,5\t97,22\t16,43\t{}\n"
        )
        rates = table_claims(text.format("74,68"), ClaimKind.PERCENT)
        assert [it.subject.node for it in rates] == ["transparency", "digitization"]
        assert codes_of(text.format("74,68"))["error"] == []
        assert codes_of(text.format("75,68"))["error"] == ["percent-mismatch"]

    def test_points_out_of_a_hundred_are_the_total(self, codes_of):
        text = "TT\tĐơn vị\tKết quả\t\n\t\tĐiểm {}\tXếp loại\n1\tXã An\t87,09\tKhá\n"
        assert codes_of(text.format("(100)"))["error"] == ["class-mismatch"]
        for aside in ("", "(50)"):
            assert codes_of(text.format(aside))["error"] == []

    def test_a_total_needs_no_other(self, codes_of):
        text = "Đơn vị\tĐiểm (100)\tTổng điểm\tXếp loại\nXã An\t70\t87,09\tTốt\n"
        assert codes_of(text)["error"] == []

    def test_rows_without_a_head(self, codes_of):
        text = "1.\tCông khai, minh bạch\t17,5/18 điểm\n2.\tSố hóa hồ sơ\t{}/22 điểm\n"
        points = [it for it in read_claims(text.format("16,43").encode()) if it.subject.node]
        assert [it.subject.node for it in points] == ["transparency", "digitization"]
        assert codes_of(text.format("22,43"))["error"] == ["above-maximum"]

    def test_rows_of_two_times_without_a_head(self, codes_of):
        text = (
            "1.\tSố hóa hồ sơ\t16,43/22 điểm\t17,43/22 điểm\n"
            "2.\tTrang phục\t3/5 điểm\n3/5 điểm\tb\n"
        )
        found = codes_of(text)
        assert found["error"] == []
        assert found["note"] == ["unclear-subject"] * 4

    def test_rulers_of_any_length(self, codes_of):
        text = "| Đơn vị | Tổng điểm | Xếp loại |\n|:-|:--|--:|\n| Xã An | 87,09 | Khá |\n"
        assert codes_of(text)["error"] == ["class-mismatch"]
        assert [it.quote for it in table_claims(text, ClaimKind.UNIT)] == ["Xã An"]


class TestPercentsOfData:
    """Percents are compared with the data, too: in sentences and rows, of any unit."""

    @pytest.fixture
    def results(self):
        points = ("17.5", "18.92", "9.06", "7.36", "17.82", "16.43")
        leaves = ("transparency", "progress", "online.services", "online.payment")
        names = (*leaves, "satisfaction", "digitization")
        return [
            score_points(
                UnitPoints(
                    points=dict(zip(names, map(D, values), strict=True)), unit=Unit(name=name)
                )
            )
            for name, values in (("UBND xã An", points), ("UBND xã Bình", ("18", *points[1:])))
        ]

    def test_sentences(self, codes_of, results):
        text = "UBND xã An: tổng điểm 87,09/100 điểm ({}); Số hóa hồ sơ 16,43/22 điểm ({})."
        assert codes_of(text.format("87,09%", "74,68%"), data=results)["error"] == []
        assert codes_of(text.format("87%", "74,7%"), data=results)["error"] == []
        found = codes_of(text.format("87,19%", "74,68%"), data=results)["error"]
        assert found == ["percent-mismatch", "data-differs"]

    def test_rows(self, codes_of, results):
        text = "Đơn vị\tCông khai, minh bạch (18)\tTỷ lệ\nXã An\t17,5\t97,22\nXã Bình\t18\t{}\n"
        text = text.replace("Xã", "UBND xã")
        assert codes_of(text.format("100"), data=results)["error"] == []
        found = codes_of(text.format("98"), data=results)["error"]
        assert found == ["percent-mismatch", "data-differs"]

    def test_groups_that_the_data_do_not_have(self, codes_of):
        text = "UBND xã An: Công khai, minh bạch 17,5/18 điểm (97,22%)."
        only = score_points(UnitPoints(points={"progress": D(20)}, unit=Unit(name="UBND xã An")))
        assert codes_of(text, data=[only])["error"] == []
