"""The scorers in other languages of `examples`: they keep every rule, and notice a wrong figure."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from vn766.testing import case_suites, cases_framework

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parents[2] / "examples" / "other_languages"
NODE = shutil.which("node")
SUITES: dict[str, Any] = {str(name): suite for name, suite in case_suites().items()}
ARROWS = (3, 38)  # SQLite reads JSON with -> since then


class Done(NamedTuple):
    lines: list[str]
    status: int


def run(command: Sequence[object], folder: Path) -> Done:
    done = subprocess.run(
        [*map(str, command), str(folder)], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.stderr == ""
    return Done(done.stdout.splitlines(), done.returncode)


LANGUAGES = [
    pytest.param(
        (NODE, FOLDER / "scorer.mjs"),
        id="JavaScript",
        marks=pytest.mark.skipif(NODE is None, reason="Node.js is not installed"),
    ),
    pytest.param(
        (sys.executable, "-X", "utf8", FOLDER / "run_sql.py"),
        id="SQL",
        marks=pytest.mark.skipif(
            sqlite3.sqlite_version_info < ARROWS, reason="SQLite is older than 3.38"
        ),
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as ``vn766 cases -o`` writes it."""
    documents = {"framework": cases_framework(), **SUITES}
    for name, document in documents.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document), "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", LANGUAGES)
class TestEachLanguage:
    def test_keeps_every_rule(self, command: tuple[object, ...], folder: Path) -> None:
        counts = {name: len(suite["cases"]) for name, suite in SUITES.items()}
        expected = [f"{name}: {count}/{count}" for name, count in sorted(counts.items())]
        assert run(command, folder) == Done(expected, 0)

    @pytest.mark.parametrize("name", [name for name in SUITES if name != "refused"])
    def test_notices_a_wrong_figure(
        self, name: str, command: tuple[object, ...], folder: Path
    ) -> None:
        suite = json.loads((folder / f"{name}.json").read_text("utf-8"))
        *_, case = suite["cases"]
        match case["expected"]:
            case {"points": str()} as expected:
                expected["points"] = "0.05"
            case {"total": _} as expected:
                expected["total"] = "0.05"
            case ranks:
                ranks[-1] = {"rank": 9, "of": 9, "tied": 1}
        (folder / f"{name}.json").write_text(json.dumps(suite), "utf-8")
        done = run(command, folder)
        count = len(suite["cases"])
        assert f"{name}: {count - 1}/{count}" in done.lines
        assert done.status == 1
