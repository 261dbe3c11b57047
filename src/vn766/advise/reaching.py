"""The fewest dossiers that reach a class or total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast, get_args

from attrs import evolve, field, frozen

from vn766._engine import formulas
from vn766._engine.exact import read, to_decimal
from vn766._engine.plan import plan_of
from vn766._engine.staircase import Staircase, climb
from vn766.errors import InvalidRecordError, Problem, ProblemCode, Severity, Word
from vn766.framework.registry import COUNTS_EDITION
from vn766.records import Ratio, UnitCounts
from vn766.score import score_counts
from vn766.score.intake import key_problem, read_one
from vn766.shown import Shown, to_dict
from vn766.texts import Catalogue, figure
from vn766.vocabulary import Vocabulary, fold
from vn766.vocabulary.typed import integer

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from decimal import Decimal
    from pathlib import Path

    from vn766._engine.exact import Number
    from vn766._engine.plan import Component, Plan
    from vn766.errors import Language
    from vn766.framework.model import Band, Framework, Indicator
    from vn766.records import Counts, UnitPoints
    from vn766.schemas.types import AdviceDict
    from vn766.score import UnitResult

Counted: TypeAlias = Literal["dossiers", "procedures", "petitions"]
"""What indicators count: dossiers (hồ sơ), procedures (thủ tục), or petitions (phản ánh)."""
_KINDS: Final[tuple[Counted, ...]] = get_args(Counted)

_TEXTS: Final = Catalogue("advise")


@frozen(kw_only=True)
class Move:
    """How many more of what one indicator counts, and what they bring."""

    indicator: str
    """The code of the indicator."""
    no: str
    """The number that officials use."""
    label: str
    """The name."""
    counted: Counted
    """What the indicator counts."""
    added: int
    """What the numerator rises by (or falls, where the fewer are the better)."""
    new: bool
    """Whether the dossiers are new, so that the denominator rises as well."""
    before: Ratio
    """The two counts before the move."""
    numerator: int
    """How many after the move."""
    denominator: int
    """Of how many after the move."""
    points: Decimal
    """The points after the move."""
    points_gained: Decimal
    """The points gained."""
    rate: Decimal
    """The rate after the move in percent, half-up to 2 places."""

    def __str__(self) -> str:
        return _TEXTS.say(
            "move",
            "vi",
            name=f"{self.no} {self.label}",
            before=self.before,
            after=Ratio(self.numerator, self.denominator),
            gained=figure(self.points_gained, "vi"),
        )


@frozen(kw_only=True)
class Advice(Shown):
    """The fewest additions that reach a target, or the most that can be reached.

    If the target is out of reach, the moves are the fewest that lead to the best total.
    """

    before: UnitResult
    """The complete result before all moves."""
    after: UnitResult
    """The complete result after them."""
    target: Decimal
    """The total asked for, in points."""
    band: Band | None
    """The class asked for, or None if a total was."""
    moves: tuple[Move, ...] = field(repr=False)
    """The moves in the framework's order; none where the target is reached already."""
    reachable: bool
    """Whether the target can be reached."""
    notes: tuple[Problem, ...] = field(repr=False)
    """What a reader of the moves has to know, such as that one dossier may serve two of them."""

    def __str__(self) -> str:
        ends = _TEXTS.say("advice", "vi", before=self.before.total, after=self.total)
        lines = [ends, *map(str, self.moves)]
        if not self.reachable:
            goal = figure(self.target, "vi") if self.band is None else self.band.label
            lines.append(_TEXTS.say("out-of-reach", "vi", goal=goal, total=self.total))
        return "\n".join(lines)

    @property
    def added(self) -> int:
        """The sum of all additions: what was kept as small as possible."""
        return sum(move.added for move in self.moves)

    @property
    def added_by(self) -> Mapping[Counted, int]:
        """The additions of dossiers, procedures and petitions, each of which there are any.

        Example:
            >>> counts = UnitCounts(
            ...     counts={"2.1": (900, 1000), "5.2": (8, 10)},
            ...     points={"CKMB": 15, "online": 18, "digitization": 20, "5.3": 6, "5.4": 6},
            ... )
            >>> dict(reach(counts, "90").added_by)
            {'dossiers': 50, 'petitions': 2}
        """
        return _summed((move.counted, move.added) for move in self.moves)

    @property
    def total(self) -> Decimal:
        """The total after all moves, in points."""
        return to_decimal(read(self.after.total))

    def to_dict(self, language: Language = "vi") -> AdviceDict:
        """Return the advice as JSON-ready values; figures are texts, so that they stay exact."""
        return cast("AdviceDict", to_dict(self, language))


def reach(
    counts: Counts | UnitCounts,
    target: str | Number,
    *,
    movable: Iterable[str] | None = None,
    limits: Mapping[str, int] | None = None,
    new: Iterable[str] = (),
    framework: Framework | str | Path = COUNTS_EDITION,
) -> Advice:
    """Return the fewest additional dossiers (petitions, procedures) that reach a class or total.

    What is kept smallest is the sum of what all numerators rise by. The answer is exact: points
    are rounded as in scoring, and no smaller sum reaches the target. The method is a climb along
    convex hulls (see the page "How advice is found"); it takes a few milliseconds.

    Args:
        counts: as in `vn766.score.score_counts`; use a `UnitCounts` for nodes whose points are
            given, and for the unit's level.
        target: a class by its id or label (``"good"``, ``"Tốt"``), or a total in points.
        movable: the indicators that can change, by code or number; default: all that have
            counts and a rule, but for those whose figures are the province's own (1.1 to 1.3 of
            a commune): a note names them.
        limits: at most how much the numerator of an indicator can rise, by code or number. It
            never rises above its denominator.
        new: indicators whose additions are new dossiers, which raise numerator and denominator
            alike: past ones cannot be finished in time any more. They are movable, too.
            Petitions cannot be new: nobody is advised to have more of them.
        framework: the edition with the rules.

    Raises:
        InvalidRecordError: if the counts cannot be scored or leave anything missing, or if
            target, indicators or limits make no sense; with all problems.
        FrameworkError: if the framework is unknown or broken.

    Source: rules, targets and zero rules stand in the framework, each with its evidence.

    Example:
        >>> counts = UnitCounts(
        ...     counts={"2.1": (900, 1000), "5.4": (80, 100), "4.2": (350, 500)},
        ...     points={"CKMB": 15, "online": 18, "5.2": 6, "5.3": 6, "4.1": 5, "4.3": 2,
        ...             "4.4": 3, "4.5a": 2, "4.5b": 1, "4.6": 2},
        ... )
        >>> advice = reach(counts, "87")
        >>> advice.before.total, advice.total, advice.added
        (Decimal('86.13'), Decimal('87.00'), 20)
        >>> for move in advice.moves:
        ...     print(move.no, move.added, move.points_gained, move.rate)
        2.1 10 0.20 91.00
        5.4 10 0.67 90.00
    """
    record = counts if isinstance(counts, UnitCounts) else UnitCounts(counts=counts)
    before = score_counts(record, framework=framework)
    plan = plan_of(before.framework, with_components=True)
    problems: list[Problem] = []
    goal, band = _goal(target, plan, problems)
    if before.total is None:
        names = {each.code: each.no for each in before.framework.indicators()}
        missing = ", ".join(names.get(name, name) for name in before.missing)
        problems.append(Problem.of(ProblemCode.INCOMPLETE, ("counts",), missing=missing))
    levers = levers_of(record, before, plan)
    named = None if movable is None else _named("movable", movable, levers, plan, problems)
    growing = _named("new", new, levers, plan, problems)
    caps = _caps(limits or {}, levers, plan, problems)
    problems += _new_petitions(growing, plan)
    if problems:
        raise InvalidRecordError(problems, subject=before.unit.name if before.unit else "")
    own, inherited = split_by_owner(levers, before)
    levers = {
        at: evolve(lever, new=at in growing, limit=caps.get(at))
        for at, lever in levers.items()
        if at in (own if named is None else named) or at in growing
    }
    added, reachable = fewest_added(levers, goal - read(before.total))
    after = before
    if added:
        changed = _changed(record, before, plan, levers, added)
        after = score_counts(changed, framework=before.framework)
    moves = tuple(_move(levers[at], more, after) for at, more in added.items())
    return Advice(
        before=before,
        after=after,
        target=to_decimal(goal),
        band=band,
        moves=moves,
        reachable=reachable,
        notes=(*_shared(moves), *(inherited if named is None else ())),
    )


# --- the question -------------------------------------------------------------------------------


def _goal(target: str | Number, plan: Plan, problems: list[Problem]) -> tuple[int, Band | None]:
    """Return the total asked for in hundredths, and the class if one was asked for."""
    if isinstance(target, str):
        band = plan.band_labelled(target)
        if band is not None:
            return read(band.min_points), band
        if not any(map(str.isdigit, str.__str__(target))):
            known = ", ".join(band.label for band in plan.bands)
            path = ("target",)
            problems.append(Problem.of(ProblemCode.UNKNOWN_BAND, path, value=target, known=known))
            return 0, None
    try:
        return read_one(target, ("target",), maximum=plan.maximum), None
    except InvalidRecordError as error:
        problems += error.problems
        return 0, None


def _named(
    option: str,
    keys: Iterable[str],
    levers: Mapping[int, Lever],
    plan: Plan,
    problems: list[Problem],
) -> set[int]:
    """Return the positions of the indicators that `keys` name; each must be able to move."""
    if isinstance(keys, str) or not isinstance(cast("object", keys), Iterable):
        message = f"{option} must be several codes or numbers of indicators, not {keys!r}"
        raise TypeError(message)
    found: set[int] = set()
    for key in keys:
        at = _position(option, key, plan, problems)
        if at is None:
            continue
        found.add(at)
        if at not in levers:
            label = f"{plan.nodes[at].code} {plan.nodes[at].label}"
            path = (option, plan.ids[at])
            problems.append(Problem.of(ProblemCode.CANNOT_MOVE, path, value=key, label=label))
    return found


def _new_petitions(growing: Iterable[int], plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each indicator of petitions among those with new dossiers."""
    for at in sorted(growing):
        indicator = plan.rules[at].indicator if at in plan.rules else None
        if indicator is not None and counted_by(indicator) == "petitions":
            label = f"{indicator.no} {indicator.label}"
            path = ("new", indicator.code)
            yield Problem.of(ProblemCode.NEW_PETITIONS, path, value=indicator.no, label=label)


def counted_by(indicator: Indicator) -> Counted:
    """Return what an indicator counts, by the words for its denominator; else dossiers."""
    said = fold(indicator.denominator or indicator.label)
    words = Vocabulary("advice").table("counted")
    for kind in _KINDS:
        if any(said.startswith(fold(word)) for word in words[kind]):
            return kind
    return "dossiers"


def counted_in(moved: Iterable[tuple[Indicator, int]]) -> dict[Counted, int]:
    """Return how many dossiers, procedures and petitions move, each of which there are any."""
    return _summed((counted_by(indicator), count) for indicator, count in moved)


def _summed(moved: Iterable[tuple[Counted, int]]) -> dict[Counted, int]:
    sums: dict[Counted, int] = dict.fromkeys(_KINDS, 0)
    for kind, count in moved:
        sums[kind] += count
    return {kind: count for kind, count in sums.items() if count}


def _caps(
    limits: Mapping[str, int], levers: Mapping[int, Lever], plan: Plan, problems: list[Problem]
) -> dict[int, int]:
    """Return the limits by position."""
    if not isinstance(cast("object", limits), Mapping):
        message = f"limits must map codes or numbers of indicators to counts, not be {limits!r}"
        raise TypeError(message)
    caps: dict[int, int] = {}
    key_of: dict[int, str] = {}
    for key, limit in limits.items():
        at = _position("limits", key, plan, problems, key_of)
        if at is None:
            continue
        key_of[at] = key
        caps[at] = _limit(limit)
        path, label = ("limits", plan.ids[at]), f"{plan.nodes[at].code} {plan.nodes[at].label}"
        if at not in levers:
            problems.append(Problem.of(ProblemCode.CANNOT_MOVE, path, value=key, label=label))
        elif caps[at] < 0:
            problems.append(Problem.of(ProblemCode.NOT_A_LIMIT, path, value=limit, label=label))
    return caps


def _limit(limit: object) -> int:
    """Return a limit as an integer, or -1 for what is none."""
    number = integer(limit)
    return -1 if number is None else number


def _position(
    option: str,
    key: str,
    plan: Plan,
    problems: list[Problem],
    key_of: Mapping[int, str] | None = None,
) -> int | None:
    candidates = plan.components(key) if isinstance(cast("object", key), str) else ()
    problem = key_problem(option, key, candidates, plan, key_of or {})
    if problem is not None:
        problems.append(problem)
        return None
    return next(iter(candidates))


# --- the answer ---------------------------------------------------------------------------------


@frozen(kw_only=True)
class Lever:
    """A component that can move: where it stands, and how far it may go."""

    component: Component
    counts: Ratio
    points: int
    new: bool = False
    limit: int | None = None

    def stairs(self, gain: int) -> Staircase:
        """Return the least to add for each gain, up to `gain` or as far as the lever goes."""
        rule, maximum = self.component.rule, self.component.maximum
        n, d = self.counts
        # The dossiers there are that earn nothing yet, or all new ones that can be computed.
        room = self.component.largest_count - d if self.new else d - rule.earning(n, d)
        if self.limit is not None:
            room = min(room, self.limit)
        costs = [0]
        for points in range(self.points + 1, min(maximum, self.points + gain) + 1):
            added = rule.least_added(points, maximum, n, d, new=self.new)
            if not 0 < added <= room:  # of no dossiers at all none can be added
                break
            costs.append(added)
        return Staircase(costs)

    def falls(self, loss: int) -> Staircase:
        """Return the fewest that fail, of those that earn, for each loss up to `loss`."""
        rule, maximum = self.component.rule, self.component.maximum
        n, d = self.counts
        nothing, costs = rule.earning(0, d), [0]
        if not d:  # of no dossiers at all none can fail
            return Staircase(costs)
        for points in range(self.points, max(0, self.points - loss), -1):
            needed = rule.least_added(points, maximum, nothing, d, new=False)
            costs.append(rule.earning(n, d) - needed + 1)
        return Staircase(costs)

    def raised(self, added: int) -> Ratio:
        """Return the counts after `added` more."""
        return Ratio(*self.component.rule.raised(*self.counts, added, new=self.new))


def levers_of(record: UnitCounts, before: UnitResult, plan: Plan) -> dict[int, Lever]:
    """Return all components that can move, by position."""
    level = before.unit.level if before.unit else None
    fixed = {part for at in given_whole(record, before, plan) for part in plan.parts(at)}
    levers: dict[int, Lever] = {}
    for at, component in plan.rules.items():
        part = before.indicators[component.indicator.code]
        if (
            at not in fixed
            and component.rule.takes_counts
            and not component.is_idle(level)
            and part.numerator is not None
            and part.denominator is not None
            and part.points is not None
        ):
            counts = Ratio(part.numerator, part.denominator)
            levers[at] = Lever(component=component, counts=counts, points=read(part.points))
    return levers


def fewest_added(levers: Mapping[int, Lever], lacking: int) -> tuple[dict[int, int], bool]:
    """Return what to add where, and whether that gains `lacking`; else it gains the most."""
    if lacking <= 0:
        return {}, True
    stairs = [lever.stairs(lacking) for lever in levers.values()]
    gains = climb(stairs, lacking)
    tops = [each.top for each in stairs]  # none is cut off where all together are too low
    added = [each.costs[gain] for each, gain in zip(stairs, gains or tops, strict=True)]
    return {at: more for at, more in zip(levers, added, strict=True) if more}, gains is not None


def _changed(
    record: UnitCounts,
    before: UnitResult,
    plan: Plan,
    levers: Mapping[int, Lever],
    added: Mapping[int, int],
) -> UnitCounts:
    """Return what would be counted after the moves; nothing is published about that."""
    counts: dict[str, Ratio | tuple[int, int] | None] = {}
    for key, ratio in record.counts.items():
        (at,) = plan.components(key)
        counts[key] = levers[at].raised(added[at]) if at in added else ratio
    points = kept_points(record, plan, given_whole(record, before, plan))
    return UnitCounts(unit=record.unit, period=record.period, counts=counts, points=points)


def kept_points(
    record: UnitCounts | UnitPoints, plan: Plan, whole: Container[int]
) -> dict[str, Number | None]:
    """Return the points that stay as given where figures below their nodes change.

    A node given beside all its parts was their sum, and is so no more; those of `whole` stay.
    """
    return {
        key: value
        for key, value in record.points.items()
        for at in plan.find(key)
        if not plan.children[at] or at in whole
    }


def given_whole(record: UnitCounts | UnitPoints, before: UnitResult, plan: Plan) -> set[int]:
    """Return the nodes whose points were given while those of some part are not known."""
    known = {node.id: node.points for node in before.nodes.values()}
    known |= {part.code: part.points for part in before.indicators.values()}
    given = [
        at for key, value in record.points.items() if value is not None for at in plan.find(key)
    ]
    return {at for at in given if any(known[plan.ids[part]] is None for part in plan.parts(at))}


def _move(lever: Lever, added: int, after: UnitResult) -> Move:
    indicator = lever.component.indicator
    numerator, denominator = lever.raised(added)
    points = read(after.indicators[indicator.code].points)
    return Move(
        indicator=indicator.code,
        no=indicator.no,
        label=indicator.label,
        counted=counted_by(indicator),
        added=added,
        new=lever.new,
        before=lever.counts,
        numerator=numerator,
        denominator=denominator,
        points=to_decimal(points),
        points_gained=to_decimal(points - lever.points),
        rate=to_decimal(formulas.percent(numerator, denominator)),
    )


def split_by_owner(
    levers: Mapping[int, Lever], before: UnitResult
) -> tuple[set[int], tuple[Problem, ...]]:
    """Return the levers that are the unit's own, and a note about the others."""
    level = before.unit.level if before.unit else None
    others = [at for at, each in levers.items() if not each.component.indicator.is_own_of(level)]
    if not others:
        return set(levers), ()
    labels = ", ".join(levers[at].component.indicator.no for at in others)
    path = ("movable",)
    note = Problem.of(ProblemCode.INHERITED, path, severity=Severity.NOTE, labels=labels)
    return levers.keys() - set(others), (note,)


def _shared(moves: Iterable[Move]) -> Iterator[Problem]:
    """Yield a note for each set of moves that count the same number of dossiers."""
    alike: dict[tuple[bool, Counted, int], list[Move]] = {}
    for move in moves:
        key = (move.new, move.counted, move.before.denominator)
        alike.setdefault(key, []).append(move)
    for (_, counted, denominator), group in alike.items():
        if denominator and len(group) > 1:
            yield Problem.of(
                ProblemCode.SHARED_DOSSIERS,
                ("moves",),
                value=denominator,
                severity=Severity.NOTE,
                labels=", ".join(move.no for move in group),
                counted=Word(f"one of {counted}"),
                least=max(move.added for move in group),
                most=sum(move.added for move in group),
            )
