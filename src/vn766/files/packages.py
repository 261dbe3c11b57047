"""Packages of XML parts in ZIP archives, within fixed limits: XLSX and DOCX files.

The parts are unpacked and measured before they are parsed. A part with a document type is
refused, since entities could be anything; there are no external references to follow, because
nothing here follows them.
"""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from copy import copy
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias
from xml.etree import ElementTree as ET
from xml.parsers import expat

from attrs import evolve, frozen

from vn766.errors import InvalidDocumentError, InvalidRecordError, ProblemCode, Word
from vn766.files import check_length, damaged, limits, read, refusal
from vn766.lazy import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vn766.files import Named, Source

XmlElement: TypeAlias = ET.Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PKG: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"

_KINDS: Final = {
    "xl/workbook.xml": "XLSX",
    "xl/workbook.bin": "XLSB",
    "word/document.xml": "DOCX",
    "ppt/presentation.xml": "PPTX",
    "content.xml": "ODS/ODT",
}
_LINES: Final = ("p", "br", "cr")
MAIN: Final = regex(r"word/document[0-9]*\.xml")
_NEEDED: Final = regex(r"word/(?:[^/]+|theme/[^/]+|_rels/[^/]+)\.(?:xml|rels)")
_EVERY: Final = regex(r".*", re.DOTALL)

# What files in the strict form of the standard call the same things.
_STRICT: Final = (
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1]),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1]),
    ("http://purl.oclc.org/ooxml/drawingml/main", A[1:-1]),
    ("http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", WP[1:-1]),
)

# The same refusals as those of tables, in the words of documents.
_AS_DOCUMENT: Final = {
    ProblemCode.UNKNOWN_FORMAT: ProblemCode.NOT_A_DOCX,
    ProblemCode.OLD_EXCEL: ProblemCode.OLD_WORD,
    ProblemCode.DAMAGED_FILE: ProblemCode.DAMAGED_DOCX,
    ProblemCode.FILE_BEYOND_LIMIT: ProblemCode.DOCX_BEYOND_LIMIT,
}


# --- archives -------------------------------------------------------------------------------------


def unpack(
    content: Named, *, main: re.Pattern[str], needed: re.Pattern[str], most: int
) -> dict[str, bytes]:
    """Return the parts whose names match `needed`, by their names in lower case.

    One of the names must match `main`. Together the parts may have `most` bytes.

    Raises:
        InvalidRecordError: the archive is damaged, protected, too large, or of another kind.
    """
    # Each entry of the directory begins so: counted before anything is built for them.
    if content.data.count(b"PK\x01\x02") > limits.ENTRIES:
        content.refuse(ProblemCode.FILE_BEYOND_LIMIT, limit=f"{limits.ENTRIES} (ZIP)")
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            return _unpack(archive, content, main, needed, most)
    except InvalidRecordError:
        raise
    except Exception:  # noqa: BLE001 (broken archives raise a dozen kinds)
        damaged(content.name, Word("a broken archive"))


def _unpack(
    archive: zipfile.ZipFile,
    content: Named,
    main: re.Pattern[str],
    needed: re.Pattern[str],
    most: int,
) -> dict[str, bytes]:
    # Some programs write backslashes, and names count without their case.
    names = [info.filename.replace("\\", "/").lower() for info in archive.infolist()]
    entries = dict(zip(names, archive.infolist(), strict=True))
    if not any(map(main.fullmatch, entries)):
        found = next((name for part, name in _KINDS.items() if part in entries), "ZIP")
        content.refuse(ProblemCode.UNKNOWN_FORMAT, found=found)
    wanted = {name: info for name, info in entries.items() if needed.fullmatch(name)}
    if len(wanted) < sum(1 for name in names if needed.fullmatch(name)):
        damaged(content.name, Word("one part twice"))
    if sum(info.file_size for info in wanted.values()) > most:
        limit = f"{most // limits.MIB} MiB (ZIP)"
        content.refuse(ProblemCode.FILE_BEYOND_LIMIT, limit=limit)
    return {name: read_part(archive, info, content) for name, info in wanted.items()}


def read_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, content: Named) -> bytes:
    """Return a part of an archive, unpacked no further than one byte beyond its declared size."""
    if info.flag_bits & 1:
        content.refuse(ProblemCode.ENCRYPTED_FILE)
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        damaged(content.name, Word("an unknown compression"))
    declared = info.file_size
    info = copy(info)
    info.file_size += 1  # or the rest of a longer part would be unpacked, and cut off in silence
    with archive.open(info) as part:
        data = part.read(declared + 1)
    if len(data) != declared:
        damaged(content.name, Word("a part of another size than declared"))
    return data


# --- documents ------------------------------------------------------------------------------------


@frozen
class Package:
    """The parts of a Word document that matter, parsed; missing ones are None.

    `related` maps the ids of headers and footers to their parts, `file` is what to call it.
    """

    file: str
    body: XmlElement
    styles: XmlElement | None
    numbering: XmlElement | None
    settings: XmlElement | None
    theme: XmlElement | None
    related: Mapping[str, XmlElement]

    def refuse(self, limit: str) -> NoReturn:
        """Refuse the document because it is beyond a limit that its parts do not show."""
        raise as_document(refusal(ProblemCode.FILE_BEYOND_LIMIT, self.file, limit=limit))


def read_package(source: Source) -> Package:
    """Return the parts of a DOCX file.

    Raises:
        InvalidDocumentError: the file cannot be read, is no sound DOCX, or is beyond a limit.
    """
    try:
        content = read(source, called="docx")
        content.refuse_binary()
        if not content.is_zip:
            content.refuse(ProblemCode.NOT_A_DOCX, found=_held(content.data))
        most = limits.DOCUMENT_BYTES
        return _parse_parts(unpack(content, main=MAIN, needed=_NEEDED, most=most), content.name)
    except InvalidRecordError as error:
        raise as_document(error) from None


def measure(content: Named) -> None:
    """Refuse a document any of whose parts are not what they say, or too large together.

    To be asked before a program unpacks all of them.

    Raises:
        InvalidDocumentError: the archive is damaged, or beyond the limits.
    """
    try:
        unpack(content, main=MAIN, needed=_EVERY, most=limits.DOCUMENT_BYTES)
    except InvalidRecordError as error:
        raise as_document(error) from None


def _held(data: bytes) -> str | Word:
    """Return what a file holds that is no package."""
    if data.lstrip()[:1] == b"<":
        return "HTML/XML"
    try:
        return Word("binary data" if "\0" in data.decode() else "plain text")
    except UnicodeDecodeError:
        return Word("binary data")


def as_document(error: InvalidRecordError) -> InvalidDocumentError:
    """Return a refusal in the words of documents."""
    problems = [
        evolve(problem, code=_AS_DOCUMENT.get(problem.code, problem.code))
        for problem in error.problems
    ]
    return InvalidDocumentError(problems, subject=error.subject)


def _parse_parts(parts: Mapping[str, bytes], file: str) -> Package:
    texts = {name: _text(part, file) for name, part in parts.items()}
    if sum(text.count("<") + text.count("=") for text in texts.values()) > limits.MARKS:
        raise refusal(ProblemCode.FILE_BEYOND_LIMIT, file, limit=f"{limits.MARKS} (XML)")
    main = min(name for name in texts if MAIN.fullmatch(name))
    relations = texts.get(f"word/_rels/{main.removeprefix('word/')}.rels")
    related = [] if relations is None else list(_relations(_parse(relations, file)))
    targets = {kind: target for kind, _, target in related}
    heads = {id_: target for kind, id_, target in related if kind in {"header", "footer"}}
    trees = {name: _parse(texts[name], file) for name in {*heads.values()} if name in texts}

    def one(kind: str) -> XmlElement | None:
        text = texts.get(targets.get(kind, f"word/{kind}.xml"))
        return None if text is None else _parse(text, file)

    body = _parse(texts[main], file).find(f"{W}body")
    if body is None:
        damaged(file, Word("no text in it"))
    lines = sum(
        1 for tree in (body, *trees.values()) for name in _LINES for _ in tree.iter(f"{W}{name}")
    )
    if lines > limits.LINES:
        raise refusal(ProblemCode.FILE_BEYOND_LIMIT, file, limit=f"{limits.LINES} (w:p)")
    check_length(sum(len(text.text or "") for text in body.iter(f"{W}t")), file, limits.TEXT)
    return Package(
        file=file,
        body=body,
        styles=one("styles"),
        numbering=one("numbering"),
        settings=one("settings"),
        theme=one("theme"),
        related={id_: trees[name] for id_, name in heads.items() if name in trees},
    )


def _relations(tree: XmlElement) -> Iterator[tuple[str, str, str]]:
    """Yield kind, id and target, a name in lower case, of what the document refers to."""
    for relation in tree.iter(f"{_PKG}Relationship"):
        target = relation.get("Target", "")
        target = target[1:] if target.startswith("/") else f"word/{target}"
        yield relation.get("Type", "").rpartition("/")[2], relation.get("Id", ""), target.lower()


def _text(part: bytes, file: str) -> str:
    """Return a part as text: by the standard it is in UTF-8 or UTF-16."""
    encoding = "utf-16" if part[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = part.decode(encoding)
    except UnicodeDecodeError:
        damaged(file, Word("letters that are none"))
    if "\0" in text:  # UTF-16 without its mark, which parsers guess and we do not
        damaged(file, Word("letters that are none"))
    if "<!DOCTYPE" in text:
        damaged(file, Word("a DOCTYPE"))  # no document has one, and entities could be anything
    for strict, usual in _STRICT if "purl.oclc.org" in text else ():
        text = text.replace(strict, usual)
    return text


def _parse(text: str, file: str) -> XmlElement:
    # What the part says of its encoding no longer holds: the text is given as it was decoded.
    xml = text.encode()
    _check_depth(xml, file)
    parser = ET.XMLParser(encoding="utf-8")  # noqa: S314 (bounded above, and without a DOCTYPE)
    try:
        parser.feed(xml)
        tree: XmlElement = parser.close()
    except (ET.ParseError, ValueError):
        damaged(file, Word("a part that is no XML"))
    return tree


def _check_depth(xml: bytes, file: str) -> None:
    """Refuse what is too deep to walk through, before a tree of it could end a browser's Python."""
    parser = expat.ParserCreate("utf-8")
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.DOCUMENT_DEPTH:
            damaged(file, Word("nested too deep"))

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    with suppress(expat.ExpatError):  # what is no XML is refused by whoever makes a tree of it
        parser.Parse(xml)
