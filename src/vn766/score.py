"""Points to totals, classes and ranks: exact to the last hundredth.

Everything is computed in integer hundredths and handed out as `Decimal`. Missing is not zero:
a record with a missing part has no total and no class, but bounds and possible classes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from attrs import evolve, field, frozen

from vn766._engine import formulas, tally
from vn766._engine.exact import Number, read, shift, to_decimal
from vn766._engine.plan import Plan, plan_of
from vn766._intake import read_one, read_plain, read_record, read_with_care
from vn766.errors import InvalidRecordError, NotComparableError, Problem, ProblemCode, Severity
from vn766.framework import edition_for, get_framework
from vn766.framework.model import Framework
from vn766.period import Period
from vn766.records import Published, Unit, UnitPoints

if TYPE_CHECKING:
    from pathlib import Path

    from vn766.framework.model import Band

__all__ = [
    "NodeResult",
    "Number",
    "RankMethod",
    "RankedUnit",
    "Ranking",
    "UnitResult",
    "classify",
    "iter_problems",
    "percent",
    "rank_units",
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
class UnitResult:
    """What follows from the points of one unit.

    A result keeps the points as integers and the edition they were scored by; all else is
    computed when asked for. Results compare by value, and can be pickled and copied.
    """

    framework: Framework = field(repr=lambda framework: repr(framework.id))
    _given: tuple[int | None, ...] = field(repr=False)
    _total: int | None = field(repr=False)
    unit: Unit | None = None
    period: Period | None = None
    published: Published | None = None
    retrieved_at: datetime | None = None
    provisional: bool = False
    warnings: tuple[Problem, ...] = field(default=(), repr=False)

    @property
    def framework_id(self) -> str:
        """The id of the edition that this result was scored by."""
        return self.framework.id

    @property
    def framework_digest(self) -> str:
        """The SHA-256 of that edition: a corrected edition has another one."""
        return self.framework.digest

    @property
    def total(self) -> Decimal | None:
        """The exact sum in points, or None if anything is missing."""
        return None if self._total is None else to_decimal(self._total)

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The least and the most total that are still possible; equal when nothing is missing."""
        least, most = tally.bounds(plan_of(self.framework), self._given)
        return to_decimal(least), to_decimal(most)

    @property
    def percent(self) -> Decimal | None:
        """The total in percent of the framework's maximum, half-up to 2 places."""
        if self._total is None:
            return None
        return to_decimal(formulas.percent(self._total, plan_of(self.framework).maximum))

    @property
    def band(self) -> Band | None:
        """The class of the total, or None if anything is missing."""
        return None if self._total is None else plan_of(self.framework).band(self._total)

    @property
    def possible_bands(self) -> tuple[Band, ...]:
        """The classes that are still possible, best first; one when nothing is missing."""
        plan = plan_of(self.framework)
        return plan.bands_between(*tally.bounds(plan, self._given))

    @property
    def to_next_band(self) -> Decimal | None:
        """The points that are missing to the next better class; None at the best one."""
        if self._total is None:
            return None
        above = [t for t in plan_of(self.framework).thresholds if t > self._total]
        return to_decimal(min(above) - self._total) if above else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the nodes whose points are not known, in the framework's order."""
        plan = plan_of(self.framework)
        return tuple(plan.nodes[at].id for at in tally.missing(plan, self._given, plan.groups))

    @property
    def nodes(self) -> Mapping[str, NodeResult]:
        """The points of every node by its id, parents before children."""
        plan = plan_of(self.framework)
        return {
            node.id: _node_result(node.id, node.label, points, maximum)
            for node, points, maximum in zip(
                plan.nodes, tally.values(plan, self._given), plan.maxima, strict=True
            )
        }

    @property
    def known_total(self) -> Decimal | None:
        """The computed total, else the published one, else None."""
        if self._total is None and self.published is not None:
            total = self.published.total
            return None if total is None else to_decimal(read(total))
        return self.total

    @property
    def known_band(self) -> Band | None:
        """The class of `known_total`."""
        total = self.known_total
        return None if total is None else plan_of(self.framework).band(read(total))

    def _repr_html_(self) -> str:
        from vn766._html import result_html  # noqa: PLC0415 (formatting loads Babel)

        return result_html(self)


@frozen(kw_only=True)
class RankedUnit:
    """One row of a ranking: `rank` of `of` units in `pool`; `tied` units share the rank."""

    rank: int
    of: int
    tied: int
    pool: Hashable
    result: UnitResult


@frozen(kw_only=True)
class Ranking:
    """Units in the order of their ranks, pool by pool; iterating yields its rows.

    `unranked` lists the units without a total: they have no rank, not the last one, and do not
    count in `of`. `method` is the tie rule that was applied.
    """

    rows: tuple[RankedUnit, ...]
    unranked: tuple[UnitResult, ...]
    pool: str | None
    method: RankMethod

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
    plan, warnings = _basis(framework, period)
    given = read_plain(points, plan)
    if given is None:
        given, problems = read_with_care(points, plan, None)
        if problems:
            raise InvalidRecordError(problems, subject=unit.name if unit else "")
    return UnitResult(
        framework=plan.framework,
        given=given,
        total=tally.total(plan, given),
        unit=unit,
        period=period,
        warnings=warnings,
    )


def classify(total: Number, *, framework: Framework | str | Path | None = None) -> Band:
    """Return the class (xếp loại) of a total.

    Bands are half-open: the lower bound belongs to the band, on the exact total.

    Raises:
        InvalidRecordError: if `total` is not a number from 0 to the framework's maximum, with
            at most two decimals.

    Example:
        >>> classify("89,99").label, classify(90).label
        ('Tốt', 'Xuất sắc')
    """
    plan, _ = _basis(framework, None)
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
    if decimals not in range(11):
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
    method: RankMethod = "competition",
) -> Ranking:
    """Return the units in order of their totals, best first.

    A unit known only by its published total ranks on that. Equal totals rank by `method`:
    ``competition`` (1, 2, 2, 4; as published tables do), ``dense`` (1, 2, 2, 3) or ``ordinal``
    (1, 2, 3, 4; ties in the order of agency codes). The same set gives the same ranks in
    whatever order it comes.

    Args:
        results: results of one framework and one period.
        pool: what the units are, for printing: "xã, phường, đặc khu".
        within: names the pool of each unit; every pool is ranked by itself.
        method: the tie rule.

    Raises:
        NotComparableError: if the results are of several editions or periods.
        InvalidRecordError: if a pool holds a unit twice (the same agency code).

    Example:
        >>> a, b, c = (score_points({"progress": p, "transparency": 9, "online": 20,
        ...     "satisfaction": 18, "digitization": 22}) for p in (20, 15, 20))
        >>> [(row.rank, row.of, row.tied) for row in rank_units([a, b, c])]
        [(1, 3, 2), (1, 3, 2), (3, 3, 1)]
    """
    pools: dict[Hashable, list[UnitResult]] = {}
    everything = list(results)
    _check_comparable(everything)
    for result in everything:
        pools.setdefault(pool if within is None else within(result), []).append(result)
    rows: list[RankedUnit] = []
    unranked: list[UnitResult] = []
    for name, members in pools.items():
        _check_each_once(members)
        with_total = [(total, r) for r in members if (total := _rankable(r)) is not None]
        unranked += [r for r in members if _rankable(r) is None]
        rows += _rank_pool(with_total, name, method)
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
    plan, _ = _basis(framework, record.period)
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
    plan, warnings = _basis(framework, record.period)
    given, published, problems = read_record(record, plan)
    if problems:
        raise InvalidRecordError(problems, subject=record.unit.name if record.unit else "")
    return UnitResult(
        framework=plan.framework,
        given=given,
        total=tally.total(plan, given),
        unit=record.unit,
        period=record.period,
        published=published,
        retrieved_at=record.retrieved_at,
        provisional=record.provisional,
        warnings=warnings,
    )


def _basis(
    framework: Framework | str | Path | None, period: Period | None
) -> tuple[Plan, tuple[Problem, ...]]:
    """Return the plan to score by, and what about it is not verified."""
    if framework is None:
        return _derived_basis(period)
    plan = plan_of(get_framework(framework))
    return plan, plan.warnings


@lru_cache(maxsize=256)
def _derived_basis(period: Period | None) -> tuple[Plan, tuple[Problem, ...]]:
    common = get_framework()
    edition = common if period is None else edition_for(period.start, period.end)
    plan, validity = plan_of(edition), edition.validity
    if edition is common or validity is None or validity.source.status == "verified":
        return plan, plan.warnings
    doubt = Problem.of(
        ProblemCode.UNVERIFIED_VALIDITY,
        ("validity",),
        severity=Severity.WARNING,
        framework=plan.framework.id,
        status=str(validity.source.status),
    )
    return plan, (*plan.warnings, doubt)


def _node_result(id_: str, label: str, points: int | None, maximum: int) -> NodeResult:
    known = points is not None
    return NodeResult(
        id=id_,
        label=label,
        points=to_decimal(points) if known else None,
        max_points=to_decimal(maximum),
        percent=to_decimal(formulas.percent(points, maximum)) if known else None,
        lost=to_decimal(maximum - points) if known else None,
    )


def _rankable(result: UnitResult) -> int | None:
    total = result.known_total
    return None if total is None else read(total)


def _rank_pool(
    members: list[tuple[int, UnitResult]], pool: Hashable, method: RankMethod
) -> Iterator[RankedUnit]:
    """Yield the rows of one pool, best first; ties in the order of keys, then as they came."""
    members = sorted(members, key=lambda member: (-member[0], _key(member[1])))
    totals = [total for total, _ in members]
    sharing = Counter(totals)
    match method:
        case "competition":  # one more than the number of better units
            ranks = {total: at for at, total in reversed([*enumerate(totals, 1)])}
        case "dense":
            ranks = {total: at for at, total in enumerate(sharing, 1)}
        case "ordinal":
            ranks = {}
        case _:
            message = f"method must be competition, ordinal or dense, not {method!r}"
            raise ValueError(message)
    for at, (total, result) in enumerate(members, 1):
        yield RankedUnit(
            rank=ranks.get(total, at),
            of=len(members),
            tied=sharing[total],
            pool=pool,
            result=result,
        )


def _key(result: UnitResult) -> str:
    return "" if result.unit is None else result.unit.key


def _check_comparable(results: Sequence[UnitResult]) -> None:
    """Refuse to rank what is not on one basis."""
    reasons: list[str] = []
    if any(result.framework != results[0].framework for result in results):
        editions = sorted({result.framework.id for result in results})
        reasons.append(f"the results rest on different frameworks: {', '.join(editions)}")
    periods = dict.fromkeys(result.period for result in results if result.period is not None)
    if len(periods) > 1:
        shown = ", ".join(map(str, periods))
        reasons.append(f"the results are of different periods: {shown}")
    if reasons:
        raise NotComparableError(reasons)


def _check_each_once(members: Iterable[UnitResult]) -> None:
    keys = Counter(r.unit.key for r in members if r.unit is not None and r.unit.code is not None)
    problems = [
        Problem.of(ProblemCode.DUPLICATE_UNIT, ("units", key), value=key, count=count)
        for key, count in keys.items()
        if count > 1
    ]
    if problems:
        raise InvalidRecordError(problems)
