"""One unit against the maxima: bullet bars, group by group."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.compare.basis import is_open
from vn766.plot import canvas
from vn766.plot.canvas import BLUE, say
from vn766.texts import figure
from vn766.vi import format_period, format_rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from vn766.errors import Language
    from vn766.framework.model import Framework
    from vn766.score import NodeResult, UnitResult

TITLE = 64
"""Characters in a line above and below a picture of rows, whose scale begins in its middle."""
FOOT = 72

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
        ['chưa có số liệu', '18,72/20 (93,6%)']
    """
    nodes = list(result.nodes.values())
    ax = canvas.axes_or_new(ax, 8, 1.4 + 0.46 * len(nodes))
    hatched = [node.points is None for node in nodes]
    draw_maxima(ax, result.framework, nodes, hatched, language)
    known = [(at, node) for at, node in enumerate(nodes) if node.points is not None]
    lengths = [float(node.points or 0) for _, node in known]
    ax.barh([at for at, _ in known], lengths, height=_BULLET, color=BLUE, zorder=3)
    for at, node in enumerate(nodes):
        beside(ax, at, _figures(node, result, language))
    name = result.unit.name if result.unit else ""
    said = filter(None, (_when(result, language), _total(result, language)))
    canvas.head(ax, name, ": ".join(said), width=TITLE)
    canvas.foot(
        ax,
        say("unit.key", language),
        say("unit.hatched", language) if result.missing else "",
        say("published", language) if result.by_publication else "",
        canvas.basis([result], language),
        width=FOOT,
    )
    return ax


def draw_maxima(
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


def _figures(node: NodeResult, result: UnitResult, language: Language) -> str:
    if node.points is None or node.percent is None:
        return say("incomplete" if _known_in_part(node, result) else "missing", language)
    points, most = figure(node.points, language), figure(node.max_points, language)
    return f"{points}/{most} ({figure(node.percent, language)}%)"


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
    percent = "" if result.percent is None else f" ({figure(result.percent, language)}%)"
    total_said = say(
        "unit.total",
        language,
        points=f"{figure(total, language)}/{figure(result.framework.max_points, language)}",
        mark="*" if result.by_publication else "",
        percent=percent,
        band=band.label,
    )
    published = result.published
    if published is None or published.rank is None:
        return total_said
    rank, of = published.rank, published.of
    place = str(rank) if of is None else format_rank(rank, of)
    return say("unit.ranked", language, total=total_said, rank=place)
