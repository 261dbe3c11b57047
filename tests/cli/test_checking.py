"""``vn766 check``: what an official reads of a document, and the exit status."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from click.testing import CliRunner

from vn766.cli import vn766
from vn766.nd30 import judge

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PAGE = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
LINES = (
    *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc", "Số: 5/BC-UBND"),
    *("An Bình, ngày 05 tháng 7 năm 2023", "BÁO CÁO", "Kết quả Quý II", "Nội dung một."),
    *("Nội dung hai.", "Nơi nhận:", "- Lưu: VT.", "CHỦ TỊCH", "Lê Thị Bình"),
)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*args):
        return CliRunner().invoke(vn766, ["check", *map(str, args)])

    return run


def blank_document(path):
    with zipfile.ZipFile(path, "w") as archive:
        text = f'<w:document xmlns:w="{NAMESPACE}"><w:body><w:p/></w:body></w:document>'
        archive.writestr("word/document.xml", text)


@pytest.fixture
def file(tmp_path):
    """A document with much that is wrong."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES)
    document = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}{PAGE}</w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", document)
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(stream.getvalue())
    return path


def test_one_line_says_what_it_is_and_how_it_stands(run, file):
    lines = run(file).stdout.splitlines()
    summary = (
        r"bao-cao\.docx: Báo cáo\. Không đạt: \d+ nội dung; Cần xem xét thêm: \d+ nội dung \(Nghị"
    )
    assert re.match(summary, lines[0])


def test_failures_come_first_with_place_finding_rule_and_source(run, file):
    result = run(file)
    assert result.exit_code == 1
    lines = [line for line in result.stdout.splitlines() if not line.startswith("bao-cao.docx")]
    assert next(line for line in lines if ": " in line).startswith("Không đạt: ")
    groups = [line for line in lines if line in {"Phần đầu văn bản", "Nội dung"}]
    assert groups[:2] == ["Phần đầu văn bản", "Nội dung"]
    at = lines.index("• Cách ghi số [number.form]")
    assert lines[at + 1 : at + 3] == [
        "  Vị trí: đoạn 3 “Số: 5/BC-UBND”",
        "  Hiện tại: “Số: 5/BC-UBND”",
    ]
    assert lines[at + 3].startswith('  Quy định: "Số:", số Ả Rập')
    assert "  Căn cứ: Phụ lục I, Phần I, Mục II, khoản 3 (quy định)" in lines
    assert "  Vị trí: đoạn 7 “Nội dung một.” và 1 chỗ khác" in lines
    assert any(line.startswith("  Nguyên văn: “sau từ “Số” có dấu hai chấm") for line in lines)
    assert lines[-1].startswith("Thêm --all")
    assert all(line == line.rstrip() for line in lines)


def test_english(run, file):
    result = run(file, "--lang", "en")
    assert result.exit_code == 1
    assert "  Where: paragraph 7 “Nội dung một.” and 1 more place" in result.stdout.splitlines()
    assert "  Source: Phụ lục III, các mẫu trình bày văn bản (form or practice)" in result.stdout


class TestSeveral:
    @pytest.fixture
    def folder(self, tmp_path, file):
        """A folder with a document that breaks rules, one that is none, and what is no document."""
        place = tmp_path / "văn bản"
        (place / "phụ").mkdir(parents=True)
        (place / "bao-cao.docx").write_bytes(file.read_bytes())
        blank_document(place / "phụ" / "huong-dan.docx")
        (place / "~$bao-cao.docx").write_bytes(b"")
        (place / "ghi-chu.txt").write_text("a", "utf-8")
        return place

    def test_a_line_for_each_document(self, run, folder):
        result = run(folder)
        said = " ".join(result.stdout.split())  # however long the path of the folder
        assert said.startswith(f"{folder / 'bao-cao.docx'}: Báo cáo. Không đạt: ")
        assert f"{folder / 'phụ' / 'huong-dan.docx'}: không nhận ra" in said
        assert "Đã kiểm tra 2 văn bản: 1 văn bản có nội dung không đạt, 1" in said
        assert "ghi-chu.txt" in result.stderr
        assert "~$bao-cao.docx" in result.stderr
        assert result.exit_code == 1

    def test_details_on_demand(self, run, folder):
        assert "[number.form]" not in run(folder).stdout
        assert "[number.form]" in run(folder, "--all").stdout

    def test_one_document_in_a_folder_is_shown_in_whole(self, run, folder):
        (folder / "bao-cao.docx").unlink()
        assert run(folder).stdout.startswith("huong-dan.docx: ")

    def test_the_worst_decides(self, run, folder):
        (folder / "hong.docx").write_bytes(b"PK\x03\x04word/")
        result = run(folder)
        assert result.exit_code == 2
        assert "1 tệp không đọc được" in result.stderr
        document = json.loads(run(folder, "--json").stdout)
        assert len(document["documents"]) == 2
        assert document["unread"][0]["file"] == str(folder / "hong.docx")
        assert len(document["passed_over"]) == 2
        log = json.loads(run(folder / "hong.docx", "--sarif").stdout)
        (invocation,) = log["runs"][0]["invocations"]
        assert invocation["executionSuccessful"] is False

    def test_sarif(self, run, folder):
        result = run(folder, "--sarif")
        assert result.exit_code == 1
        results = json.loads(result.stdout)["runs"][0]["results"]
        by_rule = {each["ruleId"]: each for each in results}
        assert by_rule["number.form"]["level"] == "error"
        assert by_rule["number.form"]["message"]["text"].startswith("Chưa đúng: ")
        assert {each["level"] for each in results} == {"error", "warning"}
        assert run(folder, "--sarif", "--json").exit_code == 2

    def test_no_document(self, run, tmp_path):
        result = run(tmp_path)
        assert result.exit_code == 2
        assert "Không có tệp Word" in result.stderr


def test_everything(run, file):
    result = run(file, "--all")
    lines = result.stdout.splitlines()
    text = "“CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM”"
    assert f"• Nội dung Quốc hiệu [national-name.text]: {text}" in lines
    assert any(line.startswith("• Khổ giấy [page.paper]: 210 × 297 mm") for line in lines)
    assert not any(line.startswith("Thêm --all") for line in lines)
    # What is not there, and need not be, is not listed.
    assert not any("annex" in line or "urgency" in line for line in lines)


def test_what_is_no_administrative_document_is_not_judged(run, tmp_path):
    file = tmp_path / "huong-dan.docx"
    blank_document(file)
    result = run(file)
    assert result.exit_code == 0
    assert result.stdout == (
        "huong-dan.docx: không nhận ra văn bản hành chính. Không kiểm tra thể thức.\n"
    )


def test_json(run, file):
    result = run(file, "--json")
    assert result.exit_code == 1
    (document,) = json.loads(result.stdout)["documents"]
    assert (document["file"], document["kind"]) == (str(file), "Báo cáo")
    assert set(document["counts"]) == {"PASS", "FAIL", "NEEDS_REVIEW", "NOT_EVALUATED"}
    (verdict,) = [it for it in document["verdicts"] if it["rule"] == "number.form"]
    assert verdict["status"] == "FAIL"
    assert verdict["severity"] == "legal"
    assert verdict["location"]["paragraph"] == 3
    assert verdict["found"] == "“Số: 5/BC-UBND”"
    assert verdict["citation"]["instruments"] == ["nd-30-2020"]
    assert verdict["citation"]["status"] == "verified"
    unseen = next(it for it in document["verdicts"] if it["rule"] == "annex.number")
    assert (unseen["status"], unseen["location"]) == ("NOT_EVALUATED", None)


def test_a_review_alone_is_no_failure(run, file, monkeypatch):
    verdicts = tuple(it for it in judge.check(file) if it.status != "FAIL")
    monkeypatch.setattr(judge, "check", lambda _: verdicts)
    result = run(file)
    assert result.exit_code == 0
    assert "Không đạt: 0 nội dung; Cần xem xét thêm: " in result.stdout


@pytest.mark.parametrize("name", ["none.docx", "a.txt"])
def test_bad_input(run, tmp_path, name):
    (tmp_path / "a.txt").write_text("Xin chào", "utf-8")
    result = run(name)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert name in result.stderr
    as_json = run(name, "--json")
    assert as_json.exit_code == 2
    assert json.loads(as_json.stdout)["problems"][0]["code"] in {"file-unreadable", "not-a-docx"}


def test_what_commands_a_terminal_is_not_printed(run, tmp_path, file):
    data = io.BytesIO(file.read_bytes())
    with zipfile.ZipFile(data) as archive:
        document = archive.read("word/document.xml").decode()
    path = tmp_path / "b.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", document.replace("Số: 5", "Số: \x9b31m5"))
    result = run(path)
    assert "\x9b" not in result.stdout
    assert "Số: \N{REPLACEMENT CHARACTER}31m5" in result.stdout


class TestSarif:
    def test_failures_are_results(self, run, file):
        done = run(file, "--sarif", "--lang", "en")
        assert done.exit_code == 1
        (log,) = json.loads(done.stdout)["runs"]
        assert log["language"] == "en"
        results = {result["ruleId"]: result for result in log["results"]}
        assert results["motto.text"]["level"] == "error"
        (place,) = results["motto.text"]["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"] == "bao-cao.docx"

    def test_one_form_at_a_time(self, run, file):
        done = run(file, "--sarif", "--json")
        assert done.exit_code == 2
        assert "--json hoặc --sarif" in json.loads(done.stdout)["problems"][0]["message"]
