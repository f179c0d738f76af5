"""Waiting for a line at a terminal, from which Ctrl-C wakes at every instant.

Python notes a signal and acts on it between two steps of its own. One that comes after the last
step before a read, but before the read itself, would be acted on only when the read ends: with the
next key. So the wait is on the terminal and on a pipe that the signal itself writes to.
"""

from __future__ import annotations

import os
import sys

if os.name == "nt":  # pragma: no cover - where Ctrl-C ends a read by itself

    def until_typed(terminal: int) -> None:
        """Returns at once: the read that follows can be interrupted."""

else:
    import select
    import signal
    import threading

    def until_typed(terminal: int) -> None:
        """Waits until a line has been typed, or the input has ended.

        Args:
            terminal: The file number of a terminal.

        Raises:
            KeyboardInterrupt: On Ctrl-C.
        """
        if threading.current_thread() is not threading.main_thread() or "readline" in sys.modules:
            return  # signals are for the first thread; readline minds them by itself
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(woken, False)
        before = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        try:
            while terminal not in select.select([terminal, woken], [], [])[0]:
                os.read(woken, 100)  # of a signal that does not end the wait
        finally:
            signal.set_wakeup_fd(before)
            os.close(wake)
            os.close(woken)
