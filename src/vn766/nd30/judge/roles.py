"""The roles of lines: the parts of an administrative document, told by words and places.

Nothing is told by the names of styles, so that documents of any origin are read alike. A part
that is not recognised is not there for the rules, which then say so; a line has one part.
"""

from __future__ import annotations

import re
from itertools import chain, dropwhile, pairwise, takewhile, zip_longest
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from vn766.lazy import regex
from vn766.nd30 import signs
from vn766.nd30.decree import decree
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from vn766.files.documents import Line
    from vn766.nd30.decree import Form, Kind
    from vn766.nd30.judge.layout import Layout, Spot

_HEAD_LINES: Final = 60  # lines with text in which the head of a document ends
_AFTER_SIGNING: Final = 2  # lines below in which the sign of the drafter is looked for
_ENCLOSURE_LINES: Final = 5
_TITLE_LINES: Final = 8  # of a text that is issued with another one
_SIGNATURE_LINES: Final = 6  # without a table
_LONGEST_NAME: Final = 100  # characters of an addressee, or of a line set apart
_LONGEST_TITLE: Final = 300  # characters of a heading or title

_WORDS: Final = Vocabulary("nd30")
_any: Final = _WORDS.any_of
_ORGANISATION: Final = regex(rf"{_any('collectives', 'organisations')}\b")
_COLLECTIVES: Final = _WORDS.folded("collectives")
_GOES_ON: Final = regex(r"(?:,|-|–|\bVÀ|\bvà)$")

_BASIS: Final = regex(rf"{_any('basis')}\b")
_BASIS_IN_ITALICS: Final = regex(rf"{_any('basis_in_italics')}\b")
_SENTENCES: Final = regex(r"[.?!] ++[A-ZÀ-Ỹ]")
ROMAN_HEADING: Final = regex(r"(?P<number>[IVXLC]++)\.\s*+(?P<text>.*)")
_PART: Final = regex(r"(?:phần|chương) (?:thứ \w+|[ivxlc]+|[0-9]+)[.:]?", re.IGNORECASE)
_DIVISION: Final = regex(r"(?:mục|tiểu mục) [0-9]+[.:]?", re.IGNORECASE)
_ARTICLE: Final = regex(r"Điều\s+[0-9]+\s*\.")
_CLAUSE: Final = regex(r"[0-9]++(?:\.[0-9]++)*+\.\s")
_ENDS: Final = (".", ";", ":", ",", "?", "!", "…", "/", ")")
_ITEM_ENDS: Final = (".", ";")
_LONGEST_CLAUSE_TITLE: Final = 120

_NOTE: Final = regex(rf"\(?\*+|{'|'.join(map(re.escape, _WORDS.written('notes')))}", re.IGNORECASE)

_DRAFTER: Final = regex(r"[A-ZĐ]{1,6}+(?:\.[A-ZĐ]{1,6}+)*+\.?\s?\(?[0-9]++\)?\.?")
_CONTACT: Final = regex(rf"{_any('addresses')}\b|.*\b{_any('contacts')}\b")

# An administrative document has one of the first at least, and two of all.
_OWN_SIGNS: Final = frozenset({"number", "kind", "letter-subject", "recipients-label"})
_OTHER_SIGNS: Final = frozenset({"national-name", "motto", "place-date", "addressee", "authority"})


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

    form: Form
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
        return self.form.id == "letter"


def find_roles(layout: Layout, *, margins: Sequence[Line] = ()) -> Roles:
    """Return which line of a document is what; `margins` are the lines of headers and footers."""
    lines = [line for line in layout.lines if not line.is_blank]
    starts = _annex_starts(lines)
    main = lines[: starts[0]] if starts else lines
    main = main[: _second_start(layout, main)]
    annexes = [_annex(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]
    finder = _Finder(layout, main)
    finder.find()
    form = _form_of(finder, annexes, margins)
    roles = {name: tuple(of) for name, of in finder.found.items() if of}
    content, kind, unsure = finder.content, finder.kind, finder.unsure
    if not form.judged:
        roles, content, kind, unsure = {}, [], None, {}
    roles["annex-label"] = tuple(annex.label for annex in annexes)
    roles["annex-title"] = tuple(line for annex in annexes for line in annex.title)
    enclosed = (annex.enclosure for annex in annexes)
    roles["enclosure"] = tuple(chain(roles.get("enclosure", ()), *enclosed))
    roles["contact"] = tuple(
        line for line in margins if line.part == "footer" and _CONTACT.match(line.folded)
    )
    return Roles(
        form=form,
        main=tuple(main),
        lines={name: of for name, of in roles.items() if of},
        content=tuple(content),
        annexes=tuple(annexes),
        kind=kind,
        unsure={name: tuple(of) for name, of in unsure.items() if of},
    )


def _form_of(finder: _Finder, annexes: Sequence[Annex], margins: Iterable[Line]) -> Form:
    """Return what a document is, by the parts that were found in it."""
    found = {name for name, of in finder.found.items() if of}
    if any(map(signs.is_national_name, margins)):
        found.add("national-name")
    own = found & _OWN_SIGNS
    if "national-name" not in found and any(map(signs.is_party, finder.head)):
        name = "party"
    elif any(signs.is_normative(line) for line in finder.found.get("number", ())):
        name = "normative"
    elif annexes and not finder.head:
        name = "annex"
    elif "enclosure" in found:
        name = "issued"
    elif not own or len(own | found & _OTHER_SIGNS) < 2:  # noqa: PLR2004 (as said above)
        name = "other"
    elif finder.kind is not None:
        name = finder.kind.form
    else:
        name = "letter" if "letter-subject" in found else "named"
    return decree().form(name)


# --- annexes, and other texts below a document ----------------------------------------------------


def _annex_starts(lines: Sequence[Line]) -> list[int]:
    """Return where annexes begin: below who signs and who receives, or on the first line."""
    ends = [
        at
        for at, line in enumerate(lines)
        if signs.is_recipients_label(line) or signs.is_authority(line)
    ]
    itself = bool(lines) and signs.is_annex_label(lines[0])
    first = -1 if itself else next(iter(ends), 0)
    return [at for at, line in enumerate(lines) if at > first and signs.is_annex_label(line)]


def _second_start(layout: Layout, lines: Sequence[Line]) -> int:
    """Return where, below who receives a document, a text begins that is issued with it."""
    label = next((at for at, line in enumerate(lines) if signs.is_recipients_label(line)), None)
    for at in range(len(lines) if label is None else label, len(lines)):
        line = lines[at]
        if signs.is_national_name(line):
            spot = layout.spot(line)
            beside = (layout.spot(each) for each in lines[:at])
            blocks = [there.block if there else None for there in beside]
            return blocks.index(spot.block) if spot and spot.block in blocks else at
        if signs.is_enclosure(line) and line.cell is None:
            above = lines[max(at - _TITLE_LINES, 0) : at]
            centred = (each.cell is None and each.setting.align == "center" for each in above[::-1])
            return at - sum(1 for _ in takewhile(bool, centred))
    return len(lines)


def _annex(lines: Sequence[Line]) -> Annex:
    label, *rest = lines
    title: list[Line] = []
    enclosure: list[Line] = []
    for line in rest:
        if line.cell is not None or line.is_rule:
            break
        if signs.is_enclosure(line):
            enclosure = _enclosure([*rest[rest.index(line) :]])
            break
        if title and not _goes_with(title[0], line):
            break
        title.append(line)
    return Annex(label, tuple(title), tuple(enclosure))


def _enclosure(lines: Sequence[Line]) -> list[Line]:
    """Return the first line with those that it goes on in, until its brackets are closed."""
    taken = [lines[0]]
    text = lines[0].text
    for line in lines[1:_ENCLOSURE_LINES]:
        if text.count("(") <= text.count(")") or line.is_rule:
            break
        taken.append(line)
        text += line.text
    return taken


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

    def __init__(self, layout: Layout, lines: Sequence[Line]) -> None:
        self.found: dict[str, list[Line]] = {}
        self.unsure: dict[str, list[Line]] = {}
        self.content: list[Line] = []
        self.kind: Kind | None = None
        self.head: Sequence[Line] = lines[:_HEAD_LINES]
        self._layout = layout
        self._lines = lines
        self._taken: set[int] = set()

    def find(self) -> None:
        """Find the head, the title, the addressees, the text and its end, in this order."""
        head = self._find_head()
        start = max(self._find_title(head), self._find_addressees(head))
        end = self._find_end(start)
        text = (line for line in self._without_notes(start, end) if self._layout.spot(line) is None)
        self._find_text([line for line in text if not (line.boxed or line.is_rule)])

    def _take(self, element: str, lines: Iterable[Line]) -> None:
        """Give an element those of `lines` that are no other one."""
        own = [line for line in lines if id(line) not in self._taken]
        self._taken |= {id(line) for line in own}
        self.found.setdefault(element, []).extend(own)

    # The head: Quốc hiệu, Tiêu ngữ, agency, number, place and date, V/v, and marks.

    def _find_head(self) -> int:
        limit = next(
            (at for at, line in enumerate(self.head) if self._ends_head(line)), len(self.head)
        )
        head = self._lines[:limit]
        tests: dict[str, Callable[[Line], bool]] = {
            "national-name": signs.is_national_name,
            "motto": signs.is_motto,
            "number": signs.is_number,
            "place-date": signs.is_place_date,
            "letter-subject": signs.is_letter_subject,
        }
        last = -1
        places: dict[str, int] = {}
        for element, test in tests.items():
            at = next((at for at, line in enumerate(head) if test(line)), None)
            if at is not None:
                places[element], last = at, max(last, at)
                self.found[element] = [head[at]]  # national name and motto may be one line
                self._taken.add(id(head[at]))
        self._take("urgency", filter(signs.is_urgency, head))
        self._take("mark", filter(signs.is_mark, head))
        if "letter-subject" in places:
            following = self._following(head, places["letter-subject"])
            self._take("letter-subject", following)
            last = max(last, places["letter-subject"] + len(following))
        self._find_issuer(head, places)
        return last + 1

    def _ends_head(self, line: Line) -> bool:
        return (
            self._is_kind(line)
            or signs.is_recipients_label(line)
            or signs.is_addressed(line)
            or line.folded.startswith("can cu")
        )

    def _is_kind(self, line: Line) -> bool:
        """In a cell "PHƯỜNG AN" is an agency; without its accents it would be a Phương án.

        There, a kind of document is a title only in capitals and in the middle.
        """
        kind = signs.kind_of(line)
        if kind is None:
            return False
        centred = line.setting.align == "center"
        if self._layout.spot(line) is None:
            return line.is_capital or centred
        return line.text.casefold() == kind.name.casefold() and line.is_capital and centred

    def _following(self, head: Sequence[Line], at: int) -> list[Line]:
        """Return the lines that go on with a text in the same cell, or in the same paragraph."""
        first = head[at]
        lines: list[Line] = []
        for line in head[at + 1 :]:
            same = line.cell is first.cell if first.cell is not None else line.continued
            if id(line) in self._taken or not same or line.is_rule or line.boxed:
                break
            lines.append(line)
        return lines

    def _find_issuer(self, head: Sequence[Line], places: dict[str, int]) -> None:
        """The agency stands left of the national name, above the number."""
        end = places.get("number", len(head))
        untaken = [line for line in head if id(line) not in self._taken]
        free = [line for line in head[:end] if id(line) not in self._taken]
        right = next((places[name] for name in _ON_THE_RIGHT if name in places), None)
        spot = None if right is None else self._layout.spot(head[right])
        boxed = right is not None and head[right].boxed  # other boxes are marks
        if spot is not None:
            left = [line for line in untaken if self._is_left_of(line, spot)]
            beside = [line for line in left if line in free] or left
        elif boxed:
            beside = [line for line in untaken if line.boxed and line.is_capital]
        elif "number" in places:
            beside = [line for line in free if line.is_capital]
        else:
            beside = [line for line in head[:right] if id(line) not in self._taken]
        agency = [line for line in beside if not line.is_rule and (boxed or not line.boxed)]
        starts = [
            at
            for at, line in enumerate(agency)
            if _ORGANISATION.match(line.folded)
            and not (at and _GOES_ON.search(agency[at - 1].text))
        ]
        own = max(starts[-1:] + _first_bold(agency), default=0)
        self._take("parent", agency[:own])
        self._take("issuer", agency[own:])

    def _is_left_of(self, line: Line, spot: Spot) -> bool:
        there = self._layout.spot(line)
        return there is not None and there.block == spot.block and there.column < spot.column

    # The title: the kind of document, its subject, who decides, and what it goes with.

    def _find_title(self, start: int) -> int:
        """Find the title; of a letter, which has none, only above its addressees."""
        letter = "letter-subject" in self.found
        for at, line in enumerate(self._lines[start : start + _HEAD_LINES], start):
            if self._is_kind(line):
                self.kind = signs.kind_of(line)
                return self._take_title(at)
            if signs.is_recipients_label(line) or (letter and signs.is_addressed(line)):
                break
            if signs.is_enclosure(line) and "number" not in self.found:
                return self._take_issued(start, at)
            if signs.begins_with_kind(line) and line.setting.align == "center":
                self.unsure.setdefault("kind", []).append(line)
        return start

    def _take_title(self, at: int) -> int:
        self._take("kind", [self._lines[at]])
        subject = self._subject(at + 1)
        self._take("subject", subject)
        end = at + 1 + len(subject)
        while end < len(self._lines) and self._lines[end].is_rule:
            end += 1
        if end < len(self._lines) and "number" not in self.found:
            line = self._lines[end]
            return self._take_issued(end, end) if signs.is_enclosure(line) else end
        deciding = [*takewhile(lambda line: line.is_capital or line.is_rule, self._lines[end:])]
        if self.kind is not None and self.kind.form in _DECIDED:
            self._take("decider", (line for line in deciding if not line.is_rule))
            return end + len(deciding)
        return end

    def _take_issued(self, start: int, at: int) -> int:
        """Find what a text goes with that is issued with another, and the title above that."""
        above = (line for line in self._lines[start:at] if self._layout.spot(line) is None)
        title = [line for line in above if not line.is_rule]
        self._take("kind", title[:1])
        self._take("subject", title[1:])
        enclosure = _enclosure(self._lines[at:])
        self._take("enclosure", enclosure)
        return at + len(enclosure)

    def _subject(self, start: int) -> list[Line]:
        subject: list[Line] = []
        for line in self._lines[start:]:
            if (
                line.is_rule
                or self._layout.spot(line) != self._layout.spot(self._lines[start - 1])
                or self._is_text_start(line)
                or self._is_decider(line)
                or (subject and not _goes_with(subject[0], line))
                or len(line.text) > _LONGEST_TITLE
            ):
                break
            subject.append(line)
        return subject

    def _is_decider(self, line: Line) -> bool:
        """Whether a line says who decides: there is none but in decisions."""
        decided = self.kind is not None and self.kind.form in _DECIDED
        named = signs.is_office(line) or _ORGANISATION.match(line.folded)
        return decided and line.is_capital and bool(named)

    def _is_text_start(self, line: Line) -> bool:
        return bool(
            signs.is_addressed(line)
            or signs.is_recipients_label(line)
            or signs.is_enclosure(line)
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
            if signs.is_addressed(line):
                named = [line]
                for following in self._lines[at + 1 :]:
                    beside = (
                        line.cell and following.cell and line.cell.table == following.cell.table
                    )
                    ended = named[-1].text.endswith(".") and len(following.text) > _LONGEST_NAME
                    goes_on = signs.is_item(following) or beside or _goes_on(named, following)
                    if ended or not goes_on:
                        break
                    named.append(following)
                self._take("addressee", named)
                return at + len(named)
        return start

    # Who signs and who receives.

    def _find_end(self, start: int) -> int:
        lines = self._lines
        labels = (at for at in range(start, len(lines)) if signs.is_recipients_label(lines[at]))
        label = next(labels, None)
        spot = None if label is None else self._layout.spot(lines[label])
        if label is not None and spot is not None:
            first = self._end_beside(lines[label], spot)
            others = None if self.found["authority"] else self._find_signatories(start, spot)
            return first if others is None else min(first, others)
        signed = self._find_signatories(start, None)
        if signed is not None:
            if label is not None:
                self._take_recipients(lines[label], lines[label + 1 :])
            return signed if label is None else min(signed, label)
        signed = next((at for at in range(start, len(lines)) if signs.is_office(lines[at])), None)
        if signed is not None:
            last = min(signed + _SIGNATURE_LINES, len(lines))
            office = [at for at in range(signed, last) if at != label]
            above = takewhile(lambda at: not signs.is_recipients_label(lines[at]), office)
            self._take_signature([lines[at] for at in above])
        if label is not None:
            self._take_recipients(lines[label], lines[label + 1 :])
        return min(at for at in (signed, label, len(lines)) if at is not None)

    def _find_signatories(self, start: int, label: Spot | None) -> int | None:
        """Find those who sign side by side in a table of their own, and return where it begins.

        It is the last one but that of the `label`, and none of the text stands below it.
        """
        block = None if label is None else label.block
        spots = [(at, self._layout.spot(self._lines[at])) for at in range(start, len(self._lines))]
        last = next(((at, it) for at, it in spots[::-1] if it and it.block != block), None)
        if last is None or not all(map(_ends_text, self._lines[last[0] + 1 :][:1])):
            return None
        members = [(at, it.column) for at, it in spots if it and it.block == last[1].block]
        if not self._take_signatories([(self._lines[at], column) for at, column in members]):
            return None
        return members[0][0]

    def _take_signatories(self, members: Iterable[tuple[Line, int]]) -> bool:
        """Take who signs in each of several columns; return False if they are no such columns."""
        columns: dict[int, list[Line]] = {}
        for line, column in members:
            if not (line.is_rule or line.text.startswith(_REMARKS)):
                columns.setdefault(column, []).append(line)
        known = any(signs.is_signatory(lines[0]) for lines in columns.values())
        if len(columns) == 1 or not known or not all(map(_is_signed, columns.values())):
            return False
        for lines in columns.values():
            self._take_signatures(lines)
        return True

    def _take_signatures(self, lines: Sequence[Line]) -> None:
        """Take all that sign below each other in one column."""
        start = 0
        for at, (above, line) in enumerate(pairwise(lines), 1):
            if _is_in_office(line) and not _is_in_office(above):
                self._take_signature(lines[start:at])
                start = at
        self._take_signature(lines[start:])

    def _end_beside(self, label: Line, spot: Spot) -> int:
        """Find the end in a block: the recipients in a column, the signature in another one."""
        members = [
            (at, there.column)
            for at, line in enumerate(self._lines)
            if (there := self._layout.spot(line)) and there.block == spot.block
        ]
        first, last = members[0][0], members[-1][0]
        same = [self._lines[at] for at, column in members if column == spot.column]
        after = self._lines[last + 1 :][:_AFTER_SIGNING]
        self._take_recipients(label, [*same[same.index(label) + 1 :], *after])
        others = [(self._lines[at], column) for at, column in members if column != spot.column]
        if not self._take_signatories(others):
            self._take_signatures([line for line, _ in others if not line.is_rule])
        if not self.found["authority"]:  # it may stand above the recipients, or below
            around = [*self._lines[max(0, first - _SIGNATURE_LINES) : first], *after]
            offices = dropwhile(lambda line: not signs.is_office(line), around)
            self._take_signature([line for line in offices if self._layout.spot(line) is None])
        else:  # another one may sign in the column of the recipients
            rest = [line for line in same if id(line) not in self._taken]
            self._take_signatures([*dropwhile(lambda line: not signs.is_signatory(line), rest)])
        return first

    def _take_recipients(self, label: Line, following: Sequence[Line]) -> None:
        self._take("recipients-label", [label])
        spot = self._layout.spot(label)
        listed: list[Line] = []
        for line in following:
            ended = bool(listed) and signs.is_archive(listed[-1]) and not line.continued
            goes_on = not ended and (spot is not None or _goes_on(listed, line))
            if _DRAFTER.fullmatch(line.text):
                self._take("drafter", [line])
            elif line.is_rule or (spot and self._layout.spot(line) is None):
                continue
            elif signs.is_item(line) or goes_on:
                listed.append(line)
            elif spot is None:
                break
        self._take("recipient", listed)

    def _take_signature(self, lines: Sequence[Line]) -> None:
        named = [line for line in lines if not line.text.startswith(_REMARKS)]
        offices = 0
        while offices < len(named) and (
            (offices == 0 and signs.is_signatory(named[0]))
            or signs.is_office(named[offices])
            or (named[offices].is_capital and offices + 1 < len(named))  # of a kind not known here
        ):
            offices += 1
        self._take("authority", named[:offices])
        self._take("signer", named[offices:][-1:])

    # The text.

    def _without_notes(self, start: int, end: int) -> Iterator[Line]:
        """Yield the lines of the text, but for the notes right below its tables."""
        below = False  # a table of the text, or a note
        for line in self._lines[start:end]:
            if line.cell is not None:
                below = id(line) not in self._taken
            else:
                below = below and _is_note(line)
            if line.cell is not None or not below:
                yield line

    def _find_text(self, text: Sequence[Line]) -> None:
        """Find the bases of a decision above the words of who decides, else where a text begins."""
        text = [line for line in text if id(line) not in self._taken]
        decided = self.kind is not None and self.kind.form in _DECIDED
        end = next((at for at, line in enumerate(text) if decided and _is_decided(line)), 0)
        at = 0
        while at < len(text) and (at < end or not end) and _is_basis(text[at], sure=bool(end)):
            at += 1
        self._take("basis", text[:at])
        self.content = list(text[at:])
        titled = False
        for line, following in zip_longest(self.content, self.content[1:]):
            element = _element_of(line, following, titled=titled)
            titled = element in {"part", "division"}
            if element is not None:
                self._take(element, [line])


_REMARKS: Final = ("(", "[", "-")  # "(Ký, ghi rõ họ tên)"


def _is_in_office(line: Line) -> bool:
    return line.is_capital or signs.is_signatory(line)


def _is_signed(lines: Sequence[Line]) -> bool:
    """Whether a column is of offices with a name below each, or room for one."""
    offices = [*map(_is_in_office, lines)]
    return offices[0] and all(one or other for one, other in pairwise(offices))


def _ends_text(line: Line) -> bool:
    """Whether a line stands below a text: the recipients, or the sign of the drafter."""
    return signs.is_recipients_label(line) or _DRAFTER.fullmatch(line.text) is not None


_ON_THE_RIGHT: Final = ("national-name", "motto", "place-date")
_DECIDED: Final = frozenset({"decision", "resolution"})


def _goes_on(named: Sequence[Line], line: Line) -> bool:
    """Whether a line without a dash goes on with the last one that is `named`."""
    if not named:
        return False
    return line.continued or (
        signs.is_item(named[-1])
        and not named[-1].text.endswith(_ITEM_ENDS)
        and not signs.is_office(line)
    )


def _is_decided(line: Line) -> bool:
    """Whether a line is "QUYẾT ĐỊNH:" or "QUYẾT NGHỊ:"."""
    return line.is_capital and fold(line.text) in _DECIDING


_DECIDING: Final = _WORDS.folded("deciding")


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


def _is_basis(line: Line, *, sure: bool) -> bool:
    """A basis is one sentence; with several, or with what follows from it, it is running text.

    In italics, or where only bases stand, it may begin otherwise.
    """
    italic = all(piece.letters.italic for piece in line.shown)
    return (
        bool(_BASIS.match(line.folded))
        or ((italic or sure) and bool(_BASIS_IN_ITALICS.match(line.folded)))
    ) and (sure or not (_SENTENCES.search(line.text) or line.text.endswith(":")))


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
    return None if line.is_capital or _is_set_apart(line) else "body"


def _is_note(line: Line) -> bool:
    """Whether a line below a table is a note: so named, or in smaller letters at the margin."""
    if _NOTE.match(line.text) or any(piece.letters.raised for piece in line.pieces[:1]):
        return True
    least = 2 * decree().element("body").size.least
    small = all((piece.letters.half_points or least) < least for piece in line.shown)
    return small and line.setting.first is not None and line.setting.first <= 0


def _is_set_apart(line: Line) -> bool:
    """Whether a line is the title of a table, a unit of measure, or who is spoken to."""
    return line.setting.align in {"center", "right"} and len(line.text) <= _LONGEST_NAME


def _is_clause_title(line: Line, following: Line | None) -> bool:
    return (
        bool(_CLAUSE.match(line.text))
        and len(line.text) <= _LONGEST_CLAUSE_TITLE
        and not line.text.endswith(_ENDS)
        and following is not None
        and not _CLAUSE.match(following.text)
        and not ROMAN_HEADING.match(following.text)
    )
