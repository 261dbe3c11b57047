# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Files in: formats, places, limits, and files that were made to harm."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from contextlib import suppress
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from vn766.audit import ClaimKind, audit, read_claims
from vn766.audit.reading import rows
from vn766.errors import InvalidDocumentError, InvalidRecordError, Vn766Error
from vn766.files import limits

SENTENCE = "Số hóa hồ sơ: 17,08/22 điểm, tỷ lệ 77,74%."


def refusal(content, name="document"):
    stream = io.BytesIO(content)
    stream.name = name
    with pytest.raises((InvalidRecordError, InvalidDocumentError)) as caught:
        audit(stream)
    return [str(problem.code) for problem in caught.value.problems]


class TestText:
    def test_path_stream_and_bytes_say_the_same(self, tmp_path):
        file = tmp_path / "t6.md"
        file.write_text(SENTENCE, "utf-8")
        with file.open("rb") as stream:
            reports = [audit(file), audit(str(file)), audit(stream), audit(SENTENCE.encode())]
        assert {tuple(str(it.code) for it in report.errors) for report in reports} == {
            ("percent-mismatch",)
        }
        assert [report.file for report in reports] == ["t6.md", "t6.md", str(file), "document"]

    def test_markdown(self, codes_of):
        text = (
            "## **Kết quả**\r\n> Tổng điểm **8*7*,09**/100\r\n\r\n"
            "| Tên đơn vị | Tổng điểm | Xếp loại |\n"
            "|---|:--:|---|\n| **UBND xã A** | 87,09 | Khá |\n\nHết"
        )
        assert codes_of(text)["error"] == ["class-mismatch"]
        (claim,) = [it for it in read_claims(text.encode()) if it.kind is ClaimKind.CLASS]
        assert (claim.location.line, claim.location.column) == (6, 3)

    def test_only_rulers_are_no_table(self, codes_of):
        assert codes_of("|---|---|\n|---|---|\n")["note"] == []

    def test_a_letterhead_with_tabs(self):
        claims = read_claims("Số: 87/UBND-VP\tAn Hòa, ngày 05 tháng 7 năm 2023".encode())
        assert [claim.kind for claim in claims] == [ClaimKind.DOCUMENT_DATE]

    def test_a_line_of_tabs_is_no_table(self):
        assert read_claims(b"a\t" * 20_000) == ()

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty-file"),
            (b" \n", "empty-file"),
            (b"%PDF-1.7", "damaged-file"),
            (b"\xff\xfe\x00", "unknown-encoding"),
            ("Số hóa".encode("utf-16-le"), "unknown-encoding"),
            (b"{\\rtf1", "unknown-format"),
            (b"PK\x03\x04rest", "damaged-file"),
            (b"PK\x03\x04word/rest", "damaged-docx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-excel"),
        ],
    )
    def test_refused(self, content, code):
        assert refusal(content) == [code]

    def test_an_old_word_file_is_called_so(self):
        assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "bc.doc") == ["old-word"]

    def test_missing_file(self, tmp_path):
        with pytest.raises(InvalidRecordError, match="missing"):
            audit(tmp_path / "missing.txt")

    def test_limits(self, monkeypatch):
        monkeypatch.setattr(limits, "BYTES", 100)
        assert refusal(b"a" * 101) == ["file-beyond-limit"]
        monkeypatch.setattr(limits, "TEXT", 10)
        for text in (b"a" * 11, b"<html><style>0123456789</style><p>01234<p>56789<p>0"):
            assert refusal(text) == ["file-beyond-limit"]
        assert not audit(b"<html><style>0123456789</style><p>01234<p>56789").findings

    def test_limit_of_claims(self, monkeypatch):
        monkeypatch.setattr(limits, "CLAIMS", 1)
        text = f"{SENTENCE}\n\n{SENTENCE}"
        assert refusal(text.encode()) == ["too-many-claims"]

    def test_limit_of_claims_in_one_table(self, monkeypatch):
        monkeypatch.setattr(limits, "CLAIMS", 5)
        seen, add = [], rows.SheetClaims.add

        def counting(self, *args, **options):
            seen.append(args)
            add(self, *args, **options)

        monkeypatch.setattr(rows.SheetClaims, "add", counting)
        table = "Tên đơn vị;CKMB;Tổng điểm\n" + "UBND xã A;17;87,09\n" * 50
        assert refusal(table.encode(), "a.csv") == ["too-many-claims"]
        assert len(seen) == 6


class TestTables:
    CSV = "Tên đơn vị;Số hóa hồ sơ;Tổng điểm;Xếp loại\nUBND xã A;17.08;87.09;Khá\n"

    def csv(self, tmp_path, text):
        file = tmp_path / "t6.csv"
        file.write_text(text, "utf-8")
        return audit(file)

    def test_csv(self, tmp_path):
        report = self.csv(tmp_path, self.CSV)
        assert [str(it.code) for it in report.errors] == ["class-mismatch"]
        assert str(report.errors[0].location) == "t6.csv, D2"
        assert report.warnings == ()  # decimal points are those of programs

    def test_csv_that_is_no_table(self, tmp_path):
        rows = "\n".join(f"a,b,ngày 31/6/{2000 + at}" for at in range(70))
        report = self.csv(tmp_path, rows)
        assert len(report.errors) == 60  # titles are looked for in the first rows only

    def test_workbook(self):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        sheet = book.add_worksheet("Tháng 6")
        percent = book.add_format({"num_format": "0.00%"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Kết quả tháng 13/2023"])
        heads = ["Tên đơn vị", "Số hóa hồ sơ (22)", "Tỷ lệ (%)", "Tổng điểm", "Xếp loại"]
        sheet.write_row(1, 0, heads)
        sheet.write_row(2, 0, ["UBND xã A", 17.08])
        sheet.write_number(2, 2, 0.7774, percent)
        sheet.write_number(2, 3, 45000, day)
        sheet.write_string(2, 4, "Khá")
        sheet.write_row(3, 0, ["UBND xã B", 17.08, "x"])
        sheet.write_string(4, 2, "ghi chú")
        book.close()
        report = audit(stream.getvalue())
        assert [(str(it.code), str(it.location)) for it in report.errors] == [
            ("out-of-range", "document, Tháng 6!A1"),
            ("percent-mismatch", "document, Tháng 6!C3"),
        ]
        points = [it.value.points for it in report.claims if it.kind is ClaimKind.POINTS]
        assert points == [Decimal("17.08")] * 2


class TestPages:
    def test_page(self):
        page = """<!DOCTYPE html><html><head><title>Kết quả</title><style>p { 31/6/2023 }</style>
        <script>var day = "31/6/2023";</script></head><body><!-- 31/6/2023 -->
        <p>Số hóa hồ sơ:&nbsp;<b>17,08</b>/22 điểm,<br>tỷ lệ 77,74%.</p>
        <table><thead><tr><th rowspan="2">Tên đơn vị<th colspan="2">Kết quả</tr>
        <tr><th>Tổng điểm<th>Xếp loại</tr></thead>
        <tr><td><p>UBND xã A</p></td><td>87,09</td><td>Khá<br/></td></tr></table>
        trước ngày 31/6/2023 </body></html>"""
        report = audit(page.encode())
        assert [(str(it.code), str(it.location)) for it in report.errors] == [
            ("percent-mismatch", "document, paragraph 2"),
            ("class-mismatch", "document, table 1, row 3, column 3"),
            ("impossible-date", "document, paragraph 3"),
        ]

    def test_nested_tables_and_what_is_never_closed(self):
        page = (
            "<table><tr><td>ngày 31/6/2021<table><td rowspan=3 colspan=0>ngày 31/6/2022<td>b<tr>"
            "<td>c<tr></table>ngày 31/6/2023<p>d</table></table><table></table><tr></p><b 1 < 2"
        )
        assert len(audit(f"<html>{page}".encode()).errors) == 3

    @pytest.mark.parametrize("charset", ["utf-8", "cp1258", "no-such-code"])
    def test_encodings(self, charset):
        page = f"<html><meta charset={charset}><p>{'ngày 31/6/2023'}</p>"
        content = page.encode("cp1258" if charset == "cp1258" else "utf-8")
        assert [str(it.code) for it in audit(content).errors] == ["impossible-date"]

    def test_limits(self, monkeypatch):
        monkeypatch.setattr(limits, "CELLS", 3)
        assert refusal(b"<table><td><td><td><td>") == ["table-too-large"]
        deep = audit(b"<html>" + b"<table>" * 1000)
        assert deep.findings == ()


class TestWord:
    def test_places(self, papers):
        results, content = papers.classification(3)
        slip = papers.changed(content, "tháng 9 năm 2025", "tháng 13 năm 2025")
        (found,) = audit(slip).errors
        assert str(found.location) == "document, table 1, row 2, column 2"
        assert results.rows

    def test_marks_of_notes_are_no_digits(self, papers):
        _, content = papers.disclosure(1)
        raised = (
            '</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
            '<w:r><w:t xml:space="preserve">'
        )
        marked = papers.changed(content, " điểm, tỷ lệ", f"{raised} điểm, tỷ lệ")
        report = audit(marked)
        assert report.errors == ()
        assert [it.value for it in report.claims] == [it.value for it in audit(content).claims]

    def test_lines_of_a_paragraph(self, papers):
        _, content = papers.disclosure(1)
        broken = papers.changed(content, "điểm, tỷ lệ", "điểm,</w:t><w:br/><w:t>tỷ lệ")
        assert len(read_claims(broken)) == len(read_claims(content))

    def test_limits(self, papers, monkeypatch):
        _, content = papers.classification(1)
        with monkeypatch.context() as patch:
            patch.setattr(limits, "TEXT", 10)
            assert refusal(content) == ["docx-beyond-limit"]
        monkeypatch.setattr(limits, "ROWS", 1)
        assert refusal(content) == ["table-too-large"]

    def test_bombs(self, papers):
        _, content = papers.disclosure(1)
        doctype = papers.changed(content, "<w:body>", "<w:body><!DOCTYPE x>")
        assert refusal(doctype) == ["damaged-docx"]
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b" " * (70 * 2**20))
        assert refusal(stream.getvalue()) == ["docx-beyond-limit"]


HOSTILE = {
    "digits": "1" * 400_000,
    "dots": "1." * 200_000,
    "slashes": "1/" * 200_000,
    "blank dates": "ngày" + " " * 999_996,
    "dates": "ngày . tháng . " * 70_000,
    "periods": "lũy kế tính đến hết tháng " * 40_000,
    "names": "Xã Aa " * 160_000,
    "codes": "000.21.35.H99" * 80_000,
    "classes": "xếp loại đạt loại " * 55_000,
    "labels": "Công khai, minh bạch, " * 45_000,
    "tags": "<html>" + "<a " * 130_000,
    "comments": "<html>" + "<!--" * 100_000,
    "brackets": "<html>" + "<" * 400_000,
    "declarations": "<html>" + "<![CDATA[" * 110_000,
    "scripts": "<html>" + "<script " * 120_000,
    "marks": "\\*_`" * 100_000,
    "bars": "|" * 400_000,
    "lists": "- \n" * 130_000,
    "rulers": ("|" + "-" * 18_000 + "x|a|\n") * 50,
    "numbered heads": "<html><table><tr><td>Đơn vị<td>"
    + "[2  =a" * 160_000
    + "<td>Tổng điểm</table>",
    "other indices": "theo bo chi so " * 60_000,
    "words before an index": "theo aaaaaaaaaaaa aaaaaaaaaaaa " * 30_000,
    "counts": "12 hồ sơ 1,1,1 " * 60_000,
    "symbols of documents": "số: 1/a-a-a-a-" * 70_000,
    "one long symbol": "1/" + "a-" * 400_000,
    "accents": "e" + "\u0301" * 400_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_long_lines_are_read_or_refused(text):
    # With a pattern that goes back over what it has read this would never end.
    with suppress(InvalidRecordError):
        assert len(audit(text.encode()).findings) < len(text)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused_by_our_errors(content):
    for head in (b"", b"PK\x03\x04", b"<html>", b"<table><td>"):
        try:
            report = audit(head + content)
        except Vn766Error:
            continue
        assert report.framework_id == "qd766"


def test_any_change_of_a_word_file_is_read_or_refused_by_our_errors(papers):
    _, content = papers.disclosure(1)
    for at in range(0, len(content), 397):
        broken = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        try:
            audit(broken)
        except Vn766Error:
            continue


def test_importing_loads_no_library_for_word():
    code = "import sys, vn766.audit; print('docx' in sys.modules, 'lxml' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["False", "False"]
