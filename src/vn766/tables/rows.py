"""Single rows out of a table: those with problems, and those that somebody wants explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import narwhals.stable.v2 as nw

from vn766._engine.exact import to_decimal
from vn766.errors import UnsupportedBackendError
from vn766.records import Unit, UnitPoints
from vn766.score import iter_problems, score_points
from vn766.tables.columns import Column, check_names, points_columns
from vn766.tables.lazy import numbered
from vn766.tables.scores import Table, do, frame_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from vn766.errors import Problem
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.score import Number, UnitResult
    from vn766.tables.columns import PointsColumns
    from vn766.tables.scores import Frame

__all__ = ["problems_table", "to_results"]

_ROW = "row"


def problems_table(
    df: Table,
    *,
    key: str | Sequence[str] | None = None,
    columns: Mapping[str, str | None] | None = None,
    framework: Framework | str | Path | None = None,
    hundredths: bool = False,
) -> Table:
    """Return everything that is wrong with the points of a table, one problem a row.

    The engine finds the rows with problems; these alone are collected, and read one by one. The
    columns are those of `key`, then ``column``, ``code`` (a `vn766.errors.ProblemCode`),
    ``value`` (as text) and ``message`` (in English).

    Args:
        df: a table of pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark.
        key: the columns that name a row; default: ``row``, its position from 0. Rows of Spark
            have no position: there a key is needed.
        columns: as in `score_table`.
        framework: as in `score_table`.
        hundredths: as in `score_table`.

    Raises:
        InvalidRecordError: if columns cannot be understood or are absent.
        UnsupportedBackendError: if rows have no position and no key is given.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"unit": ["A", "B"], "TDGQ": [18.72, 20.01]})
        >>> problems_table(table, key="unit").select("unit", "column", "code", "value").rows()
        [('B', 'TDGQ', 'above-maximum', '20.01')]
    """
    frame = frame_of(df)
    found = points_columns(
        frame.collect_schema(), columns=columns, framework=framework, hundredths=hundredths
    )
    keys = (key,) if isinstance(key, str) else tuple(key or ())
    check_names(frame.collect_schema().names(), used=keys)
    if not keys:
        frame, keys = _with_positions(frame), (_ROW,)
    names = [column.name for column in _columns(found).values()]
    scored = nw.from_native(
        do(
            frame,
            found,
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
        (*(row[name] for name in keys), *_fields(problem, row, found))
        for row in broken.iter_rows(named=True)
        for problem in _problems(row, found, framework)
    ]
    titles = (*keys, "column", "code", "value", "message")
    listed = {title: [row[at] for row in rows] for at, title in enumerate(titles)}
    schema = {name: broken.schema[name] for name in keys} | dict.fromkeys(
        titles[len(keys) :], nw.String
    )
    return cast("Table", _like(frame, listed, schema))


def to_results(  # noqa: PLR0913 (keyword options)
    df: object,
    *,
    name: str | None = None,
    code: str | None = None,
    period: Period | None = None,
    columns: Mapping[str, str | None] | None = None,
    framework: Framework | str | Path | None = None,
    hundredths: bool = False,
) -> tuple[UnitResult, ...]:
    """Return the rows of a table as results, which can be explained, compared and printed.

    Meant for the few rows that somebody wants to see: choose them first.

    Args:
        df: a table of pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark.
        name: the column of the units' names.
        code: the column of their agency codes.
        period: the time that the points are about.
        columns: as in `score_table`.
        framework: as in `score_table`; by default the edition that covers the period.
        hundredths: as in `score_table`.

    Raises:
        InvalidRecordError: with the problems of the columns, or of the first row that has some.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"unit": ["xã A", "xã B"], "TDGQ": [18.72, 20.0]})
        >>> [result] = to_results(table.filter(pl.col("unit") == "xã B"), name="unit")
        >>> result.unit.name, result.nodes["progress"].points
        ('xã B', Decimal('20.00'))
    """
    frame = frame_of(df)
    found = points_columns(
        frame.collect_schema(), columns=columns, framework=framework, hundredths=hundredths
    )
    used = [column for column in (name, code) if column is not None]
    check_names(frame.collect_schema().names(), used=used)
    rows = frame.collect("pyarrow") if isinstance(frame, nw.LazyFrame) else frame
    results: list[UnitResult] = []
    for row in rows.iter_rows(named=True):
        label = row[name] if name is not None else row[code] if code is not None else None
        unit = None if label is None else Unit(name=str(label), code=row[code] if code else None)
        record = UnitPoints(points=_points(row, found), unit=unit, period=period)
        results.append(score_points(record, framework=framework))
    return tuple(results)


def _with_positions(frame: Frame) -> Frame:
    if _ROW in frame.collect_schema().names():
        message = "the table has a column 'row' already: name the key of its rows"
        raise UnsupportedBackendError(message)
    if isinstance(frame, nw.DataFrame):
        return frame.with_row_index(_ROW)
    return numbered(frame, _ROW)


def _columns(found: PointsColumns) -> dict[int, Column]:
    return {at: source for at, source in found.by_position.items() if isinstance(source, Column)}


def _points(row: Mapping[str, Any], found: PointsColumns) -> dict[str, Number | None]:
    """Return the points of a row by the ids of their nodes."""
    points: dict[str, Number | None] = {}
    for at, column in _columns(found).items():
        value = row[column.name]
        if type(value).__name__ == "NAType" or value != value:  # noqa: PLR0124 (pandas: NaN)
            value = None
        elif column.unit == 1 and value is not None and value == int(value):
            value = to_decimal(int(value))
        points[found.plan.ids[at]] = value
    return points


def _problems(
    row: Mapping[str, Any], found: PointsColumns, framework: Framework | str | Path | None
) -> Iterator[Problem]:
    return iter_problems(_points(row, found), framework=framework)


def _fields(problem: Problem, row: Mapping[str, Any], found: PointsColumns) -> tuple[str, ...]:
    at = found.plan.ids.index(str(problem.path[-1]))
    name = _columns(found)[at].name
    return name, str(problem.code), str(row[name]), problem.message


def _like(frame: Frame, listed: dict[str, list[Any]], schema: dict[str, Any]) -> object:
    """Return columns as a native table of the library that `frame` comes from."""
    implementation = frame.implementation
    if implementation.is_spark_like():
        rows = list(zip(*listed.values(), strict=True))
        session = frame.to_native().sparkSession
        kinds = ", ".join(
            f"`{name}` {'string' if kind == nw.String else 'long'}" for name, kind in schema.items()
        )
        return session.createDataFrame(rows, kinds)
    backend: Any = "pyarrow" if implementation.is_duckdb() else implementation
    table = nw.from_dict(listed, schema, backend=backend)
    if not isinstance(frame, nw.LazyFrame):
        return table.to_native()
    return table.lazy("duckdb" if implementation.is_duckdb() else None).to_native()
