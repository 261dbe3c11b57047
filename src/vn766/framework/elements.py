"""The parts of a framework, reached and named: one walk for checks, digests and differences.

A place is a path of field names, ids and codes, such as
``("groups", "online", "children", "online.payment", "max_points")``: an element of a list is
named by its id or code, and by its position from 0 only if it has neither.
"""

from __future__ import annotations

from datetime import date
from decimal import Context, Decimal
from typing import TYPE_CHECKING, TypeAlias, cast

import attrs
from attrs import frozen

from vn766.framework.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766.framework.model import Framework, Indicator, Validity
    from vn766.framework.sources import Citation

Place: TypeAlias = tuple[str | int, ...]

# The caller's own decimal context must not decide what a framework's figures are.
_EXACT = Context(prec=50, traps=[])


def name_of(element: object, position: int) -> str | int:
    """Return what names `element` in its list: its id, its code, or its position from 0.

    Example:
        >>> name_of("an alias", 3)
        3
    """
    name = getattr(element, "id", None) or getattr(element, "code", None)
    return name if isinstance(name, str) else position


def walk(value: object, place: Place = ()) -> Iterator[tuple[Place, object]]:
    """Yield `value` and all that it holds with their places, wholes before parts.

    The kind of a rule counts as a field of it.

    Example:
        >>> from vn766.framework import get_framework
        >>> dict(walk(get_framework()))["bands", "good", "min_points"]
        Decimal('80')
    """
    yield place, value
    for name, part in parts(value):
        yield from walk(part, (*place, name))


def is_whole(value: object) -> bool:
    """Whether `value` has parts of its own: an element, or a list of elements.

    A list of plain values, such as aliases, is one value.
    """
    if isinstance(value, tuple):
        return any(map(is_whole, cast("tuple[object, ...]", value)))
    return attrs.has(type(value))


def parts(value: object) -> Iterator[tuple[str | int, object]]:
    """Yield what `value` holds with its names: fields, the kind of a rule, items of a list."""
    if isinstance(value, Rule):
        yield "kind", value.kind
    if isinstance(value, tuple):
        for position, item in enumerate(cast("tuple[object, ...]", value)):
            if is_whole(item):
                yield name_of(item, position), item
    elif attrs.has(kind := type(value)):
        for field in attrs.fields(kind):
            yield field.name, getattr(value, field.name)


def cited_values(framework: Framework) -> Iterator[tuple[str, Decimal | int | str, Citation]]:
    """Yield path, value and source of everything in a framework that rests on a source."""
    yield "max_points", framework.max_points, framework.source
    for node in framework.nodes():
        yield f"{node.id}.max_points", node.max_points, node.source
        for indicator in node.indicators:
            yield from _cited_values(f"{node.id}.{indicator.code}", indicator)
    for band in framework.bands:
        yield f"bands.{band.id}.min_points", band.min_points, band.source
        if (seen := band.published) is not None:
            yield f"bands.{band.id}.published.lowest", seen.lowest, seen.source
            yield f"bands.{band.id}.published.highest", seen.highest, seen.source
    if framework.class_names_source is not None:
        names = ", ".join(band.label for band in framework.bands)
        yield "bands.label", names, framework.class_names_source
    yield "rounding.decimals", framework.rounding.decimals, framework.rounding.source
    yield "rounding.mode", framework.rounding.mode, framework.rounding.source
    yield "ranking.method", framework.ranking.method, framework.ranking.source
    if framework.validity is not None:
        yield "validity", _days(framework.validity), framework.validity.source
    for end in framework.ended_levels:
        yield f"levels.{end.level}.ended_on", f"{end.ended_on}", end.source
    for party in framework.parties:
        yield f"parties.{party.role}", f"{party.label} ({_days(party)})", party.source


def _days(span: Validity) -> str:
    return f"{span.first_day or '…'} – {span.last_day or '…'}"


def _cited_values(path: str, indicator: Indicator) -> Iterator[tuple[str, Decimal | str, Citation]]:
    yield f"{path}.max_points", indicator.max_points, indicator.source
    rules = [(f"{path}.rule", indicator.rule)]
    rules += [(f"{path}.variants.{v.id}", v.rule) for v in indicator.variants]
    for where, rule in rules:
        for name in rule.figures:
            yield f"{where}.{name}", getattr(rule, name), rule.source
        if not rule.figures:
            yield where, rule.kind, rule.source
    zero = indicator.zero
    yield f"{path}.zero", str(zero.rule), zero.source
    yield f"{path}.zero.published_null", str(zero.published_null), zero.source


def digest(framework: Framework) -> str:
    """Return the SHA-256 over every value of `framework`, as 64 hexadecimal digits.

    Equal frameworks have equal digests, on every platform and with every decimal context. What
    is left out (None, an empty list) does not count, so that a new optional field changes no
    digest of an edition that does not use it.

    Example:
        >>> from vn766.framework import get_framework
        >>> len(digest(get_framework()))
        64
    """
    # Importing a framework must not load these.
    import hashlib
    import json

    text = json.dumps(_plain(framework), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if attrs.has(type(value)):
        return {name: _plain(part) for name, part in parts(value) if part not in (None, ())}
    if isinstance(value, tuple):
        return [_plain(item) for item in cast("tuple[object, ...]", value)]
    if isinstance(value, Decimal):
        return str(_EXACT.normalize(value))
    return value.isoformat() if isinstance(value, date) else value


@frozen(kw_only=True)
class Change:
    """One value that differs."""

    path: tuple[str | int, ...]
    """The place.

    One that ends in ``"order"`` stands for a list whose common elements come in another order;
    its values are their ids or codes.
    """
    before: object = None
    """The value before; None where it was added."""
    after: object = None
    """The value after; None where it was removed."""

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {self.before} → {self.after}"


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
