"""The báo cáo of an office on its district: the result by months, and a ranking of the units."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from vn766.errors import NotComparableError, Problem, ProblemCode
from vn766.nd30.model import Annex, Item, Items
from vn766.report.builders.tables import points_table, series_table
from vn766.report.figures import MISSING, Draft, known_leaves
from vn766.vi import format_number, format_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vn766.nd30.model import Block, Document, Frame, Orientation
    from vn766.score import Ranking, UnitResult


def district_report(
    series: Iterable[UnitResult],
    *,
    frame: Frame,
    ranking: Ranking | None = None,
    tasks: Sequence[str] = (),
    duties: Mapping[str, Sequence[str]] | None = None,
    source: str | None = None,
    texts: Mapping[str, str | Sequence[str]] | None = None,
    orientation: Orientation = "landscape",
) -> Document:
    """Return the báo cáo on one unit over several periods, the units below it ranked in its annex.

    Args:
        series: results of one unit by one framework, one for each period of one kind, in any
            order; the latest is what the report is about. Known totals are enough.
        frame: who issues, signs and receives it.
        ranking: the units below it in the latest period, for the annex.
        tasks: what all are to do, numbered.
        duties: what each office is to do, numbered on from them.
        source: where the figures are from; default: the source of what was published.
        texts: replacements for `default_texts("district-report")`.
        orientation: of the annex.

    Raises:
        InvalidDocumentError: with everything that is wrong with texts, figures and frame.
        NotComparableError: if the results are not of one framework or one kind of period.
    """
    results = _in_order(series)
    latest = results[-1]
    draft = Draft("district-report", frame, latest, texts=texts, source=source)
    for earlier in results[:-1]:
        draft.check(earlier)
    body: list[Block] = [*draft.paragraphs("opening")]
    body += draft.paragraphs("total", change=_change(results))
    if len(results) > 1:
        body.append(series_table(results, title=draft.text("series_title") or MISSING))
    if ranking is not None:
        body += draft.paragraphs("annex_reference")
    body += draft.paragraphs("provenance")
    items = [Item(task) for task in tasks]
    for office, its_own in (duties or {}).items():
        items.append(Item(f"{office}:", Items(its_own, marks="dash")))
    if items:
        body += [*draft.paragraphs("duties_heading"), Items(items)]
    body += draft.paragraphs("closing")
    annexes: list[Annex] = []
    if ranking is not None:
        for result in ranking.results:
            draft.check(result, ranking)
        title = draft.text("annex_title")
        nodes = known_leaves(*ranking.results)
        table = points_table(ranking.results, nodes, title=title or MISSING, ranking=ranking)
        annexes.append(Annex(title=title, blocks=[table], orientation=orientation))
    return draft.document(kind="report", body=body, annexes=annexes)


def _in_order(series: Iterable[UnitResult]) -> list[UnitResult]:
    """Return the results, the earliest first, or refuse those that make no series."""
    results = list(series)
    if not results:
        message = "a report needs at least one result"
        raise ValueError(message)
    problems: list[Problem] = []
    frameworks = {result.framework.id for result in results}
    if len({result.framework_digest for result in results}) > 1:
        labels = ", ".join(sorted(frameworks))
        problems.append(Problem.of(ProblemCode.DIFFERENT_FRAMEWORKS, ("series",), labels=labels))
    units = {result.unit.key: result.unit.name for result in results if result.unit}
    if len(units) > 1:
        labels = ", ".join(sorted(units.values()))
        problems.append(Problem.of(ProblemCode.SERIES_OF_UNITS, ("series",), labels=labels))
    periods = [result.period for result in results if result.period]
    texts = [format_period(period) for period in periods]
    alike = len({period.kind for period in periods}) == 1 and len(set(texts)) == len(results)
    if len(results) > 1 and not alike:
        labels = ", ".join(texts) or MISSING
        problems.append(Problem.of(ProblemCode.SERIES_OF_PERIODS, ("series",), labels=labels))
    if problems:
        raise NotComparableError(problems)
    return sorted(results, key=lambda result: result.period.end if result.period else date.max)


def _change(results: Sequence[UnitResult]) -> str | None:
    """Return by how much the total rose or fell since the period before, or None."""
    if len(results) == 1:
        return None
    before, after = results[-2], results[-1]
    if before.known_total is None or after.known_total is None or before.period is None:
        return None
    change = after.known_total - before.known_total
    result = "kết quả " if before.period.up_to else ""
    said = f"so với {result}{format_period(before.period)}"
    if change == 0:
        return f"không thay đổi {said}"
    verb = "tăng" if change > 0 else "giảm"
    return f"{verb} {format_number(abs(change))} điểm {said}"
