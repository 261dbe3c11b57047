# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""The checker on documents of all kinds and layouts: truthful ones, and ones with a slip each.

``benchmarks/bench_nd30_corpus.py`` makes all slips in all documents, and prints the figures.
"""

from __future__ import annotations

from collections import Counter

import pytest

from vn766.files.documents import read
from vn766.files.packages import read_package
from vn766.nd30 import VerdictStatus, check, decree
from vn766.nd30.judge.layout import Layout
from vn766.nd30.judge.roles import find_roles

WRONG = {VerdictStatus.FAIL, VerdictStatus.NEEDS_REVIEW}
EVERY = 7  # of the documents that a slip can be in, one is tried


@pytest.fixture(scope="module")
def papers(corpus):
    return corpus.truthful()


def test_the_corpus_is_wide(corpus, papers):
    assert len(papers) >= 40
    assert {made.layout for made in papers} == set(corpus.LAYOUTS)
    assert {made.lines for made in papers} == set(corpus.LINES)
    assert {made.fonts for made in papers} == set(corpus.FONTS)
    assert len({made.kind for made in papers}) == len(corpus.KINDS)


def test_no_truthful_document_fails(corpus, papers):
    failing = [
        f"{made.name}: {verdict}"
        for made in papers
        for verdict in check(corpus.docx(made))
        if verdict.status is VerdictStatus.FAIL
    ]
    assert failing == []


def test_kinds_are_told(corpus, papers):
    for made in papers:
        told = check(corpus.docx(made))[0].found.text("vi")
        issued = "văn bản ban hành kèm theo văn bản khác"
        expected = {"Công văn": "công văn", "Quy chế": issued}
        assert told == expected.get(made.kind, made.kind), made.name


def test_a_line_has_one_part(corpus, papers):
    for made in papers:
        roles = find_roles(Layout(read(read_package(corpus.docx(made)))))
        lines = Counter(id(line) for of in roles.lines.values() for line in of)
        assert max(lines.values()) == 1, made.name


def test_slips_are_found(corpus, papers):
    """Of every slip some, in documents of all kinds; where columns are certain, as what it is."""
    severity = {rule.id: rule.severity for rule in decree().rules}
    missed, soft, tried = [], [], 0
    for made, slip in list(corpus.slipped(papers))[::EVERY]:
        found = {it.rule: it.status for it in reversed(check(corpus.docx(made)))}
        tried += 1
        if found[slip.rule] not in WRONG:
            missed.append(f"{made.name}: {slip.rule}, {slip.what}")
        drawn = slip.rule.endswith(".line") and made.lines in corpus.DRAWN
        sure = not (made.layout in corpus.LOOSE or slip.unsure or drawn)
        if sure and severity[slip.rule] == "legal" and found[slip.rule] == "NEEDS_REVIEW":
            soft.append(f"{made.name}: {slip.rule}, {slip.what}")
    assert len(missed) <= 0.05 * tried, "\n".join(missed)
    assert soft == []
