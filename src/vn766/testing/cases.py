"""The cases that hold a scorer to the rules, made of the figures of a framework.

A suite proves one rule: its cases are chosen so that a scorer which breaks another rule, and only
that one, gets them right. The expected values are the library's; tests hold these to rational
arithmetic.
"""

from __future__ import annotations

from functools import reduce
from itertools import islice
from operator import add
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast, get_args

from vn766._engine import tally
from vn766._engine.exact import percents_of, read, to_decimal
from vn766._engine.plan import plan_of
from vn766.framework import get_framework
from vn766.framework.registry import COUNTS_EDITION
from vn766.score.ranking import ranks_of
from vn766.testing.components import component_suites
from vn766.texts import Catalogue, languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from vn766._engine.plan import Plan
    from vn766.framework.model import Framework, Node
    from vn766.schemas.types import (
        CasesFrameworkDict,
        CasesIndicator,
        CasesNode,
        CaseSuite,
        ComponentCase,
        ExpectedRank,
        PointsCase,
        RanksCase,
        SuiteName,
    )

CaseKind: TypeAlias = Literal["points", "counts", "ranks"]
"""What a scorer is given: points, two counts, or the totals of a pool."""

_TEXTS: Final = Catalogue("testing")
_TRIES: Final = 4000
_EACH: Final = 6
"""How many cases of one kind there are at most."""
_FAR: Final = 100  # hundredths


def case_suites(framework: Framework | str | Path = COUNTS_EDITION) -> dict[SuiteName, CaseSuite]:
    """Return the cases of a framework, suite by suite, as JSON-ready values.

    All figures are texts with two decimals; null is missing. A suite that the framework has no
    cases for is left out, as those of counts are where it has no rules for them. ``vn766 cases``
    writes the suites to files that systems in any language can read.

    Raises:
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> suites = case_suites()
        >>> suites["halves"]["cases"][0]
        {'indicator': 'PUBLISH_ON_TIME', 'numerator': 1, 'denominator': 240,
         'expected': {'points': '0.03', 'status': 'scored'}}
        >>> suites["halves"]["rule"]["en"]
        'Exactly half a hundredth is rounded up, not to the even neighbour.'
    """
    edition = get_framework(framework)
    return {
        name: suite
        for kind in get_args(CaseKind)
        for name, suite in suites_of(kind, edition).items()
    }


def suites_of(kind: CaseKind, framework: Framework) -> dict[SuiteName, CaseSuite]:
    """Return the suites of one kind."""
    found: Mapping[SuiteName, Iterable[PointsCase] | Iterable[ComponentCase] | Iterable[RanksCase]]
    match kind:
        case "points":
            found = _of_points(plan_of(framework))
        case "counts":
            found = component_suites(plan_of(framework, with_components=True))
        case "ranks":
            found = _of_ranks(framework)
    suites: dict[SuiteName, CaseSuite] = {}
    for name, each in found.items():
        cases = cast("list[PointsCase] | list[ComponentCase] | list[RanksCase]", list(each))
        if cases:
            suites[name] = {
                "schema": "vn766-case-suite-1",
                "suite": name,
                "framework": framework.id,
                "framework_digest": framework.digest,
                "rule": _rule(name, framework),
                "cases": cases,
            }
    return suites


def _rule(name: SuiteName, framework: Framework) -> dict[str, str]:
    code = f"rule.{name}"
    if code not in _TEXTS:
        code = f"{code}.{framework.ranking.method}"
    return {language: _TEXTS.say(code, language) for language in languages()}


def cases_framework(framework: Framework | str | Path = COUNTS_EDITION) -> CasesFrameworkDict:
    """Return the maxima, classes and rules that cases rest on, as JSON-ready values.

    Example:
        >>> [band["min_points"] for band in cases_framework()["bands"]]
        ['90.00', '80.00', '70.00', '50.00', '0.00']
    """
    edition = get_framework(framework)
    return {
        "schema": "vn766-cases-framework-1",
        "id": edition.id,
        "digest": edition.digest,
        "title": edition.title,
        "max_points": _text(read(edition.max_points)),
        "nodes": [node for group in edition.groups for node in _nodes(group, None)],
        "bands": [
            {"id": band.id, "label": band.label, "min_points": _text(read(band.min_points))}
            for band in edition.bands
        ],
        "indicators": list(_indicators(edition)),
        "rank_method": edition.ranking.method,
    }


def _nodes(node: Node, parent: str | None) -> Iterator[CasesNode]:
    yield {
        "id": node.id,
        "code": node.code,
        "label": node.label,
        "parent": parent,
        "max_points": _text(read(node.max_points)),
    }
    for child in node.children:
        yield from _nodes(child, node.id)


def _indicators(framework: Framework) -> Iterator[CasesIndicator]:
    for node in framework.nodes():
        for indicator in node.indicators:
            target = indicator.rule.target
            yield {
                "code": indicator.code,
                "no": indicator.no,
                "label": indicator.label,
                "node": node.id,
                "max_points": _text(read(indicator.max_points)),
                "rule": indicator.rule.kind,
                "target_percent": None if target is None else str(target),
                "of_nothing": indicator.zero.rule.value,
            }


# --- points ---------------------------------------------------------------------------------------


def _of_points(plan: Plan) -> dict[SuiteName, Iterator[PointsCase]]:
    return {
        "sums": _sums(plan),
        "unrounded": _unrounded(plan),
        "classes": _classes(plan),
        "bounds": (_scored(plan, _spread(plan, cut)) for cut in plan.thresholds),
        "binary-sums": _binary_sums(plan),
        "percents": _percents(plan),
        "missing": _missing(plan),
        "refused": _refused(plan),
    }


def _text(hundredths: int) -> str:
    return str(to_decimal(hundredths))


def _maxima(plan: Plan) -> dict[str, int]:
    return {plan.ids[at]: plan.maxima[at] for at in plan.leaves}


def _scored(plan: Plan, points: dict[str, int]) -> PointsCase:
    """Return a complete record with its total, percent and class."""
    total = sum(points.values())
    return {
        "points": {name: _text(value) for name, value in points.items()},
        "expected": {
            "total": _text(total),
            "percent": str(percents_of(plan.maximum)[total]),
            "band": plan.band(total).id,
        },
    }


def _float_sum(points: dict[str, int]) -> float:
    """Return the sum of binary floats, one addition after the other.

    Python's `sum` compensates their errors since 3.12; others add as this does.
    """
    return reduce(add, (value / 100 for value in points.values()))


def _drifts(points: dict[str, int]) -> bool:
    return _float_sum(points) != sum(points.values()) / 100


def _spread(plan: Plan, total: int) -> dict[str, int]:
    """Return points that add up to `total`, if possible without the errors of floats."""
    maxima = _maxima(plan)
    names = [*maxima]
    points: dict[str, int] = {}
    for at in range(len(names)):
        points, rest = dict.fromkeys(names, 0), total
        for name in names[at:] + names[:at]:
            points[name] = min(maxima[name], rest)
            rest -= points[name]
        if not _drifts(points):
            break
    return points


def _patterns(plan: Plan, step: int, middle: int = 0) -> Iterator[dict[str, int]]:
    """Yield many records of whole multiples of `step` hundredths.

    Their totals lie around half the maximum, or around `middle`.
    """
    limits = _maxima(plan)
    if middle:
        limits = {name: most * 2 * middle // plan.maximum for name, most in limits.items()}
    for at in range(1, _TRIES):
        yield {
            name: (at * (7 * place + 1) + 11 * place) % (most // step + 1) * step
            for place, (name, most) in enumerate(limits.items())
        }


def _sums(plan: Plan) -> Iterator[PointsCase]:
    """Yield sums of whole points, which floats add exactly, each group alone among them."""
    maxima = _maxima(plan)
    alone = [{other: most * (other == name) for other in maxima} for name, most in maxima.items()]
    ends = [dict.fromkeys(maxima, 0), maxima]
    for points in (*ends, *alone, *islice(_patterns(plan, 100), _EACH)):
        if not _drifts(points):
            yield _scored(plan, points)


def _unrounded(plan: Plan) -> Iterator[PointsCase]:
    """Yield sums that end in a quarter or three, which floats add exactly."""
    quarters = (points for points in _patterns(plan, 25) if sum(points.values()) % 50)
    yield from (_scored(plan, points) for points in islice(quarters, 2 * _EACH))


def _binary_sums(plan: Plan) -> Iterator[PointsCase]:
    """Yield sums that floats miss: some far from all cut-offs, some on each, there too low."""
    cuts = plan.thresholds
    drifting = (
        points
        for points in _patterns(plan, 1)
        if _drifts(points) and all(abs(sum(points.values()) - cut) > _FAR for cut in cuts)
    )
    yield from (_scored(plan, points) for points in islice(drifting, _EACH))
    for cut in cuts:
        below = (points for points in _summing_to(plan, cut) if _float_sum(points) < cut / 100)
        yield from (_scored(plan, points) for points in islice(below, _EACH))


def _summing_to(plan: Plan, total: int) -> Iterator[dict[str, int]]:
    """Yield many records of one total: one group of each makes it up."""
    maxima = _maxima(plan)
    names = [*maxima]
    is_high = 2 * total > plan.maximum  # then it is the points lost that are few
    few = min(total, plan.maximum - total)
    for at, some in enumerate(_patterns(plan, 1, few)):
        points = {name: maxima[name] - some[name] for name in names} if is_high else some
        name = names[at % len(names)]
        made_up = total - sum(points.values()) + points[name]
        if 0 <= made_up <= maxima[name]:
            yield {**points, name: made_up}


def _classes(plan: Plan) -> Iterator[PointsCase]:
    """Yield totals just below and just above every cut-off, and some way above it."""
    for cut, top in zip(plan.thresholds, (*plan.thresholds[1:], plan.maximum), strict=True):
        for total in (cut - 1, cut + 1, cut + (top - cut) // 3):
            if 0 <= total <= plan.maximum:
                yield _scored(plan, _spread(plan, total))


def _percents(plan: Plan) -> Iterator[PointsCase]:
    """Yield points of which those of every node are a percent to round."""
    maxima = _maxima(plan)
    for third in range(1, 3):
        for less in range(_EACH):
            points = {name: max(0, most * third // 3 - less) for name, most in maxima.items()}
            case = _scored(plan, points)
            values = tally.values(plan, tuple(points.get(name) for name in plan.ids))
            case["expected"]["percents"] = {
                name: str(percents_of(most)[value or 0])
                for name, most, value in zip(plan.ids, plan.maxima, values, strict=True)
            }
            yield case


def _missing(plan: Plan) -> Iterator[PointsCase]:
    """Yield records that lack one part, all but one, or all: no total, no class, but bounds."""
    maxima = _maxima(plan)
    whole = {name: most * 3 // 4 for name, most in maxima.items()}
    all_of = frozenset(maxima)
    lacking = [frozenset({name}) for name in maxima] + [all_of - {name} for name in maxima]
    for lost in filter(None, dict.fromkeys((*lacking, all_of))):
        least = sum(value for name, value in whole.items() if name not in lost)
        most = least + sum(maxima[name] for name in lost)
        yield {
            "points": {n: None if n in lost else _text(value) for n, value in whole.items()},
            "expected": {
                "total": None,
                "percent": None,
                "band": None,
                "bounds": [_text(least), _text(most)],
            },
        }


def _refused(plan: Plan) -> Iterator[PointsCase]:
    """Yield values that no record can have."""
    maxima = _maxima(plan)
    whole = {name: _text(most // 2) for name, most in maxima.items()}
    for name, most in maxima.items():
        for value in (_text(most + 1), "-0.01"):
            yield {"points": {**whole, name: value}, "expected": {"error": True}}


# --- ranks ----------------------------------------------------------------------------------------


def _of_ranks(framework: Framework) -> dict[SuiteName, Iterator[RanksCase]]:
    """Return pools without ties, with ties, and with units that have no total."""
    most = read(framework.max_points)
    high, middle, low = most * 9 // 10, most // 2, most // 5
    apart: list[list[int | None]] = [[], [high], [low, high, middle], [middle, middle + 1, most, 0]]
    # Where ties stand in the order of their codes, totals alone do not say the ranks.
    shared: list[list[int | None]] = [
        [middle, high, middle, low],
        [high, high, high],
        [most, 0, middle, middle, 0, 0],
    ]
    without: list[list[int | None]] = [[None, middle, None, middle + 1], [0, None, high], [None]]
    ties = shared if framework.ranking.method != "ordinal" else []
    return {
        "ranks": (_ranked(totals, framework) for totals in apart),
        "shared-ranks": (_ranked(totals, framework) for totals in ties),
        "unranked": (_ranked(totals, framework) for totals in without),
    }


def _ranked(totals: list[int | None], framework: Framework) -> RanksCase:
    known = sorted((total for total in totals if total is not None), reverse=True)
    ranks = dict(zip(known, ranks_of(known, framework.ranking.method), strict=True))
    expected: list[ExpectedRank | None] = [
        None
        if total is None
        else {"rank": ranks[total], "of": len(known), "tied": known.count(total)}
        for total in totals
    ]
    given = [None if total is None else _text(total) for total in totals]
    return cast("RanksCase", {"totals": given, "expected": expected})
