"""The page on the entries of a document, written from their definitions: run it after a change.

``python docs/fields_pages.py`` writes ``docs/van-ban.md``; a test holds the page against it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vn766.report.fields import definitions
from vn766.report.figures import default_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766.report.fields import Field

_PAGE = Path(__file__).with_name("van-ban.md")

_BEGIN = """\
# Soạn văn bản từ tệp Excel

Không cần biết lập trình: tạo tệp Excel, điền vào, rồi soạn văn bản.

```sh
vn766 new "công văn công khai" -o thang-10.xlsx
```

Tệp có các trang *Văn bản* (cơ quan, số, ngày, nơi nhận, người ký, căn cứ), *Nội dung* (nhiệm
vụ, kiến nghị, mục riêng), *Số liệu*, *Lời văn* (thay câu mẫu) và *Phụ lục riêng*; báo cáo nhiều
kỳ có thêm trang *Các kỳ*. Mỗi mục có ví dụ và giải thích. Cần thêm dòng thì chèn dòng; các dòng
số liệu có thể chèn, sắp xếp, dán như thường lệ. Với `--counts`, trang *Số liệu* ghi tử số, mẫu
số thay cho điểm.

Trang *Số liệu* có một dòng thì văn bản nói về đơn vị đó. Có nhiều dòng thì ghi tên đơn vị ở
trang *Văn bản*; không ghi tên thì mỗi đơn vị có một văn bản, ghi vào một thư mục. Có *Nhóm xếp
hạng* thì các đơn vị được xếp hạng.

```sh
vn766 score thang-10.xlsx --period 10/2026
vn766 report thang-10.xlsx -o thang-10.docx
vn766 check thang-10.docx
vn766 audit thang-10.docx
```

Sang tháng sau, chép tệp này thành `thang-11.xlsx`, sửa kỳ, số, ngày và số liệu. Điều gì sai
được báo kèm tên ô. Chương trình khác có thể ghi các mục này trong tệp TOML, bằng tên tiếng Anh
ở cột *Tên trong TOML* hoặc bằng tên tiếng Việt (có dấu, trong ngoặc kép, hoặc không dấu, nối
bằng `_`): xem [các ví dụ](documents.md).

## Những nội dung không soạn được

Văn bản đã công bố của các cơ quan soạn lại được từ tệp Excel với cùng nội dung và bố cục. Những
điều sau đây thì không, và lý do:

- Ngày không có thật, như 31/6: bị từ chối, kèm tên ô.
- Ký hiệu chỉ có tên cơ quan (*/UBND*): Nghị định số 30/2020/NĐ-CP quy định ký hiệu công văn có
  thêm tên đơn vị soạn thảo hoặc lĩnh vực.
- Nơi lưu không có VT; chữ thêm sau *Nơi nhận:*, như *(VBĐT)*; học hàm, học vị trước họ tên người
  ký: không đúng thể thức của Nghị định này.
- Phụ lục ghi số, ngày của một văn bản khác: dòng *Kèm theo* luôn theo văn bản chính.
- Số liệu có dấu chấm thập phân, thứ hạng *05/65* trong câu: được viết lại thành 87,18 và 5/65; lời
  văn riêng thì giữ nguyên.

## Các loại văn bản
"""


def page() -> str:
    """Return the page."""
    kinds = definitions().kinds
    lines = [_BEGIN, *_row("Loại văn bản", "Tên trong TOML", "Văn bản"), "|---|---|---|"]
    for kind in kinds:
        lines += _row(kind.label, f"`{kind.id}`", kind.vi)
    for top in definitions().fields:
        if len(top.path) > 1:
            continue
        below = [each for each in definitions().fields if each.path[0] == top.name]
        if len(below) > 1:
            lines += ["", f"## {top.label}", "", top.vi, *_only(top), ""]
            lines += _table(below[1:])
        elif top.name == "document":
            lines += ["", "## Mục chung", "", *_table(_single())]
    return "\n".join(lines) + "\n"


def _single() -> list[Field]:
    """Return the entries that are no tables."""
    fields = definitions().fields
    tables = {each.path[0] for each in fields if len(each.path) > 1}
    return [each for each in fields if each.name not in tables and len(each.path) == 1]


def _table(fields: list[Field]) -> Iterator[str]:
    yield from _row("Mục", "Tên trong TOML", "Giải thích", "Ví dụ")
    yield "|---|---|---|---|"
    for each in fields:
        told = [each.vi]
        if each.choices:
            told.append(f"Giá trị: {'; '.join(each.choices.values())}.")
        told += _only(each)
        yield from _row(each.label, f"`{each.key}`", " ".join(told), each.example)


def _only(each: Field) -> list[str]:
    kinds = list(each.kinds)
    if each.path[0] == "texts" and len(each.path) > 1:
        known = [kind.id for kind in definitions().kinds]
        kinds = [kind for kind in known if each.name in default_texts(kind)]
        kinds = [] if len(kinds) == len(known) else kinds
    return [f"Chỉ dùng cho: {definitions().labels(kinds)}."] if kinds else []


def _row(*cells: str) -> list[str]:
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"]


if __name__ == "__main__":
    _PAGE.write_text(page(), "utf-8", newline="\n")
