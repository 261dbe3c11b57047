"""The typed dictionaries that the command prints with ``--json``, one a command.

Where a command prints a result of `vn766.schemas.types`, it adds where the figures were read.
"""

from __future__ import annotations

from typing import Literal

from vn766.schemas.types import (
    AdviceDict,
    AuditReportDict,
    BandDict,
    ComparisonDict,
    ExplanationDict,
    MarginsDict,
    PeriodDict,
    ProblemDict,
    RankingComparisonDict,
    RankingDict,
    ResultDict,
    SeriesDict,
    ShortfallDict,
    StatusName,
    SuiteName,
    TypedDict,
    UnitDict,
    UnreadDict,
    VerdictDict,
)


class FormatProblem(ProblemDict):
    """A text that is not what its parser reads."""

    suggestions: list[str]
    """What could have been meant."""


class PlainProblem(TypedDict):
    """A reason in words alone."""

    message: str
    """What is wrong, and what to do."""


class FailureOutput(TypedDict):
    """What every command prints on bad input, with exit status 2."""

    schema: Literal["vn766-failure-1"]
    """What this is, and in which version."""
    problems: list[ProblemDict | FormatProblem | PlainProblem]
    """The reasons."""


class ScoreOutput(RankingDict):
    """What ``vn766 score`` prints or writes: a ranking, and the file that it is of."""

    source: str
    """The name of the file."""
    source_rows: int
    """How many rows it has."""
    left_out: int
    """How many of them could not be read."""
    within: list[str]
    """The columns whose values are the pools."""
    problems: list[ProblemDict]
    """What is wrong with the file."""


class LargeScoreOutput(TypedDict):
    """What ``vn766 score`` prints of a table that an engine computes."""

    schema: Literal["vn766-score-large-1"]
    """What this is, and in which version."""
    source: str
    """The name of the file."""
    engine: str
    """The engine."""
    framework: str
    """The id of the edition."""
    framework_digest: str
    """The SHA-256 of the edition."""
    within: list[str]
    """The columns whose values are the pools."""
    basis: Literal["whole", "named", "level", "section", "within"]
    """Why units are one pool: nothing tells them apart, it was named, or what tells them apart."""
    levels_apart: bool
    """Whether pools of a column are split by the levels of their units."""
    method: Literal["competition", "ordinal", "dense"]
    """How equal totals share a rank."""
    source_rows: int
    """How many rows the table has."""
    scored: int
    """How many have a total."""
    incomplete: int
    """How many lack points."""
    broken: int
    """How many have errors."""
    bands: dict[str, int]
    """How many rows each class has, by its label."""
    warnings: list[ProblemDict]
    """What the figures rest on that nobody has verified."""
    notes: list[ProblemDict]
    """The rows that are no units, and what is doubtful of pools and printed ranks."""
    first_rows: list[dict[str, str | int | bool | None]]
    """The first rows of the scored table."""
    first_problems: list[dict[str, str | int | None]]
    """The first errors."""
    written: list[str]
    """The files that were written."""


class ExplainOutput(ExplanationDict):
    """What ``vn766 explain`` prints: the steps, and the file that the unit stands in."""

    source: str
    """The name of the file."""
    problems: list[ProblemDict]
    """What is wrong with the unit's row."""
    other_problems: int
    """How many problems other rows have."""


class AdviseOutput(TypedDict):
    """What ``vn766 advise`` prints."""

    schema: Literal["vn766-advise-1"]
    """What this is, and in which version."""
    unit: UnitDict | None
    """The unit."""
    period: PeriodDict | None
    """The period."""
    source: str
    """The name of the file."""
    framework: str
    """The id of the edition."""
    framework_digest: str
    """The SHA-256 of the edition."""
    total: str | None
    """The total in points."""
    band: BandDict | None
    """The class of the total."""
    bounds: list[str]
    """The least and the most total that are still possible."""
    missing: list[str]
    """The ids of the nodes without points."""
    shortfalls: list[ShortfallDict]
    """What the unit loses, largest first."""
    advice: AdviceDict | None
    """How to reach the target, if there is one."""
    warnings: list[ProblemDict]
    """What the figures rest on that nobody has verified."""
    problems: list[ProblemDict]
    """What is wrong with the unit's row."""
    other_problems: int
    """How many problems other rows have."""


class AdvisedDict(TypedDict):
    """One of several units that are advised."""

    result: ResultDict
    """What it has."""
    shortfalls: list[ShortfallDict]
    """What it loses, largest first."""
    advice: AdviceDict | None
    """How to reach the target; None without one, and for a unit that lacks counts."""


class MarginsOutput(MarginsDict):
    """What ``vn766 advise --margins`` prints."""

    source: str
    """The name of the file."""
    problems: list[ProblemDict]
    """What is wrong with the file."""


class WhatIfOutput(ComparisonDict):
    """What ``vn766 advise --what-if`` prints."""

    source: str
    """The name of the file."""
    problems: list[ProblemDict]
    """What is wrong with the unit's row."""
    other_problems: int
    """How many problems other rows have."""


class AdviseAllOutput(TypedDict):
    """What ``vn766 advise`` prints of all units of a file."""

    schema: Literal["vn766-advise-all-1"]
    """What this is, and in which version."""
    source: str
    """The name of the file."""
    framework: str
    """The id of the edition."""
    framework_digest: str
    """The SHA-256 of the edition."""
    units: list[AdvisedDict]
    """The units, in the order of the file."""
    problems: list[ProblemDict]
    """What is wrong with the file."""


class SourceDict(TypedDict):
    """One of the files that are compared."""

    source: str
    """The name of the file."""
    source_rows: int
    """How many rows it has."""
    left_out: int
    """How many of them could not be read."""


class SourcesDict(TypedDict):
    """The files that are compared."""

    before: SourceDict
    """The earlier one."""
    after: SourceDict
    """The later one."""


class CompareOutput(RankingComparisonDict):
    """What ``vn766 compare`` prints."""

    framework: str
    """The id of the later edition."""
    framework_digest: str
    """The SHA-256 of the later edition."""
    within: list[str]
    """The columns whose values are the pools."""
    sources: SourcesDict
    """The files."""
    problems: list[ProblemDict]
    """What is wrong with them."""


class SeriesOutput(TypedDict):
    """What ``vn766 compare`` prints of three and more files."""

    schema: Literal["vn766-series-of-units-1"]
    """What this is, and in which version."""
    sources: list[SourceDict]
    """The files."""
    series: list[SeriesDict]
    """A series for each unit, in the order of the latest ranking."""
    problems: list[ProblemDict]
    """What is wrong with the files."""


class PlotOutput(TypedDict):
    """What ``vn766 plot`` prints."""

    schema: Literal["vn766-plot-1"]
    """What this is, and in which version."""
    written: list[str]
    """The files that were written."""


class AuditOutput(TypedDict):
    """What ``vn766 audit`` prints."""

    schema: Literal["vn766-audit-1"]
    """What this is, and in which version."""
    reports: list[AuditReportDict]
    """A report for each document."""
    unread: list[UnreadDict]
    """The files that could not be read, and the folders that could not be listed."""
    passed_over: list[str]
    """The files of folders that are no documents."""


class CheckOutput(TypedDict):
    """What ``vn766 check`` prints."""

    schema: Literal["vn766-check-1"]
    """What this is, and in which version."""
    decree: str
    """The title of the decree."""
    documents: list[CheckedDict]
    """The documents, in the order in which they were named and lie in folders."""
    unread: list[UnreadDict]
    """The files that could not be read, and the folders that could not be listed."""
    passed_over: list[str]
    """The files of folders that are no Word documents."""


class CheckedDict(TypedDict):
    """A document that was checked."""

    file: str
    """The path of the document, as it was named."""
    kind: str
    """The kind of document that the file was taken for."""
    counts: dict[str, int]
    """How many rules have each outcome."""
    verdicts: list[VerdictDict]
    """The verdicts, in the order of the rules."""


class FailedUnit(TypedDict):
    """A unit whose document was not written."""

    unit: str
    """The name of the unit, or the place of its row."""
    problems: list[ProblemDict]
    """Why."""


class ReportOutput(TypedDict):
    """What ``vn766 report`` prints."""

    schema: Literal["vn766-report-1"]
    """What this is, and in which version."""
    written: list[str]
    """The documents that were written."""
    kept: list[str]
    """The documents that were there already."""
    failed: list[FailedUnit]
    """The units whose documents were not written."""


class ListedKind(TypedDict):
    """A kind of document."""

    id: str
    """The id."""
    label: str
    """The name in Vietnamese."""
    description: str
    """The document in a sentence."""


class NewOutput(TypedDict):
    """What ``vn766 new`` prints."""

    schema: Literal["vn766-new-1"]
    """What this is, and in which version."""
    kinds: list[ListedKind]
    """The kind of the workbook that was written, or all kinds."""
    written: list[str]
    """The workbook that was written."""


class ListedFramework(TypedDict):
    """A framework that can be named."""

    id: str
    """The id."""
    title: str | None
    """The title; None of a broken one."""
    first_day: str | None
    """The first day, ISO 8601; None if it is open."""
    last_day: str | None
    """The last day, ISO 8601; None if it is open."""
    problems: list[ProblemDict]
    """What is wrong with it."""


class FrameworkListOutput(TypedDict):
    """What ``vn766 framework list`` prints."""

    schema: Literal["vn766-framework-list-1"]
    """What this is, and in which version."""
    frameworks: list[ListedFramework]
    """The frameworks that can be named."""


class ShownValue(TypedDict):
    """A value of a framework with its evidence."""

    path: str
    """The place in the framework."""
    value: str
    """The value."""
    status: StatusName
    """How well it is proven."""
    instruments: list[str]
    """The ids of the texts or sources cited."""
    locator: str | None
    """The place in the instrument."""
    note: str | None
    """A note on the evidence."""


class FrameworkShowOutput(TypedDict):
    """What ``vn766 framework show`` prints."""

    schema: Literal["vn766-framework-show-1"]
    """What this is, and in which version."""
    id: str
    """The id of the framework."""
    title: str
    """The title."""
    values: list[ShownValue]
    """Every value, or those that are not verified."""
    not_found: list[str]
    """What was looked for in vain."""


class FrameworkLintOutput(TypedDict):
    """What ``vn766 framework lint`` prints."""

    schema: Literal["vn766-framework-lint-1"]
    """What this is, and in which version."""
    problems: list[ProblemDict]
    """Everything that is wrong with the file."""


class ChangedValue(TypedDict):
    """A value in which two frameworks differ."""

    path: str
    """The place in both."""
    before: str | list[str] | None
    """The value in the first."""
    after: str | list[str] | None
    """The value in the second."""


class FrameworkDiffOutput(TypedDict):
    """What ``vn766 framework diff`` prints."""

    schema: Literal["vn766-framework-diff-1"]
    """What this is, and in which version."""
    changes: list[ChangedValue]
    """The values in which the frameworks differ."""


class ListedSchema(TypedDict):
    """A schema that can be printed."""

    name: str
    """The name."""
    title: str
    """What it is of."""


class SchemaOutput(TypedDict):
    """What ``vn766 schema`` prints."""

    schema: Literal["vn766-schemas-1"]
    """What this is, and in which version."""
    schemas: list[ListedSchema]
    """The schemas that can be printed."""


class ListedSuite(TypedDict):
    """A suite of cases."""

    suite: SuiteName
    """The name."""
    rule: dict[str, str]
    """The rule that it proves, in words by language."""
    cases: int
    """How many cases it has."""


class CasesOutput(TypedDict):
    """What ``vn766 cases`` prints."""

    schema: Literal["vn766-cases-1"]
    """What this is, and in which version."""
    framework: str
    """The id of the edition whose figures these are."""
    framework_digest: str
    """The SHA-256 of the edition."""
    suites: list[ListedSuite]
    """The suites."""
    written: list[str]
    """The files that were written."""
