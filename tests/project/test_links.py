"""Every link from one of our pages to another leads somewhere, down to its heading."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from vn766.framework import list_frameworks

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"^(`{3,}).*?^\1$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!\\)\]\((?P<target>[^()\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
NAMED = re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE)
OUTSIDE = ("https://", "http://", "mailto:")


def written() -> dict[Path, str]:
    """Return the pages that stand in the repository, not those that a build writes."""
    paths = [*ROOT.glob("*.md")]
    for folder in ("docs", "examples", "benchmarks", "tests"):
        paths += ROOT.glob(f"{folder}/**/*.md")
    return {
        path: path.read_text("utf-8")
        for path in paths
        if "_build" not in path.parts and path not in OF_THE_LAW
    }


OF_THE_LAW = {ROOT / "docs" / "law" / f"{id_}.md" for id_ in list_frameworks()}
PAGES = written()


def anchors(text):
    """Return what a link into a page may name: headings as GitHub and MyST spell them, targets."""
    prose = CODE.sub(lambda code: code[0] if code[0][:3] != "```" else "", text)
    slugs = [
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(prose)
    ]
    return {*slugs, *NAMED.findall(prose)}


def dead_links(page, text):
    """Yield the links of a page that lead nowhere."""
    for match in LINK.finditer(CODE.sub("", text)):
        target = unquote(match["target"])
        if target.startswith(OUTSIDE):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if path in OF_THE_LAW:
            continue  # test_law_pages.py looks into them
        there = path in PAGES if path.suffix == ".md" else path.exists()
        if not there or (anchor and anchor not in anchors(PAGES[path])):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_link_is_dead(page):
    assert list(dead_links(page, PAGES[page])) == []


def test_a_dead_link_would_be_found():
    page = ROOT / "docs" / "index.md"
    lines = (
        "[a](tutorial.md) [b](nothing.md) [c](../LICENSE) [d](#nowhere) `[e](x.md)`",
        "[f](glossary.md#results) [g](glossary.md#nothing) [h](https://example.org/x.md)",
        "[i](law/qd766.md)",
    )
    dead = ["nothing.md", "#nowhere", "glossary.md#nothing"]
    assert list(dead_links(page, "\n".join(lines))) == dead


def test_there_are_links():
    assert sum(len(LINK.findall(text)) for text in PAGES.values()) > 10
