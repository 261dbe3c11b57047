"""Scoring against the straightforward version, and a commune pool against pandas.

The straightforward version is what one writes first: Decimal sums and nested frozen attrs
results with stock validators. All sides are asked for percents, total and class, and in a
pool for rank, size of the pool and ties.
"""

from __future__ import annotations

import random
import sys
import tracemalloc
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
from attrs import field, frozen
from attrs.validators import and_, ge, instance_of, le
from ratios import ratio, report

from vn766.framework import get_framework
from vn766.score import rank_units, score_points

CENT = Decimal("0.01")
ALL_NODES = {node.id: node.max_points for node in get_framework().nodes()}
NODES = {name: maximum for name, maximum in ALL_NODES.items() if name != "online"}


@frozen
class PlainNode:
    id: str = field(validator=instance_of(str))
    points: Decimal = field(validator=and_(instance_of(Decimal), ge(Decimal(0))))
    percent: Decimal = field(validator=and_(instance_of(Decimal), ge(0), le(100)))


@frozen
class PlainResult:
    nodes: tuple[PlainNode, ...] = field(validator=instance_of(tuple))
    total: Decimal = field(validator=and_(instance_of(Decimal), ge(0), le(100)))
    band: str = field(validator=instance_of(str))


def plain(points: dict[str, Decimal]) -> PlainResult:
    nodes = tuple(
        PlainNode(name, value, (value / NODES[name] * 100).quantize(CENT, rounding=ROUND_HALF_UP))
        for name, value in points.items()
    )
    total = sum((node.points for node in nodes), Decimal(0))
    band = next(
        label
        for cut, label in [(90, "Xuất sắc"), (80, "Tốt"), (70, "Khá"), (50, "TB"), (0, "Yếu")]
        if total >= cut
    )
    return PlainResult(nodes, total, band)


def ours(points: dict[str, Decimal | int | str]) -> tuple[object, ...]:
    result = score_points(points)
    return result.total, result.percents, result.band


def records(count: int) -> list[dict[str, Decimal]]:
    chance = random.Random(766)
    return [
        {
            name: Decimal(chance.randint(0, int(maximum * 100))).scaleb(-2)
            for name, maximum in NODES.items()
        }
        for _ in range(count)
    ]


def ranked_by_us(units: list[dict[str, Decimal]]) -> list[tuple[object, ...]]:
    ranking = rank_units([score_points(unit) for unit in units])
    return [
        (row.rank, row.of, row.tied, row.result.total, row.result.band, row.result.percents)
        for row in ranking
    ]


def ranked_by_pandas(units: list[dict[str, Decimal]]) -> pd.DataFrame:
    frame = pd.DataFrame(units).astype(float)
    frame["total"] = frame.sum(axis=1)
    frame["band"] = pd.cut(
        frame["total"], [0, 50, 70, 80, 90, 100.01], right=False, labels=list("YBKTX")
    )
    frame["online"] = frame["online.services"] + frame["online.payment"]
    for name, maximum in ALL_NODES.items():
        frame[f"{name} %"] = (frame[name] / float(maximum) * 100).round(2)
    frame["pool"] = "xã"
    pool = frame.groupby("pool")["total"]
    frame["rank"] = pool.rank(method="min", ascending=False)
    frame["of"] = pool.transform("count")
    frame["tied"] = frame.groupby(["pool", "total"])["total"].transform("size")
    return frame


def bytes_a_unit(count: int = 20_000) -> float:
    units = records(count)
    score_points(units[0])
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = [score_points(unit) for unit in units]
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return used / len(kept)


def main() -> int:
    six = records(1)[0]
    ints: dict[str, Decimal | int | str] = {name: int(value) for name, value in six.items()}
    texts: dict[str, Decimal | int | str] = {
        name: str(value).replace(".", ",") for name, value in six.items()
    }
    communes = records(65)
    holds = [
        report(
            "score six Decimals / straightforward",
            ratio(lambda: ours(six), lambda: plain(six)),
            0.5,
        ),
        report(
            "score six ints / straightforward", ratio(lambda: ours(ints), lambda: plain(six)), 1
        ),
        report(
            "score six texts / straightforward", ratio(lambda: ours(texts), lambda: plain(six)), 1
        ),
        report(
            "score and rank 65 communes / pandas",
            ratio(lambda: ranked_by_us(communes), lambda: ranked_by_pandas(communes)),
            0.15,
        ),
        report("bytes kept a scored unit / 600", bytes_a_unit() / 600, 1),
    ]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
