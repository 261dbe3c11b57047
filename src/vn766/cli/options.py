"""Options that several commands share, and how they end on bad input."""

from __future__ import annotations

import json
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, ParamSpec, cast

import click

from vn766.cli.endings import BAD_INPUT, ending
from vn766.cli.terminal import escaped, output, print_line, print_problems
from vn766.cli.words import DEFAULT_LANGUAGE, say, word
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
from vn766.files import legible
from vn766.texts import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vn766.errors import Language, Problem
    from vn766.schemas.outputs import FailureOutput, FormatProblem, PlainProblem
    from vn766.schemas.types import ProblemDict

ERRORS_FOUND = 1

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

within = click.option("--within", metavar="COLUMN", multiple=True, help=say("--within"))

keep_going = click.option("--keep-going", is_flag=True, help=say("--keep-going"))

annotate = click.option("--annotate", "copy", type=FILE, help=say("--annotate"))

author = click.option("--author", help=say("--author"))

codes = click.option("--code", "codes", multiple=True, help=say("--code"))

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


def print_json(document: object) -> None:
    """Print `document` on standard output."""
    echo_json(json.dumps(document, ensure_ascii=False, indent=2))


def echo_json(document: str) -> None:
    """Print a text of JSON on standard output."""
    click.echo(escaped(document))


def reporting_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Let `command` end on this library's errors with all problems listed and status 2.

    With ``--json`` the problems are printed as JSON on standard output.
    """

    @wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> None:
        lang = str(options["language"])
        with ending(lang):
            try:
                _check_texts(options, lang)
                command(*args, **options)
            except Vn766Error as error:
                if options["as_json"]:
                    print_json(_failure(error, lang))
                else:
                    _print(error, lang)
                sys.exit(BAD_INPUT)

    return run


def _check_texts(options: Mapping[str, object], language: Language) -> None:
    """Refuse texts on the command line that are not in UTF-8: no file could hold them."""
    for name, value in options.items():
        texts = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        if any(isinstance(text, str) and legible(text) != text for text in texts):
            fail(word("not_utf8", language, option=f"--{name}"))


def _failure(error: Vn766Error, language: Language) -> FailureOutput:
    """Return what is wrong as JSON-ready values: each has at least a message."""
    if isinstance(error, FormatError):
        suggestions = list(error.suggestions)
        read: FormatProblem = {**error.problem.to_dict(language), "suggestions": suggestions}
        return {"schema": "vn766-failure-1", "problems": [read]}
    problems = error.problems if isinstance(error, _WITH_PROBLEMS) else ()
    told: list[ProblemDict | FormatProblem | PlainProblem] = [
        problem.to_dict(language) for problem in problems
    ]
    return {"schema": "vn766-failure-1", "problems": told or [{"message": _line(error, language)}]}


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
