"""A ranking as a file: CSV, XLSX or JSON, safe to open and never half written."""

# XlsxWriter has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from vn766.cli.tables import columns_of, rows_of
from vn766.cli.terminal import figure
from vn766.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vn766.cli.tables import Column, Row
    from vn766.errors import Language, Problem
    from vn766.readers import PointsTable
    from vn766.score import Ranking, UnitResult

__all__ = ["WRITERS", "problems_csv", "ranking_json", "replace_file"]

# A cell that begins with one of these is run as a formula by spreadsheet programs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` to a temporary file beside `path`, then move it there in one step."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise


def ranking_csv(ranking: Ranking, _: PointsTable, language: Language) -> bytes:
    """Return CSV as Excel opens it: UTF-8 with BOM, and marks by language.

    Vietnamese: semicolons between cells, decimal commas; English: commas, decimal points.
    """
    columns, rows = _sheet(ranking, language)
    lines = [[column.title for column in columns]]
    lines += [[_text(row, column, language) for column in columns] for row in rows]
    return _csv(lines, language)


def problems_csv(problems: Iterable[Problem], language: Language) -> bytes:
    """Return problems as CSV: place, code, severity, value, message, what to do."""
    lines = [["where", "code", "severity", "value", "message", "hint"]]
    for problem in problems:
        fields = problem.to_dict(language)
        cells = [problem.where, *(fields[key] for key in lines[0][1:])]
        lines.append([_guarded("" if cell is None else str(cell)) for cell in cells])
    return _csv(lines, language)


def ranking_xlsx(ranking: Ranking, _: PointsTable, language: Language) -> bytes:
    """Return a workbook with one sheet; texts are texts, figures are numbers."""
    try:
        import xlsxwriter  # noqa: PLC0415 (extra `xlsx`)
    except ModuleNotFoundError as error:
        extra = "xlsx"
        raise MissingExtraError(extra) from error
    columns, rows = _sheet(ranking, language)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
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
    return content.getvalue()


def ranking_json(ranking: Ranking, table: PointsTable, language: Language) -> bytes:
    """Return everything about a ranking as JSON; figures are texts, so that they stay exact."""
    results = ranking.results
    first = results[0] if results else None
    warnings = dict.fromkeys(warning for result in results for warning in result.warnings)
    document = {
        "framework": first.framework_id if first else None,
        "framework_digest": first.framework_digest if first else None,
        "source": table.source,
        "pool": ranking.pool,
        "method": ranking.method,
        "rows": [
            {"rank": row.rank, "of": row.of, "tied": row.tied, "pool": _plain(row.pool)}
            | _result_fields(row.result)
            for row in ranking.rows
        ],
        "unranked": [_result_fields(row.result) for row in ranking.unranked],
        "warnings": [warning.to_dict(language) for warning in warnings],
        "problems": [problem.to_dict(language) for problem in table.problems],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _result_fields(result: UnitResult) -> dict[str, object]:
    band, published = result.known_band, result.published
    least, most = result.bounds
    return {
        "code": result.unit.code if result.unit else None,
        "unit": result.unit.name if result.unit else None,
        "points": {node.id: _plain(node.points) for node in result.nodes.values()},
        "total": _plain(result.total),
        "percent": _plain(result.percent),
        "band": {"id": band.id, "label": band.label} if band else None,
        "to_next_band": _plain(result.to_next_band),
        "missing": list(result.missing),
        "bounds": [str(least), str(most)],
        "possible_bands": [possible.id for possible in result.possible_bands],
        "published": published
        and {
            "total": _plain(published.total),
            "rank": published.rank,
            "of": published.of,
            "band": published.band,
            "source": published.source,
        },
    }


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _sheet(ranking: Ranking, language: Language) -> tuple[Sequence[Column], Sequence[Row]]:
    rows = list(rows_of(ranking))
    pooled = len({row.pool for row in rows}) > 1
    return columns_of([row.result for row in rows], language, pooled=pooled), rows


def _text(row: Row, column: Column, language: Language) -> str:
    value = row.cells[column.key]
    if isinstance(value, Decimal):
        return figure(value, language, decimals=2)
    return "" if value is None else _guarded(str(value))


def _guarded(text: str) -> str:
    """Return `text` so that no spreadsheet runs it: formulas get an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _csv(lines: Iterable[Sequence[str]], language: Language) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language == "vi" else ",", lineterminator="\r\n")
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig")


WRITERS: dict[str, Callable[[Ranking, PointsTable, Language], bytes]] = {
    ".csv": ranking_csv,
    ".xlsx": ranking_xlsx,
    ".json": ranking_json,
}
