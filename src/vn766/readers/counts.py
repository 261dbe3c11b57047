"""Counts to records: saved responses of the portal of 2026, or a table with a row a component."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from attrs import evolve, field, frozen

from vn766._engine.plan import plan_of
from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity, Word
from vn766.files import is_folder, name_of, read, refusal, strange_letters, unreadable
from vn766.framework import get_framework
from vn766.framework.registry import COUNTS_EDITION
from vn766.lazy import regex
from vn766.readers import endpoints, headers
from vn766.readers.asides import is_missing
from vn766.readers.points import LEVELS, TIMES, cell_beyond, unknown_level
from vn766.readers.tables import (
    Fragment,
    Printed,
    brief,
    check,
    choose_table,
    converted,
    half_pair,
    in_order,
    label_of,
    merge,
    others,
    printed_problems,
    remarks,
    unmerged,
    with_remarks,
)
from vn766.records import Origin, Ratio, Record, Unit, UnitCounts
from vn766.score.counts import no_rules_problem
from vn766.shown import Tabular
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from vn766._engine.plan import Plan
    from vn766.files import Named, Source
    from vn766.files.blocks import Cell, Grid
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.readers.endpoints import Response
    from vn766.readers.tables import Found, RawRecord

_NAMED: Final = 10  # units, in a text that lists them

_Kind: TypeAlias = Literal[
    "indicator", "numerator", "denominator", "points", "name", "code", "level"
]

_WORDS: Final = Vocabulary("readers")
_KIND_OF: Final = cast(
    "Mapping[str, _Kind]",
    _WORDS.kind_of("counts") | dict.fromkeys(_WORDS.folded("points"), "points"),
)
_ELSE_INDICATOR: Final = _WORDS.folded("else_indicator")
_PAIR: Final[tuple[_Kind, _Kind]] = ("numerator", "denominator")
_FIGURES: Final[tuple[_Kind, ...]] = ("indicator", *_PAIR, "points")
_SHARED: Final[Mapping[str, _Kind]] = {"name": "name", "code": "code", "level": "level"}
_LARGEST: Final = 10**15  # a float is exact so far, and no count is larger
# A dot before three digits groups thousands; one before a single nought is how programs write
# whole numbers that went through a column of decimals.
_COUNT: Final = regex(r"-?(?:[0-9]{1,15}(?:[.,]0)?|[0-9]{1,3}(?:\.[0-9]{3}){1,4})")
_NULL: Final = "null"


@frozen(kw_only=True, repr=False)
class CountsTable(Tabular):
    """The counts of the units in one or several files, and everything found on the way to them.

    As a dataframe it has a row for each component, or node, that a unit was given figures of:
    ``code``, ``unit``, ``level``, ``period``, ``indicator`` (the code of the component, or the id
    of the node), ``numerator``, ``denominator`` and ``points``. A component that was published as
    null has nulls, one that is missing has no row.
    """

    records: tuple[UnitCounts, ...]
    """The records without errors, in the order in which units come first."""
    problems: tuple[Problem, ...]
    """All errors, warnings and notes: of whole files, then unit by unit, each with its place."""
    broken: tuple[str, ...]
    """The codes (else names, else places) of the units that were left out because of errors."""
    extra: tuple[Mapping[str, str], ...] = field(hash=False)
    """Beside each record the text of everything that is not a count.

    In JSON by response, metric and field (``transparency.DOSSIER_SYNC.score``), in a table by
    indicator and header (``DOSSIER_SYNC.Ghi chú``), or by the header alone if all rows of the unit
    say the same.
    """
    remarks: tuple[tuple[Problem, ...], ...]
    """Beside each record the warnings and notes about it; those of files are in `problems`."""
    sources: tuple[str, ...]
    """The files that were read."""
    framework: Framework
    """The edition that the figures were checked by."""
    rows: int
    """How many units there are, with the broken ones."""
    parents: tuple[int, ...] = ()
    """The positions in `records` of the units that all others belong to, in responses.

    Such is a province above its departments and communes.
    """
    times: tuple[str, ...] = ()
    """Beside each record the cells of the columns of periods, if a table has some."""

    def __repr__(self) -> str:
        return brief(self)

    @property
    def source(self) -> str:
        """The files that were read, in one text."""
        return "; ".join(self.sources)

    def without(self, positions: Container[int], problems: Iterable[Problem]) -> CountsTable:
        """Return the table without some of its records, and the errors that say why."""
        gone = [record.unit for at, record in enumerate(self.records) if at in positions]
        is_parent = [at in self.parents for at in range(len(self.records))]
        return evolve(
            self,
            records=others(self.records, positions),
            extra=others(self.extra, positions),
            remarks=others(self.remarks, positions),
            times=others(self.times, positions),
            parents=tuple(at for at, parent in enumerate(others(is_parent, positions)) if parent),
            broken=(*self.broken, *(unit.key for unit in gone if unit)),
            problems=(*self.problems, *problems),
        )

    def remarked(
        self, found: Sequence[tuple[int, Problem]], more: Iterable[Problem]
    ) -> CountsTable:
        """Return the table with more warnings: those of records by their positions, and others."""
        return evolve(
            self,
            remarks=with_remarks(self.remarks, found),
            problems=(*self.problems, *(problem for _, problem in found), *more),
        )


def read_counts(
    *sources: Source,
    name: str | None = None,
    framework: Framework | str | Path = COUNTS_EDITION,
    period: Period | None = None,
    retrieved_at: datetime | None = None,
    provisional: bool | None = None,
    sheet: str | None = None,
) -> CountsTable:
    """Return the counts of the units in saved responses of the portal, or in one table.

    **Responses** are any number of the six of 2026, in any order: ``transparency``,
    ``handling-satisfaction``, ``dossier-digitized``, ``dvc-progress-tree``,
    ``provide-online-tree`` and ``formality-online-payment-tree``. The content tells which one a
    file is. They are joined on `departmentId`; the code of a unit comes from those that have
    codes, and a warning names the units that get none. A unit that is not in a response has
    these components missing. Where the portal prints null for both counts, the counts are
    None. Counts are whole numbers: 12.0 is 12; 12.5 and a text are errors. Sub-units without
    components of the online services have their `totalScore` as points of that node. Scores
    that the portal prints stay in `extra`; where the counts give other points, a warning tells
    both. Unknown metrics and fields stay in `extra` too, with a note. A summary
    (``service-results``) beside them holds points: it is left out, with a note.

    **A table** (as for `read_points`, JSON aside) has one row for a unit and an indicator,
    with heads such as "Mã đơn vị", "Tên đơn vị", "Cấp", "Chỉ số", "Tử số", "Mẫu số", "Điểm"
    or ``unit_code``, ``unit_name``, ``level``, ``indicator``, ``numerator``, ``denominator``,
    ``points``. Blank counts are missing; the word ``null`` in both cells says that null was
    published. Rows of one unit share its code, or its name if none of them has a code: where a
    name is there with a code and without, a warning says so. Points in a row without counts are
    those of its node or component; beside counts they are what was published, and compared. Dots
    may group thousands (1.234).

    Args:
        sources: JSON files, folders (which stand for the ``.json`` files in them), or one table;
            each a path, its content, an open file, what `json.load` returns, or `Named` content.
        name: what problems call a source that has no name.
        framework: the edition whose indicators are read.
        period: the time that all records are about; the files do not say it.
        retrieved_at: when the responses were saved.
        provisional: whether the period was still open then; None if nobody said.
        sheet: the sheet of a workbook; default: the only visible one with such a table.

    Raises:
        InvalidRecordError: if a file as a whole cannot be read, holds no counts
            (`ProblemCode.NO_COUNTS`), is one of the responses in a shape that has changed
            (`ProblemCode.UNKNOWN_SHAPE`), or is the same as another; it names file and place.
        FrameworkError: if the framework is unknown or broken.
        MissingExtraError: for a workbook, if the extra ``xlsx`` is not installed.
        TypeError: if no source is given.

    Example:
        >>> import json
        >>> from tempfile import TemporaryDirectory
        >>> from vn766.score import score_counts
        >>> unit = {"departmentId": "u-1", "departmentName": "UBND xã A", "departmentCode": "H00.1"}
        >>> tree = {"parent": {**unit, "totalReceived": 161, "totalOnTime": 156}, "children": []}
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "progress.json").write_text(json.dumps({"data": tree}), "utf-8")
        ...     table = read_counts(folder)
        >>> table.records[0].counts, table.records[0].dossiers.on_time_rate()
        ({'PROGRESS_ON_TIME': Ratio(numerator=156, denominator=161)}, Decimal('96.89'))
        >>> score_counts(table.records[0]).nodes["progress"].points
        Decimal('19.38')
    """
    if not sources:
        message = "at least one file or folder is needed"
        raise TypeError(message)
    about = Record(period=period, retrieved_at=retrieved_at, provisional=provisional)
    files = _files(sources)
    responses: dict[str, Response] = {}
    summaries: list[str] = []
    for file in files:
        content = read(file, called=name or "table")
        content.refuse_binary()
        text = "" if content.holds_cells else content.text()
        named = text and content.suffix == ".json"
        if not named and text.lstrip()[:1] not in {"{", "["}:
            if len(files) > 1:
                content.refuse(ProblemCode.NOT_ALONE)
            return converted(_read_table(content, text, sheet, framework, about), content)
        response = endpoints.read_response(text, content.name, _plan(framework))
        if response is None:
            summaries.append(content.name)
            continue
        other = responses.setdefault(response.endpoint.name, response)
        if other is not response:
            names = ", ".join(sorted((other.file, response.file)))
            group = response.endpoint.name
            problem = Problem.of(ProblemCode.SAME_GROUP, (), value=group, files=names)
            raise InvalidRecordError([problem], subject=names)
    if not responses:
        raise refusal(ProblemCode.NO_COUNTS, summaries[0])
    # However the files are named or ordered, the result is the same.
    in_line = [responses[e.name] for e in endpoints.ENDPOINTS if e.name in responses]
    fragments = [fragment for response in in_line for fragment in response.fragments]
    notes = [note for response in in_line for note in response.notes]
    code, severity = ProblemCode.HOLDS_POINTS, Severity.NOTE
    notes += (
        Problem.of(code, (), value=summary, severity=severity, origin=summary)
        for summary in sorted(summaries)
    )
    return _assemble(
        fragments,
        _plan(framework),
        about,
        tuple(response.file for response in in_line),
        notes,
        joined=True,
    )


def _plan(framework: Framework | str | Path) -> Plan:
    plan = plan_of(get_framework(framework), with_components=True)
    if not plan.rules:
        raise InvalidRecordError([no_rules_problem(plan)])
    return plan


def _files(sources: Sequence[Source]) -> list[Source]:
    """Return all files, each path once, those of a folder by their names."""
    found: dict[object, Source] = {}
    for at, source in enumerate(sources):
        if isinstance(source, str | Path):
            for path in _inside(Path(source)):
                found.setdefault(path.absolute(), path)
        else:
            found[at] = source
    return list(found.values())


def _inside(path: Path) -> list[Path]:
    if not is_folder(path):
        return [path]
    try:
        files = sorted(each for each in path.iterdir() if each.suffix.lower() == ".json")
    except OSError as error:
        raise unreadable(path, error) from None
    if not files:
        reason = Word("no .json file in it")
        raise refusal(ProblemCode.FILE_UNREADABLE, name_of(path), reason=reason)
    return files


def _assemble(
    fragments: Sequence[Fragment],
    plan: Plan,
    about: Record,
    sources: tuple[str, ...],
    notes: Sequence[Problem],
    *,
    joined: bool = False,
) -> CountsTable:
    """Put fragments together, check the records, and compare what was published with them."""
    if not fragments:
        raise refusal(ProblemCode.NO_UNITS, "; ".join(sources))
    drafts = merge(fragments, plan, about)
    # In responses ids tell units apart, in a table codes and names alone.
    checked = check(drafts, plan.framework, pieces=not joined)
    found: list[Found] = [(0, at, note) for at, note in enumerate(notes)]
    found += checked.found
    uncoded = [each for each in drafts if each.record.unit and each.record.unit.code is None]
    if uncoded and (joined or len(uncoded) < sum(one.record.unit is not None for one in drafts)):
        found.append((0, len(drafts), _without_code(uncoded)))
    broken = {draft.row for draft in checked.broken}
    for draft in drafts:
        if draft.row not in broken:
            found += printed_problems(draft, plan)
    return CountsTable(
        records=tuple(draft.record for draft in checked.sound),
        problems=in_order(found),
        broken=tuple(draft.name for draft in checked.broken),
        extra=tuple(draft.extra for draft in checked.sound),
        remarks=remarks(checked.sound, (*found, *checked.shared)),
        sources=sources,
        framework=plan.framework,
        rows=len(drafts),
        times=tuple(draft.time for draft in checked.sound),
        parents=tuple(at for at, draft in enumerate(checked.sound) if draft.is_parent),
    )


def _without_code(drafts: Sequence[RawRecord[UnitCounts]]) -> Problem:
    """Return the warning that names the units without a code."""
    names = [draft.name for draft in drafts[:_NAMED]] + ["…"] * (len(drafts) > _NAMED)
    return Problem.of(
        ProblemCode.UNITS_WITHOUT_CODE,
        ("unit", "code"),
        value=len(drafts),
        severity=Severity.WARNING,
        origin=drafts[0].place("name"),
        names=", ".join(names),
    )


# --- tables: one row a unit and indicator ---------------------------------------------------------


@frozen(kw_only=True)
class _Head:
    """The row with the heads, the columns of each kind, and the texts of all heads."""

    row: int
    columns: Mapping[_Kind, int]
    texts: Sequence[str]

    @property
    def known(self) -> int:
        """The number of columns whose meaning is known."""
        return len(self.columns)

    @property
    def times(self) -> Sequence[int]:
        """The columns that tell periods apart."""
        return [column for column, text in enumerate(self.texts) if fold(text) in TIMES]


def _read_table(
    content: Named, text: str, sheet: str | None, framework: Framework | str | Path, about: Record
) -> CountsTable:
    """Return the records of a table of counts, of a workbook if there is no text."""

    def refuse(tables: Sequence[Grid], text: str) -> InvalidRecordError:
        nobody = any(map(_counts_for_nobody, tables))
        code = ProblemCode.NO_UNIT_COLUMN if nobody else ProblemCode.NO_COUNTS
        return strange_letters(text, content.name) or refusal(code, content.name)

    found, head = choose_table(content, text, sheet, find=_find_head, refuse=refuse)
    plan = _plan(framework)  # which a table of points is spared
    values = {head.columns[kind] for kind in (*_PAIR, "points") if kind in head.columns}
    shared = set(range(len(head.texts))) - values - {head.columns["indicator"]}
    grid = unmerged(found, head.row + 1, shared=shared, values=values)
    told: set[str] = set()
    fragments: list[Fragment] = []
    notes: list[Problem] = []
    for at in range(head.row + 1, len(grid.rows)):
        row = _CountRow(at, grid, head, plan)
        if row.is_aside:
            notes.append(headers.row_note(grid, at, " ".join(filter(None, row.texts))))
        elif any(row.texts):
            fragments.append(row.fragment(told))
    return _assemble(fragments, plan, about, (grid.source,), notes)


def _counts_for_nobody(grid: Grid) -> bool:
    """Whether a row has heads for an indicator and its counts, and none for a unit."""
    wanted = {"indicator", *_PAIR}
    rows = (_kinds([headers.text_of(cell) for cell in row]) for row in _searched(grid))
    return any(wanted <= set(kinds) and not {"name", "code"} & set(kinds) for kinds in rows)


def _searched(grid: Grid) -> Sequence[Sequence[Cell]]:
    return grid.rows[: headers.SEARCHED_ROWS]


def _kinds(texts: Sequence[str]) -> list[_Kind | None]:
    """Return what each head of a row says its column is for."""
    kinds: list[_Kind | None] = [_kind(text) for text in texts]
    names = [column for column, text in enumerate(texts) if fold(text) in _ELSE_INDICATOR]
    if "indicator" not in kinds and names:
        kinds[names[0]] = "indicator"
    return kinds


@lru_cache(maxsize=1024)  # rows are looked at once for each mark that may part their cells
def _kind(text: str) -> _Kind | None:
    return _KIND_OF.get(fold(text)) or _SHARED.get(headers.kind_of(text))


def has_counts(grid: Grid) -> bool:
    """Whether a table has the heads of one with a row for a unit and an indicator."""
    return _find_head(grid) is not None


def _find_head(grid: Grid) -> _Head | None:
    """Return the first row that has heads for a unit, an indicator and what it counts."""
    for at, row in enumerate(_searched(grid)):
        texts = [headers.text_of(cell) for cell in row]
        kinds = _kinds(texts)
        columns: dict[_Kind, int] = {
            kind: column for column, kind in enumerate(kinds) if kind is not None
        }
        pair = columns.keys() & set(_PAIR)
        if (
            len(pair) != 1
            and (pair or "points" in columns)
            and "indicator" in columns
            and not columns.keys().isdisjoint({"name", "code"})
        ):
            _refuse_twins(grid, at, kinds)
            return _Head(row=at, columns=columns, texts=texts)
    return None


def _refuse_twins(grid: Grid, at: int, kinds: Sequence[_Kind | None]) -> None:
    """Refuse two columns for one thing: to take one of them would be a guess."""
    texts = [headers.text_of(cell) for cell in grid.rows[at]]
    problems = [
        Problem.of(
            ProblemCode.DUPLICATE_KEY,
            ("columns", str(kind)),
            value=texts[column],
            origin=grid.place(at, column),
            label=texts[column],
            other=texts[kinds.index(kind)],
        )
        for column, kind in enumerate(kinds)
        if kind is not None and kinds.index(kind) < column
    ]
    if problems:
        raise InvalidRecordError(problems, subject=grid.file)


class _CountRow:
    """One row while it is read; rows may be shorter than the heads."""

    def __init__(self, at: int, grid: Grid, head: _Head, plan: Plan) -> None:
        self._at, self._grid, self._head, self._plan = at, grid, head, plan
        short = [""] * (len(head.texts) - len(grid.rows[at]))
        self._cells = [*grid.rows[at], *short]
        self.texts = list(map(headers.text_of, self._cells))

    @property
    def is_aside(self) -> bool:
        """Whether the row is no figure of a unit: heads again, a heading, a note or a signature."""
        blank = any(self.texts) and not any(map(self._text, _FIGURES))
        return blank or self.texts == list(self._head.texts)

    def fragment(self, told: set[str]) -> Fragment:
        """Return what the row says of its unit; `told` are unknown levels that were reported."""
        grid, at, plan = self._grid, self._at, self._plan
        places = {str(k): grid.place(at, column) for k, column in self._head.columns.items()}
        flaws = dict(self._flaws())
        name, code, level = (self._known(kind) for kind in ("name", "code", "level"))
        counted = any(self._known(kind) or self._is_null(kind) for kind in _PAIR)
        indicator = self._text("indicator")
        found = _meant(indicator, plan.components if counted else plan.find)
        key = plan.ids[found[0]] if len(found) == 1 else indicator
        problems = [*flaws.values()]
        if not name and not code:
            problem = Problem.of(ProblemCode.NO_UNIT, ("unit", "name"), origin=grid.place(at))
            problems.append(problem)
        if level and fold(level) not in LEVELS and level not in told:
            told.add(level)  # once for all of its rows
            problems.append(evolve(unknown_level(level, plan), origin=places["level"]))
        counts: dict[str, Ratio | None] = {}
        if counted and flaws.keys().isdisjoint(_PAIR):
            problems += self._read_pair(key, counts, places["numerator"])
        score = self._cell("points")
        scored = not (isinstance(score, str) and is_missing(score))
        at_figures = "numerator" if counted else "points" if scored else "indicator"
        place = places[at_figures if len(found) == 1 else "indicator"]
        return Fragment(
            key=Unit(name=name, code=code or None).key if name or code else None,
            place=grid.place(at),
            origin=Origin(file=grid.file, sheet=grid.sheet, row=at + 1),
            name=name,
            code=code,
            level=LEVELS.get(fold(level)),
            counts=counts,
            points={key: score} if scored and not counted else {},
            printed=[Printed(key, score, places["points"])] if scored and counted else [],
            extra=self._extra(key),
            beside=dict(self._beside()),
            time="; ".join(self.texts[column] for column in self._head.times),
            places={k: places[k] for k in ("name", "code", "level") if k in places} | {key: place},
            problems=[(key, problem) for problem in problems],
        )

    def _text(self, kind: _Kind) -> str:
        column = self._head.columns.get(kind)
        return "" if column is None else self.texts[column]

    def _cell(self, kind: _Kind) -> Cell:
        return self._cells[self._head.columns[kind]] if self._text(kind) else ""

    def _known(self, kind: _Kind) -> str:
        """Return the text of a cell, or nothing if it says that nothing is known."""
        text = self._text(kind)
        return "" if is_missing(text) else text

    def _is_null(self, kind: _Kind) -> bool:
        """Whether a cell says that null was published."""
        return self._text(kind).casefold() == _NULL

    def _read_pair(
        self, key: str, counts: dict[str, Ratio | None], place: str
    ) -> Iterator[Problem]:
        """Put a pair of counts into `counts`, or yield what is wrong with it."""
        pair: list[int | None] = []
        for kind in _PAIR:
            cell = self._cell(kind)
            count, flaw = (None, None) if self._is_null(kind) else _count(cell)
            pair.append(count)
            if flaw is not None:
                head = self._head.texts[self._head.columns[kind]]
                label = f"{label_of(key, self._plan)} ({head})"
                yield Problem.of(flaw, ("counts", key), value=cell, origin=place, label=label)
                return
        numerator, denominator = pair
        if numerator is not None and denominator is not None:
            counts[key] = Ratio(numerator, denominator)
        elif all(map(self._is_null, _PAIR)):
            counts[key] = None
        else:
            yield half_pair(key, " / ".join(map(self._text, _PAIR)), place, self._plan)

    def _flaws(self) -> Iterator[tuple[str, Problem]]:
        """Yield what is wrong with cells themselves, and blank them."""
        for kind, column in self._head.columns.items():
            code = self._grid.flaws.get((self._at, column))
            if code is not None:
                text, place = self.texts[column], self._grid.place(self._at, column)
                yield kind, Problem.of(code, ("row", kind), value=text, origin=place)
                self.texts[column] = ""
        width = max(column for column, text in enumerate(self._head.texts) if text) + 1
        beyond = cell_beyond(self.texts, width, len(self._head.texts))
        if beyond is not None:
            column, problem = beyond
            yield "row", evolve(problem, origin=self._grid.place(self._at, column))

    def _extra(self, key: str) -> dict[str, str]:
        """Return the cells below heads that are not known, and what was published."""
        extra = {f"{key}.{head}": text for head, text in self._beside() if text}
        published = self._text("points")
        head = self._head.texts[self._head.columns["points"]] if published else ""
        return extra | ({f"{key}.{head}": published} if published else {})

    def _beside(self) -> Iterator[tuple[str, str]]:
        """Yield the heads that are not known, with what stands below them."""
        known = set(self._head.columns.values())
        for column, (head, text) in enumerate(zip(self._head.texts, self.texts, strict=False)):
            if column not in known and head:
                yield head, text


def _meant(text: str, find: Callable[[str], tuple[int, ...]]) -> tuple[int, ...]:
    """Return the nodes that a text may mean: a key, or a number and the name that belongs to it."""
    found = find(text)
    number, _, name = text.partition(" ")
    if found or not name:
        return found
    named = find(name.strip(" -\u2013:"))
    return tuple(at for at in find(number.rstrip(".:)")) if at in named)


def _count(cell: Cell) -> tuple[int | None, ProblemCode | None]:
    """Return a count, or what is wrong with a cell; a blank one is neither."""
    if not isinstance(cell, str):
        if abs(cell) >= _LARGEST:
            return None, ProblemCode.TOO_LARGE
        number = float(cell)  # which an int is, to a type checker
        return (int(number), None) if number.is_integer() else (None, ProblemCode.NOT_A_COUNT)
    if is_missing(cell):
        return None, None
    text = cell.strip().replace("\u2212", "-")
    if not _COUNT.fullmatch(text):
        return None, ProblemCode.NOT_A_COUNT
    return int(text.removesuffix(".0").removesuffix(",0").replace(".", "")), None
