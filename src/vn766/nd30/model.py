"""The parts of an official document, before anybody thinks of fonts or files.

Everything is a frozen value. Texts are kept in NFC; marks that the decree prescribes (the
semicolons of a list, ``./.`` at the end, numbers of headings, "V/v", "Lưu:") are not typed in but
written by `vn766.nd30.layout`. A `Document` checks all of its parts at once and lists everything
that is wrong with them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, get_args

from attrs import field, frozen
from attrs.validators import in_

from vn766.errors import InvalidDocumentError
from vn766.period import Month, Year
from vn766.vocabulary import composed

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind: TypeAlias = Literal["letter", "report"]
"""Công văn or báo cáo."""

Marks: TypeAlias = Literal["number", "letter", "dash"]
"""How the items of a list begin: ``1.`` (khoản), ``a)`` (điểm) or ``-``."""

Align: TypeAlias = Literal["left", "center", "right"]
Orientation: TypeAlias = Literal["portrait", "landscape"]
Issued: TypeAlias = date | Month | Year | None
Path: TypeAlias = tuple[str | int, ...]

_MARKS_AT_END = " ;,."


def _text(text: str) -> str:
    return composed(text).strip()


def _unended(text: str) -> str:
    return _text(text).rstrip(_MARKS_AT_END)


def _lines(value: str | Iterable[str]) -> tuple[str, ...]:
    """Return texts; one stands for a list of one."""
    return tuple(map(_text, (value,) if isinstance(value, str) else value))


def _unended_lines(value: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_unended, (value,) if isinstance(value, str) else value))


def _letters(text: str) -> str:
    """Return what stands inside a paragraph: its blanks count."""
    return composed(text)


@frozen
class Run:
    """A stretch of letters of one kind inside a paragraph.

    Example:
        >>> Run("trước 11 giờ", bold=True).text
        'trước 11 giờ'
    """

    text: str = field(converter=_letters)
    """The text."""
    bold: bool = field(default=False, kw_only=True)
    """Whether it is bold."""
    italic: bool = field(default=False, kw_only=True)
    """Whether it is in italics."""


def _runs(value: str | Run | Iterable[Run]) -> tuple[Run, ...]:
    if isinstance(value, str):
        return (Run(_text(value)),)
    return (value,) if isinstance(value, Run) else tuple(value)


@frozen
class Paragraph:
    """A paragraph of the text: one text, or runs of which some are bold or italic.

    Example:
        >>> Paragraph([Run("đạt "), Run("87,18", bold=True), Run(" điểm")]).text
        'đạt 87,18 điểm'
    """

    runs: tuple[Run, ...] = field(converter=_runs)
    """The text."""

    @property
    def text(self) -> str:
        """All letters."""
        return "".join(run.text for run in self.runs)


@frozen
class Heading:
    """A heading: level 1 is numbered ``I.`` and in capitals, level 2 ``1.``; both are bold."""

    text: str = field(converter=_unended)
    """The text."""
    level: Literal[1, 2] = field(default=1, validator=in_((1, 2)))
    """The level, from 1."""


@frozen
class Item:
    """One item of a list, with the list below it if there is one."""

    runs: tuple[Run, ...] = field(converter=_runs)
    """The text."""
    items: Items | None = None
    """The items below it."""

    @property
    def text(self) -> str:
        """All letters."""
        return "".join(run.text for run in self.runs)


def _items(values: str | Item | Iterable[str | Item]) -> tuple[Item, ...]:
    """Return items; a text stands for an item, and one item for a list of one."""
    parts = (values,) if isinstance(values, str | Item) else values
    return tuple(part if isinstance(part, Item) else Item(part) for part in parts)


@frozen
class Items:
    """A list whose items begin with numbers, letters or dashes.

    Example:
        >>> [item.text for item in Items(["Niêm yết công khai.", "Trả lời đúng hạn."]).items]
        ['Niêm yết công khai.', 'Trả lời đúng hạn.']
    """

    items: tuple[Item, ...] = field(converter=_items)
    """The items, in order."""
    marks: Marks = field(default="number", kw_only=True, validator=in_(get_args(Marks)))
    """The marks that the items begin with."""


@frozen
class Head:
    """The words above a column or several; a `note` gets a mark ``(*)`` and stands below."""

    text: str = field(converter=_text)
    """The text."""
    note: str | None = None
    """A note on it, which stands below the table."""


def heads_of(value: str | Head | Iterable[str | Head]) -> tuple[Head, ...]:
    """Return heads from above down; a text stands for a head, and one head for a list of one."""
    parts = (value,) if isinstance(value, str | Head) else value
    return tuple(part if isinstance(part, Head) else Head(part) for part in parts)


@frozen(kw_only=True)
class Column:
    """A column of a table.

    `heads` are its heads from above down. Neighbours that begin with equal heads share them in
    one merged cell; a column with fewer heads than others has a taller one. `width_mm` is its
    width; default: what its words need.

    Example:
        >>> [head.text for head in Column(heads=("Số hóa hồ sơ", "Tỷ lệ (%)")).heads]
        ['Số hóa hồ sơ', 'Tỷ lệ (%)']
    """

    heads: tuple[Head, ...] = field(converter=heads_of)
    """The heads, from the top row down."""
    width_mm: int | None = None
    """The width in millimetres; None is what its words need."""
    align: Align = field(default="center", validator=in_(get_args(Align)))
    """Where texts stand in it."""


def _columns(values: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(values)


def _numbers(values: Iterable[int]) -> frozenset[int]:
    return frozenset(values)


def _rows(values: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(_letters, row)) for row in values)


@frozen(kw_only=True)
class Table:
    """A table: at least one column and one row, each row with a cell for every column.

    `title` says in words what it shows (it is read to those who cannot see it). Rows whose
    numbers (from 0) are in `emphasised` are bold. `notes` stand below it, after those of its heads.
    """

    title: str = field(converter=_text)
    """The title."""
    columns: tuple[Column, ...] = field(converter=_columns)
    """The columns."""
    rows: tuple[tuple[str, ...], ...] = field(converter=_rows)
    """The rows, each with a cell a column."""
    emphasised: frozenset[int] = field(default=frozenset[int](), converter=_numbers)
    """The numbers of the rows in bold, from 0."""
    notes: tuple[str, ...] = field(default=(), converter=_lines)
    """The notes below it, after those of its heads."""


Block: TypeAlias = Paragraph | Heading | Items | Table
"""A part of a text."""


def _blocks(values: str | Block | Iterable[str | Block]) -> tuple[Block, ...]:
    """Return blocks; a text stands for a paragraph, and one block for a list of one."""
    parts = (values,) if isinstance(values, str | Block) else values
    return tuple(Paragraph(part) if isinstance(part, str) else part for part in parts)


@frozen(kw_only=True)
class Annex:
    """An annex: its title, its text and tables; pages upright or across.

    Annexes are numbered in Roman when there are several.
    """

    title: str = field(converter=_unended)
    """The title."""
    blocks: tuple[Block, ...] = field(converter=_blocks)
    """The blocks, in order."""
    orientation: Orientation = field(default="portrait", validator=in_(get_args(Orientation)))
    """Whether pages are upright or lie on their side."""


def _annexes(values: Iterable[Annex]) -> tuple[Annex, ...]:
    return tuple(values)


@frozen(kw_only=True)
class AnnexFile:
    """Annexes in a file of their own, apart from the document that they go with.

    A line below each title leaves room for the number, the date and the issuer of that document.

    Raises:
        InvalidDocumentError: with everything that is wrong with the annexes and their parts.

    Example:
        >>> table = Table(title="Điểm", columns=[Column(heads="Tổng điểm")], rows=[["87,18"]])
        >>> AnnexFile(annexes=[Annex(title="Kết quả tháng 10", blocks=[table])]).annexes[0].title
        'Kết quả tháng 10'
    """

    annexes: tuple[Annex, ...] = field(converter=_annexes)
    """The annexes, at least one."""
    provenance: Grounds | None = None
    """What their statements rest on; written into the properties of the file."""

    def __attrs_post_init__(self) -> None:
        _refuse(self, self.annexes[0].title if self.annexes else "")


@frozen(kw_only=True)
class Signature:
    """A signature: the lines above the name, each as it is printed, and the name.

    A line may begin with ``TM.`` (for a body), ``KT.`` (in place of the head), ``TL.`` (by
    order), ``TUQ.`` (by mandate) or ``Q.`` (acting). Below ``KT.`` stands a deputy. The name has
    no academic title (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7) and may be left blank.

    Example:
        >>> Signature(
        ...     lines=("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"), name="Lê Thị B"
        ... ).lines
        ('TM. Ủy ban nhân dân', 'KT. Chủ tịch', 'Phó Chủ tịch')
    """

    lines: tuple[str, ...] = field(converter=_lines)
    """The lines above the name."""
    name: str = field(default="", converter=_text)
    """The name of who signs."""


@frozen(kw_only=True)
class Frame:
    """The frame around the text of a document: who issues, signs and receives it."""

    issuer: tuple[str, ...] = field(converter=_lines)
    """The name of the office, line by line; in capitals whatever is given."""
    symbol: str = field(converter=_text)
    """What follows the number, such as ``BC-UBND`` or ``UBND-VP``."""
    place: str = field(converter=_unended)
    """Where it is issued: ``Hòa Thắng``."""
    signature: Signature
    """Who signs."""
    called: str = field(converter=_text)
    """How the text calls the issuer, as in "của UBND phường Hòa Thắng"."""
    parent: tuple[str, ...] = field(default=(), converter=_lines)
    """The office above it, if its name is printed (a People's Committee prints none)."""
    number: int | None = None
    """From 1 each year; None leaves it blank for the clerk or the system."""
    issued_on: Issued = None
    """The day; a `Month` or `Year` leaves the day or day and month blank, None all."""
    addressees: tuple[str, ...] = field(default=(), converter=_unended_lines)
    """The lines of "Kính gửi", without marks at their ends."""
    recipients: tuple[str, ...] = field(default=(), converter=_unended_lines)
    """The lines of "Nơi nhận", without marks at their ends.

    The addressees ("Như trên") and the file copy are written by themselves.
    """
    archive: tuple[str, ...] = field(default=("VT",), converter=_unended_lines)
    """Who keeps a copy, after "Lưu:": first the clerk's office, VT."""
    area: str = field(default="", converter=_text)
    """What it is in charge of, as in "trên địa bàn phường Hòa Thắng".

    Default: `called` without "UBND".
    """


class Grounds(Protocol):
    """The ground that a document rests on, in one sentence."""

    @property
    def text(self) -> str:
        """All of it."""
        ...


@frozen(kw_only=True)
class Document:
    """An official document under Nghị định 30/2020/NĐ-CP: công văn or báo cáo.

    Raises:
        InvalidDocumentError: with everything that is wrong with the document and its parts.

    Example:
        >>> frame = Frame(
        ...     issuer=("Ủy ban nhân dân", "phường An Bình"), called="UBND phường An Bình",
        ...     symbol="UBND-VP", place="An Bình", addressees="Các công chức phường",
        ...     signature=Signature(lines="Chủ tịch", name="Lê Thị B"),
        ...     recipients="Như trên",
        ... )
        >>> Document(
        ...     kind="letter", frame=frame, subject="công khai kết quả", body=["Đạt 18/18 điểm."]
        ... ).subject
        'công khai kết quả'
    """

    kind: Kind
    """``"letter"`` (công văn) or ``"report"`` (báo cáo)."""
    frame: Frame
    """Who issues, signs and receives it."""
    subject: str = field(converter=_unended)
    """The "trích yếu"; "V/v" is written before that of a công văn."""
    body: tuple[Block, ...] = field(converter=_blocks)
    """Paragraphs (also as texts), headings, lists and tables.

    The last one is a paragraph or a list, since the mark ``./.`` ends it.
    """
    basis: tuple[str, ...] = field(default=(), converter=_unended_lines)
    """The "căn cứ", each without a mark at its end."""
    annexes: tuple[Annex, ...] = field(default=(), converter=_annexes)
    """The text must mention them ("phụ lục")."""
    provenance: Grounds | None = None
    """What its statements rest on; written into the properties of the file."""

    def __attrs_post_init__(self) -> None:
        _refuse(self, self.subject)


def _refuse(document: Document | AnnexFile, subject: str) -> None:
    """Raise the error of all that is wrong with a document, if something is."""
    from vn766.nd30.checks import problems_of

    problems = list(problems_of(document))
    if problems:
        raise InvalidDocumentError(problems, subject=subject)
