"""Tables: with a row for each unit or period, or a line for each group of indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vn766._engine.exact import to_decimal
from vn766.audit.reading.groups import GroupsTable
from vn766.audit.reading.rows import PERIOD_HEADS, SheetClaims, with_total
from vn766.readers.headers import read_head
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from vn766._engine.plan import Plan
    from vn766.files.blocks import Grid
    from vn766.readers.headers import Head

_FIGURES: Final = frozenset({"points", "total", "rank", "band", "percent"})


def read_sheet(sheet: Grid, plan: Plan, *, part: int, statement: int) -> SheetClaims | None:
    """Return the claims of a table, or None if it is not understood."""
    found = SheetClaims(sheet, plan, part, statement)
    head = read_head(sheet, plan)
    if head is not None:
        head = with_total(head, to_decimal(plan.maximum))
        if _has_rows(head):
            found.by_units(head)
            found.head = head.first
            return found
    table = max(
        (GroupsTable(sheet, plan, turned=turned) for turned in (False, True)),
        key=lambda each: each.groups,
    )
    if not table.read(found):
        return None
    found.head = table.first if head is None else min(table.first, head.first)
    return found


def _has_rows(head: Head) -> bool:
    """Whether a head is one of rows for units or periods, with figures of them."""
    kinds = {column.kind for column in head.columns}
    named = not kinds.isdisjoint({"name", "code"}) or any(
        fold(column.header) in PERIOD_HEADS for column in head.columns
    )
    return named and not kinds.isdisjoint(_FIGURES)
