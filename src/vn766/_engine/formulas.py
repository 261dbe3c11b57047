"""Each formula once.

They use only ``+ * //`` on integers, which agree exactly between Python, NumPy and the
dataframe engines as long as every intermediate stays below 2**53. Points and percents are in
hundredths; nothing here is negative.
"""

from __future__ import annotations

__all__ = ["half_up", "percent"]


def half_up(numerator: int, denominator: int) -> int:
    """Return the integer nearest to ``numerator / denominator``, ties upwards."""
    return (2 * numerator + denominator) // (2 * denominator)


def percent(points: int, out_of: int, decimals: int = 2) -> int:
    """Return ``points / out_of`` in percent, as an integer with `decimals` implied places."""
    return half_up(points * 10 ** (2 + decimals), out_of)
