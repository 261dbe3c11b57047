"""Official documents: built from results, written as Word files, checked against the decree.

* `vn766.report.builders` makes a `Document` out of results, one function for each kind that
  offices publish; or put one together yourself from the parts below.
* `write_docx` writes it (extra ``docx``), `read_spec` and `Jobs` do all of it from one file.
* `vn766.nd30` tells whether a ``.docx`` conforms to Nghị định 30/2020/NĐ-CP.

Nothing here needs the extra until a file is written or checked.
"""

from __future__ import annotations

from vn766.nd30.measures import Sizes
from vn766.nd30.model import (
    Annex,
    AnnexFile,
    Block,
    Column,
    Document,
    Frame,
    Head,
    Heading,
    Item,
    Items,
    Kind,
    Paragraph,
    Run,
    Signature,
    Table,
)
from vn766.nd30.writer import docx_bytes, write_docx
from vn766.report.additions import Additions, Section
from vn766.report.builders import (
    classification_report,
    disclosure_letter,
    district_report,
    monthly_letter,
    office_letter,
)
from vn766.report.fields import DocumentKind
from vn766.report.figures import Provenance, Texts, default_texts
from vn766.report.jobs import Job, Jobs
from vn766.report.spec import Spec, read_spec
from vn766.report.tables import ComponentColumn

__all__ = [
    "Additions",
    "Annex",
    "AnnexFile",
    "Block",
    "Column",
    "ComponentColumn",
    "Document",
    "DocumentKind",
    "Frame",
    "Head",
    "Heading",
    "Item",
    "Items",
    "Job",
    "Jobs",
    "Kind",
    "Paragraph",
    "Provenance",
    "Run",
    "Section",
    "Signature",
    "Sizes",
    "Spec",
    "Table",
    "Texts",
    "classification_report",
    "default_texts",
    "disclosure_letter",
    "district_report",
    "docx_bytes",
    "monthly_letter",
    "office_letter",
    "read_spec",
    "write_docx",
]
