"""Files to rows of cells: what is in a file, whatever it is called, within fixed limits.

The content decides what a file is, not its name: a spreadsheet exported as ``.csv`` is read as
a spreadsheet. A file that cannot be read as a whole is refused by one error,
`vn766.errors.InvalidRecordError`, which names the file and says what to do.
"""

from __future__ import annotations

import codecs
import csv
import io
import stat
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import field, frozen

from vn766.errors import InvalidRecordError, Problem, ProblemCode, Word, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

# All of Vietnam has about 3,400 units: every limit is far beyond any honest table, and low
# enough that the worst file made to harm takes seconds, and less than a gigabyte of memory.
MAX_BYTES: Final = 32 * 1024 * 1024
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 500
MAX_CELLS: Final = 2_000_000
MAX_CELL_LENGTH: Final = 10_000  # characters

Cell: TypeAlias = str | float
"""A text, or a number as a spreadsheet holds it; blank cells are empty texts."""

_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD: Final = "WordDocument".encode("utf-16-le")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS: Final = ("\t", ";", ",")  # the rarer inside cells, the earlier
_VIETNAMESE: Final = frozenset("ăđơưĂĐƠƯ") | {chr(c) for c in range(0x1EA0, 0x1EFA)}
# Letters of Latin-1 that Vietnamese does not have. Text typed in the fonts of TCVN3 (ABC) or VNI
# is full of them once it is read as Unicode: "C«ng khai", "Tieán ñoä".
_LEGACY: Final = frozenset("«»®µ¸¹¶·¨©¬¾½¼¦§¢£¤¥ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ")
_LEGACY_SIGNS: Final = 3


@frozen(kw_only=True)
class Grid:
    """The cells of one table, and which of them hold no value of their own.

    Rows and columns count from 0. `flaws` maps the place of a cell to what is wrong with it;
    the cell itself then holds what a spreadsheet shows there.
    """

    file: str
    rows: Sequence[Sequence[Cell]] = field(repr=False)
    sheet: str | None = None
    flaws: Mapping[tuple[int, int], ProblemCode] = field(factory=dict[tuple[int, int], ProblemCode])

    @property
    def source(self) -> str:
        """The file, and its sheet if it has any."""
        return f"{self.file}, {self.sheet}" if self.sheet else self.file

    def place(self, row: int, column: int | None = None) -> str:
        """Return what a problem calls a cell, or a row: file, sheet, letters and number."""
        sheet = f"{self.sheet}!" if self.sheet else ""
        return f"{self.file}, {sheet}{'' if column is None else letters(column)}{row + 1}"


def refusal(
    code: ProblemCode, file: str, **details: str | int | tuple[str, ...]
) -> InvalidRecordError:
    """Return the error that refuses `file` as a whole."""
    problem = Problem(code=code, path=(), value=file, details=tuple(details.items()))
    return InvalidRecordError([problem], subject=file)


def too_large(file: str) -> InvalidRecordError:
    """Return the error that refuses a table with too many cells."""
    return refusal(
        ProblemCode.TABLE_TOO_LARGE,
        file,
        rows=MAX_ROWS,
        columns=MAX_COLUMNS,
        cells=MAX_CELLS,
    )


def letters(column: int) -> str:
    """Return the letters that spreadsheets call a column by.

    Example:
        >>> letters(0), letters(25), letters(26)
        ('A', 'Z', 'AA')
    """
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


# --- bytes ------------------------------------------------------------------------------------


def read_bytes(path: Path) -> bytes:
    """Return the content of a file of at most `MAX_BYTES`."""
    try:
        data = _beginning(path)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    if data is None:
        reason = Word("not a regular file")
        raise refusal(ProblemCode.FILE_UNREADABLE, path.name, reason=reason)
    if len(data) > MAX_BYTES:
        raise refusal(ProblemCode.FILE_BEYOND_LIMIT, path.name, limit=f"{MAX_BYTES // 2**20} MiB")
    if not data.strip():
        raise refusal(ProblemCode.EMPTY_FILE, path.name)
    return data


def _beginning(path: Path) -> bytes | None:
    """Return the content up to one byte beyond the limit, or None if it is no regular file."""
    # A pipe or device could make reading wait for ever.
    if not stat.S_ISREG(path.stat().st_mode):
        return None
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def unreadable(path: Path, error: OSError | ValueError) -> InvalidRecordError:
    """Return the error that refuses what the system does not open, in our words if it can be."""
    return refusal(ProblemCode.FILE_UNREADABLE, path.name, reason=reason_of(error))


def is_zip(data: bytes) -> bool:
    """Whether the content is a ZIP archive, as XLSX files are."""
    return data.startswith(b"PK\x03\x04")


def is_ole2(data: bytes) -> bool:
    """Whether the content is an OLE2 file: an old .xls, or one with a password."""
    return data.startswith(_OLE2)


def refuse_binary(data: bytes, file: str) -> None:
    """Refuse what is known not to be a table, by its name."""
    if is_ole2(data):
        if _OLD_WORD in data:
            raise refusal(ProblemCode.UNKNOWN_FORMAT, file, found=Word("an old Word document"))
        encrypted = _ENCRYPTED in data
        raise refusal(ProblemCode.ENCRYPTED_FILE if encrypted else ProblemCode.OLD_EXCEL, file)
    if data.startswith(b"%PDF"):
        raise refusal(ProblemCode.UNKNOWN_FORMAT, file, found="PDF")
    if data.startswith(b"{\\rtf"):
        raise refusal(ProblemCode.UNKNOWN_FORMAT, file, found="RTF")


def decode(data: bytes, file: str) -> str:
    """Return the text of a file in UTF-8 or, with its mark, UTF-16, in Unicode form NFC."""
    mark, encoding = next(
        ((mark, name) for mark, name in _BOMS if data.startswith(mark)), (b"", "utf-8")
    )
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        raise refusal(ProblemCode.UNKNOWN_ENCODING, file) from None
    if "\0" in text:
        half_empty = 3 * data.count(0) > len(data)  # Latin letters in UTF-16 are half zeros
        if half_empty:
            raise refusal(ProblemCode.UNKNOWN_ENCODING, file)
        raise refusal(ProblemCode.UNKNOWN_FORMAT, file, found=Word("binary data"))
    if not text.strip():
        raise refusal(ProblemCode.EMPTY_FILE, file)
    if text.lstrip()[:1] == "<":
        raise refusal(ProblemCode.UNKNOWN_FORMAT, file, found="HTML/XML")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def shows_legacy_letters(text: str) -> bool:
    """Whether a text looks like TCVN3 (ABC) or VNI read as Unicode.

    True only for a text without any letter that Vietnamese alone has and with several signs
    that it never has. To be asked when a text makes no sense: it is a guess.

    Example:
        >>> shows_legacy_letters("C«ng khai, minh b¹ch; TiÕn ®é"), shows_legacy_letters("Khá")
        (True, False)
    """
    return _VIETNAMESE.isdisjoint(text) and sum(map(_LEGACY.__contains__, text)) >= _LEGACY_SIGNS


# --- text to cells ----------------------------------------------------------------------------


def delimiters(text: str) -> Sequence[str]:
    """Return the characters that may part the cells of `text`, likeliest first."""
    first = text[:10].split("\n", 1)[0].strip().lower()
    stated = first.removeprefix("sep=")  # how spreadsheets are told
    return (stated,) if first != stated and stated in {"\t", ";", ","} else _DELIMITERS


def split(text: str, delimiter: str, file: str, *, first: int | None = None) -> list[list[str]]:
    """Return the rows of a delimited text, all or the `first` ones."""
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return list(check_size(islice(rows, first), file))
    except csv.Error:  # a field beyond the limit of csv itself, which is beyond ours
        raise refusal(ProblemCode.CELL_TOO_LONG, file, limit=MAX_CELL_LENGTH) from None


def check_size(rows: Iterable[list[str]], file: str) -> Iterator[list[str]]:
    """Yield rows as long as the table stays within all limits."""
    cells = 0
    for at, row in enumerate(rows):
        cells += len(row)
        if at >= MAX_ROWS or len(row) > MAX_COLUMNS or cells > MAX_CELLS:
            raise too_large(file)
        if any(len(cell) > MAX_CELL_LENGTH for cell in row):
            raise refusal(ProblemCode.CELL_TOO_LONG, file, limit=MAX_CELL_LENGTH)
        yield row
