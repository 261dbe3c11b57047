"""Judges of the head of a document: from Quốc hiệu down to the addressees."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from vn766.lazy import regex
from vn766.nd30.decree import decree, is_symbol
from vn766.nd30.signs import is_item
from vn766.nd30.verdicts import (
    TWIPS_PER_POINT,
    WHOLE,
    failed,
    in_points,
    judged,
    passed,
    quoted,
    review,
    unknown,
)
from vn766.vi import format_date
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vn766.files.documents import Line
    from vn766.nd30.verdicts import Case, Judge, Observation

_FAR_LEFT: Final = 2_000  # twips: a paragraph with less indent does not stand on the right

# From above down; what stands beside each other is judged by the rules about its place.
_ORDER: Final = (
    *("national-name", "motto", "kind", "letter-subject", "subject", "addressee"),
    *("basis", "body", "authority"),
)

NUMBER: Final = regex(r"Số:\s*+(?P<number>[0-9]*+)[.…_ ]*+/(?P<symbol>.*)")
_PROPER_NUMBER: Final = regex(r"0[1-9]|[1-9][0-9]+")
_BLANK: Final = r"[0-9.…_ ]*+"
_DATE: Final = regex(
    rf"ngày(?P<day>{_BLANK})tháng(?P<month>{_BLANK})năm(?P<year>{_BLANK})", re.IGNORECASE
)
_FILLER: Final = regex(r"[.…_\s]+")
_SOLID: Final = frozenset({"single", "thick"})  # of the kinds of borders
_SOLID_SIGNS: Final = frozenset("_¯–—―─ ")
_DOUBLED: Final = ("..", ";;", " ;", " .")
_MONTHS: Final = {n: format_date(date(2000, n, 1), "slash").split("/")[1] for n in range(1, 13)}
_LONGEST_PART: Final = 9  # digits of a date: enough to see that it is none


# --- what must be there --------------------------------------------------------------------------


def present(element: str, case: Case) -> Iterator[Observation]:
    """Judge that an element is there; a picture may hold what the text does not."""
    line = case.roles.first(element)
    if line is not None:
        yield passed(line, "there")
    elif case.is_loose:
        yield review(WHOLE, "tabs-for-tables")
    else:
        yield unseen(case) or failed(WHOLE, "not-there")


def unseen(case: Case) -> Observation | None:
    """Return where a part may be that is not in the text, if the document has such places."""
    if any(line.pictures for line in case.reading.lines):
        return review(WHOLE, "not-in-text.pictures")
    if case.reading.has_other_files:
        return review(WHOLE, "not-in-text.files")
    if case.has_text_in_margins:
        return review(WHOLE, "not-in-text.margins")
    return None


def _kind_present(case: Case) -> Iterator[Observation]:
    unsure = case.roles.unsure.get("kind")
    if case.roles.kind is None and not case.roles.is_letter and unsure:
        yield review(unsure[0], "kind-and-subject")
    elif case.roles.is_letter:
        for line in case.roles.of("letter-subject")[:1]:
            yield quoted(line, line.text, holds=line.text.startswith(decree().texts.letter_subject))
    else:
        yield from present("kind", case)


def _subject_present(case: Case) -> Iterator[Observation]:
    if case.roles.kind is not None:
        yield from present("subject", case)


# --- where it stands -----------------------------------------------------------------------------


def _national_name_place(case: Case) -> Iterator[Observation]:
    line = case.roles.first("national-name")
    agency = case.roles.first("parent") or case.roles.first("issuer")
    if line is None:
        return
    spot, beside = case.layout.spot(line), None if agency is None else case.layout.spot(agency)
    if spot is None:
        far = line.boxed or line.is_tabbed or (line.setting.left or 0) >= _FAR_LEFT
        yield unknown(line, "not-in-a-table") if far else failed(line, "not-on-the-right")
    elif spot.column == 0:
        yield (review if case.unsure(line) else failed)(line, "on-the-left")
    elif beside is None or beside.block != spot.block:
        yield passed(line, "on-the-right")
    else:
        level = beside.row == spot.row
        yield (passed if level else review)(line, "right-level" if level else "right-not-level")


def _motto_place(case: Case) -> Iterator[Observation]:
    name, motto = case.roles.first("national-name"), case.roles.first("motto")
    if name is None or motto is None:
        return
    wrong = review if case.unsure(name, motto) else failed
    if name is motto:
        yield wrong(motto, "beside-national-name")
        return
    below = next((line for line in case.layout.below(name) if not line.is_blank), None)
    holds = below is motto
    yield (passed if holds else wrong)(motto, "just-below" if holds else "not-just-below")


def _under(above: str, element: str, case: Case) -> Iterator[Observation]:
    """Judge that an element stands below another one, in its column."""
    line, other = case.roles.first(element), case.roles.first(above)
    if line is None or other is None:
        return
    here, there = case.layout.spot(line), case.layout.spot(other)
    if here is None or there is None or here.block != there.block:
        yield unknown(line, "not-in-one-table")
        return
    below = case.layout.position(line) > case.layout.position(other)
    holds = here.column == there.column and below
    wrong = review if case.unsure(line, other) else failed
    name = decree().element(above).label
    yield (passed if holds else wrong)(line, "below" if holds else "not-below", name=name)


def _place_date_place(case: Case) -> Iterator[Observation]:
    line, number = case.roles.first("place-date"), case.roles.first("number")
    if line is None or number is None:
        return
    here, there = case.layout.spot(line), case.layout.spot(number)
    if here is None or there is None or here.block != there.block:
        yield unknown(line, "not-in-one-table")
        return
    level = here.row == there.row and here.column > there.column
    if any(each.cell is not None and each.cell.merged for each in (line, number)):
        wrong = unknown  # a cell that reaches over several rows
    else:
        wrong = review if case.unsure(line, number) else failed
    code = "level-with-number" if level else "not-level-with-number"
    yield (passed if level else wrong)(line, code)


def _letter_subject_space(case: Case) -> Iterator[Observation]:
    number, subject = case.roles.first("number"), case.roles.first("letter-subject")
    if number is None or subject is None:
        return
    apart = case.layout.position(subject) - case.layout.position(number)
    if number.cell is not subject.cell or apart != 1:
        yield unknown(subject, "not-after-number")
        return
    gap = max(number.setting.after, subject.setting.before)
    holds = gap == decree().body.subject_space_pt * TWIPS_PER_POINT
    yield judged(subject, "points", points=in_points(gap), holds=holds)


def _order(case: Case) -> Iterator[Observation]:
    """Judge that no component begins above one that belongs before it.

    What stands side by side is neither above nor below.
    """
    before: Line | None = None
    wrong = False
    for element in _ORDER:
        line = case.roles.first(element)
        if line is None:
            continue
        if before is None or case.layout.are_beside(line, before):
            before = before or line
        elif case.layout.position(line) < case.layout.position(before):
            wrong = True
            here = decree().element(element).label
            judge = review if case.unsure(line, before) else failed
            yield judge(line, "above", element=here, text=before.text)
        else:
            before = line
    if before is not None and not wrong:
        yield passed(WHOLE, "in-order")


# --- the lines below -----------------------------------------------------------------------------


def _lines_drawn(last: Line, near: Sequence[Line], *, loose: bool) -> Iterator[bool]:
    """Yield for each line that is drawn below a text, or in the lines near, whether it is solid."""
    if last.setting.bottom_line:
        yield last.setting.bottom_line in _SOLID
    if last.strokes and not loose:  # there it may be of another part
        yield not last.broken
    for line in near:
        if line.is_rule:
            yield _SOLID_SIGNS.issuperset(line.text)
        if line.strokes:
            yield not line.broken
        borders = (line.setting.top_line, line.setting.bottom_line if line.is_blank else None)
        yield from (border in _SOLID for border in borders if border)


def _line_below(element: str, case: Case) -> Iterator[Observation]:
    """Judge that a line is drawn below an element: before the next text in its column."""
    lines = case.roles.of(element)
    if not lines:
        return
    last = lines[-1]
    near: list[Line] = []
    for line in case.layout.below(last):
        near.append(line)
        if not line.is_blank:
            break
    text = case.roles.content[:1]
    above = case.layout.lines[: case.layout.position(text[0]) if text else None]
    drawn = [*_lines_drawn(last, near, loose=case.layout.is_loose(last))]
    if any(drawn):
        yield passed(last, "line")
    elif drawn:
        yield (review if case.unsure(last) else failed)(last, "line-not-solid")
    elif any(piece.letters.underlined for piece in last.shown):
        yield failed(last, "letters-underlined")
    elif any(line.strokes for line in above):
        yield review(last, "line-elsewhere")
    else:
        wrong = review if case.unsure(last) or any(line.pictures for line in above) else failed
        yield wrong(last, "no-line")


# --- words ---------------------------------------------------------------------------------------


def _shown_text(line: Line) -> str:
    """Return the text as it is printed: in capitals if the letters are shown so."""
    capitals = line.shown and all(piece.letters.capitals for piece in line.shown)
    return line.text.upper() if capitals else line.text


def _national_name_text(case: Case) -> Iterator[Observation]:
    for line in case.roles.of("national-name"):
        text = _shown_text(line)
        yield quoted(line, text, holds=text in decree().texts.national_names)


def _motto_text(case: Case) -> Iterator[Observation]:
    for line in case.roles.of("motto"):
        yield quoted(line, line.text, holds=line.text == decree().texts.motto)


def _number_form(case: Case) -> Iterator[Observation]:
    for line in case.roles.of("number"):
        found = NUMBER.fullmatch(line.text)
        number = found["number"] if found else ""
        symbol = found["symbol"] if found else ""
        holds = (
            found is not None
            and bool(symbol)
            and " " not in symbol
            and (not number or bool(_PROPER_NUMBER.fullmatch(number)))
            and not (number and line.text[found.end("number")] != "/")
        )
        yield quoted(line, line.text, holds=holds)


def _symbol_of(case: Case) -> tuple[Line, list[str]] | None:
    """Return the line of the number with the groups of its symbol."""
    line = case.roles.first("number")
    found = None if line is None or line.is_tabbed else NUMBER.fullmatch(line.text)
    symbol = found["symbol"].replace(" ", "") if found else ""
    return (line, symbol.split("-")) if line is not None and symbol else None


def _number_symbol(case: Case) -> Iterator[Observation]:
    found = _symbol_of(case)
    if found is not None:
        line, groups = found
        symbol = "-".join(groups)
        holds = is_symbol(symbol)
        yield judged(line, "symbol", symbol=symbol, holds=holds)


def _number_kind(case: Case) -> Iterator[Observation]:
    found = _symbol_of(case)
    if found is None:
        return
    line, groups = found
    if case.roles.kind is not None:
        kind = case.roles.kind
        holds = groups[0] == kind.abbreviation
        yield judged(line, "abbreviation", sign=groups[0], kind=kind.name, holds=holds)
    elif case.roles.is_letter:
        names = {kind.abbreviation for kind in decree().kinds}
        sign = decree().texts.no_letter_sign
        if groups[0] == sign:
            yield failed(line, "letter-abbreviated", sign=sign)
        elif groups[0] in names:
            yield review(line, "also-of-a-kind", sign=groups[0])
        else:
            yield passed(line, "no-abbreviation")


# --- place and date ------------------------------------------------------------------------------


class DateParts:
    """Day, month and year as they are written; an empty text is room left for it."""

    def __init__(self, match: re.Match[str]) -> None:
        parts = (_FILLER.sub("", match[name]) for name in ("day", "month", "year"))
        self.day, self.month, self.year = (part[:_LONGEST_PART] for part in parts)

    @property
    def proper(self) -> bool:
        """Whether zeros stand in front of days below 10 and months 1 and 2, and nowhere else."""
        day = not self.day or self.day == f"{int(self.day):02d}"
        month = not self.month or self.month == _MONTHS.get(int(self.month), self.month)
        return day and month and len(self.year) in {0, 4}

    @property
    def exists(self) -> bool | None:
        """Whether there is such a day; None if a part of it is left blank."""
        if not (self.day and self.month and self.year):
            return None
        try:
            date(int(self.year), int(self.month), int(self.day))
        except (ValueError, OverflowError):
            return False
        return True

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The parts as numbers, None for those left blank."""
        return tuple(int(each) if each else None for each in (self.day, self.month, self.year))


def date_parts(text: str) -> DateParts | None:
    """Return the first date "ngày … tháng … năm …" of a text."""
    match = _DATE.search(text)
    return None if match is None else DateParts(match)


def _place_date_form(case: Case) -> Iterator[Observation]:
    for line in case.roles.of("place-date"):
        parts = date_parts(line.text)
        place, comma, rest = line.text.partition(", ")
        holds = (
            parts is not None
            and parts.proper
            and bool(comma)
            and place[:1].isupper()
            and place[-1:].isalnum()
            and rest.startswith("ngày")
            and _DATE.fullmatch(rest) is not None
        )
        yield quoted(line, line.text, holds=holds)


def _place_date_real(case: Case) -> Iterator[Observation]:
    for line in case.roles.of("place-date"):
        parts = date_parts(line.text)
        exists = None if parts is None else parts.exists
        if exists is None:
            yield unknown(line, "date-left-blank")
        else:
            yield quoted(line, line.text, holds=exists)


# --- subject and addressees ----------------------------------------------------------------------


def _subject_form(case: Case) -> Iterator[Observation]:
    if case.roles.kind is None:
        return
    for line in [*case.roles.of("subject")[:1], *case.roles.of("letter-subject")[:1]]:
        yield quoted(line, line.text, holds=not line.folded.startswith("v v "))


def _addressee_present(case: Case) -> Iterator[Observation]:
    kind = case.roles.kind
    if case.roles.is_letter or (kind is not None and kind.abbreviation == "TTr"):
        yield from present("addressee", case)


def _addressee_form(case: Case) -> Iterator[Observation]:
    lines = case.roles.of("addressee")
    if not lines:
        return
    first, *listed = lines
    label = decree().texts.addressees
    own = first.text.removeprefix(label).strip()
    if not first.text.startswith(label):
        yield quoted(first, first.text, holds=False)
    elif not listed:
        holds = bool(own) and not own.startswith(("-", "–")) and ";" not in own.rstrip(";")
        yield quoted(first, first.text, holds=holds)
    elif own:
        yield failed(first, "first-beside-label")
    elif len(listed) == 1:
        yield failed(listed[0], "one-below-label")
    else:
        yield from list_observations(listed)


def list_observations(lines: Sequence[Line]) -> Iterator[Observation]:
    """Judge a list of ``- …;`` whose last line ends with a full stop."""
    items: list[tuple[Line, list[str]]] = []
    for line in lines:
        goes_on = bool(items) and not (is_item(line) or items[-1][1][-1].endswith((".", ";")))
        if (line.continued or goes_on) and items:
            items[-1][1].append(line.text)
        else:
            items.append((line, [line.text]))
    for at, (line, texts) in enumerate(items, 1):
        text = " ".join(texts)
        end = "." if at == len(items) else ";"
        holds = text.startswith("- ") and text.endswith(end) and not text.endswith(_DOUBLED)
        yield quoted(line, text, holds=holds)


def is_named(text: str, name: str) -> bool:
    """Whether a text begins with a name, whatever its case and accents."""
    return fold(text).startswith(fold(name))


JUDGES: Final[dict[str, Judge]] = {
    "components.order": _order,
    "national-name.present": partial(present, "national-name"),
    "national-name.text": _national_name_text,
    "national-name.place": _national_name_place,
    "motto.present": partial(present, "motto"),
    "motto.text": _motto_text,
    "motto.place": _motto_place,
    "motto.line": partial(_line_below, "motto"),
    "issuer.present": partial(present, "issuer"),
    "issuer.line": partial(_line_below, "issuer"),
    "number.present": partial(present, "number"),
    "number.form": _number_form,
    "number.symbol": _number_symbol,
    "number.kind": _number_kind,
    "number.place": partial(_under, "issuer", "number"),
    "place-date.present": partial(present, "place-date"),
    "place-date.form": _place_date_form,
    "place-date.real": _place_date_real,
    "place-date.place": _place_date_place,
    "kind.present": _kind_present,
    "subject.present": _subject_present,
    "subject.form": _subject_form,
    "subject.line": partial(_line_below, "subject"),
    "letter-subject.place": partial(_under, "number", "letter-subject"),
    "letter-subject.space": _letter_subject_space,
    "addressee.present": _addressee_present,
    "addressee.form": _addressee_form,
}
