"""How firm a ranking is: what separates each unit from other ranks and classes.

A unit rises by what earns points, and falls by what earned them and fails. For both the fewest
are found along staircases; a component above its target falls only after the target is missed,
so that its staircase begins with a step that is no part of a convex curve. Such components are
tried in all sets that can be cheapest.
"""

from __future__ import annotations

from itertools import chain, combinations, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from attrs import field, frozen

from vn766._engine.exact import read, to_decimal
from vn766._engine.plan import plan_of
from vn766._engine.staircase import Staircase, climb
from vn766.advise.reaching import counted_in, fewest_added, levers_of, split_by_owner
from vn766.records import UnitCounts
from vn766.score.lookup import Rows
from vn766.shown import Shown, to_dict
from vn766.texts import Catalogue, figure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from vn766.advise.reaching import Counted, Lever
    from vn766.errors import Language
    from vn766.records import Unit
    from vn766.schemas.types import MarginsDict
    from vn766.score import RankedUnit, Ranking, UnitResult, UnrankedUnit

_TEXTS: Final = Catalogue("advise")


@frozen(kw_only=True)
class Distance:
    """What separates a unit from another rank or class."""

    points: Decimal
    """The points between."""
    reachable: bool | None
    """Whether its own counts can make the difference; None without counts."""
    counts: Mapping[Counted, int] = field(factory=dict["Counted", int], hash=False)
    """The fewest dossiers, procedures and petitions that do, each of which there are any."""

    def __str__(self) -> str:
        return _TEXTS.say("distance", "vi", points=figure(self.points, "vi"))


@frozen(kw_only=True)
class Margin:
    """What separates one ranked unit from the ranks and classes next to its own."""

    ranked: RankedUnit
    """The unit with its rank and pool; equal totals have equal margins."""
    next_rank: Distance | None
    """What it lacks to share the next better rank; None at the best total of the pool."""
    previous_rank: Distance | None
    """What it is ahead of who stands next: of the next worse total, or 0 of one that shares the
    rank; None for the last one alone.

    It keeps its rank as long as it loses no more points; the counts are the fewest that lose more.
    """
    next_class: Distance | None
    """What it lacks to the next better class; None in the best one."""
    previous_class: Distance | None
    """What it is above the cut-off of its class; None in the last one.

    It keeps its class as long as it loses no more points; the counts are the fewest that lose more.
    """

    @property
    def unit(self) -> Unit | None:
        """The unit."""
        return self.ranked.unit

    def __str__(self) -> str:
        up, down = (
            "–" if each is None else figure(each.points, "vi")
            for each in (self.next_rank, self.previous_rank)
        )
        return _TEXTS.say("margin", "vi", ranked=self.ranked, up=up, down=down)


@frozen(kw_only=True, repr=False)
class Margins(Shown, Rows[Margin]):
    """The margins of a ranking, in its order; iterating yields them.

    A place, or the code or name of a unit, finds its margin, as in the ranking itself.
    """

    ranking: Ranking
    """The ranking."""
    rows: tuple[Margin, ...]
    """A margin for each unit with a rank."""

    @property
    def unranked(self) -> tuple[UnrankedUnit, ...]:
        """The units without a rank, which have no margins."""
        return self.ranking.unranked

    def to_dict(self, language: Language = "vi") -> MarginsDict:
        """Return all figures as JSON-ready values, exact ones as texts."""
        return cast("MarginsDict", to_dict(self, language))

    def __str__(self) -> str:
        return "\n".join(map(str, self.rows))

    def __repr__(self) -> str:
        return f"Margins({len(self.rows)} ranked, {len(self.unranked)} unranked)"


def margins(ranking: Ranking) -> Margins:
    """Return what separates each unit of a ranking from the ranks and classes next to its own.

    Each unit is held against its own pool, total against total, in points. Where the points of a
    unit follow from counts, it is also said how many dossiers, procedures and petitions make the
    difference at least: those that have to earn points, or may fail. Figures that a unit does not
    have of its own (1.1 to 1.3 of a commune) stay as they are, and so do other units.

    Example:
        >>> from vn766.score import rank_units, score_counts
        >>> points = {"CKMB": 15, "online": 18, "5.2": 6, "5.3": 6, "5.4": 5, "MDSH": 17}
        >>> units = [
        ...     score_counts({"2.1": (on_time, 1000)}, points=points)
        ...     for on_time in (940, 910, 910, 800)
        ... ]
        >>> for margin in margins(rank_units(units)):
        ...     up, down = margin.next_rank, margin.previous_rank
        ...     print(margin.ranked.rank, up and (str(up.points), dict(up.counts)),
        ...           down and (str(down.points), dict(down.counts)))
        1 None ('0.60', {'dossiers': 31})
        2 ('0.60', {'dossiers': 30}) ('0.00', {'dossiers': 1})
        2 ('0.60', {'dossiers': 30}) ('0.00', {'dossiers': 1})
        4 ('2.20', {'dossiers': 110}) None
    """
    rows: list[Margin] = []
    for _, members in groupby(ranking.rows, attrgetter("pool")):
        pool = [(row, row.result.known_hundredths or 0) for row in members]
        totals = sorted({total for _, total in pool})
        for row, total in pool:
            at = totals.index(total)
            above = totals[at + 1] if at + 1 < len(totals) else None
            below = totals[at - 1] if at else None
            if row.tied > 1:  # whoever shares the rank stands next
                below = total
            rows.append(_margin(row, total, above, below))
    return Margins(ranking=ranking, rows=tuple(rows))


def _margin(row: RankedUnit, total: int, above: int | None, below: int | None) -> Margin:
    result = row.result
    means = _means(result)
    lacking, band = result.known_to_next_band, result.known_band
    cut_off = 0 if band is None else read(band.min_points)
    return Margin(
        ranked=row,
        next_rank=None if above is None else _upwards(above - total, means),
        previous_rank=None if below is None else _downwards(total - below, means),
        next_class=None if lacking is None else _upwards(read(lacking), means),
        previous_class=_downwards(total - cut_off, means) if cut_off else None,
    )


def _means(result: UnitResult) -> Mapping[int, Lever] | None:
    """Return the components of a unit that can move, or None where there are no counts."""
    record = result.record
    if result.total is None or not isinstance(record, UnitCounts):
        return None
    plan = plan_of(result.framework, with_components=True)
    levers = levers_of(record, result, plan)
    own, _ = split_by_owner(levers, result)
    return {at: lever for at, lever in levers.items() if at in own}


def _upwards(lacking: int, means: Mapping[int, Lever] | None) -> Distance:
    if means is None:
        return Distance(points=to_decimal(lacking), reachable=None)
    added, reachable = fewest_added(means, lacking)
    return _distance(lacking, means, added if reachable else None)


def _downwards(ahead: int, means: Mapping[int, Lever] | None) -> Distance:
    if means is None:
        return Distance(points=to_decimal(ahead), reachable=None)
    return _distance(ahead, means, _fewest_lost(means, ahead + 1))


def _distance(points: int, means: Mapping[int, Lever], moved: Mapping[int, int] | None) -> Distance:
    counts = counted_in(
        (means[at].component.indicator, count) for at, count in (moved or {}).items()
    )
    return Distance(points=to_decimal(points), reachable=moved is not None, counts=counts)


class _Fall(NamedTuple):
    """What fails where, and how much that is together."""

    cost: int
    lost: dict[int, int]


def _fewest_lost(levers: Mapping[int, Lever], loss: int) -> dict[int, int] | None:
    """Return the fewest that lose at least `loss` hundredths, or None if all do not."""
    stairs = {at: lever.falls(loss) for at, lever in levers.items()}
    even = {at: each for at, each in stairs.items() if each.is_nearly_convex}
    steep = [at for at in stairs if at not in even]
    best: _Fall | None = None
    for used in chain.from_iterable(combinations(steep, size) for size in range(len(steep) + 1)):
        # With its first step taken, a steep staircase goes on like the others.
        first = {at: stairs[at].costs[1] for at in used}
        if best is not None and sum(first.values()) >= best.cost:
            continue
        rest = {at: Staircase([cost - first[at] for cost in stairs[at].costs[1:]]) for at in used}
        parts = {**even, **rest}
        gains = climb([*parts.values()], max(0, loss - len(used)))
        if gains is None:
            continue
        lost = {
            at: parts[at].costs[gain] + first.get(at, 0)
            for at, gain in zip(parts, gains, strict=True)
        }
        found = _Fall(sum(lost.values()), {at: count for at, count in lost.items() if count})
        if best is None or found.cost < best.cost:
            best = found
    return None if best is None else best.lost
