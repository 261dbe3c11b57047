"""What is made when it is asked for: names of a package, and patterns."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def loader(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a package's ``__getattr__``; `homes` are its names, apart by blanks, by module.

    Whoever needs one part of a room does not wait for all of it.
    """
    home_of = {name: home for home, names in homes.items() for name in names.split()}

    def load(name: str) -> object:
        if name in home_of:
            return getattr(import_module(f"{package}.{home_of[name]}"), name)
        message = f"module {package!r} has no attribute {name!r}"
        raise AttributeError(message)

    return load


class _Compiled:
    """What a pattern can do, and nothing else: looking that up is as fast as for the pattern."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags


class _Regex(_Compiled):
    """Takes the place of a pattern until somebody searches with it."""

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.flags)
        for each in dir(compiled):
            if each[0] != "_":
                setattr(self, each, getattr(compiled, each))
        self.__class__ = _Compiled  # type: ignore[assignment] # mypy knows of no such change
        return getattr(compiled, name)


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first used, not when its module loads.

    A command uses some of a hundred patterns, and waits for each that is compiled.

    Example:
        >>> regex("[0-9]+").findall("5/65")
        ['5', '65']
    """
    return cast("re.Pattern[str]", _Regex(pattern, flags))
