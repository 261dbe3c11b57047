"""Tables for print and spreadsheets: what stands above, in, and below them, before any file.

`score`, `compare` and `advise` make such tables, and each kind of file writes them: a workbook
(`vn766.show.xlsx`), CSV, an annex of a document.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve, frozen

from vn766.score.ranking import Place
from vn766.show.columns import DECIMALS, MISSING, change_text, place_text, say
from vn766.texts import count, figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766.errors import Language
    from vn766.show.columns import Kind, Value


class Head(NamedTuple):
    """The head of a column, and what stands below."""

    text: str
    kind: Kind = "text"


@frozen(kw_only=True)
class Sheet:
    """One table: its name (a level or pool) and rows, one cell for each head."""

    name: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Value, ...], ...]
    facts: tuple[str, ...] = ()
    """Lines between the title and this table."""

    def without_blank_texts(self) -> Sheet:
        """Return the table without the columns of texts in which no row says anything."""
        kept = [
            at
            for at, head in enumerate(self.heads)
            if head.kind != "text" or any(row[at] is not None for row in self.rows)
        ]
        return evolve(
            self,
            heads=tuple(self.heads[at] for at in kept),
            rows=tuple(tuple(row[at] for at in kept) for row in self.rows),
        )


@frozen(kw_only=True)
class Sheets:
    """Tables that belong together, with a title above and notes below each.

    `facts` are lines below the title (period, source), `about` the technical data that only a
    last sheet has. `edition` is the framework by its title, for a note in documents.
    """

    title: str
    facts: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]
    about: tuple[tuple[str, str], ...]
    edition: str = ""


def cell_text(cell: Value, kind: Kind, language: Language, *, marked: bool = True) -> str:
    """Return a cell as people read it; on screens shared ranks are `marked`."""
    if cell is None:
        return MISSING
    if isinstance(cell, Place):
        return place_text(cell, marked=marked)
    if isinstance(cell, Decimal):
        if kind == "change":
            return change_text(cell, language)
        return figure(cell, language, decimals=DECIMALS) + "%" * (kind == "percent")
    if isinstance(cell, int):
        return ("+" if kind == "step" and cell > 0 else "") + count(cell, language)
    return cell


def sheet_texts(sheet: Sheet, language: Language) -> list[list[str]]:
    """Return the rows of a table as people read them."""
    return [
        [cell_text(cell, head.kind, language) for cell, head in zip(row, sheet.heads, strict=True)]
        for row in sheet.rows
    ]


def flat(sheets: Sheets, language: Language) -> Iterator[list[str]]:
    """Yield the lines of all tables with equal heads as one, for files that hold one table.

    A rank and the size of its pool have a column each: Excel makes a date of ``5/6``.
    """
    shown: tuple[Head, ...] = ()
    named = len(sheets.sheets) > 1
    for sheet in sheets.sheets:
        if sheet.heads != shown:
            if shown:
                yield []
            shown = sheet.heads
            heads = [
                text
                for head in shown
                for text in (
                    (head.text, say("of", language)) if head.kind == "place" else (head.text,)
                )
            ]
            yield [*([say("table", language)] if named else []), *heads]
        for row in sheet.rows:
            cells = [
                text
                for cell, head in zip(row, shown, strict=True)
                for text in _plain(cell, head.kind, language)
            ]
            yield [*([sheet.name] if named else []), *cells]


def _plain(cell: Value, kind: Kind, language: Language) -> tuple[str, ...]:
    """Return a cell without signs; nothing where nothing is known."""
    if kind == "place":
        place = cell if isinstance(cell, Place) else None
        sides = (None, None) if place is None else (place.rank, place.of)
        return tuple("" if side is None else str(side) for side in sides)
    if isinstance(cell, Decimal):
        return (figure(cell, language, decimals=DECIMALS, grouped=False),)
    return ("" if cell is None else str(cell),)
