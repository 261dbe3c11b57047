"""The limits that docs/security.md names are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

from vn766.framework import fields
from vn766.nd30 import package
from vn766.nd30.judge import reading
from vn766.readers import archives, grids, workbooks
from vn766.vi import numbers

PAGE = (Path(__file__).parents[2] / "docs" / "security.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE))
MIB = 2**20


def test_tables() -> None:
    assert ROWS["a table or response"] == f"{grids.MAX_BYTES // MIB} MiB"
    limits = (grids.MAX_ROWS, grids.MAX_COLUMNS, grids.MAX_CELLS)
    assert ROWS["its rows, columns, cells"] == "; ".join(f"{limit:,}" for limit in limits)
    assert ROWS["one cell"] == f"{grids.MAX_CELL_LENGTH:,} characters"


def test_workbooks() -> None:
    unpacked, entries = workbooks._MAX_UNPACKED // MIB, archives._MAX_ENTRIES  # noqa: SLF001
    depth = workbooks._MAX_DEPTH  # noqa: SLF001
    said = f"{unpacked} MiB in {entries:,} parts, elements {depth} deep"
    assert ROWS["a workbook, unpacked"] == said


def test_documents() -> None:
    unpacked, lines = package._MAX_UNPACKED // MIB, package._MAX_LINES  # noqa: SLF001
    depth = package._MAX_DEPTH  # noqa: SLF001
    said = f"{unpacked} MiB, {lines:,} lines, elements {depth} deep"
    assert ROWS["a Word document, unpacked"] == said
    heads = reading._MOST_HEADS  # noqa: SLF001
    assert ROWS["lines of its headers and footers, in all sections"] == f"{heads:,}"


def test_frameworks_and_texts() -> None:
    size, line = fields.LARGEST_FILE // 1024, fields._LONGEST_LINE  # noqa: SLF001
    assert ROWS["a framework file"] == f"{size} KiB, lines of {line:,} characters"
    assert ROWS["a text read as a number"] == f"{numbers.MAX_LENGTH} characters"
