"""What a file for an engine is, by its first bytes: Parquet, or CSV with heads in its first row."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from vn766.cli.options import fail
from vn766.cli.words import word
from vn766.errors import InvalidRecordError, ProblemCode
from vn766.files import Named, beginning, refusal
from vn766.files.blocks import Grid, delimiters, split
from vn766.readers import headers

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
        return beginning(file, len(_PARQUET)).startswith(_PARQUET)
    except InvalidRecordError:  # a folder, or nothing: whoever reads it says so
        return False


def is_csv(file: Path) -> bool:
    """Whether a file may be CSV, by its first bytes and its name."""
    content = Named(file.name, beginning(file, _BEGINNING))
    if content.is_zip or content.is_ole2 or b"\0" in content.data:
        return False
    return content.suffix in _TEXTS or not content.data.lstrip().startswith((b"{", b"["))


def csv_heads(file: Path, plan: Plan, language: Language) -> tuple[str, list[str]] | None:
    """Return the delimiter and the heads of a CSV file, or None for a Parquet file."""
    data = beginning(file, _BEGINNING)
    if data.startswith(_PARQUET):
        return None
    if file.suffix.lower() == _CALLED:
        fail(word("not_parquet", language, file=file.name))
    Named(file.name, data).refuse_binary()
    if data.startswith(_UTF16):
        raise refusal(ProblemCode.UNKNOWN_ENCODING, file.name)
    if not is_csv(file):
        fail(word("not_for_engines", language, file=file.name))
    whole = data[: data.rfind(b"\n") + 1] if len(data) > _BEGINNING else data
    text = Named(file.name, whole).text()
    found: list[tuple[int, str, list[str], Head]] = []
    for delimiter in delimiters(text):
        rows = split(text, delimiter, file.name, first=_SAMPLE)
        head = headers.read_head(Grid(file=file.name, rows=rows), plan)
        if head is not None:
            found.append((head.known, delimiter, rows[0], head))
    if not found:
        raise refusal(ProblemCode.NO_HEADER, file.name)
    _, delimiter, heads, head = max(found, key=lambda it: it[0])
    if (head.first, head.body) != (0, 1):
        fail(word("head_first", language, file=file.name))
    return delimiter, heads
