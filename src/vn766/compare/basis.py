"""Whether results stand on one basis: every reason why they do not, and what to know if they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from vn766.errors import Problem, ProblemCode, Severity
from vn766.framework import edition_for
from vn766.period import VIETNAM_TIME
from vn766.vi import format_period
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.score.results import UnitResult

ComparisonKind: TypeAlias = Literal["trend", "revision", "undated"]


def basis_problems(results: Collection[UnitResult], *, same_basis: bool) -> Iterator[Problem]:
    """Yield every reason why the results have no common basis.

    With `same_basis` the caller vouches for the results whose basis or period is not known; what
    is known to differ is refused all the same.
    """
    unknown = [result for result in results if not result.has_known_basis]
    if unknown and not same_basis:
        yield Problem.of(ProblemCode.UNKNOWN_BASIS, (), count=len(unknown))
    frameworks = _frameworks(results)
    if len(frameworks) > 1:
        names = sorted(f"{found.id} ({found.digest[:8]})" for found in frameworks)
        yield Problem.of(ProblemCode.DIFFERENT_FRAMEWORKS, (), labels=", ".join(names))
    methods = {found.method for found in frameworks}
    if len(methods) > 1:
        labels = ", ".join(sorted(methods))
        yield Problem.of(ProblemCode.DIFFERENT_METHODS, (), labels=labels)
    yield from _kind_problems([result.period for result in results], same_basis=same_basis)


def unit_problems(results: Iterable[UnitResult]) -> Iterator[Problem]:
    """Yield the reason why results that were handed over as those of one unit are not.

    Codes decide. Names alone prove nothing, but names that differ without a code are refused.
    """
    units = dict.fromkeys(result.unit for result in results if result.unit is not None)
    keys = {unit.key for unit in units if unit.code is not None}
    proven = len(keys) == 1 and all(unit.code is not None for unit in units)
    names = {fold(unit.name) for unit in units}
    if len(keys) > 1 or (len(names) > 1 and not proven):
        labels = dict.fromkeys(f"{unit.name} ({unit.code or '–'})" for unit in units)
        yield Problem.of(ProblemCode.DIFFERENT_UNITS, (), labels="; ".join(labels))


def kind_of(before: Iterable[UnitResult], after: Iterable[UnitResult]) -> ComparisonKind:
    """Return what a difference shows: one period seen twice, two periods, or it is not known."""
    old, new = ({result.period for result in results} for results in (before, after))
    if None in old | new or not old or not new:
        return "undated"
    return "revision" if old == new else "trend"


def is_open(result: UnitResult) -> bool | None:
    """Whether the period was still open when the figures were retrieved; None if nobody knows.

    Days are those of Vietnam; a time without a zone is taken as Vietnam's.
    """
    period, at = result.period, result.retrieved_at
    if result.provisional or period is None or at is None:
        return result.provisional
    return (at if at.tzinfo is None else at.astimezone(VIETNAM_TIME)).date() <= period.end


def pair_notes(before: UnitResult, after: UnitResult) -> Iterator[Problem]:
    """Yield what a reader of the difference has to know."""
    old, new = before.period, after.period
    if old is not None and new is not None:
        editions = [edition_for(period.start, period.end) for period in (old, new)]
        if editions[0] != editions[1]:
            labels = ", ".join(edition.id for edition in editions)
            yield Problem.of(
                ProblemCode.METHOD_CHANGED, (), severity=Severity.WARNING, labels=labels
            )
        if old.end > new.end:
            yield _later(format_period(old), format_period(new))
        # Cumulative figures begin anew on 1 January; those up to one month of two years do not
        # differ in length.
        if old.up_to and old.year != new.year and old.end.month != new.end.month:
            yield Problem.of(
                ProblemCode.YEAR_BEGAN_ANEW,
                (),
                severity=Severity.WARNING,
                before=format_period(old),
                after=format_period(new),
            )
    if old == new and before.retrieved_at and after.retrieved_at:
        times = before.retrieved_at, after.retrieved_at
        if is_later(*times):
            yield _later(*(time.isoformat(" ", "minutes") for time in times))
    for result in (before, after):
        if is_open(result):
            period = "–" if result.period is None else format_period(result.period)
            yield Problem.of(ProblemCode.PROVISIONAL, (), severity=Severity.WARNING, period=period)


def is_later(first: datetime, second: datetime) -> bool:
    """Whether `first` is known to be later: times with and without a zone have no order."""
    return (first.tzinfo is None) == (second.tzinfo is None) and first > second


def _frameworks(results: Iterable[UnitResult]) -> list[Framework]:
    """Return the frameworks that were stated, and unstated ones that are on another scale."""
    stated: dict[Framework, None] = {}
    assumed: dict[Framework, None] = {}
    for result in results:
        (stated if result.has_known_basis else assumed)[result.framework] = None
    if not stated:
        return list(assumed)
    scales = {_scale(framework) for framework in stated}
    others = (each for each in assumed if each not in stated and _scale(each) not in scales)
    return [*stated, *others]


def _scale(framework: Framework) -> tuple[object, ...]:
    """Return what figures of two frameworks must share to be set side by side at all."""
    return (
        tuple((node.id, node.max_points) for node in framework.nodes()),
        tuple((band.id, band.min_points) for band in framework.bands),
    )


def _kind_problems(periods: Iterable[Period | None], *, same_basis: bool) -> Iterator[Problem]:
    listed = list(periods)
    # The earliest of each kind stands for it.
    kinds: dict[str, Period] = {}
    for period in listed:
        if period is not None:
            known = kinds.setdefault(period.kind, period)
            kinds[period.kind] = known if known.end <= period.end else period
    labels = ", ".join(format_period(kinds[kind]) for kind in sorted(kinds))
    if len(kinds) > 1:
        yield Problem.of(ProblemCode.DIFFERENT_KINDS, (), labels=labels)
    undated = listed.count(None)
    if kinds and undated and not same_basis:
        yield Problem.of(ProblemCode.WITHOUT_PERIOD, (), count=undated, labels=labels)


def _later(before: str, after: str) -> Problem:
    return Problem.of(
        ProblemCode.LATER_BEFORE, (), severity=Severity.WARNING, before=before, after=after
    )
