"""``vn766 new``: a workbook to fill in, of which ``vn766 report`` makes a document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vn766.cli.files import check_target
from vn766.cli.options import FILE, as_json, fail, language, print_json, reporting_errors
from vn766.cli.terminal import output, print_line
from vn766.cli.words import say, word
from vn766.files import write_file
from vn766.report.fields import definitions
from vn766.report.workbook import new_workbook
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vn766.errors import Language
    from vn766.report.fields import KindOfDocument
    from vn766.schemas.outputs import ListedKind, NewOutput


@click.command(help=say("new"))
@click.argument("kind", metavar="KIND", required=False)
@click.option("-o", "--output", "target", type=FILE, help=say("new --output"))
@click.option("--counts", is_flag=True, help=say("new --counts"))
@click.option("--force", is_flag=True, help=say("new --force"))
@as_json
@language
@reporting_errors
def new(
    *,
    kind: str | None,
    target: Path | None,
    counts: bool,
    force: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Find the kind of document, or list them all; write its workbook."""
    asks = _is_terminal() and not as_json
    chosen = None if kind is None else _kind(kind, language)
    if chosen is None:
        _list(as_json=as_json, language=language)
        if not asks:
            return
        chosen = _asked(language)
    if target is None:
        if not asks:
            fail(word("where_new", language))
        target = Path(click.prompt(word("which_file", language), default=_name(chosen)))
    check_target(target, (), (".xlsx",), "not_xlsx", force=force, language=language)
    write_file(target, new_workbook(chosen.id, counts=counts), force=force)
    if as_json:
        print_json(_told([chosen], [target], language))
        return
    console = output(errors=True)
    print_line(console, word("written", language, file=target))
    document = target.with_suffix(".docx")
    print_line(console, word("filled_next", language, file=target, document=document))


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _kind(name: str, language: Language) -> KindOfDocument:
    found = definitions().kind(name)
    if found is None:
        known = "; ".join(f"{each.label} ({each.id})" for each in definitions().kinds)
        fail(word("not_a_kind", language, kind=name, known=known))
    return found


def _told(
    kinds: Iterable[KindOfDocument], written: Iterable[Path], language: Language
) -> NewOutput:
    listed: list[ListedKind] = [
        {"id": each.id, "label": each.label, "description": each.text(language)} for each in kinds
    ]
    return {"schema": "vn766-new-1", "kinds": listed, "written": list(map(str, written))}


def _list(*, as_json: bool, language: Language) -> None:
    kinds = definitions().kinds
    if as_json:
        print_json(_told(kinds, (), language))
        return
    console = output()
    print_line(console, word("kinds", language))
    for number, each in enumerate(kinds, 1):
        details = {"label": each.label, "id": each.id, "description": each.text(language)}
        print_line(console, word("kind", language, number=number, **details))
    print_line(console, word("how_new", language, label=kinds[0].label))


def _asked(language: Language) -> KindOfDocument:
    kinds = definitions().kinds
    number = click.prompt(
        word("which_kind", language), type=click.IntRange(1, len(kinds)), err=True
    )
    return kinds[number - 1]


def _name(kind: KindOfDocument) -> str:
    return f"{fold(kind.label).replace(' ', '-')}.xlsx"
