"""Imports point one way, each dependency has one room, and importing stays light."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SRC = Path(__file__).parents[2] / "src"

# A room may import the rooms above it, never those below it or beside it.
ORDER = (
    ("lazy",),
    ("schemas.types", "schemas.outputs"),
    ("texts", "shown", "vocabulary"),
    ("errors",),
    ("vocabulary.typed",),
    ("period", "codes"),
    ("vi",),
    ("_engine.formulas", "_engine.exact"),  # what the rules of a framework are computed with
    ("files",),
    ("framework",),
    ("_engine",),
    ("records",),
    ("score",),
    ("explain", "compare"),
    ("advise",),
    ("readers", "convert"),
    ("show",),
    ("tables", "nd30", "plot"),
    ("report", "audit"),
    ("testing", "schemas"),
    ("_hypothesis",),
    ("cli",),
    ("__main__",),
    ("__init__",),
)
LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}

# These go the other way, and only when something is called or for types: a result gets its steps,
# and `shown` is the one door to the room that shows results.
WHEN_CALLED = {("score", "explain"), ("shown", "errors"), ("shown", "score"), ("shown", "show")}

# Who may import what is not ours. attrs and the standard library are everybody's.
ALLOWED = {
    "babel": ("vi",),
    "cattrs": ("framework.fields", "convert"),
    "tomli_w": ("convert",),
    "typing_extensions": ("schemas.types",),
    "matplotlib": ("plot",),
    "click": ("cli",),
    "rich": ("cli",),
    "python_calamine": ("files",),
    "pypdf": ("files",),
    "xlsxwriter": ("show.xlsx", "report.workbook"),
    "docx": ("nd30.writer",),
    "hypothesis": ("testing", "_hypothesis"),
    "narwhals": ("tables",),
    "numpy": ("tables",),
    # Whoever passes a table of a library has it: what tables are made of is imported when called.
    "pandas": ("show.frames", "shown", "tables.eager", "tables.ranks"),
    "polars": ("show.frames", "shown", "tables.eager", "tables.engines"),
    "pyarrow": (
        *("files.parquet", "show.frames", "shown", "tables.doubts", "tables.eager"),
        "tables.pieces",
        "audit.ledger",
    ),
    "duckdb": ("tables.engines",),
    "pyspark": ("tables.engines",),
    "py4j": ("tables.engines",),
}
HEAVY = {
    *(
        "cattrs",
        "babel",
        "narwhals",
        "docx",
        "lxml",
        "numpy",
        "pandas",
        "polars",
        "hypothesis",
        "logging",
    ),
    *("importlib.metadata", "importlib.resources"),
}


class Import(NamedTuple):
    """One import: who, what, where, and whether importing the module leaves it out."""

    module: str  # without "vn766."
    target: str
    line: int
    when_called: bool

    def __str__(self) -> str:
        return f"{self.module}, line {self.line}: {self.target}"


def imports_of(path: Path) -> Iterator[Import]:
    parts = path.relative_to(SRC / "vn766").with_suffix("").parts
    module = ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)
    tree = ast.parse(path.read_text("utf-8"), str(path))
    later = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or is_for_types_only(node)
    ]
    inside = {id(node) for block in later for node in ast.walk(block)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative imports are not used here"
            # `from vn766 import score` and `from vn766._engine import tally` name modules.
            targets = [
                f"{node.module}.{alias.name}" if is_package(str(node.module)) else str(node.module)
                for alias in node.names
            ]
        else:
            continue
        for target in targets:
            yield Import(module, target, node.lineno, id(node) in inside)


def is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def is_package(name: str) -> bool:
    return (SRC.joinpath(*name.split(".")) / "__init__.py").exists()


@pytest.fixture(scope="module")
def imports() -> list[Import]:
    return [found for path in sorted(SRC.rglob("*.py")) for found in imports_of(path)]


def room_of(module: str) -> str:
    return module.partition(".")[0]


def level_of(module: str) -> int:
    """Return the level of a room, or of the module of a room that has one of its own."""
    own = (level for name, level in LEVEL.items() if "." in name and f"{module}.".startswith(name))
    return next(own, LEVEL[room_of(module)])


def test_every_room_has_its_place(imports: list[Import]) -> None:
    assert {room_of(found.module) for found in imports} <= LEVEL.keys()


def test_imports_point_one_way(imports: list[Import]) -> None:
    wrong = []
    for found in imports:
        package, _, inner = found.target.partition(".")
        here, there = room_of(found.module), room_of(inner)
        if package != "vn766" or here == there:
            continue
        if found.when_called and (here, there) in WHEN_CALLED:
            continue
        if level_of(inner) >= level_of(found.module):
            wrong.append(str(found))
    assert wrong == []


def test_each_dependency_has_its_rooms(imports: list[Import]) -> None:
    wrong = []
    for found in imports:
        package = room_of(found.target)
        if package in {"vn766", "attrs", *sys.stdlib_module_names}:
            continue
        rooms = ALLOWED.get(package, ())
        if not any(f"{found.module}.".startswith(f"{room}.") for room in rooms):
            wrong.append(str(found))
    assert wrong == []


@pytest.mark.parametrize("module", ["vn766", "vn766.errors", "vn766.score"])
def test_importing_stays_light(module: str) -> None:
    # A measured process loads what measuring needs: this one must not be measured.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    code = f"import sys; import {module}; print(*sys.modules, sep='\\n')"
    shown = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=plain,
    )
    loaded = set(shown.stdout.split())
    assert module in loaded
    assert HEAVY & loaded == set()
