"""``vn766 audit``: published documents in; their contradictions and claims out."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Final

import click
from attrs import evolve
from rich.padding import Padding
from rich.text import Text

from vn766.audit import audit as audit_file
from vn766.audit.ledger import CLAIM_WRITERS
from vn766.cli.endings import BAD_INPUT
from vn766.cli.files import TABLES, check_copy, check_target
from vn766.cli.folders import each_outcome, print_left_out
from vn766.cli.options import (
    ERRORS_FOUND,
    FILE,
    annotate,
    as_json,
    author,
    codes,
    fail,
    language,
    print_json,
    reporting_errors,
)
from vn766.cli.terminal import clean, output, print_line
from vn766.cli.words import say, word
from vn766.errors import ProblemCode, Severity
from vn766.files import AUTHOR, legible, write_file
from vn766.files.blocks import ENDINGS
from vn766.files.folders import Unread, gather
from vn766.framework import get_framework

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.console import Console

    from vn766.audit import AuditReport, Finding
    from vn766.errors import Language
    from vn766.framework.model import Framework
    from vn766.schemas.outputs import AuditOutput

_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_TITLES: Final = {
    Severity.ERROR: "error_findings",
    Severity.WARNING: "warning_findings",
    Severity.NOTE: "note_findings",
}


@click.command(help=say("audit"))
@click.argument("files", metavar="FILES", type=FILE, nargs=-1, required=True)
@click.option("--framework", help=say("audit --framework"))
@click.option("--claims", "target", type=FILE, help=say("audit --claims"))
@annotate
@author
@codes
@click.option("--force", is_flag=True, help=say("audit --force"))
@click.option("--sarif", "as_sarif", is_flag=True, help=say("audit --sarif"))
@as_json
@language
@reporting_errors
def audit(
    *,
    files: tuple[Path, ...],
    framework: str | None,
    target: Path | None,
    copy: Path | None,
    author: str | None,
    codes: tuple[str, ...],
    force: bool,
    as_sarif: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Audit, write, show; one file that cannot be read does not stop the others."""
    if as_json and as_sarif:
        fail(word("one_form", language))
    gathered = gather(files, ENDINGS)
    if not (gathered.paths or gathered.unread):
        fail(word("no_files", language))
    if target is not None:
        check_target(target, files, TABLES, "not_claims", force=force, language=language)
    check_copy(copy, files, author, codes, list(ProblemCode), force=force, language=language)
    edition = get_framework(framework)
    quiet = as_json or as_sarif
    read = partial(_report, framework=edition)
    outcomes = list(each_outcome(gathered.paths, read, quiet=quiet, language=language))
    unread = [*gathered.unread, *(each for each in outcomes if isinstance(each, Unread))]
    reports = [outcome for outcome in outcomes if not isinstance(outcome, Unread)]
    if target is not None:
        claims = CLAIM_WRITERS[target.suffix.lower()](reports, language)
        write_file(target, claims, force=force)
        print_line(output(errors=True), word("written", language, file=target))
    if copy is not None and reports:
        reports[0].annotate(copy, author=author or AUTHOR, codes=codes or None, force=force)
        print_line(output(errors=True), word("written", language, file=copy))
    if as_sarif:
        from vn766.audit import to_sarif

        print_json(
            to_sarif(reports, language=language, unread=unread, passed_over=gathered.passed_over)
        )
    elif as_json:
        print_json(_document(reports, unread, gathered.passed_over, language))
    else:
        _show(reports, language, single=len(outcomes) + len(gathered.unread) == 1)
        print_left_out(unread, gathered.passed_over, language)
    if unread:
        sys.exit(BAD_INPUT)
    if any(report.errors for report in reports):
        sys.exit(ERRORS_FOUND)


def _report(path: Path, framework: Framework) -> AuditReport:
    return evolve(audit_file(path, framework=framework), file=legible(str(path)))


# --- results out ----------------------------------------------------------------------------------


def _document(
    reports: Iterable[AuditReport],
    unread: Iterable[Unread],
    passed_over: Iterable[str],
    language: Language,
) -> AuditOutput:
    return {
        "schema": "vn766-audit-1",
        "reports": [report.to_dict(language) for report in reports],
        "unread": [each.to_dict(language) for each in unread],
        "passed_over": list(passed_over),
    }


def _show(reports: Sequence[AuditReport], language: Language, *, single: bool) -> None:
    console = output()
    for report in reports:
        worth = report.findings if single else (*report.errors, *report.warnings)
        if worth:
            _show_report(console, report, language, notes=single)
        elif single:
            told = {"file": report.file, "coverage": report.coverage.text(language)}
            print_line(console, word("no_finding", language, **told))
    counts = {
        name: sum(len(getattr(report, name)) for report in reports)
        for name in ("errors", "warnings", "notes")
    }
    if not single:
        print_line(console, word("audited", language, count=len(reports), **counts))
        if counts["notes"]:
            print_line(console, word("notes_in_json", language))


def _show_report(console: Console, report: AuditReport, language: Language, *, notes: bool) -> None:
    """Print the findings of one document, the worst first."""
    console.print(Text(clean(report.file), style="bold"))
    for severity, findings in (
        (Severity.ERROR, report.errors),
        (Severity.WARNING, report.warnings),
        (Severity.NOTE, report.notes if notes else ()),
    ):
        if findings:
            title = word(_TITLES[severity], language, count=len(findings))
            console.print(Text(title, style=_STYLES.get(severity, "bold")))
        for finding in findings:
            _show_finding(console, finding, language)
    if notes:
        print_line(console, report.coverage.text(language))
    console.print()


def _show_finding(console: Console, finding: Finding, language: Language) -> None:
    message, hint = finding.text(language)
    place = finding.location.text(language).removeprefix(f"{finding.location.file}, ")
    head = Text.assemble("• ", (clean(f"{place}: "), "bold"), clean(f"“{finding.quote}”"))
    console.print(head)
    said = Text(clean(f"{message} {hint} [{finding.code}]"))
    console.print(Padding(said, (0, 0, 0, 2), expand=False))
