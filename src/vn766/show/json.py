"""Results as JSON-ready values: exact figures are texts, names are the same everywhere."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, TypeAlias, cast

from vn766.advise import Advice, Distance, Margins, Shortfall
from vn766.compare.basis import is_open
from vn766.compare.comparison import Comparison, RankingComparison, Series
from vn766.convert import to_dict
from vn766.explain import Explanation
from vn766.score.ranking import Place, Ranking
from vn766.score.results import UnitResult

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from datetime import datetime
    from decimal import Decimal

    from vn766.errors import Language, Problem
    from vn766.explain import Quotient, Step
    from vn766.framework.model import Band
    from vn766.framework.sources import Citation
    from vn766.period import Period
    from vn766.records import Published, Unit
    from vn766.schemas.types import (
        AdviceDict,
        BandDict,
        ChangesDict,
        CitationDict,
        ComparisonDict,
        CountsDict,
        DistanceDict,
        ExplanationDict,
        MarginsDict,
        OneSidedDict,
        PeriodDict,
        PointsDict,
        ProblemDict,
        PublishedDict,
        QuotientDict,
        RankingComparisonDict,
        RankingDict,
        ResultDict,
        ResultFigures,
        SeriesDict,
        ShortfallDict,
        SideDict,
        StepDict,
        UnitDict,
    )

Figures: TypeAlias = (
    UnitResult
    | Ranking
    | Comparison
    | RankingComparison
    | Series
    | Explanation
    | Advice
    | Shortfall
    | Margins
)


def json(value: Figures, language: Language) -> object:
    """Return all figures of a result, and in `language` what it rests on that is not verified."""
    return _document(value, language)


@singledispatch
def _document(value: object, language: Language) -> object:
    del language
    message = f"nothing shows a {type(value).__name__}"
    raise TypeError(message)


# --- results and rankings -------------------------------------------------------------------------


@_document.register(UnitResult)
def _result(result: UnitResult, language: Language) -> ResultDict:
    return {
        "schema": "vn766-result-1",
        "framework": result.framework_id,
        "framework_digest": result.framework_digest,
        "framework_basis": result.framework_basis,
        **_figures(result),
        "warnings": _problems(result.warnings, language),
    }


@_document.register(Ranking)
def _ranking(ranking: Ranking, language: Language) -> RankingDict:
    results = ranking.results
    return {
        "schema": "vn766-ranking-1",
        "framework": next((result.framework_id for result in results), None),
        "framework_digest": next((result.framework_digest for result in results), None),
        "period": period_dict(next((each.period for each in results if each.period), None)),
        "pool": ranking.pool,
        "basis": ranking.basis,
        "levels_apart": ranking.levels_apart,
        "method": ranking.method,
        "rows": [
            {
                "rank": row.rank,
                "of": row.of,
                "tied": row.tied,
                "pool": pool_value(row.pool),
                **_figures(row.result),
            }
            for row in ranking.rows
        ],
        "unranked": [
            {"pool": pool_value(unit.pool), **_figures(unit.result)} for unit in ranking.unranked
        ],
        "warnings": _problems(ranking.warnings, language),
    }


def _figures(result: UnitResult) -> ResultFigures:
    """Return all figures of a result, without what it rests on."""
    least, most = result.bounds
    return {
        "unit": unit_dict(result.unit),
        "period": period_dict(result.period),
        "retrieved_at": _moment(result.retrieved_at),
        "provisional": result.provisional,
        "total": _figure(result.known_total),
        "by_publication": result.by_publication,
        "percent": _figure(result.percent),
        "band": band_dict(result.known_band),
        "to_next_band": _figure(result.known_to_next_band),
        "missing": list(result.missing),
        "bounds": [str(least), str(most)],
        "possible_bands": [band.id for band in result.possible_bands],
        "nodes": {
            node.id: {
                "code": node.code,
                "label": node.label,
                "points": _figure(node.points),
                "max_points": str(node.max_points),
                "percent": _figure(node.percent),
                "lost": _figure(node.lost),
            }
            for node in result.nodes.values()
        },
        "indicators": {
            part.code: {
                "no": part.no,
                "label": part.label,
                "numerator": part.numerator,
                "denominator": part.denominator,
                "rate": _figure(part.rate),
                "points": _figure(part.points),
                "max_points": str(part.max_points),
                "status": part.status,
                "basis": part.basis,
            }
            for part in result.indicators.values()
        },
        "published": None if result.published is None else _published(result.published),
        "record": cast("PointsDict | CountsDict", to_dict(result.record)),
    }


def _published(published: Published) -> PublishedDict:
    total = published.total
    return {
        "total": None if total is None else str(total),
        "rank": published.rank,
        "of": published.of,
        "pool": published.pool,
        "band": published.band,
        "source": published.source,
        "retrieved_at": _moment(published.retrieved_at),
    }


# --- what stands in many of them ------------------------------------------------------------------


def unit_dict(unit: Unit | None) -> UnitDict | None:
    """Return who a unit is."""
    return None if unit is None else {"name": unit.name, "code": unit.code, "level": unit.level}


def band_dict(band: Band | None) -> BandDict | None:
    """Return what a class is called."""
    return None if band is None else {"id": band.id, "label": band.label}


def period_dict(period: Period | None) -> PeriodDict | None:
    """Return a period as officials write it, as programs do, and its days."""
    return None if period is None else _period(period)


def _period(period: Period) -> PeriodDict:
    return {
        "text": str(period),
        "iso": period.isoformat(),
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
    }


def pool_value(pool: Hashable) -> str | None:
    """Return what a pool is called."""
    return None if pool is None else str(pool)


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _figure(value: Decimal | None) -> str | None:
    """Return a figure as text, so that it stays exact."""
    return None if value is None else str(value)


def _problems(problems: Iterable[Problem], language: Language) -> list[ProblemDict]:
    return [problem.to_dict(language) for problem in problems]


# --- comparisons ----------------------------------------------------------------------------------


@_document.register(Comparison)
def _comparison(comparison: Comparison, language: Language) -> ComparisonDict:
    return {
        "schema": "vn766-comparison-1",
        **_changes(comparison),
        "warnings": _problems(comparison.warnings, language),
    }


@_document.register(RankingComparison)
def _rankings(comparison: RankingComparison, language: Language) -> RankingComparisonDict:
    return {
        "schema": "vn766-ranking-comparison-1",
        "kind": comparison.kind,
        "pool": comparison.after.pool,
        "method": comparison.after.method,
        "rows": [_changes(row) for row in comparison.rows],
        "appeared": [_one_side(result) for result in comparison.appeared],
        "disappeared": [_one_side(result) for result in comparison.disappeared],
        "unmatched_before": [_one_side(result) for result in comparison.unmatched_before],
        "unmatched_after": [_one_side(result) for result in comparison.unmatched_after],
        "warnings": _problems(comparison.warnings, language),
    }


@_document.register(Series)
def _series(series: Series, language: Language) -> SeriesDict:
    return {
        "schema": "vn766-series-1",
        "unit": unit_dict(series.unit),
        "entries": [
            {
                "period": _period(entry.period),
                "result": None if entry.result is None else _side(entry.result, None),
                "change": None if entry.change is None else _figure(entry.change.change),
                "band_change": None if entry.change is None else entry.change.band_change,
            }
            for entry in series.entries
        ],
        "revisions": [_changes(revision) for revision in series.revisions],
        "warnings": _problems(series.warnings, language),
    }


def _changes(comparison: Comparison) -> ChangesDict:
    ranks = comparison.ranks
    old, new = (ranks.before, ranks.after) if ranks else (None, None)
    return {
        "unit": unit_dict(comparison.unit),
        "kind": comparison.kind,
        "before": _side(comparison.before, old),
        "after": _side(comparison.after, new),
        "change": _figure(comparison.change),
        "change_percent": _figure(comparison.change_percent),
        "band_change": comparison.band_change,
        "rank_change": None if ranks is None else ranks.change,
        "pool": pool_value(ranks.pool) if ranks else None,
        "nodes": {
            node.id: {
                "code": node.code,
                "label": node.label,
                "before": _figure(node.before),
                "after": _figure(node.after),
                "change": _figure(node.change),
            }
            for node in comparison.nodes.values()
        },
        "indicators": {
            code: {
                "no": indicator.after.no,
                "label": indicator.after.label,
                "before": _figure(indicator.before.points),
                "after": _figure(indicator.after.points),
                "change": _figure(indicator.change),
                "rate_change": _figure(indicator.rate_change),
            }
            for code, indicator in comparison.indicators.items()
        },
    }


def _side(result: UnitResult, place: Place | None) -> SideDict:
    return {
        "period": period_dict(result.period),
        "retrieved_at": _moment(result.retrieved_at),
        "provisional": is_open(result),
        "framework": result.framework_id,
        "framework_digest": result.framework_digest,
        "total": _figure(result.known_total),
        "by_publication": result.by_publication,
        "band": band_dict(result.known_band),
        "rank": place and place.rank,
        "of": place and place.of,
        "tied": place and place.tied,
    }


def _one_side(result: UnitResult) -> OneSidedDict:
    return {
        "unit": unit_dict(result.unit),
        "total": _figure(result.known_total),
        "band": band_dict(result.known_band),
    }


# --- explanations and advice ----------------------------------------------------------------------


@_document.register(Explanation)
def _explanation(explanation: Explanation, language: Language) -> ExplanationDict:
    result = explanation.result
    rounding = result.framework.rounding
    return {
        "schema": "vn766-explanation-1",
        "unit": unit_dict(result.unit),
        "period": period_dict(result.period),
        "framework": result.framework_id,
        "framework_digest": result.framework_digest,
        "retrieved_at": _moment(result.retrieved_at),
        "provisional": result.provisional,
        "total": _figure(result.known_total),
        "band": band_dict(result.known_band),
        "rounding": {"decimals": rounding.decimals, "mode": rounding.mode},
        "step": _step(explanation.step, language),
        "warnings": _problems(result.warnings, language),
    }


def _step(step: Step, language: Language) -> StepDict:
    return {
        "id": step.id,
        "kind": step.kind,
        "no": step.no,
        "label": step.label,
        "value": _figure(step.value),
        "max_points": _figure(step.max_points),
        "target": _figure(step.target),
        "formula": step.formula(language),
        "expression": list(map(str, step.expression)),
        "quotient": _quotient(step.quotient),
        "percent": _quotient(step.percent),
        "counted": [{"count": count, "of": words} for count, words in step.counted],
        "sources": [citation_dict(citation) for citation in step.sources],
        "steps": [_step(below, language) for below in step.steps],
    }


def _quotient(quotient: Quotient | None) -> QuotientDict | None:
    if quotient is None:
        return None
    return {
        "expression": list(map(str, quotient.expression)),
        "unrounded": str(quotient.unrounded),
        "goes_on": quotient.goes_on,
        "rounded": str(quotient.rounded),
    }


def citation_dict(citation: Citation) -> CitationDict:
    """Return the evidence of a value."""
    return {
        "instruments": list(citation.instruments),
        "status": citation.status.value,
        "locator": citation.locator,
        "note": citation.note,
    }


@_document.register(Shortfall)
def _shortfall(shortfall: Shortfall, language: Language) -> ShortfallDict:
    del language  # figures and names only
    return {
        "kind": shortfall.kind,
        "id": shortfall.id,
        "no": shortfall.no,
        "label": shortfall.label,
        "lost": str(shortfall.lost),
        "share": str(shortfall.share),
        "status": shortfall.status,
    }


@_document.register(Advice)
def _advice(advice: Advice, language: Language) -> AdviceDict:
    before = advice.before
    return {
        "schema": "vn766-advice-1",
        "unit": unit_dict(before.unit),
        "period": period_dict(before.period),
        "framework": before.framework_id,
        "framework_digest": before.framework_digest,
        "target": str(advice.target),
        "band": band_dict(advice.band),
        "reachable": advice.reachable,
        "total_before": str(before.total),
        "total": str(advice.total),
        "added": advice.added,
        "band_after": band_dict(advice.after.band),
        "moves": [
            {
                "indicator": move.indicator,
                "no": move.no,
                "label": move.label,
                "counted": move.counted,
                "added": move.added,
                "new": move.new,
                "before": list(move.before),
                "after": [move.numerator, move.denominator],
                "rate": str(move.rate),
                "points": str(move.points),
                "points_gained": str(move.points_gained),
            }
            for move in advice.moves
        ],
        "notes": _problems(advice.notes, language),
    }


@_document.register(Margins)
def _margins(margins: Margins, language: Language) -> MarginsDict:
    del language  # figures and names only
    ranking = margins.ranking
    results = ranking.results
    return {
        "schema": "vn766-margins-1",
        "framework": next((result.framework_id for result in results), None),
        "framework_digest": next((result.framework_digest for result in results), None),
        "period": period_dict(next((each.period for each in results if each.period), None)),
        "pool": ranking.pool,
        "method": ranking.method,
        "rows": [
            {
                "unit": unit_dict(margin.ranked.result.unit),
                "rank": margin.ranked.rank,
                "of": margin.ranked.of,
                "tied": margin.ranked.tied,
                "pool": pool_value(margin.ranked.pool),
                "total": _figure(margin.ranked.result.known_total),
                "band": band_dict(margin.ranked.result.known_band),
                "next_rank": _distance(margin.next_rank),
                "previous_rank": _distance(margin.previous_rank),
                "next_class": _distance(margin.next_class),
                "previous_class": _distance(margin.previous_class),
            }
            for margin in margins
        ],
        "unranked": [unit_dict(unit.result.unit) for unit in margins.unranked],
    }


def _distance(distance: Distance | None) -> DistanceDict | None:
    if distance is None:
        return None
    return {
        "points": str(distance.points),
        "reachable": distance.reachable,
        "counts": dict(distance.counts),
    }
