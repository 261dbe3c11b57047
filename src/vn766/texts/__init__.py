"""The texts that people read: a catalogue a room, and how each language writes figures.

``<room>.toml`` holds the texts of one room in all languages::

    [ranked]
    vi = "{count} đơn vị được xếp hạng"
    en = "{count} units ranked"
    one.en = "1 unit ranked"

    [problem.negative]
    vi = "{label} là số âm: {value}."
    en = "{label} is negative: {value}."
    hint.vi = "..."
    hint.en = "..."

The code of a text is the path to it: ``ranked``, ``problem.negative.hint``. Names in braces are
details that who speaks fills in. `one` is the form for a count of one, where it differs.

A catalogue is read when its first text is needed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeAlias, runtime_checkable

from attrs import frozen

from vn766.lazy import regex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

Language: TypeAlias = str
"""A language that the catalogues hold: ``"vi"`` or ``"en"``."""

_LANGUAGES: Final = "languages"
_TABLE: Final = regex(r'^\["?([^"]+?)"?\]\n', re.MULTILINE)
_PROBLEM: Final = regex(r"^\[problem\.(.+)\]$", re.MULTILINE)


class Writing(NamedTuple):
    """The marks that a language writes numbers, lists and tables with."""

    decimal_mark: str
    group_mark: str
    count_mark: str
    list_mark: str
    cell_mark: str
    moment: str


@runtime_checkable
class Speaker(Protocol):
    """A text that can be said in every language."""

    def text(self, language: Language) -> str:
        """Return it in `language`."""
        ...


@cache
def _folder() -> Path:
    from pathlib import Path

    return Path(__file__).parent


def _parsed(written: str) -> dict[str, Any]:
    import tomllib  # a program without problems needs no text

    return tomllib.loads(written)


@cache
def _written(name: str) -> str:
    return (_folder() / f"{name}.toml").read_text("utf-8")


@cache
def _languages() -> dict[Language, Any]:
    return _parsed(_written(_LANGUAGES))


class Texts(dict[str, dict[Language, str]]):
    """The texts of a room by their codes; each table is parsed when a text of it is asked for.

    A command says a few texts of some hundreds, and parsing all takes twenty times as long.
    """

    def __init__(self, room: str) -> None:
        super().__init__()
        _, *parts = _TABLE.split(_written(room))
        self._tables = dict(zip(parts[::2], parts[1::2], strict=True))

    def __missing__(self, code: str) -> dict[Language, str]:
        table = code if code in self._tables else code.rpartition(".")[0]
        self.update(_flat(_parsed(self._tables.get(table, "")), table))
        if code not in self:
            raise KeyError(code)
        return self[code]


_texts = cache(Texts)


def _flat(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[Language, str]]]:
    """Yield each text of a table by the path that leads to it."""
    texts = {name: text for name, text in table.items() if isinstance(text, str)}
    if texts:
        yield path, texts
    for name, inner in table.items():
        if name not in texts:
            yield from _flat(inner, f"{path}.{name}" if path else name)


@cache
def _rooms_of_problems() -> dict[str, str]:
    """Return the room of each problem: only its catalogue is to be read."""
    return {
        code: file.stem
        for file in sorted(_folder().glob("*.toml"))
        for code in _PROBLEM.findall(_written(file.stem))
    }


def languages() -> tuple[Language, ...]:
    """Return all languages; the first is spoken unless somebody chooses another."""
    return tuple(_languages())


@cache
def writing(language: Language) -> Writing:
    """Return how `language` writes.

    Raises:
        ValueError: if the catalogues do not hold `language`.
    """
    if language not in languages():
        message = f"no texts in {language!r}: the languages are {', '.join(languages())}"
        raise ValueError(message)
    return Writing(**_languages()[language])


def figure(
    value: Decimal | int, language: Language, *, decimals: int | None = None, grouped: bool = True
) -> str:
    """Return a number as `language` writes it: without trailing zeros, or with all `decimals`.

    Nothing is rounded: a value with more than `decimals` is a mistake of who asks.

    Example:
        >>> from decimal import Decimal
        >>> figure(Decimal("1234.50"), "vi"), figure(Decimal("1234.50"), "en")
        ('1.234,5', '1234.5')
        >>> figure(Decimal("18.9"), "vi", decimals=2), figure(1120, "vi", grouped=False)
        ('18,90', '1120')
    """
    marks = writing(language)
    text = f"{Decimal(value):,f}" if decimals is None else f"{Decimal(value):,.{decimals}f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    group = marks.group_mark if grouped else ""
    return text.translate({ord(","): group, ord("."): marks.decimal_mark})


def count(value: int, language: Language) -> str:
    """Return a count with marks between its thousands.

    Example:
        >>> count(70000000, "vi"), count(70000000, "en")
        ('70.000.000', '70,000,000')
    """
    return f"{value:,}".replace(",", writing(language).count_mark)


def moment(at: datetime, language: Language) -> str:
    """Return a day and time as `language` writes them."""
    return f"{at:{writing(language).moment}}"


def problem_texts(code: str, language: Language, *, count: object = None) -> tuple[str, str]:
    """Return message and hint of a kind of problem, their details still in braces."""
    texts = _texts(_rooms_of_problems()[code])
    message = _form(texts, f"problem.{code}", language, count)
    return message, _in(language, texts[f"problem.{code}.hint"])


class Catalogue:
    """The texts of one room.

    Example:
        >>> said = Catalogue("cli").say
        >>> said("ranked", "vi", count=3), said("ranked", "en", count=1)
        ('3 đơn vị được xếp hạng', '1 unit ranked')
    """

    def __init__(self, room: str) -> None:
        self.room = room

    def __contains__(self, code: str) -> bool:
        try:
            return bool(_texts(self.room)[code])
        except KeyError:
            return False

    def say(self, code: str, language: Language, /, **details: object) -> str:
        """Return a text in `language`, with `details` filled in."""
        text = _form(_texts(self.room), code, language, details.get("count"))
        return _Filling(language).vformat(text, (), details)


class _Filling(Formatter):
    """Fill details into a text: what has a text of its own says it in the same language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: object, format_spec: str) -> str:
        """Return one detail as it stands in the text."""
        said = _said(value, self.language)
        return format(said, format_spec)


def _said(value: object, language: Language) -> str:
    if isinstance(value, Speaker):
        return value.text(language)
    return figure(value, language, grouped=False) if isinstance(value, Decimal) else str(value)


def _form(texts: Texts, code: str, language: Language, count: object) -> str:
    """Return a text in `language`, in its form for one if `count` is 1."""
    usual = _in(language, texts[code])
    return texts.get(f"{code}.one", {}).get(language, usual) if count == 1 else usual


def _in(language: Language, forms: dict[Language, str]) -> str:
    writing(language)  # raises if there is no such language
    return forms[language]


@frozen
class Wording:
    """A text of a catalogue with its details, to be said in any language.

    Example:
        >>> wording = Wording.of("nd30", "size", size=Decimal("13.5"))
        >>> str(wording), wording.text("vi")
        ('size 13.5', 'cỡ chữ 13,5')
    """

    room: str
    """The name of the catalogue."""
    code: str
    """The code of the text."""
    details: tuple[tuple[str, object], ...] = ()
    """The details that the text quotes, by name."""

    @classmethod
    def of(cls, room: str, code: str, /, **details: object) -> Wording:
        """Return the text `code` of a room, which quotes `details`."""
        return cls(room, code, tuple(details.items()))

    def text(self, language: Language = "en") -> str:
        """Return the text in `language`."""
        return Catalogue(self.room).say(self.code, language, **dict(self.details))

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"Wording({self.text()!r})"


@frozen
class Joined:
    """Several parts with a mark between them; without one, as a list."""

    parts: tuple[Speaker | Decimal | str, ...]
    mark: str = ""

    def text(self, language: Language = "en") -> str:
        """Return the parts in `language`."""
        mark = self.mark or writing(language).list_mark
        return mark.join(_said(part, language) for part in self.parts)
