"""Explanation: what was concluded, why, why not something else, and what would change it."""
