"""What a command loads before it works: people wait for that each time."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vn766.cli import vn766

EXAMPLES = Path(__file__).parents[2] / "examples"
LOADED = """\
import json, sys
from click import *
from rich.console import *
from rich.table import *
before = set(sys.modules)
from vn766.__main__ import main
sys.argv = ["vn766", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
sys.stderr.write(json.dumps(sorted(set(sys.modules) - before)))
"""
HEAVY = {"narwhals", "numpy", "docx", "hypothesis", "pandas", "matplotlib"}


def loaded(*arguments):
    """Return the modules that a command loads beside click, rich's tables and Python's own."""
    environment = {name: text for name, text in os.environ.items() if name[:3] != "COV"}
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *map(str, arguments)],
        capture_output=True,
        check=True,
        env=environment,
    )
    return set(json.loads(done.stderr.decode().splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_the_texts_and_nothing_that_works(arguments):
    modules = {name for name in loaded(*arguments) if name.startswith("vn766")}
    command = {"vn766.__main__", "vn766.cli", "vn766.cli.endings", "vn766.cli.words"}
    assert modules == command | {"vn766", "vn766.errors", "vn766.lazy", "vn766.texts"}


@pytest.fixture(scope="module")
def letter(tmp_path_factory):
    path = tmp_path_factory.mktemp("letter") / "letter.docx"
    loaded("report", EXAMPLES / "documents/cong-van-thang.toml", "-o", path)
    return path


def assert_loads(modules, most, never):
    """Hold the number of modules, Python's own too, against a few more than there are today."""
    assert {name.partition(".")[0] for name in modules} & never == set()
    assert len(modules) <= most, sorted(modules)


def test_score_loads_no_language_data_and_no_engine():
    modules = loaded("score", EXAMPLES / "provinces-2025.csv")
    assert "vn766.score" in modules
    assert_loads(modules, 140, {"babel", *HEAVY})


def test_audit_loads_no_bar_and_no_writer_of_documents():
    modules = loaded("audit", EXAMPLES / "notice.txt")
    assert "vn766.audit" in modules
    assert "rich.progress" not in modules
    assert_loads(modules, 175, HEAVY)


def test_check_reads_documents_with_what_python_has(letter):
    modules = loaded("check", letter)
    assert "vn766.nd30.judge" in modules
    assert_loads(modules, 170, {"babel", *HEAVY})


def test_a_command_that_is_not_there_is_told(run):
    done = run("scor")
    assert done.exit_code == 2
    assert "scor" in done.output


def test_the_list_of_commands_says_of_each_what_its_own_help_says(run):
    listed = run("--help").output
    for name in vn766.list_commands(None):
        own = run(name, "--help").output.splitlines()[2].strip()
        assert f"{name} " in listed
        assert own.split(".")[0][:30] in listed
