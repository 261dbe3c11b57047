"""``vn766 check``: a document against every rule of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING, get_args

import click
from rich.text import Text

from vn766.cli.files import check_copy
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
from vn766.files import legible, name_of
from vn766.files.comments import AUTHOR
from vn766.nd30 import VerdictStatus, decree
from vn766.nd30.decree import RuleGroup
from vn766.texts import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from vn766.errors import Language
    from vn766.nd30 import Verdict
    from vn766.schemas.outputs import CheckOutput

_STYLES = {VerdictStatus.FAIL: "bold red", VerdictStatus.NEEDS_REVIEW: "bold yellow"}
_GROUPS = [Wording.of("decree", f"group.{group}") for group in get_args(RuleGroup)]


@click.command("check", help=say("check"))
@click.argument("file", type=FILE)
@click.option("--all", "everything", is_flag=True, help=say("check --all"))
@annotate
@author
@codes
@click.option("--force", is_flag=True, help=say("check --force"))
@click.option("--sarif", "as_sarif", is_flag=True, help=say("check --sarif"))
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
    as_sarif: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Show on one line what the document is and how it stands, then what to do, group by group."""
    from vn766 import nd30

    if as_json and as_sarif:
        fail(word("one_form", language))
    rules = [rule.id for rule in decree().rules]
    check_copy(copy, [file], author, codes, rules, force=force, language=language)
    kind, *verdicts = nd30.check(file)
    by_status: dict[VerdictStatus, list[Verdict]] = {status: [] for status in VerdictStatus}
    for verdict in verdicts:
        by_status[verdict.status].append(verdict)
    if copy is not None:
        by, only = author or AUTHOR, codes or None
        nd30.annotate(file, verdicts, copy, author=by, rules=only, force=force)
        print_line(output(errors=True), word("written", language, file=copy))
    if as_sarif:
        print_json(nd30.to_sarif((kind, *verdicts), file=legible(str(file)), language=language))
    elif as_json:
        document: CheckOutput = {
            "schema": "vn766-check-1",
            "file": name_of(file),
            "decree": decree().title,
            "kind": kind.found.text(language),
            "counts": {str(status): _rules(found) for status, found in by_status.items()},
            "verdicts": [verdict.to_dict(language) for verdict in (kind, *verdicts)],
        }
        print_json(document)
    elif kind.status is VerdictStatus.NOT_EVALUATED:
        name = kind.found.text(language)
        print_line(output(), word("not_checked", language, file=name_of(file), kind=name))
    else:
        _show(file, kind, by_status, language, everything=everything)
    if by_status[VerdictStatus.FAIL]:
        sys.exit(ERRORS_FOUND)


def _rules(verdicts: Iterable[Verdict]) -> int:
    return len({verdict.rule for verdict in verdicts})


def _show(
    file: Path,
    kind: Verdict,
    by_status: Mapping[VerdictStatus, Sequence[Verdict]],
    language: Language,
    *,
    everything: bool,
) -> None:
    console = output()
    failed, review = (_count(status, by_status[status], language) for status in _STYLES)
    summary = {"file": name_of(file), "kind": kind.found.text(language)}
    print_line(console, word("checked", language, **summary, failed=failed, review=review))
    for status in _STYLES:
        if by_status[status]:
            _show_status(console, status, by_status[status], language)
    if everything:
        told = [it for it in by_status[VerdictStatus.NOT_EVALUATED] if it.location is not None]
        _show_list(console, VerdictStatus.NOT_EVALUATED, told, language)
        _show_list(console, VerdictStatus.PASS, by_status[VerdictStatus.PASS], language)
    else:
        console.print()
        print_line(console, word("check_all", language))


def _count(status: VerdictStatus, found: Sequence[Verdict], language: Language) -> str:
    rules = word("rules", language, count=_rules(found))
    return f"{word(status, language)}: {rules}"


def _show_status(
    console: Console, status: VerdictStatus, verdicts: Sequence[Verdict], language: Language
) -> None:
    """Print each rule as a paragraph below the part of the document that the rule is about."""
    console.print()
    console.print(Text(_count(status, verdicts, language), style=_STYLES[status]))
    by_group = sorted(verdicts, key=_group)
    for at, of_group in groupby(by_group, key=_group):
        console.print(Text(_GROUPS[at].text(language), style="underline"))
        for _, of_rule in groupby(of_group, key=lambda verdict: verdict.rule):
            _show_rule(console, list(of_rule), language)


def _group(verdict: Verdict) -> int:
    return get_args(RuleGroup).index(decree().rule(verdict.rule).group)


def _show_rule(console: Console, verdicts: Sequence[Verdict], language: Language) -> None:
    """Print what is where and what was found, what is required, and the words that require it."""
    first = verdicts[0]
    title = clean(first.title.text(language))
    console.print(Text.assemble("• ", (title, "bold"), f" [{first.rule}]"))
    for verdict in verdicts:
        _field(console, word("where", language), _where(verdict, language))
        _field(console, word("found", language), verdict.found.text(language))
    _field(console, word("required", language), first.required.text(language))
    basis = first.citation.locator or word("no_locator", language)
    severity = word(first.severity, language)
    _field(console, word("rule_source", language), f"{basis} ({severity})")
    words = decree().rule(first.rule).words
    if words:
        _field(console, word("words", language), f"“{words}”")


def _where(verdict: Verdict, language: Language) -> str:
    where = verdict.location.text(language) if verdict.location else ""
    if verdict.places > 1:
        where += word("more_places", language, count=verdict.places - 1)
    return where


def _field(console: Console, label: str, text: str) -> None:
    for line in Text(f"{label}: {clean(text)}").wrap(console, console.width - 2):
        print_line(console, f"  {line.plain.rstrip()}")


def _show_list(
    console: Console, status: VerdictStatus, verdicts: Sequence[Verdict], language: Language
) -> None:
    console.print()
    console.print(Text(_count(status, verdicts, language), style="bold"))
    for verdict in verdicts:
        title, found = verdict.title.text(language), verdict.found.text(language)
        print_line(console, f"• {title} [{verdict.rule}]: {found}")
