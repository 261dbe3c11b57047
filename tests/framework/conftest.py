"""A small valid file that tests break in one place each."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from typing import Any

import pytest

from vn766.errors import InvalidFrameworkError, ProblemCode
from vn766.framework.loader import read_framework
from vn766.schemas import get_schema

SOUND = """\
id = "small"
title = "Bộ nhỏ"
instrument = "qd-766-2022"
method = "small"
max_points = 30
source = "annex"
levels = ["province", "commune"]

[citations.annex]
instruments = ["own-decision"]
status = "verified"
locator = "Phụ lục I"

[citations.guess]
instruments = ["qd-766-2022"]
status = "inferred"

[[instruments]]
id = "own-decision"
kind = "decision"
title = "Quyết định"
issued_on = 2026-01-05

[validity]
first_day = 2026-01-01
last_day = 2026-12-31
source = "guess"

[rounding]
decimals = 2
mode = "half-up"
source = "annex"

[ranking]
method = "competition"
source = "guess"

[[groups]]
id = "first"
code = "F"
label = "Nhóm một"
aliases = ["Nhóm đầu"]
max_points = 10
source = "annex"

[[groups.indicators]]
no = "1.1"
code = "RATE"
label = "Tỷ lệ"
max_points = 7.5
source = "annex"
rule = { kind = "proportional", source = "annex" }
zero = { rule = "null", source = "guess" }

[[groups.indicators]]
no = "1.2"
code = "AIM"
label = "Mục tiêu"
max_points = 2.5
source = "annex"
rule = { kind = "target", target_percent = 80, source = "annex" }
zero = { rule = "full", source = "guess" }
levels = ["province"]

[[groups.indicators.variants]]
id = "other"
rule = { kind = "given", source = "guess" }

[[groups.indicators]]
no = "1.2"
code = "SEEN"
label = "Theo dõi"
max_points = 0
source = "annex"
rule = { kind = "unscored", source = "annex" }
zero = { rule = "zero", source = "guess" }

[[groups]]
id = "second"
label = "Nhóm hai"
max_points = 20
source = "annex"

[[groups.children]]
id = "second.left"
code = "L"
label = "Trái"
max_points = 10
source = "annex"

[[groups.children]]
id = "second.right"
label = "Phải"
max_points = 10
source = "annex"

[[bands]]
id = "high"
label = "Cao"
min_points = 20
source = "guess"

[[bands]]
id = "low"
label = "Thấp"
aliases = ["Kém", "kém"]
min_points = 0
source = "guess"
"""

Broken = Callable[..., list[tuple[ProblemCode, str]]]
Refused = Callable[[str], list[str]]

# Problems of form, which the schema must find; those of figures and names need more than a schema.
OF_FORM = {
    *(ProblemCode.FIELD_TYPE, ProblemCode.FIELD_EMPTY, ProblemCode.FIELD_MISSING),
    *(ProblemCode.FIELD_UNKNOWN, ProblemCode.FIELD_CHOICE, ProblemCode.LOCATOR_MISSING),
    *(ProblemCode.FRAMEWORK_ID,),
}
# TOML tells days from texts, and 2 from 2.0; JSON does not.
ALIKE_IN_JSON = {'last_day = "2026-12-31"', "decimals = 2.0"}


def as_json(value: object) -> Any:
    """Return what an editor holds against a schema: days are texts of a format."""
    if isinstance(value, dict):
        return {name: as_json(part) for name, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(scope="session")
def refused() -> Refused:
    """Return the dotted places that the schema of frameworks refuses in a text of TOML."""
    jsonschema = pytest.importorskip("jsonschema")
    formats = jsonschema.FormatChecker(["date"])
    validator = jsonschema.Draft202012Validator(get_schema("framework"), format_checker=formats)

    def places(text: str) -> list[str]:
        errors = validator.iter_errors(as_json(tomllib.loads(text)))
        return [".".join(map(str, error.absolute_path)) for error in errors]

    return places


@pytest.fixture(scope="session")
def sound() -> str:
    """The text of a small valid framework that uses every kind of element."""
    return SOUND


@pytest.fixture(scope="session")
def broken(request: pytest.FixtureRequest) -> Broken:
    """Return the problems (code and dotted path) of the small file with one text replaced.

    The schema must refuse the file as well if its form is wrong, and nothing else but a range.
    """
    refused = request.getfixturevalue("refused") if find_spec("jsonschema") else None

    def problems(old: str, new: str, *, count: int = 1) -> list[tuple[ProblemCode, str]]:
        assert old in SOUND
        text = SOUND.replace(old, new, count)
        with pytest.raises(InvalidFrameworkError) as caught:
            read_framework(text.encode(), origin="small.toml")
        codes = {problem.code for problem in caught.value.problems}
        if refused is not None and ProblemCode.FIGURE_RANGE not in codes:
            of_form = bool(codes & OF_FORM) and new not in ALIKE_IN_JSON
            assert (refused(text) != []) == of_form
        for problem in caught.value.problems:
            assert problem.origin is not None
            assert problem.origin.startswith("small.toml")
            for language in ("vi", "en"):
                assert problem.line(language)
        return [
            (problem.code, ".".join(map(str, problem.path))) for problem in caught.value.problems
        ]

    return problems
