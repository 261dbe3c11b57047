"""The command in this process, in a folder of its own."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from vn766.cli import vn766


def schema_of(args, done):
    """Return the name of the schema of what a command printed."""
    if done.exit_code == 2 and "reports" not in done.stdout:
        return "output-failure"
    command = "-".join(args[:2]) if args[0] == "framework" else args[0]
    if "vn766-margins-1" in done.stdout:
        return "output-advise-margins"
    if '"kind": "what_if"' in done.stdout:
        return "output-advise-what-if"
    if "vn766-advise-all-1" in done.stdout:
        return "output-advise-all"
    if command == "compare" and '"series": ' in done.stdout:
        return "output-compare-series"
    return f"output-{command}-large" if '"engine": ' in done.stdout else f"output-{command}"


@pytest.fixture
def run(tmp_path, monkeypatch, conforms):
    """Run the command with arguments; the terminal is 120 wide and without colours.

    Whatever is printed as JSON is held against its schema.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*args, stdin=None):
        args = [str(arg) for arg in args]
        done = CliRunner().invoke(vn766, args, input=stdin)
        if "--json" in args and done.stdout.startswith(("{", "[")):
            conforms(json.loads(done.stdout), schema_of(args, done))
        return done

    return run


@pytest.fixture
def table(tmp_path):
    """Write a text as a file, and return its path."""

    def write(text, name="t.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
