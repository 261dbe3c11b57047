"""The door of the command line: ``vn766`` and ``python -m vn766``."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from io import TextIOWrapper
from typing import Final, NoReturn

from vn766.errors import MissingExtraError

# Signals that ask a program to end: it leaves no half of a result behind. Some systems lack one.
_ENDS: Final = ("SIGTERM", "SIGHUP", "SIGINT")

_ended_by: Final[list[int]] = []
"""The signals that came: an engine may forget which one stopped it."""

# Objects before the first search for garbage: a command that starts makes many, and none of them.
_GARBAGE: Final = 100_000


def main() -> None:
    """Run the command; without the extra ``cli``, say how to install it."""
    gc.set_threshold(_GARBAGE)
    atexit.register(gc.freeze)  # nor does the end search what goes with the process anyway
    _ended_by.clear()
    for name in _ENDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, end_by_signal)
    use_utf8()  # first of all: click prints help and usage before any command runs
    try:
        from vn766.cli import vn766
        from vn766.cli.endings import ending
        from vn766.cli.words import DEFAULT_LANGUAGE, translate_click

        translate_click()
        with ending(DEFAULT_LANGUAGE):
            os.fstat(1)  # what cannot be printed must not look as if it were
            vn766()
    except SystemExit:
        if _ended_by:
            sys.exit(128 + _ended_by[0])
        raise
    except MissingExtraError as error:
        sys.exit(f"{error.line('vi')}\n{error.line('en')}")  # nobody has chosen a language yet


def end_by_signal(number: int, _: object) -> NoReturn:
    """End as shells expect of a program that a signal ended, once all is tidied up."""
    _ended_by.append(number)
    sys.exit(128 + number)


def use_utf8() -> None:
    """Make the standard streams write UTF-8: a Windows pipe would stop at the first ``ạ``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    main()
