"""Totals, classes and ranks of all rows of a table of counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError, Problem, ProblemCode, Word
from vn766.framework import get_framework
from vn766.framework.registry import COUNTS_EDITION
from vn766.tables.columns import (
    Constant,
    PointsColumns,
    RatioColumns,
    find_points,
    no_such_column,
)
from vn766.tables.scores import Table, do, frame_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from narwhals.stable.v2.dtypes import DType

    from vn766._engine.plan import Component, Plan
    from vn766.framework.model import Framework, Level
    from vn766.score import RankMethod
    from vn766.tables.columns import Source
    from vn766.tables.scores import Frame, How

_NUMERATOR, _DENOMINATOR = "_numerator", "_denominator"


def score_counts_table(
    df: Table,
    *,
    columns: Mapping[str, tuple[str, str]] | None = None,
    framework: Framework | str | Path = COUNTS_EDITION,
    level: Level | None = None,
    within: str | Sequence[str] | None = None,
    method: RankMethod | None = None,
    keep: Literal["all"] | Sequence[str] = "all",
    how: How = "auto",
) -> Table:
    """Return a table of counts with the total, percent and class of every row, and its rank.

    Each component has two columns of whole numbers, ``…_numerator`` and ``…_denominator`` behind
    its code or number. What 0 of 0 means, the zero rule decides; two nulls are a published null,
    as in `vn766.score.score_counts`; a component without columns is missing. Columns named like
    nodes hold points, as `score_table` takes them. What is added is the same as there.

    Args:
        df: a table of pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark.
        columns: columns of other names: numerator and denominator by the code or number of the
            component.
        framework: an edition with component rules, its id, or the path of a user's own.
        level: the level of all units of the table, which decides the components they have.
        within: as in `score_table`.
        method: as in `score_table`.
        keep: as in `score_table`.
        how: as in `score_table`.

    Raises:
        InvalidRecordError: if columns cannot be understood, are absent, or would be written
            twice. Values raise nothing: a row with negative counts, with more in the numerator
            than in the denominator, with one of two counts, or with counts beyond what every
            engine computes exactly has ``problems`` and no total.
        UnsupportedBackendError: if the engine cannot do it; the message says what can.
        FrameworkError: if the framework is unknown or broken.

    Source: rules, targets and zero rules stand in the framework, each with its evidence.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({
        ...     "transparency": [18], "online": [22], "satisfaction": [18], "digitization": [22],
        ...     "PROGRESS_ON_TIME_numerator": [755], "PROGRESS_ON_TIME_denominator": [1120],
        ... })
        >>> score_counts_table(table, keep=[]).row(0)
        (Decimal('93.48'), Decimal('93.48'), 'Xuất sắc', 0, 0)
    """
    frame = frame_of(df)
    found = counts_columns(frame, columns, framework, level)
    names = frame.collect_schema().names()
    result = do(frame, found, names, within=within, method=method, keep=keep, how=how)
    return cast("Table", result)


def counts_columns(
    frame: Frame,
    columns: Mapping[str, tuple[str, str]] | None,
    framework: Framework | str | Path,
    level: Level | None,
) -> PointsColumns:
    """Find the columns of counts and of points in a table.

    Raises:
        InvalidRecordError: with everything that is wrong with their names and types.
    """
    schema = frame.collect_schema()
    floats = frame.implementation.is_pandas()  # integers with nulls are floats there
    plan = plan_of(get_framework(framework), with_components=True)
    pairs, problems = _pairs(schema, columns or {}, plan)
    if level is not None and level not in plan.framework.levels:
        known = ", ".join(plan.framework.levels)
        problems.append(Problem.of(ProblemCode.UNKNOWN_LEVEL, ("level",), value=level, known=known))
    used = {name for pair in pairs.values() for name in pair}
    others = {name: dtype for name, dtype in schema.items() if name not in used}
    points, found = find_points(others, plan, None, hundredths=False)
    problems += found
    sources: dict[int, Source] = {**points}
    for at, rule in plan.rules.items():
        if at in pairs:
            problems += _problems_of(rule, pairs[at], schema, floats=floats)
            problems += [_twice(rule, pairs[at][0], points[at].name)] if at in points else []
            applies = rule.indicator.applies_to(level)
            sources[at] = RatioColumns(*pairs[at], rule, applies)
        elif at not in points and rule.is_idle(level):
            sources[at] = Constant(0)
    if not pairs and not points:
        known = ", ".join(rule.indicator.code + _NUMERATOR for rule in plan.rules.values())
        problems.append(Problem.of(ProblemCode.NO_POINTS_COLUMN, ("columns",), known=known))
    if problems:
        raise InvalidRecordError(problems)
    return PointsColumns(plan=plan, by_position=dict(sorted(sources.items())))


def _pairs(
    schema: Mapping[str, DType], columns: Mapping[str, tuple[str, str]], plan: Plan
) -> tuple[dict[int, tuple[str, str]], list[Problem]]:
    """Return the columns of counts by the position of their component."""
    pairs: dict[int, tuple[str, str]] = {}
    problems: list[Problem] = []
    named = {key: tuple(pair) for key, pair in columns.items()}
    taken = {name for pair in named.values() for name in pair}
    for name in schema:
        key = name.removesuffix(_NUMERATOR)
        if name.endswith(_NUMERATOR) and name not in taken and plan.components(key):
            named[key] = (name, key + _DENOMINATOR)
    for key, pair in named.items():
        candidates = plan.components(key)
        if len(candidates) != 1:
            path, nearest = ("columns", key), plan.nearest(key)
            problems.append(Problem.of(ProblemCode.UNKNOWN_KEY, path, value=key, nearest=nearest))
            continue
        problems += [no_such_column(name, schema) for name in pair if name not in schema]
        at = candidates[0]
        if at in pairs:
            problems.append(_twice(plan.rules[at], pair[0], pairs[at][0]))
        elif all(name in schema for name in pair):
            pairs[at] = (pair[0], pair[1])
    return pairs, problems


def _problems_of(
    rule: Component, pair: tuple[str, str], schema: Mapping[str, DType], *, floats: bool
) -> Iterator[Problem]:
    """Yield what is wrong with two columns of counts."""
    if not rule.rule.takes_counts:
        label = f"{rule.indicator.no} {rule.indicator.label}"
        path = ("columns", pair[0])
        yield Problem.of(ProblemCode.POINTS_ARE_GIVEN, path, value=pair[0], label=label)
    for name in pair:
        if not (schema[name].is_integer() or (floats and schema[name].is_float())):
            yield Problem.of(
                ProblemCode.WRONG_TYPE,
                ("columns", name),
                value=name,
                label=Word("the column"),
                type=str(schema[name]),
            )


def _twice(rule: Component, name: str, other: str) -> Problem:
    return Problem.of(
        ProblemCode.DUPLICATE_KEY,
        ("columns", name),
        value=name,
        label=rule.indicator.label,
        other=other,
    )
