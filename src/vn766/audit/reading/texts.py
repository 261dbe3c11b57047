"""What is audited, whatever file it was: passages of prose and sheets of cells, with their places.

Patterns are matched against the `plain` form of a passage: lower case without accents, of the same
length as the text, so that a match is found in the text at the same place.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from attrs import evolve, field, frozen

from vn766.readers.grids import letters
from vn766.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vn766.errors import Language
    from vn766.readers.grids import Cell

_UNSEEN: Final[dict[int, None]] = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_BLANKS: Final = re.compile(r"[^\S\n]+")
_NEW_LINES: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")


def tidy(text: str) -> str:
    r"""Return `text` in NFC, with ``\n`` between lines and without what leaves no ink.

    Example:
        >>> tidy("So\u0302\u0301 ho\u0301a\r\nho\u0302\u0300 so\u031b\u200b")
        'Số hóa\nhồ sơ'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_UNSEEN)
    return _NEW_LINES.sub("\n", text)


@frozen(kw_only=True)
class Location:
    """Where something stands in a file; all numbers count from 1, None where there is none.

    A text file has lines; a document paragraphs and tables, whose cells have a row and a column;
    a workbook sheets, whose cells are called by letter and number.

    Example:
        >>> Location(file="t6.txt", line=12).text("vi"), Location(file="t6.txt", line=12).text()
        ('t6.txt, dòng 12', 't6.txt, line 12')
        >>> str(Location(file="t6.xlsx", sheet="Tháng 6", row=7, column=4))
        't6.xlsx, Tháng 6!D7'
    """

    file: str
    line: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None

    def text(self, language: Language = "en") -> str:
        """Return the place in words."""
        if self.table is None and self.line is None and self.row and self.column:
            sheet = f"{self.sheet}!" if self.sheet else ""
            return f"{self.file}, {sheet}{letters(self.column - 1)}{self.row}"
        vi = language == "vi"
        steps = [
            (self.line, "dòng" if vi else "line"),
            (self.table, "bảng" if vi else "table"),
            (self.row, "hàng" if vi else "row"),
            (self.column, "cột" if vi else "column"),
            (self.paragraph, "đoạn" if vi else "paragraph"),
        ]
        said = [f"{word} {number}" for number, word in steps if number is not None]
        return ", ".join([self.file, *said])

    def to_dict(self) -> dict[str, object]:
        """Return the place as JSON-ready values, without what is None."""
        names = ("file", "sheet", "line", "paragraph", "table", "row", "column")
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def __str__(self) -> str:
        return self.text()


def _single_blanks(text: str) -> str:
    """Return a tidy `text` with single blanks, and none around its lines."""
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in tidy(text).split("\n"))


@frozen(kw_only=True, eq=False)
class Passage:
    """A paragraph, or the text of a cell; its lines are parted by line ends."""

    text: str = field(converter=_single_blanks)
    place: Location

    @cached_property
    def plain(self) -> str:
        """The text as patterns see it."""
        return plain(self.text)

    @cached_property
    def _line_ends(self) -> tuple[int, ...]:
        return tuple(match.start() for match in re.finditer("\n", self.text))

    def at(self, offset: int) -> Location:
        """Return where the character at `offset` stands."""
        if self.place.line is None:
            return self.place
        return evolve(self.place, line=self.place.line + bisect_right(self._line_ends, offset - 1))


@frozen(kw_only=True, eq=False)
class Sheet:
    """The cells of a table; `place` is that of the table, rows and columns count from 0.

    A table of a text has a line for each row (`lines`), one of a document rows and columns.
    """

    rows: Sequence[Sequence[Cell]] = field(repr=False)
    place: Location
    lines: tuple[int, ...] = ()

    def at(self, row: int, column: int) -> Location:
        """Return the place of a cell: in a text its line, else its row, and its column."""
        if self.lines:
            return evolve(self.place, line=self.lines[row], column=column + 1)
        return evolve(self.place, row=row + 1, column=column + 1)


@frozen(kw_only=True, eq=False)
class Text:
    """All of a file in the order of reading; `form` is ``"data"`` for CSV and workbooks."""

    file: str
    blocks: tuple[Passage | Sheet, ...] = field(repr=False)
    form: Literal["prose", "data"] = "prose"
