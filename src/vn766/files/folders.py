"""The documents of folders: which files are read, and which are passed over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vn766.files import is_folder, legible, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from vn766.errors import Language, Problem
    from vn766.schemas.types import UnreadDict


class Unread(NamedTuple):
    """A file that could not be read, or a folder not listed, and why."""

    file: str
    """The path."""
    problems: tuple[Problem, ...]
    """Why."""

    def __str__(self) -> str:
        return f"{self.file}: {' '.join(map(str, self.problems))}"

    def to_dict(self, language: Language) -> UnreadDict:
        """Return the file as JSON-ready values."""
        problems = [problem.to_dict(language) for problem in self.problems]
        return {"file": self.file, "problems": problems}


class Gathered(NamedTuple):
    """Documents, named or in folders; the other files of folders; folders that nobody may list."""

    paths: tuple[Path, ...]
    passed_over: tuple[str, ...]
    unread: tuple[Unread, ...]


def gather(named: Iterable[Path], suffixes: Collection[str]) -> Gathered:
    """Return files as they are, and of folders those that could be documents, in order, each once.

    Passed over are hidden files, those by which Word and Excel lock others, and hidden folders with
    all that is in them.
    """
    paths: dict[str, Path] = {}
    passed_over: list[str] = []
    unread: list[Unread] = []

    def note(error: OSError) -> None:
        folder = Path(str(error.filename))
        unread.append(Unread(legible(str(folder)), unreadable(folder, error).problems))

    for file in named:
        if not is_folder(file):
            paths.setdefault(os.path.realpath(file), file)
            continue
        for folder, folders, files in os.walk(file, onerror=note):
            passed_over += (
                legible(str(Path(folder, name))) for name in sorted(filter(_is_hidden, folders))
            )
            folders[:] = sorted(name for name in folders if not _is_hidden(name))
            for path in (Path(folder, name) for name in sorted(files)):
                if path.suffix.lower() in suffixes and not _is_hidden(path.name) and path.is_file():
                    paths.setdefault(os.path.realpath(path), path)
                else:
                    passed_over.append(legible(str(path)))
    return Gathered(tuple(paths.values()), tuple(passed_over), tuple(unread))


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))
