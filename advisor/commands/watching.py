"""The watch over a command that takes rules of somebody else: it may use so much, then it ends.

What rules can ask of a case is bounded where they are carried out; what a check of them or the
solver would have to look at is not, since no bound on single rules holds for all of them together.
A thread can end what the main one cannot: the solver works outside of Python.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from threading import Event, Thread
from typing import TYPE_CHECKING

from advisor.commands.failures import NOT_USABLE
from advisor.commands.streams import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_SECONDS = {"verify": 1200, "coverage": 1200, "impact": 1200, "cohort": 1200}
"""Seconds of the processor that a command may take that looks at very much."""
USUAL_SECONDS = 120
"""Seconds that any other may; with our rules the slowest takes six."""
UNWATCHED = frozenset({"interview", "serve", "mcp", "rate", "explore", "quiz", "batch"})
"""Commands that wait for people, or take as long as there are cases."""
MOST_MEMORY = 2_000_000_000
"""Bytes, where the system tells."""
_BETWEEN = 0.5
"""Seconds between two looks."""


@contextlib.contextmanager
def watched(command: str) -> Iterator[list[Callable[[], None]]]:
    """Ends the program, with a message and status 2, if a command takes too much meanwhile.

    Yields:
        What to do before that, to clear away; may be added to.
    """
    before_the_end: list[Callable[[], None]] = []
    done = Event()
    seconds = MOST_SECONDS.get(command, USUAL_SECONDS)
    until = time.process_time() + seconds  # what a person or another program takes does not count

    def watch() -> None:
        while not done.wait(_BETWEEN):
            too_long = time.process_time() > until
            if not too_long and _memory() < MOST_MEMORY:
                continue
            most = f"{seconds} seconds" if too_long else f"{MOST_MEMORY // 10**9} GB"
            what = f"These rules take more than the {most} that rules of somebody else may."
            tell(f"advisor: {what} Look for a rule with very many patterns, or very many rules.")
            for step in before_the_end:
                step()
            os._exit(NOT_USABLE)

    if command not in UNWATCHED:
        Thread(target=watch, daemon=True).start()
    try:
        yield before_the_end
    finally:
        done.set()


def _memory() -> int:
    """The most bytes that this process had in memory; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
