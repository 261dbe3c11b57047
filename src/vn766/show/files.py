"""A scored file as a file for others: CSV, XLSX or JSON, with all that its ranks rest on.

Spreadsheets open it, and run nothing in it.
"""

# XlsxWriter has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from vn766.errors import MissingExtraError
from vn766.show.columns import COLUMNS, Column, columns_of_points, rows_of, say
from vn766.show.json import period_dict
from vn766.texts import writing
from vn766.vi import format_period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vn766.errors import Language, Problem
    from vn766.readers import ScoredFile
    from vn766.schemas.outputs import ScoreOutput, SourceDict
    from vn766.score.ranking import Ranking

# Where a cell begins with one of = + - @ or a control character, spreadsheet programs run it as
# a formula. Another cell begins behind each mark that divides cells in some country.
_FORMULA: Final = re.compile(r"""((?:^|[,;\t\r\n])["\t\r\n]*)(?=[=+\-@])|^(?=[\t\r\n])""")
_PROBLEM: Final = ("place", "code", "severity", "value", "message", "hint")


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
    ranking = scored.ranking
    said = {
        "whole": say("whole_file", language),
        "named": "",
        "level": say("by_level", language),
        "section": say("by_section", language),
        "within": say("by_column", language, column=scored.within),
    }
    apart = say("levels_apart", language) if ranking.levels_apart else ""
    return ", ".join(filter(None, (scored.pool or "", said[ranking.basis], apart)))


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
    """Return a workbook: the ranking (texts are texts, figures numbers), and what it rests on."""
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        extra = "xlsx"
        raise MissingExtraError(extra) from error
    columns, rows = columns_of(scored), list(rows_of(scored.ranking))
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet(say("ranking", language))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        two_places = book.add_format({"num_format": "0.00"})
        for x, column in enumerate(columns):
            sheet.write_string(0, x, column.title(language), bold)
            sheet.set_column(x, x, 32 if column.key == "unit" else 12)
            for y, row in enumerate(rows, 1):
                value = column.value(row)
                if isinstance(value, str):
                    sheet.write_string(y, x, value)
                elif isinstance(value, Decimal):
                    # XLSX stores doubles: the nearest one prints back as the same two decimals.
                    sheet.write_number(y, x, float(value), two_places)
                elif value is not None:
                    sheet.write_number(y, x, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        about = book.add_worksheet(say("about", language))
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 80)
        for y, (label, text) in enumerate(_about(scored, language)):
            about.write_string(y, 0, label)
            about.write_string(y, 1, text)
    return content.getvalue()


def scored_json(scored: ScoredFile, language: Language, ranking: Ranking | None = None) -> bytes:
    """Return everything about a scored file as JSON; figures are texts, so that they stay exact.

    `ranking` is the part of that of the file that is shown; default: all.
    """
    table, shown = scored.table, scored.ranking if ranking is None else ranking
    document: ScoreOutput = {
        **shown.to_dict(language),
        # Of these the ranking knows nothing if every row was left out.
        "framework": scored.framework.id,
        "framework_digest": scored.framework.digest,
        "period": period_dict(scored.period),
        **source_dict(scored),
        "within": scored.within,
        "problems": [problem.to_dict(language) for problem in table.problems],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def source_dict(scored: ScoredFile) -> SourceDict:
    """Return where figures were read, and how much of it."""
    table = scored.table
    return {"source": table.source, "source_rows": table.rows, "left_out": len(table.broken)}


def _about(scored: ScoredFile, language: Language) -> Iterator[tuple[str, str]]:
    """Yield what a ranking rests on: without it a rank means nothing."""
    framework, table, ranking = scored.framework, scored.table, scored.ranking
    facts = {
        "id": framework.id,
        "framework": framework.title,
        "digest": framework.digest,
        "period": _period(scored),
        "pool": pool_text(scored, language),
        "ties": say(ranking.method, language),
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


WRITERS: Final[Mapping[str, Callable[[ScoredFile, Language], bytes]]] = {
    ".csv": scored_csv,
    ".xlsx": scored_xlsx,
    ".json": scored_json,
}
"""How a scored file is written, by the ending of the name."""
