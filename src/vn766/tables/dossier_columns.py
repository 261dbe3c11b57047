"""Which columns of a table tell what about a dossier, and of what kind their values must be."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, assert_never

import narwhals.stable.v2 as nw

from vn766.errors import InvalidRecordError, Problem, ProblemCode, Word
from vn766.tables.columns import check_names, no_such_column
from vn766.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from narwhals.stable.v2.dtypes import DType

Kind: TypeAlias = Literal["time", "text", "code", "flag", "file", "number"]


class _Field(NamedTuple):
    kind: Kind
    portal: tuple[str, ...]
    required: bool


_FIELDS: Final[Mapping[str, _Field]] = {
    name: _Field(said["kind"], tuple(said["portal"]), said.get("required", False))
    for name, said in Vocabulary("tables").table("dossiers").items()
}
_NEEDED: Final[Mapping[Kind, Word]] = {
    "time": Word("dates or times"),
    "text": Word("texts"),
    "code": Word("whole numbers or texts"),
    "flag": Word("true and false, or 1 and 0"),
    "file": Word("texts, or true and false"),
    "number": Word("numbers"),
}

_EMPTY: Final[Mapping[Kind, DType]] = {
    "time": nw.Datetime("us"),
    "text": nw.String(),
    "code": nw.Int64(),
    "flag": nw.Boolean(),
    "file": nw.String(),
    "number": nw.Int64(),
}

DOSSIER_FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {name: field.portal for name, field in _FIELDS.items()}
)
"""What can be told of a dossier, and the portal's names for it; all are known as column names."""

_BY_NAME: Final[Mapping[str, str]] = {
    alias.casefold(): name for name, field in _FIELDS.items() for alias in (name, *field.portal)
}


def dossier_columns(
    schema: Mapping[str, DType], columns: Mapping[str, str | None], by: Sequence[str]
) -> dict[str, str]:
    """Return the column of each field that a table has.

    Raises:
        InvalidRecordError: with everything that is wrong with names and types.
    """
    problems = [no_such_column(name, schema) for name in (*columns, *by) if name not in schema]
    found: dict[str, str] = {}
    for column, dtype in schema.items():
        key = columns.get(column, column)
        field = None if key is None else _BY_NAME.get(key.casefold())
        if field is None:
            if key is not None and column in columns:
                problems.append(_unknown(column, key))
        elif field in found:
            problems.append(
                Problem.of(
                    ProblemCode.DUPLICATE_KEY,
                    ("columns", column),
                    value=column,
                    label=field,
                    other=found[field],
                )
            )
        else:
            found[field] = column
            problems += _problems_of(column, field, dtype)
    problems += [
        _absent(name, schema)
        for name, field in _FIELDS.items()
        if field.required and name not in found
    ]
    if problems:
        raise InvalidRecordError(problems)
    return found


def check_outputs(by: Sequence[str], added: Sequence[str]) -> None:
    """Refuse keys that are called like a result.

    Raises:
        InvalidRecordError: with all of them.
    """
    check_names(by, keep=by, added=added)


def field_type(field: str, dtype: DType) -> DType:
    """Return the type to read a column as: days are times.

    Some engines give a column of nulls no type; it has that of its field.
    """
    is_untyped = isinstance(dtype, nw.Unknown)
    return _EMPTY[_FIELDS[field].kind] if is_untyped or isinstance(dtype, nw.Date) else dtype


def _problems_of(column: str, field: str, dtype: DType) -> Iterator[Problem]:
    kind = _FIELDS[field].kind
    if not (isinstance(dtype, nw.Unknown) or _fits(dtype, kind)):
        yield Problem.of(
            ProblemCode.COLUMN_TYPE,
            ("columns", column),
            value=column,
            field=field,
            type=str(dtype),
            needed=_NEEDED[kind],
        )
    elif isinstance(dtype, nw.Datetime) and dtype.time_zone is not None:
        yield Problem.of(
            ProblemCode.COLUMN_ZONE,
            ("columns", column),
            value=column,
            field=field,
            zone=dtype.time_zone,
        )


def _fits(dtype: DType, kind: Kind) -> bool:
    is_text = isinstance(dtype, nw.String)
    is_flag = isinstance(dtype, nw.Boolean | nw.Object)  # pandas: booleans with None
    match kind:
        case "time":
            return isinstance(dtype, nw.Date | nw.Datetime)
        case "text":
            return is_text
        case "code":
            return is_text or dtype.is_numeric()
        case "flag":
            return is_text or is_flag or dtype.is_numeric()
        case "file":
            return is_text or is_flag
        case "number":
            return dtype.is_numeric()
        case _:
            assert_never(kind)


def _absent(name: str, schema: Mapping[str, DType]) -> Problem:
    names = " / ".join((name, *_FIELDS[name].portal))
    known = ", ".join(schema)
    return Problem.of(ProblemCode.NO_SUCH_COLUMN, ("columns", name), value=names, known=known)


def _unknown(column: str, key: str) -> Problem:
    known = ", ".join(_FIELDS)
    return Problem.of(ProblemCode.UNKNOWN_FIELD, ("columns", column), value=key, known=known)
