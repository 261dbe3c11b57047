"""Results as HTML tables for notebooks: escaped, with captions and scoped headers.

Without colours and fonts of its own a table takes on the notebook's, light or dark; it only says
on which side of its column a text stands, and how far from its neighbours.
"""

from __future__ import annotations

import re
from functools import singledispatch
from html import escape
from typing import TYPE_CHECKING

from vn766.advise import Advice
from vn766.compare.basis import is_open
from vn766.compare.comparison import Comparison, RankingComparison, Series
from vn766.explain import Explanation
from vn766.framework.model import Framework
from vn766.score.ranking import Ranking
from vn766.score.results import UnitResult
from vn766.texts import Catalogue
from vn766.vi import format_number, format_percent, format_period, format_points, format_rank

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
    from decimal import Decimal

    from vn766.compare import ComparisonKind
    from vn766.errors import Problem
    from vn766.framework.model import Indicator, Node

MISSING = "–"
PUBLISHED = "* theo số liệu công bố"
_FIGURE = re.compile(r"[-–+=*/.,%0-9]+")
_SPACE = "padding:.2em .6em"
_STEP = "\N{EM SPACE}"


def table(
    caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], *, foot: str = ""
) -> str:
    """Return an HTML table of plain texts; the first cell of each row is its header.

    Columns that are mostly figures stand right, all others left. Em spaces that a row begins with
    indent it, also where it wraps. Lines of the foot stay lines.
    """
    lines = [tuple(row) for row in rows]
    columns = list(zip(*lines, strict=True)) or [()] * len(header)
    sides = ["left", *map(_side, columns[1:])]
    heads = "".join(
        f'<th scope="col" style="text-align:{side};{_SPACE}">{escape(cell)}</th>'
        for cell, side in zip(header, sides, strict=True)
    )
    body = "".join(
        f"<tr>{_row_head(first)}"
        + "".join(
            f'<td style="text-align:{side};{_SPACE}">{escape(cell)}</td>'
            for cell, side in zip(rest, sides[1:], strict=True)
        )
        + "</tr>"
        for first, *rest in lines
    )
    note = (
        f'<tfoot><tr><td colspan="{len(header)}" style="text-align:left;{_SPACE}">'
        f"{'<br>'.join(map(escape, foot.splitlines()))}</td></tr></tfoot>"
        if foot
        else ""
    )
    return (
        f'<table lang="vi"><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody>{note}</table>"
    )


def _row_head(text: str) -> str:
    label = text.lstrip(_STEP)
    depth = len(text) - len(label)
    indent = f";padding-left:{0.6 + depth:g}em" if depth else ""
    return f'<th scope="row" style="text-align:left;{_SPACE}{indent}">{escape(label)}</th>'


def _side(column: Sequence[str]) -> str:
    said = [cell for cell in column if cell not in {"", MISSING}]
    figures = sum(1 for cell in said if _FIGURE.fullmatch(cell))
    return "right" if 2 * figures > len(said) else "left"


def _indented_labels(framework: Framework) -> dict[str, str]:
    """Return the label of each node by its id, parts of a group one step to the right."""
    return {node.id: _STEP * depth + node.label for depth, node in _with_depth(framework.groups)}


@singledispatch
def html(value: object) -> str:
    """Return a result as HTML tables."""
    message = f"nothing shows a {type(value).__name__}"
    raise TypeError(message)


@html.register(UnitResult)
def _result(result: UnitResult) -> str:
    """Return one unit's points, node by node, with its total and class."""
    labels = _indented_labels(result.framework)
    rows = [
        (
            labels[key],
            MISSING if node.points is None else format_points(node.points, node.max_points),
            MISSING if node.percent is None else format_percent(node.percent),
        )
        for key, node in result.nodes.items()
    ]
    name, total, band = _unit_cells(result)
    percent = MISSING if result.percent is None else format_percent(result.percent)
    rows.append(("Tổng điểm", total, percent))
    foot = f"Khung: {result.framework_id}"
    if result.by_publication:
        foot += f". {PUBLISHED}"
    caption = f"{name}: {band}" if result.unit else band
    return table(caption, ("Nhóm chỉ số", "Điểm", "Tỷ lệ"), rows, foot=foot)


@html.register(Ranking)
def _ranking(ranking: Ranking) -> str:
    """Return a ranking, a table a pool; units without a total stand last, without a rank."""
    pools: dict[Hashable, list[tuple[str, ...]]] = {}
    for row in ranking.rows:
        tied = "=" if row.tied > 1 else ""
        cells = (tied + format_rank(row.rank, row.of), *_unit_cells(row.result))
        pools.setdefault(row.pool, []).append(cells)
    for unit in ranking.unranked:
        pools.setdefault(unit.pool, []).append((MISSING, *_unit_cells(unit.result)))
    header = ("Thứ hạng", "Đơn vị", "Tổng điểm", "Xếp loại")
    foot = PUBLISHED if any(it.by_publication for it in ranking.results) else ""
    return "".join(
        table("Bảng xếp hạng" if pool is None else str(pool), header, rows, foot=foot)
        for pool, rows in pools.items()
    )


@html.register(Explanation)
def _explanation(explanation: Explanation) -> str:
    """Return the steps behind a result, a row a step, with numbered sources below."""
    rows = [
        (
            _STEP * depth + step.title(),
            step.formula(),
            "" if step.percent is None else step.percent.text() + "%",
            explanation.marks(step),
        )
        for depth, step in explanation.step.walk()
    ]
    notes = [f"[{place}] {source}." for place, source in enumerate(explanation.cited(), 1)]
    notes += [" ".join(warning.text("vi")) for warning in explanation.result.warnings]
    header = ("Chỉ số", "Phép tính", "Tỷ lệ", "Nguồn")
    return table("; ".join(explanation.head()), header, rows, foot="\n".join(notes))


@html.register(Framework)
def _framework(framework: Framework) -> str:
    """Return the groups and components of a framework with their maxima, rules and evidence."""
    said = Catalogue("words").say
    rows: list[tuple[str, ...]] = []
    for depth, node in _with_depth(framework.groups):
        status = said(node.source.status, "vi")
        indent = _STEP * depth
        rows.append((indent + node.label, node.code or node.id, _max(node), MISSING, status))
        rows += [
            (
                f"{indent}{_STEP}{each.no} {each.label}",
                each.code,
                _max(each),
                each.rule.label(),
                said(each.rule.source.status, "vi"),
            )
            for each in node.indicators
        ]
    total = format_number(framework.max_points)
    rows.append(("Tổng điểm", "", total, MISSING, said(framework.source.status, "vi")))
    classes = "; ".join(
        f"{band.label} từ {format_number(band.min_points)}" for band in framework.bands
    )
    foot = f"Xếp loại: {classes}. Mã kiểm tra: {framework.digest[:8]}."
    header = ("Chỉ số", "Mã", "Điểm tối đa", "Cách tính", "Đối chiếu")
    return table(f"{framework.title} ({framework.id})", header, rows, foot=foot)


def _with_depth(nodes: Iterable[Node], depth: int = 0) -> Iterator[tuple[int, Node]]:
    for node in nodes:
        yield depth, node
        yield from _with_depth(node.children, depth + 1)


def _max(part: Node | Indicator) -> str:
    return format_number(part.max_points)


@html.register(Advice)
def _advice(advice: Advice) -> str:
    """Return the moves to a target, a row a move."""
    rows = [
        (
            f"{move.no} {move.label}",
            f"+{format_number(move.added)}" + (" mới" if move.new else ""),
            f"{_ratio(*move.before)} → {_ratio(move.numerator, move.denominator)}",
            format_percent(move.rate),
            f"+{format_number(move.points_gained)}",
        )
        for move in advice.moves
    ]
    name, total, _ = _unit_cells(advice.before)
    goal = format_number(advice.target)
    goal = f"{advice.band.label} ({goal})" if advice.band else goal
    reached = "" if advice.reachable else "chưa đạt; "
    caption = f"{name}: {total} → {format_number(advice.total)}, {reached}mục tiêu {goal}"
    header = ("Chỉ số", "Tăng thêm", "Tử số/mẫu số", "Tỷ lệ sau đó", "Điểm tăng")
    notes = "\n".join(" ".join(note.text("vi")) for note in advice.notes)
    return table(caption, header, rows, foot=notes)


def _ratio(numerator: int, denominator: int) -> str:
    return f"{format_number(numerator)}/{format_number(denominator)}"


def _unit_cells(result: UnitResult) -> tuple[str, str, str]:
    """Return name, total and class; a total that is only published is marked."""
    total, band = result.known_total, result.known_band
    mark = "*" if result.by_publication else ""
    possible = ", ".join(band.label for band in result.possible_bands)
    return (
        result.unit.name if result.unit else MISSING,
        MISSING if total is None else format_number(total) + mark,
        f"có thể: {possible}" if band is None else band.label,
    )


# --- comparisons ---


_TITLES = {
    "trend": "Thay đổi giữa hai kỳ",
    "revision": "Số liệu được điều chỉnh trong cùng một kỳ",
    "undated": "So sánh hai kết quả",
}
_PROVISIONAL = "số liệu tạm thời"


@html.register(Comparison)
def _comparison(comparison: Comparison) -> str:
    """Return the points of one unit before and after, node by node."""
    before, after = comparison.before, comparison.after
    labels = _indented_labels(after.framework)
    rows = [
        (labels[key], _figure(node.before), _figure(node.after), _signed(node.change))
        for key, node in comparison.nodes.items()
    ]
    rows.append(("Tổng điểm", _total(before), _total(after), _signed(comparison.change)))
    rows.append(("Xếp loại", _band(before), _band(after), _signed_count(comparison.band_change)))
    ranks = comparison.ranks
    if ranks is not None:
        first, second = (
            str(place.rank) if place.of is None else format_rank(place.rank, place.of)
            for place in (ranks.before, ranks.after)
        )
        rows.append(("Thứ hạng", first, second, _signed_count(ranks.change)))
    unit = f"{comparison.unit.name}: " if comparison.unit else ""
    sides = (
        _period_head("Trước", before, comparison.kind),
        _period_head("Sau", after, comparison.kind),
    )
    header = ("Nhóm chỉ số", *sides, "Thay đổi")
    foot = _foot([before, after], comparison.notes)
    return table(f"{unit}{_TITLES[comparison.kind]}", header, rows, foot=foot)


@html.register(RankingComparison)
def _rankings(comparison: RankingComparison) -> str:
    """Return the units of both rankings, a table a pool; who is in one only stands in the foot."""
    header = (
        *("Đơn vị", "Hạng trước", "Hạng sau", "Số bậc thay đổi"),
        *("Điểm trước", "Điểm sau", "Thay đổi", "Xếp loại trước", "Xếp loại sau"),
    )
    notes = dict.fromkeys(note for row in comparison for note in row.notes)
    foot = _foot([*comparison.before.results, *comparison.after.results], notes)
    for title, units in (
        ("Mới xuất hiện", comparison.appeared),
        ("Không còn trong danh sách", comparison.disappeared),
        ("Không có mã trong bảng trước nên không đối chiếu được", comparison.uncoded_before),
        ("Không có mã trong bảng sau nên không đối chiếu được", comparison.uncoded_after),
    ):
        if units:
            foot += f" {title}: {', '.join(map(_name, units))}."
    title = _TITLES[comparison.kind]
    pools = comparison.pools or {comparison.after.pool: ()}
    tables = [
        table(
            title if pool is None else f"{title} ({pool})",
            header,
            map(_pair_row, rows),
            foot=foot if at == len(pools) else "",
        )
        for at, (pool, rows) in enumerate(pools.items(), 1)
    ]
    return "".join(tables)


def _pair_row(row: Comparison) -> tuple[str, ...]:
    ranks = row.ranks
    places = (
        (MISSING, MISSING, MISSING)
        if ranks is None
        else (str(ranks.before.rank), str(ranks.after.rank), _signed_count(ranks.change))
    )
    return (
        row.unit.name if row.unit else MISSING,
        *places,
        _total(row.before),
        _total(row.after),
        _signed(row.change),
        _band(row.before),
        _band(row.after),
    )


@html.register(Series)
def _series(series: Series) -> str:
    """Return one unit period by period; a gap is a row without figures."""
    rows = [
        (format_period(entry.period), MISSING, MISSING, MISSING)
        if entry.result is None
        else (
            format_period(entry.period) + (f" ({_PROVISIONAL})" if entry.provisional else ""),
            _total(entry.result),
            MISSING if entry.change is None else _signed(entry.change.change),
            _band(entry.result),
        )
        for entry in series
    ]
    header = ("Kỳ báo cáo", "Tổng điểm", "Thay đổi", "Xếp loại")
    results = [entry.result for entry in series if entry.result]
    notes = dict.fromkeys(it for entry in series if entry.change for it in entry.change.notes)
    foot = _foot(results, notes)
    if series.revisions:
        foot += f" Số lần điều chỉnh sau công bố: {len(series.revisions)}."
    return table(series.unit.name if series.unit else "Diễn biến", header, rows, foot=foot)


def _figure(value: Decimal | None) -> str:
    return MISSING if value is None else format_number(value)


def _signed(value: Decimal | None) -> str:
    return ("+" if value is not None and value > 0 else "") + _figure(value)


def _signed_count(value: int | None) -> str:
    return MISSING if value is None else f"{value:+d}" if value else "0"


def _total(result: UnitResult) -> str:
    mark = "*" if result.by_publication else ""
    return _figure(result.known_total) + mark


def _band(result: UnitResult) -> str:
    return result.known_band.label if result.known_band else MISSING


def _name(result: UnitResult) -> str:
    return result.unit.name if result.unit else MISSING


def _period_head(title: str, result: UnitResult, kind: ComparisonKind) -> str:
    """Return the head of one side: its period, and for a revision when it was retrieved."""
    facts = [format_period(result.period)] if result.period else []
    if kind == "revision" and result.retrieved_at:
        facts.append(f"{result.retrieved_at:%d/%m/%Y %H:%M}")
    if is_open(result):
        facts.append(_PROVISIONAL)
    return f"{title} ({', '.join(facts)})" if facts else title


def _foot(results: Iterable[UnitResult], notes: Iterable[Problem]) -> str:
    """Return what the figures rest on: the edition, then what a reader has to know."""
    listed = list(results)
    editions = ", ".join(dict.fromkeys(result.framework_id for result in listed))
    parts = [f"Khung: {editions or MISSING}."]
    if any(it.by_publication for it in listed):
        parts.append(f"{PUBLISHED}.")
    parts += [note.text("vi")[0] for note in notes]
    return " ".join(parts)
