"""The page's clerk: it keeps the files that people chose, and answers what the page asks.

It runs in the browser's worker. A question is a verb with JSON; an answer is JSON, and bytes if it
is a file. Results, tables and texts are the library's; the clerk only looks them up, sorts them
and hands out a page of rows at a time. Rooms that a ranking does without are opened when they are
asked for the first time: people see their ranking sooner.
"""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from page.review import (
    beside,
    findings_table,
    form_said,
    is_met,
    problems_table,
    verdicts_table,
    wants_something,
)
from page.tables import Answer, Column, Line, Table, say, sheets_tables, tables_of
from vn766.errors import Vn766Error
from vn766.files import read
from vn766.files.blocks import read_text
from vn766.readers import read_points, score_file
from vn766.records import UnitCounts
from vn766.show.columns import COLUMNS, rows_of
from vn766.show.files import (
    WRITERS,
    Result,
    about,
    columns_of,
    compared_sheets,
    periods_sheets,
    pool_text,
    scored_html,
)
from vn766.show.html import html
from vn766.show.page import sheets_page
from vn766.show.tasks import Advised, advice_sheets
from vn766.vi import parse_period
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vn766.compare import RankingComparison
    from vn766.errors import Problem
    from vn766.nd30.model import Document
    from vn766.readers import ScoredFile
    from vn766.records import UnitPoints
    from vn766.report import Jobs
    from vn766.score import UnitResult
    from vn766.show.sheets import Sheets

FOLDER: Final = Path("/files")
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
_RESULTS: Final = ("xlsx", "csv", "html")


class Desk:
    """The files that people chose, and what became of them."""

    def __init__(self) -> None:
        self.language = "vi"
        self.tables: dict[int, Table] = {}
        self.scored: dict[str, ScoredFile] = {}

    def say(self, code: str, **details: object) -> str:
        """Return a text of the library's."""
        return say(code, self.language, **details)

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

    def join(self, *, names: list[str]) -> Answer:
        """Make one table of the portal's responses among files that were chosen together.

        A file that holds points is none of them.
        """
        responses = [name for name in names if not _has_points(FOLDER / name)]
        together = f"{responses[0]} ({len(responses)})" if len(responses) > 1 else ""
        if together:
            rmtree(FOLDER / together, ignore_errors=True)
            (FOLDER / together).mkdir()
            for name in responses:
                (FOLDER / name).rename(FOLDER / together / name)
        return self.listed() | {"together": together, "responses": responses}

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

    def _tables(self, value: object) -> list[Answer]:
        return self._shown(*tables_of(html(value, self.language)))

    def _sheets(self, sheets: Sheets) -> list[Answer]:
        return self._shown(*sheets_tables(sheets, self.language))

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
        return self._shown(problems_table(caption, heads, listed, self.language))

    def _refusal(self, error: Vn766Error, caption: str) -> list[Answer]:
        """Return why nothing came of it: with every problem, else in words."""
        problems = getattr(error, "problems", None) or [getattr(error, "problem", None)]
        known = [problem for problem in problems if problem is not None]
        line = getattr(error, "line", None)  # of something that is absent here
        said = line(self.language) if line else str(error)
        return self._problems(known, caption) or [{"lines": [f"{caption}: {said}"]}]

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

    def save(self, *, form: str, own: str, **basis: Any) -> Answer:
        """Return a ranking as a file."""
        scored = self._score(**basis)
        name = f"{Path(basis['name']).stem}-766.{form}"
        units = (result.unit for result in scored.results if result.unit)
        mine = fold(own)
        own = next((unit.key for unit in units if mine in {fold(unit.name), fold(unit.key)}), "")
        if form == "svg":
            return self._picture(scored.ranking, name, own=own)
        if form == "html":
            return _file(name, scored_html(scored, self.language, own))
        return _file(name, WRITERS[f".{form}"](scored, self.language))

    def _picture(self, found: object, name: str, *, own: str = "") -> Answer:
        from vn766.show.pictures import picture

        return _file(name, (picture(found, self.language, own=own) + "\n").encode())

    def _printed(self, sheets: Callable[[], Sheets]) -> Result:
        return Result(sheets, lambda: sheets_page(sheets(), self.language))

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
        scored = self._score(**basis)
        result = self._results(scored)[row]
        try:
            advised = self._advised(scored, row, target)
            advice = [] if advised.advice is None else self._tables(advised.advice)
        except Vn766Error as error:
            advised = Advised(result=result)
            advice = self._refusal(error, advised.name)
        counts = isinstance(self._record(scored, row), UnitCounts)
        return {
            "title": advised.name,
            "blocks": [
                *self._tables(result.explain()),
                *self._sheets(advice_sheets(scored, [Advised(result=result)], {}, self.language)),
                *self._series(result, others),
            ],
            "targets": [band.label for band in scored.framework.bands] if counts else [],
            "advice": advice,
            "forms": (*_RESULTS, "svg"),
        }

    def save_unit(self, *, form: str, row: int, target: str, **basis: Any) -> Answer:
        """Return what a unit loses and what would help, or its picture, as a file."""
        scored = self._score(**basis)
        name = f"{Path(basis['name']).stem}-{row + 1}-766.{form}"
        if form == "svg":
            return self._picture(self._results(scored)[row], name)
        advised = self._advised(scored, row, target)
        result = self._printed(partial(advice_sheets, scored, [advised], {}, self.language))
        return _file(name, result.content(f".{form}", self.language))

    def _advised(self, scored: ScoredFile, row: int, target: str) -> Advised:
        from vn766.advise import reach

        result, record = self._results(scored)[row], self._record(scored, row)
        if not target or not isinstance(record, UnitCounts):
            return Advised(result=result)
        return Advised(result=result, advice=reach(record, target, framework=result.framework))

    def _record(self, scored: ScoredFile, row: int) -> UnitPoints | UnitCounts:
        wanted = self._results(scored)[row]
        at = next(at for at, result in enumerate(scored.results) if result is wanted)
        return scored.table.records[at]

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

    def compare(self, *, files: list[Answer], same_basis: bool) -> Answer:
        """Return what changed between two tables, or the units of several period by period."""
        try:
            result, two = self._compared(files, same_basis=same_basis)
        except Vn766Error as error:
            caption = " → ".join(basis["name"] for basis in files)
            return {"problems": self._refusal(error, caption), "blocks": []}
        sheets = result.sheets()
        return {
            "problems": [],
            "title": sheets.title,
            "blocks": self._sheets(sheets),
            "forms": _RESULTS if two is None else (*_RESULTS, "svg"),
        }

    def save_compared(self, *, form: str, files: list[Answer], same_basis: bool) -> Answer:
        """Return a comparison, or the units of several periods, as a file."""
        result, two = self._compared(files, same_basis=same_basis)
        if form == "svg":
            return self._picture(two, "so-sanh-766.svg")
        return _file(f"so-sanh-766.{form}", result.content(f".{form}", self.language))

    def _compared(
        self, files: list[Answer], *, same_basis: bool
    ) -> tuple[Result, RankingComparison | None]:
        from vn766.compare import compare, each_series

        language = self.language
        scored = [self._score(**basis) for basis in files]
        match scored:
            case [before, after]:
                two = compare(before.ranking, after.ranking, same_basis=same_basis)
                sheets = partial(compared_sheets, before, after, two, language)
                page = partial(two.to_html, language=language, page=True)
                return Result(sheets, page), two
            case _:
                lines = each_series(each.ranking for each in scored)
                return self._printed(partial(periods_sheets, scored, lines, language)), None

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
        blocks = self._shown(findings_table(report, self.language))
        told = [verdict for verdict in verdicts if wants_something(verdict)]
        if verdicts:
            blocks.append({"lines": [form_said(name, verdicts, self.language)]})
        if told:
            blocks += self._shown(verdicts_table(told, self.language))
        others = [verdict for verdict in verdicts[1:] if is_met(verdict)]
        noted = bool(report.findings or told)
        return {
            "title": name,
            "problems": [],
            "blocks": blocks,
            "others": self._shown(verdicts_table(others, self.language)) if others else [],
            "annotated": noted and path.suffix.lower() == ".docx",
            "text": beside(text, report, verdicts, self.language),
        }

    def annotate(self, *, name: str) -> Answer:
        """Return a copy of a Word document with all that was found about it as comments."""
        from vn766 import nd30
        from vn766.audit import audit

        path = FOLDER / name
        with TemporaryDirectory() as folder:
            figures, form = Path(folder, "1.docx"), Path(folder, "2.docx")
            audit(path).annotate(figures)
            nd30.annotate(figures, nd30.check(path), form)
            return _file(name, form.read_bytes())


def _has_points(path: Path) -> bool:
    try:
        read_points(path)
    except Vn766Error:
        return False
    return True


def _kind(path: Path) -> str:
    return _KINDS.get(path.suffix.lower(), "other")


def _file(name: str, content: bytes) -> Answer:
    media = _MEDIA.get(Path(name).suffix, "application/octet-stream")
    return {"name": name, "media": media, "bytes": content}


# --- the door -------------------------------------------------------------------------------------

_desk = Desk()


def answer(verb: str, question: str, data: Any) -> tuple[str, bytes | None]:
    """Return the answer to a question as JSON, and the bytes of a file if it is one."""
    asked = json.loads(question)
    _desk.language = asked.pop("language")
    if data is not None:
        asked["data"] = data.to_bytes()
    found = getattr(_desk, verb)(**asked)
    content = found.pop("bytes", None)
    return json.dumps(found, ensure_ascii=False), content
