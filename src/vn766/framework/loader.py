"""From a TOML file to a framework, or to the list of everything that is wrong with the file.

The file mirrors the types of `vn766.framework.model`, with two conveniences: evidence stands once
in a table ``[citations.<name>]`` and elements refer to it by ``source = "<name>"``; and
instruments that the library knows need not be repeated in ``[[instruments]]``.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from vn766.errors import InvalidFrameworkError, Problem, ProblemCode, UnknownFrameworkError
from vn766.framework.checks import citation_problems, element_problems, nearest
from vn766.framework.elements import walk
from vn766.framework.model import Citation, Framework, Instrument, Rule, Status, ZeroRule

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from vn766.framework.elements import Place

__all__ = ["load_cited", "load_framework", "parse_toml", "read_framework", "shipped_instruments"]

_T = TypeVar("_T")

_INSTRUMENTS = Path(__file__).with_name("instruments.toml")

# An edition with all its rules has 20 kB and lines of 600 bytes. The bounds keep hostile files from
# taking time or stack: reading a dotted key costs the square of its length.
_LARGEST_FILE = 2**18
_LONGEST_LINE = 2_000
_DEEPEST = 24
_LONGEST_VALUE = 200
_LONGEST_NAME = 100

_SYNTAX = re.compile(
    r"(?P<reason>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", re.DOTALL
)


class _RefusedError(Exception):
    """A value that cannot be structured, as a problem that does not know its place yet."""

    def __init__(
        self, code: ProblemCode, value: object = None, *, place: Place = (), **details: object
    ) -> None:
        super().__init__(code)
        self._problem = Problem(code=code, path=place, value=value, details=tuple(details.items()))

    def at(self, place: Place) -> Problem:
        """Return the problem with the place of the value before its own."""
        return attrs.evolve(self._problem, path=(*place, *self._problem.path))


# Stands for a citation that is there but broken, so that its name is not called unknown too.
_UNREADABLE = Citation(instruments=(), status=Status.RECALLED)


def load_framework(path: Path) -> Framework:
    """Return the framework in the file at `path`.

    Raises:
        UnknownFrameworkError: there is no such file, or it cannot be read.
        InvalidFrameworkError: the file is not a valid framework; all problems are listed.

    Example:
        >>> from vn766.framework.registry import EDITIONS
        >>> load_framework(EDITIONS / "portal_2026.toml").id
        'portal-2026'
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = getattr(error, "strerror", None) or str(error)
        problem = Problem.of(ProblemCode.FILE_UNREADABLE, (), value=str(path), reason=reason)
        raise UnknownFrameworkError([problem]) from error
    return read_framework(data, origin=str(path))


def read_framework(data: bytes, *, origin: str) -> Framework:
    """Return the framework that `data`, the bytes of a TOML file, describes.

    `origin` names the file in problems. Structural problems and those that `lint` finds are
    reported together as far as the file can be understood.

    Raises:
        InvalidFrameworkError: the data are not a valid framework; all problems are listed.
    """
    problems: list[Problem] = []
    document = parse_toml(data, problems)
    framework = _structure_document(document, problems) if document is not None else None
    if framework is None or problems:
        raise InvalidFrameworkError(
            [attrs.evolve(problem, origin=_origin(origin, problem)) for problem in problems],
            subject=origin,
        )
    return framework


def load_cited(path: Path, kind: type[_T]) -> _T:
    """Return a file of another room as a `kind`, an attrs class, its sources resolved.

    For what this library ships: the file has its ``[citations.<name>]`` and cites instruments
    of ``instruments.toml``, as an edition does.

    Raises:
        InvalidFrameworkError: the file is not such a table; all problems are listed.
    """
    problems: list[Problem] = []
    document = parse_toml(path.read_bytes(), problems)
    read: _T | None = None
    if document is not None:
        instruments = {it.id: it for it in shipped_instruments()}
        citations = _structure_citations(document.pop("citations", {}), problems)
        for name, citation in citations.items():
            problems += citation_problems(citation, ("citations", name), instruments)
        _cite(document, citations)
        read = _structure(document, kind, (), problems)
    if read is None or problems:
        raise InvalidFrameworkError(problems, subject=path.name)
    return read


def _origin(file: str, problem: Problem) -> str:
    return f"{file}, {'.'.join(map(str, problem.path))}" if problem.path else file


def parse_toml(
    data: bytes, problems: list[Problem], *, longest_line: int = _LONGEST_LINE
) -> dict[str, object] | None:
    """Return the tables of a TOML file, or None after adding what is wrong with it.

    Files of at most 256 KiB are read, with lines of at most `longest_line` bytes.
    """
    if len(data) > _LARGEST_FILE:
        problems.append(Problem.of(ProblemCode.FILE_TOO_LARGE, (), most=_LARGEST_FILE))
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
        problems.append(Problem.of(ProblemCode.TOML_SYNTAX, (), line=line, reason=error.reason))
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX.fullmatch(str(error))
        line = data.count(b"\n") + 1 if found is None or not found["line"] else int(found["line"])
        reason = str(error) if found is None else found["reason"]
        problems.append(Problem.of(ProblemCode.TOML_SYNTAX, (), line=line, reason=reason))
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
    for _ in range(_DEEPEST):
        level = [item for whole in level for item in _items(whole)]
    return not level


def _items(value: object) -> Collection[object]:
    """Return what a table or list holds; of all else nothing."""
    if isinstance(value, dict):
        return cast("dict[str, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()


def _structure_document(document: dict[str, object], problems: list[Problem]) -> Framework | None:
    """Return the framework in `document` if it has one, and add what is wrong with it."""
    own = _structure_instruments(document.pop("instruments", []), problems)
    # A file is complete by itself: what it defines counts, even if the library comes to know
    # an instrument of the same name.
    instruments = {it.id: it for it in (*shipped_instruments(), *own)}
    citations = _structure_citations(document.pop("citations", {}), problems)
    for name, citation in citations.items():
        if citation is not _UNREADABLE:
            problems += citation_problems(citation, ("citations", name), instruments)
    _cite(document, citations)
    framework = _structure({**document, "instruments": []}, Framework, (), problems)
    if framework is None:
        return None
    cited = [framework.instrument]
    for _, it in walk(framework):
        cited += it.instruments if isinstance(it, Citation) else ()
    defined = {it.id for it in own}
    others = [it for it in dict.fromkeys(cited) if it in instruments and it not in defined]
    framework = attrs.evolve(framework, instruments=(*own, *(instruments[it] for it in others)))
    problems += element_problems(framework)
    return framework


def _structure_instruments(listed: object, problems: list[Problem]) -> list[Instrument]:
    if not isinstance(listed, list):
        problems.append(_type_refused(listed, "[[instruments]]").at(("instruments",)))
        return []
    instruments: list[Instrument] = []
    for position, value in enumerate(cast("list[object]", listed)):
        # One by one: what cites a broken one must not be called broken too.
        name = _name_of(value, position)
        read = _structure(value, Instrument, ("instruments", name), problems)
        instruments.append(read or Instrument(id=str(name), kind="other", title=str(name)))
    return instruments


def _structure_citations(table: object, problems: list[Problem]) -> dict[str, Citation]:
    if not isinstance(table, dict):
        problems.append(_type_refused(table, "[citations.maxima]").at(("citations",)))
        return {}
    citations: dict[str, Citation] = {}
    for name, value in cast("dict[str, object]", table).items():
        place = ("citations", name[:_LONGEST_NAME])
        citations[name] = _structure(value, Citation, place, problems) or _UNREADABLE
    return citations


def _cite(value: object, citations: dict[str, Citation]) -> None:
    """Replace every name of a citation in `value` by the citation, or by its refusal."""
    if isinstance(value, list):
        for item in cast("list[object]", value):
            _cite(item, citations)
    elif isinstance(value, dict):
        table = cast("dict[str, object]", value)
        for key, item in table.items():
            if key == "source":
                table[key] = _citation(item, citations)
            else:
                _cite(item, citations)


def _citation(name: object, citations: dict[str, Citation]) -> Citation | _RefusedError:
    if not isinstance(name, str):
        return _type_refused(name, '"maxima"')
    return citations.get(name) or _RefusedError(
        ProblemCode.UNKNOWN_CITATION,
        _shown(name),
        name=name[:_LONGEST_NAME],
        nearest=nearest(name, citations),
    )


@lru_cache(maxsize=1)
def shipped_instruments() -> tuple[Instrument, ...]:
    """Return every instrument of ``instruments.toml``, whether an edition cites it or not."""
    document = tomllib.loads(_INSTRUMENTS.read_text("utf-8"))
    return _CONVERTER.structure(document["instruments"], tuple[Instrument, ...])


def _structure(value: object, kind: type[_T], place: Place, problems: list[Problem]) -> _T | None:
    """Return `value` as a `kind`, or None after adding what is wrong with it."""
    try:
        return _CONVERTER.structure(value, kind)
    except (BaseValidationError, _RefusedError) as error:
        problems += _problems_of(error, value, place)
        return None


def _problems_of(error: Exception, value: object, place: Place) -> Iterator[Problem]:
    """Yield what an error of the converter about `value` says."""
    if isinstance(error, _RefusedError):
        yield error.at(place)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl)]
        for name in cast("dict[str, object]", value):
            if name in error.extra_fields:
                here = (*place, name[:_LONGEST_NAME])
                near = nearest(name, known)
                yield Problem.of(ProblemCode.FIELD_UNKNOWN, here, value=_shown(name), nearest=near)
    elif isinstance(error, BaseValidationError):
        for part in error.exceptions:
            yield from _problems_of(part, *_part(part, value, place))
    else:  # a KeyError: the field that the place ends with is not there
        yield Problem.of(ProblemCode.FIELD_MISSING, place)


def _part(error: Exception, value: object, place: Place) -> tuple[object, Place]:
    """Return the part of `value` that `error` is about, and its place: its notes name it."""
    kinds = (AttributeValidationNote, IterableValidationNote)
    note = next((it for it in getattr(error, "__notes__", ()) if isinstance(it, kinds)), None)
    if isinstance(note, AttributeValidationNote):
        return cast("dict[str, object]", value).get(note.name), (*place, note.name)
    if isinstance(note, IterableValidationNote):
        position = cast("int", note.index)
        item = cast("list[object]", value)[position]
        return item, (*place, _name_of(item, position))
    return value, place


def _name_of(item: object, position: int) -> str | int:
    """Return what `name_of` will call the element that `item` describes."""
    table = cast("dict[str, object]", item) if isinstance(item, dict) else {}
    name = table.get("id") or table.get("code")
    return name[:_LONGEST_NAME] if isinstance(name, str) else position


# The border: TOML values in, our types out, and nothing converted on the way.


def _type_refused(value: object, example: str) -> _RefusedError:
    return _RefusedError(ProblemCode.FIELD_TYPE, _shown(value), example=example)


def _shown(value: object) -> object:
    """Return `value` as a problem quotes it: short, and never a whole table."""
    if isinstance(value, str):
        return value[:_LONGEST_VALUE]
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return value


def _structure_str(value: object, _: object) -> str:
    if not isinstance(value, str):
        raise _type_refused(value, '"…"')
    if not value.strip():
        raise _RefusedError(ProblemCode.FIELD_EMPTY, value)
    return value


def _structure_decimal(value: object, _: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _type_refused(value, "18")
    return Decimal(value)


def _structure_bool(value: object, _: object) -> bool:
    if not isinstance(value, bool):
        raise _type_refused(value, "true")
    return value


def _structure_date(value: object, _: object) -> date:
    if type(value) is not date:  # a point in time is also a date for Python
        raise _type_refused(value, "2022-06-23")
    return value


def _structure_choice(value: object, kind: object) -> object:
    """Take one of the values of a Literal."""
    choices: tuple[object, ...] = get_args(kind)
    # 2 is neither True nor 2.0.
    if not any(type(value) is type(choice) and value == choice for choice in choices):
        raise _choice_refused(value, choices)
    return value


def _structure_word(value: object, kind: type[Status | ZeroRule]) -> Status | ZeroRule:
    if not isinstance(value, str) or value not in set(kind):
        raise _choice_refused(value, tuple(kind))
    return kind(value)


def _choice_refused(value: object, choices: Iterable[object], place: Place = ()) -> _RefusedError:
    known = ", ".join(map(str, choices))
    return _RefusedError(ProblemCode.FIELD_CHOICE, _shown(value), place=place, known=known)


def _structure_rule(value: object, _: object) -> object:
    if not isinstance(value, dict):
        raise _type_refused(value, '{ kind = "proportional", source = "…" }')
    table = dict(cast("dict[str, object]", value))
    kinds: dict[str, type[Rule]] = {it.kind: it for it in get_args(Rule)}
    if "kind" not in table:
        raise _RefusedError(ProblemCode.FIELD_MISSING, place=("kind",))
    kind = table.pop("kind")
    if not isinstance(kind, str) or kind not in kinds:
        raise _choice_refused(kind, kinds, place=("kind",))
    return _CONVERTER.structure(table, kinds[kind])


def _structure_tuple(value: object, kind: object) -> tuple[object, ...]:
    if not isinstance(value, list):  # a text would become a tuple of its letters
        raise _type_refused(value, "[…]")
    items = cast("type[list[object]]", list.__class_getitem__(get_args(kind)[0]))
    return tuple(_CONVERTER.structure(value, items))


def _table_hook(kind: type[_T]) -> Callable[[object, object], _T]:
    """Return the hook that makes a `kind` out of a table with its fields and no others."""
    structure = make_dict_structure_fn(kind, _CONVERTER, _cattrs_forbid_extra_keys=True)

    def hook(value: object, _: object) -> _T:
        if not isinstance(value, dict):
            raise _type_refused(value, "{…}")
        return structure(cast("dict[str, object]", value), kind)

    return hook


def _structure_citation(value: object, kind: object) -> Citation:
    """Take what `_cite` has put in place of a name, or read a table of [citations]."""
    if isinstance(value, _RefusedError):
        raise value
    return value if isinstance(value, Citation) else _citation_hook(value, kind)


def _is_tuple(kind: object) -> bool:
    return get_origin(kind) is tuple


def _is_literal(kind: object) -> bool:
    return get_origin(kind) is Literal


_CONVERTER = Converter(detailed_validation=True)
_CONVERTER.register_structure_hook_factory(attrs.has, _table_hook)
_CONVERTER.register_structure_hook_func(_is_tuple, _structure_tuple)
_CONVERTER.register_structure_hook_func(_is_literal, _structure_choice)
_CONVERTER.register_structure_hook(Status, _structure_word)
_CONVERTER.register_structure_hook(ZeroRule, _structure_word)
_CONVERTER.register_structure_hook(str, _structure_str)
_CONVERTER.register_structure_hook(Decimal, _structure_decimal)
_CONVERTER.register_structure_hook(bool, _structure_bool)
_CONVERTER.register_structure_hook(date, _structure_date)
_CONVERTER.register_structure_hook(Rule, _structure_rule)
_citation_hook = _table_hook(Citation)
_CONVERTER.register_structure_hook(Citation, _structure_citation)
