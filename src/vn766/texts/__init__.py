"""What people read: a catalogue of texts a room, and how each language writes figures.

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

Names in braces are details that the code fills in. `one` is the form for a count of one, where it
differs. The texts of a `vn766.errors.ProblemCode` have a hint and stand under ``problem``. A
catalogue is read when its first text is needed.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

Language: TypeAlias = str
"""A language that the catalogues hold: ``"vi"`` or ``"en"``."""

_FOLDER: Final = Path(__file__).parent
_LANGUAGES: Final = "languages"
_PROBLEM: Final = re.compile(r"^\[problem\.(.+)\]$", re.MULTILINE)


class Writing(NamedTuple):
    """The marks that a language writes numbers, lists and tables with."""

    decimal_mark: str
    group_mark: str
    count_mark: str
    list_mark: str
    cell_mark: str


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))


@cache
def _rooms_of_problems() -> dict[str, str]:
    """Return the room of each problem: only its catalogue is to be read."""
    return {
        code: file.stem
        for file in sorted(_FOLDER.glob("*.toml"))
        for code in _PROBLEM.findall(file.read_text("utf-8"))
    }


def languages() -> tuple[Language, ...]:
    """Return all languages; the first is spoken unless somebody chooses another."""
    return tuple(_read(_LANGUAGES))


def writing(language: Language) -> Writing:
    """Return how `language` writes.

    Raises:
        ValueError: if the catalogues do not hold `language`.
    """
    if language not in languages():
        message = f"no texts in {language!r}: the languages are {', '.join(languages())}"
        raise ValueError(message)
    return Writing(**_read(_LANGUAGES)[language])


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


def problem_texts(code: str, language: Language) -> tuple[str, str]:
    """Return message and hint of a kind of problem, their details still in braces."""
    entry = _read(_rooms_of_problems()[code])["problem"][code]
    return _in(language, entry), _in(language, entry["hint"])


class Catalogue:
    """The texts of one room.

    Example:
        >>> said = Catalogue("cli").say
        >>> said("ranked", "vi", count=3), said("ranked", "en", count=1)
        ('3 đơn vị được xếp hạng', '1 unit ranked')
    """

    def __init__(self, room: str) -> None:
        self.room = room

    def say(self, code: str, language: Language, **details: object) -> str:
        """Return a text in `language`, with `details` filled in."""
        entry = _read(self.room)[code]
        one = details.get("count") == 1 and language in entry.get("one", ())
        return _in(language, entry["one"] if one else entry).format(**details)


def _in(language: Language, forms: dict[str, Any]) -> str:
    writing(language)  # raises if there is no such language
    text: str = forms[language]
    return text
