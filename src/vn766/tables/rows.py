"""Single rows out of a table: those with problems, and those that somebody wants explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import narwhals.stable.v2 as nw

from vn766._engine.exact import is_null, to_decimal
from vn766.errors import InvalidRecordError, UnsupportedBackendError, as_text
from vn766.records import Unit, UnitCounts, UnitPoints
from vn766.score import iter_problems, score_counts, score_points
from vn766.tables.columns import (
    Column,
    CountColumns,
    check_names,
    counts_columns,
    holds_counts,
    points_columns,
)
from vn766.tables.editions import Editions, basis_of, no_edition
from vn766.tables.expressions import numbered
from vn766.tables.scores import Table, do, frame_of
from vn766.vi import parse_period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from vn766.errors import Language, Problem
    from vn766.framework import Level
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.score import Number, UnitResult
    from vn766.tables.columns import Frame, PointsColumns

_ROW = "row"
_TITLES = ("column", "code", "value", "message")


def problems_table(
    df: Table,
    *,
    key: str | Sequence[str] | None = None,
    columns: Mapping[str, str | None] | None = None,
    framework: Framework | str | Path | None = None,
    period: str | None = None,
    hundredths: bool = False,
    language: Language = "en",
) -> Table:
    """Return everything that is wrong with the points of a table, one problem a row.

    The engine finds the rows with problems; these alone are collected, and read one by one. The
    columns are those of `key`, then ``column``, ``code`` (a `vn766.errors.ProblemCode`),
    ``value`` (as text) and ``message``.

    Args:
        df: a table of pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark.
        key: the columns that name a row; default: ``row``, its position from 0. Rows of Spark
            have no position: there a key is needed.
        columns: as in `score_table`.
        framework: as in `score_table`.
        period: as in `score_table`.
        hundredths: as in `score_table`.
        language: of the messages.

    Raises:
        InvalidRecordError: if columns cannot be understood or are absent, or if a column of the
            key is called like one of the result.
        UnsupportedBackendError: if rows have no position and no key is given.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"unit": ["A", "B"], "TDGQ": [18.72, 20.01]})
        >>> problems_table(table, key="unit").select("unit", "column", "code", "value").rows()
        [('B', 'TDGQ', 'above-maximum', '20.01')]
    """
    frame = frame_of(df)
    schema = frame.collect_schema()

    def find(edition: Framework | str | Path | None) -> PointsColumns:
        return points_columns(schema, columns=columns, framework=edition, hundredths=hundredths)

    def problems_of(row: Mapping[str, Any], found: PointsColumns) -> Iterator[_Found]:
        for problem in iter_problems(points_in(row, found), framework=found.plan.framework):
            at = found.plan.ids.index(str(problem.path[-1]))
            name = _columns(found)[at].name
            yield _Found(name, as_text(row[name]), problem)

    basis = basis_of(frame, period, framework, find)
    return cast("Table", _listed(frame, basis, key, problems_of, language))


def counts_problems_table(
    df: Table,
    *,
    key: str | Sequence[str] | None = None,
    columns: Mapping[str, tuple[str, str]] | None = None,
    framework: Framework | str | Path | None = None,
    period: str | None = None,
    level: Level | None = None,
    language: Language = "en",
) -> Table:
    """Return everything that is wrong with a table of counts, one problem a row.

    What `problems_table` is to `vn766.tables.score_table`, this is to
    `vn766.tables.score_counts_table`, and its columns are the same. A problem of two counts
    stands under the column of the numerator, with a value such as ``3/2``.

    Args:
        df: a table of pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark.
        key: as in `problems_table`.
        columns: as in `score_counts_table`.
        framework: as in `score_counts_table`.
        period: as in `score_counts_table`.
        level: as in `score_counts_table`.
        language: of the messages.

    Raises:
        InvalidRecordError: if columns cannot be understood or are absent, or if a column of the
            key is called like one of the result.
        UnsupportedBackendError: if rows have no position and no key is given.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"unit": ["A"], "2.1_numerator": [3], "2.1_denominator": [2]})
        >>> found = counts_problems_table(table, key="unit")
        >>> found.select("unit", "column", "code", "value").rows()
        [('A', '2.1_numerator', 'above-denominator', '3/2')]
    """
    frame = frame_of(df)
    unit = None if level is None else Unit(name="", level=level)

    def find(edition: Framework | str | Path | None) -> PointsColumns:
        return counts_columns(frame, columns=columns, framework=edition, level=level)

    def problems_of(row: Mapping[str, Any], found: PointsColumns) -> Iterator[_Found]:
        record = UnitCounts(counts=_counts(row, found), points=points_in(row, found), unit=unit)
        for problem in iter_problems(record, framework=found.plan.framework):
            source = found.by_position[_position(problem, found)]
            name = source.names[0]
            value = as_text(row[name])
            if isinstance(source, CountColumns):
                counts = (_count(row[name]) for name in source.names)
                value = "/".join("" if count is None else str(count) for count in counts)
            yield _Found(name, value, problem)

    basis = basis_of(frame, period, framework, find, counted=True)
    return cast("Table", _listed(frame, basis, key, problems_of, language))


def to_results(
    df: object,
    *,
    name: str | None = None,
    code: str | None = None,
    period: Period | str | None = None,
    columns: Mapping[str, str | None] | Mapping[str, tuple[str, str]] | None = None,
    framework: Framework | str | Path | None = None,
    level: Level | None = None,
    hundredths: bool = False,
) -> tuple[UnitResult, ...]:
    """Return the rows of a table as results, which can be explained, compared and printed.

    Meant for the few rows that somebody wants to see: choose them first. A table that
    `score_counts_table` takes gives results of counts, any other one results of points.

    Args:
        df: a table of pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark.
        name: the column of the units' names.
        code: the column of their agency codes.
        period: the time that all rows are about, or the column of their periods, which decides
            their editions as in `score_table`.
        columns: as in `score_table`, or as in `score_counts_table`.
        framework: as in `score_table`; by default the edition that covers the period, and
            ``portal-2026`` for counts.
        level: the level of all units, which decides the components they have.
        hundredths: as in `score_table`.

    Raises:
        InvalidRecordError: with the problems of the columns, or of the first row that has some.
        PrecisionBoundError: if a count is so large that not every engine computes exactly.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"unit": ["xã A", "xã B"], "TDGQ": [18.72, 20.0]})
        >>> [result] = to_results(table.filter(pl.col("unit") == "xã B"), name="unit")
        >>> result.unit.name, result.nodes["progress"].points
        ('xã B', Decimal('20.00'))
    """
    frame = frame_of(df)
    schema = frame.collect_schema()
    counted = holds_counts(schema, columns, framework)

    def find(edition: Framework | str | Path | None) -> PointsColumns:
        if counted:
            pairs = cast("Mapping[str, tuple[str, str]]", columns)
            return counts_columns(frame, columns=pairs, framework=edition, level=level)
        names = cast("Mapping[str, str | None]", columns)
        return points_columns(schema, columns=names, framework=edition, hundredths=hundredths)

    used = [column for column in (name, code) if column is not None]
    check_names(schema.names(), used=used)
    column, common = (period, None) if isinstance(period, str) else (None, period)
    basis = basis_of(frame, column, framework, find, counted=counted)
    rows = frame.collect("pyarrow") if isinstance(frame, nw.LazyFrame) else frame
    results: list[UnitResult] = []
    for row in rows.select(dict.fromkeys([*used, *_names(basis)])).iter_rows(named=True):
        found, when = basis, common
        if isinstance(found, Editions):
            text = _text(row[found.column])
            edition = found.of_text(text)
            if edition is None:
                raise InvalidRecordError([no_edition(found.column, text)])
            found, when = edition, parse_period(text)
        unit, points = _unit(row, name, code, level), points_in(row, found)
        if counted:
            counts = _counts(row, found)
            record = UnitCounts(counts=counts, points=points, unit=unit, period=when)
            results.append(score_counts(record, framework=found.plan.framework))
        else:
            given = UnitPoints(points=points, unit=unit, period=when)
            results.append(score_points(given, framework=framework))
    return tuple(results)


class _Found(NamedTuple):
    """A problem of a row: in which column, of which value."""

    column: str
    value: str
    problem: Problem


def _listed(
    frame: Frame,
    basis: PointsColumns | Editions,
    key: str | Sequence[str] | None,
    problems_of: Callable[[Mapping[str, Any], PointsColumns], Iterable[_Found]],
    language: Language,
) -> object:
    """Return the native table of what `problems_of` finds in the rows that have problems."""
    keys = (key,) if isinstance(key, str) else tuple(key or ())
    check_names(frame.collect_schema().names(), used=keys, keep=keys, added=_TITLES)
    if not keys:
        frame, keys = _with_positions(frame), (_ROW,)
    names = _names(basis)
    scored = nw.from_native(
        do(
            frame,
            basis,
            frame.collect_schema().names(),
            within=None,
            method=None,
            keep=[*dict.fromkeys((*keys, *names))],
            how="auto",
            adds=("problems",),
        )
    ).filter(nw.col("problems") > 0)
    broken = scored.collect("pyarrow") if isinstance(scored, nw.LazyFrame) else scored
    rows = [
        (at, _fields(found_there, language))
        for at, row in enumerate(broken.select(dict.fromkeys(names)).iter_rows(named=True))
        for found_there in _problems_of(row, basis, problems_of)
    ]
    listed = nw.from_dict(
        {title: [fields[at] for _, fields in rows] for at, title in enumerate(_TITLES)},
        dict.fromkeys(_TITLES, nw.String),
        backend=broken.implementation,
    )
    # The key stays as it is: Python has no days beyond the year 9999, nor every other type.
    named = broken.select(keys)[[at for at, _ in rows]]
    return _like(frame, nw.concat([named, listed], how="horizontal"))


def _names(basis: PointsColumns | Editions) -> list[str]:
    """Return the names of the columns that rows are scored by."""
    if isinstance(basis, Editions):
        return [basis.column, *(name for found in basis.found for name in _names(found))]
    return [name for source in basis.by_position.values() for name in source.names]


def _problems_of(
    row: Mapping[str, Any],
    basis: PointsColumns | Editions,
    problems_of: Callable[[Mapping[str, Any], PointsColumns], Iterable[_Found]],
) -> Iterable[_Found]:
    """Return the problems of a row by its edition; one without an edition has but this problem."""
    if not isinstance(basis, Editions):
        return problems_of(row, basis)
    text = _text(row[basis.column])
    found = basis.of_text(text)
    if found is None:
        return [_Found(basis.column, text, no_edition(basis.column, text))]
    return problems_of(row, found)


def _fields(found: _Found, language: Language) -> tuple[str, ...]:
    return found.column, str(found.problem.code), found.value, found.problem.text(language)[0]


def _position(problem: Problem, found: PointsColumns) -> int:
    """Return the position of the node or component that a problem is about."""
    kind, name = problem.path[0], str(problem.path[-1])
    return found.plan.components(name)[0] if kind == "counts" else found.plan.ids.index(name)


def _with_positions(frame: Frame) -> Frame:
    if _ROW in frame.collect_schema().names():
        message = "the table has a column 'row' already: name the key of its rows"
        raise UnsupportedBackendError(message)
    if isinstance(frame, nw.DataFrame):
        return frame.with_row_index(_ROW)
    return numbered(frame, _ROW)


def _columns(found: PointsColumns) -> dict[int, Column]:
    return {at: source for at, source in found.by_position.items() if isinstance(source, Column)}


def points_in(row: Mapping[str, Any], found: PointsColumns) -> dict[str, Number | None]:
    """Return the points of a row by the ids of their nodes."""
    points: dict[str, Number | None] = {}
    for at, column in _columns(found).items():
        value = row[column.name]
        if is_null(value):
            value = None
        elif column.unit == 1 and float(value).is_integer():
            value = to_decimal(int(value))
        points[found.plan.ids[at]] = value
    return points


def _counts(row: Mapping[str, Any], found: PointsColumns) -> dict[str, Any]:
    """Return the counts of a row by the codes of their components; two nulls are one."""
    counts: dict[str, Any] = {}
    for source in found.by_position.values():
        if isinstance(source, CountColumns):
            pair = tuple(_count(row[name]) for name in source.names)
            counts[source.component.indicator.code] = None if pair == (None, None) else pair
    return counts


def _count(value: Any) -> Any:
    """Return a count; pandas turns integers with nulls into floats."""
    if is_null(value):
        return None
    return int(value) if float(value).is_integer() else value


def _text(value: object) -> str:
    return "" if is_null(value) else as_text(value)


def _like(frame: Frame, table: nw.DataFrame[Any]) -> object:
    """Return a table as a native one of the library that `frame` comes from."""
    implementation = frame.implementation
    if implementation.is_spark_like():
        native = frame.to_native()
        keys = [name for name in table.columns if name not in _TITLES]
        kinds = type(native.schema)([native.schema[name] for name in keys])
        for title in _TITLES:
            kinds = kinds.add(title, "string")
        return native.sparkSession.createDataFrame(table.rows(), kinds)
    if not isinstance(frame, nw.LazyFrame):
        return table.to_native()
    return table.lazy(implementation).to_native()


def _unit(
    row: Mapping[str, Any], name: str | None, code: str | None, level: Level | None
) -> Unit | None:
    """Return the unit of a row: codes without letters are numbers in some tables."""
    said = [None if column is None else row[column] for column in (name, code)]
    label, key = (None if is_null(value) else as_text(value) for value in said)
    if label is None and key is None and level is None:
        return None
    return Unit(name=label or key or "", code=key, level=level)
