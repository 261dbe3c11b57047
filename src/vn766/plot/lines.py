"""One unit over time: lines where results may be joined, and a mark wherever they may not."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from vn766.compare import Series
from vn766.compare.basis import basis_problems, unit_problems
from vn766.errors import NotComparableError, Problem, ProblemCode
from vn766.plot import canvas
from vn766.plot.canvas import BLUE, say
from vn766.show.columns import total_text
from vn766.vi import format_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from vn766.compare import SeriesEntry
    from vn766.errors import Language
    from vn766.period import Period
    from vn766.score import UnitResult

_MOST_TICKS = 24
_LEVEL_TICKS = 4
_WIDTH = 9  # inches of a new figure
_WORDS = 84  # characters above and below it


def series(
    *lines: Series | Sequence[Series], ax: Axes | None = None, language: Language = "vi"
) -> Axes:
    """Draw the totals of one unit over time: one series, or one for each way of calculation.

    Neighbours are joined where the series compares them. Between two series, and beside a
    period without figures, there is no line: a dashed rule or a hatched span says why. A hollow
    dot and a dashed line are provisional. Where a total is missing, a dotted span shows the
    totals that are possible; a cross is a figure that was corrected later. Classes lie behind,
    for each series those of its edition.

    Args:
        lines: series of one unit and of periods of one kind that do not overlap, or a list of such.
        ax: where to draw; default: a new figure of pyplot.
        language: of what is written beside names.

    Raises:
        NotComparableError: if units or kinds of period differ, or a period is in two series.
        ValueError: if there is no series, or nothing in one.

    Example:
        >>> from matplotlib.figure import Figure
        >>> from vn766.compare import series as series_of
        >>> from vn766.period import Month
        >>> from vn766.score import score_points
        >>> points = {"online": 20, "CKMB": 17, "MDHL": 18, "MDSH": 12}
        >>> line = series_of(
        ...     score_points({**points, "TDGQ": value}, period=Month(2026, month))
        ...     for month, value in [(3, 12), (4, 14), (6, 15)]
        ... )
        >>> axes = series(line, ax=Figure().subplots())
        >>> [text.get_text() for text in axes.texts if text.get_text()[0].isdigit()]
        ['79', '81', '82']
    """
    given = [one for line in lines for one in ([line] if isinstance(line, Series) else line)]
    if not given or not all(given):
        message = "at least one series with at least one period is needed"
        raise ValueError(message)
    ordered = sorted(given, key=lambda line: line.entries[0].period.start)
    _refuse(ordered)
    ax = canvas.axes_or_new(ax, _WIDTH, 4.5)
    results = [entry.result for line in ordered for entry in line if entry.result]
    totals = [result.known_total for result in results]
    maximum = max(result.framework.max_points for result in results)
    shown = canvas.window((total for total in totals if total is not None), maximum)
    edges = list(_edges(ordered))
    ax.set_xlim(edges[0], edges[-1])
    ax.set_ylim(*shown)
    for line, span in zip(ordered, pairwise(edges), strict=True):
        _draw_bands(ax, line, shown, span)
        _draw_line(ax, line, shown, language)
    _label_bands(ax, ordered, shown, edges)
    for one, other in pairwise(ordered):
        _draw_break(ax, one, other, language)
    _label_time(ax, [entry.period for line in ordered for entry in line])
    canvas.scale(ax, language, vertical=True)
    ax.spines[["top", "right"]].set_visible(False)
    name = next((line.unit.name for line in ordered if line.unit), "")
    title = say("series.title", language)
    canvas.head(ax, name, title, width=_WORDS, pad=6 + 16 * (len(given) > 1))
    notes = [say(note, language) for note in _notes(ordered, results)]
    canvas.foot(ax, *notes, canvas.basis(results, language), width=_WORDS)
    return ax


def _refuse(ordered: Sequence[Series]) -> None:
    """Refuse what no picture should show side by side; that bases differ is what it shows."""
    results = [entry.result for line in ordered for entry in line if entry.result]
    problems = [*unit_problems(results)]
    problems += [
        problem
        for problem in basis_problems(results, same_basis=True)
        if problem.code is ProblemCode.DIFFERENT_KINDS
    ]
    for one, other in pairwise(ordered):
        first, last = other.entries[0].period, one.entries[-1].period
        # Periods that count from January on all begin there: their ends are in order.
        if not problems and last.end >= first.end:
            period = format_period(first)
            problems.append(Problem.of(ProblemCode.UNKNOWN_ORDER, (), count=2, period=period))
    if problems:
        raise NotComparableError(problems)


def _at(period: Period) -> float:
    """Return where a period stands on the axis of days: in its middle, or where it has come to."""
    start, end = period.start.toordinal(), period.end.toordinal()
    return float(end) if period.up_to else (start + end) / 2


def _span(period: Period) -> tuple[float, float]:
    """Return the room of a period on the axis; that of one from January on is its last month."""
    if period.up_to:
        return period.end.toordinal() - 30.0, float(period.end.toordinal())
    return float(period.start.toordinal()), period.end.toordinal() + 1.0


def _edges(ordered: Sequence[Series]) -> Iterator[float]:
    """Yield where the first series begins, where one gives way to the next, and the end."""
    first, last = ordered[0].entries[0].period, ordered[-1].entries[-1].period
    margin = (_span(last)[1] - _span(first)[0]) * 0.03
    yield _span(first)[0] - margin
    for one, other in pairwise(ordered):
        yield (_at(one.entries[-1].period) + _at(other.entries[0].period)) / 2
    yield _span(last)[1] + margin


def _draw_line(ax: Axes, line: Series, shown: canvas.Window, language: Language) -> None:
    for old, new in pairwise(line):
        # Only neighbours with totals are compared: nothing else is ever joined.
        if new.change is not None:
            ends = [_at(old.period), _at(new.period)]
            totals = [_height(old), _height(new)]
            style = "--" if old.provisional or new.provisional else "-"
            ax.plot(ends, totals, style, color=BLUE, linewidth=1.6, zorder=2)
    for entry in line:
        _draw_entry(ax, entry, shown, language)
    for revision in line.revisions:
        period, total = revision.before.period, revision.before.known_total
        if period is not None and total is not None:
            ax.plot(_at(period), float(total), "x", color=canvas.ink(), markersize=6, zorder=2)


def _height(entry: SeriesEntry) -> float:
    total = None if entry.result is None else entry.result.known_total
    return float("nan") if total is None else float(total)


def _draw_entry(ax: Axes, entry: SeriesEntry, shown: canvas.Window, language: Language) -> None:
    x, result = _at(entry.period), entry.result
    if result is None:
        _draw_gap(ax, *_span(entry.period), language)
        return
    total = result.known_total
    if total is None:
        canvas.whisker(ax, result, x, shown, vertical=True)
        text = say("open", language, limits=canvas.limits(result, language))
        _write(ax, x, (shown.least + shown.most) / 2, text, beside=11)
        return
    face = ax.get_facecolor() if entry.provisional else BLUE
    ax.plot(x, float(total), "o", color=BLUE, markerfacecolor=face, markersize=7, zorder=3)
    text = total_text(result, language, None)
    if entry.provisional:
        text += f"\n{say('provisional', language)}"
    ax.annotate(
        text,
        (x, float(total)),
        (0, 7),
        textcoords="offset points",
        ha="center",
        fontsize=canvas.SMALL,
        zorder=4,
        **canvas.letters(),
    )


def _draw_gap(ax: Axes, start: float, end: float, language: Language) -> None:
    ax.axvspan(
        start, end, facecolor="none", edgecolor=(canvas.ink(), canvas.FAINT), hatch="//", lw=0
    )
    _write(ax, (start + end) / 2, sum(ax.get_ylim()) / 2, say("missing", language))


def _write(ax: Axes, x: float, y: float, text: str, *, beside: float = 0) -> None:
    """Write a text upwards, some points beside a place, on a ground of its own."""
    ax.annotate(
        text,
        (x, y),
        (beside, 0),
        textcoords="offset points",
        rotation=90,
        ha="center",
        va="center",
        fontsize=canvas.SMALL,
        bbox={"facecolor": ax.get_facecolor(), "edgecolor": "none", "pad": 1.5},
        zorder=4,
        **canvas.letters(),
    )


def _draw_break(ax: Axes, one: Series, other: Series, language: Language) -> None:
    """Draw where one series ends and the next begins, and say why they are not joined."""
    before, after = one.entries[-1].period, other.entries[0].period
    edge = (_at(before) + _at(after)) / 2
    if before.next != after:
        _draw_gap(ax, _span(before)[1], _span(after)[0], language)
    ax.axvline(edge, color=canvas.ink(), linestyle="--", linewidth=1, zorder=3)
    for text, side, away in ((_edition(one), "right", -6), (_edition(other), "left", 6)):
        ax.annotate(
            text,
            (edge, 1),
            (away, 4),
            xycoords=ax.get_xaxis_transform(),
            textcoords="offset points",
            ha=side,
            va="bottom",
            fontsize=canvas.SMALL,
            annotation_clip=False,
            **canvas.letters(),
        )


def _edition(line: Series) -> str:
    """Return the edition of a series, with the digest that tells corrected ones apart."""
    result = next(entry.result for entry in line if entry.result)
    return f"{result.framework_id} ({result.framework_digest[:8]})"


def _draw_bands(ax: Axes, line: Series, shown: canvas.Window, span: tuple[float, float]) -> None:
    for shade in _shades(line, shown):
        color = (canvas.ink(), shade.alpha)
        ax.fill_between(span, shade.least, shade.most, facecolor=color, linewidth=0, zorder=0)
        if shade.least > shown.least:
            ax.hlines(shade.least, *span, color=canvas.ink(), alpha=canvas.FAINT, lw=0.8, zorder=1)


def _label_bands(
    ax: Axes, ordered: Sequence[Series], shown: canvas.Window, edges: Sequence[float]
) -> None:
    """Name the classes to the right; within the picture only where they are others there."""
    last = _shades(ordered[-1], shown)
    others = [(at, _shades(line, shown)) for at, line in zip(edges, ordered[:-1], strict=False)]
    for at, found in [*(other for other in others if other[1] != last), (edges[-1], last)]:
        for shade in found:
            ax.annotate(
                shade.label,
                (at, (shade.least + shade.most) / 2),
                (4, 0),
                textcoords="offset points",
                va="center",
                fontsize=canvas.SMALL,
                annotation_clip=False,
                **canvas.letters(),
            )


def _shades(line: Series, shown: canvas.Window) -> list[canvas.Shade]:
    return canvas.shades(next(entry.result for entry in line if entry.result).framework, shown)


def _label_time(ax: Axes, periods: Sequence[Period]) -> None:
    named = periods[:: 1 + (len(periods) - 1) // _MOST_TICKS]
    level = len(named) <= _LEVEL_TICKS
    ax.set_xticks(
        [_at(period) for period in named],
        labels=[format_period(period) for period in named],
        rotation=0 if level else 40,
        ha="center" if level else "right",
        fontsize=canvas.SMALL,
        **canvas.letters(),
    )


def _notes(ordered: Sequence[Series], results: Sequence[UnitResult]) -> Iterator[str]:
    if len(ordered) > 1:
        yield "series.break"
    if any(entry.provisional for line in ordered for entry in line):
        yield "series.provisional"
    if any(result.known_total is None for result in results):
        yield "series.open"
    if any(line.revisions for line in ordered):
        yield "series.revised"
    if any(result.by_publication for result in results):
        yield "published"
