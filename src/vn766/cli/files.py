"""Files out: checked before any work is done for them, and never half written."""

from __future__ import annotations

from contextlib import nullcontext
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Final

from vn766.cli.options import fail
from vn766.cli.terminal import output, print_line
from vn766.cli.words import unwritable, word
from vn766.files import PREFIX, folder_of, is_folder, naming, write_file
from vn766.show.files import WRITERS, problems_csv, scored_html, scored_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from vn766.errors import Language
    from vn766.readers import ScoredFile
    from vn766.show.files import Result
    from vn766.show.sheets import Sheets

TABLES: Final = (".csv", ".parquet")
"""The endings of tables of any size."""
RESULTS: Final = (".xlsx", ".csv", ".json", ".html", ".docx")
"""The endings of what is computed, as `content_of` makes it."""
SCORED: Final = (*WRITERS, ".docx")
"""The endings of a scored file."""


def check_target(
    target: Path,
    inputs: Iterable[Path],
    endings: Collection[str],
    refusal: str,
    *,
    force: bool,
    language: Language,
) -> None:
    """Refuse a target that cannot be written, or must not be; `refusal` is of another ending."""
    if target.suffix.lower() not in endings:
        fail(word(refusal, language, file=target))
    if not target.parent.is_dir():
        fail(word("no_folder", language, folder=target.parent))
    check_free(target, inputs, force=force, language=language)


def check_folder(folder: Path, language: Language) -> None:
    """Refuse a folder for many files that is none, or cannot be made."""
    if folder.exists() and not folder.is_dir():
        fail(word("not_a_folder", language, file=folder))
    if not folder.parent.is_dir():
        fail(word("no_folder", language, folder=folder.parent))


def check_free(path: Path, inputs: Iterable[Path], *, force: bool, language: Language) -> None:
    """Refuse a path where something is that must not be replaced: never an input, or in its folder.

    So no work is done in vain. What comes to be there meanwhile is not replaced either, without
    `force`: that is up to `vn766.files.write_file`.
    """
    try:
        path.lstat()  # a link that leads nowhere is a file, too
    except FileNotFoundError:
        return
    except OSError as error:
        fail(unwritable(path, error, language))
    if path.is_dir():
        fail(word("is_folder", language, file=path))
    if any(_is_same(path, file) for given in inputs for file in _files(given)):
        fail(word("is_input", language, file=path))
    if path.exists() and not path.is_file():
        fail(word("not_a_file", language, file=path))
    if not force:
        fail(word("exists", language, file=path))


def check_copy(
    copy: Path | None,
    inputs: Sequence[Path],
    author: str | None,
    codes: Collection[str],
    known: Collection[str],
    *,
    force: bool,
    language: Language,
) -> None:
    """Refuse what cannot be written as the commented copy of one document."""
    if copy is None:
        if author is not None or codes:
            fail(word("without_annotate", language))
        return
    if len(inputs) != 1 or is_folder(inputs[0]):
        fail(word("one_document", language))
    for code in codes:
        if code not in known:
            near = ", ".join(get_close_matches(code, known)) or "–"
            fail(word("unknown_code", language, asked=code, known=near))
    check_target(copy, inputs, (".docx",), "not_docx", force=force, language=language)


def write(
    scored: ScoredFile, target: Path, *, own: str = "", force: bool, language: Language
) -> list[Path]:
    """Write the ranking, and beside it why rows were left out; return what was written.

    The reasons come first: there is no result that lacks rows without saying so. Reasons of an
    earlier run are nobody's to delete, and told. A page marks the unit whose key is `own`.
    """
    ending = target.suffix.lower()
    match ending:
        case ".html":
            content = scored_html(scored, language, own)
        case ".docx":
            content = _annex(partial(scored_sheets, scored))
        case _:
            content = WRITERS[ending](scored, language)
    contents = {target: content}
    if scored.errors:
        contents = {beside(target): problems_csv(scored.errors, language), **contents}
    elif beside(target).exists():
        print_line(output(errors=True), word("older_problems", language, file=beside(target)))
    for path, content in contents.items():
        write_file(path, content, force=force)
    return list(contents)


def content_of(
    result: Result, sheets: Callable[[Language], Sheets], ending: str, language: Language
) -> bytes:
    """Return the bytes of a file with this ending, made of `result` or its tables."""
    return _annex(sheets) if ending == ".docx" else result.content(ending, language)


def _annex(sheets: Callable[[Language], Sheets]) -> bytes:
    """Return tables as an annex, which is Vietnamese as all official documents."""
    from vn766.nd30.writer import docx_bytes  # most results are no documents
    from vn766.report.annexes import annex_file

    return docx_bytes(annex_file(sheets("vi")))


def write_content(target: Path, content: bytes, *, force: bool, language: Language) -> None:
    """Write a file as a whole, and say so."""
    write_file(target, content, force=force)
    print_line(output(errors=True), word("written", language, file=target))


def working_folder(target: Path | None) -> AbstractContextManager[str]:
    """Return a folder for large files on the way to `target`, which goes when it is left."""
    import tempfile

    with nullcontext() if target is None else naming(target):
        beside = None if target is None else folder_of(target)
        return tempfile.TemporaryDirectory(prefix=PREFIX, dir=beside)


def _files(given: Path) -> Iterable[Path]:
    """Return an input, or all that is in its folder."""
    return given.rglob("*") if given.is_dir() else (given,)


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:  # one of them is not there
        return False


def beside(target: Path) -> Path:
    """Return where the problems of the rows that `target` lacks are written."""
    return target.with_name(f"{target.stem}.problems.csv")
