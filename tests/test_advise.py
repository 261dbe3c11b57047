"""What a unit loses, and the fewest dossiers that reach a class."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise, product

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vn766._engine.plan import plan_of
from vn766._engine.staircase import Staircase, climb
from vn766.advise import reach, shortfalls
from vn766.advise.reaching import counted_by
from vn766.errors import InvalidRecordError, ProblemCode, Severity
from vn766.framework import get_framework
from vn766.records import Published, Ratio, Unit, UnitCounts
from vn766.score import score_counts, score_points
from vn766.testing import unit_counts

EDITION = get_framework("portal-2026")
PLAN = plan_of(EDITION, with_components=True)
RATED = {rule.indicator.code: rule for rule in PLAN.rules.values() if rule.maximum}
# Where every combination is tried, three components move; the rest is given as points.
CODES = ("PROGRESS_ON_TIME", "PAYMENT_TRANSACTED", "PAYMENT_PAID_ONLINE")
POINTS = {"CKMB": 9, "CLGQ": 6, "3.5": 1, "MDHL": 9, "MDSH": 11}


def best_by_trying(counts, goal, new, room):
    """The oracle: every combination of additions; each component scored by the public door."""
    ways = []
    for code, (numerator, denominator) in counts.items():
        most = room if code in new else denominator - numerator
        tried = [
            Ratio(numerator + more, denominator + (more if code in new else 0))
            for more in range(most + 1)
        ]
        ways.append([score_counts({code: r}).indicators[code].points for r in tried])
    rest = sum(map(Decimal, POINTS.values()))
    best = max(
        (min(rest + sum(w[a] for w, a in zip(ways, more, strict=True)), goal), -sum(more))
        for more in product(*(range(len(way)) for way in ways))
    )
    return best[0] >= goal, -best[1], best[0]


class TestMinimality:
    """No smaller sum of additions reaches the target; an unreachable target gives the best total
    with the fewest.
    """

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(
            st.integers(0, 9).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
            min_size=3,
            max_size=3,
        ),
        st.integers(3600, 6700),
        st.sets(st.sampled_from(CODES), max_size=1),
    )
    def test_against_every_combination(self, ratios, goal, new):
        counts = dict(zip(CODES, (Ratio(*ratio) for ratio in ratios), strict=True))
        goal = Decimal(goal).scaleb(-2)
        record = UnitCounts(counts=counts, points=POINTS)
        room = 6
        advice = reach(record, goal, new=new, limits=dict.fromkeys(new, room))
        reachable, added, total = best_by_trying(counts, goal, new, room)
        assert (advice.reachable, advice.added) == (reachable, added)
        assert min(advice.total, goal) == total

    @settings(deadline=None)
    @given(unit_counts(allow_missing=False, max_count=400), st.integers(0, 10000))
    def test_nothing_can_be_left_out(self, record, goal):
        goal = Decimal(goal).scaleb(-2)
        advice = reach(record, goal)
        assert advice.reachable == (advice.total >= goal)
        for move in advice.moves:
            changed = {m.indicator: Ratio(m.numerator, m.denominator) for m in advice.moves}
            changed[move.indicator] = Ratio(move.numerator - 1, move.denominator)
            less = evolve(record, counts={**record.counts, **changed})
            assert score_counts(less).total < min(goal, advice.total)

    @given(st.data())
    def test_stairs_are_nearly_convex(self, data):
        # What the proof of the climb rests on: no cost lies 1 or more above the hull.
        component = data.draw(st.sampled_from(list(RATED.values())))
        rule, maximum = component.rule, component.maximum
        denominator = data.draw(st.integers(1, 3000))
        numerator = data.draw(st.integers(0, denominator))
        goals = range(rule.points(maximum, numerator, denominator) + 1, maximum + 1)
        for new in (False, True):
            costs = [0]
            costs += (rule.least_added(v, maximum, numerator, denominator, new=new) for v in goals)
            assert costs == sorted(costs)
            for low, high in pairwise(Staircase(costs).corners):
                for gain in range(low + 1, high):
                    line = (costs[high] - costs[low]) * (gain - low)
                    assert line <= (costs[gain] - costs[low]) * (high - low)
                    assert (costs[gain] - costs[low] - 1) * (high - low) < line


class TestStaircases:
    def test_of_equal_costs_the_fewest_staircases(self):
        assert climb([Staircase([0, 1, 2]), Staircase([0, 1, 2, 3])], 3) == [0, 3]
        assert climb([Staircase([0, 1, 2, 3]), Staircase([0, 1, 2, 3])], 3) == [3, 0]

    def test_out_of_reach(self):
        assert climb([Staircase([0, 1]), Staircase([0])], 2) is None
        assert climb([], 0) == []

    def test_the_flat_ones_first(self):
        assert climb([Staircase([0, 5, 10]), Staircase([0, 1, 2])], 3) == [1, 2]


@pytest.mark.parametrize("component", RATED.values(), ids=list(RATED))
@pytest.mark.parametrize("new", [False, True])
def test_the_inverses_of_the_formula(component, new):
    rule, maximum = component.rule, component.maximum

    def points(added):
        return rule.points(maximum, *rule.raised(numerator, denominator, added, new=new))

    for denominator in (1, 7, 60, 601):
        for numerator in (0, denominator // 3):
            for wanted in range(points(0) + 1, maximum + 1, 13):
                more = rule.least_added(wanted, maximum, numerator, denominator, new=new)
                assert points(more) >= wanted
                assert points(more - 1) < wanted


def record(counts=None, **changes):
    """A complete record: two components by counts, all else by points."""
    counts = {"2.1": (900, 1000), "5.4": (80, 100)} if counts is None else counts
    points = {"CKMB": 15, "online": 18, "5.2": 6, "5.3": 6, "MDSH": 17}
    return evolve(UnitCounts(counts=counts, points=points), **changes)


class TestReach:
    def test_a_class_by_its_name(self):
        advice = reach(record(), "XUẤT SẮC")
        assert (advice.target, advice.band.id) == (90, "excellent")
        assert advice.before.total == Decimal("85.33")
        assert not advice.reachable
        assert advice.total == 88  # all on time, all satisfied

    def test_a_total(self):
        advice = reach(record(), "86")
        assert (advice.target, advice.band, advice.total) == (86, None, 86)
        assert [(m.no, m.added, m.points_gained, m.points, m.rate) for m in advice.moves] == [
            ("5.4", 10, Decimal("0.67"), 6, 90)
        ]

    def test_the_result_after_the_moves_is_scored_from_its_counts(self):
        advice = reach(record(), 87)
        assert advice.after.indicators["PROGRESS_ON_TIME"].numerator == 950
        assert sum(move.points_gained for move in advice.moves) == advice.total - Decimal("85.33")

    def test_what_is_reached_needs_nothing(self):
        advice = reach(record(), "Tốt")
        assert (advice.moves, advice.added, advice.reachable) == ((), 0, True)
        assert advice.after is advice.before

    def test_only_what_is_movable_moves(self):
        assert [m.no for m in reach(record(), 86, movable=["2.1"]).moves] == ["2.1"]
        nothing = reach(record(), 86, movable=[])
        assert (nothing.reachable, nothing.total) == (False, nothing.before.total)

    def test_limits(self):
        advice = reach(record(), 86, limits={"5.4": 4})
        assert {m.no: m.added for m in advice.moves} == {"5.4": 4, "2.1": 20}

    def test_new_dossiers_raise_both(self):
        advice = reach(record(), 86, movable=[], new=["PROGRESS_ON_TIME"])
        (move,) = advice.moves
        assert move.new
        assert (move.numerator, move.denominator) == (900 + move.added, 1000 + move.added)
        assert advice.total >= 86
        changed = {"2.1": (move.numerator - 1, move.denominator - 1), "5.4": (80, 100)}
        assert score_counts(record(changed)).total < 86

    def test_nothing_of_nothing_needs_a_new_one(self):
        empty = record({"2.1": (0, 0), "5.4": (0, 0)})
        assert reach(empty, 70).moves == ()
        (move,) = reach(empty, 80, new=["2.1"]).moves
        assert (move.added, move.denominator, move.points_gained) == (1, 1, 20)

    def test_a_node_beside_its_parts_is_their_sum(self):
        whole = record(points={**record().points, "TDGQ": 18, "MDHL": "17.33"})
        assert reach(whole, 86).total == 86

    def test_what_is_below_a_node_given_as_a_whole_does_not_move(self):
        part = record({"2.1": (900, 1000), "5.4": (80, 100), "4.1": (1, 2)})
        assert [m.no for m in reach(part, 86).moves] == ["5.4"]
        with pytest.raises(InvalidRecordError) as caught:
            reach(part, 86, movable=["4.1"])
        assert [p.code for p in caught.value.problems] == [ProblemCode.CANNOT_MOVE]

    def test_what_is_published_is_not_about_the_advice(self):
        published = Published(total=Decimal("85.33"), band="Tốt")
        assert reach(record(published=published), 86).after.published is None

    def test_a_commune(self):
        commune = Unit(name="UBND xã A", level="commune")
        counts = {"2.1": (900, 1000), "5.4": (80, 100), "3.1": None}
        advice = reach(record(counts, unit=commune), 86)
        assert advice.after.unit is commune
        with pytest.raises(InvalidRecordError, match="cannot move"):
            reach(record(counts, unit=commune), 86, movable=["3.1"])

    def test_figures_of_the_level_above_do_not_move_by_themselves(self):
        commune = Unit(name="UBND xã A", level="commune")
        counts = {"1.1": (1, 2), "1.2": (1, 2), "1.3": (1, 2), "1.4": (1, 2), "2.1": (9, 10)}
        points = {"online": 18, "MDHL": 17, "MDSH": 17}
        complete = UnitCounts(counts=counts, points=points, unit=commune)
        advice = reach(complete, 100)
        assert {move.no for move in advice.moves} == {"1.4", "2.1"}
        note = advice.notes[-1]
        assert (note.code, dict(note.details)["labels"]) == (ProblemCode.INHERITED, "1.1, 1.2, 1.3")
        named = reach(complete, 100, movable=["1.1"])
        assert ([move.no for move in named.moves], named.notes) == (["1.1"], ())
        province = evolve(complete, unit=Unit(name="UBND tỉnh A", level="province"))
        moves = reach(province, 100).moves
        assert {move.no for move in moves} == {"1.1", "1.2", "1.3", "1.4", "2.1"}

    def test_a_published_null_does_not_move(self):
        null = record({"2.1": (900, 1000), "5.4": None})
        assert [move.no for move in reach(null, 84).moves] == ["2.1"]
        with pytest.raises(InvalidRecordError, match="cannot move"):
            reach(null, 84, new=["5.4"])

    def test_counts_without_a_record(self):
        counts = dict.fromkeys(RATED, (1, 2))
        assert reach(counts, 60).total == Decimal("64.33")

    def test_one_dossier_may_serve_several_indicators(self):
        alike = record(
            {"2.1": (50, 100), "5.4": (80, 100), "5.2": (50, 100)},
            points={"CKMB": 15, "online": 18, "5.3": 6, "MDSH": 17},
        )
        (note,) = reach(alike, 100, movable=["2.1", "5.4", "5.2"]).notes
        assert (note.code, note.severity) == (ProblemCode.SHARED_DOSSIERS, Severity.NOTE)
        assert dict(note.details)["labels"] == "2.1, 5.4"
        assert "mẫu số 100: một hồ sơ có thể" in note.text("vi")[0]
        grown = reach(alike, 100, movable=["2.1"], new=["5.4"])
        assert grown.notes == ()

    def test_petitions_are_no_dossiers(self):
        counts = record(
            {"5.4": (80, 100), "5.2": (50, 100)},
            points={"CKMB": 15, "online": 18, "TDGQ": 18, "5.3": 6, "MDSH": 17},
        )
        advice = reach(counts, 100, movable=["5.4", "5.2"])
        assert advice.notes == ()
        assert set(advice.added_by) == {"dossiers", "petitions"}
        assert sum(advice.added_by.values()) == advice.added

    @pytest.mark.parametrize(
        ("denominator", "counted"),
        [
            ("TTHC phải công bố", "procedures"),
            ("Dịch vụ công trực tuyến", "procedures"),
            ("Phản ánh, kiến nghị phải xử lý", "petitions"),
            ("Hồ sơ tiếp nhận", "dossiers"),
            ("Lượt đánh giá", "dossiers"),
        ],
    )
    def test_words_say_what_is_counted(self, denominator, counted):
        (first, *_) = get_framework("portal-2026").indicators()
        assert counted_by(evolve(first, denominator=denominator)) == counted


class TestShown:
    def test_json(self):
        shown = json.loads(json.dumps(reach(record(), 86).to_dict()))
        assert (shown["target"], shown["band"], shown["total"]) == ("86.00", None, "86.00")
        assert shown["band_after"] == {"id": "good", "label": "Tốt"}
        assert shown["moves"][0] | {"label": ""} == {
            "indicator": "DOSSIER_RECEIVING_SATISFACTION",
            "no": "5.4",
            "label": "",
            "counted": "dossiers",
            "added": 10,
            "new": False,
            "before": [80, 100],
            "after": [90, 100],
            "rate": "90.00",
            "points": "6.00",
            "points_gained": "0.67",
        }

    def test_html(self):
        html = reach(record(unit=Unit(name="<i>A")), "Xuất sắc")._repr_html_()
        assert "&lt;i&gt;A: 85,33 → 88, chưa đạt; mục tiêu Xuất sắc (90)" in html
        assert ">900/1.000 → 1.000/1.000</td>" in html
        assert " mới</td>" in reach(record(), 86, movable=[], new=["2.1"])._repr_html_()
        assert "mục tiêu 86<" in reach(record(), 86)._repr_html_()


class TestQuestionsThatMakeNoSense:
    def problems(self, *args, **options):
        with pytest.raises(InvalidRecordError) as caught:
            reach(*args, **options)
        return [(problem.code, problem.path) for problem in caught.value.problems]

    def test_targets(self):
        assert self.problems(record(), "rất tốt") == [(ProblemCode.UNKNOWN_BAND, ("target",))]
        assert self.problems(record(), "8o") == [(ProblemCode.NOT_A_NUMBER, ("target",))]
        assert self.problems(record(), 101) == [(ProblemCode.ABOVE_MAXIMUM, ("target",))]

    def test_an_incomplete_record(self):
        ((code, _),) = self.problems({"2.1": (1, 2)}, "Tốt")
        assert code == ProblemCode.INCOMPLETE

    def test_all_at_once(self):
        found = self.problems(
            record(),
            -1,
            movable=["9.9", "2.2", "5.1"],
            new=["1.1"],
            limits={"5.4": -1, "2.1": 1.5, "4.1": 2, "x": 1, 7: 1, "PROGRESS_ON_TIME": 2},
        )
        assert found == [
            (ProblemCode.NEGATIVE, ("target",)),
            (ProblemCode.UNKNOWN_KEY, ("movable", "9.9")),
            (ProblemCode.CANNOT_MOVE, ("movable", "PROGRESS_AVERAGE_TIME")),
            (ProblemCode.AMBIGUOUS_KEY, ("movable", "5.1")),
            (ProblemCode.CANNOT_MOVE, ("new", "PUBLISH_ON_TIME")),
            (ProblemCode.NOT_A_LIMIT, ("limits", "DOSSIER_RECEIVING_SATISFACTION")),
            (ProblemCode.NOT_A_LIMIT, ("limits", "PROGRESS_ON_TIME")),
            (ProblemCode.CANNOT_MOVE, ("limits", "ORIGINAL_RESULT_AVAILABLE")),
            (ProblemCode.UNKNOWN_KEY, ("limits", "x")),
            (ProblemCode.UNKNOWN_KEY, ("limits", "<int>")),
            (ProblemCode.DUPLICATE_KEY, ("limits", "PROGRESS_ON_TIME")),
        ]

    @pytest.mark.parametrize("limit", [True, "5", None])
    def test_what_is_no_limit(self, limit):
        found = self.problems(record(), 86, limits={"5.4": limit})
        assert [code for code, _ in found] == [ProblemCode.NOT_A_LIMIT]

    def test_integers_of_any_kind(self):
        class Four:
            def __index__(self):
                return 4

        assert reach(record(), 86, limits={"5.4": Four()}).moves[1].added == 4

    @pytest.mark.parametrize("movable", ["4.1", 5])
    def test_what_is_not_several(self, movable):
        with pytest.raises(TypeError, match="movable must be several"):
            reach(record(), 86, movable=movable)

    def test_limits_that_are_no_mapping(self):
        with pytest.raises(TypeError, match="limits must map"):
            reach(record(), 86, limits=[("5.4", 4)])


class TestShortfalls:
    def test_of_points(self):
        result = score_points({"CKMB": 18, "TDGQ": "18,72", "online": 15, "MDHL": 18})
        assert [(part.kind, part.id, part.lost, part.share) for part in shortfalls(result)] == [
            ("node", "online", 7, Decimal("84.54")),
            ("node", "progress", Decimal("1.28"), Decimal("15.46")),
        ]

    def test_of_counts(self):
        found = shortfalls(score_counts(record()))
        assert ("indicator", "PROGRESS_ON_TIME") in [(part.kind, part.id) for part in found]

    def test_of_points_under_an_edition_with_indicators(self):
        result = score_points({"TDGQ": 19}, framework="portal-2026")
        assert [(part.kind, part.id) for part in shortfalls(result)] == [("node", "progress")]

    def test_a_group_does_not_stand_beside_its_own_parts(self):
        result = score_points({"CLGQ": 8, "TTTT": 7, "CKMB": 18})
        assert [part.id for part in shortfalls(result)] == ["online.services", "online.payment"]
        found = {part.id for part in shortfalls(score_counts(record()))}
        assert "progress" not in found

    def test_nothing_lost(self):
        assert shortfalls(score_points({"CKMB": 18})) == ()

    def test_a_group_without_points_beside_an_indicator_that_gives_none(self):
        points = {"CKMB": 18, "TDGQ": 0, "online": 22, "MDHL": 18, "MDSH": 22}
        (lost,) = shortfalls(score_counts({}, points=points))
        assert (lost.id, lost.lost) == ("progress", 20)

    @given(unit_counts())
    def test_largest_first_and_shares_of_the_whole(self, record):
        result = score_counts(record)
        found = shortfalls(result)
        losses = [part.lost for part in found]
        assert losses == sorted(losses, reverse=True)
        if result.total is not None:
            lost = sum(part.lost for part in found)
            assert lost == 100 - result.total
            for part in found:
                assert abs(part.share - 100 * part.lost / lost) <= Decimal("0.005")

    @given(unit_counts())
    def test_what_is_missing_loses_nothing_that_is_known(self, record):
        result = score_counts(record)
        assume(result.missing)
        assert not {part.id for part in shortfalls(result)} & set(result.missing)


@pytest.mark.parametrize(("target", "goal"), [("Xuất sắc", "Xuất sắc"), ("95", "95")])
def test_a_target_out_of_reach_is_said_in_print(target: str, goal: str) -> None:
    groups = ("transparency", "online", "satisfaction", "digitization")
    record = UnitCounts(counts={"2.1": (9, 10)}, points=dict.fromkeys(groups, 9))
    advice = reach(record, target)
    assert not advice.reachable
    assert str(advice).endswith(f"\nKhông đạt {goal}: 56 điểm là mức cao nhất có thể.")
    assert "Không đạt" not in str(reach(record, "50"))
