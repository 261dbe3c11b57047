"""``vn766 advise``: what units lose, and what would help them, task by task."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final

import click
from attrs import evolve

from vn766.advise import reach, shortfalls
from vn766.cli.files import RESULTS, check_target, content_of, write_content
from vn766.cli.options import (
    FILE,
    as_json,
    fail,
    framework,
    language,
    period,
    print_json,
    reporting_errors,
    sheet,
    unit,
)
from vn766.cli.reading import choose_unit, print_found, read_units
from vn766.cli.terminal import output, plain_table, print_line, print_problems, print_sheets
from vn766.cli.words import say, word
from vn766.readers.departments import read_departments
from vn766.records import UnitCounts
from vn766.show.columns import change_text, percent_text, points_text, unit_name
from vn766.show.files import Result
from vn766.show.page import sheets_page
from vn766.show.tasks import Advised, advice_sheets, counted_text, tasks_toml
from vn766.texts import figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from vn766.advise import Advice, Move, Shortfall
    from vn766.cli.reading import FoundUnit
    from vn766.errors import Language
    from vn766.readers import ScoredFile
    from vn766.records import UnitPoints
    from vn766.schemas.outputs import AdviseAllOutput, AdviseOutput
    from vn766.score import UnitResult
    from vn766.show.sheets import Sheets

_LONGEST_COUNT: Final = 15  # digits
_TASKS: Final = ".toml"
"""The ending of tasks for a document."""


@click.command(help=say("advise"))
@click.argument("files", metavar="FILES", nargs=-1, required=True, type=FILE)
@unit
@click.option("--reach", "target", metavar="TARGET", help=say("advise --reach"))
@click.option("--movable", multiple=True, metavar="INDICATOR", help=say("advise --movable"))
@click.option("--limit", "limits", multiple=True, metavar="LIMIT", help=say("advise --limit"))
@click.option("--new", multiple=True, metavar="INDICATOR", help=say("advise --new"))
@click.option("--departments", type=FILE, help=say("advise --departments"))
@framework
@period
@sheet
@click.option("-o", "--output", "written", type=FILE, help=say("advise --output"))
@click.option("--force", is_flag=True, help=say("score --force"))
@as_json
@language
@reporting_errors
def advise(
    *,
    files: tuple[Path, ...],
    unit: str | None,
    target: str | None,
    movable: tuple[str, ...],
    limits: tuple[str, ...],
    new: tuple[str, ...],
    departments: Path | None,
    framework: str | None,
    period: str | None,
    sheet: str | None,
    written: Path | None,
    force: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Read, advise one unit or all, write, show."""
    caps = dict(_limit(text, language) for text in limits)
    if written is not None:
        check_target(
            written, files, (*RESULTS, _TASKS), "not_advice", force=force, language=language
        )
    scored = read_units(files, framework=framework, period=period, sheet=sheet, language=language)
    ask = None
    if target is not None:
        _check_counts(scored, language)
        ask = partial(reach, target=target, movable=movable or None, limits=caps, new=new)
    elif written is not None and written.suffix.lower() == _TASKS:
        fail(word("tasks_need_reach", language))
    in_charge: Mapping[str, str] = {}
    if departments is not None:
        in_charge = read_departments(departments, scored.framework)
    all_units = unit is None and len(scored.results) > 1
    found = None if all_units else choose_unit(scored, unit, language)
    chosen = range(len(scored.results)) if found is None else [found.at]
    units = [
        _advised(scored.table.records[at], scored.results[at], ask, alone=found is not None)
        for at in chosen
    ]
    sheets = partial(advice_sheets, scored, units, in_charge)

    def document() -> AdviseOutput | AdviseAllOutput:
        if found is None:
            return _document_of_all(scored, units, language)
        return _document(found, units[0].advice, language)

    if written is not None:
        result = Result(
            partial(sheets, language), lambda: sheets_page(sheets(language), language), document
        )
        ending = written.suffix.lower()
        content = (
            tasks_toml(units, in_charge, language)
            if ending == _TASKS
            else content_of(result, sheets, ending, language)
        )
        write_content(written, content, force=force, language=language)
    if as_json:
        print_json(document())
    elif found is None:
        _show_all(scored, sheets(language), losses=target is None, language=language)
    else:
        _show(found, units[0].advice, language)


def _check_counts(scored: ScoredFile, language: Language) -> None:
    if not any(isinstance(record, UnitCounts) for record in scored.table.records):
        fail(word("counts_needed", language, file=scored.table.source))


def _advised(
    record: UnitPoints | UnitCounts,
    result: UnitResult,
    ask: Callable[..., Advice] | None,
    *,
    alone: bool,
) -> Advised:
    """Return the advice for a unit; among others one that is incomplete has none."""
    known = isinstance(record, UnitCounts) and (alone or result.total is not None)
    if ask is None or not known:
        return Advised(result=result)
    return Advised(result=result, advice=ask(record, framework=result.framework))


def _show_all(scored: ScoredFile, sheets: Sheets, *, losses: bool, language: Language) -> None:
    """Print the tables of all units; the last, of `losses`, where no moves are printed."""
    shown = sheets if losses else evolve(sheets, sheets=sheets.sheets[:-1])
    print_sheets(output(), shown, language)
    print_problems(output(errors=True), scored.problems, language)


def _show(found: FoundUnit, advice: Advice | None, language: Language) -> None:
    console = output()
    print_line(console, _headline(found.result, language))
    console.print()
    if advice is None:
        _show_shortfalls(console, shortfalls(found.result), language)
        if found.result.missing:
            names = "; ".join(_missing(found.result))
            print_line(console, word("missing_parts", language, names=names))
    else:
        _show_advice(console, advice, language)
    for line in _footer(found.result, language):
        print_line(console, line)
    print_found(found, language)


def _limit(text: str, language: Language) -> tuple[str, int]:
    key, _, number = text.rpartition("=")
    if not (key and number.isascii() and number.isdecimal() and len(number) <= _LONGEST_COUNT):
        fail(word("bad_limit", language, text=text))
    return key.strip(), int(number)


def _headline(result: UnitResult, language: Language) -> str:
    unit = result.unit
    name = unit_name(result)
    code = "" if unit is None or unit.code is None else f" ({unit.key})"
    return f"{name}{code}: {_score(result, language)}"


def _score(result: UnitResult, language: Language) -> str:
    """Return total and class, or what they can still be."""
    if result.known_band is not None and result.known_total is not None:
        total = figure(result.known_total, language)
        return word("scored", language, total=total, band=result.known_band.label)
    least, most = (figure(bound, language) for bound in result.bounds)
    labels = ", ".join(band.label for band in result.possible_bands)
    return word("open_score", language, least=least, most=most, bands=labels)


def _show_shortfalls(console: Console, lost: Sequence[Shortfall], language: Language) -> None:
    if not lost:
        print_line(console, word("nothing_lost", language))
        return
    rows = [
        (
            _name(part, language),
            points_text(part.lost, language),
            percent_text(part.share, language),
        )
        for part in lost
    ]
    header = [word(name, language) for name in ("indicator", "shortfalls", "share")]
    plain_table(console, header, rows, figures=True)
    console.print()


def _missing(result: UnitResult) -> Iterator[str]:
    """Yield the numbers of missing indicators and the labels of missing groups."""
    for name in result.missing:
        part = result.indicators.get(name)
        yield result.nodes[name].label if part is None else part.no


def _name(part: Shortfall, language: Language) -> str:
    name = f"{part.no} {part.label}" if part.no else part.label
    if part.status == "not_applicable":
        name += f" ({word('not_applicable', language)})"
    return name


def _show_advice(console: Console, advice: Advice, language: Language) -> None:
    goal = figure(advice.target, language)
    if advice.band is not None:
        goal = word("class_from", language, band=advice.band.label, total=goal)
    name = "need" if advice.reachable else "out_of_reach"
    if not advice.moves:
        name = "reached" if advice.reachable else "stuck"
    more = counted_text(advice.added_by, language)
    best = figure(advice.total, language)
    said = word(name, language, goal=goal, more=more, best=best)
    print_line(console, said)
    if advice.moves:
        console.print()
        header = ("indicator", "more", "counted", "percent", "gained")
        rows = (_cells(move, advice.before, language) for move in advice.moves)
        plain_table(console, [word(head, language) for head in header], rows, figures=True)
        console.print()
        print_line(console, word("then", language, score=_score(advice.after, language)))
    if not all(move.new for move in advice.moves):
        hints = (word(name, language) for name in ("assumption", "late", "use_new"))
        print_line(console, " ".join(hints))
    for note in advice.notes:
        print_line(console, f"{word('note', language)}: {' '.join(note.text(language))}")
    console.print()


def _cells(move: Move, before: UnitResult, language: Language) -> Iterator[str]:
    """Yield the cells of a move: figures before it, and after it."""
    part = before.indicators[move.indicator]
    was = _ratio(part.numerator or 0, part.denominator or 0, language)
    more = _count(move.added, language)
    yield f"{move.no} {move.label}"
    yield word("more_new", language, more=more) if move.new else f"+{more}"
    yield f"{was} → {_ratio(move.numerator, move.denominator, language)}"
    yield f"{percent_text(part.rate, language)} → {percent_text(move.rate, language)}"
    yield change_text(move.points_gained, language)


def _ratio(numerator: int, denominator: int, language: Language) -> str:
    return f"{_count(numerator, language)}/{_count(denominator, language)}"


def _count(number: int, language: Language) -> str:
    return figure(Decimal(number), language)


def _footer(result: UnitResult, language: Language) -> Iterator[str]:
    yield f"{word('framework', language)}: {result.framework_id}, {result.framework.title}"
    for warning in result.warnings:
        yield f"{word('note', language)}: {' '.join(warning.text(language))}"


def _document_of_all(
    scored: ScoredFile, units: Iterable[Advised], language: Language
) -> AdviseAllOutput:
    return {
        "schema": "vn766-advise-all-1",
        "source": scored.table.source,
        "framework": scored.framework.id,
        "framework_digest": scored.framework.digest,
        "units": [
            {
                "result": unit.result.to_dict(language),
                "shortfalls": [part.to_dict() for part in shortfalls(unit.result)],
                "advice": None if unit.advice is None else unit.advice.to_dict(language),
            }
            for unit in units
        ],
        "problems": [problem.to_dict(language) for problem in scored.problems],
    }


def _document(found: FoundUnit, advice: Advice | None, language: Language) -> AdviseOutput:
    result = found.result.to_dict(language)
    return {
        "schema": "vn766-advise-1",
        "unit": result["unit"],
        "period": result["period"],
        "source": found.file.table.source,
        "framework": result["framework"],
        "framework_digest": result["framework_digest"],
        "total": result["total"],
        "band": result["band"],
        "bounds": result["bounds"],
        "missing": result["missing"],
        "shortfalls": [part.to_dict() for part in shortfalls(found.result)],
        "advice": None if advice is None else advice.to_dict(language),
        "warnings": result["warnings"],
        "problems": [problem.to_dict(language) for problem in found.problems],
        "other_problems": found.others,
    }
