"""What the command line says around the figures, in Vietnamese and English."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from vn766._messages import STATUSES

if TYPE_CHECKING:
    from vn766.errors import Language

__all__ = ["DEFAULT_LANGUAGE", "say", "word"]

DEFAULT_LANGUAGE: Final[Language] = "en" if os.environ.get("VN766_LANG") == "en" else "vi"

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "rank": ("Hạng", "Rank"),
    "of": ("Trên tổng số", "Of"),
    "tied": ("Số đơn vị cùng hạng", "Units sharing the rank"),
    "pool": ("Nhóm xếp hạng", "Pool"),
    "code": ("Mã", "Code"),
    "unit": ("Đơn vị", "Unit"),
    "total": ("Tổng điểm", "Total"),
    "percent": ("Tỷ lệ", "Percent"),
    "band": ("Xếp loại", "Class"),
    "to_next_band": ("Còn thiếu", "To next"),
    "missing": ("Thiếu số liệu", "Missing"),
    "no_total": ("chưa đủ số liệu", "incomplete"),
    "framework": ("Khung chỉ số", "Framework"),
    "period": ("Kỳ báo cáo", "Period"),
    "source": ("Nguồn", "Source"),
    "ties": ("Khi bằng điểm", "Ties"),
    "competition": (
        "cùng hạng, hạng sau bỏ cách (1, 2, 2, 4); dấu = là cùng hạng",
        "share a rank, the next is skipped (1, 2, 2, 4); marked =",
    ),
    "whole_file": ("toàn bộ tệp", "the whole file"),
    "ranked": ("{ranked} đơn vị được xếp hạng", "{ranked} units ranked"),
    "unranked": (
        "{unranked} đơn vị chưa đủ số liệu nên không xếp hạng",
        "{unranked} units are incomplete and not ranked",
    ),
    "rows": ("{rows} dòng", "{rows} rows"),
    "left_out": (
        "{count} dòng có lỗi đã bị bỏ qua",
        "{count} rows with errors were left out",
    ),
    "published": (
        "* tổng điểm theo công bố; không đủ điểm thành phần để tính lại",
        "* total as published; its parts are not all known",
    ),
    "note": ("Lưu ý", "Note"),
    "problems": (
        "{file}: có {count} vấn đề, chưa xuất kết quả.",
        "{file}: {count} problems; nothing was written.",
    ),
    "keep_going": (
        "Sửa các ô trên, hoặc thêm --keep-going để bỏ qua những dòng có lỗi.",
        "Correct these cells, or add --keep-going to leave the rows with errors out.",
    ),
    "exists": (
        "{file} đã tồn tại: thêm --force để ghi đè, hoặc chọn tên khác.",
        "{file} exists: add --force to overwrite it, or choose another name.",
    ),
    "written": ("Đã ghi {file}", "Wrote {file}"),
    "cannot_write": ("Không ghi được {file}: {reason}.", "Cannot write {file}: {reason}."),
    "unknown_suffix": (
        "{file}: chỉ ghi được .csv, .xlsx hoặc .json.",
        "{file}: only .csv, .xlsx and .json can be written.",
    ),
    "unknown_column": (
        "Tệp không có cột {column!r}. Các cột có thể dùng: {known}.",
        "The file has no column {column!r}. Columns that can be used: {known}.",
    ),
    "severity": ("Mức độ", "Severity"),
    "place": ("Vị trí", "Place"),
    "message": ("Nội dung", "Message"),
    "hint": ("Cách xử lý", "What to do"),
    "valid": ("{file}: hợp lệ.", "{file}: valid."),
    "no_difference": ("Không có khác biệt.", "No difference."),
    "path": ("Mục", "Path"),
    "value": ("Giá trị", "Value"),
    "status": ("Tình trạng", "Status"),
    "before": ("Trước", "Before"),
    "after": ("Sau", "After"),
    **STATUSES,
    "id": ("Mã khung", "Id"),
    "title": ("Tên", "Title"),
    "validity": ("Thời hạn", "Validity"),
}


def word(name: str, language: Language, **details: object) -> str:
    """Return the word or sentence called `name` in `language`, with `details` filled in."""
    vi, en = _WORDS[name]
    return (vi if language == "vi" else en).format(**details)


def say(vi: str, en: str) -> str:
    """Return a help text in the language of the environment (``VN766_LANG``)."""
    return en if DEFAULT_LANGUAGE == "en" else vi
