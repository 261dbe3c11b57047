"""``vn766 score``: a table of points in; totals, classes and ranks out.

Small files are read, explained and ranked unit by unit; what is too large for that, and what only
an engine does, is left to one (`vn766.tables.large`).
"""

from __future__ import annotations

import sys
from itertools import islice
from shlex import quote
from typing import TYPE_CHECKING, Final

import click
from attrs import evolve

from vn766.cli.files import SCORED, beside, check_free, check_target, write
from vn766.cli.options import (
    ERRORS_FOUND,
    FILE,
    as_json,
    echo_json,
    fail,
    framework,
    keep_going,
    language,
    period,
    pool,
    reporting_errors,
    sheet,
    within,
)
from vn766.cli.reading import find_unit, is_stdin, rank_file
from vn766.cli.terminal import output, print_line, print_problems, print_ranking
from vn766.cli.words import say, word
from vn766.errors import InvalidRecordError, ProblemCode
from vn766.files import is_csv, is_parquet, name_of
from vn766.framework import edition_for, get_framework
from vn766.show.columns import columns_of_points, rows_of, ties_text
from vn766.show.files import pool_text, scored_json
from vn766.vi import format_period, parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from vn766.errors import Language
    from vn766.readers import ScoredFile
    from vn766.records import Unit
    from vn766.score import Ranking
    from vn766.tables.engines import EngineName

_ENGINES: Final = ("duckdb", "polars", "spark")  # of `vn766.tables.engines`
_DEFAULT: Final[EngineName] = "duckdb"
_UNITS_NAMED: Final = 5  # in a line about what they lack
_SETS_NAMED: Final = 5  # of missing parts
_BEYOND: Final = {ProblemCode.FILE_BEYOND_LIMIT, ProblemCode.TABLE_TOO_LARGE}


@click.command(help=say("score"))
@click.argument("file", type=FILE)
@framework
@period
@pool
@within
@click.option("--unit", metavar="CODE", help=say("score --unit"))
@sheet
@keep_going
@click.option("--engine", type=click.Choice(_ENGINES), help=say("score --engine"))
@click.option("-o", "--output", "target", type=FILE, help=say("score --output"))
@click.option("--problems", type=FILE, help=say("score --problems"))
@click.option("--force", is_flag=True, help=say("score --force"))
@as_json
@language
@reporting_errors
def score(
    *,
    file: Path,
    framework: str | None,
    period: str | None,
    pool: str | None,
    within: tuple[str, ...],
    unit: str | None,
    sheet: str | None,
    keep_going: bool,
    engine: EngineName | None,
    target: Path | None,
    problems: Path | None,
    force: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Read, rank, write, show."""
    when = parse_period(period) if period else None
    edition = get_framework(framework) if framework else None
    asked = engine is not None
    for_engines = not is_stdin(file) and (is_parquet(file) or is_csv(file))
    listed = problems is not None and (is_parquet(file) or _to_parquet(target))
    if engine is None and ((for_engines and listed) or _to_parquet(problems)):
        engine = _DEFAULT
    if engine is None:
        _check_small(file, target, problems, force=force, language=language)
        try:
            scored = rank_file(
                file,
                edition=edition,
                period=when,
                pool=pool,
                within=within,
                sheet=sheet,
                keep_going=keep_going,
                language=language,
            )
        except InvalidRecordError as error:
            beyond = {problem.code for problem in error.problems} <= _BEYOND
            if not beyond or not for_engines:
                raise
        else:
            _finish(scored, target, unit, force=force, as_json=as_json, language=language)
            return
        print_line(output(errors=True), word("by_engine", language, file=name_of(file)))
    if is_stdin(file):
        fail(word("stdin_by_engine", language))
    if unit is not None:
        fail(word("unit_by_engine", language, file=file))
    if edition is None:
        edition = edition_for(when.start, when.end) if when else get_framework()
    from vn766.cli.large import score_by_engine

    written, broken = score_by_engine(
        file,
        engine=engine or _DEFAULT,
        asked=asked,
        framework=edition,
        pool=pool,
        within=within,
        period=when,
        target=target,
        problems=problems,
        force=force,
        as_json=as_json,
        language=language,
    )
    _end(written, language, errors=broken)


def _to_parquet(target: Path | None) -> bool:
    return target is not None and target.suffix.lower() == ".parquet"


# --- small files ----------------------------------------------------------------------------------


def _check_small(
    file: Path, target: Path | None, problems: Path | None, *, force: bool, language: Language
) -> None:
    """Refuse what only an engine does, with the command that does it."""
    if problems is not None:
        command = f"vn766 score {quote(str(file))} --engine {_DEFAULT} …"
        fail(word("needs_engine", language, command=command))
    if target is not None:
        check_target(target, [file], SCORED, "unknown_suffix", force=force, language=language)
        check_free(beside(target), [file], force=force, language=language)


def _finish(
    scored: ScoredFile,
    target: Path | None,
    wanted: str | None,
    *,
    force: bool,
    as_json: bool,
    language: Language,
) -> None:
    unit = None if wanted is None else find_unit(scored, wanted, language)
    ranking = scored.ranking if wanted is None else _only(scored, unit)
    own = "" if unit is None else unit.key
    written = (
        [] if target is None else write(scored, target, own=own, force=force, language=language)
    )
    if as_json:
        echo_json(scored_json(scored, language, ranking).decode().rstrip())
    else:
        _show(scored, ranking, language)
    _end(written, language, errors=bool(scored.errors))


def _only(scored: ScoredFile, unit: Unit | None) -> Ranking:
    """Return the ranking of a file with one unit only, whose rank is that among all."""
    ranking = scored.ranking
    return evolve(
        ranking,
        rows=tuple(row for row in ranking.rows if row.result.unit == unit),
        unranked=tuple(row for row in ranking.unranked if row.result.unit == unit),
    )


def _end(written: Iterable[Path], language: Language, *, errors: bool) -> None:
    for path in written:
        print_line(output(errors=True), word("written", language, file=path))
    if errors:
        sys.exit(ERRORS_FOUND)


def _show(scored: ScoredFile, ranking: Ranking, language: Language) -> None:
    console = output()
    print_ranking(console, scored, ranking, language)
    console.print()
    for line in _incomplete(ranking, language):
        print_line(console, line)
    for line in _footer(scored, language):
        print_line(console, line)
    print_problems(output(errors=True), scored.table.problems, language)


def _incomplete(ranking: Ranking, language: Language) -> Iterator[str]:
    """Yield a line for each set of parts that units lack: which parts, and which units."""
    lacking: dict[tuple[str, ...], list[str]] = {}
    for row in rows_of(ranking):
        if row.result.known_total is None:
            lacking.setdefault(row.result.missing_labels, []).append(row.name)
    for labels, names in islice(lacking.items(), _SETS_NAMED):
        units = "; ".join(names[:_UNITS_NAMED]) + (" …" if len(names) > _UNITS_NAMED else "")
        parts = "; ".join(labels)
        yield word("incomplete", language, count=len(names), parts=parts, units=units)
    if len(lacking) > _SETS_NAMED:
        rest = sum(map(len, list(lacking.values())[_SETS_NAMED:]))
        yield word("more_incomplete", language, count=rest)


def _footer(scored: ScoredFile, language: Language) -> Iterator[str]:
    """Yield what the table above rests on: framework, pool, tie rule, source, warnings."""
    ranking, table, framework = scored.ranking, scored.table, scored.framework
    if any(result.by_publication for result in ranking.results):
        yield word("published", language)
    yield f"{word('framework', language)}: {framework.id}, {framework.title}"
    nodes = [column.node for column in columns_of_points(framework, ranking.results)]
    yield "; ".join(f"{node.code} {node.label}" for node in nodes if node and node.code)
    if scored.period is not None:
        yield f"{word('period', language)}: {format_period(scored.period)}"
    ranked = [word("ranked", language, count=len(ranking.rows))]
    incomplete = sum(unit.result.known_total is None for unit in ranking.unranked)
    for name, count in (("unranked", incomplete), ("apart", len(ranking.unranked) - incomplete)):
        ranked += [word(name, language, count=count)] if count else []
    yield f"{word('pool', language)}: {pool_text(scored, language)}; {'; '.join(ranked)}"
    yield ties_text(ranking.method, language)
    rows = word("rows", language, count=table.rows)
    yield f"{word('source', language)}: {table.source} ({rows})"
    if table.broken:
        yield word("left_out", language, count=len(table.broken))
    for warning in scored.ranking.warnings:
        message, hint = warning.text(language)
        yield f"{word('note', language)}: {message} {hint}"
