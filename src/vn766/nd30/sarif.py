"""Verdicts as SARIF 2.1.0, which code hosts and editors show beside the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.nd30.verdicts import WHOLE, VerdictStatus
from vn766.show.sarif import Told, sarif

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vn766.errors import Language, Problem
    from vn766.nd30.verdicts import Verdict


def to_sarif(
    checked: Iterable[tuple[str, Iterable[Verdict]]],
    *,
    language: Language = "vi",
    unread: Sequence[tuple[str, Sequence[Problem]]] = (),
) -> dict[str, object]:
    """Return the verdicts of files, by their names, as one SARIF log with one run, JSON-ready.

    A broken rule is an error, one that a person must look at a warning; others are left out.
    `unread` are files that could not be read, with what is wrong with them.

    Example:
        >>> log = to_sarif([("thong-bao.docx", [])])
        >>> log["runs"][0]["results"]
        []
    """
    return sarif(
        ((file, _told(verdicts, language)) for file, verdicts in checked), language, unread
    )


def _told(verdicts: Iterable[Verdict], language: Language) -> Iterator[Told]:
    for verdict in verdicts:
        message, place = verdict.comment(language), verdict.location or WHOLE
        if message is not None:
            yield Told(
                rule=verdict.rule,
                level="error" if verdict.status is VerdictStatus.FAIL else "warning",
                place=place,
                message=message,
                quote=place.quote,
                found=verdict.found.text(language),
                expected=verdict.required.text(language),
            )
