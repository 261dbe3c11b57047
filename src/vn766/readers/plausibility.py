"""Figures that cannot be what their place says: sums among the units, rates and counts as points.

Words tell most rows that are no unit (`vn766.readers.asides`); here the figures do, together with
a number or code that all other rows have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from attrs import frozen

from vn766._engine import exact
from vn766.errors import Problem, ProblemCode, Severity, Word
from vn766.readers.asides import ENUMERATOR
from vn766.readers.headers import row_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vn766._engine.plan import Plan
    from vn766.files.blocks import Grid
    from vn766.readers.tables import Found, RawRecord
    from vn766.records import UnitPoints

_ONE: Final = 100  # hundredths
_LEAST_COLUMNS: Final = 3  # by which small figures of all units are more than chance
_LEAST_OTHERS: Final = 2  # rows that a row may sum up
_LEAST_VARYING: Final = 2  # columns, by which the sum or mean of all is more than chance
_PRINTED: Final = 5  # hundredths: half of the last digit of a mean with one decimal
_NAMED: Final = 5  # rows, in a text that lists some


class Figures(NamedTuple):
    """The points of a row in hundredths, column by column, None where there are none.

    `apart` tells that the row lacks the number or code that other rows have.
    """

    points: tuple[int | None, ...]
    apart: bool = False


def summing_up(rows: Sequence[Figures]) -> list[bool]:
    """Return of each row whether its points are the sum or the mean of all others.

    Rows apart are held against the others alone.

    Example:
        >>> rows = [Figures((1500, 1800)), Figures((1600, 1700)), Figures((1550, 1750), apart=True)]
        >>> summing_up(rows)
        [False, False, True]
    """
    columns = range(len(rows[0].points) if rows else 0)
    regular = [row for row in rows if not row.apart]
    known = [[row.points[at] for row in regular] for at in columns]
    sums = [None if None in each else sum(filter(None, each)) for each in known]
    varying = [len(set(each)) > 1 for each in known]

    def sums_up(row: Figures) -> bool:
        others = len(regular) - (not row.apart)
        given = [
            (own, total - (0 if row.apart else own), varies)
            for own, total, varies in zip(row.points, sums, varying, strict=True)
            if own is not None and total is not None
        ]
        if others < _LEAST_OTHERS or sum(varies for *_, varies in given) < _LEAST_VARYING:
            return False
        slack = 2 * _PRINTED if row.apart else 1
        is_mean = all(2 * abs(own * others - rest) <= slack * others for own, rest, _ in given)
        return is_mean or all(own == rest for own, rest, _ in given)

    return [sums_up(row) for row in rows]


@frozen(kw_only=True)
class Body:
    """The rows of a table of points, and what stands over them.

    `points` are the columns of points by the ids of their nodes, below heads in the row `heads`;
    `ordinal` is the head of the column that numbers the rows, and `counted` are those of columns
    that count dossiers.
    """

    drafts: Sequence[RawRecord[UnitPoints]]
    grid: Grid
    plan: Plan
    heads: int
    points: Mapping[str, int]
    ordinal: str | None
    counted: Sequence[str]


def judged(body: Body) -> tuple[list[RawRecord[UnitPoints]], list[Found]]:
    """Return the rows that are units by their figures, too, and all that is doubtful in them."""
    apart = _apart(body)
    rows = [Figures(_points(draft, body), draft.row in apart) for draft in body.drafts]
    kept: list[RawRecord[UnitPoints]] = []
    found: list[Found] = []
    for draft, sums_up in zip(body.drafts, summing_up(rows), strict=True):
        if sums_up and draft.row in apart:
            found.append(
                (draft.row, -1, row_note(body.grid, draft.row - body.grid.number(0), _name(draft)))
            )
            continue
        kept.append(draft)
        if sums_up:
            found.append(_doubt(body, draft.row, ProblemCode.ROW_SUMS_UP, value=_name(draft)))
    lacking = [draft for draft in kept if draft.row in apart]
    if lacking:
        row, names = lacking[0].row, [_name(draft) for draft in lacking[:_NAMED]]
        names += ["…"] * (len(lacking) > _NAMED)
        label = apart[row]
        code = ProblemCode.ROWS_APART
        found.append(_doubt(body, row, code, names=", ".join(names), label=label))
    return kept, [*found, *_of_values([_points(draft, body) for draft in kept], body)]


def _apart(body: Body) -> dict[int, Word]:
    """Return what rows lack that most others have, a number or a code, by the row."""
    coded = [draft.row for draft in body.drafts if draft.record.unit and draft.record.unit.code]
    numbered = [
        draft.row
        for draft in body.drafts
        if body.ordinal is not None and ENUMERATOR.fullmatch(draft.extra[body.ordinal])
    ]
    apart: dict[int, Word] = {}
    for having, label in ((numbered, Word("row number")), (coded, Word("code"))):
        lacking = {draft.row for draft in body.drafts}.difference(having)
        if len(lacking) < len(having):
            apart |= dict.fromkeys(lacking, label)
    return apart


def _of_values(rows: Sequence[tuple[int | None, ...]], body: Body) -> Iterator[Found]:
    """Yield what the values of all rows look like, if that is not points."""
    plan, head = body.plan, body.grid.number(body.heads)
    values = [value for row in rows for value in row if value is not None]
    columns = sum(any(column) for column in zip(*rows, strict=True))
    small = max(values, default=0) <= _ONE and columns >= _LEAST_COLUMNS
    if small and 2 * sum(map(bool, values)) > len(values):
        yield _doubt(body, head, ProblemCode.LOOKS_LIKE_RATES)
    if body.counted and any(values) and all(value % _ONE == 0 for value in values):
        code, names = ProblemCode.LOOKS_LIKE_COUNTS, ", ".join(body.counted)
        yield _doubt(body, head, code, names=names)
    parts = [_is_part(id_, body) for id_ in body.points]
    totals = [sum(v or 0 for v, part in zip(row, parts, strict=True) if part) for row in rows]
    if 2 * sum(total > plan.maximum for total in totals) > len(rows):
        code, most = ProblemCode.LOOKS_LIKE_PERCENTS, exact.to_decimal(plan.maximum)
        yield _doubt(body, head, code, severity=Severity.ERROR, maximum=most)


def _is_part(id_: str, body: Body) -> bool:
    """Whether no column holds a part of a node."""
    children = body.plan.children[body.plan.ids.index(id_)]
    return not any(body.plan.ids[child] in body.points for child in children)


def _points(draft: RawRecord[UnitPoints], body: Body) -> tuple[int | None, ...]:
    """Return the points of a row in hundredths; what is no number is none."""
    points: list[int | None] = []
    for id_ in body.points:
        value = draft.record.points[id_]
        try:
            points.append(None if value is None else exact.read(value))
        except exact.RefusedError:
            points.append(None)
    return tuple(points)


def _name(draft: RawRecord[UnitPoints]) -> str:
    return draft.name if draft.record.unit is None else draft.record.unit.name


def _doubt(
    body: Body,
    row: int,
    code: ProblemCode,
    severity: Severity = Severity.WARNING,
    **details: object,
) -> Found:
    """Return a doubt about a row, or about the columns of points in the row of the heads."""
    at = row - body.grid.number(0)
    column = min(body.points.values()) if at == body.heads else None
    problem = Problem.of(
        code,
        ("row",),
        value=details.pop("value", None),
        severity=severity,
        origin=body.grid.place(at, column),
        **details,
    )
    return row, -1 if column is None else column, problem
