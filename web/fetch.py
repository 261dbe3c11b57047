"""The parts of the page that are not ours, fetched by name through pip and npm and checked.

Versions and sums stand in ``parts.toml``. What was fetched once stays in ``web/.parts``.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WEB = Path(__file__).resolve().parent
STORE = WEB / ".parts"


class Part(NamedTuple):
    """One archive, and what is taken of it."""

    name: str
    kind: str
    version: str
    sha256: str
    licence: str
    leave_out: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    def takes(self, member: str) -> bool:
        """Whether a member of the archive belongs to the page."""
        if any(fnmatch(member, pattern) for pattern in self.keep):
            return True
        only = bool(self.keep) and not self.leave_out
        return not only and not any(fnmatch(member, pattern) for pattern in self.leave_out)


def parts(*kinds: str) -> tuple[Part, ...]:
    """Return the parts of these kinds: ``npm``, ``wheel``, or those of tests."""
    listed = _table()
    return tuple(_part(name, kind, listed[kind][name]) for kind in kinds for name in listed[kind])


def members(part: Part) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of what the page takes of a part, in one order.

    Raises:
        SystemExit: if the archive is not the one that ``parts.toml`` names.
    """
    archive = _archive(part)
    content = dict(_tarred(archive) if part.kind.endswith("npm") else _zipped(archive))
    yield from sorted((name, data) for name, data in content.items() if part.takes(name))


def everything(part: Part) -> Mapping[str, bytes]:
    """Return all members of a part's archive: among them its licences."""
    archive = _archive(part)
    return dict(_tarred(archive) if part.kind.endswith("npm") else _zipped(archive))


def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((WEB / "parts.toml").read_text("utf-8"))


def _part(name: str, kind: str, row: Mapping[str, Any]) -> Part:
    lists = {field: tuple(row.get(field, ())) for field in ("leave_out", "keep")}
    return Part(name, kind, row["version"], row["sha256"], row["licence"], **lists)


def _archive(part: Part) -> bytes:
    stored = STORE / part.sha256
    if not stored.is_file():
        STORE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=STORE) as folder:
            (_npm if part.kind.endswith("npm") else _pip)(part, folder)
            (fetched,) = Path(folder).iterdir()
            shutil.move(fetched, stored)
    data = stored.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != part.sha256:
        stored.unlink()
        sys.exit(f"{part.name} {part.version}: SHA-256 is {found}, parts.toml says {part.sha256}")
    return data


def _npm(part: Part, folder: str) -> None:
    _run("npm", "pack", "--silent", f"{part.name}@{part.version}", cwd=folder)


def _pip(part: Part, folder: str) -> None:
    python = _table()["python"]
    wanted = (
        *("--no-deps", "--only-binary=:all:", "--implementation=cp"),
        *(f"--{name}={python[name]}" for name in ("abi", "platform")),
        f"--python-version={python['version']}",
    )
    command = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check")
    _run(*command, *wanted, f"--dest={folder}", f"{part.name}=={part.version}", cwd=folder)


def _run(*command: str, cwd: str) -> None:
    program = shutil.which(command[0])
    if program is None:
        sys.exit(f"{command[0]} is not installed")
    subprocess.run((program, *command[1:]), cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def _tarred(archive: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        for member in packed:
            file = packed.extractfile(member)
            if file is not None:
                yield member.name.removeprefix("package/"), file.read()


def _zipped(archive: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        for name in packed.namelist():
            if not name.endswith("/"):
                yield name, packed.read(name)
