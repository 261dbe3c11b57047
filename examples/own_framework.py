"""Score by a framework of a province's own: one TOML file, checked before it is used."""

from __future__ import annotations

from pathlib import Path

from vn766 import classify, get_framework, score_points, vi
from vn766.framework import diff, lint

HERE = Path(__file__).parent
FILE = HERE / "province_framework" / "src" / "vi_du_766" / "tinh-vi-du-2026.toml"

framework = get_framework(FILE)
print(framework.id, framework.title)
for problem in lint(framework):
    print(problem.line("vi"))

print("\nKhác qd766 ở nhóm chỉ số và xếp loại:")
for change in diff(get_framework("qd766"), framework):
    if change.path[0] in {"groups", "bands"} and change.path[-1] in {"max_points", "min_points"}:
        print("-", ".".join(map(str, change.path)), change.before, "→", change.after)

result = score_points(
    {
        "Cung cấp dịch vụ công trực tuyến và thanh toán trực tuyến": "15,2",
        "Số hóa hồ sơ": "12,4",
        "Tiến độ giải quyết": "14,7",
        "Công khai, minh bạch": 13,
        "Mức độ hài lòng": "13,1",
    },
    framework=framework,
)
total = vi.format_number(result.total)
print(f"\n{total} điểm, xếp loại {result.band.label} theo {result.framework_id}")
print(f"xếp loại {classify(result.total).label} theo qd766")
