"""Two results of one unit: from where to where each group moved."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.compare.basis import is_open
from vn766.plot import canvas
from vn766.plot.canvas import BLUE, ORANGE, say
from vn766.plot.units import FOOT, TITLE, beside, draw_maxima
from vn766.texts import figure, moment
from vn766.vi import format_period

if TYPE_CHECKING:
    from decimal import Decimal

    from matplotlib.axes import Axes

    from vn766.compare import Comparison, NodeChange
    from vn766.errors import Language
    from vn766.score import UnitResult


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
        '18 → 17,5 (-0,5)'
    """
    before, after = comparison.before, comparison.after
    nodes, changes = list(after.nodes.values()), list(comparison.nodes.values())
    ax = canvas.axes_or_new(ax, 8, 1.6 + 0.46 * len(nodes))
    draw_maxima(ax, after.framework, nodes, [False] * len(nodes), language)
    for at, node in enumerate(changes):
        _draw(ax, at, node)
        beside(ax, at, _said(node.before, node.after, node.change, language))
    name = comparison.unit.name if comparison.unit else ""
    canvas.head(ax, name, _total(comparison, language), width=TITLE)
    canvas.foot(
        ax,
        say(
            "comparison.key",
            language,
            before=_facts(before, language),
            after=_facts(after, language),
        ),
        say("comparison.revision", language) if comparison.kind == "revision" else "",
        canvas.basis([before, after], language),
        say("published", language) if comparison.by_publication else "",
        width=FOOT,
    )
    return ax


def _draw(ax: Axes, at: int, node: NodeChange) -> None:
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
    old, new = ("–" if side is None else figure(side, language) for side in (before, after))
    if change is None:
        return f"{old} → {new}"
    sign = "+" if change > 0 else ""
    return f"{old} → {new} ({sign}{figure(change, language)})"


def _total(comparison: Comparison, language: Language) -> str:
    before, after = comparison.before, comparison.after
    said = _said(before.known_total, after.known_total, comparison.change, language)
    old, new = (it.known_band.label if it.known_band else "–" for it in (before, after))
    mark = "*" if comparison.by_publication else ""
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
