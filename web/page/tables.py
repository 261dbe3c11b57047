"""Tables that the page shows a part at a time: sorted, sifted and handed out by Python.

They are columns of the library's, or its HTML taken apart.
"""

from __future__ import annotations

from functools import cached_property
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from vn766.compare.comparison import Place
from vn766.show.sheets import cell_text
from vn766.texts import Catalogue
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vn766.show.sheets import Sheets

Answer: TypeAlias = dict[str, Any]

_PART: Final = "vn766-part-"  # how the library's HTML says how deep a part lies
_CATALOGUES: Final = {room: Catalogue(room) for room in ("audit", "cli", "show")}


def say(code: str, language: str, **details: object) -> str:
    """Return a text of the library's: its room, a dot, and its code there."""
    room, _, name = code.partition(".")
    return _CATALOGUES[room].say(name, language, **details)


class Line(NamedTuple):
    """A row as it is shown, what it is sorted by, and what it is about."""

    cells: tuple[str, ...]
    keys: tuple[object, ...] = ()
    pool: str | None = None
    tone: str = ""
    names: tuple[str, ...] = ()
    depth: int = 0


class Column(NamedTuple):
    """A column: `side` is where its texts stand."""

    key: str
    title: str
    side: str = "left"
    head: bool = False
    opens: bool = False


class Table:
    """A table that the page shows a part of."""

    def __init__(
        self,
        caption: str,
        columns: Sequence[Column],
        lines: Iterable[Line],
        *,
        foot: Sequence[str] = (),
        lang: str | None = None,
        sortable: bool = False,
        prose: bool = False,
    ) -> None:
        self.caption, self.columns, self.foot = caption, tuple(columns), tuple(foot)
        self.lines, self.lang = tuple(lines), lang
        self.sortable, self.prose = sortable, prose

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        return tuple(" ".join(map(fold, line.names or line.cells)) for line in self.lines)

    @property
    def pools(self) -> list[str]:
        """The pools that rows are of."""
        return list(dict.fromkeys(line.pool for line in self.lines if line.pool is not None))

    def view(self, id_: int) -> Answer:
        """Return what the page knows of the table, and its first rows."""
        return {
            "id": id_,
            "caption": self.caption,
            "columns": [column._asdict() for column in self.columns],
            "foot": self.foot,
            "lang": self.lang,
            "sortable": self.sortable,
            "prose": self.prose,
            "pools": self.pools if self.sortable else [],
            "first": self.rows(),
        }

    def rows(
        self,
        *,
        start: int = 0,
        count: int = 100,
        sort: str | None = None,
        descending: bool = False,
        text: str = "",
        pool: str = "",
        own: str = "",
    ) -> Answer:
        """Return some lines: those that hold `text`, in an order, from one on."""
        wanted = fold(text)
        found = [
            at
            for at, line in enumerate(self.lines)
            if (not wanted or wanted in self._folded[at]) and (not pool or line.pool == pool)
        ]
        if sort is not None:
            found = self._sorted(found, sort, descending=descending)
        start = max(0, min(start, len(found) - 1))
        mine = fold(own)
        return {
            "start": start,
            "count": len(found),
            "rows": [self._row(at, mine) for at in found[start : start + int(count)]],
        }

    def _sorted(self, found: list[int], sort: str, *, descending: bool) -> list[int]:
        column = next(at for at, one in enumerate(self.columns) if one.key == sort)
        keys = {at: self._key(self.lines[at], column) for at in found}
        known = [at for at in found if keys[at] is not None]
        known.sort(key=lambda at: keys[at], reverse=descending)  # type: ignore[arg-type, return-value]
        return known + [at for at in found if keys[at] is None]  # what is missing stands last

    def _key(self, line: Line, column: int) -> object:
        value = line.keys[column]
        return fold(value) if isinstance(value, str) else value

    def _row(self, at: int, mine: str) -> Answer:
        line = self.lines[at]
        own = bool(mine) and mine in map(fold, line.names)
        return {"at": at, "cells": line.cells, "tone": line.tone, "own": own, "depth": line.depth}


class _Reader(HTMLParser):
    """Takes the library's HTML tables apart, which the page shows a part at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._text: list[str] = []
        self._foot: list[str] = []
        self._where = ""
        self._lang: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._lang = said.get("lang", self._lang)
        if tag == "table":
            self._caption = ""
            self._foot = []
            self._heads: list[Column] = []
            self._rows: list[tuple[list[str], int]] = []
        elif tag in {"thead", "tbody", "tfoot"}:
            self._where = tag
        elif tag == "tr":
            self._cells: list[str] = []
            self._depth = 0
        elif tag == "br":
            self._text.append("\n")
        if tag in {"caption", "th", "td"}:
            self._text = []
        if tag == "th":
            looks = (said.get("class") or "").split()
            self._side = "right" if "vn766-figure" in looks else "left"
            parts = (look for look in looks if look.startswith(_PART))
            self._depth = int(next(parts, "0").removeprefix(_PART))

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        text = "".join(self._text)
        if tag == "caption":
            self._caption = text
        elif tag in {"th", "td"} and self._where == "thead":
            at = len(self._heads)
            self._heads.append(Column(str(at), text, self._side, head=at == 0))
        elif tag in {"th", "td"} and self._where == "tfoot":
            self._foot += text.split("\n")
        elif tag in {"th", "td"}:
            self._cells.append(text)
        elif tag == "tr" and self._where == "tbody":
            self._rows.append((self._cells, self._depth))
        elif tag == "table":
            self.tables.append(self._table())

    def _table(self) -> Table:
        lines = [Line(tuple(cells), depth=depth) for cells, depth in self._rows]
        foot, lang = self._foot, self._lang
        return Table(self._caption, self._heads, lines, foot=foot, lang=lang, prose=True)


def tables_of(markup: str) -> list[Table]:
    """Return the tables of the library's HTML."""
    reader = _Reader()
    reader.feed(markup)
    return reader.tables


def sheets_tables(sheets: Sheets, language: str) -> list[Table]:
    """Return tables for print, to sort and sift; what they rest on stands below the last."""
    filled = [sheet for sheet in sheets.sheets if sheet.rows]
    about = [*sheets.notes, *(f"{label}: {text}" for label, text in sheets.about)]
    return [
        Table(
            sheet.name,
            [
                Column(str(at), head.text, "left" if head.kind == "text" else "right", at == 1)
                for at, head in enumerate(sheet.heads)
            ],
            [
                Line(
                    tuple(
                        cell_text(cell, head.kind, language)
                        for cell, head in zip(row, sheet.heads, strict=True)
                    ),
                    tuple(cell.rank if isinstance(cell, Place) else cell for cell in row),
                )
                for row in sheet.rows
            ],
            foot=about if sheet is filled[-1] else (),
            lang=language,
            sortable=True,
        )
        for sheet in filled
    ]
