"""JSON Schemas (2020-12) of what this library reads and writes, as editors and programs use them.

Each is a file of this folder. ``framework`` describes the TOML of a framework: with the line
``#:schema framework.schema.json`` on top of it, an editor completes and checks such a file.

Example:
    >>> "framework" in list_schemas()
    True
    >>> get_schema("framework")["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, TypeAlias, cast

__all__ = ["Schema", "get_schema", "list_schemas"]

Schema: TypeAlias = dict[str, object]
"""A JSON Schema as Python has it."""

FOLDER: Final = Path(__file__).parent


def list_schemas() -> tuple[str, ...]:
    """Return the names of all schemas in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def get_schema(name: str) -> Schema:
    """Return the schema of that name.

    Raises:
        KeyError: there is none of that name; `list_schemas` knows all.
    """
    return cast("Schema", json.loads(schema_path(name).read_text("utf-8")))


def schema_path(name: str) -> Path:
    """Return the file of a schema.

    Raises:
        KeyError: there is none of that name.
    """
    if name not in list_schemas():
        raise KeyError(name)
    return FOLDER / f"{name}.json"
