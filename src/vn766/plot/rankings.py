"""A ranking as dots on the scale of totals, with the classes behind them."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vn766.plot import canvas
from vn766.plot.canvas import BLUE, say
from vn766.show.columns import MISSING, total_text, unit_name
from vn766.vi import format_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from vn766.errors import Language
    from vn766.score import Ranking, UnitResult

_WIDTH = 56  # characters above and below the scale, which begins in the middle of the picture
_NARROW = 0.08  # of the picture; less has no room for the name of a class


class _Row(NamedTuple):
    """A line of the picture: a unit with its rank as text, or the name of a pool."""

    label: str
    result: UnitResult | None = None


def ranking(ranking: Ranking, *, ax: Axes | None = None, language: Language = "vi") -> Axes:
    """Draw the totals of ranked units as dots, pool by pool, with the classes behind them.

    Ranks stand beside the names, ``=`` before one that is shared. A total that is known by
    publication only is a hollow dot with a star. Units without a total have no rank and no dot:
    a dotted span shows the totals that are possible. The scale shows what is needed, so that
    distances can be read, but lengths say nothing.

    Example:
        >>> from matplotlib.figure import Figure
        >>> from vn766.score import rank_units, score_points
        >>> points = {"online": 20, "CKMB": 17, "MDHL": 18, "MDSH": 22}
        >>> units = [score_points({**points, "TDGQ": value}) for value in (18, 12, 18)]
        >>> axes = ranking(rank_units(units), ax=Figure().subplots())
        >>> [label.get_text().split()[-1] for label in axes.get_yticklabels()]
        ['=1', '=1', '3']
    """
    rows = list(_rows(ranking))
    results = ranking.results
    tallest = max((row.label.count("\n") + 1 for row in rows), default=1)
    ax = canvas.axes_or_new(ax, 8, 1.8 + (0.1 + 0.16 * tallest) * max(len(rows), 2))
    canvas.rows(ax, [row.label for row in rows], range(len(rows)))
    canvas.scale(ax, language)
    canvas.bare(ax)
    pad = _draw_units(ax, rows, results, language) if results else 6
    for row, label in zip(rows, ax.get_yticklabels(), strict=True):
        if row.result is None:
            label.set_fontweight("bold")
    period = next((result.period for result in results if result.period), None)
    when = "" if period is None else format_period(period)
    title = say("ranking.title", language) + (f" {ranking.pool}" if ranking.pool else "")
    canvas.head(ax, ", ".join(filter(None, (title, when))), width=_WIDTH, pad=pad)
    notes = {
        "ranking.shared": any(row.tied > 1 for row in ranking) and ranking.method != "ordinal",
        "published": any(result.by_publication for result in results),
        "ranking.unranked": bool(ranking.unranked),
    }
    noted = [say(note, language) for note, holds in notes.items() if holds]
    total, basis = say("total", language), canvas.basis(results, language)
    canvas.foot(ax, total, *noted, basis, width=_WIDTH)
    return ax


def _rows(ranking: Ranking) -> Iterator[_Row]:
    pools = dict.fromkeys(row.pool for row in ranking.rows)
    pools |= dict.fromkeys(unit.pool for unit in ranking.unranked)
    for pool in pools:
        if len(pools) > 1:
            yield _Row(f"{canvas.wrapped(str(pool))}:")
        for row in ranking.rows:
            if row.pool == pool:
                shared = "=" if row.tied > 1 and ranking.method != "ordinal" else ""
                yield _Row(_label(row.result, f"{shared}{row.rank}"), row.result)
        for unit in ranking.unranked:
            if unit.pool == pool:
                yield _Row(_label(unit.result, MISSING), unit.result)


def _label(result: UnitResult, rank: str) -> str:
    return f"{canvas.wrapped(unit_name(result))}   {rank}"


def _draw_units(
    ax: Axes, rows: Sequence[_Row], results: Sequence[UnitResult], language: Language
) -> float:
    """Draw the units and the classes behind them; return the room of these above the picture."""
    framework = results[0].framework
    totals = [result.known_total for result in results]
    shown = canvas.window((total for total in totals if total is not None), framework.max_points)
    ax.set_xlim(*shown)
    for at, row in enumerate(rows):
        result = row.result
        if result is None:
            continue
        total, band = result.known_total, result.known_band
        if total is None or band is None:
            canvas.whisker(ax, result, at, shown, vertical=False)
            canvas.beside(ax, at, say("open", language, limits=canvas.limits(result, language)))
            continue
        face = ax.get_facecolor() if result.by_publication else BLUE
        ax.hlines(at, shown.least, float(total), color=canvas.ink(), alpha=canvas.FAINT, lw=0.7)
        ax.plot(float(total), at, "o", color=BLUE, markerfacecolor=face, markersize=6, zorder=3)
        label = canvas.one_line(band.label)
        canvas.beside(ax, at, f"{total_text(result, language)}  {label}")
    return _draw_bands(ax, results[0], shown)


def _draw_bands(ax: Axes, result: UnitResult, shown: canvas.Window) -> float:
    found = canvas.shades(result.framework, shown)
    narrow = any(shade.most - shade.least < _NARROW * (shown.most - shown.least) for shade in found)
    for shade in found:
        ax.axvspan(shade.least, shade.most, color=canvas.ink(), alpha=shade.alpha, lw=0, zorder=0)
        if shade.least > shown.least:
            ax.axvline(shade.least, color=canvas.ink(), alpha=canvas.FAINT, lw=0.8, zorder=1)
        ax.annotate(
            shade.label,
            ((shade.least + shade.most) / 2, 1),
            (0, 3),
            xycoords=ax.get_xaxis_transform(),
            textcoords="offset points",
            ha="left" if narrow else "center",
            va="bottom",
            rotation=45 if narrow else 0,
            fontsize=canvas.SMALL,
            annotation_clip=False,
            **canvas.letters(),
        )
    return 54 if narrow else 20
