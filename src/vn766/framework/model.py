"""The types of a framework: frozen values, each figure with the citation it rests on.

A figure stands in the element that it belongs to (`Node.max_points`, `Band.min_points`,
`Target.target_percent`), and that element's `source` is its evidence.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from attrs import field, frozen

from vn766.framework import Level
from vn766.framework.rules import Rule, Zero
from vn766.framework.sources import Citation, Instrument
from vn766.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator


@frozen(kw_only=True)
class Variant:
    """Another source's rule for the same indicator; never applied unless a framework says so."""

    id: str
    """The id."""
    rule: Rule
    """The rule by the other source."""
    zero: Zero | None = None
    """What 0 of 0 gives by the other source."""
    note: str | None = field(default=None, repr=False)
    """A note for readers."""


@frozen(kw_only=True)
class Indicator:
    """A component of a node: a rate of two counts and the rule that turns it into points."""

    no: str
    """The number that officials use: ``5.4``."""
    code: str
    """The identity."""
    label: str
    """The name."""
    max_points: Decimal
    """The maximum in points."""
    rule: Rule = field(repr=False)
    """The rule that turns the counts into points."""
    zero: Zero = field(repr=False)
    """What 0 of 0 gives."""
    source: Citation = field(repr=False)
    """The evidence."""
    numerator: str | None = field(default=None, repr=False)
    """What the numerator counts, in words."""
    denominator: str | None = field(default=None, repr=False)
    """What the denominator counts, in words."""
    levels: tuple[Level, ...] = ()
    """The levels of government that have the indicator; empty means all of the framework."""
    owner: Level | None = None
    """The level whose own figures all units below it carry; None if each has its own."""
    variants: tuple[Variant, ...] = field(default=(), repr=False)
    """The rules of other sources."""
    note: str | None = field(default=None, repr=False)
    """A note for readers."""

    def __str__(self) -> str:
        return f"{self.no} {self.label}"

    def is_own_of(self, level: Level | None) -> bool:
        """Whether units of `level` have figures of their own; of an unknown level they may."""
        if self.owner is None or level is None:
            return True
        downwards = get_args(Level)
        return downwards.index(level) <= downwards.index(self.owner)

    def applies_to(self, level: Level | None) -> bool:
        """Whether units of `level` have the indicator; of an unknown level they may."""
        return not self.levels or level is None or level in self.levels


@frozen(kw_only=True)
class Node:
    """A group of indicators, or a part of one, with its maximum in points.

    A node has children, or indicators, or neither (its points are then given).
    """

    id: str
    """The id, which is ours: ``online.services``."""
    label: str
    """The name."""
    max_points: Decimal
    """The maximum in points."""
    source: Citation = field(repr=False)
    """The evidence."""
    code: str | None = None
    """The portal's code: ``CLGQ``."""
    aliases: tuple[str, ...] = field(default=(), repr=False)
    """Other names."""
    children: tuple[Node, ...] = field(default=(), repr=False)
    """The parts of a group."""
    indicators: tuple[Indicator, ...] = field(default=(), repr=False)
    """The components."""

    def __str__(self) -> str:
        return self.label

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, parents before children."""
        yield self
        for child in self.children:
            yield from child.walk()


@frozen(kw_only=True)
class PublishedTotals:
    """The lowest and the highest total that an authority published with one class.

    Example:
        >>> from vn766.framework import get_framework
        >>> good = get_framework().bands[1]
        >>> good.label, str(good.published.lowest), str(good.source.status)
        ('Tốt', '80.11', 'inferred')
    """

    lowest: Decimal
    """The lowest total."""
    highest: Decimal
    """The highest total."""
    source: Citation
    """The evidence."""


@frozen(kw_only=True)
class Band:
    """A class (xếp loại): totals from `min_points` upwards, up to the next higher band.

    Example:
        >>> from vn766.framework import get_framework
        >>> str(get_framework().bands[1]), repr(get_framework().bands[1])
        ('Tốt', "Band(id='good', label='Tốt', min_points=Decimal('80'))")
    """

    id: str
    """The id: ``good``."""
    label: str
    """The name: Tốt."""
    min_points: Decimal
    """The cut-off: the least total of the class."""
    source: Citation = field(repr=False)
    """The evidence of the cut-off."""
    aliases: tuple[str, ...] = field(default=(), repr=False)
    """Other names."""
    published: PublishedTotals | None = field(default=None, repr=False)
    """The totals that were seen with the class."""

    def __str__(self) -> str:
        return self.label


@frozen(kw_only=True)
class Rounding:
    """How points and percents are rounded."""

    decimals: Literal[2]
    """The places."""
    mode: Literal["half-up"]
    """The direction: ties go upwards."""
    source: Citation = field(repr=False)
    """The evidence."""


@frozen(kw_only=True)
class RankRule:
    """How equal totals share a rank by default."""

    method: Literal["competition", "ordinal", "dense"]
    """1, 2, 2, 4; 1, 2, 3, 4; or 1, 2, 2, 3."""
    source: Citation = field(repr=False)
    """The evidence."""


@frozen(kw_only=True)
class Validity:
    """The days that an edition covers."""

    source: Citation = field(repr=False)
    """The evidence."""
    first_day: date | None = None
    """The first day; None if it is open."""
    last_day: date | None = None
    """The last day, included; None if it is open."""

    def __str__(self) -> str:
        days = (self.first_day, self.last_day)
        return " – ".join("" if day is None else f"{day:%d/%m/%Y}" for day in days).strip()

    def covers(self, start: date, end: date | None = None) -> bool:
        """Whether all days from `start` to `end` (or `start` alone) lie within."""
        return (self.first_day is None or self.first_day <= start) and (
            self.last_day is None or (end or start) <= self.last_day
        )


@frozen(kw_only=True)
class Party(Validity):
    """A body with a part in the index during some days: scored, evaluating, or publishing.

    Example:
        >>> from datetime import date
        >>> from vn766.framework import get_framework
        >>> there = [party for party in get_framework().parties if party.covers(date(2026, 8, 5))]
        >>> [party.label for party in there if party.role == "evaluates"]
        ['Bộ Tư pháp']
    """

    role: Literal["scored", "evaluates", "publishes"]
    """The part."""
    label: str
    """The name of the body."""

    def __str__(self) -> str:
        return self.label


@frozen(kw_only=True)
class EndedLevel:
    """A level of government that there is no more: no unit of it has figures from `ended_on` on.

    Example:
        >>> from vn766.framework import get_framework
        >>> [(end.level, str(end.ended_on)) for end in get_framework().ended_levels]
        [('district', '2025-07-01')]
    """

    level: Level
    """The level."""
    ended_on: date
    """The first day without it."""
    source: Citation = field(repr=False)
    """The evidence."""


@frozen(kw_only=True, cache_hash=True)
class Framework(Shown):
    """An edition of the index: its groups, bands and rules as data."""

    id: str
    """The id: ``portal-2026``."""
    title: str = field(repr=False)
    """The full name."""
    instrument: str = field(repr=False)
    """The id of the instrument that all of it rests on."""
    method: str = field(repr=False)
    """The name of the way in which points come about.

    Results of different methods are not on one basis even where maxima agree.
    """
    max_points: Decimal = field(repr=False)
    """The highest total."""
    source: Citation = field(repr=False)
    """The evidence."""
    groups: tuple[Node, ...] = field(repr=False)
    """The groups, in the order of publication."""
    bands: tuple[Band, ...] = field(repr=False)
    """The classes, best first."""
    rounding: Rounding = field(repr=False)
    """How points and percents are rounded."""
    ranking: RankRule = field(repr=False)
    """How equal totals share a rank by default."""
    levels: tuple[Level, ...] = field(repr=False)
    """The levels of government that are scored."""
    instruments: tuple[Instrument, ...] = field(repr=False)
    """All sources cited, each once."""
    validity: Validity | None = field(default=None, repr=False)
    """The days that the edition covers."""
    ended_levels: tuple[EndedLevel, ...] = field(default=(), repr=False)
    """The levels that there are no more."""
    parties: tuple[Party, ...] = field(default=(), repr=False)
    """The bodies with a part in the index."""
    class_names_source: Citation | None = field(default=None, repr=False)
    """The evidence of the labels of all bands."""
    not_found: tuple[str, ...] = field(default=(), repr=False)
    """What was looked for in vain, in words."""
    derived_from: str | None = field(default=None, repr=False)
    """The id of the framework it comes from; nothing is merged."""
    note: str | None = field(default=None, repr=False)
    """A note for readers."""

    def __str__(self) -> str:
        return self.title

    def nodes(self) -> Iterator[Node]:
        """Yield all nodes in the order of the framework, parents before children."""
        for group in self.groups:
            yield from group.walk()

    def indicators(self) -> Iterator[Indicator]:
        """Yield all indicators in the order of the framework."""
        for node in self.nodes():
            yield from node.indicators

    @cached_property
    def digest(self) -> str:
        """SHA-256 over every value of the framework, as 64 hexadecimal digits."""
        from vn766.framework.elements import digest

        return digest(self)
