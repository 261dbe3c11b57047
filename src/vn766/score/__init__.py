"""Points to totals, classes and ranks: exact to the last hundredth.

Everything is computed in integer hundredths and handed out as `Decimal`. Missing is not zero:
a record with a missing part has no total and no class, but bounds and possible classes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from vn766._engine import formulas, tally
from vn766._engine.exact import Number, shift
from vn766._engine.plan import Plan, plan_of
from vn766.errors import (
    InvalidRecordError,
    PrecisionBoundError,
    Problem,
    ProblemCode,
    Severity,
    printed,
)
from vn766.framework import edition_for, get_framework
from vn766.framework.registry import COUNTS_EDITION
from vn766.records import Record, UnitCounts, UnitPoints
from vn766.score.counts import read_counts, read_plain_counts
from vn766.score.intake import read_one, read_plain, read_record, unit_problems
from vn766.score.lookup import Parts
from vn766.score.ranking import RankedUnit, Ranking, RankMethod, UnrankedUnit, rank_units
from vn766.score.results import IndicatorResult, NodeResult, UnitResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal
    from pathlib import Path

    from vn766._engine.plan import Choice
    from vn766.framework.model import Band, Framework
    from vn766.period import Period
    from vn766.records import Counts, Published, Unit

__all__ = [
    "IndicatorResult",
    "NodeResult",
    "Number",
    "Parts",
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

_Given = TypeVar("_Given", UnitPoints, UnitCounts)

_NO_CONTEXT = Record()
"""The context of all results without one, which keeps them small."""


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
        TypeError: if `points` is no mapping and no record, or another argument is of no type that
            it may have.

    Example:
        >>> result = score_points(
        ...     {"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36", "MDHL": 18,
        ...      "MDSH": "17,08"}
        ... )
        >>> result.total, result.band.label, result.to_next_band
        (Decimal('87.09'), 'Tốt', Decimal('2.91'))
    """
    if isinstance(points, UnitPoints):
        record = _about(points, unit, period)
        return _score_record(record, _basis(framework, record.period))
    context = _context(unit, period)
    plan = _basis(framework, period)
    read = read_plain(points, plan)
    if read is None or any(unit_problems(unit, period, plan)):
        return _score_record(UnitPoints(points=points, unit=unit, period=period), plan)
    return UnitResult(plan, *read, context)


def score_counts(
    counts: Counts | UnitCounts,
    *,
    points: Mapping[str, Number | None] | None = None,
    unit: Unit | None = None,
    period: Period | None = None,
    framework: Framework | str | Path = COUNTS_EDITION,
) -> UnitResult:
    """Return what follows from the counts of one unit, by the component rules of a framework.

    Each component is computed from the unrounded rate and rounded half-up to hundredths, once;
    nodes and total are exact sums of these.

    Args:
        counts: pairs of numerator and denominator by indicator code or number (``"4.2"``). What
            0 of 0 means, the zero rule of the indicator decides. None is a published null: not
            applicable, unless that rule says otherwise. An indicator that is not there is
            missing. Or a whole `UnitCounts` record, whose unit, period and points count unless
            given here.
        points: nodes whose components are not published (a commune's ``online.services``).
        unit: whose counts they are; its level decides which components it has.
        period: the time they are about.
        framework: an edition with component rules, its id, or the path of a user's own.

    Raises:
        InvalidRecordError: with every problem of the record.
        PrecisionBoundError: if a count is so large that not every engine computes exactly.
        FrameworkError: if the framework is unknown or broken.
        TypeError: if `counts` or `points` is no mapping, or another argument is of no type that it
            may have.

    Source: rules, targets and zero rules stand in the framework, each with its evidence.

    Example:
        >>> result = score_counts({"5.4": (755, 1120), "5.2": (0, 0), "5.3": (4, 4)})
        >>> result.indicators["DOSSIER_RECEIVING_SATISFACTION"].points
        Decimal('4.49')
        >>> result.nodes["satisfaction"].points, result.total
        (Decimal('16.49'), None)
    """
    record = None
    if isinstance(counts, UnitCounts):
        record = _about(counts, unit, period)
        unit, period, counts = record.unit, record.period, record.counts
    context = _context(unit, period) if record is None else _context_of(record, None)
    edition = get_framework(framework)
    plan = plan_of(edition, _choice(edition, period), with_components=True)
    if points is None and (record is None or _is_plain(record)):
        read = read_plain_counts(counts, unit, period, plan)
        if read is not None:
            given, total, counted = read
            return UnitResult(plan, given, total, context, counted)
    record = record or UnitCounts(counts=counts, unit=unit, period=period)
    return _score_counts(record if points is None else evolve(record, points=points), plan)


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
        message = f"decimals must be from 0 to 10, not {printed(decimals, repr)}"
        raise ValueError(message)
    whole = read_one(out_of, ("out_of",))
    if whole == 0:
        raise InvalidRecordError([Problem.of(ProblemCode.NOT_POSITIVE, ("out_of",), value=out_of)])
    part = read_one(points, ("points",), maximum=whole)
    return shift(formulas.percent(part, whole, decimals), decimals)


def iter_problems(
    record: UnitPoints | UnitCounts | Mapping[str, Number | None],
    *,
    framework: Framework | str | Path | None = None,
) -> Iterator[Problem]:
    """Yield every problem of a record: those of its values in the framework's order, then others.

    A mapping is taken for points. Without a framework, points are checked by the edition of
    their period, counts by ``portal-2026``, as in scoring. Of counts, sums and published
    figures are checked once the counts themselves are sound; `DossierCounts.problems` says
    which contradictions among dossiers are errors, and which are warnings that do not keep a
    record from being scored.

    Example:
        >>> for problem in iter_problems({"TDGQ": "20,01", "MDHL": -1}):
        ...     print(problem.code, problem.path)
        above-maximum ('nodes', 'progress')
        negative ('nodes', 'satisfaction')
    """
    if isinstance(record, UnitCounts):
        edition = get_framework(COUNTS_EDITION if framework is None else framework)
        yield from read_counts(record, plan_of(edition, with_components=True))[3]
        return
    if not isinstance(record, UnitPoints):
        record = UnitPoints(points=record)
    plan = _basis(framework, record.period)
    yield from read_record(record, plan)[2]


def _score_record(record: UnitPoints, plan: Plan) -> UnitResult:
    given, published, problems = read_record(record, plan)
    if problems:
        raise InvalidRecordError(problems, subject=record.unit.name if record.unit else "")
    context = _context_of(record, published)
    return UnitResult(plan, given, tally.total(plan, given), context)


def _score_counts(record: UnitCounts, plan: Plan) -> UnitResult:
    given, counted, published, problems = read_counts(record, plan)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if any(problem.code is ProblemCode.COUNT_TOO_LARGE for problem in errors):
        raise PrecisionBoundError("\n".join(map(str, errors)))
    if errors:
        raise InvalidRecordError(problems, subject=record.unit.name if record.unit else "")
    context = _context_of(record, published)
    return UnitResult(plan, given, tally.total(plan, given), context, counted)


def _about(record: _Given, unit: Unit | None, period: Period | None) -> _Given:
    """Return a record with the unit and period that are given beside it, if there are any."""
    if unit is None and period is None:
        return record
    return evolve(record, unit=unit or record.unit, period=period or record.period)


def _is_plain(record: UnitCounts) -> bool:
    """Whether a record holds counts alone, with nothing beside that they must agree with."""
    return not (record.points or record.published or record.dossiers)


def _context(unit: Unit | None, period: Period | None) -> Record:
    known = unit is not None or period is not None
    return Record(unit=unit, period=period) if known else _NO_CONTEXT


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
    if framework is None:
        return _basis_for(period)
    found = get_framework(framework)
    return plan_of(found, _choice(found, period))


@lru_cache(maxsize=256)
def _basis_for(period: Period | None) -> Plan:
    common = get_framework()
    if period is None:
        return plan_of(common, "default")
    edition = edition_for(period.start, period.end)
    return plan_of(edition, _choice(common, period) if edition is common else "period")


def _choice(framework: Framework, period: Period | None) -> Choice:
    validity = framework.validity
    covered = period is None or validity is None or validity.covers(period.start, period.end)
    return "named" if covered else "uncovered"
