"""What the command line says around the figures, in Vietnamese and English."""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vn766._messages import WORDS

if TYPE_CHECKING:
    from vn766.errors import Language

DEFAULT_LANGUAGE: Final[Language] = "en" if os.environ.get("VN766_LANG") == "en" else "vi"

# Vietnamese, English, and English for one where that differs.
_WORDS: Final[dict[str, tuple[str, str] | tuple[str, str, str]]] = {
    "rank": ("Hạng", "Rank"),
    "of": ("Trên tổng số", "Of"),
    "tied": ("Số đơn vị cùng hạng", "Units sharing the rank"),
    "pool": ("Nhóm xếp hạng", "Pool"),
    "code": ("Mã", "Code"),
    "unit": ("Đơn vị", "Unit"),
    "total": ("Tổng điểm", "Total"),
    "published_total": ("Tổng công bố", "Published total"),
    "percent": ("Tỷ lệ", "Percent"),
    "band": ("Xếp loại", "Class"),
    "to_next_band": ("Điểm còn thiếu để lên loại", "Points to next class"),
    "to_next_short": ("Còn\nthiếu", "To\nnext"),
    "missing": ("Thiếu số liệu", "Missing"),
    "no_total": ("chưa đủ số liệu", "incomplete"),
    "incomplete": (
        "Chưa đủ số liệu ({count} đơn vị: {units}): thiếu {parts}",
        "Incomplete ({count} units: {units}): {parts} missing",
        "Incomplete ({units}): {parts} missing",
    ),
    "more_incomplete": (
        "Chưa đủ số liệu: còn {count} đơn vị nữa; tệp ghi bằng -o nêu đủ.",
        "Incomplete: {count} more units; a file written with -o names all.",
        "Incomplete: 1 more unit; a file written with -o names all.",
    ),
    "unit_by_engine": (
        "{file}: --unit không dùng được cùng --engine. Hãy ghi ra tệp bằng -o rồi tìm trong đó.",
        "{file}: --unit does not work with --engine. Write a file with -o and look there.",
    ),
    "framework": ("Khung chỉ số", "Framework"),
    "period": ("Kỳ báo cáo", "Period"),
    "source": ("Nguồn", "Source"),
    "ties": ("Khi bằng điểm", "Ties"),
    "competition": (
        "cùng hạng, hạng kế tiếp bị bỏ qua (1, 2, 2, 4); dấu = là cùng hạng",
        "share a rank, the next is skipped (1, 2, 2, 4); marked =",
    ),
    "dense": (
        "cùng hạng, hạng kế tiếp không bị bỏ qua (1, 2, 2, 3); dấu = là cùng hạng",
        "share a rank, the next is not skipped (1, 2, 2, 3); marked =",
    ),
    "ordinal": (
        "mỗi đơn vị một hạng, theo thứ tự mã đơn vị (1, 2, 3, 4); dấu = là bằng điểm",
        "a rank for each, in the order of unit codes (1, 2, 3, 4); marked =",
    ),
    "whole_file": ("toàn bộ tệp", "the whole file"),
    "by_column": ("riêng theo từng giá trị của cột {column}", "by the values of {column}"),
    "blank": ("(để trống)", "(blank)"),
    "ranked": ("{count} đơn vị được xếp hạng", "{count} units ranked", "1 unit ranked"),
    "unranked": (
        "{count} đơn vị chưa đủ số liệu nên không xếp hạng",
        "{count} units are incomplete and not ranked",
        "1 unit is incomplete and not ranked",
    ),
    "rows": ("{count} dòng", "{count} rows", "1 row"),
    "left_out": (
        "{count} dòng có lỗi đã bị bỏ qua",
        "{count} rows with errors were left out",
        "1 row with errors was left out",
    ),
    "narrow": ("Cửa sổ hẹp: không hiện {columns}.", "Narrow terminal: {columns} not shown."),
    "ranking": ("Xếp hạng", "Ranking"),
    "about": ("Thông tin", "About"),
    "digest": ("Mã băm (SHA-256) của khung", "Digest (SHA-256) of the framework"),
    "source_rows": ("Số dòng đã đọc", "Rows read"),
    "rows_left_out": ("Số dòng bị bỏ qua do có lỗi", "Rows left out because of errors"),
    "published": (
        "* tổng điểm theo công bố; không đủ điểm thành phần để tính lại",
        "* total as published; its parts are not all known",
    ),
    "note": ("Lưu ý", "Note"),
    "problems": (
        "{file}: có {count} lỗi, chưa xuất kết quả",
        "{file}: {count} errors, nothing was written",
        "{file}: 1 error, nothing was written",
    ),
    "keep_going": (
        "Sửa các ô trên, hoặc thêm --keep-going để bỏ qua những dòng có lỗi.",
        "Correct these cells, or add --keep-going to leave the rows with errors out.",
    ),
    "exists": (
        "{file} đã tồn tại: thêm --force để ghi đè, hoặc chọn tên khác.",
        "{file} exists: add --force to overwrite it, or choose another name.",
    ),
    "is_input": (
        "{file} là tệp số liệu đầu vào, không được ghi đè: hãy chọn tên khác.",
        "{file} is the input file, which is never overwritten: choose another name.",
    ),
    "is_folder": (
        "{file} là một thư mục: hãy chọn tên khác.",
        "{file} is a folder: choose another name.",
    ),
    "no_folder": (
        "Không có thư mục {folder}: hãy tạo thư mục trước, hoặc chọn nơi khác.",
        "There is no folder {folder}: create it first, or choose another place.",
    ),
    "written": ("Đã ghi {file}", "Wrote {file}"),
    "cannot_write": ("Không ghi được {file}: {reason}.", "Cannot write {file}: {reason}."),
    "unknown_suffix": (
        "{file}: chỉ ghi được .csv, .xlsx hoặc .json.",
        "{file}: only .csv, .xlsx and .json can be written.",
    ),
    "unknown_column": (
        "{file} không có cột {column!r}. Các cột có thể dùng: {known}.",
        "{file} has no column {column!r}. Columns that can be used: {known}.",
    ),
    "not_docx": (
        "{file}: văn bản phải là tệp .docx.",
        "{file}: a document is written as a .docx file.",
    ),
    "not_a_spec": (
        "{file} không phải tệp mô tả văn bản: cần một tệp .toml, trong đó nêu cơ quan và số liệu.",
        "{file} describes no document: a .toml file does, which names issuer and figures.",
    ),
    "not_a_folder": (
        "{file} là một tệp; cần một thư mục, vì mỗi đơn vị có một văn bản riêng.",
        "{file} is a file; a folder is needed, since every unit gets a document of its own.",
    ),
    "documents": ("Đang soạn văn bản", "Writing documents"),
    "documents_written": (
        "Đã ghi {count} văn bản vào {folder}",
        "Wrote {count} documents to {folder}",
        "Wrote 1 document to {folder}",
    ),
    "documents_kept": (
        "{count} văn bản đã có được giữ nguyên (thêm --force để ghi lại)",
        "{count} documents that were there are kept (add --force to write them anew)",
        "1 document that was there is kept (add --force to write it anew)",
    ),
    "documents_failed": (
        "{count} đơn vị chưa có văn bản, lý do:",
        "{count} units have no document, because:",
        "1 unit has no document, because:",
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
    **{status: WORDS[status] for status in ("verified", "inferred", "recalled", "disputed")},
    # checking a document
    "PASS": ("Đạt", "Kept"),
    "FAIL": ("Không đạt", "Broken"),
    "NEEDS_REVIEW": ("Cần người xem lại", "To be looked at"),
    "NOT_EVALUATED": ("Không đánh giá được", "Not evaluated"),
    "rules": ("{count} quy tắc", "{count} rules", "1 rule"),
    "where": ("Vị trí", "Where"),
    "found": ("Hiện tại", "Found"),
    "required": ("Quy định", "Required"),
    "rule_source": ("Căn cứ", "Source"),
    "more_places": (" và {count} chỗ khác", " and {count} more places", " and 1 more place"),
    "no_locator": ("thông lệ", "practice"),
    "legal": ("quy định", "rule of the decree"),
    "practice": ("theo mẫu hoặc thông lệ", "form or practice"),
    "check_all": (
        "Thêm --all để xem cả các quy tắc đạt và không đánh giá được.",
        "Add --all to see the rules that are kept or were not evaluated.",
    ),
    # vn766 audit
    "error_findings": ("Lỗi: {count}", "Errors: {count}"),
    "warning_findings": ("Cảnh báo: {count}", "Warnings: {count}"),
    "note_findings": ("Lưu ý: {count}", "Notes: {count}"),
    "no_finding": ("{file}: không có mâu thuẫn nào.", "{file}: no contradiction found."),
    "auditing": ("Đang kiểm tra", "Auditing"),
    "audited": (
        "Đã kiểm tra {count} tệp: {errors} lỗi, {warnings} cảnh báo, {notes} lưu ý.",
        "Audited {count} files: {errors} errors, {warnings} warnings, {notes} notes.",
        "Audited 1 file: {errors} errors, {warnings} warnings, {notes} notes.",
    ),
    "unread": (
        "{count} tệp không đọc được:",
        "{count} files could not be read:",
        "1 file could not be read:",
    ),
    "notes_in_json": (
        "Các lưu ý không được liệt kê khi kiểm tra nhiều tệp: dùng --json để xem.",
        "Notes are not listed for several files: --json has them.",
    ),
    "one_form": (
        "Chỉ chọn một trong hai: --json hoặc --sarif.",
        "Choose one of the two: --json or --sarif.",
    ),
    "no_files": (
        "Không có tệp nào để kiểm tra (.docx, .txt, .md, .html, .csv, .xlsx).",
        "There is no file to audit (.docx, .txt, .md, .html, .csv, .xlsx).",
    ),
    "not_claims": (
        "{file}: chỉ ghi được .csv hoặc .parquet.",
        "{file}: only .csv and .parquet can be written.",
    ),
    # tables beyond memory
    "engine_failed": (
        "{file}: {engine} không xử lý được: {reason}",
        "{file}: {engine} cannot do it: {reason}",
    ),
    "not_for_engines": (
        "{file}: --engine và kết quả .parquet chỉ dùng cho tệp Parquet hoặc CSV.",
        "{file}: --engine and .parquet results are for Parquet and CSV files only.",
    ),
    "not_parquet": (
        "{file} không phải tệp Parquet, hoặc bị hỏng: hãy xuất hoặc tải lại tệp.",
        "{file} is no Parquet file, or damaged: export or fetch it again.",
    ),
    "head_first": (
        "{file}: tiêu đề cột của tệp lớn phải là một dòng ở đầu tệp, ngay dưới là số liệu.",
        "{file}: the heads of a large file must be its first row, with figures right below.",
    ),
    "one_column": (
        "Với tệp nhỏ, --within chỉ nhận một cột. Để xếp hạng theo nhiều cột: {command}",
        "For a small file --within takes one column. For several: {command}",
    ),
    "needs_engine": (
        "--problems dùng với tệp Parquet, tệp lớn hoặc --engine: {command}",
        "--problems is for Parquet, large files and --engine: {command}",
    ),
    "same_target": (
        "{file}: kết quả và danh sách lỗi phải ghi ra hai tệp khác nhau.",
        "{file}: results and problems need two files.",
    ),
    "by_engine": (
        "{file} vượt giới hạn của tệp nhỏ nên được tính bằng DuckDB (--engine duckdb).",
        "{file} is beyond the limits of small files: DuckDB computes it (--engine duckdb).",
    ),
    "scoring": ("Đang tính bằng {engine}", "{engine} computes"),
    "parts_missing": ("Số nhóm thiếu số liệu", "Parts missing"),
    "problem_count": ("Số lỗi", "Problems"),
    "first_rows": (
        "{shown} dòng đầu trong {rows} dòng; để có tất cả hãy ghi ra tệp bằng -o.",
        "The first {shown} of {rows} rows; -o writes all of them to a file.",
    ),
    "scored_rows": ("Số dòng có tổng điểm", "Rows with a total"),
    "incomplete_rows": ("Số dòng chưa đủ số liệu", "Incomplete rows"),
    "not_ranked": (
        "Không xếp hạng: thêm --within CỘT, hoặc --pool TÊN để xếp hạng toàn bộ tệp.",
        "Not ranked: add --within COLUMN, or --pool NAME to rank the whole file.",
    ),
    "renamed": (
        "Cột {column!r} có sẵn được giữ với tên {column}_published, không được đối chiếu.",
        "The column {column!r} of the file is kept as {column}_published, and not compared.",
    ),
    "broken_rows": (
        "{rows} dòng có lỗi, không có tổng điểm và không xếp hạng. Những lỗi đầu tiên:",
        "{rows} rows have problems, no total and no rank. The first ones:",
        "1 row has problems, no total and no rank:",
    ),
    "list_problems": (
        "Để ghi mọi lỗi ra tệp: --problems LOI.csv",
        "To write all of them to a file: --problems FILE.csv",
    ),
    "row_broken": ("{count} lỗi", "{count} problems", "1 problem"),
    "row_incomplete": ("thiếu {count} nhóm", "{count} parts missing", "1 part missing"),
    "row": ("Dòng", "Row"),
    "column": ("Cột", "Column"),
    "problem_code": ("Mã lỗi", "Problem code"),
    "row_place": ("dòng {row}, cột {column}", "row {row}, column {column}"),
    "id": ("Mã khung", "Id"),
    "title": ("Tên", "Title"),
    "validity": ("Thời hạn", "Validity"),
    # one unit
    "unit_needed": (
        "{file} có {count} đơn vị: hãy chọn một đơn vị bằng --unit MÃ.",
        "{file} has {count} units: choose one with --unit CODE.",
        "{file} has 1 unit, and it has errors.",
    ),
    "unknown_unit": (
        "{file} không có đơn vị {unit!r}. Gần giống nhất: {known}.",
        "{file} has no unit {unit!r}. The nearest: {known}.",
    ),
    "unit_not_sound": (
        "{file}: không tìm thấy đơn vị {unit!r} trong những dòng không có lỗi. Các lỗi trong tệp:",
        "{file}: no unit {unit!r} among the rows without errors. The errors of the file:",
    ),
    "several_units": (
        "{file} có nhiều đơn vị tên {unit!r}: hãy chọn bằng mã định danh.",
        "{file} has several units called {unit!r}: choose by code.",
    ),
    "other_problems": (
        "Ngoài ra tệp có {count} lỗi và lưu ý khác: xem bằng lệnh vn766 score.",
        "The file has {count} more problems and notes: vn766 score lists them.",
        "The file has 1 more problem or note: vn766 score lists it.",
    ),
    "scored": ("{total} điểm, {band}", "{total} points, {band}"),
    "open_score": (
        "chưa đủ số liệu, từ {least} đến {most} điểm ({bands})",
        "incomplete, from {least} to {most} points ({bands})",
    ),
    "node": ("Nhóm chỉ số", "Group"),
    "indicator": ("Chỉ số thành phần", "Indicator"),
    "lost": ("Điểm bị mất", "Lost"),
    "share": ("Tỷ trọng", "Share"),
    "not_applicable": ("không áp dụng", "not applicable"),
    "nothing_lost": ("Không mất điểm nào.", "Nothing is lost."),
    "counts_needed": (
        "{file} chỉ có điểm: để tính số hồ sơ cần tăng thêm phải có tử số và mẫu số.",
        "{file} holds points only: how many dossiers are needed follows from counts.",
    ),
    "bad_limit": (
        "--limit {text!r}: hãy viết CHỈ_SỐ=SỐ_LƯỢNG, ví dụ 4.1=50.",
        "--limit {text!r}: write INDICATOR=NUMBER, such as 4.1=50.",
    ),
    "class_from": ("{band} (từ {total} điểm)", "{band} (from {total} points)"),
    "need": (
        "Mục tiêu: {goal}. Cần tăng thêm ít nhất {number} hồ sơ (thủ tục, phản ánh).",
        "Target: {goal}. At least {number} more dossiers (procedures, petitions) are needed.",
        "Target: {goal}. At least 1 more dossier (procedure, petition) is needed.",
    ),
    "reached": (
        "Mục tiêu: {goal}. Đã đạt, không cần tăng thêm.",
        "Target: {goal}. It is reached already.",
    ),
    "out_of_reach": (
        "Mục tiêu: {goal}. Không thể đạt: cao nhất là {best} điểm, khi tăng thêm ít nhất {number}.",
        "Target: {goal}. It is out of reach: the best is {best}, with at least {number} more.",
    ),
    "stuck": (
        "Mục tiêu: {goal}. Không thể đạt: không chỉ số nào được phép thay đổi còn tăng được nữa.",
        "Target: {goal}. It is out of reach: no indicator that may change can rise.",
    ),
    "more": ("Tăng thêm", "More"),
    "more_new": ("+{more} mới", "+{more} new"),
    "assumption": (
        "Giả định: những việc chưa đạt trong kỳ vẫn còn xử lý được.",
        "Assumed: what does not count yet can still be handled.",
    ),
    "late": (
        "Việc đã trễ hạn thì không sửa được nữa: khi đó dùng --new (chỉ tính hồ sơ mới).",
        "What was late stays late: for such an indicator use --new (only new dossiers count).",
    ),
    "missing_parts": ("Thiếu số liệu: {names}", "Missing: {names}"),
    "counted": ("Tử số/mẫu số", "Counted"),
    "gained": ("Điểm tăng", "Gained"),
    "then": ("Khi đó: {score}.", "Then: {score}."),
    # results side by side
    "total_before": ("Điểm\ntrước", "Total\nbefore"),
    "total_after": ("Điểm\nsau", "Total\nafter"),
    "change": ("Thay đổi", "Change"),
    "trend": ("Thay đổi giữa hai kỳ", "Change between two periods"),
    "revision": (
        "Hai lần trích xuất của cùng một kỳ: số liệu được điều chỉnh, không phải xu hướng",
        "Two retrievals of one period: a revision, not a trend",
    ),
    "undated": (
        "Không rõ kỳ báo cáo của cả hai: chưa thể coi là xu hướng",
        "The periods of both are not known: this cannot be called a trend",
    ),
    "basis": ("Cơ sở so sánh", "Basis"),
    "basis_named": ("khung chỉ số đã nêu", "the framework that was named"),
    "basis_period": ("khung chỉ số theo kỳ báo cáo", "the framework of the periods"),
    "basis_vouched": (
        "theo xác nhận của người dùng (--same-basis)",
        "on the user's word (--same-basis)",
    ),
    "sizes": (
        "{before} → {after} đơn vị được xếp hạng",
        "{before} → {after} units ranked",
    ),
    "points_moves": (
        "Điểm: {up} đơn vị tăng, {down} giảm, {same} không đổi",
        "Points of units: {up} up, {down} down, {same} unchanged",
    ),
    "class_moves": (
        "Xếp loại: {up} đơn vị lên, {down} xuống, {same} không đổi",
        "Class of units: {up} up, {down} down, {same} unchanged",
    ),
    "rank_moves": (
        "Thứ hạng: {up} đơn vị lên, {down} xuống, {same} không đổi",
        "Rank of units: {up} up, {down} down, {same} unchanged",
    ),
    "unknown_moves": ("{count} chưa rõ", "{count} not known"),
    "appeared": ("Mới xuất hiện", "Appeared"),
    "disappeared": ("Không còn trong danh sách", "Disappeared"),
    "uncoded": (
        "Không có mã nên không đối chiếu được, {file}",
        "Without a code and so not matched, {file}",
    ),
    "nothing_matched": (
        "Không có đơn vị nào có mã ở cả hai tệp.",
        "No unit has a code in both files.",
    ),
    "too_many_sheets": (
        "--sheet dùng nhiều nhất hai lần: một lần cho cả hai tệp, hoặc mỗi tệp một lần.",
        "--sheet is given twice at most: once for both files, or once for each.",
    ),
}


def word(name: str, language: Language, **details: object) -> str:
    """Return the word or sentence called `name` in `language`, with `details` filled in."""
    vi, en, *one = _WORDS[name]
    if language == "vi":
        return vi.format(**details)
    text = one[0] if one and details["count"] == 1 else en
    return text.format(**details)


def say(vi: str, en: str) -> str:
    """Return a help text in the language of the environment (``VN766_LANG``)."""
    return en if DEFAULT_LANGUAGE == "en" else vi


def translate_click() -> None:
    """Let click speak the language of the environment in help, usage and errors of usage.

    For a process of ours only: gettext, which click asks, has one language for all of it.
    """
    os.environ["LANGUAGE"] = DEFAULT_LANGUAGE  # of which gettext finds a catalogue, or none
    gettext.bindtextdomain("vn766", str(Path(__file__).parent / "locale"))
    gettext.textdomain("vn766")
