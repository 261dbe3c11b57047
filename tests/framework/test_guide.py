"""The guides for a province: their pieces make a framework, the same one in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vn766.framework.loader import read_framework

DOCS = Path(__file__).parents[2] / "docs"
REST = """
[[bands]]
id = "weak"
label = "Chưa hoàn thành"
min_points = 0
source = "annex"
[citations.classes]
instruments = ["qd-15-2026-binh-hai"]
status = "verified"
locator = "Điều 5"
"""


@pytest.mark.parametrize("name", ["howto-framework.md", "khung-cua-tinh.md"])
def test_what_a_guide_shows_is_a_framework(name: str) -> None:
    block = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    pieces = block.findall((DOCS / name).read_text("utf-8"))
    text = "\n".join((*pieces, REST))
    text = text.replace("max_points = 100", "max_points = 18")  # one group stands for all
    text = text.replace("min_points = 85", "min_points = 10")
    text = text.replace("lowest = 86.2, highest = 91.75", "lowest = 10.2, highest = 17.75")
    framework = read_framework(text.encode(), origin=name)
    assert framework.id == "tinh-binh-hai-2026"
    assert [indicator.code for indicator in framework.indicators()] == ["BH_SATISFIED"]
    assert [band.label for band in framework.bands] == ["Hoàn thành tốt", "Chưa hoàn thành"]
