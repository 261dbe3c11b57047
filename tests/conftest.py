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
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of published figures; its README says where each file comes from."""
    return Path(__file__).parent / "data"
