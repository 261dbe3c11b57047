"""Results as HTML: what all of them share, and the stylesheet of it.

This is the door to the room that shows results, through which they reach it when somebody wants
to see.

The rooms of results stand below that room and import nothing of it; this module is the only one
below that does, and only when it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # pandas and PyArrow have no type stubs.
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs]
    import polars as pl
    import pyarrow as pa  # pyright: ignore[reportMissingTypeStubs]

    from vn766.errors import Language
    from vn766.show.json import Figures


__all__ = ["Shown", "Tabular", "stylesheet"]


class Shown:
    """A value that a notebook shows as a table."""

    __slots__ = ()

    def to_html(self, *, language: Language = "vi", page: bool = False) -> str:
        """Return the value as HTML that a page of yours can show, or as a page of its own.

        Texts are escaped; there are no scripts and no styles but classes, whose look
        `vn766.stylesheet` has. A `page` is one file with pictures, in light and dark, for screens
        of any width and for print, under a policy that lets nothing else in.

        Example:
            >>> from vn766.score import score_points
            >>> score_points({"TDGQ": 18}).to_html(language="en")[:35]
            '<div class="vn766" lang="en" role="'
        """
        from vn766.show.page import to_html

        self._load_html()
        return to_html(self, language, whole=page)

    def _repr_html_(self) -> str:
        from vn766.show.page import notebook_html

        self._load_html()
        return notebook_html(self)

    def _load_html(self) -> None:
        """Load how the value is shown, if its own room tells that: here nothing."""


class Tabular:
    """A value that is a table for dataframe libraries, with the same columns in each.

    Figures are exact everywhere: decimals of two places in Polars and PyArrow; in pandas, which
    has none, the nearest float and beside it, under the name with ``_hundredths``, a whole number
    of hundredths. Classes are ordered, lowest first; what is not known is null.
    """

    __slots__ = ()

    def to_polars(self) -> pl.DataFrame:
        """Return the value as a Polars dataframe: decimals, and enumerations for classes.

        Raises:
            MissingLibraryError: if Polars is not installed.
        """
        from vn766.show.frames import to_polars

        return to_polars(self)

    def to_pandas(self) -> pd.DataFrame:
        """Return the value as a pandas dataframe: floats with exact hundredths, ordered categories.

        Raises:
            MissingLibraryError: if pandas is not installed.
        """
        from vn766.show.frames import to_pandas

        return to_pandas(self)

    # PyArrow has no types.
    def to_arrow(self) -> pa.Table:  # pyright: ignore[reportUnknownParameterType, reportUnknownMemberType]
        """Return the value as a PyArrow table: decimals, and ordered dictionaries for classes.

        Raises:
            MissingExtraError: if PyArrow is not installed.
        """
        from vn766.show.frames import to_arrow

        return to_arrow(self)


def stylesheet() -> str:
    """Return the stylesheet of everything that `to_html` returns, for pages that show it.

    Its classes begin with ``vn766``; a page serves it as a file of its own, or lists its hash in
    the ``style-src`` of its policy.

    Example:
        >>> ".vn766 table" in stylesheet()
        True
    """
    from vn766.show.page import stylesheet as read

    return read()


def to_dict(value: Figures, language: Language = "vi") -> object:
    """Return a result as JSON-ready values, of the type that `vn766.schemas` has for its kind."""
    from vn766.show.json import json

    return json(value, language)
