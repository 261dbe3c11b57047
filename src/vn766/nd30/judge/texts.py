"""Judges of the text of a document: its basis, paragraphs, numbering and end."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vn766.errors import FormatError
from vn766.nd30.decree import aligned, decree
from vn766.nd30.judge.heads import unseen
from vn766.nd30.judge.judging import (
    TWIPS_PER_MM,
    TWIPS_PER_POINT,
    WHOLE,
    failed,
    in_mm,
    in_points,
    judged,
    passed,
    review,
    unknown,
)
from vn766.nd30.judge.roles import ROMAN_HEADING
from vn766.vi import from_roman

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766.nd30.judge.judging import Case, Finding, Judge
    from vn766.nd30.judge.reading import Line

_LINE: Final = 240  # a single line, where the spacing is a multiple
_CLAUSE: Final = re.compile(r"(?P<number>[0-9]{1,4})\.\s")
_ARTICLE: Final = re.compile(r"Điều\s+(?P<number>[0-9]{1,4})\s*\.")
_POINT: Final = re.compile(r"(?P<letter>[a-zđ])\)\s")


def _basis_form(case: Case) -> Iterator[Finding]:
    lines = case.roles.of("basis")
    judge = failed if case.roles.kind is not None else review
    for line in lines:
        holds = line.text.endswith("." if line is lines[-1] else ";")
        yield (passed if holds else judge)(line, "ending", end=line.text[-1])


def _present(case: Case) -> Iterator[Finding]:
    if case.roles.content:
        yield passed(case.roles.content[0], "has-text")
    elif case.has_text_in_tables:
        yield review(WHOLE, "text-in-tables")
    else:
        yield unseen(case) or failed(WHOLE, "no-text")


def _paragraphs(case: Case) -> Iterator[Line]:
    """Yield the paragraphs of the text that are no titles."""
    for line in case.roles.of("body"):
        if not line.continued:
            yield line


def _align(case: Case) -> Iterator[Finding]:
    for line in _paragraphs(case):
        align = line.setting.align
        yield judged(line, "seen", what=aligned(align), holds=align == decree().body.align)


def _first_line(case: Case) -> Iterator[Finding]:
    body = decree().body
    for line in _paragraphs(case):
        left, first = line.setting.left, line.setting.first
        if left is None or first is None:
            yield unknown(line, "indent-in-letters")
            continue
        start = left + first
        near = any(
            abs(start / TWIPS_PER_MM - float(wanted)) <= float(body.tolerance_mm)
            for wanted in body.first_line_mm
        )
        # A list set by the program, or a tab, may begin where the file does not say.
        unsure = line.setting.numbering is not None or line.raw[:1] in {"\t", " ", "\u00a0"}
        judge = passed if near else (review if unsure else failed)
        yield judge(line, "indent", mm=in_mm(start))


def _space(case: Case) -> Iterator[Finding]:
    least = decree().body.space_pt * TWIPS_PER_POINT
    for one, other in pairwise(case.roles.content):
        if other.continued or case.position(other) - case.position(one) != 1:
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


def _lines(case: Case) -> Iterator[Finding]:
    limits = decree().body.lines
    for line in _paragraphs(case):
        if line.setting.line_rule != "auto":
            yield review(line, "fixed-spacing", points=in_points(line.setting.line))
            continue
        lines = Decimal(f"{line.setting.line / _LINE:.3g}")
        holds = limits.least * _LINE <= line.setting.line <= limits.most * _LINE
        yield judged(line, "lines", lines=lines, holds=holds)


def _end(case: Case) -> Iterator[Finding]:
    if case.roles.content:
        last = case.roles.content[-1]
        mark = decree().body.end_mark
        holds = last.text.endswith(mark) and not last.text.removesuffix(mark).endswith((" ", "."))
        end = " ".join(last.text.split(" ")[-3:])
        yield judged(last, "ending", end=end, holds=holds)


# --- numbering -----------------------------------------------------------------------------------


def _numbering(case: Case) -> Iterator[Finding]:
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
        yield judged(line, "quoted", text=shown, holds=holds)
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


JUDGES: Final[dict[str, Judge]] = {
    "basis.form": _basis_form,
    "body.present": _present,
    "body.align": _align,
    "body.first-line": _first_line,
    "body.space": _space,
    "body.lines": _lines,
    "body.end": _end,
    "body.numbering": _numbering,
}
