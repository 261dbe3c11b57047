"""What an analyst asks of figures as tables: how firm a ranking is, and what if."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from vn766.score.ranking import Place
from vn766.show.columns import MISSING, band_label, change_text, say, unit_name
from vn766.show.sheets import Head, Sheet, Sheets
from vn766.show.tasks import counted_text

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from vn766.advise import Distance, Margin, Margins
    from vn766.compare import Comparison
    from vn766.errors import Language
    from vn766.framework.model import Framework
    from vn766.show.columns import Value


def sides(margin: Margin) -> tuple[Decimal, Decimal]:
    """Return the points to the ranks below and above; 0 where there is none."""
    down, up = margin.previous_rank, margin.next_rank
    return Decimal(0) if down is None else down.points, Decimal(0) if up is None else up.points


def widest(margins: Margins) -> Decimal:
    """Return the most points between two ranks: a scale around totals shows them."""
    return max((side for margin in margins for side in sides(margin)), default=Decimal(0)) or (
        Decimal(1)
    )


def edges(margin: Margin) -> Iterator[Decimal]:
    """Yield where classes end, as points lost and gained."""
    if margin.previous_class is not None:
        yield -margin.previous_class.points
    if margin.next_class is not None:
        yield margin.next_class.points


def margin_text(margin: Margin, language: Language) -> str:
    """Return the points to the ranks below and above beside a picture: ``-0,45 / +1,20``."""
    down, up = margin.previous_rank, margin.next_rank
    said = (
        MISSING if down is None else change_text(-down.points, language),
        MISSING if up is None else change_text(up.points, language),
    )
    return " / ".join(said)


def margin_sheets(margins: Margins, language: Language, source: str = "") -> Sheets:
    """Return what separates units from other ranks, a table a pool, and from other classes.

    Units without a rank stand in a note.
    """
    counted = any(
        each is not None and each.reachable is not None
        for row in margins
        for each in (row.next_class, row.previous_class, row.next_rank, row.previous_rank)
    )
    pools: dict[Hashable, list[tuple[Value, ...]]] = {}
    for row in margins:
        ranks = _cells(row, (row.next_rank, row.previous_rank), language, counted=counted)
        pools.setdefault(row.ranked.pool, []).append(tuple(ranks))
    classes = [
        tuple(_cells(row, (row.next_class, row.previous_class), language, counted=counted))
        for row in margins
    ]
    heads = _heads(("next-rank", "previous-rank"), language, counted=counted)
    sheets = [
        Sheet(
            name=say("margins.ranks", language) if pool is None else str(pool),
            heads=tuple(heads),
            rows=tuple(rows),
        )
        for pool, rows in pools.items()
    ]
    heads = _heads(("next-class", "previous-class"), language, counted=counted)
    sheets.append(
        Sheet(name=say("margins.classes", language), heads=tuple(heads), rows=tuple(classes))
    )
    result = next((row.ranked.result for row in margins), None)
    unranked = "; ".join(unit_name(unit.result) for unit in margins.unranked)
    notes = [say("margins.keeps", language)]
    if counted:
        notes.append(say("margins.counts", language))
    if unranked:
        notes.append(say("margins.unranked", language, units=unranked))
    return Sheets(
        title=say("margins.title", language),
        facts=(f"{say('source', language)}: {source}",) if source else (),
        sheets=tuple(sheets),
        notes=tuple(notes),
        about=() if result is None else _about(result.framework, language),
    )


def _heads(names: Iterable[str], language: Language, *, counted: bool) -> list[Head]:
    heads = [Head(say("standing", language), "place"), Head(say("unit", language))]
    heads += [Head(say("total", language), "points"), Head(say("band", language))]
    for name in names:
        heads.append(Head(say(f"margins.{name}", language), "points"))
        if counted:
            heads.append(Head(say(f"margins.counts-{name}", language)))
    return heads


def _cells(
    margin: Margin, distances: Iterable[Distance | None], language: Language, *, counted: bool
) -> Iterator[Value]:
    rank, of, tied, _, result = margin.ranked
    yield Place(rank, of, tied)
    yield unit_name(result)
    yield result.known_total
    yield band_label(result)
    for distance in distances:
        yield None if distance is None else distance.points
        if counted:
            yield counts_text(distance, language)


def counts_text(distance: Distance | None, language: Language) -> str:
    """Return the fewest that make a difference, or that no count of the unit does."""
    if distance is None or distance.reachable is None:
        return MISSING
    if not distance.reachable:
        return say("margins.out_of_reach", language)
    return counted_text(distance.counts, language)


def what_if_sheets(comparison: Comparison, language: Language, source: str) -> Sheets:
    """Return the nodes, and the indicators that change, before and after."""
    before, after = comparison.before, comparison.after
    heads = (
        Head(say("html.indicator", language)),
        *(Head(say(side, language), "points") for side in ("before", "after")),
        Head(say("change", language), "change"),
    )
    rows: list[tuple[Value, ...]] = [
        (f"{each.after.no} {each.after.label}", each.before.points, each.after.points, each.change)
        for each in comparison.indicators.values()
        if each.before != each.after
    ]
    rows += [
        (node.label, node.before, node.after, node.change) for node in comparison.nodes.values()
    ]
    rows.append((say("total", language), before.total, after.total, comparison.change))
    name = "" if comparison.unit is None else f"{comparison.unit.name}: "
    title = f"{name}{say('html.what_if', language)}"
    return Sheets(
        title=title,
        facts=(f"{say('source', language)}: {source}",),
        sheets=(Sheet(name=title, heads=heads, rows=tuple(rows)),),
        notes=(f"{say('band', language)}: {band_label(before)} → {band_label(after)}.",),
        about=_about(after.framework, language),
    )


def _about(framework: Framework, language: Language) -> tuple[tuple[str, str], ...]:
    return (
        (say("id", language), framework.id),
        (say("framework", language), framework.title),
        (say("digest", language), framework.digest),
    )
