"""Write the case suite that any system, in any language, can be checked against.

Expected values come from rational arithmetic on the figures of the editions, not from the
library's own; the tests then hold the library to them. Run ``python tests/cases/generate.py``
after a change of an edition; a test compares the files with what this writes.
"""

from __future__ import annotations

import json
import random
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import product
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

from vn766.framework import Target, ZeroRule, get_framework

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = Path(__file__).parents[2] / "src/vn766/testing/cases"
POINTS, COUNTS = get_framework("qd766"), get_framework("portal-2026")
LEAVES = {node.id: node for node in POINTS.nodes() if not node.children}
MAXIMA = {name: int(node.max_points * 100) for name, node in LEAVES.items()}
CUTS = {band.id: int(band.min_points * 100) for band in POINTS.bands}

Case = dict[str, object]


def text(hundredths: int) -> str:
    return f"{Decimal(hundredths).scaleb(-2):.2f}"


def half_up(value: Fraction) -> int:
    return int((value + Fraction(1, 2)) // 1)


def band_of(total: int) -> str:
    return max((cut, name) for name, cut in CUTS.items() if cut <= total)[1]


def scored(points: dict[str, int]) -> Case:
    """A complete record: its exact total, percent and class."""
    total = sum(points.values())
    percent = half_up(Fraction(total, sum(MAXIMA.values())) * 10_000)
    return {
        "points": {name: text(value) for name, value in points.items()},
        "expected": {"total": text(total), "percent": text(percent), "band": band_of(total)},
    }


def totals() -> Iterator[Case]:
    """Sums on cut-offs that binary fractions miss, and the ends of the scale."""
    yield scored(dict.fromkeys(MAXIMA, 0))
    yield scored(dict(MAXIMA))
    chance = random.Random(766)
    for cut in sorted(CUTS.values())[1:]:
        found = 0
        while found < 12:
            points = {name: chance.randint(0, most) for name, most in MAXIMA.items()}
            rest = cut - sum(points.values())
            name = chance.choice([*MAXIMA])
            points[name] += rest
            if 0 <= points[name] <= MAXIMA[name]:
                # One addition after the other: `sum` compensates its errors since Python 3.12.
                drifts = reduce(add, (value / 100 for value in points.values())) != cut / 100
                if drifts or found >= 9:
                    found += 1
                    yield scored(points)


def classes() -> Iterator[Case]:
    """Totals at, just below and just above every cut-off."""
    for cut, step in product(sorted(CUTS.values()), (-1, 0, 1)):
        total = cut + step
        if total >= 0:
            points = {}
            for name, most in MAXIMA.items():
                points[name] = min(most, total)
                total -= points[name]
            yield scored(points)


def missing() -> Iterator[Case]:
    """Records that lack one node, all, or all but one: no total, no class, but bounds."""
    names = [*MAXIMA]
    whole = {name: most * 3 // 4 for name, most in MAXIMA.items()}
    lacking = [{name} for name in names] + [set(names) - {name} for name in names] + [set(names)]
    for lost in lacking:
        given: dict[str, str | None] = {n: None if n in lost else text(whole[n]) for n in names}
        least = sum(whole[name] for name in names if name not in lost)
        most = least + sum(MAXIMA[name] for name in lost)
        expected: Case = {"total": None, "percent": None, "band": None}
        expected["bounds"] = [text(least), text(most)]
        yield {"points": given, "expected": expected}


def refused() -> Iterator[Case]:
    """Values that no record can have; two columns swapped among them."""
    whole = {name: text(most // 2) for name, most in MAXIMA.items()}
    for name, most in MAXIMA.items():
        yield {"points": whole | {name: text(most + 1)}, "expected": {"error": True}}
        yield {"points": whole | {name: "-0.01"}, "expected": {"error": True}}
    # The payment and online columns of a real client were swapped for weeks.
    swapped = {"online.services": "8.73", "online.payment": "11.36"}
    yield {"points": whole | swapped, "expected": {"error": True}}


def percents() -> Iterator[Case]:
    """Points in percent of a maximum, half-up to two places."""
    for most in sorted({int(node.max_points * 100) for node in POINTS.nodes()}):
        for points in (0, 1, most // 3, most // 2, 2 * most // 3, most - 1, most):
            percent = half_up(Fraction(points, most) * 10_000)
            yield {"points": text(points), "of": text(most), "expected": {"percent": text(percent)}}


def components() -> Iterator[Case]:
    """Counts to points: every rule, its cap, its ties and what it makes of 0 of 0."""
    for indicator in COUNTS.indicators():
        if not indicator.max_points:
            continue
        most = int(indicator.max_points * 100)
        target = Fraction(1)
        if isinstance(indicator.rule, Target):
            target = Fraction(indicator.rule.target_percent) / 100
        of_nothing = {ZeroRule.FULL: most}.get(indicator.zero.rule, 0)
        applies = indicator.zero.rule is not ZeroRule.NULL
        yield component(indicator.code, 0, 0, of_nothing, applies=applies)
        for numerator, denominator in (
            (0, 7),
            (1, 3),
            (2, 3),
            (755, 1120),
            (7, 8),
            (79, 80),
            (9, 9),
        ):
            exact = min(Fraction(1), Fraction(numerator, denominator) / target) * most
            yield component(indicator.code, numerator, denominator, half_up(exact))
        tie = next(
            (n, d)
            for d in range(1, 5000)
            for n in range(1, d)
            if (Fraction(n, d) / target * most) % 1 == Fraction(1, 2) and Fraction(n, d) < target
        )
        yield component(indicator.code, *tie, half_up(Fraction(*tie) / target * most))


def component(
    code: str, numerator: int, denominator: int, points: int, *, applies: bool = True
) -> Case:
    return {
        "indicator": code,
        "numerator": numerator,
        "denominator": denominator,
        "expected": {"points": text(points), "status": "scored" if applies else "not_applicable"},
    }


def ranks() -> Iterator[Case]:
    """Competition ranks 1-2-2-4; a unit without a total has none and is not counted."""
    pools: list[list[int | None]] = [
        [],
        [8000],
        [6547, 7000, 6547, 6000],
        [9000, 9000, 9000],
        [None, 5000, None, 5001],
        [10000, 0, 5000, None, 5000, 0, 0],
    ]
    for pool in pools:
        known = [total for total in pool if total is not None]
        expected = [
            None
            if total is None
            else {
                "rank": 1 + sum(other > total for other in known),
                "of": len(known),
                "tied": known.count(total),
            }
            for total in pool
        ]
        shown = [None if total is None else text(total) for total in pool]
        yield {"totals": shown, "expected": expected}


SUITES: dict[str, tuple[str, str, str, Iterable[Case]]] = {
    "totals": (
        "qd766",
        "Tổng điểm là tổng chính xác của các nhóm, không cộng bằng số thực nhị phân.",
        "The total is the exact sum of the groups, never a sum of binary floats.",
        totals(),
    ),
    "classes": (
        "qd766",
        "Mỗi mức xếp loại gồm cả cận dưới của nó, xét trên tổng điểm chính xác.",
        "Each class includes its lower bound, on the exact total.",
        classes(),
    ),
    "missing": (
        "qd766",
        "Thiếu số liệu không phải là 0: chưa đủ các nhóm thì không có tổng điểm và xếp loại.",
        "Missing is not zero: without all groups there is no total and no class.",
        missing(),
    ),
    "refused": (
        "qd766",
        "Điểm âm hoặc vượt điểm tối đa của nhóm là lỗi, thường do hai cột bị đổi chỗ.",
        "Points below 0 or above their maximum are errors, often two swapped columns.",
        refused(),
    ),
    "percents": (
        "qd766",
        "Tỷ lệ bằng điểm chia điểm tối đa nhân 100, hai chữ số thập phân, nửa làm tròn lên.",
        "A percent is points over maximum times 100, rounded half-up to two places.",
        percents(),
    ),
    "components": (
        "portal-2026",
        "Điểm thành phần tính từ tử số và mẫu số, không từ tỷ lệ đã làm tròn.",
        "Points of a component come from its two counts, not from a rounded rate, rounded once.",
        components(),
    ),
    "ranks": (
        "qd766",
        "Bằng điểm thì cùng hạng, hạng kế tiếp bị bỏ qua; chưa có tổng điểm thì chưa xếp hạng.",
        "Equal totals share a rank and the next is skipped; a unit without a total has no rank.",
        ranks(),
    ),
}


def suites() -> Iterator[tuple[Path, str]]:
    """Yield every file with its content."""
    for name, (framework, vi, en, cases) in SUITES.items():
        head = {"schema": 1, "suite": name, "framework": framework, "rule": {"vi": vi, "en": en}}
        lines = [json.dumps(case, ensure_ascii=False) for case in cases]
        opening = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
        body = ",\n  ".join(lines)
        yield FOLDER / f"{name}.json", f'{opening},\n "cases": [\n  {body}\n ]\n}}\n'


if __name__ == "__main__":
    for path, content in suites():
        path.write_text(content, "utf-8", newline="\n")
