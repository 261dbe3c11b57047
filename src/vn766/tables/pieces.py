"""A scored Parquet file, read in pieces: its summary, its problems, and the same as CSV."""

# PyArrow has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from codecs import BOM_UTF8
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from vn766._engine.plan import plan_of
from vn766.errors import MissingExtraError, Problem, ProblemCode, Severity, Word
from vn766.files.blocks import Grid
from vn766.files.parquet import as_cell
from vn766.readers.asides import says_nothing
from vn766.readers.headers import text_of
from vn766.readers.points import units_in
from vn766.readers.tables import key_of
from vn766.score import classify, iter_problems
from vn766.show.columns import say
from vn766.show.files import without_formula
from vn766.tables.large import PLACE
from vn766.tables.units import BY_PUBLICATION, COPIES
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
    from vn766.readers.tables import RawRecord
    from vn766.records import UnitPoints
    from vn766.tables.large import Scored

Arrow: TypeAlias = Any
"""A value of PyArrow, which has no types of its own."""

pc: Any = compute

_PIECE: Final = 1 << 16  # rows
_NARROW: Final = 1 << 20  # rows of some columns of numbers
_TOGETHER: Final = 1_000  # rows with problems whose problems are told together
# Cells in which a formula may begin: RE2 cannot look ahead, so these are looked at one by one.
_SUSPECT: Final = r"""(^|[,;\t\r\n])["\t\r\n]*[=+\-@]|^[\t\r\n]"""
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
    """Rows without any problem, and without a total."""
    broken: int
    """Rows with problems."""
    bands: dict[str, int]
    """The rows of each class, best first."""
    totals: dict[Decimal, int]
    """The rows of each total."""
    published: int
    """Rows with a total that is known by publication only."""

    @property
    def scored(self) -> int:
        """Rows with a total."""
        return self.rows - self.incomplete - self.broken


def summary_of(scored: Scored) -> Summary:
    """Count the rows of a scored file."""
    rows = incomplete = broken = published = 0
    totals: Counter[Decimal] = Counter()
    for piece in pieces_of(scored, ["total", "problems", BY_PUBLICATION], size=_NARROW):
        is_broken = _is_any(piece["problems"])
        lacks = pc.and_not(pc.is_null(piece["total"]), is_broken)
        rows += len(piece)
        broken += _count(is_broken)
        incomplete += _count(lacks)
        published += _count(piece[BY_PUBLICATION])
        for counted in pc.value_counts(piece["total"].drop_null()).to_pylist():
            totals[counted["values"]] += counted["counts"]
    bands: Counter[str] = Counter()
    for total, number in totals.items():
        bands[classify(total, framework=scored.framework).label] += number
    by_class = {band.label: bands[band.label] for band in scored.framework.bands}
    return Summary(rows, incomplete, broken, by_class, totals, published)


def _is_any(numbers: Arrow) -> Arrow:
    """Return which of some numbers are not 0; to compare them with one would load pandas."""
    return numbers.cast(pa.bool_())


def first_rows(scored: Scored, number: int) -> list[dict[str, Any]]:
    """Return the first rows of a scored file as values by column."""
    piece = next(pieces_of(scored, None, size=number))
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
    for piece in pieces_of(scored, None):
        is_broken = _is_any(piece["problems"])
        if _count(is_broken) or not before:  # the first piece tells what columns there are
            rows = pa.array(range(before + 1, before + 1 + len(piece)), pa.int64())
            placed = piece if has_places else piece.append_column(PLACE, rows)
            broken = placed.filter(is_broken)
            for start in range(0, max(1, len(broken)), _TOGETHER):
                yield _problems_in(broken.slice(start, _TOGETHER), scored, language)
        before += len(piece)


def _problems_in(table: Arrow, scored: Scored, language: Language) -> Arrow:
    """Return a table of the problems of rows that have some."""
    names, plan = scored.columns.names, plan_of(scored.framework)
    units = {_UNITS[kind]: names[at] for kind, at in scored.columns.units.items()}
    grid, head = _grid(table, scored), scored.head
    raw = (
        dict(zip(table.column_names, row, strict=True))
        for row in zip(*map(_values, table.columns), strict=True)
    )
    titles = ("row", *units, "column", "code", "value", "message")
    lines: list[tuple[Any, ...]] = []
    for row, draft in zip(raw, units_in(grid, head, plan, scored.period), strict=True):
        unit = [None if row[name] is None else str(row[name]) for name in units.values()]
        for at, problem in _problems_of_row(row, draft, scored):
            column = names[at] if isinstance(at, int) else at
            value = "" if column not in row or row[column] is None else str(row[column])
            said = problem.text(language)[0]
            lines.append((row[PLACE], *unit, column, str(problem.code), value, said))
    kinds = [pa.int64(), *[pa.string()] * (len(titles) - 1)]
    cells = list(zip(*lines, strict=True)) if lines else [()] * len(titles)
    arrays = [pa.array(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]
    return pa.table(dict(zip(titles, arrays, strict=True)))


def _grid(table: Arrow, scored: Scored) -> Grid:
    """Return rows as a file would hold them below their heads."""
    known = {column.index for column in scored.head.columns if column.kind != "other"}
    columns = [
        [as_cell(value)[0] for value in _values(table.column(at))]
        if at in known
        else [""] * len(table)
        for at in range(len(scored.columns.names))
    ]
    heads = [column.header for column in scored.head.columns]
    return Grid(file=scored.source, rows=[heads, *map(list, zip(*columns, strict=True))])


def _problems_of_row(
    row: Mapping[str, Any], draft: RawRecord[UnitPoints], scored: Scored
) -> Iterator[tuple[int | str, Problem]]:
    """Yield what readers of small files say of a row, each with its column."""
    for at, problem in draft.problems:
        is_of_units = problem.code is ProblemCode.NO_UNIT  # which some tables name nowhere
        if problem.severity is Severity.ERROR and (scored.columns.units or not is_of_units):
            yield draft.column(at), problem
    for problem in iter_problems(draft.record, framework=scored.framework):
        yield draft.order.get(key := key_of(problem), key), problem
    unit = draft.record.unit
    if (copies := row[COPIES]) > 1 and unit is not None:
        path, code = ("unit", "code"), ProblemCode.DUPLICATE_UNIT
        problem = Problem.of(code, path, value=unit.key, label=Word("code"), count=copies)
        yield draft.order.get("code", draft.order.get("name", "code")), problem
    for column in scored.within:
        if not said(row[column]):
            code, name = ProblemCode.BLANK_POOL, "" if unit is None else unit.name
            yield column, Problem.of(code, ("pool", column), unit=name, column=column)


def said(value: object) -> str:
    """Return the text of a cell, and none if it says that nothing is known."""
    text = "" if value is None else text_of(value if isinstance(value, str | float) else str(value))
    return "" if says_nothing(text) else text


def _count(mask: Arrow) -> int:
    return pc.sum(mask).as_py() or 0


def pieces_of(
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
    for piece in pieces_of(scored, None):
        added: list[str] = piece.schema.names[len(names) :]
        words = [say(_WORDS.get(name, name), language) for name in added]
        said = [f"{word} (vn766)" if word.casefold() in taken else word for word in words]
        marks = pc.if_else(piece[BY_PUBLICATION], "x", "")
        marked = piece.set_column(len(names) + added.index(BY_PUBLICATION), BY_PUBLICATION, marks)
        yield marked.rename_columns([*names, *said])


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
