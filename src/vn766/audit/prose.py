"""Claims in sentences: figures with the names beside them.

A sentence is read as a row of marks: names of groups, units, figures, classes, ranks. A figure
belongs to the name before it if nothing but known words stand between the two; what remains unclear
is kept as a claim without a subject.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import frozen

from vn766._engine.exact import to_decimal
from vn766.audit import phrases
from vn766.audit.claims import Claim, ClaimKind, Count, Grade, Rank, Rate, Reference, Score, Subject
from vn766.codes import AgencyCode, DossierCode
from vn766.errors import FormatError, Problem, ProblemCode
from vn766.framework.labels import fold
from vn766.records import Unit
from vn766.vi.dates import parse_date, parse_period
from vn766.vi.numbers import parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vn766._engine.plan import Plan
    from vn766.audit.claims import Value
    from vn766.audit.texts import Passage

__all__ = ["Scribe", "number", "read_code"]

_Kind: TypeAlias = Literal["node", "unit", "total", "score", "bare", "percent", "rank", "grade"]
_FIGURES: Final[tuple[tuple[_Kind, re.Pattern[str]], ...]] = (
    ("rank", phrases.RANK),
    ("score", phrases.SCORE),
)

_NEAR: Final = 80  # characters between a name and its figure
_AS_OF_REACH: Final = 90
_MASK: Final = "\0"
_LONGEST_QUOTE: Final = 160
_BROKEN_BEFORE: Final = re.compile(r"\d ?[.,]? $|[.,]$")
_BROKEN_AFTER: Final = re.compile(r" ?[.,]? ?\d")
_NO_PERIOD: Final = re.compile(r"\btu (?:thang|quy|ngay)?[ \d/\0]{0,12}$|\d ?$")
_TO_DATE: Final = re.compile(",? ?(?:ngay )?")
_AGENCY: Final = re.compile(r"(?:\d{2,3}\.){2,}[a-z]\d{2}|[gh]\d{2}(?:\.\d{2,3})+")
_LIKE_AGENCY: Final = re.compile(
    r"\d{2,3}\.\d{2,3}\.(?:\d{2,3}\.?)?[a-z]\d{1,3}|\d{3}\.\d{2,3}\.\d.*"
)
_DOSSIER: Final = re.compile(r".*[a-z]\d{2}.*-?\d{6}-?\d{3,8}")
_LEVELS: Final = {
    "tinh": "tỉnh",
    "thanh pho": "thành phố",
    "tp": "thành phố",
    "tx": "thị xã",
}


@frozen(eq=False)
class _Mark:
    """Something found in a passage: a match, and where the statement that it is in begins."""

    kind: _Kind
    match: re.Match[str]
    start: int
    end: int


@frozen(eq=False)
class _Scored:
    """The last points of a sentence, what they are of, and where they end."""

    score: Score
    node: str | None
    end: int
    doubtful: bool


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


class Scribe:
    """Who writes down the claims of one document, statement by statement."""

    def __init__(self, plan: Plan) -> None:
        self.claims: list[Claim] = []
        self.statement = 0
        self._plan = plan
        self._names = phrases.names_of(plan)
        self._part = 0
        self._found: list[tuple[int, Claim]] = []

    def read(self, passage: Passage, part: int) -> None:
        """Read the claims of one passage."""
        self._part = part
        self._found = []
        text = passage.plain
        masked = self._times_and_names(passage) if any(map(str.isdigit, text)) else text
        self._figures(passage, masked)
        self._found.sort(key=itemgetter(0))
        self.claims += (claim for _, claim in self._found)
        self.statement += 1

    def _add(  # noqa: PLR0913 (what a claim consists of)
        self,
        kind: ClaimKind,
        passage: Passage,
        span: tuple[int, int],
        value: Value,
        *,
        subject: Subject = Subject(),  # noqa: B008 (frozen)
        doubtful: bool = False,
        flaw: Problem | None = None,
    ) -> None:
        start, end = span
        claim = Claim(
            kind=kind,
            quote=passage.text[start:end][:_LONGEST_QUOTE].strip(),
            location=passage.at(start),
            value=value,
            subject=subject,
            statement=self.statement,
            part=self._part,
            doubtful=doubtful,
            flaw=flaw,
        )
        self._found.append((start, claim))

    # --- dates, codes, legal texts ----------------------------------------------------------------

    def _times_and_names(self, passage: Passage) -> str:
        """Read what has digits and is no figure; return the text with all of it masked."""
        text = passage.plain
        spans = [match.span() for match in phrases.URL.finditer(text)]
        text = _mask(text, spans)
        text = _mask(text, list(self._codes(passage, text)))
        days = {
            match.start(): match for pattern in phrases.DATES for match in pattern.finditer(text)
        }
        cited = list(phrases.CITED.finditer(text)) if "/" in text else []
        self._citations(passage, cited, days)
        text = _mask(text, [match.span("number") for match in cited])
        text = _mask(text, list(self._dates(passage, text)))
        if "/" in text:
            numbers = phrases.NUMBER_OF_DOCUMENT.finditer(text)
            text = _mask(
                text, [m.span() for m in numbers if _is_symbol(passage.text[slice(*m.span())])]
            )
        return _mask(text, list(self._periods(passage, text)))

    def _codes(self, passage: Passage, text: str) -> Iterator[tuple[int, int]]:
        for match in phrases.CODE.finditer(text):
            start, end = match.span()
            end -= len(match[0]) - len(match[0].rstrip(".-"))
            told = phrases.CODE_WORDS.search(text[max(0, start - 80) : start])
            kind = _code_kind(text[start:end], told["what"] if told else "")
            if kind is None:
                continue
            value, flaw = read_code(passage.text[start:end], kind)
            self._add(kind, passage, (start, end), value, flaw=flaw)
            yield start, end

    def _citations(
        self, passage: Passage, cited: list[re.Match[str]], days: dict[int, re.Match[str]]
    ) -> None:
        text = passage.plain
        for match in cited:
            end = match.end("number")
            after = _TO_DATE.match(text, end)
            begins = end if after is None else after.end()
            # "ngày" is a part of one way to write a date, not of the other.
            dated = days.get(begins) or days.get(begins - len("ngay "))
            issued_on = None
            if dated is not None and dated.start() >= end:
                issued_on, _ = _day_of(dated[0])
                begins = dated.end()
            reference = Reference(
                kind=match["kind"],
                number=passage.text[slice(*match.span("number"))],
                issued_on=issued_on,
                about=fold(passage.text[begins : begins + _LONGEST_QUOTE]),
            )
            self._add(ClaimKind.CITATION, passage, (match.start(), begins), reference)

    def _dates(self, passage: Passage, text: str) -> Iterator[tuple[int, int]]:
        for pattern in phrases.DATES:
            for match in pattern.finditer(text):
                self._date(passage, text, match)
                yield match.span()
        for match in phrases.DAY_OF_MONTH.finditer(text):
            day, month = int(match["day"]), int(match["month"])
            # A leap year: only what exists in no year at all is wrong.
            _, flaw = _day_of(f"{day}/{month}/2024")
            if flaw is not None:
                flaw = Problem.of(ProblemCode.NO_SUCH_DATE, (), value=match[0])
                doubtful = bool(_BROKEN_AFTER.match(text, match.end()))
                self._add(ClaimKind.DATE, passage, match.span(), None, doubtful=doubtful, flaw=flaw)
            yield match.span()

    def _date(self, passage: Passage, text: str, match: re.Match[str]) -> None:
        start, end = match.span()
        line_start = passage.text.rfind("\n", 0, start) + 1
        before = text[max(line_start, start - _AS_OF_REACH) : start]
        rest = text[end : end + 3].strip(" .\0")
        kind = ClaimKind.DATE
        if "mark" not in match.groupdict() and start - line_start < _AS_OF_REACH:
            alone = not rest or passage.text[end : end + 1] == "\n"
            if alone and phrases.LETTERHEAD_DATE.fullmatch(before):
                kind = ClaimKind.DOCUMENT_DATE
        if not (match["day"] and match["month"]):
            self._add(kind, passage, (start, end), None)
            return
        written = text[start:end]
        if match["weekday"] and not passage.text[start:end].split()[1][:1].isupper():
            written = written[len(match["weekday"]) :]  # "thứ hai, …" also counts reasons
        value, flaw = _day_of(written)
        moment: date | datetime | None = value
        if kind is ClaimKind.DATE and phrases.AS_OF.search(before):
            kind = ClaimKind.AS_OF
            moment, flaw = _moment(value, before, flaw)
        doubtful = bool(_BROKEN_BEFORE.search(before[-3:])) and before[-1:] != ","
        self._add(kind, passage, (start, end), moment, doubtful=doubtful, flaw=flaw)

    def _periods(self, passage: Passage, text: str) -> Iterator[tuple[int, int]]:
        for pattern in phrases.PERIODS:
            found: list[tuple[int, int]] = []
            for match in pattern.finditer(text):
                start, end = match.span()
                written = " ".join(match[0].split())
                # "từ tháng 1 đến tháng 6", or the rest of a date that was not recognised.
                apart = _NO_PERIOD.search(text[max(0, start - 25) : start])
                earlier = bool(phrases.EARLIER.search(text[max(0, start - 40) : start]))
                try:
                    value, flaw = parse_period(written), None
                except FormatError as error:
                    value, flaw = None, error.problem
                self._add(
                    ClaimKind.PERIOD,
                    passage,
                    (start, end),
                    value,
                    subject=Subject(earlier=earlier),
                    doubtful=apart is not None,
                    flaw=flaw,
                )
                found.append((start, end))
            yield from found
            text = _mask(text, found)

    # --- figures ----------------------------------------------------------------------------------

    def _figures(self, passage: Passage, text: str) -> None:
        """Read the figures of a passage, sentence by sentence."""
        marks = sorted(self._marks(passage, text), key=lambda mark: (mark.start, -mark.end))
        ends = [match.end() for match in phrases.SENTENCE_END.finditer(text)] if marks else []
        at = 0
        sentence: list[_Mark] = []
        begins = 0
        for mark in marks:
            while at < len(ends) and ends[at] <= mark.start:
                self._sentence(passage, text, sentence, begins)
                sentence, begins = [], ends[at]
                at += 1
            sentence.append(mark)
        self._sentence(passage, text, sentence, begins)

    def _marks(self, passage: Passage, text: str) -> Iterator[_Mark]:
        yield from _found("unit", phrases.UNIT, passage.text)
        yield from _found("grade", self._names.grades, text)
        if not any(map(str.isdigit, text)):
            return
        yield from _found("node", self._names.nodes, text)
        # What is one kind of figure is no other: each is masked for those that follow.
        for kind, pattern in _FIGURES:
            marks = list(_found(kind, pattern, text))
            yield from marks
            text = _mask(text, [(mark.start, mark.end) for mark in marks])
        yield from _found("percent", phrases.PERCENT, text)
        yield from _found("total", phrases.TOTAL_WORDS, text)
        if "diem" in text:
            yield from _found("bare", phrases.BARE, text)

    def _sentence(self, passage: Passage, text: str, marks: list[_Mark], begins: int) -> None:
        if marks:
            _Sentence(self, passage, text, self._plan, self._names, begins).read(marks)
            self.statement += 1

    def note(  # noqa: PLR0913 (what a claim consists of)
        self,
        kind: ClaimKind,
        passage: Passage,
        span: tuple[int, int],
        value: Value,
        *,
        subject: Subject,
        doubtful: bool = False,
        flaw: Problem | None = None,
    ) -> None:
        """Write down a claim of the sentence that is being read."""
        self._add(kind, passage, span, value, subject=subject, doubtful=doubtful, flaw=flaw)


class _Sentence:
    """The marks of one sentence, read from left to right."""

    def __init__(  # noqa: PLR0913, PLR0917 (a sentence and where it stands)
        self,
        scribe: Scribe,
        passage: Passage,
        text: str,
        plan: Plan,
        names: phrases.Names,
        begins: int,
    ) -> None:
        self._scribe, self._passage, self._text = scribe, passage, text
        self._plan, self._names, self._begins = plan, names, begins
        self._unit: Unit | None = None
        self._node: _Mark | None = None
        self._total: _Mark | None = None
        self._last: _Scored | None = None
        self._percent: tuple[_Mark, Decimal] | None = None
        later = phrases.EARLIER.search(text, begins)
        self._earlier_from = len(text) if later is None else later.start()

    def read(self, marks: list[_Mark]) -> None:
        """Read all marks of the sentence."""
        takes: dict[_Kind, Callable[[_Mark], None]] = {
            "unit": self._take_unit,
            "node": self._take_node,
            "total": self._take_total,
            "score": self._take_score,
            "bare": self._take_bare,
            "percent": self._take_percent,
            "rank": self._take_rank,
            "grade": self._take_grade,
        }
        for mark in marks:
            takes[mark.kind](mark)

    def _subject(self, at: int, node: str | None = None) -> Subject:
        return Subject(unit=self._unit, node=node, earlier=at >= self._earlier_from)

    def _take_node(self, mark: _Mark) -> None:
        self._node = mark

    def _take_total(self, mark: _Mark) -> None:
        self._total, self._node = mark, None

    def _take_unit(self, mark: _Mark) -> None:
        match = mark.match
        kind = fold(match["kind"])
        name = f"{_LEVELS.get(kind, match['kind'].lower())} {' '.join(match['name'].split())}"
        unit = Unit(name=f"UBND {name}" if match["office"] else name)
        self._scribe.note(
            ClaimKind.UNIT, self._passage, match.span(), unit, subject=self._subject(mark.start)
        )
        # "của UBND tỉnh" in "thuộc tỉnh …" says where a unit lies, not which one it is.
        before = self._text[max(0, mark.start - 12) : mark.start]
        if not before.endswith(("thuoc ", "cua so ", "truc thuoc ")):
            self._unit = unit

    # --- points -----------------------------------------------------------------------------------

    def _take_score(self, mark: _Mark) -> None:
        match, text = mark.match, self._text
        maximum, _ = number(match["maximum"])
        points, flaw = number(match["points"], maximum)
        doubtful = self._is_broken(mark)
        counted = None if match["word"] else phrases.COUNTED.match(text, mark.end)
        if maximum is None or maximum <= 0:
            return
        if counted is not None:
            if points is not None and points == int(points) and maximum == int(maximum):
                count = Count(int(points), int(maximum), counted["what"])
                span = (mark.start, counted.end())
                self._note(
                    ClaimKind.COUNT, span, count, self._subject(mark.start), doubtful=doubtful
                )
            return
        score = None if points is None else Score(points, maximum)
        kind, node, stated = self._what_of(mark, maximum)
        if kind is None:
            if not match["word"]:
                return  # a fraction of something else
            kind = ClaimKind.POINTS
        self._note(
            kind,
            (self._quote_start(mark), mark.end),
            score,
            self._subject(mark.start, node),
            doubtful=doubtful,
            flaw=flaw or stated,
        )
        if score is not None:
            self._link_before(score, node, mark)
            self._last = _Scored(score, node, mark.end, doubtful)
        self._node = None

    def _what_of(
        self, mark: _Mark, maximum: Decimal
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

    def _begins_with(self, name: _Mark) -> bool:
        """Whether a name is what the sentence begins with, numbers and dashes aside."""
        before = self._text[self._begins : name.start]
        return len(before) < _NEAR and not re.search(
            r"[a-z]{3}", before.replace("chi so", "").replace("nhom", "").replace("tieu chi", "")
        )

    def _leads(self, name: _Mark, mark: _Mark) -> bool:
        """Whether a name and a figure belong together: near, and with no other figure between."""
        gap = self._text[name.end : mark.start]
        return len(gap) <= _NEAR and not any(map(str.isdigit, gap)) and _MASK not in gap

    def _take_bare(self, mark: _Mark) -> None:
        """Read points without their maximum, right after the name that they are of."""
        name = self._total or self._node
        if name is None or mark.start < name.end:
            return
        gap = self._text[name.end : mark.start]
        if not (phrases.TO_TOTAL if name.kind == "total" else phrases.TO_FIGURE).fullmatch(gap):
            return
        node, maximum, kind = None, self._plan.maximum, ClaimKind.TOTAL
        if name.kind == "node":
            candidates = self._plan.find(name.match[0])
            if len(candidates) != 1:
                return
            node, maximum = self._plan.ids[candidates[0]], self._plan.maxima[candidates[0]]
            kind = ClaimKind.POINTS
        points, flaw = number(mark.match["points"], to_decimal(maximum))
        score = None if points is None else Score(points)
        span = (name.start, mark.end)
        doubtful = self._is_broken(mark)
        subject = self._subject(mark.start, node)
        self._note(kind, span, score, subject, doubtful=doubtful, flaw=flaw)
        if score is not None:
            beside = Score(score.points, to_decimal(maximum))
            self._last = _Scored(beside, node, mark.end + len(" diem"), doubtful)
        self._node = self._total = None

    # --- percents ---------------------------------------------------------------------------------

    def _take_percent(self, mark: _Mark) -> None:
        percent, flaw = number(mark.match["percent"], Decimal(100))
        if percent is None or flaw is not None:
            return
        doubtful = self._is_broken(mark)
        if self._last is not None:
            last = self._last
            gap = self._text[last.end : mark.start]
            if len(gap) <= _NEAR and phrases.LINK.fullmatch(gap):
                rate = Rate(percent, last.score)
                subject = self._subject(mark.start, last.node)
                doubtful = doubtful or last.doubtful
                self._note(ClaimKind.PERCENT, mark.match.span(), rate, subject, doubtful=doubtful)
                self._last = None
                return
        self._percent = (mark, percent)
        name = self._node
        if name is not None and phrases.TO_FIGURE.fullmatch(self._text[name.end : mark.start]):
            candidates = self._plan.find(name.match[0])
            if len(candidates) == 1:
                subject = self._subject(mark.start, self._plan.ids[candidates[0]])
                span = (name.start, mark.end)
                self._note(ClaimKind.PERCENT, span, Rate(percent), subject, doubtful=doubtful)

    def _link_before(self, score: Score, node: str | None, mark: _Mark) -> None:
        """Link a percent to the points in brackets behind it: 77,64% (17,08/22 điểm)."""
        if self._percent is None:
            return
        percent, value = self._percent
        if self._text[percent.end : mark.start].strip() == "(":
            subject = self._subject(mark.start, node)
            doubtful = self._is_broken(percent) or self._is_broken(mark)
            span = percent.match.span()
            rate = Rate(value, score)
            self._note(ClaimKind.PERCENT, span, rate, subject, doubtful=doubtful)

    # --- ranks and classes ------------------------------------------------------------------------

    def _take_rank(self, mark: _Mark) -> None:
        match = mark.match
        of = match["of"] or match["on"]
        pool = phrases.POOL.match(self._text, mark.end)
        end = mark.end if pool is None else pool.end()
        value = Rank(
            rank=int(match["rank"]),
            of=None if of is None else int(of),
            pool=None if pool is None else " ".join(self._passage.text[mark.end : end].split()),
        )
        node = None if self._last is None else self._last.node
        subject = self._subject(mark.start, node)
        doubtful = bool(_BROKEN_AFTER.match(self._text, mark.end))
        self._note(ClaimKind.RANK, (mark.start, end), value, subject, doubtful=doubtful)

    def _take_grade(self, mark: _Mark) -> None:
        before = self._text[max(self._begins, mark.start - 40) : mark.start]
        if phrases.BEFORE_GRADE.search(before) or phrases.EARLIER.search(before):
            return
        match = mark.match
        label = self._passage.text[slice(*match.span("band"))]
        grade = Grade(label, self._names.bands[fold(match["band"])])
        self._note(ClaimKind.CLASS, match.span(), grade, self._subject(mark.start))

    # --- writing ----------------------------------------------------------------------------------

    def _quote_start(self, mark: _Mark) -> int:
        name = self._node or self._total
        return mark.start if name is None or mark.start - name.end > _NEAR else name.start

    def _is_broken(self, mark: _Mark) -> bool:
        """Whether digits stand so near to a figure that it may be only a part of one."""
        text = self._text
        before = text[max(0, mark.start - 4) : mark.start]
        return bool(_BROKEN_BEFORE.search(before) or _BROKEN_AFTER.match(text, mark.match.end()))

    def _note(  # noqa: PLR0913, PLR0917 (what a claim consists of)
        self,
        kind: ClaimKind,
        span: tuple[int, int],
        value: Value,
        subject: Subject,
        doubtful: bool = False,  # noqa: FBT001, FBT002
        flaw: Problem | None = None,
    ) -> None:
        self._scribe.note(
            kind, self._passage, span, value, subject=subject, doubtful=doubtful, flaw=flaw
        )


def _found(kind: _Kind, pattern: re.Pattern[str], text: str) -> Iterator[_Mark]:
    for match in pattern.finditer(text):
        yield _Mark(kind, match, *match.span())


def _mask(text: str, spans: list[tuple[int, int]]) -> str:
    """Return `text` with the letters of all spans replaced, and nothing moved."""
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        first, last = max(start, at), max(end, at)
        parts += (text[at:first], _MASK * (last - first))
        at = last
    parts.append(text[at:])
    return "".join(parts)


def _is_symbol(text: str) -> bool:
    """Whether what follows the number is a symbol such as QĐ-TTg, not a word."""
    symbol = text.rpartition("/")[2]
    return symbol[:1].isupper() and sum(map(str.isupper, symbol)) > 1


def _day_of(text: str) -> tuple[date | None, Problem | None]:
    try:
        return parse_date(" ".join(text.split())), None
    except FormatError as error:
        return None, error.problem


def _moment(
    day: date | None, before: str, flaw: Problem | None
) -> tuple[date | datetime | None, Problem | None]:
    """Return a day with the time of day that stands before it, if one does."""
    clock = phrases.TIME.search(before)
    if clock is None:
        return day, flaw
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    try:
        at = time(hour, minute)
    except ValueError:
        return day, flaw or Problem.of(ProblemCode.NO_SUCH_TIME, (), value=f"{hour}:{minute:02d}")
    return (None if day is None else datetime.combine(day, at)), flaw


def _code_kind(text: str, told: str) -> ClaimKind | None:
    """Return what kind of code a word is, by its form or by the words before it."""
    digits = sum(map(str.isdigit, text))
    if _AGENCY.fullmatch(text):
        return ClaimKind.AGENCY_CODE
    if digits > 9 and _DOSSIER.fullmatch(text):  # noqa: PLR2004 (a day and a sequence)
        return ClaimKind.DOSSIER_CODE
    if told.endswith(("ho so", "bien nhan")) and digits > 3:  # noqa: PLR2004 (not a mere number)
        return ClaimKind.DOSSIER_CODE
    if (told or _LIKE_AGENCY.fullmatch(text)) and digits > 1 and any(map(str.isalpha, text)):
        return ClaimKind.AGENCY_CODE
    return None


def read_code(text: str, kind: ClaimKind) -> tuple[AgencyCode | DossierCode | None, Problem | None]:
    """Return the code that `text` writes, and what is wrong with it.

    Example:
        >>> code, flaw = read_code("000.21.35.H53230612-0005", ClaimKind.DOSSIER_CODE)
        >>> str(code), str(flaw.code)
        ('000.21.35.H53-230612-0005', 'lost-hyphen')
    """
    try:
        if kind is ClaimKind.AGENCY_CODE:
            return AgencyCode.parse(text), None
        code = DossierCode.parse(text)
    except FormatError as error:
        return None, error.problem
    return code, next(iter(code.warnings), None)
