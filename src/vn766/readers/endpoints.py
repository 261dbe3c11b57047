"""The six responses of the portal of 2026 that hold counts.

Three are lists of metrics (`overview` and `evaluation`), three are trees of fields (`parent` and
`children`). What a response is about is told by its metrics or fields, not by its file's name.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from attrs import field, frozen

from vn766.errors import Problem, ProblemCode, Severity, Word
from vn766.files import limits, refusal, too_large
from vn766.files.json import parse, shape_error, text_of
from vn766.readers.tables import Fragment, Printed, half_pair, label_of, twice
from vn766.records import Origin, Ratio

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vn766._engine.exact import Number
    from vn766._engine.plan import Plan
    from vn766.files.json import Json
    from vn766.framework import Level


class Fields(NamedTuple):
    """The fields of a tree that count one component; those of the numerator are summed."""

    numerator: tuple[str, ...]
    denominator: str


def _fields(counts: Mapping[str, Mapping[str, Any]]) -> dict[str, Fields]:
    return {
        code: Fields(tuple(each["numerator"]), each["denominator"]) for code, each in counts.items()
    }


@frozen(kw_only=True)
class Endpoint:
    """One of the responses: which node it is about, and which field is what.

    `counts` and `dossiers` are the fields of a tree by the codes of indicators and the names of
    `vn766.records.DossierCounts`; `others` are known and mere texts. `sums_alone` says that
    sub-units may have their points only, without any of the fields that are counted.
    """

    name: str
    node: str
    counts: Mapping[str, Fields] = field(factory=dict[str, Any], converter=_fields)
    dossiers: Mapping[str, str] = field(factory=dict[str, str])
    others: tuple[str, ...] = ()
    sums_alone: bool = False

    def counted(self, plan: Plan) -> dict[str, None]:
        """Return the fields of the indicators that a framework has."""
        found: dict[str, None] = {}
        for code, fields in self.counts.items():
            if code in plan.component_ids:
                found |= dict.fromkeys((*fields.numerator, fields.denominator))
        return found


PORTAL: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("portal.toml").read_text("utf-8")
)
"""The names of the portal's fields."""
ENDPOINTS: Final = tuple(Endpoint(**response) for response in PORTAL["responses"])
"""The responses in the order of the framework, with the fields of 2026."""

_ID: Final = "departmentId"
_NAME: Final = "departmentName"
_CODE: Final = "departmentCode"
_METRICS: Final = "metrics"
_METRIC: Final = ("code", "numerator", "denominator")
_TOTALS: Final = (("totalScore", "totalMaxScore"), ("score", "maxScore"))
_KNOWN: Final = frozenset(PORTAL["known"]["rows"])
_KNOWN_OF_METRICS: Final = frozenset(PORTAL["known"]["metrics"])
_LEVELS: Final[Mapping[str, Level]] = PORTAL["levels"]["lists"]
_CHILD_LEVELS: Final[Mapping[str, Level]] = PORTAL["levels"]["children"]
_POINTS: Final = "groupScores"
_MARKS: Final = frozenset(
    {
        _METRICS,
        *(
            name
            for endpoint in ENDPOINTS
            for numerator, denominator in endpoint.counts.values()
            for name in (*numerator, denominator)
        ),
    }
)
"""The fields by which a response is one of the six, even if something else in it has changed."""
_METRIC_SHAPE: Final = "[{code, numerator, denominator, score, maxScore}]"
_LARGEST_EXPONENT: Final = 15  # beyond what is counted exactly; keeps 1e999999999 from expanding


@frozen(kw_only=True)
class Response:
    """The content of one file: which response it is, its rows, and notes on the whole of it."""

    endpoint: Endpoint
    file: str
    fragments: tuple[Fragment, ...]
    notes: tuple[Problem, ...]


def read_response(text: str, file: str, plan: Plan) -> Response | None:
    """Return the rows of a response, or None if it is a summary, which holds points.

    What is none of the six has no counts; one of the six that has changed is refused with the
    place where it has.
    """
    place, body = _body(parse(text, file))
    groups = (value if isinstance(value, list) else [value] for value in body.values())
    names = {name for rows in groups for row in rows if isinstance(row, dict) for name in row}
    if names.isdisjoint(_MARKS):
        if _POINTS in names:
            return None
        raise refusal(ProblemCode.NO_COUNTS, file)
    trees = not body.keys().isdisjoint({"parent", "children"})
    root, units = ("parent", "children") if trees else ("overview", "evaluation")
    rows = list(_rows(body, place, root, units, file))
    if len(rows) > limits.ROWS:
        raise too_large(file)
    endpoint = _tree(rows[0], file, plan) if trees else _metric_group(rows, file, plan)
    unknown: dict[str, None] = {}
    first: dict[str, str] = {}
    fragments = [
        _again(_RowReader(row, file, endpoint, plan, unknown).fragment(), first) for row in rows
    ]
    notes = [*_pages(body, place, file)]
    if unknown:
        note = Problem.of(
            ProblemCode.UNKNOWN_FIELDS,
            (endpoint.name,),
            severity=Severity.NOTE,
            origin=f"{file}, {place}",
            names=", ".join(sorted(unknown)),
        )
        notes.append(note)
    return Response(endpoint=endpoint, file=file, fragments=tuple(fragments), notes=tuple(notes))


# --- shapes -------------------------------------------------------------------------------------


class _Row(NamedTuple):
    """One row of a response with its place; the root is the row of the whole."""

    place: str
    fields: dict[str, Json]
    number: int
    level: Level | None


def _body(parsed: Json) -> tuple[str, dict[str, Json]]:
    """Return the object with the rows and its place, below any envelope, or an empty one."""
    place: list[str] = []
    while isinstance(parsed, dict):
        if any(key in parsed for key in ("parent", "children", "overview", "evaluation")):
            return ".".join(place), parsed
        place.append("data")
        parsed = parsed.get("data")
    return "", {}


def _rows(body: dict[str, Json], place: str, root: str, units: str, file: str) -> Iterator[_Row]:
    prefix = f"{place}." if place else ""
    children = body.get(units)
    if not isinstance(children, list):
        raise shape_error(file, f"{prefix}{units}", "[{…}]")
    stated = [("", body.get(root)), *((f"[{at}]", row) for at, row in enumerate(children))]
    for number, (at, row) in enumerate(stated):
        here = f"{prefix}{units}{at}" if at else f"{prefix}{root}"
        if not isinstance(row, dict) or len(row) > limits.COLUMNS:
            raise shape_error(file, here, "{…}")
        level = _level_of_root(children) if number == 0 and root == "parent" else None
        yield _Row(here, row, number, level)


def _level_of_root(children: list[Json]) -> Level | None:
    """Return what a tree is the tree of: above departments and communes stands a province."""
    levels = [row.get("level") for row in children if isinstance(row, dict)]
    return "province" if any(level in levels for level in _CHILD_LEVELS) else None


def _tree(root: _Row, file: str, plan: Plan) -> Endpoint:
    """Return the tree that has most of the fields of a root."""
    trees = {e.name: e.counted(plan) for e in ENDPOINTS if e.counted(plan)}
    found = max(trees, key=lambda name: len(trees[name].keys() & root.fields.keys()), default="")
    if not found or trees[found].keys().isdisjoint(root.fields):
        fields = (", ".join(fields) for fields in trees.values())
        raise shape_error(file, root.place, " / ".join(f"{{{names}}}" for names in fields))
    return next(endpoint for endpoint in ENDPOINTS if endpoint.name == found)


def _metric_group(rows: list[_Row], file: str, plan: Plan) -> Endpoint:
    """Return the group that all known metrics belong to."""
    group_of = {
        indicator.code: node.id for node in plan.framework.nodes() for indicator in node.indicators
    }
    groups = {
        group_of.get(str(metric.get("code"))) for row in rows for metric in _metrics(row, file)
    } - {None}
    found = [e for e in ENDPOINTS if e.node in groups and not e.counts]
    if len(found) != 1 or len(groups) != 1:
        raise shape_error(file, f"{rows[0].place}.{_METRICS}", _METRIC_SHAPE)
    return found[0]


def _metrics(row: _Row, file: str) -> list[dict[str, Json]]:
    """Return the metrics of a row; those of one unit may be null."""
    metrics = row.fields.get(_METRICS)
    if _METRICS not in row.fields or not isinstance(metrics, list | None):
        raise shape_error(file, f"{row.place}.{_METRICS}", _METRIC_SHAPE)
    found: list[dict[str, Json]] = []
    for at, metric in enumerate(metrics or ()):
        here = f"{row.place}.{_METRICS}[{at}]"
        if at >= limits.COLUMNS:
            raise too_large(file)
        if not isinstance(metric, dict) or not all(key in metric for key in _METRIC):
            raise shape_error(file, here, _METRIC_SHAPE)
        if not isinstance(metric["code"], str):
            raise shape_error(file, f"{here}.code", "DOSSIER_SYNC, …")
        found.append(metric)
    return found


def _pages(body: dict[str, Json], place: str, file: str) -> Iterator[Problem]:
    pagination = body.get("pagination")
    pages = pagination.get("totalPages") if isinstance(pagination, dict) else None
    if isinstance(pages, Decimal) and pages > 1:
        yield Problem.of(
            ProblemCode.ONE_PAGE,
            ("pagination", "totalPages"),
            value=pages,
            severity=Severity.WARNING,
            origin=f"{file}, {place}.pagination" if place else f"{file}, pagination",
        )


def _again(fragment: Fragment, first: dict[str, str]) -> Fragment:
    """Return a row as it is, or as nothing but an error if its unit was there before."""
    key = str(fragment.key)
    before = first.setdefault(key, fragment.place)
    if before == fragment.place:
        return fragment
    problem = Problem.of(
        ProblemCode.DUPLICATE_UNIT,
        ("unit", "id"),
        value=key,
        origin=f"{before}; {fragment.place}",
        label=Word("id"),
        count=2,
    )
    return Fragment(
        key=fragment.key, place=fragment.place, origin=fragment.origin, problems=(("id", problem),)
    )


# --- rows ---------------------------------------------------------------------------------------


class _RowReader:
    """One row while it is read; `unknown` gathers the names of what is not known of any row."""

    def __init__(
        self, row: _Row, file: str, endpoint: Endpoint, plan: Plan, unknown: dict[str, None]
    ) -> None:
        self._row, self._file, self._endpoint, self._plan = row, file, endpoint, plan
        self._unknown = unknown
        self._counts: dict[str, Ratio | None] = {}
        self._points: dict[str, Number | None] = {}
        self._dossiers: dict[str, int] = {}
        self._printed: list[Printed] = []
        self._places = {"name": self._at(_NAME), "code": self._at(_CODE)}
        self._problems: list[tuple[str, Problem]] = []

    def fragment(self) -> Fragment:
        """Return what the row says of its unit."""
        fields, node = self._row.fields, self._endpoint.node
        key = fields.get(_ID)
        if not isinstance(key, str) or not key.strip():
            raise shape_error(self._file, f"{self._row.place}.{_ID}", "uuid")
        level = self._row.level or self._level()
        if self._endpoint.counts:
            self._read_tree()
        else:
            self._read_metrics()
        if node not in self._points and node in self._plan.ids:
            for score, maximum in _TOTALS:
                self._keep_score(node, fields, score, maximum)
        name, code = (text_of(fields.get(key), self._file) for key in (_NAME, _CODE))
        return Fragment(
            key=text_of(key, self._file),
            place=self._at(),
            origin=Origin(file=self._file, row=self._row.number + 1),
            is_parent=self._row.number == 0,
            name=name,
            code=code,
            level=level,
            counts=self._counts,
            points=self._points,
            dossiers=self._dossiers,
            printed=self._printed,
            extra=self._extra(),
            places=self._places,
            problems=self._problems,
        )

    def _at(self, path: str = "") -> str:
        """Return the place of the row, or of something in it, with the file."""
        return f"{self._file}, {self._row.place}{'.' if path else ''}{path}"

    def _report(
        self, key: str, code: ProblemCode, path: tuple[str, ...], at: str, **details: Any
    ) -> None:
        problem = Problem.of(code, path, origin=self._at(at), **details)
        self._problems.append((key, problem))

    def _level(self) -> Level | None:
        tree = bool(self._endpoint.counts)
        name, levels = ("level", _CHILD_LEVELS) if tree else ("departmentType", _LEVELS)
        stated = self._row.fields.get(name)
        level = levels.get(stated) if isinstance(stated, str) else None
        self._places["level"] = self._at(name)
        if stated is not None and level is None:
            warning, known = Severity.WARNING, ", ".join(levels)
            code, path = ProblemCode.UNKNOWN_LEVEL, ("unit", "level")
            self._report("level", code, path, name, value=stated, severity=warning, known=known)
        return level

    def _read_tree(self) -> None:
        """Read the fields of a row: all that are counted, or where that may be, none."""
        fields, endpoint, place = self._row.fields, self._endpoint, self._row.place
        counted = endpoint.counted(self._plan)
        absent = [name for name in counted if name not in fields]
        if len(absent) == len(counted) and endpoint.sums_alone and self._row.number:
            if "totalScore" not in fields:
                raise shape_error(self._file, f"{place}.totalScore", "8.57")
            self._read_points(endpoint.node, "totalScore")
        elif absent:
            raise shape_error(self._file, f"{place}.{absent[0]}", "0, 1, 2, …")
        else:
            for code, (numerator, denominator) in endpoint.counts.items():
                if code in self._plan.component_ids:
                    self._read_pair(code, fields, numerator, denominator)
        for name, key in endpoint.dossiers.items():
            self._read_dossiers(name, key, scored=key in counted)

    def _read_metrics(self) -> None:
        if self._row.fields[_METRICS] is None:
            place, shape = f"{self._row.place}.{_METRICS}", ProblemCode.UNKNOWN_SHAPE
            self._report(
                "counts", shape, ("counts",), _METRICS, place=place, expected=_METRIC_SHAPE
            )
        for at, metric in enumerate(_metrics(self._row, self._file)):
            code = str(metric["code"])
            if code not in self._plan.component_ids:  # as it is written
                self._unknown[code] = None
                continue
            self._unknown.update(
                dict.fromkeys(name for name in metric if name not in _KNOWN_OF_METRICS)
            )
            prefix = f"{_METRICS}[{at}]."
            if code in self._places:
                here, before = self._at(f"{prefix}code"), self._places[code]
                self._problems.append((code, twice(code, here, before, self._plan)))
                continue
            self._read_pair(code, metric, ("numerator",), "denominator", prefix)
            self._keep_score(code, metric, "score", "maxScore", prefix)

    def _extra(self) -> dict[str, str]:
        """Return all fields that are not counts, by the response and their names."""
        endpoint, fields = self._endpoint, self._row.fields
        prefix, counted = endpoint.name, endpoint.counted(self._plan)
        known = {*_KNOWN, *endpoint.others, *counted, *endpoint.dossiers.values()}
        self._unknown.update(dict.fromkeys(name for name in fields if name not in known))
        extra = {
            f"{prefix}.{name}": text_of(value, self._file)
            for name, value in fields.items()
            if name not in counted and (name != _METRICS or endpoint.counts)
        }
        for metric in () if endpoint.counts else _metrics(self._row, self._file):
            code = str(metric["code"])
            taken = _METRIC if code in self._plan.component_ids else _METRIC[:1]
            for name, value in metric.items():
                if name not in taken:
                    extra[f"{prefix}.{code}.{name}"] = text_of(value, self._file)
        return extra

    # --- figures ----------------------------------------------------------------------------------

    def _read_pair(
        self,
        code: str,
        fields: dict[str, Json],
        numerator: tuple[str, ...],
        denominator: str,
        prefix: str = "",
    ) -> None:
        """Read the counts of a component; null of null is what the portal publishes as null."""
        self._places[code] = self._at(prefix + numerator[0])
        before = len(self._problems)
        values: list[int | None] = []
        for name in (*numerator, denominator):
            count, flaw = _count(fields[name])
            values.append(count)
            if flaw is not None:
                label = f"{label_of(code, self._plan)} ({name})"
                path, value = ("counts", code), fields[name]
                self._report(code, flaw, path, prefix + name, value=value, label=label)
        known = [value for value in values if value is not None]
        if len(self._problems) > before:
            return
        if not known:
            self._counts[code] = None
        elif len(known) == len(values):
            self._counts[code] = Ratio(sum(known[:-1]), known[-1])
        else:
            pair = " / ".join("null" if value is None else str(value) for value in values)
            self._problems.append((code, half_pair(code, pair, self._places[code], self._plan)))

    def _read_dossiers(self, name: str, key: str, *, scored: bool) -> None:
        """Read a number of dossiers that is there; what is scored is reported with its pair."""
        value = self._row.fields.get(key)
        count, flaw = _count(value)
        self._places[f"dossiers.{name}"] = self._at(key)
        if count is not None:
            self._dossiers[name] = count
        if flaw is not None and not scored:
            warning, path = Severity.WARNING, ("dossiers", name)
            self._report(".".join(path), flaw, path, key, value=value, severity=warning, label=key)

    def _read_points(self, node: str, name: str) -> None:
        """Read the points of a node whose components are not there."""
        value = self._row.fields[name]
        self._places[node] = self._at(name)
        if value is None or isinstance(value, Decimal):
            self._points[node] = value
            return
        label, kind, path = label_of(node, self._plan), type(value).__name__, ("nodes", node)
        self._report(node, ProblemCode.WRONG_TYPE, path, name, value=value, label=label, type=kind)

    def _keep_score(
        self, key: str, fields: dict[str, Json], score: str, maximum: str, prefix: str = ""
    ) -> None:
        """Keep the points that were published, and report a maximum that is not the framework's."""
        stated = fields.get(maximum)
        if score in fields or stated is not None:
            self._places.setdefault(key, self._at(prefix + score))
        if score in fields:
            self._printed.append(Printed(key, fields[score], self._at(prefix + score)))
        expected = self._plan.nodes[self._plan.ids.index(key)].max_points
        if stated is not None and stated != expected:
            self._report(
                key,
                ProblemCode.STATED_MAXIMUM,
                ("nodes", key),
                prefix + maximum,
                value=maximum,
                severity=Severity.WARNING,
                label=label_of(key, self._plan),
                stated=stated,
                maximum=expected,
            )


def _count(value: Json) -> tuple[int | None, ProblemCode | None]:
    """Return a count, or what is wrong: 12.0 is the number 12, 12.5 and "12" are none."""
    if value is None:
        return None, None
    if not isinstance(value, Decimal):
        return None, ProblemCode.NOT_A_COUNT
    if value and value.adjusted() > _LARGEST_EXPONENT:
        return None, ProblemCode.TOO_LARGE
    whole = value.to_integral_value()
    return (int(whole), None) if whole == value else (None, ProblemCode.NOT_A_COUNT)
