"""``vn766 report``: a spec file in; a document out, or one for every unit of a table."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from vn766.cli.files import check_folder, check_free, check_target
from vn766.cli.options import (
    ERRORS_FOUND,
    FILE,
    as_json,
    fail,
    language,
    print_json,
    reporting_errors,
)
from vn766.cli.terminal import output, print_line, print_problems
from vn766.cli.words import say, word
from vn766.errors import InvalidDocumentError, InvalidRecordError, NotComparableError, Severity
from vn766.files import write_file
from vn766.nd30.writer import docx_bytes
from vn766.report.jobs import Jobs
from vn766.report.spec import read_spec, with_tasks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vn766.errors import Language, Problem
    from vn766.nd30.model import Document
    from vn766.report.jobs import Job
    from vn766.report.spec import Spec
    from vn766.schemas.outputs import ReportOutput


@click.command(help=say("report"))
@click.argument("spec", metavar="SPEC", type=FILE)
@click.option("-o", "--output", "target", type=FILE, required=True, help=say("report --output"))
@click.option("--tasks", type=FILE, help=say("report --tasks"))
@click.option("--force", is_flag=True, help=say("report --force"))
@as_json
@language
@reporting_errors
def report(
    *, spec: Path, target: Path, tasks: Path | None, force: bool, as_json: bool, language: Language
) -> None:
    """Read the spec, build, write, say what was written."""
    if spec.suffix.lower() not in {".toml", ".xlsx"}:
        fail(word("not_a_spec", language, file=spec))
    described = read_spec(spec) if tasks is None else with_tasks(read_spec(spec), tasks)
    if described.is_batch:
        check_folder(target, language)
        done = _write_each(described, target, force=force, quiet=as_json, language=language)
        if as_json:
            print_json(done.to_dict(language))
        else:
            _show(done, target, language)
        if done.failed:
            sys.exit(ERRORS_FOUND)
        return
    inputs = (spec, *described.files, *(() if tasks is None else (tasks,)))
    check_target(target, inputs, (".docx",), "not_docx", force=force, language=language)
    write_file(target, _content(Jobs(described).document(), described), force=force)
    if as_json:
        print_json(_Done([target], [], []).to_dict(language))
    else:
        print_line(output(errors=True), word("written", language, file=target))


def _content(document: Document, spec: Spec) -> bytes:
    return docx_bytes(document, base=spec.base, sizes=spec.options.sizes)


class _Done(NamedTuple):
    """The outcome of a batch: files written, files that were there, and units without one."""

    written: list[Path]
    kept: list[Path]
    failed: list[tuple[str, tuple[Problem, ...]]]

    def to_dict(self, language: Language) -> ReportOutput:
        return {
            "schema": "vn766-report-1",
            "written": list(map(str, self.written)),
            "kept": list(map(str, self.kept)),
            "failed": [
                {"unit": unit, "problems": [problem.to_dict(language) for problem in problems]}
                for unit, problems in self.failed
            ],
        }


def _write_each(spec: Spec, folder: Path, *, force: bool, quiet: bool, language: Language) -> _Done:
    """Write the document of every unit; one that fails does not stop the others.

    A file that is there is kept, so that a batch that was stopped goes on where it ended.
    """
    jobs = Jobs(spec)
    each = list(jobs.each())
    done = _Done([], [], _rows_with_errors(jobs))
    folder.mkdir(exist_ok=True)
    for job in _watched(each, quiet=quiet, language=language):
        path = folder / f"{job.stem}.docx"
        if not force and os.path.lexists(path):
            done.kept.append(path)
            continue
        check_free(path, spec.files, force=force, language=language)
        try:
            write_file(path, _content(job.document(), spec), force=force)
        except (InvalidDocumentError, InvalidRecordError, NotComparableError) as error:
            done.failed.append((job.unit, error.problems))
        else:
            done.written.append(path)
    return done


def _rows_with_errors(jobs: Jobs) -> list[tuple[str, tuple[Problem, ...]]]:
    """Return the errors of rows that make no record, each by its place."""
    errors = (problem for problem in jobs.problems if problem.severity is Severity.ERROR)
    return [(problem.where, (problem,)) for problem in errors]


def _watched(jobs: list[Job], *, quiet: bool, language: Language) -> Iterable[Job]:
    """Return the jobs with a bar on standard error that moves as they are done."""
    console = output(errors=True)
    if quiet or not console.is_terminal:
        return jobs
    from rich.progress import track  # much to load, for batches only

    return track(jobs, word("documents", language), console=console, transient=True)


def _show(done: _Done, folder: Path, language: Language) -> None:
    console = output(errors=True)
    print_line(console, word("documents_written", language, count=len(done.written), folder=folder))
    if done.kept:
        print_line(console, word("documents_kept", language, count=len(done.kept)))
    if done.failed:
        print_line(console, word("documents_failed", language, count=len(done.failed)))
    for unit, problems in done.failed:
        print_line(console, f"{unit}:")
        print_problems(console, problems, language)
