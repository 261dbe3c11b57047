"""What a reader hands over: records, everything that is wrong with them, and nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from attrs import evolve, field, frozen

from vn766.errors import Problem, ProblemCode, Severity, Word
from vn766.records import UnitCounts, UnitPoints
from vn766.score import iter_problems
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vn766.framework.model import Framework
    from vn766.readers.headers import Column

_MOST_PLACES = 5


@frozen(kw_only=True)
class PointsTable:
    r"""The records of a file, and everything that was found on the way to them.

    `records` are those without errors, in the order of the file; `broken` are the numbers of
    the rows that were left out because of errors (in JSON: positions in the list, from 1), and
    `problems` lists all errors, warnings and notes, row by row and in a row column by column,
    each with file and cell as its `origin`. `remarks` holds, beside each record, the warnings
    and notes about it; what is about the file as a whole is in `problems` alone. `extra` holds,
    beside each record, the text of every column that is not points by its header. `columns`
    tells how each head was understood (in JSON there are none). `source` names the file and its
    sheet, `rows` counts its units, with the broken ones, and `title` are the texts above the
    heads.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from vn766.readers import read_points
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder, "t6.csv")
        ...     _ = file.write_text("Tên đơn vị;CKMB\nUBND xã A;17,5\nUBND xã B;19\n", "utf-8")
        ...     table = read_points(file)
        >>> [record.unit.name for record in table.records], table.broken, table.source
        (['UBND xã A'], (3,), 't6.csv')
        >>> [f"{p.origin}: {p.code}" for p in table.problems if p.severity == "error"]
        ['t6.csv, B3: above-maximum']
    """

    records: tuple[UnitPoints, ...]
    problems: tuple[Problem, ...]
    broken: tuple[int, ...]
    columns: tuple[Column, ...]
    extra: tuple[Mapping[str, str], ...] = field(repr=False)
    remarks: tuple[tuple[Problem, ...], ...] = field(repr=False)
    source: str
    rows: int
    title: tuple[str, ...] = ()


R = TypeVar("R", UnitPoints, UnitCounts)
Found: TypeAlias = tuple[int, int, Problem]
"""A problem after the numbers of its row and column, by which problems are ordered."""


@frozen(kw_only=True)
class Draft(Generic[R]):
    """A record that was read and not yet checked.

    `problems` were found by the reader, each with the number of its column; `place` names the
    cell of a key (`key_of` a problem), `order` is the column of each key and `row` counts from
    1.
    """

    record: R
    row: int
    extra: Mapping[str, str]
    problems: tuple[tuple[int, Problem], ...]
    place: Callable[[str], str]
    order: Mapping[str, int]


@frozen(kw_only=True)
class Checked(Generic[R]):
    """The drafts of a file, those without errors apart, and all problems, not yet in order.

    `shared` are problems of `found` once more, for the other drafts that they are about.
    """

    sound: tuple[Draft[R], ...]
    broken: tuple[Draft[R], ...]
    found: tuple[Found, ...]
    shared: tuple[Found, ...]


def assemble(
    drafts: Sequence[Draft[UnitPoints]],
    *,
    framework: Framework,
    source: str,
    columns: tuple[Column, ...] = (),
    problems: Iterable[Found] = (),
    title: tuple[str, ...] = (),
    unread: Sequence[int] = (),
) -> PointsTable:
    """Check every draft and gather the sound ones; `unread` are rows below, broken unseen."""
    checked = check(drafts, framework)
    found = (*problems, *checked.found)
    return PointsTable(
        records=tuple(draft.record for draft in checked.sound),
        problems=in_order(found),
        broken=(*(draft.row for draft in checked.broken), *unread),
        columns=columns,
        extra=tuple(draft.extra for draft in checked.sound),
        remarks=remarks(checked.sound, (*found, *checked.shared)),
        source=source,
        rows=len(drafts) + len(unread),
        title=title,
    )


def check(drafts: Sequence[Draft[R]], framework: Framework, *, pieces: bool = False) -> Checked[R]:
    """Return which drafts are sound, and what is wrong with each and with several together.

    If drafts were put together out of `pieces`, one name with and without a code may be one unit
    that fell apart.
    """
    found: list[Found] = []
    for draft in drafts:
        found += [(draft.row, at, problem) for at, problem in draft.problems]
        for problem in iter_problems(draft.record, framework=framework):
            key = key_of(problem)
            placed = evolve(problem, origin=draft.place(key))
            found.append((draft.row, draft.order.get(key, -1), placed))
    broken = {row for row, _, problem in found if problem.severity is Severity.ERROR}
    for twins in _twins(drafts):
        found.append(_twin_problem(twins))
        broken.update(draft.row for draft in twins)
    shared: list[Found] = []
    for code, namesakes in _namesakes(drafts, pieces=pieces):
        row, column, problem = _namesake_problem(code, namesakes)
        found.append((row, column, problem))
        shared += [(draft.row, column, problem) for draft in namesakes if draft.row != row]
    return Checked(
        sound=tuple(draft for draft in drafts if draft.row not in broken),
        broken=tuple(draft for draft in drafts if draft.row in broken),
        found=tuple(found),
        shared=tuple(shared),
    )


def in_order(found: Iterable[Found]) -> tuple[Problem, ...]:
    """Return problems row by row, and in a row column by column."""
    return tuple(problem for _, _, problem in sorted(found, key=lambda item: item[:2]))


def remarks(drafts: Iterable[Draft[R]], found: Iterable[Found]) -> tuple[tuple[Problem, ...], ...]:
    """Return, for each draft without errors, what was found about it."""
    about: dict[int, list[Found]] = {}
    for item in found:
        about.setdefault(item[0], []).append(item)
    return tuple(in_order(about.get(draft.row, ())) for draft in drafts)


def key_of(problem: Problem) -> str:
    """Return the key that names the cell of a problem: the id or field that its path ends in.

    Dossiers have names that nodes also have, so theirs go on: ``dossiers.online``.
    """
    path = list(map(str, problem.path))
    return ".".join(path) if path[0] == "dossiers" else path[-1]


def _twins(drafts: Iterable[Draft[R]]) -> list[list[Draft[R]]]:
    """Return the drafts of each unit code that is there more than once."""
    by_key: dict[str, list[Draft[R]]] = {}
    for draft in drafts:
        unit = draft.record.unit
        if unit is not None and unit.code is not None:
            by_key.setdefault(unit.key, []).append(draft)
    return [twins for twins in by_key.values() if len(twins) > 1]


def _namesakes(
    drafts: Iterable[Draft[R]], *, pieces: bool
) -> Iterator[tuple[ProblemCode, list[Draft[R]]]]:
    """Yield the drafts that share a name, case and accents aside, and what is doubtful in it."""
    by_name: dict[str, list[Draft[R]]] = {}
    for draft in drafts:
        unit = draft.record.unit
        if unit is not None:
            by_name.setdefault(fold(unit.name) or unit.name, []).append(draft)
    for named in by_name.values():
        bare = [it for it in named if it.record.unit is None or it.record.unit.code is None]
        if len(bare) > 1:
            yield ProblemCode.SAME_NAME, bare
        if pieces and 0 < len(bare) < len(named):
            yield ProblemCode.HALF_CODED, named


def _twin_problem(twins: list[Draft[R]]) -> Found:
    unit = twins[1].record.unit
    value = unit.key if unit else None
    return _repeated(twins, ProblemCode.DUPLICATE_UNIT, "code", value, Severity.ERROR)


def _namesake_problem(code: ProblemCode, namesakes: list[Draft[R]]) -> Found:
    unit = namesakes[1].record.unit
    value = unit.name if unit else None
    return _repeated(namesakes, code, "name", value, Severity.WARNING)


def _repeated(
    drafts: list[Draft[R]], code: ProblemCode, key: str, value: str | None, severity: Severity
) -> Found:
    """Return the problem of several drafts, at the second one."""
    second = drafts[1]
    places = [draft.place(key) for draft in drafts[:_MOST_PLACES]]
    if len(drafts) > _MOST_PLACES:
        places.append("…")
    problem = Problem.of(
        code,
        ("unit", key),
        value=value,
        severity=severity,
        label=Word(key),
        count=len(drafts),
        origin="; ".join(places),
    )
    return second.row, second.order.get(key, -1), problem
