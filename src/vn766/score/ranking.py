"""Results in the order of their totals, pool by pool."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, zip_longest
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast, get_args

from attrs import frozen

from vn766 import period
from vn766.errors import (
    InvalidRecordError,
    NotComparableError,
    Problem,
    ProblemCode,
    Severity,
    Word,
    printed,
)
from vn766.score.doubts import told_once
from vn766.score.lookup import Rows, is_called
from vn766.score.pools import PoolBasis, place_of, pools_of
from vn766.score.results import UnitResult
from vn766.shown import Shown, Tabular, to_dict
from vn766.texts import Catalogue
from vn766.vi.order import sort_key
from vn766.vocabulary import fold
from vn766.vocabulary.typed import as_text, not_a

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
    from decimal import Decimal

    from vn766.errors import Language
    from vn766.records import Unit
    from vn766.schemas.types import RankingDict

_TEXTS: Final = Catalogue("score")

RankMethod = Literal["competition", "ordinal", "dense"]


class Place(NamedTuple):
    """A rank with what gives it a meaning."""

    rank: int
    """From 1."""
    of: int | None
    """How many units are ranked; None if a published rank does not say."""
    tied: int | None
    """How many units share the rank, this one included; None for a published rank."""


class RankedUnit(NamedTuple):
    """One row of a ranking: `rank` of `of` units in `pool`; `tied` units share the rank."""

    rank: int
    """From 1; None of the units without a total has one."""
    of: int
    """How many units of the pool are ranked."""
    tied: int
    """How many units share the rank, this one included."""
    pool: Hashable
    """The pool: the level, or as `pool` or `within` name it."""
    result: UnitResult
    """The figures of the unit."""

    @property
    def unit(self) -> Unit | None:
        """The unit."""
        return self.result.unit

    def __str__(self) -> str:
        return _TEXTS.say("ranked", "vi", rank=self.rank, of=self.of, result=self.result)

    def may_print(self, rank: int) -> bool:
        """Whether somebody else may have printed `rank`.

        Units of one total share a rank here, and not everywhere: it may be any of their places.
        """
        return self.rank <= rank < self.rank + self.tied


class UnrankedUnit(NamedTuple):
    """A unit without a rank: it lacks a total, or nothing says which pool it belongs to."""

    pool: Hashable
    """The pool, None if it is not known."""
    result: UnitResult
    """The figures of the unit."""

    @property
    def unit(self) -> Unit | None:
        """The unit."""
        return self.result.unit

    def __str__(self) -> str:
        return _TEXTS.say("unranked", "vi", result=self.result)


@frozen(kw_only=True, repr=False)
class Ranking(Shown, Tabular, Rows[RankedUnit]):
    """Units in the order of their ranks, pool by pool; iterating yields its rows.

    ``ranking[0]``, ``ranking["H99.204"]`` and ``ranking["UBND xã A"]`` are rows of it.

    As a dataframe the ranking has a row a unit, the unranked ones last. Its columns are ``pool``,
    ``rank``, ``of``, ``tied``, ``code``, ``unit``, the points of every node by its id, then
    ``total``, ``percent``, ``band``, ``by_publication`` and ``missing``.
    """

    rows: tuple[RankedUnit, ...]
    """The units with a rank."""
    unranked: tuple[UnrankedUnit, ...]
    """The units without a total, and those of which nothing says the pool.

    They have no rank, not the last one, and do not count in `of`.
    """
    pool: str | None
    """The units that are ranked, in words, if somebody named them."""
    method: RankMethod
    """The tie rule that was applied."""
    basis: PoolBasis = "whole"
    """Why units are one pool.

    Nothing tells them apart (``whole``), the caller named them (``named``), or what tells them
    apart: ``level``, ``section`` (of a table) or ``within``.
    """
    levels_apart: bool = False
    """Whether pools of sections or `within` are split by the levels of their units."""

    @property
    def results(self) -> tuple[UnitResult, ...]:
        """All results, the ranked ones first."""
        ranked = tuple(row.result for row in self.rows)
        return ranked + tuple(unit.result for unit in self.unranked)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The warnings of the results, each once.

        Of cut-offs it says how many units they touch, and names those within a point of one.
        """
        return told_once(self.results)

    def to_dict(self, language: Language = "vi") -> RankingDict:
        """Return all figures as JSON-ready values, exact ones as texts, as those of results."""
        return cast("RankingDict", to_dict(self, language))

    def find(self, text: str) -> tuple[RankedUnit | UnrankedUnit, ...]:
        """Return the units, ranked or not, whose name holds `text` or whose code is `text`.

        Case and accents do not matter.

        Example:
            >>> from vn766.records import Unit
            >>> from vn766.score import score_points
            >>> unit = Unit(name="UBND xã Bình Hòa", code="H99.204")
            >>> ranking = rank_units([score_points({"CKMB": 18}, unit=unit)])
            >>> [str(found) for found in ranking.find("bình hoà")]
            ['chưa xếp hạng: UBND xã Bình Hòa: chưa đủ điểm, từ 18 đến 100']
        """
        words = fold(text)
        rows: tuple[RankedUnit | UnrankedUnit, ...] = (*self.rows, *self.unranked)
        return tuple(
            row
            for row in rows
            if (unit := row.unit) and (words in fold(unit.name) or is_called(unit, text))
        )

    def __str__(self) -> str:
        return "\n".join(map(str, (*self.rows, *self.unranked)))

    def __repr__(self) -> str:
        pool = "" if self.pool is None else f", pool={self.pool!r}"
        return f"Ranking({len(self.rows)} ranked, {len(self.unranked)} unranked{pool})"


def rank_units(
    results: Iterable[UnitResult],
    *,
    pool: str | None = None,
    within: Callable[[UnitResult], Hashable] | None = None,
    method: RankMethod | None = None,
) -> Ranking:
    """Return the units in order of their totals, best first, pool by pool.

    Units of known different levels (a province, its departments, its communes) are never ranked
    among each other, unless `pool` says so: without `within` and `pool` each level is a pool, and
    pools of `within` that mix levels are split by them. Names of pools that differ only in case,
    blanks, Unicode form or the place of a mark of tone are one. Where pools are told apart, a unit
    that belongs to none (no level; a blank name, None or NaN) is unranked.

    A unit known only by its published total ranks on that. Equal totals rank by `method`:
    ``competition`` (1, 2, 2, 4; as published tables do), ``dense`` (1, 2, 2, 3) or ``ordinal``
    (1, 2, 3, 4; ties in the order of agency codes, else names, as `vi.sort_key` has it). Units that
    their code or name tells apart get the same ranks and places in whatever order they come.

    Args:
        results: results of one framework and one period.
        pool: what the units are, for printing: "xã, phường, đặc khu". It is your word that they
            may be ranked together, whatever their levels.
        within: names the pool of each unit; every pool is ranked by itself.
        method: the tie rule; default: that of the results' framework (``competition``).

    Raises:
        ValueError: if there is no such method, or `pool` is no text.
        TypeError: if `results` are something else.
        NotComparableError: if the results are of several editions or periods.
        InvalidRecordError: if a pool holds a unit twice (the same agency code).

    Example:
        >>> from vn766.score import score_points
        >>> a, b, c = (score_points({"progress": p, "transparency": 9, "online": 20,
        ...     "satisfaction": 18, "digitization": 22}) for p in (20, 15, 20))
        >>> [(row.rank, row.of, row.tied) for row in rank_units([a, b, c])]
        [(1, 3, 2), (1, 3, 2), (3, 3, 1)]

        >>> from vn766.records import Unit, UnitPoints
        >>> points = {"CKMB": 18, "TDGQ": 18, "CLGQ": 8, "TTTT": 8, "MDHL": 18, "MDSH": 18}
        >>> office = Unit(name="Sở Y tế", level="department")
        >>> commune = Unit(name="UBND xã A", level="commune")
        >>> two = [score_points(UnitPoints(unit=unit, points=points)) for unit in (office, commune)]
        >>> [(row.pool, row.rank, row.of) for row in rank_units(two)]
        [('sở, ban, ngành', 1, 1), ('xã, phường, đặc khu', 1, 1)]
    """
    everything = list(results)
    for each in cast("list[object]", everything):
        if not isinstance(each, UnitResult):
            raise not_a(each, "results", "several results (of a dictionary take its values())")
    pool = None if pool is None else as_text(pool)
    _check_comparable(everything)
    if method is None:
        method = everything[0].framework.ranking.method if everything else "competition"
    if method not in get_args(RankMethod):
        message = f"method must be competition, ordinal or dense, not {printed(method, repr)}"
        raise ValueError(message)
    pooled = pools_of(everything, pool, within)
    pools: dict[Hashable, list[UnitResult]] = {}
    for name, result in zip(pooled.names, everything, strict=True):
        pools.setdefault(name, []).append(result)
    rows: list[RankedUnit] = []
    unranked: list[UnrankedUnit] = []
    for name, members in sorted(pools.items(), key=lambda item: place_of(item[0])):
        check_each_once(members)
        is_known = name is not None or pooled.basis == "whole"
        ranked: list[tuple[int, UnitResult]] = []
        others: list[UnrankedUnit] = []
        for result in members:
            hundredths = result.known_hundredths
            if hundredths is None or not is_known:
                others.append(UnrankedUnit(name, result))
            else:
                ranked.append((hundredths, result))
        rows += _rank_pool(ranked, name, method)
        # The order of ties and of the unranked is that of their codes, whatever came first.
        unranked += sorted(others, key=lambda unit: _key(unit.result))
    return Ranking(
        rows=tuple(rows),
        unranked=tuple(unranked),
        pool=pool,
        method=method,
        basis=pooled.basis,
        levels_apart=pooled.levels_apart,
    )


def _rank_pool(
    members: list[tuple[int, UnitResult]], pool: Hashable, method: RankMethod
) -> Iterator[RankedUnit]:
    """Yield the rows of one pool, best first; ties in the order of keys."""
    sharing = Counter(total for total, _ in members)
    if len(sharing) < len(members):
        members.sort(key=lambda member: _key(member[1]))
    members.sort(key=itemgetter(0), reverse=True)
    ranks = ranks_of([total for total, _ in members], method)
    for rank, (total, result) in zip(ranks, members, strict=True):
        yield RankedUnit(rank, len(members), sharing[total], pool, result)


def ranks_of(totals: Iterable[Decimal | int], method: RankMethod) -> Iterator[int]:
    """Yield the ranks of totals that stand best first.

    Example:
        >>> [list(ranks_of([9, 8, 8, 7], method)) for method in get_args(RankMethod)]
        [[1, 2, 2, 4], [1, 2, 3, 4], [1, 2, 2, 3]]
    """
    before, rank, better = None, 0, 0
    for at, total in enumerate(totals, 1):
        if total != before:
            before, better = total, better + 1
            rank = better if method == "dense" else at
        elif method == "ordinal":
            rank = at
        yield rank


def _key(result: UnitResult) -> str:
    return "" if result.unit is None else sort_key(result.unit.key)


def _check_comparable(results: Sequence[UnitResult]) -> None:
    """Refuse to rank what is not on one basis."""
    problems: list[Problem] = []
    first = results[0].framework if results else None
    others = {result.framework for result in results if result.framework is not first}
    frameworks = {first, *others} - {None}
    if len(frameworks) > 1:
        names = [f"{found.id} ({found.digest[:8]})" for found in frameworks if found]
        labels = ", ".join(sorted(names))
        problems.append(Problem.of(ProblemCode.DIFFERENT_FRAMEWORKS, (), labels=labels))
    periods = {result.period for result in results} - {None}
    if len(periods) > 1:
        spoken: list[period.Period] = [each for each in periods if each is not None]
        labels = ", ".join(map(str, sorted(spoken, key=period.sort_key)))
        problems.append(Problem.of(ProblemCode.DIFFERENT_PERIODS, (), labels=labels))
    if problems:
        raise NotComparableError(problems)


def check_each_once(members: Iterable[UnitResult]) -> None:
    """Refuse a unit, by its code, that is there twice."""
    units = [unit for result in members if (unit := result.unit) is not None]
    keys = Counter(unit.key for unit in units if unit.code is not None)
    problems = [
        Problem.of(
            ProblemCode.DUPLICATE_UNIT, ("units", key), value=key, label=Word("code"), count=count
        )
        for key, count in keys.items()
        if count > 1
    ]
    if problems:
        raise InvalidRecordError(problems)


def printed_problems(ranking: Ranking) -> Iterator[tuple[UnitResult, Problem]]:
    """Yield the units whose printed ranks the totals contradict, each with a warning that says so.

    Ranks among another number of units than are given can only contradict each other: a better
    total has no worse rank.
    """
    for _, members in groupby(ranking.rows, attrgetter("pool")):
        printed = [
            (row, published.rank, published.of)
            for row in members
            if (published := row.result.published) is not None and published.rank is not None
        ]
        printed.sort(key=lambda line: (-(line[0].result.known_hundredths or 0), line[1]))
        elsewhere = [row for row, _, of in printed if of not in {None, row.of}]
        if elsewhere:
            yield _printed_problem(ProblemCode.POOL_SIZE_DIFFERS, elsewhere[0])
        for (row, rank, of), below in zip_longest(printed, printed[1:]):
            if of in {None, row.of}:
                if rank > row.of:
                    yield _printed_problem(ProblemCode.RANK_ABOVE_POOL, row)
                elif not row.may_print(rank):
                    yield _printed_problem(ProblemCode.RANK_DIFFERS, row)
            elif below is not None and rank > below[1]:  # of equal totals the lesser comes first
                yield _printed_problem(ProblemCode.WORSE_RANK, row)


def _printed_problem(code: ProblemCode, row: RankedUnit) -> tuple[UnitResult, Problem]:
    result, published = row.result, row.result.published
    problem = Problem.of(
        code,
        ("published", "rank"),
        value=published and published.rank,
        severity=Severity.WARNING,
        unit="–" if result.unit is None else result.unit.name,
        computed=row.rank,
        size=row.of,
        of=published and published.of,
    )
    return result, problem
