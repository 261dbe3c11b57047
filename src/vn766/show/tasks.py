"""Advice for many units as tables: what each needs, what it loses, and who has to do what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, get_args

from attrs import frozen

from vn766.advise import Counted, shortfalls
from vn766.show.columns import MISSING, band_label, percent_text, points_text, say, unit_name
from vn766.show.sheets import Head, Sheet, Sheets
from vn766.texts import count, figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vn766.advise import Advice, Move
    from vn766.errors import Language
    from vn766.readers import ScoredFile
    from vn766.score import UnitResult
    from vn766.show.columns import Value

_COUNTED: Final[tuple[Counted, ...]] = get_args(Counted)


@frozen(kw_only=True)
class Advised:
    """A unit, and the advice for it; None where nothing was asked for or it lacks counts."""

    result: UnitResult
    advice: Advice | None = None

    @property
    def name(self) -> str:
        """The name of the unit."""
        return unit_name(self.result)


def counted_text(added: Mapping[Counted, int], language: Language) -> str:
    """Return how many more dossiers, procedures and petitions: ``38 hồ sơ, 2 thủ tục``."""
    parts = (
        say(f"more.{kind}", language, count=more, number=count(more, language))
        for kind, more in added.items()
    )
    return ", ".join(parts) or MISSING


def task_text(unit: str | None, move: Move, language: Language) -> str:
    """Return a move as a sentence of a task list; `unit` where it is not that of the reader."""
    said = say(
        f"task.{move.counted}",
        language,
        count=move.added,
        number=count(move.added, language),
        indicator=f"{move.no} {move.label}",
        rate=percent_text(move.rate, language),
        points=points_text(move.points_gained, language),
    )
    return said if unit is None else f"{unit}: {said}"


def advice_sheets(
    scored: ScoredFile, units: Sequence[Advised], departments: Mapping[str, str], language: Language
) -> Sheets:
    """Return what units need, task by task, department by department, and what they lose."""
    advised = [unit.advice for unit in units if unit.advice is not None]
    sheets = [_needs(units, language)] if advised else []
    sheets += _tasks(units, departments, language)
    sheets.append(_losses(units, language))
    framework = scored.framework
    goal = next((advice for advice in advised), None)
    facts = [f"{say('source', language)}: {scored.table.source}"]
    if goal is not None:
        target = points_text(goal.target, language, None)
        band = f"{goal.band.label}, " if goal.band else ""
        facts.append(say("goal", language, goal=f"{band}{target}"))
    return Sheets(
        title=say("advise_title", language),
        facts=tuple(facts),
        sheets=tuple(sheets),
        notes=(say("assumption", language), say("late", language)) if advised else (),
        about=(
            (say("id", language), framework.id),
            (say("framework", language), framework.title),
            (say("digest", language), framework.digest),
        ),
        edition=framework.title,
    )


def _needs(units: Sequence[Advised], language: Language) -> Sheet:
    heads = (
        *(Head(say("number", language), "count"), Head(say("unit", language))),
        *(Head(say("total", language), "points"), Head(say("band", language))),
        *(Head(say(f"head.{kind}", language), "count") for kind in _COUNTED),
        *(Head(say("total_then", language), "points"), Head(say("band_then", language))),
        Head(say("outcome", language)),
    )
    rows = tuple(_need(number, unit, language) for number, unit in enumerate(units, 1))
    return Sheet(name=say("needs", language), heads=heads, rows=rows)


def _need(number: int, unit: Advised, language: Language) -> tuple[Value, ...]:
    result, advice = unit.result, unit.advice
    first = (number, unit.name, result.known_total, band_label(result))
    if advice is None:
        return (*first, *(None,) * (len(_COUNTED) + 2), say("incomplete", language))
    added = advice.added_by
    outcome = "reached" if advice.reachable else "out_of_reach"
    if advice.reachable and not advice.moves:
        outcome = "is_reached"
    return (
        *first,
        *(added.get(kind, 0) for kind in _COUNTED),
        *(advice.total, band_label(advice.after)),
        say(f"outcome.{outcome}", language),
    )


def _tasks(
    units: Sequence[Advised], departments: Mapping[str, str], language: Language
) -> Iterator[Sheet]:
    """Yield the moves of all units, a table for each department in charge of them."""
    heads = (
        *(Head(say("number", language), "count"), Head(say("unit", language))),
        *(Head(say("html.indicator", language)), Head(say("more", language), "count")),
        *(Head(say("counted", language)), Head(say("html.rate-then", language), "percent")),
        Head(say("gained", language), "change"),
    )
    for department, moves in tasks_by(units, departments).items():
        rows = tuple(
            (
                *(number, unit, f"{move.no} {move.label}", move.added),
                _counts(move, language),
                *(move.rate, move.points_gained),
            )
            for number, (unit, move) in enumerate(moves, 1)
        )
        yield Sheet(name=department or say("tasks", language), heads=heads, rows=rows)


def tasks_by(
    units: Iterable[Advised], departments: Mapping[str, str]
) -> dict[str, list[tuple[str, Move]]]:
    """Return the moves of units by the departments in charge, ``""`` for those of nobody."""
    found: dict[str, list[tuple[str, Move]]] = {
        department: [] for department in dict.fromkeys(departments.values())
    }
    for unit in units:
        for move in unit.advice.moves if unit.advice else ():
            department = departments.get(move.indicator, "")
            found.setdefault(department, []).append((unit.name, move))
    return {department: moves for department, moves in found.items() if moves}


def _counts(move: Move, language: Language) -> str:
    before, after = move.before, (move.numerator, move.denominator)
    return " → ".join(
        "/".join(figure(number, language) for number in counts) for counts in (before, after)
    )


def _losses(units: Sequence[Advised], language: Language) -> Sheet:
    heads = (
        *(Head(say("number", language), "count"), Head(say("unit", language))),
        *(Head(say("html.indicator", language)), Head(say("shortfalls", language), "points")),
        Head(say("share", language), "percent"),
    )
    lost = [(unit.name, part) for unit in units for part in shortfalls(unit.result)]
    rows = tuple(
        (number, unit, f"{part.no} {part.label}" if part.no else part.label, part.lost, part.share)
        for number, (unit, part) in enumerate(lost, 1)
    )
    return Sheet(name=say("shortfalls", language), heads=heads, rows=rows)


def tasks_toml(
    units: Sequence[Advised], departments: Mapping[str, str], language: Language
) -> bytes:
    """Return the tasks as a part of a document's spec: those of nobody, then by department."""
    alone = len(units) == 1
    lines = {
        department: [task_text(None if alone else unit, move, language) for unit, move in moves]
        for department, moves in tasks_by(units, departments).items()
    }
    parts: list[str] = []
    if "" in lines:
        parts.append(f"tasks = {_list(lines.pop(''))}")
    if lines:
        parts.append("[duties]")
        parts += [f"{_quoted(name)} = {_list(tasks)}" for name, tasks in lines.items()]
    return ("\n".join(parts) + "\n").encode()


def _list(texts: Iterable[str]) -> str:
    return "[\n" + "".join(f"  {_quoted(text)},\n" for text in texts) + "]"


def _quoted(text: str) -> str:
    """Return a basic string of TOML: JSON's are, but for DEL, which no printed text has."""
    return json.dumps(text.replace("\x7f", " "), ensure_ascii=False)
