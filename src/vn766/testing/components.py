"""The cases of components: for each rule counts that show it broken, and nothing else.

The mistakes that scorers make are reckoned through here (a rounded rate, a cut-off fraction,
binary floats): a case is chosen where its own mistake shows and the others do not.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import islice
from math import floor
from typing import TYPE_CHECKING, Final

from vn766._engine.exact import to_decimal
from vn766._engine.formulas import half_up
from vn766.score.counts import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from vn766._engine.plan import Component, Plan
    from vn766.schemas.types import ComponentCase, SuiteName

_MANY: Final = 10**12
"""Parts of a hundredth, in which points are reckoned before they are rounded."""
_DENOMINATORS: Final = (3, 7, 11, 13, 17, 19, 23, 29, 31, 37, 97)
_HALF: Final = _MANY // 2
_PLACES: Final = (2, 1, 0)
"""The places to which others round rates in percent."""
_EACH: Final = 2
"""How many cases of one kind an indicator has."""

_Counts = tuple[int, int]


def component_suites(plan: Plan) -> dict[SuiteName, list[ComponentCase]]:
    """Return the cases of all indicators that turn counts into points, suite by suite."""
    suites: dict[SuiteName, list[ComponentCase]] = {}
    for name, component, counts in _chosen(plan):
        suites.setdefault(name, []).append(_case(component, counts))
    return suites


@lru_cache(maxsize=8)
def _chosen(plan: Plan) -> tuple[tuple[SuiteName, Component, _Counts], ...]:
    """Return the counts of all cases: whoever checks several scorers looks for them once."""
    scored = [
        component
        for component in plan.rules.values()
        if component.rule.takes_counts and component.rule.gives_points and component.maximum
    ]
    return tuple(
        (name, component, counts)
        for name, pairs in _PAIRS.items()
        for component in scored
        for counts in dict.fromkeys(pairs(component))
    )


def _case(component: Component, counts: _Counts) -> ComponentCase:
    numerator, denominator = counts
    points = component.points(numerator, denominator)
    applies = standing(component, None, counts, points)[0] == "scored"
    return {
        "indicator": component.indicator.code,
        "numerator": numerator,
        "denominator": denominator,
        "expected": {
            "points": str(to_decimal(points)),
            "status": "scored" if applies else "not_applicable",
        },
    }


def _maxima(component: Component) -> Iterator[_Counts]:
    """Yield all of all, and the target: the maximum is wrong if neither gives it."""
    yield component.rule.earning(9, 9), 9
    yield from _reaching(component, component.maximum * _MANY)


def _zeros(component: Component) -> Iterator[_Counts]:
    del component  # the same of all
    yield 0, 0


def _targets(component: Component) -> Iterator[_Counts]:
    """Yield nothing, the target, and ways to it that need no rounding."""
    yield component.rule.earning(0, 7), 7
    yield from _reaching(component, component.maximum * _MANY)
    quarters = [component.maximum * _MANY * at // 4 for at in range(1, 4)]
    found = [counts for points in quarters for counts in _reaching(component, points)]
    found += [(component.rule.earning(at, 4), 4) for at in range(1, 4)]
    for counts in found:
        points, rest = divmod(_value(component, counts), _MANY)
        # Floats that are a hair too low would look like another target where they are cut off.
        is_low = any(points - 1 < way < points for way in _as_floats(component, counts))
        if not rest and not is_low and points < component.maximum and _is_plain(component, counts):
            yield counts


def _caps(component: Component) -> Iterator[_Counts]:
    """Yield more than the target, where there is one below all."""
    times, over = component.rule.scale
    if times != over:
        halfway = (Fraction(over, times) + 1) / 2
        whole = halfway.denominator
        yield component.rule.earning(halfway.numerator, whole), whole
        yield component.rule.earning(9, 9), 9


def _rates(component: Component) -> Iterator[_Counts]:
    """Yield counts whose rate, rounded to 2, 1 or no places, gives other points."""
    for places in _PLACES:
        found = (
            counts
            for counts in _usual(component)
            if _by_rate(component, counts, places) != component.points(*counts)
        )
        yield from islice(found, _EACH)


def _rounding(component: Component) -> Iterator[_Counts]:
    """Yield counts whose points lie above, and such as lie below, half a hundredth."""
    plain = [counts for counts in _usual(component) if _is_plain(component, counts)]
    above = (counts for counts in plain if _value(component, counts) % _MANY > _HALF)
    below = (counts for counts in plain if 0 < _value(component, counts) % _MANY < _HALF)
    yield from islice(above, _EACH)
    yield from islice(below, _EACH)


def _halves(component: Component) -> Iterator[_Counts]:
    """Yield halves of a hundredth that floats hit, above even and above odd hundredths."""
    for parity in (0, 1):
        found = (
            counts
            for below, counts in _all_halves(component)
            if below % 2 == parity and all(way == below + 1 for way in _rounded(component, counts))
        )
        yield from islice(found, _EACH)


def _binary_points(component: Component) -> Iterator[_Counts]:
    """Yield halves of a hundredth that floats miss, in each way to reckon with them."""
    for way in range(3):
        found = (
            counts
            for below, counts in _all_halves(component)
            if _rounded(component, counts)[way] == below
        )
        yield from islice(found, _EACH)


def _usual(component: Component) -> Iterator[_Counts]:
    """Yield counts of uneven denominators whose points are below the maximum, and no tie."""
    for denominator in _DENOMINATORS:
        for numerator in range(denominator + 1):
            value = _value(component, (numerator, denominator))
            if value < component.maximum * _MANY and value % _MANY != _HALF:
                yield numerator, denominator


def _all_halves(component: Component) -> Iterator[tuple[int, _Counts]]:
    """Yield counts for every half between two hundredths, with the lower one."""
    for below in range(component.maximum):
        for counts in _reaching(component, below * _MANY + _HALF):
            if _by_rate(component, counts, 2) == below + 1:
                yield below, counts


def _reaching(component: Component, points: int) -> Iterator[_Counts]:
    """Yield the counts that give `points`, if the formula of the rule has any."""
    times, over = component.rule.scale
    share = Fraction(points * over, component.maximum * times * _MANY)
    whole = share.denominator
    counts = component.rule.earning(share.numerator, whole), whole
    if _value(component, counts) == points:
        yield counts


def _value(component: Component, counts: _Counts) -> int:
    """Return points before they are rounded to hundredths, in parts of these."""
    return component.rule.points(component.maximum * _MANY, *counts)


def _is_plain(component: Component, counts: _Counts) -> bool:
    """Whether a rounded rate gives the same points: such counts say nothing about rates."""
    points = component.points(*counts)
    return all(_by_rate(component, counts, places) == points for places in _PLACES)


def _by_rate(component: Component, counts: _Counts, places: int) -> int:
    """Return the points of a rate in percent that was rounded to so many places."""
    numerator, denominator = counts
    whole = 10 ** (places + 2)
    return component.points(half_up(numerator * whole, denominator), whole)


def _as_floats(component: Component, counts: _Counts) -> tuple[float, float, float]:
    """Return points in hundredths as binary floats have them, in three orders of reckoning."""
    numerator, denominator = counts
    times, over = component.rule.scale
    most, target = component.maximum / 100, over / times
    rate = component.rule.earning(numerator, denominator) / denominator
    ways = (rate / target * most, most * rate / target, most * times * rate / over)
    return ways[0] * 100, ways[1] * 100, ways[2] * 100


def _rounded(component: Component, counts: _Counts) -> list[int]:
    return [floor(way + 0.5) for way in _as_floats(component, counts)]


_PAIRS: Final[Mapping[SuiteName, Callable[[Component], Iterator[_Counts]]]] = {
    "maxima": _maxima,
    "zeros": _zeros,
    "targets": _targets,
    "caps": _caps,
    "rounding": _rounding,
    "rates": _rates,
    "halves": _halves,
    "binary-points": _binary_points,
}
