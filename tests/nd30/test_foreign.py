# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Documents that we did not write: what is recognised, and that nothing unseen is praised."""

from __future__ import annotations

import pytest

from vn766.nd30 import VerdictStatus, check

PASS, FAIL, REVIEW, NOT = VerdictStatus

NATIONAL = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def p(text, look="", setting="", inner=""):
    runs = "".join(
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{part}</w:t></w:r>'
        for part in text.split("|")
        if part
    )
    return f"<w:p><w:pPr>{setting}</w:pPr>{runs}{inner}</w:p>"


def size(points):
    return f'<w:sz w:val="{2 * points}"/>'


CENTRE = '<w:jc w:val="center"/>'
JUSTIFY = '<w:jc w:val="both"/>'
LEFT = '<w:jc w:val="left"/>'
BOLD = "<w:b/>"
ITALIC = "<w:i/>"
UNDERLINED = '<w:u w:val="single"/>'
TAB = "</w:t><w:tab/><w:t>"
RULE = p("________")
STROKE = '<w:r><w:pict><v:line xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>'
PICTURE = "<w:r><w:pict/></w:r>"


def table(*rows):
    def cells(row):
        return "".join(f"<w:tc>{cell}</w:tc>" for cell in row)

    return f"<w:tbl>{''.join(f'<w:tr>{cells(row)}</w:tr>' for row in rows)}</w:tbl>"


AGENCY = p("ỦY BAN NHÂN DÂN", BOLD) + p("PHƯỜNG AN BÌNH", BOLD) + RULE
NAMES = p(NATIONAL, BOLD) + p(MOTTO, BOLD) + RULE
NUMBER = p("Số: 15/BC-UBND")
DATED = p("An Bình, ngày 05 tháng 7 năm 2023", ITALIC)


def head(issuer=AGENCY, national=NAMES, number=NUMBER, place=DATED):
    return table((issuer, national), (number, place))


TITLE = p("BÁO CÁO", BOLD, CENTRE) + p("Kết quả Quý II/2023", BOLD, CENTRE) + RULE
TEXT = p("UBND phường báo cáo kết quả./.", size(14), JUSTIFY)
RECIPIENTS = p("Nơi nhận:") + p("- Đảng ủy;") + p("- Lưu: VT, VP.")
SIGNED = p("CHỦ TỊCH") + p("Nguyễn Văn An")
END = table((RECIPIENTS, SIGNED))
LEAST = TITLE + TEXT + RECIPIENTS  # told to be an administrative document


@pytest.fixture
def judge(pack):
    """The worst status of a rule for a body, and what was found first."""

    def judged(rule, body, **parts):
        found = [it for it in check(pack(body, **parts)) if it.rule == rule]
        return found[0].status, found[0].found.text("en")

    return judged


@pytest.fixture
def status(judge):
    return lambda rule, body, **parts: judge(rule, body, **parts)[0]


class TestNothingUnseenIsPraised:
    def test_a_file_that_names_no_sizes_or_fonts(self, judge):
        body = head() + TITLE + p("Nội dung./.") + END
        assert judge("kind.letters", body) == (NOT, "the file names no size")
        assert judge("font.family", body) == (NOT, "the file names no font")

    def test_a_file_that_names_no_pages(self, judge):
        for rule in ("page.paper", "page.margins", "page.orientation", "page-number.present"):
            assert judge(rule, LEAST)[0] == NOT
        body = LEAST + '<w:sectPr><w:pgSz w:w="11906"/></w:sectPr>'
        assert judge("page.paper", body) == (NOT, "the file names no paper")
        assert judge("page.orientation", body) == (NOT, "the file names no paper")
        assert judge("page.margins", body) == (NOT, "no top margin named")

    @pytest.mark.parametrize(
        "element", ["national-name", "motto", "number", "place-date", "signer", "authority"]
    )
    def test_a_picture_may_hold_what_the_text_does_not(self, status, element):
        assert status(f"{element}.present", LEAST) == FAIL
        assert status(f"{element}.present", p("", inner=PICTURE) + LEAST) == REVIEW

    def test_a_file_put_in_as_a_whole_may_hold_what_the_text_does_not(self, judge):
        assert judge("motto.present", "<w:altChunk/>" + LEAST)[0] == REVIEW
        found = "not in the text; the document holds other files"
        assert judge("body.present", "<w:altChunk/>" + TITLE + RECIPIENTS) == (REVIEW, found)

    def test_headers_may_hold_the_head(self, judge, root):
        section = (
            '<w:sectPr><w:headerReference w:type="first" r:id="header1"/><w:titlePg/></w:sectPr>'
        )
        parts = {"header1": root("hdr", head())}
        found = "not in the text; there is text in headers or footers"
        assert judge("motto.present", LEAST + section, **parts) == (REVIEW, found)
        parts = {"header1": root("hdr", p("UBND phường"))}
        assert judge("motto.present", LEAST + section, **parts)[0] == FAIL

    @pytest.mark.parametrize("body", [table((TEXT,)), p("", inner=PICTURE)])
    def test_a_body_that_is_not_among_the_paragraphs(self, status, body):
        assert status("body.present", head() + TITLE + body + END) == REVIEW
        assert status("body.present", head() + TITLE + END) == FAIL

    def test_an_empty_document(self, pack):
        statuses = {it.rule: it.status for it in check(pack("<w:p/>"))}
        assert set(statuses.values()) == {NOT}


class TestHeads:
    def test_two_columns(self, status):
        body = head() + TITLE + TEXT + END
        for rule in (
            *("national-name.place", "motto.place", "number.place", "place-date.place"),
            *("motto.line", "issuer.line", "subject.line", "components.order"),
            *("number.kind", "number.form", "place-date.form", "authority.place"),
        ):
            assert status(rule, body) == PASS, rule

    def test_paragraphs_instead_of_a_table(self, judge):
        body = "".join(
            map(
                p,
                (
                    "ỦY BAN NHÂN DÂN",
                    NATIONAL,
                    MOTTO,
                    "Số: 15/BC-UBND",
                    "A, ngày 5 tháng 7 năm 2023",
                ),
            )
        )
        body += TITLE + TEXT + END
        assert judge("national-name.place", body) == (FAIL, "not on the right")
        assert judge("issuer.present", body)[0] == PASS
        for rule in ("number.place", "place-date.place"):
            assert judge(rule, body) == (NOT, "not in one table")
        assert judge("place-date.form", body)[0] == FAIL

    def test_a_name_set_on_the_right_without_a_table(self, judge):
        far = p(NATIONAL, BOLD, '<w:ind w:left="4000"/>') + p(MOTTO)
        assert judge("national-name.place", far + LEAST) == (NOT, "not in a table")

    def test_a_name_on_the_left(self, judge):
        body = head(issuer=p(NATIONAL) + p(MOTTO), national=p("SỞ Y TẾ")) + TITLE + TEXT
        assert judge("national-name.place", body) == (FAIL, "on the left")

    def test_a_name_beside_nothing(self, judge):
        body = table((p(""), p(NATIONAL) + p(MOTTO))) + TITLE + TEXT
        assert judge("national-name.place", body) == (PASS, "on the right")

    def test_a_parent_beside_the_name(self, judge):
        rows = (p("UBND TỈNH A"), p(NATIONAL)), (p("SỞ Y TẾ"), p(MOTTO))
        assert judge("national-name.place", table(*rows) + LEAST) == (PASS, "on the right, level")

    def test_both_on_one_line(self, judge):
        body = head(national=p(f"{NATIONAL} {MOTTO}")) + TITLE + TEXT
        assert judge("motto.place", body) == (FAIL, "on the line of the national name")
        assert judge("national-name.text", body)[0] == FAIL

    @pytest.mark.parametrize(
        ("lines", "parent", "issuer"),
        [
            (("UBND TỈNH A", "SỞ Y TẾ"), 1, 1),
            (("ỦY BAN NHÂN DÂN", "PHƯỜNG A"), 0, 2),
            (("VĂN PHÒNG HĐND VÀ", "UBND THỊ XÃ A"), 0, 2),
            (("UBND THỊ XÃ A", "ỦY BAN NHÂN DÂN", "PHƯỜNG B"), 1, 2),
            (("CÔNG TY A",), 0, 1),
        ],
    )
    def test_agencies(self, pack, lines, parent, issuer):
        body = head(issuer="".join(p(line, size(13)) for line in lines)) + TITLE + TEXT
        found = {it.rule: it for it in check(pack(body))}
        assert found["parent.letters"].places == parent
        assert found["issuer.letters"].places == issuer

    def test_a_department_is_no_number_and_a_ward_no_plan(self, judge):
        for issuer in ("SỞ Y TẾ", "PHƯỜNG AN"):
            body = head(issuer=p(issuer)) + TITLE + TEXT
            assert judge("number.form", body) == (PASS, "“Số: 15/BC-UBND”")
            assert judge("kind.letters", body)[0] == NOT
            assert judge("issuer.present", body)[0] == PASS

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            ([p("BCĐ CCHC TỈNH"), p("TỔ CÔNG TÁC 766", BOLD)], PASS),
            ([p("TỔNG CÔNG TY X"), p("CÔNG TY Y", BOLD)], PASS),
            ([p("ỦY BAN NHÂN DÂN"), p("PHƯỜNG AN BÌNH", BOLD)], FAIL),
        ],
    )
    def test_agencies_told_by_their_bold_letters(self, status, lines, expected):
        issuer = "".join(lines).replace("</w:pPr>", f"{CENTRE}</w:pPr>")
        issuer = issuer.replace("<w:rPr>", f"<w:rPr>{size(13)}")
        assert status("issuer.letters", head(issuer=issuer) + TITLE + TEXT + END) == expected

    def test_a_bold_parent_may_be_part_of_a_name(self, status):
        for name, expected in (("UBND TỈNH A", FAIL), ("BAN QUẢN LÝ", REVIEW)):
            lines = p(name, BOLD + size(13), CENTRE) + p("PHÒNG A", BOLD + size(13), CENTRE)
            assert status("parent.letters", head(issuer=lines) + TITLE + TEXT) == expected

    @pytest.mark.parametrize(
        ("below", "expected"),
        [
            (p("", setting='<w:pBdr><w:bottom w:val="single"/></w:pBdr>'), PASS),
            (p("_______"), PASS),
            (p("", inner=STROKE), PASS),
            ("", FAIL),
        ],
    )
    def test_lines_below(self, status, below, expected):
        body = head(national=p(NATIONAL) + p(MOTTO) + below) + TITLE + TEXT
        assert status("motto.line", body) == expected

    @pytest.mark.parametrize(
        "kind", ["dashed", "dotted", "double", "wave", "dashSmallGap", "dotDash", "triple"]
    )
    @pytest.mark.parametrize("side", ["top", "bottom"])
    def test_a_border_that_is_no_solid_line(self, judge, kind, side):
        for own, expected in ((kind, (FAIL, "the line is not solid")), ("thick", (PASS, "a line"))):
            below = p("", setting=f'<w:pBdr><w:{side} w:val="{own}"/></w:pBdr>')
            body = head(national=p(NATIONAL) + p(MOTTO) + below, issuer=p("SỞ Y TẾ") + below)
            for rule in ("motto.line", "issuer.line"):
                assert judge(rule, body + TITLE + TEXT)[0] == expected[0]
        border = f'<w:pBdr><w:bottom w:val="{kind}"/></w:pBdr>'
        body = head(national=p(NATIONAL) + p(MOTTO, setting=border)) + TITLE + TEXT
        assert judge("motto.line", body) == (FAIL, "the line is not solid")

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("________", PASS),
            ("————", PASS),
            ("--------", FAIL),
            ("- - - - -", FAIL),
            (".........", FAIL),
            ("=======", FAIL),
        ],
    )
    def test_lines_of_signs(self, status, line, expected):
        body = head(national=p(NATIONAL) + p(MOTTO) + p(line)) + TITLE + TEXT
        assert status("motto.line", body) == expected

    @pytest.mark.parametrize(
        ("drawn", "expected"),
        [
            ('<a:ln><a:prstDash val="solid"/></a:ln>', PASS),
            ('<a:ln cmpd="sng"/>', PASS),
            ('<a:ln><a:prstDash val="dash"/></a:ln>', FAIL),
            ('<a:ln><a:prstDash val="sysDot"/></a:ln>', FAIL),
            ("<a:ln><a:custDash/></a:ln>", FAIL),
            ('<a:ln cmpd="dbl"/>', FAIL),
            ('<v:stroke dashstyle="solid"/>', PASS),
            ('<v:stroke dashstyle="1 1"/>', FAIL),
            ('<v:stroke linestyle="single"/>', PASS),
            ('<v:stroke linestyle="thinThin"/>', FAIL),
        ],
    )
    def test_drawn_lines(self, status, drawn, expected):
        spaces = (
            'xmlns:v="urn:schemas-microsoft-com:vml"'
            ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        )
        line = f"<w:r><w:pict><v:line {spaces}>{drawn}</v:line></w:pict></w:r>"
        for below in (p(MOTTO) + p("", inner=line), p(MOTTO, inner=line)):
            body = head(national=p(NATIONAL) + below) + TITLE + TEXT
            assert status("motto.line", body) == expected

    def test_a_solid_line_beside_another_one(self, status):
        below = p("", setting='<w:pBdr><w:bottom w:val="dotted"/></w:pBdr>') + RULE
        body = head(national=p(NATIONAL) + p(MOTTO, inner=STROKE) + below) + TITLE + TEXT
        assert status("motto.line", body) == PASS

    def test_a_border_of_the_text_itself(self, status):
        border = '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'
        body = head(national=p(NATIONAL) + p(MOTTO, "", border)) + TITLE + TEXT
        assert status("motto.line", body) == PASS

    def test_underlined_letters_are_no_line(self, judge):
        body = head(national=p(NATIONAL) + p(MOTTO, UNDERLINED)) + TITLE + TEXT
        assert judge("motto.line", body) == (FAIL, "the letters are underlined")
        assert "underlined" in judge("motto.letters", body)[1]

    def test_a_line_drawn_elsewhere(self, judge):
        body = p("", inner=STROKE) + head(national=p(NATIONAL) + p(MOTTO)) + TITLE + TEXT
        assert judge("motto.line", body)[0] == REVIEW

    def test_letters_shown_as_capitals(self, status):
        caps = "<w:caps/>" + size(13) + BOLD
        body = head(national=p(NATIONAL.capitalize(), caps, CENTRE) + p(MOTTO)) + TITLE + TEXT
        assert status("national-name.text", body) == PASS
        assert status("national-name.letters", body) == PASS

    def test_letters_placed_with_tabs(self, status):
        body = head(number=p(f"Số: 15/BC-UBND{TAB}ngày", size(13))) + TITLE + TEXT
        assert status("number.letters", body) == REVIEW


class TestBoxes:
    """Heads in boxes of text: where these stand on the page is not told."""

    LEFT = p("UBND TỈNH A", size(13), CENTRE) + p("SỞ NỘI VỤ", BOLD + size(13), CENTRE) + RULE
    SUBJECT = p("V/v công khai kết quả", size(13), CENTRE)
    RIGHT = NAMES + DATED
    SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"

    def boxes(self, style, *boxes):
        tag = {"vml": "v:textbox", "drawing": "wps:txbx"}[style]
        named = f' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="{self.SHAPES}"'
        around = {"vml": "w:pict", "drawing": "w:drawing"}[style]
        for box in boxes:
            inner = f"<{tag}{named}><w:txbxContent>{box}</w:txbxContent></{tag}>"
            yield f"<w:r><{around}>{inner}</{around}></w:r>"

    @pytest.mark.parametrize("style", ["vml", "drawing"])
    @pytest.mark.parametrize("apart", [True, False])
    @pytest.mark.parametrize("swapped", [True, False])
    @pytest.mark.parametrize("number", ["Số: 15/SNV-VP", None])
    def test_side_by_side(self, pack, style, apart, swapped, number):
        left = self.LEFT + (p(number, size(13), CENTRE) if number else "") + self.SUBJECT
        boxes = list(self.boxes(style, *((self.RIGHT, left) if swapped else (left, self.RIGHT))))
        above = "".join(p("", inner=box) for box in boxes) if apart else p("", inner="".join(boxes))
        body = above + p("Kính gửi: Sở A") + TEXT + END
        found = {it.rule: it for it in check(pack(body))}
        for rule in ("issuer.present", "issuer.letters", "parent.letters", "motto.present"):
            assert found[rule].status == PASS
        assert found["issuer.letters"].places == found["parent.letters"].places == 1
        assert found["components.order"].status == PASS
        assert found["number.present"].status == (PASS if number else FAIL)

    def test_a_table_in_a_box(self, status):
        (box,) = self.boxes("vml", head())
        assert status("issuer.present", p("", inner=box) + TITLE + TEXT + END) == PASS

    def test_a_stamp_is_no_agency(self, status):
        (stamp,) = self.boxes("vml", p("ĐẾN", BOLD))
        body = p("", inner=stamp) + head(issuer=p(""), number=p("")) + TITLE + TEXT + END
        assert status("issuer.present", body) == FAIL


class TestTabs:
    """Heads and ends set with tabs in place of tables: who stands where is not certain."""

    def tabbed(self, *parts):
        texts = "<w:tab/>".join(f"<w:t>{part}</w:t>" for part in parts)
        return f"<w:p><w:r>{texts}</w:r></w:p>"

    @pytest.fixture
    def body(self):
        return (
            self.tabbed("UBND PHƯỜNG A", NATIONAL)
            + self.tabbed("", MOTTO)
            + self.tabbed("Số: 15/BC-UBND", "An Bình, ngày 05 tháng 7 năm 2023")
            + TITLE
            + TEXT
            + self.tabbed("Nơi nhận:", "CHỦ TỊCH")
            + self.tabbed("- Đảng ủy;", "")
            + self.tabbed("- Lưu: VT.", "Nguyễn Văn An")
        )

    @pytest.mark.parametrize(
        "rule",
        [
            *("national-name.text", "national-name.present", "national-name.place", "motto.place"),
            *("issuer.present", "number.form", "number.symbol", "number.place", "place-date.place"),
            *("signer.present", "authority.place", "recipients.form", "recipients.archive"),
            *("annex.enclosure", "components.order"),
        ],
    )
    def test_columns_are_seen(self, status, body, rule):
        annex = p("Phụ lục") + p("BẢNG") + p("(Kèm theo Báo cáo số 15/BC-UBND)")
        assert status(rule, body + annex) == PASS

    @pytest.mark.parametrize("rule", ["motto.line", "issuer.line"])
    def test_where_lines_are_drawn_a_person_must_look(self, status, body, rule):
        assert status(rule, body) == REVIEW

    def test_what_is_missing_may_stand_where_it_is_not_seen(self, status, body):
        assert status("place-date.present", body.replace("ngày 05", "05")) == REVIEW


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "form"),
        [
            ("Số: 15/BC-UBND", PASS),
            ("Số:      /BC-UBND", PASS),
            ("Số: ……/BC-UBND", PASS),
            ("Số: 05/BC-UBND", PASS),
            ("Số: 5/BC-UBND", FAIL),
            ("Số: 005/BC-UBND", FAIL),
            ("Số: 87 /BC-UBND", FAIL),
            ("Số 15/BC-UBND", FAIL),
            ("Số: 15/", FAIL),
            ("Số: 15/BC - UBND", FAIL),
        ],
    )
    def test_forms(self, status, text, form):
        assert status("number.form", head(number=p(text)) + TITLE + TEXT) == form

    @pytest.mark.parametrize(
        ("symbol", "letter", "symbol_status", "kind_status"),
        [
            ("BC-UBND", False, PASS, PASS),
            ("TTr-UBND", False, PASS, FAIL),
            ("BC", False, FAIL, PASS),
            ("UBND-PVHCC&amp;KSTT", True, PASS, PASS),
            ("UBND", True, FAIL, PASS),
            ("CV-UBND", True, PASS, FAIL),
            ("HD-VP", True, PASS, REVIEW),
            ("UBND-Vp", True, FAIL, PASS),
            ("Ubnd-VP", True, FAIL, PASS),
            ("SNV-Cchc", True, FAIL, PASS),
            ("SGDĐT-GDTrH", True, PASS, PASS),
            ("SNgV-TTr", True, PASS, PASS),
            ("BC-UBNd", False, FAIL, PASS),
        ],
    )
    def test_symbols(self, status, symbol, letter, symbol_status, kind_status):
        number = p(f"Số: 15/{symbol}") + (p("V/v công khai kết quả") if letter else "")
        body = head(number=number) + ("" if letter else TITLE) + TEXT + END
        assert status("number.symbol", body) == symbol_status
        assert status("number.kind", body) == kind_status

    def test_a_symbol_of_an_unknown_kind(self, status):
        assert status("number.kind", head() + TEXT) == NOT

    @pytest.mark.parametrize(
        ("text", "form", "real"),
        [
            ("An Bình,, ngày 05 tháng 7 năm 2023", FAIL, PASS),
            ("An Bình, ngày 05 tháng 7 năm 2023", PASS, PASS),
            ("An Bình, ngày     tháng     năm 2023", PASS, NOT),
            ("An Bình, ngày ... tháng ... năm 2023", PASS, NOT),
            ("An Bình, ngày 15 tháng 02 năm 2023", PASS, PASS),
            ("An Bình, ngày 5 tháng 7 năm 2023", FAIL, PASS),
            ("An Bình, ngày 05 tháng 07 năm 2023", FAIL, PASS),
            ("An Bình, ngày 05 tháng 2 năm 2023", FAIL, PASS),
            ("An Bình, ngày 31 tháng 6 năm 2023", PASS, FAIL),
            ("An Bình, ngày 00 tháng 13 năm 2023", PASS, FAIL),
            ("An Bình, ngày 05 tháng 7 năm 23", FAIL, PASS),
            ("an Bình, ngày 05 tháng 7 năm 2023", FAIL, PASS),
            ("An Bình ngày 05 tháng 7 năm 2023", FAIL, PASS),
            ("An Bình, Ngày 05 tháng 7 năm 2023", FAIL, PASS),
            ("An Bình, ngày năm tháng bảy năm 2023", FAIL, NOT),
        ],
    )
    def test_dates(self, status, text, form, real):
        body = head(place=p(text)) + TITLE + TEXT
        assert status("place-date.form", body) == form
        assert status("place-date.real", body) == real


class TestTitles:
    def test_kind_and_subject_on_one_line(self, judge):
        body = head() + p("BÁO CÁO KẾT QUẢ QUÝ II", BOLD, CENTRE) + TEXT
        assert judge("kind.present", body)[0] == REVIEW

    def test_a_title_in_a_cell(self, status):
        body = head() + table((TITLE,)) + TEXT + END
        for rule in ("kind.present", "subject.present", "subject.line", "number.kind"):
            assert status(rule, body) == PASS, rule

    @pytest.mark.parametrize("cell", [p("BÁO CÁO"), p("Báo cáo", "", CENTRE)])
    def test_a_kind_in_a_cell_of_the_text_is_no_title(self, status, cell):
        body = head() + table((cell,)) + TEXT + END
        assert status("kind.present", body) == FAIL

    def test_a_long_subject(self, pack):
        lines = "".join(p(f"Dòng {n} của trích yếu", BOLD, CENTRE) for n in range(3))
        body = head() + p("BÁO CÁO", BOLD, CENTRE) + lines + p("Nội dung", size(14), JUSTIFY)
        found = {it.rule: it for it in check(pack(body))}
        assert found["subject.present"].status == PASS
        assert found["subject.letters"].places == 3

    @pytest.mark.parametrize(
        "start",
        ["Kính gửi: Sở A", "Căn cứ Luật B;", "I. MỤC", "1. Khoản", "Điều 1. A", "Phần I", "Hết."],
    )
    def test_what_is_no_subject(self, status, start):
        assert status("subject.present", head() + p("BÁO CÁO") + p(start) + TEXT) == FAIL

    def test_nothing_below_the_kind(self, status):
        assert status("subject.present", head() + p("BÁO CÁO", BOLD, CENTRE)) == FAIL

    def test_nothing_below_the_addressees(self, status):
        assert status("addressee.form", head() + TITLE + p("Kính gửi: Sở A")) == PASS

    def test_a_line_without_ink(self, status):
        raised = p("1", '<w:vertAlign w:val="superscript"/>', CENTRE)
        assert status("annex-title.letters", head() + TEXT + END + p("Phụ lục") + raised) == NOT

    def test_both_a_kind_and_a_letter(self, status):
        number = p("Số: 15/BC-UBND") + p("V/v kết quả")
        assert status("subject.form", head(number=number) + TITLE + TEXT) == REVIEW

    def test_a_subject_over_several_lines_of_a_cell(self, pack):
        number = p("Số: 15/UBND-VP") + p("V/v công khai kết quả") + p("tháng 8 năm 2025") + RULE
        found = {it.rule: it for it in check(pack(head(number=number) + TEXT))}
        assert found["letter-subject.letters"].places == 2

    @pytest.mark.parametrize(
        ("subject", "expected"),
        [
            ("V/v công khai", PASS),
            ("v/v công khai", FAIL),
            ("V/V công khai", FAIL),
            ("Về việc công khai", FAIL),
            ("VV công khai", FAIL),
            ("V/ v công khai", FAIL),
        ],
    )
    def test_the_subject_of_a_letter_begins_with_its_sign(self, judge, subject, expected):
        number = p("Số: 15/UBND-VP") + p(subject.replace("VV", "V/ V"))
        body = head(number=number) + p("Kính gửi: Sở A") + TEXT + END
        status, found = judge("kind.present", body)
        assert status == expected
        assert found == f"“{subject.replace('VV', 'V/ V')}”"

    def test_a_subject_far_from_the_number(self, judge):
        number = p("Số: 15/UBND-VP") + p("") + p("V/v công khai kết quả")
        assert judge("letter-subject.space", head(number=number) + TEXT)[0] == NOT

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (["Kính gửi: Sở Y tế"], PASS),
            (["Kính gửi: Sở Y tế."], PASS),
            (["Kính gửi:", "- Sở A;", "- Sở B."], PASS),
            (["Kính gửi Sở Y tế"], FAIL),
            (["Kính gửi: Sở A; Sở B"], FAIL),
            (["Kính gửi: - Sở A;"], FAIL),
            (["Kính gửi: - Sở A;", "- Sở B."], FAIL),
            (["Kính gửi:", "- Sở A."], FAIL),
            (["Kính gửi:", "- Sở A;", "- Sở B;"], FAIL),
            (["Kính gửi:", "- Sở A.", "- Sở B."], FAIL),
        ],
    )
    def test_addressees(self, status, lines, expected):
        assert status("addressee.form", head() + TITLE + "".join(map(p, lines)) + TEXT) == expected

    def test_addressees_in_a_table(self, pack):
        names = table((p("Kính gửi:"), p("- Sở A;") + p("- Sở B.")))
        found = {it.rule: it for it in check(pack(head() + TITLE + names + TEXT))}
        assert found["addressee.form"].status == PASS
        assert found["addressee.letters"].places == 3

    def test_proposals_are_addressed(self, status):
        title = p("TỜ TRÌNH", BOLD, CENTRE) + p("Về việc A", BOLD, CENTRE)
        assert status("addressee.present", head() + title + TEXT) == FAIL
        assert status("addressee.present", head() + TITLE + TEXT) == NOT

    def test_urgency_in_a_box(self, status):
        box = f"<w:r><w:pict><w:txbxContent>{p('KHẨN', BOLD)}</w:txbxContent></w:pict></w:r>"
        number = p("Số: 15/BC-UBND", inner=box)
        assert status("urgency.letters", head(number=number) + TITLE + TEXT) == NOT
        italic = box.replace(BOLD, BOLD + ITALIC)
        number = p("Số: 15/BC-UBND", inner=italic)
        assert status("urgency.letters", head(number=number) + TITLE + TEXT) == REVIEW


class TestTexts:
    def text(self, *paragraphs):
        return head() + TITLE + "".join(paragraphs) + END

    def test_a_basis_in_a_letter_may_be_text(self, status):
        basis = p("Căn cứ Luật A,", size(14), JUSTIFY)
        number = p("Số: 15/UBND-VP") + p("V/v công khai kết quả")
        letter = head(number=number) + basis + TEXT + END
        assert status("basis.letters", letter) == REVIEW
        assert status("basis.form", letter) == REVIEW
        assert status("basis.letters", self.text(basis, TEXT)) == FAIL
        assert status("basis.form", self.text(basis, TEXT)) == FAIL

    def test_a_basis_in_italics_may_begin_otherwise(self, status):
        text = p("Thực hiện Kế hoạch số 12/KH-UBND.", size(14) + ITALIC, JUSTIFY)
        assert status("basis.form", self.text(text, TEXT)) == PASS
        assert status("body.letters", self.text(text, TEXT)) == PASS

    @pytest.mark.parametrize("rule", ["basis.form", "basis.letters"])
    def test_what_opens_a_list_is_no_basis(self, status, rule):
        text = p("Căn cứ Công văn số 12/UBND-VP, UBND phường báo cáo:", size(14), JUSTIFY)
        assert status(rule, self.text(text, TEXT)) == NOT

    def test_several_sentences_are_no_basis(self, status):
        text = p("Căn cứ kết quả của A. UBND phường báo cáo./.", size(14), JUSTIFY)
        assert status("basis.letters", self.text(text)) == NOT

    @pytest.mark.parametrize(
        ("setting", "expected"),
        [
            ('<w:ind w:firstLine="567"/>', PASS),
            ('<w:ind w:firstLine="720"/>', PASS),
            ('<w:ind w:left="720"/>', PASS),
            ('<w:ind w:left="120" w:firstLine="720"/>', PASS),
            ('<w:ind w:left="300" w:firstLine="600"/>', FAIL),
            ('<w:ind w:firstLine="600"/>', FAIL),
            ('<w:ind w:firstLineChars="200"/>', NOT),
        ],
    )
    def test_first_lines(self, status, setting, expected):
        assert status("body.first-line", self.text(p("Nội dung./.", "", setting))) == expected

    def test_a_tab_in_place_of_an_indent(self, status):
        tabbed = p("x").replace("<w:t ", "<w:tab/><w:t ")
        assert status("body.first-line", self.text(tabbed)) == REVIEW

    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            ('w:after="120"', "", PASS),
            ("", 'w:before="120"', PASS),
            ('w:after="60"', 'w:before="60"', REVIEW),
            ('w:after="60"', "", FAIL),
        ],
    )
    def test_space(self, status, one, other, expected):
        texts = [p("Nội dung.", "", f"<w:spacing {it}/>") for it in (one, other)]
        assert status("body.space", self.text(*texts)) == expected

    def test_contextual_spacing(self, status):
        close = p("Nội dung.", "", '<w:contextualSpacing/><w:spacing w:after="120"/>')
        assert status("body.space", self.text(close * 2)) == FAIL

    def test_a_blank_paragraph_stands_between(self, status):
        assert status("body.space", self.text(p("Một."), p(""), p("Hai."))) == NOT

    @pytest.mark.parametrize(
        ("spacing", "expected"),
        [
            ('w:line="240"', PASS),
            ('w:line="360"', PASS),
            ('w:line="200"', FAIL),
            ('w:line="480"', FAIL),
            ('w:line="360" w:lineRule="exact"', REVIEW),
        ],
    )
    def test_line_spacing(self, status, spacing, expected):
        assert (
            status("body.lines", self.text(p("Nội dung./.", "", f"<w:spacing {spacing}/>")))
            == expected
        )

    @pytest.mark.parametrize(
        ("end", "expected"), [("A./.", PASS), ("A ./.", REVIEW), ("A.", REVIEW), ("A../.", REVIEW)]
    )
    def test_ends(self, status, end, expected):
        assert status("body.end", self.text(p(end))) == expected

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (["I. MỘT", "II. HAI", "III. BA"], PASS),
            (["I. MỘT", "1. Một", "2. Hai", "II. HAI", "1. Một"], PASS),
            (["1. Một", "a) a", "b) b", "c) c", "d) d", "đ) đ", "e) e", "2. Hai", "a) a"], PASS),
            (["Điều 1. A", "1. Một", "Điều 2. B", "1. Một"], PASS),
            (["Phần I", "MỘT", "I. MỘT", "Phần II", "HAI", "I. MỘT"], PASS),
            (["I. MỘT", "III. BA"], REVIEW),
            (["IIII. BỐN"], REVIEW),
            (["2. Hai"], REVIEW),
            (["a) a", "b) b", "c) c", "d) d", "e) e"], FAIL),
            (["a) a", "f) f"], FAIL),
            (["Điều 1. A", "Điều 3. B"], REVIEW),
            (["Một đoạn."], NOT),
            (["Phân loại", "Chương trình"], NOT),
        ],
    )
    def test_numbering(self, status, lines, expected):
        assert status("body.numbering", self.text(*map(p, lines))) == expected

    def test_line_spacing_is_said_in_both_languages(self, pack):
        body = self.text(p("Nội dung./.", "", '<w:spacing w:line="360"/>'))
        (verdict,) = (it for it in check(pack(body)) if it.rule == "body.lines")
        assert (verdict.found.text("vi"), verdict.found.text("en")) == ("1,5 dòng", "1.5 lines")

    def test_soft_breaks_do_not_make_paragraphs(self, pack):
        broken = p("Một.").replace("</w:t>", "</w:t><w:br/><w:t>1. Hai./.</w:t>")
        found = {it.rule: it for it in check(pack(self.text(broken)))}
        assert found["body.align"].places == 1
        assert found["body.numbering"].status == NOT
        assert found["body.end"].status == PASS

    def test_a_clause_that_may_be_a_title(self, status):
        def lines(look):
            return self.text(p("1. Các phòng", look), p("Nội dung./.", size(14)))

        assert status("clause-title.letters", lines(size(14))) == REVIEW
        assert status("clause-title.letters", lines(size(14) + BOLD)) == PASS

    def test_legacy_fonts(self, status):
        font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
        assert status("font.unicode", self.text(p("Nội dung", font))) == FAIL

    def test_no_text_at_all(self, judge):
        assert judge("body.present", head() + TITLE + END) == (FAIL, "not there")


class TestArticles:
    """What an article says behind its number is text of the body; its title is none."""

    SET = f'{JUSTIFY}<w:spacing w:before="120"/><w:ind w:firstLine="720"/>'
    LONG = "Chánh Văn phòng và các đơn vị chịu trách nhiệm thi hành Quyết định này. " * 3

    def article(self, text=LONG, setting=SET, points=14, look=""):
        number = f"<w:rPr>{size(14)}{BOLD}</w:rPr><w:t>Điều 1. </w:t></w:r><w:r>"
        return p(text, size(points) + look, setting).replace("<w:r>", f"<w:r>{number}", 1)

    def document(self, *articles):
        title = p("QUYẾT ĐỊNH", BOLD, CENTRE) + p("Về việc thành lập Tổ A", BOLD, CENTRE)
        deciding = p("CHỦ TỊCH", BOLD, CENTRE) + p("QUYẾT ĐỊNH:", BOLD, CENTRE)
        return head() + title + deciding + "".join(articles) + END

    RULES = ("body.letters", "body.align", "body.first-line", "body.lines")

    @pytest.mark.parametrize("rule", RULES)
    def test_articles_with_text(self, status, rule):
        assert status(rule, self.document(self.article(), self.article("Giao A."))) == PASS

    @pytest.mark.parametrize(
        ("rule", "changed"),
        [
            ("body.letters", {"points": 12}),
            ("body.letters", {"look": ITALIC}),
            ("body.align", {"setting": SET.replace("both", "left")}),
            ("body.first-line", {"setting": SET.replace("720", "0")}),
            ("body.lines", {"setting": SET.replace("120", '120" w:line="480')}),
        ],
    )
    def test_slips(self, status, rule, changed):
        body = self.document(self.article(), self.article(**changed))
        for other in self.RULES:
            assert status(other, body) == (FAIL if other == rule else PASS)

    def test_one_size(self, judge):
        body = self.document(self.article(), self.article(points=13))
        assert judge("body.letters", body) == (FAIL, "size 13, unlike paragraphs before")

    def test_a_short_one_need_not_be_justified(self, status):
        left = self.SET.replace("both", "left")
        assert status("body.align", self.document(self.article("Giao A.", left))) == NOT

    @pytest.mark.parametrize("rule", RULES)
    def test_a_title_alone_is_no_text(self, status, rule):
        title = self.article("Trách nhiệm", JUSTIFY.replace("both", "left"), 14, BOLD)
        assert status(rule, self.document(title)) == NOT


def test_a_text_behind_its_decision_is_judged_by_its_letters_alone(status):
    enclosure = p("(Kèm theo Quyết định số 15/QĐ-UBND)", ITALIC, CENTRE)
    end = head() + TITLE + TEXT + END + p("QUY CHẾ", BOLD, CENTRE)
    behind = end + enclosure + p("Quy định chung.", size(20) + ITALIC + '<w:color w:val="FF0000"/>')
    assert status("body.letters", behind) == PASS
    assert status("font.color", behind) == FAIL


class TestNotes:
    """Notes right below a table are no text: the decree says nothing of their letters."""

    GRID = table((p("STT", size(13)), p("Đơn vị", size(13))))
    RULES = ("body.letters", "body.align", "body.first-line", "body.lines", "body.end")
    INDENTED = f'{JUSTIFY}<w:ind w:firstLine="567"/>'
    RAISED = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'

    def text(self, *lines):
        end = p("Kết quả đạt./.", size(14), self.INDENTED)
        return head() + TITLE + p("Như sau:", size(14), self.INDENTED) + "".join(lines) + end + END

    @pytest.mark.parametrize(
        "notes",
        [
            [p("(*) Lũy kế từ đầu năm.", size(12))],
            [p("(*) Lũy kế.", size(12)), p("(**) Ước tính.", size(12))],
            [p("Lũy kế từ đầu năm.", size(12), JUSTIFY)],
            [p("Ghi chú: Lũy kế từ đầu năm.", size(12) + ITALIC)],
            [p("GHI CHÚ", size(14)), p("- Lũy kế.", size(12), '<w:ind w:hanging="200"/>')],
            [p("Nguồn: Sở Nội vụ.", size(14) + ITALIC)],
            [p("").replace("</w:p>", f"{RAISED}</w:p>")],
        ],
    )
    def test_notes(self, pack, notes):
        plain = {it.rule: it for it in check(pack(self.text()))}
        found = {it.rule: it for it in check(pack(self.text(self.GRID, *notes)))}
        for rule in self.RULES:
            assert (found[rule].status, found[rule].places) == (PASS, plain[rule].places)

    @pytest.mark.parametrize(
        "lines",
        [
            [p("(*) Lũy kế từ đầu năm.", size(12))],  # below no table
            [GRID, p("Trong đó có một phường.", size(12), INDENTED)],
            [GRID, p("Trong đó:", size(12), '<w:ind w:firstLineChars="100"/>')],
            [GRID, p("Nguồn lực.", size(14)), p("Ghi chú: Lũy kế.", size(12))],
        ],
    )
    def test_what_is_none(self, status, lines):
        assert status("body.letters", self.text(*lines)) == FAIL

    def test_below_the_addressees_stands_the_text(self, status):
        addressed = table((p("Kính gửi:"), p("- Sở A;") + p("- Sở B.")))
        text = p("Kết quả./.", size(12), JUSTIFY)
        assert status("body.letters", head() + TITLE + addressed + text + END) == FAIL


TITLES = (
    *(
        "Ths.",
        "THS.",
        "Th.S",
        "Ts.",
        "Bs.",
        "BSCKI.",
        "BSCKII.",
        "BsCKII",
        "BS.CKII",
        "CKI.",
        "Gs.TS",
    ),
    *("Nhà giáo Ưu tú", "Nhà giáo nhân dân", "NGƯT.", "Thầy thuốc Ưu tú", "Thạc sỹ", "Bác sỹ"),
    *("Đại tá", "Thượng tá", "Trung tá", "Thiếu tá", "Đại úy", "Thiếu tướng", "Trung uý"),
)


class TestEnds:
    def end(self, recipients=RECIPIENTS, signed=SIGNED):
        return head() + TITLE + TEXT + table((recipients, signed))

    @pytest.mark.parametrize(
        ("lines", "form"),
        [
            (["CHỦ TỊCH"], PASS),
            (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], PASS),
            (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], PASS),
            (["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"], PASS),
            (["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"], PASS),
            (["Q. CHỦ TỊCH"], PASS),
            (["KT. TỔ TRƯỞNG", "TỔ PHÓ"], PASS),
            (["KT. CHỦ TỊCH", "THƯ KÝ"], REVIEW),
            (["KT. CHỦ TỊCH"], REVIEW),
            (["KT CHỦ TỊCH", "PHÓ CHỦ TỊCH"], FAIL),
            (["KT.CHỦ TỊCH", "PHÓ CHỦ TỊCH"], FAIL),
            (["T/M ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], FAIL),
            (["TUQ CHỦ TỊCH"], FAIL),
            (["QUYỀN CHỦ TỊCH"], FAIL),
            (["Quyền Giám đốc"], FAIL),
            (["THỪA LỆNH CHỦ TỊCH", "CHÁNH VĂN PHÒNG"], FAIL),
            (["THAY MẶT ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], FAIL),
            (["KÝ THAY CHỦ TỊCH", "PHÓ CHỦ TỊCH"], FAIL),
        ],
    )
    def test_authorities(self, status, lines, form):
        signed = "".join(map(p, [*lines, "Nguyễn Văn An"]))
        assert status("authority.form", self.end(signed=signed)) == form

    @pytest.mark.parametrize(
        "lines", [["TRUNG TÂM A", "GIÁM ĐỐC"], ["ĐỘI TRƯỞNG"], ["CÔNG CHỨC VĂN PHÒNG"]]
    )
    def test_any_office_in_capitals(self, status, lines):
        for name in ("Nguyễn Văn An", "NGUYỄN VĂN AN"):
            body = self.end(signed="".join(map(p, [*lines, name])))
            assert status("authority.present", body) == PASS
            assert status("signer.present", body) == PASS

    def test_a_name_alone_is_no_office(self, status):
        body = self.end(signed=p("NGUYỄN VĂN AN"))
        assert status("authority.present", body) == FAIL

    def test_a_soft_break_before_the_deputy(self, status):
        broken = p("KT. CHỦ TỊCH").replace("</w:t>", "</w:t><w:br/><w:t>PHÓ CHỦ TỊCH</w:t>")
        assert status("authority.form", self.end(signed=broken + p("Lê A"))) == PASS

    def test_what_else_stands_below_the_recipients(self, status):
        recipients = RECIPIENTS + p("Bản nháp")
        assert status("recipients.form", self.end(recipients=recipients)) == PASS

    def test_a_rule_is_no_recipient(self, pack):
        recipients = RECIPIENTS.replace(p("Nơi nhận:"), p("Nơi nhận:") + RULE)
        found = {it.rule: it for it in check(pack(self.end(recipients=recipients)))}
        assert (found["recipients.form"].status, found["recipients.form"].places) == (PASS, 2)

    def test_remarks_are_no_names(self, status):
        signed = p("CHỦ TỊCH") + p("(Đã ký)")
        assert status("signer.present", self.end(signed=signed)) == FAIL

    @pytest.mark.parametrize(
        ("name", "issuer", "form"),
        [
            ("Nguyễn Văn An", "SỞ Y TẾ", PASS),
            ("TS. Nguyễn Văn An", "PHƯỜNG A", FAIL),
            ("ThS Lê Thị B", "PHƯỜNG A", FAIL),
            ("BS. Lê Thị B", "SỞ Y TẾ", REVIEW),
            ("Tsần Văn A", "PHƯỜNG A", PASS),
            *((f"{title} Lê Thị B", "PHƯỜNG A", FAIL) for title in TITLES),
            ("Đại tá Lê Văn B", "CÔNG AN TỈNH A", REVIEW),
            ("Trung Văn Tá", "PHƯỜNG A", PASS),
            ("Bs", "PHƯỜNG A", PASS),
            ("Cn Lò", "PHƯỜNG A", PASS),
        ],
    )
    def test_names(self, status, name, issuer, form):
        body = head(issuer=p(issuer)) + TITLE + TEXT + table((RECIPIENTS, p("CHỦ TỊCH") + p(name)))
        assert status("signer.form", body) == form

    def test_the_signer_on_the_left(self, status):
        body = head() + TITLE + TEXT + table((SIGNED, RECIPIENTS))
        assert status("authority.place", body) == FAIL

    def test_without_a_table(self, judge):
        body = head() + TITLE + TEXT + RECIPIENTS + p("PL.(30)") + SIGNED
        assert judge("authority.present", body)[0] == PASS
        assert judge("authority.place", body) == (NOT, "not in one table")
        assert judge("signer.present", body)[0] == PASS
        assert judge("drafter.letters", body)[0] == NOT

    LABEL = p("Nơi nhận:") + p("- Lãnh đạo;") + p("- Lưu: VT.")
    ROOM = p("")

    @pytest.mark.parametrize("where", ["row", "row above", "below", "above", "own table", "absent"])
    @pytest.mark.parametrize(
        ("left", "right", "names"),
        [
            (["THƯ KÝ", "Phạm Thị Dung"], ["CHỦ TỌA", "Lê Văn Cường"], 2),
            (["ĐẠI DIỆN BÊN A", "GIÁM ĐỐC", "Phạm A"], ["ĐẠI DIỆN BÊN B", "GIÁM ĐỐC", "Lê B"], 2),
            (["NGƯỜI GIAO", "(Ký, ghi rõ họ tên)", "Lê A"], ["ĐỘI TRƯỞNG", "(Đã ký)", "Lê B"], 2),
            (["Thư ký", "Phạm A"], ["Chủ trì", "Lê B"], 2),
            (["THƯ KÝ", "Lê A", "ỦY VIÊN", "Võ D"], ["CHỦ TỌA", "Lê B", "ỦY VIÊN", "Hồ C"], 4),
            (["THƯ KÝ", "PHẠM THỊ DUNG"], ["CHỦ TỌA", "LÊ VĂN CƯỜNG"], 2),
        ],
    )
    def test_two_who_sign_side_by_side(self, pack, where, left, right, names):
        signed = [("".join(map(p, left)), "".join(map(p, right)))]
        rows = list(zip(map(p, left), map(p, right), strict=True))
        listed = (self.LABEL, self.ROOM)
        for cells in (signed, rows):
            end = {
                "row": table(*cells, listed),
                "row above": table(listed, *cells),
                "below": table(*cells) + self.LABEL,
                "above": self.LABEL + table(*cells),
                "own table": table(*cells) + table(listed),
                "absent": table(*cells),
            }[where]
            title = p("BIÊN BẢN", BOLD, CENTRE) + p("Họp tổ", BOLD, CENTRE) + RULE
            found = {it.rule: it for it in check(pack(head() + title + TEXT + end))}
            assert found["authority.present"].status == PASS
            assert found["signer.present"].status == PASS
            assert found["recipients.form"].status == (NOT if where == "absent" else PASS)
            assert found["signer.form"].places == names

    def test_two_who_sign_beside_the_recipients(self, pack):
        signed = p("THƯ KÝ") + p("Lê Thị A"), p("CHỦ TỌA") + p("Lê Văn B")
        body = head() + TITLE + TEXT + table((self.LABEL, *signed))
        found = {it.rule: it for it in check(pack(body))}
        assert (found["signer.form"].status, found["signer.form"].places) == (PASS, 2)
        assert (found["authority.form"].places, found["authority.place"].status) == (2, PASS)

    def test_two_who_sign_with_a_tab_between(self, status):
        between = "THƯ KÝ</w:t><w:tab/><w:t>CHỦ TỌA", "Phạm Dung</w:t><w:tab/><w:t>Lê Cường"
        body = head() + TITLE + TEXT + p(between[0]) + p("") + p(between[1]) + self.LABEL
        for rule in ("authority.present", "signer.present", "signer.form", "recipients.form"):
            assert status(rule, body) == PASS

    @pytest.mark.parametrize(
        "rows",
        [
            [("ĐƠN VỊ", "CHỦ TRÌ"), ("Sở A", "Sở B"), ("Sở C", "Sở D")],  # with two below a head
            [("HỌ TÊN", "CHỨC VỤ"), ("Lê B", "Công chức")],  # nobody in office
            [("Số", "CHỦ TRÌ"), ("1", "Sở B")],
            [("CHỦ TRÌ",), ("Sở B",)],
        ],
    )
    def test_a_table_of_the_text_is_not_signed(self, status, rows):
        body = head() + TITLE + TEXT + table(*[tuple(map(p, row)) for row in rows])
        assert status("authority.present", body + self.LABEL) == FAIL

    def test_a_table_above_the_text_is_not_signed(self, status):
        signed = table((p("THƯ KÝ") + p("Lê A"), p("CHỦ TỌA") + p("Lê B")))
        assert status("authority.present", head() + TITLE + signed + TEXT + self.LABEL) == FAIL

    def test_recipients_without_a_table_end_where_no_item_follows(self, pack):
        for listed, places in ((RECIPIENTS, 2), (p("Nơi nhận:") + p("- Đảng ủy;"), 1)):
            body = head() + TITLE + TEXT + listed + SIGNED + p("- Một đoạn khác.")
            found = {it.rule: it for it in check(pack(body))}
            assert found["recipients.form"].places == places
        found = {it.rule: it for it in check(pack(head() + TITLE + TEXT + p("Nơi nhận:") + SIGNED))}
        assert found["recipients.present"].found.text() == "without a list"

    def test_the_signer_above_the_recipients(self, judge):
        body = head() + TITLE + TEXT + SIGNED + RECIPIENTS
        assert judge("signer.form", body) == (PASS, "“Nguyễn Văn An”")
        assert judge("recipients.form", body)[0] == PASS

    @pytest.mark.parametrize(
        ("lines", "form", "archive", "above"),
        [
            (["- Đảng ủy;", "- Lưu: VT."], PASS, PASS, PASS),
            (["- Đảng ủy;", "- Lưu: VT, VP."], PASS, PASS, PASS),
            (["- Đảng ủy", "- Lưu: VT."], FAIL, PASS, PASS),
            (["- Lưu: VT.", "- Đảng ủy;"], FAIL, FAIL, PASS),
            (["- Đảng ủy;", "- Lưu: VP."], PASS, FAIL, PASS),
            (["- Đảng ủy;", "- Lưu VT, ."], FAIL, FAIL, PASS),
            (["- Đảng ủy."], PASS, FAIL, PASS),
            (["- Đảng ủy;", "- Lưu: VT"], FAIL, PASS, PASS),
            (["- Như trên;", "- Lưu: VT."], PASS, PASS, REVIEW),
        ],
    )
    def test_recipients(self, status, lines, form, archive, above):
        body = self.end(recipients=p("Nơi nhận:") + "".join(map(p, lines)))
        assert status("recipients.form", body) == form
        assert status("recipients.archive", body) == archive
        assert status("recipients.as-above", body) == above

    def test_as_above_comes_first(self, status):
        recipients = p("Nơi nhận:") + p("- Đảng ủy;") + p("- Như trên;") + p("- Lưu: VT.")
        body = head() + TITLE + p("Kính gửi: Sở A") + TEXT + table((recipients, SIGNED))
        assert status("recipients.as-above", body) == FAIL

    def test_a_recipient_over_two_lines(self, status):
        long = p("- Chủ tịch, các Phó").replace("</w:t>", "</w:t><w:br/><w:t>Chủ tịch;</w:t>")
        body = self.end(recipients=p("Nơi nhận:") + long + p("- Lưu: VT."))
        assert status("recipients.form", body) == PASS

    @pytest.mark.parametrize(
        ("label", "expected"),
        [
            ("Nơi nhận:", PASS),
            ("Nơi nhận: (VBĐT)", PASS),
            ("Nơi nhận", FAIL),
            ("Nơi nhận.", FAIL),
            ("Nơi nhận (VBĐT):", PASS),
            ("Nơi nhận :", PASS),
        ],
    )
    def test_a_colon_stands_behind_the_label(self, judge, label, expected):
        look = size(12) + BOLD + ITALIC
        for body in (
            self.end(recipients=p(label, look, LEFT) + p("- Lưu: VT.")),
            head() + TITLE + TEXT + p(label, look, LEFT) + p("- Lưu: VT.") + SIGNED,
        ):
            status, found = judge("recipients-label.letters", body)
            assert status == expected
            assert (found == "no colon") == (expected == FAIL)

    def test_a_label_beside_a_tab_may_have_its_colon_elsewhere(self, judge):
        label = p("Nơi nhận</w:t><w:tab/><w:t>(VBĐT)", size(12) + BOLD + ITALIC, LEFT)
        body = head() + TITLE + TEXT + table((label + p("- Lưu: VT."), SIGNED))
        assert judge("recipients-label.letters", body) == (REVIEW, "no colon")

    def test_a_label_without_a_list(self, judge):
        assert judge("recipients.present", self.end(recipients=p("Nơi nhận:"))) == (
            FAIL,
            "without a list",
        )


class TestAnnexes:
    def annexes(self, *annexes, text=TEXT):
        return head() + TITLE + text + END + "".join(annexes)

    def annex(self, label="Phụ lục", enclosure="(Kèm theo Báo cáo số 15/BC-UBND)"):
        return p(label) + p("BẢNG ĐIỂM") + (p(enclosure) if enclosure else "") + p("Nội dung.")

    @pytest.mark.parametrize(
        ("labels", "expected"),
        [
            (["Phụ lục"], PASS),
            (["Phụ lục I"], REVIEW),
            (["Phụ lục I", "Phụ lục II"], PASS),
            (["PHỤ LỤC I", "PHỤ LỤC II"], PASS),
            (["Phụ lục I", "Phụ lục III"], FAIL),
            (["Phụ lục số 01", "Phụ lục số 02"], FAIL),
            (["Phụ lục", "Phụ lục"], FAIL),
        ],
    )
    def test_numbers(self, status, labels, expected):
        assert status("annex.number", self.annexes(*map(self.annex, labels))) == expected

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("(Kèm theo Báo cáo số 15/BC-UBND ngày 05 tháng 7 năm 2023 của UBND A)", PASS),
            ("(Kèm theo Báo cáo số    /BC-UBND ngày     tháng 7 năm 2023 của UBND A)", PASS),
            ("(Kèm theo Báo cáo số 16/BC-UBND)", FAIL),
            ("(Kèm theo Báo cáo số 15/BC-VP)", FAIL),
            ("(Kèm theo Công văn số 15/BC-UBND)", FAIL),
            ("(Kèm theo Báo cáo số 15/BC-UBND ngày 8 tháng 6 năm 2023)", FAIL),
            ("(Kèm theo văn bản này)", PASS),
            ("", REVIEW),
        ],
    )
    def test_enclosures(self, status, line, expected):
        body = self.annexes(self.annex(enclosure=line))
        assert status("annex.enclosure", body) == expected

    def test_numbers_of_any_length(self, status):
        number = p(f"Số: {'1' * 6_000}/BC-UBND")
        annex = p("Phụ lục") + p("TÊN") + p("(Kèm theo Báo cáo số 1/BC-UBND)")
        body = head(number=number) + TITLE + TEXT + END + annex
        assert status("annex.enclosure", body) == FAIL

    def test_an_enclosure_without_a_main_number(self, status):
        body = TITLE + TEXT + END + self.annex()
        assert status("annex.enclosure", body) == PASS

    def test_an_enclosure_over_two_lines(self, pack):
        two = self.annex(enclosure="(Kèm theo Báo cáo") + ""
        two = two.replace(p("Nội dung."), p("số 15/BC-UBND)") + p("Nội dung."))
        found = {it.rule: it for it in check(pack(self.annexes(two)))}
        assert found["enclosure.letters"].places == 2
        assert found["annex.enclosure"].status == PASS

    def test_mentions(self, status):
        mention = p("Có Phụ lục kèm theo./.")
        assert status("annex.mentioned", self.annexes(self.annex(), text=mention)) == PASS
        assert status("annex.mentioned", self.annexes(self.annex())) == FAIL

    def test_a_title_ends_above_a_table(self, pack):
        body = self.annexes(p("Phụ lục") + p("BẢNG") + table((p("STT"),)))
        found = {it.rule: it for it in check(pack(body))}
        assert found["annex-title.letters"].places == 1

    def test_a_title_may_be_left_out(self, pack):
        body = self.annexes(p("Phụ lục") + table((p("STT"),)), text=p("Có Phụ lục kèm theo./."))
        about = {
            it.rule: it.status for it in check(pack(body)) if it.rule.startswith("annex-title")
        }
        assert about == {"annex-title.letters": NOT}


class TestPages:
    PAGE = '<w:pgSz w:w="11906" w:h="16838"/>'

    def page(self, inner="", body=TEXT):
        return head() + TITLE + body + END + f"<w:sectPr>{self.PAGE}{inner}</w:sectPr>"

    def numbered(self, part="header", extra="", kind="default"):
        return f'<w:{part}Reference r:id="{part}1" w:type="{kind}"/>{extra}'

    def number(self, root, setting=CENTRE, before="", part="hdr"):
        field = '<w:fldSimple w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
        return root(part, f"<w:p><w:pPr>{setting}</w:pPr>{before}{field}</w:p>")

    def test_one_page_or_several(self, status):
        assert status("page-number.present", self.page()) == REVIEW
        broken = p("A", setting="<w:pageBreakBefore/>")
        assert status("page-number.present", self.page(body=broken)) == FAIL

    @pytest.mark.parametrize(
        ("part", "look", "expected"),
        [
            ("header", (CENTRE, ""), PASS),
            ("footer", (CENTRE, ""), FAIL),
            ("header", ("", ""), FAIL),
            ("header", ("", "<w:r><w:tab/></w:r>"), REVIEW),
        ],
    )
    def test_places(self, status, root, part, look, expected):
        heads = {f"{part}1": self.number(root, *look)}
        assert status("page-number.place", self.page(self.numbered(part)), **heads) == expected

    def test_a_number_in_a_box_may_be_in_the_middle(self, status, root):
        field = '<w:fldSimple w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
        box = f"<w:r><w:pict><w:txbxContent><w:p>{field}</w:p></w:txbxContent></w:pict></w:r>"
        heads = {"header1": root("hdr", f"<w:p>{box}</w:p>")}
        assert status("page-number.place", self.page(self.numbered()), **heads) == REVIEW

    def test_first_pages(self, status, root):
        head1 = self.number(root)
        assert status("page-number.first", self.page(self.numbered()), header1=head1) == FAIL
        title = self.numbered(extra="<w:titlePg/>")
        assert status("page-number.first", self.page(title), header1=head1) == PASS
        shown = title + self.numbered(kind="first")
        assert status("page-number.first", self.page(shown), header1=head1) == FAIL

    def test_even_pages_are_numbered_too(self, status, root):
        settings = root("settings", "<w:evenAndOddHeaders/>")
        parts = {"header1": self.number(root), "settings": settings}
        assert status("page-number.present", self.page(self.numbered()), **parts) == REVIEW
        both = self.numbered() + self.numbered(kind="even")
        assert status("page-number.present", self.page(both), **parts) == PASS
        assert status("page-number.letters", self.page(both), **parts) == NOT

    @pytest.mark.parametrize(
        ("extra", "before", "expected"),
        [
            ("", "", PASS),
            ('<w:pgNumType w:start="1"/>', "", PASS),
            ('<w:pgNumType w:start="3"/>', "", FAIL),
            ('<w:pgNumType w:fmt="lowerRoman"/>', "", FAIL),
            ("", "<w:r><w:t>Trang </w:t></w:r>", REVIEW),
        ],
    )
    def test_forms(self, status, root, extra, before, expected):
        body = self.page(self.numbered(extra=extra))
        assert (
            status("page-number.form", body, header1=self.number(root, before=before)) == expected
        )

    def test_an_annex_without_a_section(self, judge, root):
        annex = p("Phụ lục") + p("BẢNG")
        body = self.page(self.numbered(), body=TEXT).replace("<w:sectPr>", f"{annex}<w:sectPr>")
        found = judge("page-number.annex", body, header1=self.number(root))
        assert found == (FAIL, "the annex has no section of its own, its numbers go on")
        assert judge("page-number.annex", self.page() + annex)[0] == NOT

    def test_an_annex_behind_the_last_section(self, status, root):
        first = p("", setting=f"<w:sectPr>{self.PAGE}{self.numbered()}</w:sectPr>")
        body = head() + TITLE + TEXT + END + first + p("Phụ lục") + p("BẢNG")
        assert status("page-number.annex", body, header1=self.number(root)) == FAIL

    def test_wide_pages(self, status):
        wide = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/><w:pgMar w:top="300"/></w:sectPr>'
        grid = table((p("STT"), p("Đơn vị")))
        assert status("page.orientation", head() + TITLE + TEXT + END + wide) == FAIL
        assert status("page.orientation", head() + TITLE + grid + TEXT + END + wide) == PASS
        assert status("page.margins", LEAST + wide) == REVIEW

    def test_a_wide_annex_without_a_table(self, status):
        first = p("", setting=f"<w:sectPr>{self.PAGE}</w:sectPr>")
        wide = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
        body = head() + TITLE + TEXT + END + first + p("Phụ lục") + p("BẢNG") + wide
        assert status("page.orientation", body) == REVIEW

    def test_sections_of_tables(self, status):
        one, other = ([(p("1", size(points)),)] * 2 for points in (13, 11))
        assert status("table.heading-row", self.page(body=table(*one, *other))) == NOT

    def test_tables_of_a_page(self, status):
        rows = [(p("1", size(13)),)] * 10
        assert status("table.heading-row", self.page(body=TEXT + table(*rows))) == NOT
        assert status("table.heading-row", self.page(body=TEXT + table(*rows * 10))) == REVIEW
        unknown = [(p("1"),)] * 100
        assert status("table.heading-row", self.page(body=TEXT + table(*unknown))) == NOT

    def test_each_letter_has_its_font(self, status):
        times = '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
        least = LEAST.replace("<w:rPr>", times)
        fonts = '<w:rFonts w:ascii="Arial" w:hAnsi="Times New Roman"/>'
        assert status("font.family", least + p("ộ", fonts)) == PASS
        assert status("font.family", least + p("ộ a", fonts)) == FAIL
        assert status("font.family", least + p("a", fonts)) == FAIL

    def test_signs_have_fonts_of_their_own(self, status):
        times = '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
        symbols = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Segoe UI Symbol"/>'
        least = LEAST.replace("<w:rPr>", times)
        assert status("font.family", least + p("☐ •", symbols)) == PASS

    def test_colours_of_a_theme(self, judge):
        look = '<w:color w:val="auto" w:themeColor="accent1"/>'
        assert judge("font.color", LEAST + p("a", look)) == (FAIL, "the colour accent1")
