"""How much of a file is read: every limit of the package, each held over the whole of a file.

All of Vietnam has about 3,400 units, and a report of 500 pages 20 MiB of XML: every limit is far
beyond any honest file, and low enough that the worst one made to harm takes seconds and less than
a gigabyte of memory. What is larger is refused by name, and ``docs/security.md`` lists the limits.
"""

from __future__ import annotations

from typing import Final

MIB: Final = 2**20

BYTES: Final = 32 * MIB

# Frameworks and specs. An edition with all its rules has 20 kB and lines of 600 bytes; reading a
# dotted key costs the square of its length.
TOML_BYTES: Final = 2**18
TOML_LINE: Final = 2_000  # bytes
TOML_DEPTH: Final = 24  # of tables and lists
SPEC_LINE: Final = 20_000  # bytes: a line may hold a paragraph

# Tables: rows, columns and cells of all tables of a file together.
ROWS: Final = 200_000
UNITS: Final = 10_000  # with points, each a result of its own: more are for an engine
COLUMNS: Final = 500
CELLS: Final = 1_000_000
PARQUET_COLUMNS: Final = 100  # unless an engine is asked for
CELL_LENGTH: Final = 10_000  # characters
BLANK_ROWS: Final = 2**20  # rows of a workbook, blank ones and all: as many as one sheet can have
CELLS_LENGTH: Final = 8 * MIB  # characters in all cells: one shared text may fill many

VALUES: Final = 2_000_000  # of a response, which is parsed whole; a unit has some thirty
JSON_DEPTH: Final = 100  # of lists and objects; honest responses have about six

# Archives: what XLSX and DOCX files are made of.
ENTRIES: Final = 10_000  # an honest file has some dozens
WORKBOOK_BYTES: Final = 64 * MIB  # unpacked; the cells allowed take less
WORKBOOK_DEPTH: Final = 50  # of elements; honest parts need about ten
TAG: Final = MIB  # bytes of a tag of a workbook with its attributes, or between two tags
DOCUMENT_BYTES: Final = 32 * MIB  # unpacked
DOCUMENT_DEPTH: Final = 100  # of elements; honest documents have about thirty
# A tree takes up to a hundred bytes for each mark, a line a thousand; a report of 500 pages has
# 300,000 elements and 20,000 paragraphs.
MARKS: Final = 2_000_000
LINES: Final = 100_000  # paragraphs and breaks
HEAD_LINES: Final = 100_000  # lines of headers and footers: as read, and in each section
# PDF files are taken apart in a process of its own, which takes no more than this: so many seconds
# of a processor and bytes of memory, and more for each MiB that is begun beyond the first.
PDF_SECONDS: Final = 8
PDF_MEMORY: Final = 384 * MIB
PDF_MORE_MEMORY: Final = 32 * MIB
PDF_WAIT: Final = 60  # seconds at most, whatever else the processors do
PDF_PAGES: Final = 2_000
PDF_MARKS: Final = 400_000  # stretches of letters, and rules: a report of 500 pages has half
PDF_RULES: Final = 20_000  # of a page: with more, none is taken for a table's
PDF_FAR: Final = 100_000  # points from the corner of a page, which is no larger than 14,400
TEXT: Final = 4 * MIB  # characters of prose: a report of 500 pages has about two million
CLAIMS: Final = 50_000  # of an audited file: a table of all communes has some 30,000
COMMENTS: Final = 1_000  # in a copy: more, nobody reads
