"""The strategy for counts: what it draws, and what it shrinks to."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from types import MappingProxyType

import pytest
from attrs import evolve
from hypothesis import find, given
from hypothesis import strategies as st

from vn766.framework import Given, get_framework
from vn766.records import Ratio, UnitCounts
from vn766.score import score_counts
from vn766.testing import frameworks, unit_counts

EDITION = get_framework("portal-2026")


@given(unit_counts())
def test_records_score_without_a_problem(record):
    assert score_counts(record).unit == record.unit


@given(unit_counts(allow_missing=False, max_count=9))
def test_complete_records_are_complete(record):
    assert score_counts(record).missing == ()
    assert all(ratio is None or ratio.denominator <= 9 for ratio in record.counts.values())


@given(unit_counts(allow_null=False, allow_points=False, level="commune"))
def test_what_is_not_allowed_does_not_occur(record):
    assert None not in record.counts.values()
    assert record.points == {}
    assert record.unit.level == "commune"
    assert "ONLINE_PROVIDED" not in record.counts


@given(unit_counts(allow_points=False))
def test_the_usual_record_is_read_as_with_care(record):
    """A mapping of another kind is read the long way."""
    with_care = evolve(record, counts=MappingProxyType(dict(record.counts)))
    assert score_counts(record) == score_counts(with_care)
    assert score_counts(record).indicators == score_counts(with_care).indicators


@given(st.data())
def test_records_of_any_framework(data):
    framework = data.draw(frameworks())  # its points are given: it has no indicators
    record = data.draw(unit_counts(framework=framework))
    assert score_counts(record, framework=framework).unit == record.unit


def test_rules_that_take_no_counts_get_points():
    group = EDITION.groups[0]
    first = group.indicators[0]
    whole = evolve(
        group, indicators=(evolve(first, rule=Given(source=first.source)), *group.indicators[1:])
    )
    framework = evolve(EDITION, groups=(whole, *EDITION.groups[1:]))
    record = find(unit_counts(framework=framework), lambda record: first.code in record.points)
    assert score_counts(record, framework=framework).indicators[first.code].points == 0


@pytest.mark.parametrize(
    "condition",
    [
        lambda record: None in record.counts.values(),
        lambda record: Ratio(0, 0) in record.counts.values(),
        lambda record: "PROGRESS_ON_TIME" not in record.counts and not record.points,
        lambda record: "online.services" in record.points,
        lambda record: record.unit.level == "province",
        lambda record: record.unit.level is None,
    ],
    ids=["null", "zero", "missing", "points", "province", "no level"],
)
def test_records_of_every_shape_occur(condition):
    assert find(unit_counts(), condition)


def test_records_shrink_to_zeros():
    record = find(unit_counts(allow_missing=False), lambda _: True)
    assert set(record.counts.values()) == {Ratio(0, 0)}
    assert record.points == {}


@given(st.from_type(UnitCounts))
def test_hypothesis_knows_the_type(record):
    assert record.unit is not None
