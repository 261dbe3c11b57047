"""The steps behind a result can be redone with a pocket calculator."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import operator
import re
from datetime import UTC, datetime
from decimal import Inexact, localcontext
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766.explain import explain
from vn766.framework import ZeroRule, get_framework
from vn766.period import Month
from vn766.records import Published, Unit, UnitCounts, UnitPoints
from vn766.score import score_counts, score_points
from vn766.testing import frameworks, unit_counts, unit_points
from vn766.vi import parse_number

NUMBER = r"[0-9][0-9.,]*"
CHAIN = re.compile(
    rf"({NUMBER}(?: [×÷+] {NUMBER})+) = ({NUMBER})(…)?(?: ≈ ({NUMBER}))?(?:, [^0-9]*({NUMBER}))?"
)
OPERATIONS = {"×": operator.mul, "÷": operator.truediv, "+": operator.add}
LANGUAGES = ("vi", "en")
EDITION = get_framework("portal-2026")


def value(text, language):
    if language == "vi":
        return Fraction(parse_number(text, decimal_mark=","))
    assert "," not in text
    return Fraction(text)


def calculate(chain, language):
    """What a pocket calculator shows: from left to right."""
    first, *rest = chain.split(" ")
    result = value(first, language)
    for sign, text in zip(rest[::2], rest[1::2], strict=True):
        result = OPERATIONS[sign](result, value(text, language))
    return result


def half_up(exact):
    return Fraction((exact * 100 + Fraction(1, 2)) // 1, 100)


def redo(text, language):
    """Redo a formula; return the points or percent that it must come to."""
    match = CHAIN.fullmatch(text)
    assert match, text
    chain, shown, goes_on, rounded, cap = match.groups()
    exact = calculate(chain, language)
    if goes_on:
        assert 0 < exact - value(shown, language) < Fraction(1, 10**6)
        assert len(shown.partition("," if language == "vi" else ".")[2]) == 6
    else:
        assert exact == value(shown, language)
    result = half_up(exact)
    assert result == value(rounded or shown, language)
    if cap:
        assert value(cap, language) < result
        return value(cap, language)
    return result


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.data())
def test_every_printed_operation_gives_its_printed_result(language, data):
    record = data.draw(unit_counts(max_count=3000))
    explanation = score_counts(record).explain()
    redone = 0
    for _, step in explanation.step.walk():
        formula = step.formula(language)
        if step.kind in {"rate", "target"} or (step.kind in {"sum", "total"} and "+" in formula):
            assert redo(formula, language) == Fraction(step.value)
            redone += 1
        elif step.kind == "sum":
            assert value(formula, language) == Fraction(step.value)
        if step.percent is not None:
            assert redo(step.percent.text(language), language) == Fraction(step.percent.rounded)
            redone += 1
        if step.kind == "class":
            low, _, total, *high = formula.replace("<", "≤").split(" ")
            assert (
                value(low, language) <= value(total, language) == Fraction(explanation.result.total)
            )
            assert not high or value(total, language) < value(high[-1], language)
    assert redone == sum(
        CHAIN.search(f": {line}") is not None and len(CHAIN.findall(line))
        for line in explanation.text(language).split("\n\n")[1].split("\n")
    )


@given(unit_counts())
def test_operands_are_the_results_of_the_steps_below(record):
    for _, step in score_counts(record).explain().step.walk():
        if step.kind in {"sum", "total"}:
            terms = [term for term in step.expression if not isinstance(term, str)]
            below = [part.value for part in step.steps if part.kind != "unscored"]
            assert terms == below
            assert sum(terms) == step.value


@given(unit_counts())
def test_what_is_explained_is_what_was_scored(record):
    result = score_counts(record)
    steps = {step.id: step for _, step in result.explain().step.walk()}
    assert steps["total"].value == result.total
    for node in result.nodes.values():
        assert steps[node.id].value == node.points
        assert (steps[node.id].percent and steps[node.id].percent.rounded) == node.percent
    for part in result.indicators.values():
        assert steps[part.code].value == part.points


@given(st.data())
def test_results_of_points_of_any_framework(data):
    framework = data.draw(frameworks())
    record = data.draw(unit_points(framework=framework))
    result = score_points(record, framework=framework)
    text = explain(result).text()
    assert all(node.label in text for node in framework.nodes())
    json.dumps(result.explain().to_dict("en"))


def kinds(result):
    return {step.id: step.kind for _, step in result.explain().step.walk()}


class TestKinds:
    def test_of_components(self):
        commune = Unit(name="UBND xã A", level="commune")
        counts = {"1.1": (0, 0), "1.2": (1, 3), "2.1": (0, 0), "5.2": (0, 0), "4.3": (79, 100)}
        counts |= {"1.4": None, "4.6": None}
        result = score_counts(counts, points={"CLGQ": "8,57", "5.3": 5}, unit=commune)
        found = kinds(result)
        assert found["PUBLISH_ON_TIME"] == "not_applicable"
        assert found["DOSSIER_SYNC"] == "null"
        assert found["ELECTRONIC_CERTIFIED_COPY"] == "null_full"
        assert found["PUBLIC_UPDATE_ON_TIME"] == "rate"
        assert found["PUBLIC_CONTENT_FULL"] == "missing"
        assert found["PROGRESS_ON_TIME"] == "zero"
        assert found["PROGRESS_AVERAGE_TIME"] == "unscored"
        assert found["PETITION_PROCESSING_ON_TIME"] == "full"
        assert found["PETITION_HANDLING_SATISFACTION"] == "given"
        assert found["REUSED_DIGITIZED_DATA"] == "target"
        assert found["ONLINE_PROVIDED"] == "not_at_this_level"
        assert found["online.services"] == "given"
        assert found["progress"] == "sum"
        assert found["transparency"] == "missing"
        assert (found["total"], found["class"]) == ("missing", "missing")

    def test_missing_and_not_applicable_are_never_confused(self):
        result = score_counts({"1.1": None, "1.2": (1, 3)})
        text = result.explain().text()
        (not_applicable,) = (line for line in text.splitlines() if " 1.1 " in line)
        (missing,) = (line for line in text.splitlines() if " 1.3 " in line)
        assert "không áp dụng, cộng 0 điểm" in not_applicable
        assert missing.endswith("thiếu số liệu [5,6]")

    def test_nulls_are_told_as_nulls(self):
        counts = {"1.4": None, "4.6": None, "1.1": (0, 0)}
        text = score_counts(counts).explain().text()
        assert "(tối đa 6): Cổng không công bố số liệu, không áp dụng, cộng 0 điểm" in text
        assert "(tối đa 2): Cổng không công bố số liệu, tính đủ 2 điểm" in text
        assert text.count("0 ÷ 0") == 1
        group = EDITION.groups[0]
        zero = evolve(group.indicators[3].zero, published_null=ZeroRule.ZERO)
        changed = (*group.indicators[:3], evolve(group.indicators[3], zero=zero))
        groups = (evolve(group, indicators=changed), *EDITION.groups[1:])
        result = score_counts({"1.4": None}, framework=evolve(EDITION, groups=groups))
        assert "published as null, no points" in result.explain().text("en")

    def test_a_published_total(self):
        published = Published(total="71,1", band="Khá", source="Báo cáo số 12/BC-UBND")
        result = score_points(UnitPoints(points={"CKMB": 15}, published=published))
        steps = {step.id: step for _, step in result.explain().step.walk()}
        assert steps["total"].kind == "published"
        assert steps["total"].formula() == (
            "71,1 theo công bố (Báo cáo số 12/BC-UBND); tính được: 15 ≤ ? ≤ 97"
        )
        assert steps["class"].formula("en") == "70 ≤ 71.1 < 80"

    def test_a_published_total_without_a_source(self):
        result = score_points(UnitPoints(points={}, published=Published(total="71,1")))
        steps = {step.id: step for _, step in result.explain().step.walk()}
        assert steps["total"].formula("en") == "71.1 as published; computed: 0 ≤ ? ≤ 100"

    def test_the_best_class_has_no_upper_limit(self):
        best = score_points({group.id: group.max_points for group in get_framework().groups})
        assert best.explain().step.formula() == "90 ≤ 100"


class TestText:
    RECORD = UnitCounts(
        unit=Unit(name="UBND xã A", code="H01.02"),
        period=Month(2026, 9),
        retrieved_at=datetime(2026, 10, 5, 8, 30, tzinfo=UTC),
        provisional=True,
        counts={"5.4": (755, 1120), "4.3": (90, 100), "1.4": (1, 8)},
    )

    def test_the_head_says_what_it_is_about(self):
        head = score_counts(self.RECORD).explain().text().split("\n\n")[0]
        assert head.splitlines()[0] == "UBND xã A (H01.02), tháng 9/2026"
        assert "portal-2026" in head
        assert "2026-10-05 08:30" in head
        assert "tạm thời" in head

    def test_without_a_unit_or_period(self):
        head = score_counts({}).explain().head("en")
        assert len(head) == 1
        record = evolve(self.RECORD, unit=Unit(name="UBND xã A"), period=None)
        assert score_counts(record).explain().head()[0] == "UBND xã A"

    def test_lines(self):
        lines = [line.strip() for line in str(score_counts(self.RECORD).explain()).splitlines()]
        assert (
            "5.4 Hài lòng trong tiếp nhận, giải quyết TTHC (tối đa 6, mục tiêu 90%): "
            "6 × 755 ÷ 1.120 ÷ 0,9 = 4,494047… ≈ 4,49 [5,16]"
        ) in lines
        assert "(755: Hồ sơ được đánh giá hài lòng; 1.120: Hồ sơ được đánh giá)" in lines
        assert any("2 × 90 ÷ 100 ÷ 0,8 = 2,25, tính tối đa 2" in line for line in lines)
        assert any("6 × 1 ÷ 8 = 0,75 [" in line for line in lines)

    def test_sources_are_numbered_and_told(self):
        explanation = score_counts(self.RECORD).explain()
        text = explanation.text("en")
        marks = {
            int(n)
            for marks in re.findall(r" \[([0-9,]+)\]$", text, re.MULTILINE)
            for n in marks.split(",")
        }
        assert marks == set(range(1, len(explanation.sources) + 1))
        assert "[1] verified: VnEconomy" in text
        assert "[2] inferred: 766/QĐ-TTg Quyết định phê duyệt" in text
        for warning in explanation.result.warnings:
            assert warning.message in text

    def test_the_decimal_context_of_the_caller_changes_nothing(self):
        result = score_counts(self.RECORD)
        usual = [result.explain().text(language) for language in LANGUAGES]
        with localcontext(prec=3, traps=[Inexact]):
            assert [result.explain().text(language) for language in LANGUAGES] == usual
            json.dumps(result.explain().to_dict("en"))

    def test_the_rounding_is_told(self):
        text = score_counts(self.RECORD).explain().text()
        assert "≈: làm tròn đến 2 chữ số thập phân, từ 5 trở lên thì làm tròn lên [4]" in text

    def test_json(self):
        shown = json.loads(json.dumps(score_counts(self.RECORD).explain().to_dict("en")))
        assert shown["unit"] == {"name": "UBND xã A", "code": "H01.02", "level": None}
        assert shown["framework"] == "portal-2026"
        total = shown["step"]["steps"][0]
        assert total["id"] == "total"
        satisfaction = next(step for step in total["steps"] if step["id"] == "satisfaction")
        last = satisfaction["steps"][-1]
        assert last["target"] == "90"
        assert last["quotient"] == {
            "expression": ["6.00", "×", "755", "÷", "1120", "÷", "0.9000"],
            "unrounded": "4.494047",
            "goes_on": True,
            "rounded": "4.49",
        }
        assert shown["rounding"] == {"decimals": 2, "mode": "half-up"}
        assert (shown["total"], shown["band"], shown["provisional"]) == (None, None, True)
        assert shown["retrieved_at"] == "2026-10-05T08:30:00+00:00"
        assert last["value"] == "4.49"
        assert last["counted"][0] == {"count": 755, "of": "Hồ sơ được đánh giá hài lòng"}
        assert last["sources"][0]["status"] == "verified"

    def test_html_is_escaped(self):
        record = evolve(self.RECORD, unit=Unit(name="<b>A</b>"))
        html = score_counts(record).explain()._repr_html_()
        assert "<b>" not in html
        assert "&lt;b&gt;A" in html
        assert '<th scope="row"' in html
        assert "4,494047… ≈ 4,49" in html
        assert "4.2 chưa được đối chiếu" in html
        assert "<br>[2] " in html  # each source on a line of its own
