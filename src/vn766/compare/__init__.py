"""Results side by side: what changed, if the two are on one basis at all.

Two figures may be set side by side if they were scored by one edition and their periods are of
one kind. Everything else is refused with all reasons: the portal changed its calculation between
2025 and 2026 with the same maxima, and the difference would show the calculation, not the work.
Missing stays missing, gaps stay gaps, and two retrievals of one period are a revision, no trend.

Example:
    >>> from vn766.period import Month
    >>> from vn766.score import score_points
    >>> points = {"CKMB": 18, "TDGQ": 18, "CLGQ": 8, "TTTT": 7, "MDHL": 18}
    >>> may = score_points({**points, "MDSH": "10,5"}, period=Month(2026, 5))
    >>> june = score_points({**points, "MDSH": 12}, period=Month(2026, 6))
    >>> found = compare(may, june)
    >>> found.kind, found.change, found.band_change, found.nodes["digitization"].change
    ('trend', Decimal('1.50'), 1, Decimal('1.50'))
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast, overload

from vn766.compare.basis import (
    ComparisonKind,
    basis_problems,
    is_later,
    kind_of,
    pair_notes,
    unit_problems,
)
from vn766.compare.comparison import (
    Comparison,
    IndicatorChange,
    NodeChange,
    RankChange,
    RankingComparison,
    Series,
    SeriesEntry,
)
from vn766.compare.matching import Matching
from vn766.errors import NotComparableError, Problem, ProblemCode, Severity
from vn766.period import sort_key
from vn766.score.ranking import Place, Ranking, check_each_once
from vn766.score.results import UnitResult
from vn766.vi import format_period
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from vn766.period import Period
    from vn766.records import Published

__all__ = [
    "Comparison",
    "ComparisonKind",
    "IndicatorChange",
    "NodeChange",
    "Place",
    "RankChange",
    "RankingComparison",
    "Series",
    "SeriesEntry",
    "compare",
    "each_series",
    "series",
]


@overload
def compare(before: UnitResult, after: UnitResult, *, same_basis: bool = False) -> Comparison: ...


@overload
def compare(before: Ranking, after: Ranking, *, same_basis: bool = False) -> RankingComparison: ...


def compare(
    before: UnitResult | Ranking, after: UnitResult | Ranking, *, same_basis: bool = False
) -> Comparison | RankingComparison:
    """Return what changed from `before` to `after`: two results of one unit, or two rankings.

    The basis of a result is its edition, as named or as its period decides. Two results of one
    period are a revision. Units of rankings are matched by their normalised codes; a unit without
    one by its name, if that stands once in both. Ranks are compared within one pool and tie rule
    only. Published ranks of two results are compared if both name the same pool, however typed; if
    not, a note says so.

    Args:
        before: the older result or ranking.
        after: the newer one, of the same type.
        same_basis: your word for what cannot be known: that a result without period and named
            edition has the basis of the other, and that a result without a period is of the
            same kind of period. It never overrides what is known to differ.

    Raises:
        NotComparableError: with every reason: other editions (an edition with another digest is
            another one), methods, kinds of period, units, pools or tie rules; or a basis that is
            not known.
        InvalidRecordError: if a code stands in one ranking twice.
        TypeError: if one is a result and the other a ranking.

    Example:
        >>> from vn766.score import score_points
        >>> old, new = (score_points({"TDGQ": points}) for points in (18, 19))
        >>> compare(old, new, same_basis=True).nodes["progress"].change
        Decimal('1.00')
    """
    if isinstance(before, UnitResult) and isinstance(after, UnitResult):
        pair = (before, after)
        _refuse([*unit_problems(pair), *basis_problems(pair, same_basis=same_basis)])
        return _pair(before, after)
    if isinstance(before, Ranking) and isinstance(after, Ranking):
        return _compare_rankings(before, after, same_basis=same_basis)
    names = " with a ".join(
        type(side).__name__ for side in cast("tuple[object, ...]", (before, after))
    )
    message = f"compare two results or two rankings, not a {names}"
    raise TypeError(message)


def series(results: Iterable[UnitResult]) -> Series:
    """Return the results of one unit as a line over time, from the first period to the last.

    Results may come in any order. A period without a result is a gap, and nothing is compared
    across it. Of several retrievals of a period the latest counts; the earlier ones are
    compared with it one after the other, as `Series.revisions`.

    Args:
        results: results of one unit on one basis, each with its period, so that its basis is
            known. Equal results count once.

    Raises:
        NotComparableError: with every reason, as in `compare`; or if a result has no period, or
            if nothing says which of several results of one period is the latest.

    Example:
        >>> from vn766.period import Month
        >>> from vn766.score import score_points
        >>> points = {"TDGQ": 18, "CKMB": 18, "online": 15, "MDSH": 12}
        >>> line = series(
        ...     score_points({**points, "MDHL": score}, period=Month(2026, month))
        ...     for month, score in [(3, 15), (6, 18), (4, "16,5")]
        ... )
        >>> [entry.result and str(entry.result.total) for entry in line]
        ['78.00', '79.50', None, '81.00']
        >>> [entry.change and str(entry.change.change) for entry in line]
        [None, '1.50', None, None]
    """
    dated, undated = _by_period(results)
    everything = [*undated, *(result for group in dated.values() for result in group)]
    problems = [*unit_problems(everything), *basis_problems(everything, same_basis=True)]
    if undated:
        reason = ProblemCode.NO_PLACE_IN_TIME
        problems.append(Problem.of(reason, (), count=len(undated)))
    problems += [
        Problem.of(ProblemCode.UNKNOWN_ORDER, (), count=len(group), period=format_period(when))
        for when, group in dated.items()
        if not all(_follows(*pair) for pair in pairwise(group))
    ]
    _refuse(problems)
    latest = {period: group[-1] for period, group in dated.items()}
    return Series(
        unit=next((result.unit for result in reversed(latest.values()) if result.unit), None),
        entries=tuple(_entries(latest)),
        revisions=tuple(_pair(*pair) for group in dated.values() for pair in pairwise(group)),
    )


def each_series(rankings: Iterable[Ranking]) -> tuple[Series, ...]:
    """Return the series of each unit of several rankings, in the order of the latest of them.

    Units are matched as in `compare`; one that nothing tells from others has no series.

    Raises:
        NotComparableError: with every reason, as in `series`.
        InvalidRecordError: if a code stands in one ranking twice.

    Example:
        >>> from vn766.period import Month
        >>> from vn766.records import Unit, UnitPoints
        >>> from vn766.score import rank_units, score_points
        >>> def ranked(month, points, code):
        ...     unit = Unit(name="UBND xã A", code=code)
        ...     record = UnitPoints(unit=unit, points={"CKMB": points}, period=Month(2026, month))
        ...     return rank_units([score_points(record)])
        >>> months = [ranked(4, 15, None), ranked(5, 16, "H99.1")]
        >>> [(line.unit.code, len(line)) for line in each_series(months)]
        [('H99.1', 2)]
    """
    listed = list(rankings)
    matching = Matching(listed)
    units: dict[Hashable, list[UnitResult]] = {}
    for ranking in sorted(listed, key=_end, reverse=True):
        for key, unit in _matched(ranking, matching)[0].items():
            units.setdefault(key, []).append(unit.result)
    return tuple(series(results) for results in units.values())


def _end(ranking: Ranking) -> date:
    """Return the last day that a ranking is about, the first of all days if none is known."""
    return max((each.period.end for each in ranking.results if each.period), default=date.min)


class _Ranked(NamedTuple):
    """A unit of a ranking: its place, or None if it has no total, in its pool."""

    result: UnitResult
    place: Place | None
    pool: Hashable


def _compare_rankings(before: Ranking, after: Ranking, *, same_basis: bool) -> RankingComparison:
    results = (*before.results, *after.results)
    _refuse([*basis_problems(results, same_basis=same_basis), *_ranking_problems(before, after)])
    matching = Matching((before, after))
    (old, left_before), (new, left_after) = (_matched(side, matching) for side in (before, after))
    return RankingComparison(
        before=before,
        after=after,
        kind=kind_of(before.results, after.results),
        rows=tuple(_row(old[key], unit) for key, unit in new.items() if key in old),
        appeared=tuple(unit.result for key, unit in new.items() if key not in old),
        disappeared=tuple(unit.result for key, unit in old.items() if key not in new),
        unmatched_before=left_before,
        unmatched_after=left_after,
    )


def _row(old: _Ranked, new: _Ranked) -> Comparison:
    if old.place is None or new.place is None:
        return _comparison(old.result, new.result)
    if _folded(old.pool) == _folded(new.pool):
        ranks = RankChange(before=old.place, after=new.place, pool=new.pool)
        return _comparison(old.result, new.result, ranks)
    unit = new.result.unit
    path = ("units", "" if unit is None else unit.key)
    note = _pools_differ((old.pool, new.pool), path, Severity.NOTE)
    return _comparison(old.result, new.result, None, [note])


def _matched(
    ranking: Ranking, matching: Matching
) -> tuple[dict[Hashable, _Ranked], tuple[UnitResult, ...]]:
    """Return the units by what they are matched by, in the order of the ranking, and the others."""
    check_each_once(ranking.results)
    units = [
        _Ranked(row.result, Place(row.rank, row.of, row.tied), row.pool) for row in ranking.rows
    ]
    units += [_Ranked(unit.result, None, unit.pool) for unit in ranking.unranked]
    keys = [matching.key(unit.result) for unit in units]
    matched = {key: unit for key, unit in zip(keys, units, strict=True) if key is not None}
    return matched, tuple(unit.result for key, unit in zip(keys, units, strict=True) if key is None)


def _ranking_problems(before: Ranking, after: Ranking) -> Iterator[Problem]:
    old, new = _pools(before), _pools(after)
    if _folded(before.pool) != _folded(after.pool):
        yield _pools_differ((before.pool, after.pool), (), Severity.ERROR)
    elif old and new and set(map(_folded, old)).isdisjoint(map(_folded, new)):
        yield _pools_differ((*old, *new), (), Severity.ERROR)
    if before.method != after.method:
        labels = f"{before.method}, {after.method}"
        yield Problem.of(ProblemCode.DIFFERENT_TIE_RULES, (), labels=labels)


def _pools(ranking: Ranking) -> dict[Hashable, None]:
    pools = [row.pool for row in ranking.rows] + [unit.pool for unit in ranking.unranked]
    return dict.fromkeys(pools)


def _folded(pool: Hashable) -> Hashable:
    """Return the name of a pool however it is typed; other values are what they are."""
    return fold(pool) or pool if isinstance(pool, str) else pool


def _published_ranks(
    before: Published | None, after: Published | None
) -> tuple[RankChange | None, list[Problem]]:
    """Return what became of a published rank, or the reason why that cannot be said."""
    old, new = _place(before), _place(after)
    if before is None or after is None or old is None or new is None:
        return None, []
    if before.pool is None or after.pool is None:
        problem = Problem.of(ProblemCode.UNNAMED_POOL, (), severity=Severity.NOTE)
        return None, [problem]
    if _folded(before.pool) != _folded(after.pool):
        return None, [_pools_differ((before.pool, after.pool), (), Severity.NOTE)]
    return RankChange(before=old, after=new, pool=after.pool), []


def _place(published: Published | None) -> Place | None:
    if published is None or published.rank is None:
        return None
    return Place(published.rank, published.of, None)


def _pools_differ(pools: Iterable[Hashable], path: tuple[str, ...], severity: Severity) -> Problem:
    labels = "; ".join("–" if pool is None else str(pool) for pool in pools)
    return Problem.of(ProblemCode.DIFFERENT_POOLS, path, severity=severity, labels=labels)


def _pair(before: UnitResult, after: UnitResult) -> Comparison:
    """Return two results of one unit side by side, with their published ranks."""
    return _comparison(before, after, *_published_ranks(before.published, after.published))


def _comparison(
    before: UnitResult,
    after: UnitResult,
    ranks: RankChange | None = None,
    notes: Sequence[Problem] = (),
) -> Comparison:
    return Comparison(
        before=before,
        after=after,
        kind=kind_of((before,), (after,)),
        ranks=ranks,
        notes=(*pair_notes(before, after), *notes),
    )


def _by_period(
    results: Iterable[UnitResult],
) -> tuple[dict[Period, list[UnitResult]], list[UnitResult]]:
    """Return the results by period, retrieval after retrieval, and those without a period."""
    dated: dict[Period, list[UnitResult]] = {}
    undated: list[UnitResult] = []
    for result in results:
        group = undated if result.period is None else dated.setdefault(result.period, [])
        if result not in group:
            group.append(result)
    # Periods of several kinds have no order; their days have, and they are refused later.
    in_time = sorted(dated, key=sort_key)
    return {period: sorted(dated[period], key=_when) for period in in_time}, undated


def _when(result: UnitResult) -> tuple[bool, datetime]:
    """Return a key by which times of one sort, with or without a zone, are in order."""
    at = result.retrieved_at or datetime.min.replace(tzinfo=UTC)
    return (True, at) if at.tzinfo else (False, at.replace(tzinfo=UTC))


def _follows(earlier: UnitResult, later: UnitResult) -> bool:
    """Whether the second is known to be retrieved after the first."""
    first, second = earlier.retrieved_at, later.retrieved_at
    return first is not None and second is not None and is_later(second, first)


def _entries(latest: dict[Period, UnitResult]) -> Iterator[SeriesEntry]:
    """Yield an entry a period; what lies between two periods without a result is a gap."""
    shown: Period | None = None
    before: UnitResult | None = None
    for period, result in latest.items():
        while shown is not None and (shown := shown.next) < period:
            yield SeriesEntry(period=shown)
            before = None
        yield SeriesEntry(period=period, result=result, change=_step(before, result))
        shown, before = period, result


def _step(before: UnitResult | None, after: UnitResult) -> Comparison | None:
    if before is None or before.known_total is None or after.known_total is None:
        return None
    return _pair(before, after)


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise NotComparableError(problems)
