"""The order of Vietnamese names, held to Unicode's own."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.errors import FormatError, ProblemCode
from vn766.records import Unit
from vn766.score import rank_units, score_points
from vn766.vi import sort_key

DATA = Path(__file__).parents[1] / "data"
IN_ORDER = (DATA / "names_in_order.txt").read_text("utf-8").splitlines()


def test_the_order_is_that_of_unicode() -> None:
    shuffled = sorted(IN_ORDER, key=lambda text: text[::-1])
    assert len(IN_ORDER) > 1000
    assert sorted(shuffled, key=lambda text: sort_key(text, prefixes=())) == IN_ORDER


@pytest.mark.parametrize(
    "names",
    [
        ["An Bình", "Ân Thi", "Âu Lâu", "Đông Hải", "Ea Súp", "Ê Đê", "Vĩnh Thanh"],
        ["đặc khu", "phường", "xã"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["Dương Xá", "Đa Lộc", "E"],
        ["hoa", "hoà", "hòa", "Hòa", "hóa"],
        ["Phường 1", "Phường 10", "Phường 2"],
        ["Dak", "Đak", "\u00d0ắk", "Đắk", "E"],
        ["straz", "straße", "я", "中"],
    ],
)
def test_names_in_order(names: list[str]) -> None:
    for shuffled in list(permutations(names))[:50]:
        assert sorted(shuffled, key=lambda text: sort_key(text, prefixes=())) == names
    assert sorted(names, key=sort_key) == names


class TestPlaces:
    """Places are in the order of their names, whatever they are."""

    def test_what_they_are_does_not_count(self) -> None:
        names = [
            *("phường An Khê", "Xã Ân Thi", "UBND xã Âu Lâu", "Ủy ban nhân dân xã Ba Vì"),
            *("đặc khu Côn Đảo", "TP. Đà Nẵng", "Thành phố Hà Nội", "UBND PHƯỜNG Tân Lập"),
        ]
        assert sorted(set(names), key=sort_key) == names

    def test_unless_the_names_are_the_same(self) -> None:
        names = ["Tân Lập", "Phường Tân Lập", "phường Tân Lập", "xã Tân Lập"]
        assert sorted(set(names), key=sort_key) == names

    @pytest.mark.parametrize("name", ["xã", "Xá Lượng", "Tĩnh Gia", "Tỉnhh", "UBND", "huyện "])
    def test_other_words_do(self, name: str) -> None:
        assert sort_key(name) == sort_key(name, prefixes=())

    def test_the_words_can_be_others(self) -> None:
        by_name = sorted(["Sở Y tế", "Sở Nội vụ", "Ban Dân tộc"], key=sort_key)
        assert by_name == ["Ban Dân tộc", "Sở Nội vụ", "Sở Y tế"]
        words = ("Sở", "Ban")
        by_field = sorted(by_name, key=lambda text: sort_key(text, prefixes=words))
        assert by_field == ["Ban Dân tộc", "Sở Nội vụ", "Sở Y tế"]
        assert sort_key("Sở Y tế", prefixes=words)[0] == sort_key("y")[0]


class TestRankings:
    """Pools, ties and units without a total are printed in the order of their names."""

    NAMES = (
        *("UBND xã Vĩnh Thanh", "UBND xã Ân Thi", "UBND xã Âu Lâu", "UBND xã Ê Đê"),
        *("UBND xã Đông Hải", "UBND xã An Bình", "UBND xã Ea Súp"),
    )

    @pytest.mark.parametrize("total", [80, None])
    def test_units(self, total: int | None) -> None:
        points = {"progress": total and 20}
        results = [score_points(points, unit=Unit(name=name)) for name in self.NAMES]
        ranking = rank_units(results, method="ordinal")
        ordered = [row.result for row in ranking.rows] + [row.result for row in ranking.unranked]
        names = [result.unit.name for result in ordered if result.unit]
        assert [name.removeprefix("UBND xã ") for name in names] == [
            *("An Bình", "Ân Thi", "Âu Lâu", "Đông Hải", "Ea Súp", "Ê Đê", "Vĩnh Thanh")
        ]

    def test_pools(self) -> None:
        results = [score_points({}, unit=Unit(name="A", code=f"H0{n}.0{n}")) for n in range(1, 4)]
        pools = dict(zip(results, ["xã", "phường", "đặc khu"], strict=True))
        ranking = rank_units(results, within=pools.__getitem__)
        assert [each.pool for each in ranking.unranked] == ["đặc khu", "phường", "xã"]


@given(st.text())
def test_the_form_of_letters_does_not_count(text: str) -> None:
    assert sort_key(normalize("NFD", text)) == sort_key(normalize("NFC", text))


@given(st.text(), st.text())
def test_different_texts_have_different_keys(one: str, other: str) -> None:
    same = normalize("NFC", one) == normalize("NFC", other)
    assert (sort_key(one) == sort_key(other)) == same


@pytest.mark.parametrize("name", [None, 5, b"xa"])
def test_what_is_no_text_is_refused(name: object) -> None:
    with pytest.raises(FormatError) as caught:
        sort_key(name)  # type: ignore[arg-type]
    assert caught.value.problem.code is ProblemCode.NOT_A_TEXT
