"""One unit group by group: against the maxima, and from where to where it moved."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.compare.basis import is_open
from vn766.plot import canvas
from vn766.plot.canvas import BLUE, ORANGE, say
from vn766.show.columns import (
    PUBLISHED,
    band_label,
    change_text,
    out_of_text,
    percent_text,
    points_text,
)
from vn766.texts import figure, moment
from vn766.vi import format_period, format_rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from matplotlib.axes import Axes

    from vn766.compare import Comparison, NodeChange
    from vn766.errors import Language
    from vn766.framework.model import Framework
    from vn766.score import NodeResult, UnitResult

_TITLE = 64
"""Characters in a line above and below a picture of rows, whose scale begins in its middle."""
_FOOT = 72

_BULLET = 0.36  # of a row; the frame around it is twice as high
_FRAME = 0.72


def unit(result: UnitResult, *, ax: Axes | None = None, language: Language = "vi") -> Axes:
    """Draw the points of one unit as bars within frames that are as long as the maxima.

    Parts stand below their group. What is missing is a hatched frame, and the total then a span
    with the classes that are possible. A total that is known by publication only is marked.

    Example:
        >>> from matplotlib.figure import Figure
        >>> from vn766.score import score_points
        >>> axes = unit(score_points({"TDGQ": "18,72"}), ax=Figure().subplots())
        >>> [text.get_text() for text in axes.texts][:2]
        ['chưa có số liệu', '18,72/20 (93,60%)']
    """
    nodes = list(result.nodes.values())
    ax = canvas.axes_or_new(ax, 8, 1.4 + 0.46 * len(nodes))
    hatched = [node.points is None for node in nodes]
    _draw_maxima(ax, result.framework, nodes, hatched, language)
    known = [(at, node) for at, node in enumerate(nodes) if node.points is not None]
    lengths = [float(node.points or 0) for _, node in known]
    ax.barh([at for at, _ in known], lengths, height=_BULLET, color=BLUE, zorder=3)
    for at, node in enumerate(nodes):
        canvas.beside(ax, at, _figures(node, result, language))
    name = result.unit.name if result.unit else ""
    said = filter(None, (_when(result, language), _total(result, language)))
    canvas.head(ax, name, ": ".join(said), width=_TITLE)
    canvas.foot(
        ax,
        say("unit.key", language),
        say("unit.hatched", language) if result.missing else "",
        say("published", language) if result.by_publication else "",
        canvas.basis([result], language),
        width=_FOOT,
    )
    return ax


def comparison(
    comparison: Comparison, *, ax: Axes | None = None, language: Language = "vi"
) -> Axes:
    """Draw where the points of each node were and where they are, within the maxima.

    A hollow dot is before, a full one after; the figures beside say how much was gained or lost.
    Where one side is missing there is one dot and no line.

    Example:
        >>> from matplotlib.figure import Figure
        >>> from vn766.compare import compare
        >>> from vn766.score import score_points
        >>> old, new = (score_points({"TDGQ": value}) for value in (18, "17,5"))
        >>> axes = comparison(compare(old, new, same_basis=True), ax=Figure().subplots())
        >>> axes.texts[1].get_text()
        '18,00 → 17,50 (-0,50)'
    """
    before, after = comparison.before, comparison.after
    nodes, changes = list(after.nodes.values()), list(comparison.nodes.values())
    ax = canvas.axes_or_new(ax, 8, 1.6 + 0.46 * len(nodes))
    _draw_maxima(ax, after.framework, nodes, [False] * len(nodes), language)
    for at, node in enumerate(changes):
        _draw_move(ax, at, node)
        canvas.beside(ax, at, _said(node.before, node.after, node.change, language))
    name = comparison.unit.name if comparison.unit else ""
    canvas.head(ax, name, _totals(comparison, language), width=_TITLE)
    canvas.foot(
        ax,
        say(
            "comparison.key",
            language,
            before=_facts(before, language),
            after=_facts(after, language),
        ),
        say("comparison.revision", language) if comparison.kind == "revision" else "",
        say("comparison.what-if", language) if comparison.kind == "what_if" else "",
        canvas.basis([before, after], language),
        say("published", language) if comparison.by_publication else "",
        width=_FOOT,
    )
    return ax


def _draw_maxima(
    ax: Axes,
    framework: Framework,
    nodes: Sequence[NodeResult],
    hatched: Sequence[bool],
    language: Language,
) -> None:
    """Draw a frame as long as its maximum for every node, and label the rows."""
    for at, (node, missing) in enumerate(zip(nodes, hatched, strict=True)):
        ax.barh(
            at,
            float(node.max_points),
            height=_FRAME,
            facecolor=(canvas.ink(), 0 if missing else canvas.PALE),
            edgecolor=(canvas.ink(), 0.5),
            hatch="////" if missing else None,
            linewidth=0.8,
            zorder=1,
        )
    parts = set(_parts(framework))
    labels = [("– " if node.id in parts else "") + node.label for node in nodes]
    canvas.rows(ax, [canvas.wrapped(label) for label in labels], range(len(nodes)))
    ax.set_xlim(0, max(float(node.max_points) for node in nodes) * 1.005)
    canvas.scale(ax, language)
    canvas.bare(ax)


def _parts(framework: Framework) -> Iterator[str]:
    for group in framework.groups:
        for node in group.walk():
            if node is not group:
                yield node.id


def _figures(node: NodeResult, result: UnitResult, language: Language) -> str:
    if node.points is None or node.percent is None:
        return say("incomplete" if _known_in_part(node, result) else "missing", language)
    points = f"{points_text(node.points, language)}/{figure(node.max_points, language)}"
    return f"{points} ({percent_text(node.percent, language)})"


def _known_in_part(node: NodeResult, result: UnitResult) -> bool:
    whole = next(each for each in result.framework.nodes() if each.id == node.id)
    return any(result.nodes[part.id].points is not None for part in whole.walk())


def _when(result: UnitResult, language: Language) -> str:
    if result.period is None:
        return ""
    period = format_period(result.period)
    return say("unit.provisional", language, period=period) if is_open(result) else period


def _total(result: UnitResult, language: Language) -> str:
    total, band = result.known_total, result.known_band
    if total is None or band is None:
        possible = ", ".join(each.label for each in result.possible_bands)
        limits = canvas.limits(result, language)
        return say("unit.possible", language, limits=limits, bands=possible)
    percent = "" if result.percent is None else f" ({percent_text(result.percent, language, None)})"
    total_said = say(
        "unit.total",
        language,
        points=out_of_text(total, result.framework.max_points, language),
        mark=PUBLISHED * result.by_publication,
        percent=percent,
        band=band.label,
    )
    published = result.published
    if published is None or published.rank is None:
        return total_said
    rank, of = published.rank, published.of
    place = str(rank) if of is None else format_rank(rank, of)
    return say("unit.ranked", language, total=total_said, rank=place)


def _draw_move(ax: Axes, at: int, node: NodeChange) -> None:
    color = ORANGE if node.change is not None and node.change < 0 else BLUE
    if node.before is not None and node.after is not None:
        ax.hlines(at, float(node.before), float(node.after), color=color, linewidth=2, zorder=2)
    for points, face in ((node.before, ax.get_facecolor()), (node.after, color)):
        if points is not None:
            ax.plot(
                float(points),
                at,
                "o",
                color=color,
                markerfacecolor=face,
                markersize=7,
                clip_on=False,
                zorder=3,
            )


def _said(
    before: Decimal | None, after: Decimal | None, change: Decimal | None, language: Language
) -> str:
    said = " → ".join(points_text(side, language) for side in (before, after))
    return said if change is None else f"{said} ({change_text(change, language)})"


def _totals(comparison: Comparison, language: Language) -> str:
    before, after = comparison.before, comparison.after
    said = _said(before.known_total, after.known_total, comparison.change, language)
    old, new = band_label(before), band_label(after)
    mark = PUBLISHED * comparison.by_publication
    classes = old if old == new else f"{old} → {new}"
    return say("comparison.total", language, mark=mark, totals=said, classes=classes)


def _facts(result: UnitResult, language: Language) -> str:
    """Return in brackets what tells one side from the other."""
    facts = [format_period(result.period)] if result.period else []
    if result.retrieved_at:
        facts.append(moment(result.retrieved_at, language))
    if is_open(result):
        facts.append(say("provisional", language))
    return f" ({', '.join(facts)})" if facts else ""
