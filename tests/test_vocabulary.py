"""The words that the library recognises: each list once, each used, and letters without accents."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import re
import tomllib
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vn766.vocabulary
from vn766.vocabulary import Vocabulary, as_meant, fold, locality, odd_characters, plain, unaccented

FOLDER = Path(vn766.vocabulary.__file__).parent
ROOMS = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in FOLDER.glob("*.toml")}
SOURCE = "\n".join(path.read_text("utf-8") for path in FOLDER.parent.rglob("*.py"))
LISTS = [
    pytest.param(words, id=f"{room}.{name}{key}")
    for room, lists in ROOMS.items()
    for name, entry in lists.items()
    for key, words in (entry.items() if isinstance(entry, dict) else [("", entry)])
    if isinstance(words, list)
]


class TestLists:
    @pytest.mark.parametrize("words", LISTS)
    def test_words_are_written_once_and_in_one_form(self, words):
        assert len(words) == len(set(words))
        assert all(word == normalize("NFC", word) for word in words)

    @pytest.mark.parametrize("room", ROOMS)
    def test_each_is_used(self, room):
        unused = [name for name in ROOMS[room] if not re.search(rf"[\"']{name}[\"']", SOURCE)]
        assert unused == []

    def test_a_word_of_a_table_has_one_kind(self):
        for lists in ROOMS.values():
            for entry in lists.values():
                if isinstance(entry, dict) and all(isinstance(it, list) for it in entry.values()):
                    words = [fold(word) for words in entry.values() for word in words]
                    assert len(words) == len(set(words))

    def test_a_pattern_takes_the_first_word_that_fits(self):
        found = re.match(Vocabulary("audit").any_of("total_rows"), plain("Tổng cộng"))
        assert found is not None
        assert found[0] == "tong"


class TestLetters:
    def test_what_is_not_as_it_seems(self):
        hidden, lookalikes = ROOMS["letters"]["invisible"], ROOMS["letters"]["lookalikes"]
        for letter in hidden:
            assert as_meant(f"Hà{letter} Nội") == "Hà Nội"
            assert odd_characters(f"Hà{letter}") == {letter: ""}
        for letter, meant in lookalikes.items():
            assert as_meant(f"b{letter}ộ") == f"b{meant}ộ"
            assert odd_characters(f"b{letter}ộ") == {letter: meant}

    def test_words_of_another_alphabet_are_as_they_seem(self):
        assert odd_characters("Москва, ΑΘΗΝΑ và Hà Nội") == {}

    @given(st.text("abộМосква \u00ad\u200b\u2011Ð_-2"))
    def test_nothing_odd_is_left(self, text):
        assert odd_characters(as_meant(text)) == {}

    @given(st.text())
    def test_plain_letters_stand_where_they_stood(self, text):
        assert len(plain(text)) == len(text)

    @given(st.text())
    def test_forms_of_a_text_fold_alike(self, text):
        assert fold(normalize("NFD", text)) == fold(normalize("NFC", text)) == fold(fold(text))
        assert unaccented(text) == unaccented(unaccented(text))

    @pytest.mark.parametrize(
        ("office", "territory"),
        [
            ("UBND xã A", "xã A"),
            ("ubnd  xã A", "xã A"),
            ("Ủy ban nhân dân tỉnh B", "tỉnh B"),
            ("uy ban nhan dan tinh b", "tinh b"),
            ("Sở Tài chính", "Sở Tài chính"),
            ("UBND", "UBND"),
        ],
    )
    def test_an_office_without_the_words_for_it(self, office, territory):
        assert locality(office) == territory
