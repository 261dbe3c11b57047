"""Raw dossiers, counted by agency and period as the components of the index want them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import narwhals.stable.v2 as nw
from narwhals.stable.v2.dtypes import NumericType

from vn766.errors import InvalidRecordError, Problem, ProblemCode, Word
from vn766.tables.columns import check_names, no_such_column
from vn766.tables.dossier_marks import Dossier, Span
from vn766.tables.expressions import OWN
from vn766.tables.scores import Table, frame_of
from vn766.vi import format_period
from vn766.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from narwhals.stable.v2.dtypes import DType

    from vn766.period import Period
    from vn766.tables.columns import Frame


class _Kind(NamedTuple):
    """A kind of values: what it is called, its types, and the one to read a column as."""

    called: Word
    types: tuple[type[DType], ...]
    read_as: DType


class _Field(NamedTuple):
    kind: _Kind
    portal: tuple[str, ...]
    required: bool


# In pandas booleans with None are objects.
_FLAGS: Final = (nw.String, nw.Boolean, nw.Object)
_KINDS: Final[Mapping[str, _Kind]] = {
    "time": _Kind(Word("dates or times"), (nw.Date, nw.Datetime), nw.Datetime("us")),
    "text": _Kind(Word("texts"), (nw.String,), nw.String()),
    "code": _Kind(Word("whole numbers or texts"), (nw.String, NumericType), nw.Int64()),
    "flag": _Kind(Word("true and false, or 1 and 0"), (*_FLAGS, NumericType), nw.Boolean()),
    "file": _Kind(Word("texts, or true and false"), _FLAGS, nw.String()),
    "number": _Kind(Word("numbers"), (NumericType,), nw.Int64()),
}
_FIELDS: Final[Mapping[str, _Field]] = {
    name: _Field(_KINDS[said["kind"]], tuple(said["portal"]), said.get("required", False))
    for name, said in Vocabulary("tables").table("dossiers").items()
}
_BY_NAME: Final[Mapping[str, str]] = {
    alias.casefold(): name for name, field in _FIELDS.items() for alias in (name, *field.portal)
}

DOSSIER_FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {name: field.portal for name, field in _FIELDS.items()}
)
"""The fields of a dossier with the portal's names for them; all are known as column names."""

DOSSIER_COMPONENTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "PROGRESS_ON_TIME": ("due",),
        "ONLINE_FILED": ("channel",),
        "PAYMENT_PAID_ONLINE": ("fee", "paid_online"),
        "ORIGINAL_RESULT_AVAILABLE": ("result_file",),
        "SO_HOA_GIAY_TO_GIAI_QUYET": ("digitised", "result_file"),
        "REUSED_DIGITIZED_DATA": ("reused",),
        "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": ("from_storage",),
        "CITIZEN_DATA_CONNECTED_DOSSIER": ("citizen_data",),
    }
)
"""The components that dossiers can tell, and the fields that each needs beside the dates."""

BEYOND_DOSSIERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "PUBLISH_ON_TIME": "counts procedures and the decisions that publish them",
        "PUBLIC_UPDATE_ON_TIME": "counts procedures and the days they were made public",
        "PUBLIC_CONTENT_FULL": "counts procedures and what their descriptions contain",
        "DOSSIER_SYNC": "compares with what the national reporting system counts",
        "PROGRESS_AVERAGE_TIME": "is a mean of working time by procedure, and not scored",
        "ONLINE_PROVIDED": "counts procedures that are offered online",
        "ONLINE_WITH_DOSSIERS": "counts online services, also those that nobody used",
        "PAYMENT_TRANSACTED": "is a share of the procedures that cost a fee by the catalogue",
        "PAYMENT_INTEGRATED": "is a share of the procedures that cost a fee by the catalogue",
        "CITIZEN_DATA_CONNECTED_FORMALITY": "is a share of the procedures for citizens",
        "ELECTRONIC_CERTIFIED_COPY": "is published without counts",
        "PETITION_CLASSIFICATION_TTHC": "counts petitions",
        "PETITION_CLASSIFICATION_STAFF": "counts petitions",
        "PETITION_PROCESSING_ON_TIME": "counts petitions",
        "PETITION_HANDLING_SATISFACTION": "counts petitions",
        "DOSSIER_RECEIVING_SATISFACTION": "needs complaints and the ratings of citizens",
    }
)
"""The components that dossiers cannot tell, and why."""

_PERIOD: Final = "period"
_PARTS: Final = ("numerator", "denominator", "unknown")


def count_dossiers(
    df: Table,
    *,
    by: str | Sequence[str],
    period: Period | Iterable[Period],
    columns: Mapping[str, str | None] | None = None,
    as_of: date | None = None,
) -> Table:
    """Return the counts of components by agency and period, out of a table of dossiers.

    One row a group and period: the columns of `by`, ``period`` (as `vn766.vi.format_period`
    writes it), and for each component of `DOSSIER_COMPONENTS` whose fields the table has
    ``…_numerator``, ``…_denominator`` and ``…_unknown``. `score_counts_table` takes the table as
    it is: components of `BEYOND_DOSSIERS` have no columns and are missing there.

    A dossier is in hand in a period if it was received by its end and before its start neither
    finished nor stopped by a request for supplements that is still open (status "Yêu cầu bổ sung",
    in small letters or capitals too, without blanks around it): these are the denominators of 2.1
    and of group 4. 3.3 and 3.6 count those received in the period. It is on time if it was finished
    by the time it was due, or if it is not finished by the end of the period and not due before
    that day. What is not known is neither yes nor no: such dossiers are left out of both counts and
    stand in ``…_unknown``. Where all of them are, the numerator is null, and the row has
    ``problems`` instead of a total.

    Times are local times of Viet Nam. A due time at midnight is a day, and lasts to its end.

    Args:
        df: a table of pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark, one row a
            dossier. Lazy tables stay lazy.
        by: the column of the agency, or several. Null is a group of its own.
        period: one period or several; each is counted by itself, so they may overlap.
        columns: what columns mean, by name: a field of `DOSSIER_FIELDS`, or None for a column to
            leave alone. Others are recognised by the field's name or the portal's.
        as_of: the last day that the table knows of, for periods that are still running.

    Raises:
        InvalidRecordError: if columns are absent, given twice, of another type, or with a time
            zone; all of them at once.
        ValueError: if there is no key, or no period, or if `as_of` is before a period begins.
        TypeError: if `as_of` is no day.

    Source: Mô tả công thức tính chỉ số 766 (functional description), items 2.1, 3.3, 3.6 and 4.1
    to 4.5; that 2.1 and group 4 have dossiers in hand as their denominators shows in the figures
    that the portal published for Phú Thọ in 2026.

    Example:
        >>> from datetime import date, datetime
        >>> import polars as pl
        >>> from vn766.period import Month
        >>> dossiers = pl.DataFrame({
        ...     "MaCoQuan": ["H37.1", "H37.1", "H37.1"],
        ...     "NgayTiepNhan": [date(2025, 5, 28), date(2025, 6, 2), date(2025, 6, 27)],
        ...     "NgayHenTra": [date(2025, 6, 4), date(2025, 6, 9), date(2025, 7, 4)],
        ...     "NgayKetThucXuLy": [datetime(2025, 6, 4, 15), datetime(2025, 6, 10), None],
        ... })
        >>> count_dossiers(dossiers, by="MaCoQuan", period=Month(2025, 6)).row(0)
        ('H37.1', 'tháng 6/2025', 2, 3, 0)
    """
    frame = frame_of(df)
    keys = (by,) if isinstance(by, str) else tuple(dict.fromkeys(by))
    spans = _spans(period, as_of)
    if not keys:
        message = "by must name at least one column"
        raise ValueError(message)
    schema = frame.collect_schema()
    found = _columns(schema, columns or {}, keys)
    told = [code for code, fields in DOSSIER_COMPONENTS.items() if found.keys() >= set(fields)]
    titles = [f"{code}_{part}" for code in told for part in _PARTS]
    check_names(keys, keep=keys, added=(_PERIOD, *titles))
    plain = _plain(frame, keys, found)
    parts = [_counted(plain, len(keys), span, told) for span in spans]
    counted = parts[0] if len(parts) == 1 else nw.concat(cast("list[nw.LazyFrame[Any]]", parts))
    inner = counted.collect_schema().names()
    ordered = counted.sort(inner[: len(keys)])
    names = dict(zip(inner, (*keys, _PERIOD, *titles), strict=True))
    result = ordered.select(nw.col(there).alias(name) for there, name in names.items())
    native = result.to_native()
    return cast("Table", _tidy(native, df, titles) if frame.implementation.is_pandas() else native)


def _tidy(native: Any, source: Any, titles: Sequence[str]) -> Any:
    """Number the rows anew, and make integers of the floats that NumPy has for those with nulls."""
    arrow = any("pyarrow" in str(dtype) for dtype in source.dtypes)
    kind = "int64[pyarrow]" if arrow else "Int64"
    return native.reset_index(drop=True).astype(dict.fromkeys(titles, kind))


def _spans(period: Period | Iterable[Period], as_of: date | None) -> list[Span]:
    day = cast("object", as_of)  # whoever has no types may pass a text
    if day is not None and (isinstance(day, datetime) or not isinstance(day, date)):
        message = f"as_of must be a day (datetime.date), not a {type(day).__name__}"
        raise TypeError(message)
    several = cast("Iterable[Period]", (period,) if hasattr(period, "up_to") else period)
    spans: list[Span] = []
    for one in dict.fromkeys(several):
        end = one.end if as_of is None else min(one.end, as_of)
        if end < one.start:
            message = f"{format_period(one)} begins on {one.start}, after as_of, {as_of}"
            raise ValueError(message)
        start, last_day = (datetime.combine(at, time.min) for at in (one.start, end))
        spans.append(Span(start, last_day, last_day + timedelta(days=1), format_period(one)))
    if not spans:
        message = "period must be a period, or several"
        raise ValueError(message)
    return spans


def _columns(
    schema: Mapping[str, DType], columns: Mapping[str, str | None], by: Sequence[str]
) -> dict[str, str]:
    """Return the column of each field that a table has.

    Raises:
        InvalidRecordError: with everything that is wrong with names and types.
    """
    problems = [no_such_column(name, schema) for name in (*columns, *by) if name not in schema]
    found: dict[str, str] = {}
    for column, dtype in schema.items():
        key, path = columns.get(column, column), ("columns", column)
        field = None if key is None else _BY_NAME.get(key.casefold())
        if field is None:
            if key is not None and column in columns:
                known = ", ".join(_FIELDS)
                problems.append(Problem.of(ProblemCode.UNKNOWN_FIELD, path, value=key, known=known))
        elif field in found:
            code, other = ProblemCode.DUPLICATE_KEY, found[field]
            problems.append(Problem.of(code, path, value=column, label=field, other=other))
        else:
            found[field] = column
            problems += _problems_of(column, field, dtype)
    for name, wanted in _FIELDS.items():
        if wanted.required and name not in found:
            path, names = ("columns", name), " / ".join((name, *wanted.portal))
            known = ", ".join(schema)
            problems.append(Problem.of(ProblemCode.NO_SUCH_COLUMN, path, value=names, known=known))
    if problems:
        raise InvalidRecordError(problems)
    return found


def _problems_of(column: str, field: str, dtype: DType) -> Iterator[Problem]:
    """Yield what is wrong with the type of a column."""
    kind, path = _FIELDS[field].kind, ("columns", column)
    if not isinstance(dtype, (nw.Unknown, *kind.types)):
        code, name = ProblemCode.COLUMN_TYPE, str(dtype)
        yield Problem.of(code, path, value=column, field=field, type=name, needed=kind.called)
    elif isinstance(dtype, nw.Datetime) and dtype.time_zone is not None:
        code, zone = ProblemCode.COLUMN_ZONE, dtype.time_zone
        yield Problem.of(code, path, value=column, field=field, zone=zone)


def _read_as(field: str, dtype: DType) -> DType:
    """Return the type to read a column as: days are times, and all times have one unit.

    Nanoseconds end in the year 2262, before days that mean "never". Some engines give a column of
    nulls no type; it has that of its field.
    """
    other = isinstance(dtype, nw.Unknown | nw.Date | nw.Datetime)
    return _FIELDS[field].kind.read_as if other else dtype


def _plain(frame: Frame, keys: Sequence[str], found: Mapping[str, str]) -> Frame:
    """Return the columns that matter under names of our own, days as times."""
    names = frame.collect_schema().names()
    safe = dict(zip(names, names, strict=True))
    if frame.implementation.is_spark_like():  # a dot in a name is a field of a structure there
        safe = {name: f"{OWN}{at}" for at, name in enumerate(names)}
        frame = cast("Frame", nw.from_native(frame.to_native().toDF(*safe.values())))
    schema = frame.collect_schema()
    columns = [nw.col(safe[key]).alias(_key(at)) for at, key in enumerate(keys)]
    for field, name in found.items():
        column, given = nw.col(safe[name]), schema[safe[name]]
        wanted = _read_as(field, given)
        if isinstance(given, nw.Datetime) and given.time_unit == "ns":
            column = column.dt.truncate("1us")  # PyArrow casts nothing that it would have to cut
        column = column if wanted == given else column.cast(wanted)
        columns.append(column.alias(f"{OWN}{field}"))
    return frame.select(columns)


def _key(at: int) -> str:
    return f"{OWN}key{at}"


def _counted(frame: Frame, keys: int, span: Span, codes: Sequence[str]) -> Frame:
    """Return the counts of one period, the columns in their final order."""
    dossier = Dossier(frame.collect_schema(), span)
    shares = {code: dossier.share(code) for code in codes}
    marks: dict[str, nw.Expr] = {
        share.whole: dossier.whole(share.whole) for share in shares.values()
    }
    marks |= {code: share.mark for code, share in shares.items()}
    names = [_key(at) for at in range(keys)]
    here = frame.filter(dossier.in_hand).select(
        *names, *(mark.alias(f"{OWN}{name}") for name, mark in marks.items())
    )
    sums = here.group_by(*names).agg(
        *(nw.col(f"{OWN}{name}").sum().alias(f"{OWN}{name}_yes") for name in marks),
        *(nw.col(f"{OWN}{code}").count().alias(f"{OWN}{code}_known") for code in codes),
    )
    columns = [nw.lit(span.title).alias(_PERIOD)]
    for code, share in shares.items():
        yes, known, whole = (
            nw.col(f"{OWN}{name}")
            for name in (f"{code}_yes", f"{code}_known", f"{share.whole}_yes")
        )
        # Engines differ on what a sum of nothing is.
        sure = nw.when((known > 0) | (whole == 0)).then(yes.fill_null(0))
        counts: tuple[nw.Expr, ...] = (sure, known, whole - known)
        if not frame.implementation.is_pandas():  # which has NaN among them: see `_tidy`
            counts = tuple(count.cast(nw.Int64) for count in counts)
        columns += (
            count.alias(f"{code}_{part}") for part, count in zip(_PARTS, counts, strict=True)
        )
    return sums.select(*names, *columns)
