"""Checks of form and time: marks, codes, cited texts, names, rows; dates and periods."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from attrs import evolve

from vn766.audit.claims import ClaimKind, Reference
from vn766.audit.findings import error, note, of_problem, said, warning
from vn766.audit.reading.topics import unit_key
from vn766.codes import DossierCode
from vn766.errors import ProblemCode, Severity
from vn766.framework.bases import ended_bases
from vn766.framework.loader import shipped_instruments
from vn766.lazy import regex
from vn766.records import Unit
from vn766.vi import format_date
from vn766.vocabulary import fold, locality, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vn766.audit.claims import Claim
    from vn766.audit.findings import Finding
    from vn766.audit.reading.outline import Outline
    from vn766.framework.model import Framework
    from vn766.framework.sources import Instrument
    from vn766.period import Period

_FIGURES: Final = frozenset({ClaimKind.POINTS, ClaimKind.TOTAL, ClaimKind.PERCENT})
_COMMA: Final = regex(r"\d,\d")
_DOT: Final = regex(r"\d\.\d")
_CODES: Final = frozenset({ClaimKind.AGENCY_CODE, ClaimKind.DOSSIER_CODE})
_KEY_WORDS: Final = 8
_LEAST_LETTERS: Final = 5


def check_forms(outline: Outline, framework: Framework) -> Iterator[Finding]:
    """Yield departures of form, and citations that contradict what the library knows."""
    yield from _marks(outline)
    for claim in outline.claims:
        if claim.kind in _CODES and claim.flaw is not None:
            # A day that does not exist is wrong, the rest is form.
            impossible = claim.flaw.code is ProblemCode.NO_SUCH_DAY
            severity = Severity.ERROR if impossible else Severity.WARNING
            expected = None if claim.value is None else str(claim.value)
            yield of_problem(claim.flaw, claim, severity, expected=expected)
    yield from _citations(outline, framework)
    yield from _names(outline)
    yield from _numbers(outline)
    if outline.of_province is not None:
        yield note(
            ProblemCode.WHOSE_FIGURES,
            outline.of_province,
            unit=outline.issuer[2] if outline.issuer else "–",
        )


def _marks(outline: Outline) -> Iterator[Finding]:
    """Find decimal points, alone or beside commas; files of data have the marks of programs."""
    if outline.form == "data":
        return
    figures = [claim for claim in outline.claims if claim.kind in _FIGURES]
    dots = [claim for claim in figures if _DOT.search(claim.quote)]
    commas = [claim for claim in figures if _COMMA.search(claim.quote)]
    if not dots:
        return
    first, expected = dots[0], dots[0].quote.replace(".", ",")
    if commas:
        code, other = ProblemCode.MIXED_DECIMAL_MARKS, commas[0].quote
        counts = {"dots": len(dots), "commas": len(commas)}
        yield warning(code, first, "", expected, other=other, **counts)
    else:
        yield note(ProblemCode.DOT_DECIMALS, first, expected=expected, dots=len(dots))


# --- legal texts ----------------------------------------------------------------------------------


def _citations(outline: Outline, framework: Framework) -> Iterator[Finding]:
    instruments = (*shipped_instruments(), *framework.instruments)
    known = {each.id: each for each in instruments if each.number and each.kind != "report"}
    by_number = {fold(str(each.number)): each for each in known.values()}
    for claim in outline.claims:
        if isinstance(claim.value, Reference):
            instrument = by_number.get(fold(claim.value.number))
            if instrument is not None:
                yield from _date_of(claim, claim.value, instrument)
                if outline.issued_on is not None and _may_be(claim.value, instrument):
                    yield from _force_of(claim, claim.value, outline.issued_on, known)
            else:
                yield from _number_of(claim, claim.value, list(known.values()))


def _date_of(claim: Claim, cited: Reference, instrument: Instrument) -> Iterator[Finding]:
    """Compare the date of a text; a number without a year comes again every year."""
    issued, told = instrument.issued_on, cited.issued_on
    if issued is None or told is None or issued == told or not _may_be(cited, instrument):
        return
    named = f"/{issued.year}/" in cited.number or _is_titled(cited, instrument)
    judge = error if named or told.year == issued.year else note
    number = str(instrument.number)
    yield judge(ProblemCode.CITATION_DATE, claim, told, issued, number=number)


def _force_of(
    claim: Claim, cited: Reference, day: date, known: Mapping[str, Instrument]
) -> Iterator[Finding]:
    """Warn of a basis that was without force on the day of the document."""
    for basis in ended_bases(f"{cited.before} {cited.number}", day, known):
        if fold(basis.number) == fold(cited.number):
            told = basis._asdict()
            yield warning(ProblemCode.BASIS_ENDED, claim, cited.number, basis.by, **told)


def _number_of(claim: Claim, cited: Reference, known: Sequence[Instrument]) -> Iterator[Finding]:
    """Compare the number of a text with the one whose issuer and title are cited."""
    for instrument in known:
        kind = fold(instrument.title).split()[0]
        if (
            cited.kind.startswith(kind)
            and _is_titled(cited, instrument)
            and fold(instrument.issuer or "-") in cited.about
        ):
            number, title = str(instrument.number), instrument.title[:100]
            yield error(ProblemCode.CITATION_NUMBER, claim, cited.number, number, title=title)
            return


def _may_be(cited: Reference, instrument: Instrument) -> bool:
    """Whether a number can be that of an instrument: every province has numbers of its own."""
    issuer = locality(fold(instrument.issuer or ""))
    return not str(instrument.number).endswith("UBND") or issuer in cited.about


def _is_titled(cited: Reference, instrument: Instrument) -> bool:
    """Whether the words after a number are the first ones of a title, its kind aside."""
    words = fold(instrument.title).split()[2 : _KEY_WORDS + 2]
    return len(words) == _KEY_WORDS and " ".join(words) in cited.about


# --- names and rows -------------------------------------------------------------------------------


def _names(outline: Outline) -> Iterator[Finding]:
    """Find names that differ by one slip from one that the document uses more often."""
    named: dict[str, list[Claim]] = {}
    for claim in outline.claims:
        if claim.kind is ClaimKind.UNIT and not claim.in_table and isinstance(claim.value, Unit):
            named.setdefault(unit_key(claim.value.name), []).append(claim)
    shown = {name: str(claims[0].quote) for name, claims in named.items()}
    counted = Counter({name: len(claims) for name, claims in named.items()})
    if outline.issuer is not None:
        own = " ".join(outline.issuer[:2])
        counted[own] += 2
        shown[own] = outline.issuer[2]
    order = {name: at for at, name in enumerate(counted)}
    shortened: dict[str, list[str]] = {}
    for name in counted:
        for text in _shortened(name):
            shortened.setdefault(text, []).append(name)
    for name, claims in named.items():
        if len(name) - (" " in name) <= _LEAST_LETTERS:
            continue
        # Names that differ by one slip become one text without one letter of each.
        near = {other for text in _shortened(name) for other in shortened[text]}
        likely = (other for other in near if counted[other] > len(claims) and _is_slip(name, other))
        other = min(likely, key=order.__getitem__, default=None)
        if other is not None:
            said = shown[other]
            yield note(ProblemCode.NAME_VARIANT, claims[0], expected=said, other=said)


def _shortened(name: str) -> set[str]:
    """Return a name, and all that is left of it without one of its letters."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _is_slip(one: str, other: str) -> bool:
    """Whether of two names that are one text without a letter of each, one has a slip.

    Two letters changed places, or there is a letter too many or too few. Another vowel may be
    another name.
    """
    if len(one) != len(other):
        return True
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    swapped = sorted(one) == sorted(other) and len(apart) == 2  # noqa: PLR2004 (a swap)
    return swapped and apart[1] == apart[0] + 1


def _numbers(outline: Outline) -> Iterator[Finding]:
    """Note tables whose rows are not numbered from 1: they are excerpts, or rows are missing."""
    for sheet in outline.sheets:
        for expected, (number, place) in enumerate(sheet.ordinals, 1):
            if number not in {expected, 1}:
                first = next(each for each in outline.claims if each.statement >= sheet.first)
                claim = evolve(first, location=place, quote=str(number), doubtful=False)
                yield note(ProblemCode.ROW_NUMBERS, claim, str(number), str(expected))
            if number != expected:
                break  # sections are numbered anew


# --- time -----------------------------------------------------------------------------------------

_ISSUE_DATE: Final = regex(r"ngay (\d{1,2}) thang (\d{1,2}) nam \d{4}")
_SLASHED: Final = regex(r"(?:ngay )?(\d{1,2})/(\d{1,2})/\d{4}")


def check_times(outline: Outline) -> Iterator[Finding]:
    """Yield what is wrong with the dates and periods of a document."""
    for claim in outline.claims:
        if claim.flaw is not None and claim.kind in _TIMES:
            severity = Severity.NOTE if claim.doubtful else Severity.ERROR
            if claim.flaw.code is ProblemCode.MISSING_BLANK:
                severity = Severity.WARNING
            yield of_problem(claim.flaw, claim, severity)
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
    issued = [enclosed.claim for enclosed in outline.own_enclosures]
    issued += [] if outline.dated is None else [outline.dated]
    for claim in issued:
        match = _ISSUE_DATE.search(plain(claim.quote))
        if match is None or not isinstance(claim.value, date):
            continue
        expected = format_date(claim.value)
        digits = _ISSUE_DATE.search(plain(expected))
        if digits is not None and match.groups() != digits.groups():
            yield warning(ProblemCode.ISSUE_DATE_PADDING, claim, claim.quote, expected)
    if outline.dated is not None and outline.dated.value is None and not outline.dated.flaw:
        yield note(ProblemCode.DATE_LEFT_BLANK, outline.dated)
    for claim in outline.claims:
        match = _SLASHED.fullmatch(plain(claim.quote))
        day = _day(claim)
        if claim.kind is not ClaimKind.DATE or match is None or day is None:
            continue
        expected = said(day)
        if match.groups() != tuple(expected.split("/")[:2]) and match[2][0] == "0":
            yield note(ProblemCode.PADDED_MONTH, claim, claim.quote, expected)
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
    dated, day_said = outline.dated or outline.own_enclosures[0].claim, said(issued)
    if period is not None:
        told = {"date": day_said, "period": said(period)}
        if issued < period.start and _has_figures_of(period, outline):
            start = f"≥ {said(period.start)}"
            yield error(ProblemCode.DOCUMENT_BEFORE_PERIOD, dated, issued, start, **told)
        elif period.start <= issued <= period.end:
            end = f"> {said(period.end)}"
            yield note(ProblemCode.PERIOD_STILL_OPEN, dated, issued, end, **told)
    for claim in outline.claims:
        day, code = None, ProblemCode.DATA_AFTER_DOCUMENT
        if claim.kind is ClaimKind.AS_OF:
            day = _day(claim)
        elif isinstance(claim.value, DossierCode):
            day, code = claim.value.received_on, ProblemCode.DOSSIER_AFTER_DOCUMENT
        if day is not None and day > issued:
            yield error(code, claim, day, f"≤ {day_said}", date=day_said)


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
        claim, issued = enclosure.claim, enclosure.issued_on
        if dated is not None and issued is not None and dated != issued:
            yield error(ProblemCode.ENCLOSURE_DATE, claim, issued, dated)
        number, own = enclosure.number, outline.number
        if number and own and int(number) != int(own):
            yield error(ProblemCode.ENCLOSURE_NUMBER, claim, number, own)


def _periods(outline: Outline) -> Iterator[Finding]:
    """Compare the periods of title, sentences and annexes."""
    period = outline.period
    if period is None:
        return
    parts: dict[int, list[tuple[Claim, Period]]] = {}
    for claim, value in outline.subjects:
        parts.setdefault(claim.part, []).append((claim, value))
    annexed = {value for part, found in parts.items() if part > 0 for _, value in found}
    for part, found in parts.items():
        if part > 0 and period in (value for _, value in found):
            continue  # compared with others in one table
        # Where one annex is of the document's own period, another one may be there to compare.
        judge = note if part > 0 and period in annexed else error
        for claim, value in found[:1] if part > 0 else found:
            if value.kind == period.kind and value != period:
                yield judge(ProblemCode.PERIODS_DIFFER, claim, value, period)
    first = next((claim for claim, value in outline.subjects if value == period), None)
    if period.up_to and first is not None:
        ends = {"start": said(period.start), "end": said(period.end)}
        yield note(ProblemCode.CUMULATIVE_PERIOD, first, period, **ends)
