"""What units lose, the fewest dossiers that reach a class, what if, and how firm a ranking is.

The points of each component rise in steps with its numerator, so that "how many more" is a
question about integers with an exact answer: see `reach`.
"""

from __future__ import annotations

from vn766.advise.losses import Shortfall, shortfalls
from vn766.advise.margins import Distance, Margin, Margins, margins
from vn766.advise.questions import what_if
from vn766.advise.reaching import Advice, Counted, Move, reach

__all__ = [
    "Advice",
    "Counted",
    "Distance",
    "Margin",
    "Margins",
    "Move",
    "Shortfall",
    "margins",
    "reach",
    "shortfalls",
    "what_if",
]
