"""``vn766 plot``: figures in; a picture for a slide or a page out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import click

from vn766.advise import Margins, margins
from vn766.cli.files import check_target, write_content
from vn766.cli.options import (
    FILE,
    as_json,
    fail,
    framework,
    keep_going,
    language,
    pool,
    print_json,
    reporting_errors,
    within,
)
from vn766.cli.reading import find_unit, rank_files
from vn766.cli.words import say, word
from vn766.compare import Comparison, RankingComparison, Series, compare, each_series
from vn766.framework import get_framework
from vn766.score import Ranking, UnitResult
from vn766.show.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vn766.errors import Language
    from vn766.readers import ScoredFile

_PICTURES: Final = (".svg", ".png")
_Shown: TypeAlias = Ranking | UnitResult | Comparison | RankingComparison | Series | Margins


@click.command(help=say("plot"))
@click.argument("files", metavar="FILES", nargs=-1, required=True, type=FILE)
@click.option("--unit", metavar="CODE", help=say("plot --unit"))
@click.option("--margins", "as_margins", is_flag=True, help=say("plot --margins"))
@framework
@click.option("--period", "periods", multiple=True, help=say("compare --period"))
@pool
@within
@click.option("--sheet", "sheets", multiple=True, help=say("compare --sheet"))
@keep_going
@click.option("-o", "--output", "target", type=FILE, required=True, help=say("plot --output"))
@click.option("--force", is_flag=True, help=say("score --force"))
@as_json
@language
@reporting_errors
def plot(
    *,
    files: tuple[Path, ...],
    unit: str | None,
    as_margins: bool,
    framework: str | None,
    periods: tuple[str, ...],
    pool: str | None,
    within: tuple[str, ...],
    sheets: tuple[str, ...],
    keep_going: bool,
    target: Path,
    force: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Read, choose what the files show, draw, write."""
    check_target(target, files, _PICTURES, "not_a_picture", force=force, language=language)
    outcomes = rank_files(
        files,
        periods=periods,
        sheets=sheets,
        edition=get_framework(framework) if framework else None,
        pool=pool,
        within=within,
        keep_going=keep_going,
        language=language,
    )
    if as_margins and (len(outcomes) > 1 or unit is not None):
        fail(word("margins_of_one", language))
    shown = margins(outcomes[0].ranking) if as_margins else _shown(outcomes, unit, language)
    if target.suffix.lower() == ".svg":
        content = (picture(shown, language) + "\n").encode()
    else:
        content = _png(shown, language)
    write_content(target, content, force=force, language=language)
    if as_json:
        print_json({"schema": "vn766-plot-1", "written": [str(target)]})


def _shown(outcomes: Sequence[ScoredFile], unit: str | None, language: Language) -> _Shown:
    """Return what files are about: a ranking, a unit, two months, or more of one unit."""
    first, *others = outcomes
    if not others:
        return first.ranking if unit is None else _result(first, unit, language)
    if len(others) > 1:
        if unit is None:
            fail(word("unit_for_series", language))
        wanted = find_unit(outcomes[-1], unit, language)
        return next(
            line for line in each_series(each.ranking for each in outcomes) if line.unit == wanted
        )
    found = compare(first.ranking, others[0].ranking)
    if unit is None:
        return found
    wanted = find_unit(others[0], unit, language)
    row = next((row for row in found if row.after.unit == wanted), None)
    if row is None:
        fail(word("nothing_matched", language))
    return row


def _result(scored: ScoredFile, unit: str, language: Language) -> UnitResult:
    wanted = find_unit(scored, unit, language)
    return next(result for result in scored.results if result.unit == wanted)


def _png(shown: _Shown, language: Language) -> bytes:
    """Return a picture of matplotlib in the size of a slide."""
    from vn766.plot import slide

    if isinstance(shown, RankingComparison):
        fail(word("only_svg", language))
    return slide(shown, language)
