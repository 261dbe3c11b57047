"""The tables of `score`, `compare` and `advise` as an annex, to go with an office's document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vn766.nd30.checks import without_number
from vn766.nd30.measures import is_wide
from vn766.nd30.model import Annex, AnnexFile, Column, Heading, Paragraph, Run, Table
from vn766.report.figures import said
from vn766.show.columns import MISSING
from vn766.show.sheets import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vn766.nd30.model import Block, Orientation
    from vn766.show.sheets import Sheet, Sheets

_LANGUAGE: Final = "vi"  # that of official documents, whatever the command speaks


def annex_file(sheets: Sheets) -> AnnexFile:
    """Return tables, whose texts are Vietnamese, as one annex: pages across if one is wide.

    Several tables have headings with numbers of their own. Columns without a value are left out.

    Raises:
        InvalidDocumentError: a table is too large for a document, or a text cannot be printed.
    """
    blocks: list[Block] = [*_lines(sheets.facts)]
    last = next((each for each in reversed(sheets.sheets) if each.rows), None)
    for each in sheets.sheets:
        if len(sheets.sheets) > 1:
            blocks.append(Heading(without_number(each.name)))
        blocks += _lines(each.facts)
        if each.rows:
            blocks.append(_table(each, _notes(sheets) if each is last else ()))
        else:
            blocks.append(Paragraph(said("none")))
    across = any(isinstance(block, Table) and is_wide(block) for block in blocks)
    orientation: Orientation = "landscape" if across else "portrait"
    return AnnexFile(annexes=[Annex(title=sheets.title, blocks=blocks, orientation=orientation)])


def _lines(facts: Iterable[str]) -> Iterator[Paragraph]:
    return (Paragraph(Run(fact, italic=True)) for fact in facts)


def _notes(sheets: Sheets) -> Iterator[str]:
    """Yield what stands below the last table, with the edition, which workbooks have elsewhere."""
    yield from sheets.notes
    if sheets.edition:
        yield said("framework", framework=sheets.edition)


def _table(sheet: Sheet, notes: Iterable[str]) -> Table:
    cells = list(zip(*sheet.rows, strict=True))
    shown = [
        (head, column)
        for head, column in zip(sheet.heads, cells, strict=True)
        if any(cell is not None for cell in column)
    ]
    texts = [
        [
            ""
            if cell is None and head.kind == "text"
            else cell_text(cell, head.kind, _LANGUAGE, marked=False)
            for cell in column
        ]
        for head, column in shown
    ]
    unknown = any(MISSING in column for column in texts)
    return Table(
        title=sheet.name,
        columns=[
            Column(heads=head.text, align="left" if head.kind == "text" else "center")
            for head, _ in shown
        ],
        rows=zip(*texts, strict=True),
        notes=[*([said("missing", mark=MISSING)] if unknown else []), *notes],
    )
