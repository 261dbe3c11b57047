"""The figures of results, in words ready to be printed; and texts with these words filled in.

A document takes its figures from here and from nowhere else, so that it cannot contradict its data.
What only an authority knows (a rank among units that the caller does not hold) is printed as it was
published, after it was checked against what can be computed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from attrs import frozen

from vn766.errors import Problem, ProblemCode
from vn766.lazy import regex
from vn766.period import VIETNAM_TIME
from vn766.vi import (
    format_date,
    format_datetime,
    format_number,
    format_period,
    format_points,
    format_rank,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from datetime import datetime

    from vn766.framework.model import Framework, Node
    from vn766.score import RankedUnit, Ranking, UnitResult

Texts: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""Texts by their names; some are lists of paragraphs."""

MISSING: Final = "-"
"""The mark in a cell whose figure is not known."""

_FILE: Final = Path(__file__).with_name("texts.toml")
_NAME: Final = regex(r"\{([^{}]*)\}")


@cache
def _shipped_texts() -> dict[str, dict[str, str | list[str]]]:
    return cast("dict[str, dict[str, str | list[str]]]", tomllib.loads(_FILE.read_text("utf-8")))


def said(name: str, **details: object) -> str:
    """Return the words for a figure, with `details` filled in."""
    return str(_shipped_texts()["figures"][name]).format(**details)


def default_texts(kind: str) -> Texts:
    """Return our texts of one kind of document, by the names that replace them.

    ``{name}`` stands for a figure, ``[ … ]`` for a part that is left out if a figure in it is not
    known, ``** … **`` for bold letters.

    Example:
        >>> default_texts("disclosure-letter")["tasks_heading"]
        'Nhiệm vụ'
    """
    texts = _shipped_texts()[kind]
    return {name: text if isinstance(text, str) else tuple(text) for name, text in texts.items()}


def texts_by_kind() -> Mapping[str, frozenset[str]]:
    """Return the names of the texts of each kind of document."""
    return {kind: frozenset(texts) for kind, texts in _shipped_texts().items()}


def max_points(framework: Framework) -> str:
    """Return the maximum of a framework's total."""
    return format_number(framework.max_points)


def known_leaves(*results: UnitResult) -> tuple[Node, ...]:
    """Return the groups to print: parts where they are known, the group where only that is."""
    known = [
        {node.id for node in result.nodes.values() if node.points is not None} for result in results
    ]
    found: list[Node] = []
    for group in results[0].framework.groups if results else ():
        parts = [node for node in group.walk() if not node.children]
        ids = {node.id for node in parts}
        # Where one unit is known by the group only, all are printed by it.
        if any(group.id in there and ids.isdisjoint(there) for there in known):
            found.append(group)
        else:
            found += [node for node in parts if any(node.id in there for there in known)]
    return tuple(found)


def total_text(result: UnitResult) -> str | None:
    """Return the computed total, else the published one, else None."""
    total = result.known_total
    return None if total is None else format_number(total)


def class_of(result: UnitResult) -> str | None:
    """Return the class as published, else as computed, else None."""
    if result.published is not None and result.published.band:
        return result.published.band
    band = result.known_band
    return None if band is None else band.label


def rank_of(result: UnitResult, ranking: Ranking | None = None, *, pad: bool = True) -> str | None:
    """Return the rank as published, else that in `ranking`, else None; a table has it padded."""
    published = result.published
    if published is not None and published.rank is not None:
        of = published.of
        return str(published.rank) if of is None else format_rank(published.rank, of, pad=pad)
    row = _row_of(result, ranking)
    return None if row is None else format_rank(row.rank, row.of, pad=pad)


def pool_of(result: UnitResult, ranking: Ranking | None = None) -> str | None:
    """Return the pool of the rank: as published, else that of the unit in `ranking`, else None."""
    published, row = result.published, _row_of(result, ranking)
    if published is not None and published.pool:
        return published.pool
    if row is not None and row.pool is not None:
        return str(row.pool)
    return None if ranking is None else ranking.pool


def _row_of(result: UnitResult, ranking: Ranking | None) -> RankedUnit | None:
    """Return the row of a unit, if it is ranked."""
    rows = () if ranking is None else ranking.rows
    for row in rows:
        if row.result is result:
            return row
    key = result.unit.key if result.unit else None
    return next((row for row in rows if row.result.unit and row.result.unit.key == key), None)


def figures_of(result: UnitResult, ranking: Ranking | None = None) -> dict[str, str | None]:
    """Return what can be said of one unit; None is what is not known.

    Points of a group stand under its id: ``{online.payment}`` is ``7,36/10``.
    """
    band, rank, pool = (
        class_of(result),
        rank_of(result, ranking, pad=False),
        pool_of(result, ranking),
    )
    figures = {
        "unit": result.unit.name if result.unit else None,
        "period": format_period(result.period) if result.period else None,
        "total": total_text(result),
        "max": max_points(result.framework),
        "percent": None if result.percent is None else format_number(result.percent) + "%",
        "band": band,
        "band_capitals": band and band.upper(),
        "rank": rank,
        "pool": pool,
        "rank_in_pool": rank and " ".join(filter(None, (rank, pool))),
        "retrieved": time_text(result.retrieved_at) if result.retrieved_at else None,
        "framework": result.framework.title,
        "decision": _decision(result.framework),
    }
    for node in result.nodes.values():
        points = node.points
        figures[node.id] = None if points is None else format_points(points, node.max_points)
    return figures


def _decision(framework: Framework) -> str:
    """Return the legal text that the framework rests on, as documents cite it."""
    found = next(each for each in framework.instruments if each.id == framework.instrument)
    kind = str(_shipped_texts()["instruments"].get(found.kind, ""))
    parts = [kind]
    if found.number:
        parts.append(said("number", number=found.number))
    if found.issued_on:
        parts.append(said("issued_on", date=format_date(found.issued_on, "slash")))
    if found.issuer:
        parts.append(said("issuer", issuer=found.issuer))
    return " ".join(filter(None, (*parts, found.title.removeprefix(kind).strip())))


def published_problems(
    result: UnitResult, ranking: Ranking | None, source: str | None
) -> Iterator[Problem]:
    """Yield published figures without a source, and a rank that the ranking contradicts.

    Total and class were checked against the points when the unit was scored.
    """
    published = result.published
    if published is None:
        return
    unit = result.unit.name if result.unit else MISSING
    if not (published.source or source):
        yield Problem.of(ProblemCode.SOURCE_MISSING, ("published", "source"), unit=unit)
    row = _row_of(result, ranking)
    if published.rank is not None and pool_of(result, ranking) is None:
        yield Problem.of(ProblemCode.RANK_WITHOUT_POOL, ("published", "pool"), unit=unit)
    if row is None or published.rank is None or published.of not in (None, row.of):
        return
    if not row.may_print(published.rank):
        yield Problem.of(
            ProblemCode.RANK_DIFFERS,
            ("published", "rank"),
            value=published.rank,
            unit=unit,
            computed=row.rank,
        )


@frozen(kw_only=True)
class Provenance:
    """The grounds of figures: source, time of retrieval, framework, and whether they are final.

    `provisional` is None if nobody said; then nothing is printed of it. A time with a zone is
    printed in Vietnamese time (UTC+7).

    Example:
        >>> from datetime import datetime
        >>> Provenance(
        ...     source="Cổng Dịch vụ công quốc gia", retrieved_at=datetime(2023, 6, 30, 15, 10),
        ...     framework="Bộ chỉ số 766", provisional=True,
        ... ).text
        'Số liệu tạm thời, trích xuất từ Cổng Dịch vụ công quốc gia lúc 15 giờ 10 phút \
ngày 30/6/2023'
    """

    framework: str
    """The id of the edition."""
    source: str | None = None
    """Where the figures were taken from."""
    retrieved_at: datetime | None = None
    """When they were taken from there."""
    provisional: bool | None = None
    """Whether the period was still open then."""

    @property
    def text(self) -> str:
        """Source, time and whether they are final; empty if nobody said anything."""
        parts = [said("from", source=self.source)] if self.source else []
        if self.retrieved_at is not None:
            at = time_text(self.retrieved_at)
            parts.append(at if at.startswith(said("day")) else said("at", time=at))
        taken = " ".join((said("retrieved"), *parts)) if parts else ""
        if self.provisional is None:
            return f"{said('figures')} {taken}" if taken else ""
        state = said("provisional" if self.provisional else "final")
        return ", ".join(filter(None, (state, taken)))


def time_text(time: datetime) -> str:
    """Return a time as documents write it, in Vietnamese time; a midnight is only its day.

    Example:
        >>> from datetime import UTC, datetime
        >>> time_text(datetime(2025, 9, 4)), time_text(datetime(2025, 9, 4, 7, 5, tzinfo=UTC))
        ('ngày 04/9/2025', '14 giờ 05 phút ngày 04/9/2025')
    """
    local = time.astimezone(VIETNAM_TIME) if time.tzinfo else time.replace(tzinfo=VIETNAM_TIME)
    if not (local.hour or local.minute):
        return f"ngày {format_date(local, 'slash')}"
    return format_datetime(local.replace(second=0, microsecond=0))


def fill(
    text: str,
    figures: Mapping[str, str | None],
    path: tuple[str | int, ...],
    problems: list[Problem],
) -> str:
    """Return `text` with a figure for each name in braces; one that is not known is a problem."""

    def figure(match: re.Match[str]) -> str:
        name = match[1]
        value = figures.get(name)
        if name not in figures:
            code, known = ProblemCode.UNKNOWN_PLACEHOLDER, ", ".join(figures)
            problems.append(Problem.of(code, path, value=name, known=known))
        elif value is None:
            code, unit = ProblemCode.FIGURE_NOT_KNOWN, figures["unit"] or MISSING
            problems.append(Problem.of(code, path, value=name, unit=unit))
        return value or ""

    return _NAME.sub(figure, text)
