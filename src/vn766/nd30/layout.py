"""How the decree prints what a document says: every line with its marks, numbers and capitals.

From a `Document` to lines, each with the element of Nghị định 30/2020/NĐ-CP that it is, and from a
`Table` to the cells of its head. Nothing here knows of files; measures are the writer's.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, assert_never

from attrs import evolve

from vn766.lazy import regex
from vn766.nd30.decree import decree
from vn766.nd30.model import AnnexFile, Heading, Items, Paragraph, Run, Table
from vn766.period import Month, Year
from vn766.vi import format_date, to_roman

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vn766.nd30.model import Block, Document, Frame, Head, Marks

_NBSP: Final = "\u00a0"
_BLANK_NUMBER: Final = _NBSP * 8
_BLANK_DAY: Final = _NBSP * 5
_BLANK_YEAR: Final = _NBSP * 8
_KINDS: Final = {"letter": "Công văn", "report": "Báo cáo"}
_DOTS: Final = "." * 12
_UNKNOWN_DOCUMENT: Final = (  # to be filled in, with the dots that the decree's own form has
    f"Văn bản số {_DOTS} ngày {_DOTS[:6]} tháng {_DOTS[:6]} năm {_DOTS} của {_DOTS * 3}"
)

# What belongs together stays on one line: "số 766/QĐ-TTg", "tháng 6/2023", "9 tháng", "Phụ lục I".
_BOUND: Final = regex(
    r"\b(số|ngày|tháng|quý|năm|phụ lục) (?=[0-9IVX])|(?<!ngày )\b([0-9]{1,2}) (?=tháng\b)",
    re.IGNORECASE,
)
_ENDS: Final = f" {_NBSP}.;,"  # what a last sentence may end with


class Line(NamedTuple):
    """A printed paragraph: the element that it is, by its id in the decree, and its letters."""

    element: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """All letters."""
        return "".join(run.text for run in self.runs)


Printed: TypeAlias = Line | Table
"""The parts of a page, from above down."""


class HeadCell(NamedTuple):
    """A cell of a table's head: where it begins, and how many columns and rows it covers."""

    column: int
    columns: int
    rows: int
    text: str


def number_text(frame: Frame) -> str:
    """Return number and symbol: ``Số: 05/BC-UBND``; a blank number leaves room for one.

    Rule: Phụ lục I, Phần I, Mục II, khoản 3.
    """
    return f"{decree().texts.number} {_number(frame)}"


def _number(frame: Frame) -> str:
    number = frame.number
    if number is None:
        return f"{_BLANK_NUMBER}/{frame.symbol}"
    return f"{number:02d}/{frame.symbol}"


def place_date_text(frame: Frame) -> str:
    """Return place and date: ``Hòa Thắng, ngày 05 tháng 9 năm 2025``, blank where not known.

    The place begins with a capital, whatever is given.
    """
    return f"{frame.place[:1].upper()}{frame.place[1:]}, {_date(frame)}"


def _date(frame: Frame) -> str:
    match frame.issued_on:
        case date() as day:
            return format_date(day)
        case Month() as month:
            first = format_date(month.start)
            return f"ngày{_BLANK_DAY}{first.partition(' ')[2].partition(' ')[2]}"
        case Year() as year:
            return f"ngày{_BLANK_DAY}tháng{_BLANK_DAY}năm {year.year:04d}"
        case None:
            return f"ngày{_BLANK_DAY}tháng{_BLANK_DAY}năm{_BLANK_YEAR}"
        case _ as never:
            assert_never(never)


def issuer_lines(frame: Frame) -> Iterator[Line]:
    """Yield the names of the office above and of the issuer, in capitals."""
    yield from (_line("parent", name.upper()) for name in frame.parent)
    yield from (_line("issuer", name.upper()) for name in frame.issuer)


def subject_lines(document: Document) -> Iterator[Line]:
    """Yield the kind of document (a công văn has none) and its subject."""
    if document.kind == "letter":
        yield _line("letter-subject", f"{decree().texts.letter_subject} {document.subject}")
    else:
        yield _line("kind", _KINDS[document.kind].upper())
        yield _line("subject", document.subject)


def addressee_lines(frame: Frame) -> Iterator[Line]:
    """Yield "Kính gửi": one addressee on the same line, several on lines of their own.

    Rule: Phụ lục I, Phần I, Mục II, khoản 9, điểm b.
    """
    to = decree().texts.addressees
    if len(frame.addressees) == 1:
        yield _line("addressee", f"{to} {frame.addressees[0]}")
    elif frame.addressees:
        yield _line("addressee", to)
        for name, mark in _marked(frame.addressees):
            yield _line("addressee", f"- {name}{mark}")


def basis_lines(document: Document) -> Iterator[Line]:
    """Yield "căn cứ", each on its own line; all but the last end with a semicolon."""
    for text, mark in _marked(document.basis):
        yield _line("basis", f"{text}{mark}")


def body_lines(document: Document) -> Iterator[Printed]:
    """Yield what the body consists of; the mark ``./.`` ends its last line."""
    *before, last = blocks_of(document.body)
    yield from before
    yield _ended(last) if isinstance(last, Line) else last  # a document ends with a line


def _ended(line: Line) -> Line:
    """Return a line with the mark of the end instead of whatever mark it had."""
    mark = decree().body.end_mark
    runs = list(line.runs)
    while len(runs) > 1 and not runs[-1].text.strip(_ENDS):
        runs.pop()
    text = runs[-1].text.rstrip().removesuffix(mark).rstrip(_ENDS)
    return Line(line.element, (*runs[:-1], evolve(runs[-1], text=f"{text}{mark}")))


def blocks_of(blocks: Iterable[Block]) -> Iterator[Printed]:
    """Yield the lines and tables of `blocks`, headings and items with their numbers.

    A heading of level 2 below a numbered list goes on from its last number.
    """
    roman = clause = listed = 0
    for block in blocks:
        match block:
            case Paragraph():
                yield _body_line("", block.runs)
            case Heading():
                if block.level == 1:
                    roman += 1
                    clause = listed = 0
                    yield _line("heading", f"{to_roman(roman)}. {block.text.upper()}")
                else:
                    clause = (clause or listed) + 1
                    yield _line("clause-title", f"{clause}. {block.text}")
            case Items():
                if block.marks == "number" and not clause:
                    listed = len(block.items)
                yield from _item_lines(block, f"{clause}." if clause else "")
            case Table():
                yield block
            case _ as never:
                assert_never(never)


def _item_lines(items: Items, above: str = "") -> Iterator[Line]:
    """Yield the lines of a list; numbers go on from the number `above` it: 2.1, 2.2."""
    for at, item in enumerate(items.items):
        yield _body_line(_item_mark(items.marks, at, above), item.runs)
        if item.items is not None:
            below = f"{above}{at + 1}." if items.marks == "number" else above
            yield from _item_lines(item.items, below)


def _item_mark(marks: Marks, at: int, above: str) -> str:
    match marks:
        case "number":
            return f"{above}{at + 1}. "
        case "letter":
            return f"{decree().body.point_letters[at]}) "
        case "dash":
            return "- "
        case _ as never:
            assert_never(never)


def signature_lines(frame: Frame) -> Iterator[Line]:
    """Yield for whom and in what office somebody signs, in capitals, then the name."""
    yield from (_line("authority", line.upper()) for line in frame.signature.lines)
    if frame.signature.name:
        yield _line("signer", frame.signature.name)


def recipient_lines(frame: Frame) -> Iterator[Line]:
    """Yield "Nơi nhận": first "Như trên" if there is "Kính gửi", last the file copy.

    Rule: Phụ lục I, Phần I, Mục II, khoản 9, điểm c.
    """
    texts = decree().texts
    yield _line("recipients-label", texts.recipients)
    if frame.addressees:
        yield _line("recipient", texts.as_above)
    above = texts.as_above.strip("-; ").casefold()
    for name in frame.recipients:
        if name.casefold() != above:
            yield _line("recipient", f"- {name};")
    archive = ", ".join((texts.archive, *frame.archive[1:]))
    yield _line("recipient", f"{archive}.")


def annex_heads(document: Document | AnnexFile, at: int) -> Iterator[Line]:
    """Yield label, title and reference of an annex; the label has a number if there are several.

    The reference repeats the number and date of the document, blank where they are: those of an
    electronic one are not filled in (Phụ lục I, Phần I, Mục III, khoản 1, điểm c).
    """
    texts, annex = decree().texts, document.annexes[at]
    number = f" {to_roman(at + 1)}" if len(document.annexes) > 1 else ""
    yield _line("annex-label", f"{texts.annex}{number}")
    yield _line("annex-title", annex.title.upper())
    yield _line("enclosure", f"({texts.enclosure} {_reference(document)})")


def _reference(document: Document | AnnexFile) -> str:
    """Return the document that an annex goes with, blank where nobody has said."""
    if isinstance(document, AnnexFile):
        return _UNKNOWN_DOCUMENT
    frame = document.frame
    return f"{_KINDS[document.kind]} số {_number(frame)} {_date(frame)} của {frame.called}"


def head_rows(table: Table) -> list[list[HeadCell]]:
    """Return the cells of a table's head, row by row; a cell stands in the row it begins in.

    Example:
        >>> from vn766.nd30.model import Column
        >>> table = Table(title="Điểm", columns=(Column(heads="STT"),
        ...     Column(heads=("Số hóa", "Tỷ lệ")), Column(heads=("Số hóa", "Điểm"))),
        ...     rows=[("1", "87,11", "19,2")])
        >>> for row in head_rows(table):
        ...     print([(cell.text, cell.columns, cell.rows) for cell in row])
        [('STT', 1, 2), ('Số hóa', 2, 1)]
        [('Tỷ lệ', 1, 1), ('Điểm', 1, 1)]
    """
    paths = [column.heads for column in table.columns]
    depth = max(map(len, paths))
    marks = _note_marks(table)
    rows: list[list[HeadCell]] = [[] for _ in range(depth)]
    for level in range(depth):
        x = 0
        while x < len(paths):
            if level >= len(paths[x]):  # covered by a taller cell
                x += 1
                continue
            lowest = level == len(paths[x]) - 1
            width = 1 if lowest else _equal_from(paths, x, level)
            head = paths[x][level]
            mark = f" {marks[head.note]}" if head.note is not None else ""
            tall = depth - level if lowest else 1
            rows[level].append(HeadCell(x, width, tall, f"{head.text}{mark}"))
            x += width
    return rows


def _equal_from(paths: Sequence[tuple[Head, ...]], x: int, level: int) -> int:
    """Return how many columns from `x` on share the head at `level` and those above it."""
    shared = paths[x][: level + 1]
    width = 1
    while x + width < len(paths) and paths[x + width][: level + 1] == shared:
        width += 1
    return width


def _note_marks(table: Table) -> dict[str, str]:
    """Return the mark of each note, (*) first, in the order of the columns."""
    notes = (head.note for column in table.columns for head in column.heads)
    unique = dict.fromkeys(note for note in notes if note is not None)
    return {note: f"({'*' * number})" for number, note in enumerate(unique, 1)}


def notes_of(table: Table) -> Iterator[str]:
    """Yield the notes below a table: those of its heads, each with its mark, then its own."""
    for note, mark in _note_marks(table).items():
        yield f"{mark} {note}"
    yield from table.notes


def _marked(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield texts with the marks at their ends: semicolons, a stop after the last."""
    for at, text in enumerate(texts, 1):
        yield text, "." if at == len(texts) else ";"


def _line(element: str, text: str) -> Line:
    return Line(element, (Run(_bound(text)),))


def _body_line(mark: str, runs: tuple[Run, ...]) -> Line:
    bound = tuple(evolve(run, text=_bound(run.text)) for run in runs)
    return Line("body", (Run(mark), *bound) if mark else bound)


def _bound(text: str) -> str:
    return _BOUND.sub(rf"\1\2{_NBSP}", text)
