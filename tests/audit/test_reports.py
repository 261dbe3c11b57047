# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""What becomes of a report: JSON, SARIF, and comments in a copy of the document."""

from __future__ import annotations

import io
import json
import re
from urllib.parse import unquote

import docx
import pytest
import xlsxwriter

from vn766.audit import audit, to_sarif
from vn766.errors import InvalidDocumentError, Problem, ProblemCode

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


SARIF = {
    "log": ({"version", "runs"}, {"$schema"}),
    "runs": ({"tool"}, {"language", "columnKind", "results", "invocations"}),
    "tool": ({"driver"}, set()),
    "driver": ({"name"}, {"version", "rules", "notifications"}),
    "rules": ({"id"}, set()),
    "notifications": ({"id"}, set()),
    "invocations": ({"executionSuccessful"}, {"toolExecutionNotifications"}),
    "toolExecutionNotifications": ({"message"}, {"level", "descriptor", "locations"}),
    "descriptor": (set(), {"id", "index"}),
    "results": (
        {"message"},
        {"ruleId", "ruleIndex", "level", "locations", "partialFingerprints", "properties"},
    ),
    "partialFingerprints": (set(), {"finding/v1"}),
    "message": ({"text"}, set()),
    "locations": (set(), {"physicalLocation", "logicalLocations"}),
    "physicalLocation": ({"artifactLocation"}, {"region"}),
    "artifactLocation": ({"uri"}, set()),
    "region": ({"startLine"}, {"snippet"}),
    "snippet": ({"text"}, set()),
    "logicalLocations": ({"fullyQualifiedName"}, set()),
}
"""The objects of SARIF 2.1.0 that are written: what each must have, and may have."""


def check(found, name):
    """Check an object of a log, and all that are in it, against the standard."""
    if isinstance(found, list):
        for each in found:
            check(each, name)
    elif isinstance(found, dict) and name != "properties":
        must, may = SARIF[name]
        assert must <= found.keys() <= must | may
        for key, value in found.items():
            check(value, key)
    elif name in {"ruleIndex", "index"}:
        assert found >= 0
    elif name == "startLine":
        assert found >= 1
    elif name == "level":
        assert found in {"error", "warning", "note", "none"}
    elif name == "uri":
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/:-]|%[0-9A-F]{2})+", found)
    elif name == "text":
        assert found


class TestSarif:
    """SARIF 2.1.0: what §3 of the standard demands of the objects that are written."""

    def test_log(self, tmp_path):
        file = tmp_path / "công văn.txt"
        file.write_text(TEXT, "utf-8")
        problem = Problem.of(ProblemCode.EMPTY_FILE, (), value="b.txt")
        log = json.loads(json.dumps(to_sarif([audit(file)], unread=[("b.txt", [problem])])))
        assert log["version"] == "2.1.0"
        (run,) = log["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert len({rule["id"] for rule in rules}) == len(rules)
        assert len(run["results"]) == 4
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] in {"error", "warning", "note"}
            assert result["message"]["text"]
            place = result["locations"][0]["physicalLocation"]
            assert place["artifactLocation"]["uri"] == "c%C3%B4ng%20v%C4%83n.txt"
            assert place["region"]["startLine"] == 1
        (invocation,) = run["invocations"]
        assert not invocation["executionSuccessful"]
        (told,) = invocation["toolExecutionNotifications"]
        assert told["descriptor"]["id"] == "empty-file"

    def test_only_what_the_standard_knows(self, tmp_path):
        file = tmp_path / "a.txt"
        file.write_text(TEXT, "utf-8")
        problem = Problem.of(ProblemCode.EMPTY_FILE, (), value="b.txt")
        log = json.loads(json.dumps(to_sarif([audit(file)], unread=[("b.txt", [problem])])))
        check(log, "log")
        (run,) = log["runs"]
        assert run["language"] == "vi"
        (told,) = run["invocations"][0]["toolExecutionNotifications"]
        told_of = run["tool"]["driver"]["notifications"][told["descriptor"]["index"]]
        assert told_of["id"] == told["descriptor"]["id"] == "empty-file"
        check(to_sarif([]), "log")

    @pytest.mark.parametrize(
        ("name", "uri"),
        [
            ("công văn 1.txt", "c%C3%B4ng%20v%C4%83n%201.txt"),
            ("a/b#1?.txt", "a/b%231%3F.txt"),
            ("c:d.txt", "c%3Ad.txt"),
            ("100%.txt", "100%25.txt"),
        ],
    )
    def test_files_are_relative_and_encoded(self, name, uri, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        problem = Problem.of(ProblemCode.EMPTY_FILE, (), value=name)
        for file, expected in (
            (name, uri),
            (str(tmp_path / name), uri),
            (str(tmp_path.parent / "other" / name), f"{tmp_path.parent.as_uri()}/other/{uri}"),
        ):
            (run,) = to_sarif([], unread=[(file, [problem])])["runs"]
            (told,) = run["invocations"][0]["toolExecutionNotifications"]
            (place,) = told["locations"]
            shown = place["physicalLocation"]["artifactLocation"]["uri"]
            assert unquote(shown) == unquote(expected)
            assert shown.endswith(uri)

    def test_a_fingerprint_stays_when_the_line_moves(self):
        def marks(text):
            (run,) = to_sarif([audit(text.encode())])["runs"]
            return [result["partialFingerprints"]["finding/v1"] for result in run["results"]]

        twice = f"{TEXT}\n\n{TEXT}"
        assert marks(f"Một dòng khác.\n\n{TEXT}") == marks(TEXT) != []
        assert set(marks(TEXT)) <= set(marks(twice))
        assert len(set(marks(twice))) == len(marks(twice))

    def test_rows_of_a_workbook_are_no_lines(self):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, ("Đơn vị", "Tổng điểm", "Xếp loại"))
            page.write_row(1, 0, ("Xã An", 80, "Yếu"))
        report = audit(stream.getvalue())
        (result,) = to_sarif([report])["runs"][0]["results"]
        assert result["level"] == "error"
        assert "region" not in result["locations"][0]["physicalLocation"]

    def test_rows_of_a_delimited_text_are_lines(self, tmp_path):
        file = tmp_path / "a.csv"
        file.write_text("Đơn vị,Tổng điểm,Xếp loại\nXã An,80,Yếu\n", "utf-8")
        (result,) = to_sarif([audit(file)])["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 2

    def test_documents_have_no_lines(self, papers):
        _, content = papers.disclosure(1)
        slip = papers.changed(content, "ngày 23/6/2022", "ngày 23/6/2021")
        (result,) = [
            it
            for it in to_sarif([audit(slip)], language="en")["runs"][0]["results"]
            if it["level"] == "error"
        ]
        assert "region" not in result["locations"][0]["physicalLocation"]
        assert "paragraph" in result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]


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
