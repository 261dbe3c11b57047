"""Tables of a TOML file, read entry by entry: each of its type, and all that is wrong listed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar, cast

from vn766.errors import FormatError, Problem, ProblemCode
from vn766.framework.checks import nearest
from vn766.vi import parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vn766.nd30.model import Path
    from vn766.period import Period

T = TypeVar("T")
_MOST_SHOWN = 200  # characters of a value that is quoted


class Entries:
    """One table; what is asked for is checked off, so that `finish` knows what nobody asked for."""

    def __init__(self, values: Mapping[str, object], path: Path, problems: list[Problem]) -> None:
        self._values = values
        self._path = path
        self._problems = problems
        self._asked: set[str] = set()

    def text(self, name: str, *, required: bool = False) -> str | None:
        """Return a text that is not blank."""
        value = self._take(name, required=required)
        if value is None:
            return None
        if not isinstance(value, str):
            self._refuse(name, value, '"…"')
        elif not value.strip():
            self._add(ProblemCode.FIELD_EMPTY, name)
        else:
            return value
        return None

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts; one text stands for a list of one."""
        value = self._take(name, required=required)
        return () if value is None else self._listed(name, value)

    def words(self, name: str) -> dict[str, str | tuple[str, ...]]:
        """Return a table whose entries are texts or lists of them, empty ones among them."""
        table = self._table(name)
        if table is None:
            return {}
        inner = Entries(table, (*self._path, name), self._problems)
        return {
            key: value if isinstance(value, str) else inner._listed(key, value)
            for key, value in table.items()
        }

    def lists(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return a table whose entries are lists of texts."""
        return {
            key: (value,) if isinstance(value, str) else value
            for key, value in self.words(name).items()
        }

    def whole(self, name: str) -> int | None:
        """Return a whole number."""
        value = self._take(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self._refuse(name, value, "5")
        return None

    def number(self, name: str) -> int | str | Decimal | None:
        """Return a number, or a text that is read as one later."""
        value = self._take(name)
        if isinstance(value, int | str | Decimal | None) and not isinstance(value, bool):
            return value
        self._refuse(name, value, '"18,9"')
        return None

    def numbers(self, name: str) -> dict[str, int | str | Decimal | None] | None:
        """Return a table of numbers."""
        table = self._table(name)
        if table is None:
            return None
        inner = Entries(table, (*self._path, name), self._problems)
        return {key: inner.number(key) for key in table}

    def pairs(self, name: str) -> dict[str, tuple[int, int]] | None:
        """Return a table of pairs of counts."""
        table = self._table(name)
        if table is None:
            return None
        inner = Entries(table, (*self._path, name), self._problems)
        return {key: pair for key in table if (pair := inner._pair(key))}

    def flag(self, name: str) -> bool | None:
        """Return whether an entry is true; None if it is not there."""
        value = self._take(name)
        if value is None or isinstance(value, bool):
            return value
        self._refuse(name, value, "true")
        return None

    def choice(self, name: str, choices: Iterable[T], *, required: bool = False) -> T | None:
        """Return one of `choices`."""
        value = self._take(name, required=required)
        if value is None:
            return None
        for choice in choices:
            if type(value) is type(choice) and value == choice:
                return choice
        known = ", ".join(map(str, choices))
        self._add(ProblemCode.FIELD_CHOICE, name, value=_shown(value), known=known)
        return None

    def period(self, name: str, *, required: bool = False) -> Period | None:
        """Return the period that a text names."""
        text = self.text(name, required=required)
        if text is None:
            return None
        try:
            return parse_period(text)
        except FormatError as error:
            problem = error.problem
            details = dict(problem.details)
            self._add(problem.code, name, value=problem.value, **details)
            return None

    def time(self, name: str) -> datetime | None:
        """Return a day or a point in time."""
        value = self._take(name)
        if value is None or isinstance(value, datetime):
            return value
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001 (a day has no zone)
        self._refuse(name, value, "2025-09-04T15:10:00")
        return None

    def day(self, name: str) -> date | str | None:
        """Return a day, or a text that names a period."""
        value = self._take(name)
        if value is None or isinstance(value, str) or type(value) is date:
            return value
        self._refuse(name, value, "2025-09-05")
        return None

    def table(self, name: str, *, required: bool = False) -> Entries | None:
        """Return a table inside this one."""
        table = self._table(name, required=required)
        if table is None:
            return None
        return Entries(table, (*self._path, name), self._problems)

    def tables(self, name: str) -> list[Entries]:
        """Return a list of tables."""
        value = self._take(name)
        items = _items(value) or []
        tables = [
            Entries(cast("dict[str, object]", item), (*self._path, name, at), self._problems)
            for at, item in enumerate(items)
            if isinstance(item, dict)
        ]
        if value is not None and (_items(value) is None or len(tables) < len(items)):
            self._refuse(name, value, f"[[{name}]]")
        return tables

    def finish(self) -> None:
        """Add a problem for every entry that nobody asked for."""
        for name in self._values:
            if name not in self._asked:
                near = nearest(name, self._asked)
                self._add(ProblemCode.FIELD_UNKNOWN, name, value=_shown(name), nearest=near)

    def _take(self, name: str, *, required: bool = False) -> object:
        self._asked.add(name)
        if required and name not in self._values:
            self._add(ProblemCode.FIELD_MISSING, name)
        return self._values.get(name)

    def _table(self, name: str, *, required: bool = False) -> dict[str, object] | None:
        value = self._take(name, required=required)
        if value is None or isinstance(value, dict):
            return cast("dict[str, object] | None", value)
        self._refuse(name, value, f"[{name}]")
        return None

    def _listed(self, name: str, value: object) -> tuple[str, ...]:
        if isinstance(value, str):
            return (value,)
        items = _items(value)
        texts = tuple(item for item in items or () if isinstance(item, str))
        if items is None or len(texts) < len(items):
            self._refuse(name, value, '["…", "…"]')
            return ()
        return texts

    def _pair(self, name: str) -> tuple[int, int] | None:
        value = self._take(name)
        items = _items(value) or []
        counts = [item for item in items if type(item) is int]
        if len(counts) == len(items) == 2:  # noqa: PLR2004 (a pair)
            return counts[0], counts[1]
        self._refuse(name, value, "[87, 95]")
        return None

    def _refuse(self, name: str, value: object, example: str) -> None:
        self._add(ProblemCode.FIELD_TYPE, name, value=_shown(value), example=example)

    def _add(
        self, code: ProblemCode, name: str, *, value: object = None, **details: object
    ) -> None:
        path = (*self._path, name[:_MOST_SHOWN])
        problem = Problem(code=code, path=path, value=value, details=tuple(details.items()))
        self._problems.append(problem)


def _items(value: object) -> list[object] | None:
    """Return a list, or None for what is none."""
    return cast("list[object]", value) if isinstance(value, list) else None


def _shown(value: object) -> object:
    """Return `value` as a problem quotes it: short, and never a whole table."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return value[:_MOST_SHOWN] if isinstance(value, str) else value
