"""Header rows to columns: what the heads of a table of points mean.

A head is read by its words, never by its position. The maximum that it states picks among the
nodes that its words may mean; a head that may still mean several is a problem, not a guess.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from attrs import evolve, frozen

from vn766._engine.exact import to_decimal
from vn766.errors import Problem, ProblemCode, Severity
from vn766.files.blocks import Grid, letters
from vn766.lazy import regex
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from decimal import Decimal

    from vn766._engine.plan import Plan
    from vn766.files.blocks import Cell

ColumnKind: TypeAlias = Literal[
    "points", "name", "code", "level", "total", "rank", "band", "ordinal", "percent", "other"
]

SEARCHED_ROWS: Final = 60  # a letterhead, titles and a legal basis may stand above
_MOST_HEAD_ROWS: Final = 4
_LEAST_NUMBERED: Final = 3  # columns
_LEADING_COLUMNS: Final = 5  # in which the name of a row stands
_LEAST_REPEATED: Final = 2  # heads, by which a second table is known
_LONGEST_HEAD: Final = 300  # characters: what is longer is prose
_SHORTEST_NAME: Final = 4  # characters, of a name that tells what a longer head is about

_WORDS: Final = Vocabulary("readers")
_KIND_OF: Final = cast("Mapping[str, ColumnKind]", _WORDS.kind_of("columns"))
_KIND_JOINED: Final[Mapping[str, ColumnKind]] = {
    words.replace(" ", ""): kind for words, kind in _KIND_OF.items()
}
_KINDS: Final = frozenset(_KIND_OF.values())
_LEADING: Final = frozenset({"name", "code", "ordinal"})
"""Kinds of columns that head a row: where they are blank below a head, the head goes on."""
_ONCE: Final = frozenset({"points", "total", "rank", "band"})
"""Kinds that may not come twice: to take one of two would be a guess."""
_WIDER: Final = _WORDS.folded("wider_names")
"""Heads of names that say where units are, if another column has names of units."""

_BARE: Final = _WORDS.folded("points", "bare")
_BARE_SUMS: Final = _WORDS.folded("bare_sums")
_OVERALL: Final = frozenset({"total", "rank", "band"})
"""Kinds that speak of the unit as a whole, unless they stand below a node."""
_PREFIXES: Final = tuple(f"{fold(word)} " for word in _WORDS.written("prefixes"))
_SUFFIXES: Final = tuple(f" {fold(word)}" for word in _WORDS.written("suffixes"))
_COUNTED: Final = regex(rf"(?:{_WORDS.any_of('counted')})\b")
_MOST_FORMS: Final = 20  # of a head, with and without words in front and behind
_MAXIMUM_WORDS: Final = _WORDS.folded("maximum_words")
_MAXIMUM_ROWS: Final = _WORDS.folded("maxima", "maximum_rows")

_FIGURE: Final = r"([0-9]{1,4}(?:[.,][0-9]{1,2})?)"
_NUMBERING: Final = regex(
    r"\s*(?:\(?[0-9]{1,2}\)|[0-9]{1,2}(?:\.[0-9]{1,2})*[.):]|[IVX]{1,4}[.):])\s*(?=[^\W\d_])"
)
_BRACKETS: Final = regex(r"\(([^()]*)\)|\[([^][]*)\]")
_CHANGE: Final = regex(r"±|\+\s*/\s*[-\u2013\u2212]")
"""The sign of points gained or lost, which are no points."""
_NUMBER: Final = regex(_FIGURE)
_ENDING: Final = regex(
    r"((?<![0-9])[/_]|\b(?:tối đa|max)\b[\s:]*|(?:^|[\s:,\u2013-])(?=[0-9.,]+\s*(?:điểm|đ)))\s*"
    rf"{_FIGURE}\s*(điểm|đ)?\s*$",
    re.IGNORECASE,
)
_FROM_NOUGHT: Final = regex(r"\b0\s*(?:[\u2013-]|đến)\s*(?=[0-9])")  # (0-18)
_LAST_NUMBER: Final = regex(
    r"\s{0,9}[(\[]([0-9]{1,2})(?:\s{0,9}=[^()\]]{0,99})?[)\]](?:\s{0,9}=[\s()0-9+]{0,99})?$"
)
_YEAR: Final = regex(r"(?:19|20)[0-9]{2}")
_MONTH: Final = regex(
    r"(?<![^\W_])(?:tháng[\s_]*[0-9]{1,2}|thang[\s_]*(?:0?[1-9]|1[0-2])(?![0-9]))", re.IGNORECASE
)
"""A month, which without accents looks like a scale ("thang điểm") of at most 12."""
_TWO_NAMES: Final = regex(r"\s[-\u2013\u2014]\s|\s*[:|]\s*")
_POOL: Final = regex(rf"(?:tren |trong |tong so )*([0-9]{{1,4}}) {_WORDS.any_of('pools')}\b.*")
_ANOTHER_TIME: Final = regex(r"\b(?:truoc|cung ky)\b")
_COLUMN_NUMBER: Final = regex(r"\(?(?:[0-9]{1,2}|[^\W\d_]{1,5})\)?(?:\s*=.*)?")
_COLUMN_LETTERS: Final = [line.split() for line in _WORDS.written("column_letters")]


@frozen(kw_only=True)
class Column:
    """How the head of one column was understood.

    Example:
        >>> Column(index=2, header="Số hóa hồ sơ", kind="points", node="digitization").letter
        'C'
    """

    index: int
    """The position, from 0."""
    header: str
    """The text of the head; of several rows joined by " / "."""
    kind: ColumnKind
    """What the column holds."""
    node: str | None = None
    """The id of the node whose points it holds."""
    maximum: Decimal | None = None
    """The maximum that the head states; of a rank the number of units."""

    @property
    def letter(self) -> str:
        """The name of the column in a spreadsheet."""
        return letters(self.index)


@frozen(kw_only=True)
class Head:
    """The heads of a table: its columns, what is wrong with them, and the row below them.

    `body` counts from 0 and is the first row below, `rows` are the texts of the header rows
    and `title` the texts above them.
    """

    columns: tuple[Column, ...]
    problems: tuple[tuple[int, Problem], ...]
    body: int
    first: int
    title: tuple[str, ...]

    @property
    def known(self) -> int:
        """The number of columns whose meaning is known."""
        return sum(column.kind != "other" for column in self.columns)


@frozen
class _Label:
    """One text of a head: its words without figures, the maximum (hundredths) in it.

    `is_maximum` tells that words call the figure one. `lead` are the words before a bracket that
    is no maximum, and `aside` those inside it; `names` are the two names that one thing has in a
    head, if a bracket, a dash or a colon parts them.
    """

    words: str
    stated: int | None
    is_maximum: bool
    percent: bool
    lead: str
    aside: str
    names: tuple[str, ...]


def text_of(cell: Cell) -> str:
    """Return a cell as text on one line; whole numbers have no decimals."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    number = float(cell)  # which an int is, to a type checker
    return str(int(number)) if number.is_integer() else repr(number)


def kind_of(text: str) -> ColumnKind:
    """Return what a head that is no node says its column is for."""
    return _kind_of(_read(text).words)


@lru_cache(maxsize=16)  # of a small table, understanding its heads takes a sixth of scoring it
def read_names(
    names: tuple[str, ...], plan: Plan
) -> tuple[tuple[Column, ...], tuple[tuple[int, Problem], ...]]:
    """Return the columns below heads of one row, as a dataframe has them, and their errors."""
    paths = [(name,) if name else () for name in names]
    columns, problems = _Columns(paths, {}, plan).read(Grid(file="", rows=[[*names]]), 0)
    errors = ((at, each) for at, each in problems if each.severity is Severity.ERROR)
    return columns, tuple((at, evolve(each, origin=None)) for at, each in errors)


def names_node(text: str, plan: Plan) -> tuple[int, ...]:
    """Return the nodes whose name a head begins with, whatever else it says.

    Percents and numbers of dossiers are said of nodes, too, and are no points.
    """
    label = _read(text)
    if label.percent or is_counted(text):
        return ()
    words, longest = label.words, ""
    for form in _forms(words):
        begun = (name for name in plan.folded if f"{form} ".startswith(f"{name} "))
        longest = max(longest, *(n for n in begun if len(n) >= _SHORTEST_NAME), "", key=len)
    return plan.folded.get(longest, ())


def is_counted(text: str) -> bool:
    """Whether a head says that its column counts dossiers."""
    return bool(_COUNTED.search(fold(text[:_LONGEST_HEAD])))


def misshapen(grid: Grid, plan: Plan) -> Problem | None:
    """Return what a table without columns of points is instead, if that is known.

    It may count dossiers, a column each, or have its groups in the rows of a column.
    """
    rows = [[text_of(cell) for cell in row] for row in grid.rows[:SEARCHED_ROWS]]
    for at, row in enumerate(rows):
        counted = [column for column, text in enumerate(row) if is_counted(text)]
        if counted and any(kind_of(text) in {"name", "code"} for text in row):
            names = "; ".join(
                text for each in rows[at : at + 2] for text in each if is_counted(text)
            )
            origin = grid.place(at, counted[0])
            return Problem.of(ProblemCode.WIDE_COUNTS, ("columns",), origin=origin, names=names)
    for column in range(_LEADING_COLUMNS):
        found = {
            _meant(_read(row[column]), plan): (at, row[column])
            for at, row in enumerate(rows)
            if column < len(row) and _meant(_read(row[column]), plan)
        }
        if len(found) >= _LEAST_NUMBERED:
            names = "; ".join(name for _, name in found.values())
            origin = grid.place(min(at for at, _ in found.values()), column)
            return Problem.of(ProblemCode.TURNED_TABLE, ("rows",), origin=origin, names=names)
    return None


def named_nodes(label: str, plan: Plan) -> tuple[tuple[int, ...], int | None]:
    """Return the positions of the nodes that a label may mean, and the maximum it states.

    The maximum is in hundredths, None if there is none in the label.
    """
    read = _read(label)
    return _meant(read, plan), read.stated


def unclear_heads(grid: Grid, plan: Plan) -> tuple[Problem, ...]:
    """Return a problem for each head that names a node among other words, if a table has units.

    They are to be named where `find_head` finds no column of points.
    """
    head = read_head(grid, plan)
    if head is None or not any(column.kind in {"name", "code"} for column in head.columns):
        return ()
    names = [name for name in plan.folded if len(name) >= _SHORTEST_NAME]
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    return tuple(
        Problem.of(
            ProblemCode.UNKNOWN_KEY,
            ("columns", column.header),
            value=column.header,
            origin=grid.place(head.first, column.index),
            nearest=plan.nearest(column.header),
        )
        for column in head.columns
        if column.kind == "other" and named.search(fold(column.header[:_LONGEST_HEAD]))
    )


def find_head(grid: Grid, plan: Plan) -> Head | None:
    """Return the head of a table of points, or None if the grid has none.

    It is the first row with two heads that are known, with the rows above and below that belong
    to it; it has a column for the name or code of a unit, and one of points or totals.
    """
    head = read_head(grid, plan)
    if head is None or not any(column.kind in {"name", "code"} for column in head.columns):
        return None
    unclear = any(problem.severity is Severity.ERROR for _, problem in head.problems)
    if not unclear and not any(column.kind in {"points", "total"} for column in head.columns):
        return None
    return head


def read_head(grid: Grid, plan: Plan) -> Head | None:
    """Return the first rows with two heads that are known, whatever the table is about."""
    rows = [[text_of(cell) for cell in row] for row in grid.rows[: 2 * SEARCHED_ROWS]]
    known = (
        sum(_is_known(text, plan, _KINDS) for text in row if text) for row in rows[:SEARCHED_ROWS]
    )
    start = next((at for at, count in enumerate(known) if count > 1), None)
    if start is None:
        return None
    first = start
    # Titles may be called "Tổng hợp", so what stands above is a head only by these kinds.
    while first > 0 and any(_is_known(text, plan, _LEADING) for text in rows[first - 1]):
        first -= 1
    last = start
    while (
        last + 1 < len(rows)
        and last + 1 - first < _MOST_HEAD_ROWS
        and _goes_on(rows[first : last + 1], rows[last + 1])
    ):
        last += 1
    paths = list(head_paths(rows[first : last + 1]))
    columns, problems = _Columns(paths, {}, plan).read(grid, first)
    body = last + 1
    notes: list[tuple[int, Problem]] = []
    for _ in range(2):  # in either order
        row = rows[body] if body < len(rows) else []
        if _numbers_columns(row):
            notes.append((0, row_note(grid, body, " ".join(filter(None, row)))))
            body += 1
        elif stated := _stated_maxima(row, columns):
            sure = fold(_lead(row, columns)) in _MAXIMUM_ROWS
            again, found = _Columns(paths, stated, plan).read(grid, first)
            if sure or all(p.code is not ProblemCode.STATED_MAXIMUM for _, p in found):
                columns, problems, body = again, found, body + 1
    return Head(
        columns=columns,
        problems=(*problems, *notes),
        body=body,
        first=first,
        title=tuple(filter(None, (" ".join(filter(None, row)) for row in rows[:first]))),
    )


def row_note(grid: Grid, row: int, text: str) -> Problem:
    """Return the note that a row is not a unit."""
    return Problem.of(
        ProblemCode.ROW_LEFT_OUT,
        ("rows", row + 1),
        value=text,
        severity=Severity.NOTE,
        origin=grid.place(row),
    )


# --- which rows ---------------------------------------------------------------------------------


def _is_known(text: str, plan: Plan, kinds: Container[str | None]) -> bool:
    """Whether a text is the head of a column of some kinds, or of a node."""
    label = _read(text)
    return _kind_of(label.words) in kinds or bool(_meant(label, plan))


def _goes_on(above: Sequence[Sequence[str]], row: Sequence[str]) -> bool:
    """Whether `row` is one more row of the head: words, with nothing below the leading heads."""
    leading = {
        at
        for head in above
        for at, text in enumerate(head)
        if _kind_of(_read(text).words) in _LEADING
    }
    texts = {at: text for at, text in enumerate(row) if text}
    if not leading:  # they may stand in the lowest row alone
        leads = any(_kind_of(_read(text).words) in _LEADING for text in texts.values())
    else:
        leads = leading.isdisjoint(texts)
    return (
        bool(texts) and leads and all(re.search(r"[^\W\d_]|%|\(", text) for text in texts.values())
    )


def _numbers_columns(row: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: (1), (2), (3) or A, B, 1, 2 or I, II, III.

    A single letter without brackets is no sign of that: a unit may be called "A".
    """
    texts = [text for text in row if text]
    if len(texts) < _LEAST_NUMBERED or not all(map(_COLUMN_NUMBER.fullmatch, texts)):
        return False
    bare = [text.strip("()").partition("=")[0].rstrip(" )") for text in texts]
    numbers = [int(text) for text in bare if text.isdecimal()]
    lettered = [text.upper() for text in bare[: len(bare) - len(numbers)]]
    series = ([letters(at) for at in range(len(lettered))], *_COLUMN_LETTERS)
    return (
        numbers == list(range(1, len(numbers) + 1))
        and any(lettered == each[: len(lettered)] for each in series)
        and (len(lettered) != 1 or texts[0].startswith("("))
    )


def _lead(row: Sequence[str], columns: Sequence[Column]) -> str:
    """Return what stands in the leading columns of a row."""
    leading = {column.index for column in columns if column.kind in _LEADING}
    return " ".join(text for at, text in enumerate(row) if at in leading and text)


def _stated_maxima(row: Sequence[str], columns: Sequence[Column]) -> dict[int, int]:
    """Return the maxima (hundredths) by column if a row below the heads states them, else {}."""
    lead = _lead(row, columns)
    if lead and fold(lead) not in _MAXIMUM_ROWS:
        return {}
    stated: dict[int, int] = {}
    for column in columns:
        text = row[column.index] if column.index < len(row) else ""
        if column.kind in _LEADING or column.kind == "percent" or not text:
            continue
        match, label = _NUMBER.fullmatch(text), _read(text)
        figure = label.stated if match is None else _hundredths(match[1])
        if figure is None or (match is None and label.words not in _BARE):
            return {}
        stated[column.index] = figure
    return stated


# --- which columns ------------------------------------------------------------------------------


def head_paths(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the texts over each column, from the top: a group stands over all its columns."""
    width = max(map(len, rows))
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    paths: list[tuple[str, ...]] = [()] * width
    for depth, row in enumerate(filled):
        below, above = filled[depth + 1 :], [*paths]
        for at, text in enumerate(row):
            over = text
            if not text and any(r[at] for r in below):
                left = next((k for k in range(at, -1, -1) if row[k]), None)
                # Only what itself has heads below it is a group, and of its own group above.
                if left is not None and any(r[left] for r in below) and above[left] == above[at]:
                    over = row[left]
            if over:
                paths[at] += (over,)
    yield from paths


def _labels_of(paths: Sequence[tuple[str, ...]]) -> list[tuple[_Label, ...]]:
    """Read the texts over each column, without the numbers of columns: (1), (2), (3)."""
    found = [match[1] for path in paths if path and (match := _LAST_NUMBER.search(path[-1]))]
    numbered = len(found) > 1 and list(map(int, found)) == list(range(1, len(found) + 1))
    return [
        (
            *map(_read, path[:-1]),
            *(_read(_LAST_NUMBER.sub("", text) if numbered else text) for text in path[-1:]),
        )
        for path in paths
    ]


class _Columns:
    """The columns below `paths`, with the maxima that a row below the heads states.

    A first look at all columns tells `_nodes`, those with points below each group of heads,
    `_kinds`, what some heads say without more words in brackets, `_given`, the nodes that have
    columns, and `_wider`, the columns that say where units are.
    """

    def __init__(
        self, paths: Sequence[tuple[str, ...]], stated: Mapping[int, int], plan: Plan
    ) -> None:
        self._paths, self._labels, self._stated, self._plan = (
            paths,
            _labels_of(paths),
            stated,
            plan,
        )
        self._nodes: dict[tuple[str, ...], set[str]] = {}
        self._kinds: frozenset[str] = _OVERALL
        self._sums = False
        self._given: dict[str, tuple[str, ...]] = {}
        self._wider: list[int] = []
        nodes: dict[tuple[str, ...], set[str]] = {}
        looks = [(path, self._understand(at)[0]) for at, path in enumerate(paths) if path]
        for path, column in looks:
            for depth in range(1, len(path) if column.node else 0):
                nodes.setdefault(path[:depth], set()).add(str(column.node))
        self._nodes, self._sums = nodes, True
        self._given = {column.node: path for path, column in looks if column.node is not None}
        self._kinds = frozenset(column.kind for _, column in looks)
        names = [column.index for _, column in looks if column.kind == "name"]
        wider = [at for at in names if self._labels[at][-1].words in _WIDER]
        self._wider = wider if len(wider) < len(names) else []

    def read(
        self, grid: Grid, row: int
    ) -> tuple[tuple[Column, ...], tuple[tuple[int, Problem], ...]]:
        """Return the columns, and what is wrong with their heads in a row of a grid."""
        columns: list[Column] = []
        problems: list[tuple[int, Problem]] = []
        taken: dict[str, str] = {}
        headers: set[str] = set()
        for at, path in enumerate(self._paths):
            if not path:
                continue
            column, problem = self._understand(at)
            key = column.node or column.kind
            if column.kind in _ONCE and key in taken:
                labels = (node.label for node in self._plan.nodes if node.id == column.node)
                problem = Problem.of(
                    ProblemCode.DUPLICATE_KEY,
                    ("columns", key),
                    value=column.header,
                    label=next(labels, column.header),
                    other=taken[key],
                )
            if column.kind not in {"other", "percent"} and key in taken:
                column = evolve(column, kind="other", node=None)
            taken.setdefault(key, column.header)
            if column.header in headers:
                column = evolve(column, header=f"{column.header} ({column.letter})")
            headers.add(column.header)
            columns.append(column)
            if problem is not None:
                problems.append((at, evolve(problem, origin=grid.place(row, at))))
        told = {at for at, _ in problems}
        for column in columns:
            if column.kind == "other" and column.index not in told:
                for problem in self._doubts(column, taken):
                    place = grid.place(row, column.index)
                    problems.append((column.index, evolve(problem, origin=place)))
        return tuple(columns), self._side_by_side(columns, sorted(problems, key=_place), grid, row)

    def _doubts(self, column: Column, taken: Container[str]) -> Iterator[Problem]:
        """Yield what is to be said of a column without a meaning, whose head may have one.

        It is an error if it is all that is there of a node, and a note if its figures are others:
        of another month, say.
        """
        plan, place = self._plan, ("columns", column.header)
        if self._kind(self._labels[column.index][-1]) != "other":
            return  # of a group, or there twice
        named = names_node(self._paths[column.index][-1], plan)
        if named and not any(self._is_given(at, taken) for at in named):
            nearest = plan.nearest(column.header)
            yield Problem.of(ProblemCode.UNKNOWN_KEY, place, value=column.header, nearest=nearest)
        elif named or re.search(r"[0-9]", column.header):
            code, severity = ProblemCode.COLUMN_KEPT, Severity.NOTE
            yield Problem.of(code, place, value=column.header, severity=severity)

    def _is_given(self, at: int, taken: Container[str]) -> bool:
        """Whether columns hold the points of a node, or of its parts or its whole."""
        plan = self._plan
        above = (up for up in plan.parents if at in plan.children[up])
        return any(plan.ids[one] in taken for one in (at, *plan.children[at], *above))

    def _side_by_side(
        self,
        columns: Sequence[Column],
        problems: Sequence[tuple[int, Problem]],
        grid: Grid,
        row: int,
    ) -> tuple[tuple[int, Problem], ...]:
        """Return one problem in place of several repeated heads: another table begins there.

        So does one where units are named once more between columns of points.
        """
        again = {at: each for at, each in problems if each.code is ProblemCode.DUPLICATE_KEY}
        points = [column.index for column in columns if column.kind == "points"]
        named = [
            column
            for column in columns
            if points
            and points[0] < column.index < points[-1]
            and self._kind(self._labels[column.index][-1]) == "name"
            and column.kind == "other"
        ]
        if len(again) < _LEAST_REPEATED and not named:
            return tuple(problems)
        at = min([*again, *(column.index for column in named)])
        names = [column.header for column in columns if column.index in again or column in named]
        code, place = ProblemCode.SIDE_BY_SIDE, grid.place(row, at)
        problem = Problem.of(code, ("columns",), origin=place, names=", ".join(names))
        return ((at, problem), *(each for each in problems if each[0] not in again))

    def _groups(self, path: tuple[str, ...]) -> tuple[int, ...]:
        """Return the nodes that the lowest text of a path may mean as the head of a group.

        It means none if points of others stand below it: then it is a title over all.
        """
        below = self._nodes.get(path, set())
        found = _meant(_read(path[-1]), self._plan)
        return tuple(at for at in found if below <= self._family(at))

    def _family(self, at: int) -> set[str]:
        """Return the ids of a node and of its children."""
        return {self._plan.ids[one] for one in (at, *self._plan.children[at])}

    def _sums_up(self, path: tuple[str, ...], words: str, stated: int | None) -> bool:
        """Whether a head with these words below `path` holds the points of the node above it."""
        if not self._sums or (words not in _BARE_SUMS and _kind_of(words) != "total"):
            return False
        below = self._nodes.get(path, set())
        return any(
            self._plan.ids[at] not in below
            and (
                words not in _BARE_SUMS
                or stated == self._plan.maxima[at]
                or (below and below == self._family(at) - {self._plan.ids[at]})
            )
            for at in self._groups(path)
        )

    def _kind(self, label: _Label) -> ColumnKind:
        """Return the kind of a column that is no node by its words, or by those in front."""
        kind = _kind_of(label.words)
        if kind != "other" or label.lead in _BARE_SUMS or _ANOTHER_TIME.search(label.aside):
            return kind
        kind = _kind_of(label.lead)
        return kind if kind in _OVERALL and kind not in self._kinds else "other"

    def _understand(self, at: int) -> tuple[Column, Problem | None]:
        """Return what one column is, and what is wrong with its head."""
        path, labels = self._paths[at], self._labels[at]
        own = len(labels) - 1
        stated = labels[own].stated or self._stated.get(at)
        while own > 0 and (
            labels[own].words in _BARE or self._sums_up(path[:own], labels[own].words, stated)
        ):
            own -= 1
            stated = stated or labels[own].stated
        column = Column(
            index=at,
            header=" / ".join(path[own:]),
            kind="other" if at in self._wider else self._kind(labels[own]),
            maximum=None if stated is None else to_decimal(stated),
        )
        if column.kind == "rank" and (pool := _POOL.fullmatch(labels[own].aside)):
            column = evolve(column, maximum=to_decimal(_hundredths(pool[1])))
        place = ("columns", column.header)
        if any(label.percent for label in labels):
            code, severity = ProblemCode.PERCENT_COLUMN, Severity.NOTE
            note = Problem.of(code, place, value=column.header, severity=severity)
            return evolve(column, kind="percent", maximum=None), note
        above = (self._groups(path[:depth]) for depth in range(1, own + 1))
        if column.kind in _OVERALL and any(above):
            return evolve(column, kind="other", maximum=None, header=" / ".join(path)), None
        if column.kind == "other":
            return self._find_node(column, labels[: own + 1], stated)
        if column.kind == "total" and stated not in {None, self._plan.maximum}:
            problem = _maximum_problem(column, column.header, [self._plan.maximum])
            return evolve(column, kind="other"), problem
        return column, None

    def _find_node(
        self, column: Column, labels: Sequence[_Label], stated: int | None
    ) -> tuple[Column, Problem | None]:
        """Return the column with the node whose points it holds, by its words and its maximum."""
        plan, header, place = self._plan, column.header, ("columns", column.header)
        label = labels[-1]
        candidates = _meant(label, plan)
        if not candidates:
            of_points = label.is_maximum or column.index in self._stated or stated in plan.maxima
            if stated is None or not of_points:  # a month or a target has figures, too
                return evolve(column, maximum=None), None
            code, nearest = ProblemCode.UNKNOWN_KEY, plan.nearest(label.words)
            return column, Problem.of(code, place, value=header, nearest=nearest)
        candidates += self._last_part(column, candidates, labels)
        fitting = [at for at in candidates if stated in {None, plan.maxima[at]}]
        if not fitting:
            name = plan.nodes[candidates[0]].label
            return column, _maximum_problem(column, name, [plan.maxima[at] for at in candidates])
        if len(fitting) > 1:  # the group above may tell
            groups = [at for each in labels[:-1] for at in _meant(each, plan)]
            family = {child for group in groups for child in plan.children[group]}
            fitting = [at for at in fitting if at in family] or fitting
        nodes = [plan.nodes[at] for at in fitting]
        if len(nodes) > 1:
            names = ", ".join(f"{node.id} (/{node.max_points})" for node in nodes)
            code = ProblemCode.AMBIGUOUS_KEY
            return column, Problem.of(code, place, value=header, candidates=names)
        return evolve(column, kind="points", node=nodes[0].id), None

    def _last_part(
        self, column: Column, candidates: tuple[int, ...], labels: Sequence[_Label]
    ) -> tuple[int, ...]:
        """Return the part that a head may mean by the name of the whole: the only one not given.

        "Cung cấp dịch vụ trực tuyến" beside "Thanh toán trực tuyến" may be the services alone.
        """
        plan, own = self._plan, self._paths[column.index][: len(labels)]
        if len(candidates) != 1 or not (parts := plan.children[candidates[0]]):
            return ()
        whole, words = plan.nodes[candidates[0]], labels[-1].words
        if words in {fold(whole.id), fold(whole.code or "")}:
            return ()
        given = [path for part in parts if (path := self._given.get(plan.ids[part])) is not None]
        if len(given) != len(parts) - 1 or any(path[: len(own)] == own for path in given):
            return ()
        return tuple(part for part in parts if plan.ids[part] not in self._given)


def _place(found: tuple[int, Problem]) -> int:
    return found[0]


def _maximum_problem(column: Column, label: str, maxima: Sequence[int]) -> Problem:
    return Problem.of(
        ProblemCode.STATED_MAXIMUM,
        ("columns", column.header),
        value=column.header,
        label=label,
        stated=column.maximum,
        maximum=" / ".join(f"{to_decimal(m).normalize():f}" for m in maxima),
    )


# --- which words --------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _read(text: str) -> _Label:
    """Take the text of a head apart."""
    text = _CHANGE.sub(" tăng, giảm ", _words_apart(text[:_LONGEST_HEAD]))
    stated: list[int] = []
    called: list[bool] = []

    def shorten(match: re.Match[str]) -> str:
        inside = _FROM_NOUGHT.sub("", match[1] if match[1] is not None else match[2])
        figure = None if _MONTH.search(inside) else _NUMBER.search(inside)
        rest = fold(_NUMBER.sub(" ", inside, count=1)) if figure else fold(inside)
        if not _MAXIMUM_WORDS.issuperset(rest.split()):
            return match[0]
        if figure:
            stated.append(_hundredths(figure[1]))
            called.append(bool(rest))
        return " "

    label = _BRACKETS.sub(shorten, _NUMBERING.sub("", text, count=1))
    ending = _ENDING.search(label)
    if ending is not None and not stated and not _is_time(ending):
        stated.append(_hundredths(ending[2]))
        called.append(ending[1] not in {"/", "_"} or ending[3] is not None)
        label = label[: ending.start()]
    words = fold(label)
    percent = "%" in text or words.startswith(("ty le", "ti le"))
    bracket = _BRACKETS.search(label)
    lead, aside = (label[: bracket.start()], bracket[0]) if bracket else ("", "")
    names = (lead, aside) if bracket else _TWO_NAMES.split(label, maxsplit=1)
    return _Label(
        words=words,
        stated=stated[0] if stated else None,
        is_maximum=any(called),
        percent=percent,
        lead=fold(lead),
        aside=fold(aside),
        names=tuple(map(fold, names)),
    )


def _is_time(ending: re.Match[str]) -> bool:
    """Whether the figure at the end of a head is that of a year or month."""
    months = (month.end() for month in _MONTH.finditer(ending.string))
    return bool(_YEAR.fullmatch(ending[2])) or ending.end(2) in months


def _words_apart(text: str) -> str:
    """Return a text with blanks between the words of CamelCase."""
    return "".join(
        f" {char}" if before.islower() and char.isupper() else char
        for before, char in pairwise(f" {text}")
    )


def _hundredths(figure: str) -> int:
    whole, _, part = figure.replace(",", ".").partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0"))


def _kind_of(words: str) -> ColumnKind:
    return _KIND_OF.get(words) or _KIND_JOINED.get(words.replace(" ", "")) or "other"


def _meant(label: _Label, plan: Plan) -> tuple[int, ...]:
    """Return the positions of all nodes that a head may mean: by its words, or by both names."""
    found = _find(label.words, plan)
    if not found and len(label.names) > 1:
        first, second = (_find(name, plan) for name in label.names)
        found = tuple(at for at in first if at in second)
    return found


def _find(words: str, plan: Plan) -> tuple[int, ...]:
    """Return the positions of all nodes that words may mean, with the fewest left out."""
    joined = _joined(plan)
    found = (plan.find(form) or joined.get(form.replace(" ", ""), ()) for form in _forms(words))
    return next(filter(None, found), ())


@lru_cache(maxsize=1024)
def _forms(words: str) -> tuple[str, ...]:
    """Return words as they are, and without those that stand around the name of a node."""
    forms = [words]
    for form in forms:
        shorter = [form.removeprefix(prefix) for prefix in _PREFIXES]
        shorter += [form.removesuffix(suffix) for suffix in _SUFFIXES]
        forms += dict.fromkeys(each for each in shorter if each not in forms)
        if len(forms) > _MOST_FORMS:
            break
    return tuple(forms)


@lru_cache(maxsize=16)
def _joined(plan: Plan) -> dict[str, tuple[int, ...]]:
    """Return every key without blanks, with all nodes it may mean."""
    keys: dict[str, tuple[int, ...]] = {}
    for words, at in plan.folded.items():
        joined = words.replace(" ", "")
        keys[joined] = tuple(dict.fromkeys((*keys.get(joined, ()), *at)))
    return keys
