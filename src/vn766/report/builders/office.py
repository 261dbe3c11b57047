"""The công văn of an office: points of the groups that are known, and units that lag behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766._engine.exact import to_decimal
from vn766.nd30.model import Annex, Item, Items
from vn766.report.builders.tables import points_table
from vn766.report.figures import Draft, listed
from vn766.score.intake import read_one
from vn766.vi import format_number, format_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vn766.framework.model import Node
    from vn766.nd30.model import Block, Document, Frame, Orientation, Run
    from vn766.score import Number, Ranking, UnitResult


def office_letter(
    result: UnitResult,
    *,
    frame: Frame,
    nodes: Sequence[str] | None = None,
    tasks: Sequence[str] = (),
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
        tasks: what is to be done, numbered.
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
    draft = Draft("office-letter", frame, result, texts=texts, ranking=ranking, source=source)
    members = tuple(units)
    for unit in members:
        draft.check(unit)
    shown = draft.nodes(nodes)
    items = [Item(_group(draft, result, node)) for node in shown]
    if result.known_total is not None:
        items += map(Item, draft.filled("total"))
    if members:
        items += map(Item, draft.filled("annex_reference"))
    body: list[Block] = [*draft.paragraphs("opening"), *listed(items, marks="dash")]
    body += draft.paragraphs("provenance")
    duties = [Item(task) for task in tasks]
    if below is not None:
        duties += map(Item, _weak(draft, members, weak, below))
    if duties:
        body += [*draft.paragraphs("tasks_heading"), Items(duties)]
    body += draft.paragraphs("closing")
    annexes: list[Annex] = []
    if members:
        title = draft.text("annex_title")
        known = [node for node in shown if _known(node, members)]
        table = points_table(members, known, title=title or "Điểm", total=False)
        annexes.append(Annex(title=title, blocks=[table], orientation=orientation))
    return draft.document(kind="letter", body=body, annexes=annexes)


def _known(node: Node, units: Sequence[UnitResult]) -> bool:
    return any(unit.nodes[node.id].points is not None for unit in units)


def _group(draft: Draft, result: UnitResult, node: Node) -> str:
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
        names=", ".join(names),
    )
