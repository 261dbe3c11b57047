"""From files to a ranking, or to one unit: what several commands begin with."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

from vn766.cli.options import RefusalError, fail
from vn766.cli.outcome import Outcome
from vn766.cli.terminal import output, print_line, print_problems
from vn766.cli.words import word
from vn766.errors import InvalidRecordError, ProblemCode, Severity
from vn766.framework import edition_for, get_framework
from vn766.readers import CountsTable, read_counts, read_points
from vn766.records import Unit, UnitCounts
from vn766.score import rank_units, score_counts, score_points
from vn766.vi import parse_period
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vn766.errors import Language, Problem
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.readers import PointsTable
    from vn766.records import UnitPoints
    from vn766.score import Ranking, UnitResult

_Record: TypeAlias = "UnitPoints | UnitCounts"
_COUNTS_EDITION: Final = "portal-2026"
_NOT_OF_COUNTS: Final = frozenset({ProblemCode.NO_COUNTS})
_NAMED: Final = 5  # units, in a message that lists some


def rank_file(
    file: Path,
    *,
    edition: Framework | None,
    period: Period | None,
    pool: str | None,
    within: str | None,
    sheet: str | None,
    keep_going: bool,
    language: Language,
) -> Outcome:
    """Read, score and rank the units of a file; rows with errors stop it unless told otherwise."""
    table = _read([file], edition, period, sheet)
    errors = _errors(table)
    if errors and not keep_going:
        raise RefusalError(
            word("problems", language, file=table.source, count=len(errors)),
            table.problems,
            word("keep_going", language),
        )
    if edition is None and isinstance(table, CountsTable):
        edition = get_framework(_COUNTS_EDITION)
    return Outcome(
        ranking=_rank(table, edition, pool=pool, within=within, language=language),
        table=table,
        framework=edition or (edition_for(period.start, period.end) if period else get_framework()),
        period=period,
        within=within,
    )


def _rank(
    table: CountsTable | PointsTable,
    edition: Framework | None,
    *,
    pool: str | None,
    within: str | None,
    language: Language,
) -> Ranking:
    """Score all records and rank them, in one pool or by the values of a column."""
    results = [_score(record, edition) for record in table.records]
    if within is None:
        return rank_units(results, pool=pool)
    columns = dict.fromkeys(header for extra in table.extra for header in extra)
    if table.records and within not in columns:
        known = ", ".join(columns) or "–"
        fail(word("unknown_column", language, file=table.source, column=within, known=known))
    pool_of = {
        id(result): extra.get(within) or word("blank", language)
        for result, extra in zip(results, table.extra, strict=True)
    }
    return rank_units(results, pool=pool, within=lambda result: pool_of[id(result)])


@frozen(kw_only=True)
class FoundUnit:
    """One unit of a table: its record and result, and what was found about it on the way.

    `others` counts what was found about the file and its other units.
    """

    record: _Record
    result: UnitResult
    source: str
    problems: tuple[Problem, ...]
    others: int


def read_unit(
    files: Sequence[Path],
    unit: str | None,
    *,
    framework: str | None,
    period: str | None,
    sheet: str | None,
    language: Language,
) -> FoundUnit:
    """Read points or counts, whichever `files` hold, and score the unit called `unit`."""
    edition = get_framework(framework) if framework else None
    table = _read(files, edition, parse_period(period) if period else None, sheet)
    at = _choose(table, unit, language)
    return FoundUnit(
        record=table.records[at],
        result=_score(table.records[at], edition),
        source=table.source,
        problems=table.remarks[at],
        others=len(set(table.problems) - set(table.remarks[at])),
    )


def find_unit(outcome: Outcome, wanted: str, language: Language) -> Unit | None:
    """Return the unit of a ranking with the code or name `wanted`."""
    return outcome.table.records[_choose(outcome.table, wanted, language)].unit


def print_found(found: FoundUnit, language: Language) -> None:
    """Print on standard error what was found about the unit, and that there is more."""
    console = output(errors=True)
    print_problems(console, found.problems, language)
    if found.others:
        print_line(console, word("other_problems", language, count=found.others))


def _score(record: _Record, edition: Framework | None) -> UnitResult:
    if isinstance(record, UnitCounts):
        return score_counts(record, framework=edition or _COUNTS_EDITION)
    return score_points(record, framework=edition)


def _read(
    files: Sequence[Path], edition: Framework | None, period: Period | None, sheet: str | None
) -> CountsTable | PointsTable:
    alone = len(files) == 1 and not files[0].is_dir()
    if alone and edition is not None and not any(edition.indicators()):
        return read_points(files[0], framework=edition, period=period, sheet=sheet)
    try:
        return read_counts(*files, framework=edition or _COUNTS_EDITION, period=period, sheet=sheet)
    except InvalidRecordError as error:
        # One file that holds no counts may hold points; anything else is said as it is.
        holds_none = {problem.code for problem in error.problems} <= _NOT_OF_COUNTS
        if not alone or not holds_none:
            raise
        return read_points(files[0], framework=edition, period=period, sheet=sheet)


def _choose(table: CountsTable | PointsTable, wanted: str | None, language: Language) -> int:
    """Return the place of the record of the unit with the code or name `wanted`."""
    records: tuple[_Record, ...] = table.records
    if wanted is None:
        if len(records) == table.rows == 1:
            return 0
        message = word("unit_needed", language, file=table.source, count=table.rows)
        raise RefusalError(message, _errors(table) if table.rows == 1 else ())
    key, name = Unit(name="", code=wanted).key, fold(wanted)
    units = [(at, record.unit) for at, record in enumerate(records) if record.unit]
    found = [at for at, it in units if it.code and it.key == key]
    found = found or [at for at, it in units if fold(it.name) == name]
    if len(found) == 1:
        return found[0]
    if found:
        fail(word("several_units", language, file=table.source, unit=wanted))
    if table.broken:
        message = word("unit_not_sound", language, file=table.source, unit=wanted)
        raise RefusalError(message, _errors(table))
    known = ", ".join(_nearest(records, wanted)) or "–"
    raise RefusalError(word("unknown_unit", language, file=table.source, unit=wanted, known=known))


def _errors(table: CountsTable | PointsTable) -> list[Problem]:
    return [problem for problem in table.problems if problem.severity is Severity.ERROR]


def _nearest(records: Sequence[_Record], wanted: str) -> list[str]:
    """Return the names and codes that are spelled most like `wanted`."""
    shown: dict[str, str] = {}
    for unit in [record.unit for record in records if record.unit]:
        said = f"{unit.name} ({unit.key})" if unit.code else unit.name
        shown |= {fold(unit.name): said, fold(unit.key): said}
    near = get_close_matches(fold(wanted), shown, n=2 * _NAMED, cutoff=0.5)
    return list(dict.fromkeys(shown[text] for text in near))[:_NAMED]
