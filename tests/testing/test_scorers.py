"""Scorers of others against the rules: each mistake is named by the rule that it breaks."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import reduce
from math import floor
from operator import add
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings

from vn766.errors import InvalidRecordError
from vn766.framework import Rule, Target, ZeroRule, get_framework
from vn766.score import percent, rank_units, score_counts, score_points
from vn766.testing import (
    assert_counts_like,
    assert_ranks_like,
    assert_scores_like,
    case_suites,
    cases_framework,
    frameworks,
)

ROOT = Path(__file__).parents[2]
EDITION = get_framework("portal-2026")
PROVINCE = next((ROOT / "examples/province_framework").rglob("tinh-*.toml"))
SUITES = case_suites()
MAXIMA = {node.id: Fraction(node.max_points) for node in EDITION.nodes() if not node.children}
RULES = {each.code: each for each in EDITION.indicators()}
OF_POINTS = (
    *("sums", "unrounded", "classes", "bounds", "binary-sums", "percents"),
    *("missing", "refused"),
)
OF_COUNTS = (
    *("maxima", "zeros", "targets", "caps", "rounding", "rates", "halves", "binary-points"),
)
OF_RANKS = ("ranks", "shared-ranks", "unranked")


def each_case(*names):
    """Let a test go through all cases of a suite."""

    def decorate(test):
        @pytest.mark.parametrize("name", names)
        def through(self, name):
            for case in SUITES[name]["cases"]:
                test(self, case)

        return through

    return decorate


def half_up(value: Fraction) -> int:
    return int((value + Fraction(1, 2)) // 1)


def text(value: int) -> str:
    return f"{Decimal(value).scaleb(-2):.2f}"


# --- the cases ------------------------------------------------------------------------------------


class TestRationalArithmetic:
    """The expected values are those of fractions on the figures of the edition."""

    @each_case(*OF_POINTS)
    def test_points(self, case):
        given = {
            name: value if value is None else Fraction(value)
            for name, value in case["points"].items()
        }
        assert given.keys() == MAXIMA.keys()
        known = [value for value in given.values() if value is not None]
        inside = all(0 <= value <= MAXIMA[name] for name, value in given.items() if value)
        expected = case["expected"]
        assert ("error" in expected) is (not inside)
        if not inside:
            return
        if len(known) < len(given):
            free = sum(MAXIMA[name] for name, value in given.items() if value is None)
            assert expected == {
                "total": None,
                "percent": None,
                "band": None,
                "bounds": [text(int(end * 100)) for end in (sum(known), sum(known) + free)],
            }
            return
        total = sum(known)
        assert expected["total"] == text(int(total * 100))
        assert expected["percent"] == text(half_up(total * 10_000 / int(EDITION.max_points)))
        reached = [band for band in EDITION.bands if total >= band.min_points]
        assert expected["band"] == max(reached, key=lambda band: band.min_points).id
        for node in EDITION.nodes() if "percents" in expected else ():
            parts = sum(given[each.id] for each in node.walk() if not each.children)
            share = half_up(parts * 10_000 / Fraction(node.max_points))
            assert expected["percents"][node.id] == text(share)

    @each_case(*OF_COUNTS)
    def test_counts(self, case):
        indicator = RULES[case["indicator"]]
        most = Fraction(indicator.max_points) * 100
        target = Fraction(1)
        if isinstance(indicator.rule, Target):
            target = Fraction(indicator.rule.target_percent) / 100
        if case["denominator"]:
            rate = Fraction(case["numerator"], case["denominator"])
            points, status = half_up(min(rate / target, Fraction(1)) * most), "scored"
        else:
            points = int(most) if indicator.zero.rule is ZeroRule.FULL else 0
            is_null = indicator.zero.rule is ZeroRule.NULL
            status = "not_applicable" if is_null else "scored"
        assert case["expected"] == {"points": text(points), "status": status}

    @each_case(*OF_RANKS)
    def test_ranks(self, case):
        known = [Fraction(total) for total in case["totals"] if total is not None]
        assert case["expected"] == [
            None
            if total is None
            else {
                "rank": 1 + sum(other > Fraction(total) for other in known),
                "of": len(known),
                "tied": known.count(Fraction(total)),
            }
            for total in case["totals"]
        ]


class TestLibrary:
    """What the library says of the cases, through its public verbs."""

    @each_case("sums", "binary-sums", "bounds", "percents", "missing")
    def test_records(self, case):
        result = score_points(case["points"])
        expected = dict(case["expected"])
        percents = expected.pop("percents", {})
        found = {
            "total": None if result.total is None else str(result.total),
            "percent": None if result.percent is None else str(result.percent),
            "band": result.band and result.band.id,
            "bounds": [str(bound) for bound in result.bounds],
        }
        assert {name: found[name] for name in expected} == expected
        for name, value in percents.items():
            node = result.nodes[name]
            assert str(percent(node.points, node.max_points)) == value

    @each_case("refused")
    def test_refused(self, case):
        with pytest.raises(InvalidRecordError):
            score_points(case["points"])

    @each_case(*OF_COUNTS)
    def test_components(self, case):
        code = case["indicator"]
        result = score_counts({code: (case["numerator"], case["denominator"])})
        indicator = result.indicators[code]
        assert {"points": str(indicator.points), "status": indicator.status} == case["expected"]

    @each_case(*OF_RANKS)
    def test_ranks(self, case):
        results = [score_points(spread(total)) for total in case["totals"]]
        ranking = rank_units(results)
        rows = {id(r.result): {"rank": r.rank, "of": r.of, "tied": r.tied} for r in ranking}
        assert [rows.get(id(result)) for result in results] == case["expected"]


def spread(total):
    """Points that add up to `total`."""
    if total is None:
        return {}
    points, rest = {}, Decimal(total)
    for group in get_framework().groups:
        points[group.id] = min(rest, group.max_points)
        rest -= points[group.id]
    return points


class TestSuites:
    def test_each_says_its_rule_and_what_it_rests_on(self, conforms):
        assert list(SUITES) == [*OF_POINTS, *OF_COUNTS, *OF_RANKS]
        for name, suite in SUITES.items():
            conforms(suite, "case-suite")
            assert suite["suite"] == name
            assert suite["framework_digest"] == EDITION.digest
        assert len({suite["rule"]["vi"] for suite in SUITES.values()}) == len(SUITES)

    def test_every_indicator_with_points_is_in_the_suites_of_its_rule(self):
        for name in OF_COUNTS:
            found = {case["indicator"] for case in SUITES[name]["cases"]}
            assert found == {
                each.code
                for each in EDITION.indicators()
                if each.max_points and (name != "caps" or each.rule.target)
            }

    def test_every_cut_off_has_a_sum_that_floats_miss(self):
        totals = [case["expected"]["total"] for case in SUITES["binary-sums"]["cases"]]
        assert {str(band.min_points * 1) for band in EDITION.bands if band.min_points} <= {
            total.removesuffix(".00") for total in totals
        }

    def test_the_figures_that_they_rest_on(self, conforms):
        figures = cases_framework()
        conforms(figures, "cases-framework")
        assert figures["max_points"] == "100.00"
        assert [node["parent"] for node in figures["nodes"] if node["parent"]] == ["online"] * 2
        by_code = {each["code"]: each for each in figures["indicators"]}
        assert by_code["ONLINE_FILED"] == {
            "code": "ONLINE_FILED",
            "no": "3.3",
            "label": by_code["ONLINE_FILED"]["label"],
            "node": "online.services",
            "max_points": "6.00",
            "rule": "target",
            "target_percent": "50",
            "of_nothing": "zero",
        }

    def test_a_framework_without_rules_for_counts(self):
        suites = case_suites(get_framework())
        assert list(suites) == [*OF_POINTS, *OF_RANKS]
        assert suites["sums"]["cases"] == SUITES["sums"]["cases"]
        with pytest.raises(ValueError, match="the framework qd766 has no rules for counts"):
            assert_counts_like(lambda *_: 0, framework="qd766")


# --- scorers of points ----------------------------------------------------------------------------

FRAMEWORK = get_framework()
CUTS = [(band.min_points, band.label) for band in FRAMEWORK.bands]


def in_order(values):
    """Add one after the other: `sum` compensates the errors of floats since Python 3.12."""
    return reduce(add, values)


def class_of(total, cuts=CUTS, reaches=lambda total, cut: total >= cut):
    return next((label for cut, label in cuts if reaches(total, cut)), None)


def scorer(
    *,
    add_up=lambda points: sum(points.values()),
    classify=class_of,
    share=lambda total: (total / FRAMEWORK.max_points * 100).quantize(Decimal("0.01")),
    missing=None,
    checks=True,
):
    """A scorer that keeps all rules but for what is put in the place of one."""

    def score(points):
        if checks and any(
            value is not None and not 0 <= value <= MAXIMA[name] for name, value in points.items()
        ):
            raise ValueError(points)
        filled = {name: missing if value is None else value for name, value in points.items()}
        if None in filled.values():
            return {"total": None, "band": None, "percent": None}
        total = add_up(filled)
        percents = {} if share is None else {"percent": share(Decimal(str(total)))}
        return {"total": total, "band": classify(total), **percents}

    return score


def rounded(places, mode):
    return lambda points: sum(points.values()).quantize(Decimal(places), mode)


WRONG_SCORERS = {
    "float sum": (
        scorer(add_up=lambda points: in_order(map(float, points.values())), share=None),
        {"binary-sums"},
    ),
    "classes of a float sum": (
        lambda points: (
            scorer()(points)
            | {
                "band": None
                if None in points.values()
                else class_of(in_order(map(float, points.values())))
            }
        ),
        {"binary-sums"},
    ),
    "total to a tenth, half to even": (
        scorer(add_up=rounded("0.1", ROUND_HALF_EVEN)),
        {"unrounded"},
    ),
    "total cut off": (scorer(add_up=rounded("1", ROUND_DOWN)), {"unrounded"}),
    "wrong weight": (
        scorer(add_up=lambda points: sum(points.values()) + points["progress"]),
        {"sums"},
    ),
    "a group forgotten": (
        scorer(add_up=lambda points: sum(points.values()) - points["satisfaction"]),
        {"sums"},
    ),
    "> instead of >=": (
        scorer(classify=lambda total: class_of(total, reaches=lambda total, cut: total > cut)),
        {"bounds"},
    ),
    "> with a float sum": (
        scorer(
            add_up=lambda points: in_order(map(float, points.values())),
            classify=lambda total: class_of(total, reaches=lambda total, cut: total > cut),
            share=None,
        ),
        {"bounds", "binary-sums"},
    ),
    "cut-off too high": (
        scorer(classify=lambda total: class_of(total, [(92, "Xuất sắc"), *CUTS[1:]])),
        {"classes"},
    ),
    "cut-off too low": (
        scorer(classify=lambda total: class_of(total, [*CUTS[:1], (75, "Tốt"), *CUTS[2:]])),
        {"classes"},
    ),
    "two classes only": (
        scorer(classify=lambda total: "Tốt" if total >= 80 else "Khá"),
        {"classes"},
    ),
    "cut-off and > of another one": (
        scorer(
            classify=lambda total: class_of(
                total,
                [(92, "Xuất sắc"), *CUTS[1:]],
                reaches=lambda total, cut: total > cut if cut == 70 else total >= cut,
            )
        ),
        {"classes", "bounds"},
    ),
    "classes of a rounded total": (
        scorer(classify=lambda total: class_of(total.quantize(Decimal(1), ROUND_HALF_UP))),
        {"classes"},
    ),
    "missing as zero": (scorer(missing=Decimal(0)), {"missing"}),
    "no limits": (scorer(checks=False), {"refused"}),
    "percent to a tenth": (
        scorer(share=lambda total: total.quantize(Decimal("0.1"), ROUND_HALF_EVEN)),
        {"percents"},
    ),
    "nothing at all": (lambda _: {}, {"sums", "classes", "refused"}),
}


def named(check, function, **options):
    """The rules that an assertion names, in order."""
    with pytest.raises(AssertionError) as caught:
        check(function, **options)
    head, *rules = str(caught.value).split("\n\n")
    count = "1 rule is broken." if len(rules) == 1 else f"{len(rules)} rules are broken."
    assert head == count
    return [rule.split(":", 1)[0] for rule in rules]


def message(function):
    with pytest.raises(AssertionError) as caught:
        assert_scores_like(function)
    return str(caught.value)


def right(points):
    result = score_points(points)
    return {"total": result.total, "percent": result.percent, "band": result.band}


class TestScorers:
    def test_those_that_keep_every_rule(self):
        assert_scores_like(scorer())
        assert_scores_like(right)

        def with_percents(points):
            result = score_points(points)
            return right(points) | {"percents": dict(result.percents)}

        assert_scores_like(with_percents)

    @pytest.mark.parametrize("mistake", WRONG_SCORERS)
    def test_a_mistake_is_named_by_the_rule_that_it_breaks(self, mistake):
        function, rules = WRONG_SCORERS[mistake]
        assert {*named(assert_scores_like, function)} == rules

    @pytest.mark.parametrize(
        "form",
        [
            lambda got: got | {"total": got["total"] and float(got["total"])},
            lambda got: got | {"total": got["total"] and str(got["total"])},
            lambda got: got | {"band": got["band"] and got["band"].id},
            lambda got: got | {"band": got["band"] and got["band"].label.upper()},
        ],
        ids=["float", "text", "id", "capitals"],
    )
    def test_other_forms_of_the_same(self, form):
        assert_scores_like(lambda points: form(right(points)))

    def test_it_says_what_was_given_and_what_is_wrong(self):
        said = message(scorer(missing=Decimal(0)))
        assert said.startswith("1 rule is broken.\n\nmissing: Missing is not zero")
        assert "13 of 13 cases fail" in said
        assert "transparency missing, progress 15.00" in said
        assert "total must be None; it is Decimal('61.50'); the class must be None; it is" in said

    def test_percents_of_groups(self):
        def truncated(points):
            result = score_points(points)
            percents = {
                name: value and value.quantize(Decimal("0.1"))
                for name, value in result.percents.items()
            }
            return right(points) | {"percents": percents}

        assert "percent of transparency must be 33.33; it is" in message(truncated)

    def test_what_is_no_number(self):
        for total in ("n/a", True, float("nan"), "sNaN"):
            changed = {"total": total}
            assert f"it is {total!r}" in message(lambda points, said=changed: right(points) | said)

    def test_what_is_no_mapping(self):
        said = message(score_points)
        assert "it must return a mapping with total and band, not a UnitResult" in said

    def test_unknown_classes(self):
        assert "it is 'A+'" in message(lambda points: right(points) | {"band": "A+"})

    def test_exceptions_where_there_is_a_result(self):
        def breaks(points):
            raise KeyError(next(iter(points)))

        assert "it raised KeyError: 'transparency'" in message(breaks)


# --- scorers of counts ----------------------------------------------------------------------------


def exact(value: Fraction) -> Decimal:
    """The points before rounding, which is left to who asks."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def counting(
    *,
    most=lambda rule: Fraction(rule.max_points),
    target=lambda rule: Fraction(rule.rule.target or 100) / 100,
    rate=Fraction,
    cap=min,
    round_off=lambda value: text(half_up(value * 100)),
    of_nothing=lambda rule: rule.max_points if rule.zero.rule is ZeroRule.FULL else 0,
):
    """A scorer of counts that keeps all rules but for what is put in the place of one."""

    def score(code, numerator, denominator):
        rule = RULES[code]
        if not denominator:
            return of_nothing(rule)
        share = cap(rate(numerator, denominator) / target(rule), 1)
        return round_off(share * most(rule))

    return score


def quantized(mode):
    return lambda value: exact(value).quantize(Decimal("0.01"), mode)


def with_floats(round_off):
    def score(code, numerator, denominator):
        rule = RULES[code]
        if not denominator:
            return rule.max_points if rule.zero.rule is ZeroRule.FULL else 0
        target = float(rule.rule.target or 100) / 100
        return round_off(min(numerator / denominator / target, 1) * float(rule.max_points))

    return score


def to_percent(places):
    def rate(numerator, denominator):
        scale = 100 * 10**places
        return Fraction(half_up(Fraction(numerator, denominator) * scale), scale)

    return rate


WRONG_COUNTERS = {
    "half to even": (counting(round_off=quantized(ROUND_HALF_EVEN)), {"halves"}),
    "Python's round of floats": (with_floats(lambda value: round(value, 2)), {"halves"}),
    "floats, half up": (with_floats(lambda x: floor(x * 100 + 0.5) / 100), {"binary-points"}),
    "cut off": (counting(round_off=quantized(ROUND_DOWN)), {"rounding"}),
    "floats cut off": (with_floats(lambda value: int(value * 100) / 100), {"rounding"}),
    "always upwards": (counting(round_off=quantized(ROUND_CEILING)), {"rounding"}),
    "not rounded": (counting(round_off=exact), {"rounding"}),
    "floats not rounded": (with_floats(float), {"rounding"}),
    "to a tenth": (
        counting(round_off=lambda value: exact(value).quantize(Decimal("0.1"))),
        {"targets", "rates", "rounding"},
    ),
    "rate to two places": (counting(rate=to_percent(2)), {"rates"}),
    "rate to one place": (counting(rate=to_percent(1)), {"rates"}),
    "rate in whole percents": (counting(rate=to_percent(0)), {"rates"}),
    "no cap": (counting(cap=lambda share, _: share), {"caps"}),
    "no targets": (counting(target=lambda _: 1), {"targets"}),
    "a wrong target": (
        counting(target=lambda rule: Fraction(85, 100) if rule.no == "3.1" else target_of(rule)),
        {"targets"},
    ),
    "a wrong maximum": (
        counting(most=lambda rule: 5 if rule.no == "5.4" else Fraction(rule.max_points)),
        {"maxima"},
    ),
    "nothing is zero": (counting(of_nothing=lambda _: 0), {"zeros"}),
    "nothing is full": (counting(of_nothing=lambda rule: rule.max_points), {"zeros"}),
    "nothing is missing": (counting(of_nothing=lambda _: None), {"zeros"}),
    "nothing is divided by": (counting(of_nothing=lambda _: 1 // 0), {"zeros"}),
    "half to even, and nothing is zero": (
        counting(round_off=quantized(ROUND_HALF_EVEN), of_nothing=lambda _: 0),
        {"zeros", "halves"},
    ),
    "no number": (lambda *_: "n/a", {"maxima"}),
}


def target_of(rule):
    return Fraction(rule.rule.target or 100) / 100


class TestCountsScorers:
    def test_those_that_keep_every_rule(self):
        assert_counts_like(counting())
        assert_counts_like(lambda code, n, d: score_counts({code: (n, d)}).indicators[code].points)
        # What is not applicable may have no points.
        assert_counts_like(
            counting(
                of_nothing=lambda rule: {ZeroRule.FULL: rule.max_points, ZeroRule.ZERO: 0}.get(
                    rule.zero.rule
                )
            )
        )

    @pytest.mark.parametrize("mistake", WRONG_COUNTERS)
    def test_a_mistake_is_named_by_the_rule_that_it_breaks(self, mistake):
        function, rules = WRONG_COUNTERS[mistake]
        assert {*named(assert_counts_like, function)} == rules

    def test_it_says_what_was_given_and_what_is_wrong(self):
        with pytest.raises(AssertionError) as caught:
            assert_counts_like(counting(of_nothing=lambda _: 1 // 0))
        lines = str(caught.value).splitlines()
        assert lines[2].startswith("zeros: What 0 of 0 gives is said for each indicator")
        assert lines[3] == "  21 of 21 cases fail, the first one for"
        assert lines[4] == "  indicator PUBLISH_ON_TIME; numerator 0; denominator 0"
        assert lines[5].startswith("  it raised ZeroDivisionError: ")


# --- rankers --------------------------------------------------------------------------------------


def competition(totals):
    return [
        None if total is None else 1 + sum(other > total for other in totals if other is not None)
        for total in totals
    ]


def dense(totals):
    levels = sorted({total for total in totals if total is not None}, reverse=True)
    return [None if total is None else levels.index(total) + 1 for total in totals]


def by_rows(totals):
    known = sorted((total for total in totals if total is not None), reverse=True)
    ranks = []
    for at, total in enumerate(totals):
        earlier = totals[:at].count(total)
        ranks.append(None if total is None else known.index(total) + 1 + earlier)
    return ranks


WRONG_RANKERS = {
    "dense": (dense, {"shared-ranks"}),
    "ties by rows": (by_rows, {"shared-ranks"}),
    "the order of the rows": (lambda totals: list(range(1, len(totals) + 1)), {"ranks"}),
    "the lowest first": (
        lambda totals: competition([None if each is None else -each for each in totals]),
        {"ranks"},
    ),
    "missing as zero": (
        lambda totals: competition([total or Decimal(0) for total in totals]),
        {"unranked"},
    ),
    "rank 0 for missing": (
        lambda totals: [rank or 0 for rank in competition(totals)],
        {"unranked"},
    ),
    "dense, and missing as zero": (
        lambda totals: dense([total or Decimal(0) for total in totals]),
        {"shared-ranks", "unranked"},
    ),
    "too few": (lambda totals: competition(totals)[:1], {"ranks"}),
}


class TestRankers:
    def test_those_that_keep_every_rule(self):
        assert_ranks_like(competition)

    @pytest.mark.parametrize("mistake", WRONG_RANKERS)
    def test_a_mistake_is_named_by_the_rule_that_it_breaks(self, mistake):
        function, rules = WRONG_RANKERS[mistake]
        assert {*named(assert_ranks_like, function)} == rules

    def test_it_says_what_was_given_and_what_is_wrong(self):
        with pytest.raises(AssertionError) as caught:
            assert_ranks_like(dense)
        told = str(caught.value).split("\n\n")[1].splitlines()
        assert told[0] == f"shared-ranks: {SUITES['shared-ranks']['rule']['en']}"
        assert told[2] == "  totals 50.00, 90.00, 50.00, 20.00"
        assert told[3] == "  ranks must be 2, 1, 2, 4; they are 2, 1, 2, 3"

    def test_one_that_raises(self):
        with pytest.raises(AssertionError, match="it raised ValueError: "):
            assert_ranks_like(lambda totals: [max(totals)])

    def test_one_that_returns_no_list(self):
        with pytest.raises(AssertionError, match="it must return a list of ranks, not a dict"):
            assert_ranks_like(lambda totals: dict(enumerate(totals)))


# --- other frameworks -----------------------------------------------------------------------------


def scorer_of(framework):
    def score(points):
        result = score_points(points, framework=framework)
        percents = dict(result.percents)
        return {"total": result.total, "band": result.band, "percents": percents}

    return score


def counter_of(framework):
    def score(code, numerator, denominator):
        result = score_counts({code: (numerator, denominator)}, framework=framework)
        return result.indicators[code].points

    return score


class TestOtherFrameworks:
    @given(frameworks())
    @settings(max_examples=25)
    def test_the_library_keeps_the_rules_of_any(self, framework):
        assert_scores_like(scorer_of(framework), framework=framework)
        for mistake, (function, _) in WRONG_RANKERS.items():
            assert named(assert_ranks_like, function, framework=framework), mistake

    @given(frameworks(min_groups=2))
    @settings(max_examples=25)
    def test_a_wrong_cut_off_is_no_float_sum(self, framework):
        def off_by_one(points):
            got = scorer_of(framework)(points)
            if got["total"] is None:
                return got
            lower = [band for band in framework.bands if got["total"] >= band.min_points + 1]
            return got | {"band": lower[0] if lower else framework.bands[-1]}

        cuts = [band.min_points for band in framework.bands]
        if len(cuts) > 1:
            rules = named(assert_scores_like, off_by_one, framework=framework)
            assert {*rules} <= {"classes", "bounds"}

    def test_that_of_a_province(self):
        edition = get_framework(PROVINCE)
        assert_scores_like(scorer_of(edition), framework=edition)
        assert_scores_like(scorer_of(edition), framework=PROVINCE)
        assert named(assert_scores_like, scorer_of(FRAMEWORK), framework=edition)
        suites = case_suites(PROVINCE)
        assert suites["sums"]["framework"] == edition.id

    def test_ranks_by_another_method(self):
        ranking = FRAMEWORK.ranking
        for method, function in (("dense", dense), ("competition", competition)):
            edition = evolve(FRAMEWORK, ranking=evolve(ranking, method=method))
            assert_ranks_like(function, framework=edition)
        edition = evolve(FRAMEWORK, ranking=evolve(ranking, method="dense"))
        assert named(assert_ranks_like, competition, framework=edition) == ["shared-ranks"]
        rule = case_suites(edition)["shared-ranks"]["rule"]
        assert rule["en"].endswith("1, 2, 2, 3.")
        # Totals do not say which of two equal ones stands first.
        edition = evolve(FRAMEWORK, ranking=evolve(ranking, method="ordinal"))
        assert "shared-ranks" not in case_suites(edition)
        assert_ranks_like(by_rows, framework=edition)

    def test_a_rule_with_a_formula_of_its_own(self):
        class AllOrNothing(Rule):
            """Full points for all of all, none for less."""

            kind = "all-or-nothing"

            def points(self, maximum, numerator, denominator, algebra=None):  # noqa: ARG002
                return maximum * (numerator == denominator)

        def changed(node):
            return evolve(
                node,
                children=tuple(map(changed, node.children)),
                indicators=tuple(
                    evolve(each, rule=AllOrNothing(source=each.rule.source))
                    if each.no == "2.1"
                    else each
                    for each in node.indicators
                ),
            )

        edition = evolve(EDITION, groups=tuple(map(changed, EDITION.groups)))
        assert_counts_like(counter_of(edition), framework=edition)
        assert named(assert_counts_like, counter_of(EDITION), framework=edition) == ["targets"]
