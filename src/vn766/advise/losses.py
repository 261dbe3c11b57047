"""The points that a unit loses, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from attrs import frozen

from vn766._engine import formulas
from vn766._engine.exact import read, to_decimal
from vn766.score import IndicatorResult
from vn766.shown import to_dict
from vn766.texts import Catalogue, figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from vn766.framework.model import Node
    from vn766.schemas.types import ShortfallDict
    from vn766.score import NodeResult, UnitResult
    from vn766.score.counts import IndicatorStatus

_TEXTS: Final = Catalogue("advise")

_Part: TypeAlias = (
    'tuple[Literal["node", "indicator"], str, str | None, NodeResult | IndicatorResult]'
)


@frozen(kw_only=True)
class Shortfall:
    """The points that one node or indicator loses; a node loses what its parts lose together."""

    kind: Literal["node", "indicator"]
    """Which of the two."""
    id: str
    """The id of a node or the code of an indicator."""
    no: str | None
    """What officials call it: the number of an indicator, the portal's code of a node."""
    label: str
    """The name."""
    lost: Decimal
    """The points lost."""
    share: Decimal
    """The share of all points lost, in percent, half-up to 2 places."""
    status: IndicatorStatus | None = None
    """The status of an indicator: one that is not applicable loses all, and cannot gain any."""

    def __str__(self) -> str:
        lost, share = figure(self.lost, "vi"), figure(self.share, "vi")
        return _TEXTS.say("lost", "vi", label=self.label, lost=lost, share=share)

    def to_dict(self) -> ShortfallDict:
        """Return the shortfall as JSON-ready values; figures are texts, so that they stay exact."""
        return cast("ShortfallDict", to_dict(self))


def shortfalls(result: UnitResult) -> tuple[Shortfall, ...]:
    """Return what a unit loses, part by part, largest first.

    A part is an indicator, or a node of which no part is known: a group does not stand beside its
    own parts, so that shares add up. Equal losses stand in the framework's order. What loses
    nothing is left out, and so is what is missing: nobody knows what it loses. Shares are of all
    points known to be lost.

    Example:
        >>> from vn766.score import score_points
        >>> result = score_points({"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36",
        ...                        "MDHL": 18, "MDSH": "17,08"})
        >>> for part in shortfalls(result):
        ...     print(part.id, part.lost, f"{part.share} %")
        digitization 4.92 38.11 %
        online.services 4.07 31.53 %
        online.payment 2.64 20.45 %
        progress 1.28 9.91 %
    """
    # What is missing counts as full in the most that is possible: the rest is lost for certain.
    whole = read(result.framework.max_points) - read(result.bounds[1])
    found = [
        Shortfall(
            kind=kind,
            id=name,
            no=no,
            label=part.label,
            lost=to_decimal(lost),
            share=to_decimal(formulas.percent(lost, whole)),
            status=part.status if isinstance(part, IndicatorResult) else None,
        )
        for kind, name, no, part in _parts(result)
        if part.points is not None and (lost := read(part.max_points) - read(part.points))
    ]
    return tuple(sorted(found, key=lambda part: part.lost, reverse=True))


def _parts(result: UnitResult) -> Iterator[_Part]:
    """Yield what the known points of every group are made of."""
    for group in result.framework.groups:
        yield from _parts_of(group, result)


def _parts_of(node: Node, result: UnitResult) -> Iterator[_Part]:
    """Yield the parts of a node as far as all of them are known, else the node itself."""
    below: list[_Part] = [part for child in node.children for part in _parts_of(child, result)]
    below.extend(
        ("indicator", each.code, each.no, result.indicators[each.code])
        for each in node.indicators
        if each.code in result.indicators
    )
    whole = result.nodes[node.id]
    all_known = bool(below) and all(part.points is not None for *_, part in below)
    if whole.points is None or all_known:
        yield from below
    else:
        yield "node", node.id, node.code, whole
