"""``vn766 check``: a document against every rule of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

import click
from rich.padding import Padding
from rich.text import Text

from vn766.cli.files import check_copy
from vn766.cli.options import (
    ERRORS_FOUND,
    FILE,
    annotate,
    as_json,
    author,
    codes,
    language,
    print_json,
    reporting_errors,
)
from vn766.cli.terminal import clean, output, print_line
from vn766.cli.words import say, word
from vn766.files import name_of
from vn766.files.comments import AUTHOR
from vn766.nd30 import VerdictStatus, decree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from vn766.errors import Language
    from vn766.nd30 import Verdict
    from vn766.schemas.outputs import CheckOutput

_STYLES = {VerdictStatus.FAIL: "bold red", VerdictStatus.NEEDS_REVIEW: "bold yellow"}


@click.command("check", help=say("check"))
@click.argument("file", type=FILE)
@click.option("--all", "everything", is_flag=True, help=say("check --all"))
@annotate
@author
@codes
@click.option("--force", is_flag=True, help=say("check --force"))
@as_json
@language
@reporting_errors
def check(
    *,
    file: Path,
    everything: bool,
    copy: Path | None,
    author: str | None,
    codes: tuple[str, ...],
    force: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Show what fails first, what the law asks before practice, and the counts last."""
    from vn766 import nd30

    rules = [rule.id for rule in decree().rules]
    check_copy(copy, [file], author, codes, rules, force=force, language=language)
    verdicts = sorted(nd30.check(file), key=lambda verdict: verdict.severity != "legal")
    by_status: dict[VerdictStatus, list[Verdict]] = {status: [] for status in VerdictStatus}
    for verdict in verdicts:
        by_status[verdict.status].append(verdict)
    if copy is not None:
        by, only = author or AUTHOR, codes or None
        nd30.annotate(file, verdicts, copy, author=by, rules=only, force=force)
        print_line(output(errors=True), word("written", language, file=copy))
    if as_json:
        document: CheckOutput = {
            "schema": "vn766-check-1",
            "file": name_of(file),
            "decree": decree().title,
            "counts": {str(status): _rules(found) for status, found in by_status.items()},
            "verdicts": [verdict.to_dict(language) for verdict in verdicts],
        }
        print_json(document)
    else:
        _show(file, by_status, language, everything=everything)
    if by_status[VerdictStatus.FAIL]:
        sys.exit(ERRORS_FOUND)


def _rules(verdicts: Iterable[Verdict]) -> int:
    return len({verdict.rule for verdict in verdicts})


def _show(
    file: Path,
    by_status: Mapping[VerdictStatus, Sequence[Verdict]],
    language: Language,
    *,
    everything: bool,
) -> None:
    console = output()
    print_line(console, f"{name_of(file)}: {decree().title}")
    for status in (VerdictStatus.FAIL, VerdictStatus.NEEDS_REVIEW):
        if by_status[status]:
            _show_group(console, status, by_status[status], language)
    if everything:
        for status in (VerdictStatus.NOT_EVALUATED, VerdictStatus.PASS):
            _show_list(console, status, by_status[status], language)
    console.print()
    for status, found in by_status.items():
        print_line(console, _count(status, found, language))
    if not everything:
        print_line(console, word("check_all", language))


def _count(status: VerdictStatus, found: Sequence[Verdict], language: Language) -> str:
    rules = word("rules", language, count=_rules(found))
    return f"{word(status, language)}: {rules}"


def _show_group(
    console: Console, status: VerdictStatus, verdicts: Sequence[Verdict], language: Language
) -> None:
    """Print each rule as a paragraph: what is where and what was found, required, source."""
    console.print()
    console.print(Text(_count(status, verdicts, language), style=_STYLES[status]))
    for rule, of_rule in groupby(verdicts, key=lambda verdict: verdict.rule):
        first, *others = of_rule
        title = clean(first.title.text(language))
        console.print(Text.assemble("• ", (title, "bold"), f" [{rule}]"))
        for verdict in (first, *others):
            where, found = _where(verdict, language), verdict.found.text(language)
            _field(console, word("where", language), where)
            _field(console, word("found", language), found)
        _field(console, word("required", language), first.required.text(language))
        basis = first.citation.locator or word("no_locator", language)
        severity = word(first.severity, language)
        _field(console, word("rule_source", language), f"{basis} ({severity})")


def _where(verdict: Verdict, language: Language) -> str:
    where = verdict.location.text(language) if verdict.location else ""
    if verdict.places > 1:
        where += word("more_places", language, count=verdict.places - 1)
    return where


def _field(console: Console, label: str, text: str) -> None:
    console.print(Padding(Text(f"{label}: {clean(text)}"), (0, 0, 0, 2), expand=False))


def _show_list(
    console: Console, status: VerdictStatus, verdicts: Sequence[Verdict], language: Language
) -> None:
    console.print()
    console.print(Text(_count(status, verdicts, language), style="bold"))
    for verdict in verdicts:
        title, found = verdict.title.text(language), verdict.found.text(language)
        print_line(console, f"• {title} [{verdict.rule}]: {found}")
