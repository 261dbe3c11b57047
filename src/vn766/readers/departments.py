"""Who is in charge of which indicator: a table of an office, or a sheet of its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError
from vn766.files import read
from vn766.readers.headers import SEARCHED_ROWS
from vn766.readers.scored import no_column
from vn766.readers.tables import choose_table
from vn766.score.intake import key_problem
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vn766.errors import Problem
    from vn766.files import Source
    from vn766.files.blocks import Cell, Grid
    from vn766.framework.model import Framework


_KINDS = Vocabulary("advice").kind_of("columns")
_KINDS_KNOWN = frozenset(_KINDS.values())


class _Head(NamedTuple):
    """Where the two columns stand, and the row of their heads."""

    row: int
    indicator: int
    department: int
    known: int = 2


def read_departments(
    source: Source, framework: Framework, *, sheet: str | None = None
) -> Mapping[str, str]:
    r"""Return the department of each indicator of a table, by the indicator's code.

    The table has a column of indicators (numbers, codes, or groups of them) and one of departments
    ("Đơn vị chủ trì"); an indicator's own row goes before that of its group, and rows without a
    department are passed over.

    Raises:
        InvalidRecordError: if there is no such table, or with each indicator that the framework
            does not know or that has two departments.

    Example:
        >>> from vn766 import get_framework
        >>> text = "Chỉ số;Đơn vị chủ trì\n4.2;Văn phòng\nSố hóa hồ sơ;Một cửa\n".encode()
        >>> found = read_departments(text, get_framework("portal-2026"))
        >>> found["SO_HOA_GIAY_TO_GIAI_QUYET"], found["REUSED_DIGITIZED_DATA"]
        ('Văn phòng', 'Một cửa')
    """
    content = read(source, called="departments")
    text = "" if content.is_zip else content.text()
    grid, head = choose_table(
        content, text, sheet, find=_find, refuse=lambda grids, _: _refusal(grids, content.name)
    )
    plan = plan_of(framework, with_components=True)
    found: list[tuple[list[str], str]] = []
    key_of: dict[int, str] = {}
    problems: list[Problem] = []
    for at, row in enumerate(grid.rows[head.row + 1 :], head.row + 1):
        key, department = (_text(row, column) for column in (head.indicator, head.department))
        if not key or not department:
            continue
        candidates = plan.components(key) or plan.find(key)
        problem = key_problem("indicators", key, candidates, plan, key_of)
        if problem is not None:
            problems.append(evolve(problem, origin=grid.place(at, head.indicator)))
            continue
        key_of[candidates[0]] = key
        parts = (candidates[0], *plan.parts(candidates[0]))
        codes = [plan.rules[part].indicator.code for part in parts if part in plan.rules]
        found.append((codes, department))
    if problems:
        raise InvalidRecordError(problems, subject=grid.source)
    # The department of a group, then those of its parts.
    by_size = sorted(found, key=lambda row: -len(row[0]))
    in_charge = {code: department for codes, department in by_size for code in codes}
    return {code: in_charge[code] for codes, _ in found for code in codes}


def _find(grid: Grid) -> _Head | None:
    """Return the head of a table that has both columns."""
    for at, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        places = {
            kind: column
            for column in reversed(range(len(row)))
            if (kind := _KINDS.get(fold(_text(row, column)))) is not None
        }
        if len(places) == len(_KINDS_KNOWN):
            return _Head(at, places["indicator"], places["department"])
    return None


def _refusal(grids: Sequence[Grid], file: str) -> InvalidRecordError:
    heads = (_text(row, at) for grid in grids for row in grid.rows[:1] for at in range(len(row)))
    column = Vocabulary("advice").table("columns")["department"][0]
    return no_column(column, file, filter(None, heads))


def _text(row: Sequence[Cell], column: int) -> str:
    """Return a cell as text; a number of an indicator that a workbook keeps as a number."""
    cell = row[column] if column < len(row) else ""
    return (cell if isinstance(cell, str) else f"{cell:g}").strip()
