"""The exit statuses of all commands."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
"""The command did what was asked."""

FAULT: Final = 1
"""Advisor could not do it: a fault of its own, or the engine asked for cannot be loaded."""

NOT_USABLE: Final = 2
"""The case, an option or the place to write cannot be used. Nothing has been written."""

FINDINGS: Final = 3
"""A check of the rules found an error, or whatever else it was told to fail on."""

INTERRUPTED: Final = 130
"""The person stopped it (Ctrl-C), or the input of an interview ended before it did.

The same goes for an interview that got too many lines which were no answer.
Nothing has been written but the answers of the interview, from which it can go on.
"""

READER_GONE: Final = 141
"""Whoever read standard output stopped reading, as `head` does once it has enough."""
