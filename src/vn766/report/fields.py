"""The entries of a spec, each defined once: its label, description, example, and who uses it.

Labels and descriptions of workbooks, the Vietnamese keys of specs, ``docs/van-ban.md`` and the JSON
Schema of specs all come from ``fields.toml``, which this module reads.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 (definitions are structured by their types)
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from attrs import field, frozen

from vn766.errors import Problem, ProblemCode
from vn766.framework.loader import load_cited
from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DocumentKind: TypeAlias = Literal[
    "classification-report",
    "monthly-letter",
    "office-letter",
    "disclosure-letter",
    "district-report",
]
"""The kinds of documents: each has a builder of the same name."""

ABOUT_ONE_UNIT: Final = frozenset({"monthly-letter", "disclosure-letter"})
"""The kinds that are about one unit: without its name, about each of a table."""

Key: TypeAlias = tuple[str, ...]
"""The names of the tables that lead to an entry, and its own."""

_WORDS: Final = {"true": True, "false": False}


@frozen(kw_only=True)
class _Described:
    label: str
    vi: str
    en: str

    def text(self, language: str) -> str:
        """Return the description in ``"vi"`` or ``"en"``."""
        return {"vi": self.vi, "en": self.en}[language]


@frozen(kw_only=True)
class KindOfDocument(_Described):
    """A kind of document, and what it is called in Vietnamese."""

    id: DocumentKind


@frozen(kw_only=True)
class Field(_Described):
    """An entry of a spec.

    `kinds` are the documents that use it, all of them if none is named. `choices` gives the
    Vietnamese word of each value that it can have. An entry that is `like` another has its entries.
    """

    key: str
    example: str = ""
    kinds: tuple[DocumentKind, ...] = ()
    choices: Mapping[str, str] = field(factory=dict[str, str])
    like: str | None = None
    whole: bool = False

    @property
    def path(self) -> Key:
        """The key, step by step."""
        return tuple(self.key.split("."))

    @property
    def name(self) -> str:
        """The last step of the key."""
        return self.path[-1]

    def is_used_by(self, kind: str) -> bool:
        """Whether a kind of document uses the entry."""
        return not self.kinds or kind in self.kinds

    def value_of(self, written: object) -> object:
        """Return a value that is written as a Vietnamese word; any other as it is."""
        if isinstance(written, str):
            for value, word in self.choices.items():
                if fold(word) == fold(written):
                    return _WORDS.get(value, value)
        return written


@frozen(kw_only=True)
class Definitions:
    """All kinds of documents and all entries, in the order in which people read them.

    `sheets` names the sheets of a workbook, and `words` is what stands in them.
    """

    kinds: tuple[KindOfDocument, ...]
    fields: tuple[Field, ...]
    sheets: Mapping[str, str]
    words: Mapping[str, str]

    def kind(self, name: str) -> KindOfDocument | None:
        """Return the kind of this id or Vietnamese name."""
        return next((k for k in self.kinds if name == k.id or fold(name) == fold(k.label)), None)

    def labels(self, kinds: Iterable[str]) -> str:
        """Return the Vietnamese names of kinds."""
        return "; ".join(kind.label for kind in self.kinds if kind.id in set(kinds))

    def at(self, path: Sequence[str | int]) -> Field | None:
        """Return the entry that a path of a spec leads to; numbers of a list are none of it."""
        wanted = _definition(tuple(step for step in path if isinstance(step, str)))
        return _by_path().get(wanted)

    def below(self, path: Sequence[str | int]) -> tuple[Field, ...]:
        """Return the entries of the table that a path leads to."""
        *above, _ = _definition((*(step for step in path if isinstance(step, str)), ""))
        return _by_table().get(tuple(above), ())

    def choices(self, path: Sequence[str | int]) -> list[str]:
        """Return the Vietnamese words of the values that an entry can have."""
        found = self.at(path)
        return [] if found is None else list(found.choices.values())

    def label_of(self, path: Sequence[str | int]) -> str:
        """Return what people call the entry at a path: the labels of its steps."""
        steps = tuple(step for step in path if isinstance(step, str))
        parts = [self.at(steps[:end]) for end in range(1, len(steps) + 1)]
        return " - ".join(
            step if part is None else part.label for step, part in zip(steps, parts, strict=True)
        )


@cache
def definitions() -> Definitions:
    """Return the kinds of documents and the entries of a spec.

    Example:
        >>> definitions().at(("frame", "issued_on")).label
        'Ngày ban hành'
        >>> definitions().at(("series", 0, "published", "rank")).label
        'Thứ hạng công bố'
    """
    return load_cited(Path(__file__).with_suffix(".toml"), Definitions)


@cache
def _by_path() -> dict[Key, Field]:
    return {each.path: each for each in definitions().fields}


@cache
def _by_table() -> dict[Key, tuple[Field, ...]]:
    found: dict[Key, tuple[Field, ...]] = {}
    for each in definitions().fields:
        *above, _ = each.path
        found[tuple(above)] = (*found.get(tuple(above), ()), each)
    return found


def _definition(path: Key) -> Key:
    """Return the path at which an entry is defined: tables that are alike are defined once."""
    root = _by_path().get(path[:1])
    return path if root is None or root.like is None or len(path) == 1 else (root.like, *path[1:])


def named(key: str, above: Sequence[str | int]) -> str:
    """Return the name of an entry in the table at a path, which a label may stand for."""
    known = definitions().below(above)
    if any(key == each.name for each in known):
        return key
    return next((each.name for each in known if fold(each.label) == fold(key)), key)


def translated(
    document: Mapping[str, object], problems: list[Problem], path: tuple[str | int, ...] = ()
) -> dict[str, object]:
    """Return a table of a spec with the names of its entries in place of their labels.

    Labels count without accents and capitals, also with ``_`` between their words. An entry that
    is there twice, by its name and its label, is a problem.
    """
    found: dict[str, object] = {}
    for key, value in document.items():
        name = named(key, path)
        here = (*path, name)
        if name in found:
            problems.append(Problem.of(ProblemCode.FIELD_TWICE, here, value=key, name=name))
        found[name] = _value(value, problems, here)
    return found


def _value(value: object, problems: list[Problem], path: tuple[str | int, ...]) -> object:
    if isinstance(value, dict):
        return translated(cast("dict[str, object]", value), problems, path)
    if isinstance(value, list):
        items = cast("list[object]", value)
        return [_value(item, problems, (*path, at)) for at, item in enumerate(items)]
    if path == ("document",):
        kind = definitions().kind(value) if isinstance(value, str) else None
        return value if kind is None else kind.id
    found = definitions().at(path)
    return value if found is None else found.value_of(value)


def unused(document: Mapping[str, object], kind: str) -> list[Problem]:
    """Return a problem for each entry of a spec that its kind of document does not use."""
    return [
        of_other_kinds(each.path, kind, each.kinds)
        for each in definitions().fields
        if not each.is_used_by(kind) and _is_there(document, each.path)
    ]


def of_other_kinds(path: Key, kind: str, kinds: Iterable[str]) -> Problem:
    """Return the problem of an entry that a kind of document does not use, and others do."""
    return Problem.of(
        ProblemCode.FIELD_OF_OTHER_KINDS,
        path,
        value=definitions().label_of(path),
        name=".".join(path),
        kind=definitions().labels([kind]),
        kinds=definitions().labels(kinds),
    )


def _is_there(document: Mapping[str, object], path: Key) -> bool:
    table: object = document
    for step in path:
        if not isinstance(table, dict) or step not in table:
            return False
        table = cast("Mapping[str, object]", table)[step]
    return True
