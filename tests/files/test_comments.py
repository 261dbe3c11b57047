# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Comments put into a copy of a Word document: read back by python-docx, nothing else changed."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from vn766.errors import InvalidDocumentError
from vn766.files import Named, limits
from vn766.files.blocks import Place
from vn766.files.comments import Comment, commented
from vn766.nd30 import annotate, check

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{SPACE}}}"


def at(paragraph, quote, text, **more):
    return Comment(Place(paragraph=paragraph, **more), quote, text)


SAID = at(2, "hai", "Sai <ở> đây & đó.")


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def changed(content, name, change, *, packed=False):
    """Return a document with one part changed, or left out if there is nothing of it."""
    parts = members(content)
    parts[name] = change(parts[name])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", 8 if packed else 0) as archive:
        for part, data in parts.items():
            if data:
                archive.writestr(part, data)
    return stream.getvalue()


def copied(content, *comments, author='"vn766" <A>'):
    return commented(Named("a.docx", content), comments, author=author)


def marked(content):
    """Return each comment with the words that it is about."""
    document = docx.Document(io.BytesIO(content))
    said = {comment.comment_id: comment.text for comment in document.comments}
    words = {}
    current = set()
    for element in document.element.body.iter():
        id_ = element.get(f"{W}id")
        if element.tag == f"{W}commentRangeStart":
            current.add(int(id_))
            words[int(id_)] = ""
        elif element.tag == f"{W}commentRangeEnd":
            current.remove(int(id_))
        elif element.tag == f"{W}t":
            words |= {at: words[at] + element.text for at in current}
    references = {int(it.get(f"{W}id")) for it in document.element.iter(f"{W}commentReference")}
    assert references == words.keys() == said.keys()
    return {text: words[id_] for id_, text in said.items()}


@pytest.fixture
def document():
    made = docx.Document()
    made.add_paragraph("Đoạn đầu.")
    paragraph = made.add_paragraph("một ")
    paragraph.add_run("HAI").bold = True
    paragraph.add_run(" ba")
    return made


@pytest.fixture
def content(document):
    return saved(document)


def test_the_run_with_the_words_is_marked(content):
    assert marked(copied(content, SAID)) == {SAID.text: "HAI"}


def test_words_over_several_runs_and_words_that_are_not_there(content):
    found = marked(copied(content, at(2, "hai ba", "a"), at(2, "bốn", "b")))
    assert found == {"a": "HAI ba", "b": "một HAI ba"}


def test_nothing_else_changes(content):
    before, after = members(content), members(copied(content, SAID))
    new = {"word/comments-vn766.xml", "word/document.xml"}
    new |= {"[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert after.keys() == before.keys() | new
    assert all(after[name] == before[name] for name in before.keys() - new)
    assert {verdict.rule for verdict in check(copied(content, SAID))} == {
        verdict.rule for verdict in check(content)
    }


def test_comments_that_are_there_stay(document):
    run = document.paragraphs[0].runs[0]
    document.add_comment([run], text="Của tôi", author="Tôi")
    found = marked(copied(saved(document), SAID, at(1, "đoạn", "b")))
    assert found == {"Của tôi": "Đoạn đầu.", SAID.text: "HAI", "b": "Đoạn đầu."}


def test_a_second_round_of_comments(content):
    again = copied(copied(content, SAID), at(1, "đoạn", "b"))
    assert marked(again) == {SAID.text: "HAI", "b": "Đoạn đầu."}


def test_a_paragraph_without_runs_of_its_own(content):
    link = f'<w:p xmlns:w="{SPACE}"><w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink></w:p>'
    linked = changed(
        content,
        "word/document.xml",
        lambda xml: xml.replace(b"<w:body>", b"<w:body>" + link.encode()),
    )
    assert marked(copied(linked, at(1, "kết", "a"))) == {"a": ""}


def test_tabs_and_letters_in_two_forms(document):
    document.add_paragraph().add_run("số\thóa").add_break()
    assert marked(copied(saved(document), at(3, "SỐ HOÁ", "a")))["a"] == "sốhóa"


def test_a_part_in_utf16(content):
    def wide(xml):
        return xml.decode().replace("UTF-8", "UTF-16").replace("<w:p>", "\n<w:p>").encode("utf-16")

    assert marked(copied(changed(content, "word/document.xml", wide), SAID)) == {SAID.text: "HAI"}


def test_a_document_without_relations(content):
    bare = changed(content, "word/_rels/document.xml.rels", lambda _: b"")
    assert marked(copied(bare, SAID)) == {SAID.text: "HAI"}


def test_what_is_not_needed_is_not_unpacked(content):
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", bytes(2**25))
    before = len(stream.getvalue())
    assert len(copied(stream.getvalue(), SAID)) < before + 10_000


def test_parts_beyond_the_limits_are_refused(content):
    huge = changed(content, "[Content_Types].xml", lambda xml: xml + b" " * 2**25, packed=True)
    with pytest.raises(InvalidDocumentError) as caught:
        copied(huge, SAID)
    assert [str(it.code) for it in caught.value.problems] == ["docx-beyond-limit"]


def test_parts_that_are_no_xml_are_refused(content):
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        broken = changed(content, name, lambda xml: xml[:-3])
        with pytest.raises(InvalidDocumentError):
            copied(broken, SAID)


def test_an_encoding_that_nobody_knows_is_refused(content):
    stated = b"<?xml version='1.0' encoding='x-y'?><Types></Types>"
    with pytest.raises(InvalidDocumentError):
        copied(changed(content, "[Content_Types].xml", lambda _: stated), SAID)


def test_elements_without_an_end_of_their_own(document):
    inner = b'<w:p w:rsidR="00" /><w:p><w:r/></w:p><w:p/>'
    bare = changed(
        saved(document),
        "word/document.xml",
        lambda xml: xml.replace(b"<w:body>", b"<w:body>" + inner),
    )
    bare = changed(bare, "[Content_Types].xml", lambda _: b"<?xml version='1.0'?><Types/>\n")
    parts = members(copied(bare, at(1, "", "a"), at(1, "", "b"), at(3, "", "c")))
    body = parts["word/document.xml"].decode()
    assert body.count("commentReference") == 3
    assert body.index('<w:p w:rsidR="00" >') < body.index("commentReference")
    assert b"<Override" in parts["[Content_Types].xml"]


def test_words_in_a_box_are_marked_at_its_paragraph(document):
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>trong ô</w:t></w:r></w:p></w:txbxContent>"
    paragraph = f"<w:p>{box}</w:pict></w:r><w:r><w:t>ngoài</w:t></w:r></w:p>"
    boxed = changed(
        saved(document),
        "word/document.xml",
        lambda xml: xml.replace(b"<w:body>", b"<w:body>" + paragraph.encode()),
    )
    assert marked(copied(boxed, at(2, "TRONG Ô", "a"))) == {"a": "trong ôngoài"}


def test_cells_by_their_number_or_column(document):
    table = document.add_table(2, 3)
    table.cell(1, 0).merge(table.cell(1, 1))
    table.cell(1, 2).text = "17"
    table.cell(0, 2).text = "17"
    content = saved(document)
    for place in ({"cell": 2}, {"column": 3}):
        comment = at(1, "17", "a", table=1, row=2, **place)
        found = copied(content, comment)
        before = members(found)["word/document.xml"].decode().partition("commentRangeStart")[0]
        assert before.count("<w:tr>") == 2, place


def test_places_that_no_comment_can_stand_at(document):
    content = saved(document)
    head = Comment(Place(part="header", paragraph=2), "HAI", "a")
    gone = at(99, "không có", "b", table=7, row=1)
    assert marked(copied(content, head, gone)) == {"a": "Đoạn đầu.", "b": "Đoạn đầu."}


def test_no_more_comments_than_anybody_reads(content, monkeypatch):
    monkeypatch.setattr(limits, "COMMENTS", 2)
    assert len(marked(copied(content, *(at(1, "", f"{n}") for n in range(5))))) == 2


def test_a_checked_document(document, tmp_path):
    for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 1/BC-UBND", "BÁO CÁO", "Nơi nhận:"):
        document.add_paragraph(line)
    content = saved(document)
    file, copy = tmp_path / "a.docx", tmp_path / "b.docx"
    file.write_bytes(content)
    verdicts = check(file)
    annotate(file, verdicts, copy, author="Văn thư")
    comments = list(docx.Document(copy).comments)
    asked = [each for each in verdicts if each.status in {"FAIL", "NEEDS_REVIEW"}]
    assert [each.text.rpartition("[")[2][:-1] for each in comments] == [it.rule for it in asked]
    assert {(each.author, each.initials) for each in comments} == {("Văn thư", "Vt")}
    for path, force in ((copy, False), (file, True)):
        with pytest.raises(FileExistsError):
            annotate(file, verdicts, path, force=force)
    annotate(file, verdicts, copy, rules=["page.margins"], force=True)
    assert {each.text.rpartition("[")[2] for each in docx.Document(copy).comments} <= {
        "page.margins]"
    }
    assert file.read_bytes() == content
