"""The limits that docs/security.md names are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

from vn766.cli.terminal import _LONGEST, _MOST_ROWS
from vn766.files import limits
from vn766.vocabulary import typed

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE))


def test_tables() -> None:
    assert ROWS["a table or response"] == f"{limits.BYTES // limits.MIB} MiB"
    sizes = (limits.ROWS, limits.COLUMNS, limits.CELLS)
    assert ROWS["its rows, columns, cells, in all tables"] == "; ".join(f"{n:,}" for n in sizes)
    assert ROWS["its units, if it is one of points"] == f"{limits.UNITS:,}"
    said = f"{limits.VALUES:,}, lists and objects {limits.JSON_DEPTH} deep"
    assert ROWS["the values of a response"] == said
    said = f"{limits.ROWS:,} rows, {limits.PARQUET_COLUMNS} columns"
    assert ROWS["Parquet for an engine, unless it is asked for"] == said
    shown = f"{_MOST_ROWS:,} units of a file or rows of advice, and {_LONGEST} characters of a text"
    assert shown in PAGE.replace("\n", " ")
    assert ROWS["one cell"] == f"{limits.CELL_LENGTH:,} characters"
    assert ROWS["all cells of a workbook"] == f"{limits.CELLS_LENGTH:,} characters"


def test_workbooks() -> None:
    unpacked, entries = limits.WORKBOOK_BYTES // limits.MIB, limits.ENTRIES
    said = f"{unpacked} MiB in {entries:,} parts, elements {limits.WORKBOOK_DEPTH} deep"
    assert ROWS["a workbook, unpacked"] == f"{said}, {limits.TAG // limits.MIB} MiB between tags"
    assert ROWS["the rows of a workbook, blank ones too"] == f"{limits.BLANK_ROWS:,}"


def test_documents() -> None:
    unpacked, depth = limits.DOCUMENT_BYTES // limits.MIB, limits.DOCUMENT_DEPTH
    said = f"{unpacked} MiB, {limits.LINES:,} lines, elements {depth} deep"
    assert ROWS["a Word document, unpacked"] == said
    assert ROWS["its XML, in tags and attributes"] == f"{limits.MARKS:,}"
    said = f"{limits.HEAD_LINES:,}"
    assert ROWS["lines of its headers and footers, in all sections"] == said
    assert ROWS["claims of a file that is audited"] == f"{limits.CLAIMS:,}"
    assert ROWS["comments in a copy"] == f"{limits.COMMENTS:,}"
    assert ROWS["prose"] == f"{limits.TEXT:,} characters"


def test_pdf_files() -> None:
    memory, more = (each // limits.MIB for each in (limits.PDF_MEMORY, limits.PDF_MORE_MEMORY))
    assert ROWS["a PDF file"] == (
        f"{limits.PDF_PAGES:,} pages; {limits.PDF_MARKS:,} stretches of letters and rules;"
        f" tables of a page of up to {limits.PDF_RULES:,} rules"
    )
    assert ROWS["what takes a PDF file apart, a process of its own"] == (
        f"{limits.PDF_SECONDS} seconds of a processor and {memory} MiB of memory, for each MiB of"
        f" the file that is begun beyond the first as many seconds and {more} MiB more, at most"
        f" {limits.PDF_WAIT} seconds"
    )


def test_frameworks_and_texts() -> None:
    size = limits.TOML_BYTES // 1024
    assert ROWS["a framework file"] == f"{size} KiB, lines of {limits.TOML_LINE:,} characters"
    said = f"{size} KiB, lines of {limits.SPEC_LINE:,} characters"
    assert ROWS["a spec of a document"] == said
    assert ROWS["a text read as a number"] == f"{typed.MAX_LENGTH} characters"
    assert ROWS["a text read as a date or period"] == f"{typed.DATE_LENGTH} characters"
    said = f"{typed.WORDS_LENGTH} characters, points {2 * typed.WORDS_LENGTH}"
    assert ROWS["a text read as words"] == said


def test_each_paragraph_names_its_tests() -> None:
    """All but the last section promise something; a comment says which tests show it."""
    promises = PAGE.partition("\n## ")[2].partition("## What remains")[0]
    for part in re.split(r"\n\n+(?!<!--)|\n(?=- )", promises.strip()):
        if part.startswith(("#", "What is")):
            continue
        named = " ".join(re.findall("<!--(.*?)-->", part, re.DOTALL)).split()
        assert named, part
        for name in named:
            file, *inside = name.split("::")
            text = (ROOT / file).read_text("utf-8")
            assert all(re.search(rf"(class|def) {each}\b", text) for each in inside), name
