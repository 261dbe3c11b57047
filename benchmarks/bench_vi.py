"""Writing and reading Vietnamese numbers against Babel, over all hundredths up to 100."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TYPE_CHECKING

from babel.numbers import format_decimal, parse_decimal
from ratios import ratio, report

from vn766.vi import format_number, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["ratios"]

BOUNDS = {
    "format_number(Decimal) / Babel": 0.2,
    "format_number(float) / Babel": 0.25,  # its shortest text is made first
    "parse_number / Babel": 0.2,
    "parse_number, auto / Babel": 0.25,
}
# Every seventh of the 10,001 hundredths: all lengths and endings, one pass in milliseconds.
NUMBERS = [Decimal(hundredths).scaleb(-2) for hundredths in range(0, 10_001, 7)]
FLOATS = [float(number) for number in NUMBERS]
TEXTS = [format_number(number) for number in NUMBERS]


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
    }


def main() -> int:
    holds = [report(title, measured, BOUNDS[title]) for title, measured in ratios().items()]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
