"""One unit against the maxima: bullet bars, group by group."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.compare.basis import is_open
from vn766.plot import canvas
from vn766.plot.canvas import BLUE, PUBLISHED
from vn766.vi import format_percent, format_period, format_points, format_rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from vn766.framework.model import Framework
    from vn766.score import NodeResult, UnitResult

TITLE = 64
"""Characters in a line above and below a picture of rows, whose scale begins in its middle."""
FOOT = 72

_BULLET = 0.36  # of a row; the frame around it is twice as high
_FRAME = 0.72


def unit(result: UnitResult, *, ax: Axes | None = None) -> Axes:
    """Draw the points of one unit as bars within frames that are as long as the maxima.

    Parts stand below their group. What is missing is a hatched frame, and the total then a span
    with the classes that are possible. A total that is known by publication only is marked.

    Example:
        >>> from matplotlib.figure import Figure
        >>> from vn766.score import score_points
        >>> axes = unit(score_points({"TDGQ": "18,72"}), ax=Figure().subplots())
        >>> [text.get_text() for text in axes.texts][:2]
        ['chưa có số liệu', '18,72/20 (93,6%)']
    """
    nodes = list(result.nodes.values())
    ax = canvas.axes_or_new(ax, 8, 1.4 + 0.46 * len(nodes))
    draw_maxima(ax, result.framework, nodes, [node.points is None for node in nodes])
    known = [(at, node) for at, node in enumerate(nodes) if node.points is not None]
    lengths = [float(node.points or 0) for _, node in known]
    ax.barh([at for at, _ in known], lengths, height=_BULLET, color=BLUE, zorder=3)
    for at, node in enumerate(nodes):
        beside(ax, at, _figures(node, result))
    name = result.unit.name if result.unit else ""
    canvas.head(ax, name, ": ".join(filter(None, (_when(result), _total(result)))), width=TITLE)
    canvas.foot(
        ax,
        "Khung: điểm tối đa; thanh: điểm đạt",
        "Gạch chéo: chưa có hoặc chưa đủ số liệu" if result.missing else "",
        PUBLISHED if result.by_publication else "",
        canvas.basis([result]),
        width=FOOT,
    )
    return ax


def draw_maxima(
    ax: Axes, framework: Framework, nodes: Sequence[NodeResult], hatched: Sequence[bool]
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
    canvas.scale(ax)
    canvas.bare(ax)


def beside(ax: Axes, at: float, text: str) -> None:
    """Write the figures of a row to its right, one below the other."""
    ax.annotate(
        text,
        (1, at),
        (6, 0),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        va="center",
        fontsize=canvas.SMALL,
        annotation_clip=False,
        **canvas.letters(),
    )


def _parts(framework: Framework) -> Iterator[str]:
    for group in framework.groups:
        for node in group.walk():
            if node is not group:
                yield node.id


def _figures(node: NodeResult, result: UnitResult) -> str:
    if node.points is None or node.percent is None:
        return canvas.INCOMPLETE if _known_in_part(node, result) else canvas.MISSING
    return f"{format_points(node.points, node.max_points)} ({format_percent(node.percent)})"


def _known_in_part(node: NodeResult, result: UnitResult) -> bool:
    whole = next(each for each in result.framework.nodes() if each.id == node.id)
    return any(result.nodes[part.id].points is not None for part in whole.walk())


def _when(result: UnitResult) -> str:
    if result.period is None:
        return ""
    return format_period(result.period) + (" (tạm thời)" if is_open(result) else "")


def _total(result: UnitResult) -> str:
    total, band = result.known_total, result.known_band
    if total is None or band is None:
        possible = ", ".join(each.label for each in result.possible_bands)
        return f"chưa đủ số liệu, {canvas.limits(result)} điểm, có thể xếp loại {possible}"
    mark = "*" if result.by_publication else ""
    percent = "" if result.percent is None else f" ({format_percent(result.percent)})"
    points = format_points(total, result.framework.max_points)
    return f"{points}{mark} điểm{percent}, xếp loại {band.label}{_published_rank(result)}"


def _published_rank(result: UnitResult) -> str:
    published = result.published
    if published is None or published.rank is None:
        return ""
    rank, of = published.rank, published.of
    return f", thứ hạng {rank if of is None else format_rank(rank, of)} theo công bố"
