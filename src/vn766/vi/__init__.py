"""The language: how Vietnamese official documents write numbers, dates and periods.

Reading is strict: a text is understood in one way, or refused with a `FormatError` that says
what could have been meant. Writing follows Nghị định 30/2020/NĐ-CP where it has a rule, and the
practice of published documents where it has none. All texts are in NFC. Only writing numbers
loads Babel, and only when the first one is written.
"""

from __future__ import annotations

from vn766.vi.dates import DateStyle, format_date, format_period, parse_date, parse_period
from vn766.vi.numbers import (
    DecimalMark,
    Number,
    format_number,
    format_percent,
    format_points,
    format_rank,
    parse_number,
    parse_percent,
    parse_points,
    parse_rank,
)
from vn766.vi.words import from_roman, spell_number, to_roman

__all__ = [
    "DateStyle",
    "DecimalMark",
    "Number",
    "format_date",
    "format_number",
    "format_percent",
    "format_period",
    "format_points",
    "format_rank",
    "from_roman",
    "parse_date",
    "parse_number",
    "parse_percent",
    "parse_period",
    "parse_points",
    "parse_rank",
    "spell_number",
    "to_roman",
]
