"""A report of an audit as HTML: its findings as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vn766.audit.findings import TEXTS, AuditReport
from vn766.show.html import html, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766.errors import Language

_MOST_ROWS: Final = 200  # of a table in a notebook
_HEADS: Final = ("place", "severity", "quote", "message", "code")


@html.register(AuditReport)
def _audit_html(report: AuditReport, language: Language = "vi") -> str:
    """Return the findings as a table for notebooks, the worst first."""
    findings = [*report.errors, *report.warnings, *report.notes]
    rows = [
        (
            finding.location.text(language).removeprefix(f"{report.file}, "),
            TEXTS.say(finding.severity, language),
            finding.quote,
            " ".join(finding.text(language)),
            str(finding.code),
        )
        for finding in findings[:_MOST_ROWS]
    ]
    said = TEXTS.say(
        "counts",
        language,
        errors=len(report.errors),
        warnings=len(report.warnings),
        notes=len(report.notes),
    )
    edition = TEXTS.say("framework", language, id=report.framework_id)
    foot = f"{report.coverage.text(language)} {edition}"
    if len(findings) > len(rows):
        more = TEXTS.say("more", language, more=len(findings) - len(rows))
        foot = f"{more} {foot}"
    foot = "\n".join((foot, *_left_out(report, language)))
    header = [TEXTS.say(f"head.{name}", language) for name in _HEADS]
    return table(f"{report.file}: {said}", header, rows, foot=foot, language=language)


def _left_out(report: AuditReport, language: Language) -> Iterator[str]:
    """Yield a line for each file of a folder that was not read, and one for all others."""
    for file, problems in report.unread:
        reason = " ".join(text for problem in problems for text in problem.text(language))
        yield TEXTS.say("unread", language, file=file, reason=reason)
    if report.passed_over:
        yield TEXTS.say("passed-over", language, files="; ".join(report.passed_over))
