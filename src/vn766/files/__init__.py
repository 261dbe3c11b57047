"""Files in and out: bytes within fixed limits, and what they are, whatever they are called.

The content decides what a file is, not its name: a spreadsheet exported as ``.csv`` is read as a
spreadsheet. What cannot be read as a whole is refused by one error,
`vn766.errors.InvalidRecordError`, which names the file and says what to do.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
import unicodedata
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, NoReturn, TextIO, TypeAlias, cast

from vn766.errors import InvalidRecordError, Problem, ProblemCode, Word
from vn766.files import limits
from vn766.lazy import regex
from vn766.texts import Wording
from vn766.vocabulary import composed
from vn766.vocabulary.typed import not_a

if TYPE_CHECKING:
    from collections.abc import Generator

AUTHOR: Final = "vn766"
"""Who made comments, as Word shows it, unless somebody says another name."""
PREFIX: Final = ".vn766-"
"""How temporary files begin, and folders."""
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD: Final = "WordDocument".encode("utf-16-le")
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_VIETNAMESE: Final = frozenset("ăđơưĂĐƠƯ") | {chr(c) for c in range(0x1EA0, 0x1EFA)}
# Letters of Latin-1 that Vietnamese does not have. Text typed in the fonts of TCVN3 (ABC) or VNI
# is full of them once it is read as Unicode: "C«ng khai", "Tieán ñoä".
_LEGACY: Final = frozenset("«»®µ¸¹¶·¨©¬¾½¼¦§¢£¤¥ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ")
_TCVN3: Final = frozenset("®µ¸¹¶·«¬¨©ª§¡¢£¤¥¦¾½¼")  # of these VNI has none
_LEGACY_SIGNS: Final = 3
_MOJIBAKE: Final = regex("á[º»]|Ä[‘ƒ\x90\x91]|Æ[°¡ ]|Ã[^\\w\\s]|Ã[ªº]")
"""Letters of Vietnamese in UTF-8, read as if they were in Windows-1252."""
_LIKE_CSV: Final = (".csv", ".tsv", ".txt")
_HALVES: Final = regex("[\ud800-\udfff]")  # of characters; and bytes that are none
_REASONS: Final = {
    errno.ENOENT: "no such file",
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.ENAMETOOLONG: "a name of too many letters",
}
PARQUET: Final = b"PAR1"
"""How a Parquet file begins."""


class Named(NamedTuple):
    """The content of a file, and what problems call it."""

    name: str
    """The name of the file."""
    data: bytes
    """The content."""

    @property
    def suffix(self) -> str:
        """The ending of the name, in lower case."""
        return Path(self.name).suffix.lower()

    @property
    def is_zip(self) -> bool:
        """Whether the content is a ZIP archive, as XLSX and DOCX files are."""
        return self.data.startswith(b"PK\x03\x04")

    @property
    def is_ods(self) -> bool:
        """Whether the content is an ODS spreadsheet, whose kind stands at its beginning."""
        return self.is_zip and _ODS in self.data[:200]

    @property
    def is_parquet(self) -> bool:
        """Whether the content is a Parquet file."""
        return self.data.startswith(PARQUET)

    @property
    def holds_cells(self) -> bool:
        """Whether the content is a workbook or Parquet, whose cells stand in no text."""
        return self.is_zip or self.is_parquet

    @property
    def is_ole2(self) -> bool:
        """Whether the content is an OLE2 file: an old .xls or .doc, or one with a password."""
        return self.data.startswith(_OLE2)

    def refuse_binary(self) -> None:
        """Refuse what is known to be no table, text or archive, by its name."""
        if self.is_ole2:
            if _OLD_WORD in self.data:
                self.refuse(ProblemCode.UNKNOWN_FORMAT, found=Word("an old Word document"))
            encrypted = _ENCRYPTED in self.data
            self.refuse(ProblemCode.ENCRYPTED_FILE if encrypted else ProblemCode.OLD_EXCEL)
        for mark, found in ((b"%PDF", "PDF"), (b"{\\rtf", "RTF")):
            if self.data.startswith(mark):
                self.refuse(ProblemCode.UNKNOWN_FORMAT, found=found)

    def text(self) -> str:
        """Return the text of a file in Unicode form NFC.

        Files are in UTF-8 or, with its mark, UTF-16; Windows-1258 is read if it is beyond doubt.
        """
        mark, encoding = next(
            ((mark, name) for mark, name in _BOMS if self.data.startswith(mark)), (b"", "utf-8")
        )
        try:
            text = self.data[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            text = self._windows_1258()
        if "\0" in text:
            half_empty = 3 * self.data.count(0) > len(self.data)  # as Latin letters in UTF-16 are
            if half_empty:
                self.refuse(ProblemCode.UNKNOWN_ENCODING)
            self.refuse(ProblemCode.UNKNOWN_FORMAT, found=Word("binary data"))
        if not text.strip():
            self.refuse(ProblemCode.EMPTY_FILE)
        if text.lstrip()[:1] == "<":
            self.refuse(ProblemCode.UNKNOWN_FORMAT, found="HTML/XML")
        return composed(text)

    @property
    def is_windows_1258(self) -> bool:
        """Whether the text of a file is Vietnamese in Windows-1258, which each letter proves."""
        try:
            self.data.decode()
        except UnicodeDecodeError:
            with suppress(UnicodeDecodeError):
                text = composed(self.data.decode("cp1258"))
                signs = set(text)
                lone = any(map(unicodedata.combining, signs))
                return not lone and _LEGACY.isdisjoint(signs) and not _VIETNAMESE.isdisjoint(signs)
        return False

    def _windows_1258(self) -> str:
        """Return a text that is not in UTF-8, or refuse the file by what its letters look like."""
        if self.is_windows_1258:
            return self.data.decode("cp1258")
        strange = strange_letters(self.data.decode("cp1252", "replace"), self.name)
        raise strange or refusal(ProblemCode.UNKNOWN_ENCODING, self.name) from None

    def refuse(self, code: ProblemCode, **details: str | int) -> NoReturn:
        """Raise the error that refuses the file as a whole."""
        raise refusal(code, self.name, **details) from None


Parsed: TypeAlias = dict[str, object] | list[object]
"""JSON as `json.load` returns it."""
Source: TypeAlias = str | Path | bytes | BinaryIO | TextIO | Named | Parsed
"""A path, the content of a file, a stream of it, content with a name, or parsed JSON."""


def read(source: Source, *, called: str = "document") -> Named:
    """Return the content of a file of at most `limits.BYTES`; bytes alone are `called` so.

    Raises:
        InvalidRecordError: it cannot be read, is no regular file, empty or too large.
    """
    if isinstance(source, str | Path):
        found = Named(name_of(Path(source)), beginning(Path(source), limits.BYTES))
    elif isinstance(source, Named):
        found = source
    elif isinstance(source, bytes):
        found = Named(called, source)
    elif isinstance(source, dict | list):
        found = Named(called, _dumped(source, called))
    elif hasattr(cast("object", source), "read"):
        found = Named(legible(str(getattr(source, "name", called))), _stream(source, limits.BYTES))
    else:
        raise not_a(source, "a source", "a path, bytes, a stream, or what json.load returns")
    if len(found.data) > limits.BYTES:
        found.refuse(ProblemCode.FILE_BEYOND_LIMIT, limit=f"{limits.BYTES // limits.MIB} MiB")
    if not found.data.strip():
        found.refuse(ProblemCode.EMPTY_FILE)
    return found


def beginning(path: Path, most: int) -> bytes:
    """Return the first `most` bytes of a file and one more, by which a larger one is known.

    Raises:
        InvalidRecordError: the system does not open it, or it is no regular file.
    """
    try:
        # A pipe or a device could make reading wait for ever.
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb") as stream:
                return _stream(stream, most)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    reason = Word("a folder" if stat.S_ISDIR(mode) else "not a regular file")
    raise refusal(ProblemCode.FILE_UNREADABLE, name_of(path), reason=reason)


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does, or is called so."""
    if path.suffix.lower() == ".parquet":
        return True
    try:
        return beginning(path, len(PARQUET)).startswith(PARQUET)
    except InvalidRecordError:  # a folder, or nothing: whoever reads it says so
        return False


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; one that the system does not take leads nowhere."""
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name of many letters, or in a folder of others
        return False


def is_csv(path: Path) -> bool:
    """Whether a file may be CSV, by its first bytes and its name; a folder is none."""
    if is_folder(path):
        return False
    content = Named(name_of(path), beginning(path, limits.MIB))
    is_utf16 = content.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if content.is_zip or content.is_ole2 or (b"\0" in content.data and not is_utf16):
        return False
    return content.suffix in _LIKE_CSV or not content.data.lstrip().startswith((b"{", b"["))


def _stream(stream: BinaryIO | TextIO, most: int) -> bytes:
    """Return the first `most` bytes and one more: streams may hand over less than is asked for."""
    parts: list[bytes] = []
    left = most + 1
    while left > 0 and (part := stream.read(left)):
        parts.append(part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part)
        left -= len(parts[-1])
    return b"".join(parts)


def _dumped(parsed: Parsed, called: str) -> bytes:
    """Return parsed JSON as bytes: what holds anything else is refused."""
    import json

    try:
        return json.dumps(parsed, default=_exactly).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError, RecursionError):
        damaged(called, Word("values that JSON does not have"))


def _exactly(value: object) -> str:
    """Return an exact number, as `json.load` may read them, as a text."""
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def unreadable(path: Path, error: OSError | ValueError) -> InvalidRecordError:
    """Return the error that refuses what the system does not open, in our words if it can be.

    A ValueError is what Python raises for a null character in a path.
    """
    if isinstance(error, OSError):
        known = _REASONS.get(error.errno or 0)
        reason = Word(known) if known else Word("the system does not let it be read")
    else:
        reason = Word("a NUL in the name")
    return refusal(ProblemCode.FILE_UNREADABLE, name_of(path), reason=reason)


def refusal(
    code: ProblemCode, file: str, **details: str | int | Wording | tuple[str, ...]
) -> InvalidRecordError:
    """Return the error that refuses `file` as a whole."""
    problem = Problem(code=code, path=(), value=file, details=tuple(details.items()))
    return InvalidRecordError([problem], subject=file)


def too_large(file: str, *, rows: int | None = None) -> InvalidRecordError:
    """Return the error that refuses tables with too many cells, or `rows`."""
    return refusal(
        ProblemCode.TABLE_TOO_LARGE,
        file,
        rows=rows or limits.ROWS,
        columns=limits.COLUMNS,
        cells=limits.CELLS,
    )


def check_length(characters: int, file: str, most: int) -> None:
    """Refuse a file whose texts have more than so many characters."""
    if characters > most:
        limit = Wording.of("files", "characters", count=most)
        raise refusal(ProblemCode.FILE_BEYOND_LIMIT, file, limit=limit)


def damaged(file: str, reason: Word) -> NoReturn:
    """Refuse `file` for a reason in a word of ours: what others' code says is English only."""
    raise refusal(ProblemCode.DAMAGED_FILE, file, reason=reason) from None


def write_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write `content` to a temporary file beside `path`, then move it there in one step.

    Without `force` nothing that is at `path` by then is replaced, be it a link that leads nowhere.
    With it a file that is overwritten keeps its mode, and a link stays, and what it leads to is
    written; but what is no regular file is never replaced.

    Raises:
        FileExistsError: something is at `path` that must not be replaced.
        OSError: the system does not let it be written; `path` is the file that it names.
    """
    with naming(path):
        import tempfile  # loads the library of random numbers

        handle, name = tempfile.mkstemp(dir=folder_of(path), prefix=PREFIX)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(handle)  # or a name could lead to nothing after a power failure
            move_file(temporary, path, force=force)
        finally:  # an interrupt leaves nothing behind either
            with suppress(OSError):
                temporary.unlink()


def move_file(temporary: Path, path: Path, *, force: bool) -> None:
    """Move a complete file from the same disk to `path` in one step, as `write_file` does."""
    with naming(path):
        if not force:
            temporary.chmod(_mode(None))
            _take_name(temporary, path)
            return
        path = Path(os.path.realpath(path))
        if path.exists() and not path.is_file():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        temporary.chmod(_mode(path))
        temporary.replace(path)


def _take_name(temporary: Path, path: Path) -> None:
    """Move a file to a name that nobody has: the system refuses one that somebody took first."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except (OSError, AttributeError):
        # No hard links on this disk or system: the name is taken, then what is there replaced.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        temporary.replace(path)
    else:
        temporary.unlink()


@contextmanager
def naming(path: Path) -> Generator[None]:
    """Let errors of the system name `path`, and not a temporary file or nothing."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def folder_of(path: Path) -> Path:
    """Return the folder that a file is written in, wherever links to it stand."""
    return Path(os.path.realpath(path)).parent


def _mode(path: Path | None) -> int:
    """Return the mode of the file at `path`, or the one that a new file gets."""
    with suppress(FileNotFoundError):
        if path is not None:
            return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def name_of(path: Path) -> str:
    """Return what a file is called in texts, whose signs are all of UTF-8: of a path the last part.

    Systems let names be any bytes, such as those of ZIP files from old Windows.
    """
    return legible(path.name or str(path))


def legible(text: str) -> str:
    r"""Return `text` with a replacement for what is no character in UTF-8.

    Example:
        >>> legible("b\udce1o c\udce1o.csv")
        'b�o c�o.csv'
    """
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)


def strange_letters(text: str, file: str) -> InvalidRecordError | None:
    """Return what is wrong with the letters of a file that makes no sense, if that is known."""
    if len(_MOJIBAKE.findall(text)) >= _LEGACY_SIGNS:
        return refusal(ProblemCode.MOJIBAKE, file)
    if not shows_legacy_letters(text):
        return None
    font = "VNI" if _TCVN3.isdisjoint(text) else "TCVN3 (ABC)"
    return refusal(ProblemCode.LEGACY_LETTERS, file, font=font)


def shows_legacy_letters(text: str) -> bool:
    """Whether a text looks like TCVN3 (ABC) or VNI read as Unicode.

    True only for a text without any letter that Vietnamese alone has and with several signs
    that it never has. To be asked when a text makes no sense: it is a guess.
    """
    return _VIETNAMESE.isdisjoint(text) and sum(map(_LEGACY.__contains__, text)) >= _LEGACY_SIGNS
