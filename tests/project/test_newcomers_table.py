"""What a newcomer is told to open is there, and says what it is said to say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
TABLE = GUIDE.partition("| to add or change |")[2].partition("\n\n")[0]
ROWS = [
    [re.findall(r"`([^`]+)`", cell) for cell in line.strip("|").split("|")[1:]]
    for line in TABLE.splitlines()[2:]
]


def test_the_table_is_there() -> None:
    assert len(ROWS) >= 12


@pytest.mark.parametrize(("files", "names"), ROWS, ids=[row[0][0] for row in ROWS])
def test_each_row_leads_to_one_or_two_files(files: list[str], names: list[str]) -> None:
    assert 1 <= len(files) <= 2
    texts = [(ROOT / file).read_text("utf-8") for file in files]
    assert names
    for name in names:
        assert any(name in text for text in texts), name
    for file, text in zip(files, texts, strict=True):
        assert any(name in text for name in names), file
