# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Rules that fail quote the decree: its words are read here, and ask for what the rules ask for."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from vn766.nd30 import decree

LEGAL = [rule for rule in decree().rules if rule.severity == "legal"]
QUOTED = [element for element in decree().elements if element.quote]
ALLOWS = re.compile(r"nếu có|có thể|ví dụ|tùy theo|nếu cần", re.IGNORECASE)
SIZES = re.compile(r"cỡ chữ (?:từ )?(\d+)(?: đến (\d+))?")


def ids(each):
    return each.id


@pytest.mark.parametrize("rule", LEGAL, ids=ids)
def test_what_fails_rests_on_words_that_demand(rule):
    assert len(rule.words) > 10
    assert not ALLOWS.search(rule.words)


def test_what_only_asks_a_person_to_look_quotes_nothing():
    assert [rule.id for rule in decree().rules if rule.severity == "practice" and rule.quote] == []


@pytest.mark.parametrize("element", QUOTED, ids=ids)
def test_letters_are_those_of_the_words(element):
    words = element.quote
    sizes = SIZES.search(words)
    if sizes is None:  # as large as the text
        assert "bằng cỡ chữ của phần lời văn" in words
        assert element.size == decree().element("body").size
    else:
        least = Decimal(sizes[1])
        assert (element.size.least, element.size.most) == (least, Decimal(sizes[2] or sizes[1]))
    assert (element.italic is True) == ("nghiêng" in words)
    assert (element.italic is False) == ("kiểu chữ đứng" in words)
    assert (element.bold is True) == ("đậm" in words)
    if element.capitals is not None:
        assert ("chữ in hoa" if element.capitals else "chữ in thường") in words


@pytest.mark.parametrize("element", QUOTED, ids=ids)
def test_alignments_are_those_of_the_words_or_of_forms(element):
    demanded = {
        "center": "canh giữa" in element.quote,
        "left": "sát lề trái" in element.quote,
        "justify": "canh đều cả hai lề" in element.quote,
    }
    if element.id == "body":  # whose alignment is a rule of its own
        assert demanded[decree().body.align]
    elif element.align is None or element.align_of_forms:
        assert not any(demanded.values())
    else:
        assert demanded[element.align]


def test_measures_are_those_of_the_words():
    rules = {rule.id: rule.words for rule in decree().rules}
    page, body = decree().page, decree().body
    margins = rules["page.margins"]
    for limits in (page.margins.top, page.margins.bottom):
        assert f"mép dưới {limits.least} - {limits.most} mm" in margins
    assert f"mép trái {page.margins.left.least} - {page.margins.left.most} mm" in margins
    assert f"mép phải {page.margins.right.least} - {page.margins.right.most} mm" in margins
    assert f"{page.width_mm} mm x {page.height_mm} mm" in rules["page.paper"]
    assert decree().font.family in rules["font.family"]
    assert f"tối thiểu là {body.space_pt}pt" in rules["body.space"]
    written = [f"{mm / 10:f}".removesuffix(".0").replace(".", ",") for mm in body.first_line_mm]
    assert "lùi vào " + " hoặc ".join(f"{cm} cm" for cm in written) in rules["body.first-line"]
    assert "tối thiểu là dòng đơn, tối đa là 1,5 lines" in rules["body.lines"]
    assert (body.lines.least, body.lines.most) == (1, Decimal("1.5"))


def test_lines_are_demanded_below():
    rules = {rule.id: rule.words for rule in decree().rules}
    with_line = {element.id for element in decree().elements if element.line}
    assert with_line == {name.removesuffix(".line") for name in rules if name.endswith(".line")}
    assert all("đường kẻ ngang, nét liền" in rules[f"{name}.line"] for name in with_line)


@pytest.mark.parametrize("rule", [rule for rule in LEGAL if rule.id.endswith(".present")], ids=ids)
def test_parts_that_must_be_there_are_among_the_main_ones(rule):
    if rule.id not in {"page-number.present", "addressee.present"}:
        assert "các thành phần chính" in rule.words


def test_forms_name_rules_that_are_there():
    rules = {rule.id for rule in decree().rules}
    for form in decree().forms:
        assert form.without <= rules
    assert {kind.form for kind in decree().kinds} <= {form.id for form in decree().forms}
