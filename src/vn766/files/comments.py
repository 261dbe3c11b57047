"""Comments put into a copy of a Word document, in which nothing else changes.

They are strings between those of its main part: a parser tells where paragraphs and runs begin and
end, and nothing is written anew. All other parts stay packed as they are; those of XML, which may
have to be changed, are measured first.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import escape
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from attrs import define, field

from vn766.errors import InvalidRecordError, Word
from vn766.files import damaged, limits, read, write_file
from vn766.files.packages import MAIN, W, as_document, read_package, unpack
from vn766.lazy import regex
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vn766.files import Source
    from vn766.files.blocks import Place
    from vn766.files.packages import XmlElement

_NEEDED: Final = regex(r".*\.(?:xml|rels)")
_TYPES: Final = "[content_types].xml"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PART: Final = "word/comments-vn766.xml"
_FORM: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_WORD: Final = regex(r"[^ ]*/wordprocessingml/(?:2006/)?main")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_KIND: Final = re.compile(rb"""\sType\s*=\s*["']([^"']*)/comments["']""")
_TARGET: Final = re.compile(rb"""\sTarget\s*=\s*["']/?(?:word/)?([^"']*)["']""")
_USUAL: Final = re.compile(rb"""\sType\s*=\s*["']([^"']*)/(?:styles|settings)["']""")
_ID: Final = re.compile(rb"""[\s:]id\s*=\s*["'](\d{1,9})["']""")
_TAG: Final = re.compile(rb"<([^\s/<>!?]+)")


class Comment(NamedTuple):
    """A text about the words `quote` at a place; without words it is about the paragraph."""

    place: Place
    quote: str
    text: str


def commented(source: Source, comments: Sequence[Comment], *, author: str) -> bytes:
    """Return a copy of a Word document with comments in it, the first `limits.COMMENTS`.

    Comments on headers, footers and whole sections stand at the first paragraph that has words:
    Word has none there.

    Raises:
        InvalidDocumentError: it is no sound Word document, or beyond a limit.
    """
    try:
        content = read(source, called="docx")
        places = _Places(read_package(content).body)
        parts = unpack(content, main=MAIN, needed=_NEEDED, most=limits.DOCUMENT_BYTES)
        main = min(filter(MAIN.fullmatch, parts))
        placed = [(places.find(one), one) for one in comments[: limits.COMMENTS]]
        plain = {name: _plain(part) for name, part in parts.items()}
        try:
            new = _changed(plain, main, placed, author)
            for xml in new.values():
                expat.ParserCreate().Parse(xml, True)  # noqa: FBT003 (it takes no names)
        except (expat.ExpatError, LookupError, ValueError):  # or of its encoding, or a name space
            damaged(content.name, Word("a part that is no XML"))
    except InvalidRecordError as error:
        raise as_document(error) from None
    return _repacked(content.data, new)


def write_copy(source: Source, path: Path, copy: bytes, *, force: bool) -> None:
    """Write a commented copy, never over the document itself.

    Raises:
        FileExistsError: there is a file at `path` and no `force`, or it is the document.
    """
    own = isinstance(source, str | Path) and path.exists() and path.samefile(source)
    write_file(path, copy, force=force and not own)


class _Places:
    """The paragraphs and tables of a document, in its order as places count them."""

    def __init__(self, body: XmlElement) -> None:
        paragraphs = list(body.iter(f"{W}p"))
        self._texts = [
            _letters("".join(text.text or "" for text in paragraph.iter(f"{W}t")))
            for paragraph in paragraphs
        ]
        self._at = {id(paragraph): at for at, paragraph in enumerate(paragraphs)}
        tables = list(body.iter(f"{W}tbl"))
        self._rows = [table.findall(f"{W}tr") for table in tables]
        inside = {id(each) for table in tables for each in table.iter(f"{W}p")}
        self._outside = [one for one in paragraphs if id(one) not in inside]
        self._first = next((at for at, text in enumerate(self._texts) if text), 0)

    def find(self, comment: Comment) -> int:
        """Return the number of a paragraph: of the place if its words are there, or anywhere."""
        if comment.place.part not in {None, "body"}:
            return self._first
        wanted = _letters(comment.quote)
        nearby = [self._at[id(paragraph)] for paragraph in self._nearby(comment.place)]
        found = (at for at in chain(nearby, range(len(self._texts))) if wanted in self._texts[at])
        return next(found, next(iter(nearby), self._first))

    def _nearby(self, place: Place) -> Sequence[XmlElement]:
        if place.table is None:
            at = (place.paragraph or 1) - 1
            return self._outside[at : at + 1]
        rows = chain.from_iterable(self._rows[place.table - 1 : place.table])
        at = (place.row or 1) - 1
        row = next((row for number, row in enumerate(rows) if number == at), ())
        cells = [cell for cell in row if cell.tag == f"{W}tc"]
        if place.cell is None:
            ends = accumulate(map(_span, cells))
            column = place.column or 1
            cells = [cell for cell, end in zip(cells, ends, strict=True) if end >= column]
        else:
            cells = cells[place.cell - 1 :]
        return [paragraph for cell in cells[:1] for paragraph in cell.iter(f"{W}p")]


def _span(cell: XmlElement) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    number = "1" if span is None else span.get(f"{W}val", "1")
    return int(number) if re.fullmatch("[0-9]{1,3}", number) else 1


def _letters(text: str) -> str:
    """Return what of a text counts for finding it: letters and digits, folded."""
    return fold(text).replace(" ", "")


# --- parts ----------------------------------------------------------------------------------------


def _changed(
    parts: Mapping[str, bytes], main: str, placed: Sequence[tuple[int, Comment]], author: str
) -> dict[str, bytes]:
    """Return the parts that change, by their names in lower case."""
    relations = f"word/_rels/{main.removeprefix('word/')}.rels"
    related = parts.get(relations, b"")
    part = _comments_part(related)
    listed = parts.get(part or "", b"")
    reader = _Reader(parts[main])
    first = max(map(int, _ID.findall(listed)), default=-1) + 1
    numbered = dict(enumerate(placed, first))
    said = (_comment(id_, one.text, author, reader.space) for id_, (_, one) in numbered.items())
    root = f'<w:comments xmlns:w="{reader.space}"/>'.encode()
    new = {main: reader.marked(numbered), part or _PART: _inside(listed or root, "".join(said))}
    if part is None:
        usual = _USUAL.search(related)
        kind = usual[1].decode() if usual else _OFFICE
        space = f'xmlns="{_PACKAGE}/relationships"'
        relation = f'<Relationship {space} Id="vn766" Type="{kind}/comments" Target="/{_PART}"/>'
        new[relations] = _inside(related or f"<Relationships {space}/>".encode(), relation)
        space = f'xmlns="{_PACKAGE}/content-types"'
        override = f'<Override {space} PartName="/{_PART}" ContentType="{_FORM}"/>'
        new[_TYPES] = _inside(parts.get(_TYPES) or f"<Types {space}/>".encode(), override)
    return new


def _comments_part(relations: bytes) -> str | None:
    """Return the name of the part that holds comments already, in lower case."""
    for relation in _RELATION.findall(relations):
        target = _TARGET.search(relation)
        if target and _KIND.search(relation):
            return f"word/{target[1].decode(errors='replace')}".lower()
    return None


def _plain(part: bytes) -> bytes:
    """Return a part in UTF-8, if it was in UTF-16 without what it says of its encoding."""
    if part[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return part.removeprefix(b"\xef\xbb\xbf")
    text = part.decode("utf-16", "replace")
    return re.sub(r"^<\?xml.*?\?>", "", text, flags=re.DOTALL).encode()


def _comment(id_: int, text: str, author: str, space: str) -> str:

    initials = "".join(word[0] for word in author.split())
    return (
        f'<w:comment xmlns:w="{space}" w:id="{id_}" w:author="{escape(author)}"'
        f' w:initials="{escape(initials)}"><w:p><w:r>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:comment>'
    )


def _inside(xml: bytes, more: str) -> bytes:
    """Return a part with `more` at the end of what its root holds."""
    if b"</" not in xml:
        xml = _opened(xml.rstrip())
    at = xml.rfind(b"</")
    return xml[:at] + more.encode() + xml[at:]


def _opened(xml: bytes) -> bytes:
    """Return an element that is written as empty, with an end of its own."""
    name = _TAG.search(xml)
    return xml if name is None else xml[:-2] + b"></" + name[1] + b">"


def _repacked(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return an archive with these parts in place of its own; all others stay packed."""
    buffer = io.BytesIO()
    buffer.write(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        names = {each.filename.replace("\\", "/").lower(): each for each in archive.filelist}
        for name, xml in parts.items():
            before = names.get(name)
            if before is not None:
                archive.filelist.remove(before)  # the directory, written at the end, forgets it
                del archive.NameToInfo[before.filename]
            usual = "[Content_Types].xml" if name == _TYPES else name
            info = zipfile.ZipInfo(usual if before is None else before.filename)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, xml)
    return buffer.getvalue()


@define(eq=False)
class _Element:
    """An element of the main part: where it begins and ends, and of a run its letters.

    A paragraph of a box of text stands in another one, `around`, which its comments are put on.
    """

    name: str
    start: int
    around: _Element | None
    end: int = 0
    text: str = ""
    runs: list[_Element] = field(factory=list["_Element"])


class _Reader:
    """The paragraphs of a part and their own runs, with their places in it."""

    def __init__(self, xml: bytes) -> None:
        self.space = ""
        self._xml = xml
        self._paragraphs: list[_Element] = []
        self._open: list[_Element] = []
        self._ended: _Element | None = None
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._read
        parser.DefaultHandler = self._settle
        parser.Parse(xml, True)  # noqa: FBT003 (it takes no names)

    def _settle(self, _: object = None) -> None:
        """Let the element that ended last end where the next thing begins."""
        if self._ended is not None:
            self._ended.end = self._parser.CurrentByteIndex
            self._ended = None

    def _start(self, tag: str, _: object) -> None:
        self._settle()
        space, _, name = tag.rpartition(" ")
        name = name if _WORD.fullmatch(space) else ""
        outer = self._open[-1] if self._open else None
        around = outer and (outer if outer.name == "p" else outer.around)
        element = _Element(name, self._parser.CurrentByteIndex, around)
        if name == "p":
            self.space = space
            self._paragraphs.append(element)
        elif name == "r" and outer is not None and outer.name == "p":
            outer.runs.append(element)
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._settle()
        self._ended = self._open.pop()

    def _read(self, text: str) -> None:
        self._settle()
        if self._open[-1].name == "t":
            self._open[-2].text += text

    def marked(self, comments: Mapping[int, tuple[int, Comment]]) -> bytes:
        """Return the part with the marks of comments by their ids."""
        marks: dict[int, list[str]] = {}
        emptied: dict[int, _Element] = {}
        for id_, (at, comment) in comments.items():
            paragraph = self._paragraphs[at]
            while paragraph.around is not None:
                paragraph = paragraph.around
            if self._xml.find(b"</", paragraph.start, paragraph.end) < 0:
                emptied[paragraph.start] = paragraph
            for place, mark in self._marks(id_, paragraph, comment.quote):
                marks.setdefault(place, []).append(mark)
        pieces: list[bytes] = []
        done = 0
        for place in sorted(marks):
            said = "".join(marks[place]).encode()
            pieces.append(self._xml[done:place])
            if place in emptied:
                done = emptied[place].end
                said = _inside(self._xml[place:done], said.decode())
            else:
                done = place
            pieces.append(said)
        return b"".join((*pieces, self._xml[done:]))

    def _marks(self, id_: int, paragraph: _Element, quote: str) -> Iterator[tuple[int, str]]:
        """Yield where a comment begins and ends, and what stands there."""
        named = f'xmlns:w="{self.space}" w:id="{id_}"'
        begins, ends = f"<w:commentRangeStart {named}/>", f"<w:commentRangeEnd {named}/>"
        refers = f'<w:r xmlns:w="{self.space}"><w:commentReference w:id="{id_}"/></w:r>'
        runs = _runs_of(paragraph.runs, quote)
        if runs:
            yield runs[0].start, begins
            yield runs[-1].end, ends + refers
        else:
            at = self._xml.rfind(b"</", paragraph.start, paragraph.end)
            yield paragraph.start if at < 0 else at, begins + ends + refers


def _runs_of(runs: Sequence[_Element], quote: str) -> Sequence[_Element]:
    """Return the runs that hold the words of a comment, or all."""
    texts, wanted = [_letters(run.text) for run in runs], _letters(quote)
    start = "".join(texts).find(wanted)
    ends = accumulate(map(len, texts))
    chosen = [
        run
        for run, text, end in zip(runs, texts, ends, strict=True)
        if 0 <= start < end and end - len(text) < start + len(wanted)
    ]
    return chosen or runs
