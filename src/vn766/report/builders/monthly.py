"""The monthly công văn of one unit: total, rank, what is low, what to do, components annexed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.nd30.model import Annex, Items
from vn766.report.builders.tables import component_table, points_table
from vn766.report.figures import Draft, known_leaves
from vn766.vi import format_points

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vn766.nd30.model import Block, Document, Frame, Orientation
    from vn766.report.builders.tables import ComponentColumn
    from vn766.score import Ranking, UnitResult


def monthly_letter(
    result: UnitResult,
    *,
    frame: Frame,
    tasks: Sequence[str] = (),
    requests: Sequence[str] = (),
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
        tasks: what is to be done, numbered.
        requests: what is asked of others ("Kiến nghị"), with dashes.
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
    draft = Draft("monthly-letter", frame, result, texts=texts, ranking=ranking, source=source)
    body: list[Block] = [*draft.paragraphs("opening")]
    lowest = _lowest(result, low)
    if lowest:
        body += draft.paragraphs("low", names="; ".join(lowest))
    body += draft.paragraphs("annex_reference")
    body += draft.paragraphs("provenance")
    if tasks:
        body += [*draft.paragraphs("tasks_heading"), Items(tasks)]
    if requests:
        heading = draft.paragraphs("requests_heading")
        body += [*heading, Items(requests, marks="dash")]
    body += draft.paragraphs("closing")
    title = draft.text("annex_title")
    if components is None and not result.indicators:
        table = points_table([result], known_leaves(result), title=title or "Điểm")
    else:
        table = component_table(result, components, title=title or "Điểm", cumulative=cumulative)
    annex = Annex(title=title, blocks=[table], orientation=orientation)
    return draft.document(kind="letter", body=body, annexes=[annex])


def _lowest(result: UnitResult, most: int) -> list[str]:
    """Return the groups with the lowest percents, in the order of the framework."""
    found = [result.nodes[node.id] for node in known_leaves(result)]
    behind = [node for node in found if node.percent is not None and node.lost]
    chosen = sorted(behind, key=lambda node: node.percent or 0)[:most]
    return [
        f"{node.label} {format_points(node.points, node.max_points)} điểm"
        for node in found
        if node in chosen and node.points is not None
    ]
