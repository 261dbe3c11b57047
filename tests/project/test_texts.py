"""Every text speaks every language, with the same details, and is said by somebody."""

from __future__ import annotations

import ast
import re
import tomllib
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest

from vn766 import texts
from vn766.errors import ProblemCode
from vn766.framework.model import Level

PACKAGE = Path(__file__).parents[2] / "src" / "vn766"
LANGUAGES = set(texts.languages())
CATALOGUES = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted((PACKAGE / "texts").glob("*.toml"))
    if path.stem != "languages"
}
WORDS = {
    f"{room}: {code}": entry
    for room, catalogue in CATALOGUES.items()
    for code, entry in catalogue.items()
    if code != "problem"
}
PROBLEMS = [
    (code, entry)
    for catalogue in CATALOGUES.values()
    for code, entry in catalogue.get("problem", {}).items()
]
SOURCES = {path: path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def forms(entry: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return the texts of an entry by form: the plain one is called "", each by language."""
    nested = {name: form for name, form in entry.items() if name not in LANGUAGES}
    plain = {name: text for name, text in entry.items() if name in LANGUAGES}
    return {"": plain, **nested}


def details_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(
    "entry", [*WORDS.values(), *dict(PROBLEMS).values()], ids=[*WORDS, *dict(PROBLEMS)]
)
class TestEveryText:
    def test_has_every_language(self, entry: dict[str, Any]) -> None:
        for form, by_language in forms(entry).items():
            assert form in {"", "hint", "one"}
            missing = LANGUAGES ^ by_language.keys()
            assert not missing or form == "one"

    def test_quotes_the_same_details_in_all_of_them(self, entry: dict[str, Any]) -> None:
        for form, by_language in forms(entry).items():
            if form == "one":  # which need not say its number
                for language, text in by_language.items():
                    assert details_in(text) <= details_in(entry[language])
            else:
                first, *others = map(details_in, by_language.values())
                assert others == [first] * len(others)

    def test_is_not_empty(self, entry: dict[str, Any]) -> None:
        for by_language in forms(entry).values():
            assert all(text.strip() for text in by_language.values())


class TestProblems:
    def test_every_code_has_its_texts_once(self) -> None:
        assert sorted(code for code, _ in PROBLEMS) == sorted(ProblemCode)

    def test_every_code_is_used(self) -> None:
        used = set(re.findall(r"ProblemCode\.([A-Z_0-9]+)", "\n".join(SOURCES.values())))
        assert set(ProblemCode.__members__) == used

    @pytest.mark.parametrize(("code", "entry"), PROBLEMS, ids=[code for code, _ in PROBLEMS])
    def test_texts_are_sentences(self, code: str, entry: dict[str, Any]) -> None:
        assert entry["vi"] != entry["en"]
        assert entry["en"].isascii(), code
        for text in (entry["vi"], entry["en"], entry["hint"]["vi"], entry["hint"]["en"]):
            assert text == text.strip()
            assert text.endswith((".", "}"))


class TestWords:
    def test_every_word_inside_a_message_is_known(self) -> None:
        words = re.findall(r'Word\("([^"]*)"\)', "\n".join(SOURCES.values()))
        assert len(words) > 1
        assert {*words, *get_args(Level)} <= CATALOGUES["words"].keys()

    def test_every_catalogue_is_opened(self) -> None:
        opened = re.findall(r'Catalogue\("([^"]*)"\)', "\n".join(SOURCES.values()))
        rooms = {room for room, held in CATALOGUES.items() if held.keys() != {"problem"}}
        assert rooms == {*opened}

    @pytest.mark.parametrize("text", WORDS)
    def test_each_is_said_somewhere(self, text: str, constants: set[str]) -> None:
        code = text.partition(": ")[2]
        assert code in constants or code.rstrip("0123456789") in constants


@pytest.fixture(scope="module")
def constants() -> set[str]:
    nodes = chain.from_iterable(ast.walk(ast.parse(source)) for source in SOURCES.values())
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


class TestLanguages:
    def test_a_language_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no texts in 'xx': the languages are vi, en"):
            texts.Catalogue("cli").say("rank", "xx")
