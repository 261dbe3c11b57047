"""One idea, one home: the structure in figures, and what of it stays as it is.

``python tests/project/test_structure.py [SRC]`` prints the figures of a folder, of today or before.

Lines count everything in a file; lines of logic leave out blank lines, comments, docstrings and
imports. A room is a module or package right below ``vn766``.
"""

from __future__ import annotations

import ast
import re
import sys
import tokenize
from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pytest

SRC = Path(__file__).parents[2] / "src" / "vn766"
DOOR = "shown"
KINDS = {
    "Proportional",
    "Target",
    "Given",
    "Unscored",
    "proportional",
    "target",
    "given",
    "unscored",
}


class Arrow(NamedTuple):
    """One import of a room by another; `now` if importing the one runs it."""

    here: str
    there: str
    now: bool


class Module:
    """One file of the package."""

    def __init__(self, path: Path, src: Path) -> None:
        self.path = path
        self.name = path.relative_to(src).as_posix()
        self.room = self.name.removesuffix(".py").partition("/")[0]
        self.text = path.read_text("utf-8")
        self.tree = ast.parse(self.text)

    @cached_property
    def lines(self) -> int:
        """All lines."""
        return len(self.text.splitlines())

    @cached_property
    def logic(self) -> int:
        """The lines that do something."""
        counted: set[int] = set()
        with self.path.open("rb") as stream:
            for token in tokenize.tokenize(stream.readline):
                if token.type not in _SILENT:
                    counted.update(range(token.start[0], token.end[0] + 1))
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import | ast.ImportFrom) or (
                isinstance(node, ast.Expr) and _is_text(node.value)
            ):
                counted.difference_update(range(node.lineno, (node.end_lineno or 0) + 1))
        return len(counted)

    @cached_property
    def excuses(self) -> int:
        """The places where a rule of the linter is switched off."""
        return len(re.findall(r"#.*\bnoqa\b", self.text))

    @cached_property
    def names_a_kind_of_rule(self) -> bool:
        """Whether the code asks of which kind a rule of an indicator is."""
        for node in ast.walk(self.tree):
            match node:
                case ast.Compare(left=ast.Attribute(attr="kind", value=ast.Attribute(attr="rule"))):
                    return True
                case ast.Compare(left=ast.Attribute(attr="kind", value=ast.Name(id="rule"))):
                    return True
                case ast.Call(func=ast.Name(id="isinstance"), args=[_, tested]) if KINDS & {
                    name.id for name in ast.walk(tested) if isinstance(name, ast.Name)
                }:
                    return True
                case _:
                    pass
        return False

    @cached_property
    def branches_on_language(self) -> int:
        """The conditions that compare a language with the name of one."""
        found = 0
        for node in ast.walk(self.tree):
            match node:
                case ast.Compare() if {"vi", "en"} & {
                    each.value
                    for each in ast.walk(node)
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }:
                    found += 1
                case _:
                    pass
        return found

    def arrows(self) -> set[Arrow]:
        """The imports of other rooms, those for types left out."""
        found: set[Arrow] = set()
        self._collect(self.tree, found, now=True)
        return {arrow for arrow in found if arrow.there != self.room}

    def _collect(self, node: ast.AST, found: set[Arrow], *, now: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
                continue
            later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            if isinstance(child, ast.ImportFrom) and child.module:
                parts = child.module.split(".")
                if parts[0] == "vn766":
                    named = parts[1:2] or [alias.name for alias in child.names]
                    found.update(Arrow(self.room, name, now) for name in named)
            self._collect(child, found, now=now and not later)


_SILENT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def modules(src: Path = SRC) -> list[Module]:
    """Return every module of the package."""
    return [Module(path, src) for path in sorted(src.rglob("*.py"))]


def circles(found: list[Module]) -> list[tuple[str, ...]]:
    """Return the rooms that import each other, directly or around, each circle once.

    The door and `UnitResult.explain` lead upwards on purpose, when a method is called.
    """
    reach: dict[str, set[str]] = {module.room: set() for module in found if module.room != DOOR}
    for module in found:
        for arrow in module.arrows():
            upwards = not arrow.now and (arrow.here, arrow.there) == ("score", "explain")
            if module.room != DOOR and arrow.there in reach and not upwards:
                reach[module.room].add(arrow.there)
    for middle, beyond in reach.items():
        for others in reach.values():
            if middle in others:
                others.update(beyond)
    groups = {
        tuple(sorted(other for other in reach if other in reach[room] and room in reach[other]))
        for room in reach
    }
    return sorted(group for group in groups if len(group) > 1)


def private_at_the_top(found: list[Module]) -> list[str]:
    """Return the private rooms right below the package."""
    return sorted({m.room for m in found if m.room.startswith("_") and not m.room.endswith("__")})


@pytest.fixture(name="found", scope="module")
def fixture_found() -> list[Module]:
    return modules()


def test_only_the_framework_asks_what_kind_a_rule_is(found: list[Module]) -> None:
    asking = [m.name for m in found if m.names_a_kind_of_rule and m.room != "framework"]
    assert asking == []


def test_only_the_rooms_of_language_branch_on_one(found: list[Module]) -> None:
    asking = {m.name for m in found if m.branches_on_language} - {"texts", "vi"}
    assert {name for name in asking if not name.startswith(("texts/", "vi/"))} == set()


def test_imports_make_no_circles_but_that_of_types(found: list[Module]) -> None:
    assert circles(found) == [("_engine", "framework")]


def test_few_private_rooms_at_the_top(found: list[Module]) -> None:
    assert private_at_the_top(found) == ["_engine", "_hypothesis"]


def test_few_rules_of_the_linter_are_switched_off(found: list[Module]) -> None:
    assert sum(module.excuses for module in found) <= 60


def main() -> None:
    """Print the figures, room by room."""

    def say(*parts: object) -> None:
        sys.stdout.write(" ".join(map(str, parts)) + "\n")

    src = Path(sys.argv[1]) if len(sys.argv) > 1 else SRC
    found = modules(src)
    rooms = dict.fromkeys(module.room for module in found)
    files, lines, logic, excuses = (Counter[str]() for _ in range(4))
    for module in found:
        files[module.room] += 1
        lines[module.room] += module.lines
        logic[module.room] += module.logic
        excuses[module.room] += module.excuses
    say(f"{'room':14}{'files':>6}{'lines':>8}{'logic':>8}{'noqa':>6}")
    for room in rooms:
        figures = [counter[room] for counter in (files, lines, logic, excuses)]
        say(f"{room:14}{figures[0]:6}{figures[1]:8}{figures[2]:8}{figures[3]:6}")
    total = [sum(counter.values()) for counter in (files, lines, logic, excuses)]
    say(f"{'all':14}{total[0]:6}{total[1]:8}{total[2]:8}{total[3]:6}")
    kinds = [m.name for m in found if m.names_a_kind_of_rule and m.room != "framework"]
    say("private rooms at the top:", ", ".join(private_at_the_top(found)) or "none")
    say(f"files outside framework/ that name a rule's kind: {len(kinds)}", *kinds)
    branches = {m.name: m.branches_on_language for m in found if m.room not in {"texts", "vi"}}
    named = [name for name, count in branches.items() if count]
    say(f"branches on the language: {sum(branches.values())} in {len(named)} files", *named)
    say("circles:", "; ".join(" <-> ".join(circle) for circle in circles(found)) or "none")


if __name__ == "__main__":
    main()
