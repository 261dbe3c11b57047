"""The evidence of a value: what it is cited from, at which place, and how well it is proven."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from attrs import frozen


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
    """A legal text, publication or other source that values are cited from.

    `in_force_from` and `ended_on` are the first days with and without legal force, `ended_by` the
    id of the instrument that ends it; None where nobody read them.
    """

    id: str
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
    title: str
    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    in_force_from: date | None = None
    ended_on: date | None = None
    ended_by: str | None = None
    note: str | None = None


@frozen(kw_only=True)
class Citation:
    """Where a value comes from: one or more instruments, the place in them, and the status."""

    instruments: tuple[str, ...]
    status: Status
    locator: str | None = None
    note: str | None = None
