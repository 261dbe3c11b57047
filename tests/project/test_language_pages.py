"""The pages on the language hold every form that the tests know, and what is written today."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import tomllib
from pathlib import Path
from runpy import run_path

import pytest

ROOT = Path(__file__).parents[2]
# The documentation is no package: its module is run as the file that it is.
LANGUAGE_PAGES = run_path(str(ROOT / "docs" / "language_pages.py"))
FORMS = tomllib.loads((ROOT / "tests" / "vi" / "forms.toml").read_text("utf-8"))["reader"]


@pytest.mark.parametrize("language", LANGUAGE_PAGES["PAGES"])
def test_the_page_is_what_the_lists_make_of_it(language):
    name = LANGUAGE_PAGES["PAGES"][language]
    text = (ROOT / "docs" / name).read_text("utf-8")
    assert text == LANGUAGE_PAGES["page"](language), "run docs/language_pages.py"
    rows = sum(len(reader["read"]) + len(reader["refused"]) for reader in FORMS)
    assert text.count("\n| ") > rows


def test_a_page_that_says_the_same_is_left_alone(tmp_path):
    LANGUAGE_PAGES["write_pages"](tmp_path)
    path = tmp_path / "language.md"
    before = path.stat().st_mtime_ns
    LANGUAGE_PAGES["write_pages"](tmp_path)
    assert path.stat().st_mtime_ns == before
