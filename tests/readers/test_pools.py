"""Who is ranked among whom: levels, sections, spellings, merged and hidden cells, printed ranks."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from unicodedata import normalize

import pytest

from vn766.errors import InvalidRecordError, ProblemCode
from vn766.readers import score_file
from vn766.records import Unit, UnitPoints
from vn766.score import rank_units, score_points
from vn766.score.pools import one_spelling, similar

POINTS = "CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH"
REST = "18;9;8;17;19"


def table(heads, *rows):
    """Return a table whose units have 71 points and those of CKMB, the first of the last six."""
    lines = [f"{heads};{POINTS}", *(f"{row};{REST}" for row in rows)]
    return "\n".join(lines).encode()


def places(scored):
    """Return pool, rank and size by the names of units."""
    return {row.result.unit.name: (row.pool, row.rank, row.of) for row in scored.ranking}


def codes(scored):
    return [str(problem.code) for problem in scored.problems]


def refused(*args, **options):
    with pytest.raises(InvalidRecordError) as caught:
        score_file(*args, **options)
    return [(str(problem.code), problem.origin) for problem in caught.value.problems]


LEVELS = table(
    "Cấp;Tên đơn vị",
    *("tỉnh;Tỉnh X;10", "sở;Sở A;18", "xã;Xã B;15", "phường;Phường C;16", "sở;Sở D;12"),
)


class TestLevels:
    def test_are_apart(self):
        scored = score_file(LEVELS)
        assert places(scored) == {
            "Tỉnh X": ("tỉnh, thành phố", 1, 1),
            "Sở A": ("sở, ban, ngành", 1, 2),
            "Sở D": ("sở, ban, ngành", 2, 2),
            "Phường C": ("xã, phường, đặc khu", 1, 2),
            "Xã B": ("xã, phường, đặc khu", 2, 2),
        }
        assert next(row.pool for row in scored.ranking) == "tỉnh, thành phố"
        assert (scored.ranking.basis, codes(scored)) == ("level", [])

    @pytest.mark.parametrize("word", ["level", "cấp", "CẤP", "theo cấp"])
    def test_may_be_asked_for(self, word):
        assert places(score_file(LEVELS, within=word)) == places(score_file(LEVELS))

    def test_are_one_pool_by_the_caller_s_word(self):
        scored = score_file(LEVELS, pool="các cơ quan của tỉnh")
        assert places(scored)["Sở A"] == ("các cơ quan của tỉnh", 1, 5)
        assert scored.ranking.basis == "named"

    def test_stay_apart_within_another_column(self):
        rows = ("Sở;sở;Sở A;18", "Sở;xã;Xã B;15", "Xã;xã;Xã C;16")
        data = table("Cụm;Cấp;Tên đơn vị", *rows)
        scored = score_file(data, within="cụm")
        assert places(scored) == {
            "Sở A": ("Sở: sở, ban, ngành", 1, 1),
            "Xã B": ("Sở: xã, phường, đặc khu", 1, 1),
            "Xã C": ("Xã: xã, phường, đặc khu", 1, 1),
        }
        assert scored.ranking.levels_apart
        together = score_file(data, within="cụm", pool="cơ quan")
        assert places(together)["Xã B"] == ("Sở", 2, 2)

    def test_need_not_be_named_where_the_column_tells_them_apart(self):
        data = table("Loại;Cấp;Tên đơn vị", "Khối sở;sở;Sở A;18", "Khối xã;xã;Xã B;15")
        scored = score_file(data, within="Loại")
        assert [row.pool for row in scored.ranking] == ["Khối sở", "Khối xã"]
        assert not scored.ranking.levels_apart

    def test_a_unit_without_one_is_unranked(self):
        scored = score_file(table("Cấp;Tên đơn vị", "sở;Sở A;18", "xã;Xã B;15", ";Đội C;16"))
        assert [unit.result.unit.name for unit in scored.ranking.unranked] == ["Đội C"]
        assert codes(scored) == ["unknown-pool"]
        assert scored.table.remarks[2] == scored.problems

    def test_one_level_is_one_pool(self):
        scored = score_file(table("Cấp;Tên đơn vị", "xã;Xã A;18", ";Xã B;15"))
        assert (scored.ranking.basis, len(scored.ranking)) == ("whole", 2)

    def test_that_nobody_told(self):
        assert refused(table("Tên đơn vị", "A;1"), within="level") == [("no-levels", None)]

    def test_of_results(self):
        units = [
            score_points(UnitPoints(unit=Unit(name=name, level=level), points={"CKMB": 1}))
            for name, level in (("A", "commune"), ("B", "department"), ("C", None))
        ]
        # Without a total: in their pools, the one without a level in none.
        ranking = rank_units(units)
        assert {unit.result.unit.name: unit.pool for unit in ranking.unranked} == {
            "A": "xã, phường, đặc khu",
            "B": "sở, ban, ngành",
            "C": None,
        }


def tree(name, fields, *children):
    def unit(code, level=None):
        told = {} if level is None else {"level": level}
        names = {"departmentId": code, "departmentName": f"Đơn vị {code}", "departmentCode": code}
        return {**names, **fields, **told}

    parent, *others = children
    units = [unit(code, level) for code, level in others]
    return name, {"data": {"parent": unit(parent), "children": units}}


class TestTheUnitAboveTheOthers:
    def test_is_apart(self):
        names = [("H99.07", "DEPARTMENT"), ("H99.101", "COMMUNE"), ("H99.102", "COMMUNE")]
        fields = {"totalReceived": 161, "totalOnTime": 156}
        _, response = tree("progress", fields, "H99", *names)
        scored = score_file(response, keep_going=True)
        assert [scored.results[at].unit.code for at in scored.table.parents] == ["H99"]
        last = scored.ranking.unranked[-1]
        assert (last.result.unit.code, last.pool) == ("H99", "tỉnh, thành phố")
        assert len(scored.ranking.results) == 4
        without = scored.table.without({1}, [])
        assert (without.parents, len(without.records), without.broken) == ((0,), 3, ("H99.07",))

    def test_alone_is_ranked_as_any_other(self):
        _, response = tree("progress", {"totalReceived": 1, "totalOnTime": 1}, "H99")
        scored = score_file(response, keep_going=True)
        assert [unit.pool for unit in scored.ranking.unranked] == [None]  # it lacks a total


SECTIONS = table(
    "STT;Tên đơn vị",
    *("I;Khối sở, ban, ngành;", "1;Sở A;18", "2;Sở B;12", "II;Cấp xã;", "1;Xã C;17", "2;Xã D;11"),
).replace(b";;" + REST.encode(), b";;;;;;")


class TestSections:
    def test_are_pools(self):
        scored = score_file(SECTIONS)
        assert places(scored) == {
            "Sở A": ("I. Khối sở, ban, ngành", 1, 2),
            "Sở B": ("I. Khối sở, ban, ngành", 2, 2),
            "Xã C": ("II. Cấp xã", 1, 2),
            "Xã D": ("II. Cấp xã", 2, 2),
        }
        assert scored.ranking.basis == "section"
        assert codes(scored) == ["row-left-out"] * 2

    @pytest.mark.parametrize("word", ["section", "mục", "Phần"])
    def test_may_be_asked_for(self, word):
        assert places(score_file(SECTIONS, within=word)) == places(score_file(SECTIONS))

    def test_are_one_pool_by_the_caller_s_word(self):
        assert len({row.of for row in score_file(SECTIONS, pool="tất cả").ranking}) == 1
        assert score_file(SECTIONS, pool="tất cả").ranking.rows[0].of == 4

    def test_that_are_not_there(self):
        assert refused(table("Tên đơn vị", "A;1"), within="section") == [("no-sections", None)]

    @pytest.mark.parametrize(
        "headings",
        [
            ("A;Sở, ban, ngành", "B;UBND cấp xã"),
            ("I.;Sở, ban, ngành", "II.;UBND cấp xã"),
            ("I. SỞ, BAN, NGÀNH;", "II. UBND CẤP XÃ;"),
            (";Khối sở, ban, ngành", ";Khối xã, phường"),
        ],
    )
    def test_however_they_are_headed(self, headings):
        first, second = (f"{heading};;;;;;" for heading in headings)
        rows = f"{first}\n1;Sở A;18;{REST}\n{second}\n1;Xã B;17;{REST}\n2;Xã C;16;{REST}\n"
        scored = score_file(f"STT;Tên đơn vị;{POINTS}\n{rows}".encode())
        assert [row.of for row in scored.ranking] == [1, 2, 2]

    def test_sums_head_none(self):
        data = SECTIONS.replace(b"II;", f";Tổng cộng;18;{REST}\nII;".encode())
        assert places(score_file(data)) == places(score_file(SECTIONS))

    def test_a_unit_above_the_first_is_unranked(self):
        data = SECTIONS.replace(b"I;Kh", f"1;Sở Z;9;{REST}\nI;Kh".encode(), 1)
        scored = score_file(data)
        assert [unit.result.unit.name for unit in scored.ranking.unranked] == ["Sở Z"]
        assert "unknown-pool" in codes(scored)


class TestNames:
    def test_of_any_spelling_are_one(self):
        names = (
            "Thanh Hóa",
            "Thanh Hoá",
            "THANH HÓA",
            " Thanh\u00a0 Hóa ",
            normalize("NFD", "Thanh Hóa"),
        )
        data = table("Tỉnh;Tên đơn vị", *(f"{name};Xã {at};{at}" for at, name in enumerate(names)))
        scored = score_file(data, within="tinh ".strip().replace("i", "ỉ"))
        assert {row.of for row in scored.ranking} == {5}
        assert {row.pool for row in scored.ranking} == {"Thanh Hóa"}
        assert codes(scored) == []

    def test_other_tones_and_letters_are_others(self):
        names = ["Hòa", "Hoa", "Hỏa", "Hoà", "Đa", "Da"]
        assert one_spelling(names) == ["Hoà", "Hoa", "Hỏa", "Hoà", "Đa", "Da"]

    def test_that_may_be_one_are_told(self):
        [problem] = similar(["Thanh Hóa", "Tỉnh Thanh Hóa", "Cụm 2", "Nghệ An", 7, None])
        assert dict(problem.details)["labels"] == "Thanh Hóa; Tỉnh Thanh Hóa"
        assert [problem.code for problem in similar(["Cụm 01", "Cụm 1", "UBND xã", "xã"])] == [
            "similar-pools",
            "similar-pools",
        ]
        data = table("Cụm;Tên đơn vị", "Cụm 1;A;1", "Cụm 01;B;2")
        assert codes(score_file(data, within="Cụm")) == ["similar-pools"]

    def test_blank_ones_are_errors(self):
        data = table("Cụm;Tên đơn vị", "1;A;1", ";B;2", "–;C;3", "1;D;4")
        errors = [("blank-pool", "table, 3"), ("blank-pool", "table, 4")]
        assert refused(data, within="Cụm") == errors
        scored = score_file(data, within="Cụm", keep_going=True)
        assert places(scored) == {"D": ("1", 1, 2), "A": ("1", 2, 2)}
        assert scored.table.broken == (3, 4)


class TestPeriods:
    MONTHS = table(
        "Kỳ;Mã;Tên đơn vị",
        *("Tháng 8;H1;Xã A;15", "Tháng 8;H2;Xã B;16", "Tháng 9;H1;Xã A;17", "Tháng 9;H2;Xã B;14"),
    )

    def test_each_is_ranked_by_itself(self):
        scored = score_file(self.MONTHS, within="Kỳ")
        found = [(row.pool, row.result.unit.name, row.rank, row.of) for row in scored.ranking]
        assert found == [
            ("Tháng 8", "Xã B", 1, 2),
            ("Tháng 8", "Xã A", 2, 2),
            ("Tháng 9", "Xã A", 1, 2),
            ("Tháng 9", "Xã B", 2, 2),
        ]
        assert codes(scored) == []

    def test_are_not_mixed(self):
        for options in ({}, {"pool": "xã"}):
            assert refused(self.MONTHS, **options) == [("several-periods", None)]

    def test_a_unit_twice_in_one_is_an_error(self):
        data = self.MONTHS.replace(b"9;H1", b"8;H1")
        assert [code for code, _ in refused(data, within="Kỳ")] == ["duplicate-unit"]

    def test_without_codes(self):
        data = self.MONTHS.replace(b"H1", b"").replace(b"H2", b"")
        assert codes(score_file(data, within="Kỳ")) == []


class TestPrintedRanks:
    def table(self, *rows):
        heads = f"Tên đơn vị;Xếp hạng;{POINTS}"
        return "\n".join([heads, *(f"{row};{REST}" for row in rows)]).encode()

    @pytest.mark.parametrize(
        ("ranks", "expected"),
        [
            (("1", "2", "2", "4"), []),
            (("1", "2", "3", "4"), []),  # who breaks ties is not known
            (("1", "2", "2", "3"), [("rank-differs", 5)]),
            (("2", "1", "2", "4"), [("rank-differs", 2), ("rank-differs", 3)]),
            (("", "45689", "", ""), [("rank-above-pool", 3)]),
            (("1/65", "8/65", "8/65", "9/65"), [("pool-size-differs", 2)]),
            (("9/65", "8/65", "", ""), [("pool-size-differs", 2), ("worse-rank", 2)]),
            (("1/4", "2/4", "2/4", "4/4"), []),
            (("5/4", "", "", ""), [("out-of-range", 2)]),
        ],
    )
    def test_are_held_against_those_computed(self, ranks, expected):
        rows = [
            f"Xã {name};{rank};{points}"
            for name, rank, points in zip("ABCD", ranks, (18, 17, 17, 16), strict=True)
        ]
        scored = score_file(self.table(*rows), keep_going=True)
        found = [(str(p.code), int(p.origin.removeprefix("table, B"))) for p in scored.problems]
        assert found == expected
        about = [problem for remarks in scored.table.remarks for problem in remarks]
        assert len(about) == len([code for code, _ in expected if code != "out-of-range"])

    def test_of_each_section(self):
        data = SECTIONS.decode().replace("MDSH", "MDSH;Hạng")
        data = data.replace(f";18;{REST}", f";18;{REST};1").replace(f";17;{REST}", f";17;{REST};1")
        assert codes(score_file(data.encode())) == ["row-left-out"] * 2
        assert codes(score_file(data.encode(), pool="một nhóm"))[2:] == ["rank-differs"]


def test_without_a_sound_row_the_rows_are_told_not_the_column():
    text = "Tên đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH\nxã A;19;18;7;7;18;17\n"
    with pytest.raises(InvalidRecordError) as caught:
        score_file(text.encode(), name="a.csv", within="Vùng")
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.ABOVE_MAXIMUM]
