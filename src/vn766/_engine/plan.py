"""An edition compiled for scoring: maxima as hundredths, keys resolved to positions.

A `Plan` holds the nodes of a framework in one sequence, parents before children, and speaks
of them by their position in it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from vn766._engine.exact import read
from vn766.errors import Problem, ProblemCode, Severity
from vn766.framework.labels import fold
from vn766.framework.model import Band, Framework, Node

if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["Plan", "plan_of"]

_LONGEST_KEY = 200


@frozen(kw_only=True, eq=False)
class Plan:
    """A framework compiled to integers; positions index `nodes` and every tuple beside it."""

    framework: Framework
    nodes: tuple[Node, ...]
    maxima: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    groups: tuple[int, ...]
    leaves: tuple[int, ...]
    parents: tuple[int, ...]
    positions: dict[str, int]
    """Keys as they are written most: ids, codes and labels that mean one node only."""
    folded: dict[str, tuple[int, ...]]
    """Every key without case, accents and punctuation, with all nodes it may mean."""
    maximum: int
    thresholds: tuple[int, ...]
    bands: tuple[Band, ...]
    """Best first, beside `thresholds`."""
    warnings: tuple[Problem, ...]
    """What a total classified by this framework rests on that is not verified."""

    def find(self, key: str) -> tuple[int, ...]:
        """Return the positions of all nodes that `key` may mean."""
        known = self.positions.get(key)
        return self.folded.get(fold(key), ()) if known is None else (known,)

    def nearest(self, key: str) -> str:
        """Return the known key that is spelled most like `key`, or the ids if none is."""
        from difflib import get_close_matches  # noqa: PLC0415 (only once something is wrong)

        names = {fold(name): name for node in self.nodes for name in _names_of_node(node)}
        near = get_close_matches(fold(key[:_LONGEST_KEY]), names, n=1)
        return names[near[0]] if near else ", ".join(node.id for node in self.nodes)

    def siblings(self, position: int) -> tuple[int, ...]:
        """Return the other children of the same parent; groups have no siblings here."""
        family = next((c for c in self.children if position in c), ())
        return tuple(at for at in family if at != position)

    def band(self, total: int) -> Band:
        """Return the class of `total` (hundredths): the best band whose minimum it reaches."""
        return next(
            band
            for band, threshold in zip(self.bands, self.thresholds, strict=True)
            if total >= threshold
        )

    def bands_between(self, least: int, most: int) -> tuple[Band, ...]:
        """Return the classes of the totals from `least` to `most`, best first."""
        best, worst = (self.bands.index(self.band(total)) for total in (most, least))
        return self.bands[best : worst + 1]

    def band_labelled(self, label: str) -> Band | None:
        """Return the band that is called `label` (id, label or alias, however typed)."""
        wanted = fold(label)
        return next((band for band in self.bands if wanted in _names_of_band(band)), None)


@lru_cache(maxsize=64)
def plan_of(framework: Framework) -> Plan:
    """Return the plan of `framework`; plans of equal frameworks are shared."""
    nodes = tuple(framework.nodes())
    position = {node.id: at for at, node in enumerate(nodes)}
    folded: dict[str, tuple[int, ...]] = {}
    for at, node in enumerate(nodes):
        for name in dict.fromkeys(map(fold, _names_of_node(node))):
            folded[name] = (*folded.get(name, ()), at)
    return Plan(
        framework=framework,
        nodes=nodes,
        maxima=tuple(read(node.max_points) for node in nodes),
        children=tuple(tuple(position[child.id] for child in node.children) for node in nodes),
        groups=tuple(position[group.id] for group in framework.groups),
        leaves=tuple(at for at, node in enumerate(nodes) if not node.children),
        parents=tuple(at for at, node in enumerate(nodes) if node.children),
        positions={
            name: at
            for at, node in enumerate(nodes)
            for name in _names_of_node(node)
            if folded[fold(name)] == (at,)
        },
        folded=folded,
        maximum=read(framework.max_points),
        thresholds=tuple(read(band.min_points) for band in framework.bands),
        bands=framework.bands,
        warnings=tuple(_warnings(framework)),
    )


def _names_of_node(node: Node) -> Iterator[str]:
    yield node.id
    if node.code is not None:
        yield node.code
    yield node.label
    yield from node.aliases


def _names_of_band(band: Band) -> set[str]:
    return {fold(name) for name in (band.id, band.label, *band.aliases)}


def _warnings(framework: Framework) -> Iterator[Problem]:
    doubted = [band for band in framework.bands if band.source.status != "verified"]
    if doubted:
        yield Problem.of(
            ProblemCode.UNVERIFIED_BANDS,
            ("bands",),
            severity=Severity.WARNING,
            framework=framework.id,
            labels=", ".join(band.label for band in doubted),
            status=" / ".join(sorted({str(band.source.status) for band in doubted})),
        )
