"""``vn766 audit``: published documents in; their contradictions and claims out."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import click
from attrs import evolve
from rich.padding import Padding
from rich.text import Text

from vn766.audit import audit as audit_file
from vn766.audit.ledger import CLAIM_WRITERS
from vn766.audit.sarif import to_sarif
from vn766.cli.endings import BAD_INPUT
from vn766.cli.files import TABLES, check_copy, check_target
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
from vn766.cli.terminal import clean, output, print_line, print_problems
from vn766.cli.words import say, word
from vn766.errors import (
    InvalidDocumentError,
    InvalidRecordError,
    Problem,
    ProblemCode,
    Severity,
    Word,
)
from vn766.files import legible, name_of, write_file
from vn766.files.comments import AUTHOR
from vn766.framework import get_framework

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import Console

    from vn766.audit import AuditReport, Finding
    from vn766.errors import Language
    from vn766.framework.model import Framework
    from vn766.schemas.outputs import AuditOutput

_SUFFIXES: Final = frozenset(
    {".docx", ".pdf", ".txt", ".md", ".html", ".htm", ".csv", ".tsv", ".xlsx", ".xlsm"}
)
_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_TITLES: Final = {
    Severity.ERROR: "error_findings",
    Severity.WARNING: "warning_findings",
    Severity.NOTE: "note_findings",
}
_FEW: Final = 8  # files: for so few other processes take longer to start than they save


class _Unread(NamedTuple):
    """A file that could not be read, and why."""

    file: str
    problems: tuple[Problem, ...]


_Outcome: TypeAlias = "AuditReport | _Unread"


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
    paths = list(_gather(files))
    if not paths:
        fail(word("no_files", language))
    if target is not None:
        check_target(target, files, TABLES, "not_claims", force=force, language=language)
    check_copy(copy, files, author, codes, list(ProblemCode), force=force, language=language)
    edition = get_framework(framework)
    quiet = as_json or as_sarif
    outcomes = list(_watched(paths, edition, quiet=quiet, language=language))
    unread = [outcome for outcome in outcomes if isinstance(outcome, _Unread)]
    reports = [outcome for outcome in outcomes if not isinstance(outcome, _Unread)]
    if target is not None:
        claims = CLAIM_WRITERS[target.suffix.lower()](reports, language)
        write_file(target, claims, force=force)
        print_line(output(errors=True), word("written", language, file=target))
    if copy is not None and reports:
        reports[0].annotate(copy, author=author or AUTHOR, codes=codes or None, force=force)
        print_line(output(errors=True), word("written", language, file=copy))
    if as_sarif:
        print_json(to_sarif(reports, language=language, unread=unread))
    elif as_json:
        print_json(_document(reports, unread, language))
    else:
        _show(reports, unread, language)
    if any(report.errors for report in reports):
        sys.exit(ERRORS_FOUND)
    if unread:
        sys.exit(BAD_INPUT)


# --- files in -------------------------------------------------------------------------------------


def _gather(files: Iterable[Path]) -> Iterator[Path]:
    """Yield files as they are, and of folders all files that could be documents, in order."""
    for file in files:
        if not file.is_dir():
            yield file
            continue
        for path in sorted(file.rglob("*")):
            hidden = path.name.startswith((".", "~$"))
            if path.suffix.lower() in _SUFFIXES and not hidden and path.is_file():
                yield path


def _watched(
    paths: Sequence[Path], framework: Framework, *, quiet: bool, language: Language
) -> Iterable[_Outcome]:
    """Return the outcomes, with a bar on standard error that moves as they come."""
    console = output(errors=True)
    outcomes = _outcomes(paths, framework)
    if quiet or len(paths) < _FEW or not console.is_terminal:
        return outcomes
    from rich.progress import track  # much to load, for many files only

    auditing = word("auditing", language)
    return track(outcomes, auditing, total=len(paths), console=console, transient=True)


def _outcomes(paths: Sequence[Path], framework: Framework) -> Iterator[_Outcome]:
    """Yield the outcome of each file in order; many files are divided among processes.

    A process that dies costs one file: the others are read anew.
    """
    work = partial(_outcome, framework=framework)
    if len(paths) < _FEW:
        yield from map(work, paths)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    done, workers = 0, None
    while done < len(paths):
        try:
            with ProcessPoolExecutor(workers) as pool:
                for outcome in pool.map(work, paths[done:], chunksize=1 if workers else 4):
                    done += 1
                    yield outcome
        except BrokenProcessPool:
            # One of several died, perhaps for want of memory: one alone shows on which file.
            if workers:
                yield _unread(paths[done], Word("its process ended too early"))
                done += 1
            workers = None if workers else 1


def _outcome(path: Path, framework: Framework) -> _Outcome:
    try:
        return evolve(audit_file(path, framework=framework), file=legible(str(path)))
    except (InvalidRecordError, InvalidDocumentError) as error:
        return _Unread(legible(str(path)), error.problems)
    except Exception as error:  # noqa: BLE001 (a thousand other files are waiting)
        return _unread(path, str(error))


def _unread(path: Path, reason: str) -> _Unread:
    problem = Problem.of(ProblemCode.FILE_UNREADABLE, (), value=name_of(path), reason=reason)
    return _Unread(legible(str(path)), (problem,))


# --- results out ----------------------------------------------------------------------------------


def _document(
    reports: Iterable[AuditReport], unread: Iterable[_Unread], language: Language
) -> AuditOutput:
    return {
        "schema": "vn766-audit-1",
        "reports": [report.to_dict(language) for report in reports],
        "unread": [
            {"file": file, "problems": [problem.to_dict(language) for problem in problems]}
            for file, problems in unread
        ],
    }


def _show(reports: Sequence[AuditReport], unread: Sequence[_Unread], language: Language) -> None:
    console = output()
    single = len(reports) + len(unread) == 1
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
    if unread:
        errors = output(errors=True)
        print_line(errors, word("unread", language, count=len(unread)))
        for file, problems in unread:
            print_line(errors, f"{file}:")
            print_problems(errors, problems, language)


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
