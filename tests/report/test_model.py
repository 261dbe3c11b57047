"""A document lists everything that is wrong with it, each at its place."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from attrs import evolve

from vn766.errors import InvalidDocumentError
from vn766.nd30.model import (
    Annex,
    Column,
    Document,
    Head,
    Heading,
    Item,
    Items,
    Paragraph,
    Run,
    Signature,
    Table,
)
from vn766.report.figures import Provenance, time_text

DAY = datetime.fromisoformat("2025-09-04")
ROW = Table(title="Điểm", columns=[Column(heads="STT")], rows=[("1",)])


def problems(build):
    with pytest.raises(InvalidDocumentError) as caught:
        build()
    return [(str(it.code), ".".join(map(str, it.path))) for it in caught.value.problems]


def of_frame(letter, **changes):
    return problems(lambda: evolve(letter, frame=evolve(letter.frame, **changes)))


def of_body(letter, *blocks):
    return problems(lambda: evolve(letter, body=[*blocks, "Hết."]))


class TestTexts:
    def test_are_composed_and_stripped(self, letter):
        apart = unicodedata.normalize("NFD", "  Kết quả  ")
        assert evolve(letter, subject=apart).subject == "Kết quả"
        assert Run(unicodedata.normalize("NFD", " ạ ")).text == " ạ "

    @pytest.mark.parametrize("end", [";", ".", " ;", ",", ""])
    def test_of_lists_lose_the_marks_at_their_ends(self, letter, end):
        frame = evolve(letter.frame, addressees=f"Các phòng{end}", recipients=f"Sở Nội vụ{end}")
        assert frame.addressees == ("Các phòng",)
        assert frame.recipients == ("Sở Nội vụ",)
        assert evolve(letter, basis=f"Căn cứ{end}").basis == ("Căn cứ",)

    @pytest.mark.parametrize("letter_", ["\n", "\t", "\x00", "\x0b", "\x7f", "\u2028", "\uffff"])
    def test_hold_nothing_that_cannot_be_printed(self, letter, letter_):
        bad = f"a{letter_}b"
        assert of_body(letter, bad) == [("unprintable", "body.0")]
        assert of_frame(letter, place=bad) == [("unprintable", "frame.place")]
        cells = Table(title="Điểm", columns=ROW.columns, rows=[("1",), (bad,)])
        assert of_body(letter, cells) == [("unprintable", "body.0.rows.1.0")]

    def test_of_the_properties_are_no_exception(self, letter):
        provenance = Provenance(framework="X", source="a\x00b")
        found = problems(lambda: evolve(letter, provenance=provenance))
        assert found == [("unprintable", "provenance")]

    def test_name_the_letter_that_cannot_be_printed(self, letter):
        with pytest.raises(InvalidDocumentError, match=r"U\+000B"):
            evolve(letter, subject="a\x0bb")

    def test_hold_no_marks_that_are_written_by_themselves(self, letter):
        mark = "mark-written"
        assert problems(lambda: evolve(letter, subject="V/v công khai")) == [(mark, "subject")]
        for name, texts in (
            ("addressees", ("- Các phòng", "Kính gửi: Trung tâm")),
            ("recipients", ("– Sở Nội vụ", "Lưu: VT", "Nơi nhận: A")),
        ):
            found = of_frame(letter, **{name: texts})
            assert found == [(mark, f"frame.{name}.{at}") for at in range(len(texts))]
        assert of_body(letter, Heading("I. Kết quả")) == [(mark, "body.0")]
        items = Items(["1. Một", "-5 điểm", Item("Ba:", Items(["a) Một", "- Hai"]))])
        assert of_body(letter, items) == [
            (mark, "body.0.items.0"),
            (mark, "body.0.items.2.items.0"),
            (mark, "body.0.items.2.items.1"),
        ]
        annex = Annex(title="Phụ lục I: Điểm", blocks=["a"])
        assert problems(lambda: evolve(letter, annexes=[annex])) == [(mark, "annexes.0.title")]
        title = "Phụ lục các tiêu chí"
        assert evolve(letter, annexes=[evolve(annex, title=title)]).annexes[0].title == title

    def test_are_not_empty(self, letter):
        blank = Signature(lines=("",), name="")
        assert of_frame(letter, issuer=" ", signature=blank)[:2] == [
            ("field-empty", "frame.issuer.0"),
            ("field-empty", "frame.signature.lines.0"),
        ]
        table = evolve(ROW, title=" ", columns=[Column(heads=Head("", note=""))])
        assert of_body(letter, "", Heading(""), Items([Item("a", Items([""]))]), table) == [
            ("field-empty", "body.0"),
            ("field-empty", "body.1"),
            ("field-empty", "body.2.items.0.items.0"),
            ("field-empty", "body.3.title"),
            ("field-empty", "body.3.columns.0.heads.0"),
            ("field-empty", "body.3.columns.0.heads.0.note"),
        ]
        annex = Annex(title="", blocks=[""])
        assert problems(lambda: evolve(letter, annexes=[annex])) == [
            ("field-empty", "annexes.0.blocks.0"),
            ("field-empty", "annexes.0.title"),
        ]

    def test_a_cell_may_be_empty(self, letter):
        table = Table(title="Điểm", columns=ROW.columns, rows=[("",)])
        assert evolve(letter, body=[table, "Hết."]).body[0].rows == (("",),)


class TestFrame:
    def test_a_letter_has_addressees_and_a_report_may(self, letter):
        assert of_frame(letter, addressees=()) == [("field-missing", "frame.addressees")]
        frame = evolve(letter.frame, addressees=(), symbol="BC-UBND")
        assert evolve(letter, kind="report", frame=frame).frame.addressees == ()

    def test_there_is_an_issuer_and_somebody_receives(self, letter):
        found = of_frame(letter, issuer=(), recipients=())
        assert found == [("field-missing", "frame.issuer"), ("field-missing", "frame.recipients")]

    @pytest.mark.parametrize(
        "symbol", ["UBND", "UBND VP", "ubnd-vp", "/UBND-VP", "UBND-", "UBND--VP"]
    )
    def test_a_symbol_has_groups_in_capitals(self, letter, symbol):
        assert of_frame(letter, symbol=symbol) == [("not-a-symbol", "frame.symbol")]

    @pytest.mark.parametrize(
        "symbol", ["UBND-VP", "UBND-PVHCC&KSTT", "SNV-TCCB", "ĐU-VP", "VP.UBND-TH"]
    )
    def test_symbols_of_the_field(self, letter, symbol):
        assert evolve(letter, frame=evolve(letter.frame, symbol=symbol)).frame.symbol == symbol

    def test_the_symbol_goes_with_the_kind(self, letter):
        for symbol in ("BC-UBND", "CV-UBND"):
            assert of_frame(letter, symbol=symbol) == [("symbol-of-kind", "frame.symbol")]
        assert problems(lambda: evolve(letter, kind="report")) == [
            ("symbol-of-kind", "frame.symbol")
        ]
        assert problems(lambda: evolve(letter, kind="memo")) == [("field-choice", "kind")]

    def test_numbers_begin_with_one(self, letter):
        assert of_frame(letter, number=0) == [("number-of-document", "frame.number")]

    @pytest.mark.parametrize("archive", [(), "VP", ("VP", "VT")])
    def test_the_clerk_keeps_the_first_copy(self, letter, archive):
        assert of_frame(letter, archive=archive) == [("archive-without-clerk", "frame.archive")]


class TestSignature:
    """Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 7."""

    @pytest.mark.parametrize(
        "lines",
        [
            "Chủ tịch",
            ("TM. Ủy ban nhân dân", "Chủ tịch"),
            ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"),
            ("KT. Bộ trưởng", "Thứ trưởng"),
            ("KT. Tổ trưởng", "Tổ phó"),
            ("TL. Chủ tịch", "Chánh Văn phòng"),
            ("TUQ. Giám đốc", "Trưởng phòng"),
            "Q. Chủ tịch",
            ("TL. Chủ tịch", "KT. Chánh Văn phòng", "Phó Chánh Văn phòng"),
        ],
    )
    def test_forms_that_conform(self, letter, lines):
        frame = evolve(letter.frame, signature=Signature(lines=lines))
        assert evolve(letter, frame=frame).frame.signature.lines[-1] != ""

    @pytest.mark.parametrize("line", ["KT Chủ tịch", "KT.Chủ tịch", "K/T Chủ tịch"])
    def test_an_authority_has_a_stop_and_a_blank(self, letter, line):
        signature = Signature(lines=(line, "Phó Chủ tịch"))
        assert of_frame(letter, signature=signature) == [
            ("authority-mark", "frame.signature.lines.0")
        ]

    def test_somebody_holds_an_office(self, letter):
        for lines in ((), "TM. Ủy ban nhân dân", ("TM. Ủy ban nhân dân", "KT. Chủ tịch")):
            found = of_frame(letter, signature=Signature(lines=lines))
            assert ("signature-without-office", "frame.signature.lines") in found

    def test_who_stands_in_is_a_deputy(self, letter):
        signature = Signature(lines=("KT. Chủ tịch", "Chánh Văn phòng"))
        assert of_frame(letter, signature=signature) == [
            ("not-a-deputy", "frame.signature.lines.1")
        ]

    @pytest.mark.parametrize(
        "name", ["TS. Lê Thị B", "PGS.TS Lê Thị B", "ThS Lê Thị B", "GS. TS. B", "Tiến sĩ Lê B"]
    )
    def test_a_name_has_no_academic_title(self, letter, name):
        signature = Signature(lines="Chủ tịch", name=name)
        assert of_frame(letter, signature=signature) == [("academic-title", "frame.signature.name")]

    @pytest.mark.parametrize("name", ["Tsang Sỹ Tài", "Bs", "Cn Lò", "Lê Thị B", ""])
    def test_names_that_only_look_like_one(self, letter, name):
        frame = evolve(letter.frame, signature=Signature(lines="Chủ tịch", name=name))
        assert evolve(letter, frame=frame).frame.signature.name == name


class TestBody:
    def test_ends_with_a_paragraph_or_a_list(self, letter):
        for body in ([], [ROW], ["a", Heading("b")]):
            found = problems(lambda body=body: evolve(letter, body=body))
            assert [code for code, _ in found] == ["no-last-paragraph"]
        assert evolve(letter, body=[Items(["a"])]).body[0].items[0].text == "a"

    def test_an_annex_says_something(self, letter):
        found = problems(lambda: evolve(letter, annexes=[Annex(title="a", blocks=[])]))
        assert found == [("field-empty", "annexes.0.blocks")]

    def test_there_are_no_other_kinds_of_parts(self):
        for build in (
            lambda: Heading("a", 3),
            lambda: Items(["a"], marks="roman"),
            lambda: Column(heads="a", align="justify"),
            lambda: Annex(title="a", blocks=["b"], orientation="across"),
        ):
            with pytest.raises(ValueError, match="must be in"):
                build()

    def test_mentions_its_annexes(self, letter):
        annex = Annex(title="Điểm", blocks=[ROW])
        found = problems(lambda: evolve(letter, annexes=[annex], body=["Hết."]))
        assert found == [("annex-not-mentioned", "annexes")]
        assert evolve(letter, annexes=[annex], body=["Tại PHỤ LỤC."]).annexes == (annex,)

    def test_lists_have_items_and_letters_enough(self, letter):
        assert of_body(letter, Items([])) == [("field-empty", "body.0")]
        assert of_body(letter, Items([Item("a", Items([]))])) == [("field-empty", "body.0.items.0")]
        assert of_body(letter, Items(["a"] * 24, marks="letter")) == [
            ("too-many-letters", "body.0")
        ]
        assert len(evolve(letter, body=[Items(["a"] * 23, marks="letter")]).body[0].items) == 23


class TestTables:
    def test_have_columns_and_rows(self, letter):
        assert of_body(letter, evolve(ROW, rows=[])) == [("table-size", "body.0")]
        wide = Table(title="x", columns=[Column(heads="a")] * 64, rows=[("1",) * 64])
        assert of_body(letter, wide) == [("table-size", "body.0")]
        assert of_body(letter, Table(title="x", columns=[], rows=[()])) == [
            ("table-size", "body.0")
        ]

    def test_have_a_cell_for_every_column(self, letter):
        rows = [("1",), ("1", "2"), ()]
        assert of_body(letter, evolve(ROW, rows=rows)) == [
            ("cells-of-row", "body.0.rows.1"),
            ("cells-of-row", "body.0.rows.2"),
        ]

    def test_have_heads(self, letter):
        assert of_body(letter, evolve(ROW, columns=[Column(heads=())])) == [
            ("field-empty", "body.0.columns.0.heads")
        ]

    def test_no_column_ends_where_its_neighbour_goes_on(self, letter):
        columns = [Column(heads="A"), Column(heads=("A", "b"))]
        table = Table(title="x", columns=columns, rows=[("1", "2")])
        assert of_body(letter, table) == [("head-without-cell", "body.0.columns.1")]
        columns = [Column(heads=("A", "b")), Column(heads="C")]
        assert evolve(letter, body=[evolve(table, columns=columns), "Hết."]).body[0].columns[1]


def test_everything_is_said_at_once(letter):
    frame = evolve(letter.frame, symbol="x", archive=(), addressees=())
    found = problems(
        lambda: Document(kind="letter", frame=frame, subject="", body=[ROW], annexes=[])
    )
    assert [code for code, _ in found] == [
        "field-empty",
        "field-missing",
        "not-a-symbol",
        "archive-without-clerk",
        "no-last-paragraph",
    ]


def test_runs_and_items_have_one_text():
    runs = [Run("đạt "), Run("87,18", bold=True)]
    assert Paragraph(runs).text == Item(runs).text == "đạt 87,18"
    assert Paragraph(Run("a")).runs == (Run("a"),)


def test_one_text_is_one_item_or_paragraph(letter):
    assert Items("Niêm yết") == Items(["Niêm yết"])
    assert Items(Item("Niêm yết")) == Items(["Niêm yết"])
    assert Annex(title="X", blocks="Một") == Annex(title="X", blocks=[Paragraph("Một")])
    assert Annex(title="X", blocks=ROW) == Annex(title="X", blocks=[ROW])
    assert evolve(letter, body="Một hai ba.").body == (Paragraph("Một hai ba."),)


class TestProvenance:
    def test_says_what_is_known(self):
        said = {
            (None, None, None): "",
            (None, None, False): "Số liệu đã chốt",
            ("Cổng", None, None): "Số liệu trích xuất từ Cổng",
            (None, DAY, None): "Số liệu trích xuất ngày 04/9/2025",
            ("Cổng", DAY, True): "Số liệu tạm thời, trích xuất từ Cổng ngày 04/9/2025",
        }
        for (source, at, provisional), text in said.items():
            grounds = Provenance(
                framework="X", source=source, retrieved_at=at, provisional=provisional
            )
            assert grounds.text == text

    def test_times_are_vietnamese(self):
        assert (
            time_text(datetime(2025, 9, 3, 23, 30, tzinfo=UTC)) == "06 giờ 30 phút ngày 04/9/2025"
        )
