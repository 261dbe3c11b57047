"""The parts that an office adds to the figures: tasks, requests, sections, annexes."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 (specs are structured by the types)
from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vn766.nd30.model import Annex


def _texts(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _lists(value: Mapping[str, str | Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return {name: _texts(texts) for name, texts in value.items()}


@frozen(kw_only=True)
class Section:
    """A part of one's own: a title, paragraphs, and below them items and duties of departments.

    Title and items are numbered on from the tasks: "3.", "3.1.". In a disclosure the title has a
    Roman number.
    """

    title: str
    """The title."""
    paragraphs: tuple[str, ...] = field(default=(), converter=_texts)
    """The paragraphs."""
    items: tuple[str, ...] = field(default=(), converter=_texts)
    """The items."""
    duties: Mapping[str, tuple[str, ...]] = field(
        factory=dict[str, tuple[str, ...]], converter=_lists
    )
    """Who has to do what."""


def _sections(value: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(value)


def _annexes(value: Iterable[Annex]) -> tuple[Annex, ...]:
    return tuple(value)


@frozen(kw_only=True)
class Additions:
    """The words and tables of one's own that every kind of document takes.

    Figures stand in its texts by their names (``{total}``), and ``** ... **`` is bold.

    Example:
        >>> Additions(tasks="Giải quyết hồ sơ đúng hạn.").tasks
        ('Giải quyết hồ sơ đúng hạn.',)
    """

    tasks: tuple[str, ...] = field(default=(), converter=_texts)
    """What is to be done, numbered."""
    duties: Mapping[str, tuple[str, ...]] = field(
        factory=dict[str, tuple[str, ...]], converter=_lists
    )
    """What each department is to do, numbered on from the tasks."""
    requests: tuple[str, ...] = field(default=(), converter=_texts)
    """What is asked of others ("Kiến nghị"), with dashes."""
    sections: tuple[Section, ...] = field(default=(), converter=_sections)
    """Further parts, before the last paragraph."""
    annexes: tuple[Annex, ...] = field(default=(), converter=_annexes)
    """Further annexes; the text must refer to them."""
