"""Findings as comments in a copy of the Word document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from vn766.audit.findings import TEXTS
from vn766.files.comments import Comment, commented, write_copy

if TYPE_CHECKING:
    from collections.abc import Collection

    from vn766.audit.findings import AuditReport

_LANGUAGE: Final = "vi"  # of the people who correct Vietnamese documents


def annotate(
    report: AuditReport,
    path: str | Path,
    *,
    author: str,
    codes: Collection[str] | None,
    force: bool,
) -> None:
    """Write a copy of the audited document to `path`, as `AuditReport.annotate` says."""
    comments: list[Comment] = []
    for finding in report.findings:
        if codes is None or finding.code in codes:
            message, hint = finding.text(_LANGUAGE)
            said = f"{TEXTS.say(finding.severity, _LANGUAGE)}: {message} {hint} [{finding.code}]"
            comments.append(Comment(finding.location, finding.quote, said))
    source = b"" if report.source is None else report.source
    write_copy(source, Path(path), commented(source, comments, author=author), force=force)
