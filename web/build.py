"""Build the page: ``web/dist`` for a web server, and in it ``vn766.html``, the page as one file.

Equal input makes equal bytes: archives hold no times, and their members stand in one order. What
is not ours comes through `fetch`.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fetch import everything, members, parts
from vn766.files import limits
from vn766.framework import get_framework, list_frameworks
from vn766.nd30.writer import print_stationery
from vn766.report.fields import definitions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WEB = Path(__file__).resolve().parent
PAGE = WEB / "page"
SOURCES = WEB.parent / "src"
DIST = WEB / "dist"
LANGUAGES = ("vi", "en")
PACKED = ("pyodide.asm.wasm", "python_stdlib.zip", "packages.zip")
"""What the worker asks for: it is sent compressed, and unpacked by the browser."""

_OLDEST = (1980, 1, 1, 0, 0, 0)
_LICENCE = re.compile(r"(?:^|/)(?:LICEN[CS]E|COPYING|NOTICE)[^/]*$", re.IGNORECASE)
_FIELD = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r'(<(\w+)\b[^>]*\bdata-word="([\w.]+)"[^>]*>)(?=</\2>)')
_SERVED = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self';"
    " connect-src 'self'; style-src 'self'; img-src 'self' data: blob:; manifest-src 'self';"
    " base-uri 'none'; form-action 'none'"
)
_ALONE = (
    "default-src 'none'; script-src {script} 'wasm-unsafe-eval'; worker-src data:;"
    " style-src {style}; img-src data: blob:; base-uri 'none'; form-action 'none'"
)


class Sources(NamedTuple):
    """The files of the page as they are written, before a form of it is made."""

    markup: str
    style: str
    page: str
    worker: str
    offline: str
    words: Mapping[str, Mapping[str, str]]
    python: Mapping[str, str]


def build(target: Path = DIST) -> None:
    """Write the page to `target`, in place of what is there."""
    python = {name: data for part in parts("npm") for name, data in members(part)}
    lock = json.loads(python.pop("pyodide-lock.json"))
    python["packages.zip"] = packages()
    sources = _sources(lock["info"])
    packed = {name: gzip.compress(python[name], 9, mtime=0) for name in PACKED}
    served = _served(sources, python, packed)
    served["vn766.html"] = _alone(sources, python, packed).encode()
    if target.exists():
        shutil.rmtree(target)
    for name, data in sorted(served.items()):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def first_load(target: Path = DIST) -> int:
    """Return how many bytes a browser fetches when it opens the page for the first time."""
    aside = {"vn766.html", "licences.txt"}
    return sum(
        path.stat().st_size
        for path in target.rglob("*")
        if path.is_file() and path.name not in aside
    )


# --- parts ----------------------------------------------------------------------------------------


def packages() -> bytes:
    """Return all that Python imports, as one archive for its folder of packages."""
    content = dict(ours())
    content |= {path.relative_to(SOURCES).as_posix(): data for path, data in print_stationery()}
    for part in parts("wheel"):
        content |= dict(members(part))
    content |= {f"page/{path.name}": path.read_bytes() for path in PAGE.glob("*.py")}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:  # compressed as a whole
        for name in sorted(content):
            if not name.endswith((".dist-info/RECORD", ".pyi", "py.typed")):
                archive.writestr(zipfile.ZipInfo(name, _OLDEST), content[name])
    return packed.getvalue()


def ours() -> Iterator[tuple[str, bytes]]:
    """Yield the members of our own wheel."""
    with tempfile.TemporaryDirectory() as folder:
        command = (sys.executable, "-m", "hatchling", "build", "--target=wheel", "-d", folder)
        subprocess.run(command, cwd=WEB.parent, check=True, stdout=subprocess.DEVNULL)
        (wheel,) = Path(folder).iterdir()
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)


def licences() -> str:
    """Return the licences of all parts, ours first."""
    named = {"pyodide": ["MPL-2.0"], "CPython": ["PSF-2.0"]}
    texts = [("vn766", "MIT", [(WEB.parent / "LICENSE").read_text("utf-8")])]
    for part in parts("npm", "wheel"):
        own = [
            data.decode()
            for name, data in sorted(everything(part).items())
            if _LICENCE.search(name)
        ]
        own = own or [_kept(name) for name in named[part.name]]
        texts.append((f"{part.name} {part.version}", part.licence, own))
    texts.append(("CPython 3.14, in pyodide", "PSF-2.0", [_kept("PSF-2.0")]))
    ruler = "=" * 80
    return "\n".join(
        f"{ruler}\n{name}: {licence}\n{ruler}\n\n"
        + "\n\n".join(text.strip() for text in own)
        + "\n"
        for name, licence, own in texts
    )


def _kept(name: str) -> str:
    return (WEB / "licences" / f"{name}.txt").read_text("utf-8")


# --- forms ----------------------------------------------------------------------------------------


def _sources(python: Mapping[str, str]) -> Sources:
    return Sources(
        markup=(PAGE / "index.html").read_text("utf-8"),
        style=(PAGE / "page.css").read_text("utf-8"),
        page=(PAGE / "page.js").read_text("utf-8"),
        worker=(PAGE / "worker.js").read_text("utf-8"),
        offline=(PAGE / "offline.js").read_text("utf-8"),
        words=words(),
        python=python,
    )


def words() -> dict[str, dict[str, str]]:
    """Return what the page says around the library's own texts, by language and name.

    Raises:
        SystemExit: if a word lacks a language, or its languages have other places to fill in.
    """
    listed = tomllib.loads((PAGE / "words.toml").read_text("utf-8"))
    for name, row in listed.items():
        fields = {tuple(sorted(_FIELD.findall(row.get(language, "")))) for language in LANGUAGES}
        if row.keys() != set(LANGUAGES) or len(fields) > 1:
            sys.exit(f"words.toml, {name}: every language with the same places")
    return {
        language: {name: row[language] for name, row in listed.items()} for language in LANGUAGES
    }


def _served(
    sources: Sources, python: Mapping[str, bytes], packed: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files of the page for a web server."""
    files = {
        "page.css": sources.style.encode(),
        "page.js": sources.page.encode(),
        "worker.js": sources.worker.encode(),
        "licences.txt": licences().encode(),
        "pyodide/pyodide.mjs": python["pyodide.mjs"],
        "pyodide/pyodide.asm.mjs": python["pyodide.asm.mjs"],
        **{f"parts/{name}.gz": data for name, data in packed.items()},
    }
    files["index.html"] = _filled(
        sources,
        policy=_SERVED,
        head='<link rel="stylesheet" href="page.css">',
        tail='<script type="module" src="page.js"></script>',
        sizes={name: len(data) for name, data in packed.items()},
    ).encode()
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + hashlib.sha256(files[name]).digest())
    offline = sources.offline.replace("__VERSION__", digest.hexdigest()[:16])
    kept = json.dumps(["./", *sorted(files.keys() - {"index.html", "licences.txt"})])
    files["offline.js"] = offline.replace("__FILES__", kept).encode()
    return files


def _alone(sources: Sources, python: Mapping[str, bytes], packed: Mapping[str, bytes]) -> str:
    """Return the page as one file, its parts inside."""
    worker = base64.b64encode(_bundled(sources.worker, python).encode()).decode()
    blocks = "\n".join(
        (
            f'<script type="text/plain" data-worker>{worker}</script>',
            *(
                f'<script type="text/plain" data-part="{name}">{base64.b64encode(data).decode()}'
                "</script>"
                for name, data in packed.items()
            ),
        )
    )
    return _filled(
        sources,
        policy=_ALONE.format(script=_hash(sources.page), style=_hash(sources.style)),
        head=f"<style>{sources.style}</style>",
        tail=f'{blocks}\n<script type="module">{sources.page}</script>',
        sizes={name: len(data) for name, data in packed.items()},
    )


def _bundled(worker: str, python: Mapping[str, bytes]) -> str:
    """Return the worker with the two modules that it imports put in their places."""
    for name in ("pyodide.mjs", "pyodide.asm.mjs"):
        source = python[name].decode()
        exported = re.search(r"export\s*\{([^{}]*)\};?\s*(?://.*)?\s*$", source)
        default = re.search(r"export default (\w+);?\s*$", source)
        if exported:
            listed = re.sub(r"(\w+) as (\w+)", r"\2: \1", exported[1])
            source = f"{source[: exported.start()]}; return {{{listed}}};"
        elif default:
            source = f"{source[: default.start()]}; return {default[1]};"
        else:
            sys.exit(f"{name} exports something else than it did")
        line = re.compile(rf'import (.+) from "\./pyodide/{re.escape(name)}";\n')
        match = line.search(worker)
        if match is None:
            sys.exit(f"worker.js does not import {name}")
        worker = (
            f"{worker[: match.start()]}const {match[1]} = (() => {{{source}\n}})();\n"
            f"{worker[match.end() :]}"
        )
    return worker


def _filled(
    sources: Sources, *, policy: str, head: str, tail: str, sizes: Mapping[str, int]
) -> str:
    """Return the markup with its words, in the first language until the page says another."""
    own = sources.words[LANGUAGES[0]]
    markup = _WORD.sub(lambda match: match[1] + html.escape(own[match[3]]), sources.markup)
    kinds = [{"id": kind.id, "vi": kind.label, "en": kind.id} for kind in definitions().kinds]
    editions = [{"id": name, "title": get_framework(name).title} for name in list_frameworks()]
    known = {
        "words": sources.words,
        "parts": sizes,
        "python": sources.python,
        "kinds": kinds,
        # To ask Python for these would take long at every start.
        "frameworks": editions,
        "version": version("vn766"),
        "pdf_seconds": limits.PDF_WAIT,
    }
    data = json.dumps(known, ensure_ascii=False, sort_keys=True)
    data = data.replace("<", "\\u003c")
    for name, text in (("policy", policy), ("head", head), ("data", data), ("tail", tail)):
        place = f"<!--{name}-->" if name != "policy" else "__POLICY__"
        if markup.count(place) != 1:
            sys.exit(f"index.html must have one {place}")
        before, after = markup.split(place)
        markup = before + text + after
    return markup


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


if __name__ == "__main__":
    build()
    visit, alone = first_load() / 1e6, (DIST / "vn766.html").stat().st_size / 1e6
    print(f"{DIST}: {visit:.1f} MB at the first visit, {alone:.1f} MB as one file")
