"""The documents of a folder: which files are audited, and which are passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vn766.errors import Problem, ProblemCode, Severity
from vn766.files import legible, name_of
from vn766.texts import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from vn766.errors import Language
    from vn766.schemas.types import UnreadDict

SUFFIXES: Final = (
    *(".docx", ".pdf", ".txt", ".md", ".html", ".htm", ".csv", ".tsv", ".xlsx", ".xlsm"),
)
"""How the names of documents end."""
_HIDDEN: Final = (".", "~$")


class Unread(NamedTuple):
    """A file that was not read, and why: an error, or a note that it is no document."""

    file: str
    """The path of the file."""
    problems: tuple[Problem, ...]
    """Why."""

    @property
    def failed(self) -> bool:
        """Whether the file should have been read."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def text(self, language: Language = "en") -> str:
        """Return the file and the reasons in `language`."""
        reason = " ".join(text for problem in self.problems for text in problem.text(language))
        return Catalogue("audit").say("unread", language, file=self.file, reason=reason)

    def to_dict(self, language: Language = "en") -> UnreadDict:
        """Return the file and the reasons as JSON-ready values."""
        problems = [problem.to_dict(language) for problem in self.problems]
        return {"file": self.file, "problems": problems}


def documents_in(folder: Path) -> tuple[list[Path], list[Unread]]:
    """Return the documents of a folder and those below, and the files that are none, in order.

    Hidden files and folders are left alone, and so is what Word writes beside an open document.
    """
    documents: list[Path] = []
    others: list[Unread] = []
    for path in sorted(folder.rglob("*")):
        steps = path.relative_to(folder).parts
        if any(step.startswith(_HIDDEN) for step in steps) or not path.is_file():
            continue
        if path.suffix.lower() in SUFFIXES:
            documents.append(path)
        else:
            others.append(_passed_over(path))
    return documents, others


def _passed_over(path: Path) -> Unread:
    problem = Problem.of(
        ProblemCode.FILE_PASSED_OVER,
        (),
        value=name_of(path),
        severity=Severity.NOTE,
        endings=", ".join(SUFFIXES),
    )
    return Unread(legible(str(path)), (problem,))
