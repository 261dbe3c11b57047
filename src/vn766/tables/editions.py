"""The editions that the rows of a table are scored by, as a column of periods decides.

Periods are few, rows are many: each different text is read once.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw
import numpy as np
from attrs import evolve, frozen

from vn766.errors import FormatError, Problem, ProblemCode
from vn766.framework import edition_for, get_framework
from vn766.tables.columns import check_names
from vn766.tables.pools import different
from vn766.tables.ranks import factorized, texts_of
from vn766.vi import parse_period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.tables.arrays import Ints
    from vn766.tables.columns import Frame, PointsColumns


@frozen(kw_only=True)
class Editions:
    """The editions of the rows of a table, by the texts of its column of periods."""

    column: str
    found: tuple[PointsColumns, ...]
    """What the columns of the table mean in each edition, the oldest one first."""
    places: Mapping[str, int]
    """The place in `found` by text; a text that no edition covers has none."""
    periods: Mapping[str, str]
    """One text for all that mean the same period."""

    def renamed(self, names: Mapping[str, str]) -> Editions:
        """Return the same for a table whose columns have other names."""
        found = tuple(each.renamed(names) for each in self.found)
        return evolve(self, column=names[self.column], found=found)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the editions."""
        return tuple(each.plan.framework.id for each in self.found)

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the columns of points that are shown."""
        return tuple(dict.fromkeys(name for each in self.found for name in each.shown))

    def of_text(self, text: str) -> PointsColumns | None:
        """Return what the columns mean in the edition of a period, None if it has none."""
        at = self.places.get(text)
        return None if at is None else self.found[at]

    def of_rows(self, frame: nw.DataFrame[Any]) -> Ints:
        """Return the place of the edition of each row; -1 of those that have none."""
        codes, texts = factorized(texts_of(frame, self.column))
        places = [self.places.get(text, -1) for text in texts]
        return np.array(places, np.int8)[codes]

    def column_of_places(self) -> nw.Expr:
        """Return the place of the edition of each row; null of those that have none."""
        text = nw.col(self.column).cast(nw.String)
        place = nw.lit(None, dtype=nw.Int64)
        for at in range(len(self.found)):
            texts = [each for each, found in self.places.items() if found == at]
            place = nw.when(text.is_in(texts)).then(nw.lit(at)).otherwise(place)
        return place


def basis_of(
    frame: Frame,
    column: str | None,
    framework: Framework | str | Path | None,
    find: Callable[[Framework | str | Path | None], PointsColumns],
    *,
    counted: bool = False,
) -> PointsColumns | Editions:
    """Return what the columns of a table mean, with a column of periods by the edition of each row.

    `find` understands them by one edition; `counted` asks for component rules.

    Raises:
        InvalidRecordError: if the column is absent, or others cannot be understood.
    """
    if column is None:
        return find(framework)
    check_names(frame.collect_schema().names(), used=(column,))
    editions: dict[str, Framework] = {}
    periods: dict[str, str] = {}
    first_of: dict[Period, str] = {}
    for text in sorted(_different(frame, column)):
        known = _edition_of(text, framework, counted=counted)
        if known is not None:
            period, editions[text] = known
            periods[text] = first_of.setdefault(period, text)
    in_order = sorted(set(editions.values()), key=_age)
    return Editions(
        column=column,
        found=tuple(map(find, in_order or (framework,))),
        places={text: in_order.index(edition) for text, edition in editions.items()},
        periods=periods,
    )


def _age(edition: Framework) -> tuple[date, str]:
    start = None if edition.validity is None else edition.validity.first_day
    return start or date.min, edition.id


def _different(frame: Frame, column: str) -> list[str]:
    if isinstance(frame, nw.LazyFrame):
        return different(frame, column)
    texts = factorized(texts_of(frame, column))[1]
    return [text for text in texts if text is not None]


def _edition_of(
    text: str, framework: Framework | str | Path | None, *, counted: bool = False
) -> tuple[Period, Framework] | None:
    """Return the period that a text means and its edition; None: it means none, or has none."""
    try:
        period = parse_period(text)
    except FormatError:
        return None
    if framework is not None:
        return period, get_framework(framework)
    edition = edition_for(period.start, period.end)
    is_covered = edition.validity is None or edition.validity.covers(period.start, period.end)
    return (period, edition) if is_covered and (any(edition.indicators()) or not counted) else None


def no_edition(column: str, value: object) -> Problem:
    """Return the problem of a row whose period cannot be read, or has no edition."""
    if value:  # a blank one is none, not a wrong one
        try:
            parse_period(cast("str", value))
        except FormatError as error:
            return evolve(error.problem, path=("period", column))
    return Problem.of(ProblemCode.NO_EDITION_FOR_PERIOD, ("period", column), value=value)
