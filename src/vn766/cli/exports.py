"""A ranking as a file: CSV, XLSX or JSON, safe to open and with all that its ranks rest on."""

# XlsxWriter has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve

from vn766.cli.reading import pool_text
from vn766.cli.tables import columns_of, rows_of
from vn766.cli.words import word
from vn766.errors import MissingExtraError
from vn766.texts import figure, writing
from vn766.vi import format_period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from vn766.cli.tables import Column, Row
    from vn766.errors import Language, Problem
    from vn766.readers import ScoredFile
    from vn766.records import Unit

# Where a cell begins with one of = + - @ or a control character, spreadsheet programs run it as
# a formula. Another cell begins behind each mark that divides cells in some country.
_FORMULA = re.compile(r"""((?:^|[,;\t\r\n])["\t\r\n]*)(?=[=+\-@])|^(?=[\t\r\n])""")


def ranking_csv(scored: ScoredFile, language: Language) -> bytes:
    """Return CSV as Excel opens it: UTF-8 with BOM, and marks by language.

    Vietnamese: semicolons between cells, decimal commas; English: commas, decimal points. Each
    line ends with what it rests on: rows are copied out of a file and sent on without it.
    """
    columns, rows = columns_of(scored, language), rows_of(scored)
    basis = [scored.framework.id, _period(scored), scored.framework.digest]
    lines = [[column.title for column in columns]]
    lines[0] += [word(name, language) for name in ("framework", "period", "digest")]
    lines += [[_text(row, column, language) for column in columns] + basis for row in rows]
    return csv_bytes(lines, language)


def problems_csv(problems: Iterable[Problem], language: Language) -> bytes:
    """Return problems as CSV: place, code, severity, value, message, what to do."""
    names = ("place", "code", "severity", "value", "message", "hint")
    lines = [[word(name, language) for name in names]]
    for problem in problems:
        fields = problem.to_dict(language) | {"place": problem.where}
        lines.append([str(fields[name] or "") for name in names])
    return csv_bytes(lines, language)


def ranking_xlsx(scored: ScoredFile, language: Language) -> bytes:
    """Return a workbook: the ranking (texts are texts, figures numbers), and what it rests on."""
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        extra = "xlsx"
        raise MissingExtraError(extra) from error
    columns, rows = columns_of(scored, language), list(rows_of(scored))
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet(word("ranking", language))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        two_places = book.add_format({"num_format": "0.00"})
        for x, column in enumerate(columns):
            sheet.write_string(0, x, column.title, bold)
            sheet.set_column(x, x, 32 if column.key == "unit" else 12)
        for y, row in enumerate(rows, 1):
            for x, column in enumerate(columns):
                value = row.cells[column.key]
                if isinstance(value, str):
                    sheet.write_string(y, x, value)
                elif isinstance(value, Decimal):
                    # XLSX stores doubles: the nearest one prints back as the same two decimals.
                    sheet.write_number(y, x, float(value), two_places)
                elif value is not None:
                    sheet.write_number(y, x, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        about = book.add_worksheet(word("about", language))
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 80)
        for y, (label, text) in enumerate(_about(scored, language)):
            about.write_string(y, 0, label)
            about.write_string(y, 1, text)
    return content.getvalue()


def ranking_json(scored: ScoredFile, language: Language, unit: Unit | None = None) -> bytes:
    """Return everything about a ranking as JSON; figures are texts, so that they stay exact.

    With `unit`, the rows are those of this unit only; its rank is that among all.
    """
    table, ranking = scored.table, scored.ranking
    shown = evolve(
        ranking,
        rows=tuple(row for row in ranking.rows if unit in (None, row.result.unit)),
        unranked=tuple(row for row in ranking.unranked if unit in (None, row.result.unit)),
    )
    document = {
        **shown.to_dict(language),
        # Of these the ranking knows nothing if every row was left out.
        "framework": scored.framework.id,
        "framework_digest": scored.framework.digest,
        "period": _period(scored) or None,
        "source": table.source,
        "source_rows": table.rows,
        "left_out": len(table.broken),
        "within": scored.within,
        "problems": [problem.to_dict(language) for problem in table.problems],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _about(scored: ScoredFile, language: Language) -> Iterator[tuple[str, str]]:
    """Yield what a ranking rests on: without it a rank means nothing."""
    framework, table, method = scored.framework, scored.table, scored.ranking.method
    facts = {
        "id": framework.id,
        "framework": framework.title,
        "digest": framework.digest,
        "period": _period(scored),
        "pool": pool_text(scored, language),
        "ties": word(method, language),
        "source": table.source,
        "source_rows": str(table.rows),
        "rows_left_out": str(len(table.broken)),
    }
    for name, text in facts.items():
        yield word(name, language), text
    for warning in scored.ranking.warnings:
        yield word("note", language), " ".join(warning.text(language))


def _period(scored: ScoredFile) -> str:
    return "" if scored.period is None else format_period(scored.period)


def _text(row: Row, column: Column, language: Language) -> str:
    value = row.cells[column.key]
    if isinstance(value, Decimal):
        return figure(value, language, decimals=2)
    return "" if value is None else str(value)


def csv_bytes(lines: Iterable[Sequence[str]], language: Language) -> bytes:
    """Return lines as CSV in which no spreadsheet runs a cell: formulas get an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=writing(language).cell_mark,
        lineterminator="\r\n",
        quoting=csv.QUOTE_ALL,
    )
    writer.writerows([without_formula(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def without_formula(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe stands before each formula."""
    return _FORMULA.sub(r"\1'", cell)


WRITERS: dict[str, Callable[[ScoredFile, Language], bytes]] = {
    ".csv": ranking_csv,
    ".xlsx": ranking_xlsx,
    ".json": ranking_json,
}
