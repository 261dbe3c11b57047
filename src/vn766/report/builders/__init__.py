"""From results to documents: one function for each kind of document that offices publish.

Every figure comes from the results; the words around them are ours unless replaced by `texts`.
"""

from __future__ import annotations

from vn766.report.builders.classification import classification_report
from vn766.report.builders.disclosure import disclosure_letter
from vn766.report.builders.district import district_report
from vn766.report.builders.monthly import monthly_letter
from vn766.report.builders.office import office_letter
from vn766.report.builders.tables import ComponentColumn, Shows

__all__ = [
    "ComponentColumn",
    "Shows",
    "classification_report",
    "disclosure_letter",
    "district_report",
    "monthly_letter",
    "office_letter",
]
