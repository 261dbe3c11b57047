"""The ``vn766`` command (extra ``cli``): the library's main jobs from a terminal.

Exit status: 0 clean, 1 errors found, 2 bad input. Texts are Vietnamese unless ``--lang en`` or
the environment variable ``VN766_LANG=en`` says otherwise.
"""

from __future__ import annotations

from functools import cache
from gettext import gettext
from importlib import import_module
from typing import Final

from vn766.cli.words import say
from vn766.errors import MissingExtraError

_EXTRA: Final = "cli"

try:
    import click
except ModuleNotFoundError as error:
    raise MissingExtraError(_EXTRA) from error

_HOMES: Final = {
    "advise": "advising",
    "audit": "auditing",
    "cases": "cases",
    "check": "checking",
    "compare": "comparing",
    "explain": "units",
    "framework": "frameworks",
    "new": "new",
    "plot": "plotting",
    "report": "reporting",
    "schema": "schema",
    "score": "scoring",
}
"""The module of each command, which is loaded when somebody calls the command."""


def _name_values(command: click.Command) -> None:
    """Let the lines of usage name what is to be typed in the language of the environment."""
    command.options_metavar = say("OPTIONS")
    for parameter in command.params:
        name = parameter.metavar
        if name is None and isinstance(parameter.type, click.Path):
            name = "FILE"
        elif name is None and isinstance(parameter.type, click.types.StringParamType):
            name = "TEXT"
        parameter.metavar = name and say(name)
    if isinstance(command, click.Group):
        command.subcommand_metavar = say("COMMAND")
        for each in command.commands.values():
            _name_values(each)


@cache
def _loaded(name: str) -> click.Command:
    try:
        home = import_module(f"vn766.cli.{_HOMES[name]}")
    except ModuleNotFoundError as error:
        raise MissingExtraError(_EXTRA) from error
    command: click.Command = getattr(home, name)
    _name_values(command)
    return command


class _Commands(click.Group):
    """The commands; their list shows what the texts say of them, and loads none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return _loaded(cmd_name) if cmd_name in _HOMES else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        room = formatter.width - max(map(len, _HOMES)) - 6  # as click leaves it
        stand_ins = [click.Command(name, help=say(name)) for name in _HOMES]
        rows = [(str(each.name), each.get_short_help_str(room)) for each in stand_ins]
        with formatter.section(gettext("Commands")):
            formatter.write_dl(rows)


@click.group(
    cls=_Commands, help=say("vn766"), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="vn766", message=say("version"), help=say("--version"))
def vn766() -> None:
    """Gather the commands."""


_name_values(vn766)
