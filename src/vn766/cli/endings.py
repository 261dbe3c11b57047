"""How the command ends when the system or its user lets it go no further."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from vn766.cli.words import unwritable, word

if TYPE_CHECKING:
    from collections.abc import Generator

    from vn766.errors import Language

BAD_INPUT: Final = 2
_INTERRUPTED: Final = 130  # as shells say of Ctrl-C


@contextmanager
def ending(language: Language) -> Generator[None]:
    """End with status 2 if the system does not let something be written, 130 if interrupted.

    A reader of the output who stops early is no error.
    """
    try:
        yield
    except BrokenPipeError:
        _abandon_streams()
        sys.exit()
    except KeyboardInterrupt:
        _abandon_streams()
        sys.exit(_INTERRUPTED)
    except OSError as error:
        from vn766.cli.terminal import output, print_line  # most commands end well

        with suppress(OSError):
            file = error.filename or "stdout"
            message = unwritable(file, error, language)
            if isinstance(error, FileExistsError):
                message = word("exists", language, file=file)
            print_line(output(errors=True), message)
        _abandon_streams()
        sys.exit(BAD_INPUT)


def _abandon_streams() -> None:
    """Let what is still to be written go nowhere, or Python fails on it when it ends."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError):  # a stream in memory, or none
            number = stream.fileno()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
