"""The types of a framework: frozen values, each figure with the citation it rests on.

A figure stands in the element that it belongs to (`Node.max_points`, `Band.min_points`,
`Target.target_percent`), and that element's `source` is its evidence.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from attrs import frozen

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
    rule: Rule
    zero: Zero | None = None
    note: str | None = None


@frozen(kw_only=True)
class Indicator:
    """A component of a node: a rate of two counts and the rule that turns it into points.

    `no` is the number officials use, `code` the identity. `numerator` and `denominator` say in
    words what is counted. `levels` are the levels of government that have the indicator; empty
    means all levels of the framework. `owner` is the level whose own figures all units below it
    carry; None if each has its own.
    """

    no: str
    code: str
    label: str
    max_points: Decimal
    rule: Rule
    zero: Zero
    source: Citation
    numerator: str | None = None
    denominator: str | None = None
    levels: tuple[Level, ...] = ()
    owner: Level | None = None
    variants: tuple[Variant, ...] = ()
    note: str | None = None

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

    `id` is ours (``online.services``), `code` the portal's (``CLGQ``). A node has children, or
    indicators, or neither (its points are then given).
    """

    id: str
    label: str
    max_points: Decimal
    source: Citation
    code: str | None = None
    aliases: tuple[str, ...] = ()
    children: tuple[Node, ...] = ()
    indicators: tuple[Indicator, ...] = ()

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
    highest: Decimal
    source: Citation


@frozen(kw_only=True)
class Band:
    """A class (xếp loại): totals from `min_points` upwards, up to the next higher band.

    `source` is the evidence of the cut-off, `published` the totals that were seen with the class.
    """

    id: str
    label: str
    min_points: Decimal
    source: Citation
    aliases: tuple[str, ...] = ()
    published: PublishedTotals | None = None


@frozen(kw_only=True)
class Rounding:
    """How points and percents are rounded: `decimals` places, ties upwards."""

    decimals: Literal[2]
    mode: Literal["half-up"]
    source: Citation


@frozen(kw_only=True)
class RankRule:
    """How equal totals share a rank by default."""

    method: Literal["competition", "ordinal", "dense"]
    source: Citation


@frozen(kw_only=True)
class Validity:
    """The days that an edition covers, both included; an open end is None."""

    source: Citation
    first_day: date | None = None
    last_day: date | None = None

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
    label: str


@frozen(kw_only=True)
class EndedLevel:
    """A level of government that there is no more: no unit of it has figures from `ended_on` on.

    Example:
        >>> from vn766.framework import get_framework
        >>> [(end.level, str(end.ended_on)) for end in get_framework().ended_levels]
        [('district', '2025-07-01')]
    """

    level: Level
    ended_on: date
    source: Citation


@frozen(kw_only=True, cache_hash=True)
class Framework(Shown):
    """An edition of the index: its groups, bands and rules as data.

    `method` names the way in which points come about: results of different methods are not
    on one basis even where maxima agree. `class_names_source` is the evidence of the labels of all
    bands. `not_found` says in words what was looked for in vain. `instruments` are all sources
    cited, each once.
    """

    id: str
    title: str
    instrument: str
    method: str
    max_points: Decimal
    source: Citation
    groups: tuple[Node, ...]
    bands: tuple[Band, ...]
    rounding: Rounding
    ranking: RankRule
    levels: tuple[Level, ...]
    instruments: tuple[Instrument, ...]
    validity: Validity | None = None
    ended_levels: tuple[EndedLevel, ...] = ()
    parties: tuple[Party, ...] = ()
    class_names_source: Citation | None = None
    not_found: tuple[str, ...] = ()
    derived_from: str | None = None
    note: str | None = None

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
