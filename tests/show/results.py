"""A result of every kind that is shown as HTML, with names that are long and not to be trusted."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from attrs import evolve

from vn766.advise import reach
from vn766.audit import Unread, audit
from vn766.compare import compare, series
from vn766.errors import Problem, ProblemCode
from vn766.period import Month
from vn766.records import Published, Unit, UnitCounts, UnitPoints
from vn766.score import rank_units, score_points

EVIL = 'UBND xã <script>alert(1)</script> & "A"'
FULL = {"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36", "MDHL": 18, "MDSH": "17,08"}


def unit_of(month, code="H99.1", name=EVIL, **points):
    record = UnitPoints(
        unit=Unit(name=name, code=code), points={**FULL, **points}, period=Month(2026, month)
    )
    return score_points(record)


def values():
    first, second = unit_of(5), unit_of(6, TDGQ=15)
    lacking = unit_of(6, "H99.2", TTTT=None)
    printed = score_points(
        UnitPoints(unit=Unit(name="B", code="H9"), published=Published(total="80,11"))
    )
    ranking = rank_units([second, lacking])
    earlier = rank_units([first, unit_of(5, "H99.2")])
    counts = UnitCounts(
        counts={"2.1": (900, 1000), "5.4": (80, 100), "4.2": (350, 500)},
        points={
            "CKMB": 15,
            "online": 18,
            "5.2": 6,
            "5.3": 6,
            "4.1": 5,
            "4.3": 2,
            "4.4": 3,
            "4.5a": 2,
            "4.5b": 1,
            "4.6": 2,
        },
    )
    line = series([first, second, unit_of(8), unit_of(9, TTTT=None)])
    findings = audit("Thanh toán trực tuyến: 7,36/10 điểm, tỷ lệ 76,3%.".encode())
    long = "bao-cao-" * 30
    empty = Problem.of(ProblemCode.EMPTY_FILE, (), value=long)
    return {
        "findings": findings,
        "folder": evolve(
            findings,
            file=f"{long}/{long}",
            documents=(findings,),
            unread=(Unread(f"{long}.txt", (empty,)),),
            passed_over=(f"{long}.png",),
        ),
        "long name": unit_of(6, name=long),
        "unit": second,
        "lacking": lacking,
        "printed": printed,
        "ranking": ranking,
        "pools": rank_units([second, lacking], within=lambda result: result.unit.code),
        "explanation": second.explain(),
        "framework": second.framework,
        "advice": reach(counts, "87"),
        "comparison": compare(first, second),
        "half": compare(first, unit_of(6, TTTT=None)),
        "rankings": compare(earlier, ranking),
        "in pools": compare(
            rank_units([first], within=lambda _: "xã"), rank_units([second], within=lambda _: "xã")
        ),
        "of none": compare(rank_units([]), rank_units([])),
        "no unit": rank_units([]),
        "series": line,
        "nameless": series([score_points(UnitPoints(points=FULL, period=Month(2026, 5)))]),
        "undated": rank_units([score_points(FULL)]),
        "undated comparison": compare(
            rank_units([score_points(FULL)]), rank_units([score_points(FULL)]), same_basis=True
        ),
    }


VALUES = values()
