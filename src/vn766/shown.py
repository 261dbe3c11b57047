"""The door to `vn766.show`: results reach the room that shows them when somebody wants to see.

The rooms of results stand below that room and import nothing of it; this module is the only one
below that does, and only when it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs] # it has none
    import polars as pl

    from vn766.errors import Language
    from vn766.score.ranking import Ranking
    from vn766.show.json import Figures


class Shown:
    """A value that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from vn766.show.html import html

        return html(self)


def to_dict(value: Figures, language: Language = "vi") -> object:
    """Return a result as JSON-ready values, of the type that `vn766.schemas` has for its kind."""
    from vn766.show.json import json

    return json(value, language)


def to_polars(ranking: Ranking) -> pl.DataFrame:
    """Return a ranking as a Polars dataframe."""
    from vn766.show.frames import to_polars

    return to_polars(ranking)


def to_pandas(ranking: Ranking) -> pd.DataFrame:
    """Return a ranking as a pandas dataframe."""
    from vn766.show.frames import to_pandas

    return to_pandas(ranking)
