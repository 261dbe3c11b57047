"""Rows of a large table that are no units by their figures, and figures that cannot be points.

The sums over all rows are the engine's; what follows from them is decided as in small files
(`vn766.readers.plausibility`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import narwhals.stable.v2 as nw

from vn766.errors import ProblemCode, Word
from vn766.readers.asides import NUMBER
from vn766.readers.plausibility import (
    LEAST_VARYING,
    Sums,
    Values,
    doubts_of,
    has_no_part,
    names_told,
    reached,
)
from vn766.tables.columns import kind_of_values
from vn766.tables.expressions import OWN, ROW, figure, settled
from vn766.tables.units import NAME, called, code_of, doubt, left_out, names_in, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from vn766._engine.plan import Plan
    from vn766.errors import Problem
    from vn766.readers.plausibility import Reached
    from vn766.tables.units import Cells, Lazy

_APART: Final = f"{OWN}apart"
"""The column of what a row lacks that most others have, a text; a blank one lacks nothing."""
_SUM: Final = f"{OWN}sum"
_NUMBER: Final = f"^(?:{NUMBER})$"
_ONE: Final = 100  # hundredths
NAMED: Final = 6  # one more than a text names


def plausible(frame: Lazy, cells: Cells, plan: Plan) -> Lazy:
    """Return the rows that are units by their figures, too; what is doubtful is noted."""
    whole, having = frame, _having(frame, cells)
    schema = frame.collect_schema()
    ids = {f"{OWN}f{at}": id_ for at, id_ in enumerate(cells.points.values())}
    frame = frame.with_columns(
        *(
            figure(name, kind_of_values(schema[name]) or "object").alias(own)
            for own, name in zip(ids, cells.points, strict=True)
        ),
        called(frame, cells).alias(NAME),
        _apart(frame, having).alias(_APART),
    )
    is_apart = nw.col(_APART) != ""
    frame = settled(frame)
    frame = settled(frame.with_columns(_summing_up(frame, list(ids)).alias(_SUM)))
    left = names_in(frame.filter(nw.col(_SUM) & is_apart), cells) if having else []
    cells.notes.extend(left_out(cells, name, count) for name, count in left)
    if left:
        frame = frame.filter(~nw.col(_SUM) | ~is_apart)
    most = [nw.col(own) == plan.maxima[plan.ids.index(id_)] for own, id_ in ids.items()]
    most.append(code_of(frame, cells).is_null())
    is_most = nw.all_horizontal(*most, ignore_nulls=False)
    found: dict[str, int] = {}
    if ids:  # else totals alone were printed
        counts = {"summing": _count(nw.col(_SUM)), "most": _count(is_most)}
        found = _numbers(frame, counts | _of_values(cells, plan, ids))
    if found.get("summing"):
        cells.notes.extend(_each(ProblemCode.ROW_SUMS_UP, frame.filter(nw.col(_SUM)), cells))
    if having:
        cells.notes.extend(_of_rows_apart(frame.filter(is_apart), cells))
    if len(ids) > 1 and found["most"]:
        cells.notes.extend(_each(ProblemCode.ALL_MAXIMA, frame.filter(is_most), cells))
    if found:
        cells.notes.extend(_doubts_of(found, cells, plan, ids))
    return frame.select(*schema.names()) if left else whole


def _having(frame: Lazy, cells: Cells) -> dict[str, nw.Expr]:
    """Return whether rows have a code and a number, if any may have one."""
    having: dict[str, nw.Expr] = {}
    if not cells.kinds.keys().isdisjoint({"code", "name"}):
        having["code"] = ~code_of(frame, cells).is_null()
    if (number := cells.kinds.get("ordinal")) is not None:
        having["row number"] = one_line(frame, number).str.contains(_NUMBER).fill_null(value=False)
    return having


def _apart(frame: Lazy, having: dict[str, nw.Expr]) -> nw.Expr:
    """Return what each row lacks that most others have, a code or a number; else a blank text."""
    apart = nw.lit("")
    if not having:
        return apart
    found = _numbers(
        frame, {"rows": nw.len()} | {label: _count(has) for label, has in having.items()}
    )
    for label, has in reversed(having.items()):
        if 2 * found[label] > found["rows"]:
            apart = nw.when(~has).then(nw.lit(label)).otherwise(apart)
    return apart


def _summing_up(frame: Lazy, points: Sequence[str]) -> nw.Expr:
    """Return whether the points of a row are the sum or the mean of all others."""
    found = _numbers(
        frame.filter(nw.col(_APART) == ""),
        {"rows": nw.len()}
        | {f"{name} sum": nw.col(name).sum() for name in points}
        | {f"{name} count": nw.col(name).count() for name in points}
        | {f"{name} least": nw.col(name).min() for name in points}
        | {f"{name} most": nw.col(name).max() for name in points},
    )
    rows = found["rows"]
    sums = [
        Sums(found[f"{name} sum"], found[f"{name} least"] != found[f"{name} most"])
        if found[f"{name} count"] == rows
        else None
        for name in points
    ]
    apart, other = (_reaches(points, reached(sums, rows, apart=apart)) for apart in (True, False))
    return nw.when(nw.col(_APART) != "").then(apart).otherwise(other)


def _reaches(points: Sequence[str], wanted: Sequence[Reached | None] | None) -> nw.Expr:
    given = [
        (nw.col(name), there)
        for name, there in zip(points, wanted or (), strict=False)
        if there is not None
    ]
    if not given:
        return nw.lit(value=False)
    varying = sum((~own.is_null()).cast(nw.Int64) for own, there in given if there.varies)

    def all_are(expected: Callable[[nw.Expr, Reached], nw.Expr]) -> nw.Expr:
        fitting = (
            nw.when(own.is_null()).then(nw.lit(value=True)).otherwise(expected(own, there))
            for own, there in given
        )
        return nw.all_horizontal(*fitting, ignore_nulls=False)

    is_mean = all_are(lambda own, there: (own >= there.least) & (own <= there.most))
    is_sum = all_are(lambda own, there: own == (-1 if there.total is None else there.total))
    return (varying >= LEAST_VARYING) & (is_mean | is_sum)


def _of_rows_apart(frame: Lazy, cells: Cells) -> Iterator[Problem]:
    """Yield a doubt about the rows that lack a number or code, which names the first of them."""
    if ROW in frame.collect_schema().names():
        frame = frame.sort(ROW)
    first = frame.select(NAME, _APART).head(NAMED).collect("pyarrow")
    if len(first):
        names = [name or "–" for name in first[NAME].to_list()]
        label = Word(first[_APART].to_list()[0])
        yield doubt(cells, ProblemCode.ROWS_APART, names=names_told(names), label=label)


def _each(code: ProblemCode, frame: Lazy, cells: Cells) -> Iterator[Problem]:
    """Yield a doubt about each of some rows, by the names of their units."""
    for name, count in names_in(frame, cells):
        yield doubt(cells, code, value=name, rows=count)


def _of_values(cells: Cells, plan: Plan, ids: Mapping[str, str]) -> dict[str, nw.Expr]:
    """Return the numbers over all units that tell whether values are points."""
    parts = [
        nw.col(name).fill_null(0)
        for name, id_ in ids.items()
        if has_no_part(id_, cells.points.values(), plan)
    ]
    return (
        {"rows": nw.len(), "beyond": _count(sum(parts, nw.lit(0)) > plan.maximum)}
        | {f"{name} most": nw.col(name).max() for name in ids}
        | {f"{name} count": nw.col(name).count() for name in ids}
        | {f"{name} positive": _count(nw.col(name) > 0) for name in ids}
        | {f"{name} broken": _count(nw.col(name) % _ONE != 0) for name in ids}
    )


def _doubts_of(
    found: Mapping[str, int], cells: Cells, plan: Plan, ids: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield what the values of all units look like, if that is not points."""

    def all_of(what: str) -> list[int]:
        return [found[f"{name} {what}"] for name in ids]

    values = Values(
        largest=max(all_of("most"), default=0),
        known=sum(all_of("count")),
        positive=sum(all_of("positive")),
        columns=sum(map(bool, all_of("positive"))),
        whole=not any(all_of("broken")),
        rows=found["rows"],
        beyond=found["beyond"],
    )
    for code, severity, details in doubts_of(values, plan, cells.counted):
        yield doubt(cells, code, severity=severity, **details)


def _count(holds: nw.Expr) -> nw.Expr:
    return holds.cast(nw.Int64).fill_null(0).sum()


def _numbers(frame: Lazy, wanted: Mapping[str, nw.Expr]) -> dict[str, int]:
    """Return numbers over all rows of a table; of no rows they are 0."""
    found = frame.select(*(expr.alias(name) for name, expr in wanted.items())).collect("pyarrow")
    return {name: int(found[name].to_list()[0] or 0) for name in wanted}
