"""Options that several commands share, and how they end on bad input."""

from __future__ import annotations

import json
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, ParamSpec

import click

from vn766.cli.terminal import output, print_problems, use_utf8
from vn766.cli.words import DEFAULT_LANGUAGE, say
from vn766.errors import FormatError, FrameworkError, InvalidRecordError, Vn766Error

if TYPE_CHECKING:
    from collections.abc import Callable

    from vn766.errors import Language

__all__ = ["BAD_INPUT", "ERRORS_FOUND", "FILE", "as_json", "fail", "language", "reporting_errors"]

ERRORS_FOUND = 1
BAD_INPUT = 2

FILE = click.Path(path_type=Path)

language = click.option(
    "--lang",
    "language",
    type=click.Choice(["vi", "en"]),
    default=DEFAULT_LANGUAGE,
    show_default=True,
    help=say("Ngôn ngữ của kết quả và thông báo.", "Language of results and messages."),
)

as_json = click.option(
    "--json", "as_json", is_flag=True, help=say("In kết quả dạng JSON.", "Print JSON.")
)

P = ParamSpec("P")


def fail(message: str, status: int = BAD_INPUT) -> NoReturn:
    """Print `message` on standard error and end with `status`."""
    output(errors=True).print(message, markup=False)
    sys.exit(status)


def reporting_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Let `command` end on this library's errors with all problems listed and status 2.

    With ``--json`` the problems are printed as JSON on standard output.
    """

    @wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> None:
        use_utf8()
        lang: Language = "en" if options["language"] == "en" else "vi"
        try:
            command(*args, **options)
        except (InvalidRecordError, FrameworkError) as error:
            if options.get("as_json"):
                problems = [problem.to_dict(lang) for problem in error.problems]
                click.echo(json.dumps({"problems": problems}, ensure_ascii=False, indent=2))
            else:
                console = output(errors=True)
                if error.subject:
                    console.print(f"{error.subject}:", markup=False)
                print_problems(console, error.problems, lang)
            sys.exit(BAD_INPUT)
        except FormatError as error:
            fail(error.line(lang))
        except Vn766Error as error:
            fail(str(error))

    return run
