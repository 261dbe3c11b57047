"""The table of docs/engines.md says what the engines do, since it is made by doing it."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("completeness.py")


@pytest.fixture(scope="module")
def completeness():
    spec = importlib.util.spec_from_file_location("completeness", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_says_what_is_done(completeness, in_process, spark_engine):
    _, table, _ = completeness.parts_of(completeness.PAGE.read_text("utf-8"))
    command = "run: python tests/tables/completeness.py"
    assert table == completeness.table_of({**in_process, "spark": spark_engine}), command


def test_a_wrong_page_is_noticed(completeness, in_process):
    """The table is made of what is done: an operation that fails is no cell."""

    def broken(table):
        return in_process["polars"](table.slice(1))

    with pytest.raises(AssertionError):
        completeness.table_of({"polars": broken})
