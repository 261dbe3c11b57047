"""Comparison (so sánh): what may be set side by side, and what it then says."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
import pickle
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766._engine.plan import plan_of
from vn766.compare import Comparison, compare, series
from vn766.errors import InvalidRecordError, NotComparableError, ProblemCode, Severity
from vn766.framework import get_framework
from vn766.period import HalfYear, Month, NineMonths, Quarter, Year
from vn766.records import Published, Unit, UnitCounts, UnitPoints
from vn766.score import rank_units, score_counts, score_points
from vn766.testing import pools, unit_points

DATA = Path(__file__).parents[1] / "data"
MAY, JUNE, JULY = (Month(2026, month) for month in (5, 6, 7))
FULL = {"transparency": 9, "online": 20, "satisfaction": 18, "digitization": 22, "progress": 10}


def scored(progress=10, code="H21.17", period=JUNE, name="UBND xã A", framework=None, **about):
    points = {**FULL, "progress": progress}
    unit = Unit(name=name, code=code) if name else None
    return score_points(
        UnitPoints(points=points, unit=unit, period=period, **about), framework=framework
    )


def local(*parts):
    """A time as notices print it: without a zone."""
    return datetime(*parts)  # noqa: DTZ001 (as printed)


def codes(call, *args, **options):
    with pytest.raises(NotComparableError) as caught:
        call(*args, **options)
    assert all(problem.severity is Severity.ERROR for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


def notes(comparison):
    return [note.code for note in comparison.notes]


class TestBasis:
    """The basis of a result is its edition, given or derived from its period."""

    def test_by_periods_of_one_edition(self):
        assert compare(scored(10, period=MAY), scored(12)).change == 2

    def test_by_the_edition_that_was_named(self):
        pair = [scored(p, period=None, framework="qd766") for p in (10, 12)]
        assert compare(*pair).change == 2

    def test_counts_are_scored_by_an_edition_whatever_their_period(self):
        pair = [score_counts({"5.4": counts}) for counts in [(1, 2), (2, 2)]]
        assert compare(*pair).nodes["satisfaction"].change is None

    def test_with_neither_it_is_not_known(self):
        pair = [scored(p, period=None) for p in (10, 12)]
        assert [it.has_known_basis for it in pair] == [False, False]
        assert codes(compare, *pair) == [ProblemCode.UNKNOWN_BASIS]
        assert codes(compare, *map(rank_units, ([it] for it in pair))) == [
            ProblemCode.UNKNOWN_BASIS
        ]
        assert compare(*pair, same_basis=True).change == 2

    def test_a_period_before_all_editions_still_says_what_the_points_rest_on(self):
        assert scored(period=Month(2020, 1)).has_known_basis

    def test_a_result_remembers_how_its_edition_was_found(self):
        plain, named = scored(period=None), scored(period=None, framework="qd766")
        assert plain != named
        for result in (plain, named):
            again = pickle.loads(pickle.dumps(result))
            assert again == result
            assert again.has_known_basis is result.has_known_basis

    def test_the_caller_may_vouch_for_what_is_not_known(self):
        unknown, known = scored(10, period=None), scored(12)
        assert codes(compare, unknown, known) == [
            ProblemCode.UNKNOWN_BASIS,
            ProblemCode.WITHOUT_PERIOD,
        ]
        assert compare(unknown, known, same_basis=True).change == 2

    def test_but_not_for_two_defaults_that_differ(self):
        default = scored(period=None)
        corrected = evolve(
            default, plan=plan_of(evolve(default.framework, note="corrected"), "default")
        )
        assert not corrected.has_known_basis
        assert codes(compare, default, corrected, same_basis=True) == [
            ProblemCode.DIFFERENT_FRAMEWORKS
        ]

    def test_nor_for_another_scale(self):
        common = get_framework("qd766")
        first = evolve(common.bands[0], min_points=Decimal(95), published=None)
        bands = (first, *common.bands[1:])
        other = scored(period=None, framework=evolve(common, id="ours", bands=bands))
        assert codes(compare, scored(period=None), other, same_basis=True) == [
            ProblemCode.DIFFERENT_FRAMEWORKS
        ]


class TestEditionsAndMethods:
    """A comparison across editions is refused: the same maxima, another calculation."""

    def test_all_reasons_at_once(self):
        old = scored(period=Year(2025), code="H01", name="A")
        new = scored(period=Month(2026, 1), code="H02", name="B")
        for same_basis in (False, True):
            assert codes(compare, old, new, same_basis=same_basis) == [
                ProblemCode.DIFFERENT_UNITS,
                ProblemCode.DIFFERENT_FRAMEWORKS,
                ProblemCode.DIFFERENT_METHODS,
                ProblemCode.DIFFERENT_KINDS,
            ]

    def test_a_corrected_edition_is_another_one(self):
        corrected = evolve(get_framework("portal-2026"), note="corrected")
        pair = scored(framework="portal-2026"), scored(framework=corrected)
        assert codes(compare, *pair) == [ProblemCode.DIFFERENT_FRAMEWORKS]
        assert codes(compare, *pair, same_basis=True) == [ProblemCode.DIFFERENT_FRAMEWORKS]

    def test_an_edition_read_twice_is_one(self):
        again = evolve(get_framework("portal-2026"))
        pair = scored(10, framework="portal-2026"), scored(11, framework=again)
        assert compare(*pair).change == 1

    def test_a_named_edition_over_a_change_of_calculation_carries_a_warning(self):
        pair = [scored(period=Year(year), framework="qd766") for year in (2025, 2026)]
        comparison = compare(*pair)
        assert comparison.change == 0
        (note,) = comparison.notes
        assert note.code is ProblemCode.METHOD_CHANGED
        assert note.severity is Severity.WARNING
        assert "portal-2025, portal-2026" in note.message
        assert comparison.warnings[0] is note
        assert set(comparison.warnings) >= set(pair[0].warnings)


class TestKindsOfPeriod:
    """A comparison across kinds of period is refused: months with months, cumulative with
    cumulative."""

    KINDS = (
        *(Month(2026, 6), Quarter(2026, 2), HalfYear(2026, 1), NineMonths(2026), Year(2026)),
        *(Month(2026, 6, up_to=True), Quarter(2026, 2, up_to=True), Year(2026, up_to=True)),
    )

    @pytest.mark.parametrize("old", KINDS, ids=str)
    @pytest.mark.parametrize("new", KINDS, ids=str)
    def test_every_pair(self, old, new):
        pair = scored(period=old), scored(period=new)
        if old == new:
            assert compare(*pair).kind == "revision"
        else:
            assert codes(compare, *pair, same_basis=True) == [ProblemCode.DIFFERENT_KINDS]

    def test_a_period_that_is_not_known_is_not_taken_for_the_same_kind(self):
        pair = (
            scored(10, framework="portal-2026"),
            scored(12, "H21.17", None, framework="portal-2026"),
        )
        assert codes(compare, *pair) == [ProblemCode.WITHOUT_PERIOD]
        found = compare(*pair, same_basis=True)
        assert (found.kind, found.change) == ("undated", 2)

    def test_without_any_period_nothing_is_called_a_trend(self):
        pair = [scored(p, period=None, framework="portal-2026") for p in (10, 12)]
        assert compare(*pair).kind == "undated"

    def test_of_each_kind_the_earliest_is_named(self):
        with pytest.raises(NotComparableError) as caught:
            series(scored(period=period) for period in (JULY, MAY, JUNE, Year(2026)))
        assert caught.value.reasons == (
            "The periods are of different kinds: tháng 5/2026, năm 2026.",
        )


class TestUnits:
    """Units are matched by normalised code, never by position or name."""

    def test_both_layouts_of_a_code(self):
        pair = scored(10, "000.00.00.H37", MAY), scored(12, "H37")
        assert compare(*pair).change == 2
        (row,) = compare(*(rank_units([it]) for it in pair))
        assert row.change == 2

    def test_a_renamed_unit_is_the_same_unit(self):
        pair = scored(name="UBND tỉnh Đồng Nai"), scored(name="UBND Thành phố Đồng Nai")
        assert compare(*pair).unit.name == "UBND Thành phố Đồng Nai"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ({"code": "H01"}, {"code": "H02"}),
            ({"code": None}, {"code": None, "name": "UBND xã B"}),
            ({}, {"code": None, "name": "UBND xã B"}),
        ],
    )
    def test_several_units_are_refused(self, old, new):
        pair = scored(**old), scored(**new)
        assert codes(compare, *pair) == [ProblemCode.DIFFERENT_UNITS]
        assert codes(series, pair)[0] is ProblemCode.DIFFERENT_UNITS

    @pytest.mark.parametrize(
        "new", [{"name": None}, {"code": None}, {"code": None, "name": "ubnd xa a"}]
    )
    def test_the_caller_pairs_what_nothing_speaks_against(self, new):
        assert compare(scored(10), scored(12, **new)).change == 2

    def test_rankings_list_who_is_in_one_of_them(self):
        old = rank_units([scored(9, "H01"), scored(8, "H02", name="B"), scored(7, None)])
        new = rank_units([scored(9, "H02"), scored(8, "H03"), scored(7, None, name=None)])
        found = compare(old, new)
        assert [row.unit.code for row in found] == ["H02"]
        assert [it.unit.code for it in found.appeared] == ["H03"]
        assert [it.unit.code for it in found.disappeared] == ["H01"]
        assert found.unmatched_before == (scored(7, None),)
        assert found.unmatched_after == (scored(7, None, name=None),)
        assert len(found) == 1

    @given(pools(), pools(), st.randoms())
    def test_every_unit_is_somewhere_and_order_does_not_matter(self, old, new, random):
        old, new = ([score_points(it, framework="qd766") for it in side] for side in (old, new))
        found = compare(rank_units(old), rank_units(new))
        assert {*(it.unit.key for it in found), *(it.unit.key for it in found.appeared)} == {
            it.unit.key for it in new
        }
        assert len(found) + len(found.disappeared) == len(old)
        random.shuffle(old)
        random.shuffle(new)
        assert compare(rank_units(old), rank_units(new)) == found

    def test_a_code_stands_in_a_ranking_once(self):
        twice = [scored(9, "H01"), scored(8, "H01", name="B")]
        ranking = rank_units(twice, within=lambda result: result.unit.name)
        with pytest.raises(InvalidRecordError):
            compare(ranking, rank_units([]))


class TestChanges:
    """Delta per node; a missing figure has no delta, never 0; exact to the last hundredth."""

    @given(unit_points(), unit_points(), st.integers(1, 6))
    def test_are_exact_and_antisymmetric(self, old, new, precision):
        old, new = (
            score_points(UnitPoints(points=it.points), framework="qd766") for it in (old, new)
        )
        with localcontext() as context:
            context.prec = precision  # the caller's own context changes nothing
            there, back = compare(old, new), compare(new, old)
            changes = [(node, back.nodes[node.id]) for node in there.nodes.values()]
            changes = [(one, one.change, two.change) for one, two in changes]
            total = there.change, back.change
        for node, change, reverse in changes:
            if node.before is None or node.after is None:
                assert change is reverse is None
            else:
                assert Fraction(change) == Fraction(node.after) - Fraction(node.before)
                assert Fraction(reverse) == -Fraction(change)
        if old.total is None or new.total is None:
            assert total == (None, None)
        else:
            groups = [group.id for group in old.framework.groups]
            parts = [Fraction(change) for node, change, _ in changes if node.id in groups]
            assert Fraction(total[0]) == sum(parts) == -Fraction(total[1])
            assert there.band_change == -back.band_change

    def test_a_missing_figure_has_none(self):
        found = compare(scored(10, period=MAY), scored(None))
        assert found.change is found.change_percent is found.band_change is None
        assert found.nodes["progress"].change is None
        assert found.nodes["transparency"].change == 0

    @pytest.mark.parametrize(
        ("before", "after", "percent"),
        [(10, "12,5", "25.00"), ("12,5", 10, "-20.00"), (16, "16,01", "0.06"), (0, 10, None)],
    )
    def test_in_percent_of_the_total_before(self, before, after, percent):
        zeros = dict.fromkeys(FULL, 0)
        pair = [score_points({**zeros, "progress": it}, period=JUNE) for it in (before, after)]
        found = compare(*pair).change_percent
        assert found == (None if percent is None else Decimal(percent))

    def test_half_a_hundredth_of_a_percent_rounds_alike_up_and_down(self):
        zeros = dict.fromkeys(FULL, 0)
        eight, more, less = (
            score_points({**zeros, "transparency": it}, period=JUNE) for it in (8, "8,01", "7,99")
        )
        assert compare(eight, more).change_percent == Decimal("0.13")
        assert compare(eight, less).change_percent == Decimal("-0.13")

    @pytest.mark.parametrize(
        ("before", "after", "classes"),
        [
            (0, "0,99", 0),  # 69 and 69,99: Trung bình
            ("0,99", 1, 1),  # 70: Khá
            (11, "10,99", -1),  # 80: Tốt
            (0, 20, 2),
            (20, 0, -2),
        ],
    )
    def test_classes(self, before, after, classes):
        assert compare(scored(before, period=MAY), scored(after)).band_change == classes

    def test_components_where_both_have_them(self):
        old, new = (
            score_counts(UnitCounts(counts={"5.4": counts}, period=period))
            for counts, period in [((1, 3), MAY), ((1, 2), JUNE)]
        )
        found = compare(old, new).indicators["DOSSIER_RECEIVING_SATISFACTION"]
        assert found.change == found.after.points - found.before.points
        assert found.rate_change == Decimal("16.67")
        assert compare(old, new).indicators["PETITION_PROCESSING_ON_TIME"].change is None
        assert compare(old, scored(name=None)).indicators == {}

    def test_a_total_known_by_publication_is_compared_and_marked(self):
        printed = score_points(
            UnitPoints(published=Published(total="80,11"), period=MAY, unit=Unit(name="UBND xã A"))
        )
        found = compare(printed, scored(12, None))
        assert found.change == Decimal("0.89")
        assert found.by_publication
        assert not compare(scored(), scored()).by_publication
        assert found.to_dict()["before"]["by_publication"] is True


class TestRanks:
    """Ranks are compared within one pool and one tie rule only."""

    def test_places_gained_with_both_sizes(self):
        old = rank_units([scored(p, c) for p, c in [(9, "H01"), (8, "H02")]], pool="xã")
        new = rank_units([scored(p, c) for p, c in [(7, "H01"), (8, "H02"), (8, "H03")]], pool="xã")
        found = {row.unit.code: row.ranks for row in compare(old, new)}
        assert (found["H01"].before, found["H01"].after) == ((1, 2, 1), (3, 3, 1))
        assert found["H01"].change == -2
        assert (found["H02"].change, found["H02"].after.tied) == (1, 2)
        assert found["H02"].pool == "xã"

    def test_a_unit_without_a_total_has_no_rank_to_compare(self):
        old, new = rank_units([scored(9)]), rank_units([scored(None)])
        (row,) = compare(old, new)
        assert row.ranks is None
        assert row.notes == ()

    def test_across_pools_and_tie_rules_everything_is_refused(self):
        results = [scored(9)]
        old = rank_units(results, pool="xã, phường", method="dense")
        new = rank_units(results, pool="xã, phường, đặc khu")
        assert codes(compare, old, new) == [
            ProblemCode.DIFFERENT_POOLS,
            ProblemCode.DIFFERENT_TIE_RULES,
        ]
        assert codes(compare, rank_units(results), rank_units(results, pool="xã")) == [
            ProblemCode.DIFFERENT_POOLS
        ]

    def test_pools_of_other_names(self):
        old, new = (rank_units([scored(9)], within=lambda _, pool=pool: pool) for pool in "AB")
        assert codes(compare, old, new) == [ProblemCode.DIFFERENT_POOLS]

    def test_a_unit_that_changed_its_pool_keeps_its_points_only(self):
        results = [scored(9, "H01"), scored(8, "H02")]
        old = rank_units(results, within=lambda result: result.unit.code)
        new = rank_units(results, within=lambda _: "H01")
        moved, same = compare(old, new).rows[1], compare(old, new).rows[0]
        assert same.ranks.change == 0
        assert moved.ranks is None
        assert moved.change == 0
        (note,) = moved.notes
        assert (note.code, note.severity) == (ProblemCode.DIFFERENT_POOLS, Severity.NOTE)
        assert "H02; H01" in note.message

    @pytest.mark.parametrize(
        ("old", "new", "change", "note"),
        [
            ((5, 65, "xã"), (3, 66, "xã"), 2, None),
            ((5, None, "xã"), (3, None, "xã"), 2, None),
            ((5, 65, "xã"), (3, 15, "sở"), None, ProblemCode.DIFFERENT_POOLS),
            ((5, 65, "xã"), (3, 65, " Xã"), 2, None),
            ((5, 65, "!"), (3, 65, "?"), None, ProblemCode.DIFFERENT_POOLS),
            ((5, 65, "xã"), (3, 65, None), None, ProblemCode.UNNAMED_POOL),
            ((5, 65, None), (3, 65, None), None, ProblemCode.UNNAMED_POOL),
            ((5, 65, "xã"), (None, 65, "xã"), None, None),
            (None, (3, 65, "xã"), None, None),
        ],
    )
    def test_published_ranks(self, old, new, change, note):
        old, new = (
            scored(published=it and Published(rank=it[0], of=it[1], pool=it[2]))
            for it in (old, new)
        )
        found = compare(old, new)
        assert (found.ranks and found.ranks.change) == change
        assert notes(found) == ([note] if note else [])

    def test_a_result_and_a_ranking(self):
        with pytest.raises(TypeError, match=r"not a UnitResult with a Ranking$"):
            compare(scored(), rank_units([scored()]))

    def test_a_pool_is_the_same_however_it_is_typed(self):
        old, new = (rank_units([scored()], pool=pool) for pool in ("xã, phường", " Xã,  PHƯỜNG"))
        assert compare(old, new).rows[0].ranks.change == 0
        old, new = (
            rank_units([scored()], within=lambda _, pool=pool: pool) for pool in ("Xã", "XÃ ")
        )
        assert compare(old, new).rows[0].ranks.change == 0

    def test_empty_rankings(self):
        found = compare(rank_units([]), rank_units([scored()]))
        assert (found.kind, found.rows, len(found.appeared)) == ("undated", (), 1)


class TestRevisions:
    """Two retrievals of the same period give a revision report, not a trend."""

    EARLY, LATE = local(2026, 7, 2, 8), local(2026, 7, 3, 11)

    def test_a_revision(self):
        found = compare(scored(10, retrieved_at=self.EARLY), scored(12, retrieved_at=self.LATE))
        assert (found.kind, found.change, found.notes) == ("revision", 2, ())

    def test_of_rankings(self):
        old, new = (rank_units([scored(p, "H01"), scored(9, "H02")], pool="xã") for p in (8, 10))
        found = compare(old, new)
        assert found.kind == "revision"
        assert [row.ranks.change for row in found] == [1, -1]

    @pytest.mark.parametrize(
        "pair",
        [
            (scored(period=JULY), scored(period=JUNE)),
            (scored(retrieved_at=LATE), scored(retrieved_at=EARLY)),
        ],
    )
    def test_the_wrong_way_round_is_said(self, pair):
        assert notes(compare(*pair)) == [ProblemCode.LATER_BEFORE]

    def test_times_with_and_without_a_zone_have_no_order(self):
        late = self.LATE.replace(tzinfo=UTC)
        pair = scored(retrieved_at=late), scored(retrieved_at=self.EARLY)
        assert notes(compare(*pair)) == []


class TestTheNewYear:
    """Cumulative figures ("đến tháng …") begin anew on 1 January."""

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (Month(2026, 12, up_to=True), Month(2027, 1, up_to=True)),
            (Quarter(2026, 4, up_to=True), Quarter(2027, 1, up_to=True)),
            (HalfYear(2026, 2, up_to=True), HalfYear(2027, 1, up_to=True)),
        ],
    )
    def test_across_it_a_difference_is_warned_of(self, old, new):
        found = compare(scored(10, period=old), scored(12, period=new))
        (note,) = found.notes
        assert (note.code, note.severity) == (ProblemCode.YEAR_BEGAN_ANEW, Severity.WARNING)
        assert "01 tháng 01" in note.text("vi")[0]
        rankings = (rank_units([scored(10, period=period)]) for period in (old, new))
        assert ProblemCode.YEAR_BEGAN_ANEW in {p.code for p in compare(*rankings).warnings}

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (Month(2026, 11, up_to=True), Month(2026, 12, up_to=True)),
            (Month(2027, 1, up_to=True), Month(2027, 2, up_to=True)),
            (Month(2026, 2, up_to=True), Month(2028, 2, up_to=True)),  # a leap year
            (Month(2026, 12), Month(2027, 1)),
            (NineMonths(2026, up_to=True), NineMonths(2027, up_to=True)),
            (Year(2026, up_to=True), Year(2027, up_to=True)),
        ],
    )
    def test_within_a_year_or_between_equal_spans_it_is_not(self, old, new):
        assert compare(scored(10, period=old), scored(12, period=new)).notes == ()

    def test_in_a_series(self):
        months = [Month(2026, 12), Month(2027, 1), Month(2027, 2)]
        line = series(scored(10, period=evolve(month, up_to=True)) for month in months)
        changes = [entry.change and notes(entry.change) for entry in line]
        assert changes == [None, [ProblemCode.YEAR_BEGAN_ANEW], []]
        assert line.warnings[0].code is ProblemCode.YEAR_BEGAN_ANEW


class TestProvisional:
    """A provisional (still open) period is marked; what nobody said is not claimed."""

    VIETNAM = timezone(timedelta(hours=7))

    @pytest.mark.parametrize(
        ("about", "provisional"),
        [
            ({}, None),
            ({"provisional": False}, False),
            ({"provisional": True}, True),
            ({"provisional": True, "period": None, "framework": "portal-2026"}, True),
            ({"retrieved_at": local(2026, 6, 30, 23, 59)}, True),
            ({"retrieved_at": local(2026, 7, 1)}, False),
            ({"retrieved_at": datetime(2026, 7, 1, tzinfo=VIETNAM)}, False),
            ({"retrieved_at": datetime(2026, 6, 30, 16, 59, tzinfo=UTC)}, True),
            ({"retrieved_at": datetime(2026, 6, 30, 17, 0, tzinfo=UTC)}, False),
        ],
    )
    def test_by_its_mark_or_its_retrieval(self, about, provisional):
        result = scored(**about)
        found = compare(result, result)
        assert found.provisional is provisional
        assert (ProblemCode.PROVISIONAL in notes(found)) is bool(provisional)
        assert found.to_dict()["after"]["provisional"] is provisional

    @pytest.mark.parametrize(
        ("before", "after", "either"),
        [(None, False, None), (False, False, False), (None, True, True), (True, False, True)],
    )
    def test_a_comparison_is_as_open_as_its_sides(self, before, after, either):
        found = compare(scored(provisional=before), scored(provisional=after))
        assert found.provisional is either

    def test_in_a_series(self):
        line = series([scored(period=MAY), scored(provisional=True), scored(period=JULY)])
        assert [entry.provisional for entry in line] == [None, True, None]
        gap = series([scored(period=MAY), scored(period=JULY, provisional=False)])
        assert [entry.provisional for entry in gap] == [None, None, False]


class TestSeries:
    """A time line: ordered by period, gaps stay gaps, the latest retrieval counts."""

    @given(st.sets(st.integers(0, 30), min_size=1, max_size=8), st.randoms())
    def test_every_period_from_the_first_to_the_last(self, months, random):
        results = [
            scored(at % 21, period=Month(2026 + at // 12, at % 12 + 1)) for at in sorted(months)
        ]
        shuffled = results.copy()
        random.shuffle(shuffled)
        line = series(shuffled)
        assert line == series(results)
        assert len(line) == max(months) - min(months) + 1
        assert [entry.result for entry in line if entry.result] == results
        periods = [entry.period for entry in line]
        assert all(one.next == two for one, two in pairwise(periods))
        assert len(line.gaps) == len(line) - len(months)
        assert line.entries[0].change is None
        for one, two in pairwise(line):
            both = one.result and two.result
            assert (two.change is not None) is bool(both)
            if both:
                assert two.change.change == two.result.total - one.result.total

    def test_a_total_that_is_missing_is_no_neighbour(self):
        line = series([scored(9, period=MAY), scored(None), scored(11, period=JULY)])
        assert [entry.change for entry in line] == [None, None, None]
        assert line.gaps == ()

    def test_a_revision_stands_beside_the_line(self):
        first, second, third = (
            scored(points, retrieved_at=local(2026, 7, day))
            for points, day in [(10, 2), (12, 3), (11, 5)]
        )
        line = series([third, scored(9, period=MAY), first, second, first])
        assert [entry.result for entry in line][1:] == [third]
        assert line.entries[1].change.change == 2
        assert [(it.before, it.after) for it in line.revisions] == [
            (first, second),
            (second, third),
        ]
        assert [it.kind for it in line.revisions] == ["revision", "revision"]

    @pytest.mark.parametrize(
        "times",
        [
            (None, None),
            (None, local(2026, 7, 2)),
            (local(2026, 7, 2), local(2026, 7, 2)),
            (local(2026, 7, 2), datetime(2026, 7, 3, tzinfo=UTC)),
        ],
    )
    def test_which_of_two_is_newer_must_be_known(self, times):
        results = [scored(at, retrieved_at=when) for at, when in enumerate(times)]
        assert codes(series, results) == [ProblemCode.UNKNOWN_ORDER]

    def test_a_result_without_a_period_has_no_place(self):
        results = [scored(), scored(period=None)]
        assert codes(series, results) == [ProblemCode.NO_PLACE_IN_TIME]

    def test_across_editions_it_is_refused(self):
        assert codes(series, [scored(period=Year(year)) for year in (2025, 2026)]) == [
            ProblemCode.DIFFERENT_FRAMEWORKS,
            ProblemCode.DIFFERENT_METHODS,
        ]

    def test_of_nothing(self):
        line = series([])
        assert (line.unit, len(line), line.warnings) == (None, 0, ())

    def test_what_it_rests_on_is_said_once(self):
        years = [scored(period=Year(year), framework="qd766") for year in (2024, 2025, 2026)]
        said = [warning.code for warning in series(years).warnings]
        assert said.count(ProblemCode.METHOD_CHANGED) == 1
        assert len(said) == len(set(said))


def october_2025(kind, period):
    """The provinces as the portal published them on 11 October 2025 (tests/data)."""
    columns = {"ckmb_18": "CKMB", "tdgq_20": "TDGQ", "dvctt_12": "CLGQ"}
    columns |= {"tttt_10": "TTTT", "mdhl_18": "MDHL", "mdsh_22": "MDSH"}
    with (DATA / "portal_2025_scores.csv").open(encoding="utf-8", newline="") as file:
        return rank_units(
            score_points(
                UnitPoints(
                    unit=Unit(name=row["unit_name"], code=row["unit_code"]),
                    points={code: row[column] for column, code in columns.items()},
                    retrieved_at=datetime.fromisoformat(row["snapshot_utc"] + "Z"),
                    period=period,
                )
            )
            for row in csv.DictReader(file)
            if (row["level"], row["period_type"]) == ("province", kind)
        )


def october_2026():
    """The provinces as they were published on 5 October 2026."""
    with (DATA / "provinces_2026-10-05.csv").open(encoding="utf-8", newline="") as file:
        return rank_units(
            score_points(
                {code: row[code] for code in ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH")},
                unit=Unit(name=row["name"], code=row["code"]),
                period=Year(2026),
            )
            for row in csv.DictReader(file)
        )


class TestFiguresOfThePortal:
    """The portal changed its calculation between 2025 and 2026 with the same maxima."""

    def test_a_year_and_its_month_are_not_compared(self):
        year, month = october_2025("year", Year(2025)), october_2025("month", Month(2025, 10))
        assert codes(compare, year, month) == [ProblemCode.DIFFERENT_KINDS]

    def test_nor_is_a_year_with_the_next(self):
        assert codes(compare, october_2025("year", Year(2025)), october_2026()) == [
            ProblemCode.DIFFERENT_FRAMEWORKS,
            ProblemCode.DIFFERENT_METHODS,
        ]

    def test_the_same_figures_again_are_a_revision_that_changes_nothing(self):
        year = october_2025("year", Year(2025))
        found = compare(year, year)
        assert (found.kind, len(found)) == ("revision", 34)
        assert {(row.change, row.band_change, row.ranks.change) for row in found} == {(0, 0, 0)}
        # On 11 October both periods were open, and that is said once.
        assert [it.code for it in found.warnings].count(ProblemCode.PROVISIONAL) == 1

    def test_named_the_same_kind_by_mistake_they_are_computed_exactly(self):
        """By hand: 84,05 (Tốt, 2nd) to 89 (Tốt, 7th); 72,75 (Khá, 29th) to 90,19 (Xuất sắc,
        3rd); Lạng Sơn, whose code is printed as 000.00.00.H37, from 78,54 to 82,68."""
        month, year = october_2025("month", Year(2025)), october_2025("year", Year(2025))
        found = {row.unit.key: row for row in compare(month, year)}
        changes = {
            key: (str(found[key].change), found[key].band_change, found[key].ranks.change)
            for key in ("H49", "H55", "H37")
        }
        assert changes == {"H49": ("4.95", 0, -5), "H55": ("17.44", 2, 26), "H37": ("4.14", 1, -10)}


def test_comparisons_are_values():
    old, new = scored(10, period=MAY), scored(12)
    found = compare(old, new)
    assert pickle.loads(pickle.dumps(found)) == found == compare(old, new)
    assert isinstance(found, Comparison)
    rankings = compare(rank_units([old], pool="xã"), rank_units([new], pool="xã"))
    again = pickle.loads(pickle.dumps(rankings))
    assert again == rankings
    assert again.pools == {"xã": rankings.rows}
