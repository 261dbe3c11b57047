"""What `import vn766.score` costs: CPU time above a bare interpreter, against `import attrs`."""

from __future__ import annotations

import resource
import subprocess
import sys
from statistics import median

from ratios import report

__all__: list[str] = []


def cpu_seconds(code: str) -> float:
    """Return user and system time of one fresh interpreter running `code`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def main() -> int:
    bare, attrs, ours = [], [], []
    for _ in range(41):
        bare.append(cpu_seconds("pass"))
        attrs.append(cpu_seconds("import attrs"))
        ours.append(cpu_seconds("import vn766.score"))
    floor = median(bare)
    measured = (median(ours) - floor) / (median(attrs) - floor)
    return 0 if report("import vn766.score / import attrs", measured, 2) else 1


if __name__ == "__main__":
    sys.exit(main())
