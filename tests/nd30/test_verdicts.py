# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""What the checker says, in words and as values; and the table that it rests on."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from attrs import evolve

from vn766 import nd30
from vn766.errors import InvalidFrameworkError
from vn766.files.blocks import Place
from vn766.framework.loader import load_cited
from vn766.framework.sources import Status
from vn766.nd30 import Decree, Verdict, VerdictStatus, Wording, decree, judge

VERDICT = Verdict(
    rule="number.form",
    title=Wording.of("decree", "rule.number.form"),
    status=VerdictStatus.FAIL,
    severity="legal",
    location=Place(part="body", paragraph=3, quote="Số: 5/BC"),
    places=2,
    found=Wording.of("nd30", "no-number"),
    required=Wording.of("nd30", "ending", end="5"),
    citation=decree().rules[0].source,
)


class TestVerdicts:
    def test_on_one_line(self):
        assert str(VERDICT) == (
            "FAIL number.form: paragraph 3 “Số: 5/BC”: no number (2×); required: ending with “5”"
        )
        assert evolve(VERDICT, location=None, places=0).line("vi") == (
            "FAIL number.form: không có số; cần: kết thúc bằng “5”"
        )

    def test_in_a_debugger(self):
        assert repr(VERDICT) == (
            "Verdict(rule='number.form', status=<VerdictStatus.FAIL: 'FAIL'>, severity='legal', "
            "location=Place(part='body', paragraph=3, quote='Số: 5/BC'), places=2, "
            "found=Wording('no number'))"
        )

    def test_as_values(self):
        values = VERDICT.to_dict("vi")
        assert json.loads(json.dumps(values)) == values
        assert values["found"] == "không có số"
        assert evolve(VERDICT, location=None).to_dict()["location"] is None

    @pytest.mark.parametrize(
        ("place", "vi", "en"),
        [
            (Place(part="document"), "cả văn bản", "the whole document"),
            (Place(part="document", section=2), "phần (section) 2", "section 2"),
            (Place(part="footer", section=1), "chân trang, phần (section) 1", "footer, section 1"),
            (Place(part="body", table=1), "bảng 1", "table 1"),
        ],
    )
    def test_places(self, place, vi, en):
        assert (place.text("vi"), place.text()) == (vi, en)

    def test_long_quotes_are_cut(self):
        assert Place(part="body", quote="x" * 100).text() == f"the whole document “{'x' * 59}…”"


def test_the_checker_is_loaded_when_it_is_asked_for():
    assert nd30.check is judge.check
    with pytest.raises(AttributeError, match="no attribute 'verify'"):
        _ = nd30.verify


class TestDecree:
    def test_every_rule_says_what_it_asks_for_in_both_languages(self):
        for rule in decree().rules:
            for wording in (rule.title, rule.required):
                for text in (wording.text("vi"), wording.text("en")):
                    assert text.strip() == text != ""
                    assert "{" not in text

    def test_what_is_law_is_verified_with_its_place(self):
        for rule in decree().rules:
            assert rule.source.instruments == ("nd-30-2020",)
            if rule.severity == "legal":
                assert rule.source.status is Status.VERIFIED
                assert rule.source.locator

    def test_elements_are_described_from_their_measures(self):
        rules = {rule.id: rule for rule in decree().rules}
        assert rules["motto.letters"].required.text("vi") == (
            "cỡ chữ 13–14, chữ in thường, đứng, đậm, canh giữa"
        )
        assert str(rules["number.letters"].required) == "size 13, upright, not bold, centred"
        assert rules["body.lines"].required.text("vi") == "từ dòng đơn đến 1,5 dòng"
        assert str(rules["body.lines"].required) == "single to 1.5 lines"

    def test_sizes_that_go_together_are_within_their_elements(self):
        for sizes in decree().size_sets:
            assert sizes.national_name in decree().element("national-name").size
            assert sizes.motto in decree().element("motto").size
            assert sizes.place_date in decree().element("place-date").size
        assert Decimal(15) not in decree().element("motto").size

    def test_kinds(self):
        assert decree().abbreviation("BÁO CÁO") == "BC"
        assert decree().abbreviation("công văn") is None
        abbreviations = [kind.abbreviation for kind in decree().kinds]
        assert len(set(abbreviations)) == len(abbreviations) == 27

    def test_a_broken_table_lists_everything(self, tmp_path):
        file = tmp_path / "decree.toml"
        file.write_text(
            'id = "x"\n[font]\nfamily = 3\nsource = "font"\n[[elements]]\nbold = "yes"\n', "utf-8"
        )
        with pytest.raises(InvalidFrameworkError) as caught:
            load_cited(file, Decree)
        places = {problem.where for problem in caught.value.problems}
        assert {"title", "font.family", "font.source", "elements.0.bold"} <= places
        file.write_text("id = ", "utf-8")
        with pytest.raises(InvalidFrameworkError):
            load_cited(file, Decree)
