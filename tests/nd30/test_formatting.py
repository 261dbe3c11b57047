# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""The formatting in effect: defaults, table, paragraph, numbering, letters, on the spot."""

from __future__ import annotations

import pytest

from vn766.files.documents import read
from vn766.files.formatting import twips
from vn766.files.packages import read_package

THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
    '<a:fontScheme><a:majorFont><a:latin typeface="Cambria"/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Times New Roman"/></a:minorFont></a:fontScheme>'
    "</a:themeElements></a:theme>"
)


@pytest.fixture
def lines(pack, root):
    def lines_of(body, styles="", **parts):
        return read(read_package(pack(body, styles=root("styles", styles), **parts))).lines

    return lines_of


@pytest.fixture
def first(lines):
    """The look of the first letters of a document."""

    def first_of(body, styles="", **parts):
        return lines(body, styles, **parts)[0].pieces[0].letters

    return first_of


def paragraph(run="", properties="", text="chữ"):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def style(name, letters="", *, kind="paragraph", based="", **parts):
    setting, extra, default = (parts.get(key, "") for key in ("setting", "extra", "default"))
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}" {default}>{on}<w:pPr>{setting}</w:pPr>'
        f"<w:rPr>{letters}</w:rPr>{extra}</w:style>"
    )


def defaults(letters="", setting=""):
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{letters}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{setting}</w:pPr></w:pPrDefault></w:docDefaults>"
    )


STANDARD = 'w:default="1"'


class TestLetters:
    def test_nothing_says_anything(self, lines):
        (line,) = lines(paragraph())
        letters = line.pieces[0].letters
        assert (letters.ascii_font, letters.font, letters.half_points) == (None, None, None)
        assert (letters.bold, letters.italic, letters.color) == (False, False, "auto")

    @pytest.mark.parametrize(
        ("levels", "half_points"),
        [(1, 20), (2, 22), (3, 24), (4, 26), (5, 28)],
        ids=["defaults", "base style", "style", "style of letters", "on the spot"],
    )
    def test_the_nearest_level_wins(self, first, levels, half_points):
        sizes = [f'<w:sz w:val="{20 + 2 * n}"/>' if n < levels else "" for n in range(5)]
        styles = (
            defaults(sizes[0])
            + style("base", sizes[1])
            + style("own", sizes[2], based="base")
            + style("strong", sizes[3], kind="character")
        )
        run = f'<w:rStyle w:val="strong"/>{sizes[4]}'
        assert first(paragraph(run, '<w:pStyle w:val="own"/>'), styles).half_points == half_points

    def test_the_default_style_is_that_of_paragraphs_without_one(self, first):
        styles = style("normal", '<w:sz w:val="26"/>', default=STANDARD)
        assert first(paragraph(), styles).half_points == 26

    def test_bold_of_styles_cancels_out_and_on_the_spot_decides(self, first):
        styles = style("own", "<w:b/>") + style("strong", "<w:b/>", kind="character")
        own, strong = '<w:pStyle w:val="own"/>', '<w:rStyle w:val="strong"/>'
        assert first(paragraph("", own), styles).bold
        assert not first(paragraph(strong, own), styles).bold
        assert first(paragraph(f"{strong}<w:b/>", own), styles).bold
        assert not first(paragraph('<w:b w:val="0"/>', own), styles).bold
        # What the defaults make bold stays bold.
        assert first(paragraph(strong, own), defaults("<w:b/>") + styles).bold

    def test_a_based_style_turns_bold_off(self, first):
        styles = style("base", "<w:b/>") + style("own", '<w:b w:val="false"/>', based="base")
        assert not first(paragraph("", '<w:pStyle w:val="own"/>'), styles).bold

    def test_fonts_of_the_theme(self, first):
        letters = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="majorHAnsi"/>'
        look = first(paragraph(), defaults(letters), theme=THEME)
        assert (look.ascii_font, look.font) == ("Times New Roman", "Cambria")
        # The theme goes before a name beside it, and a nearer name before the theme.
        both = '<w:rFonts w:ascii="Arial" w:asciiTheme="minorHAnsi"/>'
        assert first(paragraph(both), theme=THEME).ascii_font == "Times New Roman"
        named = '<w:rFonts w:ascii="Arial"/>'
        assert first(paragraph(named), defaults(letters), theme=THEME).ascii_font == "Arial"

    def test_a_theme_that_is_not_there(self, first):
        assert first(paragraph('<w:rFonts w:asciiTheme="minorHAnsi"/>')).ascii_font is None

    def test_a_theme_without_fonts(self, first):
        assert first(paragraph(), theme="<theme/>").ascii_font is None

    @pytest.mark.parametrize(
        ("color", "shown"),
        [
            ('w:val="FF0000"', "ff0000"),
            ('w:val="auto"', "auto"),
            ('w:val="000000" w:themeColor="text1"', "auto"),
            ('w:val="4F81BD" w:themeColor="accent1"', "4f81bd"),
            ('w:val="auto" w:themeColor="accent1"', "accent1"),
        ],
    )
    def test_colours(self, first, color, shown):
        assert first(paragraph(f"<w:color {color}/>")).color == shown

    @pytest.mark.parametrize(
        ("size", "half_points"),
        [("26", 26), ("27", 27), ("13pt", 26), ("large", None), ("9" * 30, 10_000)],
    )
    def test_sizes(self, first, size, half_points):
        assert first(paragraph(f'<w:sz w:val="{size}"/>')).half_points == half_points

    def test_other_looks(self, first):
        look = first(paragraph('<w:u w:val="single"/><w:caps/><w:vertAlign w:val="superscript"/>'))
        assert (look.underlined, look.capitals, look.raised) == (True, True, True)

    def test_styles_based_on_each_other(self, first):
        styles = style("a", '<w:sz w:val="26"/>', based="b") + style("b", based="a")
        assert first(paragraph("", '<w:pStyle w:val="a"/>'), styles).half_points == 26

    def test_a_style_that_is_not_there(self, first):
        styles = style("own", '<w:sz w:val="26"/>', based="gone")
        assert first(paragraph("", '<w:pStyle w:val="own"/>'), styles).half_points == 26
        assert first(paragraph("", '<w:pStyle w:val="gone"/>'), styles).half_points is None


class TestTables:
    LOOK = (
        '<w:tblLook w:val="0000" w:firstRow="1" w:lastRow="1" w:firstColumn="1" w:lastColumn="1"'
        ' w:noHBand="0"/>'
    )

    def table(self, look, rows=3, cells=3):
        row = f"<w:tr>{f'<w:tc>{paragraph()}</w:tc>' * cells}</w:tr>"
        return f'<w:tbl><w:tblPr><w:tblStyle w:val="grid"/>{look}</w:tblPr>{row * rows}</w:tbl>'

    def styles(self, *parts):
        sizes = {part: 2 * n for n, part in enumerate(parts, 21)}
        extra = "".join(
            f'<w:tblStylePr w:type="{part}"><w:rPr><w:sz w:val="{size}"/></w:rPr></w:tblStylePr>'
            for part, size in sizes.items()
        )
        return sizes, style("grid", '<w:sz w:val="20"/>', kind="table", extra=extra)

    def sizes(self, lines, look, *parts):
        sizes, styles = self.styles(*parts)
        names = {size: part for part, size in sizes.items()} | {20: "-"}
        return [names[it.pieces[0].letters.half_points] for it in lines(self.table(look), styles)]

    def test_the_style_of_the_whole_table(self, lines):
        assert self.sizes(lines, "") == ["-"] * 9

    def test_parts_of_a_table(self, lines):
        parts = ("firstCol", "lastCol", "firstRow", "lastRow", "band1Horz", "band2Horz")
        assert self.sizes(lines, self.LOOK, *parts[:4]) == [
            *("firstRow", "firstRow", "firstRow"),
            *("firstCol", "-", "lastCol"),
            *("lastRow", "lastRow", "lastRow"),
        ]
        assert self.sizes(lines, self.LOOK, *parts[4:]) == [
            *("band2Horz",) * 3,
            *("band1Horz",) * 3,
            *("band2Horz",) * 3,
        ]

    def test_a_look_in_bits(self, lines):
        look = '<w:tblLook w:val="0220"/>'
        assert self.sizes(lines, look, "firstRow", "lastRow", "firstCol", "band1Horz") == [
            *("firstRow",) * 3,
            *("-",) * 6,
        ]

    def test_a_look_that_is_none(self, lines):
        look = '<w:tblLook w:val="?" w:noHBand="1"/>'
        assert self.sizes(lines, look, "firstRow") == ["-"] * 9

    def test_the_paragraph_goes_before_the_table(self, lines):
        _, styles = self.styles()
        styles += style("normal", '<w:sz w:val="26"/>', default=STANDARD)
        assert {it.pieces[0].letters.half_points for it in lines(self.table(""), styles)} == {26}

    def test_paragraphs_of_a_table(self, lines):
        styles = style("grid", kind="table", setting='<w:jc w:val="center"/>')
        assert {it.setting.align for it in lines(self.table(""), styles)} == {"center"}


class TestParagraphs:
    @pytest.fixture
    def setting(self, lines):
        def setting_of(properties, styles="", **parts):
            return lines(paragraph("", properties), styles, **parts)[0].setting

        return setting_of

    @pytest.mark.parametrize(
        ("word", "align"),
        [("both", "justify"), ("start", "left"), ("end", "right"), ("center", "center")],
    )
    def test_alignment(self, setting, word, align):
        assert setting(f'<w:jc w:val="{word}"/>').align == align

    def test_a_frame_stands_where_it_says(self, setting):
        assert setting('<w:framePr w:xAlign="center"/><w:spacing/>').align == "center"
        assert setting('<w:framePr w:w="20"/>').align == "left"

    def test_indents(self, setting):
        found = setting('<w:ind w:start="284" w:end="100" w:hanging="142"/>')
        assert (found.left, found.first) == (284, -142)

    def test_indents_in_letters_are_not_known(self, setting):
        found = setting('<w:ind w:leftChars="100" w:firstLineChars="200" w:firstLine="420"/>')
        assert (found.left, found.first) == (None, None)

    def test_spacing(self, setting):
        found = setting('<w:spacing w:before="120" w:after="60" w:line="360"/>')
        assert (found.before, found.after, found.line, found.line_rule) == (120, 60, 360, "auto")
        automatic = setting('<w:spacing w:beforeAutospacing="1" w:line="20" w:lineRule="exact"/>')
        assert (automatic.before, automatic.line_rule) == (280, "exact")

    def test_borders(self, setting):
        found = setting(
            '<w:pBdr><w:top w:val="nil"/><w:bottom w:val="single"/></w:pBdr><w:pageBreakBefore/>'
        )
        assert (found.top_line, found.bottom_line) == (None, "single")
        assert found.page_break_before

    def test_levels(self, setting):
        styles = (
            defaults(setting='<w:spacing w:after="200"/>')
            + style("base", setting='<w:jc w:val="both"/><w:ind w:left="100"/>')
            + style("own", setting='<w:ind w:firstLine="567"/>', based="base")
        )
        found = setting('<w:pStyle w:val="own"/><w:ind w:left="50"/>', styles)
        assert (found.after, found.align, found.left, found.first) == (200, "justify", 50, 567)


class TestNumbering:
    def numbering(self, root, *levels, number="1"):
        written = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="{720 * (at + 1)}" w:hanging="360"/>'
            "</w:pPr></w:lvl>"
            for at, (form, text) in enumerate(levels)
        )
        return root(
            "numbering",
            f'<w:abstractNum w:abstractNumId="7">{written}</w:abstractNum>'
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="7"/></w:num>'
            f'<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
            '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="(%1)"/></w:lvl>'
            "</w:lvlOverride></w:num>"
            '<w:num w:numId="3"/>',
        )

    def item(self, level=0, number="1"):
        properties = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        return paragraph("", f"<w:numPr>{properties}</w:numPr>", text="mục")

    @pytest.mark.parametrize(
        ("form", "text", "shown"),
        [
            ("decimal", "%1.", ["1. mục", "2. mục"]),
            ("upperRoman", "%1.", ["I. mục", "II. mục"]),
            ("lowerRoman", "%1)", ["i) mục", "ii) mục"]),
            ("lowerLetter", "%1)", ["a) mục", "b) mục"]),
            ("upperLetter", "%1)", ["A) mục", "B) mục"]),
            ("decimalZero", "%1.", ["01. mục", "02. mục"]),
            ("none", "%1.", [". mục", ". mục"]),
            ("bullet", "-", ["- mục", "- mục"]),
            ("bullet", "\uf0b7", ["• mục", "• mục"]),
        ],
    )
    def test_forms(self, lines, root, form, text, shown):
        numbering = self.numbering(root, (form, text))
        found = lines(self.item() * 2, numbering=numbering)
        assert [line.text for line in found] == shown

    def test_levels_begin_anew(self, lines, root):
        numbering = self.numbering(root, ("decimal", "%1."), ("decimal", "%1.%2."))
        body = "".join(map(self.item, (0, 1, 1, 0, 1)))
        found = [line.text for line in lines(body, numbering=numbering)]
        assert found == ["1. mục", "1.1. mục", "1.2. mục", "2. mục", "2.1. mục"]

    def test_an_override_counts_by_itself(self, lines, root):
        numbering = self.numbering(root, ("decimal", "%1."))
        body = self.item() + self.item(number="2") + self.item()
        found = [line.text for line in lines(body, numbering=numbering)]
        assert found == ["1. mục", "(1) mục", "2. mục"]

    def test_a_level_that_lists_do_not_have(self, lines, root):
        numbering = self.numbering(root, *[("decimal", "%1.")] * 10)
        body = self.item(8) + self.item(9)
        assert [line.text for line in lines(body, numbering=numbering)] == ["1. mục", "mục"]

    def test_a_list_that_is_not_there(self, lines, root):
        numbering = self.numbering(root, ("decimal", "%1."))
        body = self.item(number="9") + self.item(number="0") + self.item(number="3")
        assert [line.text for line in lines(body, numbering=numbering)] == ["mục"] * 3

    def test_indents_of_a_list(self, lines, root):
        numbering = self.numbering(root, ("decimal", "%1."))
        (line,) = lines(self.item(), numbering=numbering)
        assert (line.setting.left, line.setting.first) == (720, -360)

    def test_a_style_with_a_number_keeps_its_own_indents(self, lines, root):
        number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        styles = style("own", setting=f'{number}<w:ind w:left="567"/>')
        (line,) = lines(
            paragraph("", '<w:pStyle w:val="own"/>'),
            styles,
            numbering=self.numbering(root, ("decimal", "%1.")),
        )
        assert (line.text, line.setting.left, line.setting.first) == ("1. chữ", 567, -360)


@pytest.mark.parametrize(
    ("text", "length"),
    [("567", 567), ("10mm", 567), ("1in", 1440), ("-6pt", -120), ("", 0), ("1.5x", 0), ("é", 0)],
)
def test_twips(text, length):
    assert twips(text) == length
