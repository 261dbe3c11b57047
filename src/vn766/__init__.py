"""Vietnam's 766 index: the framework as cited data, exact scoring, classification and ranking.

These are the names used most; each is documented in the module it comes from. The optional
parts (`vn766.readers`, `vn766.testing`, ...) are imported by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.lazy import loader

if TYPE_CHECKING:
    from vn766.errors import (
        FormatError,
        FrameworkError,
        InvalidRecordError,
        Problem,
        ProblemCode,
        Vn766Error,
    )
    from vn766.framework import get_framework, list_frameworks
    from vn766.records import Published, Unit, UnitPoints
    from vn766.score import classify, iter_problems, percent, rank_units, score_points
    from vn766.shown import stylesheet

    __version__: str
else:  # hidden from type checkers, to which any name would be one

    def __getattr__(name: str) -> object:
        if name == "__version__":
            # Reading the metadata takes longer than importing the package.
            from importlib.metadata import version

            return version("vn766")
        return _room(name)


__all__ = [
    "FormatError",
    "FrameworkError",
    "InvalidRecordError",
    "Problem",
    "ProblemCode",
    "Published",
    "Unit",
    "UnitPoints",
    "Vn766Error",
    "classify",
    "get_framework",
    "iter_problems",
    "list_frameworks",
    "percent",
    "rank_units",
    "score_points",
    "stylesheet",
]

_room = loader(
    __name__,
    {
        "errors": "FormatError FrameworkError InvalidRecordError Problem ProblemCode Vn766Error",
        "framework": "get_framework list_frameworks",
        "records": "Published Unit UnitPoints",
        "score": "classify iter_problems percent rank_units score_points",
        "shown": "stylesheet",
    },
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
