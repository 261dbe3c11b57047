"""What a user installs and what a packager gets: the files of wheel and sdist."""

from __future__ import annotations

import re
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hatchling.build import build_sdist, build_wheel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        folder = tmp_path_factory.mktemp("wheel")
        with zipfile.ZipFile(folder / build_wheel(str(folder))) as archive:
            yield archive


@pytest.fixture(scope="module")
def sdist_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        folder = tmp_path_factory.mktemp("sdist")
        with tarfile.open(folder / build_sdist(str(folder))) as archive:
            return {name.partition("/")[2] for name in archive.getnames()}


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return message_from_bytes(wheel.read(name))


def test_the_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    package = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src/vn766").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == package
    assert "vn766/py.typed" in names
    assert "vn766/framework/instruments.toml" in names
    assert {name for name in names if name.startswith("vn766/framework/editions/")} == {
        f"vn766/framework/editions/{edition}.toml"
        for edition in ("qd766", "portal_2025", "portal_2026")
    }
    assert {Path(name).suffix for name in names} <= {
        ".py",
        ".typed",
        ".toml",
        ".json",
        ".css",
        ".po",
        ".mo",
    }


def test_two_builds_have_the_same_bytes(tmp_path: Path) -> None:
    for build in (build_wheel, build_sdist):
        files = []
        for name in ("first", "second"):
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            with pytest.MonkeyPatch.context() as patch:
                patch.chdir(ROOT)
                files.append(folder / build(str(folder)))
        first, second = (file.read_bytes() for file in files)
        assert first == second


def test_the_citation_names_the_version() -> None:
    version = re.compile(r'^version(?: =|:) "?([0-9.]+)"?$', re.MULTILINE)
    named = [
        version.findall((ROOT / name).read_text("utf-8"))
        for name in ("CITATION.cff", "pyproject.toml")
    ]
    assert named[0] == named[1] != []


def test_the_wheel_offers_the_command_and_the_strategies(wheel: zipfile.ZipFile) -> None:
    name = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    lines = wheel.read(name).decode().split("\n")
    assert "vn766 = vn766.__main__:main" in lines[lines.index("[console_scripts]") :]
    assert "vn766 = vn766._hypothesis:register" in lines[lines.index("[hypothesis]") :]


def test_the_metadata_carry_licence_and_readme(wheel: zipfile.ZipFile, metadata: Message) -> None:
    assert metadata["License-Expression"] == "MIT"
    assert metadata["License-File"] == "LICENSE"
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel.namelist())
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Description-Content-Type"] == "text/markdown"
    readme = (ROOT / "README.md").read_text("utf-8")
    description = metadata.get_payload(decode=True)
    assert isinstance(description, bytes)
    assert description.decode("utf-8").strip() == readme.strip()


def test_the_base_is_small(metadata: Message) -> None:
    base = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert {line.partition(">")[0] for line in base} == {"attrs", "cattrs", "babel"}


def test_every_extra_that_is_named_anywhere_can_be_installed(metadata: Message) -> None:
    named = {
        extra
        for folder, pattern in (("src", "*.py"), ("docs", "*.md"), (".", "*.md"))
        for path in (ROOT / folder).glob(pattern if folder == "." else f"**/{pattern}")
        for text in [path.read_text("utf-8")]
        for match in re.findall(r"vn766\[([a-z,]+)\]|^\s+extra = \"(\w+)\"$", text, re.MULTILINE)
        for extra in "".join(match).split(",")
    }
    assert named >= {"cli", "docx", "testing"}
    assert named <= set(metadata.get_all("Provides-Extra", []))


def test_the_sdist_can_test_and_document_itself(sdist_names: set[str]) -> None:
    assert sdist_names >= {
        *("pyproject.toml", "LICENSE", "README.md", "README.vi.md", "CHANGELOG.md"),
        *("CONTRIBUTING.md", "noxfile.py", "conftest.py", "PKG-INFO"),
        *("src/vn766/py.typed", "tests/conftest.py", "tests/data/README.md"),
        *("docs/conf.py", "docs/index.md", "examples/provinces-2025.csv"),
        "benchmarks/README.md",
    }


def test_the_sdist_holds_no_environments_and_no_traces_of_work(sdist_names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in sdist_names}
    assert tops <= {
        *("src", "tests", "docs", "examples", "benchmarks", "pyproject.toml", "LICENSE"),
        *("README.md", "README.vi.md", "CHANGELOG.md", "CONTRIBUTING.md", "PKG-INFO"),
        *("conftest.py", "noxfile.py", ".gitignore", "SECURITY.md", "CITATION.cff"),
    }
    assert not [name for name in sdist_names if "__pycache__" in name or "_build" in name]
