"""Values as frames hold them: integers, floats, times and names of NumPy and pandas."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from vn766 import vi
from vn766.codes import AgencyCode, DossierCode
from vn766.errors import FormatError, ProblemCode
from vn766.period import Month

if TYPE_CHECKING:
    from vn766.vi import Number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (np.int64(6912), "6.912"),
        (np.uint8(7), "7"),
        (np.float64(18.9), "18,9"),
        (np.float32(18.9), "18,9"),
        (np.float16(0.1), "0,1"),
        (pd.Series([1234, 5678]).sum(), "6.912"),
    ],
)
def test_numbers_are_written(number: Number, text: str) -> None:
    assert vi.format_number(number) == text


def test_truths_are_no_numbers() -> None:
    with pytest.raises(FormatError) as caught:
        vi.format_number(np.True_)  # type: ignore[arg-type]
    assert caught.value.problem.code is ProblemCode.UNSUPPORTED_NUMBER


def test_integers_are_integers() -> None:
    assert vi.spell_number(np.int64(21)) == "hai mươi mốt"
    assert vi.to_roman(np.int32(4)) == "IV"
    assert Month(np.int64(2023), np.int8(6)) == Month(2023, 6)
    assert type(Month(np.int64(2023), np.int8(6)).year) is int


def test_ranks_are_floats() -> None:
    ranks = pd.Series([91.5, 80.0, 80.0]).rank(ascending=False, method="min")
    assert [vi.format_rank(rank, len(ranks)) for rank in ranks] == ["1/3", "2/3", "2/3"]
    assert vi.format_rank(np.float64(5), np.int64(65)) == "05/65"


def test_times() -> None:
    noon = pd.Timestamp("2023-07-05 12:00")
    assert vi.format_date(noon, "slash") == "05/7/2023"
    code = DossierCode(agency=AgencyCode("H53"), received_on=noon, sequence="0005")
    assert code.received_on == date(2023, 7, 5)
    for write in (vi.format_date, vi.format_datetime, vi.spell_date):
        with pytest.raises(FormatError):
            write(pd.NaT)
    with pytest.raises(FormatError):
        DossierCode(agency=AgencyCode("H53"), received_on=pd.NaT, sequence="0005")


def test_codes_of_a_column_are_valid_or_not() -> None:
    column = pd.Series(["H53-230612-0005", None, float("nan"), "H53"], dtype=object)
    assert column.map(DossierCode.is_valid).tolist() == [True, False, False, False]
    assert column.map(AgencyCode.is_valid).tolist() == [False, False, False, True]


def test_a_column_of_names_is_sorted() -> None:
    frame = pd.DataFrame({"name": ["Vĩnh Thanh", "xã Đông Hải", "Phường Ân Thi"]})
    ordered = frame.sort_values("name", key=lambda names: names.map(vi.sort_key))
    assert ordered["name"].tolist() == ["Phường Ân Thi", "xã Đông Hải", "Vĩnh Thanh"]
