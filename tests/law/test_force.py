"""Which legal texts are in force on which day, and documents that are based on them."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve

from vn766.audit import audit
from vn766.errors import InvalidDocumentError, ProblemCode
from vn766.framework import get_framework
from vn766.framework.bases import ended_bases
from vn766.framework.loader import shipped_instruments
from vn766.nd30.model import Frame, Signature
from vn766.period import Month, Year
from vn766.records import Unit, UnitPoints
from vn766.report import Jobs, disclosure_letter, read_spec
from vn766.score import score_points
from vn766.vi import format_date

EXAMPLES = Path(__file__).parents[2] / "examples" / "documents"
KNOWN = {instrument.id: instrument for instrument in shipped_instruments()}
POINTS = {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 15, "MDSH": 20}

ENDS = [
    ("Nghị định số 42/2022/NĐ-CP của Chính phủ", date(2026, 7, 1), "224/2026/NĐ-CP"),
    (
        "Quy chế ban hành kèm theo Quyết định số 31/2021/QĐ-TTg của Thủ tướng Chính phủ",
        date(2026, 7, 20),
        "29/2026/QĐ-TTg",
    ),
]
AROUND = [(*end, days) for end in ENDS for days in (-30, -1, 0, 1, 100)]


def letter(basis, issued_on, *, retrieved_at=None, framework=None, **texts):
    """Return the problems of a commune's letter, each with its code and path."""
    record = UnitPoints(unit=Unit(name="UBND phường An Bình"), points=POINTS)
    record = evolve(record, period=Month(2026, 5), retrieved_at=retrieved_at)
    result = score_points(record, framework=framework or "qd766")
    frame = Frame(
        issuer=("Ủy ban nhân dân", "phường An Bình"),
        called="UBND phường An Bình",
        symbol="UBND-VP",
        place="An Bình",
        issued_on=issued_on,
        addressees="Các phòng chuyên môn",
        signature=Signature(lines="Chủ tịch", name="Lê Thị Bình"),
        recipients="Trang thông tin điện tử phường",
    )
    try:
        disclosure_letter(result, frame=frame, texts={"basis": basis, **texts})
    except InvalidDocumentError as error:
        return [(problem.code, problem.path) for problem in error.problems]
    return []


class TestEnds:
    """Nghị định 42/2022/NĐ-CP ended when 224/2026/NĐ-CP came into force on 1 July 2026, the
    regulation of the national portal under Quyết định 31/2021/QĐ-TTg with 29/2026/QĐ-TTg on
    20 July 2026: from that day on no document is based on them.
    """

    @pytest.mark.parametrize(("cited", "ended", "by", "days"), AROUND)
    def test_a_document_that_is_written(self, cited, ended, by, days):
        del by
        expected = [(ProblemCode.BASIS_ENDED, ("basis", 0))] if days >= 0 else []
        assert letter([f"Căn cứ {cited}"], ended + timedelta(days=days)) == expected

    @pytest.mark.parametrize(("cited", "ended", "by", "days"), AROUND)
    def test_a_document_that_is_audited(self, cited, ended, by, days):
        day = ended + timedelta(days=days)
        text = f"Số: 12/BC-UBND\nAn Bình, {format_date(day)}\n\nCăn cứ {cited};\nĐạt 87,09 điểm."
        found = audit(text.encode()).findings
        said = [(str(it.code), str(it.severity), it.expected) for it in found]
        assert said == ([("basis-ended", "warning", by)] if days >= 0 else [])

    def test_the_words_for_it(self):
        for language, words in (
            ("vi", "Văn bản số 42/2022/NĐ-CP đã hết hiệu lực từ ngày 01/7/2026. Hãy căn cứ"),
            ("en", "Document 42/2022/NĐ-CP has been without force since 01/7/2026. Take"),
        ):
            text = f"An Bình, ngày 02 tháng 7 năm 2026\n\nCăn cứ {ENDS[0][0]};\nĐạt 87,09 điểm."
            (found,) = audit(text.encode()).warnings
            assert words in found.line(language)
            assert "224/2026/NĐ-CP" in found.line(language)


class TestADayLeftBlank:
    """A document without a day is as old as what its date leaves open, or as its figures."""

    BASIS = ("Căn cứ Nghị định số 42/2022/NĐ-CP",)

    @pytest.mark.parametrize(
        ("issued_on", "retrieved_at", "refused"),
        [
            (Month(2026, 6), None, False),
            (Month(2026, 7), None, True),
            (Year(2026), None, False),
            (Year(2027), None, True),
            (Year(2026), datetime(2026, 6, 30, 23, tzinfo=UTC), False),
            (Year(2026), datetime(2026, 7, 1, 8, tzinfo=UTC), True),
            (None, datetime(2026, 7, 1, 8, tzinfo=UTC), True),
            (None, None, False),
            (date(2026, 6, 30), datetime(2026, 7, 1, 8, tzinfo=UTC), False),
        ],
    )
    def test_the_earliest_day_counts(self, issued_on, retrieved_at, refused):
        found = letter(self.BASIS, issued_on, retrieved_at=retrieved_at)
        assert (ProblemCode.BASIS_ENDED in dict(found)) == refused

    def test_each_text_of_a_line_is_warned_of_once(self):
        text = (
            "An Bình, ngày 02 tháng 8 năm 2026\n\nCăn cứ Nghị định số 42/2022/NĐ-CP và Quyết định "
            "số 31/2021/QĐ-TTg;\nĐạt 87,09 điểm."
        )
        found = [w for w in audit(text.encode()).warnings if w.code is ProblemCode.BASIS_ENDED]
        assert [w.found for w in found] == ["42/2022/NĐ-CP", "31/2021/QĐ-TTg"]

    def test_an_audited_document_without_a_day_is_not_held_against_any(self):
        text = f"Số: 12/BC-UBND\n\n{self.BASIS[0]};\nĐạt 87,09 điểm.".encode()
        assert audit(text).warnings == ()


class TestABasis:
    """A sentence is based on what it cites if it begins with "Căn cứ", "Thực hiện" or "Theo"; what
    it names as replaced is none.
    """

    @pytest.mark.parametrize(
        ("text", "ended"),
        [
            ("Căn cứ Nghị định số 42/2022/NĐ-CP", True),
            ("CĂN CỨ Nghị định 42/2022/nđ-cp;", True),
            ("- Thực hiện quy định tại Điều 5 Nghị định số 42/2022/NĐ-CP.", True),
            ("Kết quả như sau. Theo Nghị định số 42/2022/NĐ-CP thì …", True),
            ("Căn cứ Nghị định số 142/2022/NĐ-CP", False),
            ("Nghị định số 42/2022/NĐ-CP đã hết hiệu lực", False),
            ("Căn cứ Nghị định 224/2026/NĐ-CP thay thế Nghị định số 42/2022/NĐ-CP", False),
            ("Căn cứ Quyết định số 766/QĐ-TTg", False),
            ("", False),
        ],
    )
    def test_of_a_text(self, text, ended):
        assert bool(list(ended_bases(text, date(2026, 8, 1), KNOWN))) == ended

    def test_any_paragraph_may_hold_one(self):
        text = "Thực hiện Nghị định số 42/2022/NĐ-CP, đề nghị các đơn vị thực hiện."
        found = letter([], date(2026, 8, 1), closing=text)
        assert [code for code, _ in found] == [ProblemCode.BASIS_ENDED]

    def test_an_instrument_of_ones_own(self):
        common = get_framework()
        own = evolve(KNOWN["qd-892-2023-quang-nam"], ended_on=date(2026, 1, 1))
        framework = evolve(common, instruments=(*common.instruments, own))
        basis = ("Căn cứ Quyết định số 892/QĐ-UBND",)
        before, after = (
            dict(letter(basis, day, framework=framework))
            for day in (date(2025, 12, 31), date(2026, 1, 1))
        )
        assert ProblemCode.BASIS_ENDED not in before
        assert ProblemCode.BASIS_ENDED in after
        known = {"own": own}
        assert [it.by for it in ended_bases(basis[0], date(2026, 1, 1), known)] == ["none"]

    def test_a_number_of_another_province_is_another_text(self):
        own = evolve(KNOWN["qd-892-2023-quang-nam"], ended_on=date(2026, 1, 1))
        framework = evolve(get_framework(), instruments=(*get_framework().instruments, own))
        text = (
            "An Bình, ngày 02 tháng 7 năm 2026\n\nCăn cứ Quyết định số 892/QĐ-UBND {};\nĐạt 80,5."
        )
        for issuer, count in (("của UBND tỉnh Bình Hải", 0), ("của UBND tỉnh Quảng Nam", 1)):
            report = audit(text.format(issuer).encode(), framework=framework)
            assert len(report.warnings) == count


class TestWhatWePrint:
    """Every example document is based on what is in force on its day."""

    @pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
    def test_of_the_examples(self, path):
        spec = read_spec(path)
        jobs = Jobs(spec)
        makers = [job.document for job in jobs.each()] if spec.is_batch else [jobs.document]
        documents = []
        for make in makers:
            try:
                documents.append(make())
            except InvalidDocumentError as error:  # a unit without a total
                codes = {problem.code for problem in error.problems}
                assert codes == {ProblemCode.FIGURE_NOT_KNOWN}
        assert documents
        for document in documents:
            assert any("766/QĐ-TTg" in basis for basis in document.basis)
