"""Two scored tables side by side: what changed of each unit, exactly, on every engine."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import narwhals.stable.v2 as nw
import numpy as np
from attrs import evolve

from vn766._engine import formulas
from vn766._engine.exact import is_null
from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError, NotComparableError, Problem, ProblemCode
from vn766.tables.arrays import ARRAYS, Cells, Raw, reader_of
from vn766.tables.columns import BASIS, Column, check_names, points_columns
from vn766.tables.eager import Counts, Labels, Points, add_columns
from vn766.tables.expressions import (
    EXPRESSIONS,
    OWN,
    called,
    decimals_of,
    digits_of,
    hundredths,
    label_of,
)
from vn766.tables.ranks import texts_of
from vn766.tables.scores import Table, frame_of, undivided

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from vn766._engine.plan import Plan
    from vn766.framework.model import Framework
    from vn766.tables.arrays import Ints, Mask
    from vn766.tables.columns import Frame
    from vn766.tables.eager import Result

_SIDES: Final = ("before", "after")
_RANKS: Final = ("rank_before", "rank_after", "rank_change")
_ADDED: Final = (
    *("total_before", "total_after", "change"),
    *("band_before", "band_after", "band_change"),
    *(*_RANKS, "only_in"),
)
_NAMED: Final = 5
"""Units that stand in a table twice: so many are named."""


def compare_tables(
    before: Table,
    after: Table,
    *,
    on: str | Sequence[str],
    total: str = "total",
    framework: Framework | str | Path | None = None,
) -> Table:
    """Return what changed from one scored table to another, a row a unit.

    The columns are those of `on`, then ``total_before``, ``total_after`` and ``change`` (points
    gained; negative: lost), ``band_before``, ``band_after`` and ``band_change`` (classes risen),
    where both tables have ranks ``rank_before``, ``rank_after`` and ``rank_change`` (places
    gained), and ``only_in``: ``before`` or ``after`` for a unit of one table alone, else null.
    What is missing on one side has no change: null, never 0. Figures are such as `score_table`
    returns, and as exact.

    Materialised tables keep the order of `after`, then come the units of `before` alone; lazy
    ones stay lazy, and have no order. Whether units stand in a table twice is looked up at once.

    Args:
        before: the earlier table, as `score_table`, `score_counts_table` or `rank_table` return it.
        after: the later table, of the same library.
        on: the columns by which units are known, the same in both tables. Values must be written
            alike, and a null is no unit of the other table. Where ranks are within pools, the
            columns of the pools belong here: ranks of two pools are not compared.
        total: the column of totals, in points.
        framework: whose maximum and classes totals have; default ``qd766``.

    Raises:
        InvalidRecordError: if columns are absent, of another type, or called like those that are
            added; or if a unit stands in a table twice.
        NotComparableError: if both tables have a column ``framework``, and a unit was scored by
            two editions: the difference would be that of the rules.
        TypeError: if the tables are of two libraries.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> import polars as pl
        >>> may = pl.DataFrame({"unit": ["A", "B"], "total": ["79,5", "65,47"]})
        >>> june = pl.DataFrame({"unit": ["C", "A"], "total": ["91", "80"]})
        >>> compared = compare_tables(may, june, on="unit")
        >>> compared.select("unit", "change", "band_change", "only_in").rows()
        [('C', None, None, 'after'), ('A', Decimal('0.50'), 1, None), ('B', None, None, 'before')]
    """
    keys = (on,) if isinstance(on, str) else tuple(dict.fromkeys(on))
    check_names(keys, keep=keys, added=_ADDED)
    first, second = frame_of(before), frame_of(after)
    kinds = {(side.implementation, isinstance(side, nw.LazyFrame)) for side in (first, second)}
    if len(kinds) > 1:
        message = "both tables must be of one library: convert one of them"
        raise TypeError(message)
    whole = undivided(framework)
    old, new = (
        _side(first, "before", keys, total, whole),
        _side(second, "after", keys, total, whole),
    )
    compared = _compared_lazily if isinstance(first, nw.LazyFrame) else _compared
    return cast("Table", compared(old, new, keys, plan_of(whole)))


class _Side(NamedTuple):
    """What is compared of a table, under names that no engine minds."""

    frame: Any
    keys: list[str]
    total: Column
    there: Mapping[str, str]
    """The names of its other columns by what they hold: ``rank`` and ``framework``."""


def _side(frame: Frame, name: str, keys: Sequence[str], total: str, whole: Framework) -> _Side:
    schema = frame.collect_schema()
    check_names(schema.names(), used=(*keys, total))
    exact = f"{total}_hundredths"  # beside the floats of pandas
    is_exact = frame.implementation.is_pandas() and exact in schema
    source = exact if is_exact else total
    [column] = points_columns(
        {source: schema[source]}, columns={source: "total"}, framework=whole, hundredths=is_exact
    ).by_position.values()
    others = [each for each in ("rank", BASIS) if each in schema]
    plain = {each: f"{OWN}{name}{at}" for at, each in enumerate(schema)}
    wanted = dict.fromkeys(plain[each] for each in (*keys, source, *others))
    return _Side(
        frame=called(frame, list(plain.values())).select(*wanted),
        keys=[plain[key] for key in keys],
        total=cast("Column", evolve(column, names=(plain[source],))),
        there={each: plain[each] for each in others},
    )


def _labels(plan: Plan) -> tuple[str, ...]:
    return tuple(band.label for band in reversed(plan.bands))


def _refuse_twice(units: Iterable[tuple[tuple[object, ...], int]], keys: Sequence[str]) -> None:
    """Refuse units that stand in a table several times."""
    problems = [
        Problem.of(
            ProblemCode.DUPLICATE_UNIT,
            ("units",),
            value=", ".join(map(str, unit)),
            label=", ".join(keys),
            count=count,
        )
        for unit, count in units
    ]
    if problems:
        raise InvalidRecordError(problems)


def _refuse_editions(pairs: Iterable[tuple[object, object]]) -> None:
    """Refuse units that were scored by one edition before, and by another one after."""
    labels = ", ".join(sorted({str(edition) for pair in pairs for edition in pair}))
    if labels:
        raise NotComparableError([Problem.of(ProblemCode.DIFFERENT_FRAMEWORKS, (), labels=labels)])


# --- materialised tables --------------------------------------------------------------------------


class _Found(NamedTuple):
    """Integers of rows, and which rows have none."""

    ints: Ints
    null: Mask

    def at(self, rows: Ints) -> _Found:
        """Return the integers of some rows; there is none where a row is -1."""
        return _Found(np.append(self.ints, 0)[rows], np.append(self.null, np.True_)[rows])

    def minus(self, other: _Found) -> _Found:
        """Return the differences."""
        return _Found(self.ints - other.ints, self.null | other.null)

    def counts(self) -> Counts:
        """Return a column of whole numbers."""
        return Counts(self.ints.astype(np.int32), self.null, may_be_null=True)


def _compared(old: _Side, new: _Side, keys: Sequence[str], plan: Plan) -> Any:
    before, after = _units(old, keys), _units(new, keys)
    row_of = {unit: row for row, unit in enumerate(before) if unit is not None}
    met = [-1 if unit is None else row_of.get(unit, -1) for unit in after]
    lone = sorted(set(range(len(before))) - set(met))
    at_old = np.array([*met, *lone], np.intp)
    at_new = np.array([*range(len(after)), *(-1 for _ in lone)], np.intp)
    both = (at_old >= 0) & (at_new >= 0)
    shared = old.there.keys() & new.there.keys()
    if BASIS in shared:
        editions = [texts_of(side.frame, side.there[BASIS]).to_list() for side in (old, new)]
        pairs = zip(at_old[both].tolist(), at_new[both].tolist(), strict=True)
        named = ((editions[0][was], editions[1][now]) for was, now in pairs)
        _refuse_editions(
            pair for pair in named if not any(map(is_null, pair)) and pair[0] != pair[1]
        )
    totals = [_totals(old).at(at_old), _totals(new).at(at_new)]
    bands = [_Found(_places(total.ints, plan), total.null) for total in totals]
    results: dict[str, Result] = {
        "total_before": Points(*totals[0], plan.maximum),
        "total_after": Points(*totals[1], plan.maximum),
        "change": Points(*totals[1].minus(totals[0]), plan.maximum, -plan.maximum),
        "band_before": Labels(*bands[0], _labels(plan)),
        "band_after": Labels(*bands[1], _labels(plan)),
        "band_change": bands[1].minus(bands[0]).counts(),
    }
    if "rank" in shared:
        ranks = [_ranks(old).at(at_old), _ranks(new).at(at_new)]
        columns = (ranks[0], ranks[1], ranks[0].minus(ranks[1]))
        results |= {name: ints.counts() for name, ints in zip(_RANKS, columns, strict=True)}
    results["only_in"] = Labels((at_old < 0).astype(np.int8), both, _SIDES)
    parts = [(new, slice(None)), (old, lone)]
    units = nw.concat([called(side.frame.select(*side.keys), keys)[some] for side, some in parts])
    return add_columns(nw.maybe_reset_index(units), keys, results)


def _units(side: _Side, keys: Sequence[str]) -> list[tuple[object, ...] | None]:
    """Return the key of each row; None: a part of it is null, and it has none."""
    columns = [side.frame.get_column(key) for key in side.keys]
    nulls = [column.is_null().to_list() for column in columns]
    values = zip(*(column.to_list() for column in columns), strict=True)
    units = [
        None if any(null) else unit
        for unit, null in zip(values, zip(*nulls, strict=True), strict=True)
    ]
    counts = Counter(unit for unit in units if unit is not None)
    several = [(unit, count) for unit, count in counts.most_common(_NAMED) if count > 1]
    _refuse_twice(several, keys)
    return units


def _totals(side: _Side) -> _Found:
    cells = reader_of(side.frame, side.total, np.dtype(np.int64))(slice(None)).cells
    null = np.zeros(len(side.frame), np.bool_) if cells.null is None else cells.null
    return _Found(cells.values, null)


def _ranks(side: _Side) -> _Found:
    ints, null = Raw(side.frame.get_column(side.there["rank"])).read(slice(None))
    return _Found(ints.astype(np.int64), np.zeros(len(ints), np.bool_) if null is None else null)


def _places(totals: Ints, plan: Plan) -> Ints:
    """Return the places of the classes of totals, from 0 for the lowest."""
    cells = cast("int", Cells(totals))
    places = formulas.reached(cells, plan.thresholds[1:], algebra=ARRAYS)
    return (Cells(totals * 0) + places).values.astype(np.int8)


# --- lazy tables ----------------------------------------------------------------------------------


def _compared_lazily(old: _Side, new: _Side, keys: Sequence[str], plan: Plan) -> Any:
    shared = old.there.keys() & new.there.keys()
    sides = [_read(old, "before", keys, plan), _read(new, "after", keys, plan)]
    joined = sides[0].join(sides[1], left_on=old.keys, right_on=new.keys, how="full")
    if BASIS in shared:
        was, now = (nw.col(side.there[BASIS]).cast(nw.String) for side in (old, new))
        differ = joined.filter(was != now).select(was.alias("was"), now.alias("now")).unique()
        _refuse_editions(differ.head(_NAMED).collect("pyarrow").rows())
    is_old, is_new = (~nw.col(_own("in", side)).is_null() for side in _SIDES)
    only = nw.when(is_old & ~is_new).then(nw.lit(0)).otherwise(nw.lit(1))
    one_alone = ~(is_old & is_new)
    joined = joined.with_columns(
        (nw.col(_own("total", "after")) - nw.col(_own("total", "before"))).alias(_own("change")),
        (nw.col(_own("band", "after")) - nw.col(_own("band", "before"))).alias(_own("band_change")),
        only.alias(_own("only")),
    )
    columns = [
        nw.when(is_new).then(nw.col(later)).otherwise(nw.col(earlier)).alias(key)
        for key, earlier, later in zip(keys, old.keys, new.keys, strict=True)
    ]
    digits = digits_of(plan.maximum)
    figures = {
        "total_before": ("total", "before"),
        "total_after": ("total", "after"),
        "change": ("change",),
    }
    columns += (decimals_of(_own(*own), digits).alias(name) for name, own in figures.items())
    for side in _SIDES:
        place = _own("band", side)
        is_known = ~nw.col(place).is_null()
        columns.append(label_of(place, _labels(plan), joined, is_known).alias(f"band_{side}"))
    columns.append(nw.col(_own("band_change")).cast(nw.Int32).alias("band_change"))
    if "rank" in shared:
        ranks = [nw.col(side.there["rank"]).cast(nw.Int32) for side in (old, new)]
        both = (ranks[0], ranks[1], ranks[0] - ranks[1])
        columns += (rank.alias(name) for name, rank in zip(_RANKS, both, strict=True))
    columns.append(label_of(_own("only"), _SIDES, joined, one_alone).alias("only_in"))
    return joined.select(columns).to_native()


def _own(*parts: str) -> str:
    return OWN + "_".join(parts)


def _read(side: _Side, name: str, keys: Sequence[str], plan: Plan) -> nw.LazyFrame[Any]:
    """Return a table with its totals in hundredths, the places of their classes, and a mark."""
    frame = cast("nw.LazyFrame[Any]", side.frame)
    is_unit = ~nw.any_horizontal(*(nw.col(key).is_null() for key in side.keys), ignore_nulls=True)
    counted = frame.filter(is_unit).group_by(*side.keys).agg(nw.len().alias(_own("rows")))
    several = counted.filter(nw.col(_own("rows")) > 1).head(_NAMED).collect("pyarrow").rows()
    _refuse_twice(((row[:-1], row[-1]) for row in several), keys)
    total, own = hundredths(side.total), _own("total", name)
    frame = frame.with_columns(total.alias(own), nw.lit(1).alias(_own("in", name)))
    cells = cast("int", nw.col(own))
    place = formulas.reached(cells, plan.thresholds[1:], algebra=EXPRESSIONS)
    known = nw.when(~nw.col(own).is_null()).then(place)
    return frame.with_columns(known.alias(_own("band", name)))
