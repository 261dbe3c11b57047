"""``vn766 explain`` and ``vn766 advise``: one unit, step by step, and what would help it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import click
from rich.text import Text

from vn766.advise import reach, shortfalls
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
from vn766.cli.reading import print_found, read_unit
from vn766.cli.terminal import clean, output, plain_table, print_line
from vn766.cli.words import say, word
from vn766.records import UnitCounts
from vn766.show.columns import change_text, percent_text, points_text, unit_name
from vn766.texts import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import Console

    from vn766.advise import Advice, Move, Shortfall
    from vn766.cli.reading import FoundUnit
    from vn766.errors import Language
    from vn766.schemas.outputs import AdviseOutput, ExplainOutput
    from vn766.score import UnitResult

_LONGEST_COUNT: Final = 15  # digits


@click.command(help=say("explain"))
@click.argument("files", metavar="FILES...", nargs=-1, required=True, type=FILE)
@unit
@framework
@period
@sheet
@as_json
@language
@reporting_errors
def explain(
    *,
    files: tuple[Path, ...],
    unit: str | None,
    framework: str | None,
    period: str | None,
    sheet: str | None,
    as_json: bool,
    language: Language,
) -> None:
    """Read, find the unit, explain."""
    found = read_unit(
        files, unit, framework=framework, period=period, sheet=sheet, language=language
    )
    explanation = found.result.explain()
    if as_json:
        document: ExplainOutput = {
            **explanation.to_dict(language),
            "source": found.file.table.source,
            "problems": [problem.to_dict(language) for problem in found.problems],
            "other_problems": found.others,
        }
        print_json(document)
        return
    console = output()
    for line in explanation.text(language).split("\n"):
        said = line.lstrip(" ")
        # What wraps goes on below its own beginning.
        indent = len(line) - len(said)
        for part in Text(clean(said)).wrap(console, console.width - indent) or [""]:
            print_line(console, f"{' ' * indent}{part}".rstrip())
    print_found(found, language)


@click.command(help=say("advise"))
@click.argument("files", metavar="FILES...", nargs=-1, required=True, type=FILE)
@unit
@click.option("--reach", "target", metavar="CLASS|TOTAL", help=say("advise --reach"))
@click.option("--movable", multiple=True, metavar="INDICATOR", help=say("advise --movable"))
@click.option("--limit", "limits", multiple=True, metavar="INDICATOR=N", help=say("advise --limit"))
@click.option("--new", multiple=True, metavar="INDICATOR", help=say("advise --new"))
@framework
@period
@sheet
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
    framework: str | None,
    period: str | None,
    sheet: str | None,
    as_json: bool,
    language: Language,
) -> None:
    """Read, find the unit, advise."""
    caps = dict(_limit(text, language) for text in limits)
    found = read_unit(
        files, unit, framework=framework, period=period, sheet=sheet, language=language
    )
    lost = shortfalls(found.result)
    advice = None
    if target is not None:
        if not isinstance(found.record, UnitCounts):
            fail(word("counts_needed", language, file=found.file.table.source))
        advice = reach(
            found.record,
            target,
            movable=movable or None,
            limits=caps,
            new=new,
            framework=found.result.framework,
        )
    if as_json:
        print_json(_document(found, lost, advice, language))
        return
    console = output()
    print_line(console, _headline(found.result, language))
    console.print()
    if advice is None:
        _show_shortfalls(console, lost, language)
        if found.result.missing:
            names = ", ".join(_missing(found.result))
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
    for kind, title in (("node", "node"), ("indicator", "indicator")):
        rows = [
            (
                _name(part, language),
                points_text(part.lost, language),
                percent_text(part.share, language),
            )
            for part in lost
            if part.kind == kind
        ]
        if rows:
            header = [word(name, language) for name in (title, "lost", "share")]
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
    number = _count(advice.added, language)
    best = figure(advice.total, language)
    said = word(name, language, goal=goal, count=advice.added, number=number, best=best)
    print_line(console, said)
    if advice.moves:
        console.print()
        header = ("indicator", "more", "counted", "percent", "gained")
        rows = (_cells(move, advice.before, language) for move in advice.moves)
        plain_table(console, [word(head, language) for head in header], rows, figures=True)
        console.print()
        print_line(console, word("then", language, score=_score(advice.after, language)))
    if not all(move.new for move in advice.moves):
        hints = (word("assumption", language), word("late", language))
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


def _document(
    found: FoundUnit, lost: Iterable[Shortfall], advice: Advice | None, language: Language
) -> AdviseOutput:
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
        "shortfalls": [part.to_dict() for part in lost],
        "advice": None if advice is None else advice.to_dict(language),
        "warnings": result["warnings"],
        "problems": [problem.to_dict(language) for problem in found.problems],
        "other_problems": found.others,
    }
