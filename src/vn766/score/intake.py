"""From a record to integers: its points in hundredths, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from operator import index
from typing import TYPE_CHECKING, cast

from attrs import evolve

from vn766._engine import tally
from vn766._engine.exact import KNOWN, Number, RefusedError, is_absent, read, to_decimal
from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError, Problem, ProblemCode, Word
from vn766.texts import Joined

if TYPE_CHECKING:
    from vn766._engine.plan import Plan
    from vn766.framework import Level
    from vn766.framework.model import Framework, Node
    from vn766.period import Period
    from vn766.records import Origin, Published, Record, Unit, UnitPoints

_MAPPINGS = (dict, Mapping)  # dict first: it is the usual one, and asked for in half the time
_PLAIN = frozenset({int, Decimal})
"""Types whose equal values hash alike and that are not bool: the table answers for them."""


def read_record(
    record: UnitPoints, plan: Plan
) -> tuple[tally.Given, Published | None, tuple[Problem, ...]]:
    """Return the points of a record, what was published about it, and all its problems."""
    given, problems = read_with_care(record.points, plan, record.origin)
    published, found = read_surroundings(record, plan, given, sound=not problems)
    return given, published, (*problems, *found)


def read_surroundings(
    record: Record, plan: Plan, given: tally.Given, *, sound: bool
) -> tuple[Published | None, list[Problem]]:
    """Check a record's unit, and what was published about it against its points, if `sound`."""
    if not sound:  # points that are wrong themselves prove nothing
        given = (None,) * len(given)
    problems: list[Problem] = []
    problems += unit_problems(record.unit, record.period, plan)
    published = record.published
    if published is not None:
        total, found = _read_published(published, plan, given, record.origin)
        problems += found
        published = evolve(published, total=None if total is None else to_decimal(total))
    return published, problems


def unit_problems(unit: Unit | None, period: Period | None, plan: Plan) -> Iterator[Problem]:
    """Yield what is wrong with a unit: its level, if it has one."""
    if unit is not None:
        yield from level_problems(unit.level, period, plan.framework, ("unit", "level"))


def level_problems(
    level: Level | None, period: Period | None, framework: Framework, path: tuple[str, ...]
) -> Iterator[Problem]:
    """Yield why units of a level cannot be: the framework has none, or none any more."""
    if level is None:
        return
    there = level in framework.levels
    end = next((end for end in framework.ended_levels if end.level == level), None)
    if end is not None and (not there or (period is not None and period.start >= end.ended_on)):
        from vn766.vi.dates import format_date  # few units are of such a level

        yield Problem.of(
            ProblemCode.ENDED_LEVEL,
            path,
            value=level,
            level=Word(level),
            ended=format_date(end.ended_on, "slash"),
            known=tuple(Word(other) for other in framework.levels if other != level),
        )
    elif not there:
        known = tuple(map(Word, framework.levels))
        yield Problem.of(ProblemCode.UNKNOWN_LEVEL, path, value=level, known=known)


def read_plain(points: object, plan: Plan) -> tuple[tally.Given, int | None] | None:
    """Read the usual record (exact keys of leaves, sound values) fast, with its total.

    Anything else returns None: `read_with_care` then knows why.
    """
    if not isinstance(points, _MAPPINGS):
        return None
    points = cast("Mapping[str, object]", points)
    given: list[int | None] = [None] * len(plan.nodes)
    positions, maxima, known = plan.plain_keys, plan.maxima, KNOWN
    total = 0
    try:
        for key, value in points.items():
            at = positions[key]
            hundredths = known.get(value) if value.__class__ in _PLAIN else None
            if hundredths is None:
                hundredths = read(value, maxima[at])
                if hundredths < 0:
                    return None
            if hundredths > maxima[at]:
                return None
            given[at] = hundredths
            total += hundredths
    except (KeyError, TypeError, RefusedError):
        return None
    if len(given) - given.count(None) != len(points):
        return None  # one node under two names
    return tuple(given), total if len(points) == len(plan.leaves) else None


def read_with_care(
    points: object, plan: Plan, origin: Origin | None
) -> tuple[tally.Given, list[Problem]]:
    """Read whatever was given as points and collect every problem, in the framework's order."""
    if not isinstance(points, Mapping):
        message = f"points must map names of groups to numbers, not be a {type(points).__name__}"
        raise TypeError(message)
    points = cast("Mapping[object, object]", points)
    given: list[int | None] = [None] * len(plan.nodes)
    key_of: dict[int, object] = {}
    found: list[tuple[int, Problem]] = []
    for key, value in points.items():
        candidates = plan.find(key) if isinstance(key, str) else ()
        at = candidates[0] if len(candidates) == 1 else len(plan.nodes)
        problem = key_problem("nodes", key, candidates, plan, key_of)
        if problem is None:
            key_of[at] = key
            if is_absent(value):
                continue
            try:
                given[at] = read(value, plan.maxima[at])
            except RefusedError as refused:
                node = plan.nodes[at]
                details: dict[str, object] = {"label": node.label, "maximum": node.max_points}
                problem = refused.problem(("nodes", node.id), value, details)
        if problem is not None:
            cell = None if origin is None else origin.cell(str(key))
            found.append((at, evolve(problem, origin=cell)))
    for at, hundredths in enumerate(given):
        if hundredths is not None and not 0 <= hundredths <= plan.maxima[at]:
            problem = _range_problem(at, given, plan, points[key_of[at]])
            cell = None if origin is None else origin.cell(str(key_of[at]))
            found.append((at, evolve(problem, origin=cell)))
            given[at] = None
    found.sort(key=lambda item: item[0])
    problems = [problem for _, problem in found]
    return tuple(given), problems or sum_problems(tuple(given), plan, origin)


def key_problem(
    kind: str, key: object, candidates: tuple[int, ...], plan: Plan, key_of: Mapping[int, object]
) -> Problem | None:
    """Return what is wrong with a key that may mean `candidates`; `kind` begins its path."""
    name = key if isinstance(key, str) else f"<{type(key).__name__}>"
    path = (kind, name)
    if len(candidates) == 0:
        counted = kind not in {"nodes", "columns"}
        if kind == "nodes":
            with_components = plan_of(plan.framework, with_components=True)
            for at in with_components.components(name):
                indicator = with_components.rules[at].indicator
                label = f"{indicator.no} {indicator.label}"
                return Problem.of(ProblemCode.COUNTED, path, value=key, label=label)
        groups = plan.find(name) if counted else ()
        if groups:
            parts = (plan.rules.get(at) for at in plan.parts(groups[0]))
            known = ", ".join(dict.fromkeys(part.indicator.no for part in parts if part))
            label = plan.nodes[groups[0]].label
            return Problem.of(ProblemCode.NOT_COUNTED, path, value=key, label=label, known=known)
        near = plan.nearest(name, counted=counted)
        return Problem.of(ProblemCode.UNKNOWN_KEY, path, value=key, nearest=near)
    meant = [plan.nodes[at] for at in candidates]
    if len(candidates) > 1:
        return Problem.of(
            ProblemCode.AMBIGUOUS_KEY,
            path,
            value=key,
            candidates=", ".join(f"{node.id} (/{node.max_points})" for node in meant),
        )
    if candidates[0] in key_of:
        return Problem.of(
            ProblemCode.DUPLICATE_KEY,
            (kind, meant[0].id),
            value=key,
            label=meant[0].label,
            other=key_of[candidates[0]],
        )
    return None


def _range_problem(at: int, given: list[int | None], plan: Plan, value: object) -> Problem:
    node = plan.nodes[at]
    hundredths = given[at] or 0
    path = ("nodes", node.id)
    if hundredths < 0:
        return Problem.of(ProblemCode.NEGATIVE, path, value=value, label=node.label)
    for other in plan.siblings(at):
        # A value that fits the sibling, whose own value would fit here: two columns swapped.
        if hundredths <= plan.maxima[other] and (given[other] or 0) <= plan.maxima[at]:
            sibling = plan.nodes[other]
            return Problem.of(
                ProblemCode.SWAPPED,
                path,
                value=value,
                label=_name(node),
                maximum=node.max_points,
                other=_name(sibling),
                other_maximum=sibling.max_points,
            )
    return Problem.of(
        ProblemCode.ABOVE_MAXIMUM, path, value=value, label=node.label, maximum=node.max_points
    )


def sum_problems(given: tally.Given, plan: Plan, origin: Origin | None) -> list[Problem]:
    """Return where a parent contradicts its children."""
    problems: list[Problem] = []
    for at, is_wrong in tally.contradictions(plan, given):
        if is_wrong:
            node, stated = plan.nodes[at], given[at] or 0
            least, most = tally.span(plan, given, plan.children[at])
            problem = _contradiction(("nodes", node.id), node.label, stated, least, most)
            problems.append(evolve(problem, origin=None if origin is None else origin.cell()))
    return problems


def _contradiction(
    path: tuple[str, ...], label: str, stated: int, least: int, most: int
) -> Problem:
    """Return the problem of a sum that is stated as something its parts cannot make."""
    code = ProblemCode.SUM_MISMATCH if least == most else ProblemCode.OUT_OF_BOUNDS
    return Problem.of(
        code,
        path,
        value=to_decimal(stated),
        least=to_decimal(least),
        most=to_decimal(most),
        label=label,
    )


def _read_published(
    published: Published, plan: Plan, given: tally.Given, origin: Origin | None
) -> tuple[int | None, list[Problem]]:
    """Check what an authority printed against the points; return its total in hundredths."""
    total: int | None = None
    problems: list[Problem] = []
    of = published.of
    if published.total is not None:
        path = ("published", "total")
        try:
            total = read_one(published.total, path, maximum=plan.maximum)
        except InvalidRecordError as error:
            problems += error.problems
        else:
            least, most = tally.bounds(plan, given)
            if not least <= total <= most:
                problems.append(_contradiction(path, Word("total"), total, least, most))
    problems += _published_band_problems(published, plan, given, total)
    wrong = [*_wrong_types(published)]
    problems += wrong
    if not wrong and not _possible_rank(published):
        problems.append(
            Problem.of(
                ProblemCode.PUBLISHED_RANK,
                ("published", "rank"),
                value=published.rank,
                printed=f"{published.rank or 0}" if of is None else f"{published.rank or '–'}/{of}",
            )
        )
    if origin is not None:
        problems = [evolve(p, origin=origin.cell(str(p.path[-1]))) for p in problems]
    return total, problems


def _wrong_types(published: Published) -> Iterator[Problem]:
    """Yield what is not of its type: records may come from untyped code."""
    for name in ("rank", "of"):
        value: object = getattr(published, name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            path = ("published", name)
            yield Problem.of(ProblemCode.NOT_A_COUNT, path, value=value, label=Word(name))


def _possible_rank(published: Published) -> bool:
    rank, of = (None if each is None else index(each) for each in (published.rank, published.of))
    return (of is None or of >= 1) and (rank is None or 1 <= rank <= (of or rank))


def _published_band_problems(
    published: Published, plan: Plan, given: tally.Given, total: int | None
) -> Iterator[Problem]:
    label = cast("object", published.band)
    if label is None:
        return
    path = ("published", "band")
    band = plan.band_labelled(label) if isinstance(label, str) else None
    if band is None:
        known = ", ".join(band.label for band in plan.bands)
        yield Problem.of(ProblemCode.UNKNOWN_BAND, path, value=published.band, known=known)
        return
    least, most = tally.bounds(plan, given) if total is None else (total, total)
    possible = plan.bands_between(least, most)
    if band not in possible:
        yield Problem.of(
            ProblemCode.PUBLISHED_BAND,
            path,
            value=published.band,
            total=Joined(tuple(map(to_decimal, dict.fromkeys((least, most)))), "–"),
            possible=", ".join(band.label for band in possible),
        )


def read_one(value: Number, path: tuple[str, ...], *, maximum: int | None = None) -> int:
    """Return a number that stands alone in hundredths, or raise InvalidRecordError at `path`."""
    try:
        return _within(read(value, maximum), maximum)
    except RefusedError as refused:
        problem = refused.problem(path, value, {"label": Word(path[-1])})
        raise InvalidRecordError([problem]) from None


def _within(hundredths: int, maximum: int | None) -> int:
    if hundredths < 0:
        raise RefusedError(ProblemCode.NEGATIVE)
    if maximum is not None and hundredths > maximum:
        raise RefusedError(ProblemCode.ABOVE_MAXIMUM, maximum=to_decimal(maximum))
    return hundredths


def _name(node: Node) -> str:
    return f"{node.label} ({node.code})" if node.code else node.label
