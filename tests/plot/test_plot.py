"""What pictures show, and what they never do: joined gaps, mixed bases, letters left out."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal

import matplotlib as mpl
import pytest
from attrs import evolve
from hypothesis import given, settings
from matplotlib import pyplot as plt
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font

from vn766 import plot
from vn766.advise import margins, what_if
from vn766.compare import Series, compare, series
from vn766.errors import NotComparableError
from vn766.framework import get_framework
from vn766.period import Month, Quarter
from vn766.plot import canvas
from vn766.records import Published, Unit, UnitPoints
from vn766.score import rank_units, score_points
from vn766.testing import pools, unit_points

REST = {"transparency": 18, "online": 20, "satisfaction": 18, "digitization": 10}
UNIT = Unit(name="UBND xã A", code="H21.801")
LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
)
SIGNS = "0123456789,.%()/–→+-=*…○●×÷≈"
JULY = datetime(2026, 7, 20, tzinfo=UTC)
AUGUST = datetime(2026, 8, 20, tzinfo=UTC)

pytestmark = pytest.mark.filterwarnings("error")


def scored(progress, period=None, unit=UNIT, **about):
    points = REST if progress is None else {**REST, "progress": progress}
    return score_points(UnitPoints(points=points, unit=unit, period=period, **about))


def ranked(*totals, **options):
    units = [Unit(name=f"UBND xã số {at}", code=f"H01.{at}") for at in range(1, len(totals) + 1)]
    return rank_units(
        [scored(given, unit=unit) for given, unit in zip(totals, units, strict=True)], **options
    )


def texts(ax):
    """Return everything that is written in a picture."""
    labels = [*ax.get_xticklabels(), *ax.get_yticklabels()]
    named = [*ax.texts, ax.xaxis.label, *labels]
    return [text.get_text() for text in named] + [ax.get_title(loc="left")]


def said(ax):
    return "\n".join(texts(ax))


def joined(ax):
    """Return the points that each line joins which goes from one place in time to another."""
    return [list(zip(*line.get_data(), strict=True)) for line in in_time(ax)]


def in_time(ax):
    return [line for line in ax.lines if len(set(line.get_xdata())) > 1]


def dots(ax):
    """Return the places of all dots, and whether they are full."""
    found = [line for line in ax.lines if line.get_marker() == "o"]
    return [
        (
            float(line.get_xdata()[0]),
            float(line.get_ydata()[0]),
            same_color(line.get_markerfacecolor(), canvas.BLUE)
            or same_color(line.get_markerfacecolor(), canvas.ORANGE),
        )
        for line in found
    ]


class TestLetters:
    def test_the_bundled_font_has_all_of_vietnamese(self):
        known = get_font(findfont("DejaVu Sans")).get_charmap()
        needed = LETTERS + LETTERS.upper() + SIGNS
        assert [letter for letter in needed if ord(letter) not in known] == []
        assert len(set(LETTERS)) == 12 * 6 + 17  # vowels in six tones, and consonants

    def test_another_font_gets_what_it_lacks(self, drawn):
        # STIX has no letters with two marks: a warning would be an error.
        with mpl.rc_context({"font.family": ["STIXGeneral"]}):
            plot.unit(scored(12, unit=Unit(name="Ỷ ỡ ặ Đ ễ")), ax=drawn)
            drawn.figure.canvas.draw()
        assert drawn.texts[0].get_fontfamily() == ["STIXGeneral", "DejaVu Sans"]

    @pytest.mark.parametrize("name", ["$\\frac$", "_x", "a\nb\x00\x07c", "$x$ & <b>", "\t"])
    def test_names_are_texts(self, drawn, name):
        unit = Unit(name=name)
        plot.ranking(rank_units([scored(12, unit=unit)]), ax=drawn)
        other = plot.unit(scored(12, unit=unit), ax=Figure().subplots())
        other.figure.canvas.draw()
        assert not any(char in label for label in texts(drawn) for char in "\x00\x07\t")

    def test_long_names_take_two_lines(self):
        name = "Ban quản lý các khu công nghiệp và khu kinh tế " * 4
        shown = canvas.wrapped(name)
        assert shown.count("\n") == 1
        assert shown.endswith("…")


class TestAxes:
    @pytest.mark.parametrize(
        ("draw", "what"),
        [
            (plot.unit, scored(12)),
            (plot.ranking, ranked(12, 14)),
            (plot.series, series([scored(12, Month(2026, 6))])),
            (plot.comparison, compare(scored(12), scored(13), same_basis=True)),
        ],
    )
    def test_pyplot_is_used_only_without_axes(self, ax, draw, what):
        assert draw(what, ax=ax) is ax
        assert plt.get_fignums() == []
        new = draw(what)
        assert plt.get_fignums() == [new.figure.number]
        plt.close(new.figure)

    def test_pictures_can_be_composed(self):
        left, right = Figure(layout="constrained").subplots(1, 2)
        plot.unit(scored(12), ax=left)
        plot.ranking(ranked(12, 14), ax=right)
        left.figure.canvas.draw()

    def test_texts_follow_a_dark_page(self, ax):
        with plt.style.context("dark_background"):
            plot.unit(scored(None), ax=ax)
            assert canvas.ink() == "white"
        assert ax.patches[0].get_edgecolor()[:3] == (1, 1, 1)

    def test_without_matplotlib(self):
        code = (
            "import sys; sys.modules['matplotlib'] = None\n"
            "try: import vn766.plot\n"
            "except ImportError as error: print(type(error).__name__, error)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)  # noqa: PLW1510 (its output is the assertion)
        assert done.stdout.startswith("MissingExtraError")
        assert "vn766[plot]" in done.stdout


class TestUnit:
    def test_bars_are_as_long_as_points_and_maxima(self, drawn):
        result = scored("12,5")
        plot.unit(result, ax=drawn)
        maxima = [float(node.max_points) for node in result.nodes.values()]
        points = [float(it.points) for it in result.nodes.values() if it.points is not None]
        lengths = [patch.get_width() for patch in drawn.patches]
        assert lengths == maxima + points

    def test_says_the_figures(self, drawn):
        plot.unit(scored("12,5", Month(2026, 6)), ax=drawn)
        assert "12,50/20 (62,50%)" in texts(drawn)
        assert drawn.get_title(loc="left").split("\n") == [
            "UBND xã A",
            "tháng 6/2026: 78,5/100 điểm (78,5%), xếp loại Khá",
        ]
        assert "Bộ chỉ số: portal-2026" in said(drawn)
        assert "Gạch chéo" not in said(drawn)

    def test_what_is_missing_is_hatched_and_said(self, drawn):
        result = score_points({"CLGQ": 8, "CKMB": 18})
        plot.unit(result, ax=drawn)
        hatched = [bool(patch.get_hatch()) for patch in drawn.patches][: len(result.nodes)]
        assert hatched == [node.points is None for node in result.nodes.values()]
        # The group is known in part.
        assert texts(drawn)[:5] == [
            *("18,00/18 (100,00%)", "chưa có số liệu", "chưa đủ số liệu"),
            *("8,00/12 (66,67%)", "chưa có số liệu"),
        ]
        other = plot.unit(score_points({"CKMB": 18}), ax=Figure().subplots())
        assert "chưa đủ số liệu" not in texts(other)
        assert "chưa đủ số liệu, 26–96 điểm, có thể xếp loại Xuất sắc, Tốt" in said(drawn)
        assert "Gạch chéo" in said(drawn)

    def test_provisional_and_published(self, drawn):
        published = Published(total="80,11", rank=5, of=65)
        record = UnitPoints(period=Month(2026, 6), published=published, provisional=True)
        plot.unit(score_points(record), ax=drawn)
        title = drawn.get_title(loc="left").replace("\n", " ")
        assert title == (
            "tháng 6/2026 (tạm thời): 80,11/100* điểm, xếp loại Tốt, thứ hạng 05/65 theo công bố"
        )
        assert "* theo số liệu công bố" in said(drawn)
        alone = evolve(published, of=None)
        plot.unit(score_points(evolve(record, published=alone)), ax=drawn)
        assert "thứ hạng 5 theo" in said(drawn).replace("\n", " ")

    def test_a_period_that_was_open_is_provisional(self, drawn):
        plot.unit(scored(12, Month(2026, 7), retrieved_at=JULY), ax=drawn)
        assert "tháng 7/2026 (tạm thời): 78/100" in said(drawn)

    @settings(max_examples=15)
    @given(unit_points())
    def test_every_record_can_be_drawn(self, record):
        axes = plot.unit(score_points(record), ax=Figure().subplots())
        axes.figure.canvas.draw()


class TestRanking:
    def test_dots_stand_at_the_totals_in_the_order_of_ranks(self, drawn):
        plot.ranking(ranked(10, 14, 12), ax=drawn)
        assert dots(drawn) == [(80, 0, True), (78, 1, True), (76, 2, True)]
        assert drawn.yaxis_inverted()

    def test_ties_are_marked(self, drawn):
        plot.ranking(ranked(10, 14, 14), ax=drawn)
        labels = [label.get_text().split()[-1] for label in drawn.get_yticklabels()]
        assert labels == ["=1", "=1", "3"]
        assert "= cùng hạng" in said(drawn)

    def test_ordinal_ranks_are_not_shared(self, drawn):
        plot.ranking(ranked(14, 14, method="ordinal"), ax=drawn)
        labels = [label.get_text().split()[-1] for label in drawn.get_yticklabels()]
        assert labels == ["1", "2"]
        assert "cùng hạng" not in said(drawn)

    def test_units_without_a_total_have_no_dot_and_no_rank(self, drawn):
        plot.ranking(ranked(12, None), ax=drawn)
        assert len(dots(drawn)) == 1
        assert drawn.get_yticklabels()[1].get_text().endswith("–")
        assert "chưa đủ số liệu: 66–86" in texts(drawn)
        assert "chưa xếp hạng" in said(drawn)
        (span,) = [line for line in drawn.lines if line.get_linestyle() == ":"]
        least, most = drawn.get_xlim()
        assert list(span.get_xdata()) == [max(66, least), min(86, most)]

    def test_a_span_beyond_the_picture_ends_in_an_arrow(self, drawn):
        whole = score_points({}, unit=Unit(name="B"), framework="portal-2026")
        known = scored(12, Month(2026, 6))
        plot.ranking(rank_units([known, whole]), ax=drawn)
        assert {line.get_marker() for line in drawn.lines} >= {"<", ">"}
        assert "chưa đủ số liệu: 0–100" in texts(drawn)

    def test_published_totals_are_hollow_and_starred(self, drawn):
        result = score_points(UnitPoints(unit=UNIT, published=Published(total="66,7")))
        plot.ranking(rank_units([result]), ax=drawn)
        assert dots(drawn) == [(66.7, 0, False)]
        assert "66,70*  Trung bình" in texts(drawn)
        assert "* theo số liệu công bố" in said(drawn)

    def test_classes_come_from_the_framework(self, drawn):
        plot.ranking(ranked(4, 18), ax=drawn)
        shown = drawn.get_xlim()
        for band in get_framework().bands:
            inside = shown[0] < band.min_points < shown[1]
            edges = [line.get_xdata()[0] for line in drawn.lines if line.get_linestyle() == "-"]
            assert (float(band.min_points) in edges) == inside
        assert [text for text in texts(drawn) if text in {"Tốt", "Khá", "Trung bình"}] == [
            *("Tốt", "Khá", "Trung bình")
        ]

    def test_narrow_classes_are_named_aslant(self, drawn):
        edition = get_framework()
        close = [
            evolve(it, min_points=at, published=None)
            for it, at in zip(edition.bands, CLOSE, strict=True)
        ]
        named = evolve(edition, id="vi-du", bands=tuple(close))
        result = score_points({**REST, "progress": 12}, framework=named)
        plot.ranking(rank_units([result]), ax=drawn)
        assert {text.get_rotation() for text in drawn.texts if text.get_text() == "Tốt"} == {45}

    def test_pools_stand_below_each_other(self, drawn):
        units = ranked(12, 14, None).results
        plot.ranking(rank_units(units, within=lambda it: it.unit.code[-1] == "1"), ax=drawn)
        labels = [label.get_text().split(" ")[0] for label in drawn.get_yticklabels()]
        assert labels == ["False:", "UBND", "UBND", "True:", "UBND"]
        assert next(iter(drawn.get_yticklabels())).get_fontweight() == "bold"

    def test_title_and_basis(self, drawn):
        plot.ranking(rank_units([scored(12, Month(2026, 6))], pool="xã"), ax=drawn)
        assert drawn.get_title(loc="left") == "Xếp hạng xã, tháng 6/2026"
        assert "Bộ chỉ số: portal-2026" in said(drawn).replace("\n", " ")

    @pytest.mark.parametrize("size", [0, 1, 65])
    def test_any_number_of_units(self, size):
        axes = plot.ranking(ranked(*(Decimal(at) / 4 for at in range(size))))
        axes.figure.canvas.draw()
        room = axes.get_window_extent().height / max(size, 1)
        tallest = max((it.get_window_extent().height for it in axes.get_yticklabels()), default=0)
        assert tallest <= room
        plt.close(axes.figure)

    @settings(max_examples=15)
    @given(pools())
    def test_every_pool_can_be_drawn(self, records):
        ranking = rank_units([score_points(record) for record in records])
        axes = plot.ranking(ranking, ax=Figure().subplots())
        axes.figure.canvas.draw()
        assert len(axes.get_yticks()) == len(records)


CLOSE = [Decimal(79), Decimal("78.5"), Decimal(78), Decimal("77.5"), Decimal(0)]


class TestSeries:
    def test_neighbours_are_joined_and_gaps_are_not(self, drawn):
        line = series(scored(value, Month(2026, at)) for at, value in [(3, 12), (4, 13), (6, 15)])
        plot.series(line, ax=drawn)
        (only,) = joined(drawn)
        assert [total for _, total in only] == [78, 79]
        assert "chưa có số liệu" in texts(drawn)
        start, end = Month(2026, 5).start.toordinal(), Month(2026, 5).end.toordinal() + 1
        assert not any(start < x < end for pair in joined(drawn) for x, _ in pair)
        (gap,) = [patch for patch in drawn.patches if patch.get_hatch()]
        assert (gap.get_x(), gap.get_x() + gap.get_width()) == (start, end)

    def test_two_bases_are_never_joined(self, drawn):
        old = series(scored(at, Month(2025, at)) for at in (11, 12))
        new = series(scored(at, Month(2026, at)) for at in (1, 2))
        plot.series([new, old], ax=drawn)
        edge = (_middle(Month(2025, 12)) + _middle(Month(2026, 1))) / 2
        assert len(joined(drawn)) == 2
        for (first, _), (second, _) in joined(drawn):
            assert (first < edge) == (second < edge)
        rules = [line for line in drawn.lines if line.get_linestyle() == "--"]
        assert [rule.get_xdata()[0] for rule in rules] == [edge]
        assert "Nét đứt dọc: đổi cách tính" in said(drawn)
        names = [text for text in texts(drawn) if text.startswith("portal-")]
        assert [name.split()[0] for name in names] == ["portal-2025", "portal-2026"]
        assert not [patch for patch in drawn.patches if patch.get_hatch()]

    def test_months_between_two_bases_are_a_gap(self, drawn):
        old, new = (series([scored(9, Month(*at))]) for at in [(2025, 11), (2026, 2)])
        plot.series(old, new, ax=drawn)
        (gap,) = [patch for patch in drawn.patches if patch.get_hatch()]
        assert gap.get_width() == 31 + 31
        assert joined(drawn) == []

    def test_a_missing_total_is_a_span_of_what_is_possible(self, drawn):
        results = [scored(at, Month(2026, month)) for month, at in [(3, 9), (4, None), (5, 11)]]
        plot.series(series(results), ax=drawn)
        assert joined(drawn) == []
        assert len(dots(drawn)) == 2
        assert "chưa đủ số liệu: 66–86" in texts(drawn)
        (span,) = [line for line in drawn.lines if line.get_linestyle() == ":"]
        assert set(span.get_xdata()) == {_middle(Month(2026, 4))}
        assert "Nét chấm" in said(drawn)

    def test_provisional_periods_are_hollow_and_dashed(self, drawn):
        results = [scored(9, Month(2026, 6)), scored(10, Month(2026, 7), provisional=True)]
        plot.series(series(results), ax=drawn)
        assert [full for _, _, full in dots(drawn)] == [True, False]
        assert [line.get_linestyle() for line in in_time(drawn)] == ["--"]
        assert "76\ntạm thời" in texts(drawn)

    def test_corrected_figures_are_crosses(self, drawn):
        results = [
            scored(9, Month(2026, 6), retrieved_at=JULY),
            scored(10, Month(2026, 6), retrieved_at=AUGUST),
        ]
        plot.series(series([*results, scored(11, Month(2026, 7))]), ax=drawn)
        (cross,) = [line for line in drawn.lines if line.get_marker() == "x"]
        assert list(cross.get_ydata()) == [75]
        assert "trước khi điều chỉnh" in said(drawn)

    def test_a_correction_of_what_was_missing_has_no_cross(self, drawn):
        results = [
            scored(None, Month(2026, 6), retrieved_at=JULY),
            scored(10, Month(2026, 6), retrieved_at=AUGUST),
        ]
        plot.series(series(results), ax=drawn)
        assert not [line for line in drawn.lines if line.get_marker() == "x"]

    def test_published_totals_are_starred(self, drawn):
        record = UnitPoints(period=Month(2026, 6), published=Published(total="66,7"))
        plot.series(series([score_points(record)]), ax=drawn)
        assert "66,7*" in texts(drawn)
        assert "* theo số liệu công bố" in said(drawn)

    def test_classes_of_another_edition_are_named_where_they_hold(self, drawn):
        edition = get_framework()
        close = [
            evolve(it, min_points=at, published=None)
            for it, at in zip(edition.bands, CLOSE, strict=True)
        ]
        named = evolve(edition, id="vi-du", bands=tuple(close))
        own = score_points({**REST, "progress": 9}, period=Month(2025, 12), framework=named)
        plot.series(series([own]), series([scored(9, Month(2026, 1))]), ax=drawn)
        places = {
            text.xy[0] for text in drawn.texts if text.get_text() == "Khá" and text.xy[0] > 100
        }
        assert len(places) == 2

    def test_up_to_a_month_stands_at_its_end(self, drawn):
        line = series(scored(at, Month(2026, at, up_to=True)) for at in (6, 7))
        plot.series(line, ax=drawn)
        ends = [Month(2026, at).end.toordinal() for at in (6, 7)]
        assert [x for x, _, _ in dots(drawn)] == ends

    def test_few_periods_are_written_level_and_many_thinned_out(self, ax):
        few = plot.series(series([scored(9, Month(2026, 1))]), ax=ax)
        assert few.get_xticklabels()[0].get_rotation() == 0
        long = [Month(2026, 1)]
        while len(long) < 30:
            long.append(long[-1].next)
        many = series(scored(9, period) for period in long)
        axes = plot.series(many, ax=Figure().subplots())
        assert len(axes.get_xticks()) == 15
        assert axes.get_xticklabels()[0].get_text() == "tháng 01/2026"
        assert axes.get_xticklabels()[0].get_rotation() == 40

    @pytest.mark.parametrize(
        ("other", "code"),
        [
            ([scored(9, Month(2026, 3), Unit(name="B", code="H02"))], "different-units"),
            ([scored(9, Quarter(2026, 3))], "different-kinds"),
            ([scored(9, Month(2026, 1))], "unknown-order"),
        ],
    )
    def test_what_is_refused(self, ax, other, code):
        line = series([scored(9, Month(2026, 1))])
        with pytest.raises(NotComparableError) as caught:
            plot.series(line, series(other), ax=ax)
        assert [problem.code for problem in caught.value.problems] == [code]
        assert list(ax.texts) == []

    @pytest.mark.parametrize("lines", [(), (Series(unit=None, entries=(), revisions=()),)])
    def test_nothing_is_no_picture(self, lines):
        with pytest.raises(ValueError, match="at least one"):
            plot.series(*lines)


class TestComparison:
    def test_from_where_to_where(self, drawn):
        found = compare(scored(12, Month(2026, 5)), scored("9,5", Month(2026, 6)))
        plot.comparison(found, ax=drawn)
        assert "12,00 → 9,50 (-2,50)" in texts(drawn)
        assert "20,00 → 20,00 (0,00)" in texts(drawn)
        (title,) = [text for text in texts(drawn) if text.startswith("UBND")]
        assert title == "UBND xã A\nTổng điểm: 78,00 → 75,50 (-2,50); xếp loại: Khá"
        foot = said(drawn).replace("\n", " ")
        assert "○ trước (tháng 5/2026); ● sau (tháng 6/2026)" in foot
        place = list(found.nodes).index("progress")
        assert [(x, full) for x, y, full in dots(drawn) if y == place] == [(12, False), (9.5, True)]

    def test_a_missing_side_has_no_line(self, drawn):
        found = compare(scored(None, Month(2026, 5)), scored(14, Month(2026, 6)))
        plot.comparison(found, ax=drawn)
        place = list(found.nodes).index("progress")
        assert [full for _, y, full in dots(drawn) if y == place] == [True]
        assert "– → 14,00" in texts(drawn)
        heights = [segment[0][1] for lines in drawn.collections for segment in lines.get_segments()]
        assert place not in heights
        assert "xếp loại: – → Tốt" in said(drawn)

    def test_revisions_and_published_totals_are_said(self, drawn):
        old, new = (
            score_points(
                UnitPoints(
                    period=Month(2026, 6),
                    published=Published(total=total),
                    retrieved_at=at,
                    provisional=at is JULY,
                )
            )
            for total, at in [(66, JULY), ("67,5", AUGUST)]
        )
        plot.comparison(compare(old, new), ax=drawn)
        foot = said(drawn).replace("\n", " ")
        assert "Tổng điểm*: 66,00 → 67,50 (+1,50)" in foot
        assert "trước (tháng 6/2026, 20/07/2026 00:00, tạm thời)" in foot
        assert "Hai lần công bố của cùng một kỳ" in foot

    def test_without_any_context(self, drawn):
        plot.comparison(
            compare(scored(9, unit=None), scored(9, unit=None), same_basis=True), ax=drawn
        )
        assert "○ trước; ● sau" in said(drawn)

    def test_a_question_is_no_published_figure(self, drawn):
        asked = what_if(UnitPoints(points={**REST, "progress": 15}, unit=UNIT), {"TDGQ": 16})
        ax = plot.comparison(asked, ax=drawn)
        assert "là giả định, không phải số liệu công bố" in said(ax).replace("\n", " ")


def _middle(period):
    return (period.start.toordinal() + period.end.toordinal()) / 2


class TestMargins:
    def test_bars_end_at_the_ranks_next_to_the_unit(self, drawn):
        ax = plot.margins(margins(ranked(20, 12, 14, 14)), ax=drawn)
        widths = [round(bar.get_width(), 2) for bar in ax.patches]
        assert widths == [-6, 0, 0, 6, 0, 6, 0, 2]
        figures = [text.get_text() for text in ax.texts]
        assert figures == ["-6,00 / –", "0,00 / +6,00", "0,00 / +6,00", "– / +2,00"]
        assert ax.get_xlim()[1] == pytest.approx(6.12)

    def test_uprights_are_the_cut_offs_on_the_scale(self, drawn):
        # 81 and 79 points: from both the cut-off at 80 is one point away.
        ax = plot.margins(margins(ranked(15, 13)), ax=drawn)
        uprights = [path.vertices[0][0] for lines in ax.collections for path in lines.get_paths()]
        assert uprights == [-1, 1]

    def test_pools_stand_below_each_other(self, drawn):
        units = ranked(20, 12, 14).results
        found = rank_units(units, within=lambda result: result.unit.code > "H01.1")
        ax = plot.margins(margins(found), ax=drawn)
        labels = [label.get_text() for label in ax.get_yticklabels()]
        assert [label for label in labels if label.endswith(":")] == ["False:", "True:"]
        assert len(labels) == 5

    @pytest.mark.parametrize("totals", [(), (None,), (12,)])
    def test_few_units(self, drawn, totals):
        ax = plot.margins(margins(ranked(*totals, pool="xã")), ax=drawn)
        assert ax.get_title(loc="left").endswith("hạng dưới: xã")

    def test_a_slide_of_many_is_higher(self):
        few, many = (plot.slide(margins(ranked(*range(count)))) for count in (2, 19))
        heights = [int.from_bytes(content[20:24], "big") for content in (few, many)]
        assert heights[0] < heights[1]


def test_margins_of_a_ranking_are_needed_not_the_ranking():
    with pytest.raises(TypeError, match=r"vn766\.advise\.margins returns, not a Ranking$"):
        plot.margins(ranked(18, 17))
