"""Writing documents against docxtpl, which renders a prepared template of the same pages.

The template is made out of our own document: the same texts, the same table of 65 rows and 10
columns with a head of two rows, the cells filled by docxtpl's row loop. It is read once; docxtpl
needs a fresh object for each document, whose reading counts, since its package is changed by
rendering. Our side begins with results, so building the document counts on ours.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from time import perf_counter
from typing import TYPE_CHECKING

from docxtpl import DocxTemplate
from ratios import ratio, report

from vn766.period import Month
from vn766.records import Unit
from vn766.report import (
    Annex,
    Column,
    Document,
    Frame,
    Signature,
    Table,
    disclosure_letter,
    docx_bytes,
)
from vn766.score import rank_units, score_points

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vn766.score import UnitResult

FRAME = Frame(
    issuer=("Ủy ban nhân dân", "phường Tân Khánh"),
    symbol="BC-UBND",
    place="Tân Khánh",
    called="UBND phường Tân Khánh",
    recipients=("UBND tỉnh", "Các phòng"),
    signature=Signature(lines=("KT. Chủ tịch", "Phó Chủ tịch"), name="Nguyễn Hoàng Long"),
)
HEADS = (
    *("STT", "Tên đơn vị", "Mã định danh", "Công khai (%)", "Tiến độ", "Trực tuyến (%)"),
    *(("Số hóa hồ sơ", "Cấp kết quả (%)"), ("Số hóa hồ sơ", "Số hóa (%)"), "Tổng điểm", "Xếp loại"),
)
COLUMNS = len(HEADS)


def rows(count: int) -> list[tuple[str, ...]]:
    return [
        (
            str(n),
            f"UBND phường số {n}",
            f"H99.{n}",
            "0,3",
            "18,4",
            "92,45",
            "87,11",
            "95",
            "71,1",
            "Khá",
        )
        for n in range(1, count + 1)
    ]


def annexed(cells: list[tuple[str, ...]]) -> Document:
    paragraph = "Trên cơ sở theo dõi, tổng hợp, phân tích các tiêu chí (có Phụ lục kèm theo). "
    table = Table(title="Điểm", columns=[Column(heads=head) for head in HEADS], rows=cells)
    annex = Annex(title="Bảng xếp loại", blocks=[table], orientation="landscape")
    return Document(
        kind="report",
        frame=FRAME,
        subject="Kết quả xếp loại tháng 6/2023",
        body=[paragraph * 5] * 8,
        annexes=[annex],
    )


def with_loop(content: bytes) -> bytes:
    """Return a document with one row as a template: the row is repeated for each of `rows`."""
    names = iter(range(COLUMNS))

    def row(match: re.Match[str]) -> str:
        filled = re.sub(
            r"(<w:t>)[^<]*(</w:t>)",
            lambda cell: f"{cell[1]}{{{{ r[{next(names)}] }}}}{cell[2]}",
            match[0],
        )

        def loop(tag: str) -> str:
            cells = f"<w:tc><w:p><w:r><w:t>{tag}</w:t></w:r></w:p></w:tc>"
            return f"<w:tr>{cells}</w:tr>"

        return f"{loop('{%tr for r in rows %}')}{filled}{loop('{%tr endfor %}')}"

    return changed(
        content,
        lambda text: re.sub(
            r"<w:tr><w:trPr><w:cantSplit/></w:trPr>(?:(?!</w:tr>).)*UBND phường số 1<.*?</w:tr>",
            row,
            text,
        ),
    )


def changed(content: bytes, change: Callable[[str], str]) -> bytes:
    """Return a document whose main part was changed."""
    source, target = io.BytesIO(content), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = change(data.decode()).encode()
            new.writestr(name, data)
    return target.getvalue()


def rendered(template: bytes, context: Mapping[str, object]) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render(context, autoescape=True)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def cells_of(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("word/document.xml").count(b"<w:tc>")


def communes(count: int) -> list[UnitResult]:
    return [
        score_points(
            {
                "transparency": "17,1",
                "progress": "18,95",
                "online.services": "8,02",
                "online.payment": f"7,{n % 100:02d}",
                "satisfaction": 18,
                "digitization": "17,09",
            },
            unit=Unit(name=f"UBND phường số {n}", code=f"H99.{n}"),
            period=Month(2025, 8, up_to=True),
        )
        for n in range(count)
    ]


LETTER_FRAME = Frame(
    issuer=("Ủy ban nhân dân", "phường Tân Khánh"),
    symbol="UBND-VP",
    place="Tân Khánh",
    called="UBND phường Tân Khánh",
    addressees=("Các phòng chuyên môn", "Trung tâm Phục vụ hành chính công"),
    recipients=("UBND tỉnh", "Trang thông tin điện tử"),
    signature=Signature(lines=("TM. Ủy ban nhân dân", "Chủ tịch"), name="Nguyễn Hoàng Long"),
)


def main() -> int:
    cells = {count: rows(count) for count in (65, 130, 650)}
    template = with_loop(docx_bytes(annexed(rows(1))))
    ours, theirs = docx_bytes(annexed(cells[65])), rendered(template, {"rows": cells[65]})
    if cells_of(ours) != cells_of(theirs):
        print("the two do not write the same table")
        return 1

    holds = report(
        "a report with 65 × 10 cells, times docxtpl",
        ratio(
            lambda: docx_bytes(annexed(cells[65])), lambda: rendered(template, {"rows": cells[65]})
        ),
        0.3,
    )
    for count, bound in ((130, 2.3), (650, 11)):
        holds &= report(
            f"{count} rows, times 65 rows",
            ratio(
                lambda count=count: docx_bytes(annexed(cells[count])),
                lambda: docx_bytes(annexed(cells[65])),
            ),
            bound,
        )
    results = communes(500)
    ranking = rank_units(results, pool="xã, phường, đặc khu")
    letter = docx_bytes(disclosure_letter(results[7], frame=LETTER_FRAME, ranking=ranking))
    letter_template = changed(
        letter, lambda text: text.replace(f"{results[7].total}".replace(".", ","), "{{ total }}")
    )
    contexts = [{"total": str(result.total)} for result in results]

    def batch() -> None:
        for result in results:
            docx_bytes(disclosure_letter(result, frame=LETTER_FRAME, ranking=ranking))

    def batch_theirs() -> None:
        for context in contexts[:50]:
            rendered(letter_template, context)

    start = perf_counter()
    batch()
    pace = 500 / (perf_counter() - start)
    print(f"     {pace:.0f} letters a second, out of results, on this machine")
    holds &= report(
        "500 communes, a letter for each, times docxtpl a letter",
        ratio(batch, batch_theirs, turns=3) / 10,
        0.2,
    )
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
