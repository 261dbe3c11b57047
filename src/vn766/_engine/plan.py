"""An edition compiled for scoring: maxima as hundredths, keys resolved to positions.

A `Plan` holds the nodes of a framework in one sequence, parents before children, and speaks
of them by their position in it.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from attrs import evolve, frozen

from vn766._engine.exact import Percents, percents_of, read
from vn766._engine.formulas import INTEGERS
from vn766.errors import InvalidFrameworkError, Problem, ProblemCode, Severity, Word
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vn766._engine.formulas import Algebra
    from vn766.framework import Level
    from vn766.framework.model import Band, Framework, Indicator, Node
    from vn766.framework.rules import Rule

_LONGEST_KEY = 200
Choice: TypeAlias = Literal["named", "period", "uncovered", "default"]

NULL: Final = -1
"""The denominator that stands for a published null."""


@frozen(kw_only=True, eq=False)
class Component:
    """An indicator in integers: its rule, its maximum, and what nothing means."""

    indicator: Indicator
    rule: Rule
    maximum: int
    largest_count: int
    """Up to this denominator every intermediate of the formula stays below 2**53."""
    of_nothing: int
    """The points of 0 of 0."""
    of_null: int
    """The points of a published null."""
    of_one_unit: Callable[[int, int], int]
    """The points of one unit's two counts, of which the latter is not 0."""

    def points(self, numerator: int, denominator: int, algebra: Algebra = INTEGERS) -> int:
        """Return the points of two counts: 0 of 0 is nothing, 0 of `NULL` a published null."""
        if algebra is INTEGERS and denominator > 0:  # the usual case, in a third of the time
            return self.of_one_unit(numerator, denominator)
        counted = algebra.at_least(denominator, 1)
        nothing = 1 - counted
        divisor = denominator + 2 * nothing  # nothing is divided by 0
        points = self.rule.points(self.maximum, numerator, divisor, algebra)
        points = points * counted + self.of_nothing * nothing
        if self.of_null != self.of_nothing:
            is_null = 1 - algebra.at_least(denominator, 0)
            points += (self.of_null - self.of_nothing) * is_null
        return points

    def is_idle(self, level: Level | None) -> bool:
        """Whether units of `level` have no points of it, whatever is counted."""
        return not (self.rule.gives_points and self.indicator.applies_to(level))


class Doubt(NamedTuple):
    """A cut-off that is not verified, in hundredths: totals between `above` and `below` rest on it.

    `above` is the highest total published in the class below it, `below` the lowest one in its own
    class. A class whose totals were never published is open to its other end.
    """

    cut_off: int
    above: int
    below: int
    status: str


@frozen(kw_only=True, eq=False)
class Plan:
    """A framework compiled to integers; positions index `nodes` and every tuple beside it.

    Plans are equal where their frameworks are, and travel between processes as those.
    """

    framework: Framework
    chosen: Choice
    """How the framework was found: named, by the period, used for a period beyond it, or by
    nothing at all."""
    rules: dict[int, Component]
    """The component indicators by their positions; none in a plan of points."""
    component_ids: frozenset[str]
    nodes: tuple[Node, ...]
    """In a plan of counts each component stands here as a child of its node."""
    ids: tuple[str, ...]
    maxima: tuple[int, ...]
    percents: tuple[Percents, ...]
    children: tuple[tuple[int, ...], ...]
    groups: tuple[int, ...]
    leaves: tuple[int, ...]
    parents: tuple[int, ...]
    """The nodes with children, lower ones first."""
    plain_keys: dict[str, int]
    """The positions of leaves by the keys that mean one node only, as they are written most."""
    folded: dict[str, tuple[int, ...]]
    """Every key without case, accents and punctuation, with all nodes it may mean."""
    maximum: int
    bands: tuple[Band, ...]
    """Best first."""
    thresholds: tuple[int, ...]
    """The minima of the bands, from 0 upwards."""
    doubts: tuple[Doubt, ...]
    """The cut-offs that are not verified, best first."""
    warnings: tuple[Problem, ...]
    """The doubts that results of this plan rest on, those about their classes apart."""

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Plan)
            and (self.chosen, bool(self.rules)) == (other.chosen, bool(other.rules))
            and self.framework == other.framework
        )

    def __hash__(self) -> int:
        return hash(self.framework)

    def __reduce__(self) -> tuple[Callable[..., Plan], tuple[Framework, Choice, bool]]:
        return plan_of, (self.framework, self.chosen, bool(self.rules))

    def find(self, key: str) -> tuple[int, ...]:
        """Return the positions of all nodes that `key` may mean."""
        at = self.plain_keys.get(str.__str__(key))
        return (at,) if at is not None else self.folded.get(fold(key), ())

    def components(self, key: str) -> tuple[int, ...]:
        """Return the positions of all components that `key` (code, number or label) may mean."""
        at = self.plain_keys.get(str.__str__(key))
        if at in self.rules:  # the usual case
            return (at,)
        return tuple(at for at in self.find(key) if at in self.rules)

    def nearest(self, key: str, *, counted: bool = False) -> str:
        """Return the key that is spelled most like `key`, else all ids, or numbers if `counted`.

        With `counted` only the components answer: they alone have counts.
        """
        from difflib import get_close_matches

        names = _spellings(self, counted)
        near = get_close_matches(fold(str.__str__(key)[:_LONGEST_KEY]), names, n=1)
        if near:
            return names[near[0]]
        known = [rule.indicator.no for rule in self.rules.values()] if counted else self.ids
        return ", ".join(dict.fromkeys(known))

    def parts(self, position: int) -> Iterator[int]:
        """Yield the positions of everything below a node."""
        for child in self.children[position]:
            yield child
            yield from self.parts(child)

    def siblings(self, position: int) -> tuple[int, ...]:
        """Return the other children of the same parent; groups have no siblings here."""
        family = next((c for c in self.children if position in c), ())
        return tuple(at for at in family if at != position)

    def band(self, total: int) -> Band:
        """Return the class of `total` (hundredths): the best band whose minimum it reaches."""
        return self.bands[-bisect_right(self.thresholds, total)]

    def bands_between(self, least: int, most: int) -> tuple[Band, ...]:
        """Return the classes of the totals from `least` to `most`, best first."""
        best, worst = (self.bands.index(self.band(total)) for total in (most, least))
        return self.bands[best : worst + 1]

    def band_labelled(self, label: str) -> Band | None:
        """Return the band that is called `label` (id, label or alias, however typed)."""
        wanted = fold(label)
        return next((band for band in self.bands if wanted in _names_of_band(band)), None)


@lru_cache(maxsize=64)
def plan_of(
    framework: Framework,
    chosen: Choice = "named",
    with_components: bool = False,  # noqa: FBT001, FBT002
) -> Plan:
    """Return the plan of `framework`; plans of equal frameworks are shared.

    Raises:
        InvalidFrameworkError: if the framework breaks a rule, as one built in code may.
    """
    from vn766.framework.checks import lint

    flaws = lint(framework)
    if flaws:
        raise InvalidFrameworkError(flaws, subject=framework.id)
    groups = tuple(map(_with_components, framework.groups)) if with_components else framework.groups
    nodes = tuple(node for group in groups for node in group.walk())
    position = {node.id: at for at, node in enumerate(nodes)}
    folded: dict[str, tuple[int, ...]] = {}
    for at, node in enumerate(nodes):
        for name in dict.fromkeys(map(fold, _names_of_node(node))):
            folded[name] = (*folded.get(name, ()), at)
    return Plan(
        framework=framework,
        chosen=chosen,
        rules={
            position[indicator.code]: _compiled(indicator)
            for indicator in (framework.indicators() if with_components else ())
        },
        component_ids=frozenset(
            indicator.code for indicator in framework.indicators() if with_components
        ),
        nodes=nodes,
        ids=tuple(position),
        maxima=tuple(read(node.max_points) for node in nodes),
        percents=tuple(percents_of(read(node.max_points)) for node in nodes),
        children=tuple(tuple(position[child.id] for child in node.children) for node in nodes),
        groups=tuple(position[group.id] for group in framework.groups),
        leaves=tuple(at for at, node in enumerate(nodes) if not node.children),
        parents=tuple(at for at, node in enumerate(nodes) if node.children)[::-1],
        plain_keys={
            name: at
            for at, node in enumerate(nodes)
            for name in _names_of_node(node)
            if not node.children and folded[fold(name)] == (at,)
        },
        folded=folded,
        maximum=read(framework.max_points),
        thresholds=tuple(sorted(read(band.min_points) for band in framework.bands)),
        bands=framework.bands,
        doubts=tuple(_doubts(framework)),
        warnings=tuple(_warnings(framework, chosen, with_components=with_components)),
    )


def _with_components(node: Node) -> Node:
    """Return `node` with its indicators, and those of all nodes below it, as children."""
    from vn766.framework.model import Node

    components = tuple(
        Node(
            id=indicator.code,
            code=indicator.no,
            label=indicator.label,
            max_points=indicator.max_points,
            source=indicator.source,
        )
        for indicator in node.indicators
    )
    return evolve(node, children=(*map(_with_components, node.children), *components))


def _compiled(indicator: Indicator) -> Component:
    maximum, zero = read(indicator.max_points), indicator.zero
    return Component(
        indicator=indicator,
        rule=indicator.rule,
        maximum=maximum,
        largest_count=indicator.rule.largest_count(maximum),
        of_nothing=zero.rule.points(maximum),
        of_null=zero.published_null.points(maximum),
        of_one_unit=indicator.rule.for_one_unit(maximum),
    )


@lru_cache(maxsize=64)
def _spellings(plan: Plan, counted: bool) -> dict[str, str]:  # noqa: FBT001 (as in plan_of)
    """Return every key as it is written by its folded form: a table may ask at every row."""
    nodes = (plan.nodes[at] for at in plan.rules) if counted else plan.nodes
    return {fold(name): name for node in nodes for name in _names_of_node(node)}


def _names_of_node(node: Node) -> Iterator[str]:
    yield node.id
    if node.code is not None:
        yield node.code
    yield node.label
    yield from node.aliases


def _names_of_band(band: Band) -> set[str]:
    return {fold(name) for name in (band.id, band.label, *band.aliases)}


def _doubts(framework: Framework) -> Iterator[Doubt]:
    ceiling = framework.max_points
    for upper, lower in pairwise(framework.bands):
        if upper.source.status != "verified":
            above = lower.published.highest if lower.published else lower.min_points
            below = upper.published.lowest if upper.published else ceiling
            status = str(upper.source.status)
            yield Doubt(read(upper.min_points), read(above), read(below), status)
        ceiling = upper.min_points


def _warnings(framework: Framework, chosen: Choice, *, with_components: bool) -> Iterator[Problem]:
    """Yield a warning for each kind of figures and each status below verified among them."""
    cited = [(ProblemCode.UNVERIFIED_MAXIMA, node.label, node.source) for node in framework.nodes()]
    if with_components:
        cited += [
            (ProblemCode.UNVERIFIED_RULES, indicator.no, indicator.rule.source)
            for indicator in framework.indicators()
            if indicator.max_points
        ]
    doubted: dict[tuple[ProblemCode, str], list[str]] = {}
    for code, label, source in cited:
        if source.status != "verified":
            doubted.setdefault((code, source.status), []).append(label)
    for (code, status), labels in doubted.items():
        yield _warning(code, framework, status=Word(status), labels=", ".join(labels))
    validity = framework.validity
    if chosen == "uncovered":
        yield _warning(ProblemCode.UNCOVERED_PERIOD, framework)
    elif chosen == "period" and validity is not None and validity.source.status != "verified":
        status = Word(validity.source.status)
        yield _warning(ProblemCode.UNVERIFIED_VALIDITY, framework, status=status)


def _warning(code: ProblemCode, framework: Framework, **details: str) -> Problem:
    return Problem(
        code=code,
        path=("framework",),
        severity=Severity.WARNING,
        details=(("framework", framework.id), *details.items()),
    )
