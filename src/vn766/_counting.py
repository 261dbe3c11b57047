"""From counts to integers: the points of components, or everything that is wrong with them."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from vn766._engine import formulas, tally
from vn766._intake import key_problem, read_surroundings, read_with_care, sum_problems
from vn766.errors import Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import SupportsIndex

    from vn766._engine.plan import ComponentRule, Plan
    from vn766.framework.model import Level
    from vn766.records import Published, UnitCounts

__all__ = ["Counted", "IndicatorStatus", "read_counts"]

_PAIRS = (tuple, list)
_NO_PAIR = (-1, -1)

IndicatorStatus = Literal["scored", "not_applicable", "missing"]


class Counted(NamedTuple):
    """What a record says of one component; the counts are None where there are none."""

    status: IndicatorStatus
    numerator: int | None = None
    denominator: int | None = None


def read_counts(
    record: UnitCounts, plan: Plan
) -> tuple[tally.Given, tuple[Counted, ...], Published | None, tuple[Problem, ...]]:
    """Return points, components, what was published, and all problems of a record.

    The components stand in the order of `plan.rules`.
    """
    level = record.unit.level if record.unit else None
    by_points, problems = read_with_care(record.points, plan, record.origin)
    counts, found = _read_ratios(record, level, plan)
    problems += found
    if not problems:
        problems += _beyond_bounds(counts, plan)
    given = list(by_points)
    counted: dict[int, Counted] = {}
    for at, rule in plan.rules.items():
        if at in counts and given[at] is not None:
            problems.append(_twice(rule))
        elif given[at] is not None:
            counted[at] = Counted("scored")
            if not rule.indicator.applies_to(level):
                problems.append(_problem(ProblemCode.NOT_AT_THIS_LEVEL, rule, "points"))
        else:
            counted[at], given[at] = _count(rule, level, counts.get(at))
    if not problems:
        problems = sum_problems(tuple(given), plan, record.origin)
    published, found = read_surroundings(record, plan, tuple(given), sound=not problems)
    if record.dossiers is not None and not problems:  # often the same figures once more
        found += record.dossiers.problems()
    return tuple(given), tuple(counted.values()), published, (*problems, *found)


def _count(
    rule: ComponentRule, level: Level | None, pair: tuple[int, int] | None
) -> tuple[Counted, int | None]:
    """Return a component with its points in hundredths."""
    indicator = rule.indicator
    idle = indicator.rule.kind == "unscored" or not indicator.applies_to(level)
    if pair is None:
        return (Counted("not_applicable"), 0) if idle else (Counted("missing"), None)
    if idle:
        return Counted("not_applicable", *pair), 0
    numerator, denominator = pair
    if denominator == 0:
        zero = indicator.zero.rule
        status: IndicatorStatus = "not_applicable" if zero == "null" else "scored"
        return Counted(status, *pair), rule.maximum if zero == "full" else 0
    points = formulas.component(
        rule.maximum, numerator, denominator, times=rule.times, over=rule.over
    )
    return Counted("scored", *pair), points


def _read_ratios(
    record: UnitCounts, level: Level | None, plan: Plan
) -> tuple[dict[int, tuple[int, int]], list[Problem]]:
    """Return the counts by position, and what is wrong with them in the framework's order."""
    counts: dict[int, tuple[int, int]] = {}
    key_of: dict[int, object] = {}
    found: list[tuple[int, Problem]] = []
    stated = cast("object", record.counts)
    if not isinstance(stated, Mapping):
        message = f"counts must map indicators to pairs, not be a {type(stated).__name__}"
        raise TypeError(message)
    for key, ratio in cast("Mapping[object, object]", stated).items():
        candidates = plan.components(key) if isinstance(key, str) else ()
        at = candidates[0] if len(candidates) == 1 else len(plan.nodes)
        problem = None
        if len(candidates) != 1 or at in key_of:
            problem = key_problem("counts", key, candidates, plan, key_of)
        if problem is None:
            key_of[at] = key
            rule = plan.rules[at]
            counts[at], problem = _read_ratio(ratio, rule)
            # A null is what the portal prints for units that do not have the indicator.
            if problem is None and ratio is not None and not rule.indicator.applies_to(level):
                problem = _problem(ProblemCode.NOT_AT_THIS_LEVEL, rule, ratio)
        if problem is not None:
            found.append((at, problem))
    found.sort(key=lambda item: item[0])
    return counts, [problem for _, problem in found]


def _read_ratio(ratio: object, rule: ComponentRule) -> tuple[tuple[int, int], Problem | None]:
    numerator, denominator = pair = _pair(ratio)
    problem = None
    if rule.indicator.rule.kind == "given":
        problem = _problem(ProblemCode.POINTS_ARE_GIVEN, rule, ratio)
    elif pair == _NO_PAIR:
        problem = _problem(ProblemCode.NOT_COUNTS, rule, ratio)
    elif numerator < 0 or denominator < 0:
        problem = _problem(ProblemCode.NEGATIVE_COUNT, rule, ratio)
    elif numerator > denominator:
        problem = _problem(ProblemCode.ABOVE_DENOMINATOR, rule, ratio)
    return pair, problem


def _beyond_bounds(counts: Mapping[int, tuple[int, int]], plan: Plan) -> Iterator[Problem]:
    """Yield the counts that some engine could not compute exactly."""
    for at, (_, denominator) in counts.items():
        rule = plan.rules[at]
        if denominator > rule.largest_count:
            yield Problem.of(
                ProblemCode.COUNT_TOO_LARGE,
                ("counts", rule.indicator.code),
                value=denominator,
                label=f"{rule.indicator.no} {rule.indicator.label}",
                limit=rule.largest_count,
            )


def _pair(ratio: object) -> tuple[int, int]:
    """Return two counts as given; null is read like 0 of 0."""
    if ratio is None:
        return (0, 0)
    if not isinstance(ratio, _PAIRS) or len(cast("list[object]", ratio)) != len(_NO_PAIR):
        return _NO_PAIR
    first, second = cast("tuple[SupportsIndex, SupportsIndex]", ratio)
    if first.__class__ is int and second.__class__ is int:  # the usual ones
        return cast("tuple[int, int]", ratio)
    if isinstance(first, bool) or isinstance(second, bool):
        return _NO_PAIR
    try:
        return operator.index(first), operator.index(second)
    except TypeError:
        return _NO_PAIR


def _twice(rule: ComponentRule) -> Problem:
    return Problem.of(
        ProblemCode.DUPLICATE_KEY,
        ("counts", rule.indicator.code),
        value=rule.indicator.code,
        label=rule.indicator.label,
        other="points",
    )


def _problem(code: ProblemCode, rule: ComponentRule, ratio: object) -> Problem:
    indicator = rule.indicator
    return Problem.of(
        code,
        ("counts", indicator.code),
        value=tuple(cast("tuple[object, ...]", ratio)) if isinstance(ratio, tuple) else ratio,
        label=f"{indicator.no} {indicator.label}",
        levels=", ".join(indicator.levels),
    )
