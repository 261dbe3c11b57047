"""Results as JSON-ready values: exact figures are texts, names are the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable
    from decimal import Decimal

    from vn766.framework.model import Band
    from vn766.period import Period
    from vn766.records import Published, Unit
    from vn766.score.results import UnitResult


def result_values(result: UnitResult) -> dict[str, object]:
    """Return all figures of a result, without what it rests on."""
    least, most = result.bounds
    return {
        "unit": unit_value(result.unit),
        "period": period_value(result.period),
        "retrieved_at": result.retrieved_at and result.retrieved_at.isoformat(),
        "provisional": result.provisional,
        "total": figure(result.known_total),
        "by_publication": result.by_publication,
        "percent": figure(result.percent),
        "band": band_value(result.known_band),
        "to_next_band": figure(result.known_to_next_band),
        "missing": list(result.missing),
        "bounds": [str(least), str(most)],
        "possible_bands": [band.id for band in result.possible_bands],
        "nodes": {
            node.id: {
                "label": node.label,
                "points": figure(node.points),
                "max_points": str(node.max_points),
                "percent": figure(node.percent),
                "lost": figure(node.lost),
            }
            for node in result.nodes.values()
        },
        "indicators": {
            part.code: {
                "no": part.no,
                "label": part.label,
                "numerator": part.numerator,
                "denominator": part.denominator,
                "rate": figure(part.rate),
                "points": figure(part.points),
                "max_points": str(part.max_points),
                "status": part.status,
            }
            for part in result.indicators.values()
        },
        "published": result.published and _published(result.published),
    }


def unit_value(unit: Unit | None) -> dict[str, object] | None:
    """Return who a unit is."""
    return None if unit is None else {"code": unit.code, "name": unit.name}


def band_value(band: Band | None) -> dict[str, str] | None:
    """Return what a class is called."""
    return None if band is None else {"id": band.id, "label": band.label}


def period_value(period: Period | None) -> str | None:
    """Return a period as officials write it."""
    return None if period is None else period_text(period)


def period_text(period: Period) -> str:
    """Return a period as officials write it, for those who are sure to have one."""
    from vn766.vi import format_period

    return format_period(period)


def pool_value(pool: Hashable) -> str | None:
    """Return what a pool is called."""
    return None if pool is None else str(pool)


def figure(value: Decimal | None) -> str | None:
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
