"""What a file for an engine is, by its first bytes: Parquet, or CSV with heads in its first row."""

from __future__ import annotations

import codecs
import stat
from typing import TYPE_CHECKING, Final

from vn766.cli.options import fail
from vn766.cli.words import word
from vn766.errors import InvalidRecordError, ProblemCode, Word
from vn766.readers import grids, headers

if TYPE_CHECKING:
    from pathlib import Path

    from vn766._engine.plan import Plan
    from vn766.errors import Language
    from vn766.readers.headers import Head

_BEGINNING: Final = 1 << 20  # bytes of a CSV file in which its heads must stand
_SAMPLE: Final = 10  # rows that show where the heads end
_PARQUET: Final = b"PAR1"
_CALLED: Final = ".parquet"
_TEXTS: Final = (".csv", ".tsv", ".txt")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_parquet(file: Path) -> bool:
    """Whether a file begins as Parquet does, or is called so."""
    if file.suffix.lower() == _CALLED:
        return True
    try:
        return _beginning(file, len(_PARQUET)) == _PARQUET
    except InvalidRecordError:  # a folder, or nothing: whoever reads it says so
        return False


def is_csv(file: Path) -> bool:
    """Whether a file may be CSV, by its first bytes and its name."""
    data = _beginning(file, _BEGINNING)
    if grids.is_zip(data) or grids.is_ole2(data) or b"\0" in data:
        return False
    return file.suffix.lower() in _TEXTS or not data.lstrip().startswith((b"{", b"["))


def _beginning(file: Path, size: int) -> bytes:
    """Return the first bytes of a regular file: a pipe could make reading wait for ever."""
    try:
        if stat.S_ISREG(file.stat().st_mode):
            with file.open("rb") as stream:
                return stream.read(size)
    except (OSError, ValueError) as error:
        raise grids.unreadable(file, error) from None
    reason = Word("not a regular file")
    raise grids.refusal(ProblemCode.FILE_UNREADABLE, file.name, reason=reason)


def csv_heads(file: Path, plan: Plan, language: Language) -> tuple[str, list[str]] | None:
    """Return the delimiter and the heads of a CSV file, or None for a Parquet file."""
    data = _beginning(file, _BEGINNING)
    if data.startswith(_PARQUET):
        return None
    if file.suffix.lower() == _CALLED:
        fail(word("not_parquet", language, file=file.name))
    grids.refuse_binary(data, file.name)
    if data.startswith(_UTF16):
        raise grids.refusal(ProblemCode.UNKNOWN_ENCODING, file.name)
    if not is_csv(file):
        fail(word("not_for_engines", language, file=file.name))
    whole = data[: data.rfind(b"\n") + 1] if len(data) == _BEGINNING else data
    text = grids.decode(whole, file.name)
    found: list[tuple[int, str, list[str], Head]] = []
    for delimiter in grids.delimiters(text):
        rows = grids.split(text, delimiter, file.name, first=_SAMPLE)
        head = headers.read_head(grids.Grid(file=file.name, rows=rows), plan)
        if head is not None:
            found.append((head.known, delimiter, rows[0], head))
    if not found:
        raise grids.refusal(ProblemCode.NO_HEADER, file.name)
    _, delimiter, heads, head = max(found, key=lambda it: it[0])
    if (head.first, head.body) != (0, 1):
        fail(word("head_first", language, file=file.name))
    return delimiter, heads
