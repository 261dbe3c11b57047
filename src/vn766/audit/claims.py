"""The claims of a document: frozen, typed values, each with its quote and place."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from vn766.codes import AgencyCode, DossierCode
from vn766.period import Period
from vn766.records import Unit
from vn766.texts import figure
from vn766.vi import format_period

if TYPE_CHECKING:
    from decimal import Decimal

    from vn766.errors import Problem
    from vn766.files.blocks import Place
    from vn766.schemas.types import ClaimDict, ClaimedDict


class ClaimKind(StrEnum):
    """The matter of a claim."""

    POINTS = "points"
    PERCENT = "percent"
    TOTAL = "total"
    CLASS = "class"
    RANK = "rank"
    PERIOD = "period"
    AS_OF = "as-of"
    DOCUMENT_DATE = "document-date"
    DATE = "date"
    CITATION = "citation"
    UNIT = "unit"
    AGENCY_CODE = "agency-code"
    DOSSIER_CODE = "dossier-code"
    COUNT = "count"
    CHANGE = "change"


@frozen
class Score:
    """Points, and their maximum where one is printed."""

    points: Decimal
    """The points."""
    maximum: Decimal | None = None
    """The maximum, where one is printed."""

    def __str__(self) -> str:
        known = (number for number in (self.points, self.maximum) if number is not None)
        return "/".join(figure(number, "vi") for number in known)


@frozen
class Rate:
    """A percent, and the points, or the counts, that it stands beside."""

    percent: Decimal
    """The percent."""
    of: Score | Count | None = None
    """The points or counts that it stands beside."""

    def __str__(self) -> str:
        return f"{figure(self.percent, 'vi')}%"


@frozen
class Grade:
    """A class as printed, the id of the band that it means, and the total that it stands beside."""

    label: str
    """The class as printed."""
    band: str
    """The id of the band that it means."""
    of: Score | None = None
    """The total that it stands beside."""

    def __str__(self) -> str:
        return self.label


@frozen
class Rank:
    """A rank, among how many, and of what, as far as it is printed."""

    rank: int
    """The rank."""
    of: int | None = None
    """Among how many."""
    pool: str | None = None
    """Among which units."""

    @property
    def text(self) -> str:
        """The rank as sentences print it: ``5/65``."""
        return str(self.rank) if self.of is None else f"{self.rank}/{self.of}"

    def __str__(self) -> str:
        return self.text


@frozen
class Change:
    """How much points rose (above 0) or fell, and from what to what where both are printed."""

    points: Decimal
    """The points gained (above 0) or lost."""
    before: Decimal | None = None
    """The points before, where they are printed."""
    after: Decimal | None = None
    """The points after, where they are printed."""

    def __str__(self) -> str:
        return figure(self.points, "vi")


@frozen
class Count:
    """So many, or so many of so many; `what` is the word that follows."""

    number: int
    """So many."""
    of: int | None
    """Of so many."""
    what: str
    """The word that follows."""

    def __str__(self) -> str:
        return str(self.number) if self.of is None else f"{self.number}/{self.of}"


@frozen
class ClassCounts(Count):
    """So many units of so many, and how many of them have each class."""

    numbers: tuple[int, ...]
    """The numbers of units."""
    complete: bool
    """Whether every class is named."""

    def __str__(self) -> str:
        return f"{' + '.join(map(str, self.numbers))} = {self.number}"


@frozen
class Reference:
    """A legal text as it is cited."""

    kind: str
    """The kind of text."""
    number: str
    """The number."""
    issued_on: date | None
    """The day of issue."""
    about: str
    """How the words after it begin."""
    before: str = ""
    """What stands in front of it on its line."""

    def __str__(self) -> str:
        return self.number


Value: TypeAlias = (
    Score
    | Rate
    | Grade
    | Rank
    | Count
    | Change
    | Reference
    | Period
    | date
    | datetime
    | AgencyCode
    | DossierCode
    | Unit
    | None
)
"""The value of a claim; None where it was left blank, or cannot be read (`Claim.flaw` says why)."""


@frozen(kw_only=True)
class Subject:
    """The subject of a figure, as far as it is clear."""

    unit: Unit | None = None
    """The unit named with it."""
    node: str | None = None
    """The id of the group of indicators."""
    period: Period | None = None
    """The period named in the same row or sentence."""
    as_of: date | None = None
    """The day named with it."""
    earlier: bool = False
    """Whether the figure is there for comparison.

    Its words then speak of a time before, an aim, a limit or an average.
    """
    clear: bool = True
    """Whether the words tell whose figure it is, and of when; else it is held against no other."""
    foreign: bool = False
    """Whether it is of another set of indicators, whose maxima and classes are not known."""


@frozen(kw_only=True, repr=False)
class Claim:
    """One statement of a document that can be checked."""

    kind: ClaimKind
    """What it is about."""
    quote: str
    """The words of the document."""
    location: Place
    """Where they stand."""
    value: Value
    """What they say."""
    subject: Subject = Subject()
    """Of whom or what."""
    statement: int = 0
    """Claims of one sentence or one row of a table have the same number."""
    part: int = 0
    """0 in the document itself, 1 in its first annex, and so on."""
    in_table: bool = False
    """Whether it stands in a row of a table."""
    doubtful: bool = False
    """Whether the figure may be only a part of one, as after a break of the line.

    No error follows from it.
    """
    flaw: Problem | None = None
    """Why a value cannot be read, or what is not well written."""

    def __str__(self) -> str:
        return self.quote

    def __repr__(self) -> str:
        return f"Claim({self.kind.value!r}, {self.quote!r})"

    def to_dict(self) -> ClaimDict:
        """Return the claim as JSON-ready values; figures are texts, so that they stay exact."""
        from vn766.show.json import period_dict  # few ask for JSON

        unit, period, as_of = self.subject.unit, self.subject.period, self.subject.as_of
        return {
            "kind": str(self.kind),
            "quote": self.quote,
            "location": self.location.to_dict(),
            "unit": None if unit is None else unit.name,
            "unit_code": None if unit is None else unit.code,
            "node": self.subject.node,
            "period": period_dict(period),
            "as_of": None if as_of is None else as_of.isoformat(),
            "earlier": self.subject.earlier,
            "clear": self.subject.clear,
            "foreign": self.subject.foreign,
            "statement": self.statement,
            "part": self.part,
            "doubtful": self.doubtful,
            "flaw": None if self.flaw is None else str(self.flaw.code),
            **_fields(self.value),
        }


def _fields(value: Value) -> ClaimedDict:
    """Return what a claim says, by the kind of its value."""
    match value:
        case Score(points, maximum):
            said = _claimed(value=f"{points:f}", maximum=_plain(maximum))
        case Rate(percent=figure) | Change(points=figure):
            said = _claimed(value=f"{figure:f}")
        case Rank(rank, of, pool):
            said = _claimed(value=str(rank), of=of, pool=pool)
        case Count(number, of, what):
            said = _claimed(value=str(number), of=of, text=what)
        case Grade(label, band):
            said = _claimed(text=label, band=band)
        case Reference(number=number, issued_on=day):
            said = _claimed(text=number, date=None if day is None else day.isoformat())
        case date():
            said = _claimed(date=value.isoformat())
        case Unit():
            said = _claimed(text=value.name)
        case AgencyCode() | DossierCode():
            said = _claimed(text=str(value))
        case _:
            said = _claimed(text=None if value is None else format_period(value))
    return said


def _claimed(
    *,
    value: str | None = None,
    maximum: str | None = None,
    of: int | None = None,
    pool: str | None = None,
    band: str | None = None,
    date: str | None = None,
    text: str | None = None,
) -> ClaimedDict:
    return {
        "value": value,
        "maximum": maximum,
        "of": of,
        "pool": pool,
        "band": band,
        "date": date,
        "text": text,
    }


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
