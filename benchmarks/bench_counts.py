"""Counts to points against a hand-written Decimal equivalent, and the search for advice.

The equivalent computes what `score_counts` does for one unit, rule by rule in Decimals: the
points of every component, nodes, total and class. It checks nothing. Advice for a commune is
measured in milliseconds, and against trying every combination of a small case.
"""

from __future__ import annotations

import random
import sys
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from statistics import median
from time import perf_counter

from ratios import ratio, report

from vn766.advise import reach
from vn766.framework import Target, ZeroRule, get_framework
from vn766.records import Ratio, Unit, UnitCounts
from vn766.score import UnitResult, score_counts

EDITION = get_framework("portal-2026")
CENT = Decimal("0.01")
RULES = {
    indicator.code: (
        indicator.max_points,
        indicator.rule.target_percent / 100 if isinstance(indicator.rule, Target) else Decimal(1),
        indicator.max_points if indicator.zero.rule is ZeroRule.FULL else Decimal(0),
    )
    for indicator in EDITION.indicators()
    if indicator.max_points
}
GROUPS = [
    [[i.code for i in node.indicators if i.max_points] for node in group.walk()]
    for group in EDITION.groups
]
BANDS = [(band.min_points, band.label) for band in EDITION.bands]


def by_hand(counts: dict[str, tuple[int, int]]) -> tuple[object, ...]:
    points = {}
    for code, (maximum, target, of_nothing) in RULES.items():
        numerator, denominator = counts[code]
        if denominator == 0:
            points[code] = of_nothing
            continue
        exact = maximum * numerator / denominator / target
        points[code] = min(maximum, exact.quantize(CENT, rounding=ROUND_HALF_UP))
    groups = [sum(points[code] for codes in group for code in codes) for group in GROUPS]
    total = sum(groups)
    band = next(label for cut, label in BANDS if total >= cut)
    return points, groups, total, band


def ours(counts: dict[str, tuple[int, int]]) -> tuple[object, ...]:
    result: UnitResult = score_counts(counts)
    return result.total, result.band


def a_unit(chance: random.Random, largest: int) -> dict[str, tuple[int, int]]:
    counts = {}
    for code in RULES:
        denominator = chance.randint(largest // 10, largest)
        counts[code] = (int(denominator * chance.uniform(0.5, 0.9)), denominator)
    return counts


def a_commune(chance: random.Random) -> UnitCounts:
    counts: dict[str, Ratio | tuple[int, int] | None] = {
        code: counted
        for code, counted in a_unit(chance, 3000).items()
        if not code.startswith("ONLINE_")
    }
    unit = Unit(name="UBND xã A", level="commune")
    return UnitCounts(unit=unit, counts=counts, points={"online.services": "8,57"})


def milliseconds_of_advice(turns: int = 51) -> float:
    chance = random.Random(766)
    times = []
    for _ in range(turns):
        commune = a_commune(chance)
        start = perf_counter()
        reach(commune, "Tốt")
        times.append(1000 * (perf_counter() - start))
    return median(times)


SMALL = {"PROGRESS_ON_TIME": (3, 12), "PAYMENT_TRANSACTED": (2, 12), "PAYMENT_PAID_ONLINE": (1, 12)}
REST = {"CKMB": 9, "CLGQ": 6, "3.5": 1, "MDHL": 9, "MDSH": 11}


def by_trying() -> int:
    best = None
    for more in product(*(range(d - n + 1) for n, d in SMALL.values())):
        counts = {c: (n + a, d) for (c, (n, d)), a in zip(SMALL.items(), more, strict=True)}
        total = score_counts(counts, points=REST).total
        if total is not None and total >= 55 and (best is None or sum(more) < best):
            best = sum(more)
    return best or 0


def main() -> int:
    unit = a_unit(random.Random(766), 3000)
    small = UnitCounts(counts=dict(SMALL), points=REST)
    total, band = by_hand(unit)[2:]
    holds = [
        ours(unit) == (total, next(each for each in EDITION.bands if each.label == band)),
        reach(small, 55).added == by_trying(),
        report(
            "score_counts / hand-written Decimals",
            ratio(lambda: ours(unit), lambda: by_hand(unit)),
            0.7,
        ),
        report("milliseconds of advice for a commune / 50", milliseconds_of_advice() / 50, 1),
        report(
            "advice / every combination of three",
            ratio(lambda: reach(small, 55), by_trying, turns=5),
            1,
        ),
    ]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
