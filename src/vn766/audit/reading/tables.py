"""Tables: with a row for each unit or period, or a line for each group of indicators."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from vn766.audit.reading.groups import GroupsTable, is_figure
from vn766.audit.reading.rows import PERIOD_HEADS, SheetClaims, heads_over, with_classes, with_total
from vn766.files.blocks import letters
from vn766.readers.headers import kind_of, read_head, text_of
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vn766._engine.plan import Plan
    from vn766.files.blocks import Cell, Grid
    from vn766.readers.headers import Head

_NO_FIGURES: Final = frozenset({"ordinal", "code", "name", "level"})
_BEGINS: Final = frozenset({"ordinal", "code", "name"})
_FIGURES: Final = frozenset({"points", "total", "rank", "band", "percent"})
_MOST_LISTS: Final = 8  # beside each other
_BELOW: Final = 2  # rows below the heads that may belong to them


def read_sheet(sheet: Grid, plan: Plan, *, part: int, statement: int) -> SheetClaims | None:
    """Return the claims of a table, or None if it is not understood."""
    found = SheetClaims(sheet, plan, part, statement)
    head = read_head(sheet, plan)
    if head is not None:
        lists = _side_by_side(sheet, head, plan) or [with_total(head, plan)]
        lists = [with_classes(each, sheet, plan) for each in lists]
        if _has_rows(lists[0]):
            for each in lists:
                found.by_units(each)
            if len(lists) > 1:
                found.ordinals.sort(key=itemgetter(0))  # they may go on line by line
            found.head, found.body = head.first, head.body
            return found
    table = max(
        (GroupsTable(sheet, plan, turned=turned) for turned in (False, True)),
        key=lambda each: each.groups,
    )
    if not table.read(found):
        return None
    found.body = table.first
    found.head = table.first if head is None else min(table.first, head.first)
    return found


@frozen
class FigureColumn:
    """A column of a table that holds figures: its head, and the rows of the figures."""

    index: int
    head: str
    rows: tuple[int, ...]


def columns_of_figures(
    sheet: Grid, head: int, body: int, plan: Plan | None = None
) -> list[FigureColumn]:
    """Return the columns with figures from row `body` on, but no numbers of rows, and no codes.

    Their heads stand from row `head` on; if none are known, the last words above do for one. The
    classes of a `plan`, if one is given, count as figures.
    """
    rows = [[text_of(cell) for cell in row] for row in sheet.rows]
    heads = heads_over(rows[head:body]) if head < body else []
    found: list[FigureColumn] = []
    for index in range(max(map(len, rows), default=0)):
        texts = [row[index] if index < len(row) else "" for row in rows]
        figures = [
            at
            for at, text in enumerate(texts)
            if at >= body
            and text
            and (is_figure(text) or (plan is not None and plan.band_labelled(text) is not None))
        ]
        if heads:
            over = heads[index] if index < len(heads) else ()
        else:
            over = tuple(filter(None, texts[: figures[0] if figures else 0]))[-1:]
        lowest = "".join(over[-1:])
        numbers = [texts[at].rstrip(".") for at in figures]
        ordinals = numbers == [str(number) for number in range(1, len(numbers) + 1)] and not any(
            any(rows[at][:index]) for at in figures
        )
        names = kind_of(lowest) in _NO_FIGURES or fold(lowest) in PERIOD_HEADS
        if figures and not (ordinals or names):
            head_of = " / ".join(over) or letters(index)
            found.append(FigureColumn(index, head_of, tuple(figures)))
    return found


def _side_by_side(sheet: Grid, head: Head, plan: Plan) -> list[Head]:
    """Return the heads of several lists of units beside each other, none if there is only one.

    A list begins where the first head is there once more, or rows are numbered, or units named.
    """
    heads = heads_over(
        [[text_of(cell) for cell in row] for row in sheet.rows[head.first : head.body]]
    )
    begins: list[int] = []
    seen: set[str] = set()
    first = next(filter(None, heads), None)
    for index, over in enumerate(heads):
        kind = kind_of("".join(over[-1:]))
        if kind in seen or over == first:
            begins.append(index)
            seen.clear()
        if kind in _BEGINS:
            seen.add(kind)
    if not 1 < len(begins) <= _MOST_LISTS:
        return []
    rows = sheet.rows[: head.body + _BELOW]
    parts = [
        evolve(sheet, rows=[_between(row, begun, ends) for row in rows])
        for begun, ends in zip(begins, [*begins[1:], None], strict=True)
    ]
    found = [with_total(own, plan) for part in parts if (own := read_head(part, plan))]
    return found if len(found) == len(parts) and all(map(_has_rows, found)) else []


def _between(row: Sequence[Cell], first: int, last: int | None) -> list[Cell]:
    """Return a row with blanks for the cells outside some columns."""
    return [*[""] * min(first, len(row)), *row[first:last]]


def _has_rows(head: Head) -> bool:
    """Whether a head is one of rows for units or periods, with figures of them."""
    kinds = {column.kind for column in head.columns}
    named = not kinds.isdisjoint({"name", "code"}) or any(
        fold(column.header) in PERIOD_HEADS for column in head.columns
    )
    return named and not kinds.isdisjoint(_FIGURES)
