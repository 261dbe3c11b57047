"""What can be proven here about systems that are not here: no call, name or default of one only."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "vn766").rglob("*.py"))
# Of `os`, all that the package uses: each of these is there on Windows, too.
EVERYWHERE = {
    "environ",
    "path",
    "cpu_count",
    "fdopen",
    "umask",
    "walk",
    "open",
    "devnull",
    "O_WRONLY",
    "dup2",
    "close",
    "fstat",
    "fsync",
    "link",
    "strerror",
    "O_CREAT",
    "O_EXCL",
}
POSIX_ONLY = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
FORBIDDEN = set('<>:"\\|?*') | {chr(code) for code in range(32)}


@pytest.fixture(scope="module")
def nodes() -> list[tuple[str, ast.AST]]:
    return [
        (path.relative_to(ROOT).as_posix(), node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ]


def test_only_what_every_system_has_is_used(nodes: list[tuple[str, ast.AST]]) -> None:
    used = {
        node.attr
        for _, node in nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    }
    assert used <= EVERYWHERE
    may_be_missing = {
        inner
        for _, node in nodes
        if isinstance(node, ast.With | ast.Try) and "ImportError" in ast.dump(node)
        for inner in ast.walk(node)
    }
    imported = {
        name.partition(".")[0]
        for _, node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in may_be_missing
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }
    assert imported & POSIX_ONLY == set()


def test_no_text_is_read_or_written_in_the_encoding_of_the_machine(
    nodes: list[tuple[str, ast.AST]],
) -> None:
    wrong = []
    for path, node in nodes:
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Attribute(value=ast.Name(id="archive"), attr="open"):
                pass  # members of archives are bytes
            case ast.Name(id="open") | ast.Attribute(attr="open" | "fdopen"):
                modes = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                binary = any(isinstance(mode, str) and "b" in mode for mode in modes)
                is_descriptor = isinstance(node.func, ast.Attribute) and any(
                    isinstance(part, ast.Attribute) and part.attr.startswith("O_")
                    for arg in node.args
                    for part in ast.walk(arg)
                )
                named = any(word.arg == "encoding" for word in node.keywords)
                if not (binary or named or is_descriptor):
                    wrong.append(f"{path}, line {node.lineno}")
            case ast.Attribute(attr="read_text" | "write_text"):
                encodings = [arg for arg in node.args if isinstance(arg, ast.Constant)]
                if not encodings and not any(word.arg == "encoding" for word in node.keywords):
                    wrong.append(f"{path}, line {node.lineno}")
    assert wrong == []


def test_windows_can_check_out_every_file() -> None:
    folders = ("src", "tests", "docs", "examples", "benchmarks")
    kept_out = {"_build", "__pycache__", ".hypothesis"}
    names = [
        path.relative_to(ROOT)
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if not kept_out & {*path.parts}
    ]
    for name in names:
        for part in PurePosixPath(name.as_posix()).parts:
            assert not FORBIDDEN & {*part}, name
            assert part.partition(".")[0].lower() not in DEVICES, name
            assert part == part.rstrip(". "), name
        assert len(name.as_posix()) < 150, name
    same = [name for name, count in Counter(str(n).lower() for n in names).items() if count > 1]
    assert same == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_names_and_streams_of_a_machine_without_unicode(language: str, tmp_path: Path) -> None:
    """A folder and a file with Vietnamese names, in the narrowest locale that there is."""
    folder = tmp_path / "Tháng 6 (bản cuối)"
    folder.mkdir()
    source, target = folder / "điểm các xã.csv", folder / "kết quả xếp hạng.csv"
    source.write_bytes("Tên đơn vị;CKMB;TDGQ\r\nUBND xã Ổi;17,5;18\r\n".encode("utf-8-sig"))
    narrow = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-X", "warn_default_encoding", "-W", "error", "-m", "vn766"]
    done = subprocess.run(
        [*command, "score", str(source), "-o", str(target), "--lang", language],
        capture_output=True,
        check=False,
        env={**os.environ, **narrow},
    )
    assert done.returncode == 0, done.stderr
    written = target.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")  # by this Excel knows UTF-8
    mark = ";" if language == "vi" else ","
    head, row, rest = written.decode("utf-8-sig").split("\r\n")
    assert f'"UBND xã Ổi"{mark}' in row
    assert head.count(f'"{mark}"') == row.count(f'"{mark}"')
    assert rest == ""
    assert {path.name for path in folder.iterdir()} == {source.name, target.name}
