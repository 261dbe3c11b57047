"""What is audited, whatever file it was: passages of prose and grids of cells, with their places.

Patterns are matched against the `plain` form of a passage: lower case without accents, of the same
length as the text, so that a match is found in the text at the same place.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from vn766.errors import ProblemCode
from vn766.files.blocks import Paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vn766.files.blocks import Grid

_UNSEEN: Final[dict[int, None]] = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_BLANKS: Final = re.compile(r"[^\S\n]+")
_NEW_LINES: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")


def _plain_letters() -> Mapping[int, str]:
    """Return the plain form of each letter that has one, one character for one."""
    letters_of = {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    for code in chain(range(0xC0, 0x250), range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            letters_of[code] = base.lower()
    spaces = chain((0xA0, 0x1680, 0x202F, 0x205F, 0x3000), range(0x2000, 0x200B))
    raised = (0xB9, 0xB2, 0xB3, 0x2070, *range(0x2074, 0x207A))  # marks of footnotes
    return (
        letters_of
        | dict.fromkeys(chain(spaces, raised, (9, 10)), " ")
        | dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
        | dict.fromkeys((0x201C, 0x201D, 0x201E, 0x2018, 0x2019, 0xAB, 0xBB), '"')
        | dict.fromkeys(map(ord, "đĐðÐ"), "d")
        | dict.fromkeys(map(ord, "\u2044\u2215"), "/")
    )


_PLAIN: Final = _plain_letters()


def tidy(text: str) -> str:
    r"""Return `text` in NFC, with ``\n`` between lines and without what leaves no ink.

    Example:
        >>> tidy("So\u0302\u0301 ho\u0301a\r\nho\u0302\u0300 so\u031b\u200b")
        'Số hóa\nhồ sơ'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_UNSEEN)
    return _NEW_LINES.sub("\n", text)


def plain(text: str) -> str:
    """Return `text` in lower case, without accents and on one line, letter for letter.

    Example:
        >>> plain("ĐIỂM – 18,9/22")
        'diem - 18,9/22'
    """
    return text.translate(_PLAIN)


def _single_blanks(text: str) -> str:
    """Return a tidy `text` with single blanks, and none around its lines."""
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in tidy(text).split("\n"))


@frozen(kw_only=True, eq=False)
class Passage(Paragraph):
    """A paragraph with single blanks, or the text of a cell, as it is audited."""

    text: str = field(converter=_single_blanks)

    @cached_property
    def plain(self) -> str:
        """The text as patterns see it."""
        return plain(self.text)


def shown(grid: Grid) -> Grid:
    """Return a table without the cells that hold no value of their own, percents as shown."""
    if not grid.flaws:
        return grid
    rows = [list(row) for row in grid.rows]
    for (row, column), code in grid.flaws.items():
        if code is not ProblemCode.PERCENT_CELL:
            rows[row][column] = ""
        else:
            rows[row][column] = round(100 * float(rows[row][column]), 6)
    return evolve(grid, rows=rows)
