"""Claims in tables with a line for each group of indicators, be the lines rows or columns.

Lines are told by the names of groups. What stands beside them, maxima, points, percents and
differences, is told by its heads where they say so, else by its figures: a column that holds the
maxima of the framework, a percent that follows from the points, cells with points out of a maximum.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import define, evolve, field, frozen

from vn766._engine.exact import to_decimal
from vn766.audit.claims import Change, ClaimKind, Grade, Rate, Score, Subject
from vn766.audit.reading import parsed, phrases
from vn766.audit.reading.rows import CLASS_HEADS, in_order, rank_of
from vn766.audit.reading.sentences import number
from vn766.errors import Problem, ProblemCode
from vn766.lazy import regex
from vn766.readers.asides import is_missing
from vn766.readers.headers import kind_of, named_nodes, text_of
from vn766.records import Unit
from vn766.vi import parse_period
from vn766.vocabulary import Vocabulary, fold, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vn766._engine.plan import Plan
    from vn766.audit.reading.rows import SheetClaims
    from vn766.files.blocks import Grid

_Role: TypeAlias = Literal["maximum", "points", "percent", "change", "other", "unknown"]

_WORDS: Final = Vocabulary("audit")
_HEADS: Final = Vocabulary("readers")
_MAXIMUM_HEADS: Final = _HEADS.folded("maxima") | _WORDS.folded("maximum_heads")
_POINTS_HEADS: Final = _HEADS.folded("points") | _WORDS.folded("points_heads")
_PERCENT_HEADS: Final = _WORDS.folded("percent_heads") - {""}
_NO_FIGURES: Final = frozenset({"ordinal", "rank", "code", "name", "level"})
_EITHER: Final = _PERCENT_HEADS & _POINTS_HEADS
_CHANGE_HEADS: Final = regex(rf"{_WORDS.any_of('change_heads')}\b")
_NOTE_HEADS: Final = _HEADS.folded("notes") | _WORDS.folded("other_heads")
_TOTAL_ROWS: Final = _WORDS.folded("total_rows")
_LEAST_GROUPS: Final = 2
_TWO: Final = 2  # columns of points: before and after
_HEAD_ROWS: Final = 6
_LINES: Final = 60  # in which the first group is looked for
_LABELS: Final = 6  # columns in which the names of groups stand
_LONGEST_LABEL: Final = 200
_ITEM: Final = regex(
    r"\s*(?:(?:\d{1,2}(?:\.\d{1,2}){0,2}|[IVX]{1,4})(?:[.)]\s*|\s+)|[-+•*]\s*)(?=[^\W\d_])"
)
_BRACKETS: Final = regex(r"\([^()]{0,60}\)")
_NEAR: Final = Decimal("0.6")  # points of percent: what a percent with no decimals may be off
_NUMBER: Final = regex(r"(?:(?:dat|duoc)[ :]{1,2})?(?P<number>\d[\d.,]{0,20})(?: ?(?:diem|d))?")
_SIGNED: Final = regex(r"(?P<sign>[+-]|tang|giam)? ?(?P<number>\d[\d.,]{0,20})(?: ?(?:diem|%))?")
_MONTH: Final = regex(r".*\b(?:thang|quy) (?P<number>\d{1,2}|[ivx]{1,3})\b.*")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@frozen
class _Figure:
    """The figure of a cell: a number, a percent, or points out of a maximum."""

    number: Decimal
    maximum: Decimal | None = None
    percent: bool = False


def _figure(text: str, maximum: Decimal | None = None) -> _Figure | None:
    """Return the figure that a cell writes, or None if it writes none, or several."""
    words = plain(text).strip()
    if not words or is_missing(text):
        return None
    scores = list(phrases.SCORE.finditer(words))
    if len(scores) == 1:
        most, _ = number(scores[0]["maximum"])
        points, _ = number(scores[0]["points"], most)
        return None if points is None or most is None else _Figure(points, most)
    percent = phrases.PERCENT.fullmatch(words)
    if percent is not None:
        value, _ = number(percent["percent"], Decimal(100))
        return None if value is None else _Figure(value, percent=True)
    alone = _NUMBER.fullmatch(words)
    value, _ = (None, None) if alone is None else number(alone["number"], maximum)
    return None if value is None else _Figure(value)


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure and nothing else."""
    return _figure(text) is not None or _SIGNED.fullmatch(plain(text).strip()) is not None


@frozen(eq=False)
class _Line:
    """The line of one group, of the total (`node` -1), or of a class or rank (`kind`)."""

    at: int
    nodes: tuple[int, ...]
    stated: Decimal | None
    kind: Literal["node", "total", "band", "rank"] = "node"


@define(eq=False)
class _Measure:
    """A column beside the names of groups: its head, its figures by line, and what they are."""

    index: int
    head: str
    path: str
    cells: dict[int, str]
    role: _Role = "unknown"
    figures: dict[int, _Figure] = field(factory=dict[int, _Figure])


class GroupsTable:
    """A table with a line for each group, seen so that lines are rows; `turned` if they are not."""

    def __init__(self, sheet: Grid, plan: Plan, *, turned: bool) -> None:
        rows = [[text_of(cell) for cell in row] for row in sheet.rows]
        width = max(map(len, rows), default=0)
        filled = [row + [""] * (width - len(row)) for row in rows]
        self._texts = [list(column) for column in zip(*filled, strict=True)] if turned else filled
        self._turned, self._plan = turned, plan
        self._column, self._lines = self._find_lines()
        self.groups = sum(line.kind == "node" for line in self._lines)
        """The number of groups that have a line."""

    @property
    def first(self) -> int:
        """The first row of the sheet that is no head."""
        return 0 if self._turned else self._lines[0].at

    # --- lines ------------------------------------------------------------------------------------

    def _find_lines(self) -> tuple[int, list[_Line]]:
        found: dict[int, list[_Line]] = {}
        for at, row in enumerate(self._texts[:_LINES]):
            for column, text in enumerate(row[: max(_LABELS, _LINES * self._turned)]):
                line = self._line(at, text)
                if line is not None:
                    found.setdefault(column, []).append(line)

        def groups(column: int) -> int:
            return sum(line.kind == "node" for line in found[column])

        best = max(found, key=lambda column: (groups(column), -column), default=None)
        if best is None or groups(best) < _LEAST_GROUPS:
            return 0, []
        return best, found[best]

    def _line(self, at: int, text: str) -> _Line | None:
        if not text or len(text) > _LONGEST_LABEL:
            return None
        item = _ITEM.match(text)
        label = text if item is None else text[item.end() :]
        nodes, hundredths = named_nodes(label, self._plan)
        stated = None if hundredths is None else to_decimal(hundredths)
        if nodes:
            return _Line(at, nodes, stated)
        words = fold(_BRACKETS.sub(" ", label))
        kind = kind_of(words)
        if words in _TOTAL_ROWS or kind == "total":
            return _Line(at, (), stated, "total")
        if kind == "band" or words in CLASS_HEADS:
            return _Line(at, (), None, "band")
        return _Line(at, (), None, "rank") if kind == "rank" else None

    # --- measures ---------------------------------------------------------------------------------

    def _measures(self) -> list[_Measure]:
        """Return the columns with figures beside the lines, and their heads."""
        first = self._lines[0].at
        above = self._texts[max(0, first - _HEAD_ROWS) : first]
        width = len(self._texts[first])
        measures: list[_Measure] = []
        for index in range(width):
            cells = {
                line.at: self._texts[line.at][index]
                for line in self._lines
                if self._texts[line.at][index]
            }
            if index == self._column or not cells:
                continue
            path = [text for text in (_over(row, index) for row in above) if text]
            lowest = next((row[index] for row in reversed(above) if row[index]), "")
            measure = _Measure(index, lowest, " / ".join(path), cells)
            for line in self._lines:
                figure = _figure(cells.get(line.at, ""), self._most(line))
                if figure is not None and line.kind in {"node", "total"}:
                    measure.figures[line.at] = figure
            if measure.figures or any(map(_SIGNED.fullmatch, map(plain, cells.values()))):
                measures.append(measure)
        return measures

    def _most(self, line: _Line) -> Decimal | None:
        """Return the largest maximum that a line may have, by which its figures are read."""
        if line.kind == "total":
            return to_decimal(self._plan.maximum)
        return max((to_decimal(self._plan.maxima[at]) for at in line.nodes), default=None)

    def _role(self, measure: _Measure) -> _Role:
        """Return what the head of a column says it is for."""
        head = measure.head[:_LONGEST_LABEL]
        words = fold(_BRACKETS.sub("", head))
        share = "%" in head or words in _PERCENT_HEADS or words.startswith(("ty le", "ti le"))
        pairs = any(figure.maximum for figure in measure.figures.values())
        names = words in _NOTE_HEADS or kind_of(head) in _NO_FIGURES
        roles: tuple[tuple[_Role, bool], ...] = (
            ("change", _CHANGE_HEADS.match(plain(head).strip()) is not None),
            ("maximum", words in _MAXIMUM_HEADS),
            ("unknown", words in _EITHER and "%" not in head),
            ("points", share and pairs),
            ("percent", share),
            ("points", words in _POINTS_HEADS),
            ("other", names),
        )
        found: list[_Role] = [role for role, says_so in roles if says_so]
        return found[0] if found else "unknown"

    def _is_maxima(self, measure: _Measure) -> bool:
        """Whether all figures are the maxima of their lines."""
        figures = measure.figures
        lines = [line for line in self._lines if line.kind == "node" and line.at in figures]
        return len(lines) >= _LEAST_GROUPS and all(
            not figures[line.at].percent
            and figures[line.at].number in {to_decimal(self._plan.maxima[at]) for at in line.nodes}
            for line in lines
        )

    def _roles(self, measures: Sequence[_Measure]) -> None:
        """Tell what each column is for: by its head, else by its figures."""
        for measure in measures:
            measure.role = self._role(measure)
            figures = list(measure.figures.values())
            if figures and all(figure.percent for figure in figures):
                measure.role = "percent"
        maxima = self._find_maxima(measures)
        stated = any(line.stated for line in self._lines)
        bare = not any(each.head for each in measures) or any(map(self._adds_up, measures))
        for measure in measures:
            pairs = any(figure.maximum for figure in measure.figures.values())
            named = phrases.UNIT.search(measure.path) or _MONTH.fullmatch(plain(measure.path))
            sure = maxima or pairs or stated or named or bare
            if measure.role == "unknown" and sure and self._fits(measure):
                measure.role = "points"
        points = [each for each in measures if each.role == "points"]
        for measure in measures:
            likely = measure.role == "unknown" or measure in points[1:]
            if points and likely and self._follows(measure, points[0]):
                measure.role = "percent"

    def _find_maxima(self, measures: Sequence[_Measure]) -> bool:
        """Tell which column holds the maxima, if no head says so; return whether there is one."""
        if any(each.role == "maximum" for each in measures):
            return True
        likely = [each for each in measures if each.role in {"unknown", "points"}]
        found = [each for each in likely if self._is_maxima(each)]
        # Of a perfect result only the order tells maxima from points.
        if not found or len(likely) == 1:
            return False
        found[0].role = "maximum"
        return True

    def _is_ordinal(self, measure: _Measure) -> bool:
        numbers = [figure.number for figure in measure.figures.values()]
        return measure.index < self._column and numbers == [
            *map(Decimal, range(1, len(numbers) + 1))
        ]

    def _adds_up(self, measure: _Measure) -> bool:
        """Whether the figures of all groups add up to that of the total."""
        figures = measure.figures
        totals = [line.at for line in self._lines if line.kind == "total" and line.at in figures]
        parts = [figures[at].number for at in figures if at not in totals]
        return len(totals) == 1 and sum(parts, Decimal(0)) == figures[totals[0]].number > 0

    def _fits(self, measure: _Measure) -> bool:
        """Whether most figures can be points of their lines, and do not merely number them."""
        if self._is_ordinal(measure):
            return False
        fitting = [
            figure.number <= most
            for line in self._lines
            if (figure := measure.figures.get(line.at)) and (most := self._most(line))
        ]
        return len(fitting) >= _LEAST_GROUPS and 3 * sum(fitting) >= 2 * len(fitting)

    def _follows(self, measure: _Measure, points: _Measure) -> bool:
        """Whether most figures are the percents of the points in another column."""
        near = [
            abs(figure.number - 100 * own.number / most) <= _NEAR
            for line in self._lines
            if (figure := measure.figures.get(line.at))
            and (own := points.figures.get(line.at))
            and (most := self._most(line))
        ]
        return len(near) >= _LEAST_GROUPS and 2 * sum(near) > len(near)

    # --- claims -----------------------------------------------------------------------------------

    def read(self, into: SheetClaims) -> bool:
        """Write down what the lines say; return whether there are points among them."""
        measures = self._measures() if self._lines else []
        self._roles(measures)
        points = [each for each in measures if each.role == "points"]
        maxima = next((each for each in measures if each.role == "maximum"), None)
        alike = len({each.path for each in points}) < len(points)
        begins = len(into.claims)
        for measure in measures:
            if measure.role == "maximum":
                into.maxima |= {self._place(line, measure.index) for line in self._lines}
        for measure in points:
            subject, number_of = self._subject(measure, alone=len(points) == 1)
            if number_of is not None:
                into.labels[into.statement] = number_of
            subject = evolve(subject, clear=not alike)
            scores = self._column_of_points(measure, maxima, subject, into)
            share = self._share_of(measure, measures, alone=len(points) == 1)
            if share is not None:
                self._percents(share, scores, subject, into)
            into.statement += 1
        if len(points) == _TWO:
            for measure in measures:
                if measure.role == "change":
                    self._changes(measure, points, into)
        into.statement += 1
        into.claims[begins:] = sorted(into.claims[begins:], key=in_order)
        return bool(points)

    @staticmethod
    def _share_of(
        measure: _Measure, measures: Sequence[_Measure], *, alone: bool
    ) -> _Measure | None:
        """Return the column of percents of some points: the next one, or the only one.

        It is the one before, if all percents stand before points.
        """
        points = {each.index for each in measures if each.role == "points"}
        before = {each.index + 1: each for each in measures if each.role == "percent"}
        if before and min(before) == min(points) and points.issuperset(before):
            return before.get(measure.index)
        right = (each for each in measures if alone or each.index > measure.index)
        nearest = (
            each
            for each in right
            if each.role == "percent" or (each.role == "points" and not alone)
        )
        share = next(nearest, None)
        return share if share is not None and share.role == "percent" else None

    def _subject(self, measure: _Measure, *, alone: bool) -> tuple[Subject, int | None]:
        """Return of whom and when a column is, and the month that it is called by."""
        words = plain(measure.path)
        earlier = phrases.EARLIER.search(words) is not None
        named = phrases.UNIT.search(measure.path)
        unit = None
        if named is not None:
            unit = Unit(name=" ".join(named[0].split()))
        elif self._turned and not alone and measure.head and not _is_measure(measure.head):
            unit = Unit(name=measure.head)
        period = None
        for pattern in phrases.PERIODS:
            told = pattern.search(words)
            if told is not None and period is None:
                period, _ = parsed(parse_period, " ".join(told[0].split()))
        month = _MONTH.fullmatch(words) if period is None else None
        label = None if month is None else _ROMAN.get(month["number"]) or month["number"]
        number_of = int(label) if label and not alone else None
        return Subject(unit=unit, period=period, earlier=earlier and not alone), number_of

    def _place(self, line: _Line, index: int) -> tuple[int, int]:
        return (index, line.at) if self._turned else (line.at, index)

    def _column_of_points(
        self, measure: _Measure, maxima: _Measure | None, subject: Subject, into: SheetClaims
    ) -> dict[int, tuple[str | None, Score]]:
        """Write down a column of points; return the group and points of each line."""
        scores: dict[int, tuple[str | None, Score]] = {}
        for line in self._lines:
            text, figure = measure.cells.get(line.at, ""), measure.figures.get(line.at)
            place = self._place(line, measure.index)
            if line.kind in {"band", "rank"}:
                self._overall(line, text, place, subject, into)
            elif figure is not None and not figure.percent:
                stated = line.stated
                if maxima is not None and line.at in maxima.figures:
                    stated = maxima.figures[line.at].number
                score = Score(figure.number, figure.maximum or stated)
                node, flaw = self._node(line, score.maximum, text)
                kind = ClaimKind.TOTAL if line.kind == "total" else ClaimKind.POINTS
                if kind is ClaimKind.TOTAL or node is not None or flaw is not None:
                    into.add(kind, text, place, score, evolve(subject, node=node), flaw)
                if kind is ClaimKind.TOTAL or node is not None:
                    at = None if node is None else self._plan.ids.index(node)
                    most = self._plan.maximum if at is None else self._plan.maxima[at]
                    scores[line.at] = node, Score(score.points, to_decimal(most))
        return scores

    def _node(
        self, line: _Line, stated: Decimal | None, text: str
    ) -> tuple[str | None, Problem | None]:
        """Return the group of a line by the maximum that is stated, or what is wrong with it."""
        plan = self._plan
        maxima = {at: to_decimal(plan.maxima[at]) for at in line.nodes}
        fitting = [at for at, maximum in maxima.items() if stated in {None, maximum}]
        if len(fitting) == 1:
            return plan.ids[fitting[0]], None
        if fitting or not maxima or stated is None:
            return None, None
        return None, Problem.of(
            ProblemCode.STATED_MAXIMUM,
            (),
            value=text,
            label=plan.nodes[line.nodes[0]].label,
            stated=stated,
            maximum=" / ".join(f"{maximum.normalize():f}" for maximum in maxima.values()),
        )

    def _overall(
        self, line: _Line, text: str, place: tuple[int, int], subject: Subject, into: SheetClaims
    ) -> None:
        """Write down the class, or the rank, of the line for it."""
        if line.kind == "band":
            band = self._plan.band_labelled(text)
            if band is not None:
                into.add(ClaimKind.CLASS, text, place, Grade(text, band.id), subject)
            return
        rank = rank_of(text)
        if rank is not None:
            into.add(ClaimKind.RANK, text, place, rank, subject)

    def _percents(
        self,
        share: _Measure,
        scores: Mapping[int, tuple[str | None, Score]],
        subject: Subject,
        into: SheetClaims,
    ) -> None:
        for line in self._lines:
            figure = share.figures.get(line.at)
            if figure is not None and figure.maximum is None and line.at in scores:
                node, score = scores[line.at]
                rate, about = Rate(figure.number, score), evolve(subject, node=node)
                place = self._place(line, share.index)
                into.add(ClaimKind.PERCENT, share.cells[line.at], place, rate, about)

    def _changes(self, measure: _Measure, points: Sequence[_Measure], into: SheetClaims) -> None:
        """Write down how much points rose or fell from one column to the other."""
        before, after = points
        # The later period may stand first; then most differences say so.
        signs = [0, 0]
        found: list[tuple[_Line, Decimal, Decimal, Decimal]] = []
        for line in self._lines:
            told = _SIGNED.fullmatch(plain(measure.cells.get(line.at, "")).strip())
            first, last = before.figures.get(line.at), after.figures.get(line.at)
            value, _ = (None, None) if told is None else number(told["number"], Decimal(100))
            if told is None or value is None or first is None or last is None:
                continue
            value = -value if told["sign"] in {"-", "giam"} else value
            found.append((line, value, first.number, last.number))
            signs[0] += value == last.number - first.number
            signs[1] += value == first.number - last.number
        for line, value, earlier, later in found:
            place = self._place(line, measure.index)
            node, _ = self._node(line, None, "")
            ends = (later, earlier) if signs[1] > signs[0] else (earlier, later)
            change = Change(value, *ends)
            into.add(ClaimKind.CHANGE, measure.cells[line.at], place, change, Subject(node=node))


def _is_measure(head: str) -> bool:
    words = fold(_BRACKETS.sub("", head))
    return words in _POINTS_HEADS | _MAXIMUM_HEADS | _PERCENT_HEADS


def _over(row: Sequence[str], index: int) -> str:
    """Return the text over a column: a head may stand over several, and leave blanks behind it."""
    return row[index] or next((row[at] for at in range(index, -1, -1) if row[at]), "")
