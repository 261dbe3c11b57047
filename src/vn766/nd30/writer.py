"""Documents as Word files (extra ``docx``), conforming and equal byte for byte for equal input."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from vn766.errors import (
    InvalidDocumentError,
    MissingExtraError,
    Problem,
    ProblemCode,
    reason_of,
)
from vn766.nd30.decree import decree
from vn766.nd30.sheet import sizes_for
from vn766.nd30.wordml import document_xml

if TYPE_CHECKING:
    from vn766.nd30.model import Document
    from vn766.nd30.sheet import Sizes

_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def docx_bytes(
    document: Document, *, base: str | Path | bytes | None = None, sizes: Sizes | None = None
) -> bytes:
    """Return a document as the bytes of a Word file.

    Args:
        document: what to write.
        base: a ``.docx`` file of your own, or its bytes, whose styles are kept beside ours; its
            text is left out. Default: none, all styles are made here.
        sizes: ``"13/14/14"`` or ``"12/13/13"``, the sizes that go together. Default: the larger
            ones, unless place and date then do not fit on their line.

    Raises:
        MissingExtraError: if the extra ``docx`` is not installed.
        InvalidDocumentError: if `base` cannot be read, is no sound Word file, or is too large.
    """
    try:
        from vn766.nd30.stationery import (
            MAIN,
            PROPERTIES,
            pack,
            stationery,
        )
    except ModuleNotFoundError as error:
        extra = "docx"
        raise MissingExtraError(extra) from error
    chosen = sizes or sizes_for(document.frame)
    paper = stationery(chosen, _content(base) if isinstance(base, str | Path) else base)
    text = document_xml(document, sizes=chosen, header=paper.header)
    return pack(
        paper,
        {MAIN: text.encode(), PROPERTIES: _properties(document).encode()},
    )


def write_docx(
    document: Document,
    path: str | Path,
    *,
    base: str | Path | bytes | None = None,
    sizes: Sizes | None = None,
) -> None:
    """Write a document to `path`; the arguments and errors are those of `docx_bytes`.

    An existing file is replaced.
    """
    Path(path).write_bytes(docx_bytes(document, base=base, sizes=sizes))


def _content(path: str | Path) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        problem = Problem.of(
            ProblemCode.FILE_UNREADABLE, ("base",), value=str(path), reason=reason_of(error)
        )
        raise InvalidDocumentError([problem]) from error


def _properties(document: Document) -> str:
    """Return title, author, language and provenance; times only if the document says one."""
    fields = [
        f"<dc:title>{escape(document.subject)}</dc:title>",
        f"<dc:creator>{escape(document.frame.called)}</dc:creator>",
        f"<dc:language>{decree().font.language}</dc:language>",
    ]
    if document.provenance is not None:
        fields.append(f"<dc:description>{escape(document.provenance.text)}</dc:description>")
    issued = document.frame.issued_on
    if isinstance(issued, date):
        day = datetime(issued.year, issued.month, issued.day)  # noqa: DTZ001 (a day has no zone)
        fields += [
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day.isoformat()}Z</dcterms:{name}>'
            for name in ("created", "modified")
        ]
    return f"{_CORE}{''.join(fields)}</cp:coreProperties>"
