"""The component indicators of the portal's calculation since 2026."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, PrecisionBoundError, ProblemCode
from vn766.framework import Given, Proportional, Target, Unscored, ZeroRule, get_framework
from vn766.period import Month
from vn766.records import Published, Ratio, Unit, UnitCounts
from vn766.score import rank_units, score_counts, score_points

EDITION = get_framework("portal-2026")
INDICATORS = {indicator.code: indicator for indicator in EDITION.indicators()}
SCORED = [i for i in INDICATORS.values() if isinstance(i.rule, Proportional | Target)]
LARGEST = 220


def exact_points(indicator, numerator, denominator):
    """The oracle: the rule in rational arithmetic, rounded half-up to hundredths."""
    value = Fraction(indicator.max_points) * Fraction(numerator, denominator)
    if isinstance(indicator.rule, Target):
        value = value * 100 / Fraction(indicator.rule.target_percent)
    value = min(value, Fraction(indicator.max_points)) * 100
    floor = value.numerator // value.denominator
    return Fraction(floor + (value - floor >= Fraction(1, 2)), 100)


def component(code, ratio, **options):
    return score_counts({code: ratio}, **options).indicators[code]


def everything(**changes):
    return {code: Ratio(1, 2) for code in INDICATORS} | changes


def codes_of(counts, **options):
    with pytest.raises(InvalidRecordError) as caught:
        score_counts(counts, **options)
    return [problem.code for problem in caught.value.problems]


class TestRules:
    """max · rate; or full points from the target upwards and max · rate / target below it:
    exact, rounded half-up to 2 decimals, once.
    """

    @pytest.mark.parametrize("indicator", SCORED, ids=lambda i: i.code)
    @given(st.data(), st.integers(1, 10**9))
    def test_against_rationals(self, indicator, data, denominator):
        numerator = data.draw(st.integers(0, denominator))
        points = component(indicator.code, (numerator, denominator)).points
        assert Fraction(points) == exact_points(indicator, numerator, denominator)

    def test_every_small_ratio_of_every_kind_of_rule(self):
        kinds = {
            (i.max_points, getattr(i.rule, "target_percent", None)): i for i in SCORED
        }.values()
        for indicator in kinds:
            for denominator in range(1, LARGEST + 1, 7):
                for numerator in range(denominator + 1):
                    points = component(indicator.code, (numerator, denominator)).points
                    assert Fraction(points) == exact_points(indicator, numerator, denominator)
                    hundredths = indicator.rule.points(
                        int(indicator.max_points * 100), numerator, denominator
                    )
                    assert points * 100 == hundredths

    @given(st.sampled_from(SCORED), st.integers(1, 10**6), st.data())
    def test_more_never_gives_less(self, indicator, denominator, data):
        less, more = sorted(data.draw(st.tuples(*[st.integers(0, denominator)] * 2)))
        points = [component(indicator.code, (n, denominator)).points for n in (less, more)]
        assert 0 <= points[0] <= points[1] <= indicator.max_points

    def test_full_points_from_the_target_upwards(self):
        assert component("REUSED_DIGITIZED_DATA", (80, 100)).points == 2
        assert component("REUSED_DIGITIZED_DATA", (79, 100)).points == Decimal("1.98")


class TestZeroRules:
    """0/0 gives no points, full points, or is not applicable, as the indicator says."""

    @pytest.mark.parametrize("indicator", SCORED, ids=lambda i: i.code)
    def test_each(self, indicator):
        got = component(indicator.code, (0, 0))
        expected = {
            ZeroRule.ZERO: ("scored", 0),
            ZeroRule.FULL: ("scored", indicator.max_points),
            ZeroRule.NULL: ("not_applicable", 0),
        }[indicator.zero.rule]
        assert (got.status, got.points) == expected
        assert (got.numerator, got.denominator, got.rate) == (0, 0, None)
        assert got.basis == "counts"


class TestPublishedNull:
    """A published null is not applicable and adds 0; for 4.6 it means full points."""

    @pytest.mark.parametrize("indicator", SCORED, ids=lambda i: i.code)
    def test_each(self, indicator):
        got = component(indicator.code, None)
        full = indicator.no == "4.6"
        expected = ("scored", 2) if full else ("not_applicable", 0)
        assert (got.status, got.points) == expected
        assert (got.numerator, got.denominator, got.rate) == (None, None, None)
        assert got.basis == "null"

    def test_the_total_stays_defined(self):
        result = score_counts(dict.fromkeys(INDICATORS))
        assert (result.total, result.missing) == (2, ())

    def test_an_edition_may_say_that_it_gives_nothing(self):
        group = EDITION.groups[0]
        first = group.indicators[0]
        zero = evolve(first.zero, published_null=ZeroRule.ZERO)
        changed = evolve(group, indicators=(evolve(first, zero=zero), *group.indicators[1:]))
        framework = evolve(EDITION, groups=(changed, *EDITION.groups[1:]))
        got = component(first.code, None, framework=framework)
        assert (got.status, got.points, got.basis) == ("scored", 0, "null")


class TestNotApplicableIsNotMissing:
    """Not applicable adds 0 and the total stays defined; missing blocks the total."""

    def test_not_applicable(self):
        result = score_counts(everything(PUBLISH_ON_TIME=None))
        assert result.total is not None
        assert result.missing == ()
        assert result.indicators["PUBLISH_ON_TIME"].status == "not_applicable"

    def test_missing(self):
        counts = everything()
        del counts["PUBLISH_ON_TIME"]
        result = score_counts(counts)
        assert result.total is None
        assert result.missing == ("PUBLISH_ON_TIME",)
        assert result.indicators["PUBLISH_ON_TIME"].status == "missing"
        least, most = result.bounds
        assert most - least == 6

    def test_what_is_only_observed_is_never_missing(self):
        observed = [i.code for i in INDICATORS.values() if isinstance(i.rule, Unscored)]
        assert len(observed) == 3
        counts = {code: ratio for code, ratio in everything().items() if code not in observed}
        result = score_counts(counts)
        assert result.missing == ()
        assert result.total == score_counts(everything()).total
        assert component(observed[0], (3, 4)).rate == 75


class TestGroupsAreSums:
    """A group is the exact sum of its rounded components."""

    @given(st.data())
    def test_as_rationals(self, data):
        ratios = st.integers(0, 500).flatmap(
            lambda d: st.tuples(st.integers(0, d), st.just(d)).map(lambda pair: Ratio(*pair))
        )
        counts = {code: data.draw(st.none() | ratios) for code in INDICATORS}
        result = score_counts(counts)
        for node in EDITION.nodes():
            if node.indicators:
                parts = [Fraction(result.indicators[i.code].points) for i in node.indicators]
                assert Fraction(result.nodes[node.id].points) == sum(parts)
        groups = [Fraction(result.nodes[group.id].points) for group in EDITION.groups]
        assert Fraction(result.total) == sum(groups)


class TestNodesGivenDirectly:
    """The portal publishes some nodes without components: their points are given."""

    def test_a_commune_has_a_total(self):
        online = [
            i.code
            for node in EDITION.nodes()
            for i in node.indicators
            if node.id == "online.services"
        ]
        counts = {code: ratio for code, ratio in everything().items() if code not in online}
        commune = Unit(name="UBND xã A", level="commune")
        result = score_counts(counts, points={"CLGQ": "8,57"}, unit=commune)
        assert result.nodes["online.services"].points == Decimal("8.57")
        assert result.total is not None
        assert result.indicators["ONLINE_FILED"].status == "missing"
        assert result.indicators["ONLINE_PROVIDED"].status == "not_applicable"

    def test_a_component_by_its_points(self):
        result = score_counts({}, points={"DOSSIER_SYNC": "5,5"})
        assert result.indicators["DOSSIER_SYNC"].points == Decimal("5.5")
        assert result.indicators["DOSSIER_SYNC"].status == "scored"

    def test_points_and_counts_of_one_component(self):
        problems = codes_of({"DOSSIER_SYNC": (1, 2)}, points={"DOSSIER_SYNC": 3})
        assert problems == [ProblemCode.DUPLICATE_KEY]

    def test_a_node_must_agree_with_its_components(self):
        assert codes_of({"2.1": (1, 2)}, points={"TDGQ": 11}) == [ProblemCode.SUM_MISMATCH]
        assert score_counts({"2.1": (1, 2)}, points={"TDGQ": 10}).nodes["progress"].points == 10


class TestRefusedCounts:
    """Numerator above denominator, negative, no integers, unknown codes, another level."""

    @pytest.mark.parametrize(
        ("ratio", "code"),
        [
            ((2, 1), ProblemCode.ABOVE_DENOMINATOR),
            ((-1, 1), ProblemCode.NEGATIVE_COUNT),
            ((0, -1), ProblemCode.NEGATIVE_COUNT),
            ((True, 1), ProblemCode.NOT_COUNTS),
            ((1, True), ProblemCode.NOT_COUNTS),
            ((0.5, 1), ProblemCode.NOT_COUNTS),
            (("1", "2"), ProblemCode.NOT_COUNTS),
            ((1, 2, 3), ProblemCode.NOT_COUNTS),
            (7, ProblemCode.NOT_COUNTS),
            (b"12", ProblemCode.NOT_COUNTS),
            ({1, 2}, ProblemCode.NOT_COUNTS),
            ({1: 2, 3: 4}, ProblemCode.NOT_COUNTS),
            (range(2), ProblemCode.NOT_COUNTS),
            ("12", ProblemCode.NOT_COUNTS),
        ],
    )
    def test_values(self, ratio, code):
        with pytest.raises(InvalidRecordError) as caught:
            score_counts({"DOSSIER_SYNC": ratio})
        (problem,) = caught.value.problems
        assert problem.code is code
        assert problem.path == ("counts", "DOSSIER_SYNC")
        assert "1.4" in problem.message

    def test_keys(self):
        assert codes_of({"9.9": (1, 2)}) == [ProblemCode.UNKNOWN_KEY]
        assert codes_of({7: (1, 2)}) == [ProblemCode.UNKNOWN_KEY]
        assert codes_of({"CKMB": (1, 2)}) == [ProblemCode.NOT_COUNTED]
        assert codes_of({"1.4": (1, 2), "DOSSIER_SYNC": (1, 2)}) == [ProblemCode.DUPLICATE_KEY]
        assert codes_of({"5.1": (1, 2)}) == [ProblemCode.AMBIGUOUS_KEY]

    def test_an_edition_without_component_rules(self):
        counts = {"2.1": (1, 2), "x": (1, 2)}
        assert codes_of(counts, framework="qd766") == [ProblemCode.NO_COMPONENT_RULES]
        assert score_counts({}, points={"TDGQ": 19}, framework="qd766").missing

    def test_a_level_that_does_not_have_it(self):
        commune = Unit(name="A", level="commune")
        assert codes_of({"3.1": (1, 2)}, unit=commune) == [ProblemCode.NOT_AT_THIS_LEVEL]

    def test_points_of_a_component_that_the_level_does_not_have(self):
        commune = Unit(name="A", level="commune")
        assert codes_of({}, points={"3.1": 2}, unit=commune) == [ProblemCode.NOT_AT_THIS_LEVEL]

    def test_null_is_what_such_a_level_prints(self):
        commune = Unit(name="A", level="commune")
        assert component("ONLINE_PROVIDED", None, unit=commune).status == "not_applicable"

    @pytest.mark.parametrize("counts", [None, [("1.1", (1, 2))], 7])
    def test_what_is_no_mapping(self, counts):
        name = type(counts).__name__
        with pytest.raises(
            TypeError, match=f"counts must map indicators to pairs, not be a {name}$"
        ):
            score_counts(counts)

    def test_rules_that_take_no_counts(self):
        group = EDITION.groups[0]
        first = group.indicators[0]
        given = evolve(first, rule=Given(source=first.source))
        changed = evolve(group, indicators=(given, *group.indicators[1:]))
        framework = evolve(EDITION, groups=(changed, *EDITION.groups[1:]))
        problems = codes_of({first.code: (1, 2)}, framework=framework)
        assert problems == [ProblemCode.POINTS_ARE_GIVEN]

    def test_all_at_once_in_the_framework_s_order(self):
        counts = {"???": (1, 2), "4.1": (2, 1), "1.1": (-1, 1)}
        assert codes_of(counts) == [
            ProblemCode.NEGATIVE_COUNT,
            ProblemCode.ABOVE_DENOMINATOR,
            ProblemCode.UNKNOWN_KEY,
        ]

    def test_counts_beyond_what_every_engine_computes(self):
        assert component("DOSSIER_SYNC", (10**12, 10**12)).points == 6
        for huge in (2**53, 10**5000):
            with pytest.raises(PrecisionBoundError, match="DOSSIER_SYNC"):
                score_counts({"DOSSIER_SYNC": (1, huge)})
        wrong_too = {"DOSSIER_SYNC": (1, 2**53), "2.1": (2, 1)}
        assert codes_of(wrong_too) == [ProblemCode.ABOVE_DENOMINATOR]


class TestUsualCounts:
    """They are read in a faster way, to the same result."""

    SMALL = st.integers(0, 12)
    LEVELS = (None, "province", "commune")

    @given(
        st.dictionaries(
            st.sampled_from([*INDICATORS, *(i.no for i in INDICATORS.values())]),
            st.tuples(SMALL, SMALL).map(sorted).map(tuple)
            | st.tuples(SMALL, SMALL).map(sorted)
            | st.builds(Ratio, SMALL, SMALL)
            | st.sampled_from([None, (True, 1), {1, 2}, (1, 2, 3), 7, "12"]),
        ),
        st.sampled_from(LEVELS),
    )
    def test_as_all_others(self, counts, level):
        unit = level and Unit(name="UBND xã A", level=level)
        assert self.outcome(counts, unit) == self.outcome(MappingProxyType(counts), unit)

    @pytest.mark.parametrize("level", LEVELS)
    def test_a_total(self, level):
        has = [i for i in INDICATORS.values() if i.applies_to(level)]
        counts = {i.code: (3, 4) for i in has if i.rule.takes_counts}
        result = self.outcome(counts, level and Unit(name="UBND xã A", level=level))
        assert result == self.outcome(MappingProxyType(counts), result.unit)
        assert result.total is not None

    def outcome(self, counts, unit):
        try:
            return score_counts(counts, unit=unit)
        except InvalidRecordError as error:
            return [problem.code for problem in error.problems]


class TestPeriods:
    """The component rules are proven for 2026 only."""

    def test_another_period_is_named(self):
        result = score_counts(everything(), period=Month(2025, 6))
        assert ProblemCode.UNCOVERED_PERIOD in [w.code for w in result.warnings]
        result = score_counts(everything(), period=Month(2026, 6))
        assert ProblemCode.UNCOVERED_PERIOD not in [w.code for w in result.warnings]


class TestRecords:
    RECORD = UnitCounts(
        unit=Unit(name="UBND tỉnh A", code="H00", level="province"),
        counts=everything(),
        published=Published(rank=1, of=34),
    )

    def test_bring_their_unit(self):
        result = score_counts(self.RECORD)
        assert result.unit == self.RECORD.unit
        assert result.published == self.RECORD.published

    def test_what_is_published_is_not_held_against_wrong_counts(self):
        record = UnitCounts(
            counts=everything(DOSSIER_SYNC=(2, 1)), published=Published(total="99,99")
        )
        assert codes_of(record) == [ProblemCode.ABOVE_DENOMINATOR]
        sound = UnitCounts(counts=everything(), published=Published(total="99,99"))
        assert codes_of(sound) == [ProblemCode.SUM_MISMATCH]

    def test_results_travel(self):
        result = score_counts(self.RECORD)
        again = pickle.loads(pickle.dumps(result))
        assert again == result
        assert again.indicators == result.indicators

    def test_nodes_are_those_of_the_framework(self):
        result = score_counts(self.RECORD)
        assert list(result.nodes) == [node.id for node in EDITION.nodes()]
        assert list(result.percents) == list(result.nodes)

    def test_points_and_counts_are_on_one_basis_and_not_equal(self):
        counted = score_counts(everything())
        points = {name: node.points for name, node in counted.nodes.items()}
        plain = score_points(points, framework="portal-2026")
        assert plain.total == counted.total
        assert plain != counted
        assert plain.indicators == {}
        assert [row.rank for row in rank_units([plain, counted])] == [1, 1]

    def test_every_name_of_a_node_means_the_same_with_components(self):
        for node in EDITION.nodes():
            for name in (node.id, node.code, node.label):
                points = {name: node.max_points} if name else {}
                got = score_counts({}, points=points)
                assert not name or got.nodes[node.id].points == node.max_points

    def test_unit_and_period_beside_them(self):
        """Those given beside a record count before its own."""
        unit, period = Unit(name="UBND xã A", level="commune"), Month(2026, 6)
        own = {"unit": Unit(name="B", level="province"), "period": Month(2026, 5)}
        for counts in (
            {"4.2": (3, 4)},
            MappingProxyType({"4.2": (3, 4)}),
            UnitCounts(counts={"4.2": (3, 4)}),
            UnitCounts(counts={"4.2": (3, 4)}, **own),
        ):
            result = score_counts(counts, unit=unit, period=period)
            assert (result.unit, result.period) == (unit, period)
            assert result.indicators["ONLINE_PROVIDED"].status == "not_applicable"
