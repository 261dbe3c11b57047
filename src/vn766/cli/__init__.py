"""The ``vn766`` command (extra ``cli``): the library's main jobs from a terminal.

Exit status: 0 clean, 1 errors found, 2 bad input. Texts are Vietnamese unless ``--lang en`` or
the environment variable ``VN766_LANG=en`` says otherwise.
"""

from __future__ import annotations

from vn766.errors import MissingExtraError

try:
    import click

    from vn766.cli.auditing import audit
    from vn766.cli.checking import check_
    from vn766.cli.comparing import compare
    from vn766.cli.frameworks import framework
    from vn766.cli.reporting import report
    from vn766.cli.schema import schema
    from vn766.cli.scoring import score
    from vn766.cli.units import advise, explain
except ModuleNotFoundError as error:
    extra = "cli"
    raise MissingExtraError(extra) from error

from vn766.cli.words import say


@click.group(help=say("vn766"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vn766", message=say("version"), help=say("--version"))
def vn766() -> None:
    """Gather the commands."""


vn766.add_command(score)
vn766.add_command(explain)
vn766.add_command(advise)
vn766.add_command(compare)
vn766.add_command(check_)
vn766.add_command(audit)
vn766.add_command(report)
vn766.add_command(framework)
vn766.add_command(schema)
