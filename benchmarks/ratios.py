"""How benchmarks measure: ratios of two functions in one run, never absolute times.

Both functions run in turn, so that a slow moment of the machine hits both; the median over
many turns is what is reported.
"""

from __future__ import annotations

import gc
from statistics import median
from time import perf_counter_ns
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ratio", "report"]


def ratio(ours: Callable[[], object], theirs: Callable[[], object], *, turns: int = 21) -> float:
    """Return how long `ours` takes, as a multiple of `theirs`."""
    repeats = _repeats(theirs)
    _time(ours, repeats)  # both warm
    gc.disable()
    try:
        return median(_time(ours, repeats) / _time(theirs, repeats) for _ in range(turns))
    finally:
        gc.enable()


def report(title: str, measured: float, bound: float) -> bool:
    """Print one line with the measured ratio and its bound, and return whether it holds."""
    holds = measured <= bound
    print(f"{'ok  ' if holds else 'OVER'} {measured:6.3f} (bound {bound}) {title}")
    return holds


def _time(function: Callable[[], object], repeats: int) -> int:
    start = perf_counter_ns()
    for _ in range(repeats):
        function()
    return perf_counter_ns() - start


def _repeats(function: Callable[[], object]) -> int:
    """Return how often to call a function so that one turn takes about twenty milliseconds."""
    return max(1, 20_000_000 // max(1, min(_time(function, 1) for _ in range(5))))
