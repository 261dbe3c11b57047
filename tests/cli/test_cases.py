"""``vn766 cases``: suites listed and written, nothing overwritten."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json

import pytest

from vn766.testing import case_suites, cases_framework


def test_lists_the_suites(run):
    vietnamese, english = run("cases"), run("cases", "--lang", "en")
    for name, suite in case_suites().items():
        assert f"{name}  " in vietnamese.stdout
        assert suite["rule"]["vi"][:40] in vietnamese.stdout
        assert suite["rule"]["en"][:40] in english.stdout


def test_writes_every_suite_and_what_it_rests_on(run, tmp_path):
    done = run("cases", "-o", "cases")
    assert done.exit_code == 0
    assert "20 tệp vào cases" in done.stderr
    written = {
        path.stem: json.loads(path.read_text("utf-8")) for path in (tmp_path / "cases").iterdir()
    }
    assert written.pop("framework") == cases_framework()
    assert written == case_suites()


def test_says_as_json_what_it_wrote(run):
    listed = json.loads(run("cases", "--json", "--framework", "qd766").stdout)
    assert listed["framework"] == "qd766"
    assert listed["suites"][0]["suite"] == "sums"
    assert listed["written"] == []
    written = json.loads(run("cases", "-o", "cases", "--json").stdout)["written"]
    assert len(written) == 1 + len(case_suites())


def test_overwrites_nothing_unless_it_is_told_to(run, tmp_path):
    kept = tmp_path / "cases" / "sums.json"
    kept.parent.mkdir()
    kept.write_text("mine", "utf-8")
    refused = run("cases", "-o", "cases")
    assert refused.exit_code == 2
    assert "sums.json" in refused.stderr
    # Nothing else was written either.
    assert [path.name for path in kept.parent.iterdir()] == ["sums.json"]
    assert kept.read_text("utf-8") == "mine"
    assert run("cases", "-o", "cases", "--force").exit_code == 0
    assert json.loads(kept.read_text("utf-8"))["suite"] == "sums"


@pytest.mark.parametrize(("folder", "said"), [("there/cases", "there"), ("a.txt", "a.txt")])
def test_what_is_no_folder(run, tmp_path, folder, said):
    (tmp_path / "a.txt").write_text("", "utf-8")
    done = run("cases", "-o", folder)
    assert done.exit_code == 2
    assert said in done.stderr


def test_an_unknown_framework(run):
    assert run("cases", "--framework", "x-766").exit_code == 2
