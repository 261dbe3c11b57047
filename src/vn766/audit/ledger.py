"""The claims of many documents as one table: CSV, or Parquet (extra ``parquet``)."""

# pyarrow has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from vn766.errors import MissingExtraError
from vn766.lazy import regex
from vn766.show.files import csv_bytes
from vn766.texts import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vn766.audit import AuditReport
    from vn766.errors import Language

_COLUMNS: Final = (
    *("file", "place", "part", "statement", "kind", "unit", "unit_code", "node", "period"),
    *("value", "maximum", "of", "pool", "band", "date", "text", "as_of", "earlier", "clear"),
    *("foreign", "doubtful", "flaw", "quote"),
)
_DECIMALS: Final = 9
_DIGITS: Final = 38  # of Parquet's decimals
_NUMBERS: Final = ("value", "maximum")
_PLAIN: Final = regex(r"-?\d+\.\d+")


def _rows(reports: Iterable[AuditReport], language: Language) -> Iterator[dict[str, object]]:
    for report in reports:
        for claim in report.claims:
            period = claim.subject.period
            yield {
                **claim.to_dict(),
                "period": None if period is None else str(period),
                "file": report.file,
                "place": claim.location.text(language),
            }


def _csv(reports: Iterable[AuditReport], language: Language) -> bytes:
    """Return CSV as Excel opens it: UTF-8 with BOM, and marks by language."""
    rows = _rows(reports, language)
    lines = [[_text(row[name], language) for name in _COLUMNS] for row in rows]
    return csv_bytes([_COLUMNS, *lines], language)


def _text(value: object, language: Language) -> str:
    if value is None:
        return ""
    text = str(value)
    plain = _PLAIN.fullmatch(text)
    return text.replace(".", writing(language).decimal_mark) if plain else text


def _parquet(reports: Iterable[AuditReport], language: Language) -> bytes:
    """Return Parquet: numbers are exact decimals, everything unknown is null."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        extra = "parquet"
        raise MissingExtraError(extra) from error
    kinds = {name: pa.string() for name in _COLUMNS}
    kinds |= {name: pa.decimal128(_DIGITS, _DECIMALS) for name in _NUMBERS}
    kinds |= {"part": pa.int32(), "statement": pa.int32(), "of": pa.int64()}
    kinds |= dict.fromkeys(("earlier", "clear", "foreign", "doubtful"), pa.bool_())
    columns: dict[str, list[object]] = {name: [] for name in _COLUMNS}
    for row in _rows(reports, language):
        for name in _COLUMNS:
            value = row[name]
            columns[name].append(_decimal(value) if name in _NUMBERS else value)
    table = pa.table({name: pa.array(values, type=kinds[name]) for name, values in columns.items()})
    content = io.BytesIO()
    parquet.write_table(table, content)
    return content.getvalue()


def _decimal(value: object) -> Decimal | None:
    """Return a figure, or None for one with more digits than a column holds."""
    if value is None:
        return None
    figure = Decimal(str(value))
    exponent = int(figure.as_tuple().exponent)
    fits = -exponent <= _DECIMALS and figure.adjusted() < _DIGITS - _DECIMALS
    return figure if fits else None


CLAIM_WRITERS: Final[dict[str, Callable[[Iterable[AuditReport], Language], bytes]]] = {
    ".csv": _csv,
    ".parquet": _parquet,
}
