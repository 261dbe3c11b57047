"""Tables in a terminal, by rich: it knows widths, colours and ``NO_COLOR``."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vn766.cli.words import word
from vn766.errors import Severity, foremost, unshown
from vn766.show.columns import COLUMNS, columns_of_points, pool_title, rows_of
from vn766.show.files import are_titled
from vn766.show.sheets import cell_text
from vn766.texts import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vn766.errors import Language, Problem
    from vn766.readers import ScoredFile
    from vn766.score import Ranking, UnitResult
    from vn766.show.columns import Column, Kind, Row
    from vn766.show.sheets import Sheets

_BAND_STYLES = ("bold green", "green", "yellow", "magenta", "red")  # best first
_BEFORE = ("standing", "key", "unit")  # columns before those of points, and behind
_BEHIND = ("total", "percent", "band", "to_next_band")
_OPTIONAL = ("key", "percent")  # not shown where no unit has one
_NARROWEST_NAME = 12  # characters; names of units wrap
_LONGEST = 300  # characters of a text in a table that are shown
_WIDTH_OF_FILES = 160
_PLACES = 5  # named of what is found in many
_MOST_ROWS = 4_000  # that are shown: the country has about 3,400 units
_MOST_POOLS = 1_000  # that are shown, each in a table of its own: districts were 700
_NARROWEST = 20  # columns of a terminal, whatever it says
# What commands a terminal or turns the order of signs round, and halves of characters.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  # which letters of some scripts need
_REPLACED = "\N{REPLACEMENT CHARACTER}"


class _Console(Console):
    """A console that lets a command know when nobody reads on: rich would end with status 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def output(*, errors: bool = False) -> Console:
    """Return a console on standard output, or on standard error.

    What goes to a file or a pipe is as wide as it needs to be, unless ``COLUMNS`` is set.
    """
    console = _Console(stderr=errors, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_OF_FILES
    console.width = max(console.width, _NARROWEST)
    return console


class _Signs(dict[int, str]):
    """A table for `str.translate` that fills itself: how signs that are not shown are told."""

    def __init__(self, told: Callable[[str], str]) -> None:
        self._told = told

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        unseen = category(sign) in _UNSEEN and sign not in _JOINERS
        self[code] = said = self._told(sign) if unseen else sign
        return said


_CLEAN = _Signs(lambda _: _REPLACED)
_ESCAPED = _Signs(lambda sign: _REPLACED if category(sign) == "Cs" else json.dumps(sign)[1:-1])
_ESCAPED[ord("\n")] = "\n"  # which only parts lines: within texts it is escaped


def clean(text: str) -> str:
    r"""Return `text` without what would command a terminal, or mislead its reader.

    Example:
        >>> clean("UBND xã \x1b[31mA")
        'UBND xã �[31mA'
    """
    return text.translate(_CLEAN)


def escaped(document: str) -> str:
    r"""Return a text of JSON that says the same in UTF-8, without what would command a terminal.

    Example:
        >>> escaped('["UBND xã \x9b31mA"]')
        '["UBND xã \\u009b31mA"]'
    """
    return document.translate(_ESCAPED)


def print_line(console: Console, text: str) -> None:
    """Print a text as it is, wrapped at the width of the console."""
    console.print(Text(clean(text)))


def in_cell(text: str) -> Text:
    """Return a text of a table as it is shown: of a very long one, its beginning."""
    return Text(clean(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"))


def plain_table(
    console: Console, header: Sequence[str], rows: Iterable[Iterable[str]], *, figures: bool = False
) -> None:
    """Print a table of texts; of `figures`, behind what the first column names."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for at, head in enumerate(header):
        table.add_column(head, justify="right" if figures and at else "left")
    for row in rows:
        table.add_row(*map(in_cell, row))
    console.print(table)


def print_sheets(console: Console, sheets: Sheets, language: Language) -> None:
    """Print tables, one below the other, with what stands above and below them in print."""
    for sheet in sheets.sheets:
        print_line(console, sheet.name)
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for head in sheet.heads:
            table.add_column(head.text, justify="left" if head.kind == "text" else "right")
        for row in sheet.rows[:_MOST_ROWS]:
            cells = zip(row, sheet.heads, strict=True)
            table.add_row(*(in_cell(cell_text(cell, head.kind, language)) for cell, head in cells))
        console.print(table)
        _print_unshown(console, min(len(sheet.rows), _MOST_ROWS), len(sheet.rows), language)
        console.print()
    for line in (*sheets.facts, *sheets.notes):
        print_line(console, line)


def _print_unshown(console: Console, shown: int, rows: int, language: Language) -> None:
    """Say that of many rows the first are shown, if so."""
    if shown < rows:
        print_line(console, word("first_rows", language, shown=shown, rows=count(rows, language)))


def print_problems(console: Console, problems: Iterable[Problem], language: Language) -> None:
    """Print problems, one a paragraph: place and message, then what to do.

    Errors are all printed; of notes and warnings of one kind the first, with the places of others.
    """
    found = tuple(problems)
    alike: dict[object, list[Problem]] = {}
    for at, problem in enumerate(foremost(found)):
        kind = at if problem.severity is Severity.ERROR else problem.code
        alike.setdefault(kind, []).append(problem)
    for problem, *others in alike.values():
        message, hint = problem.text(language)
        place = clean(f"{problem.where}: ") if problem.where else ""
        text = Text.assemble("• ", (place, "bold"), clean(message), "\n  ", clean(hint))
        if others:
            named = [other.where for other in others[:_PLACES] if other.where]
            places = "; ".join(named) + " …" * (len(others) > len(named))
            text.append("\n  ")
            text.append(clean(word("alike", language, count=len(others), places=places)))
        console.print(text)
    for line in unshown(len(found), language):
        print_line(console, line)


class Head(NamedTuple):
    """The head of a column of a table of units: its lines, and what a narrow terminal makes of it.

    The columns of `extra` are shown if there is room for all of them.
    """

    key: str
    kind: Kind
    lines: tuple[str, ...]
    is_node: bool = False
    extra: bool = False


def print_ranking(
    console: Console, scored: ScoredFile, ranking: Ranking, language: Language
) -> None:
    """Print the units of a ranking, a table for each pool, those without a total last in it.

    `ranking` is that of the file, or a part of it. A narrow terminal shows fewer columns, and
    says which ones it does not show; of more units than the country has, the first are shown.
    """
    every = list(rows_of(ranking))
    rows = every[:_MOST_ROWS]
    if len({row.pool for row in rows}) > _MOST_POOLS:
        rows = every[:_MOST_POOLS]
    points = columns_of_points(scored.framework, scored.ranking.results)
    columns = [COLUMNS[key] for key in _BEFORE] + points + [COLUMNS[key] for key in _BEHIND]
    columns = [
        column
        for column in columns
        if column.key not in _OPTIONAL or any(column.cell(row, language) for row in rows)
    ]
    pools: dict[str | None, list[list[Text]]] = {}
    titled = are_titled(scored)
    for row in rows:
        title = pool_title(row.pool, language, ranking.basis) if titled else None
        cells = [_cell(row, column, language) for column in columns]
        pools.setdefault(title, []).append(cells)
    heads = [
        Head(column.key, column.kind, column.lines(language), column.node is not None)
        for column in columns
    ]
    print_pools(console, heads, pools, language)
    _print_unshown(console, len(rows), len(every), language)


def print_pools(
    console: Console,
    heads: Sequence[Head],
    pools: Mapping[str | None, Sequence[Sequence[Text]]],
    language: Language,
) -> None:
    """Print a table for each pool, whose rows hold a cell for each head."""
    rows = [row for members in pools.values() for row in members]
    widths = {
        head: max(map(_width, (_lines(head), *cells)))
        for head, *cells in zip(heads, *rows, strict=True)
    }
    if sum(widths.values()) + len(widths) > console.width:
        widths = {head: width for head, width in widths.items() if not head.extra}
    roomy = sum(widths.values()) + 2 * len(widths) <= console.width
    shown = _fitting(widths, console.width)
    places = [at for at, head in enumerate(heads) if head in shown]
    for title, members in pools.items():
        cells = [[row[at] for at in places] for row in members]
        console.print(_table(cells, shown, title=title, roomy=roomy), crop=False)
    if len(shown) < len(heads):
        names = [_name(head) for head in heads if head not in shown]
        print_line(console, word("narrow", language, columns=", ".join(names)))


def _fitting(widths: Mapping[Head, int], room: int) -> dict[Head, int]:
    """Return the columns that fit, with their widths: figures are never cut, names wrap."""
    shown = dict(widths)
    (name,) = (head for head in widths if head.key == "unit")
    nodes = [head.key for head in widths if head.is_node]
    # What a narrow terminal does without, first to go first.
    expendable = [*_OPTIONAL, *reversed(nodes), "to_next_band"]
    least = min(widths[name], _NARROWEST_NAME)
    left = room - (sum(widths.values()) - widths[name] + len(widths) - 1)
    for head in sorted(
        (head for head in widths if head.key in expendable),
        key=lambda head: expendable.index(head.key),
    ):
        if left < least:
            left += shown.pop(head) + 1
    shown[name] = max(least, min(widths[name], left))
    return shown


def _table(
    rows: Sequence[Sequence[Text]], widths: Mapping[Head, int], *, title: str | None, roomy: bool
) -> Table:
    gap = 2 if roomy else 1
    table = Table(
        box=box.SIMPLE_HEAD,
        title=None if title is None else in_cell(title),
        title_justify="left",
        padding=(0, gap - 1, 0, 0),
        pad_edge=False,
        show_edge=False,
        width=sum(widths.values()) + gap * (len(widths) - 1),
    )
    for head, width in widths.items():
        table.add_column(
            _lines(head),
            justify="left" if head.kind == "text" else "right",
            no_wrap=head.key != "unit",
            overflow="fold",
            width=width,
        )
    for row in rows:
        table.add_row(*row)
    return table


def _lines(head: Head) -> Text:
    return Text("\n".join(map(clean, head.lines)))


def _name(head: Head) -> str:
    """Return what a column is called in a sentence: points by the code of their node."""
    return head.lines[0] if head.is_node else " ".join(head.lines)


def _width(text: Text) -> int:
    return max(map(cell_len, text.plain.split("\n")))


def _cell(row: Row, column: Column, language: Language) -> Text:
    if column.key == "band":
        return band_text(row.result, language)
    if column.key == "to_next_band" and row.result.known_total is None:
        return Text("")  # no class to rise from
    return in_cell(column.text(row, language))


def band_text(result: UnitResult, language: Language) -> Text:
    """Return the class in its colour, or that it is not known."""
    band = result.known_band
    if band is None:
        return Text(word("no_total", language), style="dim")
    style = _BAND_STYLES[min(result.framework.bands.index(band), len(_BAND_STYLES) - 1)]
    return Text(clean(band.label), style=style)
