"""The công văn by which a commune discloses its result: points and percents, and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.nd30.model import Heading, Item, Items
from vn766.report.figures import Draft, listed
from vn766.vi import format_number, format_percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vn766.framework.model import Node
    from vn766.nd30.model import Block, Document, Frame
    from vn766.score import Ranking, UnitResult


def disclosure_letter(
    result: UnitResult,
    *,
    frame: Frame,
    tasks: Mapping[str, Sequence[str]] | None = None,
    ranking: Ranking | None = None,
    source: str | None = None,
    texts: Mapping[str, str | Sequence[str]] | None = None,
) -> Document:
    """Return the công văn that discloses one unit's result group by group.

    Args:
        result: the unit; its rank is the published one, or that in `ranking`.
        frame: who issues, signs and receives it.
        tasks: what each department is to do.
        ranking: the units of its pool, if they are known.
        source: where the figures are from; default: the source of what was published.
        texts: replacements for `default_texts("disclosure-letter")`.

    Raises:
        InvalidDocumentError: with everything that is wrong with texts, figures and frame.

    Example:
        >>> from vn766.period import Month
        >>> from vn766.records import Published, Unit, UnitPoints
        >>> from vn766.nd30.model import Signature, Frame
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
    draft = Draft("disclosure-letter", frame, result, texts=texts, ranking=ranking, source=source)
    body: list[Block] = [*draft.paragraphs("opening")]
    body += draft.headings("results_heading")
    groups = [_group(draft, result, node) for node in result.framework.groups]
    body += listed(groups)
    body += draft.paragraphs("provenance")
    if tasks:
        body += draft.headings("tasks_heading")
        body += draft.paragraphs("tasks_opening")
        for department, duties in tasks.items():
            body += [Heading(department, 2), Items(duties, marks="dash")]
    body += draft.paragraphs("closing")
    return draft.document(kind="letter", body=body)


def _group(draft: Draft, result: UnitResult, node: Node) -> Item:
    """Return a group: its points and percent, or its parts if it has any."""
    if not node.children:
        return Item(_points(draft, result, node))
    parts = [Item(_points(draft, result, child)) for child in node.children]
    if all(result.nodes[child.id].points is None for child in node.children):
        return Item(_points(draft, result, node))  # published as one
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
