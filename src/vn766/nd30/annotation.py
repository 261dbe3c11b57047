"""Verdicts as comments in a copy of the Word document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vn766.files import AUTHOR
from vn766.files.comments import Comment, commented, write_copy
from vn766.nd30.verdicts import WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from vn766.files import Source
    from vn766.nd30.verdicts import Verdict


def annotate(
    source: Source,
    verdicts: Iterable[Verdict],
    path: str | Path,
    *,
    author: str = AUTHOR,
    rules: Collection[str] | None = None,
    force: bool = False,
) -> None:
    """Write a copy of a checked document with a comment at each verdict that asks for something.

    Those are `FAIL` and `NEEDS_REVIEW`, of 1,000 at most. The document itself is never changed,
    nor anything else in the copy. Comments are Vietnamese.

    Args:
        source: the document that `check` was given.
        verdicts: what it returned.
        path: where the copy goes.
        author: who made the comments, as Word shows it.
        rules: the ids of the rules to speak of; default: all.
        force: replace a file that is there.

    Raises:
        InvalidDocumentError: it is no sound Word document.
        FileExistsError: there is a file at `path` and no `force`, or it is the document.

    Example:
        >>> from pathlib import Path
        >>> from vn766.nd30 import annotate, check
        >>> def note(file: Path) -> None:
        ...     annotate(file, check(file), file.with_stem("ban-sao"), author="Văn thư")
    """
    comments: list[Comment] = []
    for verdict in verdicts:
        said = verdict.comment()
        if said is not None and (rules is None or verdict.rule in rules):
            place = verdict.location or WHOLE
            comments.append(Comment(place, place.quote, f"{said} [{verdict.rule}]"))
    write_copy(source, Path(path), commented(source, comments, author=author), force=force)
