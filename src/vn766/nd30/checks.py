"""Checks of a document before it is written: its texts, its frame, its body.

`problems_of` lists everything at once, each with the path of the part that it is about.
"""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING, assert_never, cast, get_args

from vn766.errors import Problem, ProblemCode
from vn766.lazy import regex
from vn766.nd30.decree import decree, is_symbol
from vn766.nd30.model import Document, Heading, Items, Kind, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766.nd30.model import AnnexFile, Block, Path, Signature

# What XML cannot hold, and what commands a printer instead of being printed: paragraphs are
# paragraphs here, so line ends and tabs are none of a text's letters either.
_UNPRINTABLE = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# What is written before texts by itself, and by habit typed as well.
_DASH = regex(r"[-–+•](?=\s)")
_BEFORE_SUBJECT = regex(r"V/v\b", re.IGNORECASE)
_BEFORE_ADDRESSEE = regex(rf"Kính gửi\b:?|{_DASH.pattern}", re.IGNORECASE)
_BEFORE_RECIPIENT = regex(rf"(?:Nơi nhận|Lưu)\s*:|{_DASH.pattern}", re.IGNORECASE)
_BEFORE_HEADING = regex(r"(?:[IVX]+|[0-9]+)\.(?=\s)")
_BEFORE_ITEM = regex(rf"[0-9]+\.(?=\s)|[a-zđ]\)(?=\s)|{_DASH.pattern}")
_BEFORE_TITLE = regex(r"Phụ lục(?=\s*(?:[IVX0-9]+\b|[:.]|$))", re.IGNORECASE)
_MOST_COLUMNS = 63  # of a table in Word
_MOST_ROWS = 32_767  # of a table in Word


def problems_of(document: Document | AnnexFile) -> Iterator[Problem]:
    """Yield everything that is wrong with a document, or with annexes in a file of their own."""
    yield from _text_problems(document)
    yield from _mark_problems(document)
    if isinstance(document, Document):
        yield from _frame_problems(document)
        yield from _body_problems(document)
    elif not document.annexes:
        yield Problem.of(ProblemCode.FIELD_EMPTY, ("annexes",))
    yield from _block_problems(document)


def unprintable(text: str) -> str | None:
    """Return the first character of `text` that a document cannot hold, or None."""
    found = _UNPRINTABLE.search(text)
    return found and found[0]


def without_number(heading: str) -> str:
    """Return a heading without a number typed before it: ``I. Các sở`` is ``Các sở``."""
    found = _BEFORE_HEADING.match(heading)
    return heading[found.end() :].strip() if found else heading


def _text_problems(document: Document | AnnexFile) -> Iterator[Problem]:
    """Yield the texts that cannot be printed, and those that are empty where they must not be."""
    for path, text in every_text(document):
        yield from _letter_problems(path, text)
        if not text:
            yield Problem.of(ProblemCode.FIELD_EMPTY, path)
    for path, table in _tables(document):
        if unprintable("".join(chain.from_iterable(table.rows))) is not None:
            for y, row in enumerate(table.rows):
                for x, cell in enumerate(row):
                    yield from _letter_problems((*path, "rows", y, x), cell)


def _letter_problems(path: Path, text: str) -> Iterator[Problem]:
    letter = unprintable(text)
    if letter is not None:
        code = f"U+{ord(letter):04X}"
        yield Problem.of(ProblemCode.UNPRINTABLE, path, value=text, letter=code)


def _mark_problems(document: Document | AnnexFile) -> Iterator[Problem]:
    """Yield the texts that begin with what is written before them by itself."""
    for path, text, mark in _marked_texts(document):
        found = mark.match(text)
        if found:
            yield Problem.of(ProblemCode.MARK_WRITTEN, path, value=text, mark=found[0])


def _marked_texts(document: Document | AnnexFile) -> Iterator[tuple[Path, str, re.Pattern[str]]]:
    if isinstance(document, Document):
        yield ("subject",), document.subject, _BEFORE_SUBJECT
        for at, text in enumerate(document.frame.addressees):
            yield ("frame", "addressees", at), text, _BEFORE_ADDRESSEE
        for at, text in enumerate(document.frame.recipients):
            yield ("frame", "recipients", at), text, _BEFORE_RECIPIENT
    for path, block in _every_block(document):
        if isinstance(block, Heading):
            yield path, block.text, _BEFORE_HEADING
        elif isinstance(block, Items):
            for place, text in _item_texts(path, block):
                yield place, text, _BEFORE_ITEM
    for at, annex in enumerate(document.annexes):
        yield ("annexes", at, "title"), annex.title, _BEFORE_TITLE


def every_text(document: Document | AnnexFile) -> Iterator[tuple[Path, str]]:
    """Yield every text that must not be empty, but for the cells of tables."""
    if isinstance(document, Document):
        yield from _own_texts(document)
    for path, block in _every_block(document):
        yield from _block_texts(path, block)
    for at, annex in enumerate(document.annexes):
        yield ("annexes", at, "title"), annex.title
    if document.provenance is not None:
        yield ("provenance",), document.provenance.text


def _own_texts(document: Document) -> Iterator[tuple[Path, str]]:
    """Yield the texts that only a document with a frame has."""
    frame = document.frame
    for name in ("issuer", "parent", "addressees", "recipients", "archive"):
        for at, text in enumerate(cast("tuple[str, ...]", getattr(frame, name))):
            yield ("frame", name, at), text
    yield ("frame", "place"), frame.place
    yield ("frame", "called"), frame.called
    for at, text in enumerate(frame.signature.lines):
        yield ("frame", "signature", "lines", at), text
    if frame.signature.name:
        yield ("frame", "signature", "name"), frame.signature.name
    yield ("subject",), document.subject
    for at, text in enumerate(document.basis):
        yield ("basis", at), text


def _every_block(document: Document | AnnexFile) -> Iterator[tuple[Path, Block]]:
    for at, block in enumerate(document.body if isinstance(document, Document) else ()):
        yield ("body", at), block
    for number, annex in enumerate(document.annexes):
        for at, block in enumerate(annex.blocks):
            yield ("annexes", number, "blocks", at), block


def _block_texts(path: Path, block: Block) -> Iterator[tuple[Path, str]]:
    match block:
        case Paragraph() | Heading():
            yield path, block.text
        case Items():
            yield from _item_texts(path, block)
        case Table():
            yield (*path, "title"), block.title
            for x, column in enumerate(block.columns):
                for y, head in enumerate(column.heads):
                    yield (*path, "columns", x, "heads", y), head.text
                    if head.note is not None:
                        yield (*path, "columns", x, "heads", y, "note"), head.note
            for at, note in enumerate(block.notes):
                yield (*path, "notes", at), note
        case _ as never:
            assert_never(never)


def _item_texts(path: Path, items: Items) -> Iterator[tuple[Path, str]]:
    for at, item in enumerate(items.items):
        yield (*path, "items", at), item.text
        if item.items is not None:
            yield from _item_texts((*path, "items", at), item.items)


def _tables(document: Document | AnnexFile) -> Iterator[tuple[Path, Table]]:
    for path, block in _every_block(document):
        if isinstance(block, Table):
            yield path, block


def _frame_problems(document: Document) -> Iterator[Problem]:
    frame = document.frame
    report = f"{decree().abbreviation('báo cáo')}-"
    if document.kind not in get_args(Kind):
        known = ", ".join(get_args(Kind))
        yield Problem.of(ProblemCode.FIELD_CHOICE, ("kind",), value=document.kind, known=known)
    required = ["issuer", "recipients"]
    if document.kind == "letter":
        required.append("addressees")
    for name in required:
        if not getattr(frame, name):
            yield Problem.of(ProblemCode.FIELD_MISSING, ("frame", name))
    if not is_symbol(frame.symbol):
        yield Problem.of(ProblemCode.NOT_A_SYMBOL, ("frame", "symbol"), value=frame.symbol)
    elif (document.kind == "report") != frame.symbol.startswith(report) or (
        frame.symbol.startswith(f"{decree().texts.no_letter_sign}-")
    ):
        yield Problem.of(ProblemCode.SYMBOL_OF_KIND, ("frame", "symbol"), value=frame.symbol)
    if frame.number is not None and frame.number < 1:
        yield Problem.of(ProblemCode.NUMBER_OF_DOCUMENT, ("frame", "number"), value=frame.number)
    if frame.archive[:1] != ("VT",):
        archive = ", ".join(frame.archive)
        yield Problem.of(ProblemCode.ARCHIVE_WITHOUT_CLERK, ("frame", "archive"), value=archive)
    yield from _signature_problems(frame.signature)


def _signature_problems(signature: Signature) -> Iterator[Problem]:
    path = ("frame", "signature")
    lines = [line.upper() for line in signature.lines]
    found = [decree().authority_in(line) for line in lines]
    for at, (line, written) in enumerate(zip(signature.lines, found, strict=True)):
        place = (*path, "lines", at)
        if written and not written.proper:
            name = written.authority.prefix.rstrip(".")
            yield Problem.of(ProblemCode.AUTHORITY_MARK, place, value=line, authority=name)
    if not lines or (found[-1] and found[-1].authority.prefix != "Q."):
        value = ", ".join(signature.lines)
        yield Problem.of(ProblemCode.SIGNATURE_WITHOUT_OFFICE, (*path, "lines"), value=value)
    for at, (written, below) in enumerate(zip(found, signature.lines[1:], strict=False), 1):
        if written and not written.authority.allows(below):
            yield Problem.of(ProblemCode.NOT_A_DEPUTY, (*path, "lines", at), value=below)
    if decree().has_title(signature.name):
        yield Problem.of(ProblemCode.ACADEMIC_TITLE, (*path, "name"), value=signature.name)


def _body_problems(document: Document) -> Iterator[Problem]:
    if not document.body or not isinstance(document.body[-1], Paragraph | Items):
        yield Problem.of(ProblemCode.NO_LAST_PARAGRAPH, ("body", max(0, len(document.body) - 1)))
    texts = chain.from_iterable(_block_texts(("body",), block) for block in document.body)
    if document.annexes and not any("phụ lục" in text.casefold() for _, text in texts):
        yield Problem.of(ProblemCode.ANNEX_NOT_MENTIONED, ("annexes",))


def _block_problems(document: Document | AnnexFile) -> Iterator[Problem]:
    for path, block in _every_block(document):
        if isinstance(block, Items):
            yield from _items_problems(path, block)
        elif isinstance(block, Table):
            yield from _table_problems(path, block)
    for at, annex in enumerate(document.annexes):
        if not annex.blocks:
            yield Problem.of(ProblemCode.FIELD_EMPTY, ("annexes", at, "blocks"))


def _items_problems(path: Path, items: Items) -> Iterator[Problem]:
    if not items.items:
        yield Problem.of(ProblemCode.FIELD_EMPTY, path)
    letters = len(decree().body.point_letters)
    if items.marks == "letter" and len(items.items) > letters:
        yield Problem.of(ProblemCode.TOO_MANY_LETTERS, path, value=len(items.items), most=letters)
    for at, item in enumerate(items.items):
        if item.items is not None:
            yield from _items_problems((*path, "items", at), item.items)


def _table_problems(path: Path, table: Table) -> Iterator[Problem]:
    columns, rows = len(table.columns), len(table.rows)
    if not (1 <= columns <= _MOST_COLUMNS and 1 <= rows <= _MOST_ROWS):
        yield Problem.of(
            ProblemCode.TABLE_SIZE,
            path,
            columns=columns,
            rows=rows,
            most_columns=_MOST_COLUMNS,
            most_rows=_MOST_ROWS,
        )
    for x, column in enumerate(table.columns):
        if not column.heads:
            yield Problem.of(ProblemCode.FIELD_EMPTY, (*path, "columns", x, "heads"))
    for y, row in enumerate(table.rows):
        if len(row) != columns:
            place = (*path, "rows", y)
            yield Problem.of(ProblemCode.CELLS_OF_ROW, place, value=len(row), columns=columns)
    depths = {len(column.heads) for column in table.columns}
    if len(depths) > 1:
        yield from _shared_head_problems(path, table)


def _shared_head_problems(path: Path, table: Table) -> Iterator[Problem]:
    """Yield columns that end where their neighbour goes on below the same head."""
    for x, (left, right) in enumerate(pairwise(table.columns)):
        shorter = min(len(left.heads), len(right.heads))
        if left.heads[:shorter] == right.heads[:shorter] and left.heads != right.heads:
            place = (*path, "columns", x + 1)
            text = right.heads[-1].text
            yield Problem.of(ProblemCode.HEAD_WITHOUT_CELL, place, value=text)
