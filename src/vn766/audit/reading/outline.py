"""The outline of a document: its date, subject and annexes, and the claims of all its parts."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import define, evolve, field, frozen

from vn766.audit.claims import Claim, ClaimKind
from vn766.audit.reading import Passage, check_count, phrases, shown, tidy
from vn766.audit.reading.prose import Scribe
from vn766.audit.reading.rows import SheetClaims
from vn766.audit.reading.tables import columns_of_figures, read_sheet
from vn766.files.blocks import Paragraph
from vn766.lazy import regex
from vn766.period import Period, Year
from vn766.readers.headers import text_of
from vn766.vocabulary import Vocabulary, fold, plain

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from vn766._engine.plan import Plan
    from vn766.files.blocks import Grid, Text

_TITLE_ROWS: Final = 60
_LONGEST_TITLE: Final = 400
_LONGEST_HEAD: Final = 700  # characters, with a title and what a letter is about in one passage
_TITLE_PASSAGES: Final = 25
_ANNEX: Final = regex(r"\W{0,3}phu luc(?: (?:so )?(?:[ivx]{1,5}|\d{1,2}))?\W{0,3}(?:\n|$)")
_ANNEX_TITLED: Final = regex(
    r"\W{0,3}PHỤ LỤC (?:SỐ )?(?:[IVX]{1,5}|\d{1,2})\b|\W{0,3}Phụ lục (?:[IVX]{1,5}|\d{1,2})[.:] "
)
_WORDS: Final = Vocabulary("audit")
_UNITS: Final = Vocabulary("units")
_BODY: Final = regex(rf"\W{{0,3}}{_WORDS.any_of('openings')}")
_OPENING: Final = regex(rf"{_WORDS.any_of('presents')}\b")
_READ: Final = frozenset(
    {
        *(ClaimKind.POINTS, ClaimKind.TOTAL, ClaimKind.PERCENT, ClaimKind.RANK, ClaimKind.COUNT),
        *(ClaimKind.CHANGE, ClaimKind.CLASS),
    }
)
_LEAST_FIGURES: Final = 4  # cells of a table that are more than a date and a number
_FIGURES: Final = frozenset(
    {ClaimKind.POINTS, ClaimKind.TOTAL, ClaimKind.PERCENT, ClaimKind.RANK, ClaimKind.CLASS}
)
_LONGEST_LINE: Final = 60  # characters: what is longer and has a full stop is no title
_LONGEST_NUMBER: Final = 120  # characters of a line with the number of the document
_ANNEX_PASSAGES: Final = 5  # its title, and the line that says which document it goes with
_TITLES: Final = 2  # passages above a table that say what it is about
_CLOSING: Final = regex(r"\W{0,3}tren day la\b")
_KINDS: Final = _WORDS.any_of("documents", "submissions")
_ENCLOSED: Final = regex(rf"(?:\( ?)?(?:ban hanh )?kem theo (?P<kind>{_KINDS}|van ban)(?: so)? ?:?")
_SYMBOL: Final = r"(?P<number>\d{1,5})? ?/(?P<symbol>[a-z][a-z0-9&-]{0,40})"
_NUMBER: Final = regex(rf"\bso ?: ?{_SYMBOL}")
_ENCLOSED_NUMBER: Final = regex(rf" ?{_SYMBOL}")
_LETTER: Final = regex(r"\W{0,3}v/v\b")
_ISSUER: Final = regex(
    rf"\W{{0,3}}{_UNITS.any_of('committees')}[ \n](?P<kind>{_UNITS.any_of('kinds')}) "
    r"(?P<name>[a-z0-9' ]{2,40})[ *]*$"
)
_BELOW: Final = regex(r"[ *]*(?!van phong\b)(?P<body>[a-z][a-z ]{3,60})[ *]*")


_Subject: TypeAlias = tuple[Claim, Period]


@frozen(kw_only=True)
class Enclosure:
    """The line of an annex that says which document it goes with."""

    kind: str
    number: str | None
    symbol: str | None
    issued_on: date | None
    claim: Claim


@frozen(kw_only=True)
class SeenTable:
    """A table with figures, and how far they were read.

    `claim` has its place and first words, `figures` is the number of cells with figures; `columns`
    are the heads of those in which none was read, `has_points` tells of points in others.
    """

    claim: Claim
    figures: int
    is_read: bool
    columns: tuple[str, ...]
    has_points: bool


@define(kw_only=True)
class Outline:
    """A document as checks see it.

    `claims` are all claims in the order of the text. `subjects` are the claims of periods that say
    what the document is about, with their periods: of its title, opening and closing sentence (part
    0) and of the titles of its annexes. `issuer` is the unit in the letterhead: kind and name in
    plain letters, and both as they are printed; `body` is who below it issues the document, such
    as a department. `is_ours` says whether the document names the framework, or its groups,
    `is_foreign` whether it is about another matter; `sentences` are those with figures, `unread`
    those of them that say nothing that was read.
    """

    form: str
    claims: list[Claim] = field(factory=list[Claim], repr=False)
    subjects: list[_Subject] = field(factory=list["_Subject"])
    dated: Claim | None = None
    kind: str | None = None
    number: str | None = None
    symbol: str | None = None
    enclosures: list[Enclosure] = field(factory=list[Enclosure])
    issuer: tuple[str, str, str] | None = None
    body: str | None = None
    sheets: list[SheetClaims] = field(factory=list[SheetClaims], repr=False)
    of_province: Claim | None = None
    tables: list[SeenTable] = field(factory=list[SeenTable], repr=False)
    is_ours: bool = False
    is_foreign: bool = False
    sentences: int = 0
    unread: int = 0

    @property
    def own_enclosures(self) -> tuple[Enclosure, ...]:
        """The lines of annexes that go with this document, not with another office's."""
        own = _office(self.kind, self.symbol)
        return tuple(
            enclosure
            for enclosure in self.enclosures
            if enclosure.kind == self.kind
            and (own is None or _office(enclosure.kind, enclosure.symbol) in {None, own})
        )

    @property
    def issued_on(self) -> date | None:
        """The day of the document, or the one that an annex gives for it."""
        if self.dated is not None and self.dated.value is not None:
            return _day(self.dated)
        days = {enclosed.issued_on for enclosed in self.own_enclosures if enclosed.issued_on}
        return next(iter(days)) if len(days) == 1 and self.dated is None else None

    @property
    def period(self) -> Period | None:
        """The period of the document; where its own words disagree, that of most of them."""
        found = Counter(period for claim, period in self.subjects if claim.part == 0)
        return found.most_common(1)[0][0] if found else None


def _office(kind: str | None, symbol: str | None) -> str | None:
    """Return who issued a text by its symbol: the first part of a letter's, else the last one."""
    parts = (symbol or "").strip("-").split("-")
    return (parts[0] if kind == "cong van" else parts[-1]) or None


def _day(claim: Claim) -> date | None:
    return claim.value if isinstance(claim.value, date) else None


def read_outline(text: Text, plan: Plan) -> Outline:
    """Return all claims of a text, and what it is.

    Raises:
        InvalidRecordError: it makes more than 50,000 claims.
    """
    return _Reader(text, plan).read()


class _Reader:
    """One way through a text."""

    def __init__(self, text: Text, plan: Plan) -> None:
        self._text, self._plan = text, plan
        self._scribe = Scribe(plan)
        self._part = 0
        self._passages = 0
        self._body = False
        self._above: list[str] = []
        self._title_of_annex = False
        self._below_title = 0  # passages since the title of the annex
        self._found = Outline(form=text.form)
        self._ours = self._foreign = False

    def read(self) -> Outline:
        for block in self._text.blocks:
            if isinstance(block, Paragraph):
                self._passage(Passage(text=block.text, place=block.place))
            else:
                self._sheet(shown(block))
            check_count(self._scribe.claims, self._text.file)
        claims = self._scribe.claims
        # Who names a group of the framework, with the maximum that it has there, is about it.
        named = any(claim.subject.node and not claim.subject.foreign for claim in claims)
        self._found.is_foreign = self._foreign and not self._ours and not named
        if self._found.is_foreign:
            claims = [
                evolve(claim, subject=evolve(claim.subject, clear=False, foreign=True))
                for claim in claims
            ]
        self._found.claims = claims
        self._found.is_ours = self._ours or named
        self._found.sentences, self._found.unread = self._scribe.sentences, self._scribe.unread
        return self._found

    # --- passages ---------------------------------------------------------------------------------

    def _passage(self, passage: Passage) -> None:
        text = passage.plain
        self._passages += 1
        self._ours = self._ours or bool(phrases.OUR_INDEX.search(text))
        self._foreign = self._foreign or bool(phrases.OTHER_MATTER.search(text))
        if text.strip():
            self._above = [*self._above[1 - _TITLES :], text[:_LONGEST_TITLE]]
        lines = passage.text.split("\n", 1)
        annex = _ANNEX.match(passage.plain[: len(lines[0])]) or _ANNEX_TITLED.match(passage.text)
        if annex and len(text) < _LONGEST_TITLE:
            self._part += 1
            self._title_of_annex = True
            self._below_title = 0
        first = len(self._scribe.claims)
        self._scribe.ours = self._ours
        self._scribe.read(passage, self._part)
        found = self._scribe.claims[first:]
        if self._part == 0:
            self._main(passage, found)
        else:
            self._annex(passage, found)

    def _main(self, passage: Passage, found: list[Claim]) -> None:
        text = passage.plain
        if not self._body and self._passages <= _TITLE_PASSAGES:
            self._letterhead(passage, found)
        periods = _about(found)
        if not self._body and self._passages <= _TITLE_PASSAGES:
            figures = any(claim.kind in _FIGURES for claim in found)
            begun = figures or _BODY.match(text) or phrases.ITEM.match(text)
            sentence = text.endswith((".", ";")) and len(text) > _LONGEST_LINE
            self._body = bool(begun) or sentence or len(text) > _LONGEST_HEAD
            if not self._body and periods:
                self._found.subjects += periods[:1]
                return
        if _CLOSING.match(text):
            self._found.subjects += periods[:1]
        elif _is_opening(text, periods):
            self._found.subjects += periods[:1]
            self._look_for_province(passage, periods[0][0].statement)

    def _look_for_province(self, passage: Passage, statement: int) -> None:
        """Keep the words "của tỉnh như sau": figures that are said to be of the province."""
        match = re.search(r"\bcua tinh nhu sau\b", passage.plain)
        if match is not None and self._found.issuer is not None and self._found.issuer[0] != "tinh":
            quote = passage.text[slice(*match.span())]
            self._found.of_province = Claim(
                kind=ClaimKind.UNIT,
                quote=quote,
                location=passage.at(match.start()),
                value=None,
                statement=statement,
            )

    def _letterhead(self, passage: Passage, found: list[Claim]) -> None:
        text, outline = passage.plain, self._found
        dated = (claim for claim in found if claim.kind is ClaimKind.DOCUMENT_DATE)
        outline.dated = outline.dated or next(dated, None)
        bare = text.strip(" *:")
        if outline.kind is None and re.fullmatch(_KINDS, bare):
            outline.kind = bare
        elif outline.kind is None and (_LETTER.match(text) or "\nV/v" in passage.text):
            outline.kind = "cong van"
        for line in passage.text.split("\n"):
            match = _NUMBER.search(plain(line)) if len(line) < _LONGEST_NUMBER else None
            if match is not None and outline.number is None:
                outline.number, outline.symbol = match["number"], outline.symbol or match["symbol"]
        if outline.issuer is None:
            # The name of the unit, or of an office below it, may follow on the next line.
            first, _, rest = passage.text.partition("\n")
            second = plain(rest.split("\n", 1)[0])
            for line in (first, f"{first} {second}"):
                head = _ISSUER.match(plain(line))
                if head is not None:
                    name = passage.text.replace("\n", " ", 1)[head.start("kind") : head.end("name")]
                    outline.issuer = (head["kind"], head["name"].strip(), name.strip())
                    kind_length = len(head["kind"])
                    printed = name[:kind_length], name[kind_length:].strip(" *")
                    self._scribe.own = printed
                    below = _BELOW.fullmatch(second) if line is first else None
                    outline.body = None if below is None else below["body"].strip()
                    return

    def _annex(self, passage: Passage, found: list[Claim]) -> None:
        text = passage.plain
        self._below_title += 1
        near = self._below_title <= _ANNEX_PASSAGES
        match = _ENCLOSED.search(text) if near else None
        if match is not None and _is_first(passage.text, match.start()):
            number = _ENCLOSED_NUMBER.match(text, match.end())
            self._found.enclosures += [
                Enclosure(
                    kind=match["kind"],
                    number=number["number"] if number else None,
                    symbol=number["symbol"] if number else None,
                    issued_on=_day(claim),
                    claim=claim,
                )
                for claim in found
                if claim.kind is ClaimKind.DATE
            ][:1]
        if self._title_of_annex and near:
            until = len(passage.text) if match is None else match.start()
            periods = [each for each in _about(found) if text.find(plain(each[0].quote)) <= until]
            self._found.subjects += periods
            self._title_of_annex = match is None and not periods

    # --- tables -----------------------------------------------------------------------------------

    def _sheet(self, sheet: Grid) -> None:
        self._title_of_annex = False
        begins = self._scribe.statement
        above = " ".join(self._above)
        self._above = []
        ours = phrases.OUR_INDEX.search(above) or not phrases.OTHER_INDEX.search(above)
        found = read_sheet(sheet, self._plan, part=self._part, statement=begins)
        first = len(self._scribe.claims)
        if found is None:
            rows = len(sheet.rows)
            self._cells(sheet, rows if self._text.form == "prose" else min(rows, _TITLE_ROWS))
            self._see(sheet, self._scribe.claims[first:], None)
            return
        self._cells(sheet, found.head)
        # The statements of the rows come after those of the texts above them.
        found.move(self._scribe.statement - begins, doubtful=not ours)
        self._scribe.claims += found.claims
        self._see(sheet, found.claims, found)
        self._found.sheets.append(found)
        self._scribe.statement = found.statement + 1

    def _see(self, sheet: Grid, claims: list[Claim], found: SheetClaims | None) -> None:
        """Keep how far the figures of a table were read."""
        head, body = (0, None) if found is None else (found.head, found.body)
        maxima: Container[tuple[int, int]] = () if found is None else found.maxima
        plan = None if found is None else self._plan
        columns = columns_of_figures(sheet, head, body or 0, plan)
        count = sum(len(column.rows) for column in columns)
        places = {claim.location for claim in claims if claim.kind in _READ}
        at = {
            column.index: sum(
                (row, column.index) in maxima or sheet.at(row, column.index) in places
                for row in column.rows
            )
            for column in columns
        }
        read = sum(at.values())
        known = body is not None
        if count < _LEAST_FIGURES and not (known and read):
            return  # a letterhead, or a list
        is_read = read > 0 if known else 2 * read >= count
        quote = next((text for row in sheet.rows for cell in row if (text := text_of(cell))), "")
        claim = Claim(
            kind=ClaimKind.POINTS, quote=quote[:_LONGEST_LINE], location=sheet.at(0), value=None
        )
        unread = tuple(column.head for column in columns if not at[column.index]) if known else ()
        scored = any(each.kind in {ClaimKind.POINTS, ClaimKind.TOTAL} for each in claims)
        self._found.tables.append(
            SeenTable(
                claim=claim, figures=count, is_read=is_read, columns=unread, has_points=scored
            )
        )

    def _cells(self, sheet: Grid, rows: int) -> None:
        """Read the cells of the first rows as passages: letterheads are often set in tables."""
        told = len(self._found.subjects)
        for passage in _passages(sheet, rows, self._plan):
            self._passage(passage)
        if len({period for _, period in self._found.subjects[told:]}) > 1:
            del self._found.subjects[
                told:
            ]  # columns of several periods, not what the text is about


def _passages(sheet: Grid, rows: int, plan: Plan) -> Iterator[Passage]:
    """Yield the cells of rows; points that stand alone beside the name of a group are of it."""
    for at, row in enumerate(sheet.rows[:rows]):
        texts = [cell if isinstance(cell, str) else text_of(cell) for cell in row]
        filled = [column for column, text in enumerate(texts) if text.strip()]
        scores = [
            each for each in filled if phrases.SCORE.fullmatch(plain(tidy(texts[each])).strip())
        ]
        name = next((one for one in reversed(filled) if scores and one < scores[0]), None)
        if len(scores) == 1 and name is not None and _names_a_group(texts[name], plan):
            texts[scores[0]] = f"{texts[name].strip()}: {texts[scores[0]]}"
            filled.remove(name)
        for column in filled:
            yield Passage(text=texts[column], place=sheet.at(at, column))


def _names_a_group(text: str, plan: Plan) -> bool:
    item = phrases.ITEM.match(plain(tidy(text)))
    return bool(plan.find(fold(text if item is None else text[item.end() :])))


def _about(claims: list[Claim]) -> list[_Subject]:
    """Return the claims of periods that a text may be about; a year only if there is no other."""
    periods = [
        (claim, claim.value)
        for claim in claims
        if isinstance(claim.value, Period) and not claim.subject.earlier and not claim.doubtful
    ]
    return [each for each in periods if not isinstance(each[1], Year)] or periods[-1:]


def _is_first(text: str, offset: int) -> bool:
    """Whether nothing but marks stands before a place in its line."""
    return not text[text.rfind("\n", 0, offset) + 1 : offset].strip(" *_(")


def _is_opening(text: str, periods: list[_Subject]) -> bool:
    """Whether a sentence presents the figures; a year may be that of a plan it mentions."""
    about = {period for _, period in periods}
    return len(about) == 1 and Year not in map(type, about) and bool(_OPENING.search(text))
