"""Files in: tables of points or counts (CSV, XLSX) and saved responses of the portal (JSON).

Nothing is repaired silently, nothing is changed in the files, and no network is used: every
value that cannot be scored is listed with its cell, and what is not a figure is kept as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.files import Named

if TYPE_CHECKING:
    from vn766.readers.counts import CountsTable, read_counts
    from vn766.readers.headers import Column
    from vn766.readers.points import read_points
    from vn766.readers.portal import read_portal
    from vn766.readers.scored import ScoredFile, score_file
    from vn766.readers.tables import PointsTable
else:  # hidden from type checkers, to which any name would be one
    from vn766.lazy import loader

    __getattr__ = loader(
        __name__,
        {
            "counts": "CountsTable read_counts",
            "headers": "Column",
            "points": "read_points",
            "portal": "read_portal",
            "scored": "ScoredFile score_file",
            "tables": "PointsTable",
        },
    )

__all__ = [
    "Column",
    "CountsTable",
    "Named",
    "PointsTable",
    "ScoredFile",
    "read_counts",
    "read_points",
    "read_portal",
    "score_file",
]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
