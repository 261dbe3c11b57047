"""Judges of pages and page numbers, of tables over several pages, and of all letters alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar
from unicodedata import is_normalized

from attrs import evolve

from vn766.files import shows_legacy_letters
from vn766.files.blocks import Place
from vn766.lazy import regex
from vn766.nd30 import signs
from vn766.nd30.decree import decree
from vn766.nd30.verdicts import (
    TWIPS_PER_MM,
    Observation,
    VerdictStatus,
    failed,
    in_mm,
    judged,
    passed,
    review,
    unknown,
)
from vn766.texts import Wording
from vn766.vocabulary import odd_characters

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from vn766.files.documents import Line, Section, Table
    from vn766.nd30.decree import Range
    from vn766.nd30.verdicts import Case, Judge

_Look = TypeVar("_Look", bound="Hashable")

_PAPER_TOLERANCE: Final = 0.5  # mm; programs round inches
_LEGACY_FONT: Final = regex(r"\.Vn|VNI[-_ ]", re.IGNORECASE)
_ASCII_LETTER: Final = regex("[A-Za-z0-9]")
_OTHER_LETTER: Final = regex(r"[^\W_\x00-\x7f]")
_ARABIC: Final = frozenset({"", "arabic", "arabicdash", "mergeformat", "charformat"})
_BLACK: Final = frozenset({"auto", "000000"})
_TWIPS_PER_HALF_POINT: Final = 10


def _paper(case: Case) -> Iterator[Observation]:
    page = decree().page
    for section in case.reading.sections:
        sides = section.sides
        if sides is None:
            yield unknown(section, "no-paper")
            continue
        width, height = map(in_mm, sides)
        holds = all(
            abs(side / TWIPS_PER_MM - float(wanted)) <= _PAPER_TOLERANCE
            for side, wanted in zip(sides, (page.width_mm, page.height_mm), strict=True)
        )
        yield judged(section, "paper", width=width, height=height, holds=holds)


def _orientation(case: Case) -> Iterator[Observation]:
    tables = {table.section for table in _data_tables(case)}
    main = {line.section for line in case.roles.main}
    for section in case.reading.sections:
        if section.sides is None:
            yield unknown(section, "no-paper")
        elif not section.is_wide:
            yield passed(section, "portrait")
        elif section.number in tables:
            yield passed(section, "landscape-with-table")
        else:
            judge = failed if section.number in main else review
            yield judge(section, "landscape-without-table")


def _data_tables(case: Case) -> Iterator[Table]:
    """Yield the tables that hold no parts of the head or end of the document."""
    layout = {
        line.cell.table
        for element in ("national-name", "issuer", "recipients-label", "authority")
        for line in case.roles.of(element)
        if line.cell is not None
    }
    for table in case.reading.tables:
        if table.number not in layout:
            yield table


def _margins(case: Case) -> Iterator[Observation]:
    margins = decree().page.margins
    tolerance = float(margins.tolerance_mm)
    for section in case.reading.sections:
        for side, length in section.margins.items():
            limits: Range = getattr(margins, side)
            called = Wording.of("nd30", f"side.{side}")
            if length is None:
                yield unknown(section, "no-margin", side=called)
                continue
            # A negative margin is one that headers do not push down.
            millimetres = abs(length) / TWIPS_PER_MM
            holds = float(limits.least) - tolerance <= millimetres <= float(limits.most) + tolerance
            judge = passed if holds else (review if section.is_wide else failed)
            yield judge(section, "margin", side=called, mm=in_mm(abs(length)))


# --- page numbers ---------------------------------------------------------------------------------


def _is_numbered(case: Case, section: Section) -> bool:
    return all(section.numbers(kind) for kind in case.reading.kinds_of_pages)


def _page_number_present(case: Case) -> Iterator[Observation]:
    """Judge each section by itself: annexes are numbered by themselves too."""
    broken = {line.section for line in case.reading.lines[1:] if line.breaks}
    for section in case.reading.sections:
        if _is_numbered(case, section):
            yield passed(section, "numbered")
        elif section.number in broken:
            yield failed(section, "unnumbered")
        else:
            yield review(section, "unnumbered-if-one-page")


def _page_number_place(case: Case) -> Iterator[Observation]:
    for line in case.reading.page_numbers:
        if line.part == "footer":
            yield failed(line, "in-the-bottom-margin")
        elif line.setting.align == "center":
            yield passed(line, "centred-in-the-top-margin")
        elif "\t" in line.raw:
            yield review(line, "placed-with-a-tab")
        elif line.boxed:
            yield review(line, "in-a-box-of-text")
        else:
            yield failed(line, "not-centred")


def _page_number_first(case: Case) -> Iterator[Observation]:
    for section in case.reading.sections[:1]:
        if not _is_numbered(case, section):
            continue
        shown = section.numbers("first")
        if not section.title_page:
            yield failed(section, "first-page-alike")
        elif shown:
            yield failed(shown[0], "first-page-number")
        else:
            yield passed(section, "first-page-blank")


def _page_number_form(case: Case) -> Iterator[Observation]:
    for section in case.reading.sections:
        if not _is_numbered(case, section):
            continue
        forms = {
            piece.page_form.casefold()
            for kind in case.reading.kinds_of_pages
            for line in section.numbers(kind)
            for piece in line.pieces
        }
        if forms - _ARABIC or section.number_format != "decimal":
            yield failed(section, "number-format")
        elif section.number == 1 and section.first_number not in {None, "1"}:
            yield failed(section, "beginning", start=section.first_number)
        else:
            yield passed(section, "arabic-digits")
    for line in case.reading.page_numbers:
        if any(not piece.page_number and piece.text.strip() for piece in line.pieces):
            yield review(line, "words-beside-number")


def _page_number_annex(case: Case) -> Iterator[Observation]:
    if not case.reading.page_numbers:
        return
    sections = {section.number: section for section in case.reading.sections}
    before = {line.section for line in case.roles.main}
    for annex in case.roles.annexes:
        number = annex.label.section
        section = sections.get(number)
        if section is None or number in before:
            yield failed(annex.label, "annex-without-section")
        else:
            start = section.first_number
            code = "annex-numbers-go-on" if start is None else "annex-numbers"
            yield judged(annex.label, code, start=start, holds=start == "1")
        before.add(number)


# --- tables ---------------------------------------------------------------------------------------


def _table_heading_row(case: Case) -> Iterator[Observation]:
    sizes = _smallest_letters(case)
    sections = {section.number: section for section in case.reading.sections}
    for table in _data_tables(case):
        place = Place(part="body", table=table.number)
        if table.heading_rows:
            yield passed(place, "heads-repeated")
        elif _is_longer_than_a_page(table, sizes.get(table.number), sections.get(table.section)):
            yield failed(place, "heads-not-repeated")
        else:
            yield unknown(place, "maybe-one-page")


def _is_longer_than_a_page(table: Table, size: int | None, section: Section | None) -> bool:
    """Whether its rows cannot be on one page, even if all had the least height they can have."""
    if section is None or section.height is None or size is None:
        return False
    return table.rows * size * _TWIPS_PER_HALF_POINT > section.height


def _smallest_letters(case: Case) -> dict[int, int]:
    """Return the least size, in half-points, in each table."""
    sizes: dict[int, int] = {}
    for line in case.reading.lines:
        for piece in line.pieces if line.cell is not None else ():
            size = piece.letters.half_points
            if size and line.cell is not None:
                sizes[line.cell.table] = min(size, sizes.get(line.cell.table, size))
    return sizes


# --- all letters --------------------------------------------------------------------------------


def _alike(
    case: Case, look: Callable[[Line], Iterable[_Look]]
) -> Iterator[tuple[_Look, Line, int]]:
    """Yield each look of letters with the first line that has it and the number of its lines.

    Nearly all lines look alike: what is said of them is said once.
    """
    first: dict[_Look, Line] = {}
    count: dict[_Look, int] = {}
    for line in case.reading.everything:
        for one in look(line):
            first.setdefault(one, line)
            count[one] = count.get(one, 0) + 1
    for one, line in first.items():
        yield one, line, count[one]


def _fonts(line: Line) -> Iterable[str | None]:
    """Return the fonts that show a line: those for ASCII, and those for the other letters."""
    fonts: dict[str | None, None] = {}
    for piece in line.shown:
        # Signs and bullets have fonts of their own.
        if _OTHER_LETTER.search(piece.text):
            fonts[piece.letters.font] = None
        if _ASCII_LETTER.search(piece.text):
            fonts[piece.letters.ascii_font] = None
    return fonts


def _font_family(case: Case) -> Iterator[Observation]:
    family = decree().font.family
    for font, line, places in _alike(case, _fonts):
        if font is None:
            observation = unknown(line, "no-font")
        else:
            holds = font.casefold() == family.casefold()
            observation = judged(line, "font", font=font, holds=holds)
        yield evolve(observation, places=places)


def _colors(line: Line) -> Iterable[str]:
    """Return the colours of a line; none of a mark, which is stamped in red."""
    colors = dict.fromkeys(piece.letters.color for piece in line.shown)
    stamped = not colors.keys() <= _BLACK and (signs.is_urgency(line) or signs.is_mark(line))
    return () if stamped else colors


def _font_color(case: Case) -> Iterator[Observation]:
    for color, line, places in _alike(case, _colors):
        black = color in _BLACK
        observation = judged(line, "black" if black else "color", color=color, holds=black)
        yield evolve(observation, places=places)


def _letter_sets(line: Line) -> Iterable[tuple[VerdictStatus, Wording]]:
    for piece in line.shown:
        for font in (piece.letters.ascii_font, piece.letters.font):
            if font and _LEGACY_FONT.match(font):
                return ((VerdictStatus.FAIL, Wording.of("nd30", "font", font=font)),)
    if shows_legacy_letters(line.text):
        return ((VerdictStatus.FAIL, Wording.of("nd30", "old-letters")),)
    odd = odd_characters(line.raw).items()
    if odd:
        return [_odd_character(letter, meant) for letter, meant in odd]
    return ((VerdictStatus.PASS, Wording.of("nd30", "unicode")),) if line.text else ()


def _odd_character(letter: str, meant: str) -> tuple[VerdictStatus, Wording]:
    """Return how a character stands that is not what it seems: letters that look alike fail."""
    code = f"U+{ord(letter):04X}"
    if letter.isalpha():
        found = Wording.of("nd30", "look-alike", letter=letter, code=code, meant=meant)
        return VerdictStatus.FAIL, found
    return VerdictStatus.NEEDS_REVIEW, Wording.of("nd30", "hidden-character", code=code)


def _font_unicode(case: Case) -> Iterator[Observation]:
    for (status, seen), line, places in _alike(case, _letter_sets):
        yield Observation(status, seen, line, places)


def _forms(line: Line) -> Iterable[bool]:
    return (is_normalized("NFC", line.raw),) if line.text else ()


def _font_composed(case: Case) -> Iterator[Observation]:
    for composed, line, places in _alike(case, _forms):
        observation = judged(line, "composed" if composed else "decomposed", holds=composed)
        yield evolve(observation, places=places)


JUDGES: Final[dict[str, Judge]] = {
    "page.paper": _paper,
    "page.orientation": _orientation,
    "page.margins": _margins,
    "page-number.present": _page_number_present,
    "page-number.place": _page_number_place,
    "page-number.first": _page_number_first,
    "page-number.form": _page_number_form,
    "page-number.annex": _page_number_annex,
    "table.heading-row": _table_heading_row,
    "font.family": _font_family,
    "font.color": _font_color,
    "font.unicode": _font_unicode,
    "font.composed": _font_composed,
}
