"""What all tests share: the profiles of Hypothesis, and where the data are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings

# Examples may be slow on a loaded machine without being wrong; on CI a run repeats exactly.
# Explaining a failure varies the shrunk example once more, and `find` would return a variation.
PHASES = [phase for phase in Phase if phase is not Phase.explain]
settings.register_profile("default", deadline=None, phases=PHASES)
settings.register_profile(
    "ci", deadline=None, phases=PHASES, derandomize=True, print_blob=True, database=None
)
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


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of published figures; its README says where each file comes from."""
    return Path(__file__).parent / "data"
