"""Results as HTML and SVG: sound, escaped, without styles, and whole pages of them."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from runpy import run_path
from xml.etree import ElementTree as ET

import pytest

import vn766
from vn766.compare import series
from vn766.framework import get_framework
from vn766.period import Month
from vn766.records import Published, Unit, UnitPoints
from vn766.score import rank_units, score_points
from vn766.show.columns import say
from vn766.show.html import html
from vn766.show.page import ranking_page, sheets_page
from vn766.show.pictures import classes_bar, picture
from vn766.show.sheets import Head, Sheet, Sheets
from vn766.shown import Shown
from vn766.texts import writing

VOID = {"meta", "br", "hr", "img", "link"}
RESULTS = run_path(str(Path(__file__).with_name("results.py")))
VALUES, EVIL, FULL, unit_of = (RESULTS[name] for name in ("VALUES", "EVIL", "FULL", "unit_of"))


class Markup(HTMLParser):
    """The elements of a text: each is closed, in order; with what was found on the way."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.texts = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def markup(text):
    parser = Markup()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    assert "style" not in dict(parser.attributes)
    assert not any(name.startswith("on") for name, _ in parser.attributes)
    assert "script" not in parser.tags
    return parser


DRAWN = {
    name: value
    for name, value in VALUES.items()
    if name not in {"explanation", "framework", "advice", "findings", "folder"}
}


def test_every_kind_that_notebooks_show_is_here():
    shown = {kind for kind in Shown.__subclasses__() if kind.__module__.startswith("vn766.")}
    assert {type(value) for value in VALUES.values()} == shown


@pytest.mark.parametrize("language", ["vi", "en"])
class TestFragments:
    @pytest.mark.parametrize("name", VALUES)
    def test_columns_have_even_decimals(self, name, language):
        mark = writing(language).decimal_mark
        for body in re.findall("<tbody>(.*?)</tbody>", VALUES[name].to_html(language=language)):
            lines = body.split("</tr>")[:-1]
            # Classes and places are counted, in whole numbers.
            counted = [f">{say(code, language)}</th>" for code in ("band", "standing")]
            lines = [line for line in lines if not any(head in line for head in counted)]
            rows = [re.findall("<td.*?>(.*?)</td>", line) for line in lines]
            for column in zip(*rows, strict=True):
                figures = [cell for cell in column if re.fullmatch(r"[-+]?[\d.,]+%?", cell)]
                assert len({len(cell.strip("%").partition(mark)[2]) for cell in figures}) <= 1

    @pytest.mark.parametrize("name", VALUES)
    def test_figures_have_the_mark_of_the_language(self, name, language):
        other = {"vi": ".", "en": ","}[language]
        text = VALUES[name].to_html(language=language, page=True)
        figures = re.findall(r"<td[^>]*>[-+]?\d+([.,])\d+%?</td>", text)
        quotes = {*figures} if name in {"findings", "folder"} else set()
        assert other not in {*figures} - quotes

    @pytest.mark.parametrize("name", VALUES)
    def test_are_sound_and_without_styles(self, name, language):
        parser = markup(VALUES[name].to_html(language=language))
        assert {tag for tag in parser.tags if tag.startswith("h")} == set()
        assert "\n" not in "".join(parser.tags)

    @pytest.mark.parametrize("name", VALUES)
    def test_pages_let_nothing_in_but_their_stylesheet(self, name, language):
        text = VALUES[name].to_html(language=language, page=True)
        assert text.startswith(f'<!DOCTYPE html>\n<html lang="{language}">')
        parser = markup(text)
        policy = dict(parser.attributes)["content"]
        policy = next(value for key, value in parser.attributes if value and "default-src" in value)
        digest = b64encode(sha256(vn766.stylesheet().encode()).digest()).decode()
        assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
        assert parser.tags.count("h1") == parser.tags.count("main") == 1
        assert "None" not in re.sub(r"<style>.*</style>", "", text, flags=re.DOTALL)

    @pytest.mark.parametrize("name", DRAWN)
    @pytest.mark.parametrize("titled", [True, False])
    def test_pictures_are_sound_and_named(self, name, titled, language):
        root = ET.fromstring(picture(DRAWN[name], language, titled=titled))  # noqa: S314 (ours)
        assert root.get("role") == "img"
        title = root.find("{http://www.w3.org/2000/svg}title")
        assert title.text
        width, height = map(float, root.get("viewBox").split()[2:])
        for text in root.iter("{http://www.w3.org/2000/svg}text"):
            assert 0 <= float(text.get("x")) <= width
            assert 0 <= float(text.get("y")) <= height


class TestTables:
    def test_every_cell_has_a_head_and_figures_stand_right(self):
        text = VALUES["unit"].to_html()
        assert 'role="region" tabindex="0" aria-label="' in text
        assert '<th scope="row" class="vn766-part-1">Dịch vụ công trực tuyến</th>' in text
        assert '<td class="vn766-figure">18,00</td><td class="vn766-figure">18</td>' in text

    def test_notebooks_bring_the_look_along(self):
        text = VALUES["unit"]._repr_html_()
        assert text == f"<style>{vn766.stylesheet()}</style>{VALUES['unit'].to_html()}"

    def test_34_provinces_are_small(self):
        ranking = rank_units([unit_of(6, f"H{n:02}", f"UBND tỉnh {n}") for n in range(1, 35)])
        assert len(ranking._repr_html_().encode()) < 20_000

    def test_a_box_has_a_width_wherever_a_page_puts_it(self):
        """Containment alone would let a box in a row of boxes, or in a cell, have none."""
        box = vn766.stylesheet().split(".vn766 {")[1].split("}")[0]
        assert "container-type: inline-size" in box
        assert "contain-intrinsic-inline-size: " in box

    def test_every_class_of_the_markup_is_in_the_stylesheet(self):
        sheet = vn766.stylesheet()
        for value in VALUES.values():
            for names in re.findall(r'class="([^"]+)"', value.to_html(page=True)):
                assert all(f".{name}" in sheet for name in names.split())

    @pytest.mark.parametrize("function", [html, picture])
    def test_what_is_no_result_is_refused(self, function):
        with pytest.raises(TypeError, match=r"nothing (shows|draws) a int"):
            function(1)


class TestLeaders:
    def test_the_own_unit_is_marked_and_told_of_first(self):
        text = ranking_page(VALUES["ranking"], "vi", facts=["Nguồn: a.xlsx"], own="H99.1")
        parser = markup(text)
        assert ("aria-current", "true") in parser.attributes
        assert parser.texts.count("► UBND xã") or any(each.startswith("►") for each in parser.texts)
        headings = re.findall(r"<h2>(.*?)</h2>", text)
        assert headings[0].startswith("UBND xã &lt;script&gt;")
        assert headings[1:] == ["Số đơn vị theo xếp loại", "Từng đơn vị", "Lưu ý"]
        assert "<li>Nguồn: a.xlsx</li>" in text

    def test_each_unit_has_its_calculation_and_what_it_lacks(self):
        text = VALUES["ranking"].to_html(page=True)
        assert text.count("<details>") == 2
        assert "Tiến độ, kết quả giải quyết: 5,00 điểm" in text
        assert "Chỉ số chưa có số liệu: Thanh toán trực tuyến" in text

    def test_nobody_is_marked_unless_asked_for(self):
        assert "aria-current" not in VALUES["ranking"].to_html(page=True)

    def test_classes_are_counted(self):
        text = classes_bar(VALUES["ranking"].results, "vi")
        assert "Tốt: 1; chưa đủ số liệu: 1" in text

    def test_a_comparison_says_who_moved(self):
        text = VALUES["rankings"].to_html(page=True)
        assert "Dưới 90 điểm, chưa đạt loại Xuất sắc (1 đơn vị)" in text
        assert "tháng 5/2026 và tháng 6/2026" in text


class TestSheets:
    def test_tables_for_print_are_a_page_too(self):
        heads = (Head("Đơn vị"), Head("Điểm", "points"))
        sheets = Sheets(
            title="<Kết quả>",
            facts=("Nguồn: a",),
            sheets=(
                Sheet(name="Xã", heads=heads, rows=((EVIL, None),)),
                Sheet(name="Trống", heads=heads, rows=()),
            ),
            notes=("Ghi chú.",),
            about=(("Mã", "f39f"),),
        )
        text = sheets_page(sheets, "vi", ["<svg/>"])
        markup(text)
        assert "<h1>&lt;Kết quả&gt;</h1>" in text
        assert "<h2>Trống</h2>" not in text
        assert "<li>Mã: f39f</li>" in text


def test_a_unit_that_loses_nothing_has_no_list_of_losses():
    best = score_points({node.id: node.max_points for node in get_framework().groups})
    page = ranking_page(rank_units([best]), "vi")
    assert "100,00" in page
    assert "<h3>Điểm chưa đạt" not in page


def test_of_many_periods_some_are_named():
    unit = Unit(name="xã A", code="H99.1")
    results = [
        score_points(UnitPoints(unit=unit, period=Month(2026, month), points={"CKMB": month}))
        for month in range(1, 9)
    ]
    drawn = picture(series(results))
    assert drawn.count("/2026") < 8


@pytest.mark.parametrize(
    ("totals", "sides"),
    [
        (("89,06", "73,6", "87,21"), ("above", "below", "above")),
        (("83", "89,9", None, "83"), ("below", "above", "above")),
        (("80", "89,9"), ("above", "above")),  # no room below
    ],
)
def test_the_figure_of_a_dip_stands_below_its_dot(totals, sides):
    results = [
        score_points(
            UnitPoints(
                unit=Unit(name="xã A", code="H99.1"),
                period=Month(2026, month),
                points={},
                published=total and Published(total=total, source="Cổng"),
            )
        )
        for month, total in enumerate(totals, 1)
    ]
    drawn = picture(series(results))
    dots = [float(y) for y in re.findall(r'<circle cx="[0-9.]+" cy="([0-9.]+)"', drawn)]
    texts = re.findall(r'<text x="[0-9.]+" y="([0-9.]+)" text-anchor="middle">[0-9,]+\*', drawn)
    pairs = zip(texts, dots, strict=True)
    assert tuple("above" if float(text) < dot else "below" for text, dot in pairs) == sides
