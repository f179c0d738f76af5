"""How large a quiz can be: what every screen that asks for one needs, and nothing slow to load."""

from __future__ import annotations

SEED, NUMBER = 1, 10
"""The seed, and how many questions, where nothing is said of them."""
FEWEST_QUESTIONS, MOST_QUESTIONS, LARGEST_SEED = 2, 30, 1_000_000
"""What can be asked for."""
