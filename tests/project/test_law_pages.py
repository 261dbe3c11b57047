"""The pages of the law hold every value of every edition, each beside its source."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from vn766.framework import Citation, get_framework, list_frameworks
from vn766.framework.elements import walk

# The documentation is no package: its module is run as the file that it is.
law_pages = SimpleNamespace(**run_path(str(Path(__file__).parents[2] / "docs" / "law_pages.py")))
page, pages, write_pages = law_pages.page, law_pages.pages, law_pages.write_pages

IDS = list_frameworks()


def plain(text):
    """Return a page without the marks that keep its texts from being markup."""
    return text.replace("\\", "")


@pytest.mark.parametrize("id_", IDS)
class TestAPage:
    def test_it_holds_every_value(self, id_):
        edition = get_framework(id_)
        text = plain(page(edition))
        values = [value for _, value in walk(edition) if isinstance(value, str | Decimal | date)]
        values += [part for _, value in walk(edition) if isinstance(value, tuple) for part in value]
        texts = {str(value) for value in values if isinstance(value, str | Decimal | date)}
        # Instruments are cited by title.
        assert {each for each in texts if each not in text} == set()
        assert len(texts) > 50

    def test_it_names_the_digest(self, id_):
        assert get_framework(id_).digest in page(get_framework(id_))

    def test_every_citation_stands_once_and_every_link_leads_to_one(self, id_):
        edition = get_framework(id_)
        text = page(edition)
        citations = {value for _, value in walk(edition) if isinstance(value, Citation)}
        targets = re.findall(r"^\((source-[\w-]+)\)=$", text, re.MULTILINE)
        links = re.findall(r"\]\(#([\w-]+)\)", text)
        assert len(targets) == len(set(targets)) == len(citations)
        assert set(links) == set(targets)

    def test_a_value_stands_beside_its_status_and_source(self, id_):
        edition = get_framework(id_)
        text = page(edition)
        for band in edition.bands:
            since = edition.validity.first_day
            row = f"| {band.label} | `{band.id}` | {band.min_points} | {since} |"
            assert f"{row} {band.source.status} [[" in text
        for node in edition.nodes():
            assert f"| `{node.id}` | {node.max_points} | {since} | {node.source.status} [[" in text
        for indicator in edition.indicators():
            block = text.partition(f"(`{indicator.code}`)")[2].partition("\n**")[0]
            status = indicator.source.status
            assert f"| Maximum | {indicator.max_points} | {since} | {status} [[" in block
            assert f"| Rule | {indicator.rule.kind}" in block
            assert f"| {since} | {indicator.rule.source.status} [[" in block
            zero = indicator.zero
            assert f"| 0 of 0 | {zero.rule} | {since} | {zero.source.status} [[" in block

    def test_it_says_what_was_not_found_and_where_to_send_it(self, id_):
        text = plain(page(get_framework(id_)))
        listed = text.partition("## Looked for and not found")[2]
        assert [it for it in get_framework(id_).not_found if f"\n- {it}\n" not in listed] == []
        assert "(index.md#send-better-evidence)" in listed


def test_every_edition_has_its_page(tmp_path):
    write_pages(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "instruments.md",
        *(f"{id_}.md" for id_ in IDS),
    }
    for name, text in pages().items():
        assert (tmp_path / name).read_text("utf-8") == text
        assert b"\r" not in (tmp_path / name).read_bytes()


def test_the_days_of_every_legal_text():
    text = pages()["instruments.md"]
    (row,) = (line for line in text.splitlines() if line.startswith("| 42/2022/NĐ-CP |"))
    assert row.split(" | ")[2:5] == ["", "", "2026-07-01, by 224/2026/NĐ-CP"]
    assert "| 766/QĐ-TTg |" in text
    assert "87/UBND" not in text


def test_a_page_that_says_the_same_is_left_alone(tmp_path):
    write_pages(tmp_path)
    path = tmp_path / f"{IDS[0]}.md"
    before = path.stat().st_mtime_ns
    write_pages(tmp_path)
    assert path.stat().st_mtime_ns == before
    path.write_text("old", "utf-8")
    write_pages(tmp_path)
    assert path.read_text("utf-8") == pages()[path.name]
