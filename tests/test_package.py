"""The package as its users import it."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

import vn766
from vn766 import framework


def test_every_curated_name_is_there():
    for name in vn766.__all__:
        assert getattr(vn766, name).__name__ == name


def test_the_version_is_the_distribution_s():
    assert vn766.__version__ == version("vn766")


def test_other_names_are_missing():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        vn766.nothing  # noqa: B018


@pytest.mark.parametrize("package", ["vn766", "vn766.vi", "vn766.readers"])
def test_names_load_from_where_type_checkers_see_them(package):
    module = import_module(package)
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    typed = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.name: line.module
        for line in typed.body
        if isinstance(line, ast.ImportFrom)
        for alias in line.names
    }
    for name, home in seen.items():
        assert getattr(module, name) is getattr(import_module(home), name)
    own = {name for name in module.__all__ if name not in seen}
    assert own <= vars(module).keys()


def test_no_curated_name_hides_a_submodule():
    assert vn766.score.__name__ == "vn766.score"


WITHOUT = """
import sys
for name in {names!r}:
    sys.modules[name] = None
{code}
"""


def run_without(names, code):
    """Run `code` in a fresh interpreter in which importing `names` fails."""
    script = WITHOUT.format(names=names, code=code)
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("names", "module", "extra"),
    [
        (["click"], "vn766.cli", "cli"),
        (["hypothesis"], "vn766.testing", "testing"),
        (["narwhals"], "vn766.tables", "tables"),
    ],
)
def test_a_missing_extra_is_named(names, module, extra):
    code = (
        "from vn766.errors import MissingExtraError\n"
        f"try:\n    import {module}\nexcept MissingExtraError as error:\n    print(error.extra)"
    )
    done = run_without(names, code)
    assert done.stdout.strip() == extra, done.stderr


@pytest.mark.parametrize("name", ["click", "rich"])
def test_the_command_without_its_extra_says_how_to_install_it(name):
    code = "from vn766.__main__ import main\nimport sys\nsys.argv = ['vn766', 'score']\nmain()"
    done = run_without([name], code)
    assert done.returncode == 1
    assert done.stderr.strip().count('pip install "vn766[cli]"') == 2  # Vietnamese and English


def test_scoring_needs_none_of_the_extras():
    names = ["click", "rich", "hypothesis", "narwhals", "numpy", "docx", "python_calamine"]
    code = "from vn766.score import score_points\nprint(score_points({'online': '15,2'}).bounds)"
    done = run_without(names, code)
    assert done.stdout.strip() == "(Decimal('15.20'), Decimal('93.20'))", done.stderr


def test_names_that_are_loaded_when_asked_for_are_listed():
    assert set(framework.__all__) <= set(dir(framework))
