"""Points to totals, classes and ranks: exact to the last hundredth.

Everything is computed in integer hundredths and handed out as `Decimal`. Missing is not zero:
a record with a missing part has no total and no class, but bounds and possible classes.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from attrs import evolve, frozen

from vn766._counting import Counted, IndicatorStatus, read_counts
from vn766._engine import formulas, tally
from vn766._engine.exact import Number, percents_of, read, shift, to_decimal
from vn766._engine.plan import ComponentRule, Plan, plan_of
from vn766._intake import read_one, read_plain, read_record, read_with_care
from vn766.errors import InvalidRecordError, NotComparableError, Problem, ProblemCode
from vn766.framework import edition_for, get_framework
from vn766.records import Record, UnitCounts, UnitPoints

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal
    from pathlib import Path

    from vn766.framework.model import Band, Framework, Node
    from vn766.period import Period
    from vn766.records import Counts, Published, Unit

__all__ = [
    "IndicatorResult",
    "NodeResult",
    "Number",
    "RankMethod",
    "RankedUnit",
    "Ranking",
    "UnitResult",
    "UnrankedUnit",
    "classify",
    "iter_problems",
    "percent",
    "rank_units",
    "score_counts",
    "score_points",
]

RankMethod = Literal["competition", "ordinal", "dense"]


# --- results ---------------------------------------------------------------------------------


@frozen(kw_only=True)
class NodeResult:
    """The points of one node: all in points, `percent` of the maximum half-up to 2 places.

    `points`, `percent` and `lost` are None where the points are missing. A parent that was not
    given is the sum of its children.
    """

    id: str
    label: str
    points: Decimal | None
    max_points: Decimal
    percent: Decimal | None
    lost: Decimal | None


@frozen(kw_only=True)
class IndicatorResult:
    """The counts and points of one component.

    `rate` is in percent, half-up to 2 places, for reading: points follow from the counts. A
    component is ``scored``; ``not_applicable`` (0 of 0 under a rule that says so, published as
    null, or not of the unit's level: it adds 0 and the total stays defined); or ``missing``
    (not given: no total unless its node's points are).
    """

    no: str
    code: str
    label: str
    numerator: int | None
    denominator: int | None
    rate: Decimal | None
    points: Decimal | None
    max_points: Decimal
    status: IndicatorStatus


_NO_CONTEXT = Record()
"""The context of all results without one, which keeps them small."""


@frozen(repr=False)
class UnitResult:
    """What follows from the points of one unit.

    A result keeps the points as integers and the edition they were scored by; all else is
    computed when asked for. Points, percents and bounds are exact Decimals with two places.
    Results compare by value, and can be pickled and copied. `hundredths` is the total in
    hundredths of a point, or None if anything is missing.

    Example:
        >>> score_points({"online": "15,2", "progress": "18,4"})
        UnitResult(bounds=33.60..91.60, framework='qd766')
    """

    _plan: Plan
    _given: tuple[int | None, ...]
    hundredths: int | None
    _context: Record
    _counted: tuple[Counted, ...] = ()

    def __repr__(self) -> str:
        unit = "" if self.unit is None else f"{self.unit.name!r}, "
        total = self.known_total
        what = f"total={total}" if total is not None else "bounds={}..{}".format(*self.bounds)
        band = f", band={self.known_band.label!r}" if self.known_band else ""
        return f"UnitResult({unit}{what}{band}, framework={self.framework_id!r})"

    @property
    def unit(self) -> Unit | None:
        """Whose points they are."""
        return self._context.unit

    @property
    def period(self) -> Period | None:
        """The time they are about."""
        return self._context.period

    @property
    def published(self) -> Published | None:
        """What an authority printed about the unit, beside what was computed."""
        return self._context.published

    @property
    def retrieved_at(self) -> datetime | None:
        """When the points were taken from where they were published."""
        return self._context.retrieved_at

    @property
    def provisional(self) -> bool:
        """Whether the period was still open then."""
        return self._context.provisional

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the result rests on that is not verified."""
        return self._plan.warnings

    @property
    def framework(self) -> Framework:
        """The edition that this result was scored by."""
        return self._plan.framework

    @property
    def framework_id(self) -> str:
        """The id of that edition."""
        return self.framework.id

    @property
    def framework_digest(self) -> str:
        """The SHA-256 of that edition: a corrected edition has another one."""
        return self.framework.digest

    @property
    def total(self) -> Decimal | None:
        """The exact sum in points, or None if anything is missing."""
        return None if self.hundredths is None else to_decimal(self.hundredths)

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The least and the most total that are still possible; equal when nothing is missing."""
        least, most = tally.bounds(self._plan, self._given)
        return to_decimal(least), to_decimal(most)

    @property
    def percent(self) -> Decimal | None:
        """The total in percent of the framework's maximum, half-up to 2 places."""
        if self.hundredths is None:
            return None
        return percents_of(self._plan.maximum)[self.hundredths]

    @property
    def band(self) -> Band | None:
        """The class of the total, or None if anything is missing."""
        return None if self.hundredths is None else self._plan.band(self.hundredths)

    @property
    def possible_bands(self) -> tuple[Band, ...]:
        """The classes that are still possible, best first; one when nothing is missing."""
        return self._plan.bands_between(*tally.bounds(self._plan, self._given))

    @property
    def to_next_band(self) -> Decimal | None:
        """The points that are missing to the next better class; None at the best one."""
        if self.hundredths is None:
            return None
        above = (cut for cut in self._plan.thresholds if cut > self.hundredths)
        reach = next(above, None)
        return None if reach is None else to_decimal(reach - self.hundredths)

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the nodes whose points are not known, in the framework's order."""
        plan = self._plan
        return tuple(plan.nodes[at].id for at in tally.missing(plan, self._given, plan.groups))

    @property
    def nodes(self) -> Mapping[str, NodeResult]:
        """The points of every node by its id, parents before children."""
        values = tally.values(self._plan, self._given)
        return {
            node.id: _node_result(node, points, maximum)
            for node, points, maximum in zip(
                self._plan.nodes, values, self._plan.maxima, strict=True
            )
            if node.id not in self._plan.component_ids
        }

    @property
    def indicators(self) -> Mapping[str, IndicatorResult]:
        """The components by their codes; empty for a result of points."""
        return {
            rule.indicator.code: _indicator_result(rule, counted, self._given[at])
            for (at, rule), counted in zip(self._plan.rules.items(), self._counted, strict=True)
        }

    @property
    def percents(self) -> Mapping[str, Decimal | None]:
        """The percent of every node by its id, as in `nodes`: half-up to 2 places."""
        values = tally.values(self._plan, self._given)
        columns = zip(self._plan.ids, self._plan.percents, values, strict=True)
        return {
            name: None if points is None else percents[points]
            for name, percents, points in columns
            if name not in self._plan.component_ids
        }

    @property
    def known_hundredths(self) -> int | None:
        """The computed total in hundredths, else the published one, else None."""
        if self.hundredths is not None:
            return self.hundredths
        if self.published is None or self.published.total is None:
            return None
        return read(self.published.total)

    @property
    def known_total(self) -> Decimal | None:
        """The computed total, else the published one, else None."""
        known = self.known_hundredths
        return None if known is None else to_decimal(known)

    @property
    def known_band(self) -> Band | None:
        """The class of `known_total`."""
        known = self.known_hundredths
        return None if known is None else self._plan.band(known)

    def _repr_html_(self) -> str:
        from vn766._html import result_html  # noqa: PLC0415 (formatting loads Babel)

        return result_html(self)


class RankedUnit(NamedTuple):
    """One row of a ranking: `rank` of `of` units in `pool`; `tied` units share the rank."""

    rank: int
    of: int
    tied: int
    pool: Hashable
    result: UnitResult


class UnrankedUnit(NamedTuple):
    """A unit without a total, and the pool that it belongs to."""

    pool: Hashable
    result: UnitResult


@frozen(kw_only=True)
class Ranking:
    """Units in the order of their ranks, pool by pool; iterating yields its rows.

    `unranked` lists the units without a total: they have no rank, not the last one, and do not
    count in `of`. `method` is the tie rule that was applied.
    """

    rows: tuple[RankedUnit, ...]
    unranked: tuple[UnrankedUnit, ...]
    pool: str | None
    method: RankMethod

    @property
    def results(self) -> tuple[UnitResult, ...]:
        """All results, the ranked ones first."""
        ranked = tuple(row.result for row in self.rows)
        return ranked + tuple(unit.result for unit in self.unranked)

    def __iter__(self) -> Iterator[RankedUnit]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _repr_html_(self) -> str:
        from vn766._html import ranking_html  # noqa: PLC0415 (formatting loads Babel)

        return ranking_html(self)


# --- verbs -----------------------------------------------------------------------------------


def score_points(
    points: Mapping[str, Number | None] | UnitPoints,
    *,
    unit: Unit | None = None,
    period: Period | None = None,
    framework: Framework | str | Path | None = None,
) -> UnitResult:
    """Return total, percent, class and all that follows from the points of one unit.

    Args:
        points: points by node id (``online.payment``), portal code (``TTTT``) or label; None
            and absent are missing. A parent may be given instead of its children, or with
            them if they agree. Values have at most two decimals; texts may be Vietnamese
            (``"17,08"``) or plain; floats must be within 1e-6 of a hundredth. Or a whole
            `UnitPoints` record, whose unit and period count unless others are given here.
        unit: whose points they are.
        period: the time they are about. Without a framework it decides the edition.
        framework: an edition, its id, or the path of a user's own; default: the edition that
            covers the period, else ``qd766``.

    Raises:
        InvalidRecordError: with every problem of the record.
        FrameworkError: if the framework is unknown or broken.
        TypeError: if `points` is no mapping and no record.

    Example:
        >>> result = score_points(
        ...     {"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36", "MDHL": 18,
        ...      "MDSH": "17,08"}
        ... )
        >>> result.total, result.band.label, result.to_next_band
        (Decimal('87.09'), 'Tốt', Decimal('2.91'))
    """
    if isinstance(points, UnitPoints):
        return _score_record(points, unit=unit, period=period, framework=framework)
    plan = _basis(framework, period)
    read = read_plain(points, plan)
    if read is None:
        given, problems = read_with_care(points, plan, None)
        if problems:
            raise InvalidRecordError(problems, subject=unit.name if unit else "")
        read = given, tally.total(plan, given)
    known = unit is not None or period is not None
    return UnitResult(plan, *read, Record(unit=unit, period=period) if known else _NO_CONTEXT)


def score_counts(
    counts: Counts | UnitCounts,
    *,
    points: Mapping[str, Number | None] | None = None,
    unit: Unit | None = None,
    period: Period | None = None,
    framework: Framework | str | Path = "portal-2026",
) -> UnitResult:
    """Return what follows from the counts of one unit, by the component rules of a framework.

    Each component is computed from the unrounded rate and rounded half-up to hundredths, once;
    nodes and total are exact sums of these.

    Args:
        counts: pairs of numerator and denominator by indicator code or number (``"4.2"``). None
            is what the portal publishes as null and is read like 0 of 0, which the zero rule
            of the indicator decides; an indicator that is not there is missing. Or a whole
            `UnitCounts` record, whose unit, period and points count unless given here.
        points: nodes whose components are not published (a commune's ``online.services``).
        unit: whose counts they are; its level decides which components it has.
        period: the time they are about.
        framework: an edition with component rules, its id, or the path of a user's own.

    Raises:
        InvalidRecordError: with every problem of the record.
        PrecisionBoundError: if a count is so large that not every engine computes exactly.
        FrameworkError: if the framework is unknown or broken.

    Source: rules, targets and zero rules stand in the framework, each with its evidence.

    Example:
        >>> result = score_counts({"5.4": (755, 1120), "5.2": (0, 0), "5.3": (4, 4)})
        >>> result.indicators["DOSSIER_RECEIVING_SATISFACTION"].points
        Decimal('4.49')
        >>> result.nodes["satisfaction"].points, result.total
        (Decimal('16.49'), None)
    """
    record = counts if isinstance(counts, UnitCounts) else UnitCounts(counts=counts)
    record = evolve(
        record,
        points=record.points if points is None else points,
        unit=unit or record.unit,
        period=period or record.period,
    )
    plan = plan_of(get_framework(framework), with_components=True)
    given, counted, published, problems = read_counts(record, plan)
    if problems:
        raise InvalidRecordError(problems, subject=record.unit.name if record.unit else "")
    context = _context_of(record, published)
    return UnitResult(plan, given, tally.total(plan, given), context, counted)


def classify(total: Number, *, framework: Framework | str | Path | None = None) -> Band:
    """Return the class (xếp loại) of a total.

    Bands are half-open: the lower bound belongs to the band, on the exact total.

    Raises:
        InvalidRecordError: if `total` is not a number from 0 to the framework's maximum, with
            at most two decimals.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> classify("89,99").label, classify(90).label
        ('Tốt', 'Xuất sắc')
    """
    plan = _basis(framework, None)
    return plan.band(read_one(total, ("total",), maximum=plan.maximum))


def percent(points: Number, out_of: Number, *, decimals: int = 2) -> Decimal:
    """Return `points` in percent of `out_of`, half-up to `decimals` places (0 to 10).

    Raises:
        InvalidRecordError: if `points` is negative or above `out_of`, if `out_of` is not
            positive, or if one of them has more than two decimals.
        ValueError: if `decimals` is not from 0 to 10.

    Example:
        >>> percent("17,08", 22), percent("7,93", 12, decimals=1)
        (Decimal('77.64'), Decimal('66.1'))
    """
    if type(decimals) is not int or decimals not in range(11):
        message = f"decimals must be from 0 to 10, not {decimals!r}"
        raise ValueError(message)
    whole = read_one(out_of, ("out_of",))
    if whole == 0:
        raise InvalidRecordError([Problem.of(ProblemCode.NOT_POSITIVE, ("out_of",), value=out_of)])
    part = read_one(points, ("points",), maximum=whole)
    return shift(formulas.percent(part, whole, decimals), decimals)


def rank_units(
    results: Iterable[UnitResult],
    *,
    pool: str | None = None,
    within: Callable[[UnitResult], Hashable] | None = None,
    method: RankMethod | None = None,
) -> Ranking:
    """Return the units in order of their totals, best first.

    A unit known only by its published total ranks on that. Equal totals rank by `method`:
    ``competition`` (1, 2, 2, 4; as published tables do), ``dense`` (1, 2, 2, 3) or ``ordinal``
    (1, 2, 3, 4; ties in the order of agency codes, else names). Units that their code or name
    tells apart get the same ranks and places in whatever order they come.

    Args:
        results: results of one framework and one period.
        pool: what the units are, for printing: "xã, phường, đặc khu".
        within: names the pool of each unit; every pool is ranked by itself.
        method: the tie rule; default: that of the results' framework (``competition``).

    Raises:
        ValueError: if there is no such method.
        NotComparableError: if the results are of several editions or periods.
        InvalidRecordError: if a pool holds a unit twice (the same agency code).

    Example:
        >>> a, b, c = (score_points({"progress": p, "transparency": 9, "online": 20,
        ...     "satisfaction": 18, "digitization": 22}) for p in (20, 15, 20))
        >>> [(row.rank, row.of, row.tied) for row in rank_units([a, b, c])]
        [(1, 3, 2), (1, 3, 2), (3, 3, 1)]
    """
    everything = list(results)
    _check_comparable(everything)
    if method is None:
        method = everything[0].framework.ranking.method if everything else "competition"
    if method not in get_args(RankMethod):
        message = f"method must be competition, ordinal or dense, not {method!r}"
        raise ValueError(message)
    pools: dict[Hashable, list[UnitResult]] = {}
    for result in everything:
        pools.setdefault(pool if within is None else within(result), []).append(result)
    rows: list[RankedUnit] = []
    unranked: list[UnrankedUnit] = []
    for name, members in sorted(pools.items(), key=lambda item: str(item[0])):
        _check_each_once(members)
        ranked: list[tuple[int, UnitResult]] = []
        without_total: list[UnrankedUnit] = []
        for result in members:
            hundredths = result.known_hundredths
            if hundredths is None:
                without_total.append(UnrankedUnit(name, result))
            else:
                ranked.append((hundredths, result))
        rows += _rank_pool(ranked, name, method)
        # The order of ties and of the unranked is that of their codes, whatever came first.
        unranked += sorted(without_total, key=lambda unit: _key(unit.result))
    return Ranking(rows=tuple(rows), unranked=tuple(unranked), pool=pool, method=method)


def iter_problems(
    record: UnitPoints | Mapping[str, Number | None],
    *,
    framework: Framework | str | Path | None = None,
) -> Iterator[Problem]:
    """Yield every problem of a record: those of its values in the framework's order, then others.

    Example:
        >>> for problem in iter_problems({"TDGQ": "20,01", "MDHL": -1}):
        ...     print(problem.code, problem.path)
        above-maximum ('nodes', 'progress')
        negative ('nodes', 'satisfaction')
    """
    if not isinstance(record, UnitPoints):
        record = UnitPoints(points=record)
    plan = _basis(framework, record.period)
    yield from read_record(record, plan)[2]


# --- parts of the verbs ----------------------------------------------------------------------


def _score_record(
    record: UnitPoints,
    *,
    unit: Unit | None,
    period: Period | None,
    framework: Framework | str | Path | None,
) -> UnitResult:
    record = evolve(record, unit=unit or record.unit, period=period or record.period)
    plan = _basis(framework, record.period)
    given, published, problems = read_record(record, plan)
    if problems:
        raise InvalidRecordError(problems, subject=record.unit.name if record.unit else "")
    context = _context_of(record, published)
    return UnitResult(plan, given, tally.total(plan, given), context)


def _context_of(record: Record, published: Published | None) -> Record:
    """Return what a result keeps of its record: not where it was read, nor its raw figures."""
    return Record(
        unit=record.unit,
        period=record.period,
        published=published,
        retrieved_at=record.retrieved_at,
        provisional=record.provisional,
    )


def _basis(framework: Framework | str | Path | None, period: Period | None) -> Plan:
    """Return the plan to score by: of the framework given, or of the one for the period."""
    return _basis_for(period) if framework is None else plan_of(get_framework(framework))


@lru_cache(maxsize=256)
def _basis_for(period: Period | None) -> Plan:
    common = get_framework()
    if period is None:
        return plan_of(common)
    edition = edition_for(period.start, period.end)
    if edition is not common:
        return plan_of(edition, "period")
    covered = common.validity is None or common.validity.covers(period.start, period.end)
    return plan_of(common, "named" if covered else "fallback")


def _node_result(node: Node, points: int | None, maximum: int) -> NodeResult:
    return NodeResult(
        id=node.id,
        label=node.label,
        points=None if points is None else to_decimal(points),
        max_points=to_decimal(maximum),
        percent=None if points is None else percents_of(maximum)[points],
        lost=None if points is None else to_decimal(maximum - points),
    )


def _indicator_result(rule: ComponentRule, counted: Counted, points: int | None) -> IndicatorResult:
    numerator, denominator = counted.numerator, counted.denominator
    rate = None
    if numerator is not None and denominator:
        rate = to_decimal(formulas.percent(numerator, denominator))
    return IndicatorResult(
        no=rule.indicator.no,
        code=rule.indicator.code,
        label=rule.indicator.label,
        numerator=numerator,
        denominator=denominator,
        rate=rate,
        points=None if points is None else to_decimal(points),
        max_points=to_decimal(rule.maximum),
        status=counted.status,
    )


def _rank_pool(
    members: list[tuple[int, UnitResult]], pool: Hashable, method: RankMethod
) -> Iterator[RankedUnit]:
    """Yield the rows of one pool, best first; ties in the order of keys."""
    sharing = Counter(total for total, _ in members)
    if len(sharing) < len(members):
        members.sort(key=lambda member: _key(member[1]))
    members.sort(key=itemgetter(0), reverse=True)
    before, rank, better = None, 0, 0
    for at, (total, result) in enumerate(members, 1):
        if total != before:
            before, better = total, better + 1
            rank = better if method == "dense" else at
        elif method == "ordinal":
            rank = at
        yield RankedUnit(rank, len(members), sharing[total], pool, result)


def _key(result: UnitResult) -> str:
    return "" if result.unit is None else result.unit.key


def _check_comparable(results: Sequence[UnitResult]) -> None:
    """Refuse to rank what is not on one basis."""
    problems: list[Problem] = []
    first = results[0].framework if results else None
    others = {result.framework for result in results if result.framework is not first}
    frameworks = {first, *others} - {None}
    if len(frameworks) > 1:
        names = [f"{found.id} ({found.digest[:8]})" for found in frameworks if found]
        labels = ", ".join(sorted(names))
        problems.append(Problem.of(ProblemCode.DIFFERENT_FRAMEWORKS, (), labels=labels))
    periods = {result.period for result in results} - {None}
    if len(periods) > 1:
        from vn766.vi import format_period  # noqa: PLC0415 (only once something is wrong)

        labels = ", ".join(sorted(format_period(period) for period in periods if period))
        problems.append(Problem.of(ProblemCode.DIFFERENT_PERIODS, (), labels=labels))
    if problems:
        raise NotComparableError(problems)


def _check_each_once(members: Iterable[UnitResult]) -> None:
    units = [unit for result in members if (unit := result.unit) is not None]
    keys = Counter(unit.key for unit in units if unit.code is not None)
    problems = [
        Problem.of(ProblemCode.DUPLICATE_UNIT, ("units", key), value=key, count=count)
        for key, count in keys.items()
        if count > 1
    ]
    if problems:
        raise InvalidRecordError(problems)
