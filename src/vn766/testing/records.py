"""Strategies for what scoring takes: frameworks, points and counts of units, pools."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from vn766._engine.exact import read, to_decimal
from vn766._engine.plan import Plan, plan_of
from vn766.errors import ProblemCode
from vn766.framework import get_framework
from vn766.framework.model import Band, Framework, Node, RankRule, Rounding
from vn766.framework.registry import COUNTS_EDITION
from vn766.framework.sources import Citation, Instrument, Status
from vn766.records import Ratio, Unit, UnitCounts, UnitPoints

if TYPE_CHECKING:
    from pathlib import Path

    from vn766._engine.exact import Number
    from vn766.framework import Level

_CITATION = Citation(instruments=("generated",), status=Status.INFERRED)
_INSTRUMENT = Instrument(id="generated", kind="other", title="Generated for a test")
_LARGEST_GROUP = 40_00  # hundredths; a few groups then make a total of the usual size


@st.composite
def frameworks(
    draw: st.DrawFn, *, min_groups: int = 1, max_groups: int = 6, max_bands: int = 5
) -> Framework:
    """Generate valid frameworks of `min_groups` to `max_groups` groups.

    Groups may have parts; maxima and band cut-offs have up to two decimals. Every framework
    passes `vn766.framework.lint` without errors. Shrinks towards one group and one band.

    Example:
        >>> from hypothesis import given
        >>> @given(frameworks(max_groups=3))
        ... def test_has_a_lowest_band(framework):
        ...     assert framework.bands[-1].min_points == 0
        >>> test_has_a_lowest_band()
    """
    groups = tuple(
        draw(_groups(f"group-{at}")) for at in range(draw(st.integers(min_groups, max_groups)))
    )
    maximum = sum(read(group.max_points) for group in groups)
    cuts = draw(st.sets(st.integers(1, maximum), max_size=min(max_bands, maximum) - 1))
    return Framework(
        id="generated",
        title="Generated for a test",
        instrument=_INSTRUMENT.id,
        method="generated",
        max_points=to_decimal(maximum),
        source=_CITATION,
        groups=groups,
        bands=tuple(
            Band(id=f"band-{at}", label=f"Loại {at}", min_points=to_decimal(cut), source=_CITATION)
            for at, cut in enumerate([*sorted(cuts, reverse=True), 0], 1)
        ),
        rounding=Rounding(decimals=2, mode="half-up", source=_CITATION),
        ranking=RankRule(method="competition", source=_CITATION),
        levels=("province", "commune"),
        instruments=(_INSTRUMENT,),
    )


def _groups(name: str) -> st.SearchStrategy[Node]:
    maxima = st.integers(1, _LARGEST_GROUP)
    whole = maxima.map(partial(_node, name, []))
    of_parts = st.lists(maxima, min_size=1, max_size=3).map(
        lambda parts: _node(name, parts, sum(parts))
    )
    return whole | of_parts


def _node(name: str, parts: list[int], maximum: int) -> Node:
    children = tuple(_node(f"{name}.part-{at}", [], part) for at, part in enumerate(parts, 1))
    return Node(
        id=name,
        code=name.upper(),
        label=f"Nhóm {name}",
        max_points=to_decimal(maximum),
        source=_CITATION,
        children=children,
    )


def unit_points(
    *,
    framework: Framework | str | Path | None = None,
    allow_missing: bool = True,
    allow_parents: bool = True,
) -> st.SearchStrategy[UnitPoints]:
    """Generate records that score without a problem, keyed by node id.

    With `allow_missing` some nodes are None or absent; with `allow_parents` a group may be
    given instead of its parts, or with them. Shrinks towards zeros.

    Example:
        >>> from hypothesis import given
        >>> from vn766.score import score_points
        >>> @given(unit_points(allow_missing=False))
        ... def test_complete_records_have_a_total(record):
        ...     assert score_points(record).total is not None
        >>> test_complete_records_have_a_total()
    """
    plan = plan_of(get_framework(framework))
    return st.builds(
        UnitPoints,
        unit=_units(),
        points=_points(plan, allow_missing=allow_missing, allow_parents=allow_parents),
    )


def totals_near_bands(
    *, framework: Framework | str | Path | None = None, within: Decimal = Decimal("0.05")
) -> st.SearchStrategy[Decimal]:
    """Generate totals at most `within` points from a band's cut-off, where classes change.

    Example:
        >>> from hypothesis import given
        >>> @given(totals_near_bands(within=Decimal("0.01")))
        ... def test_is_near(total):
        ...     cuts = [50, 70, 80, 90]
        ...     assert min(abs(total - cut) for cut in [0, *cuts]) <= Decimal("0.01")
        >>> test_is_near()
    """
    plan = plan_of(get_framework(framework))
    reach = read(within)
    near = [
        st.integers(max(0, cut - reach), min(plan.maximum, cut + reach)) for cut in plan.thresholds
    ]
    return st.one_of(*near).map(to_decimal)


@st.composite
def pools(
    draw: st.DrawFn,
    *,
    framework: Framework | str | Path | None = None,
    min_units: int = 0,
    max_units: int = 12,
    ties: bool | None = None,
) -> list[UnitPoints]:
    """Generate the records of a pool: units with codes that occur once.

    With ``ties=True`` at least two units have equal totals, with ``ties=False`` none have (all
    totals are then known), by default either may happen and totals may be missing.

    Example:
        >>> from hypothesis import given
        >>> @given(pools(ties=True))
        ... def test_has_a_tie(records):
        ...     totals = [sum(record.points.values()) for record in records]
        ...     assert len(set(totals)) < len(totals)
        >>> test_has_a_tie()
    """
    plan = plan_of(get_framework(framework))
    if ties is None:
        points = st.lists(_points(plan), min_size=min_units, max_size=max_units)
        drawn = draw(points)
    else:
        complete = _points(plan, allow_missing=False, allow_parents=False)
        if ties:
            drawn = draw(st.lists(complete, min_size=max(1, min_units - 1), max_size=max_units - 1))
            drawn.insert(draw(st.integers(0, len(drawn))), dict(draw(st.sampled_from(drawn))))
        else:
            totals = st.integers(0, plan.maximum)
            unequal = st.lists(totals, min_size=min_units, max_size=max_units, unique=True)
            drawn = [_spread(plan, total) for total in draw(unequal)]
    return [UnitPoints(unit=_unit(number), points=points) for number, points in enumerate(drawn, 1)]


@st.composite
def invalid_unit_points(
    draw: st.DrawFn, *, framework: Framework | str | Path | None = None
) -> tuple[UnitPoints, ProblemCode]:
    """Generate pairs of a record with one thing wrong, and the code of its problem.

    Example:
        >>> from hypothesis import given
        >>> from vn766.score import iter_problems
        >>> @given(invalid_unit_points())
        ... def test_is_found(case):
        ...     record, code = case
        ...     assert [problem.code for problem in iter_problems(record)] == [code]
        >>> test_is_found()
    """
    plan = plan_of(get_framework(framework))
    points: dict[str, Number | None] = {
        **draw(_points(plan, allow_missing=False, allow_parents=False))
    }
    at = draw(st.sampled_from(plan.leaves))
    name, maximum = plan.nodes[at].id, plan.maxima[at]
    beyond_all = max(plan.maxima[other] for other in (at, *plan.siblings(at)))
    code, values = draw(st.sampled_from(_wrong_values(maximum, beyond_all)))
    points[name] = draw(values)
    if code is ProblemCode.UNKNOWN_KEY:
        points["không có nhóm này"] = points.pop(name)
    return UnitPoints(unit=draw(_units()), points=points), code


def _wrong_values(
    maximum: int, beyond_all: int
) -> list[tuple[ProblemCode, st.SearchStrategy[Number]]]:
    """Return what can be wrong with the value of a node, each with values of that kind."""
    return [
        (ProblemCode.NEGATIVE, st.integers(1, maximum).map(lambda h: -to_decimal(h))),
        (
            ProblemCode.ABOVE_MAXIMUM,
            # Above its siblings' maxima too: less may be a swap of two parts.
            st.integers(beyond_all + 1, 2 * beyond_all + 100).map(to_decimal),
        ),
        (
            ProblemCode.TOO_PRECISE,
            st.integers(0, maximum - 1).map(lambda h: to_decimal(h) + Decimal("0.005")),
        ),
        (ProblemCode.NOT_FINITE, st.sampled_from([float("nan"), float("inf"), Decimal("NaN")])),
        (ProblemCode.WRONG_TYPE, st.booleans()),
        (ProblemCode.NOT_A_NUMBER, st.sampled_from(["x", "1e3", "mười", "NaN", "1_0"])),
        (ProblemCode.BLANK, st.sampled_from(["", " ", "-"])),
        (ProblemCode.UNKNOWN_KEY, st.just(0)),
    ]


@st.composite
def _points(
    draw: st.DrawFn, plan: Plan, *, allow_missing: bool = True, allow_parents: bool = True
) -> dict[str, Decimal | None]:
    points: dict[str, Decimal | None] = {}

    def fill(at: int) -> None:
        node, children = plan.nodes[at], plan.children[at]
        if children and not (allow_parents and draw(st.booleans())):
            for child in children:
                fill(child)
            parts = [points.get(plan.nodes[child].id) for child in children]
            known = [part for part in parts if part is not None]
            if allow_parents and len(known) == len(parts) and draw(st.booleans()):
                points[node.id] = to_decimal(sum(map(read, known)))
        elif not allow_missing or not draw(st.booleans()):
            points[node.id] = to_decimal(draw(st.integers(0, plan.maxima[at])))
        elif draw(st.booleans()):
            points[node.id] = None

    for group in plan.groups:
        fill(group)
    return points


def _spread(plan: Plan, total: int) -> dict[str, Decimal | None]:
    """Return points that add up to `total`: the nodes are filled one after the other."""
    points: dict[str, Decimal | None] = {}
    for at in plan.leaves:
        part = min(total, plan.maxima[at])
        points[plan.nodes[at].id] = to_decimal(part)
        total -= part
    return points


def _units() -> st.SearchStrategy[Unit]:
    return st.integers(1, 200).map(_unit)


def _unit(number: int, level: Level | None = "commune", kind: str = "UBND xã") -> Unit:
    return Unit(name=f"{kind} số {number}", code=f"H00.{number:02}", level=level)


@st.composite
def unit_counts(
    draw: st.DrawFn,
    *,
    framework: Framework | str | Path = COUNTS_EDITION,
    level: Level | None = None,
    max_count: int = 1000,
    allow_missing: bool = True,
    allow_null: bool = True,
    allow_points: bool = True,
) -> UnitCounts:
    """Generate records of counts that score without a problem, keyed by indicator code.

    Denominators run to `max_count`; 0 of 0 occurs. With `allow_missing` components may be
    absent, with `allow_null` null, and with `allow_points` the points of a node may be given
    instead of its components. Units are of `level`; by default of any that the framework has,
    or of none. Shrinks towards zeros.

    Example:
        >>> from hypothesis import given
        >>> from vn766.score import score_counts
        >>> @given(unit_counts(allow_missing=False))
        ... def test_complete_records_have_a_total(record):
        ...     assert score_counts(record).total is not None
        >>> test_complete_records_have_a_total()
    """
    edition = get_framework(framework)
    unit = draw(_units_of(edition, level))
    counts: dict[str, Ratio | tuple[int, int] | None] = {}
    points: dict[str, Decimal | None] = {}
    ratio = _ratios(max_count)

    def fill(node: Node) -> None:
        by_points = not (node.indicators or node.children)
        if by_points or (allow_points and draw(st.booleans())):
            if not (allow_missing and draw(st.booleans())):
                points[node.id] = draw(_up_to(_most(node, unit.level)))
            return
        for child in node.children:
            fill(child)
        for indicator in node.indicators:
            if not indicator.rule.takes_counts:
                points[indicator.code] = draw(_up_to(read(indicator.max_points)))
            elif allow_missing and draw(st.booleans()):
                continue
            elif indicator.applies_to(unit.level):
                counts[indicator.code] = draw(ratio | st.none() if allow_null else ratio)

    for group in edition.groups:
        fill(group)
    return UnitCounts(unit=unit, counts=counts, points=points)


def _ratios(max_count: int) -> st.SearchStrategy[Ratio]:
    # Two counts in order shrink better than one count that limits the other.
    counts = st.integers(0, max_count)
    return st.tuples(counts, counts).map(lambda pair: Ratio(min(pair), max(pair)))


def _up_to(most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most).map(to_decimal)


def _most(node: Node, level: Level | None) -> int:
    """Return what a unit of `level` can get at most: indicators it does not have add 0."""
    if not (node.indicators or node.children):
        return read(node.max_points)
    own = sum(read(each.max_points) for each in node.indicators if each.applies_to(level))
    return own + sum(_most(child, level) for child in node.children)


def _units_of(edition: Framework, level: Level | None) -> st.SearchStrategy[Unit]:
    levels = st.sampled_from([None, *edition.levels]) if level is None else st.just(level)
    return st.builds(_unit, st.integers(1, 200), levels, st.just("Đơn vị"))
