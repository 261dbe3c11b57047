"""``vn766 schema``: the JSON Schemas of files and outputs, for editors and other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vn766.cli.files import check_target
from vn766.cli.options import FILE, as_json, fail, language, print_json, reporting_errors
from vn766.cli.terminal import output, plain_table, print_line
from vn766.cli.words import say, word
from vn766.files import write_file
from vn766.schemas import list_schemas, schema_path
from vn766.texts import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from vn766.errors import Language
    from vn766.schemas.outputs import SchemaOutput


@click.command("schema", help=say("schema"))
@click.argument("name", metavar="NAME", required=False)
@click.option("-o", "--output", "target", type=FILE, help=say("schema --output"))
@click.option("--force", is_flag=True, help=say("schema --force"))
@as_json
@language
@reporting_errors
def schema(
    *, name: str | None, target: Path | None, force: bool, as_json: bool, language: Language
) -> None:
    """Print or write the schema of a name; without one, list all."""
    titles = {each: Catalogue("schemas").say(f"title.{each}", language) for each in list_schemas()}
    if name is None and target is None:
        if as_json:
            listed: SchemaOutput = {
                "schema": "vn766-schemas-1",
                "schemas": [{"name": each, "title": title} for each, title in titles.items()],
            }
            print_json(listed)
        else:
            header = [word(code, language) for code in ("schema_name", "title")]
            plain_table(output(), header, titles.items())
        return
    if name not in titles:
        fail(word("unknown_schema", language, name=name or "–", known=", ".join(titles)))
    path = schema_path(name)
    if target is None:
        click.echo(path.read_text("utf-8"), nl=False)
        return
    check_target(target, [path], (".json",), "not_json", force=force, language=language)
    write_file(target, path.read_bytes(), force=force)
    print_line(output(errors=True), word("written", language, file=target))
