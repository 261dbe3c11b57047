"""What if some figures of a unit were others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from vn766._engine.plan import plan_of
from vn766.advise.reaching import given_whole, kept_points
from vn766.compare import Comparison
from vn766.errors import InvalidRecordError, Problem, ProblemCode
from vn766.framework.registry import COUNTS_EDITION
from vn766.records import UnitCounts, UnitPoints
from vn766.score import iter_problems, score_counts, score_points

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vn766._engine.exact import Number
    from vn766._engine.plan import Plan
    from vn766.framework.model import Framework
    from vn766.records import Counts, Ratio
    from vn766.score import UnitResult


def what_if(
    record: Counts | UnitCounts | UnitPoints,
    changes: Mapping[str, Ratio | tuple[int, int] | Number | None],
    *,
    framework: Framework | str | Path | None = None,
) -> Comparison:
    """Return what a unit has, beside what it would have if some of its figures were others.

    Both sides are scored in full, so that differences are exact, node by node and indicator by
    indicator. Whatever was published about the unit is not part of the second.

    Args:
        record: the counts or the points of the unit, as in scoring.
        changes: the figures that take the place of others, by any key that they may be given
            by: the two counts of an indicator, or the points of a node; None is a published null
            of an indicator, and missing of a node. What the record lacks is added.
        framework: the edition to score by; default: as in `vn766.score.score_counts` or
            `vn766.score.score_points`.

    Raises:
        InvalidRecordError: if the record is not sound, or would not be; or if a change is of a
            part of a group whose points are given as a whole, so that it would change nothing;
            with all problems.
        FrameworkError: if the framework is unknown or broken.
        TypeError: if `changes` is not a mapping.

    Example:
        >>> counts = UnitCounts(
        ...     counts={"2.1": (900, 1000), "5.4": (80, 100), "4.2": (350, 500)},
        ...     points={"CKMB": 15, "online": 18, "5.2": 6, "5.3": 6, "MDSH": 17},
        ... )
        >>> found = what_if(counts, {"2.1": (950, 1000), "CKMB": "16,5"})
        >>> str(found.before.total), str(found.after.total), str(found.change)
        ('85.33', '87.83', '2.50')
        >>> str(found.nodes["progress"].change), str(found.indicators["2.1"].rate_change)
        ('1.00', '5.00')
    """
    if not isinstance(cast("object", changes), Mapping):
        message = f"changes must map keys to figures, not be a {type(changes).__name__}"
        raise TypeError(message)
    if not isinstance(record, UnitCounts | UnitPoints):
        record = UnitCounts(counts=record)
    if framework is None and isinstance(record, UnitCounts):
        framework = COUNTS_EDITION
    before = _scored(record, framework)
    plan = plan_of(before.framework, with_components=isinstance(record, UnitCounts))
    whole = given_whole(record, before, plan)
    changed = _changed(record, changes, plan, whole)
    problems = list(_without_effect(changes, plan, whole))
    problems += iter_problems(changed, framework=framework)
    if problems:
        raise InvalidRecordError(problems, subject=before.unit.name if before.unit else "")
    return Comparison(before=before, after=_scored(changed, framework), kind="what_if")


def _scored(
    record: UnitCounts | UnitPoints, framework: Framework | str | Path | None
) -> UnitResult:
    if isinstance(record, UnitPoints):
        return score_points(record, framework=framework)
    return score_counts(record, framework=COUNTS_EDITION if framework is None else framework)


def _changed(
    record: UnitCounts | UnitPoints,
    changes: Mapping[str, Ratio | tuple[int, int] | Number | None],
    plan: Plan,
    whole: set[int],
) -> UnitCounts | UnitPoints:
    """Return the record with the changes; nothing is published about that."""
    replaced = {at for key in changes for at in _meant(key, plan)}
    kept = kept_points(record, plan, whole)
    points = {key: value for key, value in kept.items() if replaced.isdisjoint(plan.find(key))}
    if isinstance(record, UnitPoints):
        numbers = cast("Mapping[str, Number | None]", changes)  # a pair is refused as no number
        points |= numbers
        return UnitPoints(unit=record.unit, period=record.period, points=points)
    counts = {
        key: ratio
        for key, ratio in record.counts.items()
        if replaced.isdisjoint(plan.components(key))
    }
    for key, value in changes.items():
        is_null = value is None and _meant(key, plan) <= plan.rules.keys()
        if is_null or isinstance(value, tuple | list):
            counts[key] = cast("tuple[int, int] | None", value)
        else:
            points[key] = value
    return UnitCounts(unit=record.unit, period=record.period, counts=counts, points=points)


def _meant(key: object, plan: Plan) -> set[int]:
    """Return the one component or node that a key means; nothing where it means several or none."""
    if not isinstance(key, str):
        return set()
    found = plan.components(key) or plan.find(key)
    return {*found} if len(found) == 1 else set()


def _without_effect(
    changes: Mapping[str, object], plan: Plan, whole: set[int]
) -> Iterator[Problem]:
    """Yield a problem for each change below a node whose points were given as a whole."""
    meant = {at: key for key in changes for at in _meant(key, plan)}
    for at, key in meant.items():
        for node in sorted(whole - meant.keys()):
            if at in plan.parts(node):
                yield Problem.of(
                    ProblemCode.GIVEN_AS_A_WHOLE,
                    ("changes", plan.ids[at]),
                    value=key,
                    label=plan.nodes[at].label,
                    node=plan.nodes[node].label,
                )
