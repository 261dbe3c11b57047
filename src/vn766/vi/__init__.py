"""The language: how Vietnamese offices write and speak numbers, dates and periods.

Reading is strict: a text is understood in one way, or refused with a `FormatError` that says
what could have been meant. Whatever a function writes, its reader reads back as the same value.
Writing follows Nghị định 30/2020/NĐ-CP where it has a rule, and the practice of published documents
where it has none. All texts are in NFC. Only writing numbers loads Babel, and only when the first
one is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vn766.vi.dates import (
        DateStyle,
        format_date,
        format_datetime,
        parse_date,
        parse_datetime,
        spell_date,
    )
    from vn766.vi.numbers import DecimalMark, Number, format_number, parse_number
    from vn766.vi.order import sort_key
    from vn766.vi.periods import PeriodStyle, format_period, parse_period, spell_period
    from vn766.vi.points import (
        format_percent,
        format_points,
        format_rank,
        parse_percent,
        parse_points,
        parse_rank,
        spell_percent,
        spell_points,
        spell_rank,
    )
    from vn766.vi.spoken import parse_words
    from vn766.vi.words import Spelling, from_roman, spell_number, spell_ordinal, to_roman
else:  # hidden from type checkers, to which any name would be one
    from vn766.lazy import loader

    __getattr__ = loader(
        __name__,
        {
            "dates": "DateStyle format_date format_datetime parse_date parse_datetime spell_date",
            "numbers": "DecimalMark Number format_number parse_number",
            "order": "sort_key",
            "periods": "PeriodStyle format_period parse_period spell_period",
            "points": (
                "format_percent format_points format_rank parse_percent parse_points parse_rank "
                "spell_percent spell_points spell_rank"
            ),
            "spoken": "parse_words",
            "words": "Spelling from_roman spell_number spell_ordinal to_roman",
        },
    )

__all__ = [
    "DateStyle",
    "DecimalMark",
    "Number",
    "PeriodStyle",
    "Spelling",
    "format_date",
    "format_datetime",
    "format_number",
    "format_percent",
    "format_period",
    "format_points",
    "format_rank",
    "from_roman",
    "parse_date",
    "parse_datetime",
    "parse_number",
    "parse_percent",
    "parse_period",
    "parse_points",
    "parse_rank",
    "parse_words",
    "sort_key",
    "spell_date",
    "spell_number",
    "spell_ordinal",
    "spell_percent",
    "spell_period",
    "spell_points",
    "spell_rank",
    "to_roman",
]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
