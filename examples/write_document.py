"""Write the công văn that discloses a ward's result, and check its form (extra `docx`).

The file goes to the folder in which the script is run, or to the one that is given to it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from vn766 import Published, Unit, UnitPoints, nd30, score_points
from vn766.period import Month
from vn766.report import Additions, Frame, Signature, disclosure_letter, write_docx

result = score_points(
    UnitPoints(
        unit=Unit(name="UBND phường Tân Khánh", code="H99.201", level="commune"),
        period=Month(2026, 10),
        points={
            "CKMB": "17,1",
            "TDGQ": "18,95",
            "CLGQ": "8,02",
            "TTTT": "7,38",
            "MDHL": 18,
            "MDSH": "17,09",
        },
        # What only the province knows is printed as it was published.
        published=Published(
            rank=3, of=9, pool="xã, phường, đặc khu", source="Cổng Dịch vụ công quốc gia"
        ),
    )
)
letter = disclosure_letter(
    result,
    frame=Frame(
        issuer=("Ủy ban nhân dân", "phường Tân Khánh"),
        called="UBND phường Tân Khánh",
        symbol="UBND-VP",
        place="Tân Khánh",
        issued_on=Month(2026, 11),  # day and number are left blank for the clerk
        addressees=("Các phòng chuyên môn", "Trung tâm Phục vụ hành chính công"),
        recipients="Trang thông tin điện tử phường",
        signature=Signature(lines=("TM. Ủy ban nhân dân", "Chủ tịch"), name="Lê Thị B"),
    ),
    additions=Additions(
        duties={"Trung tâm Phục vụ hành chính công": "Số hóa hồ sơ ngay khi tiếp nhận."}
    ),
)

target = Path(*sys.argv[1:2], "cong-khai.docx")
write_docx(letter, target)
print(f"Đã ghi {target.name}: {letter.subject}")

verdicts = nd30.check(target)
for status in ("PASS", "FAIL", "NEEDS_REVIEW"):
    print(status, sum(verdict.status == status for verdict in verdicts))
