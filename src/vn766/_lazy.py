"""Names of a package that load when they are asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def loader(package: str, names: Sequence[str], modules: Sequence[str]) -> Callable[[str], object]:
    """Return a package's ``__getattr__``: a name is looked for in one module after the other.

    Whoever needs one part of a room does not wait for all of it. A module stands behind those that
    it imports, so that no more is loaded than is needed.
    """

    def load(name: str) -> object:
        if name in names:
            parts = (import_module(f"{package}.{module}") for module in modules)
            return next(getattr(part, name) for part in parts if hasattr(part, name))
        message = f"module {package!r} has no attribute {name!r}"
        raise AttributeError(message)

    return load
