"""Many documents in, also as folders: each by itself, so that one stops none of the others."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from vn766.cli.terminal import output, print_line, print_problems
from vn766.cli.words import word
from vn766.errors import (
    InvalidDocumentError,
    InvalidRecordError,
    MissingExtraError,
    Problem,
    ProblemCode,
    Word,
)
from vn766.files import legible, name_of
from vn766.files.folders import Unread
from vn766.texts import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from vn766.errors import Language
    from vn766.texts import Speaker

_FEW: Final = 8  # files: for so few other processes take longer to start than they save
_NAMED: Final = 20  # files that were passed over, of more their number
_T = TypeVar("_T")


def each_outcome(
    paths: Sequence[Path], read: Callable[[Path], _T], *, quiet: bool, language: Language
) -> Iterable[_T | Unread]:
    """Return what was read of each file, with a bar on standard error that moves meanwhile."""
    console = output(errors=True)
    outcomes = _outcomes(paths, read)
    if quiet or len(paths) < _FEW or not console.is_terminal:
        return outcomes
    from rich.progress import track  # much to load, for many files only

    reading = word("auditing", language)
    return track(outcomes, reading, total=len(paths), console=console, transient=True)


def _outcomes(paths: Sequence[Path], read: Callable[[Path], _T]) -> Iterator[_T | Unread]:
    """Yield the outcome of each file in order; many files are divided among processes.

    A process that dies costs one file: the others are read anew.
    """
    work = partial(_outcome, read=read)
    if len(paths) < _FEW:
        yield from map(work, paths)
        return
    done, workers = 0, None
    while done < len(paths):
        try:
            with ProcessPoolExecutor(workers) as pool:
                for outcome in pool.map(work, paths[done:], chunksize=1 if workers else 4):
                    done += 1
                    yield outcome
        except BrokenProcessPool:
            # One of several died, perhaps for want of memory: one alone shows on which file.
            if workers:
                yield _unread(paths[done], Word("its process ended too early"))
                done += 1
            workers = None if workers else 1


def _outcome(path: Path, read: Callable[[Path], _T]) -> _T | Unread:
    try:
        return read(path)
    except (InvalidRecordError, InvalidDocumentError) as error:
        return Unread(legible(str(path)), error.problems)
    except MissingExtraError as error:
        return _unread(path, Wording.of("errors", "missing-extra", extra=error.extra))
    except Exception:  # noqa: BLE001 (a thousand other files are waiting)
        return _unread(path, Word("an unforeseen failure"))


def _unread(path: Path, reason: str | Speaker) -> Unread:
    problem = Problem.of(ProblemCode.FILE_UNREADABLE, (), value=name_of(path), reason=reason)
    return Unread(legible(str(path)), (problem,))


def print_left_out(
    unread: Sequence[Unread], passed_over: Sequence[str], language: Language
) -> None:
    """Print on standard error what could not be read, and why, and what was passed over."""
    console = output(errors=True)
    if unread:
        print_line(console, word("unread", language, count=len(unread)))
        for file, problems in unread:
            print_line(console, f"{file}:")
            print_problems(console, problems, language)
    if passed_over:
        named = "; ".join(passed_over[:_NAMED]) + (" …" if len(passed_over) > _NAMED else "")
        print_line(console, word("passed_over", language, count=len(passed_over), files=named))
