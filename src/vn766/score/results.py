"""The result of one unit: everything that follows from its points or counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from attrs import asdict, frozen

from vn766._engine import formulas, tally
from vn766._engine.exact import percents_of, read, to_decimal
from vn766.records import Ratio, UnitCounts, UnitPoints
from vn766.score.counts import standing
from vn766.score.doubts import class_warnings
from vn766.score.lookup import Parts
from vn766.shown import Shown, to_dict
from vn766.texts import Catalogue, figure

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from vn766._engine.plan import Choice, Component, Plan
    from vn766.errors import Language, Problem
    from vn766.explain import Explanation
    from vn766.framework import Level
    from vn766.framework.model import Band, Framework, Node
    from vn766.period import Period
    from vn766.records import Published, Record, Unit
    from vn766.schemas.types import ResultDict
    from vn766.score.counts import Counted, IndicatorBasis, IndicatorStatus


_TEXTS: Final = Catalogue("score")


@frozen(kw_only=True)
class NodeResult:
    """The points of one node; a parent that was not given is the sum of its children."""

    id: str
    """The id: ``online.services``."""
    code: str | None
    """The portal's code: ``CLGQ``."""
    label: str
    """The name."""
    points: Decimal | None
    """The points, or None where they are missing."""
    max_points: Decimal
    """The maximum in points."""
    percent: Decimal | None
    """The points in percent of the maximum, half-up to 2 places; None where they are missing."""
    lost: Decimal | None
    """The points that are lacking to the maximum; None where they are missing."""

    def __str__(self) -> str:
        return f"{self.label}: {_of(self.points, self.max_points)}"


@frozen(kw_only=True)
class IndicatorResult:
    """The counts and points of one component."""

    no: str
    """The number that officials use: ``5.4``."""
    code: str
    """The portal's code."""
    label: str
    """The name."""
    numerator: int | None
    """How many; None where there are no counts."""
    denominator: int | None
    """Of how many; None where there are no counts."""
    rate: Decimal | None
    """The rate in percent, half-up to 2 places, for reading: points follow from the counts."""
    points: Decimal | None
    """The points, or None where they are missing."""
    max_points: Decimal
    """The maximum in points."""
    status: IndicatorStatus
    """Whether there are points.

    A component is ``scored``; ``not_applicable`` (0 of 0 under a rule that says so, published as
    null, or not of the unit's level: it adds 0 and the total stays defined); or ``missing`` (not
    given: no total unless its node's points are).
    """
    basis: IndicatorBasis | None
    """What was given: counts, points, or a published null; None if nothing was."""

    def __str__(self) -> str:
        return f"{self.no} {self.label}: {_of(self.points, self.max_points)}"


@frozen(repr=False)
class UnitResult(Shown):
    """The total, class and all else that follow from the points of one unit.

    A result keeps the points as integers and the edition they were scored by; all else is
    computed when asked for. Points, percents and bounds are exact Decimals with two places.
    Results compare by value, and can be pickled and copied. `hundredths` is the total in
    hundredths of a point, or None if anything is missing.

    Example:
        >>> from vn766.score import score_points
        >>> score_points({"online": "15,2", "progress": "18,4"})
        UnitResult(bounds=33.60..91.60, framework='qd766')
    """

    _plan: Plan
    _given: tuple[int | None, ...]
    hundredths: int | None
    """The total in hundredths of a point, or None if anything is missing."""
    _context: Record
    _counted: tuple[Counted, ...] = ()

    def __str__(self) -> str:
        about = [str(part) for part in (self.unit, self.period) if part is not None]
        total, band = self.known_total, self.known_band
        if total is None or band is None:
            least, most = self.bounds
            said = _TEXTS.say("open", "vi", least=least, most=most)
        else:
            said = _TEXTS.say("total", "vi", total=total, band=band)
        return f"{', '.join(about)}: {said}" if about else said

    def __repr__(self) -> str:
        unit = "" if self.unit is None else f"{self.unit.name!r}, "
        total = self.known_total
        what = f"total={total}" if total is not None else "bounds={}..{}".format(*self.bounds)
        band = f", band={self.known_band.label!r}" if self.known_band else ""
        return f"UnitResult({unit}{what}{band}, framework={self.framework_id!r})"

    @property
    def unit(self) -> Unit | None:
        """The unit that the points are of."""
        return self._context.unit

    @property
    def period(self) -> Period | None:
        """The time they are about."""
        return self._context.period

    @property
    def published(self) -> Published | None:
        """The figures that an authority printed about the unit, beside those computed."""
        return self._context.published

    @property
    def retrieved_at(self) -> datetime | None:
        """When the points were taken from where they were published."""
        return self._context.retrieved_at

    @property
    def provisional(self) -> bool | None:
        """Whether the period was still open then; None if nobody said."""
        return self._context.provisional

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The values that the result rests on and nobody has verified.

        A cut-off is told of only if the total lies between the highest total that was published
        in the class below it and the lowest one in its own, and never without a total.
        """
        return (*self._plan.warnings, *class_warnings(self._plan, self.known_hundredths))

    @property
    def framework(self) -> Framework:
        """The edition that this result was scored by."""
        return self._plan.framework

    @property
    def framework_id(self) -> str:
        """The id of that edition."""
        return self.framework.id

    @property
    def framework_digest(self) -> str:
        """The SHA-256 of that edition: a corrected edition has another one."""
        return self.framework.digest

    @property
    def framework_basis(self) -> Choice:
        """How the edition was found.

        It was ``named`` by somebody, or follows from the ``period``; ``uncovered`` is one that was
        named for a period beyond its validity, ``default`` the one that applies without either.
        """
        return self._plan.chosen

    @property
    def has_known_basis(self) -> bool:
        """Whether somebody named the edition, or a period led to it.

        Without either the default edition applies, which says nothing about when and how the
        points came about: such a result is compared with others only on the caller's word.
        """
        return self.framework_basis != "default"

    @property
    def record(self) -> UnitPoints | UnitCounts:
        """The record that this result follows from: exact points by node id, counts by code.

        Scored anew by the same edition, it gives the same figures, and an equal result if the
        edition is found as before: one that is named has another `framework_basis` than the same
        one that a period led to. Dossiers and the place in a file are not part of it.

        Example:
            >>> from vn766.score import score_counts
            >>> record = score_counts({"5.4": (755, 1120)}, points={"CLGQ": "8,57"}).record
            >>> record.counts, record.points
            ({'DOSSIER_RECEIVING_SATISFACTION': Ratio(numerator=755, denominator=1120)},
             {'online.services': Decimal('8.57')})
        """
        context = asdict(self._context, recurse=False)
        bases = {code: part.basis for code, part in self.indicators.items()}
        points = {
            node.id: to_decimal(given)
            for node, given in zip(self._plan.nodes, self._given, strict=True)
            if given is not None and bases.get(node.id, "points") == "points"
        }
        if not bases:
            return UnitPoints(**context, points=points)
        counts: dict[str, Ratio | tuple[int, int] | None] = {}
        for code, pair in zip(bases, self._counted, strict=True):
            if pair is None:
                counts[code] = None
            elif pair:
                counts[code] = Ratio(*pair)
        return UnitCounts(**context, counts=counts, points=points)

    @property
    def total(self) -> Decimal | None:
        """The exact sum in points, or None if anything is missing."""
        return None if self.hundredths is None else to_decimal(self.hundredths)

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The least and the most total that are still possible; equal when nothing is missing."""
        least, most = tally.bounds(self._plan, self._given)
        return to_decimal(least), to_decimal(most)

    @property
    def percent(self) -> Decimal | None:
        """The total in percent of the framework's maximum, half-up to 2 places."""
        if self.hundredths is None:
            return None
        return percents_of(self._plan.maximum)[self.hundredths]

    @property
    def band(self) -> Band | None:
        """The class of the total, or None if anything is missing."""
        return None if self.hundredths is None else self._plan.band(self.hundredths)

    @property
    def possible_bands(self) -> tuple[Band, ...]:
        """The classes that are still possible, best first; one when nothing is missing."""
        return self._plan.bands_between(*tally.bounds(self._plan, self._given))

    @property
    def to_next_band(self) -> Decimal | None:
        """The points that are missing to the next better class; None at the best one."""
        return None if self.hundredths is None else self.known_to_next_band

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the nodes whose points are not known, in the framework's order."""
        plan = self._plan
        return tuple(plan.nodes[at].id for at in tally.missing(plan, self._given, plan.groups))

    @property
    def missing_labels(self) -> tuple[str, ...]:
        """The names that people call the parts in `missing`; components begin with their number."""
        plan = self._plan
        return tuple(
            f"{plan.rules[at].indicator.no} {plan.nodes[at].label}"
            if at in plan.rules
            else plan.nodes[at].label
            for at in tally.missing(plan, self._given, plan.groups)
        )

    @property
    def nodes(self) -> Parts[NodeResult]:
        """The points of every node by its id, parents before children.

        Codes, labels and aliases are keys as well: ``nodes["CKMB"]``.
        """
        values = tally.values(self._plan, self._given)
        nodes = {
            node.id: _node_result(node, points, maximum)
            for node, points, maximum in zip(
                self._plan.nodes, values, self._plan.maxima, strict=True
            )
            if node.id not in self._plan.component_ids
        }
        return Parts(nodes, self._plan, self._plan.find)

    @property
    def indicators(self) -> Parts[IndicatorResult]:
        """The components by their codes; empty for a result of points.

        Numbers and labels are keys as well: ``indicators["5.4"]``.
        """
        indicators = {
            rule.indicator.code: _indicator_result(rule, counted, self._given[at], self._level)
            for (at, rule), counted in zip(self._plan.rules.items(), self._counted, strict=True)
        }
        return Parts(indicators, self._plan, self._plan.components)

    @property
    def _level(self) -> Level | None:
        level = self.unit.level if self.unit else None
        return level if level in self.framework.levels else None

    @property
    def percents(self) -> Parts[Decimal | None]:
        """The percent of every node by its id, as in `nodes`: half-up to 2 places."""
        values = tally.values(self._plan, self._given)
        columns = zip(self._plan.ids, self._plan.percents, values, strict=True)
        found = {
            name: None if points is None else percents[points]
            for name, percents, points in columns
            if name not in self._plan.component_ids
        }
        return Parts(found, self._plan, self._plan.find)

    @property
    def known_hundredths(self) -> int | None:
        """The computed total in hundredths, else the published one, else None."""
        if self.hundredths is not None:
            return self.hundredths
        if self.published is None or self.published.total is None:
            return None
        return read(self.published.total)

    @property
    def known_total(self) -> Decimal | None:
        """The computed total, else the published one, else None."""
        known = self.known_hundredths
        return None if known is None else to_decimal(known)

    @property
    def by_publication(self) -> bool:
        """Whether the total is known by publication only, not from its parts."""
        return self.hundredths is None and self.known_hundredths is not None

    @property
    def known_band(self) -> Band | None:
        """The class of `known_total`."""
        known = self.known_hundredths
        return None if known is None else self._plan.band(known)

    @property
    def known_to_next_band(self) -> Decimal | None:
        """The points that `known_total` lacks to the next better class; None at the best one."""
        known = self.known_hundredths
        if known is None:
            return None
        reach = next((cut for cut in self._plan.thresholds if cut > known), None)
        return None if reach is None else to_decimal(reach - known)

    def to_dict(self, language: Language = "vi") -> ResultDict:
        """Return all figures as JSON-ready values, exact ones as texts.

        They hold the record, so that `vn766.convert.result_from_dict` reads them back. `total` is
        the one that is known, and `by_publication` says whether it was published only; so are
        class and points to the next one. `language` is that of the warnings.

        Example:
            >>> from vn766.score import score_points
            >>> document = score_points({"TDGQ": "18,72"}, framework="portal-2026").to_dict()
            >>> document["framework"], document["total"], document["bounds"]
            ('portal-2026', None, ['18.72', '98.72'])
            >>> document["nodes"]["progress"]["points"]
            '18.72'
        """
        return cast("ResultDict", to_dict(self, language))

    def explain(self) -> Explanation:
        """Return the steps from the raw figures to the class, each with its source."""
        from vn766.explain import explain

        return explain(self)


def _of(points: Decimal | None, maximum: Decimal) -> str:
    """Return points of a maximum as tables print them; points that are missing as a dash."""
    said = "–" if points is None else figure(points, "vi")
    return f"{said}/{figure(maximum, 'vi')}"


def _node_result(node: Node, points: int | None, maximum: int) -> NodeResult:
    return NodeResult(
        id=node.id,
        code=node.code,
        label=node.label,
        points=None if points is None else to_decimal(points),
        max_points=to_decimal(maximum),
        percent=None if points is None else percents_of(maximum)[points],
        lost=None if points is None else to_decimal(maximum - points),
    )


def _indicator_result(
    rule: Component, counted: Counted, points: int | None, level: Level | None
) -> IndicatorResult:
    status, basis = standing(rule, level, counted, points)
    numerator, denominator = counted or (None, None)
    rate = None
    if numerator is not None and denominator:
        rate = to_decimal(formulas.percent(numerator, denominator))
    return IndicatorResult(
        no=rule.indicator.no,
        code=rule.indicator.code,
        label=rule.indicator.label,
        numerator=numerator,
        denominator=denominator,
        rate=rate,
        points=None if points is None else to_decimal(points),
        max_points=to_decimal(rule.maximum),
        status=status,
        basis=basis,
    )
