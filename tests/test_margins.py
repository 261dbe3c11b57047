"""Margins: points to other ranks and classes, and the fewest dossiers that make the difference."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from vn766._engine.staircase import Staircase
from vn766.advise import Distance, margins, reach
from vn766.framework import Target, get_framework
from vn766.records import Published, Unit, UnitCounts, UnitPoints
from vn766.score import rank_units, score_counts, score_points
from vn766.testing import pools, unit_counts

EDITION = get_framework("portal-2026")
RULES = {each.code: each for each in EDITION.indicators()}
CUTS = sorted(band.min_points for band in EDITION.bands)
# Where every combination is tried, three components fail; the rest is given as points.
CODES = ("PROGRESS_ON_TIME", "PAYMENT_TRANSACTED", "PAYMENT_INTEGRATED")
POINTS = {"CKMB": 9, "CLGQ": 6, "3.6": 1, "MDHL": 9, "MDSH": 11}
LOW = {"CKMB": 9, "online": 6, "MDHL": 9, "MDSH": 3}
CENT = Decimal("0.01")


def spread(total):
    """Points that add up to `total`."""
    points, rest = {}, Decimal(total)
    for group in get_framework().groups:
        points[group.id] = min(rest, group.max_points)
        rest -= points[group.id]
    return points


def ranked(totals, **options):
    units = [
        UnitPoints(unit=Unit(name=f"Xã {at}"), points=spread(total))
        for at, total in enumerate(totals)
    ]
    return rank_units(map(score_points, units), **options)


def rank_with(totals, at, total):
    """The rank of a unit if its total were another one."""
    others = [*totals[:at], *totals[at + 1 :]]
    return 1 + sum(other > total for other in others)


class TestPoints:
    """The margins are those at which ranking and classing anew give something else."""

    totals = st.lists(st.integers(0, 60), min_size=1, max_size=5)

    @given(totals.map(lambda many: [Decimal(78) + Decimal(each) / 20 for each in many]))
    def test_ranks(self, totals):
        for margin in margins(ranked(totals)):
            total = margin.ranked.result.total
            at, rank = totals.index(total), margin.ranked.rank
            up, down = margin.next_rank, margin.previous_rank
            assert (up is None) == (total == max(totals))
            alone = totals.count(total) == 1
            assert (down is None) == (total == min(totals) and alone)
            assert alone or down.points == 0
            if up is not None:
                assert rank_with(totals, at, total + up.points) < rank
                assert rank_with(totals, at, total + up.points - CENT) == rank
            if down is not None:
                # It keeps its rank, and shares it; one hundredth more is too much.
                assert rank_with(totals, at, total - down.points) == rank
                assert rank_with(totals, at, total - down.points - CENT) > rank

    @pytest.mark.parametrize("method", ["competition", "dense", "ordinal"])
    def test_equal_totals_have_equal_margins(self, method):
        found = margins(ranked(["80", "75", "75", "70.5"], method=method))
        five, none = (Distance(points=Decimal(each), reachable=None) for each in (5, 0))
        assert [row.next_rank for row in found][:3] == [None, five, five]
        # Whoever shares a rank loses it with a hundredth.
        assert [row.previous_rank for row in found] == [five, none, none, None]
        assert [row.ranked for row in found] == [*found.ranking]

    @pytest.mark.parametrize("cut", CUTS)
    @pytest.mark.parametrize("step", [-1, 0, 1])
    def test_classes(self, cut, step):
        total = cut + step * CENT
        if not 0 <= total <= 100:
            return
        (margin,) = margins(ranked([total]))
        reached = [each for each in CUTS if each <= total]
        above = [each for each in CUTS if each > total]
        lacking, spare = margin.next_class, margin.previous_class
        assert (lacking and lacking.points) == (min(above) - total if above else None)
        assert (spare and spare.points) == (total - max(reached) if max(reached) else None)

    @given(pools(min_units=1))
    def test_units_are_held_against_their_own_pool(self, records):
        results = [score_points(record) for record in records]
        apart = rank_units(results, within=lambda result: results.index(result) % 2)
        found = margins(apart)
        for margin in found:
            row = margin.ranked
            totals = [each.result.known_total for each in apart if each.pool == row.pool]
            better = [each for each in totals if each > row.result.known_total]
            expected = min(better) - row.result.known_total if better else None
            assert (margin.next_rank and margin.next_rank.points) == expected
        assert found.unranked == apart.unranked
        assert len(found) == len(apart)

    def test_a_published_total(self):
        unit = Unit(name="Xã B")
        published = UnitPoints(unit=unit, points={}, published=Published(total="81.5"))
        results = [score_points(published), score_points(spread(80))]
        first, second = margins(rank_units(results))
        assert (first.previous_rank.points, second.next_rank.points) == (Decimal("1.50"),) * 2
        assert first.previous_class == Distance(points=Decimal("1.50"), reachable=None)

    def test_nobody(self):
        found = margins(rank_units([score_points({"CKMB": 5})]))
        assert (len(found), len(found.unranked)) == (0, 1)
        assert margins(rank_units([])).to_dict()["framework"] is None


def oracle(code, numerator, denominator):
    """The points of two counts by rational arithmetic, in hundredths."""
    rule = RULES[code]
    target = Fraction(100)
    if isinstance(rule.rule, Target):
        target = Fraction(rule.rule.target_percent)
    rate = Fraction(100 * numerator, denominator) / target
    return int(min(rate, Fraction(1)) * Fraction(rule.max_points) * 100 + Fraction(1, 2))


def fewest_lost(counts, loss):
    """The oracle: every combination of failures, each component by rational arithmetic."""
    falls = [
        [oracle(code, n, d) - oracle(code, n - less, d) for less in range(n + 1)]
        for code, (n, d) in counts.items()
    ]
    return min(
        (
            sum(lost)
            for lost in product(*(range(len(fall)) for fall in falls))
            if sum(fall[less] for fall, less in zip(falls, lost, strict=True)) >= loss
        ),
        default=None,
    )


def of_counts(counts, points=POINTS):
    return score_counts(UnitCounts(counts=counts, points=points))


class TestDossiers:
    """No fewer dossiers make the difference."""

    @settings(max_examples=150)
    @given(
        st.lists(
            st.integers(1, 12).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
            min_size=3,
            max_size=3,
        ),
        st.integers(1, 700),
    )
    def test_what_may_fail_against_every_combination(self, pairs, ahead):
        counts = dict(zip(CODES, pairs, strict=True))
        result = of_counts(counts)
        below = max(Decimal(0), result.total - Decimal(ahead) / 100)
        first, *_ = margins(rank_units([result, score_points(spread(below), framework=EDITION)]))
        if first.previous_rank is None:
            return
        expected = fewest_lost(counts, int(first.previous_rank.points * 100) + 1)
        distance = first.previous_rank
        assert distance.reachable == (expected is not None)
        assert sum(distance.counts.values()) == (expected or 0)

    def test_above_the_target_the_rest_falls_first(self):
        # 9 of 10 are above the target of 80 percent: two have to fail before it costs anything.
        counts = {"PROGRESS_ON_TIME": (5, 10), CODES[1]: (9, 10), CODES[2]: (9, 10)}
        result = of_counts(counts)
        assert fewest_lost(counts, 26) == 1
        small = {"PROGRESS_ON_TIME": (0, 10), CODES[1]: (9, 10), CODES[2]: (9, 10)}
        assert fewest_lost(small, 26) == 3
        for each, fewest in ((result, 1), (of_counts(small), 3)):
            other = score_points(spread(each.total - Decimal("0.25")), framework=EDITION)
            first, _ = margins(rank_units([each, other]))
            assert sum(first.previous_rank.counts.values()) == fewest

    @given(unit_counts(allow_missing=False))
    @settings(max_examples=40)
    def test_what_lacks_is_what_advice_says(self, record):
        result = score_counts(record)
        (margin,) = margins(rank_units([result]))
        if margin.next_class is None:
            return
        advice = reach(record, result.total + margin.next_class.points)
        assert margin.next_class.reachable == advice.reachable
        assert dict(margin.next_class.counts) == (advice.added_by if advice.reachable else {})

    def test_what_no_count_of_the_unit_can_change(self):
        # The figures of 1.1 are the province's own; and nothing of nothing can fail.
        unit = Unit(name="Xã A", level="commune")
        counts = {"1.1": (5, 10), "5.2": (0, 0)}
        points = {"1.2": 4, "1.4": 6, "TDGQ": 18, "online": 20, "5.3": 6, "5.4": 6, "MDSH": 18}
        record = UnitCounts(unit=unit, counts=counts, points={**points, "1.3": 2})
        result = score_counts(record)
        (margin,) = margins(rank_units([result]))
        assert margin.next_class == Distance(points=90 - result.total, reachable=False)
        assert margin.previous_class.reachable is False
        html = margins(rank_units([result])).to_html(language="en")
        assert html.count("out of reach") == 2

    def test_the_last_class_has_none_below(self):
        (margin,) = margins(rank_units([score_counts({"2.1": (1, 2)}, points=LOW)]))
        assert margin.previous_class is None
        assert "<svg" in margins(rank_units([margin.ranked.result])).to_html(page=True)

    def test_kinds_are_told_apart(self):
        counts = {"2.1": (900, 1000), "5.2": (8, 10)}
        points = {"CKMB": 15, "online": 20, "5.3": 6, "5.4": 6, "MDSH": 18}
        (margin,) = margins(rank_units([score_counts(counts, points=points)]))
        # 87.80 of 90: two petitions give 1.20, and 50 dossiers the other 1.00.
        assert dict(margin.next_class.counts) == {"dossiers": 50, "petitions": 2}


class TestStaircases:
    @pytest.mark.parametrize(
        ("costs", "nearly"),
        [
            ([0], True),
            ([0, 5], True),
            ([0, 1, 2, 4], True),
            ([0, 3, 4, 5], False),
            ([0, 2, 3], True),
        ],
    )
    def test_steep_first_steps_are_seen(self, costs, nearly):
        assert Staircase(costs).is_nearly_convex is nearly

    @given(unit_counts(allow_missing=False))
    @settings(max_examples=30)
    def test_every_distance_is_a_hash_and_a_value(self, record):
        found = margins(rank_units([score_counts(record)]))
        assert hash(found) == hash(evolve(found))
        assert found == margins(rank_units([score_counts(record)]))


class TestShown:
    found = margins(ranked(["80", "75", "75", "70.5"], pool="xã"))

    def test_texts(self):
        assert str(self.found).splitlines()[0] == (
            "hạng 1/4: Xã 0: 80 điểm, Tốt; kém hạng trên – điểm, hơn hạng dưới 5 điểm"
        )
        assert repr(self.found) == "Margins(4 ranked, 0 unranked)"
        assert str(self.found.rows[0].previous_rank) == "5 điểm"

    def test_json(self, conforms):
        counts = [(n, 10) for n in (9, 7)]
        of_both = rank_units(of_counts({"2.1": n, CODES[1]: n, CODES[2]: n}) for n in counts)
        for found in (self.found, margins(of_both)):
            document = found.to_dict()
            conforms(json.loads(json.dumps(document)), "margins")
        assert document["rows"][1]["next_rank"]["reachable"] is True
        assert self.found.to_dict()["rows"][0]["next_rank"] is None

    @pytest.mark.parametrize(("language", "said"), [("vi", "Kém hạng trên"), ("en", "To next")])
    def test_html(self, language, said):
        html = self.found.to_html(language=language)
        assert said in html
        assert html.count("<tfoot>") == 1
        page = self.found.to_html(language=language, page=True)
        assert "<svg" in page
        assert "<style>" in self.found._repr_html_()
