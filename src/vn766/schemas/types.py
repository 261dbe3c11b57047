"""The typed dictionaries that results become: what other programs get, field by field.

Figures are texts (``"87.09"``), so that no program on the way rounds them; what is not known is
None. A document says in `schema` what it is of, and in which version: the version changes where a
field changes its meaning, not where one is added.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias

try:
    # Pydantic, which brings it along, takes no other before Python 3.12.
    from typing_extensions import TypedDict as TypedDict
except ModuleNotFoundError:
    from typing import TypedDict as TypedDict

LevelName: TypeAlias = Literal["ministry", "province", "department", "district", "commune"]
StatusName: TypeAlias = Literal["verified", "inferred", "recalled", "disputed"]
VerdictName: TypeAlias = Literal["PASS", "FAIL", "NEEDS_REVIEW", "NOT_EVALUATED"]
SeverityName: TypeAlias = Literal["error", "warning", "note"]


class PeriodDict(TypedDict):
    """A period of time."""

    text: str
    """The period as officials write it: ``tháng 3/2026``."""
    iso: str
    """The period as programs exchange it: ``2026-03``, ``2026-Q1`` or ``2026-01-01/2026-06-30``."""
    start: str
    """The first day, ISO 8601."""
    end: str
    """The last day, ISO 8601."""


class UnitDict(TypedDict):
    """An office that is scored."""

    name: str
    """The name as it was given."""
    code: str | None
    """The agency code (mã định danh) as it was given."""
    level: LevelName | None
    """The level of government."""


class BandDict(TypedDict):
    """A class (xếp loại)."""

    id: str
    """The id in the framework: ``good``."""
    label: str
    """The name: ``Tốt``."""


class ProblemDict(TypedDict):
    """One finding about one value."""

    code: str
    """The stable name of the kind of problem."""
    severity: SeverityName
    """How bad it is."""
    path: list[str | int]
    """The way from the record or file to the value."""
    origin: str | None
    """The file and cell, if there is one."""
    value: str | None
    """The value as it was given."""
    message: str
    """What is wrong and why, in the language asked for."""
    hint: str
    """What to do, in the language asked for."""


class CitationDict(TypedDict):
    """The evidence of a value."""

    instruments: list[str]
    """The ids of the texts or sources cited."""
    status: StatusName
    """How well the value is proven."""
    locator: str | None
    """The place in the instrument."""
    note: str | None
    """A note on the evidence."""


class PublishedDict(TypedDict):
    """Figures that an authority printed about a unit."""

    total: str | None
    """The total in points."""
    rank: int | None
    """The rank, from 1."""
    of: int | None
    """How many units the pool has."""
    pool: str | None
    """The units that the rank is among."""
    band: str | None
    """The class as it was printed."""
    source: str | None
    """Where it was printed."""
    retrieved_at: str | None
    """When it was retrieved, ISO 8601."""


# --- records --------------------------------------------------------------------------------------


class UnitRecord(TypedDict):
    """A unit in a record."""

    name: str
    """The name."""
    code: NotRequired[str]
    """The agency code (mã định danh)."""
    level: NotRequired[LevelName]
    """The level of government."""


class PublishedRecord(TypedDict, total=False):
    """What was published about the unit of a record."""

    total: str | int | float
    """The total in points, best as text."""
    rank: int
    """The rank, from 1."""
    of: int
    """How many units the pool has."""
    pool: str
    """The units that the rank is among."""
    band: str
    """The class as it was printed."""
    source: str
    """Where it was printed."""
    retrieved_at: str
    """When it was retrieved, ISO 8601."""


class OriginRecord(TypedDict):
    """Where a record stands in a file."""

    file: str
    """The name of the file."""
    row: int
    """The row, from 1."""
    sheet: NotRequired[str]
    """The sheet of a workbook."""
    columns: NotRequired[dict[str, str]]
    """The letters of columns by what they hold."""


class RecordFields(TypedDict):
    """What records of points and of counts have in common."""

    unit: NotRequired[UnitRecord]
    """The unit."""
    period: NotRequired[str]
    """The period as officials write it, or as ISO 8601 writes a month, quarter or year."""
    published: NotRequired[PublishedRecord]
    """What an authority printed about the unit."""
    retrieved_at: NotRequired[str]
    """When the figures were retrieved, ISO 8601."""
    provisional: NotRequired[bool]
    """Whether the period was still open then."""
    origin: NotRequired[OriginRecord]
    """Where the record stands in a file."""


Points: TypeAlias = "dict[str, str | int | float | list[str]]"


class PointsDict(RecordFields):
    """The points of one unit in one period."""

    schema: Literal["vn766-points-1"]
    """What this is, and in which version."""
    points: NotRequired[Points]
    """Points by node id, portal code or label, best as texts; an empty list is missing."""


class DossierCountsDict(TypedDict, total=False):
    """The dossiers that counts were taken from."""

    received: int
    """Received."""
    on_time: int
    """On time."""
    overdue: int
    """Overdue."""
    completed: int
    """Completed."""
    pending: int
    """Pending."""
    channel_total: int
    """Of all channels."""
    online: int
    """Filed online."""
    direct: int
    """Filed in person."""
    postal: int
    """Filed by post."""
    online_on_time: int
    """Filed online and on time."""
    online_overdue: int
    """Filed online and overdue."""


class CountsDict(RecordFields):
    """The counts of one unit in one period."""

    schema: Literal["vn766-counts-1"]
    """What this is, and in which version."""
    counts: NotRequired[dict[str, list[int]]]
    """Numerator and denominator by code or number of an indicator; an empty list is null."""
    points: NotRequired[Points]
    """Points of nodes whose components are not published."""
    dossiers: NotRequired[DossierCountsDict]
    """The dossiers that the counts were taken from."""


# --- results --------------------------------------------------------------------------------------


class NodeDict(TypedDict):
    """The points of one node."""

    code: str | None
    """The portal's code: ``CKMB``."""
    label: str
    """The name."""
    points: str | None
    """The points."""
    max_points: str
    """The maximum in points."""
    percent: str | None
    """The points in percent of the maximum."""
    lost: str | None
    """The points that are lacking to the maximum."""


class IndicatorDict(TypedDict):
    """The counts and points of one component."""

    no: str
    """The number that officials use: ``5.4``."""
    label: str
    """The name."""
    numerator: int | None
    """How many."""
    denominator: int | None
    """Of how many."""
    rate: str | None
    """The rate in percent."""
    points: str | None
    """The points."""
    max_points: str
    """The maximum in points."""
    status: Literal["scored", "not_applicable", "missing"]
    """Whether there are points."""
    basis: Literal["counts", "points", "null"] | None
    """What was given: counts, points, or a published null."""


class ResultFigures(TypedDict):
    """All figures of a unit."""

    unit: UnitDict | None
    """The unit."""
    period: PeriodDict | None
    """The period that the figures are about."""
    retrieved_at: str | None
    """When the figures were retrieved, ISO 8601."""
    provisional: bool | None
    """Whether the period was still open then; None if nobody said."""
    total: str | None
    """The total in points: computed, else published, else None."""
    by_publication: bool
    """Whether the total is known by publication only."""
    percent: str | None
    """The computed total in percent of the maximum."""
    band: BandDict | None
    """The class of the total."""
    to_next_band: str | None
    """The points that are lacking to the next better class."""
    missing: list[str]
    """The ids of the nodes without points."""
    bounds: list[str]
    """The least and the most total that are still possible."""
    possible_bands: list[str]
    """The ids of the classes that are still possible, best first."""
    nodes: dict[str, NodeDict]
    """Every node by its id, parents before children."""
    indicators: dict[str, IndicatorDict]
    """Every component by its code; none in a result of points."""
    published: PublishedDict | None
    """What an authority printed about the unit."""
    record: PointsDict | CountsDict
    """The record that the figures follow from."""


class ResultDict(ResultFigures):
    """The result of one unit."""

    schema: Literal["vn766-result-1"]
    """What this is, and in which version."""
    framework: str
    """The id of the edition."""
    framework_digest: str
    """The SHA-256 of the edition."""
    framework_basis: Literal["named", "period", "uncovered", "default"]
    """How the edition was found: named, by the period, named for a period beyond it, or neither."""
    warnings: list[ProblemDict]
    """What the figures rest on that nobody has verified."""


class RankedDict(ResultFigures):
    """A unit with a rank."""

    rank: int
    """The rank, from 1."""
    of: int
    """How many units of the pool are ranked."""
    tied: int
    """How many units share the rank."""
    pool: str | None
    """The units that the rank is among."""


class UnrankedDict(ResultFigures):
    """A unit without a total."""

    pool: str | None
    """The pool that the unit belongs to."""


class RankingDict(TypedDict):
    """Units in the order of their ranks."""

    schema: Literal["vn766-ranking-1"]
    """What this is, and in which version."""
    framework: str | None
    """The id of the edition; None of nothing ranked."""
    framework_digest: str | None
    """The SHA-256 of the edition."""
    period: PeriodDict | None
    """The period."""
    pool: str | None
    """The units that the ranks are among, if they are one pool."""
    basis: Literal["whole", "named", "level", "section", "within"]
    """Why units are one pool: nothing tells them apart, it was named, or what tells them apart."""
    levels_apart: bool
    """Whether pools of sections or of a column are split by the levels of their units."""
    method: Literal["competition", "ordinal", "dense"]
    """How equal totals share a rank."""
    rows: list[RankedDict]
    """The ranked units, best first."""
    unranked: list[UnrankedDict]
    """The units without a rank: they lack a total, or the others belong to them."""
    warnings: list[ProblemDict]
    """What the figures rest on that nobody has verified."""


# --- explanations and advice ----------------------------------------------------------------------


class QuotientDict(TypedDict):
    """A quotient before and after rounding."""

    expression: list[str]
    """Numbers and signs in turn."""
    unrounded: str
    """The first decimals."""
    goes_on: bool
    """Whether there are more."""
    rounded: str
    """The quotient to two places."""


class CountedDict(TypedDict):
    """One of the counts of a quotient."""

    count: int
    """How many."""
    of: str
    """What is counted."""


class StepDict(TypedDict):
    """One line of an explanation."""

    id: str
    """``class``, ``total``, the id of a node or the code of an indicator."""
    kind: str
    """How the value came about."""
    no: str | None
    """What officials call it: the number of an indicator, the portal's code of a node."""
    label: str
    """The name."""
    value: str | None
    """The points."""
    max_points: str | None
    """The maximum in points."""
    target: str | None
    """The percent that gives full points."""
    formula: str
    """What was computed, in words of the language asked for."""
    expression: list[str]
    """What the points are the sum of; of a class its limits."""
    quotient: QuotientDict | None
    """What the points were rounded from."""
    percent: QuotientDict | None
    """What the points are of the maximum."""
    counted: list[CountedDict]
    """The two counts of the quotient."""
    sources: list[CitationDict]
    """The evidence of the rule and of its figures."""
    steps: list[StepDict]
    """The steps that the operands come from."""


class RoundingDict(TypedDict):
    """How points and percents are rounded."""

    decimals: int
    """The places."""
    mode: str
    """The direction."""


class ExplanationDict(TypedDict):
    """The steps behind one result."""

    schema: Literal["vn766-explanation-1"]
    """What this is, and in which version."""
    unit: UnitDict | None
    """The unit."""
    period: PeriodDict | None
    """The period."""
    framework: str
    """The id of the edition."""
    framework_digest: str
    """The SHA-256 of the edition."""
    retrieved_at: str | None
    """When the figures were retrieved, ISO 8601."""
    provisional: bool | None
    """Whether the period was still open then; None if nobody said."""
    total: str | None
    """The total in points."""
    band: BandDict | None
    """The class of the total."""
    rounding: RoundingDict
    """How points and percents are rounded."""
    step: StepDict
    """The class, and below it all other steps."""
    warnings: list[ProblemDict]
    """What the figures rest on that nobody has verified."""


class ShortfallDict(TypedDict):
    """What one node or indicator loses."""

    kind: Literal["node", "indicator"]
    """Which of the two."""
    id: str
    """The id of a node or the code of an indicator."""
    no: str | None
    """What officials call it: the number of an indicator, the portal's code of a node."""
    label: str
    """The name."""
    lost: str
    """The points lost."""
    share: str
    """The share of all points lost, in percent."""
    status: Literal["scored", "not_applicable", "missing"] | None
    """The status of an indicator."""


class MoveDict(TypedDict):
    """How many more of what one indicator counts, and what they bring."""

    indicator: str
    """The code of the indicator."""
    no: str
    """The number that officials use."""
    label: str
    """The name."""
    counted: Literal["dossiers", "procedures", "petitions"]
    """What the indicator counts."""
    added: int
    """What the numerator rises by."""
    new: bool
    """Whether the denominator rises as well."""
    before: list[int]
    """Numerator and denominator before."""
    after: list[int]
    """Numerator and denominator after."""
    rate: str
    """The rate after the move, in percent."""
    points: str
    """The points after the move."""
    points_gained: str
    """The points gained."""


class AdviceDict(TypedDict):
    """The fewest additions that reach a target."""

    schema: Literal["vn766-advice-1"]
    """What this is, and in which version."""
    unit: UnitDict | None
    """The unit."""
    period: PeriodDict | None
    """The period."""
    framework: str
    """The id of the edition."""
    framework_digest: str
    """The SHA-256 of the edition."""
    target: str
    """The total asked for."""
    band: BandDict | None
    """The class asked for; None if a total was."""
    reachable: bool
    """Whether the target can be reached."""
    total_before: str
    """The total before all moves."""
    total: str
    """The total after all moves."""
    added: int
    """The sum of all additions."""
    band_after: BandDict | None
    """The class after all moves."""
    moves: list[MoveDict]
    """The moves, in the order of the framework."""
    notes: list[ProblemDict]
    """What a reader of the moves has to know."""


# --- comparisons ----------------------------------------------------------------------------------


class SideDict(TypedDict):
    """One of the results that are compared."""

    period: PeriodDict | None
    """The period."""
    retrieved_at: str | None
    """When the figures were retrieved, ISO 8601."""
    provisional: bool | None
    """Whether the period was still open then; None if nobody knows."""
    framework: str
    """The id of the edition."""
    framework_digest: str
    """The SHA-256 of the edition."""
    total: str | None
    """The total in points."""
    by_publication: bool
    """Whether the total is known by publication only."""
    band: BandDict | None
    """The class of the total."""
    rank: int | None
    """The rank, from 1."""
    of: int | None
    """How many units are ranked."""
    tied: int | None
    """How many units share the rank."""


class NodeChangeDict(TypedDict):
    """The points of one node in both results."""

    code: str | None
    """The portal's code."""
    label: str
    """The name."""
    before: str | None
    """The points before."""
    after: str | None
    """The points after."""
    change: str | None
    """The points gained; negative: lost."""


class IndicatorChangeDict(TypedDict):
    """One component in both results."""

    no: str
    """The number that officials use."""
    label: str
    """The name."""
    before: str | None
    """The points before."""
    after: str | None
    """The points after."""
    change: str | None
    """The points gained; negative: lost."""
    rate_change: str | None
    """The difference of the rates in percentage points."""


class ChangesDict(TypedDict):
    """Two results of one unit, side by side."""

    unit: UnitDict | None
    """The unit."""
    kind: Literal["trend", "revision", "undated"]
    """Whether periods differ, or retrievals of one, or nobody knows."""
    before: SideDict
    """The earlier result."""
    after: SideDict
    """The later result."""
    change: str | None
    """The difference of the totals in points."""
    change_percent: str | None
    """The difference in percent of the total before."""
    band_change: int | None
    """By how many classes the unit rose; negative: fell."""
    rank_change: int | None
    """The places gained; negative: lost."""
    pool: str | None
    """The units that the ranks are among."""
    nodes: dict[str, NodeChangeDict]
    """Every node by its id."""
    indicators: dict[str, IndicatorChangeDict]
    """Every component by its code."""


class ComparisonDict(ChangesDict):
    """A comparison of two results, with what a reader has to know."""

    schema: Literal["vn766-comparison-1"]
    """What this is, and in which version."""
    warnings: list[ProblemDict]
    """What a reader of the difference has to know."""


class OneSidedDict(TypedDict):
    """A unit of only one of two rankings."""

    unit: UnitDict | None
    """The unit."""
    total: str | None
    """The total in points."""
    band: BandDict | None
    """The class of the total."""


class RankingComparisonDict(TypedDict):
    """Two rankings side by side."""

    schema: Literal["vn766-ranking-comparison-1"]
    """What this is, and in which version."""
    kind: Literal["trend", "revision", "undated"]
    """Whether periods differ, or retrievals of one, or nobody knows."""
    pool: str | None
    """The units that the later ranks are among."""
    method: Literal["competition", "ordinal", "dense"]
    """How equal totals share a rank."""
    rows: list[ChangesDict]
    """The units of both rankings."""
    appeared: list[OneSidedDict]
    """The units of the later ranking only."""
    disappeared: list[OneSidedDict]
    """The units of the earlier ranking only."""
    unmatched_before: list[OneSidedDict]
    """The units of the earlier ranking that nothing tells from others."""
    unmatched_after: list[OneSidedDict]
    """The units of the later ranking that nothing tells from others."""
    warnings: list[ProblemDict]
    """What a reader of the differences has to know."""


class EntryDict(TypedDict):
    """One period of a series."""

    period: PeriodDict
    """The period."""
    result: SideDict | None
    """The result; None in a gap."""
    change: str | None
    """The points gained since the period before."""
    band_change: int | None
    """By how many classes the unit rose since then."""


class SeriesDict(TypedDict):
    """One unit over time."""

    schema: Literal["vn766-series-1"]
    """What this is, and in which version."""
    unit: UnitDict | None
    """The unit."""
    entries: list[EntryDict]
    """Every period from the first to the last."""
    revisions: list[ChangesDict]
    """What changed within a period after the fact."""
    warnings: list[ProblemDict]
    """What a reader of the changes has to know."""


# --- audits and verdicts --------------------------------------------------------------------------


class PlaceDict(TypedDict, total=False):
    """A place in a file; what it does not have is left out. All numbers count from 1."""

    file: str
    """The name of the file."""
    sheet: str
    """The sheet of a workbook."""
    part: str
    """The part of a document: ``body``, ``header``, ``footer``."""
    section: int
    """The section of a document."""
    page: int
    """The page of a PDF file."""
    line: int
    """The line of a text."""
    table: int
    """The table of a document."""
    row: int
    """The row of a table."""
    column: int
    """The column of a table."""
    cell: int
    """The cell of a row."""
    paragraph: int
    """The paragraph."""
    quote: str
    """The words there."""
    source_line: int
    """The line of the source of a web page."""
    source_column: int
    """The character of that line."""


class FindingDict(TypedDict):
    """One thing that is wrong with a document, or worth knowing about it."""

    code: str
    """The stable name of the kind of finding."""
    severity: SeverityName
    """How bad it is."""
    location: PlaceDict
    """The place."""
    place: str
    """The place in words."""
    quote: str
    """The words of the document."""
    found: str
    """What the document says."""
    expected: str | None
    """What follows from its own figures or from what is known."""
    message: str
    """What is wrong and why, in the language asked for."""
    hint: str
    """What to do, in the language asked for."""


class ClaimedDict(TypedDict):
    """What a claim says; None where it says no such thing."""

    value: str | None
    """A number."""
    maximum: str | None
    """The maximum that stands with it."""
    of: int | None
    """The whole that stands with it."""
    pool: str | None
    """The units that a rank is among."""
    band: str | None
    """The id of the class."""
    date: str | None
    """A day, ISO 8601."""
    text: str | None
    """A name, a number of a text or other words."""


class ClaimDict(ClaimedDict):
    """One statement of a document that can be checked."""

    kind: str
    """What it is about."""
    quote: str
    """The words of the document."""
    location: PlaceDict
    """The place."""
    unit: str | None
    """The unit named with it."""
    unit_code: str | None
    """The agency code named with it."""
    node: str | None
    """The id of the group of indicators."""
    period: PeriodDict | None
    """The period named with it."""
    as_of: str | None
    """The day named with it, ISO 8601."""
    earlier: bool
    """Whether it is there for comparison."""
    clear: bool
    """Whether the words tell whose figure it is, and of when."""
    foreign: bool
    """Whether it is of another set of indicators."""
    statement: int
    """The number that claims of one sentence or row have in common."""
    part: int
    """0 in the document, 1 in its first annex, and so on."""
    doubtful: bool
    """Whether the figure may be only a part of one."""
    flaw: str | None
    """The code of what is wrong with the value."""


class CoverageDict(TypedDict):
    """How much of a document was read, and how much was not."""

    figures: int
    """Points, percents, ranks, classes, counts and changes that were read."""
    unclear: int
    """How many of them were held against nothing, as their words are not clear."""
    tables: int
    """Tables with figures."""
    unread_tables: int
    """How many of them were not understood."""
    sentences: int
    """Sentences with figures."""
    unread_sentences: int
    """In how many of them no figure was understood."""


class UnreadDict(TypedDict):
    """A file that could not be read, or a folder that could not be listed."""

    file: str
    """The path."""
    problems: list[ProblemDict]
    """Why."""


class AuditReportDict(TypedDict):
    """All claims and findings of a document, or of all documents of a folder."""

    schema: Literal["vn766-audit-report-1"]
    """What this is, and in which version."""
    file: str
    """The name of the document, or the path of the folder."""
    framework: str
    """The id of the edition that it was held against."""
    errors: int
    """How many contradictions were found."""
    warnings: int
    """How many slips of form were found."""
    notes: int
    """How many findings are merely worth knowing."""
    coverage: CoverageDict
    """How much of the document was read."""
    findings: list[FindingDict]
    """The findings in the order of the text."""
    claims: list[ClaimDict]
    """The claims in the order of the text."""
    unread: list[UnreadDict]
    """The files of a folder that could not be read; none of a document."""
    passed_over: list[str]
    """The files and hidden folders of a folder that are no documents."""


class VerdictDict(TypedDict):
    """How a document stands to one rule."""

    rule: str
    """The id of the rule."""
    title: str
    """What the rule is about."""
    status: VerdictName
    """The outcome."""
    severity: Literal["legal", "practice"]
    """Whether the law asks for it, or practice."""
    location: PlaceDict | None
    """The place, the first of several."""
    place: str | None
    """The place in words."""
    places: int
    """How many places were found alike."""
    found: str
    """What is there."""
    required: str
    """What the rule asks for."""
    citation: CitationDict
    """Where the rule stands."""


# --- cases for other scorers ----------------------------------------------------------------------


class ExpectedScore(TypedDict, total=False):
    """What a scorer has to say of some points."""

    total: str | None
    """The total in points; None where points are missing."""
    percent: str | None
    """The total in percent of the maximum; None where points are missing."""
    band: str | None
    """The id of the class; None where points are missing."""
    bounds: list[str]
    """The least and the most total that are still possible, where points are missing."""
    percents: dict[str, str]
    """The points of every node in percent of its maximum, where the case is about percents."""
    error: Literal[True]
    """There where the points are to be refused."""


class PointsCase(TypedDict):
    """The points of the parts of a unit, and what follows from them."""

    points: dict[str, str | None]
    """The points by node id; None is missing."""
    expected: ExpectedScore
    """What a scorer has to say of them."""


class ExpectedPoints(TypedDict):
    """What a scorer has to say of two counts."""

    points: str
    """The points."""
    status: Literal["scored", "not_applicable"]
    """Whether the indicator is scored; one that is not applicable adds 0."""


class ComponentCase(TypedDict):
    """The two counts of an indicator, and its points."""

    indicator: str
    """The code of the indicator."""
    numerator: int
    """How many."""
    denominator: int
    """Of how many."""
    expected: ExpectedPoints
    """What a scorer has to say of them."""


class ExpectedRank(TypedDict):
    """The place of a unit in its pool."""

    rank: int
    """The rank, from 1."""
    of: int
    """How many units of the pool have a rank."""
    tied: int
    """How many share the rank."""


class RanksCase(TypedDict):
    """The totals of the units of a pool, and their ranks."""

    totals: list[str | None]
    """The totals; None where a unit has none."""
    expected: list[ExpectedRank | None]
    """The ranks in the same order; None where a unit has none."""


SuiteName: TypeAlias = Literal[
    "sums",
    "unrounded",
    "classes",
    "bounds",
    "binary-sums",
    "percents",
    "missing",
    "refused",
    "maxima",
    "zeros",
    "targets",
    "caps",
    "rounding",
    "rates",
    "halves",
    "binary-points",
    "ranks",
    "shared-ranks",
    "unranked",
]
"""The suites, each named for the rule that it proves: of points, of counts, and of ranks."""


class CaseSuite(TypedDict):
    """The cases that prove one rule: a scorer that breaks no other one fails none of the others."""

    schema: Literal["vn766-case-suite-1"]
    """What this is, and in which version."""
    suite: SuiteName
    """The name."""
    framework: str
    """The id of the edition whose figures these are."""
    framework_digest: str
    """The SHA-256 of the edition."""
    rule: dict[str, str]
    """The rule in words by language."""
    cases: list[PointsCase] | list[ComponentCase] | list[RanksCase]
    """The cases, all of one kind."""


class CasesNode(TypedDict):
    """A group or a part of one."""

    id: str
    """The id."""
    code: str | None
    """The portal's code."""
    label: str
    """The name."""
    parent: str | None
    """The id of the group that it is a part of; None of a group."""
    max_points: str
    """The maximum in points."""


class CasesBand(BandDict):
    """A class and where it begins."""

    min_points: str
    """The least total of the class."""


class CasesIndicator(TypedDict):
    """An indicator with its rule."""

    code: str
    """The portal's code."""
    no: str
    """The number that officials use."""
    label: str
    """The name."""
    node: str
    """The id of its node."""
    max_points: str
    """The maximum in points."""
    rule: str
    """The kind of rule: ``proportional``, ``target``, ``given``, ``unscored``."""
    target_percent: str | None
    """The percent from which points are full; None if the rule names none."""
    of_nothing: Literal["zero", "full", "null"]
    """What 0 of 0 gives: no points, full points, or the indicator is not applicable."""


class CasesFrameworkDict(TypedDict):
    """The figures that cases rest on: maxima, classes and rules of an edition."""

    schema: Literal["vn766-cases-framework-1"]
    """What this is, and in which version."""
    id: str
    """The id of the edition."""
    digest: str
    """The SHA-256 of the edition."""
    title: str
    """The full name."""
    max_points: str
    """The highest total."""
    nodes: list[CasesNode]
    """The groups and their parts, parents first."""
    bands: list[CasesBand]
    """The classes, best first."""
    indicators: list[CasesIndicator]
    """The indicators in order; none where the edition has no rules for counts."""
    rank_method: Literal["competition", "ordinal", "dense"]
    """How equal totals share a rank: 1, 2, 2, 4; 1, 2, 3, 4; or 1, 2, 2, 3."""
