"""The two READMEs say the same, and what they and the docs show is what the command prints."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
FENCE = re.compile(
    r"^(?P<ticks>`{3,})(?P<language>\w*)\n(?P<body>.*?)^(?P=ticks)$", re.MULTILINE | re.DOTALL
)
PROMPT = "$ vn766 "
LEFT_OUT = "…"


class Fence(NamedTuple):
    """A fenced block of a Markdown file."""

    language: str
    body: str


def fences(path: Path) -> list[Fence]:
    return [Fence(m["language"], m["body"]) for m in FENCE.finditer(path.read_text("utf-8"))]


def console_examples() -> list[tuple[Path, str, list[str]]]:
    """Return every command shown with its output, from all Markdown files for readers."""
    examples = []
    for path in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("**/*.md"))]:
        for fence in fences(path):
            if fence.language != "console" or not fence.body.startswith(PROMPT):
                continue
            lines = fence.body.splitlines()
            starts = [at for at, line in enumerate(lines) if line.startswith("$ ")]
            for start, end in pairwise([*starts, len(lines)]):
                examples.append((path, lines[start], lines[start + 1 : end]))
    return examples


def printed(command: str) -> list[str]:
    """Return what a terminal of 100 columns without colours shows for a command."""
    kept = {name: value for name, value in os.environ.items() if name != "VN766_LANG"}
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command.removeprefix("$ "))],
        cwd=ROOT,
        env={**kept, "NO_COLOR": "1", "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return [line.rstrip() for line in done.stdout.decode("utf-8").splitlines()]


def matches(shown: list[str], real: list[str]) -> bool:
    """Whether the lines are the same, a line with only "…" standing for any number of lines."""
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() == LEFT_OUT else re.escape(line.rstrip()) + r"\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in real)) is not None


@pytest.mark.parametrize(
    ("path", "command", "shown"),
    [
        pytest.param(path, command, shown, id=f"{path.name}: {command}")
        for path, command, shown in console_examples()
    ],
)
def test_shown_output_is_real(path: Path, command: str, shown: list[str]) -> None:
    assert command.startswith(PROMPT), f"{path}: one block, one program"
    real = printed(command)
    if not matches(shown, real):
        assert shown == real


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (["a", "b", "c"], True),
        (["a", LEFT_OUT], True),
        ([LEFT_OUT, "c"], True),
        (["a", LEFT_OUT, "b", "c"], True),
        (["a", LEFT_OUT, "d"], False),
        (["a", "c"], False),
        (["a.", "b", "c"], False),
    ],
)
def test_an_ellipsis_stands_for_whole_lines(shown: list[str], *, expected: bool) -> None:
    assert matches(shown, ["a", "b", "c"]) is expected


WINDOWS = ("powershell", "bat")
"""Most offices have Windows: the Vietnamese README says more of it, and says it first."""


class TestBothLanguages:
    ENGLISH = ROOT / "README.md"
    VIETNAMESE = ROOT / "README.vi.md"

    def test_headings_have_the_same_structure(self) -> None:
        levels = [
            re.findall(r"^(#+) ", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE)
            for path in (self.ENGLISH, self.VIETNAMESE)
        ]
        assert levels[0] == levels[1] != []

    def test_blocks_are_of_the_same_kinds_but_for_those_of_windows(self) -> None:
        kinds = [
            [each for fence in fences(path) if (each := fence.language) not in WINDOWS]
            for path in (self.ENGLISH, self.VIETNAMESE)
        ]
        assert kinds[0] == kinds[1] != []

    def test_commands_and_code_are_the_same(self) -> None:
        english, vietnamese = (
            [fence for fence in fences(path) if fence.language in {"sh", "python"}]
            for path in (self.ENGLISH, self.VIETNAMESE)
        )
        assert english == vietnamese != []

    def test_they_show_the_same_commands_each_in_its_language(self) -> None:
        english, vietnamese = (
            [command for where, command, _ in console_examples() if where == path]
            for path in (self.ENGLISH, self.VIETNAMESE)
        )
        assert [command.replace(" --lang en", "") for command in english] == vietnamese

    def test_they_name_each_other(self) -> None:
        assert "(README.vi.md)" in self.ENGLISH.read_text("utf-8")
        assert "(README.md)" in self.VIETNAMESE.read_text("utf-8")
