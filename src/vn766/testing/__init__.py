"""Hypothesis strategies for what this library reads and holds (extra `testing`).

`frameworks`, `unit_points`, `unit_counts`, `totals_near_bands`, `pools` and
`invalid_unit_points` draw what scoring takes; `vietnamese_numbers`, `vietnamese_dates`,
`periods`, `agency_codes` and `dossier_codes` what officials write, and `report_documents` whole
documents. All build what they draw and shrink to plain examples.

`assert_scores_like` checks a scoring function of yours, say of a dashboard, against the rules of a
framework, `assert_counts_like` one that turns counts into points, and `assert_ranks_like` a ranking
one. The cases that they use are plain data (`case_suites`), which ``vn766 cases`` writes for
systems in any language.

With the extra installed, Hypothesis knows these types by itself: ``st.from_type(UnitPoints)``,
and arguments annotated with them, work without importing this module.
"""

from __future__ import annotations

from vn766.errors import MissingExtraError

try:
    from vn766.testing.cases import case_suites, cases_framework
    from vn766.testing.documents import report_documents
    from vn766.testing.records import (
        frameworks,
        invalid_unit_points,
        pools,
        totals_near_bands,
        unit_counts,
        unit_points,
    )
    from vn766.testing.scorers import (
        CountsScorer,
        Ranker,
        Scorer,
        assert_counts_like,
        assert_ranks_like,
        assert_scores_like,
    )
    from vn766.testing.texts import (
        agency_codes,
        dossier_codes,
        periods,
        vietnamese_dates,
        vietnamese_numbers,
    )
except ModuleNotFoundError as error:
    extra = "testing"
    raise MissingExtraError(extra) from error

__all__ = [
    "CountsScorer",
    "Ranker",
    "Scorer",
    "agency_codes",
    "assert_counts_like",
    "assert_ranks_like",
    "assert_scores_like",
    "case_suites",
    "cases_framework",
    "dossier_codes",
    "frameworks",
    "invalid_unit_points",
    "periods",
    "pools",
    "report_documents",
    "totals_near_bands",
    "unit_counts",
    "unit_points",
    "vietnamese_dates",
    "vietnamese_numbers",
]
