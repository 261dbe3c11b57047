"""Which columns of a table hold points, and of what kind their values are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import narwhals.stable.v2 as nw
from attrs import frozen

from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError, Problem, ProblemCode, Word
from vn766.framework import get_framework
from vn766.score.intake import key_problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from narwhals.stable.v2.dtypes import DType

    from vn766._engine.plan import Component, Plan
    from vn766.framework.model import Framework
    from vn766.score import RankMethod

Kind: TypeAlias = Literal["integer", "float", "decimal", "text", "object", "null"]


class Column(NamedTuple):
    """One column of points: its name, the kind of its values, and its maximum in hundredths."""

    name: str
    kind: Kind
    maximum: int
    unit: int
    """Hundredths in one: 100, or 1 for a column of whole hundredths."""


class RatioColumns(NamedTuple):
    """Two columns of counts, and the component that makes points of them."""

    numerator: str
    denominator: str
    component: Component
    applies: bool
    """Whether units of this level have the component; if not, its counts must be null."""


class Constant(NamedTuple):
    """Points that every row has: 0 for what gives none."""

    points: int


Source: TypeAlias = Column | RatioColumns | Constant
"""Where the points of a node come from."""


@frozen(kw_only=True)
class PointsColumns:
    """The columns of a table that hold points, by the position of their node in the plan."""

    plan: Plan
    by_position: Mapping[int, Source]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the classes, lowest first."""
        return tuple(band.label for band in reversed(self.plan.bands))


@frozen(kw_only=True)
class Job:
    """What is to be done with a table."""

    found: PointsColumns
    within: Sequence[str] | None
    """The columns of the pools; None: nothing is ranked."""
    method: RankMethod
    keep: Sequence[str]
    adds: Sequence[str]
    """The names of the results to add."""

    def renamed(self, names: Mapping[str, str]) -> Job:
        """Return the same job for a table whose columns have other names."""
        columns = {at: _renamed(source, names) for at, source in self.found.by_position.items()}
        return Job(
            found=PointsColumns(plan=self.found.plan, by_position=columns),
            within=None if self.within is None else [names[name] for name in self.within],
            method=self.method,
            keep=[names[name] for name in self.keep],
            adds=self.adds,
        )


def _renamed(source: Source, names: Mapping[str, str]) -> Source:
    match source:
        case Column():
            return source._replace(name=names[source.name])
        case RatioColumns():
            return source._replace(
                numerator=names[source.numerator], denominator=names[source.denominator]
            )
        case _:
            return source


SCORES: Final = ("total", "percent", "band", "missing", "problems")
RANKS: Final = ("rank", "of", "tied")


def points_columns(
    schema: Mapping[str, DType],
    *,
    columns: Mapping[str, str | None] | None,
    framework: Framework | str | Path | None,
    hundredths: bool,
) -> PointsColumns:
    """Find the columns of points in a table.

    Raises:
        InvalidRecordError: with everything that is wrong with their names and types.
    """
    plan = plan_of(get_framework(framework))
    found, problems = find_points(schema, plan, columns, hundredths=hundredths)
    if not problems and not found:
        known = ", ".join(node.id for node in plan.nodes)
        problems.append(Problem.of(ProblemCode.NO_POINTS_COLUMN, ("columns",), known=known))
    if problems:
        raise InvalidRecordError(problems)
    return PointsColumns(plan=plan, by_position=found)


def find_points(
    schema: Mapping[str, DType],
    plan: Plan,
    columns: Mapping[str, str | None] | None,
    *,
    hundredths: bool,
) -> tuple[dict[int, Column], list[Problem]]:
    """Return the columns of points by position, and what is wrong with their names and types."""
    named = dict(columns or {})
    problems = [no_such_column(name, schema) for name in named if name not in schema]
    found: dict[int, Column] = {}
    for name, dtype in schema.items():
        key = named.get(name, name)
        candidates = () if key is None else plan.find(key)
        if not candidates and name not in named:
            continue
        if key is None:
            continue
        taken = {at: column.name for at, column in found.items()}
        problem = key_problem("columns", key, candidates, plan, taken)
        kind = _kind(dtype)
        if problem is None and kind is None:
            problem = _wrong_type(name, dtype)
        if problem is not None or kind is None:
            problems += [problem] if problem else []
        else:
            at = next(iter(candidates))  # key_problem refuses any other number than one
            # pandas turns integers with nulls into floats: these count as well.
            unit = 1 if hundredths and kind in {"integer", "float"} else 100
            found[at] = Column(name, kind, plan.maxima[at], unit)
    return found, problems


def check_names(
    schema: Sequence[str],
    *,
    used: Sequence[str] = (),
    keep: Sequence[str] = (),
    added: Sequence[str] = (),
) -> None:
    """Refuse columns that are asked for and absent, or kept and about to be added again.

    Raises:
        InvalidRecordError: with all of them.
    """
    absent = [name for name in dict.fromkeys((*used, *keep)) if name not in schema]
    problems = [no_such_column(name, schema) for name in absent]
    problems += [
        Problem.of(ProblemCode.COLUMN_TAKEN, ("columns", name), value=name)
        for name in added
        if name in keep
    ]
    if problems:
        raise InvalidRecordError(problems)


def _kind(dtype: DType) -> Kind | None:
    if dtype.is_integer():
        return "integer"
    if dtype.is_float():
        return "float"
    if dtype.is_decimal():
        return "decimal"
    if isinstance(dtype, nw.String | nw.Categorical | nw.Enum):
        return "text"
    if isinstance(dtype, nw.Object):
        return "object"
    return "null" if isinstance(dtype, nw.Unknown) else None


def no_such_column(name: str, schema: Sequence[str] | Mapping[str, DType]) -> Problem:
    """Return the problem of a column that a table does not have."""
    known = ", ".join(schema)
    return Problem.of(ProblemCode.NO_SUCH_COLUMN, ("columns", name), value=name, known=known)


def _wrong_type(name: str, dtype: DType) -> Problem:
    path = ("columns", name)
    return Problem.of(
        ProblemCode.WRONG_TYPE, path, value=name, label=Word("the column"), type=str(dtype)
    )
