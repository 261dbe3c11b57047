"""What single rows say of a unit, put together to one record of counts.

Rows of one unit share a key. Nothing is chosen among contradictions: two codes, two levels or
two figures for one thing are errors, two names a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from attrs import field, frozen

from vn766._engine import exact, tally
from vn766.errors import Problem, ProblemCode, Severity, Word
from vn766.readers.tables import Draft, Found
from vn766.records import DossierCounts, Ratio, Record, Unit, UnitCounts
from vn766.score.counts import read_counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vn766._engine.exact import Number
    from vn766._engine.plan import Plan
    from vn766.framework.model import Level
    from vn766.records import Origin


class Printed(NamedTuple):
    """The points of a node or component as somebody published them, with their place."""

    key: str
    value: object
    place: str


@frozen(kw_only=True)
class Fragment:
    """What one row says of one unit.

    `key` is what rows of one unit share; None is a row of no unit. `places` maps each key (the
    codes and ids of counts and points, ``dossiers.…``, ``name``, ``code``, ``level``) to its
    place, `place` is that of the row. `problems` come with the key that they stand at.
    """

    key: str | None
    place: str
    origin: Origin
    name: str = ""
    code: str = ""
    level: Level | None = None
    counts: Mapping[str, Ratio | None] = field(factory=dict[str, "Ratio | None"])
    points: Mapping[str, Number | None] = field(factory=dict[str, "Number | None"])
    dossiers: Mapping[str, int] = field(factory=dict[str, int])
    printed: Sequence[Printed] = ()
    extra: Mapping[str, str] = field(factory=dict[str, str])
    places: Mapping[str, str] = field(factory=dict[str, str])
    problems: Sequence[tuple[str, Problem]] = ()


@frozen(kw_only=True)
class Merged:
    """One unit: its record, what was published beside the counts, and how problems name it."""

    draft: Draft[UnitCounts]
    printed: Sequence[Printed]
    name: str


_Placed: TypeAlias = "tuple[str, Problem]"


def merge(fragments: Sequence[Fragment], plan: Plan, about: Record) -> list[Merged]:
    """Return one record for each unit, in the order in which units come first.

    `about` holds what all records have in common: period, time of retrieval.
    """
    rows_of: dict[str, list[Fragment]] = {}
    for at, fragment in enumerate(fragments):
        # A NUL is in no file that is read: a row of no unit stands alone.
        rows_of.setdefault(f"\0{at}" if fragment.key is None else fragment.key, []).append(fragment)
    return [_merge_unit(at, rows, plan, about) for at, rows in enumerate(rows_of.values(), 1)]


def _merge_unit(at: int, rows: list[Fragment], plan: Plan, about: Record) -> Merged:
    unit, problems = _unit(rows)
    counts: dict[str, Ratio | None] = {}
    points: dict[str, Number | None] = {}
    dossiers: dict[str, int] = {}
    extra: dict[str, str] = {}
    places: dict[str, str] = {}
    for row in rows:
        for key in (*row.counts, *row.points):
            if key in counts or key in points:
                problems.append((key, _twice(key, row.places[key], places[key], plan)))
        counts |= {key: ratio for key, ratio in row.counts.items() if key not in counts}
        points |= {key: value for key, value in row.points.items() if key not in points}
        dossiers |= row.dossiers
        extra |= row.extra
        places |= {key: place for key, place in row.places.items() if key not in places}
        problems += row.problems
    order = {key: i for i, key in enumerate(dict.fromkeys(k for row in rows for k in row.places))}
    first = rows[0]
    record = UnitCounts(
        unit=unit,
        counts=counts,
        points=points,
        dossiers=DossierCounts(**dossiers) if dossiers else None,
        period=about.period,
        retrieved_at=about.retrieved_at,
        provisional=about.provisional,
        origin=first.origin,
    )
    draft = Draft(
        record=record,
        row=at,
        extra=extra,
        problems=tuple((order.get(key, -1), problem) for key, problem in problems),
        place=lambda key: places.get(key, first.place),
        order=order,
    )
    name = unit.key if unit is not None else first.place
    return Merged(draft=draft, printed=[p for row in rows for p in row.printed], name=name)


def _unit(rows: Sequence[Fragment]) -> tuple[Unit | None, list[_Placed]]:
    """Return the unit that rows are about, and where they contradict each other about it."""
    key = rows[0].key
    if key is None:
        return None, []
    said: dict[str, object] = {}
    problems: list[_Placed] = []
    told: set[object] = set()
    for row in rows:
        known = {"name": row.name, "code": row.code, "level": row.level}
        for what, value in known.items():
            other = said.setdefault(what, value) or value
            said[what] = other
            if value and _normal(what, value) != _normal(what, other) and value not in told:
                told.add(value)  # a table says it once a row
                problem = Problem.of(
                    ProblemCode.CONTRADICTING_UNIT,
                    ("unit", what),
                    value=value,
                    severity=Severity.WARNING if what == "name" else Severity.ERROR,
                    origin=row.places.get(what, row.place),
                    unit=said["name"] or key,
                    label=Word(what),
                    other=_said(what, other),
                    stated=_said(what, value),
                )
                problems.append((what, problem))
    name, code = cast("str", said["name"]), cast("str", said["code"])
    level = cast("Level | None", said["level"])
    return Unit(name=name or code or key, code=code or None, level=level), problems


def _normal(what: str, value: object) -> object:
    return Unit(name="", code=str(value)).key if what == "code" else value


def _said(what: str, value: object) -> object:
    return Word(value) if what == "level" else value


def _twice(key: str, here: str, before: str, plan: Plan) -> Problem:
    return Problem.of(
        ProblemCode.DUPLICATE_KEY,
        ("counts", key),
        value=here,
        origin=here,
        label=label_of(key, plan),
        other=before,
    )


def label_of(key: str, plan: Plan) -> str:
    """Return what a node or component is called, with the number of a component."""
    found = plan.find(key)
    if len(found) != 1:
        return key
    at, node = found[0], plan.nodes[found[0]]
    return f"{node.code} {node.label}" if at in plan.rules else node.label


def half_pair(key: str, pair: str, place: str, plan: Plan) -> Problem:
    """Return the problem of two counts of which only one is there."""
    return Problem.of(
        ProblemCode.NOT_COUNTS, ("counts", key), value=pair, origin=place, label=label_of(key, plan)
    )


def printed_problems(merged: Merged, plan: Plan) -> Iterator[Found]:
    """Yield where the points that were published differ from those that the counts give.

    The record has no errors. What the counts do not decide cannot differ.
    """
    if not merged.printed:
        return
    draft = merged.draft
    values = tally.values(plan, read_counts(draft.record, plan)[0])
    points_of = dict(zip(plan.ids, values, strict=True))
    for key, value, place in merged.printed:
        computed = points_of[key]
        if computed is None:
            continue
        try:
            # A null is what the portal prints where it gives nothing.
            same = exact.read(0 if value is None else value) == computed
        except exact.RefusedError:
            same = False
        if not same:
            problem = Problem.of(
                ProblemCode.PRINTED_SCORE,
                ("printed", key),
                value="null" if value is None else value,
                severity=Severity.WARNING,
                origin=place,
                label=label_of(key, plan),
                computed=exact.to_decimal(computed),
            )
            yield draft.row, draft.order.get(key, len(draft.order)), problem
