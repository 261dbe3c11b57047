"""``vn766 compare``: two tables of points in; what changed from one to the other out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click
from rich.text import Text

from vn766.cli.options import (
    ERRORS_FOUND,
    FILE,
    RefusalError,
    as_json,
    fail,
    framework,
    keep_going,
    language,
    pool,
    print_json,
    reporting_errors,
    within,
)
from vn766.cli.reading import rank_file
from vn766.cli.terminal import (
    Head,
    band_text,
    clean,
    output,
    print_line,
    print_pools,
    print_problems,
)
from vn766.cli.words import say, word
from vn766.compare import compare as compare_rankings
from vn766.errors import InvalidRecordError
from vn766.framework import get_framework
from vn766.show.columns import MISSING, change_text, pool_title, total_text
from vn766.show.files import are_titled, pool_text, source_dict
from vn766.vi import format_period, parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal
    from pathlib import Path

    from vn766.compare import Comparison, Place, RankingComparison
    from vn766.errors import Language
    from vn766.framework.model import Node
    from vn766.readers import ScoredFile
    from vn766.schemas.outputs import CompareOutput
    from vn766.score import UnitResult
    from vn766.show.columns import Kind

# The mark says the same as the colour: where there is no colour, nothing is lost.
_UP, _DOWN = ("▲", "green"), ("▼", "red")
_COLUMNS: Final[tuple[tuple[str, str, Kind], ...]] = (
    ("rank", "rank", "count"),
    ("moved", "", "count"),
    ("code", "code", "text"),
    ("unit", "unit", "text"),
    ("total_before", "total_before", "points"),
    ("total_after", "total_after", "points"),
    ("change", "change", "points"),
    ("band", "band", "text"),
)


@click.command(help=say("compare"))
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@framework
@click.option("--period", nargs=2, metavar="OLD NEW", help=say("compare --period"))
@pool
@within
@click.option("--sheet", "sheets", multiple=True, help=say("compare --sheet"))
@click.option("--same-basis", is_flag=True, help=say("compare --same-basis"))
@keep_going
@as_json
@language
@reporting_errors
def compare(
    *,
    old: Path,
    new: Path,
    framework: str | None,
    period: tuple[str, str] | None,
    pool: str | None,
    within: str | None,
    sheets: tuple[str, ...],
    same_basis: bool,
    keep_going: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Read and rank both, compare, show."""
    if len(sheets) > 2:  # noqa: PLR2004 (one for each file)
        fail(word("too_many_sheets", language))
    edition = get_framework(framework) if framework else None
    periods = [parse_period(text) for text in period] if period else [None, None]
    outcomes: list[ScoredFile] = []
    refusals: list[InvalidRecordError | RefusalError] = []
    for at, (file, when) in enumerate(zip((old, new), periods, strict=True)):
        try:
            outcome = rank_file(
                file,
                edition=edition,
                period=when,
                pool=pool,
                within=within,
                sheet=sheets[min(at, len(sheets) - 1)] if sheets else None,
                keep_going=keep_going,
                language=language,
            )
            outcomes.append(outcome)
        except (InvalidRecordError, RefusalError) as refusal:
            refusals.append(refusal)
    if refusals:
        raise _both(refusals)
    before, after = outcomes
    found = compare_rankings(before.ranking, after.ranking, same_basis=same_basis)
    if as_json:
        print_json(_document(found, before, after, language))
    else:
        _show(found, before, after, named=edition is not None, language=language)
    if before.errors or after.errors:
        sys.exit(ERRORS_FOUND)


def _both(refusals: list[InvalidRecordError | RefusalError]) -> RefusalError:
    """Return one refusal that says what is wrong with both files."""
    return RefusalError(
        "\n".join(refusal.subject for refusal in refusals if refusal.subject),
        [problem for refusal in refusals for problem in refusal.problems],
        next((each.hint for each in refusals if isinstance(each, RefusalError)), ""),
    )


def _document(
    found: RankingComparison, before: ScoredFile, after: ScoredFile, language: Language
) -> CompareOutput:
    problems = (*before.table.problems, *after.table.problems)
    return {
        "framework": after.framework.id,
        "framework_digest": after.framework.digest,
        "within": after.within,
        "sources": {"before": source_dict(before), "after": source_dict(after)},
        **found.to_dict(language),
        "problems": [problem.to_dict(language) for problem in problems],
    }


def _show(
    found: RankingComparison,
    before: ScoredFile,
    after: ScoredFile,
    *,
    named: bool,
    language: Language,
) -> None:
    console = output()
    if found.rows:
        nodes, titled = list(_nodes(found, after)), are_titled(after)
        pools = {
            pool_title(pool, language) if titled else None: [
                [*_cells(row, language), *(_node_cell(row, node, language) for node in nodes)]
                for row in rows
            ]
            for pool, rows in found.pools.items()
        }
        print_pools(console, [*_heads(language), *map(_node_head, nodes)], pools, language)
    else:
        print_line(console, word("nothing_matched", language))
    console.print()
    for line in _footer(found, before, after, named=named, language=language):
        print_line(console, line)
    problems = (*before.table.problems, *after.table.problems)
    print_problems(output(errors=True), problems, language)


def _heads(language: Language) -> Iterator[Head]:
    for key, name, kind in _COLUMNS:
        yield Head(key, kind, tuple(word(name, language).split("\n")) if name else ("±",))


def _nodes(found: RankingComparison, after: ScoredFile) -> Iterator[Node]:
    """Yield the nodes with changes, a group only if no part of it has one."""
    known = {node.id for row in found for node in row.nodes.values() if node.change is not None}
    for node in after.framework.nodes():
        if node.id in known and not any(child.id in known for child in node.children):
            yield node


def _node_head(node: Node) -> Head:
    return Head(node.id, "points", (node.code or node.label, "±"), is_node=True, extra=True)


def _node_cell(row: Comparison, node: Node, language: Language) -> Text:
    return Text(change_text(row.nodes[node.id].change, language))


def _cells(row: Comparison, language: Language) -> Iterator[Text]:
    ranks, unit = row.ranks, row.unit
    yield Text(MISSING if ranks is None else _step(_rank(ranks.before), _rank(ranks.after)))
    yield _marked(ranks.change, str(abs(ranks.change))) if ranks else Text("")
    yield Text(clean(unit.key if unit else ""))
    yield Text(clean(unit.name if unit else ""))
    yield Text(total_text(row.before, language))
    yield Text(total_text(row.after, language))
    yield _change(row.change, language)
    yield _bands(row, language)


def _rank(place: Place) -> str:
    return f"={place.rank}" if (place.tied or 1) > 1 else str(place.rank)


def _step(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _marked(change: Decimal | int, text: str) -> Text:
    if not change:
        return Text("")
    mark, style = _UP if change > 0 else _DOWN
    return Text(f"{mark}{text}", style=style)


def _change(change: Decimal | None, language: Language) -> Text:
    text = change_text(change, language)
    return _marked(change, f" {text}") if change else Text(text)


def _bands(row: Comparison, language: Language) -> Text:
    after = band_text(row.after, language)
    if row.before.known_band == row.after.known_band:
        return after
    change = row.band_change or 0
    mark = _marked(change, "")
    return Text.assemble(band_text(row.before, language), " → ", after, " " * bool(mark), mark)


def _footer(
    found: RankingComparison,
    before: ScoredFile,
    after: ScoredFile,
    *,
    named: bool,
    language: Language,
) -> Iterator[str]:
    """Yield what the table above rests on, and what it does not show."""
    if any(row.by_publication for row in found):
        yield word("published", language)
    periods = [format_period(side.period) if side.period else MISSING for side in (before, after)]
    yield f"{word('period', language)}: {_step(*periods)}. {word(found.kind, language)}."
    yield f"{word('framework', language)}: {after.framework.id}, {after.framework.title}"
    yield ": ".join(word(name, language) for name in ("basis", _basis(found, named=named)))
    ranked = {"before": len(before.ranking), "after": len(after.ranking)}
    sizes = word("sizes", language, **ranked)
    yield f"{word('pool', language)}: {pool_text(after, language)}; {sizes}"
    yield f"{word('ties', language)}: {word(found.after.method, language)}"
    if found.rows:
        yield _moves("points_moves", [row.change for row in found], language)
        yield _moves(
            "rank_moves", [row.ranks.change if row.ranks else None for row in found], language
        )
        yield _moves("class_moves", [row.band_change for row in found], language)
    sources = [
        f"{side.table.source} ({word('rows', language, count=side.table.rows)})"
        for side in (before, after)
    ]
    yield f"{word('source', language)}: {' → '.join(sources)}"
    for outcome in (before, after):
        if outcome.table.broken:
            left_out = word("left_out", language, count=len(outcome.table.broken))
            yield f"{outcome.table.source}: {left_out}"
    yield from _listed(word("appeared", language), found.appeared)
    yield from _listed(word("disappeared", language), found.disappeared)
    for outcome, uncoded in ((before, found.uncoded_before), (after, found.uncoded_after)):
        yield from _listed(word("uncoded", language, file=outcome.table.source), uncoded)
    for warning in found.warnings:
        message, hint = warning.text(language)
        yield f"{word('note', language)}: {message} {hint}"


def _basis(found: RankingComparison, *, named: bool) -> str:
    results = (*found.before.results, *found.after.results)
    if not all(result.has_known_basis for result in results):
        return "basis_vouched"
    return "basis_named" if named else "basis_period"


def _moves(name: str, changes: Iterable[Decimal | int | None], language: Language) -> str:
    listed = list(changes)
    known = [change for change in listed if change is not None]
    up, down = sum(change > 0 for change in known), sum(change < 0 for change in known)
    text = word(name, language, up=up, down=down, same=len(known) - up - down)
    unknown = len(listed) - len(known)
    if not unknown:
        return text
    return ", ".join((text, word("unknown_moves", language, count=unknown)))


def _listed(title: str, results: Iterable[UnitResult]) -> Iterator[str]:
    names = [
        f"{unit.name} ({unit.key})" if unit.code else unit.name
        for unit in (result.unit for result in results)
        if unit is not None
    ]
    if names:
        yield f"{title}: {len(names)} ({'; '.join(names)})"
