"""How official documents write numbers, dates and periods: each class quotes its rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from vn766 import vi
from vn766.period import Month, Quarter


class TestZerosInDates:
    """Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4.b: days below 10 and the months 1 and 2 have a
    zero in front.
    """

    @pytest.mark.parametrize("month", range(1, 13))
    def test_the_months_1_and_2_have_a_zero_and_no_others(self, month: int) -> None:
        text = vi.format_date(date(2023, month, 10))
        assert (f"tháng 0{month} " in text) == (month in {1, 2})
        assert f"tháng {month} " in text or month in {1, 2}

    @pytest.mark.parametrize("day", range(1, 32))
    def test_the_days_below_10_have_a_zero_and_no_others(self, day: int) -> None:
        text = vi.format_date(date(2023, 7, day))
        assert text.startswith(f"ngày 0{day} " if day < 10 else f"ngày {day} ")


class TestCapitalsOfDaysAndMonths:
    """Nghị định 30/2020/NĐ-CP, Phụ lục II, mục V.8.c: days of the week and months in words have a
    capital on the syllable that names them: thứ Hai, thứ Tư, tháng Năm, tháng Tám.
    """

    def test_days_of_the_week(self) -> None:
        monday = date(2023, 7, 3)
        named = [
            vi.format_date(monday + timedelta(n), "inside").partition(",")[0] for n in range(7)
        ]
        assert named[:6] == ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"]

    def test_months(self) -> None:
        named = [vi.format_period(Month(2023, n), "words") for n in (5, 8, 11)]
        assert [text.partition(" năm ")[0] for text in named] == [
            "tháng Năm",
            "tháng Tám",
            "tháng Mười một",
        ]


class TestSeparators:
    """Luật Kế toán 2003, Điều 12, khoản 2: a dot behind thousands, a comma before decimals."""

    def test_figures(self) -> None:
        assert vi.format_number(1_234_567.5) == "1.234.567,5"
        assert vi.parse_number("1.234.567,5") == vi.parse_number("1234567,5")


class TestQuarters:
    """Published reports print quarters in Roman numerals (a convention; the decree has no rule)."""

    def test_all(self) -> None:
        assert [str(Quarter(2023, n)) for n in range(1, 5)] == [
            "Quý I/2023",
            "Quý II/2023",
            "Quý III/2023",
            "Quý IV/2023",
        ]


class TestNumbersInWords:
    """Schoolbooks of grade 4 read every class inside a number, schoolbooks of grade 5 decimals as a
    number; Unicode's CLDR reads decimals one by one.
    """

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (85_000_120, "tám mươi lăm triệu không nghìn một trăm hai mươi"),
            (700_000_231, "bảy trăm triệu không nghìn hai trăm ba mươi mốt"),
        ],
    )
    def test_empty_classes(self, number: int, words: str) -> None:
        assert vi.spell_number(number) == words

    @pytest.mark.parametrize(
        ("number", "words"),
        [(63.42, "sáu mươi ba phẩy bốn mươi hai"), (7.081, "bảy phẩy không trăm tám mươi mốt")],
    )
    def test_decimals_at_school(self, number: float, words: str) -> None:
        assert vi.spell_number(number, fraction="grouped") == words

    def test_decimals_one_by_one(self) -> None:
        assert vi.spell_number(77.64) == "bảy mươi bảy phẩy sáu bốn"
