"""From a TOML file to a framework, or to the list of everything that is wrong with the file.

The file mirrors the types of `vn766.framework.model`, with two conveniences: evidence stands once
in a table ``[citations.<name>]`` and elements refer to it by ``source = "<name>"``; and
instruments that the library knows need not be repeated in ``[[instruments]]``.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import attrs

from vn766.errors import (
    InvalidFrameworkError,
    InvalidRecordError,
    Problem,
    ProblemCode,
    UnknownFrameworkError,
)
from vn766.files import beginning, limits
from vn766.framework.checks import citation_problems, element_problems, nearest
from vn766.framework.elements import walk
from vn766.framework.fields import (
    LONGEST_NAME,
    RefusedFieldError,
    choice_refused,
    name_of,
    new_converter,
    parse_toml,
    shown,
    structure,
    type_refused,
)
from vn766.framework.model import Framework
from vn766.framework.rules import Rule, rule_kinds
from vn766.framework.sources import Citation, Instrument, Status

if TYPE_CHECKING:
    from vn766.framework.elements import Place

_T = TypeVar("_T")

EDITIONS = Path(__file__).with_name("editions")
"""The folder of the shipped editions."""
_INSTRUMENTS = Path(__file__).with_name("instruments.toml")

# Stands for a citation that is there but broken, so that its name is not called unknown too.
_UNREADABLE = Citation(instruments=(), status=Status.RECALLED)


def load_framework(path: Path) -> Framework:
    """Return the framework in the file at `path`.

    Raises:
        UnknownFrameworkError: there is no such file, or it cannot be read.
        InvalidFrameworkError: the file is not a valid framework; all problems are listed.

    Example:
        >>> from vn766.framework.loader import EDITIONS
        >>> load_framework(EDITIONS / "portal_2026.toml").id
        'portal-2026'
    """
    try:
        data = beginning(path, limits.TOML_BYTES)
    except InvalidRecordError as error:
        problems = [attrs.evolve(each, value=str(path)) for each in error.problems]
        raise UnknownFrameworkError(problems) from error
    return read_once(data, str(path))


@lru_cache(maxsize=16)
def read_once(data: bytes, origin: str) -> Framework:
    """Return the framework in a file: as long as its bytes are the same, so is the framework."""
    return read_framework(data, origin=origin)


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
        _resolve_sources(document, {each.id: each for each in shipped_instruments()}, problems)
        read = _structure(document, kind, (), problems)
    if read is None or problems:
        raise InvalidFrameworkError(problems, subject=path.name)
    return read


def _origin(file: str, problem: Problem) -> str:
    return f"{file}, {'.'.join(map(str, problem.path))}" if problem.path else file


def _structure_document(document: dict[str, object], problems: list[Problem]) -> Framework | None:
    """Return the framework in `document` if it has one, and add what is wrong with it."""
    own = _structure_instruments(document.pop("instruments", []), problems)
    # A file is complete by itself: what it defines counts, even if the library comes to know
    # an instrument of the same name.
    instruments = {each.id: each for each in (*shipped_instruments(), *own)}
    _resolve_sources(document, instruments, problems)
    framework = _structure({**document, "instruments": []}, Framework, (), problems)
    if framework is None:
        return None
    cited = [framework.instrument]
    for _, part in walk(framework):
        cited += part.instruments if isinstance(part, Citation) else ()
    defined = {instrument.id for instrument in own}
    ended = [instruments[name].ended_by for name in (*defined, *cited) if name in instruments]
    cited += [name for name in ended if name is not None]
    others = [name for name in dict.fromkeys(cited) if name in instruments and name not in defined]
    framework = attrs.evolve(framework, instruments=(*own, *map(instruments.__getitem__, others)))
    problems += element_problems(framework)
    return framework


def _structure(value: object, kind: type[_T], place: Place, problems: list[Problem]) -> _T | None:
    return structure(_CONVERTER, value, kind, place, problems)


def _structure_instruments(listed: object, problems: list[Problem]) -> list[Instrument]:
    if not isinstance(listed, list):
        problems.append(type_refused(listed, "[[instruments]]").at(("instruments",)))
        return []
    instruments: list[Instrument] = []
    for position, value in enumerate(cast("list[object]", listed)):
        # One by one: what cites a broken one must not be called broken too.
        name = name_of(value, position)
        read = _structure(value, Instrument, ("instruments", name), problems)
        instruments.append(read or Instrument(id=str(name), kind="other", title=str(name)))
    return instruments


def _resolve_sources(
    document: dict[str, object], instruments: dict[str, Instrument], problems: list[Problem]
) -> None:
    """Take the citations out of a file, and put each where an element names it as its source."""
    table = document.pop("citations", {})
    if not isinstance(table, dict):
        problems.append(type_refused(table, "[citations.maxima]").at(("citations",)))
        table = {}
    citations: dict[str, Citation] = {}
    for name, value in cast("dict[str, object]", table).items():
        place = ("citations", name[:LONGEST_NAME])
        citations[name] = _structure(value, Citation, place, problems) or _UNREADABLE
    for name, citation in citations.items():
        if citation is not _UNREADABLE:
            problems += citation_problems(citation, ("citations", name), instruments)
    _cite(document, citations)


def _cite(value: object, citations: dict[str, Citation]) -> None:
    """Replace every name of a citation in `value` by the citation, or by its refusal."""
    if isinstance(value, list):
        for item in cast("list[object]", value):
            _cite(item, citations)
    elif isinstance(value, dict):
        table = cast("dict[str, object]", value)
        for key, item in table.items():
            if key == "source" or key.endswith("_source"):
                table[key] = _citation(item, citations)
            else:
                _cite(item, citations)


def _citation(name: object, citations: dict[str, Citation]) -> Citation | RefusedFieldError:
    if not isinstance(name, str):
        return type_refused(name, '"maxima"')
    return citations.get(name) or RefusedFieldError(
        ProblemCode.UNKNOWN_CITATION,
        shown(name),
        name=name[:LONGEST_NAME],
        nearest=nearest(name, citations),
    )


@lru_cache(maxsize=1)
def shipped_instruments() -> tuple[Instrument, ...]:
    """Return every instrument of ``instruments.toml``, whether an edition cites it or not."""
    document = tomllib.loads(_INSTRUMENTS.read_text("utf-8"))
    return _CONVERTER.structure(document["instruments"], tuple[Instrument, ...])


def _structure_rule(value: object, _: object) -> object:
    if not isinstance(value, dict):
        raise type_refused(value, '{ kind = "proportional", source = "…" }')
    table = dict(cast("dict[str, object]", value))
    kinds = rule_kinds()
    if "kind" not in table:
        raise RefusedFieldError(ProblemCode.FIELD_MISSING, place=("kind",))
    kind = table.pop("kind")
    if not isinstance(kind, str) or kind not in kinds:
        raise choice_refused(kind, kinds, place=("kind",))
    return _CONVERTER.structure(table, kinds[kind])


def _structure_citation(value: object, kind: object) -> Citation:
    """Take what `_cite` has put in place of a name, or read a table of [citations]."""
    if isinstance(value, RefusedFieldError):
        raise value
    return value if isinstance(value, Citation) else _citation_hook(value, kind)


_CONVERTER = new_converter()
_CONVERTER.register_structure_hook_func(lambda kind: kind is Rule, _structure_rule)
_citation_hook = _CONVERTER.get_structure_hook(Citation)
_CONVERTER.register_structure_hook(Citation, _structure_citation)
