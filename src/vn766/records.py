"""What goes into scoring: units, and their points as somebody published or computed them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from attrs import field, frozen

from vn766.codes import AgencyCode
from vn766.errors import FormatError

if TYPE_CHECKING:
    from datetime import datetime

    from vn766._engine.exact import Number
    from vn766.dossiers import DossierCounts
    from vn766.framework.model import Level
    from vn766.period import Period

__all__ = ["Counts", "Origin", "Published", "Ratio", "Record", "Unit", "UnitCounts", "UnitPoints"]


def _none_if_blank(code: str | None) -> str | None:
    return code if code and code.strip() else None


@frozen(kw_only=True)
class Unit:
    """An office that is scored: a province, department, district or commune.

    Names are unstable and may repeat; `code` (mã định danh, as printed) is the identity. A blank
    code is none.

    Example:
        >>> Unit(name="UBND tỉnh Lạng Sơn", code="000.00.00.H37").key
        'H37'
    """

    name: str
    code: str | None = field(default=None, converter=_none_if_blank)
    level: Level | None = None

    @cached_property
    def key(self) -> str:
        """The identity: the normalised agency code, else the code in capitals, else the name.

        A code that is no agency code is compared without regard to case and spaces around it.
        """
        if self.code is None:
            return self.name
        try:
            return AgencyCode.parse(self.code).normalized
        except FormatError:
            return " ".join(self.code.split()).upper()


@frozen(kw_only=True)
class Published:
    """What an authority printed about a unit whose peers or components the caller may not hold.

    It is kept beside the computed values and checked against them, shown as published, and
    never overwritten. `total` is in points, `rank` counts from 1 within a pool of `of` units.
    """

    total: Number | None = None
    rank: int | None = None
    of: int | None = None
    pool: str | None = None
    band: str | None = None
    source: str | None = None
    retrieved_at: datetime | None = None


@frozen(kw_only=True)
class Origin:
    """Where a record stands in a file, so that a problem can name the cell.

    Example:
        >>> origin = Origin(file="t6.xlsx", sheet="Tháng 6", row=7, columns={"progress": "D"})
        >>> origin.cell("progress"), origin.cell()
        ('t6.xlsx, Tháng 6!D7', 't6.xlsx, Tháng 6!7')
    """

    file: str
    row: int
    sheet: str | None = None
    columns: Mapping[str, str] = field(factory=dict[str, str])

    def cell(self, key: str | None = None) -> str:
        """Return the file with the cell of `key`, or with the row if the key has no column."""
        column = self.columns.get(key, "") if key is not None else ""
        sheet = f"{self.sheet}!" if self.sheet else ""
        return f"{self.file}, {sheet}{column}{self.row}"


@frozen(kw_only=True)
class Record:
    """Whose figures they are, of when, and what was published about them.

    `provisional` says whether the period was still open when they were retrieved: None if nobody
    said, since figures are neither provisional nor final by default. `origin` says where a record
    was read.
    """

    unit: Unit | None = None
    period: Period | None = None
    published: Published | None = None
    retrieved_at: datetime | None = None
    provisional: bool | None = None
    origin: Origin | None = None


@frozen(kw_only=True)
class UnitPoints(Record):
    """The points of one unit in one period, node by node, as given.

    Keys of `points` are node ids, portal codes, labels or their aliases; None is missing.

    Example:
        >>> record = UnitPoints(unit=Unit(name="UBND xã A"), points={"CKMB": "17,5"})
        >>> record.points["CKMB"]
        '17,5'
    """

    points: Mapping[str, Number | None] = field(factory=dict[str, "Number | None"])


class Ratio(NamedTuple):
    """Two counts: how many of how many.

    Example:
        >>> Ratio(755, 1120)
        Ratio(numerator=755, denominator=1120)
    """

    numerator: int
    """How many."""
    denominator: int
    """Of how many."""


Counts: TypeAlias = Mapping[str, Ratio | tuple[int, int] | None]
"""Counts by the code or number of an indicator; None is what the portal publishes as null."""


@frozen(kw_only=True)
class UnitCounts(Record):
    """The counts of one unit in one period, component by component, as given.

    Keys of `counts` are indicator codes or numbers (``"4.2"``); None is a count that was
    published as null: not applicable, unless the framework says otherwise; a component that is
    not there is missing.
    `points` are those of nodes whose components are not published. `dossiers` are what the
    counts were taken from, as far as it is known; they must agree with themselves.

    Example:
        >>> record = UnitCounts(counts={"5.4": Ratio(755, 1120)}, points={"CLGQ": "8,57"})
        >>> record.counts["5.4"].denominator
        1120
    """

    counts: Counts = field(factory=dict[str, "Ratio | tuple[int, int] | None"])
    points: Mapping[str, Number | None] = field(factory=dict[str, "Number | None"])
    dossiers: DossierCounts | None = None
