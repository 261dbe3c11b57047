"""What other programs get: every document has its schema, and results are read back or refused."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from vn766.advise import reach, shortfalls
from vn766.audit import audit
from vn766.compare import compare, series
from vn766.convert import result_from_dict, to_dict
from vn766.errors import InvalidRecordError, UnknownFrameworkError
from vn766.framework import get_framework
from vn766.period import HalfYear, Month, Quarter, Year
from vn766.readers import score_file
from vn766.records import Published, Unit, UnitCounts, UnitPoints
from vn766.schemas.types import ResultDict
from vn766.score import rank_units, score_counts, score_points
from vn766.testing import unit_counts, unit_points

EXAMPLES = Path(__file__).parents[1] / "examples"
UNIT = Unit(name="UBND xã A", code="H21.801", level="commune")
POINTS = {"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36", "MDHL": 18, "MDSH": "17,08"}
COUNTS = UnitCounts(
    counts={"2.1": (900, 1000), "5.4": (80, 100), "4.2": (350, 500)},
    points={
        "CKMB": 15,
        "online": 18,
        "5.2": 6,
        "5.3": 6,
        "4.1": 5,
        "4.3": 2,
        "4.4": 3,
        "4.5a": 2,
        "4.5b": 1,
        "4.6": 2,
    },
    unit=UNIT,
    period=Month(2026, 6),
)


class TestDocumentsHaveTheirSchemas:
    @given(unit_points(), unit_counts())
    def test_results_and_their_records(self, conforms, points, counts):
        for result, name in ((score_points(points), "points"), (score_counts(counts), "counts")):
            conforms(result.to_dict(), "result")
            conforms(result.explain().to_dict(), "explanation")
            for lost in shortfalls(result):
                conforms(lost.to_dict(), "shortfall")
            conforms(to_dict(result.record), name)

    @pytest.mark.parametrize("name", ["provinces-2025.csv", "communes-2026-06.csv"])
    def test_rankings_of_the_examples(self, conforms, name):
        scored = score_file(EXAMPLES / name, keep_going=True)
        conforms(scored.ranking.to_dict(), "ranking")
        for problem in scored.problems:
            conforms(problem.to_dict(), "problem")

    def test_advice(self, conforms):
        for target in ("tốt", 100):
            conforms(reach(COUNTS, target).to_dict("en"), "advice")

    def test_comparisons(self, conforms):
        months = [Month(2026, 5), Month(2026, 6), Month(2026, 8)]
        results = [score_counts(COUNTS, period=month) for month in months]
        conforms(compare(*results[:2]).to_dict(), "comparison")
        conforms(series(results).to_dict(), "series")
        rankings = [rank_units([result], pool="xã") for result in results[:2]]
        conforms(compare(*rankings).to_dict(), "ranking-comparison")

    def test_audits(self, conforms):
        report = audit(EXAMPLES / "notice.txt")
        conforms(report.to_dict(), "audit-report")
        for part, name in ((report.findings, "finding"), (report.claims, "claim")):
            assert part
            for each in part:
                conforms(each.to_dict(), name)


@pytest.mark.parametrize(
    ("period", "iso", "first", "last"),
    [
        (Month(2026, 3), "2026-03", "2026-03-01", "2026-03-31"),
        (Quarter(2026, 3), "2026-Q3", "2026-07-01", "2026-09-30"),
        (Year(2026), "2026", "2026-01-01", "2026-12-31"),
        (HalfYear(2026, 1), "2026-01-01/2026-06-30", "2026-01-01", "2026-06-30"),
        (Month(2026, 3, up_to=True), "2026-01-01/2026-03-31", "2026-01-01", "2026-03-31"),
    ],
)
def test_periods_are_said_for_people_and_for_programs(period, iso, first, last):
    stated = score_points(POINTS, period=period).to_dict()["period"]
    assert stated == {"text": str(period), "iso": iso, "start": first, "end": last}


class TestReadBack:
    @given(unit_points(), unit_counts(), st.sampled_from([None, "qd766", "portal-2025"]))
    def test_a_result_is_scored_anew(self, points, counts, framework):
        for result in (score_points(points, framework=framework), score_counts(counts)):
            document = json.loads(json.dumps(result.to_dict()))
            assert result_from_dict(document) == result

    def test_what_was_published_and_how_the_edition_was_found(self):
        published = Published(total="87,09", rank=5, of=65, pool="xã")
        record = UnitPoints(points=POINTS, unit=UNIT, published=published, provisional=True)
        for period, framework, basis in (
            (None, None, "default"),
            (None, "qd766", "named"),
            (Month(2026, 6), None, "period"),
            (Month(2026, 6), "portal-2026", "named"),
            (Month(2026, 6), "portal-2025", "uncovered"),
        ):
            result = score_points(evolve(record, period=period), framework=framework)
            document = result.to_dict()
            assert document["framework_basis"] == result.framework_basis == basis
            assert result_from_dict(document) == result

    def test_a_framework_of_ones_own(self):
        own = evolve(get_framework(), id="tinh-x")
        result = score_points(POINTS, framework=own)
        with pytest.raises(UnknownFrameworkError):
            result_from_dict(result.to_dict())
        assert result_from_dict(result.to_dict(), framework=own) == result

    @pytest.mark.parametrize(
        ("place", "value"),
        [
            (("total",), "87.19"),
            (("band",), None),
            (("band", "label"), "Xuất sắc"),
            (("nodes", "progress", "points"), "18.73"),
            (("framework_digest",), "0" * 64),
            (("bounds",), ["87.09"]),
            (("unit", "name"), "UBND xã B"),
        ],
    )
    def test_another_figure_is_refused(self, place, value):
        document = score_points(POINTS, unit=UNIT).to_dict()
        part = document
        for name in place[:-1]:
            part = part[name]
        part[place[-1]] = value
        with pytest.raises(InvalidRecordError) as caught:
            result_from_dict(document)
        assert [problem.path for problem in caught.value.problems] == [place]

    def test_what_a_later_release_adds_is_passed_over(self):
        document = score_points(POINTS).to_dict()
        document["nodes"]["progress"]["colour"] = "green"
        assert result_from_dict({**document, "later": 1}) == score_points(POINTS)

    @pytest.mark.parametrize(
        ("changed", "place"),
        [
            ({"schema": "vn766-result-2"}, ("schema",)),
            ({"record": None}, ("record",)),
            ({"record": {"schema": "vn766-points-2"}}, ("record", "schema")),
            ({"framework": 5}, ("framework",)),
        ],
    )
    def test_what_is_no_result_is_refused(self, changed, place):
        document = score_points(POINTS, framework="qd766").to_dict()
        with pytest.raises(InvalidRecordError) as caught:
            result_from_dict({**document, **changed})
        assert [problem.path for problem in caught.value.problems] == [place]


def test_pydantic_takes_the_types():
    document = score_points(POINTS, unit=UNIT, period=Month(2026, 6)).to_dict()
    adapter = TypeAdapter(ResultDict)
    assert adapter.validate_json(adapter.dump_json(document)) == document


def test_the_types_need_nothing_but_python():
    code = "import sys; sys.modules['typing_extensions'] = None; import vn766.schemas"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
