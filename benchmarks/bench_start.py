"""What people wait for before anything is done: CPU time of fresh processes.

Each is measured above a bare interpreter for an import, and whole for a command, against a process
that only imports what the command is made with: click, and rich for what prints tables. All
modules are compiled before, in a cache of this benchmark's own: whoever waits a second time waits
for that alone.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from ratios import report

__all__: list[str] = []

EXAMPLES = Path(__file__).parents[1] / "examples"
TURNS = 21


def cpu_seconds(compiled: str, *arguments: str) -> float:
    """Return user and system time of one fresh interpreter, with its cache in `compiled`."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    quiet = subprocess.DEVNULL
    command = [sys.executable, *arguments]
    subprocess.run(command, check=False, stdout=quiet, stderr=quiet, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(after[:2]) - sum(before[:2])


def medians(compiled: str, *commands: tuple[str, ...]) -> list[float]:
    """Return the median time of each command; they run in turn, once more than is counted."""
    turns = [[cpu_seconds(compiled, *command) for command in commands] for _ in range(TURNS + 1)]
    return [median(times) for times in zip(*turns[1:], strict=True)]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        bare, attrs, ours = medians(
            folder, ("-c", "pass"), ("-c", "import attrs"), ("-c", "import vn766.score")
        )
        kept = [report("import vn766.score / import attrs", (ours - bare) / (attrs - bare), 2)]
        letter = Path(folder, "letter.docx")
        spec = EXAMPLES / "documents/cong-van-thang.toml"
        write = ("-m", "vn766", "report", str(spec), "-o", str(letter), "--force")
        cpu_seconds(folder, *write)
        click, tables, helped, *commands = medians(
            folder,
            ("-c", "import click"),
            ("-c", "import click, rich.console, rich.table"),
            ("-m", "vn766", "--help"),
            ("-m", "vn766", "score", str(EXAMPLES / "provinces-2025.csv")),
            ("-m", "vn766", "audit", str(EXAMPLES / "notice.txt")),
            ("-m", "vn766", "check", str(letter)),
            write,
        )
    kept.append(report("vn766 --help / import click", helped / click, 2.5))
    bounds = {"score": 3.5, "audit": 4, "check": 4, "report": 6}
    for (name, bound), took in zip(bounds.items(), commands, strict=True):
        kept.append(report(f"vn766 {name} / import click and rich", took / tables, bound))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
