"""Every text speaks every language, with the same details, and is said by somebody."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, get_args

import pytest

from vn766 import texts
from vn766.errors import ProblemCode
from vn766.framework import Level
from vn766.nd30 import decree
from vn766.nd30.decree import RuleGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[2] / "src" / "vn766"
LANGUAGES = set(texts.languages())
ROOMS = sorted(path.stem for path in (PACKAGE / "texts").glob("*.toml") if path.stem != "languages")


def texts_of(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every text of a catalogue by its code: what is said in each language."""
    said = {name: text for name, text in table.items() if isinstance(text, str)}
    if said:
        yield path, said
    for name in table.keys() - said.keys():
        yield from texts_of(table[name], f"{path}.{name}".lstrip("."))


CATALOGUES = {
    room: dict(texts_of(tomllib.loads((PACKAGE / f"texts/{room}.toml").read_text("utf-8"))))
    for room in ROOMS
}
TEXTS = {
    f"{room}: {code}": said
    for room, catalogue in CATALOGUES.items()
    for code, said in catalogue.items()
}
PROBLEM = "problem."
PROBLEMS = {
    code.removeprefix(PROBLEM): said
    for catalogue in CATALOGUES.values()
    for code, said in catalogue.items()
    if code.startswith(PROBLEM) and not code.endswith(".one")
}
WORDS = [name for name in TEXTS if f": {PROBLEM}" not in name]
SOURCES = {path: path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def details_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


class TestEveryText:
    def test_is_said_in_every_language(self) -> None:
        lacking = {name for name, said in TEXTS.items() if said.keys() != LANGUAGES}
        assert {name for name in lacking if not name.endswith(".one")} == set()
        assert all(TEXTS[name].keys() <= LANGUAGES for name in lacking)

    def test_quotes_the_same_details_in_all_languages(self) -> None:
        wrong = []
        for name, said in TEXTS.items():
            whole = TEXTS[name.removesuffix(".one")]
            alike = len({frozenset(details_in(text)) for text in whole.values()}) == 1
            # A text of one need not say its number.
            none = set.union(*map(details_in, said.values())) <= details_in(whole["en"])
            if not (alike and none):
                wrong.append(name)
        assert wrong == []

    def test_is_not_empty(self) -> None:
        assert [
            name for name, said in TEXTS.items() if not all(map(str.strip, said.values()))
        ] == []


class TestProblems:
    def test_every_code_has_message_and_hint_once(self) -> None:
        codes = [code.value for code in ProblemCode]
        assert sorted(PROBLEMS) == sorted([*codes, *(f"{code}.hint" for code in codes)])
        listed = [code for held in CATALOGUES.values() for code in held if code.startswith(PROBLEM)]
        listed = [code for code in listed if not code.endswith(".one")]
        assert len(listed) == len(PROBLEMS)

    def test_every_code_is_used(self) -> None:
        used = set(re.findall(r"ProblemCode\.([A-Z_0-9]+)", "\n".join(SOURCES.values())))
        assert set(ProblemCode.__members__) == used

    def test_texts_are_sentences(self) -> None:
        for code, said in PROBLEMS.items():
            assert code.endswith(".hint") or (said["en"].isascii() and said["en"] != said["vi"])
            for text in said.values():
                assert text == text.strip(), code
                assert text.endswith((".", "}")), code


class TestWords:
    def test_every_word_inside_a_message_is_known(self) -> None:
        words = re.findall(r'Word\("([^"]*)"\)', "\n".join(SOURCES.values()))
        assert len(words) > 1
        assert {*words, *get_args(Level)} <= CATALOGUES["words"].keys()

    def test_every_catalogue_is_opened(self) -> None:
        opened = re.findall(r'(?:Catalogue|Wording\.of)\(\s*"(\w+)"', "\n".join(SOURCES.values()))
        assert {name.partition(": ")[0] for name in WORDS} == {*opened}

    def test_each_is_said_somewhere(self) -> None:
        nodes = chain.from_iterable(ast.walk(ast.parse(source)) for source in SOURCES.values())
        values = (node.value for node in nodes if isinstance(node, ast.Constant))
        constants = {value for value in values if isinstance(value, str)}
        begun = tuple(text for text in constants if text.endswith((".", " ")))  # f"month {number}"
        codes = {name.partition(": ")[2].removesuffix(".one") for name in WORDS} - constants
        assert {code for code in codes if not code.startswith(begun)} == set()

    def test_rules_and_elements_are_those_of_the_decree(self) -> None:
        law = decree()
        codes = {f"element.{each.id}" for each in law.elements}
        codes |= {f"form.{each.id}" for each in law.forms}
        codes |= {f"group.{group}" for group in get_args(RuleGroup)}
        codes |= {f"rule.{each.id}" for each in law.rules}
        codes |= {f"rule.{each.id}.required" for each in law.rules if each.element is None}
        assert CATALOGUES["decree"].keys() == codes


class TestLanguages:
    def test_a_language_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no texts in 'xx': the languages are vi, en"):
            texts.Catalogue("show").say("rank", "xx")

    def test_importing_reads_no_catalogue(self) -> None:
        code = "import vn766.score; from vn766.texts import _written; print(_written.cache_info())"
        shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert b"currsize=0" in shown.stdout

    @pytest.mark.parametrize("room", ROOMS)
    def test_one_table_alone_says_what_the_whole_catalogue_says(self, room: str) -> None:
        for code, said in CATALOGUES[room].items():
            assert texts.Texts(room)[code] == said

    def test_nobody_asks_which_language_is_spoken(self) -> None:
        wrong = []
        for path, source in SOURCES.items():
            if path.parent.name in {"texts", "vi"}:
                continue
            asked = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Compare))
            for question in asked:
                sides = [question.left, *question.comparators]
                if any(
                    isinstance(side, ast.Constant) and side.value in LANGUAGES for side in sides
                ):
                    wrong.append(f"{path.name}, line {question.lineno}")
        assert wrong == []
