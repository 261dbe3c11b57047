"""ODS spreadsheets to grids, by our own reading of ``content.xml``.

Calamine lays out repeated rows and cells before anybody can measure them, and tells neither
hidden rows nor cells that are shown as percentages. The pass that finds these reads all values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import define, field

from vn766.errors import ProblemCode, Word
from vn766.files import check_length, damaged, limits, refusal
from vn766.files.blocks import Block, Cell, Extent, Grid
from vn766.files.packages import unpack
from vn766.files.workbooks import chosen, events
from vn766.lazy import regex
from vn766.vocabulary import composed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vn766.files import Named

_CONTENT: Final = regex(r"content\.xml")
_NEEDED: Final = regex(r"content\.xml|meta-inf/manifest\.xml")
_ENCRYPTED: Final = b"encryption-data"
_BLANKS: Final = {"tab": " ", "line-break": "\n"}
_FLAWS: Final = {
    "percentage": ProblemCode.PERCENT_CELL,
    "date": ProblemCode.DATE_CELL,
    "time": ProblemCode.DATE_CELL,
    "error": ProblemCode.ERROR_CELL,
}
_MOST_REPEATED: Final = 2**20  # what a sheet has rows at most


def read_spreadsheet(content: Named, sheet: str | None) -> tuple[Grid, ...]:
    """Return the visible sheets of a spreadsheet, or the one that is named, visible or not.

    Raises:
        InvalidRecordError: if the file cannot be read, or has no such sheet.
    """
    parts = unpack(content, main=_CONTENT, needed=_NEEDED, most=limits.WORKBOOK_BYTES)
    if _ENCRYPTED in parts.get("meta-inf/manifest.xml", b""):
        content.refuse(ProblemCode.ENCRYPTED_FILE)
    sheets = _Reading(content.name).sheets(parts["content.xml"])
    names = chosen({each.name: each.visible for each in sheets}, sheet, content.name)
    return tuple(each.grid(content.name) for each in sheets if each.name in names)


@define
class _Sheet:
    """A sheet while it is read; blank rows and cells at its ends are laid out by nobody."""

    name: str
    visible: bool
    rows: list[list[Cell]] = field(factory=list[list[Cell]])
    flaws: dict[tuple[int, int], ProblemCode] = field(factory=dict[tuple[int, int], ProblemCode])
    merged: list[Block] = field(factory=list[Block])
    hidden: set[int] = field(factory=set[int])
    blank: int = 0
    """Blank rows since the last one that is not."""

    def grid(self, file: str) -> Grid:
        """Return the cells of the sheet."""
        return Grid(
            file=file,
            sheet=self.name,
            rows=self.rows,
            flaws=self.flaws,
            merged=self.merged,
            hidden=frozenset(self.hidden),
        )


class _Reading:
    """A pass over ``content.xml``, held to the limits as it goes."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._extent = Extent(file)
        self._characters = 0
        self._sheets: list[_Sheet] = []
        self._style = ""
        self._unseen: set[str] = set()  # styles of sheets that are not shown
        self._row: list[Cell] = []
        self._flaws: dict[int, ProblemCode] = {}
        self._blank = 0  # cells since the last one that is not
        self._text: list[str] = []
        self._said: dict[str, Mapping[str, str]] = {}  # of the row and the cell that were entered
        self._paragraphs = self._comments = 0  # that are open

    def sheets(self, xml: bytes) -> list[_Sheet]:
        """Return all sheets of a spreadsheet."""
        for tag, attributes, text in events(xml, self._file):
            if self._paragraphs and not self._comments:
                self._text.append(text)
            if attributes is None:
                self._end(tag)
            else:
                self._begin(tag, attributes)
        if len({sheet.name for sheet in self._sheets}) < len(self._sheets):
            damaged(self._file, Word("one sheet twice"))
        return self._sheets

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag:
            case "style":
                self._style = attributes.get("name", "")
            case "table-properties" if attributes.get("display") == "false":
                self._unseen.add(self._style)
            case "table":
                visible = attributes.get("style-name", "") not in self._unseen
                self._sheets.append(_Sheet(composed(attributes.get("name", "")), visible))
            case "table-row":
                self._said[tag], self._row, self._flaws, self._blank = attributes, [], {}, 0
            case "table-cell" | "covered-table-cell":
                self._said[tag], self._text = attributes, []
            case "annotation":  # a comment, which stands inside its cell
                self._comments += 1
            case "p":
                self._text += ["\n"] if self._text and not self._comments else []
                self._paragraphs += 1
            case "s":
                self._text.append(" " * self._number(attributes, "c"))
            case _:
                self._text.append(_BLANKS.get(tag, ""))

    def _end(self, tag: str) -> None:
        match tag:
            case "annotation":
                self._comments -= 1
            case "p":
                self._paragraphs -= 1
            case "table-row" if self._sheets:
                self._end_row(self._said[tag], self._sheets[-1])
            case "table-cell" if self._sheets:
                self._end_cell(self._said[tag], self._sheets[-1], *self._value(self._said[tag]))
            case "covered-table-cell" if self._sheets:  # nobody sees what is in it
                self._end_cell(self._said[tag], self._sheets[-1], "", None)
            case _:
                pass

    def _end_cell(
        self, cell: Mapping[str, str], sheet: _Sheet, value: Cell, flaw: ProblemCode | None
    ) -> None:
        """Put the value of a cell into its row, as often as it is repeated."""
        repeated = self._number(cell, "number-columns-repeated")
        if value == "" and flaw is None:
            self._blank += repeated
            return
        start = len(self._row) + self._blank
        self._extent.add(0, start + repeated, 0)  # before anything is laid out
        self._row += [""] * self._blank + [value] * repeated
        self._blank = 0
        if flaw is not None:
            self._flaws |= dict.fromkeys(range(start, start + repeated), flaw)
        rows, columns = (
            self._number(cell, f"number-{kind}-spanned") for kind in ("rows", "columns")
        )
        if rows > 1 or columns > 1:
            top = len(sheet.rows) + sheet.blank
            sheet.merged.append((top, start, top + rows - 1, start + columns - 1))

    def _end_row(self, row: Mapping[str, str], sheet: _Sheet) -> None:
        """Put a row into its sheet, as often as it is repeated, unless it is blank."""
        repeated = self._number(row, "number-rows-repeated")
        if not self._row:
            sheet.blank += repeated
            return
        self._extent.add(sheet.blank + repeated, len(self._row), len(self._row) * repeated)
        length = sum(len(value) for value in self._row if isinstance(value, str))
        self._characters += length * repeated
        check_length(self._characters, self._file, limits.CELLS_LENGTH)
        sheet.rows += [[] for _ in range(sheet.blank)]
        start, sheet.blank = len(sheet.rows), 0
        sheet.rows += [list(self._row) for _ in range(repeated)]
        for at in range(start, start + repeated):
            sheet.flaws |= {(at, column): flaw for column, flaw in self._flaws.items()}
        if row.get("visibility", "visible") != "visible":
            sheet.hidden.update(range(start, start + repeated))

    def _value(self, cell: Mapping[str, str]) -> tuple[Cell, ProblemCode | None]:
        """Return the value of a cell as others read it, and what is wrong with it."""
        text = "".join(self._text).strip()
        if len(text) > limits.CELL_LENGTH:
            raise refusal(ProblemCode.CELL_TOO_LONG, self._file, limit=limits.CELL_LENGTH)
        kind = cell.get("value-type", "")
        if kind in {"float", "currency", "percentage"}:
            try:
                return float(cell.get("value", "")), _FLAWS.get(kind)
            except ValueError:
                damaged(self._file, Word("a figure that is no number"))
        if kind in {"date", "time"}:
            return cell.get(f"{kind}-value", text)[: limits.CELL_LENGTH], _FLAWS[kind]
        if "formula" in cell and not kind and not text:
            return "=", ProblemCode.UNCOMPUTED_CELL
        return composed(text), _FLAWS.get(kind)

    def _number(self, attributes: Mapping[str, str], name: str) -> int:
        """Return how often something is repeated, or how far a cell reaches: 1 if nobody says."""
        said = attributes.get(name, "1")
        if not re.fullmatch("[0-9]{1,7}", said) or not 0 < int(said) <= _MOST_REPEATED:
            damaged(self._file, Word("a cell without a place"))
        return int(said)
