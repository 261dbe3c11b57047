"""What the command says of pools."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json

from tests.readers.test_pools import LEVELS, SECTIONS


def test_why_pools_are_what_they_are_is_said(run, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(LEVELS)
    assert "riêng theo từng cấp, vì có đơn vị của nhiều cấp" in run("score", path).stdout
    found = json.loads(run("score", path, "--json").stdout)
    assert (found["basis"], found["levels_apart"]) == ("level", False)
    run("score", path, "-o", tmp_path / "out.csv")
    assert "Nhóm xếp hạng" in (tmp_path / "out.csv").read_text("utf-8-sig")
    path.write_bytes(SECTIONS)
    done = run("score", path)
    assert "riêng theo từng mục của bảng" in done.stdout
    assert "II. Cấp xã" in done.stdout
