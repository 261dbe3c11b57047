"""From raw counts to advice: what a commune loses, and the fewest dossiers that reach a class."""

from __future__ import annotations

from pathlib import Path

from vn766 import vi
from vn766.advise import reach, shortfalls
from vn766.readers import read_counts
from vn766.score import score_counts

HERE = Path(__file__).parent

table = read_counts(HERE / "counts-2026-09.csv")
record = next(it for it in table.records if it.unit.code == "H99.103")
result = score_counts(record)
print(f"{record.unit.name}: {vi.format_points(result.total, 100)} điểm, {result.band.label}")

print("\nMất điểm nhiều nhất ở:")
lost = [it for it in shortfalls(result) if it.kind == "indicator"]
for indicator in lost[:5]:
    print(f"- {indicator.no} {indicator.label}: {vi.format_number(indicator.lost)} điểm")

advice = reach(record, "Tốt")
print(f"\nĐể đạt loại Tốt, cần thêm ít nhất {advice.added} hồ sơ, thủ tục, phản ánh:")
for move in advice.moves:
    counted = f"{move.before.numerator}/{move.before.denominator}"
    gained = vi.format_number(move.points_gained)
    print(f"- {move.no} {move.label}: {counted}, thêm {move.added} (+{gained} điểm)")
print(f"Khi đó: {vi.format_number(advice.total)} điểm.")
