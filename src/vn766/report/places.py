"""Where each entry of a spec stands in its file, so that a problem can name the line or cell."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from attrs import evolve, field, frozen

from vn766.lazy import regex
from vn766.report.fields import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vn766.errors import Problem

Path: TypeAlias = tuple[str | int, ...]

_HEAD: Final = regex(r"\s*(\[\[?[^\[\]]+\]\]?)\s*(?:#.*)?")
_ENTRY: Final = regex(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"))*)\s*=""")
_FENCE: Final = regex("\"{3}|'{3}")
# Where a document of the model says what an entry of a spec said.
_SAME: Final[Mapping[Path, Path]] = {
    ("subject",): ("texts", "subject"),
    ("basis",): ("texts", "basis"),
}


@frozen(kw_only=True)
class Places:
    """The places of the entries of a spec by their paths; `file` is that of all."""

    file: str
    known: Mapping[Path, str] = field(factory=dict[Path, str], repr=False)

    def placed(self, problem: Problem) -> Problem:
        """Return a problem with the place of the entry that it is about, if that has one."""
        if problem.origin is not None or not problem.path:
            return problem
        path = problem.path
        path = (*_SAME.get(path[:1], path[:1]), *path[1:])
        for end in range(len(path), 0, -1):
            if path[:end] in self.known:
                return evolve(
                    problem, origin=".".join(map(str, (self.known[path[:end]], *path[end:])))
                )
        return problem

    def within(self, problem: Problem) -> Problem:
        """Return a problem of the file itself with its place, at least the name of the file."""
        placed = self.placed(problem)
        if placed.origin is not None or not problem.path:
            return placed
        return evolve(placed, origin=f"{self.file}, {'.'.join(map(str, problem.path))}")


@frozen(kw_only=True)
class Written:
    """A spec as it was written: its tables, and the place of each entry."""

    document: dict[str, object]
    places: Places


def lines_of(text: str, file: str) -> Places:
    r"""Return the lines of a TOML file in which its entries begin, by their names.

    Example:
        >>> text = 'document = "x"\n[frame]\n"Số văn bản" = 7\n'
        >>> lines_of(text, "a.toml").known["frame", "number"]
        'a.toml:3, frame.Số văn bản'
    """
    known: dict[Path, str] = {}
    counts: dict[Path, int] = {}
    base: Path = ()
    inside = False  # a text of several lines
    for number, line in enumerate(text.split("\n"), 1):
        head, entry = _HEAD.fullmatch(line), _ENTRY.match(line)
        if not inside and head is not None and (path := _path_of(head[1])):
            base = _counted(path, counts, repeated=head[1].startswith("[["))
            _note(known, base, f"{file}:{number}")
        elif not inside and entry is not None:
            _note(known, (*base, *_path_of(f"{entry[1]} = 0")), f"{file}:{number}")
        inside ^= len(_FENCE.findall(line)) % 2 == 1
    return Places(file=file, known=known)


def _counted(path: tuple[str, ...], counts: dict[Path, int], *, repeated: bool) -> Path:
    """Return the path of a table with the number of each repeated one on its way."""
    found: Path = ()
    for at, step in enumerate(path, 1):
        found = (*found, step)
        if repeated and at == len(path):
            counts[found] = counts.get(found, -1) + 1
        if found in counts:
            found = (*found, counts[found])
    return found


def _note(known: dict[Path, str], written: Path, line: str) -> None:
    path: Path = ()
    for step in written:
        path = (*path, named(step, path) if isinstance(step, str) else step)
        known.setdefault(path, f"{line}, {'.'.join(map(str, written))}")


def _path_of(toml: str) -> tuple[str, ...]:
    """Return the names of the tables and the entry in a line; none if it is no such line."""
    try:
        value: object = tomllib.loads(toml)
    except tomllib.TOMLDecodeError:
        return ()
    return tuple(_steps(value))


def _steps(value: object) -> Iterator[str]:
    while isinstance(value, dict | list) and value:
        if isinstance(value, dict):
            ((name, value),) = cast("dict[str, object]", value).items()
            yield name
        else:
            (value,) = cast("list[object]", value)
