"""Who is ranked among whom: levels, sections, spellings, merged and hidden cells, printed ranks."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from unicodedata import normalize

import pytest

from vn766.errors import InvalidRecordError, ProblemCode, Severity
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


class TestSectionsWithNumbers:
    AVERAGE = f"14,5;{REST}"

    def table(self, *rows):
        """Return a table of rows: the number, the name and, of units, the first points."""
        cells = (row if row.count(";") == 1 else f"{row};{REST}" for row in rows)
        return "\n".join((f"STT;Tên đơn vị;{POINTS}", *cells)).encode()

    @pytest.mark.parametrize("end", ["", ".", ")"])
    @pytest.mark.parametrize("mark", [".", ","])
    @pytest.mark.parametrize("first", ["1;Khối sở", "1;Khối sở;14,5"])
    def test_are_pools(self, first, mark, end):
        rows = (first, "1.1;Sở A;15", "1.2;Sở B;14", "2;Cụm xã", "2.1;Xã C;13", "2.2;Xã D")
        spelled = (
            f"{number.replace('.', mark)}{end};{rest}"
            for number, _, rest in (row.partition(";") for row in rows)
        )
        scored = score_file(self.table(*spelled))
        assert places(scored) == {
            "Sở A": ("1. Khối sở", 1, 2),
            "Sở B": ("1. Khối sở", 2, 2),
            "Xã C": ("2. Cụm xã", 1, 1),
        }
        assert [unit.result.unit.name for unit in scored.ranking.unranked] == ["Xã D"]
        assert codes(scored) == ["row-left-out"] * 2

    def test_may_stand_below_each_other(self):
        rows = ("1;Cấp xã", "1.1;Cụm 1", "1.1.1;Xã A;15", ";Xã B;14", "1.2;Xã C;13", "2;Sở D;12")
        scored = score_file(self.table(*rows))
        assert {name: pool for name, (pool, *_) in places(scored).items()} == {
            "Xã A": "1.1. Cụm 1",
            "Xã B": "1.1. Cụm 1",
            "Xã C": "1. Cấp xã",
        }
        assert [unit.result.unit.name for unit in scored.ranking.unranked] == ["Sở D"]
        rows = ("I;Tỉnh", "1;Cụm", "1.1;A;15", "II;Huyện", "1;Cụm", "1.1;B;14", "III;Xã", "1;C;13")
        assert {
            name: pool for name, (pool, *_) in places(score_file(self.table(*rows))).items()
        } == {"A": "I. Tỉnh; 1. Cụm", "B": "II. Huyện; 1. Cụm", "C": "III. Xã"}

    def test_a_code_speaks_for_a_unit(self):
        rows = ("1;H1;Sở A;15", "1.1;H1.1;Chi cục B;14", "1.2;H1.2;Chi cục C;13")
        data = table("STT;Mã;Tên đơn vị", *rows)
        assert {of for _, _, of in places(score_file(data)).values()} == {3}


class TestRomanNumbers:
    HEADS = f"STT;Tên đơn vị;{POINTS}"

    def scored(self, *rows):
        return score_file("\n".join((self.HEADS, *rows)).encode(), keep_going=True)

    def test_are_those_of_units_where_others_have_figures(self):
        scored = self.scored(f"I;Xã A;15;{REST}", "II;Xã B", f"III;Xã C;13;{REST}")
        assert places(scored) == {"Xã A": (None, 1, 2), "Xã C": (None, 2, 2)}
        assert [unit.result.unit.name for unit in scored.ranking.unranked] == ["Xã B"]
        assert codes(scored) == []

    def test_are_those_of_sections_where_none_has(self):
        scored = self.scored("I;Khối sở", f";Sở A;15;{REST}", "II;Cụm xã", f";Xã B;14;{REST}")
        assert {pool for pool, *_ in places(scored).values()} == {"I. Khối sở", "II. Cụm xã"}

    def test_below_letters(self):
        rows = ("A;Sở", f"I;Sở A;15;{REST}", "II;Sở B", "B;Xã", f"I;Xã C;13;{REST}", "C;Phường")
        scored = self.scored(*rows, f"I;Phường D;12;{REST}")
        assert {name: pool for name, (pool, *_) in places(scored).items()} == {
            "Sở A": "A. Sở",
            "Xã C": "B. Xã",
            "Phường D": "C. Phường",
        }
        assert [unit.result.unit.name for unit in scored.ranking.unranked] == ["Sở B"]


class TestSignatures:
    ROWS = (f"1;Xã A;15;{REST}", f"2;Xã B;14;{REST}")

    def scored(self, *rows, heads=f"STT;Tên đơn vị;{POINTS}", units=ROWS):
        return score_file("\n".join((heads, *units, *rows)).encode(), keep_going=True)

    @pytest.mark.parametrize(
        "rows",
        [
            (";;;", ";NGƯỜI LẬP BIỂU;;;;;CHÁNH VĂN PHÒNG;", ";Trần Thị B;;;;;Nguyễn Văn An;"),
            (";Người lập;;;;;TRƯỞNG PHÒNG;", ";(Ký tên);;;;;(Ký tên)", ";Trần Thị B;;;;;Lê An;"),
            (";;;;;;Tân Phú, ngày 30/6;", ";CÁN BỘ;;;;;KT. TRƯỞNG PHÒNG;", ";Lê B;;;;;Lê An;"),
            ("NGƯỜI LẬP;;;;;;CHÁNH VĂN PHÒNG;", "Trần Thị B;;;;;;Nguyễn Văn An;"),
        ],
    )
    def test_are_left_out(self, rows):
        scored = self.scored(*rows)
        assert {of for _, _, of in places(scored).values()} == {2}
        assert len(scored.ranking.results) == 2
        assert set(codes(scored)) == {"row-left-out"}

    def test_without_numbers_words_tell(self):
        units, heads = [row[2:] for row in self.ROWS], f"Tên đơn vị;{POINTS}"
        signed = ("Người lập;;;;;Chánh Văn phòng", "Trần Thị B;;;;;Lê An")
        assert set(codes(self.scored("", *signed, heads=heads, units=units))) == {"row-left-out"}
        found = codes(self.scored("", "Xã C;chưa có;;;;", heads=heads, units=units))
        assert found == ["not-a-number"]

    def test_a_word_for_points_is_refused(self):
        assert "not-a-number" in codes(self.scored(";Xã C;mười", f"3;Xã D;13;{REST}"))
        assert "not-a-number" in codes(self.scored(";Xã C;mười"))


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
        assert (problem.path, problem.value) == (("pool",), "Thanh Hóa")
        assert problem.severity is Severity.WARNING
        [problem] = similar(["Xã Đồng", "Đồng"])
        assert dict(problem.details)["labels"] == "Đồng; Xã Đồng"
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

    def test_of_different_units_are_not_mixed(self):
        heads = "Kỳ;Tên đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH"
        apart = heads + "\n{};Xã A;9;9;9;9;9;9\n{};Xã B;8;8;8;8;8;8\n"
        assert refused(apart.format("Tháng 8", "Tháng 9").encode()) == [("several-periods", None)]
        for same in (("Tháng 8", "THÁNG 8"), ("Tháng 8", ""), ("", "Tháng 8")):
            scored = score_file(apart.format(*same).encode())
            assert [row.of for row in scored.ranking] == [2, 2]

    def test_a_unit_twice_in_one_is_an_error(self):
        data = self.MONTHS.replace(b"9;H1", b"8;H1")
        assert [code for code, _ in refused(data, within="Kỳ")] == ["duplicate-unit"]

    def test_without_codes(self):
        data = self.MONTHS.replace(b"H1", b"").replace(b"H2", b"")
        assert codes(score_file(data, within="Kỳ")) == []


class TestSeveralColumns:
    DATA = table(
        "Kỳ;Tỉnh;Cấp;Mã;Tên đơn vị",
        *("T8;X;xã;H1;A;15", "T8;X;xã;H2;B;16", "T8;Y;xã;H3;C;17", "T9;X;xã;H1;A;14"),
        *("T9;x ;xã;H2;B;13", "T9;Y;sở;H3;C;12", "T9;Y;xã;H4;D;11"),
    )

    def test_units_share_the_values_of_all(self):
        scored = score_file(self.DATA, within=("Kỳ", "tỉnh"))
        assert [(row.pool, row.result.unit.name, row.rank, row.of) for row in scored.ranking] == [
            ("T8; X: xã, phường, đặc khu", "B", 1, 2),
            ("T8; X: xã, phường, đặc khu", "A", 2, 2),
            ("T8; Y: xã, phường, đặc khu", "C", 1, 1),
            ("T9; X: xã, phường, đặc khu", "A", 1, 2),
            ("T9; X: xã, phường, đặc khu", "B", 2, 2),
            ("T9; Y: sở, ban, ngành", "C", 1, 1),
            ("T9; Y: xã, phường, đặc khu", "D", 1, 1),
        ]
        assert (scored.within, scored.ranking.basis) == (("Kỳ", "Tỉnh"), "within")
        assert scored.ranking.levels_apart

    def test_levels_beside_a_column_are_apart_as_ever(self):
        one, both = (score_file(self.DATA, within=w) for w in ("Kỳ", ("level", "Kỳ", "Kỳ")))
        assert places(one) == places(both)
        assert both.within == ("Kỳ",)

    def test_sections_stand_beside_a_column(self):
        heads = "STT;Kỳ;Tên đơn vị"
        rows = ("1;T8;A;15", "2;T9;B;16", "1;T8;C;17")
        data = table(heads, *rows).decode().replace("1;T8;C", "II;;Khối xã;;;;;;\n1;T8;C")
        data = data.replace("1;T8;A", "I;;Khối sở;;;;;;\n1;T8;A").encode()
        scored = score_file(data, within=("section", "Kỳ"))
        assert places(scored) == {
            "A": ("I. Khối sở; T8", 1, 1),
            "B": ("I. Khối sở; T9", 1, 1),
            "C": ("II. Khối xã; T8", 1, 1),
        }
        assert (scored.within, scored.ranking.basis) == (("Kỳ",), "within")
        assert refused(data, within="mục") == [("several-periods", None)]
        assert score_file(data.replace(b"T9", b"T8"), within="mục").within == ()
        outside = data.replace(b"1;T8;A", b"1;T8;O;15;18;9;8;17;19\n1;T8;A").replace(
            "I;;Khối sở;;;;;;\n1;T8;O;15;18;9;8;17;19\n".encode(),
            "1;T8;O;15;18;9;8;17;19\nI;;Khối sở;;;;;;\n".encode(),
        )
        scored = score_file(outside, within=("section", "Kỳ"))
        assert "O" not in places(scored)
        assert "unknown-pool" in codes(scored)

    def test_all_that_is_blank_is_told(self):
        data = self.DATA.replace(b"T9;Y;xa", b";;xa").replace("T9;Y;xã".encode(), ";–;xã".encode())
        problems = refused(data, within=("Kỳ", "Tỉnh"))
        assert [code for code, _ in problems] == ["blank-pool", "blank-pool"]
        kept = score_file(data, within=("Kỳ", "Tỉnh"), keep_going=True)
        assert "D" not in places(kept)
        assert len(kept.results) == 6

    def test_an_error_of_a_spreadsheet_is_no_pool(self):
        data = self.DATA.replace(b"T8;Y", b"T8;#N/A")
        assert [code for code, _ in refused(data, within=("Kỳ", "Tỉnh"))] == ["blank-pool"]

    def test_one_that_is_not_there(self):
        assert [code for code, _ in refused(self.DATA, within=("Kỳ", "Vùng"))] == ["unknown-column"]


class TestPeriodsOfCounts:
    HEADS = "Kỳ;Cụm;Mã;Tên đơn vị;Chỉ số;Tử số;Mẫu số;Ghi chú"
    ROWS = (
        *("Tháng 8;1;H1;Xã A;2.1;80;100;a", "Tháng 8;1;H1;Xã A;1.4;90;100;b"),
        *("Tháng 8;2;H2;Xã B;2.1;90;100;", "Tháng 9;1;H1;Xã A;2.1;70;100;c"),
        *("Tháng 9;2;H2;Xã B;2.1;60;100;d", "Tháng 9;2;H2;Xã B;1.4;60;100;d"),
    )

    def data(self, *more):
        return "\n".join((self.HEADS, *self.ROWS, *more)).encode()

    def test_each_is_ranked_by_itself(self):
        scored = score_file(self.data(), within="kỳ")
        assert scored.table.times == ("Tháng 8", "Tháng 8", "Tháng 9", "Tháng 9")
        assert codes(scored) == []
        points = [
            (unit.pool, unit.result.unit.name, str(unit.result.nodes["progress"].points))
            for unit in scored.ranking.unranked
        ]
        assert points == [
            ("Tháng 8", "Xã A", "16.00"),
            ("Tháng 8", "Xã B", "18.00"),
            ("Tháng 9", "Xã A", "14.00"),
            ("Tháng 9", "Xã B", "12.00"),
        ]

    def test_what_all_rows_of_a_unit_say_is_of_the_unit(self):
        first, *_, last = score_file(self.data(), within=("Kỳ", "Cụm")).table.extra
        assert first == {
            "Kỳ": "Tháng 8",
            "Cụm": "1",
            "DOSSIER_SYNC.Ghi chú": "b",
            **{f"{code}.Kỳ": "Tháng 8" for code in ("PROGRESS_ON_TIME", "DOSSIER_SYNC")},
            **{f"{code}.Cụm": "1" for code in ("PROGRESS_ON_TIME", "DOSSIER_SYNC")},
            "PROGRESS_ON_TIME.Ghi chú": "a",
        }
        assert (last["Kỳ"], last["Cụm"], last["Ghi chú"]) == ("Tháng 9", "2", "d")

    def test_are_not_mixed(self):
        for options in ({}, {"pool": "xã"}, {"within": "Cụm"}):
            assert refused(self.data(), **options) == [("several-periods", None)]

    def test_an_indicator_twice_in_one_is_an_error(self):
        data = self.data("Tháng 9;2;H2;Xã B;2.1;61;100;")
        assert [code for code, _ in refused(data, within="Kỳ")] == ["duplicate-key"]

    def test_a_row_without_a_period_is_in_no_pool(self):
        data = self.data(";2;H2;Xã B;5.4;1;2;")
        assert [code for code, _ in refused(data, within="Kỳ")] == ["blank-pool"]


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
