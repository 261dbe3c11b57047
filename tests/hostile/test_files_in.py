"""A file made to harm costs no more than the limits allow, and is refused or read."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io
import json
import re
import shutil
import socket
import sys
import unicodedata
import zipfile
from pathlib import Path
from xml.parsers import expat

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from vn766.audit import audit
from vn766.audit.checks import figures
from vn766.audit.reading import shown
from vn766.errors import (
    InvalidDocumentError,
    InvalidFrameworkError,
    InvalidRecordError,
    ProblemCode,
)
from vn766.files import Named, limits
from vn766.files.blocks import Grid
from vn766.files.packages import read_part
from vn766.framework.loader import read_framework
from vn766.nd30 import check
from vn766.nd30.model import Document, Frame, Signature
from vn766.nd30.writer import docx_bytes
from vn766.readers import read_points, read_portal
from vn766.vocabulary import composed, fold

ROOT = Path(__file__).parents[2]
EXPAT = expat.ParserCreate
SOURCES, EXAMPLES = ROOT / "src" / "vn766", ROOT / "examples"


class TestPackages:
    """Never trust what an archive declares: count what comes out of it."""

    @pytest.mark.parametrize("kind", ["workbook", "document"])
    def test_a_part_that_is_longer_than_declared(self, hostile, unpacked, kind):
        bomb = hostile.BOMBS[f"understated {kind}"](2**24)
        use, damaged = (
            (check, "damaged-docx") if kind == "document" else (read_points, "damaged-file")
        )
        assert hostile.code_of(use, bomb) == damaged
        assert unpacked.total < 2**14

    def test_many_parts_that_are_one(self, hostile, unpacked):
        name = "xl/worksheets/s{}.xml"
        data = hostile.understated(name, 2**24, 100, times=900).replace(
            b"xl/worksheets/s0.xml", b"xl/workbook.xml".ljust(20, b"_")
        )
        assert hostile.code_of(read_points, Named("a.xlsx", data)) == "unknown-format"
        data = data.replace(b"xl/workbook.xml_____", b"xl/worksheets/sx.xml")
        assert hostile.code_of(read_points, Named("a.xlsx", data)) is not None
        assert unpacked.total < 2**22

    def test_one_part_under_two_names(self, hostile):
        parts = {"word/document.xml": "<a/>", "WORD/Document.xml": "<b/>"}
        assert hostile.code_of(check, Named("a.docx", hostile.packed(parts))) == "damaged-docx"
        parts = {"xl/workbook.xml": "<a/>", "xl/worksheets/s.xml": "", "XL/Worksheets/S.xml": ""}
        book = Named("a.xlsx", hostile.packed(parts))
        assert hostile.code_of(read_points, book) == ProblemCode.DAMAGED_FILE


class TestNothingElse:
    """Nothing but the file is read, and of the file nothing is run."""

    def test_no_network(self, monkeypatch, run, tmp_path):
        def refuse(*_, **__):
            raise AssertionError

        shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
        monkeypatch.setattr(socket, "socket", refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        letter, table = "documents/cong-khai-xa.toml", "provinces-2025.csv"
        for args in (
            ("score", table, "-o", "a.xlsx"),
            ("score", table, "--engine", "duckdb"),
            ("explain", "counts-2026-09.csv", "--unit", "H99.103"),
            ("compare", "communes-2026-08.csv", "communes-2026-09.csv", "--same-basis"),
            ("report", letter, "-o", "a.docx"),
            ("check", "a.docx"),
            ("audit", "notice.txt", "a.docx", "a.xlsx"),
            ("framework", "show", "portal-2026"),
            ("new", "monthly-letter", "-o", "b.xlsx"),
        ):
            done = run(*args)
            assert done.exit_code in {0, 1}, (args, done.stderr)

    def test_macros_and_foreign_data_are_not_unpacked(self, hostile, unpacked):
        book = hostile.BOMBS["sound rows of a workbook"](3)
        more = {"xl/vbaProject.bin": bytes(2**24), "xl/externalLinks/e1.xml": bytes(2**24)}
        with zipfile.ZipFile(io.BytesIO(book.data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        unpacked.total = 0
        table = read_points(Named("a.xlsx", hostile.packed({**parts, **more})))
        assert (len(table.records), unpacked.total < 2**16) == (3, True)

    @pytest.mark.parametrize("text", ["9 * 2", "= 9 + 9", "__import__('os')", "{points}", "$x"])
    def test_figures_of_frameworks_are_numbers(self, text):
        sound = (SOURCES / "framework/editions/qd766.toml").read_text("utf-8")
        for written in (f'max_points = "{text}"', f"max_points = {text}"):
            changed = sound.replace("max_points = 18", written, 1)
            assert changed != sound
            with pytest.raises(InvalidFrameworkError):
                read_framework(changed.encode(), origin="a.toml")

    def test_no_pickles(self):
        reads = re.compile(r"^\s*(?:import|from) (?:pickle|marshal|shelve)\b", re.MULTILINE)
        sources = list(SOURCES.rglob("*.py"))
        assert len(sources) > 100
        assert [path for path in sources if reads.search(path.read_text("utf-8"))] == []


class TestBases:
    """A base goes to python-docx, which unpacks all that there is."""

    def written_on(self, base):
        return docx_bytes(self.plain(), base=base)

    @pytest.mark.parametrize("size", [2**15, 2**25])
    def test_every_part_is_measured(self, hostile, unpacked, size):
        with zipfile.ZipFile(io.BytesIO(docx_bytes(self.plain()))) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        base = hostile.packed({**parts, "word/embeddings/x.bin": bytes(size)})
        if size < limits.DOCUMENT_BYTES:
            assert self.written_on(base)
            return
        with pytest.raises(InvalidDocumentError) as caught:
            self.written_on(base)
        assert caught.value.problems[0].code == ProblemCode.DOCX_BEYOND_LIMIT
        assert unpacked.total < 2**24

    @pytest.mark.parametrize("part", ["docProps/core.xml", "[Content_Types].xml", "_rels/.rels"])
    def test_entities_are_an_error_of_ours(self, hostile, part):
        entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
        with zipfile.ZipFile(io.BytesIO(docx_bytes(self.plain()))) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        bomb = f'<!DOCTYPE x [<!ENTITY a0 "a">{entities}]><x>&a8;</x>'
        with pytest.raises(InvalidDocumentError):
            self.written_on(hostile.packed({**parts, part: bomb}))

    def plain(self):
        frame = {"issuer": "A", "symbol": "BC-UBND", "place": "A", "called": "A", "recipients": "A"}
        signed = Signature(lines="Chủ tịch")
        return Document(
            kind="report", frame=Frame(**frame, signature=signed), subject="a", body=["b"]
        )


class TestNormalizing:
    """Marks on one letter are put in order in the square of their number."""

    @pytest.mark.parametrize(
        ("bomb", "use"),
        [
            ("CSV", read_points),
            ("CSV", audit),
            ("text", audit),
            ("a page", audit),
            ("a response", read_portal),
            ("a document", audit),
            ("a document", check),
            ("a workbook", read_points),
        ],
    )
    def test_runs_are_short(self, hostile, longest_run, bomb, use):
        hostile.code_of(use, hostile.BOMBS[f"marks in {bomb}"](5_000))
        assert 0 < longest_run.total <= 30

    @given(st.text(st.sampled_from("aơ ཱྀ̛́̌̀ﾞⷠ\u034f"), max_size=300))
    def test_nothing_is_lost(self, text):
        bare = composed(text).replace("\u034f", "")
        assert unicodedata.normalize("NFC", bare) == unicodedata.normalize(
            "NFC", text.replace("\u034f", "")
        )

    def test_every_mark_of_unicode_counts(self):
        for code in range(sys.maxunicode + 1):
            letters = unicodedata.normalize("NFKD", chr(code))
            if unicodedata.combining(letters[0]):
                assert "\u034f" in composed("a" + 31 * chr(code)), hex(code)
                assert "\u034f" not in composed("a" + 30 * chr(code)), hex(code)

    def test_what_only_looks_like_marks_stays(self):
        line = "─" * 100 + "…" * 100
        assert composed(line) == line
        assert fold("a" + 100 * "\u0301" + "b") == "ab"


class TestTables:
    """Cells count over all tables of a file, before any of them is laid out."""

    @pytest.mark.parametrize(
        ("bomb", "use"),
        [
            ("far cells of many sheets", read_points),
            ("far cells of many sheets", audit),
            ("far cells of many tables", audit),
            ("one row of spans", audit),
            ("tables of spans", audit),
        ],
    )
    def test_in_all(self, hostile, laid_out, bomb, use):
        assert hostile.code_of(use, hostile.BOMBS[bomb](100)) == ProblemCode.TABLE_TOO_LARGE
        assert 0 < laid_out.total <= limits.CELLS

    @pytest.mark.parametrize(
        ("bomb", "limit"), [("blank rows", "BLANK_ROWS"), ("blank cells", "CELLS")]
    )
    def test_of_a_workbook_blank_ones_too(self, hostile, monkeypatch, bomb, limit):
        monkeypatch.setattr(limits, limit, 50)
        assert hostile.code_of(read_points, hostile.BOMBS[bomb](51)) == ProblemCode.TABLE_TOO_LARGE
        assert hostile.code_of(read_points, hostile.BOMBS[bomb](50)) != ProblemCode.TABLE_TOO_LARGE

    def test_the_limit_is_named(self, hostile):
        with pytest.raises(InvalidRecordError, match=f"{limits.BLANK_ROWS} rows"):
            read_points(hostile.BOMBS["blank rows"](limits.BLANK_ROWS + 1))

    def test_texts_count_whoever_holds_them(self, hostile, monkeypatch):
        monkeypatch.setattr(limits, "CELLS_LENGTH", 3 * 10**6)
        for number, code in ((3, ProblemCode.NO_HEADER), (4, ProblemCode.FILE_BEYOND_LIMIT)):
            bomb = hostile.BOMBS["texts that no cell holds"](number * 2**17)
            assert hostile.code_of(read_points, bomb) == code
        with pytest.raises(InvalidRecordError) as caught:
            read_points(bomb)
        assert "giới hạn là 3000000 ký tự" in caught.value.text("vi")

    def test_texts_that_are_announced(self, hostile, capfd):
        """Calamine makes room for them, and would say on the screen that there is none."""
        sound = hostile.BOMBS["sound rows of a workbook"](3)
        with zipfile.ZipFile(io.BytesIO(sound.data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for count, code in (("7", None), (str(2**64 - 1), "table-too-large"), ("x", None)):
            told = parts["xl/sharedStrings.xml"].replace(
                b"<sst ", b'<sst uniqueCount="%b" ' % count.encode()
            )
            book = Named("a.xlsx", hostile.packed(parts | {"xl/sharedStrings.xml": told}))
            assert hostile.code_of(read_points, book) == code
        assert capfd.readouterr().err == ""

    @pytest.mark.parametrize("bomb", ["a long attribute", "a long comment", "a long text"])
    def test_a_tag_is_not_begun_again_and_again(self, hostile, monkeypatch, bomb):
        fed = []

        class Parser:
            def __init__(self):
                vars(self)["inner"] = EXPAT()

            def __getattr__(self, name):
                return self.parse if name == "Parse" else getattr(self.inner, name)

            def parse(self, chunk, is_last):
                fed.append(len(chunk))
                return self.inner.Parse(chunk, is_last)

            def __setattr__(self, name, value):
                setattr(self.inner, name, value)

        monkeypatch.setattr("vn766.files.workbooks.expat.ParserCreate", Parser)
        content = hostile.BOMBS[bomb](2**23)
        assert hostile.code_of(read_points, content) == ProblemCode.DAMAGED_FILE
        assert limits.TAG < sum(fed) < 2 * limits.TAG
        assert hostile.code_of(read_points, hostile.BOMBS[bomb](limits.TAG // 2)) != "damaged-file"

    @pytest.mark.parametrize(
        "cells",
        [
            '<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
            '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
            "<row><c><v>1</v><v>7</v></c></row>",
            "<row><c><v>1</v></c></row></sheetData><sheetData><row><c><v>7</v></c></row>",
        ],
    )
    def test_a_cell_is_there_once(self, hostile, cells):
        assert (
            hostile.code_of(read_points, Named("a.xlsx", hostile.workbook(cells)))
            == ProblemCode.DAMAGED_FILE
        )


class TestResponses:
    def test_values_are_counted_before_they_are_made(self, hostile, monkeypatch):
        monkeypatch.setattr(limits, "VALUES", 1_000)
        monkeypatch.setattr("vn766.files.json.Decimal", None)  # none is made
        assert (
            hostile.code_of(read_portal, hostile.BOMBS["numbers"](1_000))
            == ProblemCode.FILE_BEYOND_LIMIT
        )

    def test_unknown_fields_are_told_in_the_order_of_the_file(self):
        names = ["TÊN", "zeta", "alpha", "omega", "beta", "mu", "kappa", "iota"]
        fields = ", ".join(f'"{name}": 1' for name in names)
        row = f'[{{"TEN_COQUAN": "A", "MA_COQUAN": "H1", "CKMB": "8", {fields}}}]'
        (note,) = read_portal(Named("a.json", row.encode())).problems
        assert dict(note.details)["names"] == ", ".join(names)


class TestPages:
    @pytest.mark.parametrize(
        ("charset", "text", "shown"),
        [
            ("windows-1258", "ð".encode("cp1252"), "đ"),
            ("iso-8859-1", b"\x93", "“"),
            ("utf8", "đ".encode(), "đ"),
            ("punycode", "đ".encode(), "đ"),
            ("idna", "đ".encode(), "đ"),
            ("undefined", "đ".encode(), "đ"),
            ("unicode_escape", rb"\u0041", r"\u0041"),
            ("utf_7", b"+AEE-", "+AEE-"),
            ("no-such", "đ".encode(), "đ"),
        ],
    )
    def test_encodings_are_those_of_browsers(self, charset, text, shown):
        from vn766.files.blocks import read_text

        page = f'<html><meta charset="{charset}"><p>'.encode() + text
        (block,) = read_text(Named("a.html", page)).blocks
        assert block.text == shown


class TestAuditing:
    def test_rows_are_gathered_once_whatever_the_number_of_tables(self, hostile, monkeypatch):
        order, seen = figures.check_order, []

        def counting(rows):
            seen.append(len(rows))
            return order(rows)

        monkeypatch.setattr(figures, "check_order", counting)
        audit(hostile.BOMBS["small tables"](50))
        assert seen == [1] * 50


class TestUnits:
    def test_more_are_for_an_engine(self, hostile, monkeypatch):
        monkeypatch.setattr(limits, "UNITS", 5)
        assert hostile.code_of(read_points, hostile.BOMBS["sound rows"](5)) is None
        for bomb in ("sound rows", "sound rows of a workbook"):
            assert hostile.code_of(read_points, hostile.BOMBS[bomb](6)) == "table-too-large"

    def test_of_many_the_first_are_shown(self, hostile, monkeypatch, run, tmp_path):
        (tmp_path / "a.csv").write_bytes(hostile.BOMBS["sound rows"](5).data)
        monkeypatch.setattr("vn766.cli.terminal._MOST_ROWS", 3)
        shown = run("score", "a.csv").stdout
        assert "A2" in shown
        assert "A3" not in shown
        assert "Hiển thị 3" in shown or "3 dòng đầu" in shown

    def test_of_a_long_name_the_beginning_is_shown(self, run, tmp_path):
        head = "Đơn vị,CKMB,TDGQ,CLGQ,TTTT,MDHL,MDSH"
        (tmp_path / "a.csv").write_text(f"{head}\n{'Z' * 9_000},18,18,12,10,18,20\n", "utf-8")
        assert run("score", "a.csv").stdout.count("Z") == 300
        assert "Z" * 9_000 in run("score", "a.csv", "--json").stdout

    def test_of_many_rows_of_advice_the_first_are_shown(self, hostile, monkeypatch, run, tmp_path):
        (tmp_path / "a.csv").write_bytes(hostile.BOMBS["sound rows"](3).data)
        monkeypatch.setattr("vn766.cli.terminal._MOST_ROWS", 4)
        assert "4 dòng đầu trong 18 dòng" in run("advise", "a.csv").stdout

    def test_of_many_pools_the_first_are_shown(self, monkeypatch, run, tmp_path):
        rows = [f"xã A{at},tỉnh T{at},18,18,12,10,18,20" for at in range(4)]
        head = "Đơn vị,Tỉnh,CKMB,TDGQ,CLGQ,TTTT,MDHL,MDSH"
        (tmp_path / "a.csv").write_text("\n".join([head, *rows]), "utf-8")
        monkeypatch.setattr("vn766.cli.terminal._MOST_POOLS", 2)
        shown = run("score", "a.csv", "--within", "Tỉnh").stdout
        assert [at for at in range(4) if f"xã A{at}" in shown] == [0, 1]
        assert "Hiển thị 2" in shown or "2 dòng đầu" in shown


def test_a_part_that_is_shorter_than_declared_is_damaged():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a/>")
    with zipfile.ZipFile(packed) as archive:
        (info,) = archive.infolist()
        info.file_size += 10
        with pytest.raises(InvalidRecordError) as caught:
            read_part(archive, info, Named("a.docx", packed.getvalue()))
    assert caught.value.problems[0].code is ProblemCode.DAMAGED_FILE


def test_a_text_or_nothing_may_be_styled_as_a_percent(hostile):
    """What a cell shows and what it holds are two things, of which a file decides both."""
    grid = Grid(
        file="a", rows=[["s", 0.5]], flaws=dict.fromkeys(((0, 0), (0, 1)), ProblemCode.PERCENT_CELL)
    )
    assert shown(grid).rows == [["s", 50.0]]
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["Tên đơn vị", "CKMB", "Tổng điểm"])
        sheet.write(2, 3, 0.5, book.add_format({"num_format": "0%"}))
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    for value in (b"", b" ", b"s"):
        changed = parts[part].replace(b"<v>0.5</v>", b"<v>%b</v>" % value)
        assert changed != parts[part]
        assert not audit(Named("a.xlsx", hostile.packed(parts | {part: changed}))).claims


class TestDocuments:
    """The command writes a document from what was filled in, or says what is wrong."""

    @pytest.mark.parametrize(
        "text",
        [
            *("x=" + "[" * 5_000 + "]" * 5_000, "a." * 4_000 + "b=1", "x=" + "{a=" * 2_000),
            *("frame.number=" + "9" * 5_000, 'document="\\u0000"', "options=nan", "frame=[]"),
            *('units.file="/dev/zero"', 'units.file="t.toml"', "result=1979-05-27", "texts=5"),
            'texts.opening="{unit.__class__} {0} {unit!r:>99999999}"',
        ],
    )
    def test_specs(self, run, tmp_path, text):
        (tmp_path / "t.toml").write_text(text, "utf-8")
        done = run("report", "t.toml", "-o", "t.docx", "--json")
        assert done.exit_code == 2
        assert json.loads(done.stdout)["problems"]
        assert not (tmp_path / "t.docx").exists()

    def test_workbooks(self, hostile, run, tmp_path):
        assert run("new", "monthly-letter", "-o", "n.xlsx").exit_code == 0
        with zipfile.ZipFile(tmp_path / "n.xlsx") as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        sheet = parts["xl/worksheets/sheet1.xml"]
        names = b"".join(b'<definedName name="n%d">A!$A$1</definedName>' % at for at in range(999))
        start = sheet.index(b"</sheetData>") + len(b"</sheetData>")
        changes = {
            "merged": sheet[:start]
            + b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>',
            "formulas": re.sub(rb"<v>[0-9]+</v>", b"<f>1+1</f>", sheet),
            "numbers": re.sub(rb' t="s"><v>[0-9]+</v>', b"><v>1e308</v>", sheet),
            "texts": re.sub(
                rb' t="s"><v>[0-9]+</v>',
                b' t="str"><v>%b</v>' % ("a\u202e\u0301" * 900).encode(),
                sheet,
            ),
            "none": sheet,
        }
        for name, changed in changes.items():
            book = parts["xl/workbook.xml"].replace(
                b"</sheets>", b"</sheets><definedNames>" + names + b"</definedNames>"
            )
            made = parts | {"xl/worksheets/sheet1.xml": changed, "xl/workbook.xml": book}
            (tmp_path / "w.xlsx").write_bytes(hostile.packed(made))
            done = run("report", "w.xlsx", "-o", "w.docx", "--json")
            assert done.exit_code == 2, name
            assert json.loads(done.stdout)["problems"]
