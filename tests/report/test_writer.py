"""Word files: conforming, equal for equal input, safe, and holding exactly what was to be said."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from vn766 import nd30
from vn766.errors import InvalidDocumentError, MissingExtraError
from vn766.nd30 import layout, writer
from vn766.nd30.model import (
    Annex,
    Column,
    Document,
    Frame,
    Head,
    Heading,
    Item,
    Items,
    Paragraph,
    Run,
    Signature,
    Table,
)
from vn766.nd30.writer import docx_bytes, write_docx
from vn766.period import Month
from vn766.report.jobs import Jobs
from vn766.report.spec import read_spec
from vn766.testing import report_documents

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "documents").glob("*.toml"))
GOLDEN = Path(__file__).parent / "golden"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def xml(content, name="word/document.xml"):
    return etree.fromstring(parts(content)[name])


def example(path):
    spec = read_spec(path)
    jobs = Jobs(spec)
    return next(iter(jobs.each())).document() if spec.is_batch else jobs.document()


def failures(content):
    verdicts = nd30.check(io.BytesIO(content))
    return [str(verdict) for verdict in verdicts if verdict.status == "FAIL"]


def texts(content):
    """Return the texts of all paragraphs that say something, in the order of the file."""
    found = ("".join(p.itertext(f"{W}t")) for p in xml(content).iter(f"{W}p"))
    return [text for text in found if text]


class TestExamples:
    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
    @pytest.mark.parametrize("sizes", ["13/14/14", "12/13/13"])
    def test_each_conforms(self, path, sizes):
        assert failures(docx_bytes(example(path), sizes=sizes)) == []

    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
    def test_the_main_part_is_as_it_was(self, path):
        """The golden parts are written anew with VN766_WRITE_GOLDEN=1; look at what changed."""
        found = lines_of_xml(parts(docx_bytes(example(path)))["word/document.xml"])
        assert golden(f"{path.stem}.xml", found) == found

    @pytest.mark.parametrize("name", ["word/styles.xml", "word/settings.xml", "word/header1.xml"])
    def test_the_parts_that_all_share_are_as_they_were(self, name):
        found = lines_of_xml(parts(docx_bytes(example(EXAMPLES[0])))[name])
        assert golden(Path(name).name, found) == found


def lines_of_xml(content):
    """Return a part with a line for each paragraph, row, section and style, to be read."""
    return re.sub(
        rb"(?=<w:(?:p|tr|tbl|sectPr|style|docDefaults|compat)[ >])", b"\n", content
    ).decode()


def golden(name, found):
    path = GOLDEN / name
    if "VN766_WRITE_GOLDEN" in os.environ:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(found, "utf-8")
    return path.read_text("utf-8")


class TestPackage:
    def test_equal_input_makes_equal_bytes(self, letter):
        first = docx_bytes(letter)
        writer._stationery.cache_clear()  # noqa: SLF001
        assert docx_bytes(letter) == first
        assert docx_bytes(evolve(letter, subject="khác")) != first

    def test_equal_input_makes_equal_bytes_in_every_process(self):
        code = (
            "import hashlib, sys; from vn766.report import Jobs, docx_bytes, read_spec;"
            "content = docx_bytes(Jobs(read_spec(sys.argv[1])).document());"
            "print(hashlib.sha256(content).hexdigest())"
        )
        path = next(path for path in EXAMPLES if path.stem == "bao-cao-xep-loai-quy")
        found = {
            subprocess.run(
                [sys.executable, "-c", code, str(path)],
                env={**os.environ, "PYTHONHASHSEED": seed},
                check=True,
                capture_output=True,
            ).stdout
            for seed in ("1", "2", "3")
        }
        assert len(found) == 1

    def test_nothing_of_the_default_template_is_left(self, letter):
        members = parts(docx_bytes(letter))
        assert sorted(members) == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/header1.xml",
            "word/settings.xml",
            "word/styles.xml",
        ]
        everything = b"".join(members.values())
        for word in (b"python-docx", b"Heading", b"Cambria", b"minorHAnsi", b"en-US", b"Theme="):
            assert word not in everything

    def test_no_member_tells_when_or_where_it_was_made(self, letter):
        with zipfile.ZipFile(io.BytesIO(docx_bytes(letter))) as package:
            for entry in package.infolist():
                assert entry.date_time == (1980, 1, 1, 0, 0, 0)
                assert entry.create_system == 3

    def test_every_style_that_is_used_is_there(self, letter):
        content = docx_bytes(with_annex(letter))
        used = {it.get(f"{W}val") for it in xml(content).iter(f"{W}pStyle")}
        defined = {
            it.get(f"{W}styleId") for it in xml(content, "word/styles.xml").iter(f"{W}style")
        }
        assert used <= defined

    def test_word_opens_it_in_its_own_mode(self, letter):
        (mode,) = xml(docx_bytes(letter), "word/settings.xml").iter(f"{W}compatSetting")
        assert mode.get(f"{W}name") == "compatibilityMode"
        assert mode.get(f"{W}val") == "15"

    def test_properties(self, letter):
        properties = docx.Document(io.BytesIO(docx_bytes(letter))).core_properties
        assert properties.title == letter.subject
        assert properties.author == "UBND phường An Bình"
        assert properties.language == "vi-VN"
        assert properties.created.date() == properties.modified.date() == date(2025, 9, 5)
        assert properties.comments == ""

    def test_an_open_date_leaves_times_out(self, letter):
        frame = evolve(letter.frame, issued_on=Month(2025, 9))
        core = parts(docx_bytes(evolve(letter, frame=frame)))["docProps/core.xml"]
        assert b"created" not in core

    def test_provenance_stands_in_the_properties(self):
        document = example(EXAMPLES[0])
        properties = docx.Document(io.BytesIO(docx_bytes(document))).core_properties
        assert properties.comments == document.provenance.text

    def test_it_is_written_to_a_path(self, letter, tmp_path):
        write_docx(letter, tmp_path / "a.docx")
        assert (tmp_path / "a.docx").read_bytes() == docx_bytes(letter)

    @pytest.mark.parametrize("sizes", ["13/14/14", "12/13/13"])
    def test_printed_stationery_does_without_the_extra(self, letter, sizes, tmp_path, monkeypatch):
        made = docx_bytes(letter, sizes=sizes)
        monkeypatch.setattr(writer, "_printed", lambda sizes: tmp_path / sizes.replace("/", "-"))
        for path, package in writer.print_stationery():
            path.write_bytes(package)
        monkeypatch.setitem(sys.modules, "docx", None)
        writer._stationery.cache_clear()  # noqa: SLF001
        try:
            assert docx_bytes(letter, sizes=sizes) == made
            with pytest.raises(MissingExtraError):
                docx_bytes(letter, sizes=sizes, base=made)
        finally:
            writer._stationery.cache_clear()  # noqa: SLF001

    def test_without_the_extra_it_says_what_to_install(self, letter, monkeypatch):
        writer._stationery.cache_clear()  # noqa: SLF001
        monkeypatch.setitem(sys.modules, "docx", None)
        with pytest.raises(MissingExtraError, match=r"vn766\[docx\]"):
            docx_bytes(letter)


class TestBase:
    """A user's own file gives its styles; its text is left out."""

    def base(self, tmp_path):
        own = docx.Document()
        own.add_paragraph("Văn bản cũ")
        own.styles.add_style("Kiểu của tôi", 1)
        own.sections[0].header.paragraphs[0].text = "Đầu trang cũ"
        path = tmp_path / "mau.docx"
        own.save(path)
        return path

    def test_its_styles_stay_and_its_text_goes(self, letter, tmp_path):
        path = self.base(tmp_path)
        content = docx_bytes(letter, base=path)
        assert failures(content) == []
        assert b"Ki\xe1\xbb\x83u c\xe1\xbb\xa7a t\xc3\xb4i" in parts(content)["word/styles.xml"]
        assert texts(content) == texts(docx_bytes(letter))
        assert "Đầu trang cũ".encode() not in b"".join(parts(content).values())
        assert docx_bytes(letter, base=path.read_bytes()) == content

    def test_a_document_of_ours_is_a_base_too(self, letter):
        first = docx_bytes(letter)
        again = docx_bytes(letter, base=first)
        assert failures(again) == []
        assert parts(again)["word/document.xml"] == parts(first)["word/document.xml"]
        styles = [it.get(f"{W}styleId") for it in xml(again, "word/styles.xml").iter(f"{W}style")]
        assert len(styles) == len(set(styles))

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<xml/>"])
    def test_what_is_no_word_file_is_refused(self, letter, content):
        with pytest.raises(InvalidDocumentError):
            docx_bytes(letter, base=content)

    def test_half_a_word_file_is_refused(self, letter):
        half = io.BytesIO()
        with zipfile.ZipFile(half, "w") as package:
            package.writestr("word/document.xml", parts(docx_bytes(letter))["word/document.xml"])
        with pytest.raises(InvalidDocumentError) as caught:
            docx_bytes(letter, base=half.getvalue())
        assert [str(it.code) for it in caught.value.problems] == ["damaged-docx"]

    def test_a_file_that_is_not_there_is_refused(self, letter, tmp_path):
        with pytest.raises(InvalidDocumentError):
            docx_bytes(letter, base=tmp_path / "no.docx")


def with_annex(letter, rows=(("1", "a"),), **changes):
    columns = [Column(heads="STT"), Column(heads=("Số hóa", Head("Điểm", note="Của xã.")))]
    table = Table(title="Bảng <điểm>", columns=columns, rows=rows, **changes)
    return evolve(letter, annexes=[Annex(title="Điểm", blocks=[table], orientation="landscape")])


class TestTables:
    def test_heads_repeat_and_rows_do_not_split(self, letter):
        *_, table = xml(docx_bytes(with_annex(letter))).iter(f"{W}tbl")
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [
            True,
            True,
            False,
        ]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)

    def test_cells_are_merged_as_the_heads_say(self, letter):
        opened = docx.Document(io.BytesIO(docx_bytes(with_annex(letter))))
        table = opened.tables[-1]
        first, second = (row.cells for row in list(table.rows)[:2])
        assert [cell.text for cell in first] == ["STT", "Số hóa"]
        assert [cell.text for cell in second] == ["STT", "Điểm (*)"]

    def test_they_say_what_they_show(self, letter):
        *_, caption = xml(docx_bytes(with_annex(letter))).iter(f"{W}tblCaption")
        assert caption.get(f"{W}val") == "Bảng <điểm>"

    def test_emphasised_rows_are_bold(self, letter):
        document = with_annex(letter, rows=[("1", "a"), ("2", "b")], emphasised={1})
        table = docx.Document(io.BytesIO(docx_bytes(document))).tables[-1]
        bold = [row.cells[0].paragraphs[0].runs[0].bold for row in list(table.rows)[2:]]
        assert bold == [None, True]

    def test_widths_add_up_to_the_text(self, letter):
        *_, table = xml(docx_bytes(with_annex(letter))).iter(f"{W}tbl")
        widths = [int(it.get(f"{W}w")) for it in table.iter(f"{W}gridCol")]
        assert sum(widths) == pytest.approx(252 * 56.6929, abs=3)

    def test_many_columns_get_smaller_letters(self, letter):
        columns = [Column(heads="Tiêuđềdài") for _ in range(20)]
        table = Table(title="x", columns=columns, rows=[("1.234,56",) * 20], emphasised={0})
        document = evolve(letter, body=[table, "Hết."])
        *_, cell = docx.Document(io.BytesIO(docx_bytes(document))).tables[1].rows[1].cells
        assert cell.paragraphs[0].runs[0].font.size.pt < 12
        assert cell.paragraphs[0].runs[0].bold

    @pytest.mark.parametrize("rows", [1, 3000])
    def test_any_number_of_rows(self, letter, rows):
        content = docx_bytes(with_annex(letter, rows=[(str(n), "a") for n in range(rows)]))
        assert texts(content)[-2] == "a"
        *_, table = xml(content).iter(f"{W}tbl")
        assert len(table.findall(f"{W}tr")) == rows + 2


class TestPages:
    def test_each_annex_has_a_section_with_pages_of_its_own(self, letter):
        upright = Annex(title="B", blocks=["Chữ."])
        annexes = (*with_annex(letter).annexes, upright)
        sections = list(xml(docx_bytes(evolve(letter, annexes=annexes))).iter(f"{W}sectPr"))
        sizes = [section.find(f"{W}pgSz").get(f"{W}orient") for section in sections]
        assert sizes == [None, "landscape", None]
        for section in sections:
            assert section.find(f"{W}pgNumType").get(f"{W}start") == "1"
            assert section.find(f"{W}titlePg") is not None

    def test_what_opens_a_list_stays_with_it(self, letter):
        body = ["Kết quả.", "Đề nghị thực hiện:", Items(["Một."]), "Hết."]
        kept = [
            "".join(it.itertext(f"{W}t"))
            for it in xml(docx_bytes(evolve(letter, body=body))).iter(f"{W}p")
            if it.find(f"{W}pPr/{W}keepNext") is not None
        ]
        assert "Đề nghị thực hiện:" in kept
        assert "Kết quả." not in kept

    def test_the_header_is_a_page_number(self, letter):
        header = xml(docx_bytes(letter), "word/header1.xml")
        assert "".join(header.itertext(f"{W}instrText")).strip() == "PAGE"


class TestHeader:
    @pytest.mark.parametrize(
        "name", ["SỞ Y TẾ", "VĂN PHÒNG " + "RẤT DÀI " * 20, "VĂN PHÒNG " + "X" * 200]
    )
    def test_long_names_wrap_and_the_national_name_does_not(self, letter, name):
        frame = evolve(letter.frame, issuer=name, parent="UBND tỉnh Bình Hải")
        content = docx_bytes(evolve(letter, frame=frame))
        table = next(xml(content).iter(f"{W}tbl"))
        left, right = (int(it.get(f"{W}w")) / 56.6929 for it in table.iter(f"{W}gridCol"))
        assert right >= 88.32  # the national name at 12 points
        assert left + right == pytest.approx(165, abs=0.1)
        assert failures(content) == []

    def test_a_long_place_takes_the_smaller_sizes(self, letter):
        frame = evolve(letter.frame, issuer="VĂN PHÒNG HĐND VÀ UBND", place="Thành phố Hồ Chí Minh")
        content = docx_bytes(evolve(letter, frame=frame))
        sizes = {
            style.get(f"{W}styleId"): style.find(f"{W}rPr/{W}sz").get(f"{W}val")
            for style in xml(content, "word/styles.xml").iter(f"{W}style")
            if style.find(f"{W}rPr/{W}sz") is not None
        }
        assert sizes["nd30-national-name"] == "24"
        assert failures(content) == []

    def test_the_dashes_of_addressees_stand_below_the_colon(self, letter):
        content = docx_bytes(letter)
        first, second, _ = (
            p
            for p in xml(content).iter(f"{W}p")
            if p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "nd30-addressee"
        )
        begin = int(first.find(f"{W}pPr/{W}ind").get(f"{W}left"))
        indent = second.find(f"{W}pPr/{W}ind")
        dash = int(indent.get(f"{W}left")) - int(indent.get(f"{W}hanging"))
        assert (dash - begin) / 56.6929 == pytest.approx(17.6, abs=0.5)  # "Kính gửi" at 14 points

    def test_without_addressees_there_is_no_such_line(self, letter):
        frame = evolve(letter.frame, addressees=(), symbol="BC-UBND")
        content = docx_bytes(evolve(letter, kind="report", frame=frame))
        assert not any(text.startswith("Kính gửi") for text in texts(content))
        assert failures(content) == []

    def test_many_recipients_go_on_over_pages_below_the_signature(self, letter):
        names = tuple(f"Ủy ban nhân dân phường số {number}" for number in range(1, 31))
        content = docx_bytes(evolve(letter, frame=evolve(letter.frame, recipients=names)))
        last = list(xml(content).iter(f"{W}tbl"))[-1]
        first, rest = last.findall(f"{W}tr")
        assert first.find(f"{W}trPr/{W}cantSplit") is not None
        assert rest.find(f"{W}trPr/{W}cantSplit") is None
        assert rest.find(f".//{W}keepNext") is None
        left = [text for text in texts(content) if text.startswith("- Ủy")]
        assert len(left) == 30
        assert failures(content) == []

    @pytest.mark.parametrize("most", [1, 20])
    def test_few_recipients_stay_with_the_signature(self, letter, most):
        frame = evolve(letter.frame, recipients=("Đảng ủy phường",) * most)
        last = list(xml(docx_bytes(evolve(letter, frame=frame))).iter(f"{W}tbl"))[-1]
        assert len(last.findall(f"{W}tr")) == 1

    def test_a_blank_name_leaves_room_to_sign(self, letter):
        frame = evolve(letter.frame, signature=evolve(letter.frame.signature, name=""))
        last = list(xml(docx_bytes(evolve(letter, frame=frame))).iter(f"{W}tbl"))[-1]
        styles = [it.get(f"{W}val") for it in last.iter(f"{W}pStyle")]
        assert styles[-1] == "nd30-signer"


# --- properties -----------------------------------------------------------------------------------

LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"), max_codepoint=0x2FFF
)
# What is written before texts by itself is refused; Hypothesis knows such words from the sources.
MARKED = re.compile(r"(?:phụ lục|v/v|kính gửi|nơi nhận|lưu|[-–+•]|\w{1,9}[.)])", re.IGNORECASE)
words = st.text(LETTERS, min_size=1, max_size=30).filter(
    lambda text: any(map(str.isalnum, text)) and not MARKED.match(text)
)
cells = st.text(LETTERS, max_size=12)


aligns = st.sampled_from(["left", "center", "right"])
marks = st.sampled_from(["number", "letter", "dash"])


@st.composite
def tables(draw):
    groups = draw(st.lists(st.tuples(words, st.integers(0, 3)), min_size=1, max_size=4))
    columns = []
    for at, (name, parts_) in enumerate(groups):
        head = f"{name} {at}"
        if parts_ == 0:
            columns.append(
                Column(heads=head, align=draw(st.sampled_from(["left", "center", "right"])))
            )
        columns += [Column(heads=(head, f"{draw(words)} {n}")) for n in range(parts_)]
    row = st.tuples(*[cells] * len(columns))
    return Table(
        title=draw(words),
        columns=columns,
        rows=draw(st.lists(row, min_size=1, max_size=4)),
        emphasised=draw(st.sets(st.integers(0, 3))),
    )


runs = st.lists(
    st.builds(Run, words, bold=st.booleans(), italic=st.booleans()), min_size=1, max_size=3
)
paragraphs = st.builds(Paragraph, runs)
item_lists = st.recursive(
    st.builds(
        Items,
        st.lists(words, min_size=1, max_size=3),
        marks=st.sampled_from(["number", "letter", "dash"]),
    ),
    lambda inner: st.builds(Items, st.lists(st.builds(Item, words, inner), min_size=1, max_size=2)),
    max_leaves=3,
)
blocks = st.one_of(
    paragraphs, item_lists, st.builds(Heading, words, st.sampled_from([1, 2])), tables()
)


@st.composite
def documents(draw):
    kind = draw(st.sampled_from(["letter", "report"]))
    named = st.lists(words, min_size=1, max_size=3)
    frame = Frame(
        issuer=draw(named),
        parent=draw(st.lists(words, max_size=1)),
        called=draw(words),
        symbol="UBND-VP" if kind == "letter" else "BC-UBND",
        place=draw(words),
        number=draw(st.none() | st.integers(1, 9999)),
        issued_on=draw(st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))),
        addressees=draw(named if kind == "letter" else st.lists(words, max_size=2)),
        recipients=draw(named),
        signature=Signature(lines="Chủ tịch", name=draw(st.just("") | words.map("Lê {}".format))),
    )
    annex = st.builds(
        Annex,
        title=words,
        blocks=st.lists(blocks, min_size=1, max_size=2),
        orientation=st.sampled_from(["portrait", "landscape"]),
    )
    return Document(
        kind=kind,
        frame=frame,
        subject=draw(words),
        basis=draw(st.lists(words, max_size=2)),
        body=[*draw(st.lists(blocks, max_size=4)), "Có phụ lục kèm theo", draw(paragraphs)],
        annexes=draw(st.lists(annex, max_size=2)),
    )


def printed_texts(document):
    """Return what the lines and tables of a document say, in the order of the page."""
    frame = document.frame
    yield from (line.text for line in layout.issuer_lines(frame))
    yield from ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    yield layout.number_text(frame)
    subject = [line.text for line in layout.subject_lines(document)]
    yield from subject if document.kind == "letter" else ()
    yield layout.place_date_text(frame)
    yield from subject if document.kind == "report" else ()
    yield from (line.text for line in layout.addressee_lines(frame))
    yield from (line.text for line in layout.basis_lines(document))
    yield from printed_blocks(layout.body_lines(document))
    yield from (line.text for line in layout.recipient_lines(frame))
    yield from (line.text for line in layout.signature_lines(frame))
    for at, annex in enumerate(document.annexes):
        yield from (line.text for line in layout.annex_heads(document, at))
        yield from printed_blocks(layout.blocks_of(annex.blocks))


def printed_blocks(printed):
    for it in printed:
        if isinstance(it, Table):
            yield from (cell.text for row in layout.head_rows(it) for cell in row)
            yield from (cell for row in it.rows for cell in row)
            yield from layout.notes_of(it)
        else:
            yield it.text


@settings(max_examples=60, deadline=None)
@given(documents() | report_documents())
def test_any_document_opens_again_and_says_the_same(document):
    content = docx_bytes(document)
    opened = docx.Document(io.BytesIO(content))
    assert len(opened.sections) == 1 + len(document.annexes)
    assert texts(content) == [text for text in printed_texts(document) if text]


PHRASES = st.sampled_from(
    [
        "Kết quả giải quyết thủ tục hành chính",
        "Tiếp tục hướng dẫn người dân nộp hồ sơ trực tuyến",
        "Số hóa 87,11% hồ sơ ngay khi tiếp nhận",
        "Trung tâm Phục vụ hành chính công đạt 17,08/22 điểm",
        "Báo cáo trước ngày 05/7/2023 (qua Văn phòng)",
        "UBND xã A & B đứng thứ 05/65 <xã, phường>",
    ]
)
OFFICES = st.sampled_from(
    ["Sở Nội vụ", "Văn phòng", "Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công"]
)
SIGNERS = st.sampled_from(
    [
        ("Chủ tịch",),
        ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"),
        ("TL. Chủ tịch", "Chánh Văn phòng"),
        ("Q. Giám đốc",),
    ]
)


@st.composite
def plain_documents(draw):
    """Generate documents as offices write them, in every combination of their parts."""
    kind = draw(st.sampled_from(["letter", "report"]))
    several = st.lists(OFFICES, min_size=1, max_size=3, unique=True)
    frame = Frame(
        issuer=draw(st.sampled_from([("Ủy ban nhân dân", "phường An Bình"), ("Sở Nội vụ",)])),
        parent=draw(st.sampled_from([(), ("UBND tỉnh Bình Hải",)])),
        called="UBND phường An Bình",
        symbol="UBND-VP" if kind == "letter" else "BC-UBND",
        place=draw(st.sampled_from(["An Bình", "Thành phố Hồ Chí Minh"])),
        number=draw(st.none() | st.integers(1, 9999)),
        issued_on=draw(st.none() | st.dates(date(2021, 1, 1), date(2030, 1, 1)) | months),
        addressees=draw(several if kind == "letter" else st.just(()) | several),
        recipients=draw(several),
        archive=draw(st.sampled_from(["VT", ("VT", "VP")])),
        signature=Signature(lines=draw(SIGNERS), name="Lê Thị Bình"),
    )
    lists = st.builds(Items, st.lists(PHRASES, min_size=1, max_size=3), marks=marks)
    parts_ = st.one_of(PHRASES.map("{}.".format), lists, st.builds(Heading, PHRASES), st.just(GRID))
    annex = st.builds(
        Annex,
        title=PHRASES,
        blocks=st.lists(parts_, min_size=1, max_size=2),
        orientation=st.sampled_from(["portrait", "landscape"]),
    )
    return Document(
        kind=kind,
        frame=frame,
        subject=draw(PHRASES),
        basis=draw(st.lists(st.just("Căn cứ Quyết định số 766/QĐ-TTg"), max_size=2)),
        body=["Chi tiết tại Phụ lục kèm theo.", *draw(st.lists(parts_, max_size=4)), "Đề nghị."],
        annexes=draw(st.lists(annex, max_size=3)),
    )


months = st.builds(Month, st.integers(2021, 2030), st.integers(1, 12))
GRID = Table(
    title="Điểm",
    columns=[Column(heads="STT"), Column(heads="Tên đơn vị"), Column(heads="Điểm")],
    rows=[("1", "UBND xã A", "87,09")],
)


@settings(max_examples=60, deadline=None)
@given(plain_documents(), st.sampled_from(["13/14/14", "12/13/13", None]))
def test_any_document_that_offices_write_conforms(document, sizes):
    assert failures(docx_bytes(document, sizes=sizes)) == []
