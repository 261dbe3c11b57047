"""The door of the command line: ``vn766`` and ``python -m vn766``."""

from __future__ import annotations

import sys

from vn766.errors import MissingExtraError


def main() -> None:
    """Run the command; without the extra ``cli``, say how to install it."""
    try:
        from vn766.cli import vn766
        from vn766.cli.terminal import use_utf8
        from vn766.cli.words import translate_click
    except MissingExtraError as error:
        sys.exit(f"{error.line('vi')}\n{error.line('en')}")  # nobody has chosen a language yet
    use_utf8()  # first of all: click prints help and usage before any command runs
    translate_click()
    vn766()


if __name__ == "__main__":
    main()
