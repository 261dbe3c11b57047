"""Checking any function that scores points or counts, or ranks, against the rules of a framework.

A mistake often shows in cases of several rules. Each failure is put down to the rule that is
broken: what only follows from another failure is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast

from vn766.framework import Band, get_framework
from vn766.framework.registry import COUNTS_EDITION
from vn766.testing.cases import suites_of
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from vn766.framework import Framework
    from vn766.schemas.types import (
        CaseSuite,
        ComponentCase,
        ExpectedScore,
        PointsCase,
        RanksCase,
        SuiteName,
    )
    from vn766.testing.cases import CaseKind

    _Case: TypeAlias = PointsCase | ComponentCase | RanksCase

Scorer: TypeAlias = "Callable[[dict[str, Decimal | None]], Mapping[str, object]]"
CountsScorer: TypeAlias = "Callable[[str, int, int], object]"
Ranker: TypeAlias = "Callable[[list[Decimal | None]], Sequence[int | None]]"

_FOLLOWS: Final[Mapping[SuiteName, tuple[SuiteName, ...]]] = {
    "unrounded": ("sums",),
    "binary-sums": ("sums", "unrounded", "classes", "bounds"),
    "bounds": ("classes",),
    "zeros": ("maxima",),
    "targets": ("maxima",),
    "caps": ("targets",),
    "rounding": ("targets",),
    "rates": ("rounding",),
    "halves": ("rounding", "rates"),
    "binary-points": ("halves",),
    "shared-ranks": ("ranks",),
    "unranked": ("ranks",),
}
"""The rules of which a failure can be nothing but a consequence."""
_LOOK_AT_TOTAL: Final[frozenset[SuiteName]] = frozenset(
    {"sums", "unrounded", "binary-sums", "missing"}
)
_LOOK_AT_PERCENTS: Final[frozenset[SuiteName]] = frozenset({"percents", "missing"})
_NEAR: Final = Decimal("0.005")
"""Points that are less than this apart are the same to a rule that says nothing of rounding."""
_TO_THE_HUNDREDTH: Final[frozenset[SuiteName]] = frozenset(
    {"unrounded", "binary-sums", "missing", "rounding", "halves", "binary-points"}
)


def assert_scores_like(func: Scorer, *, framework: Framework | str | Path | None = None) -> None:
    """Check that a function scores points by the rules of a framework.

    `func` gets the points of the parts by their ids (``online.services``, ...), as Decimals
    or None where they are missing, and returns a mapping: ``total`` (a number or text, None
    where it is not known), ``band`` (the class by id or label, or None), and, if it computes
    them, ``percent`` and ``percents`` (by the ids of nodes). For points that no unit can have it
    raises anything. Whatever else it returns is not looked at. A float counts as the number that
    it prints.

    Raises:
        AssertionError: one for all rules that are broken, each with what it says, how many of
            its cases fail, and the first of them. What only follows from another rule that is
            broken is not listed: a class is right if it is that of the total that was returned.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> def dashboard(points):
        ...     total = sum(value or 0 for value in points.values())
        ...     return {"total": total, "band": "Tốt" if total > 80 else "Khá"}
        >>> try:
        ...     assert_scores_like(dashboard)
        ... except AssertionError as error:
        ...     print(str(error).splitlines()[0])
        4 rules are broken.
    """
    edition = get_framework(framework)

    def faults(name: SuiteName, case: _Case) -> Iterator[str]:
        return _score_faults(func, name, cast("PointsCase", case), edition.bands)

    _complain(edition, "points", faults)


def assert_counts_like(
    func: CountsScorer, *, framework: Framework | str | Path = COUNTS_EDITION
) -> None:
    """Check that a function turns the counts of an indicator into points by its rule.

    `func` gets the code of an indicator (``"PROGRESS_ON_TIME"``), a numerator and a denominator,
    and returns the points, as a number or text. What is not applicable has 0 points or None.

    Raises:
        AssertionError: one for all rules that are broken, each with what it says, how many of
            its cases fail, and the first of them. Of one indicator what only follows from another
            rule that is broken is not listed.
        ValueError: if the framework has no rules for counts.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> from vn766.framework import get_framework
        >>> rules = {each.code: each for each in get_framework("portal-2026").indicators()}
        >>> def dashboard(code, numerator, denominator):
        ...     share = numerator / denominator if denominator else 0
        ...     target = float(rules[code].rule.target or 100) / 100
        ...     return round(min(share / target, 1) * float(rules[code].max_points), 2)
        >>> try:
        ...     assert_counts_like(dashboard)
        ... except AssertionError as error:
        ...     print(str(error).splitlines()[0])
        ...     print([line.split(":")[0] for line in str(error).splitlines()[2::5]])
        2 rules are broken.
        ['zeros', 'halves']
    """

    def faults(name: SuiteName, case: _Case) -> Iterator[str]:
        return _component_faults(func, name, cast("ComponentCase", case))

    _complain(get_framework(framework), "counts", faults)


def assert_ranks_like(func: Ranker, *, framework: Framework | str | Path | None = None) -> None:
    """Check that a function ranks the units of a pool by the rule of a framework.

    `func` gets the totals of a pool, as Decimals or None where a unit has none, and returns their
    ranks in the same order, None for units without a rank. Ties are not asked for where the
    framework ranks them by the codes of their units.

    Raises:
        AssertionError: one for all rules that are broken, each with what it says, how many of
            its cases fail, and the first of them.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> def dashboard(totals):
        ...     best = sorted((total or 0 for total in totals), reverse=True)
        ...     return [best.index(total or 0) + 1 for total in totals]
        >>> try:
        ...     assert_ranks_like(dashboard)
        ... except AssertionError as error:
        ...     print(str(error).splitlines()[-1])
          ranks must be –, 2, –, 1; they are 3, 2, 3, 1
    """

    def faults(name: SuiteName, case: _Case) -> Iterator[str]:
        del name
        return _rank_faults(func, cast("RanksCase", case))

    _complain(get_framework(framework), "ranks", faults)


# --- what is broken -------------------------------------------------------------------------------


def _complain(
    framework: Framework, kind: CaseKind, faults: Callable[[SuiteName, _Case], Iterator[str]]
) -> None:
    """Raise one AssertionError for the rules that are broken, if any is."""
    suites = suites_of(kind, framework)
    if not suites:
        message = f"the framework {framework.id} has no rules for counts"
        raise ValueError(message)
    failing: dict[SuiteName, set[str]] = {}
    broken: list[str] = []
    for name, suite in suites.items():
        told = [
            (_subject(name, case, framework.bands), case, "; ".join(faults(name, case)))
            for case in suite["cases"]
        ]
        # A maximum is wrong where nothing reaches it.
        sound = {subject for subject, _, why in told if not why and name == "maxima"}
        failing[name] = {subject for subject, _, why in told if why} - sound
        earlier = {each for other in _FOLLOWS.get(name, ()) for each in failing.get(other, ())}
        own = failing[name] - earlier if "" not in earlier else set[str]()
        failures = [(case, why) for subject, case, why in told if why and subject in own]
        if failures:
            broken.append(_broken(suite, failures))
    if broken:
        head = "1 rule is broken." if len(broken) == 1 else f"{len(broken)} rules are broken."
        raise AssertionError("\n\n".join([head, *broken]))


def _subject(name: SuiteName, case: _Case, bands: Iterable[Band]) -> str:
    """Return the indicator or class that a case is about, ``""`` where it is about all."""
    if name in {"classes", "bounds", "binary-sums"}:
        expected = cast("PointsCase", case)["expected"]
        total = Decimal(expected.get("total") or 0)
        # A sum that floats miss says nothing about classes but where one begins.
        if name != "binary-sums" or any(total == band.min_points for band in bands):
            return expected.get("band") or ""
    return str(cast("Mapping[str, object]", case).get("indicator", ""))


def _broken(suite: CaseSuite, failures: Sequence[tuple[_Case, str]]) -> str:
    """Return how the rule of a suite is broken."""
    case, why = failures[0]
    return (
        f"{suite['suite']}: {suite['rule']['en']}\n"
        f"  {len(failures)} of {len(suite['cases'])} cases fail, the first one for\n"
        f"  {_given(case)}\n"
        f"  {why}"
    )


def _given(case: _Case) -> str:
    """Return in words what a function was given."""
    return "; ".join(
        f"{field} {_listed(cast('list[object]', value)) if isinstance(value, list) else value}"
        for field, value in case.items()
        if field not in {"points", "expected"}
    ) or ", ".join(
        f"{name} {'missing' if value is None else value}"
        for name, value in cast("PointsCase", case)["points"].items()
    )


def _listed(values: Iterable[object]) -> str:
    return ", ".join("–" if value is None else str(value) for value in values)


class _Raised(NamedTuple):
    """What a function raised instead of returning anything."""

    error: Exception

    def __str__(self) -> str:
        return f"it raised {type(self.error).__name__}: {self.error}"


def _called(func: Callable[[], object]) -> object:
    try:
        return func()
    except Exception as error:  # noqa: BLE001 (points may be refused in any way)
        return _Raised(error)


def _score_faults(
    func: Scorer, name: SuiteName, case: PointsCase, bands: Sequence[Band]
) -> Iterator[str]:
    """Yield how a scorer breaks the rule of a case; of other rules nothing is said."""
    expected = case["expected"]
    points = {key: None if text is None else Decimal(text) for key, text in case["points"].items()}
    got = _called(lambda: func(points))
    if isinstance(got, _Raised):
        if "error" not in expected:
            yield str(got)
        return
    if not isinstance(got, Mapping):
        yield f"it must return a mapping with total and band, not a {type(got).__name__}"
        return
    said = cast("Mapping[str, object]", got)
    if "error" in expected:
        yield f"it must be refused; it gave total {said.get('total')!r}"
        return
    wanted, total = expected.get("total"), _number(said.get("total"))
    if name in _LOOK_AT_TOTAL and _differ(name, total, wanted):
        yield f"total must be {wanted}; it is {said.get('total')!r}"
    if name == "missing" or _subject(name, case, bands):
        yield from _class_faults(said.get("band"), expected.get("band"), total, bands)
    if name in _LOOK_AT_PERCENTS and total == _number(wanted):
        yield from _percent_faults(said, expected)


def _class_faults(
    got: object, wanted: str | None, total: object, bands: Sequence[Band]
) -> Iterator[str]:
    """Yield that a class is neither the one expected nor that of the total that was returned."""
    right = [band for band in bands if band.id == wanted]
    if right and isinstance(total, Decimal):
        right += [band for band in bands if total >= band.min_points][:1]
    names = {fold(name) for band in right for name in (band.id, band.label, *band.aliases)}
    said = got.id if isinstance(got, Band) else got
    is_right = said is None if wanted is None else isinstance(said, str) and fold(said) in names
    if not is_right:
        yield f"the class must be {right[0].label if right else None!r}; it is {said!r}"


def _percent_faults(got: Mapping[str, object], expected: ExpectedScore) -> Iterator[str]:
    """Yield the percents that are wrong, of those that were returned."""
    whole = expected.get("percent")
    if "percent" in got and _number(got["percent"]) != _number(whole):
        yield f"percent must be {whole}; it is {got['percent']!r}"
    percents = cast("Mapping[str, object]", got.get("percents", {}))
    for node, text in expected.get("percents", {}).items():
        if node in percents and _number(percents[node]) != _number(text):
            yield f"percent of {node} must be {text}; it is {percents[node]!r}"


def _component_faults(func: CountsScorer, name: SuiteName, case: ComponentCase) -> Iterator[str]:
    expected = case["expected"]
    got = _called(lambda: func(case["indicator"], case["numerator"], case["denominator"]))
    if isinstance(got, _Raised):
        yield str(got)
    elif got is None and expected["status"] == "not_applicable":
        return
    elif _differ(name, got, expected["points"]):
        yield f"points must be {expected['points']}; they are {got!r}"


def _rank_faults(func: Ranker, case: RanksCase) -> Iterator[str]:
    expected = [place and place["rank"] for place in case["expected"]]
    totals = [None if text is None else Decimal(text) for text in case["totals"]]
    got = _called(lambda: func(totals))
    if isinstance(got, _Raised):
        yield str(got)
    elif not isinstance(got, Sequence):
        yield f"it must return a list of ranks, not a {type(got).__name__}"
    elif list(ranks := cast("Sequence[object]", got)) != expected:
        yield f"ranks must be {_listed(expected)}; they are {_listed(ranks)}"


def _differ(name: SuiteName, got: object, expected: object) -> bool:
    """Whether a number is another one to the rule of a suite."""
    one, other = _number(got), _number(expected)
    if isinstance(one, Decimal) and isinstance(other, Decimal) and name not in _TO_THE_HUNDREDTH:
        return abs(one - other) >= _NEAR
    return one != other


def _number(value: object) -> object:
    """Return a number as a Decimal, a float as the one that it prints; anything else as it is."""
    if value is None or isinstance(value, bool):
        return value
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return value
    return number if number.is_finite() else value
