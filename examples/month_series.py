"""Follow a commune from month to month: changes, gaps that stay gaps, and one comparison."""

from __future__ import annotations

from pathlib import Path

from vn766 import vi
from vn766.compare import compare, series
from vn766.period import Month
from vn766.readers import score_file

HERE = Path(__file__).parent

results = []
for path in sorted(HERE.glob("communes-2026-*.csv")):
    month = Month(2026, int(path.stem[-2:]))
    results += score_file(path, period=month).results

line = series(result for result in results if result.unit.code == "H21.802")
for entry in line:
    period = vi.format_period(entry.period)
    if entry.result is None:
        print(f"{period}: chưa có số liệu")
        continue
    total = vi.format_number(entry.result.total)
    change = "" if entry.change is None else f" ({entry.change.change:+})".replace(".", ",")
    print(f"{period}: {total} điểm{change}, xếp loại {entry.result.band.label}")

first, last = line.entries[0].result, line.entries[-1].result
found = compare(first, last)
print(f"\nTừ {vi.format_period(first.period)} đến {vi.format_period(last.period)}:")
for node in found.nodes.values():
    if node.change:
        print(f"- {node.label}: {node.change:+} điểm".replace(".", ","))
