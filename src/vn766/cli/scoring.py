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
    RefusalError,
    as_json,
    fail,
    language,
    reporting_errors,
)
from vn766.cli.outcome import Outcome
from vn766.cli.tables import columns_of
from vn766.cli.terminal import output, print_line, print_problems, print_ranking
from vn766.cli.words import say, word
from vn766.errors import Severity
from vn766.framework import edition_for, get_framework
from vn766.readers import read_points
from vn766.score import rank_units, score_points
from vn766.vi import format_period, parse_period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vn766.errors import Language
    from vn766.framework.model import Framework
    from vn766.readers import PointsTable
    from vn766.score import Ranking

__all__ = ["score"]


@click.command(
    help=say(
        "Tính tổng điểm, xếp loại và xếp hạng các đơn vị trong FILE (.csv, .xlsx, .json).",
        "Score, classify and rank the units in FILE (.csv, .xlsx, .json).",
    )
)
@click.argument("file", type=FILE)
@click.option(
    "--framework",
    help=say(
        "Khung chỉ số: mã hoặc tệp .toml. Mặc định: theo kỳ báo cáo, nếu không có thì qd766.",
        "The framework: an id or a .toml file. Default: by the period, else qd766.",
    ),
)
@click.option(
    "--period",
    help=say('Kỳ báo cáo, ví dụ "tháng 6/2023".', 'The period, such as "tháng 6/2023".'),
)
@click.option(
    "--pool",
    help=say(
        'Tên nhóm xếp hạng, ví dụ "xã, phường, đặc khu".', "What the ranked units are, for print."
    ),
)
@click.option(
    "--within",
    metavar="COLUMN",
    help=say("Xếp hạng riêng theo từng giá trị của cột này.", "Rank within each value of it."),
)
@click.option("--sheet", help=say("Trang tính cần đọc (XLSX).", "The sheet to read (XLSX)."))
@click.option(
    "--keep-going",
    is_flag=True,
    help=say("Bỏ qua những dòng có lỗi.", "Leave rows with errors out."),
)
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
    table = read_points(file, framework=edition, period=when, sheet=sheet)
    errors = sum(problem.severity is Severity.ERROR for problem in table.problems)
    if errors and not keep_going:
        raise RefusalError(
            word("problems", language, file=table.source, count=errors),
            table.problems,
            word("keep_going", language),
        )
    outcome = Outcome(
        ranking=_rank(table, edition, pool=pool, within=within, language=language),
        table=table,
        framework=edition or (edition_for(when.start, when.end) if when else get_framework()),
        period=when,
        within=within,
    )
    written = [] if target is None else write(outcome, target, language)
    if as_json:
        click.echo(ranking_json(outcome, language), nl=False)
    else:
        _show(outcome, language)
    for path in written:
        print_line(output(errors=True), word("written", language, file=path))
    if errors:
        sys.exit(ERRORS_FOUND)


def _rank(
    table: PointsTable,
    edition: Framework | None,
    *,
    pool: str | None,
    within: str | None,
    language: Language,
) -> Ranking:
    """Score all records and rank them, in one pool or by the values of a column."""
    results = [score_points(record, framework=edition) for record in table.records]
    if within is None:
        return rank_units(results, pool=pool)
    columns = dict.fromkeys(header for extra in table.extra for header in extra)
    if table.records and within not in columns:
        known = ", ".join(columns) or "–"
        fail(word("unknown_column", language, column=within, known=known))
    pool_of = {
        id(result): extra.get(within) or word("blank", language)
        for result, extra in zip(results, table.extra, strict=True)
    }
    return rank_units(results, pool=pool, within=lambda result: pool_of[id(result)])


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
