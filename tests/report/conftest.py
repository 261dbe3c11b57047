"""Parts of documents that tests change one thing of."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from datetime import date

import pytest

from vn766.nd30.model import Document, Frame, Signature


@pytest.fixture
def frame():
    return Frame(
        issuer=("Ủy ban nhân dân", "phường An Bình"),
        called="UBND phường An Bình",
        symbol="UBND-VP",
        place="An Bình",
        number=5,
        issued_on=date(2025, 9, 5),
        addressees=("Các phòng chuyên môn", "Trung tâm Phục vụ hành chính công"),
        signature=Signature(
            lines=("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"), name="Lê Thị Bình"
        ),
        recipients=("Trang thông tin điện tử phường",),
        archive=("VT", "VP"),
    )


@pytest.fixture
def letter(frame):
    return Document(
        kind="letter",
        frame=frame,
        subject="công khai kết quả tháng 8/2025",
        basis=("Căn cứ Quyết định số 766/QĐ-TTg",),
        body=["UBND phường công khai kết quả (có Phụ lục kèm theo).", "Đề nghị thực hiện."],
    )
