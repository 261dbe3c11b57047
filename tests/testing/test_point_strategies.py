"""The strategies for frameworks and points: what they draw, and what they shrink to."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from vn766.framework import Framework, get_framework, lint
from vn766.records import UnitPoints
from vn766.score import iter_problems, score_points
from vn766.testing import frameworks, invalid_unit_points, pools, totals_near_bands, unit_points


@given(frameworks())
def test_frameworks_are_valid(framework):
    assert lint(framework) == ()


@given(frameworks(min_groups=2, max_groups=3, max_bands=2))
def test_frameworks_keep_their_limits(framework):
    assert 2 <= len(framework.groups) <= 3
    assert len(framework.bands) <= 2


def test_frameworks_shrink_to_one_group_and_one_band():
    framework = find(frameworks(), lambda _: True)
    assert [str(group.max_points) for group in framework.groups] == ["0.01"]
    assert len(framework.bands) == 1


@given(st.data())
def test_records_of_any_framework_have_no_problems(data):
    framework = data.draw(frameworks())
    record = data.draw(unit_points(framework=framework))
    assert list(iter_problems(record, framework=framework)) == []


@given(unit_points(allow_missing=False))
def test_complete_records_are_complete(record):
    assert score_points(record).missing == ()


@given(unit_points(allow_parents=False))
def test_records_of_leaves_have_no_parents(record):
    assert "online" not in record.points


@pytest.mark.parametrize(
    "condition",
    [
        lambda record: None in record.points.values(),
        lambda record: "progress" not in record.points,
        lambda record: "online" in record.points and "online.services" in record.points,
        lambda record: "online" in record.points and "online.services" not in record.points,
    ],
    ids=["blank", "absent", "both", "whole"],
)
def test_records_of_every_shape_occur(condition):
    assert find(unit_points(), condition)


def test_records_shrink_to_zeros():
    record = find(unit_points(allow_missing=False, allow_parents=False), lambda _: True)
    assert set(record.points.values()) == {Decimal(0)}


@given(totals_near_bands(within=Decimal("0.03")))
def test_totals_are_near_a_cut_off(total):
    cuts = [band.min_points for band in get_framework().bands]
    assert min(abs(total - cut) for cut in cuts) <= Decimal("0.03")


@pytest.mark.parametrize("total", [Decimal("79.99"), Decimal(80), Decimal("80.01")])
def test_totals_on_both_sides_of_a_cut_off_occur(total):
    assert find(totals_near_bands(), lambda drawn: drawn == total) == total


@given(pools(min_units=1, max_units=5))
def test_pools_hold_each_unit_once(records):
    assert 1 <= len(records) <= 5
    assert len({record.unit.key for record in records}) == len(records)


@given(pools(ties=True, min_units=2))
def test_pools_with_ties(records):
    totals = [score_points(record).total for record in records]
    assert None not in totals
    assert len(set(totals)) < len(totals)


@given(pools(ties=False, min_units=2))
def test_pools_without_ties(records):
    totals = [score_points(record).total for record in records]
    assert None not in totals
    assert len(set(totals)) == len(totals)


@given(st.data())
def test_invalid_records_have_the_problem_that_is_named(data):
    framework = data.draw(st.just(get_framework()) | frameworks())
    record, code = data.draw(invalid_unit_points(framework=framework))
    assert [p.code for p in iter_problems(record, framework=framework)] == [code]


@given(st.from_type(UnitPoints))
def test_hypothesis_knows_records(record):
    assert list(iter_problems(record)) == []


@given(st.from_type(Framework))
def test_hypothesis_knows_frameworks(framework):
    assert lint(framework) == ()
