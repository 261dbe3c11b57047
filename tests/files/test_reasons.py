"""Why a file is refused: in words of ours, in the language of who reads them."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io
import zipfile

import docx
import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from vn766 import nd30
from vn766.audit import audit
from vn766.errors import ProblemCode, Vn766Error, Word
from vn766.files import Named, read
from vn766.framework.fields import parse_toml
from vn766.nd30.writer import docx_bytes
from vn766.readers import score_file
from vn766.report.annexes import annex_file
from vn766.show.sheets import Sheets


def workbook_bytes():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("Xã").write_row(0, 0, ["Tên đơn vị", "CKMB"])
    return stream.getvalue()


def document_bytes():
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def parquet_bytes():
    stream = io.BytesIO()
    parquet.write_table(pa.table({"CKMB": ["1"]}), stream)
    return stream.getvalue()


def changed(content, name, part):
    """Return an archive in which a part says something else."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return stream.getvalue()


def spreadsheet(cell):
    """Return an ODS file with one cell."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    text = (
        f'<o:document-content xmlns:o="{space}:office:1.0" xmlns:t="{space}:table:1.0">'
        f"<o:body><o:spreadsheet><t:table t:name='a'><t:table-row>{cell}</t:table-row></t:table>"
        "</o:spreadsheet></o:body></o:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
    return stream.getvalue()


BOOK, LETTER, TABLE = workbook_bytes(), document_bytes(), parquet_bytes()
MAIN = "word/document.xml"
DAMAGED = {
    "cut.xlsx": (BOOK[: len(BOOK) // 2], "tệp nén"),
    "sheet.xlsx": (changed(BOOK, "xl/worksheets/sheet1.xml", "<a>"), "XML"),
    "cut.docx": (LETTER[: len(LETTER) // 2], "tệp nén"),
    "text.docx": (changed(LETTER, MAIN, "<w:document"), "XML"),
    "letters.docx": (changed(LETTER, MAIN, b"<a>\xff</a>"), "UTF-8"),
    "nul.docx": (changed(LETTER, MAIN, "<a>\0</a>"), "UTF-8"),
    "body.docx": (changed(LETTER, MAIN, "<a/>"), "không có phần nội dung"),
    "cut.parquet": (TABLE[:-20], "cấu trúc"),
    "cell.ods": (spreadsheet("<t:table-cell o:value-type='float' o:value='x'/>"), "không phải số"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<<", "cấu trúc"),
    "a.json": (b'{"a": ', "JSON"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_files(name):
    content, said = DAMAGED[name]
    use = audit if name.endswith((".docx", ".pdf")) else score_file
    with pytest.raises(Vn766Error) as caught:
        use(Named(name, content))
    (problem,) = caught.value.problems
    assert problem.code in {ProblemCode.DAMAGED_FILE, ProblemCode.DAMAGED_DOCX}
    reason = dict(problem.details)["reason"]
    assert isinstance(reason[0] if isinstance(reason, tuple) else reason, Word)
    assert said in problem.text("vi")[0]
    assert problem.text("vi") != problem.text("en")


def test_a_base_that_python_docx_does_not_read():
    base = changed(LETTER, "word/styles.xml", "<w:styles")
    with pytest.raises(Vn766Error) as caught:
        docx_bytes(
            annex_file(Sheets(title="a", facts=("b",), sheets=(), notes=(), about=())), base=base
        )
    assert "không đúng cấu trúc" in caught.value.problems[0].text("vi")[0]


def test_values_that_no_file_of_json_holds():
    with pytest.raises(Vn766Error) as caught:
        read({"a": {1, 2}})
    assert "không ghi được bằng JSON" in caught.value.problems[0].text("vi")[0]


def test_an_error_of_the_system_that_has_no_word(monkeypatch, tmp_path):
    (tmp_path / "a.csv").write_text("a")

    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("vn766.files._stream", fail)
    with pytest.raises(Vn766Error) as caught:
        read(tmp_path / "a.csv")
    assert "(hệ thống không cho đọc)" in caught.value.problems[0].text("vi")[0]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a = 1\na = 2", 2, "một mục đã có ở dòng trên"),
        ("a = {b = 1, b = 2}", 1, "một mục đã có ở dòng trên"),
        ("a = 1\nb 2", 2, "sau tên mục phải có dấu ="),
        ("a = 1 2", 1, "sau giá trị còn ký tự thừa"),
        ("a = 1\n[b", 2, "thiếu dấu ngoặc đóng"),
        ("a = [1", 1, "thiếu dấu ngoặc đóng"),
        ('a = "b', 1, "thiếu dấu nháy đóng"),
        ("a = 'b\nc'", 1, "có ký tự không được dùng ở vị trí này"),
        ('a = "C:\\du lieu"', 1, "dấu \\ đứng trước ký tự không hợp lệ"),
        ("a = UBND", 1, "giá trị không hợp lệ"),
        ("a = 2026-02-30", 1, "giá trị không hợp lệ"),
        ("a = 1\n=", 2, "dòng này không phải là một mục"),
        (b"a = 1\nb = '\xff'", 2, "có ký tự không đọc được"),
    ],
)
def test_lines_that_are_no_toml(text, line, reason):
    problems = []
    assert parse_toml(text.encode() if isinstance(text, str) else text, problems) is None
    (problem,) = problems
    assert problem.code is ProblemCode.TOML_SYNTAX
    assert f"Dòng {line} không đúng cú pháp TOML ({reason}" in problem.text("vi")[0]


def test_the_checker_says_the_same():
    with pytest.raises(Vn766Error) as caught:
        nd30.check(DAMAGED["cut.docx"][0])
    assert "tệp nén bên trong bị hỏng" in caught.value.problems[0].text("vi")[0]
