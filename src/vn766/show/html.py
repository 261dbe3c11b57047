"""Results as HTML tables for notebooks: escaped, with captions and scoped headers.

Without colours and fonts of its own a table takes on the notebook's, light or dark; it only says
on which side of its column a text stands, and how far from its neighbours.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from vn766.framework.model import Target
from vn766.texts import Catalogue
from vn766.vi import format_number, format_percent, format_points, format_rank

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from vn766.advise import Advice
    from vn766.explain import Explanation
    from vn766.framework.model import Framework, Indicator, Node, Rule
    from vn766.score import Ranking, UnitResult

MISSING = "–"
PUBLISHED = "* theo số liệu công bố"
_FIGURE = re.compile(r"[-–+=*/.,%0-9]+")
_SPACE = "padding:.2em .6em"
_STEP = "\N{EM SPACE}"
_RULES = {
    "proportional": "theo tỷ lệ",
    "given": "điểm cho sẵn",
    "unscored": "chỉ theo dõi, không tính điểm",
}


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


def indented_labels(framework: Framework) -> dict[str, str]:
    """Return the label of each node by its id, parts of a group one step to the right."""
    return {node.id: _STEP * depth + node.label for depth, node in _with_depth(framework.groups)}


def result_html(result: UnitResult) -> str:
    """Return one unit's points, node by node, with its total and class."""
    labels = indented_labels(result.framework)
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


def ranking_html(ranking: Ranking) -> str:
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


def explanation_html(explanation: Explanation) -> str:
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


def framework_html(framework: Framework) -> str:
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
                _rule(each.rule),
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


def _rule(rule: Rule) -> str:
    if isinstance(rule, Target):
        return f"đủ điểm từ {format_percent(rule.target_percent)}"
    return _RULES[rule.kind]


def advice_html(advice: Advice) -> str:
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
