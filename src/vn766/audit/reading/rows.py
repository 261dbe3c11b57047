"""Claims in tables: a row for each unit or period, or a row for each group of indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from attrs import evolve

from vn766._engine.exact import to_decimal
from vn766.audit.claims import Claim, ClaimKind, Grade, Rank, Rate, Score, Subject
from vn766.audit.reading import check_count, parsed
from vn766.audit.reading.prose import read_code
from vn766.audit.reading.sentences import number
from vn766.errors import Problem, ProblemCode
from vn766.lazy import regex
from vn766.readers.asides import is_missing
from vn766.readers.headers import named_nodes, text_of
from vn766.readers.points import read_rank
from vn766.records import Unit
from vn766.vi import parse_period, parse_points
from vn766.vocabulary import Vocabulary, fold, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vn766._engine.plan import Plan
    from vn766.audit.claims import Value
    from vn766.files.blocks import Grid, Place
    from vn766.readers.headers import Column, Head

_WORDS: Final = Vocabulary("audit")
_HEADS: Final = Vocabulary("readers")
PERIOD_HEADS: Final = _WORDS.folded("period_heads")
_FIGURES: Final = frozenset({"points", "total", "rank", "band"})
_SUMS: Final = regex(rf"{_WORDS.any_of('row_sums')}\b.*")
"""How rows begin that are of no single unit; a commune that is so called is not checked."""
_MAXIMUM_HEADS: Final = _HEADS.folded("maxima") | _WORDS.folded("maximum_heads")
_POINTS_HEADS: Final = _HEADS.folded("points") | _WORDS.folded("points_heads")
_PERCENT_HEADS: Final = _WORDS.folded("percent_heads")
_TOTAL_ROWS: Final = _WORDS.folded("total_rows")
_LEAST_GROUPS: Final = 2
_LEAST_SHARE: Final = 3  # one figure in three is too many to be a slip each
_ORDINAL: Final = regex(r"(\d{1,5})\.?")
_HEAD_ROWS: Final = 6
_PERIOD_NUMBER: Final = regex(r"(?:thang ?)?(\d{1,2})")
_FIGURE: Final = regex(r"-?\d[\d.,]{0,20}")


class SheetClaims:
    """The claims of one table, gathered row by row: each row has a statement of its own.

    `head` rows are above all heads: what stands there is prose; `body` is the first row below them.
    `maxima` are the cells that state maxima. `ordinals` are the numbers that rows
    have, with their places; `labels` those by which rows are called instead of a period with its
    year, by their statement. Statements go from `first` to `statement`.
    """

    def __init__(self, sheet: Grid, plan: Plan, part: int, statement: int) -> None:
        self.claims: list[Claim] = []
        self.ordinals: list[tuple[int, Place]] = []
        self.labels: dict[int, int] = {}
        self.head = self.body = 0
        self.maxima: set[tuple[int, int]] = set()
        self.part = part
        self.first = self.statement = statement
        self._sheet, self._plan = sheet, plan
        self._shares: dict[int, int] = {}
        self._scores: dict[int, tuple[Score, str | None]] = {}
        self._doubtful = False

    def move(self, by: int, *, doubtful: bool) -> None:
        """Let the statements come after others; all claims may be `doubtful`."""
        self.first += by
        self.statement += by
        self.labels = {statement + by: number for statement, number in self.labels.items()}
        self.claims = [
            evolve(claim, statement=claim.statement + by, doubtful=claim.doubtful or doubtful)
            for claim in self.claims
        ]

    def add(  # noqa: PLR0917 (what a claim consists of)
        self,
        kind: ClaimKind,
        quote: str,
        place: tuple[int, int],
        value: Value,
        subject: Subject,
        flaw: Problem | None = None,
    ) -> None:
        """Write down what the cell at a place says."""
        claim = Claim(
            kind=kind,
            quote=quote,
            location=self._sheet.at(*place),
            value=value,
            subject=subject,
            statement=self.statement,
            part=self.part,
            in_table=True,
            doubtful=self._doubtful,
            flaw=flaw,
        )
        self.claims.append(claim)
        check_count(self.claims, self._sheet.file)

    # --- a row for each unit ----------------------------------------------------------------------

    def by_units(self, head: Head) -> None:
        """Read a table with a row for each unit or period."""
        columns = {column.kind: column for column in head.columns if column.node is None}
        name, code, ordinal = (columns.get(kind) for kind in ("name", "code", "ordinal"))
        when = None
        if name is None and code is None:
            when = next((c for c in head.columns if fold(c.header) in PERIOD_HEADS), None)
        heads = {tuple(row) for row in self._texts(head.first, head.body)}
        self._shares = dict(_shares(head.columns))
        others = self._of_other_scales(head)
        width = max(map(len, self._sheet.rows[head.first : head.body]))
        for at, texts in enumerate(self._texts(head.body), head.body):
            if not any(texts) or tuple(texts) in heads:
                continue
            label = _cell(texts, name)
            summary = _SUMS.fullmatch(fold(label or _cell(texts, ordinal)))
            # A line of a text that was broken, or lost a tab, has its cells in other columns.
            shifted = bool(self._sheet.lines) and len(texts) != width
            # A sum below a table, or a line under it, has no name.
            nameless = not (name is code is None or label or _cell(texts, code))
            self._doubtful = shifted or nameless or bool(summary)
            subject = Subject(unit=self._unit(at, texts, name, code))
            if when is not None:
                subject = self._of_period(at, texts, when)
            numbered = _ORDINAL.fullmatch(_cell(texts, ordinal))
            if numbered and ordinal is not None:
                place = self._sheet.at(at, ordinal.index)
                self.ordinals.append((int(numbered[1]), place))
            self._scores = {}
            apart = self._doubtful
            for column in head.columns:
                text = _cell(texts, column)
                self._doubtful = apart or column.index in others
                if text and not is_missing(text):
                    self._figure(text, (at, column.index), column, subject)
            self.statement += 1

    def _of_other_scales(self, head: Head) -> frozenset[int]:
        """Return columns that may hold numbers, percents or other sums instead of points.

        Their heads state no maximum, and many figures are too large, or do not go with the percents
        beside them.
        """
        shares = {points: percent for percent, points in _shares(head.columns)}
        rows = self._texts(head.body)
        found: set[int] = set()
        for column in head.columns:
            if column.kind not in {"points", "total"} or column.maximum is not None:
                continue
            maximum, beside = to_decimal(self._maximum(column.node)), shares.get(column.index)
            wrong = count = 0
            for texts in rows:
                score, _ = _score(_cell(texts, column), maximum)
                if score is None:
                    continue
                count += 1
                percent = None if beside is None else number(_at(texts, beside).rstrip("% "))[0]
                apart = percent is not None and abs(percent - score.points * 100 / maximum) > 1
                wrong += score.points > maximum or apart
            # "Điểm" in a head leaves less doubt: one such figure is then a slip.
            once = "diem" in fold(column.header).split() and wrong == 1
            if wrong * _LEAST_SHARE >= count > 0 and not once:
                found.add(column.index)
        return frozenset(found)

    def _maximum(self, node: str | None) -> int:
        plan = self._plan
        return plan.maximum if node is None else plan.maxima[plan.ids.index(node)]

    def _texts(self, first: int, last: int | None = None) -> list[list[str]]:
        return [[text_of(cell) for cell in row] for row in self._sheet.rows[first:last]]

    def _unit(
        self, at: int, texts: Sequence[str], name: Column | None, code: Column | None
    ) -> Unit | None:
        called, coded = _cell(texts, name), _cell(texts, code)
        if (not called and not coded) or self._doubtful:
            return None
        if is_missing(coded):
            coded = ""
        unit = Unit(name=called or coded, code=coded or None)
        subject = Subject(unit=unit)
        if name is not None and called:
            self.add(ClaimKind.UNIT, called, (at, name.index), unit, subject)
        if code is not None and coded and any(map(str.isdigit, coded)):
            value, flaw = read_code(coded, ClaimKind.AGENCY_CODE)
            self.add(ClaimKind.AGENCY_CODE, coded, (at, code.index), value, subject, flaw)
        return unit

    def _of_period(self, at: int, texts: Sequence[str], column: Column) -> Subject:
        text = _cell(texts, column)
        numbered = _PERIOD_NUMBER.fullmatch(plain(text))
        if numbered is not None:
            self.labels[self.statement] = int(numbered[1])
            return Subject()
        period, flaw = parsed(parse_period, text)
        if period is None:
            period, other = parsed(parse_period, f"{column.header} {text}")
            beyond = (
                each for each in (other, flaw) if each and each.code is ProblemCode.OUT_OF_RANGE
            )
            flaw = None if period else next(beyond, None)
        subject = Subject(period=period)
        if period is not None or flaw is not None:
            self.add(ClaimKind.PERIOD, text, (at, column.index), period, subject, flaw)
        else:
            self._doubtful = True  # a row of something else
        return subject

    def _figure(self, text: str, place: tuple[int, int], column: Column, subject: Subject) -> None:
        """Read a cell by what its column is for; others are names and mere texts."""
        if column.kind in {"points", "total"}:
            self._points(text, place, column, subject)
        elif column.kind == "rank":
            self._rank(text, place, column, subject)
        elif column.kind == "band":
            self._grade(text, place, subject)
        elif column.kind == "percent":
            percent, _ = number(text.rstrip("% "), Decimal(100))
            if percent is not None:
                left = self._shares.get(column.index, -1)
                score, node = self._scores.get(left, (None, None))
                subject = evolve(subject, node=node)
                self.add(ClaimKind.PERCENT, text, place, Rate(percent, score), subject)

    def _points(self, text: str, place: tuple[int, int], column: Column, subject: Subject) -> None:
        node, maximum = column.node, to_decimal(self._maximum(column.node))
        kind = ClaimKind.TOTAL if node is None else ClaimKind.POINTS
        score, flaw = _score(text, maximum)
        if score is not None or flaw is not None:
            self.add(kind, text, place, score, evolve(subject, node=node), flaw)
        if score is not None and not self._doubtful:
            self._scores[column.index] = (Score(score.points, maximum), node)
        elif score is None and node is None:
            self._grade(text, place, subject)  # "Tổng hợp" may head the classes

    def _rank(self, text: str, place: tuple[int, int], column: Column, subject: Subject) -> None:
        found = rank_of(text)
        if found is not None:
            if found.of is None and column.maximum is not None:
                found = evolve(found, of=int(column.maximum))
            self.add(ClaimKind.RANK, text, place, found, subject)

    def _grade(self, text: str, place: tuple[int, int], subject: Subject) -> None:
        band = self._plan.band_labelled(text)
        if band is not None:
            self.add(ClaimKind.CLASS, text, place, Grade(text, band.id), subject)


def rank_of(text: str) -> Rank | None:
    """Return the rank that a cell writes, be there one like that or not: 66/65."""
    pair, flaw = parsed(read_rank, text)
    if pair is None and flaw is not None and flaw.code is ProblemCode.OUT_OF_RANGE:
        first, _, last = text.partition("/")
        pair = int(first), int(last)
    return None if pair is None else Rank(*pair)


def _cell(texts: Sequence[str], column: Column | None) -> str:
    return "" if column is None else _at(texts, column.index)


def _at(texts: Sequence[str], index: int | None) -> str:
    return "" if index is None or index >= len(texts) else texts[index]


def _score(text: str, maximum: Decimal) -> tuple[Score | None, Problem | None]:
    """Return points as a cell writes them, with a maximum only if the cell states one."""
    if "/" in text:
        pair, flaw = parsed(parse_points, text)
        if pair is not None:
            return Score(*pair), None
        return None, flaw if flaw and flaw.code is ProblemCode.AMBIGUOUS_NUMBER else None
    if not _FIGURE.fullmatch(text):
        return None, None
    points, flaw = number(text, maximum)
    return (None, flaw) if points is None else (Score(points), None)


def _shares(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Return columns of percents that say nothing else, with the points on their left."""
    by_index = {column.index: column for column in columns}
    return [
        (column.index, column.index - 1)
        for column in columns
        if column.kind == "percent"
        # The lowest head of a column, without the letter that parts it from its likes.
        and fold(column.header.rpartition("/")[2].removesuffix(f"({column.letter})"))
        in _PERCENT_HEADS
        and column.index - 1 in by_index
        and by_index[column.index - 1].kind in {"points", "total"}
    ]


def with_total(head: Head, plan: Plan) -> Head:
    """Return a head in which the only column of points out of the maximum is that of totals."""
    found = [
        column
        for column in head.columns
        if column.kind == "other"
        and named_nodes(column.header, plan)[1] == plan.maximum
        and "diem" in fold(column.header).split()
    ]
    if len(found) != 1 or any(column.kind == "total" for column in head.columns):
        return head
    columns = (evolve(each, kind="total") if each is found[0] else each for each in head.columns)
    return evolve(head, columns=tuple(columns))
