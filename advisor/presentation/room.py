"""How much a memo has room for, from ample to tight.

A memo of few parties and steps can show all of them; one of many must choose. The first room in
which the body is short enough is taken, so no two facts compete for space by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Room(NamedTuple):
    """The most of each sort that the body shows; the rest goes to the annex."""

    parties: int = 6
    homes: int = 5
    conditions: int = 4
    risks: int = 3
    rejected: int = 4
    changes: int = 5
    choices: int = 4
    steps: int = 7
    tripwires: int = 5
    remarks: int = 3
    numbers: int = 5
    unknowns: int = 3
    not_on_file: int = 4
    hinges: int = 3


AMPLE = Room()

GIVEN_UP = (
    "tripwires", "rejected", "homes", "choices", "changes", "tripwires", "hinges", "changes",
    "risks", "conditions", "remarks", "numbers", "homes", "tripwires", "changes", "not_on_file",
    "steps", "choices", "unknowns", "homes", "conditions", "rejected", "numbers", "not_on_file",
    "risks", "numbers", "steps", "changes", "unknowns", "remarks", "not_on_file", "tripwires",
    "steps", "numbers", "conditions", "hinges", "steps", "homes", "parties",
    "rejected",
)  # fmt: skip
"""What is given up first: each time it is named, one less is shown."""


def room(given_up: int) -> Room:
    """The room after so many things have been given up.

    Args:
        given_up: How many, up to the length of `GIVEN_UP`.
    """
    counts = AMPLE._asdict()
    for name in GIVEN_UP[:given_up]:
        counts[name] -= 1
    return Room(**counts)


def first_fit(fits: Callable[[Room], bool]) -> Room:
    """The most ample room that fits; the tightest if none does.

    Args:
        fits: Whether the body is short enough in a room. In a tighter one it is never longer.
    """
    low, high = 0, len(GIVEN_UP)
    while low < high:
        middle = (low + high) // 2
        if fits(room(middle)):
            high = middle
        else:
            low = middle + 1
    return room(low)
