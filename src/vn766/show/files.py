"""A scored file as a file for others: CSV, XLSX or JSON, with all that its ranks rest on.

Spreadsheets open it, and run nothing in it.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final, NamedTuple

from vn766.lazy import regex
from vn766.show.columns import (
    COLUMNS,
    Column,
    columns_of_points,
    pool_title,
    rows_of,
    say,
    ties_note,
)
from vn766.show.sheets import Head, Sheet, Sheets, flat
from vn766.texts import writing
from vn766.vi import format_period

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from vn766.compare import RankingComparison, Series
    from vn766.errors import Language, Problem
    from vn766.readers import ScoredFile
    from vn766.schemas.outputs import ScoreOutput, SourceDict
    from vn766.score.pools import PoolBasis
    from vn766.score.ranking import Ranking
    from vn766.show.changes import Side
    from vn766.show.columns import Row

# Where a cell begins with one of = + - @ or a control character, spreadsheet programs run it as
# a formula. Another cell begins behind each mark that divides cells in some country.
_FORMULA: Final = regex(r"""((?:^|[,;\t\r\n])["\t\r\n]*)(?=[=+\-@])|^(?=[\t\r\n])""")
_PROBLEM: Final = ("place", "code", "severity", "value", "message", "hint")


class Result(NamedTuple):
    """What was computed, in each form that a file may have; each is made when asked."""

    sheets: Callable[[], Sheets]
    page: Callable[[], str]
    document: Callable[[], object] = dict

    def content(self, ending: str, language: Language) -> bytes:
        """Return the bytes of a file with this ending."""
        match ending:
            case ".xlsx":
                from vn766.show.xlsx import workbook

                return workbook(self.sheets(), language)
            case ".csv":
                return csv_bytes(flat(self.sheets(), language), language)
            case ".json":
                return (json.dumps(self.document(), ensure_ascii=False, indent=2) + "\n").encode()
            case _:
                return self.page().encode()


def columns_of(scored: ScoredFile) -> list[Column]:
    """Return the columns of a file: of those that only some files fill, the ones with values."""
    ranking = scored.ranking
    names = ["rank", "of", "tied", "code", "unit", "computed_total", "percent"]
    names += ["band", "to_next_band", "missing"]
    if scored.pool is not None or are_titled(scored):
        names.insert(0, "pool")
    at = names.index("computed_total")
    if any(result.by_publication for result in ranking.results):
        names.insert(at + 1, "published_total")
    columns = [COLUMNS[name] for name in names]
    return [*columns[:at], *columns_of_points(scored.framework, ranking.results), *columns[at:]]


def are_titled(scored: ScoredFile) -> bool:
    """Whether the pools of a file are told apart by their names."""
    ranking = scored.ranking
    pools = {row.pool for row in rows_of(ranking)}
    return ranking.basis not in {"whole", "named"} or len(pools) > 1


def pool_text(scored: ScoredFile, language: Language) -> str:
    """Return what is ranked, and why it is one pool or several, in words."""
    ranking, apart = scored.ranking, scored.ranking.levels_apart
    columns = ", ".join(scored.within)
    return pools_text(ranking.basis, scored.pool, columns, language, levels_apart=apart)


def pools_text(
    basis: PoolBasis, pool: str | None, column: str, language: Language, *, levels_apart: bool
) -> str:
    """Return what is ranked, by its name and the columns that tell pools apart."""
    said: dict[PoolBasis, str] = {
        "whole": say("whole_file", language),
        "named": "",
        "level": say("by_level", language),
        "section": say("by_section", language),
        "within": say("by_column", language, column=column),
    }
    apart = say("levels_apart", language) if levels_apart else ""
    return ", ".join(filter(None, (pool or "", said[basis], apart)))


def scored_csv(scored: ScoredFile, language: Language) -> bytes:
    """Return CSV as Excel opens it: UTF-8 with BOM, and marks by language.

    Vietnamese: semicolons between cells, decimal commas; English: commas, decimal points. Each
    line ends with what it rests on: rows are copied out of a file and sent on without it.
    """
    columns = columns_of(scored)
    basis = [scored.framework.id, _period(scored), scored.framework.digest]
    lines = [[column.title(language) for column in columns]]
    lines[0] += [say(name, language) for name in ("framework", "period", "digest")]
    lines += [
        [*(column.cell(row, language) for column in columns), *basis]
        for row in rows_of(scored.ranking)
    ]
    return csv_bytes(lines, language)


def problems_csv(problems: Iterable[Problem], language: Language) -> bytes:
    """Return problems as CSV: place, code, severity, value, message, what to do."""
    lines = [[say(name, language) for name in _PROBLEM]]
    for problem in problems:
        fields = problem.to_dict(language) | {"place": problem.where}
        lines.append([str(fields[name] or "") for name in _PROBLEM])
    return csv_bytes(lines, language)


def scored_xlsx(scored: ScoredFile, language: Language) -> bytes:
    """Return a workbook that prints: a sheet a pool, and what the ranks rest on."""
    from vn766.show.xlsx import workbook

    return workbook(scored_sheets(scored, language), language)


def scored_sheets(scored: ScoredFile, language: Language) -> Sheets:
    """Return the ranking as tables for print, one for each pool."""
    pools: dict[Hashable, list[Row]] = {}
    for row in rows_of(scored.ranking):
        pools.setdefault(row.pool, []).append(row)
    columns = _printed_columns(scored)
    period = _period(scored)
    notes: list[str] = []
    notes += ties_note(language, scored.ranking)
    if any(result.by_publication for result in scored.ranking.results):
        notes.append(say("published_note", language))
    if scored.table.broken:
        notes.append(say("left_out_note", language, count=len(scored.table.broken)))
    return Sheets(
        title=" ".join(filter(None, (say("title", language), period))),
        facts=(f"{say('source', language)}: {scored.table.source}",),
        sheets=tuple(
            _sheet(scored, pool, rows, columns, language=language)
            for pool, rows in (pools or {scored.pool: []}).items()
        ),
        notes=tuple(notes),
        about=tuple(about(scored, language)),
        edition=scored.framework.title,
    )


def _printed_columns(scored: ScoredFile) -> list[Column]:
    """Return the columns of a printed table: the unit, its points, and what follows from them."""
    rows = list(rows_of(scored.ranking))
    points = columns_of_points(scored.framework, scored.ranking.results)
    optional = ("key", "published_total", "missing")
    first = [COLUMNS[name] for name in ("unit", "key")]
    last = ["computed_total", "published_total", "band", "standing", "missing"]
    columns = [*first, *points, *(COLUMNS[name] for name in last)]
    return [
        column
        for column in columns
        if column.key not in optional or any(column.value(row) is not None for row in rows)
    ]


def _sheet(
    scored: ScoredFile,
    pool: Hashable,
    rows: Sequence[Row],
    columns: Sequence[Column],
    *,
    language: Language,
) -> Sheet:
    heads = [Head(column.title(language), column.kind) for column in columns]
    titled = pool is not None or are_titled(scored)
    basis = scored.ranking.basis
    name = pool_title(pool, language, basis) if titled else pool_text(scored, language)
    count = sum(row.rank is not None for row in rows)
    ranked = say("units_ranked" if count else "not_ranked", language, count=count)
    return Sheet(
        name=name if titled else say("ranking", language),
        facts=(f"{say('pool', language)}: {name} ({ranked})",),
        heads=(Head(say("number", language), "count"), *heads),
        rows=tuple(
            (number, *(column.value(row) for column in columns))
            for number, row in enumerate(rows, 1)
        ),
    )


def compared_sheets(
    before: ScoredFile, after: ScoredFile, comparison: RankingComparison, language: Language
) -> Sheets:
    """Return the comparison of two files as tables for print."""
    from vn766.show.changes import comparison_sheets

    sides = (_side(before, language), _side(after, language))
    return comparison_sheets(comparison, after.framework, sides, language)


def _side(scored: ScoredFile, language: Language) -> Side:
    from vn766.show.changes import Side

    source = scored.table.source
    return Side(source, _period(scored) or source, pool_text(scored, language))


def periods_sheets(
    files: Sequence[ScoredFile], lines: Sequence[Series], language: Language
) -> Sheets:
    """Return the units of files of several periods as tables for print, a column a period."""
    from vn766.show.changes import series_sheets

    ends = [scored.period.end for scored in files if scored.period]
    latest = files[ends.index(max(ends))].ranking
    return series_sheets(lines, latest, [scored.table.source for scored in files], language)


def scored_html(scored: ScoredFile, language: Language, own: str = "") -> bytes:
    """Return a page for leaders, which marks the unit whose key is `own`."""
    from vn766.show.page import ranking_page

    facts = [
        f"{say('source', language)}: {scored.table.source}",
        f"{say('pool', language)}: {pool_text(scored, language)}",
        *ties_note(language, scored.ranking, marked=True),
    ]
    return ranking_page(scored.ranking, language, facts=facts, own=own).encode()


def scored_json(scored: ScoredFile, language: Language, ranking: Ranking | None = None) -> bytes:
    """Return everything about a scored file as JSON; figures are texts, so that they stay exact.

    `ranking` is the part of that of the file that is shown; default: all.
    """
    from vn766.show.json import period_dict

    table, shown = scored.table, scored.ranking if ranking is None else ranking
    document: ScoreOutput = {
        **shown.to_dict(language),
        # Of these the ranking knows nothing if every row was left out.
        "framework": scored.framework.id,
        "framework_digest": scored.framework.digest,
        "period": period_dict(scored.period),
        **source_dict(scored),
        "within": list(scored.within),
        "problems": [problem.to_dict(language) for problem in table.problems],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def source_dict(scored: ScoredFile) -> SourceDict:
    """Return where figures were read, and how much of it."""
    table = scored.table
    return {"source": table.source, "source_rows": table.rows, "left_out": len(table.broken)}


def about(scored: ScoredFile, language: Language) -> Iterator[tuple[str, str]]:
    """Yield what a ranking rests on: without it a rank means nothing."""
    framework, table, ranking = scored.framework, scored.table, scored.ranking
    facts = {
        "id": framework.id,
        "framework": framework.title,
        "digest": framework.digest,
        "period": _period(scored),
        "pool": pool_text(scored, language),
        "ties": say(ranking.method, language, mark=""),
        "source": table.source,
        "source_rows": str(table.rows),
        "rows_left_out": str(len(table.broken)),
    }
    for name, text in facts.items():
        yield say(name, language), text
    for warning in ranking.warnings:
        yield say("note", language), " ".join(warning.text(language))


def _period(scored: ScoredFile) -> str:
    return "" if scored.period is None else format_period(scored.period)


def csv_bytes(lines: Iterable[Sequence[str]], language: Language) -> bytes:
    """Return lines as CSV in which no spreadsheet runs a cell: formulas get an apostrophe."""
    text = io.StringIO()
    delimiter = writing(language).cell_mark
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([without_formula(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def without_formula(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe stands before each formula."""
    return _FORMULA.sub(r"\1'", cell)


def scored_parquet(scored: ScoredFile, _: Language) -> bytes:
    """Return the ranking as Parquet, for programs: names and figures are those of dataframes."""
    from vn766.show.frames import to_parquet

    return to_parquet(scored.ranking)


WRITERS: Final[Mapping[str, Callable[[ScoredFile, Language], bytes]]] = {
    ".csv": scored_csv,
    ".xlsx": scored_xlsx,
    ".json": scored_json,
    ".html": scored_html,
    ".parquet": scored_parquet,
}
"""How a scored file is written, by the ending of the name."""
