"""Saved responses of the national portal to records.

Two shapes are known: the rows of the 2025 table (every value a text), and the summary
``service-results`` of 2026. What else is in them is kept as text.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from vn766.errors import Problem, ProblemCode, Severity
from vn766.files import limits, read, too_large
from vn766.files.json import parse, shape_error, text_of
from vn766.readers.points import is_missing, plan_for
from vn766.readers.tables import Draft, PointsTable, assemble
from vn766.records import Origin, Published, Unit, UnitPoints

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vn766._engine.exact import Number
    from vn766._engine.plan import Plan
    from vn766.files import Source
    from vn766.files.json import Json
    from vn766.framework import Level
    from vn766.framework.model import Framework, Node
    from vn766.period import Period

_SHAPES: Final = "[{MA_COQUAN, CKMB, …}] / {data: {evaluation: [{groupScores: {…}}]}}"
_POINTS: Final = "{CKMB, TDGQ, …}"
_LEVELS: Final[Mapping[str, Level]] = {"1": "province", "2": "department", "3": "commune"}
"""The portal's LOAI_COQUAN."""


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


_ROWS_2025: Final = _Shape(
    name="TEN_COQUAN",
    code="MA_COQUAN",
    total="TONG_SCORE",
    level="LOAI_COQUAN",
    known=("ID", "TEN", "CAPDONVIID", "ID_COQUAN", "ROW_STT"),
)
_SUMMARY_2026: Final = _Shape(
    name="departmentName",
    code="departmentCode",
    total="totalScore",
    points="groupScores",
    known=("departmentId", "ratio", "scoreDelta"),
)


def read_portal(
    source: Source,
    *,
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
        source: a JSON file in UTF-8: its path, its content, a stream, or `Named` content.
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
    content = read(source, called="response")
    content.refuse_binary()
    return read_response(content.text(), content.name, plan, period)


def read_response(text: str, file: str, plan: Plan, period: Period | None) -> PointsTable:
    """Return the records in the text of a response."""
    place, rows = _find_rows(parse(text, file), file)
    if len(rows) > limits.ROWS:
        raise too_large(file)
    unknown: dict[str, None] = {}
    reader = _Rows(file=file, place=place, plan=plan, period=period, unknown=unknown)
    drafts = [reader.draft(at, row) for at, row in enumerate(rows)]
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


# --- rows to records ----------------------------------------------------------------------------


@frozen(kw_only=True)
class _Rows:
    """The rows of one response; `unknown` gathers the names of fields that no shape knows."""

    file: str
    place: str
    plan: Plan
    period: Period | None
    unknown: dict[str, None]

    def draft(self, at: int, row: Json) -> Draft[UnitPoints]:
        """Return the record of one row."""
        here = f"{self.place}[{at}]"
        if not isinstance(row, dict):
            raise shape_error(self.file, here, "{…}")
        shape = _SUMMARY_2026 if _SUMMARY_2026.name in row else _ROWS_2025
        points_at = here if shape.points is None else f"{here}.{shape.points}"
        inside, unscored = self._points(row, shape, points_at)
        if max(len(row), len(inside)) > limits.COLUMNS:
            raise too_large(self.file)
        node_of = {key: node for key in inside if (node := self._node(key)) is not None}
        if not node_of and unscored is None:
            raise shape_error(self.file, points_at, _POINTS)
        places = {node.id: f"{points_at}.{key}" for key, node in node_of.items()}
        places |= {"total": f"{here}.{shape.total}", "code": f"{here}.{shape.code}"}
        places |= {"name": f"{here}.{shape.name}", "level": f"{here}.{shape.level}"}
        order = {key: column for column, key in enumerate(places)}
        problems: list[tuple[int, Problem]] = [] if unscored is None else [(-1, unscored)]

        def number(value: Json, path: tuple[str, str], label: str) -> Number | None:
            number, problem = _number(value, path, label)
            if problem is not None:
                placed = evolve(problem, origin=f"{self.file}, {places[path[1]]}")
                problems.append((order[path[1]], placed))
            return number

        points: dict[str, Number | None] = {}
        for key, node in node_of.items():
            value = number(inside[key], ("nodes", node.id), node.label)
            if node.id in points:
                problem = Problem.of(
                    ProblemCode.DUPLICATE_KEY,
                    ("nodes", node.id),
                    value=key,
                    label=node.label,
                    other=next(other for other, n in node_of.items() if n is node),
                    origin=f"{self.file}, {points_at}.{key}",
                )
                problems.append((order[node.id], problem))
            points.setdefault(node.id, value)
        total = number(row.get(shape.total), ("published", "total"), shape.total)
        known = {shape.name, shape.code, shape.total, shape.level, shape.points, *shape.known}
        fields = dict(row) if inside is row else row | inside
        self.unknown.update(dict.fromkeys(fields.keys() - node_of.keys() - known))
        extra = {
            key: text_of(value, self.file)
            for key, value in fields.items()
            if key not in node_of and key != shape.points
        }
        unit = _unit(extra, shape)
        if unit is None:
            origin = f"{self.file}, {here}"
            problem = Problem.of(ProblemCode.NO_UNIT, ("unit", "name"), origin=origin)
            problems.append((order["name"], problem))
        published = None if total is None else Published(total=total, source=self.file)
        return Draft(
            record=UnitPoints(
                unit=unit,
                points=points,
                period=self.period,
                published=published,
                origin=Origin(file=self.file, row=at + 1),
            ),
            row=at + 1,
            extra=extra,
            problems=tuple(problems),
            place=lambda key: f"{self.file}, {places.get(key, here)}",
            order=order,
        )

    def _points(
        self, row: dict[str, Json], shape: _Shape, place: str
    ) -> tuple[dict[str, Json], Problem | None]:
        """Return the object with the points of a row; that of one unit may be null or empty."""
        if shape.points is None:
            return row, None
        inside = row.get(shape.points)
        if isinstance(inside, dict) and inside:
            return inside, None
        if shape.points not in row or inside not in (None, {}):
            raise shape_error(self.file, place, _POINTS)
        problem = Problem.of(
            ProblemCode.UNKNOWN_SHAPE,
            ("points",),
            origin=f"{self.file}, {place}",
            place=place,
            expected=_POINTS,
        )
        return {}, problem

    def _node(self, key: str) -> Node | None:
        """Return the node that a field holds the points of."""
        found = self.plan.find(key)
        return self.plan.nodes[found[0]] if len(found) == 1 else None


def _number(value: Json, path: tuple[str, str], label: str) -> tuple[Number | None, Problem | None]:
    if value is None or (isinstance(value, str) and is_missing(value)):
        return None, None
    if isinstance(value, str | Decimal):
        return value, None
    kind = type(value).__name__
    return None, Problem.of(ProblemCode.WRONG_TYPE, path, value=value, label=label, type=kind)


def _unit(fields: Mapping[str, str], shape: _Shape) -> Unit | None:
    code = fields.get(shape.code, "")
    name = fields.get(shape.name) or fields.get("TEN") or code
    level = _LEVELS.get(fields.get(shape.level or "", ""))
    return Unit(name=name, code=code or None, level=level) if name else None
