"""Every kind of problem speaks both languages, and is raised by somebody."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from vn766._messages import TEXTS, WORDS
from vn766.errors import ProblemCode
from vn766.framework.model import Level

PACKAGE = Path(__file__).parents[2] / "src" / "vn766"


def names_in(texts: tuple[str, ...]) -> set[str]:
    """Return the names in braces, those of one language (``part_vi``) without their ending."""
    names = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
    return {re.sub(r"_(vi|en)$", "", name) for name in names}


def test_every_code_has_texts_and_no_text_is_left_over() -> None:
    assert TEXTS.keys() == set(ProblemCode)


@pytest.mark.parametrize("code", TEXTS)
class TestTexts:
    def test_nothing_is_empty(self, code: ProblemCode) -> None:
        for text in (*TEXTS[code].vi, *TEXTS[code].en):
            assert text.strip() == text != ""

    def test_both_languages_quote_the_same_details(self, code: ProblemCode) -> None:
        assert names_in(TEXTS[code].vi) == names_in(TEXTS[code].en)

    def test_the_languages_differ(self, code: ProblemCode) -> None:
        assert TEXTS[code].vi != TEXTS[code].en
        assert TEXTS[code].en[0].isascii()

    def test_they_are_sentences(self, code: ProblemCode) -> None:
        for text in (*TEXTS[code].vi, *TEXTS[code].en):
            assert text.endswith((".", "}"))


def test_every_word_is_known() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    words = re.findall(r'Word\("([^"]*)"\)', sources)
    assert len(words) > 1
    assert {*words, *get_args(Level)} <= WORDS.keys()


def test_every_code_is_used() -> None:
    elsewhere = [
        path.read_text("utf-8")
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name not in {"errors.py", "_messages.py"}
    ]
    used = set(re.findall(r"ProblemCode\.([A-Z_0-9]+)", "\n".join(elsewhere)))
    assert set(ProblemCode.__members__) - used == set()
