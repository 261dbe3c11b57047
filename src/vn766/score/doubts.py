"""Classes that rest on a cut-off which is not verified, told only where a total comes near it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from vn766._engine.exact import read, to_decimal
from vn766.errors import Problem, ProblemCode, Severity, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from vn766._engine.plan import Plan
    from vn766.score.results import UnitResult

_SAID = {
    "inferred": Word("cut-off inferred"),
    "recalled": Word("cut-off recalled"),
    "disputed": Word("cut-off disputed"),
}


class _Telling(NamedTuple):
    """How close to a cut-off units are named, in points, and how many of them."""

    near_points: int
    most_named: int


@cache
def _telling() -> _Telling:
    import tomllib  # scoring reads no file
    from pathlib import Path

    file = Path(__file__).with_suffix(".toml")
    return _Telling(**tomllib.loads(file.read_text("utf-8")))


def class_warnings(plan: Plan, total: int | None) -> Iterator[Problem]:
    """Yield a warning for each doubted cut-off that the class of a total rests on."""
    for doubt in plan.doubts:
        if total is not None and doubt.above < total < doubt.below:
            yield _warning(
                ProblemCode.UNVERIFIED_BANDS,
                framework=plan.framework.id,
                status=_SAID[doubt.status],
                cut_off=to_decimal(doubt.cut_off),
                distance=to_decimal(abs(total - doubt.cut_off)),
            )


def told_once(
    results: Iterable[UnitResult], unit_of: Callable[[UnitResult], Hashable] = id
) -> tuple[Problem, ...]:
    """Return the warnings of several results, each once; those about classes are summed up.

    Results of which `unit_of` says the same count as one unit.
    """
    others: dict[Problem, None] = {}
    touched: dict[str, list[tuple[Decimal, Decimal, Hashable]]] = {}
    units: dict[Hashable, str | None] = {}
    framework = ""
    for result in results:
        key, framework = unit_of(result), result.framework_id
        units[key] = None if result.unit is None else result.unit.name
        for warning in result.warnings:
            if warning.code is ProblemCode.UNVERIFIED_BANDS:
                said: dict[str, Any] = dict(warning.details)
                found = (said["distance"], said["cut_off"], key)
                touched.setdefault(said["status"], []).append(found)
            else:
                others[warning] = None
    near_points = _telling().near_points
    summed = (
        _summed(
            framework,
            status,
            cut_offs={cut_off for _, cut_off, _ in found},
            count=len({key for *_, key in found}),
            of=len(units),
            near=[
                units[key]
                for distance, _, key in sorted(found, key=itemgetter(0))
                if distance <= near_points
            ],
        )
        for status, found in touched.items()
    )
    return (*others, *summed)


def told_of_totals(plan: Plan, totals: Mapping[Decimal, int], of: int) -> Iterator[Problem]:
    """Yield what a table of `of` rows says of its classes; `totals` are how often each one is."""
    touched: dict[str, Counter[int]] = {}
    for doubt in plan.doubts:
        count = sum(
            rows for total, rows in totals.items() if doubt.above < read(total) < doubt.below
        )
        if count:
            touched.setdefault(doubt.status, Counter())[doubt.cut_off] += count
    for status, counts in touched.items():
        cut_offs = {to_decimal(cut_off) for cut_off in counts}
        yield _summed(
            plan.framework.id, _SAID[status], cut_offs=cut_offs, count=counts.total(), of=of
        )


def _summed(
    framework: str,
    status: str,
    *,
    cut_offs: set[Decimal],
    count: int,
    of: int,
    near: Sequence[str | None] = (),
) -> Problem:
    near_points, most_named = _telling()
    names = [name for name in dict.fromkeys(near) if name]
    return _warning(
        ProblemCode.UNVERIFIED_CLASSES_NEAR if names else ProblemCode.UNVERIFIED_CLASSES,
        framework=framework,
        status=status,
        cut_offs=tuple(sorted(cut_offs, reverse=True)),
        count=count,
        of=of,
        distance=near_points,
        units=(*names[:most_named], *(["…"] if names[most_named:] else ())),
    )


def _warning(code: ProblemCode, **details: object) -> Problem:
    return Problem(
        code=code, path=("band",), severity=Severity.WARNING, details=tuple(details.items())
    )
