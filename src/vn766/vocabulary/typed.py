"""Plain texts and integers out of what callers pass, alike in every room.

Word, PDF files and keyboards put marks and letters in place of those that look the same; frames
put integers of their own in place of Python's.
"""

from __future__ import annotations

from contextlib import suppress
from operator import index
from typing import TYPE_CHECKING, Final
from warnings import warn

from vn766.errors import FormatError, LookalikeWarning, Problem, ProblemCode, Severity, printed
from vn766.lazy import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

# Of texts to read, in characters: floods are refused before they cost anything.
MAX_LENGTH: Final = 64
DATE_LENGTH: Final = 200  # two dates in words have fewer
WORDS_LENGTH: Final = 300  # a number in words has fewer

_DASHES: Final = regex("[\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d]")
# The eth of Iceland and the D of Africa are drawn like Đ, and are other letters.
_LOOKALIKES: Final = {"\xd0": "\u0110", "\xf0": "\u0111", "\u0189": "\u0110"}
_LOOKALIKE: Final = regex(f"[{''.join(_LOOKALIKES)}]")


def as_text(text: object) -> str:
    """Return `text` if it is one.

    Raises:
        FormatError: it is none.
    """
    if isinstance(text, str):
        return str.__str__(text)  # without the methods of a type that is not ours
    raise FormatError.of(ProblemCode.NOT_A_TEXT, text, type=type(text).__name__)


def stripped(text: object, *, most: int = MAX_LENGTH) -> str:
    """Return `text` without the blanks around it.

    Raises:
        FormatError: it is no text, or longer than `most` characters.

    Example:
        >>> stripped(" 18,9 ")
        '18,9'
    """
    written = text if type(text) is str else as_text(text)
    found = written.strip()
    if len(found) > most:
        raise FormatError.of(ProblemCode.TEXT_TOO_LONG, written, most=most)
    return found


def with_hyphens(text: str) -> str:
    """Return `text` with a hyphen for every dash and minus.

    Example:
        >>> with_hyphens("05\u20117\u20132023")
        '05-7-2023'
    """
    return _DASHES.sub("-", text)


def with_barred_d(text: str) -> str:
    """Return `text` with Đ for the letters that are drawn like Đ, and warn of them."""
    for letter in sorted({*_LOOKALIKE.findall(text)}):
        problem = Problem.of(
            ProblemCode.LOOKALIKE_LETTER,
            (),
            value=text,
            severity=Severity.WARNING,
            letter=f"U+{ord(letter):04X}",
        )
        warn(problem.line(), LookalikeWarning, stacklevel=4)
    return _LOOKALIKE.sub(lambda match: _LOOKALIKES[match[0]], text)


def integer(value: object) -> int | None:
    """Return the integer that `value` is, of whatever library; None if it is none.

    True is not meant as 1.

    Example:
        >>> integer(5), integer(True), integer(5.0)
        (5, None, None)
    """
    if type(value) is int:
        return value
    if type(value) is bool:
        return None
    with suppress(Exception):  # TypeError, and what the methods of other types raise
        return index(value)  # type: ignore[arg-type]
    return None


def not_a(value: object, argument: str, needed: str) -> TypeError:
    """Return the refusal of a value of another type than an argument needs."""
    return TypeError(f"{argument} must be {needed}, not a {type(value).__name__}")


def not_among(value: object, argument: str, choices: Sequence[str]) -> ValueError:
    """Return the refusal of a value that is none of the choices of an argument."""
    return ValueError(
        f"{argument} must be {', '.join(choices[:-1])} or {choices[-1]}, not {printed(value, repr)}"
    )
