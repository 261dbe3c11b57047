"""The checker on a document of ten pages, against python-docx opening it and walking through it.

The other side opens the same bytes and asks for the text, font and size of every run, which is
what any checker that is built on python-docx does first.
"""

from __future__ import annotations

import io
import sys
from datetime import date
from time import perf_counter

import docx
from ratios import ratio, report

from vn766.nd30 import check
from vn766.nd30.model import Annex, Column, Document, Frame, Heading, Signature, Table
from vn766.nd30.writer import docx_bytes

__all__ = ["ratios"]

BOUNDS = {"check, ten pages / python-docx, open and walk": 1.25}
SENTENCE = "UBND phường báo cáo kết quả thực hiện Bộ chỉ số phục vụ người dân, doanh nghiệp. "


def ten_pages() -> bytes:
    """Return a báo cáo with an annex of 100 rows and ten columns."""
    body = [Heading("Kết quả thực hiện"), *[SENTENCE * 6] * 30, "Chi tiết tại Phụ lục kèm theo"]
    table = Table(
        title="Kết quả của các đơn vị",
        columns=[Column(heads=f"Tiêu chí {column}") for column in range(10)],
        rows=[[f"{row}", *["17,08"] * 9] for row in range(1, 101)],
    )
    frame = Frame(
        issuer=("Ủy ban nhân dân", "phường An Bình"),
        called="UBND phường An Bình",
        symbol="BC-UBND",
        number=15,
        place="An Bình",
        issued_on=date(2025, 9, 5),
        signature=Signature(lines="Chủ tịch", name="Lê Thị Bình"),
        recipients="Đảng ủy phường",
    )
    return docx_bytes(
        Document(
            kind="report",
            frame=frame,
            subject="Kết quả tháng 8 năm 2025",
            body=body,
            annexes=[Annex(title="Kết quả", blocks=[table], orientation="landscape")],
        )
    )


def walk(data: bytes) -> int:
    """Open a document and look at every run of its paragraphs and cells."""
    document = docx.Document(io.BytesIO(data))
    paragraphs = list(document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                paragraphs += cell.paragraphs
    return sum(
        len(run.text) + bool(run.font.name) + bool(run.font.size)
        for paragraph in paragraphs
        for run in paragraph.runs
    )


def ratios() -> dict[str, float]:
    data = ten_pages()
    return {
        "check, ten pages / python-docx, open and walk": ratio(
            lambda: check(data), lambda: walk(data)
        )
    }


def main() -> int:
    holds = [report(title, measured, BOUNDS[title]) for title, measured in ratios().items()]
    data = ten_pages()
    times: list[float] = []
    for _ in range(21):
        start = perf_counter()
        check(data)
        times.append(perf_counter() - start)
    print(f"     {sorted(times)[10] * 1000:6.1f} ms check, ten pages (1,150 paragraphs)")
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
