"""Checks of time: days that do not exist, and dates and periods that contradict each other."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from attrs import evolve

from vn766.audit.claims import ClaimKind
from vn766.audit.findings import Finding, finding
from vn766.errors import ProblemCode, Severity
from vn766.vi import format_date, format_period
from vn766.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766.audit.claims import Claim
    from vn766.audit.reading.outline import Outline
    from vn766.codes import DossierCode
    from vn766.period import Period

_ISSUE_DATE: Final = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam \d{4}")
_SLASHED: Final = re.compile(r"(?:ngay )?(\d{1,2})/(\d{1,2})/\d{4}")


def check_times(outline: Outline) -> Iterator[Finding]:
    """Yield what is wrong with the dates and periods of a document."""
    for claim in outline.claims:
        if claim.flaw is not None and claim.kind in _TIMES:
            problem = evolve(
                claim.flaw,
                severity=Severity.NOTE if claim.doubtful else Severity.ERROR,
                value=claim.quote,
            )
            yield Finding(
                problem=problem, location=claim.location, quote=claim.quote, found=claim.quote
            )
    yield from _padding(outline)
    yield from _order(outline)
    yield from _enclosures(outline)
    yield from _periods(outline)


_RESULTS: Final = frozenset({ClaimKind.POINTS, ClaimKind.TOTAL, ClaimKind.CLASS, ClaimKind.RANK})
_TIMES: Final = frozenset(
    {ClaimKind.DATE, ClaimKind.AS_OF, ClaimKind.DOCUMENT_DATE, ClaimKind.PERIOD}
)


def _padding(outline: Outline) -> Iterator[Finding]:
    """Compare the zeros of dates in words with the rule for the date of issue."""
    issued = [it.claim for it in outline.own_enclosures]
    issued += [] if outline.dated is None else [outline.dated]
    for claim in issued:
        match = _ISSUE_DATE.search(plain(claim.quote))
        if match is None or not isinstance(claim.value, date):
            continue
        expected = format_date(claim.value)
        digits = _ISSUE_DATE.search(plain(expected))
        if digits is not None and match.groups() != digits.groups():
            yield finding(
                ProblemCode.ISSUE_DATE_PADDING,
                claim,
                severity=Severity.WARNING,
                found=claim.quote,
                expected=expected,
            )
    if outline.dated is not None and outline.dated.value is None and not outline.dated.flaw:
        yield finding(ProblemCode.DATE_LEFT_BLANK, outline.dated, severity=Severity.NOTE)
    for claim in outline.claims:
        match = _SLASHED.fullmatch(plain(claim.quote))
        day = _day(claim)
        if claim.kind is not ClaimKind.DATE or match is None or day is None:
            continue
        expected = format_date(day, "slash")
        if match.groups() != tuple(expected.split("/")[:2]) and match[2][0] == "0":
            yield finding(
                ProblemCode.PADDED_MONTH,
                claim,
                severity=Severity.NOTE,
                found=claim.quote,
                expected=expected,
            )
            return  # once a document


def _day(claim: Claim) -> date | None:
    value = claim.value
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _order(outline: Outline) -> Iterator[Finding]:
    """Compare the day of the document with its period, its data and its dossiers."""
    issued, period = outline.issued_on, outline.period
    if issued is None:
        return
    said = format_date(issued, "slash")
    dated = outline.dated or outline.own_enclosures[0].claim
    if period is not None and issued < period.start and _has_figures_of(period, outline):
        yield finding(
            ProblemCode.DOCUMENT_BEFORE_PERIOD,
            dated,
            found=said,
            expected=f"≥ {format_date(period.start, 'slash')}",
            date=said,
            period=format_period(period),
        )
    elif period is not None and period.start <= issued <= period.end:
        yield finding(
            ProblemCode.PERIOD_STILL_OPEN,
            dated,
            severity=Severity.NOTE,
            found=said,
            expected=f"> {format_date(period.end, 'slash')}",
            date=said,
            period=format_period(period),
        )
    for claim in outline.claims:
        day = _day(claim) if claim.kind is ClaimKind.AS_OF else None
        if day is not None and day > issued:
            yield finding(
                ProblemCode.DATA_AFTER_DOCUMENT,
                claim,
                found=format_date(day, "slash"),
                expected=f"≤ {said}",
                date=said,
            )
        if claim.kind is ClaimKind.DOSSIER_CODE and claim.value is not None:
            code: DossierCode = claim.value  # type: ignore[assignment] # claims of this kind hold one
            if code.received_on > issued:
                yield finding(
                    ProblemCode.DOSSIER_AFTER_DOCUMENT,
                    claim,
                    found=format_date(code.received_on, "slash"),
                    expected=f"≤ {said}",
                    date=said,
                )


def _has_figures_of(period: Period, outline: Outline) -> bool:
    """Whether results of a period are told: plans and programmes are written before it begins."""
    return any(
        claim.kind in _RESULTS
        and not (claim.subject.earlier or claim.subject.foreign)
        and claim.subject.period in {None, period}
        for claim in outline.claims
    )


def _enclosures(outline: Outline) -> Iterator[Finding]:
    """Compare what annexes say of the document that they go with, with the document."""
    dated = None if outline.dated is None else _day(outline.dated)
    for enclosure in outline.own_enclosures:
        issued = enclosure.issued_on
        if dated is not None and issued is not None and dated != issued:
            yield finding(
                ProblemCode.ENCLOSURE_DATE,
                enclosure.claim,
                found=format_date(issued, "slash"),
                expected=format_date(dated, "slash"),
            )
        number, own = enclosure.number, outline.number
        if number and own and int(number) != int(own):
            yield finding(ProblemCode.ENCLOSURE_NUMBER, enclosure.claim, found=number, expected=own)


def _periods(outline: Outline) -> Iterator[Finding]:
    """Compare the periods of title, sentences and annexes."""
    period = outline.period
    if period is None:
        return
    parts: dict[int, list[tuple[Claim, Period]]] = {}
    for claim in outline.subjects:
        parts.setdefault(claim.part, []).append((claim, claim.value))  # type: ignore[arg-type] # of their kind
    annexed = {value for part, found in parts.items() if part > 0 for _, value in found}
    for part, found in parts.items():
        about = [value for _, value in found]
        if part > 0 and period in about:
            continue  # compared with others in one table
        # Where one annex is of the document's own period, another one may be there to compare.
        beside = part > 0 and period in annexed
        for claim, value in found[:1] if part > 0 else found:
            if value.kind == period.kind and value != period:
                yield finding(
                    ProblemCode.PERIODS_DIFFER,
                    claim,
                    severity=Severity.NOTE if beside else Severity.ERROR,
                    found=format_period(value),
                    expected=format_period(period),
                )
    first = next((claim for claim in outline.subjects if claim.value == period), None)
    if period.up_to and first is not None:
        yield finding(
            ProblemCode.CUMULATIVE_PERIOD,
            first,
            severity=Severity.NOTE,
            found=format_period(period),
            start=format_date(period.start, "slash"),
            end=format_date(period.end, "slash"),
        )
