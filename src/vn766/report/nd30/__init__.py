"""Nghị định 30/2020/NĐ-CP: its rules as data, and the checker of documents.

`decree` returns the measures, elements, words and rules of ``report/nd30.toml``; the writer
takes its measures from it, so that both parts rest on one table.

    >>> decree().page.margins.left.least, decree().element("motto").size.most
    (Decimal('30'), Decimal('14'))
"""

from __future__ import annotations

from vn766.report.nd30.decree import Decree, decree

__all__ = ["Decree", "decree"]
