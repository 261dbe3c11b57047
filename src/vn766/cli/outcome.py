"""What one run of ``vn766 score`` came to: a ranking, and everything that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from vn766.cli.words import word
from vn766.errors import Severity

if TYPE_CHECKING:
    from vn766.errors import Language, Problem
    from vn766.framework.model import Framework
    from vn766.period import Period
    from vn766.readers import CountsTable, PointsTable
    from vn766.score import Ranking


@frozen(kw_only=True)
class Outcome:
    """A ranking, the table it was read from, its edition and period, the column of its pools."""

    ranking: Ranking
    table: CountsTable | PointsTable
    framework: Framework
    period: Period | None
    within: str | None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What is wrong with the rows that were left out."""
        return tuple(it for it in self.table.problems if it.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the results rest on that is not verified, each once."""
        return self.ranking.warnings

    @property
    def pooled(self) -> bool:
        """Whether somebody said what is ranked."""
        return self.ranking.pool is not None or self.within is not None

    def pool(self, language: Language) -> str:
        """Return what is ranked, in words."""
        name = self.ranking.pool
        if self.within is None:
            return name or word("whole_file", language)
        column = word("by_column", language, column=self.within)
        return f"{name}, {column}" if name else column
