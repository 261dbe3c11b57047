"""No traces of anybody's machine in the repository, and no binary floats in the arithmetic."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from vn766.framework.rules import rule_kinds

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "vn766"
TRACES = re.compile(
    r"(?<![\w./-])/(?:work|root|home|Users|opt)/\w|\b[A-Z]:\\\\?Users"
    # the hosts of registries, split so that this file holds none
    r"|\bpypi\.(?=org)|\bpythonhosted\.(?=org)|\bnpmjs\.(?=org)|\bdebian\.(?=org/)"
)


def tracked_files() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_machine_paths_and_no_registry_hosts() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked_files()
        if path.is_file()
        for match in TRACES.finditer(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert found == []


def test_no_environment_lock_or_build_is_tracked() -> None:
    kept_out = {".uv", ".venv", ".nox", "uv.lock", "dist", "_build", "__pycache__"}
    assert [path for path in tracked_files() if kept_out & {*path.relative_to(ROOT).parts}] == []


def test_nothing_asks_which_kind_a_rule_is() -> None:
    """Whoever wants to know something about a rule asks the rule."""
    kinds = "|".join(kind.__name__ for kind in rule_kinds().values())
    asks = re.compile(rf"framework.* import .*\b({kinds})\b|\brule\.kind (==|!=|in|not in) ")
    outside = (path for path in PACKAGE.rglob("*.py") if path.parent.name != "framework")
    assert [path.name for path in outside if asks.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "path",
    [
        *sorted((PACKAGE / "_engine").glob("*.py")),
        PACKAGE / "framework" / "rules.py",
        *sorted((PACKAGE / "score").glob("*.py")),
    ],
    ids=lambda path: path.name,
)
def test_the_arithmetic_makes_no_binary_floats(path: Path) -> None:
    """Half-up is written once, on integers: nothing else rounds, divides or makes floats."""
    wrong: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="float" | "round" as name)):
                wrong.append(f"line {node.lineno}: {name}")
            case ast.Attribute(attr="round" | "floor" | "ceil" | "fsum" as name):
                wrong.append(f"line {node.lineno}: {name}")
            case ast.BinOp(op=ast.Div()):
                wrong.append(f"line {node.lineno}: /")
            case ast.Constant(value=float() as value):
                wrong.append(f"line {node.lineno}: {value}")
    assert wrong == []
