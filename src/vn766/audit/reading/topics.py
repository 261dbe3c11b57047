"""Whose figures a sentence gives, and of when: told by the names that it has been through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import evolve, frozen

from vn766.audit.reading import phrases
from vn766.records import Unit
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    import re
    from datetime import date

    from vn766.period import Period

MarkKind: TypeAlias = Literal[
    "unit",
    "office",
    "body",
    "period",
    "day",
    "other",
    "ours",
    "aside",
    "node",
    "total",
    "score",
    "bare",
    "count",
    "percent",
    "rank",
    "grade",
]

NEAR: Final = 80
"""Characters between a name and its figure."""
_ABBREVIATED: Final = Vocabulary("units").kind_of("abbreviated")


@frozen(eq=False)
class Mark:
    """Something found in a passage; a mark of a period or a day has what it names."""

    kind: MarkKind
    match: re.Match[str]
    start: int
    end: int
    period: Period | None = None
    day: date | None = None


@frozen(kw_only=True)
class Topic:
    """Whose figures follow, and of when.

    `unit` is the unit last named and `near` where its name ends, `several` whether it is not the
    first; `body` says that someone who is no unit came after it, `index` that another set of
    indicators is spoken of, `when` whether it is known of which year a period is. `ahead` says that
    figures are aimed at.
    """

    unit: Unit | None = None
    near: int | None = None
    several: bool = False
    body: bool = False
    index: bool = False
    period: Period | None = None
    when: bool = True
    day: date | None = None
    ahead: bool = False

    @property
    def clear(self) -> bool:
        """Whether it is known whose figures follow."""
        return self.when and not self.index and not self.body

    def after(self, mark: Mark) -> Topic:
        """Return what is spoken of after a mark."""
        match mark.kind:
            case "unit" | "office":
                return self._of(mark)
            case "body":
                several = self.several or self.unit is not None
                return evolve(self, unit=None, near=None, body=True, several=several)
            case "other" | "ours":
                return evolve(self, index=mark.kind == "other")
            case "period":
                return evolve(self, period=mark.period, when=mark.period is not None)
            case _:
                return evolve(self, day=mark.day)

    def _of(self, mark: Mark) -> Topic:
        """Return what is spoken of after the name of a unit, which may end another body's."""
        before = max(0, mark.start - NEAR)
        if phrases.BODY_OF.search(mark.match.string[before : mark.start]):
            return self.after(evolve(mark, kind="body"))
        unit = unit_of(mark)
        if mark.kind == "office" and self.unit is not None and unit.name in self.unit.name:
            unit = self.unit  # "UBND xã" after "UBND xã An": the same one
        several = self.several or self.body or self.unit not in {None, unit}
        return evolve(self, unit=unit, near=mark.end, body=False, several=several)

    @property
    def later(self) -> Topic:
        """What the next sentence is about, if it does not say: of several units, none is clear."""
        return evolve(self, near=None, body=self.body or self.several)


def unit_of(mark: Mark) -> Unit:
    """Return the unit that a mark names: with its own name, or only as "UBND xã"."""
    match = mark.match
    if mark.kind == "office":
        return Unit(name=f"UBND {(match['kind'] or match['level']).lower()}")
    kind = fold(match["kind"])
    name = f"{_ABBREVIATED.get(kind, match['kind'].lower())} {' '.join(match['name'].split())}"
    return Unit(name=f"UBND {name}" if match["office"] else name)
