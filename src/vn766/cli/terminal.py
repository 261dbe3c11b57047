"""Tables in a terminal, by rich: it knows widths, colours and ``NO_COLOR``."""

from __future__ import annotations

import os
import sys
from decimal import Decimal
from io import TextIOWrapper
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from vn766.cli.tables import columns_of, rows_of
from vn766.cli.words import word
from vn766.vi import format_number, format_rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vn766.cli.tables import Column, Row
    from vn766.errors import Language, Problem
    from vn766.score import Ranking

__all__ = ["figure", "output", "plain_table", "print_problems", "print_ranking", "use_utf8"]

_BAND_STYLES = ("bold green", "green", "yellow", "magenta", "red")  # best first
_IN_TERMINAL = ("rank", "code", "unit", "total", "percent", "band", "to_next_band")
_EXPENDABLE = ("code", "percent")  # what a narrow terminal does without, first to go first
_NARROWEST_NAME = 16  # characters; names of units wrap
_WIDTH_OF_FILES = 160


def use_utf8() -> None:
    """Make the standard streams write UTF-8: a Windows pipe would stop at the first ``ạ``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8")


def output(*, errors: bool = False) -> Console:
    """Return a console on standard output, or on standard error.

    What goes to a file or a pipe is as wide as it needs to be, unless ``COLUMNS`` is set.
    """
    console = Console(stderr=errors, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_OF_FILES
    return console


def figure(value: Decimal, language: Language, *, decimals: int | None = None) -> str:
    """Return a figure with the decimal mark of `language`."""
    if language == "vi":
        return format_number(value, decimals=decimals)
    return f"{value.normalize():f}" if decimals is None else f"{value:.{decimals}f}"


def plain_table(
    console: Console, header: Sequence[str], rows: Iterable[Iterable[str]], *, title: str = ""
) -> None:
    """Print a table of texts; nothing in them is read as markup."""
    table = Table(
        *header,
        title=escape(title) or None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)


def print_problems(console: Console, problems: Iterable[Problem], language: Language) -> None:
    """Print problems, one a paragraph: place and message, then what to do."""
    for problem in problems:
        message, hint = problem.text(language)
        place = f"[bold]{escape(problem.where)}[/]: " if problem.where else ""
        console.print(f"• {place}{escape(message)}\n  {escape(hint)}", soft_wrap=False)


def print_ranking(console: Console, ranking: Ranking, language: Language) -> None:
    """Print the units of a ranking, a table for each pool, and those without a total last."""
    rows = list(rows_of(ranking))
    columns = columns_of([row.result for row in rows], language, pooled=False)
    pools: dict[str | None, list[Row]] = {}
    for row in rows:
        pools.setdefault(row.pool, []).append(row)
    for pool, members in pools.items():
        title = pool if len(pools) > 1 else None
        console.print(_ranking_table(members, columns, language, title, console.width))


def _ranking_table(
    rows: Sequence[Row],
    columns: Sequence[Column],
    language: Language,
    title: str | None,
    width: int,
) -> Table:
    cells = {
        column.key: [_cell(row, column, language) for row in rows]
        for column in columns
        if column.key in _IN_TERMINAL or column.kind == "points"
    }
    headers = {column.key: column.short for column in columns if column.key in cells}
    needed = {key: _width([headers[key], *texts]) for key, texts in cells.items()}
    for key in _EXPENDABLE:
        # Figures are never cut: a narrow terminal shows fewer columns instead.
        others = sum(needed[key] + 1 for key in needed if key != "unit")
        if others + _NARROWEST_NAME > width or not any(cells[key]):
            del cells[key], needed[key]
    roomy = sum(needed.values()) + 2 * len(needed) <= width
    table = Table(
        box=box.SIMPLE_HEAD,
        title=escape(title) if title else None,
        title_justify="left",
        padding=(0, 1, 0, 0) if roomy else (0, 0),
        pad_edge=False,
        show_edge=False,
    )
    for column in columns:
        if column.key in cells:
            table.add_column(
                escape(column.short),
                justify="left" if column.kind == "text" else "right",
                no_wrap=column.key != "unit",
                min_width=None if column.key == "unit" else needed[column.key],
            )
    for row in zip(*cells.values(), strict=True):
        table.add_row(*row)
    return table


def _width(texts: Iterable[str]) -> int:
    return max(
        cell_len(line) for text in texts for line in Text.from_markup(text).plain.split("\n")
    )


def _cell(row: Row, column: Column, language: Language) -> str:
    value = row.cells[column.key]
    if column.key == "rank":
        return _rank(row)
    if column.key == "band":
        return _band(row, language)
    if column.key == "code" and row.result.unit is not None and value is not None:
        return escape(row.result.unit.key)  # without the zeros of the old layout
    if value is None:
        return "–" if column.key in ("total", "to_next_band") or column.kind == "points" else ""
    if isinstance(value, Decimal):
        mark = "*" if column.key == "total" and row.total_is_published else ""
        percent = "%" if column.kind == "percent" else ""
        decimals = 2 if column.kind in ("points", "percent") else None
        return figure(value, language, decimals=decimals) + percent + mark
    return escape(str(value))


def _rank(row: Row) -> str:
    rank, of = row.cells["rank"], row.cells["of"]
    if not isinstance(rank, int) or not isinstance(of, int):
        return "–"
    return ("=" if row.tied else "") + format_rank(rank, of)


def _band(row: Row, language: Language) -> str:
    band = row.result.known_band
    if band is None:
        return f"[dim]{escape(word('no_total', language))}[/]"
    style = _BAND_STYLES[min(row.result.framework.bands.index(band), len(_BAND_STYLES) - 1)]
    return f"[{style}]{escape(band.label)}[/]"
