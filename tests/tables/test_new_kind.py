"""A rule of a new kind is one class: all that counts, explains, advises and prints follows it."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from runpy import run_path
from types import MappingProxyType

import pyarrow as pa
import pytest
from attrs import frozen
from click.testing import CliRunner
from hypothesis import given, settings

from vn766.advise import reach
from vn766.cli import vn766
from vn766.errors import InvalidRecordError, ProblemCode
from vn766.framework import Rule, diff, get_framework, lint
from vn766.framework.loader import EDITIONS, read_framework
from vn766.records import Ratio, UnitCounts
from vn766.score import score_counts
from vn766.tables import score_counts_table
from vn766.testing import unit_counts


@frozen(kw_only=True)
class Fewer(Rule):
    """Full points up to `tolerated_percent`; above it the fewer are counted, the better."""

    kind = "fewer"
    figures = MappingProxyType({"tolerated_percent": (Decimal(0), Decimal(99))})

    tolerated_percent: Decimal

    @cached_property
    def scale(self):
        times = 100 / (100 - Fraction(self.tolerated_percent))
        return times.numerator, times.denominator

    def earning(self, count, denominator):
        return denominator - count

    def terms(self, max_points, numerator, denominator):
        share = 1 - self.tolerated_percent / 100
        return max_points, "÷", share, "−", max_points, "×", numerator, "÷", denominator, "÷", share

    def label(self, language="vi"):
        said = {"vi": "càng ít càng tốt, trên {}%", "en": "the fewer, the better, above {} %"}
        return said[language].format(self.tolerated_percent)


CODE = "PROGRESS_ON_TIME"
MAXIMUM = 2000
RATIOS = [(n, d) for d in range(61) for n in range(d + 1)]
OTHERS = {"CKMB": 18, "online": 22, "MDHL": 18, "MDSH": 21}

# The edition of 2026 with another rule for 2.1, which alone has this source.
PLAIN = 'rule = { kind = "proportional", source = "progress" }'
OURS = 'rule = { kind = "fewer", tolerated_percent = 10, source = "progress" }'
FILE = (EDITIONS / "portal_2026.toml").read_text("utf-8").replace(PLAIN, OURS)
EDITION = read_framework(FILE.encode(), origin="fewer.toml")
LAW_PAGES = run_path(str(Path(__file__).parents[2] / "docs" / "law_pages.py"))


def expected(numerator, denominator):
    """The rule in fractions, half-up to hundredths; 0 of 0 has no points for 2.1."""
    earned = 1 - Fraction(numerator, denominator) if denominator else Fraction(0)
    points = min(1, earned / Fraction(9, 10)) * MAXIMUM
    return int(points + Fraction(1, 2))


class TestCounting:
    def test_one_unit(self):
        for ratio in RATIOS:
            result = score_counts({CODE: ratio}, framework=EDITION)
            assert result.indicators[CODE].points * 100 == expected(*ratio)

    def assert_every_ratio(self, engine, rows):
        columns = {f"{CODE}_{end}": [r[at] for r in RATIOS] for at, end in ENDS}
        table = pa.table({"row": range(len(RATIOS)), **columns, **as_columns(OTHERS)})
        result = score_counts_table(engine(table), framework=EDITION, keep=["row"])
        found = {row["row"]: total_of(row) for row in rows(result)}
        rest = 100 * sum(OTHERS.values())
        assert found == {at: rest + expected(*ratio) for at, ratio in enumerate(RATIOS)}

    def test_tables(self, engine, rows):
        self.assert_every_ratio(engine, rows)

    def test_tables_of_spark(self, spark_engine, rows):
        self.assert_every_ratio(spark_engine, rows)


ENDS = ((0, "numerator"), (1, "denominator"))


def as_columns(points):
    return {name: [value] * len(RATIOS) for name, value in points.items()}


def total_of(row):
    return row.get("total_hundredths") or int(row["total"] * 100)


class TestExplanation:
    def test_every_line_can_be_redone(self):
        for ratio in RATIOS:
            [step] = self.steps(ratio)
            if ratio[1]:
                assert min(step.quotient.rounded, Decimal(20)) * 100 == expected(*ratio)

    def test_in_words(self):
        assert self.steps((32, 100))[0].formula() == (
            "20 ÷ 0,9 − 20 × 32 ÷ 100 ÷ 0,9 = 15,111111… ≈ 15,11"
        )
        assert self.steps((10, 100))[0].formula("en") == "20 ÷ 0.9 − 20 × 10 ÷ 100 ÷ 0.9 = 20"
        assert self.steps((1, 100))[0].formula().endswith("= 22, tính tối đa 20")

    def steps(self, ratio):
        explanation = score_counts({CODE: ratio}, framework=EDITION).explain()
        return [step for _, step in explanation.step.walk() if step.id == CODE]


@pytest.mark.parametrize("new", [False, True])
@pytest.mark.parametrize("target", ["80,01", "85", "89.99", 99])
@pytest.mark.parametrize("ratio", [(0, 7), (5, 7), (7, 7), (40, 60), (60, 60)])
def test_advice_is_the_fewest(ratio, target, new):
    record = UnitCounts(counts={CODE: Ratio(*ratio)}, points=OTHERS)
    limit = {"limits": {CODE: 500}, "new": [CODE]} if new else {}
    advice = reach(record, target, framework=EDITION, **limit)

    def total(more):
        numerator, denominator = ratio
        counts = (numerator, denominator + more) if new else (numerator - more, denominator)
        return score_counts({CODE: counts}, points=OTHERS, framework=EDITION).total

    room = 500 if new else ratio[0]
    totals = [total(more) for more in range(room + 1)]
    goal = advice.target if advice.reachable else max(totals)
    assert advice.reachable == (max(totals) >= advice.target)
    assert advice.added == next(more for more, reached in enumerate(totals) if reached >= goal)
    assert advice.total == totals[advice.added]
    for move in advice.moves:
        assert move.before == ratio
        assert (move.numerator, move.denominator) == (
            (ratio[0], ratio[1] + move.added) if new else (ratio[0] - move.added, ratio[1])
        )


class TestFiles:
    def test_its_figures_are_checked(self):
        assert lint(EDITION) == ()
        wrong = FILE.replace("tolerated_percent = 10", "tolerated_percent = 100")
        with pytest.raises(ValueError, match="out of range") as caught:
            read_framework(wrong.encode(), origin="wrong.toml")
        [problem] = caught.value.problems
        assert problem.code is ProblemCode.FIGURE_RANGE
        assert problem.path[-2:] == ("rule", "tolerated_percent")

    def test_it_is_another_framework(self):
        assert EDITION.digest != get_framework("portal-2026").digest
        assert {change.path[-1] for change in diff(get_framework("portal-2026"), EDITION)} == {
            "kind",
            "tolerated_percent",
        }

    def test_it_is_shown(self, tmp_path):
        assert "càng ít càng tốt, trên 10%" in EDITION._repr_html_()
        assert "| Rule | the fewer, the better, above 10 % |" in LAW_PAGES["page"](EDITION)
        file = tmp_path / "fewer.toml"
        file.write_text(FILE, "utf-8")
        shown = CliRunner().invoke(vn766, ["framework", "show", str(file), "--json"])
        values = {row["path"]: row["value"] for row in json.loads(shown.stdout)["values"]}
        assert values[f"progress.{CODE}.rule.tolerated_percent"] == "10"


class TestStrategy:
    @given(unit_counts(framework=EDITION, allow_missing=False, allow_points=False, max_count=20))
    @settings(max_examples=50)
    def test_it_draws_what_can_be_scored(self, record):
        result = score_counts(record, framework=EDITION)
        ratio = record.counts[CODE]
        if ratio is not None:
            assert result.indicators[CODE].points * 100 == expected(*ratio)


def test_counts_are_checked_as_those_of_other_kinds():
    with pytest.raises(InvalidRecordError) as caught:
        score_counts({CODE: (3, 2)}, framework=EDITION)
    assert [problem.code for problem in caught.value.problems] == [ProblemCode.ABOVE_DENOMINATOR]
