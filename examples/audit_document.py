"""Audit a notice before it is published: every figure against those beside it."""

from __future__ import annotations

from pathlib import Path

from vn766.audit import audit

HERE = Path(__file__).parent

report = audit(HERE / "notice.txt")
print(f"{report.file}: {len(report.claims)} số liệu")
for heading, findings in [
    ("Lỗi", report.errors),
    ("Cảnh báo", report.warnings),
    ("Lưu ý", report.notes),
]:
    print(f"\n{heading}: {len(findings)}")
    for finding in findings:
        print(f"- {finding.line('vi')}")
