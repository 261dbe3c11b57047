"""Pages for leaders: one file without scripts, under a policy that lets nothing else in."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from vn766.advise import Advice, Margins, shortfalls
from vn766.compare.comparison import Comparison, RankingComparison, Series
from vn766.explain import Explanation
from vn766.framework.model import Framework
from vn766.score.ranking import Ranking
from vn766.score.results import UnitResult
from vn766.show.changes import moved
from vn766.show.columns import COLUMNS, MISSING, points_text, rows_of, say, unit_name
from vn766.show.html import html, ranking_tables, table
from vn766.show.pictures import classes_bar, picture
from vn766.show.sheets import sheet_texts
from vn766.vi import format_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vn766.errors import Language
    from vn766.show.columns import Row
    from vn766.show.sheets import Sheets


@cache
def stylesheet() -> str:
    """Return the stylesheet of all results as HTML, for pages that show them."""
    return Path(__file__).with_name("stylesheet.css").read_text("utf-8")


def page(title: str, parts: Iterable[str], language: Language, *, facts: Sequence[str] = ()) -> str:
    """Return a page of some parts, each HTML, below its title and what it rests on."""
    style = stylesheet()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    listed = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    head = (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
    )
    body = (
        f'<body class="vn766-page"><main><h1>{escape(title)}</h1>'
        + (f'<ul class="vn766-facts">{listed}</ul>' if facts else "")
        + "".join(parts)
        + "</main></body></html>\n"
    )
    return head + body


def section(title: str, *parts: str) -> str:
    """Return parts of a page below a heading of their own."""
    return f"<section><h2>{escape(title)}</h2>{''.join(parts)}</section>"


def listing(lines: Iterable[str]) -> str:
    """Return lines as a list."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def to_html(value: object, language: Language, *, whole: bool) -> str:
    """Return a result as HTML: its tables, or a whole page with pictures of it."""
    if not whole:
        return html(value, language)
    if isinstance(value, Ranking):
        return ranking_page(value, language)
    return page(_title(value, language), _parts(value, language), language)


def notebook_html(value: object) -> str:
    """Return a result as a notebook shows it, in the first language."""
    return f"<style>{stylesheet()}</style>{html(value)}"


def sheets_page(sheets: Sheets, language: Language, pictures: Iterable[str] = ()) -> str:
    """Return tables for print as a page."""
    parts = [
        section(
            sheet.name,
            table(
                sheet.name,
                [head.text for head in sheet.heads],
                sheet_texts(sheet, language),
                language=language,
            ),
        )
        for sheet in sheets.sheets
        if sheet.rows
    ]
    about = [f"{label}: {text}" for label, text in sheets.about]
    parts += [listing(sheets.notes), section(say("about", language), listing(about))]
    return page(sheets.title, [*pictures, *parts], language, facts=sheets.facts)


def ranking_page(
    ranking: Ranking, language: Language, *, facts: Sequence[str] = (), own: str = ""
) -> str:
    """Return a ranking for leaders: classes, ranks, and for each unit why and what it lacks.

    `own` is the key of the unit that the page is for: marked everywhere, and told of first.
    """
    units = list(rows_of(ranking))
    period = next((result.period for result in ranking.results if result.period), None)
    title = " ".join(filter(None, (say("title", language), period and format_period(period))))
    parts = [
        section(
            row.name,
            *_unit(row, language),
            picture(row.result, language, titled=False),
            _closed(say("calculation", language), html(row.result.explain(), language)),
        )
        for row in units
        if own and row.result.unit is not None and row.result.unit.key == own
    ]
    if units:
        parts.append(section(say("classes", language), classes_bar(ranking.results, language)))
    parts += [
        ranking_tables(ranking, language, own),
        picture(ranking, language, own=own, titled=False),
        section(
            say("each_unit", language),
            *(
                _closed(
                    _summary(row, language),
                    *_unit(row, language),
                    html(row.result.explain(), language),
                )
                for row in units
            ),
        ),
    ]
    notes = [" ".join(warning.text(language)) for warning in ranking.warnings]
    parts.append(section(say("note", language), listing(notes)) if notes else "")
    return page(title, parts, language, facts=facts)


def _summary(row: Row, language: Language) -> str:
    """Return rank, unit, total and class in a line."""
    cells = [COLUMNS[key].text(row, language) for key in ("standing", "total", "band")]
    return f"{row.name}: " + ", ".join(cells)


def _closed(title: str, *parts: str) -> str:
    """Return parts that a reader opens."""
    return f"<details><summary><h3>{escape(title)}</h3></summary>{''.join(parts)}</details>"


def _unit(row: Row, language: Language) -> Iterator[str]:
    """Yield what a unit has, and what it lacks."""
    yield listing(
        f"{COLUMNS[key].title(language)}: {COLUMNS[key].text(row, language)}"
        for key in ("standing", "total", "band", "to_next_band", "missing")
        if COLUMNS[key].value(row) is not None
    )
    lost = [
        say("lost", language, part=part.label, points=points_text(part.lost, language))
        for part in shortfalls(row.result)
    ]
    if lost:
        yield f"<h3>{escape(say('shortfalls', language))}</h3>{listing(lost)}"


def _title(value: object, language: Language) -> str:
    """Return what a page is called."""
    match value:
        case UnitResult() | Series() | Comparison():
            unit = value.unit.name if value.unit else MISSING
        case Explanation():
            unit = unit_name(value.result)
        case Advice():
            unit = unit_name(value.before)
        case Framework():
            return value.title
        case Margins():
            return say("margins.title", language)
        case RankingComparison():
            sides = (_period(side, language) for side in (value.before, value.after))
            before, after = sides
            return say("compare_title", language, before=before, after=after)
        case _:
            return say("findings", language)
    return say("title_of", language, unit=unit)


def _period(ranking: Ranking, language: Language) -> str:
    """Return the period of a ranking, or that of its results that say one."""
    period = next((result.period for result in ranking.results if result.period), None)
    return say("no_period", language) if period is None else format_period(period)


def _parts(value: object, language: Language) -> list[str]:
    """Return pictures and tables of a result."""
    parts = [html(value, language)]
    if isinstance(value, UnitResult | Comparison | RankingComparison | Series | Margins):
        parts.append(picture(value, language, titled=False))
    if isinstance(value, UnitResult):
        parts.append(html(value.explain(), language))
    if isinstance(value, RankingComparison):
        lists = moved(value, language)
        parts.insert(0, listing(each.text(language) for each in lists if each.units))
    return parts
