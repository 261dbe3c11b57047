"""The checks of a framework beyond its form, which find all violations.

The rules: parts sum to their whole; ids and codes name one thing; bands descend strictly and
reach 0, so that every total has exactly one class; published totals lie in the class that they
were published with; every citation names instruments that are known, and a verified one also the
place; figures are exact hundredths; what is unscored gives no points; a written name means one of
two siblings with the same maximum at most.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from vn766._engine.exact import RefusedError, read, shift
from vn766.errors import Problem, ProblemCode, Word
from vn766.framework.elements import name_of, walk
from vn766.framework.sources import Citation, Status
from vn766.lazy import regex
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from vn766.framework import Level
    from vn766.framework.elements import Place
    from vn766.framework.model import Framework, Indicator, Node
    from vn766.framework.sources import Instrument

# Bounds of any figure, far above real ones: products of points in hundredths and counts stay
# below 2**53, which every engine computes exactly.
LARGEST = Decimal(10_000)
_SMALLEST = Decimal("0.01")

ID = regex(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME = 100
_MOST_NAMES = 50


def lint(framework: Framework) -> tuple[Problem, ...]:
    """Return everything that is wrong with `framework`, in the order of its elements.

    A framework that was read from a file has been checked already; this is for frameworks that
    are built or changed in Python. Each problem's path is a place such as
    ``("groups", "online", "max_points")``.

    Example:
        >>> from attrs import evolve
        >>> from vn766.framework import get_framework
        >>> lint(get_framework())
        ()
        >>> [problem] = lint(evolve(get_framework(), max_points=Decimal(99)))
        >>> problem.message
        'The maximum is 99 but its parts add up to 100.'
    """
    return (*_all_citation_problems(framework), *element_problems(framework))


def citation_problems(
    citation: Citation, place: Place, instruments: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with one citation; `instruments` are the ids that are known."""
    if not citation.instruments:
        yield Problem.of(ProblemCode.FIELD_EMPTY, (*place, "instruments"))
    for position, instrument in enumerate(citation.instruments):
        if instrument not in instruments:
            yield _unknown_instrument(instrument, (*place, "instruments", position), instruments)
    if citation.status is Status.VERIFIED and citation.locator is None:
        yield Problem.of(ProblemCode.LOCATOR_MISSING, (*place, "locator"))


def element_problems(framework: Framework) -> Iterator[Problem]:
    """Yield what is wrong with `framework` apart from its citations."""
    known = {instrument.id for instrument in framework.instruments}
    if not ID.fullmatch(framework.id):
        yield Problem.of(
            ProblemCode.FRAMEWORK_ID, ("id",), value=framework.id, example="tinh-vi-du-2026"
        )
    if framework.instrument not in known:
        yield _unknown_instrument(framework.instrument, ("instrument",), known)
    for name in ("levels", "groups", "bands"):
        if not getattr(framework, name):
            yield Problem.of(ProblemCode.FIELD_EMPTY, (name,))
    yield from _date_problems(framework)
    yield from _instrument_problems(framework.instruments)
    yield from _sum_problems(framework.max_points, framework.groups, ("max_points",))
    nodes = list(_places_of_nodes(framework.groups, ("groups",)))
    for place, node in nodes:
        yield from _node_problems(node, place, framework)
    yield from _name_problems(nodes)
    yield from _alias_problems(framework.groups, ("groups",))
    yield from _band_problems(framework)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name spelled most like `name`, or all known ones (50 at most) if none is.

    Example:
        >>> nearest("maxpoints", ["label", "max_points"])
        'max_points'
    """
    from difflib import get_close_matches

    names = sorted(known)
    few = len(names) <= _MOST_NAMES  # a hostile file has thousands: comparing takes time
    near = get_close_matches(name[:_LONGEST_NAME], names, n=1) if few else []
    return near[0] if near else ", ".join(names[:_MOST_NAMES]) or Word("none")


def _unknown_instrument(instrument: str, place: Place, known: Iterable[str]) -> Problem:
    return Problem.of(
        ProblemCode.UNKNOWN_INSTRUMENT, place, value=instrument, nearest=nearest(instrument, known)
    )


def _all_citation_problems(framework: Framework) -> Iterator[Problem]:
    known = {instrument.id for instrument in framework.instruments}
    seen: set[Citation] = set()  # one citation serves many elements: say it once
    for place, value in walk(framework):
        if isinstance(value, Citation) and value not in seen:
            seen.add(value)
            yield from citation_problems(value, place, known)


def _hundredths(figure: Decimal) -> int | None:
    """Return `figure` in hundredths, or None if it is no figure that can be reckoned with."""
    try:
        hundredths = read(figure)
    except RefusedError:
        return None
    return hundredths if 0 <= hundredths <= 100 * LARGEST else None


def _figure_problems(
    figure: Decimal, place: Place, *, least: Decimal = _SMALLEST, most: Decimal = LARGEST
) -> Iterator[Problem]:
    if _hundredths(figure) is None or not least <= figure <= most:
        yield Problem.of(ProblemCode.FIGURE_RANGE, place, value=figure, least=least, most=most)


def _sum_problems(
    whole: Decimal, parts: Iterable[Node | Indicator], place: Place
) -> Iterator[Problem]:
    """Yield whether `whole` is no figure, or not the sum of its parts."""
    yield from _figure_problems(whole, place)
    figures = [_hundredths(figure) for figure in (whole, *(part.max_points for part in parts))]
    known = [figure for figure in figures if figure is not None]
    if 1 < len(figures) == len(known) and known[0] != sum(known[1:]):
        total = shift(sum(known[1:]), 2)
        yield Problem.of(ProblemCode.SUM_OF_PARTS, place, value=whole, sum=total)


def _places_of_nodes(nodes: tuple[Node, ...], place: Place) -> Iterator[tuple[Place, Node]]:
    for position, node in enumerate(nodes):
        here = (*place, name_of(node, position))
        yield here, node
        yield from _places_of_nodes(node.children, (*here, "children"))


def _node_problems(node: Node, place: Place, framework: Framework) -> Iterator[Problem]:
    if node.children and node.indicators:
        yield Problem.of(ProblemCode.MIXED_PARTS, place, value=node.id)
    yield from _sum_problems(
        node.max_points, node.children or node.indicators, (*place, "max_points")
    )
    for position, indicator in enumerate(node.indicators):
        here = (*place, "indicators", name_of(indicator, position))
        yield from _indicator_problems(indicator, here, framework)


def _indicator_problems(
    indicator: Indicator, place: Place, framework: Framework
) -> Iterator[Problem]:
    points = indicator.max_points
    yield from _figure_problems(points, (*place, "max_points"), least=Decimal(0))
    if not indicator.rule.gives_points and _hundredths(points):
        yield Problem.of(ProblemCode.UNSCORED_MAXIMUM, (*place, "max_points"), value=points)
    named: list[tuple[Place, Level]] = [
        ((*place, "levels", at), level) for at, level in enumerate(indicator.levels)
    ]
    if indicator.owner is not None:
        named.append(((*place, "owner"), indicator.owner))
    for here, level in named:
        if level not in framework.levels:
            yield Problem.of(
                ProblemCode.LEVEL_OUTSIDE, here, value=level, known=", ".join(framework.levels)
            )
    rules = [((*place, "rule"), indicator.rule)]
    rules += [((*place, "variants", each.id, "rule"), each.rule) for each in indicator.variants]
    for here, rule in rules:
        for name, (least, most) in rule.figures.items():
            yield from _figure_problems(getattr(rule, name), (*here, name), least=least, most=most)
    yield from _duplicates(
        ((*place, "variants", position, "id"), variant.id)
        for position, variant in enumerate(indicator.variants)
    )


def _name_problems(nodes: list[tuple[Place, Node]]) -> Iterator[Problem]:
    names = [
        ((*place, field), name)
        for place, node in nodes
        for field, name in (("id", node.id), ("code", node.code))
        # A node may be called the same by us and by the portal.
        if name is not None and (field == "id" or fold(name) != fold(node.id))
    ]
    indicators = [
        ((*place, "indicators", name_of(indicator, position)), indicator)
        for place, node in nodes
        for position, indicator in enumerate(node.indicators)
    ]
    names += [((*place, "code"), indicator.code) for place, indicator in indicators]
    # What is only observed may share a number: nobody looks it up by that.
    names += [
        ((*place, "no"), indicator.no)
        for place, indicator in indicators
        if indicator.rule.gives_points and fold(indicator.no) != fold(indicator.code)
    ]
    # Nodes and components are looked up together: no name may mean two of them.
    yield from _duplicates(names)


def _duplicates(names: Iterable[tuple[Place, str]]) -> Iterator[Problem]:
    """Yield every name that was there before, compared the way written keys are."""
    first: dict[str, Place] = {}
    for place, name in names:
        other = first.setdefault(fold(name), place)
        if other is not place:
            where = ".".join(map(str, other))
            yield Problem.of(ProblemCode.DUPLICATE_NAME, place, value=name, other=where)


def _alias_problems(siblings: tuple[Node, ...], place: Place) -> Iterator[Problem]:
    for one, other in combinations(siblings, 2):
        if _hundredths(one.max_points) == _hundredths(other.max_points):
            for name in _shared_names(one, other):
                yield Problem.of(
                    ProblemCode.AMBIGUOUS_ALIAS, (*place, other.id), value=name, other=one.id
                )
    for node in siblings:
        yield from _alias_problems(node.children, (*place, node.id, "children"))


def _shared_names(one: Node, other: Node) -> Iterator[str]:
    """Yield the names of `other` that also name `one`, apart from ids and codes of both."""
    names = {fold(name) for name in (*_keys(one), one.label, *one.aliases)}
    keys = {fold(name) for name in _keys(one)} & {fold(name) for name in _keys(other)}
    for folded, name in {
        fold(name): name for name in (*_keys(other), other.label, *other.aliases)
    }.items():
        if folded in names - keys:
            yield name


def _keys(node: Node) -> tuple[str, ...]:
    return (node.id,) if node.code is None else (node.id, node.code)


def _band_problems(framework: Framework) -> Iterator[Problem]:
    bands = framework.bands
    figures = [band.min_points for band in bands]
    places: list[Place] = [("bands", band.id, "min_points") for band in bands]
    for place, figure in zip(places, figures, strict=True):
        yield from _figure_problems(figure, place, least=Decimal(0))
    if bands and None not in map(_hundredths, (framework.max_points, *figures)):
        if figures[0] > framework.max_points:
            yield Problem.of(
                ProblemCode.BAND_CEILING, places[0], value=figures[0], maximum=framework.max_points
            )
        for place, (upper, lower) in zip(places[1:], pairwise(figures), strict=True):
            if lower >= upper:
                yield Problem.of(ProblemCode.BAND_ORDER, place, value=lower, previous=upper)
        if figures[-1] != 0:
            yield Problem.of(ProblemCode.BAND_FLOOR, places[-1], value=figures[-1])
        yield from _published_problems(framework)
    yield from _duplicates(
        (("bands", position), name)
        for position, band in enumerate(bands)
        # Its own names may be spelled alike: "Yếu/Kém", "Yếu / Kém".
        for name in {fold(name): name for name in (band.id, *band.aliases, band.label)}.values()
    )


def _published_problems(framework: Framework) -> Iterator[Problem]:
    """Yield the published totals that contradict the class they were published with."""
    above = framework.max_points
    for band in framework.bands:
        if band.published is not None:
            least = band.min_points
            for name in ("lowest", "highest"):
                figure: Decimal = getattr(band.published, name)
                place = ("bands", band.id, "published", name)
                yield from _figure_problems(figure, place, least=least, most=above)
                least = figure
        above = shift(read(band.min_points) - 1, 2)


def _date_problems(framework: Framework) -> Iterator[Problem]:
    """Yield the days that come before those which they follow."""
    spans: list[tuple[Place, date | None, date | None]] = [
        (("parties", at, "last_day"), party.first_day, party.last_day)
        for at, party in enumerate(framework.parties)
    ]
    if framework.validity is not None:
        validity = framework.validity
        spans.insert(0, (("validity", "last_day"), validity.first_day, validity.last_day))
    for instrument in framework.instruments:
        first = instrument.in_force_from or instrument.issued_on
        spans.append((("instruments", instrument.id, "ended_on"), first, instrument.ended_on))
    for place, first, last in spans:
        if first is not None and last is not None and last < first:
            yield Problem.of(ProblemCode.VALIDITY_ORDER, place, value=last, first=first)


def _instrument_problems(instruments: tuple[Instrument, ...]) -> Iterator[Problem]:
    ids = [instrument.id for instrument in instruments]
    yield from _duplicates((("instruments", at, "id"), id_) for at, id_ in enumerate(ids))
    known = frozenset(ids)
    for instrument in instruments:
        if instrument.ended_by is not None and instrument.ended_by not in known:
            place = ("instruments", instrument.id, "ended_by")
            yield _unknown_instrument(instrument.ended_by, place, ids)
