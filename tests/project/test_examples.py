"""The scripts in `examples` run as they are, in any folder, and print what they printed before.

What they print is written anew with VN766_WRITE_GOLDEN=1; look at what changed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "examples").glob("*.py"))
PRINTED = Path(__file__).with_name("printed_by_examples")


def golden(name: str, found: str) -> str:
    path = PRINTED / f"{name}.txt"
    if "VN766_WRITE_GOLDEN" in os.environ:
        PRINTED.mkdir(exist_ok=True)
        path.write_text(found, "utf-8")
    return path.read_text("utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_prints_what_it_printed(script: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "utf8", str(script)],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.stderr.decode("utf-8") == ""
    found = done.stdout.decode("utf-8").replace("\r\n", "\n")
    assert found == golden(script.stem, found) != ""


def test_nothing_was_printed_by_scripts_that_are_gone() -> None:
    assert [path.stem for path in sorted(PRINTED.iterdir())] == [path.stem for path in SCRIPTS]


def test_every_example_is_in_the_table() -> None:
    table = (ROOT / "examples" / "README.md").read_text("utf-8")
    names = [path.name for path in sorted((ROOT / "examples").iterdir())]
    assert [name for name in names if f"`{name}" not in table and name != "README.md"] == []
