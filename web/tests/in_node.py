"""Run the tests that need no process, thread or extra in Pyodide's Python on Node, and count them.

It is the Python of the page, later than those that the other sessions test. Hypothesis tries few
examples there: what chance may find is looked for elsewhere.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WEB = Path(__file__).parents[1]
sys.path.insert(0, str(WEB))

import build  # noqa: E402 (it lies beside this folder)
from fetch import members, parts  # noqa: E402

LEAST = 6_000  # tests: fewer would mean that many were lost on the way
STACK = 200_000  # KiB: on Node what is nested deeply may be tried; a browser starts Python anew
LEFT_OUT = (
    "--ignore=tests/project",  # of the repository
    "--ignore=tests/downstream",
    # A third of the time, and not of the language: what is drawn by chance, slips, and floods.
    "--ignore=tests/testing",
    "--deselect=tests/framework/test_loader.py::TestHostile::test_any_change_of_a_few_characters",
    "--deselect=tests/nd30/test_corpus.py::test_slips_are_found",
    "--deselect=tests/nd30/test_hostile.py::TestFloods",
    "--deselect=tests/readers/test_counts_readers.py::TestAnyJson",
    "--deselect=tests/readers/test_headers.py::test_many_words_around_a_name_take_no_time",
    "--deselect=tests/readers/test_xlsx.py::test_any_change_of_bytes_gives_a_table_or_one_error",
    "--deselect=tests/readers/test_xlsx.py::test_any_sheet_gives_a_table_or_one_error",
)


def run(arguments: list[str]) -> int:
    """Return how pytest ended."""
    node = shutil.which("node")
    if node is None:
        sys.exit("node is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, place in (("npm", "pyodide"), ("wheel", "packages"), ("test-wheel", "packages")):
            for part in parts(kind):
                write(folder / place, members(part))
        # Our own wheel says the version; the modules are those of src.
        own = (found for found in build.ours() if ".dist-info/" in found[0])
        write(folder / "packages", own)
        script = Path(__file__).with_suffix(".mjs")
        command = [node, f"--stack-size={STACK}", str(script), str(folder / "pyodide")]
        command += [str(folder / "packages"), str(WEB.parent), "-p", "no:cacheprovider"]
        command += LEFT_OUT
        _, most = resource.getrlimit(resource.RLIMIT_STACK)
        resource.setrlimit(resource.RLIMIT_STACK, (most, most))
        ran = subprocess.Popen(
            [*command, *arguments], stdout=subprocess.PIPE, text=True, env={**os.environ}
        )
        lines = []
        for line in ran.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
        status = ran.wait()
    found = re.findall(r"(\d+) passed", lines[-1]) if lines else []
    passed = int(found[0]) if found else 0
    if arguments == DEFAULT and passed < LEAST:
        sys.exit(f"only {passed} tests passed, of at least {LEAST}")
    return status


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files below a folder."""
    for name, data in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


DEFAULT = ["-q", "tests", "src"]

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:] or DEFAULT))
