"""From a file to results: points or counts, whichever it holds, scored and ranked by pools."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve, frozen

from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity
from vn766.files import is_folder, read
from vn766.framework import edition_for, get_framework
from vn766.framework.registry import COUNTS_EDITION
from vn766.readers.asides import says_nothing
from vn766.readers.counts import CountsTable, read_counts
from vn766.readers.headers import kind_of
from vn766.readers.points import TIMES, read_points
from vn766.readers.tables import PointsTable, Twice
from vn766.records import UnitCounts, UnitPoints
from vn766.score import rank_units, score_counts, score_points
from vn766.score.pools import level_pools, one_spelling, similar
from vn766.score.ranking import UnrankedUnit, printed_problems
from vn766.vocabulary import Vocabulary, fold, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from vn766.files import Source
    from vn766.framework import Level
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.score import Ranking, UnitResult
    from vn766.score.pools import PoolBasis

_Record: TypeAlias = UnitPoints | UnitCounts
WITHIN: Final = Vocabulary("readers").kind_of("within")
"""Words by which levels or sections are asked for as pools, folded."""
_SECTION: Final = "\0"  # which is in no file that is read


@frozen(kw_only=True, repr=False)
class ScoredFile:
    """The units of a file with their results, and everything that these rest on."""

    table: CountsTable | PointsTable
    """The records that were read, and everything found on the way."""
    results: tuple[UnitResult, ...]
    """The results, beside the records of `table`: those without errors."""
    framework: Framework
    """The edition that was given or applies."""
    period: Period | None
    """The time that was given or applies."""
    pool: str | None = None
    """The units that are ranked, in words."""
    within: tuple[str, ...] = ()
    """The headers of the columns of pools, if some were named."""
    basis: PoolBasis | None = None
    """Why the units are put in `pools`."""
    pools: tuple[str | None, ...] | None = None
    """Beside each result the pool that a column, section or level puts it in; None: by level."""

    def __str__(self) -> str:
        return str(self.ranking)

    def __repr__(self) -> str:
        return f"ScoredFile({self.table!r}, framework={self.framework.id!r})"

    @property
    def members(self) -> tuple[UnitResult, ...]:
        """The results without that of the unit that all others belong to."""
        apart = self._apart
        return tuple(result for at, result in enumerate(self.results) if at not in apart)

    @property
    def _apart(self) -> tuple[int, ...]:
        return _parents(self.table) if len(self.results) > 1 else ()

    @cached_property
    def ranking(self) -> Ranking:
        """The units ranked pool by pool; the one that all others belong to stands apart."""
        units = self.members
        if self.pools is None or self.basis is None:
            ranking = rank_units(units, pool=self.pool)
        else:
            pools = dict(zip(map(id, self.results), self.pools, strict=True))
            ranking = rank_units(units, pool=self.pool, within=lambda result: pools[id(result)])
            ranking = evolve(ranking, basis=self.basis)
        parents = [
            UnrankedUnit(_level_pool(self.results[at]), self.results[at]) for at in self._apart
        ]
        return evolve(ranking, unranked=(*ranking.unranked, *parents))

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
    *sources: Source,
    name: str | None = None,
    framework: Framework | str | Path | None = None,
    period: Period | None = None,
    within: str | Sequence[str] | None = None,
    pool: str | None = None,
    sheet: str | None = None,
    retrieved_at: datetime | None = None,
    provisional: bool | None = None,
    keep_going: bool = False,
) -> ScoredFile:
    r"""Return the units of a file scored and ranked: points or counts, whichever it holds.

    A file is read by `read_counts` and, if it holds none, by `read_points`; an edition without
    component rules has points only. Several sources, or a folder, are the portal's responses: the
    unit that all others belong to (a province) is scored and not ranked among them.

    Units of different levels are never ranked among each other unless `pool` says so. Without
    `within` and `pool` the pools are the levels if the units are of several; else the sections
    ("I", "II") of the table, if it has some; else all is one pool. Printed ranks are held against
    those computed; what contradicts is a warning.

    Args:
        sources: the file, or the responses: each a path, its content, a stream, `Named` content,
            or what `json.load` returns.
        name: what problems call a source that has no name.
        framework: the edition to score by; default: for points the one that covers the period,
            else ``qd766``; for counts ``portal-2026``.
        period: the time that all figures are about.
        within: the header of a column, or several: units are ranked among those with the same
            values, however they are typed; or ``level`` or ``section``. Levels stay apart within
            them.
        pool: what is ranked, for print: "xã, phường, đặc khu". It is your word that all units, or
            all with the same value, are one pool, whatever their levels.
        sheet: the sheet of a workbook; default: the only visible one with such a table.
        retrieved_at: when the figures were taken from where they were published.
        provisional: whether the period was still open then; None if nobody said.
        keep_going: whether rows with errors are left out; else they stop all others.

    Raises:
        InvalidRecordError: if a file as a whole cannot be read, if rows have errors (no value in
            a column of `within` is one), if there is no such column, or if the file has figures of
            several periods, and none of `within` is the column of these.
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
    edition = edition or (get_framework(COUNTS_EDITION) if isinstance(table, CountsTable) else None)
    asked = (within,) if isinstance(within, str) else tuple(within or ())
    headers, basis = _meant(table, asked, pool)
    _check_periods(table, headers)
    table = _without_blanks(table, headers)
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
        within=tuple(header for header in headers if header != _SECTION),
        basis=basis,
        pools=_pools(table, headers, basis),
    )
    scored = evolve(scored, table=_remarked(scored))
    return scored if keep_going and scored.results else scored.without_errors()


def score_record(record: _Record, framework: Framework | str | None) -> UnitResult:
    """Return the result of a record, of points or of counts."""
    if isinstance(record, UnitPoints):
        return score_points(record, framework=framework)
    return score_counts(record, framework=framework or COUNTS_EDITION)


def _held(source: Source, name: str | None) -> str | Path | Twice:
    """Return a folder, or a source that can be read twice: as counts, and if not as points."""
    if isinstance(source, str | Path) and is_folder(Path(source)):
        return source
    return Twice(*read(source, called=name or "table"))


def _read(
    sources: Sequence[str | Path | Twice],
    edition: Framework | None,
    period: Period | None,
    sheet: str | None,
) -> CountsTable | PointsTable:
    counted = edition or COUNTS_EDITION
    if len(sources) == 1 and isinstance(source := sources[0], Twice):
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


# --- pools ----------------------------------------------------------------------------------------


def _parents(table: CountsTable | PointsTable) -> tuple[int, ...]:
    return table.parents if isinstance(table, CountsTable) else ()


def _level_pool(result: UnitResult) -> str | None:
    level = None if result.unit is None else result.unit.level
    return None if level is None else level_pools()[level]


def _meant(
    table: CountsTable | PointsTable, within: Sequence[str], pool: str | None
) -> tuple[tuple[str, ...], PoolBasis | None]:
    """Return the headers of the columns that tell pools apart, and what the pools are.

    Sections are asked for beside columns by the header `_SECTION`.

    Raises:
        InvalidRecordError: if the file has nothing that is called like one of `within`.
    """
    levels = {record.unit.level for record in table.records if record.unit} - {None}
    sections = isinstance(table, PointsTable) and any(table.sections)
    if not within:
        by_section = sections and pool is None and len(levels) < 2  # noqa: PLR2004 (they differ)
        return (), "section" if by_section else _basis_beside_parents(table, pool)
    known = dict.fromkeys(header for extra in table.extra for header in extra)
    spelt = {spelling(header): header for header in reversed(known)}
    headers: list[str] = []
    for name in within if table.records else ():
        header = spelt.get(spelling(name))
        word = WITHIN.get(fold(name)) if header is None else None
        if word == "level" or (header is not None and kind_of(header) == "level"):
            if not levels:
                raise InvalidRecordError([Problem.of(ProblemCode.NO_LEVELS, (), file=table.source)])
        elif header is not None:
            headers.append(header)
        elif word != "section":
            raise no_column(name, table.source, known)
        elif sections:
            headers.append(_SECTION)
        else:
            listed = ", ".join(known) or "–"
            problem = Problem.of(ProblemCode.NO_SECTIONS, (), file=table.source, known=listed)
            raise InvalidRecordError([problem])
    named = tuple(dict.fromkeys(headers))
    if not named:
        return (), "level" if table.records else None
    return named, "section" if named == (_SECTION,) else "within"


def _basis_beside_parents(table: CountsTable | PointsTable, pool: str | None) -> PoolBasis | None:
    """Return that pools are levels, where one unit stands apart and the levels of all are known."""
    levels = [record.unit.level if record.unit else None for record in table.records]
    return "level" if pool is None and _parents(table) and None not in levels else None


def _pools(
    table: CountsTable | PointsTable, headers: Sequence[str], basis: PoolBasis | None
) -> tuple[str | None, ...] | None:
    """Return the pool of each record, or None if nothing in the file tells pools apart."""
    if basis == "within":
        columns = [one_spelling(_column(table, header)) for header in headers]
        return tuple(
            None if None in names else "; ".join(map(str, names))
            for names in zip(*columns, strict=True)
        )
    if basis == "section" and isinstance(table, PointsTable):
        return table.sections
    if basis == "level":
        levels: list[Level | None] = [
            None if record.unit is None else record.unit.level for record in table.records
        ]
        return tuple(None if level is None else level_pools()[level] for level in levels)
    return None


def _column(table: CountsTable | PointsTable, header: str) -> Sequence[str]:
    """Return the texts of a column, or the sections of the rows."""
    if header == _SECTION and isinstance(table, PointsTable):
        return table.sections
    return [extra.get(header, "") for extra in table.extra]


def _check_periods(table: CountsTable | PointsTable, within: Sequence[str]) -> None:
    """Refuse a file with figures of several periods in one pool; a blank one says nothing."""
    first: dict[tuple[str, ...], str] = {}
    columns = [_column(table, header) for header in within]
    for at, time in enumerate(table.times):
        key = tuple(spelling(texts[at]) for texts in columns)
        if time.strip("; ") and spelling(first.setdefault(key, time)) != spelling(time):
            heads = ", ".join(header for header in table.extra[at] if fold(header) in TIMES)
            code, labels = ProblemCode.SEVERAL_PERIODS, ", ".join(dict.fromkeys(table.times))
            problem = Problem.of(code, (), value=heads, column=heads, labels=labels)
            raise InvalidRecordError([problem], subject=table.source)


def _without_blanks(
    table: CountsTable | PointsTable, headers: Sequence[str]
) -> CountsTable | PointsTable:
    """Return a table without the units that have nothing in a column of pools, an error each."""
    blank = [
        (at, header)
        for at, extra in enumerate(table.extra)
        for header in headers
        if header != _SECTION and says_nothing(extra.get(header, ""))
    ]
    if not blank:
        return table
    problems = [
        Problem.of(
            ProblemCode.BLANK_POOL,
            ("unit", "pool"),
            origin=_place(table.records[at]),
            unit=_name(table.records[at]),
            column=header,
        )
        for at, header in blank
    ]
    return table.without({at for at, _ in blank}, problems)


def _remarked(scored: ScoredFile) -> CountsTable | PointsTable:
    """Return the table of a file with what its ranks and pools make doubtful."""
    ranking, table = scored.ranking, scored.table
    places = {id(result): at for at, result in enumerate(scored.results)}
    found = [(places[id(result)], problem) for result, problem in printed_problems(ranking)]
    if ranking.basis in {"level", "section", "within"}:
        for unit in ranking.unranked:
            if unit.pool is None and places[id(unit.result)] not in _parents(table):
                at = places[id(unit.result)]
                name = _name(table.records[at])
                code, severity = ProblemCode.UNKNOWN_POOL, Severity.WARNING
                problem = Problem.of(code, ("unit", "level"), severity=severity, unit=name)
                found.append((at, problem))
    found.sort(key=lambda item: item[0])
    placed = [
        (at, evolve(problem, origin=_place(table.records[at], str(problem.path[-1]))))
        for at, problem in found
    ]
    columns = [one_spelling(_column(table, header)) for header in scored.within]
    near = [
        evolve(each, origin=table.source)
        for names in columns or [[row.pool for row in ranking]]
        for each in similar(names)
    ]
    return table.remarked(placed, near)


def _place(record: _Record, key: str | None = None) -> str | None:
    return None if record.origin is None else record.origin.cell(key)


def _name(record: _Record) -> str:
    return "–" if record.unit is None else record.unit.name


def no_column(column: str, file: str, columns: Iterable[str]) -> InvalidRecordError:
    """Return the refusal of a file without the `column` that was asked for."""
    code, known = ProblemCode.UNKNOWN_COLUMN, ", ".join(columns) or "–"
    problem = Problem.of(code, (), value=column, file=file, column=column, known=known)
    return InvalidRecordError([problem])
