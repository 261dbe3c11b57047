"""The roles of lines: the parts of an administrative document, told by words and places.

Nothing is told by the names of styles, so that documents of any origin are read alike. A part
that is not recognised is not there for the rules, which then say so.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile, zip_longest
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from vn766.nd30.decree import decree
from vn766.nd30.verdicts import is_national_name
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vn766.files.documents import Line, Reading, TableCell
    from vn766.nd30.decree import Kind

_HEAD_LINES: Final = 60  # lines with text in which the head of a document ends
_AFTER_SIGNING: Final = 2  # lines below in which the sign of the drafter is looked for
_ENCLOSURE_LINES: Final = 5
_LONGEST_TITLE: Final = 300  # characters of a heading or title

_MOTTO: Final = re.compile(r"doc lap .{0,4}tu do .{0,4}hanh phuc")
_NUMBER: Final = re.compile(r"số\s*+:|số\s*+[0-9.…_ ]*+/|so\s*+:", re.IGNORECASE)  # but not "Sở"
_PLACE_DATE: Final = re.compile(r".{0,60}\bngay\b.{0,20}\bthang\b.{0,20}\bnam\b.{0,12}")
_LETTER_SUBJECT: Final = re.compile(r"v v\b|ve viec\b")
_WORDS: Final = Vocabulary("nd30")
_any: Final = _WORDS.any_of
_URGENCY: Final = re.compile(rf"{_any('urgency')}|hoa toc hen gio.*|.*khong pho bien")
_ORGANISATION: Final = re.compile(rf"{_any('collectives', 'organisations')}\b")
_COLLECTIVES: Final = _WORDS.folded("collectives")
_GOES_ON: Final = re.compile(r"(?:,|-|–|\bVÀ|\bvà)$")

_RECIPIENTS: Final = re.compile("nơi nhận", re.IGNORECASE)
_BASIS: Final = re.compile(rf"{_any('basis')}\b")
_BASIS_IN_ITALICS: Final = re.compile(rf"{_any('basis_in_italics')}\b")
_SENTENCES: Final = re.compile(r"[.?!] ++[A-ZÀ-Ỹ]")
ROMAN_HEADING: Final = re.compile(r"(?P<number>[IVXLC]++)\.\s*+(?P<text>.*)")
_PART: Final = re.compile(r"(?:phần|chương) (?:thứ \w+|[ivxlc]+|[0-9]+)[.:]?", re.IGNORECASE)
_DIVISION: Final = re.compile(r"(?:mục|tiểu mục) [0-9]+[.:]?", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"Điều\s+[0-9]+\s*\.")
_CLAUSE: Final = re.compile(r"[0-9]++(?:\.[0-9]++)*+\.\s")
_ENDS: Final = (".", ";", ":", ",", "?", "!", "…", "/", ")")
_LONGEST_CLAUSE_TITLE: Final = 120

_AUTHORITY: Final = re.compile(r"(?:TM|KT|TL|TUQ|Q)\s*\.", re.IGNORECASE)
_LOOSE_AUTHORITY: Final = re.compile(r"(?:T\W?U\W?Q|T\W?M|K\W?T|T\W?L|Q)\W+(?=\w)")
_OFFICE: Final = re.compile(rf"(?:pho |quyen |thu )?(?:tong )?{_any('offices')}")
_DRAFTER: Final = re.compile(r"[A-ZĐ]{1,6}+(?:\.[A-ZĐ]{1,6}+)*+\.?\s?\(?[0-9]++\)?\.?")
_CONTACT: Final = re.compile(rf"{_any('addresses')}\b|.*\b{_any('contacts')}\b")
_ANNEX: Final = re.compile(r"phu luc(?: (?:so )?(?:[ivxlc]+|[0-9]+|[a-z]))?")
_ENCLOSURE: Final = re.compile(r"(?:ban hanh )?kem theo\b")


@frozen(eq=False)
class Annex:
    """The lines of one annex; `label` is the one with the word "Phụ lục"."""

    label: Line
    title: tuple[Line, ...]
    enclosure: tuple[Line, ...]


@frozen(eq=False, kw_only=True)
class Roles:
    """The lines of a document by the ids of the elements they are.

    `main` are all lines before the annexes, `content` those of the text with its headings,
    without tables. `unsure` are lines that may be an element.
    """

    main: tuple[Line, ...]
    lines: dict[str, tuple[Line, ...]]
    content: tuple[Line, ...]
    annexes: tuple[Annex, ...]
    kind: Kind | None
    unsure: dict[str, tuple[Line, ...]] = field(factory=dict[str, "tuple[Line, ...]"])

    def of(self, element: str) -> tuple[Line, ...]:
        """Return the lines of an element, none if it was not recognised."""
        return self.lines.get(element, ())

    def first(self, element: str) -> Line | None:
        """Return the first line of an element."""
        return next(iter(self.of(element)), None)

    @property
    def is_letter(self) -> bool:
        """Whether the document is a công văn: no kind, but "V/v"."""
        return self.kind is None and bool(self.of("letter-subject"))


def find_roles(reading: Reading) -> Roles:
    """Return which line of a document is what."""
    lines = [line for line in reading.lines if not line.is_blank]
    starts = _annex_starts(lines)
    main = lines[: starts[0]] if starts else lines
    annexes = [_annex(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]
    finder = _Finder(main)
    finder.find()
    roles = finder.found
    roles["annex-label"] = [annex.label for annex in annexes]
    roles["annex-title"] = [line for annex in annexes for line in annex.title]
    roles["enclosure"] = [line for annex in annexes for line in annex.enclosure]
    roles["contact"] = [
        line
        for section in reading.sections
        for lines in section.footers.values()
        for line in lines
        if _CONTACT.match(line.folded)
    ]
    return Roles(
        main=tuple(main),
        lines={name: tuple(of) for name, of in roles.items() if of},
        content=tuple(finder.content),
        annexes=tuple(annexes),
        kind=finder.kind,
        unsure={name: tuple(of) for name, of in finder.unsure.items() if of},
    )


# --- annexes --------------------------------------------------------------------------------------


def _annex_starts(lines: Sequence[Line]) -> list[int]:
    """Return where annexes begin: below who signs and who receives, if these are there."""
    ends = [
        at
        for at, line in enumerate(lines)
        if _RECIPIENTS.match(line.text) or _AUTHORITY.match(line.text)
    ]
    first = ends[0] if ends else 0
    return [
        at
        for at, line in enumerate(lines)
        if at > first and line.cell is None and _ANNEX.fullmatch(line.folded)
    ]


def _annex(lines: Sequence[Line]) -> Annex:
    label, *rest = lines
    title: list[Line] = []
    enclosure: list[Line] = []
    for line in rest:
        if line.cell is not None or line.is_rule:
            break
        so_far = " ".join(each.text for each in enclosure)
        goes_on = len(enclosure) <= _ENCLOSURE_LINES and so_far.count("(") > so_far.count(")")
        if _ENCLOSURE.match(line.folded) or goes_on:
            enclosure.append(line)
        elif enclosure or (title and not _goes_with(title[0], line)):
            break
        else:
            title.append(line)
    return Annex(label, tuple(title), tuple(enclosure))


def _goes_with(first: Line, line: Line) -> bool:
    """Whether a line continues a title: it looks like its first line."""
    return (
        line.setting.align == first.setting.align
        and line.is_capital == first.is_capital
        and len(line.text) <= _LONGEST_TITLE
    )


# --- the document itself --------------------------------------------------------------------------


class _Finder:
    """One way through the lines before the annexes."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.found: dict[str, list[Line]] = {}
        self.unsure: dict[str, list[Line]] = {}
        self.content: list[Line] = []
        self.kind: Kind | None = None
        self._lines = lines
        self._kinds = {fold(kind.name): kind for kind in decree().kinds}

    def find(self) -> None:
        """Find the head, the title, the addressees, the text and its end, in this order."""
        head = self._find_head()
        start = max(self._find_title(head), self._find_addressees(head))
        end = self._find_end(start)
        text = (line for line in self._lines[start:end] if line.cell is None)
        self._find_text([line for line in text if not (line.boxed or line.is_rule)])

    def _take(self, element: str, lines: Iterable[Line]) -> None:
        self.found.setdefault(element, []).extend(lines)

    # The head: Quốc hiệu, Tiêu ngữ, agency, number, place and date, and V/v.

    def _find_head(self) -> int:
        limit = next(
            (at for at, line in enumerate(self._lines[:_HEAD_LINES]) if self._ends_head(line)),
            min(len(self._lines), _HEAD_LINES),
        )
        head = self._lines[:limit]
        tests: dict[str, Callable[[Line], object]] = {
            "national-name": is_national_name,
            "motto": lambda line: _MOTTO.search(line.folded),
            "number": lambda line: _NUMBER.match(line.text),
            "place-date": lambda line: _PLACE_DATE.fullmatch(line.folded),
            "letter-subject": lambda line: _LETTER_SUBJECT.match(line.folded),
        }
        last = -1
        places: dict[str, int] = {}
        for element, test in tests.items():
            at = next((at for at, line in enumerate(head) if test(line)), None)
            if at is not None:
                places[element], last = at, max(last, at)
                self._take(element, [head[at]])
        if "letter-subject" in places:
            following = _following(head, places["letter-subject"], set(places.values()))
            self._take("letter-subject", following)
            last = max(last, places["letter-subject"] + len(following))
        self._take("urgency", [line for line in head if _URGENCY.fullmatch(line.folded)])
        self._find_issuer(head, places)
        return last + 1

    def _ends_head(self, line: Line) -> bool:
        return (
            self._is_kind(line)
            or bool(_RECIPIENTS.match(line.text))
            or line.folded.startswith(("kinh gui", "can cu"))
        )

    def _is_kind(self, line: Line) -> bool:
        """In a cell "PHƯỜNG AN" is an agency; without its accents it would be a Phương án.

        There, a kind of document is a title only in capitals and in the middle.
        """
        kind = self._kinds.get(line.folded)
        if kind is None or line.cell is None:
            return kind is not None
        same = line.text.casefold() == kind.name.casefold()
        return same and line.is_capital and line.setting.align == "center"

    def _find_issuer(self, head: Sequence[Line], places: dict[str, int]) -> None:
        """The agency stands left of the national name, above the number."""
        name = places.get("national-name")
        taken = {id(line) for lines in self.found.values() for line in lines}
        beside_name = None if name is None else head[name].cell
        if beside_name is not None:
            beside = [
                line
                for line in head
                if line.cell is not None
                and line.cell.table == beside_name.table
                and line.cell.column < beside_name.column
                and id(line) not in taken
            ]
        else:
            above = min(places.get("number", len(head)), len(head) if name is None else name)
            beside = [line for line in head[:above] if id(line) not in taken]
        agency = [line for line in beside if not line.is_rule and not line.boxed]
        starts = [
            at
            for at, line in enumerate(agency)
            if _ORGANISATION.match(line.folded)
            and not (at and _GOES_ON.search(agency[at - 1].text))
        ]
        own = max(starts[-1:] + _first_bold(agency), default=0)
        self._take("parent", agency[:own])
        self._take("issuer", agency[own:])

    # The title: the kind of document and its subject.

    def _find_title(self, start: int) -> int:
        for at, line in enumerate(self._lines[start : start + _HEAD_LINES], start):
            if self._is_kind(line):
                self.kind = self._kinds[line.folded]
                self._take("kind", [line])
                subject = self._subject(at + 1)
                self._take("subject", subject)
                return at + 1 + len(subject)
            if _RECIPIENTS.match(line.text):
                break
            starts = any(line.folded.startswith(f"{kind} ") for kind in self._kinds)
            if starts and line.is_capital and line.setting.align == "center":
                self.unsure.setdefault("kind", []).append(line)
        return start

    def _subject(self, start: int) -> list[Line]:
        subject: list[Line] = []
        for line in self._lines[start:]:
            if (
                line.is_rule
                or line.cell is not self._lines[start - 1].cell
                or self._is_text_start(line)
                or (subject and not _goes_with(subject[0], line))
                or len(line.text) > _LONGEST_TITLE
            ):
                break
            subject.append(line)
        return subject

    def _is_text_start(self, line: Line) -> bool:
        return bool(
            line.folded.startswith("kinh gui")
            or _RECIPIENTS.match(line.text)
            or _BASIS.match(line.folded)
            or ROMAN_HEADING.match(line.text)
            or _CLAUSE.match(line.text)
            or _PART.fullmatch(line.text)
            or _ARTICLE.match(line.text)
            or line.text.endswith((".", ";", ":"))
        )

    # Kính gửi.

    def _find_addressees(self, start: int) -> int:
        for at, line in enumerate(self._lines[start : start + _HEAD_LINES], start):
            if line.folded.startswith("kinh gui"):
                named = [line]
                for following in self._lines[at + 1 :]:
                    beside = (
                        line.cell and following.cell and line.cell.table == following.cell.table
                    )
                    if not following.text.startswith(("-", "–", "•")) and not beside:
                        break
                    named.append(following)
                self._take("addressee", named)
                return at + len(named)
        return start

    # Who signs and who receives.

    def _find_end(self, start: int) -> int:
        lines = self._lines
        label = next(
            (at for at in range(start, len(lines)) if _RECIPIENTS.match(lines[at].text)), None
        )
        cell = None if label is None else lines[label].cell
        if label is not None and cell is not None:
            return self._end_in_table(lines[label], cell)
        signs = next((at for at in range(start, len(lines)) if _is_office(lines[at])), None)
        if signs is not None:
            office = [at for at in range(signs, min(signs + 6, len(lines))) if at != label]
            above = takewhile(lambda at: not _RECIPIENTS.match(lines[at].text), office)
            self._take_signature([lines[at] for at in above])
        if label is not None:
            self._take_recipients(lines[label], lines[label + 1 :])
        return min(at for at in (signs, label, len(lines)) if at is not None)

    def _end_in_table(self, label: Line, cell: TableCell) -> int:
        members = [
            (line, line.cell.column == cell.column)
            for line in self._lines
            if line.cell is not None and line.cell.table == cell.table
        ]
        first, last = (self._lines.index(members[at][0]) for at in (0, -1))
        same = [line for line, in_column in members if in_column]
        after = self._lines[last + 1 :][:_AFTER_SIGNING]
        self._take_recipients(label, [*same[same.index(label) + 1 :], *after])
        self._take_signature(
            [each for each, in_column in members if not in_column and not each.is_rule]
        )
        return first

    def _take_recipients(self, label: Line, following: Sequence[Line]) -> None:
        self._take("recipients-label", [label])
        for line in following:
            if line.text.startswith(("-", "–", "•")) or (
                self.found.get("recipient") and line.continued
            ):
                self._take("recipient", [line])
            elif _DRAFTER.fullmatch(line.text):
                self._take("drafter", [line])
            elif not line.cell:
                break

    def _take_signature(self, lines: Sequence[Line]) -> None:
        named = [line for line in lines if not line.text.startswith(("(", "[", "-"))]
        offices = 0
        while offices < len(named) and (
            _is_office(named[offices], first=offices == 0)
            or (named[offices].is_capital and offices + 1 < len(named))  # of a kind not known here
        ):
            offices += 1
        self._take("authority", named[:offices])
        self._take("signer", named[offices:][-1:])

    # The text.

    def _find_text(self, text: Sequence[Line]) -> None:
        at = 0
        while at < len(text) and _is_basis(text[at]):
            at += 1
        self._take("basis", text[:at])
        self.content = list(text[at:])
        titled = False
        for line, following in zip_longest(self.content, self.content[1:]):
            element = _element_of(line, following, titled=titled)
            titled = element in {"part", "division"}
            if element is not None:
                self._take(element, [line])


def _first_bold(agency: Sequence[Line]) -> list[int]:
    """Return where bold lines begin below lighter ones: the issuer's own, whatever it is called.

    A People's Committee is named in two lines, of which none is a parent.
    """
    return [
        at + 1
        for at, (above, line) in enumerate(pairwise(agency))
        if _is_bold(line) and not _is_bold(above) and above.folded not in _COLLECTIVES
    ][:1]


def _is_bold(line: Line) -> bool:
    return all(piece.letters.bold for piece in line.shown)


def _following(head: Sequence[Line], at: int, taken: set[int]) -> list[Line]:
    """Return the lines that go on with a text in the same cell, or in the same paragraph."""
    first = head[at]
    lines: list[Line] = []
    for number, line in enumerate(head[at + 1 :], at + 1):
        same = line.cell is first.cell if first.cell is not None else line.continued
        if number in taken or not same or line.is_rule:
            break
        lines.append(line)
    return lines


def _is_office(line: Line, *, first: bool = False) -> bool:
    """Whether a line says for whom or as what somebody signs; the `first` one in any case."""
    if _AUTHORITY.match(line.text):
        return True
    if len(line.text) > _LONGEST_CLAUSE_TITLE:
        return False
    if _LOOSE_AUTHORITY.match(line.text) and line.is_capital:
        return True
    return bool(_OFFICE.match(line.folded)) and (first or line.is_capital)


def _is_basis(line: Line) -> bool:
    """A basis is one sentence; with several, or with what follows from it, it is running text."""
    italic = all(piece.letters.italic for piece in line.shown)
    return (
        bool(_BASIS.match(line.folded) or (italic and _BASIS_IN_ITALICS.match(line.folded)))
        and not _SENTENCES.search(line.text)
        and not line.text.endswith(":")
    )


def _element_of(line: Line, following: Line | None, *, titled: bool) -> str | None:  # noqa: PLR0911
    """Return the element that a line of the text is, None of a title that has no number."""
    if _PART.fullmatch(line.text):
        return "part"
    if _DIVISION.fullmatch(line.text):
        return "division"
    if titled and len(line.text) <= _LONGEST_TITLE:
        return "division-title"
    if ROMAN_HEADING.match(line.text):
        return "heading"
    if _ARTICLE.match(line.text):
        return "article"
    if _is_clause_title(line, following):
        return "clause-title"
    return None if line.is_capital else "body"


def _is_clause_title(line: Line, following: Line | None) -> bool:
    return (
        bool(_CLAUSE.match(line.text))
        and len(line.text) <= _LONGEST_CLAUSE_TITLE
        and not line.text.endswith(_ENDS)
        and following is not None
        and not _CLAUSE.match(following.text)
        and not ROMAN_HEADING.match(following.text)
    )
