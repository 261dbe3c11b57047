"""Tables: with a row for each unit or period, or a line for each group of indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from vn766.audit.reading.groups import GroupsTable, is_figure
from vn766.audit.reading.rows import PERIOD_HEADS, SheetClaims, heads_over, with_total
from vn766.files.blocks import letters
from vn766.readers.headers import kind_of, read_head, text_of
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from vn766._engine.plan import Plan
    from vn766.files.blocks import Grid
    from vn766.readers.headers import Head

_NO_FIGURES: Final = frozenset({"ordinal", "code", "name", "level"})
_FIGURES: Final = frozenset({"points", "total", "rank", "band", "percent"})


def read_sheet(sheet: Grid, plan: Plan, *, part: int, statement: int) -> SheetClaims | None:
    """Return the claims of a table, or None if it is not understood."""
    found = SheetClaims(sheet, plan, part, statement)
    head = read_head(sheet, plan)
    if head is not None:
        head = with_total(head, plan)
        if _has_rows(head):
            found.by_units(head)
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


def columns_of_figures(sheet: Grid, head: int, body: int) -> list[FigureColumn]:
    """Return the columns with figures from row `body` on, but no numbers of rows, and no codes.

    Their heads stand from row `head` on; if none are known, the last words above do for one.
    """
    rows = [[text_of(cell) for cell in row] for row in sheet.rows]
    heads = heads_over(rows[head:body]) if head < body else []
    found: list[FigureColumn] = []
    for index in range(max(map(len, rows), default=0)):
        texts = [row[index] if index < len(row) else "" for row in rows]
        figures = [at for at, text in enumerate(texts) if at >= body and text and is_figure(text)]
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


def _has_rows(head: Head) -> bool:
    """Whether a head is one of rows for units or periods, with figures of them."""
    kinds = {column.kind for column in head.columns}
    named = not kinds.isdisjoint({"name", "code"}) or any(
        fold(column.header) in PERIOD_HEADS for column in head.columns
    )
    return named and not kinds.isdisjoint(_FIGURES)
