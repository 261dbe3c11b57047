"""A province's package, built and installed for real, and found by its entry point."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from vn766.framework import diff, get_framework, lint

EXAMPLE = Path(__file__).parents[2] / "examples" / "province_framework"
RESOURCE = EXAMPLE / "src" / "vi_du_766" / "tinh-vi-du-2026.toml"

ASK = """
import json, vn766
framework = vn766.get_framework("tinh-vi-du-2026")
print(json.dumps([vn766.list_frameworks(), framework.id, framework.digest]))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example installed in it: a wheel is an archive of what belongs there."""
    wheels, site = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(EXAMPLE)
        wheel = build_wheel(str(wheels))
    with zipfile.ZipFile(wheels / wheel) as archive:
        archive.extractall(site)
    return site


def test_the_installed_package_is_found(site: Path) -> None:
    path = os.pathsep.join(map(str, (site, *filter(None, sys.path))))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ASK],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    names, name, digest = json.loads(done.stdout)
    assert names == ["portal-2025", "portal-2026", "qd766", "tinh-vi-du-2026"]
    assert name == "tinh-vi-du-2026"
    assert digest == get_framework(RESOURCE).digest


def test_the_file_is_read_without_a_package() -> None:
    framework = get_framework(RESOURCE)
    assert lint(framework) == ()
    assert framework.derived_from == "qd766"
    assert framework.groups[0].id == "online"
    assert framework.groups[0].children == ()


def test_what_the_province_changed_can_be_shown() -> None:
    changes = {it.path: it for it in diff(get_framework("qd766"), get_framework(RESOURCE))}
    assert changes["bands", "fair", "min_points"].after == 65
    assert changes["ranking", "method"].after == "dense"
    assert ("groups", "order") in changes
    assert ("groups", "online", "children", "online.payment", "max_points") in changes
