"""The door of the command line: ``vn766`` and ``python -m vn766``."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from vn766.errors import MissingExtraError


def main() -> None:
    """Run the command; without the extra ``cli``, say how to install it."""
    use_utf8()  # first of all: click prints help and usage before any command runs
    try:
        from vn766.cli import vn766
        from vn766.cli.words import translate_click

        translate_click()
        vn766()
    except MissingExtraError as error:
        sys.exit(f"{error.line('vi')}\n{error.line('en')}")  # nobody has chosen a language yet


def use_utf8() -> None:
    """Make the standard streams write UTF-8: a Windows pipe would stop at the first ``ạ``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    main()
