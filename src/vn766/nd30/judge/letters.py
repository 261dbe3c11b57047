"""Judges of the letters of each element: sizes, capitals, bold, italic, and where they are set."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from vn766.nd30.decree import aligned, decree
from vn766.nd30.judge.judging import (
    failed,
    passed,
    points_of,
    review,
    unknown,
)
from vn766.texts import Joined, Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vn766.nd30.decree import Element
    from vn766.nd30.judge.judging import Case, Finding, Judge
    from vn766.nd30.judge.reading import Line, Piece

_LONGEST_ABBREVIATION: Final = 5  # letters, as in PVHCC


def element_letters(element: str, case: Case) -> Iterator[Finding]:
    """Judge the letters of all lines of an element, one finding a line."""
    wanted = decree().element(element)
    lines = case.reading.page_numbers if element == "page-number" else case.roles.of(element)
    for line in lines:
        pieces = _judged_pieces(element, line)
        if not pieces:
            continue
        wrong = [*_wrong_letters(wanted, line, pieces), *_wrong_align(wanted, line)]
        if wrong:
            unsure = _is_unsure(case, element, line, pieces)
            yield (review if unsure else failed)(line, "seen", what=Joined(tuple(wrong)))
        elif any(piece.letters.half_points is None for piece in pieces):
            yield unknown(line, "no-size")
        else:
            yield passed(line, "seen", what=_description(line, pieces))


def _judged_pieces(element: str, line: Line) -> Sequence[Piece]:
    if element == "page-number":
        return [piece for piece in line.pieces if piece.page_number]
    if element == "article":  # what follows "Điều 1." may be the text itself
        return line.shown[:1]
    return line.shown


def _wrong_letters(wanted: Element, line: Line, pieces: Sequence[Piece]) -> Iterator[Wording]:
    sizes = dict.fromkeys(piece.letters.half_points for piece in pieces)
    for size in sizes:
        if size is not None and Decimal(size) / 2 not in wanted.size:
            yield _said("size", size=points_of(size))
    if (
        wanted.capitals is not None
        and line.is_capital != wanted.capitals
        and (wanted.capitals or _has_long_word(line))
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
    if any(piece.letters.underlined for piece in pieces) and wanted.id != "body":
        yield _said("underlined")


def _said(code: str, **details: object) -> Wording:
    return Wording.of("nd30", code, **details)


def _has_long_word(line: Line) -> bool:
    return any(len(word) > _LONGEST_ABBREVIATION for word in line.text.split())


def _wrong_align(wanted: Element, line: Line) -> Iterator[Wording]:
    align = line.setting.align
    same = {wanted.align, "justify"} if wanted.align == "left" else {wanted.align}
    # A page number in a footer, or set with tabs, is judged by the rule about its place.
    if wanted.align is not None and align not in same and wanted.id != "page-number":
        yield aligned(align)


def _is_unsure(case: Case, element: str, line: Line, pieces: Sequence[Piece]) -> bool:
    """Whether what looks wrong may as well be another element."""
    if line.is_tabbed or line.boxed:
        return element not in {"body", "basis"}
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


def _one_size(line: Line | None) -> int | None:
    if line is None:
        return None
    sizes = {piece.letters.half_points for piece in line.shown}
    return sizes.pop() if len(sizes) == 1 else None


def _sizes_together(case: Case) -> Iterator[Finding]:
    """Judge three sizes that are each within their own limits."""
    elements = ("national-name", "motto", "place-date")
    sizes = [_one_size(case.roles.first(element)) for element in elements]
    limits = [decree().element(element).size for element in elements]
    shown = [size for size in sizes if size is not None]
    if len(shown) < len(sizes) or not all(
        Decimal(size) / 2 in limit for size, limit in zip(shown, limits, strict=True)
    ):
        return
    sets = [(it.national_name, it.motto, it.place_date) for it in decree().size_sets]
    holds = any(all(2 * a == b for a, b in zip(one, shown, strict=True)) for one in sets)
    sizes_shown = Joined(tuple(map(points_of, shown)), "/")
    (line,) = case.roles.of("national-name")
    yield (passed if holds else failed)(line, "sizes", sizes=sizes_shown)


def _body_letters(case: Case) -> Iterator[Finding]:
    """Judge the letters of the text, and that they are of one size throughout."""
    yield from element_letters("body", case)
    limits = decree().element("body").size
    sizes: dict[int, Line] = {}
    for line in case.roles.of("body"):
        for piece in line.shown:
            size = piece.letters.half_points
            if size is not None and Decimal(size) / 2 in limits:
                sizes.setdefault(size, line)
    if len(sizes) > 1:
        size, line = list(sizes.items())[-1]
        yield failed(line, "size-unlike", size=points_of(size))


JUDGES: Final[dict[str, Judge]] = {
    "body.letters": _body_letters,
    "sizes.together": _sizes_together,
}
