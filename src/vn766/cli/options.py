"""Options that several commands share, and how they end on bad input."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from errno import errorcode
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, ParamSpec

import click

from vn766.cli.terminal import output, print_line, print_problems
from vn766.cli.words import DEFAULT_LANGUAGE, is_said, say, word
from vn766.errors import (
    FormatError,
    FrameworkError,
    InvalidDocumentError,
    InvalidRecordError,
    MissingExtraError,
    MissingLibraryError,
    NotComparableError,
    Vn766Error,
)
from vn766.texts import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vn766.errors import Language, Problem

ERRORS_FOUND = 1
BAD_INPUT = 2

FILE = click.Path(path_type=Path)

language = click.option(
    "--lang",
    "language",
    type=click.Choice(languages()),
    default=DEFAULT_LANGUAGE,
    show_default=True,
    help=say("--lang"),
)

as_json = click.option("--json", "as_json", is_flag=True, help=say("--json"))

framework = click.option("--framework", help=say("--framework"))

period = click.option("--period", help=say("--period"))

sheet = click.option("--sheet", help=say("--sheet"))

unit = click.option("--unit", metavar="CODE", help=say("--unit"))

pool = click.option("--pool", help=say("--pool"))

within = click.option("--within", metavar="COLUMN", help=say("--within"))

keep_going = click.option("--keep-going", is_flag=True, help=say("--keep-going"))

P = ParamSpec("P")


class RefusalError(Vn766Error):
    """A command will not go on: why, because of which problems, and what to do."""

    def __init__(self, subject: str, problems: Iterable[Problem] = (), hint: str = "") -> None:
        self.subject = subject
        self.problems = tuple(problems)
        self.hint = hint
        super().__init__(subject)


_WITH_PROBLEMS = (
    RefusalError,
    InvalidDocumentError,
    InvalidRecordError,
    FrameworkError,
    NotComparableError,
)


def fail(message: str) -> NoReturn:
    """Refuse to go on because of `message`."""
    raise RefusalError(message)


def unwritable(path: Path | str, error: OSError, language: Language) -> str:
    """Return why a file cannot be written: Word and Excel lock what they have open."""
    reason = f"cannot_write.{errorcode.get(error.errno or 0)}"
    return word(reason if is_said(reason) else "cannot_write", language, file=path)


def print_json(document: object) -> None:
    """Print `document` on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def reporting_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Let `command` end on this library's errors with all problems listed and status 2.

    With ``--json`` the problems are printed as JSON on standard output. A reader of the output
    who stops early is no error.
    """

    @wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> None:
        lang = str(options["language"])
        try:
            try:
                command(*args, **options)
            except Vn766Error as error:
                if options["as_json"]:
                    print_json({"problems": _fields(error, lang)})
                else:
                    _print(error, lang)
                sys.exit(BAD_INPUT)
        except BrokenPipeError:
            _abandon_streams()
            sys.exit()
        except OSError as error:
            with suppress(OSError):
                message = unwritable(error.filename or "stdout", error, lang)
                print_line(output(errors=True), message)
            _abandon_streams()
            sys.exit(BAD_INPUT)

    return run


def _fields(error: Vn766Error, language: Language) -> list[dict[str, object]]:
    """Return what is wrong as JSON-ready values: each has at least a message."""
    if isinstance(error, FormatError):
        return [error.problem.to_dict(language) | {"suggestions": list(error.suggestions)}]
    problems: tuple[Problem, ...] = ()
    if isinstance(error, _WITH_PROBLEMS):
        problems = error.problems
    return [problem.to_dict(language) for problem in problems] or [
        {"message": _line(error, language)}
    ]


def _line(error: Vn766Error, language: Language) -> str:
    """Return the message of an error that is not a list of problems."""
    if isinstance(error, (FormatError, MissingExtraError, MissingLibraryError)):
        return error.line(language)
    return str(error)


def _print(error: Vn766Error, language: Language) -> None:
    """Print what is wrong on standard error: of what, what exactly, and what to do."""
    console = output(errors=True)
    if isinstance(error, _WITH_PROBLEMS):
        if error.subject:
            sentence = error.subject.endswith(".") or not error.problems
            print_line(console, error.subject if sentence else f"{error.subject}:")
        print_problems(console, error.problems, language)
        if isinstance(error, RefusalError) and error.hint:
            print_line(console, error.hint)
    else:
        print_line(console, _line(error, language))


def _abandon_streams() -> None:
    """Let what is still to be written go nowhere, or Python fails on it when it ends."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # a stream in memory
            number = stream.fileno()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
