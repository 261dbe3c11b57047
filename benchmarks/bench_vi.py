"""Writing, reading, spelling and sorting against Babel, num2words and `str.casefold`."""

from __future__ import annotations

import csv
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from babel.numbers import format_decimal, parse_decimal
from num2words import num2words
from ratios import ratio, report

from vn766.vi import format_number, parse_number, sort_key, spell_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["ratios"]

ROOT = Path(__file__).parents[1]
BOUNDS = {
    "format_number(Decimal) / Babel": 0.2,
    "format_number(float) / Babel": 0.25,  # its shortest text is made first
    "parse_number / Babel": 0.25,
    "parse_number, auto / Babel": 0.3,
    "spell_number / num2words": 0.5,
    "sort_key / str.casefold": 25,  # `str.translate` for letters and for tones alone is 12
}
# Every seventh of the 10,001 hundredths: all lengths and endings, one pass in milliseconds.
NUMBERS = [Decimal(hundredths).scaleb(-2) for hundredths in range(0, 10_001, 7)]
FLOATS = [float(number) for number in NUMBERS]
TEXTS = [format_number(number) for number in NUMBERS]
# Integers of all lengths up to a thousand million.
INTEGERS = [7**n % 10**9 // 10 ** (n % 9) for n in range(1, 400)]
with (ROOT / "examples" / "provinces-2025.csv").open(encoding="utf-8", newline="") as file:
    NAMES = [row["Tên đơn vị"] for row in csv.DictReader(file)]


def each(
    function: Callable[..., object], values: Sequence[object], **options: object
) -> Callable[[], None]:
    def run() -> None:
        for value in values:
            function(value, **options)

    return run


def ratios() -> dict[str, float]:
    write = each(format_decimal, NUMBERS, locale="vi")
    read = each(parse_decimal, TEXTS, locale="vi", strict=True)
    return {
        "format_number(Decimal) / Babel": ratio(each(format_number, NUMBERS), write),
        "format_number(float) / Babel": ratio(each(format_number, FLOATS), write),
        "parse_number / Babel": ratio(each(parse_number, TEXTS), read),
        "parse_number, auto / Babel": ratio(
            each(parse_number, TEXTS, decimal_mark="auto", max_value=100), read
        ),
        "spell_number / num2words": ratio(
            each(spell_number, INTEGERS), each(num2words, INTEGERS, lang="vi")
        ),
        "sort_key / str.casefold": ratio(each(sort_key, NAMES), each(str.casefold, NAMES)),
    }


def main() -> int:
    holds = [report(title, measured, BOUNDS[title]) for title, measured in ratios().items()]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
