"""Every public name is in the reference, as Sphinx has built it."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from sphinx.util.inventory import InventoryFile

import vn766

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs/reference.md").read_text("utf-8")
LISTED = re.findall(r"^\.\. automodule:: (\S+)$", REFERENCE, re.MULTILINE)


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the Python names that a reader finds in the index of the built documentation."""
    out = tmp_path_factory.mktemp("html")
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(ROOT / "docs"), str(out)],
        check=True,
    )
    inventory = InventoryFile.loads((out / "objects.inv").read_bytes(), uri="")
    return {
        name for role, names in inventory.data.items() if role.startswith("py:") for name in names
    }


def test_every_public_module_has_its_section() -> None:
    rooms = [f"vn766.{room.name}" for room in iter_modules(vn766.__path__)]
    public = {room for room in rooms if hasattr(import_module(room), "__all__")}
    assert set(LISTED) == public
    assert len(LISTED) == len(set(LISTED))


@pytest.mark.parametrize("module", LISTED)
def test_every_public_name_is_documented(module: str, documented: set[str]) -> None:
    names: list[str] = import_module(module).__all__
    assert {name for name in names if f"{module}.{name}" not in documented} == set()


def test_every_name_of_the_package_itself_is_one_of_theirs() -> None:
    public = {name for module in LISTED for name in import_module(module).__all__}
    assert set(vn766.__all__) <= public
