"""The kinds of rules, one class a kind: how the two counts of an indicator become points.

A rule in a file is named by its `kind`, and files bring no kinds of their own. A new kind is one
more subclass of `Rule`: all that counts, explains, advises, checks, draws or prints asks the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, partial
from math import gcd
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from attrs import field, frozen

from vn766._engine.exact import read, shift
from vn766._engine.formulas import EXACT_BELOW, INTEGERS, half_up
from vn766.framework.sources import Citation
from vn766.texts import Catalogue, figure

if TYPE_CHECKING:
    from vn766._engine.formulas import Algebra
    from vn766.errors import Language

Term: TypeAlias = "str | int | Decimal"
"""A number or a sign of a calculation that is printed."""


class ZeroRule(StrEnum):
    """The meaning of 0/0 for an indicator: no points, full points, or not applicable."""

    ZERO = "zero"
    FULL = "full"
    NULL = "null"

    def points(self, maximum: int) -> int:
        """Return the points of 0/0 by this rule, in the unit of `maximum`."""
        return maximum if self is ZeroRule.FULL else 0


@frozen(kw_only=True)
class Zero:
    """The zero rule of an indicator with its evidence.

    `published_null` is what it means that null was published instead of counts: nobody counted
    0 of 0 there, so that it is not applicable unless the figures show otherwise.
    """

    rule: ZeroRule
    """What 0 of 0 gives."""
    source: Citation = field(repr=False)
    """The evidence."""
    published_null: ZeroRule = ZeroRule.NULL
    """What a published null gives."""

    def __str__(self) -> str:
        return str(self.rule)


@frozen(kw_only=True)
class Rule:
    """The rule of an indicator; each kind is a subclass.

    By itself a rule gives the maximum times the rate. A kind overrides what differs: `scale` or
    `earning` where that alone does, `points` and `least_added` together where the formula is
    another one, and then `largest_count`; and `terms`, which print the same calculation.
    Points and maxima are in hundredths but for those that are printed.
    """

    kind: ClassVar[str]
    """The name of the kind in files."""
    takes_counts: ClassVar[bool] = True
    """Whether points come from counts; if not, they are given as published."""
    gives_points: ClassVar[bool] = True
    """Whether there are points at all; if not, the indicator is only observed."""
    figures: ClassVar[Mapping[str, tuple[Decimal, Decimal]]] = MappingProxyType({})
    """The fields that hold figures of the kind, with the least and the most each may be."""

    source: Citation = field(repr=False)
    """The evidence."""

    @cached_property
    def scale(self) -> tuple[int, int]:
        """The factor of the rate, as a numerator and a denominator."""
        return 1, 1

    @property
    def target(self) -> Decimal | None:
        """The percent from which points are full, if the rule names one."""
        return None

    def earning(self, count: int, denominator: int) -> int:
        """Return how many of `denominator` earn points if `count` are counted; and the reverse."""
        del denominator
        return count

    def points(
        self, maximum: int, numerator: int, denominator: int, algebra: Algebra = INTEGERS
    ) -> int:
        """Return the points of ``numerator / denominator``, of which the latter is not 0.

        Rounded half-up, once, from the unrounded rate, and never above the maximum.
        """
        times, over = self.scale
        earning = self.earning(numerator, denominator)
        return algebra.least(maximum, half_up(maximum * earning * times, denominator * over))

    def for_one_unit(self, maximum: int) -> Callable[[int, int], int]:
        """Return `points` for a maximum as a function of two counts, of which the latter is not 0.

        All that does not depend on the counts is worked out before, and nothing is called inside,
        which takes a third of the time. A kind with a formula of its own has that of `points`.
        """
        kind = type(self)
        if kind.points is not Rule.points or kind.earning is not Rule.earning:
            return partial(self.points, maximum)
        times, over = self.scale
        twice, whole = 2 * maximum * times, 2 * over

        def points(numerator: int, denominator: int) -> int:
            earned = (twice * numerator + over * denominator) // (whole * denominator)  # half-up
            if earned > maximum:  # `min` would take as long as all the rest
                return maximum
            return earned

        return points

    def largest_count(self, maximum: int) -> int:
        """Return up to which denominator every engine computes `points` exactly."""
        times, over = self.scale
        return (EXACT_BELOW - 1) // (2 * maximum * times + 2 * over)

    def least_added(
        self, points: int, maximum: int, numerator: int, denominator: int, *, new: bool
    ) -> int:
        """Return how many more must earn for `points`, from 1 to `maximum`: the inverse.

        They are of those in the denominator, or `new` ones, with which that grows. Of the first
        kind there may be too few; of 0 at least 1 is needed. Advice is the fewest only if the
        answer is never 1 or more above a convex curve, whatever the points.
        """
        times, over = self.scale
        each, wanted = 2 * maximum * times, (2 * points - 1) * over
        lacking = wanted * denominator - each * self.earning(numerator, denominator)
        return max(-(-lacking // (each - wanted if new else each)), int(denominator == 0))

    def raised(self, numerator: int, denominator: int, added: int, *, new: bool) -> tuple[int, int]:
        """Return the two counts after `added` more have come to earn points."""
        whole = denominator + added if new else denominator
        return self.earning(self.earning(numerator, denominator) + added, whole), whole

    def terms(self, max_points: Decimal, numerator: int, denominator: int) -> tuple[Term, ...]:
        """Return the calculation of the points, before rounding and the cap."""
        return max_points, "×", numerator, "÷", denominator

    def __str__(self) -> str:
        return self.label()

    def label(self, language: Language = "vi") -> str:
        """Return the rule in words, with its figures."""
        figures = {name: figure(getattr(self, name), language) for name in self.figures}
        return Catalogue("framework").say(self.kind, language, **figures)


@frozen(kw_only=True)
class Proportional(Rule):
    """Points are maximum times rate."""

    kind = "proportional"


@frozen(kw_only=True)
class Target(Rule):
    """Full points from `target_percent` upwards, below it maximum times rate over target."""

    kind = "target"
    # Less than 1 is a fraction: 0.8 written for 80 percent.
    figures = MappingProxyType({"target_percent": (Decimal(1), Decimal(100))})

    target_percent: Decimal
    """The percent from which points are full."""

    @cached_property
    def scale(self) -> tuple[int, int]:
        """The inverse of the target, in lowest terms."""
        percent, per = self.target_percent.as_integer_ratio()
        common = gcd(100 * per, percent)
        return 100 * per // common, percent // common

    @property
    def target(self) -> Decimal:
        """The percent from which points are full."""
        return self.target_percent

    def terms(self, max_points: Decimal, numerator: int, denominator: int) -> tuple[Term, ...]:
        """Return the calculation of the points, before rounding and the cap."""
        share = shift(read(self.target_percent), 4)
        return (*super().terms(max_points, numerator, denominator), "÷", share)


@frozen(kw_only=True)
class Given(Rule):
    """Points come from outside, as published."""

    kind = "given"
    takes_counts = False


@frozen(kw_only=True)
class Unscored(Rule):
    """The indicator is observed and gives no points."""

    kind = "unscored"
    gives_points = False


def rule_kinds() -> dict[str, type[Rule]]:
    """Return the kinds of rules by their names in files."""
    return {rule.kind: rule for rule in Rule.__subclasses__()}
