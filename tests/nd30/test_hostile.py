# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Files made to harm, or merely broken, end in one clear error, in bounded time and memory."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import textwrap
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import InvalidDocumentError, ProblemCode
from vn766.files import limits
from vn766.nd30 import check

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EMPTY = f'<w:document xmlns:w="{NAMESPACE}"><w:body/></w:document>'


def archive(**changes):
    """Return a ZIP archive with a document; `changes` are parts by their names."""
    parts = {"word/document.xml": EMPTY} | changes
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def code_of(source):
    with pytest.raises(InvalidDocumentError) as caught:
        check(source)
    (problem,) = caught.value.problems
    for language in ("vi", "en"):
        assert all(problem.text(language))
    return problem.code


def test_of_an_empty_document_nothing_is_said():
    assert {str(it.status) for it in check(archive())} == {"NOT_EVALUATED"}


class TestWhatIsNoDocument:
    def test_empty(self):
        assert code_of(b"") == ProblemCode.EMPTY_FILE

    @pytest.mark.parametrize("data", [b"Xin ch\xc3\xa0o", b"%PDF-1.7", b"{\\rtf1", b"PK", b"\x00"])
    def test_other_files(self, data):
        assert code_of(data) == ProblemCode.NOT_A_DOCX

    @pytest.mark.parametrize(
        ("data", "found"),
        [
            ("Xin chào".encode(), "văn bản thuần"),
            (b" <html></html>", "HTML/XML"),
            (b"a\0b", "dữ liệu nhị phân"),
            (b"\x89PNG", "dữ liệu nhị phân"),
        ],
    )
    def test_what_it_is_instead(self, data, found):
        with pytest.raises(InvalidDocumentError) as caught:
            check(data)
        (problem,) = caught.value.problems
        assert f"Nội dung tệp là {found}, không phải" in problem.text("vi")[0]

    def test_old_word(self):
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        assert code_of(ole) == ProblemCode.OLD_WORD
        protected = ole + "EncryptedPackage".encode("utf-16-le")
        assert code_of(protected) == ProblemCode.ENCRYPTED_FILE

    @pytest.mark.parametrize("name", ["xl/workbook.xml", "ppt/presentation.xml", "a.txt"])
    def test_other_archives(self, name):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as packed:
            packed.writestr(name, "x")
        assert code_of(stream.getvalue()) == ProblemCode.NOT_A_DOCX

    def test_paths(self, tmp_path):
        assert code_of(tmp_path / "none.docx") == ProblemCode.FILE_UNREADABLE
        assert code_of(str(tmp_path)) == ProblemCode.FILE_UNREADABLE

    def test_a_path_or_stream_of_a_document(self, tmp_path):
        file = tmp_path / "a.docx"
        file.write_bytes(archive())
        verdicts = check(archive())
        assert check(file) == check(str(file)) == verdicts
        with file.open("rb") as stream:
            assert check(stream) == verdicts


class TestBrokenParts:
    @pytest.mark.parametrize(
        "document",
        [
            "",
            "<w:document",
            "<a/>",
            f'<w:document xmlns:w="{NAMESPACE}"/>',
            EMPTY.encode("utf-16-le"),  # without its mark
            b"\xff\xfe<",
            b"<a>\xff</a>",
            f"{EMPTY}\0",
        ],
    )
    def test_documents(self, document):
        assert code_of(archive(**{"word/document.xml": document})) == ProblemCode.DAMAGED_DOCX

    @pytest.mark.parametrize(
        "name", ["word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"]
    )
    def test_other_parts(self, name):
        assert code_of(archive(**{name: "<"})) == ProblemCode.DAMAGED_DOCX

    def test_utf_16(self):
        document = f'<?xml version="1.0" encoding="UTF-16"?>{EMPTY}'.encode("utf-16")
        assert check(archive(**{"word/document.xml": document})) == check(archive())

    def test_another_encoding_than_declared(self):
        document = f'<?xml version="1.0" encoding="latin-1"?>{EMPTY}'
        assert check(archive(**{"word/document.xml": document})) == check(archive())

    def test_a_checksum_that_does_not_hold(self):
        data = bytearray(archive())
        at = data.rindex(b"PK\x01\x02")
        data[at + 16] ^= 1
        assert code_of(bytes(data)) == ProblemCode.DAMAGED_DOCX

    def test_a_cut_file(self):
        assert code_of(archive()[:-30]) == ProblemCode.DAMAGED_DOCX

    def test_a_password(self):
        data = bytearray(archive())
        data[data.rindex(b"PK\x01\x02") + 8] |= 1
        assert code_of(bytes(data)) == ProblemCode.ENCRYPTED_FILE

    def test_another_compression(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as packed:
            packed.writestr("word/document.xml", EMPTY)
        assert code_of(stream.getvalue()) == ProblemCode.DAMAGED_DOCX

    @given(st.data())
    def test_changed_bytes_never_end_otherwise(self, data):
        content = bytearray(archive())
        for _ in range(data.draw(st.integers(1, 5))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        with suppress(InvalidDocumentError):
            assert check(bytes(content))


class TestBombs:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_entities(self, encoding):
        bomb = '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>' + EMPTY
        document = bomb.encode(encoding)
        assert code_of(archive(**{"word/document.xml": document})) == ProblemCode.DAMAGED_DOCX

    def test_much_text(self):
        data = archive(**{"word/document.xml": b" " * (65 * 2**20)})
        assert len(data) < 2**20
        assert code_of(data) == ProblemCode.DOCX_BEYOND_LIMIT

    def test_many_paragraphs(self):
        many = EMPTY.replace("<w:body/>", f"<w:body>{'<w:p/>' * 100_001}</w:body>")
        assert code_of(archive(**{"word/document.xml": many})) == ProblemCode.DOCX_BEYOND_LIMIT

    def test_many_marks(self):
        many = EMPTY.replace("<w:body/>", f"<w:body>{'<w:r/>' * 2_000_000}</w:body>")
        assert code_of(archive(**{"word/document.xml": many})) == ProblemCode.DOCX_BEYOND_LIMIT

    def test_many_parts(self):
        names = {f"word/{n}.xml": "" for n in range(10_001)}
        assert code_of(archive(**names)) == ProblemCode.DOCX_BEYOND_LIMIT

    def test_deep_elements(self):
        deep = "<w:sdt><w:sdtContent>" * 100_000 + "</w:sdtContent></w:sdt>" * 100_000
        document = EMPTY.replace("<w:body/>", f"<w:body>{deep}</w:body>")
        assert code_of(archive(**{"word/document.xml": document})) == ProblemCode.DAMAGED_DOCX

    def test_a_size_that_is_a_lie(self):
        """More than is declared is never unpacked."""
        data = bytearray(archive(**{"word/document.xml": b" " * 2**20}))
        at = data.rindex(b"PK\x01\x02")
        data[at + 24 : at + 28] = struct.pack("<I", 10)
        assert code_of(bytes(data)) == ProblemCode.DAMAGED_DOCX

    def test_large_files(self, monkeypatch):
        monkeypatch.setattr(limits, "BYTES", 100)
        assert code_of(archive()) == ProblemCode.DOCX_BEYOND_LIMIT
        assert code_of(io.BytesIO(archive())) == ProblemCode.DOCX_BEYOND_LIMIT

    def test_limits_are_those_of_the_docs(self):
        assert (limits.DOCUMENT_BYTES, limits.MARKS) == (32 * 2**20, 2_000_000)
        assert limits.ENTRIES == 10_000

    @pytest.mark.skipif(sys.platform == "win32", reason="no limit of memory there")
    def test_half_a_gigabyte_of_elements_takes_little_memory(self, tmp_path):
        file = tmp_path / "bomb.docx"
        chunk = b"<w:p/>" * 2**17
        with (
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
            packed.open("word/document.xml", "w", force_zip64=True) as part,
        ):
            for _ in range(500 * 2**20 // len(chunk)):
                part.write(chunk)
        code = textwrap.dedent("""
            import resource, sys
            resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
            from vn766.nd30 import check
            from vn766.errors import InvalidDocumentError
            try:
                check(sys.argv[1])
            except InvalidDocumentError as error:
                print(error.problems[0].code)
        """)
        done = subprocess.run(
            [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False
        )
        assert done.stdout.strip() == "docx-beyond-limit", done.stderr


class TestLongDocuments:
    def paragraphs(self, inner):
        return EMPTY.replace("<w:body/>", f"<w:body>{inner}</w:body>")

    def test_verdicts_stay_few(self):
        """Thousands of different findings are counted, not listed."""
        told = paragraph("KẾ HOẠCH") + paragraph("Nơi nhận:")
        inner = told + "".join(
            f'<w:p><w:r><w:rPr><w:rFonts w:ascii="F{n}"/></w:rPr><w:t>a</w:t></w:r></w:p>'
            for n in range(1_000)
        )
        verdicts = check(archive(**{"word/document.xml": self.paragraphs(inner)}))
        fonts = [it for it in verdicts if it.rule == "font.family"]
        assert len(fonts) == 11
        assert fonts[-1].found.text("en") == "and 990 other findings"
        assert sum(it.places for it in fonts) == 1_000

    @pytest.mark.parametrize(
        "text",
        [
            "ngày " * 20_000,
            "Số: " + "1" * 100_000,
            "I" * 100_000 + ".",
            "a) " * 30_000,
            "_" * 10**5,
        ],
    )
    def test_patterns_take_linear_time(self, text):
        inner = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" * 3
        assert check(archive(**{"word/document.xml": self.paragraphs(inner)}))


END = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN")
LONG = 1_000_000

LONG_LINES = {
    "enclosed": (*END, "Phụ lục", "TÊN", "(Kèm theo " + "kèm theo số " * (LONG // 12)),
    "archive": ("Nơi nhận:", "- Lưu: VT, a" * (LONG // 12) + "."),
    "number": ("Số: " + ". " * (LONG // 2),),
    "numbers": ("Số:" * (LONG // 3),),
    "symbol": ("Số: 1/" + "A-A." * (LONG // 4) + "-",),
    "clause": ("BÁO CÁO", "1." * (LONG // 2) + "1", "a"),
    "roman": ("BÁO CÁO", "a", "I" * LONG),
    "drafter": ("Nơi nhận:", "- a", "AAAAAA." * (LONG // 7) + "("),
    "urgency": ("hỏa tốc hẹn giờ " * (LONG // 16),),
    "basis": ("BÁO CÁO", "Căn cứ " + ". " * (LONG // 2)),
    "place and date": ("Hà Nội, ngày 1 tháng 1 năm 2025" + "." * 2_100 + "ngày" * (LONG // 4),),
    "annex": (*END, "Phụ lục I" + "." * 2_100 + "số " * (LONG // 3)),
    "authority": ("T" + "." * LONG + "M" + "." * LONG,),
    "title above many lines": (*END, "Phụ lục", "A" * LONG * 3, *["B"] * 50_000),
}


def paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


class TestFloods:
    """What repeats without end is read once, cut, or refused.

    If it were read again for each line, run or section, these would never end.
    """

    @pytest.mark.parametrize("lines", LONG_LINES.values(), ids=LONG_LINES)
    def test_long_lines(self, pack, lines):
        verdicts = check(pack("".join(map(paragraph, lines))))
        assert max(len(it.found.text("vi")) for it in verdicts) <= 2_000
        assert max(len(it.location.quote) for it in verdicts if it.location) <= 2_000

    def test_long_contacts(self, pack, root):
        foot = '<w:sectPr><w:footerReference r:id="footer1" w:type="default"/></w:sectPr>'
        assert check(pack(foot, footer1=root("ftr", paragraph("dien " * (LONG // 5)))))

    @pytest.mark.parametrize("fields", [1, 90])
    def test_long_instructions_of_fields(self, pack, fields):
        told = " " * (8 * LONG // fields)
        runs = "<w:r><w:t>a</w:t></w:r>" * 50_000
        inner = f'<w:fldSimple w:instr="{told}">' * fields + runs + "</w:fldSimple>" * fields
        assert check(pack(f"<w:p>{inner}</w:p>"))

    def test_a_field_that_ends_twice(self, pack):
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        assert check(pack(f'<w:p><w:fldSimple w:instr="PAGE">{end}</w:fldSimple></w:p>'))

    def test_dates_of_thousands_of_digits(self, pack):
        told = paragraph("Số: 1/KH-UBND") + paragraph("V/v công khai")
        like_a_date = "Hà Nội, ngày-1 tháng 1 năm 2025" + "." * 2_100
        date = f"ngày {'1' * 5_000} tháng {'1' * 5_000} năm {'1' * 5_000}"
        verdicts = {it.rule: it for it in check(pack(told + paragraph(like_a_date + date)))}
        assert verdicts["place-date.form"].status == "FAIL"
        assert verdicts["place-date.real"].status == "FAIL"

    @pytest.mark.parametrize("level", ["a" * LONG, "%1" * (LONG // 2)], ids=["letters", "numbers"])
    def test_long_labels(self, pack, root, level):
        numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        numbering = root(
            "numbering",
            '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
            f'<w:lvlText w:val="{level}"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        )
        assert check(pack(paragraph("a", numbered) * 20_000, numbering=numbering))

    @pytest.mark.parametrize(
        "properties",
        [
            f'<w:pPr><w:jc w:val="{"x" * LONG}"/></w:pPr>',
            f'<w:pPr><w:framePr w:xAlign="{"x" * LONG}"/></w:pPr>',
            f'<w:rPr><w:rFonts w:ascii="VNI-{"x" * LONG}"/></w:rPr>',
        ],
        ids=["alignment", "frame", "font"],
    )
    def test_long_values_of_a_style(self, pack, root, properties):
        style = f'<w:style w:styleId="s">{properties}</w:style>'
        body = paragraph("BÁO CÁO") + paragraph("a b c", '<w:pStyle w:val="s"/>') * 20_000
        verdicts = check(pack(body, styles=root("styles", style)))
        assert max(len(it.found.text("vi")) for it in verdicts) < 400

    def test_many_borders_of_a_style(self, pack, root):
        borders = "".join(f"<w:x{number}/>" for number in range(200_000))
        style = f'<w:style w:styleId="s"><w:pPr><w:pBdr>{borders}</w:pBdr></w:pPr></w:style>'
        body = "".join(
            paragraph("a", f'<w:pStyle w:val="s"/><w:spacing w:before="{number}"/>')
            for number in range(20_000)
        )
        assert check(pack(body, styles=root("styles", style)))

    def test_many_styles_based_on_a_long_one(self, pack, root):
        parts = '<w:tblStylePr w:type="x"/>' * 200_000
        styles = f'<w:style w:styleId="g">{parts}<w:basedOn w:val="none"/></w:style>' + "".join(
            f'<w:style w:styleId="s{number}"><w:basedOn w:val="g"/></w:style>'
            for number in range(20_000)
        )
        body = "".join(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="s{number}"/></w:tblPr>'
            f"<w:tr><w:tc>{paragraph('a')}</w:tc></w:tr></w:tbl>"
            for number in range(20_000)
        )
        assert check(pack(body, styles=root("styles", styles)))

    @pytest.mark.parametrize(
        "reference",
        ['r:id="header1" w:type="default"', 'r:id="gone" w:type="{number}"'],
        ids=["lines", "kinds"],
    )
    def test_many_sections_with_many_heads(self, pack, root, reference):
        sections = "".join(
            "<w:p><w:pPr><w:sectPr>"
            f"<w:headerReference {reference.format(number=number)}/>"
            "</w:sectPr></w:pPr></w:p>"
            for number in range(20_000)
        )
        data = pack(sections, header1=root("hdr", paragraph("a") * 20_000))
        assert code_of(data) == ProblemCode.DOCX_BEYOND_LIMIT

    def test_one_head_under_many_names(self):
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        names = [f"r{number}" for number in range(20_000)]
        relations = "".join(
            f'<Relationship Id="{name}" Type="{kind}/header" Target="header1.xml"/>'
            for name in names
        )
        references = "".join(f'<w:headerReference r:id="{name}"/>' for name in names)
        body = f'<w:body xmlns:r="{kind}"><w:sectPr>{references}</w:sectPr></w:body>'
        head = f'<w:hdr xmlns:w="{NAMESPACE}">{paragraph("a") * 20_000}</w:hdr>'
        package_ns = "http://schemas.openxmlformats.org/package/2006/relationships"
        data = archive(
            **{
                "word/document.xml": EMPTY.replace("<w:body/>", body),
                "word/header1.xml": head,
                "word/_rels/document.xml.rels": f'<Relationships xmlns="{package_ns}">{relations}'
                "</Relationships>",
            }
        )
        assert code_of(data) == ProblemCode.DOCX_BEYOND_LIMIT

    def test_many_lines_in_capitals_beside_the_recipients(self, pack):
        cells = (paragraph("Nơi nhận:"), paragraph("A") * 99_000)
        row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
        assert check(pack(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"))
