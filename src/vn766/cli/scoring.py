"""``vn766 score``: a table of points in; totals, classes and ranks out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from vn766.cli.exports import ranking_json
from vn766.cli.files import check_target, write
from vn766.cli.options import (
    ERRORS_FOUND,
    FILE,
    as_json,
    framework,
    keep_going,
    language,
    period,
    pool,
    reporting_errors,
    sheet,
    within,
)
from vn766.cli.reading import rank_file
from vn766.cli.tables import columns_of
from vn766.cli.terminal import output, print_line, print_problems, print_ranking
from vn766.cli.words import say, word
from vn766.framework import get_framework
from vn766.vi import format_period, parse_period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vn766.cli.outcome import Outcome
    from vn766.errors import Language

__all__ = ["score"]


@click.command(
    help=say(
        "Tính tổng điểm, xếp loại và xếp hạng các đơn vị trong FILE (.csv, .xlsx, .json): bảng "
        "điểm, bảng số liệu đếm, hoặc thư mục các tệp .json đã lưu từ Cổng Dịch vụ công quốc gia.",
        "Score, classify and rank the units in FILE (.csv, .xlsx, .json): a table of points or "
        "counts, or a folder of saved .json responses of the portal.",
    )
)
@click.argument("file", type=FILE)
@framework
@period
@pool
@within
@sheet
@keep_going
@click.option(
    "-o",
    "--output",
    "target",
    type=FILE,
    help=say("Ghi ra tệp .csv, .xlsx hoặc .json.", "Write to a .csv, .xlsx or .json file."),
)
@click.option("--force", is_flag=True, help=say("Ghi đè tệp đã có.", "Overwrite existing files."))
@as_json
@language
@reporting_errors
def score(  # noqa: PLR0913 (each is an option of the command)
    file: Path,
    framework: str | None,
    period: str | None,
    pool: str | None,
    within: str | None,
    sheet: str | None,
    keep_going: bool,  # noqa: FBT001
    target: Path | None,
    force: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    language: Language,
) -> None:
    """Read, rank, write, show."""
    if target is not None:
        check_target(target, file, force=force, language=language)
    when = parse_period(period) if period else None
    edition = get_framework(framework) if framework else None
    outcome = rank_file(
        file,
        edition=edition,
        period=when,
        pool=pool,
        within=within,
        sheet=sheet,
        keep_going=keep_going,
        language=language,
    )
    written = [] if target is None else write(outcome, target, language)
    if as_json:
        click.echo(ranking_json(outcome, language), nl=False)
    else:
        _show(outcome, language)
    for path in written:
        print_line(output(errors=True), word("written", language, file=path))
    if outcome.errors:
        sys.exit(ERRORS_FOUND)


def _show(outcome: Outcome, language: Language) -> None:
    console = output()
    print_ranking(console, outcome, language)
    console.print()
    for line in _footer(outcome, language):
        print_line(console, line)
    print_problems(output(errors=True), outcome.table.problems, language)


def _footer(outcome: Outcome, language: Language) -> Iterator[str]:
    """Yield what the table above rests on: framework, pool, tie rule, source, warnings."""
    ranking, table, framework = outcome.ranking, outcome.table, outcome.framework
    if any(it.by_publication for it in outcome.ranking.results):
        yield word("published", language)
    yield f"{word('framework', language)}: {framework.id}, {framework.title}"
    shown = {column.key for column in columns_of(outcome, language)}
    yield "; ".join(
        f"{node.code} {node.label}" for node in framework.nodes() if node.code and node.id in shown
    )
    if outcome.period is not None:
        yield f"{word('period', language)}: {format_period(outcome.period)}"
    ranked = [word("ranked", language, count=len(ranking.rows))]
    if ranking.unranked:
        ranked.append(word("unranked", language, count=len(ranking.unranked)))
    yield f"{word('pool', language)}: {outcome.pool(language)}; {'; '.join(ranked)}"
    yield f"{word('ties', language)}: {word(ranking.method, language)}"
    rows = word("rows", language, count=table.rows)
    yield f"{word('source', language)}: {table.source} ({rows})"
    if table.broken:
        yield word("left_out", language, count=len(table.broken))
    for warning in outcome.warnings:
        message, hint = warning.text(language)
        yield f"{word('note', language)}: {message} {hint}"
