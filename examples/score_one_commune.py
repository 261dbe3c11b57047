"""Score one commune out of the figures of a notice: total, class, what is lost, and why."""

from __future__ import annotations

from vn766 import Unit, score_points, vi
from vn766.advise import shortfalls
from vn766.period import Month

result = score_points(
    {
        "Công khai, minh bạch": "17,1",
        "Tiến độ giải quyết": "18,95",
        "Dịch vụ công trực tuyến": "8,02",
        "Thanh toán trực tuyến": "7,38",
        "Mức độ hài lòng": 18,
        "Số hóa hồ sơ": "17,09",
    },
    unit=Unit(name="UBND phường Tân Khánh", code="H99.201", level="commune"),
    period=Month(2026, 10),
)

print(f"{result.unit.name}, {vi.format_period(result.period)}")
print(f"{vi.format_points(result.total, 100)} điểm, xếp loại {result.band.label}")
print(f"còn thiếu {vi.format_number(result.to_next_band)} điểm để lên loại")
print(f"tính theo {result.framework_id}, mã băm {result.framework_digest[:8]}")

print("\nMất điểm nhiều nhất ở:")
groups = {group.id for group in result.framework.groups}
for lost in [it for it in shortfalls(result) if it.id in groups][:3]:
    print(f"- {lost.label}: {vi.format_number(lost.lost)} điểm")

print()
print(result.explain().text("vi"))
