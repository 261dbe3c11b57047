"""Parts of a result, found by whatever key the points or counts may be given by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766._engine.plan import Plan

_T = TypeVar("_T")
_U = TypeVar("_U")

Find: TypeAlias = Callable[[str], tuple[int, ...]]
"""Returns the positions of all parts that a key may mean."""


class Parts(Mapping[str, _T]):
    """A mapping by id that answers to codes, numbers, labels and aliases as well.

    Iterating gives the ids. A key that means two parts, such as a label of a group and of a part
    of that group, is as unknown as one that means none: the error names what it may mean.

    Example:
        >>> from vn766.score import score_counts, score_points
        >>> nodes = score_points({"CKMB": 18}).nodes
        >>> nodes["CKMB"] is nodes["transparency"] is nodes["Công khai, minh bạch"]
        True
        >>> score_counts({"5.4": (755, 1120)}).indicators["5.4"].points
        Decimal('4.49')
    """

    __slots__ = ("_find", "_parts", "_plan")

    def __init__(self, parts: dict[str, _T], plan: Plan, find: Find) -> None:
        self._parts = parts
        self._plan = plan
        self._find = find

    def __getitem__(self, key: str) -> _T:
        if key in self._parts:
            return self._parts[key]
        names = [self._plan.ids[at] for at in self._find(str(key))]
        meant = [name for name in names if name in self._parts]
        if len(meant) == 1:
            return self._parts[meant[0]]
        message = f"{key!r} names {' and '.join(meant) or 'nothing here'}"
        raise KeyError(message)

    def with_values(self, parts: dict[str, _U]) -> Parts[_U]:
        """Return a mapping of other values that answers to the same keys."""
        return Parts(parts, self._plan, self._find)

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __repr__(self) -> str:
        return repr(self._parts)
