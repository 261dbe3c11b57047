"""Claims in passages: dates, codes and legal texts here, figures sentence by sentence.

What has digits and is no figure is read first, and masked for what follows.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from attrs import evolve

from vn766.audit.claims import Claim, ClaimKind, Reference, Subject
from vn766.audit.reading import parsed, phrases
from vn766.audit.reading.sentences import BROKEN_AFTER, BROKEN_BEFORE, MASK, Sentence
from vn766.audit.reading.topics import Mark, MarkKind, Topic
from vn766.codes import AgencyCode, DossierCode
from vn766.errors import Problem, ProblemCode
from vn766.lazy import regex
from vn766.vi import parse_date, parse_period
from vn766.vocabulary import fold

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from vn766._engine.plan import Plan
    from vn766.audit.claims import Value
    from vn766.audit.reading import Passage
    from vn766.period import Period

_FIGURES: Final[tuple[tuple[MarkKind, re.Pattern[str]], ...]] = (
    ("rank", phrases.RANK),
    ("score", phrases.SCORE),
)
_AS_OF_REACH: Final = 90
_LONGEST_QUOTE: Final = 160
_LONGEST_HEADING: Final = 160
_LONGEST_LINE: Final = 1_000
_LEADING: Final = 40  # characters in which a heading says whom it is about
_SPEAKERS: Final = frozenset({"unit", "office", "body", "period", "other", "ours"})
_VALUES: Final = frozenset({"score", "bare", "plain", "percent", "rank", "grade"})
_NO_PERIOD: Final = regex(
    r"\btu (?:dau |cuoi )?(?:thang|quy|ngay)?[ \d/\0]{0,12}$|(?<!\d)\d{1,2} ?$"
)
_MIDNIGHT: Final = (24, 0)  # the end of a day
_UNSPACED: Final = regex(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_HAS_FIGURE: Final = regex(r"(?<!\d)(?!766(?!\d))\d")
_TO_DATE: Final = regex(",? ?(?:ngay )?")
_AGENCY: Final = regex(r"(?:\d{2,3}\.){2,}[a-z]\d{2}|[gh]\d{2}(?:\.\d{2,3})+")
_LIKE_AGENCY: Final = regex(r"\d{2,3}\.\d{2,3}\.(?:\d{2,3}\.?)?[a-z]\d{1,3}|\d{3}\.\d{2,3}\.\d.*")
_DOSSIER: Final = regex(r".*[a-z]\d{2}.*-?\d{6}-?\d{3,8}")


class Scribe:
    """The writer of the claims of one document, statement by statement."""

    def __init__(self, plan: Plan) -> None:
        self.claims: list[Claim] = []
        self.statement = 0
        self.sentences = self.unread = 0
        """Sentences with figures, and those of them of which nothing was read."""
        self.own: tuple[str, str] | None = None
        """The kind and name of the unit in the letterhead, as they are printed."""
        self.ours = False
        """Whether the document has named the framework so far."""
        self._plan = plan
        self._names = phrases.names_of(plan)
        self._part = 0
        self._passage: Passage
        self._found: list[tuple[int, Claim]] = []
        self._spoken: list[Mark] = []  # periods of the passage that is being read
        self._latest: Period | None = None
        self._headings: list[tuple[int, Topic]] = []

    def read(self, passage: Passage, part: int) -> None:
        """Read the claims of one passage."""
        if part != self._part:
            self._part, self._headings = part, []
        self._passage, self._found, self._spoken = passage, [], []
        text = passage.plain
        masked = self._times_and_names() if any(map(str.isdigit, text)) else text
        known = len(self._found)
        self._figures(masked)
        if passage.place.column is None:  # cells are counted with their table
            self._count(masked, known)
        self._found.sort(key=itemgetter(0))
        self.claims += (claim for _, claim in self._found)
        self.statement += 1

    def _count(self, text: str, known: int) -> None:
        """Count the sentences with figures, and those of which none was read."""
        item = phrases.ITEM.match(text)
        read = sorted(start for start, _ in self._found[known:])
        begins = 0 if item is None else item.end()
        for end in [*(match.end() for match in phrases.SENTENCE_END.finditer(text)), len(text)]:
            if _HAS_FIGURE.search(text, begins, end):
                self.sentences += 1
                at = bisect_left(read, begins)
                self.unread += at == len(read) or read[at] >= end
            begins = end

    def _add(
        self,
        kind: ClaimKind,
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
            quote=self._passage.text[start:end][:_LONGEST_QUOTE].strip(),
            location=self._passage.at(start),
            value=value,
            subject=subject,
            statement=self.statement,
            part=self._part,
            doubtful=doubtful,
            flaw=flaw,
        )
        self._found.append((start, claim))

    # --- dates, codes, legal texts ----------------------------------------------------------------

    def _times_and_names(self) -> str:
        """Read what has digits and is no figure; return the text with all of it masked."""
        text = self._passage.plain
        spans = [match.span() for match in phrases.URL.finditer(text)]
        text = _mask(text, spans)
        text = _mask(text, list(self._codes(text)))
        days = {
            match.start(): match for pattern in phrases.DATES for match in pattern.finditer(text)
        }
        cited = list(phrases.CITED.finditer(text)) if "/" in text else []
        self._citations(cited, days)
        text = _mask(text, [match.span("number") for match in cited])
        text = _mask(text, list(self._dates(text)))
        if "/" in text:
            numbers = phrases.NUMBER_OF_DOCUMENT.finditer(text)
            text = _mask(
                text,
                [m.span() for m in numbers if _is_symbol(self._passage.text[slice(*m.span())])],
            )
        return _mask(text, list(self._periods(text)))

    def _codes(self, text: str) -> Iterator[tuple[int, int]]:
        for match in phrases.CODE.finditer(text):
            start, end = match.span()
            end -= len(match[0]) - len(match[0].rstrip(".-"))
            told = phrases.CODE_WORDS.search(text[max(0, start - 80) : start])
            kind = _code_kind(text[start:end], told["what"] if told else "")
            if kind is None:
                continue
            value, flaw = read_code(self._passage.text[start:end], kind)
            self._add(kind, (start, end), value, flaw=flaw)
            yield start, end

    def _citations(self, cited: list[re.Match[str]], days: dict[int, re.Match[str]]) -> None:
        text = self._passage.plain
        ends = [*(match.start() for match in cited), len(text)][1:]
        for match, next_begins in zip(cited, ends, strict=True):
            end = match.end("number")
            after = _TO_DATE.match(text, end)
            begins = end if after is None else after.end()
            # "ngày" is a part of one way to write a date, not of the other.
            dated = days.get(begins) or days.get(begins - len("ngay "))
            issued_on = None
            if dated is not None and dated.start() >= end:
                issued_on, _ = _day_of(dated[0])
                begins = dated.end()
            line = self._passage.text[max(0, match.start() - _LONGEST_LINE) : match.start()]
            reference = Reference(
                kind=match["kind"],
                number=self._passage.text[slice(*match.span("number"))],
                issued_on=issued_on,
                about=fold(self._passage.text[begins : min(begins + _LONGEST_QUOTE, next_begins)]),
                before=line.rpartition("\n")[2],
            )
            self._add(ClaimKind.CITATION, (match.start(), begins), reference)

    def _dates(self, text: str) -> Iterator[tuple[int, int]]:
        for pattern in phrases.DATES:
            for match in pattern.finditer(text):
                self._date(text, match)
                yield match.span()
        for match in phrases.DAY_OF_MONTH.finditer(text):
            day, month = int(match["day"]), int(match["month"])
            # A leap year: only what exists in no year at all is wrong.
            _, flaw = _day_of(f"{day}/{month}/2024")
            if flaw is not None:
                flaw = Problem.of(ProblemCode.NO_SUCH_DATE, (), value=match[0])
                doubtful = bool(BROKEN_AFTER.match(text, match.end()))
                self._add(ClaimKind.DATE, match.span(), None, doubtful=doubtful, flaw=flaw)
            yield match.span()

    def _date(self, text: str, match: re.Match[str]) -> None:
        start, end = match.span()
        line_start = self._passage.text.rfind("\n", 0, start) + 1
        before = text[max(line_start, start - _AS_OF_REACH) : start]
        rest = text[end : end + 3].strip(" .\0")
        kind = ClaimKind.DATE
        if "mark" not in match.groupdict() and start - line_start < _AS_OF_REACH:
            alone = not rest or self._passage.text[end : end + 1] == "\n"
            if alone and phrases.LETTERHEAD_DATE.fullmatch(before):
                kind = ClaimKind.DOCUMENT_DATE
        if not (match["day"] and match["month"]):
            self._add(kind, (start, end), None)
            return
        written = text[start:end]
        if match["weekday"] and not self._passage.text[start:end].split()[1][:1].isupper():
            written = written[len(match["weekday"]) :]  # "thứ hai, …" also counts reasons
        spaced = _UNSPACED.sub(" ", written)
        value, flaw = _day_of(spaced)
        if spaced != written and flaw is None:
            expected = _UNSPACED.sub(" ", self._passage.text[start:end])
            flaw = Problem.of(
                ProblemCode.MISSING_BLANK,
                (),
                value=self._passage.text[start:end],
                expected=expected,
            )
        moment: date | datetime | None = value
        told = phrases.SENTENCE_END.split(before)[-1]
        lies_ahead = phrases.AIMED.search(told) or phrases.WILL_BE.match(text, end)
        if kind is ClaimKind.DATE and phrases.AS_OF.search(told) and not lies_ahead:
            kind = ClaimKind.AS_OF
            moment, flaw = _moment(value, before, flaw)
        doubtful = bool(BROKEN_BEFORE.search(before[-3:])) and before[-1:] != ","
        self._add(kind, (start, end), moment, doubtful=doubtful, flaw=flaw)
        if value is not None and match["day"]:
            self._spoken.append(Mark("day", match, start, end, day=value))

    def _periods(self, text: str) -> Iterator[tuple[int, int]]:
        for pattern in phrases.PERIODS:
            found: list[tuple[int, int]] = []
            for match in pattern.finditer(text):
                start, end = match.span()
                written = " ".join(match[0].split())
                # "từ tháng 1 đến tháng 6", or the rest of a date that was not recognised.
                apart = _NO_PERIOD.search(text[max(0, start - 25) : start])
                told = phrases.SENTENCE_END.split(text[max(0, start - 40) : start])[-1]
                earlier = bool(phrases.EARLIER.search(told))
                value, flaw = parsed(parse_period, written)
                self._add(
                    ClaimKind.PERIOD,
                    (start, end),
                    value,
                    subject=Subject(earlier=earlier),
                    doubtful=apart is not None,
                    flaw=flaw,
                )
                found.append((start, end))
                if value is not None and not earlier:
                    self._spoken.append(Mark("period", match, start, end, value))
                    self._latest = value
            yield from found
            text = _mask(text, found)

    # --- figures ----------------------------------------------------------------------------------

    def _figures(self, text: str) -> None:
        """Read the figures of a passage, sentence by sentence."""
        marks = sorted(self._marks(text), key=lambda mark: (mark.start, -mark.end))
        self._head(text, marks)
        ends = [match.end() for match in phrases.SENTENCE_END.finditer(text)] if marks else []
        ends.append(len(text))
        topic = self._headings[-1][1] if self._headings else Topic()
        ahead, listed, classed = topic.ahead, None, None
        at = first = begins = 0
        for number, mark in enumerate(marks):
            while ends[at] <= mark.start:
                at += 1
            following = marks[number + 1].start if number + 1 < len(marks) else len(text)
            if following >= ends[at]:
                sentence = Sentence(
                    self._plan,
                    self._passage,
                    text,
                    begins,
                    ends[at],
                    topic,
                    self._add,
                    ours=self.ours,
                    listed=listed,
                    classed=classed,
                )
                sentence.read(marks[first : number + 1])
                goes_on = text[ends[at] - 1] == ";"
                topic = evolve(sentence.topic.later, ahead=ahead or (goes_on and sentence.aims))
                listed, classed = (sentence.listed, sentence.classed) if goes_on else (None, None)
                begins, first = ends[at], number + 1
                self.statement += 1

    def _head(self, text: str, marks: list[Mark]) -> None:
        """Take a passage as a heading, if it begins with whom or when what follows is about."""
        item = phrases.ITEM.match(text)
        ends = text.rstrip()[-1:]
        goes_on = ends == ":" or text.rstrip().endswith(("trong do", "cu the", "nhu sau"))
        if item is None and not goes_on:
            return
        depth = phrases.LINE_DEPTH if item is None else 2 * (item.lastindex or 0)
        begins = 0 if item is None else item.end()
        ahead = bool(phrases.AIMS_AHEAD.match(text, begins))
        leading = [each for each in marks if each.start - begins < _LEADING]
        speakers = [mark for mark in leading if mark.kind in _SPEAKERS]
        if not speakers and any(mark.kind in {"node", "total"} for mark in leading):
            return  # a part of what is spoken of
        # What stands beside or above an item is not what the item is about.
        self._headings = above = [heading for heading in self._headings if heading[0] < depth]
        with_figures = any(mark.kind in _VALUES for mark in marks)
        if len(text) > _LONGEST_HEADING or phrases.ANNOUNCED.search(text):
            return
        if not goes_on and (with_figures or ends in {".", ";"}):
            return
        topic = above[-1][1] if above else Topic()
        topic = evolve(topic, ahead=ahead or topic.ahead)
        for mark in speakers:
            topic = topic.after(mark)
        self._headings = [*above, (depth, topic)]

    def _marks(self, text: str) -> Iterator[Mark]:
        capitals = self.own is not None and self._passage.text.isupper()
        pattern = phrases.UNIT if self.own is None or not capitals else phrases.own_unit(*self.own)
        units = list(_found("unit", pattern, self._passage.text))
        yield from units
        named = {at for mark in units for at in (mark.start, mark.match.start("kind"))}
        for mark in _found("office", phrases.OFFICE, self._passage.text):
            if named.isdisjoint(
                (mark.start, max(mark.match.start("kind"), mark.match.start("level")))
            ):
                yield mark
        yield from _found("body", phrases.OTHER_BODY, self._passage.text)
        yield from _found("other", phrases.OTHER_INDEX, text)
        yield from _found("ours", phrases.OUR_INDEX, self._passage.plain)
        yield from self._spoken
        for mark in _found("period", phrases.YEARLESS, text):
            yield self._of_this_year(mark)
        yield from _found("grade", self._names.grades, text)
        yield from _found("label", self._names.labels, text)
        yield from _found("whole", phrases.WHOLE, text)
        yield from _found("share", self._names.shares, text)
        yield from _found("span", phrases.FROM_TO, text)
        if not any(map(str.isdigit, text)):
            return
        yield from _found("node", self._names.nodes, text)
        # What is one kind of figure is no other: each is masked for those that follow.
        for kind, pattern in _FIGURES:
            marks = list(_found(kind, pattern, text))
            yield from marks
            text = _mask(text, [(mark.start, mark.end) for mark in marks])
        yield from _found("percent", phrases.PERCENT, text)
        yield from _found("count", phrases.BARE_COUNT, text)
        yield from _found("portion", phrases.PORTION, text)
        yield from _found("total", phrases.TOTAL_WORDS, text)
        yield from _found("change", phrases.CHANGE, text)
        bare = list(_found("bare", phrases.BARE, text))
        yield from bare
        text = _mask(text, [(mark.start, mark.end) for mark in bare])
        yield from _found("plain", phrases.PLAIN, text)

    def _of_this_year(self, mark: Mark) -> Mark:
        """Return a period without a year as one of the year that was spoken of last."""
        if self._latest is None:
            return mark
        period, _ = parsed(parse_period, f"{mark.match[0]} năm {self._latest.year}")
        return evolve(mark, period=period)


def _found(kind: MarkKind, pattern: re.Pattern[str], text: str) -> Iterator[Mark]:
    for match in pattern.finditer(text):
        yield Mark(kind, match, *match.span())


def _mask(text: str, spans: list[tuple[int, int]]) -> str:
    """Return `text` with the letters of all spans replaced, and nothing moved."""
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        first, last = max(start, at), max(end, at)
        parts += (text[at:first], MASK * (last - first))
        at = last
    parts.append(text[at:])
    return "".join(parts)


def _is_symbol(text: str) -> bool:
    """Whether what follows the number is a symbol such as QĐ-TTg, not a word."""
    symbol = text.rpartition("/")[2]
    return symbol[:1].isupper() and sum(map(str.isupper, symbol)) > 1


def _day_of(text: str) -> tuple[date | None, Problem | None]:
    return parsed(parse_date, " ".join(text.split()))


def _moment(
    day: date | None, before: str, flaw: Problem | None
) -> tuple[date | datetime | None, Problem | None]:
    """Return a day with the time of day that stands before it, if one does."""
    clock = phrases.TIME.search(before)
    if clock is None:
        return day, flaw
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    if (hour, minute) == _MIDNIGHT:
        return day, flaw
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
    if kind is ClaimKind.AGENCY_CODE:
        return parsed(AgencyCode.parse, text)
    code, flaw = parsed(DossierCode.parse, text)
    return code, next(iter(code.warnings), None) if code else flaw
