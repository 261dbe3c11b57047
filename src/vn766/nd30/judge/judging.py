"""What all judges share: the document before them, and the findings they hand over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from vn766.files.blocks import Place
from vn766.nd30.judge.roles import is_national_name
from vn766.nd30.verdicts import VerdictStatus
from vn766.texts import Wording

if TYPE_CHECKING:
    from vn766.files.documents import Line, Reading
    from vn766.nd30.judge.roles import Roles

TWIPS_PER_POINT = 20
TWIPS_PER_MM = 56.6929
"""Lengths of a file are whole twips; what is compared in millimetres has a tolerance."""


@frozen(eq=False)
class Finding:
    """What one judge saw at one place."""

    status: VerdictStatus
    found: Wording
    where: Line | Place
    places: int = 1  # alike, of which `where` is the first

    @property
    def place(self) -> Place:
        """The place; made when it is asked for, since most findings are only counted."""
        return self.where if isinstance(self.where, Place) else self.where.place


@frozen(eq=False)
class Case:
    """A document under judgement."""

    reading: Reading
    roles: Roles

    @cached_property
    def _at(self) -> dict[int, int]:
        return {id(line): at for at, line in enumerate(self.reading.lines)}

    @cached_property
    def has_tabs(self) -> bool:
        """Whether something around the text is set side by side with tabs."""
        text = {id(line) for line in self.roles.content}
        return any(line.is_tabbed for line in self.roles.main if id(line) not in text)

    @cached_property
    def has_text_in_margins(self) -> bool:
        """Whether headers or footers hold the head of a document: "Cộng hòa …" stands there."""
        return any(
            is_national_name(line) for line in self.reading.everything if line.part != "body"
        )

    @cached_property
    def has_text_in_tables(self) -> bool:
        """Whether tables or boxes before the annexes hold text that is no part of head or end."""
        known = {id(line) for lines in self.roles.lines.values() for line in lines}
        return any(
            (line.cell is not None or line.boxed) and not line.is_rule and id(line) not in known
            for line in self.roles.main
        )

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


def judged(place: Line | Place, code: str, *, holds: bool, **details: object) -> Finding:
    """Return a finding that passes if the rule `holds`, and fails otherwise."""
    return (passed if holds else failed)(place, code, **details)


def passed(place: Line | Place, code: str, **details: object) -> Finding:
    """Return that the rule is kept here."""
    return Finding(VerdictStatus.PASS, Wording.of("nd30", code, **details), place)


def failed(place: Line | Place, code: str, **details: object) -> Finding:
    """Return that the rule is broken here."""
    return Finding(VerdictStatus.FAIL, Wording.of("nd30", code, **details), place)


def review(place: Line | Place, code: str, **details: object) -> Finding:
    """Return that a person must look here."""
    return Finding(VerdictStatus.NEEDS_REVIEW, Wording.of("nd30", code, **details), place)


def unknown(place: Line | Place, code: str, **details: object) -> Finding:
    """Return that the file does not tell what the rule asks."""
    return Finding(VerdictStatus.NOT_EVALUATED, Wording.of("nd30", code, **details), place)


def quoted(line: Line, text: str, *, holds: bool) -> Finding:
    """Return a finding about the words of a line.

    Where tabs set several parts side by side, which words are whose is not certain.
    """
    judge = passed if holds else (review if line.is_tabbed else failed)
    return judge(line, "quoted", text=text)


def points_of(half_points: int) -> Decimal:
    """Return a size in points.

    Example:
        >>> points_of(26), points_of(27)
        (Decimal('13'), Decimal('13.5'))
    """
    return Decimal(half_points) / 2


def in_mm(twips: int) -> Decimal:
    """Return a length in millimetres, to one decimal.

    Example:
        >>> in_mm(567), in_mm(720)
        (Decimal('10.0'), Decimal('12.7'))
    """
    return Decimal(f"{twips / TWIPS_PER_MM:.1f}")


def in_points(twips: int) -> Decimal:
    """Return a length in points.

    Example:
        >>> in_points(120), in_points(130)
        (Decimal('6'), Decimal('6.5'))
    """
    return Decimal(twips) / TWIPS_PER_POINT
