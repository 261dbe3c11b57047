"""Does a published report tell the truth? Its claims read out, and held against each other.

`read_claims` reads every statement of a document that can be checked, with its quote and place;
`audit` checks them: percents against points, groups against totals, classes and ranks, dates that
do not exist, annexes about another month, codes and cited texts. A contradiction is an error, a
departure of form a warning, what is merely worth knowing or unclear a note; nothing is guessed.

Example:
    >>> report = audit("Tổng số điểm 87,09/100 điểm, xếp loại Khá, đứng thứ 66/65.".encode())
    >>> for found in report.errors:
    ...     print(found.code, found.found, found.expected)
    class-mismatch Khá Tốt
    rank-outside-pool 66/65 None
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from vn766._engine.plan import plan_of
from vn766.audit.checks.data import Data, check_data
from vn766.audit.checks.figures import check_figures
from vn766.audit.checks.forms import check_forms, check_times
from vn766.audit.checks.reading import check_reading, coverage_of
from vn766.audit.claims import (
    Change,
    Claim,
    ClaimKind,
    ClassCounts,
    Count,
    Grade,
    Rank,
    Rate,
    Reference,
    Score,
    Subject,
)
from vn766.audit.findings import AuditReport, Coverage, Finding
from vn766.audit.reading.outline import read_outline
from vn766.audit.reading.topics import entries_of
from vn766.errors import InvalidDocumentError, InvalidRecordError, ProblemCode
from vn766.files import Named, Source, is_folder, legible, read, refusal
from vn766.files.blocks import ENDINGS, Place, read_text
from vn766.files.folders import Unread, gather
from vn766.framework import get_framework
from vn766.lazy import loader

if TYPE_CHECKING:
    from vn766._engine.plan import Plan
    from vn766.audit.sarif import to_sarif
    from vn766.framework.model import Framework

__all__ = [
    "AuditReport",
    "Change",
    "Claim",
    "ClaimKind",
    "ClassCounts",
    "Count",
    "Coverage",
    "Data",
    "Finding",
    "Grade",
    "Place",
    "Rank",
    "Rate",
    "Reference",
    "Score",
    "Source",
    "Subject",
    "Unread",
    "audit",
    "read_claims",
    "to_sarif",
]

__getattr__ = loader(__name__, {"sarif": "to_sarif"})


def read_claims(
    source: Source, *, framework: Framework | str | Path | None = None
) -> tuple[Claim, ...]:
    """Return every statement of a document that can be checked, in the order of its text.

    Read are Word files (``.docx``), text and Markdown in UTF-8, web pages, CSV, and workbooks
    (extra ``xlsx``); the content decides. Both decimal marks are understood, capitals, decomposed
    letters, items of lists, lines of tabs, and heads of tables in one or several rows.

    Args:
        source: a path, the content of a file as bytes, or a binary stream; at most 32 MiB.
        framework: the edition whose groups and classes the words mean; default: ``qd766``.

    Raises:
        InvalidRecordError, InvalidDocumentError: the file cannot be read; they say what to do.
        MissingExtraError: for a workbook, if the extra ``xlsx`` is not installed.
        FrameworkError: if the framework is unknown or broken.

    Example:
        >>> claims = read_claims("Số hóa hồ sơ 18.9/22 điểm, xếp hạng 7/8 xã, phường".encode())
        >>> for claim in claims:
        ...     print(claim, claim.value, sep=": ")
        Số hóa hồ sơ 18.9/22 điểm: 18,9/22
        xếp hạng 7/8 xã, phường: 7/8
    """
    plan = plan_of(get_framework(framework))
    return tuple(read_outline(read_text(read(source)), plan).claims)


def audit(
    source: Source, *, framework: Framework | str | Path | None = None, data: Data | None = None
) -> AuditReport:
    """Return what is wrong with a document, and what is worth knowing about it.

    A folder is read with all below, hidden files and folders aside: the report is of all its
    documents, and names every file that was not read or is no document.

    Args:
        source: as for `read_claims`, or the path of a folder.
        framework: the edition whose maxima and classes hold; default: ``qd766``.
        data: the results that the document is about: then every figure is compared with them.

    Raises:
        InvalidRecordError, InvalidDocumentError: the file cannot be read, or the folder holds no
            document; they say what to do.
        MissingExtraError: for a workbook, if the extra ``xlsx`` is not installed.
        FrameworkError: if the framework is unknown or broken.

    Source: sums, rounding, classes and maxima stand in the framework, how far a percent may lie
    from its points in ``audit/tolerances.toml``, each with its evidence.

    Example:
        >>> report = audit("Số liệu cập nhật đến 15 giờ 10 ngày 31/6/2023.".encode())
        >>> print(report.errors[0].line("vi"))
        document, dòng 1 “31/6/2023”: '31/6/2023' không có thật: tháng 6 năm 2023 có 30 ngày. \
Hãy kiểm tra ngày trong văn bản gốc.
    """
    plan = plan_of(get_framework(framework))
    if isinstance(source, str | Path) and is_folder(Path(source)):
        return _of_folder(Path(source), plan, data)
    return _of_document(read(source), plan, data, source)


def _of_folder(folder: Path, plan: Plan, data: Data | None) -> AuditReport:
    """Return the report of all documents of a folder; one that cannot be read stops no other."""
    gathered = gather([folder], ENDINGS)
    unread = [*gathered.unread]
    if not (gathered.paths or unread):
        raise refusal(ProblemCode.NO_DOCUMENTS, str(folder), endings=", ".join(ENDINGS))
    reports: list[AuditReport] = []
    for path in gathered.paths:
        file = legible(str(path))
        try:
            named = Named(legible(str(path.relative_to(folder))), read(path).data)
            report = _of_document(named, plan, data, path)
        except (InvalidRecordError, InvalidDocumentError) as error:
            unread.append(Unread(file, error.problems))
        else:
            reports.append(evolve(report, file=file))
    return AuditReport(
        coverage=sum((report.coverage for report in reports), Coverage()),
        file=legible(str(folder)),
        framework_id=plan.framework.id,
        claims=tuple(claim for report in reports for claim in report.claims),
        findings=tuple(found for report in reports for found in report.findings),
        documents=tuple(reports),
        unread=tuple(unread),
        passed_over=gathered.passed_over,
        source=folder,
    )


def _of_document(content: Named, plan: Plan, data: Data | None, source: Source) -> AuditReport:
    outline = read_outline(read_text(content), plan)
    entries = entries_of(outline)
    findings = [
        *check_figures(outline, plan, entries),
        *check_times(outline),
        *check_forms(outline, plan.framework),
        *check_reading(outline),
        *(() if data is None else check_data(outline, entries, data)),
    ]
    at = {id(claim.location): number for number, claim in enumerate(outline.claims)}
    findings.sort(key=lambda each: at.get(id(each.location), len(at)))
    return AuditReport(
        coverage=coverage_of(outline),
        file=content.name,
        framework_id=plan.framework.id,
        claims=tuple(outline.claims),
        findings=tuple(findings),
        source=Path(source) if isinstance(source, str | Path) else content.data,
    )
