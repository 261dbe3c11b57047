"""Results and rankings as JSON-ready values and as dataframes."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given

from vn766.compare import compare
from vn766.errors import MissingExtraError, MissingLibraryError, Vn766Error
from vn766.framework import get_framework
from vn766.period import Month
from vn766.records import Published, Unit, UnitPoints
from vn766.score import rank_units, score_counts, score_points
from vn766.shown import Shown, to_dict
from vn766.testing import frameworks, unit_counts, unit_points

REST = {"transparency": 9, "online": 20, "satisfaction": 18, "digitization": 22}


def scored(progress, code, **about):
    points = REST if progress is None else {**REST, "progress": progress}
    unit = Unit(name=f"UBND xã {code}", code=code)
    return score_points(UnitPoints(points=points, unit=unit, period=Month(2026, 6), **about))


def published_only(total, **about):
    return score_points(
        UnitPoints(period=Month(2026, 6), published=Published(total=total, **about))
    )


class TestDictionary:
    @given(unit_points(), unit_counts())
    def test_is_json_with_every_figure(self, points, counts):
        for result in (score_points(points), score_counts(counts)):
            document = result.to_dict()
            assert json.loads(json.dumps(document)) == document
            assert document["framework_digest"] == result.framework_digest
            assert [document["nodes"][name]["points"] for name in result.nodes] == [
                None if node.points is None else str(node.points) for node in result.nodes.values()
            ]
            assert document["indicators"].keys() == result.indicators.keys()
            assert tuple(map(Decimal, document["bounds"])) == result.bounds

    def test_of_counts(self):
        document = score_counts({"5.4": (755, 1120)}).to_dict("en")
        assert document["indicators"]["DOSSIER_RECEIVING_SATISFACTION"] == {
            "no": "5.4",
            "label": "Hài lòng trong tiếp nhận, giải quyết TTHC",
            "numerator": 755,
            "denominator": 1120,
            "rate": "67.41",
            "points": "4.49",
            "max_points": "6.00",
            "status": "scored",
            "basis": "counts",
        }
        assert document["warnings"]
        assert document["unit"] is document["period"] is document["total"] is None

    def test_of_what_is_published_only(self):
        at = datetime(2026, 7, 2, tzinfo=UTC)
        result = published_only("80,11", rank=5, of=65, pool="xã", retrieved_at=at)
        document = result.to_dict()
        assert (document["total"], document["by_publication"]) == ("80.11", True)
        assert (document["percent"], result.to_next_band) == (None, None)
        assert document["to_next_band"] == str(result.known_to_next_band) == "9.89"
        assert document["published"] == {
            "total": "80.11",
            "rank": 5,
            "of": 65,
            "pool": "xã",
            "band": None,
            "source": None,
            "retrieved_at": "2026-07-02T00:00:00+00:00",
        }
        assert published_only(None, rank=5).to_dict()["published"]["total"] is None
        assert published_only(None).known_to_next_band is None
        assert published_only(95).known_to_next_band is None

    def test_says_the_same_as_a_comparison(self):
        old, new = scored(10, "H01"), scored(12, "H01", provisional=True)
        document, side = new.to_dict(), compare(old, new).to_dict()["after"]
        for name in ("period", "provisional", "framework", "total", "by_publication", "band"):
            assert document[name] == side[name]

    def test_of_a_ranking(self):
        ranking = rank_units([scored(10, "H01"), scored(None, "H02"), scored(12, "H03")], pool="xã")
        document = ranking.to_dict()
        assert json.loads(json.dumps(document)) == document
        assert document["framework"] == "portal-2026"
        assert document["period"] == {
            "text": "tháng 6/2026",
            "iso": "2026-06",
            "start": "2026-06-01",
            "end": "2026-06-30",
        }
        first = document["rows"][0]
        assert (first["rank"], first["of"], first["tied"], first["pool"]) == (1, 2, 1, "xã")
        assert first["unit"] == {"code": "H03", "name": "UBND xã H03", "level": None}
        assert [it["missing"] for it in document["unranked"]] == [["progress"]]
        assert rank_units([]).to_dict()["framework"] is None


class TestWhatIsNoResult:
    def test_has_no_figures(self):
        with pytest.raises(TypeError, match="nothing shows a Shown"):
            to_dict(Shown(), "vi")

    def test_is_no_table(self):
        with pytest.raises(TypeError, match="nothing shows a Shown"):
            Shown()._repr_html_()


class TestFrames:
    @pytest.mark.parametrize("library", ["polars", "pandas"])
    def test_an_absent_library_is_named(self, library, monkeypatch):
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(MissingLibraryError, match=f"pip install {library}") as caught:
            getattr(rank_units([]), f"to_{library}")()
        assert isinstance(caught.value, Vn766Error)
        assert caught.value.library == library

    def test_the_extra_of_an_absent_one_is_named(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(MissingExtraError, match=r"vn766\[parquet\]"):
            rank_units([]).to_arrow()


class TestFrameworkInNotebooks:
    @given(frameworks())
    def test_every_group_is_a_row(self, framework):
        html = framework._repr_html_()
        assert html.count("<tr>") == len(list(framework.nodes())) + 3
        for band in framework.bands:
            assert band.label in html

    def test_rules_and_evidence(self):
        html = get_framework("portal-2026")._repr_html_()
        assert "đủ điểm từ 80%" in html
        assert "chỉ theo dõi, không tính điểm" in html
        assert "suy ra từ số liệu" in html
        assert "Xuất sắc từ 90; Tốt từ 80" in html

    def test_is_escaped_and_asks_nobody_for_anything(self):
        html = evolve(get_framework(), title="<script>")._repr_html_()
        assert "<script>" not in html
        assert "http" not in html
        assert "src=" not in html
        assert '<div class="vn766" lang="vi"' in html
        assert "<table><caption>" in html
