"""The evidence of a value: what it is cited from, at which place, and how well it is proven."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from attrs import field, frozen


class Status(StrEnum):
    """How well a value is proven.

    `VERIFIED`: read in published figures or reports, at a place that is named. `INFERRED`: fits
    the figures, no text says it. `RECALLED`: from memory or another program only. `DISPUTED`:
    sources disagree.
    """

    VERIFIED = "verified"
    INFERRED = "inferred"
    RECALLED = "recalled"
    DISPUTED = "disputed"


@frozen(kw_only=True)
class Instrument:
    """A legal text, publication or other source that values are cited from; None is not known."""

    id: str
    """The id, by which it is cited."""
    kind: Literal[
        "decision",
        "decree",
        "circular",
        "law",
        "resolution",
        "press",
        "report",
        "figures",
        "repository",
        "description",
        "other",
    ]
    """The kind of text or source."""
    title: str
    """The title."""
    number: str | None = None
    """The number: ``766/QĐ-TTg``."""
    issued_on: date | None = field(default=None, repr=False)
    """The day of issue."""
    issuer: str | None = field(default=None, repr=False)
    """Who issued it."""
    in_force_from: date | None = field(default=None, repr=False)
    """The first day with legal force."""
    ended_on: date | None = field(default=None, repr=False)
    """The first day without legal force."""
    ended_by: str | None = field(default=None, repr=False)
    """The id of the instrument that ends it."""
    note: str | None = field(default=None, repr=False)
    """A note for readers."""

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title


@frozen(kw_only=True)
class Citation:
    """Where a value comes from."""

    instruments: tuple[str, ...]
    """The ids of the instruments."""
    status: Status
    """How well the value is proven."""
    locator: str | None = None
    """The place in them."""
    note: str | None = field(default=None, repr=False)
    """A note for readers."""

    def __str__(self) -> str:
        cited = ", ".join(self.instruments)
        return f"{cited} ({self.locator})" if self.locator else cited
