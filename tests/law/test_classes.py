"""Classification (xếp loại)."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766._engine import formulas
from vn766._engine.plan import plan_of
from vn766.compare import compare, series
from vn766.errors import InvalidFrameworkError, InvalidRecordError, ProblemCode
from vn766.framework import get_framework
from vn766.nd30.checks import every_text
from vn766.nd30.model import Frame, Signature
from vn766.period import Month
from vn766.records import Published, Unit, UnitPoints
from vn766.report import disclosure_letter
from vn766.score import classify, rank_units, score_counts, score_points
from vn766.score.doubts import told_of_totals, told_once
from vn766.testing import frameworks, totals_near_bands, unit_points

SCALE = [(90, "Xuất sắc"), (80, "Tốt"), (70, "Khá"), (50, "Trung bình"), (0, "Yếu")]


class TestBands:
    """Xuất sắc ≥ 90; Tốt ≥ 80; Khá ≥ 70; Trung bình ≥ 50; Yếu < 50: half-open, the lower bound
    included, on the exact total.
    """

    def test_every_total_there_is(self):
        for hundredths in range(10_001):
            expected = next(label for cut, label in SCALE if hundredths >= cut * 100)
            assert classify(Decimal(hundredths) / 100).label == expected

    def test_every_total_as_tables_count_it(self):
        bands = get_framework().bands[::-1]  # the lowest first
        assert bands[0].min_points == 0
        above = [int(band.min_points * 100) for band in bands[1:]]
        for hundredths in range(10_001):
            band = bands[formulas.reached(hundredths, above)]
            assert band == classify(Decimal(hundredths) / 100)

    @given(totals_near_bands())
    def test_a_result_has_the_class_of_its_total(self, total):
        points = {}
        for node in ("transparency", "progress", "online", "satisfaction", "digitization"):
            maximum = score_points({}).nodes[node].max_points
            points[node] = min(maximum, total - sum(points.values()))
        result = score_points(points)
        assert result.total == total
        assert result.band == classify(total)

    @given(st.data())
    def test_for_any_scale(self, data):
        framework = data.draw(frameworks())
        total = data.draw(totals_near_bands(framework=framework, within=Decimal(1)))
        expected = max(
            (band for band in framework.bands if band.min_points <= total),
            key=lambda band: band.min_points,
        )
        assert classify(total, framework=framework) == expected

    @pytest.mark.parametrize(
        ("total", "label"), [("71,1", "Khá"), ("80.11", "Tốt"), ("87.18", "Tốt"), ("87,09", "Tốt")]
    )
    def test_published_classes(self, total, label):
        assert classify(total).label == label

    @pytest.mark.parametrize(
        "total", [-1, "100,01", Decimal("1e400000000"), pytest.param(10**5000, id="huge")]
    )
    def test_totals_that_cannot_be(self, total):
        with pytest.raises(InvalidRecordError):
            classify(total)


class TestToTheNextBand:
    """The points that are missing to the next better class."""

    @given(unit_points(allow_missing=False))
    def test_adding_them_reaches_it_and_a_hundredth_less_does_not(self, record):
        result = score_points(record)
        bands = get_framework().bands
        if result.to_next_band is None:
            assert result.band == bands[0]
            return
        next_band = bands[bands.index(result.band) - 1]
        reached = result.total + result.to_next_band
        assert classify(reached) == next_band
        assert classify(reached - Decimal("0.01")) == result.band


def scored(total, *, name=None, framework=None):
    """Return the result of a unit of which only the total is known."""
    unit = None if name is None else Unit(name=name)
    published = Published(total=Decimal(total))
    return score_points(UnitPoints(unit=unit, published=published), framework=framework)


def told(result):
    return [
        (str(warning.code), str(dict(warning.details)["cut_off"]))
        for warning in result.warnings
        if warning.code is ProblemCode.UNVERIFIED_BANDS
    ]


class TestDoubtWhereItMatters:
    """A result warns of a cut-off below verified only if its total lies strictly between the
    highest total published in the class below it (without one, that class's own cut-off) and the
    lowest one published in its own class: 71,1 and 80,11 for 80, 50 and 71,1 for 70.
    """

    def test_every_total_there_is(self):
        for hundredths in range(10_001):
            expected = []
            if 5_000 < hundredths < 7_110:
                expected = ["70.00"]
            elif 7_110 < hundredths < 8_011:
                expected = ["80.00"]
            cut_offs = [cut_off for _, cut_off in told(scored(Decimal(hundredths) / 100))]
            assert cut_offs == expected

    @pytest.mark.parametrize(
        ("total", "distance"), [("73.87", "6,13"), ("80", "0"), ("79.99", "0,01"), ("80.1", "0,1")]
    )
    def test_the_distance_is_said(self, total, distance):
        (warning,) = scored(total).warnings
        assert warning.severity == "warning"
        assert dict(warning.details)["framework"] == "qd766"
        message, _ = warning.text("vi")
        assert message == (
            "Ngưỡng 80 điểm suy ra từ số liệu đã công bố, chưa đối chiếu với văn bản gốc; "
            f"tổng điểm cách ngưỡng này {distance} điểm."
        )

    def test_a_total_of_points_is_told_of_like_a_published_one(self):
        points = {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 15, "MDSH": 0}
        assert told(score_points(points)) == told(scored("75")) == [("unverified-bands", "80.00")]

    @pytest.mark.parametrize("points", [{}, {"progress": 1}, {"online": 20, "progress": 20}])
    def test_nothing_without_a_total(self, points):
        assert score_points(points).warnings == ()

    def test_nothing_where_a_text_was_read(self):
        common = get_framework()
        verified = evolve(common.bands[0].source, status="verified", locator="Điều 1")
        bands = tuple(evolve(band, source=verified) for band in common.bands)
        for total in ("60", "75", "80"):
            assert scored(total, framework=evolve(common, bands=bands)).warnings == ()

    def test_a_class_that_was_never_published_is_open_to_its_end(self):
        common = get_framework()
        doubted = evolve(common.bands[0].source, status="disputed")
        first = evolve(common.bands[0], source=doubted, published=None)
        ours = evolve(common, bands=(first, *common.bands[1:]))
        for total, there in [("87.18", False), ("87.19", True), ("99.99", True), ("100", False)]:
            result = scored(total, framework=ours)
            assert (told(result) == [("unverified-bands", "90.00")]) == there
        ours = evolve(ours, bands=(first, evolve(common.bands[1], published=None), *ours.bands[2:]))
        assert told(scored("80", framework=ours)) == [("unverified-bands", "80.00")]
        assert told(scored("80.01", framework=ours)) == [
            ("unverified-bands", "90.00"),
            ("unverified-bands", "80.00"),
        ]


class TestARankingSaysItOnce:
    """A ranking says once how many units rest on doubted cut-offs, and names those within one
    point of one, the nearest first.
    """

    def test_counted_and_named(self):
        totals = {"A": "73.87", "B": "79.9", "C": "80.05", "D": "91", "E": "69", "F": "71.1"}
        ranking = rank_units([scored(total, name=name) for name, total in totals.items()])
        (warning,) = ranking.warnings
        assert warning.code is ProblemCode.UNVERIFIED_CLASSES_NEAR
        assert warning.text("vi")[0] == (
            "Ngưỡng xếp loại 80, 70 điểm suy ra từ số liệu đã công bố, chưa đối chiếu với văn bản "
            "gốc; liên quan đến 4/6 đơn vị. Cách ngưỡng không quá 1 điểm: C, B, E."
        )
        assert "touch 4 of 6 units" in warning.message
        assert warning.path == ("band",)
        assert dict(warning.details)["framework"] == "qd766"

    def test_equally_near_ones_stay_in_their_order(self):
        near = [scored("79.9", name=name) for name in ("B", "A", "C")]
        (warning,) = told_once(near, lambda result: result.unit.name)
        assert dict(warning.details)["units"] == ("B", "A", "C")

    def test_nobody_near(self):
        ranking = rank_units([scored("73.87", name="A"), scored("95", name="B")])
        (warning,) = ranking.warnings
        assert warning.code is ProblemCode.UNVERIFIED_CLASSES
        assert warning.text("vi")[0].endswith("liên quan đến 1/2 đơn vị.")

    def test_nobody_touched(self):
        assert rank_units([scored("95", name="A"), scored("20", name="B")]).warnings == ()

    def test_those_without_a_name_are_counted(self):
        (warning,) = rank_units([scored("80"), scored("95")]).warnings
        assert warning.code is ProblemCode.UNVERIFIED_CLASSES

    def test_not_more_names_than_can_be_read(self):
        results = [scored(Decimal(79) + Decimal(at) / 100, name=f"A{at}") for at in range(99)]
        (warning,) = rank_units(results).warnings
        message, _ = warning.text("vi")
        assert message.endswith("A98, A97, A96, A95, A94, A93, A92, A91, A90, A89, ….")
        assert "99/99" in message


class TestATableSaysItOnce:
    """A table of totals says what a ranking of nameless units with the same totals says."""

    @pytest.mark.parametrize(
        "totals",
        [
            {},
            {"95": 3, "20": 1},
            {"73.87": 2, "79.90": 1, "80.05": 1, "91.00": 1, "69.00": 4, "71.10": 1},
            {"50.00": 1, "50.01": 1, "71.09": 1},
            {"71.11": 1, "80.10": 1, "80.11": 1},
        ],
        ids=["none", "untouched", "both", "lower", "upper"],
    )
    def test_as_a_ranking(self, totals):
        counted = {Decimal(total): count for total, count in totals.items()}
        of = sum(counted.values())
        results = [scored(total) for total, count in counted.items() for _ in range(count)]
        found = tuple(told_of_totals(plan_of(get_framework()), counted, of))
        assert found == rank_units(results).warnings

    def test_each_status_apart(self):
        common = get_framework()
        first, second, *others = common.bands
        doubted = evolve(first.source, status="disputed")
        ours = evolve(common, bands=(evolve(first, source=doubted), second, *others))
        counted = {Decimal(89): 2, Decimal("79.5"): 3}
        results = [scored(t, framework=ours) for t, count in counted.items() for _ in range(count)]
        found = tuple(told_of_totals(plan_of(ours), counted, 5))
        assert found == rank_units(results).warnings
        assert [dict(each.details)["count"] for each in found] == [2, 3]


class TestComparedAndOverTime:
    """Side by side, a unit is counted once, however many of its results rest on a cut-off."""

    def test_two_rankings(self):
        sides = [
            rank_units(
                score_points(
                    UnitPoints(
                        unit=Unit(name=name, code=code),
                        period=Month(2026, month),
                        published=Published(total=Decimal(total)),
                    )
                )
                for name, code, total in units
            )
            for month, units in (
                (5, [("xã A", "H01.01", "79.5"), ("xã B", "H01.02", "95")]),
                (6, [("xã A", "H01.01", "80.05"), ("xã B", "H01.02", "73")]),
            )
        ]
        told = [str(it.code) for it in compare(*sides).warnings if "unverified" in it.code]
        assert told == ["unverified-validity", "unverified-classes-near"]
        (last,) = (it for it in compare(*sides).warnings if "classes" in it.code)
        assert last.text("vi")[0].endswith(
            "liên quan đến 2/2 đơn vị. Cách ngưỡng không quá 1 điểm: xã A."
        )

    def test_one_unit_over_time(self):
        results = [
            score_points(
                UnitPoints(
                    unit=Unit(name="xã A"),
                    period=Month(2026, month),
                    published=Published(total=Decimal(total)),
                )
            )
            for month, total in ((5, "79.5"), (6, "80.05"), (7, "73"))
        ]
        (warning,) = (it for it in series(results).warnings if "classes" in it.code)
        assert "liên quan đến 1/1 đơn vị" in warning.text("vi")[0]


class TestDocuments:
    """Documents never print a doubt about a cut-off."""

    def test_of_a_class_that_rests_on_one(self):
        unit = Unit(name="UBND xã A")
        points = {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 15, "MDSH": 0}
        result = score_points(points, unit=unit, period=Month(2026, 5))
        assert told(result)
        frame = Frame(
            issuer=("Ủy ban nhân dân", "xã A"),
            called="UBND xã A",
            symbol="UBND-VP",
            place="A",
            addressees="Các công chức xã",
            signature=Signature(lines="Chủ tịch"),
            recipients="Trang thông tin điện tử xã",
        )
        document = disclosure_letter(result, frame=frame)
        text = "\n".join(text for _, text in every_text(document))
        assert "xếp loại Khá" in text
        for words in ("gưỡng", "suy ra", "đối chiếu", "văn bản gốc"):
            assert words not in text


class TestEveryStatusIsNamed:
    """A warning for each kind of figures and each status below verified among them."""

    def test_maxima(self):
        common = get_framework()
        disputed = evolve(common.bands[0].source, status="disputed")
        first = evolve(common.groups[0], source=disputed)
        framework = evolve(common, groups=(first, *common.groups[1:]))
        warnings = score_points({}, framework=framework).warnings
        said = [(warning.code, dict(warning.details)["status"]) for warning in warnings]
        assert said == [(ProblemCode.UNVERIFIED_MAXIMA, "disputed")]
        assert "các nguồn mâu thuẫn" in warnings[0].text("vi")[0]

    @pytest.mark.parametrize(
        ("status", "words"), [("disputed", "có nguồn nêu khác"), ("recalled", "ghi theo trí nhớ")]
    )
    def test_cut_offs(self, status, words):
        common = get_framework()
        source = evolve(common.bands[1].source, status=status)
        bands = (common.bands[0], evolve(common.bands[1], source=source), *common.bands[2:])
        framework = evolve(common, bands=bands)
        results = [scored("79", framework=framework), scored("60", framework=framework)]
        assert words in results[0].warnings[0].text("vi")[0]
        # One line a status.
        assert len(rank_units(results).warnings) == 2

    def test_rules_of_components(self):
        codes = [warning.code for warning in score_counts({}).warnings]
        assert ProblemCode.UNVERIFIED_RULES in codes
        disputed = [w for w in score_counts({}).warnings if "disputed" in w.message]
        assert [dict(w.details)["labels"] for w in disputed] == ["4.2"]


class TestBrokenFrameworks:
    """A framework that breaks its rules classifies nothing, however it was made."""

    @pytest.mark.parametrize(
        "change",
        [
            lambda f: evolve(f, bands=f.bands[::-1]),
            lambda f: evolve(f, bands=f.bands[:2]),
            lambda f: evolve(f, bands=()),
            lambda f: evolve(f, groups=f.groups[1:]),
            lambda f: evolve(f, groups=(), max_points=Decimal(0)),
        ],
        ids=["reversed", "a hole", "none", "a group missing", "empty"],
    )
    def test_are_refused(self, change):
        with pytest.raises(InvalidFrameworkError):
            score_points({}, framework=change(get_framework()))
