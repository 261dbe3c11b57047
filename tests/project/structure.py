"""The structure of the package in figures: ``python tests/project/structure.py [SRC]``.

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

SRC = Path(__file__).parents[2] / "src" / "vn766"
KINDS = {"Proportional", "Target", "Given", "Unscored", "proportional", "target", "given", "unscored"}


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
            if isinstance(node, ast.Import | ast.ImportFrom) or _is_docstring(node):
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


def _is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def modules(src: Path = SRC) -> list[Module]:
    """Return every module of the package."""
    return [Module(path, src) for path in sorted(src.rglob("*.py"))]


def circles(found: list[Module]) -> list[tuple[str, ...]]:
    """Return the rooms that import each other, directly or around, each circle once."""
    reach: dict[str, set[str]] = {module.room: set() for module in found}
    for module in found:
        reach[module.room] |= {arrow.there for arrow in module.arrows() if arrow.there in reach}
    for middle in reach:
        for room, others in reach.items():
            if middle in others:
                reach[room] = others | reach[middle]
    groups = {
        tuple(sorted(other for other in reach if other in reach[room] and room in reach[other]))
        for room in reach
    }
    return sorted(group for group in groups if len(group) > 1)


def private_at_the_top(found: list[Module]) -> list[str]:
    """Return the private rooms right below the package."""
    return sorted({m.room for m in found if m.room.startswith("_") and not m.room.endswith("__")})


def main() -> None:
    """Print the figures, room by room."""
    src = Path(sys.argv[1]) if len(sys.argv) > 1 else SRC
    found = modules(src)
    rooms = dict.fromkeys(module.room for module in found)
    files, lines, logic, excuses = (Counter[str]() for _ in range(4))
    for module in found:
        files[module.room] += 1
        lines[module.room] += module.lines
        logic[module.room] += module.logic
        excuses[module.room] += module.excuses
    print(f"{'room':14}{'files':>6}{'lines':>8}{'logic':>8}{'noqa':>6}")
    for room in rooms:
        print(f"{room:14}{files[room]:6}{lines[room]:8}{logic[room]:8}{excuses[room]:6}")
    total = [sum(counter.values()) for counter in (files, lines, logic, excuses)]
    print(f"{'all':14}{total[0]:6}{total[1]:8}{total[2]:8}{total[3]:6}")
    kinds = [m.name for m in found if m.names_a_kind_of_rule and m.room != "framework"]
    print("private rooms at the top:", ", ".join(private_at_the_top(found)) or "none")
    print(f"files outside framework/ that name a rule's kind: {len(kinds)}", *kinds)
    branches = {
        m.name: m.branches_on_language for m in found if m.room not in {"texts", "vi"}
    }
    named = [name for name, count in branches.items() if count]
    print(f"branches on the language: {sum(branches.values())} in {len(named)} files", *named)
    print("circles:", "; ".join(" <-> ".join(circle) for circle in circles(found)) or "none")


if __name__ == "__main__":
    main()
