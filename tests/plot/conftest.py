"""Pictures are drawn without a screen, on figures that pyplot does not know."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

mpl.use("Agg")


@pytest.fixture
def ax():
    """Return an empty Axes of its own."""
    return Figure(figsize=(8, 6)).subplots()


@pytest.fixture
def drawn(ax):
    """Check that what a test drew can be rendered: a warning is an error."""
    yield ax
    ax.figure.canvas.draw()
