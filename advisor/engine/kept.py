"""What engines prepare for the knowledge that comes with Advisor, kept for the next start.

A rulebook read from the cache has a key, the hash of what it was made from; what is prepared
for it is kept under the same key. Other rulebooks have none, and nothing is kept for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.knowledge import cache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.knowledge.rulebook import Rulebook


def load(rulebook: Rulebook, name: str) -> Any:
    """What was kept for a rulebook.

    Args:
        rulebook: The rulebook.
        name: What it is, such as `program`.

    Returns:
        The value, or nothing.
    """
    return cache.load(name, rulebook.key, _shared(rulebook)) if rulebook.key else None


def keep(rulebook: Rulebook, name: str, value: Any) -> None:
    """Keeps a value for a rulebook that has a key.

    Args:
        rulebook: The rulebook.
        name: What it is.
        value: The value.
    """
    if rulebook.key:
        cache.keep(name, rulebook.key, value, _shared(rulebook))


def _shared(rulebook: Rulebook) -> Sequence[object]:
    """What is part of the rulebook and need not be kept again."""
    return rulebook.vocabulary, *rulebook.entries
