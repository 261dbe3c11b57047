"""The language of the command, and its door to the texts."""

from __future__ import annotations

import gettext
import os
from errno import errorcode
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vn766.texts import Catalogue, languages

if TYPE_CHECKING:
    from vn766.errors import Language

_CHOSEN: Final = os.environ.get("VN766_LANG", "")
DEFAULT_LANGUAGE: Final[Language] = _CHOSEN if _CHOSEN in languages() else languages()[0]

_HELP: Final = Catalogue("help")
_OWN: Final = Catalogue("cli")
_SHARED: Final = Catalogue("show")


def word(code: str, language: Language, **details: object) -> str:
    """Return a text of the command; columns are called what every room calls them."""
    return (_OWN if code in _OWN else _SHARED).say(code, language, **details)


def unwritable(path: Path | str, error: OSError, language: Language) -> str:
    """Return why a file cannot be written: Word and Excel lock what they have open."""
    reason = f"cannot_write.{errorcode.get(error.errno or 0)}"
    return word(reason if reason in _OWN else "cannot_write", language, file=path)


def say(code: str) -> str:
    """Return a text of the command's help in the language of the environment (``VN766_LANG``)."""
    return _HELP.say(code, DEFAULT_LANGUAGE)


def translate_click() -> None:
    """Let click speak the language of the environment in help, usage and errors of usage.

    For a process of ours only: gettext, which click asks, has one language for all of it.
    """
    os.environ["LANGUAGE"] = DEFAULT_LANGUAGE  # of which gettext finds a catalogue, or none
    gettext.bindtextdomain("vn766", str(Path(__file__).parent / "locale"))
    gettext.textdomain("vn766")
