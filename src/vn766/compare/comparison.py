"""The differences between results: of one unit, of the units of two rankings, over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from attrs import field, frozen

from vn766._engine.exact import read, to_decimal
from vn766._engine.formulas import half_up
from vn766.compare.basis import is_open
from vn766.score.doubts import told_once
from vn766.score.lookup import Rows
from vn766.shown import Shown, to_dict
from vn766.texts import figure

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping
    from decimal import Decimal

    from vn766.compare.basis import ComparisonKind
    from vn766.errors import Language, Problem
    from vn766.period import Period
    from vn766.records import Unit
    from vn766.schemas.types import ComparisonDict, RankingComparisonDict, SeriesDict
    from vn766.score.ranking import Place, Ranking
    from vn766.score.results import IndicatorResult, UnitResult


@frozen(kw_only=True)
class NodeChange:
    """The points of one node in both results; None where they are missing, never 0."""

    id: str
    """The id."""
    code: str | None
    """The portal's code."""
    label: str
    """The name."""
    max_points: Decimal
    """The maximum in points."""
    before: Decimal | None
    """The points before."""
    after: Decimal | None
    """The points after."""

    def __str__(self) -> str:
        return f"{self.label}: {_arrow(self.before, self.after)}"

    @property
    def change(self) -> Decimal | None:
        """The points gained (negative: lost), or None if one side is missing."""
        return _difference(self.before, self.after)


@frozen(kw_only=True)
class IndicatorChange:
    """One component in both results, each with its counts, rate and points."""

    before: IndicatorResult
    """The component before."""
    after: IndicatorResult
    """The component after."""

    def __str__(self) -> str:
        name = f"{self.after.no} {self.after.label}"
        return f"{name}: {_arrow(self.before.points, self.after.points)}"

    @property
    def change(self) -> Decimal | None:
        """The points gained (negative: lost), or None if one side is missing."""
        return _difference(self.before.points, self.after.points)

    @property
    def rate_change(self) -> Decimal | None:
        """The difference of the rates in percentage points, as printed with two places."""
        return _difference(self.before.rate, self.after.rate)


@frozen(kw_only=True)
class RankChange:
    """The ranks of a unit in one pool."""

    before: Place
    """The rank before."""
    after: Place
    """The rank after."""
    pool: Hashable
    """The pool; None if nobody named it."""

    def __str__(self) -> str:
        return f"{self.before.rank} → {self.after.rank}"

    @property
    def change(self) -> int:
        """The places gained: positive is a better rank. The pool may have another size."""
        return self.before.rank - self.after.rank


@frozen(kw_only=True)
class Comparison(Shown):
    """Two results of one unit, side by side, on one basis.

    Changes are those from `before` to `after`, in points, exact with two places, and None where a
    figure is missing.
    """

    before: UnitResult
    """The earlier result."""
    after: UnitResult
    """The later result."""
    kind: ComparisonKind | Literal["what_if"]
    """Two periods (``trend``), one period retrieved twice (``revision``), or not both known
    (``undated``); or what would be if some figures were others (``what_if``)."""
    ranks: RankChange | None = None
    """The ranks; None where they are not known or not of one pool."""
    notes: tuple[Problem, ...] = field(default=(), repr=False)
    """What a reader of the difference has to know."""

    def __str__(self) -> str:
        change = _arrow(self.before.known_total, self.after.known_total)
        return change if self.unit is None else f"{self.unit}: {change}"

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
        old, nodes = self.before.nodes, self.after.nodes
        changes = {
            node.id: NodeChange(
                id=node.id,
                code=node.code,
                label=node.label,
                max_points=node.max_points,
                before=old[node.id].points,
                after=node.points,
            )
            for node in nodes.values()
        }
        return nodes.with_values(changes)

    @property
    def indicators(self) -> Mapping[str, IndicatorChange]:
        """The components by their codes; empty unless both are results of counts."""
        old, indicators = self.before.indicators, self.after.indicators
        changes = {
            code: IndicatorChange(before=old[code], after=new)
            for code, new in indicators.items()
            if code in old
        }
        return indicators.with_values(changes)

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
class RankingComparison(Shown, Rows[Comparison]):
    """Two rankings side by side, unit by unit; iterating yields the `rows`.

    The code or name of a unit finds its row. Units are matched by their normalised codes, one
    without a code by a name that stands once in both.
    """

    before: Ranking
    """The earlier ranking."""
    after: Ranking
    """The later ranking."""
    kind: ComparisonKind
    """Two periods (``trend``), one period retrieved twice (``revision``), or not both known."""
    rows: tuple[Comparison, ...] = field(repr=False)
    """The units of both, in the order of `after`."""
    appeared: tuple[UnitResult, ...] = field(repr=False)
    """The units of the later ranking alone."""
    disappeared: tuple[UnitResult, ...] = field(repr=False)
    """The units of the earlier ranking alone."""
    unmatched_before: tuple[UnitResult, ...] = field(repr=False)
    """The units of the earlier ranking that nothing tells from others."""
    unmatched_after: tuple[UnitResult, ...] = field(repr=False)
    """The units of the later ranking that nothing tells from others."""

    def __str__(self) -> str:
        return "\n".join(map(str, self.rows))

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

    def to_dict(self, language: Language = "vi") -> RankingComparisonDict:
        """Return all figures as JSON-ready values, exact ones as texts."""
        return cast("RankingComparisonDict", to_dict(self, language))


@frozen(kw_only=True)
class SeriesEntry:
    """One period of a series."""

    period: Period
    """The period."""
    result: UnitResult | None = None
    """The result; None in a gap."""
    change: Comparison | None = None
    """The comparison with the period right before it.

    None at the beginning, beside a gap, and where one of the totals is missing.
    """

    def __str__(self) -> str:
        return f"{self.period}: –" if self.result is None else str(self.result)

    @property
    def provisional(self) -> bool | None:
        """Whether the period was still open at retrieval; None if nobody knows, and in a gap."""
        return None if self.result is None else is_open(self.result)


@frozen(kw_only=True)
class Series(Shown):
    """One unit over time: every period from the first to the last; iterating yields them."""

    unit: Unit | None
    """The unit."""
    entries: tuple[SeriesEntry, ...] = field(repr=False)
    """Every period from the first to the last."""
    revisions: tuple[Comparison, ...] = field(repr=False)
    """The comparisons of earlier retrievals with the next ones of their period, in order.

    What changed after the fact is no trend.
    """

    def __str__(self) -> str:
        return "\n".join(map(str, self.entries))

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


def _arrow(before: Decimal | None, after: Decimal | None) -> str:
    """Return two figures as a change in words of no language; what is missing is a dash."""
    return " → ".join("–" if each is None else figure(each, "vi") for each in (before, after))


def _code(result: UnitResult) -> str | None:
    return None if result.unit is None else result.unit.code


def _identity(result: UnitResult) -> str | None:
    return None if result.unit is None else result.unit.key


def _places_moved(row: Comparison) -> int:
    return 0 if row.ranks is None else abs(row.ranks.change)


def _difference(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """Return the exact difference, whatever the caller's decimal context is."""
    return None if before is None or after is None else to_decimal(read(after) - read(before))
