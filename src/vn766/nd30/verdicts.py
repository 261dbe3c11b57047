"""Verdicts of the checker, and the observations that they are put together from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import field, frozen

from vn766.files.blocks import Place
from vn766.nd30.signs import is_national_name
from vn766.texts import Catalogue, Wording

if TYPE_CHECKING:
    from vn766.errors import Language
    from vn766.files.documents import Line, Reading, Section
    from vn766.framework.sources import Citation
    from vn766.nd30.decree import RuleSeverity
    from vn766.nd30.judge.layout import Layout
    from vn766.nd30.judge.roles import Roles
    from vn766.schemas.types import VerdictDict

_TEXTS: Final = Catalogue("nd30")


class VerdictStatus(StrEnum):
    """How a document stands to a rule.

    `PASS`: it was seen to be kept. `FAIL`: it was seen to be broken. `NEEDS_REVIEW`: what was
    found can be right or wrong, a person must look. `NOT_EVALUATED`: nothing that the rule is
    about was recognised, or the file does not tell; never a praise.
    """

    PASS = "PASS"  # noqa: S105 (no password)
    FAIL = "FAIL"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    NOT_EVALUATED = "NOT_EVALUATED"


_COMMENTS: Final = {
    VerdictStatus.FAIL: "comment-fail",
    VerdictStatus.NEEDS_REVIEW: "comment-review",
}


@frozen(kw_only=True)
class Verdict:
    """How a document stands to one rule, at one place or at several alike."""

    rule: str
    """The id of the rule, such as ``"page.margins"``."""
    title: Wording = field(repr=False)
    """What the rule is about."""
    status: VerdictStatus
    """The outcome."""
    severity: RuleSeverity
    """``"legal"`` or ``"practice"``."""
    location: Place | None
    """The place, the first of several; None if there is none."""
    places: int
    """How many places were found alike."""
    found: Wording
    """What is there; of a rule that was not evaluated, why not."""
    required: Wording = field(repr=False)
    """What the rule asks for."""
    citation: Citation = field(repr=False)
    """Where the rule stands."""

    def line(self, language: Language = "en") -> str:
        """Return the verdict on one line in `language`."""
        where = f"{self.location.text(language)}: " if self.location else ""
        more = f" ({self.places}×)" if self.places > 1 else ""
        return _TEXTS.say(
            "verdict",
            language,
            status=self.status,
            rule=self.rule,
            found=f"{where}{self.found.text(language)}{more}",
            required=self.required.text(language),
        )

    def comment(self, language: Language = "vi") -> str | None:
        """Return a sentence for who corrects the document; None if nothing asks for it."""
        if self.status not in _COMMENTS:
            return None
        return _TEXTS.say(
            _COMMENTS[self.status],
            language,
            title=self.title.text(language),
            found=self.found.text(language),
            required=self.required.text(language),
        )

    def to_dict(self, language: Language = "en") -> VerdictDict:
        """Return the verdict as JSON-ready values."""
        place = self.location
        from vn766.show.json import citation_dict

        return {
            "rule": self.rule,
            "title": self.title.text(language),
            "status": self.status.value,
            "severity": self.severity,
            "location": None if place is None else place.to_dict(),
            "place": None if place is None else place.text(language),
            "places": self.places,
            "found": self.found.text(language),
            "required": self.required.text(language),
            "citation": citation_dict(self.citation),
        }

    def __str__(self) -> str:
        return self.line("en")


# --- observations --------------------------------------------------------------------------------

TWIPS_PER_POINT = 20
TWIPS_PER_MM = 56.6929
"""Lengths of a file are whole twips; what is compared in millimetres has a tolerance."""


_Where: TypeAlias = "Line | Section | Place"


@frozen(eq=False)
class Observation:
    """The finding of one judge at one place."""

    status: VerdictStatus
    found: Wording
    where: _Where
    places: int = 1  # alike, of which `where` is the first

    @property
    def place(self) -> Place:
        """The place; made when it is asked for, since most observations are only counted."""
        return self.where if isinstance(self.where, Place) else self.where.place


@frozen(eq=False)
class Case:
    """A document under judgement."""

    reading: Reading
    layout: Layout
    roles: Roles

    @cached_property
    def is_loose(self) -> bool:
        """Whether tabs or blanks set something around the text side by side."""
        text = {id(line) for line in self.roles.content}
        return any(
            self.layout.is_loose(line) or line.is_tabbed
            for line in self.roles.main
            if id(line) not in text
        )

    @cached_property
    def has_text_in_margins(self) -> bool:
        """Whether headers or footers hold the head of a document: "Cộng hòa …" stands there."""
        return any(map(is_national_name, self.reading.in_margins))

    @cached_property
    def has_text_in_tables(self) -> bool:
        """Whether tables or boxes before the annexes hold text that is no part of head or end."""
        known = {id(line) for lines in self.roles.lines.values() for line in lines}
        return any(
            (line.cell is not None or line.boxed) and not line.is_rule and id(line) not in known
            for line in self.roles.main
        )

    def unsure(self, *lines: Line) -> bool:
        """Whether what looks like the place of `lines` need not be where they stand."""
        return any(line.boxed or line.is_tabbed or self.layout.is_loose(line) for line in lines)


Judge: TypeAlias = Callable[[Case], Iterator[Observation]]
"""Yields what it sees about one rule; nothing if the rule's subject is not there."""

WHOLE = Place(part="document")


def judged(place: _Where, code: str, *, holds: bool, **details: object) -> Observation:
    """Return an observation that passes if the rule `holds`, and fails otherwise."""
    return (passed if holds else failed)(place, code, **details)


def passed(place: _Where, code: str, **details: object) -> Observation:
    """Return that the rule is kept here."""
    return Observation(VerdictStatus.PASS, Wording.of("nd30", code, **details), place)


def failed(place: _Where, code: str, **details: object) -> Observation:
    """Return that the rule is broken here."""
    return Observation(VerdictStatus.FAIL, Wording.of("nd30", code, **details), place)


def review(place: _Where, code: str, **details: object) -> Observation:
    """Return that a person must look here."""
    return Observation(VerdictStatus.NEEDS_REVIEW, Wording.of("nd30", code, **details), place)


def unknown(place: _Where, code: str, **details: object) -> Observation:
    """Return that the file does not tell what the rule asks."""
    return Observation(VerdictStatus.NOT_EVALUATED, Wording.of("nd30", code, **details), place)


def quoted(line: Line, text: str, *, holds: bool) -> Observation:
    """Return an observation about the words of a line.

    Where tabs or blanks set parts side by side, which words are whose is not certain.
    """
    judge = passed if holds else (review if line.is_tabbed else failed)
    return judge(line, "quoted", text=text)


def points_of(half_points: int) -> Decimal:
    """Return a size in points."""
    return Decimal(half_points) / 2


def in_mm(twips: int) -> Decimal:
    """Return a length in millimetres, to one decimal."""
    return Decimal(f"{twips / TWIPS_PER_MM:.1f}")


def in_points(twips: int) -> Decimal:
    """Return a length in points."""
    return Decimal(twips) / TWIPS_PER_POINT
