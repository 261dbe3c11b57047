"""The levels of government."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import pytest

from vn766.errors import InvalidRecordError, ProblemCode
from vn766.period import HalfYear, Month, NineMonths, Quarter, Year
from vn766.records import Unit, UnitCounts, UnitPoints
from vn766.score import iter_problems, score_counts, score_points

DISTRICT = Unit(name="UBND huyện A", level="district")
POINTS = {"progress": 20}


class TestDistrictsEnded:
    """Since 1 July 2025 there are provinces and communes and no districts: figures of one cannot be
    of a later time. A period that began before may still be about one.
    """

    @pytest.mark.parametrize("framework", [None, "qd766", "portal-2025"])
    @pytest.mark.parametrize(
        ("period", "ended"),
        [
            (Month(2025, 6), False),
            (Month(2025, 7), True),
            (Quarter(2025, 2), False),
            (Quarter(2025, 3), True),
            (HalfYear(2025, 1), False),
            (HalfYear(2025, 2), True),
            (NineMonths(2025), False),
            (Month(2025, 8, up_to=True), False),
            (Year(2025), False),
            (None, False),
        ],
    )
    def test_by_period(self, period, ended, framework):
        record = UnitPoints(unit=DISTRICT, period=period, points=POINTS)
        codes = [problem.code for problem in iter_problems(record, framework=framework)]
        assert codes == ([ProblemCode.ENDED_LEVEL] if ended else [])
        for score in (
            lambda: score_points(record, framework=framework),
            lambda: score_points(POINTS, unit=DISTRICT, period=period, framework=framework),
        ):
            if ended:
                with pytest.raises(InvalidRecordError):
                    score()
            else:
                assert score().unit == DISTRICT

    @pytest.mark.parametrize("period", [None, Year(2026), Month(2025, 6)])
    def test_the_edition_of_2026_has_none(self, period):
        for score in (
            lambda: score_points(POINTS, unit=DISTRICT, period=period, framework="portal-2026"),
            lambda: score_counts(UnitCounts(unit=DISTRICT, period=period)),
        ):
            with pytest.raises(InvalidRecordError) as caught:
                score()
            (problem,) = caught.value.problems
            assert problem.code is ProblemCode.ENDED_LEVEL
            assert problem.path == ("unit", "level")

    def test_the_advice(self):
        record = UnitPoints(unit=DISTRICT, period=Month(2026, 5), points=POINTS)
        (problem,) = iter_problems(record)
        assert problem.line("vi") == (
            "unit.level: Từ ngày 01/7/2025 không còn cấp huyện. Hãy kiểm tra kỳ báo cáo, hoặc ghi "
            "cấp của đơn vị hiện nay: bộ, tỉnh, sở, xã."
        )
        assert problem.message == "There is no level district since 01/7/2025."

    @pytest.mark.parametrize("level", ["ministry", "province", "department", "commune"])
    def test_all_others_go_on(self, level):
        unit = Unit(name="A", level=level)
        assert score_points(POINTS, unit=unit, period=Month(2026, 5)).unit == unit
