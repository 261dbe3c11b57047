"""CSV files as engines read them: in UTF-8, their heads in the first line."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from vn766.errors import Problem, ProblemCode, Severity
from vn766.files import Named, beginning, blocks, limits, name_of, refusal
from vn766.files.blocks import delimiters
from vn766.vocabulary import composed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FIRST: Final = 100  # characters of a line that names the mark between cells


def transcribed(file: Path, folder: Path) -> tuple[Path, list[Problem]]:
    """Return a CSV file that engines read, a copy in `folder` if need be, and notes on it.

    Copied are files in UTF-16 or Windows-1258, and those that begin with a line ``sep=;``.

    Raises:
        InvalidRecordError: a file is not in one encoding from beginning to end.
    """
    start = Named(name_of(file), _lines(beginning(file, limits.MIB)))
    encoding = "utf-8-sig"
    if start.data.startswith(_UTF16):
        encoding = "utf-16"
    elif start.is_windows_1258:
        encoding = "cp1258"
    says_mark = len(delimiters(start.data.decode(encoding, "replace"))) == 1
    if encoding == "utf-8-sig" and not says_mark:
        return file, []
    copy = folder / "csv" / file.name
    copy.parent.mkdir()
    try:
        with copy.open("w", encoding="utf-8", newline="") as target:
            target.writelines(_texts(file, encoding, skip=says_mark))
    except UnicodeError:
        raise refusal(ProblemCode.UNKNOWN_ENCODING, start.name) from None
    code, severity = ProblemCode.ENCODING_CONVERTED, Severity.NOTE
    note = Problem.of(code, (), severity=severity, origin=start.name)
    return copy, [note] if encoding == "cp1258" else []


def check_quotes(file: Path, delimiter: str, heads: int) -> None:
    """Refuse a CSV file in which a quotation mark does not close its cell.

    Engines that pad short lines lose all that stands behind such a mark, without a word.

    Raises:
        InvalidRecordError: it names the line.
    """
    with file.open("rb") as source:
        if not any(b'"' in part for part in iter(lambda: source.read(limits.MIB), b"")):
            return
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        lines = iter(lambda: text.readline(limits.MIB), "")
        blocks.check_quotes(lines, delimiter, heads, name_of(file))


def _lines(data: bytes) -> bytes:
    """Return the beginning of a file up to the end of a line, if it is only that."""
    return data[: data.rfind(b"\n") + 1] if len(data) > limits.MIB else data


def _texts(file: Path, encoding: str, *, skip: bool) -> Iterator[str]:
    """Yield the text of a file line by line, without its first line if that is to be skipped."""
    with file.open(encoding=encoding, newline="") as source:
        if skip:
            source.readline(_FIRST)
        while line := source.readline(limits.MIB):
            yield composed(line)
