"""``vn766 compare``: tables of several periods in; what changed from one to the next out."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Final

import click
from rich.text import Text

from vn766.cli.files import RESULTS, check_target, content_of, write_content
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
from vn766.cli.reading import rank_files
from vn766.cli.terminal import (
    Head,
    band_text,
    in_cell,
    output,
    print_line,
    print_pools,
    print_problems,
    print_sheets,
)
from vn766.cli.words import say, word
from vn766.compare import compare as compare_rankings
from vn766.compare import each_series
from vn766.framework import get_framework
from vn766.show.changes import Listed, changed_nodes, moved
from vn766.show.columns import MISSING, change_text, pool_title, ties_text, total_text
from vn766.show.files import (
    Result,
    are_titled,
    compared_sheets,
    periods_sheets,
    pool_text,
    source_dict,
)
from vn766.show.page import sheets_page
from vn766.vi import format_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal
    from pathlib import Path

    from vn766.compare import Comparison, Place, RankingComparison
    from vn766.errors import Language
    from vn766.framework.model import Node
    from vn766.readers import ScoredFile
    from vn766.schemas.outputs import CompareOutput, SeriesOutput
    from vn766.score import UnitResult
    from vn766.show.columns import Kind
    from vn766.show.sheets import Sheets

_NAMED: Final = 20  # units of a list; files have all
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
@click.argument("files", metavar="FILES", nargs=-1, required=True, type=FILE)
@framework
@click.option("--period", "periods", multiple=True, help=say("compare --period"))
@pool
@within
@click.option("--sheet", "sheets", multiple=True, help=say("compare --sheet"))
@click.option("--same-basis", is_flag=True, help=say("compare --same-basis"))
@keep_going
@click.option("-o", "--output", "target", type=FILE, help=say("compare --output"))
@click.option("--force", is_flag=True, help=say("score --force"))
@as_json
@language
@reporting_errors
def compare(
    *,
    files: tuple[Path, ...],
    framework: str | None,
    periods: tuple[str, ...],
    pool: str | None,
    within: tuple[str, ...],
    sheets: tuple[str, ...],
    same_basis: bool,
    keep_going: bool,
    target: Path | None,
    force: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Read and rank all, compare, write, show."""
    if len(files) < 2:  # noqa: PLR2004 (a comparison has two sides)
        fail(word("two_files", language))
    if target is not None:
        check_target(target, files, RESULTS, "not_a_result", force=force, language=language)
    edition = get_framework(framework) if framework else None
    outcomes = rank_files(
        files,
        periods=periods,
        sheets=sheets,
        edition=edition,
        pool=pool,
        within=within,
        keep_going=keep_going,
        language=language,
    )
    view = (
        _Two(*outcomes, same_basis=same_basis, named=edition is not None, language=language)
        if len(outcomes) == 2  # noqa: PLR2004 (more are a series)
        else _Series(outcomes, language)
    )
    if view.is_empty:
        raise RefusalError(word("nothing_matched", language), hint=word("add_codes", language))
    if target is not None:
        content = content_of(view.result, view.sheets, target.suffix.lower(), language)
        write_content(target, content, force=force, language=language)
    if as_json:
        print_json(view.document())
    else:
        view.show()
        problems = [problem for outcome in outcomes for problem in outcome.table.problems]
        print_problems(output(errors=True), problems, language)
    if any(outcome.errors for outcome in outcomes):
        sys.exit(ERRORS_FOUND)


class _Two:
    """The comparison of two files, in each form in which it is seen."""

    def __init__(
        self,
        before: ScoredFile,
        after: ScoredFile,
        *,
        same_basis: bool,
        named: bool,
        language: Language,
    ) -> None:
        self.before = before
        self.after = after
        self.named = named
        self.language = language
        self.found = compare_rankings(before.ranking, after.ranking, same_basis=same_basis)
        self.is_empty = not self.found.rows

    @property
    def result(self) -> Result:
        """The comparison as files hold it."""
        return Result(partial(self.sheets, self.language), self.page, self.document)

    def sheets(self, language: Language) -> Sheets:
        """Return the comparison as tables."""
        return compared_sheets(self.before, self.after, self.found, language)

    def page(self) -> str:
        """Return the comparison as a page."""
        return self.found.to_html(language=self.language, page=True)

    def document(self) -> CompareOutput:
        """Return the comparison and where its figures are from as JSON-ready values."""
        before, after = self.before, self.after
        problems = (*before.table.problems, *after.table.problems)
        return {
            "framework": after.framework.id,
            "framework_digest": after.framework.digest,
            "within": list(after.within),
            "sources": {"before": source_dict(before), "after": source_dict(after)},
            **self.found.to_dict(self.language),
            "problems": [problem.to_dict(self.language) for problem in problems],
        }

    def show(self) -> None:
        """Print the comparison."""
        found, after, language = self.found, self.after, self.language
        console = output()
        nodes, titled = list(changed_nodes(found, after.framework)), are_titled(after)
        pools = {
            pool_title(pool, language, after.ranking.basis) if titled else None: [
                [*_cells(row, language), *(_node_cell(row, node, language) for node in nodes)]
                for row in rows
            ]
            for pool, rows in found.pools.items()
        }
        print_pools(console, [*_heads(language), *map(_node_head, nodes)], pools, language)
        console.print()
        for line in _footer(found, self.before, after, named=self.named, language=language):
            print_line(console, line)


class _Series:
    """Three and more files as a series for each unit, in each form in which it is seen."""

    def __init__(self, outcomes: Sequence[ScoredFile], language: Language) -> None:
        self.outcomes = outcomes
        self.language = language
        self.lines = each_series(outcome.ranking for outcome in outcomes)
        self.is_empty = not any(len(line.results) > 1 for line in self.lines)

    @property
    def result(self) -> Result:
        """The series as files hold them."""
        return Result(partial(self.sheets, self.language), self.page, self.document)

    def sheets(self, language: Language) -> Sheets:
        """Return the series as tables."""
        return periods_sheets(self.outcomes, self.lines, language)

    def page(self) -> str:
        """Return the series as a page."""
        return sheets_page(self.sheets(self.language), self.language)

    def document(self) -> SeriesOutput:
        """Return the series and where their figures are from as JSON-ready values."""
        problems = [problem for outcome in self.outcomes for problem in outcome.table.problems]
        return {
            "schema": "vn766-series-of-units-1",
            "sources": [source_dict(outcome) for outcome in self.outcomes],
            "series": [line.to_dict(self.language) for line in self.lines],
            "problems": [problem.to_dict(self.language) for problem in problems],
        }

    def show(self) -> None:
        """Print the series."""
        console = output()
        print_sheets(console, self.sheets(self.language), self.language)


def _heads(language: Language) -> Iterator[Head]:
    for key, name, kind in _COLUMNS:
        yield Head(key, kind, tuple(word(name, language).split("\n")) if name else ("±",))


def _node_head(node: Node) -> Head:
    return Head(node.id, "points", (node.code or node.label, "±"), is_node=True, extra=True)


def _node_cell(row: Comparison, node: Node, language: Language) -> Text:
    return Text(change_text(row.nodes[node.id].change, language))


def _cells(row: Comparison, language: Language) -> Iterator[Text]:
    ranks, unit = row.ranks, row.unit
    yield Text(MISSING if ranks is None else _step(_rank(ranks.before), _rank(ranks.after)))
    yield _marked(ranks.change, str(abs(ranks.change))) if ranks else Text("")
    yield in_cell(unit.key if unit and unit.code else "")
    yield in_cell(unit.name if unit else "")
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
    yield ties_text(found.after.method, language)
    nameless = len(found.matched_by_name)
    matched = "matched_by_name" if nameless else "matched"
    yield word(matched, language, coded=len(found) - nameless, named=nameless)
    yield _moves("points_moves", [row.change for row in found], language)
    yield _moves("rank_moves", [row.ranks.change if row.ranks else None for row in found], language)
    yield _moves("class_moves", [row.band_change for row in found], language)
    lists = [*moved(found, language), *_left(found, before, after, language)]
    yield from (each.text(language, most=_NAMED) for each in lists if each.units)
    sources = [
        f"{side.table.source} ({word('rows', language, count=side.table.rows)})"
        for side in (before, after)
    ]
    yield f"{word('source', language)}: {' → '.join(sources)}"
    for outcome in (before, after):
        if outcome.table.broken:
            left_out = word("left_out", language, count=len(outcome.table.broken))
            yield f"{outcome.table.source}: {left_out}"
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


def _called(result: UnitResult) -> str:
    unit = result.unit
    key = f" ({unit.key})" if unit and unit.code else ""
    return f"{unit.name}{key}" if unit else MISSING


def _left(
    found: RankingComparison, before: ScoredFile, after: ScoredFile, language: Language
) -> Iterator[Listed]:
    """Yield the units of one file only, and those that nothing tells from others."""
    for title, results in (
        (word("appeared", language), found.appeared),
        (word("disappeared", language), found.disappeared),
        (word("left", language, file=before.table.source), found.unmatched_before),
        (word("left", language, file=after.table.source), found.unmatched_after),
    ):
        yield Listed(title, tuple(map(_called, results)))
