"""Results as HTML: tables with captions and scoped heads, escaped, and whole pages of them.

Nothing has a style of its own: classes and one stylesheet (`vn766.show.page.stylesheet`) say on
which side of its column a text stands, so that strict pages take it. Without colours and fonts a
table takes on those around it, light or dark.
"""

from __future__ import annotations

from functools import partial, singledispatch
from html import escape
from typing import TYPE_CHECKING

from vn766.advise import Advice, Margins
from vn766.compare.basis import is_open
from vn766.compare.comparison import Comparison, RankingComparison, Series
from vn766.explain import Explanation
from vn766.framework.model import Framework
from vn766.lazy import regex
from vn766.score.ranking import Ranking
from vn766.score.results import UnitResult
from vn766.show.columns import (
    COLUMNS,
    MISSING,
    band_label,
    change_text,
    percent_text,
    points_text,
    rows_of,
    say,
    total_text,
    unit_name,
)
from vn766.show.questions import margin_sheets
from vn766.show.sheets import sheet_texts
from vn766.texts import Catalogue, figure, moment
from vn766.vi import format_period, format_rank

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from vn766.errors import Language, Problem
    from vn766.framework.model import Node
    from vn766.framework.rules import Rule

_FIGURE = regex(r"[-–+=*/.,%0-9]+")
_OWN = ' class="vn766-own" aria-current="true"'
_STEP = "\N{EM SPACE}"


def table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    foot: str = "",
    own: int | None = None,
    language: Language = "vi",
) -> str:
    """Return an HTML table of plain texts; the first cell of each row is its header.

    Columns that are mostly figures stand right, all others left. Em spaces that a row begins with
    indent it, also where it wraps. Lines of the foot stay lines. `own` is the row to mark.
    """
    lines = [tuple(row) for row in rows]
    columns = list(zip(*lines, strict=True)) or [()] * len(header)
    looks = ["", *map(_look, columns[1:])]
    heads = "".join(
        f'<th scope="col"{look}>{escape(cell)}</th>'
        for cell, look in zip(header, looks, strict=True)
    )
    body = "".join(
        f"<tr{_OWN if at == own else ''}>{_row_head(first)}"
        + "".join(
            f"<td{look}>{escape(cell)}</td>" for cell, look in zip(rest, looks[1:], strict=True)
        )
        + "</tr>"
        for at, (first, *rest) in enumerate(lines)
    )
    note = (
        f'<tfoot><tr><td colspan="{len(header)}">'
        f"{'<br>'.join(map(escape, foot.splitlines()))}</td></tr></tfoot>"
        if foot
        else ""
    )
    return (
        f'<div class="vn766" lang="{language}" role="region" tabindex="0"'
        f' aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody>{note}</table></div>"
    )


def _row_head(text: str) -> str:
    label = text.lstrip(_STEP)
    depth = len(text) - len(label)
    indent = f' class="vn766-part-{depth}"' if depth else ""
    return f'<th scope="row"{indent}>{escape(label)}</th>'


def _look(column: Sequence[str]) -> str:
    """Return the class of the cells of a column, right if they are mostly figures."""
    said = [cell for cell in column if cell not in {"", MISSING}]
    figures = sum(1 for cell in said if _FIGURE.fullmatch(cell))
    return ' class="vn766-figure"' if 2 * figures > len(said) else ""


def _indented_labels(framework: Framework) -> dict[str, str]:
    """Return the label of each node by its id, parts of a group one step to the right."""
    return {node.id: _STEP * depth + node.label for depth, node in _with_depth(framework.groups)}


@singledispatch
def html(value: object, language: Language = "vi") -> str:  # noqa: ARG001 (those below use it)
    """Return a result as HTML tables in `language`."""
    message = f"nothing shows a {type(value).__name__}"
    raise TypeError(message)


@html.register(UnitResult)
def _result(result: UnitResult, language: Language = "vi") -> str:
    """Return one unit's points, node by node, with its total and class."""
    labels = _indented_labels(result.framework)
    rows = [
        (
            labels[key],
            points_text(node.points, language),
            figure(node.max_points, language),
            percent_text(node.percent, language),
        )
        for key, node in result.nodes.items()
    ]
    percent = percent_text(result.percent, language)
    most = figure(result.framework.max_points, language)
    rows.append((say("total", language), total_text(result, language), most, percent))
    band = _band(result, language)
    foot = say("html.framework", language, ids=result.framework_id)
    if result.by_publication:
        foot += f". {say('html.published', language)}"
    caption = f"{result.unit.name}: {band}" if result.unit else band
    header = _said(("node", "html.points", "html.maximum", "percent"), language)
    return table(caption, header, rows, foot=foot, language=language)


@html.register(Ranking)
def _ranking(ranking: Ranking, language: Language = "vi") -> str:
    """Return a ranking, a table a pool; units without a total stand last, without a rank."""
    return ranking_tables(ranking, language)


def ranking_tables(ranking: Ranking, language: Language, own: str = "") -> str:
    """Return a ranking, a table a pool; `own` is the key of a unit to mark."""
    columns = [COLUMNS[key] for key in ("standing", "unit", "total")]
    pools: dict[Hashable, list[list[str]]] = {}
    marked: dict[Hashable, int] = {}
    for row in rows_of(ranking):
        cells = [column.text(row, language) for column in columns]
        lines = pools.setdefault(row.pool, [])
        if own and row.result.unit is not None and row.result.unit.key == own:
            marked[row.pool] = len(lines)
        lines.append([*cells, _band(row.result, language)])
    pools = pools or {ranking.pool: []}
    header = [column.title(language) for column in (*columns, COLUMNS["band"])]
    published = any(result.by_publication for result in ranking.results)
    foot = say("html.published", language) if published else ""
    title = say("html.ranking", language)
    return "".join(
        table(
            title if pool is None else str(pool),
            header,
            rows,
            foot=foot,
            own=marked.get(pool),
            language=language,
        )
        for pool, rows in pools.items()
    )


@html.register(Explanation)
def _explanation(explanation: Explanation, language: Language = "vi") -> str:
    """Return the steps behind a result, a row a step, with numbered sources below."""
    rows = [
        (
            _STEP * depth + step.title(language),
            step.formula(language),
            "" if step.percent is None else step.percent.text(language) + "%",
            explanation.marks(step),
        )
        for depth, step in explanation.step.walk()
    ]
    cited = explanation.cited(language)
    notes = [f"[{place}] {source}." for place, source in enumerate(cited, 1)]
    notes += [" ".join(warning.text(language)) for warning in explanation.result.warnings]
    header = _said(("html.indicator", "html.formula", "percent", "source"), language)
    caption = "; ".join(explanation.head(language))
    return table(caption, header, rows, foot="\n".join(notes), language=language)


@html.register(Margins)
def _margins(margins: Margins, language: Language = "vi") -> str:
    """Return the margins of a ranking, a table a pool."""
    sheets = margin_sheets(margins, language)
    return "".join(
        table(
            sheet.name,
            [head.text for head in sheet.heads],
            sheet_texts(sheet, language),
            foot="\n".join(sheets.notes) if sheet is sheets.sheets[-1] else "",
            language=language,
        )
        for sheet in sheets.sheets
    )


@html.register(Framework)
def _framework(framework: Framework, language: Language = "vi") -> str:
    """Return the groups and components of a framework with their maxima, rules and evidence."""
    status = partial(_status, language=language)
    rows: list[tuple[str, ...]] = []
    for depth, node in _with_depth(framework.groups):
        indent = _STEP * depth
        points = figure(node.max_points, language)
        rows.append((indent + node.label, node.code or node.id, points, MISSING, status(node)))
        rows += [
            (
                f"{indent}{_STEP}{each.no} {each.label}",
                each.code,
                figure(each.max_points, language),
                each.rule.label(language),
                status(each.rule),
            )
            for each in node.indicators
        ]
    most = figure(framework.max_points, language)
    rows.append((say("total", language), "", most, MISSING, status(framework)))
    classes = "; ".join(
        say("html.class-from", language, band=band.label, points=band.min_points)
        for band in framework.bands
    )
    foot = say("html.classes", language, classes=classes, digest=framework.digest[:8])
    header = _said(
        ("html.indicator", "code", "html.maximum", "html.rule", "html.evidence"), language
    )
    caption = f"{framework.title} ({framework.id})"
    return table(caption, header, rows, foot=foot, language=language)


def _with_depth(nodes: Iterable[Node], depth: int = 0) -> Iterator[tuple[int, Node]]:
    for node in nodes:
        yield depth, node
        yield from _with_depth(node.children, depth + 1)


def _status(part: Node | Rule | Framework, language: Language) -> str:
    return Catalogue("words").say(part.source.status, language)


@html.register(Advice)
def _advice(advice: Advice, language: Language = "vi") -> str:
    """Return the moves to a target, a row a move."""
    more = {True: "more_new", False: "html.more"}
    rows = [
        (
            f"{move.no} {move.label}",
            say(more[move.new], language, more=figure(move.added, language)),
            _ratio(move.before, language)
            + " → "
            + _ratio((move.numerator, move.denominator), language),
            percent_text(move.rate, language),
            change_text(move.points_gained, language),
        )
        for move in advice.moves
    ]
    goal = figure(advice.target, language)
    caption = say(
        "html.goal" if advice.reachable else "html.missed",
        language,
        unit=unit_name(advice.before),
        before=total_text(advice.before, language),
        after=figure(advice.total, language),
        goal=f"{advice.band.label} ({goal})" if advice.band else goal,
    )
    header = _said(("html.indicator", "more", "counted", "html.rate-then", "gained"), language)
    notes = "\n".join(" ".join(note.text(language)) for note in advice.notes)
    return table(caption, header, rows, foot=notes, language=language)


def _ratio(counts: tuple[int, int], language: Language) -> str:
    return "/".join(figure(count, language) for count in counts)


def _said(codes: Iterable[str], language: Language) -> tuple[str, ...]:
    return tuple(say(code, language) for code in codes)


def _band(result: UnitResult, language: Language) -> str:
    """Return the class, or those that are still possible."""
    if result.known_band is not None:
        return result.known_band.label
    possible = ", ".join(band.label for band in result.possible_bands)
    return say("html.possible", language, bands=possible)


# --- comparisons ---


@html.register(Comparison)
def _comparison(comparison: Comparison, language: Language = "vi") -> str:
    """Return the points of one unit before and after, node by node."""
    before, after = comparison.before, comparison.after
    labels = _indented_labels(after.framework)
    rows = [
        (
            labels[key],
            points_text(node.before, language),
            points_text(node.after, language),
            change_text(node.change, language),
        )
        for key, node in comparison.nodes.items()
    ]
    totals = total_text(before, language), total_text(after, language)
    rows.append((say("total", language), *totals, change_text(comparison.change, language)))
    bands = band_label(before), band_label(after), _signed_count(comparison.band_change)
    rows.append((say("band", language), *bands))
    ranks = comparison.ranks
    if ranks is not None:
        first, second = (
            str(place.rank) if place.of is None else format_rank(place.rank, place.of)
            for place in (ranks.before, ranks.after)
        )
        rows.append((say("standing", language), first, second, _signed_count(ranks.change)))
    unit = f"{comparison.unit.name}: " if comparison.unit else ""
    header = (
        say("node", language),
        *(
            _period_head(say(side, language), result, comparison.kind, language)
            for side, result in (("before", before), ("after", after))
        ),
        say("change", language),
    )
    title = say(f"html.{comparison.kind}", language)
    foot = _foot([before, after], comparison.notes, language)
    return table(f"{unit}{title}", header, rows, foot=foot, language=language)


@html.register(RankingComparison)
def _rankings(comparison: RankingComparison, language: Language = "vi") -> str:
    """Return the units of both rankings, a table a pool; who is in one only stands in the foot."""
    codes = (
        *("unit", "html.rank-before", "html.rank-after", "html.rank-change"),
        *("html.total-before", "html.total-after", "change", "html.band-before", "html.band-after"),
    )
    header = _said(codes, language)
    notes = dict.fromkeys(note for row in comparison for note in row.notes)
    foot = _foot([*comparison.before.results, *comparison.after.results], notes, language)
    for code, units in (
        ("appeared", comparison.appeared),
        ("disappeared", comparison.disappeared),
        ("unmatched-before", comparison.unmatched_before),
        ("unmatched-after", comparison.unmatched_after),
    ):
        if units:
            said = say(f"html.{code}", language, units="; ".join(map(unit_name, units)))
            foot += f" {said}"
    title = say(f"html.{comparison.kind}", language)
    pools = comparison.pools or {comparison.after.pool: ()}
    tables = [
        table(
            title if pool is None else f"{title} ({pool})",
            header,
            [_pair_row(row, language) for row in rows],
            foot=foot if at == len(pools) else "",
            language=language,
        )
        for at, (pool, rows) in enumerate(pools.items(), 1)
    ]
    return "".join(tables)


def _pair_row(row: Comparison, language: Language) -> tuple[str, ...]:
    ranks = row.ranks
    places = (
        (MISSING, MISSING, MISSING)
        if ranks is None
        else (str(ranks.before.rank), str(ranks.after.rank), _signed_count(ranks.change))
    )
    return (
        row.unit.name if row.unit else MISSING,
        *places,
        total_text(row.before, language),
        total_text(row.after, language),
        change_text(row.change, language),
        band_label(row.before),
        band_label(row.after),
    )


@html.register(Series)
def _series(series: Series, language: Language = "vi") -> str:
    """Return one unit period by period; a gap is a row without figures."""
    provisional = f" ({say('html.provisional', language)})"
    rows = [
        (format_period(entry.period), MISSING, MISSING, MISSING)
        if entry.result is None
        else (
            format_period(entry.period) + (provisional if entry.provisional else ""),
            total_text(entry.result, language),
            MISSING if entry.change is None else change_text(entry.change.change, language),
            band_label(entry.result),
        )
        for entry in series
    ]
    header = (*_said(("period", "total", "change", "band"), language),)
    results = [entry.result for entry in series if entry.result]
    notes = dict.fromkeys(note for entry in series if entry.change for note in entry.change.notes)
    foot = _foot(results, notes, language)
    if series.revisions:
        foot += f" {say('html.revisions', language, number=len(series.revisions))}"
    caption = series.unit.name if series.unit else say("html.series", language)
    return table(caption, header, rows, foot=foot, language=language)


def _signed_count(value: int | None) -> str:
    return MISSING if value is None else f"{value:+d}" if value else "0"


def _period_head(title: str, result: UnitResult, kind: str, language: Language) -> str:
    """Return the head of one side: its period, and for a revision when it was retrieved."""
    facts = [format_period(result.period)] if result.period else []
    if kind == "revision" and result.retrieved_at:
        facts.append(moment(result.retrieved_at, language))
    if is_open(result):
        facts.append(say("html.provisional", language))
    return f"{title} ({', '.join(facts)})" if facts else title


def _foot(results: Iterable[UnitResult], notes: Iterable[Problem], language: Language) -> str:
    """Return what the figures rest on: the edition, then what a reader has to know."""
    listed = list(results)
    editions = ", ".join(dict.fromkeys(result.framework_id for result in listed))
    parts = [f"{say('html.framework', language, ids=editions or MISSING)}."]
    if any(result.by_publication for result in listed):
        parts.append(f"{say('html.published', language)}.")
    parts += [note.text(language)[0] for note in notes]
    return " ".join(parts)
