"""Time and memory of files made to harm: what they cost at 1 MB, and how that grows.

Each file of `tests/hostile/conftest.py` is built at an eighth, a quarter, a half and the whole of
its size, of which 1 MB is the most, and read by the command in a process of its own: what is
refused at once when it is large costs most where it is not yet. No file may take more than 10
seconds (of processors, so that other work does not count) or 400 MB, nor end in a traceback; and
twice the file no more than 2.6 times the time, once that is long enough to be measured. Parquet and
`--engine` are left out: they say how many rows a file has first, and what they write is as large as
the table.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hostile"))

from conftest import BOMBS

if TYPE_CHECKING:
    from vn766.files import Named

MOST_SECONDS = 10.0
MOST_MEMORY = 400  # MB
MOST_GROWTH = 2.6
MEASURABLE = 2.0  # seconds: below, it is the start of the process
MOST_BYTES = 10**6
COMMANDS = {
    ".csv": (["score"], ["score", "--json"], ["audit"]),
    ".json": (["score"],),
    ".xlsx": (["score"], ["audit"]),
    ".docx": (["audit"], ["check"]),
    ".html": (["audit"],),
    ".ods": (["score"], ["audit"]),
    ".pdf": (["audit"],),
    ".txt": (["audit"],),
}

# A process counts the memory of the one that starts it as its own: a small one starts it.
LAUNCHER = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, *sys.argv[1:]], capture_output=True)
if b"Traceback" in done.stderr:
    sys.exit(done.stderr.decode())
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


class Cost(NamedTuple):
    """What a process took."""

    seconds: float  # of processors
    memory: float  # MB


def cost_of(command: list[str], content: Named, folder: Path) -> Cost:
    """Return what the command takes for a file."""
    (folder / content.name).write_bytes(content.data)
    args = [sys.executable, "-c", LAUNCHER, "-m", "vn766", *command, content.name]
    done = subprocess.run(args, cwd=folder, capture_output=True, text=True, check=True)
    seconds, kilobytes = done.stdout.split()
    return Cost(float(seconds), int(kilobytes) / 1024)


def largest(name: str) -> int:
    """Return the number for which a bomb has 1 MB, or 16 million of its parts."""
    size = 1_000
    while size < 2**24 and len(BOMBS[name](2 * size).data) <= MOST_BYTES:
        size *= 2
    return size


def main(names: list[str]) -> int:
    """Measure all bombs, or those named; return 1 if one is beyond a bound."""
    beyond = 0
    resource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33))  # for the machine's sake
    with TemporaryDirectory() as folder:
        for name in names or BOMBS:
            most = largest(name)
            files = [BOMBS[name](most // part) for part in (8, 4, 2, 1)]
            for command in COMMANDS[files[0].suffix]:
                costs = [cost_of(command, content, Path(folder)) for content in files]
                bad = any(
                    cost.seconds > MOST_SECONDS or cost.memory > MOST_MEMORY for cost in costs
                ) or any(
                    twice.seconds > MOST_GROWTH * max(once.seconds, MEASURABLE)
                    for once, twice in pairwise(costs)
                )
                beyond += bad
                told = "; ".join(f"{each.seconds:.1f} s {each.memory:.0f} MB" for each in costs)
                size = len(files[-1].data) / 1000
                mark = "BEYOND " if bad else ""
                print(f"{mark}{name} ({size:.0f} kB), {' '.join(command)}: {told}", flush=True)
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
