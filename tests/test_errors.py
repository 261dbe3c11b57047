"""Problems and errors: what they say, and that they survive being moved around."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import copy
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766 import errors
from vn766.errors import (
    FormatError,
    InvalidRecordError,
    MissingExtraError,
    MissingLibraryError,
    NotComparableError,
    Problem,
    ProblemCode,
    Severity,
    Vn766Error,
    Word,
)

HIGH = Problem.of(
    ProblemCode.ABOVE_MAXIMUM,
    ("nodes", "progress"),
    value="20,01",
    label="Tiến độ",
    maximum=Decimal("20.00"),
)


def test_a_problem_speaks_both_languages():
    assert HIGH.text("vi")[0] == "Tiến độ là '20,01', vượt quá điểm tối đa 20."
    assert HIGH.message == "Tiến độ is '20,01', above its maximum of 20."
    assert HIGH.hint == "Check the value, and whether it stands in the wrong column."


def test_decimals_have_the_mark_of_the_language():
    problem = Problem.of(
        ProblemCode.SUM_MISMATCH, (), value=Decimal("15.20"), label="X", least=Decimal("7.5")
    )
    assert "15,2" in problem.text("vi")[0]
    assert "15.2" in problem.text("en")[0]


def test_words_in_a_list_are_said_one_by_one():
    levels = (Word("province"), Word("commune"))
    problem = Problem.of(ProblemCode.UNKNOWN_LEVEL, (), value="x", known=levels)
    assert problem.text("vi")[1] == "Các cấp của khung chỉ số: tỉnh, xã."
    assert problem.hint == "The levels of this framework: province, commune."


def test_the_place_is_the_cell_if_there_is_one():
    assert HIGH.where == "nodes.progress"
    in_a_file = Problem.of(ProblemCode.NEGATIVE, ("x",), origin="a.csv, C4", value=-1, label="X")
    assert str(in_a_file).startswith("a.csv, C4: ")
    nowhere = Problem.of(ProblemCode.NEGATIVE, (), value=-1, label="X")
    assert str(nowhere).startswith("X is negative")


def test_a_problem_as_values():
    values = HIGH.to_dict("en")
    assert values["path"] == ["nodes", "progress"]
    assert values["value"] == "20,01"
    assert Problem.of(ProblemCode.NEGATIVE, (), label="X").to_dict()["value"] is None


@given(st.integers() | st.decimals() | st.floats() | st.text() | st.booleans() | st.none())
def test_any_value_can_be_quoted(value):
    problem = Problem.of(ProblemCode.NEGATIVE, (), value=value, label="X")
    assert len(problem.line("vi")) < 300
    assert len(str(problem.to_dict()["value"])) <= 200


@pytest.mark.parametrize(
    "value",
    [10**5000, -(10**5000), Decimal("1e999999"), "x" * 10**6],
    ids=["int", "negative", "decimal", "text"],
)
def test_huge_values_are_cut(value):
    problem = Problem.of(ProblemCode.NEGATIVE, (), value=value, label="X")
    assert len(problem.line()) < 300
    assert len(str(problem.to_dict()["value"])) <= 200


def test_long_places_are_cut():
    problem = Problem.of(ProblemCode.UNKNOWN_KEY, ("nodes", "x" * 10**6), value="y", nearest="z")
    assert len(problem.line("vi")) < 500


def test_values_that_refuse_to_be_printed():
    class Hostile:
        def __str__(self):
            raise RuntimeError

    problem = Problem.of(ProblemCode.NEGATIVE, (), value=Hostile(), label="X")
    assert problem.message == "X is negative: <Hostile>."


def test_words_of_ours_are_translated_and_those_of_others_are_not():
    ours = Problem.of(ProblemCode.NEGATIVE, (), value=-1, label=Word("total"))
    assert ours.text("vi")[0].startswith("Tổng điểm")
    theirs = Problem.of(ProblemCode.NEGATIVE, (), value=-1, label="total")
    assert theirs.text("vi")[0].startswith("total")


def test_errors_list_all_problems():
    error = InvalidRecordError([HIGH, HIGH], subject="UBND xã A")
    assert str(error).splitlines()[0] == "UBND xã A:"
    assert len(str(error).splitlines()) == 3
    assert error.text("vi").count("vượt quá") == 2
    assert isinstance(error, ValueError)


@pytest.mark.parametrize(
    "error",
    [
        InvalidRecordError([HIGH], subject="A"),
        FormatError.of(ProblemCode.NOT_A_NUMBER, "18.9", suggestions=["18,9"]),
        NotComparableError([HIGH, HIGH]),
        MissingExtraError("docx"),
        MissingLibraryError("polars"),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("clone", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
def test_errors_can_be_moved_between_processes(error, clone):
    again = clone(error)
    assert type(again) is type(error)
    assert str(again) == str(error)


@pytest.mark.parametrize("error", [MissingExtraError("docx"), MissingLibraryError("polars")])
def test_what_is_not_installed_is_said_in_both_languages(error):
    vi, en = error.line("vi"), error.line("en")
    assert vi != en == str(error)
    assert vi.partition(": ")[2] == en.partition(": ")[2]  # the command


def test_a_format_error_asks_back():
    error = FormatError.of(ProblemCode.NOT_A_NUMBER, "18.9", suggestions=["18,9", "189"])
    assert error.problems == (error.problem,)
    assert MissingExtraError("docx").problems == ()
    assert error.text == "18.9"
    assert error.line("vi").endswith("Có phải là '18,9' hoặc '189'?")
    assert str(error).endswith("Did you mean '18,9' or '189'?")
    assert str(FormatError.of(ProblemCode.NOT_A_NUMBER, "x")).endswith("1.234,5.")


def test_reasons_are_listed():
    assert NotComparableError([HIGH]).reasons == (HIGH.message,)


def test_every_error_has_the_root():
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, Warning)
    ]
    assert len(kinds) > 10
    assert all(issubclass(kind, Vn766Error) for kind in kinds)


def test_severities_compare_as_text():
    assert Severity.ERROR == "error"
