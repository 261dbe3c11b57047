"""Findings as comments in a copy of the Word document (extra ``docx``)."""

# What lies below the paragraphs of python-docx, the elements of lxml, has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false

from __future__ import annotations

import io
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vn766.audit.findings import TEXTS
from vn766.audit.reading import tidy
from vn766.errors import MissingExtraError
from vn766.files import read, write_file
from vn766.files.packages import W, read_package
from vn766.vocabulary import plain

if TYPE_CHECKING:
    from docx.oxml.text.paragraph import CT_P
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from vn766.audit.findings import AuditReport, Finding
    from vn766.files.blocks import Place

_AUTHOR: Final = "vn766"
_LANGUAGE: Final = "vi"  # of the people who correct Vietnamese documents


def annotate(report: AuditReport, path: str | Path, *, force: bool) -> None:
    """Write a copy of the audited document to `path`, as `AuditReport.annotate` says."""
    try:
        from docx import Document
        from docx.text.paragraph import Paragraph
    except ModuleNotFoundError as error:
        extra = "docx"
        raise MissingExtraError(extra) from error
    target, source = Path(path), report.source
    if target.exists():
        same = isinstance(source, Path) and source.exists() and target.samefile(source)
        if same or not force:
            raise FileExistsError(target)
    content = read(b"" if source is None else source)
    read_package(content)  # bounded and sound before anything is built of it
    document = Document(io.BytesIO(content.data))
    places = _Places(document.element.body)
    for finding in report.findings:
        paragraph = Paragraph(places.find(finding), document)
        message, hint = finding.text(_LANGUAGE)
        severity = TEXTS.say(finding.severity, _LANGUAGE)
        document.add_comment(
            _runs_of(paragraph, finding.quote),
            text=f"{severity}: {message} {hint} [{finding.code}]",
            author=_AUTHOR,
            initials=_AUTHOR,
        )
    written = io.BytesIO()
    document.save(written)
    write_file(target, written.getvalue(), force=force)


class _Places:
    """The paragraphs and tables of a document, in its order as locations count them."""

    def __init__(self, body: BaseOxmlElement) -> None:
        self._all = list(body.iter(f"{W}p"))
        self._tables = list(body.iter(f"{W}tbl"))
        inside = {id(each) for table in self._tables for each in table.iter(f"{W}p")}
        self._outside = [one for one in self._all if id(one) not in inside]

    def find(self, finding: Finding) -> CT_P:
        """Return the paragraph of a finding: the one of its place that holds its words."""
        wanted = _plain(finding.quote)
        nearby = self._nearby(finding.location)
        paragraphs = [*nearby, *self._all]

        def holds(paragraph: CT_P) -> bool:
            return wanted in _plain("".join(paragraph.itertext(f"{W}t")))

        found: CT_P = next(filter(holds, paragraphs), paragraphs[0])
        return found

    def _nearby(self, place: Place) -> list[CT_P]:
        if place.table is None:
            at = (place.paragraph or 1) - 1
            return self._outside[at : at + 1]
        tables = self._tables[place.table - 1 : place.table]
        rows = [row for table in tables for row in table.findall(f"{W}tr")]
        at = (place.row or 1) - 1
        cells = [cell for row in rows[at : at + 1] for cell in row.findall(f"{W}tc")]
        ends = accumulate(map(_span, cells))
        within = [cell for cell, end in zip(cells, ends, strict=True) if end >= (place.column or 1)]
        return [paragraph for cell in within[:1] for paragraph in cell.iter(f"{W}p")]


def _span(cell: BaseOxmlElement) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if span is None else int(span.get(f"{W}val", "1"))


def _plain(text: str) -> str:
    return plain(" ".join(tidy(text).split()))


def _runs_of(paragraph: Paragraph, quote: str) -> list[Run]:
    """Return the runs that hold the words of a finding, or all of the paragraph."""
    runs = list(paragraph.runs) or [paragraph.add_run()]
    texts = [plain(tidy(run.text)) for run in runs]
    start = "".join(texts).find(plain(quote))
    ends = accumulate(map(len, texts))
    chosen = [
        run
        for run, text, end in zip(runs, texts, ends, strict=True)
        if 0 <= start < end and end - len(text) < start + len(quote)
    ]
    return chosen or runs
