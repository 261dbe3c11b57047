"""The command in this process, in a folder of its own."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import pytest
from click.testing import CliRunner

from vn766.cli import vn766


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the command with arguments; the terminal is 120 wide and without colours."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*args):
        return CliRunner().invoke(vn766, [str(arg) for arg in args])

    return run


@pytest.fixture
def table(tmp_path):
    """Write a text as a file, and return its path."""

    def write(text, name="t.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
