"""Nghị định 30/2020/NĐ-CP: its rules as data, and the checker of documents.

`decree` returns the measures, elements, words and rules of ``nd30/decree.toml``; the writer
takes its measures from it and `check` its rules, so that both parts rest on one table.

    >>> decree().page.margins.left.least, decree().element("motto").size.most
    (Decimal('30'), Decimal('14'))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.nd30.decree import Decree, Rule, decree
from vn766.texts import Wording

if TYPE_CHECKING:
    from vn766.nd30.annotation import annotate
    from vn766.nd30.judge import check
    from vn766.nd30.sarif import to_sarif
    from vn766.nd30.verdicts import Verdict, VerdictStatus
else:  # hidden from type checkers, to which any name would be one
    from vn766.lazy import loader

    # Who only writes documents need not wait until the checker is loaded.
    __getattr__ = loader(
        __name__,
        {
            "annotation": "annotate",
            "judge": "check",
            "sarif": "to_sarif",
            "verdicts": "Verdict VerdictStatus",
        },
    )

__all__ = [
    "Decree",
    "Rule",
    "Verdict",
    "VerdictStatus",
    "Wording",
    "annotate",
    "check",
    "decree",
    "to_sarif",
]
