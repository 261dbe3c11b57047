"""Percents, points and ranks, in figures and in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, get_args
from unicodedata import normalize

import pytest
from babel.numbers import format_percent as babel_percent
from hypothesis import given
from hypothesis import strategies as st

from vn766 import vi
from vn766.errors import FormatError, LookalikeWarning, ProblemCode
from vn766.vi.words import Fraction, Register

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS = 3_321  # the communes of the country: no pool is larger
MAXIMA = (100, 22, 20, 18, 12, 10)
SPELLINGS = st.fixed_dictionaries(
    {
        "fraction": st.sampled_from(get_args(Fraction)),
        "register": st.sampled_from(get_args(Register)),
        "keep_zeros": st.booleans(),
    }
)


def refusal(function: Callable[..., object], *args: object) -> FormatError:
    with pytest.raises(FormatError) as caught:
        function(*args)
    return caught.value


@pytest.mark.parametrize(
    ("percent", "decimals", "text"),
    [
        (77.64, None, "77,64%"),
        (100, None, "100%"),
        (66.1, None, "66,1%"),
        (93.6, 2, "93,60%"),
        (77.735, None, "77,74%"),
    ],
)
def test_format_percent(percent: float, decimals: int | None, text: str) -> None:
    assert vi.format_percent(percent, decimals=decimals) == text


def test_the_percent_sign_is_that_of_babel() -> None:
    expected = babel_percent(Decimal("0.7764"), "#,##0.##%", locale="vi")
    assert vi.format_percent(Decimal("77.64")) == expected


def test_format_points() -> None:
    assert vi.format_points(Decimal("17.08"), 22) == "17,08/22"
    assert vi.format_points(18, 18) == "18/18"


def test_all_points_are_read_back() -> None:
    for out_of in MAXIMA:
        for hundredths in range(100 * out_of + 1):
            points = Decimal(hundredths) / 100
            assert vi.parse_points(vi.format_points(points, out_of)) == (points, Decimal(out_of))


def test_all_percents_are_read_back() -> None:
    for hundredths in range(10_001):
        percent = Decimal(hundredths) / 100
        assert vi.parse_percent(vi.format_percent(percent)) == percent
    for percent in (*range(1000, 20_000, 7), 10**6, 10**37, -1234):
        assert vi.parse_percent(vi.format_percent(percent)) == percent


@given(
    st.decimals(-(10**12), 10**12, allow_nan=False, places=2),
    st.decimals("0.01", 10**12, allow_nan=False, places=2),
    SPELLINGS,
)
def test_any_points_are_read_back(points: Decimal, out_of: Decimal, spelling: vi.Spelling) -> None:
    assert vi.parse_points(vi.format_points(points, out_of)) == (points, out_of)
    assert vi.parse_points(vi.spell_points(points, out_of, **spelling)) == (points, out_of)


@given(st.decimals(-(10**14), 10**14, allow_nan=False, places=4), SPELLINGS, st.integers(0, 6))
def test_any_percent_is_read_back(percent: Decimal, spelling: vi.Spelling, decimals: int) -> None:
    written = vi.format_percent(percent, decimals=decimals)
    assert vi.parse_percent(written) == vi.parse_number(
        vi.format_number(percent, decimals=decimals)
    )
    assert vi.parse_percent(vi.spell_percent(percent, **spelling)) == percent


def test_all_ranks_are_read_back() -> None:
    for rank in range(1, UNITS + 1):
        for of in {rank, UNITS}:
            for pad in (False, True):
                text = vi.format_rank(rank, of, pad=pad)
                assert vi.parse_rank(text) == (rank, of)
                assert not pad or len(text) == 2 * len(str(of)) + 1
    for rank in range(1, UNITS + 1, 3):
        assert vi.parse_rank(vi.spell_rank(rank, UNITS)) == (rank, UNITS)
        assert vi.parse_rank(vi.spell_rank(rank, UNITS, register="south")) == (rank, UNITS)


@pytest.mark.parametrize(
    ("rank", "of"),
    [
        *((0, 5), (6, 5), (-1, 5), (1, 0), (1.5, 5), (5, 65.5)),
        *((1, 10**9), (0, 1 << 20_000), (1 << 20_000, 5), (Decimal("1E+999999"), 5)),
    ],
    ids=range(10),
)
def test_an_impossible_rank_is_not_written(rank: float, of: float) -> None:
    for write in (vi.format_rank, vi.spell_rank):
        assert refusal(write, rank, of).problem.code is ProblemCode.OUT_OF_RANGE


@pytest.mark.parametrize("rank", [True, "5", None, float("nan")])
def test_what_is_no_number_is_no_rank(rank: float) -> None:
    codes = {ProblemCode.UNSUPPORTED_NUMBER, ProblemCode.NOT_FINITE}
    assert refusal(vi.format_rank, rank, 65).problem.code in codes
    assert refusal(vi.to_roman, rank).problem.code in codes


def test_frames_rank_in_floats() -> None:
    assert vi.format_rank(5.0, 65.0) == "05/65"
    assert vi.to_roman(4.0) == "IV"


@pytest.mark.parametrize(("points", "out_of"), [(5, 0), (5, -18), (0, Decimal("0.004"))])
def test_points_need_a_maximum(points: float, out_of: float) -> None:
    assert refusal(vi.format_points, points, out_of).problem.code is ProblemCode.NOT_POINTS
    if out_of <= 0:
        assert refusal(vi.spell_points, points, out_of).problem.code is ProblemCode.NOT_POINTS


@pytest.mark.parametrize(
    ("text", "most", "percent"),
    [("77.742%", 100, "77.742"), ("1.234%", 100, "1.234"), ("1.234%", 1, None)],
)
def test_the_largest_percent_settles_two_readings(
    text: str, most: int, percent: str | None
) -> None:
    if percent is None:
        with pytest.raises(FormatError):
            vi.parse_percent(text, max_value=most)
    else:
        assert vi.parse_percent(text, max_value=most) == Decimal(percent)


def test_a_letter_that_looks_like_another_is_read_with_a_warning() -> None:
    with pytest.warns(LookalikeWarning):
        assert vi.parse_points("87,09/100 \u00f0iểm") == (Decimal("87.09"), Decimal(100))


def test_the_largest_points_are_read_back() -> None:
    largest = 10**38 - 1
    assert vi.parse_points(vi.format_points(largest, largest)) == (Decimal(largest),) * 2


class TestParsePoints:
    @pytest.mark.parametrize(
        ("text", "points", "out_of"),
        [
            ("7/12\u00a0ĐIỂM", "7", "12"),
            (normalize("NFD", "7 / 12 điểm"), "7", "12"),
            ("00/18", "0", "18"),
            ("17,085/22", "17.085", "22"),
            ("âm năm trên hai mươi hai", "-5", "22"),
            ("mười trên 22 điểm", "10", "22"),
        ],
    )
    def test_read(self, text: str, points: str, out_of: str) -> None:
        assert vi.parse_points(text) == (Decimal(points), Decimal(out_of))

    @pytest.mark.parametrize(
        ("text", "code", "suggestions"),
        [
            ("", ProblemCode.NOT_POINTS, ()),
            ("18", ProblemCode.NOT_POINTS, ()),
            ("/18", ProblemCode.NOT_POINTS, ()),
            ("-/18", ProblemCode.NOT_POINTS, ()),
            ("5/-18", ProblemCode.NOT_POINTS, ()),
            ("5/18,", ProblemCode.NOT_POINTS, ("5/18",)),
            ("+5/18,", ProblemCode.NOT_POINTS, ("5/18",)),
            (
                "một trăm hai trên hai trăm",
                ProblemCode.TWO_NUMBERS,
                ("một trăm linh hai trên hai trăm", "một trăm hai mươi trên hai trăm"),
            ),
        ],
    )
    def test_refused(self, text: str, code: ProblemCode, suggestions: tuple[str, ...]) -> None:
        error = refusal(vi.parse_points, text)
        assert (error.problem.code, error.suggestions) == (code, suggestions)
        assert error.text == text


@pytest.mark.parametrize("text", ["a/b", "-1/5", "1/5/6", "\uff11/5", "thứ năm", "thứ x trên y"])
def test_what_is_no_rank_is_refused(text: str) -> None:
    assert refusal(vi.parse_rank, text).problem.code is ProblemCode.NOT_A_RANK


def test_spelled() -> None:
    assert vi.spell_percent(77.64, fraction="grouped") == "bảy mươi bảy phẩy sáu mươi tư phần trăm"
    assert vi.spell_points(8, 12) == "tám trên mười hai điểm"
    assert vi.spell_rank(104, 3321, register="south") == (
        "thứ một trăm lẻ bốn trên ba ngàn ba trăm hai mươi mốt"
    )
