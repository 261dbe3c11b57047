"""The canvas of all pictures: axes, letters and colours, and the look of classes and maxima."""

# Half of what matplotlib's keywords may be is not said by its types.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from decimal import Decimal
from textwrap import fill
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict

from matplotlib import rcParams
from matplotlib.ticker import FuncFormatter

from vn766.texts import Catalogue, figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from vn766.errors import Language
    from vn766.framework.model import Framework
    from vn766.score import UnitResult

# Two colours of Okabe and Ito, which people who confuse colours tell apart; the rest is ink.
BLUE: Final = "#0072B2"
ORANGE: Final = "#D55E00"
FAINT: Final = 0.3
"""The opacity of lines that guide the eye."""
PALE: Final = 0.09
"""The opacity of areas behind the figures: visible on white and on black."""
SMALL: Final = "small"

say = Catalogue("plot").say

_FALLBACK = "DejaVu Sans"  # bundled with matplotlib; has every Vietnamese letter
_WIDEST_NAME = 38  # characters


class _Letters(TypedDict):
    fontfamily: list[str]
    parse_math: bool


class Window(NamedTuple):
    """The part of the scale of totals that is shown."""

    least: float
    most: float


class Shade(NamedTuple):
    """A class as far as a window shows it."""

    label: str
    least: float
    most: float
    alpha: float


def axes_or_new(ax: Axes | None, width: float, height: float) -> Axes:
    """Return `ax`, or that of a new figure of pyplot, in inches."""
    if ax is not None:
        return ax
    from matplotlib import pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def ink() -> str:
    """Return the colour of texts, dark on light pages and light on dark ones."""
    return str(rcParams["text.color"])


def letters() -> _Letters:
    """Return how texts are set: in the user's font, and nothing in them is a formula."""
    return {"fontfamily": [*rcParams["font.family"], _FALLBACK], "parse_math": False}


def one_line(text: str) -> str:
    """Return a text from outside without line breaks and signs that no font has."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def wrapped(name: str) -> str:
    """Return a name for the side of a picture: at most two lines, unless words are longer."""
    return fill(one_line(name), _WIDEST_NAME, max_lines=2, placeholder=" …")


def head(ax: Axes, *lines: str, width: int, pad: float = 6) -> None:
    """Write the title, `pad` points above the picture: what is not blank, each on its line.

    Points are those of letters of 10 points; larger ones need more room.
    """
    pad *= rcParams["font.size"] / 10
    text = "\n".join(fill(one_line(line), width) for line in lines if line)
    ax.set_title(text, loc="left", fontsize="medium", pad=pad, **letters())


def foot(ax: Axes, *parts: str, width: int) -> None:
    """Write below the picture how to read it and what it rests on."""
    text = ". ".join(one_line(part) for part in parts if part)
    ax.set_xlabel(fill(text, width), loc="left", fontsize=SMALL, **letters())


def basis(results: Iterable[UnitResult], language: Language) -> str:
    """Return the editions that results were scored by."""
    names = dict.fromkeys(result.framework_id for result in results)
    return say("framework", language, ids=", ".join(names)) if names else ""


def limits(result: UnitResult, language: Language) -> str:
    """Return the totals that are possible where one is missing."""
    return "–".join(figure(bound, language) for bound in result.bounds)


def beside(ax: Axes, at: float, text: str) -> None:
    """Write the figures of a row to its right, one below the other."""
    ax.annotate(
        text,
        (1, at),
        (6, 0),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        va="center",
        fontsize=SMALL,
        annotation_clip=False,
        **letters(),
    )


def bare(ax: Axes) -> None:
    """Take away the frame and what else carries nothing."""
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(axis="y", length=0)


def scale(ax: Axes, language: Language, *, vertical: bool = False) -> None:
    """Write the numbers of a scale as `language` does."""

    def tick(x: float, _: int | None) -> str:
        return figure(Decimal(str(round(x, 2))), language)

    axis = ax.yaxis if vertical else ax.xaxis
    axis.set_major_formatter(FuncFormatter(tick))
    axis.set_tick_params(labelsize=SMALL, labelfontfamily=letters()["fontfamily"])


def rows(ax: Axes, labels: Sequence[str], places: Sequence[float]) -> None:
    """Label the rows at `places`, the first one on top."""
    ax.set_yticks(places, labels=labels, **letters())
    ax.set_ylim(max(places, default=0) + 0.7, min(places, default=0) - 0.7)


def window(totals: Iterable[Decimal], maximum: Decimal) -> Window:
    """Return the part of the scale that shows `totals`, in tenths of the maximum."""
    listed = list(totals) or [Decimal(0), maximum]
    step = maximum / 10
    least = max(Decimal(0), (min(listed) // step - 1) * step)
    most = min(maximum, (max(listed) // step + 2) * step)
    return Window(float(least), float(most))


def shades(framework: Framework, shown: Window) -> list[Shade]:
    """Return the classes within a window, best first, neighbours told apart by their tone."""
    tops = [framework.max_points, *(band.min_points for band in framework.bands)]
    found = [
        Shade(
            one_line(band.label),
            max(shown.least, float(band.min_points)),
            min(shown.most, float(top)),
            PALE * (at % 2),
        )
        for at, (band, top) in enumerate(zip(framework.bands, tops, strict=False))
    ]
    return [shade for shade in found if shade.least < shade.most]


def whisker(ax: Axes, result: UnitResult, at: float, shown: Window, *, vertical: bool) -> None:
    """Draw the totals that are still possible; an arrow where they go on beyond the picture."""
    for end, beyond, cap in zip(result.bounds, "<>", "||", strict=True):
        inside = shown.least <= float(end) <= shown.most
        x = min(max(float(end), shown.least), shown.most)
        mark = cap if inside else beyond
        if vertical:
            mark = {"|": "_", "<": "v", ">": "^"}[mark]
        place = (at, x) if vertical else (x, at)
        ax.plot(*place, marker=mark, markersize=7, color=ink(), clip_on=False, zorder=3)
    least, most = (min(max(float(end), shown.least), shown.most) for end in result.bounds)
    line = ((at, at), (least, most)) if vertical else ((least, most), (at, at))
    ax.plot(*line, ":", color=ink(), linewidth=1.2, zorder=2)
