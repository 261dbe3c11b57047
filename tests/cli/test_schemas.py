"""The command's schemas: listed, printed, written, and kept by whatever is printed with --json."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import pytest

from vn766.cli import vn766
from vn766.schemas import get_schema, list_schemas, schema_path

EXAMPLES = Path(__file__).parents[2] / "examples"
POINTS = sorted(path.name for path in EXAMPLES.glob("*.csv") if "counts" not in path.name)
MONTHS = [f"communes-2026-{month}.csv" for month in ("05", "06", "08")]
PERIODS = [word for month in (5, 6, 8) for word in ("--period", f"{month}/2026")]
COUNTS = "counts-2026-09.csv"
FRAMEWORK = "province_framework/src/vi_du_766/tinh-vi-du-2026.toml"
DOCUMENTS = sorted(path.name for path in (EXAMPLES / "documents").glob("*.toml"))
CALLS = {
    "score": [
        *([name, "--keep-going"] for name in (*POINTS, COUNTS, "portal-2026-10.json")),
        ["none.csv"],
    ],
    "explain": [[POINTS[0], "--unit", "H21.801"], [COUNTS, "--unit", "H99.101"]],
    "advise": [
        [COUNTS],
        *([COUNTS, "--unit", "H99.101", *goal] for goal in ((), ("--reach", "90"))),
        [COUNTS, "--margins"],
        [COUNTS, "--unit", "H99.101", "--what-if", "2.1=9/10"],
    ],
    "compare": [[*MONTHS[:2], *PERIODS[:4]], [*MONTHS, *PERIODS]],
    "plot": [[POINTS[0], "-o", "a.svg"]],
    "audit": [["notice.txt"], ["."]],
    "check": [["a.docx"], ["documents", "a.docx"], ["none.docx"]],
    "cases": [[], ["-o", "cases"]],
    "report": [[f"documents/{name}", "-o", f"{name}.out/a.docx"] for name in DOCUMENTS],
    "new": [[], ["monthly-letter", "-o", "a.xlsx"]],
    "framework list": [[]],
    "framework show": [["qd766"], ["--doubts"], ["portal-2026", "--doubts"], [FRAMEWORK]],
    "framework lint": [[FRAMEWORK], ["notice.txt"]],
    "framework diff": [["qd766", FRAMEWORK]],
    "schema": [[]],
}
"""Calls of every command that has --json, on the examples; `run` holds each against its schema."""


def commands(group, path=()):
    """Yield the path of each command below a group that has --json."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        elif any("--json" in option.opts for option in command.params):
            yield " ".join((*path, name))


def test_every_command_with_json_is_called():
    assert sorted(commands(vn766)) == sorted(CALLS)


@pytest.mark.parametrize("command", CALLS)
def test_what_is_printed_of_the_examples_keeps_its_schema(command, run, tmp_path):
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    if command == "check":
        assert run("report", f"documents/{DOCUMENTS[-1]}", "-o", "a.docx").exit_code == 0
    for name in DOCUMENTS:
        (tmp_path / f"{name}.out").mkdir()
    printed = [run(*command.split(), *call, "--json").stdout for call in CALLS[command]]
    assert all(text.startswith(("{", "[")) for text in printed)
    refused = [text for text in printed if "vn766-failure-1" in text]
    assert len(refused) == sum(call[0].startswith("none") for call in CALLS[command] if call)


@pytest.mark.parametrize(("language", "title"), [("vi", "Tệp khung"), ("en", "The file of a")])
def test_lists_all(run, language, title):
    done = run("schema", "--lang", language)
    assert done.exit_code == 0
    assert title in done.stdout
    assert all(name in done.stdout for name in list_schemas())


def test_lists_all_as_json(run):
    listed = json.loads(run("schema", "--json").stdout)["schemas"]
    assert [each["name"] for each in listed] == list(list_schemas())
    assert all(each["title"] for each in listed)


def test_prints_one(run):
    done = run("schema", "framework")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == get_schema("framework")


def test_writes_one(run, tmp_path):
    target = tmp_path / "framework.schema.json"
    assert run("schema", "framework", "-o", target).exit_code == 0
    assert target.read_bytes() == schema_path("framework").read_bytes()
    refused = run("schema", "framework", "-o", target)
    assert refused.exit_code == 2
    assert "framework.schema.json" in refused.stderr
    assert run("schema", "framework", "-o", target, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frame"], "frame: there is no such schema. There are: "),
        (["-o", "x.json"], "There are: "),
        (["framework", "-o", "x.toml"], "x.toml: a schema is written as a .json file."),
    ],
)
def test_what_it_refuses(run, arguments, said):
    done = run("schema", *arguments, "--lang", "en")
    assert done.exit_code == 2
    assert said in done.stderr
