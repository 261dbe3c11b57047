"""The tables of documents: points of units, components of one unit, results over time."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, assert_never

from attrs import field, frozen

from vn766.errors import InvalidDocumentError, Problem, ProblemCode
from vn766.framework.checks import nearest
from vn766.framework.loader import load_cited
from vn766.nd30.model import Column, Head, Table, heads_of
from vn766.period import Month
from vn766.report.figures import MISSING, class_of, max_points, pool_of, rank_of, said
from vn766.vi import format_number, format_period, format_points, format_rank

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from vn766.framework.model import Node
    from vn766.score import IndicatorResult, Ranking, UnitResult

Shows: TypeAlias = Literal["points", "percent", "numerator", "denominator", "difference"]
"""The figures of a column: points; the percent of a group, or the rate of an indicator; a count; or
how many of the denominator are not in the numerator (dossiers that were late)."""


@frozen(kw_only=True)
class ComponentColumn:
    """A column of a table of components.

    `of` is the id of a group or the code of an indicator. With `cumulative` its figure is that of
    the result since the beginning of the year.

    Example:
        >>> ComponentColumn(heads="Mức độ hài lòng (%)", of="satisfaction", shows="percent").of
        'satisfaction'
    """

    heads: tuple[Head, ...] = field(converter=heads_of)
    """The heads, from the top row down."""
    of: str
    """The id of a group, or the code of an indicator."""
    shows: Shows = "points"
    """The figures that it shows."""
    cumulative: bool = False
    """Whether they are those since the beginning of the year."""


@frozen(kw_only=True)
class _Usual:
    """The columns that offices print."""

    columns: tuple[ComponentColumn, ...]


@cache
def _usual_columns() -> tuple[ComponentColumn, ...]:
    return load_cited(Path(__file__).with_name("components.toml"), _Usual).columns


_NUMBERS: Final = Column(heads="STT", width_mm=12)


def points_table(
    results: Sequence[UnitResult],
    nodes: Sequence[Node],
    *,
    title: str,
    ranking: Ranking | None = None,
    total: bool = True,
) -> Table:
    """Return a row for each unit: its points of `nodes`, and with `total` what follows from all.

    Ranks stand in it if there is a ranking, one of these very results: with their pool in a note,
    or in a column if there are several.
    """
    columns = [_NUMBERS, Column(heads="Tên cơ quan, đơn vị", align="left")]
    columns += [
        Column(heads=f"{node.label} (điểm đạt/{format_number(node.max_points)})") for node in nodes
    ]
    cells = [[result.unit.name if result.unit else MISSING for result in results]]
    cells += [_even([result.nodes[node.id].points for result in results]) for node in nodes]
    for node, column in zip(nodes, cells[1:], strict=True):
        column[:] = [
            _parts(result, node) or cell for result, cell in zip(results, column, strict=True)
        ]
    if total and results:
        most = max_points(results[0].framework)
        columns += [Column(heads=f"Tổng điểm (điểm đạt/{most})"), Column(heads="Xếp loại")]
        cells.append(_even([result.known_total for result in results]))
        cells.append([class_of(result) or MISSING for result in results])
    notes: list[str] = []
    if ranking is not None:
        pools = _pools(results, ranking)
        if len({*pools} - {MISSING}) > 1:
            columns.append(Column(heads="Nhóm xếp hạng", align="left"))
            cells.append(pools)
        else:
            notes += [said("pool", pool=pool) for pool in {*pools} - {MISSING}]
        columns.append(Column(heads="Thứ hạng"))
        ranks = {id(row.result): format_rank(row.rank, row.of) for row in ranking}
        cells.append([rank_of(result) or ranks.get(id(result), MISSING) for result in results])
    rows = [(str(at), *row) for at, row in enumerate(zip(*cells, strict=True), 1)]
    notes += _notes(rows, results, ranking)
    return Table(title=title, columns=columns, rows=rows, notes=notes)


def _pools(results: Sequence[UnitResult], ranking: Ranking) -> list[str]:
    """Return the pool of each unit: as published, else that in the ranking."""
    pools = {id(row.result): row.pool for row in ranking.rows}
    pools |= {id(row.result): row.pool for row in ranking.unranked}
    named = {at: str(pool) for at, pool in pools.items() if pool is not None}
    other = ranking.pool or MISSING
    return [pool_of(result) or named.get(id(result), other) for result in results]


def _even(values: Sequence[Decimal | None]) -> list[str]:
    """Return the figures of a column, all with the decimals that one of them needs."""
    known = [value.normalize().as_tuple().exponent for value in values if value is not None]
    decimals = max((-exponent for exponent in known if isinstance(exponent, int)), default=0)
    return [
        MISSING if value is None else format_number(value, decimals=max(0, decimals))
        for value in values
    ]


def _parts(result: UnitResult, node: Node) -> str | None:
    """Return what is known of a group of which a part is missing, else None.

    Example: "dịch vụ công trực tuyến 7,2/12; thanh toán trực tuyến: chưa có số liệu".
    """
    points = {child: result.nodes[child.id].points for child in node.children}
    if result.nodes[node.id].points is not None or not any(
        value is not None for value in points.values()
    ):
        return None
    return "; ".join(
        said("missing_part", label=_inside(child.label))
        if value is None
        else said("part", label=_inside(child.label), points=format_points(value, child.max_points))
        for child, value in points.items()
    )


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence."""
    return f"{label[0].lower()}{label[1:]}"


def _notes(
    rows: Sequence[Sequence[str]], results: Sequence[UnitResult], ranking: Ranking | None
) -> list[str]:
    """Return the notes of a table of points: dashes, ties, and the edition of its points."""
    notes = [said("missing", mark=MISSING)] if any(MISSING in row for row in rows) else []
    if ranking is not None and any(row.tied > 1 for row in ranking):
        notes.append(said(ranking.method))
    if any(result.total is not None for result in results):
        notes.append(said("framework", framework=results[0].framework.title))
    return notes


def component_table(
    result: UnitResult,
    columns: Sequence[ComponentColumn] | None,
    *,
    title: str,
    cumulative: UnitResult | None = None,
) -> Table:
    """Return one row with the components of a unit; default: the columns that offices print.

    Raises:
        InvalidDocumentError: if a column is of nothing that the result has.
    """
    if columns is None:
        columns = [column for column in _usual_columns() if cumulative or not column.cumulative]
    fixed = [("STT", "1"), ("Tên đơn vị", result.unit.name if result.unit else MISSING)]
    if result.unit is not None and result.unit.code is not None:
        fixed.append(("Mã định danh", result.unit.code))
    cells = [text for _, text in fixed]
    problems: list[Problem] = []
    for at, column in enumerate(columns):
        shown = cumulative if column.cumulative and cumulative is not None else result
        known = {*shown.nodes, *shown.indicators}
        if column.of in known:
            cells.append(_component(shown, column) or MISSING)
        else:
            path = ("components", at, "of")
            near = nearest(column.of, known)
            problems.append(
                Problem.of(ProblemCode.UNKNOWN_KEY, path, value=column.of, nearest=near)
            )
    if problems:
        raise InvalidDocumentError(problems, subject=title)
    heads = [_NUMBERS, *(Column(heads=head) for head, _ in fixed[1:])]
    heads += [Column(heads=column.heads) for column in columns]
    notes = _notes([cells], [result], None)
    return Table(title=title, columns=heads, rows=[cells], notes=notes)


def _component(result: UnitResult, column: ComponentColumn) -> str | None:
    node = result.nodes.get(column.of)
    if node is not None:
        value = node.percent if column.shows == "percent" else node.points
        return None if value is None else format_number(value)
    return _indicator(result.indicators[column.of], column.shows)


def _indicator(indicator: IndicatorResult, shows: Shows) -> str | None:
    numerator, denominator = indicator.numerator, indicator.denominator
    value: Decimal | int | None
    match shows:
        case "points":
            value = indicator.points
        case "percent":
            value = indicator.rate
        case "numerator":
            value = numerator
        case "denominator":
            value = denominator
        case "difference":
            value = None
            if numerator is not None and denominator is not None:
                value = denominator - numerator
        case _ as never:
            assert_never(never)
    return None if value is None else format_number(value)


_PERIODS: Final = {"month": "Tháng", "quarter": "Quý", "year": "Năm"}  # others: a "kỳ"


def series_table(results: Sequence[UnitResult], *, title: str) -> Table:
    """Return a row for each period: total, class and rank of one unit, the earliest first."""
    kind = results[0].period.kind if results[0].period else "month"
    heads = (_PERIODS.get(kind, "Kỳ"), "Tổng điểm", "Xếp loại", "Thứ hạng")
    totals = _even([result.known_total for result in results])
    rows = [
        (_period(result), total, class_of(result) or MISSING, rank_of(result) or MISSING)
        for result, total in zip(results, totals, strict=True)
    ]
    return Table(title=title, columns=[Column(heads=head) for head in heads], rows=rows)


def _period(result: UnitResult) -> str:
    """Return a period as a row is called: a month by number and year."""
    text = format_period(result.period) if result.period else MISSING
    return text.removeprefix("tháng ") if isinstance(result.period, Month) else text
