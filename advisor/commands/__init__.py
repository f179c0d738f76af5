"""The command line: what a person types, and what comes back.

Each command stands in a module of its own and is imported only when it is asked for, so that
a memo does not wait for what only other commands need.

What a command produces goes to standard output, or to the file named with `-o`; whatever it
has to say about that goes to standard error. The exit statuses are listed in
`advisor.commands.failures`.
"""

from __future__ import annotations

import gc
import os
import sys


def spare_time() -> None:
    """Has Python look seldom for objects that only hold each other.

    A command makes many objects once and ends: looking through them again and again, and taking
    them apart one by one at the end, would take a fifth of its time. One that goes on for long is
    still looked after.
    """
    gc.set_threshold(200_000, 20, 50)


def main() -> None:
    """Runs the command that was typed and leaves with its exit status."""
    spare_time()
    try:
        from advisor.commands.group import advisor

        advisor(prog_name="advisor")
    except KeyboardInterrupt:  # before the program itself could take it
        from advisor.commands.failures import INTERRUPTED

        os._exit(INTERRUPTED)
    except SystemExit as leaving:  # everything is written by now
        if sys.stderr is not None:
            sys.stderr.flush()
        os._exit(leaving.code if isinstance(leaving.code, int) else 1)
