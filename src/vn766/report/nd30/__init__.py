"""Nghị định 30/2020/NĐ-CP: its rules as data, and the checker of documents.

`decree` returns the measures, elements, words and rules of ``report/nd30.toml``; the writer
takes its measures from it and `check` its rules, so that both parts rest on one table.

    >>> decree().page.margins.left.least, decree().element("motto").size.most
    (Decimal('30'), Decimal('14'))
"""

from __future__ import annotations

from vn766.report.nd30.checker import check
from vn766.report.nd30.decree import Decree, Rule, decree
from vn766.report.nd30.verdicts import Place, Verdict, VerdictStatus, Wording

__all__ = ["Decree", "Place", "Rule", "Verdict", "VerdictStatus", "Wording", "check", "decree"]
