# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""What becomes of a report: JSON, SARIF, and comments in a copy of the document."""

from __future__ import annotations

import io
import json

import docx
import pytest

from vn766.audit import audit
from vn766.errors import InvalidDocumentError

TEXT = "Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,74%, cập nhật ngày 31/6/2023. Đạt 8/10 điểm."


def test_as_text():
    report = audit("UBND xã An\n\nSố hóa hồ sơ: 23,08/22 điểm.".encode())
    assert str(report) == "\n".join(map(str, report.findings)) != ""
    assert repr(report) == "AuditReport('document', 1 errors, 0 warnings, 0 notes)"


class TestJson:
    def test_everything_is_there(self):
        said = json.loads(json.dumps(audit(TEXT.encode()).to_dict("vi")))
        assert (said["errors"], said["warnings"], said["notes"]) == (2, 0, 2)
        first = said["findings"][0]
        assert first["location"] == {"file": "document", "line": 1}
        points = next(claim for claim in said["claims"] if claim["kind"] == "points")
        assert (points["value"], points["maximum"], points["node"]) == (
            "17.08",
            "22",
            "digitization",
        )

    def test_every_kind_of_value(self):
        text = (
            "Quyết định số 766/QĐ-TTg ngày 23/6/2022; Quyết định số 5/QĐ-UBND; xếp loại Tốt; "
            "xếp hạng 2/9 xã; 3/4 đơn vị; tháng 6/2023; UBND xã An; H99.21-230612-0005; "
            "đạt 1.2/10 điểm"
        )
        values = [claim.to_dict() for claim in audit(text.encode()).claims]
        said = {claim["kind"]: (claim["value"], claim["date"], claim["text"]) for claim in values}
        assert said == {
            "citation": (None, None, "5/QĐ-UBND"),
            "date": (None, "2022-06-23", None),
            "class": (None, None, "Tốt"),
            "rank": ("2", None, None),
            "count": ("3", None, "don vi"),
            "period": (None, None, "tháng 6/2023"),
            "unit": (None, None, "UBND xã An"),
            "dossier-code": (None, None, "H99.21-230612-0005"),
            "points": ("1.2", None, None),
        }


class TestComments:
    @pytest.fixture
    def slips(self, papers):
        """A document with slips in the letterhead, a sentence with bold words, and a table."""
        ranking, content = papers.classification(2)
        total = f"{ranking.results[3].total}".rstrip("0").rstrip(".").replace(".", ",")
        slip = papers.changed(content, "tháng 9 năm 2025", "tháng 13 năm 2025")
        slip = papers.changed(slip, "ngày 23/6/2022", "ngày 23/6/2021")
        return papers.changed(slip, f">{total}<", ">1,5<")

    def comments_of(self, path):
        from docx import Document

        document = Document(path)
        marked = {}
        for start in document.element.body.iter(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}commentRangeStart"
        ):
            id_ = start.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}id")
            words = []
            for element in start.itersiblings():
                if element.tag.endswith("}commentRangeEnd") and element.values()[0] == id_:
                    break
                words += element.itertext("{*}t")
            marked[int(id_)] = "".join(words)
        return {
            comment.text.rpartition("[")[2].rstrip("]"): marked[comment.comment_id]
            for comment in document.comments
        }

    def test_at_the_findings(self, slips, tmp_path):
        file = tmp_path / "a.docx"
        file.write_bytes(slips)
        report = audit(file)
        report.annotate(tmp_path / "b.docx")
        assert file.read_bytes() == slips
        found = self.comments_of(tmp_path / "b.docx")
        assert found.keys() == {str(it.code) for it in report.findings}
        assert found["total-mismatch"] == "1,5"
        assert "tháng 13 năm 2025" in found["out-of-range"]
        assert "ngày 23/6/2021" in found["citation-date"]
        again = audit(tmp_path / "b.docx")
        assert [str(it.code) for it in again.findings] == [str(it.code) for it in report.findings]

    def test_of_some_codes(self, slips, tmp_path):
        audit(slips).annotate(tmp_path / "b.docx", codes={"citation-date"})
        assert self.comments_of(tmp_path / "b.docx").keys() == {"citation-date"}

    def test_of_bytes(self, slips, tmp_path):
        audit(slips).annotate(str(tmp_path / "b.docx"))
        assert self.comments_of(tmp_path / "b.docx")

    def test_nothing_is_overwritten(self, slips, tmp_path):
        file, other = tmp_path / "a.docx", tmp_path / "b.docx"
        file.write_bytes(slips)
        other.write_bytes(b"mine")
        report = audit(file)
        with pytest.raises(FileExistsError):
            report.annotate(other)
        with pytest.raises(FileExistsError):
            report.annotate(file, force=True)
        assert (file.read_bytes(), other.read_bytes()) == (slips, b"mine")
        report.annotate(other, force=True)
        assert self.comments_of(other)

    def test_a_failure_leaves_nothing_behind(self, slips, tmp_path, monkeypatch):
        monkeypatch.setattr("pathlib.Path.replace", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            audit(slips).annotate(tmp_path / "b.docx", force=True)
        assert list(tmp_path.iterdir()) == []

    def test_only_word_files(self, tmp_path):
        with pytest.raises(InvalidDocumentError):
            audit(TEXT.encode()).annotate(tmp_path / "b.docx")

    def test_words_in_other_places(self, tmp_path):
        document = docx.Document()
        document.add_paragraph("")
        table = document.add_table(1, 3)
        merged = table.cell(0, 0).merge(table.cell(0, 1))
        merged.text = "a"
        inner = table.cell(0, 2).add_table(1, 1)
        inner.cell(0, 0).text = "đến ngày 31/6/2023"
        document.add_paragraph().add_run("đến ngày 31/").text = "đến ngày 30/6/2023\tngày 31/4/2023"
        stream = io.BytesIO()
        document.save(stream)
        report = audit(stream.getvalue())
        assert len(report.errors) == 2
        report.annotate(tmp_path / "b.docx")
        assert len(docx.Document(tmp_path / "b.docx").comments) == 2
