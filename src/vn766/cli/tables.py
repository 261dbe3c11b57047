"""A ranking as one table of values, whatever it is then printed or written as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from vn766.cli.words import word

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from vn766.errors import Language
    from vn766.framework.model import Node
    from vn766.readers import ScoredFile
    from vn766.records import Unit
    from vn766.score import NodeResult, RankedUnit, UnitResult

_Kind: TypeAlias = Literal["text", "integer", "points", "total", "percent"]


@frozen(kw_only=True)
class Column:
    """One column: `title` heads it in files, `short` (by lines) in a terminal.

    Columns of the kind ``points`` hold the points of one node, and have its id as their `key`.
    """

    key: str
    title: str
    short: tuple[str, ...]
    kind: _Kind


@frozen(kw_only=True)
class Row:
    """One unit: its cells by column key, and the result that they show."""

    cells: dict[str, str | int | Decimal | None]
    result: UnitResult
    tied: bool

    @property
    def name(self) -> str:
        """What the unit is called: its name, else its code."""
        unit = self.result.unit
        return "–" if unit is None else unit.name or unit.key

    @property
    def pool(self) -> str | None:
        """Among whom it is ranked, or would be if it had a total."""
        pool = self.cells["pool"]
        return None if pool is None else str(pool)


def columns_of(scored: ScoredFile, language: Language) -> tuple[Column, ...]:
    """Return the columns that show `scored`: a group, its parts, or both, as they were given."""

    def plain(key: str, kind: _Kind, short: str = "") -> Column:
        title = word(key, language)
        lines = (short or title).split("\n")
        return Column(key=key, title=title, short=tuple(lines), kind=kind)

    results = scored.ranking.results
    values = [result.nodes for result in results]
    points = [
        Column(
            key=node.id,
            title=f"{node.label} ({node.max_points:f})",
            short=(node.code or node.label, f"/{node.max_points:f}"),
            kind="points",
        )
        for group in scored.framework.groups
        for node in _shown(group, values)
    ]

    def narrow(key: str, kind: _Kind) -> Column:
        # In a terminal figures are narrow: their heads stand on two lines.
        return plain(key, kind, word(key, language).replace(" ", "\n", 1))

    published = any(_published_only(result) is not None for result in results)
    return (
        *([plain("pool", "text")] if (scored.pool, scored.within) != (None, None) else []),
        plain("rank", "integer"),
        plain("of", "integer"),
        plain("tied", "integer"),
        plain("code", "text"),
        plain("unit", "text"),
        *points,
        narrow("total", "total"),
        *([plain("published_total", "total")] if published else []),
        narrow("percent", "percent"),
        narrow("band", "text"),
        plain("to_next_band", "total", word("to_next_short", language)),
        plain("missing", "text"),
    )


def rows_of(scored: ScoredFile, unit: Unit | None = None) -> Iterator[Row]:
    """Yield a row a unit, or of `unit` only: the ranked ones in order, then those without a total.

    Whoever is shown, ranks are those among all units.
    """
    for ranked in scored.ranking.rows:
        if unit is None or ranked.result.unit == unit:
            yield _row(ranked.result, ranked.pool, ranked)
    for unranked in scored.ranking.unranked:
        if unit is None or unranked.result.unit == unit:
            yield _row(unranked.result, unranked.pool, None)


def _published_only(result: UnitResult) -> Decimal | None:
    return result.known_total if result.total is None else None


def _shown(node: Node, values: Sequence[Mapping[str, NodeResult]]) -> Iterator[Node]:
    """Yield `node` and its parts as far as they carry figures that no other column implies."""
    parts = [
        part
        for child in node.children
        for part in _shown(child, values)
        if any(points[part.id].points is not None for points in values)
    ]
    given_whole = any(
        points[node.id].points is not None
        and any(points[child.id].points is None for child in node.children)
        for points in values
    )
    if not parts or given_whole:
        yield node
    yield from parts


def _row(result: UnitResult, pool: Hashable, ranked: RankedUnit | None) -> Row:
    band = result.known_band
    nodes = result.nodes
    return Row(
        cells={
            "pool": None if pool is None else str(pool),
            "rank": None if ranked is None else ranked.rank,
            "of": None if ranked is None else ranked.of,
            "tied": None if ranked is None else ranked.tied,
            "code": result.unit.code if result.unit else None,
            "unit": result.unit.name if result.unit else None,
            **{node.id: node.points for node in nodes.values()},
            "total": result.total,
            "published_total": _published_only(result),
            "percent": result.percent,
            "band": band.label if band else None,
            "to_next_band": result.known_to_next_band,
            "missing": "; ".join(result.missing_labels) or None,
        },
        result=result,
        tied=ranked is not None and ranked.tied > 1,
    )
