"""The findings of an audit, and their report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import asdict, evolve, field, frozen

from vn766.errors import Problem, Severity
from vn766.files import AUTHOR
from vn766.files.blocks import Place
from vn766.period import Period
from vn766.shown import Shown
from vn766.texts import Catalogue
from vn766.vi import format_date, format_number, format_period

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from vn766.audit.claims import Claim
    from vn766.errors import Language, ProblemCode
    from vn766.files.folders import Unread
    from vn766.schemas.types import AuditReportDict, CoverageDict, FindingDict

TEXTS: Final = Catalogue("audit")


@frozen(kw_only=True)
class Finding:
    """One thing that is wrong with a document, or worth knowing about it."""

    problem: Problem = field(repr=False)
    """Its code and severity, and its texts in both languages."""
    location: Place
    """Where it stands."""
    quote: str
    """The words of the document."""
    found: str
    """What the document says."""
    expected: str | None = None
    """What follows from its own figures or from what is known; None where nothing follows."""

    @property
    def code(self) -> ProblemCode:
        """The stable name of this kind of finding."""
        return self.problem.code

    @property
    def severity(self) -> Severity:
        """An error is a contradiction, a warning a slip of form, a note worth knowing."""
        return self.problem.severity

    @property
    def message(self) -> str:
        """The problem and its reason, in English."""
        return self.problem.message

    def text(self, language: Language = "en") -> tuple[str, str]:
        """Return message and hint in `language`, places in them too."""
        details = tuple(
            (name, value.text(language) if isinstance(value, Place) else value)
            for name, value in self.problem.details
        )
        return evolve(self.problem, details=details).text(language)

    def line(self, language: Language = "en") -> str:
        """Return place, quote, message and hint on one line in `language`."""
        message, hint = self.text(language)
        return f"{self.location.text(language)} “{self.quote}”: {message} {hint}"

    def to_dict(self, language: Language = "en") -> FindingDict:
        """Return the finding as JSON-ready values."""
        message, hint = self.text(language)
        return {
            "code": str(self.code),
            "severity": self.severity.value,
            "location": self.location.to_dict(),
            "place": self.location.text(language),
            "quote": self.quote,
            "found": self.found,
            "expected": self.expected,
            "message": message,
            "hint": hint,
        }

    def __str__(self) -> str:
        return self.line("en")


_Said: TypeAlias = str | Decimal | date | Period | tuple[Decimal, Decimal]


def said(value: _Said) -> str:
    """Return a figure, the ends of a span, a day or a period as documents write it."""
    match value:
        case str():
            return value
        case Decimal():
            return format_number(value)
        case date():
            return format_date(value, "slash")
        case (least, most):
            return "–".join(dict.fromkeys((format_number(least), format_number(most))))
        case _:
            return format_period(value)


def finding(
    severity: Severity,
    code: ProblemCode,
    claim: Claim,
    found: _Said = "",
    expected: _Said | None = None,
    **details: object,
) -> Finding:
    """Return a finding about a claim; what a doubtful one says is a note at most."""
    found, expected = said(found), None if expected is None else said(expected)
    details = {"found": found, "expected": expected or "", **details}
    problem = Problem(code=code, path=(str(claim.kind),), details=tuple(details.items()))
    severity = Severity.NOTE if claim.doubtful else severity
    return of_problem(problem, claim, severity, found or claim.quote, expected)


error: Final = partial(finding, Severity.ERROR)
warning: Final = partial(finding, Severity.WARNING)
note: Final = partial(finding, Severity.NOTE)


def of_problem(
    problem: Problem, claim: Claim, severity: Severity, found: str = "", expected: str | None = None
) -> Finding:
    """Return the finding that `problem` is, such as the flaw of a claim."""
    return Finding(
        problem=evolve(problem, severity=severity, value=claim.quote),
        location=claim.location,
        quote=claim.quote,
        found=found or claim.quote,
        expected=expected,
    )


@frozen(kw_only=True)
class Coverage:
    """How much of a document was read, and how much was not."""

    figures: int = 0
    """Points, percents, ranks, classes, counts and changes that were read."""
    unclear: int = 0
    """Those of them that were held against nothing, as their words are not clear."""
    tables: int = 0
    """Tables with figures."""
    unread_tables: int = 0
    """Those that were not understood."""
    sentences: int = 0
    """Sentences with figures."""
    unread_sentences: int = 0
    """Those in which no figure was understood."""

    def to_dict(self) -> CoverageDict:
        """Return the numbers as JSON-ready values."""
        return {
            "figures": self.figures,
            "unclear": self.unclear,
            "tables": self.tables,
            "unread_tables": self.unread_tables,
            "sentences": self.sentences,
            "unread_sentences": self.unread_sentences,
        }

    def __add__(self, other: Coverage) -> Coverage:
        """Return the numbers of both together."""
        return Coverage(
            **{name: number + getattr(other, name) for name, number in asdict(self).items()}
        )

    def __str__(self) -> str:
        return self.text()

    def text(self, language: Language = "en") -> str:
        """Return the numbers in words."""
        read = {
            "sentences": self.sentences - self.unread_sentences,
            "tables": self.tables - self.unread_tables,
        }
        name = "coverage" if self.figures else "coverage_of_nothing"
        return TEXTS.say(name, language, **asdict(self) | read)


@frozen(kw_only=True, repr=False)
class AuditReport(Shown):
    """All claims and findings of a document, both in the order of its text.

    That of a folder has those of all its documents, each of which has a report of its own among
    `documents`.

    Example:
        >>> from vn766.audit import audit
        >>> report = audit("Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,74%.".encode())
        >>> [(str(error.code), error.found, error.expected) for error in report.errors]
        [('percent-mismatch', '77,74%', '77,64%')]
    """

    file: str
    """The name of the document, or the path of the folder."""
    framework_id: str
    """The id of the edition that it was held against."""
    claims: tuple[Claim, ...]
    """The claims, in the order of the text."""
    findings: tuple[Finding, ...]
    """The findings, in the order of the text."""
    source: Path | bytes | None = field(default=None, eq=False)
    """The document itself, as it was given."""
    coverage: Coverage = Coverage()
    """How much of the document was read."""
    documents: tuple[AuditReport, ...] = ()
    """The reports of the documents of a folder."""
    unread: tuple[Unread, ...] = ()
    """The files of a folder that could not be read, folders that could not be listed, and why."""
    passed_over: tuple[str, ...] = ()
    """The files and hidden folders of a folder that are no documents."""

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings))

    def __repr__(self) -> str:
        counts = (
            f"{len(self.errors)} errors, {len(self.warnings)} warnings, {len(self.notes)} notes"
        )
        return f"AuditReport({self.file!r}, {counts})"

    def _load_html(self) -> None:
        import_module("vn766.audit.html")

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The contradictions."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The departures of form that are to be corrected."""
        return self._of(Severity.WARNING)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """The findings that are merely worth knowing."""
        return self._of(Severity.NOTE)

    def _of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.severity is severity)

    def annotate(
        self,
        path: str | Path,
        *,
        author: str = AUTHOR,
        codes: Collection[str] | None = None,
        force: bool = False,
    ) -> None:
        """Write a copy of the Word document with a comment at each finding, at most 1,000.

        The document itself is never changed, nor anything else in the copy. Comments are
        Vietnamese.

        Args:
            path: where the copy goes.
            author: who made the comments, as Word shows it.
            codes: the codes of the findings to speak of; default: all.
            force: replace a file that is there.

        Raises:
            InvalidDocumentError: if what was audited is no Word document.
            FileExistsError: if there is a file at `path` and no `force`, or it is the document.
        """
        from vn766.audit.annotate import annotate

        annotate(self, path, author=author, codes=codes, force=force)

    def to_dict(self, language: Language = "en") -> AuditReportDict:
        """Return the report as JSON-ready values."""
        return {
            "schema": "vn766-audit-report-1",
            "file": self.file,
            "framework": self.framework_id,
            "errors": len(self.errors),
            "warnings": len(self.warnings),
            "notes": len(self.notes),
            "coverage": self.coverage.to_dict(),
            "findings": [finding.to_dict(language) for finding in self.findings],
            "claims": [claim.to_dict() for claim in self.claims],
            "unread": [each.to_dict(language) for each in self.unread],
            "passed_over": list(self.passed_over),
        }
