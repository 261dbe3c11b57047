"""The border between documents and types: tables in, frozen values out, or every field refused.

A converter of this room converts nothing on the way: a text is a text, a figure is exact, and a
table has the fields of its type and no others. What it refuses becomes problems with the paths of
the fields.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    TypeAlias,
    TypeVar,
    cast,
    get_args,
    get_origin,
)

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from vn766.errors import FormatError, Problem, ProblemCode, Word
from vn766.files import limits
from vn766.framework.checks import nearest
from vn766.lazy import regex
from vn766.period import Period
from vn766.vi import parse_period

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from vn766.framework.elements import Place

_T = TypeVar("_T")

Figure: TypeAlias = int | str | Decimal | float
"""A figure as scoring takes it: a text is read as one later."""

_LONGEST_VALUE = 200
LONGEST_NAME = 100
MOST_PLACES = 30  # of any sound figure; keeps 1e999999999 from being expanded
_A_DAY = "2026-07-02"
_TEXT = regex(r"""\"(?:[^"\\]|\\.)*"|'[^']*'|#.*""")
_COMMA = regex(r"[:=\[{,]\s*(-?[0-9]+,[0-9]+)\b")

_LINE = regex(r"\(at line (\d+), column \d+\)$")
_TWICE, _LETTER = Word("an entry is there twice"), Word("a letter that may not stand there")
_OPEN, _MARK = Word("a bracket that is not closed"), Word("a backslash before a letter")
_VALUE, _NO_TOML = Word("a value without quotation marks"), Word("no entry and no table")
_SYNTAX: Final[Mapping[str, Word]] = {
    **dict.fromkeys(("Cannot ", "Duplicate "), _TWICE),
    "Expected '='": Word("no = behind a name"),
    "Expected newline": Word("more behind a value"),
    **dict.fromkeys(("Expected ']", "Unclosed "), _OPEN),
    "Unterminated ": Word("a text without its end"),
    **dict.fromkeys(("Illegal ", "Found invalid ", "Expected "), _LETTER),
    **dict.fromkeys(("Unescaped ", "Escaped ", "Invalid hex "), _MARK),
    **dict.fromkeys(("Invalid value", "Invalid date"), _VALUE),
}
"""What is wrong, by the beginnings of what Python says, which is English only."""


class RefusedFieldError(Exception):
    """A value that cannot be structured, as a problem that does not know its place yet."""

    def __init__(
        self, code: ProblemCode, value: object = None, *, place: Place = (), **details: object
    ) -> None:
        super().__init__(code)
        self._problem = Problem(code=code, path=place, value=value, details=tuple(details.items()))

    def at(self, place: Place) -> Problem:
        """Return the problem with the place of the value before its own."""
        return attrs.evolve(self._problem, path=(*place, *self._problem.path))


def new_converter() -> Converter:
    """Return a converter for texts, figures, choices, times, periods, and tables of these."""
    converter = Converter(detailed_validation=True)
    converter.register_structure_hook_factory(attrs.has, _table_hook)
    converter.register_structure_hook_factory(_is_tuple, _tuple_hook)
    converter.register_structure_hook_factory(is_mapping, _mapping_hook)
    converter.register_structure_hook_func(_is_literal, _structure_choice)
    converter.register_structure_hook_func(_is_pair, structure_pair)
    converter.register_structure_hook(str, structure_str)
    converter.register_structure_hook(StrEnum, _structure_word)
    converter.register_structure_hook(Decimal, _structure_decimal)
    converter.register_structure_hook(bool, _structure_bool)
    converter.register_structure_hook(int, _structure_int)
    converter.register_structure_hook(Figure | None, structure_figure)
    converter.register_structure_hook(date, structure_date)
    converter.register_structure_hook(datetime, structure_time)
    converter.register_structure_hook(Period | None, structure_period)
    return converter


def fill_tables(converter: Converter) -> None:
    """Let `converter` write frozen values as tables, without what is at its default."""

    def hook(kind: type[object]) -> Callable[[object], dict[str, object]]:
        return make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True)

    converter.register_unstructure_hook_factory(attrs.has, hook)


def parse_toml(
    data: bytes, problems: list[Problem], *, longest_line: int = limits.TOML_LINE
) -> dict[str, object] | None:
    """Return the tables of a TOML file, or None after adding what is wrong with it.

    Files of at most 256 KiB are read, with lines of at most `longest_line` bytes.
    """
    if len(data) > limits.TOML_BYTES:
        problems.append(Problem.of(ProblemCode.FILE_TOO_LARGE, (), most=limits.TOML_BYTES))
        return None
    too_complex = Problem.of(ProblemCode.FILE_TOO_COMPLEX, ())
    if max(map(len, data.splitlines()), default=0) > longest_line:
        problems.append(too_complex)
        return None
    try:
        # A byte order mark is what some Windows editors begin a file with.
        document = tomllib.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = Word("letters that are none")
        problems.append(Problem.of(ProblemCode.TOML_SYNTAX, (), line=line, reason=reason))
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        found = _LINE.search(said)
        line = data.count(b"\n") + 1 if found is None else int(found[1])
        reason = next((word for begin, word in _SYNTAX.items() if said.startswith(begin)), _NO_TOML)
        refused = data.decode("utf-8-sig").split("\n")[line - 1]
        comma = _COMMA.search(_TEXT.sub("", refused))
        if comma is None:
            problems.append(Problem.of(ProblemCode.TOML_SYNTAX, (), line=line, reason=reason))
        else:
            code = ProblemCode.UNQUOTED_COMMA
            problems.append(Problem.of(code, (), value=comma[1], line=line, written=comma[1]))
    except (ValueError, ArithmeticError, RecursionError):
        # Python refuses integers of thousands of digits, Decimal exponents beyond its own.
        problems.append(too_complex)
    else:
        if _is_shallow(document):
            return document
        problems.append(too_complex)
    return None


def _is_shallow(document: dict[str, object]) -> bool:
    """Whether recursion over `document` is safe."""
    level: list[object] = [document]
    for _ in range(limits.TOML_DEPTH):
        level = [item for whole in level for item in _items(whole)]
    return not level


def _items(value: object) -> Collection[object]:
    """Return what a table or list holds; of all else nothing."""
    if isinstance(value, dict):
        return cast("dict[str, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()


def structure(
    converter: Converter, value: object, kind: type[_T], place: Place, problems: list[Problem]
) -> _T | None:
    """Return `value` as a `kind`, or None after adding what is wrong with it."""
    try:
        return converter.structure(value, kind)
    except (BaseValidationError, RefusedFieldError) as error:
        problems += _problems_of(error, value, place)
        return None


def _problems_of(error: Exception, value: object, place: Place) -> Iterator[Problem]:
    """Yield what an error of the converter about `value` says."""
    if isinstance(error, RefusedFieldError):
        yield error.at(place)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl)]
        for name in cast("dict[str, object]", value):
            if name in error.extra_fields:
                here = (*place, name[:LONGEST_NAME])
                near = nearest(name, known)
                yield Problem.of(ProblemCode.FIELD_UNKNOWN, here, value=shown(name), nearest=near)
    elif isinstance(error, BaseValidationError):
        for part in error.exceptions:
            yield from _problems_of(part, *_part(part, value, place))
    else:  # a KeyError: the field that the place ends with is not there
        yield Problem.of(ProblemCode.FIELD_MISSING, place)


def _part(error: Exception, value: object, place: Place) -> tuple[object, Place]:
    """Return the part of `value` that `error` is about, and its place: its notes name it."""
    kinds = (AttributeValidationNote, IterableValidationNote)
    note = next((note for note in getattr(error, "__notes__", ()) if isinstance(note, kinds)), None)
    if isinstance(note, AttributeValidationNote):
        return cast("dict[str, object]", value).get(note.name), (*place, note.name)
    if isinstance(note, IterableValidationNote):
        if isinstance(value, dict):
            key = str(note.index)
            return cast("dict[str, object]", value).get(key), (*place, key[:LONGEST_NAME])
        position = cast("int", note.index)
        item = cast("list[object]", value)[position]
        return item, (*place, name_of(item, position) if _is_named(note.type) else position)
    return value, place


def _is_named(kind: object) -> bool:
    """Whether every element of that type has an id or code."""
    fields = attrs.fields(kind) if isinstance(kind, type) and attrs.has(kind) else ()
    return any(f.name in {"id", "code"} and f.default is attrs.NOTHING for f in fields)


def name_of(item: object, position: int) -> str | int:
    """Return what paths call the element that `item` describes: its id or code, else its place."""
    table = cast("dict[str, object]", item) if isinstance(item, dict) else {}
    name = table.get("id") or table.get("code")
    return name[:LONGEST_NAME] if isinstance(name, str) else position


def type_refused(value: object, example: str) -> RefusedFieldError:
    """Return the refusal of a value that is not of the type which `example` shows."""
    return RefusedFieldError(ProblemCode.FIELD_TYPE, shown(value), example=example)


def shown(value: object) -> object:
    """Return `value` as a problem quotes it: short, and never a whole table."""
    if isinstance(value, str):
        return value[:_LONGEST_VALUE]
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return value


def structure_str(value: object, _: object = None) -> str:
    """Return a text that is not blank."""
    if not isinstance(value, str):
        raise type_refused(value, '"…"')
    if not value.strip():
        raise RefusedFieldError(ProblemCode.FIELD_EMPTY, value)
    return value


def _structure_decimal(value: object, _: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise type_refused(value, "18")
    return Decimal(value)


def _structure_bool(value: object, _: object) -> bool:
    if not isinstance(value, bool):
        raise type_refused(value, "true")
    return value


def _structure_int(value: object, _: object) -> int:
    whole = _whole(value)
    if whole is None:
        raise type_refused(value, "5")
    return whole


def structure_pair(value: object, _: object = None) -> tuple[int, int]:
    """Return two counts."""
    items = cast("list[object]", value) if type(value) in {list, tuple} else []
    counts = [whole for item in items if (whole := _whole(item)) is not None]
    if len(counts) != len(items) or len(counts) != 2:  # noqa: PLR2004 (a pair)
        raise type_refused(value, "[755, 1120]")
    return counts[0], counts[1]


def _whole(value: object) -> int | None:
    """Return a whole number as int, or None for anything else; in JSON it was a Decimal."""
    if isinstance(value, Decimal):
        small = value.is_finite() and places(value) == 0 and value.adjusted() <= MOST_PLACES
        return int(value) if small else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def places(value: Decimal) -> int:
    """Return how many decimals a finite value has; below 0 for whole tens."""
    return -cast("int", value.as_tuple().exponent)


def structure_figure(value: object, _: object = None) -> Figure | None:
    """Return a figure, or a text that is read as one later."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal | float | None):
        raise type_refused(value, '"17.08"')
    return value


def structure_date(value: object, _: object = None) -> date:
    """Return a day."""
    if type(value) is not date:  # a point in time is also a date for Python
        raise type_refused(value, "2022-06-23")
    return value


def structure_time(value: object, _: object = None) -> datetime:
    """Return a point in time, which may be a text; a day is none: its midnight is made up."""
    if isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and len(value) > len(_A_DAY):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise type_refused(value, f"{_A_DAY}T08:30:00+07:00")


def structure_period(value: object, _: object = None) -> Period | None:
    """Return the period that a text names."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise type_refused(value, '"tháng 6/2026"')
    try:
        return parse_period(value)
    except FormatError as error:
        details: dict[str, Any] = dict(error.problem.details)
        raise RefusedFieldError(error.problem.code, value, **details) from None


def _structure_choice(value: object, kind: object) -> object:
    """Take one of the values of a Literal."""
    choices: tuple[object, ...] = get_args(kind)
    # 2 is neither True nor 2.0.
    if not any(type(value) is type(choice) and value == choice for choice in choices):
        raise choice_refused(value, choices)
    return value


def _structure_word(value: object, kind: type[StrEnum]) -> StrEnum:
    if not isinstance(value, str) or value not in set(kind):
        raise choice_refused(value, tuple(kind))
    return kind(value)


def choice_refused(
    value: object, choices: Iterable[object], place: Place = ()
) -> RefusedFieldError:
    """Return the refusal of a value that is none of `choices`."""
    known = ", ".join(map(str, choices))
    return RefusedFieldError(ProblemCode.FIELD_CHOICE, shown(value), place=place, known=known)


def _tuple_hook(kind: object, converter: Converter) -> Callable[[object, object], object]:
    """Return the hook that makes a tuple out of a list."""
    items = cast("type[list[object]]", list.__class_getitem__(get_args(kind)[0]))

    def hook(value: object, _: object) -> tuple[object, ...]:
        if not isinstance(value, list):  # a text would become a tuple of its letters
            raise type_refused(value, "[…]")
        return tuple(converter.structure(value, items))

    return hook


def _mapping_hook(
    kind: object, converter: Converter
) -> Callable[[object, object], dict[str, object]]:
    """Return the hook that reads a table whose keys are free."""
    items = cast("type[dict[str, object]]", dict.__class_getitem__((str, get_args(kind)[1])))

    def hook(value: object, _: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise type_refused(value, "{…}")
        return converter.structure(cast("dict[str, object]", value), items)

    return hook


def _table_hook(kind: type[_T], converter: Converter) -> Callable[[object, object], _T]:
    """Return the hook that makes a `kind` out of a table with its fields and no others."""
    structured = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)

    def hook(value: object, _: object) -> _T:
        if not isinstance(value, dict):
            raise type_refused(value, "{…}")
        return structured(cast("dict[str, object]", value), kind)

    return hook


def _is_tuple(kind: object) -> bool:
    return get_origin(kind) is tuple


def _is_pair(kind: object) -> bool:
    return bool(kind == tuple[int, int])


def is_mapping(kind: object) -> bool:
    """Whether `kind` is a table whose keys are free."""
    return get_origin(kind) is Mapping


def _is_literal(kind: object) -> bool:
    return get_origin(kind) is Literal
