# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
# ruff: noqa: SLF001 (python-docx has no other way to its elements)
"""Every rule can be broken alone: a conforming document, one change, and exactly one rule fails.

The same table is printed in ``docs/checker.md``.
"""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from vn766.nd30 import VerdictStatus, check, decree
from vn766.nd30.judge import _JUDGES
from vn766.nd30.model import (
    Annex,
    Column,
    Document,
    Frame,
    Head,
    Heading,
    Items,
    Paragraph,
    Signature,
    Table,
)
from vn766.nd30.writer import docx_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[2] / "docs" / "checker.md"

SIGNATURE = Signature(
    lines=("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"), name="Lê Thị Bình"
)
COMMON = {
    "issuer": ("Ủy ban nhân dân", "phường An Bình"),
    "called": "UBND phường An Bình",
    "place": "An Bình",
    "signature": SIGNATURE,
    "recipients": ("Các PCT UBND phường", "Trang thông tin điện tử phường"),
    "archive": ("VT", "VP"),
}
BODY = (
    "Theo kết quả trên Cổng Dịch vụ công quốc gia, UBND phường công khai kết quả như dưới đây.",
    Heading("Kết quả"),
    Items(["Công khai, minh bạch: 18/18 điểm.", "Tiến độ giải quyết: 18,72/20 điểm."]),
    Heading("Nhiệm vụ"),
    Heading("Các phòng chuyên môn", 2),
    Items(["Giải quyết đúng hạn;", "Trả lời phản ánh."], marks="letter"),
)
TABLE = Table(
    title="Kết quả của các đơn vị",
    columns=(Column(heads="STT"), Column(heads="Đơn vị")),
    rows=[[str(row), "UBND phường An Bình"] for row in range(1, 90)],
)


def letter(**changes):
    """A công văn to two addressees, without annexes."""
    frame = Frame(
        **COMMON,
        symbol="UBND-VP",
        number=5,
        issued_on=date(2025, 9, 5),
        addressees=("Văn phòng HĐND và UBND phường", "Phòng Kinh tế"),
    )
    fields = {
        "kind": "letter",
        "frame": frame,
        "subject": "công khai kết quả tháng 8 năm 2025",
        "body": (*BODY, "Đề nghị các đơn vị triển khai thực hiện"),
    }
    return Document(**fields | changes)


def letter_with_table():
    """The same with a long table in an annex on landscape pages."""
    annex = Annex(title="Bảng điểm", blocks=(TABLE,), orientation="landscape")
    body = (*BODY, "Đề nghị các đơn vị thực hiện (có Phụ lục kèm theo)")
    return letter(body=body, annexes=(annex,))


def report():
    """A báo cáo sent upward, with a basis and two annexes."""
    frame = Frame(
        **COMMON,
        symbol="BC-UBND",
        number=15,
        issued_on=date(2023, 7, 5),
        parent="UBND thị xã Hòa Thành",
        addressees="Ủy ban nhân dân thị xã Hòa Thành",
    )
    return Document(
        kind="report",
        frame=frame,
        subject="Kết quả xếp loại Quý II/2023",
        basis=("Căn cứ Quyết định số 766/QĐ-TTg", "Căn cứ Công văn số 1872/VP-KSTT"),
        body=(
            Paragraph("UBND phường báo cáo kết quả (Phụ lục I, Phụ lục II)."),
            *BODY[1:],
            "Trên đây là báo cáo của UBND phường",
        ),
        annexes=(
            Annex(title="Bảng một", blocks=("Số liệu theo tháng.",)),
            Annex(title="Bảng hai", blocks=(TABLE,)),
        ),
    )


# --- the parts of a file -------------------------------------------------------------------------


def everything(document):
    """Yield all paragraphs: of the body, of its cells, of headers and footers."""
    parts = [document.element.body]
    for section in document.sections:
        heads = (section.header, section.footer)
        parts += [head._element for head in heads if not head.is_linked_to_previous]
    for part in parts:
        for element in part.iter(qn("w:p")):
            yield docx.text.paragraph.Paragraph(element, document)


def find(document, text, nth=0):
    """Return a paragraph by how it begins; some blanks of the writer do not break."""
    return [it for it in everything(document) if it.text.replace("\xa0", " ").startswith(text)][nth]


def put(document, text, new, nth=0):
    first, *rest = find(document, text, nth).runs
    first.text = new
    for run in rest:
        run.text = ""


def drop(paragraph):
    paragraph._element.getparent().remove(paragraph._element)


def look(document, text, nth=0, **letters):
    for run in find(document, text, nth).runs:
        for name, value in letters.items():
            setattr(run.font, name, value)


def setting(document, text, nth=0, **values):
    for name, value in values.items():
        setattr(find(document, text, nth).paragraph_format, name, value)


def drop_next(document, text):
    element = find(document, text)._element
    element.getparent().remove(element.getnext())


def move(document, text, cell, at=0):
    """Move a paragraph into a cell, before its paragraph number `at`."""
    cell.paragraphs[at]._element.addprevious(find(document, text)._element)


def head(document):
    return document.tables[0]


def numbers_of_pages(section):
    found = section._sectPr.find(qn("w:pgNumType"))
    assert found is not None
    return found


def page_number(document):
    header = document.sections[0].header
    return next(it for it in header._element.iter(qn("w:p")) if it.findall(f".//{qn('w:r')}"))


# --- the changes ---------------------------------------------------------------------------------


def letter_paper(document):
    for section in document.sections:
        section.page_width, section.page_height = Mm(215.9), Mm(279.4)


def landscape(document):
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width


def margin(document):
    document.sections[0].left_margin = Mm(25)


def no_page_numbers(document):
    find(document, "UBND phường báo cáo").paragraph_format.page_break_before = True
    for section in document.sections:
        for reference in section._sectPr.findall(qn("w:headerReference")):
            section._sectPr.remove(reference)


def page_number_right(document):
    docx.text.paragraph.Paragraph(page_number(document), None).alignment = ALIGN.RIGHT


def page_number_on_first_page(document):
    document.sections[0].different_first_page_header_footer = False


def roman_page_numbers(document):
    numbers_of_pages(document.sections[0]).set(qn("w:fmt"), "upperRoman")


def italic_page_number(document):
    for run in docx.text.paragraph.Paragraph(page_number(document), None).runs:
        run.italic = True


def page_numbers_go_on(document):
    del numbers_of_pages(document.sections[1]).attrib[qn("w:start")]


def decomposed(document):
    put(document, "Theo kết quả", normalize("NFD", find(document, "Theo kết quả").text))


def red(document):
    for run in find(document, "Theo kết quả").runs:
        run.font.color.rgb = RGBColor(255, 0, 0)


def addressee_above_kind(document):
    find(document, "BÁO CÁO")._element.addprevious(find(document, "Kính gửi")._element)


def national_name_in_the_middle(document):
    for paragraph in list(head(document).cell(0, 1).paragraphs):
        head(document)._element.addprevious(paragraph._element)
    head(document).cell(0, 1).add_paragraph()


def copy_between(document):
    copied = deepcopy(find(document, "Độc lập")._element)
    find(document, "Độc lập")._element.addprevious(copied)
    put(document, "Độc lập", "(Bản dự thảo)")


def no_issuer(document):
    for text in ("ỦY BAN NHÂN DÂN", "PHƯỜNG"):
        put(document, text, "")


def number_above_issuer(document):
    move(document, "Số:", head(document).cell(0, 0))
    move(document, "An Bình, ngày", head(document).cell(0, 1))
    for column in (0, 1):
        head(document).cell(1, column).add_paragraph()


def date_above(document):
    above = head(document).cell(0, 1).paragraphs[-1]._element
    above.addnext(find(document, "An Bình, ngày")._element)
    head(document).cell(1, 1).add_paragraph()


def no_subject(document):
    put(document, "Kết quả xếp loại", "")


def subject_on_the_right(document):
    head(document).cell(1, 1).paragraphs[-1]._element.addnext(find(document, "V/v")._element)


def no_addressees(document):
    for text in ("Kính gửi", "- Văn phòng", "- Phòng Kinh tế", "- Như trên"):
        drop(find(document, text))


def no_body(document):
    texts = [it.text for it in document.paragraphs]
    for text in texts[texts.index("- Phòng Kinh tế.") + 1 :]:
        if text:
            drop(find(document, text))


def no_space(document):
    for paragraph in document.paragraphs:
        paragraph.paragraph_format.space_before = Pt(0)
        paragraph.paragraph_format.space_after = Pt(0)


def no_authority(document):
    for text in ("TM. ", "KT. ", "PHÓ CHỦ TỊCH"):
        drop(find(document, text))


def signature(document):
    return document.tables[-1] if len(document.tables) == 2 else document.tables[1]


def authority_lower(document):
    table = signature(document)
    cells = table.add_row().cells
    for text in ("TM. ", "KT. ", "PHÓ CHỦ TỊCH", "Lê Thị Bình"):
        cells[1].paragraphs[-1]._element.addprevious(find(document, text)._element)
    table.rows[0].cells[1].add_paragraph()


def no_recipients(document):
    for text in ("Nơi nhận", "- Như trên", "- Các PCT", "- Trang", "- Lưu"):
        put(document, text, "")


def no_repeated_heads(document):
    for mark in list(document.element.body.iter(qn("w:tblHeader"))):
        mark.getparent().remove(mark)


# Elements that the writer does not write, put into a letter in their conforming form.

EXTRA = {
    "urgency": ("KHẨN", 13, {"bold": True}),
    "part": ("Chương I", 14, {"bold": True}),
    "division-title": ("QUY ĐỊNH CHUNG", 14, {"bold": True}),
    "division": ("Mục 1", 14, {"bold": True}),
    "section-title": ("CÁC ĐƠN VỊ", 14, {"bold": True}),
    "article": ("Điều 1. Các đơn vị thực hiện.", 14, {"bold": True}),
    "drafter": ("PL.(300)", 11, {}),
}
CENTRED = {"part", "division-title", "division", "section-title"}


def with_extras(document):
    """Put the other elements into a letter, each as the decree has it."""
    body = find(document, "Theo kết quả")._element
    for name in ("part", "division-title", "division", "section-title", "article"):
        body.addprevious(_extra(document, name))
    find(document, "Số:")._element.addnext(_extra(document, "urgency"))
    signature(document)._element.addnext(_extra(document, "drafter"))
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    run = footer.paragraphs[0].add_run("Địa chỉ: số 1, đường A; điện thoại: 0123.")
    run.font.size = Pt(11)
    return document


def _extra(document, name):
    text, size, letters = EXTRA[name]
    # Below the style of the text: justified, 6 pt above, one indent.
    copied = deepcopy(find(document, "Theo kết quả")._element)
    paragraph = docx.text.paragraph.Paragraph(copied, document)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = text
    paragraph.runs[0].font.size = Pt(size)
    for key, value in letters.items():
        setattr(paragraph.runs[0].font, key, value)
    if name in CENTRED:
        paragraph.alignment = ALIGN.CENTER
    return copied


class Change(NamedTuple):
    """One change of a conforming document, and the rule that it breaks."""

    rule: str
    base: str
    what: str
    apply: Callable[[object], object]


def C(rule, base, what, apply):  # noqa: N802 (a short name for a long table)
    return Change(rule, base, what, apply)


CHANGES = [
    C("page.paper", "report", "Letter paper", letter_paper),
    C("page.orientation", "letter", "landscape pages without a table", landscape),
    C("page.margins", "report", "left margin of 25 mm", margin),
    C("page-number.present", "report", "two pages without headers", no_page_numbers),
    C("page-number.place", "report", "page number on the right", page_number_right),
    C("page-number.first", "report", "one header for all pages", page_number_on_first_page),
    C("page-number.form", "report", "Roman page numbers", roman_page_numbers),
    C("page-number.letters", "report", "page number in italics", italic_page_number),
    C("page-number.annex", "report", "numbers of an annex go on", page_numbers_go_on),
    C("font.family", "letter", "a paragraph in Arial", lambda d: look(d, "Theo", name="Arial")),
    C("font.color", "letter", "a red paragraph", red),
    C(
        "font.unicode",
        "letter",
        "a paragraph typed in TCVN3",
        lambda d: put(d, "Theo", "§Ò nghÞ c¸c ®¬n vÞ thùc hiÖn."),
    ),
    C("font.composed", "letter", "a paragraph in decomposed letters", decomposed),
    C(
        "sizes.together",
        "letter",
        "Quốc hiệu 12, Tiêu ngữ 14",
        lambda d: look(d, "CỘNG HÒA", size=Pt(12)),
    ),
    C("components.order", "report", "“Kính gửi” above the kind", addressee_above_kind),
    C("national-name.present", "letter", "Quốc hiệu removed", lambda d: drop(find(d, "CỘNG HÒA"))),
    C(
        "national-name.text",
        "letter",
        "XÃ HÔI for XÃ HỘI",
        lambda d: put(d, "CỘNG HÒA", "CỘNG HÒA XÃ HÔI CHỦ NGHĨA VIỆT NAM"),
    ),
    C(
        "national-name.letters",
        "letter",
        "Quốc hiệu not bold",
        lambda d: look(d, "CỘNG HÒA", bold=False),
    ),
    C(
        "national-name.place",
        "report",
        "Quốc hiệu and Tiêu ngữ in the middle of the page",
        national_name_in_the_middle,
    ),
    C("motto.present", "letter", "Tiêu ngữ removed", lambda d: drop(find(d, "Độc lập"))),
    C(
        "motto.text",
        "letter",
        "en dashes",
        lambda d: put(d, "Độc lập", "Độc lập – Tự do – Hạnh phúc"),
    ),
    C("motto.letters", "letter", "Tiêu ngữ in italics", lambda d: look(d, "Độc lập", italic=True)),
    C("motto.place", "letter", "a line between Quốc hiệu and Tiêu ngữ", copy_between),
    C("motto.line", "letter", "no line", lambda d: drop_next(d, "Độc lập")),
    C(
        "parent.letters",
        "report",
        "parent agency in bold",
        lambda d: look(d, "UBND THỊ XÃ", bold=True),
    ),
    C("issuer.present", "letter", "agency removed", no_issuer),
    C(
        "issuer.letters",
        "letter",
        "agency not bold",
        lambda d: look(d, "PHƯỜNG AN BÌNH", bold=False),
    ),
    C("issuer.line", "letter", "no line", lambda d: drop_next(d, "PHƯỜNG AN BÌNH")),
    C("number.present", "report", "number removed", lambda d: put(d, "Số:", "")),
    C(
        "number.form",
        "letter",
        "a number below 10 without its 0",
        lambda d: put(d, "Số:", "Số: 5/UBND-VP"),
    ),
    C("number.symbol", "letter", "one group only", lambda d: put(d, "Số:", "Số: 05/UBND")),
    C("number.kind", "letter", "CV in the symbol", lambda d: put(d, "Số:", "Số: 05/CV-UBND")),
    C("number.letters", "letter", "number in italics", lambda d: look(d, "Số:", italic=True)),
    C("number.place", "report", "number above the agency", number_above_issuer),
    C("place-date.present", "letter", "date removed", lambda d: put(d, "An Bình, ngày", "")),
    C(
        "place-date.form",
        "letter",
        "month 9 with a 0",
        lambda d: put(d, "An Bình, ngày", "An Bình, ngày 05 tháng 09 năm 2025"),
    ),
    C(
        "place-date.real",
        "letter",
        "31 June",
        lambda d: put(d, "An Bình, ngày", "An Bình, ngày 31 tháng 6 năm 2025"),
    ),
    C(
        "place-date.letters",
        "letter",
        "date upright",
        lambda d: look(d, "An Bình, ngày", italic=False),
    ),
    C("place-date.place", "letter", "date one row above the number", date_above),
    C("kind.present", "report", "kind removed", lambda d: put(d, "BÁO CÁO", "")),
    C("kind.letters", "report", "kind not bold", lambda d: look(d, "BÁO CÁO", bold=False)),
    C("subject.present", "report", "subject removed", no_subject),
    C(
        "subject.form",
        "report",
        "“V/v” in a báo cáo",
        lambda d: put(d, "Kết quả xếp loại", "V/v kết quả xếp loại Quý II/2023"),
    ),
    C(
        "subject.letters",
        "report",
        "subject not bold",
        lambda d: look(d, "Kết quả xếp loại", bold=False),
    ),
    C("subject.line", "report", "no line", lambda d: drop_next(d, "Kết quả xếp loại")),
    C("letter-subject.letters", "letter", "“V/v” in bold", lambda d: look(d, "V/v", bold=True)),
    C("letter-subject.place", "letter", "“V/v” on the right", subject_on_the_right),
    C(
        "letter-subject.space",
        "letter",
        "no space above “V/v”",
        lambda d: setting(d, "V/v", space_before=Pt(0)),
    ),
    C("addressee.present", "letter", "addressees removed", no_addressees),
    C(
        "addressee.form",
        "letter",
        "last addressee ends with a semicolon",
        lambda d: put(d, "- Phòng Kinh tế", "- Phòng Kinh tế;"),
    ),
    C(
        "addressee.letters",
        "letter",
        "addressee in italics",
        lambda d: look(d, "- Phòng Kinh tế", italic=True),
    ),
    C(
        "basis.form",
        "report",
        "first basis ends with a comma",
        lambda d: put(d, "Căn cứ Quyết định", "Căn cứ Quyết định số 766/QĐ-TTg,"),
    ),
    C(
        "basis.letters",
        "report",
        "a basis upright",
        lambda d: look(d, "Căn cứ Quyết định", italic=False),
    ),
    C("body.present", "letter", "text removed", no_body),
    C("body.letters", "letter", "a paragraph of 12 pt", lambda d: look(d, "Theo", size=Pt(12))),
    C(
        "body.letters",
        "letter",
        "paragraphs of 13 and 14 pt",
        lambda d: look(d, "Theo", size=Pt(13)),
    ),
    C("body.letters", "letter", "a paragraph in italics", lambda d: look(d, "Theo", italic=True)),
    C(
        "body.align",
        "letter",
        "a paragraph aligned left",
        lambda d: setting(d, "Theo", alignment=ALIGN.LEFT),
    ),
    C(
        "body.first-line",
        "letter",
        "a paragraph without indent",
        lambda d: setting(d, "Theo", first_line_indent=Mm(0)),
    ),
    C("body.space", "letter", "no space between paragraphs", no_space),
    C(
        "body.lines",
        "letter",
        "double line spacing",
        lambda d: setting(d, "Theo", line_spacing=2.0),
    ),
    C(
        "body.end",
        "letter",
        "a blank before the mark",
        lambda d: put(d, "Đề nghị", "Đề nghị các đơn vị triển khai thực hiện ./."),
    ),
    C("body.numbering", "letter", "c) after a)", lambda d: put(d, "b) ", "c) Trả lời phản ánh.")),
    C("part.letters", "extras", "Chương not bold", lambda d: look(d, "Chương I", bold=False)),
    C("division.letters", "extras", "Mục in italics", lambda d: look(d, "Mục 1", italic=True)),
    C(
        "division-title.letters",
        "extras",
        "title not in capitals",
        lambda d: put(d, "QUY ĐỊNH CHUNG", "Quy định chung"),
    ),
    C("heading.letters", "letter", "heading not bold", lambda d: look(d, "II. ", bold=False)),
    C("article.letters", "extras", "Điều in italics", lambda d: look(d, "Điều 1", italic=True)),
    C(
        "clause-title.letters",
        "letter",
        "title of a clause in italics",
        lambda d: look(d, "1. Các phòng", italic=True),
    ),
    C("authority.present", "letter", "office of the signer removed", no_authority),
    C("authority.form", "letter", "no blank after KT.", lambda d: put(d, "KT. ", "KT.CHỦ TỊCH")),
    C("authority.letters", "letter", "office not bold", lambda d: look(d, "KT. ", bold=False)),
    C("authority.place", "letter", "office one row below “Nơi nhận”", authority_lower),
    C("signer.present", "letter", "name removed", lambda d: put(d, "Lê Thị Bình", "")),
    C(
        "signer.form",
        "letter",
        "an academic title",
        lambda d: put(d, "Lê Thị Bình", "TS. Lê Thị Bình"),
    ),
    C("signer.letters", "letter", "name not bold", lambda d: look(d, "Lê Thị", bold=False)),
    C("recipients.present", "letter", "recipients removed", no_recipients),
    C(
        "recipients.form",
        "letter",
        "a recipient ends with a full stop",
        lambda d: put(d, "- Các PCT", "- Các PCT UBND phường."),
    ),
    C(
        "recipients.archive",
        "letter",
        "no colon after Lưu",
        lambda d: put(d, "- Lưu", "- Lưu VT, VP."),
    ),
    C("recipients.as-above", "letter", "“Như trên” removed", lambda d: drop(find(d, "- Như trên"))),
    C(
        "recipients-label.letters",
        "letter",
        "“Nơi nhận” upright",
        lambda d: look(d, "Nơi nhận", italic=False),
    ),
    C(
        "recipient.letters",
        "letter",
        "a recipient of 12 pt",
        lambda d: look(d, "- Các PCT", size=Pt(12)),
    ),
    C("annex.number", "report", "Arabic numbers", lambda d: put(d, "Phụ lục II", "Phụ lục 2")),
    C(
        "annex.mentioned",
        "report",
        "the text does not name the annexes",
        lambda d: put(d, "UBND phường báo cáo", "UBND phường báo cáo kết quả."),
    ),
    C(
        "annex.enclosure",
        "report",
        "another number than that of the document",
        lambda d: put(d, "(Kèm theo", "(Kèm theo Báo cáo số 16/BC-UBND)"),
    ),
    C(
        "annex-label.letters",
        "report",
        "“Phụ lục” of 13 pt",
        lambda d: look(d, "Phụ lục II", size=Pt(13)),
    ),
    C("annex-title.letters", "report", "title not bold", lambda d: look(d, "BẢNG HAI", bold=False)),
    C(
        "enclosure.letters",
        "report",
        "“Kèm theo” upright",
        lambda d: look(d, "(Kèm theo", italic=False),
    ),
    C("table.heading-row", "table", "heading row not repeated", no_repeated_heads),
    C("urgency.letters", "extras", "KHẨN not bold", lambda d: look(d, "KHẨN", bold=False)),
    C("drafter.letters", "extras", "sign of 13 pt", lambda d: look(d, "PL.(300)", size=Pt(13))),
    C("contact.letters", "extras", "address of 13 pt", lambda d: look(d, "Địa chỉ", size=Pt(13))),
]


@pytest.fixture(scope="module")
def bases():
    made = {"letter": letter(), "report": report(), "table": letter_with_table()}
    written = {name: docx_bytes(document) for name, document in made.items()}
    extras = with_extras(docx.Document(io.BytesIO(written["letter"])))
    return written | {"extras": saved(extras)}


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def broken(data):
    wrong = {VerdictStatus.FAIL, VerdictStatus.NEEDS_REVIEW}
    return {it.rule: it for it in reversed(check(data)) if it.status in wrong}


@pytest.mark.parametrize("base", ["letter", "report", "table", "extras"])
def test_the_bases_conform(bases, base):
    verdicts = check(bases[base])
    wrong = [it.line() for it in verdicts if it.status in {"FAIL", "NEEDS_REVIEW"}]
    assert wrong == []


def test_every_rule_is_kept_by_a_base(bases):
    kept = {it.rule for data in bases.values() for it in check(data) if it.status == "PASS"}
    assert {rule.id for rule in decree().rules} - kept == set()


@pytest.mark.parametrize("change", CHANGES, ids=lambda it: f"{it.rule}: {it.what}")
def test_one_change_breaks_one_rule(bases, change):
    document = docx.Document(io.BytesIO(bases[change.base]))
    change.apply(document)
    found = broken(saved(document))
    assert found.keys() == {change.rule}, "\n".join(map(str, found.values()))
    # What only forms or custom speak against does not fail.
    legal = {rule.id: rule.severity == "legal" for rule in decree().rules}[change.rule]
    assert found[change.rule].status == ("FAIL" if legal else "NEEDS_REVIEW")


def test_every_rule_has_a_judge_and_a_change():
    rules = [rule.id for rule in decree().rules]
    assert len(rules) == len(set(rules))
    about_letters = {rule.id for rule in decree().rules if rule.element is not None}
    assert _JUDGES.keys() | about_letters == set(rules)
    assert {change.rule for change in CHANGES} == set(rules) - {"document.kind"}


def test_a_document_of_ours_is_checked_as_it_is_written(bases):
    assert check(letter()) == check(bases["letter"])


def matrix() -> list[str]:
    """Return the table of rules and changes as the documentation prints it."""
    lines = ["| rule | about | what it asks for | broken by |", "|---|---|---|---|"]
    for rule in decree().rules[1:]:
        changes = "; ".join(change.what for change in CHANGES if change.rule == rule.id)
        mark = "" if rule.severity == "legal" else " (practice)"
        required = str(rule.required).replace("<", "&lt;").replace("|", "\\|")
        lines.append(f"| `{rule.id}`{mark} | {rule.title} | {required} | {changes} |")
    return lines


@pytest.mark.parametrize(
    ("head", "notes"),
    [
        ("Số hồ sơ", ("Lũy kế từ đầu năm.",)),
        (Head("Số hồ sơ", note="Lũy kế từ đầu năm."), ()),
        (Head("Số hồ sơ", note="Lũy kế."), ("Nguồn: Sở Nội vụ.", "Chưa tính xã Tân Phú.")),
    ],
)
def test_notes_below_a_table_of_the_text_conform(head, notes):
    columns = (Column(heads="STT"), Column(heads=head))
    table = Table(title="Hồ sơ", columns=columns, rows=[("1", "51")], notes=notes)
    found = check(letter(body=("Kết quả như sau:", table, "Đề nghị các đơn vị thực hiện")))
    assert [it for it in found if it.status in {"FAIL", "NEEDS_REVIEW"}] == []


def test_the_documentation_prints_this_table():
    assert DOCS.read_text("utf-8").endswith("\n".join(["", *matrix(), ""]))
