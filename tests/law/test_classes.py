"""Classification (xếp loại)."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766._engine import formulas
from vn766.errors import InvalidFrameworkError, InvalidRecordError, ProblemCode
from vn766.framework import get_framework
from vn766.score import classify, score_counts, score_points
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
        "total", [-1, "100,01", Decimal("1e999999999"), pytest.param(10**5000, id="huge")]
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


class TestVerifiedCutOffs:
    """A warning only when the values used carry a status below verified."""

    def test_give_no_warning(self):
        common = get_framework()
        verified = evolve(common.bands[0].source, status="verified", locator="Điều 1")
        bands = tuple(evolve(band, source=verified) for band in common.bands)
        assert score_points({}, framework=evolve(common, bands=bands)).warnings == ()


class TestEveryStatusIsNamed:
    """A warning for each kind of figures and each status below verified among them."""

    def test_mixed_bands_and_maxima(self):
        common = get_framework()
        disputed = evolve(common.bands[0].source, status="disputed")
        bands = (evolve(common.bands[0], source=disputed), *common.bands[1:])
        first = evolve(common.groups[0], source=disputed)
        framework = evolve(common, bands=bands, groups=(first, *common.groups[1:]))
        warnings = score_points({}, framework=framework).warnings
        said = [(warning.code, dict(warning.details)["status"]) for warning in warnings]
        assert said == [
            (ProblemCode.UNVERIFIED_MAXIMA, "disputed"),
            (ProblemCode.UNVERIFIED_BANDS, "disputed"),
            (ProblemCode.UNVERIFIED_BANDS, "recalled"),
        ]
        assert "các nguồn mâu thuẫn" in warnings[0].text("vi")[0]

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


class TestTheCutOffsAreNotVerified:
    """The cut-offs themselves are recalled: whoever uses them is told."""

    def test_a_result_carries_the_warning(self):
        (warning,) = score_points({"progress": 1}).warnings
        assert warning.code is ProblemCode.UNVERIFIED_BANDS
        assert warning.severity == "warning"
        assert "recalled" in warning.message
