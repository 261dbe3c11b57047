"""Ranking (thứ hạng)."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, NotComparableError, Problem, ProblemCode, Severity
from vn766.framework import get_framework
from vn766.period import Month, Year
from vn766.records import Published, Unit, UnitPoints
from vn766.score import rank_units, score_points
from vn766.score.ranking import printed_problems
from vn766.testing import pools

ORDINARY = {"transparency": 9, "online": 20, "satisfaction": 18, "digitization": 22}


def scored(progress, code=None):
    unit = Unit(name=f"UBND xã {code}", code=code) if code else None
    return score_points({**ORDINARY, "progress": progress}, unit=unit)


def of_level(level):
    unit = Unit(name="A", level=level)
    return score_points(UnitPoints(unit=unit, points={**ORDINARY, "progress": 1}))


def code_of(result):
    return result.unit.code


def printed(code, progress, rank, of=None):
    """A unit with a rank that somebody printed."""
    unit, published = Unit(name=f"Xã {code}", code=code), Published(rank=rank, of=of)
    points = {**ORDINARY, "progress": progress}
    return score_points(UnitPoints(unit=unit, points=points, published=published))


class TestCompetitionRanks:
    """Published tables use competition ranking "1224": both 5th, the next is 7th."""

    @given(pools(ties=True))
    def test_a_rank_is_one_more_than_the_number_of_better_units(self, records):
        results = [score_points(record) for record in records]
        totals = [Fraction(result.total) for result in results]
        for row in rank_units(results):
            mine = Fraction(row.result.total)
            assert row.rank == 1 + sum(total > mine for total in totals)
            assert row.tied == sum(total == mine for total in totals)
            assert row.of == len(records)

    def test_two_fifths_and_then_a_seventh(self):
        progress = [20, 19, 18, 17, 16, 16, 15]
        ranks = [row.rank for row in rank_units([scored(p) for p in progress])]
        assert ranks == [1, 2, 3, 4, 5, 5, 7]


class TestOtherTieRules:
    """Ordinal and dense are available; ties are reported."""

    @pytest.mark.parametrize(
        ("method", "ranks"),
        [("competition", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3]), ("ordinal", [1, 2, 3, 4])],
    )
    def test_each(self, method, ranks):
        ranking = rank_units([scored(p) for p in (12, 15, 20, 15)], method=method)
        assert [row.rank for row in ranking] == ranks
        assert [row.tied for row in ranking] == [1, 2, 2, 1]
        assert ranking.method == method

    def test_a_framework_may_have_its_own(self):
        common = get_framework()
        dense = evolve(common, ranking=evolve(common.ranking, method="dense"))
        results = [score_points({**ORDINARY, "progress": p}, framework=dense) for p in (20, 20, 3)]
        ranking = rank_units(results)
        assert ranking.method == "dense"
        assert [row.rank for row in ranking] == [1, 1, 2]
        assert rank_units([]).method == "competition"

    def test_an_unknown_one_is_refused(self):
        with pytest.raises(ValueError, match=r"competition, ordinal or dense, not 'average'$"):
            rank_units([scored(1)], method="average")


class TestTheOrderOfInputDoesNotMatter:
    """The same set in any order gives the same ranks."""

    @given(
        pools(min_units=1) | pools(ties=True),
        st.booleans(),
        st.randoms(),
        st.sampled_from(["competition", "dense", "ordinal"]),
    )
    def test_shuffled(self, records, coded, random, method):
        if not coded:
            records = [evolve(r, unit=evolve(r.unit, code=None)) for r in records]
        results = [score_points(record) for record in records]
        expected = rank_units(results, method=method)
        random.shuffle(results)
        got = rank_units(results, method=method)
        assert got == expected

    def test_ties_stand_in_the_order_of_codes(self):
        ranking = rank_units([scored(9, "H03"), scored(9, "H01"), scored(9, "H02")])
        assert [row.result.unit.code for row in ranking] == ["H01", "H02", "H03"]


class TestUnitsWithoutATotal:
    """Units without a total are unranked and listed, never last."""

    @given(pools())
    def test_they_do_not_count(self, records):
        results = [score_points(record) for record in records]
        ranking = rank_units(results)
        assert len(ranking) + len(ranking.unranked) == len(results)
        assert all(row.result.total is None for row in ranking.unranked)
        assert all(row.of == len(ranking) for row in ranking)

    def test_a_published_total_ranks(self):
        record = UnitPoints(unit=Unit(name="A"), published=Published(total="80.11"))
        ranking = rank_units([score_points(record), scored(20)])
        assert [row.rank for row in ranking] == [1, 2]
        assert ranking.unranked == ()


class TestPools:
    """A rank without its pool is meaningless."""

    def test_every_pool_is_ranked_by_itself(self):
        results = [scored(p, code) for p, code in [(20, "H01"), (19, "H01.02"), (5, "H02")]]
        ranking = rank_units(results, within=lambda result: result.unit.code[:3])
        assert [(row.pool, row.rank, row.of) for row in ranking] == [
            ("H01", 1, 2),
            ("H01", 2, 2),
            ("H02", 1, 1),
        ]

    def test_the_pool_is_named(self):
        ranking = rank_units([scored(1)], pool="xã, phường, đặc khu")
        assert ranking.results == (scored(1),)
        assert ranking.pool == "xã, phường, đặc khu"
        assert [row.pool for row in ranking] == ["xã, phường, đặc khu"]
        assert repr(ranking) == "Ranking(1 ranked, 0 unranked, pool='xã, phường, đặc khu')"
        assert repr(rank_units([scored(1)])) == "Ranking(1 ranked, 0 unranked)"

    def test_levels_stand_from_the_highest_and_other_pools_by_name(self):
        levels = ("commune", None, "department", "province")
        ranking = rank_units([of_level(level) for level in levels])
        assert [row.pool for row in ranking] == [
            "tỉnh, thành phố",
            "sở, ban, ngành",
            "xã, phường, đặc khu",
        ]
        assert [unit.pool for unit in ranking.unranked] == [None]
        assert (ranking.basis, ranking.levels_apart) == ("level", False)
        ranking = rank_units([scored(1, f"H0{at}") for at in (2, 3, 1)], within=code_of)
        assert [row.pool for row in ranking] == ["H01", "H02", "H03"]
        assert (ranking.basis, ranking.levels_apart) == ("within", False)

    def test_a_pool_of_several_levels_is_split_by_them(self):
        units = [of_level(level) for level in ("commune", "department", None)]
        ranking = rank_units(units, within=lambda _: "Cụm 1")
        assert [row.pool for row in ranking] == [
            "Cụm 1: sở, ban, ngành",
            "Cụm 1: xã, phường, đặc khu",
        ]
        assert [unit.pool for unit in ranking.unranked] == [None]
        assert (ranking.basis, ranking.levels_apart) == ("within", True)
        named = rank_units(units, within=lambda _: "Cụm 1", pool="tất cả")
        assert [(row.pool, row.of) for row in named] == [("Cụm 1", 3)] * 3
        assert (named.basis, named.levels_apart) == ("within", False)
        of_one = rank_units(units, pool="tất cả")
        assert (len(of_one), of_one.basis, of_one.levels_apart) == (3, "named", False)

    def test_a_unit_stands_in_it_once(self):
        with pytest.raises(InvalidRecordError) as caught:
            rank_units([scored(1, "000.00.00.H37"), scored(2, "H37"), scored(2, "H38")])
        (problem,) = caught.value.problems
        assert problem.code is ProblemCode.DUPLICATE_UNIT
        assert (problem.path, problem.value) == (("units", "H37"), "H37")


class TestOneBasis:
    """A comparison across editions or periods must be refused."""

    def test_editions(self):
        other = score_points({**ORDINARY, "progress": 1}, framework="portal-2026")
        with pytest.raises(NotComparableError, match=r"portal-2026 \(\w{8}\), qd766 \(\w{8}\)"):
            rank_units([scored(1), other])

    def test_periods(self):
        points = {**ORDINARY, "progress": 1}
        results = [
            score_points(points, period=Month(2025, month), framework="qd766") for month in (8, 9)
        ]
        with pytest.raises(NotComparableError, match="tháng 8/2025, tháng 9/2025"):
            rank_units(results)
        results.append(score_points(points, period=Year(2025), framework="qd766"))
        with pytest.raises(NotComparableError, match="năm 2025"):
            rank_units(results)

    def test_two_editions_of_one_id(self):
        common = get_framework()
        other = score_points({"progress": 1}, framework=evolve(common, note="another"))
        with pytest.raises(NotComparableError) as caught:
            rank_units([scored(1), other])
        assert caught.value.reasons[0].count("qd766") == 2

    def test_an_edition_read_twice_is_one(self):
        again = score_points({**ORDINARY, "progress": 1}, framework=evolve(get_framework()))
        assert len(rank_units([scored(1), again])) == 2


class TestPrintedRanks:
    """A printed rank that the totals contradict is told; who breaks ties is not known."""

    def told(self, *results):
        return [
            (result.unit.code, str(problem.code), dict(problem.details))
            for result, problem in printed_problems(rank_units(results))
        ]

    def test_all_that_is_said(self):
        [(result, problem)] = printed_problems(
            rank_units([printed("H1", 20, 2), printed("H2", 19, 2)])
        )
        assert result.unit.code == "H1"
        assert problem == Problem.of(
            ProblemCode.RANK_DIFFERS,
            ("published", "rank"),
            value=2,
            severity=Severity.WARNING,
            unit="Xã H1",
            computed=1,
            size=2,
            of=None,
        )

    def test_of_one_without_a_name(self):
        points = {**ORDINARY, "progress": 1}
        alone = score_points(UnitPoints(points=points, published=Published(rank=2, of=2)))
        [(_, problem)] = printed_problems(rank_units([alone]))
        details = dict(problem.details)
        assert problem.code is ProblemCode.POOL_SIZE_DIFFERS
        assert (details["unit"], details["of"], details["size"]) == ("–", 2, 1)

    def test_equal_totals_may_have_any_of_their_places(self):
        assert self.told(printed("H1", 20, 2), printed("H2", 20, 1), printed("H3", 1, 3)) == []
        assert self.told(printed("H1", 20, 8, 65), printed("H2", 20, 7, 65))[1:] == []

    def test_the_only_one_of_one(self):
        assert self.told(printed("H1", 20, 1, 1)) == []

    def test_among_others_a_better_total_has_no_worse_rank(self):
        told = self.told(printed("H1", 20, 9, 65), printed("H2", 19, 8, 65))
        assert [(unit, code) for unit, code, _ in told] == [
            ("H1", "pool-size-differs"),
            ("H1", "worse-rank"),
        ]
