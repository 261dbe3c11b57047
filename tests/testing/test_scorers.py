"""Scoring functions of others against the rules, and the cases against the library."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import importlib.util
from decimal import ROUND_HALF_EVEN, Decimal
from functools import reduce
from operator import add
from pathlib import Path

import pytest

from vn766.errors import InvalidRecordError
from vn766.framework import get_framework
from vn766.score import percent, rank_units, score_counts, score_points
from vn766.testing import assert_ranks_like, assert_scores_like, case_suites

SUITES = case_suites()
GENERATOR = Path(__file__).parents[1] / "cases" / "generate.py"


def cases(*names):
    return [
        pytest.param(case, id=f"{name}-{at}")
        for name in names
        for at, case in enumerate(SUITES[name]["cases"], 1)
    ]


class TestCases:
    @pytest.mark.parametrize("case", cases("totals", "classes", "missing"))
    def test_records(self, case):
        result = score_points(case["points"])
        expected = case["expected"]
        for name in ("total", "percent"):
            value = getattr(result, name)
            assert (None if value is None else str(value)) == expected[name]
        assert (result.band and result.band.id) == expected["band"]
        if "bounds" in expected:
            assert [str(bound) for bound in result.bounds] == expected["bounds"]

    @pytest.mark.parametrize("case", cases("refused"))
    def test_refused(self, case):
        with pytest.raises(InvalidRecordError):
            score_points(case["points"])

    @pytest.mark.parametrize("case", cases("percents"))
    def test_percents(self, case):
        assert str(percent(case["points"], case["of"])) == case["expected"]["percent"]

    @pytest.mark.parametrize("case", cases("components"))
    def test_components(self, case):
        code = case["indicator"]
        result = score_counts({code: (case["numerator"], case["denominator"])})
        indicator = result.indicators[code]
        assert {"points": str(indicator.points), "status": indicator.status} == case["expected"]

    @pytest.mark.parametrize("case", cases("ranks"))
    def test_ranks(self, case):
        results = [score_points(spread(total)) for total in case["totals"]]
        ranking = rank_units(results)
        rows = {id(r.result): {"rank": r.rank, "of": r.of, "tied": r.tied} for r in ranking}
        assert [rows.get(id(result)) for result in results] == case["expected"]

    def test_the_files_are_what_the_generator_writes(self):
        spec = importlib.util.spec_from_file_location("generate_cases", GENERATOR)
        assert spec is not None
        generate = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(generate)
        written = {path.name: content for path, content in generate.suites()}
        assert written == {
            path.name: path.read_text("utf-8") for path in generate.FOLDER.glob("*.json")
        }

    def test_binary_sums_would_fail(self):
        # The cases are worth something: sums of floats get some of them wrong.
        drifting = [
            case
            for case in SUITES["totals"]["cases"]
            # One addition after the other: `sum` compensates its errors since Python 3.12.
            if reduce(add, map(float, case["points"].values())) != float(case["expected"]["total"])
        ]
        assert len(drifting) >= 36


def spread(total):
    """Points that add up to `total`."""
    if total is None:
        return {}
    points, rest = {}, Decimal(total)
    for group in get_framework().groups:
        points[group.id] = min(rest, group.max_points)
        rest -= points[group.id]
    return points


def right(points):
    result = score_points(points)
    return {"total": result.total, "percent": result.percent, "band": result.band}


def by(change):
    """A scorer that is right but for `change`."""

    def scorer(points):
        result = score_points(points)
        band = result.band and result.band.label
        return change({"total": result.total, "percent": result.percent, "band": band}, points)

    return scorer


def test_the_library_scores_like_itself():
    assert_scores_like(by(lambda got, _: got))
    assert_scores_like(by(lambda got, _: {"total": got["total"], "band": got["band"]}))
    assert_scores_like(right)


def test_ids_labels_floats_and_texts_are_understood():
    def plain(got, points):
        band = score_points(points).band
        total = got["total"]
        return {"total": total and float(total), "band": band and band.id}

    assert_scores_like(by(plain))
    assert_scores_like(by(lambda got, _: got | {"total": got["total"] and str(got["total"])}))
    assert_scores_like(by(lambda got, _: got | {"band": got["band"] and got["band"].upper()}))


def message(scorer):
    with pytest.raises(AssertionError) as caught:
        assert_scores_like(scorer)
    return str(caught.value)


def zero_if_missing(points):
    total = sum(value or Decimal(0) for value in points.values())
    return right(dict.fromkeys(points, 0)) | {
        "total": total,
        "band": next(b.label for b in get_framework().bands if total >= b.min_points),
        "percent": total,
    }


class TestBrokenRules:
    def test_binary_sums(self):
        def floats(got, points):
            if got["total"] is None:
                return got
            return got | {"total": reduce(add, map(float, points.values()))}

        said = message(by(floats))
        assert said.startswith("1 rule is broken.\n\ntotals: The total is the exact sum")
        assert "of 50 cases fail" in said
        assert "total must be 50.00; it is" in said

    def test_missing_as_zero_and_no_limits(self):
        said = message(zero_if_missing)
        assert said.startswith("2 rules are broken.")
        assert "missing: Missing is not zero" in said
        assert "transparency missing" in said
        assert "the class must be None" in said
        assert "refused: Points below 0 or above their maximum" in said

    def test_an_upper_bound_that_belongs_to_the_lower_class(self):
        def off_by_one(got, _):
            if got["total"] is None:
                return got
            lower = [b.label for b in get_framework().bands if got["total"] > b.min_points]
            return got | {"band": lower[0] if lower else "Yếu"}

        said = message(by(off_by_one))
        assert "classes: Each class includes its lower bound" in said
        assert "the class must be 'Trung bình'; it is 'Yếu'" in said

    def test_percents_are_checked_where_they_are_given(self):
        def truncated(got, _):
            if got["percent"] is None:
                return got
            tenth = got["percent"].quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)
            return got | {"percent": tenth}

        assert "percent must be" in message(by(truncated))

    def test_what_is_no_number(self):
        assert "it is 'n/a'" in message(by(lambda got, _: got | {"total": "n/a"}))
        assert "it is True" in message(by(lambda got, _: got | {"total": True}))

    def test_what_is_no_mapping(self):
        said = message(score_points)
        assert "it must return a mapping with total and band, not a UnitResult" in said

    def test_unknown_classes(self):
        assert "it is 'A+'" in message(by(lambda got, _: got | {"band": "A+"}))

    def test_exceptions_where_there_is_a_result(self):
        def scorer(points):
            raise KeyError(next(iter(points)))

        assert "it raised KeyError: 'transparency'" in message(scorer)


def competition(totals):
    return [
        None if total is None else 1 + sum(other > total for other in totals if other is not None)
        for total in totals
    ]


def dense(totals):
    levels = sorted({total for total in totals if total is not None}, reverse=True)
    return [None if total is None else levels.index(total) + 1 for total in totals]


class TestRankers:
    def test_ours_is_right(self):
        assert_ranks_like(competition)

    @pytest.mark.parametrize(
        "ranker",
        [
            pytest.param(dense, id="dense"),
            pytest.param(lambda totals: list(range(1, len(totals) + 1)), id="order of the rows"),
            pytest.param(lambda totals: [rank or 0 for rank in competition(totals)], id="zero"),
            pytest.param(lambda totals: competition(totals)[:1], id="too few"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_rule(self, ranker):
        with pytest.raises(AssertionError) as caught:
            assert_ranks_like(ranker)
        head, told = str(caught.value).split("\n\n")
        assert head == "1 rule is broken."
        assert told.startswith(f"ranks: {SUITES['ranks']['rule']['en']}\n")
        assert "\n  totals " in told
        assert "\n  ranks must be " in told

    def test_one_that_raises(self):
        with pytest.raises(AssertionError, match="it raised ValueError: "):
            assert_ranks_like(lambda totals: [max(totals)])

    def test_one_that_returns_no_list(self):
        with pytest.raises(AssertionError, match="it must return a list of ranks, not a dict"):
            assert_ranks_like(lambda totals: dict(enumerate(totals)))
