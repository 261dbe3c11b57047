"""What differs between two frameworks, element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from vn766.framework.elements import is_whole, parts, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766.framework.elements import Place
    from vn766.framework.model import Framework


@frozen(kw_only=True)
class Change:
    """One value that differs: its place, and what it was and is.

    `before` is None where the value was added, `after` where it was removed. A `path` that ends
    in ``"order"`` stands for a list whose common elements come in another order; its values are
    their ids or codes.
    """

    path: tuple[str | int, ...]
    before: object = None
    after: object = None


def diff(before: Framework, after: Framework) -> tuple[Change, ...]:
    """Return all changes from one framework to another; none if and only if they are equal.

    Elements are matched by id or code, not by position. Changes come in the order of `before`,
    then what was added, then what was moved.

    Example:
        >>> from vn766.framework import get_framework
        >>> changes = diff(get_framework("portal-2025"), get_framework("portal-2026"))
        >>> changes[0]
        Change(path=('id',), before='portal-2025', after='portal-2026')
        >>> [change for change in changes if change.path[-1] == "max_points" and change.before]
        []
    """
    old, new = _values(before), _values(after)
    return tuple(
        Change(path=place, before=old.get(place), after=new.get(place))
        for place in {**old, **new}
        if old.get(place) != new.get(place)
    ) + tuple(_moves(before, after))


def _values(framework: Framework) -> dict[Place, object]:
    """Return every value that has no parts, by its place; an empty list is no value."""
    return {
        place: value
        for place, value in walk(framework)
        if not is_whole(value) and value not in (None, ())
    }


def _moves(before: Framework, after: Framework) -> Iterator[Change]:
    """Yield the lists whose common elements come in another order."""
    old, new = _orders(before), _orders(after)
    for place in (place for place in old if place in new):
        was = tuple(name for name in old[place] if name in new[place])
        now = tuple(name for name in new[place] if name in old[place])
        if was != now:
            yield Change(path=(*place, "order"), before=was, after=now)


def _orders(framework: Framework) -> dict[Place, tuple[str | int, ...]]:
    """Return the names of the parts of everything that has some; fields never move."""
    return {place: tuple(name for name, _ in parts(value)) for place, value in walk(framework)}
