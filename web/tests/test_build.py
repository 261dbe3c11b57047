"""What the build makes: small, the same each time, and with the licences of all parts."""

from __future__ import annotations

import io
import re
import zipfile

import build
from browsing import WEB
from fetch import parts
from vn766.texts import Catalogue

MOST = 18_000_000  # bytes that the first visit may take


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_it_is_the_same_each_time(dist, tmp_path):
    build.build(tmp_path / "again")
    assert files(tmp_path / "again") == files(dist)


def test_the_first_visit_is_small(dist):
    assert build.first_load(dist) <= MOST


def test_every_part_has_its_licence(dist):
    text = (dist / "licences.txt").read_text("utf-8")
    for part in parts("npm", "wheel"):
        assert f"{part.name} {part.version}: {part.licence}" in text
    assert "Mozilla Public License" in text
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in text


def test_parts_are_named_with_their_sums():
    for part in parts("npm", "wheel", "test-npm", "test-wheel"):
        assert len(part.sha256) == len("0" * 64)
        assert part.version


def test_no_file_of_ours_names_a_host():
    for path in (*WEB.glob("*.*"), *(WEB / "page").iterdir()):
        if path.is_file():
            assert not re.search(r"https?://", path.read_text("utf-8")), path


def test_of_babel_only_our_languages_are_left():
    names = zipfile.ZipFile(io.BytesIO(build.packages())).namelist()
    data = [name for name in names if name.startswith("babel/locale-data/")]
    assert [name.rpartition("/")[2] for name in data if name.endswith(".dat")] == [
        "en.dat",
        "root.dat",
        "vi.dat",
    ]
    assert not any(name.startswith("babel/messages/") for name in names)


def test_the_clerk_says_what_the_catalogues_hold():
    said = "".join(path.read_text("utf-8") for path in (WEB / "page").glob("*.py"))
    codes = set(re.findall(r'"(audit|cli|show)\.([\w.]+)"', said))
    assert ("cli", "ranked") in codes
    assert [code for code in codes if code[1] not in Catalogue(code[0])] == []


def test_every_word_is_said_somewhere():
    said = "".join((WEB / "page" / name).read_text("utf-8") for name in ("index.html", "page.js"))
    made = {f"{stem}_{kind}" for stem, kind in MADE}  # names that are put together
    names = build.words()["vi"].keys()
    assert {name for name in names if f'"{name}"' not in said} == made & names


MADE = [
    *(("kind", kind) for kind in ("table", "spec", "document", "other")),
    *(("save", form) for form in ("csv", "xlsx", "json", "html", "svg")),
    *(("by", way) for way in ("level", "section")),
    *((field, "example") for field in ("period", "sheet")),
]
