"""The schema of a framework's file: whatever is shipped or shown fulfils it.

That it refuses what reading refuses is proven on every broken file of the other tests: the fixture
`broken` asks it, too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vn766.framework.loader import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    Refused = Callable[[str], list[str]]

ROOT = Path(__file__).parents[2]
DIRECTIVE = re.compile(r"#:schema (\S+)\n")
FILES = [
    *sorted(EDITIONS.glob("*.toml")),
    *sorted((ROOT / "examples/province_framework").rglob("tinh-*.toml")),
    *sorted((ROOT / "tests/downstream").rglob("xa-*.toml")),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
class TestEachFile:
    def test_fulfils_the_schema(self, path: Path, refused: Refused) -> None:
        assert refused(path.read_text("utf-8")) == []

    def test_leads_editors_to_it(self, path: Path) -> None:
        directive = DIRECTIVE.match(path.read_text("utf-8"))
        assert directive is not None
        assert (path.parent / directive[1]).resolve() == ROOT / "src/vn766/schemas/framework.json"


def test_files_are_found() -> None:
    assert len(FILES) == 5


def test_a_sound_file_fulfils_it(sound: str, refused: Refused) -> None:
    assert refused(sound) == []


@pytest.mark.parametrize("kind", ["proportional", "target", "given", "unscored"])
def test_each_kind_of_rule_has_its_fields(kind: str, sound: str, refused: Refused) -> None:
    target = ", target_percent = 80"
    text = sound.replace('kind = "proportional"', f'kind = "{kind}"')
    for fields, sides in ((target, {"target"}), ("", {"proportional", "given", "unscored"})):
        found = refused(text.replace(f'kind = "{kind}"', f'kind = "{kind}"{fields}', 1))
        assert (found == []) == (kind in sides)
