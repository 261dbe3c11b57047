"""The texts of all problems, in Vietnamese and English.

One entry a code: message and hint in each language. Names in braces are the details that the
problem carries; ``{value}`` is always there. Decimals print with the language's own mark.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from vn766.errors import Language, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TEXTS", "Text", "render"]

_LONGEST_VALUE = 80  # characters
_LONGEST_INT = 256  # bits


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
    ProblemCode.ABOVE_MAXIMUM: Text(
        vi=(
            "{label} là {value}, vượt quá điểm tối đa {maximum}.",
            "Hãy kiểm tra giá trị, hoặc kiểm tra xem số liệu có nằm nhầm cột hay không.",
        ),
        en=(
            "{label} is {value}, above its maximum of {maximum}.",
            "Check the value, and whether it stands in the wrong column.",
        ),
    ),
    ProblemCode.SWAPPED: Text(
        vi=(
            "{label} là {value}, vượt quá điểm tối đa {maximum}, nhưng vừa với {other} "
            "(tối đa {other_maximum}).",
            "Có thể hai cột đã bị đổi chỗ cho nhau: hãy kiểm tra cả hai.",
        ),
        en=(
            "{label} is {value}, above its maximum of {maximum}, but would fit {other} "
            "(maximum {other_maximum}).",
            "The two may have been swapped: check both.",
        ),
    ),
    ProblemCode.NOT_FINITE: Text(
        vi=(
            "{label} là {value}, không phải một số hữu hạn.",
            "Nếu chưa có số liệu, hãy để trống (None).",
        ),
        en=(
            "{label} is {value}, which is not a finite number.",
            "If it is not known, leave it blank (None).",
        ),
    ),
    ProblemCode.TOO_PRECISE: Text(
        vi=(
            "{label} là {value}, có nhiều hơn hai chữ số thập phân.",
            "Điểm được công bố với nhiều nhất hai chữ số thập phân: hãy làm tròn (nửa làm tròn "
            "lên) trước khi nhập, từ đúng số liệu gốc.",
        ),
        en=(
            "{label} is {value}, which has more than two decimals.",
            "Points are published with two decimals at most: round (half up) before entering, "
            "from the original figures.",
        ),
    ),
    ProblemCode.TOO_LARGE: Text(
        vi=("{label} là {value}, quá lớn.", "Hãy kiểm tra số chữ số và dấu thập phân."),
        en=("{label} is {value}, which is too large.", "Check its digits and decimal mark."),
    ),
    ProblemCode.NOT_POSITIVE: Text(
        vi=("Mẫu số là {value}.", "Tỷ lệ chỉ tính được trên một số lớn hơn 0."),
        en=("The whole is {value}.", "A percent needs a whole above 0."),
    ),
    ProblemCode.AMBIGUOUS_NUMBER: Text(
        vi=(
            "{value} có thể đọc thành hai số khác nhau.",
            "Hãy viết dấu phẩy cho phần thập phân (79,995) và không dùng dấu chấm.",
        ),
        en=(
            "{value} can be read as two different numbers.",
            "Write a comma before decimals (79,995) and no dots.",
        ),
    ),
    ProblemCode.WRONG_TYPE: Text(
        vi=(
            "{label} có kiểu {type}, không phải số.",
            "Hãy dùng int, Decimal, float, hoặc văn bản như 18,9.",
        ),
        en=(
            "{label} is of type {type}, not a number.",
            "Use int, Decimal, float, or a text such as 18,9.",
        ),
    ),
    ProblemCode.UNKNOWN_KEY: Text(
        vi=(
            "Không có nhóm chỉ số nào tên là {value}.",
            "Tên gần nhất: {nearest}.",
        ),
        en=(
            "No group of indicators is called {value}.",
            "The nearest known: {nearest}.",
        ),
    ),
    ProblemCode.AMBIGUOUS_KEY: Text(
        vi=(
            "{value} có thể là nhiều nhóm: {candidates}.",
            "Hãy dùng mã, hoặc ghi rõ điểm tối đa của cột, ví dụ (điểm đạt/22).",
        ),
        en=(
            "{value} may mean several groups: {candidates}.",
            "Use the id, or state the column's maximum, as in (điểm đạt/22).",
        ),
    ),
    ProblemCode.DUPLICATE_KEY: Text(
        vi=(
            "{label} được nhập hai lần: {other} và {value}.",
            "Hãy chỉ giữ lại một.",
        ),
        en=(
            "{label} is given twice: as {other} and as {value}.",
            "Keep one of them.",
        ),
    ),
    ProblemCode.SUM_MISMATCH: Text(
        vi=(
            "{label} ghi {value}, nhưng các phần cộng lại là {least}.",
            "Hãy sửa số sai, hoặc bỏ số tổng để thư viện tự tính.",
        ),
        en=(
            "{label} is stated as {value}, but its parts add up to {least}.",
            "Correct what is wrong, or leave the sum out: it is computed.",
        ),
    ),
    ProblemCode.OUT_OF_BOUNDS: Text(
        vi=(
            "{label} ghi {value}, nhưng với các phần đã biết thì chỉ có thể từ {least} đến {most}.",
            "Hãy kiểm tra các phần và số tổng.",
        ),
        en=(
            "{label} is stated as {value}, but the known parts allow only {least} to {most}.",
            "Check the parts and the sum.",
        ),
    ),
    ProblemCode.PUBLISHED_BAND: Text(
        vi=(
            "Xếp loại công bố là {value}, nhưng tổng điểm từ {least} đến {most} chỉ có thể là: "
            "{possible}.",
            "Hãy kiểm tra tổng điểm và thang xếp loại đã dùng.",
        ),
        en=(
            "The published class is {value}, but a total from {least} to {most} can only be: "
            "{possible}.",
            "Check the total, and the scale that was used.",
        ),
    ),
    ProblemCode.PUBLISHED_RANK: Text(
        vi=(
            "Thứ hạng công bố là {value} trên {of} đơn vị.",
            "Thứ hạng tính từ 1 đến số đơn vị được xếp hạng.",
        ),
        en=(
            "The published rank is {value} of {of} units.",
            "Ranks run from 1 to the number of units.",
        ),
    ),
    ProblemCode.UNKNOWN_LEVEL: Text(
        vi=("Không có cấp hành chính {value}.", "Các cấp của khung chỉ số: {known}."),
        en=("There is no level {value}.", "The levels of this framework: {known}."),
    ),
    ProblemCode.UNKNOWN_BAND: Text(
        vi=("Không có loại {value}.", "Các loại của khung chỉ số: {known}."),
        en=("No class is called {value}.", "The classes of this framework: {known}."),
    ),
    ProblemCode.DUPLICATE_UNIT: Text(
        vi=(
            "Đơn vị có mã {value} xuất hiện {count} lần trong cùng một nhóm xếp hạng.",
            "Hãy giữ một bản ghi cho mỗi đơn vị và mỗi kỳ.",
        ),
        en=(
            "The unit with code {value} is there {count} times in one pool.",
            "Keep one record a unit and period.",
        ),
    ),
    ProblemCode.UNVERIFIED_BANDS: Text(
        vi=(
            "Mức điểm xếp loại của {framework} ({labels}) chưa được đối chiếu với văn bản gốc "
            "(tình trạng: {status}).",
            "Hãy đối chiếu với văn bản của cơ quan có thẩm quyền trước khi công bố xếp loại.",
        ),
        en=(
            "The cut-offs of the classes of {framework} ({labels}) are not verified against the "
            "original text (status: {status}).",
            "Check them against your authority's text before publishing a class.",
        ),
    ),
    ProblemCode.UNVERIFIED_VALIDITY: Text(
        vi=(
            "Khung {framework} được chọn theo kỳ báo cáo; thời hạn áp dụng của khung chưa được "
            "đối chiếu với văn bản (tình trạng: {status}).",
            "Nếu cần, hãy chỉ định khung khác.",
        ),
        en=(
            "The framework {framework} was chosen by the period; the days it covers are not "
            "verified (status: {status}).",
            "Name another framework if this is not the one.",
        ),
    ),
}


def render(
    code: ProblemCode, language: Language, *, value: object, details: Mapping[str, object]
) -> tuple[str, str]:
    """Return message and hint of `code` in `language`, with `value` and `details` filled in."""
    text = TEXTS[code]
    message, hint = text.vi if language == "vi" else text.en
    quoted = {
        name: detail if isinstance(detail, str) else _quote(detail, language)
        for name, detail in details.items()
    }
    quoted["value"] = _quote(value, language)
    return message.format_map(quoted), hint.format_map(quoted)


def _quote(value: object, language: Language) -> str:
    """Return `value` as a reader of `language` writes it, and never longer than a line."""
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _LONGEST_VALUE:
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        text = text.replace(".", ",") if language == "vi" else text
    elif isinstance(value, int) and value.bit_length() > _LONGEST_INT:
        text = f"(≈ 2^{value.bit_length() - 1})"  # printing it would take quadratic time
    else:
        text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
