"""Pictures of results (extra `plot`): units, rankings, margins, lines over time, comparisons.

Each function draws on the Axes that it is given, or on a new figure of pyplot, and returns the
Axes, so that pictures can be composed and changed. Numbers are written as officials write them,
letters that the chosen font lacks come from DejaVu Sans, and no colour says what no form or word
says.

Example:
    >>> from matplotlib.figure import Figure
    >>> from vn766.score import score_points
    >>> result = score_points({"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36",
    ...     "MDHL": 18, "MDSH": "17,08"})
    >>> axes = unit(result, ax=Figure().subplots())
    >>> axes.get_title(loc="left")
    '87,09/100 điểm (87,09%), xếp loại Tốt'
"""

from __future__ import annotations

from vn766.errors import MissingExtraError

try:
    from vn766.plot.lines import series
    from vn766.plot.margins import margins
    from vn766.plot.rankings import ranking
    from vn766.plot.slides import slide
    from vn766.plot.units import comparison, unit
except ModuleNotFoundError as error:
    extra = "plot"
    raise MissingExtraError(extra) from error

__all__ = ["comparison", "margins", "ranking", "series", "slide", "unit"]
