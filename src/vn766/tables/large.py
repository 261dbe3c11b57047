"""Tables beyond memory: Parquet and CSV files, scored by an engine into one Parquet file.

What a file is and what its heads mean is decided as for small files; nothing else of it is read
here. The result is a file, too, and whatever is shown of it is read from there in pieces.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import narwhals.stable.v2 as nw
from attrs import frozen

from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError, ProblemCode, Severity
from vn766.files import PARQUET, Named, beginning, is_csv, is_parquet, name_of, refusal
from vn766.files.blocks import Grid, delimiters, letters, sample
from vn766.readers.asides import MISSING
from vn766.readers.headers import read_head
from vn766.readers.scored import no_column
from vn766.tables.columns import RANKS, SCORES
from vn766.tables.engines import open_engine, plain_names
from vn766.tables.scores import score_table
from vn766.vocabulary import composed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vn766._engine.plan import Plan
    from vn766.framework.model import Framework
    from vn766.readers.headers import Head
    from vn766.tables.engines import EngineName

_BEGINNING: Final = 1 << 20  # bytes of a CSV file in which its heads must stand
_SAMPLE: Final = 10  # rows that show where the heads end
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ADDED: Final = (*SCORES, *RANKS, "framework")
"""The names of columns of results; input columns that have them are published figures."""


class Columns(NamedTuple):
    """The columns of a file: what they will be called, and which mean what."""

    names: list[str]
    points: dict[int, str]
    """The ids of nodes by the places of the columns that hold their points."""
    units: dict[str, int]
    """The places of the columns of the ``code`` and the ``name`` of units, as far as there."""


@frozen(kw_only=True)
class Scored:
    """A scored table: the Parquet file that holds it, and what it rests on."""

    path: Path
    columns: Columns
    source: str
    engine: EngineName
    framework: Framework
    within: tuple[str, ...] | None
    """The names of the columns of the pools; none: all rows are one; None: nothing is ranked."""
    renamed: tuple[str, ...]
    """Columns that had the names of results."""


def score_large(
    file: Path,
    *,
    engine: EngineName,
    framework: Framework,
    within: Sequence[str] | None,
    folder: Path,
) -> Scored:
    """Score the rows of a file of any size; the result goes into the empty `folder`.

    Raises:
        InvalidRecordError: if the file or its heads cannot be understood, or the engine fails.
    """
    plan, target = plan_of(framework), folder / "scored.parquet"
    csv = _csv_heads(file, plan)
    with open_engine(engine, file, folder) as opened:
        if csv is None:
            table, heads = opened.read_parquet()
        else:
            delimiter, heads = csv
            table = opened.read_csv(len(heads), delimiter)
        head = _understood(file, [heads], plan)
        columns, renamed = _columns(heads, head)
        pools = None if within is None else [_place(name, heads, file) for name in within]
        opened.write(_scored(table, columns, framework, pools), target)
    return Scored(
        path=target,
        columns=columns,
        source=name_of(file),
        engine=engine,
        framework=framework,
        within=None if pools is None else tuple(columns.names[at] for at in pools),
        renamed=renamed,
    )


# --- what its columns mean ------------------------------------------------------------------------


def _csv_heads(file: Path, plan: Plan) -> tuple[str, list[str]] | None:
    """Return the delimiter and the heads of a CSV file, or None for a Parquet file."""
    data = beginning(file, _BEGINNING)
    if data.startswith(PARQUET):
        return None
    if is_parquet(file):  # by its name only
        raise refusal(ProblemCode.NOT_PARQUET, name_of(file))
    Named(name_of(file), data).refuse_binary()
    if data.startswith(_UTF16):
        raise refusal(ProblemCode.UNKNOWN_ENCODING, name_of(file))
    if not is_csv(file):
        raise refusal(ProblemCode.NOT_FOR_ENGINES, name_of(file))
    whole = data[: data.rfind(b"\n") + 1] if len(data) > _BEGINNING else data
    text = Named(name_of(file), whole).text()
    found: list[tuple[int, str, list[str], Head]] = []
    for delimiter in delimiters(text):
        rows = sample(text, delimiter, name_of(file), _SAMPLE)
        head = read_head(Grid(file=name_of(file), rows=rows), plan)
        if head is not None:
            found.append((head.known, delimiter, rows[0], head))
    if not found:
        raise refusal(ProblemCode.NO_HEADER, name_of(file))
    _, delimiter, heads, head = max(found, key=lambda way: way[0])
    if (head.first, head.body) != (0, 1):
        raise refusal(ProblemCode.HEAD_FIRST, name_of(file))
    return delimiter, heads


def _understood(file: Path, rows: list[list[str]], plan: Plan) -> Head:
    """Return what heads mean; those that may mean several things are refused."""
    head = read_head(Grid(file=name_of(file), rows=rows), plan)
    problems = [problem for _, problem in head.problems] if head else []
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise InvalidRecordError(errors, subject=name_of(file))
    if head is None or not any(column.kind == "points" for column in head.columns):
        raise refusal(ProblemCode.NO_HEADER, name_of(file))
    return head


def _columns(heads: Sequence[str], head: Head) -> tuple[Columns, tuple[str, ...]]:
    """Return the columns of a file, and the names that are changed as results have them."""
    found = {column.index: column for column in head.columns}
    units = {
        kind: at
        for kind in ("code", "name")
        for at in [at for at, column in found.items() if column.kind == kind][:1]
    }
    points = {at: column.node for at, column in found.items() if column.node is not None}
    names: list[str] = []
    renamed: list[str] = []
    taken = {name.casefold() for name in _ADDED}
    for at, text in enumerate(heads):
        name = text.strip() or letters(at)
        if name.casefold() in _ADDED:
            renamed.append(name)
            name = f"{name}_published"
        while name.casefold() in taken:  # engines do not tell cases apart
            name = f"{name} ({letters(at)})"
        taken.add(name.casefold())
        names.append(name)
    return Columns(names, points, units), tuple(renamed)


def _place(name: str, heads: Sequence[str], file: Path) -> int:
    """Return the place of a column that was named by its head."""
    texts = [composed(text.strip()) for text in heads]
    wanted = composed(name.strip())
    if wanted not in texts:
        raise no_column(name, name_of(file), filter(None, texts))
    return texts.index(wanted)


# --- scoring --------------------------------------------------------------------------------------


def _scored(table: Any, columns: Columns, framework: Framework, pools: Sequence[int] | None) -> Any:
    """Return the table with its results, under the names that a reader knows."""
    plain = plain_names(len(columns.names))
    frame = cast("nw.LazyFrame[Any]", nw.from_native(table))
    schema = frame.collect_schema()
    points = {f"p{at}": node for at, node in columns.points.items()}
    read = [readable(plain[at], schema[plain[at]]).alias(f"p{at}") for at in columns.points]
    scored = score_table(
        frame.with_columns(read).to_native(),
        columns={**dict.fromkeys(plain), **points},
        framework=framework,
        within=None if pools is None else [plain[at] for at in pools],
        keep=plain,
    )
    result = cast("nw.LazyFrame[Any]", nw.from_native(scored))
    added = [name for name in (*SCORES, *RANKS) if name in result.collect_schema().names()]
    named = [nw.col(name).alias(title) for name, title in zip(plain, columns.names, strict=True)]
    basis = nw.lit(framework.id).alias("framework")
    return result.select(*named, *added, basis).to_native()


def readable(name: str, dtype: nw.dtypes.DType) -> nw.Expr:
    """Return a column of points in which what stands for "not known" in a file is null."""
    column = nw.col(name)
    if not isinstance(dtype, nw.String | nw.Categorical | nw.Enum):
        return column
    text = column.cast(nw.String)
    is_missing = text.str.strip_chars().str.to_lowercase().is_in(sorted(MISSING))
    return nw.when(~is_missing).then(text)
