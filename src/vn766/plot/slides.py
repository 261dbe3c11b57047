"""Pictures as PNG in the size of a slide, with letters that are read from the last row."""

# Half of what matplotlib's keywords may be is not said by its types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from vn766.advise import Margins
from vn766.compare import Comparison, Series
from vn766.plot.lines import series
from vn766.plot.margins import margins
from vn766.plot.rankings import ranking
from vn766.plot.units import comparison, unit
from vn766.score import Ranking

if TYPE_CHECKING:
    from vn766.errors import Language
    from vn766.score import UnitResult

_SIZE: Final = (13.33, 7.5)  # inches, those of a slide
_LETTERS: Final = 18  # points
_PER_ROW: Final = 0.42  # inches of a unit with letters of this size
_DOTS: Final = 110  # per inch


def slide(
    shown: Ranking | UnitResult | Comparison | Series | Margins, language: Language = "vi"
) -> bytes:
    """Return the picture of a result as PNG; that of many units is higher than a slide.

    Example:
        >>> from vn766.score import score_points
        >>> slide(score_points({"TDGQ": "18,72"}))[1:4]
        b'PNG'
    """
    width, height = _SIZE
    if isinstance(shown, Ranking):
        height = max(height, 2 + _PER_ROW * len(shown.results))
    if isinstance(shown, Margins):
        height = max(height, 2 + _PER_ROW * len(shown))
    content = io.BytesIO()
    with rc_context({"font.size": _LETTERS}):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        match shown:
            case Ranking():
                ranking(shown, ax=axes, language=language)
            case Margins():
                margins(shown, ax=axes, language=language)
            case Comparison():
                comparison(shown, ax=axes, language=language)
            case Series():
                series(shown, ax=axes, language=language)
            case _:
                unit(shown, ax=axes, language=language)
        figure.savefig(content, format="png", dpi=_DOTS)
    return content.getvalue()
