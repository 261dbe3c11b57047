# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""PDF files by position; what is damaged, locked, endless or a scan is refused."""

from __future__ import annotations

import io
import sys

import pytest

from vn766.audit import audit
from vn766.errors import InvalidRecordError, MissingExtraError
from vn766.files import Named, limits, pdf, read
from vn766.files.blocks import Grid, Paragraph, read_text
from vn766.files.extraction import allowed, extract, limit, main

NAMES = (
    *("Công khai, minh bạch", "Tiến độ giải quyết", "Dịch vụ công trực tuyến"),
    *("Thanh toán trực tuyến", "Mức độ hài lòng", "Số hóa hồ sơ"),
)
MAXIMA = (18, 20, 12, 10, 18, 22)
POINTS = ("15,64", "18,99", "8,42", "7,36", "17,86", "17,08")  # 85,35


def paper(*pages):
    """Return a PDF file; a page is a list of operators, its texts as (x, y, size, text)."""
    letters = sorted(
        {char for page in pages for it in page if isinstance(it, tuple) for char in it[3]}
    )
    pairs = "".join(f"<{ord(char):04X}> <{ord(char):04X}>\n" for char in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange\n"
        f"<0000> <FFFF>\nendcodespacerange\n{len(letters)} beginbfchar\n{pairs}endbfchar\nendcmap"
    )
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        (
            "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H"
            "/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
        ),
        (
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/F/DW 500"
            "/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>>>"
        ),
        f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
    ]
    for at, page in enumerate(pages):
        drawn = "\n".join(
            it
            if isinstance(it, str)
            else f"BT /F1 {it[2]} Tf 1 0 0 1 {it[0]} {it[1]} Tm "
            f"<{''.join(f'{ord(char):04X}' for char in it[3])}> Tj ET"
            for it in page
        )
        objects += [
            (
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {7 + 2 * at} 0 R"
                "/Resources<</Font<</F1 3 0 R>>>>>>"
            ),
            f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        ]
    content, places = "%PDF-1.4\n", []
    for at, each in enumerate(objects, 1):
        places.append(len(content))
        content += f"{at} 0 obj\n{each}\nendobj\n"
    entries = "".join(f"{place:010} 00000 n \n" for place in places)
    end = len(content)
    count = len(objects) + 1
    content += f"xref\n0 {count}\n0000000000 65535 f \n{entries}"
    content += f"trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{end}\n%%EOF\n"
    return content.encode("ascii")


def table(rows, top, *, edges=(50, 80, 300, 360, 420), height=20, filled=False):
    """Return the operators of a table between rules, of letters and lines or thin rectangles."""
    drawn = []
    bottom = top - height * len(rows)
    for at in range(len(rows) + 1):
        y = top - height * at
        drawn.append(
            f"{edges[0]} {y} {edges[-1] - edges[0]} 0.5 re f"
            if filled
            else f"{edges[0]} {y} m {edges[-1]} {y} l S"
        )
    drawn += [f"{x} {bottom} m {x} {top} l S" for x in edges]
    for at, row in enumerate(rows):
        y = top - height * at - 14
        drawn += [
            (edges[column] + 4, y, 12, str(text)) for column, text in enumerate(row) if str(text)
        ]
    return drawn


def groups(total):
    lines = zip(range(1, 7), NAMES, MAXIMA, POINTS, strict=True)
    return [("TT", "Nhóm chỉ số", "Tối đa", "Đạt"), *lines, ("", "Tổng", 100, total)]


def notice(total="85,35", *, filled=False):
    return paper(
        [
            (60, 800, 13, "ỦY BAN NHÂN DÂN"),
            (60, 785, 13, "PHƯỜNG HÒA AN"),
            (300, 800, 13, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (300, 785, 13, "Hòa An, ngày 05 tháng 10 năm 2025"),
            (80, 740, 13, "Theo Bộ chỉ số 766, UBND phường Hòa An đạt 85,35/100 "),
            (430, 740, 13, "điểm,"),
            (60, 720, 13, "xếp loại Tốt."),
            (80, 700, 13, "Cụ thể như sau:"),
            *table(groups(total), 680, filled=filled),
            (80, 480, 13, "Trên đây là kết quả tháng 9/2025."),
        ]
    )


def refusal(content):
    with pytest.raises(InvalidRecordError) as caught:
        read_text(read(content))
    (problem,) = caught.value.problems
    return str(problem.code)


@pytest.mark.parametrize("filled", [False, True])
class TestTables:
    def test_a_table_between_rules(self, filled):
        blocks = read_text(read(notice(filled=filled))).blocks
        (grid,) = [block for block in blocks if isinstance(block, Grid)]
        assert [tuple(row) for row in grid.rows] == [
            tuple(map(str, row)) for row in groups("85,35")
        ]

    def test_findings_and_places(self, filled):
        assert audit(notice(filled=filled)).errors == ()
        found = audit(notice("86,35", filled=filled)).errors
        assert [str(each.code) for each in found] == ["total-mismatch", "figures-differ"]
        assert found[0].location.text("vi") == "document, trang 1, bảng 1, hàng 8, cột 4"
        assert found[0].location.to_dict()["page"] == 1


class TestLines:
    def test_paragraphs_and_columns(self):
        texts = [block for block in read_text(read(notice())).blocks if not isinstance(block, Grid)]
        assert [(str(block.place), block.text) for block in texts] == [
            ("document, page 1, line 1", "ỦY BAN NHÂN DÂN\nPHƯỜNG HÒA AN"),
            (
                "document, page 1, line 1",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHòa An, ngày 05 tháng 10 năm 2025",
            ),
            (
                "document, page 1, line 3",
                "Theo Bộ chỉ số 766, UBND phường Hòa An đạt 85,35/100 điểm,\nxếp loại Tốt.",
            ),
            ("document, page 1, line 5", "Cụ thể như sau:"),
            ("document, page 1, line 6", "Trên đây là kết quả tháng 9/2025."),
        ]

    def test_a_table_without_rules(self):
        drawn = [
            (x, 700 - 18 * at, 12, str(text))
            for at, row in enumerate(groups("86,35"))
            for x, text in zip((50, 80, 300, 380), row, strict=True)
            if str(text)
        ]
        (error,) = audit(paper([(50, 760, 12, "Bộ chỉ số 766"), *drawn])).errors
        assert str(error.code) == "total-mismatch"
        assert error.location.to_dict() == {"file": "document", "page": 1, "line": 9, "column": 3}

    def test_words_drawn_one_by_one(self):
        drawn = [
            (50, 700, 12, "Tổng"),
            (90, 700, 12, "điểm "),
            (120, 700, 12, "85,"),
            (138, 700, 12, "35"),
        ]
        (block,) = read_text(read(paper(drawn))).blocks
        assert block.text == "Tổng điểm 85,35"


class TestCells:
    def test_a_missing_rule_makes_one_cell_of_two(self):
        drawn = [
            *(f"50 {y} m 250 {y} l S" for y in (700, 660)),
            "150 680 m 250 680 l S",  # none between the first cells
            *(f"{x} 660 m {x} 700 l S" for x in (50, 150, 250)),
            "200 660 m 200 680 l S",  # none in the upper row
            (55, 666, 12, "Nhóm"),
            (205, 686, 12, "Điểm"),
            (155, 666, 12, "Tối đa"),
            (205, 666, 12, "Đạt"),
        ]
        (grid,) = read_text(read(paper(drawn))).blocks
        assert grid.rows == [["Nhóm", "Điểm", ""], ["", "Tối đa", "Đạt"]]

    def test_a_table_goes_on_on_the_next_page(self):
        first, second = groups("86,35")[:5], groups("86,35")[5:]
        pages = (
            [(50, 760, 12, "Bộ chỉ số 766"), *table(first, 700)],
            [(300, 800, 12, "2"), *table(second, 760)],
        )
        report = audit(paper(*pages))
        assert [str(each.code) for each in report.errors] == ["total-mismatch"]
        assert report.coverage.tables == 1

    def test_another_table_on_the_next_page_is_one_of_its_own(self):
        pages = (
            [*table(groups("85,35"), 700)],
            [(50, 790, 12, "Hết.")],
            [*table([("a", "b")], 700, edges=(50, 100, 150))],
        )
        blocks = read_text(read(paper(*pages))).blocks
        assert [isinstance(block, Grid) for block in blocks] == [True, False, True]

    def test_frames_and_lines_are_no_tables(self):
        drawn = [
            "100 100 200 200 re S",  # a frame
            "50 500 m 300 500 l S",
            "400 400 m 400 600 l S",
            "50 50 m 60 60 l n",  # to clip by
            "50 50 m 90 90 l S",
            "0.5 0 0 0.5 0 0 cm 50 700 1 100 re f",
            (110, 200, 12, "Trong khung."),
        ]
        (block,) = read_text(read(paper(drawn))).blocks
        assert isinstance(block, Grid)
        assert block.rows == [["Trong khung."]]

    def test_many_rules_are_no_table(self, monkeypatch):
        monkeypatch.setattr(sys, "platform", "emscripten")  # in this process
        monkeypatch.setattr(limits, "PDF_RULES", 4)
        cell = ["50 500 m 300 500 l S", "50 600 m 300 600 l S", (60, 550, 12, "Một ô.")]
        sides = ["50 500 m 50 600 l S", "300 500 m 300 600 l S"]
        slanted = ["50 50 m 90 90 l S"] * 9  # of a picture
        ruled, crowded = [*cell, *sides, *slanted], [*cell, *sides, "9 9 m 99 9 l S"]
        (grid,) = read_text(read(paper(ruled))).blocks
        assert grid.rows == [["Một ô."]]
        (paragraph,) = read_text(read(paper(crowded))).blocks
        assert paragraph.text == "Một ô."


class TestRefused:
    def test_a_scan(self):
        assert refusal(paper([])) == "scanned-pdf"

    @pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.4\n" + b"\x00<<" * 1000])
    def test_damaged(self, content):
        assert refusal(content) == "damaged-file"

    def test_a_password(self):
        from pypdf import PdfReader, PdfWriter

        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(notice())))
        writer.encrypt("a", algorithm="RC4-128")
        locked = io.BytesIO()
        writer.write(locked)
        assert refusal(locked.getvalue()) == "encrypted-file"
        assert extract(locked.getvalue()) == {"error": "encrypted"}

    @pytest.mark.parametrize(("name", "most"), [("PDF_PAGES", 0), ("TEXT", 9), ("PDF_MARKS", 3)])
    def test_limits(self, monkeypatch, name, most):
        monkeypatch.setattr(limits, name, most)
        monkeypatch.setattr(sys, "platform", "emscripten")  # in this process
        assert refusal(notice()) == "pdf-beyond-limit"

    def test_time(self, monkeypatch):
        monkeypatch.setattr(limits, "PDF_WAIT", 0)
        assert refusal(notice()) == "pdf-beyond-limit"

    def test_the_advice_is_about_pages(self, monkeypatch):
        monkeypatch.setattr(limits, "PDF_WAIT", 0)
        with pytest.raises(InvalidRecordError) as caught:
            read_text(read(notice()))
        (message, hint) = caught.value.problems[0].text("vi")
        assert f"{limits.PDF_PAGES} trang" in message
        assert "ít trang hơn" in hint

    def test_a_process_that_ends(self, monkeypatch):
        monkeypatch.setattr(sys, "executable", "/bin/false")
        assert refusal(notice()) == "pdf-beyond-limit"

    def test_without_the_extra(self, monkeypatch):
        monkeypatch.setattr(pdf.importlib.util, "find_spec", lambda _: None)
        with pytest.raises(MissingExtraError, match="pdf"):
            read_text(read(notice()))


class TestFarAway:
    """Where letters and rules stand is the file's word: what is laid out is bounded."""

    @pytest.mark.parametrize("x", [10**9, -(10**9), "1" + "0" * 40])
    def test_letters(self, x):
        text = read_text(read(paper([(9, 9, 9, "a"), (x, 9, 9, "b")])))
        assert sum(len(block.text) for block in text.blocks if isinstance(block, Paragraph)) < 2_000

    @pytest.mark.parametrize("size", [0, "0.000000001", -12, "1000000000"])
    def test_sizes(self, size):
        blocks = read_text(read(paper([(9, 9, size, "a"), (99, 9, size, "b")]))).blocks
        assert any("a" in str(block) and "b" in str(block) for block in blocks)

    def test_many_are_too_long(self, monkeypatch):
        monkeypatch.setattr(limits, "TEXT", 5_000)
        lines = [(x, 9 * at, 9, "a") for at in range(9) for x in (9, 10**9)]
        assert refusal(paper(lines)) == "file-beyond-limit"

    def test_rules(self):
        far = "0" * 40
        drawn = [f"0 0 1 1{far} re f", f"0 0 1{far} 1 re f", f"1{far} 0 1 1{far} re f"]
        assert read_text(read(paper([*drawn, (9, 9, 9, "a")]))).blocks

    def test_cells_count_before_they_are_laid_out(self, monkeypatch):
        monkeypatch.setattr(limits, "CELLS", 5)
        assert refusal(paper(table([("a", "b", "c", "d")] * 2, 680))) == "table-too-large"


class TestProcess:
    def test_it_is_held_to_its_limits(self, monkeypatch):
        held = []
        resource = type(sys)("resource")
        resource.RLIMIT_AS, resource.RLIMIT_CPU = "memory", "time"
        resource.setrlimit = lambda what, most: held.append((what, most))
        monkeypatch.setitem(sys.modules, "resource", resource)
        limit(limits.MIB)
        assert held == [("memory", (limits.PDF_MEMORY,) * 2), ("time", (limits.PDF_SECONDS,) * 2)]
        seconds, memory = allowed(limits.MIB + 1)
        assert seconds == 2 * limits.PDF_SECONDS
        assert memory == limits.PDF_MEMORY + limits.PDF_MORE_MEMORY

    def test_it_writes_what_it_read(self, monkeypatch, capsys):
        monkeypatch.setattr("vn766.files.extraction.limit", lambda _: None)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(paper([(9, 9, 9, "a")]))))
        main()
        assert capsys.readouterr().out == (
            '{"pages": [{"texts": [[9.0, 9.0, 9.0, "a"]], "rules": []}]}'
        )


class TestRules:
    """Rules that are no table, or one without letters, or drawn twice."""

    def test_a_rule_above_and_a_table_of_nothing(self):
        rule = "50 780 m 420 780 l S"
        page = [(60, 800, 13, "Trên"), rule, *table([("", ""), ("", "")], 700, edges=(50, 80, 300))]
        blocks = read_text(Named("a.pdf", paper([*page, (60, 500, 13, "Dưới")]))).blocks
        assert not any(isinstance(block, Grid) for block in blocks)
        assert [block.text for block in blocks] == ["Trên", "Dưới"]

    def test_rules_drawn_twice_are_one(self):
        once = table([("Nhóm", "Điểm"), ("A", "1"), ("B", "2")], 700, edges=(50, 200, 300))
        twice = [*once, "201 640 m 201 700 l S", "50 701 m 300 701 l S"]
        both = [
            [
                [str(cell) for cell in row]
                for block in read_text(Named("a.pdf", paper(page))).blocks
                if isinstance(block, Grid)
                for row in block.rows
            ]
            for page in (once, twice)
        ]
        assert both[0] == both[1] != []
