"""Whatever the builders make can be written, keeps the decree, reads back and audits clean."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import io

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from vn766 import nd30
from vn766.audit import ClaimKind, audit, read_claims
from vn766.framework import get_framework
from vn766.report import Table, docx_bytes
from vn766.testing import frameworks, report_documents
from vn766.vi import parse_points


def cells_of(table):
    return tuple(tuple(cell.text for cell in row.cells) for row in table.rows)


SIZES = st.sampled_from(["13/14/14", "12/13/13", None])
DOCUMENTS = report_documents() | report_documents(framework="portal-2026")


def failures(content):
    return [found.rule for found in nd30.check(io.BytesIO(content)) if found.status == "FAIL"]


@settings(max_examples=60)
@given(DOCUMENTS, SIZES)
def test_each_keeps_the_decree(document, sizes):
    """A name that was left blank is all that the decree can miss."""
    blank = [] if document.frame.signature.name else ["signer.present"]
    assert failures(docx_bytes(document, sizes=sizes)) == blank


@settings(max_examples=60)
@given(DOCUMENTS)
def test_each_audits_clean(document):
    report = audit(docx_bytes(document))
    assert (*report.errors, *report.warnings) == ()


@settings(max_examples=30)
@given(st.data())
def test_those_of_any_framework_do_both(data):
    framework = data.draw(frameworks())
    document = data.draw(report_documents(framework=framework))
    content = docx_bytes(document)
    assert set(failures(content)) <= {"signer.present"}
    report = audit(content, framework=framework)
    assert (*report.errors, *report.warnings) == ()


@settings(max_examples=40)
@given(report_documents(kind="disclosure-letter"))
def test_the_total_that_stands_there_is_the_one_that_is_read(document):
    printed = next(run.text for run in document.body[0].runs if run.bold)
    (total,) = [it for it in read_claims(docx_bytes(document)) if it.kind is ClaimKind.TOTAL]
    assert (total.value.points, total.value.maximum) == parse_points(printed)
    assert total.value.maximum == get_framework().max_points


@settings(max_examples=40)
@given(report_documents(kind="classification-report") | report_documents(kind="district-report"))
def test_cells_are_read_back_as_they_were_drawn(document):
    """Above the rows of a table stand those of its head."""
    blocks = [*document.body, *(block for annex in document.annexes for block in annex.blocks)]
    drawn = [block.rows for block in blocks if isinstance(block, Table)]
    opened = docx.Document(io.BytesIO(docx_bytes(document)))
    read = [
        tuple(tuple(cell.text for cell in row.cells) for row in it.rows) for it in opened.tables
    ]
    for rows in drawn:
        assert any(found[-len(rows) :] == rows for found in read)
