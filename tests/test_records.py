"""Units: what identifies them."""

from __future__ import annotations

import pytest

from vn766.errors import InvalidRecordError
from vn766.records import Unit
from vn766.score import UnitResult, score_points
from vn766.score.ranking import check_each_once


def results(*codes: str | None) -> list[UnitResult]:
    return [score_points({"CKMB": 1}, unit=Unit(name="UBND xã A", code=code)) for code in codes]


class TestCodes:
    @pytest.mark.parametrize("code", [None, "", " ", "\t\n\N{NO-BREAK SPACE}"])
    def test_a_blank_one_is_none(self, code: str | None) -> None:
        unit = Unit(name="UBND xã A", code=code)
        assert (unit.code, unit.key) == (None, "UBND xã A")
        assert unit == Unit(name="UBND xã A")
        check_each_once(results(code, code))

    @pytest.mark.parametrize("code", ["X-1", "x-1", " x-1 ", "X-1\n"])
    def test_one_of_another_kind_is_compared_however_typed(self, code: str) -> None:
        unit = Unit(name="UBND xã A", code=code)
        assert (unit.code, unit.key) == (code, "X-1")
        with pytest.raises(InvalidRecordError, match="code 'X-1' is there 2 times"):
            check_each_once(results("X-1", code))

    def test_others_stay_apart(self) -> None:
        assert len({Unit(name="", code=code).key for code in ("X-1", "X1", "X 1", "X-01")}) == 4
