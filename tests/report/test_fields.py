"""The definitions of a spec's entries: complete, unambiguous, and used by all else."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from collections import Counter
from pathlib import Path
from runpy import run_path
from typing import get_args, get_type_hints

import attrs
import pytest

from vn766.errors import InvalidDocumentError
from vn766.report import spec as specs
from vn766.report.fields import DocumentKind, definitions, translated
from vn766.report.figures import texts_by_kind
from vn766.report.places import lines_of
from vn766.report.spec import read_spec
from vn766.report.workbook import frame_fields
from vn766.vocabulary import fold

ROOT = Path(__file__).parents[2]
ROOMS = {
    f"vn766.{name}" for name in ("report.spec", "report.additions", "report.tables", "records")
}
PAGES = run_path(str(ROOT / "docs" / "fields_pages.py"))


def entries_of(kind, path=()):
    """Yield the paths of all entries of a type of tables."""
    hints = get_type_hints(kind)
    for each in attrs.fields(kind):
        here = (*path, each.name)
        yield here
        root = definitions().at(here[:1])
        if root is not None and root.like:
            continue
        for part in (hints[each.name], *get_args(hints[each.name])):
            for inner in (part, *get_args(part)):
                if isinstance(inner, type) and attrs.has(inner) and inner.__module__ in ROOMS:
                    yield from entries_of(inner, here)


class TestDefinitions:
    def test_are_those_of_a_spec(self):
        entries = set(entries_of(specs._Tables))  # noqa: SLF001 (the type that is structured)
        texts = {("texts", name) for names in kinds_of_texts().values() for name in names}
        assert {each.path for each in definitions().fields} == entries | texts

    def test_are_there_once(self):
        keys = Counter(each.key for each in definitions().fields)
        assert set(keys.values()) == {1}

    def test_labels_tell_the_entries_of_a_table_apart(self):
        for above in {each.path[:-1] for each in definitions().fields}:
            below = definitions().below(above)
            names = [fold(each.label) for each in below] + [fold(each.name) for each in below]
            assert max(Counter(names).values()) == 1, above

    @pytest.mark.parametrize("kind", [None, *get_args(DocumentKind)])
    def test_labels_tell_the_rows_of_a_sheet_apart(self, kind):
        labels = Counter(fold(each.label) for each in frame_fields(kind))
        assert set(labels.values()) == {1}

    def test_kinds_are_those_that_can_be_built(self):
        assert [kind.id for kind in definitions().kinds] == list(get_args(DocumentKind))
        assert set(kinds_of_texts()) == set(get_args(DocumentKind))

    def test_speak_both_languages(self):
        for each in (*definitions().fields, *definitions().kinds):
            assert each.text("vi") != each.text("en")
            assert each.text("vi").endswith((".", "…"))
            assert each.text("en").endswith((".", "…"))

    def test_choices_are_those_of_the_types(self):
        level = definitions().at(("result", "level"))
        assert level.value_of("Xã") == "commune"
        assert definitions().at(("provisional",)).value_of("đã chốt") is False
        assert level.value_of(3) == 3

    def test_a_path_has_a_name_for_people(self):
        assert definitions().label_of(("frame", "signature", "lines")) == (
            "Thể thức - Chữ ký - Quyền hạn, chức vụ"
        )
        assert definitions().label_of(("duties", "Phòng A")) == "Nhiệm vụ của đơn vị - Phòng A"


def kinds_of_texts():
    kinds = get_args(DocumentKind)
    return {kind: names for kind, names in texts_by_kind().items() if kind in kinds}


class TestVietnameseKeys:
    def test_labels_stand_for_names(self):
        document = {
            "Loại văn bản": "báo cáo nhiều kỳ",
            "the_thuc": {"Số văn bản": 7, "chu_ky": {"ho_ten_nguoi_ky": "A"}},
            "Các kỳ": [{"Công bố": {"Thứ hạng công bố": 2}, "Cấp": "huyện"}],
            "Nhiệm vụ của đơn vị": {"Số văn bản": ["a"]},
            "Tình trạng số liệu": "tạm thời",
            "lạ": 1,
        }
        assert translated(document, []) == {
            "document": "district-report",
            "frame": {"number": 7, "signature": {"name": "A"}},
            "series": [{"published": {"rank": 2}, "level": "district"}],
            "duties": {"Số văn bản": ["a"]},
            "provisional": True,
            "lạ": 1,
        }

    def test_twice_is_a_problem(self):
        problems = []
        translated({"period": "a", "Kỳ số liệu": "b"}, problems)
        assert [(str(each.code), each.path) for each in problems] == [("field-twice", ("period",))]


class TestLines:
    TOML = '''document = "x"
"Kỳ số liệu" = "y"
text = """
[frame]
period = 1
"""
[[series]]
unit = "a"
[[series]]
unit = "b"
[series.published]
rank = 1
[result.points]
"online.services" = 1
points . x = { a = 1 }
é = 3
= 3
[[
'''

    @pytest.mark.parametrize(
        ("path", "place"),
        [
            (("document",), "a.toml:1, document"),
            (("period",), "a.toml:2, Kỳ số liệu"),
            (("series", 0, "unit"), "a.toml:8, series.0.unit"),
            (("series", 1, "published", "rank"), "a.toml:12, series.1.published.rank"),
            (("result", "points", "online.services"), "a.toml:14, result.points.online.services"),
        ],
    )
    def test_of_entries(self, path, place):
        assert lines_of(self.TOML, "a.toml").known[path] == place

    def test_inside_a_text_there_are_none(self):
        assert ("frame",) not in lines_of(self.TOML, "a.toml").known


class TestRefusals:
    def problems(self, tmp_path, text):
        (tmp_path / "s.toml").write_text(text, "utf-8")
        with pytest.raises(InvalidDocumentError) as caught:
            read_spec(tmp_path / "s.toml")
        return {str(each.code): each for each in caught.value.problems}

    def test_entries_of_other_kinds(self, tmp_path):
        text = 'document = "classification-report"\n[options]\nlow = 2\n[texts]\nweak = "a"\n'
        found = self.problems(tmp_path, text)["field-of-other-kinds"]
        assert found.origin == "s.toml:5, texts.weak"
        assert "Công văn của văn phòng" in found.text("vi")[1]
        assert "Báo cáo xếp loại không dùng mục" in found.text("vi")[0]

    def test_a_table_of_units_that_nobody_uses(self, tmp_path):
        text = 'document = "disclosure-letter"\n[result]\nunit = "A"\n[units]\nfile = "t.csv"\n'
        assert self.problems(tmp_path, text)["units-not-used"].origin == "s.toml:4, units"

    @pytest.mark.parametrize(
        "line",
        ["x = { CKMB = 17,1, b = 2 }", "CKMB = -17,1", "x = [ 17,1 , b = 1 ]", "x = 17,1 # 3"],
    )
    def test_a_decimal_comma_without_quotes(self, tmp_path, line):
        found = self.problems(tmp_path, f'document = "x"\n{line}\n')["unquoted-comma"]
        assert "17,1" in found.text("vi")[1]
        assert "Dòng 2" in found.text("vi")[0]


def test_the_page_is_what_the_definitions_make_of_it():
    text = (ROOT / "docs" / "van-ban.md").read_text("utf-8")
    assert text == PAGES["page"](), "run docs/fields_pages.py"
    assert all(each.label in text for each in definitions().fields)
