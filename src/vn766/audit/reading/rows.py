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
from vn766.readers.headers import head_paths, named_nodes, text_of
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
CLASS_HEADS: Final = _WORDS.folded("class_heads")
_LEAST_GROUPS: Final = 2
_LEAST_SHARE: Final = 3  # one figure in three is too many to be a slip each
_ORDINAL: Final = regex(r"(\d{1,5})\.?")
_HEAD_ROWS: Final = 6
_PERIOD_NUMBER: Final = regex(r"(?:thang ?)?(\d{1,2})")
_HEAD: Final = regex(r"[^\W\d_]{2}|^\W*%")
"""What a head has, and no number of a column or maximum: letters, or the sign of percents."""
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
        self._shares = _shares(head, self._texts(head.first, head.body))
        others = self._of_other_scales(head)
        # Points come before the percents of them, on whichever side these stand.
        columns_in_turn = sorted(head.columns, key=lambda each: each.index in self._shares)
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
            begun = len(self.claims)
            for column in columns_in_turn:
                text = _cell(texts, column)
                self._doubtful = apart or column.index in others
                if text and not is_missing(text):
                    self._figure(text, (at, column.index), column, subject)
            self.claims[begun:] = sorted(self.claims[begun:], key=in_order)
            self.statement += 1

    def _of_other_scales(self, head: Head) -> frozenset[int]:
        """Return columns that may hold numbers, percents or other sums instead of points.

        Their heads state no maximum, and many figures are too large, or do not go with the percents
        beside them. Percents before points that do not go with them are of something else.
        """
        shares = {points: percent for percent, points in self._shares.items()}
        rows = self._texts(head.body)
        found: set[int] = set()
        for column in head.columns:
            if column.kind not in {"points", "total"}:
                continue
            maximum, beside = to_decimal(self._maximum(column.node)), shares.get(column.index)
            too_large = wrong = count = 0
            for texts in rows:
                score, _ = _score(_cell(texts, column), maximum)
                if score is None:
                    continue
                count += 1
                percent = None if beside is None else number(_at(texts, beside).rstrip("% "))[0]
                apart = percent is not None and abs(percent - score.points * 100 / maximum) > 1
                too_large += score.points > maximum
                wrong += score.points > maximum or apart
            # "Điểm" in a head leaves less doubt: one such figure is then a slip.
            once = "diem" in fold(column.header).split()
            before = beside is not None and beside < column.index
            if before and _are_many(wrong, count, once=once):
                self._shares = {of: at for of, at in self._shares.items() if of != beside}
                wrong = too_large
            if column.maximum is None and _are_many(wrong, count, once=once):
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


def _are_many(wrong: int, count: int, *, once: bool) -> bool:
    """Whether too many figures are wrong to be a slip each; a slip may be the only one (`once`)."""
    return wrong * _LEAST_SHARE >= count > 0 and not (once and wrong == 1)


def _shares(head: Head, rows: Sequence[Sequence[str]]) -> dict[int, int]:
    """Return columns of percents that say nothing else, with those of the points they are of.

    These stand on their left; or on their right, if all percents below a head, or of a table in
    which they are several, stand before points.
    """
    points = {column.index for column in head.columns if column.kind in {"points", "total"}}
    above = {at: path[:-1] for at, path in enumerate(heads_over(rows))}
    families: dict[tuple[str, ...], list[int]] = {}
    for column in head.columns:
        # The lowest head of a column, without the letter that parts it from its likes.
        words = fold(column.header.rpartition("/")[2].removesuffix(f"({column.letter})"))
        if column.kind == "percent" and words in _PERCENT_HEADS:
            families.setdefault(above[column.index], []).append(column.index)
    found: dict[int, int] = {}
    for family, percents in families.items():
        own = {at for at in points if above[at] == family}
        left = own if family else points
        leading = percents[0] - 1 not in left and all(at + 1 in own for at in percents)
        side, beside = (1, own) if leading and (family or len(percents) > 1) else (-1, left)
        found |= {at: at + side for at in percents if at + side in beside}
    return found


def heads_over(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the heads of each column from the top, without numbers of columns and maxima."""
    return list(head_paths([[text if _HEAD.search(text) else "" for text in row] for row in rows]))


def in_order(claim: Claim) -> tuple[int, int]:
    """Return where in a table a claim stands."""
    place = claim.location
    return (place.line or place.row or 0, place.column or 0)


def with_classes(head: Head, sheet: Grid, plan: Plan) -> Head:
    """Return a head in which the only column of classes is known by them, if its name may be so."""
    found = [
        column
        for column in head.columns
        if column.kind == "other"
        and fold(column.header) in CLASS_HEADS
        and _holds_classes(sheet, head.body, column.index, plan)
    ]
    if len(found) != 1 or any(column.kind == "band" for column in head.columns):
        return head
    columns = (evolve(each, kind="band") if each is found[0] else each for each in head.columns)
    return evolve(head, columns=tuple(columns))


def _holds_classes(sheet: Grid, body: int, index: int, plan: Plan) -> bool:
    """Whether all that is written in a column from row `body` on are classes."""
    texts = (text_of(row[index]) for row in sheet.rows[body:] if index < len(row))
    written = [text for text in texts if text and not is_missing(text)]
    return bool(written) and all(plan.band_labelled(text) for text in written)


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
