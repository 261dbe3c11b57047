"""``vn766 explain``: one unit, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click
from rich.text import Text

from vn766.cli.options import (
    FILE,
    as_json,
    framework,
    language,
    period,
    print_json,
    reporting_errors,
    sheet,
    unit,
)
from vn766.cli.reading import print_found, read_unit
from vn766.cli.terminal import clean, output, print_line
from vn766.cli.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from vn766.errors import Language
    from vn766.schemas.outputs import ExplainOutput

_LONGEST_COUNT: Final = 15  # digits


@click.command(help=say("explain"))
@click.argument("files", metavar="FILES", nargs=-1, required=True, type=FILE)
@unit
@framework
@period
@sheet
@as_json
@language
@reporting_errors
def explain(
    *,
    files: tuple[Path, ...],
    unit: str | None,
    framework: str | None,
    period: str | None,
    sheet: str | None,
    as_json: bool,
    language: Language,
) -> None:
    """Read, find the unit, explain."""
    found = read_unit(
        files, unit, framework=framework, period=period, sheet=sheet, language=language
    )
    explanation = found.result.explain()
    if as_json:
        document: ExplainOutput = {
            **explanation.to_dict(language),
            "source": found.file.table.source,
            "problems": [problem.to_dict(language) for problem in found.problems],
            "other_problems": found.others,
        }
        print_json(document)
        return
    console = output()
    for line in explanation.text(language).split("\n"):
        said = line.lstrip(" ")
        # What wraps goes on below its own beginning.
        indent = len(line) - len(said)
        for part in Text(clean(said)).wrap(console, console.width - indent) or [""]:
            print_line(console, f"{' ' * indent}{part}".rstrip())
    print_found(found, language)
