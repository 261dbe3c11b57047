"""What if: both sides are scored in full, and what cannot be is refused."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vn766.advise import what_if
from vn766.errors import InvalidRecordError, ProblemCode
from vn766.framework import Target, get_framework
from vn766.period import Month
from vn766.records import Published, Unit, UnitCounts, UnitPoints
from vn766.score import score_counts, score_points
from vn766.testing import unit_counts

EDITION = get_framework("portal-2026")
RULES = {each.code: each for each in EDITION.indicators()}
UNIT = Unit(name="UBND xã A", code="H99.101", level="commune")
COUNTS = UnitCounts(
    unit=UNIT,
    period=Month(2026, 9),
    counts={"2.1": (900, 1000), "5.4": (80, 100)},
    points={"CKMB": 15, "CLGQ": 9, "TTTT": 7, "5.2": 6, "5.3": 6, "MDSH": "17"},
    published=Published(rank=1, of=9),
)
POINTS = {"CKMB": 15, "TDGQ": 18, "CLGQ": 9, "TTTT": 8, "MDHL": 16, "MDSH": 17}


def oracle(code, numerator, denominator):
    """The points of two counts by rational arithmetic, in hundredths."""
    rule = RULES[code]
    target = Fraction(100)
    if isinstance(rule.rule, Target):
        target = Fraction(rule.rule.target_percent)
    rate = Fraction(100 * numerator, denominator) / target
    return int(min(rate, Fraction(1)) * Fraction(rule.max_points) * 100 + Fraction(1, 2))


class TestAnswers:
    @pytest.mark.parametrize("code", ["PROGRESS_ON_TIME", "PAYMENT_TRANSACTED"])
    def test_every_small_change_is_exact(self, code):
        denominators = range(1, 8)
        for before, after in product(
            [(n, d) for d in denominators for n in range(d + 1)], [(2, 7), (6, 7), (7, 7)]
        ):
            rest = {"CKMB": 15, "CLGQ": 9, "3.5": 1, "3.6": 5, "MDHL": 16, "MDSH": 17}
            rest["TDGQ" if code == "PAYMENT_TRANSACTED" else "3.4"] = 2
            found = what_if(UnitCounts(counts={code: before}, points=rest), {code: after})
            assert found.change == Decimal(oracle(code, *after) - oracle(code, *before)) / 100
            assert found.change == found.indicators[code].change

    @given(unit_counts(allow_missing=False), st.data())
    @settings(max_examples=60)
    def test_the_second_side_is_the_score_of_the_changed_record(self, record, data):
        keys = data.draw(st.lists(st.sampled_from([*record.counts] or ["2.1"]), unique=True))
        codes = {RULES[key].code if key in RULES else key for key in keys}
        pairs = st.integers(1, 50).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
        changes = {key: data.draw(pairs) for key in keys if record.counts.get(key)}
        found = what_if(record, changes)
        expected = score_counts(
            UnitCounts(
                unit=record.unit,
                period=record.period,
                counts={**record.counts, **changes},
                points=found.after.record.points,
            )
        )
        assert len(codes) == len(keys)
        assert found.after == expected
        assert found.before == score_counts(record)
        assert found.kind == "what_if"

    @pytest.mark.parametrize(
        "key", ["2.1", "PROGRESS_ON_TIME", "progress_on_time", RULES["PROGRESS_ON_TIME"].label]
    )
    def test_any_key_that_inputs_take(self, key):
        found = what_if(COUNTS, {key: (950, 1000)})
        assert (str(found.before.total), str(found.after.total)) == ("83.33", "84.33")
        assert found.after.indicators["2.1"].numerator == 950

    @pytest.mark.parametrize("key", ["CKMB", "transparency", "Công khai, minh bạch"])
    def test_points_of_a_node(self, key):
        assert what_if(COUNTS, {key: "16,5"}).change == Decimal("1.50")
        assert what_if(UnitPoints(points=POINTS), {key: "16,5"}).change == Decimal("1.50")

    def test_points_take_the_place_of_counts_and_counts_that_of_points(self):
        found = what_if(COUNTS, {"5.4": 6, "5.2": (1, 2)})
        assert (found.after.indicators["5.4"].basis, str(found.change)) == ("points", "-2.33")
        assert found.after.indicators["5.2"].basis == "counts"

    def test_none(self):
        found = what_if(COUNTS, {"5.4": None})
        assert found.after.indicators["5.4"].status == "not_applicable"
        assert what_if(COUNTS, {"CKMB": None}).after.total is None

    def test_what_was_missing(self):
        found = what_if({"2.1": (9, 10)}, {"5.4": (8, 10)})
        assert (found.change, found.nodes["progress"].change) == (None, Decimal(0))
        assert found.indicators["5.4"].before.status == "missing"

    def test_a_sum_beside_its_parts_follows_them(self):
        counted = {"2.1": (9, 10), "5.2": (8, 10), "5.3": (8, 10), "5.4": (9, 10)}
        parts = {"CKMB": 15, "online": 17, "MDSH": 17}
        total = score_counts(counted, points=parts).nodes["satisfaction"].points
        whole = UnitCounts(counts=counted, points={**parts, "MDHL": total})
        assert what_if(whole, {"5.2": (9, 10)}).change == Decimal("0.60")
        points = {**POINTS, "online": 17}
        assert what_if(UnitPoints(points=points), {"CLGQ": 10}).change == 1

    def test_a_whole_node_and_a_part_together(self):
        record = UnitPoints(points={**POINTS, "CLGQ": None, "TTTT": None, "online": 17})
        found = what_if(record, {"CLGQ": 10, "online": 18})
        assert found.change == 1

    def test_nothing_that_was_published_is_about_it(self):
        found = what_if(COUNTS, {"2.1": (950, 1000)})
        assert found.before.published is not None
        assert found.after.published is None
        assert (found.after.unit, found.after.period) == (UNIT, COUNTS.period)

    def test_without_changes(self):
        found = what_if(COUNTS, {})
        assert found.change == 0
        assert found.after.record.counts == found.before.record.counts

    def test_another_framework(self):
        found = what_if(UnitPoints(points=POINTS), {"TDGQ": 19}, framework="portal-2026")
        assert {found.before.framework_id, found.after.framework_id} == {"portal-2026"}
        assert what_if(UnitPoints(points=POINTS), {}).after == score_points(POINTS)


class TestRefused:
    def problems(self, record, changes):
        with pytest.raises(InvalidRecordError) as caught:
            what_if(record, changes)
        return [(problem.code, problem.path) for problem in caught.value.problems]

    def test_all_at_once(self):
        found = self.problems(
            COUNTS, {"2.1": (9, 8), "CKMB": 19, "zz": 3, "yy": (1, 2), "5.4": (-1, 2)}
        )
        assert {code for code, _ in found} == {
            ProblemCode.ABOVE_DENOMINATOR,
            ProblemCode.ABOVE_MAXIMUM,
            ProblemCode.UNKNOWN_KEY,
            ProblemCode.NEGATIVE_COUNT,
        }
        assert len(found) == 5

    def test_one_indicator_by_two_keys(self):
        found = self.problems(COUNTS, {"2.1": (9, 10), "PROGRESS_ON_TIME": (8, 10)})
        assert [code for code, _ in found] == [ProblemCode.DUPLICATE_KEY]

    def test_what_contradicts_its_parts(self):
        found = self.problems(COUNTS, {"MDHL": 12})
        assert found == [(ProblemCode.SUM_MISMATCH, ("nodes", "satisfaction"))]

    def test_a_part_of_what_was_given_as_a_whole(self):
        points = {"online": 18, "CKMB": 15, "MDHL": 16, "MDSH": 17}
        record = UnitCounts(counts={"2.1": (9, 10)}, points=points)
        found = self.problems(record, {"3.3": (1, 2), "2.1": (10, 10), "TTTT": 5})
        assert found[:2] == [
            (ProblemCode.GIVEN_AS_A_WHOLE, ("changes", "ONLINE_FILED")),
            (ProblemCode.GIVEN_AS_A_WHOLE, ("changes", "online.payment")),
        ]

    def test_a_pair_where_there_are_points_alone(self):
        found = self.problems(UnitPoints(points=POINTS), {"TDGQ": (9, 10)})
        assert found == [(ProblemCode.WRONG_TYPE, ("nodes", "progress"))]

    def test_keys_that_are_no_texts(self):
        found = self.problems(COUNTS, {21: (9, 10)})
        assert [code for code, _ in found] == [ProblemCode.UNKNOWN_KEY]

    def test_an_ambiguous_key(self):
        label = next(node.label for node in EDITION.nodes() if node.id == "online.payment")
        shared = [node for node in EDITION.nodes() if node.label == label]
        assert len(shared) == 1
        found = self.problems(UnitCounts(), {"online": (1, 2)})
        assert [code for code, _ in found] == [ProblemCode.NOT_COUNTED]

    def test_a_record_that_is_not_sound(self):
        found = self.problems({"2.1": (9, 8)}, {"5.4": (1, 2)})
        assert [code for code, _ in found] == [ProblemCode.ABOVE_DENOMINATOR]

    def test_what_is_no_mapping(self):
        with pytest.raises(TypeError, match="changes must map keys to figures, not be a list"):
            what_if(COUNTS, [("2.1", (9, 10))])


class TestShown:
    def test_json(self, conforms):
        document = what_if(COUNTS, {"2.1": (950, 1000)}).to_dict()
        conforms(json.loads(json.dumps(document)), "comparison")
        assert (document["kind"], document["change"]) == ("what_if", "1.00")

    @pytest.mark.parametrize(("language", "said"), [("vi", "Nếu số liệu"), ("en", "What if")])
    def test_html(self, language, said):
        found = what_if(COUNTS, {"2.1": (950, 1000)})
        assert said in found.to_html(language=language)
        assert "<svg" in found.to_html(language=language, page=True)
