"""``vn766 framework``: list, show, lint and compare editions."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import click

from vn766.cli.options import ERRORS_FOUND, FILE, as_json, language, print_json, reporting_errors
from vn766.cli.terminal import output, plain_table, print_line, print_problems
from vn766.cli.words import say, word
from vn766.errors import FrameworkError, InvalidFrameworkError
from vn766.framework import Status, diff, get_framework, list_frameworks
from vn766.framework.elements import cited_values
from vn766.texts import Catalogue, figure

if TYPE_CHECKING:
    from pathlib import Path

    from vn766.errors import Language, Problem
    from vn766.schemas.outputs import (
        ChangedValue,
        FrameworkDiffOutput,
        FrameworkLintOutput,
        FrameworkListOutput,
        FrameworkShowOutput,
        ListedFramework,
        ShownValue,
    )


@click.group(help=say("framework"))
def framework() -> None:
    """Gather the commands about frameworks."""


@framework.command("list", help=say("framework list"))
@as_json
@language
@reporting_errors
def list_(*, as_json: bool, language: Language) -> None:
    """Print id, title and validity of every framework that can be named."""
    rows = [_listed(name, language) for name in list_frameworks()]
    if as_json:
        listed: FrameworkListOutput = {"schema": "vn766-framework-list-1", "frameworks": rows}
        print_json(listed)
        return
    header = [word(name, language) for name in ("id", "title", "validity")]
    plain_table(output(), header, map(_shown_in_list, rows))


def _listed(name: str, language: Language) -> ListedFramework:
    """Return what is said of one framework; one that is broken is listed with the reasons."""
    listed: ListedFramework = {
        "id": name,
        "title": None,
        "first_day": None,
        "last_day": None,
        "problems": [],
    }
    try:
        edition = get_framework(name)
    except FrameworkError as error:
        listed["problems"] = [problem.to_dict(language) for problem in error.problems]
        return listed
    listed["title"] = edition.title
    if edition.validity is not None:
        first, last = edition.validity.first_day, edition.validity.last_day
        listed["first_day"] = None if first is None else first.isoformat()
        listed["last_day"] = None if last is None else last.isoformat()
    return listed


def _shown_in_list(row: ListedFramework) -> tuple[str, str, str]:
    if row["title"] is None:
        return row["id"], str(row["problems"][0]["message"]), "–"
    return row["id"], row["title"], f"{row['first_day'] or '…'} – {row['last_day'] or '…'}"


@framework.command(help=say("framework show"))
@click.argument("ref", metavar="ID", required=False)
@click.option("--doubts", is_flag=True, help=say("framework show --doubts"))
@as_json
@language
@reporting_errors
def show(*, ref: str | None, doubts: bool, as_json: bool, language: Language) -> None:
    """Print a row a value: path, value, status, source; with `doubts` what is not verified."""
    edition = get_framework(ref)
    values = [
        (path, value, source)
        for path, value, source in cited_values(edition)
        if not doubts or source.status is not Status.VERIFIED
    ]
    if as_json:
        rows: list[ShownValue] = [
            {
                "path": path,
                "value": str(value),
                "status": source.status.value,
                "instruments": list(source.instruments),
                "locator": source.locator,
                "note": source.note,
            }
            for path, value, source in values
        ]
        document: FrameworkShowOutput = {
            "schema": "vn766-framework-show-1",
            "id": edition.id,
            "title": edition.title,
            "values": rows,
            "not_found": list(edition.not_found),
        }
        print_json(document)
        return
    console = output()
    print_line(console, f"{edition.id}: {edition.title}")
    if not values:
        print_line(console, word("no_doubts", language))
        return
    status = Catalogue("words").say
    header = [word(name, language) for name in ("path", "value", "status", "source")]
    plain_table(
        console,
        header,
        (
            (path, _shown(value, language), status(source.status, language), str(source))
            for path, value, source in values
        ),
    )
    cited = {name for *_, source in values for name in source.instruments}
    for instrument in edition.instruments:
        if not doubts or instrument.id in cited:
            print_line(console, f"[{instrument.id}] {instrument.title}")


@framework.command("lint", help=say("framework lint"))
@click.argument("file", type=FILE)
@as_json
@language
@reporting_errors
def lint_(*, file: Path, as_json: bool, language: Language) -> None:
    """Load the file, which finds everything that is wrong with it."""
    problems: tuple[Problem, ...] = ()
    try:
        get_framework(file)
    except InvalidFrameworkError as error:
        problems = error.problems
    if as_json:
        document: FrameworkLintOutput = {
            "schema": "vn766-framework-lint-1",
            "problems": [problem.to_dict(language) for problem in problems],
        }
        print_json(document)
    elif problems:
        print_problems(output(errors=True), problems, language)
    else:
        print_line(output(), word("valid", language, file=file))
    if problems:
        sys.exit(ERRORS_FOUND)


@framework.command("diff", help=say("framework diff"))
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@as_json
@language
@reporting_errors
def diff_(*, a: str, b: str, as_json: bool, language: Language) -> None:
    """Print a row a value that differs."""
    changes = diff(get_framework(a), get_framework(b))
    rows: list[ChangedValue] = [
        {
            "path": ".".join(map(str, change.path)),
            "before": _plain(change.before),
            "after": _plain(change.after),
        }
        for change in changes
    ]
    if as_json:
        told: FrameworkDiffOutput = {"schema": "vn766-framework-diff-1", "changes": rows}
        print_json(told)
    elif rows:
        header = [word(name, language) for name in ("path", "before", "after")]
        cells = ((row["path"], _cell(row["before"]), _cell(row["after"])) for row in rows)
        plain_table(output(), header, cells)
    else:
        print_line(output(), word("no_difference", language))


def _plain(value: object) -> str | list[str] | None:
    """Return a value of a framework as JSON has it; figures are texts, so that they stay exact."""
    if isinstance(value, tuple):
        return [str(part) for part in cast("tuple[object, ...]", value)]
    return None if value is None else str(value)


def _cell(value: str | list[str] | None) -> str:
    """Return a value of a framework as text: lists with commas, nothing as a dash."""
    if isinstance(value, list):
        return ", ".join(value)
    return "–" if value is None else value


def _shown(value: Decimal | int | str, language: Language) -> str:
    return figure(value, language) if isinstance(value, Decimal) else str(value)
