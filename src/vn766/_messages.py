"""The texts of all problems, in Vietnamese and English.

One entry a code: message and hint in each language. Names in braces are the details that the
problem carries; ``{value}`` is always there. Decimals print with the language's own mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from vn766.errors import Language, ProblemCode

__all__ = ["Text", "TEXTS", "render"]

_LONGEST_VALUE = 80


class Text(NamedTuple):
    """Message and hint of one code in both languages."""

    vi: tuple[str, str]
    en: tuple[str, str]


TEXTS: dict[ProblemCode, Text] = {
    ProblemCode.NEGATIVE: Text(
        vi=(
            "{label} là số âm: {value}.",
            "Điểm tính từ 0 trở lên: hãy sửa giá trị, hoặc để trống nếu chưa có số liệu.",
        ),
        en=(
            "{label} is negative: {value}.",
            "Points run from 0 upwards: correct the value, or leave it blank if it is not known.",
        ),
    ),
    ProblemCode.NOT_A_NUMBER: Text(
        vi=(
            "{value} không phải là số.",
            "Hãy viết số theo kiểu Việt Nam, ví dụ 18,9 hoặc 1.234,5.",
        ),
        en=(
            "{value} is not a number.",
            "Write it the Vietnamese way, for example 18,9 or 1.234,5.",
        ),
    ),
}


def render(
    code: ProblemCode, language: Language, *, value: object, details: Mapping[str, object]
) -> tuple[str, str]:
    """Return message and hint of `code` in `language`, with `value` and `details` filled in."""
    text = TEXTS[code]
    message, hint = text.vi if language == "vi" else text.en
    quoted = {name: _quote(detail, language) for name, detail in details.items()}
    quoted["value"] = _quote(value, language)
    return message.format_map(quoted), hint.format_map(quoted)


def _quote(value: object, language: Language) -> str:
    if isinstance(value, Decimal):
        text = _plain(value)
        return text.replace(".", ",") if language == "vi" else text
    text = value if isinstance(value, str) else repr(value) 
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _plain(value: Decimal) -> str:
    return str(value)
