"""From a table of points to a ranking: what several commands begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.cli.options import RefusalError, fail
from vn766.cli.outcome import Outcome
from vn766.cli.words import word
from vn766.errors import Severity
from vn766.framework import edition_for, get_framework
from vn766.readers import read_points
from vn766.score import rank_units, score_points

if TYPE_CHECKING:
    from pathlib import Path

    from vn766.errors import Language
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.readers import PointsTable
    from vn766.score import Ranking

__all__ = ["rank_file"]


def rank_file(  # noqa: PLR0913 (each is an option of the commands)
    file: Path,
    *,
    edition: Framework | None,
    period: Period | None,
    pool: str | None,
    within: str | None,
    sheet: str | None,
    keep_going: bool,
    language: Language,
) -> Outcome:
    """Read, score and rank the units of a file; rows with errors stop it unless told otherwise."""
    table = read_points(file, framework=edition, period=period, sheet=sheet)
    errors = sum(problem.severity is Severity.ERROR for problem in table.problems)
    if errors and not keep_going:
        raise RefusalError(
            word("problems", language, file=table.source, count=errors),
            table.problems,
            word("keep_going", language),
        )
    return Outcome(
        ranking=_rank(table, edition, pool=pool, within=within, language=language),
        table=table,
        framework=edition or (edition_for(period.start, period.end) if period else get_framework()),
        period=period,
        within=within,
    )


def _rank(
    table: PointsTable,
    edition: Framework | None,
    *,
    pool: str | None,
    within: str | None,
    language: Language,
) -> Ranking:
    """Score all records and rank them, in one pool or by the values of a column."""
    results = [score_points(record, framework=edition) for record in table.records]
    if within is None:
        return rank_units(results, pool=pool)
    columns = dict.fromkeys(header for extra in table.extra for header in extra)
    if table.records and within not in columns:
        known = ", ".join(columns) or "–"
        fail(word("unknown_column", language, file=table.source, column=within, known=known))
    pool_of = {
        id(result): extra.get(within) or word("blank", language)
        for result, extra in zip(results, table.extra, strict=True)
    }
    return rank_units(results, pool=pool, within=lambda result: pool_of[id(result)])
