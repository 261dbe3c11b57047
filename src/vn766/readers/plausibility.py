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
    from collections.abc import Container, Iterator, Mapping, Sequence

    from vn766._engine.exact import Number
    from vn766._engine.plan import Plan
    from vn766.files.blocks import Grid
    from vn766.readers.tables import Found, RawRecord
    from vn766.records import UnitPoints

_ONE: Final = 100  # hundredths
_LEAST_COLUMNS: Final = 3  # by which small figures of all units are more than chance
_LEAST_OTHERS: Final = 2  # rows that a row may sum up
LEAST_VARYING: Final = 2
"""Columns by which the sum or mean of all others is more than chance."""
_PRINTED: Final = 5  # hundredths: half of the last digit of a mean with one decimal
_NAMED: Final = 5  # rows, in a text that lists some


class Figures(NamedTuple):
    """The points of a row in hundredths, column by column, None where there are none.

    `apart` tells that the row lacks the number or code that other rows have.
    """

    points: tuple[int | None, ...]
    apart: bool = False


class Sums(NamedTuple):
    """The points of the rows that are not apart in one column: their sum, and whether they vary."""

    total: int
    varies: bool


class Reached(NamedTuple):
    """The points in one column that are the mean of all others, or their sum, in hundredths."""

    least: int
    most: int
    total: int | None
    varies: bool


def reached(
    sums: Sequence[Sums | None], rows: int, *, apart: bool
) -> Sequence[Reached | None] | None:
    """Return the points by which a row sums up the others; None if nothing can tell that.

    `sums` are those of `rows` that are not apart, None of a column in which one has no points. A
    row that is apart is held against them all, another one against the rest of them.
    """
    if rows - (not apart) < _LEAST_OTHERS or sum(s.varies for s in sums if s) < LEAST_VARYING:
        return None
    slack = 2 * _PRINTED * rows if apart else rows - 1
    return [
        None
        if each is None
        else Reached(
            least=-((slack - 2 * each.total) // (2 * rows)),
            most=(2 * each.total + slack) // (2 * rows),
            total=each.total if apart else None if each.total % 2 else each.total // 2,
            varies=each.varies,
        )
        for each in sums
    ]


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
    sums = [
        None if None in each else Sums(sum(filter(None, each)), len(set(each)) > 1)
        for each in known
    ]
    wanted = {apart: reached(sums, len(regular), apart=apart) for apart in (False, True)}

    def sums_up(row: Figures) -> bool:
        given = [
            (own, there)
            for own, there in zip(row.points, wanted[row.apart] or (), strict=False)
            if own is not None and there is not None
        ]
        if sum(there.varies for _, there in given) < LEAST_VARYING:
            return False
        is_mean = all(there.least <= own <= there.most for own, there in given)
        return is_mean or all(own == there.total for own, there in given)

    return [sums_up(row) for row in rows]


class Values(NamedTuple):
    """The points of all units of a table, counted; in hundredths."""

    largest: int
    known: int
    positive: int
    columns: int
    """Columns with points above 0."""
    whole: bool
    rows: int
    beyond: int
    """Rows whose groups sum to more than the maximum."""


def doubts_of(
    values: Values, plan: Plan, counted: Sequence[str]
) -> Iterator[tuple[ProblemCode, Severity, dict[str, object]]]:
    """Yield what the values of all units look like, if that is not points.

    `counted` are the heads of columns that count dossiers.
    """
    small = values.largest <= _ONE and values.columns >= _LEAST_COLUMNS
    if small and 2 * values.positive > values.known:
        yield ProblemCode.LOOKS_LIKE_RATES, Severity.WARNING, {}
    if counted and values.positive and values.whole:
        names = ", ".join(counted)
        yield ProblemCode.LOOKS_LIKE_COUNTS, Severity.WARNING, {"names": names}
    if 2 * values.beyond > values.rows:
        most = exact.to_decimal(plan.maximum)
        yield ProblemCode.LOOKS_LIKE_PERCENTS, Severity.ERROR, {"maximum": most}


def names_told(names: Sequence[str]) -> str:
    """Return the first of some names, and whether there are more."""
    return ", ".join(names[:_NAMED]) + ", …" * (len(names) > _NAMED)


def has_no_part(id_: str, points: Container[str], plan: Plan) -> bool:
    """Whether none of `points`, the ids of columns, is a part of a node."""
    return not any(plan.ids[child] in points for child in plan.children[plan.ids.index(id_)])


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
        row, names = lacking[0].row, names_told([_name(draft) for draft in lacking])
        code = ProblemCode.ROWS_APART
        found.append(_doubt(body, row, code, names=names, label=apart[row]))
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
    known = [value for row in rows for value in row if value is not None]
    parts = [has_no_part(id_, body.points, plan) for id_ in body.points]
    totals = [sum(v or 0 for v, part in zip(row, parts, strict=True) if part) for row in rows]
    values = Values(
        largest=max(known, default=0),
        known=len(known),
        positive=sum(value > 0 for value in known),
        columns=sum(any(column) for column in zip(*rows, strict=True)),
        whole=all(value % _ONE == 0 for value in known),
        rows=len(rows),
        beyond=sum(total > plan.maximum for total in totals),
    )
    for code, severity, details in doubts_of(values, plan, body.counted):
        yield _doubt(body, head, code, severity=severity, **details)


def _points(draft: RawRecord[UnitPoints], body: Body) -> tuple[int | None, ...]:
    """Return the points of a row in hundredths; what cannot be a number of points is none."""
    return tuple(_read(draft.record.points[id_]) for id_ in body.points)


def _read(value: Number | None) -> int | None:
    try:
        read = None if value is None else exact.read(value)
    except exact.RefusedError:
        return None
    return None if read is None or read < 0 else read


def _name(draft: RawRecord[UnitPoints]) -> str:
    return "–" if draft.record.unit is None else draft.record.unit.name


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
