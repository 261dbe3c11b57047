# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""What a reader sees of a file: lines in their places, fields, lists, boxes, and pages."""

from __future__ import annotations

import pytest

from vn766.files.documents import read
from vn766.files.packages import read_package

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'


@pytest.fixture
def seen(pack):
    def reading_of(body, **parts):
        return read(read_package(pack(body, **parts)))

    return reading_of


@pytest.fixture
def texts(seen):
    return lambda body, **parts: [line.text for line in seen(body, **parts).lines]


def p(inner, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction, result="", *, end=True):
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        char.format("begin")
        + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        + (char.format("separate") + r(result) if result else "")
        + (char.format("end") if end else "")
    )


class TestText:
    def test_blanks_and_letters_are_put_in_one_form(self, texts):
        assert texts(p(r("Số:\u00a0 15/BC ") + r("e\u0302"))) == ["Số: 15/BC ê"]

    def test_what_runs_are_wrapped_in(self, texts):
        wrapped = f"<w:hyperlink>{r('a')}</w:hyperlink><w:smartTag>{r('b')}</w:smartTag>"
        controlled = f"<w:sdt><w:sdtContent>{r('c')}</w:sdtContent></w:sdt><w:sdt/>"
        assert texts(p(wrapped + controlled)) == ["abc"]

    def test_changes_are_read_as_accepted(self, texts):
        deleted = "<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
        assert texts(p(f"{deleted}<w:ins>{r('mới')}</w:ins>")) == ["mới"]

    def test_hidden_letters_are_not_there(self, texts):
        hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
        assert texts(p(hidden + r("hiện"))) == ["hiện"]

    def test_signs(self, texts):
        signs = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>"
        assert texts(p(signs)) == ["a b-c"]

    def test_a_line_break_begins_a_line(self, seen):
        broken = "<w:r><w:t>KT. CHỦ TỊCH</w:t><w:br/><w:t>PHÓ</w:t><w:cr/><w:t>X</w:t></w:r>"
        lines = seen(p(broken)).lines
        assert [line.text for line in lines] == ["KT. CHỦ TỊCH", "PHÓ", "X"]
        assert [line.continued for line in lines] == [False, True, True]

    @pytest.mark.parametrize(
        ("inner", "properties"),
        [
            ('<w:r><w:br w:type="page"/></w:r>', ""),
            ("<w:r><w:lastRenderedPageBreak/></w:r>", ""),
            ("", "<w:pageBreakBefore/>"),
        ],
    )
    def test_page_breaks(self, seen, inner, properties):
        assert [line.breaks for line in seen(p(inner, properties) + p("")).lines] == [True, False]

    def test_alternatives_are_read_once(self, texts):
        both = (
            f"<mc:AlternateContent {MC}><mc:Choice>{r('mới')}</mc:Choice>"
            f"<mc:Fallback>{r('cũ')}</mc:Fallback></mc:AlternateContent>"
        )
        assert texts(p(both) + p(f"<mc:AlternateContent {MC}/>")) == ["mới", ""]


class TestFields:
    def test_the_result_is_read_and_not_the_instruction(self, seen):
        (line,) = seen(p(r("Trang ") + field(" PAGE  ", "3"))).lines
        assert line.text == "Trang 3"
        assert [piece.page_number for piece in line.pieces] == [False, True]

    def test_a_page_number_that_was_never_computed(self, seen):
        (line,) = seen(p(field("PAGE"))).lines
        assert [piece.page_number for piece in line.pieces] == [True]

    def test_a_simple_field(self, seen):
        (line,) = seen(p(f'<w:fldSimple w:instr="page">{r("3")}</w:fldSimple>')).lines
        assert [piece.page_number for piece in line.pieces] == [True]

    @pytest.mark.parametrize("other", ["NUMPAGES", "PAGEREF x", "DATE"])
    def test_other_fields_are_no_page_numbers(self, seen, other):
        (line,) = seen(p(field(other, "3"))).lines
        assert [piece.page_number for piece in line.pieces] == [False]

    def test_fields_inside_each_other(self, seen):
        nested = field("IF " + "x", "", end=False) + field("PAGE", "3") + field("", "")
        assert [line.text for line in seen(p(nested)).lines] == [""]

    def test_broken_fields(self, texts):
        char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        loose = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        assert texts(p(char.format("end") + char.format("separate") + loose + r("a"))) == ["a"]


class TestPlaces:
    def test_cells(self, seen):
        cell = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{p(r('a'))}</w:tc>"
        other = f"<w:tc>{p(r('b'))}{p(r('c'))}</w:tc>"
        table = f"<w:tbl><w:tr>{cell}{other}</w:tr></w:tbl>"
        lines = seen(p(r("x")) + table + p(r("y"))).lines
        assert [line.place.text() for line in lines] == [
            "paragraph 1 “x”",
            "table 1, row 1, cell 1, paragraph 1 “a”",
            "table 1, row 1, cell 2, paragraph 1 “b”",
            "table 1, row 1, cell 2, paragraph 2 “c”",
            "paragraph 2 “y”",
        ]
        assert [line.cell and line.cell.column for line in lines] == [None, 0, 2, 2, None]

    def test_rows_that_begin_further_right(self, seen):
        before = '<w:trPr><w:gridBefore w:val="3"/></w:trPr>'
        (line,) = seen(f"<w:tbl><w:tr>{before}<w:tc>{p(r('a'))}</w:tc></w:tr></w:tbl>").lines
        assert line.cell is not None
        assert line.cell.column == 3

    def test_tables_in_content_controls_and_changes(self, texts):
        row = f"<w:ins><w:tr><w:tc>{p(r('a'))}</w:tc></w:tr></w:ins>"
        table = f"<w:sdt><w:sdtContent><w:tbl>{row}</w:tbl></w:sdtContent></w:sdt>"
        assert texts(table) == ["a"]

    def test_repeated_rows(self, seen):
        def row(mark):
            return f"<w:tr><w:trPr>{mark}</w:trPr><w:tc>{p('')}</w:tc></w:tr>"

        on, off = "<w:tblHeader/>", '<w:tblHeader w:val="0"/>'
        tables = "".join(
            f"<w:tbl>{''.join(map(row, marks))}</w:tbl>"
            for marks in ((on, on, ""), (off, on), (on, on))
        )
        assert [table.heading_rows for table in seen(tables).tables] == [2, 0, 2]

    def test_boxes(self, seen):
        box = f"<w:r><w:pict><w:txbxContent>{p(r('KHẨN'))}</w:txbxContent></w:pict></w:r>"
        lines = seen(p(box)).lines
        assert [(line.text, line.boxed) for line in lines] == [("", False), ("KHẨN", True)]
        assert (lines[0].strokes, lines[0].pictures) == (0, 0)


class TestDrawings:
    def drawn(self, inner):
        return p(f"<w:r><w:drawing {A} {WP}>{inner}</w:drawing></w:r>")

    @pytest.mark.parametrize(
        "inner",
        [
            '<a:prstGeom prst="line"/>',
            '<a:prstGeom prst="straightConnector1"/>',
            '<wp:extent cx="2160000" cy="0"/>',
            '<v:line xmlns:v="urn:schemas-microsoft-com:vml"/>',
        ],
    )
    def test_lines(self, seen, inner):
        (line,) = seen(self.drawn(inner)).lines
        assert (line.strokes, line.pictures) == (1, 0)

    def test_pictures(self, seen):
        (line,) = seen(self.drawn('<wp:extent cx="2160000" cy="2160000"/>')).lines
        assert (line.strokes, line.pictures) == (0, 1)


class TestSections:
    PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:bottom="20mm" w:left="1701"/>'

    def end(self, inner, properties=""):
        return f"<w:sectPr>{self.PAGE}{properties}{inner}</w:sectPr>"

    def test_measures(self, seen):
        (section,) = seen(p("") + self.end("")).sections
        assert (section.width, section.height) == (11906, 16838)
        assert section.margins == {"top": 1134, "bottom": 1134, "left": 1701, "right": None}
        assert (section.title_page, section.first_number) == (False, None)

    def test_what_is_bound_is_added(self, seen):
        (section,) = seen(
            p("") + '<w:sectPr><w:pgMar w:left="1134" w:gutter="567"/></w:sectPr>'
        ).sections
        assert section.margins["left"] == 1701

    def test_a_section_that_says_nothing(self, seen):
        (section,) = seen(p("") + "<w:sectPr/>").sections
        assert (section.width, section.margins["top"]) == (None, None)
        assert seen(p("")).sections == ()

    def test_lines_know_their_section(self, seen):
        first = p(r("a"), self.end('<w:type w:val="continuous"/>'))
        found = seen(first + p(r("b")) + self.end('<w:pgNumType w:start="1" w:fmt="upperRoman"/>'))
        assert [line.section for line in found.lines] == [1, 2]
        assert (found.sections[1].first_number, found.sections[1].number_format) == (
            "1",
            "upperRoman",
        )

    def test_headers_are_inherited(self, seen, root):
        head = '<w:headerReference r:id="header1" w:type="default"/>'
        first = p("", self.end(head))
        gone = '<w:headerReference r:id="gone" w:type="first"/><w:titlePg/>'
        found = seen(first + self.end(gone), header1=root("hdr", p(r("đầu trang"))))
        first_lines, second_lines = (it.headers["default"] for it in found.sections)
        assert [line.text for line in second_lines] == ["đầu trang"]
        assert first_lines is second_lines
        assert found.sections[1].headers["first"] == ()
        assert [line.text for line in found.everything if line.part == "header"] == ["đầu trang"]
        assert first_lines[0].place.text() == "header, section 1, paragraph 1 “đầu trang”"

    def test_even_pages(self, seen, root):
        settings = root("settings", "<w:evenAndOddHeaders/>")
        assert seen(p(""), settings=settings).even_and_odd
        assert not seen(p(""), settings=root("settings", "")).even_and_odd

    def test_a_part_in_another_folder(self, seen):
        assert [it.text for it in seen(p(r("a")), theme="<theme/>").lines] == ["a"]


def test_the_strict_form_of_the_standard(pack):
    data = pack("<w:p><w:r><w:t>a</w:t></w:r></w:p>")
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{usual}"><w:body><w:p/></w:body></w:document>'
    assert read_package(data).body is not None
    assert read_package(repacked(body.replace(usual, strict))).body is not None


def repacked(document):
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document2.xml", document)
    return stream.getvalue()
