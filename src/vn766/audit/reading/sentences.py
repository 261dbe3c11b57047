"""One sentence: its figures, what they are of, and whose.

A sentence is read as a row of marks: names of groups and units, periods, figures, classes, ranks.
A figure belongs to the name before it if nothing but known words stand between the two; whose it is
is clear if the last one named is a unit, or nobody is named. What remains unclear is kept, and held
against nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field, frozen

from vn766._engine.exact import to_decimal
from vn766.audit.claims import (
    Change,
    ClaimKind,
    ClassCounts,
    Count,
    Grade,
    Rank,
    Rate,
    Score,
    Subject,
)
from vn766.audit.reading import parsed, phrases
from vn766.audit.reading.topics import NEAR, Mark, Topic, unit_of
from vn766.errors import Problem, ProblemCode
from vn766.lazy import regex
from vn766.vi.numbers import parse_figure
from vn766.vocabulary import fold, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from vn766._engine.plan import Plan
    from vn766.audit.reading import Passage
    from vn766.period import Period

_WORDS_BEFORE: Final = 30  # characters in which the words before a figure stand
_COUNT: Final = regex(r"\d{1,3}(?:\.\d{3}){1,3}|\d{1,9}")
_DAYS: Final = 31
_MONTHS: Final = 12
MASK: Final = "\0"
BROKEN_BEFORE: Final = regex(r"\d ?[.,]? $|[.,]$")
_NEXT_SENTENCE: Final = r"\. \d{1,4}(?:/\d{1,4})? (?!diem|phan tram)[a-z]"
_BEGINS_WITH_A_NUMBER: Final = regex(_NEXT_SENTENCE)
BROKEN_AFTER: Final = regex(rf"(?!(?<=[a-z%])\. |{_NEXT_SENTENCE}) ?[.,]? ?\d")
"""Digits so near behind a figure that it may be a part of one; a sentence may begin with some."""


@frozen(eq=False)
class _Scored:
    """The last points of a sentence, what they are of, and where they end.

    `limit` says that they are the end of a span, `subject` whose they are; `topic` is what was
    spoken of when they were told.
    """

    score: Score
    node: str | None
    end: int
    doubtful: bool
    limit: bool
    subject: Subject
    topic: Topic

    def is_of_time(self, topic: Topic) -> bool:
        """Whether the time that is spoken of now is that of the points."""
        then, period, day = self.topic, self.subject.period, self.subject.as_of
        return (
            topic.when == then.when
            and topic.period in {then.period, period}
            and topic.day in {then.day, day}
        )


@frozen(eq=False)
class _Counted:
    """The last counts of a sentence, where they end, and whose they are."""

    count: Count
    end: int
    subject: Subject


@frozen(eq=False)
class Classed:
    """How many units there are, and of them the numbers that have a class, by classes."""

    whole: int
    numbers: Mapping[str, int]


@frozen(eq=False)
class Listed:
    """A class that units are listed behind, and where the class, or the last of them, ends."""

    grade: Grade
    end: int
    begun: bool = False


def number(text: str, maximum: Decimal | None = None) -> tuple[Decimal | None, Problem | None]:
    """Return the number that `text` writes with either mark, or what is wrong with it.

    Example:
        >>> number("18.9"), number("69,81")[0]
        ((Decimal('18.9'), None), Decimal('69.81'))
        >>> number("79.995")[1].code
        <ProblemCode.AMBIGUOUS_NUMBER: 'ambiguous-number'>
    """
    return parsed(partial(parse_figure, max_value=maximum), text)


def _end(mark: Mark) -> int:
    """Return where points end, their word included."""
    return mark.end + (len(" diem") if mark.kind == "bare" else 0)


def _whole(text: str) -> int | None:
    """Return a count, or None for what is none: dots part thousands of what is counted."""
    return int(text.replace(".", "")) if _COUNT.fullmatch(text) else None


@define(eq=False)
class Sentence:
    """The marks of one sentence, read from left to right.

    It stands in a `passage`, from `begins` to `ends`, after a `topic` was spoken of; `text` is the
    passage in plain letters, in which what has digits and is no figure is masked. `write` writes
    down what the words of a span say; `ours` whether the framework was named before; `listed` is
    the class of the units that are listed, `classed` how many have the classes that are counted.
    """

    plan: Plan
    passage: Passage
    text: str
    begins: int
    ends: int
    topic: Topic
    write: Callable[..., None]
    ours: bool = False
    listed: Listed | None = None
    classed: Classed | None = None
    _node: Mark | None = field(default=None, init=False)
    _total: Mark | None = field(default=None, init=False)
    _last: _Scored | None = field(default=None, init=False)
    _sum: _Scored | None = field(default=None, init=False)
    _percent: tuple[Mark, Decimal] | None = field(default=None, init=False)
    _linked: bool = field(default=False, init=False)
    _by_another: bool = field(default=False, init=False)
    _aside: bool = field(default=False, init=False)
    _count: _Counted | None = field(default=None, init=False)
    _rank_ends: int | None = field(default=None, init=False)
    _grade_ends: int | None = field(default=None, init=False)
    _graded: _Scored | None = field(default=None, init=False)
    _passed: bool = field(default=False, init=False)
    _period_ends: int | None = field(default=None, init=False)
    _change: tuple[Mark, Decimal, _Scored | None] | None = field(default=None, init=False)
    _units: list[Mark] = field(factory=list[Mark], init=False)
    _follows: dict[int, Period] = field(factory=dict[int, "Period"], init=False)
    _days: dict[int, date] = field(factory=dict[int, "date"], init=False)

    def read(self, marks: Sequence[Mark]) -> None:
        """Read all marks of the sentence; what is told in brackets ends with them."""
        text, begins, ends = self.text, self.begins, self.ends
        self._aside = self.topic.ahead
        self._by_another = phrases.BY_ANOTHER.search(text, begins, ends) is not None
        brackets = [match.span() for match in phrases.BRACKETS.finditer(text, begins, ends)]
        self._follows = {
            mark.start: mark.period
            for mark in marks
            if mark.kind == "period" and mark.period is not None
        }
        self._days = {mark.start: mark.day for mark in marks if mark.day is not None}
        scores = [mark for mark in marks if mark.kind == "score"]
        starts = [mark.start for mark in scores]
        asides = [
            Mark("aside", each, *each.span())
            for each in phrases.EARLIER.finditer(text, begins, ends)
            # "tối đa" between points and their maximum says nothing of others.
            if not (at := bisect_left(starts, each.start())) or scores[at - 1].end <= each.start()
        ]
        at = closes = 0
        before = (self.topic, self._aside, self._sum, self._passed)
        for mark in sorted((*marks, *asides), key=lambda one: (one.start, -one.end)):
            if closes and mark.start >= closes:
                self.topic, self._aside, self._sum, self._passed = before
                closes = 0
            while at < len(brackets) and brackets[at][0] < mark.start:
                if mark.start < brackets[at][1]:
                    closes = brackets[at][1]
                    before = (self.topic, self._aside, self._sum, self._passed)
                at += 1
            self._take(mark)
        if closes:
            self.topic = before[0]
        self._write_change(None)

    def _take(self, mark: Mark) -> None:
        take: Callable[[Mark], None] | None = getattr(self, f"_take_{mark.kind}", None)
        if mark.kind == "aside":
            self._aside = True
        elif take is not None:
            take(mark)
        else:
            self.topic = self.topic.after(mark)
            if mark.kind in {"office", "period"}:
                self.classed = None
            if mark.kind == "period":
                self._period_ends = mark.end

    @property
    def aims(self) -> bool:
        """Whether its figures are aimed at; so are those after a semicolon."""
        return self.topic.ahead or bool(phrases.AIM.search(self.text, self.begins, self.ends))

    def _subject(
        self, mark: Mark, node: str | None = None, *, clear: bool = True, limit: bool = False
    ) -> Subject:
        topic = self.topic
        after = phrases.TO_PERIOD.match(self.text, mark.end)
        told = phrases.TO_DAY.match(self.text, mark.end)
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
        subject = Subject(unit=self.topic.unit)
        self.write(ClaimKind.UNIT, mark.match.span(), unit_of(mark), subject=subject)
        follows = self._units and phrases.IN_A_ROW.fullmatch(self._gap(self._units[-1].end, mark))
        if not follows:
            self._units = []
        self._units.append(mark)
        self._take_listed(mark)
        # "của UBND tỉnh" in "thuộc tỉnh …" says where a unit lies, not which one it is.
        before = self.text[max(0, mark.start - 12) : mark.start]
        if not before.endswith(("thuoc ", "cua so ", "truc thuoc ")):
            self.topic = self.topic.after(mark)

    # --- points -----------------------------------------------------------------------------------

    def _take_score(self, mark: Mark) -> None:
        match = mark.match
        spoken = match["words"] is None and " tren" in plain(match[0])
        if spoken and match["unit"] and not match["word"]:
            return  # "2,5 điểm trên 3 lĩnh vực"
        if self._rank_ends is not None and not match["word"]:
            between = self._gap(self._rank_ends, mark)
            pool = phrases.POOL.match(self.text, mark.end)
            if pool is not None and phrases.NEXT_RANK.fullmatch(between):
                self._write_rank(mark, match["points"], match["maximum"], pool.end(), clear=True)
                return
        counted = None if match["word"] else phrases.COUNTED.match(self.text, mark.end)
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
                self._take_fraction(mark)
                return
            kind = ClaimKind.POINTS
        limit = self._is_limit(mark)
        anchored = kind is ClaimKind.POINTS or self._is_total_of_someone(mark)
        subject = self._subject(mark, node, clear=anchored, limit=limit)
        name = self._node or self._total
        near = name is not None and mark.start - name.end <= NEAR
        span = (name.start if name and near else mark.start, mark.end)
        self.write(kind, span, score, subject=subject, doubtful=doubtful, flaw=flaw or stated)
        if score is not None:
            self._write_change(_Scored(score, node, mark.end, doubtful, limit, subject, self.topic))
            self._link_before(score, subject, mark)
            self._score(_Scored(score, node, mark.end, doubtful, limit, subject, self.topic), kind)
        self._node = None

    def _score(self, scored: _Scored, kind: ClaimKind) -> None:
        self._last, self._linked, self._passed = scored, False, False
        if kind is ClaimKind.TOTAL:
            self._sum = scored

    def _is_limit(self, mark: Mark) -> bool:
        """Whether the words around a figure make it the end of a span, not a value."""
        before = self.text[max(self.begins, mark.start - _WORDS_BEFORE) : mark.start]
        after = phrases.UPWARDS.match(self.text, mark.end)
        return bool(phrases.BEFORE_LIMIT.search(before) or after)

    def _is_total_of_someone(self, mark: Mark) -> bool:
        """Whether the words for a total, a unit or a class lead to a figure, or nothing else."""
        name = self._total
        if name is not None and phrases.TO_TOTAL.fullmatch(self._gap(name.end, mark)):
            return True
        if self._is_led(mark):
            return True
        graded = self._grade_ends
        if graded is not None and phrases.BEHIND_GRADE.fullmatch(self._gap(graded, mark)):
            return True
        return phrases.OPENS_TOTAL.fullmatch(self._gap(self.begins, mark)) is not None

    def _gap(self, begins: int, mark: Mark) -> str:
        """Return what stands between a name and a figure, or its beginning if it is long."""
        return self.text[begins : min(mark.start, begins + 2 * NEAR)]

    def _what_of(
        self, mark: Mark, maximum: Decimal
    ) -> tuple[ClaimKind | None, str | None, Problem | None]:
        """Return what a score is of: the total, a group by its name and maximum, or unclear."""
        plan = self.plan
        name = self._node
        near = name is not None and self._leads(name, mark)
        if name is None or not near:
            if maximum == to_decimal(plan.maximum):
                return ClaimKind.TOTAL, None, None
            return None, None, None
        kind, node, flaw = self._node_of(name, maximum)
        if node is not None or flaw is None:
            return kind, node, None
        gap = self.text[name.end : mark.start]
        led = phrases.TO_FIGURE.fullmatch(gap) and self._begins_with(name)
        return kind, None, flaw if led else None

    def _node_of(
        self, name: Mark, maximum: Decimal
    ) -> tuple[ClaimKind, str | None, Problem | None]:
        """Return the group that a name means by its maximum, or what is wrong with that."""
        plan = self.plan
        candidates = plan.find(name.match[0])
        fitting = [at for at in candidates if to_decimal(plan.maxima[at]) == maximum]
        if fitting:
            return ClaimKind.POINTS, plan.ids[fitting[0]] if len(fitting) == 1 else None, None
        flaw = Problem.of(
            ProblemCode.STATED_MAXIMUM,
            (),
            value=name.match[0],
            label=plan.nodes[candidates[0]].label,
            stated=maximum,
            maximum=" / ".join(f"{plan.nodes[at].max_points:f}" for at in candidates),
        )
        return ClaimKind.POINTS, None, flaw

    def _begins_with(self, name: Mark) -> bool:
        """Whether a name is what the sentence begins with, numbers and dashes aside."""
        before = self.text[self.begins : name.start]
        return len(before) < NEAR and not re.search(
            r"[a-z]{3}", phrases.PLAIN_WORDS.sub("", before)
        )

    def _leads(self, name: Mark, mark: Mark) -> bool:
        """Whether a name and a figure belong together: near, and with no other figure between."""
        gap = self.text[name.end : mark.start]
        return len(gap) <= NEAR and not any(map(str.isdigit, gap)) and MASK not in gap

    def _take_bare(self, mark: Mark) -> None:
        """Read points whose maximum does not follow, right after the name that they are of."""
        named = [each for each in (self._total, self._node) if each and each.end <= mark.start]
        name = max(named, key=lambda each: each.end, default=None)
        if name is not None:
            gap = self._gap(name.end, mark)
            given = phrases.MAXIMUM_BEFORE.match(gap)
            if given is not None:
                self._take_after_maximum(mark, name, given)
                return
            to_it = phrases.TO_TOTAL if name.kind == "total" else phrases.TO_FIGURE
            aside = phrases.IN_BRACKET.fullmatch(gap) and phrases.BRACKET_ENDS.match(
                self.text, mark.end
            )
            if to_it.fullmatch(gap) or (aside and name.kind == "node"):
                self._take_named(mark, name, is_extreme=bool(aside))
                return
        if self._change is not None:
            self._passed |= mark.start >= self._change[0].end
            self._take_before(mark, self._change[0])
            return
        self._take_units(mark)

    def _take_before(self, mark: Mark, change: Mark) -> None:
        """Read the points before a change in brackets behind it: "so với tháng 8 (80,1 điểm)"."""
        points, _ = number(mark.match["points"], Decimal(100))
        gap = self._gap(change.end, mark)
        after = self._change[2] if self._change else None
        if points is not None and after is not None and gap.endswith("(") and "so voi" in gap:
            score = Score(points, after.score.maximum)
            self._write_change(evolve(after, score=score, end=mark.end))

    _take_plain = _take_bare

    def _take_after_maximum(self, mark: Mark, name: Mark, given: re.Match[str]) -> None:
        """Read points behind their maximum in brackets: "Số hóa hồ sơ (22 điểm): 17,08 điểm"."""
        begins = name.end + given.end()
        maximum, _ = number(given["maximum"])
        points, flaw = number(mark.match["points"], maximum)
        if (
            maximum is None
            or points is None
            or not phrases.TO_FIGURE.fullmatch(self._gap(begins, mark))
        ):
            return
        kind, node, stated = ClaimKind.TOTAL, None, None
        if name.kind == "node":
            kind, node, stated = self._node_of(name, maximum)
        self._write_score(mark, name, Score(points, maximum), kind, node, flaw or stated)

    def _take_units(self, mark: Mark) -> None:
        """Read points right after a unit, if what follows says that they are its total."""
        top = to_decimal(self.plan.maximum)
        points, flaw = number(mark.match["points"], top)
        if self.ours and points is not None and not flaw and points <= top and self._is_total(mark):
            self._write_score(mark, mark, Score(points), ClaimKind.TOTAL, None, None)
        else:
            self._passed = True

    def _is_total(self, mark: Mark) -> bool:
        """Whether a unit and a class, or a rank, around points say that they are its total."""
        text, near, listed = self.text, self.topic.near, self.listed
        if phrases.NO_TOTAL.match(text, _end(mark)):
            return False
        labels = phrases.names_of(self.plan).labels
        told = phrases.TELLS.match(text, mark.end) or labels.match(text, _end(mark))
        if self._is_behind(self._grade_ends, mark) or (
            told and self._is_behind(self._rank_ends, mark)
        ):
            return True  # "xếp loại Khá với 71,3 điểm"
        if not self._is_led(mark):
            return False
        return bool(told) or (listed is not None and listed.begun and listed.end == near)

    def _is_behind(self, end: int | None, mark: Mark) -> bool:
        """Whether points follow a class or a rank that ends there, with a word between."""
        gap = "" if end is None else self._gap(end, mark)
        return bool(gap.strip(" \n,")) and phrases.BEHIND_GRADE.fullmatch(gap) is not None

    def _write_score(  # noqa: PLR0917 (what points consist of)
        self,
        mark: Mark,
        name: Mark,
        score: Score,
        kind: ClaimKind,
        node: str | None,
        flaw: Problem | None,
    ) -> None:
        """Write down points that are clear, and keep them for what stands beside them."""
        doubtful, limit = self._is_broken(mark), self._is_limit(mark)
        subject = self._subject(mark, node, limit=limit)
        span = (name.start, mark.end)
        self.write(kind, span, score, subject=subject, doubtful=doubtful, flaw=flaw)
        top = to_decimal(
            self.plan.maximum if node is None else self.plan.maxima[self.plan.ids.index(node)]
        )
        beside = Score(score.points, score.maximum or top)
        self._score(_Scored(beside, node, _end(mark), doubtful, limit, subject, self.topic), kind)
        self._node = self._total = None

    def _take_named(self, mark: Mark, name: Mark, *, is_extreme: bool = False) -> None:
        node, maximum, kind = None, self.plan.maximum, ClaimKind.TOTAL
        if name.kind == "node":
            candidates = self.plan.find(name.match[0])
            if len(candidates) != 1:
                return
            node, maximum = self.plan.ids[candidates[0]], self.plan.maxima[candidates[0]]
            kind = ClaimKind.POINTS
        elif name.match["weak"] and not self._is_of_this_unit(name):
            return
        top = to_decimal(maximum)
        points, flaw = number(mark.match["points"], top)
        if mark.kind == "plain" and (points is None or points > top):
            return  # it may be a percent
        score = None if points is None else Score(points)
        doubtful = self._is_broken(mark)
        limit = self._is_limit(mark)
        # "Số hóa hồ sơ 22 điểm" may say how many points there are to be had.
        subject = self._subject(mark, node, clear=points != top, limit=limit)
        if is_extreme:  # "thấp nhất" singles a group out, and is of no other time
            subject = evolve(subject, earlier=self._is_of_another_time(mark))
        self.write(
            kind, (name.start, mark.end), score, subject=subject, doubtful=doubtful, flaw=flaw
        )
        if score is not None:
            beside = Score(score.points, top)
            end = _end(mark)
            self._score(_Scored(beside, node, end, doubtful, limit, subject, self.topic), kind)
        self._node = self._total = None

    def _is_of_this_unit(self, name: Mark) -> bool:
        """Whether "tổng" and its like begin a sentence, or follow a unit: else it may be a sum."""
        return self._is_led(name) or self._begins_with(name)

    def _take_counts(self, mark: Mark, counted: re.Match[str]) -> None:
        """Read so many of so many."""
        count, of = (_whole(mark.match[name]) for name in ("points", "maximum"))
        if count is None or not of:
            return
        # More than a plan, or than before, is no contradiction.
        end = counted.end()
        aside = phrases.EARLIER.search(self.text, end, end + _WORDS_BEFORE)
        subject = self._subject(mark, limit=aside is not None)
        found = Count(count, of, counted["what"])
        doubtful = self._is_broken(mark)
        self.write(ClaimKind.COUNT, (mark.start, end), found, subject=subject, doubtful=doubtful)
        percent = self._percent
        if percent is not None and phrases.IN_BRACKET.fullmatch(self._gap(percent[0].end, mark)):
            rate, span = Rate(percent[1], found), percent[0].match.span()
            self.write(ClaimKind.PERCENT, span, rate, subject=subject, doubtful=doubtful)
        self._count = None if doubtful else _Counted(found, end, subject)

    def _take_fraction(self, mark: Mark) -> None:
        """Read a fraction beside a percent: "đạt 97,25% (601/618)", "hồ sơ 601/618, đạt 97,25%"."""
        count, of = (_whole(mark.match[name]) for name in ("points", "maximum"))
        doubtful = self._is_broken(mark)
        # A small one may be a day.
        if count is None or not of or doubtful or (count <= _DAYS and of <= _MONTHS):
            return
        found, subject, percent = Count(count, of, ""), self._subject(mark), self._percent
        if percent is not None and self._gap(percent[0].end, mark).strip() == "(":
            before = self.text[self._nearby(percent[0]) : percent[0].start]
            told = phrases.RATE_OF.search(before) and phrases.COUNTED_BEFORE.search(before)
            if told and self.text[mark.end : mark.end + 1] == ")":
                rate, span = Rate(percent[1], found), percent[0].match.span()
                self.write(ClaimKind.PERCENT, span, rate, subject=subject)
        elif phrases.COUNTED_BEFORE.search(self.text, self._nearby(mark), mark.start):
            self._count = _Counted(found, mark.end, subject)

    def _take_portion(self, mark: Mark) -> None:
        """Read a part of a whole, of which a percent follows."""
        number_of, of = (_whole(mark.match[name]) for name in ("part", "whole"))
        if number_of is not None and of and not self._is_broken(mark):
            found = Count(number_of, of, mark.match["what"])
            self._count = _Counted(found, mark.end, self._subject(mark))

    def _take_count(self, mark: Mark) -> None:
        number_of, what = _whole(mark.match["number"]), mark.match["what"]
        if number_of is not None:
            self.write(
                ClaimKind.COUNT,
                (mark.start, mark.match.end("what")),
                Count(number_of, None, what),
                subject=self._subject(mark),
                doubtful=self._is_broken(mark),
            )

    def _take_whole(self, mark: Mark) -> None:
        self.classed = Classed(int(mark.match["whole"] or mark.match["before"]), {})

    def _take_share(self, mark: Mark) -> None:
        """Read how many units have a class, beside those of other classes."""
        number_of, of = int(mark.match["number"]), mark.match["of"]
        band = phrases.names_of(self.plan).bands[fold(mark.match["band"])]
        classed = self.classed
        if of is not None and (classed is None or classed.whole != int(of)):
            classed = Classed(int(of), {})
        if classed is None or self._aside or band in classed.numbers:
            self.classed = None
            return
        whole, before = classed.whole, sum(classed.numbers.values())
        self.classed = Classed(whole, {**classed.numbers, band: number_of})
        numbers = tuple(self.classed.numbers.values())
        if classed.numbers and before <= whole:  # else it has been told
            complete = len(numbers) == len(self.plan.bands)
            value = ClassCounts(before + number_of, whole, "", numbers, complete)
            self.write(ClaimKind.COUNT, mark.match.span(), value, subject=self._subject(mark))

    # --- percents ---------------------------------------------------------------------------------

    def _take_percent(self, mark: Mark) -> None:
        percent, flaw = number(mark.match["percent"], Decimal(100))
        if percent is None or flaw is not None:
            return
        doubtful = self._is_broken(mark)
        last, ends = self._last, phrases.PERCENT_ENDS.match(self.text, mark.end)
        if last is not None and not self._linked and ends is not None:
            gap = self._gap(last.end, mark)
            if len(gap) <= NEAR and phrases.LINK.fullmatch(gap):
                rate = Rate(percent, last.score)
                self.write(
                    ClaimKind.PERCENT,
                    mark.match.span(),
                    rate,
                    subject=last.subject,
                    doubtful=doubtful or last.doubtful,
                )
                self._linked = True
                return
        counted = self._counts_before(mark)
        if counted is not None and ends is not None:
            rate, subject = Rate(percent, counted.count), counted.subject
            span = mark.match.span()
            self.write(ClaimKind.PERCENT, span, rate, subject=subject, doubtful=doubtful)
            self._count = None
            return
        self._percent = (mark, percent)
        name = self._node
        gap = "" if name is None else self._gap(name.end, mark)
        told = phrases.SHARE_OF.match(gap) and phrases.AMONG_GROUPS.search(
            self.text, self._nearby(mark), mark.start
        )
        if name is not None and (phrases.TO_FIGURE.fullmatch(gap) or told):
            candidates = self.plan.find(name.match[0])
            if len(candidates) == 1:
                node = self.plan.ids[candidates[0]]
                subject = self._subject(mark, node, clear=bool(told))
                if told:  # "thấp nhất" singles a group out, and is of no other time
                    subject = evolve(subject, earlier=self._is_of_another_time(mark))
                span = (name.start, mark.end)
                self.write(
                    ClaimKind.PERCENT, span, Rate(percent), subject=subject, doubtful=doubtful
                )

    def _nearby(self, mark: Mark) -> int:
        """Return where the words begin that may say something of a figure."""
        return max(self.begins, mark.start - 2 * NEAR)

    def _is_of_another_time(self, mark: Mark) -> bool:
        """Whether words before a figure say more than that the figure is an extreme one."""
        asides = phrases.EARLIER.finditer(self.text, self._nearby(mark), mark.start)
        return any(not phrases.EXTREME.fullmatch(aside[0]) for aside in asides)

    def _counts_before(self, mark: Mark) -> _Counted | None:
        """Return the counts that a percent stands right behind, unless points are nearer."""
        counted, last = self._count, self._last
        if counted is None or (last is not None and last.end > counted.end):
            return None
        return counted if phrases.COUNT_LINK.fullmatch(self._gap(counted.end, mark)) else None

    # --- changes ----------------------------------------------------------------------------------

    def _take_change(self, mark: Mark) -> None:
        """Read how much the last points, or the total, rose or fell since those before."""
        points, _ = number(mark.match["points"], Decimal(100))
        last = self._last
        if points is None or (last is not None and (last.doubtful or last.limit)):
            return
        points = -points if mark.match["way"] in {"giam", "thap hon"} else points
        self._write_change(None)
        if last is not None and last.subject.earlier:  # "So với tháng trước (80,1 điểm) tăng …"
            self._add_change(mark, Change(points, last.score.points), last.node)
        elif last is not None or (self._total is not None and self._total.end <= mark.start):
            self._change = (mark, points, last)

    def _take_span(self, mark: Mark) -> None:
        """Read points before and after, and how much they rose or fell."""
        match = mark.match
        figures = [number(match[name], Decimal(100))[0] for name in ("points", "before", "after")]
        points, before, after = figures
        if points is not None and before is not None and after is not None:
            change = Change(-points if match["way"] == "giam" else points, before, after)
            self.write(ClaimKind.CHANGE, match.span(), change, subject=self._subject(mark))

    def _write_change(self, before: _Scored | None) -> None:
        """Write down a change, with the points before it if they are told behind it."""
        if self._change is None:
            return
        mark, points, after = self._change
        node = None if after is None else after.node
        maximum = to_decimal(self.plan.maximum) if after is None else after.score.maximum
        earlier = None if before is None else before.score.points
        if before is not None and (
            before.limit or before.node not in {None, node} or before.score.maximum != maximum
        ):
            return
        self._change = None
        if after is not None:
            change = Change(points, earlier, after.score.points)
            clear = after.subject.clear and not after.subject.earlier
            subject = evolve(after.subject, clear=clear)
            self.write(ClaimKind.CHANGE, mark.match.span(), change, subject=subject)
        elif earlier is not None:
            self._add_change(mark, Change(points, earlier), None)

    def _add_change(self, mark: Mark, change: Change, node: str | None) -> None:
        """Write down a change of what is told elsewhere."""
        subject = evolve(self._subject(mark, node), earlier=False)
        self.write(ClaimKind.CHANGE, mark.match.span(), change, subject=subject)

    def _link_before(self, score: Score, subject: Subject, mark: Mark) -> None:
        """Link a percent to the points in brackets behind it: 77,64% (17,08/22 điểm)."""
        if self._percent is None:
            return
        percent, value = self._percent
        if self._gap(percent.end, mark).strip() == "(":
            doubtful = self._is_broken(percent) or self._is_broken(mark)
            span = percent.match.span()
            self.write(
                ClaimKind.PERCENT, span, Rate(value, score), subject=subject, doubtful=doubtful
            )

    # --- ranks and classes ------------------------------------------------------------------------

    def _take_rank(self, mark: Mark) -> None:
        match = mark.match
        pool = phrases.POOL.match(self.text, mark.end)
        end = mark.end if pool is None else pool.end()
        # The last figure may be a percent of something else than points, the rank one of a part.
        last, percent = self._last, self._percent
        other = percent is not None and (last is None or percent[0].start > last.end)
        other = other or phrases.OF_A_PART.match(self.text, end) is not None
        clear = self._is_of_someone(mark) and not other
        self._write_rank(mark, match["rank"], match["of"] or match["on"], end, clear=clear)

    def _write_rank(self, mark: Mark, rank: str, of: str | None, end: int, *, clear: bool) -> None:
        """Write down a rank, with the pool that ends at `end`."""
        if not (rank.isdecimal() and (of or "0").isdecimal()):
            return
        pool = " ".join(self.passage.text[mark.end : end].split())
        value = Rank(int(rank), None if of is None else int(of), pool or None)
        node = self._node_of_rank(mark)
        doubtful = bool(BROKEN_AFTER.match(self.text, mark.end))
        whole = Mark(mark.kind, mark.match, mark.start, end)
        subject = self._subject(whole, node, clear=clear, limit=self._is_limit(mark))
        self.write(ClaimKind.RANK, (mark.start, end), value, subject=subject, doubtful=doubtful)
        self._rank_ends = end

    def _node_of_rank(self, mark: Mark) -> str | None:
        """Return the group that a rank is of: the one just named, else that of the last points."""
        if self._node is not None and self._leads(self._node, mark):
            candidates = self.plan.find(self._node.match[0])
            return self.plan.ids[candidates[0]]
        return None if self._last is None else self._last.node

    def _is_of_someone(self, mark: Mark) -> bool:
        """Whether a unit, or a total of someone, comes before; or nothing at all."""
        if self._sum is not None:
            return self._sum.subject.clear
        return self.topic.unit is not None or self._begins_with(mark)

    def _take_grade(self, mark: Mark) -> None:
        text, match = self.text, mark.match
        before = text[max(self.begins, mark.start - 40) : mark.start]
        label = self.passage.text[slice(*match.span("band"))]
        band = phrases.names_of(self.plan).bands[fold(match["band"])]
        if not self._aside:
            self.listed = Listed(Grade(label, band), mark.end)
        counted = phrases.BEFORE_GRADE.search(before) and not self._is_led(mark)
        if counted or phrases.NUMBER_OF_UNITS.match(text, mark.end):
            return
        last = self._total_before(mark)
        if last is None and self._aside:
            return
        if self._is_of_all(mark, Grade(label, band)):
            return
        apart = self._is_of_another_matter(mark)
        now = last is not None and last.is_of_time(self.topic)
        if last is not None and now and not apart and last is not self._graded:
            self._write_class(match.span(), Grade(label, band), last)
            return
        moved = last is not None and not now and self._is_behind_period(mark)
        clear = (moved or self._last is None) and not apart and self._is_of_someone(mark)
        subject = self._subject(mark, clear=clear)
        self._grade_ends = mark.end if clear else None
        self.write(ClaimKind.CLASS, match.span(), Grade(label, band), subject=subject)

    def _write_class(self, span: tuple[int, int], grade: Grade, total: _Scored) -> None:
        """Write down the class of a total, which has one only."""
        self._graded = total
        grade = grade if total.doubtful else evolve(grade, of=total.score)
        self.write(ClaimKind.CLASS, span, grade, subject=total.subject)

    def _total_before(self, mark: Mark) -> _Scored | None:
        """Return the total that a class may be of: no points and nobody else are nearer to it."""
        last = self._sum
        if last is None or last is not self._last or last.limit or self._passed:
            return None
        if last.subject.earlier != self._aside or self.topic.index != last.topic.index:
            return None
        near = max(last.end, self._nearby(mark))
        body = phrases.BODY_OF.search(self.passage.text, near, mark.start)
        led = self._is_led(mark) or not self.topic.is_of_office
        return None if body or (led and self.topic.is_of_another(last.topic)) else last

    def _is_led(self, mark: Mark) -> bool:
        """Whether a unit leads to a figure, or class."""
        near = self.topic.near
        gap = None if near is None else self._gap(near, mark)
        return gap is not None and phrases.TO_UNITS_FIGURE.fullmatch(gap) is not None

    def _is_behind_period(self, mark: Mark) -> bool:
        """Whether a class follows a period: "tháng 8/2026 xếp loại Khá"."""
        if self._period_ends is None:
            return False
        gap = self._gap(self._period_ends, mark)
        return bool(phrases.TO_UNITS_FIGURE.fullmatch(gap) or phrases.BEHIND_GRADE.fullmatch(gap))

    def _is_of_another_matter(self, mark: Mark) -> bool:
        """Whether the words around a class say that it is of a part, or of a length of time."""
        text, total = self.text, self._sum
        begins = self.begins if total is None else total.end
        before = text[max(begins, self._nearby(mark)) : mark.start]
        if total is not None:
            before = phrases.CLAUSES.split(before)[-1]
        named = self._units[-1].start if self._units else begins
        near = max(begins, named - NEAR)
        return bool(
            phrases.OF_A_MATTER.match(text, mark.end)
            or phrases.LASTING.search(before)
            or phrases.PEOPLE_OF.search(text, near, named)
            or (total is None and phrases.ON_A_MATTER.match(text, begins))
        )

    def _take_label(self, mark: Mark) -> None:
        """Read a class without its words, right behind a total: "85,35/100 điểm (Tốt)"."""
        last, change = self._sum, self._change
        if last is None or last is not self._last or last.limit or last.doubtful:
            return
        if mark.start == last.end or (change is not None and mark.start == change[0].end):
            label = self.passage.text[slice(*mark.match.span("band"))]
            band = phrases.names_of(self.plan).bands[fold(mark.match["band"])]
            self._write_class(mark.match.span("band"), Grade(label, band), last)

    def _is_of_all(self, mark: Mark, grade: Grade) -> bool:
        """Write down the class of several units that are named right before it, if there are."""
        units = self._units
        several = len(units) > 1
        if not (several and phrases.OF_ALL.fullmatch(self._gap(units[-1].end, mark))):
            return False
        self._units = []
        for unit in units:
            subject = Subject(unit=unit_of(unit), period=self.topic.period)
            self.write(ClaimKind.CLASS, mark.match.span(), grade, subject=subject)
        return True

    def _take_listed(self, unit: Mark) -> None:
        """Write down the class of a unit in the list behind it: "xếp loại Tốt: xã A, xã B"."""
        if self.listed is None:
            return
        grade, end, begun = self.listed.grade, self.listed.end, self.listed.begun
        between = phrases.IN_A_LIST if begun else phrases.LISTED
        if between.fullmatch(self._gap(end, unit)):
            subject = Subject(unit=unit_of(unit), period=self.topic.period)
            self.write(ClaimKind.CLASS, unit.match.span(), grade, subject=subject)
            self.listed = Listed(grade, unit.end, begun=True)
        else:
            self.listed = None

    # --- writing ----------------------------------------------------------------------------------

    def _is_broken(self, mark: Mark) -> bool:
        """Whether digits stand so near to a figure that it may be only a part of one."""
        text = self.text
        before = text[max(0, mark.start - 4) : mark.start]
        begins = _BEGINS_WITH_A_NUMBER.match(text, max(0, mark.start - 2))
        broken = BROKEN_BEFORE.search(before) and not begins
        return bool(broken or BROKEN_AFTER.match(text, mark.match.end()))
