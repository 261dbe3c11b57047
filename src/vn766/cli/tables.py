"""A ranking as one table of values, whatever it is then printed or written as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

from vn766.cli.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from vn766.errors import Language
    from vn766.framework.model import Node
    from vn766.score import NodeResult, RankedUnit, Ranking, UnitResult

__all__ = ["Column", "Row", "columns_of", "rows_of"]


@frozen(kw_only=True)
class Column:
    """One column: `key` names it in files, `title` and `short` (for a terminal) head it."""

    key: str
    title: str
    short: str
    kind: Literal["text", "integer", "points", "percent"]


@frozen(kw_only=True)
class Row:
    """One unit: its cells by column key, and the result that they show."""

    cells: dict[str, str | int | Decimal | None]
    pool: str | None
    result: UnitResult
    tied: bool
    total_is_published: bool


def columns_of(
    results: Sequence[UnitResult], language: Language, *, pooled: bool
) -> tuple[Column, ...]:
    """Return the columns that show `results`: a group, its parts, or both, as they were given."""

    def plain(key: str, kind: Literal["text", "integer", "points", "percent"]) -> Column:
        title = word(key, language)
        # In a terminal figures are narrow: their heads stand on two lines.
        short = title if kind == "text" and key != "band" else title.replace(" ", "\n", 1)
        return Column(key=key, title=title, short=short, kind=kind)

    values = [result.nodes for result in results]
    points = [
        Column(
            key=node.id,
            title=f"{node.label} ({node.max_points:f})",
            short=f"{node.code or node.label}\n/{node.max_points:f}",
            kind="points",
        )
        for group in (results[0].framework.groups if results else ())
        for node in _shown(group, values)
    ]
    return (
        *([plain("pool", "text")] if pooled else []),
        plain("rank", "integer"),
        plain("of", "integer"),
        plain("tied", "integer"),
        plain("code", "text"),
        plain("unit", "text"),
        *points,
        plain("total", "points"),
        plain("percent", "percent"),
        plain("band", "text"),
        plain("to_next_band", "points"),
        plain("missing", "text"),
    )


def rows_of(ranking: Ranking) -> Iterator[Row]:
    """Yield a row a unit: the ranked ones in order, then those without a total."""
    for ranked in ranking.rows:
        yield _row(ranked.result, ranked)
    for unranked in ranking.unranked:
        yield _row(unranked.result, None)


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


def _row(result: UnitResult, ranked: RankedUnit | None) -> Row:
    band = result.known_band
    nodes = result.nodes
    labels = [nodes[node_id].label for node_id in result.missing]
    return Row(
        cells={
            "pool": None if ranked is None or ranked.pool is None else str(ranked.pool),
            "rank": None if ranked is None else ranked.rank,
            "of": None if ranked is None else ranked.of,
            "tied": None if ranked is None else ranked.tied,
            "code": result.unit.code if result.unit else None,
            "unit": result.unit.name if result.unit else None,
            **{node.id: node.points for node in nodes.values()},
            "total": result.known_total,
            "percent": result.percent,
            "band": band.label if band else None,
            "to_next_band": result.to_next_band,
            "missing": "; ".join(labels) or None,
        },
        pool=None if ranked is None or ranked.pool is None else str(ranked.pool),
        result=result,
        tied=ranked is not None and ranked.tied > 1,
        total_is_published=result.total is None and result.known_total is not None,
    )
