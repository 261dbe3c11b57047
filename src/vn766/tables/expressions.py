"""Tables that an engine computes itself, scored as its expressions; nothing is collected here.

Cells are read exactly as `vn766._engine.exact` reads. Everything is written with operations that
all engines compute alike; what they do not (rounding, truth of null, sums that skip nulls) is not
used.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import narwhals.stable.v2 as nw

from vn766._engine import formulas, tally
from vn766._engine.plan import NULL
from vn766.errors import UnsupportedBackendError
from vn766.tables.columns import BASIS, RANKS, Column, CountColumns
from vn766.tables.pools import pool_columns
from vn766.vocabulary.typed import MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from vn766._engine.formulas import Algebra
    from vn766._engine.plan import Plan
    from vn766.tables.columns import Job, Kind, PointsColumns, Source
    from vn766.tables.editions import Editions

_CENT: Final = Decimal("0.01")
_NEAR: Final = 0.001  # points beyond the range that a snapped float may still come from
_FINE: Final = 2.0**20  # splits a double in two parts that multiply by a million exactly
_LONGEST_MAXIMUM: Final = 1000_00  # from here a dot may be a mark of thousands
# What `str.strip` takes for blanks; the engines' own notions differ.
BLANKS: Final = "[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
_NUMBER: Final = "^-?[0-9]+([.,][0-9]{1,2}0*)?$"
_TWOFOLD: Final = r"^\s*-?[0-9]{1,3}\.[0-9]{3}\s*$"
_LARGEST: Final = 10**11  # hundredths: sums of as many rows as there are fit into an integer

OWN: Final = "__vn766_"
"""Begins the names of columns that live in between."""
_DOT: Final = f"{OWN}dot"
ROW: Final = f"{OWN}row"
"""The column of the places of rows from 0, where they have one."""
TOTAL: Final = f"{OWN}total"
"""The column of totals in hundredths, null where there is none."""
POOL: Final = f"{OWN}pool"
"""Begins the names of the columns that tell pools apart; null in one is no pool."""
PROBLEMS: Final = f"{OWN}problems"
"""The column of the numbers of problems."""
_PERCENT: Final = f"{OWN}percent"
_BAND: Final = f"{OWN}band"
_EDITION: Final = f"{OWN}edition"
_ENDS: Final = ("numerator", "denominator")
_CELL: Final = "cell"
_ROWS: Final = 2**38
"""More rows than any table has: a total and a row number then fit into one integer."""


Judge: TypeAlias = "Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]]"


class _Expressions:
    """The operations on expressions of integers."""

    def least(self, a: nw.Expr | int, b: nw.Expr | int) -> nw.Expr:
        return nw.when(_expr(a) <= b).then(_expr(a)).otherwise(_expr(b))

    def at_least(self, a: nw.Expr | int, b: nw.Expr | int) -> nw.Expr:
        return (_expr(a) >= b).cast(nw.Int64)

    def first(self, a: nw.Expr, b: nw.Expr | int) -> nw.Expr:
        return nw.when(~a.is_null()).then(a).otherwise(_expr(b))

    def is_null(self, a: nw.Expr) -> nw.Expr:
        return a.is_null().cast(nw.Int64)


def _expr(value: nw.Expr | int) -> nw.Expr:
    return nw.lit(value) if isinstance(value, int) else value


EXPRESSIONS = cast("Algebra", _Expressions())


def points_of(source: Source, own: str) -> nw.Expr:
    """Return the points of a node in hundredths: null where there are none, or none sound.

    `own` begins the names of the columns that `_before_points` made.
    """
    if isinstance(source, CountColumns):
        numerator, denominator = (cast("int", nw.col(f"{own}_{end}")) for end in _ENDS)
        return cast("nw.Expr", source.component.points(numerator, denominator, EXPRESSIONS))
    if not isinstance(source, Column):
        return nw.lit(0, dtype=nw.Int64)
    if source.kind == "float":
        return _snapped(nw.col(f"{own}_{_CELL}"), source)
    return hundredths(source)


def _before_points(source: Source, own: str) -> Iterator[nw.Expr]:
    """Yield what becomes a column before points are made of it, as they ask for it many times.

    Expressions that repeat others grow faster than SQL engines can plan, and Spark builds each
    one anew, over a socket.
    """
    if isinstance(source, CountColumns):
        yield from _sound_counts(source, own)
    elif isinstance(source, Column) and source.kind == "float":
        cell = nw.col(source.name).cast(nw.Float64)
        yield _in_range(cell, source).alias(f"{own}_{_CELL}")


def _sound_counts(columns: CountColumns, own: str) -> Iterator[nw.Expr]:
    """Yield two counts as they are scored: two nulls are 0 of `NULL`, wrong ones are null."""
    numerator, denominator = map(nw.col, columns.names)
    is_null = numerator.is_null() & denominator.is_null()
    sound = (numerator >= 0) & (numerator <= denominator)
    sound &= denominator <= columns.component.largest_count
    if not columns.applies:
        sound = nw.lit(value=False)
    for end, count, of_null in zip(_ENDS, (numerator, denominator), (0, NULL), strict=True):
        read = nw.when(sound).then(count).cast(nw.Int64)
        null = nw.lit(of_null, dtype=nw.Int64)
        yield nw.when(is_null).then(null).otherwise(read).alias(f"{own}_{end}")


def _is_given(source: Source) -> nw.Expr:
    """Return whether a row has a value where the points of a node come from.

    Two nulls for counts are a value: the portal publishes them.
    """
    return ~nw.col(source.name).is_null() if isinstance(source, Column) else nw.lit(value=True)


def hundredths(column: Column) -> nw.Expr:
    """Return the points of a column in hundredths: null where there are none, or none sound.

    Raises:
        UnsupportedBackendError: texts under a maximum from 1000 points, where ``1.234`` may
            be either of two numbers.
    """
    cell = nw.col(column.name)
    match column.kind:
        case "integer":
            return _of_integer(cell, column)
        case "float":
            return _snapped(_in_range(cell.cast(nw.Float64), column), column)
        case "decimal":
            return _of_decimal(cell, column)
        case "text":
            return _of_text(cell.cast(nw.String), column)
        case _:
            return nw.lit(None, dtype=nw.Int64)


def _of_integer(cell: nw.Expr, column: Column) -> nw.Expr:
    fits = (cell >= 0) & (cell <= column.maximum // column.unit)
    return nw.when(fits).then(cell).cast(nw.Int64) * column.unit


def _of_decimal(cell: nw.Expr, column: Column) -> nw.Expr:
    # The nearest hundredth is found among doubles; that it is the number is seen in decimals.
    near = _in_range(cell.cast(nw.Float64), column)
    nearest = (near * 100.0 + 0.5).floor().cast(nw.Int64)
    return nw.when(cell == nearest * nw.lit(_CENT)).then(nearest)


def _snapped(cell: nw.Expr, column: Column) -> nw.Expr:
    """Snap a double in the range to the nearest hundredth within 1e-6, without a rounding error.

    A double is cut into a coarse and a fine part. A million times each is exact, and so is the
    distance of the coarse one from the hundredth: no step rounds before the comparison.
    """
    if column.unit == 1:
        return nw.when(cell == cell.floor()).then(cell).cast(nw.Int64)
    nearest = (cell * 100.0 + 0.5).floor()
    coarse = (cell * _FINE).floor() * (1 / _FINE)
    off_by = coarse * 1e6 - nearest * 1e4
    rest = (cell - coarse) * 1e6
    is_near = (rest <= 1.0 - off_by) & (rest >= -1.0 - off_by)
    return nw.when(is_near).then(nearest).cast(nw.Int64)


def _in_range(cell: nw.Expr, column: Column) -> nw.Expr:
    """Return doubles that may be points of the column; others are null, and so is NaN.

    Spark's floor makes an integer of them, which must not overflow.
    """
    in_range = (cell > -_NEAR) & (cell < column.maximum / column.unit + _NEAR)
    return nw.when(in_range).then(cell)


def figure(name: str, kind: Kind) -> nw.Expr:
    """Return the numbers in a column in hundredths, whatever its maximum; null where it has none.

    Texts that may mean two numbers, such as 1.234, are none.
    """
    column = Column((name,), kind=kind, maximum=_LARGEST, unit=100)
    if kind != "text":
        return hundredths(column)
    text = nw.col(name).cast(nw.String)
    return _number_in(nw.when(~text.str.contains(_TWOFOLD)).then(text), _LARGEST)


def _of_text(cell: nw.Expr, column: Column) -> nw.Expr:
    if column.maximum >= _LONGEST_MAXIMUM:
        message = (
            f"texts in {column.name!r} may mean two numbers, as its maximum has thousands: "
            f"turn the column into decimals first"
        )
        raise UnsupportedBackendError(message)
    return _number_in(cell, column.maximum)


def _number_in(cell: nw.Expr, maximum: int) -> nw.Expr:
    """Return the number in a text, in hundredths up to a maximum."""
    written = cell.str.replace_all(f"^{BLANKS}|{BLANKS}$", "")
    plain = written.str.replace_all("\u2212", "-", literal=True)
    is_number = plain.str.contains(_NUMBER) & (plain.str.len_chars() <= MAX_LENGTH)
    number = nw.when(is_number).then(plain.str.replace_all(",", ".", literal=True))
    # A double nearest to a number of two decimals is nearest to no other hundredth.
    value = number.cast(nw.Float64)
    in_range = (value >= 0.0) & (value <= maximum / 100)
    return (nw.when(in_range).then(value) * 100.0 + 0.5).floor().cast(nw.Int64)


def score_expressions(
    frame: nw.LazyFrame[Any], job: Job, judge: Judge | None = None
) -> nw.LazyFrame[Any]:
    """Return `frame` with what the job adds, still lazy.

    `judge` may add to `PROBLEMS`, and takes `TOTAL` from rows that have some, before any is ranked.
    """
    names = frame.collect_schema().names()
    engine = frame.implementation
    minds_dots = engine.is_spark_like() or engine.is_duckdb()
    if not minds_dots or not any("." in name for name in (*names, *job.adds)):
        return _score(frame, job, judge)
    # Spark takes a dot in a name for a field of a structure, DuckDB up to 1.4 for a table before
    # a column: dots go, and come back.
    plain = {name: name.replace(".", _DOT) for name in (*names, *job.adds)}
    scored = _score(called(frame, [plain[name] for name in names]), job.renamed(plain), judge)
    back = [name.replace(_DOT, ".") for name in scored.collect_schema().names()]
    return cast("nw.LazyFrame[Any]", called(scored, back))


def called(frame: Any, names: Sequence[str]) -> Any:
    """Return a table with other names for its columns, by their places."""
    engine = frame.implementation
    if not (engine.is_spark_like() or engine.is_duckdb()):
        return frame.rename(dict(zip(frame.collect_schema().names(), names, strict=True)))
    native = frame.to_native()
    if not frame.implementation.is_duckdb():
        return _lazy(native.toDF(*names))
    quoted = (name.replace('"', '""') for name in names)
    return _lazy(
        native.project(", ".join(f'#{at} AS "{name}"' for at, name in enumerate(quoted, 1)))
    )


def _score(frame: nw.LazyFrame[Any], job: Job, judge: Judge | None) -> nw.LazyFrame[Any]:
    pools = None
    if job.within is not None:
        found = job.pools or pool_columns(
            frame, job.within, job.levels, POOL, editions=job.editions
        )
        frame = frame.with_columns(pool.alias(name) for name, pool in found.items())
        pools = list(found)
    # DuckDB loses the order of rows in a window.
    ordered = job.within is not None and (
        job.method == "ordinal" or frame.implementation.is_duckdb()
    )
    if ordered and ROW not in frame.collect_schema().names():
        frame = numbered(frame, ROW)
    if job.editions is None:
        frame = _with_sums(frame, job.found)
    else:
        frame = _with_sums_by_edition(frame, job.editions)
    if judge is not None:
        frame = judge(frame)
    if pools is not None:
        frame = _with_ranks(frame, job, pools)
    if ordered:
        frame = frame.sort(ROW)
    frame = frame.with_columns(
        _by_edition(_percent(found.plan) for found in job.bases).alias(_PERCENT),
        _by_edition(_band(found, job.labels) for found in job.bases).alias(_BAND),
    )
    added = {
        "total": decimals_of(TOTAL, digits_of(job.maximum)),
        "percent": decimals_of(_PERCENT, digits_of(100_00)),
        "band": label_of(_BAND, job.labels, frame, ~nw.col(TOTAL).is_null()),
        "missing": nw.col(f"{OWN}missing").cast(nw.Int16),
        "problems": nw.col(PROBLEMS).cast(nw.Int16),
    }
    added |= {name: nw.col(f"{OWN}{name}").cast(nw.Int32) for name in RANKS}
    shown = dict.fromkeys(name for found in job.bases for name in found.shown)
    added |= {name: decimals_of(f"{OWN}of {name}", digits_of(job.maximum)) for name in shown}
    if job.editions is not None:
        is_known = ~nw.col(_EDITION).is_null()
        added[BASIS] = label_of(_EDITION, job.editions.ids, frame, is_known)
    return frame.select(*job.keep, *(added[name].alias(name) for name in job.adds))


def _percent(plan: Plan) -> nw.Expr:
    return constant(formulas.percent(cast("int", nw.col(TOTAL)), plan.maximum))


def _band(found: PointsColumns, labels: Sequence[str]) -> nw.Expr:
    """Return the place of the class among `labels`."""
    total, thresholds = cast("int", nw.col(TOTAL)), found.plan.thresholds[1:]
    place = constant(formulas.reached(total, thresholds, algebra=EXPRESSIONS))
    if found.labels == labels[: len(found.labels)]:
        return place
    among = nw.lit(labels.index(found.labels[0]))
    for at, label in enumerate(found.labels[1:], 1):
        among = nw.when(place == at).then(nw.lit(labels.index(label))).otherwise(among)
    return among


def _by_edition(values: Iterable[nw.Expr]) -> nw.Expr:
    """Return of the values that editions give the one of the row's own; one alone holds for all."""
    first, *others = values
    for at, value in enumerate(others, 1):
        first = nw.when(nw.col(_EDITION) == at).then(value).otherwise(first)
    return first


def _with_sums_by_edition(frame: nw.LazyFrame[Any], editions: Editions) -> nw.LazyFrame[Any]:
    """Add what `_with_sums` does by the edition of each row; one without has a problem."""
    frame = frame.with_columns(editions.column_of_places().alias(_EDITION))
    owns = [f"{OWN}{at}_" for at in range(len(editions.found))]
    for own, found in zip(owns, editions.found, strict=True):
        frame = _with_sums(frame, found, own)
    has_edition = ~nw.col(_EDITION).is_null()
    names = dict.fromkeys(f"of {name}" for found in editions.found for name in found.shown)
    there = set(frame.collect_schema().names())
    columns = [
        nw.when(has_edition).then(_by_edition(_column(f"{own}{name}", there) for own in owns))
        for name in ("total", *names)
    ]
    counted = [
        nw.when(has_edition)
        .then(_by_edition(nw.col(f"{own}{name}") for own in owns))
        .otherwise(nw.lit(of_none))
        for name, of_none in (("missing", 0), ("problems", 1))
    ]
    return frame.with_columns(
        column.alias(f"{OWN}{name}")
        for name, column in zip(
            ("total", *names, "missing", "problems"), (*columns, *counted), strict=True
        )
    )


def _column(name: str, there: Container[str]) -> nw.Expr:
    return nw.col(name) if name in there else nw.lit(None, dtype=nw.Int64)


def _with_sums(frame: nw.LazyFrame[Any], found: PointsColumns, own: str = OWN) -> nw.LazyFrame[Any]:
    """Add the total, which is null unless the row is complete and sound, and what it lacks.

    `own` begins the names of what is added.
    """
    plan, sources = found.plan, found.by_position
    names = {at: f"{own}{at}" for at in sources}
    before = [each for at, source in sources.items() for each in _before_points(source, names[at])]
    if before:
        frame = frame.with_columns(before)
    frame = frame.with_columns(
        points_of(source, names[at]).alias(names[at]) for at, source in sources.items()
    )
    given = [nw.col(names[at]) if at in names else None for at in range(len(plan.nodes))]
    total, missing, contradictions = tally.sums(
        plan, cast("Sequence[int | None]", given), EXPRESSIONS
    )
    unsound = sum(
        (_is_given(source) & nw.col(names[at]).is_null()).cast(nw.Int64)
        for at, source in sources.items()
    )
    frame = frame.with_columns(
        constant(total).alias(f"{own}total"),
        constant(missing).alias(f"{own}missing"),
        constant(unsound).alias(f"{own}unsound"),
        constant(contradictions).alias(f"{own}contradictions"),
    )
    wrong = nw.col(f"{own}unsound")
    # Sums of values that are wrong themselves prove nothing.
    problems = nw.when(wrong > 0).then(wrong).otherwise(nw.col(f"{own}contradictions"))
    frame = frame.with_columns(problems.alias(f"{own}problems"))
    sound = nw.col(f"{own}problems") == 0
    columns = [nw.when(sound).then(nw.col(f"{own}total")).alias(f"{own}total")]
    if found.shown:
        agrees = nw.col(f"{own}contradictions") == 0
        values = tally.values(plan, cast("Sequence[int | None]", given), EXPRESSIONS)
        columns += (
            nw.when(agrees).then(constant(values[at])).alias(f"{own}of {name}")
            for name, at in found.shown.items()
        )
    return frame.with_columns(columns)


def constant(value: Any) -> nw.Expr:
    """Return a number as an expression, and an expression as itself."""
    if value is None or isinstance(value, int):
        return nw.lit(value, dtype=nw.Int64)
    return cast("nw.Expr", value)


def digits_of(maximum: int) -> int:
    """Return how many digits decimals up to `maximum` hundredths have, with 0 before the mark."""
    return max(3, len(str(maximum)))


def decimals_of(name: str, digits: int) -> nw.Expr:
    """Return a column of hundredths as points of so many digits."""
    return (nw.col(name) * nw.lit(_CENT)).cast(nw.Decimal(digits, 2))


def label_of(
    places: str, labels: Sequence[str], frame: nw.LazyFrame[Any], is_known: nw.Expr
) -> nw.Expr:
    """Return labels by a column of their places: an ordered category where the engine has one."""
    place = nw.col(places)
    label = nw.lit(labels[0])
    for at, other in enumerate(labels[1:], 1):
        label = nw.when(place == at).then(nw.lit(other)).otherwise(label)
    label = nw.when(is_known).then(label)
    engine = frame.implementation
    return label.cast(nw.Enum(labels)) if engine.is_polars() or engine.is_duckdb() else label


def _with_ranks(frame: nw.LazyFrame[Any], job: Job, pools: Sequence[str]) -> nw.LazyFrame[Any]:
    total = nw.col(TOTAL)
    is_ranked = ~total.is_null()
    for pool in pools:
        is_ranked &= ~nw.col(pool).is_null()
    if not pools:
        frame = frame.with_columns(nw.lit(0).alias(POOL))
        pools = (POOL,)
    if frame.implementation.is_duckdb() or frame.implementation.is_spark_like():
        frame = _sorted_once(frame, job.method, pools)
        places = [nw.col(f"{OWN}{name}") for name in RANKS]
    else:
        key = total * _ROWS - nw.col(ROW) if job.method == "ordinal" else total
        rank = key.rank("dense" if job.method == "dense" else "min", descending=True)
        counts = total.count().over(*pools), total.count().over(*pools, TOTAL)
        places = [rank.over(*pools), *counts]
    return frame.with_columns(
        nw.when(is_ranked).then(place).alias(f"{OWN}{name}")
        for name, place in zip(RANKS, places, strict=True)
    )


def _sorted_once(frame: nw.LazyFrame[Any], method: str, pools: Sequence[str]) -> nw.LazyFrame[Any]:
    """Add ranks, sizes of pools and ties of a table of DuckDB or Spark, which sort each pool once.

    Narwhals has no word for the rows of one value in a window that is sorted already.
    """
    native = frame.to_native()
    is_spark = frame.implementation.is_spark_like()
    mark = "`" if is_spark else '"'
    pool = "PARTITION BY " + ", ".join(
        f"{mark}{name.replace(mark, 2 * mark)}{mark}" for name in pools
    )
    window = f"{pool} ORDER BY {TOTAL} DESC NULLS LAST"
    ranks = {
        "competition": f"rank() OVER ({window})",
        "dense": f"dense_rank() OVER ({window})",
        "ordinal": f"row_number() OVER ({window}, {ROW})",
    }
    peers = "RANGE BETWEEN CURRENT ROW AND CURRENT ROW"
    places = (
        ranks[method],
        f"count({TOTAL}) OVER ({pool})",
        f"count({TOTAL}) OVER ({window} {peers})",
    )
    named = [f"{place} AS {OWN}{name}" for name, place in zip(RANKS, places, strict=True)]
    if is_spark:
        return _lazy(native.selectExpr("*", *named))
    return _lazy(native.project(", ".join(["*", *named])))


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


def settled(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return a table that Spark has computed so far: its plans grow with each step, and slow down.

    Other engines plan again in no time.
    """
    if not frame.implementation.is_spark_like():
        return frame
    return _lazy(frame.to_native().localCheckpoint())


def _lazy(native: Any) -> nw.LazyFrame[Any]:
    return cast("nw.LazyFrame[Any]", nw.from_native(native))
