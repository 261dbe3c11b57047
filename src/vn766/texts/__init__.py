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
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

Language: TypeAlias = str
"""A language that the catalogues hold: ``"vi"`` or ``"en"``."""

_FOLDER: Final = Path(__file__).parent
_LANGUAGES: Final = "languages"
_PROBLEM: Final = re.compile(r"^\[problem\.(.+)\]$", re.MULTILINE)


class Writing(NamedTuple):
    """How a language writes numbers and tables."""

    decimal_mark: str
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


def number(value: Decimal, language: Language) -> str:
    """Return a number without trailing zeros, with the decimal mark of `language`.

    Example:
        >>> from decimal import Decimal
        >>> number(Decimal("18.90"), "vi"), number(Decimal("18.90"), "en")
        ('18,9', '18.9')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", writing(language).decimal_mark)


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
