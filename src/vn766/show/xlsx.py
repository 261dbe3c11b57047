"""Tables as a workbook that prints: A4 across, one page wide, heads on every page.

Texts are texts, so that no program runs them, and figures numbers, whose decimal mark is that of
who opens the workbook.
"""

# XlsxWriter has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownParameterType=false

from __future__ import annotations

import io
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from vn766.errors import MissingExtraError
from vn766.lazy import regex
from vn766.score.ranking import Place
from vn766.show.columns import place_text, say
from vn766.show.sheets import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from vn766.errors import Language
    from vn766.show.columns import Kind, Value
    from vn766.show.sheets import Head, Sheet, Sheets

_FONT: Final = {"font_name": "Times New Roman", "font_size": 12}
_TITLE: Final[Mapping[str, object]] = {"bold": True, "font_size": 14}
_FACT: Final[Mapping[str, object]] = {"italic": True}
_A4: Final = 9
_MARGINS: Final = {"left": 0.5, "right": 0.4, "top": 0.4, "bottom": 0.5}  # inches
_NARROWEST, _WIDEST = 5, 38  # characters
_GAP: Final = 2  # characters beside a text
_PER_FIGURE: Final = 11  # the width of heads above figures
_LINE: Final = 15.75  # points, the height of a line
_ABOUT: Final = (34, 90)
_LONGEST_NAME: Final = 31  # of a sheet
_UNNAMEABLE: Final = regex(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")
_NUMBERS: Final[Mapping[Kind, str]] = {
    "count": "#,##0",
    "points": "0.00",
    "percent": '0.00"%"',
    "change": "+0.00;-0.00;0.00",
    "step": "+0;-0;0",
}


def workbook(sheets: Sheets, language: Language) -> bytes:
    """Return tables as an XLSX workbook, a sheet a table, the technical data on a last one."""
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        extra = "xlsx"
        raise MissingExtraError(extra) from error
    content = io.BytesIO()
    options = {"in_memory": True, "default_format_properties": _FONT}
    about = say("about", language)
    with xlsxwriter.Workbook(content, options) as book:
        names = [about]
        for sheet in sheets.sheets:
            name = _sheet_name(sheet.name, names)
            names.append(name)
            _Page(book, book.add_worksheet(name), language).write(sheets, sheet)
        facts = book.add_worksheet(about)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for x, width in enumerate(_ABOUT):
            facts.set_column(x, x, width, wrapped)
        for y, pair in enumerate(sheets.about):
            facts.set_row(y, _height(pair, _ABOUT))
            for x, text in enumerate(pair):
                facts.write_string(y, x, text)
        _set_paper(facts, language)
    return content.getvalue()


class _Page:
    """One sheet of a workbook, written from above down."""

    def __init__(self, book: Workbook, page: Worksheet, language: Language) -> None:
        self.book = book
        self.page = page
        self.language = language
        self.line = 0

    def write(self, sheets: Sheets, sheet: Sheet) -> None:
        """Write title, facts, table and notes."""
        last = len(sheet.heads) - 1
        widths = [_width(head, column) for head, column in _columns(sheet, self.language)]
        room = sum(widths)
        for part in wrap(sheets.title, room * 3 // 4):  # its letters are larger
            self._centered(part, last, _TITLE)
        for fact in (*sheets.facts, *sheet.facts):
            for part in wrap(fact, room):
                self._centered(part, last, _FACT)
        self.line += 1
        first = self.line
        self._heads(sheet.heads, widths)
        self._rows(sheet, widths)
        self.page.freeze_panes(first + 1, _frozen_columns(sheet.heads))
        if sheet.rows:
            self.page.autofilter(first, 0, self.line - 1, last)
        self.page.repeat_rows(first)
        self.line += 1
        note = self.book.add_format(_FACT)
        for text in sheets.notes:
            for part in wrap(text, room):
                self.page.write_string(self.line, 0, part, note)
                self.line += 1
        _set_paper(self.page, self.language)

    def _centered(self, text: str, last: int, look: Mapping[str, object]) -> None:
        """Write a line in the middle of all columns; no cells are merged, so that rows sort."""
        across = self.book.add_format({**look, "align": "center_across"})
        self.page.write_string(self.line, 0, text, across)
        for x in range(1, last + 1):
            self.page.write_blank(self.line, x, None, across)
        self.line += 1

    def _heads(self, heads: Sequence[Head], widths: Sequence[int]) -> None:
        look = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"}
        form = self.book.add_format({**look, "border": 1})
        self.page.set_row(self.line, _height([head.text for head in heads], widths))
        for x, (head, width) in enumerate(zip(heads, widths, strict=True)):
            self.page.set_column(x, x, width)
            self.page.write_string(self.line, x, head.text, form)
        self.line += 1

    def _rows(self, sheet: Sheet, widths: Sequence[int]) -> None:
        forms = [_form(self.book, head.kind) for head in sheet.heads]
        for row in sheet.rows:
            texts = [cell if isinstance(cell, str) else "" for cell in row]
            self.page.set_row(self.line, _height(texts, widths))
            for x, (cell, form) in enumerate(zip(row, forms, strict=True)):
                self._cell(x, cell, form)
            self.line += 1

    def _cell(self, x: int, cell: Value, form: Format) -> None:
        if cell is None:
            self.page.write_blank(self.line, x, None, form)
        elif isinstance(cell, Place):
            self.page.write_string(self.line, x, place_text(cell, marked=False), form)
        elif isinstance(cell, str):
            self.page.write_string(self.line, x, cell, form)
        else:
            # XLSX stores doubles: the nearest one prints back as the same two decimals.
            number = float(cell) if isinstance(cell, Decimal) else cell
            self.page.write_number(self.line, x, number, form)


def _form(book: Workbook, kind: Kind) -> Format:
    look: dict[str, object] = {"border": 1, "valign": "vcenter", "align": "center"}
    if kind == "text":
        look |= {"align": "left", "indent": 1, "text_wrap": True}
    if kind in _NUMBERS:
        look["num_format"] = _NUMBERS[kind]
    return book.add_format(look)


def _set_paper(page: Worksheet, language: Language) -> None:
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(**_MARGINS)
    page.center_horizontally()
    page.set_footer(f'&C&"Times New Roman,Regular"&10{say("page_of", language)}')


def _columns(sheet: Sheet, language: Language) -> Iterable[tuple[Head, list[str]]]:
    for x, head in enumerate(sheet.heads):
        yield head, [cell_text(row[x], head.kind, language) for row in sheet.rows]


def _width(head: Head, cells: Iterable[str]) -> int:
    """Return the width of a column in characters: its cells, and the words of its head."""
    longest = max(map(len, cells), default=0)
    words = max(map(len, head.text.split()))
    if head.kind not in {"text", "count", "step"}:
        words = max(words, _PER_FIGURE)
    return max(_NARROWEST, min(_WIDEST, max(longest, words)) + _GAP)


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Return the height of a row whose texts wrap: not every program finds it by itself."""
    lines = (
        sum(len(wrap(part, width - 1)) or 1 for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return _LINE * max(lines, default=1)


def _frozen_columns(heads: Iterable[Head]) -> int:
    """Return how many columns stay in view: the number of the row, and the unit."""
    kinds = [head.kind for head in heads]
    return kinds.index("text") + 1 if "text" in kinds[:2] else 0


def _sheet_name(name: str, taken: Iterable[str]) -> str:
    """Return a name that a workbook takes, with a number where it would stand twice."""
    plain = _UNNAMEABLE.sub(" ", name).strip()[:_LONGEST_NAME].strip() or "1"
    used = {other.casefold() for other in taken}
    found, number = plain, 2
    while found.casefold() in used:
        end = f" ({number})"
        found, number = plain[: _LONGEST_NAME - len(end)] + end, number + 1
    return found
