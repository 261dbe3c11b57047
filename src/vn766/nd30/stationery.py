"""What all documents of one kind of paper share: styles, settings, the header with the page number.

python-docx makes it once, out of its own template emptied of everything that is not ours or out of
a user's file; a document is then this package with its own text put in.
"""

# python-docx leaves the trees below its own types untyped.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import OpcError
from docx.oxml.parser import parse_xml

from vn766.errors import InvalidDocumentError, Problem, ProblemCode
from vn766.nd30.decree import decree
from vn766.nd30.package import read_package
from vn766.nd30.styles import W, font_xml, letters_xml, size_of, style_id, styles_xml

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.package import OpcPackage
    from docx.oxml.styles import CT_Styles
    from docx.oxml.xmlchemy import BaseOxmlElement

    from vn766.nd30.sheet import Sizes

MAIN: Final = "word/document.xml"
PROPERTIES: Final = "docProps/core.xml"
_TYPES: Final = "[Content_Types].xml"
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)  # what a ZIP file can say at the earliest
_KEPT_PARTS: Final = frozenset({RT.STYLES, RT.SETTINGS, RT.THEME, RT.FONT_TABLE, RT.NUMBERING})
_OWN_PARTS: Final = frozenset({RT.STYLES, RT.SETTINGS})
_OWN_STYLES: Final = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "NoList"})
_COMPATIBILITY: Final = "15"  # the mode of Word 2013 and later
_COMPATIBILITY_URI: Final = "http://schemas.microsoft.com/office/word"


class Stationery(NamedTuple):
    """A package without text: its bytes, and the id of its header."""

    package: bytes
    header: str


@lru_cache(maxsize=8)
def stationery(sizes: Sizes, base: bytes | None) -> Stationery:
    """Return the package for documents of these sizes, on top of a user's file if there is one."""
    document = docx.Document() if base is None else _opened(base)
    _drop_parts(document, _OWN_PARTS if base is None else _KEPT_PARTS)
    _set_styles(document, sizes, own=base is None)
    _set_settings(document)
    header = _set_header(document)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as saved:
        members = {
            name: saved.read(name) for name in saved.namelist() if name not in {MAIN, PROPERTIES}
        }
    order = sorted(members, key=lambda name: (name != _TYPES, name))
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            archive.writestr(_entry(name), members[name])
    return Stationery(package.getvalue(), header)


def _opened(base: bytes) -> Document:
    """Return a user's file, after it was found to be sound and of bounded size."""
    read_package(base)
    try:
        return docx.Document(io.BytesIO(base))
    except (KeyError, ValueError, OpcError) as error:
        problem = Problem.of(ProblemCode.DAMAGED_DOCX, ("base",), reason=str(error))
        raise InvalidDocumentError([problem]) from error


def pack(paper: Stationery, members: dict[str, bytes]) -> bytes:
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


def _drop_parts(document: Document, kept: frozenset[str]) -> None:
    """Leave out all that a text without these parts does not need: pictures, theme, thumbnail."""
    whole = cast("OpcPackage", document.part.package).rels
    for relations, wanted in (
        (document.part.rels, kept),
        (whole, {RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES}),
    ):
        for name, relation in list(relations.items()):
            if relation.reltype not in wanted:
                del relations[name]
    body = document.element.body
    for child in list(body):
        body.remove(child)


def _set_styles(document: Document, sizes: Sizes, *, own: bool) -> None:
    """Put our styles in; of python-docx's template only what every file has stays."""
    styles: CT_Styles = document.styles.element
    for style in list(styles.style_lst):
        name = style.styleId or ""
        if name.startswith(style_id("")) or (own and name not in _OWN_STYLES):
            styles.remove(style)
    if own:
        for tag in ("latentStyles", "docDefaults"):
            for child in styles.findall(f"{{{W}}}{tag}"):
                styles.remove(child)
        letters = f"<w:rPr>{letters_xml(size_of('body', sizes))}</w:rPr>"
        defaults = f"<w:rPrDefault>{letters}</w:rPrDefault><w:pPrDefault/>"
        styles.insert(0, _parsed(f"<w:docDefaults>{defaults}</w:docDefaults>"))
        document.styles["Normal"].element.append(_parsed(f"<w:rPr>{font_xml()}</w:rPr>"))
    for xml in styles_xml(sizes):
        styles.append(parse_xml(xml))


def _set_settings(document: Document) -> None:
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


def _set_header(document: Document) -> str:
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
    name = xml[1:].partition(">")[0].partition(" ")[0].rstrip("/")
    return parse_xml(xml.replace(name, f'{name} xmlns:w="{W}"', 1))
