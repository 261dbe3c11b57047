"""The frameworks there are, each found by its id, a day, an entry point or a file.

Another package adds a framework with an entry point in the group ``vn766.frameworks``. Its name is
the id of the framework, its value the import package that holds the file ``<id>.toml``::

    [project.entry-points."vn766.frameworks"]
    tinh-vi-du-2026 = "vi_du_766"        # vi_du_766/tinh-vi-du-2026.toml
"""

from __future__ import annotations

import sys
from datetime import date
from functools import lru_cache
from os import PathLike
from typing import TYPE_CHECKING, Final, NoReturn, cast

from vn766.errors import (
    EditionNotInForceError,
    FrameworkError,
    InvalidFrameworkError,
    Problem,
    ProblemCode,
    UnknownFrameworkError,
)
from vn766.vocabulary.typed import not_a

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint
    from pathlib import Path

    from vn766.framework.model import Framework

_DEFAULT = "qd766"
COUNTS_EDITION: Final = "portal-2026"
"""The edition that counts are scored by if no other is named: the first with component rules."""
_GROUP = "vn766.frameworks"


def get_framework(
    ref: Framework | str | Path | None = None, *, on: date | None = None
) -> Framework:
    """Return a framework: a shipped edition, one of another package, or the one in a file.

    Args:
        ref: an id as `list_frameworks` gives it, the path of a TOML file (a `Path`, or a text
            that ends in ``.toml``), or a framework, which is returned as it is. None means
            ``"qd766"``, which holds what is common to all years.
        on: a day that the framework must cover. Without `ref`, the shipped edition that covers
            the day is chosen, of several the one that started last.

    What a file holds is read once: again only when it has changed.

    Raises:
        UnknownFrameworkError: nothing answers to `ref`, or the file cannot be read.
        EditionNotInForceError: the framework, or every shipped edition, excludes the day.
        InvalidFrameworkError: the file breaks rules; all of its problems are listed.
        TypeError: `ref` is neither a framework nor a text nor a path.

    Example:
        >>> from datetime import date
        >>> get_framework().max_points
        Decimal('100')
        >>> get_framework(on=date(2025, 6, 30)).id
        'portal-2025'
    """
    if ref is None and on is not None:
        return _latest(on, on) or _refuse_day(on)
    framework = _find(_DEFAULT if ref is None else ref)
    validity = framework.validity
    if on is not None and validity is not None and not validity.covers(on):
        problem = Problem.of(
            ProblemCode.EDITION_NOT_IN_FORCE,
            ("on",),
            value=on,
            framework=framework.id,
            first=validity.first_day or "…",
            last=validity.last_day or "…",
        )
        raise EditionNotInForceError([problem])
    return framework


def list_frameworks() -> tuple[str, ...]:
    """Return the ids of all frameworks that can be had by name: shipped ones, then installed ones.

    Installed ones are not read: one that is broken is listed all the same.

    Raises:
        FrameworkError: several packages claim the same name, or one claims a shipped id.

    Example:
        >>> list_frameworks()[:3]
        ('portal-2025', 'portal-2026', 'qd766')
    """
    installed = _installed()
    clashes = [problem for name in installed for problem in _clashes(name, installed)]
    if clashes:
        raise FrameworkError(clashes)
    return (*_shipped_ids(), *installed)


def edition_for(start: date, end: date) -> Framework:
    """Return the shipped edition for a period from `start` to `end`, both included.

    That is the one whose validity covers the whole period, of several the one that started last,
    and ``qd766`` if there is none, as for a period across the change of calculation.

    Example:
        >>> from datetime import date
        >>> edition_for(date(2026, 1, 1), date(2026, 3, 31)).id
        'portal-2026'
        >>> edition_for(date(2025, 7, 1), date(2026, 6, 30)).id
        'qd766'
    """
    return _latest(start, end) or _shipped(_DEFAULT)


@lru_cache(maxsize=1)
def _shipped_paths() -> dict[str, Path]:
    from vn766.framework.loader import EDITIONS

    return {path.stem.replace("_", "-"): path for path in sorted(EDITIONS.glob("*.toml"))}


def _shipped_ids() -> tuple[str, ...]:
    return tuple(_shipped_paths())


@lru_cache(maxsize=16)
def _shipped(id_: str) -> Framework:
    # Loading cattrs takes longer than importing all else that scoring needs.
    from vn766.framework.loader import load_framework

    return load_framework(_shipped_paths()[id_])


def _first_day(framework: Framework) -> date:
    validity = framework.validity
    return validity.first_day or date.min if validity is not None else date.min


def _latest(start: date, end: date) -> Framework | None:
    editions = [_shipped(id_) for id_ in _shipped_ids()]
    covering = [
        edition
        for edition in editions
        if edition.validity is not None and edition.validity.covers(start, end)
    ]
    return max(covering, key=_first_day, default=None)


def _refuse_day(day: date) -> NoReturn:
    first = min(map(_shipped, _shipped_ids()), key=_first_day)
    problem = Problem.of(
        ProblemCode.NO_EDITION_IN_FORCE,
        ("on",),
        value=day,
        framework=first.id,
        first=_first_day(first),
    )
    raise EditionNotInForceError([problem])


def _find(ref: Framework | str | Path) -> Framework:
    if not isinstance(ref, str | PathLike):
        from vn766.framework.model import Framework

        if not isinstance(cast("object", ref), Framework):
            raise not_a(ref, "framework", "an edition, its id, or the path of a .toml file")
        return ref
    ref = str.__str__(ref) if isinstance(ref, str) else ref
    if isinstance(ref, PathLike) or ref.endswith(".toml"):
        from pathlib import Path

        from vn766.framework.loader import load_framework

        return load_framework(Path(ref))
    if ref in _shipped_paths():
        return _shipped(ref)
    return _load(_declared(ref, tuple(sys.path)))


@lru_cache(maxsize=16)
def _declared(ref: str, _: tuple[str, ...]) -> EntryPoint:
    """Return where a package on Python's path declares a framework; what is not there is no answer.

    Asking every package takes a thousand times as long as scoring a unit.
    """
    installed = _installed()
    clashes = list(_clashes(ref, installed))
    if clashes:
        raise FrameworkError(clashes)
    if ref in installed:
        return installed[ref][0]
    from vn766.framework.checks import nearest

    known = (*_shipped_ids(), *installed)
    problem = Problem.of(
        ProblemCode.UNKNOWN_FRAMEWORK,
        (),
        value=ref,
        nearest=nearest(ref, known),
        known=", ".join(known),
    )
    raise UnknownFrameworkError([problem])


def _installed() -> dict[str, list[EntryPoint]]:
    """Return the frameworks of other packages by name, in alphabetical order."""
    # Costs more than importing the package; scoring by a shipped edition never needs it.
    from importlib.metadata import entry_points

    installed: dict[str, list[EntryPoint]] = {}
    for point in sorted(entry_points(group=_GROUP), key=lambda point: (point.name, point.value)):
        installed.setdefault(point.name, []).append(point)
    return installed


def _clashes(name: str, installed: dict[str, list[EntryPoint]]) -> Iterator[Problem]:
    """Yield a problem if `name` would mean more than one framework."""
    owners = [_owner(point) for point in installed.get(name, ())]
    if name in _shipped_ids():
        owners.insert(0, "vn766")
    if len(owners) > 1:
        yield Problem.of(ProblemCode.FRAMEWORK_NAME_CLASH, (), value=name, owners=", ".join(owners))


def _owner(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.value


def _load(point: EntryPoint) -> Framework:
    """Return the framework that an installed package declares."""
    from importlib.resources import files

    from vn766.framework.loader import read_once

    resource = f"{point.value}/{point.name}.toml"
    try:
        data = files(point.value).joinpath(f"{point.name}.toml").read_bytes()
    except Exception as error:  # importing another package may fail in any way
        problem = Problem.of(
            ProblemCode.ENTRY_POINT_BROKEN,
            (),
            value=point.name,
            owner=_owner(point),
            resource=resource,
        )
        raise InvalidFrameworkError([problem], subject=resource) from error
    framework = read_once(data, resource)
    if framework.id != point.name:
        # Otherwise a result would remember an id by which its framework cannot be had.
        problem = Problem.of(
            ProblemCode.FRAMEWORK_ID, ("id",), value=framework.id, example=point.name
        )
        raise InvalidFrameworkError([problem], subject=resource)
    return framework
