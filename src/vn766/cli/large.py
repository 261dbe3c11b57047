"""``vn766 score`` of tables of any size: an engine scores them, the first rows are shown."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve
from rich import box
from rich.table import Table
from rich.text import Text

from vn766._engine.plan import plan_of
from vn766.cli.files import TABLES, check_target, working_folder
from vn766.cli.options import fail, print_json
from vn766.cli.terminal import clean, in_cell, output, print_line, print_problems
from vn766.cli.words import word
from vn766.errors import MissingExtraError, ProblemCode
from vn766.files import beginning, is_parquet, limits, move_file, name_of, naming, refusal
from vn766.score.doubts import told_of_totals
from vn766.show.columns import MISSING, PUBLISHED, percent_text, points_text, ties_text
from vn766.show.files import pools_text
from vn766.texts import count
from vn766.vi import format_rank

try:
    from vn766.tables.engines import TITLES
    from vn766.tables.large import score_large
except MissingExtraError as error:
    extra = "duckdb"  # which brings along all that the command needs here
    raise MissingExtraError(extra) from error

from vn766.tables.doubts import doubts_of
from vn766.tables.pieces import (
    first_rows,
    problems_of,
    size_of,
    summary_of,
    write_problems,
    write_results,
)

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from vn766.errors import Language, Problem
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.schemas.outputs import LargeScoreOutput
    from vn766.tables.engines import EngineName
    from vn766.tables.large import Scored
    from vn766.tables.pieces import Summary

_SHOWN: Final = 20  # rows
_NAMED: Final = 5  # problems


def score_by_engine(
    file: Path,
    *,
    engine: EngineName,
    asked: bool,
    framework: Framework,
    pool: str | None,
    within: Sequence[str],
    period: Period | None,
    target: Path | None,
    problems: Path | None,
    force: bool,
    as_json: bool,
    language: Language,
) -> tuple[list[Path], bool]:
    """Have an engine score a table; rows with problems do not stop the others.

    Returns the files that were written, and whether rows have problems. Parquet may hold millions
    of rows in some kilobytes: how many is told first, and more than usual are scored only if the
    engine was `asked` for.
    """
    written = [path for path in (problems, target) if path is not None]
    for path in written:
        check_target(path, [file], TABLES, "not_claims", force=force, language=language)
    if target is not None and problems is not None and target.resolve() == problems.resolve():
        fail(word("same_target", language, file=target))
    if is_parquet(file):
        _tell_size(file, asked=asked, language=language)
    with working_folder(target or problems) as name, ExitStack() as waiting:
        if not as_json:
            status = word("scoring", language, engine=TITLES[engine])
            waiting.enter_context(output(errors=True).status(status))
        scored = score_large(
            file,
            engine=engine,
            framework=framework,
            within=within,
            pool=pool,
            period=period,
            folder=Path(name),
        )
        summary = summary_of(scored)
        if not summary.rows:
            raise refusal(ProblemCode.NO_UNITS, scored.source)
        if problems is not None:  # first: there is no result that lacks its reasons
            as_csv = not is_parquet(problems)
            with _written(problems, force=force) as path:
                write_problems(scored, path, language, as_csv=as_csv)
        if target is not None and is_parquet(target):
            move_file(scored.path, target, force=force)
            scored = evolve(scored, path=target)
        elif target is not None:
            with _written(target, force=force) as path:
                write_results(scored, path, language)
        scored = evolve(scored, notes=(*scored.notes, *doubts_of(scored)))
        waiting.close()
        if as_json:
            print_json(_to_json(scored, summary, written, language))
        else:
            listed = problems is not None
            _print(scored, summary, pool=pool, listed=listed, language=language)
    return written, bool(summary.broken)


def _tell_size(file: Path, *, asked: bool, language: Language) -> None:
    """Print on standard error how large a table is by its footer, or refuse it."""
    beginning(file, 0)  # refuses what is no regular file
    size = size_of(file)
    if size is None:
        return  # the engine says what is wrong
    rows, columns = (count(number, language) for number in size)
    details = {"file": name_of(file), "rows": rows, "columns": columns}
    if not asked and (size[0] > limits.ROWS or size[1] > limits.PARQUET_COLUMNS):
        most = {"most": count(limits.ROWS, language), "most_columns": limits.PARQUET_COLUMNS}
        fail(word("parquet_beyond", language, **details, **most))
    print_line(output(errors=True), word("parquet_size", language, **details))


@contextmanager
def _written(target: Path, *, force: bool) -> Generator[Path]:
    """Yield the path of a temporary file that goes to `target` when it is complete."""
    with naming(target), working_folder(target) as folder:
        path = Path(folder, "table")
        yield path
        move_file(path, target, force=force)


def _to_json(
    scored: Scored, summary: Summary, written: Sequence[Path], language: Language
) -> LargeScoreOutput:
    """Return the summary and the first rows and problems as JSON-ready values.

    Figures are texts, so that they stay exact.
    """
    return {
        "schema": "vn766-score-large-1",
        "source": scored.source,
        "engine": scored.engine,
        "framework": scored.framework.id,
        "framework_digest": scored.framework.digest,
        "within": list(scored.within),
        "basis": scored.basis,
        "levels_apart": scored.levels_apart,
        "method": scored.framework.ranking.method,
        "source_rows": summary.rows,
        "scored": summary.scored,
        "incomplete": summary.incomplete,
        "broken": summary.broken,
        "bands": summary.bands,
        "warnings": [warning.to_dict(language) for warning in _warnings(scored, summary)],
        "first_rows": [_plain(row) for row in first_rows(scored, _SHOWN)],
        "notes": [note.to_dict(language) for note in scored.notes[:_SHOWN]],
        "first_problems": list(islice(_problems(scored, language), _NAMED)),
        "written": [str(path) for path in written],
    }


def _print(
    scored: Scored, summary: Summary, *, pool: str | None, listed: bool, language: Language
) -> None:
    """Print the first rows, the summary, and on standard error the first problems.

    `pool` is what the ranked units are called; `listed` whether a file lists all problems.
    """
    console = output()
    console.print(_table(scored, first_rows(scored, _SHOWN), language))
    if summary.rows > _SHOWN:
        rows = count(summary.rows, language)
        print_line(console, word("first_rows", language, shown=_SHOWN, rows=rows))
    console.print()
    for line in _footer(scored, summary, pool, language):
        print_line(console, line)
    errors = output(errors=True)
    print_problems(errors, scored.notes, language)
    if summary.broken:
        rows = count(summary.broken, language)
        print_line(errors, word("broken_rows", language, rows=rows, count=summary.broken))
        for problem in islice(_problems(scored, language), _NAMED):
            errors.print(_paragraph(problem, language))
        if not listed:
            print_line(errors, word("list_problems", language))


def _warnings(scored: Scored, summary: Summary) -> tuple[Problem, ...]:
    """Return what the rows rest on that is not verified."""
    plan = plan_of(scored.framework)
    return (*plan.warnings, *told_of_totals(plan, summary.totals, summary.rows))


def _problems(scored: Scored, language: Language) -> Iterator[dict[str, Any]]:
    tables = problems_of(scored, language)
    return chain.from_iterable(table.to_pylist() for table in tables)


def _plain(row: Mapping[str, Any]) -> dict[str, str | int | bool | None]:
    """Return a row as JSON holds it; whatever JSON has no type for is a text."""
    return {
        name: value if value is None or isinstance(value, str | int) else str(value)
        for name, value in row.items()
    }


def _table(scored: Scored, rows: Sequence[Mapping[str, Any]], language: Language) -> Table:
    names = scored.columns.names
    units = [names[at] for at in sorted(scored.columns.units.values())]
    shown = list(dict.fromkeys((*scored.within, *units)))
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in shown:
        table.add_column(Text(clean(name)))
    for name in ("rank", "total", "percent"):
        table.add_column(word(name, language), justify="right", no_wrap=True)
    for name in ("band", "note"):
        table.add_column(word(name, language))
    for row in rows:
        cells = [in_cell("" if row[name] is None else str(row[name])) for name in shown]
        table.add_row(*cells, *(_results(row, language)))
    return table


def _results(row: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Yield what was computed of a row: its rank, total, percent, class, and what it lacks."""
    tied = "=" if row["rank"] and row["tied"] > 1 else ""
    yield tied + format_rank(row["rank"], row["of"]) if row["rank"] else MISSING
    yield points_text(row["total"], language) + PUBLISHED * row["by_publication"]
    yield percent_text(row["percent"], language)
    yield row["band"] or ""
    if row["problems"]:
        yield word("row_broken", language, count=row["problems"])
    else:
        lacks = row["total"] is None
        yield word("row_incomplete", language, count=row["missing"]) if lacks else ""


def _footer(
    scored: Scored, summary: Summary, pool: str | None, language: Language
) -> Iterator[str]:
    """Yield what all rows come to, and what that rests on."""
    if summary.published:
        yield word("published", language)
    bands = (f"{label} {count(rows, language)}" for label, rows in summary.bands.items())
    head = word("scored_rows", language)
    yield f"{head}: {count(summary.scored, language)} ({'; '.join(bands)})"
    head = word("incomplete_rows", language)
    yield f"{head}: {count(summary.incomplete, language)}"
    framework = scored.framework
    yield f"{word('framework', language)}: {framework.id}, {framework.title}"
    said = pools_text(
        scored.basis, pool, ", ".join(scored.within), language, levels_apart=scored.levels_apart
    )
    yield f"{word('pool', language)}: {said}"
    yield ties_text(framework.ranking.method, language)
    for name in scored.renamed:
        yield word("renamed", language, column=name)
    rows = word("rows", language, count=count(summary.rows, language))
    yield f"{word('source', language)}: {scored.source} ({rows}), {TITLES[scored.engine]}"
    for warning in _warnings(scored, summary):
        message, hint = warning.text(language)
        yield f"{word('note', language)}: {message} {hint}"


def _paragraph(problem: Mapping[str, Any], language: Language) -> Text:
    """Return one problem of a row, as problems of cells are printed."""
    unit = next((str(problem[key]) for key in ("unit", "unit_code") if problem.get(key)), "")
    place = word("row_place", language, row=problem["row"], column=problem["column"])
    where = f"{place} ({unit}): " if unit else f"{place}: "
    return Text.assemble("• ", (clean(where), "bold"), clean(problem["message"]))
