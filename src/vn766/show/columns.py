"""The columns of a ranking, each defined once: its title, what it holds, and how that is written.

Terminals, CSV, XLSX, HTML, dataframes, annexes of documents and pictures take theirs from here.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import frozen

from vn766.score.ranking import Place
from vn766.texts import Catalogue, figure
from vn766.vi import format_rank

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from vn766.errors import Language
    from vn766.framework.model import Framework, Node
    from vn766.score.pools import PoolBasis
    from vn766.score.ranking import Ranking, RankMethod
    from vn766.score.results import UnitResult

Kind: TypeAlias = Literal["text", "count", "points", "percent", "flag", "place", "change", "step"]
"""What a column holds: `place` is a rank with the size of its pool, `change` points and `step` a
count with their signs."""
Value: TypeAlias = str | int | Decimal | Place | None

MISSING: Final = "–"
"""The sign for what is not known; files for programs hold nothing there."""
PUBLISHED: Final = "*"
"""The mark of a total that is known by publication only."""
DECIMALS: Final = 2
"""The decimals of points and percents that stand below each other."""

say = Catalogue("show").say


@frozen
class Row:
    """A unit of a ranking; one without a total has no rank."""

    result: UnitResult
    pool: Hashable
    rank: int | None = None
    of: int | None = None
    tied: int | None = None

    @cached_property
    def points(self) -> Mapping[str, Decimal | None]:
        """The points of every node by its id."""
        return {node.id: node.points for node in self.result.nodes.values()}

    @property
    def name(self) -> str:
        """The name of the unit, else its code."""
        unit = self.result.unit
        return MISSING if unit is None else unit.name or unit.key


def rows_of(ranking: Ranking) -> Iterator[Row]:
    """Yield a row a unit: the ranked ones in order, then those without a total."""
    for row in ranking.rows:
        yield Row(row.result, row.pool, row.rank, row.of, row.tied)
    for unit in ranking.unranked:
        yield Row(unit.result, unit.pool)


@frozen(eq=False)
class Column:
    """A column of a ranking: what it holds of a unit, and how that is written.

    Columns with a `node` hold its points. `called` and `short` name the title in files and, line
    by line, where it has to be narrow.
    """

    key: str
    kind: Kind
    value: Callable[[Row], Value]
    called: str = ""
    short: str = ""
    node: Node | None = None

    def title(self, language: Language) -> str:
        """Return the head of the column."""
        if self.node is not None:
            return f"{self.node.label} ({self.node.max_points:f})"
        return say(self.called or self.key, language)

    def lines(self, language: Language) -> tuple[str, ...]:
        """Return the lines of the head where it has to be narrow."""
        if self.node is not None:
            return (self.node.code or self.node.label, f"/{self.node.max_points:f}")
        return tuple(say(self.short or self.called or self.key, language).split("\n"))

    def cell(self, row: Row, language: Language, *, decimals: int | None = DECIMALS) -> str:
        """Return the plain value, and nothing where nothing is known."""
        value = self.value(row)
        if isinstance(value, Decimal):
            return figure(value, language, decimals=decimals)
        if isinstance(value, Place):
            return place_text(value)
        return "" if value is None else str(value)

    def text(self, row: Row, language: Language) -> str:
        """Return the value with its sign, as people read it."""
        sign = "%" if self.kind == "percent" else ""
        if self.key == "total" and row.result.by_publication:
            sign = PUBLISHED
        cell = self.cell(row, language)
        return cell + sign if cell else MISSING


def place_text(place: Place, *, marked: bool = True) -> str:
    """Return a rank as tables print it: ``05/65``, on screens ``=05/65`` if it is shared."""
    rank = str(place.rank) if place.of is None else format_rank(place.rank, place.of)
    return ("=" if marked and (place.tied or 1) > 1 else "") + rank


def points_text(value: Decimal | None, language: Language, decimals: int | None = DECIMALS) -> str:
    """Return points, where they do not stand below each other with as few decimals as needed."""
    return MISSING if value is None else figure(value, language, decimals=decimals)


def percent_text(value: Decimal | None, language: Language, decimals: int | None = DECIMALS) -> str:
    """Return a percent with its sign."""
    return MISSING if value is None else points_text(value, language, decimals) + "%"


def change_text(value: Decimal | None, language: Language, decimals: int | None = DECIMALS) -> str:
    """Return points gained or lost, with their sign."""
    plus = "+" if value is not None and value > 0 else ""
    return plus + points_text(value, language, decimals)


def total_text(result: UnitResult, language: Language, decimals: int | None = DECIMALS) -> str:
    """Return the total that is known, with a mark if it is so by publication only."""
    total = points_text(result.known_total, language, decimals)
    return total + PUBLISHED * result.by_publication


def out_of_text(points: Decimal, most: Decimal, language: Language) -> str:
    """Return points and their maximum as documents write them: ``17,08/22``."""
    return f"{figure(points, language)}/{figure(most, language)}"


def ties_note(language: Language, *rankings: Ranking, marked: bool = False) -> list[str]:
    """Return the rule for units that share a rank, where some do."""
    methods: dict[RankMethod, None] = dict.fromkeys(
        ranking.method for ranking in rankings if any(row.tied > 1 for row in ranking.rows)
    )
    return [f"{ties_text(method, language, marked=marked)}." for method in methods]


def ties_text(method: RankMethod, language: Language, *, marked: bool = True) -> str:
    """Return the rule for units that share a rank, and how these are marked on screens."""
    mark = say("tie_mark", language) if marked else ""
    return f"{say('ties', language)}: {say(method, language, mark=mark)}"


def pool_title(pool: Hashable, language: Language, basis: PoolBasis) -> str:
    """Return the name of a pool above its units: all have one, or that of some is not known."""
    if pool is None:
        return say("whole_file" if basis == "whole" else "no_pool", language)
    return str(pool)


def unit_name(result: UnitResult) -> str:
    """Return the name of the unit."""
    return MISSING if result.unit is None else result.unit.name


def band_label(result: UnitResult) -> str:
    """Return the class that is known."""
    return MISSING if result.known_band is None else result.known_band.label


def column_of(node: Node) -> Column:
    """Return the column of the points of a node."""
    return Column(node.id, "points", lambda row: row.points[node.id], node=node)


def columns_of_points(framework: Framework, results: Iterable[UnitResult]) -> list[Column]:
    """Return the columns of points: a group, its parts, or both, as they were given."""
    known = [
        {node.id for node in result.nodes.values() if node.points is not None} for result in results
    ]
    return [column_of(node) for group in framework.groups for node in _shown(group, known)]


def _shown(node: Node, known: list[set[str]]) -> Iterator[Node]:
    """Yield `node` and its parts as far as they carry figures that no other column implies."""
    parts = [
        part
        for child in node.children
        for part in _shown(child, known)
        if any(part.id in ids for ids in known)
    ]
    given_whole = any(
        node.id in ids and any(child.id not in ids for child in node.children) for ids in known
    )
    if not parts or given_whole:
        yield node
    yield from parts


def _code(row: Row) -> str | None:
    return None if row.result.unit is None else row.result.unit.code


def _key(row: Row) -> str | None:
    unit = row.result.unit
    return None if unit is None or unit.code is None else unit.key


def _unit(row: Row) -> str | None:
    return None if row.result.unit is None else row.result.unit.name


def _standing(row: Row) -> Place | None:
    return None if row.rank is None else Place(row.rank, row.of, row.tied)


def _published(row: Row) -> Decimal | None:
    return row.result.known_total if row.result.by_publication else None


def _band(row: Row) -> str | None:
    return None if row.result.known_band is None else row.result.known_band.label


COLUMNS: Final = {
    column.key: column
    for column in (
        Column("pool", "text", lambda row: None if row.pool is None else str(row.pool)),
        Column("rank", "count", lambda row: row.rank),
        Column("of", "count", lambda row: row.of),
        Column("tied", "count", lambda row: row.tied),
        Column("standing", "place", _standing, short="rank"),
        Column("code", "text", _code),
        Column("key", "text", _key, called="code"),
        Column("unit", "text", _unit),
        Column("total", "points", lambda row: row.result.known_total, short="total_short"),
        Column("computed_total", "points", lambda row: row.result.total, called="total"),
        Column("published_total", "points", _published),
        Column("percent", "percent", lambda row: row.result.percent, short="percent_short"),
        Column("band", "text", _band, short="band_short"),
        Column(
            "to_next_band",
            "points",
            lambda row: row.result.known_to_next_band,
            short="to_next_short",
        ),
        Column("missing", "text", lambda row: "; ".join(row.result.missing_labels) or None),
        Column("by_publication", "flag", lambda row: row.result.by_publication),
    )
}
"""The columns by their keys: `standing` is rank and pool size in one, `key` the code in short, and
`total` the one that is known, computed or else published."""
