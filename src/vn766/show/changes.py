"""Comparisons as tables: units before and after, who moved, and who is below a class.

Of three and more files there is a column a period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vn766.score.ranking import Place
from vn766.show.columns import (
    MISSING,
    band_label,
    points_text,
    say,
    ties_note,
    total_text,
    unit_name,
)
from vn766.show.sheets import Head, Sheet, Sheets
from vn766.vi import format_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vn766.compare import Comparison, RankingComparison, Series
    from vn766.errors import Language, Problem
    from vn766.framework.model import Band, Framework, Node
    from vn766.score import Ranking, UnitResult
    from vn766.show.columns import Value

_LISTED_CLASSES: Final = 2
"""Who misses one of the best classes is named: so many of them."""


class Listed(NamedTuple):
    """Some units with what they have in common, as a line says it."""

    title: str
    units: tuple[str, ...]

    def text(self, language: Language, *, most: int | None = None) -> str:
        """Return title, number and units; of many the first `most`."""
        names = "; ".join(self.units[:most])
        if most is not None and len(self.units) > most:
            names += " …"
        return say("list", language, title=self.title, count=len(self.units), units=names)


def moved(comparison: RankingComparison, language: Language) -> Iterator[Listed]:
    """Yield who rose and who fell, then who is below the best classes now, the best one last."""
    for name, rows in (("rose", comparison.rose), ("fell", comparison.fell)):
        yield Listed(say(name, language), tuple(_move(row) for row in rows))
    yield from below(comparison.after, language)


def _move(row: Comparison) -> str:
    """Return a unit with its ranks: ``UBND xã A (5 → 3)``."""
    ranks = row.ranks
    steps = "" if ranks is None else f" ({ranks.before.rank} → {ranks.after.rank})"
    return unit_name(row.after) + steps


def below(ranking: Ranking, language: Language) -> Iterator[Listed]:
    """Yield who is below each of the best classes, the lower class first."""
    results = ranking.results
    if not results:
        return
    for band in reversed(results[0].framework.bands[:_LISTED_CLASSES]):
        points = points_text(band.min_points, language, None)
        title = say("below", language, points=points, band=band.label)
        yield Listed(title, tuple(_below(results, band, language)))


def _below(results: Iterable[UnitResult], band: Band, language: Language) -> Iterator[str]:
    for result in results:
        if result.known_total is not None and result.known_total < band.min_points:
            yield f"{unit_name(result)} ({total_text(result, language)})"


def changed_nodes(comparison: RankingComparison, framework: Framework) -> Iterator[Node]:
    """Yield the nodes with changes, a group only if no part of it has one."""
    known = {
        node.id for row in comparison for node in row.nodes.values() if node.change is not None
    }
    for node in framework.nodes():
        if node.id in known and not any(child.id in known for child in node.children):
            yield node


class Side(NamedTuple):
    """Where the figures of one ranking are from, and the pools that it is about, in words."""

    source: str
    period: str
    pool: str


def comparison_sheets(
    comparison: RankingComparison,
    framework: Framework,
    sides: tuple[Side, Side],
    language: Language,
) -> Sheets:
    """Return the units of both rankings, a table a pool, then who moved and who was left out."""
    nodes = list(changed_nodes(comparison, framework))
    heads = [
        *(Head(say("number", language), "count"), Head(say("unit", language))),
        Head(say("code", language)),
        Head(say("html.total-before", language), "points"),
        Head(say("html.total-after", language), "points"),
        Head(say("change", language), "change"),
        Head(say("html.band-before", language)),
        Head(say("html.band-after", language)),
        Head(say("html.rank-before", language), "place"),
        Head(say("html.rank-after", language), "place"),
        Head(say("html.rank-change", language), "step"),
        *(Head(f"± {node.label}", "change") for node in nodes),
    ]
    before, after = sides
    tables = [
        Sheet(
            name=after.pool if pool is None else str(pool),
            heads=tuple(heads),
            facts=(f"{say('pool', language)}: {after.pool if pool is None else pool}",),
            rows=tuple(_compared(number, row, nodes) for number, row in enumerate(rows, 1)),
        ).without_blank_texts()
        for pool, rows in comparison.pools.items()
    ]
    lists = [
        *moved(comparison, language),
        *(
            Listed(say(name, language), tuple(map(unit_name, results)))
            for name, results in (
                ("appeared", comparison.appeared),
                ("disappeared", comparison.disappeared),
                ("unmatched_before", comparison.unmatched_before),
                ("unmatched_after", comparison.unmatched_after),
            )
        ),
    ]
    return Sheets(
        title=say("compare_title", language, before=before.period, after=after.period),
        facts=(f"{say('source', language)}: {before.source} → {after.source}",),
        sheets=(*tables, _lists(lists, language)),
        notes=tuple(ties_note(language, comparison.before, comparison.after)),
        about=_about(framework, comparison.warnings, language),
        edition=framework.title,
    )


def _compared(number: int, row: Comparison, nodes: Sequence[Node]) -> tuple[Value, ...]:
    unit, ranks = row.unit, row.ranks
    before, after = row.before, row.after
    return (
        *(number, unit_name(after), unit and unit.code),
        *(before.known_total, after.known_total, row.change),
        *(result.known_band and result.known_band.label for result in (before, after)),
        *((None, None, None) if ranks is None else (ranks.before, ranks.after, ranks.change)),
        *(row.nodes[node.id].change for node in nodes),
    )


def _lists(lists: Iterable[Listed], language: Language) -> Sheet:
    heads = (
        Head(say("message", language)),
        Head(say("unit_count", language), "count"),
        Head(say("units", language)),
    )
    rows = tuple((title, len(units), "; ".join(units) or None) for title, units in lists)
    return Sheet(name=say("summary", language), heads=heads, rows=rows)


def series_sheets(
    lines: Sequence[Series], latest: Ranking, sources: Sequence[str], language: Language
) -> Sheets:
    """Return the totals of units period by period, with the last change; who is below a class."""
    periods = list(dict.fromkeys(entry.period for line in lines for entry in line))
    periods.sort(key=lambda period: period.end)
    places = {id(row.result): Place(row.rank, row.of, row.tied) for row in latest.rows}
    heads = (
        *(Head(say("number", language), "count"), Head(say("unit", language))),
        Head(say("code", language)),
        *(Head(format_period(period), "points") for period in periods),
        Head(say("last_change", language), "change"),
        Head(say("band", language)),
        Head(say("standing", language), "place"),
    )
    rows: list[tuple[Value, ...]] = []
    for number, line in enumerate(lines, 1):
        results = {entry.period: entry.result for entry in line}
        last = line.entries[-1]
        totals = [results.get(period) for period in periods]
        rows.append(
            (
                *(number, line.unit.name if line.unit else MISSING),
                line.unit.code if line.unit else None,
                *(None if result is None else result.known_total for result in totals),
                None if last.change is None else last.change.change,
                None if last.result is None else band_label(last.result),
                places.get(id(last.result)),
            )
        )
    framework = latest.results[0].framework
    warnings = dict.fromkeys(warning for line in lines for warning in line.warnings)
    return Sheets(
        title=say("series_title", language),
        facts=(f"{say('source', language)}: {'; '.join(sources)}",),
        sheets=(
            Sheet(
                name=say("html.series", language), heads=heads, rows=tuple(rows)
            ).without_blank_texts(),
            _lists(below(latest, language), language),
        ),
        notes=tuple(ties_note(language, latest)),
        about=_about(framework, warnings, language),
        edition=framework.title,
    )


def _about(
    framework: Framework, warnings: Iterable[Problem], language: Language
) -> tuple[tuple[str, str], ...]:
    """Return the technical data of what was compared, and what is to be known about it."""
    return (
        (say("id", language), framework.id),
        (say("framework", language), framework.title),
        (say("digest", language), framework.digest),
        *((say("note", language), " ".join(each.text(language))) for each in warnings),
    )
