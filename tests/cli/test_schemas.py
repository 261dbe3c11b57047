"""The command's schemas: listed, printed, written."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json

import pytest

from vn766.schemas import get_schema, list_schemas, schema_path


@pytest.mark.parametrize(("language", "title"), [("vi", "Tệp khung"), ("en", "The file of a")])
def test_lists_all(run, language, title):
    done = run("schema", "--lang", language)
    assert done.exit_code == 0
    assert title in done.stdout
    assert all(name in done.stdout for name in list_schemas())


def test_lists_all_as_json(run):
    listed = json.loads(run("schema", "--json").stdout)
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
