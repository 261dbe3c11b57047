"""Judges of the text of a document, and of the letters of each of its elements."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vn766.errors import FormatError
from vn766.lazy import regex
from vn766.nd30.decree import aligned, decree
from vn766.nd30.judge.heads import unseen
from vn766.nd30.judge.roles import ROMAN_HEADING
from vn766.nd30.measures import width_mm
from vn766.nd30.verdicts import (
    TWIPS_PER_MM,
    TWIPS_PER_POINT,
    WHOLE,
    failed,
    in_mm,
    in_points,
    judged,
    passed,
    points_of,
    review,
    unknown,
)
from vn766.texts import Joined, Wording
from vn766.vi import from_roman

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vn766.files.documents import Line, Piece
    from vn766.nd30.decree import Element
    from vn766.nd30.verdicts import Case, Judge, Observation

_LINE: Final = 240  # a single line, where the spacing is a multiple
_LINE_OF_SIZE: Final = 1.15  # its height in Times New Roman, as a multiple of the size
_TWIPS_PER_HALF_POINT: Final = 10
_NARROWEST_MM: Final = 155  # of text between the margins, where the file names none
_LONGEST_LINE: Final = 150  # characters
_USUAL_SIZE: Final = 28  # half-points
_TEXT: Final = ("body", "article", "clause-title", "heading")
_CLAUSE: Final = regex(r"(?P<number>[0-9]{1,4})\.\s")
_ARTICLE: Final = regex(r"Điều\s+(?P<number>[0-9]{1,4})\s*\.")
_LONGEST_ABBREVIATION: Final = 5  # letters, as in PVHCC
_POINT: Final = regex(r"(?P<letter>[a-zđ])\)\s")


def _basis_form(case: Case) -> Iterator[Observation]:
    lines = case.roles.of("basis")
    judge = failed if case.roles.kind is not None else review
    for line in lines:
        holds = line.text.endswith("." if line is lines[-1] else ";")
        yield (passed if holds else judge)(line, "ending", end=line.text[-1])


def _present(case: Case) -> Iterator[Observation]:
    if case.roles.content:
        yield passed(case.roles.content[0], "has-text")
    elif case.has_text_in_tables:
        yield review(WHOLE, "text-in-tables")
    else:
        yield unseen(case) or failed(WHOLE, "no-text")


def _paragraphs(case: Case) -> Iterator[Line]:
    """Yield the paragraphs of the text that are no titles."""
    for line in _text_lines(case):
        if not line.continued:
            yield line


def _text_lines(case: Case) -> list[Line]:
    """Return the lines of the text: those of the body, and articles that say more than a title."""
    body = [*case.roles.of("body")]
    articles = [line for line in case.roles.of("article") if _judged_pieces("body", line)]
    return sorted(body + articles, key=case.layout.position) if articles else body


def _align(case: Case) -> Iterator[Observation]:
    for line in _paragraphs(case):
        align = line.setting.align
        if align == "left" and _is_one_line(case, line):
            yield unknown(line, "one-line")
        else:
            yield judged(line, "seen", what=aligned(align), holds=align == decree().body.align)


def _is_one_line(case: Case, line: Line) -> bool:
    """Whether a paragraph is too short for a second line on paper."""
    if len(line.text) > _LONGEST_LINE:
        return False
    sizes = [piece.letters.half_points or _USUAL_SIZE for piece in line.shown]
    room = float(_NARROWEST_MM)
    for section in case.reading.sections[line.section - 1 : line.section]:
        sides = (section.margins["left"], section.margins["right"])
        if section.width is not None and None not in sides:
            room = (section.width - sum(side or 0 for side in sides)) / TWIPS_PER_MM
    return width_mm(line.text, max(sizes, default=_USUAL_SIZE) / 2) < room


def _first_line(case: Case) -> Iterator[Observation]:
    body = decree().body
    for line in _paragraphs(case):
        left, first = line.setting.left, line.setting.first
        if left is None or first is None:
            yield unknown(line, "indent-in-letters")
            continue
        start = left + first
        # From the margin, or from the lines below: the decree does not say from which.
        near = any(
            abs(indent / TWIPS_PER_MM - float(wanted)) <= float(body.tolerance_mm)
            for wanted in body.first_line_mm
            for indent in (start, first)
        )
        # A list set by the program, or a tab, may begin where the file does not say; a line that
        # fills no second one may be none of a paragraph.
        unsure = (
            line.setting.numbering is not None
            or line.raw[:1] in {"\t", " ", "\u00a0"}
            or (start <= 0 and _is_one_line(case, line))
        )
        judge = passed if near else (review if unsure else failed)
        yield judge(line, "indent", mm=in_mm(start))


def _space(case: Case) -> Iterator[Observation]:
    least = decree().body.space_pt * TWIPS_PER_POINT
    of_text = {id(line) for name in _TEXT for line in case.roles.of(name)}
    for one, other in pairwise(case.roles.content):
        if not {id(one), id(other)} <= of_text or other.continued:
            continue  # titles belong close to what follows
        if case.layout.position(other) - case.layout.position(one) != 1:
            continue  # something else stands between them
        after, before = one.setting.after, other.setting.before
        same = one.setting.style == other.setting.style
        after = 0 if same and one.setting.contextual else after
        before = 0 if same and other.setting.contextual else before
        points = in_points(max(after, before))
        if max(after, before) >= least:
            yield passed(other, "points", points=points)
        elif after + before >= least:  # programs differ: some add the two
            yield review(other, "points-together", points=points)
        else:
            yield failed(other, "points", points=points)


def _lines(case: Case) -> Iterator[Observation]:
    limits = decree().body.lines
    for line in _paragraphs(case):
        rule, line_ = line.setting.line_rule, line.setting.line
        if rule == "auto":
            lines = Decimal(f"{line_ / _LINE:.3g}")
            holds = limits.least * _LINE <= line_ <= limits.most * _LINE
            yield judged(line, "lines", lines=lines, holds=holds)
            continue
        size = max((piece.letters.half_points or 0 for piece in line.shown), default=0)
        natural = size * _TWIPS_PER_HALF_POINT * _LINE_OF_SIZE
        least = 0 if rule == "atLeast" else natural * float(limits.least)
        holds = size > 0 and least <= line_ <= natural * float(limits.most)
        code = "spacing-at-least" if rule == "atLeast" else "fixed-spacing"
        yield (passed if holds else review)(line, code, points=in_points(line_))


def _end(case: Case) -> Iterator[Observation]:
    if case.roles.content:
        last = case.roles.content[-1]
        mark = decree().body.end_mark
        holds = last.text.endswith(mark) and not last.text.removesuffix(mark).endswith((" ", "."))
        end = " ".join(last.text.split(" ")[-3:])
        yield judged(last, "ending", end=end, holds=holds)


# --- numbering -----------------------------------------------------------------------------------


def _numbering(case: Case) -> Iterator[Observation]:
    """Judge that each number follows the one before it; below a higher one it may begin anew."""
    parts = {id(line) for line in case.roles.of("part")}
    last = {"roman": 0, "article": 0, "clause": 0, "point": 0}
    for line in case.roles.content:
        if line.continued:
            continue
        if id(line) in parts:
            last["roman"] = 0
        found = _number_of(line)
        if found is None:
            continue
        kind, number, shown = found
        restarts = kind in {"clause", "point"} and number == 1
        holds = number is not None and (restarts or number == last[kind] + 1)
        wrong = failed if kind == "point" else review  # of the others only forms show the order
        yield (passed if holds else wrong)(line, "quoted", text=shown)
        last[kind] = number if number is not None else last[kind] + 1
        for lower in _BELOW[kind]:
            last[lower] = 0


_BELOW: Final = {
    "roman": ("clause", "point"),
    "article": ("clause", "point"),
    "clause": ("point",),
    "point": (),
}


def _number_of(line: Line) -> tuple[str, int | None, str] | None:
    """Return the kind of number that a line begins with, its value, and how it is written."""
    roman = ROMAN_HEADING.match(line.text)
    if roman:
        try:
            return "roman", from_roman(roman["number"]), f"{roman['number']}."
        except FormatError:
            return "roman", None, f"{roman['number']}."
    for kind, pattern in (("article", _ARTICLE), ("clause", _CLAUSE)):
        match = pattern.match(line.text)
        if match:
            return kind, int(match["number"]), match[0].strip()
    point = _POINT.match(line.text)
    if point:
        letters = decree().body.point_letters
        at = letters.find(point["letter"])
        return "point", at + 1 if at >= 0 else None, f"{point['letter']})"
    return None


# --- letters of each element -------------------------------------------------------------------


def element_letters(element: str, case: Case) -> Iterator[Observation]:
    """Judge the letters of all lines of an element, one observation a line."""
    wanted = decree().element(element)
    if element == "page-number":
        lines: Sequence[Line] = case.reading.page_numbers
    else:
        lines = _text_lines(case) if element == "body" else case.roles.of(element)
    for line in lines:
        pieces = _judged_pieces(element, line)
        if not pieces:
            continue
        wrong = [*_wrong_letters(wanted, line, pieces)]
        custom = [] if case.layout.is_loose(line) else [*_wrong_align(wanted, line)]
        if custom and not (wanted.align_of_forms or _may_be_centred(line)):
            wrong, custom = [*wrong, *custom], []
        if element != "body" and any(piece.letters.underlined for piece in pieces):
            custom.append(_said("underlined"))
        if wrong or custom:
            unsure = not wrong or _is_unsure(case, element, line, pieces)
            yield (review if unsure else failed)(line, "seen", what=Joined((*wrong, *custom)))
        elif any(piece.letters.half_points is None for piece in pieces):
            yield unknown(line, "no-size")
        else:
            yield passed(line, "seen", what=_description(line, pieces))


def _may_be_centred(line: Line) -> bool:
    """Whether indents or blanks may bring a line to the middle."""
    moved = (line.setting.left, line.setting.first) != (0, 0)
    return moved or line.raw[:1] in {"\t", " ", "\u00a0"}


def _judged_pieces(element: str, line: Line) -> Sequence[Piece]:
    if element == "page-number":
        return [piece for piece in line.pieces if piece.page_number]
    if element == "article":  # what follows "Điều 1." may be the text itself
        return line.shown[:1]
    if element == "body" and _ARTICLE.match(line.text):  # where the title of one is bold
        return [piece for piece in line.shown if not piece.letters.bold]
    return line.shown


def _wrong_letters(wanted: Element, line: Line, pieces: Sequence[Piece]) -> Iterator[Wording]:
    sizes = dict.fromkeys(piece.letters.half_points for piece in pieces)
    for size in sizes:
        if size is not None and Decimal(size) / 2 not in wanted.size:
            yield _said("size", size=points_of(size))
    words = line.text.split()
    if (
        wanted.capitals is not None
        and line.is_capital != wanted.capitals
        and (
            wanted.capitals
            or wanted.id == "annex-label"
            or any(len(word) > _LONGEST_ABBREVIATION for word in words)
        )
    ):
        yield _said("not-in-capitals" if wanted.capitals else "in-capitals")
    bold = {piece.letters.bold for piece in pieces}
    if wanted.bold is not None and (not wanted.bold) in bold:
        yield _said("not-bold" if wanted.bold else "bold")
    italic = {piece.letters.italic for piece in pieces}
    # Single words of the text may be in italics; all of it may not.
    wrong = italic == {True} if wanted.id == "body" else (not wanted.italic) in italic
    if wanted.italic is not None and wrong:
        yield _said("not-italic" if wanted.italic else "italic")


def _said(code: str, **details: object) -> Wording:
    return Wording.of("nd30", code, **details)


def _wrong_align(wanted: Element, line: Line) -> Iterator[Wording]:
    align = line.setting.align
    same = {wanted.align, "justify"} if wanted.align == "left" else {wanted.align}
    # A page number in a footer, or set with tabs, is judged by the rule about its place.
    if wanted.align is not None and align not in same and wanted.id != "page-number":
        yield aligned(align)


def _is_unsure(case: Case, element: str, line: Line, pieces: Sequence[Piece]) -> bool:
    """Whether what looks wrong may as well be another element."""
    if case.unsure(line):
        return element not in {"body", "basis"}
    # Below what tabs or blanks hold apart, the middle of a column is not certain.
    if element in {"number", "letter-subject"} and case.is_loose:
        return case.layout.spot(line) is None
    if element == "clause-title":  # without bold letters it may be a clause without a title
        return not any(piece.letters.bold for piece in pieces)
    if element == "basis":  # in a công văn "Căn cứ …" may be part of the text
        return case.roles.kind is None
    if element == "parent":  # in bold it may be the first line of one long name
        return all(piece.letters.bold for piece in pieces) and not line.folded.startswith("ubnd")
    return False


def _description(line: Line, pieces: Sequence[Piece]) -> Joined:
    sizes = dict.fromkeys(piece.letters.half_points for piece in pieces)
    points = tuple(points_of(size) for size in sizes if size is not None)
    first = pieces[0].letters
    parts = [_said("size", size=Joined(points, "/"))]
    parts += [_said("bold")] if first.bold else []
    parts += [_said("italic" if first.italic else "upright"), aligned(line.setting.align)]
    return Joined(tuple(parts))


def _sizes_together(case: Case) -> Iterator[Observation]:
    """Judge three sizes that are each within their own limits."""
    elements = [decree().element(name) for name in ("national-name", "motto", "place-date")]
    sizes: list[Decimal] = []
    for element in elements:
        lines = case.roles.of(element.id)[:1]
        shown = {piece.letters.half_points for line in lines for piece in line.shown}
        size = points_of(shown.pop() or 0) if len(shown) == 1 else Decimal(0)
        if size not in element.size:
            return
        sizes.append(size)
    (line,) = case.roles.of("national-name")
    sets = [[each.national_name, each.motto, each.place_date] for each in decree().size_sets]
    yield judged(line, "sizes", sizes=Joined(tuple(sizes), "/"), holds=sizes in sets)


def _body_letters(case: Case) -> Iterator[Observation]:
    """Judge the letters of the text, and that they are of one size throughout."""
    yield from element_letters("body", case)
    limits = decree().element("body").size
    sizes: dict[int, Line] = {}
    for line in _text_lines(case):
        for piece in _judged_pieces("body", line):
            size = piece.letters.half_points
            if size is not None and Decimal(size) / 2 in limits:
                sizes.setdefault(size, line)
    if len(sizes) > 1:
        size, line = list(sizes.items())[-1]
        yield failed(line, "size-unlike", size=points_of(size))


JUDGES: Final[dict[str, Judge]] = {
    "basis.form": _basis_form,
    "body.present": _present,
    "body.align": _align,
    "body.first-line": _first_line,
    "body.space": _space,
    "body.lines": _lines,
    "body.end": _end,
    "body.numbering": _numbering,
    "body.letters": _body_letters,
    "sizes.together": _sizes_together,
}
