"""Pictures of results as SVG, drawn from the figures and words of the columns: no library needed.

Each is one element with a title and description for screen readers. It has no style of its own
but attributes, so that strict pages take it; letters have the colour of the text around them, and
nothing is said by a colour alone.
"""

from __future__ import annotations

from decimal import Decimal
from functools import singledispatch
from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from vn766.advise import Margins
from vn766.compare.comparison import Comparison, RankingComparison, Series
from vn766.score.ranking import Ranking
from vn766.score.results import UnitResult
from vn766.show.columns import (
    MISSING,
    change_text,
    points_text,
    rows_of,
    say,
    total_text,
    unit_name,
)
from vn766.show.questions import edges, margin_text, sides, widest
from vn766.texts import figure
from vn766.vi import format_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vn766.advise import Margin
    from vn766.compare import NodeChange
    from vn766.errors import Language
    from vn766.framework.model import Framework
    from vn766.show.columns import Row

# Two colours of Okabe and Ito, which people who confuse colours tell apart; the rest is ink.
_BLUE: Final = "#0072B2"
_ORANGE: Final = "#D55E00"
_WIDTH: Final = 480
_LEFT: Final = 175
"""Where the scale begins; names stand before."""
_RIGHT: Final = 350
"""Where it ends; figures stand behind."""
_SIZE: Final = 15
_LINE: Final = 18
_LETTERS: Final = 21  # in a line of a name
_TITLE: Final = 56  # letters in a line of a title
_BAR: Final = 14


class _Drawing:
    """An SVG in the making: elements from above down, each row as high as its name."""

    def __init__(self, title: str, *, titled: bool = True) -> None:
        self.title = title
        self.parts: list[str] = []
        self.y = 6.0
        for line in wrap(title, _TITLE) if titled else ():
            self.y += _LINE
            self.text(0, self.y, line, bold=True)
        self.y += 10

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False
    ) -> None:
        """Write a line whose letters stand on `y`."""
        weight = ' font-weight="bold"' if bold else ""
        side = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.parts.append(f'<text x="{_n(x)}" y="{_n(y)}"{side}{weight}>{escape(text)}</text>')

    def line(
        self, ends: tuple[float, float, float, float], color: str = "", width: float = 1
    ) -> None:
        """Draw a line from one point to another, a pale one without a colour."""
        x1, y1, x2, y2 = map(_n, ends)
        look = f'stroke="{color}"' if color else 'stroke="currentColor" stroke-opacity="0.35"'
        self.parts.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {look} stroke-width="{_n(width)}"/>'
        )

    def bar(self, x: float, width: float, color: str = "") -> None:
        """Draw a bar in the middle of the row; without a colour an empty frame."""
        look = (
            f'fill="{color}"' if color else 'fill="none" stroke="currentColor" stroke-opacity="0.5"'
        )
        self.parts.append(
            f'<rect x="{_n(x)}" y="{_n(self.y - _BAR / 2)}" width="{_n(width)}"'
            f' height="{_BAR}" {look}/>'
        )

    def dot(self, x: float, y: float, color: str, *, full: bool) -> None:
        """Draw a dot, full or hollow."""
        fill = color if full else "none"
        self.parts.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="5" fill="{fill}" stroke="{color}"'
            ' stroke-width="2"/>'
        )

    def name(self, name: str, *, bold: bool = False) -> None:
        """Begin a row: its name in at most two lines, in whose middle `y` then is."""
        lines = wrap(name, _LETTERS, max_lines=2, placeholder=" …") or [MISSING]
        self.y += _LINE * len(lines) / 2 + 4
        for at, line in enumerate(lines):
            self.text(0, self.y + 5 + _LINE * (at - (len(lines) - 1) / 2), line, bold=bold)
        self._half = _LINE * len(lines) / 2 + 4

    def end_row(self, text: str, *, bold: bool = False) -> None:
        """End a row with the figures behind the scale."""
        self.text(_RIGHT + 10, self.y + 5, text, bold=bold)
        self.y += self._half

    def foot(self, text: str) -> None:
        """Write below the picture how it is read."""
        self.y += 6
        for line in wrap(text, _TITLE + 8):
            self.y += _LINE
            self.text(0, self.y, line)

    def svg(self) -> str:
        """Return the picture."""
        height = _n(self.y + 10)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="vn766-picture" role="img"'
            f' viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
            f' font-family="Times New Roman, Liberation Serif, serif" font-size="{_SIZE}"'
            f' fill="currentColor"><title>{escape(self.title)}</title>{"".join(self.parts)}</svg>'
        )


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


class _Scale:
    """The part of the scale of points from `least` to `most`, between two places."""

    def __init__(
        self, least: Decimal, most: Decimal, ends: tuple[float, float] = (_LEFT, _RIGHT)
    ) -> None:
        self.least = least
        self.most = most
        self.ends = ends

    def at(self, points: Decimal) -> float:
        """Return the place of some points."""
        start, end = self.ends
        share = (points - self.least) / (self.most - self.least)
        return start + float(share) * (end - start)


@singledispatch
def picture(
    value: object,
    language: Language = "vi",  # noqa: ARG001 (those below use all of them)
    *,
    own: str = "",  # noqa: ARG001
    titled: bool = True,  # noqa: ARG001
) -> str:
    """Return the picture of a result as an SVG element.

    `own` is the key of a unit to mark. Without `titled` the title is only read, not written: where
    a heading stands above.
    """
    message = f"nothing draws a {type(value).__name__}"
    raise TypeError(message)


@picture.register(Ranking)
def _ranking(
    ranking: Ranking, language: Language = "vi", *, own: str = "", titled: bool = True
) -> str:
    results = ranking.results
    period = next((result.period for result in results if result.period), None)
    title = say("html.ranking", language)
    drawing = _Drawing(f"{title}, {format_period(period)}" if period else title, titled=titled)
    if not results:
        return drawing.svg()
    framework = results[0].framework
    scale = _Scale(Decimal(0), framework.max_points)
    pools: dict[object, list[Row]] = {}
    for row in rows_of(ranking):
        pools.setdefault(row.pool, []).append(row)
    for pool, rows in pools.items():
        if pool is not None:
            drawing.y += _LINE + 8
            drawing.text(0, drawing.y, str(pool), bold=True)
        top = drawing.y = _cut_offs(drawing, framework, scale, language)
        for row in rows:
            _ranked(drawing, row, scale, language, is_own=_is_own(row.result, own))
        for band in framework.bands[:-1]:
            x = scale.at(band.min_points)
            drawing.line((x, top, x, drawing.y))
    return drawing.svg()


def _is_own(result: UnitResult, own: str) -> bool:
    return bool(own) and result.unit is not None and result.unit.key == own


def _cut_offs(drawing: _Drawing, framework: Framework, scale: _Scale, language: Language) -> float:
    """Write the cut-offs of the classes above the scale."""
    y = drawing.y + _LINE
    for band in framework.bands[:-1]:
        points = points_text(band.min_points, language, None)
        drawing.text(scale.at(band.min_points), y, points, anchor="middle")
    return y + 6


def _ranked(
    drawing: _Drawing, row: Row, scale: _Scale, language: Language, *, is_own: bool
) -> None:
    total, band = row.result.known_total, row.result.known_band
    drawing.name(("► " if is_own else "") + row.name, bold=is_own)
    if total is None or band is None:
        least, most = map(scale.at, row.result.bounds)
        drawing.bar(least, most - least)
        drawing.end_row(say("incomplete", language), bold=is_own)
        return
    drawing.bar(_LEFT, scale.at(total) - _LEFT, _ORANGE if is_own else _BLUE)
    drawing.end_row(f"{total_text(row.result, language)} {band.label}", bold=is_own)


@picture.register(UnitResult)
def _unit(
    result: UnitResult, language: Language = "vi", *, own: str = "", titled: bool = True
) -> str:
    del own
    total = MISSING if result.known_total is None else total_text(result, language)
    band = "" if result.known_band is None else f", {result.known_band.label}"
    drawing = _Drawing(f"{unit_name(result)}: {total}{band}", titled=titled)
    scale = _Scale(Decimal(0), max(node.max_points for node in result.nodes.values()))
    parts = {node.id for group in result.framework.groups for node in group.walk()} - {
        group.id for group in result.framework.groups
    }
    for node in result.nodes.values():
        drawing.name(("– " if node.id in parts else "") + node.label)
        if node.points is not None:
            drawing.bar(_LEFT, scale.at(node.points) - _LEFT, _BLUE)
        drawing.bar(_LEFT, scale.at(node.max_points) - _LEFT)
        points = node.points
        drawing.end_row(
            say("incomplete", language)
            if points is None
            else f"{points_text(points, language)}/{figure(node.max_points, language)}"
        )
    drawing.foot(say("picture.frame", language))
    return drawing.svg()


@picture.register(Comparison)
def _comparison(
    comparison: Comparison, language: Language = "vi", *, own: str = "", titled: bool = True
) -> str:
    del own
    changes = list(comparison.nodes.values())
    drawing = _Drawing(
        f"{unit_name(comparison.after)}: {_step(comparison, language)}", titled=titled
    )
    scale = _Scale(Decimal(0), max(node.max_points for node in changes))
    for node in changes:
        drawing.name(node.label)
        drawing.bar(_LEFT, scale.at(node.max_points) - _LEFT)
        _move(drawing, scale, node.before, node.after)
        drawing.end_row(_said(node, language))
    drawing.foot(say("picture.dots", language))
    return drawing.svg()


def _step(comparison: Comparison, language: Language) -> str:
    before, after = comparison.before, comparison.after
    totals = " → ".join(total_text(side, language) for side in (before, after))
    return f"{totals} ({change_text(comparison.change, language)})"


def _said(node: NodeChange, language: Language) -> str:
    after = points_text(node.after, language)
    return f"{after} ({change_text(node.change, language)})"


def _move(drawing: _Drawing, scale: _Scale, before: Decimal | None, after: Decimal | None) -> None:
    """Draw where points were, hollow, and where they are, full."""
    y = drawing.y
    fell = before is not None and after is not None and after < before
    color = _ORANGE if fell else _BLUE
    if before is not None and after is not None:
        drawing.line((scale.at(before), y, scale.at(after), y), color, 3)
    for points, full in ((before, False), (after, True)):
        if points is not None:
            drawing.dot(scale.at(points), y, color, full=full)


@picture.register(RankingComparison)
def _rankings(
    comparison: RankingComparison, language: Language = "vi", *, own: str = "", titled: bool = True
) -> str:
    drawing = _Drawing(say(f"html.{comparison.kind}", language), titled=titled)
    results = [side for row in comparison for side in (row.before, row.after)]
    if not results:
        return drawing.svg()
    framework = results[0].framework
    scale = _window([side.known_total for side in results], framework.max_points)
    for pool, rows in comparison.pools.items():
        if pool is not None:
            drawing.y += _LINE + 8
            drawing.text(0, drawing.y, str(pool), bold=True)
        top = drawing.y = _ticks(drawing, scale, language)
        for row in rows:
            is_own = _is_own(row.after, own)
            drawing.name(("► " if is_own else "") + unit_name(row.after), bold=is_own)
            _move(drawing, scale, row.before.known_total, row.after.known_total)
            total = total_text(row.after, language)
            drawing.end_row(f"{total} ({change_text(row.change, language)})", bold=is_own)
        for tick in _tenths(scale):
            drawing.line((scale.at(tick), top, scale.at(tick), drawing.y))
    drawing.foot(say("picture.dots", language))
    return drawing.svg()


@picture.register(Margins)
def _margins(
    margins: Margins, language: Language = "vi", *, own: str = "", titled: bool = True
) -> str:
    """Draw how far each unit is from the ranks next to its own, around its total."""
    drawing = _Drawing(say("margins.title", language), titled=titled)
    most = widest(margins)
    scale = _Scale(-most, most, (_LEFT, _RIGHT))
    pool: object = None
    for at, margin in enumerate(margins):
        if margin.ranked.pool is not None and (at == 0 or margin.ranked.pool != pool):
            drawing.y += _LINE
            drawing.text(0, drawing.y, str(margin.ranked.pool), bold=True)
        pool = margin.ranked.pool
        _margin(drawing, margin, scale, language, own=own)
    drawing.foot(say("picture.margins", language))
    return drawing.svg()


def _margin(
    drawing: _Drawing, margin: Margin, scale: _Scale, language: Language, *, own: str
) -> None:
    result = margin.ranked.result
    is_own = _is_own(result, own)
    name = f"{margin.ranked.rank}. {unit_name(result)}"
    drawing.name(("► " if is_own else "") + name, bold=is_own)
    color = _ORANGE if is_own else _BLUE
    down, up = sides(margin)
    center, y = scale.at(Decimal(0)), drawing.y
    for points in (-down, up):
        if points:
            start, end = sorted((center, scale.at(points)))
            drawing.bar(start, end - start, color)
    for edge in edges(margin):
        if -scale.most <= edge <= scale.most:
            x = scale.at(edge)
            drawing.line((x, y - _BAR, x, y + _BAR), "currentColor", 2)
    drawing.line((center, y - _BAR, center, y + _BAR))
    drawing.end_row(margin_text(margin, language), bold=is_own)


def _window(
    totals: Iterable[Decimal | None], maximum: Decimal, ends: tuple[float, float] = (_LEFT, _RIGHT)
) -> _Scale:
    """Return the part of the scale that shows totals, in tenths of the maximum."""
    known = [total for total in totals if total is not None] or [Decimal(0), maximum]
    step = maximum / 10
    least = max(Decimal(0), min(known) // step * step)
    most = min(maximum, (max(known) // step + 1) * step)
    return _Scale(min(least, most - step), most, ends)


def _tenths(scale: _Scale) -> list[Decimal]:
    count = int((scale.most - scale.least) / 10)
    return [scale.least + 10 * at for at in range(count + 1)]


def _ticks(drawing: _Drawing, scale: _Scale, language: Language) -> float:
    """Write the numbers of the scale above it."""
    y = drawing.y + _LINE
    for tick in _tenths(scale):
        drawing.text(scale.at(tick), y, points_text(tick, language, None), anchor="middle")
    return y + 6


_CURVE: Final = 240  # the height of a series


@picture.register(Series)
def _series(
    series: Series, language: Language = "vi", *, own: str = "", titled: bool = True
) -> str:
    del own
    name = series.unit.name if series.unit else say("html.series", language)
    drawing = _Drawing(name, titled=titled)
    results = series.results
    totals = [entry.result.known_total if entry.result else None for entry in series]
    top, bottom = drawing.y + _LINE, drawing.y + _LINE + _CURVE
    scale = _window(totals, results[0].framework.max_points, (bottom, top))
    left, right = 60.0, float(_WIDTH - 40)
    gap = (right - left) / max(1, len(series) - 1)
    for tick in _tenths(scale):
        y = scale.at(tick)
        drawing.line((left - 30, y, right + 20, y))
        drawing.text(left - 36, y + 5, points_text(tick, language, None), anchor="end")
    places = [left + gap * at for at in range(len(series))]
    for (x1, one), (x2, other) in pairwise(zip(places, totals, strict=True)):
        if one is not None and other is not None:
            drawing.line((x1, scale.at(one), x2, scale.at(other)), _BLUE, 2.5)
    every = 1 + (len(series) - 1) // 6
    for at, (x, total, entry) in enumerate(zip(places, totals, series, strict=True)):
        if total is not None and entry.result is not None:
            drawing.dot(x, scale.at(total), _BLUE, full=not entry.provisional)
            said = total_text(entry.result, language)
            # In a dip the lines are above the dot: the figure stands below where it has room.
            around = (*totals[max(0, at - 1) : at], *totals[at + 1 : at + 2])
            beside = [each for each in around if each is not None]
            y = scale.at(total)
            is_dip = min(beside, default=total) > total and y + _LINE + 6 < bottom
            drawing.text(x, y + (_LINE + 4 if is_dip else -10), said, anchor="middle")
        if at % every == 0:
            _period(drawing, x, bottom, format_period(entry.period))
    drawing.y = bottom + 2 * _LINE
    drawing.foot(say("picture.series", language))
    return drawing.svg()


def _period(drawing: _Drawing, x: float, bottom: float, period: str) -> None:
    for at, part in enumerate(wrap(period, 10)):
        drawing.text(x, bottom + _LINE * (at + 1), part, anchor="middle")


def classes_bar(results: Sequence[UnitResult], language: Language) -> str:
    """Return how many units are in each class as one bar, from the best class to the last."""
    framework = results[0].framework
    counts = [
        (band.label, sum(1 for result in results if result.known_band == band))
        for band in framework.bands
    ]
    counts.append(
        (say("incomplete", language), sum(1 for result in results if result.known_band is None))
    )
    drawing = _Drawing(say("classes", language), titled=False)
    x = 0.0
    y = drawing.y
    for at, (_, count) in enumerate(counts):
        width = _WIDTH * count / len(results)
        if count:
            drawing.parts.append(
                f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}"'
                f' height="26" fill="{_BLUE}" fill-opacity="{_n(max(0.1, 1 - 0.2 * at))}"'
                ' stroke="currentColor" stroke-width="0.5"/>'
            )
            drawing.text(x + width / 2, y + 44, str(count), anchor="middle")
        x += width
    drawing.y = y + 50
    known = "; ".join(f"{label}: {count}" for label, count in counts if count)
    drawing.foot(known)
    return drawing.svg()
