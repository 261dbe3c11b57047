"""What all judges share: the document before them, and the findings they hand over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from vn766.report.nd30.verdicts import Place, VerdictStatus, Wording

if TYPE_CHECKING:
    from vn766.report.nd30.reading import Line, Reading
    from vn766.report.nd30.roles import Roles

__all__ = [
    "WHOLE",
    "Case",
    "Finding",
    "Judge",
    "failed",
    "half_points_text",
    "in_mm",
    "judged",
    "passed",
    "review",
    "unknown",
]

TWIPS_PER_MM = 56.6929
"""Lengths of a file are whole twips; what is compared here has a tolerance."""


@frozen(eq=False)
class Finding:
    """What one judge saw at one place."""

    status: VerdictStatus
    found: Wording
    place: Place | None


@frozen(eq=False)
class Case:
    """A document under judgement."""

    reading: Reading
    roles: Roles

    @cached_property
    def _at(self) -> dict[int, int]:
        return {id(line): at for at, line in enumerate(self.reading.lines)}

    def position(self, line: Line) -> int:
        """Return where a line stands among all lines of the body, blank ones included."""
        return self._at[id(line)]

    def below(self, line: Line) -> Iterator[Line]:
        """Yield the lines below one in the same cell, or below a paragraph outside of tables."""
        for other in self.reading.lines[self.position(line) + 1 :]:
            if other.cell is not line.cell:
                return
            yield other


Judge: TypeAlias = Callable[[Case], Iterator[Finding]]
"""Yields what it sees about one rule; nothing if the rule's subject is not there."""

WHOLE = Place(part="document")


def judged(place: Line | Place | None, vi: str, en: str, *, holds: bool) -> Finding:
    """Return a finding that passes if the rule `holds`, and fails otherwise."""
    return (passed if holds else failed)(place, vi, en)


def passed(place: Line | Place | None, vi: str, en: str) -> Finding:
    """Return that the rule is kept here."""
    return _finding(VerdictStatus.PASS, place, vi, en)


def failed(place: Line | Place | None, vi: str, en: str) -> Finding:
    """Return that the rule is broken here."""
    return _finding(VerdictStatus.FAIL, place, vi, en)


def review(place: Line | Place | None, vi: str, en: str) -> Finding:
    """Return that a person must look here."""
    return _finding(VerdictStatus.NEEDS_REVIEW, place, vi, en)


def unknown(place: Line | Place | None, vi: str, en: str) -> Finding:
    """Return that the file does not tell what the rule asks."""
    return _finding(VerdictStatus.NOT_EVALUATED, place, vi, en)


def _finding(status: VerdictStatus, place: Line | Place | None, vi: str, en: str) -> Finding:
    where = place if place is None or isinstance(place, Place) else place.place
    return Finding(status, Wording(vi, en), where)


def half_points_text(half_points: int) -> tuple[str, str]:
    """Return a size in both languages.

    Example:
        >>> half_points_text(26), half_points_text(27)
        (('13', '13'), ('13,5', '13.5'))
    """
    whole, half = divmod(half_points, 2)
    return (f"{whole},5", f"{whole}.5") if half else (f"{whole}", f"{whole}")


def in_mm(twips: int) -> tuple[str, str]:
    """Return a length in millimetres in both languages.

    Example:
        >>> in_mm(567), in_mm(720)
        (('10', '10'), ('12,7', '12.7'))
    """
    text = f"{twips / TWIPS_PER_MM:.1f}".removesuffix(".0")
    return text.replace(".", ","), text
