"""Checks of figures: points, percents, sums, classes and ranks against each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from vn766._engine import formulas
from vn766._engine.exact import RefusedError, read, shift, to_decimal
from vn766.audit.claims import Claim, ClaimKind, Count, Grade, Rank, Rate, Score
from vn766.audit.findings import Finding
from vn766.audit.texts import plain
from vn766.audit.tolerances import tolerances
from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity
from vn766.framework.labels import fold
from vn766.period import Month, Quarter
from vn766.score import score_points
from vn766.vi import format_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vn766._engine.plan import Plan
    from vn766.audit.outline import Outline, SheetNote
    from vn766.period import Period
    from vn766.records import Unit
    from vn766.score import UnitResult

__all__ = ["Entry", "Key", "check_figures", "entries_of", "finding", "unit_key"]

_TWO: Final = 2
_PADDED: Final = re.compile(r"\bthu[\s:\"'*]{0,4}0\d")
_NO_SLACK: Final = Decimal(0)
_OFFICES: Final = frozenset(
    {"tinh", "thanh pho", "huyen", "thi xa", "quan", "xa", "phuong", "thi tran", "dac khu"}
)
_PLANNED: Final = frozenset({"chi tieu", "nguoi", "luot", "y kien", "truong hop", "to chuc"})
"""What is counted against a plan: more than planned is no contradiction."""
_LEAST_FITTING: Final = 2  # ranks that follow from the totals, for each one that does not


def finding(
    code: ProblemCode,
    claim: Claim,
    *,
    severity: Severity = Severity.ERROR,
    found: str = "",
    expected: str | None = None,
    **details: object,
) -> Finding:
    """Return a finding about a claim; what a doubtful one says is a note at most."""
    if claim.doubtful:
        severity = Severity.NOTE
    problem = Problem(
        code=code,
        path=(str(claim.kind),),
        value=claim.quote,
        severity=severity,
        details=(("found", found), ("expected", expected or ""), *details.items()),
    )
    return Finding(
        problem=problem,
        location=claim.location,
        quote=claim.quote,
        found=found or claim.quote,
        expected=expected,
    )


# --- what belongs together ------------------------------------------------------------------------


@frozen
class Key:
    """Whose figures they are, and of when; None is the document's own unit or period."""

    unit: str | None
    period: Period | None


@frozen(eq=False, kw_only=True)
class Entry:
    """The figures that a document gives of one unit in one period, in one place.

    `sheet` is the table that it is a row of, None for the sentences of the document.
    """

    key: Key
    part: int
    sheet: SheetNote | None
    points: dict[str, list[Claim]] = field(factory=dict[str, list[Claim]])
    totals: list[Claim] = field(factory=list[Claim])
    grades: list[Claim] = field(factory=list[Claim])
    ranks: list[Claim] = field(factory=list[Claim])

    @property
    def claims(self) -> Iterator[Claim]:
        """Yield all of its claims."""
        return chain(*self.points.values(), self.totals, self.grades, self.ranks)

    def add(self, claim: Claim) -> None:
        """Take a claim in."""
        if claim.kind is ClaimKind.POINTS and claim.subject.node is not None:
            self.points.setdefault(claim.subject.node, []).append(claim)
        elif claim.kind is ClaimKind.TOTAL:
            self.totals.append(claim)
        elif claim.kind is ClaimKind.CLASS:
            self.grades.append(claim)
        elif claim.kind is ClaimKind.RANK and claim.subject.node is None:
            self.ranks.append(claim)


def unit_key(name: str) -> str:
    """Return a name without the words for its office, to be compared.

    Example:
        >>> unit_key("Ủy ban nhân dân phường Hoà Thắng"), unit_key("UBND Phường Hòa Thắng")
        ('phuong hoa thang', 'phuong hoa thang')
    """
    return fold(name).removeprefix("uy ban nhan dan ").removeprefix("ubnd ")


def entries_of(outline: Outline) -> list[Entry]:
    """Return the figures of a document by whom and when they are about."""
    own, own_period = _own_unit(outline), outline.period
    sheet_of: dict[int, SheetNote] = {
        statement: sheet
        for sheet in outline.sheets
        for statement in range(sheet.first, sheet.last + 1)
    }
    entries: dict[tuple[object, ...], Entry] = {}
    for claim in outline.claims:
        subject = claim.subject
        if claim.doubtful or claim.flaw is not None or subject.earlier or not subject.clear:
            continue
        sheet = sheet_of.get(claim.statement) if claim.in_table else None
        called = _called(subject.unit, own)
        period = subject.period
        key = Key(called, period or own_period)
        if sheet is not None and claim.statement in sheet.labels:
            number = sheet.labels[claim.statement]
            period = _numbered(number, own_period)
            key = Key(f"{called} {number}" if period is None else called, period)
        place = (key, claim.part, None) if sheet is None else (key, claim.part, claim.statement)
        if place not in entries:
            entries[place] = Entry(key=key, part=claim.part, sheet=sheet)
        entries[place].add(claim)
    return [entry for entry in entries.values() if any(True for _ in entry.claims)]


def _own_unit(outline: Outline) -> str | None:
    """Return the unit that figures without a name are of: the issuer, or the only one named.

    It is another one than the issuer only if no sentence leaves open whose figures it gives.
    """
    issuer = outline.body or (" ".join(outline.issuer[:2]) if outline.issuer else None)
    told = [
        claim
        for claim in outline.claims
        if claim.kind in {ClaimKind.TOTAL, ClaimKind.POINTS}
        and not claim.in_table
        and claim.subject.clear
        and not claim.subject.earlier
    ]
    named = {
        unit_key(claim.subject.unit.name)
        for claim in told
        if claim.kind is ClaimKind.TOTAL and claim.subject.unit is not None
    }
    if len(named) != 1:
        return issuer
    (only,) = named
    unnamed = {claim.kind for claim in told if claim.subject.unit is None}
    if issuer is None:
        return only if ClaimKind.TOTAL not in unnamed or only in _OFFICES else None
    return issuer if unnamed or only in _OFFICES else only


def _called(unit: Unit | None, own: str | None) -> str | None:
    """Return what a unit is called; "UBND xã" is the document's own one, if that is of a xã."""
    if unit is None:
        return own
    called = unit_key(unit.name)
    is_own = called in _OFFICES and own is not None and own.startswith(called)
    return own if is_own else called


def _numbered(number: int, period: Period | None) -> Period | None:
    """Return the month or quarter that a row is called by, in the year of the document."""
    if isinstance(period, Month) and 1 <= number <= 12:  # noqa: PLR2004 (months)
        return Month(period.year, number, up_to=period.up_to)
    if isinstance(period, Quarter) and 1 <= number <= 4:  # noqa: PLR2004 (quarters)
        return Quarter(period.year, number, up_to=period.up_to)
    return None


# --- one figure against its neighbours ------------------------------------------------------------


@frozen(eq=False)
class _Checker:
    """What checks share: the edition, and how many decimals the document gives its points."""

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
        return next((it.label for it in self.plan.nodes if it.id == node), "Tổng điểm")


def check_figures(outline: Outline, plan: Plan, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield what is wrong with the figures of a document."""
    checker = _Checker(plan, outline, _decimals(outline.claims))
    points = [
        it
        for it in outline.claims
        if it.kind is ClaimKind.POINTS and it.value and not it.subject.foreign
    ]
    if checker.decimals < _TWO and len(points) > 1:
        yield finding(ProblemCode.ROUNDED_POINTS, points[0], severity=Severity.NOTE)
    for claim in outline.claims:
        yield from _single(claim, checker)
    yield from _unclear(outline.claims)
    noted: set[object] = set()
    # Sentences may single out some groups of those that a table gives in full.
    noted |= {(None, ProblemCode.PARTIAL_PUBLICATION) for it in entries if it.sheet and it.totals}
    for entry in entries:
        yield from _entry(entry, checker, noted)
    yield from _twice(entries, checker)
    for sheet in outline.sheets:
        rows = [entry for entry in entries if entry.sheet is sheet]
        yield from _rank_order(rows)


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
        yield finding(ProblemCode.UNCLEAR_UNIT, found[0], severity=Severity.NOTE, count=len(found))


def _decimals(claims: Iterable[Claim]) -> int:
    """Return the most decimals of any points in prose and tables; two if there are none."""
    scores = [it.value for it in claims if isinstance(it.value, Score) and not it.doubtful]
    return max((_places(score.points) for score in scores), default=_TWO)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _single(claim: Claim, checker: _Checker) -> Iterator[Finding]:
    value = claim.value
    if claim.kind in {ClaimKind.POINTS, ClaimKind.TOTAL}:
        if not claim.subject.foreign:
            yield from _points(claim, checker)
    elif isinstance(value, Rate) and value.of is not None:
        yield from _percent(claim, value, value.of, checker)
    elif isinstance(value, Rank) and value.of is not None and not 1 <= value.rank <= value.of:
        yield finding(
            ProblemCode.RANK_OUTSIDE_POOL,
            claim,
            found=f"{value.rank}/{value.of}",
            rank=value.rank,
            of=value.of,
        )
    elif isinstance(value, Rank) and value.rank < 1:
        yield finding(
            ProblemCode.RANK_OUTSIDE_POOL, claim, found=str(value.rank), rank=value.rank, of="–"
        )
    elif isinstance(value, Rank) and _PADDED.search(plain(claim.quote)):
        yield finding(
            ProblemCode.PADDED_RANK,
            claim,
            severity=Severity.NOTE,
            found=claim.quote,
            expected=_rank_text(value),
        )
    elif isinstance(value, Grade) and value.of is not None and not claim.subject.foreign:
        yield from _class(claim, value.of.points, None, checker)
    elif isinstance(value, Count) and not claim.subject.earlier and value.what not in _PLANNED:
        number, of = value.number, value.of
        if of is not None and number > of:
            yield finding(
                ProblemCode.COUNT_ABOVE_WHOLE, claim, found=f"{number}/{of}", number=number, of=of
            )


def _points(claim: Claim, checker: _Checker) -> Iterator[Finding]:
    plan, score = checker.plan, claim.value
    node = claim.subject.node
    flaw = claim.flaw
    if flaw is not None and flaw.code is ProblemCode.STATED_MAXIMUM:
        problem = evolve(flaw, severity=Severity.WARNING, value=claim.quote)
        yield Finding(
            problem=problem, location=claim.location, quote=claim.quote, found=claim.quote
        )
        return
    if claim.doubtful and claim.in_table:
        return  # a row of sums, or one whose cells may stand in other columns
    if flaw is not None or claim.doubtful or not isinstance(score, Score):
        yield finding(ProblemCode.UNCLEAR_FIGURE, claim, severity=Severity.NOTE)
        return
    if claim.kind is ClaimKind.POINTS and node is None:
        if score.maximum is not None and score.points > score.maximum:
            yield _above(claim, score.points, score.maximum, "Điểm")
        else:
            yield finding(ProblemCode.UNCLEAR_SUBJECT, claim, severity=Severity.NOTE)
        return
    maximum = to_decimal(plan.maximum if node is None else plan.maxima[plan.ids.index(node)])
    label = checker.label(node)
    if score.maximum is not None and score.maximum != maximum:
        yield finding(
            ProblemCode.STATED_MAXIMUM,
            claim,
            severity=Severity.WARNING,
            found=format_number(score.maximum),
            expected=format_number(maximum),
            label=label,
            stated=score.maximum,
            maximum=format_number(maximum),
        )
    elif score.points > maximum:
        yield _above(claim, score.points, maximum, label)


def _above(claim: Claim, points: Decimal, maximum: Decimal, label: str) -> Finding:
    return finding(
        ProblemCode.ABOVE_MAXIMUM,
        claim,
        found=format_number(points),
        expected=f"≤ {format_number(maximum)}",
        label=label,
        maximum=maximum,
    )


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
    expected = _written_percent(score, places)
    cut_off = exact >= rate.percent and distance < shift(1, places)
    yield finding(
        ProblemCode.PERCENT_CUT_OFF if cut_off else ProblemCode.PERCENT_MISMATCH,
        claim,
        severity=Severity.WARNING if cut_off else Severity.ERROR,
        found=f"{format_number(rate.percent, max_decimals=10)}%",
        expected=expected,
        points=format_number(score.points),
        maximum=format_number(maximum),
    )


def _written_percent(score: Score, places: int) -> str:
    """Return the percent that follows, with at least as many decimals as it was printed with."""
    maximum = score.maximum or Decimal(1)
    try:
        percent = formulas.percent(read(score.points), read(maximum), max(places, _TWO))
    except RefusedError:
        return f"{format_number(score.points * 100 / maximum)}%"
    return f"{format_number(shift(percent, max(places, _TWO)), max_decimals=max(places, _TWO))}%"


# --- the figures of one unit ----------------------------------------------------------------------


def _entry(entry: Entry, checker: _Checker, noted: set[object]) -> Iterator[Finding]:
    """Yield what is wrong with the figures of one unit in one place."""
    yield from _told_twice(entry, checker)
    points = {node: _only(claims) for node, claims in entry.points.items()}
    known = {node: value for node, value in points.items() if value is not None}
    total = _only(entry.totals)
    result = None
    if known and len(known) == len(entry.points):
        problems = list(_parts(known, entry, checker))
        yield from problems
        if not problems:
            result = _result(known, checker.plan)
    if result is not None and entry.totals and total is not None:
        yield from _sum(entry.totals[0], total, result, checker)
    if result is not None:
        place = None if entry.sheet is None else entry.sheet.place
        note = _completeness(entry, result)
        if note is not None and (place, note.code) not in noted:
            noted.add((place, note.code))
            yield note
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


def _only(claims: Sequence[Claim]) -> Decimal | None:
    """Return the points that all claims agree on."""
    values = {claim.value.points for claim in claims if isinstance(claim.value, Score)}
    return next(iter(values)) if len(values) == 1 else None


def _differing(claims: Sequence[Claim], label: str) -> Iterator[Finding]:
    """Yield each figure that is not the first one given for the same thing."""
    scored = [(claim, claim.value) for claim in claims if isinstance(claim.value, Score)]
    for claim, value in scored[1:]:
        first, right = scored[0]
        same = value.points == right.points or _rounded_alike(value, right)
        if not same and not _of_other_days(claim, first):
            yield finding(
                ProblemCode.FIGURES_DIFFER,
                claim,
                found=format_number(value.points),
                expected=format_number(right.points),
                label=label,
                place=first.location,
            )


def _of_other_days(one: Claim, other: Claim) -> bool:
    """Whether two figures were taken on different days: scores are revised in between."""
    days = {one.subject.as_of, other.subject.as_of} - {None}
    return len(days) > 1


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
            claim = entry.points[group][0]
            yield finding(
                ProblemCode.PARTS_MISMATCH,
                claim,
                found=format_number(known[group]),
                expected=format_number(total),
                label=checker.label(group),
            )
        del known[group]


def _result(points: Mapping[str, Decimal], plan: Plan) -> UnitResult | None:
    """Return what follows from points, or None if they are none that could be scored."""
    try:
        return score_points(dict(points), framework=plan.framework)
    except InvalidRecordError:
        return None  # above a maximum or negative: told of each figure


def _sum(claim: Claim, total: Decimal, result: UnitResult, checker: _Checker) -> Iterator[Finding]:
    """Compare a total with what the groups allow."""
    least, most = result.bounds
    count = len([it for it in result.nodes.values() if it.points is not None])
    room = checker.slack * (count + 1)
    if least - room <= total <= most + room:
        if result.total is not None and total != result.total:
            yield finding(
                ProblemCode.SUM_BY_ROUNDING,
                claim,
                severity=Severity.NOTE,
                found=format_number(total),
                expected=format_number(result.total),
            )
        return
    if result.total is None:
        yield finding(
            ProblemCode.TOTAL_OUT_OF_REACH,
            claim,
            found=format_number(total),
            expected=f"{format_number(least)}–{format_number(most)}",
            least=least,
            most=most,
        )
    else:
        yield finding(
            ProblemCode.TOTAL_MISMATCH,
            claim,
            found=format_number(total),
            expected=format_number(result.total),
        )


def _completeness(entry: Entry, result: UnitResult) -> Finding | None:
    """Return a note on groups that are not published, or on a class without its total."""
    first = next(chain(*entry.points.values()))
    if result.missing:
        least, most = result.bounds
        labels = ", ".join(result.nodes[node].label for node in result.missing)
        return finding(
            ProblemCode.PARTIAL_PUBLICATION,
            first,
            severity=Severity.NOTE,
            found=labels,
            expected=f"{format_number(least)}–{format_number(most)}",
            labels=labels,
            least=least,
            most=most,
        )
    if entry.totals or not entry.grades or result.total is None:
        return None
    return finding(
        ProblemCode.TOTAL_NOT_PRINTED,
        first,
        severity=Severity.NOTE,
        expected=format_number(result.total),
        total=result.total,
    )


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
    rounded = plan.bands_between(
        _cents(max(Decimal(0), least - room)), _cents(min(top, most + room))
    )
    excused = grade.band in {band.id for band in rounded}
    labels = " / ".join(band.label for band in bands)
    written = (
        format_number(least) if least == most else f"{format_number(least)}–{format_number(most)}"
    )
    yield finding(
        ProblemCode.CLASS_MISMATCH,
        claim,
        severity=Severity.WARNING if excused else Severity.ERROR,
        found=grade.label,
        expected=labels,
        total=written,
    )


def _cents(number: Decimal) -> int:
    """Return hundredths, those of a figure with more decimals cut off."""
    return int(number.scaleb(_TWO))


# --- the same thing in two places -----------------------------------------------------------------


def _twice(entries: Sequence[Entry], checker: _Checker) -> Iterator[Finding]:
    """Compare sentences and rows that are about the same unit and period."""
    told: dict[tuple[Key, int], list[Entry]] = defaultdict(list)
    periods = {claim.part: claim.value for claim in checker.outline.subjects if claim.part > 0}
    for entry in entries:
        about = periods.get(entry.part)
        # An annex about another period is told of elsewhere; its figures are its own.
        apart = about is not None and about != checker.outline.period
        told[entry.key, entry.part if apart else 0].append(entry)
    for (key, _), group in told.items():
        sheets = [it.sheet for it in group if it.sheet is not None]
        if len(set(map(id, sheets))) < len(sheets) or (key.unit is None and len(sheets) > 1):
            continue  # two units of one name, or of none
        yield from _ranks(group)
        main, *others = group
        for other in others:
            for node, claims in other.points.items():
                pair = _pair(main.points.get(node, []), claims)
                yield from _differing(pair, checker.label(node))
            yield from _differing(_pair(main.totals, other.totals), checker.label(None))
            if main.totals and not other.totals:
                for claim in other.grades:
                    yield from _class(claim, _only(main.totals), None, checker)


def _pair(told: Sequence[Claim], claims: Sequence[Claim]) -> list[Claim]:
    """Return what a figure of another place is held against: the one that it agrees with."""
    values = {getattr(claim.value, "points", None): claim for claim in reversed(told)}
    agreeing = [values[key] for claim in claims[:1] if (key := claim.value.points) in values]  # type: ignore[union-attr] # a score
    return [*agreeing, *told][:1] + list(claims[:1])


def _ranks(group: Sequence[Entry]) -> Iterator[Finding]:
    """Yield ranks of one unit that contradict the first one, or are written in another form."""
    ranks = [claim for entry in group for claim in entry.ranks]
    first = next(iter(ranks), None)
    if first is None or not isinstance(first.value, Rank):
        return
    forms = False
    for claim in ranks[1:]:
        value = claim.value
        if not isinstance(value, Rank) or _other_pool(first.value, value):
            continue
        if _of_other_days(claim, first):
            continue
        of_differs = None not in {value.of, first.value.of} and value.of != first.value.of
        if value.rank != first.value.rank or of_differs:
            # Pools of two sizes may be two pools, unless both have the same name.
            named = bool(value.pool and first.value.pool)
            yield finding(
                ProblemCode.TWO_RANKS,
                claim,
                severity=Severity.NOTE if of_differs and not named else Severity.ERROR,
                found=_rank_text(value),
                expected=_rank_text(first.value),
                place=first.location,
            )
        elif not forms and _rank_words(claim) != _rank_words(first):
            forms = True
            yield finding(
                ProblemCode.RANK_FORMS,
                claim,
                severity=Severity.NOTE,
                found=_rank_words(claim),
                expected=_rank_words(first),
            )


def _other_pool(one: Rank, other: Rank) -> bool:
    """Whether two ranks are among different units."""
    if one.pool and other.pool:
        return fold(one.pool) != fold(other.pool)
    return False


def _rank_text(rank: Rank) -> str:
    return str(rank.rank) if rank.of is None else f"{rank.rank}/{rank.of}"


def _rank_words(claim: Claim) -> str:
    """Return the digits of a rank as they are printed."""
    digits = "".join(char if char.isdigit() or char == "/" else " " for char in claim.quote)
    return "".join(digits.split()).rstrip("/")


def _rank_order(rows: Sequence[Entry]) -> Iterator[Finding]:
    """Compare the ranks of a table with its totals, where all others show that it is one pool."""
    found: list[tuple[Claim, int, Decimal]] = []
    for row in rows:
        total = _only(row.totals)
        ranks = [it for it in row.ranks if isinstance(it.value, Rank)]
        if total is not None and len(ranks) == 1 and isinstance(ranks[0].value, Rank):
            found.append((ranks[0], ranks[0].value.rank, total))
    pools = Counter(claim.value.of for claim, _, _ in found if isinstance(claim.value, Rank))
    if len(pools) > 1 or len({row.key.period for row in rows}) > 1:
        return
    totals = sorted((total for _, _, total in found), reverse=True)
    first = {total: at for at, total in reversed(list(enumerate(totals, 1)))}
    dense = {total: at for at, total in enumerate(sorted(first, reverse=True), 1)}
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
        yield finding(
            ProblemCode.RANK_ORDER,
            claim,
            found=str(rank),
            expected=str(first[total]),
            total=total,
        )
