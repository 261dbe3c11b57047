"""Widths of letters, columns and lines: what has to fit fits."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766.nd30 import decree
from vn766.nd30.layout import place_date_text
from vn766.nd30.measures import fit, line_up, longest_word, sheet, sizes_for, width_mm
from vn766.nd30.model import Column, Table
from vn766.nd30.wordml import size_of


class TestLetters:
    @pytest.mark.parametrize(
        ("text", "size", "face", "length"),
        [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, "bold", 95.67),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "bold", 88.32),
            ("Độc lập - Tự do - Hạnh phúc", 14, "bold", 60.46),
            ("Độc lập - Tự do - Hạnh phúc", 13, "bold", 56.14),
            ("VĂN PHÒNG HĐND VÀ UBND", 13, "bold", 64.5),
            ("Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019", 14, "italic", 103.85),
        ],
    )
    def test_lines_measured_on_rendered_pages(self, text, size, face, length):
        assert width_mm(text, size, face) == pytest.approx(length, abs=0.05)

    def test_marks_do_not_widen_a_letter_but_horns_do(self):
        assert width_mm("ạ", 10) == width_mm("a", 10)
        assert width_mm("ợ", 10) == width_mm("ơ", 10) > width_mm("o", 10)

    def test_letters_of_other_scripts_are_taken_for_wide(self):
        assert width_mm("漢", 10) >= width_mm("A", 10)
        assert longest_word("", 12) == 0


class TestColumns:
    def table(self, *columns, rows):
        return Table(title="x", columns=columns, rows=rows)

    def test_a_width_that_is_given_is_kept_where_there_is_room(self):
        columns = [Column(heads="STT", width_mm=10), Column(heads="Tên")]
        assert fit(self.table(*columns, rows=[("1", "x")]), 165).widths_mm == pytest.approx(
            (10, 155)
        )
        wide = [columns[0], Column(heads="Tên " * 200)]
        assert fit(self.table(*wide, rows=[("1", "x")]), 165).widths_mm == pytest.approx((10, 155))
        both = [Column(heads="A", width_mm=10), Column(heads="B", width_mm=20)]
        assert fit(self.table(*both, rows=[("1", "2")]), 150).widths_mm == pytest.approx((50, 100))

    def test_letters_get_smaller_before_names_fill_more_than_three_lines(self):
        heads = ["Tên đơn vị", *(f"Nhóm {number} (điểm đạt/20)" for number in range(9))]
        name = "UBND phường Xuân Hương - Đà Lạt"
        table = self.table(*(Column(heads=head) for head in heads), rows=[(name, *["18,95"] * 9)])
        fitted = fit(table, 165)
        assert width_mm(name, fitted.size_pt, "bold") <= 3 * fitted.widths_mm[0]

    @given(
        st.lists(st.text(st.sampled_from("aơĐ1, "), max_size=40), min_size=1, max_size=30),
        st.sampled_from([165.0, 252.0]),
    )
    def test_they_fill_the_room_and_letters_are_never_tiny(self, heads, room):
        columns = [Column(heads=f"{head}x") for head in heads]
        fitted = fit(self.table(*columns, rows=[("1.234,56",) * len(columns)]), room)
        assert sum(fitted.widths_mm) == pytest.approx(room)
        assert 8 <= fitted.size_pt <= 12
        if fitted.size_pt > 8:
            for column, width in zip(columns, fitted.widths_mm, strict=True):
                word = longest_word(column.heads[0].text, fitted.size_pt, "bold")
                assert word < width


class TestPage:
    """The margins lie within those of the decree, upright and across."""

    @pytest.mark.parametrize("orientation", ["portrait", "landscape"])
    def test_margins(self, orientation):
        page, margins = sheet(orientation), decree().page.margins
        assert page.top_mm in margins.top
        assert page.bottom_mm in margins.bottom
        assert page.left_mm in margins.left
        assert page.right_mm in margins.right

    def test_sizes_of_one_document_go_together(self):
        for sizes in decree().size_sets:
            assert size_of("national-name", sizes.id) == sizes.national_name
            assert size_of("motto", sizes.id) == sizes.motto
            assert size_of("place-date", sizes.id) == sizes.place_date

    @pytest.mark.parametrize(
        ("issuer", "place", "sizes"),
        [
            ("ỦY BAN NHÂN DÂN", "An Bình", "13/14/14"),
            ("VĂN PHÒNG HĐND VÀ UBND", "An Bình", "13/14/14"),
            ("VĂN PHÒNG HĐND VÀ UBND", "Thành phố Hồ Chí Minh", "12/13/13"),
        ],
    )
    def test_sizes_are_chosen_so_that_lines_fit(self, frame, issuer, place, sizes):
        changed = evolve(frame, issuer=issuer, place=place)
        assert sizes_for(changed) == sizes
        widths = line_up(changed, sizes)
        assert widths.left_mm + widths.right_mm == pytest.approx(165)

    @pytest.mark.parametrize("place", ["An Bình", "Thành phố Hồ Chí Minh"])
    @pytest.mark.parametrize("sizes", ["13/14/14", "12/13/13"])
    def test_a_long_issuer_breaks_and_the_date_does_not(self, frame, place, sizes):
        changed = evolve(frame, issuer="Trung tâm Phục vụ hành chính công tỉnh", place=place)
        size = float(size_of("place-date", sizes))
        dated = width_mm(place_date_text(changed), size, "italic")
        assert line_up(changed, sizes).right_mm >= dated

    def test_a_place_without_end_leaves_room_for_the_issuer(self, frame):
        changed = evolve(frame, issuer="Trung tâm Phục vụ hành chính công", place="Rất dài " * 20)
        assert line_up(changed, "12/13/13").left_mm > 165 / 3

    @pytest.mark.parametrize("sizes", ["13/14/14", "12/13/13"])
    def test_names_side_by_side_never_touch(self, frame, sizes):
        name = float(size_of("national-name", sizes))
        national = width_mm("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", name, "bold")
        for letters in range(1, 60):
            widths = line_up(evolve(frame, issuer="I" * letters), sizes)
            issuer = min(width_mm("I" * letters, name, "bold"), widths.left_mm)
            assert (widths.left_mm - issuer + widths.right_mm - national) / 2 >= 1.5
