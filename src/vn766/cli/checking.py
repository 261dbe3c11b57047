"""``vn766 check``: a document against every rule of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, get_args

import click
from rich.text import Text

from vn766 import nd30
from vn766.cli.endings import BAD_INPUT
from vn766.cli.files import check_copy
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
from vn766.files import AUTHOR, is_folder, legible, name_of
from vn766.files.folders import Unread, gather
from vn766.nd30 import VerdictStatus, decree
from vn766.nd30.decree import RuleGroup
from vn766.texts import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.console import Console

    from vn766.errors import Language
    from vn766.nd30 import Verdict
    from vn766.schemas.outputs import CheckOutput

_STYLES = {VerdictStatus.FAIL: "bold red", VerdictStatus.NEEDS_REVIEW: "bold yellow"}
_GROUPS = [Wording.of("decree", f"group.{group}") for group in get_args(RuleGroup)]


@click.command("check", help=say("check"))
@click.argument("files", metavar="FILES", type=FILE, nargs=-1, required=True)
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
    files: tuple[Path, ...],
    everything: bool,
    copy: Path | None,
    author: str | None,
    codes: tuple[str, ...],
    force: bool,
    as_sarif: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Show how each document stands: of one in whole, of several on a line each."""
    if as_json and as_sarif:
        fail(word("one_form", language))
    rules = [rule.id for rule in decree().rules]
    check_copy(copy, files, author, codes, rules, force=force, language=language)
    gathered = gather(files, {".docx"})
    if not (gathered.paths or gathered.unread):
        fail(word("no_word_files", language))
    single = len(gathered.paths) == 1 and not gathered.unread
    quiet = as_json or as_sarif
    outcomes = (
        [_checked(files[0])]  # what is wrong with the only file is the error of the command
        if single and not (as_sarif or is_folder(files[0]))
        else list(each_outcome(gathered.paths, _checked, quiet=quiet, language=language))
    )
    unread = [*gathered.unread, *(each for each in outcomes if isinstance(each, Unread))]
    checked = [outcome for outcome in outcomes if not isinstance(outcome, Unread)]
    if copy is not None:
        _annotate(checked[0], copy, author, codes, force=force, language=language)
    if as_sarif:
        found = ((each.file, each.verdicts) for each in checked)
        print_json(
            nd30.to_sarif(found, language=language, unread=unread, passed_over=gathered.passed_over)
        )
    elif as_json:
        print_json(_document(checked, unread, gathered.passed_over, language))
    else:
        _show(checked, language, single=single, everything=everything)
        print_left_out(unread, gathered.passed_over, language)
    if unread:
        sys.exit(BAD_INPUT)
    if any(each.is_broken for each in checked):
        sys.exit(ERRORS_FOUND)


class _Checked(NamedTuple):
    """A document, what it was taken for, and how it stands to all other rules."""

    path: Path
    kind: Verdict
    verdicts: tuple[Verdict, ...]

    @property
    def file(self) -> str:
        """The path as it was named, or as it lies in a folder that was."""
        return legible(str(self.path))

    def of(self, status: VerdictStatus) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.status is status]

    @property
    def is_broken(self) -> bool:
        return bool(self.of(VerdictStatus.FAIL))


def _checked(path: Path) -> _Checked:
    kind, *verdicts = nd30.check(path)
    return _Checked(path, kind, tuple(verdicts))


def _annotate(
    checked: _Checked,
    copy: Path,
    author: str | None,
    codes: Sequence[str],
    *,
    force: bool,
    language: Language,
) -> None:
    by, only = author or AUTHOR, codes or None
    nd30.annotate(checked.path, checked.verdicts, copy, author=by, rules=only, force=force)
    print_line(output(errors=True), word("written", language, file=copy))


def _document(
    checked: Iterable[_Checked],
    unread: Iterable[Unread],
    passed_over: Iterable[str],
    language: Language,
) -> CheckOutput:
    return {
        "schema": "vn766-check-1",
        "decree": decree().title,
        "documents": [
            {
                "file": each.file,
                "kind": each.kind.found.text(language),
                "counts": {str(status): _rules(each.of(status)) for status in VerdictStatus},
                "verdicts": [verdict.to_dict(language) for verdict in (each.kind, *each.verdicts)],
            }
            for each in checked
        ],
        "unread": [each.to_dict(language) for each in unread],
        "passed_over": list(passed_over),
    }


def _rules(verdicts: Iterable[Verdict]) -> int:
    return len({verdict.rule for verdict in verdicts})


def _show(
    checked: Sequence[_Checked], language: Language, *, single: bool, everything: bool
) -> None:
    """Print a line for each document; of one, or with `everything`, what to do as well."""
    console = output()
    for each in checked:
        file = name_of(each.path) if single else each.file
        kind = each.kind.found.text(language)
        if each.kind.status is VerdictStatus.NOT_EVALUATED:
            print_line(console, word("not_checked", language, file=file, kind=kind))
            continue
        failed, review = (_count(status, each.of(status), language) for status in _STYLES)
        summary = {"file": file, "kind": kind, "failed": failed, "review": review}
        print_line(console, word("checked", language, **summary))
        if single or everything:
            _show_verdicts(console, each, language, everything=everything)
    if not single:
        broken = sum(each.is_broken for each in checked)
        unsure = sum(bool(each.of(VerdictStatus.NEEDS_REVIEW)) for each in checked)
        counts = {"count": len(checked), "broken": broken, "review": unsure}
        print_line(console, word("checked_all", language, **counts))


def _show_verdicts(
    console: Console, checked: _Checked, language: Language, *, everything: bool
) -> None:
    for status in _STYLES:
        if found := checked.of(status):
            _show_status(console, status, found, language)
    if everything:
        unseen = checked.of(VerdictStatus.NOT_EVALUATED)
        told = [verdict for verdict in unseen if verdict.location is not None]
        _show_list(console, VerdictStatus.NOT_EVALUATED, told, language)
        _show_list(console, VerdictStatus.PASS, checked.of(VerdictStatus.PASS), language)
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
