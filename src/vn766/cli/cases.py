"""``vn766 cases``: the cases that hold scorers in any language to the rules, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from vn766.cli.files import check_folder, check_free
from vn766.cli.options import FILE, as_json, framework, language, print_json, reporting_errors
from vn766.cli.terminal import output, plain_table, print_line
from vn766.cli.words import say, word
from vn766.files import write_file
from vn766.framework.registry import COUNTS_EDITION
from vn766.texts import count

if TYPE_CHECKING:
    from pathlib import Path

    from vn766.errors import Language
    from vn766.schemas.outputs import CasesOutput


@click.command("cases", help=say("cases"))
@click.option("-o", "--output", "folder", type=FILE, help=say("cases --output"))
@click.option("--force", is_flag=True, help=say("cases --force"))
@framework
@as_json
@language
@reporting_errors
def cases(
    *, folder: Path | None, force: bool, framework: str | None, as_json: bool, language: Language
) -> None:
    """List the suites; write each of them, and the figures that they rest on."""
    from vn766.testing import case_suites, cases_framework

    edition = framework or COUNTS_EDITION
    figures, suites = cases_framework(edition), case_suites(edition)
    written: list[Path] = []
    if folder is not None:
        check_folder(folder, language)
        files = {folder / f"{name}.json": suite for name, suite in suites.items()}
        documents = {folder / "framework.json": figures, **files}
        for path in documents:
            check_free(path, (), force=force, language=language)
        folder.mkdir(exist_ok=True)
        for path, document in documents.items():
            text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
            write_file(path, text.encode(), force=force)
            written.append(path)
    if as_json:
        done: CasesOutput = {
            "schema": "vn766-cases-1",
            "framework": figures["id"],
            "framework_digest": figures["digest"],
            "suites": [
                {"suite": name, "rule": suite["rule"], "cases": len(suite["cases"])}
                for name, suite in suites.items()
            ],
            "written": list(map(str, written)),
        }
        print_json(done)
    elif folder is None:
        header = [word(code, language) for code in ("suite", "cases", "rule")]
        rows = (
            (name, count(len(suite["cases"]), language), suite["rule"][language])
            for name, suite in suites.items()
        )
        plain_table(output(), header, rows)
    else:
        said = word("cases_written", language, count=len(written), folder=folder)
        print_line(output(errors=True), said)
