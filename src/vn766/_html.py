"""Results as HTML tables for notebooks: escaped, with captions and scoped headers, no styles.

Without colours and styles of its own a table takes on the notebook's, light or dark.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from vn766.vi import format_number, format_percent, format_points, format_rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from vn766.score import Ranking, UnitResult

__all__ = ["ranking_html", "result_html", "table"]

_MISSING = "–"


def table(
    caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], *, foot: str = ""
) -> str:
    """Return an HTML table of plain texts; the first cell of each row is its header."""
    heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    note = (
        f'<tfoot><tr><td colspan="{len(header)}">{escape(foot)}</td></tr></tfoot>' if foot else ""
    )
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody>{note}</table>"
    )


def result_html(result: UnitResult) -> str:
    """Return one unit's points, node by node, with its total and class."""
    rows = [
        (
            node.label,
            _MISSING if node.points is None else format_points(node.points, node.max_points),
            _MISSING if node.percent is None else format_percent(node.percent),
        )
        for node in result.nodes.values()
    ]
    rows.append(("Tổng điểm", _number(result.total), _percent(result.percent)))
    band = result.band.label if result.band else _possible(result)
    caption = f"{result.unit.name}: {band}" if result.unit else band
    return table(
        caption, ("Nhóm chỉ số", "Điểm", "Tỷ lệ"), rows, foot=f"Khung: {result.framework_id}"
    )


def ranking_html(ranking: Ranking) -> str:
    """Return a ranking as a table; units without a total stand at the end, without a rank."""
    rows = [(format_rank(row.rank, row.of), *_unit_cells(row.result)) for row in ranking.rows] + [
        (_MISSING, *_unit_cells(result)) for result in ranking.unranked
    ]
    header = ("Thứ hạng", "Đơn vị", "Tổng điểm", "Xếp loại")
    return table(ranking.pool or "Bảng xếp hạng", header, rows)


def _unit_cells(result: UnitResult) -> tuple[str, str, str]:
    band = result.known_band
    return (
        result.unit.name if result.unit else _MISSING,
        _number(result.known_total),
        band.label if band else _possible(result),
    )


def _possible(result: UnitResult) -> str:
    return "có thể: " + ", ".join(band.label for band in result.possible_bands)


def _number(value: Decimal | None) -> str:
    return _MISSING if value is None else format_number(value)


def _percent(value: Decimal | None) -> str:
    return _MISSING if value is None else format_percent(value)
