"""The six responses of the portal of 2026 that hold counts.

Three are lists of metrics (`overview` and `evaluation`), three are trees of fields (`parent` and
`children`). What a response is about is told by its metrics or fields, not by its file's name.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from attrs import field, frozen

from vn766.errors import Problem, ProblemCode, Severity, Word
from vn766.files import limits, refusal, too_large
from vn766.files.json import parse, shape_error, text_of
from vn766.readers.tables import Fragment, Printed, half_pair, label_of
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


@frozen(kw_only=True)
class Endpoint:
    """One of the responses: which node it is about, and which field is what.

    `counts` and `dossiers` are the fields of a tree by the codes of indicators and the names of
    `vn766.records.DossierCounts`; `others` are known and mere texts.
    """

    name: str
    node: str
    counts: Mapping[str, Fields] = field(factory=dict[str, Fields])
    dossiers: Mapping[str, str] = field(factory=dict[str, str])
    others: tuple[str, ...] = ()
    sums_alone: bool = False
    """Whether sub-units have their points only, without any of the fields that are counted."""

    def counted(self, plan: Plan) -> dict[str, None]:
        """Return the fields of the indicators that a framework has."""
        found: dict[str, None] = {}
        for code, fields in self.counts.items():
            if code in plan.component_ids:
                found |= dict.fromkeys((*fields.numerator, fields.denominator))
        return found


ENDPOINTS: Final = (
    Endpoint(name="transparency", node="transparency"),
    Endpoint(
        name="dvc-progress-tree",
        node="progress",
        counts={"PROGRESS_ON_TIME": Fields(("totalOnTime",), "totalReceived")},
        dossiers={
            "received": "totalReceived",
            "on_time": "totalOnTime",
            "overdue": "totalOverdue",
            "completed": "totalCompleted",
        },
        others=("avgProcessingDays",),
    ),
    Endpoint(
        name="provide-online-tree",
        node="online.services",
        counts={
            "ONLINE_PROVIDED": Fields(("partialCount", "fullCount"), "authorityCount"),
            "ONLINE_WITH_DOSSIERS": Fields(("onlineDossierCount",), "onlineServiceTotal"),
            "ONLINE_FILED": Fields(("channelOnlineSum",), "channelTotalSum"),
        },
        dossiers={
            "channel_total": "channelTotalSum",
            "online": "channelOnlineSum",
            "direct": "channelDirectSum",
            "postal": "channelPostalSum",
            "online_on_time": "onlineOnTimeSum",
            "online_overdue": "onlineOverdueSum",
        },
        sums_alone=True,
    ),
    Endpoint(
        name="formality-online-payment-tree",
        node="online.payment",
        counts={
            "PAYMENT_TRANSACTED": Fields(
                ("totalDossierOnlineFormalityPaymentSuccess",), "totalFeeFormality"
            ),
            "PAYMENT_INTEGRATED": Fields(("totalFeeDossierFormality",), "totalFeeFormality"),
            "PAYMENT_PAID_ONLINE": Fields(
                ("totalDossierOnlinePaymentSuccess",), "totalDossierFinancialObligation"
            ),
        },
        others=("totalFeeDossierFormalityDistinct",),
    ),
    Endpoint(
        name="handling-satisfaction",
        node="satisfaction",
        others=("totalPetitions", "classifiedPetitions", "totalDossiers"),
    ),
    Endpoint(name="dossier-digitized", node="digitization"),
)
"""The responses in the order of the framework, with the fields of 2026."""

_ID: Final = "departmentId"
_NAME: Final = "departmentName"
_CODE: Final = "departmentCode"
_METRICS: Final = "metrics"
_METRIC: Final = ("code", "numerator", "denominator")
_TOTALS: Final = (("totalScore", "totalMaxScore"), ("score", "maxScore"))
_KNOWN: Final = frozenset(
    {
        *("stt", _ID, _NAME, _CODE, "departmentType", "departmentLevel", "agencyLevel", "level"),
        *("totalScore", "totalMaxScore", "score", "maxScore", "ratio", "scoreDelta"),
        *("averageScore", _METRICS),
    }
)
_KNOWN_OF_METRICS: Final = frozenset(
    {*_METRIC, "name", "ratio", "score", "maxScore", "dataQualityStatus", "dataQualityMessage"}
)
_LEVELS: Final[Mapping[str, Level]] = {
    "PROVINCE": "province",
    "PROVINCIAL_DEPARTMENT": "department",
    "COMMUNE_PEOPLE_COMMITTEE": "commune",
}
"""The portal's departmentType."""
_CHILD_LEVELS: Final[Mapping[str, Level]] = {"PROVINCE": "department", "COMMUNE": "commune"}
"""The level of a child in a tree: an office at the level of the province is a department."""
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
    """What one file holds: which response it is, its rows, and notes on the whole of it."""

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
    names = _names_in(body)
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
    reader = _Rows(file=file, endpoint=endpoint, plan=plan, unknown=unknown)
    fragments: list[Fragment] = []
    first: dict[str, str] = {}
    for row in rows:
        fragment = reader.fragment(row)
        fragments.append(_again(fragment, first))
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


def _names_in(body: dict[str, Json]) -> set[str]:
    """Return the names of the fields that rows have."""
    groups = (value if isinstance(value, list) else [value] for value in body.values())
    return {name for rows in groups for row in rows if isinstance(row, dict) for name in row}


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
        key=fragment.key,
        place=fragment.place,
        origin=fragment.origin,
        problems=(("id", problem),),
    )


# --- rows ---------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Rows:
    """The rows of one response; `unknown` gathers the names of what is not known of them."""

    file: str
    endpoint: Endpoint
    plan: Plan
    unknown: dict[str, None]

    def fragment(self, row: _Row) -> Fragment:
        """Return what a row says of its unit."""
        key = row.fields.get(_ID)
        if not isinstance(key, str) or not key.strip():
            raise shape_error(self.file, f"{row.place}.{_ID}", "uuid")
        found = _Found(row=row, file=self.file, plan=self.plan)
        found.places.update({"name": found.at(_NAME), "code": found.at(_CODE)})
        level = row.level or self._level(found)
        if self.endpoint.counts:
            self._read_tree(found)
        else:
            self._read_metrics(found)
        node = self.endpoint.node
        if node not in found.points and node in self.plan.ids:
            for score, maximum in _TOTALS:
                found.keep_score(node, row.fields, score, maximum)
        name, code = (text_of(row.fields.get(key), self.file) for key in (_NAME, _CODE))
        return Fragment(
            key=text_of(key, self.file),
            place=found.at(),
            origin=Origin(file=self.file, row=row.number + 1),
            name=name,
            code=code,
            level=level,
            counts=found.counts,
            points=found.points,
            dossiers=found.dossiers,
            printed=found.printed,
            extra=self._extra(row),
            places=found.places,
            problems=found.problems,
        )

    def _level(self, found: _Found) -> Level | None:
        tree = bool(self.endpoint.counts)
        name, levels = ("level", _CHILD_LEVELS) if tree else ("departmentType", _LEVELS)
        stated = found.row.fields.get(name)
        level = levels.get(stated) if isinstance(stated, str) else None
        found.places["level"] = found.at(name)
        if stated is not None and level is None:
            problem = Problem.of(
                ProblemCode.UNKNOWN_LEVEL,
                ("unit", "level"),
                value=stated,
                severity=Severity.WARNING,
                origin=found.at(name),
                known=", ".join(levels),
            )
            found.problems.append(("level", problem))
        return level

    def _read_tree(self, found: _Found) -> None:
        """Read the fields of a row: all that are counted, or where that may be, none."""
        fields, node = found.row.fields, self.endpoint.node
        counted = self.endpoint.counted(self.plan)
        absent = [name for name in counted if name not in fields]
        if len(absent) == len(counted) and self.endpoint.sums_alone and found.row.number:
            if "totalScore" not in fields:
                raise shape_error(self.file, f"{found.row.place}.totalScore", "8.57")
            found.read_points(node, "totalScore")
        elif absent:
            raise shape_error(self.file, f"{found.row.place}.{absent[0]}", "0, 1, 2, …")
        else:
            for code, (numerator, denominator) in self.endpoint.counts.items():
                if code in self.plan.component_ids:
                    found.read_pair(code, fields, numerator, denominator)
        for name, key in self.endpoint.dossiers.items():
            found.read_dossiers(name, key, scored=key in counted)

    def _read_metrics(self, found: _Found) -> None:
        if found.row.fields[_METRICS] is None:
            problem = Problem.of(
                ProblemCode.UNKNOWN_SHAPE,
                ("counts",),
                origin=found.at(_METRICS),
                place=f"{found.row.place}.{_METRICS}",
                expected=_METRIC_SHAPE,
            )
            found.problems.append(("counts", problem))
        for at, metric in enumerate(_metrics(found.row, self.file)):
            code = str(metric["code"])
            if not self._is_known(code):
                self.unknown[code] = None
                continue
            self.unknown.update(dict.fromkeys(metric.keys() - _KNOWN_OF_METRICS))
            prefix = f"{_METRICS}[{at}]."
            if code in found.places:
                place = found.at(f"{prefix}code")
                problem = Problem.of(
                    ProblemCode.DUPLICATE_KEY,
                    ("counts", code),
                    value=place,
                    origin=place,
                    label=label_of(code, self.plan),
                    other=found.places[code],
                )
                found.problems.append((code, problem))
                continue
            found.read_pair(code, metric, ("numerator",), "denominator", prefix)
            found.keep_score(code, metric, "score", "maxScore", prefix)

    def _is_known(self, code: str) -> bool:
        """Whether a metric is a component of the framework: by its code, as it is written."""
        return code in self.plan.component_ids

    def _extra(self, row: _Row) -> dict[str, str]:
        """Return all fields that are not counts, by the response and their names."""
        prefix, counted = self.endpoint.name, self.endpoint.counted(self.plan)
        known = {*_KNOWN, *self.endpoint.others, *counted, *self.endpoint.dossiers.values()}
        self.unknown.update(dict.fromkeys(row.fields.keys() - known))
        extra = {
            f"{prefix}.{name}": text_of(value, self.file)
            for name, value in row.fields.items()
            if name not in counted and (name != _METRICS or self.endpoint.counts)
        }
        for metric in () if self.endpoint.counts else _metrics(row, self.file):
            code = str(metric["code"])
            taken = _METRIC if self._is_known(code) else _METRIC[:1]
            for name, value in metric.items():
                if name not in taken:
                    extra[f"{prefix}.{code}.{name}"] = text_of(value, self.file)
        return extra


@frozen(kw_only=True)
class _Found:
    """What was found in a row, and where."""

    row: _Row
    file: str
    plan: Plan
    counts: dict[str, Ratio | None] = field(factory=dict[str, "Ratio | None"])
    points: dict[str, Number | None] = field(factory=dict[str, "Number | None"])
    dossiers: dict[str, int] = field(factory=dict[str, int])
    printed: list[Printed] = field(factory=list[Printed])
    places: dict[str, str] = field(factory=dict[str, str])
    problems: list[tuple[str, Problem]] = field(factory=list["tuple[str, Problem]"])

    def at(self, path: str = "") -> str:
        """Return the place of the row, or of something in it, with the file."""
        return f"{self.file}, {self.row.place}{'.' if path else ''}{path}"

    def read_pair(
        self,
        code: str,
        fields: dict[str, Json],
        numerator: tuple[str, ...],
        denominator: str,
        prefix: str = "",
    ) -> None:
        """Read the counts of a component; null of null is what the portal publishes as null."""
        self.places[code] = self.at(prefix + numerator[0])
        before = len(self.problems)
        values = [
            self._count(code, name, fields[name], prefix) for name in (*numerator, denominator)
        ]
        if len(self.problems) > before:
            return
        known = [value for value in values if value is not None]
        if not known:
            self.counts[code] = None
        elif len(known) == len(values):
            self.counts[code] = Ratio(sum(known[:-1]), known[-1])
        else:
            pair = " / ".join("null" if value is None else str(value) for value in values)
            self.problems.append((code, half_pair(code, pair, self.places[code], self.plan)))

    def _count(self, code: str, name: str, value: Json, prefix: str) -> int | None:
        count, flaw = _count(value)
        if flaw is not None:
            label = f"{label_of(code, self.plan)} ({name})"
            place = self.at(prefix + name)
            problem = Problem.of(flaw, ("counts", code), value=value, origin=place, label=label)
            self.problems.append((code, problem))
        return count

    def read_dossiers(self, name: str, key: str, *, scored: bool) -> None:
        """Read a number of dossiers that is there; what is scored is reported with its pair."""
        count, flaw = _count(self.row.fields.get(key))
        place = self.places[f"dossiers.{name}"] = self.at(key)
        if count is not None:
            self.dossiers[name] = count
        if flaw is not None and not scored:
            problem = Problem.of(
                flaw,
                ("dossiers", name),
                value=self.row.fields[key],
                severity=Severity.WARNING,
                origin=place,
                label=key,
            )
            self.problems.append((f"dossiers.{name}", problem))

    def read_points(self, node: str, name: str) -> None:
        """Read the points of a node whose components are not there."""
        value = self.row.fields[name]
        self.places[node] = self.at(name)
        if value is None or isinstance(value, Decimal):
            self.points[node] = value
            return
        problem = Problem.of(
            ProblemCode.WRONG_TYPE,
            ("nodes", node),
            value=value,
            origin=self.places[node],
            label=label_of(node, self.plan),
            type=type(value).__name__,
        )
        self.problems.append((node, problem))

    def keep_score(
        self, key: str, fields: dict[str, Json], score: str, maximum: str, prefix: str = ""
    ) -> None:
        """Keep the points that were published, and report a maximum that is not the framework's."""
        stated = fields.get(maximum)
        if score in fields or stated is not None:
            self.places.setdefault(key, self.at(prefix + score))
        if score in fields:
            self.printed.append(Printed(key, fields[score], self.at(prefix + score)))
        expected = self.plan.nodes[self.plan.ids.index(key)].max_points
        if stated is not None and stated != expected:
            problem = Problem.of(
                ProblemCode.STATED_MAXIMUM,
                ("nodes", key),
                value=maximum,
                severity=Severity.WARNING,
                origin=self.at(prefix + maximum),
                label=label_of(key, self.plan),
                stated=stated,
                maximum=expected,
            )
            self.problems.append((key, problem))


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
