"""What all tests share: the profiles of Hypothesis, and where the data are."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, settings

from vn766.schemas import schema_path

if TYPE_CHECKING:
    from collections.abc import Callable

# Examples may be slow on a loaded machine without being wrong; on CI a run repeats exactly.
# Explaining a failure varies the shrunk example once more, and `find` would return a variation.
PHASES = [phase for phase in Phase if phase is not Phase.explain]
# Who runs the tests by hand waits for them: CI tries four times as many inputs.
settings.register_profile("default", deadline=None, phases=PHASES, max_examples=25)
settings.register_profile(
    "ci", deadline=None, phases=PHASES, derandomize=True, print_blob=True, database=None
)
# In a browser's Python, which takes several times as long, chance is only sampled.
settings.register_profile("browser", settings.get_profile("ci"), max_examples=5)
# Only whether a test fails counts for a mutant, not the smallest example of it.
settings.register_profile(
    "mutants", settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate], max_examples=20
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default")
settings.load_profile(PROFILE)


def pytest_runtest_setup() -> None:
    """Let each test that runs against mutants compile the editions that it scores by.

    Otherwise only the first test to compile one would count as a test of compiling.
    """
    if PROFILE == "mutants":
        from vn766 import score
        from vn766._engine import plan

        plan.plan_of.cache_clear()
        score._basis_for.cache_clear()  # noqa: SLF001


@cache
def _validator(name: str) -> Any:
    # In the group `dev`: the bare package, and a browser, are tested without.
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(schema_path(name).read_text("utf-8"), object_hook=_closed)
    return jsonschema.Draft202012Validator(schema)


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """Let an object have the fields that a schema names and no others, which it otherwise may."""
    closes = "properties" in schema and schema.get("type") == "object"
    return schema | {"additionalProperties": False} if closes else schema


@pytest.fixture(scope="session")
def conforms() -> Callable[[object, str], None]:
    """Hold a document against a schema of the package, and refuse fields that it does not name."""

    def check(document: object, name: str) -> None:
        errors = _validator(name).iter_errors(document)
        assert [f"{error.json_path}: {error.message[:500]}" for error in errors] == []

    return check


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of published figures; its README says where each file comes from."""
    return Path(__file__).parent / "data"
