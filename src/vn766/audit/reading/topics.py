"""The topics of sentences: the unit and period that their figures are of.

In a sentence the names that it has been through tell; in a document the figures of each unit and
period are put together.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from vn766.audit.claims import Claim, ClaimKind, Rate, Score
from vn766.audit.reading import phrases
from vn766.period import Month, Quarter
from vn766.records import Unit
from vn766.vocabulary import Vocabulary, fold, locality

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from vn766.audit.reading.outline import Outline
    from vn766.audit.reading.rows import SheetClaims
    from vn766.period import Period

_Spoken: TypeAlias = Literal["unit", "office", "body", "period", "day", "other", "ours", "aside"]
_Figure: TypeAlias = Literal[
    "node",
    "total",
    "score",
    "bare",
    "plain",
    "change",
    "span",
    "label",
    "count",
    "portion",
    "whole",
    "share",
    "percent",
    "rank",
    "grade",
]
MarkKind: TypeAlias = _Spoken | _Figure

NEAR: Final = 80
"""Characters between a name and its figure."""
_ABBREVIATED: Final = Vocabulary("units").kind_of("abbreviated")


@frozen(eq=False)
class Mark:
    """Something found in a passage; a mark of a period or a day has what it names."""

    kind: MarkKind
    match: re.Match[str]
    start: int
    end: int
    period: Period | None = None
    day: date | None = None


@frozen(kw_only=True)
class Topic:
    """The unit and period of the figures that follow.

    `unit` is the unit last named and `near` where its name ends, `several` whether it is not the
    first; `body` says that someone who is no unit came after it, `index` that another set of
    indicators is spoken of, `when` whether it is known of which year a period is. `ahead` says that
    figures are aimed at.
    """

    unit: Unit | None = None
    near: int | None = None
    several: bool = False
    body: bool = False
    index: bool = False
    period: Period | None = None
    when: bool = True
    day: date | None = None
    ahead: bool = False

    @property
    def clear(self) -> bool:
        """Whether it is known whose figures follow."""
        return self.when and not self.index and not self.body

    @property
    def is_of_office(self) -> bool:
        """Whether the unit is named by its kind only: "UBND xã", "toàn tỉnh"."""
        return self.unit is not None and unit_key(self.unit.name) in _OFFICES

    def is_of_another(self, before: Topic) -> bool:
        """Whether somebody else is spoken of than before; "UBND xã" is of any xã."""
        if self.unit is None or (before.unit is None and not before.body):
            return False
        own = "" if before.unit is None else unit_key(before.unit.name)
        called = unit_key(self.unit.name)
        return own != called and not (self.is_of_office and own.startswith(called))

    def after(self, mark: Mark) -> Topic:
        """Return what is spoken of after a mark."""
        match mark.kind:
            case "unit" | "office":
                return self._of(mark)
            case "body":
                several = self.several or self.unit is not None
                return evolve(self, unit=None, near=None, body=True, several=several)
            case "other" | "ours":
                return evolve(self, index=mark.kind == "other")
            case "period":
                return evolve(self, period=mark.period, when=mark.period is not None)
            case _:
                return evolve(self, day=mark.day)

    def _of(self, mark: Mark) -> Topic:
        """Return what is spoken of after the name of a unit, which may end another body's."""
        before = max(0, mark.start - NEAR)
        if phrases.BODY_OF.search(mark.match.string[before : mark.start]):
            return self.after(evolve(mark, kind="body"))
        unit = unit_of(mark)
        if mark.kind == "office" and self.unit is not None and unit.name in self.unit.name:
            unit = self.unit  # "UBND xã" after "UBND xã An": the same one
        several = self.several or self.body or self.unit not in {None, unit}
        return evolve(self, unit=unit, near=mark.end, body=False, several=several)

    @property
    def later(self) -> Topic:
        """The topic of the next sentence, if it names none: of several units, none is clear."""
        return evolve(self, near=None, body=self.body or self.several)


def unit_of(mark: Mark) -> Unit:
    """Return the unit that a mark names: with its own name, or only as "UBND xã"."""
    match = mark.match
    if mark.kind == "office":
        return Unit(name=f"UBND {(match['kind'] or match['level']).lower()}")
    kind = fold(match["kind"])
    name = f"{_ABBREVIATED.get(kind, match['kind'].lower())} {' '.join(match['name'].split())}"
    return Unit(name=f"UBND {name}" if match["office"] else name)


# --- figures of one unit in one period ------------------------------------------------------------

_OFFICES: Final = Vocabulary("units").folded("kinds")


@frozen
class Key:
    """The unit and period of figures; None is the document's own."""

    unit: str | None
    period: Period | None


@frozen(eq=False, kw_only=True)
class Entry:
    """The figures that a document gives of one unit in one period, in one place.

    `sheet` is the table that it is a row of, None for the sentences of the document.
    """

    key: Key
    part: int
    sheet: SheetClaims | None
    points: dict[str, list[Claim]] = field(factory=dict[str, list[Claim]])
    totals: list[Claim] = field(factory=list[Claim])
    grades: list[Claim] = field(factory=list[Claim])
    ranks: list[Claim] = field(factory=list[Claim])
    rates: list[Claim] = field(factory=list[Claim])
    shares: list[Claim] = field(factory=list[Claim])
    changes: list[Claim] = field(factory=list[Claim])

    @property
    def claims(self) -> Iterator[Claim]:
        """Yield all of its claims."""
        return chain(*self.points.values(), self.totals, self.grades, self.ranks, self.rates)

    def add(self, claim: Claim) -> None:
        """Take a claim in."""
        if claim.kind is ClaimKind.POINTS and claim.subject.node is not None:
            self.points.setdefault(claim.subject.node, []).append(claim)
        elif claim.kind is ClaimKind.TOTAL:
            self.totals.append(claim)
        elif claim.kind is ClaimKind.CLASS:
            self.grades.append(claim)
        elif claim.kind is ClaimKind.RANK and claim.subject.node is None:
            self.ranks.append(claim)
        elif claim.kind is ClaimKind.CHANGE:
            self.changes.append(claim)
        elif isinstance(claim.value, Rate) and isinstance(claim.value.of, Score):
            self.rates.append(claim)
        elif isinstance(claim.value, Rate) and claim.value.of is None:
            self.shares.append(claim)


def unit_key(name: str) -> str:
    """Return a name without the words for its office, to be compared.

    Example:
        >>> unit_key("Ủy ban nhân dân phường Hoà Thắng"), unit_key("UBND Phường Hòa Thắng")
        ('phuong hoa thang', 'phuong hoa thang')
    """
    return locality(fold(name))


def entries_of(outline: Outline) -> list[Entry]:
    """Return the figures of a document by whom and when they are about."""
    own, own_period = _own_unit(outline), outline.period
    sheet_of: dict[int, SheetClaims] = {
        statement: sheet
        for sheet in outline.sheets
        for statement in range(sheet.first, sheet.statement + 1)
    }
    entries: dict[tuple[object, ...], Entry] = {}
    for claim in outline.claims:
        subject = claim.subject
        if claim.doubtful or claim.flaw is not None or subject.earlier or not subject.clear:
            continue
        sheet = sheet_of.get(claim.statement) if claim.in_table else None
        called = _called(subject.unit, own)
        period = subject.period
        key = Key(called, period or own_period)
        if sheet is not None and claim.statement in sheet.labels:
            number = sheet.labels[claim.statement]
            period = _numbered(number, own_period)
            key = Key(f"{called} {number}" if period is None else called, period)
        if key.period is not None and (subject.as_of or key.period.start) < key.period.start:
            continue  # of a day before the period
        place = (key, claim.part, None) if sheet is None else (key, claim.part, claim.statement)
        if place not in entries:
            entries[place] = Entry(key=key, part=claim.part, sheet=sheet)
        entries[place].add(claim)
    return [entry for entry in entries.values() if any(True for _ in entry.claims)]


def _own_unit(outline: Outline) -> str | None:
    """Return the unit that figures without a name are of: the issuer, or the only one named.

    It is another one than the issuer only if no sentence leaves open whose figures it gives.
    """
    issuer = outline.body or (" ".join(outline.issuer[:2]) if outline.issuer else None)
    told = [
        claim
        for claim in outline.claims
        if claim.kind in {ClaimKind.TOTAL, ClaimKind.POINTS}
        and not claim.in_table
        and claim.subject.clear
        and not claim.subject.earlier
    ]
    named = {
        unit_key(claim.subject.unit.name)
        for claim in told
        if claim.kind is ClaimKind.TOTAL and claim.subject.unit is not None
    }
    if len(named) != 1:
        return issuer
    (only,) = named
    unnamed = {claim.kind for claim in told if claim.subject.unit is None}
    if issuer is None:
        return only if ClaimKind.TOTAL not in unnamed or only in _OFFICES else None
    return issuer if unnamed or only in _OFFICES else only


def _called(unit: Unit | None, own: str | None) -> str | None:
    """Return what a unit is called; "UBND xã" is the document's own one, if that is of a xã."""
    if unit is None:
        return own
    called = unit_key(unit.name)
    is_own = called in _OFFICES and own is not None and own.startswith(called)
    return own if is_own else called


def _numbered(number: int, period: Period | None) -> Period | None:
    """Return the month or quarter that a row is called by, in the year of the document."""
    if isinstance(period, Month) and 1 <= number <= 12:  # noqa: PLR2004 (months)
        return Month(period.year, number, up_to=period.up_to)
    if isinstance(period, Quarter) and 1 <= number <= 4:  # noqa: PLR2004 (quarters)
        return Quarter(period.year, number, up_to=period.up_to)
    return None


def points_of(claims: Sequence[Claim]) -> Decimal | None:
    """Return the points that all claims agree on."""
    values = {claim.value.points for claim in claims if isinstance(claim.value, Score)}
    return next(iter(values)) if len(values) == 1 else None


def of_other_days(one: Claim, other: Claim) -> bool:
    """Whether two figures were taken on different days: scores are revised in between."""
    days = {one.subject.as_of, other.subject.as_of} - {None}
    return len(days) > 1
