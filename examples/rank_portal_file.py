"""Rank the communes of a province out of a response of the portal that was saved as JSON."""

from __future__ import annotations

from pathlib import Path

from vn766 import vi
from vn766.period import Month
from vn766.readers import score_file

HERE = Path(__file__).parent

scored = score_file(
    HERE / "portal-2026-10.json", period=Month(2026, 10), pool="xã, phường, đặc khu"
)
for problem in scored.problems:
    print(problem.line("vi"))

for row in scored.ranking:
    tied = "=" if row.tied > 1 else " "
    total = vi.format_number(row.result.total, decimals=2)
    name, band = row.result.unit.name, row.result.band.label
    print(f"{tied}{vi.format_rank(row.rank, row.of)}  {name:<22}{total}  {band}")

for row in scored.ranking.unranked:
    least, most = map(vi.format_number, row.result.bounds)
    missing = ", ".join(row.result.nodes[name].label for name in row.result.missing)
    print(f" –    {row.result.unit.name:<22}từ {least} đến {most} (chưa có: {missing})")
