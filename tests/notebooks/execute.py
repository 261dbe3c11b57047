"""Runs the notebooks of `examples/notebooks` afresh, and writes their outputs or compares them.

``nox -s notebooks`` compares, ``nox -s notebooks -- write`` writes. Nobody edits an output by hand:
one that is not what its cell prints today is refused. Pictures are written and not compared, since
they differ from one matplotlib to the next; that they are drawn is.
"""

# mypy: allow-untyped-calls, no-warn-return-any
from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "examples" / "notebooks"
SECONDS = 120  # for one cell: nothing here takes one
# Whose kernel it was, and when, is nobody's concern: a notebook opens in any Python 3.
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
PICTURE = "image/png"


def executed(path: Path) -> nbformat.NotebookNode:
    """Return a notebook with the outputs of today and without traces of the machine."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict(METADATA)
    NotebookClient(
        notebook,
        extra_arguments=["--log-level=40"],  # that kernels of this machine talk over TCP is known
        timeout=SECONDS,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        for output in cell.get("outputs", ()):
            if "metadata" in output:
                output.metadata = nbformat.from_dict({})
    return notebook


def said(notebook: nbformat.NotebookNode) -> list[str]:
    """Return all that a notebook says but its pictures, line by line."""
    lines: list[str] = []
    for cell in notebook.cells:
        lines += cell.source.splitlines()
        for output in cell.get("outputs", ()):
            shown: dict[str, Any] = {**output.get("data", {}), output.output_type: ""}
            shown |= {key: output[key] for key in ("text", "traceback") if key in output}
            for kind, text in sorted(shown.items()):
                lines += [f"[{kind}]", *("" if kind == PICTURE else str(text)).splitlines()]
    return lines


def stale(path: Path) -> list[str]:
    """Return how what a notebook says differs from what it would say today."""
    committed, today = nbformat.read(path, as_version=4), executed(path)
    sides = (said(committed), said(today))
    found = list(unified_diff(*sides, f"{path.name} as it is", "today", lineterm=""))
    if committed.metadata != today.metadata:
        found.append(f"{path.name}: its metadata are not ours")
    return found


def main(arguments: list[str]) -> int:
    """Write or compare all notebooks; return 1 if one is stale."""
    faults: list[str] = []
    for path in sorted(FOLDER.glob("*.ipynb")):
        if arguments == ["write"]:
            nbformat.write(executed(path), path)
        else:
            faults += stale(path)
    print(*faults, sep="\n", end="\n" if faults else "")  # noqa: T201 (this is a command)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
