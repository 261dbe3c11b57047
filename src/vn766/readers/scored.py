"""From a file to results: points or counts, whichever it holds, scored and ranked in one pool."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve, field, frozen

from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity
from vn766.files import Named, read
from vn766.framework import edition_for, get_framework
from vn766.framework.registry import COUNTS_EDITION
from vn766.readers.counts import CountsTable, read_counts
from vn766.readers.points import read_points
from vn766.records import UnitCounts, UnitPoints
from vn766.score import rank_units, score_counts, score_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from vn766.files import Source
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.readers.tables import PointsTable
    from vn766.score import Ranking, UnitResult

_Record: TypeAlias = UnitPoints | UnitCounts
Parsed: TypeAlias = "dict[str, object] | list[object]"
"""A response of the portal as `json.load` returns it."""


@frozen(kw_only=True)
class ScoredFile:
    """The units of a file with their results, and everything that these rest on.

    `results` stand beside the records of `table`, those without errors. `framework` is the
    edition and `period` the time that were given or, without them, apply. `within` is the header
    of the column of pools, if there is one, and `pool` names all that is ranked.
    """

    table: CountsTable | PointsTable
    results: tuple[UnitResult, ...]
    framework: Framework
    period: Period | None
    pool: str | None = None
    within: str | None = None
    blank: str = field(default="", repr=False)
    """The name of the pool of units whose cell in the column of pools is blank."""

    @cached_property
    def ranking(self) -> Ranking:
        """The units ranked, in one pool or by the values of a column."""
        if self.within is None:
            return rank_units(self.results, pool=self.pool)
        pools = {
            id(result): extra.get(self.within) or self.blank
            for result, extra in zip(self.results, self.table.extra, strict=True)
        }
        return rank_units(self.results, pool=self.pool, within=lambda result: pools[id(result)])

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that was found on the way: errors, warnings and notes, row by row."""
        return self.table.problems

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The errors of the rows that were left out."""
        return tuple(
            problem for problem in self.table.problems if problem.severity is Severity.ERROR
        )

    def without_errors(self) -> ScoredFile:
        """Return this file if no row was left out.

        Raises:
            InvalidRecordError: with all errors of the rows.
        """
        if self.errors:
            raise InvalidRecordError(self.errors, subject=self.table.source)
        return self


def score_file(
    *sources: Source | Parsed,
    name: str | None = None,
    framework: Framework | str | Path | None = None,
    period: Period | None = None,
    within: str | None = None,
    pool: str | None = None,
    sheet: str | None = None,
    retrieved_at: datetime | None = None,
    provisional: bool | None = None,
    keep_going: bool = False,
) -> ScoredFile:
    r"""Return the units of a file scored and ranked: points or counts, whichever it holds.

    A file is read by `read_counts` and, if it holds none, by `read_points`; an edition without
    component rules has points only. Several sources, or a folder, are the portal's responses.

    Args:
        sources: the file, or the responses: each a path, its content, a stream, `Named` content,
            or what `json.load` returns.
        name: what problems call a source that has no name.
        framework: the edition to score by; default: for points the one that covers the period,
            else ``qd766``; for counts ``portal-2026``.
        period: the time that all figures are about.
        within: the header of a column: units are ranked among those with the same value.
        pool: what is ranked, for print: "xã, phường, đặc khu".
        sheet: the sheet of a workbook; default: the only visible one with such a table.
        retrieved_at: when the figures were taken from where they were published.
        provisional: whether the period was still open then; None if nobody said.
        keep_going: whether rows with errors are left out; else they stop all others.

    Raises:
        InvalidRecordError: if a file as a whole cannot be read, if rows have errors, or if there
            is no column `within`.
        FrameworkError: if the framework is unknown or broken.
        MissingExtraError: for a workbook, if the extra ``xlsx`` is not installed.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder, "t6.csv")
        ...     _ = file.write_text(
        ...         "Tên đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH\n"
        ...         "UBND xã A;18;18,72;7,93;7,36;18;17,08\nUBND xã B;18;18;7;7;18;12\n", "utf-8")
        ...     scored = score_file(file, pool="xã")
        >>> [(row.rank, row.of, str(row.result.total)) for row in scored.ranking]
        [(1, 2, '87.09'), (2, 2, '80.00')]
    """
    edition = None if framework is None else get_framework(framework)
    table = _read([_held(source, name) for source in sources], edition, period, sheet)
    if within is not None:
        _check_column(table, within)
    if edition is None and isinstance(table, CountsTable):
        edition = get_framework(COUNTS_EDITION)
    records = [
        evolve(record, retrieved_at=retrieved_at, provisional=provisional)
        for record in table.records
    ]
    scored = ScoredFile(
        table=table,
        results=tuple(score_record(record, edition) for record in records),
        framework=edition or (edition_for(period.start, period.end) if period else get_framework()),
        period=period,
        pool=pool,
        within=within,
    )
    return scored if keep_going and scored.results else scored.without_errors()


def score_record(record: _Record, framework: Framework | str | None) -> UnitResult:
    """Return the result of a record, of points or of counts."""
    if isinstance(record, UnitPoints):
        return score_points(record, framework=framework)
    return score_counts(record, framework=framework or COUNTS_EDITION)


def _held(source: Source | Parsed, name: str | None) -> str | Path | Named:
    """Return a source that can be read twice: as counts, and if it holds none as points."""
    if isinstance(source, dict | list):
        return Named(name or "response.json", json.dumps(source).encode())
    return source if isinstance(source, str | Path) else read(source, called=name or "table")


def _read(
    sources: Sequence[str | Path | Named],
    edition: Framework | None,
    period: Period | None,
    sheet: str | None,
) -> CountsTable | PointsTable:
    counted = edition or COUNTS_EDITION
    if len(sources) == 1 and not _is_folder(source := sources[0]):
        if edition is not None and not any(edition.indicators()):
            return read_points(source, framework=edition, period=period, sheet=sheet)
        try:
            return read_counts(source, framework=counted, period=period, sheet=sheet)
        except InvalidRecordError as error:
            # A file that holds no counts may hold points; anything else is said as it is.
            if any(problem.code is not ProblemCode.NO_COUNTS for problem in error.problems):
                raise
            return read_points(source, framework=edition, period=period, sheet=sheet)
    return read_counts(*sources, framework=counted, period=period, sheet=sheet)


def _is_folder(source: str | Path | Named) -> bool:
    return not isinstance(source, Named) and Path(source).is_dir()


def _check_column(table: CountsTable | PointsTable, column: str) -> None:
    columns = dict.fromkeys(header for extra in table.extra for header in extra)
    if table.records and column not in columns:
        raise no_column(column, table.source, columns)


def no_column(column: str, file: str, columns: Iterable[str]) -> InvalidRecordError:
    """Return the refusal of a file without the `column` that was asked for."""
    code, known = ProblemCode.UNKNOWN_COLUMN, ", ".join(columns) or "–"
    problem = Problem.of(code, (), value=column, file=file, column=column, known=known)
    return InvalidRecordError([problem])
