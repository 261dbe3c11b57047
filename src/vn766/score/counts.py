"""From counts to integers: the points of components, or everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from vn766._engine.exact import is_absent, to_decimal, whole
from vn766._engine.plan import NULL
from vn766.errors import Problem, ProblemCode, Word
from vn766.records import Ratio
from vn766.score.intake import (
    key_problem,
    read_surroundings,
    read_with_care,
    sum_problems,
    unit_problems,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vn766._engine import tally
    from vn766._engine.plan import Component, Plan
    from vn766.framework import Level
    from vn766.period import Period
    from vn766.records import Published, Unit, UnitCounts

_PAIRS = (tuple, list)
_PLAIN_PAIRS = frozenset({tuple, list, Ratio})
_NO_PAIR = (-1, -1)

IndicatorStatus = Literal["scored", "not_applicable", "missing"]
IndicatorBasis = Literal["counts", "points", "null"]
_Pair: TypeAlias = "tuple[int, int] | None"
"""Two counts, or None where null was published."""
Counted: TypeAlias = "_Pair | tuple[()]"
"""What was counted of a component: a pair, or nothing."""
_NOTHING: Final = ()


def standing(
    rule: Component, level: Level | None, counted: Counted, points: int | None
) -> tuple[IndicatorStatus, IndicatorBasis | None]:
    """Return how a component stands in a result with these points, and what that rests on."""
    if counted == _NOTHING and points is not None and not rule.is_idle(level):
        return "scored", "points"
    if counted == _NOTHING:
        return "missing" if points is None else "not_applicable", None
    zero = rule.indicator.zero
    basis: IndicatorBasis = "counts" if counted else "null"
    meaning = zero.rule if counted else zero.published_null
    is_nothing = not counted or counted[1] == 0
    is_idle = rule.is_idle(level) or (is_nothing and meaning == "null")
    return "not_applicable" if is_idle else "scored", basis


_Slot: TypeAlias = "tuple[int, int, int, int, Callable[[int, int], int]]"
"""Of a component: the position, the place among components, and what `Component` says of it."""


@lru_cache(maxsize=256)
def _slots(plan: Plan, level: Level | None) -> tuple[dict[str, _Slot], tuple[int | None, ...]]:
    """Return the components that are counted at a level by their keys, and points without any."""
    slots = {
        at: (at, place, rule.largest_count, rule.of_nothing, rule.of_one_unit)
        for place, (at, rule) in enumerate(plan.rules.items())
        if rule.rule.takes_counts and rule.indicator.applies_to(level)
    }
    idle = {at for at, rule in plan.rules.items() if rule.is_idle(level)}
    return (
        {key: slots[at] for key, at in plan.plain_keys.items() if at in slots},
        tuple(0 if at in idle else None for at in range(len(plan.nodes))),
    )


def read_plain_counts(
    stated: object, unit: Unit | None, period: Period | None, plan: Plan
) -> tuple[tally.Given, int | None, tuple[Counted, ...]] | None:
    """Read the usual counts fast: exact keys, pairs of sound integers.

    Returned are points, total and components, or None for anything else: `read_counts` knows why.
    """
    if type(stated) is not dict or (unit and any(unit_problems(unit, period, plan))):
        return None
    stated = cast("dict[str, tuple[int, int]]", stated)
    slots, idle = _slots(plan, unit.level if unit else None)
    given, counted = [*idle], cast("list[Counted]", [_NOTHING] * len(plan.rules))
    total = 0
    try:
        for key, pair in stated.items():
            at, place, largest_count, of_nothing, formula = slots[key]
            if pair.__class__ not in _PLAIN_PAIRS:
                return None
            numerator, denominator = pair
            if (
                numerator.__class__ is not int
                or denominator.__class__ is not int
                or not 0 <= numerator <= denominator <= largest_count
            ):
                return None
            counted[place] = numerator, denominator
            given[at] = points = formula(numerator, denominator) if denominator else of_nothing
            total += points
    except (KeyError, TypeError, ValueError):
        return None
    if len(counted) - counted.count(_NOTHING) != len(stated):
        return None  # one component under two names
    is_complete = given.count(None) == len(plan.parents)
    return tuple(given), total if is_complete else None, tuple(counted)


def read_counts(
    record: UnitCounts, plan: Plan
) -> tuple[tally.Given, tuple[Counted, ...], Published | None, tuple[Problem, ...]]:
    """Return points, components, what was published, and all problems of a record.

    The components stand in the order of `plan.rules`.
    """
    level = record.unit.level if record.unit else None
    level = level if level in plan.framework.levels else None  # which is a problem of its own
    by_points, problems = read_with_care(record.points, plan, record.origin)
    counts, found = _read_ratios(record, level, plan)
    problems += found
    if not problems:
        problems += _beyond_bounds(counts, plan)
    given = list(by_points)
    for at, rule in plan.rules.items():
        if at in counts and given[at] is not None:
            problems.append(_twice(rule))
        elif given[at] is not None and not rule.indicator.applies_to(level):
            value = to_decimal(given[at] or 0)
            problems.append(_problem(ProblemCode.NOT_AT_THIS_LEVEL, rule, value, "nodes"))
        elif given[at] is None:
            given[at] = _points(rule, level, counts.get(at, _NOTHING))
    if not problems:
        problems = sum_problems(tuple(given), plan, record.origin)
    published, found = read_surroundings(record, plan, tuple(given), sound=not problems)
    if record.dossiers is not None and not problems:  # often the same figures once more
        found += record.dossiers.problems()
    counted = tuple(counts.get(at, _NOTHING) for at in plan.rules)
    return tuple(given), counted, published, (*problems, *found)


def no_rules_problem(plan: Plan) -> Problem:
    """Return what is wrong with counts under a framework that has no rules for them."""
    path = ("counts",)
    return Problem.of(ProblemCode.NO_COMPONENT_RULES, path, framework=plan.framework.id)


def _points(rule: Component, level: Level | None, counted: Counted) -> int | None:
    """Return the points of a component in hundredths, None where nothing is known of it."""
    if rule.is_idle(level):
        return 0
    if counted == _NOTHING:
        return None
    return rule.points(*(counted or (0, NULL)))


def _read_ratios(
    record: UnitCounts, level: Level | None, plan: Plan
) -> tuple[dict[int, _Pair], list[Problem]]:
    """Return the counts by position, and what is wrong with them in the framework's order."""
    counts: dict[int, _Pair] = {}
    key_of: dict[int, object] = {}
    found: list[tuple[int, Problem]] = []
    stated = cast("object", record.counts)
    if not isinstance(stated, Mapping):
        message = f"counts must map indicators to pairs, not be a {type(stated).__name__}"
        raise TypeError(message)
    if stated and not plan.rules:
        return {}, [no_rules_problem(plan)]
    for key, ratio in cast("Mapping[object, object]", stated).items():
        candidates = plan.components(key) if isinstance(key, str) else ()
        at = candidates[0] if len(candidates) == 1 else len(plan.nodes)
        problem = None
        if len(candidates) != 1 or at in key_of:
            problem = key_problem("counts", key, candidates, plan, key_of)
        if problem is None:
            key_of[at] = key
            counts[at], problem = _read_ratio(ratio, plan.rules[at], level)
        if problem is not None:
            found.append((at, problem))
    found.sort(key=lambda item: item[0])
    return counts, [problem for _, problem in found]


def _read_ratio(
    ratio: object, rule: Component, level: Level | None
) -> tuple[_Pair, Problem | None]:
    if not rule.rule.takes_counts:
        return None, _problem(ProblemCode.POINTS_ARE_GIVEN, rule, ratio)
    if is_absent(ratio):  # what the portal prints, also for units that do not have the indicator
        return None, None
    numerator, denominator = pair = _pair(ratio)
    if 0 <= numerator <= denominator:
        code = None if rule.indicator.applies_to(level) else ProblemCode.NOT_AT_THIS_LEVEL
    elif pair == _NO_PAIR:
        code = ProblemCode.NOT_COUNTS
    else:
        negative = numerator < 0 or denominator < 0
        code = ProblemCode.NEGATIVE_COUNT if negative else ProblemCode.ABOVE_DENOMINATOR
    return pair, None if code is None else _problem(code, rule, ratio)


def _beyond_bounds(counts: Mapping[int, _Pair], plan: Plan) -> Iterator[Problem]:
    """Yield the counts that some engine could not compute exactly."""
    for at, rule in plan.rules.items():
        _, denominator = counts.get(at) or _NO_PAIR
        if denominator > rule.largest_count:
            yield Problem.of(
                ProblemCode.COUNT_TOO_LARGE,
                ("counts", rule.indicator.code),
                value=denominator,
                label=f"{rule.indicator.no} {rule.indicator.label}",
                limit=rule.largest_count,
            )


def _pair(ratio: object) -> tuple[int, int]:
    """Return two counts as given."""
    with suppress(Exception):  # not integers, not two, or of types whose methods refuse
        pair = cast("tuple[object, ...]", ratio)
        first, second = pair if isinstance(ratio, _PAIRS) else _NO_PAIR
        if type(first) is int and type(second) is int:  # the usual ones
            return first, second
        if isinstance(first, bool) or isinstance(second, bool):
            return _NO_PAIR
        return whole(first), whole(second)
    return _NO_PAIR


def _twice(rule: Component) -> Problem:
    return Problem.of(
        ProblemCode.DUPLICATE_KEY,
        ("counts", rule.indicator.code),
        value=rule.indicator.code,
        label=rule.indicator.label,
        other=Word("the points"),
    )


def _problem(code: ProblemCode, rule: Component, ratio: object, kind: str = "counts") -> Problem:
    indicator = rule.indicator
    if isinstance(ratio, tuple):  # without the name of its type, and without its own methods
        plain = tuple.__getitem__  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType]
        ratio = cast("object", plain(cast("tuple[object, ...]", ratio), slice(None)))
    return Problem.of(
        code,
        (kind, indicator.code),
        value=ratio,
        label=f"{indicator.no} {indicator.label}",
        levels=tuple(map(Word, indicator.levels)),
    )
