"""``vn766 score``: a table of points in; totals, classes and ranks out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from vn766.cli.exports import WRITERS, problems_csv, ranking_json, replace_file
from vn766.cli.options import (
    ERRORS_FOUND,
    FILE,
    as_json,
    fail,
    language,
    reporting_errors,
)
from vn766.cli.terminal import output, print_problems, print_ranking
from vn766.cli.words import say, word
from vn766.errors import InvalidRecordError, Severity
from vn766.framework import get_framework
from vn766.readers import read_points
from vn766.score import rank_units, score_points
from vn766.vi import format_period, parse_period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vn766.errors import Language, Problem
    from vn766.framework.model import Framework
    from vn766.period import Period
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
    """Read, rank, show, write."""
    _check_target(target, force=force, language=language)
    when = parse_period(period) if period else None
    edition = get_framework(framework) if framework else None
    table = read_points(file, framework=edition, period=when, sheet=sheet)
    broken = _errors(table)
    if broken and not keep_going:
        if not as_json:
            output(errors=True).print(word("keep_going", language), markup=False)
        raise InvalidRecordError(
            table.problems,
            subject=word("problems", language, file=table.source, count=len(broken)),
        )
    ranking = _rank(table, edition, pool=pool, within=within, language=language)
    if as_json:
        click.echo(ranking_json(ranking, table, language), nl=False)
    else:
        _show(ranking, table, when, language)
    if target is not None:
        _write(target, ranking, table, language)
    if broken:
        sys.exit(ERRORS_FOUND)


def _errors(table: PointsTable) -> list[Problem]:
    return [problem for problem in table.problems if problem.severity is Severity.ERROR]


def _check_target(target: Path | None, *, force: bool, language: Language) -> None:
    """Refuse a target before any work is done for it."""
    if target is None:
        return
    if target.suffix.lower() not in WRITERS:
        fail(word("unknown_suffix", language, file=target))
    for path in (target, _beside(target)):
        if path.exists() and not force:
            fail(word("exists", language, file=path))


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
    if within not in columns:
        known = ", ".join(columns) or "–"
        fail(word("unknown_column", language, column=within, known=known))
    pool_of = {
        id(result): extra.get(within) or ""
        for result, extra in zip(results, table.extra, strict=True)
    }
    return rank_units(results, pool=pool, within=lambda result: pool_of[id(result)])


def _show(ranking: Ranking, table: PointsTable, period: Period | None, language: Language) -> None:
    console = output()
    print_ranking(console, ranking, language)
    console.print()
    for line in _footer(ranking, table, period, language):
        console.print(line, markup=False, soft_wrap=False)
    print_problems(output(errors=True), table.problems, language)


def _footer(
    ranking: Ranking, table: PointsTable, period: Period | None, language: Language
) -> Iterator[str]:
    """Yield what the table above rests on: framework, pool, tie rule, source, warnings."""
    results = ranking.results
    ranked = [word("ranked", language, ranked=len(ranking.rows))]
    if ranking.unranked:
        ranked.append(word("unranked", language, unranked=len(ranking.unranked)))
    if any(result.total is None and result.known_total is not None for result in results):
        yield word("published", language)
    if results:
        framework = results[0].framework
        yield f"{word('framework', language)}: {framework.id}, {framework.title}"
        groups = "; ".join(
            f"{node.code} {node.label}"
            for node in framework.nodes()
            if node.code and not node.children
        )
        yield groups
    if period is not None:
        yield f"{word('period', language)}: {format_period(period)}"
    pool = ranking.pool or word("whole_file", language)
    yield f"{word('pool', language)}: {pool}; {'; '.join(ranked)}"
    yield f"{word('ties', language)}: {word(ranking.method, language)}"
    rows = word("rows", language, rows=table.rows)
    yield f"{word('source', language)}: {table.source} ({rows})"
    if table.broken:
        yield word("left_out", language, count=len(table.broken))
    for warning in dict.fromkeys(warning for result in results for warning in result.warnings):
        message, hint = warning.text(language)
        yield f"{word('note', language)}: {message} {hint}"


def _write(target: Path, ranking: Ranking, table: PointsTable, language: Language) -> None:
    """Write the ranking, and beside it why rows were left out."""
    contents = {target: WRITERS[target.suffix.lower()](ranking, table, language)}
    broken = _errors(table)
    if broken:
        contents[_beside(target)] = problems_csv(broken, language)
    for path, content in contents.items():
        try:
            replace_file(path, content)
        except OSError as error:
            fail(word("cannot_write", language, file=path, reason=error.strerror))
        output(errors=True).print(word("written", language, file=path), markup=False)


def _beside(target: Path) -> Path:
    return target.with_name(f"{target.stem}.problems.csv")
