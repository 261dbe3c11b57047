"""Parquet files to grids (extra ``parquet``): small ones, whose footers tell the rows first."""

# PyArrow has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from vn766.errors import MissingExtraError, ProblemCode, Word
from vn766.files import check_length, damaged, limits, refusal
from vn766.files.blocks import Cell, Extent, Grid
from vn766.files.workbooks import cell_of

if TYPE_CHECKING:
    from vn766.files import Named

_EXTRA = "parquet"
_ROWS: Final = 1_000  # that are laid out at a time


def read_parquet(content: Named) -> Grid:
    """Return the rows of a Parquet file below the names of its columns.

    Raises:
        MissingExtraError: if PyArrow is not installed.
        InvalidRecordError: if the file is damaged, or its footer tells of too many rows.
    """
    try:
        from pyarrow import ArrowException, BufferReader, parquet
    except ModuleNotFoundError as error:
        raise MissingExtraError(_EXTRA) from error
    file = content.name
    rows: list[list[Cell]] = []
    flaws: dict[tuple[int, int], ProblemCode] = {}
    try:
        schema: Any = parquet.read_schema(BufferReader(content.data))
        names = [str(name) for name in schema.names]
        # A text that many rows share stays one until their length in all is known.
        texts = [field.name for field in schema if _is_text(field.type)]
        source: Any = parquet.ParquetFile(BufferReader(content.data), read_dictionary=texts)
        length = 0
        told = source.metadata.num_rows + 1
        Extent(file).add(told, len(names), told * len(names))
        rows.append([*names])
        for batch in source.iter_batches(_ROWS):
            length += sum(map(_length, batch.columns))
            check_length(length, file, limits.CELLS_LENGTH)
            for values in zip(*map(_values, batch.columns), strict=True):
                cells = [as_cell(value) for value in values]
                flaws |= {
                    (len(rows), at): ProblemCode.DATE_CELL
                    for at, (_, dated) in enumerate(cells)
                    if dated
                }
                rows.append([cell for cell, _ in cells])
                if any(
                    isinstance(cell, str) and len(cell) > limits.CELL_LENGTH for cell in rows[-1]
                ):
                    raise refusal(ProblemCode.CELL_TOO_LONG, file, limit=limits.CELL_LENGTH)
    except (ArrowException, OSError, UnicodeDecodeError):
        damaged(file, Word("unsound content"))
    return Grid(file=file, rows=rows, flaws=flaws)


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_binary(kind))


def _values(column: Any) -> list[Any]:
    """Return the values of a column; days that Python does not have are texts."""
    try:
        return list(column.to_pylist())
    except OverflowError:
        return list(column.cast("string").to_pylist())


def _length(column: Any) -> int:
    """Return how long the values of a column are, each as often as it is there."""
    from pyarrow import compute, types

    if not types.is_dictionary(column.type) or not _is_text(column.dictionary.type):
        return int(column.nbytes)
    lengths = compute.binary_length(column.dictionary).take(column.indices)
    return int(compute.sum(lengths).as_py() or 0)


def as_cell(value: Any) -> tuple[Cell, bool]:
    """Return a value as a cell, and whether it is a date or time; nothing is a blank one."""
    if value is None or value != value:  # noqa: PLR0124 (pandas writes NaN for nothing)
        return "", False
    if isinstance(value, Decimal):
        return float(value), False
    if isinstance(value, list | dict | bytes):
        return str(value), False
    return cell_of(value)
