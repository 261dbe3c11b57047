"""The first command of the README on a machine that has Python only: what it fetches and leaves.

Its time is compared with that of ``python -m venv`` alone, which the command begins with. Nothing
is taken from caches: packages come from where pip fetches them on this machine. What is fetched,
tools that build the package included, is counted apart, as pip may find it on the disk.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from statistics import mean
from time import perf_counter

from ratios import report

ROOT = Path(__file__).parents[1]
FETCHED, LEFT, TIMES = 16e6, 95e6, 3  # bytes, bytes, times `python -m venv`


def seconds(*command: str | Path, **environment: str) -> float:
    """Return how long a command takes."""
    start = perf_counter()
    names = os.environ | environment
    subprocess.run(command, check=True, cwd=ROOT, env=names, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def size(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        alone, whole, files = (Path(name, part) for part in ("alone", "whole", "files"))
        made = [seconds(sys.executable, "-m", "venv", folder) for folder in (alone, whole)]
        programs = whole / ("Scripts" if os.name == "nt" else "bin")
        # An environment that switches compiling off would leave less on the disk.
        plain = {"PIP_NO_CACHE_DIR": "1", "PYTHONDONTWRITEBYTECODE": ""}
        took = (
            made[1]
            + seconds(programs / "pip", "install", "-q", ".[cli]", **plain)
            + seconds(programs / "vn766", "score", "examples/provinces-2025.csv", **plain)
        )
        build = tomllib.loads(Path(ROOT, "pyproject.toml").read_text("utf-8"))["build-system"]
        fetch = (programs / "pip", "download", "-q", "-d", files, ".[cli]", *build["requires"])
        seconds(*fetch, **plain)
        holds = [
            report("MB fetched / 16", size(files) / FETCHED, 1),
            report("MB on the disk / 95", size(whole) / LEFT, 1),
            report("the README's first command / python -m venv", took / mean(made), TIMES),
        ]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
