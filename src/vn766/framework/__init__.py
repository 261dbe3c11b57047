"""The law as data: what the 766 index measures, with a source for every figure.

An edition is a `Framework`: groups with their maxima, component indicators with their rules,
classes, rounding and ranking. Three are shipped: ``qd766`` (what is common to all years, the
default), ``portal-2025`` and ``portal-2026`` (as the national portal calculates). Anyone can add
another one as a TOML file.

Example:
    >>> framework = get_framework("portal-2026")
    >>> [(group.label, str(group.max_points)) for group in framework.groups][0]
    ('Công khai, minh bạch', '18')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal

from vn766.framework.registry import edition_for, get_framework, list_frameworks

if TYPE_CHECKING:
    from vn766.framework.checks import lint
    from vn766.framework.elements import Change, diff
    from vn766.framework.model import (
        Band,
        EndedLevel,
        Framework,
        Indicator,
        Node,
        Party,
        PublishedTotals,
        RankRule,
        Rounding,
        Validity,
        Variant,
    )
    from vn766.framework.rules import Given, Proportional, Rule, Target, Unscored, Zero, ZeroRule
    from vn766.framework.sources import Citation, Instrument, Status
else:  # hidden from type checkers, to which any name would be one

    def __getattr__(name: str) -> object:
        if name not in __all__:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(import_module(f"{__name__}.{_LATER.get(name, 'model')}"), name)


__all__ = [
    "Band",
    "Change",
    "Citation",
    "EndedLevel",
    "Framework",
    "Given",
    "Indicator",
    "Instrument",
    "Level",
    "Node",
    "Party",
    "Proportional",
    "PublishedTotals",
    "RankRule",
    "Rounding",
    "Rule",
    "Status",
    "Target",
    "Unscored",
    "Validity",
    "Variant",
    "Zero",
    "ZeroRule",
    "diff",
    "edition_for",
    "get_framework",
    "lint",
    "list_frameworks",
]

Level = Literal["ministry", "province", "department", "district", "commune"]
"""The levels of government, from the top down."""

# Scoring needs none of these before its first framework, which takes longer to read than to
# import them: they are loaded when they are asked for.
_LATER = {
    "Change": "elements",
    "diff": "elements",
    "lint": "checks",
    **dict.fromkeys(("Given", "Proportional", "Rule", "Target", "Unscored"), "rules"),
    **dict.fromkeys(("Zero", "ZeroRule"), "rules"),
    **dict.fromkeys(("Citation", "Instrument", "Status"), "sources"),
}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
