"""A clerk who fills in a workbook by its labels, as people do: with openpyxl, no code of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def fill(
    path: Path,
    frame: Mapping[str, object],
    *,
    texts: Mapping[str, str] | None = None,
    **sheets: Sequence[Sequence[object]],
) -> Path:
    """Fill in the sheet of the frame and the sentences by their labels, the others row by row."""
    book = openpyxl.load_workbook(path)
    _by_labels(book["Văn bản"], frame)
    _by_labels(book["Lời văn"], texts or {})
    names = {
        "data": ("Số liệu", 2),
        "content": ("Nội dung", 2),
        "series": ("Các kỳ", 2),
        "annex": ("Phụ lục riêng", 1),
    }
    for key, rows in sheets.items():
        name, first = names[key]
        for y, row in enumerate(rows, first):
            for x, value in enumerate(row, 1):
                book[name].cell(y, x).value = value
    book.save(path)
    return path


def _by_labels(sheet: Any, values: Mapping[str, object]) -> None:
    rows = {
        str(sheet.cell(row, 1).value or "").rstrip(" *"): row for row in range(1, sheet.max_row + 1)
    }
    for label, value in values.items():
        for at, part in enumerate(value if isinstance(value, list) else [value]):
            sheet.cell(rows[label] + at, 2).value = part
