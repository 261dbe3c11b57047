"""Units and what identifies them; values that are none of a record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

import pytest

from vn766 import convert, files
from vn766.errors import InvalidRecordError
from vn766.readers import score_file
from vn766.records import Published, Unit, UnitCounts, UnitPoints
from vn766.score import UnitResult, rank_units, score_counts, score_points
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


def test_usual_figures_are_kept_as_they_are() -> None:
    points: Any = {"CKMB": 17, "TDGQ": Decimal(18), "CLGQ": 7.5, "TTTT": "7", "MDHL": None}
    assert UnitPoints(points=points).points is points


WRONG: dict[str, tuple[Any, str]] = {
    "period of points": (lambda: score_points({"CKMB": 1}, period=cast("Any", "6/2026")), "period"),
    "period of counts": (lambda: score_counts({}, period=cast("Any", "6/2026")), "parse_period"),
    "period of a record": (
        lambda: score_counts(UnitCounts(), period=cast("Any", "6/2026")),
        "Month",
    ),
    "period and framework": (
        lambda: score_points({}, period=cast("Any", "6/2026"), framework="portal-2026"),
        "Month",
    ),
    "unit of points": (lambda: score_points({"CKMB": 1}, unit=cast("Any", "xã A")), "Unit"),
    "unit of a record": (lambda: UnitPoints(unit=cast("Any", "xã A")), "Unit"),
    "published": (lambda: UnitPoints(published=cast("Any", {"rank": 5})), "Published"),
    "retrieved_at": (lambda: UnitPoints(retrieved_at=cast("Any", "2026-07-01")), "parse_datetime"),
    "retrieved_at of published": (
        lambda: Published(retrieved_at=cast("Any", "2026-07-01")),
        "datetime",
    ),
    "framework": (lambda: score_points({}, framework=cast("Any", 5)), "framework must be"),
    "framework of counts": (lambda: score_counts({}, framework=cast("Any", 5)), "not a int"),
    "ranking": (lambda: rank_units(cast("Any", {"a": score_points({})})), "values"),
    "file": (lambda: score_file(cast("Any", None)), "a path"),
}


@pytest.mark.parametrize(("call", "words"), WRONG.values(), ids=WRONG)
def test_a_value_of_another_type_is_refused_with_what_is_needed(call: Any, words: str) -> None:
    with pytest.raises(TypeError, match=words) as caught:
        call()
    assert " must be " in str(caught.value)
    assert ", not a " in str(caught.value)


@pytest.mark.parametrize("document", [None, "x", [], 5])
@pytest.mark.parametrize("read", [convert.from_dict, convert.result_from_dict])
def test_a_document_that_is_no_table_is_refused(read: Any, document: object) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        read(document)
    assert [problem.path for problem in caught.value.problems] == [()]


def test_no_file_at_all_and_a_folder_without_a_name() -> None:
    with pytest.raises(TypeError, match=r"^at least one file or folder is needed$"):
        score_file()
    with pytest.raises(InvalidRecordError, match=r"'\.'"):
        files.read(".")
