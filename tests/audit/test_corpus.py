# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""The bounds that the auditor keeps on a corpus of many styles (`benchmarks/bench_audit.py`)."""

from __future__ import annotations

import random
from pathlib import Path
from runpy import run_path

import pytest

from vn766.audit import audit

CORPUS = run_path(str(Path(__file__).with_name("corpus.py")))
TRUTHFUL, OTHERS, OF_EACH = 120, 60, 20


def errors(report):
    return {str(finding.code) for finding in report.errors}


def test_truthful_documents_have_no_error_and_every_table_is_read_or_named():
    chance = random.Random(7)
    for _ in range(TRUTHFUL):
        document = CORPUS["document"](chance)
        report = audit(document.text.encode())
        assert errors(report) == set(), document
        named = sum(str(note.code) == "table-not-read" for note in report.notes)
        assert report.coverage.tables == document.tables, document
        assert report.coverage.unread_tables == named, document


def test_texts_about_other_matters_have_no_error():
    chance = random.Random(66)
    texts = [CORPUS["other_matter"](chance) for _ in range(OTHERS)]
    assert [text for text in texts if errors(audit(text.encode()))] == []


@pytest.mark.parametrize("slip", CORPUS["SLIPS"])
def test_slips_are_found(slip):
    chance = random.Random(766)
    documents = [CORPUS["document"](chance, slip) for _ in range(OF_EACH)]
    found = [errors(audit(each.text.encode())) & CORPUS["SLIPS"][slip] for each in documents]
    assert sum(map(bool, found)) >= 0.9 * OF_EACH


def test_a_slip_is_one_error():
    """What follows from one slip is not told as several contradictions of other kinds."""
    chance = random.Random(6)
    for slip in ("class", "rank", "date", "rate", "change"):
        for _ in range(OF_EACH):
            document = CORPUS["document"](chance, slip)
            assert errors(audit(document.text.encode())) <= CORPUS["SLIPS"][slip], document
