"""Tables in a terminal, by rich: it knows widths, colours and ``NO_COLOR``."""

from __future__ import annotations

import os
import sys
from decimal import Decimal
from io import TextIOWrapper
from typing import TYPE_CHECKING
from unicodedata import category

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vn766.cli.tables import columns_of, rows_of
from vn766.cli.words import word
from vn766.texts import figure
from vn766.vi import format_rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vn766.cli.tables import Column, Row
    from vn766.errors import Language, Problem
    from vn766.readers import ScoredFile
    from vn766.records import Unit
    from vn766.score import UnitResult

_BAND_STYLES = ("bold green", "green", "yellow", "magenta", "red")  # best first
_IN_TERMINAL = ("rank", "code", "unit", "total", "percent", "band", "to_next_band")
_OPTIONAL = ("code", "percent")  # not shown where no unit has one
_NARROWEST_NAME = 12  # characters; names of units wrap
_WIDTH_OF_FILES = 160
_UNSEEN = ("Cc", "Cs")  # what commands a terminal, and halves of characters


class _Console(Console):
    """A console that lets a command know when nobody reads on: rich would end with status 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def use_utf8() -> None:
    """Make the standard streams write UTF-8: a Windows pipe would stop at the first ``ạ``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8")


def output(*, errors: bool = False) -> Console:
    """Return a console on standard output, or on standard error.

    What goes to a file or a pipe is as wide as it needs to be, unless ``COLUMNS`` is set.
    """
    console = _Console(stderr=errors, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_OF_FILES
    return console


def clean(text: str) -> str:
    r"""Return `text` without what would command a terminal instead of being shown.

    Example:
        >>> clean("UBND xã \x1b[31mA")
        'UBND xã �[31mA'
    """
    return "".join("\N{REPLACEMENT CHARACTER}" if category(c) in _UNSEEN else c for c in text)


def print_line(console: Console, text: str) -> None:
    """Print a text as it is, wrapped at the width of the console."""
    console.print(Text(clean(text)))


def plain_table(
    console: Console,
    header: Sequence[str],
    rows: Iterable[Iterable[str]],
    *,
    figures: bool = False,
) -> None:
    """Print a table of texts; of `figures`, behind what the first column names."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for at, head in enumerate(header):
        table.add_column(head, justify="right" if figures and at else "left")
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    console.print(table)


def print_problems(console: Console, problems: Iterable[Problem], language: Language) -> None:
    """Print problems, one a paragraph: place and message, then what to do."""
    for problem in problems:
        message, hint = problem.text(language)
        place = clean(f"{problem.where}: ") if problem.where else ""
        text = Text.assemble("• ", (place, "bold"), clean(message), "\n  ", clean(hint))
        console.print(text)


def print_ranking(
    console: Console, scored: ScoredFile, language: Language, unit: Unit | None = None
) -> None:
    """Print the units of a ranking, a table for each pool, those without a total last in it.

    With `unit`, only this unit is shown. A narrow terminal shows fewer columns, and says which
    ones it does not show.
    """
    rows = list(rows_of(scored, unit))
    columns = [
        column
        for column in columns_of(scored, language)
        if column.key in _IN_TERMINAL or column.kind == "points"
        if column.key not in _OPTIONAL or any(row.cells[column.key] is not None for row in rows)
    ]
    pools: dict[str | None, list[dict[str, Text]]] = {}
    for row in rows:
        title = row.pool if scored.within is not None else None
        cells = {column.key: _cell(row, column, language) for column in columns}
        pools.setdefault(title, []).append(cells)
    print_pools(console, columns, pools, language)


def print_pools(
    console: Console,
    columns: Sequence[Column],
    pools: Mapping[str | None, Sequence[Mapping[str, Text]]],
    language: Language,
    *,
    extra: Sequence[Column] = (),
) -> None:
    """Print a table for each pool, whose rows hold a cell by the key of each column.

    The columns of `extra` are shown if there is room for all of them.
    """
    rows = [row for members in pools.values() for row in members]
    columns = (*columns, *extra)
    widths = {column: _width(column, rows) for column in columns}
    if sum(widths.values()) + len(widths) > console.width:
        widths = {column: width for column, width in widths.items() if column not in extra}
    roomy = sum(widths.values()) + 2 * len(widths) <= console.width
    shown = _fitting(widths, console.width)
    for title, members in pools.items():
        console.print(_table(members, shown, title=title, roomy=roomy), crop=False)
    if len(shown) < len(columns):
        names = [_name(column) for column in columns if column not in shown]
        print_line(console, word("narrow", language, columns=", ".join(names)))


def _fitting(widths: Mapping[Column, int], room: int) -> dict[Column, int]:
    """Return the columns that fit, with their widths: figures are never cut, names wrap."""
    shown = dict(widths)
    (name,) = (column for column in widths if column.key == "unit")
    points = [column.key for column in widths if column.kind == "points"]
    # What a narrow terminal does without, first to go first.
    expendable = [*_OPTIONAL, *reversed(points), "to_next_band"]
    least = min(widths[name], _NARROWEST_NAME)
    left = room - (sum(widths.values()) - widths[name] + len(widths) - 1)
    for column in sorted(
        (column for column in widths if column.key in expendable),
        key=lambda column: expendable.index(column.key),
    ):
        if left < least:
            left += shown.pop(column) + 1
    shown[name] = max(least, min(widths[name], left))
    return shown


def _table(
    rows: Sequence[Mapping[str, Text]],
    widths: Mapping[Column, int],
    *,
    title: str | None,
    roomy: bool,
) -> Table:
    gap = 2 if roomy else 1
    table = Table(
        box=box.SIMPLE_HEAD,
        title=None if title is None else Text(clean(title)),
        title_justify="left",
        padding=(0, gap - 1, 0, 0),
        pad_edge=False,
        show_edge=False,
        width=sum(widths.values()) + gap * (len(widths) - 1),
    )
    for column, width in widths.items():
        table.add_column(
            _head(column),
            justify="left" if column.kind == "text" else "right",
            no_wrap=column.key != "unit",
            overflow="fold",
            width=width,
        )
    for row in rows:
        table.add_row(*(row[column.key] for column in widths))
    return table


def _head(column: Column) -> Text:
    return Text("\n".join(map(clean, column.short)))


def _name(column: Column) -> str:
    """Return what a column is called in a sentence: points by the code of their node."""
    return column.short[0] if column.kind == "points" else " ".join(column.short)


def _width(column: Column, rows: Iterable[Mapping[str, Text]]) -> int:
    texts = (_head(column), *(row[column.key] for row in rows))
    return max(cell_len(line) for text in texts for line in text.plain.split("\n"))


def _cell(row: Row, column: Column, language: Language) -> Text:
    if column.key == "band":
        return band_text(row.result, language)
    return Text(clean(_text(row, column, language)))


def _text(row: Row, column: Column, language: Language) -> str:
    value = row.cells[column.key]
    unit, total = row.result.unit, row.result.known_total
    if column.key == "rank":
        return _rank(row)
    if column.key == "code" and unit is not None and value is not None:
        return unit.key  # without the zeros of the old layout
    if column.key == "total" and value is None and total is not None:
        return figure(total, language, decimals=2) + "*"  # as published
    if value is None:
        best = column.key == "to_next_band" and total is not None
        return "–" if best or column.key == "total" or column.kind == "points" else ""
    if isinstance(value, Decimal):
        return figure(value, language, decimals=2) + ("%" if column.kind == "percent" else "")
    return str(value)


def _rank(row: Row) -> str:
    rank, of = row.cells["rank"], row.cells["of"]
    if not isinstance(rank, int) or not isinstance(of, int):
        return "–"
    return ("=" if row.tied else "") + format_rank(rank, of)


def band_text(result: UnitResult, language: Language) -> Text:
    """Return the class in its colour, or that it is not known."""
    band = result.known_band
    if band is None:
        return Text(word("no_total", language), style="dim")
    style = _BAND_STYLES[min(result.framework.bands.index(band), len(_BAND_STYLES) - 1)]
    return Text(clean(band.label), style=style)
