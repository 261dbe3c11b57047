"""The strategy for documents: what it draws, and what it shrinks to."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import get_args

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from vn766.nd30.model import Items, Table
from vn766.report.fields import DocumentKind
from vn766.testing import frameworks, report_documents

KINDS = get_args(DocumentKind)
FOUND = settings(phases=[Phase.generate], max_examples=1000)  # what is found need not be small


def tables(document):
    blocks = [*document.body, *(block for annex in document.annexes for block in annex.blocks)]
    return [block for block in blocks if isinstance(block, Table)]


def printed(document):
    return "\n".join(getattr(block, "text", "") for block in document.body)


@given(st.data())
def test_each_kind_is_a_letter_or_a_report_as_its_name_says(data):
    name = data.draw(st.sampled_from(KINDS))
    document = data.draw(report_documents(kind=name))
    assert document.kind == name.rpartition("-")[2]


@given(report_documents(kind="classification-report", max_units=2))
def test_units_keep_their_limit(document):
    assert 1 <= len(document.annexes[0].blocks[0].rows) <= 2


@given(st.data())
def test_documents_of_any_framework(data):
    framework = data.draw(frameworks())
    document = data.draw(report_documents(framework=framework))
    assert document.provenance is None or document.provenance.framework == framework.title


@pytest.mark.parametrize(
    ("kind", "condition"),
    [
        ("disclosure-letter", lambda it: "xếp thứ 1/1 xã" in printed(it)),
        ("disclosure-letter", lambda it: any(f"xếp thứ {n}/" in printed(it) for n in range(2, 10))),
        ("disclosure-letter", lambda it: "chưa có số liệu" in it.body[2].items[0].text),
        ("monthly-letter", lambda it: "Mã định danh" in str(tables(it)[0].columns)),
        ("monthly-letter", lambda it: "có tỷ lệ điểm đạt thấp hơn" in printed(it)),
        ("office-letter", lambda it: not it.annexes),
        ("office-letter", lambda it: "dưới" in str(it.body)),
        ("classification-report", lambda it: "Chưa đủ số liệu để xếp loại" in printed(it)),
        ("classification-report", lambda it: "Thứ hạng" not in str(tables(it)[0].columns)),
        ("district-report", lambda it: "không thay đổi" in printed(it)),
        ("district-report", lambda it: len(tables(it)) == 2),
        (None, lambda it: it.frame.parent),
        (None, lambda it: it.frame.issuer[0] == "Ủy ban nhân dân"),
        (None, lambda it: type(it.frame.issued_on) is date),
        (None, lambda it: not it.frame.signature.name),
        (None, lambda it: it.frame.number and it.frame.number > 999),
        (None, lambda it: it.provenance and it.provenance.retrieved_at),
        (None, lambda it: it.provenance and it.provenance.provisional),
        (None, lambda it: "đến Quý" in it.subject),
    ],
)
def test_documents_of_every_shape_occur(kind, condition):
    assert find(report_documents(kind=kind), condition, settings=FOUND)


@pytest.mark.parametrize("kind", KINDS)
def test_documents_shrink_to_one_unit_without_points(kind):
    document = find(report_documents(kind=kind), lambda _: True)
    assert document.frame.number is None
    assert document.frame.issued_on is None
    assert document.frame.place == "An Bình"
    assert "tháng 01/2023" in document.subject
    assert all(len(table.rows) == 1 for table in tables(document))
    assert "0/100" in printed(document) + str([it for it in document.body if isinstance(it, Items)])


def test_any_kind_shrinks_to_a_disclosure():
    document = find(report_documents(), lambda _: True)
    assert document == find(report_documents(kind="disclosure-letter"), lambda _: True)


@pytest.mark.parametrize("options", [{"kind": "letter"}, {"max_units": 0}])
def test_impossible_options_are_refused(options):
    with pytest.raises(InvalidArgument):
        report_documents(**options)


def test_drawing_needs_no_word_files():
    code = (
        "import sys; sys.modules['docx'] = None;"
        "from hypothesis import HealthCheck, given, settings;"
        "from vn766.testing import report_documents;"
        # A busy machine draws slowly, which is not what is asked here.
        "of = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck));"
        "of(given(report_documents())(lambda document: print(document.kind)))()"
    )
    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    kinds = set(shown.stdout.split())
    assert kinds
    assert kinds <= {"letter", "report"}
