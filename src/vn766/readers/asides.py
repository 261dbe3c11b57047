"""Rows of a table that are no unit: sums, averages, maxima, headings of sections, notes.

Small files and engines ask the same functions. Communes are called "Cộng Hòa", "Tổng Cọt" and
"Trung Bình": a row is judged by its whole name, and a code or a number speaks for a unit.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from vn766.lazy import regex
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS: Final = Vocabulary("readers")
_any: Final = _WORDS.any_of
MISSING: Final = frozenset(_WORDS.written("missing"))
"""The texts of a cell that mean "not known", case and outer spaces aside; a zero is a zero."""

# Rows that sum up others or state maxima, folded.
_FIGURE_OF: Final = _any("figures")
_SUM: Final = rf"(?:{_FIGURE_OF} )?{_any('sums')}(?: diem| so diem)?(?: chung| cong)?"
_BLOCKS: Final = rf"khoi {_any('blocks')}\b.*"
_SUMMARIES: Final = regex(rf"{_SUM}|{_BLOCKS}|max|min")
_NEVER_UNITS: Final = regex(
    rf"{_SUM} (?:cua |theo )?(?:{_any('members')}|[0-9]+)\b.*|{_FIGURE_OF} {_any('averages')}\b.*"
    rf"|{_SUM} [ivx]+|(?:{_FIGURE_OF} )?{_any('wholes')} {_any('areas')}\b.*"
    rf"|{_any('targets')}(?: (?:{_any('of_targets')}|[0-9]+)\b.*)?"
    rf"|{_any('never_units')}|(?:{_FIGURE_OF} )?{_any('extremes')}\b.*"
    rf"|(?:thang |tong )?{_FIGURE_OF} (?:toi da|chuan)\b.*|thang diem\b.*|toi da"
)
_BLOCK: Final = regex(r"khối\b.*", re.IGNORECASE)  # not "Khôi Kỳ", a commune
_NOTES: Final = regex(rf"{_any('notes')}\b")
_ROMAN: Final = r"(?:[IVXLC]+|[A-ZĐ])"
NUMBER: Final = rf"(?:{_ROMAN}[.,])?[0-9]+(?:[.,][0-9]+)*[.)]?"
"""The number of a unit among the rows (7, 1.2, I.3), as a pattern."""
ENUMERATOR: Final = regex(NUMBER)
CHILD: Final = r"[.,][1-9][0-9]?[.)]?"
"""The end of a number that goes on from that of a heading, as a pattern: 1.2, but not 1.000."""
_CHILD: Final = regex(rf"(.*[0-9A-ZĐ]){CHILD}")
SECTION: Final = rf"{_ROMAN}[.)]?"
"""The number of a section, or of a unit if units have no other ones, as a pattern."""
_SECTION: Final = regex(SECTION, re.IGNORECASE)
_ROMAN_ONE: Final = regex(r"[IVX]+|[IVXLC]{2,}")  # C and L are letters: there is no section 50
_SECTION_HEAD: Final = regex(rf"{_ROMAN}[.)/]\s*\S.*")


FIGURE: Final = "[+\u2212-]?[0-9]"
"""The beginning of a number, as a pattern."""
ERROR: Final = r"#(?:N/A|[A-Z]+[!?]|DIV/0!)"
"""The errors of spreadsheets, as texts."""
_ERROR: Final = regex(ERROR)


class Said(NamedTuple):
    """The cells of a row that tell a unit from anything else, as texts on one line."""

    name: str
    number: str
    code: str
    valued: bool
    """Whether there is anything in the columns of points, total, rank and class."""
    figured: bool
    """Whether one of these begins like a number."""
    heads: bool = False
    """Whether the numbers of other rows go on from that of this one: 1 above 1.1, 1.2."""


class Numbering(NamedTuple):
    """The column that numbers the rows of a table."""

    is_there: bool
    arabic: bool
    """Whether units have Arabic numbers: then letters and Roman ones number sections."""
    lettered: frozenset[bool] = frozenset()
    """Otherwise, those of units: True for Roman numbers, False for letters."""


def is_missing(text: str) -> bool:
    """Whether a cell says that its value is not known."""
    return text.strip().casefold() in MISSING


def is_error(text: str) -> bool:
    """Whether a cell says that a spreadsheet could not compute its value."""
    return bool(_ERROR.fullmatch(text.strip()))


def says_nothing(text: str) -> bool:
    """Whether a cell names nothing: it is not known, or could not be computed."""
    return is_missing(text) or is_error(text)


def numbering_of(rows: Sequence[Said], *, is_there: bool) -> Numbering:
    """Return how the rows of a table are numbered, if there is a column for that.

    Where no unit has an Arabic number, Roman ones and letters are those of units if one of them
    stands beside figures.

    Example:
        >>> rows = [Said("Xã A", "I", "", valued=True, figured=True)]
        >>> rows += [Said("Xã B", "II", "", valued=False, figured=False)]
        >>> [is_aside(row, numbering_of(rows, is_there=True)) for row in rows]
        [False, False]
    """
    if any(ENUMERATOR.fullmatch(row.number) for row in rows):
        return Numbering(is_there, arabic=True)
    bare = Numbering(is_there, arabic=False)
    units = (row for row in rows if row.figured and _is_lettered(row) and not is_aside(row, bare))
    return Numbering(is_there, arabic=False, lettered=frozenset(map(_is_roman, units)))


def above(number: str) -> str | None:
    """Return the number of the heading that a row stands below by its own number, plainly written.

    Example:
        >>> above("1.2."), above("2,10"), above("I.1"), above("7"), above("1.000")
        ('1', '2', 'I', None, None)
    """
    child = _CHILD.fullmatch(number)
    return None if child is None else plain(child[1])


def plain(number: str) -> str:
    """Return the number of a row without what stands behind it."""
    return number.rstrip(".)").replace(",", ".")


def with_headings(rows: Sequence[Said]) -> list[Said]:
    """Return the rows of a table with the knowledge whose numbers others go on from.

    Where several rows have such a number, as below other headings, it is the one above its parts.

    Example:
        >>> texts = [("Khối sở", "1"), ("Sở A", "1.1"), ("Sở B", "1.2"), ("Văn phòng", "2")]
        >>> rows = [Said(name, number, "", valued=True, figured=True) for name, number in texts]
        >>> [row.heads for row in with_headings(rows)]
        [True, False, False, False]
    """
    numbers = [row.number if is_missing(row.code) else "" for row in rows]
    wanted = {number for number in map(above, numbers) if number}
    times = Counter(map(plain, numbers))
    marked: list[Said] = []
    following: str | None = None
    for row, number in zip(reversed(rows), reversed(numbers), strict=True):
        own = plain(number)
        heads = own in wanted and (times[own] == 1 or following == own)
        marked.append(row._replace(heads=heads) if heads else row)
        following = above(number) if number else following
    return marked[::-1]


def is_aside(row: Said, numbering: Numbering) -> bool:
    """Whether a row is no unit: a total, an average, a heading, a note or a signature.

    Example:
        >>> rows = Numbering(is_there=True, arabic=True)
        >>> is_aside(Said("Trung bình", "", "", valued=True, figured=True), rows)
        True
        >>> is_aside(Said("Trung bình", "7", "", valued=True, figured=True), rows)
        False
    """
    if not is_missing(row.code):
        return False
    label, number = fold(row.name or row.number), fold(row.number)
    if row.heads or any(map(_NEVER_UNITS.fullmatch, (label, number))):
        return True
    if ENUMERATOR.fullmatch(row.number):
        return False
    is_section = numbering.arabic and _is_lettered(row)
    if is_section or any(map(_SUMMARIES.fullmatch, (label, number))) or _BLOCK.fullmatch(row.name):
        return True
    if is_missing(row.name) or (_NOTES.match(label) and not row.figured):
        return not row.figured
    # A unit may be there without any figures, but then it has a number if the others have.
    is_numbered = _is_lettered(row) and _is_roman(row) in numbering.lettered
    heads = numbering.is_there or _SECTION_HEAD.fullmatch(row.name)
    return not row.valued and not is_numbered and bool(heads)


def foot_of(rows: Sequence[Said]) -> int:
    """Return the position of the first row of what stands below a table: notes, signatures.

    There no row has a number, a code or figures. Where it begins is told by words or, if the rows
    of units have numbers or codes, by a row that names nothing.

    Example:
        >>> unit = Said("Xã A", "1", "", valued=True, figured=True)
        >>> blank = Said("", "", "", valued=False, figured=False)
        >>> signed = Said("Trần Thị B", "", "", valued=True, figured=False)
        >>> foot_of([unit, blank, signed]), foot_of([unit, signed])
        (1, 2)
    """
    last = len(rows)
    while last and not (_is_told_apart(rows[last - 1]) or rows[last - 1].figured):
        last -= 1
    is_told = any(map(_is_told_apart, rows[:last]))
    for at in range(last, len(rows)):
        row = rows[at]
        if _NOTES.match(fold(row.name or row.number)) or (is_told and not (row.name or row.number)):
            return at
    return len(rows)


def _is_told_apart(row: Said) -> bool:
    """Whether a row has a code or a number, of a unit or a section."""
    return bool(not is_missing(row.code) or ENUMERATOR.fullmatch(row.number) or _is_lettered(row))


def _is_lettered(row: Said) -> bool:
    return bool(_SECTION.fullmatch(row.number))


def _is_roman(row: Said) -> bool:
    return bool(_ROMAN_ONE.fullmatch(row.number.rstrip(".)").upper()))


def section_of(row: Said) -> str | None:
    """Return the name of the section that a row which is no unit heads, or None if it heads none.

    Example:
        >>> section_of(Said("Khối sở, ban, ngành", "I", "", valued=False, figured=False))
        'I. Khối sở, ban, ngành'
        >>> section_of(Said("Tổng cộng", "", "", valued=True, figured=True)) is None
        True
    """
    label = fold(row.name or row.number)
    if _NEVER_UNITS.fullmatch(label) or re.fullmatch(_SUM, label) or _NOTES.match(label):
        return None
    if not is_missing(row.name) and (row.heads or _SECTION.fullmatch(row.number)):
        return f"{row.number.rstrip('.)')}. {row.name}"
    heading = row.number if is_missing(row.name) else row.name
    if _SECTION_HEAD.fullmatch(heading) or _BLOCK.fullmatch(heading):
        return heading
    return None


class Sections:
    """The headings that the rows of a table stand below, while they are read from the top.

    Example:
        >>> sections = Sections()
        >>> sections.enter(Said("Khối xã", "1", "", valued=False, figured=False, heads=True))
        >>> sections.of(Said("Xã A", "1.1", "", valued=True, figured=True))
        '1. Khối xã'
        >>> sections.of(Said("Văn phòng", "2", "", valued=True, figured=True))
        ''
    """

    def __init__(self) -> None:
        self._lettered = ""
        self._numbered: list[tuple[str, str]] = []

    def enter(self, row: Said) -> None:
        """Go on below a row that is no unit, if it heads a section."""
        heading = section_of(row)
        if heading is None:
            return
        if not row.heads:
            self._lettered = heading
            self._numbered.clear()
            return
        self._leave(row.number)
        self._numbered.append((plain(row.number), heading))

    def of(self, row: Said) -> str:
        """Return the heading that a unit stands below, or a blank; a unit may have no number."""
        if row.number:
            self._leave(row.number)
        innermost = [heading for _, heading in self._numbered[-1:]]
        return "; ".join(filter(None, (self._lettered, *innermost)))

    def _leave(self, number: str) -> None:
        """Leave the numbered sections that a number does not go on from."""
        while self._numbered and not plain(number).startswith(f"{self._numbered[-1][0]}."):
            self._numbered.pop()
