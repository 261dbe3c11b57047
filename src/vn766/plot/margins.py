"""How firm a ranking is: how far each unit is from the ranks next to its own."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from vn766.advise import Margins
from vn766.plot import canvas
from vn766.plot.canvas import BLUE, say
from vn766.show.columns import unit_name
from vn766.show.questions import edges, margin_text, sides, widest
from vn766.vocabulary.typed import not_a

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from vn766.advise import Margin
    from vn766.errors import Language

_WIDTH = 56  # characters above and below the scale, which begins in the middle of the picture
_BAR = 0.4  # of a row; an upright is twice as high


def margins(margins: Margins, *, ax: Axes | None = None, language: Language = "vi") -> Axes:
    """Draw around the total of each unit what it is ahead of, and what it lacks to the next rank.

    The bar to the left ends at the next worse total of its pool, the one to the right at the next
    better one; uprights are the cut-offs of classes, as far as they lie on the scale. Units
    without a rank are not drawn.

    Example:
        >>> from matplotlib.figure import Figure
        >>> from vn766.advise import margins as margins_of
        >>> from vn766.score import rank_units, score_points
        >>> points = {"online": 20, "CKMB": 17, "MDHL": 18, "MDSH": 22}
        >>> units = [score_points({**points, "TDGQ": value}) for value in (18, 12, "18,2")]
        >>> axes = margins(margins_of(rank_units(units)), ax=Figure().subplots())
        >>> [text.get_text() for text in axes.texts]
        ['-0,20 / –', '-6,00 / +0,20', '– / +6,00']
    """
    if not isinstance(cast("object", margins), Margins):
        raise not_a(margins, "margins", "what vn766.advise.margins returns")
    rows = list(_rows(margins))
    labels = [label for label, _ in rows]
    tallest = max((label.count("\n") + 1 for label in labels), default=1)
    ax = canvas.axes_or_new(ax, 8, 1.8 + (0.1 + 0.16 * tallest) * max(len(rows), 2))
    canvas.rows(ax, labels, range(len(rows)))
    canvas.scale(ax, language)
    canvas.bare(ax)
    most = float(widest(margins))
    ax.set_xlim(-most * 1.02, most * 1.02)
    ax.axvline(0, color=canvas.ink(), alpha=canvas.FAINT, lw=0.8, zorder=1)
    for at, (_, margin) in enumerate(rows):
        if margin is not None:
            _draw(ax, at, margin, most)
            canvas.beside(ax, at, margin_text(margin, language))
    for (_, margin), label in zip(rows, ax.get_yticklabels(), strict=True):
        if margin is None:
            label.set_fontweight("bold")
    pool = margins.ranking.pool
    title = say("margins.title", language) + (f": {pool}" if pool else "")
    canvas.head(ax, title, width=_WIDTH)
    results = [margin.ranked.result for margin in margins]
    canvas.foot(ax, say("margins.key", language), canvas.basis(results, language), width=_WIDTH)
    return ax


def _rows(margins: Margins) -> Iterator[tuple[str, Margin | None]]:
    """Yield what stands beside a row, and its margin; the name of a pool has none."""
    pools = dict.fromkeys(margin.ranked.pool for margin in margins)
    for pool in pools:
        if len(pools) > 1:
            yield f"{canvas.wrapped(str(pool))}:", None
        for margin in margins:
            if margin.ranked.pool == pool:
                name = canvas.wrapped(unit_name(margin.ranked.result))
                yield f"{name}   {margin.ranked.rank}", margin


def _draw(ax: Axes, at: int, margin: Margin, most: float) -> None:
    down, up = sides(margin)
    ax.barh(at, -float(down), height=_BAR, color=BLUE, alpha=0.6, zorder=2)
    ax.barh(at, float(up), height=_BAR, color=BLUE, zorder=2)
    for edge in map(float, edges(margin)):
        if -most <= edge <= most:
            ax.vlines(edge, at - _BAR, at + _BAR, color=canvas.ink(), lw=1.4, zorder=3)
