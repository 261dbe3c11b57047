"""Every line is printed as the decree asks (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II)."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from vn766.nd30 import layout
from vn766.nd30.model import Annex, Column, Head, Heading, Item, Items, Paragraph, Run, Table
from vn766.period import Month, Year


def texts(lines):
    return [line.text.replace("\u00a0", " ") for line in lines]


TABLE = Table(title="Điểm", columns=[Column(heads="STT")], rows=[("1",)])


class TestNumberAndDate:
    """ "Số" has a colon, a number below 10 a zero; days below 10 and months 1, 2 have a zero."""

    @pytest.mark.parametrize(
        ("number", "text"), [(5, "05"), (10, "10"), (1234, "1234"), (None, "        ")]
    )
    def test_number(self, frame, number, text):
        printed = layout.number_text(evolve(frame, number=number))
        assert printed.replace("\u00a0", " ") == f"Số: {text}/UBND-VP"

    @pytest.mark.parametrize(
        ("issued_on", "text"),
        [
            (date(2025, 9, 5), "ngày 05 tháng 9 năm 2025"),
            (date(2025, 2, 15), "ngày 15 tháng 02 năm 2025"),
            (Month(2023, 12), "ngày     tháng 12 năm 2023"),
            (Month(2023, 1), "ngày     tháng 01 năm 2023"),
            (Year(2025), "ngày     tháng     năm 2025"),
            (None, "ngày     tháng     năm        "),
        ],
    )
    def test_date(self, frame, issued_on, text):
        printed = layout.place_date_text(evolve(frame, issued_on=issued_on))
        assert printed.replace("\u00a0", " ") == f"An Bình, {text}"


def test_names_of_offices_are_in_capitals(frame):
    lines = list(layout.issuer_lines(evolve(frame, parent="UBND tỉnh A")))
    assert [(line.element, line.text) for line in lines] == [
        ("parent", "UBND TỈNH A"),
        ("issuer", "ỦY BAN NHÂN DÂN"),
        ("issuer", "PHƯỜNG AN BÌNH"),
    ]


def test_only_a_letter_begins_its_subject(letter):
    assert texts(layout.subject_lines(letter)) == ["V/v công khai kết quả tháng 8/2025"]
    report = evolve(letter, kind="report", frame=evolve(letter.frame, symbol="BC-UBND"))
    assert [(line.element, line.text) for line in layout.subject_lines(report)] == [
        ("kind", "BÁO CÁO"),
        ("subject", "công khai kết quả tháng\u00a08/2025"),
    ]


class TestAddressees:
    """One stands on the line of "Kính gửi"; of several each has its line, the last a stop."""

    def test_one(self, frame):
        assert texts(layout.addressee_lines(evolve(frame, addressees="Sở Nội vụ;"))) == [
            "Kính gửi: Sở Nội vụ"
        ]

    def test_several(self, frame):
        assert texts(layout.addressee_lines(frame)) == [
            "Kính gửi:",
            "- Các phòng chuyên môn;",
            "- Trung tâm Phục vụ hành chính công.",
        ]

    def test_none(self, frame):
        assert texts(layout.addressee_lines(evolve(frame, addressees=()))) == []


class TestRecipients:
    """ "Như trên" comes first if there is "Kính gửi", the file copy last with a stop."""

    def test_of_a_letter(self, frame):
        assert texts(layout.recipient_lines(frame)) == [
            "Nơi nhận:",
            "- Như trên;",
            "- Trang thông tin điện tử phường;",
            "- Lưu: VT, VP.",
        ]

    def test_as_above_is_never_said_twice(self, frame):
        named = evolve(frame, recipients=("Như trên;", "Sở Nội vụ"), archive="VT")
        assert texts(layout.recipient_lines(named))[1:] == [
            "- Như trên;",
            "- Sở Nội vụ;",
            "- Lưu: VT.",
        ]

    def test_without_addressees(self, frame):
        assert texts(layout.recipient_lines(evolve(frame, addressees=())))[1].startswith("- Trang")


def test_each_basis_but_the_last_ends_with_a_semicolon(letter):
    lines = layout.basis_lines(evolve(letter, basis=("Căn cứ A;", "Căn cứ B")))
    assert texts(lines) == ["Căn cứ A;", "Căn cứ B."]


class TestPlace:
    @pytest.mark.parametrize("place", ["an Bình", "An Bình,", "An Bình"])
    def test_begins_with_a_capital_and_ends_with_one_comma(self, frame, place):
        changed = evolve(frame, place=place)
        assert layout.place_date_text(changed) == "An Bình, ngày 05 tháng 9 năm 2025"


class TestBody:
    def test_numbers_of_headings_and_items(self, letter):
        body = [
            Heading("Kết quả"),
            Heading("Điểm", 2),
            Items(["a", Item("b", Items(["c", "d"], marks="letter"))]),
            Heading("Hạng", 2),
            Heading("Nhiệm vụ"),
            Heading("Các phòng", 2),
            Items(["e"], marks="dash"),
            TABLE,
            "Hết.",
        ]
        printed = list(layout.body_lines(evolve(letter, body=body)))
        lines = [it for it in printed if it is not TABLE]
        assert printed.index(TABLE) == len(printed) - 2
        assert [(line.element, line.text) for line in lines] == [
            ("heading", "I. KẾT QUẢ"),
            ("clause-title", "1. Điểm"),
            ("body", "1.1. a"),
            ("body", "1.2. b"),
            ("body", "a) c"),
            ("body", "b) d"),
            ("clause-title", "2. Hạng"),
            ("heading", "II. NHIỆM VỤ"),
            ("clause-title", "1. Các phòng"),
            ("body", "- e"),
            ("body", "Hết./."),
        ]

    def test_headings_go_on_from_the_numbers_of_a_list(self, letter):
        body = [
            Items(["a"], marks="dash"),
            Items(["b", "c"]),
            Heading("Khó khăn", 2),
            Items(["d"]),
            Heading("Kiến nghị", 2),
            Heading("Nhiệm vụ"),
            Heading("Các phòng", 2),
            "Hết.",
        ]
        lines = layout.body_lines(evolve(letter, body=body))
        assert [line.text.split(" ")[0] for line in lines] == [
            *("-", "1.", "2.", "3.", "3.1.", "4.", "I.", "1.", "Hết./.")
        ]

    def test_letters_are_those_of_the_decree(self, letter):
        lines = layout.body_lines(evolve(letter, body=[Items(["x"] * 6, marks="letter")]))
        assert [line.text[:2] for line in lines] == ["a)", "b)", "c)", "d)", "đ)", "e)"]

    @pytest.mark.parametrize("end", ["", ".", ". ", ";", "./."])
    def test_ends_with_the_mark_right_behind_the_last_letter(self, letter, end):
        body = [Paragraph([Run("Đề nghị "), Run(f"thực hiện{end}", bold=True)])]
        (line,) = layout.body_lines(evolve(letter, body=body))
        assert line.text == "Đề nghị thực hiện./."
        assert line.runs[-1].bold

    def test_marks_of_their_own_run_give_way_to_it(self, letter):
        body = [Paragraph([Run("Hết", bold=True), Run("."), Run(" ")])]
        assert texts(layout.body_lines(evolve(letter, body=body))) == ["Hết./."]

    def test_the_mark_ends_the_last_item_of_a_list(self, letter):
        body = [Items(["a", Item("b:", Items(["c."], marks="dash"))])]
        assert texts(layout.body_lines(evolve(letter, body=body)))[-1] == "- c./."

    def test_what_belongs_together_stays_on_one_line(self, letter):
        body = ["Quyết định số 766/QĐ-TTg; tháng 6/2023, 9 tháng, Quý II tại Phụ lục I."]
        (line,) = layout.body_lines(evolve(letter, body=body))
        assert line.text.count("\u00a0") == 5

    def test_a_date_may_be_broken_before_its_month(self, letter):
        (line,) = layout.body_lines(evolve(letter, body=["Ngày 05 tháng 7 năm 2023."]))
        assert line.text == "Ngày\u00a005 tháng\u00a07 năm\u00a02023./."


class TestSignature:
    def test_offices_are_in_capitals_and_the_name_is_not(self, frame):
        assert [(line.element, line.text) for line in layout.signature_lines(frame)] == [
            ("authority", "TM. ỦY BAN NHÂN DÂN"),
            ("authority", "KT. CHỦ TỊCH"),
            ("authority", "PHÓ CHỦ TỊCH"),
            ("signer", "Lê Thị Bình"),
        ]

    def test_a_blank_name_is_no_line(self, frame):
        blank = evolve(frame, signature=evolve(frame.signature, name=""))
        assert [line.element for line in layout.signature_lines(blank)] == ["authority"] * 3


class TestAnnexes:
    """Several have Roman numbers, one has none; each repeats number and date of the document."""

    def test_one(self, letter):
        one = evolve(letter, annexes=[Annex(title="Điểm.", blocks=[TABLE])])
        assert texts(layout.annex_heads(one, 0)) == [
            "Phụ lục",
            "ĐIỂM",
            "(Kèm theo Công văn số 05/UBND-VP ngày 05 tháng 9 năm 2025 của UBND phường An Bình)",
        ]

    def test_several(self, letter):
        two = evolve(letter, annexes=[Annex(title=t, blocks=[TABLE]) for t in ("A", "B")])
        assert [texts(layout.annex_heads(two, at))[0] for at in (0, 1)] == [
            "Phụ lục I",
            "Phụ lục II",
        ]

    def test_what_is_blank_in_the_document_is_blank_there(self, letter):
        frame = evolve(letter.frame, number=None, issued_on=Month(2023, 12), symbol="BC-UBND")
        annexes = [Annex(title="A", blocks=[TABLE])]
        report = evolve(letter, kind="report", frame=frame, annexes=annexes)
        assert texts(layout.annex_heads(report, 0))[2] == (
            "(Kèm theo Báo cáo số         /BC-UBND ngày     tháng 12 năm 2023 của "
            "UBND phường An Bình)"
        )


class TestHeads:
    def heads(self, *columns):
        table = Table(
            title="x",
            columns=[Column(heads=heads) for heads in columns],
            rows=[("",) * len(columns)],
        )
        return table, [[tuple(cell) for cell in row] for row in layout.head_rows(table)]

    def test_of_one_level(self):
        assert self.heads("A", "B")[1] == [[(0, 1, 1, "A"), (1, 1, 1, "B")]]

    def test_of_three_levels(self):
        _, rows = self.heads("A", ("B", "C", "D"), ("B", "C", "E"), ("B", "F"), "G")
        assert rows == [
            [(0, 1, 3, "A"), (1, 3, 1, "B"), (4, 1, 3, "G")],
            [(1, 2, 1, "C"), (3, 1, 2, "F")],
            [(1, 1, 1, "D"), (2, 1, 1, "E")],
        ]

    def test_equal_heads_below_different_ones_stay_apart(self):
        _, rows = self.heads(("A", "x"), ("B", "x"), ("B", "x"))
        assert rows[0] == [(0, 1, 1, "A"), (1, 2, 1, "B")]
        assert rows[1] == [(0, 1, 1, "x"), (1, 1, 1, "x"), (2, 1, 1, "x")]

    def test_notes_have_marks_in_the_order_of_the_columns(self):
        shared = Head("B", note="Chung.")
        table, rows = self.heads(
            Head("A", note="Riêng."), (shared, "C"), (shared, Head("D", note="Riêng."))
        )
        assert [cell[3] for cell in rows[0]] == ["A (*)", "B (**)"]
        assert [cell[3] for cell in rows[1]] == ["C", "D (*)"]
        assert list(layout.notes_of(table)) == ["(*) Riêng.", "(**) Chung."]
