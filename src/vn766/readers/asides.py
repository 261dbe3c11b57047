"""Rows of a table that are no unit: sums, averages, maxima, headings of sections, notes.

Small files and engines ask the same functions. Communes are called "Cộng Hòa", "Tổng Cọt" and
"Trung Bình": a row is judged by its whole name, and a code or a number speaks for a unit.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from vn766.lazy import regex
from vn766.vocabulary import Vocabulary, fold

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
ENUMERATOR: Final = regex(r"[0-9]+[.)]?")
"""The number of a unit among the rows."""
_ROMAN: Final = r"(?:[IVXLC]+|[A-ZĐ])"
_SECTION: Final = regex(rf"{_ROMAN}[.)]?", re.IGNORECASE)
_SECTION_HEAD: Final = regex(rf"{_ROMAN}[.)/]\s*\S.*")


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


class Numbering(NamedTuple):
    """The column that numbers the rows of a table."""

    is_there: bool
    arabic: bool
    """Whether units have Arabic numbers: then letters and Roman ones number sections."""


def is_missing(text: str) -> bool:
    """Whether a cell says that its value is not known."""
    return text.strip().casefold() in MISSING


def is_error(text: str) -> bool:
    """Whether a cell says that a spreadsheet could not compute its value."""
    return bool(_ERROR.fullmatch(text.strip()))


def says_nothing(text: str) -> bool:
    """Whether a cell names nothing: it is not known, or could not be computed."""
    return is_missing(text) or is_error(text)


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
    if any(map(_NEVER_UNITS.fullmatch, (label, number))):
        return True
    if ENUMERATOR.fullmatch(row.number):
        return False
    is_section = numbering.arabic and _SECTION.fullmatch(row.number)
    if is_section or any(map(_SUMMARIES.fullmatch, (label, number))) or _BLOCK.fullmatch(row.name):
        return True
    if is_missing(row.name):
        return not row.figured
    # A unit may be there without any figures, but then it has a number if the others have.
    heads = _NOTES.match(label) or _SECTION_HEAD.fullmatch(row.name)
    return not row.valued and (numbering.is_there or bool(heads))


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
    if not is_missing(row.name) and _SECTION.fullmatch(row.number):
        return f"{row.number.rstrip('.)')}. {row.name}"
    heading = row.number if is_missing(row.name) else row.name
    if _SECTION_HEAD.fullmatch(heading) or _BLOCK.fullmatch(heading):
        return heading
    return None
