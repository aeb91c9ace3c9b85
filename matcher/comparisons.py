"""All comparisons of a pair, in the order in which they are reckoned."""

from __future__ import annotations

from matcher import background, terms
from matcher.levels import Comparison

COMPARISONS: tuple[Comparison, ...] = (*background.COMPARISONS, *terms.COMPARISONS)
