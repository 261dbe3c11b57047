# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""What offices send: forms, layouts, marks and letters that were once judged wrongly."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from vn766.files.documents import read
from vn766.files.packages import read_package
from vn766.nd30 import VerdictStatus, check
from vn766.nd30.judge.layout import Layout

PASS, FAIL, REVIEW, NOT = VerdictStatus
MARKS = ["MẬT", "TUYỆT MẬT", "DỰ THẢO", "DỰ THẢO LẦN 2", "XEM XONG TRẢ LẠI", "KHẨN", "HỎA TỐC"]
FOLDED = {
    "soft hyphen": ("\u00ad", "U+00AD"),
    "zero width": ("\u200b", "U+200B"),
    "byte order": ("\ufeff", "U+FEFF"),
}


@pytest.fixture
def made(corpus):
    """A truthful document of a kind, set in two rows with lines of underscores."""

    def made(kind="Công văn", **changes):
        papers = [it for it in corpus.truthful() if it.kind == kind]
        paper = next((it for it in papers if it.layout == "two-rows"), papers[0])
        return replace(paper, **{"layout": "two-rows", "lines": "underscores", **changes})

    return made


@pytest.fixture
def seen(corpus):
    """The first verdict of each rule."""
    return lambda made: {it.rule: it for it in reversed(check(corpus.docx(made)))}


@pytest.fixture
def failing(seen):
    return lambda made: {rule for rule, it in seen(made).items() if it.status == FAIL}


@pytest.mark.parametrize("kind", ["Công văn", "Báo cáo", "Quyết định"])
@pytest.mark.parametrize("layout", ["one-row", "two-rows", "many-rows", "three-columns"])
def test_what_stands_side_by_side_is_not_above_or_below(made, seen, failing, kind, layout):
    document = made(kind, layout=layout)
    assert failing(document) == set()
    assert seen(document)["components.order"].status == PASS


@pytest.mark.parametrize("kind", ["Quyết định", "Nghị quyết"])
def test_bases_stand_below_who_decides(corpus, made, seen, failing, kind):
    document = made(kind)
    assert failing(document) == set()
    assert seen(document)["basis.form"].places == 3
    assert seen(document)["basis.letters"].status == PASS
    upright = corpus.look("basis", italic=False)(document)
    assert failing(upright) == {"basis.letters"}
    comma = corpus.say("basis", ";", ",")(document)
    assert failing(comma) == {"basis.form"}


@pytest.mark.parametrize("kind", ["Công điện", "Giấy giới thiệu", "Biên bản", "Giấy nghỉ phép"])
def test_what_a_form_of_the_decree_lacks_is_not_asked_for(made, seen, failing, kind):
    document = made(kind)
    first, *rest = document.end_left
    above = replace(first, of="recipient", text="- Như trên;", size=11, bold=False, italic=False)
    document = replace(document, end_left=[first, above, *rest])
    assert failing(document) == set()
    assert seen(document)["recipients.as-above"].status == REVIEW
    assert seen(document)["document.kind"].found.text("vi") == kind


@pytest.mark.parametrize(
    ("kind", "rule"), [("Giấy giới thiệu", "subject.present"), ("Biên bản", "place-date.present")]
)
def test_rules_say_for_what_they_are_not(made, seen, kind, rule):
    verdict = seen(made(kind))[rule]
    assert verdict.status == NOT
    assert verdict.found.text("vi") == f"không áp dụng đối với {kind.lower()}"


@pytest.mark.parametrize(("kind", "switch"), [("first", "<w:titlePg/>"), ("even", "")])
def test_headers_that_are_never_shown(pack, root, kind, switch):
    text = "".join(f"<w:p><w:r><w:t>{it}</w:t></w:r></w:p>" for it in ("KẾ HOẠCH", "Nơi nhận:"))
    look = '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr>'
    header = root("hdr", f"<w:p><w:r>{look}<w:t>A</w:t></w:r></w:p>")
    settings = root("settings", "<w:evenAndOddHeaders/>")

    def fonts(switched, **parts):
        on = switch if switched else ""
        section = f'<w:sectPr><w:headerReference w:type="{kind}" r:id="header1"/>{on}</w:sectPr>'
        verdicts = check(pack(text + section, header1=header, **parts))
        return next(it.status for it in verdicts if it.rule == "font.family")

    assert fonts(switched=False) == NOT
    even = {"settings": settings} if kind == "even" else {}
    assert fonts(switched=True, **even) == FAIL


@pytest.mark.parametrize("lines", ["underscores", "border", "drawn", "shape", "next-row"])
def test_lines_below_however_they_are_drawn(corpus, made, seen, lines):
    document = made(lines=lines)
    for rule in ("motto.line", "issuer.line"):
        assert seen(document)[rule].status == PASS
    empty = corpus.P("blank", "")
    spaced = replace(
        document, left=_with_room(document.left, empty), right=_with_room(document.right, empty)
    )
    assert seen(spaced)["motto.line"].status == PASS
    bare = corpus.drop("motto-line", "issuer-line", "subject-line")(document)
    assert seen(bare)["motto.line"].status == FAIL


def _with_room(column, empty):
    """Return a column with an empty paragraph above each line."""
    return [it for p in column for it in ([empty, p] if p.of.endswith("-line") else [p])]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("kind", ["Công văn", "Quyết định"])
@pytest.mark.parametrize("at", [0, 3, 10])
def test_marks_are_no_part_of_what_they_stand_at(made, failing, mark, kind, at):
    document = made(kind, layout="one-row")
    column = [it for it in document.left if it.of != "mark"]
    stamp = replace(column[0], of="mark", text=mark, size=13, bold=True, color="FF0000")
    left = [*column[:at], stamp, *column[at:]]
    assert failing(replace(document, left=left)) == set()


def test_marks_have_letters_of_their_own(corpus, made, failing):
    document = corpus.drop("mark")(made())
    stamp = corpus.P("mark", "KHẨN", 13, align="center")
    assert failing(replace(document, left=[*document.left, stamp])) == {"urgency.letters"}


@pytest.mark.parametrize("of", ["national-name", "parent", "authority"])
def test_what_only_forms_align_is_not_demanded(corpus, made, seen, of):
    document = made("Tờ trình" if of != "parent" else "Báo cáo")
    left = corpus.look(of, align="left")(document)
    assert seen(left)[f"{of}.letters"].status == REVIEW


def test_an_annex_without_a_title(corpus, made, failing):
    assert failing(corpus.drop("annex-title")(made("Báo cáo"))) == set()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('w:line="24" w:lineRule="atLeast"', PASS),
        ('w:line="340" w:lineRule="atLeast"', PASS),
        ('w:line="900" w:lineRule="atLeast"', REVIEW),
        ('w:line="340" w:lineRule="exact"', PASS),
        ('w:line="200" w:lineRule="exact"', REVIEW),
    ],
)
def test_line_spacing_in_points(corpus, made, seen, line, expected):
    verdict = seen(corpus.look("body", line=line)(made()))["body.lines"]
    assert verdict.status == expected
    if expected == REVIEW:
        said = "at least" if "atLeast" in line else "fixed"
        assert said in verdict.found.text("en")


@pytest.mark.parametrize("switch", ["PAGE \\* roman", " page \\* ROMAN \\* MERGEFORMAT"])
def test_roman_page_numbers_by_a_switch(made, failing, switch):
    assert failing(made(page_number=switch)) == {"page-number.form"}
    assert failing(made(page_number="PAGE \\* Arabic \\* MERGEFORMAT")) == set()


@pytest.mark.parametrize(
    ("of", "kind", "letters"),
    [
        ("kind", "Quyết định", "ĐÐ"),
        ("motto", "Công văn", "ĐÐ"),
        ("national-name", "Công văn", "AА"),
        ("body", "Công văn", "đð"),
        ("body", "Công văn", "aа"),
    ],
)
def test_letters_that_look_alike(corpus, seen, of, kind, letters):
    ours, odd = letters
    truthful = next(it for it in corpus.truthful() if it.kind == kind)
    verdicts = seen(corpus.say(of, ours, odd)(truthful))
    assert [it.rule for it in verdicts.values() if it.status == FAIL] == ["font.unicode"]
    found = verdicts["font.unicode"].found.text("vi")
    assert f"(U+{ord(odd):04X}) thay cho {ours}" in found


@pytest.mark.parametrize("of", ["national-name", "motto", "kind", "number"])
@pytest.mark.parametrize(("hidden", "code"), FOLDED.values(), ids=FOLDED)
def test_characters_that_are_not_shown(corpus, seen, of, hidden, code):
    document = next(it for it in corpus.truthful() if it.kind == "Quyết định")
    text = next(p.text for p in document.all() if p.of == of)
    verdicts = seen(corpus.say(of, "", f"{text[:6]}{hidden}{text[6:]}")(document))
    assert FAIL not in {it.status for it in verdicts.values()}
    unicode = verdicts["font.unicode"]
    assert (unicode.status, code in unicode.found.text()) == (REVIEW, True)


def test_hyphens_that_do_not_break(corpus, made, seen):
    document = corpus.say("motto", "-", "\u2011")(made())
    assert seen(document)["motto.text"].status == PASS
    assert "U+2011" in seen(document)["font.unicode"].found.text()


def test_words_of_another_alphabet_say_what_they_say(corpus, made, failing):
    assert failing(corpus.say("body", "năm 2025", "μ Ω (Москва)")(made())) == set()


@pytest.mark.parametrize("head", ["ĐẢNG CỘNG SẢN VIỆT NAM", "ĐOÀN TNCS HỒ CHÍ MINH"])
def test_documents_of_the_party_follow_other_rules(corpus, made, seen, head):
    document = corpus.drop("motto", "motto-line")(made("Báo cáo"))
    verdicts = seen(corpus.say("national-name", "", head)(document))
    assert {it.status for it in verdicts.values()} == {NOT}
    assert "của Đảng" in verdicts["document.kind"].found.text("vi")


def test_legal_texts_follow_other_rules(corpus, made, seen):
    document = corpus.say("number", "", "Số: 15/2025/QĐ-UBND")(made("Quyết định"))
    assert {it.status for it in seen(document).values()} == {NOT}


@pytest.mark.parametrize(
    "of", [("body",), ("body", "kind"), ("body", "national-name", "motto", "addressee")]
)
def test_what_is_no_administrative_document(made, seen, of):
    document = made("Báo cáo", end_left=[], end_right=[], below=[])
    document = document.each(lambda ps: [p for p in ps if p.of in of])
    verdicts = seen(document)
    assert {it.status for it in verdicts.values()} == {NOT}
    assert verdicts["document.kind"].found.text("vi") == "không nhận ra văn bản hành chính"


@pytest.mark.parametrize("title", ["QUY CHẾ", "ĐIỀU LỆ", "NỘI QUY"])
def test_texts_that_are_issued_with_a_decision(corpus, made, seen, failing, title):
    document = corpus.say("kind", "", title)(made("Quy chế"))
    assert failing(document) == set()
    verdicts = seen(document)
    assert "kèm theo" in verdicts["document.kind"].found.text("vi")
    assert verdicts["enclosure.letters"].places == 2
    assert verdicts["place-date.form"].status == NOT
    upright = corpus.look("enclosure", italic=False)(document)
    assert failing(upright) == {"enclosure.letters"}


@pytest.mark.parametrize("headed", [False, True])
def test_a_decision_and_its_text_in_one_file(made, seen, headed):
    decision, issued = made("Quyết định"), made("Quy chế")
    both = replace(decision, below=[*(issued.right[:2] if headed else []), *issued.body])
    verdicts = seen(both)
    assert [it.rule for it in verdicts.values() if it.status == FAIL] == []
    assert verdicts["document.kind"].found.text("vi") == "Quyết định"
    assert verdicts["article.letters"].places == 2  # those of the decision


def test_a_text_with_a_letterhead_in_the_file_of_its_decision(pack, corpus, made):
    decision, issued = made("Quyết định"), made("Quy chế")
    bodies = []
    for document in (decision, issued):
        with ZipFile(BytesIO(corpus.docx(document))) as archive:
            text = archive.read("word/document.xml").decode()
        bodies.append(text.partition("<w:body>")[2].partition("<w:sectPr>")[0])
    verdicts = {it.rule: it for it in reversed(check(pack("".join(bodies))))}
    assert [it.rule for it in verdicts.values() if it.status == FAIL] == []
    assert verdicts["kind.letters"].places == 1


def test_who_signs_above_the_recipients(made, seen):
    document = made("Thông báo")
    signed = replace(document, body=[*document.body, *document.end_right], end_right=[])
    verdicts = seen(signed)
    assert [it.rule for it in verdicts.values() if it.status == FAIL] == []
    assert verdicts["authority.present"].status == PASS
    assert verdicts["signer.present"].status == PASS
    assert verdicts["authority.place"].status == NOT


def test_what_goes_along_may_be_an_annex_by_another_name(corpus, made, seen):
    document = made("Báo cáo")
    other = corpus.say("mention", "có Phụ lục kèm theo", "danh sách kèm theo")(document)
    assert seen(other)["annex.mentioned"].status == REVIEW


def test_cells_that_reach_over_rows_say_nothing_of_levels(pack, corpus, made):
    document = made()
    data = corpus.docx(document)
    with ZipFile(BytesIO(data)) as archive:
        text = archive.read("word/document.xml").decode()
    body = text.partition("<w:body>")[2].partition("</w:body>")[0]
    apart = body.replace("</w:tc></w:tr>", "</w:tc></w:tr><w:tr><w:tc><w:p/></w:tc></w:tr>", 1)
    date = apart.index("An Bình, ngày")
    cell = apart.rindex("<w:tc>", 0, date)
    row = "</w:tr><w:tr><w:tc><w:p/></w:tc>"
    lower = apart[:cell] + row + apart[cell:]
    merged = (
        apart[:cell]
        + row
        + '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
        + apart[cell + 6 :]
    )
    for text, expected in ((lower, FAIL), (merged, NOT)):
        verdicts = {it.rule: it for it in reversed(check(pack(text)))}
        assert verdicts["place-date.place"].status == expected


def test_an_annex_in_a_file_of_its_own(corpus, made, seen, failing):
    annexes = made("Báo cáo").below[:4]
    document = made("Báo cáo", left=[], right=[], end_left=[], end_right=[], body=annexes, below=[])
    document = replace(document, layout="tabs")
    assert failing(document) == set()
    assert seen(document)["document.kind"].found.text("vi") == "phụ lục"
    assert seen(document)["annex-label.letters"].status == PASS
    assert failing(corpus.look("annex-label", size=13)(document)) == {"annex-label.letters"}


@pytest.mark.parametrize("layout", ["tabs", "blanks"])
@pytest.mark.parametrize("kind", ["Công văn", "Quyết định", "Tờ trình"])
def test_columns_of_tabs_and_blanks(made, seen, failing, layout, kind):
    document = made(kind, layout=layout)
    assert failing(document) == set()
    for rule in ("national-name.text", "number.form", "place-date.form", "signer.present"):
        assert seen(document)[rule].status == PASS


def test_a_recipient_over_two_paragraphs(made, seen):
    document = made()
    label, first, *rest = document.end_left
    two = [replace(first, text="- Các phòng, ban chuyên môn,"), replace(first, text="đơn vị;")]
    document = replace(document, end_left=[label, first, *two, *rest])
    assert seen(document)["recipients.form"].status == PASS
    apart = replace(document, end_left=[label, first, replace(two[0], text="- A;"), two[1], *rest])
    assert seen(apart)["recipients.form"].status == FAIL


def test_whether_a_short_paragraph_is_justified_is_not_seen(corpus, made, seen):
    document = made()
    short = corpus.look("body", text="Kính đề nghị các đơn vị thực hiện.", align="left")(document)
    assert seen(short)["body.align"].status == NOT
    assert seen(short)["body.align"].found.text("vi") == "đoạn chỉ có một dòng, không rõ canh lề"
    assert seen(corpus.look("body", align="left")(short))["body.align"].status in {NOT, FAIL}
    assert seen(corpus.look("body", align="center")(document))["body.align"].status == FAIL


@pytest.mark.parametrize("align", ["center", "right"])
def test_titles_of_tables_are_no_paragraphs_of_the_text(corpus, made, failing, align):
    title = {"text": "(Đơn vị: hồ sơ)", "italic": True, "align": align, "first": 0}
    assert failing(corpus.look("body", **title)(made("Thông báo"))) == set()


def test_below_the_last_line_stands_nothing(corpus, made):
    layout = Layout(read(read_package(corpus.docx(made("Quy chế")))))
    assert list(layout.below(layout.lines[-1])) == []
