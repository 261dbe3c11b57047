"""Tables of counts to rows of units: one row a unit and indicator, heads known by their words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from attrs import field, frozen

from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity, Word
from vn766.files import refusal, shows_legacy_letters
from vn766.files.blocks import Grid, delimiters, split
from vn766.readers import headers
from vn766.readers.points import LEVELS, is_missing
from vn766.readers.tables import Fragment, Printed, half_pair, label_of
from vn766.records import Origin, Ratio, Unit
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vn766._engine.plan import Plan
    from vn766.files import Named
    from vn766.files.blocks import Cell

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
_SHARED: Final[Mapping[str, _Kind]] = {"name": "name", "code": "code", "level": "level"}
_LARGEST: Final = 10**15  # a float is exact so far, and no count is larger
# A dot before three digits groups thousands; one before a single nought is how programs write
# whole numbers that went through a column of decimals.
_COUNT: Final = re.compile(r"-?(?:[0-9]{1,15}(?:\.0)?|[0-9]{1,3}(?:\.[0-9]{3}){1,4})")
_NULL: Final = "null"


@frozen(kw_only=True)
class LongTable:
    """What a table holds: its source, its rows, and notes on what was left out."""

    source: str
    fragments: tuple[Fragment, ...]
    notes: tuple[Problem, ...]


@frozen(kw_only=True)
class _Head:
    """The row with the heads, the columns of each kind, and the texts of all heads."""

    row: int
    columns: Mapping[_Kind, int]
    texts: Sequence[str]


def read_table(content: Named, text: str, sheet: str | None, plan: Plan) -> LongTable:
    """Return the rows of a table of counts, of a workbook if there is no text."""
    file = content.name
    if content.is_zip:
        from vn766.files.workbooks import read_workbook

        found = [
            (grid, head)
            for grid in read_workbook(content, sheet)
            if (head := _find_head(grid)) is not None
        ]
        if len(found) > 1:
            known = ", ".join(str(grid.sheet) for grid, _ in found)
            raise refusal(ProblemCode.SEVERAL_SHEETS, file, known=known)
    else:
        found = [_delimited(text, file)]
    if not found:
        raise refusal(ProblemCode.NO_COUNTS, file)
    grid, head = found[0]
    reader = _Rows(grid=grid, head=head, plan=plan)
    fragments: list[Fragment] = []
    notes: list[Problem] = []
    for at in range(head.row + 1, len(grid.rows)):
        texts = [headers.text_of(cell) for cell in grid.rows[at]]
        if not any(texts):
            continue
        if texts == list(head.texts) or reader.is_aside(texts):
            notes.append(headers.row_note(grid, at, " ".join(filter(None, texts))))
        else:
            fragments.append(reader.fragment(at, texts))
    return LongTable(source=grid.source, fragments=tuple(fragments), notes=tuple(notes))


def _delimited(text: str, file: str) -> tuple[Grid, _Head]:
    """Return the table by the first character between cells that makes sense of the heads."""
    refused: InvalidRecordError | None = None
    for delimiter in delimiters(text):
        try:
            grid = Grid(file=file, rows=split(text, delimiter, file))
        except InvalidRecordError as error:  # a line is one long cell by the wrong delimiter
            refused = error
            continue
        head = _find_head(grid)
        if head is not None:
            return grid, head
    legacy = shows_legacy_letters(text)
    code = ProblemCode.LEGACY_LETTERS if legacy else ProblemCode.NO_COUNTS
    raise refused or refusal(code, file)


def _find_head(grid: Grid) -> _Head | None:
    """Return the first row that has heads for a unit, an indicator and what it counts."""
    for at, row in enumerate(grid.rows[: headers.SEARCHED_ROWS]):
        texts = [headers.text_of(cell) for cell in row]
        kinds: list[_Kind | None] = [_kind_of(text) for text in texts]
        names = [column for column, text in enumerate(texts) if fold(text) in _ELSE_INDICATOR]
        if "indicator" not in kinds and names:
            kinds[names[0]] = "indicator"
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


def _kind_of(text: str) -> _Kind | None:
    return _KIND_OF.get(fold(text)) or _SHARED.get(headers.kind_of(text))


@frozen(kw_only=True)
class _Rows:
    """The rows of one table."""

    grid: Grid
    head: _Head
    plan: Plan
    told: set[str] = field(factory=set[str])
    """The unknown levels that were reported."""

    def text(self, kind: _Kind, texts: Sequence[str]) -> str:
        """Return what stands in the column of a kind; rows may be short."""
        column = self.head.columns.get(kind, len(texts))
        return texts[column] if column < len(texts) else ""

    def is_aside(self, texts: Sequence[str]) -> bool:
        """Whether a row is no figure of a unit: a heading, a note or a signature."""
        figures = (self.text(kind, texts) for kind in ("numerator", "denominator", "points"))
        return not self.text("indicator", texts) and not any(figures)

    def fragment(self, at: int, texts: list[str]) -> Fragment:
        """Return what a row says of its unit."""
        grid = self.grid
        places = {str(k): grid.place(at, column) for k, column in self.head.columns.items()}
        flaws = dict(self._flaws(at, texts))
        cells = [cell if text else "" for cell, text in zip(grid.rows[at], texts, strict=True)]
        name, code, level = (self._known(kind, texts) for kind in ("name", "code", "level"))
        counted = any(self._known(kind, texts, null=True) for kind in _PAIR)
        key = self._key(self.text("indicator", texts), counted=counted)
        problems = [*flaws.values()]
        if not name and not code:
            problem = Problem.of(ProblemCode.NO_UNIT, ("unit", "name"), origin=grid.place(at))
            problems.append(problem)
        if level:
            problems += self._unknown_level(level, places["level"])
        counts: dict[str, Ratio | None] = {}
        if counted and flaws.keys().isdisjoint(_PAIR):
            problems += self._read_pair(key, cells, counts, places["numerator"])
        score = self._cell("points", cells)
        scored = not (isinstance(score, str) and is_missing(score))
        place = places["numerator" if counted else "points" if scored else "indicator"]
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
            extra=self._extra(key, texts),
            places={k: places[k] for k in ("name", "code", "level") if k in places} | {key: place},
            problems=[(key, problem) for problem in problems],
        )

    def _unknown_level(self, level: str, place: str) -> Iterator[Problem]:
        """Yield the warning that a level is not known, once for all of its rows."""
        if fold(level) not in LEVELS and level not in self.told:
            self.told.add(level)
            yield Problem.of(
                ProblemCode.UNKNOWN_LEVEL,
                ("unit", "level"),
                value=level,
                severity=Severity.WARNING,
                origin=place,
                known=tuple(map(Word, self.plan.framework.levels)),
            )

    def _known(self, kind: _Kind, texts: Sequence[str], *, null: bool = False) -> str:
        """Return the text of a cell, or nothing if it says that nothing is known."""
        text = self.text(kind, texts)
        if null and text.casefold() == _NULL:
            return text
        return "" if is_missing(text) else text

    def _cell(self, kind: _Kind, cells: Sequence[Cell]) -> Cell:
        column = self.head.columns.get(kind, len(cells))
        return cells[column] if column < len(cells) else ""

    def _key(self, indicator: str, *, counted: bool) -> str:
        """Return the code or id that an indicator's text means, or the text if it is not one."""
        found = self.plan.components(indicator) if counted else self.plan.find(indicator)
        return self.plan.ids[found[0]] if len(found) == 1 else indicator

    def _read_pair(
        self, key: str, cells: Sequence[Cell], counts: dict[str, Ratio | None], place: str
    ) -> Iterator[Problem]:
        """Put a pair of counts into `counts`, or yield what is wrong with it."""
        pair: list[int | None] = []
        nulls = 0
        for kind in _PAIR:
            cell = self._cell(kind, cells)
            null = isinstance(cell, str) and cell.strip().casefold() == _NULL
            nulls += null
            count, flaw = (None, None) if null else _count(cell)
            pair.append(count)
            if flaw is not None:
                label = f"{label_of(key, self.plan)} ({self.head.texts[self.head.columns[kind]]})"
                yield Problem.of(flaw, ("counts", key), value=cell, origin=place, label=label)
                return
        numerator, denominator = pair
        if numerator is not None and denominator is not None:
            counts[key] = Ratio(numerator, denominator)
        elif nulls == len(pair):
            counts[key] = None
        else:
            said = " / ".join(headers.text_of(self._cell(kind, cells)) for kind in _PAIR)
            yield half_pair(key, said, place, self.plan)

    def _flaws(self, at: int, texts: list[str]) -> Iterator[tuple[str, Problem]]:
        """Yield what is wrong with cells themselves, and blank them."""
        for kind, column in self.head.columns.items():
            code = self.grid.flaws.get((at, column))
            if code is not None:
                place = self.grid.place(at, column)
                yield kind, Problem.of(code, ("row", kind), value=texts[column], origin=place)
                texts[column] = ""
        width = max(column for column, text in enumerate(self.head.texts) if text) + 1
        for column, text in enumerate(texts[width:], width):
            if text:  # decimal commas without quotes shift all cells after them
                code, place = ProblemCode.CELL_BEYOND_HEADS, self.grid.place(at, column)
                yield "row", Problem.of(code, ("row",), value=text, origin=place)
                return

    def _extra(self, key: str, texts: Sequence[str]) -> dict[str, str]:
        """Return the cells below heads that are not known, and what was published."""
        known = {column for kind, column in self.head.columns.items() if kind != "points"}
        return {
            f"{key}.{head}": text
            for column, (head, text) in enumerate(zip(self.head.texts, texts, strict=False))
            if column not in known and head and text
        }


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
    return int(text.removesuffix(".0").replace(".", "")), None
