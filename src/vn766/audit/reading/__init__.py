"""From files to claims: passages of prose and grids of cells become statements with their places.

Patterns are matched against the `plain` form of a passage: lower case without accents, of the same
length as the text, so that a match is found in the text at the same place.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from attrs import evolve, field, frozen

from vn766.errors import FormatError, ProblemCode
from vn766.files import limits, refusal
from vn766.files.blocks import Paragraph
from vn766.lazy import regex
from vn766.vocabulary import composed, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sized

    from vn766.errors import Problem
    from vn766.files.blocks import Grid

_T = TypeVar("_T")

_UNSEEN: Final[dict[int, None]] = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_BLANKS: Final = regex(r"[^\S\n]+")
_NEW_LINES: Final = regex(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")


def tidy(text: str) -> str:
    r"""Return `text` in NFC, with ``\n`` between lines and without what leaves no ink.

    Example:
        >>> tidy("So\u0302\u0301 ho\u0301a\r\nho\u0302\u0300 so\u031b\u200b")
        'Số hóa\nhồ sơ'
    """
    if not text.isascii():
        text = composed(text).translate(_UNSEEN)
    return _NEW_LINES.sub("\n", text)


def _single_blanks(text: str) -> str:
    """Return a tidy `text` with single blanks, and none around its lines."""
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in tidy(text).split("\n"))


def parsed(parse: Callable[[str], _T], text: str) -> tuple[_T | None, Problem | None]:
    """Return what `parse` makes of a text, or what is wrong with it."""
    try:
        return parse(text), None
    except FormatError as error:
        return None, error.problem


def check_count(claims: Sized, file: str) -> None:
    """Refuse a file with more claims than anybody reads; one table may hold them all."""
    if len(claims) > limits.CLAIMS:
        raise refusal(ProblemCode.TOO_MANY_CLAIMS, file, limit=limits.CLAIMS)


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
        cell = rows[row][column]
        if code is not ProblemCode.PERCENT_CELL:
            rows[row][column] = ""
        elif isinstance(cell, float):  # texts may have the style, too
            rows[row][column] = round(100 * cell, 6)
    return evolve(grid, rows=rows)
