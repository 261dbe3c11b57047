"""From results to documents: one function for each kind of document that offices publish.

Every figure comes from the results; the words around them are ours unless replaced by `texts`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from vn766._engine.exact import to_decimal
from vn766.errors import NotComparableError, Problem, ProblemCode
from vn766.nd30.model import Item, Items, Paragraph
from vn766.report.draft import Draft, listed
from vn766.report.figures import MISSING, known_leaves, said
from vn766.report.tables import component_table, points_table, series_table
from vn766.score import Ranking
from vn766.score.intake import read_one
from vn766.vi import format_number, format_percent, format_period, format_points, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vn766.framework.model import Node
    from vn766.nd30.model import Block, Document, Frame, Orientation, Run
    from vn766.report.additions import Additions
    from vn766.report.tables import ComponentColumn
    from vn766.score import Number, UnitResult


# --- units of a period by their classes -----------------------------------------------------------


def classification_report(
    results: Ranking | Iterable[UnitResult],
    *,
    frame: Frame,
    additions: Additions | None = None,
    source: str | None = None,
    texts: Mapping[str, str | Sequence[str]] | None = None,
    orientation: Orientation = "landscape",
) -> Document:
    """Return the báo cáo on the classes of units, with the points of each in its annex.

    Args:
        results: the units: a ranking, whose order and ranks are printed, or results in the order
            in which they are to stand. There is at least one.
        frame: who issues, signs and receives it.
        additions: tasks, requests and other parts of the office's own.
        source: where the figures are from; default: the source of what was published.
        texts: replacements for `default_texts("classification-report")`.
        orientation: of the annex.

    Raises:
        InvalidDocumentError: with everything that is wrong with texts, figures and frame.
        ValueError: if there is no result.

    Example:
        >>> from vn766.period import Quarter
        >>> from vn766.records import Unit
        >>> from vn766.report import Frame, Signature
        >>> from vn766.score import score_points
        >>> result = score_points(
        ...     {"transparency": "0,3", "progress": "18,4", "online": "15,2", "satisfaction": 18,
        ...      "digitization": "19,2"},
        ...     unit=Unit(name="UBND phường Hiệp Tân"), period=Quarter(2023, 2),
        ... )
        >>> frame = Frame(issuer=("Ủy ban nhân dân", "phường Hiệp Tân"), symbol="BC-UBND",
        ...     place="Hiệp Tân", called="UBND phường Hiệp Tân", recipients="UBND thị xã",
        ...     signature=Signature(lines=("KT. Chủ tịch", "Phó Chủ tịch")))
        >>> report = classification_report([result], frame=frame)
        >>> report.annexes[0].blocks[0].rows[0][-2:]
        ('71,1', 'Khá')
    """
    ranking = results if isinstance(results, Ranking) else None
    units = results.results if isinstance(results, Ranking) else tuple(results)
    if not units:
        message = "a report needs at least one result"
        raise ValueError(message)
    first = units[0]
    draft = Draft(
        "classification-report",
        frame,
        first,
        texts=texts,
        ranking=ranking,
        source=source,
        additions=additions,
    )
    for other in units[1:]:
        draft.check(other, ranking)
    body: list[Block] = [*draft.paragraphs("opening", units=said("units", count=len(units)))]
    body += draft.paragraphs("one_unit") if len(units) == 1 else _classes(draft, units)
    body += [*draft.reference(), *draft.paragraphs("provenance")]
    body += draft.ending()
    table = points_table(units, first.framework.groups, title=draft.table_title, ranking=ranking)
    return draft.document("report", body, draft.annex(table, orientation))


def _classes(draft: Draft, units: Sequence[UnitResult]) -> list[Block]:
    """Return how many units are in each class, best first, and which ones are in none."""
    bands = units[0].framework.bands
    counted = Counter(band.id for result in units if (band := result.known_band) is not None)
    items = [
        text
        for band in bands
        if counted[band.id]
        and (
            text := draft.text(
                "classes", count=said("units", count=counted[band.id]), band=band.label
            )
        )
    ]
    incomplete = [result.unit.name for result in units if result.known_band is None and result.unit]
    blocks: list[Block] = []
    if items:
        blocks.append(Items([f"{text};" for text in items[:-1]] + [f"{items[-1]}."], marks="dash"))
    if incomplete:
        blocks += draft.paragraphs("incomplete", names="; ".join(incomplete))
    return blocks


# --- one unit, month by month ---------------------------------------------------------------------


def monthly_letter(
    result: UnitResult,
    *,
    frame: Frame,
    additions: Additions | None = None,
    ranking: Ranking | None = None,
    low: int = 3,
    components: Sequence[ComponentColumn] | None = None,
    cumulative: UnitResult | None = None,
    source: str | None = None,
    texts: Mapping[str, str | Sequence[str]] | None = None,
    orientation: Orientation = "landscape",
) -> Document:
    """Return the công văn that publishes one unit's month.

    Args:
        result: the unit; its rank is the published one, or that in `ranking`.
        frame: who issues, signs and receives it.
        additions: tasks, requests and other parts of the office's own.
        ranking: the units of its pool, if they are known.
        low: name at most so many groups, those with the lowest percents; none with full points.
        components: the columns of the annex; default: the usual ones for a result of counts, the
            points of the groups for any other.
        cumulative: the result since the beginning of the year, for columns that show it.
        source: where the figures are from; default: the source of what was published.
        texts: replacements for `default_texts("monthly-letter")`.
        orientation: of the annex.

    Raises:
        InvalidDocumentError: with everything that is wrong with texts, figures and frame.
    """
    draft = Draft(
        "monthly-letter",
        frame,
        result,
        texts=texts,
        ranking=ranking,
        source=source,
        additions=additions,
    )
    body: list[Block] = [*draft.paragraphs("opening")]
    lowest = _lowest(result, low)
    if lowest:
        body += draft.paragraphs("low", names="; ".join(lowest))
    body += [*draft.reference(), *draft.paragraphs("provenance")]
    body += draft.ending()
    title = draft.table_title
    if components is None and not result.indicators:
        table = points_table([result], known_leaves(result), title=title)
    else:
        table = component_table(result, components, title=title, cumulative=cumulative)
    return draft.document("letter", body, draft.annex(table, orientation))


def _lowest(result: UnitResult, most: int) -> list[str]:
    """Return the groups with the lowest percents, in the order of the framework."""
    found = [result.nodes[node.id] for node in known_leaves(result)]
    behind = [node for node in found if node.percent is not None and node.lost]
    chosen = sorted(behind, key=lambda node: node.percent or 0)[:most]
    return [
        said("points", label=node.label, points=format_points(node.points, node.max_points))
        for node in found
        if node in chosen and node.points is not None
    ]


# --- the groups that an office publishes ----------------------------------------------------------


def office_letter(
    result: UnitResult,
    *,
    frame: Frame,
    nodes: Sequence[str] | None = None,
    additions: Additions | None = None,
    units: Iterable[UnitResult] = (),
    weak: str = "online.payment",
    below: Number | None = None,
    ranking: Ranking | None = None,
    source: str | None = None,
    texts: Mapping[str, str | Sequence[str]] | None = None,
    orientation: Orientation = "portrait",
) -> Document:
    """Return the công văn by which an office publishes groups of a result and names units.

    Args:
        result: the town's, district's or province's own result; parts may be missing.
        frame: who issues, signs and receives it.
        nodes: the ids of the groups to print, in their order; default: all that are known, parts
            instead of the groups they make up.
        additions: tasks, requests and other parts of the office's own.
        units: results of its units, for the annex.
        weak: the id of the group in which units may lag behind.
        below: name the units with less than so many percent of its points; default: none.
        ranking: the units of its pool, if they are known.
        source: where the figures are from; default: the source of what was published.
        texts: replacements for `default_texts("office-letter")`.
        orientation: of the annex.

    Raises:
        InvalidDocumentError: with everything that is wrong with texts, figures and frame.
    """
    draft = Draft(
        "office-letter",
        frame,
        result,
        texts=texts,
        ranking=ranking,
        source=source,
        additions=additions,
    )
    members = tuple(units)
    for unit in members:
        draft.check(unit)
    shown = draft.nodes(nodes)
    items = [Item(_published(draft, result, node)) for node in shown]
    if result.known_total is not None:
        items += map(Item, draft.filled("total"))
    items += [Item(each.runs) for each in draft.reference(annexed=bool(members))]
    body: list[Block] = [*draft.paragraphs("opening"), *listed(items, marks="dash")]
    body += draft.paragraphs("provenance")
    weak_units = [] if below is None else _weak(draft, members, weak, below)
    body += draft.ending(map(Item, weak_units))
    if not members:
        return draft.document("letter", body)
    known = [node for node in shown if _is_known(node, members)]
    table = points_table(members, known, title=draft.table_title, total=False)
    return draft.document("letter", body, draft.annex(table, orientation))


def _is_known(node: Node, units: Sequence[UnitResult]) -> bool:
    return any(unit.nodes[node.id].points is not None for unit in units)


def _published(draft: Draft, result: UnitResult, node: Node) -> str:
    points = result.nodes[node.id].points
    return draft.text(
        "group",
        label=node.label,
        points=None if points is None else format_number(points),
        group_max=format_number(node.max_points),
    )


def _weak(
    draft: Draft, units: Sequence[UnitResult], weak: str, below: Number
) -> list[tuple[Run, ...]]:
    """Return the sentence that names the units below a percent of a group, if there are any."""
    hundredths = read_one(below, ("below",))
    (node,) = draft.nodes([weak]) or (None,)
    if node is None:
        return []
    names = [
        unit.unit.name
        for unit in units
        if unit.unit is not None
        and (points := unit.nodes[node.id].points) is not None
        and points * 100 * 100 < hundredths * node.max_points
    ]
    if not names:
        return []
    return draft.filled(
        "weak",
        label=node.label.lower(),
        below=format_percent(to_decimal(hundredths)),
        names="; ".join(names),
    )


# --- a unit discloses its own ---------------------------------------------------------------------


def disclosure_letter(
    result: UnitResult,
    *,
    frame: Frame,
    additions: Additions | None = None,
    ranking: Ranking | None = None,
    source: str | None = None,
    texts: Mapping[str, str | Sequence[str]] | None = None,
) -> Document:
    """Return the công văn that discloses one unit's result group by group.

    Args:
        result: the unit; its rank is the published one, or that in `ranking`.
        frame: who issues, signs and receives it.
        additions: tasks, requests and other parts of the office's own.
        ranking: the units of its pool, if they are known.
        source: where the figures are from; default: the source of what was published.
        texts: replacements for `default_texts("disclosure-letter")`.

    Raises:
        InvalidDocumentError: with everything that is wrong with texts, figures and frame.

    Example:
        >>> from vn766.period import Month
        >>> from vn766.records import Published, Unit, UnitPoints
        >>> from vn766.report import Frame, Signature
        >>> from vn766.score import score_points
        >>> result = score_points(UnitPoints(
        ...     unit=Unit(name="UBND phường Hòa Thắng"), period=Month(2025, 8, up_to=True),
        ...     points={"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36", "MDHL": 18,
        ...             "MDSH": "17,08"},
        ...     published=Published(rank=5, of=65, pool="xã, phường, đặc khu", source="Cổng")))
        >>> frame = Frame(issuer=("Ủy ban nhân dân", "phường Hòa Thắng"), symbol="UBND-VP",
        ...     place="Hòa Thắng", called="UBND phường Hòa Thắng", addressees="Các phòng",
        ...     recipients="Trang thông tin điện tử phường",
        ...     signature=Signature(lines=("KT. Chủ tịch", "Phó Chủ tịch")))
        >>> letter = disclosure_letter(result, frame=frame)
        >>> letter.body[2].items[4].text
        'Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,64%.'
    """
    draft = Draft(
        "disclosure-letter",
        frame,
        result,
        texts=texts,
        ranking=ranking,
        source=source,
        additions=additions,
    )
    body: list[Block] = [*draft.paragraphs("opening")]
    body += draft.headings("results_heading")
    body += listed(_disclosed(draft, result, node) for node in result.framework.groups)
    body += [*draft.paragraphs("provenance"), *draft.reference()]
    body += _duties(draft)
    body += [*draft.requests(), *draft.sections(level=1), *draft.paragraphs("closing")]
    return draft.document("letter", body)


def _duties(draft: Draft) -> list[Block]:
    """Return the tasks in a part of their own; departments alone are headings in it."""
    tasks, duties = draft.added.tasks, draft.added.duties
    if not (tasks or duties):
        return []
    blocks: list[Block] = [*draft.headings("tasks_heading"), *draft.paragraphs("tasks_opening")]
    if tasks:
        return [*blocks, Items(draft.assigned(tasks, duties))]
    for department, its_own in duties.items():
        below = [Item(runs) for runs in draft.own(its_own, "duties", department)]
        blocks.append(draft.heading(department, "duties", department))
        blocks += [Items(below, marks="dash")] if below else []
    return blocks


def _disclosed(draft: Draft, result: UnitResult, node: Node) -> Item:
    """Return a group: its points and percent, or its parts if it has any."""
    # A group with parts may have been published as one.
    if all(result.nodes[child.id].points is None for child in node.children):
        return Item(_points(draft, result, node))
    parts = [Item(_points(draft, result, child)) for child in node.children]
    (below,) = listed(parts, marks="dash") or (None,)
    return Item(draft.text("parts", label=node.label), below)


def _points(draft: Draft, result: UnitResult, node: Node) -> str:
    found = result.nodes[node.id]
    if found.points is None or found.percent is None:
        return draft.text("group_missing", label=node.label)
    return draft.text(
        "group",
        label=node.label,
        points=format_number(found.points),
        group_max=format_number(found.max_points),
        percent=format_percent(found.percent),
    )


# --- a district over time -------------------------------------------------------------------------


def district_report(
    series: Iterable[UnitResult],
    *,
    frame: Frame,
    ranking: Ranking | None = None,
    additions: Additions | None = None,
    source: str | None = None,
    texts: Mapping[str, str | Sequence[str]] | None = None,
    orientation: Orientation = "landscape",
) -> Document:
    """Return the báo cáo on one unit over several periods, the units below it ranked in its annex.

    Args:
        series: results of one unit by one framework, one for each period of one kind, in any
            order; the latest is what the report is about. Known totals are enough.
        frame: who issues, signs and receives it.
        ranking: the units below it in the latest period, for the annex.
        additions: tasks, requests and other parts of the office's own.
        source: where the figures are from; default: the source of what was published.
        texts: replacements for `default_texts("district-report")`.
        orientation: of the annex.

    Raises:
        InvalidDocumentError: with everything that is wrong with texts, figures and frame.
        NotComparableError: if the results are not of one framework or one kind of period.
    """
    results = _in_order(series)
    latest = results[-1]
    draft = Draft("district-report", frame, latest, texts=texts, source=source, additions=additions)
    for earlier in results[:-1]:
        draft.check(earlier)
    body: list[Block] = [*draft.paragraphs("opening"), *draft.headings("results_heading", 2)]
    body += draft.paragraphs("total", change=_change(results))
    if len(results) > 1:
        table = series_table(results, title=draft.text("series_title") or MISSING)
        body.append(table)
        if any(MISSING in row for row in table.rows):
            body.append(Paragraph(said("missing", mark=MISSING)))
    body += draft.reference(annexed=ranking is not None)
    body += draft.paragraphs("provenance")
    body += draft.ending()
    if ranking is None:
        return draft.document("report", body)
    for result in ranking.results:
        draft.check(result, ranking)
    nodes = known_leaves(*ranking.results)
    table = points_table(ranking.results, nodes, title=draft.table_title, ranking=ranking)
    return draft.document("report", body, draft.annex(table, orientation))


def _in_order(series: Iterable[UnitResult]) -> list[UnitResult]:
    """Return the results, the earliest first, or refuse those that make no series."""
    results = list(series)
    if not results:
        message = "a report needs at least one result"
        raise ValueError(message)
    problems: list[Problem] = []
    frameworks = {result.framework.id for result in results}
    if len({result.framework_digest for result in results}) > 1:
        labels = ", ".join(sorted(frameworks))
        problems.append(Problem.of(ProblemCode.DIFFERENT_FRAMEWORKS, ("series",), labels=labels))
    units = {result.unit.key: result.unit.name for result in results if result.unit}
    if len(units) > 1:
        labels = ", ".join(sorted(units.values(), key=sort_key))
        problems.append(Problem.of(ProblemCode.SERIES_OF_UNITS, ("series",), labels=labels))
    periods = [result.period for result in results if result.period]
    texts = [format_period(period) for period in periods]
    alike = len({period.kind for period in periods}) == 1 and len(set(texts)) == len(results)
    if len(results) > 1 and not alike:
        labels = ", ".join(texts) or MISSING
        problems.append(Problem.of(ProblemCode.SERIES_OF_PERIODS, ("series",), labels=labels))
    if problems:
        raise NotComparableError(problems)
    return sorted(results, key=lambda result: result.period.end if result.period else date.max)


def _change(results: Sequence[UnitResult]) -> str | None:
    """Return by how much the total rose or fell since the period before, or None."""
    if len(results) == 1:
        return None
    before, after = results[-2], results[-1]
    if before.known_total is None or after.known_total is None or before.period is None:
        return None
    change = after.known_total - before.known_total
    period = format_period(before.period)
    if before.period.up_to:
        period = said("cumulative", period=period)
    way = "risen" if change > 0 else "fallen" if change else "unchanged"
    return said(way, points=format_number(abs(change)), period=period)
