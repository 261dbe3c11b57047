"""The analyst's notebook, run from its first cell to its last; what it saves stays small."""

from __future__ import annotations

import json
import re
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
MOST = 20_000  # bytes of one output

nbformat: Any = import_module("nbformat")  # it has no types


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    """What each cell of code shows."""
    folder = tmp_path_factory.mktemp("notebook")
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    text = (folder / "analysis.py").read_text("utf-8")
    cells = re.split(r"^# %%", text, flags=re.MULTILINE)[1:]
    code: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
    }
    sources = [cell for cell in cells if not cell.startswith(" [markdown]")]
    document: dict[str, Any] = {
        "cells": [{**code, "id": f"c{at}", "source": cell} for at, cell in enumerate(sources)],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    notebook = nbformat.reads(json.dumps(document), as_version=4)
    client = NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}, timeout=300)
    client.execute()
    return [list(cell.outputs) for cell in notebook.cells]


def shown(outputs: list[dict[str, Any]], kind: str = "text/html") -> str:
    """Return what the last output of a cell is in a form."""
    text: str = outputs[-1]["data"][kind]
    return text


def test_results_show_themselves_and_stay_small(outputs: list[list[dict[str, Any]]]) -> None:
    _, ranking, change, *_, explanation = outputs
    for cell, words in (
        (ranking, "xã, phường"),
        (change, "Mới xuất hiện: UBND đặc khu G"),
        (explanation, "CKMB Công khai, minh bạch"),
    ):
        assert words in shown(cell)
        assert len(json.dumps(cell)) < MOST
        assert len(shown(cell, "text/plain")) < 200


def test_all_engines_have_the_same_totals(outputs: list[list[dict[str, Any]]]) -> None:
    (printed,) = outputs[4]
    assert printed["text"] == "['79.21', '82.60', '70.70', '66.10', '57.50']\n"


def test_figures_answer_sql(outputs: list[list[dict[str, Any]]]) -> None:
    said = shown(outputs[5], "text/plain")
    assert re.search(r"Tốt +│ +1 +│ +82\.60", said)
