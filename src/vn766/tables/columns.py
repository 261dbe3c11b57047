"""The columns of a table that hold points or counts, and the kinds of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import narwhals.stable.v2 as nw
from attrs import evolve, frozen

from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError, Problem, ProblemCode, Word
from vn766.framework import get_framework
from vn766.framework.registry import COUNTS_EDITION
from vn766.readers.headers import kind_of, read_names
from vn766.score.intake import key_problem, level_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from narwhals.stable.v2.dtypes import DType

    from vn766._engine.plan import Component, Plan
    from vn766.framework import Level
    from vn766.framework.model import Framework
    from vn766.score import RankMethod
    from vn766.tables.editions import Editions

Kind: TypeAlias = Literal["integer", "float", "decimal", "text", "object", "null"]
Frame: TypeAlias = "nw.DataFrame[Any] | nw.LazyFrame[Any]"
Schema: TypeAlias = "Mapping[str, DType]"

SCORES: Final = ("total", "percent", "band", "missing", "problems")
RANKS: Final = ("rank", "of", "tied")
BASIS: Final = "framework"
"""The column of the ids of editions, where rows have several."""
_NUMERATOR, _DENOMINATOR = "_numerator", "_denominator"


@frozen
class Source:
    """The columns that the points of a node come from; with none, every row has 0 points."""

    names: tuple[str, ...] = ()


@frozen(kw_only=True)
class Column(Source):
    """One column of points: the kind of its values, and its maximum in hundredths."""

    kind: Kind
    maximum: int
    unit: int
    """Hundredths in one: 100, or 1 for a column of whole hundredths."""

    @property
    def name(self) -> str:
        """The name of the column."""
        return self.names[0]


@frozen(kw_only=True)
class CountColumns(Source):
    """Two columns of counts, and the component that makes points of them."""

    component: Component
    applies: bool
    """Whether units of this level have the component; if not, its counts must be null."""


@frozen(kw_only=True)
class PointsColumns:
    """The columns of a table that hold points, by the position of their node in the plan."""

    plan: Plan
    by_position: Mapping[int, Source]
    shown: Mapping[str, int] = {}
    """The nodes and components whose points are added, by the names of these columns."""

    def renamed(self, names: Mapping[str, str]) -> PointsColumns:
        """Return the same for a table whose columns, and those added, have other names."""
        sources = {
            at: evolve(source, names=tuple(names[name] for name in source.names))
            for at, source in self.by_position.items()
        }
        shown = {names[name]: at for name, at in self.shown.items()}
        return evolve(self, by_position=sources, shown=shown)

    def showing(self, *, nodes: bool, components: bool = False) -> PointsColumns:
        """Return the same columns with all nodes, or all components, or both to be shown.

        A column is called by the id, with ``points.`` before one that another result has.
        """
        if not (nodes or components):  # the usual case, of which small tables have many
            return self
        plan, taken = self.plan, {*SCORES, *RANKS, BASIS}
        shown = {
            f"points.{name}" if name in taken else name: at
            for at, name in enumerate(plan.ids)
            if (components if name in plan.component_ids else nodes)
        }
        return evolve(self, shown=shown)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the classes, lowest first."""
        return tuple(band.label for band in reversed(self.plan.bands))


@frozen(kw_only=True)
class Job:
    """A task with a table."""

    found: PointsColumns
    within: Sequence[str] | None
    """The columns of the pools; None: nothing is ranked."""
    method: RankMethod
    keep: Sequence[str]
    adds: Sequence[str]
    """The names of the results to add."""
    levels: str | None = None
    """The column of the levels of units, which stay apart within pools; None: they do not."""
    pools: Mapping[str, nw.Expr] | None = None
    """The columns that tell the pools of a lazy table apart, if they are known already."""
    editions: Editions | None = None
    """The editions of the rows, as a column of periods decides; None: `found` holds for all."""

    @property
    def bases(self) -> tuple[PointsColumns, ...]:
        """The columns of points as each edition knows them."""
        return (self.found,) if self.editions is None else self.editions.found

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the classes of all editions, lowest first."""
        return tuple(dict.fromkeys(label for found in self.bases for label in found.labels))

    @property
    def maximum(self) -> int:
        """The largest total of all editions, in hundredths."""
        return max(found.plan.maximum for found in self.bases)

    def renamed(self, names: Mapping[str, str]) -> Job:
        """Return the same job for a table whose columns, and those added, have other names."""
        return evolve(
            self,
            found=self.found.renamed(names),
            editions=self.editions and self.editions.renamed(names),
            adds=[names[name] for name in self.adds],
            within=None if self.within is None else [names[name] for name in self.within],
            keep=[names[name] for name in self.keep],
            levels=None if self.levels is None else names[self.levels],
        )


def points_columns(
    schema: Schema,
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
    found, problems = _points(schema, plan, columns, hundredths=hundredths)
    if not problems and not found:
        known = ", ".join(node.id for node in plan.nodes)
        problems.append(Problem.of(ProblemCode.NO_POINTS_COLUMN, ("columns",), known=known))
    if problems:
        raise InvalidRecordError(problems)
    return PointsColumns(plan=plan, by_position=found)


def _points(
    schema: Schema, plan: Plan, columns: Mapping[str, str | None] | None, *, hundredths: bool
) -> tuple[dict[int, Column], list[Problem]]:
    """Return the columns of points by position, and what is wrong with their names and types."""
    named = dict(columns or {})
    problems = [no_such_column(name, schema) for name in named if name not in schema]
    columns_of, wrong = read_names(tuple(named.get(name, name) or "" for name in schema), plan)
    nodes = {column.index: column.node for column in columns_of if column.node is not None}
    names = list(schema)
    if not plan.rules:  # a table of counts has groups by their components
        problems += [
            problem
            for at, problem in wrong
            if names[at] not in named
            and kind_of(names[at]) == "other"
            and names[at] not in plan.ids
        ]
    found: dict[int, Column] = {}
    for place, (name, dtype) in enumerate(schema.items()):
        if name in named:
            key = named[name]
            candidates = () if key is None else plan.find(key)
        else:
            key = name if name in plan.ids else nodes.get(place)
            candidates = () if key is None else plan.find(key)
        if key is None:
            continue
        taken = {at: column.name for at, column in found.items()}
        problem = key_problem("columns", key, candidates, plan, taken)
        kind = kind_of_values(dtype)
        if problem is not None or kind is None:
            problems.append(problem or _wrong_type(name, dtype))
        else:
            at = next(iter(candidates))  # key_problem refuses any other number than one
            # pandas turns integers with nulls into floats: these count as well.
            unit = 1 if hundredths and kind in {"integer", "float"} else 100
            found[at] = Column((name,), kind=kind, maximum=plan.maxima[at], unit=unit)
    return found, problems


def counts_columns(
    frame: Frame,
    *,
    columns: Mapping[str, tuple[str, str]] | None,
    framework: Framework | str | Path | None,
    level: Level | None,
) -> PointsColumns:
    """Find the columns of counts and of points in a table.

    Raises:
        InvalidRecordError: with everything that is wrong with their names and types.
    """
    schema = frame.collect_schema()
    floats = frame.implementation.is_pandas()  # integers with nulls are floats there
    plan = counting_plan(framework)
    pairs, problems = _pairs(schema, columns or {}, plan)
    problems += level_problems(level, None, plan.framework, ("level",))
    used = {name for pair in pairs.values() for name in pair}
    others = {name: dtype for name, dtype in schema.items() if name not in used}
    points, wrong = _points(others, plan, None, hundredths=False)
    problems += wrong
    sources: dict[int, Source] = {**points}
    for at, component in plan.rules.items():
        if at in pairs:
            problems += _pair_problems(component, pairs[at], schema, floats=floats)
            problems += [_twice(component, pairs[at][0], points[at].name)] if at in points else []
            applies = component.indicator.applies_to(level)
            sources[at] = CountColumns(pairs[at], component=component, applies=applies)
        elif at not in points and component.is_idle(level):
            sources[at] = Source()
    if not pairs and not points:
        known = ", ".join(each.indicator.code + _NUMERATOR for each in plan.rules.values())
        problems.append(Problem.of(ProblemCode.NO_POINTS_COLUMN, ("columns",), known=known))
    if problems:
        raise InvalidRecordError(problems)
    return PointsColumns(plan=plan, by_position=dict(sorted(sources.items())))


def counting_plan(framework: Framework | str | Path | None) -> Plan:
    """Return the plan that counts are scored by, if no other is named that of `COUNTS_EDITION`."""
    named = COUNTS_EDITION if framework is None else framework
    return plan_of(get_framework(named), with_components=True)


def holds_counts(
    schema: Schema, columns: Mapping[str, object] | None, framework: Framework | str | Path | None
) -> bool:
    """Whether a table has columns of counts, by their names or by what `columns` says."""
    if any(isinstance(pair, tuple | list) for pair in (columns or {}).values()):
        return True
    return bool(_pairs(schema, {}, counting_plan(framework))[0])


def _pairs(
    schema: Schema, columns: Mapping[str, tuple[str, str]], plan: Plan
) -> tuple[dict[int, tuple[str, str]], list[Problem]]:
    """Return the columns of counts by the position of their component."""
    pairs: dict[int, tuple[str, str]] = {}
    problems: list[Problem] = []
    named = {key: (numerator, denominator) for key, (numerator, denominator) in columns.items()}
    taken = {name for pair in named.values() for name in pair}
    for name in schema:
        key = name.removesuffix(_NUMERATOR)
        if key != name and name not in taken and plan.components(key):
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
            pairs[at] = pair
    return pairs, problems


def _pair_problems(
    component: Component, pair: tuple[str, str], schema: Schema, *, floats: bool
) -> Iterator[Problem]:
    """Yield what is wrong with two columns of counts."""
    indicator = component.indicator
    if not component.rule.takes_counts:
        label, path = f"{indicator.no} {indicator.label}", ("columns", pair[0])
        yield Problem.of(ProblemCode.POINTS_ARE_GIVEN, path, value=pair[0], label=label)
    for name in pair:
        if not (schema[name].is_integer() or (floats and schema[name].is_float())):
            yield _wrong_type(name, schema[name])


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


def kind_of_values(dtype: DType) -> Kind | None:
    """Return the kind of the values of a column, None if they are no points."""
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


def no_such_column(name: str, schema: Sequence[str] | Schema) -> Problem:
    """Return the problem of a column that a table does not have."""
    known = ", ".join(schema)
    return Problem.of(ProblemCode.NO_SUCH_COLUMN, ("columns", name), value=name, known=known)


def _wrong_type(name: str, dtype: DType) -> Problem:
    path, label = ("columns", name), Word("the column")
    return Problem.of(ProblemCode.WRONG_TYPE, path, value=name, label=label, type=str(dtype))


def _twice(component: Component, name: str, other: str) -> Problem:
    path, label = ("columns", name), component.indicator.label
    return Problem.of(ProblemCode.DUPLICATE_KEY, path, value=name, label=label, other=other)
