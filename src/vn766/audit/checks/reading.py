"""What was read of a document, and what was not: silence is no praise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vn766.audit.claims import ClaimKind, ClassCounts
from vn766.audit.findings import Coverage, note
from vn766.errors import ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766.audit.findings import Finding
    from vn766.audit.reading.outline import Outline

_FIGURES: Final = frozenset(
    {
        *(ClaimKind.POINTS, ClaimKind.TOTAL, ClaimKind.PERCENT, ClaimKind.RANK, ClaimKind.CLASS),
        *(ClaimKind.COUNT, ClaimKind.CHANGE),
    }
)


def check_reading(outline: Outline) -> Iterator[Finding]:
    """Yield a note on each table, or column, that was not read.

    A document on the framework says so; a table with points that were read is about them, too,
    unless the document is about another matter.
    """
    for table in outline.tables:
        if not table.is_read:
            if outline.is_ours:
                yield note(ProblemCode.TABLE_NOT_READ, table.claim, count=table.figures)
        elif table.columns and (outline.is_ours or (table.has_points and not outline.is_foreign)):
            columns = "; ".join(table.columns)
            yield note(ProblemCode.COLUMNS_NOT_READ, table.claim, columns=columns)


def coverage_of(outline: Outline) -> Coverage:
    """Return how much of a document was read."""
    figures = [
        claim
        for claim in outline.claims
        if claim.kind in _FIGURES
        and not isinstance(claim.value, ClassCounts)  # sums of other counts
    ]
    return Coverage(
        figures=len(figures),
        unclear=sum(
            claim.doubtful or claim.flaw is not None or not claim.subject.clear for claim in figures
        ),
        tables=len(outline.tables),
        unread_tables=sum(not table.is_read for table in outline.tables),
        sentences=outline.sentences,
        unread_sentences=outline.unread,
    )
