"""Checks against given results: every figure that a document prints of their units."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from vn766._engine.exact import shift
from vn766.audit.checks import tolerances
from vn766.audit.claims import Claim, Grade, Rank, Rate, Score
from vn766.audit.findings import error, note
from vn766.audit.reading.topics import unit_key
from vn766.errors import ProblemCode
from vn766.score import Ranking, UnitResult
from vn766.vi import format_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vn766.audit.findings import Finding
    from vn766.audit.reading.outline import Outline
    from vn766.audit.reading.topics import Entry

Data: TypeAlias = "UnitResult | Ranking | Iterable[UnitResult]"
"""The results that a document is about: of one unit, of several, or their ranking."""


def check_data(outline: Outline, entries: Sequence[Entry], data: Data) -> Iterator[Finding]:
    """Yield each figure of the document that is not the one given."""
    results = [data] if isinstance(data, UnitResult) else list(_results(data))
    ranks: Mapping[int, tuple[int, int]] = {}
    if isinstance(data, Ranking):
        ranks = {id(row.result): (row.rank, row.of) for row in data.rows}
    unknown = True
    for entry in entries:
        result = _result_of(entry, results, outline)
        if result is not None:
            unknown = False
            for claim in entry.claims:
                yield from _compare(claim, result, ranks.get(id(result)))
    if entries and unknown:
        first = next(entries[0].claims)
        yield note(ProblemCode.UNIT_NOT_IN_DATA, first)


def _results(data: Ranking | Iterable[UnitResult]) -> Iterable[UnitResult]:
    return data.results if isinstance(data, Ranking) else data


def _result_of(entry: Entry, results: Sequence[UnitResult], outline: Outline) -> UnitResult | None:
    """Return the result of the unit and period that figures are of, if it is clear."""
    period = entry.key.period
    of_period = [
        result
        for result in results
        if result.period is None or period is None or result.period == period
    ]
    named = [each for each in of_period if each.unit and unit_key(each.unit.name) == entry.key.unit]
    if len(named) == 1:
        return named[0]
    own = entry.sheet is None and entry.key.unit in {None, " ".join((outline.issuer or ())[:2])}
    only = of_period[0] if len(of_period) == 1 else None
    return only if only is not None and (only.unit is None or (own and not named)) else None


def _compare(claim: Claim, result: UnitResult, ranked: tuple[int, int] | None) -> Iterator[Finding]:
    value, node = claim.value, claim.subject.node
    if isinstance(value, Score):
        given = result.known_total if node is None else None
        if node is not None and node in result.nodes:
            given = result.nodes[node].points
        if given is not None and given != value.points:
            yield error(ProblemCode.DATA_DIFFERS, claim, value.points, given)
    if isinstance(value, Rate):
        yield from _percent(claim, value, result)
    if isinstance(value, Grade):
        band = result.known_band
        if band is not None and band.id != value.band:
            yield error(ProblemCode.DATA_DIFFERS, claim, value.label, band.label)
    if isinstance(value, Rank):
        published = result.published
        if ranked is None and published is not None and published.rank is not None:
            ranked = (published.rank, published.of or value.of or 0)
        if ranked is not None and (
            ranked[0] != value.rank or (value.of and ranked[1] and ranked[1] != value.of)
        ):
            of = f"/{ranked[1]}" if ranked[1] else ""
            yield error(ProblemCode.DATA_DIFFERS, claim, value.text, f"{ranked[0]}{of}")


def _percent(claim: Claim, value: Rate, result: UnitResult) -> Iterator[Finding]:
    """Compare a percent with that of its group, or beside a total with that of the total."""
    node = claim.subject.node
    given = result.percent if node is None else None
    if node is not None and node in result.nodes:
        given = result.nodes[node].percent
    rounding = shift(5, max(0, -int(value.percent.as_tuple().exponent)) + 1)
    room = tolerances().of_percent(node) + rounding
    if given is not None and abs(given - value.percent) > room:
        yield error(
            ProblemCode.DATA_DIFFERS, claim, format_percent(value.percent), format_percent(given)
        )
