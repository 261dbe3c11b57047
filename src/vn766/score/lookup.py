"""Parts of a result, found by whatever key inputs may have, and rows by the units in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar, overload

from vn766.records import Unit
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766._engine.plan import Plan

_T = TypeVar("_T")
_U = TypeVar("_U")


class _Row(Protocol):
    @property
    def unit(self) -> Unit | None: ...


_R = TypeVar("_R", bound=_Row)

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


class Rows(Generic[_R]):
    """Rows of units in an order; iterating yields them, a code or name of a unit finds its row."""

    __slots__ = ()

    rows: tuple[_R, ...]

    @overload
    def __getitem__(self, at: int | str) -> _R: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[_R, ...]: ...
    def __getitem__(self, at: int | slice | str) -> _R | tuple[_R, ...]:
        """Return the row at a place from 0, the rows of a slice, or the row of a code or name.

        Raises:
            KeyError: no unit of the rows, or several, have that code or name.
        """
        if not isinstance(at, str):
            return self.rows[at]
        named = self._called(at)
        if len(named) == 1:
            return named[0]
        message = f"{at!r} names {len(named)} of the units"
        raise KeyError(message)

    def __contains__(self, row: object) -> bool:
        """Whether a row is one of these, or a code or name that of one unit."""
        return len(self._called(row)) == 1 if isinstance(row, str) else row in self.rows

    def __iter__(self) -> Iterator[_R]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _called(self, text: str) -> list[_R]:
        """Return the rows whose units have that code or name."""
        return [row for row in self.rows if row.unit and is_called(row.unit, text)]


def is_called(unit: Unit, text: str) -> bool:
    """Whether `text` is the code of a unit, however it is written, or its name."""
    return unit.key == Unit(name=text, code=text).key or fold(unit.name) == fold(text)
