"""A scored Parquet file, read in pieces: its summary, its problems, and the same as CSV."""

# PyArrow has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from codecs import BOM_UTF8
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import narwhals.stable.v2 as nw

from vn766.errors import MissingExtraError
from vn766.show.columns import say
from vn766.show.files import without_formula
from vn766.tables.large import readable
from vn766.tables.rows import problems_table
from vn766.texts import writing

try:
    import pyarrow as pa
    from pyarrow import compute, csv, parquet
except ModuleNotFoundError as error:
    extra = "parquet"
    raise MissingExtraError(extra) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal
    from pathlib import Path

    from vn766.errors import Language
    from vn766.tables.large import Scored

Arrow: TypeAlias = Any
"""A value of PyArrow, which has no types of its own."""

pc: Any = compute

_BYTES: Final = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
_PIECE: Final = 1 << 16  # rows
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
    columns, before = scored.columns, 0
    units = {_UNITS[kind]: columns.names[at] for kind, at in columns.units.items()}
    points = {columns.names[at]: node for at, node in columns.points.items()}
    for piece in _pieces(scored, [*units.values(), *points, "problems"]):
        rows = pa.array(range(before + 1, before + 1 + len(piece)), pa.int64())
        is_broken = pc.greater(piece["problems"], 0)
        if _count(is_broken) or not before:  # the first piece tells what columns there are
            keys = {"row": rows} | {title: _known(piece[name]) for title, name in units.items()}
            table = pa.table(keys | {name: piece[name] for name in points}).filter(is_broken)
            frame = nw.from_native(table, eager_only=True)
            read = [readable(name, frame.schema[name]).alias(name) for name in points]
            yield problems_table(
                frame.with_columns(read).to_native(),
                key=list(keys),
                columns={**dict.fromkeys(keys), **points},
                framework=scored.framework,
                language=language,
            )
        before += len(piece)


def _known(column: Arrow) -> Arrow:
    """Return a column of a type that every engine has; bytes, and no values at all, as texts."""
    kind = column.type
    if pa.types.is_null(kind):
        return column.cast(pa.string())
    if not any(is_kind(kind) for is_kind in _BYTES):
        return column
    return pa.array([None if value is None else str(value) for value in column.to_pylist()])


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
