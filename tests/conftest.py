"""What all tests share: the profiles of Hypothesis, and where the data are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Examples may be slow on a loaded machine without being wrong; on CI a run repeats exactly.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of published figures; its README says where each file comes from."""
    return Path(__file__).parent / "data"
