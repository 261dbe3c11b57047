"""Tables that an engine computes itself, scored as its expressions; nothing is collected here."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, cast

import narwhals.stable.v2 as nw

from vn766._engine import formulas, tally
from vn766.errors import UnsupportedBackendError
from vn766.tables.columns import RANKS, RatioColumns
from vn766.tables.expressions import EXPRESSIONS, is_given, points_of, sound_counts
from vn766.tables.natives import digits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vn766.tables.columns import Job

_OWN: Final = "__vn766_"  # begins the names of columns that live in between
_DOT: Final = f"{_OWN}dot"
_ROW: Final = f"{_OWN}row"
_TOTAL: Final = f"{_OWN}total"
_PERCENT: Final = f"{_OWN}percent"
_BAND: Final = f"{_OWN}band"
_CENT: Final = Decimal("0.01")
_ROWS: Final = 2**38
"""More rows than any table has: a total and a row number then fit into one integer."""


def score_expressions(frame: nw.LazyFrame[Any], job: Job) -> nw.LazyFrame[Any]:
    """Return `frame` with what the job adds, still lazy."""
    names = frame.collect_schema().names()
    engine = frame.implementation
    minds_dots = engine.is_spark_like() or engine.is_duckdb()
    if not minds_dots or not any("." in name for name in names):
        return _score(frame, job)
    # Spark takes a dot in a name for a field of a structure, DuckDB up to 1.4 for a table before
    # a column: dots go, and come back.
    plain = {name: name.replace(".", _DOT) for name in names}
    scored = _score(_called(frame, list(plain.values())), job.renamed(plain))
    back = [name.replace(_DOT, ".") for name in scored.collect_schema().names()]
    return _called(scored, back)


def _called(frame: nw.LazyFrame[Any], names: Sequence[str]) -> nw.LazyFrame[Any]:
    """Return a table of DuckDB or Spark with other names for its columns, by their places."""
    native = frame.to_native()
    if not frame.implementation.is_duckdb():
        return _lazy(native.toDF(*names))
    quoted = (name.replace('"', '""') for name in names)
    return _lazy(
        native.project(", ".join(f'#{at} AS "{name}"' for at, name in enumerate(quoted, 1)))
    )


def _score(frame: nw.LazyFrame[Any], job: Job) -> nw.LazyFrame[Any]:
    plan = job.found.plan
    ordered = job.within is not None and (
        job.method == "ordinal" or frame.implementation.is_duckdb()
    )
    if ordered:
        frame = numbered(frame, _ROW)
    frame = _with_sums(frame, job)
    total = cast("int", nw.col(_TOTAL))
    frame = frame.with_columns(
        _constant(formulas.percent(total, plan.maximum)).alias(_PERCENT),
        _constant(formulas.reached(total, plan.thresholds[1:], algebra=EXPRESSIONS)).alias(_BAND),
    )
    if job.within is not None:
        frame = _with_ranks(frame, job, job.within)
    added = {
        "total": _points(_TOTAL, digits_of(plan.maximum)),
        "percent": _points(_PERCENT, digits_of(100_00)),
        "band": _label(job.found.labels, frame),
        "missing": nw.col(f"{_OWN}missing").cast(nw.Int16),
        "problems": nw.col(f"{_OWN}problems").cast(nw.Int16),
    } | {name: nw.col(f"{_OWN}{name}").cast(nw.Int32) for name in RANKS}
    if ordered:
        frame = frame.sort(_ROW)
    return frame.select(*job.keep, *(added[name].alias(name) for name in job.adds))


def _with_sums(frame: nw.LazyFrame[Any], job: Job) -> nw.LazyFrame[Any]:
    """Add the total, which is null unless the row is complete and sound, and what it lacks."""
    plan, columns = job.found.plan, job.found.by_position
    names = {at: f"{_OWN}{at}" for at in columns}
    counts: dict[int, tuple[nw.Expr, nw.Expr]] = {}
    counted: list[nw.Expr] = []
    for at, source in columns.items():
        if isinstance(source, RatioColumns):
            ends = (f"{names[at]}_numerator", f"{names[at]}_denominator")
            counted += (e.alias(name) for e, name in zip(sound_counts(source), ends, strict=True))
            counts[at] = nw.col(ends[0]), nw.col(ends[1])
    if counted:
        frame = frame.with_columns(counted)
    frame = frame.with_columns(
        points_of(source, counts.get(at)).alias(names[at]) for at, source in columns.items()
    )
    given = [nw.col(names[at]) if at in names else None for at in range(len(plan.nodes))]
    total, missing, contradictions = tally.sums(
        plan, cast("Sequence[int | None]", given), EXPRESSIONS
    )
    unsound = sum(
        (is_given(source) & nw.col(names[at]).is_null()).cast(nw.Int64)
        for at, source in columns.items()
    )
    frame = frame.with_columns(
        _constant(total).alias(_TOTAL),
        _constant(missing).alias(f"{_OWN}missing"),
        _constant(unsound).alias(f"{_OWN}unsound"),
        _constant(contradictions).alias(f"{_OWN}contradictions"),
    )
    wrong = nw.col(f"{_OWN}unsound")
    # Sums of values that are wrong themselves prove nothing.
    problems = nw.when(wrong > 0).then(wrong).otherwise(nw.col(f"{_OWN}contradictions"))
    frame = frame.with_columns(problems.alias(f"{_OWN}problems"))
    sound = nw.col(f"{_OWN}problems") == 0
    return frame.with_columns(nw.when(sound).then(nw.col(_TOTAL)).alias(_TOTAL))


def _constant(value: Any) -> nw.Expr:
    if value is None or isinstance(value, int):
        return nw.lit(value, dtype=nw.Int64)
    return cast("nw.Expr", value)


def _points(name: str, digits: int) -> nw.Expr:
    return (nw.col(name) * nw.lit(_CENT)).cast(nw.Decimal(digits, 2))


def _label(labels: Sequence[str], frame: nw.LazyFrame[Any]) -> nw.Expr:
    """Return the labels of the classes: an ordered category where the engine has one."""
    place = nw.col(_BAND)
    label = nw.lit(labels[0])
    for at, other in enumerate(labels[1:], 1):
        label = nw.when(place == at).then(nw.lit(other)).otherwise(label)
    label = nw.when(~nw.col(_TOTAL).is_null()).then(label)
    engine = frame.implementation
    return label.cast(nw.Enum(labels)) if engine.is_polars() or engine.is_duckdb() else label


def _with_ranks(frame: nw.LazyFrame[Any], job: Job, within: Sequence[str]) -> nw.LazyFrame[Any]:
    total = nw.col(_TOTAL)
    is_ranked = ~total.is_null()
    if not within:
        frame = frame.with_columns(nw.lit(0).alias(f"{_OWN}pool"))
        within = (f"{_OWN}pool",)
    if job.method == "ordinal":
        key = total * _ROWS - nw.col(_ROW)
        rank = key.rank("min", descending=True)
    else:
        rank = total.rank("dense" if job.method == "dense" else "min", descending=True)
    return frame.with_columns(
        rank.over(*within).alias(f"{_OWN}rank"),
        nw.when(is_ranked).then(total.count().over(*within)).alias(f"{_OWN}of"),
        nw.when(is_ranked).then(total.count().over(*within, _TOTAL)).alias(f"{_OWN}tied"),
    )


def numbered(frame: nw.LazyFrame[Any], name: str) -> nw.LazyFrame[Any]:
    """Number the rows from 0: DuckDB loses their order in a window, and ordinal ranks need it.

    Raises:
        UnsupportedBackendError: if rows have no order in the engine.
    """
    native = frame.to_native()
    if frame.implementation.is_duckdb():
        return _lazy(native.project(f"row_number() OVER () - 1 AS {name}, *"))
    if frame.implementation.is_polars():
        rows = _lazy(native.with_row_index(name))
        return rows.with_columns(nw.col(name).cast(nw.Int64))
    message = (
        f"rows have no order in {frame.implementation}: name a key of the rows, and rank with "
        f"'competition' or 'dense', which need no order"
    )
    raise UnsupportedBackendError(message)


def _lazy(native: Any) -> nw.LazyFrame[Any]:
    return cast("nw.LazyFrame[Any]", nw.from_native(native))
