"""Checking any scoring or ranking function against the rules, and the cases that do it.

The cases are language-neutral files: see `case_suites`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypedDict, cast

from vn766._engine.plan import plan_of
from vn766.framework import Band, get_framework

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vn766._engine.plan import Plan
    from vn766.errors import Language

SuiteName: TypeAlias = Literal[
    "totals", "classes", "missing", "refused", "percents", "components", "ranks"
]
Scorer: TypeAlias = "Callable[[dict[str, Decimal | None]], Mapping[str, object]]"
Ranker: TypeAlias = "Callable[[list[Decimal | None]], Sequence[int | None]]"

_SCORED: Final[tuple[SuiteName, ...]] = ("totals", "classes", "missing", "refused")
_SUITES: Final[tuple[SuiteName, ...]] = (*_SCORED, "percents", "components", "ranks")


Case: TypeAlias = "dict[str, object]"


class CaseSuite(TypedDict):
    """One file of cases: the rule that they prove, in words, and the cases."""

    schema: int
    suite: SuiteName
    framework: str
    rule: dict[Language, str]
    cases: list[Case]


def case_suites() -> dict[SuiteName, CaseSuite]:
    """Return all cases that ship with the library, suite by suite.

    The same files, ``vn766/testing/cases/*.json``, serve systems in other languages. All figures
    are texts with two decimals; null is missing.

    Example:
        >>> suites = case_suites()
        >>> suites["percents"]["cases"][-2]
        {'points': '21.99', 'of': '22.00', 'expected': {'percent': '99.95'}}
    """
    folder = files("vn766.testing") / "cases"
    return {
        name: cast("CaseSuite", json.loads((folder / f"{name}.json").read_text("utf-8")))
        for name in _SUITES
    }


def assert_scores_like(func: Scorer) -> None:
    """Check that a function scores points by the rules of Quyết định 766/QĐ-TTg.

    `func` gets the points of the six parts by their ids (``online.services``, ...), as Decimals
    or None where they are missing, and returns a mapping: ``total`` (a number or text, None
    where it is not known), ``band`` (the class by id or label, or None), and ``percent`` if it
    computes one. For points that no unit can have it raises anything. Whatever else it returns
    is not looked at. A float counts as the number that it prints.

    Raises:
        AssertionError: one for all rules that are broken, each with what it says, how many of
            its cases fail, and the first of them.

    Example:
        >>> def dashboard(points):
        ...     total = sum(float(value or 0) for value in points.values())
        ...     return {"total": total, "band": "Tốt" if total >= 80 else "Khá"}
        >>> try:
        ...     assert_scores_like(dashboard)
        ... except AssertionError as error:
        ...     print(str(error).splitlines()[0])
        4 rules are broken.
    """
    plan = plan_of(get_framework())
    suites = case_suites()
    _complain(_broken(suites[name], lambda case: _faults(func, case, plan)) for name in _SCORED)


def assert_ranks_like(func: Ranker) -> None:
    """Check that a function ranks the units of a pool by the rules of the framework ``qd766``.

    `func` gets the totals of a pool, as Decimals or None where a unit has none, and returns their
    ranks in the same order, None for units without a rank.

    Raises:
        AssertionError: with the rule, how many of its cases fail, and the first of them.

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
    _complain([_broken(case_suites()["ranks"], lambda case: _misranked(func, case))])


def _complain(rules: Iterable[str]) -> None:
    """Raise one AssertionError for the rules that are broken, if any is."""
    broken = [said for said in rules if said]
    if broken:
        head = "1 rule is broken." if len(broken) == 1 else f"{len(broken)} rules are broken."
        raise AssertionError("\n\n".join([head, *broken]))


def _broken(suite: CaseSuite, faults: Callable[[Case], Iterable[str]]) -> str:
    """Return how the rule of a suite is broken, or nothing."""
    failures = [(case, why) for case in suite["cases"] if (why := "; ".join(faults(case)))]
    if not failures:
        return ""
    case, why = failures[0]
    return (
        f"{suite['suite']}: {suite['rule']['en']}\n"
        f"  {len(failures)} of {len(suite['cases'])} cases fail, the first one for\n"
        f"  {_given(case)}\n"
        f"  {why}"
    )


def _given(case: Case) -> str:
    """Return in words what a function was given."""
    if "totals" in case:
        return "totals " + _listed(cast("list[str | None]", case["totals"]))
    return ", ".join(
        f"{name} {'missing' if value is None else value}"
        for name, value in cast("dict[str, str | None]", case["points"]).items()
    )


def _listed(values: Iterable[object]) -> str:
    return ", ".join("–" if value is None else str(value) for value in values)


def _misranked(func: Ranker, case: Case) -> Iterator[str]:
    given = cast("list[str | None]", case["totals"])
    places = cast("list[dict[str, int] | None]", case["expected"])
    expected = [place and place["rank"] for place in places]
    try:
        got = func([None if text is None else Decimal(text) for text in given])
    except Exception as error:  # noqa: BLE001 (whatever it is, it is no rank)
        yield f"it raised {type(error).__name__}: {error}"
        return
    if not isinstance(cast("object", got), Sequence):
        yield f"it must return a list of ranks, not a {type(got).__name__}"
    elif list(got) != expected:
        yield f"ranks must be {_listed(expected)}; they are {_listed(got)}"


def _faults(func: Scorer, case: Case, plan: Plan) -> Iterator[str]:
    given = cast("dict[str, str | None]", case["points"])
    expected = cast("dict[str, str | None]", case["expected"])
    points = {name: None if text is None else Decimal(text) for name, text in given.items()}
    try:
        got = func(points)
    except Exception as error:  # noqa: BLE001 (it may refuse in any way)
        if "error" not in expected:
            yield f"it raised {type(error).__name__}: {error}"
        return
    if not isinstance(cast("object", got), Mapping):
        yield f"it must return a mapping with total and band, not a {type(got).__name__}"
        return
    if "error" in expected:
        yield f"it must be refused; it gave total {got.get('total')!r}"
        return
    for name in ("total", "percent"):
        if (name == "total" or name in got) and _number(got.get(name)) != _number(expected[name]):
            yield f"{name} must be {expected[name]}; it is {got.get(name)!r}"
    wanted, label = expected["band"], got.get("band")
    label = label.id if isinstance(label, Band) else label
    found = plan.band_labelled(label) if isinstance(label, str) else None
    right = None if wanted is None else plan.band_labelled(wanted)
    if found != right or (right is None and label is not None):
        yield f"the class must be {right and right.label!r}; it is {label!r}"


def _number(value: object) -> object:
    """Return a number as a Decimal, a float as the one that it prints; anything else as it is."""
    if value is None or isinstance(value, bool):
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value
