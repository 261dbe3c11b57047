"""A scored Parquet file, read in pieces: its summary, its problems, and the same as CSV."""

# PyArrow has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from codecs import BOM_UTF8
from collections import Counter
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import narwhals.stable.v2 as nw

from vn766.errors import FormatError, MissingExtraError, Problem, ProblemCode, Severity, Word
from vn766.readers.asides import is_missing
from vn766.readers.headers import text_of
from vn766.readers.points import read_rank
from vn766.records import Published, Unit, UnitPoints
from vn766.score import iter_problems
from vn766.show.columns import say
from vn766.show.files import without_formula
from vn766.tables.columns import points_columns
from vn766.tables.large import PLACE, readable
from vn766.tables.rows import points_in
from vn766.tables.units import COPIES
from vn766.texts import writing

try:
    import pyarrow as pa
    from pyarrow import compute, csv, parquet
except ModuleNotFoundError as error:
    extra = "parquet"
    raise MissingExtraError(extra) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from vn766.errors import Language
    from vn766.tables.large import Scored

Arrow: TypeAlias = Any
"""A value of PyArrow, which has no types of its own."""

pc: Any = compute

_PIECE: Final = 1 << 16  # rows
_TOGETHER: Final = 1_000  # rows with problems whose problems are told together
# Cells in which a formula may begin: RE2 cannot look ahead, so these are looked at one by one.
_SUSPECT: Final = r"""(^|[,;\t\r\n])["\t\r\n]*[=+\-@]|^[\t\r\n]"""
_MOST_RANKS: Final = 20  # that are told
_UNITS: Final = {"code": "unit_code", "name": "unit"}
_WORDS: Final = {"missing": "parts_missing", "problems": "problem_count"}
"""Words for columns of results that have one of another meaning under their own name."""
_TITLES: Final = {
    "row": "row",
    "unit_code": "code",
    "unit": "unit",
    "column": "column",
    "code": "problem_code",
    "value": "value",
    "message": "message",
}
"""Words for columns of problems."""


class Summary(NamedTuple):
    """The numbers of rows of each kind."""

    rows: int
    incomplete: int
    """Rows without any problem in which points are missing."""
    broken: int
    """Rows with problems."""
    bands: dict[str, int]
    """The rows of each class, best first."""
    totals: dict[Decimal, int]
    """The rows of each total."""

    @property
    def scored(self) -> int:
        """Rows with a total."""
        return self.rows - self.incomplete - self.broken


def summary_of(scored: Scored) -> Summary:
    """Count the rows of a scored file."""
    rows = incomplete = broken = 0
    bands: Counter[str] = Counter()
    totals: Counter[Decimal] = Counter()
    for piece in _pieces(scored, ["total", "band", "missing", "problems"]):
        is_broken = pc.greater(piece["problems"], 0)
        lacks = pc.and_not(pc.greater(piece["missing"], 0), is_broken)
        rows += len(piece)
        broken += _count(is_broken)
        incomplete += _count(lacks)
        bands.update(piece["band"].drop_null().to_pylist())
        for counted in pc.value_counts(piece["total"].drop_null()).to_pylist():
            totals[counted["values"]] += counted["counts"]
    by_class = {band.label: bands[band.label] for band in scored.framework.bands}
    return Summary(rows, incomplete, broken, by_class, totals)


def first_rows(scored: Scored, number: int) -> list[dict[str, Any]]:
    """Return the first rows of a scored file as values by column."""
    piece = next(_pieces(scored, None, size=number))
    columns = map(_values, piece.columns)
    return [dict(zip(piece.column_names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(column: Arrow) -> list[Any]:
    """Return the values of a column; times beyond those of Python as texts."""
    try:
        values: list[Any] = column.to_pylist()
    except (OverflowError, ValueError):
        values = column.cast(pa.string()).to_pylist()
    return values


def size_of(path: Path) -> tuple[int, int] | None:
    """Return rows and columns of a Parquet file by its footer, or None if that is not sound."""
    try:
        footer = parquet.read_metadata(path)
    except (OSError, pa.ArrowException):
        return None
    groups = sum(footer.row_group(at).num_rows for at in range(footer.num_row_groups))
    return max(footer.num_rows, groups), footer.num_columns


def problems_of(scored: Scored, language: Language) -> Iterator[Arrow]:
    """Yield tables of all problems: row (from 1), code and name of the unit, what, where.

    Only rows with problems are read a second time, and only some at a time.
    """
    before = 0
    with parquet.ParquetFile(scored.path) as file:
        has_places = PLACE in file.schema_arrow.names
    for piece in _pieces(scored, None):
        is_broken = pc.greater(piece["problems"], 0)
        if _count(is_broken) or not before:  # the first piece tells what columns there are
            rows = pa.array(range(before + 1, before + 1 + len(piece)), pa.int64())
            placed = piece if has_places else piece.append_column(PLACE, rows)
            broken = placed.filter(is_broken)
            for start in range(0, max(1, len(broken)), _TOGETHER):
                yield _problems_in(broken.slice(start, _TOGETHER), scored, language)
        before += len(piece)


def _problems_in(table: Arrow, scored: Scored, language: Language) -> Arrow:
    """Return a table of the problems of rows that have some."""
    columns = scored.columns
    names = columns.names
    points = {names[at]: node for at, node in columns.points.items()}
    units = {_UNITS[kind]: names[at] for kind, at in columns.units.items()}
    frame = nw.from_native(table, eager_only=True)
    read = frame.with_columns(readable(name, frame.schema[name]).alias(name) for name in points)
    found = points_columns(
        {name: read.schema[name] for name in points},
        columns=points,
        framework=scored.framework,
        hundredths=False,
    )
    titles = ("row", *units, "column", "code", "value", "message")
    lines: list[tuple[Any, ...]] = []
    for row, raw in zip(read.iter_rows(named=True), frame.iter_rows(named=True), strict=True):
        unit = [None if raw[name] is None else str(raw[name]) for name in units.values()]
        for problem in _problems_of_row(row, points_in(row, found), scored):
            column = _column_of(problem, points, scored)
            value = "" if column not in raw or raw[column] is None else str(raw[column])
            said = problem.text(language)[0]
            lines.append((raw[PLACE], *unit, column, str(problem.code), value, said))
    kinds = [pa.int64(), *[pa.string()] * (len(titles) - 1)]
    cells = list(zip(*lines, strict=True)) if lines else [()] * len(titles)
    arrays = [pa.array(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]
    return pa.table(dict(zip(titles, arrays, strict=True)))


def _problems_of_row(
    row: Mapping[str, Any], points: Mapping[str, Any], scored: Scored
) -> Iterator[Problem]:
    """Yield what readers of small files say of a row."""
    names, kinds = scored.columns.names, scored.columns.kinds
    said = {kind: _said(row[names[at]]) for kind, at in kinds.items()}
    units = scored.columns.units
    name, code = said.get("name", ""), said.get("code", "")
    unit = Unit(name=name or code, code=code or None)
    if units and not name and not code:
        yield Problem.of(ProblemCode.NO_UNIT, ("unit", "name"))
    published = Published(total=said.get("total") or None, band=said.get("band") or None)
    record = UnitPoints(unit=unit, points=points, published=published)
    yield from iter_problems(record, framework=scored.framework)
    if (copies := row[COPIES]) > 1:
        what, path = Word("code"), ("unit", "code")
        code_ = ProblemCode.DUPLICATE_UNIT
        yield Problem.of(code_, path, value=unit.key, label=what, count=copies)
    for column in scored.within:
        if not _said(row[column]):
            path = ("pool", column)
            yield Problem.of(ProblemCode.BLANK_POOL, path, unit=name or code, column=column)


def printed_ranks_of(scored: Scored) -> list[Problem]:
    """Return warnings of the first rows whose printed ranks are others than those computed."""
    place = scored.columns.kinds.get("rank")
    found: list[Problem] = []
    if place is None:
        return found
    head, units = scored.columns.names[place], list(scored.columns.units.values())
    called = [scored.columns.names[at] for at in reversed(units)]
    told: set[tuple[int, int]] = set()
    for piece in _pieces(scored, [head, "rank", "of", "tied", *called]):
        is_ranked = pc.and_(pc.is_valid(piece["rank"]), pc.is_valid(piece[head]))
        for row in piece.filter(is_ranked).to_pylist():
            with suppress(FormatError):
                rank, of = read_rank(_said(row[head]))
                code = _contradiction(rank, of, row, told)
                if code is None or len(found) == _MOST_RANKS:
                    continue
                problem = Problem.of(
                    code,
                    ("published", "rank"),
                    value=rank,
                    severity=Severity.WARNING,
                    origin=scored.source,
                    unit=next((text for name in called if (text := _said(row[name]))), "–"),
                    computed=row["rank"],
                    size=row["of"],
                    of=of,
                )
                found.append(problem)
    return found


def _contradiction(
    rank: int, of: int | None, row: Mapping[str, Any], told: set[tuple[int, int]]
) -> ProblemCode | None:
    """Return what a printed rank contradicts; sizes of pools that were `told` are not again."""
    if of not in {None, row["of"]}:
        sizes = (int(of or 0), int(row["of"]))
        is_new = sizes not in told
        told.add(sizes)
        return ProblemCode.POOL_SIZE_DIFFERS if is_new else None
    if rank > row["of"]:
        return ProblemCode.RANK_ABOVE_POOL
    is_one = row["rank"] <= rank < row["rank"] + row["tied"]
    return None if is_one else ProblemCode.RANK_DIFFERS


def _said(value: object) -> str:
    """Return the text of a cell, and none if it says that nothing is known."""
    text = "" if value is None else text_of(value if isinstance(value, str | float) else str(value))
    return "" if is_missing(text) else text


def _column_of(problem: Problem, points: Mapping[str, str], scored: Scored) -> str:
    """Return the name of the column that a problem is about."""
    names, kinds = scored.columns.names, scored.columns.kinds
    kind, key = str(problem.path[0]), str(problem.path[-1])
    if kind == "nodes":
        return next((name for name, node in points.items() if node == key), key)
    return names[kinds[key]] if key in kinds else key


def _count(mask: Arrow) -> int:
    return pc.sum(mask).as_py() or 0


def _pieces(
    scored: Scored, names: Sequence[str] | None, *, size: int | None = None
) -> Iterator[Arrow]:
    """Yield the rows of a scored file, some at a time; of an empty one its columns."""
    with parquet.ParquetFile(scored.path) as file:
        schema = file.schema_arrow
        if not file.metadata.num_rows:
            yield schema.empty_table().select(names or schema.names)
        for batch in file.iter_batches(batch_size=size or _PIECE, columns=names):
            yield pa.Table.from_batches([batch])


# --- files out ------------------------------------------------------------------------------------


def write_results(scored: Scored, path: Path, language: Language) -> None:
    """Write a scored file as CSV, under titles in words as spreadsheets show them."""
    _write_csv(_titled(scored, language), path, language)


def write_problems(scored: Scored, path: Path, language: Language, *, as_csv: bool) -> None:
    """Write all problems of a scored file as CSV, or else as Parquet."""
    tables = problems_of(scored, language)
    if as_csv:
        titled = (
            table.rename_columns([say(_TITLES[name], language) for name in table.column_names])
            for table in tables
        )
        _write_csv(titled, path, language)
    else:
        _write(tables, lambda schema: parquet.ParquetWriter(path, schema))


def _titled(scored: Scored, language: Language) -> Iterator[Arrow]:
    names = scored.columns.names
    taken = {name.casefold() for name in names}
    for piece in _pieces(scored, None):
        added: list[str] = piece.schema.names[len(names) :]
        words = [say(_WORDS.get(name, name), language) for name in added]
        said = [f"{word} (vn766)" if word.casefold() in taken else word for word in words]
        yield piece.rename_columns([*names, *said])


def _write_csv(tables: Iterator[Arrow], path: Path, language: Language) -> None:
    """Write CSV as spreadsheets open it: UTF-8 with BOM, marks by language, no formula in it."""
    options = csv.WriteOptions(delimiter=writing(language).cell_mark)
    texts = (_texts(table, language) for table in tables)
    with path.open("wb") as file:

        def open_writer(schema: Arrow) -> Arrow:
            return csv.CSVWriter(file, schema, write_options=options)

        file.write(BOM_UTF8)
        _write(texts, open_writer)


def _write(tables: Iterator[Arrow], open_writer: Callable[[Arrow], Arrow]) -> None:
    """Write tables of the same columns one after the other; there is at least one."""
    first = next(tables)
    with open_writer(first.schema) as writer:
        for table in chain([first], tables):
            writer.write_table(table)


def _texts(table: Arrow, language: Language) -> Arrow:
    """Return a table of texts that a spreadsheet shows as they are."""
    columns = [_text(column, language) for column in table.columns]
    return pa.table(columns, names=[without_formula(name) for name in table.column_names])


def _text(column: Arrow, language: Language) -> Arrow:
    kind = column.type
    if pa.types.is_integer(kind):
        return column.cast(pa.string())
    if pa.types.is_decimal(kind) or pa.types.is_floating(kind):
        mark = writing(language).decimal_mark
        return pc.replace_substring(column.cast(pa.string()), ".", mark)
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        said = [None if value is None else str(value) for value in _values(column)]
        column = pa.chunked_array([pa.array(said, pa.string())])
    if not pc.any(pc.match_substring_regex(column, _SUSPECT)).as_py():
        return column.cast(pa.string())
    cells = [None if cell is None else without_formula(cell) for cell in column.to_pylist()]
    return pa.chunked_array([pa.array(cells, pa.string())])
