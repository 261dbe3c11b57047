"""Comparisons as HTML tables for notebooks, in the manner of `vn766.show.html`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.compare.basis import is_open
from vn766.show.html import MISSING, PUBLISHED, indented_labels, table
from vn766.vi import format_number, format_period, format_rank

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from vn766.compare import (
        Comparison,
        ComparisonKind,
        RankingComparison,
        Series,
    )
    from vn766.errors import Problem
    from vn766.score import UnitResult

_TITLES = {
    "trend": "Thay đổi giữa hai kỳ",
    "revision": "Số liệu được điều chỉnh trong cùng một kỳ",
    "undated": "So sánh hai kết quả",
}
_PROVISIONAL = "số liệu tạm thời"


def comparison_html(comparison: Comparison) -> str:
    """Return the points of one unit before and after, node by node."""
    before, after = comparison.before, comparison.after
    labels = indented_labels(after.framework)
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
    sides = _side("Trước", before, comparison.kind), _side("Sau", after, comparison.kind)
    header = ("Nhóm chỉ số", *sides, "Thay đổi")
    foot = _foot([before, after], comparison.notes)
    return table(f"{unit}{_TITLES[comparison.kind]}", header, rows, foot=foot)


def rankings_html(comparison: RankingComparison) -> str:
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
            map(_row, rows),
            foot=foot if at == len(pools) else "",
        )
        for at, (pool, rows) in enumerate(pools.items(), 1)
    ]
    return "".join(tables)


def _row(row: Comparison) -> tuple[str, ...]:
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


def series_html(series: Series) -> str:
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


def _side(title: str, result: UnitResult, kind: ComparisonKind) -> str:
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
