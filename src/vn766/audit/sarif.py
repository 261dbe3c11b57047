"""Reports as SARIF 2.1.0, which code hosts and editors show beside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vn766.errors import Severity
from vn766.show.sarif import Told, sarif

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Literal

    from vn766.audit.findings import AuditReport, Finding
    from vn766.errors import Language, Problem

_LEVELS: Final[Mapping[Severity, Literal["error", "warning", "note"]]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}


def to_sarif(
    reports: Iterable[AuditReport],
    *,
    language: Language = "vi",
    unread: Sequence[tuple[str, Sequence[Problem]]] = (),
) -> dict[str, object]:
    """Return reports as one SARIF log with one run, JSON-ready.

    `unread` are files that could not be read, with what is wrong with them. Files are named
    relative to the working directory where they lie in it, percent-encoded. A result has a
    fingerprint, which stays the same when its line moves.

    Example:
        >>> from vn766.audit import audit
        >>> log = to_sarif([audit("Cập nhật đến ngày 31/6/2023".encode())])
        >>> log["runs"][0]["results"][0]["ruleId"]
        'impossible-date'
    """
    found = (
        (report.file, [_told(each, language) for each in report.findings]) for report in reports
    )
    return sarif(found, language, unread)


def _told(finding: Finding, language: Language) -> Told:
    return Told(
        rule=str(finding.code),
        level=_LEVELS[finding.severity],
        place=finding.location,
        message=" ".join(finding.text(language)),
        quote=finding.quote,
        found=finding.found,
        expected=finding.expected,
    )
