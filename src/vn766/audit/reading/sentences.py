"""One sentence: its figures, what they are of, and whose.

A sentence is read as a row of marks: names of groups and units, periods, figures, classes, ranks.
A figure belongs to the name before it if nothing but known words stand between the two; whose it is
is clear if the last one named is a unit, or nobody is named. What remains unclear is kept, and held
against nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol

from attrs import frozen

from vn766._engine.exact import to_decimal
from vn766.audit.claims import ClaimKind, Count, Grade, Rank, Rate, Score, Subject
from vn766.audit.reading import phrases
from vn766.audit.reading.topics import NEAR, Mark, MarkKind, Topic, unit_of
from vn766.errors import FormatError, Problem, ProblemCode
from vn766.vi.numbers import parse_number
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from vn766._engine.plan import Plan
    from vn766.audit.claims import Value
    from vn766.audit.reading.texts import Passage
    from vn766.period import Period

_WORDS_BEFORE: Final = 30  # characters in which the words before a figure stand
_COUNT: Final = re.compile(r"\d{1,3}(?:\.\d{3}){1,3}|\d{1,9}")
MASK: Final = "\0"
BROKEN_BEFORE: Final = re.compile(r"\d ?[.,]? $|[.,]$")
BROKEN_AFTER: Final = re.compile(r" ?[.,]? ?\d")


@frozen(eq=False)
class _Scored:
    """The last points of a sentence, what they are of, and where they end.

    `limit` says that they are the end of a span, `subject` whose they are.
    """

    score: Score
    node: str | None
    end: int
    doubtful: bool
    limit: bool
    subject: Subject


class Writer(Protocol):
    """Writes down a claim."""

    def __call__(
        self,
        kind: ClaimKind,
        span: tuple[int, int],
        value: Value,
        *,
        subject: Subject,
        doubtful: bool = False,
        flaw: Problem | None = None,
    ) -> None:
        """Write down what the words of a span say."""


def number(text: str, maximum: Decimal | None = None) -> tuple[Decimal | None, Problem | None]:
    """Return the number that `text` writes with either mark, or what is wrong with it.

    Example:
        >>> number("18.9"), number("69,81")[0]
        ((Decimal('18.9'), None), Decimal('69.81'))
        >>> number("79.995")[1].code
        <ProblemCode.AMBIGUOUS_NUMBER: 'ambiguous-number'>
    """
    try:
        return parse_number(text, decimal_mark="auto", max_value=maximum), None
    except FormatError as error:
        return None, error.problem


def _whole(text: str) -> int | None:
    """Return a count, or None for what is none: dots part thousands of what is counted."""
    return int(text.replace(".", "")) if _COUNT.fullmatch(text) else None


@frozen(kw_only=True)
class Setting:
    """What a sentence stands in: its passage, from where to where, and what was spoken of before.

    `text` is the passage in plain letters, in which what has digits and is no figure is masked.
    """

    passage: Passage
    text: str
    begins: int
    ends: int
    topic: Topic


class Sentence:
    """The marks of one sentence, read from left to right."""

    def __init__(
        self, setting: Setting, plan: Plan, bands: Mapping[str, str], write: Writer
    ) -> None:
        self._write, self._plan, self._bands = write, plan, bands
        self._passage, self._text = setting.passage, setting.text
        self._begins, self._ends = setting.begins, setting.ends
        self._topic: Topic = setting.topic
        self._node: Mark | None = None
        self._total: Mark | None = None
        self._last: _Scored | None = None
        self._sum: _Scored | None = None
        self._percent: tuple[Mark, Decimal] | None = None
        self._linked = self._by_another = False
        self._aside: bool = setting.topic.ahead
        self._follows: dict[int, Period] = {}
        self._days: dict[int, date] = {}

    def read(self, marks: Sequence[Mark]) -> None:
        """Read all marks of the sentence; what is told in brackets ends with them."""
        text, begins, ends = self._text, self._begins, self._ends
        self._by_another = phrases.BY_ANOTHER.search(text, begins, ends) is not None
        brackets = [match.span() for match in phrases.BRACKETS.finditer(text, begins, ends)]
        self._follows = {
            mark.start: mark.period
            for mark in marks
            if mark.kind == "period" and mark.period is not None
        }
        self._days = {mark.start: mark.day for mark in marks if mark.day is not None}
        asides = [
            Mark("aside", it, *it.span()) for it in phrases.EARLIER.finditer(text, begins, ends)
        ]
        at = 0
        outside: tuple[int, tuple[Topic, bool, _Scored | None]] | None = None
        for mark in sorted((*marks, *asides), key=lambda it: (it.start, -it.end)):
            if outside is not None and mark.start >= outside[0]:
                self._topic, self._aside, self._sum = outside[1]
                outside = None
            while at < len(brackets) and brackets[at][0] < mark.start:
                if mark.start < brackets[at][1]:
                    outside = (brackets[at][1], self._state())
                at += 1
            self._take(mark)

    def _state(self) -> tuple[Topic, bool, _Scored | None]:
        return self._topic, self._aside, self._sum

    def _take(self, mark: Mark) -> None:
        takes: dict[MarkKind, Callable[[Mark], None]] = {
            "unit": self._take_unit,
            "node": self._take_node,
            "total": self._take_total,
            "score": self._take_score,
            "bare": self._take_bare,
            "count": self._take_count,
            "percent": self._take_percent,
            "rank": self._take_rank,
            "grade": self._take_grade,
        }
        if mark.kind == "aside":
            self._aside = True
        elif mark.kind in takes:
            takes[mark.kind](mark)
        else:
            self._topic = self._topic.after(mark)

    @property
    def aims(self) -> bool:
        """Whether its figures are aimed at; so are those after a semicolon."""
        return self._topic.ahead or bool(phrases.AIM.search(self._text, self._begins, self._ends))

    @property
    def topic(self) -> Topic:
        """What the next sentence is about, if it does not say."""
        return self._topic.later

    def _subject(
        self, mark: Mark, node: str | None = None, *, clear: bool = True, limit: bool = False
    ) -> Subject:
        topic = self._topic
        after = phrases.TO_PERIOD.match(self._text, mark.end)
        told = phrases.TO_DAY.match(self._text, mark.end)
        # The period, or day, that follows is nearer than the one before.
        nearer = None if after is None else self._follows.get(after.end())
        return Subject(
            unit=topic.unit,
            node=node,
            period=nearer or topic.period,
            as_of=topic.day if told is None else self._days.get(told.end(), topic.day),
            earlier=self._aside or limit,
            clear=clear
            and not self._by_another
            and (topic.clear or (nearer is not None and not topic.index)),
            foreign=topic.index or self._by_another,
        )

    def _take_node(self, mark: Mark) -> None:
        self._node = mark

    def _take_total(self, mark: Mark) -> None:
        self._total, self._node = mark, None

    def _take_unit(self, mark: Mark) -> None:
        subject = Subject(unit=self._topic.unit)
        self._write(ClaimKind.UNIT, mark.match.span(), unit_of(mark), subject=subject)
        # "của UBND tỉnh" in "thuộc tỉnh …" says where a unit lies, not which one it is.
        before = self._text[max(0, mark.start - 12) : mark.start]
        if not before.endswith(("thuoc ", "cua so ", "truc thuoc ")):
            self._topic = self._topic.after(mark)

    # --- points -----------------------------------------------------------------------------------

    def _take_score(self, mark: Mark) -> None:
        match = mark.match
        counted = None if match["word"] else phrases.COUNTED.match(self._text, mark.end)
        if counted is not None:
            self._take_counts(mark, counted)
            return
        maximum, _ = number(match["maximum"])
        points, flaw = number(match["points"], maximum)
        doubtful = self._is_broken(mark)
        if maximum is None or maximum <= 0:
            return
        score = None if points is None else Score(points, maximum)
        kind, node, stated = self._what_of(mark, maximum)
        if kind is None:
            if not match["word"]:
                return  # a fraction of something else
            kind = ClaimKind.POINTS
        limit = self._is_limit(mark)
        anchored = kind is ClaimKind.POINTS or self._is_total_of_someone(mark)
        subject = self._subject(mark, node, clear=anchored, limit=limit)
        span = (self._quote_start(mark), mark.end)
        self._write(kind, span, score, subject=subject, doubtful=doubtful, flaw=flaw or stated)
        if score is not None:
            self._link_before(score, subject, mark)
            self._score(_Scored(score, node, mark.end, doubtful, limit, subject), kind)
        self._node = None

    def _score(self, scored: _Scored, kind: ClaimKind) -> None:
        self._last, self._linked = scored, False
        if kind is ClaimKind.TOTAL:
            self._sum = scored

    def _is_limit(self, mark: Mark) -> bool:
        """Whether the words around a figure make it the end of a span, not a value."""
        before = self._text[max(self._begins, mark.start - _WORDS_BEFORE) : mark.start]
        after = phrases.UPWARDS.match(self._text, mark.end)
        return bool(phrases.BEFORE_LIMIT.search(before) or after)

    def _is_total_of_someone(self, mark: Mark) -> bool:
        """Whether the words for a total, or a unit, lead to a figure."""
        name, near = self._total, self._topic.near
        if name is not None and phrases.TO_TOTAL.fullmatch(self._gap(name.end, mark)):
            return True
        return near is not None and bool(phrases.TO_UNITS_FIGURE.fullmatch(self._gap(near, mark)))

    def _gap(self, begins: int, mark: Mark) -> str:
        """Return what stands between a name and a figure, or its beginning if it is long."""
        return self._text[begins : min(mark.start, begins + 2 * NEAR)]

    def _what_of(
        self, mark: Mark, maximum: Decimal
    ) -> tuple[ClaimKind | None, str | None, Problem | None]:
        """Return what a score is of: the total, a group by its name and maximum, or unclear."""
        plan = self._plan
        name = self._node
        near = name is not None and self._leads(name, mark)
        if name is None or not near:
            if maximum == to_decimal(plan.maximum):
                return ClaimKind.TOTAL, None, None
            return None, None, None
        candidates = plan.find(name.match[0])
        fitting = [at for at in candidates if to_decimal(plan.maxima[at]) == maximum]
        if len(fitting) == 1:
            return ClaimKind.POINTS, plan.ids[fitting[0]], None
        gap = self._text[name.end : mark.start]
        if phrases.TO_FIGURE.fullmatch(gap) and self._begins_with(name) and not fitting:
            label = plan.nodes[candidates[0]]
            flaw = Problem.of(
                ProblemCode.STATED_MAXIMUM,
                (),
                value=mark.match[0],
                label=label.label,
                stated=maximum,
                maximum=" / ".join(f"{plan.nodes[at].max_points:f}" for at in candidates),
            )
            return ClaimKind.POINTS, None, flaw
        return ClaimKind.POINTS, None, None

    def _begins_with(self, name: Mark) -> bool:
        """Whether a name is what the sentence begins with, numbers and dashes aside."""
        before = self._text[self._begins : name.start]
        return len(before) < NEAR and not re.search(
            r"[a-z]{3}", phrases.PLAIN_WORDS.sub("", before)
        )

    def _leads(self, name: Mark, mark: Mark) -> bool:
        """Whether a name and a figure belong together: near, and with no other figure between."""
        gap = self._text[name.end : mark.start]
        return len(gap) <= NEAR and not any(map(str.isdigit, gap)) and MASK not in gap

    def _take_bare(self, mark: Mark) -> None:
        """Read points without their maximum, right after the name that they are of."""
        name = self._total or self._node
        if name is None or mark.start < name.end:
            return
        gap = self._gap(name.end, mark)
        if not (phrases.TO_TOTAL if name.kind == "total" else phrases.TO_FIGURE).fullmatch(gap):
            return
        node, maximum, kind = None, self._plan.maximum, ClaimKind.TOTAL
        if name.kind == "node":
            candidates = self._plan.find(name.match[0])
            if len(candidates) != 1:
                return
            node, maximum = self._plan.ids[candidates[0]], self._plan.maxima[candidates[0]]
            kind = ClaimKind.POINTS
        top = to_decimal(maximum)
        points, flaw = number(mark.match["points"], top)
        score = None if points is None else Score(points)
        doubtful = self._is_broken(mark)
        limit = self._is_limit(mark)
        # "Số hóa hồ sơ 22 điểm" may say how many points there are to be had.
        subject = self._subject(mark, node, clear=points != top, limit=limit)
        self._write(
            kind, (name.start, mark.end), score, subject=subject, doubtful=doubtful, flaw=flaw
        )
        if score is not None:
            beside = Score(score.points, top)
            end = mark.end + len(" diem")
            self._score(_Scored(beside, node, end, doubtful, limit, subject), kind)
        self._node = self._total = None

    def _take_counts(self, mark: Mark, counted: re.Match[str]) -> None:
        """Read so many of so many."""
        count, of = (_whole(mark.match[name]) for name in ("points", "maximum"))
        if count is None or not of:
            return
        # More than a plan, or than before, is no contradiction.
        end = counted.end()
        aside = phrases.EARLIER.search(self._text, end, end + _WORDS_BEFORE)
        subject = self._subject(mark, limit=aside is not None)
        self._write(
            ClaimKind.COUNT,
            (mark.start, end),
            Count(count, of, counted["what"]),
            subject=subject,
            doubtful=self._is_broken(mark),
        )

    def _take_count(self, mark: Mark) -> None:
        number_of, what = _whole(mark.match["number"]), mark.match["what"]
        if number_of is not None:
            self._write(
                ClaimKind.COUNT,
                (mark.start, mark.match.end("what")),
                Count(number_of, None, what),
                subject=self._subject(mark),
                doubtful=self._is_broken(mark),
            )

    # --- percents ---------------------------------------------------------------------------------

    def _take_percent(self, mark: Mark) -> None:
        percent, flaw = number(mark.match["percent"], Decimal(100))
        if percent is None or flaw is not None:
            return
        doubtful = self._is_broken(mark)
        last, ends = self._last, phrases.PERCENT_ENDS.match(self._text, mark.end)
        if last is not None and not self._linked and ends is not None:
            gap = self._gap(last.end, mark)
            if len(gap) <= NEAR and phrases.LINK.fullmatch(gap):
                rate = Rate(percent, last.score)
                self._write(
                    ClaimKind.PERCENT,
                    mark.match.span(),
                    rate,
                    subject=last.subject,
                    doubtful=doubtful or last.doubtful,
                )
                self._linked = True
                return
        self._percent = (mark, percent)
        name = self._node
        if name is not None and phrases.TO_FIGURE.fullmatch(self._gap(name.end, mark)):
            candidates = self._plan.find(name.match[0])
            if len(candidates) == 1:
                subject = self._subject(mark, self._plan.ids[candidates[0]])
                span = (name.start, mark.end)
                self._write(
                    ClaimKind.PERCENT, span, Rate(percent), subject=subject, doubtful=doubtful
                )

    def _link_before(self, score: Score, subject: Subject, mark: Mark) -> None:
        """Link a percent to the points in brackets behind it: 77,64% (17,08/22 điểm)."""
        if self._percent is None:
            return
        percent, value = self._percent
        if self._gap(percent.end, mark).strip() == "(":
            doubtful = self._is_broken(percent) or self._is_broken(mark)
            span = percent.match.span()
            self._write(
                ClaimKind.PERCENT, span, Rate(value, score), subject=subject, doubtful=doubtful
            )

    # --- ranks and classes ------------------------------------------------------------------------

    def _take_rank(self, mark: Mark) -> None:
        match = mark.match
        of = match["of"] or match["on"]
        pool = phrases.POOL.match(self._text, mark.end)
        end = mark.end if pool is None else pool.end()
        value = Rank(
            rank=int(match["rank"]),
            of=None if of is None else int(of),
            pool=None if pool is None else " ".join(self._passage.text[mark.end : end].split()),
        )
        node = self._node_of_rank(mark)
        doubtful = bool(BROKEN_AFTER.match(self._text, mark.end))
        clear = (
            self._is_of_someone(mark)
            and not self._follows_another_percent()
            and not phrases.OF_A_PART.match(self._text, end)
        )
        whole = Mark(mark.kind, match, mark.start, end)
        subject = self._subject(whole, node, clear=clear, limit=self._is_limit(mark))
        self._write(ClaimKind.RANK, (mark.start, end), value, subject=subject, doubtful=doubtful)

    def _node_of_rank(self, mark: Mark) -> str | None:
        """Return the group that a rank is of: the one just named, else that of the last points."""
        if self._node is not None and self._leads(self._node, mark):
            candidates = self._plan.find(self._node.match[0])
            return self._plan.ids[candidates[0]]
        return None if self._last is None else self._last.node

    def _follows_another_percent(self) -> bool:
        """Whether the last figure is a percent of something else than points."""
        last, percent = self._last, self._percent
        return percent is not None and (last is None or percent[0].start > last.end)

    def _is_of_someone(self, mark: Mark) -> bool:
        """Whether a unit, or a total of someone, comes before; or nothing at all."""
        if self._sum is not None:
            return self._sum.subject.clear
        return self._topic.unit is not None or self._begins_with(mark)

    def _take_grade(self, mark: Mark) -> None:
        text, match = self._text, mark.match
        before = text[max(self._begins, mark.start - 40) : mark.start]
        if phrases.BEFORE_GRADE.search(before) or phrases.NUMBER_OF_UNITS.match(text, mark.end):
            return
        last = self._sum
        beside = (
            last is not None
            and last is self._last
            and not last.limit
            and last.subject.earlier == self._aside
        )
        if not beside and self._aside:
            return
        label = self._passage.text[slice(*match.span("band"))]
        band = self._bands[fold(match["band"])]
        if last is not None and beside:
            grade = Grade(label, band, None if last.doubtful else last.score)
            self._write(ClaimKind.CLASS, match.span(), grade, subject=last.subject)
            return
        clear = self._last is None and self._is_of_someone(mark)
        subject = self._subject(mark, clear=clear)
        self._write(ClaimKind.CLASS, match.span(), Grade(label, band), subject=subject)

    # --- writing ----------------------------------------------------------------------------------

    def _quote_start(self, mark: Mark) -> int:
        name = self._node or self._total
        return mark.start if name is None or mark.start - name.end > NEAR else name.start

    def _is_broken(self, mark: Mark) -> bool:
        """Whether digits stand so near to a figure that it may be only a part of one."""
        text = self._text
        before = text[max(0, mark.start - 4) : mark.start]
        return bool(BROKEN_BEFORE.search(before) or BROKEN_AFTER.match(text, mark.match.end()))
