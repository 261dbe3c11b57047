# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Documents to be audited, written by `vn766.report` out of figures that are ours."""

from __future__ import annotations

import io
import random
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest

from vn766.audit import audit
from vn766.framework import get_framework
from vn766.nd30.model import Frame, Signature
from vn766.nd30.writer import docx_bytes
from vn766.period import Month, Quarter
from vn766.records import Ratio, Unit, UnitCounts, UnitPoints
from vn766.report.additions import Additions
from vn766.report.builders import (
    classification_report,
    disclosure_letter,
    district_report,
    monthly_letter,
    office_letter,
)
from vn766.score import rank_units, score_counts, score_points

LEAVES = {
    "transparency": 18,
    "progress": 20,
    "online.services": 12,
    "online.payment": 10,
    "satisfaction": 18,
    "digitization": 22,
}
UNITS = (
    *("UBND phường Tân Khánh", "UBND xã Bình Hòa", "UBND xã Lạc Nhơn", "UBND xã Phú Thịnh"),
    *("UBND xã Đắk Lấp", "UBND đặc khu Hòn Mây", "UBND phường Âu Cơ", "UBND xã Yên Sở"),
)
PERIOD = Month(2025, 8)


class Papers:
    """Makes documents; `changed` puts a slip into one."""

    @staticmethod
    def frame(symbol):
        return Frame(
            issuer=("Ủy ban nhân dân", "phường Tân Khánh"),
            symbol=symbol,
            place="Tân Khánh",
            number=15,
            issued_on=date(2025, 9, 5),
            called="UBND phường Tân Khánh",
            addressees=("Các phòng chuyên môn",) if symbol == "UBND-VP" else (),
            recipients=("Trang thông tin điện tử",),
            signature=Signature(lines=("TM. Ủy ban nhân dân", "Chủ tịch"), name="Lê Văn An"),
        )

    @staticmethod
    def results(seed, period=PERIOD, units=UNITS):
        chance = random.Random(seed)
        return [
            score_points(
                UnitPoints(
                    unit=Unit(name=name),
                    period=period,
                    points={
                        node: Decimal(chance.randint(60 * most, 100 * most - 1)) / 100
                        for node, most in LEAVES.items()
                    },
                    retrieved_at=datetime(2025, 9, 4, 15, 10),  # noqa: DTZ001 (Vietnamese time)
                )
            )
            for name in units
        ]

    def disclosure(self, seed, **options):
        results = self.results(seed)
        ranking = rank_units(results, pool="xã, phường, đặc khu")
        frame = self.frame("UBND-VP")
        letter = disclosure_letter(
            results[0], frame=frame, ranking=ranking, source="Cổng Dịch vụ công quốc gia", **options
        )
        return results, docx_bytes(letter)

    def classification(self, seed):
        results = self.results(seed, Quarter(2025, 2))
        ranking = rank_units(results, pool="xã, phường, đặc khu")
        return ranking, docx_bytes(
            classification_report(ranking, frame=self.frame("BC-UBND"), source="Cổng")
        )

    def monthly(self, seed, tasks=()):
        results = self.results(seed)
        ranking = rank_units(results, pool="xã, phường, đặc khu")
        letter = monthly_letter(
            results[0],
            frame=self.frame("UBND-VP"),
            ranking=ranking,
            additions=Additions(tasks=tasks),
            source="Cổng",
        )
        return results, docx_bytes(letter)

    def of_counts(self):
        counts = {
            indicator.code: Ratio(3, 4)
            for indicator in get_framework("portal-2026").indicators()
            if "commune" in indicator.levels or not indicator.levels
        }
        unit = Unit(name="UBND phường Tân Khánh", code="H99.21", level="commune")
        result = score_counts(UnitCounts(counts=counts, unit=unit, period=PERIOD))
        return docx_bytes(monthly_letter(result, frame=self.frame("UBND-VP"), low=0, source="Cổng"))

    def office(self, seed):
        results = self.results(seed)
        letter = office_letter(
            results[0], frame=self.frame("UBND-VP"), units=results[1:], below=80, source="Cổng"
        )
        return results, docx_bytes(letter)

    def district(self, seed):
        series = [
            self.results(seed + month, Month(2025, month), ["UBND huyện Phú An"])[0]
            for month in range(1, 9)
        ]
        ranking = rank_units(self.results(seed), pool="xã, phường, đặc khu")
        return series, docx_bytes(
            district_report(series, frame=self.frame("BC-UBND"), ranking=ranking, source="Cổng")
        )

    @staticmethod
    def changed(content, old, new, *, at=0):
        """Return a document in which the occurrence number `at` of a text is another one.

        A space of `old` also finds the one that holds words together.
        """
        pattern = re.escape(old).replace(r"\ ", "[ \xa0]")
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as before,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
        ):
            for info in before.infolist():
                part = before.read(info)
                if info.filename == "word/document.xml":
                    text = part.decode()
                    found = [*re.finditer(pattern, text)]
                    assert len(found) > at, f"{old!r} is not in the document"
                    start, end = found[at].span()
                    part = (text[:start] + new + text[end:]).encode()
                after.writestr(info.filename, part)
        return stream.getvalue()


@pytest.fixture(scope="session")
def papers():
    return Papers()


@pytest.fixture
def codes_of():
    """Return the codes of all findings on a text, by severity."""

    def read(text, **options):
        content = text if isinstance(text, bytes) else text.encode()
        found = audit(content, **options).findings
        return {
            severity: [str(it.code) for it in found if it.severity == severity]
            for severity in ("error", "warning", "note")
        }

    return read
