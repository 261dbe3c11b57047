"""The differences between results: of one unit, of the units of two rankings, over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from attrs import frozen

from vn766._engine.exact import read, to_decimal
from vn766._engine.formulas import half_up
from vn766.compare.basis import is_open
from vn766.score.doubts import told_once
from vn766.shown import Shown, to_dict

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping
    from decimal import Decimal

    from vn766.compare.basis import ComparisonKind
    from vn766.errors import Language, Problem
    from vn766.period import Period
    from vn766.records import Unit
    from vn766.schemas.types import ComparisonDict, RankingComparisonDict, SeriesDict
    from vn766.score.ranking import Ranking
    from vn766.score.results import IndicatorResult, UnitResult


@frozen(kw_only=True)
class NodeChange:
    """The points of one node in both results; None where they are missing, never 0."""

    id: str
    code: str | None
    label: str
    max_points: Decimal
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """The points gained (negative: lost), or None if one side is missing."""
        return _difference(self.before, self.after)


@frozen(kw_only=True)
class IndicatorChange:
    """One component in both results, each with its counts, rate and points."""

    before: IndicatorResult
    after: IndicatorResult

    @property
    def change(self) -> Decimal | None:
        """The points gained (negative: lost), or None if one side is missing."""
        return _difference(self.before.points, self.after.points)

    @property
    def rate_change(self) -> Decimal | None:
        """The difference of the rates in percentage points, as printed with two places."""
        return _difference(self.before.rate, self.after.rate)


class Place(NamedTuple):
    """A rank with what gives it a meaning."""

    rank: int
    """From 1."""
    of: int | None
    """How many units are ranked; None if a published rank does not say."""
    tied: int | None
    """How many units share the rank, this one included; None for a published rank."""


@frozen(kw_only=True)
class RankChange:
    """The ranks of a unit in one pool; `pool` is None if nobody named it."""

    before: Place
    after: Place
    pool: Hashable

    @property
    def change(self) -> int:
        """The places gained: positive is a better rank. The pool may have another size."""
        return self.before.rank - self.after.rank


@frozen(kw_only=True)
class Comparison(Shown):
    """Two results of one unit, side by side, on one basis.

    `kind` is ``trend`` (two periods), ``revision`` (one period, retrieved twice) or ``undated``
    (the periods are not both known). `ranks` is None where the ranks are not known or not of
    one pool. `notes` is what a reader of the difference has to know. Changes are those from
    `before` to `after`, in points, exact with two places, and None where a figure is missing.
    """

    before: UnitResult
    after: UnitResult
    kind: ComparisonKind
    ranks: RankChange | None = None
    notes: tuple[Problem, ...] = ()

    @property
    def unit(self) -> Unit | None:
        """The unit, as the later result names it if it does."""
        return self.after.unit or self.before.unit

    @property
    def change(self) -> Decimal | None:
        """The difference of the totals, computed or else published, or None."""
        return _difference(self.before.known_total, self.after.known_total)

    @property
    def change_percent(self) -> Decimal | None:
        """The change in percent of the total before, or None; of 0 there is no percent.

        Rounded to 2 places, half away from zero: a gain and a loss of the same size round alike.
        """
        before, after = self.before.known_hundredths, self.after.known_hundredths
        if not before or after is None:
            return None
        size = half_up(abs(after - before) * 100_00, before)
        return to_decimal(size if after >= before else -size)

    @property
    def by_publication(self) -> bool:
        """Whether a total is known by publication only, not computed from its parts."""
        return self.before.by_publication or self.after.by_publication

    @property
    def band_change(self) -> int | None:
        """By how many classes the unit rose (negative: fell), or None."""
        before, after = self.before.known_band, self.after.known_band
        if before is None or after is None:
            return None
        best_first = [band.id for band in self.after.framework.bands]
        return best_first.index(before.id) - best_first.index(after.id)

    @property
    def nodes(self) -> Mapping[str, NodeChange]:
        """The change of every node by its id, parents before children."""
        old = self.before.nodes
        return {
            node.id: NodeChange(
                id=node.id,
                code=node.code,
                label=node.label,
                max_points=node.max_points,
                before=old[node.id].points,
                after=node.points,
            )
            for node in self.after.nodes.values()
        }

    @property
    def indicators(self) -> Mapping[str, IndicatorChange]:
        """The components by their codes; empty unless both are results of counts."""
        old = self.before.indicators
        return {
            code: IndicatorChange(before=old[code], after=new)
            for code, new in self.after.indicators.items()
            if code in old
        }

    @property
    def provisional(self) -> bool | None:
        """Whether a period was still open when its figures were retrieved; None if nobody knows."""
        sides = is_open(self.before), is_open(self.after)
        return True if True in sides else None if None in sides else False

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The notes, then what both results rest on that is not verified."""
        return tuple(dict.fromkeys((*self.notes, *self.before.warnings, *self.after.warnings)))

    def to_dict(self, language: Language = "vi") -> ComparisonDict:
        """Return all figures as JSON-ready values, exact ones as texts."""
        return cast("ComparisonDict", to_dict(self, language))


@frozen(kw_only=True)
class RankingComparison(Shown):
    """Two rankings side by side, unit by unit; iterating yields the `rows`.

    Units are matched by their normalised codes, one without a code by a name that stands once in
    both. `rows` hold the units of both, in the order of `after`; `appeared` and `disappeared` those
    of one ranking; `unmatched_before` and `unmatched_after` those that nothing tells from others.
    """

    before: Ranking
    after: Ranking
    kind: ComparisonKind
    rows: tuple[Comparison, ...]
    appeared: tuple[UnitResult, ...]
    disappeared: tuple[UnitResult, ...]
    unmatched_before: tuple[UnitResult, ...]
    unmatched_after: tuple[UnitResult, ...]

    @property
    def pools(self) -> Mapping[Hashable, tuple[Comparison, ...]]:
        """The rows by the pools of `after`, each in its order."""
        pool_of = {id(unit.result): unit.pool for unit in self.after.rows}
        pool_of |= {id(unit.result): unit.pool for unit in self.after.unranked}
        pools: dict[Hashable, list[Comparison]] = {}
        for row in self.rows:
            pools.setdefault(pool_of[id(row.after)], []).append(row)
        return {pool: tuple(rows) for pool, rows in pools.items()}

    @property
    def matched_by_name(self) -> tuple[Comparison, ...]:
        """The rows of which one side at least has no code."""
        return tuple(row for row in self.rows if None in {_code(row.before), _code(row.after)})

    @property
    def rose(self) -> tuple[Comparison, ...]:
        """The rows with a better rank than before, those that gained most places first."""
        risen = [row for row in self.rows if row.ranks is not None and row.ranks.change > 0]
        return tuple(sorted(risen, key=_places_moved, reverse=True))

    @property
    def fell(self) -> tuple[Comparison, ...]:
        """The rows with a worse rank than before, those that lost most places first."""
        fallen = [row for row in self.rows if row.ranks is not None and row.ranks.change < 0]
        return tuple(sorted(fallen, key=_places_moved, reverse=True))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """All that a reader of the rows has to know, each once, the notes first."""
        notes = (note for row in self.rows for note in row.notes)
        results = (result for row in self.rows for result in (row.before, row.after))
        return (*dict.fromkeys(notes), *told_once(results, _identity))

    def __iter__(self) -> Iterator[Comparison]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_dict(self, language: Language = "vi") -> RankingComparisonDict:
        """Return all figures as JSON-ready values, exact ones as texts."""
        return cast("RankingComparisonDict", to_dict(self, language))


@frozen(kw_only=True)
class SeriesEntry:
    """One period of a series.

    `result` is None in a gap. `change` is the comparison with the period right before it, or
    None at the beginning, beside a gap, and where one of the totals is missing.
    """

    period: Period
    result: UnitResult | None = None
    change: Comparison | None = None

    @property
    def provisional(self) -> bool | None:
        """Whether the period was still open at retrieval; None if nobody knows, and in a gap."""
        return None if self.result is None else is_open(self.result)


@frozen(kw_only=True)
class Series(Shown):
    """One unit over time: every period from the first to the last; iterating yields them.

    `revisions` are the comparisons of earlier retrievals with the next ones of their period, in
    order: what changed after the fact is no trend.
    """

    unit: Unit | None
    entries: tuple[SeriesEntry, ...]
    revisions: tuple[Comparison, ...]

    @property
    def results(self) -> tuple[UnitResult, ...]:
        """The results of the periods that have one."""
        return tuple(entry.result for entry in self.entries if entry.result is not None)

    @property
    def gaps(self) -> tuple[Period, ...]:
        """The periods without a result."""
        return tuple(entry.period for entry in self.entries if entry.result is None)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """All that a reader of the changes and results has to know, each once."""
        changes = [entry.change for entry in self.entries if entry.change is not None]
        compared = (*changes, *self.revisions)
        results = [entry.result for entry in self.entries if entry.result is not None]
        results += [result for change in compared for result in (change.before, change.after)]
        notes = dict.fromkeys(note for change in compared for note in change.notes)
        return (*notes, *told_once(results, lambda _: self.unit))

    def __iter__(self) -> Iterator[SeriesEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def to_dict(self, language: Language = "vi") -> SeriesDict:
        """Return all figures as JSON-ready values, exact ones as texts."""
        return cast("SeriesDict", to_dict(self, language))


def _code(result: UnitResult) -> str | None:
    return None if result.unit is None else result.unit.code


def _identity(result: UnitResult) -> str | None:
    return None if result.unit is None else result.unit.key


def _places_moved(row: Comparison) -> int:
    return 0 if row.ranks is None else abs(row.ranks.change)


def _difference(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """Return the exact difference, whatever the caller's decimal context is."""
    return None if before is None or after is None else to_decimal(read(after) - read(before))
