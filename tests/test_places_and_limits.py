"""Where a problem is said to be, what a warning quotes, and the last value before a limit.

Small things that a caller's code relies on, and that tests of figures would not miss.
"""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve

from vn766._engine.exact import RefusedError, read
from vn766._engine.plan import plan_of
from vn766._engine.staircase import Staircase, climb
from vn766.errors import InvalidRecordError, PrecisionBoundError, ProblemCode, Severity
from vn766.framework import Proportional, Status, Target, get_framework
from vn766.period import Month, Year
from vn766.records import Ratio, Unit, UnitCounts, UnitPoints
from vn766.score import classify, iter_problems, percent, score_counts, score_points
from vn766.vocabulary.typed import MAX_LENGTH

INDICATORS = tuple(get_framework("portal-2026").indicators())
RATE = next(each.rule for each in INDICATORS if isinstance(each.rule, Proportional))


def problem_of(function, *args, **options):
    with pytest.raises(InvalidRecordError) as caught:
        function(*args, **options)
    (problem,) = caught.value.problems
    return problem


class TestPlaces:
    def test_of_a_total(self):
        problem = problem_of(classify, "100,01")
        assert (problem.path, problem.value) == (("total",), "100,01")

    def test_of_a_percent(self):
        assert problem_of(percent, -1, 10).path == ("points",)
        assert problem_of(percent, 1, -10).path == ("out_of",)

    def test_of_percent_of_nothing(self):
        problem = problem_of(percent, 0, "0,00")
        assert problem.code is ProblemCode.NOT_POSITIVE
        assert (problem.path, problem.value) == (("out_of",), "0,00")

    @pytest.mark.parametrize("unit", [None, Unit(name="UBND xã A")])
    def test_of_a_record_the_unit_if_there_is_one(self, unit):
        points, counts = {"progress": 21}, {"5.4": (2, 1)}
        for score, figures in (
            (lambda: score_points(points, unit=unit), "points"),
            (lambda: score_points(UnitPoints(unit=unit, points=points)), "points"),
            (lambda: score_counts(counts, unit=unit), "counts"),
        ):
            with pytest.raises(InvalidRecordError) as caught:
                score()
            assert caught.value.subject == ("" if unit is None else "UBND xã A"), figures
            assert str(caught.value).startswith("UBND xã A:") is (unit is not None)


class TestProblemsWithoutScoring:
    def test_points_are_checked_by_the_framework_given_or_that_of_their_period(self):
        common = get_framework()
        other = evolve(common, levels=("province",))
        record = UnitPoints(unit=Unit(name="A", level="commune"), points={"progress": 1})
        assert list(iter_problems(record)) == []
        (problem,) = iter_problems(record, framework=other)
        assert problem.code is ProblemCode.UNKNOWN_LEVEL
        district = evolve(record, unit=Unit(name="A", level="district"))
        assert list(iter_problems(district)) == []
        (problem,) = iter_problems(evolve(district, period=Month(2026, 5)))
        assert problem.code is ProblemCode.ENDED_LEVEL

    def test_counts_are_checked_by_the_rules_of_2026_or_those_given(self):
        record = UnitCounts(counts={"5.4": Ratio(2, 1)})
        (problem,) = iter_problems(record)
        assert problem.code is ProblemCode.ABOVE_DENOMINATOR
        (problem,) = iter_problems(record, framework="portal-2025")
        assert problem.code is ProblemCode.NO_COMPONENT_RULES


class TestWarnings:
    def test_each_names_the_framework_and_is_no_error(self):
        for warning in score_counts({}, period=Month(2025, 1)).warnings:
            assert warning.path == ("framework",)
            assert warning.severity is Severity.WARNING
            assert dict(warning.details)["framework"] == "portal-2026"

    def test_what_is_doubted_is_listed(self):
        labels = {
            dict(warning.details)["status"]: dict(warning.details)["labels"]
            for warning in score_counts({}).warnings
        }
        assert labels == {"inferred": "3.3, 4.6", "disputed": "4.2"}

    def test_rules_are_doubted_beside_maxima(self):
        edition = get_framework("portal-2026")
        doubted = evolve(edition.groups[0].source, status=Status.RECALLED)
        groups = (evolve(edition.groups[0], source=doubted), *edition.groups[1:])
        result = score_counts({}, framework=evolve(edition, groups=groups))
        codes = {warning.code for warning in result.warnings}
        assert codes >= {ProblemCode.UNVERIFIED_MAXIMA, ProblemCode.UNVERIFIED_RULES}

    def test_a_period_rests_on_the_validity_only_where_that_is_not_verified(self):
        def codes(period, framework=None):
            result = score_points({}, period=period, framework=framework)
            return [warning.code for warning in result.warnings]

        assert ProblemCode.UNVERIFIED_VALIDITY in codes(Month(2025, 1))
        assert ProblemCode.UNVERIFIED_VALIDITY not in codes(Month(2025, 1), "portal-2025")
        assert ProblemCode.UNVERIFIED_VALIDITY not in codes(None)
        edition = get_framework("portal-2025")
        (warning,) = (
            warning
            for warning in score_points({}, period=Month(2025, 1)).warnings
            if warning.code is ProblemCode.UNVERIFIED_VALIDITY
        )
        assert f"status: {edition.validity.source.status}" in warning.line()
        source = evolve(edition.validity.source, status=Status.VERIFIED, locator="Điều 1")
        proven = evolve(edition, validity=evolve(edition.validity, source=source))
        said = {warning.code for warning in plan_of(proven, "period").warnings}
        assert ProblemCode.UNVERIFIED_VALIDITY not in said
        without = evolve(edition, validity=None)
        assert plan_of(without, "period").warnings == plan_of(without).warnings


class TestLimits:
    """Floats: within 1e-6 of a hundredth. Counts: every intermediate below 2**53."""

    @pytest.mark.parametrize("off", [0.99995e-6, -0.99995e-6])
    def test_the_float_furthest_off_that_is_read(self, off):
        assert read(17 + off) == 1700
        assert abs(Fraction(17 + off) - 17) < Fraction(1, 10**6)

    @pytest.mark.parametrize("off", [1.00005e-6, -1.00005e-6])
    def test_the_next_is_refused(self, off):
        with pytest.raises(RefusedError) as caught:
            read(17 + off)
        assert caught.value.code is ProblemCode.TOO_PRECISE
        assert str(caught.value) == ProblemCode.TOO_PRECISE

    @pytest.mark.parametrize(("value", "kind"), [(True, "bool"), ([], "list"), (b"1", "bytes")])
    def test_what_is_no_number_is_named_by_its_type(self, value, kind):
        problem = problem_of(score_points, {"progress": value})
        assert f"of type {kind}," in problem.line()

    def test_the_largest_decimal_that_is_written_out(self):
        assert read(Decimal(10**15)) == 10**17
        with pytest.raises(RefusedError) as caught:
            read(Decimal(10**16))
        assert caught.value.code is ProblemCode.TOO_LARGE

    @pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.no)
    def test_the_largest_count_that_is_computed(self, indicator):
        (rule,) = (
            rule
            for rule in plan_of(get_framework("portal-2026"), "named", True).rules.values()  # noqa: FBT003
            if rule.indicator == indicator
        )
        target = indicator.rule.target_percent if isinstance(indicator.rule, Target) else 100
        times, over = rule.rule.scale
        assert Fraction(times, over) == Fraction(100) / Fraction(target)

        def intermediate(count):
            # the sum inside `half_up`: twice the numerator, and the denominator
            return 2 * (rule.maximum * count * times) + 2 * (count * over)

        assert type(rule.largest_count) is int
        assert intermediate(rule.largest_count) < 2**53 <= intermediate(rule.largest_count + 1)

    def test_a_count_beyond_it_is_refused(self):
        rule = next(iter(plan_of(get_framework("portal-2026"), "named", True).rules.values()))  # noqa: FBT003
        most = rule.largest_count
        code = rule.indicator.code
        assert score_counts({code: (most, most)}).indicators[code].points == 6
        with pytest.raises(PrecisionBoundError):
            score_counts({code: (most, most + 1)})

    def test_each_count_beyond_it_has_a_line(self):
        with pytest.raises(PrecisionBoundError) as caught:
            score_counts({"2.1": (1, 2**53), "1.2": (1, 2**53)})
        lines = str(caught.value).splitlines()
        assert [re.search(r"\b\d\.\d\b", line)[0] for line in lines] == ["1.2", "2.1"]
        assert len({(line[:6], line[-6:]) for line in lines}) == 1

    def test_a_text_beyond_it_is_told_the_limit(self):
        assert score_points({"CKMB": "0" * MAX_LENGTH}).nodes["transparency"].points == 0
        with pytest.raises(InvalidRecordError, match=f"longer than {MAX_LENGTH} characters"):
            score_points({"CKMB": "0" * (MAX_LENGTH + 1)})


class TestInverses:
    """Without a target a rule is maximum times rate."""

    @pytest.mark.parametrize("points", [1, 199, 200, 201, 399, 400])
    def test_the_least_numerator(self, points):
        least = RATE.least_added(points, 400, 0, 220, new=False)
        assert RATE.points(400, least, 220) >= points
        assert RATE.points(400, least - 1, 220) < points

    @pytest.mark.parametrize("points", [1, 199, 200, 201, 398])
    def test_the_least_added(self, points):
        least = RATE.least_added(points, 400, 0, 7, new=True)
        assert RATE.points(400, least, 7 + least) >= points
        assert RATE.points(400, least - 1, 7 + least - 1) < points


class TestPlans:
    def test_equal_frameworks_have_equal_plans(self):
        one, other = plan_of(get_framework()), plan_of(evolve(get_framework(), note=None))
        assert one != other
        assert len({one, other, plan_of(get_framework())}) == 2
        assert hash(one) == hash(get_framework())

    def test_a_component_keeps_its_evidence(self):
        plan = plan_of(get_framework("portal-2026"), "named", True)  # noqa: FBT003
        for at, rule in plan.rules.items():
            assert plan.nodes[at].source == rule.indicator.source

    def test_an_unknown_key_that_is_like_none_lists_all(self):
        plan = plan_of(get_framework())
        assert plan.nearest("§§§") == ", ".join(node.id for node in plan.nodes)
        assert plan.nearest("Tien do giai quyêt") == "Tiến độ giải quyết"

    def test_only_components_are_suggested_for_counts(self):
        plan = plan_of(get_framework("portal-2026"), "named", True)  # noqa: FBT003
        assert plan.nearest("transparency") == "transparency"
        assert plan.nearest("transparency", counted=True) != "transparency"
        assert plan.nearest("§§§", counted=True).startswith("1.1, 1.2, ")


@pytest.mark.parametrize("unit", [None, Unit(name="xã A")])
@pytest.mark.parametrize("period", [None, Month(2026, 6)])
def test_a_result_knows_whose_and_when(unit, period):
    for result in (
        score_points({}, unit=unit, period=period),
        score_points(UnitPoints(unit=unit, period=period)),
        score_counts({}, unit=unit, period=period),
    ):
        assert (result.unit, result.period) == (unit, period)


def test_a_period_that_begins_in_time_may_end_too_late():
    common = get_framework("portal-2025")
    until_june = evolve(common.validity, last_day=date(2025, 6, 30))
    edition = evolve(common, validity=until_june)
    for period, covered in [(Month(2025, 6), True), (Year(2025), False), (Month(2025, 7), False)]:
        result = score_points({}, period=period, framework=edition)
        codes = [warning.code for warning in result.warnings]
        assert (ProblemCode.UNCOVERED_PERIOD not in codes) == covered


def test_a_climb_uses_each_staircase_at_most_once():
    assert climb([Staircase([0, 1]), Staircase([0, 5])], 2) == [1, 1]
    assert climb([Staircase([0, 1]), Staircase([0, 5])], 3) is None
