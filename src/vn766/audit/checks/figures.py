"""Checks of figures against each other: points, percents, sums, classes and ranks."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from vn766._engine import formulas
from vn766._engine.exact import RefusedError, read, shift, to_decimal
from vn766.audit.checks import tolerances
from vn766.audit.claims import (
    Change,
    Claim,
    ClaimKind,
    ClassCounts,
    Count,
    Grade,
    Rank,
    Rate,
    Score,
)
from vn766.audit.findings import error, note, of_problem, said, warning
from vn766.audit.reading.topics import of_other_days, points_of
from vn766.errors import InvalidRecordError, ProblemCode, Severity
from vn766.lazy import regex
from vn766.score import score_points
from vn766.score.ranking import ranks_of
from vn766.vi import format_number
from vn766.vocabulary import fold, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vn766._engine.plan import Plan
    from vn766.audit.claims import Claim
    from vn766.audit.findings import Finding
    from vn766.audit.reading.outline import Outline
    from vn766.audit.reading.topics import Entry, Key
    from vn766.period import Period
    from vn766.score import UnitResult

_TWO: Final = 2
_NO_SLACK: Final = Decimal(0)
_PLANNED: Final = frozenset({"chi tieu", "nguoi", "luot", "y kien", "truong hop", "to chuc"})
"""Counts that are held against a plan: more than planned is no contradiction."""


# --- one figure against its neighbours ------------------------------------------------------------


@frozen(eq=False)
class _Checker:
    """The ground of all checks: the edition, and the decimals of points in the document."""

    plan: Plan
    outline: Outline
    decimals: int

    @property
    def slack(self) -> Decimal:
        """How far points may lie from their exact value: nothing with two decimals."""
        if self.decimals >= _TWO:
            return _NO_SLACK
        return shift(5, self.decimals + 1)

    def label(self, node: str | None) -> str:
        """Return what a node is called."""
        return next((each.label for each in self.plan.nodes if each.id == node), "Tổng điểm")


def check_figures(outline: Outline, plan: Plan, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield what is wrong with the figures of a document."""
    given = (claim.value for claim in outline.claims if not claim.doubtful)
    places = (_places(value.points) for value in given if isinstance(value, Score))
    checker = _Checker(plan, outline, max(places, default=_TWO))
    points = [
        each
        for each in outline.claims
        if each.kind is ClaimKind.POINTS and each.value and not each.subject.foreign
    ]
    if checker.decimals < _TWO and len(points) > 1:
        yield note(ProblemCode.ROUNDED_POINTS, points[0])
    for claim in outline.claims:
        yield from _single(claim, checker)
    yield from _unclear(outline.claims)
    noted: set[object] = set()
    # Sentences may single out some groups of those that a table gives in full.
    noted |= {
        (None, ProblemCode.PARTIAL_PUBLICATION) for one in entries if one.sheet and one.totals
    }
    for entry in entries:
        yield from _entry(entry, checker, noted)
    yield from _twice(entries, checker)
    yield from _repeated(entries, checker)
    yield from _since(entries, checker)
    by_sheet: dict[int, list[Entry]] = {}  # gathered once: a text may have thousands of tables
    for entry in entries:
        by_sheet.setdefault(id(entry.sheet), []).append(entry)
    for sheet in outline.sheets:
        yield from check_order(by_sheet.get(id(sheet), []))


def _unclear(claims: Iterable[Claim]) -> Iterator[Finding]:
    """Yield a note at the first figure that is held against no other, and how many there are."""
    found = [
        claim
        for claim in claims
        if isinstance(claim.value, Score)
        and claim.value.maximum is not None
        and (claim.kind is ClaimKind.TOTAL or claim.subject.node is not None)
        and not (claim.subject.clear or claim.subject.foreign or claim.subject.earlier)
        and not claim.doubtful
    ]
    if found:
        yield note(ProblemCode.UNCLEAR_UNIT, found[0], count=len(found))


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _single(claim: Claim, checker: _Checker) -> Iterator[Finding]:
    value = claim.value
    if claim.kind in {ClaimKind.POINTS, ClaimKind.TOTAL}:
        if not claim.subject.foreign:
            yield from _points(claim, checker)
    elif isinstance(value, Rate) and isinstance(value.of, Score):
        yield from _percent(claim, value, value.of, checker)
    elif isinstance(value, Rate) and isinstance(value.of, Count):
        yield from _rate(claim, value, value.of)
    elif isinstance(value, Rank):
        yield from check_rank(claim, value)
    elif isinstance(value, Change):
        yield from _change(claim, value, checker)
    elif isinstance(value, Grade) and value.of is not None and not claim.subject.foreign:
        yield from _class(claim, value.of.points, None, checker)
    elif isinstance(value, Count) and not claim.subject.earlier:
        yield from _count(claim, value)


def _count(claim: Claim, count: Count) -> Iterator[Finding]:
    """Hold a number against the whole that it is of."""
    number, of = count.number, count.of
    if of is None or number == of:
        return
    if isinstance(count, ClassCounts):
        if number > of or count.complete:
            yield error(ProblemCode.CLASSES_NOT_WHOLE, claim, str(count), of=of)
    elif number > of and count.what not in _PLANNED:
        yield error(ProblemCode.COUNT_ABOVE_WHOLE, claim, f"{number}/{of}", number=number, of=of)


def _change(claim: Claim, change: Change, checker: _Checker) -> Iterator[Finding]:
    """Compare a rise or fall with the points before and after it."""
    if change.before is None or change.after is None or claim.doubtful:
        return
    exact = change.after - change.before
    if abs(change.points - exact) > 3 * checker.slack:  # each of three figures is rounded
        told = {"before": said(change.before), "after": said(change.after)}
        code, expected = ProblemCode.CHANGE_MISMATCH, _signed(exact)
        yield error(code, claim, _signed(change.points), expected, **told)


def _signed(points: Decimal) -> str:
    return f"+{said(points)}" if points > 0 else said(points)


def _rate(claim: Claim, rate: Rate, count: Count) -> Iterator[Finding]:
    """Compare a percent with the counts beside it; decimals may be cut off."""
    if not count.of or claim.doubtful:
        return
    places = _places(rate.percent)
    exact = Decimal(count.number * 100) / count.of
    if abs(rate.percent - exact) < shift(1, places):
        return
    told = {"number": count.number, "of": count.of}
    expected = f"{format_number(round(exact, max(places, _TWO)))}%"
    found = f"{format_number(rate.percent, max_decimals=10)}%"
    yield error(ProblemCode.RATE_MISMATCH, claim, found, expected, **told)


def _points(claim: Claim, checker: _Checker) -> Iterator[Finding]:
    plan, score = checker.plan, claim.value
    node = claim.subject.node
    flaw = claim.flaw
    if flaw is not None and flaw.code is ProblemCode.STATED_MAXIMUM:
        yield of_problem(flaw, claim, Severity.WARNING)
        return
    if claim.doubtful and claim.in_table:
        return  # a row of sums, or one whose cells may stand in other columns
    if flaw is not None or claim.doubtful or not isinstance(score, Score):
        yield note(ProblemCode.UNCLEAR_FIGURE, claim)
        return
    if claim.kind is ClaimKind.POINTS and node is None:
        if score.maximum is not None and score.points > score.maximum:
            yield _above(claim, score.points, score.maximum, "Điểm")
        else:
            yield note(ProblemCode.UNCLEAR_SUBJECT, claim)
        return
    maximum = to_decimal(plan.maximum if node is None else plan.maxima[plan.ids.index(node)])
    label = checker.label(node)
    if score.maximum is not None and score.maximum != maximum:
        code, stated = ProblemCode.STATED_MAXIMUM, score.maximum
        told = said(maximum)
        yield warning(code, claim, stated, maximum, label=label, stated=stated, maximum=told)
    elif score.points > maximum:
        yield _above(claim, score.points, maximum, label)


def _above(claim: Claim, points: Decimal, maximum: Decimal, label: str) -> Finding:
    code, most = ProblemCode.ABOVE_MAXIMUM, f"≤ {said(maximum)}"
    return error(code, claim, points, most, label=label, maximum=maximum)


def _percent(claim: Claim, rate: Rate, score: Score, checker: _Checker) -> Iterator[Finding]:
    """Compare a percent with the points beside it, within the documented tolerances."""
    maximum = score.maximum
    if maximum is None or claim.doubtful or score.points > maximum:
        return
    places = _places(rate.percent)
    exact = score.points * 100 / maximum
    rounding = shift(5, places + 1) + checker.slack * 100 / maximum
    distance = abs(rate.percent - exact)
    if distance <= tolerances().of_percent(claim.subject.node) + rounding:
        return
    found = f"{format_number(rate.percent, max_decimals=10)}%"
    of = {"points": said(score.points), "maximum": said(maximum)}
    cut_off = exact >= rate.percent and distance < shift(1, places)
    judge = warning if cut_off else error
    code = ProblemCode.PERCENT_CUT_OFF if cut_off else ProblemCode.PERCENT_MISMATCH
    yield judge(code, claim, found, _written_percent(score, places), **of)


def _written_percent(score: Score, places: int) -> str:
    """Return the percent that follows, with at least as many decimals as it was printed with."""
    maximum = score.maximum or Decimal(1)
    try:
        percent = formulas.percent(read(score.points), read(maximum), max(places, _TWO))
    except RefusedError:
        return f"{said(score.points * 100 / maximum)}%"
    return f"{format_number(shift(percent, max(places, _TWO)), max_decimals=max(places, _TWO))}%"


# --- the figures of one unit ----------------------------------------------------------------------


def _entry(entry: Entry, checker: _Checker, noted: set[object]) -> Iterator[Finding]:
    """Yield what is wrong with the figures of one unit in one place."""
    yield from _told_twice(entry, checker)
    points = {node: points_of(claims) for node, claims in entry.points.items()}
    known = {node: value for node, value in points.items() if value is not None}
    total = points_of(entry.totals)
    result = None
    if known and len(known) == len(entry.points):
        problems = list(_parts(known, entry, checker))
        yield from problems
        if not problems:
            with suppress(InvalidRecordError):  # above a maximum or negative: told of each figure
                result = score_points(known, framework=checker.plan.framework)
    if result is not None and entry.totals and total is not None:
        yield from _sum(entry.totals[0], total, result, checker)
    if result is not None:
        found = _completeness(entry, result)
        if found is not None and (entry.sheet, found.code) not in noted:
            noted.add((entry.sheet, found.code))
            yield found
    for claim in entry.grades:
        if isinstance(claim.value, Grade) and claim.value.of is None:
            yield from _class(claim, total, result, checker)


def _told_twice(entry: Entry, checker: _Checker) -> Iterator[Finding]:
    """Yield figures that differ from the first ones; several may be a list of another's."""
    found = [
        list(_differing(claims, checker.label(node)))
        for node, claims in (*entry.points.items(), (None, entry.totals))
    ]
    lists = sum(map(bool, found)) > 1
    for each in chain(*found):
        problem = evolve(each.problem, severity=Severity.NOTE) if lists else each.problem
        yield evolve(each, problem=problem)


def _differing(claims: Sequence[Claim], label: str) -> Iterator[Finding]:
    """Yield each figure that is not the first one given for the same thing."""
    scored = [(claim, claim.value) for claim in claims if isinstance(claim.value, Score)]
    for claim, value in scored[1:]:
        first, right = scored[0]
        same = value.points == right.points or _rounded_alike(value, right)
        if not same and not of_other_days(claim, first):
            code, place = ProblemCode.FIGURES_DIFFER, first.location
            yield error(code, claim, value.points, right.points, label=label, place=place)


def _rounded_alike(one: Score, other: Score) -> bool:
    """Whether two figures differ only by the decimals that they are printed with."""
    places = min(_places(one.points), _places(other.points))
    return abs(one.points - other.points) <= shift(5, places + 1)


def _parts(known: dict[str, Decimal], entry: Entry, checker: _Checker) -> Iterator[Finding]:
    """Compare a group with its parts; where all of them are given, the parts are kept."""
    plan = checker.plan
    for at in plan.parents:
        children = [plan.ids[child] for child in plan.children[at]]
        group = plan.ids[at]
        if group not in known or not all(child in known for child in children):
            continue
        total = sum((known[child] for child in children), Decimal(0))
        if abs(total - known[group]) > checker.slack * (len(children) + 1):
            claim, label = entry.points[group][0], checker.label(group)
            yield error(ProblemCode.PARTS_MISMATCH, claim, known[group], total, label=label)
        del known[group]


def _sum(claim: Claim, total: Decimal, result: UnitResult, checker: _Checker) -> Iterator[Finding]:
    """Compare a total with what the groups allow."""
    least, most = result.bounds
    count = len([node for node in result.nodes.values() if node.points is not None])
    room = checker.slack * (count + 1)
    within = least - room <= total <= most + room
    if result.total is None and not within:
        code, expected = ProblemCode.TOTAL_OUT_OF_REACH, (least, most)
        yield error(code, claim, total, expected, least=least, most=most)
    elif result.total is not None and not within:
        yield error(ProblemCode.TOTAL_MISMATCH, claim, total, result.total)
    elif result.total is not None and total != result.total:
        yield note(ProblemCode.SUM_BY_ROUNDING, claim, total, result.total)


def _completeness(entry: Entry, result: UnitResult) -> Finding | None:
    """Return a note on groups that are not published, or on a class without its total."""
    first = next(chain(*entry.points.values()))
    if result.missing:
        (least, most), labels = result.bounds, "; ".join(result.missing_labels)
        code, expected = ProblemCode.PARTIAL_PUBLICATION, (least, most)
        return note(code, first, labels, expected, labels=labels, least=least, most=most)
    total = result.total
    if entry.totals or not entry.grades or total is None:
        return None
    return note(ProblemCode.TOTAL_NOT_PRINTED, first, expected=total, total=total)


def _class(
    claim: Claim, total: Decimal | None, result: UnitResult | None, checker: _Checker
) -> Iterator[Finding]:
    """Compare a class with the total printed beside it, else with the one that follows."""
    grade, plan = claim.value, checker.plan
    if not isinstance(grade, Grade) or (total is None and result is None):
        return
    room = checker.slack
    if result is None or total is not None:
        least = most = total or Decimal(0)
    else:
        least, most = result.bounds
        room *= len(plan.groups)
    top = to_decimal(plan.maximum)
    if not 0 <= least <= most <= top:
        return
    bands = plan.bands_between(_cents(least), _cents(most))
    if grade.band in {band.id for band in bands}:
        return
    least_rounded, most_rounded = max(Decimal(0), least - room), min(top, most + room)
    rounded = plan.bands_between(_cents(least_rounded), _cents(most_rounded))
    judge = warning if grade.band in {band.id for band in rounded} else error
    labels, total_said = " / ".join(band.label for band in bands), said((least, most))
    yield judge(ProblemCode.CLASS_MISMATCH, claim, grade.label, labels, total=total_said)


def _cents(number: Decimal) -> int:
    """Return hundredths, those of a figure with more decimals cut off."""
    return int(number.scaleb(_TWO))


# --- the same thing in two places -----------------------------------------------------------------


def _twice(entries: Sequence[Entry], checker: _Checker) -> Iterator[Finding]:
    """Compare sentences and rows that are about the same unit and period."""
    told: dict[tuple[Key, int], list[Entry]] = defaultdict(list)
    periods = {claim.part: period for claim, period in checker.outline.subjects if claim.part > 0}
    for entry in entries:
        about = periods.get(entry.part)
        # An annex about another period is told of elsewhere; its figures are its own.
        apart = about is not None and about != checker.outline.period
        told[entry.key, entry.part if apart else 0].append(entry)
    for (key, _), group in told.items():
        sheets = [each.sheet for each in group if each.sheet is not None]
        if len(set(map(id, sheets))) < len(sheets) or (key.unit is None and len(sheets) > 1):
            continue  # two units of one name, or of none
        yield from check_ranks(group)
        main, *others = group
        for other in others:
            for node, claims in other.points.items():
                pair = _pair(main.points.get(node, []), claims)
                yield from _differing(pair, checker.label(node))
            yield from _differing(_pair(main.totals, other.totals), checker.label(None))
            if main.totals and not other.totals:
                for claim in other.grades:
                    yield from _class(claim, points_of(main.totals), None, checker)
            if other.totals and not main.totals:
                for claim in main.grades:
                    yield from _class(claim, points_of(other.totals), None, checker)


def _pair(told: Sequence[Claim], claims: Sequence[Claim]) -> list[Claim]:
    """Return what a figure of another place is held against: the one that it agrees with."""
    points = points_of(claims[:1])
    agreeing = [claim for claim in told if points_of([claim]) == points]
    return [*agreeing, *told][:1] + list(claims[:1])


def _repeated(entries: Sequence[Entry], checker: _Checker) -> Iterator[Finding]:
    """Compare a percent that is told again without its points with the one beside them."""
    scores = {
        (entry.key, claim.subject.node): claim.value.of
        for entry in reversed(entries)  # those that are told first remain
        for claim in reversed(entry.rates)
        if isinstance(claim.value, Rate) and isinstance(claim.value.of, Score)
    }
    for entry in entries:
        for claim in entry.shares:
            score = scores.get((entry.key, claim.subject.node))
            if score is not None and isinstance(claim.value, Rate):
                yield from _percent(claim, claim.value, score, checker)


def _since(entries: Sequence[Entry], checker: _Checker) -> Iterator[Finding]:
    """Compare a rise or fall with the total of the one other period that is told of."""
    totals: dict[Period | None, set[Decimal]] = defaultdict(set)
    for claim in checker.outline.claims:
        if (
            claim.kind is ClaimKind.TOTAL
            and isinstance(claim.value, Score)
            and not (claim.subject.foreign or claim.doubtful or claim.in_table)
        ):
            period = None if claim.subject.earlier else claim.subject.period
            totals[period].add(claim.value.points)
    for entry in entries:
        total = points_of(entry.totals)
        for claim in entry.changes:
            if isinstance(claim.value, Change) and claim.value.after is None and total is not None:
                if claim.subject.node is None:
                    yield from _change(claim, evolve(claim.value, after=total), checker)
                continue
            change, own = claim.value, claim.subject.period
            others = islice((totals[period] for period in totals if period != own), _TWO)
            found = [points for those in others for points in islice(those, _TWO)]
            told = isinstance(change, Change) and change.before is None and not claim.subject.node
            if isinstance(change, Change) and told and len(found) == 1:
                yield from _change(claim, evolve(change, before=found[0]), checker)


# --- ranks ----------------------------------------------------------------------------------------

_PADDED: Final = regex(r"\bthu[\s:\"'*]{0,4}0\d")
_LEAST_FITTING: Final = 2  # ranks that follow from the totals, for each one that does not


def check_rank(claim: Claim, value: Rank) -> Iterator[Finding]:
    """Yield what is wrong with one rank: outside its pool, or with a zero before it."""
    if value.rank < 1 or (value.of is not None and value.rank > value.of):
        of = "–" if value.of is None else value.of
        yield error(ProblemCode.RANK_OUTSIDE_POOL, claim, value.text, rank=value.rank, of=of)
    elif _PADDED.search(plain(claim.quote)):
        yield note(ProblemCode.PADDED_RANK, claim, claim.quote, value.text)


def check_ranks(group: Sequence[Entry]) -> Iterator[Finding]:
    """Yield ranks of one unit that contradict the first one; ``2`` and ``02/11`` do not."""
    ranks = [
        (claim, claim.value)
        for entry in group
        for claim in entry.ranks
        if isinstance(claim.value, Rank)
    ]
    for claim, value in ranks[1:]:
        first, right = ranks[0]
        pools = [fold(each.pool) for each in (value, right) if each.pool]
        if len(set(pools)) > 1 or of_other_days(claim, first):
            continue
        of_differs = None not in {value.of, right.of} and value.of != right.of
        if value.rank != right.rank or of_differs:
            # Pools of two sizes may be two pools, unless both have the same name.
            judge = note if of_differs and not (value.pool and right.pool) else error
            place = first.location
            yield judge(ProblemCode.TWO_RANKS, claim, value.text, right.text, place=place)


def check_order(rows: Sequence[Entry]) -> Iterator[Finding]:
    """Compare the ranks of a table with its totals, where all others show that it is one pool."""
    found: list[tuple[Claim, int, Decimal]] = []
    for row in rows:
        total = points_of(row.totals)
        ranks = [each for each in row.ranks if isinstance(each.value, Rank)]
        if total is not None and len(ranks) == 1 and isinstance(ranks[0].value, Rank):
            found.append((ranks[0], ranks[0].value.rank, total))
    pools = Counter(claim.value.of for claim, _, _ in found if isinstance(claim.value, Rank))
    if len(pools) > 1 or len({row.key.period for row in rows}) > 1:
        return
    totals = sorted((total for _, _, total in found), reverse=True)
    first = dict(zip(totals, ranks_of(totals, "competition"), strict=True))
    dense = dict(zip(totals, ranks_of(totals, "dense"), strict=True))
    counted = Counter(totals)
    wrong = [
        (claim, rank, total)
        for claim, rank, total in found
        if rank != dense[total] and not first[total] <= rank < first[total] + counted[total]
    ]
    if not wrong or len(found) - len(wrong) < _LEAST_FITTING * len(wrong):
        return
    # An excerpt of a larger pool, or two pools in one table: then nothing follows.
    size, last = next(iter(pools)), max(rank for _, rank, _ in found)
    if size not in {None, len(found)} or not dense[totals[-1]] <= last <= len(found):
        return
    for claim, rank, total in wrong:
        yield error(ProblemCode.RANK_ORDER, claim, str(rank), str(first[total]), total=total)
