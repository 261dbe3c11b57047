"""The page's clerk: it keeps the files that people chose, and answers what the page asks.

It runs in the browser's worker. A question is a verb with JSON; an answer is JSON, and bytes if it
is a file. Results, tables and texts are the library's; the clerk only looks them up, sorts them
and hands out a page of rows at a time. Rooms that a ranking does without are opened when they are
asked for the first time: people see their ranking sooner.
"""

from __future__ import annotations

import io
import json
import platform
import zipfile
from collections import Counter
from contextlib import suppress
from functools import cached_property
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from vn766.errors import Vn766Error
from vn766.files import read
from vn766.files.blocks import Paragraph, read_text
from vn766.framework import get_framework, list_frameworks
from vn766.readers import score_file
from vn766.records import UnitCounts
from vn766.show.columns import COLUMNS, rows_of
from vn766.show.files import WRITERS, about, columns_of, pool_text, scored_html
from vn766.show.html import html
from vn766.texts import Catalogue, figure
from vn766.vi import parse_number, parse_period
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vn766.audit import AuditReport
    from vn766.errors import Problem
    from vn766.files.blocks import Place, Text
    from vn766.nd30 import Verdict
    from vn766.nd30.model import Document
    from vn766.readers import ScoredFile
    from vn766.report import Jobs
    from vn766.score import UnitResult

Answer: TypeAlias = dict[str, Any]

FOLDER: Final = Path("/files")
_PART: Final = "vn766-part-"  # how the library's HTML says how deep a part lies
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)
_KINDS: Final = {
    ".toml": "spec",
    **dict.fromkeys((".xlsx", ".xlsm", ".ods", ".xls", ".csv", ".tsv", ".json"), "table"),
    **dict.fromkeys((".docx", ".html", ".htm", ".txt", ".md", ".pdf"), "document"),
}
_MEDIA: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".json": "application/json",
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".zip": "application/zip",
}
_FORMS: Final = ("xlsx", "csv", "html", "json", "svg")
_TONES: Final = {"FAIL": "error", "NEEDS_REVIEW": "warning", "NOT_EVALUATED": "", "PASS": ""}
_CATALOGUES: Final = {room: Catalogue(room) for room in ("audit", "cli", "show")}


# --- tables ---------------------------------------------------------------------------------------


class Line(NamedTuple):
    """A row as it is shown, what it is sorted by, and what it is about."""

    cells: tuple[str, ...]
    keys: tuple[object, ...] = ()
    pool: str | None = None
    tone: str = ""
    names: tuple[str, ...] = ()
    depth: int = 0


class Column(NamedTuple):
    """A column: `side` is where its texts stand."""

    key: str
    title: str
    side: str = "left"
    head: bool = False
    opens: bool = False


class Table:
    """A table that the page shows a part of."""

    def __init__(
        self,
        caption: str,
        columns: Sequence[Column],
        lines: Iterable[Line],
        *,
        foot: Sequence[str] = (),
        lang: str | None = None,
        sortable: bool = False,
        prose: bool = False,
    ) -> None:
        self.caption, self.columns, self.foot = caption, tuple(columns), tuple(foot)
        self.lines, self.lang = tuple(lines), lang
        self.sortable, self.prose = sortable, prose

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        return tuple(" ".join(map(fold, line.names or line.cells)) for line in self.lines)

    @property
    def pools(self) -> list[str]:
        """The pools that rows are of."""
        return list(dict.fromkeys(line.pool for line in self.lines if line.pool is not None))

    def view(self, id_: int) -> Answer:
        """Return what the page knows of the table, and its first rows."""
        return {
            "id": id_,
            "caption": self.caption,
            "columns": [column._asdict() for column in self.columns],
            "foot": self.foot,
            "lang": self.lang,
            "sortable": self.sortable,
            "prose": self.prose,
            "pools": self.pools if self.sortable else [],
            "first": self.rows(),
        }

    def rows(
        self,
        *,
        start: int = 0,
        count: int = 100,
        sort: str | None = None,
        descending: bool = False,
        text: str = "",
        pool: str = "",
        own: str = "",
    ) -> Answer:
        """Return some lines: those that hold `text`, in an order, from one on."""
        wanted = fold(text)
        found = [
            at
            for at, line in enumerate(self.lines)
            if (not wanted or wanted in self._folded[at]) and (not pool or line.pool == pool)
        ]
        if sort is not None:
            found = self._sorted(found, sort, descending=descending)
        start = max(0, min(start, len(found) - 1))
        mine = fold(own)
        return {
            "start": start,
            "count": len(found),
            "rows": [self._row(at, mine) for at in found[start : start + int(count)]],
        }

    def _sorted(self, found: list[int], sort: str, *, descending: bool) -> list[int]:
        column = next(at for at, one in enumerate(self.columns) if one.key == sort)
        keys = {at: self._key(self.lines[at], column) for at in found}
        known = [at for at in found if keys[at] is not None]
        known.sort(key=lambda at: keys[at], reverse=descending)  # type: ignore[arg-type, return-value]
        return known + [at for at in found if keys[at] is None]  # what is missing stands last

    def _key(self, line: Line, column: int) -> object:
        value = line.keys[column]
        return fold(value) if isinstance(value, str) else value

    def _row(self, at: int, mine: str) -> Answer:
        line = self.lines[at]
        own = bool(mine) and mine in map(fold, line.names)
        return {"at": at, "cells": line.cells, "tone": line.tone, "own": own, "depth": line.depth}


class _Reader(HTMLParser):
    """Takes the library's HTML tables apart, which the page shows a part at a time."""

    def __init__(self, *, sortable: bool) -> None:
        super().__init__()
        self.sortable = sortable
        self.tables: list[Table] = []
        self._text: list[str] = []
        self._foot: list[str] = []
        self._where = ""
        self._lang: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._lang = said.get("lang", self._lang)
        if tag == "table":
            self._caption = ""
            self._foot = []
            self._heads: list[Column] = []
            self._rows: list[tuple[list[str], int]] = []
        elif tag in {"thead", "tbody", "tfoot"}:
            self._where = tag
        elif tag == "tr":
            self._cells: list[str] = []
            self._depth = 0
        elif tag == "br":
            self._text.append("\n")
        if tag in {"caption", "th", "td"}:
            self._text = []
        if tag == "th":
            looks = (said.get("class") or "").split()
            self._side = "right" if "vn766-figure" in looks else "left"
            parts = (look for look in looks if look.startswith(_PART))
            self._depth = int(next(parts, "0").removeprefix(_PART))

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        text = "".join(self._text)
        if tag == "caption":
            self._caption = text
        elif tag in {"th", "td"} and self._where == "thead":
            at = len(self._heads)
            self._heads.append(Column(str(at), text, self._side, head=at == 0))
        elif tag in {"th", "td"} and self._where == "tfoot":
            self._foot += text.split("\n")
        elif tag in {"th", "td"}:
            self._cells.append(text)
        elif tag == "tr" and self._where == "tbody":
            self._rows.append((self._cells, self._depth))
        elif tag == "table":
            self.tables.append(self._table())

    def _table(self) -> Table:
        lines = [
            Line(tuple(cells), tuple(map(_value, cells)), names=(cells[0],), depth=depth)
            for cells, depth in self._rows
        ]
        return Table(
            self._caption,
            self._heads,
            lines,
            foot=self._foot,
            lang=self._lang,
            sortable=self.sortable,
            prose=not self.sortable,
        )


def _value(cell: str) -> object:
    """Return what a cell is sorted by: its number, else its text; None for what is missing."""
    text = cell.strip("=* ").partition("/")[0]
    if text in {"", "–"}:
        return None
    try:
        return parse_number(text.removeprefix("+"), decimal_mark=",")
    except Vn766Error:
        return cell


def tables_of(value: object, language: str, *, sortable: bool = False) -> list[Table]:
    """Return the tables that the library makes of a result."""
    reader = _Reader(sortable=sortable)
    reader.feed(html(value, language))
    return reader.tables


# --- the clerk ------------------------------------------------------------------------------------


class Desk:
    """The files that people chose, and what became of them."""

    def __init__(self) -> None:
        self.language = "vi"
        self.tables: dict[int, Table] = {}
        self.scored: dict[str, ScoredFile] = {}

    def say(self, code: str, **details: object) -> str:
        """Return a text of the library's: its room, a dot, and its code there."""
        room, _, name = code.partition(".")
        return _CATALOGUES[room].say(name, self.language, **details)

    # Files.

    def put(self, *, name: str, folder: str, data: bytes) -> Answer:
        """Keep a file that people chose, in place of one of the same name.

        Those of one `folder` are one table: the answers of the portal.
        """
        target = FOLDER / Path(folder).name
        target.mkdir(parents=True, exist_ok=True)
        (target / Path(name).name).write_bytes(data)
        self.scored.clear()
        return self.listed()

    def drop(self, *, name: str) -> Answer:
        """Forget a file."""
        path = FOLDER / name
        if path.is_dir():
            rmtree(path)
        else:
            path.unlink()
        self.scored.clear()
        return self.listed()

    def listed(self) -> Answer:
        """Return the files that are kept."""
        return {
            "listed": [
                {"name": path.name, "kind": "table" if path.is_dir() else _kind(path)}
                for path in sorted(FOLDER.iterdir())
            ]
        }

    # Tables.

    def rows(self, *, table: int, **wanted: Any) -> Answer:
        """Return some rows of a table that was shown."""
        return self.tables[table].rows(**wanted)

    def _shown(self, *tables: Table) -> list[Answer]:
        first = max(self.tables, default=0) + 1
        self.tables |= dict(enumerate(tables, first))
        return [table.view(at) for at, table in enumerate(tables, first)]

    def _tables(self, value: object, *, sortable: bool = False) -> list[Answer]:
        return self._shown(*tables_of(value, self.language, sortable=sortable))

    def _problems(self, problems: Iterable[Problem], caption: str) -> list[Answer]:
        listed = [problem.to_dict(self.language) | {"place": problem.where} for problem in problems]
        if not listed:
            return []
        heads = {
            "place": "show.place",
            "value": "show.value",
            "message": "show.message",
            "hint": "show.hint",
            "severity": "show.severity",
            "code": "show.problem_code",
        }
        return self._shown(self._rows_of_problems(caption, heads, listed))

    def _rows_of_problems(
        self,
        caption: str,
        heads: Mapping[str, str],
        listed: Iterable[Answer],
        *,
        foot: Sequence[str] = (),
    ) -> Table:
        """Return problems, or findings, a row each."""
        columns = [
            Column(name, self.say(code), head=name == "place") for name, code in heads.items()
        ]
        lines = []
        for row in listed:
            tone = str(row["severity"])
            said = row | {"severity": self.say(f"audit.{tone}")}
            lines.append(Line(tuple(str(said[name] or "") for name in heads), tone=tone))
        return Table(caption, columns, lines, foot=foot, lang=self.language, prose=True)

    def _refusal(self, error: Vn766Error, caption: str) -> list[Answer]:
        """Return why nothing came of it: with every problem, else in words."""
        problems = getattr(error, "problems", None) or [getattr(error, "problem", None)]
        known = [problem for problem in problems if problem is not None]
        return self._problems(known, caption) or [{"lines": [f"{caption}: {error}"]}]

    # Ranking.

    def rank(self, **basis: Any) -> Answer:
        """Return the ranking of a table, and the problems of its rows."""
        name = basis["name"]
        try:
            scored = self._score(**basis)
        except Vn766Error as error:
            return {"problems": self._refusal(error, name), "ranking": None}
        return {
            "said": self.say("cli.ranked", count=len(scored.ranking.rows)),
            "problems": self._problems(scored.problems, name),
            "ranking": self._shown(self._ranking(scored))[0],
            "withins": list(dict.fromkeys(head for row in scored.table.extra for head in row)),
            "forms": _FORMS,
        }

    def save(self, *, form: str, own: str, row: int | None = None, **basis: Any) -> Answer:
        """Return a ranking, or the picture of one of its units, as a file."""
        from vn766.show.pictures import picture

        scored = self._score(**basis)
        name = f"{Path(basis['name']).stem}-766.{form}"
        if form == "svg":
            value = scored.ranking if row is None else self._results(scored)[row]
            return _file(name, (picture(value, self.language, own=own) + "\n").encode())
        if form == "html":
            return _file(name, scored_html(scored, self.language, own))
        return _file(name, WRITERS[f".{form}"](scored, self.language))

    def workbook(self, *, kind: str, counts: bool) -> Answer:
        """Return a workbook to fill in, of which a document is made."""
        from vn766.report.fields import definitions
        from vn766.report.workbook import new_workbook

        found = definitions().kind(kind)
        if found is None:
            message = f"no kind of document is called {kind!r}"
            raise ValueError(message)
        return _file(f"{found.label}.xlsx", new_workbook(found.id, counts=counts))

    def _score(
        self,
        *,
        name: str,
        period: str,
        sheet: str,
        framework: str,
        pool: str,
        within: str,
        keep_going: bool,
    ) -> ScoredFile:
        key = json.dumps([name, period, sheet, framework, pool, within, keep_going])
        if key not in self.scored:
            self.scored[key] = score_file(
                FOLDER / name,
                framework=framework or None,
                period=parse_period(period) if period.strip() else None,
                within=within or None,
                pool=pool.strip() or None,
                sheet=sheet.strip() or None,
                keep_going=keep_going,
            )
        return self.scored[key]

    def _ranking(self, scored: ScoredFile) -> Table:
        apart = {"rank", "of", "tied"}  # on a page they stand in one column
        listed = [COLUMNS["standing"], *columns_of(scored)]
        listed = [column for column in listed if column.key not in apart]
        columns = [
            Column(
                column.key,
                column.title(self.language),
                side="left" if column.kind == "text" else "right",
                head=column.key == "unit",
                opens=column.key == "unit",
            )
            for column in listed
        ]
        lines = [
            Line(
                tuple(column.text(row, self.language) for column in listed),
                (row.rank, *(column.value(row) for column in listed[1:])),
                pool=None if row.pool is None else str(row.pool),
                names=tuple(COLUMNS[name].cell(row, self.language) for name in ("unit", "key")),
            )
            for row in rows_of(scored.ranking)
        ]
        foot = [f"{label}: {text}" for label, text in about(scored, self.language) if text]
        caption = pool_text(scored, self.language)
        return Table(caption, columns, lines, foot=foot, lang=self.language, sortable=True)

    def _results(self, scored: ScoredFile) -> list[UnitResult]:
        """Return the results in the order of the ranking's rows."""
        return [row.result for row in rows_of(scored.ranking)]

    # One unit.

    def unit(self, *, row: int, target: str, others: list[Answer], **basis: Any) -> Answer:
        """Return the explanation of a unit, what it loses, and what would help."""
        from vn766.advise import reach

        scored = self._score(**basis)
        result = self._results(scored)[row]
        counts = [
            record
            for record, found in zip(scored.table.records, scored.results, strict=True)
            if found is result and isinstance(record, UnitCounts)
        ]
        advice: list[Answer] = []
        if counts and target:
            try:
                advice = self._tables(reach(counts[0], target, framework=scored.framework))
            except Vn766Error as error:
                advice = self._refusal(error, result.unit.name if result.unit else "")
        return {
            "title": result.unit.name if result.unit else scored.table.source,
            "blocks": [
                *self._tables(result.explain()),
                *self._shown(self._shortfalls(result)),
                *self._series(result, others),
            ],
            "targets": [band.label for band in scored.framework.bands] if counts else [],
            "advice": advice,
        }

    def _shortfalls(self, result: UnitResult) -> Table:
        from vn766.advise import shortfalls

        columns = [
            Column("label", self.say("cli.indicator"), head=True),
            Column("lost", self.say("show.lost"), "right"),
            Column("share", self.say("show.share"), "right"),
        ]
        lines = [
            Line(
                (
                    f"{part.no} {part.label}" if part.no else part.label,
                    figure(part.lost, self.language),
                    figure(part.share, self.language),
                )
            )
            for part in shortfalls(result)
        ]
        foot = () if lines else (self.say("cli.nothing_lost"),)
        return Table(self.say("show.lost"), columns, lines, foot=foot, lang=self.language)

    def _series(self, result: UnitResult, others: list[Answer]) -> list[Answer]:
        """Return a unit period by period, if other files tell of it."""
        from vn766.compare import series

        if result.unit is None or result.period is None:
            return []
        found = [result]
        for basis in others:
            with suppress(Vn766Error):
                found += [
                    each
                    for each in self._score(**basis).results
                    if each.unit is not None and each.period and each.unit.key == result.unit.key
                ]
        if len({each.period for each in found}) == 1:
            return []
        try:
            return self._tables(series(found))
        except Vn766Error as error:
            return self._refusal(error, result.unit.name)

    # Comparison.

    def compare(self, *, before: Answer, after: Answer, same_basis: bool) -> Answer:
        """Return what changed from one table to another."""
        from vn766.compare import compare

        caption = f"{before['name']} → {after['name']}"
        try:
            rankings = [self._score(**basis).ranking for basis in (before, after)]
            found = compare(*rankings, same_basis=same_basis)
        except Vn766Error as error:
            return {"problems": self._refusal(error, caption), "blocks": []}
        return {"problems": [], "blocks": self._tables(found, sortable=True)}

    # Documents.

    def report(self, *, name: str) -> Answer:
        """Return the documents of a spec, as far as they can be written."""
        from vn766.report import Jobs, read_spec

        try:
            jobs = Jobs(read_spec(FOLDER / name))
            listed = self._jobs(jobs, name)
        except Vn766Error as error:
            return {"problems": self._refusal(error, name), "documents": []}
        problems = list(jobs.problems) if jobs.spec.is_batch else []
        done = []
        for row, (title, write) in enumerate(listed):
            try:
                write()
            except Vn766Error as error:
                problems += getattr(error, "problems", ())
            else:
                done.append({"title": title, "row": row})
        return {"problems": self._problems(problems, name), "documents": done}

    def _jobs(self, jobs: Jobs, name: str) -> list[tuple[str, Callable[[], bytes]]]:
        from vn766.report import docx_bytes

        spec = jobs.spec

        def writer(document: Callable[[], Document]) -> Callable[[], bytes]:
            return lambda: docx_bytes(document(), base=spec.base, sizes=spec.options.sizes)

        if not spec.is_batch:
            return [(f"{Path(name).stem}.docx", writer(jobs.document))]
        return [(f"{job.stem}.docx", writer(job.document)) for job in jobs.each()]

    def document(self, *, name: str, row: int | None = None) -> Answer:
        """Return one document of a spec, or all that can be written in one archive."""
        from vn766.report import Jobs, read_spec

        listed = self._jobs(Jobs(read_spec(FOLDER / name)), name)
        if row is not None:
            title, write = listed[row]
            return _file(title, write())
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for title, write in listed:
                with suppress(Vn766Error):
                    archive.writestr(zipfile.ZipInfo(title, _OLDEST), write())
        return _file(f"{Path(name).stem}.zip", packed.getvalue())

    # Checks.

    def review(self, *, name: str) -> Answer:
        """Return what is wrong with a document, and its text with that beside it."""
        from vn766.audit import audit
        from vn766.nd30 import check

        path = FOLDER / name
        try:
            report = audit(path)
            verdicts = check(path) if path.suffix.lower() == ".docx" else ()
            text = read_text(read(path))
        except Vn766Error as error:
            return {"problems": self._refusal(error, name), "blocks": [], "text": []}
        blocks = self._shown(self._findings(report))
        if verdicts:
            blocks += self._shown(self._verdicts(verdicts))
        return {
            "title": name,
            "problems": [],
            "blocks": blocks,
            "annotated": bool(report.findings) and path.suffix.lower() == ".docx",
            "text": self._beside(text, report, verdicts),
        }

    def annotate(self, *, name: str) -> Answer:
        """Return a copy of a Word document with its findings as comments."""
        from vn766.audit import audit

        with TemporaryDirectory() as folder:
            copy = Path(folder, name)
            audit(FOLDER / name).annotate(copy)
            return _file(name, copy.read_bytes())

    def _findings(self, report: AuditReport) -> Table:
        findings = (*report.errors, *report.warnings, *report.notes)
        listed = [dict(finding.to_dict(self.language)) for finding in findings]
        heads = {name: f"audit.head.{name}" for name in ("place", "quote", "message")}
        heads |= {"hint": "show.hint"}
        heads |= {name: f"audit.head.{name}" for name in ("severity", "code")}
        severities = ("errors", "warnings", "notes")
        counts = {name: len(getattr(report, name)) for name in severities}
        said = self.say("audit.counts", **counts)
        foot = said if findings else self.say("cli.no_finding", file=report.file)
        return self._rows_of_problems(report.file, heads, listed, foot=(foot,))

    def _verdicts(self, verdicts: Iterable[Verdict]) -> Table:
        from vn766.nd30 import decree

        order = list(_TONES)
        listed = sorted(verdicts, key=lambda verdict: order.index(verdict.status))
        titles = ("title", "where", "found", "required", "rule_source", "status")
        columns = [Column(name, self.say(f"cli.{name}"), head=name == "title") for name in titles]
        lines = [
            Line(
                (
                    verdict.title.text(self.language),
                    verdict.location.text(self.language) if verdict.location else "",
                    verdict.found.text(self.language),
                    verdict.required.text(self.language),
                    verdict.citation.locator or self.say("cli.no_locator"),
                    self.say(f"cli.{verdict.status}"),
                ),
                tone=_TONES[verdict.status],
            )
            for verdict in listed
        ]
        counts = Counter(line.cells[-1] for line in lines)
        foot = [f"{status}: {count}" for status, count in counts.items()]
        title = decree().title
        return Table(title, columns, lines, foot=foot, lang=self.language, prose=True)

    def _beside(self, text: Text, report: AuditReport, verdicts: Iterable[Verdict]) -> list[Answer]:
        """Return the paragraphs and rows of a text, each with what was found there."""
        notes: dict[tuple[int | None, ...], list[tuple[str, str, str]]] = {}
        for finding in report.findings:
            message, hint = finding.text(self.language)
            note = (finding.quote, f"{message} {hint}", str(finding.severity))
            notes.setdefault(_spot(finding.location), []).append(note)
        for verdict in verdicts:
            place = verdict.location
            if place is not None and _TONES[verdict.status] and place.part == "body":
                said = f"{verdict.title.text(self.language)}: {verdict.found.text(self.language)}"
                spot = _spot(place)
                notes.setdefault(spot, []).append(("", said, _TONES[verdict.status]))
        shown = []
        for spots, said in _passages(text):
            found = [note for spot in spots for note in notes.pop(spot, ())]
            shown.append(
                {
                    "pieces": _marked(said, found),
                    "notes": [{"text": words, "tone": tone} for _, words, tone in found],
                }
            )
        return shown


def _kind(path: Path) -> str:
    return _KINDS.get(path.suffix.lower(), "other")


def _file(name: str, content: bytes) -> Answer:
    media = _MEDIA.get(Path(name).suffix, "application/octet-stream")
    return {"name": name, "media": media, "bytes": content}


def _spot(place: Place) -> tuple[int | None, ...]:
    """Return what tells a paragraph, a line or the row of a table from all others."""
    return (place.table, place.row or place.line, None if place.table else place.paragraph)


def _passages(text: Text) -> Iterator[tuple[list[tuple[int | None, ...]], str]]:
    """Yield the paragraphs of a text and the rows of its tables, with the spots that they are."""
    for block in text.blocks:
        if isinstance(block, Paragraph):
            lines = block.text.split("\n")
            first = block.place.line
            if first is None:
                yield [_spot(block.place)], block.text
                continue
            for at, line in enumerate(lines):
                yield [(None, first + at, None)], line
        else:
            for at, row in enumerate(block.rows):
                cells = " | ".join(str(cell) for cell in row)
                yield [_spot(block.at(at))], cells


def _marked(text: str, notes: Iterable[tuple[str, str, str]]) -> list[Answer]:
    """Return a text in pieces, those marked that notes quote."""
    pieces: list[Answer] = []
    rest = text
    for quote, _, tone in notes:
        before, found, after = rest.partition(quote) if quote else (rest, "", "")
        if found:
            pieces += [{"text": before, "tone": ""}, {"text": found, "tone": tone}]
            rest = after
    return [*pieces, {"text": rest, "tone": ""}]


# --- the door -------------------------------------------------------------------------------------

_desk = Desk()


def describe() -> str:
    """Return what the page says of itself, as JSON."""
    frameworks = [{"id": name, "title": get_framework(name).title} for name in list_frameworks()]
    page = {
        "version": version("vn766"),
        "python": platform.python_version(),
        "frameworks": frameworks,
    }
    return json.dumps(page)


def answer(verb: str, question: str, data: Any) -> tuple[str, bytes | None]:
    """Return the answer to a question as JSON, and the bytes of a file if it is one."""
    asked = json.loads(question)
    _desk.language = asked.pop("language")
    if data is not None:
        asked["data"] = data.to_bytes()
    found = getattr(_desk, verb)(**asked)
    content = found.pop("bytes", None)
    return json.dumps(found, ensure_ascii=False), content
