"""The arithmetic of the framework, each class proving the rule that its docstring quotes."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import decimal
import operator
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import reduce

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766._engine import formulas, tally
from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError, ProblemCode
from vn766.framework import get_framework
from vn766.score import percent, score_points
from vn766.testing import frameworks, unit_points

MAXIMA = sorted({node.max_points for node in get_framework().nodes()} | {Decimal(100)})


def exact_half_up(value: Fraction, decimals: int) -> Fraction:
    """The oracle: rational arithmetic, no integers of ours."""
    scaled = value * 10**decimals
    floor = scaled.numerator // scaled.denominator
    return Fraction(floor + (scaled - floor >= Fraction(1, 2)), 10**decimals)


class TestTheTotalIsTheExactSum:
    """A group is the exact sum of its parts. The total is the exact sum of the groups."""

    @given(unit_points(allow_missing=False, allow_parents=False))
    def test_as_rationals(self, record):
        expected = sum(Fraction(points) for points in record.points.values())
        assert Fraction(score_points(record).total) == expected

    @given(unit_points(allow_missing=False))
    def test_a_parent_is_the_sum_of_its_children(self, record):
        nodes = score_points(record).nodes
        parts = [nodes["online.services"].points, nodes["online.payment"].points]
        if None not in parts:
            assert nodes["online"].points == sum(parts)

    @given(st.data())
    def test_for_any_framework(self, data):
        framework = data.draw(frameworks())
        record = data.draw(unit_points(framework=framework, allow_missing=False))
        result = score_points(record, framework=framework)
        groups = [result.nodes[group.id].points for group in framework.groups]
        assert Fraction(result.total) == sum(map(Fraction, groups))

    def test_binary_floats_would_be_wrong(self):
        """Never use binary floats: rows whose exact total is a threshold fall below it."""
        values = (9.03, 19.66, 11.97, 5.27, 15.91, 18.16)
        points = dict(zip(("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"), values, strict=True))
        # One addition after the other: `sum` compensates its errors since Python 3.12.
        assert reduce(operator.add, points.values()) < 80
        result = score_points(points)
        assert result.total == 80
        assert result.band is not None
        assert result.band.label == "Tốt"

    @given(unit_points(allow_missing=False, allow_parents=False), st.integers(1, 5))
    def test_the_ambient_decimal_context_changes_nothing(self, record, precision):
        expected = score_points(record).total
        with decimal.localcontext() as context:
            context.prec = precision
            context.rounding = decimal.ROUND_UP
            assert score_points(record).total == expected
            assert score_points(record).percent == expected

    def test_the_order_of_keys_changes_nothing(self):
        points = {"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36", "MDHL": 18}
        expected = score_points(points)
        keys = list(points)
        for seed in range(20):
            random.Random(seed).shuffle(keys)
            assert score_points({key: points[key] for key in keys}) == expected


class TestPercent:
    """Percent of a node = points / max · 100, half-up, 2 decimals."""

    @pytest.mark.parametrize("maximum", MAXIMA, ids=str)
    def test_every_possible_value_of_every_maximum(self, maximum):
        for hundredths in range(int(maximum * 100) + 1):
            points = Decimal(hundredths) / 100
            expected = exact_half_up(Fraction(points) / Fraction(maximum) * 100, 2)
            assert Fraction(percent(points, maximum)) == expected

    @pytest.mark.parametrize("maximum", [12, 20])
    def test_ties_to_one_decimal_go_up(self, maximum):
        ties = 0
        for hundredths in range(maximum * 100 + 1):
            exact = Fraction(hundredths, maximum)
            ties += (exact * 20).denominator == 1 and (exact * 10).denominator == 2
            got = percent(Decimal(hundredths) / 100, maximum, decimals=1)
            assert Fraction(got) == exact_half_up(exact, 1)
        assert ties > 0

    @given(st.data(), st.integers(1, 10**6), st.integers(0, 10))
    def test_against_rationals(self, data, out_of, decimals):
        points = data.draw(st.integers(0, out_of))
        exact = Fraction(points, out_of) * 100
        got = percent(points, out_of, decimals=decimals)
        assert Fraction(got) == exact_half_up(exact, decimals)
        assert -got.as_tuple().exponent == decimals

    @given(unit_points())
    def test_of_every_node_at_once(self, record):
        result = score_points(record)
        assert result.percents == {name: node.percent for name, node in result.nodes.items()}

    @given(st.data(), st.integers(100_01, 10_000_00))
    def test_of_a_maximum_beyond_any_table(self, data, maximum):
        group = evolve(get_framework().groups[0], max_points=Decimal(maximum) / 100)
        framework = evolve(get_framework(), groups=(group,), max_points=group.max_points)
        points = data.draw(st.integers(0, maximum))
        result = score_points({group.id: Decimal(points) / 100}, framework=framework)
        expected = exact_half_up(Fraction(points, maximum) * 100, 2)
        assert result.percents == {group.id: result.percent} == {group.id: expected}

    def test_of_a_result(self):
        nodes = score_points({"MDSH": "17,08", "CLGQ": "7,93"}).nodes
        assert nodes["digitization"].percent == Decimal("77.64")
        assert nodes["online.services"].percent == Decimal("66.08")
        assert nodes["progress"].percent is None


class TestHalfUp:
    """Rounded half-up, once."""

    @given(st.integers(0, 10**12), st.integers(1, 10**9))
    def test_against_rationals(self, numerator, denominator):
        expected = exact_half_up(Fraction(numerator, denominator), 0)
        assert formulas.half_up(numerator, denominator) == expected

    @given(st.integers(0, 10**6), st.integers(0, 6))
    def test_against_the_decimal_module(self, digits, places):
        value = Decimal(digits).scaleb(-places)
        expected = value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
        assert formulas.half_up(digits, 10**places) == expected


class TestMissingIsNotZero:
    """A unit missing from one group is missing, not 0; a partial record has bounds."""

    @given(unit_points())
    def test_a_total_needs_everything(self, record):
        result = score_points(record)
        assert (result.total is None) == bool(result.missing)
        assert (result.band is None) == bool(result.missing)
        assert (result.percent is None) == bool(result.missing)

    @given(unit_points())
    def test_bounds_are_what_zeros_and_maxima_would_give(self, record):
        result = score_points(record)
        maxima = {node.id: node.max_points for node in result.framework.nodes()}
        low = {**record.points, **dict.fromkeys(result.missing, 0)}
        high = {**record.points, **{node: maxima[node] for node in result.missing}}
        assert result.bounds == (score_points(low).total, score_points(high).total)

    @given(unit_points())
    def test_possible_bands_are_those_between_the_bounds(self, record):
        result = score_points(record)
        best, worst = result.possible_bands[0], result.possible_bands[-1]
        assert result.bounds[0] >= worst.min_points
        assert result.bounds[1] >= best.min_points
        if result.band is not None:
            assert result.possible_bands == (result.band,)

    def test_a_zero_is_known(self):
        nothing = score_points({})
        zero = score_points(dict.fromkeys(nothing.missing, 0))
        assert nothing.total is None
        assert nothing.bounds == (0, 100)
        assert [band.id for band in nothing.possible_bands] == [
            "excellent",
            "good",
            "fair",
            "average",
            "weak",
        ]
        assert zero.total == 0
        assert zero.missing == ()

    def test_a_parent_covers_its_children(self):
        result = score_points({"online": "15,2", "online.services": 8})
        assert "online.payment" not in result.missing
        assert result.nodes["online.payment"].points is None
        assert result.bounds[0] == Decimal("15.2")


class TestParentsAgreeWithTheirChildren:
    """A node's points may be given directly or through its children; both must agree."""

    @given(st.integers(0, 1200), st.integers(0, 1000), st.integers(0, 2200))
    def test_or_the_record_is_refused(self, services, payment, online):
        points = {
            "online.services": Decimal(services) / 100,
            "online.payment": Decimal(payment) / 100,
            "online": Decimal(online) / 100,
        }
        if services + payment == online:
            assert score_points(points).nodes["online"].points == points["online"]
        else:
            with pytest.raises(InvalidRecordError) as caught:
                score_points(points)
            (problem,) = caught.value.problems
            assert problem.code is ProblemCode.SUM_MISMATCH
            assert problem.path == ("nodes", "online")

    @pytest.mark.parametrize(("online", "fits"), [(6, False), (7, True), (17, True), (18, False)])
    def test_with_one_child_the_parent_must_be_within_reach(self, online, fits):
        points = {"online.services": 7, "online": online}
        if fits:
            assert score_points(points).nodes["online"].points == online
        else:
            with pytest.raises(InvalidRecordError) as caught:
                score_points(points)
            assert [problem.code for problem in caught.value.problems] == [
                ProblemCode.OUT_OF_BOUNDS
            ]

    @given(st.data())
    def test_a_row_of_a_table_tells_what_it_lacks_and_how_many_contradict(self, data):
        framework = data.draw(frameworks())
        plan = plan_of(framework)
        numbers = (st.none() | st.integers(0, most) for most in plan.maxima)
        given = data.draw(st.tuples(*numbers))
        points = dict(zip(plan.ids, given, strict=True))
        lacking = wrong = 0

        def reach(node, covered):
            """The least and the most of a node, by hand."""
            nonlocal lacking, wrong
            stated = points[node.id]
            known = covered or stated is not None
            lacking += not known and not node.children
            spans = [reach(child, known) for child in node.children]
            least, most = (
                (sum(ends) for ends in zip(*spans, strict=True))
                if spans
                else (0, int(node.max_points * 100))
            )
            if stated is None:
                return least, most
            if any(points[part.id] is not None for part in family(node)):
                wrong += not least <= stated <= most
            return stated, stated

        for group in framework.groups:
            reach(group, covered=False)
        _, lacks, contradict = tally.sums(plan, given, formulas.INTEGERS)
        assert (lacks, contradict) == (lacking, wrong)


def family(node):
    """All parts of a node, however deep."""
    return [each for child in node.children for each in (child, *family(child))]
