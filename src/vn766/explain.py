"""The steps behind a result, from raw figures to the class, each with its source.

Whoever distrusts a figure can redo every line with a pocket calculator: a step prints the
operands that it used, and what it prints is all that the next line uses.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from attrs import field, frozen

from vn766._engine import formulas
from vn766._engine.exact import shift, to_decimal
from vn766.framework.rules import ZeroRule
from vn766.shown import Shown, to_dict
from vn766.texts import Catalogue, figure
from vn766.vi import format_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from vn766.errors import Language
    from vn766.framework.model import Framework, Indicator, Node
    from vn766.framework.rules import Term
    from vn766.framework.sources import Citation
    from vn766.schemas.types import ExplanationDict
    from vn766.score import IndicatorResult, UnitResult

__all__ = ["Explanation", "Quotient", "Step", "StepKind", "explain"]

StepKind: TypeAlias = Literal[
    "class",
    "total",
    "published",
    "sum",
    "given",
    "rate",
    "target",
    "zero",
    "full",
    "not_applicable",
    "null",
    "null_zero",
    "null_full",
    "not_at_this_level",
    "unscored",
    "missing",
]

_OF_NOTHING: Final[Mapping[ZeroRule, StepKind]] = {
    ZeroRule.ZERO: "zero",
    ZeroRule.FULL: "full",
    ZeroRule.NULL: "not_applicable",
}
_OF_NULL: Final[Mapping[ZeroRule, StepKind]] = {
    ZeroRule.ZERO: "null_zero",
    ZeroRule.FULL: "null_full",
    ZeroRule.NULL: "null",
}
_PLACES: Final = 6
"""Decimals shown of what is not yet rounded: the third one decides how it is."""


@frozen(kw_only=True)
class Quotient:
    """A quotient before and after rounding."""

    expression: tuple[Term, ...]
    """Numbers and signs in turn."""
    unrounded: Decimal
    """The first decimals."""
    goes_on: bool
    """Whether there are more decimals."""
    rounded: Decimal
    """The quotient, half-up to 2 places."""

    def __str__(self) -> str:
        return self.text()

    def text(self, language: Language = "vi") -> str:
        """Return the expression with what it comes to, before rounding if that changes it."""
        said = f"{_expression(self.expression, language)} = "
        if self.goes_on:
            said += f"{figure(self.unrounded, language, decimals=_PLACES)}… ≈ "
        elif self.unrounded != self.rounded:
            said += f"{figure(self.unrounded, language)} ≈ "
        return said + figure(self.rounded, language)


@frozen(kw_only=True)
class Step:
    """One line of an explanation, and the steps that its operands come from."""

    kind: StepKind
    """How the value came about."""
    id: str
    """``class``, ``total``, the id of a node or the code of an indicator."""
    label: str
    """The name; of a class its label, of a published total who published it."""
    no: str | None = None
    """What officials call it: the number of an indicator, the portal's code of a node."""
    value: Decimal | None = None
    """The points, None where they are not known."""
    max_points: Decimal | None = None
    """The maximum in points."""
    expression: tuple[Term, ...] = field(default=(), repr=False)
    """What the points are the sum of; of a class its total and limits."""
    quotient: Quotient | None = field(default=None, repr=False)
    """What the points were rounded from."""
    percent: Quotient | None = field(default=None, repr=False)
    """What the points are of the maximum."""
    target: Decimal | None = field(default=None, repr=False)
    """The percent that gives full points."""
    counted: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    """The two counts of the quotient, each with what is counted."""
    sources: tuple[Citation, ...] = field(default=(), repr=False)
    """The evidence of the rule and of its figures."""
    steps: tuple[Step, ...] = field(default=(), repr=False)
    """The steps that the operands come from."""

    def __str__(self) -> str:
        return f"{self.title()}: {self.formula()}"

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Step]]:
        """Yield this step and all below it with their depths, in reading order."""
        yield depth, self
        for step in self.steps:
            yield from step.walk(depth + 1)

    def title(self, language: Language = "vi") -> str:
        """Return what the step is about: number, label, maximum and target."""
        return _title(self, language)

    def formula(self, language: Language = "vi") -> str:
        """Return what was computed, and from what."""
        return _formula(self, language)


@frozen(kw_only=True)
class Explanation(Shown):
    """The steps behind one result.

    Printing it gives the Vietnamese text.

    Example:
        >>> from vn766.score import score_counts
        >>> explanation = score_counts({"5.4": (755, 1120)}).explain()
        >>> step = next(step for _, step in explanation.step.walk() if step.no == "5.4")
        >>> step.formula()
        '6 × 755 ÷ 1.120 ÷ 0,9 = 4,494047… ≈ 4,49'
    """

    result: UnitResult
    """The result."""
    step: Step = field(repr=False)
    """The class, and below it all other steps."""

    @cached_property
    def sources(self) -> tuple[Citation, ...]:
        """Everything that the steps rest on, each once, in reading order."""
        cited = (citation for _, step in self.step.walk() for citation in step.sources)
        return tuple(dict.fromkeys(cited))

    def marks(self, step: Step) -> str:
        """Return the places of a step's sources among `sources`, from 1: ``[1,4]``."""
        places = [self.sources.index(citation) + 1 for citation in step.sources]
        return f"[{','.join(map(str, places))}]" if places else ""

    def cited(self, language: Language = "vi") -> tuple[str, ...]:
        """Return `sources` in words: status, instruments and place."""
        return tuple(_cited(each, self.result.framework, language) for each in self.sources)

    def head(self, language: Language = "vi") -> tuple[str, ...]:
        """Return what the result is about: unit and period, framework, time of retrieval."""
        return tuple(_head(self.result, language))

    def text(self, language: Language = "vi") -> str:
        """Return the steps as an indented text, with numbered sources below it."""
        return "\n".join(_lines(self, language))

    def to_dict(self, language: Language = "vi") -> ExplanationDict:
        """Return the steps as JSON-ready values; figures are texts, so that they stay exact."""
        return cast("ExplanationDict", to_dict(self, language))

    def __str__(self) -> str:
        return self.text()


def explain(result: UnitResult) -> Explanation:
    """Return the steps behind `result`; ``result.explain()`` is the same.

    Example:
        >>> from vn766.score import score_points
        >>> step = explain(score_points({"CKMB": 18, "TDGQ": "18,72", "online": "15,29",
        ...                              "MDHL": 18, "MDSH": "17,08"})).step
        >>> step.formula(), step.steps[0].formula()
        ('80 ≤ 87,09 < 90', '18 + 18,72 + 15,29 + 18 + 17,08 = 87,09')
    """
    return Explanation(result=result, step=_class_step(result))


# --- the steps ----------------------------------------------------------------------------------


def _class_step(result: UnitResult) -> Step:
    total, bands = result.known_total, result.framework.bands
    band = result.known_band
    below = _total_step(result)
    if total is None or band is None:
        possible = result.possible_bands
        return Step(
            kind="missing",
            id="class",
            label=", ".join(band.label for band in possible),
            sources=tuple(dict.fromkeys(band.source for band in possible)),
            steps=(below,),
        )
    at = bands.index(band)
    upper: tuple[Term, ...] = ("<", bands[at - 1].min_points) if at else ()
    limits = bands[max(0, at - 1) : at + 1]
    return Step(
        kind="class",
        id="class",
        label=band.label,
        expression=(band.min_points, "≤", total, *upper),
        sources=tuple(dict.fromkeys(limit.source for limit in reversed(limits))),
        steps=(below,),
    )


def _total_step(result: UnitResult) -> Step:
    framework = result.framework
    steps = tuple(_node_step(node, result) for node in framework.groups)
    values = [step.value for step in steps if step.value is not None]
    sources = (framework.source, framework.rounding.source)
    kind: StepKind = "total"
    expression: tuple[Term, ...] = _sum(values)
    label = ""
    if result.total is None:
        kind = "missing" if result.known_total is None else "published"
        label = (result.published and result.published.source) or ""
        least, most = result.bounds
        expression = (least, "≤", "?", "≤", most)
    return Step(
        kind=kind,
        id="total",
        label=label,
        value=result.known_total,
        max_points=framework.max_points,
        expression=expression,
        sources=sources,
        steps=steps,
    )


def _node_step(node: Node, result: UnitResult) -> Step:
    points = result.nodes[node.id].points
    parts = [_node_step(child, result) for child in node.children]
    indicators = result.indicators
    if indicators:
        parts += [_indicator_step(each, indicators[each.code], result) for each in node.indicators]
    observed = {each.code for each in node.indicators if not each.rule.gives_points}
    values = [part.value for part in parts if part.id not in observed]
    known = [value for value in values if value is not None]
    summed = bool(parts) and len(known) == len(values)
    kind: StepKind = "missing" if points is None else "sum" if summed else "given"
    return Step(
        kind=kind,
        id=node.id,
        no=node.code,
        label=node.label,
        value=points,
        max_points=node.max_points,
        expression=_sum(known) if kind == "sum" else (),
        percent=None if points is None else _quotient((points, "÷", node.max_points, "×", 100)),
        sources=(node.source,),
        steps=tuple(parts),
    )


def _indicator_step(indicator: Indicator, part: IndicatorResult, result: UnitResult) -> Step:
    level = result.unit.level if result.unit else None
    rule, zero = indicator.rule, indicator.zero
    sources = [indicator.source, rule.source]
    quotient = target = None
    kind: StepKind
    if not rule.gives_points:
        kind = "unscored"
    elif part.status == "missing":
        kind = "missing"
    elif not indicator.applies_to(level):
        kind = "not_at_this_level"
    elif part.basis == "points":
        kind = "given"
    elif part.numerator is None or not part.denominator:
        kind = _OF_NULL[zero.published_null] if part.basis == "null" else _OF_NOTHING[zero.rule]
        sources.append(zero.source)
    else:
        target = rule.target
        kind = "rate" if target is None else "target"
        quotient = _quotient(rule.terms(part.max_points, part.numerator, part.denominator))
    return Step(
        kind=kind,
        id=indicator.code,
        no=indicator.no,
        label=indicator.label,
        value=part.points,
        max_points=part.max_points,
        quotient=quotient,
        target=target,
        counted=_counted(indicator, part) if quotient else (),
        sources=tuple(dict.fromkeys(sources)),
    )


def _counted(indicator: Indicator, part: IndicatorResult) -> tuple[tuple[int, str], ...]:
    pairs = (part.numerator, indicator.numerator), (part.denominator, indicator.denominator)
    return tuple((count, words) for count, words in pairs if count is not None and words)


def _sum(values: Sequence[Decimal]) -> tuple[Term, ...]:
    return tuple(term for value in values for term in ("+", value))[1:]


def _quotient(expression: tuple[Term, ...]) -> Quotient:
    """Return what an expression of ``+ − × ÷`` comes to, exactly; it begins with a number."""
    value = product = Fraction(0)
    for sign, operand in zip(("+", *expression[1::2]), expression[::2], strict=True):
        number = Fraction(operand)
        if sign in {"+", "−"}:
            value, product = value + product, number if sign == "+" else -number
        else:
            product = product / number if sign == "÷" else product * number
    value += product
    digits, rest = divmod(value.numerator * 10**_PLACES, value.denominator)
    return Quotient(
        expression=expression,
        unrounded=shift(digits, _PLACES),
        goes_on=rest > 0,
        rounded=to_decimal(formulas.half_up(100 * value.numerator, value.denominator)),
    )


# --- in words -----------------------------------------------------------------------------------

_TEXTS: Final = Catalogue("explain")


def _expression(terms: Sequence[Term], language: Language) -> str:
    return " ".join(term if isinstance(term, str) else figure(term, language) for term in terms)


def _formula(step: Step, language: Language) -> str:
    value = "" if step.value is None else figure(step.value, language)
    limits = _expression(step.expression, language)
    if step.kind == "class":
        return limits
    if step.kind in {"total", "sum"}:
        return f"{limits} = {value}" if len(step.expression) > 1 else value
    if step.quotient is not None:
        said = step.quotient.text(language)
        capped = step.value is not None and step.quotient.rounded > step.value
        return _TEXTS.say("capped", language, quotient=said, value=value) if capped else said
    open_class = "no_class" if ", " in step.label else "only_class"
    name = {"class": open_class, "total": "open"}.get(step.id, step.kind)
    name = step.kind if step.kind == "published" else name
    source = f" ({step.label})" if step.label else ""
    return _TEXTS.say(name, language, value=value, limits=limits, labels=step.label, source=source)


def _lines(explanation: Explanation, language: Language) -> Iterator[str]:
    framework = explanation.result.framework
    yield from explanation.head(language)
    yield ""
    for depth, step in explanation.step.walk():
        indent = "  " * max(0, depth - 1)  # the class and the total stand side by side
        said = step.formula(language)
        if step.percent is not None:
            said += f"; {step.percent.text(language)}%"
        yield f"{indent}{step.title(language)}: {said} {explanation.marks(step)}"
        if step.counted:
            words = "; ".join(f"{figure(n, language)}: {what}" for n, what in step.counted)
            yield f"{indent}  ({words})"
    rounding = framework.rounding
    place = explanation.sources.index(rounding.source) + 1
    yield ""
    yield f"{_TEXTS.say('rounding', language, decimals=str(rounding.decimals))} [{place}]"
    yield ""
    yield f"{_TEXTS.say('sources', language)}:"
    for place, source in enumerate(explanation.cited(language), 1):
        yield f"[{place}] {source}"
    for warning in explanation.result.warnings:
        yield f"{_TEXTS.say('note', language)}: {' '.join(warning.text(language))}"


def _head(result: UnitResult, language: Language) -> Iterator[str]:
    unit, period = result.unit, result.period
    about = (
        [] if unit is None else [unit.name if unit.code is None else f"{unit.name} ({unit.code})"]
    )
    about += [] if period is None else [format_period(period)]
    if about:
        yield ", ".join(about)
    digest = result.framework_digest[:8]
    yield _TEXTS.say("framework", language, id=result.framework_id, digest=digest)
    if result.retrieved_at is not None:
        yield _TEXTS.say("retrieved", language, at=result.retrieved_at.isoformat(" ", "minutes"))
    if result.provisional:
        yield _TEXTS.say("provisional", language)


def _title(step: Step, language: Language) -> str:
    if step.id in {"class", "total"}:
        named = step.label if step.kind == "class" else ""
        return " ".join(filter(None, (_TEXTS.say(step.id, language), named)))
    name = f"{step.no} {step.label}" if step.no else step.label
    if not step.max_points:
        return name
    limits = [_TEXTS.say("maximum", language, value=figure(step.max_points, language))]
    if step.target is not None:
        limits.append(_TEXTS.say("target", language, value=figure(step.target, language)))
    return f"{name} ({', '.join(limits)})"


def _cited(citation: Citation, framework: Framework, language: Language) -> str:
    titles = {
        each.id: " ".join(filter(None, (each.number, each.title))) for each in framework.instruments
    }
    said = "; ".join(titles[name] for name in citation.instruments)
    status = Catalogue("words").say(citation.status, language)
    return f"{status}: {said}" + (f" ({citation.locator})" if citation.locator else "")
