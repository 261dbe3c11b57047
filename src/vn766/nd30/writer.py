"""Documents as Word files (extra ``docx``), conforming and equal byte for byte for equal input.

What all documents of one kind of paper share (styles, settings, the header with the page number)
python-docx makes once, out of its own template emptied of everything that is not ours or out of a
user's file; a document is then this package with its own text put in.
"""

# python-docx leaves the trees below its own types untyped.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast, get_args
from xml.etree import ElementTree as ET

from attrs import evolve

from vn766.errors import (
    InvalidDocumentError,
    InvalidRecordError,
    MissingExtraError,
    Problem,
    ProblemCode,
    Word,
)
from vn766.files import Named, read, write_file
from vn766.files.packages import W, measure, read_package
from vn766.nd30.decree import decree
from vn766.nd30.measures import Sizes, sizes_for
from vn766.nd30.model import Document
from vn766.nd30.wordml import document_xml, font_xml, letters_xml, size_of, style_id, styles_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as DocxFile
    from docx.opc.package import OpcPackage
    from docx.oxml.styles import CT_Styles
    from docx.oxml.xmlchemy import BaseOxmlElement

    from vn766.nd30.model import AnnexFile

_MAIN: Final = "word/document.xml"
_PROPERTIES: Final = "docProps/core.xml"
_RELATIONS: Final = "word/_rels/document.xml.rels"
_TYPES: Final = "[Content_Types].xml"
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)  # what a ZIP file can say at the earliest
_OWN_PARTS: Final = frozenset({"styles", "settings"})
_KEPT_PARTS: Final = _OWN_PARTS | {"theme", "fontTable", "numbering"}
_OWN_STYLES: Final = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "NoList"})
_COMPATIBILITY: Final = "15"  # the mode of Word 2013 and later
_COMPATIBILITY_URI: Final = "http://schemas.microsoft.com/office/word"
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def docx_bytes(
    document: Document | AnnexFile,
    *,
    base: str | Path | bytes | None = None,
    sizes: Sizes | None = None,
) -> bytes:
    """Return a document as the bytes of a Word file.

    Args:
        document: the document, or annexes in a file of their own.
        base: a ``.docx`` file of your own, or its bytes, whose styles are kept beside ours; its
            text is left out. Default: none, all styles are made here.
        sizes: ``"13/14/14"`` or ``"12/13/13"``, the sizes that go together. Default: the larger
            ones, unless place and date then do not fit on their line.

    Raises:
        MissingExtraError: if the extra ``docx`` is not installed.
        InvalidDocumentError: if `base` cannot be read, is no sound Word file, or is too large.
    """
    frame = document.frame if isinstance(document, Document) else None
    chosen = sizes or sizes_for(frame)
    paper = _stationery(chosen, _content(base) if isinstance(base, str | Path) else base)
    text = document_xml(document, sizes=chosen, header=paper.header)
    return _pack(paper, {_MAIN: text.encode(), _PROPERTIES: _properties(document).encode()})


def write_docx(
    document: Document | AnnexFile,
    path: str | Path,
    *,
    base: str | Path | bytes | None = None,
    sizes: Sizes | None = None,
) -> None:
    """Write a document to `path`; the arguments and errors are those of `docx_bytes`.

    An existing file is replaced in one step, with its mode.
    """
    write_file(Path(path), docx_bytes(document, base=base, sizes=sizes), force=True)


def _content(path: str | Path) -> bytes:
    try:
        return read(path).data
    except InvalidRecordError as error:
        problems = [evolve(problem, path=("base",), value=str(path)) for problem in error.problems]
        raise InvalidDocumentError(problems) from error


def _properties(document: Document | AnnexFile) -> str:
    """Return title, author, language and provenance; author and times only if somebody says so."""
    frame = document.frame if isinstance(document, Document) else None
    title = document.subject if isinstance(document, Document) else document.annexes[0].title
    fields = [f"<dc:title>{escape(title)}</dc:title>"]
    if frame is not None:
        fields.append(f"<dc:creator>{escape(frame.called)}</dc:creator>")
    fields.append(f"<dc:language>{decree().font.language}</dc:language>")
    if document.provenance is not None:
        fields.append(f"<dc:description>{escape(document.provenance.text)}</dc:description>")
    issued = None if frame is None else frame.issued_on
    if isinstance(issued, date):
        day = datetime(issued.year, issued.month, issued.day)  # noqa: DTZ001 (a day has no zone)
        fields += [
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day.isoformat()}Z</dcterms:{name}>'
            for name in ("created", "modified")
        ]
    return f"{_CORE}{''.join(fields)}</cp:coreProperties>"


# --- paper ----------------------------------------------------------------------------------------


class _Stationery(NamedTuple):
    """A package without text: its bytes, and the id of its header."""

    package: bytes
    header: str


@lru_cache(maxsize=8)
def _stationery(sizes: Sizes, base: bytes | None) -> _Stationery:
    """Return the package for documents of these sizes, on top of a user's file if there is one."""
    printed = _printed(sizes)
    if base is None and printed.exists():
        return _Stationery(printed.read_bytes(), _header_of(printed))
    try:
        import docx
    except ModuleNotFoundError as error:
        extra = "docx"
        raise MissingExtraError(extra) from error
    document = docx.Document() if base is None else _opened(base)
    _drop_parts(document, _OWN_PARTS if base is None else _KEPT_PARTS)
    _set_styles(document, sizes, own=base is None)
    _set_settings(document)
    header = _set_header(document)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as saved:
        members = {
            name: saved.read(name) for name in saved.namelist() if name not in {_MAIN, _PROPERTIES}
        }
    order = sorted(members, key=lambda name: (name != _TYPES, name))
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            archive.writestr(_entry(name), members[name])
    return _Stationery(package.getvalue(), header)


def print_stationery() -> Iterator[tuple[Path, bytes]]:
    """Yield the packages that a distribution without python-docx ships, each with its place.

    Where such a file stands, documents without a base are written with nothing but the base of
    `vn766`.
    """
    for sizes in get_args(Sizes):
        yield _printed(sizes), _stationery(sizes, None).package


def _printed(sizes: Sizes) -> Path:
    return Path(__file__).with_name(f"stationery-{sizes.replace('/', '-')}.docx")


def _header_of(printed: Path) -> str:
    with zipfile.ZipFile(printed) as archive:
        relations = ET.fromstring(archive.read(_RELATIONS))  # noqa: S314 (we wrote it)
    ids = {each.get("Type", "").rpartition("/")[2]: each.get("Id", "") for each in relations}
    return ids["header"]


def _opened(base: bytes) -> DocxFile:
    """Return a user's file, after it was found to be sound and of bounded size."""
    import docx

    read_package(base)
    try:
        measure(Named("base", base))  # python-docx unpacks every part, and asks for no size
        return docx.Document(io.BytesIO(base))
    except InvalidDocumentError:
        raise
    except Exception as error:
        # python-docx and lxml raise a dozen kinds of errors about parts that no reader needs.
        problem = Problem.of(ProblemCode.DAMAGED_DOCX, ("base",), reason=Word("unsound content"))
        raise InvalidDocumentError([problem]) from error


def _pack(paper: _Stationery, members: dict[str, bytes]) -> bytes:
    """Return the package with `members` put in: equal bytes for equal input."""
    buffer = io.BytesIO()
    buffer.write(paper.package)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(_entry(name), content)
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _OLDEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # else it tells on which system it was made
    entry.external_attr = 0o644 << 16
    return entry


def _drop_parts(document: DocxFile, kept: frozenset[str]) -> None:
    """Leave out all that a text without these parts does not need: pictures, theme, thumbnail."""
    whole = cast("OpcPackage", document.part.package).rels
    for relations, wanted in (
        (document.part.rels, kept),
        (whole, {"officeDocument", "core-properties"}),
    ):
        for name, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] not in wanted:
                del relations[name]
    body = document.element.body
    for child in list(body):
        body.remove(child)


def _set_styles(document: DocxFile, sizes: Sizes, *, own: bool) -> None:
    """Put our styles in; of python-docx's template only what every file has stays."""
    styles: CT_Styles = document.styles.element
    for style in list(styles.style_lst):
        name = style.styleId or ""
        if name.startswith(style_id("")) or (own and name not in _OWN_STYLES):
            styles.remove(style)
    if own:
        for tag in ("latentStyles", "docDefaults"):
            for child in styles.findall(f"{W}{tag}"):
                styles.remove(child)
        letters = f"<w:rPr>{letters_xml(size_of('body', sizes))}</w:rPr>"
        defaults = f"<w:rPrDefault>{letters}</w:rPrDefault><w:pPrDefault/>"
        styles.insert(0, _parsed(f"<w:docDefaults>{defaults}</w:docDefaults>"))
        document.styles["Normal"].element.append(_parsed(f"<w:rPr>{font_xml()}</w:rPr>"))
    for xml in styles_xml(sizes):
        styles.append(_parsed(xml))


def _set_settings(document: DocxFile) -> None:
    """Put our settings in place of all others: those of a text that is gone mean nothing."""
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    mode = (
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{_COMPATIBILITY_URI}"'
        f' w:val="{_COMPATIBILITY}"/>'
    )
    for xml in (
        '<w:zoom w:percent="100"/>',
        '<w:defaultTabStop w:val="720"/>',
        '<w:characterSpacingControl w:val="doNotCompress"/>',
        f"<w:compat>{mode}</w:compat>",
        f'<w:themeFontLang w:val="{decree().font.language}"/>',
        '<w:decimalSymbol w:val=","/>',
        '<w:listSeparator w:val=";"/>',
    ):
        settings.append(_parsed(xml))


def _set_header(document: DocxFile) -> str:
    """Make the header with the page number, and return its id."""
    body = document.element.body
    body.append(_parsed("<w:sectPr/>"))
    header = document.sections[0].header
    header.is_linked_to_previous = False
    element = header.part.element
    for child in list(element):
        element.remove(child)
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    style = style_id("page-number")
    element.append(_parsed(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{field}</w:p>'))
    return str(body.sectPr.headerReference_lst[0].rId)


def _parsed(xml: str) -> BaseOxmlElement:
    """Return an element of WordprocessingML."""
    from docx.oxml.parser import parse_xml

    name = xml[1:].partition(">")[0].partition(" ")[0].rstrip("/")
    return parse_xml(xml.replace(name, f'{name} xmlns:w="{W[1:-1]}"', 1))
