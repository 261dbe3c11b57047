"""Saved responses of the national portal to records.

Two shapes are known: the rows of the 2025 table (every value a text), and the summary
``service-results`` of 2026. What else is in them is kept as text.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from attrs import frozen

from vn766.errors import Problem, ProblemCode, Severity
from vn766.files import limits, read, too_large
from vn766.files.blocks import Cell, Extent, Grid
from vn766.files.json import parse, shape_error, text_of
from vn766.readers import headers
from vn766.readers.asides import is_missing
from vn766.readers.endpoints import PORTAL
from vn766.readers.points import plan_for, table_of
from vn766.readers.tables import PointsTable, RawRecord, assemble
from vn766.records import Origin, Published, Unit, UnitPoints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vn766._engine.exact import Number
    from vn766._engine.plan import Plan
    from vn766.files import Source
    from vn766.files.json import Json
    from vn766.framework import Level
    from vn766.framework.model import Framework
    from vn766.period import Period

_SHAPES: Final = "[{MA_COQUAN, CKMB, …}] / {data: {evaluation: [{groupScores: {…}}]}}"
_POINTS: Final = "{CKMB, TDGQ, …}"
_LEVELS: Final[Mapping[str, Level]] = PORTAL["levels"]["rows"]


@frozen(kw_only=True)
class _Shape:
    """Where a row keeps what: the keys of one of the portal's shapes.

    `points` is the key of the object that holds the points, None if the row itself does.
    """

    name: str
    code: str
    total: str
    known: tuple[str, ...]
    level: str | None = None
    points: str | None = None


_ROWS_2025: Final = _Shape(**PORTAL["shapes"]["2025"])
_SUMMARY_2026: Final = _Shape(**PORTAL["shapes"]["2026"])


def read_portal(
    source: Source,
    *,
    name: str | None = None,
    framework: Framework | str | Path | None = None,
    period: Period | None = None,
) -> PointsTable:
    """Return the points of the units in a saved response of the portal, with all problems.

    Read are the rows of the 2025 table (a list, or ``{"data": [...]}``; every value a text) and
    the summary ``service-results`` of 2026 (``data.evaluation``, with or without an envelope).
    A null is missing; a row without any ``groupScores`` is left out with an error.
    ``TONG_SCORE`` and ``totalScore`` are kept as published totals; the portal's
    ``ROW_STT`` numbers rows and is no rank: it is kept in `extra`, as all fields are that are
    not points. Unknown fields are listed in a note. `read_points` reads these files, too; the
    limits are its own.

    Args:
        source: a JSON file in UTF-8: its path, its content, an open file, what `json.load`
            returns, or `Named` content.
        name: what problems call a source that has no name.
        framework: the edition to check by; default: the one that covers the period, else
            ``qd766``.
        period: the time that all records are about; a response does not say it.

    Raises:
        InvalidRecordError: if the file cannot be read or has neither shape; it names the place.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> import json
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> row = {"departmentName": "UBND tỉnh X", "departmentCode": "H00", "totalScore": 57.36,
        ...     "groupScores": {"CKMB": 8, "TDGQ": 16.17, "CLGQ": 8.73, "TTTT": 5.99,
        ...                     "MDHL": 9.78, "MDSH": 8.69}}
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder, "provinces.json")
        ...     _ = file.write_text(json.dumps({"data": {"evaluation": [row]}}), "utf-8")
        ...     table = read_portal(file)
        >>> table.records[0].unit.code, table.records[0].points["online.payment"]
        ('H00', Decimal('5.99'))
    """
    plan = plan_for(framework, period)
    content = read(source, called=name or "response")
    content.refuse_binary()
    return read_response(content.text(), content.name, plan, period)


def read_response(text: str, file: str, plan: Plan, period: Period | None) -> PointsTable:
    """Return the records in the text of a response."""
    place, rows = _find_rows(parse(text, file), file)
    if len(rows) > limits.UNITS:
        raise too_large(file, rows=limits.UNITS)
    grid = _grid(rows, place, file)
    if grid is not None and (head := headers.find_head(grid, plan)) is not None:
        return table_of(grid, head, plan, period)
    unknown: dict[str, None] = {}
    drafts = [
        _RowReader(row, f"{place}[{at}]", file, plan).draft(at + 1, period, unknown)
        for at, row in enumerate(rows)
    ]
    notes: list[tuple[int, int, Problem]] = []
    if unknown:
        note = Problem.of(
            ProblemCode.UNKNOWN_FIELDS,
            (place,),
            severity=Severity.NOTE,
            origin=f"{file}, {place}" if place else file,
            names=", ".join(unknown),
        )
        notes.append((0, -1, note))
    return assemble(drafts, framework=plan.framework, source=file, problems=notes)


# --- where the rows are -------------------------------------------------------------------------


def _find_rows(parsed: Json, file: str) -> tuple[str, list[Json]]:
    """Return the list of rows with its place, below any envelope."""
    place: list[str] = []
    while isinstance(parsed, dict):
        key = next((key for key in ("evaluation", "data") if key in parsed), None)
        if key is None:
            raise shape_error(file, ".".join(place) or "$", _SHAPES)
        place.append(key)
        parsed = parsed[key]
    if not isinstance(parsed, list):
        raise shape_error(file, ".".join(place) or "$", _SHAPES)
    return ".".join(place), parsed


def _grid(rows: Sequence[Json], place: str, file: str) -> Grid | None:
    """Return objects with the heads of a table as one, None if their names are the portal's."""
    objects = [row for row in rows if isinstance(row, dict)]
    names = dict.fromkeys(name for row in objects for name in row)
    portal = {_ROWS_2025.name, _ROWS_2025.code, _SUMMARY_2026.name, _SUMMARY_2026.points}
    if len(objects) < len(rows) or portal.intersection(names):
        return None
    Extent(file).add(len(rows), len(names), len(rows) * len(names))
    cells = [[_cell(row.get(name), file) for name in names] for row in objects]
    return Grid(file=file, rows=[list(names), *cells], records=place)


def _cell(value: Json, file: str) -> Cell:
    """Return a value as the cell of a table: numbers as spreadsheets hold them."""
    return float(value) if isinstance(value, Decimal) else text_of(value, file)


# --- rows to records ----------------------------------------------------------------------------


class _RowReader:
    """One row while it is read, at its place in the list of a response."""

    def __init__(self, row: Json, place: str, file: str, plan: Plan) -> None:
        if not isinstance(row, dict):
            raise shape_error(file, place, "{…}")
        self._row, self._place, self._file, self._plan = row, place, file, plan
        self._shape = shape = _SUMMARY_2026 if _SUMMARY_2026.name in row else _ROWS_2025
        self._points_at = place if shape.points is None else f"{place}.{shape.points}"
        self._problems: list[tuple[str, Problem]] = []
        self._inside = self._find_points()
        if max(len(row), len(self._inside)) > limits.COLUMNS:
            raise too_large(file)
        found = ((key, plan.find(key)) for key in self._inside)
        self._nodes = {key: plan.nodes[at[0]] for key, at in found if len(at) == 1}
        if not self._nodes and not self._problems:
            raise shape_error(file, self._points_at, _POINTS)
        self._places = {node.id: f"{self._points_at}.{key}" for key, node in self._nodes.items()}
        fields = {"total": shape.total, "code": shape.code, "name": shape.name}
        fields["level"] = str(shape.level)
        self._places |= {key: f"{place}.{field}" for key, field in fields.items()}

    def _find_points(self) -> dict[str, Json]:
        """Return the object with the points of a row; that of one unit may be null or empty."""
        key = self._shape.points
        if key is None:
            return self._row
        inside = self._row.get(key)
        if isinstance(inside, dict) and inside:
            return inside
        if key not in self._row or inside not in (None, {}):
            raise shape_error(self._file, self._points_at, _POINTS)
        problem = Problem.of(
            ProblemCode.UNKNOWN_SHAPE,
            ("points",),
            origin=f"{self._file}, {self._points_at}",
            place=self._points_at,
            expected=_POINTS,
        )
        self._problems.append(("", problem))
        return {}

    def draft(
        self, number: int, period: Period | None, unknown: dict[str, None]
    ) -> RawRecord[UnitPoints]:
        """Return the record of the row; names of fields that are not known go to `unknown`."""
        shape, file = self._shape, self._file
        points: dict[str, Number | None] = {}
        for key, node in self._nodes.items():
            value = self._number(self._inside[key], ("nodes", node.id), node.label)
            if node.id in points:
                problem = Problem.of(
                    ProblemCode.DUPLICATE_KEY,
                    ("nodes", node.id),
                    value=key,
                    label=node.label,
                    other=next(other for other, n in self._nodes.items() if n is node),
                    origin=f"{file}, {self._points_at}.{key}",
                )
                self._problems.append((node.id, problem))
            points.setdefault(node.id, value)
        total = self._number(self._row.get(shape.total), ("published", "total"), shape.total)
        known = {shape.name, shape.code, shape.total, shape.level, shape.points, *shape.known}
        fields = self._row if shape.points is None else self._row | self._inside
        unknown.update(
            dict.fromkeys(name for name in fields if name not in self._nodes and name not in known)
        )
        extra = {
            key: text_of(value, file)
            for key, value in fields.items()
            if key not in self._nodes and key != shape.points
        }
        code = extra.get(shape.code, "")
        name = extra.get(shape.name) or extra.get("TEN") or code
        level = _LEVELS.get(extra.get(shape.level or "", ""))
        if not name:
            origin = f"{file}, {self._place}"
            problem = Problem.of(ProblemCode.NO_UNIT, ("unit", "name"), origin=origin)
            self._problems.append(("name", problem))
        record = UnitPoints(
            unit=Unit(name=name, code=code or None, level=level) if name else None,
            points=points,
            period=period,
            published=None if total is None else Published(total=total, source=file),
            origin=Origin(file=file, row=number),
        )
        return RawRecord(
            record=record,
            row=number,
            extra=extra,
            problems=tuple(self._problems),
            place=lambda key: f"{file}, {self._places.get(key, self._place)}",
            order={key: column for column, key in enumerate(self._places)},
        )

    def _number(self, value: Json, path: tuple[str, str], label: str) -> Number | None:
        if value is None or (isinstance(value, str) and is_missing(value)):
            return None
        if isinstance(value, str | Decimal):
            return value
        origin, kind = f"{self._file}, {self._places[path[1]]}", type(value).__name__
        code = ProblemCode.WRONG_TYPE
        problem = Problem.of(code, path, value=value, origin=origin, label=label, type=kind)
        self._problems.append((path[1], problem))
        return None
