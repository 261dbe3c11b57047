"""Results as JSON-ready values: exact figures are texts, names are the same everywhere."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, TypeAlias

from vn766.compare.basis import is_open
from vn766.compare.comparison import Comparison, Place, RankingComparison, Series
from vn766.score.ranking import Ranking
from vn766.score.results import UnitResult
from vn766.vi import format_period

if TYPE_CHECKING:
    from collections.abc import Hashable
    from decimal import Decimal

    from vn766.errors import Language
    from vn766.framework.model import Band
    from vn766.period import Period
    from vn766.records import Published, Unit


Figures: TypeAlias = UnitResult | Ranking | Comparison | RankingComparison | Series


def json(value: Figures, language: Language) -> dict[str, object]:
    """Return all figures of a result, and in `language` what it rests on that is not verified."""
    figures = _figures(value)
    return figures | {"warnings": [warning.to_dict(language) for warning in value.warnings]}


@singledispatch
def _figures(value: object) -> dict[str, object]:
    message = f"nothing shows a {type(value).__name__}"
    raise TypeError(message)


@_figures.register(UnitResult)
def _result(result: UnitResult) -> dict[str, object]:
    return {
        "framework": result.framework_id,
        "framework_digest": result.framework_digest,
        **_result_values(result),
    }


@_figures.register(Ranking)
def _ranking(ranking: Ranking) -> dict[str, object]:
    results = ranking.results
    return {
        "framework": next((result.framework_id for result in results), None),
        "framework_digest": next((result.framework_digest for result in results), None),
        "period": _period(next((result.period for result in results if result.period), None)),
        "pool": ranking.pool,
        "basis": ranking.basis,
        "levels_apart": ranking.levels_apart,
        "method": ranking.method,
        "rows": [
            {"rank": row.rank, "of": row.of, "tied": row.tied, "pool": pool_value(row.pool)}
            | _result_values(row.result)
            for row in ranking.rows
        ],
        "unranked": [
            {"pool": pool_value(unit.pool)} | _result_values(unit.result)
            for unit in ranking.unranked
        ],
    }


@_figures.register(RankingComparison)
def _rankings(comparison: RankingComparison) -> dict[str, object]:
    return {
        "kind": comparison.kind,
        "pool": comparison.after.pool,
        "method": comparison.after.method,
        "rows": [_changes(row) for row in comparison.rows],
        "appeared": [_one_side(result) for result in comparison.appeared],
        "disappeared": [_one_side(result) for result in comparison.disappeared],
        "unmatched_before": [_one_side(result) for result in comparison.unmatched_before],
        "unmatched_after": [_one_side(result) for result in comparison.unmatched_after],
    }


@_figures.register(Series)
def _series(series: Series) -> dict[str, object]:
    return {
        "unit": _unit(series.unit),
        "entries": [
            {
                "period": format_period(entry.period),
                "result": entry.result and _side(entry.result, None),
                "change": entry.change and _figure(entry.change.change),
                "band_change": entry.change and entry.change.band_change,
            }
            for entry in series.entries
        ],
        "revisions": [_changes(revision) for revision in series.revisions],
    }


def _result_values(result: UnitResult) -> dict[str, object]:
    """Return all figures of a result, without what it rests on."""
    least, most = result.bounds
    return {
        "unit": _unit(result.unit),
        "period": _period(result.period),
        "retrieved_at": result.retrieved_at and result.retrieved_at.isoformat(),
        "provisional": result.provisional,
        "total": _figure(result.known_total),
        "by_publication": result.by_publication,
        "percent": _figure(result.percent),
        "band": _band(result.known_band),
        "to_next_band": _figure(result.known_to_next_band),
        "missing": list(result.missing),
        "bounds": [str(least), str(most)],
        "possible_bands": [band.id for band in result.possible_bands],
        "nodes": {
            node.id: {
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
            }
            for part in result.indicators.values()
        },
        "published": result.published and _published(result.published),
    }


def _unit(unit: Unit | None) -> dict[str, object] | None:
    """Return who a unit is."""
    return None if unit is None else {"code": unit.code, "name": unit.name}


def _band(band: Band | None) -> dict[str, str] | None:
    """Return what a class is called."""
    return None if band is None else {"id": band.id, "label": band.label}


def _period(period: Period | None) -> str | None:
    """Return a period as officials write it."""
    return None if period is None else format_period(period)


def pool_value(pool: Hashable) -> str | None:
    """Return what a pool is called."""
    return None if pool is None else str(pool)


def _figure(value: Decimal | None) -> str | None:
    """Return a figure as text, so that it stays exact."""
    return None if value is None else str(value)


def _published(published: Published) -> dict[str, object]:
    total, at = published.total, published.retrieved_at
    return {
        "total": None if total is None else str(total),
        "rank": published.rank,
        "of": published.of,
        "pool": published.pool,
        "band": published.band,
        "source": published.source,
        "retrieved_at": at and at.isoformat(),
    }


@_figures.register(Comparison)
def _changes(comparison: Comparison) -> dict[str, object]:
    ranks = comparison.ranks
    old, new = (ranks.before, ranks.after) if ranks else (None, None)
    return {
        "unit": _unit(comparison.unit),
        "kind": comparison.kind,
        "before": _side(comparison.before, old),
        "after": _side(comparison.after, new),
        "change": _figure(comparison.change),
        "change_percent": _figure(comparison.change_percent),
        "band_change": comparison.band_change,
        "rank_change": ranks and ranks.change,
        "pool": pool_value(ranks.pool) if ranks else None,
        "nodes": {
            node.id: {
                "before": _figure(node.before),
                "after": _figure(node.after),
                "change": _figure(node.change),
            }
            for node in comparison.nodes.values()
        },
        "indicators": {
            code: {
                "before": _figure(indicator.before.points),
                "after": _figure(indicator.after.points),
                "change": _figure(indicator.change),
                "rate_change": _figure(indicator.rate_change),
            }
            for code, indicator in comparison.indicators.items()
        },
    }


def _side(result: UnitResult, place: Place | None) -> dict[str, object]:
    return {
        "period": _period(result.period),
        "retrieved_at": result.retrieved_at and result.retrieved_at.isoformat(),
        "provisional": is_open(result),
        "framework": result.framework_id,
        "framework_digest": result.framework_digest,
        "total": _figure(result.known_total),
        "by_publication": result.by_publication,
        "band": _band(result.known_band),
        "rank": place and place.rank,
        "of": place and place.of,
        "tied": place and place.tied,
    }


def _one_side(result: UnitResult) -> dict[str, object]:
    return {
        "unit": _unit(result.unit),
        "total": _figure(result.known_total),
        "band": _band(result.known_band),
    }
