"""From files to results, or to one unit: what several commands begin with."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from vn766.cli.options import RefusalError, fail
from vn766.cli.terminal import output, print_line, print_problems
from vn766.cli.words import word
from vn766.errors import InvalidRecordError
from vn766.files import read
from vn766.readers import score_file
from vn766.records import Unit
from vn766.vi import parse_period
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vn766.errors import Language, Problem
    from vn766.files import Named
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.readers import ScoredFile
    from vn766.score import UnitResult

_NAMED: Final = 5  # units, in a message that lists some


def is_stdin(file: Path) -> bool:
    """Whether a file is what comes in on standard input."""
    return str(file) == "-"


def source_of(file: Path, language: Language) -> Path | Named:
    """Return a file, or what comes in on standard input."""
    if not is_stdin(file):
        return file
    return read(sys.stdin.buffer)._replace(name=word("stdin", language))


def rank_file(
    file: Path,
    *,
    edition: Framework | None,
    period: Period | None,
    pool: str | None,
    within: Sequence[str],
    sheet: str | None,
    keep_going: bool,
    language: Language,
) -> ScoredFile:
    """Read and score the units of a file; rows with errors stop it unless told otherwise."""
    scored = score_file(
        source_of(file, language),
        framework=edition,
        period=period,
        within=within,
        pool=pool,
        sheet=sheet,
        keep_going=True,
    )
    if scored.errors and not keep_going:
        raise RefusalError(
            word("problems", language, file=scored.table.source, count=len(scored.errors)),
            scored.problems,
            word("keep_going", language),
        )
    return scored


def rank_files(
    files: Sequence[Path],
    *,
    periods: Sequence[str],
    sheets: Sequence[str],
    edition: Framework | None,
    pool: str | None,
    within: Sequence[str],
    keep_going: bool,
    language: Language,
) -> list[ScoredFile]:
    """Read and score several files, or refuse them with everything that is wrong with any.

    Periods are given once for each file, or not at all; sheets also once for all files.
    """
    if len(periods) not in {0, len(files)}:
        fail(word("period_each", language, files=len(files), periods=len(periods)))
    if len(sheets) not in {0, 1, len(files)}:
        fail(word("sheet_each", language, files=len(files)))
    outcomes: list[ScoredFile] = []
    refusals: list[InvalidRecordError | RefusalError] = []
    for at, file in enumerate(files):
        try:
            outcome = rank_file(
                file,
                edition=edition,
                period=parse_period(periods[at]) if periods else None,
                pool=pool,
                within=within,
                sheet=sheets[min(at, len(sheets) - 1)] if sheets else None,
                keep_going=keep_going,
                language=language,
            )
            outcomes.append(outcome)
        except (InvalidRecordError, RefusalError) as refusal:
            refusals.append(refusal)
    if refusals:
        raise _all(refusals)
    return outcomes


def _all(refusals: Sequence[InvalidRecordError | RefusalError]) -> RefusalError:
    """Return one refusal that says what is wrong with all files, each problem with its file."""
    return RefusalError(
        "; ".join(refusal.subject for refusal in refusals if refusal.subject),
        [
            problem if problem.where else evolve(problem, origin=refusal.subject)
            for refusal in refusals
            for problem in refusal.problems
        ],
        next((each.hint for each in refusals if isinstance(each, RefusalError)), ""),
    )


@frozen
class FoundUnit:
    """One unit of a file: its record and result, and what was found about it on the way."""

    file: ScoredFile
    at: int

    @property
    def result(self) -> UnitResult:
        """The result of the unit."""
        return self.file.results[self.at]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The warnings and notes about the unit."""
        return self.file.table.remarks[self.at]

    @property
    def others(self) -> int:
        """The number of all that was found about the file and its other units."""
        return len(set(self.file.problems) - set(self.problems))


def read_unit(
    files: Sequence[Path],
    unit: str | None,
    *,
    framework: str | None,
    period: str | None,
    sheet: str | None,
    language: Language,
) -> FoundUnit:
    """Read points or counts, whichever `files` hold, and find the unit called `unit`."""
    scored = read_units(files, framework=framework, period=period, sheet=sheet, language=language)
    return choose_unit(scored, unit, language)


def read_units(
    files: Sequence[Path],
    *,
    framework: str | None,
    period: str | None,
    sheet: str | None,
    language: Language,
) -> ScoredFile:
    """Read and score points or counts, whichever `files` hold; rows with errors are left out."""
    return score_file(
        *(source_of(file, language) for file in files),
        framework=framework or None,
        period=parse_period(period) if period else None,
        sheet=sheet,
        keep_going=True,
    )


def choose_unit(scored: ScoredFile, unit: str | None, language: Language) -> FoundUnit:
    """Return the unit called `unit`; without a name the only one there is."""
    return FoundUnit(scored, _choose(scored, unit, language))


def find_unit(scored: ScoredFile, wanted: str, language: Language) -> Unit | None:
    """Return the unit of a file with the code or name `wanted`."""
    return scored.results[_choose(scored, wanted, language)].unit


def print_found(found: FoundUnit, language: Language) -> None:
    """Print on standard error what was found about the unit, and that there is more."""
    console = output(errors=True)
    print_problems(console, found.problems, language)
    if found.others:
        print_line(console, word("other_problems", language, count=found.others))


def _choose(scored: ScoredFile, wanted: str | None, language: Language) -> int:
    """Return the place of the result of the unit with the code or name `wanted`."""
    source, rows = scored.table.source, scored.table.rows
    if wanted is None:
        if rows == 1:
            return 0
        fail(word("unit_needed", language, file=source, count=rows))
    key, name = Unit(name="", code=wanted).key, fold(wanted)
    units = [(at, result.unit) for at, result in enumerate(scored.results) if result.unit]
    found = [at for at, unit in units if unit.code and unit.key == key]
    found = found or [at for at, unit in units if fold(unit.name) == name]
    if len(found) == 1:
        return found[0]
    if found:
        fail(word("several_units", language, file=source, unit=wanted))
    if scored.table.broken:
        message = word("unit_not_sound", language, file=source, unit=wanted)
        raise RefusalError(message, scored.errors)
    known = "; ".join(_nearest([unit for _, unit in units], wanted)) or "–"
    raise RefusalError(word("unknown_unit", language, file=source, unit=wanted, known=known))


def _nearest(units: Sequence[Unit], wanted: str) -> list[str]:
    """Return the names and codes that are spelled most like `wanted`."""
    shown: dict[str, str] = {}
    for unit in units:
        said = f"{unit.name} ({unit.key})" if unit.code else unit.name
        shown |= {fold(unit.name): said, fold(unit.key): said}
    near = get_close_matches(fold(wanted), shown, n=2 * _NAMED, cutoff=0.5)
    return list(dict.fromkeys(shown[text] for text in near))[:_NAMED]
